// What `hop run` prints: lines while it runs, a short account at the end. The same for either clock.
//
// As JSON: one object a line, {"type":"line",…} while it runs and one {"type":"summary",…} at the end (docs/hop.md).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/hop.h"
#include "core/base/time.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::cli {

struct RunSummary {
    struct Capture {
        std::string at, file;
        std::uint64_t packets = 0, dropped = 0;
    };
    struct Record {
        std::string file;
        std::uint64_t packets = 0, events = 0, lost = 0;
        std::uint64_t removed = 0; ///< made room for others at the limit
    };
    std::string run;
    std::string timeMode;
    std::uint64_t seed = 1;
    base::TimePoint end;
    double wallSeconds = 0;
    std::size_t links = 0;
    std::uint64_t packets = 0, bytes = 0; ///< that links delivered
    std::uint64_t dropped = 0;
    std::map<std::string, std::uint64_t> drops; ///< by reason
    std::vector<Capture> captures;
    std::vector<Record> records; ///< none or one
};

class RunReport {
public:
    explicit RunReport(Hop &hop) : m_hop(hop) {}

    /// A line of an application, or a notice; `level` is "output", "info", "warning" or "error".
    void line(base::TimePoint time, std::string_view node, std::string_view level, std::string_view text);
    /// Something that went wrong beside the network itself: a disk is full, a reader has gone.
    void problem(std::string_view severity, std::string_view message);
    void summary(const RunSummary &summary);

private:
    Hop &m_hop;
};

} // namespace hopyard::cli
