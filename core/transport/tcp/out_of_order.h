// Data that arrived ahead of a gap, and what a selective acknowledgement tells about it (RFC 2018 section 4; RFC 2883
// for what arrived twice).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/packet/packet.h"
#include "core/transport/tcp/loss_recovery.h"
#include "core/transport/tcp/receive_queue.h"
#include "core/transport/tcp/sequence.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace hopyard::transport::tcp {

class OutOfOrder {
public:
    /// Takes the bytes from `from` on. What of them was here already is returned: the first such range.
    std::optional<SequenceRange> insert(Sequence from, packet::Packet data);
    /// Moves what follows `next` without a gap to `queue`; returns the number that is expected then. What lies before
    /// `next` goes away; `duplicate` is set to the first range of it.
    Sequence takeReady(packet::PacketPool &pool, Sequence next, ReceiveQueue &queue,
                       std::optional<SequenceRange> &duplicate);
    /// Blocks to tell, the one that changed last first.
    std::span<const SequenceRange> recent() const { return {m_recent.data(), m_recentCount}; }
    /// Gives memory back: what is farthest ahead goes, until no more than `limit` bytes are held. What a peer was told
    /// is here may go again (RFC 2018 section 8).
    void prune(std::size_t limit);

    bool isEmpty() const { return m_pieces.empty(); }
    std::size_t trueSize() const { return m_trueSize; }
    std::size_t size() const { return m_size; }
    /// One behind the last byte held; only where it is not empty.
    Sequence end() const { return m_ranges.back().to; }

private:
    friend struct StateFields; // state_fields.h
    static constexpr std::size_t kRecent = 4;
    struct Piece {
        Sequence from;
        packet::Packet data;
        Sequence to() const { return from + static_cast<std::uint32_t>(data.size()); }
    };
    void addRange(SequenceRange added);
    void tell(SequenceRange range);
    void forget(const Piece &piece);

    std::vector<Piece> m_pieces;         // in order, without overlaps
    std::vector<SequenceRange> m_ranges; // the same as runs without gaps
    std::array<SequenceRange, kRecent> m_recent{};
    std::uint8_t m_recentCount = 0;
    std::size_t m_size = 0;
    std::size_t m_trueSize = 0;
};

} // namespace hopyard::transport::tcp
