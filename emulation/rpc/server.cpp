// See server.h. epoll(7), SO_PEERCRED in unix(7).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/rpc/server.h"

#include <array>
#include <cerrno>
#include <optional>
#include <utility>

#include <sys/epoll.h>
#include <sys/socket.h>

namespace hopyard::rpc {
namespace {

constexpr std::uint64_t kListening = ~std::uint64_t(0);

void watch(int epoll, int operation, int fd, std::uint32_t events, std::uint64_t data)
{
    epoll_event event{};
    event.events = events;
    event.data.u64 = data;
    ::epoll_ctl(epoll, operation, fd, &event);
}

} // namespace

Server::Server(OwnedFd listening, Handler &handler, ServerLimits limits)
    : m_listening(std::move(listening)), m_epoll(::epoll_create1(EPOLL_CLOEXEC)), m_handler(handler), m_limits(limits)
{
    watch(m_epoll.get(), EPOLL_CTL_ADD, m_listening.get(), EPOLLIN, kListening);
}

Server::~Server() = default;

void Server::process()
{
    std::array<epoll_event, 64> events;
    const int count = ::epoll_wait(m_epoll.get(), events.data(), static_cast<int>(events.size()), 0);
    for (int i = 0; i < count; ++i) {
        const epoll_event &event = events[static_cast<std::size_t>(i)];
        if (event.data.u64 == kListening) {
            accept();
            continue;
        }
        const ClientId id(static_cast<std::uint32_t>(event.data.u64));
        if (const auto found = m_clients.find(id); found != m_clients.end())
            serve(id, *found->second, event.events);
    }
    removeGone();
}

void Server::accept()
{
    for (int i = 0; i < 16; ++i) {
        OwnedFd fd(::accept4(m_listening.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (!fd.isValid())
            return;
        if (!isAllowed(fd.get()))
            continue;
        if (m_clients.size() >= m_limits.clients) {
            Connection(std::move(fd)).send(errorLine(nullptr, {limitReached, "too many clients of this engine", nullptr}));
            continue;
        }
        const ClientId id(m_nextId++);
        auto peer = std::make_unique<Peer>(Peer{Connection(std::move(fd), m_limits.maxLine)});
        peer->watched = EPOLLIN;
        watch(m_epoll.get(), EPOLL_CTL_ADD, peer->connection.fd(), EPOLLIN, id.value());
        m_clients.emplace(id, std::move(peer));
        m_handler.connected(id);
    }
}

/// The engine's own user, and root. (Inside a user namespace, one's own user is the one seen as oneself.)
bool Server::isAllowed(int fd) const
{
    ucred peer{};
    socklen_t size = sizeof peer;
    return ::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && (peer.uid == ::geteuid() || peer.uid == 0);
}

void Server::serve(ClientId id, Peer &peer, std::uint32_t events)
{
    if (events & EPOLLOUT)
        peer.connection.onWritable();
    if (events & (EPOLLIN | EPOLLHUP | EPOLLERR) && !peer.ending) {
        peer.connection.onReadable();
        handleLines(id, peer);
    }
    if (peer.ending && (events & (EPOLLHUP | EPOLLERR) || !peer.connection.wantsWrite()))
        peer.connection.close();
    update(id, peer);
}

void Server::handleLines(ClientId id, Peer &peer)
{
    while (std::optional<Line> line = peer.connection.nextLine()) {
        auto message = parseMessage(line->text);
        if (!message)
            send(id, errorLine(message.error().id, message.error().error));
        else if (auto *request = std::get_if<Request>(&*message))
            m_handler.request(id, std::move(*request), std::move(line->descriptors));
        else
            send(id, errorLine(nullptr, {invalidRequest, "the engine asks nothing, so it takes no answers", nullptr}));
    }
    if (const FramingError error = peer.connection.framingError(); error != FramingError::none && !peer.ending) {
        send(id, errorLine(nullptr, {parseError, std::string(toString(error)), nullptr}));
        peer.ending = true;
    }
}

void Server::send(ClientId id, std::string line)
{
    const auto found = m_clients.find(id);
    if (found == m_clients.end())
        return;
    Peer &peer = *found->second;
    peer.connection.send(std::move(line));
    if (peer.connection.queuedBytes() > m_limits.maxQueue) {
        peer.connection.cut(); // process() finds the hang-up and removes it
        peer.ending = true;
    }
    update(id, peer);
}

/// Asks the epoll for what the peer needs now.
void Server::update(ClientId id, Peer &peer)
{
    if (peer.connection.fd() < 0)
        return;
    std::uint32_t wanted = 0;
    if (peer.connection.wantsWrite())
        wanted |= EPOLLOUT;
    if (!peer.ending && peer.connection.queuedBytes() <= m_limits.answerQueue)
        wanted |= EPOLLIN;
    if (wanted == peer.watched)
        return;
    peer.watched = wanted;
    watch(m_epoll.get(), EPOLL_CTL_MOD, peer.connection.fd(), wanted, id.value());
}

void Server::removeGone()
{
    std::vector<ClientId> gone;
    for (const auto &[id, peer] : m_clients)
        if (!peer->connection.isOpen())
            gone.push_back(id);
    for (const ClientId id : gone) {
        m_clients.erase(id);
        m_handler.disconnected(id);
    }
}

void Server::answer(ClientId client, const Json &id, const Json &result)
{
    if (!id.is_null())
        send(client, resultLine(id, result));
}

void Server::refuse(ClientId client, const Json &id, const RpcError &error)
{
    if (!id.is_null())
        send(client, errorLine(id, error));
}

void Server::notify(ClientId client, std::string_view method, const Json &params)
{
    send(client, notificationLine(method, params));
}

void Server::notifyAll(std::string_view method, const Json &params)
{
    const std::string line = notificationLine(method, params);
    for (const auto &[id, peer] : m_clients)
        send(id, line);
}

bool Server::hasRoom(ClientId client)
{
    const auto found = m_clients.find(client);
    if (found == m_clients.end())
        return false;
    Peer &peer = *found->second;
    if (peer.connection.queuedBytes() <= m_limits.telemetryQueue)
        return true;
    ++peer.dropped;
    return false;
}

bool Server::offer(ClientId client, std::string line)
{
    if (!hasRoom(client))
        return false;
    send(client, std::move(line));
    return true;
}

std::uint64_t Server::takeDropped(ClientId client)
{
    const auto found = m_clients.find(client);
    return found == m_clients.end() ? 0 : std::exchange(found->second->dropped, 0);
}

void Server::close()
{
    for (const auto &[id, peer] : m_clients)
        peer->connection.onWritable();
    m_clients.clear();
    m_listening.reset();
}

} // namespace hopyard::rpc
