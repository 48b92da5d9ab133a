// Whether a drawing speaks of things that are there: what validate() is to a lab.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/drawing.h"
#include "core/lab/places.h"

#include <vector>

namespace hopyard::lab {

/// Warnings only: a drawing never keeps a lab from running.
std::vector<Problem> checkDrawing(const Drawing &drawing, const Lab &lab, const Places &places);

} // namespace hopyard::lab
