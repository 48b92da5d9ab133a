// The commands with which start-up scripts set a Linux machine's network up, read without a Linux: `ip`, `ifconfig`,
// `route`, `sysctl`, `vtysh -c`, and those that have no bearing on a lab (`sleep`, starting FRR).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/machine.h"

#include <string_view>

namespace hopyard::exchange {

/// Takes what the lines of a script say into the machine. Commands that it does not know become the machine's programs, as they
/// were written; those that would change the computer and not the network (packages, name servers, other services) are left out.
void applyScript(Machine &machine, std::string_view script);

} // namespace hopyard::exchange
