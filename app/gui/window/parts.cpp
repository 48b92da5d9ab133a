// See parts.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window/parts.h"

#include "app/gui/actions/standard_actions.h"
#include "app/gui/config/config_editor.h"
#include "app/gui/dialogs/command_palette.h"
#include "app/gui/dialogs/help.h"
#include "app/gui/dialogs/preferences.h"
#include "app/gui/dialogs/properties_panel.h"
#include "app/gui/docks/layers_dock.h"
#include "app/gui/docks/palette_dock.h"
#include "app/gui/docks/problems_dock.h"
#include "app/gui/window/activation.h"
#include "app/gui/window/context_menu.h"
#include "app/gui/window/presentation.h"
#include "app/gui/window/tour.h"

namespace hopyard::window {

std::vector<Installer> editorParts()
{
    return {
        actions::installEditActions,    actions::installViewActions, actions::installArrangeActions,
        actions::installDrawingActions, actions::installLayoutActions, docks::installLayers,
        actions::installExportActions,  actions::installFindActions,   actions::installAddressActions,
        installPresentation,
        installTour,
        dialogs::installCommandPalette, dialogs::installPreferences, docks::installPalette,
        dialogs::installProperties,     docks::installProblems,      installContextMenus,
        [](Workbench &workbench) { config::installConfigEditor(workbench); },
        installActivation,              dialogs::installHelp,
    };
}

} // namespace hopyard::window
