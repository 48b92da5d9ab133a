// All the memory of one computer, page by page: who has what, and the only steps by which that changes.
//
//     free ──giveToGuest──▶ guest ──takeFromGuest──▶ clearing ──clear──▶ free
//     free ──giveToBase───▶ base  ──takeFromBase───▶ clearing
//     free ──list─────────▶ dma ──fill──▶ filled ──map──▶ mapped ──unmap──▶ clearing ──clearAndList──▶ dma
//                            ▲              │ └──discard──▶ clearing
//                            └──relist──────┘   the packet was copied out: the page never left the base portion
//
// Every step checks that it may be taken; one that may not changes nothing, is counted and answered with a PageError.
// What keeps a guest from seeing another's bytes is the `dirty` length of a page: behind it all bytes are zero. relist()
// keeps it, so that a page of the DMA table may hold an old packet, which no guest can see; map() clears whatever
// an old packet left behind the new one, before any guest can look.
//
// verify() checks what must always hold: tests call it after every step.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/ring.h"
#include "core/hypervisor/page_store.h"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hopyard::hypervisor {

/// Where a guest sees a page.
struct Place {
    GuestId guest;
    GuestPage at;
    auto operator<=>(const Place &) const = default;
};

struct PageInfo {
    PageState state = PageState::free;
    std::uint16_t dirty = 0; ///< bytes from the start that may not be zero (dma, filled, mapped, clearing)
    Place place;             ///< guest: whose memory, and where; mapped: to whom first, and where
};

/// What the steps cost, in numbers of them.
struct PageCounters {
    std::uint64_t maps = 0;
    std::uint64_t unmaps = 0;
    std::uint64_t clears = 0;
    std::uint64_t bytesCleared = 0;
    std::uint64_t relisted = 0; ///< back to the DMA table without having been lent
    std::uint64_t refused = 0;  ///< steps that were not allowed
    bool operator==(const PageCounters &) const = default;
};

class PagePool {
public:
    template <class T>
    using Result = base::Result<T, PageError>;

    explicit PagePool(std::unique_ptr<PageStore> store);
    PagePool(const PagePool &other);
    PagePool &operator=(const PagePool &other);
    PagePool(PagePool &&) noexcept = default;
    PagePool &operator=(PagePool &&) noexcept = default;

    // --- steps ---
    Result<HostPage> giveToGuest(const Place &place);
    Result<void> takeFromGuest(HostPage page, GuestId guest);
    Result<HostPage> giveToBase();
    Result<void> takeFromBase(HostPage page);
    /// A free page goes to the end of the DMA table.
    Result<HostPage> list();
    /// Takes a page out of the DMA table's end for good; it is free then.
    Result<void> unlist();
    /// The adapter takes the first page of the DMA table and writes to it; write() may be used until it is mapped.
    Result<HostPage> fill();
    /// The page is lent: the guest sees it at `place`. Bytes from `used` on are zero afterwards.
    Result<void> map(HostPage page, const Place &place, std::size_t used);
    /// Lends a page that is lent already to one more guest (a packet to a group): the only way to share one.
    Result<void> share(HostPage page, const Place &place);
    /// Back from one guest. True where it was the last: the page waits to be cleared.
    Result<bool> unmap(HostPage page, const Place &place);
    /// Nobody was to have the packet.
    Result<void> discard(HostPage page);
    Result<void> clear(HostPage page);
    Result<void> clearAndList(HostPage page);
    /// The packet was copied out and nobody had the page: back to the DMA table as it is.
    Result<void> relist(HostPage page);

    // --- looking ---
    std::size_t size() const { return m_info.size(); }
    const PageInfo &info(HostPage page) const { return m_info[page.index()]; }
    std::size_t count(PageState state) const { return m_counts[static_cast<std::size_t>(state)]; }
    std::size_t freePages() const { return count(PageState::free); }
    std::size_t listedPages() const { return count(PageState::dma); }
    /// Everybody who sees a lent page, in order of the lending.
    std::vector<Place> placesOf(HostPage page) const;
    bool isMappedTo(HostPage page, const Place &place) const;
    /// The DMA table in the order in which the adapter will fill it.
    std::vector<HostPage> dmaTable() const;
    const PageCounters &counters() const { return m_counters; }

    // --- bytes: for the base portion and the adapter; guests go through their page tables ---
    base::Bytes read(HostPage page) const { return m_store->read(page); }
    /// For writing the first `length` bytes.
    base::MutableBytes write(HostPage page, std::size_t length = kPageSize)
    {
        std::uint16_t &dirty = m_info[page.index()].dirty;
        dirty = length > dirty ? static_cast<std::uint16_t>(length) : dirty;
        return m_store->write(page);
    }
    const PageStore &store() const { return *m_store; }
    PageStore &store() { return *m_store; }

    /// Nothing, or what is wrong: a page in two lists or in none, an uncleared free page, a page lent to nobody.
    /// `bytes`: also that what is said to be zero is zero (reads all memory that was ever touched).
    std::optional<std::string> verify(bool bytes = true) const;

private:
    template <class E>
    auto refuse(E error) const;
    bool is(HostPage page, PageState state) const
    {
        return page.index() < m_info.size() && m_info[page.index()].state == state;
    }
    void enter(HostPage page, PageState state);
    Result<HostPage> takeFree(PageState to);
    PageError why(HostPage page) const;
    void wipe(HostPage page, std::size_t from, std::size_t to);

    std::unique_ptr<PageStore> m_store;
    std::vector<PageInfo> m_info;
    std::vector<HostPage> m_free; // the last is taken first
    base::Ring<HostPage> m_dma;
    std::map<HostPage, std::vector<Place>> m_sharers; // of shared pages: those after the first
    std::array<std::size_t, kPageStates> m_counts{};
    mutable PageCounters m_counters;
};

} // namespace hopyard::hypervisor
