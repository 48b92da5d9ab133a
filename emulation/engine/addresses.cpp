// See addresses.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/addresses.h"

#include "core/world/plan.h"

#include <algorithm>

namespace hopyard::engine {

std::vector<InterfaceAddresses> interfacesOf(const lab::Lab &lab, const lab::Node &node)
{
    std::vector<lab::Problem> ignored; // the world was built from this lab, so it has been told
    const world::NodePlan plan = world::planNode(lab, node, ignored);
    std::vector<InterfaceAddresses> interfaces;
    for (const world::PlannedPort &port : plan.ports) {
        InterfaceAddresses &added = interfaces.emplace_back(InterfaceAddresses{port.name, {}});
        if (const auto configured = plan.config.interfaces.find(port.name); configured != plan.config.interfaces.end()) {
            added.addresses = configured->second.addresses;
            continue;
        }
        const auto own = std::find_if(node.interfaces.begin(), node.interfaces.end(),
                                      [&](const lab::Interface &i) { return i.name == port.name; });
        if (own != node.interfaces.end())
            added.addresses = own->addresses;
    }
    return interfaces;
}

} // namespace hopyard::engine
