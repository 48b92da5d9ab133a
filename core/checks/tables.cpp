// Conditions on what nodes say at this moment: routes, tables, neighbours, attributes, configuration; see condition.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/condition.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace hopyard::checks {

namespace {

using Words = std::vector<std::string>;

/// Lines without blanks around them and with single ones inside; empty lines are left out.
Words linesOf(std::string_view text)
{
    Words lines;
    std::string line;
    const auto end = [&] {
        while (line.ends_with(' '))
            line.pop_back();
        if (!line.empty())
            lines.push_back(std::exchange(line, {}));
    };
    for (const char c : text) {
        if (c == '\n')
            end();
        else if (c != ' ' && c != '\t' && c != '\r')
            line += c;
        else if (!line.empty() && !line.ends_with(' '))
            line += ' ';
    }
    end();
    return lines;
}

std::string shortened(std::string text)
{
    constexpr std::size_t kMost = 400;
    if (text.size() > kMost) {
        std::size_t cut = kMost;
        while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xc0) == 0x80)
            --cut;
        text.resize(cut);
        text += "…";
    }
    return text;
}

/// Where one route that counts leads: "10.0.12.2", "eth0", "discards".
Words hopsOf(const Json &route)
{
    Words hops;
    const Json *list = member(route, "nexthops");
    if (!list || !list->is_array())
        return hops;
    for (const Json &hop : *list) {
        std::string where = textOf(member(hop, "ip"));
        if (where.empty())
            where = textOf(member(hop, "interfaceName"));
        hops.push_back(where.empty() ? "discards" : where);
    }
    return hops;
}

bool isAny(const Words &these, const Words &those)
{
    return std::ranges::any_of(these, [&](const std::string &one) { return std::ranges::find(those, one) != those.end(); });
}

/// States of the neighbours that may be meant by `with`, by protocol.
Words neighbourStates(Course &course, const lab::Condition &condition, std::string *why)
{
    const std::string_view on = condition.get("on"), protocol = condition.get("protocol"), with = condition.get("with");
    const Words meant = meaningsOf(course, with);
    const auto isMeant = [&](const std::string &address) { return std::ranges::find(meant, address) != meant.end(); };
    const std::string line = protocol == "ospf" ? "show ip ospf neighbor json" : protocol == "bgp" ? "show bgp summary json" : "show ip rip status json";
    Words states;
    const auto json = askJson(course, on, line, why);
    if (!json)
        return states;
    if (protocol == "ospf") {
        if (const Json *all = member(*json, "neighbors"); all && all->is_object())
            for (const auto &[id, list] : all->items())
                for (const Json &neighbour : list)
                    if (isMeant(id) || isMeant(textOf(member(neighbour, "address"))))
                        states.push_back(textOf(member(neighbour, "nbrState")));
        return states;
    }
    const auto takePeers = [&](const Json &family) {
        if (const Json *peers = member(family, "peers"); peers && peers->is_object())
            for (const auto &[address, peer] : peers->items())
                if (isMeant(address))
                    states.push_back(protocol == "rip" ? "up" : textOf(member(peer, "state")));
    };
    if (protocol == "rip")
        takePeers(*json);
    else
        for (const auto &[name, family] : json->items())
            takePeers(family);
    return states;
}

std::string attributeOf(const Json &path, std::string_view attribute)
{
    const auto within = [&](std::string_view key, std::string_view inner) {
        const Json *outer = member(path, key);
        return outer ? textOf(member(*outer, inner)) : std::string();
    };
    if (attribute == "as-path")
        return within("aspath", "string");
    if (attribute == "community")
        return within("community", "string");
    if (attribute == "local-preference")
        return textOf(member(path, "locPrf"));
    if (attribute == "med")
        return textOf(member(path, "metric"));
    if (attribute == "origin")
        return textOf(member(path, "origin"));
    const Json *hops = member(path, "nexthops");
    return hops && hops->is_array() && !hops->empty() ? textOf(member(hops->front(), "ip")) : std::string();
}

/// Whether `words` has `word` between its blanks.
bool hasWord(std::string_view words, std::string_view word)
{
    return fmt::format(" {} ", words).find(fmt::format(" {} ", word)) != std::string::npos;
}

/// The lines of a running configuration, those below `below` alone where that is given.
Words configLines(std::string_view text, std::string_view below)
{
    if (below.empty())
        return linesOf(text);
    const Words head = linesOf(below);
    Words lines;
    bool isInside = false;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const Words clean = linesOf(line);
        if (clean.empty())
            continue;
        if (!line.starts_with(' '))
            isInside = clean == head;
        else if (isInside)
            lines.push_back(clean.front());
    }
    return lines;
}

} // namespace

Finding askRoute(Course &course, const lab::Condition &condition)
{
    const std::string on(condition.get("on")), to(condition.get("to"));
    std::string why;
    const bool isV6 = to.find(':') != std::string::npos;
    const auto json = askJson(course, on, fmt::format("show {} route {} json", isV6 ? "ipv6" : "ip", to), &why);
    const bool mustBeAbsent = flagOf(condition, "absent");
    if (!json)
        return found(false, why);
    Words seen;
    bool isGood = false;
    for (const auto &[prefix, routes] : json->items())
        for (const Json &route : routes) {
            if (!member(route, "selected"))
                continue;
            const Words hops = hopsOf(route);
            const std::string protocol = textOf(member(route, "protocol")), metric = textOf(member(route, "metric"));
            seen.push_back(fmt::format("{} by {} via {}, metric {}", prefix, protocol, fmt::join(hops, " and "), metric));
            const bool isVia = !condition.has("via") || isAny(hops, meaningsOf(course, condition.get("via")));
            isGood = isGood || (isVia && (!condition.has("protocol") || protocol == condition.get("protocol"))
                                && (!condition.has("metric") || metric == condition.get("metric")));
        }
    const std::string text = seen.empty() ? fmt::format("{} has no route for {}", on, to) : fmt::format("{} has {}", on, fmt::join(seen, ", "));
    return found(mustBeAbsent ? !isGood : isGood, text);
}

Finding askTable(Course &course, const lab::Condition &condition)
{
    const std::string on(condition.get("on"));
    const world::CommandAnswer answer = course.world().command(on, condition.get("command"));
    const Words wanted = linesOf(condition.get("equals")), said = linesOf(answer.text);
    if (answer.ok && wanted == said)
        return found(true, "as asked");
    const auto [mine, theirs] = std::ranges::mismatch(said, wanted);
    if (mine == said.end())
        return found(false, theirs == wanted.end() ? answer.text : fmt::format("the line \"{}\" is missing", *theirs));
    return found(false, shortened(fmt::format("line {} is \"{}\"{}", mine - said.begin() + 1, *mine,
                                              theirs == wanted.end() ? " and should not be" : fmt::format(", not \"{}\"", *theirs))));
}

Finding askAdjacency(Course &course, const lab::Condition &condition)
{
    const std::string_view protocol = condition.get("protocol");
    const std::string state(condition.has("state") ? condition.get("state") : protocol == "ospf" ? "Full" : protocol == "bgp" ? "Established" : "up");
    std::string why;
    const Words states = neighbourStates(course, condition, &why);
    // OSPF says the role behind the state: "Full/DR".
    const bool isSo = std::ranges::any_of(states, [&](const std::string &s) { return s == state || s.starts_with(state + '/'); });
    const std::string seen = !why.empty() ? why
        : states.empty()
        ? fmt::format("{} knows no {} neighbour {}", condition.get("on"), protocol, condition.get("with"))
        : fmt::format("{} has {} as {}", condition.get("on"), condition.get("with"), fmt::join(states, ", "));
    return found(flagOf(condition, "absent") ? !isSo : isSo, seen);
}

Finding askBgp(Course &course, const lab::Condition &condition)
{
    const std::string on(condition.get("on")), to(condition.get("to")), attribute(condition.get("attribute"));
    const bool isV6 = to.find(':') != std::string::npos;
    std::string why;
    const auto json = askJson(course, on, fmt::format("show bgp {} {} json", isV6 ? "ipv6" : "ipv4", to), &why);
    const Json *paths = json ? member(*json, "paths") : nullptr;
    if (!paths || !paths->is_array())
        return found(false, why.empty() ? fmt::format("{} has no path to {}", on, to) : why);
    for (const Json &path : *paths) {
        const Json *best = member(path, "bestpath");
        if (!best || !member(*best, "overall"))
            continue;
        const std::string value = attributeOf(path, attribute);
        const bool isGood = condition.has("equals") ? value == condition.get("equals") : hasWord(value, condition.get("contains"));
        return found(isGood, fmt::format("the best path of {} to {} has {} {}", on, to, attribute, value.empty() ? "none" : value));
    }
    return found(false, fmt::format("none of the paths of {} to {} counts", on, to));
}

Finding askConfig(Course &course, const lab::Condition &condition)
{
    const std::string on(condition.get("on"));
    const world::CommandAnswer answer = course.world().command(on, "show running-config");
    if (!answer.ok)
        return found(false, answer.text);
    const Words lines = configLines(answer.text, condition.get("below"));
    const bool mustBeAbsent = flagOf(condition, "absent");
    Words wrong;
    for (const std::string &text : condition.list("contains"))
        for (const std::string &line : linesOf(text))
            if ((std::ranges::find(lines, line) != lines.end()) == mustBeAbsent)
                wrong.push_back(fmt::format("\"{}\"", line));
    if (wrong.empty())
        return found(true, "as asked");
    return found(false, shortened(fmt::format("the configuration of {} {} {}", on, mustBeAbsent ? "has" : "lacks", fmt::join(wrong, " and "))));
}

} // namespace hopyard::checks
