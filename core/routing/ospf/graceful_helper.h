// Helping a neighbour that restarts gracefully (RFC 3623 section 3): for its grace period it stays adjacent in what we
// announce, unless the topology changes.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/ospf/instance.h"

namespace hopyard::routing::ospf {

/// An opaque advertisement of link scope came; `age` is its age.
void graceReceived(Context &c, Interface &interface, Neighbour &neighbour, const wire::LsaView &lsa, std::uint16_t age);
/// Contents of a database that the forwarding depends on changed (section 3.2 (3)).
void topologyChanged(Context &c, DbRef ref);
void endHelp(Context &c, Interface &interface, Neighbour &neighbour);
/// The grace period is over.
void helpTimer(Context &c, Interface &interface, Neighbour &neighbour);

} // namespace hopyard::routing::ospf
