// See edit_command.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/edit_command.h"

#include "app/gui/document/lab_document.h"

namespace hopyard::document {

EditCommand::EditCommand(LabDocument &document, const QString &text, Delta delta, QString mergeKey)
    : QUndoCommand(text), m_document(document), m_delta(std::move(delta)), m_mergeKey(std::move(mergeKey))
{
}

void EditCommand::redo() { m_document.applyDelta(m_delta, true); }
void EditCommand::undo() { m_document.applyDelta(m_delta, false); }

int EditCommand::id() const { return m_mergeKey.isEmpty() ? -1 : 1; }

bool EditCommand::mergeWith(const QUndoCommand *other)
{
    const auto &later = static_cast<const EditCommand &>(*other); // equal ids: only this class has id 1
    if (later.m_mergeKey != m_mergeKey)
        return false;
    m_delta.append(later.m_delta);
    setObsolete(m_delta.isNothing());
    return true;
}

} // namespace hopyard::document
