// See path_rows.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/path_rows.h"

#include <QCoreApplication>
#include <QLocale>
#include <QSet>

#include <algorithm>
#include <map>

namespace hopyard::inspect {

namespace {

struct Path {
    Q_DECLARE_TR_FUNCTIONS(Path)
};

QString text(const std::string &value) { return QString::fromStdString(value); }

/// What becomes of packets where they go no further; empty where they do.
QString endText(const std::string &end)
{
    if (end == "delivered")
        return Path::tr("delivered: the address is its own");
    if (end == "noRoute")
        return Path::tr("no route: dropped, and the sender told");
    if (end == "blackhole")
        return Path::tr("blackhole: dropped without a word");
    if (end == "unreachable")
        return Path::tr("dropped, and the sender told that the destination is unreachable");
    if (end == "outside")
        return Path::tr("lives outside this network: its table cannot be asked here");
    if (end == "stopped")
        return Path::tr("switched off");
    return {};
}

bool isBadEnd(const std::string &end) { return end != "delivered" && end != "forwards" && end != "outside"; }

QString branchEnd(const client::PathHop::Branch &branch)
{
    if (branch.to.empty())
        return Path::tr("nobody there has the address: dropped");
    return branch.loop ? Path::tr("a loop: it was at %1 before").arg(text(branch.to)) : QString();
}

QString nextHopText(const client::PathHop::Branch &branch)
{
    return branch.nextHop.empty() ? Path::tr("the destination itself") : text(branch.nextHop);
}

QString verdict(const client::Path &path)
{
    return !path.arrives ? Path::tr("does not arrive") : path.clean ? Path::tr("arrives") : Path::tr("arrives by some ways only");
}

std::optional<Tone> toneOf(const QString &trouble) { return trouble.isEmpty() ? std::nullopt : std::optional(Tone::bad); }

/// "1 route", "3 routes".
QString counted(std::uint64_t count, const QString &one, const QString &many) { return count == 1 ? one : many.arg(count); }

/// `number`: of hops before it.
TreeRow hopRow(const client::PathHop &hop, int number)
{
    TreeRow row{text(hop.node), {text(hop.node), QString::number(number), text(hop.matched), text(hop.protocol), {}, {}, endText(hop.end)}};
    if (isBadEnd(hop.end))
        row.tone = Tone::bad;
    else if (hop.end == "delivered")
        row.tone = Tone::good;
    if (hop.branches.size() == 1) {
        const client::PathHop::Branch &branch = hop.branches.front();
        row.cells[4] = text(branch.interface);
        row.cells[5] = nextHopText(branch);
        row.cells[6] = branchEnd(branch);
        row.tone = toneOf(row.cells[6]);
    } else if (!hop.branches.empty()) {
        row.cells[6] = Path::tr("%1 ways of equal cost; which a packet takes depends on its flow").arg(hop.branches.size());
    }
    return row;
}

/// The hops from this one on; where ways part, each has its own below. A hop that stands elsewhere already is named again, and
/// no more than that.
void addHops(const client::Path &path, const std::string &from, int number, QSet<QString> &shown, std::vector<TreeRow> &rows)
{
    for (std::string at = from; !at.empty();) {
        const auto hop = std::ranges::find(path.hops, at, &client::PathHop::node);
        if (hop == path.hops.end())
            return;
        if (shown.contains(text(at))) {
            rows.push_back({text(at), {text(at), QString::number(number), text(hop->matched), text(hop->protocol), {}, {}, Path::tr("goes on as elsewhere in this list")}});
            return;
        }
        shown.insert(text(at));
        rows.push_back(hopRow(*hop, number++));
        at = hop->branches.size() == 1 && !hop->branches.front().loop ? hop->branches.front().to : std::string();
        if (hop->branches.size() < 2)
            continue;
        TreeRow &parting = rows.back();
        for (const client::PathHop::Branch &branch : hop->branches) {
            const QString trouble = branchEnd(branch);
            TreeRow way{text(branch.interface + ' ' + branch.nextHop),
                        {Path::tr("by %1").arg(branch.to.empty() ? nextHopText(branch) : text(branch.to)), {}, {}, {}, text(branch.interface), nextHopText(branch), trouble}};
            way.tone = toneOf(trouble);
            if (!branch.loop)
                addHops(path, branch.to, number, shown, way.children);
            parting.children.push_back(std::move(way));
        }
    }
}

/// How many it takes to the end, by the first way where there are several.
int hopsOf(const client::Path &path)
{
    QSet<QString> passed;
    for (std::string at = path.hops.empty() ? std::string() : path.hops.front().node; !at.empty() && !passed.contains(text(at));) {
        const auto hop = std::ranges::find(path.hops, at, &client::PathHop::node);
        if (hop == path.hops.end())
            break;
        passed.insert(text(at));
        at = hop->branches.empty() ? std::string() : hop->branches.front().to;
    }
    return passed.isEmpty() ? 0 : static_cast<int>(passed.size()) - 1;
}

TreeRow wayRow(const QString &key, const QString &title, const client::Path &path)
{
    TreeRow row{key, {title, QString::number(hopsOf(path)), text(path.destination), {}, {}, {}, verdict(path)}};
    row.bold = true;
    row.tone = !path.arrives ? Tone::bad : key == QLatin1String("forth") ? Tone::accent : Tone::other;
    QSet<QString> shown;
    if (!path.hops.empty())
        addHops(path, path.hops.front().node, 0, shown, row.children);
    return row;
}

void mark(const client::Path &path, Tone tone, CanvasMarks &marks)
{
    QSet<QString> seen; // several branches may meet
    for (const client::PathHop &hop : path.hops) {
        for (const client::PathHop::Branch &branch : hop.branches)
            for (const std::string &link : branch.links)
                if (!seen.contains(text(link))) {
                    seen.insert(text(link));
                    marks.links.push_back({.from = text(link), .tone = branch.loop ? Tone::bad : tone});
                }
        bool isLost = isBadEnd(hop.end);
        for (const client::PathHop::Branch &branch : hop.branches)
            isLost = isLost || branch.to.empty();
        if (isLost)
            marks.nodes.push_back({.name = text(hop.node), .label = Path::tr("lost here"), .tone = Tone::bad});
    }
}

/// Where packets pass, by the first way where there are several; and where they are lost.
QString wayText(const client::Path &path)
{
    QStringList names, lost;
    bool parts = false;
    for (std::string at = path.hops.empty() ? std::string() : path.hops.front().node; !at.empty();) {
        const auto hop = std::ranges::find(path.hops, at, &client::PathHop::node);
        if (hop == path.hops.end() || names.contains(text(at)))
            break;
        names += text(at);
        parts = parts || hop->branches.size() > 1;
        at = hop->branches.empty() ? std::string() : hop->branches.front().to;
    }
    for (const client::PathHop &hop : path.hops)
        if (isBadEnd(hop.end) || std::ranges::any_of(hop.branches, [](const auto &branch) { return branch.to.empty() || branch.loop; }))
            lost += text(hop.node);
    QString all = names.join(QStringLiteral(" → "));
    if (parts)
        all += Path::tr(", one of several ways");
    return lost.isEmpty() ? all : all + Path::tr(", lost at %1").arg(lost.join(Path::tr(" and ")));
}

QString waySentence(const QString &title, const client::WhatIf::Way &way)
{
    const QString before = wayText(way.before), after = wayText(way.after);
    QString sentence = before == after ? Path::tr("%1: stays %2.").arg(title, before) : Path::tr("%1: %2, instead of %3.").arg(title, after, before);
    if (way.outage.ns() > 0)
        sentence += QLatin1Char(' ')
            + (way.over                ? Path::tr("Broken for %1 until then.").arg(spanText(way.outage))
                   : way.after.arrives ? Path::tr("Some packets would be lost from then on.")
                                       : Path::tr("Broken from then on."));
    return sentence;
}

} // namespace

QString spanText(base::Duration span)
{
    const double seconds = static_cast<double>(span.ns()) / 1e9;
    if (seconds < 1)
        return Path::tr("%1 ms").arg(QLocale().toString(seconds * 1e3, 'f', seconds < 0.01 ? 1 : 0));
    return Path::tr("%1 s").arg(QLocale().toString(seconds, 'f', seconds < 10 ? 1 : 0));
}

QStringList pathColumns()
{
    return {Path::tr("Hop"), Path::tr("Hops"), Path::tr("Prefix matched"), Path::tr("Route of"), Path::tr("Out by"), Path::tr("Next hop"),
            Path::tr("What becomes of it")};
}

std::vector<TreeRow> pathRows(const client::BothWays &ways)
{
    std::vector<TreeRow> rows{wayRow(QStringLiteral("forth"), Path::tr("There: %1 to %2").arg(text(ways.from), text(ways.to)), ways.forth)};
    if (ways.back)
        rows.push_back(wayRow(QStringLiteral("back"), Path::tr("Back: %1 to %2").arg(text(ways.back->hops.empty() ? ways.to : ways.back->hops.front().node), text(ways.from)), *ways.back));
    else
        rows.push_back({QStringLiteral("back"), {Path::tr("Back"), {}, {}, {}, {}, {}, Path::tr("nobody on the way has the address, so nobody answers")}});
    return rows;
}

CanvasMarks pathMarks(const client::Path &forth, const client::Path *back)
{
    CanvasMarks marks;
    mark(forth, Tone::accent, marks);
    if (back)
        mark(*back, Tone::other, marks);
    if (!forth.hops.empty())
        marks.nodes.push_back({.name = text(forth.hops.front().node), .label = Path::tr("from")});
    for (const client::PathHop &hop : forth.hops)
        if (hop.end == "delivered")
            marks.nodes.push_back({.name = text(hop.node), .label = Path::tr("to"), .tone = Tone::other});
    return marks;
}

QStringList changeColumns() { return {Path::tr("Prefix"), Path::tr("Before"), Path::tr("After")}; }

std::vector<TreeRow> changeRows(const client::WhatIf &found)
{
    std::vector<TreeRow> rows;
    if (!found.unreachable.empty()) {
        TreeRow lost{QStringLiteral("\tlost"), {Path::tr("Out of reach"), {}, counted(found.unreachable.size(), Path::tr("1 prefix"), Path::tr("%1 prefixes"))}};
        lost.tone = Tone::bad;
        lost.bold = true;
        for (const client::WhatIf::Lost &each : found.unreachable) {
            QStringList nodes;
            for (const std::string &node : each.nodes)
                nodes += text(node);
            lost.children.push_back({text(each.prefix), {text(each.prefix), {}, Path::tr("from %1").arg(nodes.join(QStringLiteral(", ")))}});
        }
        rows.push_back(std::move(lost));
    }
    std::map<std::string, std::size_t> places;
    for (const client::WhatIf::Node &node : found.changedNodes) {
        places[node.name] = rows.size();
        TreeRow row{text(node.name), {text(node.name),
                                      Path::tr("%1 changed, %2 new, %3 gone").arg(node.changed).arg(node.added).arg(node.removed),
                                      node.last.ns() == 0 ? Path::tr("at once") : Path::tr("the last after %1").arg(spanText(node.last))}};
        row.bold = true;
        rows.push_back(std::move(row));
    }
    for (const client::WhatIf::Route &route : found.routes) {
        const auto at = places.find(route.node);
        if (at == places.end())
            continue;
        TreeRow row{text(route.prefix), {text(route.prefix), route.before.empty() ? Path::tr("none") : text(route.before),
                                         route.after.empty() ? Path::tr("none") : text(route.after)}};
        if (route.after.empty())
            row.tone = Tone::bad;
        else if (route.before.empty())
            row.tone = Tone::good;
        rows[at->second].children.push_back(std::move(row));
    }
    if (found.moreRoutes > 0)
        rows.push_back({QStringLiteral("\tmore"), {counted(found.moreRoutes, Path::tr("1 more route changed"), Path::tr("%1 more routes changed")), {}, {}}});
    return rows;
}

QString summaryOf(const client::WhatIf &found)
{
    QStringList lines;
    if (found.changes == 0 && found.changedNodes.empty())
        lines += Path::tr("No route would change.");
    else if (found.settled)
        lines += Path::tr("Routing would be quiet again %1, with %2 changed at %3.")
                     .arg(found.convergence.ns() == 0 ? Path::tr("at once") : Path::tr("after %1").arg(spanText(found.convergence)),
                          counted(found.routes.size() + found.moreRoutes, Path::tr("1 route"), Path::tr("%1 routes")),
                          counted(found.changedNodes.size(), Path::tr("1 node"), Path::tr("%1 nodes")));
    else
        lines += Path::tr("Routing would still be changing after %1; what stands here is of that moment.").arg(spanText(found.passed));
    if (found.forth)
        lines += waySentence(Path::tr("There"), *found.forth);
    if (found.back)
        lines += waySentence(Path::tr("Back"), *found.back);
    QStringList dropped;
    for (const auto &[reason, packets] : found.dropped)
        dropped += Path::tr("%1 (%2)").arg(packets).arg(text(reason));
    if (!dropped.isEmpty())
        lines += Path::tr("Packets dropped meanwhile: %1.").arg(dropped.join(QStringLiteral(", ")));
    return lines.join(QLatin1Char('\n'));
}

CanvasMarks changeMarks(const client::WhatIf &found)
{
    CanvasMarks marks;
    if (found.forth)
        marks = pathMarks(found.forth->after, found.back ? &found.back->after : nullptr);
    for (const std::string &link : found.links)
        marks.links.push_back({.from = text(link), .label = Path::tr("failed"), .tone = Tone::bad, .arrow = false});
    for (const std::string &node : found.nodes)
        marks.nodes.push_back({.name = text(node), .label = Path::tr("failed"), .tone = Tone::bad});
    return marks;
}

} // namespace hopyard::inspect
