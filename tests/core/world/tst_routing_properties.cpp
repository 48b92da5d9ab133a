// Random networks in virtual time: whatever failed and was repaired, RIP's tables are those of the fewest hops and OSPF's
// those of Dijkstra over the costs, at every router, for every prefix, with every equal next hop.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "tests/support/worlds.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <map>
#include <optional>
#include <set>

using namespace hopyard;
using world::World;

namespace {

/// A place where a router is plugged: its cable leads to the other member, or to the segment's switch.
struct Member {
    std::size_t router = 0;
    std::uint32_t cost = 1;
    std::size_t cable = 0;
    std::string interface;
    std::string address; ///< without its length
};

struct Segment {
    std::string prefix;
    bool isBroadcast = false;
    std::vector<Member> members;
};

struct Network {
    std::size_t routers = 0;
    std::vector<Segment> segments;
    std::vector<std::string> cables; ///< as the lab writes them
    std::set<std::size_t> cut;       ///< cables
};

std::string routerName(std::size_t i) { return "r" + std::to_string(i); }
std::string loopbackOf(std::size_t i) { return "10.255.0." + std::to_string(i + 1); }

void addSegment(Network &net, const std::vector<std::size_t> &routers, base::Random &random, std::vector<std::size_t> &plugs)
{
    Segment segment;
    const std::string number = std::to_string(net.segments.size());
    segment.prefix = "10.1." + number + ".0/24";
    segment.isBroadcast = routers.size() > 2 || random.chance(0.4);
    for (const std::size_t router : routers) {
        Member m{router, static_cast<std::uint32_t>(1 + random.below(20)), net.cables.size(), "eth" + std::to_string(plugs[router]++),
                 "10.1." + number + '.' + std::to_string(router + 1)};
        if (routers.size() > 2)
            net.cables.push_back(routerName(router) + ":" + m.interface + ", s" + number + ":p" + std::to_string(segment.members.size()));
        segment.members.push_back(m);
    }
    if (routers.size() == 2)
        net.cables.push_back(routerName(routers[0]) + ":" + segment.members[0].interface + ", " + routerName(routers[1]) + ":" + segment.members[1].interface);
    net.segments.push_back(segment);
}

/// A tree, so that all are connected, and links and switched segments besides.
Network randomNetwork(std::uint64_t seed)
{
    base::Random random(seed);
    Network net;
    net.routers = 4 + random.below(8);
    std::vector<std::size_t> plugs(net.routers);
    for (std::size_t i = 1; i < net.routers; ++i)
        addSegment(net, {random.below(i), i}, random, plugs);
    const std::uint64_t more = 1 + random.below(net.routers);
    for (std::uint64_t k = 0; k < more; ++k) {
        std::set<std::size_t> members;
        const std::size_t size = random.chance(0.3) ? 3 + random.below(2) : 2;
        while (members.size() < std::min(size, net.routers))
            members.insert(random.below(net.routers));
        addSegment(net, {members.begin(), members.end()}, random, plugs);
    }
    return net;
}

std::string labText(const Network &net, bool isOspf)
{
    std::string text = "hopyard: 1\nnodes:\n";
    for (std::size_t r = 0; r < net.routers; ++r) {
        text += "  " + routerName(r) + ":\n    kind: router\n    config: |\n      interface lo\n       ip address " + loopbackOf(r) + "/32\n";
        for (const Segment &segment : net.segments)
            for (const Member &m : segment.members) {
                if (m.router != r)
                    continue;
                text += "      interface " + m.interface + "\n       ip address " + m.address + "/24\n";
                if (isOspf)
                    text += "       ip ospf cost " + std::to_string(m.cost) + (segment.isBroadcast ? "\n" : "\n       ip ospf network point-to-point\n");
            }
        text += isOspf ? "      router ospf\n       network 10.0.0.0/8 area 0\n" : "      router rip\n       network 10.0.0.0/8\n       allow-ecmp\n";
    }
    for (std::size_t s = 0; s < net.segments.size(); ++s)
        if (net.segments[s].members.size() > 2)
            text += "  s" + std::to_string(s) + ": {kind: switch}\n";
    text += "links:\n";
    for (const std::string &cable : net.cables)
        text += "  - {ends: [" + cable + "], delay: 1ms}\n";
    return text;
}

/// What a table should hold for a prefix.
struct Expected {
    std::uint32_t metric = 0;
    std::set<std::string> gateways;
    bool operator==(const Expected &) const = default;
};
using Table = std::map<std::string, Expected>;

constexpr std::uint32_t kFar = 1'000'000;

/// Distances between all routers by Floyd and Warshall: nothing like what the routers do.
std::vector<std::vector<std::uint32_t>> distances(const Network &net, bool isOspf)
{
    std::vector<std::vector<std::uint32_t>> d(net.routers, std::vector<std::uint32_t>(net.routers, kFar));
    for (std::size_t i = 0; i < net.routers; ++i)
        d[i][i] = 0;
    for (const Segment &segment : net.segments)
        for (const Member &a : segment.members)
            for (const Member &b : segment.members)
                if (a.router != b.router && !net.cut.contains(a.cable) && !net.cut.contains(b.cable))
                    d[a.router][b.router] = std::min(d[a.router][b.router], isOspf ? a.cost : 1);
    for (std::size_t k = 0; k < net.routers; ++k)
        for (std::size_t i = 0; i < net.routers; ++i)
            for (std::size_t j = 0; j < net.routers; ++j)
                d[i][j] = std::min(d[i][j], d[i][k] + d[k][j]);
    return d;
}

Table expectedTable(const Network &net, std::size_t router, bool isOspf)
{
    const auto d = distances(net, isOspf);
    const std::uint32_t infinity = isOspf ? kFar : 16;
    /// Ways to a prefix that routers announce with a metric of their own.
    const auto way = [&](const std::vector<std::pair<std::size_t, std::uint32_t>> &announcers) -> std::optional<Expected> {
        Expected best{infinity, {}};
        for (const auto &[who, metric] : announcers) {
            if (d[router][who] + metric > best.metric)
                continue;
            if (d[router][who] + metric < best.metric)
                best = {d[router][who] + metric, {}};
            if (best.metric >= infinity)
                continue;
            for (const Segment &segment : net.segments)
                for (const Member &a : segment.members)
                    for (const Member &b : segment.members) {
                        const bool isLink = a.router == router && b.router != router && !net.cut.contains(a.cable) && !net.cut.contains(b.cable);
                        if (isLink && (isOspf ? a.cost : 1) + d[b.router][who] == d[router][who])
                            best.gateways.insert(b.address);
                    }
        }
        return best.metric < infinity ? std::optional(best) : std::nullopt;
    };
    Table table;
    for (std::size_t j = 0; j < net.routers; ++j)
        if (j != router)
            if (const auto e = way({{j, isOspf ? 0 : 1}}))
                table[loopbackOf(j) + "/32"] = *e;
    for (const Segment &segment : net.segments) {
        std::vector<std::pair<std::size_t, std::uint32_t>> announcers;
        bool isOwn = false;
        for (const Member &m : segment.members)
            if (!net.cut.contains(m.cable)) {
                announcers.emplace_back(m.router, isOspf ? m.cost : 1);
                isOwn = isOwn || m.router == router;
            }
        if (!isOwn)
            if (const auto e = way(announcers))
                table[segment.prefix] = *e;
    }
    return table;
}

/// The selected routes of the protocol.
Table shownTable(World &world, std::size_t router, const char *protocol)
{
    const auto answer = world.command(world.findNode(routerName(router)), "show ip route json");
    const QJsonObject all = QJsonDocument::fromJson(QByteArray::fromStdString(answer.text)).object();
    Table table;
    for (auto it = all.begin(); it != all.end(); ++it)
        for (const QJsonValue &value : it.value().toArray()) {
            const QJsonObject route = value.toObject();
            if (route["protocol"].toString() != protocol || !route["selected"].toBool())
                continue;
            Expected &e = table[it.key().toStdString()];
            e.metric = static_cast<std::uint32_t>(route["metric"].toInt());
            for (const QJsonValue &hop : route["nexthops"].toArray())
                if (hop.toObject()["fib"].toBool())
                    e.gateways.insert(hop.toObject()["ip"].toString().toStdString());
        }
    return table;
}

QString text(const Table &table)
{
    QStringList lines;
    for (const auto &[prefix, e] : table) {
        QStringList gateways;
        for (const std::string &gateway : e.gateways)
            gateways << QString::fromStdString(gateway);
        lines << QString("%1 %2 %3").arg(QString::fromStdString(prefix)).arg(e.metric).arg(gateways.join(','));
    }
    return lines.join('\n');
}

/// Each cable with some probability other than it was; the first time all are whole.
void breakAndMend(World &world, Network &net, base::Random &random)
{
    for (std::size_t cable = 0; cable < net.cables.size(); ++cable) {
        if (!random.chance(0.25))
            continue;
        if (net.cut.erase(cable) == 0)
            net.cut.insert(cable);
        lab::Lab lab = world.lab();
        lab.links[cable].forward.down = lab.links[cable].backward.down = net.cut.contains(cable);
        world.apply(lab);
        // Some at once, some one after the other.
        world.runUntil(world.now() + base::Duration::milliseconds(static_cast<std::int64_t>(random.below(3) * random.below(20'000))));
    }
}

} // namespace

class RoutingProperties : public QObject {
    Q_OBJECT
private slots:
    void tablesAreThoseOfShortestPaths_data()
    {
        QTest::addColumn<bool>("isOspf");
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 20; ++seed) {
            QTest::addRow("RIP %d", seed) << false << seed;
            QTest::addRow("OSPF %d", seed) << true << seed;
        }
    }
    void tablesAreThoseOfShortestPaths()
    {
        QFETCH(bool, isOspf);
        QFETCH(int, seed);
        Network net = randomNetwork(static_cast<std::uint64_t>(seed));
        base::Random random(static_cast<std::uint64_t>(seed) + 1000);
        World world = support::worldFrom(labText(net, isOspf), static_cast<std::uint64_t>(seed));
        for (int round = 0; round < 6; ++round) {
            if (round > 0)
                breakAndMend(world, net, random);
            // RIP may count to infinity, a step in at most five seconds, and hears of other ways every 35.
            world.runUntil(world.now() + base::Duration::seconds(isOspf ? 120 : 400));
            for (std::size_t r = 0; r < net.routers; ++r) {
                const QString is = text(shownTable(world, r, isOspf ? "ospf" : "rip"));
                const QString should = text(expectedTable(net, r, isOspf));
                QVERIFY(round > 0 || !should.isEmpty());
                if (is != should)
                    QFAIL(qPrintable(QString("round %1, %2 has\n%3\nand should have\n%4").arg(round).arg(QString::fromStdString(routerName(r)), is, should)));
            }
        }
    }
};

QTEST_APPLESS_MAIN(RoutingProperties)
#include "tst_routing_properties.moc"
