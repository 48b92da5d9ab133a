// Queue, line, travel and what goes wrong on the way; see link_direction.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/link_direction.h"

#include <algorithm>

namespace hopyard::link {

using base::Duration;
using base::TimePoint;

namespace {

bool isPlain(const base::Impairment &i)
{
    return !i.down && i.loss == 0 && !i.burst && i.duplicate == 0 && i.reorder == 0 && i.corrupt == 0
        && i.jitter == Duration();
}

void flipOneBit(packet::Packet &packet, base::Random &random)
{
    const base::MutableBytes bytes = packet.writable();
    if (bytes.empty())
        return;
    const std::uint64_t bit = random.below(bytes.size() * 8);
    bytes[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
}

} // namespace

LinkDirection::LinkDirection(const base::Impairment &impairment, base::Random random)
    : m_impairment(impairment), m_random(random), m_isPlain(isPlain(impairment))
{
}

LinkDirection::Fate LinkDirection::transmit(TimePoint now, packet::Packet &&packet, std::uint64_t &sequence)
{
    Fate fate;
    bool duplicate = false;
    if (!m_isPlain) {
        if ((fate.dropped = lost()))
            return fate;
        duplicate = m_random.chance(m_impairment.duplicate);
        if (m_random.chance(m_impairment.corrupt))
            flipOneBit(packet, m_random);
    }

    const std::size_t size = packet.size();
    const TimePoint starts = std::max(now, m_lineFreeAt);
    if (starts > now) {
        forgetStarted(now);
        if (queueIsFull(size)) {
            fate.dropped = base::DropReason::queueFull;
            return fate;
        }
        m_waiting.pushBack({starts, static_cast<std::uint32_t>(size)});
        m_waitingBytes += size;
    }
    fate.departs = starts + m_impairment.rate.transmissionTime(size);
    m_lineFreeAt = fate.departs;
    fate.arrives = fate.departs + travelTime();
    if (duplicate) {
        fate.duplicated = true;
        const TimePoint again = fate.departs + travelTime();
        insert({starts, fate.departs, again, sequence++, packet});
    }
    insert({starts, fate.departs, fate.arrives, sequence++, std::move(packet)});
    return fate;
}

std::optional<base::DropReason> LinkDirection::lost()
{
    if (m_impairment.down)
        return base::DropReason::linkDown;
    if (m_impairment.burst) {
        const base::BurstLoss &burst = *m_impairment.burst;
        if (m_random.chance(m_burstIsBad ? burst.leaveBad : burst.enterBad))
            m_burstIsBad = !m_burstIsBad;
        if (m_random.chance(m_burstIsBad ? burst.lossBad : burst.lossGood))
            return base::DropReason::burstLoss;
    }
    if (m_random.chance(m_impairment.loss))
        return base::DropReason::loss;
    return std::nullopt;
}

Duration LinkDirection::travelTime()
{
    if (m_isPlain)
        return m_impairment.delay;
    if (m_random.chance(m_impairment.reorder))
        return Duration();
    if (m_impairment.jitter <= Duration())
        return m_impairment.delay;
    return std::max(Duration(), m_impairment.delay + m_random.between(-m_impairment.jitter, m_impairment.jitter));
}

void LinkDirection::insert(Flying flying)
{
    // Without jitter or reordering this is always the end.
    std::size_t at = m_flight.size();
    while (at > 0 && m_flight[at - 1].arrives > flying.arrives)
        --at;
    if (at == m_flight.size())
        m_flight.pushBack(std::move(flying));
    else
        m_flight.insert(at, std::move(flying));
}

packet::Packet LinkDirection::takeArrival()
{
    return m_flight.popFront().packet;
}

void LinkDirection::forgetStarted(TimePoint now)
{
    while (!m_waiting.isEmpty() && m_waiting.front().starts <= now)
        m_waitingBytes -= m_waiting.popFront().bytes;
}

bool LinkDirection::queueIsFull(std::size_t bytes) const
{
    if (m_impairment.queue.unit == base::QueueLimit::Unit::packets)
        return m_waiting.size() >= m_impairment.queue.amount;
    return m_waitingBytes + bytes > m_impairment.queue.amount;
}

LinkDirection::Backlog LinkDirection::waiting(TimePoint now) const
{
    Backlog backlog;
    for (std::size_t i = 0; i < m_waiting.size(); ++i) {
        if (m_waiting[i].starts > now) {
            ++backlog.packets;
            backlog.bytes += m_waiting[i].bytes;
        }
    }
    return backlog;
}

std::vector<packet::Packet> LinkDirection::configure(TimePoint now, const base::Impairment &impairment)
{
    std::vector<packet::Packet> lostPackets;
    const bool rateChanged = impairment.rate != m_impairment.rate;
    m_impairment = impairment;
    m_isPlain = isPlain(impairment);
    if (impairment.down) {
        while (!m_flight.isEmpty())
            lostPackets.push_back(m_flight.popFront().packet);
        m_waiting.clear();
        m_waitingBytes = 0;
        m_lineFreeAt = now;
        return lostPackets;
    }
    if (!rateChanged)
        return lostPackets;

    // Whoever has not begun is lined up anew behind whoever occupies the line; each keeps its own travel time.
    std::vector<Flying> begun, waitingOnes;
    while (!m_flight.isEmpty()) {
        Flying flying = m_flight.popFront();
        (flying.starts > now ? waitingOnes : begun).push_back(std::move(flying));
    }
    std::stable_sort(waitingOnes.begin(), waitingOnes.end(),
                     [](const Flying &x, const Flying &y) { return x.sequence < y.sequence; });
    m_lineFreeAt = now;
    for (Flying &flying : begun) {
        m_lineFreeAt = std::max(m_lineFreeAt, flying.departs);
        insert(std::move(flying));
    }
    m_waiting.clear();
    m_waitingBytes = 0;
    TimePoint lastStart = TimePoint::never();
    for (Flying &flying : waitingOnes) {
        const Duration travel = flying.arrives - flying.departs;
        const bool isCopy = lastStart == flying.starts; // a duplicate shares its original's place on the line
        lastStart = flying.starts;
        if (!isCopy) {
            const TimePoint starts = m_lineFreeAt;
            m_lineFreeAt = starts + m_impairment.rate.transmissionTime(flying.packet.size());
            if (starts > now) {
                m_waiting.pushBack({starts, static_cast<std::uint32_t>(flying.packet.size())});
                m_waitingBytes += flying.packet.size();
            }
            flying.starts = starts;
        } else {
            flying.starts = m_lineFreeAt - m_impairment.rate.transmissionTime(flying.packet.size());
        }
        flying.departs = m_lineFreeAt;
        flying.arrives = m_lineFreeAt + travel;
        insert(std::move(flying));
    }
    return lostPackets;
}

} // namespace hopyard::link
