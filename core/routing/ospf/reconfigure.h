// Start, stop, and changes of configuration, ports and externals while running.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/ospf/instance.h"

namespace hopyard::routing::ospf {

void startProcess(Context &c);
/// Says goodbye, forgets everything but configuration, ports and externals, and withdraws its routes.
void stopProcess(Context &c);
void reconfigure(Context &c, const Config &config);
void changePort(Context &c, base::PortIndex port, const PortState &state);
/// Null: it is gone.
void changeExternal(Context &c, const base::IpPrefix &prefix, const ExternalRoute *route);

} // namespace hopyard::routing::ospf
