// The kinds of networks; see generate.h.
//
// fat-tree: Al-Fares, Loukissas, Vahdat: A Scalable, Commodity Data Center Network Architecture (2008), the switches as routers.
// waxman: Waxman: Routing of Multipoint Connections (1988), alpha chosen for the wanted number of links, then made connected.
// barabasi-albert: Barabási, Albert: Emergence of Scaling in Random Networks (1999).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/topology/generate.h"

#include "core/base/random.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <set>

namespace hopyard::topology {

namespace {

using Sizes = std::span<const std::uint32_t>;

class Net {
public:
    std::size_t node(double x, double y, std::string name = {})
    {
        Node made;
        made.id = name.empty() ? fmt::format("r{}", m_topology.nodes.size() + 1) : std::move(name);
        made.label = made.id;
        made.drawn = lab::Position{x, y};
        m_topology.nodes.push_back(std::move(made));
        return m_topology.nodes.size() - 1;
    }
    void link(std::size_t from, std::size_t to)
    {
        Link made;
        made.from = from;
        made.to = to;
        m_topology.links.push_back(std::move(made));
    }
    /// `count` nodes on a circle, the first at the top.
    void circle(std::size_t count)
    {
        for (std::size_t i = 0; i < count; ++i) {
            const double angle = 2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(count);
            node(std::sin(angle), -std::cos(angle));
        }
    }
    Topology take() { return std::move(m_topology); }

private:
    Topology m_topology;
};

Topology line(Sizes sizes)
{
    Net net;
    for (std::size_t i = 0; i < sizes[0]; ++i) {
        net.node(static_cast<double>(i), 0);
        if (i > 0)
            net.link(i - 1, i);
    }
    return net.take();
}

Topology ring(Sizes sizes)
{
    Net net;
    net.circle(sizes[0]);
    for (std::size_t i = 0; i < sizes[0]; ++i)
        net.link(i, (i + 1) % sizes[0]);
    return net.take();
}

Topology star(Sizes sizes)
{
    Net net;
    net.node(0, 0);
    for (std::size_t i = 1; i < sizes[0]; ++i) {
        const double angle = 2 * std::numbers::pi * static_cast<double>(i - 1) / static_cast<double>(sizes[0] - 1);
        net.link(0, net.node(std::sin(angle), -std::cos(angle)));
    }
    return net.take();
}

Topology mesh(Sizes sizes)
{
    Net net;
    net.circle(sizes[0]);
    for (std::size_t i = 0; i < sizes[0]; ++i)
        for (std::size_t j = i + 1; j < sizes[0]; ++j)
            net.link(i, j);
    return net.take();
}

Topology grid(Sizes sizes)
{
    Net net;
    for (std::size_t y = 0; y < sizes[1]; ++y) {
        for (std::size_t x = 0; x < sizes[0]; ++x) {
            const std::size_t here = net.node(static_cast<double>(x), static_cast<double>(y));
            if (x > 0)
                net.link(here - 1, here);
            if (y > 0)
                net.link(here - sizes[0], here);
        }
    }
    return net.take();
}

/// Each node stands in the middle of its part of the width.
void grow(Net &net, std::size_t parent, std::uint32_t fanout, std::uint32_t depth, std::uint32_t level, double left, double width)
{
    if (level > depth)
        return;
    for (std::uint32_t i = 0; i < fanout; ++i) {
        const double own = width / fanout, begin = left + own * i;
        const std::size_t child = net.node(begin + own / 2, level);
        net.link(parent, child);
        grow(net, child, fanout, depth, level + 1, begin, own);
    }
}

Topology tree(Sizes sizes)
{
    Net net;
    const double width = std::max(1.0, std::pow(sizes[0], sizes[1]));
    const std::size_t root = net.node(width / 2, 0);
    grow(net, root, sizes[0], sizes[1], 1, 0, width);
    return net.take();
}

Topology random(Sizes sizes, std::uint64_t seed)
{
    base::Random dice(seed);
    Topology made;
    std::set<std::pair<std::size_t, std::size_t>> linked;
    const auto link = [&](std::size_t a, std::size_t b) {
        if (a == b || !linked.insert(std::minmax(a, b)).second)
            return;
        Link one;
        one.from = std::min(a, b);
        one.to = std::max(a, b);
        made.links.push_back(std::move(one));
    };
    const std::size_t count = sizes[0];
    for (std::size_t i = 0; i < count; ++i) {
        Node node;
        node.id = node.label = fmt::format("r{}", i + 1); // placed by springs
        made.nodes.push_back(std::move(node));
        if (i > 0)
            link(dice.below(i), i);
    }
    const std::size_t wanted = std::min(count * sizes[1] / 2, count * (count - 1) / 2);
    for (std::size_t tries = 0; made.links.size() < wanted && tries < 50 * wanted; ++tries)
        link(dice.below(count), dice.below(count));
    return made;
}

Topology fatTree(Sizes sizes)
{
    Net net;
    const std::size_t k = sizes[0], half = k / 2;
    const auto across = [](std::size_t i, std::size_t count) { return (static_cast<double>(i) + 0.5) / static_cast<double>(count); };
    const double width = static_cast<double>(k * half);
    for (std::size_t c = 0; c < half * half; ++c)
        net.node(width * across(c, half * half), 0, fmt::format("core{}", c + 1));
    for (std::size_t pod = 0; pod < k; ++pod) {
        std::vector<std::size_t> aggregation;
        for (std::size_t a = 0; a < half; ++a) {
            aggregation.push_back(net.node(width * across(pod * half + a, k * half), 2, fmt::format("agg{}-{}", pod + 1, a + 1)));
            for (std::size_t c = 0; c < half; ++c)
                net.link(a * half + c, aggregation.back());
        }
        for (std::size_t e = 0; e < half; ++e) {
            const std::size_t edge = net.node(width * across(pod * half + e, k * half), 3, fmt::format("edge{}-{}", pod + 1, e + 1));
            for (const std::size_t a : aggregation)
                net.link(a, edge);
        }
    }
    return net.take();
}

Topology leafSpine(Sizes sizes)
{
    Net net;
    const std::size_t leaves = sizes[0], spines = sizes[1];
    const double width = static_cast<double>(std::max(leaves, spines));
    const auto across = [&](std::size_t i, std::size_t count) { return width * (static_cast<double>(i) + 0.5) / static_cast<double>(count); };
    for (std::size_t s = 0; s < spines; ++s)
        net.node(across(s, spines), 0, fmt::format("spine{}", s + 1));
    for (std::size_t l = 0; l < leaves; ++l) {
        const std::size_t leaf = net.node(across(l, leaves), 2, fmt::format("leaf{}", l + 1));
        for (std::size_t s = 0; s < spines; ++s)
            net.link(s, leaf);
    }
    return net.take();
}

constexpr std::uint32_t kMostWaxman = 500;

struct Point {
    double x, y;
};

double distanceOf(const Point &a, const Point &b) { return std::hypot(a.x - b.x, a.y - b.y); }

/// Nodes anywhere on a square; the nearer two are, the likelier they are linked.
Topology waxman(Sizes sizes, std::uint64_t seed)
{
    constexpr double kBeta = 0.2; // how much a long link is rarer than a short one
    base::Random dice(seed);
    const std::size_t count = sizes[0];
    Net net;
    std::vector<Point> points;
    for (std::size_t i = 0; i < count; ++i) {
        points.push_back({dice.unit(), dice.unit()});
        net.node(points.back().x * std::sqrt(static_cast<double>(count)), points.back().y * std::sqrt(static_cast<double>(count)));
    }
    const auto likely = [&](std::size_t a, std::size_t b) { return std::exp(-distanceOf(points[a], points[b]) / (kBeta * std::numbers::sqrt2)); };
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t j = i + 1; j < count; ++j)
            sum += likely(i, j);
    const double wanted = static_cast<double>(count) * sizes[1] / 2;
    const double alpha = sum > 0 ? wanted / sum : 0;
    std::vector<std::size_t> part(count); // which part of the network a node is in
    for (std::size_t i = 0; i < count; ++i)
        part[i] = i;
    const auto join = [&](std::size_t a, std::size_t b) {
        net.link(a, b);
        std::ranges::replace(part, std::size_t(part[b]), std::size_t(part[a]));
    };
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t j = i + 1; j < count; ++j)
            if (dice.chance(std::min(1.0, alpha * likely(i, j))))
                join(i, j);
    for (std::size_t i = 1; i < count; ++i) { // each part by its shortest way to those before it
        if (part[i] == part[0])
            continue;
        std::size_t from = 0, to = i;
        for (std::size_t a = 0; a < count; ++a)
            for (std::size_t b = 0; b < count; ++b)
                if (part[a] == part[0] && part[b] == part[i] && distanceOf(points[a], points[b]) < distanceOf(points[from], points[to]))
                    from = a, to = b;
        join(from, to);
    }
    return net.take();
}

/// Each new node is linked to some that are there; the more links one has, the likelier it is chosen.
Topology barabasiAlbert(Sizes sizes, std::uint64_t seed)
{
    base::Random dice(seed);
    const std::size_t count = sizes[0], each = sizes[1];
    Topology made;
    std::vector<std::size_t> ends; // every node once for each of its links
    for (std::size_t i = 0; i < count; ++i) {
        Node node;
        node.id = node.label = fmt::format("r{}", i + 1); // placed by springs
        made.nodes.push_back(std::move(node));
        std::set<std::size_t> chosen;
        while (chosen.size() < std::min(i, each))
            chosen.insert(i <= each ? chosen.size() : ends[dice.below(ends.size())]);
        for (const std::size_t other : chosen) {
            Link link;
            link.from = other;
            link.to = i;
            made.links.push_back(std::move(link));
            ends.push_back(other);
            ends.push_back(i);
        }
    }
    return made;
}

constexpr std::array<GeneratorHelp, 11> kGenerators{{
    {"line", "N", "one behind the other", 1},
    {"ring", "N", "a circle", 1},
    {"star", "N", "one in the middle, linked to all others", 1},
    {"mesh", "N", "each linked to each", 1},
    {"grid", "WIDTH HEIGHT", "rows and columns", 2},
    {"tree", "FANOUT DEPTH", "a root, and FANOUT below each down to DEPTH", 2},
    {"random", "N DEGREE", "connected, with so many links at each on average", 2},
    {"fat-tree", "K", "a data centre of K pods: K²/4 core, K²/2 aggregation and K²/2 edge routers", 1},
    {"leaf-spine", "LEAVES SPINES", "a data centre of two rows, each leaf linked to each spine", 2},
    {"waxman", "N DEGREE", "on a plane, the nearer two are the likelier linked; connected", 2},
    {"barabasi-albert", "N LINKS", "grown: each new one links to LINKS others, rather to those with many", 2},
}};

/// How many nodes and links that would be, as numbers that do not overflow.
std::pair<double, double> extent(std::string_view kind, Sizes sizes)
{
    const double a = sizes[0], b = sizes.size() > 1 ? sizes[1] : 0;
    if (kind == "mesh")
        return {a, a * (a - 1) / 2};
    if (kind == "grid")
        return {a * b, 2 * a * b};
    if (kind == "tree") {
        const double nodes = a == 1 ? b + 1 : (std::pow(a, b + 1) - 1) / (a - 1);
        return {nodes, nodes};
    }
    if (kind == "leaf-spine")
        return {a + b, a * b};
    if (kind == "barabasi-albert")
        return {a, a * b};
    if (kind == "random" || kind == "waxman")
        return {a, std::max(a, a * b / 2)};
    if (kind == "fat-tree")
        return {a * a * 1.25, a * a * a / 2};
    return {a, a};
}

} // namespace

std::span<const GeneratorHelp> generators()
{
    return kGenerators;
}

base::Result<Topology, base::Error> generate(std::string_view kind, Sizes sizes, std::uint64_t seed)
{
    const auto fail = [](std::string why) { return base::fail(base::Error{std::move(why)}); };
    const auto known = std::ranges::find(kGenerators, kind, &GeneratorHelp::name);
    if (known == kGenerators.end())
        return fail(fmt::format("there is no network '{:.40}'", kind));
    if (sizes.size() != known->sizeCount)
        return fail(fmt::format("{} wants {}", kind, known->sizes));
    if (std::ranges::find(sizes, 0u) != sizes.end())
        return fail(fmt::format("{} of 0 is nothing", kind));
    if (kind == "ring" && sizes[0] < 3)
        return fail("a ring has at least 3 routers");
    if (kind == "star" && sizes[0] < 2)
        return fail("a star has at least 2 routers");
    if (kind == "fat-tree" && (sizes[0] < 2 || sizes[0] % 2 != 0))
        return fail("the K of a fat-tree is even");
    if (kind == "waxman" && sizes[0] > kMostWaxman)
        return fail(fmt::format("waxman looks at each pair of routers: at most {}", kMostWaxman));
    const auto [nodes, links] = extent(kind, sizes);
    if (nodes > static_cast<double>(kMaxNodes) || links > static_cast<double>(kMaxLinks))
        return fail(fmt::format("{:.0f} routers and {:.0f} links are too many", nodes, links));
    Topology made = kind == "line" ? line(sizes)
        : kind == "ring"           ? ring(sizes)
        : kind == "star"           ? star(sizes)
        : kind == "mesh"           ? mesh(sizes)
        : kind == "grid"           ? grid(sizes)
        : kind == "tree"           ? tree(sizes)
        : kind == "random"         ? random(sizes, seed)
        : kind == "leaf-spine"     ? leafSpine(sizes)
        : kind == "waxman"         ? waxman(sizes, seed)
        : kind == "barabasi-albert" ? barabasiAlbert(sizes, seed)
                                   : fatTree(sizes);
    made.name = kind;
    for (const std::uint32_t size : sizes)
        made.name += fmt::format(" {}", size);
    return made;
}

} // namespace hopyard::topology
