// Asks node after node through its console (show ip fib ADDRESS json); see trace_path.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/trace_path.h"

#include "core/ip/subinterface.h"
#include "core/lab/lab.h"
#include "core/world/segment.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace hopyard::world {

namespace {

using Json = nlohmann::ordered_json;
using End = PathNode::End;

constexpr std::size_t kMostNodes = 100'000;

class Walk {
public:
    Walk(World &world, TracedPath &path) : m_world(world), m_path(path) {}

    /// Depth first without recursion: a path may be as long as the network is large.
    void run(base::NodeId from)
    {
        struct Level {
            std::size_t at, branch;
        };
        std::vector<Level> stack{{add(from), 0}};
        while (!stack.empty()) {
            Level &level = stack.back();
            if (level.branch == m_path.nodes[level.at].branches.size()) {
                m_onWay[level.at] = false;
                stack.pop_back();
                continue;
            }
            const std::size_t at = level.at, number = level.branch++;
            const base::NodeId next = m_next[at][number];
            std::size_t to = PathNode::Branch::nowhere;
            if (next.isValid() && m_path.nodes.size() < kMostNodes) {
                to = find(next);
                if (to == PathNode::Branch::nowhere) {
                    to = add(next);
                    stack.push_back({to, 0});
                } else {
                    m_path.nodes[at].branches[number].loops = m_onWay[to];
                }
            }
            PathNode::Branch &branch = m_path.nodes[at].branches[number];
            branch.to = to;
            m_path.isClean = m_path.isClean && to != PathNode::Branch::nowhere && !branch.loops;
        }
    }

private:
    std::size_t find(base::NodeId node) const
    {
        const auto at = m_places.find(node);
        return at == m_places.end() ? PathNode::Branch::nowhere : at->second;
    }

    std::size_t add(base::NodeId id)
    {
        const std::size_t place = m_path.nodes.size();
        m_places[id] = place;
        PathNode &node = m_path.nodes.emplace_back();
        node.node = id;
        node.name = m_world.name(id);
        std::vector<base::NodeId> next;
        ask(id, node, next);
        m_path.arrives = m_path.arrives || node.end == End::delivered;
        m_path.isClean = m_path.isClean && (node.end == End::delivered || node.end == End::forwards);
        m_next.push_back(std::move(next));
        m_onWay.push_back(true);
        return place;
    }

    Json lookUp(base::NodeId id, const base::IpAddress &address)
    {
        const CommandAnswer answer = m_world.command(id, fmt::format("show ip fib {} json", toString(address)));
        return answer.ok ? Json::parse(answer.json.empty() ? answer.text : answer.json, nullptr, false) : Json(Json::value_t::discarded);
    }

    /// Fills in what the node's table says, and the node behind each branch.
    void ask(base::NodeId id, PathNode &node, std::vector<base::NodeId> &next)
    {
        if (!m_world.isRunning(id)) {
            node.end = End::stopped;
            return;
        }
        const Json found = lookUp(id, m_path.destination);
        if (found.is_discarded()) {
            node.end = End::outside;
            return;
        }
        if (!found.contains("matched")) {
            node.end = End::noRoute;
            return;
        }
        const Json &route = found["matched"];
        node.matched = route.value("prefix", "");
        node.protocol = route.value("protocol", "");
        const std::string kind = route.value("kind", "");
        if (kind != "unicast") {
            node.end = kind == "local" ? End::delivered : kind == "blackhole" ? End::discards : End::unreachable;
            return;
        }
        for (const Json &path : route["paths"]) {
            PathNode::Branch branch;
            branch.interface = path.value("interface", "");
            branch.nextHop = path.value("nextHop", "");
            const auto address = branch.nextHop.empty() ? m_path.destination : base::IpAddress::parse(branch.nextHop).value_or(base::IpAddress());
            next.push_back(ownerBehind(node.name, branch, address));
            node.branches.push_back(std::move(branch));
        }
    }

    /// The address is the node's, and frames with that tag come to an interface of its own.
    bool hasAddress(base::PortRef at, std::uint16_t vlan, const base::IpAddress &address)
    {
        const Json found = lookUp(at.node, address);
        if (found.is_discarded() || !found.contains("matched") || found["matched"].value("kind", "") != "local")
            return false;
        const Json &paths = found["matched"]["paths"];
        const std::string interface = paths.is_array() && !paths.empty() ? paths.front().value("interface", "") : std::string();
        if (vlan != 0)
            return interface == fmt::format("{}.{}", m_world.interfaceName(at), vlan);
        return !ip::parseSubinterface(interface);
    }

    /// The node on the segment at this interface that has the address; outside nodes, which cannot be asked, only where
    /// they are alone there. Notes in the branch which links lead there.
    base::NodeId ownerBehind(const std::string &node, PathNode::Branch &branch, const base::IpAddress &address)
    {
        std::vector<SegmentEnd> ends = segmentBehind(m_world, node, branch.interface);
        for (SegmentEnd &end : ends)
            if (hasAddress(end.port, end.vlan, address)) {
                branch.links = std::move(end.way);
                return end.port.node;
            }
        if (ends.size() != 1 || !lookUp(ends.front().port.node, address).is_discarded())
            return {};
        branch.links = std::move(ends.front().way);
        return ends.front().port.node;
    }

    World &m_world;
    TracedPath &m_path;
    std::map<base::NodeId, std::size_t> m_places;
    std::vector<std::vector<base::NodeId>> m_next; // as the branches of the path's nodes
    std::vector<bool> m_onWay;
};

std::string_view sentence(End end)
{
    switch (end) {
    case End::forwards: return "forwards";
    case End::delivered: return "delivered: the address is its own";
    case End::noRoute: return "no route: dropped, and the sender told";
    case End::discards: return "blackhole: dropped without a word";
    case End::unreachable: return "dropped, and the sender told that the destination is unreachable";
    case End::outside: return "outside the world: its table cannot be asked here";
    case End::stopped: return "stopped";
    }
    return "";
}

} // namespace

TracedPath tracePath(World &world, base::NodeId from, const base::IpAddress &destination)
{
    TracedPath path;
    path.destination = destination;
    Walk(world, path).run(from);
    return path;
}

std::string toText(const TracedPath &path)
{
    std::string out;
    struct Line {
        std::size_t node, depth;
        std::string before;
    };
    std::vector<Line> left{{0, 0, {}}};
    std::set<std::size_t> shown;
    while (!left.empty()) {
        const Line line = std::move(left.back());
        left.pop_back();
        // A single way stays where it is; branches are set in.
        std::string text(line.depth * 2, ' ');
        text += line.before;
        if (line.node == PathNode::Branch::nowhere) {
            out += text + '\n';
            continue;
        }
        const PathNode &node = path.nodes[line.node];
        text += node.name;
        if (!shown.insert(line.node).second) {
            out += text + "  (as above)\n";
            continue;
        }
        if (!node.matched.empty())
            text += fmt::format("  {} ({})", node.matched, node.protocol);
        if (node.end != End::forwards)
            text += fmt::format("  {}", sentence(node.end));
        const bool splits = node.branches.size() > 1;
        if (splits)
            text += fmt::format("  {} ways of equal cost", node.branches.size());
        out += text + '\n';
        for (auto branch = node.branches.rbegin(); branch != node.branches.rend(); ++branch) {
            std::string before = fmt::format("{} > {}", branch->interface, branch->nextHop.empty() ? "" : branch->nextHop + " ");
            std::size_t to = branch->to;
            if (to == PathNode::Branch::nowhere) {
                before += "nobody there has the address: dropped";
            } else if (branch->loops) {
                before += fmt::format("{}  LOOP: it was here before", path.nodes[to].name);
                to = PathNode::Branch::nowhere;
            }
            left.push_back({to, line.depth + (splits ? 1 : 0), std::move(before)});
        }
    }
    out += path.arrives ? path.isClean ? "arrives\n" : "arrives by some ways only\n" : "does not arrive\n";
    return out;
}

namespace {

Json jsonOf(const TracedPath &path)
{
    constexpr std::string_view kEnds[] = {"forwards", "delivered", "noRoute", "blackhole", "unreachable", "outside", "stopped"};
    Json nodes = Json::array();
    for (const PathNode &node : path.nodes) {
        Json branches = Json::array();
        for (const PathNode::Branch &branch : node.branches) {
            Json links = Json::array();
            for (const lab::End &end : branch.links)
                links.push_back(lab::toString(end));
            branches.push_back({{"interface", branch.interface}, {"nextHop", branch.nextHop},
                                {"to", branch.to == PathNode::Branch::nowhere ? "" : path.nodes[branch.to].name}, {"loop", branch.loops},
                                {"links", std::move(links)}});
        }
        nodes.push_back({{"node", node.name}, {"matched", node.matched}, {"protocol", node.protocol},
                         {"end", kEnds[static_cast<std::size_t>(node.end)]}, {"branches", std::move(branches)}});
    }
    return {{"destination", toString(path.destination)}, {"arrives", path.arrives}, {"clean", path.isClean}, {"nodes", std::move(nodes)}};
}

std::string dump(const Json &json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

/// The node's first address, of that interface where it has one there.
std::optional<base::IpAddress> ownAddress(World &world, base::NodeId node, std::string_view interface = {})
{
    std::optional<base::IpAddress> first;
    const Json routes = Json::parse(world.command(node, "show ip fib json").json, nullptr, false);
    if (!routes.is_array())
        return first;
    for (const Json &route : routes) {
        const auto own = base::IpPrefix::parse(route.value("prefix", ""));
        if (!own || route.value("kind", "") != "local" || own->length() != base::addressBits(own->family()))
            continue;
        const Json &paths = route["paths"];
        const bool isThere = paths.is_array() && !paths.empty() && paths.front().value("interface", "") == interface;
        if (isThere)
            return own->address();
        if (!first)
            first = own->address();
    }
    return first;
}

/// What `to` means: an address, or a node's first; the error is a sentence.
base::Result<base::IpAddress, std::string> destinationOf(World &world, std::string_view to)
{
    if (const auto address = base::IpAddress::parse(to))
        return *address;
    const base::NodeId end = world.findNode(to);
    if (!end.isValid())
        return base::fail(fmt::format("'{}' is neither an address nor a node", to));
    if (const auto address = ownAddress(world, end))
        return *address;
    return base::fail(fmt::format("'{}' has no address", to));
}

} // namespace

std::string toJson(const TracedPath &path)
{
    return dump(jsonOf(path));
}

base::Result<BothWays, std::string> traceBothWays(World &world, std::string_view from, std::string_view to)
{
    const base::NodeId begin = world.findNode(from);
    if (!begin.isValid())
        return base::fail(fmt::format("there is no node '{}'", from));
    const auto destination = destinationOf(world, to);
    if (!destination)
        return base::fail(destination.error());
    BothWays ways{std::string(from), std::string(to), tracePath(world, begin, *destination), std::nullopt};
    // Where it goes to may be out of reach at the moment, and yet be known by its name.
    base::NodeId end = world.findNode(to);
    for (const PathNode &node : ways.forth.nodes)
        if (!end.isValid() && node.end == End::delivered)
            end = node.node;
    const PathNode &first = ways.forth.nodes.front();
    const auto source = ownAddress(world, begin, first.branches.empty() ? std::string_view() : std::string_view(first.branches.front().interface));
    if (end.isValid() && end != begin && source)
        ways.back = tracePath(world, end, *source);
    return ways;
}

std::string toJson(const BothWays &ways)
{
    return dump({{"from", ways.from}, {"to", ways.to}, {"forth", jsonOf(ways.forth)}, {"back", ways.back ? jsonOf(*ways.back) : Json()}});
}

CommandAnswer explainPath(World &world, std::string_view from, std::string_view to)
{
    const base::NodeId begin = world.findNode(from);
    if (!begin.isValid())
        return {false, fmt::format("there is no node '{}'", from), {}};
    const auto destination = destinationOf(world, to);
    if (!destination)
        return {false, destination.error(), {}};
    const TracedPath path = tracePath(world, begin, *destination);
    return {true, fmt::format("from {} to {}\n{}", from, toString(*destination), toText(path)), toJson(path)};
}

} // namespace hopyard::world
