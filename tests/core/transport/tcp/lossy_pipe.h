// A sender of endless data made of LossRecovery alone, a link with a rate, a queue, a delay and impairments, and a
// receiver that acknowledges: what is left of TCP when headers, states and applications are taken away. Virtual time.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/transport/tcp/loss_recovery.h"

#include <algorithm>
#include <functional>
#include <map>
#include <vector>

namespace hopyard::transport::tcp {

struct PipeSettings {
    std::uint64_t bitsPerSecond = 100'000'000;
    base::Duration delay = base::Duration::milliseconds(10); ///< one way
    std::uint32_t queueBytes = 1'000'000;
    double loss = 0;           ///< of data
    double ackLoss = 0;
    double duplicated = 0;
    double reordered = 0;      ///< of data, by up to `reorderedBy`
    base::Duration reorderedBy = base::Duration::milliseconds(5);
    double renege = 0;         ///< of ACKs: the receiver drops what lies out of order
    std::uint32_t sendLimit = 1'448; ///< bytes of one send
    std::uint64_t bytes = ~std::uint64_t(0); ///< in all
    bool dsack = true;
};

class LossyPipe {
public:
    LossyPipe(const PipeSettings &pipe, const LossRecoverySettings &settings, std::uint64_t seed)
        : m_pipe(pipe), m_random(seed), m_first(settings.first), m_received(settings.first), m_next(settings.first)
    {
        sender.start(m_now, settings);
        m_timestamps = settings.timestamps;
        m_sack = settings.sack;
    }

    LossRecovery sender;
    std::uint64_t acknowledged = 0;
    std::uint64_t sends = 0, timeouts = 0, probes = 0, lostInNetwork = 0, undone = 0, recoveries = 0;
    std::function<void()> check; ///< after every step

    base::TimePoint now() const { return m_now; }
    bool isDone() const { return acknowledged >= m_pipe.bytes; }

    void runUntil(base::TimePoint end)
    {
        pump();
        while (!isDone()) {
            const base::TimePoint event = m_events.empty() ? base::TimePoint::never() : m_events.begin()->first;
            const base::TimePoint next = std::min(event, sender.nextDeadline());
            if (next > end)
                break;
            m_now = next;
            if (event == next) {
                const Event e = m_events.begin()->second;
                m_events.erase(m_events.begin());
                e.isAck ? acceptAck(e) : acceptData(e);
            } else {
                switch (sender.expire(m_now)) {
                case RecoveryTimer::timeout: ++timeouts; break;
                case RecoveryTimer::probe:
                    ++probes;
                    if (!newDataLeft()) {
                        if (const auto last = sender.lastSegment())
                            send(*last, true);
                    }
                    break;
                default: break;
                }
            }
            pump();
            if (check)
                check();
        }
        if (!isDone())
            m_now = end;
    }

private:
    struct Event {
        bool isAck = false;
        SequenceRange data;
        Sequence ack;
        std::uint32_t timestamp = 0; // TSval of data, TSecr of an ACK
        std::vector<wire::TcpSackBlock> sack;
    };

    std::uint32_t milliseconds() const { return static_cast<std::uint32_t>(m_now.ns() / 1'000'000); }
    std::uint64_t newDataLeft() const { return m_pipe.bytes - m_sentNew; }

    void pump()
    {
        sender.beforeSending(m_now);
        for (;;) {
            if (const auto again = sender.nextRetransmission(m_pipe.sendLimit)) {
                send(*again, true);
                continue;
            }
            const std::uint64_t room = std::min<std::uint64_t>({sender.windowLeft(), m_pipe.sendLimit, newDataLeft()});
            if (room == 0)
                break;
            m_sentNew += room;
            send({m_next, m_next + static_cast<std::uint32_t>(room)}, false);
        }
        if (newDataLeft() == 0)
            sender.onApplicationLimited();
    }

    void send(SequenceRange range, bool again)
    {
        ++sends;
        sender.onSent(m_now, range, again, m_timestamps ? std::optional(milliseconds()) : std::nullopt);
        if (!again)
            m_next = range.to;
        // Single segments on the wire.
        for (Sequence at = range.from; at < range.to; at += sender.mss())
            transmit({at, earlier(at + sender.mss(), range.to)});
    }

    void transmit(SequenceRange range)
    {
        const auto bits = static_cast<std::int64_t>((range.length() + 52) * 8);
        const base::TimePoint start = std::max(m_now, m_linkFree);
        const auto queued = static_cast<double>((start - m_now).ns()) * 1e-9 * static_cast<double>(m_pipe.bitsPerSecond) / 8;
        if (queued > m_pipe.queueBytes || m_random.chance(m_pipe.loss)) {
            ++lostInNetwork;
            return;
        }
        m_linkFree = start + base::Duration::nanoseconds(static_cast<std::int64_t>(
                                 static_cast<double>(bits) * 1e9 / static_cast<double>(m_pipe.bitsPerSecond)));
        base::TimePoint arrives = m_linkFree + m_pipe.delay;
        if (m_random.chance(m_pipe.reordered))
            arrives = arrives + m_random.between(base::Duration(), m_pipe.reorderedBy);
        const Event event{false, range, {}, milliseconds(), {}};
        m_events.emplace(arrives, event);
        if (m_random.chance(m_pipe.duplicated))
            m_events.emplace(arrives, event);
    }

    void acceptData(const Event &e)
    {
        Event reply;
        reply.isAck = true;
        const bool duplicate = e.data.to <= m_received || std::any_of(m_ahead.begin(), m_ahead.end(), [&](auto &r) {
            return r.from <= e.data.from && e.data.to <= r.to;
        });
        if (e.data.from <= m_received)
            m_echo = e.timestamp;
        if (duplicate) {
            if (m_pipe.dsack)
                reply.sack.push_back({e.data.from.value, e.data.to.value});
        } else {
            SequenceRange merged = e.data;
            std::erase_if(m_ahead, [&](const SequenceRange &r) {
                if (r.from > merged.to || r.to < merged.from)
                    return false;
                merged = {earlier(r.from, merged.from), later(r.to, merged.to)};
                return true;
            });
            if (merged.from <= m_received)
                m_received = later(m_received, merged.to);
            else
                m_ahead.insert(m_ahead.begin(), merged);
        }
        if (m_random.chance(m_pipe.renege))
            m_ahead.clear();
        if (m_sack) {
            for (const SequenceRange &r : m_ahead) {
                if (reply.sack.size() < 3)
                    reply.sack.push_back({r.from.value, r.to.value});
            }
        } else {
            reply.sack.clear();
        }
        reply.ack = m_received;
        reply.timestamp = m_echo;
        if (!m_random.chance(m_pipe.ackLoss))
            m_events.emplace(m_now + m_pipe.delay, reply);
    }

    void acceptAck(const Event &e)
    {
        AckEvent event;
        event.now = m_now;
        event.acknowledged = e.ack;
        event.sack = e.sack;
        event.newDataWaits = newDataLeft() > 0;
        if (m_timestamps) {
            event.timestampEcho = e.timestamp;
            event.timestampRtt = base::Duration::milliseconds(milliseconds() - e.timestamp);
        }
        const AckOutcome outcome = sender.onAck(event);
        acknowledged += outcome.acknowledged;
        undone += outcome.undone;
        recoveries += outcome.enteredRecovery;
    }

    PipeSettings m_pipe;
    base::Random m_random;
    base::TimePoint m_now;
    base::TimePoint m_linkFree;
    Sequence m_first, m_received, m_next;
    std::uint64_t m_sentNew = 0;
    std::uint32_t m_echo = 0;
    bool m_timestamps = false, m_sack = false;
    std::multimap<base::TimePoint, Event> m_events;
    std::vector<SequenceRange> m_ahead;
};

} // namespace hopyard::transport::tcp
