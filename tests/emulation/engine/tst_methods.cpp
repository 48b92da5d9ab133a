// Every method of docs/rpc.md that needs nothing outside, over a real socket.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/emulation/engine/harness.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtTest/QtTest>

#include <array>
#include <csignal>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace hopyard;
using namespace hopyard::engine;
using rpc::Json;

namespace {

Json inside(const char *time = "real")
{
    return {{"text", kInsideLab}, {"name", "two.yaml"}, {"seed", 7}, {"time", time}};
}

} // namespace

class TestMethods : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<Harness> m;

    void loadAndStart(const char *time = "virtual", bool paused = true)
    {
        QCOMPARE(m->code("lab.load", inside(time)), 0);
        QCOMPARE(m->code("run.start", {{"paused", paused}}), 0);
    }
    std::string text(const Json &json, const char *key) { return rpc::stringMember(json, key).value_or("(none)"); }

private slots:
    void init()
    {
        ::signal(SIGPIPE, SIG_IGN); // as the engine's main() does; QtTest has a handler of its own
        m = std::make_unique<Harness>();
    }
    void cleanup() { m.reset(); }

    void virtualTimeByAClockAndWithout()
    {
        loadAndStart();
        const auto fastest = [&] { return rpc::boolMember(*m->ask("engine.status"), "fastest").value_or(false); };
        const auto now = [&] { return m->engine->session().now(); };
        QVERIFY(fastest());
        QCOMPARE(m->code("run.speed", {{"factor", 0.5}}), 0);
        QVERIFY(!fastest());
        QElapsedTimer wall;
        wall.start();
        QCOMPARE(m->code("run.resume"), 0);
        QVERIFY(m->until([&] { return now() >= base::TimePoint::fromNs(20'000'000); }));
        const auto passed = now();
        QVERIFY(passed.ns() * 2 <= wall.nsecsElapsed());
        QCOMPARE(m->code("run.speed", {{"fastest", true}}), 0);
        QVERIFY(fastest());
        QCOMPARE(m->code("console.run", {{"node", "h1"}, {"line", "ping 10.0.2.10 count 3700 quiet"}}), 0); // something to do
        QVERIFY(m->until([&] { return now() >= base::TimePoint() + base::Duration::seconds(3600); })); // an hour in a moment
        QVERIFY(wall.elapsed() < 3'600'000);
    }

    void realTimeHasAClock()
    {
        loadAndStart("real");
        QVERIFY(!rpc::boolMember(*m->ask("engine.status"), "fastest").value_or(true));
        QCOMPARE(m->code("run.speed", {{"fastest", true}}), int(rpc::wrongState));
    }

    void hello()
    {
        const auto answer = m->ask("engine.hello", {{"protocol", 1}, {"client", "test"}});
        QVERIFY(answer);
        QCOMPARE(rpc::intMember(*answer, "protocol").value(), std::int64_t(1));
        QCOMPARE(rpc::intMember(*answer, "pid").value(), std::int64_t(::getpid()));
        QCOMPARE(text(*answer, "run"), std::string("test"));
        QCOMPARE(text(*answer, "state"), std::string("empty"));
        QVERIFY(!text(*answer, "version").empty());
        QCOMPARE(m->code("engine.hello", {{"protocol", 2}}), int(rpc::invalidParams));
    }

    void statusOfAnEmptyEngine()
    {
        const auto status = m->ask("engine.status");
        QVERIFY(status);
        for (const char *key : {"state", "time", "now", "speed", "seed", "run", "lab", "outside", "events", "behind"})
            QVERIFY2(status->contains(key), key);
    }

    void unknownMethods()
    {
        QCOMPARE(m->code("lab.explode"), int(rpc::methodNotFound));
    }

    void withoutALab_data()
    {
        QTest::addColumn<QString>("method");
        for (const char *method : {"lab.text", "lab.topology", "run.start", "run.stop", "run.pause", "run.resume", "run.step",
                                   "link.counters"})
            QTest::newRow(method) << method;
    }
    void withoutALab()
    {
        QFETCH(QString, method);
        QCOMPARE(m->code(method.toStdString()), int(rpc::noLab));
    }

    void badParams_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QByteArray>("params");
        QTest::newRow("hello without version") << "engine.hello" << QByteArray("{}");
        QTest::newRow("no text") << "lab.load" << QByteArray("{}");
        QTest::newRow("negative seed") << "lab.load" << QByteArray(R"({"text":"","seed":-1})");
        QTest::newRow("odd time") << "lab.load" << QByteArray(R"({"text":"","time":"slow"})");
        QTest::newRow("apply nothing") << "lab.apply" << QByteArray("{}");
        QTest::newRow("no steps") << "run.step" << QByteArray(R"({"count":0})");
        QTest::newRow("too many steps") << "run.step" << QByteArray(R"({"count":1000000})");
        QTest::newRow("speed as text") << "run.speed" << QByteArray(R"({"factor":"fast"})");
        QTest::newRow("speed zero") << "run.speed" << QByteArray(R"({"factor":0})");
        QTest::newRow("speed too high") << "run.speed" << QByteArray(R"({"factor":1001})");
        QTest::newRow("until nothing") << "run.until" << QByteArray("{}");
        QTest::newRow("start nobody") << "node.start" << QByteArray("{}");
        QTest::newRow("a link without colon") << "link.set" << QByteArray(R"({"link":"r1"})");
        QTest::newRow("odd direction") << "link.set" << QByteArray(R"({"link":"r1:eth0","direction":"up"})");
        QTest::newRow("odd delay") << "link.set" << QByteArray(R"({"link":"r1:eth0","delay":"long"})");
        QTest::newRow("loss of 2") << "link.set" << QByteArray(R"({"link":"r1:eth0","loss":2})");
        QTest::newRow("no such key") << "link.set" << QByteArray(R"({"link":"r1:eth0","dely":"5ms"})");
        QTest::newRow("console without line") << "console.run" << QByteArray(R"({"node":"r1"})");
        QTest::newRow("odd table") << "table.get" << QByteArray(R"({"node":"r1","table":"chairs"})");
        QTest::newRow("exec nothing") << "node.exec" << QByteArray(R"({"node":"r1","argv":[]})");
        QTest::newRow("exec numbers") << "node.exec" << QByteArray(R"({"node":"r1","argv":[1]})");
        QTest::newRow("exec without descriptors") << "node.exec" << QByteArray(R"({"node":"r1","argv":["true"]})");
        QTest::newRow("signal nobody") << "exec.signal" << QByteArray("{}");
        QTest::newRow("no signal") << "exec.signal" << QByteArray(R"({"exec":1,"signal":0})");
        QTest::newRow("capture nowhere") << "capture.start" << QByteArray("{}");
        QTest::newRow("capture to nothing") << "capture.start" << QByteArray(R"({"at":"r1:eth0"})");
        QTest::newRow("odd place") << "capture.start" << QByteArray(R"({"at":"r1:eth0","where":"under"})");
        QTest::newRow("interface and end") << "capture.start" << QByteArray(R"({"at":"r1:eth0","interface":"lo"})");
        QTest::newRow("interface with a where") << "capture.start" << QByteArray(R"({"interface":"lo","where":"after"})");
        QTest::newRow("interface to nothing") << "capture.start" << QByteArray(R"({"interface":"lo"})");
        QTest::newRow("interface without name") << "capture.start" << QByteArray(R"({"interface":"","file":"/tmp/x"})");
        QTest::newRow("interface of number 1") << "capture.start" << QByteArray(R"({"interface":"lo","node":1})");
        QTest::newRow("stop no capture") << "capture.stop" << QByteArray("{}");
        QTest::newRow("record nowhere") << "record.start" << QByteArray("{}");
        QTest::newRow("topics missing") << "telemetry.subscribe" << QByteArray("{}");
        QTest::newRow("odd topic") << "telemetry.subscribe" << QByteArray(R"({"topics":["weather"]})");
        QTest::newRow("rate zero") << "telemetry.subscribe" << QByteArray(R"({"topics":[],"rate":0})");
    }
    void badParams()
    {
        QFETCH(QString, method);
        QFETCH(QByteArray, params);
        loadAndStart();
        if (method == "lab.load")
            QCOMPARE(m->code("run.stop"), 0);
        QCOMPARE(m->code(method.toStdString(), *rpc::parseJson(params.toStdString())), int(rpc::invalidParams));
        QVERIFY(!m->lastError.message.empty());
    }

    void loadTellsWhatIsInIt()
    {
        const auto loaded = m->ask("lab.load", inside());
        QVERIFY(loaded);
        QVERIFY((*loaded)["problems"].empty());
        QVERIFY((*loaded)["programs"].empty());
        const Json &topology = (*loaded)["topology"];
        QCOMPARE(topology["nodes"].size(), std::size_t(3));
        QCOMPARE(text(topology["nodes"][0], "name"), std::string("h1"));
        QCOMPARE(text(topology["nodes"][1], "kind"), std::string("router"));
        QCOMPARE(topology["nodes"][1]["interfaces"].size(), std::size_t(2));
        QCOMPARE(topology["nodes"][1]["interfaces"][1]["addresses"].dump(), std::string(R"(["10.0.2.1/24"])"));
        QVERIFY(text(topology["nodes"][0]["interfaces"][0], "mac").starts_with("02:48:"));
        QCOMPARE(topology["links"][0]["ends"].dump(), std::string(R"(["h1:eth0","r1:eth0"])"));
        QCOMPARE(m->state(), std::string("loaded"));
        QVERIFY(*m->ask("lab.topology") == Json({{"topology", topology}}));
    }

    void loadReadsAFile()
    {
        QFile file(QString::fromStdString(m->path("lab.yaml")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(kInsideLab);
        file.close();
        QCOMPARE(m->code("lab.load", {{"path", m->path("lab.yaml")}}), 0);
        const auto status = m->ask("engine.status");
        QCOMPARE(text((*status)["lab"], "path"), m->path("lab.yaml"));
        QCOMPARE(text((*status)["lab"], "title"), std::string("Two hosts"));
        QCOMPARE(m->code("lab.load", {{"path", m->path("none.yaml")}}), int(rpc::systemError));
        QCOMPARE(rpc::intMember(m->lastError.data, "errno").value(), std::int64_t(ENOENT));
        QCOMPARE(m->code("lab.load", {{"path", m->path("")}}), int(rpc::systemError));
    }

    void aBrokenLabIsRefusedAndTheOneBeforeStays()
    {
        QCOMPARE(m->code("lab.load", inside()), 0);
        QCOMPARE(m->code("lab.load", {{"text", "hopyard: 1\nnodes:\n  h1: {kind: hots}\n"}, {"name", "bad.yaml"}}),
                 int(rpc::labHasErrors));
        const Json &problem = m->lastError.data["problems"][0];
        QCOMPARE(text(problem, "severity"), std::string("error"));
        QCOMPARE(text(problem, "file"), std::string("bad.yaml"));
        QCOMPARE(rpc::intMember(problem, "line").value(), std::int64_t(3));
        QCOMPARE(text((*m->ask("engine.status"))["lab"], "title"), std::string("Two hosts"));
    }

    void warningsAreTold()
    {
        const char *lab = "hopyard: 1\nnodes:\n  s1: {kind: switch}\n  s2: {kind: switch}\nlinks:\n"
                          "  - {ends: [s1:p1, s2:p1]}\n"
                          "  - {ends: [s1:p2, s2:p2]}\n";
        const auto loaded = m->ask("lab.load", {{"text", lab}, {"name", "two.yaml"}});
        QVERIFY2(loaded, "a loop of switches is no error");
        QCOMPARE((*loaded)["problems"].size(), std::size_t(1));
        QCOMPARE(text((*loaded)["problems"][0], "severity"), std::string("warning"));
        QVERIFY(*rpc::intMember((*loaded)["problems"][0], "line") > 0);
    }

    void aMistakeInAConfigurationHasItsLine()
    {
        std::string lab = kInsideLab;
        lab.replace(lab.find("ip address 10.0.2.1/24"), 22, "ip adress 10.0.2.1/24");
        QCOMPARE(m->code("lab.load", {{"text", lab}, {"name", "two.yaml"}}), int(rpc::labHasErrors));
        const Json &problem = m->lastError.data["problems"][0];
        QCOMPARE(text(problem, "node"), std::string("r1"));
        QCOMPARE(rpc::intMember(problem, "line").value(), std::int64_t(11));
    }

    void aNamespaceInVirtualTimeIsRefused()
    {
        const char *lab = "hopyard: 1\nnodes:\n  n1: {kind: namespace, interfaces: {eth0: {address: 10.0.0.1/24}}}\n";
        QCOMPARE(m->code("lab.load", {{"text", lab}, {"time", "virtual"}}), int(rpc::labHasErrors));
        QCOMPARE(text(m->lastError.data["problems"][0], "node"), std::string("n1"));
        QCOMPARE(m->state(), std::string("empty"));
    }

    void textIsTheLabAsItIs()
    {
        loadAndStart();
        QCOMPARE(m->code("link.set", {{"link", "r1:eth0"}, {"delay", "7ms"}}), 0);
        std::string expected = kInsideLab; // nothing else is touched
        expected.replace(expected.find("delay: 1ms"), 10, "delay: 7ms");
        QCOMPARE(text(*m->ask("lab.text"), "text"), expected);
    }

    void statesAndWhatIsRefusedInThem()
    {
        QCOMPARE(m->code("lab.load", inside()), 0);
        for (const char *method : {"run.stop", "run.pause", "run.resume", "run.step", "run.until", "record.stop"}) {
            QCOMPARE(m->code(method, {{"time", 1}}), int(rpc::wrongState));
            QCOMPARE(text(m->lastError.data, "state"), std::string("loaded"));
        }
        QCOMPARE(m->code("node.stop", {{"node", "h1"}}), int(rpc::wrongState));
        QCOMPARE(m->code("run.start"), 0);
        QCOMPARE(m->state(), std::string("running"));
        QCOMPARE(m->code("run.start"), int(rpc::wrongState));
        QCOMPARE(m->code("lab.load", inside()), int(rpc::wrongState));
        QCOMPARE(m->code("run.pause"), 0);
        QCOMPARE(m->state(), std::string("paused"));
        QCOMPARE(m->code("run.pause"), 0);
        QCOMPARE(m->code("run.resume"), 0);
        QCOMPARE(m->state(), std::string("running"));
        QCOMPARE(m->code("run.stop"), 0);
        QCOMPARE(m->state(), std::string("stopped"));
        QCOMPARE(m->code("run.start"), 0);
        QCOMPARE(m->code("run.stop"), 0);
        QCOMPARE(m->code("lab.load", inside()), 0);
    }

    void everyChangeOfStateIsTold()
    {
        loadAndStart();
        m->ask("run.resume");
        m->ask("run.stop");
        QStringList states;
        for (const auto &[method, params] : m->notifications)
            if (method == "state")
                states << QString::fromStdString(text(params, "state"));
        QCOMPARE(states, QStringList({"loaded", "paused", "running", "stopped"}));
    }

    void untilStopsExactlyThere()
    {
        loadAndStart();
        QCOMPARE(m->code("run.until", {{"time", 1'234'567'891}}), 0);
        QVERIFY(m->until([&] { return m->state() == "paused"; }));
        QCOMPARE(rpc::intMember(*m->ask("engine.status"), "now").value(), std::int64_t(1'234'567'891));
        QCOMPARE(m->code("run.until", {{"time", 1'000'000'000}}), int(rpc::invalidParams));
    }

    void untilInRealTime()
    {
        loadAndStart("real");
        QCOMPARE(m->code("run.speed", {{"factor", 100}}), 0);
        QCOMPARE(m->code("run.until", {{"time", 500'000'000}}), 0);
        QVERIFY(m->until([&] { return m->state() == "paused"; }));
        QCOMPARE(rpc::intMember(*m->ask("engine.status"), "now").value(), std::int64_t(500'000'000));
    }

    void stepDoesSoManyEvents()
    {
        loadAndStart();
        m->ask("console.run", {{"node", "h1"}, {"line", "ping 10.0.2.10 count 1"}});
        const auto before = *rpc::intMember(*m->ask("engine.status"), "events");
        const auto after = m->ask("run.step", {{"count", 3}});
        QCOMPARE(*rpc::intMember(*after, "events"), before + 3);
        QVERIFY(*rpc::intMember(*after, "now") > 0);
        QCOMPARE(text(*after, "state"), std::string("paused"));
    }

    void pingTakesTheLinksDelays()
    {
        loadAndStart();
        QCOMPARE(m->code("telemetry.subscribe", {{"topics", {"log", "packets", "links", "nodes", "time"}}}), 0);
        const auto answer = m->ask("console.run", {{"node", "h1"}, {"line", "ping 10.0.2.10 count 2"}});
        QVERIFY(answer);
        QVERIFY(rpc::boolMember(*answer, "ok").value());
        QCOMPARE(m->code("run.until", {{"time", 5'000'000'000}}), 0);
        std::string log;
        Json packets = Json::array();
        QVERIFY(m->until([&] {
            log.clear();
            for (const auto &[method, params] : m->notifications) {
                if (method != "telemetry")
                    continue;
                for (const Json &line : params["log"])
                    log += text(line, "text") + '\n';
                for (const Json &packet : params["packets"])
                    packets.push_back(packet);
            }
            return log.find("2 packets transmitted") != std::string::npos;
        }));
        QVERIFY2(log.find("2 packets transmitted, 2 received") != std::string::npos, log.c_str());
        QVERIFY2(log.find("time=6.00 ms") != std::string::npos || log.find("time=6 ms") != std::string::npos, log.c_str());
        QVERIFY(!packets.empty());
        const auto counters = m->ask("link.counters", {{"link", "r1:eth1"}});
        QCOMPARE((*counters)["links"].size(), std::size_t(1));
        QVERIFY(*rpc::intMember((*counters)["links"][0]["forward"], "packets") >= 2);
        QCOMPARE((*m->ask("link.counters"))["links"].size(), std::size_t(2));
    }

    void linkSetChangesWhatIsGivenAndOneDirection()
    {
        loadAndStart();
        QCOMPARE(m->code("link.set", {{"link", "h1:eth0"}, {"direction", "forward"}, {"loss", "100%"}, {"rate", "1mbit"},
                                      {"queue", "10 packets"}}), 0);
        const lab::Link link = m->engine->session().world()->link(m->engine->session().world()->findLink({"h1", "eth0"}));
        QCOMPARE(link.forward.loss, 1.0);
        QCOMPARE(link.forward.delay.ns(), std::int64_t(1'000'000));
        QCOMPARE(link.forward.rate.bps(), std::uint64_t(1'000'000));
        QCOMPARE(link.forward.queue.amount, std::uint64_t(10));
        QCOMPARE(link.backward.loss, 0.0);
        QCOMPARE(m->code("link.set", {{"link", "h1:eth0"}, {"down", true}, {"loss", nullptr}}), 0);
        const lab::Link later = m->engine->session().world()->link(m->engine->session().world()->findLink({"h1", "eth0"}));
        QVERIFY(later.forward.down && later.backward.down);
        QCOMPARE(later.forward.loss, 0.0);
        QCOMPARE(m->code("link.set", {{"link", "h9:eth0"}}), int(rpc::noSuchLink));
    }

    void nodesStopAndStart()
    {
        loadAndStart();
        QCOMPARE(m->code("node.stop", {{"node", "r1"}}), 0);
        QVERIFY(!m->engine->session().world()->isRunning(m->engine->session().world()->findNode("r1")));
        const auto refused = m->ask("console.run", {{"node", "r1"}, {"line", "show ip route"}});
        QVERIFY(refused && !rpc::boolMember(*refused, "ok").value());
        QCOMPARE(m->code("node.start", {{"node", "r1"}}), 0);
        QVERIFY(m->engine->session().world()->isRunning(m->engine->session().world()->findNode("r1")));
        QCOMPARE(m->code("node.start", {{"node", "r9"}}), int(rpc::noSuchNode));
        QCOMPARE(m->code("node.stop", {{"node", "r9"}}), int(rpc::noSuchNode));
    }

    void tablesOfARouter()
    {
        loadAndStart();
        m->ask("console.run", {{"node", "h1"}, {"line", "ping 10.0.2.10 count 1"}});
        m->ask("run.until", {{"time", 2'000'000'000}});
        QVERIFY(m->until([&] { return m->state() == "paused"; }));
        const auto routes = m->ask("table.get", {{"node", "r1"}, {"table", "route"}});
        QVERIFY(routes);
        QCOMPARE((*routes)["columns"].dump(),
                 std::string(R"(["prefix","nextHop","interface","protocol","distance","metric","selected","uptime"])"));
        QCOMPARE((*routes)["rows"].size(), std::size_t(2));
        QVERIFY2((*routes)["rows"][1].dump().starts_with(R"(["10.0.2.0/24",null,"eth1","connected",0,0,true,)"),
                 routes->dump().c_str());
        const auto hostRoutes = m->ask("table.get", {{"node", "h1"}, {"table", "route"}});
        QVERIFY2((*hostRoutes)["rows"][0].dump().starts_with(R"(["0.0.0.0/0","10.0.1.1","eth0","static",)"),
                 hostRoutes->dump().c_str());
        const auto neighbours = m->ask("table.get", {{"node", "r1"}, {"table", "neighbour"}});
        QVERIFY(neighbours);
        QVERIFY2((*neighbours)["rows"].dump().find("10.0.2.10") != std::string::npos, neighbours->dump().c_str());
        const auto interfaces = m->ask("table.get", {{"node", "r1"}, {"table", "interface"}});
        QVERIFY(interfaces);
        QVERIFY2((*interfaces)["rows"][1].dump().starts_with(R"(["eth1","02:48:)"), interfaces->dump().c_str());
        QVERIFY((*interfaces)["rows"][1].dump().find(R"(",1500,true,true,["10.0.2.1/24"],)") != std::string::npos);
        const auto sockets = m->ask("table.get", {{"node", "r1"}, {"table", "socket"}});
        QVERIFY(sockets);
        for (const Json *table : {&*routes, &*neighbours, &*interfaces, &*sockets})
            for (const Json &row : (*table)["rows"])
                QCOMPARE(row.size(), (*table)["columns"].size());
        QVERIFY((*interfaces)["columns"].dump().find(R"("dropped","receivedDropped","receivedErrors","sentDropped","sentErrors")") != std::string::npos);
        QCOMPARE(m->code("table.get", {{"node", "r1"}, {"table", "mac"}}), int(rpc::invalidParams));
        QCOMPARE(m->code("table.get", {{"node", "r1"}, {"table", "rip"}}), int(rpc::invalidParams)); // it does not run there
        const auto counters = m->ask("table.get", {{"node", "r1"}, {"table", "counter"}});
        QVERIFY(counters && (*counters)["rows"][1].dump().starts_with(R"(["forwarded",)"));
        const auto rib = m->ask("table.get", {{"node", "h1"}, {"table", "rib"}, {"within", "0.0.0.0/0"}, {"most", 1}});
        QVERIFY(rib);
        QCOMPARE((*rib)["rows"].size(), std::size_t(1));
        QCOMPARE((*rib)["rows"][0].size(), (*rib)["columns"].size());
        QVERIFY2((*rib)["rows"][0].dump().starts_with(R"(["0.0.0.0/0","static",1,0,0,"unicast",["10.0.1.1"],true,true,true,"counts",)"), rib->dump().c_str());
        QCOMPARE((*rib)["json"]["left"].get<int>(), 1);
        QCOMPARE(m->code("table.get", {{"node", "h1"}, {"table", "rib"}, {"within", "home"}}), int(rpc::invalidParams));
        QCOMPARE(m->code("table.get", {{"node", "h1"}, {"table", "rib"}, {"most", 0}}), int(rpc::invalidParams));
        QCOMPARE(m->code("table.get", {{"node", "r9"}, {"table", "route"}}), int(rpc::noSuchNode));
    }

    void theTrieOfARouter()
    {
        loadAndStart();
        const auto trie = m->ask("table.trie", {{"node", "r1"}, {"address", "10.0.2.77"}, {"most", 50}, {"open", {"10.0.0.0/8"}}});
        QVERIFY(trie);
        QVERIFY((*trie)["lookup"]["containing"] == Json::parse(R"(["10.0.2.0/24"])"));
        QVERIFY((*trie)["nodes"].size() >= 4);
        QVERIFY((*m->ask("table.trie", {{"node", "h1"}, {"family", "ipv6"}}))["family"] == Json("ipv6"));
        for (const char *params : {R"({"node": "r1", "family": "ipv5"})", R"({"node": "r1", "address": "2001:db8::1"})", R"({"node": "r1", "most": 5001})",
                                   R"({"node": "r1", "open": "10.0.0.0/8"})", R"({"node": "r1", "folded": ["ten"]})"})
            QCOMPARE(m->code("table.trie", Json::parse(params)), int(rpc::invalidParams));
        QCOMPARE(m->code("table.trie", {{"node", "r9"}}), int(rpc::noSuchNode));
    }

    void emptyTablesHaveTheirColumns()
    {
        loadAndStart();
        const auto neighbours = m->ask("table.get", {{"node", "r1"}, {"table", "neighbour"}});
        QVERIFY(neighbours);
        QCOMPARE((*neighbours)["rows"].size(), std::size_t(0));
        QCOMPARE((*neighbours)["columns"].dump(),
                 std::string(R"(["address","mac","state","interface","age","waitingPackets"])"));
        const auto sockets = m->ask("table.get", {{"node", "r1"}, {"table", "socket"}});
        QVERIFY(sockets);
        QCOMPARE((*sockets)["rows"].size(), std::size_t(0));
        QVERIFY((*sockets)["columns"].dump().starts_with(R"(["kind","local","peer",)"));
    }

    void tablesOfASwitch()
    {
        const char *lab = "hopyard: 1\nnodes:\n"
                          "  h1: {kind: host, interfaces: {eth0: {address: 10.0.1.10/24}}}\n"
                          "  h2: {kind: host, interfaces: {eth0: {address: 10.0.1.11/24}}}\n"
                          "  s1: {kind: switch}\n"
                          "links:\n"
                          "  - {ends: [h1:eth0, s1:p1]}\n"
                          "  - {ends: [h2:eth0, s1:p2]}\n";
        QCOMPARE(m->code("lab.load", {{"text", lab}, {"time", "virtual"}}), 0);
        QCOMPARE(m->code("run.start", {{"paused", true}}), 0);
        m->ask("console.run", {{"node", "h1"}, {"line", "ping 10.0.1.11 count 1"}});
        m->ask("run.until", {{"time", 2'000'000'000}});
        QVERIFY(m->until([&] { return m->state() == "paused"; }));
        const auto macs = m->ask("table.get", {{"node", "s1"}, {"table", "mac"}});
        QVERIFY(macs);
        QCOMPARE((*macs)["rows"].size(), std::size_t(2));
        QCOMPARE((*macs)["json"].size(), std::size_t(2));
        QVERIFY2((*macs)["rows"].dump().find("\"p1\"") != std::string::npos, macs->dump().c_str());
        const auto interfaces = m->ask("table.get", {{"node", "s1"}, {"table", "interface"}});
        QVERIFY(interfaces);
        QCOMPARE((*interfaces)["columns"].dump(), std::string(R"(["port","carrier"])"));
        QCOMPARE((*interfaces)["rows"].dump(), std::string(R"([["p1",true],["p2",true]])"));
        QCOMPARE(m->code("table.get", {{"node", "s1"}, {"table", "route"}}), int(rpc::invalidParams));
    }

    void applyChangesTheRunningNetwork()
    {
        loadAndStart();
        std::string edited = kInsideLab;
        edited.replace(edited.find("  h2:"), 0,
                       "  h3: {kind: host, interfaces: {eth0: {address: 10.0.3.10/24}}}\n");
        const auto applied = m->ask("lab.apply", {{"text", edited}});
        QVERIFY(applied);
        QCOMPARE((*applied)["topology"]["nodes"].size(), std::size_t(4));
        QCOMPARE(m->code("lab.apply", {{"text", "hopyard: 1\nnodes: 5\n"}}), int(rpc::labHasErrors));
        QCOMPARE((*m->ask("lab.topology"))["topology"]["nodes"].size(), std::size_t(4));
        QCOMPARE(m->code("run.stop"), 0); // the edits stay
        QCOMPARE((*m->ask("lab.topology"))["topology"]["nodes"].size(), std::size_t(4));
    }

    void captures()
    {
        loadAndStart();
        const std::string file = m->path("r1.pcap");
        const auto started = m->ask("capture.start", {{"at", "r1:eth0"}, {"file", file}, {"filter", "icmp"}});
        QVERIFY2(started, started ? "" : started.error().message.c_str());
        std::array<int, 2> pipe;
        QCOMPARE(::pipe2(pipe.data(), O_CLOEXEC), 0);
        const rpc::OwnedFd reader(pipe[0]);
        std::vector<rpc::OwnedFd> fds;
        fds.emplace_back(pipe[1]);
        const auto live = m->ask("capture.start", {{"at", "h2:eth0"}, {"where", "after"}}, std::move(fds));
        QVERIFY2(live, live ? "" : live.error().message.c_str());
        QCOMPARE((*m->ask("capture.list"))["captures"].size(), std::size_t(2));
        m->ask("console.run", {{"node", "h1"}, {"line", "ping 10.0.2.10 count 2"}});
        m->ask("run.until", {{"time", 3'000'000'000}});
        QVERIFY(m->until([&] { return m->state() == "paused"; }));
        const auto stopped = m->ask("capture.stop", {{"capture", (*started)["capture"]}});
        QVERIFY(stopped);
        QCOMPARE(*rpc::intMember(*stopped, "packets"), std::int64_t(4));
        QFile written(QString::fromStdString(file));
        QVERIFY(written.open(QIODevice::ReadOnly));
        QCOMPARE(written.read(4).toHex(), QByteArray("4d3cb2a1")); // pcap with nanoseconds, little-endian
        std::array<char, 4> magic{};
        QCOMPARE(::read(reader.get(), magic.data(), magic.size()), ssize_t(4));
        QCOMPARE(QByteArray(magic.data(), 4).toHex(), QByteArray("4d3cb2a1"));

        QCOMPARE(m->code("capture.stop", {{"capture", 99}}), int(rpc::noSuchId));
        QCOMPARE(m->code("capture.start", {{"at", "r9:eth0"}, {"file", file}}), int(rpc::noSuchLink));
        QCOMPARE(m->code("capture.start", {{"at", "r1:eth0"}, {"file", file}, {"filter", "flying"}}), int(rpc::invalidParams));
        QCOMPARE(m->code("capture.start", {{"at", "r1:eth0"}, {"file", "/nonexistent/x.pcap"}}), int(rpc::systemError));
    }

    void aCaptureOfTheEnginesOwnLoopback()
    {
        loadAndStart();
        const std::string file = m->path("lo.pcap");
        const int code = m->code("capture.start", {{"interface", "lo"}, {"file", file}, {"filter", "udp dst port 9"}});
        if (code == rpc::systemError && m->lastError.message.find("not permitted") != std::string::npos)
            QSKIP("needs CAP_NET_RAW, which only root has here");
        QVERIFY2(code == 0, m->lastError.message.c_str());
        QCOMPARE(m->code("capture.start", {{"interface", "nothing0"}, {"file", m->path("x")}}), int(rpc::noSuchLink));
        const rpc::OwnedFd udp(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(9);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        QCOMPARE(::sendto(udp.get(), "hello", 5, 0, reinterpret_cast<const sockaddr *>(&to), sizeof to), ssize_t(5));
        rpc::Json listed;
        QVERIFY(m->until([&] {
            listed = (*m->ask("capture.list"))["captures"];
            return listed.size() == 1 && listed[0]["packets"].get<int>() > 0;
        }));
        QCOMPARE(text(listed[0], "at"), std::string("lo"));
        QCOMPARE(m->code("capture.stop", {{"capture", listed[0]["capture"]}}), 0);
        QVERIFY(QFileInfo(QString::fromStdString(file)).size() > 24);
    }

    void aFullDiskEndsTheCaptureAndNotTheRun()
    {
        if (::access("/dev/full", W_OK) != 0)
            QSKIP("needs /dev/full");
        loadAndStart();
        std::vector<rpc::OwnedFd> fds;
        fds.emplace_back(::open("/dev/full", O_WRONLY | O_CLOEXEC));
        const auto started = m->ask("capture.start", {{"at", "r1:eth0"}}, std::move(fds));
        m->ask("console.run", {{"node", "h1"}, {"line", "ping 10.0.2.10 count 2"}});
        m->ask("run.until", {{"time", 3'000'000'000}});
        if (started) { // the file's header may have been buffered
            QVERIFY(m->until([&] { return m->notification("capture.ended") != nullptr; }));
            QVERIFY(!text(*m->notification("capture.ended"), "reason").empty());
        }
        QVERIFY(m->until([&] { return m->state() == "paused"; }));
    }

    void record()
    {
        loadAndStart();
        const std::string file = m->path("run.hopyard");
        QCOMPARE(m->code("record.start", {{"file", file}, {"limit", -1}}), int(rpc::invalidParams));
        QCOMPARE(m->code("record.start", {{"file", file}, {"limit", "much"}}), int(rpc::invalidParams));
        QCOMPARE(m->code("record.start", {{"file", file}, {"limit", 1000}}), int(rpc::systemError));
        QVERIFY(m->lastError.message.find("leaves no room for packets") != std::string::npos);
        QVERIFY(!m->ask("engine.status")->contains("record"));
        QCOMPARE(m->code("record.start", {{"file", file}}), 0);
        QCOMPARE(text(*m->ask("engine.status"), "record"), file);
        QCOMPARE(m->code("record.start", {{"file", file}}), int(rpc::wrongState));
        m->ask("console.run", {{"node", "h1"}, {"line", "ping 10.0.2.10 count 2"}});
        m->ask("run.until", {{"time", 3'000'000'000}});
        QVERIFY(m->until([&] { return m->state() == "paused"; }));
        const auto totals = m->ask("record.stop");
        QVERIFY(totals);
        QVERIFY(*rpc::intMember(*totals, "packets") >= 8);
        QVERIFY(*rpc::intMember(*totals, "bytes") > 0);
        QCOMPARE(m->code("record.start", {{"file", "/nonexistent/x"}}), int(rpc::systemError));
        QCOMPARE(m->code("record.stop"), int(rpc::wrongState));
    }

    void execNeedsANamespace()
    {
        loadAndStart("real");
        std::vector<rpc::OwnedFd> fds;
        for (int i = 0; i < 3; ++i)
            fds.emplace_back(::open("/dev/null", O_RDWR | O_CLOEXEC));
        QCOMPARE(m->code("node.exec", {{"node", "h1"}, {"argv", {"true"}}}, std::move(fds)), int(rpc::wrongState));
        QCOMPARE(m->code("exec.signal", {{"exec", 1}, {"signal", 9}}), int(rpc::noSuchId));
    }

    void telemetryEndsWithUnsubscribe()
    {
        loadAndStart("real", false);
        QCOMPARE(m->code("telemetry.subscribe", {{"topics", {"time"}}, {"rate", 60}}), 0);
        QVERIFY(m->until([&] { return m->notification("telemetry") != nullptr; }));
        QCOMPARE(m->code("telemetry.unsubscribe"), 0);
        m->notifications.clear();
        QCOMPARE(m->code("run.step", {{"count", 1}}), 0);
        QVERIFY(!m->notification("telemetry"));
    }

    void theClientsGoAndTheRunGoesOn()
    {
        loadAndStart("real", false);
        m->ask("telemetry.subscribe", {{"topics", {"packets", "log"}}});
        m->client->close();
        for (int i = 0; i < 5; ++i)
            m->engine->turn(base::Duration::milliseconds(1));
        QCOMPARE(m->engine->server().clientCount(), std::size_t(0));
        m->client = m->connect();
        QCOMPARE(m->state(), std::string("running"));
    }

    void shutdown()
    {
        loadAndStart("real", false);
        QCOMPARE(m->code("engine.shutdown"), 0);
        QVERIFY(!m->engine->turn(base::Duration()));
        const std::string socket = m->engine->options().socket;
        m->engine.reset();
        QVERIFY(!QFile::exists(QString::fromStdString(socket)));
        QVERIFY(!m->client->waitForEvents(base::Duration::seconds(1)) || !m->client->waitForEvents(base::Duration::seconds(1)));
    }
};

QTEST_GUILESS_MAIN(TestMethods)
#include "tst_methods.moc"
