// The console of a virtual router or host: a line in, text or JSON out. docs/console.md is its manual.
//
// Lines are FRR's where FRR has them (`show ip route`, `show interface`, `show running-config`) and print what FRR 8.4
// prints, with FRR's JSON keys; the others (`show ip fib`, `explain`, `ping` …) are ours. Words may be shortened.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/link/device.h"

#include <string>
#include <string_view>
#include <vector>

namespace hopyard::router {
class VirtualRouter;
}

namespace hopyard::console {

struct Answer {
    bool ok = true;
    /// Lines, the last with its line end; JSON where the line ends in "json"; for ok == false what is wrong and what
    /// would be right.
    std::string text;
    std::string json; ///< the same as one line of JSON where the command has it, else empty
};

/// Runs one line. A command that takes time (ping) is started, and answers with its first lines.
Answer execute(link::Context &context, router::VirtualRouter &router, std::string_view line);

/// What is wrong with a line and what would be right, as execute() would say it; empty where it is a command. Runs
/// nothing.
std::string mistakeIn(std::string_view line);

/// `write memory`, `copy running-config startup-config`: lines that whoever knows the lab's file takes before execute(),
/// which refuses them.
bool isWriteMemory(std::string_view line);

/// The words with which the line may go on: the last one where it is begun ("show ip ro"), else the next. For Tab.
std::vector<std::string> completions(std::string_view line);

/// What "?" at the end of these words says, as lines: the words with which the last one goes on where it is begun, else
/// all that can follow, with a program's arguments behind its name. Empty: nothing can.
std::string whatFollows(std::string_view line);

} // namespace hopyard::console
