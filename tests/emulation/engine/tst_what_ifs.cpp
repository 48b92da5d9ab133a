// path.* and ospf.tree of the engine: a path both ways, what a failure would change, and that the lab that runs notices nothing
// of the question.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/emulation/engine/harness.h"

using namespace hopyard;
using engine::Harness;
using rpc::Json;

namespace {

/// Two ways from r1 to r2, the upper one shorter.
const std::string kLab =
    "hopyard: 1\nnodes:\n"
    "  h1: {kind: host, interfaces: {eth0: {address: 10.1.0.10/24}}, gateway: 10.1.0.1}\n"
    "  h2: {kind: host, interfaces: {eth0: {address: 10.2.0.10/24}}, gateway: 10.2.0.1}\n"
    "  r1:\n    kind: router\n    config: |\n"
    "      interface eth0\n       ip address 10.1.0.1/24\n       ip ospf passive\n"
    "      interface eth1\n       ip address 10.0.1.1/30\n       ip ospf network point-to-point\n"
    "      interface eth2\n       ip address 10.0.2.1/30\n       ip ospf cost 50\n       ip ospf network point-to-point\n"
    "      router ospf\n       network 0.0.0.0/0 area 0\n"
    "  r2:\n    kind: router\n    config: |\n"
    "      interface eth0\n       ip address 10.2.0.1/24\n       ip ospf passive\n"
    "      interface eth1\n       ip address 10.0.1.2/30\n       ip ospf network point-to-point\n"
    "      interface eth2\n       ip address 10.0.2.2/30\n       ip ospf cost 50\n       ip ospf network point-to-point\n"
    "      router ospf\n       network 0.0.0.0/0 area 0\n"
    "links:\n  - {ends: [h1:eth0, r1:eth0]}\n  - {ends: [h2:eth0, r2:eth0]}\n"
    "  - {ends: [r1:eth1, r2:eth1]}\n  - {ends: [r1:eth2, r2:eth2]}\n";

constexpr std::int64_t kSecond = 1'000'000'000;

/// The lab, run for a minute of virtual time and standing there.
struct Settled : Harness {
    Settled()
    {
        ready = code("lab.load", {{"text", kLab}, {"time", "virtual"}}) == 0 && code("run.start", {{"paused", true}}) == 0
             && code("run.speed", {{"factor", 1000}}) == 0 && code("run.until", {{"time", 60 * kSecond}}) == 0
             && until([this] { return state() == "paused"; });
    }
    Json status() { return *ask("engine.status"); }
    bool ready = false;
};

} // namespace

class TestWhatIfs : public QObject {
    Q_OBJECT
private slots:
    void withoutALab()
    {
        Harness h;
        QCOMPARE(h.code("path.trace", {{"from", "h1"}, {"to", "h2"}}), int(rpc::noLab));
        QCOMPARE(h.code("path.whatIf", {{"nodes", {"r1"}}}), int(rpc::noLab));
        QCOMPARE(h.code("ospf.tree", {{"node", "r1"}}), int(rpc::noLab));
        QCOMPARE(h.code("path.cancel"), 0);
    }

    void aPathAndATree()
    {
        Settled h;
        QVERIFY2(h.ready, h.lastError.message.c_str());
        const auto ways = h.ask("path.trace", {{"from", "h1"}, {"to", "h2"}});
        QVERIFY(ways.has_value());
        QCOMPARE((*ways)["forth"]["arrives"], Json(true));
        QCOMPARE((*ways)["forth"]["nodes"][1]["branches"][0]["links"], Json::array({"r1:eth1"}));
        QCOMPARE((*ways)["back"]["nodes"][1]["matched"], Json("10.1.0.0/24"));
        QCOMPARE(h.code("path.trace", {{"from", "h1"}}), int(rpc::invalidParams));
        QCOMPARE(h.code("path.trace", {{"from", "h1"}, {"to", "h9"}}), int(rpc::invalidParams));
        const auto tree = h.ask("ospf.tree", {{"node", "r1"}});
        QVERIFY(tree.has_value());
        QCOMPARE((*tree)["areas"][0]["vertices"][1]["node"], Json("r2"));
        QCOMPARE((*tree)["areas"][0]["vertices"][1]["links"][0]["from"], Json("r1:eth1"));
        QCOMPARE(h.code("ospf.tree", {{"node", "h1"}}), int(rpc::invalidParams));
    }

    void whatAFailureWouldChange()
    {
        Settled h;
        QVERIFY2(h.ready, h.lastError.message.c_str());
        const Json before = h.status();
        const auto routes = h.ask("table.get", {{"node", "r1"}, {"table", "route"}});
        const auto found = h.ask("path.whatIf", {{"links", {"r2:eth1"}}, {"from", "h1"}, {"to", "h2"}});
        QVERIFY2(found.has_value(), found ? "" : found.error().message.c_str());
        QCOMPARE((*found)["settled"], Json(true));
        QCOMPARE((*found)["forth"]["before"]["nodes"][1]["branches"][0]["interface"], Json("eth1"));
        QCOMPARE((*found)["forth"]["after"]["nodes"][1]["branches"][0]["interface"], Json("eth2"));
        QVERIFY((*found)["routes"].size() >= 2);
        QVERIFY((*found)["text"].get<std::string>().find("If the link at r2:eth1 failed now") == 0);
        // The lab that runs is as it was: its time, its events, its tables, its links.
        const Json after = h.status();
        QCOMPARE(after["events"], before["events"]);
        QCOMPARE(after["now"], before["now"]);
        QCOMPARE((*h.ask("table.get", {{"node", "r1"}, {"table", "route"}}))["rows"], (*routes)["rows"]);
        QCOMPARE((*h.ask("lab.topology"))["topology"]["links"][2]["up"], Json(true));
    }

    void wrongQuestions()
    {
        Settled h;
        QVERIFY2(h.ready, h.lastError.message.c_str());
        QCOMPARE(h.code("path.whatIf"), int(rpc::invalidParams));
        QCOMPARE(h.code("path.whatIf", {{"links", "r1:eth1"}}), int(rpc::invalidParams));
        QCOMPARE(h.code("path.whatIf", {{"links", {"r1"}}}), int(rpc::invalidParams));
        QCOMPARE(h.code("path.whatIf", {{"links", {"r1:eth9"}}}), int(rpc::noSuchLink));
        QVERIFY(h.lastError.message.find("r1:eth9") != std::string::npos);
        QCOMPARE(h.code("path.whatIf", {{"nodes", {"r1"}}, {"quiet", -1}}), int(rpc::invalidParams));
    }

    void oneThatIsCalledOff()
    {
        Settled h;
        QVERIFY2(h.ready, h.lastError.message.c_str());
        std::optional<rpc::Client::Result> answer;
        // Longer than its processor time allows, unless it is called off.
        h.client->callAsync("path.whatIf", {{"links", {"r1:eth1"}}, {"quiet", 1'200}}, [&](rpc::Client::Result r) { answer = std::move(r); });
        QCOMPARE(h.code("path.cancel"), 0);
        QVERIFY(h.until([&] { return answer.has_value(); }));
        QVERIFY(!answer->has_value());
        QCOMPARE(answer->error().code, int(rpc::wrongState));
        QCOMPARE(h.code("path.whatIf", {{"links", {"r1:eth1"}}}), 0); // and the next is answered
    }
};

QTEST_GUILESS_MAIN(TestWhatIfs)
#include "tst_what_ifs.moc"
