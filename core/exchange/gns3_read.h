// GNS3 projects (*.gns3, JSON of versions 2.0 to 2.2) to labs.
//
// VPCS become hosts with the addresses of their start-up files, Docker nodes with FRR routers, other Docker nodes hosts,
// Ethernet switches and hubs themselves; positions and labels are kept, filters of links (delay, jitter, loss,
// corruption) too. Routers of vendors, machines, clouds and NAT become placeholders that keep their entry. The nodes' files lie in the project's folder (or archive) under project-files.
// Deliberately missing: drawings, snapshots, images.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/foreign.h"

#include <string_view>

namespace hopyard::exchange {

Imported readGns3(std::string_view text, const Surroundings &around);

} // namespace hopyard::exchange
