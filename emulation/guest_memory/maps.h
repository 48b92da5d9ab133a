// What the kernel says an address means: the lines of /proc/self/maps.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hopyard::guest_memory {

struct Mapping {
    std::uintptr_t begin = 0, end = 0;
    bool readable = false, writable = false;
    std::uint64_t offset = 0; ///< in the file, bytes
    std::uint64_t inode = 0;  ///< 0: no file
};

/// This process's mappings that touch the range, cut to it, by address.
std::vector<Mapping> mappingsIn(std::uintptr_t begin, std::size_t length);

} // namespace hopyard::guest_memory
