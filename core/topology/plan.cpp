// Addresses, costs and reflectors; see plan.h. The texts are in plan_text.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/topology/plan.h"

#include "core/lab/values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <tuple>

namespace hopyard::topology {

namespace {

constexpr std::array<std::string_view, 4> kPlans{"ospf", "rip", "ibgp-rr", "ebgp"};
constexpr std::uint32_t kLinks = 0x0a000000;     // 10.0.0.0
constexpr std::uint32_t kLoopbacks = 0x0aff0000; // 10.255.0.0
constexpr std::uint32_t kCustomers = 0xac100000; // 172.16.0.0
static_assert(kLinks + 4 * kMaxLinks <= kLoopbacks && kMaxNodes < 65'000);

/// The n-th network of customers: /24, or smaller where that many /24 do not fit 172.16.0.0/12.
base::IpPrefix customers(std::size_t n, std::size_t count)
{
    unsigned length = 24;
    while (length < 30 && (std::size_t(1) << (length - 12)) < count)
        ++length;
    return {base::Ipv4Address(kCustomers + (static_cast<std::uint32_t>(n) << (32 - length))), length};
}

/// Private AS numbers (RFC 6996): two octets where they are enough.
std::uint32_t asNumber(std::size_t n, std::size_t count)
{
    return (count <= 1023 ? 64'512u : 4'200'000'000u) + static_cast<std::uint32_t>(n);
}
constexpr std::uint32_t kOneAs = 65'000;

std::uint16_t asCost(double cost)
{
    return static_cast<std::uint16_t>(std::clamp(std::round(cost), 1.0, 65'535.0));
}

/// The sum of the distances in links from `start` to all that can be reached.
std::size_t farness(const Topology &topology, const std::vector<std::vector<std::size_t>> &links, std::size_t start)
{
    std::vector<std::size_t> distance(topology.nodes.size(), std::numeric_limits<std::size_t>::max());
    std::vector<std::size_t> queue{start};
    distance[start] = 0;
    std::size_t sum = 0;
    for (std::size_t i = 0; i < queue.size(); ++i) {
        sum += distance[queue[i]];
        for (const std::size_t l : links[queue[i]]) {
            const Link &link = topology.links[l];
            const std::size_t next = link.from == queue[i] ? link.to : link.from;
            if (distance[next] == std::numeric_limits<std::size_t>::max()) {
                distance[next] = distance[queue[i]] + 1;
                queue.push_back(next);
            }
        }
    }
    return sum;
}

/// Reflectors peer with everybody in their component, the others with the reflectors.
void planReflection(const Topology &topology, std::vector<PlannedRouter> &routers)
{
    const auto component = components(topology);
    std::map<std::size_t, std::vector<std::size_t>> reflectors; // of each component
    for (const std::size_t r : chooseReflectors(topology)) {
        routers[r].isReflector = true;
        reflectors[component[r]].push_back(r);
    }
    for (std::size_t r = 0; r < routers.size(); ++r) {
        for (const std::size_t reflector : reflectors[component[r]]) {
            if (reflector == r)
                continue;
            routers[r].peers.push_back(reflector);
            if (!routers[r].isReflector) {
                routers[reflector].peers.push_back(r);
                routers[reflector].clients.push_back(r);
            }
        }
    }
    for (PlannedRouter &router : routers)
        std::ranges::sort(router.peers);
}

/// Names for the interfaces: those that the file gives, each once, and eth0, eth1, … for the others.
class PortNames {
public:
    explicit PortNames(const Topology &topology) : m_given(topology.nodes.size()), m_taken(topology.nodes.size())
    {
        for (const Link &link : topology.links) {
            m_given[link.from].insert(link.fromPort);
            m_given[link.to].insert(link.toPort);
        }
    }
    std::string take(std::size_t node, const std::string &port, std::size_t number)
    {
        if (lab::isInterfaceName(port) && port != "lo" && m_taken[node].insert(port).second)
            return port;
        std::string name;
        do
            name = fmt::format("eth{}", number++);
        while (m_given[node].contains(name) || !m_taken[node].insert(name).second);
        return name;
    }

private:
    std::vector<std::set<std::string>> m_given, m_taken; // by node
};

} // namespace

std::string_view toString(Plan plan)
{
    return kPlans[static_cast<std::size_t>(plan)];
}

std::optional<Plan> parsePlan(std::string_view text)
{
    const auto found = std::ranges::find(kPlans, text);
    return found == kPlans.end() ? std::nullopt : std::optional(static_cast<Plan>(found - kPlans.begin()));
}

std::span<const std::string_view> planNames()
{
    return kPlans;
}

std::optional<CostFrom> parseCostFrom(std::string_view text)
{
    return text == "speed" ? std::optional(CostFrom::speed)
        : text == "distance" ? std::optional(CostFrom::distance)
        : text == "equal"    ? std::optional(CostFrom::equal)
                             : std::nullopt;
}

std::vector<std::uint16_t> costsFromSpeeds(const std::vector<std::optional<base::BitRate>> &speeds)
{
    std::set<std::uint64_t> different;
    for (const auto &speed : speeds)
        if (speed && !speed->isUnlimited())
            different.insert(speed->bps());
    if (different.empty())
        return std::vector<std::uint16_t>(speeds.size(), 10);
    const auto fastest = static_cast<double>(*different.rbegin());
    const auto slowest = static_cast<double>(*different.begin());
    const auto cost = [&](double reference, std::uint64_t bps) { return asCost(reference / static_cast<double>(bps)); };
    double best = fastest;
    std::size_t bestCount = 0;
    for (double reference = fastest; reference == fastest || reference / slowest <= 65'535; reference *= 10) {
        std::set<std::uint16_t> costs;
        for (const std::uint64_t bps : different)
            costs.insert(cost(reference, bps));
        if (costs.size() > bestCount) {
            best = reference;
            bestCount = costs.size();
        }
        if (costs.size() == different.size())
            break;
    }
    std::vector<std::uint16_t> costs;
    for (const auto &speed : speeds)
        costs.push_back(speed && !speed->isUnlimited() ? cost(best, speed->bps()) : asCost(best / fastest));
    return costs;
}

std::uint16_t costFromDistance(double km)
{
    return asCost(km / 10);
}

std::vector<std::size_t> chooseReflectors(const Topology &topology)
{
    const auto links = linksOfNodes(topology);
    const auto component = components(topology);
    struct Candidate {
        std::size_t node, neighbours, farness;
    };
    std::map<std::size_t, std::vector<Candidate>> candidates;
    for (std::size_t n = 0; n < topology.nodes.size(); ++n) {
        std::set<std::size_t> neighbours;
        for (const std::size_t l : links[n])
            neighbours.insert(topology.links[l].from == n ? topology.links[l].to : topology.links[l].from);
        candidates[component[n]].push_back({n, neighbours.size(), 0});
    }
    const auto isPlain = [&](const Candidate &c) { return !topology.nodes[c.node].isJunction && !topology.nodes[c.node].isExternal; };
    std::vector<std::size_t> reflectors;
    for (auto &[number, members] : candidates) {
        const std::size_t wanted = std::min<std::size_t>(2, members.size() - 1);
        const auto byNeighbours = [&](const Candidate &a, const Candidate &b) {
            return std::tuple(!isPlain(a), b.neighbours, a.node) < std::tuple(!isPlain(b), a.neighbours, b.node);
        };
        std::ranges::sort(members, byNeighbours);
        // Closeness takes a search for each: only the front runners are asked.
        members.resize(std::min<std::size_t>(members.size(), 50));
        for (Candidate &candidate : members)
            candidate.farness = farness(topology, links, candidate.node);
        std::ranges::sort(members, [&](const Candidate &a, const Candidate &b) {
            return std::tuple(!isPlain(a), b.neighbours, a.farness, a.node) < std::tuple(!isPlain(b), a.neighbours, b.farness, b.node);
        });
        for (std::size_t i = 0; i < wanted; ++i)
            reflectors.push_back(members[i].node);
    }
    std::ranges::sort(reflectors);
    return reflectors;
}

std::vector<PlannedRouter> planRouters(const Topology &topology, const std::vector<std::string> &names,
                                       const std::vector<std::uint16_t> &costs, Plan plan)
{
    std::vector<PlannedRouter> routers(topology.nodes.size());
    for (std::size_t i = 0; i < routers.size(); ++i) {
        PlannedRouter &router = routers[i];
        router.name = names[i];
        router.loopback = base::Ipv4Address(kLoopbacks + 1 + static_cast<std::uint32_t>(i));
        router.customers = customers(i, routers.size());
        router.as = plan == Plan::ebgp ? asNumber(i, routers.size()) : kOneAs;
    }
    PortNames ports(topology);
    for (std::size_t i = 0; i < topology.links.size(); ++i) {
        const Link &link = topology.links[i];
        const std::uint32_t network = kLinks + 4 * static_cast<std::uint32_t>(i);
        const base::Ipv4Address first(network + 1), second(network + 2);
        const auto add = [&](std::size_t node, const std::string &port, base::Ipv4Address own, base::Ipv4Address other, std::size_t peer) {
            auto &interfaces = routers[node].interfaces;
            interfaces.push_back({ports.take(node, port, interfaces.size()), {own, 30}, other, peer, costs[i]});
        };
        add(link.from, link.fromPort, first, second, link.to);
        add(link.to, link.toPort, second, first, link.from);
    }
    if (plan == Plan::ibgpRouteReflectors)
        planReflection(topology, routers);
    return routers;
}

} // namespace hopyard::topology
