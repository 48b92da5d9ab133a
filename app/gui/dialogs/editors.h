// Fields that hold a value with a unit: they show it as people write it, take what the core's parsers take, and say
// what is wrong while it is being typed. A value counts when it is entered (Return, or the focus goes), and with the
// arrow keys and the wheel step by step.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QPlainTextEdit>

#include <functional>

class QLabel;

namespace hopyard::dialogs {

/// A line that is checked: `check` gives what is wrong with a text, nothing where it is good.
class CheckedLine final : public QLineEdit {
    Q_OBJECT

public:
    using Check = std::function<QString(const QString &)>;

    explicit CheckedLine(Check check, QWidget *parent = nullptr);
    /// Shows a value that came from the document; while a person is typing here it waits.
    void showValue(const QString &text);
    /// Up and down (keys, wheel): the text one step on, or nothing where there is none.
    void setStep(std::function<QString(const QString &text, int steps)> step) { m_step = std::move(step); }
    /// Where what is wrong is said; below the field as a rule. Hidden while all is well.
    void setProblemLabel(QLabel *label);
    bool isRight() const { return m_check(text()).isEmpty(); }

signals:
    /// A right text that differs from what was shown. `stepping`: part of a series that should be one undo step.
    void entered(const QString &text, bool stepping);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void judge();
    void enter(bool stepping);
    void step(int steps);

    Check m_check;
    std::function<QString(const QString &, int)> m_step;
    QLabel *m_problem = nullptr;
    QString m_shown; ///< the document's value
};

/// Several lines in the monospace face (a configuration, start lines). Counts a moment after the last key, so that a
/// burst of typing is one undo step.
class TextBlock : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit TextBlock(QWidget *parent = nullptr);
    void showValue(const QString &text);
    /// What is typed counts now and not in a moment.
    void enter();

signals:
    void entered(const QString &text);

protected:
    void focusOutEvent(QFocusEvent *event) override;

private:
    QString m_shown;
    bool m_entering = false;
};

} // namespace hopyard::dialogs
