// Why bytes are not the message they were taken for.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace hopyard::wire {

enum class ParseError : std::uint8_t {
    truncated,   ///< shorter than the header, or than a length in it claims
    badVersion,  ///< another version of the protocol
    badLength,   ///< a length field contradicts itself
    badOption,   ///< an option with an impossible length
    unsupported, ///< well formed, but of a kind we do not read (ARP for other than Ethernet and IPv4)
};

constexpr std::string_view toString(ParseError error)
{
    switch (error) {
    case ParseError::truncated: return "truncated";
    case ParseError::badVersion: return "bad version";
    case ParseError::badLength: return "bad length";
    case ParseError::badOption: return "bad option";
    case ParseError::unsupported: return "unsupported";
    }
    return "unknown";
}

} // namespace hopyard::wire
