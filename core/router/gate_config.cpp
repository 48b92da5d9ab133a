// From names to ports; see gate_config.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/gate_config.h"

#include "core/ip/stack.h"

namespace hopyard::router {

ip::PacketGateConfig gateFor(const GateConfig &config, const ip::Stack &stack)
{
    ip::PacketGateConfig gate;
    for (const auto &[name, list] : config.lists)
        gate.lists.push_back(list);
    for (const auto &[name, part] : config.interfaces) {
        const base::PortIndex port = stack.findInterface(name);
        if (!port.isValid() || part == GateConfig::Interface())
            continue;
        ip::PacketGateConfig::Port &made = gate.ports[port];
        made.filterIn = part.filterIn;
        made.filterOut = part.filterOut;
        made.nat = part.nat;
        if (const base::InterfaceAddress *own = stack.interface(port)->first(base::Family::ipv4))
            made.address = own->address.v4();
    }
    for (const GateConfig::Source &source : config.sources)
        if (const base::PortIndex port = stack.findInterface(source.interface); port.isValid())
            gate.sources.push_back({source.list, port});
    for (const GateConfig::Forward &forward : config.forwards)
        if (const base::PortIndex port = stack.findInterface(forward.interface); port.isValid())
            gate.forwards.push_back({forward.protocol, forward.inside, forward.insidePort, port, forward.outsidePort});
    return gate;
}

} // namespace hopyard::router
