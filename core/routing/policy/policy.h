// Policies as values: prefix lists, access lists, AS-path lists, community lists, route maps, key chains; by name, as
// FRR's configuration has them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace hopyard::routing::policy {

/// All policies of one router.
struct Policies {
    bool operator==(const Policies &) const = default;
};

} // namespace hopyard::routing::policy
