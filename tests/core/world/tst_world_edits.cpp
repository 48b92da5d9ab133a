// Changing a lab while it runs: what is added, removed, re-plugged and changed takes effect, and the rest goes on.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "tests/support/worlds.h"
#include "tests/support/compare.h"

#include <QtTest>

using namespace hopyard;
using base::Direction;
using support::seconds;

namespace {

constexpr std::string_view kLab = R"(
hopyard: 1
nodes:
  a: {kind: host, interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1}
  r:
    kind: router
    config: |
      interface eth0
       ip address 10.0.1.1/24
      interface eth1
       ip address 10.0.2.1/24
  b: {kind: host, interfaces: {eth0: {address: 10.0.2.10/24}}, gateway: 10.0.2.1}
links:
  - {ends: [a:eth0, r:eth0], delay: 1ms}
  - {ends: [r:eth1, b:eth0], delay: 1ms}
)";

/// Pings once and says whether the answer came.
bool pings(world::World &world, const char *from, const std::string &to)
{
    support::Lines lines(world);
    if (!world.command(world.findNode(from), "ping " + to + " count 1").ok)
        return false;
    world.runUntil(world.now() + base::Duration::seconds(12));
    world.trace().remove(&lines);
    return !lines.with(" 1 received").empty();
}

bool applies(world::World &world, const lab::Lab &lab)
{
    for (const lab::Problem &problem : world.apply(lab))
        if (problem.severity == lab::Problem::Severity::error)
            return false;
    return world.lab() == lab;
}

} // namespace

class WorldEditsTest : public QObject {
    Q_OBJECT
private slots:
    void anEditThatChangesNothingDisturbsNothing()
    {
        world::World world = support::worldFrom(kLab);
        world::World untouched = world.copy();
        support::Everything one(world), other(untouched);
        for (world::World *w : {&world, &untouched})
            w->command(w->findNode("a"), "ping 10.0.2.10 count 20 interval 10ms");
        world.runUntil(seconds(0.05));
        QVERIFY(applies(world, support::labFrom(kLab)));
        world.runUntil(seconds(1));
        untouched.runUntil(seconds(1));
        QVERIFY(one.log == other.log);
    }

    void aNodeAndItsLinkAreAdded()
    {
        world::World world = support::worldFrom(kLab);
        lab::Lab lab = world.lab();
        lab.nodes.push_back(support::labFrom("hopyard: 1\nnodes:\n  c: {kind: host, interfaces: {eth0: {address: 10.0.3.10/24}}, gateway: 10.0.3.1}\n").nodes.front());
        lab.findNode("r")->config += "interface eth2\n ip address 10.0.3.1/24\n";
        lab.links.push_back({{"c", "eth0"}, {"r", "eth2"}, {}, {}, {}});
        QVERIFY(applies(world, lab));
        QVERIFY(pings(world, "a", "10.0.3.10"));
        QVERIFY(pings(world, "c", "10.0.2.10"));
    }

    void aRemovedNodeTakesItsLinksAlong()
    {
        world::World world = support::worldFrom(kLab);
        QVERIFY(pings(world, "a", "10.0.2.10"));
        lab::Lab lab = world.lab();
        std::erase_if(lab.nodes, [](const lab::Node &n) { return n.name == "b"; });
        lab.links.pop_back();
        QVERIFY(applies(world, lab));
        QVERIFY(!world.findNode("b").isValid());
        QCOMPARE(world.links().size(), std::size_t(1));
        QVERIFY(!pings(world, "a", "10.0.2.10"));
        QVERIFY(pings(world, "a", "10.0.1.1"));
    }

    void aCableIsPluggedElsewhere()
    {
        world::World world = support::worldFrom(kLab);
        lab::Lab lab = world.lab();
        lab.findNode("r")->config += "interface eth7\n ip address 10.0.7.1/24\n";
        lab.findNode("b")->interfaces.front().addresses = {*base::InterfaceAddress::parse("10.0.7.10/24")};
        lab.findNode("b")->gateway = base::IpAddress::parse("10.0.7.1");
        lab.links.back().a = {"r", "eth7"};
        QVERIFY(applies(world, lab));
        QVERIFY(pings(world, "a", "10.0.7.10"));
        QVERIFY(!world.findLink({"r", "eth1"}).isValid());
    }

    void anImpairmentChangesUnderTraffic()
    {
        world::World world = support::worldFrom(kLab);
        support::Lines lines(world);
        world.command(world.findNode("a"), "ping 10.0.2.10 count 4");
        world.runUntil(seconds(1.5));
        lab::Lab lab = world.lab();
        lab.links.back().forward.delay = base::Duration::milliseconds(100);
        QVERIFY(applies(world, lab));
        world.runUntil(seconds(6));
        QVERIFY2(lines.with("icmp_seq=2 ttl=63 time=4.00 ms").size(), lines.with("icmp_seq=2").c_str());
        QVERIFY2(lines.with("icmp_seq=3 ttl=63 time=103 ms").size(), lines.with("icmp_seq=3").c_str());
    }

    void linkDownIsSeenAndHeals()
    {
        world::World world = support::worldFrom(kLab);
        lab::Lab lab = world.lab();
        lab.links.back().forward.down = lab.links.back().backward.down = true;
        QVERIFY(applies(world, lab));
        QVERIFY(!world.isUp(world.findLink({"b", "eth0"})));
        // The router has lost the network behind the link and says so.
        const std::string routes = world.command(world.findNode("r"), "show ip route").text;
        QVERIFY2(routes.find("10.0.2.0/24") == std::string::npos, routes.c_str());
        QVERIFY(!pings(world, "a", "10.0.2.10"));
        lab.links.back().forward.down = lab.links.back().backward.down = false;
        QVERIFY(applies(world, lab));
        QVERIFY(pings(world, "a", "10.0.2.10"));
    }

    void oneDirectionDownLosesOneDirection()
    {
        world::World world = support::worldFrom(kLab);
        lab::Lab lab = world.lab();
        lab.links.back().backward.down = true;
        QVERIFY(applies(world, lab));
        QVERIFY(world.isUp(world.findLink({"b", "eth0"})));
        QVERIFY(!pings(world, "a", "10.0.2.10"));
        QVERIFY(world.counters(world.findLink({"b", "eth0"}), Direction::forward).packets > 0);
        QVERIFY(world.counters(world.findLink({"b", "eth0"}), Direction::backward).dropped > 0);
    }

    void addressesAndRoutesFollowTheConfiguration()
    {
        world::World world = support::worldFrom(kLab);
        lab::Lab lab = world.lab();
        std::string &config = lab.findNode("r")->config;
        config.replace(config.find("10.0.2.1/24"), 11, "10.0.9.1/24");
        config += "ip route 10.77.0.0/16 10.0.9.10\n";
        QVERIFY(applies(world, lab));
        const std::string routes = world.command(world.findNode("r"), "show ip route").text;
        QVERIFY2(routes.find("10.0.9.0/24") != std::string::npos, routes.c_str());
        QVERIFY2(routes.find("10.77.0.0/16") != std::string::npos, routes.c_str());
        QVERIFY2(routes.find("10.0.2.0/24") == std::string::npos, routes.c_str());
    }

    void aBadEditChangesNothing()
    {
        world::World world = support::worldFrom(kLab);
        const lab::Lab before = world.lab();
        lab::Lab lab = before;
        lab.links.back().forward.delay = base::Duration::seconds(1);
        lab.links.push_back({{"nobody", "eth0"}, {"r", "eth9"}, {}, {}, {}});
        QVERIFY(!applies(world, lab));
        QVERIFY(world.lab() == before);
        QCOMPARE(world.link(world.findLink({"b", "eth0"})).forward.delay, base::Duration::milliseconds(1));
        QVERIFY(pings(world, "a", "10.0.2.10"));
    }

    void anInterfaceGoesAndComesBack()
    {
        world::World world = support::worldFrom(kLab);
        const lab::Lab whole = world.lab();
        lab::Lab lab = whole;
        lab.links.pop_back();
        lab.findNode("r")->config = "interface eth0\n ip address 10.0.1.1/24\n";
        QVERIFY(applies(world, lab));
        QVERIFY(!world.findPort({"r", "eth1"}).node.isValid());
        QVERIFY(!pings(world, "a", "10.0.2.10"));
        QVERIFY(applies(world, whole));
        QVERIFY(pings(world, "a", "10.0.2.10"));
        // and the node survives having its power cut with a gap among its ports
        QVERIFY(world.stopNode(world.findNode("r")));
        QVERIFY(world.startNode(world.findNode("r")));
        QVERIFY(pings(world, "a", "10.0.2.10"));
    }

    void thousandsOfRandomEditsEndWhereTheLabSays()
    {
        // Whatever the order of edits, the end is the same network as one built from the last lab.
        base::Random random(11);
        const lab::Lab whole = support::labFrom(kLab);
        world::World world = support::worldFrom(kLab);
        for (int i = 0; i < 300; ++i) {
            lab::Lab lab = whole;
            if (random.chance(0.3))
                lab.links.erase(lab.links.begin() + static_cast<std::ptrdiff_t>(random.below(2)));
            if (random.chance(0.3)) {
                const std::string victim = random.chance(0.5) ? "a" : "b";
                std::erase_if(lab.nodes, [&](const lab::Node &n) { return n.name == victim; });
                std::erase_if(lab.links, [&](const lab::Link &l) { return l.a.node == victim || l.b.node == victim; });
            }
            for (lab::Link &link : lab.links)
                link.forward.down = link.backward.down = random.chance(0.2);
            QVERIFY(applies(world, lab));
            world.runUntil(world.now() + base::Duration::milliseconds(static_cast<std::int64_t>(random.below(3'000))));
            QCOMPARE(world.nodes().size(), lab.nodes.size());
            QCOMPARE(world.links().size(), lab.links.size());
        }
        QVERIFY(applies(world, whole));
        QVERIFY(pings(world, "a", "10.0.2.10"));
    }
};

QTEST_APPLESS_MAIN(WorldEditsTest)
#include "tst_world_edits.moc"
