// The life of the document in its window: new, open, save, recent files, unsaved work before it is lost, work that a
// crash left behind, and files that somebody else changed.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/document/autosave.h"

#include <QObject>
#include <QString>

class QDropEvent;
class QMenu;

namespace hopyard::window {

class MainWindow;
class Workbench;

class Session final : public QObject {
    Q_OBJECT

public:
    /// Registers the actions of the File menu.
    explicit Session(Workbench &workbench);
    void attach(MainWindow &window);

    /// Opens a lab; what is wrong with it is shown in a dialog. False where it could not be opened.
    bool open(const QString &path);
    /// Opens a lab or a record, or imports what another tool wrote: as if the file had been dropped on the window.
    void openAny(const QString &path);
    void openSample(const QString &id = QStringLiteral("first-hops"));
    void generate(); ///< asks which network, and makes it a new lab
    void importForeign();
    void importFrom(const QString &path);
    bool save();
    bool saveAs();
    /// Shows what a crash left behind, if anything, as a notice.
    void offerLeftOvers();

signals:
    /// The record of a run was dropped on the window.
    void recordDropped(const QString &path);

protected:
    bool eventFilter(QObject *object, QEvent *event) override; ///< files that are dropped on the window

private:
    bool wantsDrag(const QDropEvent &event);
    void startNew();
    void chooseAndOpen();
    void updateTitle();
    void updateRecent();
    /// Asks what to do with unsaved work. False: the person would rather stay.
    bool mayLeave();
    bool write(const QString &path);
    /// What an import could not carry over, or why there is none.
    void sayImported(const QString &path, bool opened, const QStringList &said);

    Workbench &m_workbench;
    MainWindow *m_window = nullptr;
    document::Autosave m_autosave;
    QMenu *m_recent = nullptr;
    bool m_dragIsWanted = false; ///< what is over the window; found out once, as its file may be read for that
};

} // namespace hopyard::window
