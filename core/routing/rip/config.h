// The configuration of a RIP process as a value, in FRR's terms and with FRR's defaults.
//
// Which interfaces take part and which networks they announce is decided by who makes the configuration (`network`
// lines, passive defaults). Lists and route maps are named here; what they say is asked of a Filters (filters.h).
// Sources: RFC 2453 sections 3.8, 4 and 5; RFC 4822 (keys).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/id.h"
#include "core/base/time.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::routing::rip {

enum class SplitHorizon : std::uint8_t { none, simple, poisonedReverse };

enum class Authentication : std::uint8_t { none, text, cryptographic };
enum class KeyAlgorithm : std::uint8_t { md5, hmacSha1, hmacSha256, hmacSha384, hmacSha512 };

struct Key {
    std::uint8_t id = 1;
    KeyAlgorithm algorithm = KeyAlgorithm::md5;
    std::string secret; ///< MD5 and text: at most 16 bytes count
    bool sends = true;   ///< may sign now
    bool accepts = true; ///< may be used by others now
    bool operator==(const Key &) const = default;
};

struct AuthenticationConfig {
    Authentication type = Authentication::none;
    std::vector<Key> keys; ///< text: the secrets that are accepted; the first that may, signs
    /// The length that stands in a message with an MD5 digest: of the digest alone (16, RFC 4822), or with the
    /// trailer's header (20, as old implementations and FRR by default).
    bool countsTrailerHeader = true;
    bool operator==(const AuthenticationConfig &) const = default;
};

/// Which versions are sent or heard.
struct Versions {
    bool v1 = false;
    bool v2 = true;
    bool operator==(const Versions &) const = default;
};

/// What is asked about routes in one direction; names of lists and of a route map, empty: none.
struct RouteFilter {
    std::string accessList;
    std::string prefixList;
    bool operator==(const RouteFilter &) const = default;
};

struct Offset {
    std::string accessList; ///< the routes that it permits
    std::uint8_t metric = 0; ///< is added
    bool operator==(const Offset &) const = default;
};

/// One direction: inwards or outwards.
struct Direction {
    RouteFilter filter;
    std::optional<Offset> offset;
    std::string routeMap; ///< of interfaces only
    bool operator==(const Direction &) const = default;
};

struct InterfaceConfig {
    std::string name;
    /// All IPv4 addresses on the port: what comes is from one of their networks, and an update goes out from each.
    std::vector<base::InterfaceAddress> addresses;
    /// Of their networks those that are announced.
    std::vector<base::IpPrefix> networks;
    bool passive = false; ///< hears but does not speak
    SplitHorizon splitHorizon = SplitHorizon::simple;
    Versions send{false, true};
    Versions receive{true, true};
    bool v2Broadcast = false; ///< version 2 goes to the network's broadcast address
    AuthenticationConfig authentication;
    Direction in, out;
    bool operator==(const InterfaceConfig &) const = default;
};

/// `distance N A.B.C.D/M [LIST]`
struct DistanceRule {
    base::IpPrefix from; ///< whom the route is heard from
    std::uint8_t distance = 120;
    std::string accessList; ///< for these routes; empty: all
    bool operator==(const DistanceRule &) const = default;
};

struct Timers {
    base::Duration update = base::Duration::seconds(30);
    base::Duration timeout = base::Duration::seconds(180);
    base::Duration garbage = base::Duration::seconds(120);
    bool operator==(const Timers &) const = default;
};

struct Config {
    std::map<base::PortIndex, InterfaceConfig> interfaces;
    std::vector<base::Ipv4Address> neighbours; ///< get updates by unicast
    Timers timers;
    Direction in, out; ///< for all interfaces; an offset only where the interface has none
    std::uint8_t distance = 120;
    std::vector<DistanceRule> distances;
    bool allowEcmp = false;
    bool originatesDefault = false;
    std::vector<base::IpPrefix> staticRoutes; ///< `route A.B.C.D/M`: announced as if they were here
    bool operator==(const Config &) const = default;
};

/// A route of another protocol that is announced.
struct ExternalRoute {
    base::IpPrefix prefix;
    std::uint8_t metric = 1;
    std::uint16_t tag = 0;
    base::Ipv4Address nextHop; ///< told to others where it lies on their network
    base::PortIndex port;      ///< where it leads out; not valid: nowhere in particular
    char code = 'S';           ///< of its protocol, for who looks
    bool operator==(const ExternalRoute &) const = default;
};

} // namespace hopyard::routing::rip
