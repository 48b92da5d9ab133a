// What is under way: every segment from SND.UNA to SND.NXT with its times and its mark, and the SACK scoreboard on it.
//
// RFC 2018 and 6675 (scoreboard, "pipe"). A send of many MSS is one entry of several pieces (segments on the wire),
// split where a part of it meets another fate. Entries stand in a ring in order of sequence numbers: finding one is
// log n, and runs of sacked entries are stepped over at once, so an ACK costs what it brings and not the window.
// Counts are in pieces, because the congestion window is (congestion/window.h).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/transport/tcp/compact_ring.h"
#include "core/transport/tcp/sequence.h"

#include <algorithm>
#include <cstdint>

namespace hopyard::transport::tcp {

/// The sender's state at the moment a segment left, from which its delivery tells a rate (delivery_rate.h).
struct DeliveryMark {
    base::TimePoint deliveredAt;   ///< when `delivered` was reached
    base::TimePoint windowStart;   ///< when the segment was sent whose delivery told that
    std::uint32_t delivered = 0;   ///< pieces
    bool applicationLimited = false;
};

struct SentSegment {
    base::TimePoint sentAt;      ///< the last time
    base::TimePoint firstSentAt;
    DeliveryMark mark;
    Sequence from;
    std::uint32_t length = 0;
    Sequence sackedTo;           ///< while sacked: everything from here to there is sacked too
    std::uint16_t pieceLength = 0;
    std::uint16_t pieces = 1;
    bool sacked = false;
    bool lost = false;
    bool retransmitted = false;  ///< and that retransmission is under way
    bool everRetransmitted = false;

    Sequence to() const { return from + length; }
    SequenceRange range() const { return {from, to()}; }
};

class SentSegments {
public:
    bool isEmpty() const { return m_ring.isEmpty(); }
    std::size_t size() const { return m_ring.size(); }
    const SentSegment &operator[](std::size_t i) const { return m_ring[i]; }
    const SentSegment &front() const { return m_ring.front(); }
    const SentSegment &back() const { return m_ring.back(); }

    // --- pieces ---
    std::uint32_t out() const { return m_out; }
    std::uint32_t sacked() const { return m_sacked + m_assumed; }
    std::uint32_t lost() const { return m_lost; }
    std::uint32_t retransmitted() const { return m_retransmitted; }
    /// "pipe" of RFC 6675, as Linux counts it: a lost segment and its retransmission are one.
    std::uint32_t inFlight() const
    {
        const std::uint32_t gone = m_sacked + m_assumed + m_lost;
        const std::uint32_t all = m_out + m_retransmitted;
        return all > gone ? all - gone : 0;
    }
    /// Pieces that duplicate ACKs tell of where the peer has no SACK: some have arrived, nobody knows which.
    void assumeDelivered(std::uint32_t pieces) { m_assumed = pieces; }
    std::uint32_t assumedDelivered() const { return m_assumed; }

    /// The end of the highest that was sacked; meaningful while any is.
    Sequence highestSacked() const { return m_highestSacked; }

    // --- finding ---
    /// Index of the entry that holds `at`, or of the first behind it; size() where all is before it.
    std::size_t find(Sequence at) const;
    /// The first entry from `index` on that is not sacked; size(): none.
    std::size_t skipSacked(std::size_t index) const;

    // --- changing; the caller decides what it means ---
    void append(SequenceRange range, std::uint32_t pieceLength, base::TimePoint now, const DeliveryMark &mark);
    /// Makes an entry begin at `at`, where that lies under way. Returns find(at).
    std::size_t splitAt(Sequence at);
    /// Calls `visit(segment)` for each entry not sacked that lies in the range whole (parts of large entries are made
    /// entries; of a piece nothing less than all), then marks it sacked. Returns bytes.
    template <class Visit>
    std::uint32_t sack(SequenceRange range, Visit visit);
    /// Calls `visit(segment, pieces)` for what is before `to`, then forgets it. A piece begun counts when it is done.
    template <class Visit>
    void acknowledge(Sequence to, Visit visit);
    /// Lost, and if it was sent again, that is lost too. Returns pieces that were not marked already.
    std::uint32_t markLost(std::size_t index);
    /// Those in the range that are not sacked were sent again. Returns pieces.
    std::uint32_t markRetransmitted(SequenceRange range, base::TimePoint now, const DeliveryMark &mark);
    /// A duplicate arrived of it: its retransmission is not under way any more.
    void clearRetransmitted(std::size_t index);
    void clearLost();   ///< all marks of loss
    void clearSacked(); ///< the peer has broken its word (RFC 2018 section 8)
    /// Entry by entry, the length of a piece becomes this at most.
    std::uint32_t resize(std::size_t index, std::uint32_t pieceLength);

private:
    friend struct StateFields; // state_fields.h
    static std::uint16_t pieceCount(std::uint32_t length, std::uint32_t pieceLength);
    /// The end of a piece of `s` nearest to `at`, which lies in it.
    static Sequence pieceBoundary(const SentSegment &s, Sequence at, bool up);
    void count(const SentSegment &s, std::int32_t sign);
    void noteSacked(Sequence start, Sequence end);

    CompactRing<SentSegment> m_ring;
    std::uint32_t m_out = 0;
    std::uint32_t m_sacked = 0;
    std::uint32_t m_lost = 0;
    std::uint32_t m_retransmitted = 0;
    std::uint32_t m_assumed = 0;
    Sequence m_highestSacked;
};

template <class Visit>
std::uint32_t SentSegments::sack(SequenceRange range, Visit visit)
{
    std::uint32_t bytes = 0;
    if (m_sacked == 0)
        m_highestSacked = range.from;
    std::size_t i = find(range.from);
    if (i < m_ring.size() && m_ring[i].from < range.from)
        i = splitAt(pieceBoundary(m_ring[i], range.from, true));
    const Sequence start = i < m_ring.size() ? m_ring[i].from : range.to;
    Sequence end = start;
    while (i < m_ring.size() && m_ring[i].from < range.to) {
        if (m_ring[i].sacked) {
            i = skipSacked(i);
            end = i < m_ring.size() ? m_ring[i].from : m_ring.back().to();
            continue;
        }
        if (m_ring[i].to() > range.to) {
            const Sequence boundary = pieceBoundary(m_ring[i], range.to, false);
            if (boundary == m_ring[i].from)
                break;
            splitAt(boundary);
        }
        SentSegment &s = m_ring[i];
        visit(static_cast<const SentSegment &>(s));
        count(s, -1);
        if (s.lost)
            s.lost = s.retransmitted = false; // else its retransmission is still under way
        s.sacked = true;
        count(s, 1);
        s.sackedTo = s.to();
        bytes += s.length;
        end = s.to();
        ++i;
    }
    noteSacked(start, end);
    return bytes;
}

template <class Visit>
void SentSegments::acknowledge(Sequence to, Visit visit)
{
    std::size_t gone = 0;
    for (; gone < m_ring.size(); ++gone) {
        SentSegment &s = m_ring[gone];
        if (s.to() > to) {
            if (s.from < to) {
                const auto bytes = static_cast<std::uint32_t>(to - s.from);
                const std::uint16_t left = pieceCount(s.length - bytes, s.pieceLength);
                if (left < s.pieces)
                    visit(static_cast<const SentSegment &>(s), static_cast<std::uint32_t>(s.pieces - left));
                count(s, -1);
                s.from = to;
                s.length -= bytes;
                s.pieces = left;
                count(s, 1);
            }
            break;
        }
        visit(static_cast<const SentSegment &>(s), static_cast<std::uint32_t>(s.pieces));
        count(s, -1);
    }
    if (gone > 0)
        m_ring.popFront(gone);
}

} // namespace hopyard::transport::tcp
