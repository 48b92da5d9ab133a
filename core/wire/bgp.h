// BGP-4 messages (RFC 4271 section 4): framing, OPEN with its capabilities, NOTIFICATION, ROUTE-REFRESH, and the three
// parts of an UPDATE. What stands in the path attributes: bgp_attributes.h.
//
// A message that is wrong comes back as the NOTIFICATION that answers it (RFC 4271 section 6), which is what whoever
// reads it needs. Capabilities: RFC 5492, 4760, 2918, 7313, 6793, 4724; the longer parameters of RFC 9072 are read.
// Deliberately missing: messages over 4096 octets (RFC 8654), several paths of a prefix (RFC 7911).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/wire/bgp_as_path.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::wire {

constexpr std::uint16_t kBgpPort = 179;
constexpr std::size_t kBgpHeaderLength = 19;
constexpr std::size_t kBgpMaxMessage = 4096;

enum class BgpType : std::uint8_t { open = 1, update = 2, notification = 3, keepalive = 4, routeRefresh = 5 };
std::string_view toString(BgpType type);

enum class BgpErrorCode : std::uint8_t { header = 1, open = 2, update = 3, holdTimer = 4, fsm = 5, cease = 6, routeRefresh = 7 };

/// Subcodes as their registries number them.
namespace bgp_subcode {
constexpr std::uint8_t kNotSynchronized = 1, kBadLength = 2, kBadType = 3;                                    // header
constexpr std::uint8_t kVersion = 1, kBadPeerAs = 2, kBadIdentifier = 3, kParameter = 4, kHoldTime = 6, kCapability = 7; // OPEN
constexpr std::uint8_t kAttributeList = 1, kUnrecognized = 2, kMissing = 3, kFlags = 4, kLength = 5, kOrigin = 6,
                       kNextHop = 8, kOptional = 9, kNetwork = 10, kAsPath = 11;                              // UPDATE
constexpr std::uint8_t kOpenSent = 1, kOpenConfirm = 2, kEstablished = 3;                                     // RFC 6608
constexpr std::uint8_t kMaxPrefix = 1, kShutdown = 2, kDeconfigured = 3, kReset = 4, kRejected = 5, kConfigChange = 6,
                       kCollision = 7, kResources = 8;                                                       // RFC 4486
} // namespace bgp_subcode

struct BgpNotification {
    BgpErrorCode code = BgpErrorCode::cease;
    std::uint8_t subcode = 0;
    std::vector<std::uint8_t> data;
    bool operator==(const BgpNotification &) const = default;

    static BgpNotification parse(base::Bytes body); ///< `body` as a frame of that type has it
    void append(std::vector<std::uint8_t> &out) const;
    /// "Cease/Administrative Shutdown".
    std::string toString() const;
};

struct BgpFrame {
    BgpType type = BgpType::keepalive;
    base::Bytes body;        ///< without the header
    std::size_t length = 0;  ///< with it; 0: the stream does not hold a whole message yet
};
/// The first message of what came of a stream.
base::Result<BgpFrame, BgpNotification> nextBgpMessage(base::Bytes stream);

void appendKeepalive(std::vector<std::uint8_t> &out);
/// Makes room for a header and gives its place; finishBgpMessage() fills it in when the body stands behind it.
std::size_t beginBgpMessage(std::vector<std::uint8_t> &out);
void finishBgpMessage(std::vector<std::uint8_t> &out, std::size_t start, BgpType type);

/// What routes are of: address family and subsequent address family (RFC 4760).
struct BgpFamily {
    std::uint16_t afi = 1;  ///< 1: IPv4, 2: IPv6
    std::uint8_t safi = 1;  ///< 1: unicast
    constexpr auto operator<=>(const BgpFamily &) const = default;
};
constexpr BgpFamily kBgpIpv4Unicast{1, 1};
constexpr BgpFamily kBgpIpv6Unicast{2, 1};

struct BgpGracefulRestart {
    struct Family {
        BgpFamily family;
        bool forwarding = false; ///< kept over the restart
        bool operator==(const Family &) const = default;
    };
    bool restarted = false;     ///< the R bit
    bool notification = false;  ///< the N bit (RFC 8538)
    std::uint16_t time = 120;   ///< seconds, 12 bits
    std::vector<Family> families;
    bool operator==(const BgpGracefulRestart &) const = default;
};

struct BgpCapability {
    std::uint8_t code = 0;
    std::vector<std::uint8_t> value;
    bool operator==(const BgpCapability &) const = default;
};
/// Codes that we read.
namespace bgp_capability {
constexpr std::uint8_t kMultiprotocol = 1, kRouteRefresh = 2, kGracefulRestart = 64, kFourOctetAs = 65,
                       kEnhancedRefresh = 70, kRouteRefreshCisco = 128;
}

struct BgpOpen {
    std::uint8_t version = 4;
    std::uint16_t as = 0; ///< AS_TRANS where the number does not fit
    std::uint16_t holdTime = 180; ///< seconds
    base::Ipv4Address identifier;
    std::vector<BgpFamily> families;
    bool routeRefresh = false;
    bool enhancedRefresh = false;
    std::optional<AsNumber> fourOctetAs;
    std::optional<BgpGracefulRestart> gracefulRestart;
    std::vector<BgpCapability> others; ///< as they came; one without a meaning here
    bool operator==(const BgpOpen &) const = default;

    AsNumber asNumber() const { return fourOctetAs.value_or(as); }
    static base::Result<BgpOpen, BgpNotification> parse(base::Bytes body);
    void append(std::vector<std::uint8_t> &out) const;
};

struct BgpRouteRefresh {
    enum class Kind : std::uint8_t { request = 0, begin = 1, end = 2 }; ///< the latter two: RFC 7313
    BgpFamily family;
    Kind kind = Kind::request;
    bool operator==(const BgpRouteRefresh &) const = default;

    /// An unknown kind is no error but none (RFC 7313 section 5).
    static base::Result<std::optional<BgpRouteRefresh>, BgpNotification> parse(base::Bytes body);
    void append(std::vector<std::uint8_t> &out) const;
};

/// Where the three parts of an UPDATE lie.
struct BgpUpdateView {
    base::Bytes withdrawn;
    base::Bytes attributes;
    base::Bytes announced;

    static base::Result<BgpUpdateView, BgpNotification> parse(base::Bytes body);
};

/// Walks prefixes as an UPDATE has them: a length in bits and so many octets as it needs.
class BgpPrefixReader {
public:
    BgpPrefixReader(base::Bytes bytes, base::Family family) : m_rest(bytes), m_bits(base::addressBits(family)) {}
    /// False at the end and where what follows is no prefix; ok() tells them apart.
    bool next(base::IpPrefix &prefix);
    /// The same for IPv4, quickly; the address in host order with the bits beyond the length cleared.
    bool next(std::uint32_t &address, std::uint8_t &length)
    {
        if (m_rest.empty())
            return false;
        length = m_rest[0];
        const std::size_t octets = (length + 7u) / 8;
        if (length > 32 || m_rest.size() <= octets) {
            m_ok = false;
            return false;
        }
        std::uint32_t v = 0;
        for (std::size_t i = 0; i < octets; ++i)
            v |= std::uint32_t(m_rest[1 + i]) << (24 - 8 * i);
        address = v & base::netmask4(length);
        m_rest = m_rest.subspan(1 + octets);
        return true;
    }
    bool ok() const { return m_ok; }

private:
    base::Bytes m_rest;
    unsigned m_bits;
    bool m_ok = true;
};
void appendBgpPrefix(std::vector<std::uint8_t> &out, const base::IpPrefix &prefix);

} // namespace hopyard::wire
