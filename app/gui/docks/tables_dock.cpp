// See tables_dock.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/tables_dock.h"

#include "app/gui/docks/run_widgets.h"
#include "app/gui/docks/table_view.h"
#include "app/gui/inspect/cell_menu.h"
#include "app/gui/inspect/inspector.h"
#include "app/gui/inspect/table_words.h"
#include "app/gui/models/natural_order.h"
#include "app/gui/models/table_model.h"
#include "app/gui/theme/icon.h"
#include "app/gui/theme/reason.h"
#include "app/gui/theme/theme.h"
#include "core/lab/lab.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QStackedLayout>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

namespace hopyard::docks {

namespace {

constexpr int kLeastLookup = 190; ///< pixels of the field for an address
constexpr int kGap = 6;           ///< pixels around the head

} // namespace

std::vector<std::string> TablesDock::tablesOf(const QString &kind)
{
    if (kind == QLatin1String("switch"))
        return {"mac", "interface"};
    if (kind == QLatin1String("hub"))
        return {"interface"};
    if (kind == QLatin1String("hypervisor"))
        return {"guest", "buffer", "address", "nat", "mac", "cost", "interface"};
    const auto known = lab::parseNodeKind(kind.toStdString());
    if (known && lab::isMachine(*known))
        return {"interface", "process"}; // the others are kept by the kernel inside
    if (known && lab::isOutside(*known))
        return {"route", "neighbour", "interface", "socket", "counter", "process"};
    return {"route", "neighbour", "interface", "socket", "counter"};
}

TablesDock::TablesDock(client::EngineSession &session, QWidget *parent) :
    QWidget(parent), m_session(session), m_nodes(new QComboBox(this)), m_tabs(new QTabBar(this)),
    m_view(new TableView(tr("Table"), this)), m_model(new models::TableModel(this)),
    m_message(theme::makeReason(tr("Why there is no table"), this)), m_lookup(new QLineEdit(this)),
    m_answer(new QLabel(this)), m_from(new QLabel(this)), m_question(*this, [this] { return ask(); })
{
    setAccessibleName(tr("Tables of a node"));
    m_nodes->setAccessibleName(tr("Node"));
    m_nodes->setToolTip(tr("The node whose tables are shown; follows the selection on the canvas"));
    m_nodes->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_nodes->setMinimumContentsLength(8);
    m_nodes->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    m_nodes->setPlaceholderText(tr("Pick a node"));
    m_tabs->setAccessibleName(tr("Which table"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setUsesScrollButtons(true);
    m_view->setFont(theme::Theme::monospaceFont());
    m_view->showTable(m_model);
    const auto *menu = new inspect::CellMenu(*m_view, [this](const QModelIndex &index) {
        return std::optional(inspect::CellPlace{node(),
                                                QString::fromStdString(table()),
                                                {index.data(models::TableModel::KeyRole).toString()},
                                                m_columns.value(index.column())});
    });
    connect(menu, &inspect::CellMenu::plotAsked, this, &TablesDock::cellPlotAsked);

    m_lookup->setAccessibleName(tr("Address to look up"));
    m_lookup->setPlaceholderText(tr("Which route would 10.0.2.10 take?"));
    m_lookup->setClearButtonEnabled(true);
    m_lookup->addAction(theme::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_answer->setAccessibleName(tr("Route of the address"));
    m_answer->setFont(theme::Theme::monospaceFont());
    m_answer->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_answer->setContentsMargins(10, 2, 10, 6);
    m_answer->hide();

    m_from->setAccessibleName(tr("When the table was written down"));
    m_from->setProperty("role", QStringLiteral("muted"));
    m_from->setWordWrap(true);
    m_from->setContentsMargins(10, 2, 10, 4);
    m_from->hide();

    m_head = new QHBoxLayout;
    m_head->setContentsMargins(kGap, 4, kGap, 2);
    m_secondHead = new QHBoxLayout;
    m_secondHead->setContentsMargins(kGap, 0, kGap, 0);
    m_head->addWidget(m_nodes, 0, Qt::AlignLeft); // alone in its row it would stand in the middle
    auto *body = new QWidget(this);
    m_stack = new QStackedLayout(body);
    m_stack->addWidget(m_message);
    m_stack->addWidget(m_view);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(m_head);
    column->addLayout(m_secondHead);
    column->addWidget(m_answer);
    column->addWidget(m_from);
    column->addWidget(body, 1);

    connect(m_nodes, &QComboBox::currentIndexChanged, this, &TablesDock::nodeChanged);
    connect(m_tabs, &QTabBar::currentChanged, this, &TablesDock::tableChanged);
    connect(m_lookup, &QLineEdit::returnPressed, this, &TablesDock::explain);
    connect(m_lookup, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.isEmpty())
            m_answer->hide();
    });
    connect(&m_session, &client::EngineSession::stateChanged, this, &TablesDock::setRunning);
    nodeChanged();
}

void TablesDock::setNodes(const std::vector<Choice> &nodes)
{
    if (nodes == m_choices)
        return;
    const QString before = node();
    const QSignalBlocker quiet(m_nodes);
    m_choices = nodes;
    m_nodes->clear();
    for (const Choice &choice : nodes)
        m_nodes->addItem(theme::icon(choice.kind), choice.name, choice.kind);
    m_nodes->setCurrentIndex(before.isEmpty() ? -1 : m_nodes->findText(before));
    nodeChanged();
}

void TablesDock::showNode(const QString &node)
{
    const int index = m_nodes->findText(node);
    if (index >= 0)
        m_nodes->setCurrentIndex(index);
}

QString TablesDock::node() const { return m_nodes->currentText(); }

std::string TablesDock::table() const { return m_tabs->tabData(m_tabs->currentIndex()).toString().toStdString(); }

std::string TablesDock::changingTable() const
{
    const inspect::Inspector *front = inspector();
    return front ? front->table() : table();
}

void TablesDock::addInspector(inspect::Inspector *inspector)
{
    m_inspectors.insert(std::ranges::upper_bound(m_inspectors, inspector->place(), {}, &inspect::Inspector::place),
                        inspector);
    m_stack->addWidget(inspector);
    connect(inspector, &inspect::Inspector::marked, this, [this, inspector](const inspect::CanvasMarks &marks) {
        if (inspector == this->inspector() && isVisible())
            emit marked(marks);
    });
    connect(inspector, &inspect::Inspector::cellPlotAsked, this, &TablesDock::cellPlotAsked);
    nodeChanged();
}

bool TablesDock::showTable(const QString &node, const std::string &table)
{
    showNode(node);
    for (int tab = 0; tab < m_tabs->count(); ++tab) {
        if (m_tabs->tabData(tab).toString().toStdString() == table) {
            m_tabs->setCurrentIndex(tab);
            return this->node() == node;
        }
    }
    return false;
}

inspect::Inspector *TablesDock::inspector() const
{
    const QString id = QString::fromStdString(table());
    const auto at = std::ranges::find(m_inspectors, id, [](const inspect::Inspector *one) { return one->id(); });
    return at == m_inspectors.end() ? nullptr : *at;
}

/// Another run is another network: nothing of the last one may stand there.
void TablesDock::forgetRun()
{
    for (inspect::Inspector *inspector : m_inspectors)
        inspector->setNode({});
    emit marked({});
}

void TablesDock::nodeChanged()
{
    const QString kind = m_nodes->currentData().toString();
    const std::string before = table();
    {
        const QSignalBlocker quiet(m_tabs);
        while (m_tabs->count() > 0)
            m_tabs->removeTab(0);
        for (const std::string &name : kind.isEmpty() ? std::vector<std::string>() : tablesOf(kind)) {
            const int tab = m_tabs->addTab(inspect::titleOfTable(QString::fromStdString(name)));
            m_tabs->setTabData(tab, QString::fromStdString(name));
            if (name == before)
                m_tabs->setCurrentIndex(tab);
        }
        for (const inspect::Inspector *inspector : m_inspectors) {
            if (!inspector->shows(kind))
                continue;
            const int tab = m_tabs->addTab(inspector->title());
            m_tabs->setTabData(tab, inspector->id());
            if (inspector->id().toStdString() == before)
                m_tabs->setCurrentIndex(tab);
        }
    }
    const auto known = lab::parseNodeKind(kind.toStdString());
    const bool routes = (!known || (!lab::isMachine(*known) && *known != lab::NodeKind::hypervisor))
                        && kind != QLatin1String("switch") && kind != QLatin1String("hub") && !kind.isEmpty();
    m_hasRoutes = routes;
    m_answer->hide();
    tableChanged();
}

void TablesDock::tableChanged()
{
    m_model->clear();
    m_from->hide();
    m_question.forget();
    m_lookup->setVisible(m_hasRoutes && !inspector()); // inspectors have their own
    m_answer->setVisible(m_answer->isVisibleTo(this) && !inspector());
    arrangeHead();
    m_stack->setCurrentWidget(m_view); // an inspector goes at once, not when the engine has answered
    emit marked({});
    m_view->setAccessibleName(tr("%1 of %2").arg(m_tabs->tabText(m_tabs->currentIndex()), node()));
    setRunning();
}

void TablesDock::setRunning()
{
    const bool alive = m_session.status().isAlive();
    m_lookup->setEnabled(alive);
    if (!alive) {
        m_question.stop();
        forgetRun();
        say(m_nodes->count() == 0
                ? tr("What the nodes of a running lab know stands here. Draw a lab first, or open one.")
                : tr("Run the lab (Ctrl+R), then click a node: its forwarding table, its ARP table and its interfaces "
                     "stand here."));
        return;
    }
    if (node().isEmpty()) {
        m_question.stop();
        say(tr("Click a node on the canvas, or choose one above, to see its tables."));
        return;
    }
    if (isVisible()) // each step and each pause comes through here
        m_question.follow(m_session.status().phase == client::Phase::running);
}

void TablesDock::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    setRunning();
}

void TablesDock::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_question.stop();
    emit marked({});
}

void TablesDock::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrangeHead();
}

/// All tabs can be seen as long as the dock is wide enough for them: what has no room beside them, or beside the nodes, goes below.
/// Where the tabs stand does not depend on the one in front.
void TablesDock::arrangeHead()
{
    const int nodes = m_nodes->sizeHint().width() + m_head->spacing(), tabs = m_tabs->sizeHint().width() + m_head->spacing();
    const int room = width() - 2 * kGap;
    const bool tabsBelow = nodes + tabs > room, lookupBelow = !tabsBelow && nodes + tabs + kLeastLookup > room;
    const auto put = [](QWidget *widget, QHBoxLayout *from, QHBoxLayout *to, int at, int stretch) {
        from->removeWidget(widget);
        if (to->indexOf(widget) < 0)
            to->insertWidget(at, widget, stretch);
    };
    put(m_tabs, tabsBelow ? m_head : m_secondHead, tabsBelow ? m_secondHead : m_head, tabsBelow ? 0 : 1, 1);
    put(m_lookup, lookupBelow ? m_head : m_secondHead, lookupBelow ? m_secondHead : m_head, -1, 0);
    m_head->setAlignment(m_lookup, Qt::AlignRight);
    m_secondHead->setAlignment(m_lookup, Qt::AlignLeft);
    const int whole = m_lookup->fontMetrics().horizontalAdvance(m_lookup->placeholderText()) + 70;
    const int beside = tabsBelow ? room - nodes : lookupBelow ? room : room - nodes - tabs;
    m_lookup->setFixedWidth(std::clamp(beside, kLeastLookup, std::max(whole, kLeastLookup)));
}

/// False: an inspector asks for itself, or there is nothing to ask.
bool TablesDock::ask()
{
    if (node().isEmpty() || !m_session.status().isAlive())
        return false;
    if (inspect::Inspector *inspector = this->inspector()) {
        inspector->setNode(node());
        m_stack->setCurrentWidget(inspector);
        inspector->refresh();
        return false;
    }
    m_session.call("table.get", {{"node", node().toStdString()}, {"table", table()}}, this,
                   [this, of = node(), name = table()](const client::EngineSession::Result &result) {
                       if (of != node() || name != table())
                           return; // another one is shown by now
                       if (result)
                           take(client::parseTable(*result));
                       else if (result.error().code != rpc::disconnected)
                           say(client::messageOf(result.error()));
                       m_question.answered();
                   });
    return true;
}

void TablesDock::take(const client::Table &table)
{
    QStringList headings;
    m_columns.clear();
    for (const std::string &column : table.columns) {
        m_columns += QString::fromStdString(column);
        headings += inspect::headingOfColumn(m_columns.last());
    }
    m_model->setColumns(headings);
    const QString name = QString::fromStdString(this->table());
    m_model->setRows(inspect::inWords(name, m_columns, inspect::rowsOf(name, table)));
    if (table.rows.empty())
        say(tr("%1 of %2: empty").arg(m_tabs->tabText(m_tabs->currentIndex()), node()));
    else
        m_stack->setCurrentWidget(m_view);
    m_from->setVisible(table.from.has_value());
    if (table.from)
        m_from->setText(tr("As it was at %1: Linux keeps this table, and while the run went on it was written down "
                           "when it changed.")
                            .arg(clockText(*table.from))
                        + (table.isCut ? QLatin1Char(' ') + tr("Of its rows the first %1 were.").arg(table.rows.size())
                                       : QString()));
}

void TablesDock::say(const QString &text)
{
    m_from->hide();
    m_message->setText(text);
    m_stack->setCurrentWidget(m_message);
}

void TablesDock::explain()
{
    const QString address = m_lookup->text().trimmed();
    if (address.isEmpty())
        return;
    m_session.call("console.run", {{"node", node().toStdString()}, {"line", "explain " + address.toStdString()}}, this,
                   [this](const client::EngineSession::Result &result) {
                       const QString text = result
                           ? QString::fromStdString(rpc::stringMember(*result, "text").value_or("")).trimmed()
                           : client::messageOf(result.error());
                       m_answer->setText(text.isEmpty() ? tr("No answer.") : text);
                       m_answer->show();
                   });
}

} // namespace hopyard::docks
