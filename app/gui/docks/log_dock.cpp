// See log_dock.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/log_dock.h"

#include "app/gui/theme/icon.h"
#include "app/gui/theme/theme.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QScrollBar>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace hopyard::docks {

LogDock::LogDock(models::LogModel &model, QWidget *parent) :
    QWidget(parent), m_model(model), m_which(new QComboBox(this)), m_search(new QLineEdit(this)),
    m_view(new QTableView(this))
{
    setAccessibleName(tr("Log"));
    m_which->addItems({tr("All nodes"), tr("Selected nodes")});
    m_which->setAccessibleName(tr("Lines of which nodes"));
    m_search->setAccessibleName(tr("Lines that contain"));
    m_search->setPlaceholderText(tr("Filter"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(theme::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    auto *clear = new QToolButton(this);
    clear->setIcon(theme::icon(QStringLiteral("delete")));
    clear->setText(tr("Clear"));
    clear->setToolTip(tr("Clear the log"));
    clear->setAccessibleName(tr("Clear the log"));
    clear->setAutoRaise(true);

    m_filter.setSourceModel(&m_model);
    m_view->setModel(&m_filter);
    m_view->setAccessibleName(tr("Log lines"));
    m_view->setFont(theme::Theme::monospaceFont());
    m_view->setSelectionBehavior(QTableView::SelectRows);
    m_view->setEditTriggers(QTableView::NoEditTriggers);
    m_view->setShowGrid(false);
    m_view->setWordWrap(false);
    m_view->setTabKeyNavigation(false);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setIconSize(QSize(14, 14));
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setDefaultSectionSize(QFontMetrics(theme::Theme::monospaceFont()).height() + 4);
    m_view->horizontalHeader()->hide();
    m_view->horizontalHeader()->setStretchLastSection(true);
    m_view->setColumnWidth(models::LogModel::Time, 90);
    m_view->setColumnWidth(models::LogModel::Node, 110);

    auto *head = new QHBoxLayout;
    head->setContentsMargins(6, 6, 6, 4);
    head->addWidget(m_which);
    head->addWidget(m_search, 1);
    head->addWidget(clear);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_view, 1);

    auto *copyAction = new QAction(tr("Copy"), m_view);
    copyAction->setShortcut(QKeySequence::Copy);
    copyAction->setShortcutContext(Qt::WidgetShortcut);
    m_view->addAction(copyAction);
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(copyAction, &QAction::triggered, this, &LogDock::copy);
    connect(clear, &QToolButton::clicked, &m_model, &models::LogModel::clear);
    connect(m_which, &QComboBox::currentIndexChanged, this, &LogDock::applyFilter);
    connect(m_search, &QLineEdit::textChanged, this, &LogDock::applyFilter);
    // Whether the reader is at the end is asked before the lines come in.
    static constexpr char kAtEnd[] = "atEnd";
    connect(&m_filter, &QAbstractItemModel::rowsAboutToBeInserted, m_view, [this] {
        const QScrollBar *bar = m_view->verticalScrollBar();
        m_view->setProperty(kAtEnd, bar->value() == bar->maximum());
    });
    connect(&m_filter, &QAbstractItemModel::rowsInserted, m_view, [this] {
        if (m_view->property(kAtEnd).toBool())
            m_view->scrollToBottom();
    });
}

void LogDock::setSelected(const QStringList &nodes)
{
    m_selected = nodes;
    applyFilter();
}

void LogDock::applyFilter()
{
    m_filter.setNodes(m_which->currentIndex() == 1 ? m_selected : QStringList());
    m_filter.setText(m_search->text());
}

void LogDock::copy() const
{
    QModelIndexList rows = m_view->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end(), [](const QModelIndex &a, const QModelIndex &b) { return a.row() < b.row(); });
    QStringList lines;
    for (const QModelIndex &row : rows)
        lines += QStringLiteral("%1\t%2\t%3").arg(row.data().toString(), row.siblingAtColumn(1).data().toString(),
                                                  row.siblingAtColumn(2).data().toString());
    if (!lines.isEmpty())
        QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

} // namespace hopyard::docks
