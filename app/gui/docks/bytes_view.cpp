// See bytes_view.h. A line: "0000  45 00 00 1c 1c 46 40 00  40 01 07 88 0a 00 01 0a  E....F@.@.......".
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/bytes_view.h"

#include "app/gui/theme/theme.h"

#include <algorithm>
#include <QMouseEvent>
#include <QTextBlock>

namespace hopyard::docks {

namespace {

constexpr int kPerLine = 16;
constexpr int kHexColumn = 6;                                // behind "0000  "
constexpr int kTextColumn = kHexColumn + 3 * kPerLine + 2;   // one more blank in the middle, one before the text
constexpr int kLineLength = kTextColumn + kPerLine + 1;      // with the line's end

int hexColumnOf(int i) { return kHexColumn + 3 * i + (i >= kPerLine / 2 ? 1 : 0); }

} // namespace

BytesView::BytesView(QWidget *parent) : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setFont(theme::Theme::monospaceFont());
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    setAccessibleName(tr("Bytes of the packet"));
}

void BytesView::setBytes(const std::vector<std::uint8_t> &bytes)
{
    m_count = static_cast<int>(bytes.size());
    QString text;
    text.reserve((m_count / kPerLine + 1) * kLineLength);
    for (int from = 0; from < m_count; from += kPerLine) {
        QString line = QStringLiteral("%1").arg(from, 4, 16, QLatin1Char('0')).leftJustified(kTextColumn);
        for (int i = 0; i < kPerLine && from + i < m_count; ++i) {
            const std::uint8_t byte = bytes[static_cast<std::size_t>(from + i)];
            line.replace(hexColumnOf(i), 2, QStringLiteral("%1").arg(byte, 2, 16, QLatin1Char('0')));
            line += byte >= 0x20 && byte < 0x7f ? QLatin1Char(static_cast<char>(byte)) : QLatin1Char('.');
        }
        text += line.leftJustified(kLineLength - 1) + QLatin1Char('\n');
    }
    setPlainText(text);
    setExtraSelections({});
}

void BytesView::light(std::uint32_t offset, std::uint32_t length)
{
    QList<QTextEdit::ExtraSelection> lit;
    const int from = std::min(static_cast<int>(offset), m_count);
    const int to = std::min(m_count, from + static_cast<int>(std::min<std::uint32_t>(length, 0xffff)));
    const auto add = [&](int begin, int end) {
        QTextEdit::ExtraSelection part;
        part.cursor = QTextCursor(document());
        part.cursor.setPosition(begin);
        part.cursor.setPosition(end, QTextCursor::KeepAnchor);
        part.format.setBackground(theme::colours().accent);
        part.format.setForeground(theme::colours().onAccent);
        lit.append(part);
    };
    for (int line = from / kPerLine; line * kPerLine < to; ++line) {
        const int first = std::max(from - line * kPerLine, 0);
        const int last = std::min(to - line * kPerLine, kPerLine) - 1;
        const int start = line * kLineLength;
        add(start + hexColumnOf(first), start + hexColumnOf(last) + 2);
        add(start + kTextColumn + first, start + kTextColumn + last + 1);
    }
    setExtraSelections(lit);
    if (to > from) {
        QTextCursor cursor(document());
        cursor.setPosition(from / kPerLine * kLineLength);
        setTextCursor(cursor);
        ensureCursorVisible();
    }
}

int BytesView::byteAt(int position) const
{
    const int line = position / kLineLength;
    const int column = position % kLineLength;
    for (int i = 0; i < kPerLine && line * kPerLine + i < m_count; ++i) {
        const bool inHex = column >= hexColumnOf(i) && column <= hexColumnOf(i) + 1;
        if (inHex || column == kTextColumn + i)
            return line * kPerLine + i;
    }
    return -1;
}

void BytesView::mouseReleaseEvent(QMouseEvent *event)
{
    QPlainTextEdit::mouseReleaseEvent(event);
    if (const int byte = byteAt(cursorForPosition(event->pos()).position()); byte >= 0 && !textCursor().hasSelection())
        emit bytePicked(static_cast<quint32>(byte));
}

} // namespace hopyard::docks
