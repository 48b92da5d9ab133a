// See vlan_set.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/vlan_set.h"

#include <charconv>

namespace hopyard::base {

namespace {

std::optional<std::uint16_t> parseVlan(std::string_view text)
{
    std::uint16_t vlan = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), vlan);
    if (error != std::errc() || end != text.data() + text.size() || vlan < kFirstVlan || vlan > kLastVlan)
        return std::nullopt;
    return vlan;
}

} // namespace

VlanSet VlanSet::all()
{
    VlanSet set;
    set.m_vlans.set();
    set.m_vlans.reset(0);
    return set;
}

std::optional<VlanSet> VlanSet::parse(std::string_view text)
{
    if (text == "all")
        return all();
    VlanSet set;
    for (;;) {
        const std::size_t comma = text.find(',');
        const std::string_view part = text.substr(0, comma);
        const std::size_t dash = part.find('-');
        const auto first = parseVlan(part.substr(0, dash));
        const auto last = dash == std::string_view::npos ? first : parseVlan(part.substr(dash + 1));
        if (!first || !last || *last < *first)
            return std::nullopt;
        for (std::uint16_t vlan = *first; vlan <= *last; ++vlan)
            set.add(vlan);
        if (comma == std::string_view::npos)
            return set;
        text.remove_prefix(comma + 1);
    }
}

std::string toString(const VlanSet &vlans)
{
    if (vlans == VlanSet::all())
        return "all";
    std::string text;
    for (std::uint16_t vlan = kFirstVlan; vlan <= kLastVlan; ++vlan) {
        if (!vlans.contains(vlan))
            continue;
        const std::uint16_t first = vlan;
        while (vlans.contains(static_cast<std::uint16_t>(vlan + 1)))
            ++vlan;
        if (!text.empty())
            text += ',';
        text += std::to_string(first);
        if (vlan != first)
            text += '-' + std::to_string(vlan);
    }
    return text;
}

} // namespace hopyard::base
