// Sessions: connections for requests; see server.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/sockets/server.h"

#include "emulation/linux/unix_socket.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

namespace hopyard::remote {

namespace {

constexpr std::uint64_t kListening = 0;
constexpr std::uint64_t kSessionBit = std::uint64_t(1) << 63; // in epoll's keys

std::uint64_t randomNumber()
{
    std::uint64_t number = 0;
    while (::getrandom(&number, sizeof number, 0) != sizeof number) {
    }
    return number;
}

/// The engine's own user, and root. (Inside a user namespace, one's own user is the one seen as oneself.)
bool isAllowed(int fd)
{
    ucred peer{};
    socklen_t size = sizeof peer;
    return ::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && (peer.uid == ::geteuid() || peer.uid == 0);
}

linux::Result<linux::Fd> listenAt(const std::string &path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.empty() || path.size() >= sizeof address.sun_path)
        return linux::sysFail("listen at " + path, "A socket's path has at most 107 bytes.", ENAMETOOLONG);
    std::memcpy(address.sun_path, path.data(), path.size());
    linux::Fd fd(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!fd)
        return linux::sysFail("make a socket");
    ::unlink(path.c_str()); // one of that name belongs to an engine of that name, and that is us
    ::fchmod(fd.get(), 0600); // the mode of the file that bind() makes, less the umask
    if (::bind(fd.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) < 0
        || ::chmod(path.c_str(), 0600) < 0 || ::listen(fd.get(), 128) < 0)
        return linux::sysFail("listen at " + path);
    return fd;
}

std::size_t descriptorLimit()
{
    rlimit limit{};
    return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : 1024;
}

} // namespace

linux::Result<std::unique_ptr<Server>> Server::create(const std::string &path, Interfaces interfaces, Limits limits)
{
    auto epoll = linux::Epoll::create();
    if (!epoll)
        return base::fail(epoll.error());
    auto listening = listenAt(path);
    if (!listening)
        return base::fail(listening.error());
    limits.sockets = std::min(limits.sockets, descriptorLimit() / 4 * 3);
    if (auto added = epoll->add(listening->get(), EPOLLIN | EPOLLET, kListening); !added)
        return base::fail(added.error());
    return std::unique_ptr<Server>(
        new Server(path, std::move(*epoll), std::move(*listening), std::move(interfaces), limits));
}

Server::Server(std::string path, linux::Epoll epoll, linux::Fd listening, Interfaces interfaces, Limits limits)
    : m_path(std::move(path)), m_epoll(std::move(epoll)), m_listening(std::move(listening)),
      m_interfaces(std::move(interfaces)), m_limits(limits), m_engine(randomNumber())
{
}

Server::~Server() { ::unlink(m_path.c_str()); }

void Server::attend()
{
    std::array<epoll_event, 256> events;
    const auto count = m_epoll.wait(events, base::Duration());
    for (std::size_t i = 0; count && i < *count; ++i) {
        const std::uint64_t key = events[i].data.u64;
        const std::uint32_t what = events[i].events;
        if (key == kListening) {
            m_canAccept = true;
        } else if ((key & kSessionBit) != 0) {
            const auto at = m_sessions.find(key & ~kSessionBit);
            if (at == m_sessions.end())
                continue;
            at->second->canRead = at->second->canRead || (what & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0;
            m_activeSessions.push_back(at->first);
        } else if (const auto at = m_sockets.find(key); at != m_sockets.end()) {
            RemoteSocket &s = *at->second;
            s.canRead = s.canRead || (what & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
            s.canWrite = s.canWrite || (what & (EPOLLOUT | EPOLLHUP)) != 0;
            s.isEnding = s.isEnding || (what & (EPOLLRDHUP | EPOLLHUP)) != 0;
            if ((what & EPOLLHUP) != 0 && !std::exchange(s.hungUp, true))
                m_hungUp.push_back(key);
            queue(s);
        }
    }
}

bool Server::hasWork(bool moves) const
{
    return m_canAccept || !m_activeSessions.empty() || (moves && !m_queue.empty());
}

bool Server::exchange(world::World *world, bool moves)
{
    m_world = world;
    m_moves = moves;
    acceptSessions();
    bool did = serveSessions();
    if (world && moves) {
        for (const auto &ready : world->takeReadySockets())
            if (const auto at = m_bySocket.find({ready.node, ready.socket}); at != m_bySocket.end())
                queue(*m_sockets.at(at->second));
        did = moveQueued() || did;
        m_hungUp.clear(); // they have had their turn
    }
    m_world = nullptr;
    return did && world;
}

void Server::acceptSessions()
{
    while (m_canAccept) {
        linux::Fd fd(::accept4(m_listening.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (!fd) {
            if (errno == EINTR || errno == ECONNABORTED)
                continue;
            m_canAccept = false; // nobody, or no descriptor: then until the next one knocks
            return;
        }
        if (m_sessions.size() >= m_limits.sessions || !isAllowed(fd.get())) {
            ++m_counters.refusedSessions;
            continue;
        }
        const std::uint64_t number = m_nextNumber++;
        if (!m_epoll.add(fd.get(), EPOLLIN | EPOLLOUT | EPOLLET, number | kSessionBit))
            continue;
        auto session = std::make_unique<Session>();
        session->fd = std::move(fd);
        session->account = std::make_shared<Account>();
        session->canRead = true;
        m_sessions.emplace(number, std::move(session));
        m_activeSessions.push_back(number);
        ++m_counters.sessions;
    }
}

bool Server::serveSessions()
{
    std::vector<std::uint64_t> active;
    std::swap(active, m_activeSessions);
    std::sort(active.begin(), active.end());
    active.erase(std::unique(active.begin(), active.end()), active.end());
    for (const std::uint64_t number : active) {
        const auto at = m_sessions.find(number);
        if (at == m_sessions.end())
            continue;
        Session &session = *at->second;
        serve(session);
        if (session.isBroken)
            m_sessions.erase(at);
        else if (session.canRead && session.answer.empty())
            m_activeSessions.push_back(number);
    }
    return !active.empty();
}

void Server::serve(Session &session)
{
    if (!flushAnswer(session))
        return;
    std::array<std::uint8_t, kMaxMessage + 1> buffer;
    for (int i = 0; i < m_limits.requestsPerTurn && session.canRead && !session.isBroken; ++i) {
        const Transferred got = receiveSome(session.fd, buffer);
        if (got.outcome == Transferred::Outcome::wouldBlock) {
            session.canRead = false;
            return;
        }
        if (got.outcome != Transferred::Outcome::some) {
            session.isBroken = true;
            return;
        }
        ++m_counters.requests;
        const auto request = parseRequest(base::Bytes(buffer.data(), got.count));
        if (!request || session.isGreeted == (request->op == Op::hello)) {
            ++m_counters.badRequests;
            session.isBroken = true;
            return;
        }
        if (request->op == Op::bind || request->op == Op::listen || request->op == Op::connect)
            letGo();
        Answer answer = handle(session, *request);
        if (!request->isAnswered)
            continue;
        reply(session, request->serial, std::move(answer));
        if (!session.answer.empty())
            return;
    }
}

/// Who closes a socket and then asks for its port expects it to be free.
void Server::letGo()
{
    attend();
    if (!m_moves)
        return;
    for (const std::uint64_t number : std::exchange(m_hungUp, {}))
        if (const auto at = m_sockets.find(number); at != m_sockets.end())
            moveOne(*at->second);
}

void Server::reply(Session &session, std::uint32_t serial, Answer answer)
{
    const AnswerHead head{serial, answer.error, answer.value};
    session.answer.resize(sizeof head);
    std::memcpy(session.answer.data(), &head, sizeof head);
    session.answer.insert(session.answer.end(), answer.body.begin(), answer.body.end());
    session.answerDescriptor = std::move(answer.descriptor);
    flushAnswer(session);
}

bool Server::flushAnswer(Session &session)
{
    if (session.answer.empty())
        return true;
    const int fd = session.answerDescriptor.get();
    const auto sent = linux::sendMessage(session.fd.get(), session.answer,
                                         fd >= 0 ? std::span<const int>(&fd, 1) : std::span<const int>());
    if (!sent && sent.error().code == EAGAIN)
        return false;
    if (!sent)
        session.isBroken = true;
    session.answer.clear();
    session.answerDescriptor.reset();
    return sent.has_value();
}

} // namespace hopyard::remote
