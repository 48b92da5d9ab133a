// A child process within bounds: the limits that it sets itself before its work, and what it says through a pipe, up to
// a most.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/linux/fd.h"

#include <sys/resource.h>

#include <cstddef>
#include <string>

namespace hopyard::linux {

// An address sanitizer reserves more addresses than any limit that would be of use.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool kLimitsMemory = false;
#else
constexpr bool kLimitsMemory = true;
#endif

/// setrlimit(2), soft and hard: a system call and nothing else, so that it may stand between fork and exec.
void limit(__rlimit_resource resource, rlim_t value);

enum class Said {
    part,    ///< the child may say more
    all,     ///< its end of the pipe is closed: it has ended, or will in a moment
    tooMuch, ///< more than `most` bytes
};
/// Appends what the pipe holds now; its reading end does not block.
Said readSaid(const Fd &pipe, std::string &said, std::size_t most);

} // namespace hopyard::linux
