// show ip fib, explain: the forwarding table, and how one packet is looked up in it. Ours; FRR has nothing like it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/commands.h"

#include <fmt/format.h>

namespace hopyard::console {

namespace {

std::string pathText(const router::VirtualRouter &router, const ip::Path &path)
{
    const std::string name = portName(router, path.port);
    return path.nextHop.isValid() ? fmt::format("via {} on {}", toString(path.nextHop), name)
                                  : fmt::format("directly on {}", name);
}

} // namespace

std::string fibRouteText(const router::VirtualRouter &router, const ip::Route &route)
{
    std::string out(ip::toString(route.kind));
    for (const ip::Path &path : route.paths)
        out += (&path == &route.paths.front() ? ", " : "; ") + pathText(router, path);
    return out;
}

Json fibRouteJson(const router::VirtualRouter &router, const ip::Route &route)
{
    Json paths = Json::array();
    for (const ip::Path &path : route.paths) {
        Json out;
        if (path.nextHop.isValid())
            out["nextHop"] = toString(path.nextHop);
        out["interface"] = portName(router, path.port);
        out["weight"] = path.weight;
        paths.push_back(std::move(out));
    }
    return {{"prefix", toString(route.prefix)},
            {"kind", ip::toString(route.kind)},
            {"protocol", ip::toString(route.protocol)},
            {"distance", route.distance},
            {"paths", std::move(paths)}};
}

Answer showFib(const Call &call)
{
    Json json = Json::array();
    Answer answer;
    answer.text = fmt::format("{:<24}{:<12}{}\n", "Prefix", "Protocol", "What becomes of packets");
    call.router.stack().forwardingTable().forEach([&](const ip::Route &route) {
        json.push_back(fibRouteJson(call.router, route));
        answer.text += fmt::format("{:<24}{:<12}{}\n", toString(route.prefix), ip::toString(route.protocol),
                                   fibRouteText(call.router, route));
    });
    return answered(call, std::move(answer.text), json);
}

Answer explain(const Call &call)
{
    ip::FlowKey flow;
    flow.destination = *base::IpAddress::parse(call.arguments.get("address"));
    if (call.arguments.has("source"))
        flow.source = *base::IpAddress::parse(call.arguments.get("source"));
    else
        flow.source = call.router.stack().sourceFor(call.context.now, flow.destination);
    const ip::Explanation found = call.router.stack().explain(flow);

    Json json{{"destination", toString(found.destination)}, {"tried", Json::array()}};
    Answer answer;
    std::string tried;
    bool isMatched = false;
    for (const ip::Explanation::Attempt &attempt : found.tried) {
        const std::string_view outcome = !attempt.present ? "not in the table"
                                         : isMatched      ? "in the table, but shorter"
                                                          : "matches";
        isMatched = isMatched || attempt.present;
        tried += fmt::format("  {:<24}{}\n", toString(attempt.prefix), outcome);
        json["tried"].push_back({{"prefix", toString(attempt.prefix)}, {"present", attempt.present}});
    }
    const std::string to = toString(found.destination);
    if (!found.matched) {
        answer.text = fmt::format("{} matches nothing: no route, and the sender is told so\n", to);
    } else {
        const ip::Route &route = *found.matched;
        json["matched"] = fibRouteJson(call.router, route);
        answer.text = fmt::format("{} matches {} ({}): {}\n", to, toString(route.prefix), ip::toString(route.protocol),
                                  fibRouteText(call.router, route));
        if (found.path) {
            json["path"] = *found.path;
            json["flowHash"] = found.flowHash;
        }
        if (found.path && route.paths.size() > 1)
            answer.text += fmt::format("{} equal paths; the flow from {} goes {} (hash {:08x})\n", route.paths.size(),
                                       toString(flow.source), pathText(call.router, route.paths[*found.path]), found.flowHash);
    }
    answer.text += "Tried, from the longest prefix to the shortest:\n" + tried;
    return answered(call, std::move(answer.text), json);
}

} // namespace hopyard::console
