// BGP on whole routers in a world in virtual time, configured in FRR's language: sessions over the routers' own TCP,
// tables, next hops through the RIB, redistribution, policies, shows.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/world.h"
#include "tests/support/worlds.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace hopyard;
using support::seconds;
using world::World;

namespace {

/// r1 (AS 65001) — r2 (AS 65002) — r3 (AS 65002, internal to r2), each with a network on its loopback.
std::string labText(const std::string &linesOfR1 = {}, const std::string &linesOfR2 = {})
{
    return "hopyard: 1\nnodes:\n"
           "  r1:\n    kind: router\n    config: |\n"
           "      interface eth0\n       ip address 10.0.1.1/24\n      exit\n"
           "      interface lo\n       ip address 192.168.1.1/32\n      exit\n"
           "      router bgp 65001\n       no bgp ebgp-requires-policy\n       neighbor 10.0.1.2 remote-as 65002\n"
           "       address-family ipv4 unicast\n        network 192.168.1.1/32\n       exit-address-family\n      exit\n" + linesOfR1 +
           "  r2:\n    kind: router\n    config: |\n"
           "      interface eth0\n       ip address 10.0.1.2/24\n      exit\n"
           "      interface eth1\n       ip address 10.0.2.2/24\n      exit\n"
           "      router bgp 65002\n       no bgp ebgp-requires-policy\n       neighbor 10.0.1.1 remote-as 65001\n       neighbor 10.0.2.3 remote-as internal\n"
           "       address-family ipv4 unicast\n        neighbor 10.0.2.3 next-hop-self\n       exit-address-family\n      exit\n" + linesOfR2 +
           "  r3:\n    kind: router\n    config: |\n"
           "      interface eth0\n       ip address 10.0.2.3/24\n      exit\n"
           "      ip route 172.16.0.0/16 Null0\n"
           "      router bgp 65002\n       neighbor 10.0.2.2 remote-as internal\n"
           "       address-family ipv4 unicast\n        redistribute static\n       exit-address-family\n      exit\n"
           "links:\n  - {ends: [r1:eth0, r2:eth0], delay: 1ms}\n  - {ends: [r2:eth1, r3:eth0], delay: 1ms}\n";
}

QString say(World &world, const char *node, const char *line)
{
    const auto answer = world.command(world.findNode(node), line);
    return QString::fromStdString(answer.text);
}
QJsonObject sayJson(World &world, const char *node, const char *line)
{
    return QJsonDocument::fromJson(say(world, node, line).toUtf8()).object();
}

} // namespace

class TestRouterBgp : public QObject {
    Q_OBJECT
private slots:
    void routesGoThrough()
    {
        World world = support::worldFrom(labText());
        world.runUntil(seconds(20));
        const QString r3 = say(world, "r3", "show ip bgp");
        QVERIFY2(r3.contains("*>i192.168.1.1/32   10.0.2.2                 0    100      0 65001 i"), qPrintable(r3));
        QVERIFY2(r3.contains("*> 172.16.0.0/16    0.0.0.0                  0         32768 ?"), qPrintable(r3));
        const QString r1 = say(world, "r1", "show ip bgp");
        QVERIFY2(r1.contains("*> 172.16.0.0/16    10.0.1.2                               0 65002 ?"), qPrintable(r1));
        QVERIFY2(say(world, "r3", "show ip route").contains("B>* 192.168.1.1/32 [200/0] via 10.0.2.2, eth0"), qPrintable(say(world, "r3", "show ip route")));
        QVERIFY2(say(world, "r1", "show ip route").contains("B>* 172.16.0.0/16 [20/0] via 10.0.1.2, eth0"), qPrintable(say(world, "r1", "show ip route")));
        const QJsonObject peer = sayJson(world, "r2", "show ip bgp summary json")["ipv4Unicast"].toObject()["peers"].toObject()["10.0.1.1"].toObject();
        QCOMPARE(peer["state"].toString(), QString("Established"));
        QCOMPARE(peer["pfxRcd"].toInt(), 1);
        QCOMPARE(peer["pfxSnt"].toInt(), 1);
        const QString entry = say(world, "r3", "show ip bgp 192.168.1.1/32");
        QVERIFY2(entry.contains("    10.0.2.2 from 10.0.2.2 (10.0.2.2)\n      Origin IGP, metric 0, localpref 100, valid, internal, best (First path received)"), qPrintable(entry));
        QVERIFY(say(world, "r1", "show ip bgp neighbors 10.0.1.2").contains("BGP state = Established"));
        QVERIFY(say(world, "r2", "show ip bgp neighbors 10.0.1.1 advertised-routes").contains("Total number of prefixes 1"));
        QVERIFY(say(world, "r3", "explain bgp 192.168.1.1").contains("best"));
    }

    void linkGoesAndComesBack()
    {
        World world = support::worldFrom(labText());
        world.runUntil(seconds(20));
        World whole = world.copy();
        auto cut = world.lab();
        cut.links.erase(cut.links.begin());
        world.apply(cut);
        world.runUntil(seconds(21));
        // The interface went down: the session ends at once, not when the hold timer does.
        QVERIFY2(!say(world, "r2", "show ip bgp").contains("192.168.1.1/32"), qPrintable(say(world, "r2", "show ip bgp")));
        world.runUntil(seconds(22));
        QVERIFY(!say(world, "r3", "show ip bgp").contains("192.168.1.1/32"));
        world.apply(whole.lab());
        world.runUntil(seconds(200));
        QVERIFY2(say(world, "r3", "show ip bgp").contains("192.168.1.1/32"), qPrintable(say(world, "r2", "show ip bgp summary")));
        // The copy made before goes its own way.
        whole.runUntil(seconds(30));
        QVERIFY(say(whole, "r3", "show ip bgp").contains("192.168.1.1/32"));
    }

    void routeMapsAndClear()
    {
        World world = support::worldFrom(labText({}, "      route-map M permit 10\n       set local-preference 250\n       set community 65002:7\n      exit\n"
                                                 "      router bgp 65002\n       address-family ipv4 unicast\n        neighbor 10.0.1.1 route-map M in\n       exit-address-family\n      exit\n"));
        world.runUntil(seconds(20));
        const QString entry = say(world, "r3", "show ip bgp 192.168.1.1/32");
        QVERIFY2(entry.contains("localpref 250") && entry.contains("Community: 65002:7"), qPrintable(entry));
        QCOMPARE(say(world, "r2", "clear ip bgp 10.0.1.1"), QString());
        world.runUntil(seconds(40));
        QCOMPARE(sayJson(world, "r2", "show ip bgp summary json")["ipv4Unicast"].toObject()["peers"].toObject()["10.0.1.1"].toObject()["connectionsDropped"].toInt(), 1);
        QVERIFY(say(world, "r3", "show ip bgp").contains("192.168.1.1/32"));
    }

    void receivedRoutesAreKept()
    {
        const std::string lines = "      ip prefix-list NONE seq 5 deny any\n"
                                  "      router bgp 65002\n       address-family ipv4 unicast\n        neighbor 10.0.1.1 prefix-list NONE in\n";
        World without = support::worldFrom(labText({}, lines + "       exit-address-family\n      exit\n"));
        World with = support::worldFrom(labText({}, lines + "        neighbor 10.0.1.1 soft-reconfiguration inbound\n       exit-address-family\n      exit\n"));
        without.runUntil(seconds(20));
        with.runUntil(seconds(20));
        QVERIFY(say(without, "r2", "show ip bgp neighbors 10.0.1.1 received-routes").contains("Inbound soft reconfiguration not enabled"));
        const QString kept = say(with, "r2", "show ip bgp neighbors 10.0.1.1 received-routes");
        QVERIFY2(kept.contains("*> 192.168.1.1/32") && kept.contains("Total number of prefixes 1 (1 filtered)"), qPrintable(kept));
        QVERIFY(!say(with, "r2", "show ip bgp").contains("192.168.1.1/32"));
        QVERIFY(sayJson(with, "r2", "show ip bgp neighbors 10.0.1.1 received-routes json")["receivedRoutes"].toObject().contains("192.168.1.1/32"));
    }

    void passwordsMustAgree()
    {
        const auto with = [](const char *password) { return std::string("      router bgp 65001\n       neighbor 10.0.1.2 password ") + password + "\n      exit\n"; };
        const std::string r2 = "      router bgp 65002\n       neighbor 10.0.1.1 password secret\n      exit\n";
        World good = support::worldFrom(labText(with("secret"), r2)), bad = support::worldFrom(labText(with("other"), r2));
        good.runUntil(seconds(30));
        bad.runUntil(seconds(30));
        QVERIFY(say(good, "r1", "show ip bgp").contains("172.16.0.0/16"));
        QVERIFY(!say(bad, "r1", "show ip bgp").contains("172.16.0.0/16"));
    }

    void notRunning()
    {
        World world = support::worldFrom("hopyard: 1\nnodes:\n  r1:\n    kind: router\n");
        QVERIFY(say(world, "r1", "show ip bgp").contains("BGP is not running"));
    }
};

QTEST_APPLESS_MAIN(TestRouterBgp)
#include "tst_bgp.moc"
