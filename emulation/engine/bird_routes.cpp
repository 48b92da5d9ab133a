// See bird_routes.h. A route of BIRD 2.0 is a line
//   10.0.2.0/24          unicast [ospf1 06:13:45.565] * E2 (150/10/20) [1.1.1.1]
// (the prefix is left out where it is the line before's) and an indented line for each next hop.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/bird_routes.h"

#include "core/base/address.h"
#include "emulation/engine/bird_text.h"

#include <algorithm>
#include <charconv>
#include <cctype>
#include <map>
#include <string>
#include <vector>

namespace hopyard::engine {

using bird::eachLine;
using rpc::OrderedJson;

namespace {

/// From the names of protocols to FRR's words for what they are.
std::map<std::string_view, std::string> kindsOf(std::string_view protocols)
{
    std::map<std::string_view, std::string> kinds;
    eachLine(protocols, [&](std::string_view line) {
        const auto words = base::wordsOf(line);
        if (words.size() < 2)
            return;
        std::string kind(words[1]);
        std::ranges::transform(kind, kind.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        kinds[words[0]] = kind == "direct" ? "connected" : kind;
    });
    return kinds;
}

/// "(150/10/20)": preference, and of the metrics the last, which for an OSPF route of type 2 is the one that FRR shows.
void readCosts(std::string_view text, OrderedJson &route)
{
    text = text.substr(1, text.find(')') - 1);
    const auto number = [](std::string_view digits) {
        std::uint32_t value = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return value;
    };
    route["distance"] = number(text.substr(0, text.find('/')));
    const std::size_t last = text.rfind('/');
    route["metric"] = last == std::string_view::npos ? 0 : number(text.substr(last + 1));
}

OrderedJson hopOf(const std::vector<std::string_view> &words)
{
    OrderedJson hop = OrderedJson::object();
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        if (words[i] == "via")
            hop["ip"] = words[i + 1];
        else if (words[i] == "on" || words[i] == "dev")
            hop["interfaceName"] = words[i + 1];
        else if (words[i] == "weight")
            hop["weight"] = words[i + 1];
    }
    return hop;
}

class Routes {
public:
    void addConnected(const Table &interfaces)
    {
        for (const rpc::Json &row : interfaces.rows) { // interface, mac, mtu, up, carrier, addresses
            if (row.at(0) == "lo" || !row.at(3).get<bool>() || !row.at(4).get<bool>())
                continue;
            for (const rpc::Json &text : row.at(5)) {
                const auto address = base::InterfaceAddress::parse(text.get_ref<const std::string &>());
                if (!address || !address->address.isV4())
                    continue;
                OrderedJson route = {{"prefix", toString(address->network())}, {"protocol", "connected"}, {"selected", true},
                                     {"distance", 0}, {"metric", 0}};
                route["nexthops"] = OrderedJson::array({{{"interfaceName", row.at(0).get<std::string>()}}});
                m_routes[address->network()].push_back(std::move(route));
            }
        }
    }

    void read(std::string_view text, const std::map<std::string_view, std::string> &kinds)
    {
        bool isMain = false;
        std::optional<base::IpPrefix> prefix;
        OrderedJson *route = nullptr;
        eachLine(text, [&](std::string_view line) {
            auto words = base::wordsOf(line);
            if (words.size() >= 2 && words[0] == "Table") {
                isMain = words[1] == "master4:";
                return;
            }
            if (!isMain || words.empty())
                return;
            if (line.front() == '\t') {
                if (route)
                    (*route)["nexthops"].push_back(hopOf(words));
                return;
            }
            if (line.front() != ' ') {
                prefix = base::IpPrefix::parse(words.front(), true);
                words.erase(words.begin());
            }
            route = prefix ? addRoute(*prefix, words, kinds) : nullptr;
        });
    }

    OrderedJson json() const
    {
        OrderedJson all = OrderedJson::object();
        for (const auto &[prefix, routes] : m_routes)
            all[toString(prefix)] = routes;
        return all;
    }

private:
    /// `words`: kind of destination, "[protocol", "time]", and what follows. Null: not a route of its own.
    OrderedJson *addRoute(const base::IpPrefix &prefix, const std::vector<std::string_view> &words,
                          const std::map<std::string_view, std::string> &kinds)
    {
        if (words.size() < 3 || !words[1].starts_with('['))
            return nullptr;
        const std::string_view name = words[1].substr(1);
        const auto kind = kinds.find(name);
        std::vector<OrderedJson> &routes = m_routes[prefix];
        const std::string protocol = kind == kinds.end() ? std::string(name) : kind->second;
        if (protocol == "connected" && !routes.empty())
            return nullptr; // of the interface itself
        const bool connected = !routes.empty() && routes.front()["protocol"] == "connected";
        OrderedJson route = {{"prefix", toString(prefix)}, {"protocol", protocol}};
        route["selected"] = !connected && std::ranges::find(words, "*") != words.end();
        route["distance"] = 0;
        route["metric"] = 0;
        for (const std::string_view word : words)
            if (word.starts_with('('))
                readCosts(word, route);
        route["nexthops"] = OrderedJson::array();
        if (words[0] != "unicast")
            route["nexthops"].push_back({{std::string(words[0]), true}});
        routes.push_back(std::move(route));
        return &routes.back();
    }

    std::map<base::IpPrefix, std::vector<OrderedJson>> m_routes;
};

} // namespace

OrderedJson birdRoutes(std::string_view protocols, std::string_view routes, const Table &interfaces)
{
    Routes all;
    all.addConnected(interfaces);
    all.read(routes, kindsOf(protocols));
    return all.json();
}

} // namespace hopyard::engine
