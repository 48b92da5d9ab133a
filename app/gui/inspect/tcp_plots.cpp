// See tcp_plots.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/tcp_plots.h"

#include <array>
#include <limits>

namespace hopyard::inspect {

using client::TcpValue;
using plot::Colour;
using plot::Style;
using plot::Unit;

namespace {

constexpr double kSpan = 5; ///< seconds that are seen at first: some losses, and segments that can be told apart

struct Curve {
    TcpValue value;
    const char *name;
    Colour colour;
    Style style;
};
constexpr std::array<Curve, 3> kWindows{{{TcpValue::slowStartThreshold, QT_TRANSLATE_NOOP("TcpPlots", "threshold"), Colour::orange, Style::step},
                                         {TcpValue::inFlight, QT_TRANSLATE_NOOP("TcpPlots", "in flight"), Colour::green, Style::line},
                                         {TcpValue::congestionWindow, QT_TRANSLATE_NOOP("TcpPlots", "congestion window"), Colour::blue, Style::line}}};
constexpr std::array<Curve, 2> kOffers{{{TcpValue::sendWindow, QT_TRANSLATE_NOOP("TcpPlots", "the peer's"), Colour::purple, Style::step},
                                        {TcpValue::receiveWindow, QT_TRANSLATE_NOOP("TcpPlots", "its own"), Colour::cyan, Style::step}}};
constexpr std::array<Curve, 4> kTimes{{{TcpValue::rto, QT_TRANSLATE_NOOP("TcpPlots", "time-out"), Colour::orange, Style::step},
                                       {TcpValue::latestRtt, QT_TRANSLATE_NOOP("TcpPlots", "latest"), Colour::grey, Style::points},
                                       {TcpValue::rttVariation, QT_TRANSLATE_NOOP("TcpPlots", "variation"), Colour::purple, Style::line},
                                       {TcpValue::smoothedRtt, QT_TRANSLATE_NOOP("TcpPlots", "smoothed"), Colour::blue, Style::line}}};

template <std::size_t N>
void addCurves(plot::Plot &plot, const std::array<Curve, N> &curves)
{
    for (const Curve &curve : curves)
        plot.addLine(TcpPlots::tr(curve.name), curve.colour, curve.style);
}

template <std::size_t N>
void addValues(plot::Plot &plot, const std::array<Curve, N> &curves, const client::TcpSample &sample, double time)
{
    for (std::size_t i = 0; i < N; ++i) {
        const auto value = sample.at(curves[i].value);
        // A line that has begun shows where there is no value; one that has not, does not begin with a gap.
        if (value || !plot.lines()[i].data.isEmpty())
            plot.add(static_cast<int>(i), time, value.value_or(std::numeric_limits<double>::quiet_NaN()));
    }
}

} // namespace

plot::Colour TcpPlots::colourOfPhase(const std::string &phase)
{
    if (phase == "slow start")
        return Colour::green;
    if (phase == "avoidance")
        return Colour::blue;
    if (phase == "recovery")
        return Colour::orange;
    if (phase == "loss")
        return Colour::red;
    return phase == "reduced" ? Colour::olive : Colour::grey;
}

QString TcpPlots::nameOfPhase(const std::string &phase)
{
    if (phase == "slow start")
        return tr("slow start");
    if (phase == "avoidance")
        return tr("avoidance");
    if (phase == "recovery")
        return tr("recovery");
    if (phase == "loss")
        return tr("loss");
    if (phase == "reduced")
        return tr("reduced by a mark");
    return phase == "handshake" ? tr("handshake") : tr("over");
}

TcpPlots::TcpPlots(client::EngineSession &session, QWidget *parent) :
    PlotStack(parent), m_watch(session, 1'000), m_windows(add(tr("Congestion window"), Unit::bytes)),
    m_offers(add(tr("Windows offered"), Unit::bytes)), m_roundTrips(add(tr("Round trip"), Unit::seconds)),
    m_outPlot(add(tr("Sequence numbers, sent"), Unit::bytes)), m_inPlot(add(tr("Sequence numbers, received"), Unit::bytes)),
    m_out(*m_outPlot, SequenceGraph::Way::out), m_in(*m_inPlot, SequenceGraph::Way::in)
{
    addCurves(*m_windows, kWindows);
    addCurves(*m_offers, kOffers);
    addCurves(*m_roundTrips, kTimes);
    m_shown[static_cast<std::size_t>(Part::roundTrips)] = false; // in a low dock two plots that can be read rather than three that cannot
    showParts();
    setHeights({100, 100, 100, 150, 150}); // a sequence graph wants more room
    axis().show(0, kSpan);
    axis().follow();
    connect(&m_watch, &client::TcpWatch::arrived, this, &TcpPlots::take);
    connect(&m_watch, &client::TcpWatch::restarted, this, &TcpPlots::restart);
    connect(&m_watch.moment(), &client::RunMoment::cutAfter, this, &TcpPlots::cutAfter);
    connect(&m_watch.moment(), &client::RunMoment::momentShown, this, [this](std::optional<double> moment) { axis().setMoment(moment); });
    connect(&m_watch, &client::TcpWatch::failed, this, &TcpPlots::failed);
}

void TcpPlots::watch(const client::TcpPlace &place)
{
    m_watch.watch(place);
    axis().follow();
}

void TcpPlots::restart()
{
    for (plot::Plot *plot : {m_windows, m_offers, m_roundTrips})
        plot->clear();
    m_out.restart();
    m_in.restart();
    m_first.reset();
    m_last.reset();
    m_state.clear();
    emit stateTextChanged();
}

void TcpPlots::cutAfter(double seconds)
{
    for (plot::Plot *plot : {m_windows, m_offers, m_roundTrips, m_outPlot, m_inPlot})
        plot->cutAfter(seconds);
    if (m_last)
        m_last = std::min(*m_last, seconds);
}

void TcpPlots::take(const client::TcpBatch &batch)
{
    // The past before anything was seen: it begins there now.
    const auto first = batch.samples.empty() ? std::nullopt : std::optional(client::RunMoment::seconds(batch.samples.front().time));
    if (first && m_first && *first < *m_first)
        restart();
    for (const client::TcpSample &sample : batch.samples)
        takeSample(sample);
    for (const client::TcpSegment &segment : batch.segments) {
        m_out.take(segment);
        m_in.take(segment);
    }
    chooseWay();
    const QString state = !batch.samples.empty() ? QStringLiteral("%1, %2").arg(QString::fromStdString(batch.samples.back().state),
                                                                                nameOfPhase(batch.samples.back().phase))
        : batch.there                            ? m_state
                                                 : tr("The node does not have this connection now.");
    if (state != m_state) {
        m_state = state;
        emit stateTextChanged();
    }
}

void TcpPlots::takeSample(const client::TcpSample &sample)
{
    const double time = client::RunMoment::seconds(sample.time);
    if (m_last && time <= *m_last)
        return; // seen before
    m_first = m_first.value_or(time);
    m_last = time;
    addValues(*m_windows, kWindows, sample, time);
    addValues(*m_offers, kOffers, sample, time);
    addValues(*m_roundTrips, kTimes, sample, time);
    m_windows->setState(time, nameOfPhase(sample.phase), colourOfPhase(sample.phase));
}

void TcpPlots::setWay(std::optional<SequenceGraph::Way> way)
{
    m_way = way;
    chooseWay();
}

void TcpPlots::chooseWay()
{
    const SequenceGraph::Way before = m_shownWay;
    m_shownWay = m_way.value_or(m_in.bytes() > m_out.bytes() ? SequenceGraph::Way::in : SequenceGraph::Way::out);
    showParts();
    if (m_shownWay != before)
        emit stateTextChanged();
}

void TcpPlots::setPartShown(Part part, bool shown)
{
    m_shown[static_cast<std::size_t>(part)] = shown;
    showParts();
}

void TcpPlots::showParts()
{
    const auto show = [this](plot::Plot *plot, bool shown) {
        if (viewOf(plot)->isHidden() == shown)
            setVisible(plot, shown);
    };
    show(m_windows, isPartShown(Part::windows));
    show(m_offers, isPartShown(Part::offers));
    show(m_roundTrips, isPartShown(Part::roundTrips));
    show(m_outPlot, isPartShown(Part::sequences) && m_shownWay == SequenceGraph::Way::out);
    show(m_inPlot, isPartShown(Part::sequences) && m_shownWay == SequenceGraph::Way::in);
}

} // namespace hopyard::inspect
