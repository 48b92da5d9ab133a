// RIP messages, versions 1 and 2 (RFC 1058 section 3.1; RFC 2453 sections 3.6 and 4), with what authentication adds on
// the wire: a password in the first entry (RFC 2453 section 4.1), or a digest behind the message (RFC 4822 section 2).
//
// RipView checks the frame: header, a whole number of entries, where the trailer with the digest begins.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/wire/parse_error.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace hopyard::wire {

constexpr std::uint16_t kRipPort = 520;
constexpr base::Ipv4Address kRipRouters(224, 0, 0, 9);
constexpr std::uint8_t kRipInfinity = 16;

enum class RipCommand : std::uint8_t { request = 1, response = 2 };

/// One route of a message, or of a request what is asked for.
struct RipEntry {
    static constexpr std::size_t kLength = 20;
    static constexpr std::uint16_t kInternet = 2;          ///< AF_INET
    static constexpr std::uint16_t kAuthentication = 0xffff; ///< not a route: see the next two structs
    std::uint16_t family = kInternet; ///< 0 in a request for everything
    std::uint16_t tag = 0;
    base::Ipv4Address address;
    std::uint32_t mask = 0; ///< in host order; version 1: 0
    base::Ipv4Address nextHop;
    std::uint32_t metric = 0;
    bool operator==(const RipEntry &) const = default;

    static RipEntry load(const std::uint8_t *bytes);
    void append(std::vector<std::uint8_t> &out) const;
};

/// The first entry of a message with a password.
struct RipPassword {
    static constexpr std::uint16_t kType = 2;
    std::array<std::uint8_t, 16> password{};
    bool operator==(const RipPassword &) const = default;
    static RipPassword load(const std::uint8_t *entry);
    void append(std::vector<std::uint8_t> &out) const;
};

/// The first entry of a message with a digest behind it.
struct RipDigestHeader {
    static constexpr std::uint16_t kType = 3;
    static constexpr std::size_t kTrailerHeader = 4; ///< 0xffff, 1; then the digest
    std::uint16_t packetLength = 0; ///< bytes from the header to the end of the entries
    std::uint8_t keyId = 0;
    std::uint8_t dataLength = 0; ///< of the digest; some count the trailer's header too
    std::uint32_t sequence = 0;
    bool operator==(const RipDigestHeader &) const = default;
    static RipDigestHeader load(const std::uint8_t *entry);
    void append(std::vector<std::uint8_t> &out) const;
};

class RipView {
public:
    static constexpr std::size_t kHeaderLength = 4;
    /// What RFC 2453 section 3.6 allows; longer ones are read all the same.
    static constexpr std::size_t kMaxLength = kHeaderLength + 25 * RipEntry::kLength;

    /// `bytes` are the payload of a UDP datagram. Refuses version 0, unknown commands, what is no whole number of
    /// entries, and a trailer that is not where the first entry says.
    static base::Result<RipView, ParseError> parse(base::Bytes bytes);

    RipCommand command() const { return static_cast<RipCommand>(m_bytes[0]); }
    std::uint8_t version() const { return m_bytes[1]; }
    std::uint16_t mustBeZero() const { return base::loadU16(&m_bytes[2]); }
    /// Entries, an authentication's left out.
    std::size_t size() const { return m_routes.size() / RipEntry::kLength; }
    RipEntry entry(std::size_t i) const { return RipEntry::load(&m_routes[i * RipEntry::kLength]); }
    /// True where everything is zero in an entry that version 1 wants zero: tag, mask and next hop.
    bool isVersion1Clean(std::size_t i) const;
    std::optional<RipPassword> password() const;
    std::optional<RipDigestHeader> digestHeader() const;
    bool isAuthenticated() const { return m_authenticationType.has_value(); }
    /// What a digest is over, the trailer's header with it; the digest itself.
    base::Bytes signedBytes() const { return m_bytes.first(m_bytes.size() - m_digest.size()); }
    base::Bytes digest() const { return m_digest; }

private:
    explicit RipView(base::Bytes bytes) : m_bytes(bytes) {}
    base::Bytes m_bytes;
    base::Bytes m_routes;
    base::Bytes m_digest;
    std::optional<std::uint16_t> m_authenticationType; // of the first entry, where it is one
};

/// A message's header; entries are appended behind it.
struct RipHeader {
    RipCommand command = RipCommand::request;
    std::uint8_t version = 2;
    bool operator==(const RipHeader &) const = default;
    void append(std::vector<std::uint8_t> &out) const;
};
/// The header of the trailer that a digest follows.
void appendRipTrailerHeader(std::vector<std::uint8_t> &out);

} // namespace hopyard::wire
