// What a node of kind `switch` may be set to beside its ports' names: spanning tree (key `bridge`), and at a port its
// VLANs and how spanning tree sees it.
//
// Plain values as the lab file has them; core/world turns them into core/link's. Each single value is set and written by
// name (bridge_values.h), so that the reader and the workbench's fields mean the same.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/vlan_set.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace hopyard::lab {

enum class TreeMode : std::uint8_t {
    off,
    rapid, ///< IEEE 802.1D-2004
    plain, ///< as bridges were before it: no handshakes
};
std::string_view toString(TreeMode mode); ///< "off", "rapid", "plain"

struct Bridge {
    TreeMode tree = TreeMode::off;
    std::uint16_t priority = 32'768; ///< 0..61440 in steps of 4096
    std::uint32_t hello = 2;         ///< seconds
    std::uint32_t maxAge = 20;       ///< seconds
    std::uint32_t forwardDelay = 15; ///< seconds
    bool operator==(const Bridge &) const = default;
};

/// Of an interface of a switch.
struct BridgePort {
    std::optional<std::uint16_t> vlan;   ///< an access port of this VLAN
    std::optional<base::VlanSet> trunk;  ///< a trunk of these
    std::optional<std::uint16_t> native; ///< trunk: the VLAN of untagged frames; 0: none; not given: 1 where it is among them
    std::optional<std::uint32_t> cost;   ///< of spanning tree; not given: by the link's rate
    std::uint8_t priority = 128;         ///< of spanning tree: 0..240 in steps of 16
    bool edge = false;                   ///< no bridge is behind it
    bool shared = false;                 ///< a hub may be behind it
    bool operator==(const BridgePort &) const = default;
    /// A switch with such a port looks at VLANs.
    bool hasVlans() const { return vlan || trunk; }
};

} // namespace hopyard::lab
