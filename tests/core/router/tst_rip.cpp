// RIP on whole routers in a world in virtual time, configured in FRR's language: what their tables are after changes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/world.h"
#include "tests/support/worlds.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QtTest>

using namespace hopyard;
using support::seconds;
using world::World;

namespace {

/// Routers in a row r0 — r1 — … (10.0.i.0/24 between i and i+1) or in a ring, each with the same lines behind its
/// interfaces; r0 has 10.100.0.1/32 besides.
std::string chainLab(int routers, const std::string &lines, bool isRing = false)
{
    std::string text = "hopyard: 1\nnodes:\n";
    for (int i = 0; i < routers; ++i) {
        text += "  r" + std::to_string(i) + ":\n    kind: router\n    config: |\n";
        const auto interface = [&](const std::string &name, const std::string &address) {
            text += "      interface " + name + "\n       ip address " + address + "\n      exit\n";
        };
        if (i + 1 < routers || isRing)
            interface("eth1", "10.0." + std::to_string(i) + ".1/24");
        if (i > 0 || isRing)
            interface("eth0", "10.0." + std::to_string((i + routers - 1) % routers) + ".2/24");
        if (i == 0)
            interface("lo", "10.100.0.1/32");
        text += lines;
    }
    text += "links:\n";
    for (int i = 0; i + (isRing ? 0 : 1) < routers; ++i)
        text += "  - {ends: [r" + std::to_string(i) + ":eth1, r" + std::to_string((i + 1) % routers)
                + ":eth0], delay: 1ms}\n";
    return text;
}

constexpr const char *kRip = "      router rip\n       network 10.0.0.0/8\n      exit\n";
constexpr const char *kQuick = "      router rip\n       network 10.0.0.0/8\n       timers basic 5 15 10\n      exit\n";
constexpr const char *kLeaf = "10.100.0.1/32";

QString say(World &world, const char *node, const QString &line)
{
    const auto answer = world.command(world.findNode(node), line.toStdString());
    if (!answer.ok)
        qWarning("%s: %s", qPrintable(line), answer.text.c_str());
    return QString::fromStdString(answer.text);
}

void runFor(World &world, double s)
{
    world.runUntil(world.now() + base::Duration::milliseconds(static_cast<std::int64_t>(s * 1000)));
}

/// "R>* 10.100.0.1/32 [120/2] via 10.0.0.1, eth0": the lines of `show ip route` about a prefix, without ages.
QString route(World &world, const char *node, const char *prefix)
{
    QStringList out;
    for (QString line : say(world, node, "show ip route").split('\n')) {
        if (line.contains(QString(" %1 ").arg(prefix)))
            out << line.left(line.lastIndexOf(", ")).remove(", weight 1");
    }
    return out.join('\n');
}

/// "R(n) 10.100.0.1/32 10.0.0.1 2 10.0.0.1": a line of `show ip rip` without tag and time.
QString entry(World &world, const char *node, const char *prefix)
{
    for (const QString &line : say(world, node, "show ip rip").split('\n'))
        if (line.contains(QString(" %1 ").arg(prefix)))
            return line.simplified().section(' ', 0, 4);
    return {};
}

/// Cables are pulled and plugged by changing the lab.
void pull(World &world, std::size_t link)
{
    lab::Lab lab = world.lab();
    lab.links.erase(lab.links.begin() + static_cast<std::ptrdiff_t>(link));
    world.apply(lab);
}

/// Nothing gets through, and nobody sees it.
void silence(World &world, std::size_t link, bool silent)
{
    lab::Lab lab = world.lab();
    lab.links[link].forward.loss = lab.links[link].backward.loss = silent ? 1 : 0;
    world.apply(lab);
}

} // namespace

class TestRip : public QObject {
    Q_OBJECT
private slots:
    void chain()
    {
        World world = support::worldFrom(chainLab(4, kRip));
        world.runUntil(seconds(20));
        QCOMPARE(route(world, "r1", kLeaf), "R>* 10.100.0.1/32 [120/2] via 10.0.0.1, eth0");
        QCOMPARE(route(world, "r3", kLeaf), "R>* 10.100.0.1/32 [120/4] via 10.0.2.1, eth0");
        QCOMPARE(route(world, "r0", "10.0.2.0/24"), "R>* 10.0.2.0/24 [120/3] via 10.0.0.2, eth1");
        support::Lines lines(world);
        say(world, "r3", "ping 10.100.0.1 count 1");
        runFor(world, 12);
        QVERIFY(!lines.with(" 1 received").empty());
    }

    void whatIsShown()
    {
        World world = support::worldFrom(chainLab(2, kRip));
        say(world, "r0",
            "configure router rip; redistribute static; route 99.0.0.0/8; exit; ip route 77.0.0.0/8 10.0.0.77");
        world.runUntil(seconds(7));
        QCOMPARE(say(world, "r1", "show ip rip"),
                 "Codes: R - RIP, C - connected, S - Static, O - OSPF, B - BGP\n"
                 "Sub-codes:\n"
                 "      (n) - normal, (s) - static, (d) - default, (r) - redistribute,\n"
                 "      (i) - interface\n\n"
                 "     Network            Next Hop         Metric From            Tag Time\n"
                 "C(i) 10.0.0.0/24        0.0.0.0               1 self              0\n"
                 "R(n) 10.100.0.1/32      10.0.0.1              2 10.0.0.1          0 02:53\n"
                 "R(n) 77.0.0.0/8         10.0.0.77             2 10.0.0.1          0 02:53\n"
                 "R(n) 99.0.0.0/8         10.0.0.1              2 10.0.0.1          0 02:53\n");
        QVERIFY(say(world, "r0", "show ip rip")
                    .contains("S(r) 77.0.0.0/8         10.0.0.77             1 self              0\n"));
        QVERIFY(say(world, "r0", "show ip rip")
                    .contains("R(s) 99.0.0.0/8         0.0.0.0               1 self              0\n"));
        QString status = say(world, "r0", "show ip rip status");
        status.replace(QRegularExpression("next due in \\d+ seconds"), "next due in N seconds");
        status.replace(QRegularExpression("\\d\\d:\\d\\d:\\d\\d"), "AGE");
        QCOMPARE(status, "Routing Protocol is \"rip\"\n"
                         "  Sending updates every 30 seconds with +/-17%, next due in N seconds\n"
                         "  Timeout after 180 seconds, garbage collect after 120 seconds\n"
                         "  Outgoing update filter list for all interface is not set\n"
                         "  Incoming update filter list for all interface is not set\n"
                         "  Default redistribution metric is 1\n"
                         "  Redistributing: static\n"
                         "  Default version control: send version 2, receive any version \n"
                         "    Interface        Send  Recv   Key-chain\n"
                         "    eth1             2     1 2    \n"
                         "    lo               2     1 2    \n"
                         "  Routing for Networks:\n"
                         "    10.0.0.0/8\n"
                         "  Passive Interface(s):\n"
                         "    lo\n"
                         "  Routing Information Sources:\n"
                         "    Gateway          BadPackets BadRoutes  Distance Last Update\n"
                         "    10.0.0.2                 0         0       120   AGE\n"
                         "  Distance: (default is 120)\n");
        const auto json = QJsonDocument::fromJson(say(world, "r1", "show ip rip json").toUtf8()).object();
        QCOMPARE(json["77.0.0.0/8"].toArray()[0].toObject()["nextHop"].toString(), "10.0.0.77");
        QVERIFY(!world.command(world.findNode("r1"), "show ip rip nonsense").ok);
        say(world, "r1", "configure no router rip");
        QVERIFY(!world.command(world.findNode("r1"), "show ip rip").ok);
    }

    void ringWithAPulledCable()
    {
        World world = support::worldFrom(chainLab(5, kRip, true));
        world.runUntil(seconds(20));
        QCOMPARE(route(world, "r1", kLeaf), "R>* 10.100.0.1/32 [120/2] via 10.0.0.1, eth0");
        const lab::Lab whole = world.lab();
        pull(world, 0); // r0 — r1
        runFor(world, 60);
        QCOMPARE(route(world, "r1", kLeaf), "R>* 10.100.0.1/32 [120/5] via 10.0.1.2, eth1");
        QCOMPARE(route(world, "r0", "10.0.1.0/24"), "R>* 10.0.1.0/24 [120/4] via 10.0.4.1, eth0");
        world.apply(whole);
        runFor(world, 60);
        QCOMPARE(route(world, "r1", kLeaf), "R>* 10.100.0.1/32 [120/2] via 10.0.0.1, eth0");
    }

    void poisonAndGarbage()
    {
        World world = support::worldFrom(chainLab(3, kRip));
        world.runUntil(seconds(20));
        say(world, "r0", "configure interface lo; no ip address 10.100.0.1/32");
        runFor(world, 11);
        QCOMPARE(route(world, "r2", kLeaf), "");
        QCOMPARE(entry(world, "r2", kLeaf), "R(n) 10.100.0.1/32 10.0.1.1 16 10.0.1.1");
        runFor(world, 121);
        QCOMPARE(entry(world, "r2", kLeaf), "");
    }

    /// The neighbour is gone and nobody says so: the timeout, then garbage collection.
    void ageing()
    {
        World world = support::worldFrom(chainLab(3, kQuick));
        world.runUntil(seconds(20));
        silence(world, 0, true);
        runFor(world, 9); // at least 15 s minus the 5.8 s that the last update is old
        QCOMPARE(route(world, "r2", kLeaf), "R>* 10.100.0.1/32 [120/3] via 10.0.1.1, eth0");
        runFor(world, 12);
        QCOMPARE(route(world, "r2", kLeaf), "");
        QCOMPARE(entry(world, "r1", kLeaf), "R(n) 10.100.0.1/32 10.0.0.1 16 10.0.0.1");
        runFor(world, 12);
        QCOMPARE(entry(world, "r1", kLeaf), "");
        silence(world, 0, false);
        runFor(world, 12);
        QCOMPARE(route(world, "r2", kLeaf), "R>* 10.100.0.1/32 [120/3] via 10.0.1.1, eth0");
    }

    void aRouterIsStoppedAndStarted()
    {
        World world = support::worldFrom(chainLab(3, kRip));
        world.runUntil(seconds(20));
        world.stopNode(world.findNode("r0"));
        runFor(world, 6);
        QCOMPARE(route(world, "r2", kLeaf), "");
        world.startNode(world.findNode("r0"));
        runFor(world, 12);
        QCOMPARE(route(world, "r2", kLeaf), "R>* 10.100.0.1/32 [120/3] via 10.0.1.1, eth0");
    }

    void authentication_data()
    {
        QTest::addColumn<QString>("left");
        QTest::addColumn<QString>("right");
        QTest::addColumn<bool>("works");
        const char *none = "no ip rip authentication mode";
        const char *text = "ip rip authentication mode text; ip rip authentication string one";
        const char *md5 = "ip rip authentication mode md5; ip rip authentication string one";
        const char *rfc = "ip rip authentication mode md5 auth-length rfc; ip rip authentication string one";
        const char *other = "ip rip authentication mode md5; ip rip authentication string two";
        QTest::newRow("none") << none << none << true;
        QTest::newRow("password") << text << text << true;
        QTest::newRow("MD5") << md5 << md5 << true;
        QTest::newRow("both lengths of MD5") << md5 << rfc << true;
        QTest::newRow("password and MD5") << text << md5 << false;
        QTest::newRow("none and MD5") << none << md5 << false;
        QTest::newRow("two keys") << other << md5 << false;
    }
    void authentication()
    {
        QFETCH(QString, left);
        QFETCH(QString, right);
        QFETCH(bool, works);
        World world = support::worldFrom(chainLab(2, kRip));
        say(world, "r0", "configure interface eth1; " + left);
        say(world, "r1", "configure interface eth0; " + right);
        world.runUntil(seconds(40));
        QCOMPARE(route(world, "r1", kLeaf), works ? "R>* 10.100.0.1/32 [120/2] via 10.0.0.1, eth0" : "");
        const auto json = QJsonDocument::fromJson(say(world, "r1", "show ip rip status json").toUtf8()).object();
        QVERIFY(works || !json["dropped"].toObject().isEmpty());
    }

    void redistribution()
    {
        World world = support::worldFrom(chainLab(3, kRip));
        say(world, "r0",
            "configure ip route 172.16.0.0/16 blackhole tag 9; router rip; redistribute static metric 4; "
            "default-information originate");
        world.runUntil(seconds(20));
        QCOMPARE(route(world, "r2", "172.16.0.0/16"), "R>* 172.16.0.0/16 [120/6] via 10.0.1.1, eth0");
        QCOMPARE(route(world, "r2", "0.0.0.0/0"), "R>* 0.0.0.0/0 [120/3] via 10.0.1.1, eth0");
        QVERIFY(say(world, "r2", "show ip route 172.16.0.0/16").contains("tag 9"));
        QCOMPARE(route(world, "r0", "172.16.0.0/16"), "S>* 172.16.0.0/16 [1/0] unreachable (blackhole)");
        say(world, "r0", "configure no ip route 172.16.0.0/16 blackhole");
        runFor(world, 11);
        QCOMPARE(route(world, "r2", "172.16.0.0/16"), "");
        say(world, "r0",
            "configure router rip; no default-information originate; redistribute connected; no network 10.0.0.0/8; "
            "network eth1");
        runFor(world, 21);
        QCOMPARE(route(world, "r2", "0.0.0.0/0"), "");
        QCOMPARE(route(world, "r2", kLeaf), "R>* 10.100.0.1/32 [120/3] via 10.0.1.1, eth0"); // redistributed now
        QVERIFY(entry(world, "r0", kLeaf).startsWith("C(r)"));
    }

    /// r0 -RIP- r1 -OSPF- r2, with r1 between the two.
    void betweenRipAndOspf()
    {
        World world = support::worldFrom(chainLab(3, ""));
        say(world, "r0", "configure router rip; network 10.0.0.0/8");
        say(world, "r1",
            "configure router rip; network eth0; redistribute ospf metric 5; exit; router ospf; network 10.0.1.0/24 "
            "area 0; redistribute rip; redistribute connected");
        say(world, "r2",
            "configure interface lo; ip address 10.200.0.1/32; exit; router ospf; network 10.0.1.0/24 area 0; network "
            "10.200.0.0/16 area 0");
        world.runUntil(seconds(120));
        QCOMPARE(route(world, "r2", kLeaf), "O>* 10.100.0.1/32 [110/20] via 10.0.1.1, eth0");
        QCOMPARE(route(world, "r0", "10.200.0.1/32"), "R>* 10.200.0.1/32 [120/6] via 10.0.0.2, eth1");
        QCOMPARE(route(world, "r1", kLeaf), "R>* 10.100.0.1/32 [120/2] via 10.0.0.1, eth0");
        say(world, "r0", "configure interface lo; shutdown");
        runFor(world, 20);
        QCOMPARE(route(world, "r2", kLeaf), "");
        say(world, "r2", "configure interface lo; no ip address 10.200.0.1/32");
        runFor(world, 20);
        QCOMPARE(route(world, "r0", "10.200.0.1/32"), "");
    }

    void liveChanges()
    {
        World world = support::worldFrom(chainLab(3, kRip));
        world.runUntil(seconds(20));
        // A static route is nearer than RIP, and RIP's is there again when it goes.
        say(world, "r1", "configure ip route 10.100.0.1/32 blackhole");
        QVERIFY(route(world, "r1", kLeaf).contains("S>* 10.100.0.1/32"));
        QVERIFY(route(world, "r1", kLeaf).contains("R   10.100.0.1/32"));
        say(world, "r1", "configure no ip route 10.100.0.1/32 blackhole");
        QCOMPARE(route(world, "r1", kLeaf), "R>* 10.100.0.1/32 [120/2] via 10.0.0.1, eth0");
        // Distance.
        say(world, "r1", "configure router rip; distance 90");
        runFor(world, 40);
        QCOMPARE(route(world, "r1", kLeaf), "R>* 10.100.0.1/32 [90/2] via 10.0.0.1, eth0");
        // Passive towards r2: it hears that nothing can be reached there.
        say(world, "r1", "configure router rip; passive-interface eth1");
        runFor(world, 1);
        QCOMPARE(route(world, "r2", kLeaf), "");
        QCOMPARE(route(world, "r1", "10.0.1.0/24"), "C>* 10.0.1.0/24 is directly connected, eth1");
        say(world, "r1", "configure router rip; no passive-interface eth1");
        runFor(world, 40);
        QCOMPARE(route(world, "r2", kLeaf), "R>* 10.100.0.1/32 [120/3] via 10.0.1.1, eth0");
        // Another address on a link.
        say(world, "r0", "configure interface eth1; no ip address 10.0.0.1/24; ip address 10.0.0.7/24");
        runFor(world, 220); // what was heard from the old one has to time out
        QCOMPARE(route(world, "r1", kLeaf), "R>* 10.100.0.1/32 [90/2] via 10.0.0.7, eth0");
        // Everything anew.
        say(world, "r1", "clear ip rip");
        QCOMPARE(route(world, "r1", kLeaf), "");
        runFor(world, 1);
        QCOMPARE(route(world, "r1", kLeaf), "R>* 10.100.0.1/32 [90/2] via 10.0.0.7, eth0");
        // The end of RIP on one of them is heard by the others at once.
        say(world, "r1", "configure no router rip");
        runFor(world, 1);
        QCOMPARE(route(world, "r2", kLeaf), "");
        QCOMPARE(route(world, "r1", kLeaf), "");
        say(world, "r1", "configure router rip; network eth0; network eth1");
        runFor(world, 20);
        QCOMPARE(route(world, "r2", kLeaf), "R>* 10.100.0.1/32 [120/3] via 10.0.1.1, eth0");
    }

    void listsAndMaps()
    {
        World world = support::worldFrom(chainLab(2, kRip));
        say(world, "r0",
            "configure ip route 172.16.1.0/24 blackhole; ip route 172.16.2.0/24 blackhole; ip route 172.16.3.0/24 "
            "blackhole; "
            "ip prefix-list two seq 5 permit 172.16.2.0/24; route-map rm permit 10; match ip address prefix-list two; "
            "set metric 7; set tag 77; exit; route-map rm permit 20; exit; router rip; redistribute static route-map "
            "rm");
        world.runUntil(seconds(12));
        QCOMPARE(route(world, "r1", "172.16.1.0/24"), "R>* 172.16.1.0/24 [120/2] via 10.0.0.1, eth0");
        QCOMPARE(route(world, "r1", "172.16.2.0/24"), "R>* 172.16.2.0/24 [120/8] via 10.0.0.1, eth0");
        QVERIFY(say(world, "r1", "show ip route 172.16.2.0/24").contains("tag 77"));
        // A map that is not there lets nothing be redistributed; a distribute list that is not there lets all pass.
        say(world, "r0", "configure router rip; redistribute static route-map nothing; distribute-list nothing out");
        runFor(world, 11);
        QCOMPARE(route(world, "r1", "172.16.1.0/24"), "");
        QCOMPARE(route(world, "r1", kLeaf), "R>* 10.100.0.1/32 [120/2] via 10.0.0.1, eth0");
        // What is denied is not told any more and times out; what is offset is farther.
        say(world, "r0", "configure access-list some seq 5 deny 172.16.3.0/24; access-list some seq 10 permit any; "
                         "router rip; redistribute static; distribute-list some out; offset-list some out 3 eth1");
        runFor(world, 40);
        QCOMPARE(route(world, "r1", "172.16.2.0/24"), "R>* 172.16.2.0/24 [120/5] via 10.0.0.1, eth0");
        QCOMPARE(route(world, "r1", "172.16.3.0/24"), "");
        say(world, "r1",
            "configure router rip; distribute-list prefix two in; exit; ip prefix-list two seq 5 permit 10.0.0.0/8 le "
            "32");
        runFor(world, 200);
        QCOMPARE(route(world, "r1", "172.16.2.0/24"), "");
        QCOMPARE(route(world, "r1", kLeaf), "R>* 10.100.0.1/32 [120/5] via 10.0.0.1, eth0");
    }

    void keyChains()
    {
        World world = support::worldFrom(chainLab(2, kRip));
        const QString chain = "configure key chain K; key 3; key-string %1; cryptographic-algorithm %2; exit; key 7; "
                              "key-string other; exit; exit; "
                              "interface %3; ip rip authentication mode md5; ip rip authentication key-chain K";
        say(world, "r0", chain.arg("secret", "hmac-sha-256", "eth1"));
        say(world, "r1", chain.arg("secret", "hmac-sha-256", "eth0"));
        world.runUntil(seconds(40));
        QCOMPARE(route(world, "r1", kLeaf), "R>* 10.100.0.1/32 [120/2] via 10.0.0.1, eth0");
        QVERIFY(say(world, "r1", "show ip rip status").contains("    eth0             2     1 2    K\n"));
        say(world, "r0", "configure key chain K; key 3; cryptographic-algorithm md5");
        runFor(world, 200);
        QCOMPARE(route(world, "r1", kLeaf), "");
        say(world, "r0", "configure key chain K; no key 3"); // the other one signs now
        runFor(world, 40);
        QCOMPARE(route(world, "r1", kLeaf), "R>* 10.100.0.1/32 [120/2] via 10.0.0.1, eth0");
    }

    void severalWays()
    {
        World world = support::worldFrom(
            chainLab(4, "      router rip\n       network 10.0.0.0/8\n       allow-ecmp\n      exit\n", true));
        world.runUntil(seconds(60));
        const QString both = say(world, "r2", "show ip route 10.100.0.1/32");
        QVERIFY2(both.contains("* 10.0.1.1, via eth0") && both.contains("* 10.0.2.2, via eth1"), qPrintable(both));
    }

    void aCopyGoesOnAlike()
    {
        World world = support::worldFrom(chainLab(4, kQuick, true));
        world.runUntil(seconds(11));
        World copy = world.copy();
        support::Everything one(world), other(copy);
        for (World *w : {&world, &copy}) {
            w->runUntil(seconds(20));
            pull(*w, 1);
            w->runUntil(seconds(60));
        }
        QVERIFY(one.count > 50);
        QVERIFY(one.log == other.log);
        QCOMPARE(say(world, "r2", "show ip rip"), say(copy, "r2", "show ip rip"));
    }
};

QTEST_APPLESS_MAIN(TestRip)
#include "tst_rip.moc"
