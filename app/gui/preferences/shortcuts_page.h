// Every action with its shortcuts: typing narrows the list; keys that are pressed become an action's, at once and for
// good. Keys that another action has are only taken after saying whose they are.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QWidget>

class QLabel;
class QPushButton;
class QTableWidget;

namespace hopyard::actions {
class ActionRegistry;
}

namespace hopyard::preferences {

class KeyField;

class ShortcutsPage final : public QWidget {
    Q_OBJECT

public:
    explicit ShortcutsPage(actions::ActionRegistry &registry, QWidget *parent = nullptr);
    /// Shows the rows that have each of the words; returns how many there are.
    int filter(const QString &words);
    void choose(const QString &id);
    QString chosen() const; ///< id of the current row's action; empty where there is none
    KeyField &field() { return *m_field; }

private:
    void fill();
    void showRow(int row);
    void consider(); ///< what would become of the keys in the field
    void assign(bool besides);
    void takeAway();

    actions::ActionRegistry &m_registry;
    QTableWidget *m_table;
    KeyField *m_field;
    QLabel *m_verdict;
    QPushButton *m_use;
    QPushButton *m_add;
    QPushButton *m_take;
    QPushButton *m_none;
    QPushButton *m_reset;
};

/// Why these keys should be nobody's: a letter alone would be missing in every text field. Empty: they may.
QString whyNotKeys(const QKeySequence &keys);

} // namespace hopyard::preferences
