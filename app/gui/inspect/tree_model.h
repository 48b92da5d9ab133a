// A tree of texts that is replaced a few times a second: what stays keeps its place, so that what a person opened, picked and
// scrolled to stays as it is. What inspectors show that is no plain table.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/inspect/canvas_marks.h"

#include <QAbstractItemModel>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace hopyard::inspect {

struct TreeRow {
    QString key; ///< names it among its siblings; unique there
    QStringList cells = {};
    QString icon = {}; ///< of the first cell: a name of the theme; may be empty
    QString tip = {};
    std::optional<Tone> tone = {}; ///< of its text
    bool bold = false;
    std::vector<TreeRow> children = {};
};

class TreeModel : public QAbstractItemModel {
    Q_OBJECT

public:
    static constexpr int KeyRole = Qt::UserRole;

    explicit TreeModel(QObject *parent = nullptr);
    ~TreeModel() override;

    /// Other columns begin the tree anew.
    void setColumns(const QStringList &columns);
    /// What headings say where one hovers over them; empty for those that say it themselves.
    void setColumnTips(const QStringList &tips) { m_columnTips = tips; }
    void setRows(std::vector<TreeRow> rows);
    void clear() { setRows({}); }
    /// The row that is reached by these keys from the top; invalid where there is none.
    QModelIndex find(const QStringList &keys) const;
    /// The keys from the top to this row.
    QStringList keysOf(const QModelIndex &index) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    using QObject::parent;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Item;
    Item *itemOf(const QModelIndex &index) const;
    QModelIndex indexOf(Item *item, int column = 0) const;
    void follow(Item *item, std::vector<TreeRow> rows);

    QStringList m_columns, m_columnTips;
    std::unique_ptr<Item> m_root;
};

} // namespace hopyard::inspect
