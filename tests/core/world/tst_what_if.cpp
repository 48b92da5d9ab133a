// What a failure would change, tried out on a copy: paths, routes, reach, time; and that the network itself notices nothing.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/ospf_tree.h"
#include "core/world/what_if.h"
#include "tests/support/worlds.h"

#include <QtTest/QTest>

#include <nlohmann/json.hpp>

#include <algorithm>

using namespace hopyard;
using support::seconds;

namespace {

/// A triangle with OSPF: r1 to r3 directly (10), or by r2 (5 + 30); h1 behind r1, h3 behind r3. r3 and r4 share a switch.
constexpr std::string_view kTriangle = R"(
hopyard: 1
nodes:
  h1: {kind: host, interfaces: {eth0: {address: 10.1.0.10/24}}, gateway: 10.1.0.1}
  h3: {kind: host, interfaces: {eth0: {address: 10.3.0.10/24}}, gateway: 10.3.0.1}
  h4: {kind: host, interfaces: {eth0: {address: 10.4.0.10/24}}, gateway: 10.4.0.1}
  s: {kind: switch}
  r1:
    kind: router
    config: |
      interface eth0
       ip address 10.1.0.1/24
       ip ospf passive
      interface eth1
       ip address 10.0.12.1/30
       ip ospf cost 5
       ip ospf network point-to-point
      interface eth2
       ip address 10.0.13.1/30
       ip ospf cost 10
       ip ospf network point-to-point
      router ospf
       ospf router-id 1.1.1.1
       network 0.0.0.0/0 area 0
  r2:
    kind: router
    config: |
      interface eth0
       ip address 10.0.12.2/30
       ip ospf cost 5
       ip ospf network point-to-point
      interface eth1
       ip address 10.0.23.1/30
       ip ospf cost 30
       ip ospf network point-to-point
      router ospf
       ospf router-id 2.2.2.2
       network 0.0.0.0/0 area 0
  r3:
    kind: router
    config: |
      interface eth0
       ip address 10.3.0.1/24
       ip ospf passive
      interface eth1
       ip address 10.0.23.2/30
       ip ospf cost 30
       ip ospf network point-to-point
      interface eth2
       ip address 10.0.13.2/30
       ip ospf cost 10
       ip ospf network point-to-point
      interface eth3
       ip address 10.0.34.3/24
       ip ospf cost 7
      router ospf
       ospf router-id 3.3.3.3
       network 0.0.0.0/0 area 0
  r4:
    kind: router
    config: |
      interface eth0
       ip address 10.0.34.4/24
       ip ospf cost 7
      interface eth1
       ip address 10.4.0.1/24
       ip ospf passive
      router ospf
       ospf router-id 4.4.4.4
       network 0.0.0.0/0 area 0
links:
  - {ends: [h1:eth0, r1:eth0]}
  - {ends: [h3:eth0, r3:eth0]}
  - {ends: [r1:eth1, r2:eth0], delay: 1ms}
  - {ends: [r1:eth2, r3:eth2], delay: 1ms}
  - {ends: [r2:eth1, r3:eth1], delay: 1ms}
  - {ends: [r3:eth3, s:p3]}
  - {ends: [r4:eth0, s:p4]}
  - {ends: [h4:eth0, r4:eth1]}
)";

std::vector<std::string> namesOf(const world::TracedPath &path)
{
    std::vector<std::string> names;
    for (const world::PathNode &node : path.nodes)
        names.push_back(node.name);
    return names;
}

using Names = std::vector<std::string>;

} // namespace

class TestWhatIf : public QObject {
    Q_OBJECT
private slots:
    void aPathBothWaysNamesItsLinks()
    {
        world::World world = support::worldFrom(kTriangle);
        world.runUntil(seconds(80));
        const auto ways = world::traceBothWays(world, "h1", "h3");
        QVERIFY(ways && ways->back);
        QVERIFY(namesOf(ways->forth) == (Names{"h1", "r1", "r3", "h3"}));
        QVERIFY(namesOf(*ways->back) == (Names{"h3", "r3", "r1", "h1"}));
        QVERIFY(ways->forth.isClean && ways->back->isClean);
        const auto json = nlohmann::json::parse(world::toJson(*ways));
        QCOMPARE(json["forth"]["nodes"][1]["matched"], "10.3.0.0/24");
        QCOMPARE(json["forth"]["nodes"][1]["branches"][0]["links"][0], "r1:eth2");
        QCOMPARE(json["back"]["destination"], "10.1.0.10");
        // Through a switch: each link by the end where it is entered. Nobody has the address: no way back.
        const auto over = world::traceBothWays(world, "r1", "r4");
        QVERIFY(over && over->back);
        QVERIFY(over->forth.nodes.at(1).branches.at(0).links == (std::vector<lab::End>{{"r3", "eth3"}, {"s", "p4"}}));
        QCOMPARE(toString(over->back->destination), std::string("10.0.13.1")); // where r1 sends from
        QVERIFY(!world::traceBothWays(world, "h1", "192.0.2.1")->back);
        QVERIFY(!world::traceBothWays(world, "h9", "h1"));
        QVERIFY(!world::traceBothWays(world, "h1", "h9"));
    }

    void routingComesToRest()
    {
        world::World world = support::worldFrom(kTriangle);
        QVERIFY(world::runUntilSettled(world));
        QVERIFY(world::traceBothWays(world, "h1", "h4")->forth.isClean); // behind a switch: after the wait timer
        const base::TimePoint then = world.now();
        QVERIFY(world::runUntilSettled(world));
        QVERIFY(world.now() - then < seconds(70) - base::TimePoint()); // nothing changed meanwhile
        world::WhatIfLimits hasty;
        hasty.longest = base::Duration::seconds(10);
        QVERIFY(!world::runUntilSettled(world, hasty));
    }

    void aLinkThatFailsIsGoneRound()
    {
        world::World world = support::worldFrom(kTriangle);
        world.runUntil(seconds(80));
        world::WhatIfQuestion question{{{"r3", "eth2"}}, {}, "h1", "h3"};
        const auto report = world::whatIf(world, question);
        QVERIFY2(report.has_value(), report ? "" : report.error().c_str());
        QVERIFY(report->settled);
        QVERIFY(report->at == seconds(80));
        QVERIFY(report->convergence.ns() > 0 && report->convergence < base::Duration::seconds(10));
        QVERIFY(namesOf(report->forth->before) == (Names{"h1", "r1", "r3", "h3"}));
        QVERIFY(namesOf(report->forth->after) == (Names{"h1", "r1", "r2", "r3", "h3"}));
        QVERIFY(report->forth->over && report->back->over);
        QVERIFY(report->forth->outage.ns() > 0 && report->forth->outage <= report->convergence);
        const auto changed = std::ranges::find(report->routes, "r1", &world::WhatIfReport::Route::node);
        QVERIFY(changed != report->routes.end());
        QVERIFY(std::ranges::any_of(report->routes, [](const auto &route) {
            return route.node == "r1" && toString(route.prefix) == "10.3.0.0/24" && route.before.starts_with("10.0.13.2 eth2")
                && route.after.starts_with("10.0.12.2 eth1");
        }));
        // The line itself is out of reach then, of nobody else anything.
        QCOMPARE(report->unreachable.size(), std::size_t(1));
        QCOMPARE(toString(report->unreachable[0].prefix), std::string("10.0.13.0/30"));
        const auto json = nlohmann::json::parse(world::toJson(question, *report));
        QCOMPARE(json["forth"]["after"]["nodes"].size(), std::size_t(5));
        QVERIFY(json["text"].get<std::string>().starts_with("If the link at r3:eth2 failed now:\nrouting would be quiet after "));
    }

    void whatIsCutOffIsSaid()
    {
        world::World world = support::worldFrom(kTriangle);
        world.runUntil(seconds(80));
        const auto report = world::whatIf(world, {{}, {"r3"}, "h1", "h3"});
        QVERIFY(report && report->settled);
        QVERIFY(!report->forth->after.arrives);
        QVERIFY(!report->forth->over);
        QVERIFY(report->forth->outage >= report->passed - base::Duration::seconds(1));
        const auto lost = std::ranges::find(report->unreachable, "10.3.0.0/24", [](const auto &each) { return toString(each.prefix); });
        QVERIFY(lost != report->unreachable.end());
        std::string from;
        for (const std::string &node : lost->nodes)
            from += node + ' ';
        QCOMPARE(QString::fromStdString(from), QString("h3 r1 r2 r4 ")); // h1 and h4 have their default routes still
    }

    void nobodyNoticesBehindASwitchUntilTheDeadInterval()
    {
        world::World world = support::worldFrom(kTriangle);
        world.runUntil(seconds(80));
        const auto report = world::whatIf(world, {{{"s", "p4"}}, {}, "r1", "r4"});
        QVERIFY(report && report->settled);
        QVERIFY(report->convergence > base::Duration::seconds(25)); // r3's interface stays up
        QVERIFY(report->passed >= report->convergence + base::Duration::seconds(200));
    }

    void theNetworkNoticesNothing()
    {
        world::World world = support::worldFrom(kTriangle);
        world::World twin = support::worldFrom(kTriangle);
        world.runUntil(seconds(80));
        twin.runUntil(seconds(80));
        const std::uint64_t events = world.eventCount();
        const std::string before = world.command("r1", "show ip route json").json;
        QVERIFY(world::whatIf(world, {{{"r1", "eth2"}}, {}, "h1", "h3"}));
        QCOMPARE(world.eventCount(), events);
        QVERIFY(world.now() == seconds(80));
        QCOMPARE(world.command("r1", "show ip route json").json, before);
        // And it goes on as if nobody had asked.
        support::Everything here(world), there(twin);
        world.runUntil(seconds(120));
        twin.runUntil(seconds(120));
        QVERIFY(here.count > 20);
        QVERIFY(here.log == there.log);
    }

    void wrongQuestionsAndLimits()
    {
        world::World world = support::worldFrom(kTriangle);
        world.runUntil(seconds(80));
        QVERIFY(!world::whatIf(world, {}));
        QVERIFY(!world::whatIf(world, {{{"r9", "eth0"}}, {}, {}, {}}));
        QVERIFY(!world::whatIf(world, {{}, {"r9"}, {}, {}}));
        QVERIFY(!world::whatIf(world, {{}, {"r1"}, "h1", "nobody"}));
        world::WhatIfLimits few;
        few.events = 10;
        const auto report = world::whatIf(world, {{}, {"r2"}, {}, {}}, few);
        QVERIFY(report && !report->settled && !report->forth);
        few.routes = 1;
        few.events = 1'000'000;
        const auto one = world::whatIf(world, {{}, {"r3"}, {}, {}}, few);
        QCOMPARE(one->routes.size(), std::size_t(1));
        QVERIFY(one->moreRoutes > 3);
    }

    void aTreeKnowsNodesAndLinks()
    {
        world::World world = support::worldFrom(kTriangle);
        world.runUntil(seconds(80));
        const auto text = world::ospfTree(world, "r1");
        QVERIFY(text.has_value());
        const auto tree = nlohmann::json::parse(*text);
        QCOMPARE(tree["routerId"], "1.1.1.1");
        const auto &vertices = tree["areas"][0]["vertices"];
        const auto of = [&vertices](const char *id) {
            for (const auto &vertex : vertices)
                if (vertex["id"] == id && vertex["type"] == "router")
                    return vertex;
            return nlohmann::json();
        };
        QCOMPARE(of("1.1.1.1")["node"], "r1");
        QCOMPARE(of("3.3.3.3")["node"], "r3");
        QCOMPARE(of("3.3.3.3")["cost"], 10);
        QCOMPARE(of("3.3.3.3")["links"], nlohmann::json::parse("[{\"from\": \"r1:eth2\", \"cost\": 10}]"));
        QCOMPARE(of("4.4.4.4")["cost"], 17); // over the switch's network, which r3 pays for
        QCOMPARE(of("4.4.4.4")["links"], nlohmann::json::parse("[{\"from\": \"r3:eth3\", \"cost\": 7}, {\"from\": \"s:p4\", \"cost\": null}]"));
        QVERIFY(!world::ospfTree(world, "h1"));
        QVERIFY(!world::ospfTree(world, "nobody"));
    }
};

QTEST_APPLESS_MAIN(TestWhatIf)
#include "tst_what_if.moc"
