// Ctrl+K: every action and every node, found by a few letters.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QIcon>

#include <functional>
#include <vector>

class QLineEdit;
class QListWidget;

namespace hopyard::window {
class Workbench;
}

namespace hopyard::dialogs {

class CommandPalette final : public QFrame {
    Q_OBJECT

public:
    CommandPalette(window::Workbench &workbench, QWidget *parent);
    /// At the top of the parent's middle; closes itself after a choice, with Escape, or when the focus goes.
    void popup();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Command {
        QString text;
        QString detail; ///< shortcut, or what kind of thing it is
        QIcon icon;
        std::function<void()> run;
    };
    void collect();
    void filter(const QString &pattern);
    void choose();

    window::Workbench &m_workbench;
    QLineEdit *m_field;
    QListWidget *m_list;
    std::vector<Command> m_commands;
};

/// Registers the action.
void installCommandPalette(window::Workbench &workbench);

} // namespace hopyard::dialogs
