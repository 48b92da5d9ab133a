// ARP is the base portion's affair in modes direct and nat (RFC 826): to its guests it answers for everybody else, on
// adapters it answers for its guests (direct) or for its own address, and asks for next hops on their behalf.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hypervisor/hypervisor.h"

#include "core/wire/arp.h"
#include "core/wire/ethernet.h"

#include <algorithm>
#include <cstring>

namespace hopyard::hypervisor {

using base::DropReason;
using base::Ipv4Address;

namespace {
constexpr std::size_t kEthernet = wire::EthernetView::kHeaderLength;
}

void Hypervisor::answerGuest(Context &context, NicId from, const Carried &carried)
{
    const auto arp = wire::ArpView::parse(carried.start().subspan(kEthernet));
    if (!arp) {
        drop(context, DropReason::malformed, carried);
        return;
    }
    if (arp->operation() != wire::ArpOperation::request)
        return;
    const Ipv4Address target = arp->targetIp();
    const auto owner = m_addresses.find(carried.vlan, target);
    // A guest that asks for an address of its own looks whether anybody else has it (RFC 5227): nobody does.
    if ((owner && *owner == from) || (!owner && target == arp->senderIp()))
        return;
    // A probe for an address that nobody has here is left alone: whether it is free outside is not for us to say.
    if (!owner && arp->senderIp().isUnspecified())
        return;
    wire::ArpRepr reply;
    reply.operation = wire::ArpOperation::reply;
    reply.senderMac = kBaseMac;
    reply.senderIp = target;
    reply.targetMac = arp->senderMac();
    reply.targetIp = arp->senderIp();
    packet::Packet frame = context.pool.make(kEthernet + wire::ArpRepr::headerLength());
    const base::MutableBytes bytes = frame.writable();
    wire::EthernetRepr{nic(from).mac, kBaseMac, wire::EtherType::arp}.emit(bytes);
    reply.emit(bytes.subspan(kEthernet));
    deliverPacket(context, from, frame);
}

void Hypervisor::inputArp(Context &context, Adapter &adapter, const packet::Packet &frame, std::uint16_t vlan)
{
    const auto arp = wire::ArpView::parse(frame.bytes().subspan(kEthernet));
    if (!arp) {
        drop(context, DropReason::malformed, nullptr, frame.id(), frame.bytes());
        return;
    }
    const Ipv4Address target = arp->targetIp(), sender = arp->senderIp();
    const auto isOurs = [&](Ipv4Address address) {
        if (m_spec.mode == Mode::direct && m_addresses.find(vlan, address))
            return true;
        return vlan == 0
               && std::any_of(adapter.spec.addresses.begin(), adapter.spec.addresses.end(),
                              [&](const base::InterfaceAddress &own) { return own.address == base::IpAddress(address); });
    };
    if (sender.isUnspecified() ? false : isOurs(sender))
        return; // somebody claims an address of ours; what we say is said by announcements
    const bool answer = arp->operation() == wire::ArpOperation::reply && wire::loadMac(frame.bytes().data()) == adapter.spec.mac;
    Resolver::Actions actions;
    if (!sender.isUnspecified()
        && (answer || isOurs(target) || adapter.resolver.table().find(base::IpAddress(sender)) != ip::NeighbourTable::kNone))
        adapter.resolver.heard(context.now, sender, arp->senderMac(), answer, actions);
    act(context, adapter, actions);
    if (arp->operation() != wire::ArpOperation::request || !isOurs(target))
        return;
    wire::ArpRepr reply;
    reply.operation = wire::ArpOperation::reply;
    reply.senderMac = adapter.spec.mac;
    reply.senderIp = target;
    reply.targetMac = arp->senderMac();
    reply.targetIp = sender;
    sendArp(context, adapter, vlan, reply, arp->senderMac());
}

/// Tells everybody on the adapter's network that this address is here now.
void Hypervisor::announce(Context &context, Adapter &adapter, std::uint16_t vlan, Ipv4Address address)
{
    if (!adapter.exists || !adapter.carrier)
        return;
    wire::ArpRepr arp;
    arp.senderMac = adapter.spec.mac;
    arp.senderIp = arp.targetIp = address;
    sendArp(context, adapter, vlan, arp, base::MacAddress::broadcast());
}

void Hypervisor::announceAll(Context &context)
{
    for (Adapter &adapter : m_adapters) {
        if (m_spec.mode != Mode::bridged)
            for (const base::InterfaceAddress &own : adapter.spec.addresses)
                if (own.address.isV4())
                    announce(context, adapter, 0, own.address.v4());
        if (m_spec.mode == Mode::direct)
            for (const AddressList::Row &row : m_addresses.rows())
                if (m_guests[row.owner.guest.index()].state != GuestState::stopped)
                    announce(context, adapter, row.vlan, row.address);
    }
}

void Hypervisor::sendArp(Context &context, Adapter &adapter, std::uint16_t vlan, const wire::ArpRepr &arp, const base::MacAddress &to)
{
    const std::size_t tag = vlan == 0 ? 0 : 4;
    packet::Packet frame = context.pool.make(kEthernet + tag + wire::ArpRepr::headerLength());
    const base::MutableBytes bytes = frame.writable();
    wire::EthernetRepr{to, adapter.spec.mac, vlan == 0 ? wire::EtherType::arp : wire::EtherType::vlan}.emit(bytes);
    if (vlan != 0) {
        base::storeU16(bytes.data() + kEthernet, vlan);
        base::storeU16(bytes.data() + kEthernet + 2, static_cast<std::uint16_t>(wire::EtherType::arp));
    }
    arp.emit(bytes.subspan(kEthernet + tag));
    send(context, adapter, std::move(frame));
}

/// Does what the resolver of an adapter wants done.
void Hypervisor::act(Context &context, Adapter &adapter, Resolver::Actions &actions)
{
    for (const Resolver::Actions::Ask &ask : actions.ask) {
        // The question comes from the computer's own address, or from a guest's on that network: both are answered here.
        wire::ArpRepr arp;
        arp.senderMac = adapter.spec.mac;
        arp.targetIp = ask.target;
        std::uint16_t vlan = 0;
        const base::InterfaceAddress *own = nullptr;
        for (const base::InterfaceAddress &address : adapter.spec.addresses)
            if (address.address.isV4() && (!own || address.network().contains(base::IpAddress(ask.target))))
                own = &address;
        if (own)
            arp.senderIp = own->address.v4();
        else
            for (const Guest &guest : m_guests)
                for (const Nic &one : guest.nics)
                    for (const base::InterfaceAddress &address : one.spec.addresses)
                        if (guest.exists && address.address.isV4() && address.network().contains(base::IpAddress(ask.target))) {
                            arp.senderIp = address.address.v4();
                            vlan = one.spec.vlan;
                        }
        sendArp(context, adapter, vlan, arp, ask.only.value_or(base::MacAddress::broadcast()));
    }
    for (auto &[mac, frame] : actions.send) {
        wire::storeMac(frame.writable().data(), mac);
        send(context, adapter, std::move(frame));
    }
    for (const packet::Packet &frame : actions.giveUp)
        drop(context, DropReason::neighbourUnreachable, nullptr, frame.id(), frame.bytes());
    actions = {};
}

} // namespace hopyard::hypervisor
