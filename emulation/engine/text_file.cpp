// See text_file.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/text_file.h"

#include "emulation/linux/fd.h"

#include <fcntl.h>
#include <sys/stat.h>

namespace hopyard::engine {

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

} // namespace hopyard::engine
