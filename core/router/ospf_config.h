// The OSPF part of a router's configuration as a value: what its lines say, before interfaces are known.
//
// What FRR 8.4's `show running-config` writes is what stands here: where a line may say the default, a value is optional
// or the default is stored as "nothing said", as FRR does. ospf_process.cpp makes routing::ospf::Config from it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/box.h"
#include "core/routing/ospf/config.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::router {

/// An area as a line wrote it: "0.0.0.1" and "1" are the same area.
struct OspfAreaName {
    routing::ospf::AreaId id;
    bool dotted = false;
    bool operator==(const OspfAreaName &) const = default;
};

/// `ip ospf …` of an interface, or of one of its addresses (`ip ospf cost 10 192.0.2.1`).
struct OspfInterfaceSettings {
    std::optional<OspfAreaName> area;
    std::optional<std::uint16_t> cost;
    std::optional<std::uint16_t> hello;        ///< seconds
    std::optional<std::uint32_t> dead;         ///< seconds; none: four hellos
    std::uint8_t helloMultiplier = 0;          ///< `dead-interval minimal hello-multiplier`, in place of `dead`; 0: none
    std::optional<std::uint16_t> retransmit;   ///< seconds
    std::optional<std::uint16_t> transmitDelay; ///< seconds
    std::optional<std::uint8_t> priority;
    std::optional<bool> passive;               ///< none: as the process says
    bool mtuIgnore = false;
    std::optional<routing::ospf::Authentication> authentication; ///< none: as the area says
    std::string password;                      ///< at most 8 bytes
    std::vector<routing::ospf::CryptoKey> keys; ///< in the order written: the last signs; no id twice
    bool operator==(const OspfInterfaceSettings &) const = default;
};

/// `ip ospf …` of an interface.
struct OspfInterfaceConfig : OspfInterfaceSettings {
    std::optional<routing::ospf::NetworkType> network; ///< none: broadcast, or loopback where it is that
    std::map<base::Ipv4Address, OspfInterfaceSettings> addresses;
    bool operator==(const OspfInterfaceConfig &) const = default;
};


struct OspfVirtualLink {
    routing::ospf::InterfaceTimers timers;
    std::optional<routing::ospf::Authentication> authentication;
    std::string password;
    std::vector<routing::ospf::CryptoKey> keys;
    bool operator==(const OspfVirtualLink &) const = default;
};

struct OspfRange {
    bool advertise = true;
    std::optional<std::uint32_t> cost;
    bool operator==(const OspfRange &) const = default;
};

/// `area A …`.
struct OspfAreaConfig {
    bool dotted = false; ///< as the last of its lines wrote it
    std::optional<routing::ospf::Authentication> authentication;
    routing::ospf::AreaType type = routing::ospf::AreaType::normal;
    bool noSummary = false;
    routing::ospf::TranslatorRole translator = routing::ospf::TranslatorRole::candidate;
    std::uint32_t defaultCost = 1;
    std::map<base::IpPrefix, OspfRange> ranges;
    std::map<routing::ospf::RouterId, OspfVirtualLink> virtualLinks; ///< by the neighbour's router id
    bool operator==(const OspfAreaConfig &) const = default;
};

/// Who may be redistributed, in the order in which FRR writes them.
enum class OspfSource : std::uint8_t { kernel, connected, static_, rip, bgp, kCount };

struct OspfRedistribution {
    std::optional<std::uint32_t> metric;
    bool type1 = false;
    std::string routeMap;
    bool operator==(const OspfRedistribution &) const = default;
};

struct OspfDefaultInformation : OspfRedistribution {
    bool always = false;
    bool operator==(const OspfDefaultInformation &) const = default;
};

/// `distance ospf …`: 0 is not said.
struct OspfDistances {
    std::uint8_t intraArea = 0, interArea = 0, external = 0;
    bool operator==(const OspfDistances &) const = default;
};

struct OspfSummaryAddress {
    bool advertise = true;
    std::uint32_t tag = 0;
    bool operator==(const OspfSummaryAddress &) const = default;
};

struct OspfNbmaNeighbour {
    std::uint8_t priority = 0;
    std::uint16_t pollInterval = 60; ///< seconds
    bool operator==(const OspfNbmaNeighbour &) const = default;
};

enum class OspfAdjacencyLog : std::uint8_t { off, on, detail };

/// `router ospf`.
struct OspfConfig {
    static constexpr std::size_t kSources = static_cast<std::size_t>(OspfSource::kCount);
    static constexpr std::uint32_t kDefaultMaximumPaths = 256;

    std::optional<routing::ospf::RouterId> routerId;
    routing::ospf::AbrType abrType = routing::ospf::AbrType::cisco;
    OspfAdjacencyLog logAdjacency = OspfAdjacencyLog::off;
    bool rfc1583Compatible = false;
    std::optional<std::uint32_t> referenceBandwidth; ///< Mbit/s
    routing::ospf::Throttle spf;
    std::uint32_t lsaMinInterval = 5000; ///< ms
    std::uint32_t lsaMinArrival = 1000;  ///< ms
    std::uint32_t maximumPaths = kDefaultMaximumPaths;
    routing::ospf::MaxMetric maxMetric;
    std::array<std::optional<OspfRedistribution>, kSources> redistribute;
    routing::ospf::GracefulHelper gracefulHelper;
    std::map<base::IpPrefix, OspfSummaryAddress> summaryAddresses;
    bool passiveDefault = false;
    std::map<base::IpPrefix, OspfAreaName> networks;
    std::map<routing::ospf::AreaId, OspfAreaConfig> areas;
    std::map<base::Ipv4Address, OspfNbmaNeighbour> neighbours;
    std::optional<std::uint32_t> defaultMetric;
    std::array<std::string, kSources> distributeLists; ///< `distribute-list NAME out PROTO`
    std::optional<OspfDefaultInformation> defaultInformation;
    std::optional<std::uint8_t> distance;
    OspfDistances distances;
    bool opaque = false; ///< `capability opaque`
    bool operator==(const OspfConfig &) const = default;
};

} // namespace hopyard::router
