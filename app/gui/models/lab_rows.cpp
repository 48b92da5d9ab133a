// See lab_rows.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/models/lab_rows.h"

#include "app/gui/document/drawing_operations.h"
#include "app/gui/document/operations.h"
#include "app/gui/document/ospf_costs.h"

#include <array>
#include <QCoreApplication>

namespace hopyard::models {

namespace {

QString tr(const char *text, const char *meaning = nullptr) { return QCoreApplication::translate("LabRows", text, meaning); }
QString qt(const std::string &text) { return QString::fromStdString(text); }

QString addressesOf(const lab::Node &node, const client::NodeInfo *info)
{
    QStringList all;
    if (info) { // what the engine says is complete: a router's addresses come from its configuration
        for (const client::InterfaceInfo &interface : info->interfaces)
            for (const std::string &address : interface.addresses)
                all += qt(interface.name + " " + address);
    } else {
        for (const lab::Interface &interface : node.interfaces)
            for (const base::InterfaceAddress &address : interface.addresses)
                all += qt(interface.name + " " + toString(address));
    }
    return all.join(QStringLiteral(", "));
}

std::map<std::string_view, QStringList> neighbours(const lab::Lab &lab)
{
    std::map<std::string_view, QStringList> all;
    for (const lab::Link &link : lab.links) {
        all[link.a.node] += qt(link.b.node);
        all[link.b.node] += qt(link.a.node);
    }
    return all;
}

QString stateOf(const std::string &name, const client::NodeInfo *info, const std::map<std::string, std::string> &states)
{
    if (!info)
        return QStringLiteral("–");
    const auto said = states.find(name);
    if (said != states.end() && said->second != "created")
        return said->second == "started" ? tr("running") : qt(said->second);
    return info->running ? tr("running") : tr("stopped");
}

QString impairmentText(const base::Impairment &i)
{
    QStringList parts;
    if (i.down)
        parts += tr("down");
    if (i.delay.ns() != 0)
        parts += qt(base::toString(i.delay));
    if (i.jitter.ns() != 0)
        parts += QStringLiteral("± ") + qt(base::toString(i.jitter));
    if (!i.rate.isUnlimited())
        parts += qt(base::toString(i.rate));
    const auto chance = [&parts](const char *name, double p) {
        if (p > 0)
            parts += tr(name) + QLatin1Char(' ') + qt(base::probabilityToString(p));
    };
    chance(QT_TRANSLATE_NOOP("LabRows", "loss"), i.loss);
    if (i.burst)
        parts += tr("bursts of loss");
    chance(QT_TRANSLATE_NOOP("LabRows", "duplicates"), i.duplicate);
    chance(QT_TRANSLATE_NOOP("LabRows", "reordering"), i.reorder);
    chance(QT_TRANSLATE_NOOP("LabRows", "corruption"), i.corrupt);
    return parts.isEmpty() ? tr("none") : parts.join(QStringLiteral(", "));
}

/// The engine's links by both of their ends.
std::map<lab::End, const client::LinkInfo *> linksByEnd(const client::Topology *topology)
{
    std::map<lab::End, const client::LinkInfo *> all;
    if (topology)
        for (const client::LinkInfo &info : topology->links)
            all[info.a] = all[info.b] = &info;
    return all;
}

} // namespace

QString byteText(std::uint64_t bytes)
{
    constexpr std::array units{"kB", "MB", "GB", "TB", "PB", "EB"};
    if (bytes < 1000)
        return QStringLiteral("%1 B").arg(bytes);
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (value /= 1000; value >= 999.95 && unit + 1 < units.size(); ++unit)
        value /= 1000;
    return QStringLiteral("%L1 %2").arg(value, 0, 'f', 1).arg(QLatin1String(units[unit]));
}

QString kindIcon(lab::NodeKind kind)
{
    const std::string_view name = lab::toString(kind);
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

QString impairmentText(const lab::Link &link)
{
    if (link.isSymmetric())
        return impairmentText(link.forward);
    return tr("to %1: %2; to %3: %4")
        .arg(qt(link.b.node), impairmentText(link.forward), qt(link.a.node), impairmentText(link.backward));
}

QStringList deviceColumns() { return {tr("Name"), tr("Kind"), tr("State"), tr("Addresses"), tr("Connected to"), tr("Group"), tr("Layer")}; }

std::vector<Row> deviceRows(const lab::Lab &lab, const lab::Drawing &drawing, const client::Topology *topology,
                            const std::map<std::string, std::string> &states)
{
    std::vector<Row> rows;
    rows.reserve(lab.nodes.size());
    auto connected = neighbours(lab);
    std::map<std::string_view, const client::NodeInfo *> infos;
    if (topology)
        for (const client::NodeInfo &info : topology->nodes)
            infos[info.name] = &info;
    std::map<std::string_view, QString> groups;
    for (const lab::Group &group : drawing.groups)
        for (const std::string &node : group.nodes)
            groups[node] = qt(group.name);
    std::map<std::string_view, QString> layers;
    for (const lab::Layer &layer : drawing.layers)
        for (const std::string &node : layer.nodes)
            layers[node] = layer.hidden ? tr("%1 (hidden)").arg(qt(layer.name)) : qt(layer.name);
    for (const lab::Node &node : lab.nodes) {
        const auto found = infos.find(node.name);
        const client::NodeInfo *info = found == infos.end() ? nullptr : found->second;
        rows.push_back({qt(node.name),
                        {qt(node.name), document::kindText(node.kind), stateOf(node.name, info, states), addressesOf(node, info),
                         connected[node.name].join(QStringLiteral(", ")), groups[node.name], layers[node.name]},
                        kindIcon(node.kind)});
    }
    return rows;
}

QStringList linkColumns()
{
    return {tr("From"), tr("To"), tr("State"), tr("Impairment"), tr("OSPF cost"), tr("Packets →"), tr("Bytes →"), tr("Dropped →"),
            tr("Packets ←"), tr("Bytes ←"), tr("Dropped ←")};
}

QString linkKey(const lab::End &a, const lab::End &b) { return qt(toString(a) + " " + toString(b)); }

std::vector<Row> linkRows(const lab::Lab &lab, const client::Topology *topology,
                          const std::map<client::LinkId, client::LinkCounters> &counters)
{
    std::vector<Row> rows;
    rows.reserve(lab.links.size());
    const auto infos = linksByEnd(topology);
    std::map<std::string_view, std::map<std::string, unsigned>> costs;
    for (const lab::Node &node : lab.nodes)
        if (node.config.find("cost") != std::string::npos)
            costs[node.name] = document::ospfCosts(node.config);
    const auto costsOf = [&](const lab::Link &link) {
        const auto text = [&](const lab::End &end) {
            const auto &ofNode = costs[end.node];
            const auto cost = ofNode.find(end.interface);
            return cost == ofNode.end() ? QString() : QString::number(cost->second);
        };
        const QString a = text(link.a), b = text(link.b);
        return a == b ? a : QStringLiteral("%1 / %2").arg(a.isEmpty() ? QStringLiteral("–") : a, b.isEmpty() ? QStringLiteral("–") : b);
    };
    for (const lab::Link &link : lab.links) {
        QStringList cells{qt(toString(link.a)), qt(toString(link.b))};
        const auto found = infos.find(link.a);
        const client::LinkInfo *info = found == infos.end() ? nullptr : found->second;
        const bool swapped = info && info->a == link.b;
        cells += !info ? QStringLiteral("–") : link.forward.down && link.backward.down ? tr("down") : tr("up");
        cells += impairmentText(link);
        cells += costsOf(link);
        const auto counted = info ? counters.find(info->id) : counters.end();
        if (counted != counters.end()) {
            const client::LinkCounters &c = counted->second;
            for (const client::Counters &one : {swapped ? c.backward : c.forward, swapped ? c.forward : c.backward})
                cells += {QString::number(one.packets), byteText(one.bytes), QString::number(one.dropped)};
        }
        while (cells.size() < 11)
            cells += info ? QStringLiteral("0") : QString();
        rows.push_back({linkKey(link.a, link.b), std::move(cells), QStringLiteral("link")});
    }
    return rows;
}

QStringList shapeColumns() { return {tr("Name"), tr("Kind"), tr("Text"), tr("Layer"), tr("At", "a place on the canvas"), tr("Size")}; }

std::vector<Row> shapeRows(const lab::Drawing &drawing)
{
    std::vector<Row> rows;
    for (const lab::Shape &shape : drawing.shapes) {
        const std::string_view icon = lab::toString(shape.kind);
        const QString text = qt(shape.kind == lab::ShapeKind::picture && shape.text.empty() ? shape.file : shape.text).simplified();
        rows.push_back({qt(shape.id), {qt(shape.id), document::shapeText(shape.kind), text, qt(shape.layer),
                         QStringLiteral("%1, %2").arg(shape.at.x).arg(shape.at.y), QStringLiteral("%1 × %2").arg(shape.size.x).arg(shape.size.y)},
                        QString::fromUtf8(icon.data(), static_cast<qsizetype>(icon.size()))});
    }
    return rows;
}

QStringList captureColumns() { return {tr("At"), tr("Where"), tr("Filter"), tr("Goes to"), tr("Packets"), tr("Bytes")}; }

std::vector<Row> captureRows(const std::vector<client::CaptureInfo> &captures)
{
    std::vector<Row> rows;
    for (const client::CaptureInfo &capture : captures) {
        const QString where = capture.where == "before" ? tr("before the impairment")
            : capture.where == "after"                  ? tr("after the impairment")
                                                        : tr("port");
        rows.push_back({QString::number(capture.id),
                        {qt(capture.at), where, qt(capture.filter),
                         capture.file.empty() ? tr("a program") : qt(capture.file), QString::number(capture.packets),
                         byteText(capture.bytes)},
                        QStringLiteral("capture")});
    }
    return rows;
}

} // namespace hopyard::models
