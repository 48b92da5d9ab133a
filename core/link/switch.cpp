// Learning, forwarding and forgetting; see switch.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/switch.h"

#include "core/base/bytes.h"
#include "core/link/vlan_frames.h"
#include "core/wire/bpdu.h"
#include "core/wire/ethernet.h"

#include <algorithm>
#include <utility>

namespace hopyard::link {

using base::PortIndex;

namespace {

constexpr std::size_t kEthernetHeader = 14;
constexpr std::size_t kShortestFrame = 60; // IEEE 802.3 minFrameSize without the check sequence

} // namespace

PortIndex Switch::addPort()
{
    m_carrier.push_back(false);
    const PortIndex port(static_cast<std::uint32_t>(m_carrier.size() - 1));
    if (m_tree)
        m_tree->addPort(portSettings(port).spanningTree);
    return port;
}

std::uint64_t Switch::key(const std::uint8_t *mac, std::uint16_t vlan)
{
    return std::uint64_t(vlan) << 48 | std::uint64_t(base::loadU16(mac)) << 32 | base::loadU32(mac + 2);
}

const SwitchSettings::Port &Switch::portSettings(PortIndex port) const
{
    static const SwitchSettings::Port kDefault;
    return port.index() < m_settings.ports.size() ? m_settings.ports[port.index()] : kDefault;
}

void Switch::configure(Context &context, const SwitchSettings &settings)
{
    if (settings == m_settings)
        return;
    const SwitchSettings before = std::exchange(m_settings, settings);
    if (before.looksAtVlans != settings.looksAtVlans)
        clearTable();
    for (std::uint32_t port = 0; port < m_carrier.size(); ++port) {
        const PortVlans was = port < before.ports.size() ? before.ports[port].vlans : PortVlans();
        if (was != portSettings(PortIndex(port)).vlans)
            forget(PortIndex(port)); // what was learnt in a VLAN that it may have left
    }
    if (!settings.spanningTree) {
        m_tree.reset();
        return;
    }
    if (!m_tree || before.address != settings.address) {
        makeTree(context.now);
    } else {
        m_tree->configure(*settings.spanningTree);
        for (std::uint32_t port = 0; port < m_carrier.size(); ++port)
            m_tree->configurePort(PortIndex(port), portSettings(PortIndex(port)).spanningTree);
    }
    followTree(context);
}

void Switch::makeTree(base::TimePoint now)
{
    m_tree.emplace(*m_settings.spanningTree, m_settings.address);
    for (std::uint32_t port = 0; port < m_carrier.size(); ++port) {
        m_tree->addPort(portSettings(PortIndex(port)).spanningTree);
        m_tree->setCarrier(now, PortIndex(port), m_carrier[port]);
    }
}

/// Does what the tree wants done: says its messages, forgets addresses, tells of its ports.
void Switch::followTree(Context &context)
{
    const SpanningTree::Outcome outcome = m_tree->takeOutcome();
    for (const PortIndex port : outcome.flushed)
        forget(port);
    for (const SpanningTree::Message &sent : outcome.messages) {
        packet::Packet frame = context.pool.make(std::max(sent.message.frameLength(), kShortestFrame));
        const base::MutableBytes bytes = frame.writable();
        std::fill(bytes.begin(), bytes.end(), std::uint8_t(0));
        sent.message.emitFrame(bytes, m_settings.address);
        context.out.send(sent.port, std::move(frame));
    }
    for (const SpanningTree::Change &change : outcome.changes) {
        using base::trace::ProtocolChanged;
        if (change.fromRole != change.role)
            context.trace.emit(context.now, ProtocolChanged{context.self, "spanning tree role", change.port, {},
                                                            toString(change.fromRole), toString(change.role)});
        if (change.fromState != change.state)
            context.trace.emit(context.now, ProtocolChanged{context.self, "spanning tree port", change.port, {},
                                                            toString(change.fromState), toString(change.state)});
    }
}

/// With a spanning tree, what is addressed to bridges ends here (802.1D section 7.12.6), the tree's messages in it.
bool Switch::takeControlFrame(Context &context, PortIndex in, const packet::Packet &frame)
{
    if (!wire::isReservedBridgeAddress(frame.bytes().data()))
        return false;
    if (const auto view = wire::BpduView::parseFrame(frame.bytes()); view && wire::loadMac(frame.bytes().data()) == wire::kBridgeGroup) {
        m_tree->receive(in, wire::BpduRepr::parse(*view));
        followTree(context);
    }
    return true;
}

void Switch::filter(Context &context, const packet::Packet &frame)
{
    ++m_filtered;
    context.trace.emit(context.now, base::trace::PacketDropped{context.self, {}, {}, base::DropReason::filtered,
                                                               frame.id(), frame.bytes()});
}

bool Switch::mayLeave(PortIndex port, std::uint16_t vlan) const
{
    return m_carrier[port.index()] && (!m_tree || m_tree->forwards(port))
        && (!m_settings.looksAtVlans || portSettings(port).vlans.isMember(vlan));
}

void Switch::handle(Context &context, PortIndex in, packet::Packet frame)
{
    if (frame.size() < kEthernetHeader) {
        context.trace.emit(context.now, base::trace::PacketDropped{context.self, {}, {}, base::DropReason::malformed,
                                                                   frame.id(), frame.bytes()});
        return;
    }
    if (m_tree && takeControlFrame(context, in, frame))
        return;
    VlanFrames frames(std::move(frame));
    const base::Bytes bytes = frames.asItCame().bytes();
    std::uint16_t vlan = frames.taggedVlan();
    if (m_settings.looksAtVlans) {
        const auto classified = frames.classify(portSettings(in).vlans);
        if (!classified) {
            filter(context, frames.asItCame());
            return;
        }
        vlan = *classified;
    }
    const bool sourceIsGroup = bytes[6] & 1; // never learnt (802.1D 7.8)
    if (!sourceIsGroup && (!m_tree || m_tree->learns(in)))
        learn(context.now, key(&bytes[6], vlan), in);
    if (m_tree && !m_tree->forwards(in)) {
        filter(context, frames.asItCame());
        return;
    }
    const bool toGroup = bytes[0] & 1;
    if (!toGroup) {
        const auto place = m_places.find(key(&bytes[0], vlan));
        if (place != m_places.end() && context.now - place->second.lastSeen < kDefaultAgeing
            && mayLeave(place->second.port, vlan)) {
            if (place->second.port != in)
                send(context, place->second.port, frames, vlan);
            return;
        }
    }
    flood(context, in, frames, vlan);
}

void Switch::send(Context &context, PortIndex port, VlanFrames &frames, std::uint16_t vlan)
{
    if (!m_settings.looksAtVlans)
        context.out.send(port, frames.asItCame());
    else
        context.out.send(port, portSettings(port).vlans.isUntagged(vlan) ? frames.untagged() : frames.tagged(vlan));
}

void Switch::learn(base::TimePoint now, std::uint64_t key, PortIndex port)
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

void Switch::flood(Context &context, PortIndex in, VlanFrames &frames, std::uint16_t vlan)
{
    if (!m_limit.allows(context.now)) {
        ++m_suppressed;
        dropFlooded(context, m_limit, frames.asItCame());
        return;
    }
    for (std::uint32_t port = 0; port < m_carrier.size(); ++port)
        if (port != in.value() && mayLeave(PortIndex(port), vlan))
            send(context, PortIndex(port), frames, vlan);
}

void Switch::expire(Context &context)
{
    sweep(context.now);
    if (m_tree && m_tree->nextDeadline() <= context.now) {
        m_tree->expire(context.now);
        followTree(context);
    }
}

void Switch::sweep(base::TimePoint now)
{
    if (m_sweepAt > now)
        return;
    base::TimePoint oldest = base::TimePoint::never();
    std::erase_if(m_places, [&](const auto &entry) {
        if (now - entry.second.lastSeen >= kDefaultAgeing)
            return true;
        oldest = std::min(oldest, entry.second.lastSeen);
        return false;
    });
    m_sweepAt = oldest + kDefaultAgeing;
}

void Switch::forget(PortIndex port)
{
    std::erase_if(m_places, [port](const auto &entry) { return entry.second.port == port; });
}

void Switch::carrierChanged(Context &context, PortIndex port, bool up)
{
    m_carrier[port.index()] = up;
    if (!up) // what was behind this port may come back behind another
        forget(port);
    if (m_tree) {
        m_tree->setCarrier(context.now, port, up);
        followTree(context);
    }
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
