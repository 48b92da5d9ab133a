// See tree_model.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/tree_model.h"

#include "app/gui/inspect/marks_overlay.h"
#include "app/gui/theme/icon.h"

#include <QFont>
#include <QSet>

#include <algorithm>
#include <utility>

namespace hopyard::inspect {

struct TreeModel::Item {
    TreeRow row; ///< without its children
    Item *parent = nullptr;
    std::vector<std::unique_ptr<Item>> children = {};

    int place() const
    {
        const auto at = std::ranges::find(parent->children, this, &std::unique_ptr<Item>::get);
        return static_cast<int>(at - parent->children.begin());
    }
};

namespace {

bool looksTheSame(const TreeRow &a, const TreeRow &b)
{
    return a.cells == b.cells && a.icon == b.icon && a.tip == b.tip && a.tone == b.tone && a.bold == b.bold;
}

} // namespace

TreeModel::TreeModel(QObject *parent) : QAbstractItemModel(parent), m_root(std::make_unique<Item>()) {}

TreeModel::~TreeModel() = default;

void TreeModel::setColumns(const QStringList &columns)
{
    if (columns == m_columns)
        return;
    beginResetModel();
    m_columns = columns;
    m_root->children.clear();
    endResetModel();
}

void TreeModel::setRows(std::vector<TreeRow> rows)
{
    follow(m_root.get(), std::move(rows));
}

/// Makes the item's children those rows: takes out what is gone, moves and adds what is not in its place, goes on below.
void TreeModel::follow(Item *item, std::vector<TreeRow> rows)
{
    const QModelIndex here = indexOf(item);
    auto &children = item->children;
    QSet<QString> wanted;
    for (const TreeRow &row : rows)
        wanted.insert(row.key);
    for (int i = static_cast<int>(children.size()) - 1; i >= 0; --i) {
        if (wanted.contains(children[static_cast<std::size_t>(i)]->row.key))
            continue;
        beginRemoveRows(here, i, i);
        children.erase(children.begin() + i);
        endRemoveRows();
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        TreeRow &row = rows[i];
        const int place = static_cast<int>(i);
        std::vector<TreeRow> below = std::exchange(row.children, {});
        const auto found = std::find_if(children.begin() + std::min(place, static_cast<int>(children.size())), children.end(),
                                        [&row](const auto &child) { return child->row.key == row.key; });
        if (found == children.end()) {
            beginInsertRows(here, place, place);
            children.insert(children.begin() + place, std::make_unique<Item>(Item{std::move(row), item}));
            endInsertRows();
        } else {
            if (const int at = static_cast<int>(found - children.begin()); at != place) {
                beginMoveRows(here, at, at, here, place);
                std::rotate(children.begin() + place, found, found + 1);
                endMoveRows();
            }
            Item *child = children[i].get();
            if (!looksTheSame(child->row, row)) {
                child->row = std::move(row);
                emit dataChanged(indexOf(child), indexOf(child, std::max<int>(static_cast<int>(m_columns.size()) - 1, 0)));
            }
        }
        follow(children[i].get(), std::move(below));
    }
}

TreeModel::Item *TreeModel::itemOf(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Item *>(index.internalPointer()) : m_root.get();
}

QModelIndex TreeModel::indexOf(Item *item, int column) const
{
    return item == m_root.get() ? QModelIndex() : createIndex(item->place(), column, item);
}

QModelIndex TreeModel::find(const QStringList &keys) const
{
    Item *item = m_root.get();
    for (const QString &key : keys) {
        const auto at = std::ranges::find(item->children, key, [](const auto &child) { return child->row.key; });
        if (at == item->children.end())
            return {};
        item = at->get();
    }
    return indexOf(item);
}

QStringList TreeModel::keysOf(const QModelIndex &index) const
{
    QStringList keys;
    for (const Item *item = itemOf(index); item != m_root.get(); item = item->parent)
        keys.prepend(item->row.key);
    return keys;
}

QModelIndex TreeModel::index(int row, int column, const QModelIndex &parent) const
{
    const Item *above = itemOf(parent);
    if (row < 0 || column < 0 || column >= m_columns.size() || row >= static_cast<int>(above->children.size()) || parent.column() > 0)
        return {};
    return createIndex(row, column, above->children[static_cast<std::size_t>(row)].get());
}

QModelIndex TreeModel::parent(const QModelIndex &index) const
{
    return index.isValid() ? indexOf(itemOf(index)->parent) : QModelIndex();
}

int TreeModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(itemOf(parent)->children.size());
}

int TreeModel::columnCount(const QModelIndex &) const { return static_cast<int>(m_columns.size()); }

QVariant TreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const TreeRow &row = itemOf(index)->row;
    switch (role) {
    case Qt::DisplayRole: return row.cells.value(index.column());
    case Qt::ToolTipRole: return row.tip.isEmpty() ? QVariant() : QVariant(row.tip);
    case Qt::DecorationRole:
        return index.column() == 0 && !row.icon.isEmpty() ? QVariant(theme::icon(row.icon)) : QVariant();
    case Qt::ForegroundRole: return row.tone ? QVariant(colourOf(*row.tone)) : QVariant();
    case Qt::FontRole:
        if (row.bold) {
            QFont font;
            font.setBold(true);
            return font;
        }
        return {};
    case KeyRole: return row.key;
    default: return {};
    }
}

QVariant TreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    const QString tip = role == Qt::ToolTipRole ? m_columnTips.value(section) : QString();
    return role == Qt::DisplayRole ? QVariant(m_columns.value(section)) : tip.isEmpty() ? QVariant() : QVariant(tip);
}

} // namespace hopyard::inspect
