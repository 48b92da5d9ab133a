// See rib_model.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/rib_model.h"

#include "app/gui/client/json_fields.h"
#include "app/gui/theme/theme.h"

#include <QFont>

#include <algorithm>

namespace hopyard::inspect {

namespace {

using namespace client::fields;

RibCandidate parseCandidate(const Json &json)
{
    RibCandidate candidate;
    candidate.protocol = string(json, "protocol");
    candidate.distance = static_cast<int>(integer(json, "distance"));
    candidate.metric = integer(json, "metric");
    candidate.tag = integer(json, "tag");
    candidate.kind = string(json, "kind");
    candidate.isSelected = flag(json, "selected");
    candidate.isInstalled = flag(json, "installed");
    candidate.verdict = string(json, "verdict");
    candidate.why = string(json, "why");
    candidate.uptime = string(json, "uptime");
    forEach(json, "nexthops", [&](const Json &hop) {
        const QString via = string(hop, "ip"), port = string(hop, "interfaceName");
        candidate.hops.push_back({via.isEmpty() ? RibModel::tr("directly connected, %1").arg(port)
                                  : port.isEmpty() ? via : RibModel::tr("%1, %2").arg(via, port),
                                  string(hop, "why"), flag(hop, "active")});
    });
    return candidate;
}

} // namespace

RibAnswer parseRib(const Json &json)
{
    RibAnswer answer;
    answer.left = integer(json, "left");
    forEach(json, "prefixes", [&](const Json &one) {
        RibPrefix prefix{string(one, "prefix"), {}};
        forEach(one, "candidates",
                [&](const Json &candidate) { prefix.candidates.push_back(parseCandidate(candidate)); });
        // The router's order, apart from what counts: that is on top even where a better one cannot be used.
        std::ranges::stable_sort(prefix.candidates, std::ranges::greater(), &RibCandidate::isSelected);
        answer.prefixes.push_back(std::move(prefix));
    });
    return answer;
}

void RibModel::setPrefixes(std::vector<RibPrefix> prefixes)
{
    if (prefixes == m_prefixes)
        return;
    const auto sameHops = [](const RibCandidate &a, const RibCandidate &b) { return a.hops.size() == b.hops.size(); };
    const auto sameShape = [&](const RibPrefix &a, const RibPrefix &b) {
        return a.prefix == b.prefix && std::ranges::equal(a.candidates, b.candidates, sameHops);
    };
    if (!std::ranges::equal(prefixes, m_prefixes, sameShape)) {
        beginResetModel();
        m_prefixes = std::move(prefixes);
        endResetModel();
        return;
    }
    for (std::size_t i = 0; i < prefixes.size(); ++i) {
        if (prefixes[i] == m_prefixes[i])
            continue;
        m_prefixes[i] = std::move(prefixes[i]);
        const QModelIndex top = index(static_cast<int>(i), 0);
        emit dataChanged(top, top.siblingAtColumn(ColumnCount - 1));
        const int candidates = rowCount(top);
        if (candidates > 0)
            emit dataChanged(index(0, 0, top), index(candidates - 1, ColumnCount - 1, top));
        for (int c = 0; c < candidates; ++c)
            if (const QModelIndex at = index(c, 0, top); rowCount(at) > 0)
                emit dataChanged(index(0, 0, at), index(rowCount(at) - 1, ColumnCount - 1, at));
    }
}

QModelIndex RibModel::find(const QString &prefix) const
{
    const auto at = std::ranges::find(m_prefixes, prefix, &RibPrefix::prefix);
    return at == m_prefixes.end() ? QModelIndex() : index(static_cast<int>(at - m_prefixes.begin()), 0);
}

// An index's number: of a prefix 0; of a candidate the prefix's row and 1; of a next hop also the candidate's.
quintptr RibModel::idOf(int prefix, int candidate)
{
    return static_cast<quintptr>(prefix + 1) << 20 | static_cast<quintptr>(candidate + 1);
}

RibModel::Place RibModel::placeOf(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    const quintptr id = index.internalId();
    if (id == 0)
        return {index.row(), -1, -1};
    const int prefix = static_cast<int>(id >> 20) - 1, candidate = static_cast<int>(id & 0xfffff) - 1;
    return candidate < 0 ? Place{prefix, index.row(), -1} : Place{prefix, candidate, index.row()};
}

const RibCandidate &RibModel::candidateAt(const Place &place) const
{
    return m_prefixes[static_cast<std::size_t>(place.prefix)].candidates[static_cast<std::size_t>(place.candidate)];
}

QModelIndex RibModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    if (!parent.isValid())
        return createIndex(row, column, quintptr(0));
    const Place above = placeOf(parent);
    return createIndex(row, column, idOf(above.prefix, above.candidate));
}

QModelIndex RibModel::parent(const QModelIndex &index) const
{
    const Place place = placeOf(index);
    if (place.candidate < 0)
        return {};
    return place.hop < 0 ? createIndex(place.prefix, 0, quintptr(0))
                         : createIndex(place.candidate, 0, idOf(place.prefix, -1));
}

int RibModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_prefixes.size());
    const Place place = placeOf(parent);
    if (parent.column() != 0 || place.hop >= 0)
        return 0;
    return static_cast<int>(place.candidate < 0 ? m_prefixes[static_cast<std::size_t>(place.prefix)].candidates.size()
                                                : candidateAt(place).hops.size());
}

int RibModel::columnCount(const QModelIndex &) const { return ColumnCount; }

bool RibModel::isLoser(const QModelIndex &index) const
{
    const Place place = placeOf(index);
    return place.candidate >= 0 && !candidateAt(place).isSelected;
}

QVariant RibModel::textOf(const Place &place, int column) const
{
    if (place.hop >= 0) {
        const RibCandidate::Hop &hop = candidateAt(place).hops[static_cast<std::size_t>(place.hop)];
        return column == NextHops ? hop.text
               : column == Why    ? (hop.isActive || !hop.why.isEmpty() ? hop.why : tr("inactive"))
                                  : QString();
    }
    if (place.candidate < 0) {
        const RibPrefix &prefix = m_prefixes[static_cast<std::size_t>(place.prefix)];
        const bool counts = !prefix.candidates.empty() && prefix.candidates.front().isSelected;
        if (column == Name)
            return prefix.prefix;
        if (column == Why)
            return counts ? tr("%1 counts", "a protocol").arg(prefix.candidates.front().protocol)
                                + (prefix.candidates.size() > 1
                                       ? tr("; %n lost", nullptr, static_cast<int>(prefix.candidates.size()) - 1)
                                       : QString())
                          : tr("none counts");
        return {};
    }
    const RibCandidate &candidate = candidateAt(place);
    switch (column) {
    case Name: return candidate.protocol;
    case NextHops: {
        QStringList hops;
        for (const RibCandidate::Hop &hop : candidate.hops)
            hops += hop.text;
        return hops.empty() ? candidate.kind : hops.join(QStringLiteral("; "));
    }
    case Distance: return candidate.distance;
    case Metric: return candidate.metric;
    case Tag: return candidate.tag == 0 ? QVariant() : QVariant(candidate.tag);
    case Age: return candidate.uptime;
    case Why: return candidate.why;
    }
    return {};
}

QString RibModel::explanation(const QModelIndex &index) const
{
    const Place place = placeOf(index);
    if (place.prefix < 0)
        return {};
    const RibPrefix &prefix = m_prefixes[static_cast<std::size_t>(place.prefix)];
    QStringList lines{tr("%1, candidates: %2").arg(prefix.prefix).arg(prefix.candidates.size())};
    for (std::size_t i = 0; i < prefix.candidates.size(); ++i) {
        const RibCandidate &candidate = prefix.candidates[i];
        if (place.candidate >= 0 && static_cast<int>(i) != place.candidate && !candidate.isSelected)
            continue; // of one candidate: that, and what it lost to
        lines += tr("%1 %2, distance %3, metric %4: %5")
                     .arg(candidate.isSelected ? QStringLiteral("✓") : QStringLiteral("✗"), candidate.protocol)
                     .arg(candidate.distance).arg(candidate.metric).arg(candidate.why);
        for (const RibCandidate::Hop &hop : candidate.hops)
            lines += QStringLiteral("      ")
                     + (hop.why.isEmpty() ? hop.isActive ? hop.text : tr("%1: inactive").arg(hop.text)
                                          : tr("%1: %2").arg(hop.text, hop.why));
    }
    return lines.join(QLatin1Char('\n'));
}

QVariant RibModel::data(const QModelIndex &index, int role) const
{
    const Place place = placeOf(index);
    if (place.prefix < 0)
        return {};
    switch (role) {
    case Qt::DisplayRole: {
        const QVariant text = textOf(place, index.column());
        if (index.column() == Name && place.candidate >= 0 && place.hop < 0) // a sign, not a colour alone
            return (candidateAt(place).isSelected ? QStringLiteral("✓ ") : QStringLiteral("✗ ")) + text.toString();
        return text;
    }
    case Qt::ToolTipRole: return explanation(index);
    case Qt::TextAlignmentRole:
        return index.column() == Distance || index.column() == Metric || index.column() == Tag
                   ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                   : QVariant();
    case Qt::ForegroundRole:
        if (place.candidate < 0)
            return {};
        if (!candidateAt(place).isSelected)
            return theme::colours().muted;
        return index.column() == Name && place.hop < 0 ? QVariant(theme::colours().ok) : QVariant();
    case Qt::FontRole:
        if (place.candidate < 0 && index.column() == Name) {
            QFont font;
            font.setBold(true);
            return font;
        }
        return {};
    }
    return {};
}

QVariant RibModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Prefix");
    case NextHops: return tr("Next hops");
    case Distance: return tr("Distance");
    case Metric: return tr("Metric");
    case Tag: return tr("Tag");
    case Age: return tr("Age");
    case Why: return tr("Why");
    }
    return {};
}

void RibFilter::setText(const QString &text)
{
    m_text = text.trimmed();
    invalidateFilter();
}

bool RibFilter::isFound(const QModelIndex &index) const
{
    const QAbstractItemModel &model = *sourceModel();
    for (int column = 0; column < RibModel::ColumnCount; ++column)
        if (index.siblingAtColumn(column).data().toString().contains(m_text, Qt::CaseInsensitive))
            return true;
    for (int row = 0; row < model.rowCount(index); ++row)
        if (isFound(model.index(row, 0, index)))
            return true;
    return false;
}

bool RibFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    return m_text.isEmpty() || parent.isValid() || isFound(sourceModel()->index(row, 0));
}

} // namespace hopyard::inspect
