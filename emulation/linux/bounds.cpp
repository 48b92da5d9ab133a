// See bounds.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/linux/bounds.h"

#include <unistd.h>

#include <array>
#include <cerrno>

namespace hopyard::linux {

void limit(__rlimit_resource resource, rlim_t value)
{
    const rlimit both{value, value};
    (void)setrlimit(resource, &both);
}

Said readSaid(const Fd &pipe, std::string &said, std::size_t most)
{
    std::array<char, 65'536> part;
    for (;;) {
        const ssize_t size = read(pipe.get(), part.data(), part.size());
        if (size > 0) {
            said.append(part.data(), static_cast<std::size_t>(size));
            if (said.size() > most)
                return Said::tooMuch;
            continue;
        }
        if (size == 0 || (errno != EINTR && errno != EAGAIN))
            return Said::all;
        if (errno == EAGAIN)
            return Said::part;
    }
}

} // namespace hopyard::linux
