// The machines of a port that receive, speak, and learn and forward (802.1D-2004 sections 17.23 to 17.26, 17.30, 17.31).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/spanning_tree.h"

namespace hopyard::link {

using base::PortIndex;

/// Port receive, figure 17-13.
bool SpanningTree::runReceive(Port &port)
{
    if ((port.rcvdBpdu || port.edgeDelayWhile != kMigrateTime) && !port.portEnabled) {
        port.rcvdBpdu = port.rcvdRstp = port.rcvdStp = port.rcvdMsg = false; // DISCARD
        port.edgeDelayWhile = kMigrateTime;
        port.receive = Receive::discard;
        return true;
    }
    if (!port.rcvdBpdu || !port.portEnabled || (port.receive == Receive::receive && port.rcvdMsg))
        return false;
    // RECEIVE, with updtBPDUVersion() of 17.21.22
    if (port.message.type == wire::BpduType::rapid)
        port.rcvdRstp = true;
    else
        port.rcvdStp = true;
    port.operEdge = port.rcvdBpdu = false;
    port.rcvdMsg = true;
    port.edgeDelayWhile = kMigrateTime;
    port.receive = Receive::receive;
    return true;
}

/// Port protocol migration, figure 17-14.
bool SpanningTree::runMigration(Port &port)
{
    const auto checkRstp = [&] {
        port.sendRstp = m_settings.rapid;
        port.mdelayWhile = kMigrateTime;
        port.migration = Migration::checkingRstp;
    };
    const auto sense = [&] {
        port.rcvdRstp = port.rcvdStp = false;
        port.migration = Migration::sensing;
    };
    switch (port.migration) {
    case Migration::checkingRstp:
        if (port.mdelayWhile == 0)
            sense();
        else if (port.mdelayWhile != kMigrateTime && !port.portEnabled)
            checkRstp();
        else
            return false;
        return true;
    case Migration::selectingStp:
        if (port.mdelayWhile != 0 && port.portEnabled)
            return false;
        sense();
        return true;
    case Migration::sensing:
        if (!port.portEnabled || (m_settings.rapid && !port.sendRstp && port.rcvdRstp)) {
            checkRstp();
            return true;
        }
        if (port.sendRstp && port.rcvdStp) {
            port.sendRstp = false; // SELECTING_STP
            port.mdelayWhile = kMigrateTime;
            port.migration = Migration::selectingStp;
            return true;
        }
        return false;
    }
    return false;
}

/// Bridge detection, figure 17-15; its two states are operEdge itself.
bool SpanningTree::runBridgeDetection(Port &port)
{
    if (port.operEdge) {
        if (port.portEnabled || port.settings.edge)
            return false;
        port.operEdge = false;
        return true;
    }
    const bool isAlone = port.edgeDelayWhile == 0 && port.settings.autoEdge && port.sendRstp && port.proposing;
    if (!((!port.portEnabled && port.settings.edge) || isAlone))
        return false;
    port.operEdge = true;
    return true;
}

/// Port transmit, figure 17-17. The states but IDLE are passed through. True: there may be more to send.
bool SpanningTree::runTransmit(std::size_t index)
{
    Port &port = m_ports[index];
    if (!port.selected || port.updtInfo)
        return false;
    if (port.helloWhen == 0) { // TRANSMIT_PERIODIC
        port.newInfo = port.newInfo || port.role == PortRole::designated
            || (port.role == PortRole::root && port.tcWhile != 0);
        port.helloWhen = m_rootTimes.helloTime;
        return true;
    }
    if (!port.newInfo || port.txCount >= m_settings.transmitHoldCount || !port.portEnabled)
        return false;
    const PortIndex self(static_cast<std::uint32_t>(index));
    if (port.sendRstp) { // TRANSMIT_RSTP
        m_outcome.messages.push_back({self, messageOf(port, wire::BpduType::rapid)});
        port.tcAck = false;
    } else if (port.role == PortRole::root) { // TRANSMIT_TCN
        m_outcome.messages.push_back({self, messageOf(port, wire::BpduType::topologyChangeNotification)});
    } else if (port.role == PortRole::designated) { // TRANSMIT_CONFIG
        m_outcome.messages.push_back({self, messageOf(port, wire::BpduType::configuration)});
        port.tcAck = false;
    } else {
        return false;
    }
    port.newInfo = false;
    ++port.txCount;
    port.helloWhen = m_rootTimes.helloTime;
    return true;
}

/// txConfig(), txRstp() and txTcn() of 17.21.19 to 17.21.21.
wire::BpduRepr SpanningTree::messageOf(const Port &port, wire::BpduType type) const
{
    wire::BpduRepr m;
    m.type = type;
    if (type == wire::BpduType::topologyChangeNotification)
        return m;
    m.topologyChange = port.tcWhile != 0;
    if (type == wire::BpduType::configuration) {
        m.topologyChangeAcknowledgement = port.tcAck;
    } else {
        m.proposal = port.role == PortRole::designated && port.proposing;
        m.agreement = port.agree;
        m.learning = port.learning;
        m.forwarding = port.forwarding;
        switch (port.role) {
        case PortRole::disabled: break;
        case PortRole::root: m.role = wire::BpduPortRole::root; break;
        case PortRole::designated: m.role = wire::BpduPortRole::designated; break;
        case PortRole::alternate:
        case PortRole::backup: m.role = wire::BpduPortRole::alternateOrBackup; break;
        }
    }
    m.root = port.designatedPriority.root;
    m.rootPathCost = port.designatedPriority.cost;
    m.bridge = port.designatedPriority.bridge;
    m.port = port.designatedPriority.port;
    m.messageAge = base::Duration::seconds(port.designatedTimes.messageAge);
    m.maxAge = base::Duration::seconds(port.designatedTimes.maxAge);
    m.helloTime = base::Duration::seconds(port.designatedTimes.helloTime);
    m.forwardDelay = base::Duration::seconds(port.designatedTimes.forwardDelay);
    return m;
}

/// Port state transitions, figure 17-24: what the role machine wants is done.
bool SpanningTree::runState(Port &port)
{
    switch (port.state) {
    case PortState::discarding:
        if (!port.learn)
            return false;
        port.learning = true;
        port.state = PortState::learning;
        break;
    case PortState::learning:
        if (!port.learn) {
            port.learning = false;
            port.state = PortState::discarding;
        } else if (port.forward) {
            port.forwarding = true;
            port.state = PortState::forwarding;
        } else {
            return false;
        }
        break;
    case PortState::forwarding:
        if (port.forward)
            return false;
        port.learning = port.forwarding = false;
        port.state = PortState::discarding;
        break;
    }
    return true;
}

/// Topology change, figure 17-25.
bool SpanningTree::runTopologyChange(std::size_t index)
{
    Port &port = m_ports[index];
    const bool carries = port.role == PortRole::root || port.role == PortRole::designated;
    if (port.fdbFlush) {
        m_outcome.flushed.push_back(PortIndex(static_cast<std::uint32_t>(index)));
        port.fdbFlush = false;
    }
    const auto learn = [&] { // LEARNING
        port.rcvdTc = port.rcvdTcn = port.rcvdTcAck = port.tcProp = false;
        port.topologyChange = TopologyChange::learning;
    };
    switch (port.topologyChange) {
    case TopologyChange::inactive:
        if (!port.learn)
            return false;
        learn();
        return true;
    case TopologyChange::learning:
        if (carries && port.forward && !port.operEdge) { // DETECTED
            ++m_topologyChanges;
            newTcWhile(port);
            setTcPropTree(index);
            port.newInfo = true;
            port.topologyChange = TopologyChange::active;
            return true;
        }
        if (port.rcvdTc || port.rcvdTcn || port.rcvdTcAck || port.tcProp) {
            learn();
            return true;
        }
        if (carries || port.learn || port.learning)
            return false;
        port.fdbFlush = true; // INACTIVE
        port.tcWhile = 0;
        port.tcAck = false;
        port.topologyChange = TopologyChange::inactive;
        return true;
    case TopologyChange::active:
        if (!carries || port.operEdge) {
            learn();
        } else if (port.rcvdTcn || port.rcvdTc) { // NOTIFIED_TCN, NOTIFIED_TC
            if (port.rcvdTcn)
                newTcWhile(port);
            port.rcvdTcn = port.rcvdTc = false;
            port.tcAck = port.tcAck || port.role == PortRole::designated;
            setTcPropTree(index);
        } else if (port.tcProp) { // PROPAGATING
            newTcWhile(port);
            port.fdbFlush = true;
            port.tcProp = false;
        } else if (port.rcvdTcAck) { // ACKNOWLEDGED
            port.tcWhile = 0;
            port.rcvdTcAck = false;
        } else {
            return false;
        }
        return true;
    }
    return false;
}

/// 17.21.7.
void SpanningTree::newTcWhile(Port &port)
{
    if (port.tcWhile != 0)
        return;
    if (port.sendRstp) {
        port.tcWhile = m_rootTimes.helloTime + 1;
        port.newInfo = true;
    } else {
        port.tcWhile = m_rootTimes.maxAge + m_rootTimes.forwardDelay;
    }
}

/// 17.21.18.
void SpanningTree::setTcPropTree(std::size_t self)
{
    for (std::size_t i = 0; i < m_ports.size(); ++i)
        if (i != self)
            m_ports[i].tcProp = true;
}

} // namespace hopyard::link
