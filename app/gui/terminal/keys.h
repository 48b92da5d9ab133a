// From Qt's key events to what a terminal is told. A table, apart from the widget so that it can be tested.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/terminal/screen.h"

class QKeyEvent;

namespace hopyard::terminal {

/// Sends the key to the screen's program. False where the key says nothing to a terminal (a lone Shift, a media key).
bool sendKey(Screen &screen, const QKeyEvent &event);

/// What becomes of a key that is pressed while the terminal has the focus.
enum class KeyOwner {
    program, ///< goes to the program
    widget,  ///< copy, paste, select all, zoom: Ctrl+Shift with C, V, A, plus, minus, 0; and Ctrl+Tab, which leaves
    window,  ///< everything else with Ctrl+Shift: the window's shortcuts
};
KeyOwner ownerOf(const QKeyEvent &event);

Modifiers modifiersOf(Qt::KeyboardModifiers modifiers);

} // namespace hopyard::terminal
