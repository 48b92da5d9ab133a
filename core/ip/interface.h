// An interface of a stack as a value: what is configured, what the cable says, what was counted.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/id.h"
#include "core/base/time.h"
#include "core/ip/group_membership.h"
#include "core/ip/neighbour_table.h"
#include "core/sim/timer_heap.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::ip {

/// How an interface is made.
struct InterfaceSpec {
    std::string name;
    base::MacAddress mac;
    std::uint32_t mtu = 1500; ///< bytes of an IP datagram, 68 to 65,535
    std::vector<base::InterfaceAddress> addresses;
    bool adminUp = true;
};

/// Frames of a port since it was made, as `ip -s link` counts them.
struct InterfaceCounters {
    std::uint64_t inPackets = 0;
    std::uint64_t inBytes = 0;
    std::uint64_t inDrops = 0;  ///< well formed, but not taken
    std::uint64_t inErrors = 0; ///< malformed
    std::uint64_t outPackets = 0;
    std::uint64_t outBytes = 0;
    std::uint64_t outDrops = 0;
    std::uint64_t outErrors = 0; ///< could not be sent as they are (too big)
};

struct Interface {
    std::string name;
    base::MacAddress mac;
    std::uint32_t mtu = 1500;
    std::vector<base::InterfaceAddress> addresses; ///< in the order in which they were given; the first is primary
    bool exists = true;   ///< false for a number that is not in use (any more)
    bool adminUp = true;
    bool carrier = false; ///< a cable is plugged and up
    bool isLoopback = false;
    InterfaceCounters counters;
    NeighbourTable neighbours;
    GroupMembership groups; ///< multicast groups joined here
    sim::TimerHandle groupTimer;
    std::optional<base::TimePoint> lastDefence; ///< when an address here was last defended (RFC 5227)
    base::TimePoint since; ///< when it last came up or went down
    std::uint16_t vlan = 0; ///< of a subinterface: the VLAN whose frames it has; 0: it is none
    base::PortIndex parent; ///< of a subinterface: the port whose frames those are

    bool isUp() const { return exists && adminUp && carrier; }

    /// True where `address` is one of ours here.
    bool has(const base::IpAddress &address) const
    {
        for (const base::InterfaceAddress &own : addresses)
            if (own.address == address)
                return true;
        return false;
    }
    /// The first of our addresses whose network contains `address`, or null.
    const base::InterfaceAddress *onLink(const base::IpAddress &address) const
    {
        for (const base::InterfaceAddress &own : addresses)
            if (own.network().contains(address))
                return &own;
        return nullptr;
    }
    /// The first address of a family, or null.
    const base::InterfaceAddress *first(base::Family family) const
    {
        for (const base::InterfaceAddress &own : addresses)
            if (own.address.family() == family)
                return &own;
        return nullptr;
    }
    bool isMember(const base::IpAddress &group) const
    {
        return group.isV4() && groups.isMember(group.v4());
    }
};

} // namespace hopyard::ip
