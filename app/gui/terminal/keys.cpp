// See keys.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/terminal/keys.h"

#include <optional>
#include <QKeyEvent>

namespace hopyard::terminal {

namespace {

std::optional<Key> keyOf(int qtKey)
{
    switch (qtKey) {
    case Qt::Key_Return: case Qt::Key_Enter: return Key::enter;
    case Qt::Key_Tab: case Qt::Key_Backtab: return Key::tab;
    case Qt::Key_Backspace: return Key::backspace;
    case Qt::Key_Escape: return Key::escape;
    case Qt::Key_Up: return Key::up;
    case Qt::Key_Down: return Key::down;
    case Qt::Key_Left: return Key::left;
    case Qt::Key_Right: return Key::right;
    case Qt::Key_Insert: return Key::insert;
    case Qt::Key_Delete: return Key::delete_;
    case Qt::Key_Home: return Key::home;
    case Qt::Key_End: return Key::end;
    case Qt::Key_PageUp: return Key::pageUp;
    case Qt::Key_PageDown: return Key::pageDown;
    default: break;
    }
    if (qtKey >= Qt::Key_F1 && qtKey <= Qt::Key_F12)
        return static_cast<Key>(static_cast<int>(Key::f1) + qtKey - Qt::Key_F1);
    return std::nullopt;
}

} // namespace

Modifiers modifiersOf(Qt::KeyboardModifiers modifiers)
{
    return {.shift = modifiers.testFlag(Qt::ShiftModifier),
            .alt = modifiers.testFlag(Qt::AltModifier),
            .control = modifiers.testFlag(Qt::ControlModifier)};
}

KeyOwner ownerOf(const QKeyEvent &event)
{
    const auto modifiers = event.modifiers();
    if (!modifiers.testFlag(Qt::ControlModifier))
        return KeyOwner::program;
    switch (event.key()) {
    case Qt::Key_Tab: case Qt::Key_Backtab: return KeyOwner::widget;
    case Qt::Key_C: case Qt::Key_V: case Qt::Key_A: case Qt::Key_Plus: case Qt::Key_Equal: case Qt::Key_Minus:
    case Qt::Key_Underscore: case Qt::Key_0: case Qt::Key_ParenRight:
        return modifiers.testFlag(Qt::ShiftModifier) ? KeyOwner::widget : KeyOwner::program;
    default: return modifiers.testFlag(Qt::ShiftModifier) ? KeyOwner::window : KeyOwner::program;
    }
}

bool sendKey(Screen &screen, const QKeyEvent &event)
{
    Modifiers modifiers = modifiersOf(event.modifiers());
    if (const auto key = keyOf(event.key())) {
        if (event.key() == Qt::Key_Backtab)
            modifiers.shift = true;
        screen.key(*key, modifiers);
        return true;
    }
    // With Ctrl Qt's text is already a control code, or empty: take the key instead. Its letters are capitals.
    if (modifiers.control && event.key() >= Qt::Key_Space && event.key() <= Qt::Key_AsciiTilde) {
        char32_t c = static_cast<char32_t>(event.key());
        if (c >= U'A' && c <= U'Z')
            c += U'a' - U'A';
        screen.character(c, modifiers);
        return true;
    }
    const QList<uint> text = event.text().toUcs4();
    if (text.isEmpty())
        return false;
    for (const uint c : text)
        screen.character(static_cast<char32_t>(c), modifiers);
    return true;
}

} // namespace hopyard::terminal
