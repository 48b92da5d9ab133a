// See packet_list_model.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/models/packet_list_model.h"

#include "app/gui/packets/protocol_colours.h"
#include "app/gui/theme/theme.h"
#include "core/filter/head_text.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace hopyard::models {

namespace {

QString textOf(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

client::Protocol protocolOf(const filter::PacketHead &head)
{
    using filter::Layer;
    if (head.layers.has(Layer::arp))
        return client::Protocol::arp;
    if (head.layers.has(Layer::icmp) || head.layers.has(Layer::icmpv6))
        return client::Protocol::icmp;
    if (head.layers.has(Layer::udp))
        return client::Protocol::udp;
    if (head.layers.has(Layer::tcp))
        return client::Protocol::tcp;
    return head.layers.has(Layer::ospf) ? client::Protocol::ospf : client::Protocol::other;
}

} // namespace

PacketListModel::PacketListModel(QObject *parent) : QAbstractTableModel(parent)
{
    m_frame.setSingleShot(true);
    m_frame.setInterval(kFrameMs);
    connect(&m_frame, &QTimer::timeout, this, &PacketListModel::flush);
}

void PacketListModel::append(std::vector<filter::PacketHead> heads)
{
    if (heads.size() > kMostPackets)
        heads.erase(heads.begin(), heads.end() - static_cast<std::ptrdiff_t>(kMostPackets));
    if (m_waiting.size() + heads.size() > kMostPackets)
        m_waiting.erase(m_waiting.begin(),
                        m_waiting.begin() + static_cast<std::ptrdiff_t>(m_waiting.size() + heads.size() - kMostPackets));
    m_waiting.insert(m_waiting.end(), std::make_move_iterator(heads.begin()), std::make_move_iterator(heads.end()));
    if (!m_paused && !m_waiting.empty() && !m_frame.isActive())
        m_frame.start();
}

void PacketListModel::flush()
{
    if (m_waiting.empty() || m_paused)
        return;
    if (const std::size_t wanted = m_heads.size() + m_waiting.size(); wanted > kMostPackets)
        dropOldest(std::min(m_heads.size(), std::max(wanted - kMostPackets, kPortion)));
    const std::uint64_t first = m_gone + m_heads.size();
    if (m_filter.isEmpty()) {
        const int rows = rowCount();
        beginInsertRows({}, rows, rows + static_cast<int>(m_waiting.size()) - 1);
        m_heads.insert(m_heads.end(), std::make_move_iterator(m_waiting.begin()), std::make_move_iterator(m_waiting.end()));
        m_waiting.clear();
        endInsertRows();
        return;
    }
    std::vector<std::uint64_t> accepted;
    for (std::size_t i = 0; i < m_waiting.size(); ++i)
        if (m_filter.accepts(m_waiting[i]))
            accepted.push_back(first + i);
    m_heads.insert(m_heads.end(), std::make_move_iterator(m_waiting.begin()), std::make_move_iterator(m_waiting.end()));
    m_waiting.clear();
    if (accepted.empty())
        return;
    const int rows = rowCount();
    beginInsertRows({}, rows, rows + static_cast<int>(accepted.size()) - 1);
    m_shown.insert(m_shown.end(), accepted.begin(), accepted.end());
    endInsertRows();
}

/// Rows go from the beginning: those of the heads that leave.
void PacketListModel::dropOldest(std::size_t count)
{
    if (count == 0)
        return;
    const auto goes = m_filter.isEmpty()
        ? static_cast<std::ptrdiff_t>(count)
        : std::lower_bound(m_shown.begin(), m_shown.end(), m_gone + count) - m_shown.begin();
    if (goes > 0)
        beginRemoveRows({}, 0, static_cast<int>(goes) - 1);
    m_heads.erase(m_heads.begin(), m_heads.begin() + static_cast<std::ptrdiff_t>(count));
    m_gone += count;
    if (!m_filter.isEmpty())
        m_shown.erase(m_shown.begin(), m_shown.begin() + goes);
    if (goes > 0)
        endRemoveRows();
}

void PacketListModel::clear()
{
    beginResetModel();
    m_heads.clear();
    m_shown.clear();
    m_waiting.clear();
    m_gone = 0;
    endResetModel();
}

void PacketListModel::setFilter(filter::Filter filter)
{
    beginResetModel();
    m_filter = std::move(filter);
    filterAll();
    endResetModel();
}

void PacketListModel::filterAll()
{
    m_shown.clear();
    if (m_filter.isEmpty())
        return;
    for (std::size_t i = 0; i < m_heads.size(); ++i)
        if (m_filter.accepts(m_heads[i]))
            m_shown.push_back(m_gone + i);
}

void PacketListModel::setPaused(bool paused)
{
    m_paused = paused;
    if (!paused)
        flush();
}

std::size_t PacketListModel::index(int row) const
{
    const auto place = static_cast<std::size_t>(row);
    return m_filter.isEmpty() ? place : static_cast<std::size_t>(m_shown[place] - m_gone);
}

int PacketListModel::rowOf(std::uint64_t number) const
{
    int low = 0, high = rowCount(); // numbers count up
    while (low < high) {
        const int middle = low + (high - low) / 2;
        if (at(middle).number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < rowCount() && at(low).number == number ? low : -1;
}

int PacketListModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid())
        return 0;
    return static_cast<int>(m_filter.isEmpty() ? m_heads.size() : m_shown.size());
}

int PacketListModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QString PacketListModel::text(const filter::PacketHead &head, int column) const
{
    switch (column) {
    case Time: return QString::number(static_cast<double>(head.time.ns()) * 1e-9, 'f', 6);
    case Where: return m_place ? m_place(head) : QString();
    case ProtocolName: return textOf(filter::protocolName(head));
    case Source: return textOf(filter::sourceText(head));
    case Destination: return textOf(filter::destinationText(head));
    case Info: {
        const QString info = textOf(filter::infoText(head));
        return head.isDropped() ? tr("dropped, %1: %2").arg(textOf(filter::dropText(head)), info) : info;
    }
    case Length: return QString::number(head.length);
    default: return {};
    }
}

QVariant PacketListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= ColumnCount)
        return {};
    const filter::PacketHead &head = at(index.row());
    switch (role) {
    case Qt::DisplayRole: return text(head, index.column());
    case Qt::ForegroundRole:
        if (head.isDropped())
            return theme::colours().danger;
        if (index.column() == ProtocolName)
            return packets::colourOf(protocolOf(head), theme::Theme::instance().scheme() == theme::Scheme::dark);
        return index.column() == Time || index.column() == Where ? QVariant(theme::colours().muted) : QVariant();
    case Qt::TextAlignmentRole:
        return index.column() == Time || index.column() == Length ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    default: return {};
    }
}

QVariant PacketListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal)
        return {};
    switch (section) {
    case Time: return tr("Time");
    case Where: return tr("Where");
    case ProtocolName: return tr("Protocol");
    case Source: return tr("Source");
    case Destination: return tr("Destination");
    case Info: return tr("Summary");
    case Length: return tr("Length");
    default: return {};
    }
}

} // namespace hopyard::models
