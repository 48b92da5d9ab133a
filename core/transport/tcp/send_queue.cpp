// Blocks of data waiting to be sent or acknowledged; see send_queue.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/send_queue.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

namespace hopyard::transport::tcp {

namespace {

/// Sizes that use the pool's three kinds of pages well.
std::size_t blockSizeFor(std::size_t bytes, std::size_t queued)
{
    constexpr std::size_t kSmall = 2'000, kMiddle = 10'200, kLarge = 65'536;
    const std::size_t wanted = bytes + queued;
    return wanted <= kSmall ? kSmall : wanted <= 3 * kMiddle ? kMiddle : kLarge;
}

} // namespace

void SendQueue::start(Sequence first)
{
    m_blocks.clear();
    m_begin = m_end = first;
}

void SendQueue::append(packet::PacketPool &pool, base::Bytes data)
{
    while (!data.empty()) {
        if (m_blocks.isEmpty() || m_blocks.back().used == m_blocks.back().page.size())
            m_blocks.pushBack({pool.make(blockSizeFor(data.size(), size()), 0), m_end, 0});
        Block &block = m_blocks.back();
        const std::size_t count = std::min(data.size(), block.page.size() - block.used);
        std::memcpy(block.page.writable().data() + block.used, data.data(), count);
        block.used += static_cast<std::uint32_t>(count);
        m_end += static_cast<std::uint32_t>(count);
        data = data.subspan(count);
    }
}

void SendQueue::dropBefore(Sequence to)
{
    to = earlier(to, m_end);
    if (to <= m_begin)
        return;
    m_begin = to;
    while (!m_blocks.isEmpty() && m_blocks.front().first + m_blocks.front().used <= m_begin)
        m_blocks.popFront();
}

void SendQueue::clear()
{
    m_blocks.clear();
    m_begin = m_end;
}

std::size_t SendQueue::blockOf(Sequence at) const
{
    std::size_t low = 0;
    std::size_t high = m_blocks.size();
    while (high - low > 1) {
        const std::size_t middle = (low + high) / 2;
        if (m_blocks[middle].first <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

void SendQueue::copy(Sequence from, base::MutableBytes into) const
{
    assert(from >= m_begin && from + static_cast<std::uint32_t>(into.size()) <= m_end);
    for (std::size_t i = into.empty() ? 0 : blockOf(from); !into.empty(); ++i) {
        const Block &block = m_blocks[i];
        const auto offset = static_cast<std::size_t>(from - block.first);
        const std::size_t count = std::min(into.size(), block.used - offset);
        std::memcpy(into.data(), block.page.bytes().data() + offset, count);
        into = into.subspan(count);
        from += static_cast<std::uint32_t>(count);
    }
}

} // namespace hopyard::transport::tcp
