// The document: the lab's value, its undo stack and its file. It alone changes the lab; who wants a change pushes an
// edit (operations.h), who shows the lab listens to changed().
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/document/change_event.h"
#include "app/gui/document/edit.h"
#include "app/gui/document/lab_source.h"
#include "core/base/result.h"
#include "core/lab/lab.h"

#include <QByteArray>
#include <QFileSystemWatcher>
#include <QObject>
#include <QString>
#include <QTimer>
#include <QUndoStack>

#include <string>

namespace hopyard::document {

class LabDocument final : public QObject {
    Q_OBJECT

public:
    explicit LabDocument(QObject *parent = nullptr);

    const lab::Lab &lab() const { return m_lab; }
    const lab::Drawing &drawing() const { return m_drawing; }
    QUndoStack &undoStack() { return m_undoStack; }

    /// Pushes an edit. Edits with the same non-empty merge key that follow each other become one; an edit that changes
    /// nothing is not pushed. Returns whether anything changed.
    bool push(const QString &text, Edit edit, const QString &mergeKey = {});
    /// A merge key no other gesture has: "move#7".
    QString newGesture(const QString &what);

    // --- the file ---
    /// The lab as it would be saved: the text it came from with the changes put in.
    std::string text() const;
    /// An empty lab without a file.
    void startNew();
    /// Reads a lab; on failure nothing changes and the problems say why.
    base::Result<void, Problems> open(const QString &path);
    /// As open(), but from a text at hand. `path` is where it will be saved (empty: nowhere yet); `modified`: the
    /// text is not what is on the disk.
    base::Result<void, Problems> openText(const std::string &text, const QString &path, bool modified);
    /// Writes the file in one step: either all of it or none. Sets the path.
    base::Result<void, base::Error> saveAs(const QString &path);

    QString path() const { return m_path; } ///< empty: never saved
    QString displayName() const;            ///< "first-hops.yaml", or the lab's title, or "Untitled"
    bool isModified() const { return m_modifiedFromStart || !m_undoStack.isClean(); }
    /// The text says of no node where it stands: the places came with opening it. They are no change of the person's, and are
    /// written when the lab is saved.
    bool hasNewPlaces() const { return m_hasNewPlaces; }

    /// What is wrong with the lab as it is now; checked shortly after each change.
    const Problems &problems() const { return m_problems; }
    /// Checks now.
    void checkProblems();

signals:
    void changed(const hopyard::document::ChangeEvent &event);
    void fileChanged(); ///< path, name or isModified()
    void problemsChanged();
    /// Somebody else wrote the file.
    void changedOnDisk();

private:
    friend class EditCommand;
    void applyDelta(const Delta &delta, bool forward);
    void take(LabSource source, const QString &path, bool modified);
    void layOut();
    void watch();
    void fileTouched();

    lab::Lab m_lab;
    lab::Drawing m_drawing;
    LabSource m_source; ///< as read or last written; knows the comments
    QUndoStack m_undoStack;
    QString m_path;
    QByteArray m_onDisk; ///< what we last read from or wrote to the file
    bool m_modifiedFromStart = false;
    bool m_hasNewPlaces = false;
    unsigned m_gestures = 0;
    Problems m_problems;
    QTimer m_checkSoon;
    QFileSystemWatcher m_watcher;
};

} // namespace hopyard::document
