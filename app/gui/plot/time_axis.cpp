// See time_axis.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/plot/time_axis.h"

#include <algorithm>

namespace hopyard::plot {

namespace {
constexpr double kLongest = 1e9;  // seconds
constexpr double kShortestAll = 0.001; // of a plot with one point
} // namespace

TimeAxis::TimeAxis(QObject *parent) : QObject(parent) {}

double TimeAxis::newest() const { return m_moment ? std::min(*m_moment, std::max(m_last, m_first)) : m_last; }

double TimeAxis::shownUntil() const { return m_moment ? std::min(m_view.high, *m_moment) : m_view.high; }

void TimeAxis::setKnown(double first, double last)
{
    if (first == m_first && last == m_last)
        return;
    m_first = first;
    m_last = last;
    keepUp();
}

void TimeAxis::setMoment(std::optional<double> moment)
{
    if (moment == m_moment)
        return;
    m_moment = moment;
    if (m_follows)
        keepUp();
    emit changed();
}

void TimeAxis::keepUp()
{
    if (!m_follows)
        return;
    const double end = newest();
    if (m_all) {
        set(m_first, std::max(end, m_first + kShortestAll));
        return;
    }
    // Until there is a whole span of it, what there is begins at the left.
    const double begin = std::max(m_first, end - span());
    set(begin, begin + span());
}

void TimeAxis::set(double from, double to)
{
    if (from == m_view.low && to == m_view.high)
        return;
    m_view = {from, to};
    emit changed();
}

void TimeAxis::zoom(double at, double factor)
{
    const double wanted = std::clamp(span() * factor, kLeastSpan, kLongest);
    m_all = false;
    if (m_follows && at >= newest() - span() * 0.05) {
        m_view.low = m_view.high - wanted; // at the newest: goes on following
        emit changed();
        keepUp();
        return;
    }
    m_follows = false;
    const double share = std::clamp((at - m_view.low) / span(), 0.0, 1.0);
    set(at - wanted * share, at + wanted * (1 - share));
}

void TimeAxis::pan(double by)
{
    m_follows = false;
    m_all = false;
    // Some of what is known stays in sight.
    const double length = span();
    const double from = std::clamp(m_view.low + by, m_first - length * 0.9, std::max(m_first, newest()) - length * 0.1);
    set(from, from + length);
}

void TimeAxis::show(double from, double to)
{
    m_follows = false;
    m_all = false;
    set(from, std::max(to, from + kLeastSpan));
}

void TimeAxis::showAll()
{
    m_follows = m_all = true;
    keepUp();
}

void TimeAxis::follow()
{
    m_all = false;
    m_follows = true;
    keepUp();
}

void TimeAxis::setCross(std::optional<double> at)
{
    if (at == m_cross)
        return;
    m_cross = at;
    emit crossChanged();
}

} // namespace hopyard::plot
