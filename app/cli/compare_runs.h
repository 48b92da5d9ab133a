// The two runs of `hop compare`: each brings a lab to the point where its tables do not change any more.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/hop.h"
#include "app/cli/interrupt.h"
#include "app/cli/lab_file.h"
#include "core/base/time.h"
#include "emulation/compare/equal_ways.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::cli {

using compare::Tables;

/// What a run is to come to: the other run's tables.
struct Expected {
    const Tables &tables;
    const compare::Owners &owners;
};

struct CompareLimits {
    base::Duration quiet;   ///< tables that are the same for so long are final
    base::Duration timeout; ///< then what there is is compared; of virtual or real time
    std::uint64_t seed = 1;
};

struct SettledRun {
    Tables tables;
    bool stable = false;   ///< false: the time-out came first
    base::Duration time;   ///< of the lab's own time until the tables had their last form
    double wallSeconds = 0;
    std::vector<std::string> problems; ///< what the run complained about
};

/// One line on stderr that is written over and over, where that is a terminal; else nothing.
class Progress {
public:
    explicit Progress(const Hop &hop);
    ~Progress() { clear(); }
    void show(const std::string &text);
    void clear();

private:
    bool m_on;
    bool m_shown = false;
    std::chrono::steady_clock::time_point m_last;
};

/// In virtual time. Nothing: interrupted, or it could not be run; the exit code is set.
std::optional<SettledRun> settleVirtual(Hop &hop, const lab::Lab &lab, const std::vector<std::string> &routers,
                                        const CompareLimits &limits, const Interrupt &interrupt, Progress &progress);
/// In real time, in an engine of its own. Also final where the tables agree with `expected`'s and stay so for a moment.
std::optional<SettledRun> settleReal(Hop &hop, const LabFile &lab, const std::string &what,
                                     const std::vector<std::string> &routers, const CompareLimits &limits,
                                     const Expected *expected, const Interrupt &interrupt, Progress &progress);

} // namespace hopyard::cli
