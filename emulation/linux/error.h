// A failed system call as a value: what was tried, the kernel's reason, and what a person can do about it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cerrno>
#include <string>

namespace hopyard::linux {

struct SysError {
    int code = 0;          ///< errno
    std::string operation; ///< what was tried, as it follows "Cannot": "open /dev/net/tun"
    std::string hint;      ///< a sentence that says what to do, or more of what the kernel said; may be empty
    bool operator==(const SysError &) const = default;
};
/// "Cannot open /dev/net/tun: Permission denied. Let users open it: sudo chmod 0666 /dev/net/tun."
std::string toString(const SysError &error);

template <class T>
using Result = base::Result<T, SysError>;

/// The failure of the call made just before; `code` is read before anything else can change errno.
inline auto sysFail(std::string operation, std::string hint = {}, int code = errno)
{
    return base::fail(SysError{code, std::move(operation), std::move(hint)});
}

} // namespace hopyard::linux
