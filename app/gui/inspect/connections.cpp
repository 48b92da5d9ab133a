// See connections.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/connections.h"

#include "app/gui/docks/table_view.h"
#include "app/gui/inspect/cell_menu.h"
#include "app/gui/models/table_model.h"
#include "app/gui/theme/elided_label.h"
#include "app/gui/theme/reason.h"
#include "app/gui/theme/theme.h"
#include "core/lab/lab.h"

#include <algorithm>
#include <QActionGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSplitter>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace hopyard::inspect {

namespace {

constexpr int kPlace = 60;
constexpr int kLeastList = 210;
/// Columns of table.get "tcp" that the list shows, and how they are headed.
struct Column {
    const char *name;
    const char *heading;
};
constexpr Column kColumns[]{{"local", QT_TRANSLATE_NOOP("Connections", "Local")},
                            {"peer", QT_TRANSLATE_NOOP("Connections", "Peer")},
                            {"state", QT_TRANSLATE_NOOP("Connections", "State")},
                            {"sendQueue", QT_TRANSLATE_NOOP("Connections", "To send")},
                            {"receiveQueue", QT_TRANSLATE_NOOP("Connections", "To read")},
                            {"retransmissions", QT_TRANSLATE_NOOP("Connections", "Sent again")}};

std::string cellOf(const client::Table &table, const std::vector<std::string> &row, std::string_view column)
{
    const auto found = std::find(table.columns.begin(), table.columns.end(), column);
    const auto at = static_cast<std::size_t>(found - table.columns.begin());
    return at < row.size() ? row[at] : std::string();
}

QString keyOf(const QString &local, const QString &peer) { return local + QLatin1Char('\t') + peer; }

} // namespace

Connections::Connections(client::EngineSession &session, QWidget *parent) :
    Inspector(QStringLiteral("connections"), tr("Connections"), kPlace, parent), m_session(session),
    m_model(new models::TableModel(this)), m_view(new docks::TableView(tr("Connections"), this)),
    m_plots(new TcpPlots(session, this)), m_state(new theme::ElidedLabel(this)),
    m_message(theme::makeReason(tr("Why nothing is plotted"), this)), m_question(*this, [this] { return ask(); })
{
    m_view->setFont(theme::Theme::monospaceFont());
    m_view->showTable(m_model);
    QStringList headings;
    for (const Column &column : kColumns)
        headings += tr(column.heading);
    m_model->setColumns(headings);
    const auto *cells = new CellMenu(*m_view, [this](const QModelIndex &index) {
        return std::optional(CellPlace{node(),
                                       QStringLiteral("tcp"),
                                       {index.data(models::TableModel::KeyRole).toString()},
                                       QLatin1String(kColumns[index.column()].name)});
    });
    connect(cells, &CellMenu::plotAsked, this, &Inspector::cellPlotAsked);
    m_state->setAccessibleName(tr("State of the connection"));
    m_state->setProperty("role", QStringLiteral("muted"));
    m_state->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred); // gives way to the buttons; the tooltip has all of it

    // Whose data is shown stands on the button that changes it; the head is as narrow as the dock may be.
    auto *way = new QToolButton(this);
    way->setAccessibleName(tr("Whose data the sequence graph shows"));
    way->setToolTip(tr("Whose data the sequence graph shows"));
    way->setPopupMode(QToolButton::InstantPopup);
    auto *ways = new QMenu(way);
    way->setMenu(ways);
    auto *oneOf = new QActionGroup(ways);
    const auto addWay = [&](const QString &text, std::optional<SequenceGraph::Way> shown) {
        QAction *action = ways->addAction(text, this, [this, shown] { m_plots->setWay(shown); });
        action->setCheckable(true);
        oneOf->addAction(action);
        return action;
    };
    addWay(tr("Data of the one that sends more"), {})->setChecked(true);
    addWay(tr("Data sent"), SequenceGraph::Way::out);
    addWay(tr("Data received"), SequenceGraph::Way::in);
    const auto tellWay = [this, way] {
        way->setText(m_plots->shownWay() == SequenceGraph::Way::out ? tr("Data sent") : tr("Data received"));
    };
    connect(m_plots, &TcpPlots::stateTextChanged, way, tellWay);
    tellWay();
    auto *more = new QToolButton(this);
    more->setText(tr("Export"));
    more->setAccessibleName(tr("Range and export of the plots"));
    more->setPopupMode(QToolButton::InstantPopup);
    auto *menu = m_plots->menu();
    auto *keep = new QAction(tr("Keep in Plots"), this);
    keep->setToolTip(tr("Plot this connection in the Plots dock, whatever is picked here"));
    connect(keep, &QAction::triggered, this, [this] {
        if (!m_plots->place().isEmpty())
            emit plotAsked(m_plots->place());
    });
    menu->insertAction(menu->actions().value(0), keep);
    menu->insertSeparator(menu->actions().value(1));
    more->setMenu(menu);

    auto *head = new QHBoxLayout;
    head->setContentsMargins(6, 2, 6, 2);
    head->addWidget(m_state, 1);
    head->addWidget(partButton(tr("Window"),
                               tr("Congestion window, threshold and what is in flight, with the congestion state"),
                               TcpPlots::Part::windows));
    head->addWidget(
        partButton(tr("Offers"), tr("The windows that both ends offer each other"), TcpPlots::Part::offers));
    head->addWidget(partButton(tr("Round trip"), tr("Round-trip time and time-out"), TcpPlots::Part::roundTrips));
    head->addWidget(partButton(tr("Sequence"), tr("Segments, acknowledgements and the window's edge over time"),
                               TcpPlots::Part::sequences));
    head->addWidget(way);
    head->addWidget(more);
    auto *plotted = new QWidget(this);
    auto *column = new QVBoxLayout(plotted);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_plots, 1);
    auto *right = new QWidget(this);
    m_stack = new QStackedLayout(right);
    m_stack->addWidget(m_message);
    m_stack->addWidget(plotted);
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(m_view);
    splitter->addWidget(right);
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 5);
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({420, 1000});
    m_view->setMinimumWidth(kLeastList); // both ends of a connection can be told apart
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(splitter);

    connect(m_view, &docks::TableView::selectedKeysChanged, this, &Connections::pickSelected);
    connect(m_plots, &TcpPlots::stateTextChanged, this, [this] {
        m_state->setText(m_plots->stateText());
        m_state->setToolTip(m_plots->stateText());
    });
    connect(m_plots, &TcpPlots::failed, this, &Connections::failed);
    say({});
}

QToolButton *Connections::partButton(const QString &text, const QString &tip, TcpPlots::Part part)
{
    auto *button = new QToolButton(this);
    button->setText(text);
    button->setToolTip(tip);
    button->setCheckable(true);
    button->setChecked(m_plots->isPartShown(part));
    connect(button, &QToolButton::toggled, this, [this, part](bool shown) { m_plots->setPartShown(part, shown); });
    return button;
}

bool Connections::shows(const QString &kind) const
{
    const auto known = lab::parseNodeKind(kind.toStdString());
    return known && *known != lab::NodeKind::switch_ && *known != lab::NodeKind::hub
           && *known != lab::NodeKind::hypervisor && !lab::isMachine(*known);
}

void Connections::nodeChanged()
{
    m_model->clear();
    m_plots->watch({});
    m_question.forget();
    say({});
}

void Connections::say(const QString &text)
{
    m_message->setText(text.isEmpty()
                           ? tr("Pick a connection: its windows, its round trips and its sequence graph stand here.")
                           : text);
    m_stack->setCurrentIndex(m_plots->place().isEmpty() ? 0 : 1);
}

void Connections::refresh() { m_question.ask(); }

bool Connections::ask()
{
    if (node().isEmpty())
        return false;
    m_session.call("table.get", {{"node", node().toStdString()}, {"table", "tcp"}}, this,
                   [this, of = node()](const client::EngineSession::Result &result) {
                       if (of != node())
                           return;
                       if (result)
                           take(client::parseTable(*result));
                       else if (result.error().code != rpc::disconnected)
                           say(client::messageOf(result.error()));
                       m_question.answered();
                   });
    return true;
}

void Connections::take(const client::Table &table)
{
    std::vector<models::Row> rows;
    QString busiest; // is picked where nobody has picked one
    double most = -1;
    for (const std::vector<std::string> &cells : table.rows) {
        models::Row row;
        for (const Column &column : kColumns)
            row.cells += QString::fromStdString(cellOf(table, cells, column.name));
        row.key = keyOf(row.cells[0], row.cells[1]);
        const double carried = QString::fromStdString(cellOf(table, cells, "bytesSent")).toDouble()
            + QString::fromStdString(cellOf(table, cells, "bytesReceived")).toDouble();
        if (!row.cells[1].isEmpty() && carried > most) {
            most = carried;
            busiest = row.key;
        }
        if (std::none_of(rows.begin(), rows.end(), [&row](const models::Row &before) { return before.key == row.key; }))
            rows.push_back(std::move(row));
    }
    const bool empty = rows.empty();
    m_model->setRows(std::move(rows));
    if (m_plots->place().isEmpty() && !busiest.isEmpty())
        pick(busiest);
    else if (m_plots->place().isEmpty())
        say(empty ? tr("%1 has no TCP connections and no listeners at this moment.").arg(node()) : QString());
}

void Connections::pick(const QString &key)
{
    m_view->selectKeys({key});
    pickSelected();
}

void Connections::pickSelected()
{
    const QStringList keys = m_view->selectedKeys();
    if (keys.isEmpty())
        return; // a connection that has ended stays plotted
    const QStringList ends = keys.first().split(QLatin1Char('\t'));
    if (ends.value(1).isEmpty())
        return say(m_plots->place().isEmpty()
                       ? tr("%1 listens; pick a connection to see it plotted.").arg(ends.value(0))
                       : QString());
    m_plots->watch({node(), ends[0], ends[1]});
    say({});
}

} // namespace hopyard::inspect
