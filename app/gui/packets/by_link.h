// Vectors by the engine's numbers of links. The numbers are dense (core/base/id.h): one that is not would cost memory, and
// has no place in them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id.h"

#include <vector>

namespace hopyard::packets {

/// Its element, for which the vector is made long enough; null where it can have none.
template <class T>
T *placeOf(base::LinkId id, std::vector<T> &all)
{
    constexpr std::size_t kMost = 1'000'000;
    if (!id.isValid() || id.index() >= kMost)
        return nullptr;
    if (all.size() <= id.index())
        all.resize(id.index() + 1);
    return &all[id.index()];
}

} // namespace hopyard::packets
