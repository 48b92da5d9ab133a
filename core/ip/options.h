// What a router does with the options of an IPv4 header it forwards (RFC 1812 section 5.3.13): record route and
// timestamp are filled in, source routes are refused (an operator's common choice since RFC 5095 and before), malformed
// options are reported, everything else passes as it is. Router alert (RFC 2113) passes too: no protocol of ours
// listens for it yet.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/time.h"
#include "core/ip/interface.h"
#include "core/wire/ipv4.h"

#include <cstdint>

namespace hopyard::ip {

struct OptionResult {
    enum class Outcome : std::uint8_t { ok, sourceRouted, malformed } outcome = Outcome::ok;
    std::uint8_t pointer = 0; ///< malformed: the byte of the header at which it went wrong
};

/// `header` is a whole checked IPv4 header with options; it is changed in place, its checksum mended. `out` is where the
/// packet leaves, whose address is recorded. Times are milliseconds of world time with the high bit set, which says
/// that they do not count from midnight (RFC 791).
OptionResult forwardOptions(base::MutableBytes header, const Interface &out, base::TimePoint now);

/// True where the header has an option of this type.
bool findOption(const wire::Ipv4View &view, wire::Ipv4OptionType type);

} // namespace hopyard::ip
