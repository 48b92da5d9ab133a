// Moving connections out of and into sockets; see mover.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/mover.h"

#include "core/base/trace.h"

#include <fmt/format.h>

#include <array>

namespace hopyard::migration {

using base::TimePoint;
using transport::SocketId;
using transport::tcp::TcpState;

std::string_view toString(MovePhase phase)
{
    switch (phase) {
    case MovePhase::decided: return "decided";
    case MovePhase::frozen: return "frozen";
    case MovePhase::compiled: return "compiled";
    case MovePhase::sent: return "sent";
    case MovePhase::released: return "released";
    case MovePhase::resumed: return "taken back";
    case MovePhase::failed: return "failed";
    case MovePhase::received: return "received";
    case MovePhase::prepared: return "prepared";
    case MovePhase::refused: return "refused";
    case MovePhase::injected: return "injected";
    case MovePhase::dropped: return "dropped";
    }
    return "unknown";
}

std::string_view toString(MoveError error)
{
    switch (error) {
    case MoveError::noConnection: return "no connection in that socket";
    case MoveError::notNow: return "its handshake is not over, or it is all but closed";
    case MoveError::alreadyMoving: return "it is moving already";
    case MoveError::notIpv4: return "only connections over IPv4 move";
    case MoveError::toItself: return "it is there already";
    }
    return "unknown";
}

Mover::Mover(base::Random random)
    : m_nextTransfer(random.next()), m_receiver((static_cast<Instance>(random.next() >> 33) + 1) | kTakesAhead),
      m_answerAhead(base::Random(random.next()))
{
}

void Mover::configure(base::Ipv4Address own, const base::SipKey &key)
{
    m_own = own;
    m_key = key;
}

void Mover::giveTo(std::uint16_t port, transport::ApplicationId program)
{
    if (program.isValid())
        m_programs[port] = program;
    else
        m_programs.erase(port);
}

transport::ApplicationId Mover::programFor(const transport::Endpoint &local) const
{
    const auto at = m_programs.find(local.port);
    return at == m_programs.end() ? transport::ApplicationId() : at->second;
}

const Mapping *Mover::find(const FourTuple &flow) const
{
    const auto at = m_here.find(flow);
    return at == m_here.end() ? nullptr : &at->second;
}

void Mover::forget(const FourTuple &flow)
{
    const auto at = m_here.find(flow);
    if (at == m_here.end())
        return;
    if (at->second.forwarder == m_own)
        m_arbiter.forget(at->second.id);
    m_here.erase(at);
}

void Mover::say(const Around &around, MovePhase phase, const Mapping &mapping, base::Ipv4Address host, std::string detail,
                SocketId socket)
{
    base::trace::Hub &trace = around.ip.context().trace;
    if (trace.wants<base::trace::MigrationStep>())
        trace.emit(around.now(), base::trace::MigrationStep{around.ip.context().self, toString(phase), mapping.flow.destination,
                                                            mapping.flow.destinationPort, mapping.flow.source,
                                                            mapping.flow.sourcePort, mapping.id.value(), mapping.epoch, host,
                                                            detail});
    m_events.push_back({around.now(), phase, mapping, host, socket, std::move(detail)});
}

// --- deadlines ---

void Mover::schedule(TimePoint deadline, const Key &key, bool leaves)
{
    if (!deadline.isNever())
        m_due[deadline].emplace_back(key, leaves);
}

TimePoint Mover::nextDeadline() const
{
    TimePoint first = m_due.empty() ? TimePoint::never() : m_due.begin()->first;
    for (const auto &[key, early] : m_early)
        first = std::min(first, early.at + kEarlyKept);
    return std::min(first, m_receiver.nextDeadline());
}

TimePoint Mover::Leaving::nextDeadline() const
{
    return state ? std::min(handover.nextDeadline(), sender.nextDeadline()) : ask.deadline;
}

void Mover::expire(const Around &around)
{
    const TimePoint now = around.now();
    if (m_receiver.nextDeadline() <= now)
        m_receiver.expire(now);
    forgetEarly(now);
    while (!m_due.empty() && m_due.begin()->first <= now) {
        const auto due = std::move(m_due.begin()->second);
        m_due.erase(m_due.begin());
        for (const auto &[key, leaves] : due) {
            std::vector<HandoverOutput> out;
            if (leaves) {
                const auto at = m_leaving.find(key);
                if (at == m_leaving.end())
                    continue;
                Leaving &l = at->second;
                if (!l.state && l.ask.deadline <= now) {
                    if (now - l.asked >= kAskAtMost) {
                        say(around, MovePhase::failed, l.mapping, l.to, "it does not answer", l.socket);
                        m_leaving.erase(at);
                        continue;
                    }
                    ask(around, l);
                } else if (l.state) {
                    l.sender.expire(now);
                    l.handover.expire(now, out);
                }
                advance(around, at);
                postAll(around, out);
            } else if (const auto in = m_arriving.find(key); in != m_arriving.end()) {
                in->second.handover.expire(now, out);
                schedule(in->second.handover.nextDeadline(), key, false);
                postAll(around, out);
            }
        }
    }
}

// --- out ---

base::Result<void, MoveError> Mover::move(const Around &around, SocketId socket, base::Ipv4Address to,
                                          const std::optional<Mapping> &mapping)
{
    const auto local = around.sockets.localName(socket);
    const auto peer = around.sockets.peerName(socket);
    if (!local || !peer)
        return base::fail(MoveError::noConnection);
    const auto info = around.sockets.tcpInfo(socket, around.now());
    if (!info)
        return base::fail(MoveError::noConnection);
    if (info->state < TcpState::established || info->state > TcpState::lastAck)
        return base::fail(MoveError::notNow);
    if (!local->address.isV4() || !peer->address.isV4())
        return base::fail(MoveError::notIpv4);
    if (to == m_own)
        return base::fail(MoveError::toItself);
    const FourTuple flow{peer->address.v4(), peer->port, local->address.v4(), local->port};
    Leaving leaving;
    if (mapping) {
        leaving.mapping = *mapping;
    } else if (const Mapping *known = find(flow)) {
        leaving.mapping = *known;
    } else {
        leaving.mapping = {FlowId(m_nextFlow++), 0, flow, m_own};
        m_arbiter.own(leaving.mapping.id, m_own, 0);
        m_here[flow] = leaving.mapping;
    }
    leaving.socket = socket;
    leaving.to = to;
    leaving.asked = around.now();
    const Key key = keyOf(leaving.mapping);
    const auto [at, isNew] = m_leaving.try_emplace(key, std::move(leaving));
    if (!isNew)
        return base::fail(MoveError::alreadyMoving);
    say(around, MovePhase::decided, at->second.mapping, to, {}, socket);
    if (const auto known = m_instances.find(to); known != m_instances.end())
        begin(around, at->second, known->second);
    else
        ask(around, at->second);
    advance(around, at);
    return {};
}

/// Which instance is there? Nothing is frozen until it has answered.
void Mover::ask(const Around &around, Leaving &l)
{
    const std::array<std::uint8_t, 4> nothing{};
    m_out.push_back({l.to, seal(m_key, MessageKind::hello, nothing)});
    l.ask.wait = std::max(l.ask.wait, kAskFirst);
    l.ask.start(around.now());
}

void Mover::begin(const Around &around, Leaving &l, Instance instance)
{
    l.ask.stop();
    const std::string packed = around.programs ? around.programs->pack(l.socket).value_or(std::string()) : std::string();
    auto state = around.sockets.freezeStream(l.socket);
    if (!state)
        return; // closed meanwhile: advance() finds no state and ends it
    const TimePoint now = around.now();
    say(around, MovePhase::frozen, l.mapping, l.to, {}, l.socket);
    BlobParts parts;
    auto bytes = encodeBlob(l.mapping, *state, now, &parts);
    bytes.insert(bytes.end(), packed.begin(), packed.end());
    bytes.resize(bytes.size() + 4);
    base::storeU32(bytes.data() + bytes.size() - 4, static_cast<std::uint32_t>(packed.size()));
    say(around, MovePhase::compiled, l.mapping, l.to,
        packed.empty() ? toString(parts) : fmt::format("{}, program {}", toString(parts), packed.size()), l.socket);
    l.state = std::move(state);
    l.handover = SourceHandover(l.mapping, m_own, l.to, l.mapping.forwarder, now);
    const TransferId id = m_nextTransfer++;
    l.sender = BlobSender(id, l.to, instance, std::move(bytes), now);
    m_transfers.emplace(id, keyOf(l.mapping));
}

/// Sends what may leave, and ends it where it is over.
void Mover::advance(const Around &around, std::map<Key, Leaving>::iterator at)
{
    Leaving &l = at->second;
    const Key key = at->first;
    if (!l.state) {
        if (l.ask.deadline.isNever()) {
            say(around, MovePhase::failed, l.mapping, l.to, "it was closed", l.socket);
            m_leaving.erase(at);
        } else {
            schedule(l.ask.deadline, key, true);
        }
        return;
    }
    l.sender.output(around.now(), m_key, m_out);
    std::vector<HandoverOutput> out;
    if (l.sender.state() == BlobSender::State::delivered && !l.isSent) {
        l.isSent = true;
        say(around, MovePhase::sent, l.mapping, l.to,
            fmt::format("pieces {}, repeats {}", l.sender.pieces(), l.sender.repeats()), l.socket);
    } else if (l.sender.state() == BlobSender::State::refused || l.sender.state() == BlobSender::State::failed) {
        l.handover.takeBack(around.now(), out);
    }
    settle(around, at);
    postAll(around, out);
}

void Mover::settle(const Around &around, std::map<Key, Leaving>::iterator at)
{
    Leaving &l = at->second;
    const SourceHandover::State state = l.handover.state();
    if (state != SourceHandover::State::released && state != SourceHandover::State::resumed) {
        schedule(l.nextDeadline(), at->first, true);
        return;
    }
    Leaving done = std::move(l);
    m_transfers.erase(done.sender.id());
    m_leaving.erase(at);
    if (state == SourceHandover::State::released) {
        ++m_counters.out;
        m_here.erase(done.mapping.flow);
        around.sockets.releaseStream(around.ip, done.socket);
        say(around, MovePhase::released, done.mapping, done.handover.owner(), {}, done.socket);
        return;
    }
    ++m_counters.resumed;
    done.mapping.epoch = done.handover.epoch();
    m_here[done.mapping.flow] = done.mapping;
    static_cast<void>(around.sockets.thawStream(around.ip, done.socket, std::move(*done.state)));
    say(around, MovePhase::resumed, done.mapping, done.to, {}, done.socket);
}

// --- in ---

void Mover::take(const Around &around, BlobReceiver::Whole whole)
{
    const TimePoint now = around.now();
    const base::Bytes all(whole.blob);
    const std::size_t said = all.size() < 4 ? 0 : base::loadU32(all.data() + all.size() - 4);
    const bool fits = all.size() >= 4 && said <= all.size() - 4;
    const base::Bytes packed = fits ? all.subspan(all.size() - 4 - said, said) : base::Bytes();
    auto blob = decodeBlob(fits ? all.first(all.size() - 4 - said) : base::Bytes(), now, around.ip.pool(), whole.took);
    const auto refuse = [&](const Mapping &mapping, std::string_view why) {
        ++m_counters.refused;
        say(around, MovePhase::refused, mapping, whole.from, std::string(why));
        if (mapping.id.isValid())
            post(around, whole.from, {MessageKind::refused, mapping.id, mapping.epoch, {}, {}, mapping.forwarder});
    };
    if (!blob)
        return refuse({}, fmt::format("{}: {}", toString(blob.error().error), blob.error().what));
    const Mapping &mapping = blob->mapping;
    say(around, MovePhase::received, mapping, whole.from,
        fmt::format("bytes {}, pieces {}, repeats {}", whole.blob.size(), whole.pieces, whole.repeats));
    const transport::Endpoint &local = blob->state.local;
    const FourTuple own{blob->state.remote.address.v4(), blob->state.remote.port, local.address.v4(), local.port};
    if (!mapping.id.isValid() || mapping.flow != own)
        return refuse(mapping, "the mapping is of another flow");
    if (!programFor(local).isValid() && !around.sockets.tcp().listenerFor(local).isValid())
        return refuse(mapping, "nobody listens there");
    if (!packed.empty() && (!around.programs || !around.programs->programFor(local.port).isValid()))
        return refuse(mapping, "no program here can go on with it");
    if (around.sockets.tcp().isPairInUse(now, local, blob->state.remote))
        return refuse(mapping, "there is such a connection");
    const Key key = keyOf(mapping);
    if (m_arriving.contains(key))
        return; // another try of the same move; the first is as good
    std::vector<HandoverOutput> out;
    Arriving arriving;
    arriving.mapping = mapping;
    arriving.state = std::move(blob->state);
    arriving.handover = DestinationHandover(mapping, m_own, whole.from, mapping.forwarder, now, out);
    arriving.packed.assign(packed.begin(), packed.end());
    arriving.asked = now;
    const auto trip = m_arbiterTrips.find(mapping.forwarder);
    arriving.answersLeft = trip == m_arbiterTrips.end() ? kAnswersUnknown : kAnswers;
    arriving.answerUntil = trip == m_arbiterTrips.end() ? TimePoint::never() : now + trip->second / 2;
    schedule(arriving.handover.nextDeadline(), key, false);
    say(around, MovePhase::prepared, mapping, whole.from, {});
    const auto at = m_arriving.emplace(key, std::move(arriving)).first;
    if (mapping.forwarder != m_own)
        if (const auto early = m_early.find(key); early != m_early.end())
            for (packet::Packet &packet : std::exchange(early->second.packets, {})) {
                --m_earlyCount;
                answer(around, at->second, std::move(packet));
            }
    postAll(around, out);
}

void Mover::settle(const Around &around, std::map<Key, Arriving>::iterator at)
{
    if (at->second.handover.state() == DestinationHandover::State::prepared)
        return;
    Arriving done = std::move(at->second);
    m_arriving.erase(at);
    if (done.handover.state() == DestinationHandover::State::dropped) {
        ++m_counters.dropped;
        say(around, MovePhase::dropped, done.mapping, done.handover.source(), {});
        return;
    }
    ++m_counters.in;
    done.mapping.epoch = done.handover.epoch();
    m_here[done.mapping.flow] = done.mapping;
    transport::ApplicationId program = programFor(done.state.local);
    if (!done.packed.empty())
        program = around.programs->programFor(done.state.local.port);
    const auto socket = around.sockets.insertStream(around.ip, done.state, program);
    if (!socket) { // who listened is gone since: as if a program had accepted and closed it
        if (const auto id = around.sockets.tcp().insert(around.ip, std::move(done.state))) {
            around.sockets.tcp().abort(around.ip, *id);
            around.sockets.tcp().close(around.ip, *id);
        }
    }
    for (packet::Packet &packet : done.later)
        m_packets.push_back(std::move(packet));
    for (packet::Packet &packet : done.held)
        if (const auto datagram = deliveredOf(std::move(packet)))
            static_cast<void>(around.sockets.deliver(around.ip, *datagram));
    say(around, MovePhase::injected, done.mapping, done.handover.source(),
        done.came == 0 ? std::string() : fmt::format("packets ahead {}, answered {}", done.came, done.answered),
        socket.value_or(SocketId()));
    if (socket && !done.packed.empty() && !around.programs->unpack(program, *socket, done.packed))
        static_cast<void>(around.sockets.close(around.ip, *socket));
}

// --- messages ---

void Mover::post(const Around &around, base::Ipv4Address to, const HandoverMessage &message)
{
    if (to == m_own)
        handle(around, m_own, message);
    else
        m_out.push_back({to, message.encode(m_key)});
}

void Mover::postAll(const Around &around, std::vector<HandoverOutput> &out)
{
    for (const HandoverOutput &o : std::exchange(out, {}))
        post(around, o.to, o.message);
}

void Mover::decide(const Around &around, base::Ipv4Address asker, const HandoverMessage &claim)
{
    std::vector<HandoverOutput> out;
    if (m_arbiter.find(claim.flow) || !around.table) {
        m_arbiter.receive(asker, claim, out);
    } else {
        const FlowTable::Entry *entry = around.table->find(claim.flow);
        Arbiter::Entry before{entry ? entry->host() : base::Ipv4Address(), entry ? entry->epoch() : 0};
        const auto answer = around.table->switchTo(claim.flow, claim.from, claim.epoch, claim.host);
        entry = around.table->find(claim.flow);
        if (!entry || answer == FlowTable::Switch::unknownFlow) {
            out.push_back({asker, {MessageKind::unknown, claim.flow, claim.epoch, {}, {}, claim.arbiter}});
        } else {
            const HandoverMessage word{MessageKind::owner, claim.flow, entry->epoch(), {}, entry->host(), claim.arbiter};
            out.push_back({asker, word});
            if (entry->epoch() != before.epoch && claim.from != asker)
                out.push_back({claim.from, word});
        }
    }
    postAll(around, out);
}

void Mover::handle(const Around &around, base::Ipv4Address from, const HandoverMessage &message)
{
    if (message.kind == MessageKind::claim)
        return decide(around, from, message);
    const Key key{message.arbiter, message.flow};
    std::vector<HandoverOutput> out;
    if (const auto at = m_leaving.find(key); at != m_leaving.end() && at->second.state) {
        at->second.handover.receive(around.now(), message, out);
        settle(around, at);
    }
    if (const auto at = m_arriving.find(key); at != m_arriving.end()) {
        if (from == key.first && from != m_own && message.kind == MessageKind::owner)
            m_arbiterTrips[from] = around.now() - at->second.asked;
        at->second.handover.receive(around.now(), message);
        settle(around, at);
    }
    postAll(around, out);
}

bool Mover::receive(const Around &around, base::Ipv4Address from, base::Bytes datagram)
{
    const auto opened = open(m_key, datagram);
    if (!opened) {
        ++m_counters.forged;
        return false;
    }
    const TimePoint now = around.now();
    switch (opened->kind) {
    case MessageKind::piece:
        if (auto whole = m_receiver.receive(now, from, opened->body, m_key, m_out))
            take(around, std::move(*whole));
        break;
    case MessageKind::received: {
        const auto known = opened->body.size() < 12 ? m_transfers.end() : m_transfers.find(base::loadU64(opened->body.data()));
        if (known == m_transfers.end())
            break;
        const auto at = m_leaving.find(known->second);
        if (at == m_leaving.end() || at->second.to != from)
            break;
        at->second.sender.receive(now, opened->body);
        if (at->second.sender.state() == BlobSender::State::refused)
            m_instances[from] = at->second.sender.instance();
        advance(around, at);
        break;
    }
    case MessageKind::hello: {
        std::array<std::uint8_t, 4> own;
        base::storeU32(own.data(), m_receiver.own());
        m_out.push_back({from, seal(m_key, MessageKind::here, own)});
        break;
    }
    case MessageKind::here:
        if (opened->body.size() != 4)
            break;
        m_instances[from] = base::loadU32(opened->body.data());
        for (auto at = m_leaving.begin(); at != m_leaving.end();) {
            const auto here = at++;
            if (here->second.to != from || here->second.state)
                continue;
            begin(around, here->second, m_instances[from]);
            advance(around, here);
        }
        break;
    case MessageKind::ahead:
        if (const auto message = AheadMessage::decode(*opened))
            hearAhead(around, from, *message);
        break;
    case MessageKind::answer:
        if (const auto message = AnswerMessage::decode(*opened))
            hearAnswer(around, from, *message);
        break;
    case MessageKind::claim:
    case MessageKind::owner:
    case MessageKind::unknown:
    case MessageKind::refused:
        if (const auto message = HandoverMessage::decode(*opened))
            handle(around, from, *message);
        break;
    }
    return true;
}

} // namespace hopyard::migration
