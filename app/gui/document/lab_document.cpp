// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/lab_document.h"

#include "app/gui/document/edit_command.h"

namespace hopyard::document {

LabDocument::LabDocument(QObject *parent) : QObject(parent) {}

bool LabDocument::push(const QString &text, Edit edit, const QString &mergeKey)
{
    Delta delta = edit.take();
    if (delta.isNothing())
        return false;
    m_undoStack.push(new EditCommand(*this, text, std::move(delta), mergeKey));
    return true;
}

QString LabDocument::newGesture(const QString &what) { return what + QLatin1Char('#') + QString::number(++m_gestures); }

void LabDocument::reset(lab::Lab lab)
{
    m_lab = std::move(lab);
    m_undoStack.clear();
    ChangeEvent event;
    event.reset = true;
    emit changed(event);
}

void LabDocument::applyDelta(const Delta &delta, bool forward)
{
    forward ? delta.apply(m_lab) : delta.revert(m_lab);
    emit changed(delta.event(forward));
}

} // namespace hopyard::document
