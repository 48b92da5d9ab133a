// The student's copy of a lab: parameters have become values, the solution is gone, the name is in it.
//
// The text stays the teacher's own wherever that is possible, comments included; what stands in the sections `parameters`
// and `solution` goes with its comments. docs/checks.md is the manual.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/lab/lab.h"

#include <string>
#include <string_view>
#include <vector>

namespace hopyard::lab {

/// The lab as a value: what the copy is read as.
base::Result<Lab, std::vector<Problem>> labFor(std::string_view text, const std::string &student, std::string_view fileName = {});
/// Its text.
base::Result<std::string, std::vector<Problem>> handOut(std::string_view text, const std::string &student, std::string_view fileName = {});

} // namespace hopyard::lab
