// What a double click means: configure a stopped node, open the console of a running one. And what the status bar says
// about the canvas.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace hopyard::window {

class Workbench;

void installActivation(Workbench &workbench);

} // namespace hopyard::window
