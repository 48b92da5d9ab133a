// See sequence_graph.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/sequence_graph.h"

#include "app/gui/client/run_moment.h"

#include <algorithm>
#include <cmath>
#include <QCoreApplication>

namespace hopyard::inspect {

using client::TcpSegment;
using plot::Colour;
using plot::Style;

namespace {
QString tr(const char *text) { return QCoreApplication::translate("SequenceGraph", text); }
} // namespace

SequenceGraph::SequenceGraph(plot::Plot &plot, Way way) :
    m_plot(plot), m_way(way), m_edge(plot.addLine(tr("window's edge"), Colour::grey, Style::step)),
    m_data(plot.addLine(tr("data"), Colour::blue, Style::spans)), m_again(plot.addLine(tr("sent again"), Colour::red, Style::spans)),
    m_sack(plot.addLine(tr("SACK"), Colour::purple, Style::spans)), m_acknowledged(plot.addLine(tr("acknowledged"), Colour::green, Style::step)),
    m_lost(plot.addLine(tr("lost on the way"), Colour::orange, Style::points))
{
}

void SequenceGraph::restart()
{
    m_plot.clear();
    m_last.reset();
    m_place = 0;
    m_bytes = 0;
}

/// Numbers wrap; within half their range the nearer place is meant.
double SequenceGraph::place(std::uint32_t sequence)
{
    if (!m_last)
        m_last = sequence;
    const std::int64_t at = m_place + static_cast<std::int32_t>(sequence - *m_last);
    if (at > m_place) {
        m_place = at;
        m_last = sequence;
    }
    return static_cast<double>(at);
}

void SequenceGraph::take(const TcpSegment &segment)
{
    const double time = client::RunMoment::seconds(segment.time);
    const bool out = m_way == Way::out;
    if (segment.kind == (out ? TcpSegment::Kind::lostOut : TcpSegment::Kind::lostIn)) {
        if (segment.length > 0)
            m_plot.add(m_lost, time, place(segment.sequence + segment.length));
        return;
    }
    if (segment.kind == (out ? TcpSegment::Kind::sent : TcpSegment::Kind::received)) {
        if (segment.length == 0)
            return;
        const double from = place(segment.sequence);
        if (m_plot.addSpan(segment.again ? m_again : m_data, time, from, place(segment.sequence + segment.length)))
            m_bytes += segment.length;
        return;
    }
    if (segment.kind != (out ? TcpSegment::Kind::received : TcpSegment::Kind::sent) || (segment.flags & TcpSegment::kAck) == 0)
        return;
    const double acknowledged = place(segment.acknowledgement);
    m_plot.add(m_acknowledged, time, acknowledged);
    if ((segment.flags & TcpSegment::kReset) == 0)
        m_plot.add(m_edge, time, acknowledged + static_cast<double>(segment.window));
    for (const auto &[left, right] : segment.sack)
        m_plot.addSpan(m_sack, time, place(left), place(right));
}

} // namespace hopyard::inspect
