// See netcat.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/netcat.h"

#include "core/services/arguments.h"
#include "core/services/format.h"

#include <fmt/format.h>

namespace hopyard::services {

using transport::AppContext;
using transport::SocketError;
using transport::SocketKind;

namespace {

constexpr std::size_t kLongestLine = 1'000; // a longer one is broken
constexpr base::Duration kUdpWait = base::Duration::seconds(3);

} // namespace

Netcat::Netcat(NetcatOptions options) : m_options(std::move(options))
{
    if (m_options.listen)
        m_options.destination = base::Ipv4Address(); // any: there is nothing to resolve
    if (m_options.udp && !m_options.wait && !m_options.listen)
        m_options.wait = kUdpWait;
}

void Netcat::begin(AppContext &context)
{
    const auto socket = context.socket(m_options.udp ? SocketKind::udp : SocketKind::tcp, address().family());
    if (!socket)
        return giveUp(context, "socket", socket.error());
    m_socket = *socket;
    if (m_options.wait)
        m_deadline = context.now() + *m_options.wait;
    if (m_options.listen) {
        if (!m_options.udp)
            context.setOption(m_socket, transport::SocketOption::reuseAddress, 1);
        if (const auto bound = context.bind(m_socket, {{}, m_options.port}); !bound)
            return giveUp(context, "bind", bound.error());
        context.print(fmt::format("netcat: listening on {} port {}", m_options.udp ? "UDP" : "TCP", m_options.port));
        if (m_options.udp)
            return;
        if (const auto listening = context.listen(m_socket, 1); !listening)
            return giveUp(context, "listen", listening.error());
        m_listener = std::exchange(m_socket, {});
        return;
    }
    const auto connected = context.connect(m_socket, {address(), m_options.port});
    if (!connected && connected.error() != SocketError::inProgress)
        return giveUp(context, "connect", connected.error());
    if (!m_options.udp) {
        m_out.append(m_options.text);
        return;
    }
    if (const auto sent = context.send(m_socket, bytesOf(m_options.text)); !sent)
        return giveUp(context, "send", sent.error());
    m_sent = m_options.text.size();
}

void Netcat::take(AppContext &context, base::Bytes bytes)
{
    m_received += bytes.size();
    if (m_options.wait)
        m_deadline = context.now() + *m_options.wait;
    for (const std::uint8_t c : bytes) {
        if (c == '\n' || m_line.size() == kLongestLine) {
            if (m_line.ends_with('\r'))
                m_line.pop_back();
            context.print(std::exchange(m_line, {}));
        }
        if (c != '\n')
            m_line += c == '\t' || c == '\r' || (c >= 0x20 && c != 0x7f) ? static_cast<char>(c) : '.';
    }
}

void Netcat::socketReady(AppContext &context, transport::SocketId socket)
{
    if (m_options.udp)
        return moveDatagrams(context);
    if (socket == m_listener && !m_socket.isValid())
        acceptOne(context);
    else if (socket == m_socket)
        moveStream(context);
}

void Netcat::moveDatagrams(AppContext &context)
{
    while (!isFinished()) {
        const auto received = context.sockets().receiveFrom(m_socket);
        if (!received && received.error() == SocketError::wouldBlock)
            return;
        if (!received) {
            if (!m_options.listen)
                giveUp(context, "read", received.error());
            continue;
        }
        take(context, received->data.bytes());
        if (!m_line.empty()) // a datagram is a message of its own, with or without an end of line
            context.print(std::exchange(m_line, {}));
        if (m_options.listen && !m_options.text.empty() && context.sendTo(m_socket, bytesOf(m_options.text), received->from))
            m_sent += m_options.text.size();
        if (m_options.listen && !m_options.keepOpen)
            finish();
    }
}

void Netcat::acceptOne(AppContext &context)
{
    const auto accepted = context.accept(m_listener);
    if (!accepted)
        return;
    m_socket = accepted->socket;
    m_isConnected = true;
    m_isShut = false;
    m_out.clear();
    m_out.append(m_options.text);
    context.print(fmt::format("netcat: connection from {}", transport::toString(accepted->peer)));
    moveStream(context);
}

void Netcat::moveStream(AppContext &context)
{
    const std::size_t before = m_out.size();
    const auto written = m_out.flush(context, m_socket);
    m_sent += before - m_out.size();
    if (!written)
        return streamEnded(context, {StreamState::failed, written.error()});
    if (!m_isConnected && context.readiness(m_socket).writable) {
        m_isConnected = true;
        context.print(fmt::format("netcat: connected to {}", transport::toString({address(), m_options.port})));
    }
    if (m_isConnected && m_out.isEmpty() && !m_isShut && !m_options.keepOpen) {
        m_isShut = true;
        (void)context.shutdown(m_socket, transport::tcp::Direction::send);
    }
    const StreamEnd end = readStream(context, m_socket, [&](base::Bytes bytes) {
        take(context, bytes);
        return bytes.size();
    });
    if (end.state != StreamState::open)
        streamEnded(context, end);
}

void Netcat::streamEnded(AppContext &context, const StreamEnd &how)
{
    if (!m_line.empty())
        context.print(std::exchange(m_line, {}));
    if (how.state == StreamState::failed)
        context.print(fmt::format("netcat: {}", toString(how.error)));
    context.close(m_socket);
    m_socket = {};
    m_isConnected = false;
    if (m_options.listen && m_options.keepOpen)
        acceptOne(context); // who waited meanwhile
    else
        end(context);
}

void Netcat::deadline(AppContext &context)
{
    if (m_deadline <= context.now())
        end(context);
}

void Netcat::end(AppContext &context)
{
    if (!m_line.empty())
        context.print(std::exchange(m_line, {}));
    context.print(fmt::format("netcat: {} sent, {} received", byteText(m_sent), byteText(m_received)));
    finish();
}

std::string Netcat::commandLine() const
{
    std::string line = m_options.listen ? fmt::format("netcat listen {}", m_options.port)
                                        : fmt::format("netcat {} {}", toString(m_options.destination), m_options.port);
    if (m_options.udp)
        line += " udp";
    if (!m_options.text.empty())
        line += " text " + Arguments::quoted(m_options.text);
    if (m_options.keepOpen)
        line += " keep";
    if (m_options.wait)
        line += fmt::format(" wait {}", base::toString(*m_options.wait));
    return line;
}

std::string Netcat::resultJson() const
{
    return fmt::format(R"({{"port":{},"sent":{},"received":{}}})", m_options.port, m_sent, m_received);
}

} // namespace hopyard::services
