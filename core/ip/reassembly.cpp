// Fragments held, checked and put together; see reassembly.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/reassembly.h"

#include <algorithm>
#include <cstring>

namespace hopyard::ip {

Reassembler::Result Reassembler::add(base::TimePoint now, const Key &key, Fragment fragment, packet::PacketPool &pool)
{
    const auto answer = [](Outcome outcome) { return Result{outcome, {}, 0, {}}; };
    if (fragment.packet.size() <= fragment.headerLength)
        return answer(Outcome::malformed);
    const std::uint32_t begin = fragment.offset;
    const std::uint32_t length = payloadOf(fragment);
    const std::uint32_t end = begin + length;
    if (std::size_t(end) + fragment.headerLength > m_limits.datagramBytes || (fragment.more && length % 8 != 0))
        return answer(Outcome::malformed);

    std::size_t index = 0;
    while (index < m_datagrams.size() && !(m_datagrams[index].key == key))
        ++index;
    const std::size_t cost = charge(fragment.packet);
    if (m_bytes + cost > m_limits.bytes || bytesFrom(key.source) + cost > m_limits.bytesPerSource)
        return answer(Outcome::limit);
    if (index == m_datagrams.size()) {
        m_datagrams.emplace_back();
        m_datagrams.back().key = key;
        m_datagrams.back().deadline = now + m_limits.timeout;
    }
    Datagram &datagram = m_datagrams[index];

    std::vector<Fragment> &pieces = datagram.pieces;
    const auto at = std::lower_bound(pieces.begin(), pieces.end(), begin,
                                     [](const Fragment &f, std::uint32_t offset) { return f.offset < offset; });
    if (at != pieces.end() && at->offset == begin && payloadOf(*at) == length && at->more == fragment.more)
        return answer(Outcome::duplicate);
    const bool overlapsNext = at != pieces.end() && at->offset < end;
    const bool overlapsPrevious = at != pieces.begin() && std::prev(at)->offset + payloadOf(*std::prev(at)) > begin;
    const bool endMoves = datagram.hasEnd && (fragment.more ? end >= datagram.end : end != datagram.end);
    const bool endTooEarly = !fragment.more && !pieces.empty() && pieces.back().offset + payloadOf(pieces.back()) > end;
    if (overlapsNext || overlapsPrevious || endMoves || endTooEarly)
        return discard(index, std::move(fragment));

    if (!fragment.more) {
        datagram.hasEnd = true;
        datagram.end = end;
    }
    datagram.payload += length;
    m_bytes += cost;
    pieces.insert(at, std::move(fragment));
    if (datagram.hasEnd && datagram.payload == datagram.end)
        return assemble(index, pool);
    return answer(Outcome::waiting);
}

std::vector<Reassembler::Expired> Reassembler::expire(base::TimePoint now)
{
    std::vector<Expired> expired;
    while (!m_datagrams.empty() && m_datagrams.front().deadline <= now) {
        Expired one;
        one.hasFirst = !m_datagrams.front().pieces.empty() && m_datagrams.front().pieces.front().offset == 0;
        for (const Fragment &piece : m_datagrams.front().pieces)
            one.pieces.push_back(piece.packet);
        forget(0);
        expired.push_back(std::move(one));
    }
    return expired;
}

// The page that a packet sits on is what it really costs; the smallest is 2 KiB.
std::size_t Reassembler::charge(const packet::Packet &packet) { return std::max<std::size_t>(packet.size() + 256, 2048); }

Reassembler::Result Reassembler::discard(std::size_t index, Fragment fragment)
{
    Result result{Outcome::overlap, {}, 0, {}};
    for (const Fragment &piece : m_datagrams[index].pieces)
        result.discarded.push_back(piece.packet);
    result.discarded.push_back(std::move(fragment.packet));
    forget(index);
    return result;
}

Reassembler::Result Reassembler::assemble(std::size_t index, packet::PacketPool &pool)
{
    const Datagram &datagram = m_datagrams[index];
    const Fragment &first = datagram.pieces.front();
    Result result{Outcome::complete, pool.make(first.headerLength + datagram.end), first.headerLength, {}};
    const base::MutableBytes out = result.whole.writable();
    std::memcpy(out.data(), first.packet.bytes().data(), first.headerLength);
    for (const Fragment &piece : datagram.pieces)
        std::memcpy(out.data() + first.headerLength + piece.offset, piece.packet.bytes().data() + piece.headerLength,
                    payloadOf(piece));
    result.whole.setId(first.packet.id());
    forget(index);
    return result;
}

void Reassembler::forget(std::size_t index)
{
    for (const Fragment &piece : m_datagrams[index].pieces)
        m_bytes -= charge(piece.packet);
    m_datagrams.erase(m_datagrams.begin() + static_cast<std::ptrdiff_t>(index));
}

std::size_t Reassembler::bytesFrom(const base::IpAddress &source) const
{
    std::size_t bytes = 0;
    for (const Datagram &datagram : m_datagrams)
        if (datagram.key.source == source)
            for (const Fragment &piece : datagram.pieces)
                bytes += charge(piece.packet);
    return bytes;
}

} // namespace hopyard::ip
