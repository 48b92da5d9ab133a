// From the YAML tree to a drawing; see drawing.h. Internal to core/lab.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/drawing.h"
#include "core/lab/map_reader.h"

namespace hopyard::lab {

void readDrawing(MapReader &reader, const YamlNode &map, Drawing &drawing);

} // namespace hopyard::lab
