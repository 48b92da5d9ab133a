// The menus that open on a node, on a link and on the empty canvas: registered actions, nothing of their own.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace hopyard::window {

class Workbench;

/// Connects the canvas with its menus. Actions "node.*" and "link.*" that parts register appear in theirs.
void installContextMenus(Workbench &workbench);

} // namespace hopyard::window
