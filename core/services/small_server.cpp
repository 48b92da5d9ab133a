// See small_server.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/small_server.h"

#include "core/services/format.h"
#include "core/services/pattern.h"
#include "core/services/stream_writer.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace hopyard::services {

using transport::AppContext;
using transport::SocketError;
using transport::SocketId;
using Kind = SmallServerOptions::Kind;

namespace {

constexpr base::Duration kIdleTime = base::Duration::seconds(600);
constexpr std::uint64_t kMostCharacters = 512; // of a chargen datagram
/// echo, discard, daytime, quote of the day, chargen, time.
constexpr std::array<std::uint16_t, 6> kAnsweringPorts{7, 9, 13, 17, 19, 37};

} // namespace

std::uint16_t wellKnownPort(Kind kind)
{
    switch (kind) {
    case Kind::echo: return 7;
    case Kind::discard: return 9;
    case Kind::chargen: return 19;
    }
    return 0;
}

SmallServer::SmallServer(const SmallServerOptions &options) : m_options(options), m_connections(kIdleTime) {}

std::string_view SmallServer::name() const
{
    switch (m_options.kind) {
    case Kind::echo: return "echo-server";
    case Kind::discard: return "discard-server";
    case Kind::chargen: return "chargen-server";
    }
    return {};
}

void SmallServer::start(AppContext &context)
{
    const auto give = [&](const char *call, SocketError error) {
        context.print(fmt::format("{}: {}: {}", name(), call, toString(error)));
        m_isFinished = true;
    };
    const auto udp = context.socket(transport::SocketKind::udp, base::Family::ipv4);
    if (!udp)
        return give("socket", udp.error());
    m_udp = *udp;
    if (const auto bound = context.bind(m_udp, {{}, m_options.port}); !bound)
        return give("bind", bound.error());
    if (const auto listening = m_connections.listen(context, {{}, m_options.port}); !listening)
        return give("listen", listening.error());
    context.print(fmt::format("{}: listening on port {}, TCP and UDP", name(), m_options.port));
}

void SmallServer::ready(AppContext &context, SocketId socket)
{
    if (socket == m_udp)
        return serveDatagrams(context);
    if (m_connections.isListener(socket)) {
        m_connections.acceptAll(context, [&](SocketId id, auto &entry) {
            ++m_accepted;
            serve(context, id, entry);
        });
    } else if (auto *entry = m_connections.find(context, socket)) {
        serve(context, socket, *entry);
    }
}

void SmallServer::serveDatagrams(AppContext &context)
{
    for (;;) {
        const auto received = context.sockets().receiveFrom(m_udp);
        if (!received && received.error() == SocketError::wouldBlock)
            return;
        if (!received)
            continue; // an ICMP error about an earlier answer
        ++m_datagrams;
        m_received += received->data.size();
        if (std::ranges::find(kAnsweringPorts, received->from.port) != kAnsweringPorts.end())
            continue;
        base::Bytes answer = received->data.bytes();
        if (m_options.kind == Kind::discard)
            continue;
        if (m_options.kind == Kind::chargen) // RFC 864: of a random length up to 512
            answer = chargenPattern(m_datagrams).first(context.random().below(kMostCharacters + 1));
        if (context.sendTo(m_udp, answer, received->from))
            m_sent += answer.size();
    }
}

void SmallServer::serve(AppContext &context, SocketId socket, Connections<Connection>::Entry &entry)
{
    bool goesOn = true;
    switch (m_options.kind) {
    case Kind::echo: goesOn = echo(context, socket); break;
    case Kind::discard: goesOn = discard(context, socket); break;
    case Kind::chargen: goesOn = generate(context, socket, entry.connection); break;
    }
    if (!goesOn)
        m_connections.close(context, socket);
}

bool SmallServer::echo(AppContext &context, SocketId socket)
{
    // From the receive buffer into the send buffer: what does not fit there stays here, and the client's window shuts.
    bool failed = false;
    const StreamEnd end = readStream(context, socket, [&](base::Bytes bytes) -> std::size_t {
        const auto taken = writeSome(context, socket, bytes);
        failed = !taken;
        const std::size_t count = taken.value_or(0);
        m_received += count;
        m_sent += count;
        return count;
    });
    return !failed && end.state == StreamState::open;
}

bool SmallServer::discard(AppContext &context, SocketId socket)
{
    const StreamEnd end = readStream(context, socket, [&](base::Bytes bytes) {
        m_received += bytes.size();
        return bytes.size();
    });
    return end.state == StreamState::open;
}

bool SmallServer::generate(AppContext &context, SocketId socket, Connection &connection)
{
    if (!discard(context, socket)) // what the client says is thrown away; its end of file ends the service
        return false;
    for (;;) {
        const auto taken = writeSome(context, socket, chargenPattern(connection.sent));
        if (!taken)
            return false;
        if (*taken == 0)
            return true;
        connection.sent += *taken;
        m_sent += *taken;
    }
}

void SmallServer::stop(AppContext &context)
{
    if (m_isFinished)
        return;
    m_isFinished = true;
    context.print(fmt::format("{}: {} connections, {} datagrams, {} received, {} sent", name(), m_accepted, m_datagrams,
                              byteText(m_received), byteText(m_sent)));
}

std::string SmallServer::commandLine() const
{
    std::string line(name());
    if (m_options.port != wellKnownPort(m_options.kind))
        line += fmt::format(" port {}", m_options.port);
    return line;
}

std::string SmallServer::resultJson() const
{
    return fmt::format(R"({{"port":{},"connections":{},"datagrams":{},"bytesReceived":{},"bytesSent":{}}})",
                       m_options.port, m_accepted, m_datagrams, m_received, m_sent);
}

} // namespace hopyard::services
