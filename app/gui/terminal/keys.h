// From Qt's key events to what a terminal is told. A table, apart from the widget so that it can be tested.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/terminal/screen.h"

class QKeyEvent;

namespace hopyard::terminal {

/// Sends the key to the screen's program. False where the key says nothing to a terminal (a lone Shift, a media key).
bool sendKey(Screen &screen, const QKeyEvent &event);

/// True for combinations that stay with the window although the terminal has the focus: those with Ctrl+Shift, and
/// Ctrl+Tab, by which the keyboard leaves the terminal.
bool belongsToWindow(const QKeyEvent &event);

Modifiers modifiersOf(Qt::KeyboardModifiers modifiers);

} // namespace hopyard::terminal
