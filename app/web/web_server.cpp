// See web_server.h. What a connection sends is looked at in the kernel's queue and taken from there only as far as a
// request goes: what is not understood yet travels with TCP's state.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/web/web_server.h"

#include "emulation/linux/unix_socket.h"

#include <array>
#include <cerrno>
#include <cstdio>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <fmt/format.h>

namespace hopyard::web {

using linux::Fd;
using migration::ServerLink;
using migration::ServerMessage;
using services::http::Exchange;

namespace {

constexpr std::uint32_t kReading = EPOLLIN | EPOLLRDHUP;
constexpr int kWritesInTurn = 64; // before others have theirs
/// Unsent bytes in the kernel: what lies there has to move with the connection.
constexpr int kAhead = 128 * 1024;

std::string peerOf(const Fd &socket)
{
    sockaddr_in address{};
    socklen_t size = sizeof address;
    char text[INET_ADDRSTRLEN] = "?";
    if (::getpeername(socket.get(), reinterpret_cast<sockaddr *>(&address), &size) != 0 || address.sin_family != AF_INET)
        return "?";
    ::inet_ntop(AF_INET, &address.sin_addr, text, sizeof text);
    return fmt::format("{}:{}", text, ntohs(address.sin_port));
}

base::Result<Fd, std::string> listenAt(std::uint16_t port)
{
    Fd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const int on = 1;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    if (fd)
        ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (!fd || ::bind(fd.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0 || ::listen(fd.get(), 128) != 0)
        return base::fail(toString(linux::SysError{errno, fmt::format("listen on port {}", port), {}}));
    return fd;
}

} // namespace

base::Result<Server, std::string> Server::create(Options options, std::vector<Fd> inherited)
{
    auto epoll = linux::Epoll::create();
    if (!epoll)
        return base::fail(toString(epoll.error()));
    Server server(std::move(options), std::move(*epoll));
    if (auto begun = server.begin(std::move(inherited)); !begun)
        return base::fail(begun.error());
    return server;
}

base::Result<void, std::string> Server::begin(std::vector<Fd> inherited)
{
    bool isForOne = false;
    for (Fd &socket : inherited) {
        int isListening = 0;
        socklen_t size = sizeof isListening;
        ::getsockopt(socket.get(), SOL_SOCKET, SO_ACCEPTCONN, &isListening, &size);
        if (!linux::setNonBlocking(socket))
            return base::fail(std::string("a descriptor that was handed over is no socket"));
        if (isListening) {
            static_cast<void>(m_epoll.add(socket.get(), EPOLLIN, ++m_last));
            m_listeners.emplace(m_last, std::move(socket));
        } else {
            isForOne = true;
            std::string peer = peerOf(socket);
            adopt({std::move(socket), std::move(peer), {}, 0, 0, false, false});
        }
    }
    if (isForOne)
        return {};
    if (inherited.empty() && m_options.listens) {
        auto listener = listenAt(m_options.port);
        if (!listener)
            return base::fail(listener.error());
        static_cast<void>(m_epoll.add(listener->get(), EPOLLIN, ++m_last));
        m_listeners.emplace(m_last, std::move(*listener));
    }
    auto line = migration::listenForConnections(m_options.port, migration::Skill::goesOn);
    if (!line)
        return base::fail(toString(line.error()));
    static_cast<void>(m_epoll.add(line->get(), EPOLLIN, ++m_last));
    m_lineListener.emplace(m_last, std::move(*line));
    std::puts(fmt::format("hopyard-web: listening on port {}", m_options.port).c_str());
    std::fflush(stdout);
    return {};
}

int Server::run()
{
    std::array<epoll_event, 64> ready;
    while (!m_listeners.empty() || m_lineListener || !m_connections.empty()) {
        const auto count = m_epoll.wait(ready, std::nullopt);
        if (!count)
            return 1;
        for (std::size_t i = 0; i < *count; ++i) {
            const Key key = ready[i].data.u64;
            if (const auto listener = m_listeners.find(key); listener != m_listeners.end()) {
                acceptAll(listener->second);
            } else if (m_lineListener && m_lineListener->first == key) {
                Fd line(::accept4(m_lineListener->second.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
                if (line && m_epoll.add(line.get(), EPOLLIN, ++m_last))
                    m_lines.emplace(m_last, ServerLink(std::move(line)));
            } else if (m_lines.contains(key)) {
                hear(key);
            } else {
                serve(key);
            }
        }
    }
    return 0;
}

void Server::acceptAll(const Fd &listener)
{
    for (;;) {
        Fd socket(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (!socket)
            return;
        std::string peer = peerOf(socket);
        adopt({std::move(socket), std::move(peer), {}, 0, 0, false, false});
    }
}

void Server::adopt(Connection connection)
{
    const Key key = ++m_last;
    ::setsockopt(connection.socket.get(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &kAhead, sizeof kAhead);
    if (!m_epoll.add(connection.socket.get(), kReading, key))
        return;
    m_connections.emplace(key, std::move(connection));
    serve(key);
}

// --- lines: connections from other machines, and to them ---

Server::Key Server::keyOf(Key line, std::uint64_t number) const
{
    for (const auto &[key, connection] : m_connections)
        if (connection.line == line && connection.number == number)
            return key;
    return 0;
}

void Server::hear(Key line)
{
    for (;;) {
        auto message = m_lines.at(line).receive();
        if (message && !*message)
            return;
        if (!message) { // whoever brought connections is gone; those that are here stay
            m_lines.erase(line);
            for (auto &[key, connection] : m_connections)
                if (connection.line == line)
                    connection.line = 0;
            return;
        }
        handle(line, std::move(**message));
    }
}

void Server::handle(Key line, ServerMessage message)
{
    const Key key = keyOf(line, message.number);
    switch (message.kind) {
    case ServerMessage::Kind::take: {
        std::optional<Exchange> exchange = message.packed.empty() ? Exchange() : Exchange::unpack(message.packed);
        if (!linux::setNonBlocking(message.socket) || !exchange)
            break; // closed with the message
        adopt({std::move(message.socket), std::move(message.peer), std::move(*exchange), line, message.number, false, false});
        break;
    }
    case ServerMessage::Kind::leave:
        if (key != 0)
            leave(line, key);
        else
            static_cast<void>(m_lines.at(line).send(ServerMessage::Kind::over, message.number));
        break;
    case ServerMessage::Kind::stay:
        if (key != 0) {
            Connection &connection = m_connections.at(key);
            connection.isLeaving = connection.waitsToWrite = false;
            static_cast<void>(m_epoll.change(connection.socket.get(), kReading, key));
            serve(key);
        }
        break;
    case ServerMessage::Kind::gone:
        if (key != 0)
            m_connections.erase(key);
        break;
    case ServerMessage::Kind::left:
    case ServerMessage::Kind::over: break; // what servers say
    }
}

/// From here on it neither reads nor writes.
void Server::leave(Key line, Key key)
{
    Connection &connection = m_connections.at(key);
    connection.isLeaving = true;
    const bool said = m_lines.at(line).send(ServerMessage::Kind::left, connection.number, {}, connection.exchange.pack(), connection.socket.get()).has_value();
    if (said)
        static_cast<void>(m_epoll.change(connection.socket.get(), 0, key)); // it may be readable for as long as that takes
    else
        connection.isLeaving = false; // it has too much to say of it: it stays, and who asked finds out by the time
}

// --- serving ---

void Server::serve(Key key)
{
    const auto at = m_connections.find(key);
    if (at == m_connections.end() || at->second.isLeaving)
        return;
    Connection &connection = at->second;
    for (;;) {
        Flow flow = write(connection);
        if (flow == Flow::goOn)
            flow = read(connection);
        if (flow == Flow::over)
            return close(key);
        if (flow == Flow::wait)
            break;
    }
    const bool waitsToWrite = !connection.exchange.output().empty();
    if (waitsToWrite != connection.waitsToWrite) {
        static_cast<void>(m_epoll.change(connection.socket.get(), waitsToWrite ? std::uint32_t(EPOLLOUT) : kReading, key));
        connection.waitsToWrite = waitsToWrite;
    }
}

Server::Flow Server::write(Connection &connection)
{
    Exchange &exchange = connection.exchange;
    int turns = 0;
    for (base::Bytes bytes; !(bytes = exchange.output()).empty();) {
        if (++turns > kWritesInTurn)
            return Flow::wait; // it is writable: epoll says so again
        const ssize_t n = ::send(connection.socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n < 0)
            return errno == EAGAIN || errno == EINTR ? Flow::wait : Flow::over;
        exchange.written(static_cast<std::size_t>(n));
    }
    if (exchange.phase() == Exchange::Phase::lastAnswer) { // RFC 9112 section 9.6: end of file first, what still comes is thrown away
        ::shutdown(connection.socket.get(), SHUT_WR);
        exchange.endOfFileSent();
    }
    return Flow::goOn;
}

Server::Flow Server::read(Connection &connection)
{
    std::array<std::uint8_t, 16 * 1024> buffer;
    bool isOpen = true;
    for (;;) {
        const ssize_t n = ::recv(connection.socket.get(), buffer.data(), buffer.size(), MSG_PEEK);
        if (n < 0 && errno != EAGAIN && errno != EINTR)
            return Flow::over; // ECONNABORTED: another machine has it
        isOpen = n != 0;
        if (n <= 0)
            break;
        const std::size_t taken = connection.exchange.take(base::Bytes(buffer).first(static_cast<std::size_t>(n)));
        ::recv(connection.socket.get(), nullptr, taken, MSG_TRUNC);
        if (taken < static_cast<std::size_t>(n))
            break;
    }
    std::optional<Exchange::Answered> answered;
    const auto next = connection.exchange.advance(m_options.site, connection.peer, answered);
    if (answered && !m_options.isQuiet) {
        std::puts(fmt::format("{} \"{}\" {} {}", connection.peer, answered->line, answered->status, answered->size).c_str());
        std::fflush(stdout);
    }
    if (next == Exchange::Step::write)
        return Flow::goOn;
    return isOpen ? Flow::wait : Flow::over;
}

void Server::close(Key key)
{
    const Connection connection = std::move(m_connections.at(key));
    m_connections.erase(key);
    if (const auto line = m_lines.find(connection.line); line != m_lines.end())
        static_cast<void>(line->second.send(ServerMessage::Kind::over, connection.number));
}

} // namespace hopyard::web
