// Shortest paths: equal-cost paths, links that only one end has, max-metric, and random topologies whose tables are
// those of a plain Dijkstra over the topology.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/routing/ospf/simulator.h"
#include "tests/support/compare.h"

#include <QtTest>

#include <set>

using namespace hopyard;
namespace ospf = routing::ospf;
using ospf::NetworkType;
using test::Simulator;

#define COMPARE_TEXT(actual, expected) QCOMPARE(QString::fromStdString(actual), QString(expected))

namespace {

/// A topology as a list of segments, and what each router should have: costs and first hops by brute force.
struct Topology {
    struct Segment { std::vector<std::size_t> routers; bool broadcast = false; std::uint16_t cost = 1; bool up = true; };
    std::size_t routers = 0;
    std::vector<Segment> segments;

    static std::string address(std::size_t segment, std::size_t router)
    {
        return "10." + std::to_string(segment / 200) + '.' + std::to_string(segment % 200) + '.' + std::to_string(router + 1);
    }
    static std::string loopback(std::size_t router) { return "172.16.0." + std::to_string(router + 1); }

    /// Cost and next hops (gateways) from one router to the loopbacks of all; 1 << 30: not reached.
    struct Reach { std::uint32_t cost = 1u << 30; std::set<std::string> gateways; };
    std::vector<Reach> from(std::size_t root) const
    {
        // Bellman and Ford: costs first, then first hops along every shortest edge until nothing changes.
        std::vector<Reach> all(routers);
        all[root].cost = 0;
        for (std::size_t round = 0; round < routers; ++round)
            forEachEdge([&](std::size_t a, std::size_t b, std::size_t s) {
                all[b].cost = std::min(all[b].cost, all[a].cost + segments[s].cost);
            });
        for (bool changed = true; changed;) {
            changed = false;
            forEachEdge([&](std::size_t a, std::size_t b, std::size_t s) {
                if (all[a].cost == 1u << 30 || all[a].cost + segments[s].cost != all[b].cost)
                    return;
                const std::size_t before = all[b].gateways.size();
                if (a == root)
                    all[b].gateways.insert(address(s, b));
                else
                    all[b].gateways.insert(all[a].gateways.begin(), all[a].gateways.end());
                changed = changed || all[b].gateways.size() != before;
            });
        }
        return all;
    }
    template <class Visit>
    void forEachEdge(Visit &&visit) const
    {
        for (std::size_t s = 0; s < segments.size(); ++s)
            if (segments[s].up)
                for (const std::size_t a : segments[s].routers)
                    for (const std::size_t b : segments[s].routers)
                        if (a != b)
                            visit(a, b, s);
    }
};

Topology randomTopology(std::uint64_t seed)
{
    base::Random random(seed);
    Topology t;
    t.routers = 3 + random.below(10);
    for (std::size_t i = 1; i < t.routers; ++i) // connected
        t.segments.push_back({{random.below(i), i}, false, static_cast<std::uint16_t>(1 + random.below(5)), true});
    for (std::size_t extra = random.below(t.routers + 2); extra > 0; --extra) {
        std::set<std::size_t> members;
        for (std::size_t n = 2 + random.below(3); n > 0; --n)
            members.insert(random.below(t.routers));
        if (members.size() < 2)
            continue;
        const bool broadcast = members.size() > 2 || random.chance(0.3);
        t.segments.push_back({{members.begin(), members.end()}, broadcast, static_cast<std::uint16_t>(1 + random.below(5)), true});
    }
    return t;
}

void build(Simulator &net, const Topology &t)
{
    for (std::size_t i = 0; i < t.routers; ++i)
        net.router("1.0.0." + std::to_string(i + 1));
    for (std::size_t s = 0; s < t.segments.size(); ++s) {
        std::vector<Simulator::End> ends;
        for (const std::size_t r : t.segments[s].routers)
            ends.push_back({r, Topology::address(s, r) + "/24"});
        net.connect(ends, {.type = t.segments[s].broadcast ? NetworkType::broadcast : NetworkType::pointToPoint, .cost = t.segments[s].cost});
    }
    for (std::size_t i = 0; i < t.routers; ++i)
        net.loopback(i, Topology::loopback(i) + "/32");
}

/// Empty where all tables are as they should be.
QString difference(const Simulator &net, const Topology &t)
{
    for (std::size_t i = 0; i < t.routers; ++i) {
        const auto expected = t.from(i);
        for (std::size_t j = 0; j < t.routers; ++j) {
            if (i == j)
                continue;
            std::string text = "-";
            if (expected[j].cost < 1u << 30) {
                text = "O " + std::to_string(expected[j].cost) + ' ';
                std::vector<base::Ipv4Address> gateways;
                for (const std::string &g : expected[j].gateways)
                    gateways.push_back(test::ip4(g));
                std::set<std::string> sorted(expected[j].gateways.begin(), expected[j].gateways.end());
                std::string actual = net.route(i, Topology::loopback(j) + "/32");
                const std::string head = "O " + std::to_string(expected[j].cost) + ' ';
                std::set<std::string> found;
                if (actual.rfind(head, 0) == 0)
                    for (const QString &g : QString::fromStdString(actual.substr(head.size())).split(','))
                        found.insert(g.toStdString());
                if (found != sorted)
                    return QString("router %1 to %2: %3, expected cost %4").arg(i).arg(j).arg(QString::fromStdString(actual)).arg(expected[j].cost);
            } else if (net.route(i, Topology::loopback(j) + "/32") != "-") {
                return QString("router %1 to %2: %3, expected none").arg(i).arg(j).arg(QString::fromStdString(net.route(i, Topology::loopback(j) + "/32")));
            }
        }
    }
    return {};
}

} // namespace

class TestSpf : public QObject {
    Q_OBJECT
private slots:
    void equalCostPaths()
    {
        // A square: two ways of the same cost, and two parallel links on one of its sides.
        Simulator net;
        for (const char *id : {"1.1.1.1", "2.2.2.2", "3.3.3.3", "4.4.4.4"})
            net.router(id);
        net.connect({{0, "10.0.12.1/24"}, {1, "10.0.12.2/24"}}, {});
        net.connect({{0, "10.1.12.1/24"}, {1, "10.1.12.2/24"}}, {});
        net.connect({{0, "10.0.13.1/24"}, {2, "10.0.13.3/24"}}, {});
        net.connect({{1, "10.0.24.2/24"}, {3, "10.0.24.4/24"}}, {});
        net.connect({{2, "10.0.34.3/24"}, {3, "10.0.34.4/24"}}, {});
        net.loopback(3, "4.4.4.4/32");
        net.start();
        net.runSeconds(40);
        COMPARE_TEXT(net.route(0, "4.4.4.4/32"), "O 20 10.0.12.2,10.1.12.2,10.0.13.3");
        COMPARE_TEXT(net.route(0, "10.0.24.0/24"), "O 20 10.0.12.2,10.1.12.2");
        const auto tree = net.process(0).tree(ospf::kBackbone);
        QCOMPARE(tree.size(), std::size_t(4));
        QCOMPARE(tree.front().id, test::ip4("1.1.1.1"));
        QCOMPARE(tree.back().id, test::ip4("4.4.4.4"));
        QCOMPARE(tree.back().parents.size(), std::size_t(2));
        QCOMPARE(tree.back().cost, 20u);
        // No more than configured.
        net.config(0).maxPaths = 2;
        net.reconfigure(0);
        COMPARE_TEXT(net.route(0, "4.4.4.4/32"), "O 20 10.0.12.2,10.1.12.2");
    }

    void aStubRouterIsNotPassedThrough()
    {
        Simulator net;
        for (const char *id : {"1.1.1.1", "2.2.2.2", "3.3.3.3"})
            net.router(id);
        net.connect({{0, "10.0.12.1/24"}, {1, "10.0.12.2/24"}}, {});
        net.connect({{1, "10.0.23.2/24"}, {2, "10.0.23.3/24"}}, {});
        net.connect({{0, "10.0.13.1/24"}, {2, "10.0.13.3/24"}}, {.cost = 100});
        net.loopback(2, "3.3.3.3/32");
        net.loopback(1, "2.2.2.2/32");
        net.config(1).maxMetric.administrative = true;
        net.start();
        net.runSeconds(40);
        COMPARE_TEXT(net.route(0, "3.3.3.3/32"), "O 100 10.0.13.3");
        COMPARE_TEXT(net.route(0, "2.2.2.2/32"), "O 10 10.0.12.2");
        net.config(1).maxMetric.administrative = false;
        net.reconfigure(1);
        net.runSeconds(20);
        COMPARE_TEXT(net.route(0, "3.3.3.3/32"), "O 20 10.0.12.2");
        // After a start, for a while.
        net.config(1).maxMetric.onStartup = 100;
        net.kill(1);
        net.startRouter(1);
        net.runSeconds(60);
        COMPARE_TEXT(net.route(0, "3.3.3.3/32"), "O 100 10.0.13.3");
        net.runSeconds(60);
        COMPARE_TEXT(net.route(0, "3.3.3.3/32"), "O 20 10.0.12.2");
    }

    void throttleDoublesNothingButHolds()
    {
        // FRR's throttle: the first run at once, those within the hold time wait for it.
        Simulator net;
        net.router("1.1.1.1");
        net.router("2.2.2.2");
        net.connect({{0, "10.0.12.1/24"}, {1, "10.0.12.2/24"}}, {});
        net.start();
        net.runSeconds(100);
        const std::uint64_t before = net.process(0).process(net.now()).spfRuns;
        net.config(0).spf = {base::Duration::milliseconds(200), base::Duration::seconds(2), base::Duration::seconds(10)};
        net.config(0).lsaMinInterval = {};
        net.reconfigure(0);
        net.runSeconds(30);
        const std::uint64_t start = net.process(0).process(net.now()).spfRuns;
        QCOMPARE(start, before + 1);
        for (int i = 0; i < 40; ++i) { // a change every 100 ms for 4 s
            net.config(0).interfaces.begin()->second.cost = static_cast<std::uint16_t>(20 + i);
            net.reconfigure(0);
            net.run(base::Duration::milliseconds(100));
        }
        // Runs at 0.2 s, 2.2 s (hold 2 s); the next after a hold of 4 s.
        QCOMPARE(net.process(0).process(net.now()).spfRuns, start + 2);
        net.runSeconds(3);
        QCOMPARE(net.process(0).process(net.now()).spfRuns, start + 3);
        COMPARE_TEXT(net.route(0, "10.0.12.0/24"), "O 59 direct");
    }

    void randomTopologies_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 60; ++seed)
            QTest::addRow("%d", seed) << seed;
    }
    void randomTopologies()
    {
        QFETCH(int, seed);
        Topology t = randomTopology(static_cast<std::uint64_t>(seed));
        Simulator net(static_cast<std::uint64_t>(seed));
        build(net, t);
        net.start();
        net.runSeconds(90);
        QString wrong = difference(net, t);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        // Some links fail, and some of them come back: partitions among them.
        base::Random random(static_cast<std::uint64_t>(seed) * 77);
        for (int round = 0; round < 3; ++round) {
            for (std::size_t s = 0; s < t.segments.size(); ++s) {
                const bool up = !random.chance(0.25);
                if (up != t.segments[s].up)
                    net.setUp(s, t.segments[s].up = up);
            }
            net.runSeconds(90);
            wrong = difference(net, t);
            QVERIFY2(wrong.isEmpty(), qPrintable(QString("round %1: ").arg(round) + wrong));
        }
    }

    void lossIsRepaired()
    {
        Topology t = randomTopology(5);
        Simulator net(5);
        build(net, t);
        for (std::size_t s = 0; s < t.segments.size(); ++s)
            net.setLoss(s, 0.1);
        net.start();
        net.runSeconds(300);
        for (std::size_t s = 0; s < t.segments.size(); ++s)
            net.setLoss(s, 0);
        net.runSeconds(200);
        const QString wrong = difference(net, t);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }
};

QTEST_APPLESS_MAIN(TestSpf)
#include "tst_spf.moc"
