// The path through a network as its tables have it: branches, switches in between, loops, blackholes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/manager_console.h"
#include "core/world/trace_path.h"
#include "tests/support/worlds.h"

#include <QtTest/QTest>

#include <nlohmann/json.hpp>

using namespace hopyard;
using support::seconds;

namespace {

/// r1 reaches r4 by r2 and by r3; r1 and r2 share a switch.
constexpr std::string_view kDiamond = R"(
hopyard: 1
nodes:
  s: {kind: switch}
  r1:
    kind: router
    config: |
      interface eth0
       ip address 10.0.12.1/24
      interface eth1
       ip address 10.0.13.1/24
      ip route 10.9.0.0/16 10.0.12.2
      ip route 10.9.0.0/16 10.0.13.3
      ip route 10.8.0.0/16 10.0.12.2
      ip route 10.7.0.0/16 10.0.12.99
      ip route 10.6.0.0/16 10.0.13.3
  r2:
    kind: router
    config: |
      interface eth0
       ip address 10.0.12.2/24
      interface eth1
       ip address 10.0.24.2/24
      ip route 10.9.0.0/16 10.0.24.4
      ip route 10.8.0.0/16 10.0.12.1
  r3:
    kind: router
    config: |
      interface eth0
       ip address 10.0.13.3/24
      interface eth1
       ip address 10.0.34.3/24
      ip route 10.9.0.0/16 10.0.34.4
      ip route 10.6.0.0/16 blackhole
  r4:
    kind: router
    config: |
      interface eth0
       ip address 10.0.24.4/24
      interface eth1
       ip address 10.0.34.4/24
      interface eth2
       ip address 10.9.4.4/24
links:
  - {ends: [r1:eth0, s:p1]}
  - {ends: [r2:eth0, s:p2]}
  - {ends: [r1:eth1, r3:eth0]}
  - {ends: [r2:eth1, r4:eth0]}
  - {ends: [r3:eth1, r4:eth1]}
)";

std::string path(world::World &world, const char *from, const char *to) { return world::explainPath(world, from, to).text; }

} // namespace

class TestTracePath : public QObject {
    Q_OBJECT
private slots:
    void everyBranchOfEqualCost()
    {
        world::World world = support::worldFrom(kDiamond);
        world.runUntil(seconds(1));
        QCOMPARE(path(world, "r1", "10.9.4.4"), std::string("from r1 to 10.9.4.4\n"
                                                            "r1  10.9.0.0/16 (static)  2 ways of equal cost\n"
                                                            "  eth0 > 10.0.12.2 r2  10.9.0.0/16 (static)\n"
                                                            "  eth1 > 10.0.24.4 r4  10.9.4.4/32 (local)  delivered: the address is its own\n"
                                                            "  eth1 > 10.0.13.3 r3  10.9.0.0/16 (static)\n"
                                                            "  eth1 > 10.0.34.4 r4  (as above)\n"
                                                            "arrives\n"));
        const auto json = nlohmann::json::parse(world::explainPath(world, "r1", "10.9.4.4").json);
        QCOMPARE(json["nodes"].size(), std::size_t(4));
        QVERIFY(json["arrives"] == true);
        QCOMPARE(path(world, "r1", "r2"), path(world, "r1", "10.0.12.2"));
    }

    void waysThatDoNotArrive()
    {
        world::World world = support::worldFrom(kDiamond);
        world.runUntil(seconds(1));
        QVERIFY(path(world, "r1", "10.8.0.1").find("eth0 > 10.0.12.1 r1  LOOP: it was here before\ndoes not arrive\n") != std::string::npos);
        QVERIFY(path(world, "r1", "10.7.0.1").find("eth0 > 10.0.12.99 nobody there has the address: dropped\ndoes not arrive\n") != std::string::npos);
        QVERIFY(path(world, "r1", "10.6.0.1").find("r3  10.6.0.0/16 (static)  blackhole: dropped without a word\n") != std::string::npos);
        QVERIFY(path(world, "r1", "1.1.1.1").find("r1  no route") != std::string::npos);
        world.stopNode(world.findNode("r3")); // its link is down with it
        QVERIFY(path(world, "r1", "10.6.0.1").find("r1  no route") != std::string::npos);
        QVERIFY(!world::explainPath(world, "r9", "1.1.1.1").ok);
        QVERIFY(!world::explainPath(world, "r1", "r9").ok);
    }

    void theManagerSaysIt()
    {
        world::World world = support::worldFrom(kDiamond);
        world.runUntil(seconds(1));
        QCOMPARE(world::managerCommand(world, "explain r1 r4").text.substr(0, 10), std::string("from r1 to"));
        QVERIFY(!world::managerCommand(world, "explain r1").ok);
        const std::string all = world::managerCommand(world, "on all show ip route 10.9.0.0/16").text;
        QVERIFY(all.starts_with("r1:\nRouting entry for 10.9.0.0/16\n"));
        QVERIFY(all.find("r4:\n% Network not in table\n") != std::string::npos);
    }

    void vlansAndBlockedPortsAreKnown()
    {
        // b has an address of the first VLAN and sits in the second.
        world::World world = support::worldFrom("hopyard: 1\n"
                                                "nodes:\n"
                                                "  b: {kind: host, interfaces: {eth0: {address: 10.0.10.7/24}}}\n"
                                                "  a: {kind: host, interfaces: {eth0: {address: 10.0.10.2/24}}, gateway: 10.0.10.1}\n"
                                                "  c: {kind: host, interfaces: {eth0: {address: 10.0.20.2/24}}, gateway: 10.0.20.1}\n"
                                                "  s1: {kind: switch, bridge: {spanning-tree: rapid}, interfaces: {b: {vlan: 20}, a: {vlan: 10}, t: {trunk: all}, u: {trunk: all}}}\n"
                                                "  s2: {kind: switch, bridge: {spanning-tree: rapid}, interfaces: {c: {vlan: 20}, r: {trunk: all}, t: {trunk: all}, u: {trunk: all}}}\n"
                                                "  r:\n"
                                                "    kind: router\n"
                                                "    config: |\n"
                                                "      interface eth0.10\n"
                                                "       ip address 10.0.10.1/24\n"
                                                "      interface eth0.20\n"
                                                "       ip address 10.0.20.1/24\n"
                                                "links:\n"
                                                "  - {ends: [b:eth0, s1:b]}\n"
                                                "  - {ends: [a:eth0, s1:a]}\n"
                                                "  - {ends: [c:eth0, s2:c]}\n"
                                                "  - {ends: [r:eth0, s2:r]}\n"
                                                "  - {ends: [s1:t, s2:t]}\n"
                                                "  - {ends: [s1:u, s2:u]}\n");
        world.runUntil(seconds(20));
        QCOMPARE(path(world, "a", "10.0.20.2"), std::string("from a to 10.0.20.2\n"
                                                            "a  0.0.0.0/0 (static)\n"
                                                            "eth0 > 10.0.10.1 r  10.0.20.0/24 (connected)\n"
                                                            "eth0.20 > c  10.0.20.2/32 (local)  delivered: the address is its own\n"
                                                            "arrives\n"));
        QCOMPARE(path(world, "a", "10.0.10.7"), std::string("from a to 10.0.10.7\n"
                                                            "a  10.0.10.0/24 (connected)\n"
                                                            "eth0 > nobody there has the address: dropped\n"
                                                            "does not arrive\n"));
        const base::PortRef in = world.findPort({"s2", "r"});
        const auto legs = world.bridgeLegs(in, 20);
        QCOMPARE(legs.size(), std::size_t(2)); // to c without a tag, and by one of the two lines to s1
        QCOMPARE(world.interfaceName(legs[0].port), std::string("c"));
        QCOMPARE(legs[0].vlan, std::uint16_t(0));
        QCOMPARE(legs[1].vlan, std::uint16_t(20));
        QCOMPARE(world.interfaceName({world.findNode("r"), base::PortIndex(256)}), std::string("eth0.10"));
    }
};

QTEST_APPLESS_MAIN(TestTracePath)
#include "tst_trace_path.moc"
