// See line_console.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/line_console.h"

#include "app/gui/docks/output_highlighter.h"
#include "app/gui/terminal/terminal_widget.h"
#include "app/gui/theme/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTextCursor>
#include <QVBoxLayout>

namespace hopyard::docks {

namespace {
constexpr int kMostBlocks = 10'000;
}

void History::add(const QString &line)
{
    if (!line.trimmed().isEmpty() && (m_lines.isEmpty() || m_lines.last() != line))
        m_lines += line;
    m_at = m_lines.size();
    m_draft.clear();
}

QString History::up(const QString &current)
{
    if (m_at == m_lines.size())
        m_draft = current;
    m_at = std::max<qsizetype>(0, m_at - 1);
    return m_lines.isEmpty() ? current : m_lines[m_at];
}

QString History::down(const QString &current)
{
    if (m_at >= m_lines.size())
        return current;
    ++m_at;
    return m_at == m_lines.size() ? m_draft : m_lines[m_at];
}

LineConsole::LineConsole(client::EngineSession &session, const QString &node, QWidget *parent) :
    QWidget(parent), m_session(session), m_node(node), m_output(new QPlainTextEdit(this)), m_input(new QLineEdit(this))
{
    setAccessibleName(tr("Console of %1").arg(node));
    const QFont font = terminal::consoleFont();
    m_output->setFont(font);
    m_output->setReadOnly(true);
    m_output->setFrameShape(QFrame::NoFrame);
    m_output->setMaximumBlockCount(kMostBlocks);
    m_output->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_output->setAccessibleName(tr("Output of %1").arg(node));
    m_output->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    new OutputHighlighter(m_output->document());
    auto *label = new QLabel(prompt(), this);
    label->setFont(font);
    label->setBuddy(m_input);
    m_input->setFont(font);
    m_input->setFrame(false);
    m_input->setAccessibleName(tr("Command for %1").arg(node));
    m_input->setPlaceholderText(tr("? lists the commands"));
    // Output and input are one surface here, not two fields of a form.
    m_output->setStyleSheet(QStringLiteral("QPlainTextEdit { border: none; border-radius: 0; padding: 2px 4px; }"));
    m_input->setStyleSheet(QStringLiteral("QLineEdit { border: none; border-radius: 0; padding: 1px; }"));
    m_input->installEventFilter(this);
    setFocusProxy(m_input);

    auto *line = new QHBoxLayout;
    line->setContentsMargins(8, 1, 6, 3);
    line->setSpacing(6);
    line->addWidget(label);
    line->addWidget(m_input, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_output, 1);
    column->addLayout(line);
    connect(m_input, &QLineEdit::returnPressed, this, [this] {
        const QString typed = m_input->text();
        m_input->clear();
        run(typed);
    });
}

QString LineConsole::text() const { return m_output->toPlainText(); }

void LineConsole::insert(const QString &line)
{
    m_input->setText(line);
    m_input->setFocus();
}

QString LineConsole::line() const { return m_input->text(); }

void LineConsole::run(const QString &line)
{
    append(prompt() + QLatin1Char(' ') + line, Style::typed);
    m_history.add(line);
    if (line.trimmed().isEmpty())
        return;
    m_session.call("console.run", {{"node", m_node.toStdString()}, {"line", line.toStdString()}}, this,
                   [this](const client::EngineSession::Result &result) {
                       if (!result) {
                           append(client::messageOf(result.error()), Style::error);
                           return;
                       }
                       QString text = QString::fromStdString(rpc::stringMember(*result, "text").value_or(""));
                       while (text.endsWith(QLatin1Char('\n')))
                           text.chop(1);
                       if (!text.isEmpty())
                           append(text, rpc::boolMember(*result, "ok").value_or(true) ? Style::answer : Style::error);
                   });
}

void LineConsole::ask(bool forHelp)
{
    const QString before = m_input->text().left(m_input->cursorPosition());
    m_session.call("console.complete", {{"node", m_node.toStdString()}, {"line", before.toStdString()}}, this,
                   [this, before, forHelp](const client::EngineSession::Result &result) {
                       if (!result || m_input->text().left(m_input->cursorPosition()) != before)
                           return; // typed on meanwhile
                       if (forHelp) {
                           append(prompt() + QLatin1Char(' ') + before + QLatin1Char('?'), Style::typed);
                           QString help = QString::fromStdString(rpc::stringMember(*result, "help").value_or(""));
                           while (help.endsWith(QLatin1Char('\n')))
                               help.chop(1);
                           append(help.isEmpty() ? tr("nothing can follow") : help, Style::answer);
                           return;
                       }
                       QStringList words;
                       if (const rpc::Json *list = rpc::member(*result, "words"); list && list->is_array())
                           for (const rpc::Json &word : *list)
                               if (word.is_string())
                                   words += QString::fromStdString(word.get<std::string>());
                       complete(before, words);
                   });
}

/// As a shell does: as far as the words agree; a blank behind the only one; else they are shown.
void LineConsole::complete(const QString &before, const QStringList &words)
{
    if (words.isEmpty())
        return;
    QString common = words.first();
    for (const QString &word : words)
        while (!word.startsWith(common))
            common.chop(1);
    const QString begun = before.mid(before.lastIndexOf(QLatin1Char(' ')) + 1);
    if (words.size() == 1)
        common += QLatin1Char(' ');
    if (common.size() > begun.size())
        m_input->insert(common.mid(begun.size()));
    else
        append(words.join(QStringLiteral("  ")), Style::note);
}

void LineConsole::appendLog(const client::LogLine &line) { append(QString::fromStdString(line.text), Style::log); }

void LineConsole::note(const QString &text) { append(text, Style::note); }

void LineConsole::append(const QString &text, Style style)
{
    const theme::Colours &colours = theme::colours();
    QTextCharFormat format; // without a colour of its own a text follows the theme when it changes
    if (style == Style::typed)
        format.setFontWeight(QFont::DemiBold);
    else if (style == Style::error)
        format.setForeground(colours.danger);
    else if (style == Style::note)
        format.setForeground(colours.muted);
    QScrollBar *bar = m_output->verticalScrollBar();
    const bool atEnd = bar->value() == bar->maximum();
    QTextCursor cursor(m_output->document());
    cursor.movePosition(QTextCursor::End);
    if (!m_output->document()->isEmpty())
        cursor.insertBlock();
    cursor.insertText(text, format);
    if (atEnd || style == Style::typed)
        bar->setValue(bar->maximum());
}

bool LineConsole::eventFilter(QObject *object, QEvent *event)
{
    if (object != m_input || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(object, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    QScrollBar *bar = m_output->verticalScrollBar();
    switch (key->key()) {
    case Qt::Key_Up: m_input->setText(m_history.up(m_input->text())); return true;
    case Qt::Key_Down: m_input->setText(m_history.down(m_input->text())); return true;
    case Qt::Key_Tab: ask(false); return true;
    case Qt::Key_Question: ask(true); return true;
    case Qt::Key_PageUp: bar->setValue(bar->value() - bar->pageStep()); return true;
    case Qt::Key_PageDown: bar->setValue(bar->value() + bar->pageStep()); return true;
    case Qt::Key_L:
        if (key->modifiers() == Qt::ControlModifier) {
            m_output->clear();
            return true;
        }
        break;
    default: break;
    }
    return false;
}

} // namespace hopyard::docks
