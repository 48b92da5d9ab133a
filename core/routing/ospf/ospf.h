// OSPFv2 (RFC 2328) of one router, standing alone: packets and events in, packets, route changes and events out.
//
// A value: a copy is a checkpoint. It has no socket and no routing table of the router's; an adapter gives it what
// arrives with protocol number 89 on the ports it was configured for, sends what it puts in the Output, and takes the
// route changes into the RIB. Advertisements are immutable bytes shared between copies and lists, never changed.
//
// The files: config.h what is configured; instance.h all state; interface_fsm, neighbour_fsm, election the tables of
// RFC 2328 sections 9 and 10; hello, exchange, flooding (sections 9.5, 10.6 to 10.9, 13); ageing (14); originate_*
// (12.4); spf, routes (16); area_border (12.4.3); externals, nssa (RFC 3101); virtual_links (15); authentication
// (appendix D, RFC 5709); graceful_helper (RFC 3623); inspect for those who look.
// Deliberately missing: unnumbered interfaces, demand circuits (RFC 1793; DoNotAge counts as an age), type-of-service
// routing, multi-area adjacencies, being the one that restarts gracefully, opaque content other than grace LSAs.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/base/time.h"
#include "core/routing/ospf/config.h"
#include "core/routing/ospf/inspect.h"
#include "core/routing/ospf/output.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace hopyard::routing::ospf {

struct Instance;

/// What a port is like. Until it is told, a port is down.
struct PortState {
    bool up = false;
    std::uint32_t mtu = 1500;  ///< bytes of an IP datagram
    base::BitRate bandwidth;   ///< for the cost; unlimited: not known, 10 Mbit/s
    bool operator==(const PortState &) const = default;
};

/// An OSPF packet as it came: the payload of an IP datagram.
struct ReceivedPacket {
    base::PortIndex port;
    base::Ipv4Address source;
    base::Ipv4Address destination;
    base::Bytes bytes;
};

class Ospf {
public:
    /// Nothing happens before start(). `seed` is for the jitter of timers and the first sequence numbers.
    explicit Ospf(Config config, std::uint64_t seed = 1);
    Ospf(const Ospf &other);
    Ospf(Ospf &&) noexcept;
    Ospf &operator=(const Ospf &other);
    Ospf &operator=(Ospf &&) noexcept;
    ~Ospf();

    void start(base::TimePoint now, Output &out);
    /// Withdraws what it announced and forgets its neighbours, so that others notice at once.
    void stop(base::TimePoint now, Output &out);
    /// Makes the difference to the configuration it has. Areas, networks and links that did not change keep their
    /// adjacencies; with another router id everything begins anew.
    void configure(base::TimePoint now, const Config &config, Output &out);
    const Config &config() const;

    void setPort(base::TimePoint now, base::PortIndex port, const PortState &state, Output &out);
    void receive(base::TimePoint now, const ReceivedPacket &packet, Output &out);
    /// Does everything that is due.
    void expire(base::TimePoint now, Output &out);
    base::TimePoint nextDeadline() const;

    /// Announces a route of another protocol, or changes how.
    void setExternal(base::TimePoint now, const ExternalRoute &route, Output &out);
    void removeExternal(base::TimePoint now, const base::IpPrefix &prefix, Output &out);
    /// Whether another protocol has a default route (`default-information originate` without `always`).
    void setDefaultPresent(base::TimePoint now, bool present, Output &out);

    /// `clear ip ospf process`: all adjacencies and the database anew.
    void clear(base::TimePoint now, Output &out);
    /// `clear ip ospf neighbor`: forgets all neighbours, or those with this router id; their next hello begins anew.
    void clearNeighbours(base::TimePoint now, const std::optional<RouterId> &which, Output &out);

    // For those who look.
    ProcessInfo process(base::TimePoint now) const;
    std::vector<InterfaceInfo> interfaces(base::TimePoint now) const;
    std::vector<NeighbourInfo> neighbours(base::TimePoint now) const;
    std::vector<LsaInfo> database(base::TimePoint now) const;
    std::vector<Route> routes() const;
    std::vector<RouterRoute> borderRouters() const;
    /// The tree of shortest paths of one area as the database is now; empty where there is no such area.
    std::vector<TreeVertex> tree(AreaId area) const;

private:
    std::unique_ptr<Instance> m_instance;
};

} // namespace hopyard::routing::ospf
