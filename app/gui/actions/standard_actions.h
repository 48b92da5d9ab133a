// The actions that come with the canvas itself. Each function registers those of one menu.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace hopyard::window {
class Workbench;
}

namespace hopyard::actions {

void installEditActions(window::Workbench &workbench);
void installViewActions(window::Workbench &workbench);
void installArrangeActions(window::Workbench &workbench);
void installDrawingActions(window::Workbench &workbench);
void installLayoutActions(window::Workbench &workbench);
void installExportActions(window::Workbench &workbench);
void installFindActions(window::Workbench &workbench);
void installAddressActions(window::Workbench &workbench);

} // namespace hopyard::actions
