// How large a lab may be: what is beyond would take a computer's memory before anybody could say no. A part of validate(). Internal to
// core/lab.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"
#include "core/lab/places.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hopyard::lab {

constexpr std::size_t kMostNodes = 20'000;
constexpr std::size_t kMostLinks = 100'000;
constexpr std::size_t kMostInterfaces = 4'096;                ///< of one node
constexpr std::uint64_t kMostComputerMemory = 256ull << 30;   ///< bytes, of all hypervisors together

std::vector<Problem> checkLimits(const Lab &lab, const Places &places);

} // namespace hopyard::lab
