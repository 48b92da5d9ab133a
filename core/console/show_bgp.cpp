// What the console shows of BGP.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/commands.h"

namespace hopyard::console {

std::span<const Command> bgpShowCommands() { return {}; }

} // namespace hopyard::console
