// The data of a send queue, which goes to the destination before its connection does: the client of a long download would
// wait for hundreds of kilobytes to travel otherwise.
//
// The source gives what is queued to a transfer that grows (transfer.h), and what is queued meanwhile, while the connection
// lives on; once the destination has nearly all of it the connection is frozen, and its blob, the end of the same
// transfer, says of the queue only where it lies and what its checksum is (docs/handover.md). What was acknowledged by then
// is dropped there. Whoever has a stock has nothing that lives: who owns the connection is another matter (handover.h).
//
//     the transfer: number of the first byte (4), the data; then the end (intake.h)
//
// Plain values.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/time.h"
#include "core/migration/checksum.h"
#include "core/migration/transfer.h"
#include "core/packet/packet.h"
#include "core/transport/tcp/send_queue.h"

#include <cstdint>
#include <optional>

namespace hopyard::migration {

/// How a blob names a stock: all of it that was sent, whatever is needed of it still.
struct StockNote {
    transport::tcp::Sequence first;
    std::uint64_t checksum = 0;
    bool operator==(const StockNote &) const = default;
};

/// What the source has given away.
class StockSent {
public:
    static constexpr std::size_t kHead = 4;
    static constexpr std::size_t kMost = 32u << 20; ///< bytes; what is queued beyond travels with the blob

    /// Begins with the queue as it is; `into` is new.
    StockSent(base::TimePoint now, const transport::tcp::SendQueue &queue, BlobSender &into);
    /// What is new in the queue. False: it is too much for a stock.
    bool feed(base::TimePoint now, const transport::tcp::SendQueue &queue, BlobSender &into);
    /// The destination has what was queued when it had caught up for the first time, and the rest is on its way.
    bool isSettled(const BlobSender &sender);
    StockNote note() const { return {m_first, m_checksum.value()}; }
    /// Of the transfer, head included.
    std::size_t size() const { return kHead + static_cast<std::uint32_t>(m_end - m_first); }
    bool holdsAllOf(const transport::tcp::SendQueue &queue) const { return m_end == queue.end(); }

private:
    transport::tcp::Sequence m_first, m_end;
    Checksum64 m_checksum;
    std::optional<std::uint32_t> m_mark; // pieces that had left when all had for the first time
};

/// What has come to the destination.
class Stock {
public:
    /// `front`: all that has come of the transfer without a gap.
    void take(packet::PacketPool &pool, base::Bytes front);
    /// Nothing has come.
    bool isEmpty() const { return m_taken == 0; }
    StockNote note() const { return {m_first, m_checksum.value()}; }
    transport::tcp::SendQueue &queue() { return m_queue; }

private:
    transport::tcp::SendQueue m_queue;
    transport::tcp::Sequence m_first;
    Checksum64 m_checksum;
    std::size_t m_taken = 0;
};

} // namespace hopyard::migration
