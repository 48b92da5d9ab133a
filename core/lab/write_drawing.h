// Drawings to YAML values. Internal to core/lab.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/drawing.h"
#include "core/lab/yaml_value.h"

namespace hopyard::lab {

YamlValue toYaml(const Drawing &drawing);

} // namespace hopyard::lab
