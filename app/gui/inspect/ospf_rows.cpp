// See ospf_rows.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/ospf_rows.h"

#include "app/gui/client/json_fields.h"

#include <QCoreApplication>
#include <QSet>

#include <map>
#include <string>

namespace hopyard::inspect {

using rpc::Json;
namespace f = client::fields;

namespace {

struct Ospf {
    Q_DECLARE_TR_FUNCTIONS(Ospf)
};

QString text(const std::string &value) { return QString::fromStdString(value); }

/// Milliseconds as a person says them.
QString span(std::int64_t ms)
{
    return ms < 60'000 ? Ospf::tr("%1 s").arg(QString::number(static_cast<double>(ms) / 1e3, 'f', 1))
                       : Ospf::tr("%1 min").arg(ms / 60'000);
}

const Json &member(const Json &object, std::string_view key)
{
    static const Json none = Json::object();
    const Json *found = rpc::member(object, key);
    return found ? *found : none;
}

TreeRow neighbourRow(const std::string &id, const Json &n)
{
    const QString state = f::string(n, "nbrState").isEmpty() ? f::string(n, "state") : f::string(n, "nbrState");
    const std::int64_t dead = std::max(f::integer(n, "deadTimeMsecs"), f::integer(n, "routerDeadIntervalTimerDueMsec"));
    QStringList waiting;
    if (const auto count = f::count(n, "linkStateRetransmissionListCounter"))
        waiting += Ospf::tr("%1 to be acknowledged").arg(count);
    if (const auto count = f::count(n, "linkStateRequestListCounter"))
        waiting += Ospf::tr("%1 asked for").arg(count);
    if (const auto count = f::count(n, "databaseSummaryListCounter"))
        waiting += Ospf::tr("%1 to describe").arg(count);
    TreeRow row{text(id) + QLatin1Char(' ') + f::string(n, "ifaceAddress"),
                {text(id), f::string(n, "ifaceAddress"), state, QString::number(f::integer(n, "nbrPriority")),
                 Ospf::tr("missed in %1").arg(span(dead)),
                 (f::integer(n, "upTimeInMsec") > 0
                      ? QStringList(Ospf::tr("for %1").arg(span(f::integer(n, "upTimeInMsec")))) + waiting
                      : waiting)
                     .join(QStringLiteral(", "))}};
    if (state.startsWith(QLatin1String("Full")))
        row.tone = Tone::good;
    else if (!state.startsWith(QLatin1String("2-Way")))
        row.tone = state.startsWith(QLatin1String("Down")) ? Tone::bad : Tone::other;
    return row;
}

TreeRow interfaceRow(const std::string &name, const Json &i)
{
    const QString dr = f::string(i, "drAddress"), bdr = f::string(i, "bdrAddress");
    QStringList remarks;
    if (!dr.isEmpty() && dr != QLatin1String("0.0.0.0"))
        remarks += bdr.isEmpty() || bdr == QLatin1String("0.0.0.0") ? Ospf::tr("DR %1").arg(dr)
                                                                    : Ospf::tr("DR %1, BDR %2").arg(dr, bdr);
    remarks += Ospf::tr("cost %1").arg(f::integer(i, "cost"));
    remarks += Ospf::tr("area %1").arg(f::string(i, "area"));
    const bool passive = f::flag(i, "timerPassiveIface");
    TreeRow row{text(name),
                {text(name),
                 QStringLiteral("%1/%2").arg(f::string(i, "ipAddress")).arg(f::integer(i, "ipAddressPrefixlen")),
                 f::string(i, "state"), QString::number(f::integer(i, "priority")),
                 passive ? Ospf::tr("passive: no hellos")
                         : Ospf::tr("hello every %1, missed after %2 s")
                               .arg(span(f::integer(i, "timerMsecs")))
                               .arg(f::integer(i, "timerDeadSecs")),
                 remarks.join(QStringLiteral(", "))}};
    row.bold = true;
    return row;
}

/// "10.0.1.0/24"
QString prefixOf(const Json &lsa)
{
    return QStringLiteral("%1/%2")
        .arg(f::string(lsa, "linkStateId").section(QLatin1Char(' '), 0, 0))
        .arg(f::integer(lsa, "networkMask"));
}

/// What a link of a router's advertisement says.
TreeRow routerLinkRow(const std::string &key, const Json &link)
{
    const QString kind = f::string(link, "linkType");
    const qint64 cost = f::integer(link, "tos0Metric");
    QString says = kind;
    if (kind.contains(QLatin1String("point-to-point")))
        says = Ospf::tr("a line to router %1, out by %2, cost %3")
                   .arg(f::string(link, "neighborRouterId"), f::string(link, "routerInterfaceAddress"))
                   .arg(cost);
    else if (kind.contains(QLatin1String("Transit")))
        says = Ospf::tr("the network whose designated router is %1, joined at %2, cost %3")
                   .arg(f::string(link, "designatedRouterAddress"), f::string(link, "routerInterfaceAddress"))
                   .arg(cost);
    else if (kind.contains(QLatin1String("Stub")))
        says = Ospf::tr("the network %1 mask %2 with nobody else on it, cost %3")
                   .arg(f::string(link, "networkAddress"), f::string(link, "networkMask"))
                   .arg(cost);
    else if (kind.contains(QLatin1String("Virtual")))
        says = Ospf::tr("a virtual link to router %1, cost %2").arg(f::string(link, "neighborRouterId")).arg(cost);
    return {text(key), {kind, {}, {}, {}, says}};
}

/// What an advertisement says, in short, and the parts of it that are lists.
QString contentsOf(const Json &lsa, std::vector<TreeRow> &parts)
{
    const QString type = f::string(lsa, "lsaType");
    if (const Json *links = rpc::member(lsa, "routerLinks"); links && links->is_object()) {
        for (const auto &[key, link] : links->items())
            parts.push_back(routerLinkRow(key, link));
        QStringList roles;
        if (f::flag(lsa, "abr"))
            roles += Ospf::tr("area border router");
        if (f::flag(lsa, "asbr"))
            roles += Ospf::tr("AS boundary router");
        const QString what = Ospf::tr("links: %1").arg(links->size());
        return roles.isEmpty() ? what : what + QStringLiteral("; ") + roles.join(QStringLiteral(", "));
    }
    for (const char *key : {"attchedRouters", "attachedRouters"}) // as FRR spells it
        if (const Json *routers = rpc::member(lsa, key); routers && routers->is_object()) {
            for (const auto &[id, router] : routers->items())
                parts.push_back({text(id), {text(id), {}, {}, {}, Ospf::tr("is on this network")}});
            return Ospf::tr("network /%1, routers on it: %2").arg(f::integer(lsa, "networkMask")).arg(routers->size());
        }
    if (rpc::member(lsa, "metricType")) {
        const QString forward = f::string(lsa, "forwardAddress") + f::string(lsa, "nssaForwardAddress");
        QString says = Ospf::tr("%1 from outside, metric %2 of type %3")
                           .arg(prefixOf(lsa))
                           .arg(f::integer(lsa, "metric"))
                           .arg(f::string(lsa, "metricType").left(2));
        if (!forward.isEmpty() && forward != QLatin1String("0.0.0.0"))
            says += Ospf::tr(", to be sent to %1").arg(forward);
        if (const auto tag = f::integer(lsa, "externalRouteTag"))
            says += Ospf::tr(", tag %1").arg(tag);
        return says;
    }
    if (rpc::member(lsa, "tos0Metric"))
        return f::integer(lsa, "networkMask") == 0
                       && !f::string(lsa, "linkStateId").startsWith(QLatin1String("0.0.0.0"))
                   ? Ospf::tr("the way to boundary router %1, cost %2")
                         .arg(f::string(lsa, "linkStateId"))
                         .arg(f::integer(lsa, "tos0Metric"))
                   : Ospf::tr("%1 in another area, cost %2").arg(prefixOf(lsa)).arg(f::integer(lsa, "tos0Metric"));
    return type;
}

TreeRow lsaRow(const Json &lsa, const QString &self)
{
    const QString router = f::string(lsa, "advertisingRouter");
    TreeRow row{f::string(lsa, "linkStateId") + QLatin1Char(' ') + router,
                {f::string(lsa, "linkStateId"), router == self ? Ospf::tr("%1 (itself)").arg(router) : router,
                 Ospf::tr("%1 s").arg(f::integer(lsa, "lsaAge")), f::string(lsa, "lsaSeqNumber"), {}}};
    row.cells[4] = contentsOf(lsa, row.children);
    if (f::integer(lsa, "lsaAge") >= 3'600) {
        row.tone = Tone::bad;
        row.tip = Ospf::tr("It has reached its greatest age and is being withdrawn");
    } else if (router == self) {
        row.tone = Tone::accent;
    }
    return row;
}

struct Type {
    const char *key;
    const char *name;
};
constexpr Type kTypes[] = {{"routerLinkStates", QT_TRANSLATE_NOOP("Ospf", "Routers (1)")},
                           {"networkLinkStates", QT_TRANSLATE_NOOP("Ospf", "Networks (2)")},
                           {"summaryLinkStates", QT_TRANSLATE_NOOP("Ospf", "Networks of other areas (3)")},
                           {"asbrSummaryLinkStates", QT_TRANSLATE_NOOP("Ospf", "Boundary routers of other areas (4)")},
                           {"asExternalLinkStates", QT_TRANSLATE_NOOP("Ospf", "Networks outside (5)")},
                           {"nssaExternalLinkStates", QT_TRANSLATE_NOOP("Ospf", "Networks outside, of this area (7)")},
                           {"linkLocalOpaqueLsa", QT_TRANSLATE_NOOP("Ospf", "Opaque, of a link (9)")},
                           {"areaLocalOpaqueLsa", QT_TRANSLATE_NOOP("Ospf", "Opaque, of the area (10)")},
                           {"asGlobalOpaqueLsa", QT_TRANSLATE_NOOP("Ospf", "Opaque, everywhere (11)")}};

void addType(const Type &type, const Json &list, const QString &self, std::vector<TreeRow> &rows)
{
    TreeRow row{QLatin1String(type.key), {Ospf::tr(type.name), {}, {}, {}, {}}};
    f::forEachOf(list, [&](const Json &lsa) { row.children.push_back(lsaRow(lsa, self)); });
    if (row.children.empty())
        return;
    row.cells[4] =
        row.children.size() == 1 ? Ospf::tr("1 advertisement") : Ospf::tr("%1 advertisements").arg(row.children.size());
    rows.push_back(std::move(row));
}

/// A person's name for a vertex.
QString vertexName(const Json &vertex)
{
    if (f::text(vertex, "type") == "network")
        return Ospf::tr("network %1").arg(f::string(vertex, "prefix"));
    return f::string(vertex, "node").isEmpty() ? f::string(vertex, "id") : f::string(vertex, "node");
}

std::string vertexKey(const Json &vertex) { return f::text(vertex, "type") + ' ' + f::text(vertex, "id"); }

} // namespace

QStringList ospfNeighbourColumns()
{
    return {Ospf::tr("Interface, neighbour"),
            Ospf::tr("Address"),
            Ospf::tr("State"),
            Ospf::tr("Priority"),
            Ospf::tr("Timers"),
            Ospf::tr("More")};
}

std::vector<TreeRow> ospfNeighbourRows(const Json &interfaces, const Json &neighbours)
{
    std::vector<TreeRow> rows;
    std::map<QString, std::size_t> places;
    f::forEachItem(member(interfaces, "interfaces"), [&](const std::string &name, const Json &interface) {
        if (!rpc::boolMember(interface, "ospfEnabled").value_or(true))
            return;
        places[text(name)] = rows.size();
        rows.push_back(interfaceRow(name, interface));
    });
    f::forEachItem(member(neighbours, "neighbors"), [&](const std::string &id, const Json &list) {
        f::forEachOf(list, [&](const Json &neighbour) {
            const auto at = places.find(f::string(neighbour, "ifaceName").section(QLatin1Char(':'), 0, 0));
            (at == places.end() ? rows : rows[at->second].children).push_back(neighbourRow(id, neighbour));
        });
    });
    return rows;
}

QStringList ospfDatabaseColumns()
{
    return {Ospf::tr("Advertisement"), Ospf::tr("Advertising router"), Ospf::tr("Age"), Ospf::tr("Sequence"),
            Ospf::tr("What it says")};
}

std::vector<TreeRow> ospfDatabaseRows(const Json &database)
{
    const QString self = f::string(database, "routerId");
    std::map<std::string, TreeRow> areas;
    std::vector<TreeRow> everywhere;
    for (const Type &type : kTypes) {
        const Json &part = member(database, type.key);
        if (part.is_array())
            addType(type, part, self, everywhere);
        else
            f::forEachItem(member(part, "areas"), [&](const std::string &area, const Json &list) {
                TreeRow &row =
                    areas.try_emplace(area, TreeRow{text(area), {Ospf::tr("Area %1").arg(text(area)), {}, {}, {}, {}}})
                        .first->second;
                row.bold = true;
                addType(type, list, self, row.children);
            });
    }
    std::vector<TreeRow> rows;
    for (auto &[area, row] : areas)
        rows.push_back(std::move(row));
    if (!everywhere.empty()) {
        TreeRow row{QStringLiteral("everywhere"), {Ospf::tr("All areas"), {}, {}, {}, {}}};
        row.bold = true;
        row.children = std::move(everywhere);
        rows.push_back(std::move(row));
    }
    return rows;
}

QStringList ospfTreeColumns()
{
    return {Ospf::tr("Router, network"), Ospf::tr("Cost from here"), Ospf::tr("Last step"), Ospf::tr("Reached by"),
            Ospf::tr("Out by")};
}

std::vector<TreeRow> ospfTreeRows(const Json &tree)
{
    std::vector<TreeRow> areas;
    f::forEach(tree, "areas", [&areas](const Json &area) {
        // Children are hung below their parents from the last to the first: parents come first in the list.
        std::vector<TreeRow> rows;
        std::vector<std::optional<std::size_t>> above;
        std::map<std::string, std::pair<std::size_t, QString>> places;
        f::forEach(area, "vertices", [&](const Json &vertex) {
            QStringList parents, out;
            std::optional<std::size_t> parent;
            QString step;
            f::forEach(vertex, "parents", [&](const Json &each) {
                const auto at = places.find(vertexKey(each));
                if (at == places.end())
                    return;
                if (!parent) {
                    parent = at->second.first;
                    step = QStringLiteral("+%1").arg(f::integer(each, "cost"));
                }
                parents += at->second.second;
            });
            f::forEach(vertex, "nexthops", [&out](const Json &hop) {
                const QString gateway = f::string(hop, "ip").trimmed();
                out += gateway.isEmpty() ? f::string(hop, "directlyAttachedTo")
                                         : QStringLiteral("%1 %2").arg(gateway, f::string(hop, "via"));
            });
            const QString name = vertexName(vertex);
            TreeRow row{text(vertexKey(vertex)),
                        {name, QString::number(f::integer(vertex, "cost")), step, parents.join(Ospf::tr(" and ")),
                         out.join(QStringLiteral(", "))}};
            if (!f::string(vertex, "node").isEmpty())
                row.tip = Ospf::tr("router id %1").arg(f::string(vertex, "id"));
            if (!parent) {
                row.cells[3] = Ospf::tr("this router");
                row.bold = true;
            }
            places.emplace(vertexKey(vertex), std::pair(rows.size(), name));
            rows.push_back(std::move(row));
            above.push_back(parent);
        });
        TreeRow top{f::string(area, "area"), {Ospf::tr("Area %1").arg(f::string(area, "area")), {}, {}, {}, {}}};
        top.bold = true;
        for (std::size_t i = rows.size(); i-- > 0;) {
            std::vector<TreeRow> &below = above[i] ? rows[*above[i]].children : top.children;
            below.insert(below.begin(), std::move(rows[i]));
        }
        areas.push_back(std::move(top));
    });
    return areas;
}

CanvasMarks ospfTreeMarks(const Json &tree)
{
    CanvasMarks marks;
    QSet<QString> links, nodes;
    const QString root = f::string(tree, "node");
    marks.nodes.push_back({.name = root, .label = Ospf::tr("root"), .tone = Tone::other});
    nodes.insert(root);
    f::forEach(tree, "areas", [&](const Json &area) {
        f::forEach(area, "vertices", [&](const Json &vertex) {
            const QString node = f::string(vertex, "node");
            if (!node.isEmpty() && !nodes.contains(node)) {
                nodes.insert(node);
                marks.nodes.push_back({.name = node, .label = QString::number(f::integer(vertex, "cost"))});
            }
            f::forEach(vertex, "links", [&](const Json &link) {
                const QString from = f::string(link, "from");
                if (links.contains(from))
                    return;
                links.insert(from);
                const auto cost = rpc::intMember(link, "cost");
                marks.links.push_back({.from = from, .label = cost ? QStringLiteral("+%1").arg(*cost) : QString()});
            });
        });
    });
    return marks;
}

} // namespace hopyard::inspect
