// A guest's memory: what it takes for physical memory is a table onto pages of the computer.
//
// A guest has nothing but this: every byte that its stack's driver reads or writes goes through here, and what its
// table does not give it, or what the pool says is another's, is a named fault and not a byte.
//
// A page of its own stays its own while a page that a packet landed in is lent to it at the same place: it is covered,
// unseen, and back when the loan ends. So a guest never looks into a hole, and there is always a page to copy into.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/hypervisor/page_pool.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace hopyard::hypervisor {

struct Fault {
    enum class Kind : std::uint8_t {
        outOfRange, ///< beyond the guest's memory
        notPresent, ///< the guest has no page there (it is stopped)
        readOnly,   ///< written to a page that is lent for reading
        notYours,   ///< the table points to a page that the pool says is another's
    } kind = Kind::outOfRange;
    GuestAddress address = 0;
    bool operator==(const Fault &) const = default;
};
constexpr std::string_view toString(Fault::Kind kind)
{
    switch (kind) {
    case Fault::Kind::outOfRange: return "outside its memory";
    case Fault::Kind::notPresent: return "no page there";
    case Fault::Kind::readOnly: return "wrote to a page lent for reading";
    case Fault::Kind::notYours: return "touched a page of another";
    }
    return "unknown";
}

class GuestMemory {
public:
    template <class T>
    using Result = base::Result<T, Fault>;
    struct Entry {
        HostPage own;  ///< the guest's own page; not valid: none there
        HostPage lent; ///< lent to it at this place, covering its own; not valid: none
        HostPage seen() const { return lent.isValid() ? lent : own; }
    };

    explicit GuestMemory(GuestId guest = {}) : m_guest(guest) {}

    /// Takes `pages` pages of the pool, all or none. Only where the memory is empty.
    base::Result<void, PageError> take(PagePool &pool, std::size_t pages);
    /// Gives all back, cleared. Nothing may be lent to it any more.
    void giveBack(PagePool &pool);
    std::size_t pageCount() const { return m_table.size(); }
    const Entry &entry(GuestPage page) const { return m_table[page.index()]; }
    GuestId guest() const { return m_guest; }

    // --- the guest's own hands ---
    /// `length` bytes in place; they lie within one page. Good until the next write to this page.
    Result<base::Bytes> read(const PagePool &pool, GuestAddress at, std::size_t length) const;
    Result<base::MutableBytes> write(PagePool &pool, GuestAddress at, std::size_t length);

    /// Why a touch of this byte is none of its business, by the table; none: it may.
    std::optional<Fault> mistake(const PagePool &pool, GuestAddress at, bool forWriting) const;

    // --- the base portion's ---
    /// The same bytes by the base portion's own way to the page, which is always there: rings, and what it copies.
    Result<base::Bytes> baseRead(const PagePool &pool, GuestAddress at, std::size_t length) const;
    Result<base::MutableBytes> baseWrite(PagePool &pool, GuestAddress at, std::size_t length);
    Result<void> baseCopyTo(PagePool &pool, GuestAddress at, base::Bytes from);
    /// Enters and takes out a loan. The pool must know of it (PagePool::map, unmap), or it is a fault to touch it.
    void lend(GuestPage at, HostPage page) { m_table[at.index()].lent = page; }
    void takeBack(GuestPage at) { m_table[at.index()].lent = {}; }

    /// That table and pool say the same. Nothing, or what is wrong.
    std::optional<std::string> verify(const PagePool &pool) const;

private:
    HostPage ownAt(const PagePool &pool, GuestAddress at, std::size_t length) const;
    Result<HostPage> translate(const PagePool &pool, GuestAddress at, std::size_t length, bool forWriting) const;

    GuestId m_guest;
    std::vector<Entry> m_table; // by guest page
};

} // namespace hopyard::hypervisor
