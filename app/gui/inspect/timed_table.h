// A table one column of which runs down: how much is left of how long, painted as a bar with its text in it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/inspect/canvas_marks.h"
#include "app/gui/models/table_model.h"

#include <QStyledItemDelegate>

#include <map>

namespace hopyard::inspect {

class TimedTable : public models::TableModel {
    Q_OBJECT

public:
    struct Timer {
        qint64 leftMs = 0;
        qint64 totalMs = 0; ///< 0: no timer runs
        Tone tone = Tone::accent;
        bool operator==(const Timer &) const = default;
    };
    static constexpr int TimerRole = KeyRole + 1; ///< a Timer, of the cells in the timer's column

    using models::TableModel::TableModel;

    void setTimerColumn(int column) { m_column = column; }
    int timerColumn() const { return m_column; }
    /// The rows, and the timers of those that have one, by key.
    void setTimedRows(std::vector<models::Row> rows, std::map<QString, Timer> timers);

    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    int m_column = 0;
    std::map<QString, Timer> m_timers;
};

class TimerDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

/// "2:45", "0:07": whole seconds, rounded up, so that it ends with 0:00.
QString countdownText(qint64 leftMs);

} // namespace hopyard::inspect

Q_DECLARE_METATYPE(hopyard::inspect::TimedTable::Timer)
