// The docks that look into machines of a lab that runs: the hypervisor's pages and the migration of connections. Registers
// them and their actions with the workbench, and lets them follow the drawing and what is picked in it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace hopyard::client {
class EngineSession;
}
namespace hopyard::window {
class Workbench;
}

namespace hopyard::docks {

/// The window becomes the owner of the docks; `session` outlives them.
void installInsight(window::Workbench &workbench, client::EngineSession &session);

} // namespace hopyard::docks
