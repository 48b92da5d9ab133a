// What can be plotted over the time of a lab: every link, node, connection, and the whole network, by its quantities. A
// choice is a text that a lab's settings remember ("link|r1:eth0|rate"). And every cell of a table that has a number.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/tcp_watch.h"
#include "app/gui/inspect/cells.h"
#include "app/gui/plot/axis.h"
#include "core/lab/lab.h"

#include <optional>
#include <QString>
#include <QStringList>
#include <vector>

namespace hopyard::docks {

enum class PlotSubject { network, link, node, connection, cell };

struct PlotChoice {
    PlotSubject subject = PlotSubject::network;
    QString place;               ///< "r1:eth0", "r1", "pc1"; of a connection its node
    QString local, peer;         ///< of a connection
    QString quantity;            ///< "rate"; of a cell its column
    QString table = {};          ///< of a cell
    QStringList row = {};        ///< of a cell
    bool perSecond = false;      ///< of a cell: not what stands there but how it grows
    bool operator==(const PlotChoice &) const = default;

    QString key() const;
    static std::optional<PlotChoice> fromKey(const QString &key); ///< nothing where there is no such quantity
    QString where() const;       ///< for a person: "Link r1:eth0"
    QString what() const;        ///< "Rate"
    QString kind() const;        ///< "Link"
    QString title() const { return what() + QStringLiteral(" · ") + where(); }
    plot::Unit unit() const;
    client::TcpPlace connection() const { return {place, local, peer}; }
    inspect::CellPlace cell() const { return {place, table, row, quantity}; }
};

/// All of a lab but for connections, which come and go.
std::vector<PlotChoice> choicesOf(const lab::Lab &lab);
/// Those of a connection.
std::vector<PlotChoice> choicesOf(const client::TcpPlace &place);

PlotChoice choiceOf(const inspect::CellPlace &place, bool perSecond);
/// All numbers of a table, each as it is and as its growth a second.
std::vector<PlotChoice> choicesOf(const QString &node, const QString &table, const inspect::CellTable &cells);

} // namespace hopyard::docks
