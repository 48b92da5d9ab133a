// Pieces in order; see receive_queue.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/receive_queue.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace hopyard::transport::tcp {

namespace {

constexpr std::size_t kSmall = 512;        // pieces up to here are gathered where two of them meet
constexpr std::size_t kFirstBlock = 2'000; // a small page of the pool, full
constexpr std::size_t kBlock = 10'200;     // a middle one

} // namespace

void ReceiveQueue::append(packet::PacketPool &pool, packet::Packet data)
{
    if (data.size() == 0)
        return;
    m_size += data.size();
    if (data.size() > kSmall || m_pieces.isEmpty()) {
        push(std::move(data));
        return;
    }
    if (m_gathered > 0 && m_gathered + data.size() <= m_pieces.back().size()) {
        gather(data.bytes());
        return;
    }
    if (m_gathered == 0 && m_pieces.back().size() > kSmall) {
        push(std::move(data));
        return;
    }
    // Two small ones in a row, or a full block: begin another block, with what is small and last in it.
    const bool another = m_gathered > 0;
    packet::Packet first = another ? packet::Packet() : m_pieces.back();
    packet::Packet block = pool.make(another ? kBlock : kFirstBlock, 0);
    if (another) {
        push(std::move(block));
    } else {
        m_trueSize += block.pageSize() - first.pageSize();
        m_pieces.back() = std::move(block);
    }
    gather(first.bytes());
    gather(data.bytes());
}

/// Behind what the last piece gathered already.
void ReceiveQueue::gather(base::Bytes data)
{
    if (!data.empty())
        std::memcpy(m_pieces.back().writable().data() + m_gathered, data.data(), data.size());
    m_gathered += data.size();
}

void ReceiveQueue::push(packet::Packet piece)
{
    if (m_gathered > 0)
        m_pieces.back().truncate(m_gathered);
    m_gathered = 0;
    m_trueSize += piece.pageSize();
    m_pieces.pushBack(std::move(piece));
}

std::size_t ReceiveQueue::copy(std::size_t offset, base::MutableBytes into) const
{
    std::size_t done = 0;
    for (std::size_t i = 0; i < m_pieces.size() && done < into.size(); ++i) {
        const base::Bytes bytes = visible(i);
        if (offset >= bytes.size()) {
            offset -= bytes.size();
            continue;
        }
        const std::size_t count = std::min(bytes.size() - offset, into.size() - done);
        std::memcpy(into.data() + done, bytes.data() + offset, count);
        done += count;
        offset = 0;
    }
    return done;
}

void ReceiveQueue::consume(std::size_t count)
{
    count = std::min(count, m_size);
    m_size -= count;
    while (count > 0) {
        const std::size_t here = visible(0).size();
        const bool isBlock = m_gathered > 0 && m_pieces.size() == 1;
        if (count < here) {
            m_pieces.front().popFront(count);
            if (isBlock)
                m_gathered -= count;
            return;
        }
        count -= here;
        m_trueSize -= m_pieces.front().pageSize();
        m_pieces.popFront();
        if (isBlock)
            m_gathered = 0;
    }
}

void ReceiveQueue::clear()
{
    m_pieces.clear();
    m_size = m_trueSize = m_gathered = 0;
}

void ReceiveQueue::compact(packet::PacketPool &pool)
{
    base::Ring<packet::Packet> packed;
    std::size_t held = 0;
    for (std::size_t at = 0; at < m_size;) {
        packet::Packet block = pool.make(std::min(kBlock, m_size - at), 0);
        at += copy(at, block.writable());
        held += block.pageSize();
        packed.pushBack(std::move(block));
    }
    m_pieces = std::move(packed);
    m_trueSize = held;
    m_gathered = 0;
}

} // namespace hopyard::transport::tcp
