// What the console shows of RIP.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/commands.h"

namespace hopyard::console {

std::span<const Command> ripShowCommands() { return {}; }

} // namespace hopyard::console
