// The configuration lines of OSPF; see config_commands.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_commands.h"

namespace hopyard::console {

ConfigCommands ospfTopCommands() { return {}; }
ConfigCommands ospfInterfaceCommands() { return {}; }
ConfigCommands ospfCommands() { return {}; }
std::string writeOspf(const router::RouterConfig &) { return {}; }
std::string writeOspfInterface(const router::InterfaceConfig &) { return {}; }

} // namespace hopyard::console
