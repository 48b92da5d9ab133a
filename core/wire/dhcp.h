// DHCP messages (RFC 2131 section 2; options RFC 2132; long options RFC 3396).
//
// DhcpView checks the fixed part, the magic cookie and that the options have their lengths; an option overload (RFC 2132
// section 9.3) brings in those in the fields of file and server name. Options of which there are several are one behind
// the other, as RFC 3396 has it.
// Deliberately missing: BOOTP messages without options, authentication (RFC 3118), vendors' options as more than bytes.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/wire/parse_error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::wire {

constexpr std::uint16_t kDhcpServerPort = 67;
constexpr std::uint16_t kDhcpClientPort = 68;

/// RFC 2132 section 9.6.
enum class DhcpType : std::uint8_t { discover = 1, offer, request, decline, ack, nak, release, inform };
std::string_view toString(DhcpType type); ///< "DHCPDISCOVER", …

/// RFC 2132: those that are read and written here.
enum class DhcpOption : std::uint8_t {
    pad = 0,
    subnetMask = 1,
    router = 3,
    domainNameServer = 6,
    hostName = 12,
    domainName = 15,
    broadcastAddress = 28,
    requestedAddress = 50,
    leaseTime = 51,
    overload = 52,
    messageType = 53,
    serverIdentifier = 54,
    parameterRequestList = 55,
    message = 56,
    maxMessageSize = 57,
    renewalTime = 58,
    rebindingTime = 59,
    clientIdentifier = 61,
    end = 255,
};

class DhcpView {
public:
    static constexpr std::size_t kFixedLength = 236;

    /// `bytes` are the payload of a UDP datagram. unsupported: no DHCP message (no magic cookie, or no type).
    static base::Result<DhcpView, ParseError> parse(base::Bytes bytes);

    bool isRequest() const { return m_bytes[0] == 1; } ///< BOOTREQUEST: to a server
    std::uint8_t hops() const { return m_bytes[3]; }
    std::uint32_t transaction() const { return base::loadU32(&m_bytes[4]); }
    std::uint16_t seconds() const { return base::loadU16(&m_bytes[8]); }
    bool broadcast() const { return (m_bytes[10] & 0x80) != 0; }
    base::Ipv4Address clientAddress() const { return base::Ipv4Address::load(&m_bytes[12]); } ///< ciaddr
    base::Ipv4Address yourAddress() const { return base::Ipv4Address::load(&m_bytes[16]); }   ///< yiaddr
    base::Ipv4Address nextServer() const { return base::Ipv4Address::load(&m_bytes[20]); }    ///< siaddr
    base::Ipv4Address relay() const { return base::Ipv4Address::load(&m_bytes[24]); }         ///< giaddr
    base::MacAddress clientMac() const { return base::MacAddress::load(&m_bytes[28]); }       ///< chaddr
    DhcpType type() const { return m_type; }
    /// All bytes of an option; nothing where there is none.
    std::optional<std::vector<std::uint8_t>> option(DhcpOption code) const;
    /// The whole message, for a relay to pass on.
    base::Bytes message() const { return m_bytes; }
    /// The same with other fields of a relay (`hops`, `giaddr`).
    std::vector<std::uint8_t> relayed(std::uint8_t hops, base::Ipv4Address relay) const;

private:
    explicit DhcpView(base::Bytes bytes) : m_bytes(bytes) {}
    base::Bytes m_bytes;
    std::uint8_t m_overload = 0; ///< bit 0: options in `file`; bit 1: in `sname`
    DhcpType m_type = DhcpType::discover;
};

struct DhcpRepr {
    /// What a UDP datagram of a client or server fills at least: some drop shorter ones (RFC 1542 section 2.1).
    static constexpr std::size_t kMinLength = 300;
    static constexpr std::size_t kMaxText = 255;

    DhcpType type = DhcpType::discover;
    std::uint8_t hops = 0;
    std::uint32_t transaction = 0;
    std::uint16_t seconds = 0; ///< since the client began
    bool broadcast = false;    ///< the client hears only what everybody gets
    base::Ipv4Address clientAddress, yourAddress, nextServer, relay;
    base::MacAddress clientMac;
    // Options; empty or none: not there.
    std::optional<std::uint8_t> prefixLength; ///< of the subnet mask
    std::vector<base::Ipv4Address> routers, nameServers;
    std::string hostName, domainName, text; ///< at most kMaxText bytes each
    std::optional<base::Ipv4Address> requestedAddress, serverIdentifier;
    std::optional<std::uint32_t> leaseTime, renewalTime, rebindingTime; ///< seconds; all ones: for ever
    std::vector<std::uint8_t> clientIdentifier, parameterRequests;      ///< at most 255 bytes each

    bool operator==(const DhcpRepr &) const = default;
    bool isRequest() const
    {
        return type != DhcpType::offer && type != DhcpType::ack && type != DhcpType::nak;
    }
    /// badOption where one that is read here has an impossible length, or the mask has holes.
    static base::Result<DhcpRepr, ParseError> parse(const DhcpView &view);
    std::vector<std::uint8_t> emit() const;
};

} // namespace hopyard::wire
