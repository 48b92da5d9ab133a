// Resolution of next hops and selection of the best; see rib.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/rib.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace hopyard::router {

namespace {

/// Next hops behind next hops: more rounds than this is a chain of routes that nobody meant, or one that never settles.
constexpr int kMaxRounds = 8;
constexpr std::uint8_t kNeverUsed = 255; // the distance that says "do not use" (as FRR)

ip::RouteKind kindOf(StaticRoute::Kind kind)
{
    switch (kind) {
    case StaticRoute::Kind::nextHop: return ip::RouteKind::unicast;
    case StaticRoute::Kind::blackhole:
    case StaticRoute::Kind::null0: return ip::RouteKind::blackhole;
    case StaticRoute::Kind::reject: return ip::RouteKind::unreachable;
    }
    return ip::RouteKind::unicast;
}

bool byPrefix(const RibRoute &a, const RibRoute &b) { return a.prefix < b.prefix; }

/// True where the line is one of the next hops of this very route.
bool isPartOf(const StaticRoute &line, const RibRoute &route)
{
    return route.protocol == ip::RouteProtocol::static_ && route.prefix == line.prefix &&
           route.distance == line.distance && route.tag == line.tag && route.kind == kindOf(line.kind);
}

std::vector<RibRoute> candidates(const ip::Stack &stack, const std::vector<StaticRoute> &statics)
{
    std::vector<RibRoute> routes;
    for (const ip::Route &connected : stack.connectedRoutes()) {
        RibRoute route;
        route.prefix = connected.prefix;
        route.protocol = ip::RouteProtocol::connected;
        route.nextHops.push_back({{}, stack.interface(connected.paths.front().port)->name, true, false, connected.paths});
        routes.push_back(std::move(route));
    }
    const auto firstStatic = static_cast<std::ptrdiff_t>(routes.size());
    for (const StaticRoute &line : statics) { // sorted, so that the lines for one prefix stand together
        auto route = routes.end();
        for (auto at = routes.end(); at != routes.begin() + firstStatic && std::prev(at)->prefix == line.prefix; --at)
            if (isPartOf(line, *std::prev(at)))
                route = std::prev(at);
        if (route == routes.end()) {
            RibRoute made;
            made.prefix = line.prefix;
            made.kind = kindOf(line.kind);
            made.distance = line.distance;
            made.tag = line.tag;
            routes.push_back(std::move(made));
            route = std::prev(routes.end());
        }
        if (!line.discards())
            route->nextHops.push_back({line.gateway, line.interface, false, false, {}});
    }
    std::stable_sort(routes.begin(), routes.end(), [](const RibRoute &a, const RibRoute &b) {
        return std::tie(a.prefix, a.distance) < std::tie(b.prefix, b.distance);
    });
    return routes;
}

/// One next hop, by what counted in the round before.
void resolve(RibNextHop &hop, const base::IpPrefix &prefix, const ip::Stack &stack, const ip::ForwardingTable &counted)
{
    hop.active = false;
    hop.recursive = false;
    hop.paths.clear();
    if (hop.gateway.isValid() && stack.isOwnAddress(hop.gateway))
        return;
    if (!hop.interface.empty()) {
        const base::PortIndex port = stack.findInterface(hop.interface);
        const ip::Interface *out = stack.interface(port);
        if (out && out->isUp() && (!hop.gateway.isValid() || out->onLink(hop.gateway)))
            hop.paths.push_back(ip::Path{hop.gateway, port, 1, {}});
    } else if (const std::optional<ip::Route> via = counted.match(hop.gateway);
               via && via->kind == ip::RouteKind::unicast && via->prefix != prefix) {
        hop.recursive = via->protocol != ip::RouteProtocol::connected;
        for (const ip::Path &path : via->paths)
            hop.paths.push_back(ip::Path{path.nextHop.isValid() ? path.nextHop : hop.gateway, path.port, path.weight, {}});
    }
    hop.active = !hop.paths.empty();
}

/// What counts for one prefix: the routes [first, last) are its candidates, the nearest first.
ip::Route select(std::vector<RibRoute>::iterator first, std::vector<RibRoute>::iterator last)
{
    ip::Route best;
    for (auto route = first; route != last; ++route) {
        const bool nearest = !best.prefix.isValid() || route->distance == best.distance;
        if (!route->active || route->distance == kNeverUsed || !nearest)
            continue;
        if (best.prefix.isValid() && (route->kind != ip::RouteKind::unicast || best.kind != ip::RouteKind::unicast ||
                                      best.protocol == ip::RouteProtocol::connected))
            continue; // of equals that cannot share, the first
        best.prefix = route->prefix;
        best.kind = route->kind;
        best.protocol = route->protocol;
        best.distance = route->distance;
        best.metric = route->metric;
        route->selected = true;
        for (const RibNextHop &hop : route->nextHops)
            for (const ip::Path &path : hop.paths)
                if (std::find(best.paths.begin(), best.paths.end(), path) == best.paths.end())
                    best.paths.push_back(path);
    }
    return best;
}

/// Marks what is active by `counted` and what is selected; returns what counts now, sorted by prefix.
std::vector<ip::Route> round(std::vector<RibRoute> &routes, const ip::Stack &stack, const ip::ForwardingTable &counted)
{
    for (RibRoute &route : routes) {
        route.selected = false;
        route.active = route.kind != ip::RouteKind::unicast || route.protocol == ip::RouteProtocol::connected;
        if (route.protocol == ip::RouteProtocol::connected)
            continue;
        for (RibNextHop &hop : route.nextHops) {
            resolve(hop, route.prefix, stack, counted);
            route.active = route.active || hop.active;
        }
    }
    std::vector<ip::Route> best;
    for (auto first = routes.begin(); first != routes.end();) {
        const auto last = std::find_if(first, routes.end(), [&](const RibRoute &r) { return r.prefix != first->prefix; });
        ip::Route chosen = select(first, last);
        if (chosen.prefix.isValid())
            best.push_back(std::move(chosen));
        first = last;
    }
    return best;
}

bool sameRoutes(const std::vector<ip::Route> &a, const std::vector<ip::Route> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto &x, const auto &y) { return x.sameAs(y); });
}

} // namespace

void Rib::update(link::Context &context, ip::Stack &stack, const std::vector<StaticRoute> &statics)
{
    std::vector<RibRoute> routes = candidates(stack, statics);
    // Begin with what needs no other route and repeat until nothing changes: what is active is then active without
    // leaning on itself.
    ip::ForwardingTable counted;
    std::vector<ip::Route> best;
    for (int i = 0; i < kMaxRounds; ++i) {
        std::vector<ip::Route> now = round(routes, stack, counted);
        const bool settled = i > 0 && sameRoutes(now, best);
        best = std::move(now);
        if (settled)
            break;
        counted.clear();
        for (const ip::Route &route : best)
            counted.set(route);
    }
    for (RibRoute &route : routes) {
        route.since = context.now;
        const auto [first, last] = std::equal_range(m_routes.begin(), m_routes.end(), route, byPrefix);
        for (auto old = first; old != last; ++old)
            if (old->sameAs(route))
                route.since = old->since;
    }
    m_routes = std::move(routes);
    install(context, stack, best);
}

/// `best` is sorted by prefix.
void Rib::install(link::Context &context, ip::Stack &stack, const std::vector<ip::Route> &best)
{
    const auto counts = [&best](const base::IpPrefix &prefix) {
        const auto at = std::lower_bound(best.begin(), best.end(), prefix,
                                         [](const ip::Route &r, const base::IpPrefix &p) { return r.prefix < p; });
        return at != best.end() && at->prefix == prefix;
    };
    for (const base::IpPrefix &prefix : m_installed)
        if (!counts(prefix))
            stack.withdrawRoute(context, prefix);
    m_installed.clear();
    for (const ip::Route &route : best) {
        const std::optional<ip::Route> stands = stack.forwardingTable().find(route.prefix);
        if (route.protocol != ip::RouteProtocol::connected && !(stands && stands->sameAs(route)) &&
            !stack.installRoute(context, route))
            continue; // the prefix is one of the stack's own addresses
        m_installed.push_back(route.prefix);
    }
    for (RibRoute &route : m_routes)
        route.installed = route.selected && std::binary_search(m_installed.begin(), m_installed.end(), route.prefix);
}

} // namespace hopyard::router
