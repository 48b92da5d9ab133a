// The configuration of a BGP process as a value, as it is written in FRR's language and with FRR's defaults.
//
// A neighbour's lines and those of its peer group are kept apart, each value optional; settingsOf() lays them one over
// the other and over the defaults. So a configuration can be written back exactly as it was read.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/time.h"
#include "core/wire/bgp_as_path.h"
#include "core/wire/bgp_attributes.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::routing::bgp {

using wire::AsNumber;
using RouterId = base::Ipv4Address;

/// The families we carry; also the place in arrays of both.
enum class Afi : std::uint8_t { ipv4, ipv6 };
constexpr std::size_t kAfis = 2;
constexpr std::array<Afi, kAfis> kAllAfis{Afi::ipv4, Afi::ipv6};
constexpr std::size_t at(Afi afi) { return static_cast<std::size_t>(afi); }
constexpr Afi afiOf(base::Family family) { return family == base::Family::ipv6 ? Afi::ipv6 : Afi::ipv4; }
constexpr base::Family familyOf(Afi afi) { return afi == Afi::ipv4 ? base::Family::ipv4 : base::Family::ipv6; }
constexpr wire::BgpFamily wireFamily(Afi afi) { return afi == Afi::ipv4 ? wire::kBgpIpv4Unicast : wire::kBgpIpv6Unicast; }

enum class NextHopSelf : std::uint8_t { off, on, force }; ///< on: not of reflected routes; force: of those too
enum class RemovePrivate : std::uint8_t { off, ifAllPrivate, all, replace, allReplace };

struct MaximumPrefix {
    std::uint32_t limit = 0;
    std::uint8_t threshold = 75;     ///< percent, from which on there is a warning
    bool warningOnly = false;
    std::uint16_t restartMinutes = 0; ///< 0: stays down until it is cleared
    bool operator==(const MaximumPrefix &) const = default;
};

/// Which lists and maps a neighbour's routes go through, by name; empty: none.
struct FilterNames {
    std::string routeMap, prefixList, distributeList, filterList;
    bool operator==(const FilterNames &) const = default;
    bool isEmpty() const { return routeMap.empty() && prefixList.empty() && distributeList.empty() && filterList.empty(); }
};

/// A neighbour's (or group's) lines in `address-family`.
struct NeighbourFamilyConfig {
    std::optional<bool> activate;
    std::optional<bool> reflectorClient;
    std::optional<bool> routeServerClient;
    std::optional<NextHopSelf> nextHopSelf;
    std::optional<std::uint8_t> allowAsIn;   ///< how often our own number may stand in a path
    std::optional<bool> allowAsInOrigin;     ///< `allowas-in origin`: only as its origin
    std::optional<bool> asOverride;
    std::optional<RemovePrivate> removePrivate;
    std::optional<bool> sendCommunity, sendExtendedCommunity, sendLargeCommunity; ///< all are sent by default
    std::optional<bool> softReconfiguration; ///< what comes is kept as it came
    std::optional<bool> asPathUnchanged, nextHopUnchanged, medUnchanged;
    std::optional<std::uint32_t> weight;
    std::optional<MaximumPrefix> maximumPrefix;
    std::optional<bool> defaultOriginate;
    std::optional<std::string> defaultOriginateMap;
    FilterNames in, out;
    bool operator==(const NeighbourFamilyConfig &) const = default;
};

struct RemoteAs {
    enum class Kind : std::uint8_t { number, internal, external } kind = Kind::number;
    AsNumber number = 0;
    bool operator==(const RemoteAs &) const = default;
};

struct LocalAs {
    AsNumber as = 0;
    bool noPrepend = false; ///< what comes from the peer is not given this number
    bool replaceAs = false; ///< what goes to the peer is not given our true number
    bool operator==(const LocalAs &) const = default;
};

struct PeerTimers {
    std::uint16_t keepalive = 60; ///< seconds
    std::uint16_t hold = 180;     ///< seconds; 0: never
    bool operator==(const PeerTimers &) const = default;
};

struct NeighbourConfig {
    std::optional<std::string> group; ///< of a neighbour only
    std::optional<RemoteAs> remoteAs;
    std::optional<LocalAs> localAs;
    std::optional<std::string> description;
    std::optional<std::string> password;        ///< TCP MD5 (RFC 2385)
    std::optional<std::uint8_t> ebgpMultihop;   ///< time to live of what is sent
    std::optional<std::uint8_t> ttlSecurity;    ///< hops (GTSM, RFC 5082)
    std::optional<std::string> updateSource;    ///< an address or an interface's name
    std::optional<PeerTimers> timers;
    std::optional<std::uint16_t> connectRetry;  ///< seconds
    std::optional<std::uint16_t> advertisementInterval; ///< seconds
    std::optional<std::uint16_t> port;
    std::optional<bool> passive;
    std::optional<bool> shutdown;
    std::optional<std::string> shutdownMessage;
    std::optional<bool> disableConnectedCheck;
    std::optional<bool> enforceFirstAs;
    std::optional<bool> dontNegotiate;          ///< `dont-capability-negotiate`
    std::array<NeighbourFamilyConfig, kAfis> families;
    bool operator==(const NeighbourConfig &) const = default;
};

struct ListenRange {
    base::IpPrefix prefix;
    std::string group;
    auto operator<=>(const ListenRange &) const = default;
};

struct Network {
    std::string routeMap;
    bool backdoor = false; ///< only lowers the preference of the same prefix heard from outside
    bool operator==(const Network &) const = default;
};

struct Aggregate {
    bool asSet = false;
    bool summaryOnly = false;
    bool matchingMedOnly = false;
    std::string routeMap;
    std::optional<wire::BgpOrigin> origin;
    bool operator==(const Aggregate &) const = default;
};

/// Protocols whose routes may be taken in, in the order in which FRR writes them.
enum class Source : std::uint8_t { kernel, connected, static_, rip, ospf };
constexpr std::size_t kSources = 5;
std::string_view toString(Source source); ///< "connected", "static"…

struct Redistribution {
    std::optional<std::uint32_t> metric; ///< becomes the MED
    std::string routeMap;
    bool operator==(const Redistribution &) const = default;
};

/// RFC 2439 with FRR's defaults.
struct Dampening {
    std::uint16_t halfLife = 15;   ///< minutes
    std::uint32_t reuse = 750;
    std::uint32_t suppress = 2000;
    std::uint16_t maxSuppress = 60; ///< minutes
    bool operator==(const Dampening &) const = default;
};

struct Distances {
    std::uint8_t external = 20, internal = 200, local = 200;
    bool operator==(const Distances &) const = default;
};

struct FamilyConfig {
    std::map<base::IpPrefix, Network> networks;
    std::map<base::IpPrefix, Aggregate> aggregates;
    std::array<std::optional<Redistribution>, kSources> redistribute;
    std::optional<std::uint16_t> maximumPaths;     ///< none: kDefaultMaximumPaths
    std::optional<std::uint16_t> maximumPathsIbgp;
    bool ibgpEqualClusterLength = false;
    std::optional<Distances> distances;
    std::optional<Dampening> dampening;
    std::string tableMap; ///< filters what goes to the RIB
    bool operator==(const FamilyConfig &) const = default;
};
/// As FRR is built in Debian; without a line several paths are used.
constexpr std::uint16_t kDefaultMaximumPaths = 256;

struct BestPath {
    bool asPathIgnore = false;
    bool asPathConfed = false;
    bool multipathRelax = false;
    bool compareRouterId = false;
    bool medConfed = false;
    bool medMissingAsWorst = false;
    bool alwaysCompareMed = false;
    bool deterministicMed = false;
    bool operator==(const BestPath &) const = default;
};

struct Confederation {
    AsNumber identifier = 0; ///< 0: none
    std::set<AsNumber> members;
    bool operator==(const Confederation &) const = default;
};

struct GracefulRestart {
    enum class Mode : std::uint8_t { helper, restarter, disabled } mode = Mode::helper;
    std::uint16_t restartTime = 120;   ///< seconds
    std::uint16_t staleTime = 360;     ///< seconds
    bool operator==(const GracefulRestart &) const = default;
};

struct Config {
    AsNumber as = 0;
    std::optional<RouterId> routerId;   ///< none: as setRouterId() says
    std::map<std::string, NeighbourConfig> groups;
    std::map<base::IpAddress, NeighbourConfig> neighbours;
    std::vector<ListenRange> listenRanges; ///< sorted
    std::uint32_t listenLimit = 100;
    bool ebgpRequiresPolicy = true;     ///< RFC 8212
    bool networkImportCheck = true;
    bool logNeighbourChanges = false;
    bool defaultIpv4Unicast = true;
    bool clientToClientReflection = true;
    bool fastExternalFailover = true;
    bool shutdown = false;
    bool gracefulShutdown = false;      ///< RFC 8326: local preference 0 and the community
    std::optional<RouterId> clusterId;  ///< none: the router id
    Confederation confederation;
    BestPath bestPath;
    GracefulRestart gracefulRestart;
    std::uint32_t defaultLocalPreference = 100;
    PeerTimers timers;
    std::optional<std::uint16_t> minimumHoldTime;
    std::array<FamilyConfig, kAfis> families;
    bool operator==(const Config &) const = default;
};

/// A route of another protocol.
struct ExternalRoute {
    base::IpPrefix prefix;
    Source source = Source::static_;
    base::IpAddress nextHop; ///< none: connected
    std::uint32_t metric = 0;
    std::uint32_t tag = 0;
    bool operator==(const ExternalRoute &) const = default;
};

enum class PeerType : std::uint8_t { internal, external, confederation };

/// What holds for one family of a neighbour.
struct FamilySettings {
    bool active = false;
    bool reflectorClient = false, routeServerClient = false;
    NextHopSelf nextHopSelf = NextHopSelf::off;
    std::uint8_t allowAsIn = 0;
    bool allowAsInOrigin = false;
    bool asOverride = false;
    bool softReconfiguration = false;
    RemovePrivate removePrivate = RemovePrivate::off;
    bool sendCommunity = true, sendExtendedCommunity = true, sendLargeCommunity = true;
    bool asPathUnchanged = false, nextHopUnchanged = false, medUnchanged = false;
    std::uint32_t weight = 0;
    std::optional<MaximumPrefix> maximumPrefix;
    bool defaultOriginate = false;
    std::string defaultOriginateMap;
    FilterNames in, out;
    bool operator==(const FamilySettings &) const = default;
};

/// What holds for a neighbour after its own lines, its group's and the defaults.
struct Settings {
    std::string group;
    AsNumber remoteAs = 0;     ///< 0: any other than ours (`external`), known once it said
    PeerType type = PeerType::external;
    AsNumber localAs = 0;      ///< what we say in OPEN
    std::optional<LocalAs> changedLocalAs;
    std::string description, password, updateSource, shutdownMessage;
    std::uint8_t ttl = 1;      ///< of what is sent; 255 to internal peers
    std::uint8_t minimumTtl = 0; ///< of what comes (GTSM); 0: any
    bool nextHopsConnected = true; ///< an external peer's next hops must lie on a connected network
    std::uint16_t keepalive = 60, hold = 180, connectRetry = 120, advertisementInterval = 0, port = wire::kBgpPort;
    bool passive = false, shutdown = false, enforceFirstAs = false, dontNegotiate = false;
    std::array<FamilySettings, kAfis> families;
    bool operator==(const Settings &) const = default;
};

Settings settingsOf(const Config &config, const NeighbourConfig &neighbour);
/// What a peer of that AS is to us.
PeerType peerType(const Config &config, AsNumber remote);
/// The number under which the world knows us: the confederation's, else our own.
AsNumber publicAs(const Config &config);
/// The most specific range that takes connections from there; null: none.
const ListenRange *listenRangeFor(const Config &config, const base::IpAddress &remote);

} // namespace hopyard::routing::bgp
