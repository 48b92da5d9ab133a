// NetJSON NetworkGraph (netjson.org, RFC draft of the interoperable networks' community) to a topology, which a plan then
// configures: nodes with labels and addresses, links with a cost. A NetworkCollection gives its first graph.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/topology/topology.h"

#include <string_view>

namespace hopyard::exchange {

topology::Parsed readNetJson(std::string_view text, std::string_view fileName);

} // namespace hopyard::exchange
