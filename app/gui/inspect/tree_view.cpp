// See tree_view.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/tree_view.h"

#include "app/gui/inspect/tree_model.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QStyledItemDelegate>
#include <QTimer>

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

/// Once for many changes; columns grow and never shrink by themselves.
void TreeView::widenColumns()
{
    if (std::exchange(m_widening, true))
        return;
    QTimer::singleShot(0, this, [this] {
        m_widening = false;
        for (int column = 0; column + 1 < m_model->columnCount(); ++column)
            setColumnWidth(column, std::max(columnWidth(column), std::min(std::max(sizeHintForColumn(column), header()->sectionSizeHint(column)) + 12, kWidest)));
    });
}

} // namespace hopyard::inspect
