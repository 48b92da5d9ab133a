// See usher.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/web/usher.h"

#include "emulation/linux/unix_socket.h"

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <span>
#include <thread>

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

namespace hopyard::web {

using linux::Fd;
using migration::ServerMessage;

namespace {

constexpr int kConnection = 3; ///< where systemd puts the first descriptor
constexpr std::uint64_t kListenerKey = 0, kSignalsKey = ~std::uint64_t(0);

/// In the child: only returns where it fails.
void becomeProgram(const UsherOptions &options, int socket, const std::string &peer)
{
    ::setpgid(0, 0); // with all that it starts
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    std::signal(SIGPIPE, SIG_DFL);
    const int flags = ::fcntl(socket, F_GETFL);
    ::fcntl(socket, F_SETFL, flags & ~O_NONBLOCK);
    if (options.isInetd)
        for (const int fd : {0, 1})
            ::dup2(socket, fd);
    if (socket == kConnection)
        ::fcntl(socket, F_SETFD, 0);
    else
        ::dup2(socket, kConnection);
    const std::size_t colon = peer.rfind(':');
    ::setenv("LISTEN_FDS", "1", 1);
    ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
    ::setenv("LISTEN_FDNAMES", "connection", 1);
    ::setenv("REMOTE_ADDR", peer.substr(0, colon).c_str(), 1);
    ::setenv("REMOTE_PORT", colon == std::string::npos ? "" : peer.substr(colon + 1).c_str(), 1);
    std::vector<char *> argv;
    for (const std::string &word : options.program)
        argv.push_back(const_cast<char *>(word.c_str()));
    argv.push_back(nullptr);
    ::execvp(argv[0], argv.data());
}

} // namespace

base::Result<Usher, std::string> Usher::create(UsherOptions options)
{
    auto epoll = linux::Epoll::create();
    if (!epoll)
        return base::fail(toString(epoll.error()));
    Usher usher(std::move(options), std::move(*epoll));
    auto listener = migration::listenForConnections(usher.m_options.port, migration::Skill::begins);
    auto signals = linux::makeSignalFd({SIGCHLD});
    if (!listener || !signals)
        return base::fail(toString(listener ? signals.error() : listener.error()));
    usher.m_listener = std::move(*listener);
    usher.m_signals = std::move(*signals);
    if (!usher.m_epoll.add(usher.m_listener.get(), EPOLLIN, kListenerKey) || !usher.m_epoll.add(usher.m_signals.get(), EPOLLIN, kSignalsKey))
        return base::fail(std::string("too many files are open"));
    return usher;
}

int Usher::run()
{
    std::array<epoll_event, 64> ready;
    for (;;) {
        const auto count = m_epoll.wait(ready, std::nullopt);
        if (!count)
            return 1;
        for (std::size_t i = 0; i < *count; ++i) {
            const std::uint64_t key = ready[i].data.u64;
            if (key == kListenerKey) {
                Fd line(::accept4(m_listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
                if (line && m_epoll.add(line.get(), EPOLLIN, ++m_last))
                    m_lines.emplace(m_last, migration::ServerLink(std::move(line)));
            } else if (key == kSignalsKey) {
                while (linux::readSignal(m_signals)) {
                }
                reap();
            } else if (m_lines.contains(key)) {
                hear(key);
            }
        }
    }
}

void Usher::hear(std::uint64_t line)
{
    for (;;) {
        auto message = m_lines.at(line).receive();
        if (message && !*message)
            return;
        if (!message) {
            m_lines.erase(line);
            return;
        }
        handle(line, std::move(**message));
    }
}

void Usher::handle(std::uint64_t line, ServerMessage message)
{
    const Place place{line, message.number};
    const auto child = m_children.find(place);
    switch (message.kind) {
    case ServerMessage::Kind::take:
        if (m_options.to.empty())
            start(place, message);
        else
            handOn(message);
        break;
    case ServerMessage::Kind::leave: leave(place); break;
    case ServerMessage::Kind::stay:
        if (child != m_children.end())
            ::kill(-child->second.pid, SIGCONT);
        break;
    case ServerMessage::Kind::gone:
        if (child != m_children.end())
            ::kill(-child->second.pid, SIGKILL); // it stands still, and its connection is another's
        break;
    case ServerMessage::Kind::left:
    case ServerMessage::Kind::over: break; // what servers say
    }
}

void Usher::start(const Place &place, const ServerMessage &message)
{
    const pid_t pid = ::fork();
    if (pid == 0) {
        becomeProgram(m_options, message.socket.get(), message.peer);
        std::fprintf(stderr, "hopyard-usher: cannot run %s: %s\n", m_options.program.front().c_str(), std::strerror(errno));
        ::_exit(127);
    }
    if (pid < 0)
        return; // the connection is closed with the message
    ::setpgid(pid, pid); // whoever comes first
    m_children[place] = {pid, Fd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)))};
}

/// Stops the whole group. A shell that starts a program waits in vfork() until its child has become that program, and a child
/// that was stopped before it had never does: then the group is let go on for a moment, and stopped again.
void Usher::standStill(pid_t pid)
{
    using namespace std::chrono_literals;
    for (int attempt = 0; attempt < 100; ++attempt) {
        ::kill(-pid, SIGSTOP);
        for (int look = 0; look < 20; ++look) {
            siginfo_t stopped{};
            if (::waitid(P_PID, static_cast<id_t>(pid), &stopped, WSTOPPED | WEXITED | WNOWAIT | WNOHANG) != 0 || stopped.si_pid == pid)
                return;
            std::this_thread::sleep_for(look < 10 ? 50us : 1ms);
        }
        ::kill(-pid, SIGCONT);
        std::this_thread::sleep_for(1ms);
    }
    ::kill(-pid, SIGSTOP);
}

/// The program stands still from here on. Its descriptor is fetched from it: a copy of ours would keep the connection open
/// when it closes it.
void Usher::leave(const Place &place)
{
    const auto child = m_children.find(place);
    if (child == m_children.end()) {
        static_cast<void>(m_lines.at(place.first).send(ServerMessage::Kind::over, place.second));
        return;
    }
    standStill(child->second.pid);
    const Fd socket(static_cast<int>(::syscall(SYS_pidfd_getfd, child->second.process.get(), kConnection, 0)));
    const bool left = socket && m_lines.at(place.first).send(ServerMessage::Kind::left, place.second, {}, {}, socket.get());
    if (!left) {
        ::kill(-child->second.pid, SIGCONT);
        static_cast<void>(m_lines.at(place.first).send(ServerMessage::Kind::over, place.second));
    }
}

void Usher::reap()
{
    for (auto at = m_children.begin(); at != m_children.end();) {
        const auto one = at++;
        if (::waitpid(one->second.pid, nullptr, WNOHANG) != one->second.pid)
            continue;
        if (const auto line = m_lines.find(one->first.first); line != m_lines.end())
            static_cast<void>(line->second.send(ServerMessage::Kind::over, one->first.second));
        m_children.erase(one);
    }
}

void Usher::handOn(const ServerMessage &message) const
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, m_options.to.c_str(), std::min(m_options.to.size(), sizeof address.sun_path - 1));
    bool done = false;
    for (const int type : {SOCK_STREAM, SOCK_SEQPACKET, SOCK_DGRAM}) {
        const Fd server(::socket(AF_UNIX, type | SOCK_CLOEXEC, 0));
        if (!server || ::connect(server.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
            continue;
        const std::uint8_t byte = 'c';
        const int socket = message.socket.get();
        done = linux::sendMessage(server.get(), base::Bytes(&byte, 1), std::span(&socket, 1)).has_value();
        break;
    }
    if (!done)
        std::fprintf(stderr, "hopyard-usher: nobody takes connections at %s\n", m_options.to.c_str());
}

} // namespace hopyard::web
