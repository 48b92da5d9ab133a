// See remote_interfaces.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/remote_interfaces.h"

#include "core/transport/linux_options.h"
#include "core/world/plan.h"
#include "emulation/engine/addresses.h"
#include "emulation/sockets/request.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace hopyard::engine {

namespace {

constexpr std::uint32_t kLoopbackIndex = 1;
constexpr std::uint32_t kLoopbackMtu = 65'536;

remote::InterfaceEntry entryOf(const std::string &name, std::uint32_t index, std::uint32_t mtu)
{
    remote::InterfaceEntry entry{};
    name.copy(entry.name, sizeof entry.name - 1);
    entry.index = index;
    entry.mtu = mtu;
    entry.up = 1;
    return entry;
}

remote::Address addressOf(const base::InterfaceAddress &address)
{
    remote::Address to = remote::toAddress(address.address);
    to.prefixLength = address.length;
    return to;
}

} // namespace

std::vector<remote::InterfaceEntry> remoteInterfaces(const world::World &world, base::NodeId node)
{
    std::vector<remote::InterfaceEntry> entries{entryOf("lo", kLoopbackIndex, kLoopbackMtu)};
    entries.back().loopback = 1;
    entries.back().address = remote::toAddress(base::IpAddress(base::Ipv4Address(127, 0, 0, 1)));
    entries.back().address.prefixLength = 8;
    const lab::Node *planned = world.lab().findNode(world.name(node));
    if (!planned)
        return entries;
    std::vector<lab::Problem> ignored; // the world was built from this lab, so it has been told
    const world::NodePlan plan = world::planNode(world.lab(), *planned, ignored);
    const auto addresses = interfacesOf(world.lab(), *planned);
    for (const base::PortIndex port : world.ports(node)) {
        const base::PortRef ref{node, port};
        const std::string name = world.interfaceName(ref);
        const auto at = std::ranges::find(plan.ports, name, &world::PlannedPort::name);
        remote::InterfaceEntry entry = entryOf(name, static_cast<std::uint32_t>(transport::linuxInterfaceIndex(port)),
                                               at == plan.ports.end() ? 1500 : at->mtu);
        const auto mac = world.macAddress(ref).bytes();
        std::ranges::copy(mac, entry.mac);
        const auto known = std::ranges::find(addresses, name, &InterfaceAddresses::interface);
        if (known == addresses.end() || known->addresses.empty())
            entries.push_back(entry);
        else
            for (const base::InterfaceAddress &address : known->addresses) {
                entry.address = addressOf(address);
                entries.push_back(entry);
            }
    }
    return entries;
}

} // namespace hopyard::engine
