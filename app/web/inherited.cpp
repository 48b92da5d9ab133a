// See inherited.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/web/inherited.h"

#include <cstdlib>

#include <fcntl.h>

namespace hopyard::web {

std::vector<linux::Fd> takeInherited()
{
    constexpr int kFirst = 3, kMost = 1'000;
    const char *pid = std::getenv("LISTEN_PID"), *count = std::getenv("LISTEN_FDS");
    std::vector<linux::Fd> all;
    if (!pid || !count || std::atol(pid) != ::getpid())
        return all;
    const int number = std::atoi(count);
    for (int fd = kFirst; fd < kFirst + number && number <= kMost; ++fd)
        if (::fcntl(fd, F_SETFD, FD_CLOEXEC) == 0)
            all.emplace_back(fd);
    for (const char *name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"})
        ::unsetenv(name);
    return all;
}

} // namespace hopyard::web
