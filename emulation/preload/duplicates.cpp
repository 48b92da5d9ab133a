// dup and close: the table of hints follows the numbers.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/preload/descriptor.h"
#include "emulation/preload/real.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdarg>

namespace hopyard::preload {

namespace {

int copied(int from, int to)
{
    if (to >= 0 && to != from && (hintOf(from) != kUnknown || hintOf(to) != kUnknown) && ownsTable())
        setHint(to, hintOf(from));
    return to;
}

int doFcntl(int fd, int command, void *argument)
{
    const int done = real().fcntl(fd, command, argument);
    return command == F_DUPFD || command == F_DUPFD_CLOEXEC ? copied(fd, done) : done;
}

} // namespace

} // namespace hopyard::preload

using namespace hopyard::preload;

HOPYARD_INTERPOSED int dup(int fd) noexcept { return copied(fd, real().dup(fd)); }

HOPYARD_INTERPOSED int dup2(int fd, int to) noexcept { return copied(fd, real().dup2(fd, to)); }

HOPYARD_INTERPOSED int dup3(int fd, int to, int flags) noexcept { return copied(fd, real().dup3(fd, to, flags)); }

HOPYARD_INTERPOSED int fcntl(int fd, int command, ...)
{
    va_list list;
    va_start(list, command);
    void *argument = va_arg(list, void *);
    va_end(list);
    return doFcntl(fd, command, argument);
}

HOPYARD_INTERPOSED int fcntl64(int fd, int command, ...)
{
    va_list list;
    va_start(list, command);
    void *argument = va_arg(list, void *);
    va_end(list);
    return doFcntl(fd, command, argument);
}

HOPYARD_INTERPOSED int close(int fd)
{
    if (hintOf(fd) != kUnknown && ownsTable())
        setHint(fd, kUnknown);
    return real().close(fd);
}
