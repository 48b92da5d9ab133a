// Kernel settings of a fresh network namespace, so that a lab behaves alike on every machine.
//
// A new namespace takes many IPv4 settings over from the machine's: forwarding is on where Docker runs, reverse-path
// filters differ between distributions. A node starts with the kernel's own defaults instead.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace hopyard::nodes {

/// `forwarding`: of both families, as a router has it. For the calling thread's network namespace; before interfaces are made, which take their settings from it. Where
/// /proc/sys cannot be written (some containers) the machine's settings stay.
void setNetworkDefaults(bool forwarding);
/// An interface answers ARP for its own addresses only, and asks with its own: others of the node are nobody's business.
void keepAddressesApart();

} // namespace hopyard::nodes
