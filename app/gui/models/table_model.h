// A table of texts that is replaced a few times a second: what stays keeps its place, so that selection, scroll position
// and a screen reader's cursor stay where they are.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <QStringList>
#include <vector>

namespace hopyard::models {

struct Row {
    QString key; ///< names the row from one state to the next; unique
    QStringList cells;
    QString icon; ///< of the first cell: a name of the theme; may be empty
    bool pale = false; ///< there, but not to be read as what is: later than the moment that is shown
    bool operator==(const Row &) const = default;
};

class TableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    /// The row's key, from any of its cells.
    static constexpr int KeyRole = Qt::UserRole;

    using QAbstractTableModel::QAbstractTableModel;

    /// Other columns begin the table anew.
    void setColumns(const QStringList &columns);
    const QStringList &columns() const { return m_columns; }
    void setRows(std::vector<Row> rows);
    const std::vector<Row> &rows() const { return m_rows; }
    /// The row with that key, or -1.
    int rowOf(const QString &key) const;
    void clear() { setRows({}); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QStringList m_columns;
    std::vector<Row> m_rows;
};

} // namespace hopyard::models
