// The engine process: one event loop that serves the protocol of docs/rpc.md and drives one session. docs/engine.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/engine/check_watch.h"
#include "emulation/engine/event_loop.h"
#include "emulation/engine/packet_feed.h"
#include "emulation/engine/packet_log.h"
#include "emulation/engine/session.h"
#include "emulation/engine/what_ifs.h"
#include "emulation/rpc/server.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hopyard::engine {

struct EngineOptions {
    std::string run;    ///< the run's name
    std::string socket; ///< where to listen
    bool exitWhenIdle = false; ///< end when no client is connected and no run is on, after kIdleGrace
    std::optional<linux::SysError> namespacesBlocked;
    int fetchHelper = -1; ///< as SessionOptions has it
};

class Engine final : private rpc::Server::Handler, private SessionListener {
public:
    static constexpr std::int64_t kIdleGrace = 10'000'000'000; ///< ns

    /// Listens when this returns.
    static base::Result<std::unique_ptr<Engine>, base::Error> create(EngineOptions options);
    ~Engine() override; ///< stops the run, closes the clients, removes the socket

    /// One turn of the loop: waits at most `longest` for something to do and does it. False once the engine is to end.
    bool turn(base::Duration longest = base::Duration::max());
    /// Ends at the next turn.
    void shutDown() { m_ending = true; }
    /// SIGTERM and SIGINT end the engine from now on. Before any thread is made.
    base::Result<void, base::Error> endOnSignals();

    // --- for the methods (methods.h) ---
    Session &session() { return m_session; }
    rpc::Server &server() { return m_server; }
    const EngineOptions &options() const { return m_options; }
    /// Answers a request that its method left open; nothing where the client has gone.
    void answerLater(rpc::ClientId client, const rpc::Json &id, const rpc::Json &result);
    void refuseLater(rpc::ClientId client, const rpc::Json &id, const rpc::RpcError &error);
    /// Answers the request when the program has started or failed to.
    void answerWhenStarted(ExecHandle exec, rpc::ClientId client, rpc::Json id);
    void subscribe(rpc::ClientId client, const SubscriptionOptions &options);
    void unsubscribe(rpc::ClientId client);
    void subscribePackets(rpc::ClientId client, FeedOptions options);
    void unsubscribePackets(rpc::ClientId client);
    static constexpr std::size_t kMostTcpWatches = 16; ///< of one client
    /// Its number; nothing where the client has too many.
    std::optional<std::int64_t> watchTcp(rpc::ClientId client, TcpWatchOptions options);
    /// False where the client has none of that number.
    bool unwatchTcp(rpc::ClientId client, std::int64_t watch);
    /// Empty where nobody subscribes.
    const PacketLog &packetLog() const { return m_packetLog; }
    CheckWatch &checkWatch() { return m_checks; }
    WhatIfs &whatIfs() { return m_whatIfs; }

private:
    struct Telemetry {
        Telemetry(const SubscriptionOptions &options, Subscription::NodeName name)
            : subscription(options, std::move(name))
        {
        }
        Subscription subscription;
        std::int64_t next = 0; ///< wall time of the next batch
    };
    struct Feed {
        explicit Feed(FeedOptions options) : feed(std::move(options)) {}
        PacketFeed feed;
        std::int64_t next = 0; ///< wall time of the next batch
    };
    struct Watched {
        Watched(rpc::ClientId of, TcpWatchOptions options) : client(of), watch(std::move(options)) {}
        rpc::ClientId client;
        TcpWatch watch;
    };
    struct Waiting {
        rpc::ClientId client;
        rpc::Json id;
    };

    Engine(EngineOptions options, EventLoop loop, rpc::OwnedFd listening, std::unique_ptr<remote::Server> sockets);

    void request(rpc::ClientId client, rpc::Request request, std::vector<rpc::OwnedFd> descriptors) override;
    void disconnected(rpc::ClientId client) override;

    void stateChanged() override;
    void problem(const lab::Problem &problem) override;
    void execStarted(ExecHandle exec, pid_t pid) override;
    void execFailed(ExecHandle exec, const linux::SysError &error) override;
    void execExited(ExecHandle exec, const nodes::Exited &exited) override;
    void captureEnded(capture::CaptureId capture, const std::string &reason) override;

    void sendTelemetry(std::int64_t wall);
    void tell(rpc::ClientId client, Subscription &subscription);
    void sendPackets(std::int64_t wall);
    void sendTcp(std::int64_t wall);
    std::int64_t telemetryDue() const;
    void endIfIdle(std::int64_t wall);

    EngineOptions m_options;
    EventLoop m_loop;
    rpc::Server m_server;
    std::unique_ptr<remote::Server> m_sockets; // before the session, which uses it
    std::map<rpc::ClientId, std::unique_ptr<Telemetry>> m_telemetry; // before the session, which knows them as sinks
    std::map<rpc::ClientId, std::unique_ptr<Feed>> m_feeds;
    PacketLog m_packetLog; // likewise
    std::map<std::int64_t, std::unique_ptr<Watched>> m_tcpWatches; // likewise
    std::int64_t m_lastTcpWatch = 0;
    std::int64_t m_nextTcp = 0; ///< wall time of the next batch of all of them
    Session m_session;
    CheckWatch m_checks; // after the session, whose world it looks at
    WhatIfs m_whatIfs;   // likewise
    std::map<ExecHandle, Waiting> m_waiting;
    linux::Fd m_signals;
    std::int64_t m_idleSince;
    bool m_ending = false;
};

} // namespace hopyard::engine
