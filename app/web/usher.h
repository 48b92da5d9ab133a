// hopyard-usher: brings connections that come from other machines to servers that know nothing of such things.
//
// It listens as a server that begins with connections (server_link.h), and hands each descriptor on: to a program of its
// own for each, as systemd does with Accept=yes (LISTEN_FDS=1, LISTEN_PID, LISTEN_FDNAMES=connection, descriptor 3;
// REMOTE_ADDR and REMOTE_PORT; descriptors 0 and 1 too where asked, as inetd does), or to a server that runs, over a Unix
// socket (SCM_RIGHTS beside the one byte "c").
//
// A program of its own can be moved away from: it is stopped while its connection leaves, goes on where that stays, and
// is ended where it has gone. What it knew of the connection is lost with it; TCP's state alone moves. From a server
// that runs nothing comes back.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/linux/event.h"
#include "emulation/migration/server_link.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace hopyard::web {

struct UsherOptions {
    std::uint16_t port = 80;
    std::string to;                    ///< path of a server's Unix socket; or
    std::vector<std::string> program;  ///< for each connection
    bool isInetd = false;              ///< the connection is its input and output as well
};

class Usher {
public:
    static base::Result<Usher, std::string> create(UsherOptions options);
    int run(); ///< for ever; the status where it cannot

private:
    using Place = std::pair<std::uint64_t, std::uint64_t>; ///< line, number
    struct Child {
        pid_t pid = 0;
        linux::Fd process;
    };
    Usher(UsherOptions options, linux::Epoll epoll) : m_options(std::move(options)), m_epoll(std::move(epoll)) {}
    void hear(std::uint64_t line);
    void handle(std::uint64_t line, migration::ServerMessage message);
    void start(const Place &place, const migration::ServerMessage &message);
    static void standStill(pid_t pid);
    void leave(const Place &place);
    void reap();
    void handOn(const migration::ServerMessage &message) const;

    UsherOptions m_options;
    linux::Epoll m_epoll;
    linux::Fd m_listener;
    linux::Fd m_signals;
    std::uint64_t m_last = 0;
    std::map<std::uint64_t, migration::ServerLink> m_lines;
    std::map<Place, Child> m_children;
};

} // namespace hopyard::web
