// The configuration of an OSPF process as a value, in FRR's terms and with FRR's defaults.
//
// Which interfaces take part is decided by who makes the configuration (`network` statements, `ip ospf area`, passive
// defaults): an interface here is one address on one port in one area.
// Sources: RFC 2328 appendix C; RFC 3101 (NSSA), 3623 (graceful restart), 5709 (HMAC-SHA), 6987 (max-metric).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/id.h"
#include "core/base/quantity.h"
#include "core/base/time.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::routing::ospf {

using RouterId = base::Ipv4Address;
using AreaId = base::Ipv4Address;
constexpr AreaId kBackbone{};

enum class NetworkType : std::uint8_t { broadcast, nbma, pointToPoint, pointToMultipoint, loopback, virtualLink };
std::string_view toString(NetworkType type); ///< "BROADCAST"…, as FRR prints it

enum class Authentication : std::uint8_t { none, simple, cryptographic };
enum class KeyAlgorithm : std::uint8_t { md5, hmacSha1, hmacSha256, hmacSha384, hmacSha512 };

struct CryptoKey {
    std::uint8_t id = 1;
    KeyAlgorithm algorithm = KeyAlgorithm::md5;
    std::string secret; ///< MD5: at most 16 bytes count
    bool operator==(const CryptoKey &) const = default;
};

struct AuthenticationConfig {
    std::optional<Authentication> type; ///< none: as the area says
    std::string password;               ///< simple: at most 8 bytes count
    std::vector<CryptoKey> keys;        ///< accepted are all of them; the last signs
    bool operator==(const AuthenticationConfig &) const = default;
};

/// Names an OSPF interface: a port may have several addresses, each an interface of its own.
struct InterfaceId {
    base::PortIndex port;       ///< not valid: a virtual link
    base::Ipv4Address address;  ///< of a virtual link: the neighbour's router id
    AreaId transit;             ///< of a virtual link: the area it runs through
    constexpr auto operator<=>(const InterfaceId &) const = default;
};

struct NbmaNeighbour {
    base::Ipv4Address address;
    std::uint8_t priority = 0;
    std::uint16_t pollInterval = 60; ///< seconds between hellos to one that does not answer
    bool operator==(const NbmaNeighbour &) const = default;
};

/// What virtual links have, too.
struct InterfaceTimers {
    std::uint16_t hello = 10;        ///< seconds
    std::uint32_t dead = 40;         ///< seconds
    std::uint8_t helloMultiplier = 0; ///< not 0: so many hellos a second, dead after one (`dead-interval minimal`)
    std::uint16_t retransmit = 5;    ///< seconds
    std::uint16_t transmitDelay = 1; ///< seconds added to the age of what is sent
    bool operator==(const InterfaceTimers &) const = default;
};

struct InterfaceConfig {
    std::string name;
    std::uint8_t length = 24; ///< of the address's network
    AreaId area;
    NetworkType type = NetworkType::broadcast;
    std::optional<std::uint16_t> cost; ///< none: by bandwidth
    InterfaceTimers timers;
    std::uint8_t priority = 1;
    bool passive = false; ///< announced, but nothing is sent or heard
    bool mtuIgnore = false;
    AuthenticationConfig authentication;
    std::vector<NbmaNeighbour> neighbours; ///< NBMA only
    bool operator==(const InterfaceConfig &) const = default;
};

/// `area A range P`: the area's networks within it are announced to other areas as one.
struct Range {
    base::IpPrefix prefix;
    bool advertise = true;
    std::optional<std::uint32_t> cost; ///< none: the largest of what is in it
    bool operator==(const Range &) const = default;
};

struct VirtualLinkConfig {
    RouterId peer;
    InterfaceTimers timers;
    AuthenticationConfig authentication;
    bool operator==(const VirtualLinkConfig &) const = default;
};

enum class AreaType : std::uint8_t { normal, stub, nssa };
enum class TranslatorRole : std::uint8_t { candidate, always, never };

struct AreaConfig {
    AreaType type = AreaType::normal;
    bool noSummary = false;        ///< stub and NSSA: only a default route goes in ("totally")
    std::uint32_t defaultCost = 1; ///< of that default route
    bool nssaDefault = false;      ///< the border router announces a default route of type 7
    TranslatorRole translator = TranslatorRole::candidate;
    Authentication authentication = Authentication::none;
    std::vector<Range> ranges;
    std::vector<Range> nssaRanges; ///< for what is translated from type 7 to type 5
    std::vector<VirtualLinkConfig> virtualLinks; ///< through this area
    bool operator==(const AreaConfig &) const = default;
};

/// A route of another protocol that is announced.
struct ExternalRoute {
    base::IpPrefix prefix;
    std::uint32_t metric = 20;
    bool type2 = true;
    std::uint32_t tag = 0;
    base::Ipv4Address nextHop; ///< becomes the forwarding address where it lies on one of our OSPF networks
    bool operator==(const ExternalRoute &) const = default;
};

/// `summary-address P`: externals within it are announced as one.
struct ExternalRange {
    base::IpPrefix prefix;
    bool advertise = true;
    std::uint32_t tag = 0;
    bool operator==(const ExternalRange &) const = default;
};

/// `default-information originate`.
struct DefaultInformation {
    bool originate = false;
    bool always = false; ///< else only while a default route of another protocol is there
    std::optional<std::uint32_t> metric; ///< none: 10; with `always` 1
    bool type2 = true;
    std::uint32_t tag = 0;
    bool operator==(const DefaultInformation &) const = default;
};

struct Distances {
    std::uint8_t all = 110;
    std::optional<std::uint8_t> intraArea, interArea, external;
    bool operator==(const Distances &) const = default;
};

struct Throttle {
    base::Duration delay = base::Duration::milliseconds(0);
    base::Duration initialHold = base::Duration::milliseconds(50);
    base::Duration maxHold = base::Duration::milliseconds(5000);
    bool operator==(const Throttle &) const = default;
};

struct MaxMetric {
    bool administrative = false;
    std::uint32_t onStartup = 0; ///< seconds after the start; 0: not
    bool operator==(const MaxMetric &) const = default;
};

struct GracefulHelper {
    bool enabled = false;
    bool strictLsaCheck = true; ///< a changed topology ends the help
    bool plannedOnly = false;
    std::uint32_t maxSeconds = 1800;
    bool operator==(const GracefulHelper &) const = default;
};

/// RFC 2328 with one exception, or the two that Cisco made (RFC 3509).
enum class AbrType : std::uint8_t { cisco, standard };

struct Config {
    RouterId routerId;
    std::map<AreaId, AreaConfig> areas; ///< those without a line of their own need not be here
    std::map<InterfaceId, InterfaceConfig> interfaces;
    std::uint32_t referenceBandwidth = 100; ///< Mbit/s
    Throttle spf;
    base::Duration lsaMinInterval = base::Duration::milliseconds(5000); ///< `timers throttle lsa all`
    base::Duration lsaMinArrival = base::Duration::milliseconds(1000);  ///< `timers lsa min-arrival`
    bool rfc1583Compatible = false;
    AbrType abrType = AbrType::cisco;
    bool opaque = false; ///< `capability opaque`; graceful restart needs it
    MaxMetric maxMetric;
    GracefulHelper gracefulHelper;
    bool redistributes = false; ///< there is a `redistribute` line: an AS boundary router even with nothing to announce
    DefaultInformation defaultInformation;
    std::vector<ExternalRange> externalRanges;
    Distances distances;
    std::uint16_t maxPaths = 64;
    bool operator==(const Config &) const = default;
};

} // namespace hopyard::routing::ospf
