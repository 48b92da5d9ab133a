// Text as a person would sort it: numbers inside it by their value, so that eth2 comes before eth10 and 10.0.9.0/24
// before 10.0.10.0/24.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>
#include <QStringView>

namespace hopyard::models {

/// Negative, zero, positive. Runs of decimal digits compare by value, everything else without regard to case.
int compareNaturally(QStringView a, QStringView b);

/// Sorts by any column naturally; shows the rows of which some cell contains the filter text.
class NaturalProxy : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit NaturalProxy(QObject *parent = nullptr);
    void setFilterText(const QString &text);

protected:
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QString m_text;
};

} // namespace hopyard::models
