// When to acknowledge (RFC 1122 section 4.2.3.2, RFC 5681 section 4.2; the timing is Linux's): every second full
// segment at once, the first segments of a connection and after a pause at once ("quick"), the rest after a time that
// follows the pace of what comes, 40 to 200 ms.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/transport/tcp/sequence.h"

#include <algorithm>
#include <cstdint>

namespace hopyard::transport::tcp {

struct DelayedAck {
    static constexpr base::Duration kMin = base::Duration::milliseconds(40);
    static constexpr base::Duration kMax = base::Duration::milliseconds(200);
    static constexpr std::uint32_t kMaxQuick = 16;
    static constexpr std::uint32_t kMinSegment = 88;

    base::TimePoint deadline = base::TimePoint::never();
    base::TimePoint lastData;
    base::Duration delay;       ///< zero before the first data
    std::uint16_t segment = 536; ///< the peer's usual segment, estimated
    std::uint16_t lastOdd = 0;  ///< payload of the last segment that was not of that size
    std::uint8_t quick = 0;     ///< acknowledgements still to be sent at once
    bool interactive = false;   ///< our data answers theirs soon: it carries the acknowledgements
    bool isDue = false;         ///< something came that is not acknowledged yet
    bool atOnce = false;        ///< and this time without delay
    bool pushed = false;        ///< a segment that ends a message is among it
    bool pushedTwice = false;

    bool isQuick() const { return quick > 0 && !interactive; }

    void beQuick(std::uint32_t window, std::uint32_t most = kMaxQuick)
    {
        const std::uint32_t wanted = std::min(std::max<std::uint32_t>(window / (2u * segment), 2), most);
        quick = static_cast<std::uint8_t>(std::max<std::uint32_t>(quick, wanted));
    }
    /// Something is wrong: the peer wants to know at once for a while.
    void becomeQuick(std::uint32_t window, std::uint32_t most = kMaxQuick)
    {
        beQuick(window, most);
        interactive = false;
        delay = kMin;
    }

    /// `length`: payload of one segment; `header`: of its TCP header; `advertised`: our MSS; `push`: PSH or FIN is set.
    void measure(std::uint32_t length, std::uint32_t header, std::uint32_t usualHeader, std::uint32_t advertised,
                 bool push, bool isWhole)
    {
        if (length >= segment) {
            segment = static_cast<std::uint16_t>(std::min(length, advertised));
            if (isWhole && length == segment && push)
                pushed = true;
            return;
        }
        // A last, short segment of a message, or a peer whose full segments are smaller than thought?
        const std::uint32_t onWire = length + header;
        if (onWire >= 536 + 20 || (onWire >= kMinSegment + 20 && !push)) {
            const auto odd = static_cast<std::uint16_t>(onWire - usualHeader);
            const bool again = odd == lastOdd;
            lastOdd = odd;
            if (again) {
                segment = odd;
                return;
            }
        }
        pushedTwice = pushedTwice || pushed;
        pushed = true;
    }

    void onData(base::TimePoint now, std::uint32_t window, base::Duration rto)
    {
        isDue = true;
        if (delay == base::Duration()) {
            beQuick(window);
            delay = kMin;
        } else {
            const base::Duration gap = now - lastData;
            if (gap <= kMin / 2) {
                delay = delay / 2 + kMin / 2;
            } else if (gap < delay) {
                delay = std::min(delay / 2 + gap, rto);
            } else if (gap > rto) { // the sender begins anew, slowly: help it
                beQuick(window);
            }
        }
        lastData = now;
    }

    /// Data goes out: it takes the acknowledgement along.
    void onDataSent(base::TimePoint now)
    {
        if (delay > base::Duration() && now - lastData < delay)
            interactive = true;
    }
    void onAckSent()
    {
        if (quick > 0 && --quick == 0)
            delay = kMin;
        isDue = atOnce = pushed = pushedTwice = false;
        deadline = base::TimePoint::never();
    }

    /// False where so little is left of a delay already running that it is better not to wait.
    bool startDelay(base::TimePoint now, base::Duration rtt)
    {
        base::Duration wait = delay;
        if (wait > kMin) {
            base::Duration most = interactive || pushed ? kMax : base::Duration::milliseconds(500);
            if (rtt > base::Duration())
                most = std::min(most, std::max(rtt, kMin));
            wait = std::min(wait, most);
        }
        wait = std::min(wait, kMax);
        if (!deadline.isNever() && deadline <= now + wait / 4)
            return false;
        deadline = std::min(deadline, now + wait);
        return true;
    }
    /// The time is up: the next delay is longer, unless we were only waiting for our own data.
    void onDelayOver(base::Duration rto)
    {
        delay = interactive ? kMin : std::min(delay * 2, rto);
        interactive = false;
        deadline = base::TimePoint::never();
    }
    bool operator==(const DelayedAck &) const = default;
};

} // namespace hopyard::transport::tcp
