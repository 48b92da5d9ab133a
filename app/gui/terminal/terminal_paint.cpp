// How a terminal is painted: a row at a time, background runs first, then the glyphs of each run of one style.
//
// Glyphs are placed cell by cell from the raw font, so that nothing shifts off the grid and no ligature joins what a
// program wrote as two characters; what the font does not have (CJK, emoji) is drawn as text, which finds another.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/terminal/terminal_widget.h"

#include <QGlyphRun>
#include <QPainter>
#include <QPaintEvent>

namespace hopyard::terminal {

namespace {

QString textOf(const Cell &cell)
{
    QString text;
    for (const char32_t c : cell.chars)
        if (c != 0)
            text += QString::fromUcs4(&c, 1);
    return text;
}

void paintUnderline(QPainter &painter, const QRectF &rect, double baseline, int kind)
{
    const double y = baseline + 2;
    if (kind == 1) {
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y));
    } else if (kind == 2) {
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y));
        painter.drawLine(QPointF(rect.left(), y + 2), QPointF(rect.right(), y + 2));
    } else {
        for (double x = rect.left(); x < rect.right(); x += 4) {
            painter.drawLine(QPointF(x, y + 1), QPointF(x + 2, y - 1));
            painter.drawLine(QPointF(x + 2, y - 1), QPointF(x + 4, y + 1));
        }
    }
}

} // namespace

void TerminalWidget::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), m_palette.background);
    for (int row = 0; row < m_screen.rows(); ++row)
        if (event->rect().intersects(cellRect(row, 0, m_screen.columns()).toAlignedRect()))
            paintRow(painter, row);
    paintCursor(painter);
}

void TerminalWidget::paintRow(QPainter &painter, int viewRow)
{
    const int row = firstRow() + viewRow;
    const Line line = m_screen.line(row);
    const int columns = m_screen.columns();
    int from = 0;
    while (from < columns) {
        const bool selected = m_selection.contains({row, from});
        int to = from + 1;
        while (to < columns && line[static_cast<std::size_t>(to)].sameStyle(line[static_cast<std::size_t>(from)])
               && m_selection.contains({row, to}) == selected)
            ++to;
        CellColors colors = colorsOf(line[static_cast<std::size_t>(from)], m_palette);
        if (selected)
            colors = {m_palette.foreground, m_palette.selection};
        const QRectF rect = cellRect(viewRow, from, to - from);
        if (colors.background != m_palette.background)
            painter.fillRect(rect, colors.background);
        paintGlyphs(painter, line, from, to, colors, rect.topLeft() + QPointF(0, m_ascent));
        const Cell &style = line[static_cast<std::size_t>(from)];
        painter.setPen(colors.foreground);
        if (style.underline != 0)
            paintUnderline(painter, rect, rect.top() + m_ascent, style.underline);
        if (style.strike)
            painter.drawLine(QPointF(rect.left(), rect.top() + m_ascent * 0.68),
                             QPointF(rect.right(), rect.top() + m_ascent * 0.68));
        from = to;
    }
}

void TerminalWidget::paintGlyphs(QPainter &painter, const Line &line, int from, int to, const CellColors &colors,
                                 QPointF origin)
{
    const Cell &style = line[static_cast<std::size_t>(from)];
    const QRawFont &raw = m_fonts[(style.bold ? 1 : 0) + (style.italic ? 2 : 0)];
    QString simple; // characters the raw font has
    QList<QPointF> positions;
    painter.setPen(colors.foreground);
    for (int column = from; column < to; ++column) {
        const Cell &cell = line[static_cast<std::size_t>(column)];
        if (cell.isBlank() || cell.width == 0)
            continue;
        const QPointF at = origin + QPointF((column - from) * m_cellWidth, 0);
        const char32_t c = cell.chars[0];
        if (cell.chars[1] == 0 && c < 0x10000 && raw.supportsCharacter(static_cast<uint>(c))) {
            simple += QChar(static_cast<char16_t>(c));
            positions += at;
            continue;
        }
        QFont font = consoleFont(m_fontSize);
        font.setBold(style.bold);
        font.setItalic(style.italic);
        painter.setFont(font);
        painter.drawText(at, textOf(cell));
    }
    if (simple.isEmpty())
        return;
    QGlyphRun run;
    run.setRawFont(raw);
    run.setGlyphIndexes(raw.glyphIndexesForString(simple));
    run.setPositions(positions);
    painter.drawGlyphRun(QPointF(), run);
}

void TerminalWidget::paintCursor(QPainter &painter)
{
    const int viewRow = m_screen.cursorRow() - firstRow();
    if (!m_screen.cursorVisible() || viewRow >= m_screen.rows())
        return;
    const int row = m_screen.cursorRow();
    const int column = m_screen.cursorColumn();
    const Cell cell = m_screen.cell(row, column);
    const QRectF rect = cellRect(viewRow, column, std::max<int>(cell.width, 1));
    const QColor color = m_palette.foreground;
    if (!hasFocus()) {
        painter.setPen(color);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5));
        return;
    }
    switch (m_screen.cursorShape()) {
    case CursorShape::underline: painter.fillRect(QRectF(rect.left(), rect.bottom() - 2, rect.width(), 2), color); break;
    case CursorShape::bar: painter.fillRect(QRectF(rect.left(), rect.top(), 2, rect.height()), color); break;
    case CursorShape::block:
        painter.fillRect(rect, color);
        if (!cell.isBlank())
            paintGlyphs(painter, m_screen.line(row), column, column + 1, {m_palette.background, color},
                        rect.topLeft() + QPointF(0, m_ascent));
        break;
    }
}

} // namespace hopyard::terminal
