// A record as a run that can be done again: its lab, its seed, and everything that came in from outside.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/world/input.h"
#include "core/world/route_files.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::record {

struct RecordedBookmark {
    std::int64_t id = 0;
    base::TimePoint time;
    std::string note;
};

struct RecordedRun {
    std::string labText, labPath;
    std::string version; ///< of Hopyard that wrote it
    std::uint64_t seed = 1;
    bool virtualTime = false;
    std::string state; ///< "recording", "complete", "broken"
    base::TimePoint end; ///< of the run; of a record without end, the last thing in it
    std::vector<world::Input> inputs;
    std::vector<RecordedBookmark> bookmarks;
    bool hasRouteFiles = false; ///< routes from files are in it; in older ones they are not
    world::RouteFiles routeFiles; ///< all of the run; when it had which, inputs say
};

/// An error is a sentence with the path: no record, of a version without inputs, or inputs that make no sense.
base::Result<RecordedRun, base::Error> readRun(const std::string &path);

struct RecordedSnapshot {
    base::TimePoint time;
    std::string data;
};
/// The newest one of that at or before `time`; nothing where there is none, or the file cannot be read.
std::optional<RecordedSnapshot> readSnapshot(const std::string &path, base::NodeId node, std::string_view what,
                                             base::TimePoint time);

/// Notes a bookmark in a record, or takes it out where there is no note. False where the file cannot be written.
bool writeBookmark(const std::string &path, std::int64_t id, base::TimePoint time, const std::optional<std::string> &note);

} // namespace hopyard::record
