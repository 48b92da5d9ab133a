// Frames come in: Ethernet, then the validation that every IPv4 datagram must pass (RFC 1122 section 3.2.1, RFC 1812
// sections 4.2.2, 5.2.2, 5.3.4, 5.3.5 and 5.3.7), then the decision between us, others and nobody.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/stack.h"
#include "core/link/segmentation.h"
#include "core/wire/ethernet.h"

#include <utility>

namespace hopyard::ip {

using base::DropReason;

namespace {

/// Sources that no datagram on a wire may have (RFC 1812 section 5.3.7, RFC 1122 section 3.2.1.3): multicast, the
/// reserved class E with the limited broadcast, loopback. "This host" (0/8) is seen to apart: DHCP needs it.
bool isMartianSource(base::Ipv4Address source)
{
    return source.value() >= 0xe0000000u || source.isLoopback();
}

/// Our own address or our network's broadcast address, neither of which anybody else sends from.
bool isOwnOrBroadcast(const base::InterfaceAddress &own, base::Ipv4Address source)
{
    const std::uint32_t address = own.address.v4().value();
    const bool broadcast = own.length < 31 && source.value() == (address | ~base::netmask4(own.length));
    return own.address.isV4() && (source.value() == address || broadcast);
}

bool isThisNetwork(base::Ipv4Address address) { return address.value() >> 24 == 0; }

} // namespace

void Stack::handle(Context &context, PortIndex port, packet::Packet frame)
{
    if (port.index() >= m_interfaces.size()) {
        countDrop(context, DropReason::portDown, frame);
        return;
    }
    Interface &in = m_interfaces[port.index()];
    if (!in.isUp()) {
        dropIn(context, in, DropReason::portDown, frame);
        return;
    }
    const link::WireCount count = link::wireCount(frame);
    in.counters.inPackets += count.packets;
    in.counters.inBytes += count.bytes;
    const auto ethernet = wire::EthernetView::parse(frame.bytes());
    if (!ethernet) {
        ++in.counters.inErrors;
        countDrop(context, DropReason::malformed, frame);
        return;
    }
    const base::MacAddress destination = ethernet->destination();
    const bool linkGroup = destination.isMulticast();
    if (!linkGroup && destination != in.mac) { // a hub or a flooding switch brings these; a network card filters them
        countDrop(context, DropReason::notForUs, frame);
        return;
    }
    switch (ethernet->etherType()) {
    case wire::EtherType::ipv4:
        inputIpv4(context, in, port, std::move(frame), linkGroup, count.packets);
        return;
    case wire::EtherType::arp:
        inputArp(context, in, port, frame, linkGroup);
        return;
    case wire::EtherType::vlan:
        inputTagged(context, in, port, std::move(frame), linkGroup, count.packets);
        return;
    default:
        if (linkGroup && !destination.isBroadcast()) // a group that nobody here joined: BPDUs of a switch, IPv6's neighbours
            countDrop(context, DropReason::notForUs, frame);
        else
            dropIn(context, in, DropReason::unsupported, frame);
        return;
    }
}

void Stack::inputIpv4(Context &context, Interface &in, PortIndex port, packet::Packet &&frame, bool linkGroup,
                      std::uint64_t packets)
{
    constexpr std::size_t kLink = wire::EthernetView::kHeaderLength;
    m_counters.received += packets;
    auto parsed = wire::Ipv4View::parse(frame.bytes().subspan(kLink));
    if (!parsed || !parsed->checksumOk()) {
        ++in.counters.inErrors;
        countDrop(context, parsed ? DropReason::badChecksum : DropReason::malformed, frame);
        return;
    }
    const wire::Ipv4View &view = *parsed;
    frame.truncate(kLink + view.datagram().size()); // Ethernet's padding
    const base::Ipv4Address source = view.source();
    base::Ipv4Address destination = view.destination();
    bool martian = isMartianSource(source) || destination.isLoopback() || isThisNetwork(destination);
    for (const base::InterfaceAddress &own : in.addresses)
        martian = martian || isOwnOrBroadcast(own, source);
    if (martian) {
        dropIn(context, in, DropReason::malformed, frame);
        return;
    }
    if (m_gate) [[unlikely]] {
        const GateVerdict verdict = m_gate->in(context.now, port, frame, kLink, packets);
        if (verdict == GateVerdict::filtered) {
            refuse(context, in, frame, DropReason::filtered,
                   {wire::IcmpUnreachable{wire::UnreachableCode::administrativelyProhibited, 0}}); // RFC 1812 section 5.2.7.1
            return;
        }
        if (verdict == GateVerdict::translated) { // written anew, perhaps on another page
            parsed = wire::Ipv4View::parse(frame.bytes().subspan(kLink));
            destination = view.destination();
        }
    }

    if (destination.isMulticast() || destination.isLimitedBroadcast()) {
        const bool wanted = destination.isLimitedBroadcast() || destination == base::Ipv4Address(224, 0, 0, 1) ||
                            in.isMember(destination);
        if (!wanted) {
            countDrop(context, DropReason::notForUs, frame);
            return;
        }
        frame.popFront(kLink);
        deliver(context, port, std::move(frame), true);
        return;
    }

    const NextHopGroup *route = m_table.lookup(destination);
    const RouteKind kind = route ? route->kind : RouteKind::unreachable;
    if (kind == RouteKind::local || kind == RouteKind::broadcast) {
        const bool broadcast = kind == RouteKind::broadcast;
        // One host's address in a frame for all of them is somebody's mistake (RFC 1122 section 3.3.6). A directed
        // broadcast from another network is not spread (RFC 2644).
        if (broadcast ? route->paths.front().port != port : linkGroup) {
            dropIn(context, in, broadcast ? DropReason::filtered : DropReason::notForUs, frame);
            return;
        }
        frame.popFront(kLink);
        deliver(context, port, std::move(frame), broadcast);
        return;
    }
    // Not ours. What everybody got is not forwarded (RFC 1812 section 5.3.4), nor is what has no sender.
    if (!m_options.forwarding || linkGroup || isThisNetwork(source)) {
        dropIn(context, in, isThisNetwork(source) ? DropReason::malformed : DropReason::notForUs, frame);
        return;
    }
    forward(context, in, port, std::move(frame), view, route);
}

} // namespace hopyard::ip
