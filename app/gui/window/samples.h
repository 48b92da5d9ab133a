// The sample lab that comes with the program.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace hopyard::window {

/// Its text; it is part of the program's resources.
std::string sampleLab();

} // namespace hopyard::window
