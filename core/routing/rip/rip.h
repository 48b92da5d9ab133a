// RIP (RFC 2453; version 1 of RFC 1058 is heard and, where asked for, spoken) of one router, standing alone: messages
// and events in; messages, route changes and events out.
//
// A value: a copy is a checkpoint. It has no socket and no routing table of the router's; an adapter gives it what
// comes to UDP port 520 on the ports it is configured for, sends what it puts in the Output, and takes the route
// changes into the RIB. What other protocols have is announced by setExternal().
//
// The files: config.h what is configured; filters.h what is asked of lists; table.h a route and its next hops; rip.cpp
// configuration and time; learn.cpp responses (RFC 2453 section 3.9.2) and the life of a route (3.8); receive.cpp what
// is checked of a message, requests (3.9.1); send.cpp updates, split horizon (3.4.3, 3.10); authentication (RFC 4822).
// What differs: a triggered update gathers changes for 10 ms, so that a neighbour's messages of one update cause one; a
// failed route is poisoned towards where it was learned, too; version 1 is not heard where authentication is asked for.
// Deliberately missing: the change to an equal route at half the timeout (3.9.2 leaves it open); RIPng; demand circuits
// (RFC 2091).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/base/id.h"
#include "core/base/random.h"
#include "core/base/time.h"
#include "core/routing/rip/config.h"
#include "core/routing/rip/filters.h"
#include "core/routing/rip/output.h"
#include "core/routing/rip/table.h"
#include "core/wire/rip.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace hopyard::routing::rip {

/// A RIP message as it came: the payload of a UDP datagram to port 520.
struct ReceivedMessage {
    base::PortIndex port;
    base::Ipv4Address source;
    std::uint16_t sourcePort = 520;
    base::Bytes bytes;
};

/// A route as `show ip rip` has it.
struct RouteInfo {
    base::IpPrefix prefix;
    char code = 'R';     ///< of the protocol: R, C, S, O, B, K
    char subCode = 'n';  ///< n learned, s static, d default, r redistributed, i interface
    base::Ipv4Address nextHop; ///< unspecified: here
    std::uint8_t metric = 0;
    base::Ipv4Address from;    ///< unspecified: self
    std::uint16_t tag = 0;
    base::PortIndex port;
    base::TimePoint expires = base::TimePoint::never(); ///< when it times out or, with metric 16, is forgotten
};

struct PeerInfo {
    base::Ipv4Address address;
    base::PortIndex port;
    std::uint8_t version = 2; ///< of its last message
    std::uint32_t badPackets = 0;
    std::uint32_t badRoutes = 0;
    base::TimePoint heard;
};

class Writer;

/// How long a router is remembered that was heard of, as in FRR.
constexpr base::Duration kPeerMemory = base::Duration::seconds(180);

/// What is called with: lent for the call.
struct Call {
    base::TimePoint now;
    const Filters &filters;
    Output &out;
};

class Rip {
public:
    /// `seed` is for the jitter of timers. Nothing happens before configure().
    explicit Rip(std::uint64_t seed = 1);

    /// Makes the difference to the configuration it has; what did not change keeps its routes. An interface that is no
    /// longer configured hears that nothing can be reached here.
    void configure(const Call &call, const Config &config);
    const Config &config() const { return m_config; }
    /// Says on all interfaces that nothing can be reached here, and forgets everything.
    void stop(const Call &call);

    /// Ports are down until they are told to be up.
    void setPort(const Call &call, base::PortIndex port, bool up);
    void receive(const Call &call, const ReceivedMessage &message);
    /// Does everything that is due.
    void expire(const Call &call);
    base::TimePoint nextDeadline() const;

    void setExternal(const Call &call, const ExternalRoute &route);
    void removeExternal(const Call &call, const base::IpPrefix &prefix);

    /// Forgets what it learned and asks its neighbours anew (`clear ip rip`).
    void clear(const Call &call);

    // For those who look.
    std::vector<RouteInfo> routes() const; ///< sorted by prefix; one line for each of several next hops
    std::vector<PeerInfo> peers() const;   ///< sorted by address
    base::TimePoint nextUpdate() const { return m_update; }
    /// The ports on which it speaks or hears now.
    std::vector<base::PortIndex> running() const;
    using Counters = std::array<std::uint64_t, static_cast<std::size_t>(PacketError::kCount)>;
    const Counters &dropped() const { return m_dropped; }

private:
    struct Peer {
        base::PortIndex port;
        std::uint8_t version = 2;
        std::uint32_t badPackets = 0;
        std::uint32_t badRoutes = 0;
        base::TimePoint heard;
        std::map<std::uint8_t, std::uint32_t> sequences; // by key: the last, while it is heard of
    };
    enum class What : std::uint8_t { all, changed, poison };

    // rip.cpp
    bool isRunning(base::PortIndex port) const;
    std::optional<Local> wantedLocal(const base::IpPrefix &prefix) const;
    void syncLocals(const Call &call);
    void syncLocal(const Call &call, const base::IpPrefix &prefix);
    void setLocal(const Call &call, const base::IpPrefix &prefix, const std::optional<Local> &local);
    void noteDeadline(base::TimePoint when) { m_check = std::min(m_check, when); }
    void finish(const Call &call);
    void scheduleUpdate(base::TimePoint now);

    // learn.cpp
    void learn(const Call &call, const Heard &heard);
    void adopt(const Call &call, const base::IpPrefix &prefix, Entry &entry, const Heard &heard);
    void learnFromOther(const Call &call, Entry &entry, const Heard &heard);
    void learnAgain(const Call &call, Entry &entry, Path &path, const Heard &heard);
    void losePaths(const Call &call, const base::IpPrefix &prefix, Entry &entry);
    void die(const Call &call, Entry &entry);
    void forgetPort(const Call &call, base::PortIndex port);
    void tell(const Call &call, const base::IpPrefix &prefix, const Entry &entry);
    void change(Entry &entry);
    void age(const Call &call);
    std::uint8_t distanceOf(const Call &call, const base::IpPrefix &prefix, base::Ipv4Address from) const;

    // receive.cpp
    std::optional<PacketError> check(const Call &call, const InterfaceConfig &interface, const ReceivedMessage &message,
                                     const wire::RipView &view);
    void drop(const Call &call, const ReceivedMessage &message, PacketError error);
    void takeResponse(const Call &call, const InterfaceConfig &interface, const ReceivedMessage &message,
                      const wire::RipView &view);
    void answer(const Call &call, const InterfaceConfig &interface, const ReceivedMessage &message,
                const wire::RipView &view);
    bool passesInwards(const Call &call, const InterfaceConfig &interface, Heard &heard) const;

    // send.cpp
    void sendUpdates(const Call &call, What what);
    void sendRequest(const Call &call, base::PortIndex port);
    void sendOn(const Call &call, base::PortIndex port, const InterfaceConfig &interface, What what);
    void sendTable(const Call &call, Writer &writer, const InterfaceConfig &interface, What what) const;
    std::optional<wire::RipEntry> entryFor(const Call &call, const Writer &writer, const InterfaceConfig &interface,
                                           const base::IpPrefix &prefix, const Entry &entry) const;
    std::uint32_t nextSequence(base::TimePoint now);

    Config m_config;
    std::set<base::PortIndex> m_upPorts;
    std::map<base::IpPrefix, ExternalRoute> m_externals;
    std::map<base::IpPrefix, Entry> m_table;
    std::map<base::Ipv4Address, Peer> m_peers;
    base::Random m_random;
    std::uint32_t m_sequence = 0; // of signed messages
    bool m_hasChanges = false;    // some entry is to go out with a triggered update
    base::TimePoint m_update = base::TimePoint::never();  // the next regular update
    base::TimePoint m_trigger = base::TimePoint::never(); // the next triggered one
    base::TimePoint m_quietUntil;                         // no triggered update before
    base::TimePoint m_check = base::TimePoint::never();   // not later than the first time-out of a route
    Counters m_dropped{};
};

} // namespace hopyard::routing::rip
