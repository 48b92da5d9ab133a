// Ctrl-C as something that a command asks for, instead of an end in the middle of things.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <csignal>

namespace hopyard::cli {

/// While it lives, SIGINT, SIGTERM and SIGHUP are counted; system calls that wait return with EINTR.
class Interrupt {
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt &) = delete;
    Interrupt &operator=(const Interrupt &) = delete;

    int count() const;     ///< how often somebody wanted an end so far
    bool wanted() const { return count() > 0; }
    int lastSignal() const; ///< the one that came last, or 0

private:
    struct sigaction m_int, m_term, m_hup;
};

} // namespace hopyard::cli
