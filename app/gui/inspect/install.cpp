// See install.h. A line for each inspector; their places on the tabs are their own business.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/install.h"

#include "app/gui/client/engine_session.h"
#include "app/gui/docks/tables_dock.h"
#include "app/gui/inspect/bgp_inspector.h"
#include "app/gui/inspect/ospf_inspector.h"
#include "app/gui/inspect/connections.h"
#include "app/gui/inspect/rib_inspector.h"
#include "app/gui/inspect/rip_inspector.h"
#include "app/gui/inspect/switch_inspector.h"
#include "app/gui/inspect/trie_inspector.h"

namespace hopyard::inspect {

void installInspectors(docks::TablesDock &tables, client::EngineSession &session)
{
    tables.addInspector(new TrieInspector(session));
    tables.addInspector(new RibInspector(session));
    tables.addInspector(new RipInspector(session));
    tables.addInspector(new SwitchInspector(session));
    tables.addInspector(new OspfInspector(session));
    tables.addInspector(new BgpInspector(session));
    tables.addInspector(new Connections(session));
}

} // namespace hopyard::inspect
