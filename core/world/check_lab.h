// Whether a lab makes sense, the routers' configurations included: what lab::validate() and the console say together.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"
#include "core/lab/lab_text.h"
#include "core/lab/places.h"

#include <optional>
#include <string_view>
#include <vector>

namespace hopyard::world {

/// Every problem, sorted by place; with errors the lab cannot be built. `places` gives problems their lines.
std::vector<lab::Problem> checkLab(const lab::Lab &lab, const lab::Places &places = {});

/// A text read and checked. `lab` is there where the text could be read, also where it has errors of sense.
struct CheckedText {
    std::optional<lab::LabText> lab;
    std::vector<lab::Problem> problems;
};
CheckedText checkText(std::string_view text, std::string_view fileName);

} // namespace hopyard::world
