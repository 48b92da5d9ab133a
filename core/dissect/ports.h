// Which application a datagram or segment belongs to: by port, and where ports say nothing by how it begins. One answer
// for heads and for details.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace hopyard::dissect {

enum class Application : std::uint8_t { none, rip, dns, dhcp, bgp, http };
Application applicationOfUdp(std::uint16_t source, std::uint16_t destination, base::Bytes payload);
/// Of a segment that begins a message; the middle of one cannot be told from other data.
Application applicationOfTcp(std::uint16_t source, std::uint16_t destination, base::Bytes payload);

/// That begins as a request or an answer of HTTP/1 does (RFC 9112 section 2.1), on whatever port. A first line that goes on in the
/// next segment is believed by its method and the form of what it asks for.
bool isHttp(base::Bytes payload);

/// Up to the end of the first line, at most `most` bytes; what is not printable ASCII becomes a dot.
std::string firstLine(base::Bytes bytes, std::size_t most);

struct DnsName {
    std::string text;     ///< "www.example.org"; empty for the root
    std::size_t next = 0; ///< offset in the message behind the name as it stands here
    bool ok = false;
};
/// A name at `at` of a DNS message, compression followed (RFC 1035 section 4.1.4).
DnsName dnsName(base::Bytes message, std::size_t at);

} // namespace hopyard::dissect
