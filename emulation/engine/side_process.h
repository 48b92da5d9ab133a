// Work on the world as it is at this moment, in a process of its own: the engine forks, the child does the work on its copy,
// says lines of JSON, and is gone. The run goes on meanwhile and notices nothing.
//
// The child has one descriptor left, no clock to wait for, and limits on processor time, memory and the wall clock: work
// that never ends is a refusal, not an engine that hangs. Worlds whose pages are shared memory (those of hypervisors) are
// copied before the fork, because the child would see them change.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"
#include "emulation/engine/event_loop.h"
#include "emulation/linux/fd.h"
#include "emulation/rpc/json.h"
#include "emulation/rpc/message.h"

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <string>

namespace hopyard::engine {

class SideProcess {
public:
    using Answer = base::Result<rpc::Json, rpc::RpcError>;
    using Answered = std::function<void(const Answer &)>;
    using Told = std::function<void(const rpc::Json &)>;
    /// In the child: what it returns is the answer, one JSON object; what it says before by `tell`, likewise, is passed on.
    using Work = std::function<std::string(const world::World &world, const std::function<void(const std::string &)> &tell)>;

    static constexpr unsigned kMostSeconds = 20;           ///< of processor time
    static constexpr unsigned kMostWallSeconds = 60;
    static constexpr std::uint64_t kMostMemory = 1u << 30; ///< bytes, beyond what the engine has

    /// `what` names the work in refusals: "the checks".
    SideProcess(EventLoop &loop, std::string what) : m_loop(loop), m_what(std::move(what)) {}
    ~SideProcess();
    SideProcess(const SideProcess &) = delete;
    SideProcess &operator=(const SideProcess &) = delete;

    bool isBusy() const { return m_pid > 0; }
    /// Ends what is under way. `answered` is called once, later, unless this returns an error; `told` before that, where
    /// the child tells something.
    base::Result<void, rpc::RpcError> begin(const world::World &world, const Work &work, Answered answered, Told told = {});
    /// Ends what is under way; nobody is answered.
    void cancel();

private:
    void readable();
    void takeLines();
    void finish(bool isTooMuch);

    EventLoop &m_loop;
    std::string m_what;
    pid_t m_pid = 0;
    linux::Fd m_output;
    EventLoop::WatchId m_watch = EventLoop::kNoWatch;
    std::string m_said;
    Answered m_answered;
    Told m_told;
};

} // namespace hopyard::engine
