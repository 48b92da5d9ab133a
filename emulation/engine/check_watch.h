// The checks of the lab as clients see them: which there are, looking at them when somebody asks, and by itself again and
// again while somebody has subscribed (checks.* of docs/rpc.md).
//
// One look at a time (live_checks.h). The pause between two is as long as was asked for and never shorter than four times
// what the last took, so that checks take a fifth of one processor at most. Nothing is looked at while nothing happens.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/engine/live_checks.h"
#include "emulation/engine/session.h"
#include "emulation/rpc/server.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>

namespace hopyard::engine {

class CheckWatch {
public:
    static constexpr double kUsualSeconds = 2, kLeastSeconds = 0.2, kMostSeconds = 60; ///< between two looks
    static constexpr std::size_t kMostAsked = 8; ///< looks that may wait for their turn

    CheckWatch(EventLoop &loop, Session &session, rpc::Server &server) : m_session(session), m_server(server), m_looker(loop) {}

    /// `checks: [...]`, each with what is known of it, `earned` and `possible`.
    rpc::Json list();
    /// Answers the request when it has looked.
    base::Result<void, rpc::RpcError> run(rpc::ClientId client, rpc::Json id, checks::LiveOptions options);
    void subscribe(rpc::ClientId client, double seconds);
    void unsubscribe(rpc::ClientId client);
    void disconnected(rpc::ClientId client);

    /// The run began, paused or ended: what was found before says nothing of the next.
    void stateChanged();
    /// Begins what is due.
    void turn(std::int64_t wall);
    /// Wall time of the next look, Clock::kNoWall where none is wanted.
    std::int64_t due() const;

private:
    struct Asked {
        rpc::ClientId client;
        rpc::Json id;
        checks::LiveOptions options;
    };

    void followLab();
    void begin(const std::optional<Asked> &asked);
    void looked(const std::optional<Asked> &asked, const LiveChecks::Answer &answer, std::int64_t began);
    void take(const rpc::Json &found);
    void markTurn(base::TimePoint at, const rpc::Json &before, const rpc::Json &after);
    rpc::Json points() const;
    void notify(const rpc::Json &params);

    Session &m_session;
    rpc::Server &m_server;
    LiveChecks m_looker;
    std::deque<Asked> m_asked;
    std::map<rpc::ClientId, double> m_subscribers; ///< seconds between two looks
    std::map<std::string, rpc::Json> m_known;      ///< the last result of each check, by id
    std::uint64_t m_version = 0;                   ///< Session::checksVersion() that these are of
    std::uint64_t m_lookedAtEvents = ~std::uint64_t(0);
    std::string m_lastError;
    std::int64_t m_next = 0;
    bool m_wasActive = false;
};

} // namespace hopyard::engine
