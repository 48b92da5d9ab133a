// OSPFv2 packets (RFC 2328 appendix A.3) and how they are authenticated on the wire (appendix D; RFC 5709).
//
// OspfView checks the header; a view or value of each type the rest. With cryptographic authentication the digest
// stands behind the packet, outside its length; the checksum is then not computed.
// Deliberately missing: the blocks behind packets of link-local signalling (RFC 5613), which are passed over.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/wire/ospf_lsa.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace hopyard::wire {

enum class OspfType : std::uint8_t { hello = 1, description = 2, request = 3, update = 4, acknowledgment = 5 };
std::string_view toString(OspfType type);
enum class OspfAuthType : std::uint16_t { none = 0, simple = 1, cryptographic = 2 };

constexpr base::Ipv4Address kAllSpfRouters(224, 0, 0, 5);
constexpr base::Ipv4Address kAllDRouters(224, 0, 0, 6);

class OspfView {
public:
    static constexpr std::size_t kHeaderLength = 24;

    /// `bytes` are the payload of an IP datagram.
    static base::Result<OspfView, ParseError> parse(base::Bytes bytes);

    OspfType type() const { return static_cast<OspfType>(m_bytes[1]); }
    std::uint16_t length() const { return base::loadU16(&m_bytes[2]); }
    base::Ipv4Address router() const { return base::Ipv4Address::load(&m_bytes[4]); }
    base::Ipv4Address area() const { return base::Ipv4Address::load(&m_bytes[8]); }
    std::uint16_t checksum() const { return base::loadU16(&m_bytes[12]); }
    OspfAuthType authType() const { return static_cast<OspfAuthType>(base::loadU16(&m_bytes[14])); }
    /// The 64 bits of authentication data.
    base::Bytes authentication() const { return m_bytes.subspan(16, 8); }
    std::uint8_t keyId() const { return m_bytes[18]; }        ///< cryptographic only, as the next two
    std::uint8_t digestLength() const { return m_bytes[19]; }
    std::uint32_t cryptoSequence() const { return base::loadU32(&m_bytes[20]); }
    base::Bytes packet() const { return m_bytes.first(length()); }
    base::Bytes payload() const { return packet().subspan(kHeaderLength); }
    /// What stands behind the packet.
    base::Bytes trailer() const { return m_bytes.subspan(length()); }
    /// Of the packet without its authentication data.
    bool checksumOk() const;

private:
    explicit OspfView(base::Bytes bytes) : m_bytes(bytes) {}
    base::Bytes m_bytes;
};

struct OspfHeader {
    OspfType type = OspfType::hello;
    base::Ipv4Address router;
    base::Ipv4Address area;
    bool operator==(const OspfHeader &) const = default;
    static OspfHeader parse(const OspfView &view) { return {view.type(), view.router(), view.area()}; }
    /// Writes the header of `packet` (whole, at least kHeaderLength bytes) without authentication; its checksum too.
    void emit(base::MutableBytes packet) const;
};
/// The checksum of a whole packet, computed without its authentication data.
std::uint16_t ospfChecksum(base::Bytes packet);

struct OspfHello {
    base::Ipv4Address mask;
    std::uint16_t interval = 10; ///< seconds
    std::uint8_t options = 0;
    std::uint8_t priority = 1;
    std::uint32_t deadInterval = 40; ///< seconds
    base::Ipv4Address designated;
    base::Ipv4Address backup;
    std::vector<base::Ipv4Address> neighbours; ///< router ids
    bool operator==(const OspfHello &) const = default;
    static base::Result<OspfHello, ParseError> parse(base::Bytes payload);
    void append(std::vector<std::uint8_t> &out) const;
};

/// A database description; the headers behind it are read where they are.
struct OspfDescription {
    static constexpr std::size_t kLength = 8;
    static constexpr std::uint8_t kMaster = 1, kMore = 2, kInit = 4; ///< MS, M, I
    std::uint16_t mtu = 0;
    std::uint8_t options = 0;
    std::uint8_t flags = 0;
    std::uint32_t sequence = 0;
    bool operator==(const OspfDescription &) const = default;
    /// Refuses what is not followed by a whole number of headers.
    static base::Result<OspfDescription, ParseError> parse(base::Bytes payload);
    void append(std::vector<std::uint8_t> &out) const;
};

/// Headers one behind the other: an acknowledgment's payload, a description's after kLength bytes.
base::Result<std::vector<LsaHeader>, ParseError> parseLsaHeaders(base::Bytes bytes);
void append(std::vector<std::uint8_t> &out, const LsaHeader &header);

/// What a link state request asks for. Types are as they came, known or not.
base::Result<std::vector<LsaKey>, ParseError> parseOspfRequest(base::Bytes payload);
void append(std::vector<std::uint8_t> &out, const LsaKey &key);
constexpr std::size_t kOspfRequestLength = 12; ///< bytes for each

/// Walks the advertisements of a link state update. One of an unknown type, or whose body is wrong, comes as its bytes
/// alone; the walk ends where a length leaves the packet.
class OspfUpdateReader {
public:
    explicit OspfUpdateReader(base::Bytes payload);
    /// Bytes of the next advertisement, at least a header; empty at the end.
    base::Bytes next();
    /// False where the payload ended before the number of advertisements it announced.
    bool ok() const { return m_ok; }

private:
    base::Bytes m_rest;
    std::uint32_t m_left = 0;
    bool m_ok = true;
};

} // namespace hopyard::wire
