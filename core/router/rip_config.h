// The RIP part of a router's configuration as a value: what its lines say, before interfaces are known.
//
// What FRR 8.4's `show running-config` writes is what stands here, in the order in which it was said, as FRR writes it.
// rip_process.cpp makes routing::rip::Config from it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/routing/rip/config.h"

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::router {

/// Who may be redistributed.
enum class RipSource : std::uint8_t { kernel, connected, static_, ospf, bgp, kCount };

struct RipRedistribution {
    RipSource source = RipSource::connected;
    std::optional<std::uint8_t> metric; ///< 0..16
    std::string routeMap;
    bool operator==(const RipRedistribution &) const = default;
};

/// `offset-list LIST in|out METRIC [INTERFACE]`: one for each interface and direction.
struct RipOffsetList {
    std::string interface; ///< empty: all that have none of their own
    bool isOut = false;
    std::string accessList;
    std::uint8_t metric = 0;
    bool operator==(const RipOffsetList &) const = default;
};

/// Names the place of a `distribute-list`; sorted as FRR writes them.
struct RipFilterPlace {
    std::string interface; ///< empty: all
    bool isPrefixList = false;
    bool isOut = false;
    auto operator<=>(const RipFilterPlace &) const = default;
};

/// Names the place of a `route-map`.
struct RipMapPlace {
    std::string interface;
    bool isOut = false;
    auto operator<=>(const RipMapPlace &) const = default;
};

/// `router rip`.
struct RipConfig {
    bool allowEcmp = false;
    bool defaultInformation = false;
    std::uint8_t defaultMetric = 1;
    std::optional<std::uint8_t> distance;
    std::vector<routing::rip::DistanceRule> distances; ///< no two of the same prefix
    std::vector<base::Ipv4Address> neighbours;
    std::vector<base::IpPrefix> networks;
    std::vector<std::string> networkInterfaces;
    std::vector<RipOffsetList> offsetLists;
    bool passiveDefault = false;
    std::vector<std::string> passive;    ///< where not passiveDefault
    std::vector<std::string> notPassive; ///< where passiveDefault
    std::vector<RipRedistribution> redistribute; ///< none twice
    std::vector<base::IpPrefix> staticRoutes;
    routing::rip::Timers timers;
    std::optional<std::uint8_t> version; ///< none: 2 is sent, both are heard
    std::map<RipFilterPlace, std::string> distributeLists;
    std::map<RipMapPlace, std::string> routeMaps;
    bool operator==(const RipConfig &) const = default;
};

enum class RipDigestLength : std::uint8_t { oldRipd, rfc };

/// `ip rip …` of an interface.
struct RipInterfaceConfig {
    std::optional<routing::rip::Versions> send, receive; ///< none: as the process says
    routing::rip::SplitHorizon splitHorizon = routing::rip::SplitHorizon::simple;
    bool v2Broadcast = false;
    routing::rip::Authentication authentication = routing::rip::Authentication::none;
    RipDigestLength digestLength = RipDigestLength::oldRipd;
    std::string password; ///< at most 15 bytes; not together with a key chain
    std::string keyChain;
    bool operator==(const RipInterfaceConfig &) const = default;
};

} // namespace hopyard::router
