// See palette.h. Index 0 (black) on dark and 15 (white) on light are meant to be faint; every other of the sixteen has
// a contrast of at least 3 to the background of its theme, which a test checks.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/terminal/palette.h"

#include <algorithm>
#include <cmath>

namespace hopyard::terminal {

QColor Palette::indexed(int index) const
{
    if (index < 16)
        return ansi[static_cast<std::size_t>(index)];
    if (index < 232) {
        constexpr int levels[] = {0, 95, 135, 175, 215, 255};
        const int cube = index - 16;
        return QColor(levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6]);
    }
    const int grey = 8 + 10 * (index - 232);
    return QColor(grey, grey, grey);
}

QColor Palette::resolve(Color color, bool isForeground) const
{
    switch (color.kind()) {
    case Color::Kind::standard: return isForeground ? foreground : background;
    case Color::Kind::indexed: return indexed(static_cast<int>(color.value()));
    case Color::Kind::rgb: return QColor::fromRgb(0xff000000u | color.value());
    }
    return foreground;
}

const Palette &lightPalette()
{
    static const Palette palette{
        QColor(0x24292f), QColor(0xfbfbfa), QColor(0xc2dbf7),
        {QColor(0x24292f), QColor(0xb3261e), QColor(0x1a7f37), QColor(0x8a6100), QColor(0x0b5cad), QColor(0x8250a8),
         QColor(0x116a72), QColor(0x6a737d), QColor(0x57606a), QColor(0xcf222e), QColor(0x218a3f), QColor(0x9a6b00),
         QColor(0x0969da), QColor(0xa04bc0), QColor(0x147d87), QColor(0xa0a6ad)}};
    return palette;
}

const Palette &darkPalette()
{
    static const Palette palette{
        QColor(0xdde2e8), QColor(0x16191d), QColor(0x2f4a6b),
        {QColor(0x3a4048), QColor(0xf2777a), QColor(0x7fc98a), QColor(0xe6c06c), QColor(0x78aeea), QColor(0xc79be0),
         QColor(0x6cc7cf), QColor(0xc3c9d0), QColor(0x858d97), QColor(0xff9a9c), QColor(0x9fe0a8), QColor(0xf5d68f),
         QColor(0x9cc8ff), QColor(0xdcb8f2), QColor(0x93e0e6), QColor(0xffffff)}};
    return palette;
}

CellColors colorsOf(const Cell &cell, const Palette &palette)
{
    Color foreground = cell.foreground;
    if (cell.bold && foreground.kind() == Color::Kind::indexed && foreground.value() < 8)
        foreground = Color::indexed(static_cast<std::uint8_t>(foreground.value() + 8));
    CellColors colors{palette.resolve(foreground, true), palette.resolve(cell.background, false)};
    if (cell.reverse)
        std::swap(colors.foreground, colors.background);
    return colors;
}

double contrast(const QColor &a, const QColor &b)
{
    const auto luminance = [](const QColor &c) {
        const auto linear = [](double v) { return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
        return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
    };
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

} // namespace hopyard::terminal
