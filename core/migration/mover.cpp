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

namespace {

/// Its handshake is over, and it is not all but closed.
bool mayMove(TcpState state)
{
    return state >= TcpState::established && state <= TcpState::lastAck;
}

} // namespace

std::string_view toString(MovePhase phase)
{
    switch (phase) {
    case MovePhase::decided: return "decided";
    case MovePhase::sending: return "sending";
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
    : m_nextTransfer(random.next()), m_intake((static_cast<Instance>(random.next() >> 33) + 1) | kTakesAhead),
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
    m_events.push_back({around.now(), phase, mapping, host, socket, std::move(detail), {}});
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
    return std::min(first, m_intake.nextDeadline());
}

TimePoint Mover::Leaving::nextDeadline() const
{
    if (!state)
        return stock ? std::min(stockUntil, sender.nextDeadline()) : ask.deadline;
    return std::min(handover.nextDeadline(), sender.nextDeadline());
}

void Mover::expire(const Around &around)
{
    const TimePoint now = around.now();
    if (m_intake.nextDeadline() <= now)
        m_intake.expire(now);
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
                if (!l.state && l.stock) {
                    l.sender.expire(now);
                } else if (!l.state && l.ask.deadline <= now) {
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
                                          const std::optional<Mapping> &mapping, transport::tcp::ConnectionId connection)
{
    const auto local = around.sockets.localName(socket);
    const auto peer = around.sockets.peerName(socket);
    if (!local || !peer)
        return base::fail(MoveError::noConnection);
    const auto info = around.sockets.tcpInfo(socket, around.now());
    if (!info)
        return base::fail(MoveError::noConnection);
    if (!mayMove(info->state))
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
    leaving.connection = connection;
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

/// The destination is there. Where much is queued that goes first.
void Mover::begin(const Around &around, Leaving &l, Instance instance)
{
    const TimePoint now = around.now();
    l.ask.stop();
    l.instance = instance;
    const TransferId id = m_nextTransfer++;
    m_transfers.erase(l.sender.id());
    m_transfers.emplace(id, keyOf(l.mapping));
    const transport::tcp::ConnectionState *state = around.sockets.tcp().state(l.connection);
    l.sender = BlobSender(id, l.to, instance, now);
    if (!state || state->send.queue.size() < kStockFrom)
        return freeze(around, l);
    l.stock.emplace(now, state->send.queue, l.sender);
    l.stockUntil = now + kStockAtMost;
    say(around, MovePhase::sending, l.mapping, l.to, fmt::format("{} bytes queued", state->send.queue.size()), l.socket);
}

/// Until all but what was queued a moment ago has arrived: then it is frozen. Why it cannot be; empty: it can.
std::string_view Mover::advanceStock(const Around &around, Leaving &l)
{
    const TimePoint now = around.now();
    const transport::tcp::ConnectionState *state = around.sockets.tcp().state(l.connection);
    if (!state || !mayMove(state->state))
        return "it was closed";
    if (l.sender.state() == BlobSender::State::failed)
        return "it does not answer";
    if (l.sender.state() == BlobSender::State::refused) { // restarted, or full
        const Instance there = l.sender.instance();
        if (there == l.instance || now - l.asked >= kAskAtMost)
            return "it takes nothing";
        l.stock.reset();
        begin(around, l, there);
        return {};
    }
    const bool fits = l.stock->feed(now, state->send.queue, l.sender);
    l.sender.output(now, m_key, m_out);
    const bool isLate = now >= l.stockUntil;
    if (isLate && now - l.sender.progressAt() > kStockAtMost / 2)
        return "it does not answer";
    if (!l.stock->isSettled(l.sender) && fits && !isLate)
        return {};
    freeze(around, l);
    return l.state ? std::string_view() : "it was closed"; // its socket, while its connection still sends what was queued
}

void Mover::freeze(const Around &around, Leaving &l)
{
    const std::string packed = around.programs ? around.programs->pack(l.socket).value_or(std::string()) : std::string();
    auto state = around.sockets.freezeStream(l.socket);
    if (!state)
        return; // closed meanwhile: advance() finds no state and ends it
    const TimePoint now = around.now();
    say(around, MovePhase::frozen, l.mapping, l.to, {}, l.socket);
    std::optional<StockNote> note;
    if (l.stock && l.stock->holdsAllOf(state->send.queue) && !state->send.queue.isEmpty())
        note = l.stock->note();
    BlobParts parts;
    auto bytes = encodeBlob(l.mapping, *state, now, &parts, note ? &*note : nullptr);
    say(around, MovePhase::compiled, l.mapping, l.to,
        packed.empty() ? toString(parts) : fmt::format("{}, program {}", toString(parts), packed.size()), l.socket);
    m_events.back().blob.assign(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(headOfBlob(bytes)));
    l.sender.finish(now, sealedEnd(std::move(bytes), packed, l.stock ? l.stock->size() : 0));
    l.state = std::move(state);
    l.handover = SourceHandover(l.mapping, m_own, l.to, l.mapping.forwarder, now);
}

/// Sends what may leave, and ends it where it is over.
void Mover::advance(const Around &around, std::map<Key, Leaving>::iterator at)
{
    Leaving &l = at->second;
    const Key key = at->first;
    std::string_view why = l.state || l.stock || !l.ask.deadline.isNever() ? std::string_view() : "it was closed";
    if (!l.state && l.stock)
        why = advanceStock(around, l);
    if (!why.empty()) {
        say(around, MovePhase::failed, l.mapping, l.to, std::string(why), l.socket);
        m_transfers.erase(l.sender.id());
        m_leaving.erase(at);
        return;
    }
    if (!l.state) {
        schedule(l.nextDeadline(), key, true);
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

void Mover::take(const Around &around, Intake::Arrival arrival)
{
    const TimePoint now = around.now();
    const Mapping &mapping = arrival.mapping;
    if (mapping.id.isValid())
        say(around, MovePhase::received, mapping, arrival.from, arrival.detail);
    const Key key = keyOf(mapping);
    if (m_arriving.contains(key))
        return; // another try of the same move; the first is as good
    const Taker taker{[&](const transport::Endpoint &local, bool packed) {
                          if (packed)
                              return around.programs && around.programs->programFor(local.port).isValid();
                          return programFor(local).isValid() || around.sockets.tcp().listenerFor(local).isValid();
                      },
                      [&](const transport::Endpoint &local, const transport::Endpoint &remote) {
                          return around.sockets.tcp().isPairInUse(now, local, remote);
                      }};
    if (std::string why = objectionTo(arrival, taker); !why.empty()) {
        ++m_counters.refused;
        say(around, MovePhase::refused, mapping, arrival.from, std::move(why));
        if (mapping.id.isValid())
            post(around, arrival.from, {MessageKind::refused, mapping.id, mapping.epoch, {}, {}, mapping.forwarder});
        return;
    }
    std::vector<HandoverOutput> out;
    Arriving arriving;
    arriving.mapping = mapping;
    arriving.state = std::move(arrival.state);
    arriving.handover = DestinationHandover(mapping, m_own, arrival.from, mapping.forwarder, now, out);
    arriving.packed = std::move(arrival.packed);
    arriving.asked = now;
    const auto trip = m_arbiterTrips.find(mapping.forwarder);
    arriving.answersLeft = trip == m_arbiterTrips.end() ? kAnswersUnknown : kAnswers;
    arriving.answerUntil = trip == m_arbiterTrips.end() ? TimePoint::never() : now + trip->second / 2;
    schedule(arriving.handover.nextDeadline(), key, false);
    say(around, MovePhase::prepared, mapping, arrival.from, {});
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
        if (auto arrival = m_intake.receive(now, from, opened->body, m_key, around.ip.pool(), m_out))
            take(around, std::move(*arrival));
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
        base::storeU32(own.data(), m_intake.own());
        m_out.push_back({from, seal(m_key, MessageKind::here, own)});
        break;
    }
    case MessageKind::here:
        if (opened->body.size() != 4)
            break;
        m_instances[from] = base::loadU32(opened->body.data());
        for (auto at = m_leaving.begin(); at != m_leaving.end();) {
            const auto here = at++;
            if (here->second.to != from || here->second.state || here->second.stock)
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
