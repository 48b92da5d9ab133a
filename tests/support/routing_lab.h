// Labs of routers for tests, and what their tables say as one line: "O 110/20 10.0.12.2 eth1".
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/worlds.h"

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hopyard::support {

/// The text of a lab: routers with their configurations, switches, and links ("r1:eth0, r2:eth0").
inline std::string routingLab(const std::vector<std::pair<std::string, std::string>> &routers, const std::vector<std::string> &links,
                              const std::vector<std::string> &switches = {}, const std::string &linkOptions = "delay: 1ms")
{
    std::string text = "hopyard: 1\ntitle: Test\nnodes:\n";
    for (const auto &[name, config] : routers) {
        text += "  " + name + ":\n    kind: router\n    config: |\n";
        for (std::size_t at = 0; at < config.size();) {
            const std::size_t end = std::min(config.find('\n', at), config.size());
            text += "      " + config.substr(at, end - at) + '\n';
            at = end + 1;
        }
    }
    for (const std::string &name : switches)
        text += "  " + name + ": {kind: switch}\n";
    text += "links:\n";
    for (const std::string &ends : links)
        text += "  - {ends: [" + ends + "], " + linkOptions + "}\n";
    return text;
}

inline nlohmann::json askJson(world::World &world, std::string_view node, std::string_view line)
{
    const world::CommandAnswer answer = world.command(world.findNode(node), std::string(line) + " json");
    return nlohmann::json::parse(answer.json, nullptr, false);
}

/// The selected route for a prefix: protocol, distance/metric, next hops; "-" where there is none.
inline std::string routeOf(world::World &world, std::string_view node, const std::string &prefix)
{
    const nlohmann::json json = askJson(world, node, "show ip route " + prefix);
    if (!json.is_object() || !json.contains(prefix))
        return "-";
    for (const auto &route : json[prefix]) {
        if (!route.contains("selected"))
            continue;
        std::string text = route["protocol"].get<std::string>() + ' ' + std::to_string(route["distance"].get<int>()) + '/' +
                           std::to_string(route["metric"].get<unsigned>());
        std::string separator = " ";
        for (const auto &hop : route["nexthops"]) {
            text += separator;
            if (hop.contains("blackhole"))
                text += "blackhole";
            else
                text += (hop.contains("ip") ? hop["ip"].get<std::string>() + ' ' : "") + hop.value("interfaceName", "?");
            separator = ", ";
        }
        return text;
    }
    return "-";
}

} // namespace hopyard::support
