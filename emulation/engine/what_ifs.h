// What would change if this failed, asked by clients of the network that runs (path.whatIf of docs/rpc.md): each question has
// a process of its own (side_process.h), tells how far it is, and can be called off.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/what_if.h"
#include "emulation/engine/session.h"
#include "emulation/engine/side_process.h"
#include "emulation/rpc/server.h"

#include <memory>
#include <vector>

namespace hopyard::engine {

class WhatIfs {
public:
    static constexpr std::size_t kMost = 2; ///< questions at a time

    WhatIfs(EventLoop &loop, Session &session, rpc::Server &server) : m_loop(loop), m_session(session), m_server(server) {}

    /// Answers the request when it has found out, unless this returns an error.
    base::Result<void, rpc::RpcError> ask(rpc::ClientId client, rpc::Json id, world::WhatIfQuestion question, world::WhatIfLimits limits);
    /// Ends the client's questions; each is answered that it was called off.
    void cancel(rpc::ClientId client);
    void disconnected(rpc::ClientId client);

private:
    struct Question {
        Question(EventLoop &loop, rpc::ClientId c, rpc::Json i) : client(c), id(std::move(i)), process(loop, "the consequences") {}
        rpc::ClientId client;
        rpc::Json id;
        SideProcess process;
    };
    void forgetAnswered();

    EventLoop &m_loop;
    Session &m_session;
    rpc::Server &m_server;
    std::vector<std::unique_ptr<Question>> m_questions;
};

} // namespace hopyard::engine
