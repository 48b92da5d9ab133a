// Names of VLAN subinterfaces, as Linux and FRR have them: "eth0.10" is VLAN 10 at eth0.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id.h"

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace hopyard::ip {

/// The first number of a subinterface: ports have those below, given by whoever owns the stack.
constexpr base::PortIndex kFirstSubinterface(256);

struct SubinterfaceName {
    std::string_view parent;
    std::uint16_t vlan = 0; ///< 1..4094
};

/// Nothing where the name is that of a port.
inline std::optional<SubinterfaceName> parseSubinterface(std::string_view name)
{
    const std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || dot + 1 == name.size() || name[dot + 1] == '0')
        return std::nullopt;
    SubinterfaceName parts{name.substr(0, dot), 0};
    const char *end = name.data() + name.size();
    const auto [at, error] = std::from_chars(name.data() + dot + 1, end, parts.vlan);
    if (error != std::errc() || at != end || parts.vlan > 4'094)
        return std::nullopt;
    return parts;
}

} // namespace hopyard::ip
