// How one text becomes another, line by line: the shortest list of lines that go and come (Myers' greedy algorithm), put
// side by side.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace hopyard::config {

/// A row of two texts side by side.
struct DifferenceRow {
    enum class Kind { same, added, removed, changed };
    Kind kind = Kind::same;
    int before = -1; ///< line of the old text from 0; -1: none
    int after = -1;  ///< line of the new text
    bool operator==(const DifferenceRow &) const = default;
};

/// O((lines) × (differences)). Lines that were removed and added at one place are `changed` in pairs.
std::vector<DifferenceRow> differenceOf(const QStringList &before, const QStringList &after);

/// The lines of a text; blanks at the ends of lines and empty lines at the end make no difference.
QStringList linesOf(const QString &text);

} // namespace hopyard::config
