// Mode bridged: a learning switch by MAC address and VLAN among guests and adapters, as a hosted monitor has one. The
// guests' addresses are known; what is behind adapters is learnt and forgotten (IEEE 802.1D).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hypervisor/hypervisor.h"

#include "core/wire/ethernet.h"

#include <algorithm>

namespace hopyard::hypervisor {

using base::DropReason;

std::uint64_t Hypervisor::macKey(const base::MacAddress &mac, std::uint16_t vlan)
{
    const std::uint8_t *b = mac.bytes().data();
    return std::uint64_t(vlan) << 48 | std::uint64_t(base::loadU16(b)) << 32 | base::loadU32(b + 2);
}

Hypervisor::Adapter *Hypervisor::learntAt(base::TimePoint now, const base::MacAddress &mac, std::uint16_t vlan)
{
    const auto learnt = m_learnt.find(macKey(mac, vlan));
    if (learnt == m_learnt.end())
        return nullptr;
    if (now - learnt->second.lastSeen >= kAgeing) {
        m_learnt.erase(learnt);
        return nullptr;
    }
    return adapterAt(learnt->second.port);
}

void Hypervisor::transmitBridged(Context &context, NicId from, Carried &carried)
{
    const base::Bytes start = carried.start();
    const base::MacAddress to = wire::loadMac(start.data());
    if (wire::loadMac(start.data() + 6) != nic(from).mac) {
        ++nic(from).counters.spoofed;
        drop(context, DropReason::spoofedSource, carried);
        return;
    }
    if (!to.isMulticast()) {
        if (const auto inside = m_byMac.find(macKey(to, carried.vlan)); inside != m_byMac.end()) {
            deliver(context, inside->second, carried, false);
            return;
        }
        if (Adapter *adapter = learntAt(context.now, to, carried.vlan)) {
            send(context, *adapter, toPacket(context, carried, carried.vlan));
            return;
        }
    } else {
        for (const Guest &guest : m_guests)
            for (std::uint16_t i = 0; guest.exists && guest.state != GuestState::stopped && i < guest.nics.size(); ++i)
                if (const NicId other{guest.memory.guest(), i}; other != from && guest.nics[i].spec.vlan == carried.vlan)
                    deliver(context, other, carried, false);
    }
    for (Adapter &adapter : m_adapters)
        if (adapter.exists && adapter.carrier)
            send(context, adapter, toPacket(context, carried, carried.vlan));
}

void Hypervisor::bridgeFromAdapter(Context &context, Adapter &in, Carried &carried, std::vector<NicId> &receivers)
{
    constexpr std::size_t kMaxLearnt = 8'192;
    const base::Bytes start = carried.start();
    const base::MacAddress to = wire::loadMac(start.data()), from = wire::loadMac(start.data() + 6);
    if (!from.isMulticast() && (m_learnt.size() < kMaxLearnt || m_learnt.contains(macKey(from, carried.vlan))))
        m_learnt[macKey(from, carried.vlan)] = {in.port, context.now};
    if (!to.isMulticast()) {
        if (const auto inside = m_byMac.find(macKey(to, carried.vlan)); inside != m_byMac.end()) {
            receivers.push_back(inside->second);
            return;
        }
        if (Adapter *adapter = learntAt(context.now, to, carried.vlan)) {
            if (adapter != &in)
                send(context, *adapter, toPacket(context, carried, carried.vlan));
            return;
        }
    }
    if (!m_floods.allows(context.now)) { // a loop outside must not burn the world down
        drop(context, DropReason::rateLimited, carried);
        return;
    }
    for (const Guest &guest : m_guests)
        for (std::uint16_t i = 0; to.isMulticast() && guest.exists && guest.state != GuestState::stopped && i < guest.nics.size(); ++i)
            if (guest.nics[i].spec.vlan == carried.vlan)
                receivers.push_back({guest.memory.guest(), i});
    for (Adapter &adapter : m_adapters)
        if (adapter.exists && adapter.carrier && &adapter != &in)
            send(context, adapter, toPacket(context, carried, carried.vlan));
}

std::vector<Hypervisor::MacRow> Hypervisor::macTable(base::TimePoint now) const
{
    std::vector<MacRow> rows;
    for (const Guest &guest : m_guests)
        for (std::uint16_t i = 0; guest.exists && i < guest.nics.size(); ++i)
            rows.push_back({guest.nics[i].mac, guest.nics[i].spec.vlan, {guest.memory.guest(), i}, {}});
    for (const auto &[key, learnt] : m_learnt) {
        if (now - learnt.lastSeen >= kAgeing)
            continue;
        std::array<std::uint8_t, 6> mac{};
        base::storeU16(mac.data(), static_cast<std::uint16_t>(key >> 32));
        base::storeU32(mac.data() + 2, static_cast<std::uint32_t>(key));
        rows.push_back({base::MacAddress(mac), static_cast<std::uint16_t>(key >> 48), {}, learnt.port});
    }
    std::sort(rows.begin(), rows.end(), [](const MacRow &x, const MacRow &y) { return std::pair(x.vlan, x.mac) < std::pair(y.vlan, y.mac); });
    return rows;
}

} // namespace hopyard::hypervisor
