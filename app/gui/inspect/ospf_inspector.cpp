// See ospf_inspector.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/ospf_inspector.h"

#include "app/gui/inspect/cell_menu.h"
#include "app/gui/inspect/console_question.h"
#include "app/gui/inspect/ospf_rows.h"
#include "app/gui/inspect/tree_model.h"
#include "app/gui/inspect/tree_view.h"
#include "app/gui/theme/reason.h"

#include <QStackedLayout>
#include <QTabBar>
#include <QVBoxLayout>

namespace hopyard::inspect {

OspfInspector::OspfInspector(client::EngineSession &session, QWidget *parent) :
    Inspector(QStringLiteral("ospf"), tr("OSPF"), 40, parent), m_session(session), m_tabs(new QTabBar(this)),
    m_message(theme::makeReason(tr("Why there is nothing of OSPF"), this)),
    m_question(
        *this, [this] { return ask(); }, Question::Pace::sparing)
{
    m_tabs->setAccessibleName(tr("What of OSPF"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    auto *body = new QWidget(this);
    m_stack = new QStackedLayout(body);
    m_stack->addWidget(m_message);
    struct Part {
        QString title, name;
        QStringList columns;
        int open;
        const char *cells; ///< the table's name in cells.h
    };
    const Part parts[] = {
        {tr("Neighbours"), tr("OSPF interfaces and neighbours"), ospfNeighbourColumns(), 1, "ospf.neighbours"},
        {tr("Database"), tr("Link state database"), ospfDatabaseColumns(), 2, "ospf.database"},
        {tr("Shortest paths"), tr("Tree of shortest paths"), ospfTreeColumns(), 99, "ospf.tree"}};
    for (int i = 0; i < 3; ++i) {
        m_models[i] = new TreeModel(this);
        m_models[i]->setColumns(parts[i].columns);
        m_tabs->addTab(parts[i].title);
        auto *view = new TreeView(parts[i].name, m_models[i], parts[i].open, this);
        m_stack->addWidget(view);
        const auto *menu = new CellMenu(*view, QLatin1String(parts[i].cells), [this] { return node(); });
        connect(menu, &CellMenu::plotAsked, this, &Inspector::cellPlotAsked);
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(6, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_tabs);
    column->addWidget(body, 1);
    connect(m_tabs, &QTabBar::currentChanged, this, [this] {
        emit marked({});
        m_question.forget();
        refresh();
    });
}

bool OspfInspector::shows(const QString &kind) const
{
    return kind == QLatin1String("router") || kind == QLatin1String("frr") || kind == QLatin1String("bird");
}

OspfInspector::View OspfInspector::view() const { return static_cast<View>(m_tabs->currentIndex()); }

void OspfInspector::showView(View view) { m_tabs->setCurrentIndex(view); }

void OspfInspector::nodeChanged()
{
    m_question.forget();
    for (TreeModel *model : m_models)
        model->clear();
    emit marked({});
    say({});
}

void OspfInspector::say(const QString &text)
{
    m_message->setText(text);
    m_stack->setCurrentIndex(0);
}

std::function<void(const client::Json &, const QString &)> OspfInspector::whileShown(
    View asked, std::function<void(const client::Json &)> use)
{
    return [this, asked, of = node(), use = std::move(use)](const client::Json &json, const QString &why) {
        if (of != node() || asked != view())
            return; // something else is shown by now
        if (json.is_null() || !why.isEmpty()) {
            say(why.isEmpty() ? tr("%1 does not run OSPF.").arg(of) : why);
            emit marked({});
            m_question.answered();
            return;
        }
        use(json);
    };
}

void OspfInspector::settle(View view)
{
    if (m_models[view]->rowCount() == 0)
        say(tr("%1 has nothing of OSPF: is “router ospf” in its configuration, and “network …” or “ip ospf area …”?")
                .arg(node()));
    else
        m_stack->setCurrentIndex(1 + view);
    m_question.answered();
}

void OspfInspector::refresh() { m_question.ask(); }

bool OspfInspector::ask()
{
    if (node().isEmpty() || !m_session.status().isAlive())
        return false;
    switch (view()) {
    case neighbours: askNeighbours(); break;
    case database:
        askConsole(m_session, node(), QStringLiteral("show ip ospf database detail"), this,
                   whileShown(database, [this](const client::Json &json) {
                       m_models[database]->setRows(ospfDatabaseRows(json));
                       settle(database);
                   }));
        break;
    case tree:
        m_session.call("ospf.tree", {{"node", node().toStdString()}}, this,
                       [take = whileShown(tree,
                                          [this](const client::Json &json) {
                                              m_models[tree]->setRows(ospfTreeRows(json));
                                              emit marked(ospfTreeMarks(json));
                                              settle(tree);
                                          })](const client::EngineSession::Result &result) {
                           if (result)
                               take(*result, {});
                           else if (result.error().code != rpc::disconnected)
                               take(nullptr, client::messageOf(result.error()));
                       });
        break;
    }
    return true;
}

void OspfInspector::askNeighbours()
{
    askConsole(m_session, node(), QStringLiteral("show ip ospf interface"), this,
               whileShown(neighbours, [this](const client::Json &interfaces) {
                   askConsole(m_session, node(), QStringLiteral("show ip ospf neighbor"), this,
                              whileShown(neighbours, [this, interfaces](const client::Json &known) {
                                  m_models[neighbours]->setRows(ospfNeighbourRows(interfaces, known));
                                  settle(neighbours);
                              }));
               }));
}

} // namespace hopyard::inspect
