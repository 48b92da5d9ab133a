// VLANs and spanning tree in whole networks: hosts in their VLANs, a router that joins them by subinterfaces of one port,
// loops of switches that do no harm, and what consoles show.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/compare.h"
#include "tests/support/worlds.h"

#include <QtTest>

#include <string>

using namespace hopyard;
using support::Lines;
using support::seconds;

namespace {

/// Two hosts in VLAN 10, one in VLAN 20, spread over two switches; a router at a trunk.
constexpr const char *kStick = "hopyard: 1\n"
                               "nodes:\n"
                               "  a: {kind: host, interfaces: {eth0: {address: 10.0.10.2/24}}, gateway: 10.0.10.1}\n"
                               "  b: {kind: host, interfaces: {eth0: {address: 10.0.10.3/24}}, gateway: 10.0.10.1}\n"
                               "  c: {kind: host, interfaces: {eth0: {address: 10.0.20.2/24}}, gateway: 10.0.20.1}\n"
                               "  s1: {kind: switch, interfaces: {p1: {vlan: 10}, p2: {vlan: 20}, t1: {trunk: all}, t2: {trunk: \"10,20\"}}}\n"
                               "  s2: {kind: switch, interfaces: {p1: {vlan: 10}, t1: {trunk: all}}}\n"
                               "  r:\n"
                               "    kind: router\n"
                               "    config: |\n"
                               "      interface eth0.10\n"
                               "       ip address 10.0.10.1/24\n"
                               "      interface eth0.20\n"
                               "       ip address 10.0.20.1/24\n"
                               "links:\n"
                               "  - {ends: [a:eth0, s1:p1]}\n"
                               "  - {ends: [c:eth0, s1:p2]}\n"
                               "  - {ends: [b:eth0, s2:p1]}\n"
                               "  - {ends: [s1:t1, s2:t1]}\n"
                               "  - {ends: [r:eth0, s1:t2]}\n";

/// Three switches in a ring, a host at two of them.
std::string ring(const std::string &bridge)
{
    return "hopyard: 1\n"
           "nodes:\n"
           "  a: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}\n"
           "  b: {kind: host, interfaces: {eth0: {address: 10.0.0.2/24}}}\n"
           "  s1: {kind: switch, bridge: {" + bridge + "}}\n"
           "  s2: {kind: switch, bridge: {" + bridge + "}}\n"
           "  s3: {kind: switch, bridge: {" + bridge + ", priority: 4096}}\n"
           "links:\n"
           "  - {ends: [a:eth0, s1:h], delay: 1ms}\n"
           "  - {ends: [b:eth0, s2:h], delay: 1ms}\n"
           "  - {ends: [s1:x, s2:x], delay: 1ms}\n"
           "  - {ends: [s2:y, s3:y], delay: 1ms}\n"
           "  - {ends: [s3:z, s1:z], delay: 1ms, rate: 100mbit}\n";
}

std::string pings(world::World &world, const char *from, const char *to)
{
    Lines lines(world);
    const auto started = world.command(world.findNode(from), std::string("ping ") + to + " count 3 interval 100ms");
    if (!started.ok)
        return started.text;
    world.runUntil(world.now() + base::Duration::seconds(5));
    world.trace().remove(&lines);
    return lines.with("received");
}

std::string show(world::World &world, const char *node, const char *line)
{
    return world.command(world.findNode(node), line).text;
}

} // namespace

#define VERIFY_HAS(text, part) \
    do { \
        const std::string has = (text); \
        QVERIFY2(has.find(part) != std::string::npos, has.c_str()); \
    } while (false)

class TestVlans : public QObject {
    Q_OBJECT
private slots:
    void oneVlanOverTwoSwitches()
    {
        world::World world = support::worldFrom(kStick);
        VERIFY_HAS(pings(world, "a", "10.0.10.3"), "3 received");
    }

    void aRouterJoinsVlansByOnePort()
    {
        world::World world = support::worldFrom(kStick);
        VERIFY_HAS(pings(world, "b", "10.0.20.2"), "3 received");
        VERIFY_HAS(show(world, "r", "show ip route"), "eth0.20");
        VERIFY_HAS(show(world, "s1", "show vlan"), "t1, t2");
        const std::string macs = show(world, "s1", "show mac");
        VERIFY_HAS(macs, "10    ");
        VERIFY_HAS(macs, "20    ");
    }

    void withoutTheRouterTheyAreApart()
    {
        world::World world = support::worldFrom(kStick);
        lab::Lab lab = support::labFrom(kStick);
        lab.findNode("r")->config = "interface eth0.10\n ip address 10.0.10.1/24\n"; // VLAN 20 is taken away while it runs
        QVERIFY(!lab::hasErrors(world.apply(lab)));
        VERIFY_HAS(pings(world, "a", "10.0.10.1"), "3 received");
        VERIFY_HAS(pings(world, "a", "10.0.20.2"), " 0 received");
    }

    void aSubinterfaceGoesDownWithItsPort()
    {
        world::World world = support::worldFrom(kStick);
        world.runUntil(seconds(1));
        lab::Lab lab = support::labFrom(kStick);
        lab.links.pop_back();
        QVERIFY(!lab::hasErrors(world.apply(lab)));
        QVERIFY(show(world, "r", "show ip route").find("eth0.20") == std::string::npos);
    }

    void aLoopDoesNoHarm_data()
    {
        QTest::addColumn<QByteArray>("bridge");
        QTest::newRow("rapid") << QByteArray("spanning-tree: rapid");
        QTest::newRow("plain") << QByteArray("spanning-tree: plain");
    }
    void aLoopDoesNoHarm()
    {
        QFETCH(QByteArray, bridge);
        world::World world = support::worldFrom(ring(bridge.toStdString()));
        Lines notices(world);
        world.runUntil(seconds(60));
        VERIFY_HAS(pings(world, "a", "10.0.0.2"), "3 received");
        QVERIFY(notices.notices.empty());
        VERIFY_HAS(show(world, "s3", "show spanning-tree"), "this bridge");
        VERIFY_HAS(show(world, "s1", "show spanning-tree"), "at cost");
        // The slow link is not worth its shortness: s1 goes to the root by s2, at 40,000 instead of 200,000.
        VERIFY_HAS(show(world, "s1", "show spanning-tree"), "40000 by x");
    }

    void aCheckpointGoesOnAlike()
    {
        world::World world = support::worldFrom(ring("spanning-tree: rapid"));
        world.runUntil(seconds(1.5));
        world::World copy = world.copy();
        support::Everything original(world), repeated(copy);
        world.runUntil(seconds(20));
        copy.runUntil(seconds(20));
        QVERIFY(original.count > 10);
        QVERIFY(original.log == repeated.log);
    }
};

QTEST_APPLESS_MAIN(TestVlans)
#include "tst_vlans.moc"
