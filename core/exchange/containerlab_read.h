// containerlab's topology files (*.clab.yml, containerlab.dev/manual/topo-def-file) to labs.
//
// Read: nodes with their kind, group, image, inherited as containerlab does (defaults, then kinds, then groups, then
// the node); binds of FRR's files; exec; startup-config; env and sysctls as far as they matter; links in the brief and
// the typed form. Kind linux with FRR in its image or its binds is a router, other linux nodes are hosts, bridges are
// switches; a node of a vendor's system stays as a host that says in its note what it was.
// Deliberately missing: stages, certificates, the management network; each is said in `left`.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/foreign.h"

#include <string_view>

namespace hopyard::exchange {

Imported readContainerlab(std::string_view text, const Surroundings &around);

} // namespace hopyard::exchange
