// The strip below the canvas that holds a run's time: buttons to go back and forth, the time line, the moment that is shown,
// and, in the past, the ways out of it. A second row takes a condition to run until. It shows what the engine keeps
// (client::History) and asks it; the buttons are the actions of the Run menu.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/history.h"

#include <QString>
#include <QStringList>
#include <QWidget>

class QComboBox;
class QFrame;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QToolButton;

namespace hopyard::actions {
class ActionRegistry;
}

namespace hopyard::docks {

class TimeLine;

class TimeStrip : public QWidget {
    Q_OBJECT

public:
    explicit TimeStrip(client::History &history, QWidget *parent = nullptr);

    TimeLine *timeLine() const { return m_line; }
    QLineEdit *condition() const { return m_condition; }
    QComboBox *ways() const { return m_ways; }
    /// A button for each of these actions, in order: before the time line, and behind it while the past is shown.
    void addButtons(const actions::ActionRegistry &actions, const QStringList &before, const QStringList &inThePast);
    /// Opens the row for a condition, with the keyboard in it.
    void askCondition();
    /// The moment has moved on by itself.
    void updateMoment();
    /// What made the run pause; stays until something else happens.
    void sayWhy(const QString &why);

signals:
    void bookmarkRequested(hopyard::base::TimePoint time);
    /// A condition was taken by the engine, or the row was closed: the keyboard belongs elsewhere again.
    void conditionDone();

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void showHistory();
    void takeCondition();
    void closeCondition();

    client::History &m_history;
    QHBoxLayout *m_buttons;
    QHBoxLayout *m_pastButtons;
    QWidget *m_past;
    TimeLine *m_line;
    QLabel *m_moment;
    QComboBox *m_ways;
    QWidget *m_conditionRow;
    QLineEdit *m_condition;
    QLabel *m_wrong;
    QLabel *m_why;
};

} // namespace hopyard::docks
