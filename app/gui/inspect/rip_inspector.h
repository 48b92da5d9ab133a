// "RIP": the routes of RIP with their timers as bars that run down (until a route times out, and, once it is told as
// unreachable, until it is forgotten), and what is known of each neighbour.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/engine_session.h"
#include "app/gui/inspect/inspector.h"
#include "app/gui/inspect/question.h"
#include "app/gui/inspect/timed_table.h"

class QLabel;

namespace hopyard::docks {
class TableView;
}

namespace hopyard::inspect {

class RipInspector final : public Inspector {
    Q_OBJECT

public:
    explicit RipInspector(client::EngineSession &session, QWidget *parent = nullptr);

    bool shows(const QString &kind) const override { return kind == QLatin1String("router"); }
    void refresh() override;
    std::string table() const override { return "rip"; }

    const TimedTable &routes() const { return m_routes; }
    const TimedTable &neighbours() const { return m_neighbours; }

protected:
    void nodeChanged() override;

private:
    bool ask();
    void takeStatus(const rpc::Json &status);
    void takeRoutes(const rpc::Json &routes);
    void say(const QString &text);

    client::EngineSession &m_session;
    TimedTable m_routes, m_neighbours;
    QLabel *m_status;
    docks::TableView *m_routesView;
    docks::TableView *m_neighboursView;
    QWidget *m_body;
    qint64 m_timeoutMs = 0, m_garbageMs = 0; ///< as the router is configured
    Question m_question;
};

} // namespace hopyard::inspect
