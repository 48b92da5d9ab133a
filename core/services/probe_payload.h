// What the UDP source writes at the front of every datagram and the sink reads: magic, stream, sequence number, time.
//
// 32 bytes, network byte order: "Hop" and a version of 1 (4), stream (4), kind (4), reserved (4), sequence number
// counted from 0 (8), world time of sending in nanoseconds (8). An end mark carries the number of datagrams that were
// sent in place of a sequence number.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/time.h"

#include <cstdint>
#include <optional>

namespace hopyard::services {

struct ProbePayload {
    static constexpr std::size_t kLength = 32;
    enum class Kind : std::uint32_t { data = 0, end = 1 };

    std::uint32_t stream = 0; ///< tells runs of one source apart
    Kind kind = Kind::data;
    std::uint64_t sequence = 0;
    base::TimePoint sentAt;
    bool operator==(const ProbePayload &) const = default;

    /// Nothing where it is not one of ours.
    static std::optional<ProbePayload> parse(base::Bytes bytes);
    /// Writes it to the first kLength bytes; `bytes` has at least as many.
    void emit(base::MutableBytes bytes) const;
};

} // namespace hopyard::services
