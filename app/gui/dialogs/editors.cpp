// See editors.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/dialogs/editors.h"

#include "app/gui/theme/theme.h"

#include <QKeyEvent>
#include <QLabel>
#include <QScopedValueRollback>
#include <QStyle>
#include <QTimer>
#include <QWheelEvent>

namespace hopyard::dialogs {

namespace {
constexpr int kSettle = 400; ///< ms without a key after which a text block counts

/// Blank lines at the end make no difference.
QString withoutEnd(QString text)
{
    while (!text.isEmpty() && text.back().isSpace())
        text.chop(1);
    return text;
}
} // namespace

CheckedLine::CheckedLine(Check check, QWidget *parent) : QLineEdit(parent), m_check(std::move(check))
{
    connect(this, &QLineEdit::textChanged, this, &CheckedLine::judge);
    connect(this, &QLineEdit::returnPressed, this, [this] { enter(false); });
}

void CheckedLine::showValue(const QString &text)
{
    const bool typing = hasFocus() && QLineEdit::text() != m_shown;
    m_shown = text;
    if (!typing && QLineEdit::text() != text) {
        setText(text);
        if (!hasFocus())
            setCursorPosition(0); // what is too long shows its beginning
    }
    judge();
}

void CheckedLine::setProblemLabel(QLabel *label)
{
    m_problem = label;
    label->setProperty("role", QStringLiteral("wrong"));
    label->setWordWrap(true);
    label->hide();
}

void CheckedLine::judge()
{
    const QString why = m_check(text());
    if (property("wrong").toBool() != !why.isEmpty()) {
        setProperty("wrong", !why.isEmpty());
        style()->unpolish(this);
        style()->polish(this);
    }
    setToolTip(why);
    setAccessibleDescription(why);
    if (m_problem) {
        m_problem->setText(why);
        m_problem->setAccessibleName(why.isEmpty() ? tr("No problem") : why);
        m_problem->setVisible(!why.isEmpty());
    }
}

void CheckedLine::enter(bool stepping)
{
    if (text() == m_shown || !isRight())
        return;
    m_shown = text();
    emit entered(text(), stepping);
}

void CheckedLine::step(int steps)
{
    const QString next = m_step(text(), steps);
    if (next.isEmpty())
        return;
    setText(next);
    enter(true);
}

void CheckedLine::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && text() != m_shown) {
        setText(m_shown);
        return;
    }
    if (m_step && (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down)) {
        step(event->key() == Qt::Key_Up ? 1 : -1);
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void CheckedLine::wheelEvent(QWheelEvent *event)
{
    if (!m_step || !hasFocus()) {
        QLineEdit::wheelEvent(event);
        return;
    }
    step(event->angleDelta().y() > 0 ? 1 : -1);
    event->accept();
}

void CheckedLine::focusOutEvent(QFocusEvent *event)
{
    QLineEdit::focusOutEvent(event);
    enter(false);
}

TextBlock::TextBlock(QWidget *parent) : QPlainTextEdit(parent)
{
    QFont font = theme::Theme::monospaceFont();
    font.setPointSizeF(9);
    setFont(font);
    setLineWrapMode(NoWrap);
    setTabChangesFocus(true);
    auto *settle = new QTimer(this);
    settle->setSingleShot(true);
    settle->setInterval(kSettle);
    connect(settle, &QTimer::timeout, this, &TextBlock::enter);
    connect(this, &QPlainTextEdit::textChanged, settle, qOverload<>(&QTimer::start));
}

void TextBlock::showValue(const QString &text)
{
    if (m_entering)
        return; // the text is where it came from; the cursor stays where it is
    const bool typing = hasFocus() && toPlainText() != m_shown;
    m_shown = text;
    if (!typing && withoutEnd(toPlainText()) != withoutEnd(text))
        setPlainText(text);
}

void TextBlock::enter()
{
    const QString text = toPlainText();
    if (withoutEnd(text) == withoutEnd(m_shown))
        return;
    m_shown = text;
    const QScopedValueRollback<bool> entering(m_entering, true);
    emit entered(text);
}

void TextBlock::focusOutEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusOutEvent(event);
    enter();
}

} // namespace hopyard::dialogs
