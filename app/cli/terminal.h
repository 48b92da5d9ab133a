// The user's terminal lent to a program that runs elsewhere: a pseudo terminal for it, raw mode for ours.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "emulation/rpc/owned_fd.h"

#include <termios.h>

namespace hopyard::cli {

/// A pseudo terminal of the size of ours.
struct Pseudo {
    rpc::OwnedFd master, slave;
};
base::Result<Pseudo, base::Error> openPseudo();

/// Our terminal in raw mode while this lives, so that every key, Ctrl-C too, goes to the program.
class RawMode {
public:
    RawMode();
    ~RawMode();
    RawMode(const RawMode &) = delete;
    RawMode &operator=(const RawMode &) = delete;

private:
    termios m_before{};
    bool m_changed = false;
};

/// While it lives, changes of our window's size go on to the pseudo terminal when follow() is called.
class WindowSize {
public:
    explicit WindowSize(int master);
    ~WindowSize();
    WindowSize(const WindowSize &) = delete;
    WindowSize &operator=(const WindowSize &) = delete;
    void follow();

private:
    int m_master;
};

} // namespace hopyard::cli
