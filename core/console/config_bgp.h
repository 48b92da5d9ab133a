// What the files of BGP's lines share. Internal to core/console.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/console/config_commands.h"
#include "core/routing/bgp/config.h"

#include <string>
#include <vector>

namespace hopyard::console {

/// `neighbor …` of `router bgp`, and those of an address family.
ConfigCommands bgpNeighbourCommands();
ConfigCommands bgpNeighbourFamilyCommands();

inline routing::bgp::Config &bgpOf(const ConfigAction &a) { return a.config().bgp.need().said; }
/// The family of the block; lines of `router bgp` itself are about IPv4.
inline routing::bgp::Afi bgpAfi(const ConfigAction &a) { return a.blockName() == "ipv6" ? routing::bgp::Afi::ipv6 : routing::bgp::Afi::ipv4; }
inline routing::bgp::FamilyConfig &bgpFamily(const ConfigAction &a) { return bgpOf(a).families[routing::bgp::at(bgpAfi(a))]; }
inline Outcome bgpUnsupported(const ConfigAction &) { return "is not supported"; }

} // namespace hopyard::console
