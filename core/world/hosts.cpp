// See hosts.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/hosts.h"

#include "core/world/plan.h"

namespace hopyard::world {

transport::HostsTable hostsOf(const lab::Lab &lab)
{
    transport::HostsTable hosts;
    std::vector<lab::Problem> ignored; // said when the lab was checked
    for (const lab::Node &node : lab.nodes) {
        for (const lab::Interface &interface : node.interfaces)
            for (const base::InterfaceAddress &address : interface.addresses)
                hosts.add(node.name, address.address);
        for (const lab::Guest &guest : node.computer.guests)
            for (const lab::GuestInterface &interface : guest.interfaces)
                for (const base::InterfaceAddress &address : interface.addresses)
                    hosts.add(guest.name, address.address);
        if (!lab::hasConfig(node.kind) || node.config.empty())
            continue;
        for (const auto &[name, interface] : planNode(lab, node, ignored).config.interfaces)
            for (const base::InterfaceAddress &address : interface.addresses)
                hosts.add(node.name, address.address);
    }
    return hosts;
}

} // namespace hopyard::world
