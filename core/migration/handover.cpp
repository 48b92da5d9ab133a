// The three parties of a hand-over; see handover.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/handover.h"

namespace hopyard::migration {

using base::TimePoint;

// --- messages: flow (4), epoch (4), from (4), host (4), arbiter (4) ---

std::array<std::uint8_t, HandoverMessage::kSize> HandoverMessage::body() const
{
    std::array<std::uint8_t, kSize> body;
    base::ByteWriter writer(body);
    writer.u32(flow.value());
    writer.u32(epoch);
    writer.u32(from.value());
    writer.u32(host.value());
    writer.u32(arbiter.value());
    return body;
}

std::vector<std::uint8_t> HandoverMessage::encode(const base::SipKey &key) const
{
    return seal(key, kind, body());
}

std::optional<HandoverMessage> HandoverMessage::decode(const Opened &opened)
{
    if (opened.kind < MessageKind::claim || opened.kind > MessageKind::refused || opened.body.size() != kSize)
        return {};
    base::ByteReader reader(opened.body);
    HandoverMessage message;
    message.kind = opened.kind;
    message.flow = FlowId(reader.u32());
    message.epoch = reader.u32();
    message.from = base::Ipv4Address(reader.u32());
    message.host = base::Ipv4Address(reader.u32());
    message.arbiter = base::Ipv4Address(reader.u32());
    return message.flow.isValid() ? std::optional(message) : std::nullopt;
}

// --- source ---

SourceHandover::SourceHandover(const Mapping &mapping, base::Ipv4Address own, base::Ipv4Address destination,
                               base::Ipv4Address arbiter, TimePoint now)
    : m_flow(mapping.id), m_epoch(mapping.epoch), m_own(own), m_destination(destination), m_arbiter(arbiter)
{
    m_ask.deadline = now + kPatience;
}

void SourceHandover::claim(TimePoint now, std::vector<HandoverOutput> &out)
{
    out.push_back({m_arbiter, {MessageKind::claim, m_flow, m_epoch, m_own, m_own, m_arbiter}});
    m_ask.start(now);
}

void SourceHandover::takeBack(TimePoint now, std::vector<HandoverOutput> &out)
{
    if (m_state != State::offering)
        return;
    m_state = State::doubting;
    claim(now, out);
}

void SourceHandover::receive(TimePoint now, const HandoverMessage &message, std::vector<HandoverOutput> &out)
{
    if (message.flow != m_flow || m_state == State::released || m_state == State::resumed)
        return;
    if (message.kind == MessageKind::refused && message.epoch == m_epoch) {
        takeBack(now, out);
        return;
    }
    // An older word is of a move before this one; the epoch of the freezing says that nothing was decided yet; and an
    // arbiter that knows nothing has lost its memory: only who asks on learns what becomes of that.
    if (message.kind != MessageKind::owner || message.epoch <= m_epoch)
        return;
    m_ask.stop();
    m_owner = message.host;
    if (message.host == m_own && message.epoch == m_epoch + 1) {
        m_epoch = message.epoch;
        m_state = State::resumed;
    } else {
        m_state = State::released;
    }
}

void SourceHandover::expire(TimePoint now, std::vector<HandoverOutput> &out)
{
    if (m_ask.deadline > now)
        return;
    m_state = State::doubting;
    claim(now, out);
}

// --- destination ---

DestinationHandover::DestinationHandover(const Mapping &mapping, base::Ipv4Address own, base::Ipv4Address source,
                                         base::Ipv4Address arbiter, TimePoint now, std::vector<HandoverOutput> &out)
    : m_flow(mapping.id), m_epoch(mapping.epoch), m_own(own), m_source(source), m_arbiter(arbiter), m_giveUp(now + kGiveUp)
{
    ask(now, out);
}

void DestinationHandover::ask(TimePoint now, std::vector<HandoverOutput> &out)
{
    out.push_back({m_arbiter, claim()});
    m_ask.start(now);
}

void DestinationHandover::receive(TimePoint now, const HandoverMessage &message)
{
    if (message.flow != m_flow || m_state != State::prepared)
        return;
    if (message.kind == MessageKind::unknown && now >= m_giveUp) {
        m_state = State::dropped;
        m_ask.stop();
        return;
    }
    if (message.kind != MessageKind::owner || message.epoch <= m_epoch)
        return;
    m_ask.stop();
    const bool isOurs = message.host == m_own && message.epoch == m_epoch + 1;
    m_state = isOurs ? State::injected : State::dropped;
    if (isOurs)
        m_epoch = message.epoch;
}

void DestinationHandover::expire(TimePoint now, std::vector<HandoverOutput> &out)
{
    if (m_ask.deadline <= now)
        ask(now, out);
}

// --- arbiter ---

void Arbiter::receive(base::Ipv4Address asker, const HandoverMessage &claim, std::vector<HandoverOutput> &out)
{
    if (claim.kind != MessageKind::claim)
        return;
    const auto at = m_entries.find(claim.flow);
    if (at == m_entries.end()) {
        out.push_back({asker, {MessageKind::unknown, claim.flow, claim.epoch, {}, {}, claim.arbiter}});
        return;
    }
    const bool changed = decideClaim(at->second, claim);
    const HandoverMessage word{MessageKind::owner, claim.flow, at->second.epoch, {}, at->second.host, claim.arbiter};
    out.push_back({asker, word});
    if (changed && claim.from != asker)
        out.push_back({claim.from, word});
}

} // namespace hopyard::migration
