// See terminal_widget.h: input and geometry. The painting is in terminal_paint.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/terminal/terminal_widget.h"

#include "app/gui/terminal/keys.h"

#include <algorithm>
#include <cmath>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>

namespace hopyard::terminal {

namespace {
constexpr int kUsualFontSize = 10;
constexpr int kMargin = 4; // pixels around the cells
} // namespace

QFont consoleFont(int pointSize)
{
    static const QString family = QFontDatabase::hasFamily(QStringLiteral("JetBrains Mono"))
        ? QStringLiteral("JetBrains Mono")
        : QFontDatabase::systemFont(QFontDatabase::FixedFont).family();
    QFont font(family, pointSize);
    font.setStyleHint(QFont::Monospace);
    font.setFixedPitch(true);
    return font;
}

TerminalWidget::TerminalWidget(QWidget *parent) : QAbstractScrollArea(parent), m_fontSize(kUsualFontSize)
{
    setAccessibleName(tr("Terminal"));
    setAccessibleDescription(tr("A terminal. Ctrl+Tab leaves it."));
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_InputMethodEnabled);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setFrameShape(QFrame::NoFrame);
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    m_screen.onOutput = [this](QByteArrayView bytes) { emit output(bytes.toByteArray()); };
    m_screen.onDamage = [this] { viewport()->update(); };
    m_screen.onTitle = [this] { emit titleChanged(m_screen.title()); };
    m_screen.onBell = [] { QApplication::beep(); };
    m_screen.onScrollback = [this](int lines) {
        m_selection.scrolled(lines);
        updateScrollBar();
    };
    connect(verticalScrollBar(), &QScrollBar::valueChanged, viewport(), qOverload<>(&QWidget::update));
    usePalette();
    measure();
}

TerminalWidget::~TerminalWidget()
{
    // The members that the callbacks use go before the screen does.
    m_screen.onScrollback = nullptr;
    m_screen.onDamage = nullptr;
}

void TerminalWidget::usePalette()
{
    const bool dark = palette().color(QPalette::Base).lightness() < 128;
    m_palette = dark ? darkPalette() : lightPalette();
    viewport()->update();
}

void TerminalWidget::measure()
{
    QFont font = consoleFont(m_fontSize);
    for (int i = 0; i < 4; ++i) {
        font.setBold(i & 1);
        font.setItalic(i & 2);
        m_fonts[i] = QRawFont::fromFont(font);
    }
    const QFontMetricsF metrics(consoleFont(m_fontSize));
    m_cellWidth = metrics.horizontalAdvance(QLatin1Char('M'));
    m_cellHeight = std::ceil(metrics.height());
    m_ascent = std::round(metrics.ascent());
}

QSize TerminalWidget::sizeHint() const
{
    return QSize(static_cast<int>(80 * m_cellWidth) + 2 * kMargin + verticalScrollBar()->sizeHint().width(),
                 static_cast<int>(16 * m_cellHeight) + 2 * kMargin);
}

void TerminalWidget::fitScreen()
{
    const int columns = static_cast<int>((viewport()->width() - 2 * kMargin) / m_cellWidth);
    const int rows = static_cast<int>((viewport()->height() - 2 * kMargin) / m_cellHeight);
    if (columns < 2 || rows < 1)
        return; // folded away; the program need not know
    const bool changed = rows != m_screen.rows() || columns != m_screen.columns();
    m_screen.resize(rows, columns);
    updateScrollBar();
    if (changed)
        emit sizeChanged(rows, columns);
}

void TerminalWidget::updateScrollBar()
{
    QScrollBar *bar = verticalScrollBar();
    const bool atEnd = bar->value() == bar->maximum();
    bar->setRange(0, m_screen.scrollback());
    bar->setPageStep(m_screen.rows());
    if (atEnd)
        scrollToEnd();
}

void TerminalWidget::scrollToEnd() { verticalScrollBar()->setValue(verticalScrollBar()->maximum()); }

int TerminalWidget::firstRow() const { return verticalScrollBar()->value() - verticalScrollBar()->maximum(); }

QRectF TerminalWidget::cellRect(int viewRow, int column, int width) const
{
    return QRectF(kMargin + column * m_cellWidth, kMargin + viewRow * m_cellHeight, width * m_cellWidth, m_cellHeight);
}

Place TerminalWidget::placeAt(QPoint position) const
{
    const int row = static_cast<int>(std::floor((position.y() - kMargin) / m_cellHeight));
    const int column = static_cast<int>(std::floor((position.x() - kMargin) / m_cellWidth));
    return {firstRow() + std::clamp(row, 0, m_screen.rows() - 1), std::clamp(column, 0, m_screen.columns() - 1)};
}

QString TerminalWidget::selectedText() const
{
    if (m_selection.isEmpty())
        return {};
    const Place from = m_selection.first();
    const Place to = m_selection.last();
    return m_screen.text(from.row, from.column, to.row, to.column);
}

void TerminalWidget::copy()
{
    if (!m_selection.isEmpty())
        QApplication::clipboard()->setText(selectedText());
}

void TerminalWidget::paste()
{
    const QString text = QApplication::clipboard()->text();
    if (!text.isEmpty())
        m_screen.paste(text);
    scrollToEnd();
}

void TerminalWidget::selectAll()
{
    m_selection.set({-m_screen.scrollback(), 0}, {m_screen.rows() - 1, m_screen.columns() - 1});
    viewport()->update();
}

void TerminalWidget::zoom(int steps)
{
    m_fontSize = steps == 0 ? kUsualFontSize : std::clamp(m_fontSize + steps, 6, 32);
    measure();
    fitScreen();
    viewport()->update();
}

bool TerminalWidget::event(QEvent *event)
{
    // Keys that the window has as shortcuts (Ctrl+R runs the lab) are the shell's while the terminal has the focus.
    if (event->type() == QEvent::ShortcutOverride && ownerOf(*static_cast<QKeyEvent *>(event)) != KeyOwner::window) {
        event->accept();
        return true;
    }
    return QAbstractScrollArea::event(event);
}

void TerminalWidget::keyPressEvent(QKeyEvent *event)
{
    const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
    const bool control = event->modifiers().testFlag(Qt::ControlModifier);
    QScrollBar *bar = verticalScrollBar();
    if (control && (event->key() == Qt::Key_Tab || event->key() == Qt::Key_Backtab)) {
        QAbstractScrollArea::focusNextPrevChild(event->key() == Qt::Key_Tab);
    } else if (control && shift && event->key() == Qt::Key_C) {
        copy();
    } else if (control && shift && event->key() == Qt::Key_V) {
        paste();
    } else if (control && shift && event->key() == Qt::Key_A) {
        selectAll();
    } else if (control && shift && (event->key() == Qt::Key_Plus || event->key() == Qt::Key_Equal)) {
        zoom(1);
    } else if (control && shift && (event->key() == Qt::Key_Minus || event->key() == Qt::Key_Underscore)) {
        zoom(-1);
    } else if (control && shift && (event->key() == Qt::Key_0 || event->key() == Qt::Key_ParenRight)) {
        zoom(0);
    } else if (shift && !control && event->key() == Qt::Key_Insert) {
        paste();
    } else if (shift && !control && event->key() == Qt::Key_PageUp && !m_screen.alternate()) {
        bar->setValue(bar->value() - bar->pageStep());
    } else if (shift && !control && event->key() == Qt::Key_PageDown && !m_screen.alternate()) {
        bar->setValue(bar->value() + bar->pageStep());
    } else if (ownerOf(*event) == KeyOwner::program && sendKey(m_screen, *event)) {
        scrollToEnd();
        if (!m_selection.isEmpty()) {
            m_selection.clear();
            viewport()->update();
        }
    } else {
        event->ignore();
    }
}

void TerminalWidget::inputMethodEvent(QInputMethodEvent *event)
{
    for (const uint c : event->commitString().toUcs4())
        m_screen.character(static_cast<char32_t>(c), {});
    event->accept();
}

QVariant TerminalWidget::inputMethodQuery(Qt::InputMethodQuery query) const
{
    if (query == Qt::ImCursorRectangle)
        return cellRect(m_screen.cursorRow() - firstRow(), m_screen.cursorColumn()).toRect();
    return QAbstractScrollArea::inputMethodQuery(query);
}

void TerminalWidget::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void TerminalWidget::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void TerminalWidget::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    fitScreen();
}

void TerminalWidget::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        usePalette();
}

bool TerminalWidget::tellMouse() const
{
    return m_screen.mouseMode() != MouseMode::none && !m_shiftHeld && firstRow() == 0;
}

void TerminalWidget::mousePressEvent(QMouseEvent *event)
{
    m_shiftHeld = event->modifiers().testFlag(Qt::ShiftModifier);
    const Place place = placeAt(event->position().toPoint());
    if (tellMouse()) {
        const int button = event->button() == Qt::LeftButton ? 1 : event->button() == Qt::MiddleButton ? 2 : 3;
        m_screen.mouseMove(place.row, place.column, modifiersOf(event->modifiers()));
        m_screen.mouseButton(button, true, modifiersOf(event->modifiers()));
    } else if (event->button() == Qt::LeftButton) {
        m_selection.begin(place);
        m_selecting = true;
        viewport()->update();
    } else if (event->button() == Qt::MiddleButton && QApplication::clipboard()->supportsSelection()) {
        m_screen.paste(QApplication::clipboard()->text(QClipboard::Selection));
    }
}

void TerminalWidget::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    const Place place = placeAt(position);
    if (m_selecting) {
        if (position.y() < 0)
            verticalScrollBar()->setValue(verticalScrollBar()->value() - 1);
        else if (position.y() > viewport()->height())
            verticalScrollBar()->setValue(verticalScrollBar()->value() + 1);
        m_selection.extend(place);
        viewport()->update();
    } else if (tellMouse()) {
        m_screen.mouseMove(place.row, place.column, modifiersOf(event->modifiers()));
    }
}

void TerminalWidget::mouseReleaseEvent(QMouseEvent *event)
{
    const Place place = placeAt(event->position().toPoint());
    if (m_selecting && event->button() == Qt::LeftButton) {
        m_selecting = false;
        if (!m_selection.isEmpty() && QApplication::clipboard()->supportsSelection())
            QApplication::clipboard()->setText(selectedText(), QClipboard::Selection);
    } else if (tellMouse()) {
        const int button = event->button() == Qt::LeftButton ? 1 : event->button() == Qt::MiddleButton ? 2 : 3;
        m_screen.mouseMove(place.row, place.column, modifiersOf(event->modifiers()));
        m_screen.mouseButton(button, false, modifiersOf(event->modifiers()));
    }
}

void TerminalWidget::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (tellMouse()) {
        mousePressEvent(event);
        return;
    }
    const Place place = placeAt(event->position().toPoint());
    const Line line = m_screen.line(place.row);
    const auto isWord = [&line](int column) {
        const Cell &cell = line[static_cast<std::size_t>(column)];
        const char32_t c = cell.chars[0];
        // Addresses, prefixes and paths are words too.
        return cell.width == 0 || (c != 0 && (QChar::isLetterOrNumber(c) || QStringView(u"._-/:@~+%").contains(QChar(c))));
    };
    if (!isWord(place.column))
        return;
    int from = place.column;
    int to = place.column;
    while (from > 0 && isWord(from - 1))
        --from;
    while (to + 1 < m_screen.columns() && isWord(to + 1))
        ++to;
    m_selection.set({place.row, from}, {place.row, to});
    viewport()->update();
}

void TerminalWidget::wheelEvent(QWheelEvent *event)
{
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        zoom(event->angleDelta().y() > 0 ? 1 : -1);
        return;
    }
    m_wheel += event->angleDelta().y();
    const int notches = m_wheel / 120;
    m_wheel -= notches * 120;
    m_shiftHeld = event->modifiers().testFlag(Qt::ShiftModifier);
    if (tellMouse()) {
        const Place place = placeAt(event->position().toPoint());
        m_screen.mouseMove(place.row, place.column, {});
        for (int i = 0; i < std::abs(notches); ++i)
            m_screen.mouseButton(notches > 0 ? 4 : 5, true, {});
    } else if (m_screen.alternate()) {
        // A pager or an editor without mouse support scrolls by arrow keys.
        for (int i = 0; i < 3 * std::abs(notches); ++i)
            m_screen.key(notches > 0 ? Key::up : Key::down, {});
    } else {
        verticalScrollBar()->setValue(verticalScrollBar()->value() - 3 * notches);
    }
    event->accept();
}

void TerminalWidget::contextMenuEvent(QContextMenuEvent *event)
{
    if (tellMouse())
        return;
    QMenu menu(this);
    QAction *copyAction = menu.addAction(tr("&Copy\tCtrl+Shift+C"), this, &TerminalWidget::copy);
    copyAction->setEnabled(!m_selection.isEmpty());
    menu.addAction(tr("&Paste\tCtrl+Shift+V"), this, &TerminalWidget::paste);
    menu.addAction(tr("Select &All\tCtrl+Shift+A"), this, &TerminalWidget::selectAll);
    menu.addSeparator();
    menu.addAction(tr("Clear &Scrollback"), this, [this] { m_screen.clearScrollback(); });
    menu.exec(event->globalPos());
}

} // namespace hopyard::terminal
