// Calls from outside, seconds, and the order in which the machines run; see spanning_tree.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/spanning_tree.h"

#include <algorithm>
#include <utility>

namespace hopyard::link {

using base::PortIndex;
using base::TimePoint;

std::string_view toString(PortRole role)
{
    switch (role) {
    case PortRole::disabled: return "disabled";
    case PortRole::root: return "root";
    case PortRole::designated: return "designated";
    case PortRole::alternate: return "alternate";
    case PortRole::backup: return "backup";
    }
    return "unknown";
}

std::string_view toString(PortState state)
{
    switch (state) {
    case PortState::discarding: return "discarding";
    case PortState::learning: return "learning";
    case PortState::forwarding: return "forwarding";
    }
    return "unknown";
}

std::uint32_t spanningTreeCost(std::uint64_t bitsPerSecond)
{
    constexpr std::uint64_t kOfOneBit = 20'000'000'000'000; // table 17-3: 20,000,000 at 1 Mbit/s
    constexpr std::uint64_t kMost = 200'000'000;
    return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(kOfOneBit / std::max<std::uint64_t>(bitsPerSecond, 1), 1, kMost));
}

SpanningTree::SpanningTree(const SpanningTreeSettings &settings, const base::MacAddress &address)
    : m_settings(settings), m_id{settings.priority, address}
{
    m_rootPriority = {m_id, 0, m_id, 0};
    m_rootTimes = {0, settings.maxAge, settings.helloTime, settings.forwardDelay};
}

void SpanningTree::addPort(const SpanningTreePortSettings &settings)
{
    Port port;
    port.settings = settings;
    port.id = static_cast<std::uint16_t>((settings.priority & 0xf0) << 8 | ((m_ports.size() + 1) & 0xfff));
    begin(port);
    m_ports.push_back(port);
}

/// What the states that every machine begins in do.
void SpanningTree::begin(Port &port)
{
    const Port was = port;
    port = Port();
    port.settings = was.settings;
    port.id = was.id;
    port.portEnabled = was.portEnabled;
    port.toldRole = was.toldRole;
    port.toldState = was.toldState;
    port.edgeDelayWhile = kMigrateTime;
    port.mdelayWhile = kMigrateTime;
    port.sendRstp = m_settings.rapid;
    port.operEdge = port.settings.edge;
    port.newInfo = true;
    port.helloWhen = m_settings.helloTime;
    port.rrWhile = m_settings.forwardDelay;
    port.fdWhile = m_settings.maxAge;
    port.sync = port.reRoot = true;
    port.portTimes = port.designatedTimes = m_rootTimes;
}

void SpanningTree::configure(const SpanningTreeSettings &settings)
{
    if (settings == m_settings)
        return;
    const bool isOtherVersion = settings.rapid != m_settings.rapid;
    m_settings = settings;
    m_id.priority = settings.priority;
    for (Port &port : m_ports) {
        if (isOtherVersion) { // 17.13.4: the machines begin anew
            begin(port);
        } else { // 17.13: other priorities and times are as news of every port
            port.selected = false;
            port.reselect = true;
        }
    }
    run();
}

void SpanningTree::configurePort(PortIndex index, const SpanningTreePortSettings &settings)
{
    Port &port = m_ports[index.index()];
    if (settings == port.settings)
        return;
    const bool becomesEdge = settings.edge && !port.settings.edge;
    port.settings = settings;
    port.id = static_cast<std::uint16_t>((settings.priority & 0xf0) << 8 | (port.id & 0xfff));
    if (becomesEdge && !port.rcvdBpdu && port.infoIs != Info::received)
        port.operEdge = true;
    port.selected = false;
    port.reselect = true;
    run();
}

void SpanningTree::setCarrier(TimePoint now, PortIndex index, bool up)
{
    Port &port = m_ports[index.index()];
    if (port.portEnabled == up)
        return;
    port.portEnabled = up;
    const bool any = std::any_of(m_ports.begin(), m_ports.end(), [](const Port &p) { return p.portEnabled; });
    if (!any)
        m_tickAt = TimePoint::never();
    else if (m_tickAt.isNever())
        m_tickAt = now + base::Duration::seconds(1);
    run();
}

void SpanningTree::receive(PortIndex index, const wire::BpduRepr &message)
{
    Port &port = m_ports[index.index()];
    // 9.3.4: a configuration message that this very port sent is none.
    if (message.type == wire::BpduType::configuration && message.bridge == m_id && message.port == port.id)
        return;
    port.message = message;
    port.rcvdBpdu = true;
    run();
}

void SpanningTree::expire(TimePoint now)
{
    while (m_tickAt <= now) {
        m_tickAt = m_tickAt + base::Duration::seconds(1);
        tick();
        run();
    }
}

/// The port timers machine, figure 17-12.
void SpanningTree::tick()
{
    for (Port &port : m_ports) {
        for (int *timer : {&port.helloWhen, &port.tcWhile, &port.fdWhile, &port.rcvdInfoWhile, &port.rrWhile,
                           &port.rbWhile, &port.mdelayWhile, &port.edgeDelayWhile, &port.txCount})
            *timer = std::max(0, *timer - 1);
    }
}

/// Moves every machine until none can move. It ends: no step can be taken again before another input (the standard's
/// machines have no cycle without one); should a mistake of ours make one, a bound keeps the world alive.
void SpanningTree::run()
{
    bool moved = true;
    for (int rounds = 0; moved && rounds < 1'000; ++rounds) {
        moved = runRoleSelection();
        for (std::size_t i = 0; i < m_ports.size(); ++i)
            moved |= runPort(i);
    }
    // Messages wait for the rest to be settled, so that each says what is, not what was on the way there.
    for (std::size_t i = 0; i < m_ports.size(); ++i)
        while (runTransmit(i)) {
        }
    for (std::size_t i = 0; i < m_ports.size(); ++i) {
        Port &port = m_ports[i];
        if (port.role == port.toldRole && port.state == port.toldState)
            continue;
        m_outcome.changes.push_back({PortIndex(static_cast<std::uint32_t>(i)), port.toldRole, port.role, port.toldState, port.state});
        port.toldRole = port.role;
        port.toldState = port.state;
    }
}

bool SpanningTree::runPort(std::size_t index)
{
    Port &port = m_ports[index];
    bool moved = runReceive(port);
    moved |= runMigration(port);
    moved |= runBridgeDetection(port);
    moved |= runInformation(index);
    moved |= runRole(index);
    moved |= runState(port);
    moved |= runTopologyChange(index);
    return moved;
}

SpanningTree::Outcome SpanningTree::takeOutcome()
{
    return std::exchange(m_outcome, {});
}

PortIndex SpanningTree::rootPort() const
{
    return m_rootPort == kNone ? PortIndex() : PortIndex(static_cast<std::uint32_t>(m_rootPort));
}

SpanningTree::PortView SpanningTree::port(PortIndex index) const
{
    const Port &port = m_ports[index.index()];
    PortView view;
    view.role = port.role;
    view.state = port.state;
    view.cost = port.settings.cost;
    view.id = port.id;
    view.edge = port.operEdge;
    view.pointToPoint = port.settings.pointToPoint;
    view.rapid = port.sendRstp;
    view.designated = port.portPriority.bridge;
    view.designatedPort = port.portPriority.port;
    view.designatedCost = port.portPriority.cost;
    return view;
}

} // namespace hopyard::link
