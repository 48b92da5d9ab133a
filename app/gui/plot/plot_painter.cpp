// See plot_painter.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/plot/plot_painter.h"

#include "app/gui/theme/theme.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <QFontMetricsF>
#include <QPainter>
#include <QPolygonF>
#include <QStringList>

namespace hopyard::plot {

namespace {

constexpr double kLineWidth = 1.6;
constexpr double kDot = 3.2;        // across
constexpr double kSpanWidth = 2.2;
constexpr int kTickRoom = 26;       // pixels that a horizontal line of the grid wants
constexpr int kTimeRoom = 90;       // and a vertical one
constexpr double kBandAlpha = 0.2;
constexpr double kNarrow = 420;     // the legend stands below the title then

/// From values to pixels.
struct Scale {
    QRectF field;
    double from, to, low, high;
    double x(double time) const { return field.left() + (time - from) / (to - from) * field.width(); }
    double y(double value) const { return field.bottom() - (value - low) / (high - low) * field.height(); }
    QPointF at(const Point &point) const { return {x(point.x), y(point.y)}; }
};

/// Of a plot with spans: a sequence graph is seen by what was sent, not against nothing, nor flat below a window's edge far above.
std::optional<Span> spanOfSpans(const Plot &plot, double from, double to)
{
    constexpr double kMargin = 0.06;
    Series::Range values;
    for (const Plot::Line &line : plot.lines())
        if (line.style == Style::spans)
            values.take(line.data.rangeOf(line.data.firstAt(from), line.data.firstAt(to)));
    if (values.isEmpty || !(values.high > values.low))
        return std::nullopt;
    const double margin = (values.high - values.low) * kMargin;
    return Span{values.low - margin, values.high + margin};
}

Scale scaleOf(const QRectF &field, const Plot &plot, const TimeAxis &axis)
{
    if (const auto span = spanOfSpans(plot, axis.from(), axis.shownUntil()))
        return {field, axis.from(), axis.to(), span->low, span->high};
    const Series::Range values = plot.valuesIn(axis.from(), axis.shownUntil());
    const int most = std::max(1, static_cast<int>(field.height() / kTickRoom));
    const Span span = values.isEmpty ? Span{0, 1} : roundedSpan(values.low, values.high, most);
    return {field, axis.from(), axis.to(), span.low, span.high};
}

void paintGrid(QPainter &painter, const Scale &scale, const Plot &plot, bool times)
{
    const theme::Colours &c = theme::colours();
    const QFontMetricsF metrics(painter.font());
    const double line = metrics.height();
    const double largest = std::max(std::abs(scale.low), std::abs(scale.high));
    const Ticks values = ticksOf(scale.low, scale.high, std::max(1, static_cast<int>(scale.field.height() / kTickRoom)));
    for (const double value : values.values) {
        const double y = std::round(scale.y(value)) + 0.5;
        painter.setPen(QPen(c.grid, 1));
        painter.drawLine(QPointF(scale.field.left(), y), QPointF(scale.field.right(), y));
        painter.setPen(c.muted);
        painter.drawText(QRectF(scale.field.left() - 200, y - line / 2, 194, line), Qt::AlignRight | Qt::AlignVCenter,
                         tickText(plot.unit(), value, values.step, largest));
    }
    const Ticks moments = ticksOf(scale.from, scale.to, std::max(1, static_cast<int>(scale.field.width() / kTimeRoom)));
    for (const double time : moments.values) {
        const double x = std::round(scale.x(time)) + 0.5;
        painter.setPen(QPen(c.grid, 1));
        painter.drawLine(QPointF(x, scale.field.top()), QPointF(x, scale.field.bottom()));
        if (times) {
            painter.setPen(c.muted);
            painter.drawText(QRectF(x - 60, scale.field.bottom() + 4, 120, line), Qt::AlignHCenter | Qt::AlignTop, timeText(time, moments.step));
        }
    }
}

void paintBands(QPainter &painter, const Scale &scale, const Plot &plot, double until)
{
    if (const auto known = plot.extent())
        until = std::min(until, known->high); // what lasts, lasts as far as is known
    for (const Plot::Band &band : plot.bands()) {
        const double from = std::max(band.from, scale.from), to = std::min(band.to.value_or(until), until);
        if (to < scale.from || from > until)
            continue;
        QColor colour = colourOf(band.colour);
        colour.setAlphaF(kBandAlpha);
        // At least a pixel, so that a short loss is seen from afar.
        const double left = scale.x(from), right = std::max(scale.x(to), left + 1);
        painter.fillRect(QRectF(left, scale.field.top(), right - left, scale.field.height()), colour);
    }
}

void paintMarks(QPainter &painter, const Scale &scale, const Plot &plot, double until)
{
    const QFontMetricsF metrics(painter.font());
    double free = scale.field.left(); // labels that would lie on each other are left out
    for (const Plot::Mark &mark : plot.marks()) {
        if (mark.at < scale.from || mark.at > until)
            continue;
        const double x = std::round(scale.x(mark.at)) + 0.5;
        painter.setPen(QPen(colourOf(mark.colour), 1, Qt::DashLine));
        painter.drawLine(QPointF(x, scale.field.top()), QPointF(x, scale.field.bottom()));
        const double width = metrics.horizontalAdvance(mark.name);
        if (mark.name.isEmpty() || x + 4 < free || x + 4 + width > scale.field.right())
            continue;
        painter.setPen(theme::colours().text);
        painter.drawText(QPointF(x + 4, scale.field.top() + metrics.ascent() + 1), mark.name);
        free = x + 4 + width + 8;
    }
}

/// The pieces between gaps.
void paintPieces(QPainter &painter, const Scale &scale, const std::vector<Point> &points, bool steps)
{
    QPolygonF piece;
    const auto flush = [&] {
        if (piece.size() == 1)
            painter.drawPoint(piece.front());
        else if (piece.size() > 1)
            painter.drawPolyline(piece);
        piece.clear();
    };
    for (const Point &point : points) {
        if (std::isnan(point.y)) {
            flush();
            continue;
        }
        const QPointF at = scale.at(point);
        if (steps && !piece.isEmpty())
            piece += QPointF(at.x(), piece.back().y());
        piece += at;
    }
    flush();
}

void paintLine(QPainter &painter, const Scale &scale, const Plot::Line &line, double until)
{
    if (line.data.isEmpty() || until <= scale.from)
        return;
    const QColor colour = colourOf(line.colour);
    const int columns = std::max(1, static_cast<int>(scale.field.width()));
    if (line.style == Style::points) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        for (const Point &point : line.data.forPoints(scale.from, until, columns, scale.low, scale.high, std::max(1, static_cast<int>(scale.field.height()))))
            painter.drawEllipse(scale.at(point), kDot / 2, kDot / 2);
        painter.setBrush(Qt::NoBrush);
        return;
    }
    std::vector<Point> points = line.data.forLine(scale.from, until, columns);
    while (!points.empty() && points.back().x > until) // the point behind the moment that is shown has not been yet
        points.pop_back();
    if (line.style == Style::step && !points.empty()) {
        const Point *next = line.data.nearest(until);
        const double end = next && next->x > points.back().x ? until : std::max(points.back().x, std::min(until, line.data.points().back().x));
        points.push_back({end, points.back().y});
    }
    const bool spans = line.style == Style::spans;
    painter.setPen(QPen(colour, spans ? kSpanWidth : kLineWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    paintPieces(painter, scale, points, line.style == Style::step);
}

double paintSwatch(QPainter &painter, const LegendEntry &entry, double x, double middle)
{
    const QColor colour = colourOf(entry.colour);
    if (entry.isBand) {
        QColor faint = colour;
        faint.setAlphaF(0.4);
        painter.fillRect(QRectF(x, middle - 5, 11, 10), faint);
    } else if (entry.style == Style::points) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawEllipse(QPointF(x + 5.5, middle), kDot * 0.8, kDot * 0.8);
        painter.setBrush(Qt::NoBrush);
    } else if (entry.style == Style::spans) {
        painter.setPen(QPen(colour, kSpanWidth, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(x + 5.5, middle - 4), QPointF(x + 5.5, middle + 4));
    } else {
        painter.setPen(QPen(colour, 2.4, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(x + 1, middle), QPointF(x + 10, middle));
    }
    return x + 16;
}

void paintHead(QPainter &painter, const QRectF &rect, const Scale &scale, const Plot &plot, const TimeAxis &axis)
{
    const theme::Colours &c = theme::colours();
    const QFont plain = painter.font();
    QFont bold = plain;
    bold.setWeight(QFont::DemiBold);
    const double line = QFontMetricsF(plain).height();
    const QFontMetricsF metrics(plain), boldMetrics(bold);
    QString title = plot.title();
    if (const QString unit = unitText(plot.unit(), std::max(std::abs(scale.low), std::abs(scale.high))); !unit.isEmpty())
        title += QStringLiteral("  ") + unit;
    painter.setFont(bold);
    painter.setPen(c.text);
    const double most = rect.width() * (rect.width() < kNarrow ? 0.9 : 0.6);
    painter.drawText(QRectF(rect.left() + 10, rect.top() + 4, most, line), Qt::AlignLeft | Qt::AlignVCenter, boldMetrics.elidedText(title, Qt::ElideRight, most));
    painter.setFont(plain);
    const bool below = rect.width() < kNarrow;
    const double y = rect.top() + 4 + (below ? line : 0);
    double x = rect.left() + 10 + (below ? 0 : std::min(most, boldMetrics.horizontalAdvance(title)) + 18);
    for (const LegendEntry &entry : legendOf(plot, axis)) {
        const double width = 16 + metrics.horizontalAdvance(entry.text);
        if (x + width > rect.right() - 8)
            break; // the crosshair names them all
        x = paintSwatch(painter, entry, x, y + line / 2);
        painter.setPen(c.muted);
        painter.drawText(QRectF(x, y, width, line), Qt::AlignLeft | Qt::AlignVCenter, entry.text);
        x += width - 16 + 14;
    }
}

void paintCross(QPainter &painter, const Scale &scale, const Plot &plot, const TimeAxis &axis, const Look &look)
{
    const theme::Colours &c = theme::colours();
    if (!axis.cross() || *axis.cross() < scale.from || *axis.cross() > scale.to)
        return;
    const double time = *axis.cross();
    const double x = scale.x(time);
    painter.setPen(QPen(c.muted, 1, Qt::DotLine));
    painter.drawLine(QPointF(x, scale.field.top()), QPointF(x, scale.field.bottom()));
    struct Row {
        QString text;
        std::optional<Colour> colour;
    };
    std::vector<Row> rows{{timeText(time, (scale.to - scale.from) / scale.field.width()), {}}};
    for (const Plot::Line &line : plot.lines()) {
        if (time > axis.shownUntil())
            continue;
        const Point *point = line.data.at(time);
        if (!point || std::isnan(point->y))
            continue;
        rows.push_back({QStringLiteral("%1  %2").arg(line.name, valueText(plot.unit(), point->y)), line.colour});
        painter.setPen(QPen(c.base, 1));
        painter.setBrush(colourOf(line.colour));
        painter.drawEllipse(QPointF(x, scale.y(point->y)), 3.2, 3.2);
        painter.setBrush(Qt::NoBrush);
    }
    for (const Plot::Band &band : plot.bands())
        if (band.from <= time && time < band.to.value_or(axis.shownUntil() + 1e-9))
            rows.push_back({band.name, band.colour});
    if (!look.hand)
        return;
    const QFontMetricsF metrics(painter.font());
    double width = 0;
    for (const Row &row : rows)
        width = std::max(width, metrics.horizontalAdvance(row.text));
    width += 30;
    const double line = metrics.height();
    const double height = line * static_cast<double>(rows.size()) + 10;
    QRectF box(x + 12, std::clamp(look.hand->y() - height / 2, scale.field.top(), std::max(scale.field.top(), scale.field.bottom() - height)), width, height);
    if (box.right() > scale.field.right())
        box.moveRight(x - 12);
    painter.setPen(QPen(c.border, 1));
    painter.setBrush(c.base);
    painter.drawRoundedRect(box, 5, 5);
    painter.setBrush(Qt::NoBrush);
    double y = box.top() + 5;
    for (const Row &row : rows) {
        if (row.colour)
            painter.fillRect(QRectF(box.left() + 8, y + line / 2 - 4, 8, 8), colourOf(*row.colour));
        painter.setPen(row.colour ? c.text : c.muted);
        painter.drawText(QRectF(box.left() + (row.colour ? 22 : 8), y, width, line), Qt::AlignLeft | Qt::AlignVCenter, row.text);
        y += line;
    }
}

} // namespace

QRectF fieldOf(const QRectF &rect, const QFont &font, bool times)
{
    const QFontMetricsF metrics(font);
    const double scale = metrics.horizontalAdvance(QStringLiteral("000.00 ")) + 10;
    return rect.adjusted(scale, metrics.height() * (rect.width() < kNarrow ? 2 : 1) + 10, -12, times ? -metrics.height() - 10 : -6);
}

std::vector<LegendEntry> legendOf(const Plot &plot, const TimeAxis &axis)
{
    std::vector<LegendEntry> entries;
    for (const Plot::Line &line : plot.lines()) {
        QString text = line.name;
        const Point *point = line.data.at(axis.cross().value_or(axis.shownUntil()));
        if (point && !std::isnan(point->y) && line.style != Style::points && line.style != Style::spans)
            text += QLatin1Char(' ') + valueText(plot.unit(), point->y);
        entries.push_back({text, line.colour, line.style, false});
    }
    QStringList named;
    for (const Plot::Band &band : plot.bands())
        if (!named.contains(band.name)) {
            named += band.name;
            entries.push_back({band.name, band.colour, Style::line, true});
        }
    return entries;
}

void paintPlot(QPainter &painter, const QRectF &rect, const Plot &plot, const TimeAxis &axis, const Look &look)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF field = fieldOf(rect, painter.font(), look.times);
    if (field.width() > 10 && field.height() > 10) {
        const Scale scale = scaleOf(field, plot, axis);
        const double until = axis.shownUntil();
        paintGrid(painter, scale, plot, look.times);
        painter.save();
        painter.setClipRect(field.adjusted(-1, -2, 1, 2));
        paintBands(painter, scale, plot, until);
        for (const Plot::Line &line : plot.lines())
            paintLine(painter, scale, line, until);
        paintMarks(painter, scale, plot, until);
        painter.restore();
        paintHead(painter, rect, scale, plot, axis);
        paintCross(painter, scale, plot, axis, look);
        if (!plot.extent()) {
            painter.setPen(theme::colours().muted);
            painter.drawText(field, Qt::AlignCenter, QObject::tr("Nothing to plot yet"));
        }
    }
    painter.restore();
}

} // namespace hopyard::plot
