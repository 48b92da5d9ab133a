// A difference of two texts as a table: side by side (old number, old line, new number, new line), or one below the
// other (old number, new number, line). What a row is stands in words and signs too, not in its colour alone.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/config/line_difference.h"

#include <QAbstractTableModel>

namespace hopyard::config {

class DifferenceModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum class Layout { sideBySide, unified };
    /// DifferenceRow::Kind of a row as an int; in the unified layout a changed line is one removed and one added.
    static constexpr int KindRole = Qt::UserRole;

    using QAbstractTableModel::QAbstractTableModel;

    void show(const QString &before, const QString &after);
    void setLayout(Layout layout);
    /// What the old and the new text are called: "In the lab", "Edited".
    void setTitles(const QString &before, const QString &after);
    bool isDifferent() const { return m_added + m_removed + m_changed > 0; }
    QString summary() const; ///< "2 lines added, 1 changed"

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void fill();
    QString textAt(const DifferenceRow &row, int column) const;

    Layout m_layout = Layout::sideBySide;
    QString m_titleBefore, m_titleAfter;
    QStringList m_before, m_after;
    std::vector<DifferenceRow> m_difference;
    std::vector<DifferenceRow> m_rows; ///< as they are shown
    int m_added = 0, m_removed = 0, m_changed = 0;
};

} // namespace hopyard::config
