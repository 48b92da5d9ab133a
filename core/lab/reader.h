// From the YAML tree of a lab to the lab: what read.h and lab_text.h share. Internal to core/lab.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/lab/drawing.h"
#include "core/lab/lab.h"
#include "core/lab/places.h"
#include "core/lab/yaml_tree.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::lab {

struct ReadLab {
    Lab lab;
    Places places;
    YamlNode tree;
    Drawing drawing = {};
};

base::Result<ReadLab, std::vector<Problem>> readWithPlaces(std::string_view text, std::string_view fileName,
                                                           const std::optional<std::string> &student = std::nullopt);

/// The text without a byte order mark.
std::string_view withoutMark(std::string_view text);

} // namespace hopyard::lab
