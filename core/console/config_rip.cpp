// The configuration lines of RIP; see config_commands.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_commands.h"

namespace hopyard::console {

ConfigCommands ripTopCommands() { return {}; }
ConfigCommands ripInterfaceCommands() { return {}; }
ConfigCommands ripCommands() { return {}; }
std::string writeRip(const router::RouterConfig &) { return {}; }
std::string writeRipInterface(const router::InterfaceConfig &) { return {}; }

} // namespace hopyard::console
