// The remote socket API's side of the engine: a socket for requests of programs, and the sockets that they have on the
// nodes of the world.
//
// attend() notes what happened on descriptors; exchange() answers requests and moves data, with the world at the present
// moment. Everything about clients is checked: they may die at any moment, hold what they have, flood, or lie. What they
// can have is limited, and what they send is believed only as far as it harms nobody but them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"
#include "emulation/linux/event.h"
#include "emulation/sockets/mover.h"
#include "emulation/sockets/pair.h"
#include "emulation/sockets/remote_socket.h"
#include "emulation/sockets/request.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace hopyard::remote {

struct Limits {
    std::size_t sessions = 512;          ///< connections for requests: one for each process with sockets
    std::size_t socketsPerSession = 4096;
    std::size_t sockets = 16'384;        ///< of all; also at most three quarters of our limit of descriptors
    int requestsPerTurn = 64;            ///< of one session
};

struct ServerCounters {
    std::uint64_t sessions = 0; ///< since it began
    std::uint64_t requests = 0;
    std::uint64_t refusedSessions = 0; ///< too many, or another user's
    std::uint64_t badRequests = 0;     ///< each ends its session
    std::uint64_t limited = 0;         ///< sockets refused because of a limit
};

class Server {
public:
    /// A node's interfaces, for getifaddrs; several entries for several addresses.
    using Interfaces = std::function<std::vector<InterfaceEntry>(world::World &, base::NodeId)>;

    /// Listens at `path`, in a directory that only the user may enter; what is left over at that path is replaced.
    static linux::Result<std::unique_ptr<Server>> create(const std::string &path, Interfaces interfaces,
                                                         Limits limits = {});
    ~Server(); ///< closes everything and removes the socket
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;

    const std::string &path() const { return m_path; }
    /// Readable when attend() has something to do.
    int fd() const { return m_epoll.fd(); }
    void attend();
    /// Answers requests, and moves data where `moves` (time passes). Without a world every request is told that the network
    /// is down. True where the world was given something to do.
    bool exchange(world::World *world, bool moves);
    /// True where exchange() has something to do at once.
    bool hasWork(bool moves) const;

    /// Nodes were stopped, restarted or removed: programs with sockets that went with them are told ENETDOWN.
    void nodesChanged(world::World &world);
    /// All of them are gone.
    void dropAll();

    std::size_t socketCount() const { return m_sockets.size(); }
    std::size_t sessionCount() const { return m_sessions.size(); }
    const ServerCounters &counters() const { return m_counters; }

private:
    struct Session {
        linux::Fd fd;
        std::shared_ptr<Account> account;
        bool isGreeted = false;
        bool canRead = false;
        bool isBroken = false;
        std::vector<std::uint8_t> answer; ///< did not fit; nothing more is read until it did
        linux::Fd answerDescriptor;
    };
    struct Answer {
        int error = 0;
        std::uint64_t value = 0;
        std::vector<std::uint8_t> body;
        linux::Fd descriptor;
    };
    /// Of a socket that failed: what its program may still ask.
    struct Epitaph {
        std::uint64_t token = 0;
        int error = 0; ///< until it was asked for
        Address local{};
    };
    using Key = std::pair<base::NodeId, transport::SocketId>;
    using User = std::function<void(transport::SocketLayer &, transport::IpOutput &)>;

    Server(std::string path, linux::Epoll epoll, linux::Fd listening, Interfaces interfaces, Limits limits);

    // sessions (server.cpp)
    void acceptSessions();
    bool serveSessions();
    void serve(Session &session);
    void letGo();
    bool flushAnswer(Session &session);
    void reply(Session &session, std::uint32_t serial, Answer answer);

    // requests (requests.cpp)
    Answer handle(Session &session, const Request &request);
    Answer makeSocket(Session &session, const Request &request);
    Answer onSocket(RemoteSocket &socket, const Request &request);
    Answer onEpitaph(Epitaph &epitaph, const Request &request);
    Answer bind(RemoteSocket &socket, const Request &request);
    Answer connect(RemoteSocket &socket, const Request &request);
    Answer connectStream(RemoteSocket &socket, const Request &request);
    Answer listen(RemoteSocket &socket, const Request &request);
    Answer names(RemoteSocket &socket, const Request &request);
    Answer setOption(RemoteSocket &socket, const Request &request);
    Answer getOption(RemoteSocket &socket, const Request &request);
    Answer takeError(RemoteSocket &socket);
    Answer urgent(RemoteSocket &socket, const Request &request);
    Answer takeQueued(RemoteSocket &socket);
    Answer moveTo(RemoteSocket &socket, std::string_view node);
    Answer resolve(std::string_view name);
    Answer listInterfaces(std::string_view node);
    base::NodeId nodeWithSockets(std::string_view name);

    // sockets (sockets.cpp)
    /// Calls `user` with the socket's node; false where it is stopped.
    bool use(const RemoteSocket &socket, const User &user);
    int limitReached(const Account &account);
    linux::Result<std::pair<RemoteSocket *, linux::Fd>> open(SocketName name, std::shared_ptr<Account> account,
                                                             base::NodeId node, transport::SocketId socket);
    RemoteSocket *find(std::uint64_t number, std::uint64_t token);
    void queue(RemoteSocket &socket);
    bool moveQueued();
    void moveOne(RemoteSocket &socket);
    Verdict acceptAll(RemoteSocket &listener);
    void settle(RemoteSocket &socket, const Verdict &verdict);
    void bury(RemoteSocket &socket, int error);
    void remove(RemoteSocket &socket);

    std::string m_path;
    linux::Epoll m_epoll;
    linux::Fd m_listening;
    Interfaces m_interfaces;
    Limits m_limits;
    ServerCounters m_counters;
    std::uint64_t m_engine;        ///< our number: names of sockets of other engines are not ours
    std::uint64_t m_nextNumber = 1; ///< of sessions and sockets, which share epoll's keys
    bool m_canAccept = false;
    world::World *m_world = nullptr; ///< lent during exchange()
    bool m_moves = false;            ///< whether time passes, likewise

    std::map<std::uint64_t, std::unique_ptr<Session>> m_sessions;
    std::vector<std::uint64_t> m_activeSessions;
    std::unordered_map<std::uint64_t, std::unique_ptr<RemoteSocket>> m_sockets;
    std::map<Key, std::uint64_t> m_bySocket;
    std::deque<std::uint64_t> m_queue;
    std::vector<std::uint64_t> m_hungUp;  ///< since letGo() looked
    std::vector<std::uint64_t> m_starved; ///< listeners that met a limit
    std::map<std::uint64_t, Epitaph> m_epitaphs;
    Mover m_mover;
};

} // namespace hopyard::remote
