// The port role transitions machine (802.1D-2004 section 17.29): what a port does to come into its role without making
// a loop, by agreement with its neighbour where it can be had and by waiting where not.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/spanning_tree.h"

#include <algorithm>

namespace hopyard::link {

bool SpanningTree::runRole(std::size_t index)
{
    Port &port = m_ports[index];
    if (!port.selected || port.updtInfo)
        return false;
    if (port.role != port.selectedRole) {
        port.role = port.selectedRole;
        switch (port.role) {
        case PortRole::disabled: // DISABLE_PORT
            port.learn = port.forward = false;
            port.roleState = RoleState::disablePort;
            break;
        case PortRole::root: // ROOT_PORT
            port.rrWhile = m_rootTimes.forwardDelay;
            port.roleState = RoleState::rootPort;
            break;
        case PortRole::designated: port.roleState = RoleState::designatedPort; break;
        case PortRole::alternate:
        case PortRole::backup: // BLOCK_PORT
            port.learn = port.forward = false;
            port.roleState = RoleState::blockPort;
            break;
        }
        return true;
    }
    switch (port.roleState) {
    case RoleState::disablePort:
    case RoleState::disabledPort: return runDisabledRole(port);
    case RoleState::rootPort: return runRootRole(index);
    case RoleState::designatedPort: return runDesignatedRole(port);
    case RoleState::blockPort:
    case RoleState::alternatePort: return runAlternateRole(index);
    }
    return false;
}

/// Figure 17-20, the states of a disabled port.
bool SpanningTree::runDisabledRole(Port &port)
{
    if (port.roleState == RoleState::disablePort) {
        if (port.learning || port.forwarding)
            return false;
        port.roleState = RoleState::disabledPort;
    } else if (port.fdWhile == m_rootTimes.maxAge && !port.sync && !port.reRoot && port.synced) {
        return false;
    }
    port.fdWhile = m_rootTimes.maxAge; // DISABLED_PORT
    port.synced = true;
    port.rrWhile = 0;
    port.sync = port.reRoot = false;
    return true;
}

/// Figure 17-21.
bool SpanningTree::runRootRole(std::size_t index)
{
    Port &port = m_ports[index];
    if (port.proposed && !port.agree) { // ROOT_PROPOSED
        setSyncTree();
        port.proposed = false;
    } else if ((allSynced() && !port.agree) || (port.proposed && port.agree)) { // ROOT_AGREED
        port.proposed = port.sync = false;
        port.agree = true;
        port.newInfo = true;
    } else if (!port.forward && !port.reRoot) { // REROOT
        setReRootTree();
    } else if (port.reRoot && port.forward) { // REROOTED
        port.reRoot = false;
    } else if ((port.fdWhile == 0 || (reRooted(index) && port.rbWhile == 0 && m_settings.rapid)) && !port.learn) {
        port.fdWhile = forwardDelay(port); // ROOT_LEARN
        port.learn = true;
    } else if ((port.fdWhile == 0 || (reRooted(index) && port.rbWhile == 0 && m_settings.rapid)) && port.learn
               && !port.forward) {
        port.fdWhile = 0; // ROOT_FORWARD
        port.forward = true;
    } else if (port.rrWhile != m_rootTimes.forwardDelay) { // ROOT_PORT
        port.rrWhile = m_rootTimes.forwardDelay;
    } else {
        return false;
    }
    return true;
}

/// Figure 17-22.
bool SpanningTree::runDesignatedRole(Port &port)
{
    if (!port.forward && !port.agreed && !port.proposing && !port.operEdge) { // DESIGNATED_PROPOSE
        port.proposing = true;
        port.edgeDelayWhile = port.settings.pointToPoint ? kMigrateTime : m_rootTimes.maxAge;
        port.newInfo = true;
        return true;
    }
    if ((!port.learning && !port.forwarding && !port.synced) || (port.agreed && !port.synced)
        || (port.operEdge && !port.synced) || (port.sync && port.synced)) { // DESIGNATED_SYNCED
        port.rrWhile = 0;
        port.synced = true;
        port.sync = false;
        return true;
    }
    if (port.rrWhile == 0 && port.reRoot) { // DESIGNATED_RETIRED
        port.reRoot = false;
        return true;
    }
    if (((port.sync && !port.synced) || (port.reRoot && port.rrWhile != 0) || port.disputed) && !port.operEdge
        && (port.learn || port.forward)) { // DESIGNATED_DISCARD
        port.learn = port.forward = port.disputed = false;
        port.fdWhile = forwardDelay(port);
        return true;
    }
    const bool mayGoOn = (port.fdWhile == 0 || port.agreed || port.operEdge) && (port.rrWhile == 0 || !port.reRoot) && !port.sync;
    if (mayGoOn && !port.learn) { // DESIGNATED_LEARN
        port.learn = true;
        port.fdWhile = forwardDelay(port);
        return true;
    }
    if (mayGoOn && !port.forward) { // DESIGNATED_FORWARD
        port.forward = true;
        port.fdWhile = 0;
        port.agreed = port.sendRstp;
        return true;
    }
    return false;
}

/// Figure 17-23.
bool SpanningTree::runAlternateRole(std::size_t index)
{
    Port &port = m_ports[index];
    if (port.roleState == RoleState::blockPort) {
        if (port.learning || port.forwarding)
            return false;
        port.roleState = RoleState::alternatePort;
    } else if (port.proposed && !port.agree) { // ALTERNATE_PROPOSED
        setSyncTree();
        port.proposed = false;
        return true;
    } else if ((allSynced() && !port.agree) || (port.proposed && port.agree)) { // ALTERNATE_AGREED
        port.proposed = false;
        port.agree = true;
        port.newInfo = true;
        return true;
    } else if (port.role == PortRole::backup && port.rbWhile != 2 * m_rootTimes.helloTime) { // BACKUP_PORT
        port.rbWhile = 2 * m_rootTimes.helloTime;
        return true;
    } else if (port.fdWhile == forwardDelay(port) && !port.sync && !port.reRoot && port.synced) {
        return false;
    }
    port.fdWhile = forwardDelay(port); // ALTERNATE_PORT
    port.synced = true;
    port.rrWhile = 0;
    port.sync = port.reRoot = false;
    return true;
}

/// 17.20.3: for every port the role is settled, and it is synced or the root port.
bool SpanningTree::allSynced() const
{
    return std::all_of(m_ports.begin(), m_ports.end(), [](const Port &port) {
        return port.selected && port.role == port.selectedRole && (port.synced || port.role == PortRole::root);
    });
}

/// 17.20.10.
bool SpanningTree::reRooted(std::size_t self) const
{
    for (std::size_t i = 0; i < m_ports.size(); ++i)
        if (i != self && m_ports[i].rrWhile != 0)
            return false;
    return true;
}

void SpanningTree::setSyncTree()
{
    for (Port &port : m_ports)
        port.sync = true;
}

void SpanningTree::setReRootTree()
{
    for (Port &port : m_ports)
        port.reRoot = true;
}

/// 17.20.6: beside a bridge that shakes hands, a hello is time enough.
int SpanningTree::forwardDelay(const Port &port) const
{
    return port.sendRstp ? m_rootTimes.helloTime : m_rootTimes.forwardDelay;
}

} // namespace hopyard::link
