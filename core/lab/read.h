// A lab from its text. The format is described in docs/lab-format.md.
//
// Every problem is found in one go and says where it is and what would be right. What is read here has the right
// shape; whether it makes sense (links to nowhere, an address used twice) is validate.h's question.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/lab/lab.h"
#include "core/lab/places.h"

#include <string>
#include <string_view>
#include <vector>

namespace hopyard::lab {

/// The version of the format that this reads and writes: the value of the key `hopyard`.
constexpr int kFormatVersion = 1;

/// `fileName` is for the messages only. The problems are never empty, sorted by place, and about 100 at most.
base::Result<Lab, std::vector<Problem>> read(std::string_view text, std::string_view fileName = {});

/// The same with the values that the lab's parameters have for that student (parameters.h), whoever the text names.
base::Result<Lab, std::vector<Problem>> readFor(std::string_view text, const std::string &student, std::string_view fileName = {});

/// What of a text could be read, where some of it has the wrong shape: for finding mistakes of sense in the same go.
struct PartlyRead {
    Lab lab;       ///< with what could be read of each node, and the links before the first that could not be read
    Places places;
    std::vector<Problem> problems; ///< of shape; none: everything could be read
};
PartlyRead readPartly(std::string_view text, std::string_view fileName = {});

} // namespace hopyard::lab
