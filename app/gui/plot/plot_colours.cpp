// See plot_colours.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/plot/plot_colours.h"

#include "app/gui/theme/theme.h"

#include <array>

namespace hopyard::plot {

QColor colourOf(Colour colour)
{
    static const std::array<QColor, 9> kLight{QColor(0x2f6fe0), QColor(0xd9730d), QColor(0x1d9a5b), QColor(0x8b4fd8), QColor(0x0d8fb0),
                                              QColor(0xd13b3b), QColor(0x6b7a17), QColor(0xc2409a), QColor(0x8b94a5)};
    static const std::array<QColor, 9> kDark{QColor(0x6aa5ff), QColor(0xf5a142), QColor(0x41c98a), QColor(0xb98cff), QColor(0x43c7e6),
                                             QColor(0xf07272), QColor(0xb7c94f), QColor(0xf284cf), QColor(0x79839a)};
    const bool dark = theme::Theme::instance().scheme() == theme::Scheme::dark;
    return (dark ? kDark : kLight)[static_cast<std::size_t>(colour)];
}

Colour lineColour(int n) { return static_cast<Colour>(n % kLineColours); }

} // namespace hopyard::plot
