// Who of the guests gets the processor next, in proportion to their shares: a credit scheduler.
//
// Each period every guest that wants to run is given credit in proportion to its share; running costs credit. Guests
// with credit left go before those without, each group in turn. What is nobody's is anybody's: a guest without credit
// runs when no other wants to. A guest that slept keeps at most one period's credit, so it cannot save up.
//
// A plain value over numbers of guests; what running is and how long it takes is the hypervisor's affair.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/hypervisor/page.h"

#include <cstdint>
#include <vector>

namespace hopyard::hypervisor {

class CreditScheduler {
public:
    static constexpr base::Duration kPeriod = base::Duration::milliseconds(10);

    explicit CreditScheduler(unsigned processors = 1) : m_processors(processors) {}

    void add(GuestId guest, std::uint32_t share);
    void setShare(GuestId guest, std::uint32_t share);
    /// It wants to run, or has nothing to do any more (or may not).
    void setReady(GuestId guest, bool ready);
    bool isReady(GuestId guest) const { return m_entries[guest.index()].ready; }
    bool anyReady() const { return m_ready != 0; }

    /// The next to run among those that are ready and for which `mayRun(GuestId)` is true; not valid: none.
    template <class MayRun>
    GuestId pick(base::TimePoint now, MayRun &&mayRun)
    {
        refill(now);
        for (const bool withCredit : {true, false})
            for (std::size_t i = 0; i < m_order.size(); ++i) {
                const GuestId guest = m_order[i];
                const Entry &entry = m_entries[guest.index()];
                if (entry.ready && (entry.credit.ns() > 0) == withCredit && mayRun(guest)) {
                    m_order.erase(m_order.begin() + static_cast<std::ptrdiff_t>(i)); // its turn comes again after the others'
                    m_order.push_back(guest);
                    return guest;
                }
            }
        return {};
    }
    /// It ran for `time`.
    void charge(GuestId guest, base::Duration time)
    {
        m_entries[guest.index()].credit -= time;
        m_entries[guest.index()].used += time;
    }

    base::Duration used(GuestId guest) const { return m_entries[guest.index()].used; }
    base::Duration credit(GuestId guest) const { return m_entries[guest.index()].credit; }

private:
    struct Entry {
        std::uint32_t share = 0; ///< 0: not to be run (it was taken away)
        bool ready = false;
        base::Duration credit;
        base::Duration used;
    };
    void refill(base::TimePoint now);

    unsigned m_processors;
    std::vector<Entry> m_entries;  // by guest
    std::vector<GuestId> m_order;  // in turn
    std::size_t m_ready = 0;
    base::TimePoint m_refilled;    // when credit was given last
};

} // namespace hopyard::hypervisor
