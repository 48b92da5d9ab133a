// Scripts for LossRecovery: segments of 1000 bytes numbered from 0, time in milliseconds, SACK blocks in segments.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transport/tcp/loss_recovery.h"

#include <string>
#include <utility>
#include <vector>

namespace hopyard::transport::tcp {

class SenderScript {
public:
    static constexpr std::uint32_t kMss = 1'000;
    using Blocks = std::vector<std::pair<int, int>>;

    explicit SenderScript(bool sack = true, CongestionAlgorithm algorithm = CongestionAlgorithm::newReno)
    {
        settings.first = Sequence(0);
        settings.mss = kMss;
        settings.sack = sack;
        settings.timestamps = true;
        settings.algorithm = algorithm;
        sender.start(now, settings);
    }

    LossRecoverySettings settings;
    LossRecovery sender;
    base::TimePoint now;
    int next = 0; ///< the segment that is sent next
    bool newDataWaits = true;

    static Sequence at(int segment) { return Sequence(static_cast<std::uint32_t>(segment) * kMss); }
    int ms() const { return static_cast<int>(now.ns() / 1'000'000); }
    void to(int milliseconds) { now = base::TimePoint::fromNs(std::int64_t(milliseconds) * 1'000'000); }

    /// New segments as many as asked for, whatever the window.
    void send(int count)
    {
        for (int i = 0; i < count; ++i, ++next)
            sender.onSent(now, {at(next), at(next + 1)}, false, static_cast<std::uint32_t>(ms()));
    }
    /// One send of many segments.
    void sendLarge(int count)
    {
        sender.onSent(now, {at(next), at(next + count)}, false, static_cast<std::uint32_t>(ms()));
        next += count;
    }
    /// Whatever may be sent, in the order in which it goes: "r3 r4 n10 n11".
    std::string sendAll(int newAtMost = 1'000)
    {
        std::string text;
        const auto note = [&](char what, int segment) {
            text += (text.empty() ? "" : " ") + std::string(1, what) + std::to_string(segment);
        };
        while (const auto range = sender.nextRetransmission(kMss)) {
            note('r', static_cast<int>(range->from.value / kMss));
            sender.onSent(now, *range, true, static_cast<std::uint32_t>(ms()));
        }
        for (int i = 0; i < newAtMost && sender.windowLeft() >= kMss; ++i) {
            note('n', next);
            send(1);
        }
        return text;
    }
    void resend(int segment)
    {
        sender.onSent(now, {at(segment), at(segment + 1)}, true, static_cast<std::uint32_t>(ms()));
    }
    /// `echo`: TSecr, the time at which was sent what this answers; -1: none.
    AckOutcome ack(int segment, const Blocks &blocks = {}, int echo = -1, bool ecnEcho = false)
    {
        std::vector<wire::TcpSackBlock> sack;
        for (const auto &[from, to] : blocks)
            sack.push_back({at(from).value, at(to).value});
        AckEvent event;
        event.now = now;
        event.acknowledged = at(segment);
        event.sack = sack;
        event.ecnEcho = ecnEcho;
        event.newDataWaits = newDataWaits;
        if (echo >= 0) {
            event.timestampEcho = static_cast<std::uint32_t>(echo);
            event.timestampRtt = base::Duration::milliseconds(ms() - echo);
        }
        return sender.onAck(event);
    }
    /// Goes to the deadline and lets it expire.
    RecoveryTimer expire()
    {
        now = sender.nextDeadline();
        return sender.expire(now);
    }
    std::uint32_t window() const { return sender.congestionWindowSegments(); }
    std::uint32_t threshold() const { return sender.slowStartThresholdSegments(); }
    std::uint32_t inFlight() const { return sender.segmentsInFlight(); }
    std::string state() const
    {
        return std::vector<std::string>{"open", "disorder", "cwr", "recovery", "loss"}[sender.linuxState()];
    }
    /// One round trip of `rtt`: `count` segments sent and acknowledged at once, so that there is an RTT.
    void warmUp(int rtt, int count = 1)
    {
        send(count);
        to(ms() + rtt);
        ack(next);
    }
};

} // namespace hopyard::transport::tcp
