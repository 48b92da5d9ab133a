// See packet_details_model.h. An index carries the number of its node.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/models/packet_details_model.h"

#include "app/gui/theme/theme.h"

#include <QString>

namespace hopyard::models {

void PacketDetailsModel::setFields(const std::vector<client::PacketField> &fields)
{
    beginResetModel();
    m_nodes.clear();
    m_roots.clear();
    std::vector<int> above; // the open node of each depth
    for (const client::PacketField &field : fields) {
        const int node = static_cast<int>(m_nodes.size());
        while (!above.empty() && m_nodes[static_cast<std::size_t>(above.back())].field.depth >= field.depth)
            above.pop_back();
        const int parent = above.empty() ? -1 : above.back();
        std::vector<int> &siblings = parent < 0 ? m_roots : m_nodes[static_cast<std::size_t>(parent)].children;
        const int row = static_cast<int>(siblings.size());
        siblings.push_back(node); // before the nodes grow: it is one of them
        m_nodes.push_back({field, parent, row, {}});
        above.push_back(node);
    }
    endResetModel();
}

QModelIndex PacketDetailsModel::indexOf(int node) const
{
    return createIndex(m_nodes[static_cast<std::size_t>(node)].row, 0, static_cast<quintptr>(node));
}

QModelIndex PacketDetailsModel::fieldAt(std::uint32_t offset) const
{
    int best = -1;
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        const client::PacketField &f = m_nodes[i].field;
        if (offset >= f.offset && offset - f.offset < f.length
            && (best < 0 || f.depth >= m_nodes[static_cast<std::size_t>(best)].field.depth))
            best = static_cast<int>(i);
    }
    return best < 0 ? QModelIndex() : indexOf(best);
}

QModelIndex PacketDetailsModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    const std::vector<int> &siblings = parent.isValid() ? m_nodes[parent.internalId()].children : m_roots;
    return createIndex(row, column, static_cast<quintptr>(siblings[static_cast<std::size_t>(row)]));
}

QModelIndex PacketDetailsModel::parent(const QModelIndex &child) const
{
    if (!child.isValid())
        return {};
    const int parent = m_nodes[child.internalId()].parent;
    return parent < 0 ? QModelIndex() : indexOf(parent);
}

int PacketDetailsModel::rowCount(const QModelIndex &parent) const
{
    return static_cast<int>(parent.isValid() ? m_nodes[parent.internalId()].children.size() : m_roots.size());
}

int PacketDetailsModel::columnCount(const QModelIndex &) const { return 1; }

QVariant PacketDetailsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const client::PacketField &field = m_nodes[index.internalId()].field;
    switch (role) {
    case Qt::DisplayRole: return QString::fromStdString(field.label);
    case Qt::ToolTipRole: return field.name.empty() ? QVariant() : QVariant(QString::fromStdString(field.name));
    case Qt::ForegroundRole: // no bytes of its own: found out, or what it usually is
        return field.length == 0 && field.depth > 0 ? QVariant(theme::colours().muted) : QVariant();
    case OffsetRole: return field.offset;
    case LengthRole: return field.length;
    case NameRole: return QString::fromStdString(field.name);
    default: return {};
    }
}

} // namespace hopyard::models
