// show ip prefix-list, access-list, route-map …: policies as FRR 8.4 prints them. FRR prints each once for every daemon
// that has it; here there is one of each, under zebra's name (BGP's own lists under BGP's).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/commands.h"
#include "core/console/config_policy.h"

#include <fmt/format.h>

#include <array>

namespace hopyard::console {

using namespace routing::policy;

namespace {

const Policies &policiesOf(const Call &call) { return call.router.config().policies; }
bool isAsked(const Call &call, const std::string &name) { return !call.arguments.has("name") || call.arguments.get("name") == name; }
std::string_view word(bool permit) { return permit ? "permit" : "deny"; }
base::Family familyOf(const Call &call) { return call.arguments.has("ipv6") ? base::Family::ipv6 : base::Family::ipv4; }
std::string_view familyName(base::Family family) { return family == base::Family::ipv6 ? "IPv6" : "IPv4"; }

Answer showPrefixLists(const Call &call)
{
    std::string text;
    Json lists = Json::object();
    for (const PrefixList &list : policiesOf(call).prefixLists) {
        if (list.family != familyOf(call) || !isAsked(call, list.name))
            continue;
        text += fmt::format("ZEBRA: {} prefix-list {}: {} entries\n", call.arguments.has("ipv6") ? "ipv6" : "ip", list.name,
                            list.sequence.entries.size());
        if (!list.description.empty())
            text += fmt::format("   Description: {}\n", list.description);
        Json entries = Json::array();
        for (const PrefixListEntry &entry : list.sequence.entries) {
            text += fmt::format("   seq {} {}\n", entry.sequence, prefixEntryText(entry));
            const bool six = list.family == base::Family::ipv6;
            Json one{{"sequenceNumber", entry.sequence},
                     {"type", word(entry.permit)},
                     {"prefix", entry.any ? (six ? "::/0" : "0.0.0.0/0") : toString(entry.prefix)}};
            if (entry.ge)
                one["minimumPrefixLength"] = *entry.ge;
            if (entry.le || entry.any)
                one["maximumPrefixLength"] = entry.any ? (six ? 128 : 32) : *entry.le;
            entries.push_back(std::move(one));
        }
        Json &json = lists[list.name];
        json = {{"addressFamily", familyName(list.family)}, {"entries", std::move(entries)}};
        if (!list.description.empty())
            json["description"] = list.description;
    }
    if (call.arguments.has("name") && lists.empty())
        return refused("% Can't find specified prefix-list");
    return answered(call, std::move(text), {{"ZEBRA", std::move(lists)}});
}

/// Which entry decides for a prefix.
Answer showPrefixListFor(const Call &call)
{
    const base::IpPrefix prefix = *base::IpPrefix::parse(call.arguments.get("prefix"), true);
    const PrefixList *list = policiesOf(call).findPrefixList(call.arguments.get("name"), prefix.family());
    if (!list)
        return refused("% Can't find specified prefix-list");
    Answer answer;
    if (const PrefixListEntry *entry = list->firstMatch(prefix))
        answer.text = fmt::format("   seq {} {}\n", entry->sequence, prefixEntryText(*entry));
    return answer;
}

Answer showAccessLists(const Call &call)
{
    using Kind = AccessListEntry::Kind;
    constexpr std::array<std::string_view, 3> kKinds{"Standard", "Extended", "Zebra"};
    std::string text;
    Json lists = Json::object();
    for (const AccessList &list : policiesOf(call).accessLists) {
        if (list.family != familyOf(call) || !isAsked(call, list.name))
            continue;
        const std::string_view kind = kKinds[static_cast<std::size_t>(AccessList::kindOf(list.name))];
        text += fmt::format("{} {} access list {}\n", kind, call.arguments.has("ipv6") ? "IPv6" : "IP", list.name);
        Json rules = Json::array();
        for (const AccessListEntry &entry : list.sequence.entries) {
            using base::toString;
            Json rule{{"sequenceNumber", entry.sequence}, {"filterType", word(entry.permit)}};
            std::string what = accessEntryText(entry).substr(word(entry.permit).size() + 1);
            if (entry.kind == Kind::standard && !entry.any) {
                if (!entry.wildcard.isUnspecified())
                    what = fmt::format("{}, wildcard bits {}", toString(entry.address), toString(entry.wildcard));
                rule["address"] = toString(entry.address);
                rule["mask"] = toString(entry.wildcard);
            } else if (entry.kind == Kind::extended) {
                rule["extended"] = true;
                rule["sourceAddress"] = toString(entry.address);
                rule["sourceMask"] = toString(entry.wildcard);
                rule["destinationAddress"] = toString(entry.mask);
                rule["destinationMask"] = toString(entry.maskWildcard);
            } else {
                rule["prefix"] = entry.any ? (list.family == base::Family::ipv6 ? "::/0" : "0.0.0.0/0") : toString(entry.prefix);
                rule["exact-match"] = entry.exact;
            }
            text += fmt::format("    seq {} {:<6} {}\n", entry.sequence, word(entry.permit), what);
            rules.push_back(std::move(rule));
        }
        lists[list.name] = {{"type", kind}, {"addressFamily", familyName(list.family)}, {"rules", std::move(rules)}};
    }
    return answered(call, text.empty() ? text : "ZEBRA:\n" + text, {{"ZEBRA", std::move(lists)}});
}

Answer showAsPathLists(const Call &call)
{
    std::string text;
    Json json = Json::object();
    for (const auto &[name, list] : policiesOf(call).asPathLists) {
        if (!isAsked(call, name))
            continue;
        text += fmt::format("AS path access list {}\n", name);
        for (const AsPathListEntry &entry : list.sequence.entries) {
            text += fmt::format("    {} {}\n", word(entry.permit), entry.expression.pattern());
            json[name].push_back({{"sequenceNumber", entry.sequence}, {"type", word(entry.permit)}, {"regExp", entry.expression.pattern()}});
        }
    }
    return answered(call, std::move(text), json);
}

template <class Lists>
Answer communityLists(const Call &call, const Lists &lists, std::string_view named, std::string_view numbered)
{
    std::string text;
    Json json = Json::object();
    for (const auto &[name, list] : lists) {
        if (!isAsked(call, name))
            continue;
        const bool isNumber = name.find_first_not_of("0123456789") == std::string::npos;
        text += fmt::format("{} {} list {}\n", isNumber ? numbered : named, list.expanded ? "expanded" : "standard", name);
        for (const auto &entry : list.sequence.entries) {
            const std::string what = entry.expression ? entry.expression->pattern() : routing::policy::toString(entry.communities);
            text += fmt::format("    {} {}\n", word(entry.permit), what);
            json[name].push_back({{"sequenceNumber", entry.sequence}, {"type", word(entry.permit)}, {"communities", what}});
        }
    }
    return answered(call, std::move(text), json);
}

Answer showCommunityLists(const Call &call)
{
    return communityLists(call, policiesOf(call).communityLists, "Named Community", "Community");
}

Answer showLargeCommunityLists(const Call &call)
{
    return communityLists(call, policiesOf(call).largeCommunityLists, "Named large community", "Large community");
}

std::string actionText(const RouteMapEntry &entry)
{
    switch (entry.onMatch) {
    case RouteMapEntry::OnMatch::exit: return "Exit routemap";
    case RouteMapEntry::OnMatch::next: return "Continue to next entry";
    case RouteMapEntry::OnMatch::goTo: return fmt::format("Goto {}", entry.goTo);
    }
    return {};
}

Answer showRouteMaps(const Call &call)
{
    std::string text;
    Json maps = Json::object();
    for (const RouteMap &map : policiesOf(call).routeMaps) {
        if (!isAsked(call, map.name))
            continue;
        text += fmt::format("route-map: {}\n", map.name);
        Json rules = Json::array();
        for (const auto &[number, entry] : map.entries) {
            text += fmt::format(" {}, sequence {}\n", word(entry.permit), number);
            if (!entry.description.empty())
                text += fmt::format("  Description:\n    {}\n", entry.description);
            text += "  Match clauses:\n";
            for (const std::string &clause : matchTexts(entry))
                text += fmt::format("    {}\n", clause);
            text += "  Set clauses:\n";
            for (const std::string &clause : setTexts(entry))
                text += fmt::format("    {}\n", clause);
            text += "  Call clause:\n";
            if (!entry.call.empty())
                text += fmt::format("    Call {}\n", entry.call);
            text += fmt::format("  Action:\n    {}\n", actionText(entry));
            Json rule{{"sequenceNumber", number}, {"type", word(entry.permit)}};
            if (!entry.description.empty())
                rule["description"] = entry.description;
            rule["matchClauses"] = matchTexts(entry);
            rule["setClauses"] = setTexts(entry);
            if (!entry.call.empty())
                rule["callClause"] = entry.call;
            rule["action"] = actionText(entry);
            rules.push_back(std::move(rule));
        }
        maps[map.name] = {{"rules", std::move(rules)}};
    }
    if (call.arguments.has("name") && maps.empty())
        return refused(fmt::format("% there is no route map '{}'", call.arguments.get("name")));
    return answered(call, text.empty() ? text : "ZEBRA:\n" + text, {{"ZEBRA", std::move(maps)}});
}

constexpr std::array kCommands{
    Command{"show ip prefix-list [WORD$name] [json]", "Prefix lists", showPrefixLists},
    Command{"show ipv6 prefix-list [WORD$name] [json]", "Prefix lists of IPv6", showPrefixLists},
    Command{"show ip prefix-list WORD$name A.B.C.D/M$prefix [first-match]", "Which entry decides for a prefix", showPrefixListFor},
    Command{"show ipv6 prefix-list WORD$name X:X::X:X/M$prefix [first-match]", "Which entry decides for a prefix", showPrefixListFor},
    Command{"show ip access-list [WORD$name] [json]", "Access lists", showAccessLists},
    Command{"show ipv6 access-list [WORD$name] [json]", "Access lists of IPv6", showAccessLists},
    Command{"show route-map [WORD$name] [json]", "Route maps", showRouteMaps},
    Command{"show bgp as-path-access-list [WORD$name] [json]", "Lists of AS paths", showAsPathLists},
    Command{"show ip as-path-access-list [WORD$name] [json]", "Lists of AS paths", showAsPathLists},
    Command{"show bgp community-list [WORD$name] [json]", "Lists of communities", showCommunityLists},
    Command{"show bgp large-community-list [WORD$name] [json]", "Lists of large communities", showLargeCommunityLists},
};

} // namespace

std::span<const Command> policyShowCommands() { return kCommands; }

} // namespace hopyard::console
