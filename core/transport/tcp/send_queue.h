// The send queue: bytes from SND.UNA on, sent or not, by sequence number.
//
// Data is copied once, from its user into blocks (pages of the packet pool), and once more into the segments made of
// it. Blocks are shared by copies of a world until one of them writes.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/ring.h"
#include "core/packet/packet.h"
#include "core/transport/tcp/sequence.h"

#include <cstddef>
#include <cstdint>

namespace hopyard::transport::tcp {

class SendQueue {
public:
    /// Empty; the next byte appended has the number `first`.
    void start(Sequence first);
    void append(packet::PacketPool &pool, base::Bytes data);
    /// Forgets everything before `to`.
    void dropBefore(Sequence to);
    void clear();
    /// Copies bytes from `from` on, all of them in the queue.
    void copy(Sequence from, base::MutableBytes into) const;

    Sequence begin() const { return m_begin; }
    Sequence end() const { return m_end; }
    std::uint32_t size() const { return static_cast<std::uint32_t>(m_end - m_begin); }
    bool isEmpty() const { return m_begin == m_end; }

private:
    struct Block {
        packet::Packet page; // its size is what it has room for
        Sequence first;
        std::uint32_t used = 0;
    };
    std::size_t blockOf(Sequence at) const;

    base::Ring<Block> m_blocks;
    Sequence m_begin; // may lie within the first block
    Sequence m_end;
};

} // namespace hopyard::transport::tcp
