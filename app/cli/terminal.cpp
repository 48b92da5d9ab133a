// Pseudo terminals and raw mode; see terminal.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <system_error>

namespace hopyard::cli {
namespace {

volatile std::sig_atomic_t g_resized = 0; // a signal handler reaches nothing but what is global

} // namespace

base::Result<Pseudo, base::Error> openPseudo()
{
    Pseudo pseudo{rpc::OwnedFd(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)), {}};
    char name[128];
    if (!pseudo.master.isValid() || grantpt(pseudo.master.get()) != 0 || unlockpt(pseudo.master.get()) != 0
        || ptsname_r(pseudo.master.get(), name, sizeof name) != 0)
        return base::fail(base::Error{"no pseudo terminal: " + std::generic_category().message(errno)});
    pseudo.slave.reset(open(name, O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (!pseudo.slave.isValid())
        return base::fail(base::Error{"no pseudo terminal: " + std::generic_category().message(errno)});
    if (termios settings{}; tcgetattr(STDIN_FILENO, &settings) == 0)
        tcsetattr(pseudo.slave.get(), TCSANOW, &settings);
    if (winsize size{}; ioctl(STDIN_FILENO, TIOCGWINSZ, &size) == 0)
        ioctl(pseudo.master.get(), TIOCSWINSZ, &size);
    return pseudo;
}

RawMode::RawMode()
{
    if (tcgetattr(STDIN_FILENO, &m_before) != 0)
        return;
    termios raw = m_before;
    cfmakeraw(&raw);
    m_changed = tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0;
}

RawMode::~RawMode()
{
    if (m_changed)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &m_before);
}

WindowSize::WindowSize(int master) : m_master(master)
{
    struct sigaction action {};
    action.sa_handler = [](int) { g_resized = 1; };
    sigaction(SIGWINCH, &action, nullptr);
}

WindowSize::~WindowSize() { std::signal(SIGWINCH, SIG_DFL); }

void WindowSize::follow()
{
    if (!g_resized)
        return;
    g_resized = 0;
    if (winsize size{}; ioctl(STDIN_FILENO, TIOCGWINSZ, &size) == 0)
        ioctl(m_master, TIOCSWINSZ, &size); // the kernel tells the program by SIGWINCH
}

} // namespace hopyard::cli
