// "Ports" of a switch: each port with its VLANs, its role and state in the spanning tree and how many addresses are behind it,
// and the addresses with the time that is left until they are forgotten. On the canvas: the tree of all switches, the ports that
// block among them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/engine_session.h"
#include "app/gui/inspect/inspector.h"
#include "app/gui/inspect/timed_table.h"

#include <map>

class QLabel;

namespace hopyard::docks {
class TableView;
}

namespace hopyard::inspect {

class SwitchInspector final : public Inspector {
    Q_OBJECT

public:
    explicit SwitchInspector(client::EngineSession &session, QWidget *parent = nullptr);

    bool shows(const QString &kind) const override { return kind == QLatin1String("switch"); }
    void refresh() override;
    std::string table() const override { return m_hasTree ? "spanningTree" : "mac"; }

    const models::TableModel &ports() const { return m_ports; }
    const TimedTable &addresses() const { return m_addresses; }

protected:
    void nodeChanged() override;

private:
    void ask(const QString &of, const char *line);
    void takeAll();
    QString treeText() const;
    void mark();

    client::EngineSession &m_session;
    models::TableModel m_ports;
    TimedTable m_addresses;
    QLabel *m_tree;
    docks::TableView *m_portsView;
    docks::TableView *m_addressesView;
    /// What the consoles said, by node and line; those of other switches are asked for their trees only.
    std::map<std::pair<QString, std::string>, rpc::Json> m_said;
    bool m_hasTree = false;
    int m_pending = 0;    ///< answers of this round that have not come
    unsigned m_round = 0;
    bool m_again = false; ///< asked for again meanwhile
};

} // namespace hopyard::inspect
