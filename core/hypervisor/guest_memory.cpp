// Translation and its faults; see guest_memory.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hypervisor/guest_memory.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cstring>

namespace hopyard::hypervisor {

base::Result<void, PageError> GuestMemory::take(PagePool &pool, std::size_t pages)
{
    assert(m_table.empty());
    if (pool.freePages() < pages)
        return base::fail(PageError::noPage);
    m_table.reserve(pages);
    for (std::uint32_t i = 0; i < pages; ++i) {
        const auto page = pool.giveToGuest({m_guest, GuestPage(i)});
        if (!page)
            return base::fail(page.error());
        m_table.push_back({*page, {}});
    }
    return {};
}

void GuestMemory::giveBack(PagePool &pool)
{
    for (std::size_t i = m_table.size(); i-- > 0;) { // so that the next guest gets them in ascending order again
        assert(!m_table[i].lent.isValid());
        if (pool.takeFromGuest(m_table[i].own, m_guest))
            (void)pool.clear(m_table[i].own);
    }
    m_table.clear();
}

GuestMemory::Result<HostPage> GuestMemory::translate(const PagePool &pool, GuestAddress at, std::size_t length, bool forWriting) const
{
    const GuestAddress page = at / kPageSize;
    if (page >= m_table.size() || at % kPageSize + length > kPageSize)
        return base::fail(Fault{m_table.empty() ? Fault::Kind::notPresent : Fault::Kind::outOfRange, at});
    const Entry &entry = m_table[page];
    const HostPage host = entry.seen();
    const GuestPage where(static_cast<std::uint32_t>(page));
    if (entry.lent.isValid()) {
        if (!pool.isMappedTo(host, {m_guest, where}))
            return base::fail(Fault{Fault::Kind::notYours, at});
        if (forWriting)
            return base::fail(Fault{Fault::Kind::readOnly, at});
        return host;
    }
    const PageInfo &info = pool.info(host);
    if (info.state != PageState::guest || info.place.guest != m_guest)
        return base::fail(Fault{Fault::Kind::notYours, at});
    return host;
}

/// What nearly every touch is: within one page, of its own, nothing lent there. Not valid: translate() tells.
HostPage GuestMemory::ownAt(const PagePool &pool, GuestAddress at, std::size_t length) const
{
    const GuestAddress page = at / kPageSize;
    if (page >= m_table.size() || at % kPageSize + length > kPageSize || m_table[page].lent.isValid())
        return {};
    const HostPage own = m_table[page].own;
    const PageInfo &info = pool.info(own);
    return info.state == PageState::guest && info.place.guest == m_guest ? own : HostPage();
}

std::optional<Fault> GuestMemory::mistake(const PagePool &pool, GuestAddress at, bool forWriting) const
{
    const auto page = translate(pool, at, 1, forWriting);
    return page ? std::nullopt : std::optional(page.error());
}

GuestMemory::Result<base::Bytes> GuestMemory::read(const PagePool &pool, GuestAddress at, std::size_t length) const
{
    if (const HostPage own = ownAt(pool, at, length); own.isValid())
        return pool.store().seen(m_guest, pageOf(at), own).subspan(at % kPageSize, length);
    const auto page = translate(pool, at, length, false);
    if (!page)
        return base::fail(page.error());
    return pool.store().seen(m_guest, pageOf(at), *page).subspan(at % kPageSize, length);
}

GuestMemory::Result<base::MutableBytes> GuestMemory::write(PagePool &pool, GuestAddress at, std::size_t length)
{
    if (const HostPage own = ownAt(pool, at, length); own.isValid())
        return pool.store().seenForWriting(m_guest, pageOf(at), own).subspan(at % kPageSize, length);
    const auto page = translate(pool, at, length, true);
    if (!page)
        return base::fail(page.error());
    return pool.store().seenForWriting(m_guest, pageOf(at), *page).subspan(at % kPageSize, length);
}

GuestMemory::Result<base::Bytes> GuestMemory::baseRead(const PagePool &pool, GuestAddress at, std::size_t length) const
{
    if (const HostPage own = ownAt(pool, at, length); own.isValid())
        return pool.read(own).subspan(at % kPageSize, length);
    const auto page = translate(pool, at, length, false);
    if (!page)
        return base::fail(page.error());
    return pool.read(*page).subspan(at % kPageSize, length);
}

GuestMemory::Result<base::MutableBytes> GuestMemory::baseWrite(PagePool &pool, GuestAddress at, std::size_t length)
{
    if (const HostPage own = ownAt(pool, at, length); own.isValid())
        return pool.store().write(own).subspan(at % kPageSize, length);
    const auto page = translate(pool, at, length, true);
    if (!page)
        return base::fail(page.error());
    return pool.store().write(*page).subspan(at % kPageSize, length);
}

GuestMemory::Result<void> GuestMemory::baseCopyTo(PagePool &pool, GuestAddress at, base::Bytes from)
{
    while (!from.empty()) {
        const std::size_t n = std::min<std::size_t>(from.size(), kPageSize - at % kPageSize);
        const auto into = baseWrite(pool, at, n);
        if (!into)
            return base::fail(into.error());
        std::memcpy(into->data(), from.data(), n);
        from = from.subspan(n);
        at += n;
    }
    return {};
}

std::optional<std::string> GuestMemory::verify(const PagePool &pool) const
{
    for (std::uint32_t i = 0; i < m_table.size(); ++i) {
        const Place here{m_guest, GuestPage(i)};
        const Entry &entry = m_table[i];
        const PageInfo &own = pool.info(entry.own);
        if (own.state != PageState::guest || own.place != here)
            return fmt::format("guest {} sees host page {} at {}, which is not its own there", m_guest.value(), entry.own.value(), i);
        if (entry.lent.isValid() && !pool.isMappedTo(entry.lent, here))
            return fmt::format("guest {} sees host page {} at {}, which is not lent to it there", m_guest.value(), entry.lent.value(), i);
        if (const auto shown = pool.store().shown(m_guest, here.at); shown && *shown != entry.seen())
            return fmt::format("guest {} has host page {} at {} and its window shows {}", m_guest.value(), entry.seen().value(), i,
                               shown->value());
    }
    return std::nullopt;
}

} // namespace hopyard::hypervisor
