// The sockets of programs: opening, moving, accepting, ending; see server.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/linux_options.h"
#include "emulation/linux/unix_socket.h"
#include "emulation/sockets/server.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>

#include <sys/random.h>

namespace hopyard::remote {

namespace {

constexpr std::size_t kMaxEpitaphs = 16'384;

std::uint64_t makeToken()
{
    std::uint64_t token = 0;
    while (::getrandom(&token, sizeof token, 0) != sizeof token) {
    }
    return token;
}

} // namespace

bool Server::use(const RemoteSocket &s, const User &user)
{
    return m_world && m_world->isRunning(s.node) && m_world->useSockets(s.node, user);
}

int Server::limitReached(const Account &account)
{
    const int error = m_sockets.size() >= m_limits.sockets              ? ENFILE
                      : account.sockets >= m_limits.socketsPerSession ? EMFILE
                                                                      : 0;
    if (error != 0)
        ++m_counters.limited;
    return error;
}

linux::Result<std::pair<RemoteSocket *, linux::Fd>> Server::open(SocketName name, std::shared_ptr<Account> account,
                                                                 base::NodeId node, transport::SocketId socket)
{
    std::memcpy(name.magic, kSocketNameMagic, sizeof name.magic);
    name.engine = m_engine;
    name.socket = m_nextNumber;
    name.token = makeToken();
    auto pair = makePair(name);
    if (!pair)
        return base::fail(pair.error());
    if (auto added = m_epoll.add(pair->ours.get(), EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, name.socket); !added)
        return base::fail(added.error());
    ++m_nextNumber;
    auto made = std::make_unique<RemoteSocket>();
    made->number = name.socket;
    made->token = name.token;
    made->account = std::move(account);
    ++made->account->sockets;
    made->kind = name.kind;
    made->family = name.family;
    made->protocol = name.protocol;
    made->node = node;
    made->socket = socket;
    made->pair = std::move(pair->ours);
    RemoteSocket *s = made.get();
    m_bySocket.emplace(Key{node, socket}, s->number);
    m_sockets.emplace(s->number, std::move(made));
    return std::pair(s, std::move(pair->theirs));
}

RemoteSocket *Server::find(std::uint64_t number, std::uint64_t token)
{
    const auto at = m_sockets.find(number);
    return at != m_sockets.end() && at->second->token == token ? at->second.get() : nullptr;
}

void Server::queue(RemoteSocket &s)
{
    if (s.isQueued)
        return;
    s.isQueued = true;
    m_queue.push_back(s.number);
}

bool Server::moveQueued()
{
    const std::size_t count = m_queue.size(); // those queued meanwhile have their turn next time
    for (std::size_t i = 0; i < count && !m_queue.empty(); ++i) {
        const std::uint64_t number = m_queue.front();
        m_queue.pop_front();
        const auto at = m_sockets.find(number);
        if (at == m_sockets.end())
            continue;
        at->second->isQueued = false;
        moveOne(*at->second);
    }
    return count > 0;
}

void Server::moveOne(RemoteSocket &s)
{
    Verdict verdict;
    if (s.phase == RemoteSocket::Phase::listening && !s.hungUp) {
        verdict = s.onlyV6 ? Verdict() : acceptAll(s);
    } else if (!use(s, [&](transport::SocketLayer &layer, transport::IpOutput &ip) {
                   verdict = m_mover.move(s, layer, ip);
               })) {
        verdict = {Verdict::What::lost, ENETDOWN};
    }
    settle(s, verdict);
}

void Server::settle(RemoteSocket &s, const Verdict &verdict)
{
    switch (verdict.what) {
    case Verdict::What::idle: return;
    case Verdict::What::more: queue(s); return;
    case Verdict::What::gone:
        // A program that shut both directions looks like one that closed, and may still ask.
        if (s.sendOver && s.receiveOver)
            bury(s, 0);
        else
            remove(s);
        return;
    case Verdict::What::lost: bury(s, verdict.error); return;
    }
}

Verdict Server::acceptAll(RemoteSocket &listener)
{
    const AcceptRecord record{kAcceptMagic};
    const base::Bytes bytes(reinterpret_cast<const std::uint8_t *>(&record), sizeof record);
    for (int i = 0; i < m_limits.requestsPerTurn; ++i) {
        if (listener.heldDescriptor) {
            if (!listener.canWrite)
                return {};
            const int fd = listener.heldDescriptor.get();
            const auto sent = linux::sendMessage(listener.pair.get(), bytes, std::span<const int>(&fd, 1));
            if (!sent && (sent.error().code == EAGAIN || sent.error().code == ETOOMANYREFS)) {
                listener.canWrite = false;
                return {};
            }
            listener.heldDescriptor.reset(); // sent, or nobody accepts any more: then its pair hangs up
        }
        if (limitReached(*listener.account) != 0) { // they wait in the node's backlog
            m_starved.push_back(listener.number);
            return {};
        }
        transport::SocketLayer::Accepted accepted;
        transport::Endpoint local;
        bool isMore = false;
        if (!use(listener, [&](transport::SocketLayer &layer, transport::IpOutput &) {
                if (auto next = layer.accept(listener.socket)) {
                    accepted = *next;
                    local = layer.localName(accepted.socket).value_or(transport::Endpoint{});
                    isMore = true;
                }
            }))
            return {Verdict::What::lost, ENETDOWN};
        if (!isMore)
            return {};
        SocketName name{};
        name.kind = Kind::tcp;
        name.family = listener.family;
        name.accepted = 1;
        name.local = toAddress(local);
        name.peer = toAddress(accepted.peer);
        auto made = open(name, listener.account, listener.node, accepted.socket);
        if (!made) { // no descriptors: this one is lost
            use(listener, [&](transport::SocketLayer &layer, transport::IpOutput &ip) {
                (void)layer.close(ip, accepted.socket);
            });
            m_starved.push_back(listener.number);
            return {};
        }
        made->first->phase = RemoteSocket::Phase::open;
        made->first->isPinned = true;
        made->first->options = listener.options;
        listener.heldDescriptor = std::move(made->second);
        queue(*made->first); // data may have come before we asked
    }
    return {Verdict::What::more, 0};
}

void Server::bury(RemoteSocket &s, int error)
{
    if (m_epitaphs.size() >= kMaxEpitaphs)
        m_epitaphs.erase(m_epitaphs.begin()); // the oldest
    Epitaph epitaph{s.token, error, {}};
    use(s, [&](transport::SocketLayer &layer, transport::IpOutput &) {
        if (const auto local = layer.localName(s.socket))
            epitaph.local = toAddress(*local);
    });
    m_epitaphs.emplace(s.number, epitaph);
    remove(s);
}

void Server::remove(RemoteSocket &s)
{
    use(s, [&](transport::SocketLayer &layer, transport::IpOutput &ip) { (void)layer.close(ip, s.socket); });
    --s.account->sockets;
    m_bySocket.erase(Key{s.node, s.socket});
    m_sockets.erase(s.number); // its end of the pair with it
    for (const std::uint64_t number : std::exchange(m_starved, {}))
        if (const auto at = m_sockets.find(number); at != m_sockets.end())
            queue(*at->second);
}

void Server::nodesChanged(world::World &world)
{
    m_world = &world;
    std::vector<std::uint64_t> lost;
    for (auto at = m_bySocket.begin(); at != m_bySocket.end();) {
        const base::NodeId node = at->first.first;
        std::set<transport::SocketId> alive; // a node that was started again has other sockets, if by the same numbers
        use(*m_sockets.at(at->second), [&](transport::SocketLayer &layer, transport::IpOutput &) {
            for (const transport::SocketInfo &info : layer.sockets())
                if (!info.owner.isValid())
                    alive.insert(info.id);
        });
        for (; at != m_bySocket.end() && at->first.first == node; ++at)
            if (!alive.contains(at->first.second))
                lost.push_back(at->second);
    }
    for (const std::uint64_t number : lost)
        bury(*m_sockets.at(number), ENETDOWN);
    m_world = nullptr;
}

void Server::dropAll()
{
    while (!m_bySocket.empty())
        bury(*m_sockets.at(m_bySocket.begin()->second), ENETDOWN);
}

} // namespace hopyard::remote
