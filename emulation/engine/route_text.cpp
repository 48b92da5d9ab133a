// See route_text.h; the columns are those of FRR 8.4's zebra.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/route_text.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace hopyard::engine {

using rpc::Json;
using rpc::OrderedJson;

namespace {

struct Code {
    std::string_view protocol;
    char letter;
    std::string_view words;
};
constexpr std::array<Code, 8> kCodes{{{"kernel", 'K', "kernel route"},
                                      {"connected", 'C', "connected"},
                                      {"static", 'S', "static"},
                                      {"rip", 'R', "RIP"},
                                      {"ospf", 'O', "OSPF"},
                                      {"bgp", 'B', "BGP"},
                                      {"babel", 'A', "Babel"},
                                      {"pipe", 'P', "from another table"}}};

char letterOf(std::string_view protocol)
{
    for (const Code &code : kCodes)
        if (code.protocol == protocol)
            return code.letter;
    return '?';
}

std::string hopText(const OrderedJson &hop)
{
    const std::string interface = hop.value("interfaceName", std::string());
    for (const char *fate : {"blackhole", "unreachable", "prohibited"})
        if (hop.contains(fate))
            return fate;
    if (!hop.contains("ip"))
        return "is directly connected, " + interface;
    return "via " + hop.value("ip", std::string()) + (interface.empty() ? "" : ", " + interface);
}

} // namespace

OrderedJson kernelRoutes(const Table &table)
{
    OrderedJson routes = OrderedJson::object();
    for (const Json &row : table.rows) { // prefix, nextHop, interface, metric
        const std::string prefix = row.at(0).get<std::string>();
        if (prefix.find(':') != std::string::npos)
            continue;
        const bool connected = row.at(1).is_null();
        OrderedJson hop = OrderedJson::object();
        if (!connected)
            hop["ip"] = row.at(1).get<std::string>();
        if (row.at(2).is_string())
            hop["interfaceName"] = row.at(2).get<std::string>();
        routes[prefix].push_back({{"prefix", prefix},
                                  {"protocol", connected ? "connected" : "kernel"},
                                  {"selected", true},
                                  {"distance", 0},
                                  {"metric", row.at(3).get<std::uint32_t>()},
                                  {"nexthops", OrderedJson::array({std::move(hop)})}});
    }
    return routes;
}

std::string routeText(const OrderedJson &routes)
{
    std::string legend, text;
    for (const Code &code : kCodes) {
        bool occurs = false;
        for (const auto &[prefix, entries] : routes.items())
            for (const OrderedJson &route : entries)
                occurs = occurs || route.value("protocol", "") == code.protocol;
        if (occurs)
            legend += fmt::format("{} - {}, ", code.letter, code.words);
    }
    text = fmt::format("Codes: {}> - selected route\n\n", legend);
    for (const auto &[prefix, entries] : routes.items()) {
        for (const OrderedJson &route : entries) {
            const std::string protocol = route.value("protocol", "");
            const std::string selected = route.value("selected", false) ? ">*" : "  ";
            const std::string cost =
                protocol == "connected" ? "" : fmt::format(" [{}/{}]", route.value("distance", 0), route.value("metric", 0u));
            bool first = true;
            for (const OrderedJson &hop : route.at("nexthops")) {
                const std::string begin = fmt::format("{}{} {}{} ", letterOf(protocol), selected, prefix, cost);
                text += (first ? begin : fmt::format("  {}{}", selected.substr(1), std::string(begin.size() - 3, ' ')))
                    + hopText(hop) + '\n';
                first = false;
            }
        }
    }
    return text;
}

std::string interfaceText(const Table &table)
{
    std::string text;
    for (const Json &row : table.rows) { // interface, mac, mtu, up, carrier, addresses
        text += fmt::format("Interface {} is {}, line protocol is {}\n", row.at(0).get<std::string>(),
                            row.at(3).get<bool>() ? "up" : "down", row.at(4).get<bool>() ? "up" : "down");
        text += fmt::format("  HWaddr: {}\n  mtu {}\n", row.at(1).get<std::string>(), row.at(2).get<std::uint32_t>());
        for (const Json &address : row.at(5))
            text += fmt::format("  inet{} {}\n", address.get_ref<const std::string &>().find(':') == std::string::npos ? "" : "6",
                                address.get<std::string>());
    }
    return text;
}

} // namespace hopyard::engine
