// See stream_view.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/stream_view.h"

#include "app/gui/docks/run_widgets.h"
#include "app/gui/document/whole_file.h"
#include "app/gui/theme/icon.h"
#include "app/gui/theme/theme.h"

#include <algorithm>
#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTextBlock>
#include <QToolButton>
#include <QVBoxLayout>

namespace hopyard::docks {

namespace {

QTextCharFormat formatOf(const StreamStretch &stretch)
{
    using Role = StreamStretch::Role;
    constexpr float kTint = 0.16F;
    const theme::Colours &c = theme::colours();
    QTextCharFormat format;
    const auto tint = [](QColor colour) {
        colour.setAlphaF(kTint);
        return colour;
    };
    if (stretch.later) {
        format.setForeground(theme::paleText());
        return format;
    }
    switch (stretch.role) {
    case Role::first: format.setBackground(tint(c.accent)); break;
    case Role::second: format.setBackground(tint(c.second)); break;
    case Role::speaker:
        format.setForeground(c.muted);
        format.setFontWeight(QFont::DemiBold);
        break;
    case Role::aside: format.setForeground(c.muted); break;
    case Role::missing: format.setForeground(c.danger); break;
    }
    return format;
}

} // namespace

StreamView::StreamView(QWidget *parent) :
    QWidget(parent), m_speakers(new QComboBox(this)), m_form(new QComboBox(this)), m_search(new QLineEdit(this)),
    m_save(new QToolButton(this)), m_summary(new QLabel(this)), m_text(new QPlainTextEdit(this))
{
    buildHead();
    m_text->setReadOnly(true);
    m_text->setUndoRedoEnabled(false);
    m_text->setFont(theme::Theme::monospaceFont());
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setTabChangesFocus(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setAccessibleName(tr("What was said"));
    m_text->viewport()->installEventFilter(this);
    connect(m_speakers, &QComboBox::currentIndexChanged, this, &StreamView::write);
    connect(m_form, &QComboBox::currentIndexChanged, this, &StreamView::write);
    connect(m_search, &QLineEdit::returnPressed, this, [this] { find(false); });
    connect(m_save, &QToolButton::clicked, this, &StreamView::askWhere);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &StreamView::writeAnew);
    showNothing({});
}

void StreamView::buildHead()
{
    m_speakers->addItems({tr("Both sides"), {}, {}});
    m_speakers->setAccessibleName(tr("Whose words"));
    m_form->addItems({tr("Text"), tr("Hexadecimal")});
    m_form->setAccessibleName(tr("Form of the content"));
    m_search->setPlaceholderText(tr("Find"));
    m_search->setAccessibleName(tr("Find in the content"));
    m_search->setClearButtonEnabled(true);
    m_search->installEventFilter(this);
    m_save->setIcon(theme::icon(QStringLiteral("save")));
    m_save->setText(tr("Save the content…"));
    m_save->setToolTip(tr("Save what is shown: its bytes, or as text"));
    m_save->setAccessibleName(m_save->text());
    m_save->setAutoRaise(true);
    m_summary->setWordWrap(true);
    m_summary->setContentsMargins(8, 0, 8, 4);
    m_summary->setProperty("role", QStringLiteral("muted"));
    m_summary->setAccessibleName(tr("How much was said"));
    auto *head = new QHBoxLayout;
    head->setContentsMargins(6, 4, 6, 4);
    head->addWidget(m_speakers);
    head->addWidget(m_form);
    head->addWidget(m_search, 1);
    head->addWidget(m_save);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_summary);
    column->addWidget(m_text, 1);
}

void StreamView::showStream(client::PacketStream stream)
{
    m_stream = std::move(stream);
    m_speakers->setItemText(1, m_stream->first);
    m_speakers->setItemText(2, m_stream->second);
    for (QWidget *each : std::initializer_list<QWidget *>{m_speakers, m_form, m_search, m_save})
        each->setEnabled(true);
    showKnown();
}

void StreamView::setMoment(std::optional<base::TimePoint> moment, bool later)
{
    if (moment == m_moment && later == m_later)
        return;
    m_moment = moment;
    m_later = later;
    if (m_stream)
        showKnown();
}

bool StreamView::cutAfter(base::TimePoint time)
{
    if (!m_stream || std::none_of(m_stream->pieces.begin(), m_stream->pieces.end(), [time](const auto &piece) { return piece.time > time; }))
        return false;
    showStream(upTo(*m_stream, time));
    return true;
}

/// What is shown of it, at the moment.
void StreamView::showKnown()
{
    m_known.reset();
    QString summary;
    if (m_moment) {
        m_known = upTo(*m_stream, *m_moment);
        summary = tr("up to %1, the moment shown").arg(clockText(*m_moment)) + QStringLiteral(": ") + summaryOf(*m_known);
        std::uint64_t later = 0;
        for (const client::PacketStream::Piece &piece : m_stream->pieces)
            later += piece.time > *m_moment ? piece.bytes.size() : 0;
        if (later > 0)
            summary += QStringLiteral("; ") + tr("%L1 bytes came later").arg(later);
    }
    m_summary->setText(m_moment ? summary : summaryOf(*m_stream));
    write();
}

void StreamView::showNothing(const QString &sentence)
{
    m_stream.reset();
    m_known.reset();
    for (QWidget *each : std::initializer_list<QWidget *>{m_speakers, m_form, m_search, m_save})
        each->setEnabled(false);
    m_summary->setText(sentence.isEmpty() ? tr("Pick a packet of TCP or UDP and follow its stream to read it here.") : sentence);
    write();
}

Speakers StreamView::speakers() const { return static_cast<Speakers>(std::max(m_speakers->currentIndex(), 0)); }
StreamForm StreamView::form() const { return static_cast<StreamForm>(std::max(m_form->currentIndex(), 0)); }

/// Where it was scrolled to stays, and so does what is common with what stood there: more may have been said while somebody
/// reads, and a moment that moves shows a little more or less each time.
void StreamView::write()
{
    std::vector<StreamStretch> stretches;
    if (m_stream)
        stretches = m_moment && m_later ? stretchesOf(*m_stream, speakers(), form(), m_moment) : stretchesOf(shown(), speakers(), form());
    std::size_t same = 0;
    while (same < stretches.size() && same < m_places.size() && stretches[same] == m_places[same].stretch)
        ++same;
    if (same == stretches.size() && same == m_places.size())
        return;
    const int scrolled = m_text->verticalScrollBar()->value();
    const int cursorAt = m_text->textCursor().position();
    m_places.resize(same);
    QTextCursor cursor(m_text->document());
    cursor.beginEditBlock();
    cursor.setPosition(same > 0 ? m_places.back().end : 0);
    cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
    cursor.removeSelectedText();
    for (; same < stretches.size(); ++same) {
        cursor.insertText(stretches[same].text, formatOf(stretches[same]));
        m_places.push_back({cursor.position(), std::move(stretches[same])});
    }
    cursor.endEditBlock();
    cursor.setPosition(std::min(cursorAt, cursor.position()));
    m_text->setTextCursor(cursor);
    m_text->verticalScrollBar()->setValue(scrolled);
}

/// In other colours.
void StreamView::writeAnew()
{
    m_text->clear();
    m_places.clear();
    write();
}

std::uint64_t StreamView::numberAt(int position) const
{
    const auto found = std::upper_bound(m_places.begin(), m_places.end(), position, [](int p, const Place &place) { return p < place.end; });
    return found == m_places.end() ? 0 : found->stretch.number;
}

void StreamView::find(bool backwards)
{
    const QString text = m_search->text();
    if (text.isEmpty())
        return;
    const auto flags = backwards ? QTextDocument::FindBackward : QTextDocument::FindFlags();
    if (m_text->find(text, flags))
        return;
    QTextCursor round = m_text->textCursor();
    round.movePosition(backwards ? QTextCursor::End : QTextCursor::Start);
    if (const QTextCursor found = m_text->document()->find(text, round, flags); !found.isNull())
        m_text->setTextCursor(found);
}

bool StreamView::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_text->viewport() && event->type() == QEvent::MouseButtonRelease) {
        if (!m_text->textCursor().hasSelection()) // who marks text wants to copy it
            if (const std::uint64_t number = numberAt(m_text->cursorForPosition(static_cast<QMouseEvent *>(event)->pos()).position()))
                emit packetPicked(number);
    } else if (object == m_search && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if ((key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) && key->modifiers() & Qt::ShiftModifier) {
            find(true);
            return true;
        }
    }
    return QWidget::eventFilter(object, event);
}

void StreamView::askWhere()
{
    const QString file = QFileDialog::getSaveFileName(this, tr("Save the Content"), tr("stream.bin"), tr("Bytes (*.bin);;Text as shown (*.txt)"));
    if (!file.isEmpty())
        save(file);
}

bool StreamView::save(const QString &file)
{
    if (!m_stream)
        return false;
    const QByteArray content = file.endsWith(QLatin1String(".txt"), Qt::CaseInsensitive) ? m_text->toPlainText().toUtf8()
                                                                                        : bytesOf(m_later ? *m_stream : shown(), speakers());
    const auto why = document::writeWholeFile(file, content);
    if (!why)
        return true;
    emit failed(tr("The content cannot be written to %1: %2").arg(file, *why));
    return false;
}

} // namespace hopyard::docks
