// Plots as files: CSV (a row for each value), PNG, SVG, all of the same stretch of time.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/plot/plot.h"
#include "app/gui/plot/time_axis.h"

#include <QByteArray>
#include <QSize>
#include <QString>
#include <vector>

namespace hopyard::plot {

/// "time_s,plot,line,value,unit": what the axis shows, in order of plots, lines and times; bands as rows of the line "state".
QByteArray toCsv(const std::vector<const Plot *> &plots, const TimeAxis &axis);
/// One above the other, as on the screen; times below the last.
QByteArray toSvg(const std::vector<const Plot *> &plots, const TimeAxis &axis, const QSize &size);
QByteArray toPng(const std::vector<const Plot *> &plots, const TimeAxis &axis, const QSize &size, double scale = 2);
/// Writes what the name's ending says (.csv, .svg, else PNG); what is wrong, or nothing.
QString writePlots(const QString &path, const std::vector<const Plot *> &plots, const TimeAxis &axis, const QSize &size);

} // namespace hopyard::plot
