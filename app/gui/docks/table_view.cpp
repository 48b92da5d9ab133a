// See table_view.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/table_view.h"

#include "app/gui/models/natural_order.h"
#include "app/gui/models/table_model.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QTimer>

#include <utility>

namespace hopyard::docks {

namespace {
constexpr int kLeastColumn = 44;
} // namespace

TableView::TableView(const QString &accessibleName, QWidget *parent) :
    QTableView(parent), m_proxy(new models::NaturalProxy(this))
{
    setAccessibleName(accessibleName);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false); // Tab goes on to the next widget
    setFrameShape(NoFrame);
    setHorizontalScrollMode(ScrollPerPixel);
    setIconSize(QSize(16, 16));
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
    verticalHeader()->setMinimumSectionSize(fontMetrics().height() + 4);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setDefaultSectionSize(kLeastColumn); // Qt's 100 leave no room for the last ones
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->setAccessibleName(tr("Columns of %1").arg(accessibleName));
    connect(this, &QTableView::activated, this, [this](const QModelIndex &index) {
        emit rowActivated(index.data(models::TableModel::KeyRole).toString());
    });
}

void TableView::showTable(models::TableModel *model)
{
    m_proxy->setSourceModel(model);
    setModel(m_proxy);
    setSortingEnabled(true);
    sortByColumn(-1, Qt::AscendingOrder); // as the document has it, until a person says otherwise
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        if (!m_selecting)
            emit selectedKeysChanged();
    });
    // Rows change one by one, and a column is measured by all that can be seen of it: once for all of them.
    const auto soon = [this] {
        if (!std::exchange(m_widening, true))
            QTimer::singleShot(0, this, &TableView::widenColumns);
    };
    connect(m_proxy, &QAbstractItemModel::modelReset, this, soon);
    connect(m_proxy, &QAbstractItemModel::rowsInserted, this, soon);
    connect(m_proxy, &QAbstractItemModel::dataChanged, this, soon);
    widenColumns();
}

/// Columns grow with what comes, and shrink only by hand: nothing dances while figures change.
void TableView::widenColumns()
{
    m_widening = false;
    for (int column = 0; column + 1 < m_proxy->columnCount(); ++column) {
        const int wanted = std::max(sizeHintForColumn(column), horizontalHeader()->sectionSizeHint(column)) + 12;
        if (columnWidth(column) < wanted)
            setColumnWidth(column, std::min(wanted, 360));
    }
}

QStringList TableView::selectedKeys() const
{
    QStringList keys;
    if (selectionModel())
        for (const QModelIndex &index : selectionModel()->selectedRows())
            keys += index.data(models::TableModel::KeyRole).toString();
    return keys;
}

void TableView::selectKeys(const QStringList &keys)
{
    if (!selectionModel())
        return;
    QItemSelection selection;
    for (int row = 0; row < m_proxy->rowCount(); ++row) {
        const QModelIndex index = m_proxy->index(row, 0);
        if (keys.contains(index.data(models::TableModel::KeyRole).toString()))
            selection.select(index, index);
    }
    m_selecting = true;
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_selecting = false;
    if (!selection.isEmpty())
        scrollTo(selection.first().topLeft());
}

void TableView::copy() const
{
    if (!selectionModel())
        return;
    QModelIndexList rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end(), [](const QModelIndex &a, const QModelIndex &b) { return a.row() < b.row(); });
    QStringList lines;
    for (const QModelIndex &row : rows) {
        QStringList cells;
        for (int column = 0; column < model()->columnCount(); ++column)
            cells += row.siblingAtColumn(column).data().toString();
        lines += cells.join(QLatin1Char('\t'));
    }
    if (!lines.isEmpty())
        QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

void TableView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        copy();
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        emit activated(currentIndex());
    else
        QTableView::keyPressEvent(event);
}

} // namespace hopyard::docks
