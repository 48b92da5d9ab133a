// See trie_model.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/trie_model.h"

#include <QFont>
#include <QLocale>

#include <algorithm>

namespace hopyard::inspect {

namespace {

/// Bit `bit` of an address, counted from 0 at its beginning; of IPv4 only, -1 of others.
int bitOf(const QString &address, int bit)
{
    const QStringList bytes = address.split(QLatin1Char('.'));
    if (bytes.size() != 4 || bit < 0 || bit > 31)
        return -1;
    return bytes[bit / 8].toInt() >> (7 - bit % 8) & 1;
}

} // namespace

void TrieModel::setAnswer(TrieAnswer answer)
{
    if (answer == m_answer)
        return;
    const auto sameShape = [](const TrieNode &a, const TrieNode &b) { return a.prefix == b.prefix && a.parent == b.parent; };
    if (std::ranges::equal(answer.nodes, m_answer.nodes, sameShape)) {
        m_answer = std::move(answer);
        // Siblings are neighbours in the model: one signal for each family.
        for (int node = 0; node < static_cast<int>(m_answer.nodes.size()); ++node) {
            const auto &children = m_answer.nodes[static_cast<std::size_t>(node)].children;
            if (!children.empty())
                emit dataChanged(indexOf(children.front()), indexOf(children.back(), ColumnCount - 1));
        }
        if (!m_answer.nodes.empty())
            emit dataChanged(indexOf(0), indexOf(0, ColumnCount - 1));
        emit changed();
        return;
    }
    beginResetModel();
    m_answer = std::move(answer);
    endResetModel();
    emit changed();
}

QModelIndex TrieModel::indexOf(int node, int column) const
{
    if (node < 0 || node >= static_cast<int>(m_answer.nodes.size()))
        return {};
    const int parent = m_answer.nodes[static_cast<std::size_t>(node)].parent;
    if (parent < 0)
        return createIndex(0, column, static_cast<quintptr>(node));
    const auto &children = m_answer.nodes[static_cast<std::size_t>(parent)].children;
    return createIndex(static_cast<int>(std::ranges::find(children, node) - children.begin()), column, static_cast<quintptr>(node));
}

int TrieModel::find(const QString &prefix) const
{
    const auto at = std::ranges::find(m_answer.nodes, prefix, &TrieNode::prefix);
    return at == m_answer.nodes.end() ? -1 : static_cast<int>(at - m_answer.nodes.begin());
}

QString TrieModel::stateOf(int node) const
{
    if (!m_answer.hasLookup || node < 0)
        return {};
    const TrieNode &at = m_answer.nodes[static_cast<std::size_t>(node)];
    const TrieLookup &lookup = m_answer.lookup;
    if (at.isLit && at.isRoute)
        return !lookup.containing.isEmpty() && at.prefix == lookup.containing.front() ? tr("matches") : tr("contains it, but is shorter");
    const auto miss = std::ranges::find(lookup.misses, at.prefix, &TrieLookup::Miss::prefix);
    return miss == lookup.misses.end() ? QString() : tr("does not contain it: bit %1 differs").arg(miss->sharedBits + 1);
}

QModelIndex TrieModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    if (!parent.isValid())
        return createIndex(row, column, quintptr(0));
    const auto &children = m_answer.nodes[static_cast<std::size_t>(nodeOf(parent))].children;
    return createIndex(row, column, static_cast<quintptr>(children[static_cast<std::size_t>(row)]));
}

QModelIndex TrieModel::parent(const QModelIndex &index) const
{
    const int node = nodeOf(index);
    return node < 0 ? QModelIndex() : indexOf(m_answer.nodes[static_cast<std::size_t>(node)].parent);
}

int TrieModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return m_answer.nodes.empty() ? 0 : 1;
    return parent.column() == 0 ? static_cast<int>(m_answer.nodes[static_cast<std::size_t>(nodeOf(parent))].children.size()) : 0;
}

int TrieModel::columnCount(const QModelIndex &) const { return ColumnCount; }

QVariant TrieModel::data(const QModelIndex &index, int role) const
{
    const int number = nodeOf(index);
    if (number < 0)
        return {};
    const TrieNode &node = m_answer.nodes[static_cast<std::size_t>(number)];
    if (role == Qt::AccessibleTextRole || role == Qt::ToolTipRole) {
        QStringList parts{node.prefix};
        parts += node.isRoute ? tr("%1: %2").arg(node.protocol, node.way) : tr("no route of its own: ways part here");
        if (node.inside > 0)
            parts += tr("%1 prefixes inside").arg(QLocale().toString(node.inside));
        if (const QString state = stateOf(number); !state.isEmpty())
            parts += state;
        return parts.join(QStringLiteral("; "));
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Prefix: return node.prefix;
    case Way: return node.way;
    case Protocol: return node.protocol;
    case State: return stateOf(number);
    }
    return {};
}

QVariant TrieModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Prefix: return tr("Prefix");
    case Way: return tr("Next hops");
    case Protocol: return tr("Protocol");
    case State: return tr("Lookup");
    }
    return {};
}

void LookupStepsModel::setAnswer(const TrieAnswer &answer)
{
    std::vector<Step> steps;
    int way = 0;
    if (answer.hasLookup) {
        const TrieLookup &lookup = answer.lookup;
        steps.push_back({tr("Down the trie"), -1, true});
        QString best;
        int last = 0;
        for (int i = 0; i < static_cast<int>(answer.nodes.size()); ++i) {
            const TrieNode &node = answer.nodes[static_cast<std::size_t>(i)];
            if (!node.isLit)
                continue;
            ++way;
            last = i;
            const int bit = bitOf(lookup.destination, node.length);
            const QString on = bit < 0 || node.children.empty() ? QString() : tr("; bit %1 is %2").arg(node.length + 1).arg(bit);
            if (!node.isRoute)
                steps.push_back({tr("%1: ways part%2").arg(node.prefix, on), i, false});
            else if (best.isEmpty())
                steps.push_back({tr("%1 contains it: the best so far%2").arg(node.prefix, on), i, false});
            else
                steps.push_back({tr("%1 contains it and is longer: the best so far%2").arg(node.prefix, on), i, false});
            if (node.isRoute)
                best = node.prefix;
        }
        // Where it ends: the branch that would be next does not contain the address, or there is none.
        const TrieNode &end = answer.nodes.empty() ? TrieNode() : answer.nodes[static_cast<std::size_t>(last)];
        const QString verdict = best.isEmpty() ? tr("no route") : tr("%1 it is").arg(best);
        if (end.children.empty())
            steps.push_back({tr("Nothing is longer here: %1").arg(verdict), last, false});
        for (const int child : end.children)
            steps.push_back({tr("%1 does not contain it").arg(answer.nodes[static_cast<std::size_t>(child)].prefix), child, false});
        if (!end.children.empty())
            steps.push_back({tr("No way on: %1").arg(verdict), last, false});
        steps.push_back({tr("What the table really read"), -1, true});
        for (const TrieLookup::Read &read : lookup.reads)
            steps.push_back({readSentence(read), -1, false});
    }
    if (steps == m_steps)
        return;
    beginResetModel();
    m_steps = std::move(steps);
    m_way = way;
    endResetModel();
}

int LookupStepsModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(m_steps.size()); }

QVariant LookupStepsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Step &step = m_steps[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole)
        return step.text;
    if (role == Qt::ToolTipRole)
        return step.text;
    if (role == Qt::FontRole && step.isHeading) {
        QFont font;
        font.setBold(true);
        return font;
    }
    return {};
}

Qt::ItemFlags LookupStepsModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    if (m_steps[static_cast<std::size_t>(index.row())].isHeading)
        return Qt::ItemIsEnabled | Qt::ItemNeverHasChildren;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

} // namespace hopyard::inspect
