// OSPF on whole virtual routers in virtual time: adjacencies over real frames, routes in the RIB and the forwarding table,
// areas, redistribution, failures, changes while it runs, checkpoints.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/routing_lab.h"

#include <QtTest>

using namespace hopyard;
using support::routeOf;
using support::seconds;

#define COMPARE_TEXT(actual, expected) QCOMPARE(QString::fromStdString(actual), QString(expected))

namespace {

/// "2.2.2.2 Full/DR, 3.3.3.3 2-Way/DROther"
std::string neighbours(world::World &world, std::string_view node)
{
    std::string text;
    const nlohmann::json json = support::askJson(world, node, "show ip ospf neighbor");
    if (!json.contains("neighbors"))
        return text;
    for (const auto &[id, all] : json["neighbors"].items())
        for (const auto &one : all)
            text += (text.empty() ? "" : ", ") + id + ' ' + one["nbrState"].get<std::string>();
    return text;
}

std::string config(const std::string &loopback, const std::vector<std::string> &interfaces, const std::string &process)
{
    std::string text = "interface lo\n ip address " + loopback + "/32\n";
    for (std::size_t i = 0; i < interfaces.size(); ++i)
        text += "interface eth" + std::to_string(i) + "\n " + interfaces[i] + '\n';
    return text + "router ospf\n" + process;
}

constexpr const char *kEverywhere = " network 0.0.0.0/0 area 0\n";
const std::string kPointToPoint = "\n ip ospf network point-to-point";

/// r1 -- r2 -- r3 in a row, point to point, one area; r1 -- r3 by a slower line.
std::string triangle()
{
    return support::routingLab({{"r1", config("1.1.1.1", {"ip address 10.0.12.1/30" + kPointToPoint,
                                                          "ip address 10.0.13.1/30\n ip ospf cost 100" + kPointToPoint}, kEverywhere)},
                                {"r2", config("2.2.2.2", {"ip address 10.0.12.2/30" + kPointToPoint, "ip address 10.0.23.1/30" + kPointToPoint},
                                              kEverywhere)},
                                {"r3", config("3.3.3.3", {"ip address 10.0.23.2/30" + kPointToPoint,
                                                          "ip address 10.0.13.2/30\n ip ospf cost 100" + kPointToPoint}, kEverywhere)}},
                               {"r1:eth0, r2:eth0", "r2:eth1, r3:eth0", "r1:eth1, r3:eth1"});
}

void configure(world::World &world, std::string_view node, std::string_view lines)
{
    const auto answer = world.command(world.findNode(node), "configure " + std::string(lines));
    QVERIFY2(answer.ok, answer.text.c_str());
}

bool applied(world::World &world, const std::string &text)
{
    for (const lab::Problem &problem : world.apply(support::labFrom(text)))
        if (problem.severity == lab::Problem::Severity::error)
            return false;
    return true;
}

struct Counts final : base::trace::Sink {
    explicit Counts(world::World &world)
    {
        world.trace().add(this, base::trace::kindOf<base::trace::ProtocolChanged>() | base::trace::kindOf<base::trace::RoutesCalculated>());
    }
    void event(base::TimePoint, const base::trace::Event &event) override
    {
        if (const auto *changed = std::get_if<base::trace::ProtocolChanged>(&event))
            text += std::string(changed->subject) + ' ' + std::string(changed->from) + '>' + std::string(changed->to) + '\n';
        else if (std::holds_alternative<base::trace::RoutesCalculated>(event))
            ++runs;
    }
    std::string text;
    int runs = 0;
};

} // namespace

class TestOspf : public QObject {
    Q_OBJECT
private slots:
    void threeRoutersFindTheShortestWay()
    {
        world::World world = support::worldFrom(triangle());
        Counts counts(world);
        world.runUntil(seconds(60));
        COMPARE_TEXT(neighbours(world, "r2"), "1.1.1.1 Full/-, 3.3.3.3 Full/-");
        COMPARE_TEXT(routeOf(world, "r1", "3.3.3.3/32"), "ospf 110/20 10.0.12.2 eth0");
        COMPARE_TEXT(routeOf(world, "r1", "10.0.23.0/30"), "ospf 110/20 10.0.12.2 eth0");
        COMPARE_TEXT(routeOf(world, "r1", "10.0.12.0/30"), "connected 0/0 eth0"); // its own is not OSPF's
        QVERIFY(counts.text.find("OSPF neighbour Loading>Full") != std::string::npos);
        QVERIFY(counts.text.find("OSPF interface Down>Point-To-Point") != std::string::npos);
        QVERIFY(counts.runs > 0);
        // What it says is what packets meet.
        support::Lines lines(world);
        QVERIFY(world.command(world.findNode("r1"), "ping 3.3.3.3 count 2").ok);
        world.runUntil(seconds(65));
        QVERIFY(!lines.with("2 packets transmitted, 2 received").empty());
    }

    void equalCostsShareTheTraffic()
    {
        world::World world = support::worldFrom(triangle());
        for (const char *r : {"r1", "r3"})
            configure(world, r, "interface eth1; ip ospf cost 20");
        world.runUntil(seconds(60));
        COMPARE_TEXT(routeOf(world, "r1", "3.3.3.3/32"), "ospf 110/20 10.0.12.2 eth0, 10.0.13.2 eth1");
        configure(world, "r1", "router ospf; maximum-paths 1");
        world.runUntil(seconds(61));
        COMPARE_TEXT(routeOf(world, "r1", "3.3.3.3/32"), "ospf 110/20 10.0.12.2 eth0");
    }

    void aCutCableIsSeenAtOnceASilentOneAfterTheDeadInterval()
    {
        world::World world = support::worldFrom(triangle());
        world.runUntil(seconds(60));
        const base::LinkId link = world.findLink({"r1", "eth0"});
        world::World silent = world.copy();
        base::Impairment cut;
        cut.down = true;
        QVERIFY(world.setImpairment(link, base::Direction::forward, cut));
        QVERIFY(world.setImpairment(link, base::Direction::backward, cut));
        world.runUntil(seconds(61));
        COMPARE_TEXT(routeOf(world, "r1", "2.2.2.2/32"), "ospf 110/110 10.0.13.2 eth1");
        COMPARE_TEXT(neighbours(world, "r1"), "3.3.3.3 Full/-");
        // Nothing gets through, and nobody sees the carrier go.
        base::Impairment lost;
        lost.loss = 1;
        for (const base::Direction d : {base::Direction::forward, base::Direction::backward})
            QVERIFY(silent.setImpairment(link, d, lost));
        silent.runUntil(seconds(85));
        COMPARE_TEXT(routeOf(silent, "r1", "2.2.2.2/32"), "ospf 110/10 10.0.12.2 eth0");
        silent.runUntil(seconds(101));
        COMPARE_TEXT(routeOf(silent, "r1", "2.2.2.2/32"), "ospf 110/110 10.0.13.2 eth1");
        COMPARE_TEXT(routeOf(silent, "r2", "1.1.1.1/32"), "ospf 110/110 10.0.23.2 eth1");
    }

    void aLanElectsItsDesignatedRouter()
    {
        const auto on = [](int i, const char *more) {
            const std::string n = std::to_string(i);
            return config(n + '.' + n + '.' + n + '.' + n, {"ip address 10.0.0." + n + "/24" + more}, kEverywhere);
        };
        world::World world = support::worldFrom(support::routingLab(
            {{"r1", on(1, "")}, {"r2", on(2, "\n ip ospf priority 9")}, {"r3", on(3, "")}, {"r4", on(4, "\n ip ospf priority 0")}},
            {"r1:eth0, s:p1", "r2:eth0, s:p2", "r3:eth0, s:p3", "r4:eth0, s:p4"}, {"s"}));
        world.runUntil(seconds(70));
        COMPARE_TEXT(neighbours(world, "r2"), "1.1.1.1 Full/DROther, 3.3.3.3 Full/Backup, 4.4.4.4 Full/DROther");
        COMPARE_TEXT(neighbours(world, "r1"), "2.2.2.2 Full/DR, 3.3.3.3 Full/Backup, 4.4.4.4 2-Way/DROther");
        COMPARE_TEXT(routeOf(world, "r1", "4.4.4.4/32"), "ospf 110/10 10.0.0.4 eth0");
        QVERIFY(world.command(world.findNode("r2"), "show ip ospf interface eth0").text.find("OSPFAllRouters OSPFDesignatedRouters\n") !=
                std::string::npos);
        QVERIFY(world.stopNode(world.findNode("r2")));
        world.runUntil(seconds(120));
        COMPARE_TEXT(neighbours(world, "r1"), "3.3.3.3 Full/DR, 4.4.4.4 Full/DROther"); // it is the backup now
    }

    void areasStubNssaAndExternals()
    {
        // r4 in a stub area, r1 its border; r3 the border of the NSSA where r5 announces a static route.
        world::World world = support::worldFrom(support::routingLab(
            {{"r1", config("1.1.1.1", {"ip address 10.0.12.1/30", "ip address 10.0.14.1/30"},
                           " network 1.1.1.1/32 area 0\n network 10.0.12.0/30 area 0\n network 10.0.14.0/30 area 1\n area 1 stub no-summary\n")},
             {"r2", "ip route 10.99.0.0/16 blackhole tag 7\nip route 0.0.0.0/0 blackhole\n" +
                        config("2.2.2.2", {"ip address 10.0.12.2/30", "ip address 10.0.23.2/30", "ip address 192.168.2.1/24"},
                               " network 2.2.2.2/32 area 0\n network 10.0.0.0/8 area 0\n redistribute static metric 30\n"
                               " redistribute connected metric 5 metric-type 1\n default-information originate\n")},
             {"r3", config("3.3.3.3", {"ip address 10.0.23.1/30", "ip address 10.0.35.3/24"},
                           " network 3.3.3.3/32 area 0\n network 10.0.23.0/30 area 0\n network 10.0.35.0/24 area 2\n area 2 nssa\n"
                           " area 2 range 10.0.32.0/20\n")},
             {"r4", config("4.4.4.4", {"ip address 10.0.14.2/30"}, " network 0.0.0.0/0 area 1\n area 1 stub\n")},
             {"r5", "ip route 10.55.0.0/16 blackhole\n" + config("5.5.5.5", {"ip address 10.0.35.5/24"},
                                                                   " network 0.0.0.0/0 area 2\n area 2 nssa\n redistribute static\n")},
             {"h", "interface eth0\n ip address 192.168.2.2/24\n"}},
            {"r1:eth0, r2:eth0", "r2:eth1, r3:eth0", "r1:eth1, r4:eth0", "r3:eth1, r5:eth0", "r2:eth2, h:eth0"}));
        world.runUntil(seconds(120));
        COMPARE_TEXT(routeOf(world, "r1", "10.99.0.0/16"), "ospf 110/30 10.0.12.2 eth0");
        COMPARE_TEXT(routeOf(world, "r1", "192.168.2.0/24"), "ospf 110/15 10.0.12.2 eth0");
        COMPARE_TEXT(routeOf(world, "r1", "0.0.0.0/0"), "ospf 110/10 10.0.12.2 eth0");
        COMPARE_TEXT(routeOf(world, "r1", "10.55.0.0/16"), "ospf 110/20 10.0.12.2 eth0");
        COMPARE_TEXT(routeOf(world, "r4", "0.0.0.0/0"), "ospf 110/11 10.0.14.1 eth0");
        COMPARE_TEXT(routeOf(world, "r4", "10.99.0.0/16"), "-");
        COMPARE_TEXT(routeOf(world, "r4", "2.2.2.2/32"), "-"); // totally stub
        COMPARE_TEXT(routeOf(world, "r1", "10.0.32.0/20"), "ospf 110/30 10.0.12.2 eth0");
        COMPARE_TEXT(routeOf(world, "r1", "10.0.35.0/24"), "-");
        COMPARE_TEXT(routeOf(world, "r3", "10.0.32.0/20"), "ospf 110/0 blackhole"); // what the range does not hold
        COMPARE_TEXT(routeOf(world, "r5", "10.99.0.0/16"), "-");
        COMPARE_TEXT(routeOf(world, "r5", "1.1.1.1/32"), "ospf 110/30 10.0.35.3 eth0");
        // The static routes go, one by configuration, the others with their announcement.
        configure(world, "r2", "no ip route 10.99.0.0/16 blackhole; no ip route 0.0.0.0/0 blackhole");
        configure(world, "r5", "router ospf; no redistribute static");
        world.runUntil(seconds(130));
        COMPARE_TEXT(routeOf(world, "r1", "10.99.0.0/16"), "-");
        COMPARE_TEXT(routeOf(world, "r1", "0.0.0.0/0"), "-");
        COMPARE_TEXT(routeOf(world, "r1", "10.55.0.0/16"), "-");
    }

    void listsAndMapsSayWhatIsRedistributed()
    {
        world::World world = support::worldFrom(triangle());
        configure(world, "r2", "ip route 10.91.0.0/16 blackhole tag 5; ip route 10.92.0.0/16 blackhole; ip route 10.93.0.0/16 blackhole; "
                               "ip prefix-list P permit 10.92.0.0/16; access-list A deny 10.93.0.0/16; access-list A permit any; "
                               "route-map M permit 10; match tag 5; set metric 77; set metric-type type-1; "
                               "route-map M permit 20; match ip address prefix-list P; set tag 9; route-map M permit 30; "
                               "router ospf; redistribute static metric 30 route-map M; distribute-list A out static");
        world.runUntil(seconds(60));
        COMPARE_TEXT(routeOf(world, "r1", "10.91.0.0/16"), "ospf 110/87 10.0.12.2 eth0");
        COMPARE_TEXT(routeOf(world, "r1", "10.92.0.0/16"), "ospf 110/30 10.0.12.2 eth0");
        QCOMPARE(support::askJson(world, "r1", "show ip route 10.92.0.0/16")["10.92.0.0/16"][0]["tag"].get<int>(), 9);
        COMPARE_TEXT(routeOf(world, "r1", "10.93.0.0/16"), "-");
        configure(world, "r2", "no route-map M permit 10; access-list A deny 10.92.0.0/16; no access-list A permit any");
        world.runUntil(seconds(70));
        COMPARE_TEXT(routeOf(world, "r1", "10.92.0.0/16"), "-");
        configure(world, "r2", "router ospf; no distribute-list A out static");
        world.runUntil(seconds(80));
        COMPARE_TEXT(routeOf(world, "r1", "10.91.0.0/16"), "ospf 110/30 10.0.12.2 eth0");
    }

    void aVirtualLinkMendsTheBackbone()
    {
        // Area 2 hangs on area 1 only; the virtual link between r1 and r2 makes it part of the network.
        const std::string lab = support::routingLab(
            {{"r1", config("1.1.1.1", {"ip address 10.0.12.1/30"},
                           " ospf router-id 1.1.1.1\n network 1.1.1.1/32 area 0\n network 10.0.12.0/30 area 1\n area 1 virtual-link 2.2.2.2\n")},
             {"r2", config("2.2.2.2", {"ip address 10.0.12.2/30", "ip address 10.0.23.2/30"},
                           " network 10.0.12.0/30 area 1\n network 10.0.23.0/30 area 2\n area 1 virtual-link 1.1.1.1\n")},
             {"r3", config("3.3.3.3", {"ip address 10.0.23.1/30"}, " network 0.0.0.0/0 area 2\n")}},
            {"r1:eth0, r2:eth0", "r2:eth1, r3:eth0"});
        world::World world = support::worldFrom(lab);
        world.runUntil(seconds(120));
        COMPARE_TEXT(routeOf(world, "r3", "1.1.1.1/32"), "ospf 110/20 10.0.23.2 eth0");
        COMPARE_TEXT(routeOf(world, "r1", "3.3.3.3/32"), "ospf 110/20 10.0.12.2 eth0");
        configure(world, "r2", "router ospf; no area 1 virtual-link 1.1.1.1");
        world.runUntil(seconds(180));
        COMPARE_TEXT(routeOf(world, "r3", "1.1.1.1/32"), "-");
    }

    void onlyThoseWithTheKeyAreHeard_data()
    {
        QTest::addColumn<QString>("mine");
        QTest::addColumn<QString>("theirs");
        QTest::addColumn<bool>("heard");
        const QString md5 = "interface eth0; ip ospf authentication message-digest; ip ospf message-digest-key 1 md5 secret";
        const QString sha = "interface eth0; ip ospf authentication message-digest; ip ospf message-digest-key 1 hmac-sha-256 secret";
        QTest::newRow("md5") << md5 << md5 << true;
        QTest::newRow("hmac-sha-256") << sha << sha << true;
        QTest::newRow("another algorithm") << md5 << sha << false;
        QTest::newRow("password") << "interface eth0; ip ospf authentication; ip ospf authentication-key a"
                                  << "router ospf; area 0 authentication; interface eth0; ip ospf authentication-key a" << true;
        QTest::newRow("another password") << "interface eth0; ip ospf authentication; ip ospf authentication-key a"
                                          << "interface eth0; ip ospf authentication; ip ospf authentication-key b" << false;
        QTest::newRow("only one") << md5 << "interface eth0; ip ospf priority 1" << false;
    }
    void onlyThoseWithTheKeyAreHeard()
    {
        QFETCH(QString, mine);
        QFETCH(QString, theirs);
        QFETCH(bool, heard);
        world::World world = support::worldFrom(triangle());
        configure(world, "r1", mine.toStdString());
        configure(world, "r2", theirs.toStdString());
        world.runUntil(seconds(60));
        COMPARE_TEXT(neighbours(world, "r1"), heard ? "2.2.2.2 Full/-, 3.3.3.3 Full/-" : "3.3.3.3 Full/-");
    }

    void isReconfiguredWhileItRuns()
    {
        world::World world = support::worldFrom(triangle());
        world.runUntil(seconds(60));
        Counts counts(world);
        configure(world, "r1", "interface eth0; ip ospf cost 200");
        world.runUntil(seconds(62));
        COMPARE_TEXT(routeOf(world, "r1", "2.2.2.2/32"), "ospf 110/110 10.0.13.2 eth1");
        configure(world, "r1", "router ospf; distance ospf intra-area 90");
        world.runUntil(seconds(63));
        COMPARE_TEXT(routeOf(world, "r1", "2.2.2.2/32"), "ospf 90/110 10.0.13.2 eth1");
        configure(world, "r1", "ip route 2.2.2.2/32 10.0.12.2"); // a better distance takes its place
        COMPARE_TEXT(routeOf(world, "r1", "2.2.2.2/32"), "static 1/0 10.0.12.2 eth0");
        configure(world, "r1", "no ip route 2.2.2.2/32 10.0.12.2");
        COMPARE_TEXT(routeOf(world, "r1", "2.2.2.2/32"), "ospf 90/110 10.0.13.2 eth1");
        QVERIFY(counts.text.empty()); // no adjacency was hurt
        configure(world, "r1", "interface eth1; ip ospf passive");
        world.runUntil(seconds(64));
        COMPARE_TEXT(neighbours(world, "r1"), "2.2.2.2 Full/-");
        configure(world, "r1", "no router ospf");
        world.runUntil(seconds(65));
        COMPARE_TEXT(routeOf(world, "r1", "2.2.2.2/32"), "-");
        COMPARE_TEXT(neighbours(world, "r2"), "1.1.1.1 Init/-, 3.3.3.3 Full/-"); // it said good-bye
        configure(world, "r1", "router ospf; network 0.0.0.0/0 area 0; interface eth1; no ip ospf passive");
        world.runUntil(seconds(120));
        COMPARE_TEXT(neighbours(world, "r1"), "2.2.2.2 Full/-, 3.3.3.3 Full/-");
    }

    void interfacesComeAndGo()
    {
        const std::string all = triangle();
        std::string without = all;
        without.erase(without.find("  - {ends: [r1:eth1"));
        world::World world = support::worldFrom(without);
        world.runUntil(seconds(60));
        COMPARE_TEXT(routeOf(world, "r1", "10.0.13.0/30"), "-");
        QVERIFY(applied(world, all));
        world.runUntil(seconds(120));
        COMPARE_TEXT(neighbours(world, "r1"), "2.2.2.2 Full/-, 3.3.3.3 Full/-");
        QVERIFY(applied(world, without));
        world.runUntil(seconds(121));
        COMPARE_TEXT(neighbours(world, "r1"), "2.2.2.2 Full/-");
        // An address of an interface becomes another: the adjacency is made anew with it.
        configure(world, "r1", "interface eth0; no ip address 10.0.12.1/30; ip address 10.0.77.1/30");
        configure(world, "r2", "interface eth0; no ip address 10.0.12.2/30; ip address 10.0.77.2/30");
        world.runUntil(seconds(180));
        COMPARE_TEXT(routeOf(world, "r1", "2.2.2.2/32"), "ospf 110/10 10.0.77.2 eth0");
        COMPARE_TEXT(routeOf(world, "r3", "10.0.77.0/30"), "ospf 110/20 10.0.23.1 eth0");
        COMPARE_TEXT(routeOf(world, "r3", "10.0.12.0/30"), "-");
    }

    void theRouterIdIsChosenAsFrrDoes()
    {
        world::World world = support::worldFrom(support::routingLab(
            {{"a", "interface eth0\n ip address 10.0.0.1/24\nrouter ospf\n network 0.0.0.0/0 area 0\n"},
             {"b", "interface eth0\n ip address 10.0.0.2/24\ninterface lo\n ip address 1.2.3.4/32\n ip address 1.2.3.5/32\nrouter ospf\n"},
             {"c", "interface eth0\n ip address 10.0.0.3/24\nrouter ospf\n ospf router-id 7.7.7.7\n"}, {"d", "router ospf\n"}},
            {"a:eth0, s:p1", "b:eth0, s:p2", "c:eth0, s:p3"}, {"s"}));
        world.runUntil(seconds(1));
        const auto id = [&](const char *node) { return support::askJson(world, node, "show ip ospf").value("routerId", "none"); };
        COMPARE_TEXT(id("a"), "10.0.0.1");
        COMPARE_TEXT(id("b"), "1.2.3.5");
        COMPARE_TEXT(id("c"), "7.7.7.7");
        COMPARE_TEXT(id("d"), "none"); // until it has an address
        configure(world, "a", "interface lo; ip address 99.9.9.9/32");
        configure(world, "d", "interface lo; ip address 4.4.4.4/32");
        world.runUntil(seconds(2));
        COMPARE_TEXT(id("a"), "10.0.0.1"); // stays
        COMPARE_TEXT(id("d"), "4.4.4.4");
        configure(world, "a", "router ospf; ospf router-id 5.5.5.5");
        world.runUntil(seconds(3));
        COMPARE_TEXT(id("a"), "5.5.5.5");
    }

    void clearBeginsAnew()
    {
        world::World world = support::worldFrom(triangle());
        world.runUntil(seconds(60));
        Counts counts(world);
        QVERIFY(world.command(world.findNode("r1"), "clear ip ospf neighbor 2.2.2.2").ok);
        QCOMPARE(counts.text, std::string("OSPF neighbour Full>Down\n"));
        world.runUntil(seconds(80));
        COMPARE_TEXT(neighbours(world, "r1"), "2.2.2.2 Full/-, 3.3.3.3 Full/-");
        QVERIFY(world.command(world.findNode("r1"), "clear ip ospf process").ok);
        world.runUntil(seconds(110));
        COMPARE_TEXT(neighbours(world, "r1"), "2.2.2.2 Full/-, 3.3.3.3 Full/-");
        COMPARE_TEXT(routeOf(world, "r1", "3.3.3.3/32"), "ospf 110/20 10.0.12.2 eth0");
    }

    void aCheckpointGoesOnInTheSameWay()
    {
        for (const double at : {0.0000001, 3.0, 12.5, 40.0}) {
            world::World world = support::worldFrom(triangle());
            world.runUntil(seconds(at));
            world::World copy = world.copy();
            support::Everything first(world), second(copy);
            world.runUntil(seconds(70));
            copy.runUntil(seconds(70));
            QVERIFY(first.count > 10);
            QVERIFY(first.log == second.log);
            COMPARE_TEXT(routeOf(copy, "r1", "3.3.3.3/32"), "ospf 110/20 10.0.12.2 eth0");
        }
    }

    void theTreeIsExplained()
    {
        world::World world = support::worldFrom(triangle());
        world.runUntil(seconds(60));
        const auto json = support::askJson(world, "r1", "show ip ospf tree");
        const auto &tree = json["areas"]["0.0.0.0"];
        QCOMPARE(tree.size(), std::size_t(3));
        COMPARE_TEXT(tree[2]["id"].get<std::string>(), "3.3.3.3");
        QCOMPARE(tree[2]["cost"].get<int>(), 20);
        COMPARE_TEXT(tree[2]["parents"][0]["id"].get<std::string>(), "2.2.2.2");
        COMPARE_TEXT(world.command(world.findNode("r1"), "explain ospf area 0").text,
                     "Shortest paths in area 0.0.0.0, [cost from here] +cost of the last step:\n"
                     "  router 1.1.1.1 [0] this router\n"
                     "    router 2.2.2.2 [10] +10  out via 10.0.12.2 eth0\n"
                     "      router 3.3.3.3 [20] +10  out via 10.0.12.2 eth0\n");
        QVERIFY(!world.command(world.findNode("r1"), "explain ospf area 7").ok);
    }
};

QTEST_APPLESS_MAIN(TestOspf)
#include "tst_ospf.moc"
