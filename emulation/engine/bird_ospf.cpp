// See bird_ospf.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/bird_ospf.h"

#include <array>
#include <cctype>
#include <map>
#include <utility>
#include <vector>

namespace hopyard::engine {

using namespace bird;
using rpc::OrderedJson;
using Words = std::vector<std::string_view>;

namespace {

/// A vertex of the graph, and what it says of its own.
struct Vertex {
    std::string name;       ///< a router's id, a network's prefix
    std::string designated; ///< router of a network
    std::vector<std::vector<std::string>> says;
};
struct Area {
    std::vector<Vertex> routers, networks;
};

/// "area 0.0.0.0", then "\trouter 1.1.1.1" and "\t\tnetwork 10.0.0.0/24 metric 10".
std::map<std::string, Area> areasOf(std::string_view state)
{
    std::map<std::string, Area> areas;
    Area *area = nullptr;
    Vertex *vertex = nullptr;
    eachLine(state, [&](std::string_view line) {
        const Words words = base::wordsOf(line);
        if (words.size() < 2)
            return;
        const std::size_t depth = std::min(line.find_first_not_of('\t'), line.size());
        if (depth == 0) {
            vertex = nullptr;
            area = words[0] == "area" ? &areas[std::string(words[1])] : nullptr;
        } else if (depth == 1 && area) {
            const bool isRouter = words[0] == "router";
            vertex = isRouter || words[0] == "network" ? &(isRouter ? area->routers : area->networks).emplace_back()
                                                       : nullptr;
            if (vertex)
                vertex->name = std::string(words[1]);
        } else if (depth == 2 && vertex) {
            if (words[0] == "dr")
                vertex->designated = std::string(words[1]);
            else
                vertex->says.emplace_back(words.begin(), words.end());
        }
    });
    return areas;
}

/// What follows that word.
std::string_view after(const std::vector<std::string> &words, std::string_view word)
{
    for (std::size_t i = 0; i + 1 < words.size(); ++i)
        if (words[i] == word)
            return words[i + 1];
    return {};
}

/// An advertisement of a network is called by an address in it, which need not be its first (RFC 2328, appendix E).
bool isIn(std::string_view id, std::string_view network)
{
    const auto prefix = base::IpPrefix::parse(network, true);
    const auto address = base::IpAddress::parse(id);
    return prefix && address && prefix->contains(*address);
}

unsigned lengthOf(std::string_view network)
{
    const auto prefix = base::IpPrefix::parse(network, true);
    return prefix ? prefix->length() : 0;
}

std::string addressOf(std::string_view network)
{
    return std::string(network.substr(0, network.find('/')));
}

std::string maskOf(std::string_view network)
{
    const unsigned length = std::min(lengthOf(network), 32U);
    return toString(base::Ipv4Address(length == 0 ? 0 : ~std::uint32_t(0) << (32 - length)));
}

struct Head {
    std::string id, router, area; ///< no area: everywhere
    unsigned type = 0;
};

OrderedJson linkOf(const std::vector<std::string> &says, const Area &area, const std::vector<Head> &heads)
{
    OrderedJson link = OrderedJson::object();
    const std::string &kind = says[0], &to = says[1];
    if (kind == "router") {
        link["linkType"] = "another Router (point-to-point)";
        link["neighborRouterId"] = to;
    } else if (kind == "network") {
        link["linkType"] = "a Transit Network";
        std::string designated = to;
        for (const Vertex &network : area.networks)
            for (const Head &head : heads)
                if (network.name == to && head.type == 2 && head.router == network.designated && isIn(head.id, to))
                    designated = head.id;
        link["designatedRouterAddress"] = designated;
    } else if (kind == "stubnet") {
        link["linkType"] = "Stub Network";
        link["networkAddress"] = addressOf(to);
        link["networkMask"] = maskOf(to);
    } else if (kind == "vlink") {
        link["linkType"] = "a Virtual Link";
        link["neighborRouterId"] = to;
    } else {
        return nullptr;
    }
    link["tos0Metric"] = number(after(says, "metric")).value_or(0);
    return link;
}

void putRouter(OrderedJson &lsa, const Head &head, const Area &area, const std::vector<Head> &heads)
{
    for (const Vertex &router : area.routers) {
        if (router.name != head.id)
            continue;
        OrderedJson links = OrderedJson::object();
        for (const auto &says : router.says) {
            if (OrderedJson link = linkOf(says, area, heads); !link.is_null())
                links["link" + std::to_string(links.size())] = std::move(link);
            lsa["abr"] = lsa.value("abr", false) || says[0] == "xnetwork" || says[0] == "xrouter";
            lsa["asbr"] = lsa.value("asbr", false) || says[0] == "external";
        }
        lsa["routerLinks"] = std::move(links);
    }
}

void putNetwork(OrderedJson &lsa, const Head &head, const Area &area)
{
    for (const Vertex &network : area.networks) {
        if (network.designated != head.router || !isIn(head.id, network.name))
            continue;
        lsa["networkMask"] = lengthOf(network.name);
        OrderedJson attached = OrderedJson::object();
        for (const auto &says : network.says)
            if (says[0] == "router")
                attached[says[1]] = {{"attachedRouterId", says[1]}};
        lsa["attachedRouters"] = std::move(attached);
    }
}

/// What of a router's lines begins with that word and is called so.
const std::vector<std::string> *sayingOf(const Head &head, const Area &area, std::string_view word, bool isNetwork)
{
    for (const Vertex &router : area.routers)
        if (router.name == head.router)
            for (const auto &says : router.says)
                if (says[0] == word && (isNetwork ? isIn(head.id, says[1]) : says[1] == head.id))
                    return &says;
    return nullptr;
}

void putSummary(OrderedJson &lsa, const Head &head, const Area &area)
{
    const bool isNetwork = head.type == 3;
    const auto *says = sayingOf(head, area, isNetwork ? "xnetwork" : "xrouter", isNetwork);
    lsa["networkMask"] = says && isNetwork ? lengthOf((*says)[1]) : 0;
    if (says)
        lsa["tos0Metric"] = number(after(*says, "metric")).value_or(0);
}

void putExternal(OrderedJson &lsa, const Head &head, const std::map<std::string, Area> &areas)
{
    for (const auto &[name, area] : areas) {
        for (const std::string_view word : {"external", "nssa-ext"}) {
            const auto *says = sayingOf(head, area, word, true);
            if (!says)
                continue;
            lsa["networkMask"] = lengthOf((*says)[1]);
            const std::string_view second = after(*says, "metric2");
            lsa["metricType"] = second.empty() ? "E1" : "E2";
            lsa["metric"] = number(second.empty() ? after(*says, "metric") : second).value_or(0);
            const std::string_view via = after(*says, "via"), tag = after(*says, "tag");
            lsa["forwardAddress"] = via.empty() ? "0.0.0.0" : std::string(via);
            if (!tag.empty())
                lsa["externalRouteTag"] = (tag.starts_with("0x") ? number(tag.substr(2), 16) : number(tag)).value_or(0);
            return;
        }
    }
}

/// Of `show status`; empty where it does not say.
std::string routerIdIn(std::string_view status)
{
    std::string id;
    eachLine(status, [&id](std::string_view line) {
        constexpr std::string_view kId = "Router ID is ";
        if (line.starts_with(kId))
            id = std::string(trimmed(line.substr(kId.size())));
    });
    return id;
}

} // namespace

OrderedJson birdOspfInterfaces(std::string_view text, const OwnAddress &own, std::string_view status)
{
    const std::string id = routerIdIn(status);
    OrderedJson interfaces = OrderedJson::object();
    OrderedJson *interface = nullptr;
    eachLine(text, [&](std::string_view line) {
        const Words words = base::wordsOf(line);
        if (words.size() >= 2 && words[0] == "Interface") {
            interface = &interfaces[std::string(words[1])];
            *interface = {{"ospfEnabled", true}};
            if (!id.empty())
                (*interface)["routerId"] = id;
            const std::string_view network =
                words.size() > 2 && words[2].size() > 2 ? words[2].substr(1, words[2].size() - 2) : std::string_view();
            const auto prefix = base::IpPrefix::parse(network, true);
            const auto address = prefix ? own(words[1], *prefix) : std::nullopt;
            (*interface)["ipAddress"] = address ? toString(address->address) : addressOf(network);
            (*interface)["ipAddressPrefixlen"] = lengthOf(network);
            return;
        }
        if (!interface)
            return;
        if (const auto state = valueOf(line, "State")) {
            const std::size_t stub = state->find(" (stub)");
            (*interface)["state"] = std::string(state->substr(0, stub));
            if (stub != std::string_view::npos)
                (*interface)["timerPassiveIface"] = true;
        } else if (const auto area = valueOf(line, "Area")) {
            (*interface)["area"] = std::string(area->substr(0, area->find(' ')));
        } else if (const auto priority = valueOf(line, "Priority")) {
            (*interface)["priority"] = number(*priority).value_or(0);
        } else if (const auto cost = valueOf(line, "Cost")) {
            (*interface)["cost"] = number(*cost).value_or(0);
        } else if (const auto hello = valueOf(line, "Hello timer")) {
            (*interface)["timerMsecs"] = milliseconds(*hello);
        } else if (const auto dead = valueOf(line, "Dead timer")) {
            (*interface)["timerDeadSecs"] = number(*dead).value_or(0);
        } else if (const auto dr = valueOf(line, "Designated router (IP)")) {
            (*interface)["drAddress"] = std::string(*dr);
        } else if (const auto bdr = valueOf(line, "Backup designated router (IP)")) {
            (*interface)["bdrAddress"] = std::string(*bdr);
        }
    });
    return {{"interfaces", std::move(interfaces)}};
}

OrderedJson birdOspfNeighbours(std::string_view text)
{
    OrderedJson neighbours = OrderedJson::object();
    eachLine(text, [&](std::string_view line) {
        const Words words = base::wordsOf(line); // Router ID, Pri, State, DTime, Interface, Router IP
        if (words.size() != 6 || !base::Ipv4Address::parse(words[0]))
            return;
        neighbours[std::string(words[0])].push_back({{"ifaceName", std::string(words[4])},
                                                     {"ifaceAddress", std::string(words[5])},
                                                     {"nbrState", std::string(words[2])},
                                                     {"nbrPriority", number(words[1]).value_or(0)},
                                                     {"routerDeadIntervalTimerDueMsec", milliseconds(words[3])}});
    });
    return {{"neighbors", std::move(neighbours)}};
}

OrderedJson birdOspfDatabase(std::string_view headsText, std::string_view state, std::string_view status)
{
    struct Kind {
        unsigned type;
        const char *key, *name;
        bool everywhere;
    };
    static constexpr std::array<Kind, 6> kKinds{{{1, "routerLinkStates", "router-LSA", false},
                                                 {2, "networkLinkStates", "network-LSA", false},
                                                 {3, "summaryLinkStates", "summary-LSA", false},
                                                 {4, "asbrSummaryLinkStates", "summary-LSA", false},
                                                 {5, "asExternalLinkStates", "AS-external-LSA", true},
                                                 {7, "nssaExternalLinkStates", "NSSA-LSA", false}}};
    const std::map<std::string, Area> areas = areasOf(state);
    struct Line {
        Head head;
        std::string sequence;
        std::int64_t age = 0;
    };
    std::vector<Line> lines;
    std::vector<Head> heads;
    std::string area;
    eachLine(headsText, [&](std::string_view text) {
        const Words words = base::wordsOf(text);
        if (words.size() == 2 && words[0] == "Area")
            area = std::string(words[1]);
        else if (words.size() == 1 && words[0] == "Global")
            area.clear();
        if (words.size() != 6) // Type, LS ID, Router, Sequence, Age, Checksum
            return;
        const auto type = number<unsigned>(words[0], 16);
        const auto age = number(words[4]);
        if (!type || !age)
            return;
        lines.push_back({{std::string(words[1]), std::string(words[2]), area, *type}, std::string(words[3]), *age});
        heads.push_back(lines.back().head);
    });
    OrderedJson database = OrderedJson::object();
    if (std::string id = routerIdIn(status); !id.empty())
        database["routerId"] = std::move(id);
    for (const Line &line : lines) {
        const Head &head = line.head;
        const auto kind = std::ranges::find(kKinds, head.type, &Kind::type);
        if (kind == kKinds.end())
            continue;
        OrderedJson lsa{{"lsaAge", line.age},
                        {"lsaType", kind->name},
                        {"linkStateId", head.id},
                        {"advertisingRouter", head.router},
                        {"lsaSeqNumber", line.sequence}};
        const auto found = areas.find(head.area);
        static const Area kNone;
        const Area &graph = found == areas.end() ? kNone : found->second;
        switch (head.type) {
        case 1: putRouter(lsa, head, graph, heads); break;
        case 2: putNetwork(lsa, head, graph); break;
        case 3:
        case 4: putSummary(lsa, head, graph); break;
        default: putExternal(lsa, head, areas); break;
        }
        if (kind->everywhere)
            database[kind->key].push_back(std::move(lsa));
        else
            database[kind->key]["areas"][head.area].push_back(std::move(lsa));
    }
    return database;
}

} // namespace hopyard::engine
