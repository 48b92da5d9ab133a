// The path attributes of a BGP UPDATE as a value (RFC 4271 section 5), and what is wrong with those that came.
//
// Sources: RFC 4271, 1997 (communities), 4360 (extended), 8092 (large), 4456 (reflection), 4760 (multiprotocol), 6793
// (four-octet AS), 7606 (errors: which cost an attribute, which a route, which the session), 7607 (AS 0).
// Attributes that are not known here are kept as they came where they are transitive, with the partial bit set.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/wire/bgp.h"
#include "core/wire/bgp_as_path.h"

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::wire {

enum class BgpOrigin : std::uint8_t { igp = 0, egp = 1, incomplete = 2 };
/// 'i', 'e', '?'.
char originLetter(BgpOrigin origin);

enum class BgpAttribute : std::uint8_t {
    origin = 1, asPath = 2, nextHop = 3, med = 4, localPreference = 5, atomicAggregate = 6, aggregator = 7,
    communities = 8, originatorId = 9, clusterList = 10, mpReach = 14, mpUnreach = 15, extendedCommunities = 16,
    as4Path = 17, as4Aggregator = 18, largeCommunities = 32,
};

struct BgpAggregator {
    AsNumber as = 0;
    base::Ipv4Address identifier;
    bool operator==(const BgpAggregator &) const = default;
};

struct LargeCommunity {
    std::uint32_t global = 0, local1 = 0, local2 = 0;
    constexpr auto operator<=>(const LargeCommunity &) const = default;
};
std::string toString(const LargeCommunity &community); ///< "65001:1:2"

/// RFC 1997 and 8326, 7999.
namespace bgp_community {
constexpr std::uint32_t kGracefulShutdown = 0xffff0000, kNoExport = 0xffffff01, kNoAdvertise = 0xffffff02,
                        kLocalAs = 0xffffff03, kNoPeer = 0xffffff04, kBlackhole = 0xffff029a;
}
std::string communityToString(std::uint32_t community); ///< "65001:100", "no-export"…

struct BgpAttributes {
    BgpOrigin origin = BgpOrigin::incomplete;
    AsPath asPath;
    base::IpAddress nextHop;             ///< IPv6: the global one
    base::IpAddress linkLocalNextHop;    ///< IPv6 only; none: there is none
    std::optional<std::uint32_t> med;
    std::optional<std::uint32_t> localPreference;
    bool atomicAggregate = false;
    std::optional<BgpAggregator> aggregator;
    std::vector<std::uint32_t> communities;      ///< sorted, none twice
    std::vector<std::uint64_t> extendedCommunities; ///< as came
    std::vector<LargeCommunity> largeCommunities; ///< sorted, none twice
    std::optional<base::Ipv4Address> originatorId;
    std::vector<std::uint32_t> clusterList;
    std::vector<std::uint8_t> unknown;           ///< whole attributes one behind the other

    bool operator==(const BgpAttributes &) const = default;
    void clear(); ///< keeps the memory of its lists
    bool hasCommunity(std::uint32_t community) const;
    void addCommunity(std::uint32_t community);
};

/// In order of severity (RFC 7606 section 2).
enum class BgpErrorClass : std::uint8_t { none, attributeDiscard, treatAsWithdraw, sessionReset };

struct BgpAttributeContext {
    bool fourOctetAs = true; ///< both said so
    bool external = true;    ///< to another AS and not within the confederation: LOCAL_PREF and those of RFC 4456 are passed over
    bool hasAnnounced = true; ///< NEXT_HOP must be there
};

/// What parseBgpAttributes() found besides the attributes themselves.
struct BgpParsedAttributes {
    BgpErrorClass error = BgpErrorClass::none; ///< the worst
    BgpNotification notification;              ///< of the worst; what a session reset sends, and what is traced else
    std::uint8_t errorAttribute = 0;           ///< of the worst
    bool hasReach = false;
    BgpFamily reachFamily;
    base::IpAddress reachNextHop, reachLinkLocal; ///< of MP_REACH_NLRI; the attributes have it where there is no NEXT_HOP
    base::Bytes reachPrefixes;
    bool hasUnreach = false;
    BgpFamily unreachFamily;
    base::Bytes unreachPrefixes;
};

/// Reads the attributes of an UPDATE into `into`, which is cleared first. Always returns; the class of the worst error
/// says what may be used.
BgpParsedAttributes parseBgpAttributes(base::Bytes bytes, const BgpAttributeContext &context, BgpAttributes &into);

/// Writes them in the order of their types, except that MP_REACH_NLRI comes first (RFC 7606 section 5.1): with an IPv6
/// next hop there is one, whose prefixes are `reach`. `reach` is empty in what is kept of a set of attributes, and then
/// parseBgpAttributes() gives the same value back.
void appendBgpAttributes(std::vector<std::uint8_t> &out, const BgpAttributes &attributes, bool fourOctetAs = true,
                         base::Bytes reach = {});

/// An attribute MP_UNREACH_NLRI around prefixes.
void appendMpUnreach(std::vector<std::uint8_t> &out, const BgpFamily &family, base::Bytes prefixes);

} // namespace hopyard::wire
