// See move_sequence.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/move_sequence.h"

#include <algorithm>

namespace hopyard::docks {

using inspect::SequenceGraph;
using plot::Colour;

namespace {

constexpr int kSegments = 2'000;  // a batch
constexpr double kMarginShare = 4; // of the move's length, before and after it, when it is first shown
constexpr double kLeastMargin = 0.25; // seconds

double secondsOf(base::TimePoint time) { return client::RunMoment::seconds(time); }

Colour colourOf(const std::string &phase)
{
    if (phase == "frozen" || phase == "taken back")
        return Colour::orange;
    if (phase == "injected" || phase == "first packet")
        return Colour::green;
    return Colour::grey;
}

} // namespace

MoveSequence::MoveSequence(client::EngineSession &session, QWidget *parent) : PlotStack(parent), m_session(session), m_moment(session)
{
    connect(&m_moment, &client::RunMoment::momentShown, this, [this](std::optional<double> moment) { axis().setMoment(moment); });
    connect(&m_moment, &client::RunMoment::cutAfter, this, [this](double seconds) {
        for (const auto &followed : m_followed) {
            for (plot::Plot *plot : followed->plots)
                plot->cutAfter(seconds);
            followed->last = std::min(followed->last, seconds);
        }
    });
}

MoveSequence::Followed *MoveSequence::find(const client::TcpPlace &client)
{
    const auto found = std::find_if(m_followed.begin(), m_followed.end(), [&](const auto &followed) { return followed->place == client; });
    return found == m_followed.end() ? nullptr : found->get();
}

void MoveSequence::watch(const client::TcpPlace &client)
{
    if (client.isEmpty() || find(client))
        return;
    if (m_followed.size() >= kMost) {
        // The oldest goes, but not the one that is looked at.
        const auto oldest = std::find_if(m_followed.begin(), m_followed.end(), [this](const auto &followed) { return followed->place != m_shown; });
        for (plot::Plot *plot : (*oldest)->plots)
            remove(plot);
        m_followed.erase(oldest);
    }
    auto followed = std::make_unique<Followed>();
    Followed &of = *followed;
    of.place = client;
    of.plots[0] = add(tr("%1, data sent").arg(client.node), plot::Unit::bytes);
    of.plots[1] = add(tr("%1, data received").arg(client.node), plot::Unit::bytes);
    of.graphs[0] = std::make_unique<SequenceGraph>(*of.plots[0], SequenceGraph::Way::out);
    of.graphs[1] = std::make_unique<SequenceGraph>(*of.plots[1], SequenceGraph::Way::in);
    of.watch = std::make_unique<client::TcpWatch>(m_session, kSegments);
    connect(of.watch.get(), &client::TcpWatch::arrived, this, [this, &of](const client::TcpBatch &batch) { take(of, batch); });
    connect(of.watch.get(), &client::TcpWatch::restarted, this, [&of] {
        for (const auto &graph : of.graphs)
            graph->restart();
        of.last = -1;
    });
    of.watch->watch(client);
    m_followed.push_back(std::move(followed));
    showParts();
}

void MoveSequence::take(Followed &of, const client::TcpBatch &batch)
{
    for (const client::TcpSegment &segment : batch.segments) {
        const double time = secondsOf(segment.time);
        if (time < of.last)
            continue;
        of.last = time;
        for (const auto &graph : of.graphs)
            graph->take(segment);
    }
    if (of.place == m_shown)
        showParts();
}

void MoveSequence::showParts()
{
    for (const auto &followed : m_followed) {
        const bool received = followed->graphs[1]->bytes() >= followed->graphs[0]->bytes();
        for (int i = 0; i < 2; ++i) {
            const bool shown = followed->place == m_shown && (i == 1) == received;
            if (viewOf(followed->plots[i])->isHidden() == shown)
                setVisible(followed->plots[i], shown);
        }
    }
}

const plot::Plot *MoveSequence::shown() const
{
    for (const auto &followed : m_followed)
        for (const plot::Plot *plot : followed->plots)
            if (!viewOf(plot)->isHidden())
                return plot;
    return nullptr;
}

void MoveSequence::show(const client::TcpPlace &client, const models::Move *move)
{
    if (client.isEmpty())
        return;
    watch(client);
    const bool another = m_shown != client;
    m_shown = client;
    showParts();
    const std::vector<client::MoveStep> steps = move ? move->steps : std::vector<client::MoveStep>();
    if (!another && steps == m_marked)
        return;
    const bool isNew = !steps.empty() && (m_marked.empty() || steps.front() != m_marked.front());
    m_marked = steps;
    mark(move);
    if (isNew && move->outcome() != models::Move::Outcome::underWay) {
        const double from = secondsOf(steps.front().time), to = secondsOf(steps.back().time);
        const double margin = std::max(kLeastMargin, (to - from) * kMarginShare);
        axis().show(std::max(0.0, from - margin), to + margin);
    }
}

void MoveSequence::mark(const models::Move *move)
{
    Followed *followed = find(m_shown);
    if (!followed)
        return;
    for (plot::Plot *plot : followed->plots) {
        plot->clearMarks();
        plot->clearBands();
        if (!move)
            continue;
        for (const client::MoveStep &step : move->steps)
            plot->addMark({secondsOf(step.time), QString::fromStdString(step.phase), colourOf(step.phase)});
        const client::MoveStep *frozen = move->find("frozen"), *injected = move->find("injected");
        if (frozen && injected && frozen->time < injected->time) {
            plot->setState(secondsOf(frozen->time), tr("nobody has it"), Colour::orange);
            plot->setState(secondsOf(injected->time), {}, Colour::grey);
        }
    }
}

void MoveSequence::stop()
{
    for (const auto &followed : m_followed)
        for (plot::Plot *plot : followed->plots)
            remove(plot);
    m_followed.clear();
    m_marked.clear();
    m_shown = {};
}

} // namespace hopyard::docks
