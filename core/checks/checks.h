// A lab's checks carried out, in virtual time: each passed, failed, or impossible to answer, with what was seen.
//
// The lab is built once and moved from check to check in the order of their times. Each check looks at a copy of the world of
// its own, and so does each condition that takes time (a ping), so none disturbs another and their order makes no
// difference. The same lab, checks and seed give the same report to the byte.
//
// Nothing goes on for ever: the lab's time and the number of events are limited, and what is over is an error of that check.
// What cannot be limited here (memory, a computation that hangs) is the business of who runs this (app/cli: a process
// with limits for each answer).
// Deliberately missing: nodes that live outside the world; who has them is told so. docs/checks.md is the manual.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/lab/lab.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::checks {

enum class Verdict : std::uint8_t {
    passed,
    failed,
    error, ///< the question could not be answered: a limit, a filter that is none, a node outside
    waiting, ///< live alone: its time has not come yet
};
std::string_view toString(Verdict verdict); ///< "passed", "failed", "error", "waiting"

struct CheckResult {
    std::string id;
    std::string title;
    std::uint32_t points = 0; ///< possible
    std::uint32_t earned = 0;
    Verdict verdict = Verdict::failed;
    std::string sentence;           ///< what the student is told; empty where it passed
    std::string seen;               ///< what was found instead of what was asked for, or that it was as asked
    std::vector<std::string> nodes; ///< that the condition is about, each once, in its order
    std::vector<lab::End> ends;     ///< ends of links that it is about
    bool operator==(const CheckResult &) const = default;
};

struct Report {
    std::vector<CheckResult> results; ///< in the lab's order
    std::uint32_t earned = 0;
    std::uint32_t possible = 0;
    bool operator==(const Report &) const = default;
    bool isAllPassed() const;
};

/// Whether a frame is meant by a filter; made by who has a language for them (emulation/capture).
using FrameFilter = std::function<bool(base::Bytes)>;
using FilterMaker = std::function<base::Result<FrameFilter, base::Error>(const std::string &)>;

struct Limits {
    base::Duration time = base::Duration::seconds(24 * 3'600); ///< of the lab's, for each check
    std::uint64_t events = 50'000'000;                        ///< of the world's, for all checks together
};

struct Options {
    std::uint64_t seed = 1;
    Limits limits;
    FilterMaker filters; ///< none: conditions on packets are errors
};

/// Runs `checks` (of the teacher's lab) on `lab` (a student's). Problems where the lab cannot be built.
base::Result<Report, std::vector<lab::Problem>> runChecks(const lab::Lab &lab, const std::vector<lab::Check> &checks,
                                                          const Options &options = {});

} // namespace hopyard::checks
