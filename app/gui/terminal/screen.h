// A terminal without a window: bytes in, cells out. libvterm does the escape sequences; here are the scrollback, our
// compact cells, and the keys' way back.
//
// Rows: 0 .. rows()-1 are the screen; negative rows are scrollback, -1 the line that left last. Missing on purpose:
// sixel and other graphics, hyperlinks (OSC 8), clipboard writing by the program (OSC 52: a program in a lab has no
// business in the user's clipboard), blinking text.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/terminal/cell.h"

#include <deque>
#include <functional>
#include <QByteArray>
#include <QString>

struct VTerm;
struct VTermScreen;

namespace hopyard::terminal {

enum class CursorShape : std::uint8_t { block, underline, bar };
enum class MouseMode : std::uint8_t { none, click, drag, move };

/// Keys that have no character. Names as on the keyboard.
enum class Key : std::uint8_t {
    enter, tab, backspace, escape, up, down, left, right, insert, delete_, home, end, pageUp, pageDown,
    f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12,
};
struct Modifiers {
    bool shift = false;
    bool alt = false;
    bool control = false;
};

class Screen {
public:
    static constexpr int kScrollbackLines = 5000;

    Screen(int rows, int columns);
    ~Screen();
    Screen(const Screen &) = delete;
    Screen &operator=(const Screen &) = delete;

    /// What the program wrote.
    void write(QByteArrayView bytes);
    void resize(int rows, int columns);
    /// Clears the scrollback, not the screen.
    void clearScrollback();

    int rows() const { return m_rows; }
    int columns() const { return m_columns; }
    int scrollback() const { return static_cast<int>(m_scrollback.size()); }
    /// The cell at a row of the screen (0..) or of the scrollback (negative). Blank outside.
    Cell cell(int row, int column) const;
    Line line(int row) const;
    /// The text of a line without trailing blanks.
    QString text(int row) const;
    /// The text from one place up to and including another, lines joined by '\n', trailing blanks left out.
    QString text(int fromRow, int fromColumn, int toRow, int toColumn) const;

    int cursorRow() const { return m_cursorRow; }
    int cursorColumn() const { return m_cursorColumn; }
    bool cursorVisible() const { return m_cursorVisible; }
    CursorShape cursorShape() const { return m_cursorShape; }
    bool alternate() const { return m_alternate; }
    MouseMode mouseMode() const { return m_mouse; }
    QString title() const { return m_title; }

    /// A key without a character; the bytes depend on the modes that the program set.
    void key(Key key, Modifiers modifiers);
    /// A character as typed. Control makes the classic control codes: Ctrl+[ is escape, Ctrl+space is NUL.
    void character(char32_t c, Modifiers modifiers);
    /// Text from the clipboard: bracketed where the program asked for it, line ends as the Enter key sends them,
    /// other control characters left out so that a pasted page cannot press keys.
    void paste(const QString &text);
    void mouseMove(int row, int column, Modifiers modifiers);
    void mouseButton(int button, bool pressed, Modifiers modifiers);

    /// Bytes for the program: keys, mouse reports, answers to queries.
    std::function<void(QByteArrayView)> onOutput;
    /// Something that is painted has changed.
    std::function<void()> onDamage;
    std::function<void()> onBell;
    std::function<void()> onTitle;
    /// A line was added to the scrollback (+1) or taken back from it (-1).
    std::function<void(int)> onScrollback;

private:
    struct Callbacks; // libvterm's C callbacks
    void damaged();

    VTerm *m_vterm;
    VTermScreen *m_screen;
    int m_rows;
    int m_columns;
    std::deque<Line> m_scrollback; // front is the newest
    int m_cursorRow = 0;
    int m_cursorColumn = 0;
    bool m_cursorVisible = true;
    CursorShape m_cursorShape = CursorShape::block;
    bool m_alternate = false;
    MouseMode m_mouse = MouseMode::none;
    QString m_title;
};

} // namespace hopyard::terminal
