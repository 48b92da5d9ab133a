// Adjacencies: two routers on a link, elections on a broadcast network and what follows when the DR goes, NBMA and
// point-to-multipoint, and why routers do not become adjacent.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/routing/ospf/simulator.h"
#include "tests/support/compare.h"

#include <QtTest>

using namespace hopyard;
namespace ospf = routing::ospf;
using ospf::NetworkType;
using test::Simulator;

#define COMPARE_TEXT(actual, expected) QCOMPARE(QString::fromStdString(actual), QString(expected))

namespace {

/// Two routers on 10.0.12.0/24, each with a loopback.
struct Pair {
    Simulator net;
    std::size_t a = net.router("1.1.1.1"), b = net.router("2.2.2.2");
    std::size_t link;
    explicit Pair(NetworkType type, const Simulator::Change &change = nullptr)
    {
        link = net.connect({{a, "10.0.12.1/24"}, {b, "10.0.12.2/24"}}, {.type = type}, change);
        net.loopback(a, "1.1.1.1/32");
        net.loopback(b, "2.2.2.2/32");
    }
    ospf::InterfaceConfig &interface(std::size_t router)
    {
        return net.config(router).interfaces.begin()->second;
    }
    std::uint64_t dropped(std::size_t router, ospf::PacketError error)
    {
        std::uint64_t sum = 0;
        for (const ospf::InterfaceInfo &i : net.process(router).interfaces(net.now()))
            sum += i.dropped[static_cast<std::size_t>(error)];
        return sum;
    }
};

} // namespace

class TestAdjacency : public QObject {
    Q_OBJECT
private slots:
    void pointToPoint()
    {
        Pair p(NetworkType::pointToPoint);
        p.net.start();
        p.net.runSeconds(20); // the second instance of each router's advertisement comes too soon, and again after 5 s
        COMPARE_TEXT(p.net.neighbours(p.a), "2.2.2.2 Full/Point-To-Point");
        COMPARE_TEXT(p.net.neighbours(p.b), "1.1.1.1 Full/Point-To-Point");
        COMPARE_TEXT(p.net.route(p.a, "2.2.2.2/32"), "O 10 10.0.12.2");
        COMPARE_TEXT(p.net.route(p.a, "10.0.12.0/24"), "O 10 direct");
        COMPARE_TEXT(p.net.route(p.b, "1.1.1.1/32"), "O 10 10.0.12.1");
        QCOMPARE(p.net.lsas(p.a, wire::LsaType::router).size(), std::size_t(2));
        QVERIFY(p.net.lsas(p.a, wire::LsaType::network).empty());
    }

    void broadcastOfTwo()
    {
        Pair p(NetworkType::broadcast);
        p.net.start();
        p.net.runSeconds(39);
        COMPARE_TEXT(p.net.neighbours(p.a), "2.2.2.2 2-Way/DROther"); // still waiting
        p.net.runSeconds(20);
        COMPARE_TEXT(p.net.neighbours(p.a), "2.2.2.2 Full/DR");
        COMPARE_TEXT(p.net.neighbours(p.b), "1.1.1.1 Full/Backup");
        QCOMPARE(p.net.lsas(p.a, wire::LsaType::network), std::vector<std::string>{"10.0.12.2 2.2.2.2"});
        COMPARE_TEXT(p.net.route(p.a, "2.2.2.2/32"), "O 10 10.0.12.2");
        COMPARE_TEXT(p.net.route(p.a, "10.0.12.0/24"), "O 10 direct");
    }

    void aSegmentOfFourAndTheDrFails()
    {
        Simulator net;
        std::vector<Simulator::End> ends;
        for (int i = 1; i <= 4; ++i) {
            const std::string n = std::to_string(i);
            net.router(n + "." + n + "." + n + "." + n);
            ends.push_back({static_cast<std::size_t>(i - 1), "10.0.0." + n + "/24"});
        }
        net.connect(ends, {.type = NetworkType::broadcast});
        for (std::size_t i = 0; i < 4; ++i)
            net.loopback(i, base::toString(net.config(i).routerId) + "/32");
        net.start();
        net.runSeconds(60);
        COMPARE_TEXT(net.neighbours(0), "2.2.2.2 2-Way/DROther, 3.3.3.3 Full/Backup, 4.4.4.4 Full/DR");
        COMPARE_TEXT(net.neighbours(2), "1.1.1.1 Full/DROther, 2.2.2.2 Full/DROther, 4.4.4.4 Full/DR");
        COMPARE_TEXT(net.route(0, "2.2.2.2/32"), "O 10 10.0.0.2");

        net.kill(3);
        net.runSeconds(60);
        COMPARE_TEXT(net.neighbours(0), "2.2.2.2 Full/Backup, 3.3.3.3 Full/DR");
        // That of the old DR stays until it is too old: nobody but its author may withdraw it.
        QCOMPARE(net.lsas(0, wire::LsaType::network), (std::vector<std::string>{"10.0.0.3 3.3.3.3", "10.0.0.4 4.4.4.4"}));
        COMPARE_TEXT(net.route(0, "4.4.4.4/32"), "-");
        COMPARE_TEXT(net.route(0, "2.2.2.2/32"), "O 10 10.0.0.2");

        net.startRouter(3); // comes back, and takes nothing from those in office
        net.runSeconds(60);
        COMPARE_TEXT(net.neighbours(0), "2.2.2.2 Full/Backup, 3.3.3.3 Full/DR, 4.4.4.4 2-Way/DROther");
        COMPARE_TEXT(net.route(0, "4.4.4.4/32"), "O 10 10.0.0.4");
    }

    void priorityZeroIsNeverDr()
    {
        Pair p(NetworkType::broadcast);
        p.net.config(p.b).interfaces.begin()->second.priority = 0;
        p.net.start();
        p.net.runSeconds(60);
        COMPARE_TEXT(p.net.neighbours(p.a), "2.2.2.2 Full/DROther");
        COMPARE_TEXT(p.net.neighbours(p.b), "1.1.1.1 Full/DR");
    }

    void nbma()
    {
        Pair p(NetworkType::nbma);
        p.interface(p.a).neighbours = {{test::ip4("10.0.12.2"), 1, 60}};
        p.interface(p.b).neighbours = {{test::ip4("10.0.12.1"), 1, 60}};
        p.net.start();
        p.net.runSeconds(100);
        COMPARE_TEXT(p.net.neighbours(p.a), "2.2.2.2 Full/DR");
        COMPARE_TEXT(p.net.route(p.b, "1.1.1.1/32"), "O 10 10.0.12.1");
        p.net.kill(p.b);
        p.net.runSeconds(100);
        COMPARE_TEXT(p.net.neighbours(p.a), "2.2.2.2 Down/DROther");
        p.net.startRouter(p.b);
        p.net.runSeconds(200);
        COMPARE_TEXT(p.net.route(p.b, "1.1.1.1/32"), "O 10 10.0.12.1");
    }

    void pointToMultipoint()
    {
        Simulator net;
        for (const char *id : {"1.1.1.1", "2.2.2.2", "3.3.3.3"})
            net.router(id);
        net.connect({{0, "10.0.0.1/24"}, {1, "10.0.0.2/24"}, {2, "10.0.0.3/24"}}, {.type = NetworkType::pointToMultipoint});
        net.loopback(2, "3.3.3.3/32");
        net.start();
        net.runSeconds(30);
        COMPARE_TEXT(net.neighbours(0), "2.2.2.2 Full/Point-To-Point, 3.3.3.3 Full/Point-To-Point");
        COMPARE_TEXT(net.route(0, "3.3.3.3/32"), "O 10 10.0.0.3");
        COMPARE_TEXT(net.route(0, "10.0.0.3/32"), "O 10 10.0.0.3");
        COMPARE_TEXT(net.route(0, "10.0.0.0/24"), "-");
    }

    void mismatches_data()
    {
        QTest::addColumn<int>("what");
        QTest::addColumn<int>("error");
        QTest::newRow("hello interval") << 0 << int(ospf::PacketError::wrongHelloInterval);
        QTest::newRow("dead interval") << 1 << int(ospf::PacketError::wrongDeadInterval);
        QTest::newRow("area") << 2 << int(ospf::PacketError::wrongArea);
        QTest::newRow("kind of area") << 3 << int(ospf::PacketError::wrongOptions);
        QTest::newRow("passive") << 4 << int(ospf::PacketError::passive);
        QTest::newRow("mask") << 5 << int(ospf::PacketError::wrongMask);
        QTest::newRow("own router id") << 6 << int(ospf::PacketError::ownRouterId);
    }
    void mismatches()
    {
        QFETCH(int, what);
        QFETCH(int, error);
        Pair p(NetworkType::broadcast, [&](ospf::InterfaceConfig &c) { c.area = test::ip4(what == 3 ? "0.0.0.1" : "0.0.0.0"); });
        ospf::InterfaceConfig &b = p.interface(p.b);
        switch (what) {
        case 0: b.timers.hello = 5; break;
        case 1: b.timers.dead = 20; break;
        case 2: b.area = test::ip4("0.0.0.7"); break;
        case 3: p.net.config(p.b).areas[test::ip4("0.0.0.1")].type = ospf::AreaType::stub; break;
        case 4: p.interface(p.a).passive = true; break;
        case 5: b.length = 25; break;
        case 6: p.net.config(p.b).routerId = p.net.config(p.a).routerId; break;
        }
        p.net.start();
        p.net.runSeconds(60);
        COMPARE_TEXT(p.net.neighbours(p.a), "");
        QVERIFY(p.dropped(p.a, static_cast<ospf::PacketError>(error)) >= 2);
    }

    void aLargerMtuStopsTheExchange()
    {
        for (const bool ignore : {false, true}) {
            Pair p(NetworkType::pointToPoint, [&](ospf::InterfaceConfig &c) { c.mtuIgnore = ignore; });
            p.net.setMtu(p.b, 0, 9000);
            p.net.start();
            p.net.runSeconds(30);
            COMPARE_TEXT(p.net.neighbours(p.a), ignore ? "2.2.2.2 Full/Point-To-Point" : "2.2.2.2 ExStart/Point-To-Point");
            QCOMPARE(p.dropped(p.a, ospf::PacketError::mtuTooLarge) > 0, !ignore);
        }
    }

    void aSilentLinkIsNoticedAfterTheDeadInterval()
    {
        Pair p(NetworkType::pointToPoint);
        p.net.start();
        p.net.runSeconds(20);
        p.net.setSilent(p.link, true);
        p.net.runSeconds(29);
        COMPARE_TEXT(p.net.neighbours(p.a), "2.2.2.2 Full/Point-To-Point");
        p.net.runSeconds(20);
        COMPARE_TEXT(p.net.neighbours(p.a), "");
        COMPARE_TEXT(p.net.route(p.a, "2.2.2.2/32"), "-");
        p.net.setSilent(p.link, false);
        p.net.runSeconds(30);
        COMPARE_TEXT(p.net.route(p.a, "2.2.2.2/32"), "O 10 10.0.12.2");
    }

    void oneWayOnly()
    {
        // B stops hearing A: A hears that from B's hellos.
        Pair p(NetworkType::pointToPoint);
        p.net.start();
        p.net.runSeconds(20);
        p.net.kill(p.b);
        p.net.startRouter(p.b);
        p.net.runSeconds(1);
        const auto n = p.net.process(p.a).neighbours(p.net.now());
        QVERIFY(n.at(0).state != ospf::NeighbourState::full || n.at(0).stateChanges > 6);
        p.net.runSeconds(30);
        COMPARE_TEXT(p.net.neighbours(p.a), "2.2.2.2 Full/Point-To-Point");
        COMPARE_TEXT(p.net.route(p.a, "2.2.2.2/32"), "O 10 10.0.12.2");
    }

    void fastHellos()
    {
        Pair p(NetworkType::pointToPoint, [](ospf::InterfaceConfig &c) { c.timers.helloMultiplier = 5; });
        p.net.start();
        p.net.runSeconds(10);
        COMPARE_TEXT(p.net.neighbours(p.a), "2.2.2.2 Full/Point-To-Point");
        p.net.setSilent(p.link, true);
        p.net.runSeconds(2);
        COMPARE_TEXT(p.net.neighbours(p.a), "");
    }

    void aCopyIsACheckpoint()
    {
        Pair p(NetworkType::broadcast);
        p.net.start();
        p.net.runSeconds(45);
        const ospf::Ospf before = p.net.process(p.a);
        const auto deadline = before.nextDeadline();
        p.net.runSeconds(30);
        QVERIFY(before.nextDeadline() == deadline);
        ospf::Ospf one = before, two = before;
        ospf::Output first, second;
        one.expire(deadline + base::Duration::seconds(100), first);
        two.expire(deadline + base::Duration::seconds(100), second);
        QVERIFY(!first.packets.empty());
        QVERIFY(first.buffer == second.buffer);
    }
};

QTEST_APPLESS_MAIN(TestAdjacency)
#include "tst_adjacency.moc"
