// An engine with namespaces: frames between real programs through the network, and everything that can go wrong there.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/linux/privileges.h"
#include "emulation/record/sqlite.h"
#include "emulation/rpc/table_columns.h"
#include "tests/emulation/engine/engine_process.h"

#include <QtCore/QDir>
#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QStandardPaths>
#include <QtTest/QtTest>

using namespace hopyard;
using engine::EngineProcess;
using rpc::Json;

namespace {

/// Two namespaces and a router between them, 10 ms from one to the other, and a third that is on no link.
const char *const kLab = R"LAB(hopyard: 1
title: Outside
nodes:
  a:
    kind: namespace
    interfaces: {eth0: {address: 10.0.1.10/24}}
    gateway: 10.0.1.1
    start: ["echo hello from $(hostname)", "sleep 1000"]
  r1:
    kind: router
    config: |
      interface eth0
       ip address 10.0.1.1/24
      interface eth1
       ip address 10.0.2.1/24
  b: {kind: namespace, interfaces: {eth0: {address: 10.0.2.10/24}}, gateway: 10.0.2.1}
  c: {kind: namespace, interfaces: {eth0: {address: 10.0.3.10/24}}}
links:
  - {ends: [a:eth0, r1:eth0], delay: 4ms}
  - {ends: [r1:eth1, b:eth0], delay: 6ms}
)LAB";

/// A round trip of one ping in milliseconds; negative where it failed.
double roundTrip(const std::string &output)
{
    const auto at = output.find("time=");
    return at == std::string::npos ? -1 : std::stod(output.substr(at + 5));
}

/// The network namespaces that some process is in.
QSet<QString> networkNamespaces()
{
    QSet<QString> all;
    for (const QString &pid : QDir("/proc").entryList({"[0-9]*"}, QDir::Dirs))
        all << QFile::symLinkTarget("/proc/" + pid + "/ns/net").section('/', -1);
    return all;
}

QByteArray mounts()
{
    QFile file("/proc/self/mountinfo");
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestOutside : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<EngineProcess> m;

    void loadAndStart()
    {
        QCOMPARE(m->code("lab.load", {{"text", kLab}}), 0);
        QVERIFY2(m->code("run.start", {{"allowPrograms", true}}) == 0, m->lastError.message.c_str());
    }
    static bool has(const char *program) { return !QStandardPaths::findExecutable(program).isEmpty(); }

private slots:
    void initTestCase()
    {
        for (const linux::Check &check : linux::checkSystem())
            if (!check.ok)
                QSKIP(qPrintable(QString::fromStdString("needs " + check.name + ": " + check.found)));
    }
    void init()
    {
        m = std::make_unique<EngineProcess>();
        QVERIFY2(m->start(), m->error.constData());
    }
    void cleanup() { m.reset(); }

    void programsNeedConsent()
    {
        const auto loaded = m->ask("lab.load", {{"text", kLab}});
        QVERIFY(loaded);
        QCOMPARE((*loaded)["programs"].size(), std::size_t(2));
        QCOMPARE(m->code("run.start"), int(rpc::needsConsent));
        QCOMPARE(m->lastError.data["programs"][1].dump(), std::string(R"({"command":"sleep 1000","node":"a"})"));
        QCOMPARE(rpc::stringMember(*m->ask("engine.status"), "state").value(), std::string("loaded"));
    }

    void programsRunAndAreHeard()
    {
        QCOMPARE(m->code("telemetry.subscribe", {{"topics", {"log"}}}), 0);
        loadAndStart();
        std::string log;
        while (log.find("hello from a") == std::string::npos || log.find("status 0") == std::string::npos) {
            const auto batch = m->take("telemetry");
            QVERIFY2(batch, log.c_str());
            log += (*batch)["log"].dump();
        }
    }

    void programsBeginWhenTimePasses()
    {
        QCOMPARE(m->code("telemetry.subscribe", {{"topics", {"log"}}}), 0);
        QCOMPARE(m->code("lab.load", {{"text", kLab}}), 0);
        QCOMPARE(m->code("run.start", {{"allowPrograms", true}, {"paused", true}}), 0);
        QCOMPARE(m->run("a", {"sh", "-c", "cat /proc/[0-9]*/comm"}).output.find("sleep"), std::string::npos);
        QCOMPARE(m->code("run.resume"), 0);
        std::string log;
        while (log.find("hello from a") == std::string::npos) {
            const auto batch = m->take("telemetry");
            QVERIFY2(batch, log.c_str());
            log += (*batch)["log"].dump();
        }
    }

    void pingTakesTheLinksDelaysAndLittleMore()
    {
        if (!has("ping"))
            QSKIP("needs ping (iputils-ping)");
        loadAndStart();
        const auto ran = m->run("a", {"ping", "-c", "5", "-i", "0.2", "10.0.2.10"});
        QCOMPARE(ran.status, 0);
        const double first = roundTrip(ran.output);
        QVERIFY2(first >= 20, ran.output.c_str()); // earlier than light is an error; late is the machine's load
        QVERIFY2(ran.output.find("0% packet loss") != std::string::npos, ran.output.c_str());
    }

    void changedWhileItRuns()
    {
        if (!has("ping"))
            QSKIP("needs ping (iputils-ping)");
        loadAndStart();
        QCOMPARE(m->code("link.set", {{"link", "a:eth0"}, {"delay", "30ms"}}), 0);
        QVERIFY(roundTrip(m->run("a", {"ping", "-c", "1", "10.0.2.10"}).output) >= 72);
        QCOMPARE(m->code("link.set", {{"link", "a:eth0"}, {"down", true}}), 0);
        QVERIFY(m->run("a", {"ping", "-c", "1", "-W", "1", "10.0.2.10"}).status != 0);
    }

    void pausedNothingPasses()
    {
        if (!has("ping"))
            QSKIP("needs ping (iputils-ping)");
        loadAndStart();
        QCOMPARE(m->code("run.pause"), 0);
        const auto before = rpc::intMember(*m->ask("engine.status"), "now").value();
        QVERIFY(m->run("a", {"ping", "-c", "1", "-W", "1", "10.0.2.10"}).status != 0);
        QCOMPARE(rpc::intMember(*m->ask("engine.status"), "now").value(), before);
        QCOMPARE(m->code("run.resume"), 0);
        QCOMPARE(m->run("a", {"ping", "-c", "1", "10.0.2.10"}).status, 0);
    }

    void capturesInsideANamespace()
    {
        if (!has("ping") || !has("ip"))
            QSKIP("needs ping (iputils-ping) and ip (iproute2)");
        loadAndStart();
        const std::string file = m->directory().toStdString() + "/lo.pcap";
        const auto loopback = m->ask("capture.start", {{"interface", "lo"}, {"node", "a"}, {"file", file}, {"filter", "icmp"}});
        QVERIFY2(loopback, loopback ? "" : loopback.error().message.c_str());
        const auto device = m->ask("capture.start", {{"interface", "eth0"}, {"node", "b"}, {"file", file + "2"}});
        QVERIFY2(device, device ? "" : device.error().message.c_str());
        const auto list = m->ask("capture.list");
        QCOMPARE((*list)["captures"].size(), std::size_t(2));
        QCOMPARE((*list)["captures"][0]["at"].dump(), std::string("\"a:lo\""));
        QCOMPARE((*list)["captures"][0]["where"].dump(), std::string("\"interface\""));

        QCOMPARE(m->run("a", {"ping", "-c", "2", "-i", "0.2", "127.0.0.1"}).status, 0); // no link of the lab sees it
        const auto stopped = m->ask("capture.stop", {{"capture", (*loopback)["capture"]}});
        QVERIFY(stopped);
        QVERIFY((*stopped)["packets"].get<int>() >= 4); // two requests and their answers, each at least once
        QFile written(QString::fromStdString(file));
        QVERIFY(written.open(QIODevice::ReadOnly));
        QCOMPARE(written.read(4).toHex(), QByteArray("4d3cb2a1"));

        QCOMPARE(m->run("b", {"ip", "link", "del", "eth0"}).status, 0);
        const auto gone = m->take("capture.ended");
        QVERIFY(gone);
        QCOMPARE((*gone)["capture"], (*device)["capture"]);
        QVERIFY2((*gone)["reason"].dump().find("the interface is gone") != std::string::npos, (*gone)["reason"].dump().c_str());
        QCOMPARE((*m->ask("capture.list"))["captures"].size(), std::size_t(0));
    }

    void aStoppedNodeEndsTheCapturesInside()
    {
        loadAndStart();
        const std::string file = m->directory().toStdString() + "/x.pcap";
        QCOMPARE(m->code("capture.start", {{"interface", "eth7"}, {"node", "a"}, {"file", file}}), int(rpc::noSuchLink));
        QVERIFY2(m->lastError.message.find("there is no such interface") != std::string::npos, m->lastError.message.c_str());
        QVERIFY(!QFile::exists(QString::fromStdString(file))); // nothing was overwritten for it
        QCOMPARE(m->code("capture.start", {{"interface", "lo"}, {"node", "z"}, {"file", file}}), int(rpc::noSuchNode));
        QCOMPARE(m->code("capture.start", {{"interface", "eth0"}, {"node", "r1"}, {"file", file}}), int(rpc::wrongState));
        QCOMPARE(m->code("capture.start", {{"interface", "lo"}, {"node", "a"}, {"file", file}, {"filter", "flying"}}),
                 int(rpc::invalidParams));
        QCOMPARE(m->code("capture.start", {{"interface", "lo"}, {"node", "a"}, {"file", "/nonexistent/x.pcap"}}),
                 int(rpc::systemError));
        QCOMPARE(m->code("capture.start", {{"interface", "lo"}, {"node", "a"}, {"file", file}}), 0);
        QCOMPARE(m->code("node.stop", {{"node", "a"}}), 0);
        const auto stopped = m->take("capture.ended");
        QVERIFY(stopped);
        QCOMPARE((*stopped)["reason"].dump(), std::string("\"the node was stopped\""));
        QCOMPARE(m->code("capture.start", {{"interface", "lo"}, {"node", "a"}, {"file", file}}), int(rpc::wrongState));
        QCOMPARE(m->code("capture.start", {{"interface", "lo"}, {"node", "b"}, {"file", file}}), 0);
        QCOMPARE(m->code("run.stop"), 0);
        const auto ended = m->take("capture.ended");
        QVERIFY(ended);
        QCOMPARE((*ended)["reason"].dump(), std::string("\"the run was stopped\""));
    }

    /// What Linux knew is written down: gone back in the run, and in its record without the machine that made it.
    void tablesOfThePast()
    {
        if (!has("ip"))
            QSKIP("needs ip (iproute2)");
        const std::string file = m->directory().toStdString() + "/run.hopyard";
        QTemporaryDir elsewhere;
        const std::string copy = elsewhere.path().toStdString() + "/run.hopyard";
        QCOMPARE(m->code("lab.load", {{"text", kLab}}), 0);
        QVERIFY2(m->code("run.start", {{"allowPrograms", true}, {"history", true}, {"paused", true}}) == 0,
                 m->lastError.message.c_str());
        QCOMPARE(m->code("record.start", {{"file", file}}), 0);
        QCOMPARE(m->code("run.resume"), 0);
        const auto first = [&file](const char *where) {
            record::Database database;
            if (!database.open(file, record::Database::Mode::read))
                return std::int64_t(0);
            const std::string question =
                std::string("SELECT min(time) FROM snapshot JOIN node ON node.id = snapshot.node WHERE "
                            "node.name = 'a' AND what = 'route' AND data LIKE '")
                + where + "'";
            return database.number(question.c_str());
        };
        const auto seen = [&](const char *where) { return QTest::qWaitFor([&] { return first(where) > 0; }, 20'000); };
        QVERIFY(seen("%"));
        QCOMPARE(m->run("a", {"ip", "route", "add", "10.99.0.0/16", "via", "10.0.1.1"}).status, 0);
        QVERIFY(seen("%10.99.0.0/16%"));
        const std::int64_t later = first("%10.99.0.0/16%");
        QVERIFY(later > first("%"));
        QCOMPARE(m->code("record.stop"), 0);

        const auto look = [&](const char *when) {
            const auto at = [&](std::int64_t time) {
                const auto shown = m->ask("run.seek", {{"time", time}});
                const auto table = m->ask("table.get", {{"node", "a"}, {"table", "route"}});
                return shown && table ? *table : rpc::Json{{"rows", m->lastError.message}, {"from", -1}};
            };
            const rpc::Json before = at(later - 1), then = at(later);
            QVERIFY2(before["rows"].dump().find("10.0.1.0/24") != std::string::npos, (when + before.dump()).c_str());
            QVERIFY2(before["rows"].dump().find("10.99.0.0/16") == std::string::npos, (when + before.dump()).c_str());
            QVERIFY2(then["rows"].dump().find("10.99.0.0/16") != std::string::npos, (when + then.dump()).c_str());
            QVERIFY(before["from"].get<std::int64_t>() < later);
            QCOMPARE(then["from"].get<std::int64_t>(), later);
            const auto said = m->ask("console.run", {{"node", "a"}, {"line", "show ip route"}});
            QVERIFY(said);
            QVERIFY2((*said)["text"].dump().find("As the kernel had it at ") != std::string::npos,
                     said->dump().c_str());
            QVERIFY2((*said)["text"].dump().find("10.99.0.0/16") != std::string::npos, said->dump().c_str());
            for (const char *table : {"interface", "neighbour", "tcp"})
                QVERIFY2(m->code("table.get", {{"node", "a"}, {"table", table}}) == 0, m->lastError.message.c_str());
            QVERIFY(m->ask("run.seek", {{"time", 0}}));
            QCOMPARE(m->code("table.get", {{"node", "a"}, {"table", "route"}}), int(rpc::invalidParams));
        };
        look("live: ");
        if (QTest::currentTestFailed())
            return;
        QVERIFY(m->ask("run.seek", {{"present", true}}));
        QVERIFY(!m->ask("table.get", {{"node", "a"}, {"table", "route"}})->contains("from"));
        for (const char *table : {"route", "neighbour", "interface", "socket", "tcp", "counter", "process"}) {
            const auto answer = m->ask("table.get", {{"node", "a"}, {"table", table}});
            QVERIFY2(answer, m->lastError.message.c_str());
            for (const rpc::Json &column : answer->at("columns")) // the workbench has a heading for it
                QVERIFY2(rpc::isTableColumn(column.get<std::string>()), (table + column.dump()).c_str());
        }
        QCOMPARE(m->code("run.stop"), 0);
        QVERIFY(QFile::copy(QString::fromStdString(file), QString::fromStdString(copy)));
        init(); // another engine, without any namespace
        QCOMPARE(m->code("record.open", {{"file", copy}}), 0);
        look("record: ");
        if (QTest::currentTestFailed())
            return;
        // What is written there may be anything.
        record::Database database;
        QVERIFY(database.open(copy, record::Database::Mode::read));
        QVERIFY(database.execute("UPDATE snapshot SET data = '{\"columns\":[\"prefix\"],\"rows\":[[1]]}'"));
        QVERIFY(m->ask("run.seek", {{"time", later}}));
        const auto said = m->ask("console.run", {{"node", "a"}, {"line", "show ip route"}});
        QVERIFY(said && (*said)["text"].dump().find("makes no sense") != std::string::npos);
        QCOMPARE(m->code("table.get", {{"node", "a"}, {"table", "route"}}), 0);
        QVERIFY(database.execute("UPDATE snapshot SET data = '{\"columns\":[1],\"rows\":[[1,2],3]}'"));
        QCOMPARE(m->code("table.get", {{"node", "a"}, {"table", "route"}}), int(rpc::invalidParams));
    }

    void fasterThanTheClockIsRefused()
    {
        loadAndStart();
        QCOMPARE(m->code("run.speed", {{"factor", 2}}), int(rpc::wrongState));
        QCOMPARE(m->code("run.speed", {{"factor", 0.5}}), 0);
    }

    void namesOfTheLabAreKnown()
    {
        loadAndStart();
        const auto hosts = m->run("a", {"cat", "/etc/hosts"});
        QVERIFY2(hosts.output.find("10.0.2.10") != std::string::npos, hosts.output.c_str());
        QVERIFY2(hosts.output.find("10.0.2.1\tr1") != std::string::npos || hosts.output.find("10.0.2.1 r1") != std::string::npos,
                 hosts.output.c_str());
    }

    void execTellsWhatHappened()
    {
        loadAndStart();
        QCOMPARE(m->run("a", {"sh", "-c", "echo out; echo err >&2; exit 7"}).status, 7);
        QCOMPARE(m->run("a", {"/no/such/program"}).status, -1);
        QCOMPARE(m->lastError.code, int(rpc::systemError));
        QCOMPARE(rpc::intMember(m->lastError.data, "errno").value(), std::int64_t(ENOENT));

        std::vector<rpc::OwnedFd> fds;
        for (int i = 0; i < 3; ++i)
            fds.emplace_back(::open("/dev/null", O_RDWR | O_CLOEXEC));
        const auto started = m->ask("node.exec", {{"node", "b"}, {"argv", {"sleep", "1000"}}}, std::move(fds));
        QVERIFY(started);
        QCOMPARE(m->code("exec.signal", {{"exec", (*started)["exec"]}, {"signal", SIGTERM}}), 0);
        const auto exited = m->take("exec.exited");
        QVERIFY(exited);
        QCOMPARE(rpc::intMember(*exited, "signal").value(), std::int64_t(SIGTERM));
    }

    void tablesOfANamespace()
    {
        loadAndStart();
        const auto routes = m->ask("table.get", {{"node", "a"}, {"table", "route"}});
        QVERIFY(routes);
        QVERIFY2((*routes)["rows"].dump().find(R"(["0.0.0.0/0","10.0.1.1","eth0",0])") != std::string::npos,
                 routes->dump().c_str());
        const auto interfaces = m->ask("table.get", {{"node", "a"}, {"table", "interface"}});
        QVERIFY((*interfaces)["rows"].dump().find("10.0.1.10/24") != std::string::npos);
        QCOMPARE(m->code("table.get", {{"node", "a"}, {"table", "mac"}}), int(rpc::invalidParams));
    }

    /// A kernel's connections are told of as a virtual node's are, and so is what it counts and what its programs use.
    void whatTheKernelKnowsOfANamespace()
    {
        if (!has("python3"))
            QSKIP("needs python3");
        loadAndStart();
        constexpr const char *kServe = "import socket\nl = socket.create_server(('10.0.2.10', 5001))\nc, _ = "
                                       "l.accept()\nwhile c.recv(65536): pass";
        constexpr const char *kSend =
            "import socket, time\nfor i in range(200):\n  try: s = socket.create_connection(('10.0.2.10', 5001)); "
            "break\n"
            "  except OSError: time.sleep(0.05)\nwhile True: s.sendall(bytes(1000)); time.sleep(0.01)";
        for (const auto &[node, program] : {std::pair("b", kServe), std::pair("a", kSend)}) {
            std::vector<rpc::OwnedFd> descriptors;
            for (int i = 0; i < 3; ++i)
                descriptors.emplace_back(::open("/dev/null", O_RDWR | O_CLOEXEC));
            QVERIFY(
                m->ask("node.exec", {{"node", node}, {"argv", {"python3", "-c", program}}}, std::move(descriptors)));
        }
        const auto connection = [this] {
            const auto table = m->ask("table.get", {{"node", "a"}, {"table", "tcp"}});
            if (table)
                for (const Json &row : (*table)["json"])
                    if (row["state"] == "ESTABLISHED" && row["bytesAcked"] > 5000)
                        return row;
            return Json();
        };
        Json row;
        QTRY_VERIFY_WITH_TIMEOUT(!(row = connection()).is_null(), 20'000);
        QCOMPARE(row["peer"].get<std::string>(), std::string("10.0.2.10:5001"));
        QVERIFY2(row["rttMs"].get<double>() >= 20, row.dump().c_str()); // the links' delays
        QVERIFY(row["congestionWindowBytes"].get<int>() > 0 && row["sendMss"].get<int>() > 0
                && !row["congestionControl"].get<std::string>().empty());
        const auto sockets = m->ask("table.get", {{"node", "b"}, {"table", "socket"}});
        QVERIFY2(sockets
                     && (*sockets)["rows"].dump().find(R"(["tcp","10.0.2.10:5001",null,"LISTEN")") != std::string::npos,
                 sockets->dump().c_str());

        const auto watched = m->ask("tcp.watch", {{"node", "a"}, {"local", row["local"]}, {"peer", row["peer"]}});
        QVERIFY(watched);
        Json sample;
        while (sample.is_null()) {
            const auto told = m->take("tcp");
            QVERIFY(told);
            if (!(*told)["samples"].empty())
                sample = (*told)["samples"].back();
        }
        const Json &columns = (*watched)["sampleColumns"];
        const auto value = [&](const char *name) {
            return sample[static_cast<std::size_t>(std::find(columns.begin(), columns.end(), name) - columns.begin())];
        };
        QCOMPARE(value("state").get<std::string>(), std::string("ESTABLISHED"));
        QVERIFY2(value("smoothedRtt").get<std::int64_t>() >= 20'000'000 && value("congestionWindow").get<int>() > 0,
                 sample.dump().c_str());

        const auto counters = m->ask("table.get", {{"node", "a"}, {"table", "counter"}});
        QVERIFY2(counters && (*counters)["json"]["Tcp ActiveOpens"].get<int>() >= 1, counters->dump().c_str());
        const auto neighbours = m->ask("table.get", {{"node", "a"}, {"table", "neighbour"}});
        QVERIFY2(neighbours && (*neighbours)["json"][0]["address"] == "10.0.1.1"
                     && (*neighbours)["json"][0]["interface"] == "eth0",
                 neighbours->dump().c_str());
        const auto interfaces = m->ask("table.get", {{"node", "a"}, {"table", "interface"}});
        QVERIFY(interfaces);
        for (const Json &one : (*interfaces)["json"])
            if (one["interface"] == "eth0")
                QVERIFY(one["sentPackets"].get<int>() > 0 && one["receivedBytes"].get<int>() > 0);
    }

    void whatItsProgramsUse()
    {
        loadAndStart();
        const auto before = m->ask("node.load", {{"node", "a"}});
        QVERIFY(before);
        const auto ran =
            m->run("a", {"sh", "-c", "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; cat /proc/$$/stat"});
        QCOMPARE(ran.status, 0);
        const auto after = m->ask("node.load", {{"node", "a"}});
        QVERIFY(after);
        // The shell has ended, and its time counts with the node's first process, which waited for it.
        const auto used = [](const Json &load) { return load["usedNs"].get<std::int64_t>(); };
        QVERIFY2(used(*after) > used(*before), after->dump().c_str());
        QVERIFY((*after)["atNs"] > (*before)["atNs"] && (*after)["memory"].get<std::int64_t>() > 0);
        const auto programs = m->ask("table.get", {{"node", "a"}, {"table", "process"}});
        QVERIFY2(programs && (*programs)["rows"].dump().find("\"sleep\"") != std::string::npos,
                 programs->dump().c_str());
        QCOMPARE(m->code("node.load", {{"node", "r1"}}), int(rpc::invalidParams));
        QCOMPARE(m->code("node.load", {{"node", "nobody"}}), int(rpc::noSuchNode));
    }

    void aTapThatVanishesIsToldAndTheRestGoesOn()
    {
        if (!has("ip") || !has("ping"))
            QSKIP("needs ip (iproute2) and ping (iputils-ping)");
        loadAndStart();
        QCOMPARE(m->run("b", {"ip", "link", "del", "eth0"}).status, 0);
        const auto problem = m->take("problem");
        QVERIFY(problem);
        QCOMPARE(rpc::stringMember(*problem, "node").value(), std::string("b"));
        QVERIFY(m->run("a", {"ping", "-c", "1", "-W", "1", "10.0.2.10"}).status != 0);
        QCOMPARE(m->run("a", {"ping", "-c", "1", "10.0.2.1"}).status, 0);
        QCOMPARE(m->code("node.stop", {{"node", "b"}}), 0);
        QCOMPARE(m->code("node.start", {{"node", "b"}}), 0);
        QCOMPARE(m->run("a", {"ping", "-c", "1", "10.0.2.10"}).status, 0);
    }

    void aStoppedNodeIsGoneUntilItIsStarted()
    {
        loadAndStart();
        QCOMPARE(m->code("node.stop", {{"node", "b"}}), 0);
        QCOMPARE(m->run("b", {"true"}).status, -1);
        QCOMPARE(m->lastError.code, int(rpc::wrongState));
        QCOMPARE(m->code("node.start", {{"node", "b"}}), 0);
        QCOMPARE(m->run("b", {"true"}).status, 0);
    }

    void editsWhileItRuns()
    {
        if (!has("ping"))
            QSKIP("needs ping (iputils-ping)");
        loadAndStart();
        QCOMPARE(m->run("c", {"ping", "-c", "1", "-W", "1", "10.0.2.10"}).status != 0, true);
        std::string edited = kLab;
        edited.replace(edited.find("  c: "), std::string::npos,
                       "  c: {kind: namespace, interfaces: {eth0: {address: 10.0.3.10/24}}, gateway: 10.0.3.1,"
                       " start: [\"echo new\"]}\n"
                       "links:\n"
                       "  - {ends: [a:eth0, r1:eth0], delay: 4ms}\n"
                       "  - {ends: [r1:eth1, b:eth0], delay: 6ms}\n"
                       "  - {ends: [r1:eth2, c:eth0]}\n");
        edited.replace(edited.find("  b: "), 0, "      interface eth2\n       ip address 10.0.3.1/24\n");
        const auto applied = m->ask("lab.apply", {{"text", edited}});
        QVERIFY2(applied, applied ? "" : applied.error().message.c_str());
        QCOMPARE(m->run("c", {"ping", "-c", "1", "10.0.2.10"}).status, 0);
        // Taken away again, and one more of a kind that was not there.
        QCOMPARE(m->code("lab.apply", {{"text", kLab}}), 0);
        QVERIFY(m->run("c", {"ping", "-c", "1", "-W", "1", "10.0.2.10"}).status != 0);
    }

    void stopLeavesNothing()
    {
        loadAndStart();
        const auto inside = QString::fromStdString(m->run("a", {"readlink", "/proc/self/ns/net"}).output).trimmed();
        QVERIFY(inside.startsWith("net:"));
        QVERIFY(networkNamespaces().contains(inside)); // its `sleep` is there
        QCOMPARE(m->code("run.stop"), 0);
        QVERIFY(!networkNamespaces().contains(inside));
        QVERIFY2(m->code("run.start", {{"allowPrograms", true}}) == 0, m->lastError.message.c_str());
        QCOMPARE(m->run("a", {"true"}).status, 0);
    }

    void killedItLeavesNothing()
    {
        const QByteArray mountsBefore = mounts();
        loadAndStart();
        QSet<QString> inside;
        std::vector<std::int64_t> programs;
        for (const char *node : {"a", "b", "c"}) {
            inside << QString::fromStdString(m->run(node, {"readlink", "/proc/self/ns/net"}).output).trimmed();
            std::vector<rpc::OwnedFd> fds;
            for (int i = 0; i < 3; ++i)
                fds.emplace_back(::open("/dev/null", O_RDWR | O_CLOEXEC));
            const auto started = m->ask("node.exec", {{"node", node}, {"argv", {"sleep", "1000"}}}, std::move(fds));
            QVERIFY(started);
            programs.push_back(*rpc::intMember(*started, "pid"));
        }
        QCOMPARE(inside.size(), 3);
        QVERIFY(networkNamespaces().contains(inside));
        for (const auto pid : programs)
            QCOMPARE(::kill(static_cast<pid_t>(pid), 0), 0);

        m->process.kill();
        QVERIFY(m->process.waitForFinished());
        // The kernel takes them down at once, but in its own time.
        QTRY_VERIFY(!networkNamespaces().intersects(inside));
        for (const auto pid : programs)
            QTRY_VERIFY(::kill(static_cast<pid_t>(pid), 0) != 0);
        QCOMPARE(mounts(), mountsBefore);
    }
};

int main(int argc, char **argv)
{
    return hopyard::engine::mainOfEngineTest<TestOutside>(argc, argv);
}
#include "tst_outside.moc"
