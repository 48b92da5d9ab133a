// See linux_mover.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/migration/linux_mover.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace hopyard::migration {

using base::TimePoint;

LinuxMover::LinuxMover(base::Random random)
    : m_nextTransfer(random.next()), m_intake(static_cast<Instance>(random.next() >> 33) + 1)
{
}

void LinuxMover::configure(base::Ipv4Address own, const base::SipKey &key)
{
    m_own = own;
    m_key = key;
}

const Mapping *LinuxMover::find(const FourTuple &flow) const
{
    const auto at = m_here.find(flow);
    return at == m_here.end() ? nullptr : &at->second;
}

std::optional<std::uint32_t> LinuxMover::acknowledgedBy(const FourTuple &flow) const
{
    const auto at = m_leaving.find(flow);
    if (at == m_leaving.end() || at->second.stage != Leaving::Stage::frozen)
        return std::nullopt;
    return at->second.receiveNext;
}

void LinuxMover::say(const Around &around, MovePhase phase, const Mapping &mapping, base::Ipv4Address host, std::string detail)
{
    around.step(toString(phase), mapping, host, detail);
    m_events.push_back({around.now(), phase, mapping, host, {}, std::move(detail), {}});
}

void LinuxMover::postAll(std::vector<HandoverOutput> &out)
{
    for (const HandoverOutput &one : std::exchange(out, {}))
        m_out.push_back({one.to, one.message.encode(m_key)});
}

TimePoint LinuxMover::Leaving::nextDeadline() const
{
    return stage == Stage::frozen ? std::min(handover.nextDeadline(), sender.nextDeadline()) : ask.deadline;
}

TimePoint LinuxMover::nextDeadline() const
{
    TimePoint next = m_intake.nextDeadline();
    for (const auto &[flow, leaving] : m_leaving)
        next = std::min(next, leaving.nextDeadline());
    for (const auto &[flow, arriving] : m_arriving)
        next = std::min(next, arriving.handover.nextDeadline());
    return next;
}

void LinuxMover::expire(const Around &around, Servers &servers)
{
    const TimePoint now = around.now();
    if (m_intake.nextDeadline() <= now)
        m_intake.expire(now);
    std::vector<HandoverOutput> out;
    for (auto at = m_leaving.begin(); at != m_leaving.end();) {
        const auto one = at++;
        Leaving &l = one->second;
        if (l.nextDeadline() > now)
            continue;
        if (l.stage == Leaving::Stage::askingServer) {
            servers.stay(one->first);
            fail(around, one, "its server does not leave it");
        } else if (l.stage == Leaving::Stage::askingThere) {
            if (now - l.asked >= Mover::kAskAtMost)
                fail(around, one, "it does not answer");
            else
                askThere(around, l);
        } else {
            l.sender.expire(now);
            l.handover.expire(now, out);
            advance(around, servers, one);
        }
    }
    for (auto &[flow, arriving] : m_arriving)
        if (arriving.handover.nextDeadline() <= now)
            arriving.handover.expire(now, out);
    for (auto at = m_arriving.begin(); at != m_arriving.end();)
        settle(around, servers, at++);
    postAll(out);
}

// --- out ---

base::Result<void, MoveError> LinuxMover::move(const Around &around, Servers &servers, const Mapping &mapping, base::Ipv4Address to)
{
    if (to == m_own)
        return base::fail(MoveError::toItself);
    const auto [at, isNew] = m_leaving.try_emplace(mapping.flow);
    if (!isNew)
        return base::fail(MoveError::alreadyMoving);
    Leaving &l = at->second;
    l.mapping = mapping;
    l.to = to;
    l.asked = around.now();
    say(around, MovePhase::decided, mapping, to, {});
    if (m_instances.contains(to))
        askServer(around, servers, at);
    else
        askThere(around, l);
    return {};
}

/// Which instance is there? Nothing is disturbed until it has answered.
void LinuxMover::askThere(const Around &around, Leaving &l)
{
    const std::array<std::uint8_t, 4> nothing{};
    m_out.push_back({l.to, seal(m_key, MessageKind::hello, nothing)});
    l.ask.wait = std::max(l.ask.wait, Mover::kAskFirst);
    l.ask.start(around.now());
}

void LinuxMover::askServer(const Around &around, Servers &servers, LeavingAt at)
{
    Leaving &l = at->second;
    l.stage = Leaving::Stage::askingServer;
    l.ask.deadline = around.now() + kServerPatience;
    if (!servers.ask(at->first))
        fail(around, at, "no server has it");
}

void LinuxMover::fail(const Around &around, LeavingAt at, std::string why)
{
    say(around, MovePhase::failed, at->second.mapping, at->second.to, std::move(why));
    m_leaving.erase(at);
}

void LinuxMover::notLeft(const Around &around, const FourTuple &flow)
{
    const auto at = m_leaving.find(flow);
    if (at != m_leaving.end() && at->second.stage == Leaving::Stage::askingServer)
        fail(around, at, "it was closed");
}

void LinuxMover::left(const Around &around, Servers &servers, const FourTuple &flow, linux::Fd socket, std::string packed)
{
    const auto at = m_leaving.find(flow);
    if (at == m_leaving.end() || at->second.stage != Leaving::Stage::askingServer)
        return servers.stay(flow);
    Leaving &l = at->second;
    l.socket = std::move(socket);
    const auto frozen = freeze(l.socket);
    if (!frozen) {
        servers.stay(flow);
        return fail(around, at, toString(frozen.error()));
    }
    const TimePoint now = around.now();
    l.stage = Leaving::Stage::frozen;
    l.receiveNext = frozen->receiveNext;
    say(around, MovePhase::frozen, l.mapping, l.to, {});
    BlobParts parts;
    auto bytes = encodeBlob(l.mapping, toState(*frozen, now, around.link.pool), now, &parts);
    say(around, MovePhase::compiled, l.mapping, l.to, fmt::format("{}, program {}", toString(parts), packed.size()));
    l.handover = SourceHandover(l.mapping, m_own, l.to, l.mapping.forwarder, now);
    l.sender = BlobSender(m_nextTransfer++, l.to, m_instances[l.to], sealedEnd(std::move(bytes), packed, 0), now);
    advance(around, servers, at);
}

/// Of a frozen one: sends what may leave, and ends it where it is over.
void LinuxMover::advance(const Around &around, Servers &servers, LeavingAt at)
{
    Leaving &l = at->second;
    l.sender.output(around.now(), m_key, m_out);
    std::vector<HandoverOutput> out;
    if (l.sender.state() == BlobSender::State::delivered && !l.isSent) {
        l.isSent = true;
        say(around, MovePhase::sent, l.mapping, l.to, fmt::format("pieces {}, repeats {}", l.sender.pieces(), l.sender.repeats()));
    } else if (l.sender.state() == BlobSender::State::refused || l.sender.state() == BlobSender::State::failed) {
        l.handover.takeBack(around.now(), out);
    }
    postAll(out);
    const SourceHandover::State state = l.handover.state();
    if (state != SourceHandover::State::released && state != SourceHandover::State::resumed)
        return;
    Leaving done = std::move(l);
    m_leaving.erase(at);
    if (state == SourceHandover::State::released) {
        ++m_counters.out;
        m_here.erase(done.mapping.flow);
        dissolve(done.socket);
        say(around, MovePhase::released, done.mapping, done.handover.owner(), {});
        servers.gone(done.mapping.flow);
        return;
    }
    ++m_counters.resumed;
    done.mapping.epoch = done.handover.epoch();
    m_here[done.mapping.flow] = done.mapping;
    const auto thawed = thaw(done.socket);
    say(around, MovePhase::resumed, done.mapping, done.to, thawed ? std::string() : toString(thawed.error()));
    servers.stay(done.mapping.flow);
}

// --- in ---

void LinuxMover::take(const Around &around, Servers &servers, Intake::Arrival arrival)
{
    const TimePoint now = around.now();
    const Mapping &mapping = arrival.mapping;
    const auto refuse = [&](std::string why) {
        ++m_counters.refused;
        say(around, MovePhase::refused, mapping, arrival.from, std::move(why));
        const HandoverMessage message{MessageKind::refused, mapping.id, mapping.epoch, {}, {}, mapping.forwarder};
        if (mapping.id.isValid())
            m_out.push_back({arrival.from, message.encode(m_key)});
    };
    if (mapping.id.isValid())
        say(around, MovePhase::received, mapping, arrival.from, arrival.detail);
    if (m_arriving.contains(mapping.flow))
        return; // another try of the same move; the first is as good
    const Taker taker{[&](const transport::Endpoint &local, bool packed) { return servers.serves(local.port, packed); },
                      [](const transport::Endpoint &, const transport::Endpoint &) { return false; }}; // the kernel will say
    if (std::string why = objectionTo(arrival, taker); !why.empty())
        return refuse(std::move(why));
    auto connection = fromState(arrival.state, now);
    if (!connection)
        return refuse(connection.error().message);
    linux::Fd fresh = servers.freshSocket();
    if (!fresh)
        return refuse("no socket can be made there");
    auto socket = prepare(*connection, std::move(fresh));
    if (!socket)
        return refuse(toString(socket.error()));
    std::vector<HandoverOutput> out;
    Arriving arriving{mapping, std::move(*connection), std::move(*socket),
                      DestinationHandover(mapping, m_own, arrival.from, mapping.forwarder, now, out),
                      std::move(arrival.packed)};
    say(around, MovePhase::prepared, mapping, arrival.from, {});
    m_arriving.emplace(mapping.flow, std::move(arriving));
    postAll(out);
}

void LinuxMover::settle(const Around &around, Servers &servers, ArrivingAt at)
{
    if (at->second.handover.state() == DestinationHandover::State::prepared)
        return;
    Arriving done = std::move(at->second);
    m_arriving.erase(at);
    if (done.handover.state() == DestinationHandover::State::dropped) {
        ++m_counters.dropped;
        done.socket.reset(); // in repair mode: without a packet
        say(around, MovePhase::dropped, done.mapping, done.handover.source(), {});
        return;
    }
    ++m_counters.in;
    done.mapping.epoch = done.handover.epoch();
    m_here[done.mapping.flow] = done.mapping;
    const auto begun = begin(done.socket, done.connection);
    say(around, MovePhase::injected, done.mapping, done.handover.source(), begun ? std::string() : toString(begun.error()));
    // Where nobody takes it any more it is closed: as if a program had accepted and closed it.
    static_cast<void>(servers.give(done.mapping.flow, done.socket, done.packed));
}

// --- messages ---

void LinuxMover::handle(const Around &around, Servers &servers, const HandoverMessage &message)
{
    const auto isIt = [&](const Mapping &mapping) { return mapping.id == message.flow && mapping.forwarder == message.arbiter; };
    std::vector<HandoverOutput> out;
    for (auto at = m_leaving.begin(); at != m_leaving.end();) {
        const auto one = at++;
        if (one->second.stage != Leaving::Stage::frozen || !isIt(one->second.mapping))
            continue;
        one->second.handover.receive(around.now(), message, out);
        advance(around, servers, one);
    }
    for (auto at = m_arriving.begin(); at != m_arriving.end();) {
        const auto one = at++;
        if (!isIt(one->second.mapping))
            continue;
        one->second.handover.receive(around.now(), message);
        settle(around, servers, one);
    }
    postAll(out);
}

void LinuxMover::heardReceived(const Around &around, Servers &servers, base::Ipv4Address from, base::Bytes body)
{
    const TransferId id = body.size() < 12 ? 0 : base::loadU64(body.data());
    for (auto at = m_leaving.begin(); at != m_leaving.end();) {
        const auto one = at++;
        Leaving &l = one->second;
        if (body.size() < 12 || l.stage != Leaving::Stage::frozen || l.sender.id() != id || l.to != from)
            continue;
        l.sender.receive(around.now(), body);
        if (l.sender.state() == BlobSender::State::refused)
            m_instances[from] = l.sender.instance();
        advance(around, servers, one);
    }
}

void LinuxMover::heardHere(const Around &around, Servers &servers, base::Ipv4Address from, Instance instance)
{
    m_instances[from] = instance;
    for (auto at = m_leaving.begin(); at != m_leaving.end();) {
        const auto one = at++;
        if (one->second.to == from && one->second.stage == Leaving::Stage::askingThere)
            askServer(around, servers, one);
    }
}

bool LinuxMover::receive(const Around &around, Servers &servers, base::Ipv4Address from, base::Bytes datagram)
{
    const auto opened = open(m_key, datagram);
    if (!opened) {
        ++m_counters.forged;
        return false;
    }
    switch (opened->kind) {
    case MessageKind::piece:
        if (auto arrival = m_intake.receive(around.now(), from, opened->body, m_key, around.link.pool, m_out))
            take(around, servers, std::move(*arrival));
        break;
    case MessageKind::received: heardReceived(around, servers, from, opened->body); break;
    case MessageKind::hello: {
        std::array<std::uint8_t, 4> own;
        base::storeU32(own.data(), m_intake.own());
        m_out.push_back({from, seal(m_key, MessageKind::here, own)});
        break;
    }
    case MessageKind::here:
        if (opened->body.size() == 4)
            heardHere(around, servers, from, base::loadU32(opened->body.data()));
        break;
    case MessageKind::ahead: // this instance does not ask for them
    case MessageKind::answer: break;
    case MessageKind::claim: // of a flow without forwarder: none begins here
    case MessageKind::owner:
    case MessageKind::unknown:
    case MessageKind::refused:
        if (const auto message = HandoverMessage::decode(*opened); message && message->kind != MessageKind::claim)
            handle(around, servers, *message);
        break;
    }
    return true;
}

} // namespace hopyard::migration
