// DNS messages (RFC 1035 section 4; AAAA RFC 3596; names compared as RFC 4343 says; the size beyond which an answer over
// UDP is cut RFC 1035 section 4.2.1; negative answers RFC 2308).
//
// DnsView checks a whole message once: every name and every record lies within it. A pointer of a compressed name must
// go backwards, so that following them ends. DnsRepr is the message as a value; emit() compresses names. Records of
// kinds that are not read keep their data as it came.
// Deliberately missing: EDNS beyond being passed over (RFC 6891), dynamic update, transfer of zones, DNSSEC, classes
// other than IN.
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

/// RFC 1035 section 3.2.2. Others occur, too: the number is what counts.
enum class DnsType : std::uint16_t { a = 1, ns = 2, cname = 5, soa = 6, ptr = 12, mx = 15, txt = 16, aaaa = 28, srv = 33,
                                     opt = 41, any = 255 };
/// RFC 1035 section 4.1.1.
enum class DnsCode : std::uint8_t { noError = 0, formatError = 1, serverFailure = 2, nameError = 3, notImplemented = 4,
                                    refused = 5 };
/// "A", "AAAA", "TYPE65": as RFC 3597 writes unknown ones.
std::string toString(DnsType type);
/// "NOERROR", "NXDOMAIN", …
std::string_view toString(DnsCode code);

struct DnsQuestion {
    std::string name; ///< "www.example.org"; empty: the root. A '.' or '\' inside a label has a '\' before it.
    DnsType type = DnsType::a;
    std::uint16_t recordClass = 1; ///< IN
    bool operator==(const DnsQuestion &) const = default;
};

struct DnsRecord {
    std::string name;
    DnsType type = DnsType::a;
    std::uint16_t recordClass = 1;
    std::uint32_t timeToLive = 0; ///< seconds; with the highest bit set it counts as 0 (RFC 2181 section 8)
    base::IpAddress address;      ///< A, AAAA
    std::string target;           ///< CNAME, NS, PTR: a name
    std::vector<std::uint8_t> data; ///< other kinds: as it stands in the message; TXT: its character strings
    bool operator==(const DnsRecord &) const = default;

    static DnsRecord ofAddress(std::string name, const base::IpAddress &address, std::uint32_t timeToLive);
    /// CNAME, NS or PTR.
    static DnsRecord ofName(std::string name, DnsType type, std::string target, std::uint32_t timeToLive);
};

class DnsView {
public:
    static constexpr std::size_t kHeaderLength = 12;

    /// `bytes` are one whole message.
    static base::Result<DnsView, ParseError> parse(base::Bytes bytes);

    std::uint16_t id() const { return base::loadU16(m_bytes.data()); }
    bool isResponse() const { return m_bytes[2] & 0x80; }
    std::uint8_t opcode() const { return m_bytes[2] >> 3 & 15; }
    bool authoritative() const { return m_bytes[2] & 4; }
    bool truncated() const { return m_bytes[2] & 2; }
    bool recursionDesired() const { return m_bytes[2] & 1; }
    bool recursionAvailable() const { return m_bytes[3] & 0x80; }
    DnsCode code() const { return static_cast<DnsCode>(m_bytes[3] & 15); }
    std::uint16_t questions() const { return base::loadU16(m_bytes.data() + 4); }
    std::uint16_t answers() const { return base::loadU16(m_bytes.data() + 6); }
    std::uint16_t authorities() const { return base::loadU16(m_bytes.data() + 8); }
    std::uint16_t additionals() const { return base::loadU16(m_bytes.data() + 10); }
    base::Bytes bytes() const { return m_bytes; }

private:
    explicit DnsView(base::Bytes bytes) : m_bytes(bytes) {}
    base::Bytes m_bytes;
};

struct DnsRepr {
    static constexpr std::size_t kMaxUdp = 512;  ///< RFC 1035 section 2.3.4
    static constexpr std::uint16_t kPort = 53;

    std::uint16_t id = 0;
    bool isResponse = false;
    std::uint8_t opcode = 0; ///< 0..15; 0 is a standard query
    bool authoritative = false;
    bool truncated = false;
    bool recursionDesired = false;
    bool recursionAvailable = false;
    DnsCode code = DnsCode::noError;
    std::vector<DnsQuestion> questions;
    std::vector<DnsRecord> answers;
    std::vector<DnsRecord> authorities;
    std::vector<DnsRecord> additionals;
    bool operator==(const DnsRepr &) const = default;

    static DnsRepr parse(const DnsView &view);
    /// The message, names compressed. Where it would be longer than `limit` it is cut after the last whole record that
    /// fits, and says so (TC). Names that are none (isDnsName()) count as the root.
    std::vector<std::uint8_t> emit(std::size_t limit = 0xffff) const;
};

/// Labels of 1 to 63 bytes, at most 255 bytes as it stands in a message. "" is the root.
bool isDnsName(std::string_view name);
/// "10.2.0.192.in-addr.arpa" (RFC 1035 section 3.5), or below ip6.arpa (RFC 3596 section 2.5).
std::string reverseName(const base::IpAddress &address);
/// The address of which this is the reverse name.
std::optional<base::IpAddress> addressOfReverseName(std::string_view name);

} // namespace hopyard::wire
