// ICMP for IPv4 (RFC 792, 1122 section 3.2.2, 1191 for the next-hop MTU, 1812 section 5.2.7 for the codes).
//
// Every message has four bytes of its own behind type, code and checksum; IcmpRepr names them by kind. What follows
// (echo data; the quoted datagram of an error) is not part of the Repr: it stands behind the header already when emit()
// is called, because the checksum covers it.
// Deliberately missing: extended messages (RFC 4884), router discovery (RFC 1256); timestamp and others are IcmpOther.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/wire/checksum.h"
#include "core/wire/parse_error.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <variant>

namespace hopyard::wire {

enum class IcmpType : std::uint8_t {
    echoReply = 0,
    destinationUnreachable = 3,
    sourceQuench = 4,
    redirect = 5,
    echoRequest = 8,
    routerAdvertisement = 9,
    routerSolicitation = 10,
    timeExceeded = 11,
    parameterProblem = 12,
    timestampRequest = 13,
    timestampReply = 14,
};

/// True for messages that report trouble with another datagram: none is ever sent about one of these (RFC 1122).
constexpr bool isIcmpError(IcmpType type)
{
    switch (type) {
    case IcmpType::destinationUnreachable:
    case IcmpType::sourceQuench:
    case IcmpType::redirect:
    case IcmpType::timeExceeded:
    case IcmpType::parameterProblem: return true;
    default: return false;
    }
}

enum class UnreachableCode : std::uint8_t {
    network = 0,
    host = 1,
    protocol = 2,
    port = 3,
    fragmentationNeeded = 4,
    sourceRouteFailed = 5,
    networkUnknown = 6,
    hostUnknown = 7,
    sourceHostIsolated = 8,
    networkProhibited = 9,
    hostProhibited = 10,
    networkForTos = 11,
    hostForTos = 12,
    administrativelyProhibited = 13,
    hostPrecedenceViolation = 14,
    precedenceCutoff = 15,
};
/// "port unreachable", "communication administratively prohibited", …
std::string_view toString(UnreachableCode code);

enum class TimeExceededCode : std::uint8_t { inTransit = 0, reassembly = 1 };
enum class RedirectCode : std::uint8_t { network = 0, host = 1, networkForTos = 2, hostForTos = 3 };

class IcmpView {
public:
    static constexpr std::size_t kHeaderLength = 8;

    /// `bytes` are the payload of an IP datagram, all of it message.
    static base::Result<IcmpView, ParseError> parse(base::Bytes bytes)
    {
        if (bytes.size() < kHeaderLength)
            return base::fail(ParseError::truncated);
        return IcmpView(bytes);
    }

    IcmpType type() const { return static_cast<IcmpType>(m_bytes[0]); }
    std::uint8_t code() const { return m_bytes[1]; }
    std::uint16_t checksum() const { return base::loadU16(m_bytes.data() + 2); }
    bool isError() const { return isIcmpError(type()); }
    std::uint16_t identifier() const { return base::loadU16(m_bytes.data() + 4); } ///< of an echo
    std::uint16_t sequence() const { return base::loadU16(m_bytes.data() + 6); }   ///< of an echo
    std::uint16_t nextHopMtu() const { return base::loadU16(m_bytes.data() + 6); } ///< too big; 0: not told
    base::Ipv4Address gateway() const { return base::Ipv4Address::load(m_bytes.data() + 4); } ///< of a redirect
    std::uint8_t pointer() const { return m_bytes[4]; } ///< of a parameter problem
    /// Echo data, or the datagram that an error quotes (Ipv4View::parseQuoted).
    base::Bytes payload() const { return m_bytes.subspan(kHeaderLength); }
    base::Bytes message() const { return m_bytes; }
    bool checksumOk() const { return checksumVerifies(m_bytes); }

private:
    explicit IcmpView(base::Bytes bytes) : m_bytes(bytes) {}
    base::Bytes m_bytes;
};

struct IcmpEcho {
    bool isReply = false;
    std::uint16_t identifier = 0;
    std::uint16_t sequence = 0;
    bool operator==(const IcmpEcho &) const = default;
};
struct IcmpUnreachable {
    UnreachableCode code = UnreachableCode::network;
    std::uint16_t nextHopMtu = 0; ///< for fragmentationNeeded; 0 elsewhere and from routers older than RFC 1191
    bool operator==(const IcmpUnreachable &) const = default;
};
struct IcmpTimeExceeded {
    TimeExceededCode code = TimeExceededCode::inTransit;
    bool operator==(const IcmpTimeExceeded &) const = default;
};
struct IcmpRedirect {
    RedirectCode code = RedirectCode::host;
    base::Ipv4Address gateway;
    bool operator==(const IcmpRedirect &) const = default;
};
struct IcmpParameterProblem {
    std::uint8_t code = 0;
    std::uint8_t pointer = 0; ///< the byte of the quoted header at which it went wrong
    bool operator==(const IcmpParameterProblem &) const = default;
};
/// Everything else, as it is.
struct IcmpOther {
    IcmpType type = IcmpType::timestampRequest;
    std::uint8_t code = 0;
    std::array<std::uint8_t, 4> rest{};
    bool operator==(const IcmpOther &) const = default;
};

struct IcmpRepr {
    std::variant<IcmpEcho, IcmpUnreachable, IcmpTimeExceeded, IcmpRedirect, IcmpParameterProblem, IcmpOther> message;

    bool operator==(const IcmpRepr &) const = default;
    /// Takes the header over. Bits that the kind does not use (RFC 792 says "unused") are dropped.
    static IcmpRepr parse(const IcmpView &view);
    static constexpr std::size_t headerLength() { return IcmpView::kHeaderLength; }
    /// Writes the header to the first headerLength() bytes of `message`, the rest of which is the data, already in its
    /// place; the checksum is over all of it.
    void emit(base::MutableBytes message) const;
};

} // namespace hopyard::wire
