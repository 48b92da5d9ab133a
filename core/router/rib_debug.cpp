// See rib_debug.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/rib_debug.h"

#include <fmt/format.h>

namespace hopyard::router {

namespace {

constexpr std::string_view kDaemon = "ZEBRA";

std::string described(const routing::SelectedRoute &route)
{
    return fmt::format("{} [{}/{}]", toString(route.protocol), route.candidate.distance, route.candidate.metric);
}

std::string nextHops(const routing::SelectedRoute &route, const ip::Stack &stack)
{
    std::string text;
    for (const routing::NextHop &hop : route.candidate.nextHops) {
        const ip::Interface *interface = stack.interface(hop.port);
        text += hop.gateway.isValid() ? " via " + toString(hop.gateway) : " directly";
        if (interface)
            text += " dev " + interface->name;
    }
    return text.empty() ? " to nowhere" : text;
}

} // namespace

void debugRibChange(const link::Context &context, const ip::Stack &stack, DebugFlags flags,
                    const routing::RibChange &change)
{
    const std::string prefix = toString(change.prefix);
    if (flags.wantsRib()) {
        const std::string was = change.before ? described(*change.before) : "none";
        const std::string is = change.after ? described(*change.after) : "none";
        tellDebug(context, kDaemon, fmt::format("rib_process: {}: selected {}, was {}", prefix, is, was));
    }
    if (flags.wantsFib())
        tellDebug(context, kDaemon,
                  change.after ? fmt::format("fib: {} {}{}", change.before ? "replace" : "install", prefix,
                                             nextHops(*change.after, stack))
                               : fmt::format("fib: uninstall {}", prefix));
}

void debugInterface(const link::Context &context, const ip::Interface &interface, DebugFlags flags)
{
    if (!flags.wants(Debug::zebraEvent))
        return;
    std::string addresses;
    for (const base::InterfaceAddress &address : interface.addresses)
        addresses += (addresses.empty() ? "" : " ") + toString(address);
    tellDebug(context, kDaemon, fmt::format("interface {} is {}, addresses {}", interface.name, interface.isUp() ? "up" : "down",
                                            addresses.empty() ? "none" : addresses));
}

} // namespace hopyard::router
