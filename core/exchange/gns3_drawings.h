// The canvas of a GNS3 project: notes, rectangles, ellipses and lines, each a small SVG.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/json.h"
#include "core/lab/drawing.h"

#include <string>
#include <vector>

namespace hopyard::exchange {

/// `drawings` of a project's topology. What could not be taken over is added to `left`.
lab::Drawing gns3Drawings(const json::Json &drawings, std::vector<std::string> &left);

} // namespace hopyard::exchange
