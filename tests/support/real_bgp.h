// What BGP says of itself in networks of several makes (real_routers.h), reduced to what must be equal everywhere: the paths
// of every prefix with their attributes, and which is the best. Not the order of arrival, versions and ages.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/real_routers.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QSet>

namespace hopyard::test {

/// The lines of a BGP process with timers that let a row take seconds. `neighbours`: "10.0.12.2 65002".
inline std::string bgp(unsigned as, const std::string &id, const std::vector<std::string> &neighbours, const std::string &family,
                       const std::string &process = {})
{
    std::string text = "router bgp " + std::to_string(as) + "\n bgp router-id " + id + "\n no bgp ebgp-requires-policy\n timers bgp 2 6\n" + process;
    for (const std::string &neighbour : neighbours) {
        const std::size_t space = neighbour.find(' ');
        const std::string name = " neighbor " + neighbour.substr(0, space);
        text += name + " remote-as " + neighbour.substr(space + 1) + '\n' + name + " timers connect 1\n";
    }
    return text + " address-family ipv4 unicast\n" + family + " exit-address-family\nexit\n";
}

/// Of one path in `show ip bgp json`.
inline QString bgpPath(const rpc::Json &path)
{
    const auto text = [&path](const char *key) {
        const rpc::Json *value = rpc::member(path, key);
        return !value ? QString("-") : QString::fromStdString(value->is_string() ? value->get<std::string>() : value->dump());
    };
    QStringList words;
    for (const char *flag : {"valid", "bestpath", "multipath", "stale", "suppressed", "damped"})
        if (rpc::boolMember(path, flag).value_or(false))
            words << flag;
    words << text("pathFrom") << "[" + text("path") + "]" << text("origin");
    for (const char *key : {"metric", "locPrf", "weight", "peerId"})
        words << QString(key) + ' ' + text(key);
    if (const rpc::Json *hops = rpc::member(path, "nexthops"))
        for (const rpc::Json &hop : *hops)
            // FRR writes the next hop of an aggregate of its own as "::".
            words << "via " + QString::fromStdString(rpc::stringMember(hop, "ip").value_or("?")).replace("::", "0.0.0.0");
    return words.join(' ');
}

/// The table of a router of FRR or Hopyard; of BIRD, every route from BGP with its attributes.
inline QStringList bgpTable(RoutingLabs &labs, const std::string &lab, const std::string &router)
{
    QStringList lines;
    if (labs[lab].kinds.at(router) == lab::NodeKind::bird) {
        QString prefix;
        for (const QString &line : QString::fromStdString(labs.ask(lab, router, "show route all").text).split('\n')) {
            const QStringList words = line.split(' ', Qt::SkipEmptyParts);
            if (!line.isEmpty() && line[0].isDigit())
                prefix = words[0];
            if (line.startsWith("\tBGP."))
                lines << prefix + ' ' + line.trimmed();
        }
        lines.sort();
        return lines;
    }
    const auto answer = labs.ask(lab, router, "show ip bgp json");
    const auto json = rpc::parseJson(answer.json);
    const rpc::Json *routes = json ? rpc::member(*json, "routes") : nullptr;
    if (!routes)
        return {"no answer: " + QString::fromStdString(answer.text)};
    for (const auto &[prefix, paths] : routes->items())
        for (const rpc::Json &path : paths)
            lines << QString::fromStdString(prefix) + ' ' + bgpPath(path);
    lines.sort();
    return lines;
}

/// What a router of FRR or Hopyard says of a neighbour; empty: nothing.
inline rpc::Json bgpNeighbour(RoutingLabs &labs, const std::string &lab, const std::string &router, const std::string &peer)
{
    const auto json = rpc::parseJson(labs.ask(lab, router, "show ip bgp neighbors " + peer + " json").json);
    const rpc::Json *neighbour = json ? rpc::member(*json, peer.c_str()) : nullptr;
    return neighbour ? *neighbour : rpc::Json::object();
}

/// What only `show ip bgp PREFIX` tells: communities, cluster lists, aggregators, and the reason of the choice.
inline QStringList bgpDetails(RoutingLabs &labs, const std::string &lab, const std::string &router, const std::string &prefix)
{
    QStringList lines;
    if (labs[lab].kinds.at(router) == lab::NodeKind::bird)
        return lines;
    const auto answer = labs.ask(lab, router, "show ip bgp " + prefix + " json");
    const auto json = rpc::parseJson(answer.json);
    const rpc::Json *paths = json ? rpc::member(*json, "paths") : nullptr;
    if (!paths)
        return {"none"};
    for (const rpc::Json &path : *paths) {
        QStringList words;
        for (const char *key : {"community", "largeCommunity", "extendedCommunity", "originatorId", "clusterList", "aggregatorAs", "aggregatorId",
                                "atomicAggregate", "aspath", "peer", "bestpath"})
            if (const rpc::Json *value = rpc::member(path, key)) {
                rpc::Json shown = *value;
                // A host's name is FRR's own, and the reason it gives is the step at which the last of its list lost or won,
                // which depends on who came first.
                if (shown.is_object())
                    for (const char *other : {"hostname", "selectionReason"})
                        shown.erase(other);
                words << QString(key) + ' ' + QString::fromStdString(shown.dump()).replace("\"::\"", "\"0.0.0.0\"");
            }
        lines << prefix.c_str() + QString(" ") + words.join(' ');
    }
    lines.sort();
    return lines;
}

/// All keys of a JSON text with the keys they stand under: "10.0.12.1.messageStats.opensSent"; elements of lists have no place.
inline void collectKeys(const rpc::Json &json, const QString &under, QSet<QString> &keys)
{
    if (json.is_array())
        for (const rpc::Json &element : json)
            collectKeys(element, under, keys);
    if (json.is_object())
        for (const auto &[key, value] : json.items()) {
            const QString path = (under.isEmpty() ? QString() : under + '.') + QString::fromStdString(key);
            keys << path;
            collectKeys(value, path, keys);
        }
}

/// Lines with what differs between any two runs left out: numbers, times, and how much space there is before a number.
inline QStringList maskedLines(const std::string &text)
{
    QStringList lines;
    for (QString line : QString::fromStdString(text).split('\n')) {
        line.replace(QRegularExpression("Last update: .*"), "Last update: T");
        line.replace(QRegularExpression(": (Yes|No|True|False)$"), ": V");
        line.replace(QRegularExpression("never|\\d+:\\d\\d:\\d\\d"), "T");
        line.replace(QRegularExpression("(?<![\\d.])\\d+(?![\\d.])"), "N");
        line.replace(QRegularExpression(" +(?=[NT])"), " ");
        while (line.endsWith(' '))
            line.chop(1);
        lines << line;
    }
    while (!lines.isEmpty() && lines.last().isEmpty())
        lines.removeLast();
    return lines;
}

/// Waits until every router's BGP says the same in all labs as in `judge`'s; what differs at the time-out.
inline QString bgpDifferences(RoutingLabs &labs, const std::string &judge, const std::vector<std::string> &prefixes = {}, qint64 limit = 15'000)
{
    QElapsedTimer timer;
    timer.start();
    for (;;) {
        QStringList said;
        for (const std::string &router : labs[judge].routers) {
            const auto of = [&](const std::string &lab) {
                QStringList lines = bgpTable(labs, lab, router);
                for (const std::string &prefix : prefixes)
                    lines << bgpDetails(labs, lab, router, prefix);
                return lines;
            };
            const QStringList wanted = of(judge);
            for (const auto &[name, lab] : labs.all()) {
                if (name == judge)
                    continue;
                const QStringList found = of(name);
                const QString where = QString::fromStdString(name + ' ' + router + ": ");
                for (const QString &line : found)
                    if (!wanted.contains(line))
                        said << where + "here     " + line;
                for (const QString &line : wanted)
                    if (!found.contains(line))
                        said << where + "not here " + line;
            }
        }
        if (said.isEmpty() || timer.elapsed() > limit)
            return said.join('\n');
    }
}

} // namespace hopyard::test
