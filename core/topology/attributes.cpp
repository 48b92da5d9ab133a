// Attributes to fields; see attributes.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/topology/attributes.h"

#include "core/topology/link_speed.h"
#include "core/topology/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <initializer_list>
#include <map>

namespace hopyard::topology {

namespace {

std::string_view firstOf(const Attributes &attributes, std::initializer_list<std::string_view> names)
{
    for (const std::string_view name : names)
        if (const std::string_view value = find(attributes, name); !value.empty())
            return value;
    return {};
}

std::optional<double> number(std::string_view text)
{
    if (text.starts_with('+'))
        text.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

std::optional<GeoPoint> place(const Attributes &attributes)
{
    const auto latitude = number(firstOf(attributes, {"Latitude", "lat"}));
    const auto longitude = number(firstOf(attributes, {"Longitude", "lon", "lng", "long"}));
    if (!latitude || !longitude || std::abs(*latitude) > 90 || std::abs(*longitude) > 360)
        return std::nullopt;
    return GeoPoint{*latitude, *longitude > 180 ? *longitude - 360 : *longitude < -180 ? *longitude + 360 : *longitude};
}

/// What to show of a line: its label, else type and note.
std::string linkText(const Attributes &attributes)
{
    if (const std::string_view label = firstOf(attributes, {"LinkLabel", "label", "name"}); !isNoLabel(label))
        return std::string(label);
    const std::string_view type = find(attributes, "LinkType"), note = find(attributes, "LinkNote");
    return fmt::format("{}{}{}", type, type.empty() || note.empty() ? "" : " ", note);
}

bool isFalse(std::string_view text)
{
    return text == "0" || text == "0.0" || text == "false" || text == "False" || text == "no";
}

} // namespace

void takeAttributes(Node &node, const Attributes &attributes)
{
    node.label = firstOf(attributes, {"label", "name"});
    node.where = place(attributes);
    const auto x = number(find(attributes, "x")), y = number(find(attributes, "y"));
    if (x && y && std::abs(*x) < 1e7 && std::abs(*y) < 1e7)
        node.drawn = lab::Position{*x, *y};
    node.country = find(attributes, "Country");
    node.type = find(attributes, "type");
    node.isExternal = isFalse(find(attributes, "Internal"));
    const std::string_view junction = find(attributes, "hyperedge");
    node.isJunction = !junction.empty() && !isFalse(junction);
}

void takeAttributes(Link &link, const Attributes &attributes)
{
    link.label = linkText(attributes);
    link.speed = linkSpeed({find(attributes, "LinkSpeed"), find(attributes, "LinkSpeedUnits"),
                            find(attributes, "LinkSpeedRaw"), firstOf(attributes, {"LinkLabel", "label"}),
                            find(attributes, "LinkType"), find(attributes, "LinkNote")});
    if (!link.speed) {
        const std::string_view text = firstOf(attributes, {"bandwidth", "capacity", "speed", "rate", "bw"});
        link.speed = parseLinkSpeed(text);
        if (const auto plain = number(text); !link.speed && plain && *plain >= kLeastSpeed && *plain <= kMostSpeed)
            link.speed = base::BitRate::bitsPerSecond(static_cast<std::uint64_t>(*plain));
    }
    if (const auto cost = number(firstOf(attributes, {"cost", "metric"})); cost && *cost > 0)
        link.cost = *cost;
}

void takeAttributes(Topology &topology, const Attributes &attributes)
{
    topology.attributes = attributes;
    topology.name = firstOf(attributes, {"Network", "label", "name"});
    if (find(attributes, "Creator").find("Topology Zoo") == std::string_view::npos)
        return;
    topology.source = "The Internet Topology Zoo (Knight, Nguyen, Falkner, Bowden, Roughan: IEEE JSAC 29(9), 2011; "
                      "topology-zoo.org, CC BY 4.0)";
}

void tidy(Parsed &parsed, bool isDirected, std::string_view fileName)
{
    Topology &topology = *parsed.topology;
    const auto hint = [&](std::string message) {
        parsed.problems.push_back({lab::Problem::Severity::hint, std::string(fileName), 0, 0, std::move(message), {}});
    };
    if (const auto loops = std::erase_if(topology.links, [](const Link &link) { return link.from == link.to; }))
        hint(fmt::format("{} {} from a node to itself {} left out", loops, loops == 1 ? "line" : "lines", loops == 1 ? "is" : "are"));
    if (!isDirected)
        return;
    std::map<std::pair<std::size_t, std::size_t>, std::vector<std::size_t>> waiting; // lines without their way back
    std::vector<Link> joined;
    std::size_t pairs = 0;
    for (const Link &link : topology.links) {
        auto &back = waiting[{link.to, link.from}];
        if (back.empty()) {
            waiting[{link.from, link.to}].push_back(joined.size());
            joined.push_back(link);
            continue;
        }
        Link &first = joined[back.front()];
        if (link.speed && link.speed != first.speed)
            (first.speed ? first.reverse : first.speed) = link.speed;
        back.erase(back.begin());
        ++pairs;
    }
    if (pairs > 0)
        hint(fmt::format("{} pairs of lines in opposite directions are one link each", pairs));
    topology.links = std::move(joined);
}

} // namespace hopyard::topology
