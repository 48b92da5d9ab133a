// Ways to a network that has none: static routes, a protocol that tells of it, or one that is spoken at all. A part of the quick
// fixes (quick_fixes.h).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/document/quick_fixes.h"
#include "core/base/address.h"

#include <string>
#include <vector>

namespace hopyard::document {

class FixContext;

/// For a network that some routers have no way to.
std::vector<Fix> reachNetwork(const FixContext &context, const base::IpPrefix &network);
/// For routers that know of their own networks alone: `router` is the first of them, `beyond` a network that it should know of.
std::vector<Fix> giveRoutes(const FixContext &context, const std::string &router, const base::IpPrefix &beyond);

} // namespace hopyard::document
