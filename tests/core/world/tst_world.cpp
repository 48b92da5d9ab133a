// A world: built from a lab, moved in virtual time, the same for the same seed, and copied as a checkpoint.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/worlds.h"
#include "tests/support/compare.h"

#include <QtTest>

using namespace hopyard;
using base::Direction;
using base::TimePoint;
using support::seconds;

namespace {

constexpr std::string_view kChain = R"(
hopyard: 1
title: Three routers
nodes:
  h1: {kind: host, interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1}
  r1:
    kind: router
    config: |
      interface eth0
       ip address 10.0.1.1/24
      interface eth1
       ip address 10.0.12.1/30
      ip route 10.0.0.0/16 10.0.12.2
  r2:
    kind: router
    config: |
      interface eth0
       ip address 10.0.12.2/30
      interface eth1
       ip address 10.0.23.1/30
      ip route 10.0.1.0/24 10.0.12.1
      ip route 10.0.3.0/24 10.0.23.2
  r3:
    kind: router
    config: |
      interface eth0
       ip address 10.0.23.2/30
      interface eth1
       ip address 10.0.3.1/24
      ip route 0.0.0.0/0 10.0.23.1
  h3: {kind: host, interfaces: {eth0: {address: 10.0.3.10/24}}, gateway: 10.0.3.1}
links:
  - {ends: [h1:eth0, r1:eth0], delay: 1ms}
  - {ends: [r1:eth1, r2:eth0], delay: 5ms, rate: 100mbit, loss: 2%, jitter: 1ms}
  - {ends: [r2:eth1, r3:eth0], delay: 10ms}
  - {ends: [r3:eth1, h3:eth0], delay: 1ms}
)";

constexpr std::string_view kSwitched = R"(
hopyard: 1
nodes:
  a: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}
  b: {kind: host, interfaces: {eth0: {address: 10.0.0.2/24}}}
  c: {kind: host, interfaces: {eth0: {address: 10.0.0.3/24}}}
  s: {kind: switch}
links:
  - {ends: [a:eth0, s:p1]}
  - {ends: [b:eth0, s:p2]}
  - {ends: [c:eth0, s:p3]}
)";

} // namespace

class WorldTest : public QObject {
    Q_OBJECT
private slots:
    void aPingCrossesThreeRouters()
    {
        // Without loss and jitter the round trip is exactly the links' delays and the time on the 100 Mbit/s line.
        std::string text(kChain);
        text.replace(text.find(", loss: 2%, jitter: 1ms"), 23, "");
        world::World world = support::worldFrom(text);
        support::Lines lines(world);
        QVERIFY(world.command(world.findNode("h1"), "ping 10.0.3.10 count 3").ok);
        world.runUntil(seconds(5));
        QVERIFY2(lines.with("3 packets transmitted, 3 received").size(), qPrintable(QString::fromStdString(lines.with("packets"))));
        // 2 × 17 ms and twice 98 bytes at 100 Mbit/s (7.84 µs each); ping shows three digits.
        QVERIFY2(lines.with("icmp_seq=2 ttl=61 time=34.0 ms").size(), qPrintable(QString::fromStdString(lines.with("icmp_seq=2"))));
    }

    void aTracerouteNamesEachRouter()
    {
        std::string text(kChain);
        text.replace(text.find(", loss: 2%, jitter: 1ms"), 23, "");
        world::World world = support::worldFrom(text);
        support::Lines lines(world);
        QVERIFY(world.command(world.findNode("h1"), "traceroute 10.0.3.10").ok);
        world.runUntil(seconds(20));
        for (const char *hop : {"10.0.1.1", "10.0.12.2", "10.0.23.2", "10.0.3.10"})
            QVERIFY2(lines.with(hop).size(), hop);
    }

    void oneSeedOneFuture()
    {
        const auto run = [](std::uint64_t seed) {
            world::World world = support::worldFrom(kChain, seed);
            support::Everything everything(world);
            world.command(world.findNode("h1"), "ping 10.0.3.10 count 50 interval 10ms");
            world.command(world.findNode("h3"), "ping 10.0.1.10 count 50 interval 10ms");
            world.runUntil(seconds(5));
            return everything.log;
        };
        const std::string first = run(7);
        QVERIFY(first.size() > 10'000);
        QVERIFY(first == run(7));
        QVERIFY(first != run(8));
    }

    void runningInSlicesChangesNothing()
    {
        const auto run = [](auto &&drive) {
            world::World world = support::worldFrom(kChain, 3);
            support::Everything everything(world);
            world.command(world.findNode("h1"), "ping 10.0.3.10 count 20 interval 10ms");
            drive(world);
            return everything.log;
        };
        const std::string whole = run([](world::World &w) { w.runUntil(seconds(2)); });
        const std::string sliced = run([](world::World &w) {
            for (int ms = 1; ms <= 2'000; ++ms)
                while (!w.runUntil(seconds(ms / 1000.0), 3))
                    ;
        });
        const std::string stepped = run([](world::World &w) {
            while (w.nextDeadline() <= seconds(2))
                QVERIFY(w.step());
        });
        QVERIFY(whole == sliced);
        QVERIFY(whole == stepped);
    }

    void aCopyIsACheckpointAndGoesItsOwnWay()
    {
        world::World world = support::worldFrom(kChain, 5);
        world.command(world.findNode("h1"), "ping 10.0.3.10 count 30 interval 20ms");
        world.runUntil(seconds(0.25)); // packets are under way
        world::World copy = world.copy();
        world::World branch = world.copy();
        support::Everything original(world), repeated(copy), other(branch);
        QVERIFY(branch.setImpairment(branch.findLink({"r2", "eth1"}), Direction::forward, [] {
            base::Impairment down;
            down.down = true;
            return down;
        }()));
        copy.runUntil(seconds(2));
        branch.runUntil(seconds(2));
        world.runUntil(seconds(2));
        QVERIFY(original.count > 100);
        QVERIFY(original.log == repeated.log);
        QVERIFY(original.log != other.log);
    }

    void linkCountersCountWhatArrives()
    {
        world::World world = support::worldFrom(kSwitched);
        world.command(world.findNode("a"), "ping 10.0.0.2 count 3");
        world.runUntil(seconds(5));
        const base::LinkId toC = world.findLink({"c", "eth0"});
        // The third host sees the broadcast of the ARP request (and what the switch had not learnt), never a ping.
        QVERIFY(world.counters(toC, Direction::backward).packets >= 1);
        const auto toB = world.counters(world.findLink({"b", "eth0"}), Direction::backward);
        QVERIFY(toB.packets >= 4); // three requests and an ARP request
        QCOMPARE(toB.dropped, std::uint64_t(0));
    }

    void theSwitchShowsItsTable()
    {
        world::World world = support::worldFrom(kSwitched);
        world.command(world.findNode("a"), "ping 10.0.0.2 count 1");
        world.runUntil(seconds(2));
        const world::CommandAnswer answer = world.command(world.findNode("s"), "show mac");
        QVERIFY(answer.ok);
        const std::string mac = toString(world.macAddress(world.findPort({"a", "eth0"})));
        QVERIFY2(answer.text.find(mac) != std::string::npos, answer.text.c_str());
        QVERIFY(answer.text.find("p1") != std::string::npos);
        QVERIFY(answer.json.find(mac) != std::string::npos);
        QVERIFY(!world.command(world.findNode("s"), "show nonsense").ok);
    }

    void aStoppedNodeIsDarkAndComesBackEmpty()
    {
        world::World world = support::worldFrom(kSwitched);
        support::Lines lines(world);
        world.command(world.findNode("a"), "ping 10.0.0.2 count 1");
        world.runUntil(seconds(2));
        QVERIFY(lines.with("1 received").size());
        lines.lines.clear();

        QVERIFY(world.stopNode(world.findNode("b")));
        QVERIFY(!world.isRunning(world.findNode("b")));
        QVERIFY(!world.isUp(world.findLink({"b", "eth0"})));
        world.command(world.findNode("a"), "ping 10.0.0.2 count 1");
        world.runUntil(seconds(20));
        QVERIFY(lines.with("0 received").size());
        QVERIFY(!world.command(world.findNode("b"), "show ip route").ok);
        lines.lines.clear();

        QVERIFY(world.startNode(world.findNode("b")));
        world.command(world.findNode("a"), "ping 10.0.0.2 count 1");
        world.runUntil(seconds(30));
        QVERIFY(lines.with("1 received").size());
    }

    void aLabWithErrorsBuildsNothing()
    {
        lab::Lab lab = support::labFrom(kChain);
        lab.findNode("r2")->config += "ip route nonsense\n";
        const auto world = world::World::build(lab, 1);
        QVERIFY(!world);
        QVERIFY(world.error().size() >= 1);
        QCOMPARE(QString::fromStdString(world.error().front().node), QString("r2"));
    }

    void aLoopOfSwitchesIsSaidAndDoesNotHang()
    {
        world::World world = support::worldFrom(R"(
hopyard: 1
nodes:
  a: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}
  s1: {kind: switch}
  s2: {kind: switch}
links:
  - {ends: [a:eth0, s1:p1]}
  - {ends: [s1:p2, s2:p2]}
  - {ends: [s1:p3, s2:p3]}
)");
        support::Lines lines(world);
        world.command(world.findNode("a"), "ping 10.0.0.2 count 1");
        world.runUntil(seconds(2));
        QVERIFY(!lines.notices.empty());
        QVERIFY(lines.notices.front().find("storm") != std::string::npos);
        QCOMPARE(world.now(), seconds(2));
    }

    void aLoopOfHubsEndsToo()
    {
        world::World world = support::worldFrom(R"(
hopyard: 1
nodes:
  a: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}
  s1: {kind: hub}
  s2: {kind: hub}
links:
  - {ends: [a:eth0, s1:p1]}
  - {ends: [s1:p2, s2:p2]}
  - {ends: [s1:p3, s2:p3], delay: 1us}
)");
        world.command(world.findNode("a"), "ping 10.0.0.2 count 1");
        world.runUntil(seconds(0.1));
        QCOMPARE(world.now(), seconds(0.1));
    }

    void packetsLeaveAndEnterThroughOutsideNodes()
    {
        world::World world = support::worldFrom(R"(
hopyard: 1
nodes:
  a: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}
  n: {kind: namespace, interfaces: {eth0: {address: 10.0.0.2/24}}}
links:
  - {ends: [a:eth0, n:eth0], delay: 1ms}
)");
        QVERIFY(world.hasOutsidePorts());
        world.command(world.findNode("a"), "ping 10.0.0.2 count 1");
        world.runUntil(seconds(0.5));
        QVERIFY(world.outsidePackets().size() >= 1); // the ARP request
        const base::PortRef port = world.findPort({"n", "eth0"});
        QCOMPARE(world.outsidePackets().front().port, port);
        world.outsidePackets().clear();

        world.inject(port, world.pool().copyOf(std::vector<std::uint8_t>(60, 0xff)));
        world.runUntil(seconds(0.6));
        QCOMPARE(world.counters(world.findLink({"a", "eth0"}), Direction::backward).packets, std::uint64_t(1));

        world.setOutsideCarrier(port, false);
        world.command(world.findNode("a"), "ping 10.0.0.2 count 1");
        world.runUntil(seconds(1.5));
        QVERIFY(world.outsidePackets().empty());
    }
};

QTEST_APPLESS_MAIN(WorldTest)
#include "tst_world.moc"
