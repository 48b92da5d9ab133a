// The window that is offered to the peer: how much (RFC 9293 section 3.8.6, RFC 7323 section 2), never taken back,
// raised in steps worth telling (RFC 1122 section 4.2.3.3), and grown with what the connection needs (dynamic right
// sizing, Fisk and Feng 2001, with Linux's constants).
//
// Bytes here are bytes of data; the memory behind them is the queues' affair (receive_queue.h).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/transport/tcp/sequence.h"

#include <cstdint>

namespace hopyard::transport::tcp {

struct ReceiveWindow {
    static constexpr std::uint8_t kMaxScale = 14;

    std::uint32_t space = 65'536;   ///< what the queues may hold
    std::uint32_t clamp = 0xffffffff;
    std::uint32_t threshold = 0;    ///< slow start of the window: never more than what proved to be of use
    std::uint32_t told = 0;         ///< bytes from toldAt on that the peer may send
    Sequence toldAt;                ///< RCV.NXT when it was told
    std::uint8_t scale = 0;         ///< RCV.WND.SHIFT
    bool isFixed = false;           ///< SO_RCVBUF: no growth
    // Dynamic right sizing
    base::TimePoint roundStart;
    Sequence roundRead;             ///< what the user had read when the round began
    std::uint32_t lastRound = 0;    ///< bytes read in the round before
    base::Duration rtt;             ///< of the peer's data; zero: not known
    base::TimePoint rttStart;       ///< where there are no timestamps: a window's worth of data measures it
    Sequence rttEnd;

    /// At the SYN: the first window and the scale. `segment`: payload of a full segment; `most`: what the space may
    /// grow to; `own`: SO_RCVBUF or 0; `limit`: TCP_WINDOW_CLAMP or 0.
    void start(std::uint32_t initialSpace, std::uint32_t most, std::uint32_t own, std::uint32_t limit,
               std::uint32_t segment, bool mayScale);
    /// The handshake is over. `segment`: as advertised.
    void establish(base::TimePoint now, Sequence next, std::uint32_t segment);
    /// How much of what was told is still open for data from `next` on.
    std::uint32_t open(Sequence next) const
    {
        const std::int32_t left = (toldAt + told) - next;
        return left > 0 ? static_cast<std::uint32_t>(left) : 0;
    }
    /// What would be told now, with `queued` bytes held and full segments of `segment` bytes.
    std::uint32_t choose(std::uint32_t queued, std::uint32_t segment) const;
    /// Tells it: returns the header's window field.
    std::uint16_t tell(Sequence next, std::uint32_t queued, std::uint32_t segment);
    /// Data of `length` bytes came in order: the threshold follows.
    void onData(std::uint32_t queued, std::uint32_t length, std::uint32_t advertised);
    /// The user has read up to `read`: once a round trip the space follows what he reads in one.
    void onRead(base::TimePoint now, Sequence read, std::uint32_t most, std::uint32_t advertised);
    void sampleRtt(base::Duration sample, bool fromWindow);
    /// Without timestamps: the time for a window's worth of data.
    void measure(base::TimePoint now, Sequence next);
    bool operator==(const ReceiveWindow &) const = default;
};

} // namespace hopyard::transport::tcp
