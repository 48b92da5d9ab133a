// Scenarios of the CORE emulator (coreemu, XML of versions 6 to 9) to labs.
//
// Routers get the configuration that CORE's services would write (zebra, OSPFv2, RIP on all interfaces), or the files that
// the scenario holds; PCs and hosts a default route to the router of their network, as the service DefaultRoute does.
// Deliberately missing: wireless networks' ranges and motion, EMANE, tunnels; each is said in `left`.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/foreign.h"

#include <string_view>

namespace hopyard::exchange {

Imported readCoreXml(std::string_view text, const Surroundings &around);
/// True where the text's first element is <scenario>, or one of older versions.
bool looksLikeCoreXml(std::string_view text);

} // namespace hopyard::exchange
