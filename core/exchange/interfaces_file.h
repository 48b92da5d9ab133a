// Debian's /etc/network/interfaces (interfaces(5)), with which machines of containerlab, GNS3 and Kathara are often set up.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/machine.h"

#include <string_view>

namespace hopyard::exchange {

/// Takes addresses (inet and inet6; static and dhcp), gateways, MTUs, MAC addresses and the commands of "up" into the machine.
/// Other lines of a stanza are left out, and stand in `machine.leftOut`.
void applyInterfacesFile(Machine &machine, std::string_view text);

} // namespace hopyard::exchange
