// The programs of a lab that would run on Linux itself: what a person is asked to allow before a lab runs them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"

#include <string>
#include <vector>

namespace hopyard::lab {

struct Program {
    std::string node;
    std::string command; ///< a shell command line, as the lab has it
    bool operator==(const Program &) const = default;
};

/// In the order in which they would be started. Lines of hosts and routers are Hopyard's own commands: not listed.
std::vector<Program> programs(const Lab &lab);

} // namespace hopyard::lab
