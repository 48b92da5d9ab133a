// A router's configuration as FRR 8.4 prints it; see config_text.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_commands.h"
#include "core/console/debug_forms.h"

#include <fmt/format.h>

namespace hopyard::console {

namespace {

using router::StaticRoute;

std::string routeText(const StaticRoute &route)
{
    std::string out = fmt::format("{} route {}", route.prefix.address().isV6() ? "ipv6" : "ip", toString(route.prefix));
    switch (route.kind) {
    case StaticRoute::Kind::nextHop:
        if (route.gateway.isValid())
            out += ' ' + toString(route.gateway);
        if (!route.interface.empty())
            out += ' ' + route.interface;
        break;
    case StaticRoute::Kind::blackhole: out += " blackhole"; break;
    case StaticRoute::Kind::null0: out += " Null0"; break;
    case StaticRoute::Kind::reject: out += " reject"; break;
    }
    if (route.tag != 0)
        out += fmt::format(" tag {}", route.tag);
    if (route.distance != 1)
        out += fmt::format(" {}", route.distance);
    return out + '\n';
}

} // namespace

std::string writeConfig(const router::RouterConfig &config)
{
    std::string out;
    if (!config.hostname.empty())
        out += fmt::format("hostname {}\n", config.hostname);
    if (!config.ipForwarding)
        out += "no ip forwarding\n";
    if (!config.ipv6Forwarding)
        out += "no ipv6 forwarding\n";
    for (const base::IpAddress &server : config.nameServers)
        out += fmt::format("ip name-server {}\n", toString(server));
    if (!out.empty())
        out += "!\n";
    std::string debug = writeDebug(config.debug);
    for (const std::string &words : config.otherDebug)
        debug += fmt::format("debug {}\n", words);
    if (!debug.empty())
        out += debug + "!\n";
    out += writeKeyChains(config);
    for (const StaticRoute &route : config.staticRoutes)
        out += routeText(route);
    if (!config.staticRoutes.empty())
        out += "!\n";
    for (const auto &[name, interface] : config.interfaces) {
        out += fmt::format("interface {}\n", name);
        if (interface.bandwidth)
            out += fmt::format(" bandwidth {}\n", *interface.bandwidth);
        if (!interface.description.empty())
            out += fmt::format(" description {}\n", interface.description);
        for (const base::InterfaceAddress &address : interface.addresses)
            out += fmt::format(" {} address {}\n", address.address.isV6() ? "ipv6" : "ip", toString(address));
        out += writeDhcpInterface(interface) + writeGateInterface(config, name);
        out += writeOspfInterface(interface) + writeRipInterface(interface);
        if (interface.shutdown)
            out += " shutdown\n";
        out += "exit\n!\n";
    }
    out += writeAccessLists(config) + writeGate(config) + writeDhcp(config);
    out += writeRip(config) + writeOspf(config) + writeBgp(config) + writePolicies(config);
    return out;
}

} // namespace hopyard::console
