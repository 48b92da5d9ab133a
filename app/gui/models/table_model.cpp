// See table_model.h. What is common at the beginning and at the end of the old and the new list of keys stays; what is
// between them is removed and inserted. Tables of the network change in one place at a time, so that is enough.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/models/table_model.h"

#include "app/gui/theme/icon.h"
#include "app/gui/theme/theme.h"

#include <algorithm>

namespace hopyard::models {

void TableModel::setColumns(const QStringList &columns)
{
    if (columns == m_columns)
        return;
    beginResetModel();
    m_columns = columns;
    m_rows.clear();
    endResetModel();
}

void TableModel::setRows(std::vector<Row> rows)
{
    const auto sameKey = [](const Row &a, const Row &b) { return a.key == b.key; };
    const auto head = std::mismatch(m_rows.begin(), m_rows.end(), rows.begin(), rows.end(), sameKey);
    const auto first = head.first - m_rows.begin();
    const auto tail = std::mismatch(m_rows.rbegin(), std::make_reverse_iterator(m_rows.begin() + first), rows.rbegin(),
                                    std::make_reverse_iterator(rows.begin() + first), sameKey);
    const auto kept = tail.first - m_rows.rbegin();
    const int from = static_cast<int>(first);
    const int oldEnd = static_cast<int>(static_cast<std::ptrdiff_t>(m_rows.size()) - kept);
    const int newEnd = static_cast<int>(static_cast<std::ptrdiff_t>(rows.size()) - kept);
    if (oldEnd > from) {
        beginRemoveRows({}, from, oldEnd - 1);
        m_rows.erase(m_rows.begin() + from, m_rows.begin() + oldEnd);
        endRemoveRows();
    }
    if (newEnd > from) {
        beginInsertRows({}, from, newEnd - 1);
        m_rows.insert(m_rows.begin() + from, rows.begin() + from, rows.begin() + newEnd);
        endInsertRows();
    }
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (m_rows[i] != rows[i]) {
            m_rows[i] = std::move(rows[i]);
            emit dataChanged(index(static_cast<int>(i), 0), index(static_cast<int>(i), columnCount() - 1));
        }
}

int TableModel::rowOf(const QString &key) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row &row) { return row.key == key; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int TableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int TableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant TableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= columnCount())
        return {};
    const Row &row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole: return row.cells.value(index.column());
    case Qt::DecorationRole:
        return index.column() == 0 && !row.icon.isEmpty() ? QVariant(theme::icon(row.icon)) : QVariant();
    case Qt::ForegroundRole: return row.pale ? QVariant(theme::paleText()) : QVariant();
    case KeyRole: return row.key;
    default: return {};
    }
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    return orientation == Qt::Horizontal ? QVariant(m_columns.value(section)) : QVariant(section + 1);
}

} // namespace hopyard::models
