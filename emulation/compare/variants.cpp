// See variants.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/compare/variants.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace hopyard::compare {

using base::Duration;
using lab::NodeKind;

namespace {

bool isCompared(const lab::Node &node)
{
    return node.kind == NodeKind::router || node.kind == NodeKind::frr;
}

/// The number behind `words` at the beginning of a line.
std::optional<std::int64_t> numberAfter(std::string_view line, std::string_view words)
{
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    if (!line.starts_with(words))
        return std::nullopt;
    line.remove_prefix(words.size());
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), value);
    return error == std::errc() && value > 0 ? std::optional(value) : std::nullopt;
}

/// Of one router's text.
Duration quietTimeOf(std::string_view config)
{
    // Of OSPF: the dead interval, given on every interface or 40 s, in which the first election waits, and then the pauses
    // between retransmissions and calculations; of RIP: two updates of 30 s; of BGP: keepalives, and the 120 s, or what is
    // said, after which a session is tried again whose first connections failed because the neighbour was not there yet.
    constexpr std::int64_t kConnectRetry = 120;
    std::int64_t seconds = 0, dead = 0;
    bool ospf = false, rip = false, bgp = false;
    std::optional<std::int64_t> ripUpdate, keepalive, retry;
    while (!config.empty()) {
        const std::string_view line = config.substr(0, config.find('\n'));
        config.remove_prefix(std::min(line.size() + 1, config.size()));
        if (const auto given = numberAfter(line, "ip ospf dead-interval "))
            dead = std::max(dead, *given);
        if (line.find("ip ospf dead-interval minimal") != std::string_view::npos)
            dead = std::max<std::int64_t>(dead, 1);
        if (const auto given = numberAfter(line, "timers basic "))
            ripUpdate = *given;
        if (const auto given = numberAfter(line, "timers bgp "))
            keepalive = *given;
        if (const auto at = line.find(" timers connect "); at != std::string_view::npos)
            if (const auto given = numberAfter(line.substr(at), "timers connect "))
                retry = std::max(retry.value_or(0), *given);
        ospf = ospf || line.starts_with("router ospf");
        rip = rip || line.starts_with("router rip");
        bgp = bgp || line.starts_with("router bgp");
    }
    if (ospf)
        seconds = std::max(seconds, 2 * (dead > 0 ? dead : 40) + 15);
    if (rip)
        seconds = std::max(seconds, 2 * ripUpdate.value_or(30) + 5);
    if (bgp)
        seconds = std::max({seconds, std::int64_t(30), 2 * keepalive.value_or(0) + 10, retry.value_or(kConnectRetry) + 10});
    return Duration::seconds(std::max<std::int64_t>(seconds, 2));
}

} // namespace

std::vector<std::string> routersOf(const lab::Lab &lab)
{
    std::vector<std::string> names;
    for (const lab::Node &node : lab.nodes)
        if (isCompared(node))
            names.push_back(node.name);
    return names;
}

lab::Lab variant(const lab::Lab &lab, const std::function<bool(const std::string &router)> &isReal)
{
    lab::Lab out = lab;
    bool anyReal = false;
    for (lab::Node &node : out.nodes) {
        node.start.clear();
        if (isCompared(node))
            node.kind = isReal(node.name) ? NodeKind::frr : NodeKind::router;
        anyReal = anyReal || node.kind == NodeKind::frr || node.kind == NodeKind::bird;
    }
    if (!anyReal)
        for (lab::Node &node : out.nodes)
            if (node.kind == NodeKind::namespaceNode)
                node.kind = NodeKind::host;
    return out;
}

lab::Lab withHopyard(const lab::Lab &lab)
{
    return variant(lab, [](const std::string &) { return false; });
}

lab::Lab withFrr(const lab::Lab &lab)
{
    return variant(lab, [](const std::string &) { return true; });
}

Duration quietTime(const lab::Lab &lab)
{
    Duration longest = Duration::seconds(2);
    for (const lab::Node &node : lab.nodes)
        if (isCompared(node))
            longest = std::max(longest, quietTimeOf(node.config));
    return longest;
}

} // namespace hopyard::compare
