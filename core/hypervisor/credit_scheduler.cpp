// See credit_scheduler.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hypervisor/credit_scheduler.h"

#include <algorithm>

namespace hopyard::hypervisor {

void CreditScheduler::add(GuestId guest, std::uint32_t share)
{
    if (guest.index() >= m_entries.size())
        m_entries.resize(guest.index() + 1);
    m_entries[guest.index()].share = share;
    m_order.push_back(guest);
}

void CreditScheduler::setShare(GuestId guest, std::uint32_t share)
{
    m_entries[guest.index()].share = share;
    if (share == 0)
        std::erase(m_order, guest);
}

void CreditScheduler::setReady(GuestId guest, bool ready)
{
    Entry &entry = m_entries[guest.index()];
    if (entry.ready == ready)
        return;
    entry.ready = ready;
    if (ready)
        ++m_ready;
    else
        --m_ready;
}

void CreditScheduler::refill(base::TimePoint now)
{
    // Periods are counted from the beginning of time, so that they are the same however often this is asked.
    const base::TimePoint begun = base::TimePoint::fromNs(now.ns() - now.ns() % kPeriod.ns());
    if (begun <= m_refilled && m_refilled.ns() != 0)
        return;
    m_refilled = std::max(begun, base::TimePoint::fromNs(1));
    std::uint64_t shares = 0;
    for (const GuestId guest : m_order)
        if (m_entries[guest.index()].ready)
            shares += m_entries[guest.index()].share;
    for (const GuestId guest : m_order) {
        Entry &entry = m_entries[guest.index()];
        const std::uint64_t among = std::max<std::uint64_t>(entry.ready ? shares : shares + entry.share, 1);
        const base::Duration part = base::Duration::nanoseconds(
            static_cast<std::int64_t>(static_cast<std::uint64_t>(kPeriod.ns()) * m_processors * entry.share / among));
        // Neither what was saved up nor what was overdrawn goes on for longer than a period.
        entry.credit = std::clamp(entry.credit + part, -kPeriod, part);
    }
}

} // namespace hopyard::hypervisor
