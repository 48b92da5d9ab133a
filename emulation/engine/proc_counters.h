// What a Linux network's stack has counted, as the kernel lists it in /proc/net (proc(5)): snmp and netstat, a line of
// names and one of numbers for each protocol, and snmp6, a name and a number on each line.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/engine/tables.h"

#include <string_view>

namespace hopyard::engine {

/// The table `counter`: "Ip InReceives" and its count, in the files' order; what of them is no line of theirs is left
/// out, and of netstat and snmp6 what has never counted anything.
Table linuxCounterTable(std::string_view snmp, std::string_view netstat, std::string_view snmp6);

} // namespace hopyard::engine
