// The terminal's colours: sixteen chosen for each theme so that all of them can be read on its background, and the
// usual 6x6x6 cube and grey ramp above.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/terminal/cell.h"

#include <QColor>

namespace hopyard::terminal {

struct Palette {
    QColor foreground;
    QColor background;
    QColor selection; ///< background of selected text
    std::array<QColor, 16> ansi;

    /// Index 0..255 as in xterm.
    QColor indexed(int index) const;
    QColor resolve(Color color, bool isForeground) const;
};

const Palette &lightPalette();
const Palette &darkPalette();

/// The colours a cell is painted with: reverse swapped, bold of the first eight brightened.
struct CellColors {
    QColor foreground;
    QColor background;
};
CellColors colorsOf(const Cell &cell, const Palette &palette);

/// Contrast of two colours as WCAG 2.1 defines it, 1 to 21.
double contrast(const QColor &a, const QColor &b);

} // namespace hopyard::terminal
