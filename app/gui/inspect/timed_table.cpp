// See timed_table.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/timed_table.h"

#include "app/gui/theme/theme.h"

#include <QApplication>
#include <QPainter>

#include <algorithm>

namespace hopyard::inspect {

void TimedTable::setTimedRows(std::vector<models::Row> rows, std::map<QString, Timer> timers)
{
    m_timers = std::move(timers);
    setRows(std::move(rows));
    if (rowCount() > 0)
        emit dataChanged(index(0, m_column), index(rowCount() - 1, m_column), {TimerRole});
}

QVariant TimedTable::data(const QModelIndex &index, int role) const
{
    if (role != TimerRole)
        return models::TableModel::data(index, role);
    if (!index.isValid() || index.column() != m_column)
        return {};
    const auto at = m_timers.find(rows()[static_cast<std::size_t>(index.row())].key);
    return at == m_timers.end() ? QVariant() : QVariant::fromValue(at->second);
}

void TimerDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QVariant value = index.data(TimedTable::TimerRole);
    if (!value.isValid())
        return QStyledItemDelegate::paint(painter, option, index);
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QString text = cell.text;
    cell.text.clear();
    const QStyle *style = cell.widget ? cell.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
    const auto timer = value.value<TimedTable::Timer>();
    const theme::Colours &c = theme::colours();
    QColor colour = timer.tone == Tone::bad ? c.danger : timer.tone == Tone::good ? c.ok : timer.tone == Tone::other ? c.muted : c.accent;
    const QRectF box = QRectF(option.rect).adjusted(6, 4, -6, -4);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    colour.setAlphaF(0.14F);
    painter->setBrush(colour);
    painter->drawRoundedRect(box, 3, 3);
    const double share = timer.totalMs <= 0 ? 0 : std::clamp(static_cast<double>(timer.leftMs) / static_cast<double>(timer.totalMs), 0.0, 1.0);
    colour.setAlphaF(0.42F);
    painter->setBrush(colour);
    painter->setClipRect(QRectF(box.topLeft(), QSizeF(box.width() * share, box.height())));
    painter->drawRoundedRect(box, 3, 3);
    painter->setClipping(false);
    painter->setFont(cell.font);
    painter->setPen(option.state & QStyle::State_Selected ? cell.palette.color(QPalette::HighlightedText) : c.text);
    painter->drawText(box.adjusted(6, 0, -4, 0), Qt::AlignLeft | Qt::AlignVCenter, text);
    painter->restore();
}

QSize TimerDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return (QStyledItemDelegate::sizeHint(option, index) + QSize(14, 0)).expandedTo({110, 0}); // the bar has a margin
}

QString countdownText(qint64 leftMs)
{
    const qint64 seconds = std::max<qint64>(0, (leftMs + 999) / 1000);
    return QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

} // namespace hopyard::inspect
