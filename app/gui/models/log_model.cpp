// See log_model.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/models/log_model.h"

#include "app/gui/theme/icon.h"
#include "app/gui/theme/theme.h"

#include <algorithm>
#include <iterator>

namespace hopyard::models {

QString shortTime(base::TimePoint time)
{
    return time.isNever() ? QString() : QString::number(static_cast<double>(time.ns()) * 1e-9, 'f', 3);
}

void LogModel::append(const std::vector<client::LogLine> &lines, std::int64_t way)
{
    if (lines.empty())
        return;
    const auto skip = std::max<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(lines.size()) - kMostLines);
    const auto first = lines.begin() + skip;
    const int added = static_cast<int>(lines.end() - first);
    const int surplus = rowCount() + added - kMostLines;
    if (surplus > 0) {
        // A tenth at once, so that a full log does not remove at every batch.
        const int gone = std::min(rowCount(), std::max(surplus, kMostLines / 10));
        beginRemoveRows({}, 0, gone - 1);
        m_lines.erase(m_lines.begin(), m_lines.begin() + gone);
        endRemoveRows();
    }
    beginInsertRows({}, rowCount(), rowCount() + added - 1);
    std::transform(first, lines.end(), std::back_inserter(m_lines), [way](const client::LogLine &line) { return Line{line, way}; });
    endInsertRows();
}

void LogModel::clear()
{
    beginResetModel();
    m_lines.clear();
    endResetModel();
}

void LogModel::setMoment(std::optional<base::TimePoint> moment)
{
    const auto isLater = [](const std::optional<base::TimePoint> &shown, const Line &line) { return shown && line.line.time > *shown; };
    // The moment moves many times a second: only what changes is told.
    const auto changes = [&](const Line &line) { return isLater(m_moment, line) != isLater(moment, line); };
    const auto first = std::find_if(m_lines.begin(), m_lines.end(), changes);
    const auto last = std::find_if(m_lines.rbegin(), m_lines.rend(), changes);
    const auto from = first - m_lines.begin(), to = m_lines.rend() - last - 1;
    m_moment = moment;
    if (from <= to)
        paleChanged(static_cast<int>(from), static_cast<int>(to));
}

void LogModel::setWay(std::int64_t way, base::TimePoint parted)
{
    for (Line &line : m_lines)
        line.isOfAnother = line.way != way && line.line.time > parted;
    if (!m_lines.empty())
        paleChanged(0, rowCount() - 1);
}

void LogModel::paleChanged(int first, int last)
{
    emit dataChanged(index(first, 0), index(last, ColumnCount - 1), {Qt::ForegroundRole, Qt::ToolTipRole});
}

int LogModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(m_lines.size()); }
int LogModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant LogModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Line &known = m_lines[static_cast<std::size_t>(index.row())];
    const client::LogLine &line = known.line;
    const bool isLater = m_moment && line.time > *m_moment;
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case Time: return shortTime(line.time);
        case Node: return QString::fromStdString(line.node);
        case Text: return QString::fromStdString(line.text);
        default: return {};
        }
    case Qt::DecorationRole:
        if (index.column() == Text && (line.level == "warning" || line.level == "error"))
            return theme::icon(QString::fromStdString(line.level));
        return {};
    case Qt::AccessibleDescriptionRole:
    case Qt::ToolTipRole:
        return known.isOfAnother ? tr("said on another way of the run") : isLater ? tr("later than the moment that is shown") : QVariant();
    case Qt::ForegroundRole:
        if (known.isOfAnother || isLater)
            return theme::paleText();
        if (index.column() == Time)
            return theme::colours().muted;
        if (line.level == "error")
            return theme::colours().danger;
        return {};
    case Qt::TextAlignmentRole:
        return index.column() == Time ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    case LevelRole: return QString::fromStdString(line.level);
    default: return {};
    }
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal)
        return {};
    switch (section) {
    case Time: return tr("Time");
    case Node: return tr("Node");
    case Text: return tr("Text");
    default: return {};
    }
}

void LogFilter::setNodes(const QStringList &nodes)
{
    if (nodes == m_nodes)
        return;
    m_nodes = nodes;
    invalidateFilter();
}

void LogFilter::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    invalidateFilter();
}

bool LogFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const auto at = [&](int column) { return sourceModel()->index(row, column, parent).data().toString(); };
    // A guest of a hypervisor speaks as "pc1/g1".
    if (!m_nodes.isEmpty() && !m_nodes.contains(at(LogModel::Node).section(QLatin1Char('/'), 0, 0)))
        return false;
    return m_text.isEmpty() || at(LogModel::Text).contains(m_text, Qt::CaseInsensitive);
}

} // namespace hopyard::models
