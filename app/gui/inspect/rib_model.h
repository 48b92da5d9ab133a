// Everything that is offered to a router's RIB: a row for each prefix, below it its candidates, the one that counts first,
// below those their next hops. Why a candidate lost is what the router itself says (`explain rib`), word for word.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/rpc/json.h"

#include <QAbstractItemModel>
#include <QSortFilterProxyModel>
#include <QString>
#include <QStringList>

#include <vector>

namespace hopyard::inspect {

struct RibCandidate {
    struct Hop {
        QString text;  ///< "10.0.12.2, eth1"
        QString why;   ///< what keeps it from being used, or how it is resolved; may be empty
        bool isActive = false;
        bool operator==(const Hop &) const = default;
    };
    QString protocol;
    int distance = 0;
    qint64 metric = 0;
    qint64 tag = 0;
    QString kind;
    bool isSelected = false, isInstalled = false;
    QString verdict; ///< "counts", "distance", …: for the icon
    QString why;     ///< a sentence
    QString uptime;
    std::vector<Hop> hops;
    bool operator==(const RibCandidate &) const = default;
};

struct RibPrefix {
    QString prefix;
    std::vector<RibCandidate> candidates;
    bool operator==(const RibPrefix &) const = default;
};

struct RibAnswer {
    std::vector<RibPrefix> prefixes;
    qint64 left = 0; ///< prefixes that are not among them
};
/// Of the `json` of the table `rib`. What is missing or of another kind is as if it were empty.
RibAnswer parseRib(const rpc::Json &json);

class RibModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Column { Name, NextHops, Distance, Metric, Why, Tag, Age, ColumnCount };

    using QAbstractItemModel::QAbstractItemModel;

    /// Rows stay where prefixes and the number of their candidates and next hops do.
    void setPrefixes(std::vector<RibPrefix> prefixes);
    const std::vector<RibPrefix> &prefixes() const { return m_prefixes; }
    /// The prefix's row, or none.
    QModelIndex find(const QString &prefix) const;
    /// Whether it is a candidate that lost, or a next hop of one.
    bool isLoser(const QModelIndex &index) const;
    /// All that is known of what the row is about, for a person.
    QString explanation(const QModelIndex &index) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    /// Where a row is: the prefix, the candidate in it or -1, and the next hop in that or -1, in an index's 64 bits.
    struct Place {
        int prefix = -1, candidate = -1, hop = -1;
    };
    static quintptr idOf(int prefix, int candidate);
    Place placeOf(const QModelIndex &index) const;
    const RibCandidate &candidateAt(const Place &place) const;
    QVariant textOf(const Place &place, int column) const;

    std::vector<RibPrefix> m_prefixes;
};

/// The prefixes of which any row contains the text; whole, so that losers are seen beside what they lost to.
class RibFilter : public QSortFilterProxyModel {
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setText(const QString &text);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    bool isFound(const QModelIndex &index) const;
    QString m_text;
};

} // namespace hopyard::inspect
