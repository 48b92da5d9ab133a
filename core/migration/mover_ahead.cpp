// Packets that go after a connection on its way, and answers ahead of the arbiter's word; see ahead.h and mover.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/segmentation.h"
#include "core/migration/mover.h"
#include "core/wire/ipv4.h"

#include <algorithm>

namespace hopyard::migration {

using base::TimePoint;

namespace {

packet::Packet packetOf(packet::PacketPool &pool, base::Bytes bytes)
{
    packet::Packet packet = pool.make(bytes.size());
    std::copy(bytes.begin(), bytes.end(), packet.writable().begin());
    return packet;
}

} // namespace

// --- source ---

bool Mover::ahead(const Around &around, const Mapping &mapping, packet::Packet datagram)
{
    const auto at = m_leaving.find(keyOf(mapping));
    if (at == m_leaving.end() || !at->second.state || (at->second.sender.instance() & kTakesAhead) == 0)
        return false;
    const Leaving &l = at->second;
    link::splitIntoSegments(std::move(datagram), around.ip.pool(), [&](packet::Packet one) {
        const AheadMessage message{l.mapping.id, l.mapping.epoch, l.mapping.forwarder, one.bytes()};
        m_out.push_back({l.to, message.encode(m_key)});
        ++m_counters.ahead;
    }, link::Layer::ip);
    return true;
}

// --- destination ---

void Mover::hearAhead(const Around &around, base::Ipv4Address from, const AheadMessage &message)
{
    const Key key{message.arbiter, message.flow};
    packet::Packet packet = packetOf(around.ip.pool(), message.datagram);
    if (const auto at = m_arriving.find(key); at != m_arriving.end()) {
        if (at->second.handover.source() == from)
            answer(around, at->second, std::move(packet));
        return;
    }
    const auto view = wire::Ipv4View::parse(message.datagram);
    const std::uint8_t *ports = view->payload().data();
    const FourTuple flow{view->source(), base::loadU16(ports), view->destination(), base::loadU16(ports + 2)};
    if (const auto here = m_here.find(flow); here != m_here.end() && here->second.epoch > message.epoch) {
        m_came.push_back(std::move(packet)); // it is here by now, or was
        return;
    }
    Early &early = m_early.try_emplace(key, Early{around.now(), {}}).first->second;
    if (early.packets.size() >= kEarlyOfOne || m_earlyCount >= kEarlyAtMost)
        return;
    early.packets.push_back(std::move(packet));
    ++m_earlyCount;
}

void Mover::forgetEarly(TimePoint now)
{
    std::erase_if(m_early, [&](const auto &one) {
        if (one.second.at + kEarlyKept > now)
            return false;
        m_earlyCount -= one.second.packets.size();
        return true;
    });
}

/// Once a packet has to wait, those behind it do too.
void Mover::answer(const Around &around, Arriving &arriving, packet::Packet packet)
{
    ++arriving.came;
    auto datagram = deliveredOf(packet);
    const bool may = arriving.held.empty() && arriving.answersLeft > 0 && around.now() <= arriving.answerUntil
                     && arriving.handover.state() == DestinationHandover::State::prepared
                     && arriving.handover.arbiter() != m_own && datagram && AnswerAhead::mayAnswer(arriving.state, *datagram);
    if (!may) {
        arriving.held.push_back(std::move(packet));
        return;
    }
    for (packet::Packet &one : m_answerAhead.answer(around.ip, arriving.state, *datagram)) {
        if (arriving.answersLeft == 0) {
            arriving.later.push_back(std::move(one));
            continue;
        }
        --arriving.answersLeft;
        ++arriving.answered;
        ++m_counters.answers;
        m_out.push_back({arriving.handover.arbiter(), AnswerMessage{arriving.handover.claim(), one.bytes()}.encode(m_key)});
    }
}

// --- arbiter ---

/// The claim is decided as any other; what comes with it is sent on where who asks has the flow.
void Mover::hearAnswer(const Around &around, base::Ipv4Address from, const AnswerMessage &message)
{
    if (!owns(around, from, message))
        decide(around, from, message.claim);
    if (!owns(around, from, message)) {
        ++m_counters.withheld;
        return;
    }
    ++m_counters.passedOn;
    m_packets.push_back(packetOf(around.ip.pool(), message.datagram));
}

bool Mover::owns(const Around &around, base::Ipv4Address host, const AnswerMessage &message) const
{
    const auto view = wire::Ipv4View::parse(message.datagram);
    const std::uint8_t *ports = view->payload().data();
    const FourTuple flow{view->destination(), base::loadU16(ports + 2), view->source(), base::loadU16(ports)};
    const std::uint32_t epoch = message.claim.epoch + 1;
    if (const Arbiter::Entry *entry = m_arbiter.find(message.claim.flow))
        return entry->host == host && entry->epoch == epoch && around.ip.isOwnAddress(view->source());
    const FlowTable::Entry *entry = around.table ? around.table->find(message.claim.flow) : nullptr;
    return entry && entry->host() == host && entry->epoch() == epoch && entry->flow() == flow;
}

} // namespace hopyard::migration
