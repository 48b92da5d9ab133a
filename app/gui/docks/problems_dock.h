// What is wrong with the lab as it stands; a click goes to the node it concerns.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"

#include <QWidget>

#include <vector>

class QLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace hopyard::document {
class QuickFixer;
struct ChangeEvent;
}

namespace hopyard::window {
class Workbench;
}

namespace hopyard::docks {

class ProblemsDock final : public QWidget {
    Q_OBJECT

public:
    explicit ProblemsDock(window::Workbench &workbench, QWidget *parent = nullptr);
    /// Does the best that can be done about the current problem; the first one that has a fix where none is current.
    void fixCurrent();
    /// Those of the lab, without what is left for the student to find as long as that is hidden.
    std::vector<lab::Problem> shown() const;

signals:
    void shownChanged();

private:
    void fill();
    void go(const QTreeWidgetItem *item);
    void changed(const document::ChangeEvent &event);
    void showKept(std::size_t count);
    void addFixes(QTreeWidgetItem *item, const document::QuickFixer &fixer, const lab::Problem &problem);
    void fix(const QTreeWidgetItem *item); ///< by the best of its fixes

    window::Workbench &m_workbench;
    QTreeWidget *m_list;
    QLabel *m_none;
    QWidget *m_kept; ///< how many problems are left for the student to find, and a button that shows them
    QLabel *m_keptText;
    QPushButton *m_showKept;
    bool m_isKeptShown = false;
    bool m_hadErrors = false;
};

/// Registers the dock and the count in the status bar.
void installProblems(window::Workbench &workbench);

} // namespace hopyard::docks
