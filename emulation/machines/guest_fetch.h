// Fetching what the tiny guest system is made of, at first use: a shell script that asks the system's package manager
// and unpacks into the user's cache directory, installing nothing.
//
// An engine that an ordinary user started lives in a network namespace of its own and reaches no package server. So
// before it enters that, it leaves a helper behind, a small process that runs this one script when it is asked to.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/linux/error.h"
#include "emulation/linux/fd.h"
#include "emulation/machines/spawn.h"

#include <optional>
#include <string>
#include <vector>

namespace hopyard::machines {

enum class GuestPart { busybox, kernel };

/// The helper's socket; the helper ends when it is closed, or with this process. Before any thread is made. An invalid
/// descriptor where it cannot be made: fetching is then done from where the engine stands.
linux::Fd startFetchHelper();

class GuestFetch {
public:
    /// `helper` is a socket of startFetchHelper(), or -1: a child of our own.
    static linux::Result<GuestFetch> start(GuestPart part, const std::string &directory, int helper);

    int fd() const { return m_output.get(); } ///< readable when process() has something
    /// What was said since, line by line, for a person to read.
    std::vector<std::string> process();
    bool isDone() const { return !m_output.isValid(); }
    /// Why it failed, as a sentence; nothing where all is there. Once it is done.
    const std::optional<std::string> &failure() const { return m_failure; }

private:
    linux::Fd m_output;
    Child m_child;
    std::string m_partial;
    std::optional<std::string> m_failure = "the script that fetches the guest system was ended";
};

} // namespace hopyard::machines
