// What a call of a BGP process wants done: connections, bytes to send, next hops to track, routes that changed, and what
// happened.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/base/time.h"
#include "core/routing/bgp/config.h"
#include "core/routing/bgp/fsm.h"
#include "core/wire/bgp.h"

#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace hopyard::routing::bgp {

/// Names a connection between the process and its adapter. Never given twice.
using SessionId = std::uint32_t;

namespace action {
/// A TCP connection is wanted. How it went is told by connected() or connectionFailed().
struct Open {
    SessionId session;
    base::IpAddress remote;
    std::uint16_t port;
    std::string source;         ///< `update-source`: an address or an interface's name; empty: as the table says
    std::string password;       ///< TCP MD5; empty: none
    std::uint8_t ttl;           ///< of what is sent
    std::uint8_t minimumTtl;    ///< of what is received (GTSM); 0: any
};
/// What was sent before goes out first. The session is over; nothing of it is to be told any more.
struct Close { SessionId session; };
/// Never more than room() allowed.
struct Send {
    SessionId session;
    std::uint32_t offset, length; ///< of its bytes in Output's buffer; see Output::bytes()
};
/// From now on nextHopChanged() tells of this address, at once and whenever it changes; or no longer.
struct Track { base::IpAddress address; bool on; };
} // namespace action
using Action = std::variant<action::Open, action::Close, action::Send, action::Track>;

/// The route for a prefix that the RIB is to hold.
struct RouteChange {
    base::IpPrefix prefix;
    std::uint32_t metric = 0;       ///< the MED
    std::uint32_t tag = 0;
    std::uint32_t firstNextHop = 0; ///< in Output's list; see Output::nextHopsOf()
    std::uint16_t nextHopCount = 0;
    std::uint8_t distance = 0;
    bool removed = false;
    bool blackhole = false;         ///< an aggregate: what is not known more exactly is dropped
};

namespace event {
struct PeerChanged { base::IpAddress peer; State from; State to; std::string reason; };
/// A message that was wrong: what it cost, and the error in the words of a NOTIFICATION.
struct BadMessage { base::IpAddress peer; wire::BgpErrorClass error; wire::BgpNotification notification; };
struct NotificationReceived { base::IpAddress peer; wire::BgpNotification notification; };
struct NotificationSent { base::IpAddress peer; wire::BgpNotification notification; };
struct PrefixLimit { base::IpAddress peer; Afi afi; std::uint32_t prefixes; std::uint32_t limit; bool exceeded; };
struct EndOfRib { base::IpAddress peer; Afi afi; };
} // namespace event
using Event = std::variant<event::PeerChanged, event::BadMessage, event::NotificationReceived, event::NotificationSent,
                           event::PrefixLimit, event::EndOfRib>;

/// Filled by calls, emptied by who made them. Keep one: its memory is used again.
class Output {
public:
    std::vector<Action> actions; ///< in order
    std::vector<RouteChange> routes;
    std::vector<base::IpAddress> nextHops; ///< of all routes; those with the same ones share them
    std::vector<Event> events;
    std::vector<std::uint8_t> buffer;

    base::Bytes bytes(const action::Send &send) const { return base::Bytes(buffer).subspan(send.offset, send.length); }
    std::span<const base::IpAddress> nextHopsOf(const RouteChange &route) const
    {
        return std::span(nextHops).subspan(route.firstNextHop, route.nextHopCount);
    }
    void clear()
    {
        actions.clear();
        routes.clear();
        nextHops.clear();
        events.clear();
        buffer.clear();
    }
};

} // namespace hopyard::routing::bgp
