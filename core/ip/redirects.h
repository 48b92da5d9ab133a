// Better first hops that routers told this host of (RFC 1122 sections 3.2.2.2 and 3.3.1.2). Forgotten after five
// minutes, so that a wrong one cannot last.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/id.h"
#include "core/base/time.h"

#include <algorithm>
#include <vector>

namespace hopyard::ip {

class RedirectCache {
public:
    static constexpr std::size_t kLimit = 64;
    static constexpr base::Duration kAge = base::Duration::seconds(300);

    struct Entry {
        base::IpAddress destination;
        base::IpAddress gateway;
        base::PortIndex port;
        base::TimePoint expires;
    };

    const Entry *lookup(base::TimePoint now, const base::IpAddress &destination) const
    {
        for (const Entry &entry : m_entries)
            if (entry.destination == destination && entry.expires > now)
                return &entry;
        return nullptr;
    }
    void set(base::TimePoint now, const base::IpAddress &destination, const base::IpAddress &gateway, base::PortIndex port)
    {
        std::erase_if(m_entries, [&](const Entry &e) { return e.destination == destination || e.expires <= now; });
        if (m_entries.size() >= kLimit)
            m_entries.erase(m_entries.begin());
        m_entries.push_back({destination, gateway, port, now + kAge});
    }
    /// The interface or its addresses changed: what was learnt there is void.
    void forget(base::PortIndex port)
    {
        std::erase_if(m_entries, [port](const Entry &e) { return e.port == port; });
    }
    /// The gateway does not answer (RFC 1122 section 3.3.1.4): back to the table.
    void forget(const base::IpAddress &gateway)
    {
        std::erase_if(m_entries, [&](const Entry &e) { return e.gateway == gateway; });
    }

private:
    std::vector<Entry> m_entries; // oldest first
};

} // namespace hopyard::ip
