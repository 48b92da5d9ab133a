// Multicast groups of the interfaces, and IGMP's way in and out; the protocol is group_membership.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/stack.h"
#include "core/wire/ethernet.h"
#include "core/wire/igmp.h"

#include <utility>

namespace hopyard::ip {

using base::DropReason;

namespace {

constexpr std::size_t kHeader = 24; // with router alert
constexpr std::uint8_t kInternetworkControl = 0xc0; // RFC 3376 section 4

} // namespace

void Stack::setGroupFilter(Context &context, PortIndex port, const base::IpAddress &group, const GroupFilter &filter)
{
    Interface *interface = find(port);
    if (!interface || !group.isV4() || !group.isMulticast())
        return;
    sendIgmp(context, port, interface->groups.set(context.now, m_random, group.v4(), filter));
    if (interface->isLoopback) // nobody is to be told
        interface->groups.down();
    setGroupTimer(port);
}

/// What is said while the interface is down is lost: it is all said again when it comes up.
void Stack::sendIgmp(Context &context, PortIndex port, const GroupMembership::Messages &messages)
{
    Interface &out = *find(port);
    setGroupTimer(port);
    if (!out.isUp() || out.isLoopback)
        return;
    const base::InterfaceAddress *own = out.first(base::Family::ipv4);
    for (const GroupMembership::Message &message : messages) {
        packet::Packet packet = context.pool.make(message.message.length());
        message.message.emit(packet.writable());
        wire::Ipv4Repr header;
        header.tos = kInternetworkControl;
        header.identification = m_identification++;
        header.ttl = 1;
        header.protocol = wire::IpProtocol::igmp;
        header.source = own ? own->address.v4() : base::Ipv4Address(); // RFC 3376 section 4.2.13
        header.destination = message.destination;
        header.options.appendRouterAlert();
        header.payloadLength = static_cast<std::uint16_t>(packet.size());
        header.emit(packet.pushFront(kHeader));
        ++m_counters.sent;
        packet.pushFront(wire::EthernetView::kHeaderLength);
        transmit(context, out, Hop{port, message.destination, nullptr, true}, std::move(packet));
    }
}

void Stack::inputIgmp(Context &context, Delivered datagram)
{
    const auto view = wire::IgmpView::parse(datagram.payload());
    if (!view || !view->checksumOk()) {
        countDrop(context, view ? DropReason::badChecksum : DropReason::malformed, datagram.datagram);
        return;
    }
    const auto message = wire::IgmpRepr::parse(*view);
    Interface *in = find(datagram.in);
    if (message && in) {
        in->groups.handle(context.now, m_random, *message);
        setGroupTimer(datagram.in);
    } else if (!message && message.error() != wire::ParseError::unsupported) {
        countDrop(context, DropReason::malformed, datagram.datagram);
        return;
    }
    m_delivered.push_back(std::move(datagram)); // for raw sockets: a routing daemon's
}

void Stack::groupTimer(Context &context, PortIndex port)
{
    Interface *interface = find(port);
    if (interface)
        sendIgmp(context, port, interface->groups.expire(context.now, m_random, interface->mtu - kHeader));
}

void Stack::setGroupTimer(PortIndex port)
{
    Interface &interface = *find(port);
    m_timers.cancel(interface.groupTimer);
    interface.groupTimer = m_timers.set(interface.groups.nextDeadline(), Timer{Timer::Kind::groups, port, 0});
}

} // namespace hopyard::ip
