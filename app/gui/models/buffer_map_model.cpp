// See buffer_map_model.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/models/buffer_map_model.h"

#include <algorithm>
#include <QStringList>
#include <utility>

namespace hopyard::models {

using client::PageRun;
using client::PageState;

namespace {

QString seconds(base::TimePoint time) { return QString::number(static_cast<double>(time.ns()) * 1e-9, 'f', 6); }

} // namespace

QString BufferMapModel::stateText(PageState state)
{
    switch (state) {
    case PageState::free: return tr("free");
    case PageState::guestMemory: return tr("guest memory");
    case PageState::baseStorage: return tr("base portion's storage");
    case PageState::dmaTable: return tr("in the DMA table");
    case PageState::filled: return tr("filled by the adapter");
    case PageState::mapped: return tr("lent");
    case PageState::clearing: return tr("being cleared");
    }
    return {};
}

void BufferMapModel::setMap(client::BufferMap map)
{
    if (map == m_map)
        return;
    if (map.pages != m_map.pages) {
        beginResetModel();
        m_map = std::move(map);
        endResetModel();
    } else {
        // Runs that are the same at both ends stay; what lies between them is said to have changed.
        const auto &before = m_map.runs;
        const auto head = std::mismatch(before.begin(), before.end(), map.runs.begin(), map.runs.end());
        const auto tail = std::mismatch(before.rbegin(), std::make_reverse_iterator(head.first), map.runs.rbegin(),
                                        std::make_reverse_iterator(head.second));
        const int first = head.second == map.runs.end() ? -1 : static_cast<int>(head.second->first);
        const int last = tail.second.base() == map.runs.end() ? static_cast<int>(map.pages) - 1 : static_cast<int>(tail.second.base()->first) - 1;
        m_map = std::move(map);
        if (first >= 0 && last >= first)
            emit dataChanged(index(first), index(last));
    }
    emit mapChanged();
}

const PageRun &BufferMapModel::runOf(std::uint32_t page) const
{
    const auto after = std::upper_bound(m_map.runs.begin(), m_map.runs.end(), page,
                                        [](std::uint32_t number, const PageRun &run) { return number < run.first; });
    return *(after - 1);
}

QString BufferMapModel::describe(std::uint32_t page) const
{
    if (page >= m_map.pages)
        return {};
    const PageRun &run = runOf(page);
    QString text = tr("Host page %L1: %2").arg(page).arg(stateText(run.state));
    const QString guest = QString::fromStdString(run.guest);
    if (run.state == PageState::mapped)
        text += run.shared ? tr(" to %1 and others").arg(guest) : tr(" to %1").arg(guest);
    else if (!guest.isEmpty())
        text += tr(" of %1").arg(guest);
    if (run.guestPage)
        text += tr(", there page %L1").arg(*run.guestPage + (page - run.first));
    if (run.packet)
        text += tr(", packet %1").arg(*run.packet);
    if (run.since)
        text += tr(", since %1 s").arg(seconds(*run.since));
    return text;
}

int BufferMapModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(m_map.pages); }

QVariant BufferMapModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const auto page = static_cast<std::uint32_t>(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole: return describe(page);
    case StateRole: return static_cast<int>(runOf(page).state);
    case GuestRole: return QString::fromStdString(runOf(page).guest);
    default: return {};
    }
}

} // namespace hopyard::models
