// What the console shows of OSPF.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/commands.h"

namespace hopyard::console {

std::span<const Command> ospfShowCommands() { return {}; }

} // namespace hopyard::console
