// The checks of the lab that runs, looked at in a process of their own (side_process.h): the child takes its copy of the world
// on in virtual time and says what it found. The run goes on meanwhile and notices nothing.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checks/live.h"
#include "emulation/engine/side_process.h"

#include <vector>

namespace hopyard::engine {

/// A result as docs/rpc.md has it.
rpc::Json toJson(const checks::CheckResult &result);

class LiveChecks {
public:
    using Answer = SideProcess::Answer; ///< `{now, earned, possible, results: [...]}`
    using Answered = SideProcess::Answered;

    explicit LiveChecks(EventLoop &loop) : m_process(loop, "the checks") {}

    bool isBusy() const { return m_process.isBusy(); }
    /// Looks at the world as it is now; `answered` is called once, later, unless this returns an error.
    base::Result<void, rpc::RpcError> look(const world::World &world, const std::vector<lab::Check> &checks,
                                           const checks::Witness &witness, const checks::LiveOptions &options, Answered answered);
    /// Ends what is under way; nobody is answered.
    void cancel() { m_process.cancel(); }

private:
    SideProcess m_process;
};

} // namespace hopyard::engine
