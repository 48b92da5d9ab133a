// From an adapter: the packet lands in pages of the DMA table, the demultiplexer names the guests it is for, and each
// gets it, lent or copied. What nobody was lent goes back into the table as it is.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hypervisor/hypervisor.h"

#include "core/wire/ethernet.h"
#include "core/wire/ipv4.h"
#include "core/wire/transport_place.h"
#include "core/wire/vlan.h"

#include <algorithm>
#include <cstring>

namespace hopyard::hypervisor {

using base::DropReason;
using base::Ipv4Address;

namespace {
constexpr std::size_t kEthernet = wire::EthernetView::kHeaderLength;
}

void Hypervisor::receive(Context &context, Adapter &adapter, packet::Packet frame)
{
    if (frame.size() < kEthernet) {
        drop(context, DropReason::malformed, nullptr, frame.id(), frame.bytes());
        return;
    }
    // The adapter takes the tag off, as hardware does, and tells its number beside the packet.
    std::uint16_t vlan = 0;
    if (base::loadU16(frame.bytes().data() + 12) == static_cast<std::uint16_t>(wire::EtherType::vlan) && frame.size() >= kEthernet + 4) {
        vlan = base::loadU16(frame.bytes().data() + 14) & 0x0fff;
        const base::MutableBytes bytes = frame.writable();
        std::memmove(bytes.data() + 4, bytes.data(), 12);
        frame.popFront(4);
    }
    const base::Bytes bytes = frame.bytes();
    const base::MacAddress to = wire::loadMac(bytes.data());
    const auto type = static_cast<wire::EtherType>(base::loadU16(bytes.data() + 12));
    if (m_spec.mode != Mode::bridged) {
        if (to != adapter.spec.mac && !to.isMulticast())
            return; // the adapter's own filter
        if (type == wire::EtherType::arp) {
            inputArp(context, adapter, frame, vlan);
            return;
        }
        if (type != wire::EtherType::ipv4) {
            drop(context, DropReason::unsupported, nullptr, frame.id(), bytes);
            return;
        }
    }
    Carried carried;
    carried.vlan = vlan;
    if (!land(frame, carried)) {
        askForRelease(context);
        drop(context, DropReason::noBuffer, nullptr, frame.id(), frame.bytes());
        return;
    }
    Costs &count = costs();
    ++count.packets;
    count.bytes += carried.size;
    if (context.trace.wants<base::trace::BufferStep>())
        for (std::size_t i = 0; i < carried.count; ++i)
            step(context, "landed", nullptr, carried.pieces[i].page, {}, frame.id(), i == 0 ? carried.start() : base::Bytes());
    std::vector<NicId> receivers;
    nameReceivers(context, adapter, carried, receivers);
    for (const NicId receiver : receivers) {
        Guest &guest = m_guests[receiver.guest.index()];
        spend(&guest, m_spec.costs.carry);
        step(context, "named", &guest, carried.pieces[0].page, {}, carried.packetId);
        deliver(context, receiver, carried, true);
    }
    for (std::size_t i = 0; i < carried.count; ++i)
        if (m_pool.info(carried.pieces[i].page).state == PageState::filled) {
            (void)m_pool.relist(carried.pieces[i].page);
            step(context, "listed", nullptr, carried.pieces[i].page, {}, 0);
        }
    if (m_spec.receive == Receive::remap && m_pool.listedPages() < m_spec.dmaPages / 4)
        askForRelease(context); // before it is too late
}

/// The adapter writes the frame to the first pages of the DMA table. False: there are too few; nothing changed.
bool Hypervisor::land(const packet::Packet &frame, Carried &carried)
{
    base::Bytes rest = frame.bytes();
    std::size_t first = kPageSize - NetHeader::kLength;
    if (m_spec.headerSplit)
        if (const auto place = wire::findTransport(rest); place && place->payload < rest.size())
            first = place->payload;
    first = std::min(first, rest.size());
    const std::size_t needed = 1 + (rest.size() - first + kPageSize - 1) / kPageSize;
    if (m_pool.listedPages() < needed)
        return false;
    carried.size = rest.size();
    carried.packetId = frame.id();
    for (std::size_t i = 0; i < needed; ++i) {
        const HostPage page = *m_pool.fill();
        const std::size_t skip = i == 0 ? NetHeader::kLength : 0;
        const std::size_t n = i == 0 ? first : std::min(rest.size(), kPageSize);
        const base::MutableBytes bytes = m_pool.write(page, skip + n);
        if (i == 0)
            carried.first = bytes.data();
        std::memcpy(bytes.data() + skip, rest.data(), n);
        rest = rest.subspan(n);
        carried.add(page, skip + n);
    }
    carried.header = NetHeader::of(frame.offload(), carried.start());
    carried.header.flags &= NetHeader::kNeedsChecksum;
    return true;
}

/// Everybody on the interface's network, or on every network.
bool Hypervisor::isGroupFor(const Nic &one, Ipv4Address destination) const
{
    if (destination.isLimitedBroadcast())
        return true;
    return std::any_of(one.spec.addresses.begin(), one.spec.addresses.end(),
                       [&](const base::InterfaceAddress &own) { return own.broadcast() == destination; });
}

/// The demultiplexer: by VLAN and destination, of IP or of Ethernet. Who is not named is not for us, and it is said.
void Hypervisor::nameReceivers(Context &context, Adapter &adapter, Carried &carried, std::vector<NicId> &receivers)
{
    if (m_spec.mode == Mode::bridged) {
        bridgeFromAdapter(context, adapter, carried, receivers);
        return;
    }
    const auto view = wire::Ipv4View::parseQuoted(carried.start().subspan(kEthernet));
    if (!view || view->totalLength() + kEthernet > carried.size) {
        drop(context, DropReason::malformed, carried);
        return;
    }
    Ipv4Address destination = view->destination();
    if (m_spec.mode == Mode::nat) {
        if (destination != m_nat.outside()) {
            drop(context, DropReason::notForUs, carried);
            return;
        }
        const auto inside = m_nat.inbound(context.now, carried.writableStart().subspan(kEthernet), carried.header.offload());
        if (!inside) {
            drop(context, inside.error() == NatError::noRow ? DropReason::noTranslation
                          : inside.error() == NatError::malformed ? DropReason::malformed : DropReason::unsupported, carried);
            return;
        }
        destination = *inside;
    }
    if (const auto owner = m_addresses.find(carried.vlan, destination)) {
        const base::MutableBytes start = carried.writableStart();
        wire::storeMac(start.data(), nic(*owner).mac);
        wire::storeMac(start.data() + 6, kBaseMac);
        receivers.push_back(*owner);
        return;
    }
    const bool toAll = wire::loadMac(carried.start().data()).isMulticast();
    for (const Guest &guest : m_guests)
        for (std::uint16_t i = 0; toAll && guest.exists && guest.state != GuestState::stopped && i < guest.nics.size(); ++i)
            if (guest.nics[i].spec.vlan == carried.vlan)
                receivers.push_back({guest.memory.guest(), i});
    if (receivers.empty())
        drop(context, DropReason::notForUs, carried);
}

} // namespace hopyard::hypervisor
