// OSPFv2 link state advertisements (RFC 2328 appendix A.4; NSSA RFC 3101; opaque types RFC 5250; grace LSA RFC 3623
// appendix A): the header, the bodies of types 1 to 5 and 7, and the Fletcher checksum (RFC 2328 section 12.1.7).
//
// LsaView checks an advertisement once, body included, so that whoever reads a stored one need not. Metrics by type of
// service (gone since RFC 2328, but still allowed on the wire) are passed over.
// Deliberately missing: group membership (type 6), external attributes (type 8), what opaque types carry apart from
// the grace LSA.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/wire/parse_error.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace hopyard::wire {

enum class LsaType : std::uint8_t {
    router = 1, network = 2, summaryNetwork = 3, summaryRouter = 4, external = 5, nssa = 7,
    opaqueLink = 9, opaqueArea = 10, opaqueAs = 11,
};
/// True for the types above.
bool isKnown(LsaType type);

/// RFC 2328 appendix A.2, RFC 3101 appendix A, RFC 5250 section 3.
struct OspfOptions {
    static constexpr std::uint8_t e = 0x02;  ///< takes external advertisements
    static constexpr std::uint8_t mc = 0x04;
    static constexpr std::uint8_t np = 0x08; ///< N in hellos: NSSA; P in type 7: to be translated
    static constexpr std::uint8_t dc = 0x20;
    static constexpr std::uint8_t o = 0x40;  ///< takes opaque advertisements
};

/// What names an advertisement among all of one database (RFC 2328 section 12.1).
struct LsaKey {
    LsaType type = LsaType::router;
    base::Ipv4Address id;
    base::Ipv4Address advertisingRouter;
    constexpr auto operator<=>(const LsaKey &) const = default;
};

struct LsaHeader {
    static constexpr std::size_t kLength = 20;
    static constexpr std::uint16_t kMaxAge = 3600;                   ///< seconds (RFC 2328 appendix B)
    static constexpr std::uint16_t kDoNotAge = 0x8000;               ///< RFC 1793
    static constexpr std::int32_t kInitialSequence = -0x7fffffff;    ///< 0x80000001
    static constexpr std::int32_t kMaxSequence = 0x7fffffff;

    std::uint16_t age = 0; ///< seconds; kDoNotAge may be set
    std::uint8_t options = 0;
    LsaKey key;
    std::int32_t sequence = kInitialSequence;
    std::uint16_t checksum = 0;
    std::uint16_t length = kLength; ///< bytes, with this header
    bool operator==(const LsaHeader &) const = default;

    /// `bytes` holds at least kLength.
    static LsaHeader load(const std::uint8_t *bytes);
    void store(std::uint8_t *bytes) const;
};

/// One link of a router advertisement (RFC 2328 appendix A.4.2).
struct RouterLink {
    enum class Type : std::uint8_t { pointToPoint = 1, transit = 2, stub = 3, virtualLink = 4 };
    Type type = Type::stub;
    base::Ipv4Address id;   ///< neighbour's router id; address of the designated router; network
    base::Ipv4Address data; ///< own address there; for stubs the mask
    std::uint16_t metric = 0;
    constexpr auto operator<=>(const RouterLink &) const = default;
};

class LsaView {
public:
    /// The advertisement at the beginning of `bytes`; what is behind it is not looked at. Refuses bodies that
    /// contradict themselves. The checksum is not looked at either.
    static base::Result<LsaView, ParseError> parse(base::Bytes bytes);
    /// Of one that parse() took before.
    static LsaView trusted(base::Bytes bytes) { return LsaView(bytes); }

    LsaHeader header() const { return LsaHeader::load(m_bytes.data()); }
    std::uint16_t age() const { return base::loadU16(m_bytes.data()); }
    std::uint8_t options() const { return m_bytes[2]; }
    LsaType type() const { return static_cast<LsaType>(m_bytes[3]); }
    base::Ipv4Address id() const { return base::Ipv4Address::load(&m_bytes[4]); }
    base::Ipv4Address advertisingRouter() const { return base::Ipv4Address::load(&m_bytes[8]); }
    LsaKey key() const { return {type(), id(), advertisingRouter()}; }
    std::int32_t sequence() const { return static_cast<std::int32_t>(base::loadU32(&m_bytes[12])); }
    std::uint16_t checksum() const { return base::loadU16(&m_bytes[16]); }
    std::uint16_t length() const { return static_cast<std::uint16_t>(m_bytes.size()); }
    base::Bytes bytes() const { return m_bytes; }
    base::Bytes body() const { return m_bytes.subspan(LsaHeader::kLength); }
    bool checksumOk() const;

private:
    explicit LsaView(base::Bytes bytes) : m_bytes(bytes) {}
    base::Bytes m_bytes;
};

/// The Fletcher checksum of a whole advertisement, whose age and checksum fields do not count.
std::uint16_t fletcherChecksum(base::Bytes lsa);

/// Walks the links of a router advertisement.
class RouterLinkReader {
public:
    explicit RouterLinkReader(base::Bytes body) : m_rest(body.subspan(4)), m_left(base::loadU16(&body[2])) {}
    bool next(RouterLink &link)
    {
        if (m_left == 0)
            return false;
        --m_left;
        const std::uint8_t *p = m_rest.data();
        link.id = base::Ipv4Address::load(p);
        link.data = base::Ipv4Address::load(p + 4);
        link.type = static_cast<RouterLink::Type>(p[8]);
        link.metric = base::loadU16(p + 10);
        m_rest = m_rest.subspan(12 + 4 * std::size_t(p[9]));
        return true;
    }

private:
    base::Bytes m_rest;
    std::size_t m_left;
};

struct RouterLsa {
    static constexpr std::uint8_t kBorder = 1, kExternal = 2, kVirtual = 4, kNssaTranslator = 16; ///< B, E, V, Nt
    std::uint8_t flags = 0;
    std::vector<RouterLink> links;
    bool operator==(const RouterLsa &) const = default;
    static std::uint8_t flagsOf(base::Bytes body) { return body[0]; }
    static std::uint16_t linksOf(base::Bytes body) { return base::loadU16(&body[2]); }
    static RouterLsa load(base::Bytes body);
    std::vector<std::uint8_t> body() const;
};

struct NetworkLsa {
    std::uint8_t length = 0; ///< of the network's prefix
    std::vector<base::Ipv4Address> routers; ///< ids of those attached
    bool operator==(const NetworkLsa &) const = default;
    static NetworkLsa load(base::Bytes body);
    std::vector<std::uint8_t> body() const;
};

/// Types 3 and 4.
struct SummaryLsa {
    static constexpr std::uint32_t kInfinity = 0xffffff; ///< LSInfinity
    std::uint8_t length = 0;   ///< of the network's prefix; 0 for type 4
    std::uint32_t metric = 0;  ///< 24 bits
    bool operator==(const SummaryLsa &) const = default;
    static SummaryLsa load(base::Bytes body);
    std::vector<std::uint8_t> body() const;
};

/// Types 5 and 7.
struct ExternalLsa {
    std::uint8_t length = 0;
    bool type2 = false;       ///< the E bit: the metric is larger than any path within
    std::uint32_t metric = 0; ///< 24 bits
    base::Ipv4Address forwarding; ///< unspecified: to the advertising router
    std::uint32_t tag = 0;
    bool operator==(const ExternalLsa &) const = default;
    static ExternalLsa load(base::Bytes body);
    std::vector<std::uint8_t> body() const;
};

/// What a restarting router tells its neighbours (RFC 3623 appendix A): opaque of link scope, opaque type 3.
struct GraceLsa {
    static constexpr std::uint8_t kOpaqueType = 3;
    std::uint32_t seconds = 0;  ///< the grace period
    std::uint8_t reason = 0;    ///< 0 unknown, 1 software restart, 2 reload, 3 switch to the other control processor
    base::Ipv4Address interface; ///< of the restarting router, on networks of several
    bool operator==(const GraceLsa &) const = default;
    static std::optional<GraceLsa> load(base::Bytes body);
    std::vector<std::uint8_t> body() const;
};

/// Length of the prefix of a mask; nothing where its ones are not in front.
std::optional<std::uint8_t> prefixLengthOf(std::uint32_t mask);

/// A whole advertisement, its length and checksum computed.
std::vector<std::uint8_t> emitLsa(LsaHeader header, base::Bytes body);
/// "Router-LSA"…
std::string_view toString(LsaType type);

} // namespace hopyard::wire
