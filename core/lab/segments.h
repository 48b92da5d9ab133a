// Which interfaces hear each other's broadcasts: those at one cable, and those that switches and hubs join, one network for each
// VLAN where switches look at them. Links that are down count as if they were up: they are part of what was meant.
//
// A subinterface ("eth0.10") is in its VLAN, by the trunk that its interface is plugged into, or by a cable to another router.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"

#include <compare>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

namespace hopyard::lab {

class Segments {
public:
    /// Looks into `lab` as long as it lives. O(n log n).
    explicit Segments(const Lab &lab);

    /// The number of the segment that an interface of a node with addresses is in; nothing where it is plugged in nowhere.
    std::optional<std::size_t> of(const End &end) const;
    /// True where switches or hubs make it.
    bool hasSwitches(std::size_t segment) const { return m_switched.contains(segment); }
    /// The interface is plugged into a trunk: itself without a tag, its subinterfaces with theirs.
    bool isOnTrunk(const End &end) const;
    /// False where two trunks of one link disagree about frames without a tag: who hears whom is then nothing to rely on.
    bool isSure() const { return m_isSure; }

private:
    /// An interface of a node with addresses, or the inside of a switch or hub (`interface` empty).
    struct Spot {
        std::string_view node;
        std::string_view interface;
        std::uint16_t vlan = 0; ///< 0: of a switch, it looks at none; of an interface, without a tag
        auto operator<=>(const Spot &) const = default;
    };

    const Node *find(std::string_view name) const;
    const BridgePort *portOf(const End &end) const;
    Spot spotOf(const End &end) const;
    void joinTrunks(const Link &link, const BridgePort &a, const BridgePort &b);
    std::size_t number(const Spot &spot);
    std::size_t root(std::size_t number) const;
    void join(const Spot &a, const Spot &b);

    std::map<std::string_view, const Node *> m_nodes;
    std::set<std::string_view> m_withVlans;         ///< switches that look at VLANs
    std::set<std::uint16_t> m_vlans{1};             ///< that some port is in
    std::map<End, const BridgePort *> m_ports;      ///< of switches, those with a setting
    std::map<End, const End *> m_peers;             ///< the other end of the link
    std::map<Spot, std::size_t> m_numbers;
    std::vector<std::size_t> m_parents;
    std::set<std::size_t> m_switched;               ///< roots
    bool m_isSure = true;
};

} // namespace hopyard::lab
