// See stock.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/stock.h"

#include <algorithm>
#include <array>
#include <vector>

namespace hopyard::migration {

using transport::tcp::SendQueue;
using transport::tcp::Sequence;

StockSent::StockSent(base::TimePoint now, const SendQueue &queue, BlobSender &into) : m_first(queue.begin()), m_end(m_first)
{
    std::array<std::uint8_t, kHead> head;
    base::storeU32(head.data(), m_first.value);
    into.append(now, head);
    static_cast<void>(feed(now, queue, into));
}

bool StockSent::feed(base::TimePoint now, const SendQueue &queue, BlobSender &into)
{
    const std::int32_t more = queue.end() - m_end;
    if (more <= 0)
        return true;
    if (size() + static_cast<std::uint32_t>(more) > kMost)
        return false;
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(more));
    // What was queued, sent and acknowledged since the last time is needed by nobody: zeros stand in for it.
    const std::int32_t missed = std::min(std::max(queue.begin() - m_end, 0), more);
    queue.copy(m_end + static_cast<std::uint32_t>(missed), base::MutableBytes(bytes).subspan(static_cast<std::size_t>(missed)));
    m_checksum.add(bytes);
    m_end = queue.end();
    into.append(now, bytes);
    return true;
}

bool StockSent::isSettled(const BlobSender &sender)
{
    if (sender.hasUnsent())
        return false;
    if (!m_mark)
        m_mark = sender.sent();
    return sender.arrivedAll() >= *m_mark;
}

void Stock::take(packet::PacketPool &pool, base::Bytes front)
{
    if (front.size() <= m_taken || front.size() < StockSent::kHead)
        return;
    if (m_taken == 0) {
        m_first = Sequence(base::loadU32(front.data()));
        m_queue.start(m_first);
        m_taken = StockSent::kHead;
    }
    const base::Bytes more = front.subspan(m_taken);
    m_queue.append(pool, more);
    m_checksum.add(more);
    m_taken = front.size();
}

} // namespace hopyard::migration
