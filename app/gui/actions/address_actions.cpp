// Addresses of the whole network at once, in the Arrange menu.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/actions/action_registry.h"
#include "app/gui/actions/standard_actions.h"
#include "app/gui/dialogs/address_dialog.h"
#include "app/gui/document/quick_fixes.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/workbench.h"

#include <QCoreApplication>

namespace hopyard::actions {

namespace {
QString tr(const char *text) { return QCoreApplication::translate("AddressActions", text); }
}

void installAddressActions(window::Workbench &workbench)
{
    workbench.actions.add({.id = QStringLiteral("arrange.addresses"),
                           .text = tr("Fill in &Addresses…"),
                           .icon = QStringLiteral("plug"),
                           .shortcuts = {QKeySequence(Qt::ALT | Qt::SHIFT | Qt::Key_A)},
                           .tip = tr("Every interface that has none gets an address, hosts get a gateway, and routers learn of each other's networks"),
                           .menu = Menu::arrange,
                           .group = 4,
                           .run = [&workbench] {
                               auto *dialog = new dialogs::AddressDialog(workbench.document.lab(), workbench.canvas.window());
                               dialog->setAttribute(Qt::WA_DeleteOnClose);
                               QObject::connect(dialog, &QDialog::accepted, &workbench.document, [&workbench, dialog] {
                                   document::applyFix(workbench.document, document::fillAddresses(dialog->plan()));
                               });
                               dialog->open();
                           },
                           .enabledWhen = [&workbench] { return !workbench.document.lab().links.empty(); }});
}

} // namespace hopyard::actions
