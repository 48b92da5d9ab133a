// Durations on the command line ("10s", "500ms"), and waiting for one to pass.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"

#include <chrono>
#include <string>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace hopyard::cli {

/// An option that takes a duration with its unit; anything else is refused with an example.
CLI::Option *addDuration(CLI::App &command, const std::string &name, base::Duration &value, const std::string &what);

/// A moment of the wall clock; Duration::max() is never.
class Deadline {
public:
    explicit Deadline(base::Duration duration);
    bool isOver() const;
    /// How long to wait at once: what is left, but not so long that a signal that came just before would be missed.
    base::Duration wait() const;

private:
    bool m_never;
    std::chrono::steady_clock::time_point m_at;
};

} // namespace hopyard::cli
