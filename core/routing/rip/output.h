// What a call of a RIP process wants done: messages to send, routes that changed, and what happened.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/base/id.h"

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

namespace hopyard::routing::rip {

struct SentMessage {
    base::PortIndex port;
    base::Ipv4Address source;
    base::Ipv4Address destination; ///< 224.0.0.9, a broadcast address, or one router; always with TTL 1 to groups
    std::uint16_t destinationPort = 520;
    std::uint32_t offset = 0; ///< of its bytes in Output's buffer; see Output::bytes()
    std::uint32_t length = 0;
};

struct NextHop {
    base::PortIndex port;
    base::Ipv4Address gateway;
    constexpr auto operator<=>(const NextHop &) const = default;
};

/// A route that was learned. No next hops: it is gone.
struct RouteChange {
    base::IpPrefix prefix;
    std::uint8_t metric = 0;
    std::uint16_t tag = 0;
    std::uint8_t distance = 120;
    std::vector<NextHop> nextHops;
    bool operator==(const RouteChange &) const = default;
};

/// Why a message, or one route of it, went no further.
enum class PacketError : std::uint8_t {
    malformed,     ///< no RIP message (wire/rip.h)
    wrongPort,     ///< a response that is not from port 520
    notNeighbour,  ///< from no address of a network on that port, or our own
    wrongVersion,  ///< one that is not heard on that interface
    notZero,       ///< version 1 with something in the fields that must be zero
    unauthenticated,
    authenticationFailed,
    replayed,      ///< its sequence number is lower than the one before
    badRoute,      ///< family, address, mask or metric of one entry
    kCount,
};
std::string_view toString(PacketError error);

namespace event {
struct Dropped { base::PortIndex port; base::Ipv4Address source; PacketError error; };
/// A regular or a triggered update went out.
struct Updated { bool triggered; };
/// A route was not heard of for the timeout, or is forgotten for good.
struct Aged { base::IpPrefix prefix; bool forgotten; };
} // namespace event
using Event = std::variant<event::Dropped, event::Updated, event::Aged>;

/// Filled by calls, emptied by who made them. Keep one: its memory is used again.
class Output {
public:
    std::vector<SentMessage> messages;
    std::vector<RouteChange> routes;
    std::vector<Event> events;

    base::Bytes bytes(const SentMessage &m) const { return base::Bytes(buffer).subspan(m.offset, m.length); }
    void clear()
    {
        messages.clear();
        routes.clear();
        events.clear();
        buffer.clear();
    }

    std::vector<std::uint8_t> buffer; ///< the messages' bytes one behind the other
};

} // namespace hopyard::routing::rip
