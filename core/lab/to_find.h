// Kinds of problems, and which of them a teacher leaves for the student to find: those are kept quiet.
//
// Errors keep a lab from running and are always said; isToFind() is the one place that decides.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace hopyard::lab {

struct Lab;
struct Problem;

enum class ProblemKind : std::uint8_t {
    other,      ///< mistakes of whoever wrote the lab; never left to be found
    addresses,  ///< in another network than the neighbours
    gateways,   ///< a host without one
    routes,     ///< a next hop that is none, a network that no way leads to
    protocols,  ///< neighbours that do not fit together
    loops,      ///< of switches
    interfaces, ///< without a link, or that nobody wrote down
};
/// Those that can be named, as written: without `other`.
std::span<const std::string_view> problemKindNames();
std::string_view toString(ProblemKind kind); ///< "gateways"; of `other` "other"
std::optional<ProblemKind> parseProblemKind(std::string_view text);

/// `to-find` of a lab.
struct ToFind {
    bool all = false;               ///< every kind but `other`
    std::vector<ProblemKind> kinds; ///< in the order in which they are written; none where it is all
    bool operator==(const ToFind &) const = default;

    bool has(ProblemKind kind) const { return kind != ProblemKind::other && (all || std::ranges::find(kinds, kind) != kinds.end()); }
    bool isNothing() const { return !all && kinds.empty(); }
};

/// The problem is left for the student to find. Never of an error.
bool isToFind(const Lab &lab, const Problem &problem);

} // namespace hopyard::lab
