// Reads a record back: what a person wants to know of a run first. Everything else is SQL (docs/record.md).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace hopyard::record {

struct Summary {
    std::string name, labText, labPath, timeMode, version;
    std::uint64_t seed = 0;
    std::int64_t started = 0; ///< nanoseconds since 1970
    std::int64_t ended = -1;  ///< world time; negative where the run never said that it ended
    std::string state; ///< "complete", "broken" (the disk), "full" (its limit), "recording" (runs still, or was killed)
    std::uint64_t lost = 0;
    std::uint64_t limit = 0;   ///< bytes; 0: none
    std::uint64_t removed = 0; ///< packets and events that made room for newer ones
    std::int64_t since = -1;   ///< world time after which packets and events are there; negative: from the beginning
    std::int64_t nodes = 0, links = 0, packets = 0, events = 0;
    using Count = std::pair<std::string, std::int64_t>;
    std::vector<Count> protocols; ///< frames sent over links, by protocol, most first
    std::vector<Count> drops;     ///< by reason, most first
    std::int64_t snapshots = 0; ///< tables of nodes that live in Linux
    std::vector<std::string> routeFiles; ///< names of files whose routes are in it
    std::vector<std::string> output; ///< lines of applications: "12.000000000 h1 64 bytes from …"
};

base::Result<Summary, base::Error> readSummary(const std::string &path);

} // namespace hopyard::record
