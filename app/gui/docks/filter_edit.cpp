// See filter_edit.h. Places in the text are bytes to the filter and UTF-16 units to Qt; what is typed is turned over here.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/filter_edit.h"

#include "app/gui/theme/icon.h"
#include "app/gui/theme/theme.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QCoreApplication>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QStandardItemModel>
#include <QTextCharFormat>

namespace hopyard::docks {

namespace {

/// Bytes of UTF-8 from the beginning to UTF-16 units.
int unitsOf(const QByteArray &bytes, std::size_t offset)
{
    return static_cast<int>(QString::fromUtf8(bytes.left(static_cast<qsizetype>(offset))).size());
}

} // namespace

FilterEdit::FilterEdit(QWidget *parent) :
    QLineEdit(parent), m_suggestions(new QStandardItemModel(this)), m_completer(new QCompleter(m_suggestions, this))
{
    setAccessibleName(tr("Display filter"));
    setPlaceholderText(tr("Display filter, such as tcp.port == 80 && ip.src == 10.0.0.0/8"));
    setClearButtonEnabled(true);
    setFont(theme::Theme::monospaceFont());
    addAction(theme::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_completer->setWidget(this);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    connect(m_completer, qOverload<const QModelIndex &>(&QCompleter::activated), this,
            [this](const QModelIndex &index) { take(index.data(Qt::UserRole).toString()); });
    connect(this, &QLineEdit::textChanged, this, &FilterEdit::textTyped);
    connect(this, &QLineEdit::textEdited, this, &FilterEdit::suggest);
}

void FilterEdit::textTyped()
{
    const QByteArray bytes = text().toUtf8();
    const auto parsed = filter::Filter::parse(bytes.toStdString());
    m_error = parsed ? std::nullopt : std::optional(parsed.error());
    underline();
    emit errorChanged(errorText());
    if (parsed)
        emit filterChanged(*parsed);
}

/// A line edit has no formats of its own; those of an input method without text are drawn all the same.
void FilterEdit::underline()
{
    QList<QInputMethodEvent::Attribute> attributes;
    if (m_error) {
        const QByteArray bytes = text().toUtf8();
        const int from = unitsOf(bytes, m_error->position);
        const int to = unitsOf(bytes, m_error->position + m_error->length);
        QTextCharFormat format;
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(theme::colours().danger);
        if (to > from)
            attributes.append({QInputMethodEvent::TextFormat, from - cursorPosition(), to - from, format});
    }
    QInputMethodEvent event(QString(), attributes);
    QCoreApplication::sendEvent(this, &event);
}

void FilterEdit::suggest()
{
    constexpr std::size_t kMost = 40;
    const std::string bytes = text().toStdString();
    m_completion = filter::complete(bytes, text().left(cursorPosition()).toStdString().size());
    m_suggestions->clear();
    for (const filter::Suggestion &s : m_completion.suggestions) {
        if (static_cast<std::size_t>(m_suggestions->rowCount()) == kMost)
            break;
        auto *item = new QStandardItem(QStringLiteral("%1   %2").arg(QString::fromStdString(s.text), QString::fromStdString(s.about)));
        item->setData(QString::fromStdString(s.text), Qt::UserRole);
        m_suggestions->appendRow(item);
    }
    const bool isTyped = m_completion.length > 0; // nothing pops up over an empty word unless it is asked for
    const bool isWhole = m_suggestions->rowCount() == 1
        && m_completion.suggestions.front().text == bytes.substr(m_completion.position, m_completion.length);
    if (isTyped && !isWhole && m_suggestions->rowCount() > 0)
        m_completer->complete();
    else
        m_completer->popup()->hide();
}

void FilterEdit::take(const QString &suggestion)
{
    const QByteArray bytes = text().toUtf8();
    const int from = unitsOf(bytes, m_completion.position);
    const int to = unitsOf(bytes, m_completion.position + m_completion.length);
    setText(text().left(from) + suggestion + text().mid(to));
    setCursorPosition(from + static_cast<int>(suggestion.size()));
}

void FilterEdit::keyPressEvent(QKeyEvent *event)
{
    if (m_completer->popup()->isVisible()
        && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Escape
            || event->key() == Qt::Key_Tab)) {
        event->ignore(); // the popup's
        return;
    }
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier) {
        suggest();
        if (m_suggestions->rowCount() > 0)
            m_completer->complete();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

} // namespace hopyard::docks
