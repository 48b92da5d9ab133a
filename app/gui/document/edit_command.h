// The one undo command: a named delta. Commands with the same merge key become one (a drag, a turn of a spin box) and
// vanish where nothing is left of them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/document/edit.h"

#include <QString>
#include <QUndoCommand>

namespace hopyard::document {

class LabDocument;

class EditCommand final : public QUndoCommand {
public:
    /// An empty key never merges.
    EditCommand(LabDocument &document, const QString &text, Delta delta, QString mergeKey);

    void redo() override;
    void undo() override;
    int id() const override;
    bool mergeWith(const QUndoCommand *other) override;

private:
    LabDocument &m_document;
    Delta m_delta;
    QString m_mergeKey;
};

} // namespace hopyard::document
