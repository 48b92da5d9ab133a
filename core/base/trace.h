// Typed trace events: everything in the network that can be observed.
//
// Text, time line, packet list, record, captures and tests are sinks of the same events. A component asks
// `wants(kind)` first, so that where nobody listens nothing is built and nothing is paid but one test of a bit.
//
// An event that carries a packet lends its bytes for the duration of the call; who wants to keep them copies.
// Errors: the run is lost. Warnings: do not trust the result. Everything else is an ordinary happening.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/base/id.h"
#include "core/base/time.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace hopyard::base {

/// Why a packet went no further. Counted by who drops it and traced as PacketDropped.
enum class DropReason : std::uint8_t {
    loss, burstLoss, queueFull, linkDown, noLink, portDown,        // links and ports
    malformed, badChecksum, notForUs, tooBig,                      // on arrival
    noRoute, blackhole, ttlExceeded, fragmentationNeeded, filtered, // forwarding
    neighbourUnreachable, neighbourQueueFull,                      // next hop
    reassemblyTimeout, reassemblyLimit,                            // fragments
    spoofedSource, noBuffer, noTranslation, guestPaused,           // virtual machines
    noSocket, socketBufferFull, rateLimited, nodeStopped, unsupported, outsideGone,
};
std::string_view toString(DropReason reason);

namespace trace {

/// A packet enters a link (before its impairment).
struct PacketSent { LinkId link; Direction direction; std::uint64_t packetId; Bytes bytes; };
/// A packet under way: it leaves the queue's end at `departs` and arrives at `arrives`. For drawing it as it moves.
struct PacketScheduled { LinkId link; Direction direction; std::uint64_t packetId; TimePoint departs; TimePoint arrives; std::uint32_t size; };
/// A packet comes out of a link (after its impairment) and is handed to the node at that end.
struct PacketArrived { LinkId link; Direction direction; std::uint64_t packetId; Bytes bytes; };
/// A packet ends here. `link` is valid where a link dropped it, else `node` did.
struct PacketDropped { NodeId node; LinkId link; Direction direction; DropReason reason; std::uint64_t packetId; Bytes bytes; };
/// A node forwarded a packet: the prefix that matched and the next hop it chose.
struct PacketForwarded { NodeId node; std::uint64_t packetId; IpAddress destination; IpPrefix matched; IpAddress nextHop; PortIndex out; };
/// A neighbour (ARP, ND) entry changed state; the states' names are those of RFC 4861.
struct NeighbourChanged { NodeId node; PortIndex port; IpAddress address; MacAddress mac; std::string_view state; };
struct RouteChanged { NodeId node; IpPrefix prefix; bool added; std::string_view protocol; };
struct InterfaceChanged { NodeId node; PortIndex port; bool up; };
struct LinkChanged { LinkId link; bool up; };
struct NodeChanged { NodeId node; std::string_view state; }; ///< "created", "started", "stopped", "destroyed"
/// A TCP connection of the node changed state; the states' names are those of RFC 9293.
struct TcpChanged { NodeId node; IpAddress local; std::uint16_t localPort; IpAddress remote; std::uint16_t remotePort; std::string_view from; std::string_view to; };
/// Something of a routing protocol's changed state; `subject` says what: "OSPF neighbour", "OSPF interface", "BGP session". The
/// states' names are those of its RFC; `peer` is an address or a router id, or none.
struct ProtocolChanged { NodeId node; std::string_view subject; PortIndex port; IpAddress peer; std::string_view from; std::string_view to; };
/// A routing protocol calculated its routes anew: over how large a graph, how many routes there are, how many differ.
struct RoutesCalculated { NodeId node; std::string_view protocol; std::uint32_t vertices; std::uint32_t routes; std::uint32_t changed; };
/// One step of a packet through a hypervisor, or of a page of its memory (docs/hypervisor.md lists the steps). `guest` is
/// whose buffer or page it is, empty for the base portion's; page numbers are kNoPage where none is concerned.
struct BufferStep {
    static constexpr std::uint32_t kNoPage = 0xffffffff;
    NodeId node; std::string_view step; std::string_view guest; std::uint32_t hostPage; std::uint32_t guestPage; std::uint64_t packetId; Bytes bytes;
};
/// A guest of a hypervisor came into another state, or did what it may not: "running", "paused", "stopped", "fault: …".
struct GuestChanged { NodeId node; std::string_view guest; std::string_view state; };
/// A phase of a connection's move from one machine to another (docs/migration.md): "decided", "frozen", "compiled", "sent",
/// "received", "prepared", "switched", "injected", "released", "first packet", "taken back". `host` is the other machine;
/// `detail` says what the phase has to say: bytes by part, pieces and repeats.
struct MigrationStep {
    NodeId node; std::string_view phase; IpAddress local; std::uint16_t localPort; IpAddress remote; std::uint16_t remotePort;
    std::uint32_t flow; std::uint32_t epoch; IpAddress host; std::string_view detail;
};
/// What an application prints: a line of ping, a summary of a traffic sink.
struct ApplicationOutput { NodeId node; std::string_view application; std::string_view line; };
/// A warning or an error in words.
struct Notice { enum class Level : std::uint8_t { info, warning, error } level; NodeId node; std::string_view text; };

using Event = std::variant<PacketSent, PacketScheduled, PacketArrived, PacketDropped, PacketForwarded, NeighbourChanged,
                           RouteChanged, InterfaceChanged, LinkChanged, NodeChanged, ApplicationOutput, Notice, TcpChanged,
                           ProtocolChanged, RoutesCalculated, BufferStep, GuestChanged, MigrationStep>;

/// A set of event types: bit i stands for alternative i of Event.
using Kinds = std::uint32_t;
constexpr Kinds kAllKinds = (Kinds(1) << std::variant_size_v<Event>) - 1;

namespace detail {
template <class T, std::size_t I = 0>
constexpr std::size_t indexOf()
{
    if constexpr (std::is_same_v<T, std::variant_alternative_t<I, Event>>)
        return I;
    else
        return indexOf<T, I + 1>();
}
} // namespace detail
template <class T>
constexpr Kinds kindOf() { return Kinds(1) << detail::indexOf<T>(); }
/// "PacketSent", …; the name under which the event is recorded and sent.
std::string_view nameOf(const Event &event);

class Sink {
public:
    virtual ~Sink() = default;
    /// Called in the order in which things happen; must not call back into the world.
    virtual void event(TimePoint time, const Event &event) = 0;
};

/// How a sink wants packets of which several may travel as one (packet::Offload): each as it would be on the wire, which
/// costs the network what it gained; or as they are carried, unfinished checksums included.
enum class Packets : std::uint8_t { single, asCarried };

/// Hands events to the sinks that asked for their kind. Does not own them.
class Hub {
public:
    template <class T>
    bool wants() const { return (m_wanted & kindOf<T>()) != 0; }
    /// Again with other kinds: replaces them.
    void add(Sink *sink, Kinds kinds = kAllKinds, Packets packets = Packets::single);
    void remove(Sink *sink);
    /// Somebody looks at the bytes of packets on links and wants them single and finished.
    bool wantsSinglePackets() const { return m_single; }
    template <class T>
    void emit(TimePoint time, const T &event)
    {
        if (wants<T>())
            dispatch(time, Event(event), kindOf<T>());
    }

private:
    void dispatch(TimePoint time, const Event &event, Kinds kind);
    void refresh();
    struct Entry { Sink *sink; Kinds kinds; Packets packets; };
    std::vector<Entry> m_sinks;
    Kinds m_wanted = 0;
    bool m_single = false;
};

} // namespace trace
} // namespace hopyard::base
