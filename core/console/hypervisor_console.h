// The console of a hypervisor: a line in, text or JSON out, as console.h has it for routers. `on GUEST LINE` is a line of
// the console inside a guest. docs/hypervisor.md lists the commands.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/console/console.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::hypervisor {
class Hypervisor;
}

namespace hopyard::console {

/// Runs a line of the console in a guest.
using GuestConsole = std::function<Answer(link::Context &, router::VirtualRouter &, std::string_view line)>;

Answer executeHypervisor(link::Context &context, hypervisor::Hypervisor &computer, std::string_view line,
                         const GuestConsole &inGuest = execute);
/// As mistakeIn() and completions() of console.h.
std::string mistakeInHypervisor(std::string_view line);
std::vector<std::string> hypervisorCompletions(std::string_view line);
/// As whatFollows() of console.h.
std::string hypervisorFollows(std::string_view line);

} // namespace hopyard::console
