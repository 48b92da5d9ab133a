// The scale of an axis: round steps (1, 2 or 5 times a power of ten), and values written with their unit the way a person
// writes them ("12.5 Mbit/s", "48 kB", "20 ms"), with one prefix for a whole axis.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

namespace hopyard::plot {

enum class Unit {
    count,         ///< packets, segments, events: whole numbers as a rule
    seconds,       ///< a duration
    bytes,
    bitsPerSecond,
    perSecond,     ///< of whatever the plot counts
    percent,
};

struct Ticks {
    double step = 1;
    std::vector<double> values;
};
/// Round values within [low, high], about `most` of them and never more.
Ticks ticksOf(double low, double high, int most);
/// The range made larger to whole steps; nothing of a range that is empty, and zero is kept where it is near.
struct Span {
    double low = 0, high = 1;
    bool operator==(const Span &) const = default;
};
Span roundedSpan(double low, double high, int most);

/// One value: "12.5 Mbit/s".
QString valueText(Unit unit, double value);
/// The mark of a tick on an axis whose largest value is `largest`, without the unit: "12.5".
QString tickText(Unit unit, double value, double step, double largest);
/// What stands beside such an axis: "Mbit/s"; empty for plain counts.
QString unitText(Unit unit, double largest);
/// A moment of the lab: "12.35 s", "2:03.5"; as exact as `step` asks for.
QString timeText(double seconds, double step);
/// For a file: "bit/s", "bytes", "s", "%", "1/s", "".
QString unitName(Unit unit);

} // namespace hopyard::plot
