// The other end of an engine: calls, answers, notifications. Two ways to use it, without threads:
//
// - blocking (hop, scripts): call() waits for its answer; waitForEvents() waits for notifications;
// - from a foreign event loop (the workbench): watch fd() for reading, and for writing while wantsWrite() (the answer
//   may change after every call of ours), call onReadable() / onWritable(); answers come as completions.
//
// Completions and onNotification are called from within onReadable(), onWritable(), call() and waitForEvents(). They
// may call anything of the client, close() too, but not delete it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "emulation/rpc/connection.h"
#include "emulation/rpc/message.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::rpc {

class Client {
public:
    using Result = base::Result<Json, RpcError>;
    using Completion = std::function<void(Result)>;
    using CallId = std::int64_t;

    /// Connects to the socket at `path` (socketPath(run)).
    static base::Result<std::unique_ptr<Client>, base::Error> connect(const std::string &path);
    /// Over a socket that is connected already.
    explicit Client(OwnedFd socket);

    /// Asks and waits. `params` is an object. The error is the engine's, or disconnected, or timedOut.
    Result call(std::string_view method, Json params = Json::object(), std::vector<OwnedFd> descriptors = {},
                base::Duration timeout = base::Duration::max());
    /// Asks; `completion` (may be empty) is called once, with the answer or with disconnected.
    CallId callAsync(std::string_view method, Json params, Completion completion,
                     std::vector<OwnedFd> descriptors = {});
    /// Forgets a call: its completion is not called any more.
    void forget(CallId id) { m_pending.erase(id); }

    struct Hello {
        std::string version;
        int pid = 0;
        std::string run;
        std::string state;
    };
    /// engine.hello, to be the first call; an engine of another protocol version is an error.
    base::Result<Hello, RpcError> hello(std::string_view clientName, base::Duration timeout = base::Duration::seconds(5));

    /// A notification of the engine (docs/rpc.md).
    std::function<void(std::string_view method, const Json &params)> onNotification;
    /// The engine went away (once; not for a close() of ours). Pending completions have been called.
    std::function<void()> onDisconnected;

    bool isOpen() const { return m_connection.isOpen(); }
    int fd() const { return m_connection.fd(); } ///< -1 after close()
    bool wantsWrite() const { return m_connection.wantsWrite(); }
    void onReadable();
    void onWritable();

    /// Waits until something came, and handles it. False after `timeout`, or once the engine has gone.
    bool waitForEvents(base::Duration timeout = base::Duration::max());
    void close(); ///< pending calls end with disconnected

private:
    void handleLines();
    void handleAnswer(const Answer &answer);
    void failPending();

    Connection m_connection;
    std::map<CallId, Completion> m_pending;
    CallId m_nextId = 1;
    bool m_ended = false;
};

} // namespace hopyard::rpc
