// The ring of segments under way: sent_segments.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/sent_segments.h"

#include <algorithm>

namespace hopyard::transport::tcp {

std::uint16_t SentSegments::pieceCount(std::uint32_t length, std::uint32_t pieceLength)
{
    if (length <= pieceLength)
        return 1;
    return static_cast<std::uint16_t>(std::min<std::uint32_t>((length + pieceLength - 1) / pieceLength, 0xffff));
}

void SentSegments::count(const SentSegment &s, std::int32_t sign)
{
    const auto n = static_cast<std::uint32_t>(sign * s.pieces);
    m_out += n;
    if (s.sacked)
        m_sacked += n;
    if (s.lost)
        m_lost += n;
    if (s.retransmitted)
        m_retransmitted += n;
}

std::size_t SentSegments::find(Sequence at) const
{
    std::size_t low = 0, high = m_ring.size();
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        if (m_ring[middle].to() <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

std::size_t SentSegments::skipSacked(std::size_t index) const
{
    while (index < m_ring.size() && m_ring[index].sacked)
        index = m_ring[index].sackedTo == m_ring[index].to() ? index + 1 : find(m_ring[index].sackedTo);
    return index;
}

void SentSegments::noteSacked(Sequence start, Sequence end)
{
    if (end <= start)
        return;
    // Shortens the way over this run for the next ACK, which most likely names it again, and over one before it.
    std::size_t first = find(start);
    m_ring[first].sackedTo = end;
    if (first > 0 && m_ring[first - 1].sacked)
        m_ring[first - 1].sackedTo = end;
    if (m_highestSacked < end)
        m_highestSacked = end;
}

void SentSegments::append(SequenceRange range, std::uint32_t pieceLength, base::TimePoint now, const DeliveryMark &mark)
{
    if (isEmpty())
        m_highestSacked = range.from;
    SentSegment s;
    s.sentAt = s.firstSentAt = now;
    s.mark = mark;
    s.from = range.from;
    s.length = range.length();
    s.pieceLength = static_cast<std::uint16_t>(std::clamp(pieceLength, 1u, 0xffffu));
    s.pieces = pieceCount(s.length, s.pieceLength);
    m_ring.pushBack(s);
    count(s, 1);
}

Sequence SentSegments::pieceBoundary(const SentSegment &s, Sequence at, bool up)
{
    const auto offset = static_cast<std::uint32_t>(at - s.from);
    const std::uint32_t down = offset - offset % s.pieceLength;
    return s.from + (up && down < offset ? std::min(down + s.pieceLength, s.length) : down);
}

std::size_t SentSegments::splitAt(Sequence at)
{
    const std::size_t i = find(at);
    if (i == m_ring.size() || m_ring[i].from >= at)
        return i;
    SentSegment left = m_ring[i];
    count(left, -1);
    SentSegment right = left;
    left.length = static_cast<std::uint32_t>(at - left.from);
    right.from = at;
    right.length -= left.length;
    left.pieces = pieceCount(left.length, left.pieceLength);
    right.pieces = pieceCount(right.length, right.pieceLength);
    m_ring[i] = right;
    m_ring.insert(i, left);
    count(left, 1);
    count(right, 1);
    return i + 1;
}

std::uint32_t SentSegments::markLost(std::size_t index)
{
    SentSegment &s = m_ring[index];
    if (s.sacked || (s.lost && !s.retransmitted))
        return 0;
    const std::uint32_t fresh = s.pieces;
    count(s, -1);
    s.lost = true;
    s.retransmitted = false;
    count(s, 1);
    return fresh;
}

std::uint32_t SentSegments::markRetransmitted(SequenceRange range, base::TimePoint now, const DeliveryMark &mark)
{
    std::uint32_t pieces = 0;
    splitAt(range.from);
    splitAt(range.to);
    for (std::size_t i = find(range.from); i < m_ring.size() && m_ring[i].from < range.to; ++i) {
        SentSegment &s = m_ring[i];
        if (s.sacked)
            continue;
        count(s, -1);
        s.retransmitted = s.everRetransmitted = true;
        s.sentAt = now;
        s.mark = mark;
        count(s, 1);
        pieces += s.pieces;
    }
    return pieces;
}

void SentSegments::clearRetransmitted(std::size_t index)
{
    SentSegment &s = m_ring[index];
    count(s, -1);
    s.retransmitted = false;
    count(s, 1);
}

void SentSegments::clearLost()
{
    for (std::size_t i = 0; i < m_ring.size(); ++i)
        m_ring[i].lost = false;
    m_lost = 0;
}

void SentSegments::clearSacked()
{
    for (std::size_t i = 0; i < m_ring.size(); ++i)
        m_ring[i].sacked = false;
    m_sacked = 0;
}

std::uint32_t SentSegments::resize(std::size_t index, std::uint32_t pieceLength)
{
    SentSegment &s = m_ring[index];
    count(s, -1);
    s.pieceLength = static_cast<std::uint16_t>(std::clamp(pieceLength, 1u, 0xffffu));
    s.pieces = pieceCount(s.length, s.pieceLength);
    count(s, 1);
    return s.pieces;
}

} // namespace hopyard::transport::tcp
