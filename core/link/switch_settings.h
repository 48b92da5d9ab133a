// What a switch may be set to: VLANs of its ports (IEEE 802.1Q) and spanning tree. With nothing set it carries every
// frame to every port, tag and all.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/vlan_set.h"
#include "core/link/spanning_tree.h"

#include <optional>
#include <vector>

namespace hopyard::link {

/// A port of a switch that looks at VLANs. As an access port it takes and gives untagged frames of one VLAN; as a trunk
/// it takes and gives tagged frames, those of the native VLAN untagged.
struct PortVlans {
    bool trunk = false;
    std::uint16_t vlan = 1; ///< access: the port's; trunk: the native one, 0: none, and untagged frames are refused
    base::VlanSet allowed;  ///< trunk: tagged and native
    bool operator==(const PortVlans &) const = default;

    bool isMember(std::uint16_t id) const { return trunk ? allowed.contains(id) : id == vlan; }
    bool isUntagged(std::uint16_t id) const { return id == vlan; }
};

struct SwitchSettings {
    base::MacAddress address; ///< of the bridge: in its identifier, and the source of what it says itself
    bool looksAtVlans = false;
    std::optional<SpanningTreeSettings> spanningTree;
    struct Port {
        PortVlans vlans;
        SpanningTreePortSettings spanningTree;
        bool operator==(const Port &) const = default;
    };
    std::vector<Port> ports; ///< by number; those beyond are as a default one
    bool operator==(const SwitchSettings &) const = default;
};

} // namespace hopyard::link
