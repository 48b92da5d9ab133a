// Timestamps of one connection (RFC 7323 sections 3 to 5): the clock, what is to be echoed, and what is too old.
//
// The clock has milliseconds, as Linux's, and an offset for each pair of hosts, so that it tells nothing about the
// node (section 7.1).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/transport/tcp/sequence.h"
#include "core/wire/tcp.h"

#include <cstdint>

namespace hopyard::transport::tcp {

struct Timestamps {
    static constexpr base::Duration kTick = base::Duration::milliseconds(1);
    static constexpr base::Duration kRecentValid = base::Duration::seconds(24 * 86'400); ///< section 5.5

    bool isOn = false;         ///< both sides send them
    bool hasRecent = false;
    std::uint32_t offset = 0;
    std::uint32_t recent = 0;  ///< TS.Recent
    base::TimePoint recentAt;

    std::uint32_t clock(base::TimePoint now) const
    {
        return static_cast<std::uint32_t>(now.ns() / kTick.ns()) + offset;
    }
    /// PAWS (section 5.3 R1): a segment with this TSval is older than what came before.
    bool isOld(base::TimePoint now, std::uint32_t value) const
    {
        return hasRecent && static_cast<std::int32_t>(value - recent) < 0 && now - recentAt <= kRecentValid;
    }
    /// Section 4.3 (2): TSval of a segment that begins at or before the last acknowledgement sent.
    void take(base::TimePoint now, std::uint32_t value)
    {
        if (hasRecent && static_cast<std::int32_t>(value - recent) < 0 && now - recentAt <= kRecentValid)
            return;
        recent = value;
        recentAt = now;
        hasRecent = true;
    }
    /// How long ago the segment was sent that this TSecr echoes; negative or absurd echoes are for the caller to drop.
    base::Duration since(base::TimePoint now, std::uint32_t echo) const
    {
        return kTick * static_cast<std::int32_t>(clock(now) - echo);
    }
    bool operator==(const Timestamps &) const = default;
};

} // namespace hopyard::transport::tcp
