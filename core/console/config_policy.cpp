// The configuration lines of lists, and all of them written back; see config_commands.h. Route maps:
// config_route_map.cpp; key chains: config_key_chain.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_commands.h"
#include "core/console/config_policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace hopyard::console {

using namespace routing::policy;

namespace {

constexpr std::string_view kNoSuch = "there is no such entry";

base::Family familyOf(const ConfigAction &a) { return a.arguments.has("ipv6") ? base::Family::ipv6 : base::Family::ipv4; }
bool isPermit(const ConfigAction &a) { return a.arguments.has("permit"); }
std::optional<std::uint32_t> sequenceOf(const ConfigAction &a)
{
    return a.arguments.has("sequence") ? std::optional(a.number("sequence")) : std::nullopt;
}
Outcome removed(bool was) { return was ? Outcome() : Outcome(kNoSuch); }

template <class List>
bool eraseList(std::vector<List> &lists, const std::string &name, base::Family family)
{
    return std::erase_if(lists, [&](const List &l) { return l.name == name && l.family == family; }) > 0;
}

/// Takes an entry out, and the list with its last one.
template <class List, class Entry>
Outcome removeEntry(std::vector<List> &lists, const std::string &name, base::Family family,
                    std::optional<std::uint32_t> sequence, const Entry *rule)
{
    for (List &list : lists) {
        if (list.name != name || list.family != family || !list.sequence.remove(sequence, rule))
            continue;
        if (list == List{name, family, {}, {}})
            eraseList(lists, name, family);
        return {};
    }
    return Outcome(kNoSuch);
}

// --- prefix lists ---

Outcome prefixEntry(const ConfigAction &a, PrefixListEntry &entry)
{
    entry.sequence = sequenceOf(a).value_or(0);
    entry.permit = isPermit(a);
    entry.any = a.arguments.has("any");
    if (entry.any)
        return {};
    entry.prefix = *base::IpPrefix::parse(a.arguments.get("prefix"), true);
    if (a.arguments.has("ge"))
        entry.ge = static_cast<std::uint8_t>(a.number("least"));
    if (a.arguments.has("le"))
        entry.le = static_cast<std::uint8_t>(a.number("most"));
    if ((entry.ge && *entry.ge < entry.prefix.length()) || (entry.le && *entry.le < std::max<unsigned>(entry.prefix.length(), entry.ge.value_or(0))))
        return fmt::format("the lengths must be in order: {} <= ge <= le", entry.prefix.length());
    return {};
}

Outcome addPrefix(const ConfigAction &a)
{
    PrefixListEntry entry;
    if (Outcome why = prefixEntry(a, entry); !why.empty())
        return why;
    a.config().policies.needPrefixList(a.arguments.get("name"), familyOf(a)).sequence.add(entry, !sequenceOf(a));
    return {};
}

Outcome removePrefix(const ConfigAction &a)
{
    PrefixListEntry entry;
    if (Outcome why = prefixEntry(a, entry); !why.empty())
        return why;
    return removeEntry(a.config().policies.prefixLists, a.arguments.get("name"), familyOf(a), sequenceOf(a), &entry);
}

Outcome removePrefixAt(const ConfigAction &a)
{
    return removeEntry(a.config().policies.prefixLists, a.arguments.get("name"), familyOf(a), sequenceOf(a),
                       static_cast<const PrefixListEntry *>(nullptr));
}

Outcome removePrefixList(const ConfigAction &a)
{
    return removed(eraseList(a.config().policies.prefixLists, a.arguments.get("name"), familyOf(a)));
}

Outcome describePrefixList(const ConfigAction &a)
{
    a.config().policies.needPrefixList(a.arguments.get("name"), familyOf(a)).description =
        a.isNo() ? std::string() : a.arguments.get("text");
    return {};
}

// --- access lists ---

Outcome accessEntry(const ConfigAction &a, AccessListEntry &entry)
{
    const Arguments &words = a.arguments;
    const auto address = [&](const char *name) { return *base::Ipv4Address::parse(words.get(name)); };
    entry.sequence = sequenceOf(a).value_or(0);
    entry.permit = isPermit(a);
    entry.kind = AccessList::kindOf(words.get("name"));
    const bool isExtended = words.has("ip") && words.has("anyMask") + words.has("mask") > 0;
    const bool isStandard = words.has("address") || words.has("host");
    if (entry.kind == AccessListEntry::Kind::extended ? !isExtended
        : entry.kind == AccessListEntry::Kind::standard ? isExtended || words.has("prefix")
                                                        : isExtended || isStandard)
        return "1-99 and 1300-1999 take addresses with wildcard bits, 100-199 and 2000-2699 'ip SOURCE MASK', names take prefixes";
    if (isExtended) {
        constexpr base::Ipv4Address kAll(0xffffffff);
        entry.wildcard = words.has("anySource") ? kAll : words.has("wildcard") ? address("wildcard") : base::Ipv4Address();
        entry.maskWildcard = words.has("anyMask") ? kAll : words.has("maskWildcard") ? address("maskWildcard") : base::Ipv4Address();
        if (!words.has("anySource"))
            entry.address = address("source");
        if (!words.has("anyMask"))
            entry.mask = address("mask");
    } else if (words.has("any")) {
        entry.any = true;
    } else if (isStandard) {
        entry.address = address(words.has("host") ? "host" : "address");
        if (words.has("wildcard"))
            entry.wildcard = address("wildcard");
    } else {
        entry.prefix = *base::IpPrefix::parse(words.get("prefix"), true);
        entry.exact = words.has("exact-match");
    }
    return {};
}

Outcome addAccess(const ConfigAction &a)
{
    AccessListEntry entry;
    if (Outcome why = accessEntry(a, entry); !why.empty())
        return why;
    a.config().policies.needAccessList(a.arguments.get("name"), familyOf(a)).sequence.add(entry, !sequenceOf(a));
    return {};
}

Outcome removeAccess(const ConfigAction &a)
{
    AccessListEntry entry;
    if (Outcome why = accessEntry(a, entry); !why.empty())
        return why;
    return removeEntry(a.config().policies.accessLists, a.arguments.get("name"), familyOf(a), sequenceOf(a), &entry);
}

Outcome removeAccessList(const ConfigAction &a)
{
    return removed(eraseList(a.config().policies.accessLists, a.arguments.get("name"), familyOf(a)));
}

Outcome remarkAccessList(const ConfigAction &a)
{
    a.config().policies.needAccessList(a.arguments.get("name"), familyOf(a)).remark =
        a.isNo() ? std::string() : a.arguments.get("text");
    return {};
}

// --- lists over BGP's attributes ---

std::string nameOf(const ConfigAction &a)
{
    return a.arguments.get(a.arguments.has("standardNumber") ? "standardNumber" : a.arguments.has("expandedNumber") ? "expandedNumber" : "name");
}
bool isExpanded(const ConfigAction &a) { return a.arguments.has("expanded") || a.arguments.has("expandedNumber"); }

Outcome notUnderstood(const std::string &expression)
{
    return fmt::format("the regular expression '{:.60}' is not understood or too large", expression);
}

template <class Lists>
Outcome removeNamed(Lists &lists, const std::string &name)
{
    return removed(lists.erase(name) > 0);
}

template <class Lists, class Entry>
Outcome removeNamedEntry(Lists &lists, const std::string &name, std::optional<std::uint32_t> sequence, const Entry &rule)
{
    const auto list = lists.find(name);
    if (list == lists.end() || !list->second.sequence.remove(sequence, &rule))
        return Outcome(kNoSuch);
    if (list->second.sequence.entries.empty())
        lists.erase(list);
    return {};
}

Outcome asPath(const ConfigAction &a)
{
    auto &lists = a.config().policies.asPathLists;
    const auto expression = RegularExpression::compile(a.arguments.get("what"));
    if (!expression)
        return notUnderstood(a.arguments.get("what"));
    const AsPathListEntry entry{sequenceOf(a).value_or(0), isPermit(a), *expression};
    if (a.isNo())
        return removeNamedEntry(lists, nameOf(a), sequenceOf(a), entry);
    lists[nameOf(a)].sequence.add(entry, !sequenceOf(a), true);
    return {};
}

template <class C>
Outcome communityEntry(const ConfigAction &a, CommunityListEntry<C> &entry, std::optional<C> (*parse)(std::string_view))
{
    entry.sequence = sequenceOf(a).value_or(0);
    entry.permit = isPermit(a);
    const std::string &what = a.arguments.get("what");
    if (isExpanded(a)) {
        entry.expression = RegularExpression::compile(what);
        return entry.expression ? Outcome() : notUnderstood(what);
    }
    for (const Word &word : splitWords(what)) {
        const auto community = parse(word.text);
        if (!community)
            return fmt::format("'{:.40}' is no community", word.text);
        entry.communities.push_back(*community);
    }
    std::sort(entry.communities.begin(), entry.communities.end());
    entry.communities.erase(std::unique(entry.communities.begin(), entry.communities.end()), entry.communities.end());
    return {};
}

template <class C>
Outcome changeCommunities(const ConfigAction &a, std::map<std::string, BasicCommunityList<C>> &lists,
                          std::optional<C> (*parse)(std::string_view))
{
    CommunityListEntry<C> entry;
    if (Outcome why = communityEntry(a, entry, parse); !why.empty())
        return why;
    const auto there = lists.find(nameOf(a));
    if (there != lists.end() && there->second.expanded != isExpanded(a))
        return fmt::format("'{}' is {} list", nameOf(a), there->second.expanded ? "an expanded" : "a standard");
    if (a.isNo())
        return removeNamedEntry(lists, nameOf(a), sequenceOf(a), entry);
    auto &list = lists[nameOf(a)];
    list.expanded = isExpanded(a);
    list.sequence.add(std::move(entry), !sequenceOf(a), true);
    return {};
}

Outcome communities(const ConfigAction &a)
{
    return changeCommunities<Community>(a, a.config().policies.communityLists, parseCommunity);
}
Outcome largeCommunities(const ConfigAction &a)
{
    return changeCommunities<LargeCommunity>(a, a.config().policies.largeCommunityLists, parseLargeCommunity);
}

constexpr std::array kTop{
    ConfigCommand{"ip prefix-list WORD$name [seq (1-4294967295)$sequence] <permit|deny> "
                  "<any|A.B.C.D/M$prefix [{ge (0-32)$least|le (0-32)$most}]>", addPrefix},
    ConfigCommand{"no ip prefix-list WORD$name [seq (1-4294967295)$sequence] <permit|deny> "
                  "<any|A.B.C.D/M$prefix [{ge (0-32)$least|le (0-32)$most}]>", removePrefix},
    ConfigCommand{"no ip prefix-list WORD$name", removePrefixList},
    ConfigCommand{"no ip prefix-list WORD$name seq (1-4294967295)$sequence", removePrefixAt},
    ConfigCommand{"ip prefix-list WORD$name description LINE$text", describePrefixList},
    ConfigCommand{"no ip prefix-list WORD$name description [LINE]", describePrefixList},
    ConfigCommand{"ipv6 prefix-list WORD$name [seq (1-4294967295)$sequence] <permit|deny> "
                  "<any|X:X::X:X/M$prefix [{ge (0-128)$least|le (0-128)$most}]>", addPrefix},
    ConfigCommand{"no ipv6 prefix-list WORD$name [seq (1-4294967295)$sequence] <permit|deny> "
                  "<any|X:X::X:X/M$prefix [{ge (0-128)$least|le (0-128)$most}]>", removePrefix},
    ConfigCommand{"no ipv6 prefix-list WORD$name", removePrefixList},
    ConfigCommand{"no ipv6 prefix-list WORD$name seq (1-4294967295)$sequence", removePrefixAt},
    ConfigCommand{"ipv6 prefix-list WORD$name description LINE$text", describePrefixList},
    ConfigCommand{"no ipv6 prefix-list WORD$name description [LINE]", describePrefixList},
    ConfigCommand{"access-list WORD$name [seq (1-4294967295)$sequence] <permit|deny> "
                  "<any|A.B.C.D/M$prefix [exact-match]|host A.B.C.D$host|A.B.C.D$address [A.B.C.D$wildcard]|"
                  "ip <any$anySource|host A.B.C.D$source|A.B.C.D$source A.B.C.D$wildcard> "
                  "<any$anyMask|host A.B.C.D$mask|A.B.C.D$mask A.B.C.D$maskWildcard>>", addAccess},
    ConfigCommand{"no access-list WORD$name [seq (1-4294967295)$sequence] <permit|deny> "
                  "<any|A.B.C.D/M$prefix [exact-match]|host A.B.C.D$host|A.B.C.D$address [A.B.C.D$wildcard]|"
                  "ip <any$anySource|host A.B.C.D$source|A.B.C.D$source A.B.C.D$wildcard> "
                  "<any$anyMask|host A.B.C.D$mask|A.B.C.D$mask A.B.C.D$maskWildcard>>", removeAccess},
    ConfigCommand{"no access-list WORD$name", removeAccessList},
    ConfigCommand{"access-list WORD$name remark LINE$text", remarkAccessList},
    ConfigCommand{"no access-list WORD$name remark [LINE]", remarkAccessList},
    ConfigCommand{"ipv6 access-list WORD$name [seq (1-4294967295)$sequence] <permit|deny> <any|X:X::X:X/M$prefix [exact-match]>", addAccess},
    ConfigCommand{"no ipv6 access-list WORD$name [seq (1-4294967295)$sequence] <permit|deny> <any|X:X::X:X/M$prefix [exact-match]>", removeAccess},
    ConfigCommand{"no ipv6 access-list WORD$name", removeAccessList},
    ConfigCommand{"ipv6 access-list WORD$name remark LINE$text", remarkAccessList},
    ConfigCommand{"no ipv6 access-list WORD$name remark [LINE]", remarkAccessList},
    ConfigCommand{"bgp as-path access-list WORD$name [seq (0-4294967295)$sequence] <permit|deny> LINE$what", asPath},
    ConfigCommand{"no bgp as-path access-list WORD$name [seq (0-4294967295)$sequence] <permit|deny> LINE$what", asPath},
    ConfigCommand{"no bgp as-path access-list WORD$name",
                  [](const ConfigAction &a) { return removeNamed(a.config().policies.asPathLists, nameOf(a)); }},
    ConfigCommand{"bgp community-list <(1-99)$standardNumber|standard WORD$name|(100-500)$expandedNumber|expanded WORD$name> "
                  "[seq (0-4294967295)$sequence] <permit|deny> LINE$what", communities},
    ConfigCommand{"no bgp community-list <(1-99)$standardNumber|standard WORD$name|(100-500)$expandedNumber|expanded WORD$name> "
                  "[seq (0-4294967295)$sequence] <permit|deny> LINE$what", communities},
    ConfigCommand{"no bgp community-list <(1-99)$standardNumber|standard WORD$name|(100-500)$expandedNumber|expanded WORD$name>",
                  [](const ConfigAction &a) { return removeNamed(a.config().policies.communityLists, nameOf(a)); }},
    ConfigCommand{"bgp large-community-list <(1-99)$standardNumber|standard WORD$name|(100-500)$expandedNumber|expanded WORD$name> "
                  "[seq (0-4294967295)$sequence] <permit|deny> LINE$what", largeCommunities},
    ConfigCommand{"no bgp large-community-list <(1-99)$standardNumber|standard WORD$name|(100-500)$expandedNumber|expanded WORD$name> "
                  "[seq (0-4294967295)$sequence] <permit|deny> LINE$what", largeCommunities},
    ConfigCommand{"no bgp large-community-list <(1-99)$standardNumber|standard WORD$name|(100-500)$expandedNumber|expanded WORD$name>",
                  [](const ConfigAction &a) { return removeNamed(a.config().policies.largeCommunityLists, nameOf(a)); }},
    ConfigCommand{"ip nht resolve-via-default", [](const ConfigAction &a) { return a.config().resolveViaDefault = true, Outcome(); }},
    ConfigCommand{"no ip nht resolve-via-default", [](const ConfigAction &a) { return a.config().resolveViaDefault = false, Outcome(); }},
};

std::string_view word(bool permit) { return permit ? "permit" : "deny"; }

template <class Lists>
void writeCommunityLists(std::string &out, std::string_view what, const Lists &lists)
{
    // Numbers first, as FRR.
    const auto isNumber = [](const std::string &name) {
        return std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    std::vector<typename Lists::const_iterator> order;
    for (auto at = lists.begin(); at != lists.end(); ++at)
        order.push_back(at);
    std::stable_sort(order.begin(), order.end(), [&](const auto &a, const auto &b) {
        const bool x = isNumber(a->first), y = isNumber(b->first);
        return x != y ? x : x && a->first.size() != b->first.size() ? a->first.size() < b->first.size() : a->first < b->first;
    });
    for (const auto &at : order) {
        const std::string kind = isNumber(at->first) ? "" : at->second.expanded ? "expanded " : "standard ";
        for (const auto &entry : at->second.sequence.entries)
            out += fmt::format("bgp {} {}{} seq {} {} {}\n", what, kind, at->first, entry.sequence, word(entry.permit),
                               entry.expression ? entry.expression->pattern() : routing::policy::toString(entry.communities));
    }
}

} // namespace

std::string prefixEntryText(const PrefixListEntry &entry)
{
    std::string out = fmt::format("{} {}", word(entry.permit), entry.any ? "any" : toString(entry.prefix));
    if (entry.ge)
        out += fmt::format(" ge {}", *entry.ge);
    if (entry.le)
        out += fmt::format(" le {}", *entry.le);
    return out;
}

std::string accessEntryText(const AccessListEntry &entry)
{
    using base::toString;
    std::string out = fmt::format("{} ", word(entry.permit));
    if (entry.any)
        return out + "any";
    const auto side = [](base::Ipv4Address address, base::Ipv4Address wildcard, bool host) {
        if (wildcard.value() == 0xffffffff)
            return std::string("any");
        if (wildcard.isUnspecified())
            return (host ? "host " : "") + toString(address);
        return toString(address) + ' ' + toString(wildcard);
    };
    switch (entry.kind) {
    case AccessListEntry::Kind::standard: return out + side(entry.address, entry.wildcard, false);
    case AccessListEntry::Kind::extended:
        return out + "ip " + side(entry.address, entry.wildcard, true) + ' ' + side(entry.mask, entry.maskWildcard, true);
    case AccessListEntry::Kind::prefix: break;
    }
    return out + toString(entry.prefix) + (entry.exact ? " exact-match" : "");
}

ConfigCommands policyTopCommands()
{
    static const std::vector<ConfigCommand> all = [] {
        std::vector<ConfigCommand> made(kTop.begin(), kTop.end());
        made.insert(made.end(), routeMapTopCommands().begin(), routeMapTopCommands().end());
        return made;
    }();
    return all;
}

std::string writePolicies(const router::RouterConfig &config)
{
    const Policies &policies = config.policies;
    std::string out;
    auto end = [&out, size = std::size_t(0)]() mutable {
        if (out.size() != size)
            out += "!\n";
        size = out.size();
    };
    for (const base::Family family : {base::Family::ipv4, base::Family::ipv6}) {
        const std::string_view six = family == base::Family::ipv6 ? "ipv6 " : "";
        for (const AccessList &list : policies.accessLists) {
            if (list.family != family)
                continue;
            if (!list.remark.empty())
                out += fmt::format("{}access-list {} remark {}\n", six, list.name, list.remark);
            for (const AccessListEntry &entry : list.sequence.entries)
                out += fmt::format("{}access-list {} seq {} {}\n", six, list.name, entry.sequence, accessEntryText(entry));
        }
        end();
    }
    for (const base::Family family : {base::Family::ipv4, base::Family::ipv6}) {
        const std::string_view ip = family == base::Family::ipv6 ? "ipv6" : "ip";
        for (const PrefixList &list : policies.prefixLists) {
            if (list.family != family)
                continue;
            if (!list.description.empty())
                out += fmt::format("{} prefix-list {} description {}\n", ip, list.name, list.description);
            for (const PrefixListEntry &entry : list.sequence.entries)
                out += fmt::format("{} prefix-list {} seq {} {}\n", ip, list.name, entry.sequence, prefixEntryText(entry));
        }
        end();
    }
    for (const auto &[name, list] : policies.asPathLists)
        for (const AsPathListEntry &entry : list.sequence.entries)
            out += fmt::format("bgp as-path access-list {} seq {} {} {}\n", name, entry.sequence, word(entry.permit),
                               entry.expression.pattern());
    end();
    writeCommunityLists(out, "community-list", policies.communityLists);
    writeCommunityLists(out, "large-community-list", policies.largeCommunityLists);
    end();
    out += writeRouteMaps(policies);
    if (config.resolveViaDefault)
        out += "ip nht resolve-via-default\n!\n";
    return out;
}

} // namespace hopyard::console
