// Out of a guest's output buffers: copied to the base portion's own storage, looked at, and carried on by the mode.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hypervisor/hypervisor.h"

#include "core/ip/fragment.h"
#include "core/link/segmentation.h"
#include "core/wire/ethernet.h"
#include "core/wire/ipv4.h"
#include "core/wire/vlan.h"

#include <algorithm>
#include <cstring>

namespace hopyard::hypervisor {

using base::DropReason;
using base::Ipv4Address;

namespace {

constexpr std::size_t kEthernet = wire::EthernetView::kHeaderLength;

/// The hardware address of an IPv4 group (RFC 1112 section 6.4), or broadcast.
base::MacAddress groupMac(Ipv4Address group)
{
    if (!group.isMulticast())
        return base::MacAddress::broadcast();
    const std::uint32_t v = group.value();
    return base::MacAddress({0x01, 0x00, 0x5e, static_cast<std::uint8_t>(v >> 16 & 0x7f), static_cast<std::uint8_t>(v >> 8),
                             static_cast<std::uint8_t>(v)});
}

} // namespace

void Hypervisor::takeOutput(Context &context, Guest &guest, std::uint16_t index)
{
    Nic &one = guest.nics[index];
    // Translated once for all that waits: a ring's page is the guest's own and stays where it is.
    const auto page = guest.memory.baseWrite(m_pool, addressOf(one.driver.outputRing()), kPageSize);
    if (!page)
        return;
    RingWriter ring(*page);
    for (std::size_t n = 0; n < kQueueSize; ++n) {
        const auto waiting = static_cast<std::uint16_t>(ring.availableIndex() - one.outputTaken);
        if (waiting == 0)
            return;
        if (waiting > kQueueSize) { // the index makes no sense: begin again where the guest says it is
            ++one.counters.badBuffers;
            one.outputTaken = ring.availableIndex();
            return;
        }
        const std::uint16_t head = ring.available(one.outputTaken++);
        Carried carried;
        carried.vlan = one.spec.vlan;
        const bool whole = gather(guest, ring, head, carried);
        ring.use(head, 0); // the buffer is empty: it is the guest's again
        if (!whole) {
            ++one.counters.badBuffers;
            drop(context, DropReason::malformed, nullptr, 0, {});
            continue;
        }
        ++one.counters.output;
        one.counters.outputBytes += carried.size;
        Costs &count = costs();
        ++count.packets;
        count.bytes += carried.size;
        ++count.copies;
        count.bytesCopied += carried.size;
        spend(&guest, m_spec.costs.carry);
        spendBytes(&guest, m_spec.costs.copyKiB, carried.size);
        if (context.trace.wants<base::trace::BufferStep>())
            step(context, "output", &guest, carried.pieces[0].page, one.driver.outputPage(head), 0, carried.start());
        transmit(context, {guest.memory.guest(), index}, carried);
    }
}

/// Copies a chain of output buffers to base storage. False where it is not whole, or no frame.
bool Hypervisor::gather(Guest &guest, const RingReader &ring, std::uint16_t head, Carried &carried)
{
    std::uint16_t at = head;
    std::size_t total = 0, used = 0; // in all; in the last base page
    std::size_t pieces = 0;
    std::uint8_t *into = nullptr; // the last base page
    for (std::size_t steps = 0;; ++steps) {
        const Descriptor d = ring.descriptor(at);
        if (steps == kQueueSize || (d.flags & Descriptor::kWrite))
            return false;
        GuestAddress address = d.address;
        for (std::size_t left = d.length; left > 0;) {
            if (pieces == 0 || used == kPageSize) {
                if (pieces == m_base.size())
                    return false; // longer than any packet
                into = m_pool.write(m_base[pieces++]).data();
                if (pieces == 1)
                    carried.first = into;
                used = 0;
            }
            const std::size_t n = std::min({left, kPageSize - static_cast<std::size_t>(address % kPageSize), kPageSize - used});
            const auto from = guest.memory.baseRead(m_pool, address, n);
            if (!from)
                return false;
            std::memcpy(into + used, from->data(), n);
            used += n;
            total += n;
            left -= n;
            address += n;
        }
        if (!(d.flags & Descriptor::kNext))
            break;
        at = d.next % kQueueSize;
    }
    if (total < NetHeader::kLength + kEthernet || total - NetHeader::kLength > packet::PacketPool::kMaxPacket)
        return false;
    for (std::size_t i = 0; i < pieces; ++i)
        carried.add(m_base[i], i + 1 == pieces ? used : kPageSize);
    carried.size = total - NetHeader::kLength;
    carried.header = NetHeader::parse({carried.first, NetHeader::kLength});
    carried.header.flags &= NetHeader::kNeedsChecksum;
    return true;
}

void Hypervisor::transmit(Context &context, NicId from, Carried &carried)
{
    if (m_spec.mode == Mode::bridged) {
        transmitBridged(context, from, carried);
        return;
    }
    const auto type = static_cast<wire::EtherType>(base::loadU16(carried.start().data() + 12));
    if (type == wire::EtherType::arp)
        answerGuest(context, from, carried);
    else if (type == wire::EtherType::ipv4)
        transmitIp(context, from, carried);
    else
        drop(context, DropReason::unsupported, carried);
}

void Hypervisor::transmitIp(Context &context, NicId from, Carried &carried)
{
    Nic &sender = nic(from);
    const auto view = wire::Ipv4View::parseQuoted(carried.start().subspan(kEthernet));
    if (!view || view->totalLength() + kEthernet > carried.size) {
        drop(context, DropReason::malformed, carried);
        return;
    }
    // Who sends is known by the ring it came from; the address must be one of its own.
    if (const auto owner = m_addresses.find(carried.vlan, view->source()); !owner || *owner != from) {
        ++sender.counters.spoofed;
        drop(context, DropReason::spoofedSource, carried);
        return;
    }
    const Ipv4Address destination = view->destination();
    if (destination.isMulticast() || isGroupFor(sender, destination)) {
        transmitGroup(context, from, carried, destination);
        return;
    }
    const auto carryInside = [&](NicId to) {
        const base::MutableBytes start = carried.writableStart();
        wire::storeMac(start.data(), nic(to).mac);
        wire::storeMac(start.data() + 6, kBaseMac);
        deliver(context, to, carried, false);
    };
    if (const auto inside = m_addresses.find(carried.vlan, destination)) {
        carryInside(*inside); // it never leaves the computer
        return;
    }
    if (m_spec.mode == Mode::nat) {
        const base::MutableBytes datagram = carried.writableStart().subspan(kEthernet);
        auto done = m_nat.outbound(context.now, datagram, carried.header.offload());
        if (done && destination == m_nat.outside()) { // back in by the same door (RFC 4787 REQ-9)
            const auto inwards = m_nat.inbound(context.now, datagram, carried.header.offload());
            const auto inside = inwards ? m_addresses.find(carried.vlan, *inwards) : std::nullopt;
            if (inside)
                carryInside(*inside);
            else
                drop(context, DropReason::noTranslation, carried);
            return;
        }
        if (!done) {
            drop(context, done.error() == NatError::unsupported ? DropReason::unsupported : DropReason::noTranslation, carried);
            return;
        }
    }
    transmitOutside(context, from, carried, destination);
}

void Hypervisor::transmitGroup(Context &context, NicId from, Carried &carried, Ipv4Address group)
{
    const base::MacAddress mac = groupMac(group);
    base::MutableBytes start = carried.writableStart();
    wire::storeMac(start.data(), mac);
    wire::storeMac(start.data() + 6, kBaseMac);
    for (const Guest &guest : m_guests)
        for (std::uint16_t i = 0; guest.exists && i < guest.nics.size(); ++i)
            if (const NicId to{guest.memory.guest(), i}; to != from && nic(to).spec.vlan == carried.vlan && guest.state != GuestState::stopped)
                deliver(context, to, carried, false);
    if (m_spec.mode == Mode::nat)
        return; // groups are of the network inside
    for (Adapter &adapter : m_adapters)
        if (adapter.exists && adapter.carrier && carried.size - kEthernet <= adapter.spec.mtu) {
            packet::Packet frame = toPacket(context, carried, carried.vlan);
            wire::storeMac(frame.writable().data() + 6, adapter.spec.mac);
            send(context, adapter, std::move(frame));
        }
}

/// By addresses: the adapter on whose network it is, or the guest's interface's network; else by a gateway, the
/// computer's before the guest's.
Hypervisor::Way Hypervisor::wayTo(const Nic &from, const Guest &guest, Ipv4Address destination)
{
    const auto adapterOn = [&](Ipv4Address address) -> Adapter * {
        for (Adapter &adapter : m_adapters)
            for (const base::InterfaceAddress &own : adapter.spec.addresses)
                if (adapter.exists && own.network().contains(base::IpAddress(address)))
                    return &adapter;
        return nullptr;
    };
    Adapter *const usual = from.spec.adapter < m_adapters.size() && m_adapters[from.spec.adapter].exists ? &m_adapters[from.spec.adapter] : nullptr;
    if (Adapter *adapter = adapterOn(destination))
        return {adapter, destination};
    if (m_spec.mode == Mode::direct)
        for (const base::InterfaceAddress &own : from.spec.addresses)
            if (own.network().contains(base::IpAddress(destination)))
                return {usual, destination};
    if (m_spec.gateway && m_spec.gateway->isV4()) {
        Adapter *adapter = adapterOn(m_spec.gateway->v4());
        return {adapter ? adapter : usual, m_spec.gateway->v4()};
    }
    if (m_spec.mode == Mode::direct && guest.spec.gateway && guest.spec.gateway->isV4())
        return {usual, guest.spec.gateway->v4()};
    return {};
}

void Hypervisor::transmitOutside(Context &context, NicId from, Carried &carried, Ipv4Address destination)
{
    const Guest &guest = m_guests[from.guest.index()];
    const Way way = wayTo(nic(from), guest, destination);
    if (!way.adapter) {
        drop(context, DropReason::noRoute, carried);
        return;
    }
    if (!way.adapter->carrier) {
        drop(context, DropReason::portDown, carried);
        return;
    }
    packet::Packet frame = toPacket(context, carried, 0);
    wire::storeMac(frame.writable().data() + 6, way.adapter->spec.mac);
    if (link::longestSegment(frame) > way.adapter->spec.mtu + kEthernet) {
        const auto view = wire::Ipv4View::parse(frame.bytes().subspan(kEthernet));
        if (!view || view->dontFragment() || frame.offload().segmentSize != 0) {
            if (view && view->dontFragment()) { // the sender is told how much would fit (RFC 1191)
                wire::IcmpRepr message;
                message.message = wire::IcmpUnreachable{wire::UnreachableCode::fragmentationNeeded,
                                                        static_cast<std::uint16_t>(way.adapter->spec.mtu)};
                const base::Bytes quoted = view->datagram().first(std::min<std::size_t>(view->datagram().size(), 548));
                wire::Ipv4Repr ip;
                ip.protocol = wire::IpProtocol::icmp;
                ip.source = m_nat.outside().isUnspecified() ? view->destination() : m_nat.outside();
                ip.destination = view->source();
                ip.payloadLength = static_cast<std::uint16_t>(wire::IcmpRepr::headerLength() + quoted.size());
                packet::Packet error = context.pool.make(kEthernet + ip.totalLength());
                const base::MutableBytes bytes = error.writable();
                wire::EthernetRepr{nic(from).mac, kBaseMac, wire::EtherType::ipv4}.emit(bytes);
                const base::MutableBytes body = bytes.subspan(kEthernet + ip.headerLength());
                std::memcpy(body.data() + wire::IcmpRepr::headerLength(), quoted.data(), quoted.size());
                message.emit(body);
                ip.emit(bytes.subspan(kEthernet));
                if (m_spec.mode == Mode::nat) { // what is quoted was translated already, and comes back as the guest knows it
                    if (const auto inside = m_nat.inbound(context.now, bytes.subspan(kEthernet)); !inside)
                        error = packet::Packet();
                }
                drop(context, DropReason::fragmentationNeeded, carried);
                if (!error.isNull())
                    deliverPacket(context, from, error);
                return;
            }
            drop(context, DropReason::tooBig, carried);
            return;
        }
        sendFragments(context, *way.adapter, way.nextHop, frame);
        return;
    }
    if (carried.vlan != 0 && m_spec.mode == Mode::direct)
        frame = toPacket(context, carried, carried.vlan), wire::storeMac(frame.writable().data() + 6, way.adapter->spec.mac);
    sendTo(context, *way.adapter, way.nextHop, std::move(frame));
}

/// What the adapter reads out of base storage: the hardware's copy, not the base portion's.
packet::Packet Hypervisor::toPacket(Context &context, const Carried &carried, std::uint16_t vlan)
{
    packet::Packet frame = context.pool.make(carried.size);
    base::MutableBytes into = frame.writable();
    for (std::size_t i = 0; i < carried.count; ++i) {
        const Carried::Piece &piece = carried.pieces[i];
        const std::size_t skip = i == 0 ? NetHeader::kLength : 0;
        std::memcpy(into.data(), m_pool.read(piece.page).data() + skip, piece.length - skip);
        into = into.subspan(piece.length - skip);
    }
    frame.setOffload(carried.header.offload());
    frame.setId(carried.packetId);
    if (vlan != 0) { // the tag goes between the addresses and the type
        frame.pushFront(wire::VlanRepr::headerLength());
        const base::MutableBytes bytes = frame.writable();
        std::memmove(bytes.data(), bytes.data() + 4, 12);
        base::storeU16(bytes.data() + 12, static_cast<std::uint16_t>(wire::EtherType::vlan));
        base::storeU16(bytes.data() + 14, vlan);
    }
    return frame;
}

void Hypervisor::sendFragments(Context &context, Adapter &adapter, Ipv4Address nextHop, const packet::Packet &frame)
{
    packet::Packet whole = frame;
    link::completeChecksum(whole); // of the datagram, before it is cut
    const auto view = wire::Ipv4View::parse(whole.bytes().subspan(kEthernet));
    for (packet::Packet &piece : ip::fragmentIpv4(context.pool, *view, adapter.spec.mtu)) {
        const base::MutableBytes front = piece.pushFront(kEthernet);
        std::memcpy(front.data(), whole.bytes().data(), kEthernet);
        sendTo(context, adapter, nextHop, std::move(piece));
    }
}

/// The frame has all but its destination's hardware address.
void Hypervisor::sendTo(Context &context, Adapter &adapter, Ipv4Address nextHop, packet::Packet frame)
{
    Resolver::Actions actions;
    if (const auto mac = adapter.resolver.use(context.now, nextHop, frame, actions)) {
        wire::storeMac(frame.writable().data(), *mac);
        send(context, adapter, std::move(frame));
    }
    act(context, adapter, actions);
}

void Hypervisor::send(Context &context, Adapter &adapter, packet::Packet frame)
{
    if (!adapter.carrier) {
        drop(context, DropReason::portDown, nullptr, frame.id(), frame.bytes());
        return;
    }
    const link::WireCount count = link::wireCount(frame);
    adapter.outPackets += count.packets;
    adapter.outBytes += count.bytes;
    step(context, "sent", nullptr, {}, {}, frame.id(), frame.bytes());
    context.out.send(adapter.port, std::move(frame));
}

} // namespace hopyard::hypervisor
