// What the transports ask of the IP layer below them, as an interface, so that they can be tested without one.
//
// StackOutput (stack_output.h) is the real one.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/ip/datagram.h"
#include "core/ip/group_filter.h"
#include "core/link/device.h"
#include "core/packet/packet.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace hopyard::transport {

class IpOutput {
public:
    virtual ~IpOutput() = default;
    virtual base::Result<void, ip::SendError> send(ip::Datagram datagram) = 0;
    /// The source address that send() would take; not valid: no route. `out` may be invalid: by the table.
    virtual base::IpAddress sourceFor(const base::IpAddress &destination, base::PortIndex out) const = 0;
    /// True for an address of this node, loopback included.
    virtual bool isOwnAddress(const base::IpAddress &address) const = 0;
    /// The largest datagram, header included, that goes there in one piece as far as is known; 0: no route.
    virtual std::uint32_t mtuTo(const base::IpAddress &destination) const = 0;
    /// True for the limited broadcast address and those of this node's networks.
    virtual bool isBroadcast(const base::IpAddress &address) const
    {
        return address.isV4() && address.v4().isLimitedBroadcast();
    }

    // --- interfaces; a node without any need not say more ---
    /// Not valid: there is none of that name.
    virtual base::PortIndex findInterface(std::string_view) const { return {}; }
    /// Empty: there is none.
    virtual std::string interfaceName(base::PortIndex) const { return {}; }
    /// The first address of an interface; not valid: none.
    virtual base::IpAddress addressOf(base::PortIndex, base::Family) const { return {}; }
    /// The interface that has this address, or by which datagrams go there (a group's included); not valid: none.
    virtual base::PortIndex interfaceFor(const base::IpAddress &) const { return {}; }
    /// What all sockets together want of a group on an interface; GroupFilter() ends the membership.
    virtual void setGroupFilter(base::PortIndex, const base::IpAddress &, const ip::GroupFilter &) {}

    /// Time, trace sinks, and the pool that packets are made from.
    virtual link::Context &context() = 0;
    packet::PacketPool &pool() { return context().pool; }
};

} // namespace hopyard::transport
