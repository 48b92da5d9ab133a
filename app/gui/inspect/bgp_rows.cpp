// See bgp_rows.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/bgp_rows.h"

#include "app/gui/client/json_fields.h"
#include "app/gui/inspect/bgp_words.h"

#include <QCoreApplication>

#include <functional>
#include <utility>

namespace hopyard::inspect {

using rpc::Json;
namespace f = client::fields;

namespace {

struct Bgp {
    Q_DECLARE_TR_FUNCTIONS(Bgp)
};

QString text(const std::string &value) { return QString::fromStdString(value); }

/// A number where it is there.
QString number(const Json &object, std::string_view key)
{
    const auto value = rpc::intMember(object, key);
    return value ? QString::number(*value) : QString();
}

const Json *first(const Json &object, std::string_view key)
{
    const Json *list = rpc::member(object, key);
    return list && list->is_array() && !list->empty() ? &list->front() : nullptr;
}

QString nextHopOf(const Json &path)
{
    const Json *hop = first(path, "nexthops");
    const QString ip = hop ? f::string(*hop, "ip") : QString();
    return ip == QLatin1String("0.0.0.0") || ip == QLatin1String("::") ? Bgp::tr("itself") : ip;
}

QString stateOf(const Json &path)
{
    QStringList words;
    if (f::flag(path, "bestpath"))
        words += f::string(path, "selectionReason").isEmpty()
                     ? Bgp::tr("best")
                     : Bgp::tr("best: %1").arg(f::string(path, "selectionReason"));
    if (f::flag(path, "multipath") && !f::flag(path, "bestpath"))
        words += Bgp::tr("shares the traffic");
    if (!f::flag(path, "valid"))
        words += Bgp::tr("its next hop cannot be reached");
    if (f::flag(path, "damped"))
        words += Bgp::tr("damped: it flaps");
    if (f::flag(path, "history"))
        words += Bgp::tr("withdrawn; kept for its penalty");
    if (f::flag(path, "stale"))
        words += Bgp::tr("stale: its neighbour restarts");
    if (f::flag(path, "suppressed"))
        words += Bgp::tr("suppressed by an aggregate");
    return words.join(QStringLiteral("; "));
}

QStringList cellsOf(const QString &name, const Json &path)
{
    const QString asPath = f::string(path, "path");
    return {name,
            nextHopOf(path),
            asPath.isEmpty() ? Bgp::tr("own AS") : asPath,
            number(path, "locPrf"),
            number(path, "metric"),
            number(path, "weight"),
            f::string(path, "origin"),
            stateOf(path)};
}

/// Values of all candidates in a row of their own; nothing where none has it.
void addAttribute(const QString &name, const Json &paths, const std::function<QString(const Json &)> &value,
                  std::vector<TreeRow> &rows)
{
    TreeRow row{name, {name}};
    bool any = false;
    f::forEach(paths, "paths", [&](const Json &path) {
        row.cells += value(path);
        any = any || !row.cells.last().isEmpty();
    });
    if (any)
        rows.push_back(std::move(row));
}

QString listed(const Json &path, std::string_view key)
{
    const Json *part = rpc::member(path, key);
    return part ? f::string(*part, "string") : QString();
}

std::vector<TreeRow> attributeRows(const Json &paths)
{
    std::vector<TreeRow> rows;
    const auto add = [&](const QString &name, const std::function<QString(const Json &)> &value) {
        addAttribute(name, paths, value, rows);
    };
    add(Bgp::tr("Learned"), [](const Json &path) {
        const Json *peer = rpc::member(path, "peer");
        if (f::flag(path, "local") || f::flag(path, "sourced"))
            return Bgp::tr("brought in by this router");
        const QString type = peer ? f::string(*peer, "type") : QString();
        return type == QLatin1String("internal") ? Bgp::tr("from within the AS") : Bgp::tr("from another AS");
    });
    add(Bgp::tr("From router"), [](const Json &path) {
        const Json *peer = rpc::member(path, "peer");
        return peer ? Bgp::tr("%1 (id %2)").arg(f::string(*peer, "peerId"), f::string(*peer, "routerId")) : QString();
    });
    add(Bgp::tr("Next hop"), [](const Json &path) {
        const Json *hop = first(path, "nexthops");
        if (!hop)
            return QString();
        return !rpc::boolMember(*hop, "accessible").value_or(true)
                   ? Bgp::tr("%1, which cannot be reached").arg(nextHopOf(path))
                   : Bgp::tr("%1, at distance %2").arg(nextHopOf(path)).arg(f::integer(*hop, "metric"));
    });
    add(Bgp::tr("AS path"), [](const Json &path) {
        const Json *as = rpc::member(path, "aspath");
        return as ? Bgp::tr("%1 (length %2)").arg(f::string(*as, "string")).arg(f::integer(*as, "length")) : QString();
    });
    add(Bgp::tr("Origin"), [](const Json &path) { return f::string(path, "origin"); });
    add(Bgp::tr("Local preference"), [](const Json &path) { return number(path, "locPrf"); });
    add(Bgp::tr("MED"), [](const Json &path) { return number(path, "metric"); });
    add(Bgp::tr("Weight"), [](const Json &path) { return number(path, "weight"); });
    add(Bgp::tr("Communities"), [](const Json &path) { return listed(path, "community"); });
    add(Bgp::tr("Large communities"), [](const Json &path) { return listed(path, "largeCommunity"); });
    add(Bgp::tr("Aggregated by"), [](const Json &path) {
        return rpc::member(path, "aggregatorAs")
                   ? Bgp::tr("%1 in AS %2").arg(f::string(path, "aggregatorId"), number(path, "aggregatorAs"))
                   : QString();
    });
    add(Bgp::tr("Originator"), [](const Json &path) { return f::string(path, "originatorId"); });
    add(Bgp::tr("Last change"), [](const Json &path) { return listed(path, "lastUpdate"); });
    return rows;
}

} // namespace

QStringList bgpTableColumns()
{
    return {Bgp::tr("Prefix, path"), Bgp::tr("Next hop"), Bgp::tr("AS path"), Bgp::tr("Pref."),
            Bgp::tr("MED"),          Bgp::tr("Weight"),   Bgp::tr("Origin"),  Bgp::tr("Chosen")};
}

QStringList bgpTableColumnTips()
{
    return {{},
            {},
            Bgp::tr("The autonomous systems on the way, the nearest first"),
            Bgp::tr("Local preference"),
            Bgp::tr("Multi-exit discriminator: which of its entrances a neighbouring AS prefers"),
            {},
            {},
            Bgp::tr("Which path is used, and why")};
}

std::vector<TreeRow> bgpTableRows(const Json &table)
{
    std::vector<TreeRow> rows;
    const Json *routes = rpc::member(table, "routes");
    if (!routes)
        return rows;
    f::forEachItem(*routes, [&rows](const std::string &prefix, const Json &paths) {
        TreeRow row{text(prefix), {text(prefix), {}, {}, {}, {}, {}, {}, Bgp::tr("no path can be used")}};
        row.tone = Tone::bad;
        f::forEachOf(paths, [&row](const Json &path) {
            const QString from =
                f::string(path, "peerId").startsWith(QLatin1Char('(')) ? Bgp::tr("itself") : f::string(path, "peerId");
            TreeRow one{QString::number(row.children.size()) + from, cellsOf(Bgp::tr("from %1").arg(from), path)};
            if (f::flag(path, "bestpath")) {
                row.cells = cellsOf(row.key, path);
                row.tone = std::nullopt;
                one.bold = true;
                one.tone = Tone::good;
            }
            row.children.push_back(std::move(one));
        });
        if (row.children.size() > 1)
            row.cells[0] = Bgp::tr("%1 (%2 paths)").arg(row.key).arg(row.children.size());
        else
            row.children.clear(); // it stands in the row itself
        rows.push_back(std::move(row));
    });
    return rows;
}

QStringList bgpDecisionColumns(const Json &decision)
{
    QStringList columns{Bgp::tr("Step")};
    f::forEach(decision, "candidates", [&columns](const Json &candidate) {
        const QString from = f::string(candidate, "from");
        columns += from == QLatin1String("itself") ? Bgp::tr("Its own") : Bgp::tr("From %1").arg(from);
        if (columns.count(columns.last()) > 1)
            columns.last() += Bgp::tr(" by %1").arg(f::string(candidate, "nextHop"));
    });
    return columns;
}

QStringList bgpDecisionKeys(const Json &decision)
{
    QStringList keys{QStringLiteral("0")};
    f::forEach(decision, "candidates",
               [&keys](const Json &candidate) { keys += f::string(candidate, "from") + QLatin1Char(' ') + f::string(candidate, "nextHop"); });
    return keys;
}

QString bgpDecisionValue(const QString &cell)
{
    const QString out = Bgp::tr("%1 – out").arg(QString());
    return cell.endsWith(out) ? cell.chopped(out.size()) : cell;
}

namespace {

/// What FRR or BIRD says itself of its choice, and whether its manual's steps lead there.
void addDaemonsWord(const Json &decision, std::vector<TreeRow> &rows)
{
    const QString daemon = f::string(decision, "daemon"), reason = f::string(decision, "reason");
    if (daemon.isEmpty())
        return;
    if (!reason.isEmpty()) {
        TreeRow said{QStringLiteral("reason"), {Bgp::tr("%1's own reason").arg(daemon)}};
        f::forEach(decision, "candidates",
                   [&](const Json &candidate) { said.cells += f::flag(candidate, "best") ? reason : QString(); });
        said.tip = Bgp::tr("What told the best from the path that %1 compared with it last").arg(daemon);
        rows.push_back(std::move(said));
    }
    if (!rpc::boolMember(decision, "agrees").value_or(true)) {
        TreeRow doubt{QStringLiteral("doubt"), {Bgp::tr("By its manual's steps another path would win")}};
        doubt.tone = Tone::bad;
        doubt.tip = Bgp::tr("The choice that stands here is that of %1. Its configuration may have options that are not seen here, or "
                            "the paths changed between two answers.")
                        .arg(daemon);
        rows.push_back(std::move(doubt));
    }
}

} // namespace

std::vector<TreeRow> bgpDecisionRows(const Json &decision, const Json &paths)
{
    std::vector<TreeRow> rows;
    TreeRow verdicts{QStringLiteral("verdict"), {Bgp::tr("Outcome")}};
    f::forEach(decision, "candidates",
               [&verdicts](const Json &candidate) { verdicts.cells += bgpVerdict(f::string(candidate, "verdict")); });
    const qsizetype count = verdicts.cells.size();
    verdicts.bold = true;
    rows.push_back(std::move(verdicts));
    addDaemonsWord(decision, rows);
    TreeRow steps{QStringLiteral("steps"), {Bgp::tr("Decision, step by step")}};
    steps.bold = true;
    f::forEach(decision, "steps", [&steps, count](const Json &step) {
        const bool decided = f::flag(step, "decided");
        const QString name = bgpWord(f::string(step, "step"));
        TreeRow row{f::string(step, "step"),
                    {decided ? Bgp::tr("%1 decides").arg(name) : name},
                    {},
                    Bgp::tr("Wins: %1").arg(bgpWord(f::string(step, "rule")))};
        while (row.cells.size() < count)
            row.cells += QString();
        f::forEach(step, "values", [&row, count](const Json &value) {
            const qsizetype place = 1 + f::integer(value, "candidate");
            if (place > 0 && place < count)
                row.cells[place] = f::flag(value, "out") ? Bgp::tr("%1 – out").arg(bgpWord(f::string(value, "value")))
                                                         : bgpWord(f::string(value, "value"));
        });
        if (decided) {
            row.bold = true;
            row.tone = Tone::good;
        }
        steps.children.push_back(std::move(row));
    });
    if (steps.children.empty())
        steps.cells += Bgp::tr("nothing to decide: there is no other path");
    rows.push_back(std::move(steps));
    TreeRow attributes{QStringLiteral("attributes"), {Bgp::tr("Attributes")}};
    attributes.bold = true;
    attributes.children = attributeRows(paths);
    rows.push_back(std::move(attributes));
    return rows;
}

QStringList bgpNeighbourColumns()
{
    return {Bgp::tr("Neighbour"),
            Bgp::tr("AS"),
            Bgp::tr("State"),
            Bgp::tr("For"),
            Bgp::tr("Prefixes from it"),
            Bgp::tr("Prefixes to it"),
            Bgp::tr("Messages from it"),
            Bgp::tr("Messages to it"),
            Bgp::tr("Sessions"),
            Bgp::tr("Description")};
}

std::vector<TreeRow> bgpNeighbourRows(const Json &summary)
{
    std::vector<TreeRow> rows;
    const auto addPeers = [&rows](const Json &family) {
        const Json *peers = rpc::member(family, "peers");
        if (!peers)
            return;
        f::forEachItem(*peers, [&rows](const std::string &address, const Json &peer) {
            const QString state = f::string(peer, "state");
            TreeRow row{text(address),
                        {text(address), number(peer, "remoteAs"), state, f::string(peer, "peerUptime"),
                         number(peer, "pfxRcd"), number(peer, "pfxSnt"), number(peer, "msgRcvd"),
                         number(peer, "msgSent"),
                         rpc::member(peer, "connectionsEstablished") // BIRD does not count them
                             ? Bgp::tr("%1 made, %2 lost")
                                   .arg(f::integer(peer, "connectionsEstablished"))
                                   .arg(f::integer(peer, "connectionsDropped"))
                             : QString(),
                         f::string(peer, "desc")}};
            row.tone = state == QLatin1String("Established")     ? Tone::good
                       : state.startsWith(QLatin1String("Idle")) ? Tone::bad
                                                                 : Tone::other;
            rows.push_back(std::move(row));
        });
    };
    addPeers(summary);
    for (const auto &[key, name] : {std::pair("ipv4Unicast", "IPv4"), std::pair("ipv6Unicast", "IPv6")})
        if (const Json *family = rpc::member(summary, key)) {
            const std::size_t before = rows.size();
            addPeers(*family);
            for (std::size_t i = before; i < rows.size(); ++i) {
                rows[i].key += QLatin1Char(' ') + QLatin1String(name);
                rows[i].tip = Bgp::tr("%1 routes").arg(QLatin1String(name));
            }
        }
    return rows;
}

} // namespace hopyard::inspect
