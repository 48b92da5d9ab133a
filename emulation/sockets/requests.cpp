// What programs ask for: names, options, opening and binding; see server.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/linux_options.h"
#include "core/world/hosts.h"
#include "emulation/sockets/server.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <netinet/in.h>
#include <sys/socket.h>

namespace hopyard::remote {

namespace {

using transport::IpOutput;
using transport::SocketError;
using transport::SocketKind;
using transport::SocketLayer;

template <class T>
std::vector<std::uint8_t> bodyOf(const T &value)
{
    std::vector<std::uint8_t> body(sizeof value);
    std::memcpy(body.data(), &value, sizeof value);
    return body;
}

std::vector<std::uint8_t> textBody(std::string_view text) { return {text.begin(), text.end()}; }

int numberOf(const base::Result<void, SocketError> &result)
{
    return result ? 0 : transport::errnoNumber(result.error());
}

SocketKind kindOf(Kind kind)
{
    switch (kind) {
    case Kind::tcp: return SocketKind::tcp;
    case Kind::udp: return SocketKind::udp;
    case Kind::icmp: return SocketKind::icmpEcho;
    case Kind::raw: return SocketKind::raw;
    }
    return SocketKind::udp;
}

/// Nodes speak IPv4; a socket of AF_INET6 is one that carries it as mapped addresses.
base::Result<transport::SocketId, SocketError> makeOn(SocketLayer &layer, Kind kind, std::uint8_t protocol)
{
    return layer.socket(kindOf(kind), base::Family::ipv4, {}, static_cast<wire::IpProtocol>(protocol));
}

transport::Endpoint inIpv4(transport::Endpoint endpoint)
{
    if (endpoint.address.isV6() && endpoint.address.isUnspecified())
        endpoint.address = base::Ipv4Address();
    return endpoint;
}

} // namespace

base::NodeId Server::nodeWithSockets(std::string_view name)
{
    const base::NodeId node = m_world ? m_world->findNode(name) : base::NodeId();
    const bool has = node.isValid() && m_world->useSockets(node, [](SocketLayer &, IpOutput &) {});
    return has ? node : base::NodeId();
}

Server::Answer Server::handle(Session &session, const Request &request)
{
    if (request.op == Op::hello) {
        session.isGreeted = true;
        return {0, m_engine, {}, {}};
    }
    if (!m_world)
        return {ENETDOWN, 0, {}, {}};
    switch (request.op) {
    case Op::socket: return makeSocket(session, request);
    case Op::resolve: return resolve(request.name);
    case Op::interfaces: return listInterfaces(request.name);
    case Op::findNode: return {nodeWithSockets(request.name).isValid() ? 0 : ENODEV, 0, {}, {}};
    default: break;
    }
    if (RemoteSocket *s = find(request.socket, request.token))
        return onSocket(*s, request);
    if (const auto at = m_epitaphs.find(request.socket); at != m_epitaphs.end() && at->second.token == request.token)
        return onEpitaph(at->second, request);
    return {EBADF, 0, {}, {}};
}

Server::Answer Server::onSocket(RemoteSocket &s, const Request &request)
{
    switch (request.op) {
    case Op::bind: return bind(s, request);
    case Op::connect: return connect(s, request);
    case Op::listen: return listen(s, request);
    case Op::localName:
    case Op::peerName: return names(s, request);
    case Op::setOption: return setOption(s, request);
    case Op::getOption: return getOption(s, request);
    case Op::takeError: return takeError(s);
    case Op::move: {
        if (request.value == kUnlessPinned && (s.isPinned || request.name == kKernel))
            return {s.isPinned ? 0 : kUseKernel, 0, {}, {}};
        Answer moved = moveTo(s, request.name);
        s.isPinned = s.isPinned || (moved.error == 0 && request.value == kMoveAndPin);
        return moved;
    }
    case Op::nodeOf: return {0, 0, textBody(m_world->name(s.node)), {}};
    case Op::sendUrgent:
    case Op::takeUrgent: return urgent(s, request);
    case Op::takeQueued: return takeQueued(s);
    default: return {EINVAL, 0, {}, {}};
    }
}

Server::Answer Server::onEpitaph(Epitaph &epitaph, const Request &request)
{
    switch (request.op) {
    case Op::takeError: return {0, static_cast<std::uint64_t>(std::exchange(epitaph.error, 0)), {}, {}};
    case Op::localName: return {0, 0, bodyOf(epitaph.local), {}};
    case Op::getOption:
        if (request.option.level == SOL_SOCKET && request.option.name == SO_ERROR)
            return {0, 0, bodyOf(std::exchange(epitaph.error, 0)), {}};
        return {EINVAL, 0, {}, {}};
    case Op::setOption: return {EINVAL, 0, {}, {}}; // as Linux answers on a connection that was reset
    case Op::connect: {
        const int error = std::exchange(epitaph.error, 0);
        return {error != 0 ? error : ECONNABORTED, 0, {}, {}};
    }
    default: return {ENOTCONN, 0, {}, {}};
    }
}

Server::Answer Server::makeSocket(Session &session, const Request &request)
{
    const base::NodeId node = nodeWithSockets(request.name);
    if (!node.isValid())
        return {ENODEV, 0, {}, {}};
    if (const int error = limitReached(*session.account))
        return {error, 0, {}, {}};
    SocketName name{};
    name.kind = request.body.kind;
    name.family = request.body.family;
    name.protocol = request.body.protocol;
    Answer answer;
    m_world->useSockets(node, [&](SocketLayer &layer, IpOutput &ip) {
        const auto id = makeOn(layer, name.kind, name.protocol);
        if (!id) {
            answer.error = transport::errnoNumber(id.error());
            return;
        }
        auto made = open(name, session.account, node, *id);
        if (!made) {
            answer.error = made.error().code;
            (void)layer.close(ip, *id);
            return;
        }
        RemoteSocket &s = *made->first;
        s.isPinned = request.body.pinned != 0;
        if (s.kind != Kind::tcp)
            s.phase = RemoteSocket::Phase::open;
        answer.descriptor = std::move(made->second);
    });
    return answer;
}

Server::Answer Server::bind(RemoteSocket &s, const Request &request)
{
    const bool isUnspecified = request.endpoint.address.isUnspecified();
    if (request.endpoint.address.isV6() && !isUnspecified)
        return {EADDRNOTAVAIL, 0, {}, {}};
    if (s.isBound)
        return {EINVAL, 0, {}, {}};
    Answer answer;
    if (!s.onlyV6)
        use(s, [&](SocketLayer &layer, IpOutput &ip) {
            answer.error = numberOf(layer.bind(ip, s.socket, inIpv4(request.endpoint)));
        });
    if (answer.error == 0) {
        s.isBound = true;
        s.boundTo = request.endpoint;
    }
    return answer;
}

Server::Answer Server::connect(RemoteSocket &s, const Request &request)
{
    if (!request.name.empty() && !s.isPinned
        && (s.kind != Kind::tcp || s.phase == RemoteSocket::Phase::idle)) { // a rule speaks of the destination
        if (request.name == kKernel)
            return {kUseKernel, 0, {}, {}};
        if (Answer moved = moveTo(s, request.name); moved.error != 0)
            return moved;
    }
    if (s.kind == Kind::tcp)
        return connectStream(s, request);
    if (request.endpoint.address.isV6())
        return {ENETUNREACH, 0, {}, {}};
    Answer answer;
    use(s, [&](SocketLayer &layer, IpOutput &ip) {
        answer.error = numberOf(layer.connect(ip, s.socket, request.endpoint));
    });
    return answer;
}

Server::Answer Server::connectStream(RemoteSocket &s, const Request &request)
{
    const auto refuse = [&](int error) {
        if (s.phase == RemoteSocket::Phase::idle) {
            s.filler = request.filler;
            m_mover.dropFiller(s);
        }
        return Answer{error, 0, {}, {}};
    };
    switch (s.phase) {
    case RemoteSocket::Phase::connecting: return {EALREADY, 0, {}, {}};
    case RemoteSocket::Phase::listening: return {EISCONN, 0, {}, {}};
    case RemoteSocket::Phase::open:
        return {std::exchange(s.connectIsTold, true) ? EISCONN : 0, 0, {}, {}};
    case RemoteSocket::Phase::idle: break;
    }
    if (const int error = std::exchange(s.error, 0))
        return refuse(error);
    if (!request.endpoint.address.isValid())
        return refuse(EAFNOSUPPORT);
    if (request.endpoint.address.isV6() || s.onlyV6)
        return refuse(ENETUNREACH);
    int error = 0;
    use(s, [&](SocketLayer &layer, IpOutput &ip) {
        error = numberOf(layer.connect(ip, s.socket, request.endpoint));
    });
    if (error != 0 && error != EINPROGRESS)
        return refuse(error);
    s.phase = RemoteSocket::Phase::connecting;
    s.filler = request.filler;
    s.isWaiting = request.isWaiting;
    s.connectTo = request.endpoint;
    queue(s); // it may be connected already: to an address of its own node
    return {EINPROGRESS, 0, {}, {}};
}

Server::Answer Server::listen(RemoteSocket &s, const Request &request)
{
    if (s.kind != Kind::tcp)
        return {EOPNOTSUPP, 0, {}, {}};
    if (s.phase != RemoteSocket::Phase::idle && s.phase != RemoteSocket::Phase::listening)
        return {EINVAL, 0, {}, {}};
    Answer answer;
    if (!s.onlyV6)
        use(s, [&](SocketLayer &layer, IpOutput &ip) {
            const auto backlog = static_cast<std::uint32_t>(std::min<std::uint64_t>(request.value, 65'535));
            answer.error = numberOf(layer.listen(ip, s.socket, backlog));
        });
    if (answer.error != 0 || s.phase == RemoteSocket::Phase::listening)
        return answer;
    s.phase = RemoteSocket::Phase::listening;
    limitListener(s.pair);
    queue(s);
    return answer;
}

Server::Answer Server::names(RemoteSocket &s, const Request &request)
{
    const bool isPeer = request.op == Op::peerName;
    if (s.onlyV6 && !isPeer)
        return {0, 0, bodyOf(toAddress(s.boundTo.value_or(transport::Endpoint{base::Ipv6Address(), 0}))), {}};
    if (isPeer && s.kind == Kind::tcp && s.phase != RemoteSocket::Phase::open)
        return {ENOTCONN, 0, {}, {}};
    Answer answer{ENOTCONN, 0, {}, {}};
    use(s, [&](SocketLayer &layer, IpOutput &) {
        const auto endpoint = isPeer ? layer.peerName(s.socket) : layer.localName(s.socket);
        answer.error = endpoint ? 0 : transport::errnoNumber(endpoint.error());
        if (endpoint)
            answer.body = bodyOf(toAddress(*endpoint));
    });
    return answer;
}

Server::Answer Server::takeError(RemoteSocket &s)
{
    int error = std::exchange(s.error, 0);
    if (error == 0)
        use(s, [&](SocketLayer &layer, IpOutput &) {
            if (const auto taken = layer.takeError(s.socket))
                error = transport::errnoNumber(*taken);
        });
    return {0, static_cast<std::uint64_t>(error), {}, {}};
}

Server::Answer Server::urgent(RemoteSocket &s, const Request &request)
{
    if (s.kind != Kind::tcp)
        return {EOPNOTSUPP, 0, {}, {}};
    Answer answer{ENETDOWN, 0, {}, {}};
    use(s, [&](SocketLayer &layer, IpOutput &ip) {
        if (request.op == Op::sendUrgent) {
            (void)m_mover.move(s, layer, ip); // what was written before goes before it
            const auto sent = layer.write(ip, s.socket, request.bytes, {.urgent = true});
            answer.error = sent ? 0 : transport::errnoNumber(sent.error());
            return;
        }
        std::uint8_t byte = 0;
        const auto read = layer.read(ip, s.socket, base::MutableBytes(&byte, 1), {.urgent = true});
        answer.error = read ? 0 : transport::errnoNumber(read.error());
        answer.value = byte;
    });
    queue(s); // for the verdict on what was moved
    return answer;
}

Server::Answer Server::takeQueued(RemoteSocket &s)
{
    Answer answer{ENETDOWN, 0, {}, {}};
    use(s, [&](SocketLayer &layer, IpOutput &) {
        const auto error = layer.receiveError(s.socket);
        answer.error = error ? 0 : transport::errnoNumber(error.error());
        if (!error)
            return;
        DatagramHead head{};
        head.kind = DatagramHead::error;
        head.errorNumber = transport::errnoNumber(error->error);
        head.address = toAddress(error->destination);
        head.offender = toAddress(error->report.reporter);
        head.origin = error->report.reporter.isValid() ? 2 : 1; // SO_EE_ORIGIN_ICMP, SO_EE_ORIGIN_LOCAL
        head.icmpType = error->report.type;
        head.icmpCode = error->report.code;
        head.info = error->report.mtu;
        answer.body = bodyOf(head);
        // What an echo request quotes is all that ping asks for: it knows its packets by their number.
        const auto &quoted = error->report.transport;
        if (s.kind == Kind::icmp)
            answer.body.insert(answer.body.end(), quoted.begin(), quoted.begin() + error->report.transportLength);
    });
    return answer;
}

Server::Answer Server::moveTo(RemoteSocket &s, std::string_view name)
{
    const base::NodeId node = nodeWithSockets(name);
    if (!node.isValid())
        return {ENODEV, 0, {}, {}};
    if (node == s.node)
        return {};
    if (s.kind == Kind::tcp && s.phase != RemoteSocket::Phase::idle)
        return {EISCONN, 0, {}, {}};
    transport::SocketId made; // beside the old one, which stays where anything fails
    int error = 0;
    const bool isUp = m_world->useSockets(node, [&](SocketLayer &layer, IpOutput &ip) {
        const auto id = makeOn(layer, s.kind, s.protocol);
        if (!id) {
            error = transport::errnoNumber(id.error());
            return;
        }
        made = *id;
        for (const KeptOption &option : s.options)
            (void)transport::setLinuxOption(layer, ip, *id, option.level, option.name, option.value);
        if (s.isBound && s.boundTo && !s.onlyV6)
            error = numberOf(layer.bind(ip, *id, inIpv4(*s.boundTo)));
        if (error != 0)
            (void)layer.close(ip, *id);
    });
    if (!isUp || error != 0)
        return {isUp ? error : ENETDOWN, 0, {}, {}};
    use(s, [&](SocketLayer &layer, IpOutput &ip) { (void)layer.close(ip, s.socket); });
    m_bySocket.erase(Key{s.node, s.socket});
    s.node = node;
    s.socket = made;
    s.held.reset();
    m_bySocket.emplace(Key{s.node, s.socket}, s.number);
    return {};
}

Server::Answer Server::resolve(std::string_view name)
{
    const transport::HostsTable table = world::hostsOf(m_world->lab());
    Answer answer;
    for (const base::IpAddress &address : table.addressesOf(name)) {
        const auto one = bodyOf(toAddress(address));
        if (answer.body.size() + one.size() + sizeof(AnswerHead) > kMaxMessage)
            break;
        answer.body.insert(answer.body.end(), one.begin(), one.end());
    }
    answer.error = answer.body.empty() ? ENOENT : 0;
    return answer;
}

Server::Answer Server::listInterfaces(std::string_view name)
{
    const base::NodeId node = nodeWithSockets(name);
    if (!node.isValid())
        return {ENODEV, 0, {}, {}};
    Answer answer;
    for (const InterfaceEntry &entry : m_interfaces(*m_world, node)) {
        const auto one = bodyOf(entry);
        if (answer.body.size() + one.size() + sizeof(AnswerHead) > kMaxMessage)
            break;
        answer.body.insert(answer.body.end(), one.begin(), one.end());
    }
    return answer;
}

} // namespace hopyard::remote
