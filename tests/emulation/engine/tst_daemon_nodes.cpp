// An engine with a frr node: a new configuration starts it anew, and what cannot be run is a sentence.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/linux/privileges.h"
#include "emulation/nodes/routing_daemons.h"
#include "tests/emulation/engine/engine_process.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QtTest>

#include <map>
#include <string>

using namespace hopyard;
using engine::EngineProcess;
using rpc::Json;

namespace {

std::string labWith(const std::string &route)
{
    return "hopyard: 1\nnodes:\n  r1:\n    kind: frr\n    config: |\n      interface eth0\n       ip address 10.0.1.1/24\n      ip route "
        + route + " 10.0.1.2\n  h1: {kind: host, interfaces: {eth0: {address: 10.0.1.2/24}}}\nlinks:\n  - {ends: [r1:eth0, h1:eth0]}\n";
}

/// BIRD beside a router of ours, with OSPF and BGP; and one that runs neither.
const char *const kBirds = R"LAB(hopyard: 1
nodes:
  r1:
    kind: bird
    interfaces: {eth0: {address: 10.0.1.1/24}}
    config: |
      router id 1.1.1.1;
      protocol device { }
      protocol ospf v2 o1 { ipv4; area 0 { interface "eth0" { hello 1; dead 4; }; }; }
      protocol bgp b1 { local 10.0.1.1 as 65001; neighbor 10.0.1.2 as 65002; ipv4 { import all; export all; }; }
  r2:
    kind: router
    config: |
      interface eth0
       ip address 10.0.1.2/24
       ip ospf hello-interval 1
       ip ospf dead-interval 4
      router ospf
       ospf router-id 2.2.2.2
       network 10.0.1.0/24 area 0
      router bgp 65002
       no bgp ebgp-requires-policy
       no bgp network import-check
       neighbor 10.0.1.1 remote-as 65001
       network 10.60.0.0/16
  r3:
    kind: bird
    interfaces: {eth0: {address: 10.0.1.3/24}}
    config: |
      router id 3.3.3.3;
      protocol device { }
  s1: {kind: switch}
links:
  - {ends: [r1:eth0, s1:p1]}
  - {ends: [r2:eth0, s1:p2]}
  - {ends: [r3:eth0, s1:p3]}
)LAB";

/// FRR, BIRD and a router of ours one behind the other, in OSPF and with BGP; all bring in the same network.
const char *const kThree = R"LAB(hopyard: 1
nodes:
  h1: {kind: host}
  r1:
    kind: frr
    config: |
      interface eth0
       ip address 10.0.1.1/30
       ip ospf network point-to-point
       ip ospf hello-interval 1
       ip ospf dead-interval 4
       ip ospf cost 7
      router ospf
       ospf router-id 1.1.1.1
       network 10.0.1.0/30 area 0
      router bgp 65001
       no bgp ebgp-requires-policy
       no bgp network import-check
       neighbor 10.0.1.2 remote-as 65002
       network 10.60.0.0/16
  b2:
    kind: bird
    interfaces: {eth0: {address: 10.0.1.2/30}, eth1: {address: 10.0.2.1/30}}
    config: |
      router id 2.2.2.2;
      protocol device { }
      protocol ospf v2 o1 { ipv4; area 0 {
        interface "eth0" { type ptp; hello 1; dead 4; cost 7; };
        interface "eth1" { type ptp; hello 1; dead 4; cost 5; }; }; }
      protocol static { ipv4; route 10.60.0.0/16 blackhole; }
      protocol bgp b1 { local 10.0.1.2 as 65002; neighbor 10.0.1.1 as 65001; ipv4 { import all; export all; }; }
      protocol bgp b3 { local 10.0.2.1 as 65002; neighbor 10.0.2.2 as 65003; ipv4 { import all; export all; }; }
  r3:
    kind: router
    config: |
      interface eth0
       ip address 10.0.2.2/30
       ip ospf network point-to-point
       ip ospf hello-interval 1
       ip ospf dead-interval 4
       ip ospf cost 5
      router ospf
       ospf router-id 3.3.3.3
       network 10.0.2.0/30 area 0
      router bgp 65003
       no bgp ebgp-requires-policy
       no bgp network import-check
       neighbor 10.0.2.1 remote-as 65002
       network 10.60.0.0/16
links:
  - {ends: [r1:eth0, b2:eth0]}
  - {ends: [b2:eth1, r3:eth0]}
)LAB";

} // namespace

class TestDaemonNodes : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<EngineProcess> m;

    bool awaitRoute(const std::string &prefix)
    {
        QElapsedTimer clock;
        clock.start();
        while (clock.elapsed() < 60'000) {
            const auto answer = m->ask("console.run", {{"node", "r1"}, {"line", "show ip route"}});
            const Json *json = answer ? rpc::member(*answer, "json") : nullptr;
            if (json && json->contains(prefix))
                return true;
        }
        return false;
    }

private slots:
    void initTestCase()
    {
        for (const linux::Check &check : linux::checkSystem())
            if (!check.ok)
                QSKIP(qPrintable(QString::fromStdString("needs " + check.name + ": " + check.found)));
        if (const auto missing = nodes::frrMissing("ip route 0.0.0.0/0 1.1.1.1"))
            QSKIP(qPrintable(QString::fromStdString(*missing)));
    }
    void init()
    {
        m = std::make_unique<EngineProcess>();
        QVERIFY2(m->start(), m->error.constData());
    }
    void cleanup() { m.reset(); }

    void anotherConfigurationStartsItAnew()
    {
        QCOMPARE(m->code("lab.load", {{"text", labWith("10.7.0.0/16")}}), 0);
        QVERIFY2(m->code("run.start") == 0, m->lastError.message.c_str());
        QVERIFY(awaitRoute("10.7.0.0/16"));
        QCOMPARE(m->code("lab.apply", {{"text", labWith("10.8.0.0/16")}}), 0);
        QVERIFY(awaitRoute("10.8.0.0/16"));
        const auto answer = m->ask("console.run", {{"node", "r1"}, {"line", "show ip route"}});
        QVERIFY(answer && !(*answer)["json"].contains("10.7.0.0/16"));
    }

    /// FRR and BIRD beside a router of ours: each's tree of shortest paths with the lab's names and links, and its decision.
    void treesAndDecisions()
    {
        if (const auto missing = nodes::birdMissing())
            QSKIP(qPrintable(QString::fromStdString(*missing)));
        QVERIFY2(m->code("lab.load", {{"text", kThree}}) == 0, m->lastError.message.c_str());
        QVERIFY2(m->code("run.start") == 0, m->lastError.message.c_str());
        const auto tree = [this](const char *node) { return m->ask("ospf.tree", {{"node", node}}).value_or(Json()); };
        const auto ask = [this](const char *node, const char *line) {
            return m->ask("console.run", {{"node", node}, {"line", line}}).value_or(Json()).value("json", Json::object());
        };
        const auto named = [](const Json &tree) {
            std::map<std::string, std::string> found; // a router's name: the link of its last step, and the cost
            if (!tree.is_object())
                return found;
            for (const Json &area : tree["areas"])
                for (const Json &vertex : area["vertices"])
                    if (vertex["type"] == "router")
                        found[vertex["node"].get<std::string>()] =
                            vertex["links"].empty() ? "" : vertex["links"][0]["from"].get<std::string>() + ' ' + vertex["links"][0]["cost"].dump();
            return found;
        };
        const std::map<std::string, std::string> fromR1{{"r1", ""}, {"b2", "r1:eth0 7"}, {"r3", "b2:eth1 5"}};
        const std::map<std::string, std::string> fromR3{{"r3", ""}, {"b2", "r3:eth0 5"}, {"r1", "b2:eth0 7"}};
        const std::map<std::string, std::string> fromB2{{"b2", ""}, {"r1", "b2:eth0 7"}, {"r3", "b2:eth1 5"}};
        QElapsedTimer clock;
        clock.start();
        const auto settled = [&] {
            return named(tree("r1")) == fromR1 && named(tree("r3")) == fromR3 && named(tree("b2")) == fromB2
                   && ask("r1", "show ip bgp 10.60.0.0/16").value("paths", Json::array()).size() == 2
                   && ask("b2", "show ip bgp 10.60.0.0/16").value("paths", Json::array()).size() == 2;
        };
        while (!settled() && clock.elapsed() < 60'000)
            m->client->waitForEvents(base::Duration::milliseconds(200));
        QVERIFY2(settled(), (tree("r1").dump() + tree("b2").dump() + tree("r3").dump()).c_str());
        // FRR: its own network against the one heard from BIRD.
        const Json frr = ask("r1", "explain bgp 10.60.0.0/16");
        QVERIFY2(frr.value("daemon", "") == "FRR" && frr["agrees"] == true, frr.dump().c_str());
        for (const Json &candidate : frr["candidates"])
            QCOMPARE(candidate["verdict"], Json(candidate["from"] == "itself" ? "best" : "lost at: weight"));
        const Json bird = ask("b2", "explain bgp 10.60.0.0/16");
        QVERIFY2(bird.value("daemon", "") == "BIRD" && bird["agrees"] == true, bird.dump().c_str());
        QCOMPARE(bird["candidates"].size(), std::size_t(3));
        for (const Json &candidate : bird["candidates"]) // its static route has the higher preference
            QCOMPARE(candidate["verdict"], Json(candidate["from"] == "static1" ? "best" : "lost at: preference"));
        // Of FRR 8, which has no detail of its whole database.
        const Json database = ask("r1", "show ip ospf database detail");
        QVERIFY2(database.contains("routerLinkStates") && database.dump().find("routerLinks\"") != std::string::npos, database.dump().c_str());
        QCOMPARE(m->code("ospf.tree", {{"node", "h1"}}), int(rpc::invalidParams)); // no router
    }

    void aStoppedNodeDoesNotAnswer()
    {
        QCOMPARE(m->code("lab.load", {{"text", labWith("10.7.0.0/16")}}), 0);
        QCOMPARE(m->code("run.start"), 0);
        QVERIFY(awaitRoute("10.7.0.0/16"));
        QCOMPARE(m->code("node.stop", {{"node", "r1"}}), 0);
        auto answer = m->ask("console.run", {{"node", "r1"}, {"line", "show ip route"}});
        QVERIFY(answer && !(*answer)["ok"].get<bool>());
        QCOMPARE(m->code("node.start", {{"node", "r1"}}), 0);
        QVERIFY(awaitRoute("10.7.0.0/16"));
        answer = m->ask("table.get", {{"node", "r1"}, {"table", "route"}});
        QVERIFY2(answer && (*answer)["rows"].dump().find("10.7.0.0/16") != std::string::npos, m->lastError.message.c_str());
    }

    /// What inspectors ask of FRR, BIRD answers in its own words, and comes back with the same members.
    void birdIsAskedInItsOwnWords()
    {
        if (const auto missing = nodes::birdMissing())
            QSKIP(qPrintable(QString::fromStdString(*missing)));
        QVERIFY2(m->code("lab.load", {{"text", kBirds}}) == 0, m->lastError.message.c_str());
        QVERIFY2(m->code("run.start") == 0, m->lastError.message.c_str());
        const auto ask = [this](const char *node, const char *line) {
            return m->ask("console.run", {{"node", node}, {"line", line}}).value_or(Json());
        };
        const auto json = [&ask](const char *line) { return ask("r1", line).value("json", Json::object()); };
        QElapsedTimer clock;
        clock.start();
        const auto is = [](const Json &found, const char *pointer, const Json &wanted) {
            return found.value(Json::json_pointer(pointer), Json()) == wanted;
        };
        const auto settled = [&] {
            const Json neighbours = json("show ip ospf neighbor");
            return neighbours.dump().find("\"Full/") != std::string::npos
                   && json("show ip bgp").dump().find("10.60.0.0/16") != std::string::npos
                   && json("show ip ospf database detail").dump().find("designatedRouterAddress\":\"10.0.1.")
                          != std::string::npos;
        };
        while (!settled() && clock.elapsed() < 60'000)
            m->client->waitForEvents(base::Duration::milliseconds(200));
        const Json interfaces = json("show ip ospf interface");
        QVERIFY2(is(interfaces, "/interfaces/eth0/ipAddress", "10.0.1.1")
                     && is(interfaces, "/interfaces/eth0/timerMsecs", 1'000),
                 interfaces.dump().c_str());
        const Json neighbours = json("show ip ospf neighbor");
        QVERIFY2(is(neighbours, "/neighbors/2.2.2.2/0/ifaceAddress", "10.0.1.2"), neighbours.dump().c_str());
        const Json database = json("show ip ospf database detail");
        QVERIFY2(is(database, "/routerId", "1.1.1.1") && database["routerLinkStates"]["areas"]["0.0.0.0"].size() == 2
                     && database["networkLinkStates"]["areas"]["0.0.0.0"][0]["attachedRouters"].size() == 2,
                 database.dump().c_str());
        const Json table = json("show ip bgp");
        QVERIFY2(is(table, "/routes/10.60.0.0~116/0/peerId", "10.0.1.2"), table.dump().c_str());
        const Json paths = json("show ip bgp 10.60.0.0/16");
        QVERIFY2(is(paths, "/paths/0/aspath/string", "65002") && is(paths, "/paths/0/bestpath/overall", true),
                 paths.dump().c_str());
        QCOMPARE(json("show ip bgp 10.61.0.0/16").value("paths", Json::array()).size(), std::size_t(0));
        const Json summary = json("show ip bgp summary");
        QVERIFY2(is(summary, "/ipv4Unicast/peers/10.0.1.2/state", "Established")
                     && is(summary, "/ipv4Unicast/peers/10.0.1.2/pfxRcd", 1),
                 summary.dump().c_str());
        const Json none = ask("r3", "show ip ospf neighbor");
        QVERIFY2(is(none, "/ok", false) && none.dump().find("no OSPF") != std::string::npos, none.dump().c_str());
        QVERIFY(is(ask("r1", "show nonsense"), "/ok", false)); // BIRD's own console as ever
    }
};

int main(int argc, char **argv)
{
    return hopyard::engine::mainOfEngineTest<TestDaemonNodes>(argc, argv);
}
#include "tst_daemon_nodes.moc"
