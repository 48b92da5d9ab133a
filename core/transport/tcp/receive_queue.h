// Data received in order and not read yet. The packets themselves are kept, without a copy; small ones are gathered, so
// that a byte does not hold a page.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/ring.h"
#include "core/packet/packet.h"

#include <cstddef>
#include <cstdint>

namespace hopyard::transport::tcp {

class ReceiveQueue {
public:
    void append(packet::PacketPool &pool, packet::Packet data);
    /// The bytes that are first, as far as they lie in one piece.
    base::Bytes front() const { return m_pieces.isEmpty() ? base::Bytes() : visible(0); }
    /// Copies bytes from `offset` on without taking them; how many there were.
    std::size_t copy(std::size_t offset, base::MutableBytes into) const;
    void consume(std::size_t count);
    void clear();
    /// Copies everything together, into as little memory as it needs.
    void compact(packet::PacketPool &pool);

    std::size_t size() const { return m_size; }
    bool isEmpty() const { return m_size == 0; }
    /// Bytes of memory that it holds.
    std::size_t trueSize() const { return m_trueSize; }

private:
    base::Bytes visible(std::size_t i) const
    {
        const base::Bytes bytes = m_pieces[i].bytes();
        return m_gathered > 0 && i + 1 == m_pieces.size() ? bytes.first(m_gathered) : bytes;
    }
    void push(packet::Packet piece);
    void gather(base::Bytes data);

    base::Ring<packet::Packet> m_pieces;
    std::size_t m_size = 0;
    std::size_t m_trueSize = 0;
    std::size_t m_gathered = 0; // bytes in use of the last piece, where that gathers small ones; else 0
};

} // namespace hopyard::transport::tcp
