// The programs of a lab that would run on Linux itself: what a person is asked to allow before a lab runs them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"

#include <string>
#include <vector>

namespace hopyard::lab {

struct Program {
    std::string node;
    std::string command; ///< a shell command line, as the lab has it; of a machine what machineCommand() says
    bool operator==(const Program &) const = default;
};

/// How a machine is named where a person is asked: the program, and the files of the lab that it boots.
std::string machineCommand(const Node &node);
std::string machineCommand(const Guest &guest); ///< of a real guest of a hypervisor

/// In the order in which they would be started. Lines of hosts and routers are Hopyard's own commands: not listed.
std::vector<Program> programs(const Lab &lab);

} // namespace hopyard::lab
