// What messages say and how long it holds (802.1D-2004 section 17.27), and the roles chosen from it (17.28).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/spanning_tree.h"

#include <algorithm>

namespace hopyard::link {

namespace {

/// Whole seconds; a message age is rounded to the nearest (17.21.25).
int inSeconds(base::Duration time)
{
    return static_cast<int>((time.ns() + 500'000'000) / 1'000'000'000);
}

} // namespace

// --- port information, figure 17-18 ---

bool SpanningTree::runInformation(std::size_t index)
{
    Port &port = m_ports[index];
    if (!port.portEnabled && port.infoIs != Info::disabled) {
        port.rcvdMsg = port.proposing = port.proposed = port.agree = port.agreed = false;
        port.rcvdInfoWhile = 0;
        port.infoIs = Info::disabled;
        port.reselect = true;
        port.selected = false;
        port.information = Information::disabled;
        return true;
    }
    switch (port.information) {
    case Information::disabled:
        if (port.portEnabled) {
            port.infoIs = Info::aged;
            port.reselect = true;
            port.selected = false;
            port.information = Information::aged;
            return true;
        }
        if (port.rcvdMsg) {
            port.rcvdMsg = false;
            return true;
        }
        return false;
    case Information::current:
        if (port.infoIs == Info::received && port.rcvdInfoWhile == 0 && !port.updtInfo && !port.rcvdMsg) {
            port.infoIs = Info::aged;
            port.reselect = true;
            port.selected = false;
            port.information = Information::aged;
            return true;
        }
        if (port.rcvdMsg && !port.updtInfo) {
            takeReceived(index);
            return true;
        }
        [[fallthrough]];
    case Information::aged:
        if (!(port.selected && port.updtInfo))
            return false;
        port.proposing = port.proposed = false; // UPDATE
        port.agreed = port.agreed && betterOrSameInfo(port, Info::mine);
        port.synced = port.synced && port.agreed;
        port.portPriority = port.designatedPriority;
        port.portTimes = port.designatedTimes;
        port.updtInfo = false;
        port.infoIs = Info::mine;
        port.newInfo = true;
        port.information = Information::current;
        return true;
    }
    return false;
}

/// RECEIVE and the state that follows from what came.
void SpanningTree::takeReceived(std::size_t index)
{
    Port &port = m_ports[index];
    const Received what = rcvInfo(port);
    const auto recordProposal = [&] {
        port.proposed = port.proposed || port.message.proposal;
    };
    port.rcvdMsg = false;
    switch (what) {
    case Received::superiorDesignated:
        port.agreed = port.proposing = false;
        recordProposal();
        setTcFlags(port);
        port.agree = port.agree && betterOrSameInfo(port, Info::received);
        port.portPriority = port.msgPriority;
        port.portTimes = port.msgTimes;
        updtRcvdInfoWhile(port);
        port.infoIs = Info::received;
        port.reselect = true;
        port.selected = false;
        return;
    case Received::repeatedDesignated:
        recordProposal();
        setTcFlags(port);
        updtRcvdInfoWhile(port);
        return;
    case Received::inferiorDesignated:
        if (port.message.type == wire::BpduType::rapid && port.message.learning) { // recordDispute()
            port.disputed = true;
            port.agreed = false;
        }
        return;
    case Received::notDesignated:
        // recordAgreement(), 17.21.9
        port.agreed = m_settings.rapid && port.settings.pointToPoint && port.message.agreement;
        if (port.agreed)
            port.proposing = false;
        setTcFlags(port);
        return;
    case Received::other:
        if (port.message.type == wire::BpduType::topologyChangeNotification)
            port.rcvdTcn = true;
        return;
    }
}

/// 17.21.8; leaves priority and times in the port.
SpanningTree::Received SpanningTree::rcvInfo(Port &port) const
{
    const wire::BpduRepr &m = port.message;
    if (m.type == wire::BpduType::topologyChangeNotification)
        return Received::other;
    port.msgPriority = {m.root, m.rootPathCost, m.bridge, m.port};
    port.msgTimes = {inSeconds(m.messageAge), inSeconds(m.maxAge), std::max(1, inSeconds(m.helloTime)), inSeconds(m.forwardDelay)};
    const bool isDesignated = m.type == wire::BpduType::configuration || m.role == wire::BpduPortRole::designated;
    if (!isDesignated) {
        const bool isOfRootOrAlternate = m.role == wire::BpduPortRole::root || m.role == wire::BpduPortRole::alternateOrBackup;
        return isOfRootOrAlternate && port.msgPriority >= port.portPriority ? Received::notDesignated : Received::other;
    }
    if (port.msgPriority == port.portPriority) {
        if (port.msgTimes != port.portTimes)
            return Received::superiorDesignated;
        return port.infoIs == Info::received ? Received::repeatedDesignated : Received::other;
    }
    // 17.6: who said what we have may say something worse as well.
    const bool isFromSamePort = port.msgPriority.bridge.address == port.portPriority.bridge.address
        && (port.msgPriority.port & 0xfff) == (port.portPriority.port & 0xfff);
    return port.msgPriority < port.portPriority || isFromSamePort ? Received::superiorDesignated
                                                                  : Received::inferiorDesignated;
}

/// 17.21.1.
bool SpanningTree::betterOrSameInfo(const Port &port, Info of) const
{
    if (of != port.infoIs)
        return false;
    return of == Info::received ? port.msgPriority <= port.portPriority : port.designatedPriority <= port.portPriority;
}

void SpanningTree::setTcFlags(Port &port)
{
    port.rcvdTc |= port.message.topologyChange;
    port.rcvdTcAck |= port.message.topologyChangeAcknowledgement;
}

/// 17.21.23: three messages may be lost, and no information lives longer than the root says.
void SpanningTree::updtRcvdInfoWhile(Port &port)
{
    const bool isYoung = port.portTimes.messageAge + 1 <= port.portTimes.maxAge;
    port.rcvdInfoWhile = isYoung ? 3 * port.portTimes.helloTime : 0;
}

// --- port role selection, figure 17-19 ---

bool SpanningTree::runRoleSelection()
{
    if (std::none_of(m_ports.begin(), m_ports.end(), [](const Port &port) { return port.reselect; }))
        return false;
    for (Port &port : m_ports)
        port.reselect = false;
    updtRolesTree();
    for (Port &port : m_ports)
        port.selected = true;
    return true;
}

/// 17.21.25.
void SpanningTree::updtRolesTree()
{
    m_rootPriority = {m_id, 0, m_id, 0};
    m_rootTimes = {0, m_settings.maxAge, m_settings.helloTime, m_settings.forwardDelay};
    m_rootPort = kNone;
    std::uint16_t rootPortId = 0;
    for (std::size_t i = 0; i < m_ports.size(); ++i) {
        const Port &port = m_ports[i];
        if (port.infoIs != Info::received || port.portPriority.bridge.address == m_id.address)
            continue;
        Priority path = port.portPriority;
        const std::uint64_t cost = std::uint64_t(path.cost) + port.settings.cost;
        path.cost = static_cast<std::uint32_t>(std::min<std::uint64_t>(cost, 0xffffffff));
        if (std::pair(path, port.id) >= std::pair(m_rootPriority, rootPortId))
            continue;
        m_rootPriority = path;
        m_rootTimes = port.portTimes;
        ++m_rootTimes.messageAge;
        m_rootPort = i;
        rootPortId = port.id;
    }
    for (std::size_t i = 0; i < m_ports.size(); ++i) {
        Port &port = m_ports[i];
        port.designatedPriority = {m_rootPriority.root, m_rootPriority.cost, m_id, port.id};
        port.designatedTimes = m_rootTimes;
        port.designatedTimes.helloTime = m_settings.helloTime;
        switch (port.infoIs) {
        case Info::disabled: port.selectedRole = PortRole::disabled; break;
        case Info::aged:
            port.updtInfo = true;
            port.selectedRole = PortRole::designated;
            break;
        case Info::mine:
            port.selectedRole = PortRole::designated;
            port.updtInfo = port.updtInfo || port.portPriority != port.designatedPriority
                || port.portTimes != port.designatedTimes;
            break;
        case Info::received:
            if (i == m_rootPort) {
                port.selectedRole = PortRole::root;
                port.updtInfo = false;
            } else if (port.designatedPriority < port.portPriority) {
                port.selectedRole = PortRole::designated;
                port.updtInfo = true;
            } else {
                const bool isOurs = port.portPriority.bridge.address == m_id.address;
                port.selectedRole = isOurs ? PortRole::backup : PortRole::alternate;
                port.updtInfo = false;
            }
            break;
        }
    }
}

} // namespace hopyard::link
