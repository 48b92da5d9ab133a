// See plot.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/plot/plot.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <QStringList>

namespace hopyard::plot {

Plot::Plot(const QString &title, Unit unit, QObject *parent) : QObject(parent), m_title(title), m_unit(unit) {}

void Plot::setTitle(const QString &title)
{
    m_title = title;
    emit changed();
}

int Plot::addLine(const QString &name, Colour colour, Style style, std::size_t capacity)
{
    m_lines.push_back({name, colour, style, Series(capacity)});
    emit changed();
    return static_cast<int>(m_lines.size()) - 1;
}

bool Plot::add(int line, double x, double y)
{
    const bool taken = m_lines[static_cast<std::size_t>(line)].data.add(x, y);
    if (taken)
        emit changed();
    return taken;
}

bool Plot::addSpan(int line, double x, double low, double high)
{
    Series &data = m_lines[static_cast<std::size_t>(line)].data;
    const bool taken = data.add(x, low) && data.add(x, high) && data.add(x, std::numeric_limits<double>::quiet_NaN());
    if (taken)
        emit changed();
    return taken;
}

void Plot::setState(double from, const QString &name, Colour colour)
{
    if (!m_bands.empty()) {
        Band &last = m_bands.back();
        if (from < last.from || (!last.to && last.name == name))
            return;
        if (!last.to)
            last.to = from;
    }
    if (!name.isEmpty())
        m_bands.push_back({from, {}, name, colour});
    if (m_bands.size() > kMostBands)
        m_bands.pop_front();
    emit changed();
}

void Plot::clearBands()
{
    m_bands.clear();
    emit changed();
}

void Plot::addMark(const Mark &mark)
{
    m_marks.push_back(mark);
    if (m_marks.size() > kMostMarks)
        m_marks.pop_front();
    emit changed();
}

void Plot::clearMarks()
{
    m_marks.clear();
    emit changed();
}

void Plot::cutAfter(double x)
{
    for (Line &line : m_lines)
        line.data.cutAfter(x);
    while (!m_bands.empty() && m_bands.back().from > x)
        m_bands.pop_back();
    if (!m_bands.empty() && m_bands.back().to.value_or(0) > x)
        m_bands.back().to.reset();
    std::erase_if(m_marks, [x](const Mark &mark) { return mark.at > x; });
    emit changed();
}

void Plot::clear()
{
    for (Line &line : m_lines)
        line.data.clear();
    m_bands.clear();
    m_marks.clear();
    emit changed();
}

std::optional<Span> Plot::extent() const
{
    std::optional<Span> all;
    for (const Line &line : m_lines) {
        if (line.data.isEmpty())
            continue;
        const double first = line.data.points().front().x, last = line.data.points().back().x;
        all = all ? Span{std::min(all->low, first), std::max(all->high, last)} : Span{first, last};
    }
    return all;
}

Series::Range Plot::valuesIn(double from, double to) const
{
    Series::Range range;
    for (const Line &line : m_lines) {
        if (line.data.isEmpty())
            continue;
        // What enters the picture from the left is seen too, of lines.
        const std::size_t first = line.data.firstAt(from);
        const bool reaches = first > 0 && (line.style == Style::line || line.style == Style::step);
        range.take(line.data.rangeOf(reaches ? first - 1 : first, line.data.firstAt(std::nextafter(to, std::numeric_limits<double>::max()))));
    }
    return range;
}

QString Plot::said(std::optional<double> at) const
{
    QStringList all;
    for (const Line &line : m_lines) {
        if (line.data.isEmpty() || line.style == Style::spans)
            continue;
        const Point *point = at ? line.data.at(*at) : &line.data.points().back();
        if (point)
            all += QStringLiteral("%1: %2").arg(line.name, valueText(m_unit, point->y));
    }
    return all.join(QStringLiteral(", "));
}

} // namespace hopyard::plot
