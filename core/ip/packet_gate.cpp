// See packet_gate.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/packet_gate.h"

#include <algorithm>

namespace hopyard::ip {

using base::PortIndex;
using base::TimePoint;
using Nat = PacketGateConfig::Port::Nat;

void PacketGate::configure(const PacketGateConfig &config)
{
    for (const AccessList &list : config.lists)
        if (const auto known = m_filters.find(list.name); known == m_filters.end())
            m_filters.emplace(list.name, AccessFilter(list));
        else if (known->second.list() != list)
            known->second.change(list);
    std::erase_if(m_filters, [&](const auto &filter) {
        return std::none_of(config.lists.begin(), config.lists.end(),
                            [&](const AccessList &list) { return list.name == filter.first; });
    });

    // A table for each outside interface with an address; port forwards that are gone go, new ones come.
    std::erase_if(m_tables, [&](const auto &table) {
        const auto port = config.ports.find(table.first);
        return port == config.ports.end() || port->second.nat != Nat::outside || port->second.address.isUnspecified();
    });
    for (const auto &[port, part] : config.ports)
        if (part.nat == Nat::outside && !part.address.isUnspecified())
            m_tables[port].setOutside(part.address);
    const auto has = [](const PacketGateConfig &of, const NatPortForward &forward) {
        return std::find(of.forwards.begin(), of.forwards.end(), forward) != of.forwards.end();
    };
    for (const NatPortForward &old : m_config.forwards)
        if (const auto table = m_tables.find(old.outside); table != m_tables.end() && !has(config, old))
            table->second.removeStatic(old.protocol, old.outsidePort);
    for (const NatPortForward &forward : config.forwards)
        if (const auto table = m_tables.find(forward.outside); table != m_tables.end()) // else it waits for its interface
            (void)table->second.addStatic(forward.protocol, forward.outsidePort, forward.inside, forward.insidePort);
    m_config = config;
}

const PacketGateConfig::Port *PacketGate::find(PortIndex port) const
{
    const auto found = m_config.ports.find(port);
    return found == m_config.ports.end() ? nullptr : &found->second;
}

bool PacketGate::permits(const std::string &list, const packet::Packet &frame, std::size_t at, std::uint64_t packets)
{
    if (list.empty())
        return true;
    const auto filter = m_filters.find(list);
    const auto view = wire::Ipv4View::parse(frame.bytes().subspan(at));
    return filter == m_filters.end() || !view || filter->second.permits(*view, packets);
}

/// A rule names its source. Asking is no hit: the list is not what decides about the packet.
bool PacketGate::isTranslated(PortIndex outside, const wire::Ipv4View &datagram) const
{
    return std::any_of(m_config.sources.begin(), m_config.sources.end(), [&](const NatSourceRule &rule) {
        const auto filter = rule.outside == outside ? m_filters.find(rule.list) : m_filters.end();
        if (filter == m_filters.end())
            return false;
        const auto deciding = decidingRule(filter->second.list(), datagram);
        return deciding && filter->second.list().rules[*deciding].permit;
    });
}

GateVerdict PacketGate::in(TimePoint now, PortIndex port, packet::Packet &frame, std::size_t at, std::uint64_t packets)
{
    const PacketGateConfig::Port *part = find(port);
    if (!part)
        return GateVerdict::pass;
    if (!permits(part->filterIn, frame, at, packets))
        return GateVerdict::filtered;
    const auto table = part->nat == Nat::outside ? m_tables.find(port) : m_tables.end();
    if (table == m_tables.end())
        return GateVerdict::pass;
    const auto view = wire::Ipv4View::parse(frame.bytes().subspan(at));
    if (!view || view->destination() != table->second.outside())
        return GateVerdict::pass;
    // What no row is for is the router's own: its sessions have the same address.
    return table->second.inbound(now, frame.writable().subspan(at), frame.offload()) ? GateVerdict::translated
                                                                                     : GateVerdict::pass;
}

GateVerdict PacketGate::out(TimePoint now, PortIndex inPort, PortIndex outPort, packet::Packet &frame, std::size_t at,
                            std::uint64_t packets)
{
    const PacketGateConfig::Port *part = find(outPort);
    if (!part)
        return GateVerdict::pass;
    GateVerdict verdict = GateVerdict::pass;
    const PacketGateConfig::Port *from = part->nat == Nat::outside ? find(inPort) : nullptr;
    if (from && from->nat == Nat::inside) {
        const auto table = m_tables.find(outPort);
        const auto view = wire::Ipv4View::parse(frame.bytes().subspan(at));
        if (table != m_tables.end() && view && (isTranslated(outPort, *view) || table->second.isStaticSource(*view))) {
            if (!table->second.outbound(now, frame.writable().subspan(at), frame.offload()))
                return GateVerdict::noTranslation;
            verdict = GateVerdict::translated;
        }
    }
    return permits(part->filterOut, frame, at, packets) ? verdict : GateVerdict::filtered;
}

void PacketGate::expire(TimePoint now)
{
    for (auto &[port, table] : m_tables)
        table.expire(now);
}

TimePoint PacketGate::nextDeadline() const
{
    TimePoint next = TimePoint::never();
    for (const auto &[port, table] : m_tables)
        next = std::min(next, table.nextDeadline());
    return next;
}

void PacketGate::clearCounters()
{
    for (auto &[name, filter] : m_filters)
        filter.clearCounters();
}

void PacketGate::clearTranslations()
{
    for (auto &[port, table] : m_tables)
        table.clear();
}

} // namespace hopyard::ip
