// A set of VLANs (IEEE 802.1Q: 1..4094), written as "1,10-20,30" or "all".
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hopyard::base {

constexpr std::uint16_t kFirstVlan = 1;
constexpr std::uint16_t kLastVlan = 4'094; ///< 0 is "no VLAN" and 4095 is reserved (802.1Q table 9-2)

class VlanSet {
public:
    static VlanSet all();
    /// "all", or numbers and ranges with commas between. Nothing where it is neither.
    static std::optional<VlanSet> parse(std::string_view text);

    /// False for numbers that are no VLAN's.
    bool contains(std::uint16_t vlan) const { return vlan <= kLastVlan && m_vlans[vlan]; }
    /// `vlan` is 1..4094.
    void add(std::uint16_t vlan) { m_vlans.set(vlan); }
    bool isEmpty() const { return m_vlans.none(); }
    bool operator==(const VlanSet &) const = default;

private:
    std::bitset<kLastVlan + 1> m_vlans;
};
/// The shortest text that parse() reads back to the same set; empty for the empty set.
std::string toString(const VlanSet &vlans);

} // namespace hopyard::base
