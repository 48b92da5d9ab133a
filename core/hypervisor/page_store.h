// Where the bytes of host pages live: the border between what the hypervisor decides and what memory really is.
//
// In virtual time the bytes are plain memory, taken when a page is first written: a page that nobody touched costs a
// pointer, and reads as zeros. Copies of a store share their pages until one of them writes (copy on write), so that a
// checkpoint of a computer with gigabytes costs what is changed afterwards. In real time emulation/ gives a store on a
// memory file of the kernel, where the hooks really change what an address of the guest means.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/hypervisor/page.h"

#include <array>
#include <memory>
#include <vector>

namespace hopyard::hypervisor {

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

    /// The base portion put `page` where the guest sees `at` (and took it away again: then its own memory is back there).
    virtual void mapped(GuestId guest, GuestPage at, HostPage page, bool writable);
    virtual void unmapped(GuestId guest, GuestPage at, HostPage page);

    /// Pages that really take memory.
    virtual std::size_t residentPages() const = 0;
    virtual std::unique_ptr<PageStore> clone() const = 0;
};

/// Plain memory, for virtual time and tests.
class MemoryPageStore final : public PageStore {
public:
    explicit MemoryPageStore(std::size_t pages) : m_pages(pages) {}

    std::size_t pageCount() const override { return m_pages.size(); }
    base::Bytes read(HostPage page) const override;
    base::MutableBytes write(HostPage page) override;
    void clear(HostPage page, std::size_t length) override;
    std::size_t residentPages() const override;
    std::unique_ptr<PageStore> clone() const override { return std::make_unique<MemoryPageStore>(*this); }

private:
    using Page = std::array<std::uint8_t, kPageSize>;
    // Shared by the checkpoints of one computer, each of which takes a page of its own before it writes.
    std::vector<std::shared_ptr<Page>> m_pages; // null: never written since it was cleared whole
};

} // namespace hopyard::hypervisor
