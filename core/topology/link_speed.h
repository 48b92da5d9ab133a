// How fast a line is, from what people write on maps: "10 Gbps", "< 2.5 Gbit/s", "2 x STM-1", "OC-192c", "T3", "64k".
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/quantity.h"

#include <optional>
#include <string_view>

namespace hopyard::topology {

/// Speeds beyond these are slips of the pen: 50 bit/s and 10 Pbit/s.
constexpr double kLeastSpeed = 50;
constexpr double kMostSpeed = 1e16;

/// The speed that free text names; of several the fastest ("34 - 155 Mbps": 155 Mbit/s). "2 x 155 Mbps" and
/// "2x155Mbps" are 310 Mbit/s; "n x 10G" is 10 Gbit/s, for n is not known. Bits a second whatever the case of the "b".
/// A number without a unit is no speed. Carriers by name: OC-n, STM-n, STS-n, DS-n, Tn, En, Ethernet's names (FE, GE,
/// 10GE), ODU and OTU are not lines of a router.
std::optional<base::BitRate> parseLinkSpeed(std::string_view text);

/// What the Topology Zoo says of a line in keys of their own.
struct LinkSpeedKeys {
    std::string_view speed; ///< LinkSpeed: "2.5", "< 10", "622-2500"; sometimes with its unit
    std::string_view units; ///< LinkSpeedUnits: "G", "M", "K"
    std::string_view raw;   ///< LinkSpeedRaw: "2500000000.0"
    std::string_view label; ///< LinkLabel: all of it as on the map
    std::string_view type;  ///< LinkType: "OC-192"
    std::string_view note;  ///< LinkNote: what is left of the label without speed and type
};
/// The label where it says how many lines there are ("2 x 10 Gbps"), then the raw number, then speed and units, then
/// what type, label and note say.
std::optional<base::BitRate> linkSpeed(const LinkSpeedKeys &keys);

} // namespace hopyard::topology
