// BGP's sessions as streams of the router's socket layer. See bgp_process.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/bgp_process.h"

#include "core/router/config.h"

#include <algorithm>

namespace hopyard::router {

namespace bgp = routing::bgp;
using transport::SocketError;
using transport::SocketId;
using transport::SocketOption;

namespace {

constexpr std::uint32_t kBacklog = 128;
constexpr std::size_t kRoom = 65'536;

} // namespace

bgp::SessionPlace BgpProcess::placeOf(const ProcessContext &context, SocketId socket, const base::IpAddress &remote) const
{
    bgp::SessionPlace place;
    if (const auto name = context.sockets.localName(socket)) {
        place.local = name->address;
        place.localPort = name->port;
    }
    if (const auto name = context.sockets.peerName(socket))
        place.remotePort = name->port;
    for (const base::PortIndex port : context.stack.ports()) {
        const ip::Interface *interface = context.stack.interface(port);
        if (!interface)
            continue;
        const bool ours = std::any_of(interface->addresses.begin(), interface->addresses.end(),
                                      [&](const base::InterfaceAddress &a) { return a.address == place.local; });
        if (!ours)
            continue;
        for (const base::InterfaceAddress &address : interface->addresses) {
            if (address.address == place.local && address.network().contains(remote))
                place.network = address.network();
            if (address.address.isV6() && !place.local6.isValid() && address.address.v6().bytes()[0] != 0xfe)
                place.local6 = address.address;
        }
    }
    return place;
}

void BgpProcess::listen(ProcessContext &context)
{
    const bgp::Config &config = m_bgp.config();
    if (!m_listener.isValid()) {
        const auto socket = context.sockets.socket(transport::SocketKind::tcp, base::Family::ipv4, context.self);
        if (!socket)
            return;
        (void)context.sockets.setOption(context.ip, *socket, SocketOption::reuseAddress, 1);
        if (!context.sockets.bind(context.ip, *socket, {base::Ipv4Address(), wire::kBgpPort}) ||
            !context.sockets.listen(context.ip, *socket, kBacklog)) {
            (void)context.sockets.close(context.ip, *socket); // somebody else has the port
            return;
        }
        m_listener = *socket;
    }
    std::map<base::IpPrefix, std::string> keys;
    for (const auto &[address, lines] : config.neighbours)
        if (const bgp::Settings s = settingsOf(config, lines); !s.password.empty())
            keys[base::IpPrefix(address, base::addressBits(address.family()))] = s.password;
    for (const bgp::ListenRange &range : config.listenRanges) {
        bgp::NeighbourConfig lines;
        lines.group = range.group;
        if (const bgp::Settings s = settingsOf(config, lines); !s.password.empty())
            keys[range.prefix] = s.password;
    }
    for (const base::IpPrefix &peer : m_signed)
        if (!keys.contains(peer))
            (void)context.sockets.setSigningKey(context.ip, m_listener, peer, "");
    m_signed.clear();
    for (const auto &[peer, key] : keys) {
        (void)context.sockets.setSigningKey(context.ip, m_listener, peer, key);
        m_signed.insert(peer);
    }
}

void BgpProcess::setOptions(ProcessContext &context, SocketId socket, const bgp::Settings &settings) const
{
    (void)context.sockets.setOption(context.ip, socket, SocketOption::noDelay, 1);
    (void)context.sockets.setOption(context.ip, socket, SocketOption::tos, 0xc0); // internetwork control, RFC 4271 appendix E
    (void)context.sockets.setOption(context.ip, socket, SocketOption::ttl, settings.ttl);
    if (settings.minimumTtl)
        (void)context.sockets.setOption(context.ip, socket, SocketOption::minTtl, settings.minimumTtl);
}

void BgpProcess::open(ProcessContext &context, const bgp::action::Open &wanted)
{
    const auto failed = [&] { m_failed.push_back(wanted.session); };
    const auto socket = context.sockets.socket(transport::SocketKind::tcp, wanted.remote.family(), context.self);
    if (!socket)
        return failed();
    bgp::Settings settings;
    settings.ttl = wanted.ttl;
    settings.minimumTtl = wanted.minimumTtl;
    setOptions(context, *socket, settings);
    if (!wanted.password.empty())
        (void)context.sockets.setSigningKey(context.ip, *socket, base::IpPrefix(wanted.remote, base::addressBits(wanted.remote.family())), wanted.password);
    if (!wanted.source.empty()) {
        base::IpAddress source = base::IpAddress::parse(wanted.source).value_or(base::IpAddress());
        if (!source.isValid())
            source = context.ip.addressOf(context.ip.findInterface(wanted.source), wanted.remote.family());
        if (!source.isValid() || !context.sockets.bind(context.ip, *socket, {source, 0})) {
            (void)context.sockets.close(context.ip, *socket);
            return failed();
        }
    }
    const auto connected = context.sockets.connect(context.ip, *socket, {wanted.remote, wanted.port});
    if (!connected && connected.error() != SocketError::inProgress) {
        (void)context.sockets.close(context.ip, *socket);
        return failed();
    }
    m_streams[wanted.session] = Stream{*socket, true, {}};
    m_sessions[*socket] = wanted.session;
}

void BgpProcess::close(ProcessContext &context, bgp::SessionId session)
{
    const auto found = m_streams.find(session);
    if (found == m_streams.end())
        return;
    m_sessions.erase(found->second.socket);
    (void)context.sockets.close(context.ip, found->second.socket);
    m_streams.erase(found);
}

base::IpAddress BgpProcess::peerOf(const ProcessContext &context, const Stream &stream)
{
    const auto peer = context.sockets.peerName(stream.socket);
    return peer ? peer->address : base::IpAddress();
}

bool BgpProcess::write(ProcessContext &context, bgp::SessionId session, base::Bytes bytes)
{
    const auto found = m_streams.find(session);
    if (found == m_streams.end())
        return false;
    Stream &stream = found->second;
    if (debugsBgpMessages(context.debug))
        stream.sent.take(context, peerOf(context, stream), true, bytes);
    while (stream.waiting.empty() && !bytes.empty()) {
        const auto taken = context.sockets.write(context.ip, stream.socket, bytes);
        if (!taken)
            break; // full, or over: readiness tells
        bytes = bytes.subspan(*taken);
    }
    stream.waiting.insert(stream.waiting.end(), bytes.begin(), bytes.end());
    return stream.waiting.empty();
}

void BgpProcess::accept(ProcessContext &context)
{
    while (const auto accepted = context.sockets.accept(m_listener, context.self)) {
        const base::IpAddress remote = accepted->peer.address;
        const bgp::Config &config = m_bgp.config();
        bgp::NeighbourConfig lines;
        if (const auto known = config.neighbours.find(remote); known != config.neighbours.end())
            lines = known->second;
        else if (const bgp::ListenRange *range = listenRangeFor(config, remote))
            lines.group = range->group;
        setOptions(context, accepted->socket, settingsOf(config, lines));
        const auto session = m_bgp.accept(context.now(), placeOf(context, accepted->socket, remote), remote, m_out);
        if (!session) {
            (void)context.sockets.close(context.ip, accepted->socket);
        } else {
            m_streams[*session] = Stream{accepted->socket, false, {}};
            m_sessions[accepted->socket] = *session;
        }
        act(context);
    }
}

void BgpProcess::ready(ProcessContext &context, SocketId socket)
{
    if (socket == m_listener)
        accept(context);
    else if (const auto session = m_sessions.find(socket); session != m_sessions.end())
        readyStream(context, session->second);
}

void BgpProcess::readyStream(ProcessContext &context, bgp::SessionId session)
{
    Stream &stream = m_streams[session];
    const SocketId socket = stream.socket;
    const auto readiness = context.sockets.readiness(socket);
    if (stream.connecting) {
        if (readiness.error || readiness.hangUp) {
            (void)context.sockets.takeError(socket);
            close(context, session);
            m_bgp.connectionFailed(context.now(), session, m_out);
            act(context);
            return;
        }
        if (!readiness.writable)
            return;
        stream.connecting = false;
        const auto peer = context.sockets.peerName(socket);
        m_bgp.connected(context.now(), session, placeOf(context, socket, peer ? peer->address : base::IpAddress()), m_out);
        act(context);
    }
    // Each step may end the session and with it the stream.
    while (m_streams.contains(session)) {
        if (const base::Bytes bytes = context.sockets.peek(socket); !bytes.empty()) {
            const std::size_t size = bytes.size();
            if (debugsBgpMessages(context.debug)) {
                Stream &live = m_streams.at(session);
                live.received.take(context, peerOf(context, live), false, bytes);
            }
            m_bgp.received(context.now(), session, bytes, m_out);
            context.sockets.consume(context.ip, socket, size);
            act(context);
            continue;
        }
        std::uint8_t byte = 0;
        const auto read = context.sockets.read(context.ip, socket, base::MutableBytes(&byte, 1));
        if (!read && read.error() == SocketError::wouldBlock)
            break;
        close(context, session);
        m_bgp.connectionClosed(context.now(), session, m_out);
        act(context);
        return;
    }
    const auto still = m_streams.find(session);
    if (still == m_streams.end() || still->second.waiting.empty())
        return;
    const std::vector<std::uint8_t> waiting = std::exchange(still->second.waiting, {});
    if (write(context, session, waiting))
        m_bgp.writable(context.now(), session, kRoom, m_out);
    act(context);
}

} // namespace hopyard::router
