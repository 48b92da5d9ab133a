// One character cell of a terminal as it is kept: small, because thousands of lines of scrollback hold them.
//
// Colours stay what the program asked for (the default, one of the 256, or 24 bits) and become a QColor only when
// painted, so that a change of theme recolours what is already on the screen.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace hopyard::terminal {

/// What a program asked for: the terminal's default, an index 0..255, or 24 bits.
class Color {
public:
    enum class Kind : std::uint8_t { standard, indexed, rgb };
    constexpr Color() = default;
    static constexpr Color indexed(std::uint8_t index) { return Color(Kind::indexed, index); }
    static constexpr Color rgb(std::uint8_t r, std::uint8_t g, std::uint8_t b)
    {
        return Color(Kind::rgb, std::uint32_t(r) << 16 | std::uint32_t(g) << 8 | b);
    }
    constexpr Kind kind() const { return static_cast<Kind>(m_bits >> 24); }
    /// The index, or 0xrrggbb.
    constexpr std::uint32_t value() const { return m_bits & 0xffffff; }
    constexpr bool operator==(const Color &) const = default;

private:
    constexpr Color(Kind kind, std::uint32_t value) : m_bits(std::uint32_t(kind) << 24 | value) {}
    std::uint32_t m_bits = 0;
};

struct Cell {
    /// The base character and up to two that combine with it; 0 where there is none.
    std::array<char32_t, 3> chars{};
    Color foreground;
    Color background;
    std::uint8_t width = 1; ///< 2 for a wide character; the cell after it has width 0
    bool bold : 1 = false;
    bool italic : 1 = false;
    bool strike : 1 = false;
    bool reverse : 1 = false;
    std::uint8_t underline : 2 = 0; ///< 0 none, 1 single, 2 double, 3 curly

    bool isBlank() const { return chars[0] == 0 || chars[0] == U' '; }
    /// True where the cell looks like one that was never written.
    bool isEmpty() const { return isBlank() && width == 1 && sameStyle(Cell()); }
    bool sameStyle(const Cell &o) const
    {
        return foreground == o.foreground && background == o.background && bold == o.bold && italic == o.italic
            && strike == o.strike && reverse == o.reverse && underline == o.underline;
    }
    bool operator==(const Cell &) const = default;
};

using Line = std::vector<Cell>;

} // namespace hopyard::terminal
