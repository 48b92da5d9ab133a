// Bytes without end that are the same every time, for those who send only to keep a line busy: no allocation and no copy
// for each write.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <cstddef>
#include <cstdint>

namespace hopyard::services {

/// How much one call gives at least: a large write.
inline constexpr std::size_t kPatternChunk = 128 * 1024;

/// The pattern from its byte `offset` on, kPatternChunk bytes or more; it repeats after 65,521 bytes (a prime, so that a
/// stream that lost or doubled a segment or a page does not match).
base::Bytes pattern(std::uint64_t offset);

/// The same of RFC 864's characters: lines of 72 out of 95, each beginning one further.
base::Bytes chargenPattern(std::uint64_t offset);

/// How many of `bytes` are not the pattern's from `offset` on.
std::uint64_t differences(base::Bytes bytes, std::uint64_t offset);

} // namespace hopyard::services
