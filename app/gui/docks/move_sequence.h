// The client's sequence graph across a move: the connection as its packets really passed at the client's link, with the phases
// of the move as marks and the time in which nobody had the connection as a band.
//
// Connections that could move are watched before they do, so that what led to the move is there: the latest kMost of them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/run_moment.h"
#include "app/gui/client/tcp_watch.h"
#include "app/gui/inspect/sequence_graph.h"
#include "app/gui/models/moves.h"
#include "app/gui/plot/plot_stack.h"

#include <deque>
#include <memory>

namespace hopyard::docks {

class MoveSequence : public plot::PlotStack {
    Q_OBJECT

public:
    static constexpr std::size_t kMost = 8; ///< of the 16 that the engine watches for a client

    explicit MoveSequence(client::EngineSession &session, QWidget *parent = nullptr);

    /// Watches it from now on, as the client sees it.
    void watch(const client::TcpPlace &client);
    /// Shows that one, with the phases of its move where it has one.
    void show(const client::TcpPlace &client, const models::Move *move);
    void stop(); ///< watches nothing any more; what was gathered is void
    /// The graph that is shown; null: none.
    const plot::Plot *shown() const;

    using QWidget::show;

private:
    struct Followed {
        client::TcpPlace place;
        std::unique_ptr<client::TcpWatch> watch;
        plot::Plot *plots[2]; ///< of data sent and data received
        std::unique_ptr<inspect::SequenceGraph> graphs[2];
        double last = -1; ///< time of the newest segment: what comes again is not counted twice
    };
    Followed *find(const client::TcpPlace &client);
    void take(Followed &of, const client::TcpBatch &batch);
    void showParts();
    void mark(const models::Move *move);

    client::EngineSession &m_session;
    client::RunMoment m_moment;
    std::deque<std::unique_ptr<Followed>> m_followed;
    client::TcpPlace m_shown;
    std::vector<client::MoveStep> m_marked;
};

} // namespace hopyard::docks
