// What of a terminal is selected: two places in reading order, counted in absolute lines so that the selection stays
// on its text while new lines push it into the scrollback.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <optional>
#include <utility>

namespace hopyard::terminal {

/// Row as in Screen: negative in the scrollback.
struct Place {
    int row = 0;
    int column = 0;
    auto operator<=>(const Place &) const = default;
};

class Selection {
public:
    void clear() { m_range.reset(); }
    bool isEmpty() const { return !m_range; }
    void begin(Place at) { m_anchor = at; m_range.reset(); }
    void extend(Place to) { m_range = std::minmax(m_anchor, to); }
    void set(Place from, Place to)
    {
        m_anchor = from;
        m_range = std::pair(from, to);
    }
    /// First and last cell, both included. Only where not empty.
    Place first() const { return m_range->first; }
    Place last() const { return m_range->second; }
    bool contains(Place p) const { return m_range && m_range->first <= p && p <= m_range->second; }
    /// Lines went into the scrollback (or came back, negative): everything moves up by so many rows.
    void scrolled(int lines)
    {
        m_anchor.row -= lines;
        if (m_range) {
            m_range->first.row -= lines;
            m_range->second.row -= lines;
        }
    }

private:
    Place m_anchor;
    std::optional<std::pair<Place, Place>> m_range;
};

} // namespace hopyard::terminal
