// Reading a small text file whole.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/linux/error.h"

#include <cstddef>
#include <string>

namespace hopyard::engine {

/// EFBIG where it is longer than `limit` bytes, EINVAL where it is no ordinary file.
linux::Result<std::string> readTextFile(const std::string &path, std::size_t limit);

} // namespace hopyard::engine
