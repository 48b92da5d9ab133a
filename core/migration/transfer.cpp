// Pieces there and answers back; see transfer.h.
//
// piece: transfer (8 bytes), instance (4), size of the whole (4; 0: it grows), index (4), the bytes. received: transfer (8), what (1: some, 2: all,
// 3: refused), the receiver's instance (4), the first index that is missing (4), a bit for each of the 256 behind it (4 words of 8, lowest bit first), the index it answers (4).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/transfer.h"

#include <algorithm>
#include <iterator>

namespace hopyard::migration {

using base::Duration;
using base::TimePoint;

namespace {

constexpr std::size_t kPieceHead = 20;
constexpr std::uint32_t kTold = 256; ///< pieces behind the first that is missing
constexpr std::size_t kAnswerSize = 21 + kTold / 8;
constexpr std::uint32_t kMostWindow = kTold;
constexpr std::uint32_t kUrgentWindow = 128; // a client waits: a burst of 150 kB is a millisecond at 1 Gbit/s
constexpr std::uint32_t kGrowingWindow = 16;
constexpr std::uint32_t kOutOfOrder = 3; ///< how many sent later must have arrived before one counts as lost

std::uint32_t countOf(std::size_t size)
{
    return static_cast<std::uint32_t>(std::max<std::size_t>((size + kPieceSize - 1) / kPieceSize, 1));
}

} // namespace

// --- sender ---

BlobSender::BlobSender(TransferId id, base::Ipv4Address to, Instance instance, std::vector<std::uint8_t> blob,
                       TimePoint now)
    : m_id(id), m_to(to), m_instance(instance), m_blob(std::move(blob)), m_pieces(countOf(m_blob.size())), m_progressAt(now),
      m_window(kUrgentWindow)
{
}

BlobSender::BlobSender(TransferId id, base::Ipv4Address to, Instance instance, TimePoint now)
    : m_id(id), m_to(to), m_instance(instance), m_progressAt(now), m_window(kGrowingWindow), m_grows(true)
{
}

void BlobSender::append(TimePoint now, base::Bytes bytes)
{
    if (m_state != State::sending)
        return;
    if (m_first == m_pieces.size())
        m_progressAt = now; // there was nothing to wait for
    m_blob.insert(m_blob.end(), bytes.begin(), bytes.end());
    m_pieces.resize(m_blob.size() / kPieceSize);
}

void BlobSender::finish(TimePoint now, base::Bytes bytes)
{
    append(now, bytes);
    m_pieces.resize(countOf(m_blob.size()));
    m_window = std::max(m_window, kUrgentWindow);
    m_grows = false;
}

bool BlobSender::hasUnsent() const
{
    return m_next < m_pieces.size() || m_lost > 0;
}

Duration BlobSender::timeout() const
{
    Duration wait = kFirstTimeout;
    if (m_smoothed > Duration())
        wait = std::max(m_smoothed + m_variation * 4, kLeastTimeout);
    for (std::uint8_t i = 0; i < m_backOff && wait < kMostTimeout; ++i)
        wait = wait * 2;
    return std::min(wait, kMostTimeout);
}

void BlobSender::output(TimePoint now, const base::SipKey &key, std::vector<Outgoing> &out)
{
    if (m_state != State::sending)
        return;
    const auto sendOne = [&](std::uint32_t index) {
        Piece &piece = m_pieces[index];
        const std::size_t at = std::size_t(index) * kPieceSize;
        const std::size_t length = std::min(kPieceSize, m_blob.size() - at);
        std::array<std::uint8_t, kPieceHead + kPieceSize> body;
        base::ByteWriter writer(body);
        writer.u64(m_id);
        writer.u32(m_instance);
        writer.u32(m_grows ? 0 : static_cast<std::uint32_t>(m_blob.size()));
        writer.u32(index);
        writer.bytes(base::Bytes(m_blob).subspan(at, length));
        out.push_back({m_to, seal(key, MessageKind::piece, base::Bytes(body).first(writer.position()))});
        m_repeats += piece.times > 0;
        piece.sentAt = now;
        piece.times = static_cast<std::uint16_t>(std::min(piece.times + 1, 0xffff));
        piece.order = ++m_order;
        m_lost -= piece.lost;
        piece.lost = false;
        ++m_underWay;
    };
    for (std::uint32_t i = m_first; m_lost > 0 && i < m_next && m_underWay < m_window; ++i)
        if (m_pieces[i].lost)
            sendOne(i);
    while (m_next < m_pieces.size() && m_underWay < m_window)
        sendOne(m_next++);
    if (m_deadline.isNever() && m_first < m_next)
        m_deadline = now + timeout();
}

void BlobSender::arrived(TimePoint now, std::uint32_t index)
{
    Piece &piece = m_pieces[index];
    if (piece.arrived || piece.times == 0)
        return;
    piece.arrived = true;
    if (piece.lost)
        --m_lost;
    else
        --m_underWay;
    piece.lost = false;
    m_latest = std::max(m_latest, piece.order);
    m_window = std::min(m_window + 1, kMostWindow);
    m_progressAt = now;
    m_backOff = 0;
    if (piece.times > 1)
        return; // which of them it was nobody knows
    const Duration sample = now - piece.sentAt;
    if (m_smoothed == Duration()) {
        m_smoothed = std::max(sample, Duration::nanoseconds(1));
        m_variation = sample / 2;
        return;
    }
    const Duration error = sample - m_smoothed;
    m_variation += ((error < Duration() ? -error : error) - m_variation) / 4;
    m_smoothed = std::max(m_smoothed + error / 8, Duration::nanoseconds(1));
}

void BlobSender::receive(TimePoint now, base::Bytes body)
{
    if (body.size() != kAnswerSize || m_state != State::sending)
        return;
    base::ByteReader reader(body);
    if (reader.u64() != m_id)
        return;
    const std::uint8_t what = reader.u8();
    const Instance instance = reader.u32();
    const std::uint32_t first = reader.u32();
    std::array<std::uint64_t, kTold / 64> behind;
    for (std::uint64_t &word : behind)
        word = reader.u64();
    const std::uint32_t about = reader.u32();
    if (what == 3) {
        m_state = State::refused;
        m_instance = instance;
    } else if (what == 2) {
        if (m_smoothed == Duration())
            arrived(now, 0); // its round trip
        m_state = State::delivered;
    }
    if (m_state != State::sending) {
        m_deadline = TimePoint::never();
        m_blob = {};
        return;
    }
    if (first > m_next || about >= m_next)
        return;
    const std::uint32_t window = m_window;
    for (std::uint32_t i = m_first; i < first; ++i)
        arrived(now, i);
    for (std::uint32_t i = 0; i < kTold && first + 1 + i < m_next; ++i)
        if (behind[i / 64] >> i % 64 & 1)
            arrived(now, first + 1 + i);
    arrived(now, about);
    m_window = std::max(window, m_window);
    while (m_first < m_pieces.size() && m_pieces[m_first].arrived)
        ++m_first;
    for (std::uint32_t i = m_first; i < m_next; ++i) {
        Piece &piece = m_pieces[i];
        if (piece.arrived || piece.lost || piece.order + kOutOfOrder > m_latest
            || now - piece.sentAt <= m_smoothed + std::max(m_variation, m_smoothed / 4))
            continue; // it may be late only
        piece.lost = true;
        ++m_lost;
        --m_underWay;
    }
    m_deadline = m_first < m_next ? now + timeout() : TimePoint::never();
}

void BlobSender::expire(TimePoint now)
{
    if (m_state != State::sending || now < m_deadline)
        return;
    if (now - m_progressAt >= kGiveUp) {
        m_state = State::failed;
        m_deadline = TimePoint::never();
        m_blob = {};
        return;
    }
    for (std::uint32_t i = m_first; i < m_next; ++i)
        if (!m_pieces[i].arrived && !m_pieces[i].lost) {
            m_pieces[i].lost = true;
            ++m_lost;
        }
    m_underWay = 0;
    m_window = std::max(m_window / 2, 2u);
    m_backOff = static_cast<std::uint8_t>(std::min(m_backOff + 1, 10));
    m_deadline = now + timeout();
}

TimePoint BlobSender::nextDeadline() const
{
    return m_state == State::sending ? m_deadline : TimePoint::never();
}

// --- receiver ---

Outgoing BlobReceiver::answer(const Key &key, Answer what, const base::SipKey &secret, const Open *open,
                              std::uint32_t about) const
{
    std::array<std::uint8_t, kAnswerSize> body{};
    base::ByteWriter writer(body);
    writer.u64(key.second);
    writer.u8(static_cast<std::uint8_t>(static_cast<int>(what) + 1));
    writer.u32(m_own);
    std::array<std::uint64_t, kTold / 64> behind{};
    const std::uint32_t first = open ? open->first : 0;
    for (std::uint32_t i = 0; open && i < kTold; ++i)
        if (const std::uint32_t at = first + 1 + i; at < open->pieces && open->have[at / 64] >> (at % 64) & 1)
            behind[i / 64] |= std::uint64_t(1) << i % 64;
    writer.u32(first);
    for (const std::uint64_t word : behind)
        writer.u64(word);
    writer.u32(about);
    return {key.first, seal(secret, MessageKind::received, body)};
}

std::optional<BlobReceiver::Whole> BlobReceiver::receive(TimePoint now, base::Ipv4Address from, base::Bytes body,
                                                         const base::SipKey &secret, std::vector<Outgoing> &out)
{
    base::ByteReader reader(body);
    const Key key{from, reader.u64()};
    const Instance instance = reader.u32();
    const std::size_t size = reader.u32();
    const std::uint32_t index = reader.u32();
    const base::Bytes bytes = reader.rest();
    const std::size_t at = std::size_t(index) * kPieceSize;
    const std::uint32_t pieces = size > 0 ? countOf(size) : index + 1;
    if (!reader.ok() || index >= pieces || bytes.size() != (size > 0 ? std::min(kPieceSize, size - at) : kPieceSize)) {
        ++m_refused;
        return {};
    }
    if (instance != m_own) {
        ++m_refused;
        out.push_back(answer(key, Answer::refused, secret));
        return {};
    }
    if (m_done.contains(key)) {
        out.push_back(answer(key, Answer::all, secret));
        return {};
    }
    const auto refuse = [&] {
        ++m_refused;
        out.push_back(answer(key, Answer::refused, secret));
        return std::nullopt;
    };
    auto found = m_open.find(key);
    if (found == m_open.end()) {
        if (m_open.size() >= m_limits.open)
            return refuse();
        if (const auto there = m_openFrom.find(from); there != m_openFrom.end() && there->second >= m_limits.openFromOne)
            return refuse();
        Open made;
        made.began = now;
        if (!makeRoom(made, size > 0 ? size : at + bytes.size(), pieces))
            return refuse();
        made.size = size;
        ++m_openFrom[from];
        found = m_open.emplace(key, std::move(made)).first;
        m_nextSweep = std::min(m_nextSweep, now + kIdle);
    }
    Open &open = found->second;
    if (open.size == 0) { // it grows
        if (size > 0 && size < open.announced) {
            ++m_refused; // more has come already
            return {};
        }
        if (!makeRoom(open, size > 0 ? size : std::max(open.announced, at + bytes.size()), std::max(pieces, open.pieces))) {
            forget(found);
            return refuse();
        }
        open.size = size;
        if (size > 0)
            open.began = now;
    } else if ((size > 0 && open.size != size) || at + bytes.size() > open.size) {
        ++m_refused;
        return {};
    }
    open.heardAt = now;
    if (size == 0)
        open.grown = std::max(open.grown, at + bytes.size());
    std::uint64_t &word = open.have[index / 64];
    if (const std::uint64_t bit = std::uint64_t(1) << (index % 64); word & bit) {
        ++open.repeats;
    } else {
        word |= bit;
        ++open.count;
        if (open.blob.size() < at + bytes.size())
            open.blob.resize(at + bytes.size());
        std::copy(bytes.begin(), bytes.end(), open.blob.begin() + static_cast<std::ptrdiff_t>(at));
        while (open.first < open.pieces && open.have[open.first / 64] >> (open.first % 64) & 1)
            ++open.first;
    }
    if (open.size == 0 || open.count < open.pieces) {
        out.push_back(answer(key, Answer::some, secret, &open, index));
        return {};
    }
    Whole whole{from, key.second, std::move(open.blob), now - open.began, open.pieces, open.repeats};
    forget(found);
    forgetDone(now, m_limits.remembered - 1);
    m_done.emplace(key, now);
    m_doneInOrder.emplace_back(now, key);
    m_nextSweep = std::min(m_nextSweep, now + kRemembered);
    out.push_back(answer(key, Answer::all, secret));
    return whole;
}

/// For so much of it; false: there is none.
bool BlobReceiver::makeRoom(Open &open, std::size_t size, std::uint32_t pieces)
{
    const std::size_t more = size - std::min(size, open.announced);
    if (size > m_limits.size || more > m_limits.memory - m_announced)
        return false;
    m_announced += more;
    open.announced += more;
    open.pieces = pieces;
    open.have.resize((pieces + 63) / 64);
    return true;
}

base::Bytes BlobReceiver::front(base::Ipv4Address from, TransferId id) const
{
    const auto at = m_open.find({from, id});
    if (at == m_open.end())
        return {};
    const Open &open = at->second;
    return base::Bytes(open.blob).first(std::min(open.grown, std::size_t(open.first) * kPieceSize));
}

void BlobReceiver::forget(std::map<Key, Open>::iterator at)
{
    m_announced -= at->second.announced;
    if (const auto from = m_openFrom.find(at->first.first); --from->second == 0)
        m_openFrom.erase(from);
    m_open.erase(at);
}

/// Those that are old, and the oldest beyond `most`.
void BlobReceiver::forgetDone(TimePoint now, std::size_t most)
{
    for (; m_doneFirst < m_doneInOrder.size()
           && (m_doneInOrder[m_doneFirst].first + kRemembered <= now || m_done.size() > most);
         ++m_doneFirst)
        m_done.erase(m_doneInOrder[m_doneFirst].second);
    if (m_doneFirst * 2 < m_doneInOrder.size())
        return;
    m_doneInOrder.erase(m_doneInOrder.begin(), m_doneInOrder.begin() + static_cast<std::ptrdiff_t>(m_doneFirst));
    m_doneFirst = 0;
}

void BlobReceiver::expire(TimePoint now)
{
    m_nextSweep = TimePoint::never();
    for (auto at = m_open.begin(); at != m_open.end();) {
        const auto here = at++;
        if (const TimePoint due = here->second.heardAt + kIdle; due <= now)
            forget(here);
        else
            m_nextSweep = std::min(m_nextSweep, due);
    }
    forgetDone(now, m_limits.remembered);
    if (m_doneFirst < m_doneInOrder.size())
        m_nextSweep = std::min(m_nextSweep, m_doneInOrder[m_doneFirst].first + kRemembered);
}

TimePoint BlobReceiver::nextDeadline() const { return m_nextSweep; }

} // namespace hopyard::migration
