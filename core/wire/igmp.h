// IGMP: queries of all versions, reports of versions 1 and 2, leave, reports of version 3 (RFC 1112 appendix I, RFC 2236
// section 2, RFC 3376 section 4).
//
// Deliberately missing: auxiliary data of group records is stepped over (RFC 3376 section 4.2.6: there is none yet).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/wire/checksum.h"
#include "core/wire/parse_error.h"

#include <cstdint>
#include <variant>
#include <vector>

namespace hopyard::wire {

enum class IgmpType : std::uint8_t {
    query = 0x11,
    reportV1 = 0x12,
    reportV2 = 0x16,
    leave = 0x17,
    reportV3 = 0x22,
};

class IgmpView {
public:
    static constexpr std::size_t kHeaderLength = 8;

    /// `bytes` are the payload of an IP datagram, all of it message.
    static base::Result<IgmpView, ParseError> parse(base::Bytes bytes)
    {
        if (bytes.size() < kHeaderLength)
            return base::fail(ParseError::truncated);
        return IgmpView(bytes);
    }

    IgmpType type() const { return static_cast<IgmpType>(m_bytes[0]); }
    std::uint8_t code() const { return m_bytes[1]; } ///< Max Resp Code of a query
    base::Ipv4Address group() const { return base::Ipv4Address::load(m_bytes.data() + 4); } ///< not of reports version 3
    base::Bytes message() const { return m_bytes; }
    bool checksumOk() const { return checksumVerifies(m_bytes); }

private:
    explicit IgmpView(base::Bytes bytes) : m_bytes(bytes) {}
    base::Bytes m_bytes;
};

/// A number of eight bits that grows exponentially above 127 (RFC 3376 section 4.1.1).
std::uint32_t igmpCodeValue(std::uint8_t code);
/// The least code that stands for `value` or less than it, at most 31,744.
std::uint8_t igmpCodeOf(std::uint32_t value);

/// The version shows in length and code (RFC 3376 section 7.1).
struct IgmpQuery {
    std::uint8_t version = 3;
    base::Ipv4Address group;               ///< unspecified: a general query
    std::uint8_t code = 100;               ///< Max Resp Code; 0 of version 1
    bool suppressesRouters = false;        ///< S
    std::uint8_t robustness = 2;           ///< QRV, 0..7
    std::uint8_t intervalCode = 125;       ///< QQIC
    std::vector<base::Ipv4Address> sources{}; ///< empty: not of single sources
    bool operator==(const IgmpQuery &) const = default;
    /// How long an answer may take.
    base::Duration responseTime() const;
};

/// A report of version 1 or 2, or a leave.
struct IgmpMembership {
    IgmpType type = IgmpType::reportV2;
    base::Ipv4Address group;
    bool operator==(const IgmpMembership &) const = default;
};

enum class IgmpRecordType : std::uint8_t {
    isInclude = 1,
    isExclude = 2,
    toInclude = 3,
    toExclude = 4,
    allow = 5,
    block = 6,
};
struct IgmpRecord {
    IgmpRecordType type = IgmpRecordType::isInclude;
    base::Ipv4Address group;
    std::vector<base::Ipv4Address> sources{};
    bool operator==(const IgmpRecord &) const = default;
    std::size_t length() const { return 8 + 4 * sources.size(); }
};
struct IgmpReport {
    std::vector<IgmpRecord> records{};
    bool operator==(const IgmpReport &) const = default;
};

struct IgmpRepr {
    std::variant<IgmpQuery, IgmpMembership, IgmpReport> message;

    bool operator==(const IgmpRepr &) const = default;
    /// unsupported where the type is unknown, truncated where lists are cut off. The checksum is not looked at.
    static base::Result<IgmpRepr, ParseError> parse(const IgmpView &view);
    std::size_t length() const;
    /// Writes the message with its checksum to the first length() bytes.
    void emit(base::MutableBytes bytes) const;
};

} // namespace hopyard::wire
