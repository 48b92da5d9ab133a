// A path of the table as the decision sees it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/bgp/decision.h"

namespace hopyard::routing::bgp {

struct Instance;
struct Path;
Contender contender(const Instance &i, const Path &path);

} // namespace hopyard::routing::bgp
