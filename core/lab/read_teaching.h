// From the YAML tree to guide, checks and parameters; see teaching.h. Internal to core/lab.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/map_reader.h"
#include "core/lab/teaching.h"

#include <optional>
#include <string>
#include <vector>

namespace hopyard::lab {

void readGuide(MapReader &reader, const YamlNode &map, Guide &guide);
void readChecks(MapReader &reader, const YamlNode &map, std::vector<Check> &checks);
/// Reads the key `parameters` of the lab and puts their values for `student` (none: who the key `student` names) into every
/// single value of the tree outside of it. Without parameters the tree stays as it is.
/// "all", or kinds of problems.
void readToFind(MapReader &reader, const YamlNode &kinds, ToFind &toFind);
void putParameters(MapReader &reader, YamlNode &root, const std::optional<std::string> &student, std::vector<Parameter> &parameters);

} // namespace hopyard::lab
