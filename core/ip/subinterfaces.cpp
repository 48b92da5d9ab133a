// VLAN subinterfaces (IEEE 802.1Q at an end station or router): tagged frames of a port come in by an interface of their
// own, without the tag, and what leaves by that gets the tag and leaves by the port.
//
// A frame that is tagged with priority alone is the port's own. Deliberately missing: priorities on what is sent,
// subinterfaces of subinterfaces (802.1ad).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/stack.h"
#include "core/link/segmentation.h"
#include "core/wire/ethernet.h"
#include "core/wire/vlan.h"

#include <cstring>
#include <utility>

namespace hopyard::ip {

using base::DropReason;

namespace {
constexpr std::size_t kAddresses = 12; // both hardware addresses, in front of the tag
} // namespace

base::PortIndex Stack::addSubinterface(Context &context, const InterfaceSpec &spec)
{
    const auto name = parseSubinterface(spec.name);
    const PortIndex parent = name ? findInterface(name->parent) : PortIndex();
    if (!parent.isValid() || parent == kLoopbackPort || m_interfaces[parent.index()].vlan != 0
        || findInterface(spec.name).isValid())
        return PortIndex();
    std::uint32_t number = kFirstSubinterface.value();
    while (number < m_interfaces.size() && m_interfaces[number].exists)
        ++number;
    InterfaceSpec made = spec;
    made.mac = m_interfaces[parent.index()].mac;
    made.mtu = m_interfaces[parent.index()].mtu;
    const PortIndex port = addInterface(made, PortIndex(number));
    if (!port.isValid())
        return port;
    m_interfaces[port.index()].vlan = name->vlan;
    m_interfaces[port.index()].parent = parent;
    setCarrier(context, port, m_interfaces[parent.index()].isUp());
    return port;
}

base::PortIndex Stack::findSubinterface(PortIndex parent, std::uint16_t vlan) const
{
    for (std::uint32_t i = kFirstSubinterface.value(); i < m_interfaces.size(); ++i)
        if (m_interfaces[i].exists && m_interfaces[i].vlan == vlan && m_interfaces[i].parent == parent)
            return PortIndex(i);
    return PortIndex();
}

/// The port came up or went down, or is gone: so did its subinterfaces.
void Stack::followParent(Context &context, PortIndex parent)
{
    const bool exists = find(parent) != nullptr;
    for (std::uint32_t i = kFirstSubinterface.value(); i < m_interfaces.size(); ++i) {
        if (!m_interfaces[i].exists || m_interfaces[i].parent != parent)
            continue;
        if (exists)
            setCarrier(context, PortIndex(i), m_interfaces[parent.index()].isUp());
        else
            removeInterface(context, PortIndex(i));
    }
}

void Stack::inputTagged(Context &context, Interface &in, PortIndex port, packet::Packet &&frame, bool linkGroup,
                        std::uint64_t packets)
{
    const auto view = wire::VlanView::parse(frame.bytes().subspan(wire::EthernetView::kHeaderLength));
    if (!view) {
        ++in.counters.inErrors;
        countDrop(context, DropReason::malformed, frame);
        return;
    }
    const std::uint16_t vlan = view->id();
    const PortIndex sub = vlan == 0 ? port : findSubinterface(port, vlan);
    Interface *to = sub.isValid() ? find(sub) : nullptr;
    if (!to || !to->isUp()) {
        dropIn(context, in, to ? DropReason::portDown : DropReason::unsupported, frame);
        return;
    }
    std::uint8_t *bytes = frame.writable().data();
    std::memmove(bytes + wire::VlanView::kHeaderLength, bytes, kAddresses);
    frame.popFront(wire::VlanView::kHeaderLength);
    if (vlan != 0) {
        const link::WireCount count = link::wireCount(frame);
        to->counters.inPackets += count.packets;
        to->counters.inBytes += count.bytes;
    }
    switch (wire::EthernetView::parse(frame.bytes())->etherType()) {
    case wire::EtherType::ipv4: inputIpv4(context, *to, sub, std::move(frame), linkGroup, packets); return;
    case wire::EtherType::arp: inputArp(context, *to, sub, frame, linkGroup); return;
    default: dropIn(context, *to, DropReason::unsupported, frame); return;
    }
}

/// `frame` is as it would leave by a port of its own.
void Stack::transmitTagged(Context &context, const Interface &out, packet::Packet &&frame)
{
    frame.pushFront(wire::VlanView::kHeaderLength);
    std::uint8_t *bytes = frame.writable().data();
    std::memmove(bytes, bytes + wire::VlanView::kHeaderLength, kAddresses);
    base::storeU16(bytes + kAddresses, static_cast<std::uint16_t>(wire::EtherType::vlan));
    base::storeU16(bytes + kAddresses + 2, out.vlan); // the type behind stands where it stood
    Interface &parent = m_interfaces[out.parent.index()];
    const link::WireCount count = link::wireCount(frame);
    parent.counters.outPackets += count.packets;
    parent.counters.outBytes += count.bytes;
    context.out.send(out.parent, std::move(frame));
}

} // namespace hopyard::ip
