// A packet's fields as a tree.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/packet_protocol.h"

#include <QAbstractItemModel>
#include <vector>

namespace hopyard::models {

class PacketDetailsModel : public QAbstractItemModel {
    Q_OBJECT

public:
    static constexpr int OffsetRole = Qt::UserRole;     ///< of the field's first byte
    static constexpr int LengthRole = Qt::UserRole + 1; ///< in bytes
    static constexpr int NameRole = Qt::UserRole + 2;   ///< in the display filter; may be empty

    using QAbstractItemModel::QAbstractItemModel;

    void setFields(const std::vector<client::PacketField> &fields);
    /// The deepest field whose bytes hold that one; invalid where there is none.
    QModelIndex fieldAt(std::uint32_t offset) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    struct Node {
        client::PacketField field;
        int parent = -1;
        int row = 0;
        std::vector<int> children;
    };
    QModelIndex indexOf(int node) const;
    std::vector<Node> m_nodes;
    std::vector<int> m_roots;
};

} // namespace hopyard::models
