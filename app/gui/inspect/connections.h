// Inspector "Connections": the TCP connections and listeners of a node, and of the one that is picked its windows,
// round trips and sequence graph, live.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/engine_session.h"
#include "app/gui/client/tcp_watch.h"
#include "app/gui/inspect/inspector.h"
#include "app/gui/inspect/question.h"
#include "app/gui/inspect/tcp_plots.h"

class QLabel;
class QStackedLayout;
class QToolButton;

namespace hopyard::docks {
class TableView;
}
namespace hopyard::models {
class TableModel;
}

namespace hopyard::inspect {

class Connections : public Inspector {
    Q_OBJECT

public:
    explicit Connections(client::EngineSession &session, QWidget *parent = nullptr);

    bool shows(const QString &kind) const override;
    void refresh() override;
    TcpPlots &plots() { return *m_plots; }
    models::TableModel &connections() { return *m_model; }
    /// As a click does it; the key of a row is its two ends with a tab between them.
    void pick(const QString &key);

signals:
    /// The connection that is picked shall be plotted elsewhere as well.
    void plotAsked(const hopyard::client::TcpPlace &place);
    void failed(const QString &message);

protected:
    void nodeChanged() override;

private:
    bool ask();
    void take(const client::Table &table);
    void pickSelected();
    void say(const QString &text);
    QToolButton *partButton(const QString &text, const QString &tip, TcpPlots::Part part);

    client::EngineSession &m_session;
    models::TableModel *m_model;
    docks::TableView *m_view;
    TcpPlots *m_plots;
    QLabel *m_state;
    QLabel *m_message;
    QStackedLayout *m_stack;
    Question m_question;
};

} // namespace hopyard::inspect
