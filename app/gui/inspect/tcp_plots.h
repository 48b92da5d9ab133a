// The plots of one TCP connection: windows with the congestion state as bands behind them, round trips, what was delivered, and
// the sequence graph. Follows a watch (client/tcp_watch.h).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/tcp_watch.h"
#include "app/gui/inspect/sequence_graph.h"
#include "app/gui/plot/plot_stack.h"

#include <array>

namespace hopyard::inspect {

class TcpPlots : public plot::PlotStack {
    Q_OBJECT

public:
    explicit TcpPlots(client::EngineSession &session, QWidget *parent = nullptr);

    void watch(const client::TcpPlace &place);
    const client::TcpPlace &place() const { return m_watch.place(); }
    /// Whose data the sequence graph shows; by itself that of the end which sends more.
    void setWay(std::optional<SequenceGraph::Way> way);

    enum class Part { windows, offers, roundTrips, sequences };
    void setPartShown(Part part, bool shown);
    bool isPartShown(Part part) const { return m_shown[static_cast<std::size_t>(part)]; }

    plot::Plot &windows() { return *m_windows; }
    plot::Plot &roundTrips() { return *m_roundTrips; }
    plot::Plot &sequences(SequenceGraph::Way way) { return way == SequenceGraph::Way::out ? *m_outPlot : *m_inPlot; }
    SequenceGraph::Way shownWay() const { return m_shownWay; }
    /// What the connection is at now, in a line: "ESTABLISHED, recovery".
    const QString &stateText() const { return m_state; }

    static plot::Colour colourOfPhase(const std::string &phase);
    static QString nameOfPhase(const std::string &phase);

signals:
    void stateTextChanged(); ///< or shownWay() did

private:
    void take(const client::TcpBatch &batch);
    void takeSample(const client::TcpSample &sample);
    void restart();
    void cutAfter(double seconds);
    void chooseWay();
    void showParts();

    client::TcpWatch m_watch;
    plot::Plot *m_windows;
    plot::Plot *m_offers;
    plot::Plot *m_roundTrips;
    plot::Plot *m_outPlot;
    plot::Plot *m_inPlot;
    SequenceGraph m_out, m_in;
    std::optional<SequenceGraph::Way> m_way;
    SequenceGraph::Way m_shownWay = SequenceGraph::Way::out;
    std::array<bool, 4> m_shown{true, false, true, true};
    QString m_state;
    std::optional<double> m_first, m_last; ///< time of samples
};

} // namespace hopyard::inspect
