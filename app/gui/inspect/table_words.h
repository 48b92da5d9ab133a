// What stands in plain tables in the workbench's own words, in its language: headings of columns, and of cells what is no word
// of a protocol, "yes", a reason why packets were dropped, a state of host pages.
//
// Columns are called as in docs/rpc.md; all that there are stand in emulation/rpc/table_columns.h. What is not known, of a newer
// engine perhaps, is shown as it came.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/models/table_model.h"

#include <QString>
#include <QStringList>
#include <vector>

namespace hopyard::inspect {

/// "nextHop" for a person: "Next hop". One that is not known: its words apart, in English.
QString headingOfColumn(const QString &column);
/// Whether the column has a heading of its own.
bool isKnownColumn(const QString &column);
/// A cell for a person.
QString wordOfCell(const QString &table, const QString &column, const QString &cell);
/// The rows with their cells for a person; `columns` of that table. Keys stay.
std::vector<models::Row> inWords(const QString &table, const QStringList &columns, std::vector<models::Row> rows);

} // namespace hopyard::inspect
