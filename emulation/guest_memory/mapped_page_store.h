// The memory of a hypervisor node in real time: a memory file as its pool of host pages, and a window for each guest.
//
// The base portion and the adapters work on the file's own mapping, which never changes; a guest's bytes are read and
// written in its window. A guest has a window as long as it has memory.
//
// A copy (a checkpoint) is plain memory: nobody looks at it through windows.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hypervisor/page_store.h"
#include "emulation/guest_memory/window.h"

#include <memory>
#include <vector>

namespace hopyard::guest_memory {

/// Somebody who looks into a guest's window beside us, as a virtual processor does, by no door of ours.
class WindowUser {
public:
    virtual ~WindowUser() = default;
    /// Its pages are about to be somebody else's: it must not look any more when this comes back.
    virtual void windowGoes() = 0;
};

class MappedPageStore final : public hypervisor::PageStore {
public:
    using GuestId = hypervisor::GuestId;
    using GuestPage = hypervisor::GuestPage;
    using HostPage = hypervisor::HostPage;

    /// PageKind::transparent takes memory in pieces of 2 MiB, however little of one is touched. PageKind::huge is
    /// refused down to `transparent`: the pool's pages are of 4 KiB, each to be lent by itself.
    static linux::Result<std::unique_ptr<MappedPageStore>> create(std::size_t pages, PageKind kind = PageKind::base);

    std::size_t pageCount() const override { return m_touched.size(); }
    base::Bytes read(HostPage page) const override;
    base::MutableBytes write(HostPage page) override;
    void clear(HostPage page, std::size_t length) override;
    void given(GuestId guest, GuestPage at, HostPage page) override;
    void taken(GuestId guest, GuestPage at, HostPage page) override;
    void mapped(GuestId guest, GuestPage at, HostPage page) override;
    void unmapped(GuestId guest, GuestPage at, HostPage page) override;
    base::Bytes seen(GuestId guest, GuestPage at, HostPage page) const override;
    base::MutableBytes seenForWriting(GuestId guest, GuestPage at, HostPage page) override;
    std::optional<bool> touch(GuestId guest, hypervisor::GuestAddress address,
                              std::optional<std::uint8_t> value) override;
    std::optional<Caught> takeFault() override;
    std::optional<HostPage> shown(GuestId guest, GuestPage at) const override;
    std::optional<std::string> verify() const override;
    std::size_t residentPages() const override { return m_file.residentBytes() / hypervisor::kPageSize; }
    std::string describe() const override;
    std::unique_ptr<PageStore> clone() const override;
    ~MappedPageStore() override;

    /// From now on what the guest's window is to show is what it shows, at every moment: a change is made at once and
    /// not when somebody looks. `user` is lent. Null: the guest has no window, or the kernel refuses to map it.
    Window *use(GuestId guest, WindowUser &user);
    /// No more. To be called before `user` ends, unless it was told windowGoes().
    void leave(GuestId guest);

    const MemoryFile &file() const { return m_file; }
    /// Null: the guest has no memory.
    Window *window(GuestId guest) const;
    /// Of all windows there ever were.
    WindowCounters counters() const;
    std::uint64_t faults() const { return m_faults; }

private:
    explicit MappedPageStore(MemoryFile file, std::size_t pages);
    struct Guest {
        std::unique_ptr<Window> window;
        std::vector<HostPage> own; // by place: what is there when nothing is lent
        std::size_t pages = 0;     // of those
        WindowUser *user = nullptr;
    };
    void userGoes(Guest &guest);
    void settleIfUsed(GuestId guest);
    std::uint8_t *at(HostPage page) const { return m_file.data() + page.index() * hypervisor::kPageSize; }
    void releaseNow();

    MemoryFile m_file;
    std::vector<std::uint8_t> m_touched;                // by page: it may hold bytes
    std::vector<std::uint8_t> m_wasGuests;              // by page: a guest's own memory until now
    std::vector<Guest> m_guests;                        // by id
    std::size_t m_releaseFirst = 0, m_releaseCount = 0; // pages whose memory is to go back to the kernel
    WindowCounters m_past;                              // of windows that are gone
    std::uint64_t m_faults = 0;
    mutable std::uint64_t m_unmappable = 0; // bytes taken by the base portion's way, because the kernel would not map
};

} // namespace hopyard::guest_memory
