// The IP stack of one node: Ethernet interfaces below, transports above.
//
// A plain value: copying it is a checkpoint. It is moved by calls and only these: handle() with a frame, expire() when
// time has come, send() with a datagram, and the calls that configure it. Frames that it sends go to the context's
// outbox; what is for the layer above is left in delivered() and errors(), which that layer takes and clears.
//
// A host and a router are the same stack with forwarding off and on. What is implemented, by RFC, and what is missing
// stands in docs/stack.md. Files: stack.cpp interfaces and routes; input.cpp Ethernet and IPv4 validation;
// forward.cpp; deliver.cpp local delivery and reassembly; output.cpp; icmp_input.cpp; icmp_errors.cpp; arp.cpp;
// neighbour_events.cpp; groups.cpp; subinterfaces.cpp (VLANs).
//
// The IPv6 protocol itself is missing (its frames are counted as unsupported); addresses, routes, neighbours and the
// calls here are for both families.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/box.h"
#include "core/base/id.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/base/trace.h"
#include "core/ip/datagram.h"
#include "core/ip/forwarding_table.h"
#include "core/ip/icmp_limiter.h"
#include "core/ip/interface.h"
#include "core/ip/packet_gate.h"
#include "core/ip/path_mtu.h"
#include "core/ip/reassembly.h"
#include "core/ip/redirects.h"
#include "core/ip/subinterface.h"
#include "core/link/device.h"
#include "core/packet/packet.h"
#include "core/sim/timer_heap.h"
#include "core/wire/arp.h"
#include "core/wire/icmp.h"
#include "core/wire/ipv4.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace hopyard::ip {

struct StackOptions {
    bool forwarding = false;
    bool sendRedirects = true;         ///< only where forwarding (RFC 1812 section 5.2.7.2)
    bool acceptRedirects = true;       ///< only where not forwarding (RFC 1122 section 3.3.1.2)
    NeighbourSettings neighbours;
    IcmpLimiter::Limits icmp;
    Reassembler::Limits reassembly;
};

/// What the stack counted apart from its interfaces (the names follow RFC 4293).
struct StackCounters {
    std::uint64_t received = 0;  ///< IP datagrams that came in, good or bad
    std::uint64_t forwarded = 0;
    std::uint64_t delivered = 0; ///< to this node, after reassembly
    std::uint64_t sent = 0;      ///< of this node, before fragmentation
    std::uint64_t reassembled = 0;
    std::uint64_t fragmented = 0;       ///< datagrams that had to be cut
    std::uint64_t fragmentsCreated = 0;
    std::uint64_t icmpErrorsSent = 0;
    std::uint64_t icmpErrorsLimited = 0; ///< not sent because of the rate limit
    static constexpr std::size_t kDropReasons = static_cast<std::size_t>(base::DropReason::outsideGone) + 1;
    std::array<std::uint64_t, kDropReasons> drops{}; ///< by DropReason
    std::uint64_t dropped(base::DropReason reason) const { return drops[static_cast<std::size_t>(reason)]; }
};

class Stack {
public:
    /// `random` is the node's own stream: identifications, neighbour times, the flow hash's seed come from it.
    Stack(const StackOptions &options, base::Random random);

    // --- interfaces ---
    /// Makes an interface without carrier. Its port is the next number that was never used, or `at` where the owner
    /// counts them itself. Not valid: that number is in use.
    base::PortIndex addInterface(const InterfaceSpec &spec, std::optional<base::PortIndex> at = {});
    void removeInterface(link::Context &context, base::PortIndex port);
    /// Makes an interface of the frames of one VLAN at a port (802.1Q), named "eth0.10" after both: with the port's
    /// address and MTU, up while the port is up, gone when the port goes. Its number is beyond those of ports. Not valid:
    /// the name tells no VLAN, there is no such port, or it exists.
    base::PortIndex addSubinterface(link::Context &context, const InterfaceSpec &spec);
    void setAddresses(link::Context &context, base::PortIndex port, std::vector<base::InterfaceAddress> addresses);
    void setAdminUp(link::Context &context, base::PortIndex port, bool up);
    void setCarrier(link::Context &context, base::PortIndex port, bool up);
    void setMtu(base::PortIndex port, std::uint32_t mtu);
    void setForwarding(bool forwarding) { m_options.forwarding = forwarding; }
    /// Which sources of a multicast group are wanted on an interface; GroupFilter() ends the membership. Routers are
    /// told by IGMP.
    void setGroupFilter(link::Context &context, base::PortIndex port, const base::IpAddress &group,
                        const GroupFilter &filter);

    /// Null where there is none (or no more). kLoopbackPort is the loopback interface.
    const Interface *interface(base::PortIndex port) const { return find(port); }
    /// The ports that exist, in order, without the loopback interface.
    std::vector<base::PortIndex> ports() const;
    base::PortIndex findInterface(std::string_view name) const; ///< "lo" is kLoopbackPort; not valid: there is none
    /// True where it is an address of this node, on any interface that is not administratively down.
    bool isOwnAddress(const base::IpAddress &address) const;

    // --- routes ---
    /// Changes whenever connectedRoutes() may have changed: who selects routes then looks again.
    std::uint32_t interfaceGeneration() const { return m_generation; }
    /// The networks of the interfaces that are up, sorted by prefix; for one prefix, in order of the ports.
    std::vector<Route> connectedRoutes() const;
    /// Puts a route into the table, in place of what is there for its prefix. False for a prefix that belongs to the
    /// stack itself: one of its addresses, a broadcast address, a connected network.
    bool installRoute(link::Context &context, Route route);
    /// As installRoute() for each of the prefixes, which are faster together, most of all where they are sorted.
    std::vector<bool> installRoutes(link::Context &context, std::span<const base::IpPrefix> prefixes, Route route);
    /// Takes out what installRoute() put in. False where that is not there.
    bool withdrawRoute(link::Context &context, const base::IpPrefix &prefix);
    const ForwardingTable &forwardingTable() const { return m_table; }
    /// How the table answers for this flow.
    Explanation explain(const FlowKey &flow) const { return m_table.explain(flow.destination, flowHash(flow, m_hashSeed)); }

    // --- neighbours ---
    void addPermanentNeighbour(link::Context &context, base::PortIndex port, const base::IpAddress &address,
                               const base::MacAddress &mac);
    bool removeNeighbour(link::Context &context, base::PortIndex port, const base::IpAddress &address);
    /// An upper layer heard from beyond the first hop to `destination`: it is alive (RFC 4861 section 7.3.1).
    void confirmReachable(link::Context &context, const base::IpAddress &destination);

    // --- packet filters and address translation ---
    /// Makes the gate equal to the configuration; an empty one ends it.
    void configureGate(const PacketGateConfig &config);
    /// Null where there is none.
    const PacketGate *gate() const { return m_gate.get(); }
    PacketGate *gate() { return m_gate.get(); }

    // --- movement ---
    void handle(link::Context &context, base::PortIndex port, packet::Packet frame);
    void expire(link::Context &context);
    base::TimePoint nextDeadline() const;
    base::Result<void, SendError> send(link::Context &context, Datagram datagram);
    /// Answers a delivered datagram with destination unreachable (port, protocol), where ICMP may be sent about it.
    void sendUnreachable(link::Context &context, const Delivered &datagram, wire::UnreachableCode code);

    std::vector<Delivered> &delivered() { return m_delivered; }
    std::vector<ErrorReport> &errors() { return m_errors; }

    // --- for transports ---
    /// The source address that send() would take. Not valid: noRoute.
    base::IpAddress sourceFor(base::TimePoint now, const base::IpAddress &destination,
                              base::PortIndex out = base::PortIndex()) const;
    /// The interface that has this address, or by which datagrams go there; not valid: none.
    base::PortIndex interfaceFor(base::TimePoint now, const base::IpAddress &address) const;
    /// The limited broadcast address or one of a network of ours.
    bool isBroadcast(const base::IpAddress &address) const;
    /// The largest datagram (header included) that now goes there in one piece, by link and path MTU; 0: no route.
    std::uint32_t mtuTo(base::TimePoint now, const base::IpAddress &destination) const;

    const StackCounters &counters() const { return m_counters; }
    const StackOptions &options() const { return m_options; }
    const PathMtuCache &pathMtus() const { return m_pathMtus; }

private:
    using Context = link::Context;
    using PortIndex = base::PortIndex;

    struct Timer {
        enum class Kind : std::uint8_t { neighbour, announce, groups } kind = Kind::neighbour;
        PortIndex port;
        std::uint32_t slot = 0;
    };
    /// Where a datagram goes next.
    struct Hop {
        PortIndex port;
        base::IpAddress address;    ///< the neighbour
        const Path *path = nullptr; ///< whose hint may be used; null: none
        bool toGroup = false;       ///< broadcast or multicast: nobody is asked for a hardware address
    };
    struct Looped {
        base::TimePoint due;
        packet::Packet datagram;
        PortIndex port;       ///< by which it comes in
        bool toGroup = false;
    };

    // stack.cpp
    Interface *find(PortIndex port);
    const Interface *find(PortIndex port) const;
    void afterChange(Context &context, PortIndex port, bool wasUp);
    void refreshSystemRoutes(Context *context);
    std::vector<Route> systemRoutes() const;
    bool isSystemPrefix(const base::IpPrefix &prefix) const;
    void traceRoute(Context &context, const Route &route, bool added);
    void countDrop(Context &context, base::DropReason reason, const packet::Packet &packet, std::uint64_t packets = 1);
    void dropIn(Context &context, Interface &in, base::DropReason reason, const packet::Packet &packet);
    void dropOut(Context &context, Interface &out, base::DropReason reason, const packet::Packet &packet);
    void deliverLooped(Context &context);

    // input.cpp
    // Packets are handed on by reference, here and below: the packet path saves a move at each step.
    void inputIpv4(Context &context, Interface &in, PortIndex port, packet::Packet &&frame, bool linkGroup,
                   std::uint64_t packets);

    // subinterfaces.cpp
    void inputTagged(Context &context, Interface &in, PortIndex port, packet::Packet &&frame, bool linkGroup,
                     std::uint64_t packets);
    void transmitTagged(Context &context, const Interface &out, packet::Packet &&frame);
    PortIndex findSubinterface(PortIndex parent, std::uint16_t vlan) const;
    void followParent(Context &context, PortIndex parent);

    // forward.cpp
    void forward(Context &context, Interface &in, PortIndex inPort, packet::Packet &&frame, const wire::Ipv4View &view,
                 const NextHopGroup *group);
    void refuse(Context &context, Interface &in, const packet::Packet &frame, base::DropReason reason,
                const wire::IcmpRepr &message);
    void forwardTooBig(Context &context, Interface &in, PortIndex inPort, Interface &out, const Hop &hop, packet::Packet frame);
    void forwardSegments(Context &context, Interface &in, PortIndex inPort, packet::Packet frame,
                         const NextHopGroup *group);
    bool passesGate(Context &context, Interface &in, PortIndex inPort, PortIndex outPort, packet::Packet &frame);
    void redirect(Context &context, const packet::Packet &frame, const wire::Ipv4View &view, const Interface &in,
                  const base::IpAddress &nextHop);
    const Path &choosePath(const NextHopGroup &group, const wire::Ipv4View &view) const;

    // deliver.cpp
    void deliver(Context &context, PortIndex port, packet::Packet datagram, bool toGroup);
    void reassemble(Context &context, PortIndex port, packet::Packet datagram, bool toGroup);
    void expireFragments(Context &context);

    // icmp_input.cpp
    void inputIcmp(Context &context, Delivered datagram);
    void answerEcho(Context &context, Delivered datagram);
    void takeError(Context &context, const Delivered &datagram, const wire::IcmpView &icmp);
    void takeRedirect(Context &context, const Delivered &datagram, const wire::IcmpView &icmp);

    // icmp_errors.cpp
    void sendError(Context &context, base::Bytes datagram, bool toGroup, const wire::IcmpRepr &message);
    void sendErrorAbout(Context &context, const packet::Packet &packet, std::size_t ip, bool toGroup,
                        const wire::IcmpRepr &message);
    bool mayReport(const wire::Ipv4View &about, bool toGroup) const;
    void reportToSelf(const wire::Ipv4View &about, const wire::IcmpRepr &message);

    // output.cpp
    struct Choice {
        Hop hop;
        base::IpAddress source;
        bool toSelf = false;
    };
    base::Result<Choice, SendError> choose(base::TimePoint now, const Datagram &datagram, std::uint32_t hash) const;
    base::Result<Hop, SendError> chooseGroupHop(const Datagram &datagram) const;
    base::IpAddress sourceOn(PortIndex port, const base::IpAddress &towards) const;
    void loop(Context &context, packet::Packet datagram);
    void loopGroup(Context &context, PortIndex port, packet::Packet datagram);
    base::Result<void, SendError> sendWithHeader(Context &context, const Choice &choice, packet::Packet packet);
    /// `frame` begins with room for the Ethernet header, the datagram behind it.
    void transmit(Context &context, Interface &out, const Hop &hop, packet::Packet &&frame);
    void transmitTo(Context &context, Interface &out, PortIndex port, const base::MacAddress &to, packet::Packet &&frame,
                    wire::EtherType type);
    void transmitFragments(Context &context, Interface &out, const Hop &hop, const packet::Packet &datagram,
                           std::uint32_t mtu);

    // arp.cpp
    void inputArp(Context &context, Interface &in, PortIndex port, const packet::Packet &frame, bool linkGroup);
    void sendArp(Context &context, Interface &out, PortIndex port, const wire::ArpRepr &arp, const base::MacAddress &to);
    void askFor(Context &context, PortIndex port, const Neighbour &neighbour, bool everybody);
    void announce(Context &context, PortIndex port, bool again);
    void conflict(Context &context, Interface &in, PortIndex port, const wire::ArpRepr &arp);

    // groups.cpp
    void inputIgmp(Context &context, Delivered datagram);
    void sendIgmp(Context &context, PortIndex port, const GroupMembership::Messages &messages);
    void groupTimer(Context &context, PortIndex port);
    void setGroupTimer(PortIndex port);

    // neighbour_events.cpp
    std::uint32_t makeNeighbour(Context &context, PortIndex port, const base::IpAddress &address);
    void neighbourEvent(Context &context, PortIndex port, std::uint32_t slot, NeighbourEvent event,
                        const base::MacAddress *mac = nullptr, packet::Packet *waiting = nullptr);
    void neighbourTimer(Context &context, PortIndex port, std::uint32_t slot);
    void forgetNeighbour(Context &context, Interface &on, PortIndex port, std::uint32_t slot);
    void flushNeighbours(Context &context, PortIndex port, bool permanentToo);
    void transmitUnresolved(Context &context, Interface &out, const Hop &hop, std::uint32_t slot, packet::Packet frame);
    base::Duration stateTime(NeighbourState state);
    void traceNeighbour(Context &context, PortIndex port, const Neighbour &neighbour, std::string_view state);

    StackOptions m_options;
    base::Random m_random;
    std::uint64_t m_hashSeed;
    std::uint16_t m_identification;
    std::vector<Interface> m_interfaces; // by port
    Interface m_loopback;
    ForwardingTable m_table;
    std::vector<base::IpPrefix> m_systemPrefixes; // of the local, broadcast and connected routes in the table, sorted
    std::uint32_t m_generation = 1;
    base::Box<PacketGate> m_gate; // empty in most nodes
    sim::TimerHeap<Timer> m_timers;
    Reassembler m_reassembler;
    IcmpLimiter m_limiter;
    PathMtuCache m_pathMtus;
    RedirectCache m_redirects;
    std::vector<Looped> m_looped; // on the loopback interface, in order of their due times
    std::vector<Delivered> m_delivered;
    std::vector<ErrorReport> m_errors;
    StackCounters m_counters;
};

} // namespace hopyard::ip
