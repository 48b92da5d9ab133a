// A terminal one can see and type into: a Screen painted, keys and mouse sent, text selected and copied.
//
// It knows nothing of where the bytes come from: connect `output` to a Pty and call write() with what the Pty
// received. Ctrl+Tab leaves it, Ctrl+Shift+C and V copy and paste, Shift with PageUp, PageDown or the wheel goes
// through the scrollback.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/terminal/palette.h"
#include "app/gui/terminal/screen.h"
#include "app/gui/terminal/selection.h"

#include <QAbstractScrollArea>
#include <QRawFont>

namespace hopyard::terminal {

class TerminalWidget : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit TerminalWidget(QWidget *parent = nullptr);
    ~TerminalWidget() override;

    Screen &screen() { return m_screen; }
    const Screen &screen() const { return m_screen; }
    void write(QByteArrayView bytes) { m_screen.write(bytes); }
    QString selectedText() const;

    QSize sizeHint() const override;

public slots:
    void copy();
    void paste();
    void selectAll();
    void zoom(int steps); ///< font size in points; 0 goes back to the usual one

signals:
    void output(const QByteArray &bytes);
    void sizeChanged(int rows, int columns);
    void titleChanged(const QString &title);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void changeEvent(QEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    QVariant inputMethodQuery(Qt::InputMethodQuery query) const override;
    bool focusNextPrevChild(bool) override { return false; } // Tab is the program's

private:
    void usePalette();
    void measure();
    void fitScreen();
    void updateScrollBar();
    void scrollToEnd();
    bool tellMouse() const; ///< the program wants the mouse and Shift does not take it back
    Place placeAt(QPoint position) const;
    QRectF cellRect(int viewRow, int column, int width = 1) const;
    int firstRow() const; ///< the Screen row painted at the top
    void paintRow(QPainter &painter, int viewRow);
    void paintGlyphs(QPainter &painter, const Line &line, int from, int to, const CellColors &colors, QPointF origin);
    void paintCursor(QPainter &painter);

    Screen m_screen{24, 80};
    Palette m_palette;
    Selection m_selection;
    bool m_selecting = false;
    bool m_shiftHeld = false;
    int m_fontSize;
    double m_cellWidth = 8;
    double m_cellHeight = 16;
    double m_ascent = 12;
    int m_wheel = 0; ///< eighths of a degree not yet used
    QRawFont m_fonts[4]; ///< regular, bold, italic, bold italic
};

/// The font of consoles: JetBrains Mono where it is there, else the system's fixed font.
QFont consoleFont(int pointSize = 10);

} // namespace hopyard::terminal
