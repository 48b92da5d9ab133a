// See key_field.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/preferences/key_field.h"

#include <QKeyEvent>

namespace hopyard::preferences {

KeyField::KeyField(QWidget *parent) : QLineEdit(parent)
{
    setReadOnly(true);
    setPlaceholderText(tr("Press the keys here"));
    setAccessibleName(tr("New keys: press them here"));
}

void KeyField::setKeys(const QKeySequence &keys)
{
    m_keys = keys;
    setText(keys.toString(QKeySequence::NativeText));
}

bool KeyField::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept(); // it is this field's, whatever it does elsewhere
        return true;
    }
    return QLineEdit::event(event);
}

void KeyField::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Tab:
    case Qt::Key_Backtab: QLineEdit::keyPressEvent(event); return;
    case Qt::Key_Control:
    case Qt::Key_Shift:
    case Qt::Key_Alt:
    case Qt::Key_AltGr:
    case Qt::Key_Meta:
    case Qt::Key_unknown:
    case 0: return; // more is to come
    default: break;
    }
    const bool clears = event->key() == Qt::Key_Escape && event->modifiers() == Qt::NoModifier;
    setKeys(clears ? QKeySequence() : QKeySequence(event->keyCombination().toCombined() & ~static_cast<int>(Qt::KeypadModifier)));
    emit pressed(m_keys);
}

} // namespace hopyard::preferences
