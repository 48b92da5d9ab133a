// Draws a plot into a rectangle: on the screen, into a picture, into an SVG. Everything is asked of the model and the time
// axis; nothing is kept.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/plot/plot.h"
#include "app/gui/plot/time_axis.h"

#include <optional>
#include <QPointF>
#include <QRectF>

class QFont;
class QPainter;

namespace hopyard::plot {

struct Look {
    bool times = true;           ///< the time axis is written below
    std::optional<QPointF> hand; ///< the pointer: the crosshair's values stand beside it
};

/// Where the lines are drawn, within a plot that takes `rect`.
QRectF fieldOf(const QRectF &rect, const QFont &font, bool times);
void paintPlot(QPainter &painter, const QRectF &rect, const Plot &plot, const TimeAxis &axis, const Look &look);
/// The names that stand in the legend, each with its colour, bands after lines.
struct LegendEntry {
    QString text;
    Colour colour = Colour::grey;
    Style style = Style::line;
    bool isBand = false;
};
std::vector<LegendEntry> legendOf(const Plot &plot, const TimeAxis &axis);

} // namespace hopyard::plot
