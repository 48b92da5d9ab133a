// Puts the Plots dock into the workbench: the dock, its actions, what of the document it offers, and who else asks it to plot.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace hopyard::client {
class EngineSession;
}
namespace hopyard::window {
class Workbench;
}

namespace hopyard::docks {

class TablesDock;

/// The window becomes the owner of the dock; `session` and `tables` outlive it.
void installPlots(window::Workbench &workbench, client::EngineSession &session, TablesDock &tables);

} // namespace hopyard::docks
