// What the console shows of policies.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/commands.h"

namespace hopyard::console {

std::span<const Command> policyShowCommands() { return {}; }

} // namespace hopyard::console
