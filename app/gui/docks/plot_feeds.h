// Where the points of a plot in the Plots dock come from: counters of links out of the telemetry, connections that are
// watched, what nodes and the network answer twice a second, cells of tables among it. Each feed fills one plot.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/docks/plot_choices.h"
#include "app/gui/plot/plot.h"

#include <memory>
#include <QObject>

namespace hopyard::client {
class EngineSession;
}

namespace hopyard::docks {

class PlotFeed : public QObject {
    Q_OBJECT

public:
    /// `plot` outlives it.
    explicit PlotFeed(plot::Plot &plot) : m_plot(plot) {}
    /// Asks what has to be asked; called a few times a second while the lab runs, and when it stands at another moment.
    virtual void poll() {}
    /// Another moment or another run: what the next value would be the difference to is void.
    virtual void forget() {}

protected:
    plot::Plot &plot() { return m_plot; }

private:
    plot::Plot &m_plot;
};

std::unique_ptr<PlotFeed> makeFeed(const PlotChoice &choice, client::EngineSession &session, plot::Plot &plot);

} // namespace hopyard::docks
