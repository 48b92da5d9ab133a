// The engine's end of a node's init: starts it, talks to it, ends it; see node_init.h for the other end.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "emulation/linux/error.h"
#include "emulation/linux/fd.h"
#include "emulation/nodes/events.h"
#include "emulation/nodes/init_protocol.h"

#include <sys/types.h>

#include <set>
#include <span>
#include <string>
#include <vector>

namespace hopyard::nodes {

class InitProcess {
public:
    /// Starts it in the given network namespace and in pid, mount, host name and IPC namespaces of its own. It sets
    /// itself up meanwhile; what is asked of it waits in the socket.
    static linux::Result<InitProcess> start(const linux::Fd &networkNamespace, const std::string &nodeName,
                                            const protocol::SetUp &setUp);
    InitProcess(InitProcess &&) noexcept = default;
    InitProcess &operator=(InitProcess &&) = delete;
    ~InitProcess(); ///< kill() and waitForEnd()

    int fd() const { return m_control.get(); }
    pid_t pid() const
    {
        return m_pid;
    } ///< as the engine numbers it; of nobody else while this lives and was not waited for
    linux::Result<void> spawn(const protocol::Spawn &request, std::span<const int> stdio);
    linux::Result<void> signal(ExecId exec, int signal); ///< ESRCH where it is not running
    linux::Result<void> writeFiles(const protocol::Files &files);
    /// Appends what it said. False once it is gone; then what it had running has been reported as killed.
    bool takeEvents(std::vector<Event> &events);

    void kill();
    /// False where it outlived `limit`; it is not waited for again.
    bool waitForEnd(base::Duration limit);

private:
    InitProcess(linux::Fd control, linux::Fd process, pid_t pid)
        : m_control(std::move(control)), m_process(std::move(process)), m_pid(pid)
    {
    }
    linux::Result<void> send(const protocol::Message &message, std::span<const int> fds);
    void translate(const protocol::Message &message, pid_t pid, std::vector<Event> &events);

    linux::Fd m_control;
    linux::Fd m_process;            ///< pidfd; none once it was waited for
    pid_t m_pid;
    std::set<std::uint32_t> m_live; ///< programs asked for and not ended
};

} // namespace hopyard::nodes
