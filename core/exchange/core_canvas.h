// The canvas of a CORE scenario: texts, rectangles and ovals, as CORE 8 and 9 write them (JSON) and as CORE 5 to 7 did (Tcl's lists).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/drawing.h"

#include <pugixml.hpp>

#include <string>
#include <vector>

namespace hopyard::exchange {

/// Of the element <session_metadata>. What could not be taken over is added to `left`.
lab::Drawing coreDrawing(const pugi::xml_node &metadata, std::vector<std::string> &left);

} // namespace hopyard::exchange
