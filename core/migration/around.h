// What the parts in a node may use while they are moved, lent for one call; and how they send: control messages and whole
// datagrams that have their header already.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/ip/datagram.h"
#include "core/migration/flow.h"
#include "core/migration/programs.h"
#include "core/transport/ip_output.h"
#include "core/transport/socket_layer.h"
#include "core/wire/ipv4.h"
#include "core/wire/udp.h"

#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace hopyard::migration {

struct Around {
    link::Context &link;
    transport::SocketLayer &sockets;
    transport::IpOutput &ip;
    Programs *programs = nullptr;

    base::TimePoint now() const { return link.now; }

    /// A UDP datagram between the nodes' own addresses and control ports.
    void sendControl(base::Ipv4Address from, base::Ipv4Address to, base::Bytes message) const
    {
        ip::Datagram datagram;
        datagram.source = from;
        datagram.destination = to;
        datagram.payload = link.pool.make(wire::UdpRepr::headerLength() + message.size());
        const base::MutableBytes bytes = datagram.payload.writable();
        std::memcpy(bytes.data() + wire::UdpRepr::headerLength(), message.data(), message.size());
        wire::UdpRepr{kControlPort, kControlPort}.emit(bytes, from, to);
        static_cast<void>(ip.send(std::move(datagram)));
    }

    /// A whole datagram with a source of ours: as it is where that goes in one piece, else anew, so that it can be cut.
    base::Result<void, ip::SendError> sendWhole(packet::Packet packet) const
    {
        const auto view = wire::Ipv4View::parse(packet.bytes());
        if (!view)
            return base::fail(ip::SendError::badSource);
        ip::Datagram datagram;
        datagram.source = view->source();
        datagram.destination = view->destination();
        datagram.protocol = view->protocol();
        if (packet.isFinished() && (view->dontFragment() || packet.size() <= kAlwaysFits)) {
            datagram.headerIncluded = true;
        } else {
            datagram.ttl = view->ttl();
            datagram.tos = view->tos();
            datagram.dontFragment = view->dontFragment();
            packet.popFront(view->headerLength());
        }
        datagram.payload = std::move(packet);
        return ip.send(std::move(datagram));
    }

    /// Something happened to a flow: decided, … (docs/migration.md lists the phases).
    void step(std::string_view phase, const Mapping &mapping, base::Ipv4Address host, std::string_view detail) const
    {
        link.trace.emit(link.now, base::trace::MigrationStep{link.self, phase, mapping.flow.destination,
                                                             mapping.flow.destinationPort, mapping.flow.source,
                                                             mapping.flow.sourcePort, mapping.id.value(), mapping.epoch, host, detail});
    }
    void drop(base::DropReason reason, const packet::Packet &packet) const
    {
        if (link.trace.wants<base::trace::PacketDropped>())
            link.trace.emit(link.now, base::trace::PacketDropped{link.self, {}, {}, reason, packet.id(), packet.bytes()});
    }

private:
    static constexpr std::size_t kAlwaysFits = 576; // RFC 1122 section 3.3.3
};

} // namespace hopyard::migration
