// The configuration editor's line to the engine: what the running router has now.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace hopyard::client {
class EngineSession;
}
namespace hopyard::window {
class Workbench;
}

namespace hopyard::config {

/// Lets the installed editor compare with running routers. Does nothing where there is no editor.
void connectConfigEditor(window::Workbench &workbench, client::EngineSession &session);

} // namespace hopyard::config
