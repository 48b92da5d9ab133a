// The fields of a hypervisor: memory, how it carries and receives, and its guests as a table.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/computer.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QTableWidget;
class QToolButton;

namespace hopyard::dialogs {

class CheckedLine;

class ComputerFields final : public QWidget {
    Q_OBJECT

public:
    explicit ComputerFields(QWidget *parent = nullptr);
    void showComputer(const lab::Computer &computer);

signals:
    /// `what` was set, as the undo list says it.
    void changed(const lab::Computer &computer, const QString &what);

private:
    void set(const char *key, const QString &text, const QString &what);
    void guestEdited(int row, int column);
    void addGuest();
    void removeGuest();

    lab::Computer m_shown;
    CheckedLine *m_memory;
    QComboBox *m_mode, *m_receive;
    QTableWidget *m_guests;
    QLabel *m_problem;
    QToolButton *m_remove;
    bool m_filling = false;
};

} // namespace hopyard::dialogs
