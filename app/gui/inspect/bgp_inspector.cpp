// See bgp_inspector.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/bgp_inspector.h"

#include "app/gui/inspect/bgp_rows.h"
#include "app/gui/inspect/cell_menu.h"
#include "app/gui/inspect/console_question.h"
#include "app/gui/inspect/tree_model.h"
#include "app/gui/inspect/tree_view.h"
#include "app/gui/theme/reason.h"

#include <QLabel>
#include <QScopeGuard>
#include <QSplitter>
#include <QStackedLayout>
#include <QTabBar>
#include <QVBoxLayout>

namespace hopyard::inspect {

BgpInspector::BgpInspector(client::EngineSession &session, QWidget *parent) :
    Inspector(QStringLiteral("bgp"), tr("BGP"), 50, parent), m_session(session), m_tabs(new QTabBar(this)),
    m_message(theme::makeReason(tr("Why there is nothing of BGP"), this)), m_heading(new QLabel(this)),
    m_table(new TreeModel(this)), m_decision(new TreeModel(this)), m_neighbours(new TreeModel(this)),
    m_tableView(new TreeView(tr("BGP table"), m_table, 0, this)), m_parts(new QSplitter(Qt::Horizontal, this)),
    m_question(
        *this, [this] { return ask(); }, Question::Pace::sparing)
{
    m_tabs->setAccessibleName(tr("What of BGP"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->addTab(tr("Table and decision"));
    m_tabs->addTab(tr("Neighbours"));
    m_heading->setAccessibleName(tr("Which decision"));
    m_heading->setContentsMargins(8, 4, 8, 4);
    m_table->setColumns(bgpTableColumns());
    m_neighbours->setColumns(bgpNeighbourColumns());
    auto *decision = new QWidget(this);
    auto *column = new QVBoxLayout(decision);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_heading);
    auto *decisionView = new TreeView(tr("Decision, step by step"), m_decision, 1, this);
    column->addWidget(decisionView, 1);
    m_parts->setChildrenCollapsible(false);
    m_parts->addWidget(m_tableView);
    m_parts->addWidget(decision);
    m_parts->setStretchFactor(0, 8); // it has the more columns
    m_parts->setStretchFactor(1, 5);
    m_parts->setSizes({800, 500});
    m_table->setColumnTips(bgpTableColumnTips());
    m_tableView->shareRoom({16, 0, 11, 0, 0, 0, 0, 8});
    decisionView->shareRoom({16, 11});
    auto *body = new QWidget(this);
    m_stack = new QStackedLayout(body);
    m_stack->addWidget(m_message);
    m_stack->addWidget(m_parts);
    auto *neighboursView = new TreeView(tr("BGP neighbours"), m_neighbours, 0, this);
    m_stack->addWidget(neighboursView);
    for (const auto &[view, cells] :
         {std::pair(m_tableView, "bgp.table"), std::pair(neighboursView, "bgp.neighbours")}) {
        const auto *menu = new CellMenu(*view, QLatin1String(cells), [this] { return node(); });
        connect(menu, &CellMenu::plotAsked, this, &Inspector::cellPlotAsked);
    }
    const auto *steps = new CellMenu(
        *decisionView,
        [this, decisionView](const QModelIndex &index) {
            return std::optional(CellPlace{node(), QStringLiteral("bgp.decision"), QStringList(m_prefix) + decisionView->keysOf(index),
                                           m_candidates.value(index.column())});
        },
        [](const QModelIndex &index) { return numberIn(bgpDecisionValue(index.data().toString())).has_value(); });
    connect(steps, &CellMenu::plotAsked, this, &Inspector::cellPlotAsked);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(6, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(m_tabs);
    all->addWidget(body, 1);
    connect(m_tabs, &QTabBar::currentChanged, this, [this] {
        m_question.forget();
        refresh();
    });
    connect(m_tableView, &TreeView::currentKeysChanged, this, [this] {
        if (const QStringList keys = m_tableView->currentKeys(); !keys.isEmpty())
            pickPrefix(keys.first());
    });
}

bool BgpInspector::shows(const QString &kind) const
{
    return kind == QLatin1String("router") || kind == QLatin1String("frr") || kind == QLatin1String("bird");
}

BgpInspector::View BgpInspector::view() const { return static_cast<View>(m_tabs->currentIndex()); }

void BgpInspector::showView(View view) { m_tabs->setCurrentIndex(view); }

void BgpInspector::nodeChanged()
{
    m_question.forget();
    m_table->clear();
    m_decision->clear();
    m_neighbours->clear();
    m_prefix.clear();
    m_heading->clear();
    say({});
}

void BgpInspector::say(const QString &text)
{
    m_message->setText(text);
    m_stack->setCurrentIndex(0);
}

void BgpInspector::pickPrefix(const QString &prefix)
{
    if (prefix == m_prefix)
        return;
    m_prefix = prefix;
    m_decision->clear();
    m_heading->setText(tr("Which path to %1, and why").arg(prefix));
    askDecision();
}

void BgpInspector::refresh() { m_question.ask(); }

bool BgpInspector::ask()
{
    if (node().isEmpty() || !m_session.status().isAlive())
        return false;
    if (view() == table) {
        askTable();
        askDecision();
    } else {
        askNeighbours();
    }
    return true;
}

void BgpInspector::askTable()
{
    askConsole(m_session, node(), QStringLiteral("show ip bgp"), this,
               [this, of = node()](const client::Json &json, const QString &why) {
                   if (of != node() || view() != table)
                       return; // something else is shown by now
                   const auto atTheEnd = qScopeGuard([this] { m_question.answered(); });
                   if (json.is_null())
                       return say(why.isEmpty() ? tr("%1 does not run BGP.").arg(of) : why);
                   m_table->setRows(bgpTableRows(json));
                   if (m_table->rowCount() == 0)
                       return say(tr("BGP of %1 knows no prefix yet.").arg(of));
                   m_stack->setCurrentIndex(1);
                   if (m_tableView->currentIndex().isValid())
                       return;
                   int first = 0; // where there was something to decide, if anywhere
                   while (first < m_table->rowCount() && !m_table->hasChildren(m_table->index(first, 0)))
                       ++first;
                   m_tableView->setCurrentIndex(m_table->index(first < m_table->rowCount() ? first : 0, 0));
               });
}

void BgpInspector::askDecision()
{
    if (m_prefix.isEmpty())
        return;
    const auto isShown = [this, of = node(), about = m_prefix] { return of == node() && about == m_prefix; };
    askConsole(
        m_session, node(), QStringLiteral("show ip bgp %1").arg(m_prefix), this,
        [this, isShown](const client::Json &paths, const QString &) {
            if (!isShown())
                return;
            askConsole(
                m_session, node(), QStringLiteral("explain bgp %1").arg(m_prefix), this,
                [this, isShown, paths](const client::Json &decision, const QString &) {
                    if (!isShown())
                        return;
                    if (decision.is_null())
                        return; // what was known stays: the prefix has just gone, or the router
                    m_candidates = bgpDecisionKeys(decision);
                    m_decision->setColumns(bgpDecisionColumns(decision));
                    m_decision->setRows(bgpDecisionRows(decision, paths));
                });
        });
}

void BgpInspector::askNeighbours()
{
    askConsole(m_session, node(), QStringLiteral("show ip bgp summary"), this,
               [this, of = node()](const client::Json &json, const QString &why) {
                   if (of != node() || view() != neighbours)
                       return;
                   const auto atTheEnd = qScopeGuard([this] { m_question.answered(); });
                   if (json.is_null())
                       return say(why.isEmpty() ? tr("%1 does not run BGP.").arg(of) : why);
                   m_neighbours->setRows(bgpNeighbourRows(json));
                   if (m_neighbours->rowCount() == 0)
                       return say(
                           tr("BGP of %1 has no neighbours: is there a “neighbor” in its configuration?").arg(of));
                   m_stack->setCurrentIndex(2);
               });
}

} // namespace hopyard::inspect
