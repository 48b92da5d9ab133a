// Learning, forwarding and forgetting; see switch.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/switch.h"

#include "core/base/bytes.h"

#include <algorithm>

namespace hopyard::link {

namespace {

constexpr std::size_t kEthernetHeader = 14;
constexpr std::uint16_t kVlanType = 0x8100; // IEEE 802.1Q tag protocol identifier

std::uint16_t vlanOf(base::Bytes frame)
{
    if (frame.size() < kEthernetHeader + 4 || base::loadU16(&frame[12]) != kVlanType)
        return 0;
    return base::loadU16(&frame[14]) & 0x0fff;
}

} // namespace

base::PortIndex Switch::addPort()
{
    m_carrier.push_back(false);
    return base::PortIndex(static_cast<std::uint32_t>(m_carrier.size() - 1));
}

std::uint64_t Switch::key(const std::uint8_t *mac, std::uint16_t vlan)
{
    return std::uint64_t(vlan) << 48 | std::uint64_t(base::loadU16(mac)) << 32 | base::loadU32(mac + 2);
}

void Switch::handle(Context &context, base::PortIndex in, packet::Packet frame)
{
    const base::Bytes bytes = frame.bytes();
    if (bytes.size() < kEthernetHeader) {
        context.trace.emit(context.now, base::trace::PacketDropped{context.self, {}, {}, base::DropReason::malformed,
                                                                   frame.id(), bytes});
        return;
    }
    const std::uint16_t vlan = vlanOf(bytes);
    const bool sourceIsGroup = bytes[6] & 1; // never learnt (802.1D 7.8)
    if (!sourceIsGroup)
        learn(context.now, key(&bytes[6], vlan), in);
    const bool toGroup = bytes[0] & 1;
    if (!toGroup) {
        const auto place = m_places.find(key(&bytes[0], vlan));
        if (place != m_places.end() && context.now - place->second.lastSeen < kDefaultAgeing
            && m_carrier[place->second.port.index()]) {
            if (place->second.port != in)
                context.out.send(place->second.port, std::move(frame));
            return;
        }
    }
    flood(context, in, frame);
}

void Switch::learn(base::TimePoint now, std::uint64_t key, base::PortIndex port)
{
    const auto found = m_places.find(key);
    if (found != m_places.end()) {
        found->second = {port, now};
        return;
    }
    if (m_places.size() >= kMaxEntries)
        return; // as a full table does: the address stays unknown and is flooded
    m_places.emplace(key, Place{port, now});
    if (m_sweepAt.isNever())
        m_sweepAt = now + kDefaultAgeing;
}

void Switch::flood(Context &context, base::PortIndex in, const packet::Packet &frame)
{
    if (!m_limit.allows(context.now)) {
        ++m_suppressed;
        dropFlooded(context, m_limit, frame);
        return;
    }
    for (std::uint32_t port = 0; port < m_carrier.size(); ++port)
        if (m_carrier[port] && port != in.value())
            context.out.send(base::PortIndex(port), frame);
}

void Switch::expire(Context &context)
{
    if (m_sweepAt > context.now)
        return;
    base::TimePoint oldest = base::TimePoint::never();
    std::erase_if(m_places, [&](const auto &entry) {
        if (context.now - entry.second.lastSeen >= kDefaultAgeing)
            return true;
        oldest = std::min(oldest, entry.second.lastSeen);
        return false;
    });
    m_sweepAt = oldest + kDefaultAgeing;
}

void Switch::carrierChanged(Context &, base::PortIndex port, bool up)
{
    m_carrier[port.index()] = up;
    if (!up) // what was behind this port may come back behind another
        std::erase_if(m_places, [port](const auto &entry) { return entry.second.port == port; });
}

std::vector<Switch::Entry> Switch::table(base::TimePoint now) const
{
    std::vector<Entry> entries;
    for (const auto &[key, place] : m_places) {
        if (now - place.lastSeen >= kDefaultAgeing)
            continue;
        std::array<std::uint8_t, 6> mac{};
        base::storeU16(mac.data(), static_cast<std::uint16_t>(key >> 32));
        base::storeU32(mac.data() + 2, static_cast<std::uint32_t>(key));
        entries.push_back({base::MacAddress(mac), static_cast<std::uint16_t>(key >> 48), place.port, place.lastSeen});
    }
    std::sort(entries.begin(), entries.end(), [](const Entry &x, const Entry &y) {
        return std::pair(x.vlan, x.mac) < std::pair(y.vlan, y.mac);
    });
    return entries;
}

void Switch::clearTable()
{
    m_places.clear();
    m_sweepAt = base::TimePoint::never();
}

} // namespace hopyard::link
