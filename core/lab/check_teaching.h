// Whether guide and checks speak of things that are there; a part of validate(). Internal to core/lab.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"
#include "core/lab/places.h"

#include <vector>

namespace hopyard::lab {

/// Problems of guide, checks, parameters and solution, in no order.
std::vector<Problem> checkTeaching(const Lab &lab, const Places &places);

} // namespace hopyard::lab
