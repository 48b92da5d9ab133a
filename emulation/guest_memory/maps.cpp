// See maps.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/guest_memory/maps.h"

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <memory>

namespace hopyard::guest_memory {

std::vector<Mapping> mappingsIn(std::uintptr_t begin, std::size_t length)
{
    std::vector<Mapping> found;
    const std::unique_ptr<std::FILE, int (*)(std::FILE *)> file(std::fopen("/proc/self/maps", "re"), std::fclose);
    if (!file)
        return found;
    char line[4'300]; // addresses and numbers, and a path
    while (std::fgets(line, sizeof line, file.get())) {
        Mapping mapping;
        char rights[5] = {};
        if (std::sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %4s %" SCNx64 " %*s %" SCNu64, &mapping.begin, &mapping.end,
                        rights, &mapping.offset, &mapping.inode)
            != 5)
            continue;
        if (mapping.end <= begin || mapping.begin >= begin + length)
            continue;
        mapping.readable = rights[0] == 'r';
        mapping.writable = rights[1] == 'w';
        if (mapping.begin < begin) {
            mapping.offset += begin - mapping.begin;
            mapping.begin = begin;
        }
        mapping.end = std::min(mapping.end, begin + length);
        found.push_back(mapping);
    }
    return found;
}

} // namespace hopyard::guest_memory
