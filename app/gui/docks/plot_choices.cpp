// See plot_choices.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/plot_choices.h"

#include <algorithm>
#include <array>
#include <QCoreApplication>

namespace hopyard::docks {

namespace {

using plot::Unit;

struct Quantity {
    PlotSubject subject;
    const char *id;
    const char *name;
    Unit unit;
};
constexpr std::array<Quantity, 17> kQuantities{{
    {PlotSubject::network, "drops", QT_TRANSLATE_NOOP("PlotChoice", "Drops by reason"), Unit::perSecond},
    {PlotSubject::network, "convergence", QT_TRANSLATE_NOOP("PlotChoice", "Time since the last route change"), Unit::seconds},
    {PlotSubject::link, "rate", QT_TRANSLATE_NOOP("PlotChoice", "Rate"), Unit::bitsPerSecond},
    {PlotSubject::link, "packets", QT_TRANSLATE_NOOP("PlotChoice", "Packets"), Unit::perSecond},
    {PlotSubject::link, "drops", QT_TRANSLATE_NOOP("PlotChoice", "Drops"), Unit::perSecond},
    {PlotSubject::link, "loss", QT_TRANSLATE_NOOP("PlotChoice", "Loss"), Unit::percent},
    {PlotSubject::link, "queue", QT_TRANSLATE_NOOP("PlotChoice", "Queue"), Unit::bytes},
    {PlotSubject::link, "queued", QT_TRANSLATE_NOOP("PlotChoice", "Queue in packets"), Unit::count},
    {PlotSubject::node, "convergence", QT_TRANSLATE_NOOP("PlotChoice", "Time since the last route change"), Unit::seconds},
    {PlotSubject::node, "cpu", QT_TRANSLATE_NOOP("PlotChoice", "Processor time of the guests"), Unit::percent},
    {PlotSubject::connection, "congestion", QT_TRANSLATE_NOOP("PlotChoice", "Congestion window"), Unit::bytes},
    {PlotSubject::connection, "windows", QT_TRANSLATE_NOOP("PlotChoice", "Windows offered"), Unit::bytes},
    {PlotSubject::connection, "flight", QT_TRANSLATE_NOOP("PlotChoice", "Bytes in flight"), Unit::bytes},
    {PlotSubject::connection, "rtt", QT_TRANSLATE_NOOP("PlotChoice", "Round trip"), Unit::seconds},
    {PlotSubject::connection, "rto", QT_TRANSLATE_NOOP("PlotChoice", "Retransmission time-out"), Unit::seconds},
    {PlotSubject::connection, "delivery", QT_TRANSLATE_NOOP("PlotChoice", "Delivery rate"), Unit::bitsPerSecond},
    {PlotSubject::connection, "resent", QT_TRANSLATE_NOOP("PlotChoice", "Segments sent again"), Unit::count},
}};
constexpr std::array<const char *, 4> kSubjects{"network", "link", "node", "tcp"};

const Quantity *find(PlotSubject subject, const QString &id)
{
    const auto found = std::find_if(kQuantities.begin(), kQuantities.end(),
                                    [&](const Quantity &q) { return q.subject == subject && id == QLatin1String(q.id); });
    return found == kQuantities.end() ? nullptr : &*found;
}

bool routes(lab::NodeKind kind)
{
    return kind == lab::NodeKind::router || kind == lab::NodeKind::forwarder || kind == lab::NodeKind::host || kind == lab::NodeKind::classifier;
}

} // namespace

QString PlotChoice::key() const
{
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
    }
    return {};
}

QString PlotChoice::what() const
{
    const Quantity *found = find(subject, quantity);
    return found ? QCoreApplication::translate("PlotChoice", found->name) : quantity;
}

plot::Unit PlotChoice::unit() const
{
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
    for (const lab::Node &node : lab.nodes)
        add(PlotSubject::node, QString::fromStdString(node.name), [&node](const Quantity &quantity) {
            return QLatin1String(quantity.id) == QLatin1String("cpu") ? node.kind == lab::NodeKind::hypervisor : routes(node.kind);
        });
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

} // namespace hopyard::docks
