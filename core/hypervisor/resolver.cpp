// See resolver.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hypervisor/resolver.h"

#include <utility>

namespace hopyard::hypervisor {

using ip::NeighbourEvent;
using ip::NeighbourState;

std::optional<base::MacAddress> Resolver::use(base::TimePoint now, base::Ipv4Address target, packet::Packet &frame, Actions &actions)
{
    std::uint32_t slot = m_table.find(target);
    if (slot == ip::NeighbourTable::kNone) {
        slot = m_table.add(target, m_settings.tableLimit);
        if (slot == ip::NeighbourTable::kNone) {
            if (const std::uint32_t oldest = m_table.oldestUnused(); oldest != ip::NeighbourTable::kNone) {
                m_timers.cancel(m_table.at(oldest).timer);
                m_table.remove(oldest);
                slot = m_table.add(target, m_settings.tableLimit);
            }
        }
        if (slot == ip::NeighbourTable::kNone) {
            actions.giveUp.push_back(std::move(frame));
            return std::nullopt;
        }
        m_table.at(slot).state = NeighbourState::failed; // where a use begins to ask
        m_table.at(slot).since = now;
    }
    if (m_table.at(slot).hasMac()) {
        if (m_table.at(slot).state == NeighbourState::stale)
            event(now, slot, NeighbourEvent::use, nullptr, nullptr, actions);
        return m_table.at(slot).mac;
    }
    event(now, slot, NeighbourEvent::use, nullptr, &frame, actions);
    return std::nullopt;
}

void Resolver::heard(base::TimePoint now, base::Ipv4Address address, const base::MacAddress &mac, bool answer, Actions &actions)
{
    std::uint32_t slot = m_table.find(address);
    if (slot == ip::NeighbourTable::kNone) {
        if (answer || (slot = m_table.add(address, m_settings.tableLimit)) == ip::NeighbourTable::kNone)
            return; // an answer to a question that was not asked
        m_table.at(slot).state = NeighbourState::failed;
    }
    const bool same = m_table.at(slot).hasMac() && m_table.at(slot).mac == mac;
    event(now, slot, answer ? (same ? NeighbourEvent::solicitedSame : NeighbourEvent::solicitedChanged)
                            : (same ? NeighbourEvent::unsolicitedSame : NeighbourEvent::unsolicitedChanged),
          &mac, nullptr, actions);
}

void Resolver::expire(base::TimePoint now, Actions &actions)
{
    while (const auto due = m_timers.popDue(now)) {
        const ip::Neighbour &neighbour = m_table.at(due->payload);
        const bool again = (neighbour.state == NeighbourState::incomplete && neighbour.tries < m_settings.requests)
                           || (neighbour.state == NeighbourState::probe && neighbour.tries < m_settings.probes);
        event(now, due->payload, again ? NeighbourEvent::timeout : NeighbourEvent::exhausted, nullptr, nullptr, actions);
    }
}

void Resolver::event(base::TimePoint now, std::uint32_t slot, NeighbourEvent event, const base::MacAddress *mac,
                     packet::Packet *waiting, Actions &actions)
{
    ip::Neighbour &neighbour = m_table.at(slot);
    const ip::NeighbourStep step = ip::next(neighbour.state, event);
    if (step.state != neighbour.state)
        neighbour.since = now;
    neighbour.state = step.state;
    if (step.take && mac)
        neighbour.mac = *mac;
    if (step.resetTries)
        neighbour.tries = 0;
    if (step.queue && waiting) {
        if (neighbour.queue.size() >= m_settings.queueLimit) {
            actions.giveUp.push_back(std::move(neighbour.queue.front()));
            neighbour.queue.erase(neighbour.queue.begin());
        }
        neighbour.queue.push_back(std::move(*waiting));
    }
    const base::Ipv4Address target = neighbour.address.v4();
    if (step.request) {
        ++neighbour.tries;
        actions.ask.push_back({target, std::nullopt});
    }
    if (step.probe) {
        ++neighbour.tries;
        actions.ask.push_back({target, neighbour.mac});
    }
    if (step.release)
        for (packet::Packet &frame : std::exchange(neighbour.queue, {}))
            actions.send.emplace_back(neighbour.mac, std::move(frame));
    if (step.giveUp)
        for (packet::Packet &frame : std::exchange(neighbour.queue, {}))
            actions.giveUp.push_back(std::move(frame));
    if (step.restart) {
        base::Duration time = m_settings.retransmit;
        switch (neighbour.state) {
        case NeighbourState::reachable: time = m_settings.reachable; break;
        case NeighbourState::stale: time = m_settings.staleAge; break;
        case NeighbourState::delay: time = m_settings.delay; break;
        case NeighbourState::failed: time = m_settings.failedAge; break;
        case NeighbourState::incomplete:
        case NeighbourState::probe:
        case NeighbourState::permanent: break;
        }
        if (!m_timers.move(neighbour.timer, now + time))
            neighbour.timer = m_timers.set(now + time, slot);
    }
    if (step.remove) {
        m_timers.cancel(neighbour.timer);
        m_table.remove(slot);
    }
}

} // namespace hopyard::hypervisor
