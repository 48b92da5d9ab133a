// A listener: who may come in, who is half in (the SYN queue), who waits to be accepted.
//
// Half-open connections are connections in SYN-RECEIVED that name their listener; here they are only counted. When
// there are as many as the backlog allows, SYNs are answered with cookies, which take no memory (RFC 4987).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id.h"
#include "core/base/ring.h"
#include "core/base/time.h"
#include "core/transport/endpoint.h"
#include "core/transport/tcp/settings.h"

#include <cstdint>

namespace hopyard::transport::tcp {

/// Counted up and not used again within one node.
using ConnectionId = base::Id<struct ConnectionTag>;
using ListenerId = base::Id<struct ListenerTag>;

struct Listener {
    static constexpr base::Duration kCookieLife = base::Duration::seconds(128);

    ListenerId id;
    Settings settings;
    Endpoint local;
    std::uint32_t backlog = 0;
    std::uint32_t halfOpen = 0;         ///< in SYN-RECEIVED
    std::uint32_t fastOpenPending = 0;  ///< of those, with data taken (RFC 7413 section 5.1: bounded)
    base::Ring<ConnectionId> waiting;   ///< established, or nearly so by fast open; the oldest first
    base::TimePoint cookieAt = base::TimePoint::fromNs(-1'000'000'000'000); ///< when one was sent last
    bool isChanged = false;             ///< stands in the list of changes

    /// One more than the backlog says, as BSD and Linux count.
    bool isFull() const { return waiting.size() > backlog; }
    bool isFlooded() const { return halfOpen > 0 && halfOpen >= backlog; }
    bool sentCookies(base::TimePoint now) const { return now - cookieAt <= kCookieLife; }
    /// How well it suits a SYN to `to` that came in by `in`; negative: not at all.
    int score(const Endpoint &to, base::PortIndex in) const
    {
        if (local.port != to.port || (settings.device.isValid() && settings.device != in))
            return -1;
        const bool anywhere = !local.address.isValid() || local.address.isUnspecified();
        if (!anywhere && local.address != to.address)
            return -1;
        return (anywhere ? 0 : 2) + (settings.device.isValid() ? 1 : 0);
    }
};

} // namespace hopyard::transport::tcp
