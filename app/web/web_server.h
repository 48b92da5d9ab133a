// hopyard-web: a small HTTP server for Linux whose connections can come from other machines and go to others.
//
// Connections come by accept(2), as systemd hands them over (a listening socket, or one connection with Accept=yes), and
// over the line of emulation/migration/server_link.h, also in the middle of a request or an answer. It serves what
// Hopyard's own http-server serves, so that either goes on where the other left off. One thread, epoll.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/services/http/exchange.h"
#include "emulation/linux/event.h"
#include "emulation/migration/server_link.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::web {

struct Options {
    std::uint16_t port = 80;
    bool listens = true; ///< on the port itself, where systemd gave nothing
    bool isQuiet = false; ///< no line for each request
    services::http::Site site;
};

class Server {
public:
    /// With the descriptors that systemd handed over. What is wrong, in words.
    static base::Result<Server, std::string> create(Options options, std::vector<linux::Fd> inherited);
    /// Until there is nothing left to do: with a single connection handed over, until it is over; else for ever.
    int run();

private:
    struct Connection {
        linux::Fd socket;
        std::string peer;
        services::http::Exchange exchange;
        std::uint64_t line = 0, number = 0; ///< where it came from; none: no line
        bool isLeaving = false;
        bool waitsToWrite = false;
    };
    using Key = std::uint64_t; ///< in epoll

    explicit Server(Options options, linux::Epoll epoll) : m_options(std::move(options)), m_epoll(std::move(epoll)) {}
    base::Result<void, std::string> begin(std::vector<linux::Fd> inherited);
    void acceptAll(const linux::Fd &listener);
    void adopt(Connection connection);
    void hear(Key line);
    void handle(Key line, migration::ServerMessage message);
    void leave(Key line, Key key);
    void serve(Key key);
    enum class Flow : std::uint8_t { goOn, wait, over };
    Flow write(Connection &connection);
    Flow read(Connection &connection);
    void close(Key key);
    Key keyOf(Key line, std::uint64_t number) const;

    Options m_options;
    linux::Epoll m_epoll;
    Key m_last = 0;
    std::map<Key, linux::Fd> m_listeners;      ///< of TCP
    std::optional<std::pair<Key, linux::Fd>> m_lineListener;
    std::map<Key, migration::ServerLink> m_lines;
    std::map<Key, Connection> m_connections;
};

} // namespace hopyard::web
