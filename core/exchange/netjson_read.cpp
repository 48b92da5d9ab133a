// Nodes and links of a graph; see netjson_read.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/netjson_read.h"

#include "core/exchange/json.h"

#include <fmt/format.h>

#include <map>
#include <set>

namespace hopyard::exchange {

namespace {

using json::Json;
using json::member;

const Json &graphOf(const Json &root)
{
    const Json &collection = member(root, "collection");
    if (collection.is_array())
        for (const Json &each : collection)
            if (json::text(member(each, "type")) == "NetworkGraph")
                return each;
    return root;
}

/// NetJSON calls them links; its first drafts, and others that write nodes and edges so, call them edges.
const Json &linksOf(const Json &graph)
{
    const Json &links = member(graph, "links");
    return links.is_array() ? links : member(graph, "edges");
}

std::optional<topology::GeoPoint> placeOf(const Json &node)
{
    const Json &properties = member(node, "properties"), &location = member(node, "location");
    for (const Json *of : {&location, &properties})
        for (const auto &[lat, lon] : {std::pair("lat", "lng"), std::pair("latitude", "longitude"), std::pair("lat", "lon")}) {
            const auto latitude = json::number(member(*of, lat)), longitude = json::number(member(*of, lon));
            if (latitude && longitude && *latitude >= -90 && *latitude <= 90 && *longitude >= -180 && *longitude <= 180)
                return topology::GeoPoint{*latitude, *longitude};
        }
    return std::nullopt;
}

topology::Topology build(const Json &graph, std::vector<lab::Problem> &problems, std::string_view fileName)
{
    topology::Topology made;
    made.name = json::text(member(graph, "label"));
    std::map<std::string, std::size_t> index;
    const auto add = [&](const std::string &id) {
        const auto [at, isNew] = index.try_emplace(id, made.nodes.size());
        if (isNew) {
            made.nodes.emplace_back();
            made.nodes.back().id = id;
        }
        return at->second;
    };
    for (const Json &node : member(graph, "nodes")) {
        const std::size_t at = add(json::text(member(node, "id")));
        made.nodes[at].label = json::text(member(node, "label"));
        made.nodes[at].where = placeOf(node);
    }
    const auto warn = [&](std::string message) {
        if (problems.size() < topology::kMaxProblems)
            problems.push_back({lab::Problem::Severity::warning, std::string(fileName), 0, 0, std::move(message), {}});
    };
    std::set<std::pair<std::size_t, std::size_t>> seen; // of directed graphs both directions are listed
    for (const Json &listed : linksOf(graph)) {
        const Json &link = listed.is_array() && listed.size() == 1 ? listed[0] : listed; // as the first drafts of NetJSON had it
        const std::string source = json::text(member(link, "source")), target = json::text(member(link, "target"));
        if (source.empty() || target.empty() || source == target) {
            warn(fmt::format("a link from '{:.60}' to '{:.60}' is left out", source, target));
            continue;
        }
        const std::size_t from = add(source), to = add(target);
        if (seen.contains({to, from}))
            continue;
        seen.insert({from, to});
        topology::Link drawn;
        drawn.from = from;
        drawn.to = to;
        for (const char *key : {"cost", "weight"})
            if (const auto cost = json::number(member(link, key)); cost && *cost > 0 && !drawn.cost)
                drawn.cost = *cost;
        if (const auto rate = json::number(member(member(link, "properties"), "bitrate")); rate && *rate >= 1 && *rate < 1e15)
            drawn.speed = base::BitRate::bitsPerSecond(static_cast<std::uint64_t>(*rate));
        made.links.push_back(std::move(drawn));
    }
    return made;
}

} // namespace

topology::Parsed readNetJson(std::string_view text, std::string_view fileName)
{
    topology::Parsed parsed;
    const Surroundings around{std::string(fileName), nullptr, {}};
    const auto root = json::parse(text, around);
    if (!root) {
        parsed.problems = root.error().problems;
        return parsed;
    }
    const Json &graph = graphOf(*root);
    if (!member(graph, "nodes").is_array() && !linksOf(graph).is_array()) {
        const std::string type = json::text(member(graph, "type"));
        parsed.problems = refused(around, type.empty() || type == "NetworkGraph"
                                              ? std::string("this is no NetJSON NetworkGraph: it has neither 'nodes' nor 'links'")
                                              : fmt::format("this is a {:.40} of NetJSON; only a NetworkGraph says who is linked with whom", type)).problems;
        return parsed;
    }
    if (member(graph, "nodes").size() > topology::kMaxNodes || linksOf(graph).size() > topology::kMaxLinks) {
        parsed.problems = refused(around, fmt::format("more than {} nodes or {} links", topology::kMaxNodes, topology::kMaxLinks)).problems;
        return parsed;
    }
    parsed.topology = build(graph, parsed.problems, fileName);
    if (parsed.topology->nodes.empty() || parsed.topology->nodes.size() > topology::kMaxNodes) {
        parsed.topology.reset();
        parsed.problems = refused(around, "the graph has no nodes, or too many").problems;
    }
    std::size_t graphs = 0;
    for (const Json &each : member(*root, "collection"))
        graphs += json::text(member(each, "type")) == "NetworkGraph" ? 1 : 0;
    if (parsed.topology && graphs > 1)
        parsed.problems.push_back({lab::Problem::Severity::warning, std::string(fileName), 0, 0,
                                   fmt::format("only the first of the {} graphs of the collection is read", graphs), {}});
    return parsed;
}

} // namespace hopyard::exchange
