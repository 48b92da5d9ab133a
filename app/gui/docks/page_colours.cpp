// See page_colours.h. The guests' hues are far from those that say something else (green DMA table, amber filled, red
// clearing), and differ in lightness too, for eyes that see fewer hues.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/page_colours.h"

#include "app/gui/theme/theme.h"

#include <array>

namespace hopyard::docks {

namespace {

bool isDark() { return theme::Theme::instance().scheme() == theme::Scheme::dark; }

QColor mixed(const QColor &a, const QColor &b, double share)
{
    const auto part = [share](int x, int y) { return static_cast<int>(x * share + y * (1 - share) + 0.5); };
    return {part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue())};
}

} // namespace

QColor guestColour(int guest)
{
    static const std::array<QColor, 6> kLight{QColor(0x2f6fe0), QColor(0x8b4fd8), QColor(0x0d8fb0), QColor(0xc2409a),
                                              QColor(0x4a56c8), QColor(0x6b7a17)};
    static const std::array<QColor, 6> kDark{QColor(0x6aa5ff), QColor(0xb98cff), QColor(0x43c7e6), QColor(0xf284cf),
                                             QColor(0x8f9bff), QColor(0xb7c94f)};
    const auto &all = isDark() ? kDark : kLight;
    return guest < 0 ? theme::colours().muted : all[static_cast<std::size_t>(guest) % all.size()];
}

QColor pageColour(client::PageState state, int guest)
{
    const theme::Colours &c = theme::colours();
    switch (state) {
    case client::PageState::free: return mixed(c.border, c.base, isDark() ? 0.55 : 0.5);
    case client::PageState::guestMemory: return mixed(guestColour(guest), c.base, isDark() ? 0.30 : 0.22);
    case client::PageState::baseStorage: return mixed(c.muted, c.base, 0.55);
    case client::PageState::dmaTable: return c.ok;
    case client::PageState::filled: return isDark() ? QColor(0xf2c14e) : QColor(0xe0a100);
    case client::PageState::mapped: return guestColour(guest);
    case client::PageState::clearing: return c.danger;
    }
    return c.border;
}

} // namespace hopyard::docks
