// The configuration lines of BGP; see config_commands.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_commands.h"

namespace hopyard::console {

ConfigCommands bgpTopCommands() { return {}; }
ConfigCommands bgpCommands() { return {}; }
ConfigCommands bgpFamilyCommands() { return {}; }
std::string writeBgp(const router::RouterConfig &) { return {}; }

} // namespace hopyard::console
