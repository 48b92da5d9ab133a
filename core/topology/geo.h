// Places on Earth: distances, a place for nodes that have none, and how long light takes.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/topology/topology.h"

#include <optional>
#include <vector>

namespace hopyard::topology {

/// Great-circle distance in kilometres on a sphere of 6371 km (haversine formula).
double distanceKm(const GeoPoint &a, const GeoPoint &b);

/// Light in fibre: the vacuum's speed by a refractive index of 1.468, 204.2 km a millisecond.
constexpr double kFibreKmPerMs = 204.2;
/// A line within a building or a town is not shorter than this.
constexpr base::Duration kLeastDelay = base::Duration::microseconds(50);
/// How long a line of that length takes, rounded to a microsecond, at least kLeastDelay.
base::Duration fibreDelay(double km);

struct Places {
    /// For each node; none: there is no place to guess from.
    std::vector<std::optional<GeoPoint>> where;
    std::vector<bool> guessed;    ///< where is between the neighbours, not from the file
    std::size_t guesses = 0;
    bool operator==(const Places &) const = default;
};
/// What the topology says; where it says nothing, the mean of the neighbours' places (found together, as a net of
/// springs would hang); for those without a way to any place, nothing. Longitudes are turned so that the network does
/// not cross the map's edge: they may lie beyond 180 degrees. Same input, same output.
Places findPlaces(const Topology &topology);

} // namespace hopyard::topology
