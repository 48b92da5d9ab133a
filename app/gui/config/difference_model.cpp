// See difference_model.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/config/difference_model.h"

#include "app/gui/theme/theme.h"

#include <QBrush>

#include <algorithm>

namespace hopyard::config {

namespace {

using Kind = DifferenceRow::Kind;
constexpr int kTint = 46; ///< of 255: how strong a row's ground is

QString wordOf(Kind kind)
{
    switch (kind) {
    case Kind::added: return DifferenceModel::tr("added");
    case Kind::removed: return DifferenceModel::tr("removed");
    case Kind::changed: return DifferenceModel::tr("changed");
    case Kind::same: break;
    }
    return DifferenceModel::tr("the same");
}

QString number(int line) { return line < 0 ? QString() : QString::number(line + 1); }

} // namespace

void DifferenceModel::show(const QString &before, const QString &after)
{
    m_before = linesOf(before);
    m_after = linesOf(after);
    m_difference = differenceOf(m_before, m_after);
    const auto count = [this](Kind kind) {
        return static_cast<int>(std::count_if(m_difference.begin(), m_difference.end(), [kind](const DifferenceRow &row) { return row.kind == kind; }));
    };
    m_added = count(Kind::added);
    m_removed = count(Kind::removed);
    m_changed = count(Kind::changed);
    fill();
}

void DifferenceModel::setLayout(Layout layout)
{
    if (layout == m_layout)
        return;
    m_layout = layout;
    fill();
}

void DifferenceModel::setTitles(const QString &before, const QString &after)
{
    m_titleBefore = before;
    m_titleAfter = after;
    emit headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

void DifferenceModel::fill()
{
    beginResetModel();
    m_rows.clear();
    if (m_layout == Layout::sideBySide)
        m_rows = m_difference;
    else
        for (std::size_t i = 0; i < m_difference.size();) { // all that goes, then all that comes
            if (m_difference[i].kind == Kind::same) {
                m_rows.push_back(m_difference[i++]);
                continue;
            }
            std::size_t end = i;
            while (end < m_difference.size() && m_difference[end].kind != Kind::same)
                ++end;
            for (std::size_t k = i; k < end; ++k)
                if (m_difference[k].before >= 0)
                    m_rows.push_back({Kind::removed, m_difference[k].before, -1});
            for (std::size_t k = i; k < end; ++k)
                if (m_difference[k].after >= 0)
                    m_rows.push_back({Kind::added, -1, m_difference[k].after});
            i = end;
        }
    endResetModel();
}

QString DifferenceModel::summary() const
{
    QStringList parts;
    if (m_added > 0)
        parts += tr("added: %1").arg(m_added);
    if (m_removed > 0)
        parts += tr("removed: %1").arg(m_removed);
    if (m_changed > 0)
        parts += tr("changed: %1").arg(m_changed);
    return parts.isEmpty() ? tr("No difference.") : tr("Lines %1").arg(parts.join(QStringLiteral(", ")));
}

int DifferenceModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }

int DifferenceModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_layout == Layout::sideBySide ? 4 : 3;
}

QString DifferenceModel::textAt(const DifferenceRow &row, int column) const
{
    const auto signedLine = [](QChar sign, const QString &line) { return QString(sign) + QLatin1Char(' ') + line; };
    if (m_layout == Layout::unified) {
        if (column < 2)
            return number(column == 0 ? row.before : row.after);
        return row.kind == Kind::added     ? signedLine(QLatin1Char('+'), m_after[row.after])
             : row.kind == Kind::removed ? signedLine(QChar(0x2212), m_before[row.before])
                                         : signedLine(QLatin1Char(' '), m_after[row.after]);
    }
    const bool old = column < 2;
    const int line = old ? row.before : row.after;
    if (column % 2 == 0)
        return number(line);
    if (line < 0)
        return {};
    const QChar sign = row.kind == Kind::same ? QLatin1Char(' ') : row.kind == Kind::changed ? QLatin1Char('~') : old ? QChar(0x2212) : QLatin1Char('+');
    return signedLine(sign, old ? m_before[line] : m_after[line]);
}

QVariant DifferenceModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= columnCount())
        return {};
    const DifferenceRow &row = m_rows[static_cast<std::size_t>(index.row())];
    const bool isNumber = m_layout == Layout::unified ? index.column() < 2 : index.column() % 2 == 0;
    switch (role) {
    case Qt::DisplayRole: return textAt(row, index.column());
    case Qt::AccessibleTextRole: return tr("%1: %2").arg(wordOf(row.kind), textAt(row, index.column()));
    case KindRole: return static_cast<int>(row.kind);
    case Qt::TextAlignmentRole: return static_cast<int>((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::ForegroundRole: return isNumber ? QVariant(QBrush(theme::colours().muted)) : QVariant();
    case Qt::BackgroundRole: {
        if (row.kind == Kind::same)
            return {};
        const bool old = m_layout == Layout::sideBySide && index.column() < 2;
        const theme::Colours &c = theme::colours();
        QColor ground = row.kind == Kind::changed ? c.warning : row.kind == Kind::added ? c.ok : c.danger;
        const bool isEmpty = m_layout == Layout::sideBySide && (old ? row.before : row.after) < 0;
        ground.setAlpha(isEmpty ? kTint / 3 : kTint);
        return QBrush(ground);
    }
    default: return {};
    }
}

QVariant DifferenceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    if (m_layout == Layout::sideBySide)
        return section == 1 ? m_titleBefore : section == 3 ? m_titleAfter : QString();
    return section == 2 ? tr("%1 → %2").arg(m_titleBefore, m_titleAfter) : QString();
}

} // namespace hopyard::config
