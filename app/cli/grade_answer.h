// One answer graded in a process of its own: what that process does, and how it is started and ended.
//
// The process gets the answer and the teacher's lab as open files and has nothing else: no network (where the system allows
// namespaces), no file to write, limits on processor time, memory and descriptors. What it says is read to a limit, and
// when it has not said it in time it is ended. Whatever an answer does, it is a row.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "emulation/linux/fd.h"

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace hopyard::cli {

struct GradeLimits {
    std::uint32_t seconds = 60;     ///< of processor time; of the wall clock four times as much
    std::uint64_t memoryMiB = 2'048;
    std::uint64_t seed = 1;
    bool picture = false;
};

struct GradedCheck {
    std::string id, title, verdict, sentence, seen;
    std::int64_t points = 0, earned = 0;
};

/// A row of the report.
struct GradedAnswer {
    std::string file;
    std::string student;    ///< as the answer says
    std::string mistake;    ///< why there are no results; empty where there are
    std::int64_t earned = 0, possible = 0;
    std::vector<GradedCheck> checks;
    std::string picture;    ///< SVG, where asked for
};

/// `hop grade-answer SEED PICTURE`: reads the answer from descriptor 0 and the lab from 3, prints one JSON object. Returns
/// the exit code.
int gradeAnswer(int argc, char **argv);

/// A process that grades one answer.
class Grader {
public:
    Grader(std::string file, const std::string &lab, const GradeLimits &limits);
    Grader(const Grader &) = delete;
    Grader &operator=(const Grader &) = delete;

    bool isRunning() const { return m_pid > 0; }
    int descriptor() const { return m_output.get(); }
    /// Takes what it has said; ends it where it says too much or its time is over.
    void look();
    /// After its end.
    GradedAnswer takeRow();
    /// Ends it.
    void stop(const std::string &why);

private:
    void start(const std::string &lab, const GradeLimits &limits);
    void finish();

    GradedAnswer m_row;
    linux::Fd m_output;
    pid_t m_pid = 0;
    std::string m_said;
    std::chrono::steady_clock::time_point m_until;
};

} // namespace hopyard::cli
