// The document: the lab's value, its undo stack and its file. It alone changes the lab; who wants a change pushes an
// edit (operations.h), who shows the lab listens to changed().
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/document/change_event.h"
#include "app/gui/document/edit.h"
#include "core/lab/lab.h"

#include <QObject>
#include <QString>
#include <QUndoStack>

namespace hopyard::document {

class LabDocument final : public QObject {
    Q_OBJECT

public:
    explicit LabDocument(QObject *parent = nullptr);

    const lab::Lab &lab() const { return m_lab; }
    QUndoStack &undoStack() { return m_undoStack; }

    /// Pushes an edit. Edits with the same non-empty merge key that follow each other become one; an edit that changes
    /// nothing is not pushed. Returns whether anything changed.
    bool push(const QString &text, Edit edit, const QString &mergeKey = {});
    /// A merge key no other gesture has: "move#7".
    QString newGesture(const QString &what);

    /// Replaces the lab and forgets the undo history.
    void reset(lab::Lab lab);

signals:
    void changed(const hopyard::document::ChangeEvent &event);

private:
    friend class EditCommand;
    void applyDelta(const Delta &delta, bool forward);

    lab::Lab m_lab;
    QUndoStack m_undoStack;
    unsigned m_gestures = 0;
};

} // namespace hopyard::document
