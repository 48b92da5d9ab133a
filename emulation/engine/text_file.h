// Small text files: read whole, replaced whole.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/linux/error.h"

#include <cstddef>
#include <string>

namespace hopyard::engine {

/// EFBIG where it is longer than `limit` bytes, EINVAL where it is no ordinary file.
linux::Result<std::string> readTextFile(const std::string &path, std::size_t limit);
/// A new file beside the old one, moved onto it when it is on the disk: a full disk leaves no half of a text under the
/// name. Who may read and write the old one may the new one. 0, or errno.
int replaceTextFile(const std::string &path, const std::string &text);

} // namespace hopyard::engine
