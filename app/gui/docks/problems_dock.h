// What is wrong with the lab as it stands; a click goes to the node it concerns.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"

#include <QWidget>

class QLabel;
class QTreeWidget;
class QTreeWidgetItem;

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

private:
    void fill();
    void go(const QTreeWidgetItem *item);
    void addFixes(QTreeWidgetItem *item, const lab::Problem &problem);
    void fix(const QTreeWidgetItem *item); ///< by the best of its fixes

    window::Workbench &m_workbench;
    QTreeWidget *m_list;
    QLabel *m_none;
    bool m_hadErrors = false;
};

/// Registers the dock and the count in the status bar.
void installProblems(window::Workbench &workbench);

} // namespace hopyard::docks
