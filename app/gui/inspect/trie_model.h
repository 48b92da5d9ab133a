// The trie of a forwarding table as a tree of rows, and the lookup of an address as a list of steps. What does not change
// between two answers of the engine is not told anew, so that selection and a screen reader's cursor stay.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/inspect/trie_answer.h"

#include <QAbstractItemModel>
#include <QAbstractListModel>

namespace hopyard::inspect {

class TrieModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Column { Prefix, Way, Protocol, State, ColumnCount };

    using QAbstractItemModel::QAbstractItemModel;

    /// Nothing happens where it says what is shown already.
    void setAnswer(TrieAnswer answer);
    const TrieAnswer &answer() const { return m_answer; }
    /// A node's number in the answer, or -1.
    int nodeOf(const QModelIndex &index) const { return index.isValid() ? static_cast<int>(index.internalId()) : -1; }
    QModelIndex indexOf(int node, int column = Prefix) const;
    int find(const QString &prefix) const; ///< or -1
    /// What a lookup has to say of the node: "matches", "shorter", "does not contain it (bit 9 differs)"; else empty.
    QString stateOf(int node) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

signals:
    /// Anything is other than before: once for each answer, after the signals that views of rows need.
    void changed();

private:
    TrieAnswer m_answer;
};

/// A lookup, step by step: the nodes of the way down, where it ends, and what the table itself read.
class LookupStepsModel : public QAbstractListModel {
    Q_OBJECT

public:
    struct Step {
        QString text;
        int node = -1;          ///< of the trie, or none
        bool isHeading = false;
        bool operator==(const Step &) const = default;
    };
    using QAbstractListModel::QAbstractListModel;

    void setAnswer(const TrieAnswer &answer);
    const std::vector<Step> &steps() const { return m_steps; }
    /// How many of the steps go down the trie; they stand behind the first heading.
    int wayLength() const { return m_way; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    std::vector<Step> m_steps;
    int m_way = 0;
};

} // namespace hopyard::inspect
