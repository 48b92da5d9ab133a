// Numbers in the tables that inspectors show, as places that can be asked for again and again: which node, which table,
// which row, which column. So any of them can be plotted, whoever shows it.
//
// Tables are those of table.get (docs/rpc.md) by their names, and what inspectors make of a console's answer:
// "ospf.neighbours", "ospf.database", "ospf.tree", "bgp.table", "bgp.neighbours", "rip.neighbours", "switch.ports". Two are asked for with
// their first key: "path" (to that destination) and "bgp.decision" (about that prefix; columns are called as bgpDecisionKeys() says).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/protocol.h"
#include "app/gui/models/table_model.h"
#include "app/gui/plot/axis.h"
#include "core/base/time.h"

#include <functional>
#include <optional>
#include <QObject>
#include <QString>
#include <QStringList>
#include <vector>

namespace hopyard::client {
class EngineSession;
}

namespace hopyard::inspect {

struct TreeRow;

struct CellPlace {
    QString node;
    QString table;
    QStringList row; ///< keys from the top; one of a plain table
    QString column;  ///< its name in table.get; of an inspector's tree its number
    bool operator==(const CellPlace &) const = default;

    QString what() const;  ///< for a person: "Received packets"
    QString where() const; ///< "r1, Interfaces: eth0"
};

struct CellRow {
    QStringList keys;
    QStringList cells;
};
struct CellTable {
    QStringList columns; ///< names of a plain table's, numbers of a tree's
    std::vector<CellRow> rows;
    base::TimePoint now; ///< of the lab, when it was so

    /// The number that stands there; nothing where there is no such row or column, or no number in it.
    std::optional<double> at(const CellPlace &place) const;
};

/// A whole cell that is a number: "12", "-3.5", "+10", with "s" or "%" behind it where that is so.
std::optional<double> numberIn(const QString &cell);

/// How a column's numbers are plotted, as they are or as their growth a second: the axis, and what they are multiplied
/// by.
struct CellScale {
    plot::Unit unit = plot::Unit::count;
    double factor = 1;
    bool mayFall = false; ///< it is no counter, whose fall says that it began anew
};
CellScale scaleOf(const CellPlace &place, bool perSecond);

/// Asks once for the table of that place, where it names a row at least for that row; `use` is called once, with null
/// where there is no answer.
void askCells(client::EngineSession &session, const CellPlace &place, QObject *context,
              std::function<void(const CellTable *)> use);

/// A table of table.get as rows whose keys stay the same while their figures change.
std::vector<models::Row> rowsOf(const QString &table, const client::Table &answer);
/// Columns that say which row it is, not what is known of it.
bool isKeyColumn(const QString &table, const QString &column);
/// "Interfaces"
QString titleOfTable(const QString &table);

} // namespace hopyard::inspect
