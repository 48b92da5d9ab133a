// What a call of an OSPF process wants done: packets to send, routes that changed, and what happened.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/base/id.h"
#include "core/base/time.h"
#include "core/routing/ospf/config.h"
#include "core/routing/ospf/states.h"

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

namespace hopyard::routing::ospf {

struct SentPacket {
    base::PortIndex port;     ///< not valid: by the router's forwarding table (virtual links)
    base::Ipv4Address source;
    base::Ipv4Address destination; ///< AllSPFRouters, AllDRouters or a neighbour
    std::uint8_t ttl = 1;
    std::uint32_t offset = 0; ///< of its bytes in Output's buffer; see Output::bytes()
    std::uint32_t length = 0;
};

/// In the order of preference (RFC 2328 section 11, 16.4).
enum class RouteType : std::uint8_t { intraArea, interArea, external1, external2, nssa1, nssa2 };
/// "O", "O IA", "O E1", "O N2"…
std::string_view routeCode(RouteType type);

struct NextHop {
    base::PortIndex port;
    base::Ipv4Address gateway; ///< unspecified: the destination is on that network
    constexpr auto operator<=>(const NextHop &) const = default;
};

struct Route {
    base::IpPrefix prefix;
    RouteType type = RouteType::intraArea;
    std::uint32_t cost = 0;      ///< for type 2: of the way to who announced it
    std::uint32_t type2Cost = 0; ///< external2, nssa2
    std::uint32_t tag = 0;
    AreaId area;                 ///< in which its path begins; externals: none
    RouterId advertisingRouter;  ///< inter-area: the border router; external: who announced it
    std::uint8_t distance = 110;
    std::vector<NextHop> nextHops; ///< sorted
    bool operator==(const Route &) const = default;
    /// What the RIB calls the metric.
    std::uint32_t metric() const { return type == RouteType::external2 || type == RouteType::nssa2 ? type2Cost : cost; }
};

struct RouteChange {
    bool removed = false;
    Route route; ///< as it is now; as it was where removed
};

namespace event {
struct InterfaceChanged { InterfaceId interface; InterfaceState from; InterfaceState to; };
struct NeighbourChanged { InterfaceId interface; RouterId neighbour; base::Ipv4Address address; NeighbourState from; NeighbourState to; NeighbourEvent cause; };
/// A run of the routing table calculation. Counts say how large it was; the core knows no clock, so not how long.
struct SpfRun { bool full; std::uint32_t vertices; std::uint32_t routes; std::uint32_t changed; };
struct PacketDropped { InterfaceId interface; base::Ipv4Address source; PacketError error; };
/// An own advertisement was made or withdrawn.
struct Originated { std::uint8_t type; base::Ipv4Address id; AreaId area; std::int32_t sequence; bool withdrawn; };
} // namespace event

using Event = std::variant<event::InterfaceChanged, event::NeighbourChanged, event::SpfRun, event::PacketDropped, event::Originated>;

/// Filled by calls, emptied by who made them. Keep one: its memory is used again.
class Output {
public:
    std::vector<SentPacket> packets;
    std::vector<RouteChange> routes;
    std::vector<Event> events;

    base::Bytes bytes(const SentPacket &packet) const { return base::Bytes(buffer).subspan(packet.offset, packet.length); }
    void clear()
    {
        packets.clear();
        routes.clear();
        events.clear();
        buffer.clear();
    }

    std::vector<std::uint8_t> buffer; ///< the packets' bytes one behind the other
};

} // namespace hopyard::routing::ospf
