// See plot_choices.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/plot_choices.h"

#include <algorithm>
#include <array>
#include <QCoreApplication>
#include <QUrl>

namespace hopyard::docks {

namespace {

using plot::Unit;

struct Quantity {
    PlotSubject subject;
    const char *id;
    const char *name;
    Unit unit;
};
constexpr std::array<Quantity, 20> kQuantities{{
    {PlotSubject::network, "drops", QT_TRANSLATE_NOOP("PlotChoice", "Drops by reason"), Unit::perSecond},
    {PlotSubject::network, "convergence", QT_TRANSLATE_NOOP("PlotChoice", "Time since the last route change"),
     Unit::seconds},
    {PlotSubject::link, "rate", QT_TRANSLATE_NOOP("PlotChoice", "Rate"), Unit::bitsPerSecond},
    {PlotSubject::link, "packets", QT_TRANSLATE_NOOP("PlotChoice", "Packets"), Unit::perSecond},
    {PlotSubject::link, "drops", QT_TRANSLATE_NOOP("PlotChoice", "Drops"), Unit::perSecond},
    {PlotSubject::link, "loss", QT_TRANSLATE_NOOP("PlotChoice", "Loss"), Unit::percent},
    {PlotSubject::link, "queue", QT_TRANSLATE_NOOP("PlotChoice", "Queue"), Unit::bytes},
    {PlotSubject::link, "queued", QT_TRANSLATE_NOOP("PlotChoice", "Queue in packets"), Unit::count},
    {PlotSubject::node, "convergence", QT_TRANSLATE_NOOP("PlotChoice", "Time since the last route change"),
     Unit::seconds},
    {PlotSubject::node, "cpu", QT_TRANSLATE_NOOP("PlotChoice", "Processor time of the guests"), Unit::percent},
    {PlotSubject::node, "carrying", QT_TRANSLATE_NOOP("PlotChoice", "Copies, maps and cleared pages"), Unit::perSecond},
    {PlotSubject::node, "pages", QT_TRANSLATE_NOOP("PlotChoice", "Pages by what they are used for"), Unit::count},
    {PlotSubject::node, "load", QT_TRANSLATE_NOOP("PlotChoice", "Processor time on this computer"), Unit::percent},
    {PlotSubject::connection, "congestion", QT_TRANSLATE_NOOP("PlotChoice", "Congestion window"), Unit::bytes},
    {PlotSubject::connection, "windows", QT_TRANSLATE_NOOP("PlotChoice", "Windows offered"), Unit::bytes},
    {PlotSubject::connection, "flight", QT_TRANSLATE_NOOP("PlotChoice", "Bytes in flight"), Unit::bytes},
    {PlotSubject::connection, "rtt", QT_TRANSLATE_NOOP("PlotChoice", "Round trip"), Unit::seconds},
    {PlotSubject::connection, "rto", QT_TRANSLATE_NOOP("PlotChoice", "Retransmission time-out"), Unit::seconds},
    {PlotSubject::connection, "delivery", QT_TRANSLATE_NOOP("PlotChoice", "Delivery rate"), Unit::bitsPerSecond},
    {PlotSubject::connection, "resent", QT_TRANSLATE_NOOP("PlotChoice", "Segments sent again"), Unit::count},
}};
constexpr std::array<const char *, 5> kSubjects{"network", "link", "node", "tcp", "cell"};
constexpr const char *kPerSecond = "growth", *kAsItIs = "value";

const Quantity *find(PlotSubject subject, const QString &id)
{
    const auto found = std::find_if(kQuantities.begin(), kQuantities.end(),
                                    [&](const Quantity &q) { return q.subject == subject && id == QLatin1String(q.id); });
    return found == kQuantities.end() ? nullptr : &*found;
}

QString encoded(const QString &part)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(part, " :/,"));
}
QString decoded(const QString &part)
{
    return QUrl::fromPercentEncoding(part.toLatin1());
}

bool routes(lab::NodeKind kind)
{
    return kind == lab::NodeKind::router || kind == lab::NodeKind::forwarder || kind == lab::NodeKind::host || kind == lab::NodeKind::classifier;
}

bool has(lab::NodeKind kind, QLatin1String quantity)
{
    if (quantity == QLatin1String("load"))
        return lab::isOutside(kind);
    return quantity == QLatin1String("convergence") ? routes(kind) : kind == lab::NodeKind::hypervisor;
}

} // namespace

QString PlotChoice::key() const
{
    if (subject == PlotSubject::cell) {
        QStringList parts{QStringLiteral("cell"), place, table, quantity,
                          QLatin1String(perSecond ? kPerSecond : kAsItIs)};
        for (const QString &one : row)
            parts += encoded(one);
        return parts.join(QLatin1Char('|'));
    }
    QStringList parts{QLatin1String(kSubjects[static_cast<std::size_t>(subject)]), place};
    if (subject == PlotSubject::connection)
        parts << local << peer;
    parts << quantity;
    return parts.join(QLatin1Char('|'));
}

std::optional<PlotChoice> PlotChoice::fromKey(const QString &key)
{
    const QStringList parts = key.split(QLatin1Char('|'));
    const auto subject = std::find_if(kSubjects.begin(), kSubjects.end(), [&](const char *name) { return parts.first() == QLatin1String(name); });
    if (subject == kSubjects.end())
        return std::nullopt;
    PlotChoice choice;
    choice.subject = static_cast<PlotSubject>(subject - kSubjects.begin());
    if (choice.subject == PlotSubject::cell) {
        if (parts.size() < 6 || parts[1].isEmpty()
            || (parts[4] != QLatin1String(kPerSecond) && parts[4] != QLatin1String(kAsItIs)))
            return std::nullopt;
        choice.place = parts[1];
        choice.table = parts[2];
        choice.quantity = parts[3];
        choice.perSecond = parts[4] == QLatin1String(kPerSecond);
        for (const QString &one : parts.mid(5))
            choice.row += decoded(one);
        return choice;
    }
    const bool connection = choice.subject == PlotSubject::connection;
    if (parts.size() != (connection ? 5 : 3))
        return std::nullopt;
    choice.place = parts[1];
    if (connection) {
        choice.local = parts[2];
        choice.peer = parts[3];
    }
    choice.quantity = parts.last();
    return find(choice.subject, choice.quantity) ? std::optional(choice) : std::nullopt;
}

QString PlotChoice::where() const
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("PlotChoice", text); };
    switch (subject) {
    case PlotSubject::network: return tr("whole network");
    case PlotSubject::link: return tr("link %1").arg(place);
    case PlotSubject::node: return place;
    case PlotSubject::connection: return tr("%1: %2 – %3").arg(place, local, peer);
    case PlotSubject::cell: return cell().where();
    }
    return {};
}

QString PlotChoice::kind() const
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("PlotChoice", text); };
    switch (subject) {
    case PlotSubject::network: return tr("Network");
    case PlotSubject::link: return tr("Link");
    case PlotSubject::node: return tr("Node");
    case PlotSubject::connection: return tr("Connection");
    case PlotSubject::cell: return inspect::titleOfTable(table);
    }
    return {};
}

QString PlotChoice::what() const
{
    if (subject == PlotSubject::cell)
        return perSecond ? QCoreApplication::translate("PlotChoice", "%1 per second").arg(cell().what())
                         : cell().what();
    const Quantity *found = find(subject, quantity);
    return found ? QCoreApplication::translate("PlotChoice", found->name) : quantity;
}

plot::Unit PlotChoice::unit() const
{
    if (subject == PlotSubject::cell)
        return inspect::scaleOf(cell(), perSecond).unit;
    const Quantity *found = find(subject, quantity);
    return found ? found->unit : Unit::count;
}

std::vector<PlotChoice> choicesOf(const lab::Lab &lab)
{
    std::vector<PlotChoice> all;
    const auto add = [&all](PlotSubject subject, const QString &place, auto &&wanted) {
        for (const Quantity &quantity : kQuantities)
            if (quantity.subject == subject && wanted(quantity))
                all.push_back({subject, place, {}, {}, QString::fromLatin1(quantity.id)});
    };
    const auto every = [](const Quantity &) { return true; };
    for (const lab::Link &link : lab.links)
        add(PlotSubject::link, QString::fromStdString(toString(link.a)), every);
    for (const lab::Node &node : lab.nodes) {
        add(PlotSubject::node, QString::fromStdString(node.name),
            [&node](const Quantity &quantity) { return has(node.kind, QLatin1String(quantity.id)); });
        for (const lab::Guest &guest : node.computer.guests)
            if (lab::isRealGuest(guest.kind))
                add(PlotSubject::node, QString::fromStdString(node.name + '/' + guest.name),
                    [](const Quantity &quantity) { return QLatin1String(quantity.id) == QLatin1String("load"); });
    }
    add(PlotSubject::network, {}, every);
    return all;
}

std::vector<PlotChoice> choicesOf(const client::TcpPlace &place)
{
    std::vector<PlotChoice> all;
    for (const Quantity &quantity : kQuantities)
        if (quantity.subject == PlotSubject::connection)
            all.push_back({PlotSubject::connection, place.node, place.local, place.peer, QString::fromLatin1(quantity.id)});
    return all;
}

PlotChoice choiceOf(const inspect::CellPlace &place, bool perSecond)
{
    return {PlotSubject::cell, place.node, {}, {}, place.column, place.table, place.row, perSecond};
}

std::vector<PlotChoice> choicesOf(const QString &node, const QString &table, const inspect::CellTable &cells)
{
    std::vector<PlotChoice> all;
    for (const inspect::CellRow &row : cells.rows)
        for (qsizetype i = 0; i < cells.columns.size(); ++i)
            if (!inspect::isKeyColumn(table, cells.columns[i]) && inspect::numberIn(row.cells.value(i)))
                for (const bool perSecond : {true, false})
                    all.push_back(choiceOf({node, table, row.keys, cells.columns[i]}, perSecond));
    return all;
}

} // namespace hopyard::docks
