// Where the bytes of host pages live: the border between what the hypervisor decides and what memory really is.
//
// In virtual time the bytes are plain memory, taken when a page is first written: a page that nobody touched costs a
// pointer, and reads as zeros. Copies of a store share their pages until one of them writes (copy on write), so that a
// checkpoint of a computer with gigabytes costs what is changed afterwards. In real time emulation/guest_memory gives a
// store on a memory file of the kernel, with a window of real mappings for each guest: there the hooks change what an
// address of the guest means, a guest's bytes are read and written through its window and nowhere else (seen()), and the
// processor itself catches a touch of what is not mapped (touch(), takeFault()).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/hypervisor/page.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::hypervisor {

/// A byte's place in what the guest takes for its memory.
using GuestAddress = std::uint64_t;
constexpr GuestAddress addressOf(GuestPage page) { return GuestAddress(page.value()) * kPageSize; }
constexpr GuestPage pageOf(GuestAddress address) { return GuestPage(static_cast<std::uint32_t>(address / kPageSize)); }

class PageStore {
public:
    virtual ~PageStore() = default;

    virtual std::size_t pageCount() const = 0;
    /// The kPageSize bytes of a page, which exists, for reading. Good until the next call that is not const.
    virtual base::Bytes read(HostPage page) const = 0;
    /// The same for writing. What read() gave for this page is void afterwards; of other pages it stays good.
    virtual base::MutableBytes write(HostPage page) = 0;
    /// Makes the first `length` bytes zero; those behind are known to be. A whole page may give its memory back.
    virtual void clear(HostPage page, std::size_t length) = 0;

    // --- the guests' side: what the pool tells, and how a guest's own hands get at its bytes ---
    /// A page is the guest's own from now on, at this place of its memory; and no more.
    virtual void given(GuestId guest, GuestPage at, HostPage page);
    virtual void taken(GuestId guest, GuestPage at, HostPage page);
    /// The base portion lent `page` where the guest sees `at`, for reading; and took it away again: then its own memory,
    /// which it covered, is back there.
    virtual void mapped(GuestId guest, GuestPage at, HostPage page);
    virtual void unmapped(GuestId guest, GuestPage at, HostPage page);
    /// The bytes of `page` where the guest sees them; the page table says that it may. Without windows the same as read()
    /// and write().
    virtual base::Bytes seen(GuestId guest, GuestPage at, HostPage page) const;
    virtual base::MutableBytes seenForWriting(GuestId guest, GuestPage at, HostPage page);
    /// The guest reads (or writes) the byte at an address, whatever its page table says: true where the processor let it,
    /// false where it caught it. None: there are no windows, only the page table can tell.
    virtual std::optional<bool> touch(GuestId guest, GuestAddress address, std::optional<std::uint8_t> value);
    /// A touch that the processor caught since this was asked last.
    struct Caught {
        GuestId guest;
        GuestAddress address = 0;
        bool forWriting = false;
    };
    virtual std::optional<Caught> takeFault();
    /// Which page the guest's window is to show there, for comparing with its page table; none: there are no windows.
    virtual std::optional<HostPage> shown(GuestId guest, GuestPage at) const;
    /// That the windows really are as they are to be: the kernel is asked. Nothing, or what is wrong.
    virtual std::optional<std::string> verify() const;

    /// Pages that really take memory.
    virtual std::size_t residentPages() const = 0;
    /// What it is, in a sentence, with what it has counted.
    virtual std::string describe() const = 0;
    virtual std::unique_ptr<PageStore> clone() const = 0;
};

/// Plain memory, for virtual time and tests.
class MemoryPageStore final : public PageStore {
public:
    explicit MemoryPageStore(std::size_t pages) : m_pages(pages) {}

    std::size_t pageCount() const override { return m_pages.size(); }
    base::Bytes read(HostPage page) const override;
    base::MutableBytes write(HostPage page) override;
    base::Bytes seen(GuestId, GuestPage, HostPage page) const override { return read(page); }
    base::MutableBytes seenForWriting(GuestId, GuestPage, HostPage page) override { return write(page); }
    void clear(HostPage page, std::size_t length) override;
    std::size_t residentPages() const override;
    std::string describe() const override;
    std::unique_ptr<PageStore> clone() const override { return std::make_unique<MemoryPageStore>(*this); }

private:
    using Page = std::array<std::uint8_t, kPageSize>;
    // Shared by the checkpoints of one computer, each of which takes a page of its own before it writes.
    std::vector<std::shared_ptr<Page>> m_pages; // null: never written since it was cleared whole
};

} // namespace hopyard::hypervisor
