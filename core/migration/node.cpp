// See node.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/node.h"

#include "core/migration/owner.h"
#include "core/wire/tcp.h"

#include <algorithm>

#include <fmt/format.h>

namespace hopyard::migration {

using transport::SocketId;

namespace {

constexpr base::Duration kDrainPass = base::Duration::milliseconds(10);

} // namespace

Node::Node(base::Random random)
    : m_forwarder(base::Random(random.next())), m_mover(base::Random(random.next())), m_replays(base::Random(random.next()))
{
}

Node::Node(const Node &) = default;
Node::Node(Node &&) noexcept = default;
Node &Node::operator=(const Node &) = default;
Node &Node::operator=(Node &&) noexcept = default;
Node::~Node() = default;

Mover::Around Node::moverAround(const Around &around)
{
    return {around.sockets, around.ip, m_config.forwards.empty() ? nullptr : &m_forwarder.table(), around.programs};
}

void Node::configure(const Around &around, const NodeConfig &config)
{
    if (config == m_config)
        return;
    m_config = config;
    m_key = keyOf(config.key);
    m_forwarder.configure(config.own, config.forwards, m_key);
    m_migrator.configure(config, m_key);
    m_mover.configure(config.own, m_key);
    m_classifier.configure(around, config.classifies);
    // Classifiers answer a connection to their own address by refusing it: that they are there is all that is asked.
    std::vector<HealthChecker::Target> classifiers;
    for (const Service &service : config.forwards)
        for (const Peer &peer : service.classifiers) {
            HealthCheck check = service.check;
            if (check.kind == HealthCheck::Kind::http)
                check.kind = HealthCheck::Kind::tcp;
            classifiers.push_back({peer.address, service.port, check, true});
        }
    m_peers.configure(around, std::move(classifiers));
    const bool replays = std::any_of(config.classifies.begin(), config.classifies.end(),
                                     [](const Service &service) { return service.mode == Mode::replay; });
    m_replays.configure(config.own);
    if (replays) { // what was agreed with the client must hold for the host too: the least is agreed upon
        transport::tcp::NodeSettings &settings = around.sockets.tcp().nodeSettings();
        settings.timestamps = settings.sack = settings.windowScaling = false;
    }
    settle(around);
}

Classifier::Loads Node::loads() const
{
    return [this](const Service &service) {
        // The forwarder's own table, or what its last announcement said; and what is on its way.
        std::vector<std::uint32_t> counts = service.forwarder.address == m_config.own ? m_forwarder.loads(service) : m_migrator.loads();
        counts.resize(service.hosts.size());
        for (std::size_t i = 0; i < service.hosts.size(); ++i)
            for (const auto &[socket, verdict] : m_decided)
                counts[i] += verdict.host.address == service.hosts[i].address;
        return counts;
    };
}

bool Node::take(const Around &around, ip::Delivered &datagram)
{
    if (!datagram.source.isV4() || !datagram.destination.isV4())
        return false;
    if (datagram.protocol == wire::IpProtocol::udp) {
        const base::Bytes payload = datagram.payload();
        if (datagram.destination.v4() != m_config.own || payload.size() < 8 || base::loadU16(payload.data() + 2) != kControlPort)
            return false;
        hear(around, datagram);
        settle(around);
        return true;
    }
    if (m_forwarder.take(around, datagram) == Forwarder::Fate::gone)
        return true;
    if (m_replays.take(around, datagram))
        return true;
    return takeOfFlow(around, datagram);
}

bool Node::takeOfFlow(const Around &around, ip::Delivered &datagram)
{
    const Migrator::Fate fate = m_migrator.take(around, datagram);
    if (Migrator::Held held = m_migrator.takeHeldLast(); !held.datagram.isNull()) {
        if (m_mover.ahead(moverAround(around), held.mapping, std::move(held.datagram)))
            m_migrator.wentAhead(held.mapping.flow);
        settle(around);
    }
    return fate != Migrator::Fate::deliver;
}

void Node::hear(const Around &around, const ip::Delivered &datagram)
{
    const auto udp = wire::UdpView::parse(datagram.payload());
    if (!udp || !udp->checksumOk(datagram.source, datagram.destination))
        return m_migrator.countForged();
    const base::Ipv4Address from = datagram.source.v4();
    if (!ControlMessage::isOne(udp->payload())) {
        static_cast<void>(m_mover.receive(moverAround(around), from, udp->payload()));
        return;
    }
    const auto message = ControlMessage::read(udp->payload(), m_key);
    if (!message)
        return m_migrator.countForged();
    switch (message->kind) {
    case ControlMessage::Kind::ended: m_forwarder.ended(around.now(), from, *message); break;
    case ControlMessage::Kind::drain: hearDrain(around, from, *message); break;
    case ControlMessage::Kind::announced:
    case ControlMessage::Kind::error: m_migrator.hear(around, from, *message); break;
    }
}

bool Node::report(const Around &around, const ip::ErrorReport &report)
{
    return m_forwarder.report(around, report);
}

void Node::ready(const Around &around, std::span<const transport::SocketLayer::Ready> ready)
{
    for (const transport::SocketLayer::Ready &one : ready)
        if (!m_decided.count(one.socket) && !m_peers.ready(around, one.socket))
            m_classifier.ready(around, one.socket, loads());
    settle(around);
}

void Node::expire(const Around &around)
{
    m_forwarder.expire(around.now());
    m_migrator.expire(around);
    if (m_peers.nextDeadline() <= around.now())
        m_peers.expire(around);
    if (m_classifier.nextDeadline() <= around.now())
        m_classifier.expire(around, loads());
    if (m_mover.nextDeadline() <= around.now())
        m_mover.expire(moverAround(around));
    for (const HealthChecker::Change &change : m_peers.takeChanges())
        m_forwarder.setClassifierUp(change.address, change.isUp);
    m_replays.expire(around);
    if (m_nextDrain <= around.now())
        drainSome(around);
    settle(around);
}

base::TimePoint Node::nextDeadline() const
{
    return std::min({m_forwarder.nextDeadline(), m_migrator.nextDeadline(), m_classifier.nextDeadline(), m_mover.nextDeadline(), m_peers.nextDeadline(),
                     m_replays.nextDeadline(), m_nextDrain});
}

/// What follows from what was decided and from what happened to moves, until nothing does.
void Node::settle(const Around &around)
{
    for (;;) {
        const std::vector<Classifier::Verdict> verdicts = m_classifier.takeVerdicts();
        for (const Classifier::Verdict &verdict : verdicts)
            act(around, verdict);
        const std::vector<MoveEvent> events = m_mover.takeEvents();
        for (const MoveEvent &event : events)
            act(around, event);
        const std::vector<Outgoing> out = m_mover.takeOutgoing();
        for (const Outgoing &one : out)
            around.sendControl(m_config.own, one.to, one.bytes);
        std::vector<packet::Packet> packets = m_mover.takePackets(), came = m_mover.takeCame();
        for (packet::Packet &one : packets)
            static_cast<void>(around.sendWhole(std::move(one)));
        for (packet::Packet &one : came)
            if (auto datagram = deliveredOf(std::move(one)); datagram && !takeOfFlow(around, *datagram))
                static_cast<void>(around.sockets.deliver(around.ip, *datagram));
        if (verdicts.empty() && events.empty() && out.empty() && packets.empty() && came.empty())
            return;
    }
}

void Node::act(const Around &around, const Classifier::Verdict &verdict)
{
    const std::optional<Mapping> mapping = mappingOf(verdict.flow);
    if (!mapping) {
        static_cast<void>(around.sockets.close(around.ip, verdict.socket));
        return;
    }
    if (verdict.service.mode == Mode::replay) {
        around.step("decided", *mapping, verdict.host.address, fmt::format("{}, by {}", verdict.host.name, verdict.rule));
        m_replays.begin(around, verdict, *mapping);
        return;
    }
    m_decided.emplace(verdict.socket, verdict);
    if (!m_mover.move(moverAround(around), verdict.socket, verdict.host.address, mapping)) {
        m_decided.erase(verdict.socket);
        static_cast<void>(around.sockets.close(around.ip, verdict.socket));
    }
}

void Node::act(const Around &around, const MoveEvent &event)
{
    m_events.push_back(event);
    if (m_events.size() > kEventsKept)
        m_events.pop_front();
    switch (event.phase) {
    case MovePhase::frozen: m_migrator.frozen(around.now(), event.mapping, event.host); break;
    case MovePhase::prepared: m_migrator.arriving(around.now(), event.mapping); break;
    case MovePhase::injected: deliver(around, m_migrator.here(around.now(), event.mapping, true)); break;
    case MovePhase::released:
        m_migrator.gone(around, event.mapping.flow, event.host);
        if (m_decided.erase(event.socket))
            static_cast<void>(around.sockets.close(around.ip, event.socket));
        break;
    case MovePhase::resumed:
        deliver(around, m_migrator.here(around.now(), event.mapping, false));
        giveUp(around, event);
        break;
    case MovePhase::failed: giveUp(around, event); break;
    case MovePhase::dropped: m_migrator.forget(event.mapping.flow); break;
    case MovePhase::decided:
    case MovePhase::sending:
    case MovePhase::compiled:
    case MovePhase::sent:
    case MovePhase::received:
    case MovePhase::refused: break;
    }
}

/// A host that was decided for did not take the connection: another shall.
void Node::giveUp(const Around &around, const MoveEvent &event)
{
    const auto at = m_decided.find(event.socket);
    if (at == m_decided.end())
        return;
    const Classifier::Verdict verdict = at->second;
    m_decided.erase(at);
    m_classifier.again(around, verdict, loads());
}

void Node::deliver(const Around &around, std::vector<packet::Packet> packets)
{
    for (packet::Packet &packet : packets)
        if (const auto datagram = deliveredOf(std::move(packet)))
            static_cast<void>(around.sockets.deliver(around.ip, *datagram));
}

std::optional<Mapping> Node::mappingOf(const FourTuple &flow) const
{
    if (const Mapping *known = m_mover.find(flow))
        return *known;
    if (auto own = m_forwarder.mapping(flow))
        return own;
    if (const Migrator::Flow *known = m_migrator.find(flow))
        return known->mapping;
    return std::nullopt;
}

base::Result<void, base::Error> Node::migrate(const Around &around, const FourTuple &flow, std::string_view host)
{
    const auto to = m_config.addressOf(host);
    if (!to)
        return base::fail(base::Error{fmt::format("there is no host '{}'", host)});
    const transport::Endpoint local{flow.destination, flow.destinationPort}, peer{flow.source, flow.sourcePort};
    for (const transport::SocketInfo &info : around.sockets.sockets()) {
        if (info.kind != transport::SocketKind::tcp || info.local != local || info.peer != peer)
            continue;
        const auto begun = m_mover.move(moverAround(around), info.id, *to, mappingOf(flow), info.connection);
        settle(around);
        if (!begun)
            return base::fail(base::Error{std::string(toString(begun.error()))});
        return {};
    }
    return base::fail(base::Error{fmt::format("{} is no connection of this node", toString(flow))});
}

base::Result<void, base::Error> Node::drain(const Around &around, std::string_view host, bool on)
{
    const auto address = m_config.addressOf(host);
    if (!address)
        return base::fail(base::Error{fmt::format("there is no host '{}'", host)});
    if (*address == m_config.own) {
        m_isDraining = on;
        m_nextDrain = on ? around.now() : base::TimePoint::never();
        return {};
    }
    const bool isOurs = m_classifier.setDraining(*address, on);
    ControlMessage message;
    message.kind = ControlMessage::Kind::drain;
    message.flow.source = *address;
    message.epoch = on;
    const std::vector<std::uint8_t> bytes = message.write(m_key);
    around.sendControl(m_config.own, *address, bytes);
    bool told = isOurs;
    for (const Service &service : m_config.forwards)
        for (const Peer &classifier : service.classifiers) {
            around.sendControl(m_config.own, classifier.address, bytes);
            told = true;
        }
    if (!told)
        return base::fail(base::Error{"this node neither forwards nor classifies; ask the forwarder, or the host itself"});
    return {};
}

void Node::hearDrain(const Around &around, base::Ipv4Address from, const ControlMessage &message)
{
    if (!m_migrator.isTrusted(from))
        return m_migrator.countForged();
    const bool on = message.epoch != 0;
    if (message.flow.source == m_config.own) {
        m_isDraining = on;
        m_nextDrain = on ? around.now() : base::TimePoint::never();
    } else {
        static_cast<void>(m_classifier.setDraining(message.flow.source, on));
    }
}

/// As many as may be on their way at once; each to the host that its flow draws among the others.
void Node::drainSome(const Around &around)
{
    m_nextDrain = base::TimePoint::never();
    if (!m_isDraining)
        return;
    std::map<FourTuple, transport::SocketInfo> sockets;
    for (const transport::SocketInfo &info : around.sockets.sockets())
        if (info.kind == transport::SocketKind::tcp && info.peer && info.peer->address.isV4() && info.local.address.isV4())
            sockets[{info.peer->address.v4(), info.peer->port, info.local.address.v4(), info.local.port}] = info;
    std::vector<FourTuple> here;
    for (const auto &[flow, known] : m_migrator.flows())
        if (known.phase == Migrator::Phase::here && sockets.count(flow))
            here.push_back(flow);
    for (const FourTuple &flow : here) {
        if (m_mover.leaving() >= kMovesAtOnce)
            break;
        for (const Service &service : m_config.serves) {
            if (!service.isAt(flow.destination, flow.destinationPort))
                continue;
            std::vector<base::Ipv4Address> others;
            for (const Peer &peer : service.hosts)
                others.push_back(peer.address);
            const auto to = rendezvous(flow, others, [&](std::size_t i) { return others[i] != m_config.own; });
            if (to)
                static_cast<void>(m_mover.move(moverAround(around), sockets[flow].id, others[*to], mappingOf(flow),
                                                 sockets[flow].connection));
            break;
        }
    }
    if (!here.empty())
        m_nextDrain = around.now() + kDrainPass;
}

base::Result<void, std::vector<RuleError>> Node::setRules(const Around &around, base::Ipv4Address address, std::uint16_t port,
                                                          const std::string &text)
{
    return m_classifier.setRules(around, address, port, text);
}

} // namespace hopyard::migration
