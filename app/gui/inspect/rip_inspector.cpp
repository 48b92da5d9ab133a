// See rip_inspector.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/rip_inspector.h"

#include "app/gui/client/json_fields.h"
#include "app/gui/docks/table_view.h"
#include "app/gui/inspect/cell_menu.h"
#include "app/gui/theme/theme.h"

#include <QLabel>
#include <QSplitter>
#include <QVBoxLayout>

namespace hopyard::inspect {

namespace {

using namespace client::fields;

constexpr qint64 kPeerMemoryMs = 180'000; ///< how long a silent neighbour is remembered (docs/rip.md)


} // namespace

RipInspector::RipInspector(client::EngineSession &session, QWidget *parent) :
    Inspector(QStringLiteral("rip-timers"), tr("RIP"), 30, parent), m_session(session), m_status(new QLabel(this)),
    m_routesView(new docks::TableView(tr("Routes of RIP"), this)),
    m_neighboursView(new docks::TableView(tr("Neighbours of RIP"), this)), m_question(*this, [this] { return ask(); })
{
    m_status->setContentsMargins(10, 4, 10, 4);
    m_status->setWordWrap(true);
    m_status->setAccessibleName(tr("State of RIP"));
    m_routes.setColumns(
        {tr("Network"), tr("Timer"), tr("Metric"), tr("Next hop"), tr("Interface"), tr("From"), tr("Tag"), tr("Kind")});
    m_routes.setTimerColumn(1);
    m_neighbours.setColumns({tr("Neighbour"), tr("Forgotten in"), tr("Interface"), tr("Routes"), tr("Version"),
                             tr("Bad packets"), tr("Bad routes")});
    m_neighbours.setTimerColumn(1);
    for (auto [view, model] : {std::pair(m_routesView, &m_routes), std::pair(m_neighboursView, &m_neighbours)}) {
        view->setFont(theme::Theme::monospaceFont());
        view->showTable(model);
        view->setItemDelegateForColumn(model->timerColumn(), new TimerDelegate(view));
    }
    // What can be plotted, by column: of the routes those of the table `rip`, of the neighbours numbers of "rip.neighbours".
    const std::map<int, const char *> routeCells{{2, "metric"}, {6, "tag"}};
    const std::map<int, const char *> neighbourCells{{4, "2"}, {5, "3"}, {6, "4"}};
    for (const auto &[view, table, columns] : {std::tuple(m_routesView, "rip", routeCells),
                                               std::tuple(m_neighboursView, "rip.neighbours", neighbourCells)}) {
        const auto *menu =
            new CellMenu(*view, [this, table, columns](const QModelIndex &index) -> std::optional<CellPlace> {
                const auto column = columns.find(index.column());
                if (column == columns.end())
                    return std::nullopt;
                return CellPlace{node(),
                                 QLatin1String(table),
                                 {index.data(models::TableModel::KeyRole).toString()},
                                 QLatin1String(column->second)};
            });
        connect(menu, &CellMenu::plotAsked, this, &Inspector::cellPlotAsked);
    }
    auto *body = new QSplitter(Qt::Vertical, this);
    body->addWidget(m_routesView);
    body->addWidget(m_neighboursView);
    body->setStretchFactor(0, 3);
    body->setStretchFactor(1, 1);
    body->setChildrenCollapsible(false);
    m_body = body;
    setFocusProxy(m_routesView);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_status);
    column->addWidget(body, 1);
}

void RipInspector::nodeChanged()
{
    m_question.forget();
    m_routes.setTimedRows({}, {});
    m_neighbours.setTimedRows({}, {});
    m_status->clear();
}

void RipInspector::refresh() { m_question.ask(); }

bool RipInspector::ask()
{
    if (node().isEmpty())
        return false;
    const auto of = [this](const QString &asked) { return asked == node(); }; // else another one is shown by now
    m_session.call("console.run", {{"node", node().toStdString()}, {"line", "show ip rip status json"}}, this,
                   [this, of, asked = node()](const client::EngineSession::Result &result) {
                       if (!of(asked))
                           return;
                       const rpc::Json *json = result ? rpc::member(*result, "json") : nullptr;
                       if (json)
                           takeStatus(*json);
                       else if (result)
                           say(QString::fromStdString(text(*result, "text")).trimmed());
                   });
    m_session.call("console.run", {{"node", node().toStdString()}, {"line", "show ip rip json"}}, this,
                   [this, of, asked = node()](const client::EngineSession::Result &result) {
                       if (!of(asked))
                           return;
                       if (const rpc::Json *json = result ? rpc::member(*result, "json") : nullptr)
                           takeRoutes(*json);
                       else if (!result && result.error().code != rpc::disconnected)
                           say(client::messageOf(result.error()));
                       m_question.answered();
                   });
    return true;
}

void RipInspector::takeStatus(const rpc::Json &status)
{
    m_timeoutMs = integer(status, "timeoutSecs") * 1000;
    m_garbageMs = integer(status, "garbageSecs") * 1000;
    QString text =
        tr("Updates every %1 s, the next in about %2 s. A route times out %3 s after it was last heard of, is told "
           "as unreachable, and is forgotten %4 s later.")
            .arg(integer(status, "updateSecs"))
            .arg(integer(status, "nextUpdateSecs"))
            .arg(integer(status, "timeoutSecs"))
            .arg(integer(status, "garbageSecs"));
    if (const rpc::Json *dropped = rpc::member(status, "dropped");
        dropped && dropped->is_object() && !dropped->empty()) {
        QStringList reasons;
        for (const auto &[reason, count] : dropped->items())
            reasons += QStringLiteral("%1 %2")
                           .arg(QString::fromStdString(reason))
                           .arg(count.is_number_integer() ? count.get<qint64>() : 0);
        text += QLatin1Char(' ') + tr("Messages refused: %1.").arg(reasons.join(QStringLiteral(", ")));
    }
    m_status->setText(text);
    m_body->show();
    std::map<QString, int> routes; // from each neighbour, as they are shown now
    for (const models::Row &row : m_routes.rows())
        ++routes[row.cells.value(5)];
    std::vector<models::Row> rows;
    std::map<QString, TimedTable::Timer> timers;
    if (const rpc::Json *peers = rpc::member(status, "peers"); peers && peers->is_object()) {
        for (const auto &[address, peer] : peers->items()) {
            const QString key = QString::fromStdString(address);
            const qint64 heardMs = integer(peer, "lastUpdateSecs") * 1000,
                         leftMs = std::max<qint64>(0, kPeerMemoryMs - heardMs);
            rows.push_back({key,
                            {key, tr("%1, heard %2 s ago").arg(countdownText(leftMs)).arg(heardMs / 1000),
                             string(peer, "interfaceName"), QString::number(routes[key]),
                             QString::number(integer(peer, "version")), QString::number(integer(peer, "badPackets")),
                             QString::number(integer(peer, "badRoutes"))},
                            {}});
            timers[key] = {leftMs, kPeerMemoryMs, heardMs > 90'000 ? Tone::bad : Tone::good};
        }
    }
    m_neighbours.setTimedRows(std::move(rows), std::move(timers));
}

void RipInspector::takeRoutes(const rpc::Json &routes)
{
    std::vector<models::Row> rows;
    std::map<QString, TimedTable::Timer> timers;
    if (routes.is_object()) {
        for (const auto &[prefix, list] : routes.items()) {
            forEachOf(list, [&, name = QString::fromStdString(prefix)](const Json &route) {
                const bool isGarbage = text(route, "timer") == "garbage";
                const bool runs = rpc::member(route, "remainingMs") != nullptr;
                const qint64 leftMs = integer(route, "remainingMs"), totalMs = isGarbage ? m_garbageMs : m_timeoutMs;
                const QString left = countdownText(leftMs);
                const QString timer = !runs       ? tr("no timer: its own")
                                      : isGarbage ? tr("%1 until it is forgotten").arg(left)
                                                  : tr("%1 until it times out").arg(left);
                const QString from = string(route, "from");
                models::Row row{name + QLatin1Char('\t') + from + QLatin1Char('\t') + string(route, "nextHop"),
                                {name, timer,
                                 integer(route, "metric") >= 16 ? tr("16 (unreachable)")
                                                                : QString::number(integer(route, "metric")),
                                 string(route, "nextHop"), string(route, "interfaceName"), from,
                                 QString::number(integer(route, "tag")), string(route, "kind")},
                                {}};
                if (runs)
                    timers[row.key] = {leftMs, totalMs, isGarbage ? Tone::bad : Tone::accent};
                rows.push_back(std::move(row));
            });
        }
    }
    m_routes.setTimedRows(std::move(rows), std::move(timers));
}

void RipInspector::say(const QString &text)
{
    m_routes.setTimedRows({}, {});
    m_neighbours.setTimedRows({}, {});
    m_status->setText(text);
    m_body->hide();
}

} // namespace hopyard::inspect
