// Spherical distances and interpolated places; see geo.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/topology/geo.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hopyard::topology {

namespace {

constexpr double kDegree = std::numbers::pi / 180;

/// Turns longitudes so that the widest empty stretch lies at the edge of the map.
void cutAtWidestGap(std::vector<std::optional<GeoPoint>> &where)
{
    std::vector<double> longitudes;
    for (const auto &point : where)
        if (point)
            longitudes.push_back(point->longitude);
    if (longitudes.size() < 2)
        return;
    std::ranges::sort(longitudes);
    double widest = longitudes.front() + 360 - longitudes.back(), cut = -360;
    for (std::size_t i = 1; i < longitudes.size(); ++i) {
        const double gap = longitudes[i] - longitudes[i - 1];
        if (gap > widest + 1e-9) {
            widest = gap;
            cut = longitudes[i - 1] + gap / 2;
        }
    }
    for (auto &point : where)
        if (point && point->longitude < cut)
            point->longitude += 360;
}

} // namespace

double distanceKm(const GeoPoint &a, const GeoPoint &b)
{
    const double half = std::sin((b.latitude - a.latitude) * kDegree / 2);
    const double across = std::sin((b.longitude - a.longitude) * kDegree / 2);
    const double h = half * half + std::cos(a.latitude * kDegree) * std::cos(b.latitude * kDegree) * across * across;
    return 2 * 6371.0 * std::asin(std::sqrt(std::clamp(h, 0.0, 1.0)));
}

base::Duration fibreDelay(double km)
{
    const auto us = static_cast<std::int64_t>(std::llround(std::clamp(km, 0.0, 1e6) / kFibreKmPerMs * 1000));
    return std::max(base::Duration::microseconds(us), kLeastDelay);
}

Places findPlaces(const Topology &topology)
{
    const std::size_t count = topology.nodes.size();
    Places places;
    places.guessed.assign(count, false);
    for (const Node &node : topology.nodes)
        places.where.push_back(node.where);
    cutAtWidestGap(places.where);
    const auto links = linksOfNodes(topology);
    const auto mean = [&](std::size_t n) -> std::optional<GeoPoint> {
        GeoPoint sum;
        int neighbours = 0;
        for (const std::size_t l : links[n]) {
            const Link &link = topology.links[l];
            const auto &point = places.where[link.from == n ? link.to : link.from];
            if (!point)
                continue;
            sum.latitude += point->latitude;
            sum.longitude += point->longitude;
            ++neighbours;
        }
        if (neighbours == 0)
            return std::nullopt;
        return GeoPoint{sum.latitude / neighbours, sum.longitude / neighbours};
    };
    // First from the known ones outwards, ring by ring; then the relaxation that lets chains of unknown nodes spread.
    std::vector<std::size_t> guessed, edge;
    for (std::size_t n = 0; n < count; ++n)
        if (places.where[n])
            edge.push_back(n);
    while (!edge.empty()) {
        std::vector<std::size_t> ring;
        for (const std::size_t n : edge) {
            for (const std::size_t l : links[n]) {
                const std::size_t other = topology.links[l].from == n ? topology.links[l].to : topology.links[l].from;
                if (places.where[other] || places.guessed[other])
                    continue;
                places.guessed[other] = true;
                ring.push_back(other);
            }
        }
        std::vector<std::optional<GeoPoint>> points;
        for (const std::size_t n : ring)
            points.push_back(mean(n));
        for (std::size_t i = 0; i < ring.size(); ++i)
            places.where[ring[i]] = points[i];
        guessed.insert(guessed.end(), ring.begin(), ring.end());
        edge = std::move(ring);
    }
    places.guesses = guessed.size();
    constexpr std::size_t kWork = 20'000'000;
    const std::size_t rounds = guessed.empty() ? 0 : std::clamp<std::size_t>(kWork / (guessed.size() * 8), 1, 500);
    for (std::size_t round = 0; round < rounds; ++round)
        for (const std::size_t n : guessed)
            places.where[n] = mean(n);
    return places;
}

} // namespace hopyard::topology
