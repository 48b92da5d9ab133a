// See screen.h. The C callbacks of libvterm 0.1 end here; nothing of its types leaves this file.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/terminal/screen.h"

#include <algorithm>
#include <vterm.h>

namespace hopyard::terminal {

namespace {

Color fromVterm(const VTermColor &color)
{
    if (VTERM_COLOR_IS_DEFAULT_FG(&color) || VTERM_COLOR_IS_DEFAULT_BG(&color))
        return Color();
    if (VTERM_COLOR_IS_INDEXED(&color))
        return Color::indexed(color.indexed.idx);
    return Color::rgb(color.rgb.red, color.rgb.green, color.rgb.blue);
}

Cell fromVterm(const VTermScreenCell &from)
{
    Cell cell;
    // libvterm marks the right half of a wide character with the character (uint32_t)-1.
    if (from.chars[0] == static_cast<std::uint32_t>(-1)) {
        cell.width = 0;
    } else {
        for (std::size_t i = 0; i < cell.chars.size() && from.chars[i] != 0; ++i)
            cell.chars[i] = static_cast<char32_t>(from.chars[i]);
        cell.width = static_cast<std::uint8_t>(from.width);
    }
    cell.foreground = fromVterm(from.fg);
    cell.background = fromVterm(from.bg);
    cell.bold = from.attrs.bold;
    cell.italic = from.attrs.italic;
    cell.strike = from.attrs.strike;
    cell.reverse = from.attrs.reverse;
    cell.underline = static_cast<std::uint8_t>(from.attrs.underline & 3);
    return cell;
}

VTermColor toVterm(Color color, bool foreground)
{
    VTermColor to;
    switch (color.kind()) {
    case Color::Kind::standard:
        vterm_color_rgb(&to, 0, 0, 0);
        to.type |= foreground ? VTERM_COLOR_DEFAULT_FG : VTERM_COLOR_DEFAULT_BG;
        break;
    case Color::Kind::indexed: vterm_color_indexed(&to, static_cast<std::uint8_t>(color.value())); break;
    case Color::Kind::rgb:
        vterm_color_rgb(&to, static_cast<std::uint8_t>(color.value() >> 16),
                        static_cast<std::uint8_t>(color.value() >> 8), static_cast<std::uint8_t>(color.value()));
        break;
    }
    return to;
}

VTermScreenCell toVterm(const Cell &cell)
{
    VTermScreenCell to{};
    for (std::size_t i = 0; i < cell.chars.size(); ++i)
        to.chars[i] = cell.chars[i];
    to.width = static_cast<char>(std::max<std::uint8_t>(cell.width, 1));
    to.fg = toVterm(cell.foreground, true);
    to.bg = toVterm(cell.background, false);
    to.attrs.bold = cell.bold;
    to.attrs.italic = cell.italic;
    to.attrs.strike = cell.strike;
    to.attrs.reverse = cell.reverse;
    to.attrs.underline = cell.underline;
    return to;
}

VTermModifier toVterm(Modifiers m)
{
    return static_cast<VTermModifier>((m.shift ? VTERM_MOD_SHIFT : 0) | (m.alt ? VTERM_MOD_ALT : 0)
                                      | (m.control ? VTERM_MOD_CTRL : 0));
}

VTermKey toVterm(Key key)
{
    switch (key) {
    case Key::enter: return VTERM_KEY_ENTER;
    case Key::tab: return VTERM_KEY_TAB;
    case Key::backspace: return VTERM_KEY_BACKSPACE;
    case Key::escape: return VTERM_KEY_ESCAPE;
    case Key::up: return VTERM_KEY_UP;
    case Key::down: return VTERM_KEY_DOWN;
    case Key::left: return VTERM_KEY_LEFT;
    case Key::right: return VTERM_KEY_RIGHT;
    case Key::insert: return VTERM_KEY_INS;
    case Key::delete_: return VTERM_KEY_DEL;
    case Key::home: return VTERM_KEY_HOME;
    case Key::end: return VTERM_KEY_END;
    case Key::pageUp: return VTERM_KEY_PAGEUP;
    case Key::pageDown: return VTERM_KEY_PAGEDOWN;
    default: break;
    }
    return static_cast<VTermKey>(VTERM_KEY_FUNCTION(static_cast<int>(key) - static_cast<int>(Key::f1) + 1));
}

/// The control code that Ctrl makes of a character, or -1.
int controlCode(char32_t c)
{
    if (c >= U'a' && c <= U'z')
        return static_cast<int>(c - U'a' + 1);
    if (c >= U'@' && c <= U'_')
        return static_cast<int>(c - U'@');
    switch (c) {
    case U' ': case U'2': return 0;
    case U'3': return 0x1b;
    case U'4': return 0x1c;
    case U'5': return 0x1d;
    case U'6': return 0x1e;
    case U'7': case U'/': return 0x1f;
    case U'8': case U'?': return 0x7f;
    default: return -1;
    }
}

void appendText(QString &to, const Cell &cell)
{
    if (cell.width == 0)
        return;
    if (cell.chars[0] == 0) {
        to += QLatin1Char(' ');
        return;
    }
    for (const char32_t c : cell.chars)
        if (c != 0)
            to += QString::fromUcs4(&c, 1);
}

QString trimmedRight(QString text)
{
    qsizetype end = text.size();
    while (end > 0 && text[end - 1] == QLatin1Char(' '))
        --end;
    text.truncate(end);
    return text;
}

} // namespace

struct Screen::Callbacks {
    static Screen &self(void *user) { return *static_cast<Screen *>(user); }

    static void output(const char *bytes, size_t size, void *user)
    {
        if (self(user).onOutput)
            self(user).onOutput(QByteArrayView(bytes, static_cast<qsizetype>(size)));
    }
    static int damage(VTermRect, void *user)
    {
        self(user).damaged();
        return 1;
    }
    static int moverect(VTermRect, VTermRect, void *user)
    {
        self(user).damaged();
        return 1;
    }
    static int movecursor(VTermPos pos, VTermPos, int, void *user)
    {
        self(user).m_cursorRow = pos.row;
        self(user).m_cursorColumn = pos.col;
        self(user).damaged();
        return 1;
    }
    static int settermprop(VTermProp prop, VTermValue *value, void *user)
    {
        Screen &s = self(user);
        switch (prop) {
        case VTERM_PROP_CURSORVISIBLE: s.m_cursorVisible = value->boolean; break;
        case VTERM_PROP_CURSORSHAPE:
            s.m_cursorShape = value->number == VTERM_PROP_CURSORSHAPE_UNDERLINE ? CursorShape::underline
                : value->number == VTERM_PROP_CURSORSHAPE_BAR_LEFT              ? CursorShape::bar
                                                                                : CursorShape::block;
            break;
        case VTERM_PROP_ALTSCREEN: s.m_alternate = value->boolean; break;
        case VTERM_PROP_MOUSE: s.m_mouse = static_cast<MouseMode>(value->number); break;
        case VTERM_PROP_TITLE:
            s.m_title = QString::fromUtf8(value->string);
            if (s.onTitle)
                s.onTitle();
            break;
        default: break;
        }
        s.damaged();
        return 1;
    }
    static int bell(void *user)
    {
        if (self(user).onBell)
            self(user).onBell();
        return 1;
    }
    static int pushline(int columns, const VTermScreenCell *cells, void *user)
    {
        Screen &s = self(user);
        Line line;
        line.reserve(static_cast<std::size_t>(columns));
        for (int i = 0; i < columns; ++i)
            line.push_back(fromVterm(cells[i]));
        while (!line.empty() && line.back().isEmpty())
            line.pop_back();
        line.shrink_to_fit();
        s.m_scrollback.push_front(std::move(line));
        if (s.scrollback() > kScrollbackLines)
            s.m_scrollback.pop_back();
        if (s.onScrollback)
            s.onScrollback(1);
        return 1;
    }
    static int popline(int columns, VTermScreenCell *cells, void *user)
    {
        Screen &s = self(user);
        if (s.m_scrollback.empty())
            return 0;
        const Line line = std::move(s.m_scrollback.front());
        s.m_scrollback.pop_front();
        const Cell blank;
        for (int i = 0; i < columns; ++i)
            cells[i] = toVterm(static_cast<std::size_t>(i) < line.size() ? line[static_cast<std::size_t>(i)] : blank);
        if (s.onScrollback)
            s.onScrollback(-1);
        return 1;
    }
    static constexpr VTermScreenCallbacks table{damage, moverect, movecursor, settermprop, bell, nullptr, pushline,
                                                popline};
};

Screen::Screen(int rows, int columns) :
    m_vterm(vterm_new(rows, columns)), m_screen(vterm_obtain_screen(m_vterm)), m_rows(rows), m_columns(columns)
{
    vterm_set_utf8(m_vterm, 1);
    vterm_output_set_callback(m_vterm, Callbacks::output, this);
    vterm_screen_set_callbacks(m_screen, &Callbacks::table, this);
    vterm_screen_set_damage_merge(m_screen, VTERM_DAMAGE_SCROLL);
    vterm_screen_enable_altscreen(m_screen, 1);
    vterm_screen_reset(m_screen, 1);
}

Screen::~Screen() { vterm_free(m_vterm); }

void Screen::write(QByteArrayView bytes)
{
    vterm_input_write(m_vterm, bytes.data(), static_cast<size_t>(bytes.size()));
    vterm_screen_flush_damage(m_screen);
}

void Screen::resize(int rows, int columns)
{
    rows = std::max(rows, 1);
    columns = std::max(columns, 2); // a wide character needs two
    if (rows == m_rows && columns == m_columns)
        return;
    m_rows = rows;
    m_columns = columns;
    vterm_set_size(m_vterm, rows, columns);
    vterm_screen_flush_damage(m_screen);
    damaged();
}

void Screen::clearScrollback()
{
    const int lines = scrollback();
    m_scrollback.clear();
    if (onScrollback && lines > 0)
        onScrollback(-lines);
    damaged();
}

Cell Screen::cell(int row, int column) const
{
    if (column < 0 || column >= m_columns || row >= m_rows || row < -scrollback())
        return Cell();
    if (row < 0) {
        const Line &line = m_scrollback[static_cast<std::size_t>(-row - 1)];
        return static_cast<std::size_t>(column) < line.size() ? line[static_cast<std::size_t>(column)] : Cell();
    }
    VTermScreenCell cell;
    if (!vterm_screen_get_cell(m_screen, VTermPos{row, column}, &cell))
        return Cell();
    return fromVterm(cell);
}

Line Screen::line(int row) const
{
    Line line;
    line.reserve(static_cast<std::size_t>(m_columns));
    for (int column = 0; column < m_columns; ++column)
        line.push_back(cell(row, column));
    return line;
}

QString Screen::text(int row) const { return text(row, 0, row, m_columns - 1); }

QString Screen::text(int fromRow, int fromColumn, int toRow, int toColumn) const
{
    QString all;
    for (int row = fromRow; row <= toRow; ++row) {
        QString part;
        const int end = row == toRow ? toColumn : m_columns - 1;
        for (int column = row == fromRow ? fromColumn : 0; column <= end; ++column)
            appendText(part, cell(row, column));
        if (row > fromRow)
            all += QLatin1Char('\n');
        all += trimmedRight(part);
    }
    return all;
}

void Screen::key(Key key, Modifiers modifiers) { vterm_keyboard_key(m_vterm, toVterm(key), toVterm(modifiers)); }

void Screen::character(char32_t c, Modifiers modifiers)
{
    // Not vterm_keyboard_unichar() with Ctrl: it sends "CSI u" for Ctrl+[, Ctrl+I, Ctrl+J and Ctrl+M, which shells
    // do not understand.
    QByteArray bytes;
    if (modifiers.alt)
        bytes += '\x1b';
    const int code = modifiers.control ? controlCode(c) : -1;
    if (code >= 0)
        bytes += static_cast<char>(code);
    else
        bytes += QString::fromUcs4(&c, 1).toUtf8();
    if (onOutput)
        onOutput(bytes);
}

void Screen::paste(const QString &text)
{
    QString clean;
    clean.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c == QLatin1Char('\r') && i + 1 < text.size() && text[i + 1] == QLatin1Char('\n'))
            continue;
        if (c == QLatin1Char('\n') || c == QLatin1Char('\r'))
            clean += QLatin1Char('\r');
        else if (c == QLatin1Char('\t') || c.category() != QChar::Other_Control)
            clean += c;
    }
    vterm_keyboard_start_paste(m_vterm);
    if (onOutput)
        onOutput(clean.toUtf8());
    vterm_keyboard_end_paste(m_vterm);
}

void Screen::mouseMove(int row, int column, Modifiers modifiers)
{
    vterm_mouse_move(m_vterm, row, column, toVterm(modifiers));
}

void Screen::mouseButton(int button, bool pressed, Modifiers modifiers)
{
    if (m_mouse != MouseMode::none) // libvterm would report the button all the same
        vterm_mouse_button(m_vterm, button, pressed, toVterm(modifiers));
}

void Screen::damaged()
{
    if (onDamage)
        onDamage();
}

} // namespace hopyard::terminal
