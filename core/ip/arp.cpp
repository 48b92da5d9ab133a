// ARP (RFC 826): questions and answers become events of the neighbour machine. Announcements and the defence of an
// address follow RFC 5227 sections 2.3 and 2.4; its probing before use (section 2.1) is left out: what the lab says is
// configured at once, and a conflict is told.
//
// An address is answered for on the interface that has it and no other.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/stack.h"
#include "core/wire/ethernet.h"

#include <string>
#include <utility>

namespace hopyard::ip {

using base::DropReason;

namespace {
constexpr base::Duration kAnnounceInterval = base::Duration::seconds(2); // RFC 5227 section 1.1
constexpr base::Duration kDefendInterval = base::Duration::seconds(10);
} // namespace

void Stack::inputArp(Context &context, Interface &in, PortIndex port, const packet::Packet &frame, bool linkGroup)
{
    const auto view = wire::ArpView::parse(frame.bytes().subspan(wire::EthernetView::kHeaderLength));
    if (!view || view->senderMac().isMulticast()) { // a group is nobody's address (RFC 1812 section 3.3.2)
        ++in.counters.inErrors;
        countDrop(context, DropReason::malformed, frame);
        return;
    }
    const wire::ArpRepr arp = wire::ArpRepr::parse(*view);
    if (arp.operation != wire::ArpOperation::request && arp.operation != wire::ArpOperation::reply) {
        dropIn(context, in, DropReason::unsupported, frame);
        return;
    }
    if (arp.senderMac == in.mac) // our own, come back through a loop or a hub
        return;
    const bool forUs = in.has(arp.targetIp);
    if (in.has(arp.senderIp)) {
        conflict(context, in, port, arp);
        return;
    }
    if (!arp.senderIp.isUnspecified() && !arp.senderIp.isMulticast() && !arp.senderIp.isLoopback()) {
        const bool solicited = arp.operation == wire::ArpOperation::reply && forUs && !linkGroup;
        std::uint32_t slot = in.neighbours.find(arp.senderIp);
        // RFC 826: what we have is mended by every packet; a new entry is made only for who asks for us. Who is not on
        // our network gets an answer, but no entry.
        if (slot == NeighbourTable::kNone && forUs && arp.operation == wire::ArpOperation::request &&
            in.onLink(arp.senderIp))
            slot = makeNeighbour(context, port, arp.senderIp);
        if (slot != NeighbourTable::kNone) {
            const Neighbour &neighbour = in.neighbours.at(slot);
            const bool same = neighbour.hasMac() && neighbour.mac == arp.senderMac;
            const NeighbourEvent event = solicited ? same ? NeighbourEvent::solicitedSame : NeighbourEvent::solicitedChanged
                                         : same    ? NeighbourEvent::unsolicitedSame
                                                   : NeighbourEvent::unsolicitedChanged;
            neighbourEvent(context, port, slot, event, &arp.senderMac);
        }
    }
    if (arp.operation == wire::ArpOperation::request && forUs)
        sendArp(context, in, port,
                {wire::ArpOperation::reply, in.mac, arp.targetIp, arp.senderMac, arp.senderIp}, arp.senderMac);
}

void Stack::sendArp(Context &context, Interface &out, PortIndex port, const wire::ArpRepr &arp,
                    const base::MacAddress &to)
{
    packet::Packet frame = context.pool.make(wire::EthernetRepr::headerLength() + wire::ArpRepr::headerLength());
    arp.emit(frame.writable().subspan(wire::EthernetRepr::headerLength()));
    transmitTo(context, out, port, to, std::move(frame), wire::EtherType::arp);
}

/// Asks for a neighbour's hardware address: everybody, or the neighbour itself where it is believed to be.
void Stack::askFor(Context &context, PortIndex port, const Neighbour &neighbour, bool everybody)
{
    Interface &out = *find(port);
    const base::IpAddress source = sourceOn(port, neighbour.address);
    sendArp(context, out, port,
            {wire::ArpOperation::request, out.mac, source.isV4() ? source.v4() : base::Ipv4Address(),
             everybody ? base::MacAddress() : neighbour.mac, neighbour.address.v4()},
            everybody ? base::MacAddress::broadcast() : neighbour.mac);
}

/// Tells everybody on the link our addresses, and `again` after a while (RFC 5227 section 2.3: twice).
void Stack::announce(Context &context, PortIndex port, bool again)
{
    Interface &out = *find(port);
    bool any = false;
    for (const base::InterfaceAddress &own : out.addresses) {
        if (!own.address.isV4())
            continue;
        any = true;
        sendArp(context, out, port,
                {wire::ArpOperation::request, out.mac, own.address.v4(), base::MacAddress(), own.address.v4()},
                base::MacAddress::broadcast());
    }
    if (any && again)
        m_timers.set(context.now + kAnnounceInterval, Timer{Timer::Kind::announce, port, 0});
}

/// Somebody else uses our address. It is told and defended once in ten seconds (RFC 5227 section 2.4, case b); we keep
/// the address in any case, as case c allows to nodes that cannot do without.
void Stack::conflict(Context &context, Interface &in, PortIndex port, const wire::ArpRepr &arp)
{
    if (in.lastDefence && context.now - *in.lastDefence < kDefendInterval)
        return;
    in.lastDefence = context.now;
    sendArp(context, in, port,
            {wire::ArpOperation::request, in.mac, arp.senderIp, base::MacAddress(), arp.senderIp},
            base::MacAddress::broadcast());
    if (context.trace.wants<base::trace::Notice>()) {
        const std::string text = "address conflict on " + in.name + ": " + toString(arp.senderIp) +
                                 " is also used by " + toString(arp.senderMac);
        context.trace.emit(context.now,
                           base::trace::Notice{base::trace::Notice::Level::warning, context.self, text});
    }
}

} // namespace hopyard::ip
