// See config_text.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/config/config_text.h"

#include "app/gui/config/config_highlighter.h"
#include "app/gui/theme/theme.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStringListModel>
#include <QTextBlock>
#include <QToolTip>

#include <algorithm>

namespace hopyard::config {

namespace {
constexpr int kReadAtOnce = 20'000; ///< characters; longer texts are read a moment after the last key
constexpr int kSoon = 150;          ///< ms
constexpr int kMostMarked = 500;
constexpr int kMargin = 6; ///< px beside the line numbers
} // namespace

/// The strip at the left; the editor paints it.
class LineNumbers final : public QWidget {
public:
    explicit LineNumbers(ConfigText *text) : QWidget(text), m_text(text) {}
    QSize sizeHint() const override { return {m_text->numbersWidth(), 0}; }

protected:
    void paintEvent(QPaintEvent *event) override { m_text->paintNumbers(event); }

private:
    ConfigText *m_text;
};

ConfigText::ConfigText(QWidget *parent) :
    TextBlock(parent), m_highlighter(new ConfigHighlighter(document())), m_numbers(new LineNumbers(this)),
    m_completer(new QCompleter(this)), m_words(new QStringListModel(this))
{
    m_numbers->setAccessibleName(tr("Line numbers"));
    m_completer->setModel(m_words);
    m_completer->setWidget(this);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->popup()->setAccessibleName(tr("Words that may stand here"));
    m_completer->popup()->setFont(font());
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this, &ConfigText::take);
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoon);
    connect(&m_soon, &QTimer::timeout, this, &ConfigText::check);
    connect(document(), &QTextDocument::contentsChange, this, [this](int, int removed, int added) {
        if (removed == 0 && added == 0)
            return; // only its colours
        if (document()->characterCount() > kReadAtOnce)
            m_soon.start();
        else
            QTimer::singleShot(0, this, &ConfigText::check); // once the change is whole
    });
    connect(this, &QPlainTextEdit::blockCountChanged, this, &ConfigText::placeNumbers);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &rect, int dy) {
        if (dy != 0)
            m_numbers->scroll(0, dy);
        else
            m_numbers->update(0, rect.y(), m_numbers->width(), rect.height());
    });
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, &ConfigText::underline);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &ConfigText::underline);
    placeNumbers();
}

ConfigText::~ConfigText() = default;

void ConfigText::setLanguage(Language language)
{
    m_language = language;
    check();
}

void ConfigText::check()
{
    m_soon.stop();
    const bool ours = m_language != Language::other;
    language::Analysis analysis = ours ? m_analyser.analyse(toPlainText().toStdString()) : language::Analysis();
    std::vector<Mistake> mistakes;
    for (const language::Mistake &found : analysis.mistakes) {
        const QString line = document()->findBlockByNumber(found.line).text();
        const int from = characterAt(line, found.column);
        mistakes.push_back({found.line, from, characterAt(line, found.column + found.length) - from, QString::fromStdString(found.message)});
    }
    m_mistakes = std::move(mistakes);
    m_highlighter->setLines(std::move(analysis.lines));
    underline();
    m_numbers->update();
    emit mistakesChanged();
}

QString ConfigText::messageAt(int line) const
{
    for (const Mistake &mistake : m_mistakes)
        if (mistake.line == line)
            return mistake.message;
    return {};
}

/// The line of the cursor, what is wrong, and what is searched for.
void ConfigText::underline()
{
    QList<QTextEdit::ExtraSelection> selections;
    const theme::Colours &c = theme::colours();
    QTextEdit::ExtraSelection current;
    current.format.setBackground(c.hover);
    current.format.setProperty(QTextFormat::FullWidthSelection, true);
    current.cursor = textCursor();
    current.cursor.clearSelection();
    if (hasFocus() || !isReadOnly())
        selections += current;
    for (const Mistake &mistake : m_mistakes) {
        QTextEdit::ExtraSelection wrong;
        const QTextBlock block = document()->findBlockByNumber(mistake.line);
        if (!block.isValid())
            continue; // the text is shorter by now and is read again in a moment
        const int end = block.position() + block.length() - 1;
        wrong.cursor = QTextCursor(block);
        wrong.cursor.setPosition(std::min(block.position() + mistake.column, end));
        wrong.cursor.setPosition(std::min(block.position() + mistake.column + mistake.length, end), QTextCursor::KeepAnchor);
        wrong.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        wrong.format.setUnderlineColor(m_language == Language::frr ? c.warning : c.danger);
        selections += wrong;
    }
    if (!m_marked.isEmpty()) {
        QColor ground = c.warning;
        ground.setAlpha(90);
        QTextCursor at(document());
        for (int i = 0; i < kMostMarked && !(at = document()->find(m_marked, at)).isNull(); ++i) {
            QTextEdit::ExtraSelection found;
            found.cursor = at;
            found.format.setBackground(ground);
            selections += found;
        }
    }
    setExtraSelections(selections);
}

int ConfigText::mark(const QString &text)
{
    m_marked = text;
    underline();
    return text.isEmpty() ? 0 : static_cast<int>(toPlainText().count(text, Qt::CaseInsensitive));
}

bool ConfigText::findNext(const QString &text, bool backwards)
{
    if (text.isEmpty())
        return false;
    const QTextDocument::FindFlags flags = backwards ? QTextDocument::FindBackward : QTextDocument::FindFlags();
    if (find(text, flags))
        return true;
    QTextCursor round = textCursor();
    round.movePosition(backwards ? QTextCursor::End : QTextCursor::Start);
    const QTextCursor found = document()->find(text, round, flags);
    if (found.isNull())
        return false;
    setTextCursor(found);
    return true;
}

void ConfigText::goTo(int line, int column)
{
    const QTextBlock block = document()->findBlockByNumber(line);
    if (!block.isValid())
        return;
    QTextCursor cursor(block);
    cursor.setPosition(block.position() + std::min(column, block.length() - 1));
    setTextCursor(cursor);
    centerCursor();
    setFocus();
}

void ConfigText::goToNextMistake()
{
    if (m_mistakes.empty())
        return;
    const int here = textCursor().blockNumber();
    const auto next = std::find_if(m_mistakes.begin(), m_mistakes.end(), [here](const Mistake &m) { return m.line > here; });
    const Mistake &mistake = next == m_mistakes.end() ? m_mistakes.front() : *next;
    goTo(mistake.line, mistake.column);
}

QString ConfigText::begun() const
{
    const QString line = textCursor().block().text().left(textCursor().positionInBlock());
    const auto at = std::max(line.lastIndexOf(QLatin1Char(' ')), line.lastIndexOf(QLatin1Char('\t')));
    return line.mid(at + 1);
}

QStringList ConfigText::completions() const
{
    if (m_language == Language::other)
        return {};
    const QTextBlock block = textCursor().block();
    const std::string above = toPlainText().left(std::max(0, block.position() - 1)).toStdString();
    const std::string line = block.text().left(textCursor().positionInBlock()).toStdString();
    const language::Completions found = language::completionsAt(block.position() == 0 ? std::string() : above, line);
    QStringList words;
    const bool names = std::find_if(found.placeholders.begin(), found.placeholders.end(), [](const std::string &p) {
                           return p == "INTERFACE";
                       }) != found.placeholders.end();
    for (const QString &name : names ? m_interfaces : QStringList())
        if (name.startsWith(QString::fromStdString(found.begun)))
            words += name;
    for (const std::string &word : found.words)
        words += QString::fromStdString(word);
    return words;
}

void ConfigText::complete()
{
    const QStringList words = completions();
    const QString typed = begun();
    if (words.isEmpty() || (words.size() == 1 && words.front() == typed)) {
        m_completer->popup()->hide();
        return;
    }
    m_words->setStringList(words);
    QRect place = cursorRect();
    place.translate(viewport()->pos());
    place.setWidth(m_completer->popup()->sizeHintForColumn(0) + m_completer->popup()->verticalScrollBar()->sizeHint().width() + 16);
    m_completer->complete(place);
    m_completer->popup()->setCurrentIndex(m_words->index(0));
}

void ConfigText::take(const QString &word)
{
    QTextCursor cursor = textCursor();
    const QString typed = begun();
    cursor.beginEditBlock();
    cursor.movePosition(QTextCursor::Left, QTextCursor::KeepAnchor, static_cast<int>(typed.size()));
    const bool atEnd = textCursor().atBlockEnd();
    cursor.insertText(atEnd ? word + QLatin1Char(' ') : word);
    cursor.endEditBlock();
    setTextCursor(cursor);
}

QString ConfigText::messageUnder(const QPoint &position) const
{
    const QTextCursor cursor = cursorForPosition(position);
    const int column = cursor.positionInBlock();
    for (const Mistake &mistake : m_mistakes)
        if (mistake.line == cursor.blockNumber() && column >= mistake.column && column <= mistake.column + mistake.length)
            return mistake.message;
    return {};
}

bool ConfigText::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QString message = messageUnder(viewport()->mapFrom(this, help->pos()));
        if (message.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), message, this);
        return true;
    }
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Find)) {
        event->accept(); // the text's own, not the canvas's
        return true;
    }
    return TextBlock::event(event);
}

void ConfigText::keyPressEvent(QKeyEvent *event)
{
    const bool offers = m_completer->popup()->isVisible();
    if (offers)
        switch (event->key()) { // of the list, which passes them on
        case Qt::Key_Enter:
        case Qt::Key_Return:
        case Qt::Key_Escape:
        case Qt::Key_Tab:
        case Qt::Key_Backtab: event->ignore(); return;
        default: break;
        }
    if (event->matches(QKeySequence::Find)) {
        emit findRequested();
        return;
    }
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier) {
        complete();
        return;
    }
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && event->modifiers() == Qt::NoModifier) {
        const QString line = textCursor().block().text().left(textCursor().positionInBlock());
        const auto text = std::find_if(line.begin(), line.end(), [](QChar c) { return !c.isSpace(); });
        TextBlock::keyPressEvent(event);
        insertPlainText(line.left(text - line.begin())); // as deep as the line before
        return;
    }
    TextBlock::keyPressEvent(event);
    const bool typed = !event->text().isEmpty() && event->text().front().isPrint() && !(event->modifiers() & Qt::ControlModifier);
    if (typed && !event->text().front().isSpace() && textCursor().atBlockEnd())
        complete();
    else if (offers)
        event->key() == Qt::Key_Backspace && !begun().isEmpty() ? complete() : m_completer->popup()->hide();
}

int ConfigText::numbersWidth() const
{
    const int digits = std::max(2, static_cast<int>(QString::number(blockCount()).size()));
    return 2 * kMargin + fontMetrics().horizontalAdvance(QLatin1Char('9')) * digits;
}

void ConfigText::placeNumbers()
{
    setViewportMargins(numbersWidth(), 0, 0, 0);
    const QRect inside = contentsRect();
    m_numbers->setGeometry(inside.left(), inside.top(), numbersWidth(), inside.height());
}

void ConfigText::resizeEvent(QResizeEvent *event)
{
    TextBlock::resizeEvent(event);
    placeNumbers();
}

void ConfigText::changeEvent(QEvent *event)
{
    TextBlock::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        placeNumbers();
}

void ConfigText::paintNumbers(QPaintEvent *event)
{
    QPainter painter(m_numbers);
    const theme::Colours &c = theme::colours();
    painter.fillRect(event->rect(), c.window);
    painter.setFont(font());
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF rect = blockBoundingGeometry(block).translated(contentOffset());
        if (rect.top() > event->rect().bottom())
            break;
        const bool isWrong = !messageAt(block.blockNumber()).isEmpty();
        const QColor wrong = m_language == Language::frr ? c.warning : c.danger;
        if (isWrong)
            painter.fillRect(QRectF(0, rect.top(), 3, rect.height()), wrong);
        painter.setPen(isWrong ? wrong : block.blockNumber() == textCursor().blockNumber() ? c.text : c.muted);
        painter.drawText(QRectF(0, rect.top(), m_numbers->width() - kMargin, rect.height()), Qt::AlignRight | Qt::AlignVCenter,
                         QString::number(block.blockNumber() + 1));
    }
}

} // namespace hopyard::config
