// What applications print and what the engine notices, in order; the oldest lines go when there are too many.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/protocol.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <QStringList>

namespace hopyard::models {

class LogModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Time, Node, Text, ColumnCount };
    static constexpr int LevelRole = Qt::UserRole; ///< "info", "warning", "error", "output"
    static constexpr int kMostLines = 20'000;

    using QAbstractTableModel::QAbstractTableModel;

    /// `way`: of the run, on which they were said.
    void append(const std::vector<client::LogLine> &lines, std::int64_t way = 1);
    void clear();
    /// A moment of the past is shown: later lines are pale. Nothing: the present.
    void setMoment(std::optional<base::TimePoint> moment);
    /// The run takes, or is shown on, that way, which has what was said until `parted` in common with the one before: what
    /// was said on others after that is pale. It stays, for it is told once.
    void setWay(std::int64_t way, base::TimePoint parted);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Line {
        client::LogLine line;
        std::int64_t way = 1;
        bool isOfAnother = false; ///< way than the one that is shown
    };
    void paleChanged(int first, int last);
    std::deque<Line> m_lines;
    std::optional<base::TimePoint> m_moment;
};

/// Lines of some nodes (all where the list is empty) that contain a text.
class LogFilter : public QSortFilterProxyModel {
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setNodes(const QStringList &nodes);
    void setText(const QString &text);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QStringList m_nodes;
    QString m_text;
};

/// Seconds with milliseconds, "12.035": as the log and the status bar show a moment of the world.
QString shortTime(base::TimePoint time);

} // namespace hopyard::models
