// What is known about the MTU of paths (RFC 1191): learnt from "fragmentation needed", forgotten after ten minutes
// (section 6.3), so that a path that got wider is noticed.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/time.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace hopyard::ip {

class PathMtuCache {
public:
    static constexpr std::size_t kLimit = 256;
    static constexpr std::uint32_t kMinimum = 68; ///< every module must be able to forward that (RFC 791)
    static constexpr base::Duration kAge = base::Duration::seconds(600);

    struct Entry {
        base::IpAddress destination;
        std::uint32_t mtu = 0;
        base::TimePoint expires;
    };

    /// The MTU of the path as far as it is known, at most `linkMtu`.
    std::uint32_t lookup(base::TimePoint now, const base::IpAddress &destination, std::uint32_t linkMtu) const
    {
        for (const Entry &entry : m_entries)
            if (entry.destination == destination && entry.expires > now)
                return std::min(entry.mtu, linkMtu);
        return linkMtu;
    }

    /// Takes a report: a datagram of `datagramLength` bytes did not fit. `reported` is the next hop's MTU, or 0 from a
    /// router older than RFC 1191: then the next plateau below is assumed (section 7.1). Returns the new MTU; an MTU
    /// never grows by a report, and a report about a datagram that is no longer than it says changes nothing (0).
    std::uint32_t report(base::TimePoint now, const base::IpAddress &destination, std::uint32_t reported,
                         std::uint32_t datagramLength)
    {
        if (reported == 0)
            reported = plateauBelow(datagramLength);
        if (reported >= datagramLength)
            return 0;
        const std::uint32_t mtu = std::max(reported, kMinimum);
        for (Entry &entry : m_entries) {
            if (entry.destination != destination)
                continue;
            entry.mtu = entry.expires > now ? std::min(entry.mtu, mtu) : mtu;
            entry.expires = now + kAge;
            return entry.mtu;
        }
        if (m_entries.size() >= kLimit)
            m_entries.erase(std::min_element(m_entries.begin(), m_entries.end(), [](const Entry &a, const Entry &b) {
                return a.expires < b.expires;
            }));
        m_entries.push_back({destination, mtu, now + kAge});
        return mtu;
    }

    const std::vector<Entry> &entries() const { return m_entries; }

private:
    // RFC 1191 table 7-1.
    static std::uint32_t plateauBelow(std::uint32_t length)
    {
        constexpr std::array<std::uint32_t, 10> kPlateaus{32'000, 17'914, 8'166, 4'352, 2'002, 1'492, 1'006, 508, 296, 68};
        for (const std::uint32_t plateau : kPlateaus)
            if (plateau < length)
                return plateau;
        return kMinimum;
    }

    std::vector<Entry> m_entries;
};

} // namespace hopyard::ip
