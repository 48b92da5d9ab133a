// The router manager's console: `list`, `create router r9`, `attach r9 eth0 to s1 p4`, `login r1 show ip route`.
//
// A line in, text and JSON out, as every other console. docs/console.md is its manual.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"

namespace hopyard::world {

CommandAnswer managerCommand(World &world, std::string_view line);

} // namespace hopyard::world
