// See linux_host.h. What it is asked on a console is in linux_host_console.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/migration/linux_host.h"

#include "core/ip/fragment.h"
#include "core/migration/balance.h"
#include "core/wire/ethernet.h"
#include "core/wire/icmp.h"
#include "core/wire/tcp.h"
#include "emulation/linux/namespaces.h"

#include <algorithm>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <fmt/format.h>

namespace hopyard::migration {

using linux::Fd;

namespace {

constexpr std::size_t kEthernet = wire::EthernetView::kHeaderLength;
constexpr std::size_t kFreshSockets = 4;

} // namespace

/// Datagrams go back the way by which frames of the same machine came, else through the raw socket, by the kernel's routes.
class LinuxHost::Output final : public transport::IpOutput {
public:
    Output(link::Context &context, LinuxHost &host) : m_context(context), m_host(host) {}
    base::Result<void, ip::SendError> send(ip::Datagram datagram) override
    {
        packet::Packet whole = std::move(datagram.payload);
        if (!datagram.headerIncluded) {
            wire::Ipv4Repr header;
            header.tos = datagram.tos;
            header.identification = ++m_host.m_identification;
            header.dontFragment = datagram.dontFragment;
            header.ttl = datagram.ttl;
            header.protocol = datagram.protocol;
            header.source = datagram.source.v4();
            header.destination = datagram.destination.v4();
            header.payloadLength = static_cast<std::uint16_t>(whole.size());
            header.emit(whole.pushFront(header.headerLength()));
        }
        const base::Ipv4Address destination = datagram.destination.v4();
        for (const Way &way : m_host.m_ways)
            if (way.from == destination && whole.size() <= way.mtu && m_context.now - way.heard < kWayKept) {
                std::ranges::copy(way.back, whole.pushFront(kEthernet).begin());
                m_host.m_toNetwork.push_back({way.port, std::move(whole)});
                return {};
            }
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_addr.s_addr = htonl(destination.value());
        const base::Bytes bytes = whole.bytes();
        if (::sendto(m_host.m_raw.get(), bytes.data(), bytes.size(), MSG_DONTWAIT, reinterpret_cast<const sockaddr *>(&to), sizeof to) < 0)
            return base::fail(errno == EMSGSIZE ? ip::SendError::tooBig : ip::SendError::noRoute);
        return {};
    }
    base::IpAddress sourceFor(const base::IpAddress &, base::PortIndex) const override { return m_host.m_config.own; }
    bool isOwnAddress(const base::IpAddress &address) const override { return address == base::IpAddress(m_host.m_config.own); }
    std::uint32_t mtuTo(const base::IpAddress &) const override { return 1'500; }
    link::Context &context() override { return m_context; }

private:
    link::Context &m_context;
    LinuxHost &m_host;
};

LinuxHost::LinuxHost(base::NodeId node, const Fd &network, std::uint64_t instance)
    : m_node(node), m_network(network), m_noSockets(base::Random(instance)), m_mover(base::Random(instance)),
      m_fragments(ip::Reassembler::Limits{})
{
}

linux::Result<std::unique_ptr<LinuxHost>> LinuxHost::create(base::NodeId node, const Fd &network, std::uint64_t instance)
{
    std::unique_ptr<LinuxHost> host(new LinuxHost(node, network, instance));
    const auto inside = linux::NetworkScope::enter(network);
    if (!inside)
        return base::fail(inside.error());
    host->m_raw.reset(::socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW));
    if (!host->m_raw)
        return linux::sysFail("make a raw socket in a namespace");
    auto epoll = linux::Epoll::create();
    if (!epoll)
        return base::fail(epoll.error());
    host->m_epoll.emplace(std::move(*epoll));
    auto diag = SocketDiag::open();
    if (!diag)
        return base::fail(diag.error());
    host->m_diag.emplace(std::move(*diag));
    return host;
}

void LinuxHost::configure(const NodeConfig &config)
{
    if (config == m_config)
        return;
    m_config = config;
    m_key = keyOf(config.key);
    m_migrator.configure(config, m_key);
    m_mover.configure(config.own, m_key);
}

template <class User>
auto LinuxHost::around(const Now &now, User &&user)
{
    link::Outbox none;
    link::Context context{now.now, m_node, now.pool, none, now.trace};
    Output output(context, *this);
    const Around lent{context, m_noSockets, output, nullptr};
    return user(lent);
}

// --- frames ---

bool LinuxHost::fromNetwork(const Now &now, base::PortIndex port, std::uint32_t mtu, packet::Packet &frame)
{
    base::Bytes bytes = frame.bytes();
    if (bytes.size() < kEthernet + wire::Ipv4View::kMinHeaderLength
        || base::loadU16(bytes.data() + 12) != static_cast<std::uint16_t>(wire::EtherType::ipv4))
        return true;
    auto view = wire::Ipv4View::parse(bytes.subspan(kEthernet));
    if (!view)
        return true;
    if (m_migrator.isTrusted(view->source()))
        noteWay(now, view->source(), port, mtu, bytes.first(kEthernet));
    if (view->isFragment()) {
        if (view->destination() != m_config.own || view->protocol() == wire::IpProtocol::icmp || !m_migrator.isTrusted(view->source()))
            return true;
        if (!collect(now, frame))
            return false;
        bytes = frame.bytes();
        view = wire::Ipv4View::parse(bytes.subspan(kEthernet));
    }
    m_ethernet.assign(bytes.begin(), bytes.begin() + kEthernet);
    m_port = port;
    ip::Delivered datagram;
    datagram.source = view->source();
    datagram.destination = view->destination();
    datagram.protocol = view->protocol();
    datagram.ttl = view->ttl();
    datagram.tos = view->tos();
    datagram.payloadOffset = static_cast<std::uint16_t>(view->headerLength());
    const std::size_t length = view->totalLength();
    const bool isControl = datagram.protocol == wire::IpProtocol::udp && datagram.destination.v4() == m_config.own
        && bytes.size() >= kEthernet + view->headerLength() + 8
        && base::loadU16(bytes.data() + kEthernet + view->headerLength() + 2) == kControlPort;
    if (!isControl && datagram.protocol == wire::IpProtocol::udp)
        return true;
    datagram.datagram = std::move(frame);
    datagram.datagram.popFront(kEthernet);
    datagram.datagram.truncate(length);
    return around(now, [&](const Around &lent) {
        if (isControl) {
            hear(lent, datagram);
            settle(lent);
            return false;
        }
        if (m_migrator.take(lent, datagram) == Migrator::Fate::gone)
            return false;
        std::ranges::copy(m_ethernet, datagram.datagram.pushFront(kEthernet).begin());
        frame = std::move(datagram.datagram);
        return true;
    });
}

void LinuxHost::noteWay(const Now &now, base::Ipv4Address from, base::PortIndex port, std::uint32_t mtu, base::Bytes frame)
{
    if (frame[0] & 1)
        return; // to a group: not by the way that frames for this node take
    auto way = std::ranges::find(m_ways, from, &Way::from);
    if (way == m_ways.end()) {
        if (m_ways.size() >= kWaysKept)
            m_ways.erase(m_ways.begin());
        way = m_ways.insert(m_ways.end(), {from, port, mtu, {}, {}});
    }
    way->port = port;
    way->mtu = mtu;
    way->heard = now.now;
    std::copy_n(frame.data() + 6, 6, way->back.data());
    std::copy_n(frame.data(), 6, way->back.data() + 6);
    std::copy_n(frame.data() + 12, 2, way->back.data() + 12);
}

/// A fragment for this node from a machine of the service. True: with it the packet is whole, and `frame` has it.
bool LinuxHost::collect(const Now &now, packet::Packet &frame)
{
    const base::Bytes bytes = frame.bytes();
    const auto view = *wire::Ipv4View::parse(bytes.subspan(kEthernet));
    const std::vector<std::uint8_t> ethernet(bytes.begin(), bytes.begin() + kEthernet);
    const ip::Reassembler::Key key{view.source(), view.destination(), view.identification(), static_cast<std::uint8_t>(view.protocol())};
    ip::Reassembler::Fragment fragment{static_cast<std::uint32_t>(view.fragmentOffset()), static_cast<std::uint32_t>(view.headerLength()),
                                       view.moreFragments(), {}};
    const std::size_t length = view.totalLength();
    fragment.packet = std::move(frame);
    fragment.packet.popFront(kEthernet);
    fragment.packet.truncate(length);
    ip::Reassembler::Result result = m_fragments.add(now.now, key, std::move(fragment), now.pool);
    if (result.outcome != ip::Reassembler::Outcome::complete) {
        m_fragmentsLost += result.outcome != ip::Reassembler::Outcome::waiting && result.outcome != ip::Reassembler::Outcome::duplicate;
        return false;
    }
    ip::mendIpv4Header(result.whole, result.headerLength);
    std::ranges::copy(ethernet, result.whole.pushFront(kEthernet).begin());
    frame = std::move(result.whole);
    ++m_reassembled;
    return true;
}

bool LinuxHost::fromNode(const packet::Packet &frame)
{
    if (m_migrator.flows().empty())
        return true;
    const base::Bytes bytes = frame.bytes();
    if (bytes.size() < kEthernet + 40 || base::loadU16(bytes.data() + 12) != static_cast<std::uint16_t>(wire::EtherType::ipv4))
        return true;
    const auto view = wire::Ipv4View::parse(bytes.subspan(kEthernet));
    if (!view || view->protocol() != wire::IpProtocol::tcp || bytes.size() < kEthernet + view->headerLength() + 20)
        return true;
    const std::uint8_t *tcp = bytes.data() + kEthernet + view->headerLength();
    const FourTuple flow{view->destination(), base::loadU16(tcp + 2), view->source(), base::loadU16(tcp)};
    const Migrator::Flow *known = m_migrator.find(flow);
    if (!known || known->phase == Migrator::Phase::here || known->phase == Migrator::Phase::ended)
        return true;
    constexpr std::uint8_t kRst = 4;
    if (tcp[13] & kRst)
        return false;
    const auto last = m_mover.acknowledgedBy(flow);
    return !last || static_cast<std::int32_t>(base::loadU32(tcp + 8) - *last) <= 0;
}

void LinuxHost::hear(const Around &lent, const ip::Delivered &datagram)
{
    const auto udp = wire::UdpView::parse(datagram.payload());
    if (!udp || (!datagram.datagram.offload().checksumMissing && !udp->checksumOk(datagram.source, datagram.destination)))
        return m_migrator.countForged();
    const base::Ipv4Address from = datagram.source.v4();
    if (!ControlMessage::isOne(udp->payload())) {
        static_cast<void>(m_mover.receive(lent, *this, from, udp->payload()));
        return;
    }
    const auto message = ControlMessage::read(udp->payload(), m_key);
    if (!message || !m_migrator.isTrusted(from))
        return m_migrator.countForged();
    if (message->kind == ControlMessage::Kind::error)
        return hearError(lent, from, *message);
    if (message->kind != ControlMessage::Kind::drain)
        return m_migrator.hear(lent, from, *message);
    if (message->flow.source == m_config.own && message->epoch != 0)
        drain(lent);
}

/// An ICMP error about what this node sent, which came to the forwarder: made anew, as if it had come here.
void LinuxHost::hearError(const Around &lent, base::Ipv4Address from, const ControlMessage &message)
{
    const Migrator::Flow *known = m_migrator.find(message.flow);
    if (!known || known->mapping.id != message.id || known->mapping.forwarder != from || known->phase != Migrator::Phase::here
        || message.icmpType != static_cast<std::uint8_t>(wire::IcmpType::destinationUnreachable))
        return;
    constexpr std::size_t kPorts = 8; // of the quoted header of TCP: ports and number
    wire::Ipv4Repr quoted;
    quoted.dontFragment = true;
    quoted.protocol = wire::IpProtocol::tcp;
    quoted.source = message.flow.destination;
    quoted.destination = message.flow.source;
    quoted.payloadLength = wire::TcpView::kMinHeaderLength;
    wire::Ipv4Repr outer;
    outer.protocol = wire::IpProtocol::icmp;
    outer.source = from;
    outer.destination = message.flow.destination;
    const std::size_t size = wire::IcmpRepr::headerLength() + quoted.headerLength() + kPorts;
    outer.payloadLength = static_cast<std::uint16_t>(size);
    packet::Packet packet = lent.link.pool.make(size);
    const base::MutableBytes bytes = packet.writable();
    quoted.emit(bytes.subspan(wire::IcmpRepr::headerLength()));
    std::uint8_t *tcp = bytes.data() + size - kPorts;
    base::storeU16(tcp, message.flow.destinationPort);
    base::storeU16(tcp + 2, message.flow.sourcePort);
    base::storeU32(tcp + 4, message.sequence);
    wire::IcmpUnreachable unreachable;
    unreachable.code = static_cast<wire::UnreachableCode>(message.icmpCode);
    unreachable.nextHopMtu = static_cast<std::uint16_t>(std::min<std::uint32_t>(message.mtu, 0xffff));
    wire::IcmpRepr{unreachable}.emit(bytes);
    outer.emit(packet.pushFront(outer.headerLength()));
    ++m_errorsShown;
    std::vector<packet::Packet> packets;
    packets.push_back(std::move(packet));
    deliver(std::move(packets));
}

/// All that it has goes away, each connection to the host that its flow draws among the others.
void LinuxHost::drain(const Around &lent)
{
    std::vector<Mapping> here;
    for (const auto &[flow, known] : m_migrator.flows())
        if (const Mapping *mapping = m_mover.find(flow); mapping && known.phase == Migrator::Phase::here)
            here.push_back(*mapping);
    for (const Mapping &mapping : here)
        for (const Service &service : m_config.serves) {
            if (!service.isAt(mapping.flow.destination, mapping.flow.destinationPort))
                continue;
            std::vector<base::Ipv4Address> others;
            for (const Peer &peer : service.hosts)
                others.push_back(peer.address);
            const auto to = rendezvous(mapping.flow, others, [&](std::size_t i) { return others[i] != m_config.own; });
            if (to)
                static_cast<void>(m_mover.move(lent, *this, mapping, others[*to]));
        }
}

void LinuxHost::expire(const Now &now)
{
    around(now, [&](const Around &lent) {
        if (m_nextPass <= now.now)
            forgetOld(lent);
        m_fragmentsLost += m_fragments.expire(now.now).size();
        m_mover.expire(lent, *this);
        settle(lent);
    });
}

/// Once in Migrator::kPass: the forwarder is told which connections are over, and what has been remembered long enough is
/// forgotten.
void LinuxHost::forgetOld(const Around &lent)
{
    std::vector<FourTuple> old;
    for (const auto &[flow, known] : m_migrator.flows()) {
        if (known.phase == Migrator::Phase::frozen || known.phase == Migrator::Phase::arriving)
            continue;
        if (known.phase == Migrator::Phase::here && isAlive(flow)) {
            m_over.erase(flow);
            continue;
        }
        const auto [since, isNew] = m_over.try_emplace(flow, known.phase == Migrator::Phase::here ? lent.now() : known.since);
        if (isNew && known.phase == Migrator::Phase::here) {
            ControlMessage over;
            over.kind = ControlMessage::Kind::ended;
            over.way = known.way;
            over.id = known.mapping.id;
            over.epoch = known.mapping.epoch;
            over.flow = flow;
            lent.sendControl(m_config.own, known.mapping.forwarder, over.write(m_key));
            m_mover.forget(flow);
        }
        if (lent.now() - since->second >= Migrator::kMemory)
            old.push_back(flow);
    }
    for (const FourTuple &flow : old) {
        m_migrator.forget(flow);
        m_over.erase(flow);
    }
    m_nextPass = m_migrator.flows().empty() ? base::TimePoint::never() : lent.now() + Migrator::kPass;
}

/// What follows from what happened to moves, until nothing does.
void LinuxHost::settle(const Around &lent)
{
    for (;;) {
        const std::vector<MoveEvent> events = m_mover.takeEvents();
        for (const MoveEvent &event : events)
            act(lent, event);
        const std::vector<Outgoing> out = m_mover.takeOutgoing();
        for (const Outgoing &one : out)
            lent.sendControl(m_config.own, one.to, one.bytes);
        if (events.empty() && out.empty())
            break;
    }
    if (m_nextPass.isNever() && !m_migrator.flows().empty())
        m_nextPass = lent.now() + Migrator::kPass;
}

void LinuxHost::act(const Around &lent, const MoveEvent &event)
{
    m_events.push_back(event);
    if (m_events.size() > kEventsKept)
        m_events.pop_front();
    switch (event.phase) {
    case MovePhase::frozen: m_migrator.frozen(lent.now(), event.mapping, event.host); break;
    case MovePhase::prepared: m_migrator.arriving(lent.now(), event.mapping); break;
    case MovePhase::injected:
        m_over.erase(event.mapping.flow);
        deliver(m_migrator.here(lent.now(), event.mapping, true));
        makeFreshSockets(); // for the next, now that there is time
        break;
    case MovePhase::released: m_migrator.gone(lent, event.mapping.flow, event.host); break;
    case MovePhase::resumed: deliver(m_migrator.here(lent.now(), event.mapping, false)); break;
    case MovePhase::dropped: m_migrator.forget(event.mapping.flow); break;
    case MovePhase::decided:
    case MovePhase::sending:
    case MovePhase::compiled:
    case MovePhase::sent:
    case MovePhase::received:
    case MovePhase::refused:
    case MovePhase::failed: break;
    }
}

void LinuxHost::deliver(std::vector<packet::Packet> packets)
{
    for (packet::Packet &packet : packets) {
        std::ranges::copy(m_ethernet, packet.pushFront(kEthernet).begin());
        m_toNode.push_back({m_port, std::move(packet)});
    }
}

bool LinuxHost::isAlive(const FourTuple &flow) const
{
    const auto found = m_diag->find(flow);
    return found && !found->isOver();
}

// --- servers ---

bool LinuxHost::serves(std::uint16_t port, bool packed)
{
    if (const auto known = m_servers.find(port); known != m_servers.end())
        return !packed || known->second.skill == Skill::goesOn;
    const auto inside = linux::NetworkScope::enter(m_network);
    if (!inside)
        return false;
    for (const Skill skill : {Skill::goesOn, Skill::begins}) {
        auto link = ServerLink::connect(port, skill);
        if (!link || !m_epoll->add(link->fd(), EPOLLIN, port))
            continue;
        m_servers.emplace(port, Line{std::move(*link), skill, 0, {}});
        return !packed || skill == Skill::goesOn;
    }
    return false;
}

void LinuxHost::heard(const Now &now)
{
    around(now, [&](const Around &lent) {
        for (auto at = m_servers.begin(); at != m_servers.end();) {
            const auto one = at++;
            for (;;) {
                auto message = one->second.link.receive();
                if (message && !*message)
                    break;
                if (!message) { // it ended; the kernel closes what it had
                    m_servers.erase(one);
                    break;
                }
                heardOne(lent, one->first, std::move(**message));
            }
        }
        settle(lent);
    });
}

void LinuxHost::heardOne(const Around &lent, std::uint16_t port, ServerMessage message)
{
    Line &line = m_servers.at(port);
    const auto known = line.flows.find(message.number);
    if (known == line.flows.end())
        return;
    const FourTuple flow = known->second;
    if (message.kind == ServerMessage::Kind::left) {
        m_mover.left(lent, *this, flow, std::move(message.socket), std::move(message.packed));
    } else if (message.kind == ServerMessage::Kind::over) {
        line.flows.erase(known);
        m_mover.notLeft(lent, flow);
    }
}

std::optional<std::pair<std::uint16_t, std::uint64_t>> LinuxHost::numberOf(const FourTuple &flow) const
{
    const auto line = m_servers.find(flow.destinationPort);
    if (line == m_servers.end())
        return std::nullopt;
    for (const auto &[number, known] : line->second.flows)
        if (known == flow)
            return std::pair(line->first, number);
    return std::nullopt;
}

void LinuxHost::tell(const FourTuple &flow, ServerMessage::Kind kind)
{
    const auto at = numberOf(flow);
    if (!at)
        return;
    Line &line = m_servers.at(at->first);
    static_cast<void>(line.link.send(kind, at->second)); // one that hears nothing any more ends its line
    if (kind == ServerMessage::Kind::gone)
        line.flows.erase(at->second);
}

bool LinuxHost::ask(const FourTuple &flow)
{
    tell(flow, ServerMessage::Kind::leave);
    return numberOf(flow).has_value();
}
void LinuxHost::stay(const FourTuple &flow) { tell(flow, ServerMessage::Kind::stay); }
void LinuxHost::gone(const FourTuple &flow) { tell(flow, ServerMessage::Kind::gone); }

bool LinuxHost::give(const FourTuple &flow, const Fd &socket, std::string_view packed)
{
    if (!serves(flow.destinationPort, !packed.empty()))
        return false;
    Line &line = m_servers.at(flow.destinationPort);
    const std::string peer = fmt::format("{}:{}", base::toString(flow.source), flow.sourcePort);
    if (!line.link.send(ServerMessage::Kind::take, ++line.last, peer, packed, socket.get()))
        return false;
    if (const auto before = numberOf(flow)) // it was here once, was closed, and its ports are used again
        line.flows.erase(before->second);
    line.flows.emplace(line.last, flow);
    return true;
}

void LinuxHost::makeFreshSockets()
{
    if (!m_fresh.empty())
        return;
    const auto inside = linux::NetworkScope::enter(m_network);
    for (std::size_t i = 0; inside && i < kFreshSockets; ++i)
        if (Fd made(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)); made)
            m_fresh.push_back(std::move(made));
}

Fd LinuxHost::freshSocket()
{
    makeFreshSockets();
    if (m_fresh.empty())
        return Fd();
    Fd socket = std::move(m_fresh.back());
    m_fresh.pop_back();
    return socket;
}

// --- as a person moves it ---

base::Result<void, base::Error> LinuxHost::migrate(const Now &now, const FourTuple &flow, std::string_view host)
{
    const auto to = m_config.addressOf(host);
    if (!to)
        return base::fail(base::Error{fmt::format("there is no host '{}'", host)});
    const Mapping *mapping = m_mover.find(flow);
    if (!mapping || !isAlive(flow))
        return base::fail(base::Error{fmt::format("{} is no connection that came here", toString(flow))});
    return around(now, [&](const Around &lent) -> base::Result<void, base::Error> {
        const auto begun = m_mover.move(lent, *this, Mapping(*mapping), *to);
        settle(lent);
        if (!begun)
            return base::fail(base::Error{std::string(toString(begun.error()))});
        return {};
    });
}

} // namespace hopyard::migration
