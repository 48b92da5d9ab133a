// Datagrams of this node: which way, from which address, in one piece or several (RFC 1122 section 3.3); and the last
// step of every datagram, own or forwarded: the frame.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/fragment.h"
#include "core/ip/stack.h"
#include "core/link/segmentation.h"
#include "core/wire/ethernet.h"
#include "core/wire/tcp.h"
#include "core/wire/udp.h"

#include <algorithm>
#include <utility>

namespace hopyard::ip {

using base::DropReason;

namespace {

constexpr std::size_t kLink = wire::EthernetView::kHeaderLength;
constexpr std::size_t kHeader = wire::Ipv4View::kMinHeaderLength;
/// What the way through the loopback interface takes. More than nothing, so that two programs on one node that answer
/// each other cannot stop the time.
constexpr base::Duration kLoopbackDelay = base::Duration::microseconds(10);

/// RFC 1112 section 6.4; every other group address is a broadcast.
base::MacAddress groupMac(const base::IpAddress &group)
{
    if (!group.isMulticast())
        return base::MacAddress::broadcast();
    const std::uint32_t low = group.v4().value() & 0x7fffff;
    return base::MacAddress({0x01, 0x00, 0x5e, static_cast<std::uint8_t>(low >> 16), static_cast<std::uint8_t>(low >> 8),
                             static_cast<std::uint8_t>(low)});
}

std::uint32_t hashOf(const Datagram &datagram, std::uint64_t seed)
{
    FlowKey key{datagram.source, datagram.destination, static_cast<std::uint8_t>(datagram.protocol), 0, 0};
    const bool hasPorts = datagram.protocol == wire::IpProtocol::tcp || datagram.protocol == wire::IpProtocol::udp;
    if (const base::Bytes bytes = datagram.payload.bytes(); hasPorts && bytes.size() >= 4) {
        key.sourcePort = base::loadU16(bytes.data());
        key.destinationPort = base::loadU16(bytes.data() + 2);
    }
    return flowHash(key, seed);
}

/// Bytes of the longest packet that a payload stands for, without the IP header.
std::size_t longestPayload(const packet::Packet &payload, wire::IpProtocol protocol)
{
    const std::size_t segment = payload.offload().segmentSize;
    if (segment == 0)
        return payload.size();
    std::size_t header = wire::UdpView::kHeaderLength;
    if (protocol == wire::IpProtocol::tcp)
        if (const auto tcp = wire::TcpView::parse(payload.bytes()))
            header = tcp->headerLength();
    return std::min(payload.size(), header + segment);
}

} // namespace

base::Result<void, SendError> Stack::send(Context &context, Datagram datagram)
{
    const auto choice = choose(context.now, datagram, hashOf(datagram, m_hashSeed));
    if (!choice)
        return base::fail(choice.error());
    packet::Packet packet = std::move(datagram.payload);
    if (packet.isNull())
        packet = context.pool.make(0);
    if (datagram.headerIncluded)
        return sendWithHeader(context, *choice, std::move(packet));
    const std::size_t total = packet.size() + kHeader;
    if (total > 0xffff)
        return base::fail(SendError::tooBig);
    Interface &out = *find(choice->hop.port);
    const std::uint32_t mtu = choice->toSelf || datagram.ignorePathMtu
                                  ? out.mtu
                                  : m_pathMtus.lookup(context.now, datagram.destination, out.mtu);
    const bool mustFragment = longestPayload(packet, datagram.protocol) + kHeader > mtu;
    if (mustFragment && datagram.dontFragment)
        return base::fail(SendError::tooBig);

    wire::Ipv4Repr header;
    header.tos = datagram.tos;
    header.identification = m_identification;
    header.dontFragment = datagram.dontFragment || (datagram.dontFragmentIfWhole && !mustFragment);
    header.ttl = datagram.ttl;
    header.protocol = datagram.protocol;
    header.source = choice->source.v4();
    header.destination = datagram.destination.v4();
    header.payloadLength = static_cast<std::uint16_t>(packet.size());
    header.emit(packet.pushFront(kHeader));
    const std::uint64_t packets = link::wireCount(packet, link::Layer::ip).packets;
    m_identification = static_cast<std::uint16_t>(m_identification + packets);
    m_counters.sent += packets;
    if (choice->hop.toGroup && (datagram.loopBack || !datagram.destination.isMulticast()))
        loopGroup(context, choice->hop.port, packet);
    if (choice->toSelf) {
        loop(context, std::move(packet));
    } else if (mustFragment) {
        link::splitIntoSegments(
            std::move(packet), context.pool,
            [&](packet::Packet piece) {
                if (piece.size() > mtu) {
                    transmitFragments(context, out, choice->hop, piece, mtu);
                } else { // the last may be short
                    piece.pushFront(kLink);
                    transmit(context, out, choice->hop, std::move(piece));
                }
            },
            link::Layer::ip);
    } else {
        packet.pushFront(kLink);
        transmit(context, out, choice->hop, std::move(packet));
    }
    return {};
}

/// IP_HDRINCL (raw(7)): what the sender may leave to us is filled in, the rest goes as it is.
base::Result<void, SendError> Stack::sendWithHeader(Context &context, const Choice &choice, packet::Packet packet)
{
    const std::size_t length = packet.size() < kHeader ? 0 : (packet.bytes()[0] & 0x0fu) * 4u;
    if (length < kHeader || length > packet.size() || packet.bytes()[0] >> 4 != 4)
        return base::fail(SendError::badSource);
    Interface &out = *find(choice.hop.port);
    if (packet.size() > out.mtu)
        return base::fail(SendError::tooBig);
    const base::MutableBytes bytes = packet.writable();
    base::storeU16(bytes.data() + 2, static_cast<std::uint16_t>(bytes.size()));
    if (base::loadU16(bytes.data() + 4) == 0)
        base::storeU16(bytes.data() + 4, m_identification++);
    if (base::loadU32(bytes.data() + 12) == 0)
        choice.source.v4().store(bytes.data() + 12);
    wire::fillIpv4Checksum(bytes.first(length));
    ++m_counters.sent;
    if (choice.toSelf) {
        loop(context, std::move(packet));
    } else {
        packet.pushFront(kLink);
        transmit(context, out, choice.hop, std::move(packet));
    }
    return {};
}

base::Result<Stack::Choice, SendError> Stack::choose(base::TimePoint now, const Datagram &datagram,
                                                     std::uint32_t hash) const
{
    const base::IpAddress &destination = datagram.destination;
    if (!destination.isV4())
        return base::fail(destination.isV6() ? SendError::noRoute : SendError::badDestination);
    if (destination.isUnspecified())
        return base::fail(SendError::badDestination);
    const NextHopGroup *route = m_table.lookup(destination);
    Choice choice;
    const bool limitedBroadcast = destination.v4().isLimitedBroadcast();
    if (limitedBroadcast || destination.isMulticast() || (route && route->kind == RouteKind::broadcast)) {
        if (!destination.isMulticast() && !datagram.broadcastAllowed)
            return base::fail(SendError::badDestination);
        const auto hop = chooseGroupHop(datagram);
        if (!hop)
            return base::fail(hop.error());
        choice.hop = *hop;
    } else if (route && route->kind == RouteKind::local) {
        choice.toSelf = true;
        choice.hop = Hop{kLoopbackPort, destination, nullptr, false};
        choice.source = datagram.source.isValid() ? datagram.source : destination;
        if (!isOwnAddress(choice.source))
            return base::fail(SendError::badSource);
        return choice;
    } else {
        const Path *path = nullptr;
        if (route && route->kind != RouteKind::unicast)
            return base::fail(SendError::rejected);
        if (route && !datagram.out.isValid())
            path = &route->paths[ForwardingTable::choosePath(route->paths, hash)];
        for (std::size_t i = 0; route && datagram.out.isValid() && i < route->paths.size(); ++i)
            if (route->paths[i].port == datagram.out)
                path = &route->paths[i];
        if (!path && !datagram.out.isValid())
            return base::fail(SendError::noRoute);
        choice.hop.port = path ? path->port : datagram.out;
        choice.hop.address = path && path->nextHop.isValid() ? path->nextHop : destination;
        choice.hop.path = path;
        const RedirectCache::Entry *better = datagram.out.isValid() ? nullptr : m_redirects.lookup(now, destination);
        if (better)
            choice.hop = Hop{better->port, better->gateway, nullptr, false};
    }
    const Interface *out = find(choice.hop.port);
    if (!out || !out->isUp() || out->isLoopback)
        return base::fail(datagram.out.isValid() ? SendError::interfaceDown : SendError::noRoute);
    choice.source = datagram.source.isValid() ? datagram.source : sourceOn(choice.hop.port, choice.hop.address);
    if (!choice.source.isValid())
        return base::fail(SendError::noRoute);
    const bool unspecifiedAllowed = choice.hop.toGroup && choice.source.isUnspecified(); // DHCP has no address yet
    if (!unspecifiedAllowed && !isOwnAddress(choice.source))
        return base::fail(SendError::badSource);
    return choice;
}

/// Groups: the interface that was asked for, else the one of the source, else the one the table says, else the first
/// that is up (RFC 1122 section 3.3.6, RFC 1112 section 6.1).
base::Result<Stack::Hop, SendError> Stack::chooseGroupHop(const Datagram &datagram) const
{
    PortIndex port = datagram.out;
    if (!port.isValid() && datagram.source.isValid())
        for (const PortIndex candidate : ports())
            if (!port.isValid() && find(candidate)->has(datagram.source))
                port = candidate;
    if (!port.isValid())
        if (const NextHopGroup *route = m_table.lookup(datagram.destination); route && !route->paths.empty())
            port = route->paths.front().port;
    if (!port.isValid())
        for (const PortIndex candidate : ports())
            if (!port.isValid() && find(candidate)->isUp())
                port = candidate;
    if (!port.isValid())
        return base::fail(SendError::noRoute);
    return Hop{port, datagram.destination, nullptr, true};
}

/// The address of the interface on the network of the next hop; without one its primary; an interface without any
/// (unnumbered) borrows the loopback interface's or the first of another (RFC 1812 sections 2.2.7 and 4.3.2.4).
base::IpAddress Stack::sourceOn(PortIndex port, const base::IpAddress &towards) const
{
    const Interface *out = find(port);
    if (const base::InterfaceAddress *own = out->onLink(towards))
        return own->address;
    if (const base::InterfaceAddress *own = out->first(towards.family()))
        return own->address;
    if (const base::InterfaceAddress *own = m_loopback.first(towards.family()))
        return own->address;
    for (const PortIndex other : ports())
        if (const base::InterfaceAddress *own = find(other)->first(towards.family()); own && find(other)->adminUp)
            return own->address;
    return {};
}

base::IpAddress Stack::sourceFor(base::TimePoint now, const base::IpAddress &destination, PortIndex out) const
{
    Datagram probe;
    probe.destination = destination;
    probe.out = out;
    probe.broadcastAllowed = true;
    const auto choice = choose(now, probe, hashOf(probe, m_hashSeed));
    return choice ? choice->source : base::IpAddress();
}

base::PortIndex Stack::interfaceFor(base::TimePoint now, const base::IpAddress &address) const
{
    if (m_loopback.has(address) || address.isLoopback())
        return kLoopbackPort;
    for (const PortIndex port : ports())
        if (find(port)->has(address))
            return port;
    Datagram probe;
    probe.destination = address;
    probe.broadcastAllowed = true;
    const auto choice = choose(now, probe, hashOf(probe, m_hashSeed));
    return choice ? choice->hop.port : PortIndex();
}

bool Stack::isBroadcast(const base::IpAddress &address) const
{
    if (address.isV4() && address.v4().isLimitedBroadcast())
        return true;
    const NextHopGroup *route = m_table.lookup(address);
    return route && route->kind == RouteKind::broadcast;
}

std::uint32_t Stack::mtuTo(base::TimePoint now, const base::IpAddress &destination) const
{
    Datagram probe;
    probe.destination = destination;
    probe.broadcastAllowed = true;
    const auto choice = choose(now, probe, hashOf(probe, m_hashSeed));
    if (!choice)
        return 0;
    const std::uint32_t linkMtu = find(choice->hop.port)->mtu;
    return choice->toSelf ? linkMtu : m_pathMtus.lookup(now, destination, linkMtu);
}

void Stack::loop(Context &context, packet::Packet datagram)
{
    const link::WireCount count = link::wireCount(datagram, link::Layer::ip);
    m_loopback.counters.outPackets += count.packets;
    m_loopback.counters.outBytes += count.bytes;
    m_looped.push_back({context.now + kLoopbackDelay, std::move(datagram), kLoopbackPort, false});
}

/// A node hears its own broadcasts, and of its own multicasts those to groups that it is a member of on the interface
/// they leave by (RFC 1112 section 6.1): they come in there.
void Stack::loopGroup(Context &context, PortIndex port, packet::Packet datagram)
{
    const base::IpAddress destination = wire::Ipv4View::parse(datagram.bytes())->destination();
    if (!destination.isMulticast() || find(port)->isMember(destination))
        m_looped.push_back({context.now + kLoopbackDelay, std::move(datagram), port, true});
}

void Stack::transmit(Context &context, Interface &out, const Hop &hop, packet::Packet &&frame)
{
    if (hop.toGroup) {
        transmitTo(context, out, hop.port, groupMac(hop.address), std::move(frame), wire::EtherType::ipv4);
        return;
    }
    NeighbourTable &neighbours = out.neighbours;
    std::uint32_t slot;
    if (hop.path && hop.path->nextHop.isValid()) { // a gateway: the path remembers where its neighbour stands
        Path::NeighbourHint &hint = hop.path->hint;
        if (hint.slot == NeighbourTable::kNone || hint.epoch != neighbours.epoch())
            hint = {neighbours.find(hop.address), neighbours.epoch()};
        slot = hint.slot;
    } else {
        slot = neighbours.find(hop.address);
    }
    if (slot != NeighbourTable::kNone) {
        const Neighbour &neighbour = neighbours.at(slot);
        switch (neighbour.state) {
        case NeighbourState::reachable:
        case NeighbourState::permanent:
        case NeighbourState::delay:
        case NeighbourState::probe: // in these states the machine has nothing to do on use
            transmitTo(context, out, hop.port, neighbour.mac, std::move(frame), wire::EtherType::ipv4);
            return;
        case NeighbourState::stale:
        case NeighbourState::incomplete:
        case NeighbourState::failed: break;
        }
    }
    transmitUnresolved(context, out, hop, slot, std::move(frame));
}

void Stack::transmitTo(Context &context, Interface &out, PortIndex port, const base::MacAddress &to,
                       packet::Packet &&frame, wire::EtherType type)
{
    wire::EthernetRepr{to, out.mac, type}.emit(frame.writable());
    const link::WireCount count = link::wireCount(frame);
    out.counters.outPackets += count.packets;
    out.counters.outBytes += count.bytes;
    if (out.vlan != 0) [[unlikely]] {
        transmitTagged(context, out, std::move(frame));
        return;
    }
    context.out.send(port, std::move(frame));
}

void Stack::transmitFragments(Context &context, Interface &out, const Hop &hop, const packet::Packet &datagram,
                              std::uint32_t mtu)
{
    const auto view = wire::Ipv4View::parse(datagram.bytes());
    std::vector<packet::Packet> pieces = fragmentIpv4(context.pool, *view, mtu);
    if (pieces.empty()) {
        ++out.counters.outErrors;
        countDrop(context, DropReason::malformed, datagram);
        return;
    }
    ++m_counters.fragmented;
    m_counters.fragmentsCreated += pieces.size();
    for (packet::Packet &piece : pieces) {
        piece.pushFront(kLink);
        transmit(context, out, hop, std::move(piece));
    }
}

} // namespace hopyard::ip
