// See cells.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/cells.h"

#include "app/gui/client/engine_session.h"
#include "app/gui/client/json_fields.h"
#include "app/gui/inspect/bgp_rows.h"
#include "app/gui/inspect/bgp_words.h"
#include "app/gui/inspect/ospf_rows.h"
#include "app/gui/inspect/path_rows.h"
#include "app/gui/inspect/table_words.h"
#include "app/gui/inspect/tree_model.h"

#include <algorithm>
#include <array>
#include <QCoreApplication>
#include <QRegularExpression>

namespace hopyard::inspect {

using rpc::Json;
namespace f = client::fields;

namespace {

struct Cells {
    Q_DECLARE_TR_FUNCTIONS(Cells)
};

struct PlainTable {
    const char *name;
    const char *title;
    std::array<const char *, 3> keys; ///< columns that name a row
};
/// Tables that are made of a question with the row's own words in it.
const QLatin1String kPath("path"), kDecision("bgp.decision");

constexpr std::array<PlainTable, 17> kPlainTables{{
    {"route", QT_TRANSLATE_NOOP("Cells", "Forwarding"), {"prefix", "nextHop", "interface"}},
    {"neighbour", QT_TRANSLATE_NOOP("Cells", "ARP"), {"interface", "address"}},
    {"interface", QT_TRANSLATE_NOOP("Cells", "Interfaces"), {"interface", "port"}},
    {"mac", QT_TRANSLATE_NOOP("Cells", "MAC addresses"), {"vlan", "address"}},
    {"socket", QT_TRANSLATE_NOOP("Cells", "Sockets"), {"kind", "local", "peer"}},
    {"tcp", QT_TRANSLATE_NOOP("Cells", "Connections"), {"local", "peer"}},
    {"counter", QT_TRANSLATE_NOOP("Cells", "Counters"), {"counter"}},
    {"rib", QT_TRANSLATE_NOOP("Cells", "RIB"), {"prefix", "protocol"}},
    {"rip", QT_TRANSLATE_NOOP("Cells", "RIP"), {"prefix", "from", "nextHop"}},
    {"vlan", QT_TRANSLATE_NOOP("Cells", "VLANs"), {"vlan"}},
    {"spanningTree", QT_TRANSLATE_NOOP("Cells", "Spanning tree"), {"port"}},
    {"guest", QT_TRANSLATE_NOOP("Cells", "Guests"), {"guest"}},
    {"buffer", QT_TRANSLATE_NOOP("Cells", "Buffer map"), {"first"}},
    {"address", QT_TRANSLATE_NOOP("Cells", "Addresses"), {"address"}},
    {"nat", QT_TRANSLATE_NOOP("Cells", "Ports"), {"protocol", "outsidePort"}},
    {"cost", QT_TRANSLATE_NOOP("Cells", "Costs"), {"mode", "receive"}},
    {"process", QT_TRANSLATE_NOOP("Cells", "Programs"), {"pid", "program"}},
}};

const PlainTable *findPlain(const QString &name)
{
    const auto found =
        std::ranges::find(kPlainTables, name, [](const PlainTable &table) { return QLatin1String(table.name); });
    return found == kPlainTables.end() ? nullptr : &*found;
}

/// What an inspector makes of one answer of the engine, or of two.
struct Derived {
    const char *name;
    const char *title;
    const char *line, *second; ///< of the console; none: ospf.tree
    QStringList (*headings)();
    std::vector<TreeRow> (*rows)(const Json &first, const Json &second);
};

std::vector<TreeRow> ripPeers(const Json &status, const Json &)
{
    std::vector<TreeRow> rows;
    if (const Json *peers = rpc::member(status, "peers"))
        f::forEachItem(*peers, [&rows](const std::string &address, const Json &peer) {
            const QString key = QString::fromStdString(address);
            const auto number = [&peer](const char *name) { return QString::number(f::integer(peer, name)); };
            rows.push_back(
                {key, {key, number("lastUpdateSecs"), number("version"), number("badPackets"), number("badRoutes")}});
        });
    return rows;
}

std::vector<TreeRow> switchPorts(const Json &ports, const Json &addresses)
{
    std::vector<TreeRow> rows;
    f::forEach(ports, "ports", [&](const Json &port) {
        const QString name = f::string(port, "port");
        int behind = 0;
        f::forEachOf(addresses, [&](const Json &entry) { behind += f::string(entry, "port") == name; });
        rows.push_back({name, {name, QString::number(behind)}});
    });
    return rows;
}

const std::array<Derived, 7> &derivedTables()
{
    static const std::array<Derived, 7> all{{
        {"ospf.neighbours", QT_TRANSLATE_NOOP("Cells", "OSPF neighbours"), "show ip ospf interface",
         "show ip ospf neighbor", ospfNeighbourColumns, ospfNeighbourRows},
        {"ospf.database", QT_TRANSLATE_NOOP("Cells", "OSPF database"), "show ip ospf database detail", nullptr,
         ospfDatabaseColumns, [](const Json &json, const Json &) { return ospfDatabaseRows(json); }},
        {"ospf.tree", QT_TRANSLATE_NOOP("Cells", "OSPF's shortest paths"), nullptr, nullptr, ospfTreeColumns,
         [](const Json &json, const Json &) { return ospfTreeRows(json); }},
        {"bgp.table", QT_TRANSLATE_NOOP("Cells", "BGP table"), "show ip bgp", nullptr, bgpTableColumns,
         [](const Json &json, const Json &) { return bgpTableRows(json); }},
        {"bgp.neighbours", QT_TRANSLATE_NOOP("Cells", "BGP neighbours"), "show ip bgp summary", nullptr,
         bgpNeighbourColumns, [](const Json &json, const Json &) { return bgpNeighbourRows(json); }},
        {"rip.neighbours", QT_TRANSLATE_NOOP("Cells", "RIP neighbours"), "show ip rip status json", nullptr,
         [] {
             return QStringList{Cells::tr("Neighbour"), Cells::tr("Seconds since it was heard"), Cells::tr("Version"),
                                Cells::tr("Bad packets"), Cells::tr("Bad routes")};
         },
         ripPeers},
        {"switch.ports", QT_TRANSLATE_NOOP("Cells", "Switch ports"), "show interface", "show mac",
         [] {
             return QStringList{Cells::tr("Port"), Cells::tr("Addresses behind it")};
         },
         switchPorts},
    }};
    return all;
}

const Derived *findDerived(const QString &name)
{
    const auto &all = derivedTables();
    const auto found = std::ranges::find(all, name, [](const Derived &table) { return QLatin1String(table.name); });
    return found == all.end() ? nullptr : &*found;
}

void addRows(const std::vector<TreeRow> &rows, const QStringList &above, CellTable &table)
{
    for (const TreeRow &row : rows) {
        const QStringList keys = above + QStringList(row.key);
        table.rows.push_back({keys, row.cells});
        addRows(row.children, keys, table);
    }
}

base::TimePoint momentOf(const Json &answer, const client::EngineSession &session)
{
    const auto now = rpc::intMember(answer, "now");
    return now ? base::TimePoint::fromNs(*now) : session.status().now;
}

bool endsWithAny(const QString &column, std::initializer_list<const char *> ends)
{
    return std::ranges::any_of(ends, [&column](const char *end) { return column.endsWith(QLatin1String(end)); });
}

/// The hops of a path: from the node to the first key.
void askPath(client::EngineSession &session, const CellPlace &place, QObject *context, std::function<void(const CellTable *)> use)
{
    const QString to = place.row.value(0);
    session.call("path.trace", {{"from", place.node.toStdString()}, {"to", to.toStdString()}}, context,
                 [&session, to, use = std::move(use)](const client::EngineSession::Result &result) {
                     if (!result)
                         return use(nullptr);
                     CellTable cells;
                     cells.now = momentOf(*result, session);
                     for (qsizetype i = 0; i < pathColumns().size(); ++i)
                         cells.columns += QString::number(i);
                     addRows(pathRows(client::parseBothWays(*result)), {to}, cells);
                     use(&cells);
                 });
}

/// BGP's decision about the first key.
void askDecision(client::EngineSession &session, const CellPlace &place, QObject *context, std::function<void(const CellTable *)> use)
{
    const QString prefix = place.row.value(0);
    const auto ask = [&session, node = place.node.toStdString(), prefix, context](const char *line, auto take) {
        session.call("console.run", {{"node", node}, {"line", line + (' ' + prefix.toStdString())}}, context, std::move(take));
    };
    using Result = client::EngineSession::Result;
    ask("show ip bgp", [&session, ask, prefix, use = std::move(use)](const Result &shown) {
        const Json *paths = shown ? rpc::member(*shown, "json") : nullptr;
        if (!paths)
            return use(nullptr);
        ask("explain bgp", [prefix, use, paths = *paths, now = momentOf(*shown, session)](const Result &result) {
            const Json *decision = result ? rpc::member(*result, "json") : nullptr;
            if (!decision)
                return use(nullptr);
            CellTable cells;
            cells.now = now;
            cells.columns = bgpDecisionKeys(*decision);
            addRows(bgpDecisionRows(*decision, paths), {prefix}, cells);
            for (CellRow &row : cells.rows)
                for (QString &cell : row.cells)
                    cell = bgpDecisionValue(cell);
            use(&cells);
        });
    });
}

} // namespace

QString CellPlace::what() const
{
    const Derived *derived = findDerived(table);
    if (table == QLatin1String("counter"))
        return wordOfCell(table, QStringLiteral("counter"), row.value(0));
    if (table == kPath)
        return pathColumns().value(column.toInt());
    if (table == kDecision)
        return bgpWord(row.value(row.size() - 1));
    return derived ? derived->headings().value(column.toInt()) : headingOfColumn(column);
}

QString CellPlace::where() const
{
    const QString title = titleOfTable(table);
    if (table == QLatin1String("counter"))
        return Cells::tr("%1, %2").arg(node, title);
    if (table == kDecision)
        return Cells::tr("%1, %2: %3").arg(node, title, Cells::tr("%1 from %2").arg(row.value(0), column.section(QLatin1Char(' '), 0, 0)));
    if (table == kPath) {
        const QString way = row.value(1) == QLatin1String("back") ? Cells::tr("back from %1") : Cells::tr("to %1");
        return Cells::tr("%1, %2: %3").arg(node, title, (QStringList(way.arg(row.value(0))) + row.mid(2)).join(QLatin1String(", ")));
    }
    QStringList keys;
    for (const QString &key : row)
        keys += key.split(QLatin1Char('\t'), Qt::SkipEmptyParts).join(QLatin1String(" – "));
    return Cells::tr("%1, %2: %3").arg(node, title, keys.join(QLatin1String(", ")));
}

std::optional<double> CellTable::at(const CellPlace &place) const
{
    const qsizetype column = columns.indexOf(place.column);
    const auto found = std::ranges::find(rows, place.row, &CellRow::keys);
    return column < 0 || found == rows.end() ? std::nullopt : numberIn(found->cells.value(column));
}

std::optional<double> numberIn(const QString &cell)
{
    static const QRegularExpression kNumber(QStringLiteral(R"(^([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s?(?:s|%)?$)"));
    const QRegularExpressionMatch match = kNumber.match(cell.trimmed());
    bool isNumber = false;
    const double value = match.captured(1).toDouble(&isNumber);
    return isNumber ? std::optional(value) : std::nullopt;
}

CellScale scaleOf(const CellPlace &place, bool perSecond)
{
    using plot::Unit;
    const QString &column = place.column;
    const bool isDatabase = place.table == QLatin1String("ospf.database");
    static const QStringList kLevels{"sendQueue",
                                     "receiveQueue",
                                     "congestionWindow",
                                     "slowStartThreshold",
                                     "sendWindow",
                                     "receiveWindow",
                                     "memory",
                                     "inFlight",
                                     "deliveryRate",
                                     "queuedBytes",
                                     "queuedPackets",
                                     "waitingPackets",
                                     "lent",
                                     "metric",
                                     "distance",
                                     "cost",
                                     "rttMs",
                                     "rtoMs",
                                     "age",
                                     "ageSeconds",
                                     "remainingMs",
                                     "remainingSecs",
                                     "threads",
                                     "mtu",
                                     "sendMss"};
    const bool mayFall =
        kLevels.contains(column) || findDerived(place.table) || place.table == kPath || place.table == kDecision;
    if (isDatabase || endsWithAny(column, {"Secs", "Seconds", "Ms", "Ns"}) || column == QLatin1String("age")) {
        const double seconds = column.endsWith(QLatin1String("Ms"))   ? 1e-3
                               : column.endsWith(QLatin1String("Ns")) ? 1e-9
                                                                      : 1;
        return perSecond ? CellScale{Unit::percent, seconds * 100, mayFall}
                         : CellScale{Unit::seconds, seconds, mayFall}; // of the time that passed
    }
    if (column == QLatin1String("deliveryRate") && !perSecond)
        return {Unit::bitsPerSecond, 8, mayFall};
    static const QStringList kBytes{"sendQueue", "receiveQueue", "sendWindow", "receiveWindow",
                                    "sendMss",   "memory",       "inFlight"};
    if (endsWithAny(column, {"Bytes", "bytes"}) || column.startsWith(QLatin1String("bytes")) || kBytes.contains(column))
        return perSecond ? CellScale{Unit::bitsPerSecond, 8, mayFall} : CellScale{Unit::bytes, 1, mayFall};
    return {perSecond ? Unit::perSecond : Unit::count, 1, mayFall};
}

void askCells(client::EngineSession &session, const CellPlace &place, QObject *context,
              std::function<void(const CellTable *)> use)
{
    using Result = client::EngineSession::Result;
    const QString &table = place.table;
    const std::string name = place.node.toStdString();
    if (table == kPath)
        return askPath(session, place, context, std::move(use));
    if (table == kDecision)
        return askDecision(session, place, context, std::move(use));
    const Derived *derived = findDerived(table);
    if (!derived) {
        Json params{{"node", name}, {"table", table.toStdString()}};
        if (table == QLatin1String("rib")
            && !place.row.isEmpty()) // which may have many more prefixes than come in one answer
            params["within"] = place.row.first().section(QLatin1Char('\t'), 0, 0).toStdString();
        session.call("table.get", std::move(params), context,
                     [&session, table, use = std::move(use)](const Result &result) {
                         if (!result)
                             return use(nullptr);
                         const client::Table answer = client::parseTable(*result);
                         CellTable cells;
                         cells.now = momentOf(*result, session);
                         for (const std::string &column : answer.columns)
                             cells.columns += QString::fromStdString(column);
                         for (models::Row &row : rowsOf(table, answer))
                             cells.rows.push_back({{row.key}, std::move(row.cells)});
                         use(&cells);
                     });
        return;
    }
    const auto finish = [derived, use = std::move(use)](const Json &first, const Json &second, base::TimePoint now) {
        CellTable cells;
        cells.now = now;
        const qsizetype count = derived->headings().size();
        for (qsizetype i = 0; i < count; ++i)
            cells.columns += QString::number(i);
        addRows(derived->rows(first, second), {}, cells);
        use(&cells);
    };
    if (!derived->line) {
        session.call("ospf.tree", {{"node", name}}, context, [&session, finish, use](const Result &result) {
            result ? finish(*result, nullptr, momentOf(*result, session)) : use(nullptr);
        });
        return;
    }
    const auto jsonOf = [](const Result &result) { return result ? rpc::member(*result, "json") : nullptr; };
    session.call("console.run", {{"node", name}, {"line", derived->line}}, context,
                 [&session, derived, name, context, finish, use, jsonOf](const Result &result) {
                     const Json *first = jsonOf(result);
                     if (!first)
                         return use(nullptr);
                     const base::TimePoint now = momentOf(*result, session);
                     if (!derived->second)
                         return finish(*first, nullptr, now);
                     session.call("console.run", {{"node", name}, {"line", derived->second}}, context,
                                  [first = *first, finish, use, jsonOf, now](const Result &result) {
                                      const Json *second = jsonOf(result);
                                      second ? finish(first, *second, now) : use(nullptr);
                                  });
                 });
}

bool isKeyColumn(const QString &table, const QString &column)
{
    if (const PlainTable *plain = findPlain(table))
        return std::ranges::any_of(plain->keys,
                                   [&column](const char *key) { return key && column == QLatin1String(key); });
    return column == QLatin1String("0");
}

std::vector<models::Row> rowsOf(const QString &table, const client::Table &answer)
{
    std::vector<std::size_t> keys;
    if (const PlainTable *plain = findPlain(table))
        for (const char *key : plain->keys)
            for (std::size_t i = 0; key && i < answer.columns.size(); ++i)
                if (answer.columns[i] == key)
                    keys.push_back(i);
    if (keys.empty())
        keys = {0, 1};
    std::vector<models::Row> rows;
    std::map<QString, int> seen;
    for (const std::vector<std::string> &cells : answer.rows) {
        models::Row row;
        for (const std::string &cell : cells)
            row.cells += QString::fromStdString(cell);
        QStringList key;
        for (const std::size_t column : keys)
            key += row.cells.value(static_cast<qsizetype>(column));
        row.key = key.join(QLatin1Char('\t'));
        if (const int again = seen[row.key]++)
            row.key += QStringLiteral("\t#%1").arg(again);
        rows.push_back(std::move(row));
    }
    return rows;
}

QString titleOfTable(const QString &table)
{
    if (const Derived *derived = findDerived(table))
        return Cells::tr(derived->title);
    if (table == kPath)
        return Cells::tr("Path");
    if (table == kDecision)
        return Cells::tr("BGP decision");
    const PlainTable *plain = findPlain(table);
    return plain ? Cells::tr(plain->title) : table;
}

} // namespace hopyard::inspect
