// The engine's end: a listening socket and its clients, driven from one event loop.
//
// fd() is an epoll of its own: the loop watches that one for reading and calls process(), which never blocks and does a
// bounded amount of work. What came is handed to the handler; it may answer at once or later, by client and id.
//
// A client that does not keep up: telemetry is offered with offer() and dropped where more than `telemetryQueue` waits
// for it; its requests are read no further while more than `answerQueue` waits; beyond `maxQueue` it is cut off.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id.h"
#include "core/base/result.h"
#include "emulation/rpc/connection.h"
#include "emulation/rpc/message.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::rpc {

using ClientId = base::Id<struct ClientTag>;

struct ServerLimits {
    std::size_t clients = 32;
    std::size_t maxLine = kMaxLine;
    std::size_t telemetryQueue = 256u << 10; ///< bytes waiting above which offer() drops
    std::size_t answerQueue = 4u << 20;      ///< bytes waiting above which nothing more is read
    std::size_t maxQueue = 64u << 20;        ///< bytes waiting above which the client is cut off
};

class Server {
public:
    class Handler {
    public:
        virtual ~Handler() = default;
        virtual void connected(ClientId) {}
        /// To be answered with answer() or refuse(), now or later, where request.wantsAnswer().
        virtual void request(ClientId client, Request request, std::vector<OwnedFd> descriptors) = 0;
        /// The client is gone; its id means nothing any more.
        virtual void disconnected(ClientId) {}
    };

    /// Takes a listening socket (listenAt()). `handler` outlives the server.
    Server(OwnedFd listening, Handler &handler, ServerLimits limits = {});
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;
    ~Server();

    int fd() const { return m_epoll.get(); }
    void process();

    // Where the client has gone, these do nothing.
    void answer(ClientId client, const Json &id, const Json &result);
    void refuse(ClientId client, const Json &id, const RpcError &error);
    void notify(ClientId client, std::string_view method, const Json &params);
    void notifyAll(std::string_view method, const Json &params);
    /// A line that may be lost: false (and counted) where the client has too much waiting.
    bool offer(ClientId client, std::string line);
    /// Whether offer() would take a line; where not, that counts as dropped, and the line need not be made.
    bool hasRoom(ClientId client);
    /// How many offers to the client were dropped since it was last asked.
    std::uint64_t takeDropped(ClientId client);

    std::size_t clientCount() const { return m_clients.size(); }
    /// Closes all clients after trying once to write what waits for them, and listens no more. Not from a handler.
    void close();

private:
    struct Peer {
        Connection connection;
        std::uint64_t dropped = 0;
        std::uint32_t watched = 0; ///< epoll events asked for
        bool ending = false;       ///< no more is read; closed when all is written
    };
    void accept();
    bool isAllowed(int fd) const;
    void serve(ClientId id, Peer &peer, std::uint32_t events);
    void handleLines(ClientId id, Peer &peer);
    void send(ClientId id, std::string line);
    void update(ClientId id, Peer &peer);
    void removeGone();

    OwnedFd m_listening;
    OwnedFd m_epoll;
    Handler &m_handler;
    ServerLimits m_limits;
    std::map<ClientId, std::unique_ptr<Peer>> m_clients;
    std::uint32_t m_nextId = 0;
};

} // namespace hopyard::rpc
