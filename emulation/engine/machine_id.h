// Which machine: a node of kind qemu or uml, or a guest of a hypervisor that is one.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id.h"

#include <compare>
#include <string>
#include <utility>

namespace hopyard::engine {

struct MachineId {
    base::NodeId node; ///< the machine, or the hypervisor that it is a guest of
    std::string guest; ///< empty: the node itself is the machine

    MachineId(base::NodeId n, std::string g = {}) : node(n), guest(std::move(g)) {} // NOLINT: a node is a machine's id
    bool isGuest() const { return !guest.empty(); }
    auto operator<=>(const MachineId &) const = default;
};

} // namespace hopyard::engine
