// See packet_list_model.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/models/packet_list_model.h"

#include "app/gui/packets/drop_kind.h"
#include "app/gui/packets/protocol_colours.h"
#include "app/gui/theme/theme.h"
#include "core/base/drop_reasons.h"
#include "core/filter/head_text.h"
#include "core/filter/protocol_class.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace hopyard::models {

namespace {

QString textOf(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

/// Why, in a sentence, and the filter that shows all of that reason.
QString dropTip(const filter::PacketHead &head)
{
    const auto reason = static_cast<base::DropReason>(head.drop);
    const std::optional<packets::DropKind> kind = packets::dropKindOf(reason);
    const QString why = kind && *kind != packets::DropKind::other ? packets::sentenceOf(*kind) : packets::wordOf(reason);
    return QStringLiteral("%1\npacket.reason == \"%2\"").arg(why, textOf(base::toString(reason)));
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
        findLater();
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
    findLater();
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
    findLater();
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
    findLater();
    endResetModel();
}

/// Heads are in the order of their times: later ones are at the end.
void PacketListModel::cutAfter(base::TimePoint time)
{
    const auto behind = [time](const auto &heads) {
        return std::partition_point(heads.begin(), heads.end(), [time](const filter::PacketHead &head) { return head.time <= time; })
            - heads.begin();
    };
    m_waiting.erase(m_waiting.begin() + behind(m_waiting), m_waiting.end());
    const auto kept = behind(m_heads);
    if (kept == static_cast<std::ptrdiff_t>(m_heads.size()))
        return;
    const int rows = rowCount();
    const auto keptRows = m_filter.isEmpty()
        ? kept
        : std::lower_bound(m_shown.begin(), m_shown.end(), m_gone + static_cast<std::uint64_t>(kept)) - m_shown.begin();
    if (keptRows < rows)
        beginRemoveRows({}, static_cast<int>(keptRows), rows - 1);
    m_heads.erase(m_heads.begin() + kept, m_heads.end());
    if (!m_filter.isEmpty())
        m_shown.erase(m_shown.begin() + keptRows, m_shown.end());
    findLater();
    if (keptRows < rows)
        endRemoveRows();
}

void PacketListModel::setMoment(std::optional<base::TimePoint> moment)
{
    m_moment = moment;
    const int before = m_firstLater;
    findLater();
    const int rows = rowCount();
    if (before == m_firstLater || rows == 0)
        return;
    // One row more: the line between now and later stands at its top.
    const auto [low, high] = std::minmax(before, m_firstLater);
    emit dataChanged(index(std::min(low, rows - 1), 0), index(std::min(high, rows - 1), ColumnCount - 1), {Qt::ForegroundRole});
}

void PacketListModel::findLater()
{
    m_firstLater = rowCount();
    for (int low = 0; m_moment && low < m_firstLater;) {
        const int middle = low + (m_firstLater - low) / 2;
        if (at(middle).time <= *m_moment)
            low = middle + 1;
        else
            m_firstLater = middle;
    }
}

void PacketListModel::setFilter(filter::Filter filter)
{
    beginResetModel();
    m_filter = std::move(filter);
    filterAll();
    findLater();
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
        return head.isDropped() ? tr("dropped, %1: %2").arg(packets::wordOf(static_cast<base::DropReason>(head.drop)), info) : info;
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
        if (isLater(index.row()))
            return theme::paleText();
        if (head.isDropped())
            return theme::colours().danger;
        if (index.column() == ProtocolName)
            return packets::colourOf(filter::protocolOf(head), theme::Theme::instance().scheme() == theme::Scheme::dark);
        return index.column() == Time || index.column() == Where ? QVariant(theme::colours().muted) : QVariant();
    case Qt::TextAlignmentRole:
        return index.column() == Time || index.column() == Length ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    case Qt::ToolTipRole: return head.isDropped() ? QVariant(dropTip(head)) : QVariant();
    case Qt::AccessibleDescriptionRole:
        return isLater(index.row()) ? QVariant(tr("later than the moment that is shown")) : QVariant();
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
