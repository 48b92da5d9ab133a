// See tree_view.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/tree_view.h"

#include "app/gui/inspect/tree_model.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QScopedValueRollback>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QToolTip>

#include <algorithm>

namespace hopyard::inspect {

namespace {

/// Rows as tall as those of tables.
class Rows final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        return QStyledItemDelegate::sizeHint(option, index).expandedTo({0, option.fontMetrics.height() + kPadding});
    }

private:
    static constexpr int kPadding = 8;
};

constexpr int kWidest = 460; ///< pixels; of a column but the last
constexpr int kLeastColumn = 44;
constexpr int kAir = 12;    ///< pixels behind what stands in a column, where there is room

int depthOf(QModelIndex index)
{
    int depth = 0;
    for (; index.isValid(); index = index.parent())
        ++depth;
    return depth;
}

} // namespace

TreeView::TreeView(const QString &accessibleName, TreeModel *model, int openTo, QWidget *parent) :
    QTreeView(parent), m_model(model), m_openTo(openTo)
{
    setAccessibleName(accessibleName);
    setModel(model);
    setUniformRowHeights(true);
    setItemDelegate(new Rows(this));
    setAllColumnsShowFocus(true);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setFrameShape(QFrame::NoFrame);
    setAnimated(false);
    setTabKeyNavigation(false);
    header()->setDefaultSectionSize(kLeastColumn); // Qt's 100 leave no room for the last ones
    header()->setStretchLastSection(true);
    header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, &TreeView::currentKeysChanged);
}

QStringList TreeView::currentKeys() const { return currentIndex().isValid() ? m_model->keysOf(currentIndex()) : QStringList(); }

QStringList TreeView::keysOf(const QModelIndex &index) const
{
    return m_model->keysOf(index);
}

void TreeView::copy() const
{
    QModelIndexList rows = selectionModel()->selectedRows();
    QStringList lines;
    for (const QModelIndex &row : rows) {
        QStringList cells;
        for (int column = 0; column < m_model->columnCount(); ++column)
            cells += row.siblingAtColumn(column).data().toString();
        lines += cells.join(QLatin1Char('\t'));
    }
    if (!lines.isEmpty())
        QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

void TreeView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        copy();
    else
        QTreeView::keyPressEvent(event);
}

void TreeView::rowsInserted(const QModelIndex &parent, int first, int last)
{
    QTreeView::rowsInserted(parent, first, last);
    openNew(parent, first, last);
    widenColumns();
}

void TreeView::dataChanged(const QModelIndex &from, const QModelIndex &to, const QList<int> &roles)
{
    QTreeView::dataChanged(from, to, roles);
    widenColumns();
}

/// Rows come one by one, children after their parents: a parent is opened when its first child comes.
void TreeView::openNew(const QModelIndex &parent, int first, int last)
{
    if (parent.isValid() && depthOf(parent) <= m_openTo && m_model->rowCount(parent) == last - first + 1)
        expand(parent);
}

void TreeView::shareRoom(std::vector<int> least)
{
    m_least = std::move(least);
    header()->setMinimumSectionSize(fontMetrics().averageCharWidth() * 3); // Qt's is that of the widest character there is
    connect(header(), &QHeaderView::sectionResized, this, [this](int column) {
        if (header()->underMouse() && QGuiApplication::mouseButtons() != Qt::NoButton && column + 1 < m_model->columnCount())
            m_isByHand = true;
    });
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] { m_wanted.clear(); }); // other columns
    widenColumns();
}

void TreeView::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    if (event->size().width() != event->oldSize().width()) // and not for a scroll bar below
        fitColumns();
}

/// What stands in a cell that is too narrow for it is its tooltip, unless it has one of its own.
bool TreeView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QModelIndex index = indexAt(help->pos());
        if (index.isValid() && index.data(Qt::ToolTipRole).toString().isEmpty()
            && visualRect(index).width() < sizeHintForIndex(index).width()) {
            QToolTip::showText(help->globalPos(), index.data().toString(), viewport(), visualRect(index));
            return true;
        }
    }
    return QTreeView::viewportEvent(event);
}

/// Once for many changes; what columns want grows and never shrinks by itself: nothing dances while figures change.
void TreeView::widenColumns()
{
    if (std::exchange(m_widening, true))
        return;
    QTimer::singleShot(0, this, [this] {
        m_widening = false;
        measureColumns();
        fitColumns();
    });
}

void TreeView::measureColumns()
{
    m_wanted.resize(static_cast<std::size_t>(m_model->columnCount()));
    for (int column = 0; column < m_model->columnCount(); ++column) {
        int &wanted = m_wanted[static_cast<std::size_t>(column)];
        wanted = std::max(wanted, std::min(std::max(sizeHintForColumn(column), header()->sectionSizeHint(column)) + kAir, kWidest));
        if ((m_least.empty() || m_isByHand) && column + 1 < m_model->columnCount())
            setColumnWidth(column, std::max(columnWidth(column), wanted));
    }
}

/// All columns as wide as they want where there is room; else they do without air, and those that may give way do: each by the same
/// part of what it can.
void TreeView::fitColumns()
{
    if (m_least.empty() || m_isByHand || m_wanted.empty() || m_fitting)
        return;
    const QScopedValueRollback fitting(m_fitting, true); // a column's width may show a scroll bar, and that resizes
    const int character = fontMetrics().averageCharWidth();
    const auto leastOf = [&](std::size_t column) {
        const int characters = m_least[std::min(column, m_least.size() - 1)];
        const int whole = m_wanted[column] - kAir;
        return characters == 0 ? whole : std::min(whole, characters * character);
    };
    int all = 0, spare = 0;
    for (std::size_t column = 0; column < m_wanted.size(); ++column) {
        all += m_wanted[column];
        spare += m_wanted[column] - leastOf(column);
    }
    const int missing = std::clamp(all - viewport()->width(), 0, spare);
    int left = viewport()->width();
    for (std::size_t column = 0; column < m_wanted.size(); ++column) {
        const int give = spare == 0 ? 0 : (m_wanted[column] - leastOf(column)) * missing / spare;
        const bool isLast = column + 1 == m_wanted.size(); // it has what is left, which is more where there is room
        const int width = isLast ? std::max(left, leastOf(column)) : m_wanted[column] - give;
        left -= width;
        setColumnWidth(static_cast<int>(column), width);
    }
}

} // namespace hopyard::inspect
