// The colours of lines, bands and marks, by what they are called: they follow the theme. Hues that stand side by side differ
// in lightness too, for eyes that see fewer hues.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

namespace hopyard::plot {

enum class Colour { blue, orange, green, purple, cyan, red, olive, pink, grey };
constexpr int kLineColours = 8; ///< grey is for what stands behind

QColor colourOf(Colour colour);
/// For the n-th line of a plot whose lines mean nothing in particular.
Colour lineColour(int n);

} // namespace hopyard::plot
