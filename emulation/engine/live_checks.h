// The checks of the lab that runs, looked at in a process of their own: the engine forks, the child takes its copy of the
// world on in virtual time, says what it found as JSON, and is gone. The run goes on meanwhile and notices nothing.
//
// The child has one descriptor left, no clock to wait for, and limits on processor time, memory and the wall clock: checks
// of a stranger's lab that never end are a refusal, not an engine that hangs. Worlds whose pages are shared memory (those
// of hypervisors) are copied before the fork, because the child would see them change.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checks/live.h"
#include "emulation/engine/event_loop.h"
#include "emulation/linux/fd.h"
#include "emulation/rpc/json.h"
#include "emulation/rpc/message.h"

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace hopyard::engine {

/// A result as docs/rpc.md has it.
rpc::Json toJson(const checks::CheckResult &result);

class LiveChecks {
public:
    using Answer = base::Result<rpc::Json, rpc::RpcError>; ///< `{now, earned, possible, results: [...]}`
    using Answered = std::function<void(const Answer &)>;
    static constexpr unsigned kMostSeconds = 20;           ///< of processor time, for one look
    static constexpr unsigned kMostWallSeconds = 60;
    static constexpr std::uint64_t kMostMemory = 1u << 30; ///< bytes, beyond what the engine has

    explicit LiveChecks(EventLoop &loop) : m_loop(loop) {}
    ~LiveChecks();
    LiveChecks(const LiveChecks &) = delete;
    LiveChecks &operator=(const LiveChecks &) = delete;

    bool isBusy() const { return m_pid > 0; }
    /// Looks at the world as it is now; `answered` is called once, later, unless this returns an error.
    base::Result<void, rpc::RpcError> look(const world::World &world, const std::vector<lab::Check> &checks,
                                           const checks::Witness &witness, const checks::LiveOptions &options, Answered answered);
    /// Ends what is under way; nobody is answered.
    void cancel();

private:
    void readable();
    void finish(bool isTooMuch);

    EventLoop &m_loop;
    pid_t m_pid = 0;
    linux::Fd m_output;
    EventLoop::WatchId m_watch = EventLoop::kNoWatch;
    std::string m_said;
    Answered m_answered;
};

} // namespace hopyard::engine
