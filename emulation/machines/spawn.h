// Starting a program of the system as a child that cannot outlive the engine.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/linux/error.h"
#include "emulation/linux/fd.h"

#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

namespace hopyard::machines {

struct SpawnRequest {
    std::vector<std::string> argv; ///< argv[0] is a path, not looked up
    /// The child's descriptors 0, 1, 2, … in this order; -1 is /dev/null. It has no others.
    std::vector<int> descriptors;
    std::vector<std::pair<std::string, std::string>> environment; ///< besides the engine's own
    /// Its processes are in a pid namespace of which it is the first, so all end with it, whoever kills it. Where the
    /// kernel refuses, it does without, and ends() kills the process group.
    bool ownPids = false;
};

/// A running child: leads a session and process group of its own and is killed by the kernel when the thread that
/// started it ends.
class Child {
public:
    Child() = default;
    static linux::Result<Child> spawn(const SpawnRequest &request);
    Child(Child &&) noexcept = default;
    Child &operator=(Child &&other) noexcept;
    ~Child() { end(); }

    bool isRunning() const { return m_pidfd.isValid(); }
    pid_t pid() const { return m_pid; }
    int fd() const { return m_pidfd.get(); } ///< readable once it has ended
    void signal(int signal);
    /// Takes its end: how it ended, as a sentence's predicate ("ended with status 1"). Call it once fd() is readable.
    std::string takeEnd();
    /// Kills it and its process group, and waits for it.
    void end();

private:
    linux::Fd m_pidfd;
    pid_t m_pid = 0;
};

/// The first of `names` that is in PATH or one of the usual directories; empty where none is.
std::string findProgram(std::initializer_list<const char *> names);

} // namespace hopyard::machines
