// explain route, explain rib, show ip nht: why a route counts and others do not, and where next hops lead.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/commands.h"
#include "core/routing/rib/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <vector>

namespace hopyard::console {

namespace {

using routing::Resolution;
using routing::RouteView;

std::string_view protocolName(ip::RouteProtocol protocol) { return ip::toString(protocol); }

std::string hopText(const Call &call, const routing::NextHop &hop)
{
    if (!hop.port.isValid())
        return fmt::format("via {}", toString(hop.gateway));
    return hop.gateway.isValid() ? fmt::format("via {}, {}", toString(hop.gateway), portName(call.router, hop.port))
                                 : fmt::format("directly connected, {}", portName(call.router, hop.port));
}

/// What keeps a next hop from being used, or how it is.
std::string hopState(const Call &call, const RouteView &route, const RouteView::Hop &hop)
{
    const ip::Stack &stack = call.router.stack();
    const base::IpAddress &gateway = hop.hop.gateway;
    if (hop.active && hop.recursive) {
        const Resolution way = call.router.rib().resolve(gateway);
        return fmt::format("{} is resolved by {} ({})", toString(gateway), toString(way.through), protocolName(way.protocol));
    }
    if (hop.active)
        return {};
    if (gateway.isValid() && stack.isOwnAddress(gateway))
        return fmt::format("{} is an address of this router", toString(gateway));
    if (hop.hop.port.isValid()) {
        const ip::Interface *out = stack.interface(hop.hop.port);
        if (!out)
            return "its interface is gone";
        return out->isUp() ? fmt::format("{} is on no network of {}", toString(gateway), out->name) : fmt::format("{} is down", out->name);
    }
    const Resolution way = call.router.rib().resolve(gateway);
    if (!way.through.isValid())
        return fmt::format("no route leads to {}", toString(gateway));
    if (way.through.length() == 0 && !call.router.rib().resolvesViaDefault())
        return fmt::format("only the default route leads to {}, which may not be used (\"ip nht resolve-via-default\" allows it)", toString(gateway));
    if (route.prefix.contains(gateway))
        return fmt::format("{} is inside the route's own prefix, and nothing longer leads there", toString(gateway));
    return fmt::format("{} is behind {} ({}), which leads nowhere", toString(gateway), toString(way.through), protocolName(way.protocol));
}

/// Why this candidate does not count where `best` does; null: none does.
std::string whyNot(const RouteView &route, const RouteView *best)
{
    using routing::Verdict;
    switch (routing::verdictOn(route, best)) {
    case Verdict::counts: break;
    case Verdict::noNextHop: return "inactive: it has no next hop";
    case Verdict::unreachable: return "inactive: no next hop can be used";
    case Verdict::neverUsed: return "distance 255 is never used";
    case Verdict::distance: return fmt::format("distance {} is more than {}", route.candidate.distance, best->candidate.distance);
    case Verdict::metric: return fmt::format("equal distance, but metric {} is more than {}", route.candidate.metric, best->candidate.metric);
    case Verdict::order: return fmt::format("equal distance and metric; {} came first", protocolName(best->protocol));
    }
    return {};
}

std::string kindText(ip::RouteKind kind)
{
    return kind == ip::RouteKind::unicast ? std::string() : fmt::format("discards ({})", ip::toString(kind));
}

void explainPrefix(const Call &call, const std::vector<RouteView> &routes, std::string &text, Json &json)
{
    const auto at = std::find_if(routes.begin(), routes.end(), [](const RouteView &r) { return r.selected; });
    const RouteView *best = at == routes.end() ? nullptr : &*at;
    const base::IpPrefix &prefix = routes.front().prefix;
    text += fmt::format("{}: {} candidate{}{}\n", toString(prefix), routes.size(), routes.size() == 1 ? "" : "s",
                        best ? "" : ", none counts");
    Json all = Json::array();
    for (const RouteView &route : routes) {
        std::string verdict = route.selected ? "counts" : whyNot(route, best);
        if (route.selected && routes.size() == 1)
            verdict += ": it is the only one";
        else if (route.selected)
            verdict += ": the lowest distance and metric of those that are active";
        if (route.selected && !route.installed)
            verdict += "; not in the forwarding table, where the prefix belongs to the router itself";
        text += fmt::format("  {} {} [{}/{}] {}{}{}\n", route.selected ? '>' : ' ', protocolName(route.protocol), route.candidate.distance,
                            route.candidate.metric, kindText(route.candidate.kind),
                            route.candidate.kind == ip::RouteKind::unicast ? "" : ", ", verdict);
        Json hops = Json::array();
        for (const RouteView::Hop &hop : route.hops) {
            const std::string state = hopState(call, route, hop);
            text += fmt::format("      {}{}{}\n", hopText(call, hop.hop), hop.active ? "" : " inactive", state.empty() ? "" : ": " + state);
            Json one{{"active", hop.active}};
            if (hop.hop.gateway.isValid())
                one["ip"] = toString(hop.hop.gateway);
            if (hop.hop.port.isValid())
                one["interfaceName"] = portName(call.router, hop.hop.port);
            if (!state.empty())
                one["why"] = state;
            Json paths = Json::array();
            for (const ip::Path &path : hop.paths)
                paths.push_back({{"ip", path.nextHop.isValid() ? toString(path.nextHop) : ""}, {"interfaceName", portName(call.router, path.port)}});
            one["paths"] = std::move(paths);
            hops.push_back(std::move(one));
        }
        all.push_back({{"protocol", protocolName(route.protocol)}, {"distance", route.candidate.distance}, {"metric", route.candidate.metric},
                       {"kind", ip::toString(route.candidate.kind)}, {"selected", route.selected}, {"active", route.active},
                       {"installed", route.installed}, {"verdict", toString(routing::verdictOn(route, best))}, {"why", verdict},
                       {"tag", route.candidate.tag}, {"uptime", ageText(call.context.now - route.since)}, {"nexthops", std::move(hops)}});
    }
    json.push_back({{"prefix", toString(prefix)}, {"candidates", std::move(all)}});
}

} // namespace

Answer explainRoute(const Call &call)
{
    std::string text;
    Json json = Json::array();
    if (call.arguments.has("prefix")) {
        const std::vector<RouteView> routes = call.router.rib().candidates(*base::IpPrefix::parse(call.arguments.get("prefix"), true));
        if (!routes.empty())
            explainPrefix(call, routes, text, json);
    } else {
        // From the longest prefix around the address to the first that counts.
        const auto address = *base::IpAddress::parse(call.arguments.get("address"));
        for (unsigned length = base::addressBits(address.family()) + 1; length-- > 0;) {
            const std::vector<RouteView> routes = call.router.rib().candidates(base::IpPrefix(address, length));
            if (routes.empty())
                continue;
            explainPrefix(call, routes, text, json);
            if (std::any_of(routes.begin(), routes.end(), [](const RouteView &r) { return r.selected; }))
                break;
        }
    }
    if (text.empty() && !call.wantsJson())
        return refused("nobody offers a route for that");
    return answered(call, std::move(text), json);
}

Answer explainRib(const Call &call)
{
    std::size_t most = 1000;
    if (const std::string &text = call.arguments.get("most"); !text.empty())
        std::from_chars(text.data(), text.data() + text.size(), most);
    const auto within = call.arguments.has("prefix") ? base::IpPrefix::parse(call.arguments.get("prefix"), true) : std::nullopt;
    std::string text;
    Json json = Json::array();
    std::size_t left = 0;
    std::vector<RouteView> routes; // of one prefix
    const auto finish = [&] {
        if (routes.empty())
            return;
        if (json.size() < most)
            explainPrefix(call, routes, text, json);
        else
            ++left;
        routes.clear();
    };
    call.router.rib().forEachCandidate([&](const RouteView &route) {
        if (within && (within->family() != route.prefix.family() || !within->contains(route.prefix)))
            return;
        if (!routes.empty() && routes.front().prefix != route.prefix)
            finish();
        routes.push_back(route);
    });
    finish();
    if (left > 0)
        text += fmt::format("and {} more prefixes\n", left);
    return answered(call, std::move(text), {{"prefixes", std::move(json)}, {"left", left}});
}

Answer showNextHopTracking(const Call &call)
{
    std::string text;
    Json json = Json::object();
    for (const routing::Rib::Tracked &tracked : call.router.rib().tracked()) {
        if (tracked.address.isV6() != call.arguments.has("six"))
            continue;
        const Resolution &way = tracked.resolution;
        const bool isConnected = way.isConnected();
        text += toString(tracked.address) + '\n';
        text += way.reachable ? fmt::format(" resolved via {}\n", protocolName(way.protocol)) : " unresolved\n";
        Json paths = Json::array();
        for (const ip::Path &path : way.paths) {
            const std::string port = portName(call.router, path.port);
            text += isConnected ? fmt::format(" is directly connected, {}\n", port) : fmt::format(" via {}, {}\n", toString(path.nextHop), port);
            paths.push_back({{"ip", isConnected ? "" : toString(path.nextHop)}, {"interfaceName", port}});
        }
        std::vector<std::string> clients;
        for (unsigned i = 0; i <= static_cast<unsigned>(ip::RouteProtocol::bgp); ++i)
            if (tracked.protocols & 1u << i)
                clients.emplace_back(ip::toString(static_cast<ip::RouteProtocol>(i)));
        if (clients.empty() && tracked.isNextHop)
            clients.emplace_back("static"); // the only ones whose recursive next hops nobody tracks besides
        text += fmt::format(" Client list: {}\n", fmt::join(clients, " "));
        json[toString(tracked.address)] = {{"resolved", way.reachable}, {"protocol", protocolName(way.protocol)},
                                           {"through", way.through.isValid() ? toString(way.through) : ""}, {"metric", way.metric},
                                           {"nexthops", std::move(paths)}, {"clients", clients}};
    }
    return answered(call, std::move(text), json);
}

} // namespace hopyard::console
