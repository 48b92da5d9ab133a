// The Help menu: the guide, the shortcuts of all actions with a search field, and what this program is.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QTableWidget;

namespace hopyard::window {
class Workbench;
}
namespace hopyard::actions {
class ActionRegistry;
}

namespace hopyard::dialogs {

/// docs/workbench.md, which is part of the program.
class Guide final : public QDialog {
    Q_OBJECT
public:
    explicit Guide(QWidget *parent);
};

/// Every action that has keys, by menu; typing narrows the list.
class Shortcuts final : public QDialog {
    Q_OBJECT
public:
    Shortcuts(const actions::ActionRegistry &registry, QWidget *parent);

private:
    void fill(const actions::ActionRegistry &registry);
    void filter(const QString &words);
    QTableWidget *m_table;
};

/// Version, licence, and the Qt it runs with.
class About final : public QDialog {
    Q_OBJECT
public:
    explicit About(QWidget *parent);
};

/// Registers the actions.
void installHelp(window::Workbench &workbench);

} // namespace hopyard::dialogs
