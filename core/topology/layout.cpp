// Projection, springs and making room; see layout.h.
//
// Springs: Fruchterman and Reingold, Graph Drawing by Force-directed Placement (1991), from a spiral in the order of a
// search through the graph; for large graphs, for which all pairs take too long, only the spiral.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/topology/layout.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <string_view>

namespace hopyard::topology {

namespace {

using lab::Position;

struct Box {
    double left = 0, right = 0, top = 0, bottom = 0;
    bool isEmpty = true;
    void add(const Position &p)
    {
        left = isEmpty ? p.x : std::min(left, p.x);
        right = isEmpty ? p.x : std::max(right, p.x);
        top = isEmpty ? p.y : std::min(top, p.y);
        bottom = isEmpty ? p.y : std::max(bottom, p.y);
        isEmpty = false;
    }
    double width() const { return right - left; }
    double height() const { return bottom - top; }
};

/// The golden angle: points on a spiral that never line up.
Position onSpiral(std::size_t i, double spacing)
{
    const double angle = static_cast<double>(i) * 2.399963229728653;
    const double radius = spacing * std::sqrt(static_cast<double>(i));
    return {radius * std::cos(angle), radius * std::sin(angle)};
}

/// Scales to an area that has room for all, about 16:10 at most, and centres.
void fit(std::vector<Position> &positions, const std::vector<bool> &counts)
{
    Box box;
    std::size_t count = 0;
    for (std::size_t i = 0; i < positions.size(); ++i) {
        if (counts[i]) {
            box.add(positions[i]);
            ++count;
        }
    }
    if (count == 0)
        return;
    const double area = static_cast<double>(count) * (2.2 * kNodeSpacing) * (2.2 * kNodeSpacing);
    const double height = std::sqrt(area / 1.6), width = height * 1.6;
    const double scaleX = box.width() > 1e-9 ? width / box.width() : 0;
    const double scaleY = box.height() > 1e-9 ? height / box.height() : 0;
    const double scale = scaleX == 0 ? scaleY : scaleY == 0 ? scaleX : std::min(scaleX, scaleY);
    const Position middle{(box.left + box.right) / 2, (box.top + box.bottom) / 2};
    for (std::size_t i = 0; i < positions.size(); ++i)
        if (counts[i])
            positions[i] = {(positions[i].x - middle.x) * scale, (positions[i].y - middle.y) * scale};
}

/// Nodes without a place in a block of rows below the others.
void placeRest(std::vector<Position> &positions, const std::vector<bool> &placed)
{
    Box box;
    for (std::size_t i = 0; i < positions.size(); ++i)
        if (placed[i])
            box.add(positions[i]);
    const auto rest = static_cast<double>(std::ranges::count(placed, false));
    const double columns = std::max({1.0, std::floor(box.width() / (1.5 * kNodeSpacing)), std::ceil(std::sqrt(rest))});
    double n = 0;
    for (std::size_t i = 0; i < positions.size(); ++i) {
        if (placed[i])
            continue;
        const double row = std::floor(n / columns);
        positions[i] = {box.left + (n - row * columns) * 1.5 * kNodeSpacing, box.bottom + (2 + row) * 1.5 * kNodeSpacing};
        ++n;
    }
}

std::vector<Position> project(const Places &places)
{
    Box degrees;
    for (const auto &point : places.where)
        if (point)
            degrees.add({point->longitude, point->latitude});
    const double middle = (degrees.top + degrees.bottom) / 2 * std::numbers::pi / 180;
    const double narrowing = std::max(std::cos(middle), 0.3);
    std::vector<Position> positions;
    for (const auto &point : places.where)
        positions.push_back(point ? Position{point->longitude * narrowing, -point->latitude} : Position());
    return positions;
}

/// Nodes in the order of a search from the most linked node of each component: what is close in it is close in the graph.
std::vector<std::size_t> searchOrder(const Topology &topology, const std::vector<std::vector<std::size_t>> &links)
{
    std::vector<std::size_t> starts(topology.nodes.size());
    for (std::size_t i = 0; i < starts.size(); ++i)
        starts[i] = i;
    std::ranges::stable_sort(starts, std::greater(), [&](std::size_t n) { return links[n].size(); });
    std::vector<bool> seen(starts.size(), false);
    std::vector<std::size_t> order;
    for (const std::size_t start : starts) {
        if (seen[start])
            continue;
        seen[start] = true;
        order.push_back(start);
        for (std::size_t i = order.size() - 1; i < order.size(); ++i) {
            for (const std::size_t l : links[order[i]]) {
                const Link &link = topology.links[l];
                const std::size_t next = link.from == order[i] ? link.to : link.from;
                if (!seen[next]) {
                    seen[next] = true;
                    order.push_back(next);
                }
            }
        }
    }
    return order;
}

std::vector<Position> springs(const Topology &topology)
{
    const std::size_t count = topology.nodes.size();
    const auto links = linksOfNodes(topology);
    const double length = 2 * kNodeSpacing;
    std::vector<Position> positions(count);
    const std::vector<std::size_t> order = searchOrder(topology, links);
    for (std::size_t i = 0; i < count; ++i)
        positions[order[i]] = onSpiral(i, length);
    constexpr std::size_t kMostPairs = 2'000'000;
    const std::size_t rounds = count * count > kMostPairs ? 0 : std::clamp<std::size_t>(60'000'000 / (count * count + 1), 30, 300);
    double most = length * std::sqrt(static_cast<double>(count)) / 4;
    for (std::size_t round = 0; round < rounds; ++round, most *= 0.97) {
        std::vector<Position> force(count);
        const auto pull = [&](std::size_t a, std::size_t b, double strength) { // along a → b
            force[a].x += (positions[b].x - positions[a].x) * strength;
            force[a].y += (positions[b].y - positions[a].y) * strength;
            force[b].x -= (positions[b].x - positions[a].x) * strength;
            force[b].y -= (positions[b].y - positions[a].y) * strength;
        };
        for (std::size_t a = 0; a < count; ++a)
            for (std::size_t b = a + 1; b < count; ++b) {
                const double dx = positions[b].x - positions[a].x, dy = positions[b].y - positions[a].y;
                pull(a, b, -length * length / std::max(dx * dx + dy * dy, 1.0));
            }
        for (const Link &link : topology.links) {
            const double dx = positions[link.to].x - positions[link.from].x, dy = positions[link.to].y - positions[link.from].y;
            pull(link.from, link.to, std::sqrt(dx * dx + dy * dy) / length);
        }
        for (std::size_t n = 0; n < count; ++n) {
            force[n].x -= positions[n].x * 0.02; // components that nothing holds together stay in sight
            force[n].y -= positions[n].y * 0.02;
            const double size = std::sqrt(force[n].x * force[n].x + force[n].y * force[n].y);
            const double scale = size > most ? most / size : 1;
            positions[n].x += force[n].x * scale;
            positions[n].y += force[n].y * scale;
        }
    }
    return positions;
}

/// Finds what is near a point: nodes by the square of the canvas that they are in.
class Squares {
public:
    Squares(const std::vector<Position> &positions, double size) : m_positions(positions), m_size(size)
    {
        for (std::size_t i = 0; i < positions.size(); ++i)
            add(i);
    }
    explicit Squares(const std::vector<Position> &positions, double size, std::nullptr_t) : m_positions(positions), m_size(size) {}
    void add(std::size_t i) { m_squares[keyOf(m_positions[i])].push_back(i); }

    /// Calls `look(i)` for all in the squares around; at least all that are closer than a square's size.
    template <class Look>
    void near(const Position &p, Look look) const
    {
        const auto [x, y] = keyOf(p);
        for (long dx = -1; dx <= 1; ++dx)
            for (long dy = -1; dy <= 1; ++dy)
                if (const auto found = m_squares.find({x + dx, y + dy}); found != m_squares.end())
                    for (const std::size_t i : found->second)
                        look(i);
    }

private:
    std::pair<long, long> keyOf(const Position &p) const
    {
        return {static_cast<long>(std::floor(p.x / m_size)), static_cast<long>(std::floor(p.y / m_size))};
    }
    const std::vector<Position> &m_positions;
    double m_size;
    std::map<std::pair<long, long>, std::vector<std::size_t>> m_squares;
};

double distance(const Position &a, const Position &b)
{
    return std::sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
}

/// One round of pushing; false where all are far enough apart.
bool push(std::vector<Position> &positions, double spacing)
{
    const std::vector<Position> before = positions;
    const Squares squares(before, spacing);
    bool moved = false;
    for (std::size_t i = 0; i < before.size(); ++i) {
        squares.near(before[i], [&](std::size_t j) {
            const double apart = j == i ? spacing : distance(before[i], before[j]);
            if (apart >= spacing)
                return;
            // Two on one spot go apart in a direction that is theirs alone.
            const auto angle = static_cast<double>(std::min(i, j)) * 2.399963229728653;
            const double sign = i < j ? 1 : -1;
            const Position way = apart > 1e-6 ? Position{(before[i].x - before[j].x) / apart, (before[i].y - before[j].y) / apart}
                                              : Position{sign * std::cos(angle), sign * std::sin(angle)};
            const double step = (spacing - apart) / 2 * 1.02;
            positions[i].x += way.x * std::min(step, spacing / 4);
            positions[i].y += way.y * std::min(step, spacing / 4);
            moved = true;
        });
    }
    return moved;
}

} // namespace

void spread(std::vector<Position> &positions, double spacing)
{
    const double wanted = spacing + 2; // rounding takes up to 1.5
    const std::size_t rounds = positions.size() > 5000 ? 20 : 100;
    for (std::size_t round = 0; round < rounds && push(positions, wanted); ++round) {
    }
    // What is still too close goes to the nearest free spot on a spiral around where it is.
    Squares squares(positions, spacing, nullptr);
    for (std::size_t i = 0; i < positions.size(); ++i) {
        const Position at = positions[i];
        for (std::size_t turn = 0;; ++turn) {
            const Position aside = onSpiral(turn, spacing / 3);
            positions[i] = {std::round(at.x + aside.x), std::round(at.y + aside.y)};
            bool isFree = true;
            squares.near(positions[i], [&](std::size_t j) { isFree = isFree && distance(positions[i], positions[j]) >= spacing; });
            if (isFree)
                break;
        }
        squares.add(i);
    }
}

std::vector<Position> layOut(const Topology &topology, const Places &places)
{
    const std::size_t count = topology.nodes.size();
    std::vector<bool> placed(count, false);
    std::vector<Position> positions;
    for (std::size_t i = 0; i < count; ++i)
        placed[i] = places.where[i].has_value();
    if (std::ranges::find(placed, true) != placed.end()) {
        positions = project(places);
    } else if (std::ranges::any_of(topology.nodes, [](const Node &n) { return n.drawn.has_value(); })) {
        for (std::size_t i = 0; i < count; ++i) {
            placed[i] = topology.nodes[i].drawn.has_value();
            positions.push_back(topology.nodes[i].drawn.value_or(Position()));
        }
    } else {
        positions = springs(topology);
        placed.assign(count, true);
    }
    fit(positions, placed);
    placeRest(positions, placed);
    spread(positions, kNodeSpacing);
    return positions;
}

std::vector<Position> layOut(const lab::Lab &lab)
{
    Topology topology;
    topology.nodes.resize(lab.nodes.size());
    std::map<std::string_view, std::size_t> numbers;
    for (std::size_t i = 0; i < lab.nodes.size(); ++i)
        numbers.emplace(lab.nodes[i].name, i);
    for (const lab::Link &link : lab.links) {
        const auto a = numbers.find(link.a.node), b = numbers.find(link.b.node);
        if (a == numbers.end() || b == numbers.end() || a == b)
            continue;
        topology.links.emplace_back();
        topology.links.back().from = a->second;
        topology.links.back().to = b->second;
    }
    Places nowhere;
    nowhere.where.resize(topology.nodes.size());
    nowhere.guessed.resize(topology.nodes.size());
    return layOut(topology, nowhere);
}

} // namespace hopyard::topology
