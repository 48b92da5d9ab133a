// A program started at a node for a check, and what became of it. Internal to core/checks.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checks/condition.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hopyard::checks {

class Program {
public:
    /// Nothing: the node refused, and `why` says so.
    static std::optional<Program> launch(Course &course, std::string_view place, const std::string &line, std::string *why);
    /// Moves the course until the program is finished, at most so long; its result as it is then. Nothing: a limit of the
    /// course came first.
    std::optional<Json> result(Course &course, base::Duration most) const;
    /// As it is now, whether finished or not.
    Json row(Course &course) const;

private:
    std::string m_place;
    std::uint64_t m_number = 0;
};

/// The sentence for a limit that came first.
Finding outOfLimits(Course &course);

} // namespace hopyard::checks
