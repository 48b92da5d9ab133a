// pidfd_open, pidfd_send_signal, waitid; see process.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/linux/process.h"

#include <poll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace hopyard::linux {

Result<Fd> openProcess(pid_t pid)
{
    Fd fd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
    if (!fd)
        return sysFail("open process " + std::to_string(pid));
    return fd;
}

Result<void> signalProcess(const Fd &pidfd, int signal)
{
    if (syscall(SYS_pidfd_send_signal, pidfd.get(), signal, nullptr, 0) < 0 && errno != ESRCH)
        return sysFail("send a signal");
    return {};
}

bool waitForEnd(const Fd &pidfd, base::Duration limit)
{
    pollfd wanted{pidfd.get(), POLLIN, 0};
    timespec timeout{limit.ns() / 1'000'000'000, limit.ns() % 1'000'000'000};
    int n;
    do
        n = ppoll(&wanted, 1, &timeout, nullptr); // the kernel writes back nothing: an interruption starts over
    while (n < 0 && errno == EINTR);
    return n > 0;
}

void reap(const Fd &pidfd)
{
    siginfo_t info{};
    waitid(P_PIDFD, static_cast<id_t>(pidfd.get()), &info, WEXITED | WNOHANG);
}

std::size_t raiseDescriptorLimit()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
        return 0;
    const rlimit raised{limit.rlim_max, limit.rlim_max};
    if (limit.rlim_cur < limit.rlim_max && setrlimit(RLIMIT_NOFILE, &raised) == 0)
        limit = raised;
    return limit.rlim_cur;
}

} // namespace hopyard::linux
