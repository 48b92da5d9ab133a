// Which inspectors the workbench has: each is made here and handed to the Tables dock.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace hopyard::client {
class EngineSession;
}
namespace hopyard::docks {
class TablesDock;
}

namespace hopyard::inspect {

/// The dock owns them from then on; `session` outlives it.
void installInspectors(docks::TablesDock &tables, client::EngineSession &session);

} // namespace hopyard::inspect
