// Topologies of MiniEdit (Mininet's drawing program, *.mn, JSON) to labs: hosts, switches, legacy routers, links with their
// rates, delays and losses. Controllers have no equivalent: switches learn by themselves.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/foreign.h"

#include <string_view>

namespace hopyard::exchange {

Imported readMiniEdit(std::string_view text, const Surroundings &around);

} // namespace hopyard::exchange
