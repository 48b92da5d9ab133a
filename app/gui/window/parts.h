// Every part of the workbench, in the order in which they are installed.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/window/main_window.h"

#include <vector>

namespace hopyard::window {

/// The parts that need no engine: what the tests of the editor run.
std::vector<Installer> editorParts();

} // namespace hopyard::window
