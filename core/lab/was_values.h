// From the YAML tree to what a node was in another tool, and back; see was.h. Internal to core/lab.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/map_reader.h"
#include "core/lab/was.h"
#include "core/lab/yaml_value.h"

#include <string>

namespace hopyard::lab {

/// `what` names the node in problems.
void readWas(MapReader &reader, const YamlNode &map, const std::string &what, const std::string &path, Was &was);
YamlValue toYaml(const Was &was);

} // namespace hopyard::lab
