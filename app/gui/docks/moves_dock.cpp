// See moves_dock.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/moves_dock.h"

#include "app/gui/docks/blob_bar.h"
#include "app/gui/docks/bytes_view.h"
#include "app/gui/docks/connection_drag.h"
#include "app/gui/docks/move_chart.h"
#include "app/gui/docks/move_sequence.h"
#include "app/gui/docks/page_stations.h"
#include "app/gui/docks/table_view.h"
#include "app/gui/models/packet_details_model.h"
#include "app/gui/models/table_model.h"
#include "app/gui/theme/icon.h"
#include "app/gui/theme/reason.h"

#include <algorithm>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedLayout>
#include <QTabWidget>
#include <QTreeView>
#include <QVBoxLayout>

namespace hopyard::docks {

using models::Move;

namespace {

constexpr int kPollMs = 1'000;
constexpr int kRefreshMs = 100;

QString text(const std::string &value) { return QString::fromStdString(value); }

QString keyOf(const Move &move)
{
    return text(move.client + '>' + move.service) + QStringLiteral("@%1 %2").arg(move.epoch).arg(move.begun().ns());
}

QString keyOf(const client::Connection &connection)
{
    return text(connection.node + ' ' + connection.client + '>' + connection.local);
}

QString outcomeText(const Move &move)
{
    switch (move.outcome()) {
    case Move::Outcome::underWay: return MovesDock::tr("under way");
    case Move::Outcome::moved: return MovesDock::tr("moved");
    case Move::Outcome::takenBack: return MovesDock::tr("taken back");
    case Move::Outcome::failed: return MovesDock::tr("failed");
    }
    return {};
}

} // namespace

MovesDock::MovesDock(client::EngineSession &session, QWidget *parent) :
    QWidget(parent), m_session(session), m_moment(session), m_moveRows(new models::TableModel(this)),
    m_connectionRows(new models::TableModel(this)), m_flowRows(new models::TableModel(this)),
    m_fields(new models::PacketDetailsModel(this)),
    m_message(theme::makeReason(tr("Why there is nothing to see"), this)), m_lists(new QTabWidget(this)),
    m_details(new QTabWidget(this)), m_moveView(new TableView(tr("Moves"), this)),
    m_connectionView(new TableView(tr("Connections that can move"), this)),
    m_flowView(new TableView(tr("Flow table"), this)), m_moveTo(new QPushButton(tr("&Move to"), this)),
    m_menu(new QMenu(this)), m_chart(new MoveChart(this)), m_sequence(new MoveSequence(session, this)),
    m_bar(new BlobBar(this)), m_fieldView(new QTreeView(this)), m_bytes(new BytesView(this))
{
    setAccessibleName(tr("Migration"));
    setFocusProxy(m_chart);
    m_moveRows->setColumns({tr("Time"), tr("Connection"), tr("From"), tr("To"), tr("Pause"), tr("Bytes"), tr("Outcome")});
    m_connectionRows->setColumns({tr("At"), tr("Client"), tr("Service"), tr("State"), tr("Flow"), tr("Unread"), tr("Unsent")});
    m_flowRows->setColumns({tr("Forwarder"), tr("Flow"), tr("When"), tr("Host"), tr("Epoch"), tr("Client"), tr("Way"), tr("State")});
    m_moveView->showTable(m_moveRows);
    m_moveView->setSelectionMode(QAbstractItemView::SingleSelection);
    m_connectionView->showTable(m_connectionRows);
    m_connectionView->setSelectionMode(QAbstractItemView::SingleSelection);
    new ConnectionDrag(*m_connectionView);
    m_connectionView->setContextMenuPolicy(Qt::CustomContextMenu);
    m_flowView->showTable(m_flowRows);

    auto *parts = new QSplitter(Qt::Horizontal, this);
    parts->addWidget(buildLists());
    parts->addWidget(buildCharts());
    parts->addWidget(buildDetails());
    parts->setStretchFactor(0, 3);
    parts->setStretchFactor(1, 5);
    parts->setStretchFactor(2, 3);
    parts->setSizes({320, 700, 340});
    m_stack = new QStackedLayout(this);
    m_stack->addWidget(m_message);
    m_stack->addWidget(parts);

    m_poll.setInterval(kPollMs);
    m_refresh.setInterval(kRefreshMs);
    m_refresh.setSingleShot(true);
    connect(&m_poll, &QTimer::timeout, this, &MovesDock::ask);
    connect(&m_refresh, &QTimer::timeout, this, &MovesDock::movesChanged);
    connect(m_menu, &QMenu::aboutToShow, this, [this] { fillMenu(*m_menu); });
    connect(m_connectionView, &QWidget::customContextMenuRequested, this, &MovesDock::askMenu);
    connect(m_connectionView, &TableView::selectedKeysChanged, this,
            [this] {
                m_moveTo->setEnabled(!m_moment.moment() && !m_connectionView->selectedKeys().isEmpty());
                showSequence();
            });
    connect(m_moveView, &TableView::selectedKeysChanged, this, [this] {
        const QStringList keys = m_moveView->selectedKeys();
        m_picked = keys.isEmpty() ? QString() : keys.first();
        movesChanged();
    });
    connect(m_fieldView->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &field) {
        m_bytes->light(field.data(models::PacketDetailsModel::OffsetRole).toUInt(), field.data(models::PacketDetailsModel::LengthRole).toUInt());
    });
    connect(m_bytes, &BytesView::bytePicked, this, [this](quint32 offset) {
        if (const QModelIndex field = m_fields->fieldAt(offset); field.isValid())
            m_fieldView->setCurrentIndex(field);
    });
    connect(&m_session, &client::EngineSession::stateChanged, this, &MovesDock::stateChanged);
    connect(&m_session, &client::EngineSession::telemetry, this, &MovesDock::take);
    connect(&m_moment, &client::RunMoment::momentShown, this, &MovesDock::showMoment);
    connect(&m_moment, &client::RunMoment::cutAfter, this, [this](double, base::TimePoint time) {
        m_moves.cutAfter(time);
        m_flows.cutAfter(time);
        m_pastAsked = false; // the way that is shown now may have had moves of its own
        movesChanged();
        stateChanged();
    });
    stateChanged();
}

QWidget *MovesDock::buildLists()
{
    m_moveTo->setMenu(m_menu);
    m_moveTo->setIcon(theme::icon(QStringLiteral("migrate")));
    m_moveTo->setToolTip(tr("Move the picked connection to another host, in the middle of what it does"));
    m_moveTo->setAccessibleName(tr("Move to"));
    m_moveTo->setEnabled(false);
    m_menu->setAccessibleName(tr("Hosts to move to"));
    auto *connections = new QWidget(this);
    auto *column = new QVBoxLayout(connections);
    column->setContentsMargins(0, 0, 0, 0);
    auto *body = new QWidget(connections);
    m_connectionPages = new QStackedLayout(body);
    auto *none = theme::makeReason(tr("Why there is no connection"), body);
    none->setText(tr("No connection of a service is open at this moment. As soon as a client opens one it stands here, and can be moved."));
    m_connectionPages->addWidget(none);
    m_connectionPages->addWidget(m_connectionView);
    column->addWidget(body, 1);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(6, 0, 6, 6);
    foot->addStretch(1);
    foot->addWidget(m_moveTo);
    column->addLayout(foot);
    m_lists->setDocumentMode(true);
    m_lists->setAccessibleName(tr("Connections or moves"));
    m_lists->addTab(connections, tr("Connections"));
    m_lists->addTab(m_moveView, tr("Moves"));
    return m_lists;
}

QWidget *MovesDock::buildCharts()
{
    auto *scroll = new QScrollArea(this);
    scroll->setAccessibleName(tr("Sequence chart"));
    scroll->setFocusPolicy(Qt::NoFocus); // the chart has the keyboard
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(m_chart);
    auto *charts = new QTabWidget(this);
    charts->setDocumentMode(true);
    charts->setAccessibleName(tr("Pictures of the move"));
    charts->addTab(scroll, tr("Phases"));
    charts->addTab(m_sequence, tr("Client's sequence graph"));
    connect(m_sequence, &MoveSequence::failed, this, &MovesDock::failed);
    return charts;
}

QWidget *MovesDock::buildDetails()
{
    m_fieldView->setModel(m_fields);
    m_fieldView->setHeaderHidden(true);
    m_fieldView->setUniformRowHeights(true);
    m_fieldView->setFrameShape(QFrame::NoFrame);
    m_fieldView->setAccessibleName(tr("Fields of the blob"));
    m_bytes->setAccessibleName(tr("Bytes of the blob"));
    auto *blob = new QWidget(this);
    auto *column = new QVBoxLayout(blob);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_bar);
    auto *halves = new QSplitter(Qt::Vertical, blob);
    halves->addWidget(m_fieldView);
    halves->addWidget(m_bytes);
    halves->setStretchFactor(0, 3);
    halves->setStretchFactor(1, 1);
    column->addWidget(halves, 1);
    m_details->setDocumentMode(true);
    m_details->setAccessibleName(tr("What moved"));
    m_details->addTab(blob, tr("Blob"));
    m_details->addTab(m_flowView, tr("Flow table"));
    return m_details;
}

void MovesDock::setServices(const std::vector<Service> &services)
{
    if (services == m_services)
        return;
    m_services = services;
    m_pastAsked = false;
    stateChanged();
}

QStringList MovesDock::machines() const
{
    QStringList all;
    for (const Service &service : m_services)
        all << service.forwarder << service.classifiers << service.hosts;
    all.removeDuplicates();
    return all;
}

void MovesDock::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    stateChanged();
}

void MovesDock::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    stateChanged();
}

void MovesDock::say(const QString &sentence)
{
    m_message->setText(sentence);
    m_stack->setCurrentWidget(m_message);
}

void MovesDock::stateChanged()
{
    const bool alive = m_session.status().isAlive();
    const bool seen = isVisible() && alive && !m_services.empty();
    if (m_services.empty())
        say(tr("The lab has no forwarder with a service. Its connections stay where they are."));
    else if (!alive)
        say(tr("Run the lab to move its connections."));
    else
        m_stack->setCurrentIndex(1);
    if (!m_session.isConnected())
        m_waiting = 0;
    if (!alive && (!m_moves.all().empty() || !m_connections.empty())) { // another run's moves are none of this one
        m_moves.clear();
        m_flows.clear();
        m_connections.clear();
        m_sequence->stop();
        movesChanged();
        showConnections();
    }
    if (seen != m_watching) {
        m_watching = seen;
        m_session.watch("moves", seen);
        if (seen)
            showMoment(); // it may be another than when the dock was last seen
    }
    if (seen && (!m_poll.isActive() || !m_pastAsked)) {
        m_poll.start();
        askPast();
        ask();
    } else if (!seen) {
        m_poll.stop();
        m_pastAsked = false; // what happens unseen is asked for again
    }
}

void MovesDock::run(const QString &node, const QString &line, std::function<void(const client::Json &)> use)
{
    ++m_waiting;
    m_session.call("console.run", {{"node", node.toStdString()}, {"line", line.toStdString()}}, this,
                   [this, use = std::move(use)](const client::EngineSession::Result &result) {
                       m_waiting = std::max(0, m_waiting - 1);
                       const client::Json *json = result ? rpc::member(*result, "json") : nullptr;
                       if (json && json->is_array())
                           use(*json);
                   });
}

/// What is known of the moves as of that moment; where time stands, connections are asked for at once.
void MovesDock::showMoment()
{
    m_known = m_moves.upTo(m_session.status().now);
    if (!m_watching)
        return;
    m_moveTo->setToolTip(m_moment.moment() ? tr("In a moment of the past nothing can be moved; go back to the present, or go on from here")
                                           : tr("Move the picked connection to another host, in the middle of what it does"));
    if (!m_refresh.isActive())
        m_refresh.start();
    if (m_session.status().phase != client::Phase::running)
        ask();
}

/// What had moved before anybody looked.
void MovesDock::askPast()
{
    m_pastAsked = true;
    for (const QString &machine : machines())
        run(machine, QStringLiteral("show moves json"),
            [this, machine](const client::Json &json) { addSteps(client::parseMoves(json, machine.toStdString())); });
}

void MovesDock::ask()
{
    if (m_waiting > 0)
        return; // the engine is busy
    for (const QString &machine : machines())
        run(machine, QStringLiteral("show connections json"), [this, machine](const client::Json &json) {
            m_connections[machine.toStdString()] = client::parseConnections(json, machine.toStdString());
            showConnections();
        });
    for (const Service &service : m_services)
        run(service.forwarder, QStringLiteral("show flows json"), [this, forwarder = service.forwarder](const client::Json &json) {
            for (const client::FlowEntry &entry : client::parseFlows(json))
                m_flows.add(m_session.status().now, forwarder.toStdString(), entry);
            showFlows();
        });
}

void MovesDock::take(const client::Batch &batch)
{
    if (m_watching && !batch.moves.empty())
        addSteps(batch.moves);
}

/// The machine with that address; the topic knows addresses only.
std::string MovesDock::nameOf(const std::string &address) const
{
    for (const client::NodeInfo &node : m_session.topology().nodes)
        for (const client::InterfaceInfo &interface : node.interfaces)
            for (const std::string &own : interface.addresses)
                if (own.substr(0, own.find('/')) == address)
                    return node.name;
    return address;
}

void MovesDock::addSteps(std::vector<client::MoveStep> steps)
{
    bool changed = false;
    for (client::MoveStep &step : steps) {
        step.host = nameOf(step.host);
        m_sequence->watch(clientOf(step.client, step.service)); // at its first phase, where it was not seen before
        changed = m_moves.add(step) || changed;
    }
    if (changed && !m_refresh.isActive())
        m_refresh.start();
}

const Move *MovesDock::picked() const
{
    for (const Move &move : known())
        if (keyOf(move) == m_picked)
            return &move;
    return nullptr;
}

/// The latest move is shown until a person picks another.
const Move *MovesDock::shownMove() const
{
    const Move *shown = picked();
    return shown || known().empty() ? shown : &known().back();
}

QString MovesDock::forwarderOf(const Move &move) const
{
    for (const Service &service : m_services)
        if (service.end.toStdString() == move.service)
            return service.forwarder;
    return {};
}

void MovesDock::movesChanged()
{
    if (m_moment.moment())
        m_known = m_moves.upTo(m_session.status().now);
    std::vector<models::Row> rows;
    for (auto move = known().rbegin(); move != known().rend(); ++move) {
        models::Row row;
        row.key = keyOf(*move);
        const auto pause = move->pause();
        row.cells = {QString::number(static_cast<double>(move->begun().ns()) * 1e-9, 'f', 3), text(move->client), text(move->from),
                     text(move->to), pause ? durationText(*pause) : QString(), QStringLiteral("%L1").arg(move->bytes()), outcomeText(*move)};
        if (move->outcome() == Move::Outcome::failed || move->outcome() == Move::Outcome::takenBack)
            row.icon = QStringLiteral("warning");
        rows.push_back(std::move(row));
    }
    m_moveRows->setRows(std::move(rows));
    m_lists->setTabText(1, known().empty() ? tr("Moves") : tr("Moves (%1)").arg(known().size()));
    const Move *shown = shownMove();
    m_chart->setMove(shown ? std::optional(*shown) : std::nullopt, shown ? forwarderOf(*shown) : QString());
    m_bar->setParts(shown ? shown->parts() : std::vector<client::BlobPart>());
    showFlows();
    showSequence();
    askBlob();
}

/// The blob's fields are asked for at the machine that made it.
void MovesDock::askBlob()
{
    const Move *shown = shownMove();
    const QString key = shown && shown->find("compiled") ? keyOf(*shown) : QString();
    if (key == m_blobShown)
        return;
    m_blobShown = key;
    m_fields->setFields({});
    m_bytes->setBytes({});
    if (key.isEmpty())
        return;
    m_session.call("console.run",
                   {{"node", shown->from}, {"line", "show blob " + shown->flow + ' ' + std::to_string(shown->epoch) + " json"}}, this,
                   [this, key](const client::EngineSession::Result &result) {
                       const client::Json *json = result ? rpc::member(*result, "json") : nullptr;
                       if (!json || key != m_blobShown)
                           return;
                       const client::BlobContents blob = client::parseBlob(*json);
                       m_fields->setFields(blob.fields);
                       m_bytes->setBytes(blob.bytes);
                       m_fieldView->expandToDepth(0);
                   });
}

void MovesDock::showConnections()
{
    std::vector<models::Row> rows;
    for (const auto &[machine, connections] : m_connections)
        for (const client::Connection &connection : connections) {
            if (targetsOf(keyOf(connection)).isEmpty())
                continue; // not one of a service
            m_sequence->watch(clientOf(connection.client, connection.local));
            models::Row row;
            row.key = keyOf(connection);
            row.cells = {text(machine), text(connection.client), text(connection.local), text(connection.state), text(connection.flow),
                         QStringLiteral("%L1").arg(connection.receiveQueue), QStringLiteral("%L1").arg(connection.sendQueue)};
            rows.push_back(std::move(row));
        }
    m_connectionRows->setRows(std::move(rows));
    m_connectionPages->setCurrentIndex(m_connectionRows->rowCount() == 0 ? 0 : 1);
    m_lists->setTabText(0, tr("Connections (%1)").arg(m_connectionRows->rowCount()));
    m_moveTo->setEnabled(!m_moment.moment() && !m_connectionView->selectedKeys().isEmpty());
}

/// The entry of the flow that is shown before its move and after it, as the forwarder had it.
void MovesDock::showFlows()
{
    const Move *shown = shownMove();
    std::vector<models::Row> rows;
    if (shown) {
        const QString forwarder = forwarderOf(*shown);
        const auto add = [&](const QString &when, const std::string &host, std::uint32_t epoch) {
            const models::FlowHistory::Seen *seen = m_flows.find(*shown, epoch);
            models::Row row;
            row.key = when;
            // Of an entry that nobody saw it is known from the move itself whose it was.
            row.cells = {forwarder, text(shown->flow), when, text(seen ? seen->entry.host : host), QString::number(epoch), text(shown->client),
                         seen ? text(seen->entry.way) : QString(), seen ? text(seen->entry.state) : QString()};
            rows.push_back(std::move(row));
        };
        add(tr("before"), shown->from, shown->epoch);
        if (shown->outcome() == Move::Outcome::moved)
            add(tr("after"), shown->to, shown->epoch + 1);
    }
    m_flowRows->setRows(std::move(rows));
}

/// The connection as its client has it; empty where the client is no node of the lab.
client::TcpPlace MovesDock::clientOf(const std::string &client, const std::string &service) const
{
    const std::string address = client.substr(0, client.rfind(':'));
    const std::string node = nameOf(address);
    return node == address ? client::TcpPlace() : client::TcpPlace{text(node), text(client), text(service)};
}

/// Of the move that is shown; before there is one, of the connection that is picked.
void MovesDock::showSequence()
{
    const Move *shown = shownMove();
    if (shown)
        return m_sequence->show(clientOf(shown->client, shown->service), shown);
    const QStringList keys = m_connectionView->selectedKeys();
    if (!keys.isEmpty()) {
        const std::string flow = keys.first().section(QLatin1Char(' '), 1).toStdString();
        m_sequence->show(clientOf(flow.substr(0, flow.find('>')), flow.substr(flow.find('>') + 1)), nullptr);
    }
}

QStringList MovesDock::targetsOf(const QString &connection) const
{
    const QString node = connection.section(QLatin1Char(' '), 0, 0);
    const QString end = connection.section(QLatin1Char('>'), 1);
    QStringList targets;
    for (const Service &service : m_services)
        if (service.end == end)
            targets += service.hosts;
    targets.removeDuplicates();
    targets.removeAll(node);
    return targets;
}

void MovesDock::fillMenu(QMenu &menu)
{
    menu.clear();
    const QStringList keys = m_connectionView->selectedKeys();
    if (keys.isEmpty())
        return;
    for (const QString &host : targetsOf(keys.first()))
        menu.addAction(theme::icon(QStringLiteral("host")), host, this, [this, key = keys.first(), host] { moveConnection(key, host); });
}

void MovesDock::askMenu(const QPoint &position)
{
    if (m_connectionView->selectedKeys().isEmpty())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QMenu *to = menu->addMenu(theme::icon(QStringLiteral("migrate")), tr("Move to"));
    fillMenu(*to);
    menu->popup(m_connectionView->viewport()->mapToGlobal(position));
}

void MovesDock::moveConnection(const QString &connection, const QString &host)
{
    const QString node = connection.section(QLatin1Char(' '), 0, 0);
    const QString flow = connection.section(QLatin1Char(' '), 1);
    m_session.call("console.run", {{"node", node.toStdString()}, {"line", "migrate " + flow.toStdString() + " to " + host.toStdString()}}, this,
                   [this](const client::EngineSession::Result &result) {
                       if (!result)
                           emit failed(client::messageOf(result.error()));
                       else if (!rpc::boolMember(*result, "ok").value_or(false))
                           emit failed(text(rpc::stringMember(*result, "text").value_or("")).trimmed());
                   });
}

} // namespace hopyard::docks
