// The lines of route maps, and these written back as FRR 8.4 does: those of an entry in order of their text.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace hopyard::console {

using namespace routing::policy;

namespace {

RouteMapEntry &entryOf(const ConfigAction &a)
{
    return a.config().policies.needRouteMap(a.blockName()).entries[a.blockNumber()];
}

Outcome enterRouteMap(const ConfigAction &a)
{
    const std::string &name = a.arguments.get("name");
    a.config().policies.needRouteMap(name).entries[a.number("number")].permit = a.arguments.has("permit");
    a.enter(ConfigMode::routeMap, name, a.number("number"));
    return {};
}

Outcome removeRouteMap(const ConfigAction &a)
{
    auto &maps = a.config().policies.routeMaps;
    const auto map = std::find_if(maps.begin(), maps.end(), [&](const RouteMap &m) { return m.name == a.arguments.get("name"); });
    if (map == maps.end() || (a.arguments.has("number") && map->entries.erase(a.number("number")) == 0))
        return "there is no such route map";
    if (!a.arguments.has("number") || map->entries.empty())
        maps.erase(map);
    return {};
}

/// "5", "+5", "-5".
bool readChange(const std::string &text, Clause &clause)
{
    std::string_view digits = text;
    if (text.starts_with('+') || text.starts_with('-')) {
        clause.change = text.front() == '+' ? Clause::Change::add : Clause::Change::subtract;
        digits.remove_prefix(1);
    }
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), clause.number);
    return error == std::errc() && end == digits.data() + digits.size() && !digits.empty();
}

/// The clause that the line's words make, by the names that the syntaxes below give them.
Outcome readClause(const ConfigAction &a, Clause &clause)
{
    const Arguments &words = a.arguments;
    clause.name = words.get("name");
    if (words.has("number"))
        clause.number = a.number("number");
    if (words.has("address"))
        clause.address = *base::IpAddress::parse(words.get("address"));
    clause.flag = words.has("exact-match") || words.has("local") || words.has("last-as");
    clause.none = words.has("none");
    if (words.has("change") && !readChange(words.get("change"), clause))
        return fmt::format("'{:.40}' is no number, +number or -number", words.get("change"));
    for (const Word &word : splitWords(words.get("as"))) {
        std::uint32_t as = 0;
        const char *last = word.text.data() + word.text.size();
        const auto [end, error] = std::from_chars(word.text.data(), last, as);
        if (error != std::errc() || end != last || as == 0)
            return fmt::format("'{:.40}' is no AS number", word.text);
        clause.numbers.push_back(as);
    }
    return {};
}

template <class C>
Outcome readCommunities(const std::string &text, Clause &clause, std::vector<C> &into, std::optional<C> (*parse)(std::string_view))
{
    for (const Word &word : splitWords(text)) {
        if (word.text == "additive") {
            clause.flag = true;
            continue;
        }
        const auto community = parse(word.text);
        if (!community)
            return fmt::format("'{:.40}' is no community", word.text);
        into.push_back(*community);
    }
    std::sort(into.begin(), into.end());
    into.erase(std::unique(into.begin(), into.end()), into.end());
    return into.empty() ? "which communities?" : Outcome();
}

template <MatchKind K>
Outcome match(const ConfigAction &a)
{
    if (a.isNo())
        return entryOf(a).matches.erase(K) > 0 ? Outcome() : "there is no such condition";
    Clause clause;
    Outcome why = readClause(a, clause);
    if (why.empty())
        entryOf(a).matches[K] = std::move(clause);
    return why;
}

template <SetKind K>
Outcome set(const ConfigAction &a)
{
    if (a.isNo())
        return entryOf(a).sets.erase(K) > 0 ? Outcome() : "there is no such action";
    Clause clause;
    Outcome why = readClause(a, clause);
    if (why.empty() && a.arguments.has("communities"))
        why = K == SetKind::community
                  ? readCommunities<Community>(a.arguments.get("communities"), clause, clause.numbers, parseCommunity)
                  : readCommunities<LargeCommunity>(a.arguments.get("communities"), clause, clause.large, parseLargeCommunity);
    if (why.empty())
        entryOf(a).sets[K] = std::move(clause);
    return why;
}

Outcome onMatch(const ConfigAction &a)
{
    RouteMapEntry &entry = entryOf(a);
    entry.onMatch = RouteMapEntry::OnMatch::exit;
    entry.goTo = 0;
    if (a.isNo())
        return {};
    if (!entry.permit)
        return "an entry that denies ends the walk";
    if (a.arguments.has("next")) {
        entry.onMatch = RouteMapEntry::OnMatch::next;
        return {};
    }
    if (a.number("number") <= a.blockNumber())
        return "only entries with larger numbers can follow";
    entry.onMatch = RouteMapEntry::OnMatch::goTo;
    entry.goTo = a.number("number");
    return {};
}

constexpr std::array kTop{
    ConfigCommand{"route-map WORD$name <permit|deny> (1-65535)$number", enterRouteMap},
    ConfigCommand{"no route-map WORD$name [<permit|deny> (1-65535)$number]", removeRouteMap},
};

using enum MatchKind;

constexpr std::array kInRouteMap{
    ConfigCommand{"description LINE$text", [](const ConfigAction &a) { return entryOf(a).description = a.arguments.get("text"), Outcome(); }},
    ConfigCommand{"no description [LINE]", [](const ConfigAction &a) { return entryOf(a).description.clear(), Outcome(); }},
    ConfigCommand{"call WORD$map", [](const ConfigAction &a) { return entryOf(a).call = a.arguments.get("map"), Outcome(); }},
    ConfigCommand{"no call [WORD]", [](const ConfigAction &a) { return entryOf(a).call.clear(), Outcome(); }},
    ConfigCommand{"on-match <next|goto (1-65535)$number>", onMatch},
    ConfigCommand{"no on-match [<next|goto>]", onMatch},
    ConfigCommand{"continue (1-65535)$number", onMatch},
    ConfigCommand{"no continue [(1-65535)]", onMatch},

    ConfigCommand{"match ip address WORD$name", match<ipAddress>},
    ConfigCommand{"no match ip address [WORD]", match<ipAddress>},
    ConfigCommand{"match ip address prefix-list WORD$name", match<ipAddressPrefixList>},
    ConfigCommand{"no match ip address prefix-list [WORD]", match<ipAddressPrefixList>},
    ConfigCommand{"match ip address prefix-len (0-32)$number", match<ipAddressPrefixLength>},
    ConfigCommand{"no match ip address prefix-len [(0-32)]", match<ipAddressPrefixLength>},
    ConfigCommand{"match ipv6 address prefix-list WORD$name", match<ipv6AddressPrefixList>},
    ConfigCommand{"no match ipv6 address prefix-list [WORD]", match<ipv6AddressPrefixList>},
    ConfigCommand{"match ip next-hop WORD$name", match<nextHop>},
    ConfigCommand{"no match ip next-hop [WORD]", match<nextHop>},
    ConfigCommand{"match ip next-hop prefix-list WORD$name", match<nextHopPrefixList>},
    ConfigCommand{"no match ip next-hop prefix-list [WORD]", match<nextHopPrefixList>},
    ConfigCommand{"match ip next-hop address A.B.C.D$address", match<nextHopAddress>},
    ConfigCommand{"no match ip next-hop address [A.B.C.D]", match<nextHopAddress>},
    ConfigCommand{"match ip next-hop type blackhole", match<nextHopBlackhole>},
    ConfigCommand{"no match ip next-hop type [blackhole]", match<nextHopBlackhole>},
    ConfigCommand{"match ip route-source WORD$name", match<routeSource>},
    ConfigCommand{"no match ip route-source [WORD]", match<routeSource>},
    ConfigCommand{"match ip route-source prefix-list WORD$name", match<routeSourcePrefixList>},
    ConfigCommand{"no match ip route-source prefix-list [WORD]", match<routeSourcePrefixList>},
    ConfigCommand{"match interface WORD$name", match<MatchKind::interface>},
    ConfigCommand{"no match interface [WORD]", match<MatchKind::interface>},
    ConfigCommand{"match metric (0-4294967295)$number", match<MatchKind::metric>},
    ConfigCommand{"no match metric [(0-4294967295)]", match<MatchKind::metric>},
    ConfigCommand{"match tag (1-4294967295)$number", match<MatchKind::tag>},
    ConfigCommand{"no match tag [(1-4294967295)]", match<MatchKind::tag>},
    ConfigCommand{"match as-path WORD$name", match<MatchKind::asPath>},
    ConfigCommand{"no match as-path [WORD]", match<MatchKind::asPath>},
    ConfigCommand{"match community WORD$name [exact-match]", match<MatchKind::community>},
    ConfigCommand{"no match community [WORD [exact-match]]", match<MatchKind::community>},
    ConfigCommand{"match large-community WORD$name [exact-match]", match<MatchKind::largeCommunity>},
    ConfigCommand{"no match large-community [WORD [exact-match]]", match<MatchKind::largeCommunity>},
    ConfigCommand{"match peer <ADDRESS$address|local>", match<peer>},
    ConfigCommand{"no match peer [<ADDRESS|local>]", match<peer>},
    ConfigCommand{"match source-protocol <bgp$name|connected$name|ospf$name|rip$name|static$name>", match<sourceProtocol>},
    ConfigCommand{"no match source-protocol [<bgp|connected|ospf|rip|static>]", match<sourceProtocol>},
    ConfigCommand{"match origin <egp$name|igp$name|incomplete$name>", match<MatchKind::origin>},
    ConfigCommand{"no match origin [<egp|igp|incomplete>]", match<MatchKind::origin>},
    ConfigCommand{"match local-preference (0-4294967295)$number", match<MatchKind::localPreference>},
    ConfigCommand{"no match local-preference [(0-4294967295)]", match<MatchKind::localPreference>},

    ConfigCommand{"set metric WORD$change", set<SetKind::metric>},
    ConfigCommand{"no set metric [WORD]", set<SetKind::metric>},
    ConfigCommand{"set metric-type <type-1$name|type-2$name>",
                  [](const ConfigAction &a) {
                      Outcome why = set<SetKind::metricType>(a);
                      Clause &clause = entryOf(a).sets[SetKind::metricType];
                      clause.number = clause.name == "type-1" ? 1 : 2;
                      return why;
                  }},
    ConfigCommand{"no set metric-type [<type-1|type-2>]", set<SetKind::metricType>},
    ConfigCommand{"set tag (1-4294967295)$number", set<SetKind::tag>},
    ConfigCommand{"no set tag [(1-4294967295)]", set<SetKind::tag>},
    ConfigCommand{"set local-preference WORD$change", set<SetKind::localPreference>},
    ConfigCommand{"no set local-preference [WORD]", set<SetKind::localPreference>},
    ConfigCommand{"set weight (0-4294967295)$number", set<SetKind::weight>},
    ConfigCommand{"no set weight [(0-4294967295)]", set<SetKind::weight>},
    ConfigCommand{"set origin <egp$name|igp$name|incomplete$name>", set<SetKind::origin>},
    ConfigCommand{"no set origin [<egp|igp|incomplete>]", set<SetKind::origin>},
    ConfigCommand{"set as-path prepend LINE$as", set<SetKind::asPathPrepend>},
    ConfigCommand{"set as-path prepend last-as (1-10)$number", set<SetKind::asPathPrepend>},
    ConfigCommand{"no set as-path prepend [LINE]", set<SetKind::asPathPrepend>},
    ConfigCommand{"set as-path exclude LINE$as", set<SetKind::asPathExclude>},
    ConfigCommand{"no set as-path exclude [LINE]", set<SetKind::asPathExclude>},
    ConfigCommand{"set community LINE$communities", set<SetKind::community>},
    ConfigCommand{"set community none", set<SetKind::community>},
    ConfigCommand{"no set community [LINE]", set<SetKind::community>},
    ConfigCommand{"set large-community LINE$communities", set<SetKind::largeCommunity>},
    ConfigCommand{"set large-community none", set<SetKind::largeCommunity>},
    ConfigCommand{"no set large-community [LINE]", set<SetKind::largeCommunity>},
    ConfigCommand{"set comm-list WORD$name delete", set<SetKind::deleteCommunities>},
    ConfigCommand{"no set comm-list [WORD delete]", set<SetKind::deleteCommunities>},
    ConfigCommand{"set large-comm-list WORD$name delete", set<SetKind::deleteLargeCommunities>},
    ConfigCommand{"no set large-comm-list [WORD delete]", set<SetKind::deleteLargeCommunities>},
    ConfigCommand{"set ip next-hop A.B.C.D$address", set<SetKind::nextHop>},
    ConfigCommand{"no set ip next-hop [A.B.C.D]", set<SetKind::nextHop>},
    ConfigCommand{"set ip next-hop peer-address", set<SetKind::nextHopPeer>},
    ConfigCommand{"no set ip next-hop peer-address", set<SetKind::nextHopPeer>},
    ConfigCommand{"set ip next-hop unchanged", set<SetKind::nextHopUnchanged>},
    ConfigCommand{"no set ip next-hop unchanged", set<SetKind::nextHopUnchanged>},
    ConfigCommand{"set ipv6 next-hop global X:X::X:X$address", set<SetKind::ipv6NextHop>},
    ConfigCommand{"no set ipv6 next-hop global [X:X::X:X]", set<SetKind::ipv6NextHop>},
    ConfigCommand{"set distance (0-255)$number", set<SetKind::distance>},
    ConfigCommand{"no set distance [(0-255)]", set<SetKind::distance>},
    ConfigCommand{"set src ADDRESS$address", set<SetKind::source>},
    ConfigCommand{"no set src [ADDRESS]", set<SetKind::source>},
    ConfigCommand{"set atomic-aggregate", set<SetKind::atomicAggregate>},
    ConfigCommand{"no set atomic-aggregate", set<SetKind::atomicAggregate>},
    ConfigCommand{"set aggregator as (1-4294967295)$number A.B.C.D$address", set<SetKind::aggregator>},
    ConfigCommand{"no set aggregator as [(1-4294967295) A.B.C.D]", set<SetKind::aggregator>},
    ConfigCommand{"set originator-id A.B.C.D$address", set<SetKind::originatorId>},
    ConfigCommand{"no set originator-id [A.B.C.D]", set<SetKind::originatorId>},
};

std::string changeText(const Clause &clause)
{
    constexpr std::string_view kSigns[] = {"", "+", "-"};
    return fmt::format("{}{}", kSigns[static_cast<std::size_t>(clause.change)], clause.number);
}

std::string textOf(MatchKind kind, const Clause &c)
{
    const std::string_view exact = c.flag ? " exact-match" : "";
    switch (kind) {
    case ipAddress: return "ip address " + c.name;
    case ipAddressPrefixList: return "ip address prefix-list " + c.name;
    case ipAddressPrefixLength: return fmt::format("ip address prefix-len {}", c.number);
    case ipv6AddressPrefixList: return "ipv6 address prefix-list " + c.name;
    case nextHop: return "ip next-hop " + c.name;
    case nextHopPrefixList: return "ip next-hop prefix-list " + c.name;
    case nextHopAddress: return "ip next-hop address " + base::toString(c.address);
    case nextHopBlackhole: return "ip next-hop type blackhole";
    case routeSource: return "ip route-source " + c.name;
    case routeSourcePrefixList: return "ip route-source prefix-list " + c.name;
    case MatchKind::interface: return "interface " + c.name;
    case MatchKind::metric: return fmt::format("metric {}", c.number);
    case MatchKind::tag: return fmt::format("tag {}", c.number);
    case MatchKind::asPath: return "as-path " + c.name;
    case MatchKind::community: return fmt::format("community {}{}", c.name, exact);
    case MatchKind::largeCommunity: return fmt::format("large-community {}{}", c.name, exact);
    case peer: return "peer " + (c.flag ? std::string("local") : base::toString(c.address));
    case sourceProtocol: return "source-protocol " + c.name;
    case MatchKind::origin: return "origin " + c.name;
    case MatchKind::localPreference: return fmt::format("local-preference {}", c.number);
    }
    return {};
}

std::string textOf(SetKind kind, const Clause &c)
{
    const auto numbers = [&] { return fmt::format("{}", fmt::join(c.numbers, " ")); };
    const auto withMore = [&](std::string communities) {
        return c.none ? std::string("none") : std::move(communities) + (c.flag ? " additive" : "");
    };
    switch (kind) {
    case SetKind::metric: return "metric " + changeText(c);
    case SetKind::metricType: return "metric-type " + c.name;
    case SetKind::tag: return fmt::format("tag {}", c.number);
    case SetKind::localPreference: return "local-preference " + changeText(c);
    case SetKind::weight: return fmt::format("weight {}", c.number);
    case SetKind::origin: return "origin " + c.name;
    case SetKind::asPathPrepend: return c.flag ? fmt::format("as-path prepend last-as {}", c.number) : "as-path prepend " + numbers();
    case SetKind::asPathExclude: return "as-path exclude " + numbers();
    case SetKind::community: return "community " + withMore(routing::policy::toString(c.numbers));
    case SetKind::largeCommunity: return "large-community " + withMore(routing::policy::toString(c.large));
    case SetKind::deleteCommunities: return fmt::format("comm-list {} delete", c.name);
    case SetKind::deleteLargeCommunities: return fmt::format("large-comm-list {} delete", c.name);
    case SetKind::nextHop: return "ip next-hop " + base::toString(c.address);
    case SetKind::nextHopPeer: return "ip next-hop peer-address";
    case SetKind::nextHopUnchanged: return "ip next-hop unchanged";
    case SetKind::ipv6NextHop: return "ipv6 next-hop global " + base::toString(c.address);
    case SetKind::distance: return fmt::format("distance {}", c.number);
    case SetKind::source: return "src " + base::toString(c.address);
    case SetKind::atomicAggregate: return "atomic-aggregate";
    case SetKind::aggregator: return fmt::format("aggregator as {} {}", c.number, base::toString(c.address));
    case SetKind::originatorId: return "originator-id " + base::toString(c.address);
    }
    return {};
}

} // namespace

ConfigCommands routeMapTopCommands() { return kTop; }
ConfigCommands routeMapCommands() { return kInRouteMap; }

std::vector<std::string> matchTexts(const RouteMapEntry &entry)
{
    std::vector<std::string> out;
    for (const auto &[kind, clause] : entry.matches)
        out.push_back(textOf(kind, clause));
    std::sort(out.begin(), out.end());
    return out;
}

std::vector<std::string> setTexts(const RouteMapEntry &entry)
{
    std::vector<std::string> out;
    for (const auto &[kind, clause] : entry.sets)
        out.push_back(textOf(kind, clause));
    std::sort(out.begin(), out.end());
    return out;
}

std::string writeRouteMaps(const Policies &policies)
{
    std::string out;
    for (const RouteMap &map : policies.routeMaps) {
        for (const auto &[number, entry] : map.entries) {
            out += fmt::format("route-map {} {} {}\n", map.name, entry.permit ? "permit" : "deny", number);
            if (!entry.call.empty())
                out += fmt::format(" call {}\n", entry.call);
            if (!entry.description.empty())
                out += fmt::format(" description {}\n", entry.description);
            for (const std::string &text : matchTexts(entry))
                out += fmt::format(" match {}\n", text);
            if (entry.onMatch != RouteMapEntry::OnMatch::exit)
                out += entry.onMatch == RouteMapEntry::OnMatch::next ? " on-match next\n" : fmt::format(" on-match goto {}\n", entry.goTo);
            for (const std::string &text : setTexts(entry))
                out += fmt::format(" set {}\n", text);
            out += "exit\n!\n";
        }
    }
    return out;
}

} // namespace hopyard::console
