// Projects of GNS3 1.x (revisions 0 to 4) in the form that GNS3 2 gives them when it opens one.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/json.h"

namespace hopyard::exchange {

/// True for a project whose nodes and links are as GNS3 1.x wrote them.
bool isOldGns3(const json::Json &root);
/// The same project with `node_id`, `node_type`, links with two `nodes`, and the notes and shapes as `drawings`.
json::Json upgradedGns3(const json::Json &root);

} // namespace hopyard::exchange
