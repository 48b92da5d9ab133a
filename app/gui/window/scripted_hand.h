// What a person would do in the window, done by the command line: for the pictures of the documentation and for trying out.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/window/options.h"

#include <QPixmap>

class QWidget;

namespace hopyard::window {

class Workbench;

/// Does one step of the command line. False where there is nothing of that name.
bool perform(Workbench &workbench, const Options::Step &step);

/// Clicks what is called `text`, in the dialog that is open, else in the window: a button, a tab, a row of a list, a table or a
/// tree, or a field, which gets the keyboard. Only what can be seen counts. False where nothing is called so.
bool click(QWidget &window, const QString &text);

/// The window as it is seen, with the dialogs and menus that are open above it, as many device pixels as the screen has.
QPixmap pictureOf(QWidget &window);

} // namespace hopyard::window
