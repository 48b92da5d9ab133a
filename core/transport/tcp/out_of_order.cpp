// The queue ahead of a gap; see out_of_order.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/out_of_order.h"

#include <algorithm>
#include <utility>

namespace hopyard::transport::tcp {

std::optional<SequenceRange> OutOfOrder::insert(Sequence from, packet::Packet data)
{
    std::optional<SequenceRange> duplicate;
    const auto found = [&duplicate](Sequence a, Sequence b) {
        if (!duplicate)
            duplicate = SequenceRange{a, b};
    };
    Sequence to = from + static_cast<std::uint32_t>(data.size());
    // Usually it belongs at the end.
    std::size_t at = m_pieces.size();
    if (at > 0 && m_pieces.back().from > from)
        at = static_cast<std::size_t>(std::upper_bound(m_pieces.begin(), m_pieces.end(), from,
                                                       [](Sequence s, const Piece &p) { return s < p.from; })
                                      - m_pieces.begin());
    if (at > 0 && m_pieces[at - 1].to() > from) {
        const Sequence known = m_pieces[at - 1].to();
        found(from, earlier(known, to));
        if (known >= to) {
            tell({from, to});
            return duplicate;
        }
        data.popFront(static_cast<std::size_t>(known - from));
        from = known;
    }
    std::size_t last = at;
    while (last < m_pieces.size() && m_pieces[last].to() <= to) { // covered by the new one
        found(m_pieces[last].from, m_pieces[last].to());
        forget(m_pieces[last]);
        ++last;
    }
    m_pieces.erase(m_pieces.begin() + static_cast<std::ptrdiff_t>(at),
                   m_pieces.begin() + static_cast<std::ptrdiff_t>(last));
    if (at < m_pieces.size() && m_pieces[at].from < to) {
        found(m_pieces[at].from, to);
        to = m_pieces[at].from;
        data.truncate(static_cast<std::size_t>(to - from));
    }
    m_size += data.size();
    m_trueSize += data.pageSize();
    if (data.size() > 0)
        m_pieces.insert(m_pieces.begin() + static_cast<std::ptrdiff_t>(at), Piece{from, std::move(data)});
    addRange({from, to});
    return duplicate;
}

void OutOfOrder::forget(const Piece &piece)
{
    m_size -= piece.data.size();
    m_trueSize -= piece.data.pageSize();
}

/// Joins what touches.
void OutOfOrder::addRange(SequenceRange added)
{
    auto first = std::lower_bound(m_ranges.begin(), m_ranges.end(), added.from,
                                  [](const SequenceRange &r, Sequence s) { return r.to < s; });
    auto last = first;
    for (; last != m_ranges.end() && last->from <= added.to; ++last) {
        added.from = earlier(added.from, last->from);
        added.to = later(added.to, last->to);
    }
    if (first == last) {
        m_ranges.insert(first, added);
    } else {
        *first = added;
        m_ranges.erase(first + 1, last);
    }
    tell(added);
}

/// The run that holds `range` comes first; what it has swallowed is not told apart from it.
void OutOfOrder::tell(SequenceRange range)
{
    for (const SequenceRange &r : m_ranges)
        if (r.from <= range.from && r.to >= range.to)
            range = r;
    std::array<SequenceRange, kRecent> recent{};
    std::uint8_t count = 0;
    recent[count++] = range;
    for (const SequenceRange &r : this->recent())
        if (count < kRecent && (r.from < range.from || r.to > range.to))
            recent[count++] = r;
    m_recent = recent;
    m_recentCount = count;
}

Sequence OutOfOrder::takeReady(packet::PacketPool &pool, Sequence next, ReceiveQueue &queue,
                               std::optional<SequenceRange> &duplicate)
{
    std::size_t taken = 0;
    for (; taken < m_pieces.size() && m_pieces[taken].from <= next; ++taken) {
        Piece &piece = m_pieces[taken];
        forget(piece);
        if (piece.from < next && !duplicate)
            duplicate = SequenceRange{piece.from, earlier(piece.to(), next)};
        if (piece.to() <= next)
            continue;
        const Sequence to = piece.to();
        piece.data.popFront(static_cast<std::size_t>(next - piece.from));
        queue.append(pool, std::move(piece.data));
        next = to;
    }
    m_pieces.erase(m_pieces.begin(), m_pieces.begin() + static_cast<std::ptrdiff_t>(taken));
    std::erase_if(m_ranges, [next](const SequenceRange &r) { return r.to <= next; });
    const auto gone = std::remove_if(m_recent.begin(), m_recent.begin() + m_recentCount,
                                     [next](const SequenceRange &r) { return r.to <= next; });
    m_recentCount = static_cast<std::uint8_t>(gone - m_recent.begin());
    return next;
}

void OutOfOrder::prune(std::size_t limit)
{
    while (!m_pieces.empty() && m_trueSize > limit) {
        forget(m_pieces.back());
        m_pieces.pop_back();
    }
    const std::optional<Sequence> end = m_pieces.empty() ? std::nullopt : std::optional(m_pieces.back().to());
    const auto cut = [&end](SequenceRange &r) {
        if (end && r.to > *end)
            r.to = *end;
        return !end || r.from >= r.to;
    };
    std::erase_if(m_ranges, cut);
    const auto gone = std::remove_if(m_recent.begin(), m_recent.begin() + m_recentCount, cut);
    m_recentCount = static_cast<std::uint8_t>(gone - m_recent.begin());
}

} // namespace hopyard::transport::tcp
