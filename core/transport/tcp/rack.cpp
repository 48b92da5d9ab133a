// Finding losses by time: rack.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/rack.h"

#include <algorithm>
#include <utility>

namespace hopyard::transport::tcp {

namespace {
constexpr std::uint8_t kPersist = 16; // recoveries that a wider window outlasts
} // namespace

void Rack::onDelivered(base::TimePoint now, const SentSegment &segment, base::Duration minimumRtt)
{
    const base::Duration rtt = now - segment.sentAt;
    if (segment.everRetransmitted && rtt < minimumRtt)
        return;
    m_news = true;
    m_rtt = rtt;
    if (segment.sentAt > m_latestSentAt || (segment.sentAt == m_latestSentAt && segment.to() > m_latestTo)) {
        m_latestSentAt = segment.sentAt;
        m_latestTo = segment.to();
    }
}

void Rack::onRetransmitted(base::TimePoint now, SequenceRange range)
{
    m_again.pushBack({now, range.from, range.to});
}

void Rack::onAcknowledged(Sequence to)
{
    m_scanFrom = later(m_scanFrom, to);
    while (!m_again.isEmpty() && m_again.front().to <= to)
        m_again.popFront();
}

bool Rack::takeNews()
{
    return std::exchange(m_news, false);
}

bool Rack::isSentBeforeLatest(const SentSegment &s) const
{
    return s.sentAt < m_latestSentAt || (s.sentAt == m_latestSentAt && s.to() < m_latestTo);
}

Rack::Found Rack::detect(base::TimePoint now, SentSegments &segments, base::Duration window)
{
    Found found;
    const auto look = [&](std::size_t i) { // true: lost
        const base::Duration left = segments[i].sentAt + m_rtt + window - now;
        if (left > base::Duration()) {
            found.wait = std::max(found.wait, left);
            return false;
        }
        found.firstLost = found.lost == 0 ? segments[i].from : earlier(found.firstLost, segments[i].from);
        found.retransmissionLost |= segments[i].retransmitted;
        found.lost += segments.markLost(i);
        return true;
    };

    bool allDecided = true;
    for (std::size_t i = segments.find(m_scanFrom); ; ++i) {
        i = segments.skipSacked(i);
        if (i == segments.size())
            break;
        if (allDecided)
            m_scanFrom = segments[i].from;
        const SentSegment &s = segments[i];
        if (s.lost || s.retransmitted)
            continue;
        if (isSentBeforeLatest(s)) {
            if (!look(i))
                allDecided = false;
        } else if (s.everRetransmitted) {
            allDecided = false; // later than its neighbours, which may be lost all the same
        } else {
            break;
        }
    }

    std::size_t decided = 0;
    bool inFront = true;
    for (std::size_t k = 0; k < m_again.size(); ++k) {
        const Again &again = m_again[k];
        bool inDoubt = false, later = false;
        for (std::size_t i = segments.find(again.from); i < segments.size() && segments[i].from < again.to; ++i) {
            const SentSegment &s = segments[i];
            if (s.sacked || !s.retransmitted || s.sentAt != again.at)
                continue; // arrived, or sent once more since
            if (!isSentBeforeLatest(s))
                later = true;
            else if (!look(i))
                inDoubt = true;
        }
        inFront &= !inDoubt && !later;
        if (inFront)
            decided = k + 1;
        if (later)
            break;
    }
    if (decided > 0)
        m_again.popFront(decided);
    return found;
}

void Rack::adaptWindow(std::uint32_t priorDelivered, std::uint32_t delivered)
{
    if (priorDelivered == 0)
        return;
    if (static_cast<std::int32_t>(priorDelivered - m_adaptedAt) < 0)
        m_dsackSeen = false; // no round trip since the last change
    if (m_dsackSeen) {
        m_steps = static_cast<std::uint8_t>(std::min(m_steps + 1, 255));
        m_dsackSeen = false;
        m_adaptedAt = delivered;
        m_persist = kPersist;
    } else if (m_persist == 0) {
        m_steps = 1;
    }
}

void Rack::onRecoveryEnds()
{
    if (m_persist > 0)
        --m_persist;
}

void Rack::onDsackUndo()
{
    m_persist = static_cast<std::uint8_t>(std::min<int>(m_persist + 1, kPersist));
}

base::Duration Rack::window(base::Duration minimumRtt, base::Duration smoothedRtt) const
{
    return std::min(minimumRtt / 4 * m_steps, smoothedRtt);
}

} // namespace hopyard::transport::tcp
