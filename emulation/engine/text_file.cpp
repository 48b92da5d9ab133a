// See text_file.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/text_file.h"

#include "emulation/linux/fd.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace hopyard::engine {

namespace {

/// Of the file that is there, else as a new one has it.
mode_t modeFor(const std::string &path)
{
    struct stat old {};
    if (::stat(path.c_str(), &old) == 0)
        return old.st_mode & 07777;
    const mode_t without = ::umask(0);
    ::umask(without);
    return 0666 & ~without;
}

} // namespace

linux::Result<std::string> readTextFile(const std::string &path, std::size_t limit)
{
    // Non-blocking, so that a path that is a pipe cannot hold the engine up.
    const linux::Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat st{};
    if (!fd || ::fstat(fd.get(), &st) != 0)
        return linux::sysFail("read " + path);
    if (!S_ISREG(st.st_mode))
        return linux::sysFail("read " + path, "It is no ordinary file.", EINVAL);
    std::string text;
    std::string piece(64 << 10, '\0');
    for (;;) {
        const ssize_t n = ::read(fd.get(), piece.data(), piece.size());
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return linux::sysFail("read " + path);
        if (n == 0)
            return text;
        text.append(piece, 0, static_cast<std::size_t>(n));
        if (text.size() > limit)
            return linux::sysFail("read " + path, "It is too large for a lab.", EFBIG);
    }
}

int replaceTextFile(const std::string &path, const std::string &text)
{
    std::string beside = path + ".XXXXXX";
    linux::Fd fd(::mkostemp(beside.data(), O_CLOEXEC));
    if (!fd)
        return errno;
    int failure = ::fchmod(fd.get(), modeFor(path)) != 0 ? errno : 0;
    for (std::size_t at = 0; failure == 0 && at < text.size();) {
        const ssize_t written = ::write(fd.get(), text.data() + at, text.size() - at);
        if (written < 0 && errno != EINTR)
            failure = errno;
        at += written > 0 ? static_cast<std::size_t>(written) : 0;
    }
    if (failure == 0 && ::fsync(fd.get()) != 0)
        failure = errno;
    fd.reset();
    if (failure == 0 && ::rename(beside.c_str(), path.c_str()) != 0)
        failure = errno;
    if (failure != 0)
        ::unlink(beside.c_str());
    return failure;
}

} // namespace hopyard::engine
