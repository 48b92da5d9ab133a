// A hypervisor through the engine: its methods, tables and telemetry, a guest's console, its steps in the record.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "places.h"
#include "tests/emulation/engine/harness.h"

#include <QFile>
#include <QtTest>

using namespace hopyard;
using engine::Harness;
using rpc::Json;

namespace {

constexpr const char *kLab = "hopyard: 1\n"
                             "title: Guests\n"
                             "nodes:\n"
                             "  h1: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}\n"
                             "  pc1:\n"
                             "    kind: hypervisor\n"
                             "    interfaces: {eth0: {address: 10.0.0.2/24}}\n"
                             "    computer: {memory: 16MiB, receive: remap}\n"
                             "    nat: [{protocol: udp, port: 53, to: \"g2:53\"}]\n"
                             "    guests:\n"
                             "      g1: {memory: 2MiB, address: 10.0.0.11/24, start: [\"ping h1 count 2\"]}\n"
                             "      g2: {memory: 2MiB, address: 10.0.0.12/24}\n"
                             "links:\n"
                             "  - {ends: [h1:eth0, pc1:eth0], delay: 1ms}\n";

} // namespace

class EngineHypervisorTest : public QObject {
    Q_OBJECT
private slots:
    void everythingCanBeAsked()
    {
        Harness h;
        QCOMPARE(h.code("lab.load", {{"text", kLab}, {"time", "virtual"}}), 0);
        QCOMPARE(h.code("telemetry.subscribe", {{"topics", {"log", "guests", "buffers"}}}), 0);
        QCOMPARE(h.code("run.start", {{"paused", true}}), 0);
        QCOMPARE(h.code("record.start", {{"file", h.path("run.sqlite")}}), 0);
        QCOMPARE(h.code("run.until", {{"time", 2'000'000'000}}), 0);
        QVERIFY(h.until([&] { return h.state() == "paused"; }));

        const auto guests = h.ask("hypervisor.guests", {{"node", "pc1"}});
        QVERIFY(guests && guests->at("guests").size() == 2 && guests->at("guests")[0].at("guest") == "g1");
        QCOMPARE(guests->at("receive").get<std::string>(), std::string("remap"));
        const auto buffers = h.ask("hypervisor.buffers", {{"node", "pc1"}});
        QVERIFY(buffers && buffers->at("pages") == 4096 && !buffers->at("runs").empty());
        QVERIFY(buffers->at("steps").at("maps").get<int>() >= 2);
        const auto nat = h.ask("hypervisor.nat", {{"node", "pc1"}});
        QVERIFY(nat && nat->at("rows")[0].at("inside") == "10.0.0.12");
        const auto costs = h.ask("hypervisor.costs", {{"node", "pc1"}});
        QVERIFY(costs && costs->at(0).at("mode") == "direct");
        for (const char *method : {"hypervisor.scheduler", "hypervisor.addresses", "hypervisor.adapters"})
            QCOMPARE(h.code(method, {{"node", "pc1"}}), 0);
        QCOMPARE(h.code("hypervisor.guests", {{"node", "h1"}}), int(rpc::invalidParams));
        QCOMPARE(h.code("hypervisor.guests", {{"node", "x"}}), int(rpc::noSuchNode));

        for (const char *table : {"guest", "buffer", "address", "nat", "mac", "cost", "interface"}) {
            const auto answer = h.ask("table.get", {{"node", "pc1"}, {"table", table}});
            QVERIFY2(answer, table);
            for (const Json &row : answer->at("rows"))
                QCOMPARE(row.size(), answer->at("columns").size());
        }
        QCOMPARE(h.code("table.get", {{"node", "pc1"}, {"table", "socket"}}), int(rpc::invalidParams));

        // A guest's console, and the manager's way to it.
        const auto route = h.ask("console.run", {{"node", "pc1/g2"}, {"line", "show ip route"}});
        QVERIFY(route && route->at("ok") == true && route->at("text").get<std::string>().find("10.0.0.0/24") != std::string::npos);
        const auto managed = h.ask("manager.run", {{"line", "on pc1/g1,pc1/g2 show ip fib"}});
        QVERIFY(managed && managed->at("ok") == true && managed->at("text").get<std::string>().find("pc1/g2:") != std::string::npos);
        QCOMPARE(h.code("console.run", {{"node", "h1/g1"}, {"line", "show ip route"}}), int(rpc::noSuchNode));

        // What was told, in one frame of telemetry or the next: who speaks, guests' states, each step.
        QCOMPARE(h.ask("console.run", {{"node", "pc1"}, {"line", "guest g2 pause"}})->at("ok").get<bool>(), true);
        bool spoke = false, paused = false, mapped = false;
        h.until([&] {
            for (const auto &[method, params] : h.notifications) {
                if (method != "telemetry")
                    continue;
                for (const Json &line : params.value("log", Json::array()))
                    spoke = spoke || (line.at("node") == "pc1/g1" && line.at("text").get<std::string>().find("2 received") != std::string::npos);
                for (const Json &step : params.value("buffers", Json::array()))
                    mapped = mapped || (step.at(1) == "pc1" && step.at(2) == "mapped" && step.at(3) == "g1" && step.at(4).is_number());
                for (const Json &guest : params.value("guests", Json::array()))
                    paused = paused || (guest.at("node") == "pc1" && guest.at("guest") == "g2" && guest.at("state") == "paused");
            }
            return spoke && paused && mapped;
        });
        QVERIFY(spoke);
        QVERIFY(mapped);
        QVERIFY(paused);

        // And recorded.
        const auto totals = h.ask("record.stop");
        QVERIFY(totals && totals->at("events").get<int>() > 0);
    }

    /// The lab "Where did the packet land?" in real time: the same, on pages that are really mapped and touched.
    void inRealTimeGuestsMemoryIsReallyMapped()
    {
        QFile file(QStringLiteral(HOPYARD_SOURCE_DIR "/resources/labs/where-the-packet-landed.yaml"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        Harness h;
        const auto run = [&](const char *line) {
            const auto answer = h.ask("console.run", {{"node", "pc1"}, {"line", line}});
            return answer ? answer->at("text").get<std::string>() : std::string("no answer");
        };
        const auto counters = [&] {
            const auto answer = h.ask("console.run", {{"node", "pc1"}, {"line", "show buffers json"}});
            return answer ? Json::parse(answer->at("text").get<std::string>()).at("steps").at("maps").get<int>() : -1;
        };
        QCOMPARE(h.code("lab.load", {{"text", file.readAll().toStdString()}, {"time", "real"}}), 0);
        QCOMPARE(h.code("run.start"), 0);
        QVERIFY2(h.until([&] { return counters() >= 4; }), run("show buffers").c_str());
        const std::string memory = run("show memory");
        QVERIFY2(memory.starts_with("a memory file of the kernel"), memory.c_str());
        QVERIFY2(memory.find("2 windows") != std::string::npos, memory.c_str());
        const std::string verified = run("verify"); // asks the kernel, too
        QVERIFY2(verified.starts_with("every page is in one state"), verified.c_str());
        const std::string fault = run("touch g1 0x4000000");
        QVERIFY2(fault.find("outside its memory") != std::string::npos, fault.c_str());
        QVERIFY2(run("show memory").find("1 touches caught") != std::string::npos, run("show memory").c_str());
        QVERIFY(run("show guest g2").find("lent") != std::string::npos);
        // In virtual time the same lab is plain memory.
        QCOMPARE(h.code("run.stop"), 0);
        file.seek(0);
        QCOMPARE(h.code("lab.load", {{"text", file.readAll().toStdString()}, {"time", "virtual"}}), 0);
        QVERIFY2(run("show memory").starts_with("plain memory"), run("show memory").c_str());
    }
};

QTEST_GUILESS_MAIN(EngineHypervisorTest)
#include "tst_hypervisor.moc"
