// Real machines as guests of a hypervisor: they ping each other, an engine guest and a namespace outside, and captures show
// the way that their datagrams take. QEMU runs with TCG, so that the test is the same with and without KVM.
//
// The engine is a process of its own, for the namespace. What takes its time is the guests' start, not a sleep.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/ipv4.h"
#include "emulation/linux/privileges.h"
#include "emulation/machines/guest_fetch.h"
#include "emulation/machines/guest_files.h"
#include "emulation/machines/machine.h"
#include "tests/emulation/engine/engine_process.h"
#include "tests/support/machine_parts.h"

#include <QtCore/QDir>
#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>

#include <pcap/pcap.h>

#include <algorithm>
#include <csignal>
#include <map>
#include <set>

using namespace hopyard;
using engine::EngineProcess;
using rpc::Json;

namespace {

/// Two real guests and one of the engine on one computer, and a namespace outside.
std::string labWith(const std::string &realGuest, const std::string &mode)
{
    const std::string network = mode == "nat" ? "192.168.7." : "10.0.0.", gateway = mode == "nat" ? ", gateway: 192.168.7.1" : "";
    return "hopyard: 1\nnodes:\n"
           "  out: {kind: namespace, interfaces: {eth0: {address: 10.0.0.1/24}}}\n"
           "  pc1:\n    kind: hypervisor\n    interfaces: {eth0: {address: 10.0.0.5/24}}\n"
           "    computer: {memory: 512MiB, mode: " + mode + "}\n    guests:\n"
           "      g1: {" + realGuest + ", address: " + network + "11/24" + gateway + "}\n"
           "      g2: {" + realGuest + ", address: " + network + "12/24" + gateway + "}\n"
           "      g3: {memory: 8MiB, address: " + network + "13/24" + gateway + "}\n"
           "links:\n  - {ends: [out:eth0, pc1:eth0], delay: 1ms}\n";
}

/// The ICMP datagrams of a capture as "source>destination".
std::set<std::string> datagramsIn(const QString &file)
{
    std::set<std::string> said;
    char error[PCAP_ERRBUF_SIZE];
    pcap_t *const pcap = pcap_open_offline(qPrintable(file), error);
    if (!pcap)
        return {error};
    pcap_pkthdr *header = nullptr;
    const u_char *bytes = nullptr;
    while (pcap_next_ex(pcap, &header, &bytes) == 1) {
        const base::Bytes frame(bytes, header->caplen);
        if (frame.size() < 34 || frame[12] != 8 || frame[13] != 0)
            continue;
        if (const auto view = wire::Ipv4View::parse(frame.subspan(14)); view && view->protocol() == wire::IpProtocol::icmp)
            said.insert(base::toString(view->source()) + '>' + base::toString(view->destination()));
    }
    pcap_close(pcap);
    return said;
}

bool isInside(const std::string &datagram)
{
    return datagram.find("10.0.0.1>") == std::string::npos && !datagram.ends_with(">10.0.0.1");
}

/// Processes whose command line has the word.
int processesWith(const QByteArray &word)
{
    int count = 0;
    for (const QString &pid : QDir("/proc").entryList({"[0-9]*"}, QDir::Dirs)) {
        QFile file("/proc/" + pid + "/cmdline");
        count += file.open(QIODevice::ReadOnly) && file.readAll().contains(word);
    }
    return count;
}

} // namespace

class TestRealGuests : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<EngineProcess> m;

    void start(const std::string &lab)
    {
        QVERIFY2(m->code("lab.load", {{"text", lab}}) == 0, m->lastError.data.dump().c_str());
        QVERIFY2(m->code("run.start", {{"allowPrograms", true}, {"paused", true}}) == 0, m->lastError.message.c_str());
    }
    std::string line(const std::string &place, const std::string &text)
    {
        const auto answer = m->ask("console.run", {{"node", place}, {"line", text}});
        if (!answer)
            return "refused: " + answer.error().message;
        return (rpc::boolMember(*answer, "ok").value_or(false) ? "" : "error: ") + rpc::stringMember(*answer, "text").value_or("");
    }
    /// Waits until the line's answer holds the text.
    bool sees(const std::string &place, const std::string &command, const std::string &text)
    {
        QElapsedTimer timer;
        for (timer.start(); timer.elapsed() < 40'000; m->client->waitForEvents(base::Duration::milliseconds(50)))
            if (line(place, command).find(text) != std::string::npos)
                return true;
        return false;
    }
    bool isReady(const std::string &guest) { return sees("pc1/" + guest, "show console", "Hopyard: " + guest + " is ready"); }
    /// Pings from a real guest's shell; whether all were answered.
    bool pings(const std::string &guest, const std::string &targets)
    {
        static int number = 0; // so that the answer is not that of an earlier question
        const std::string mark = "answered" + std::to_string(++number) + '=';
        line("pc1/" + guest, "type n=0; for a in " + targets + "; do ping -c 2 -W 5 $a && n=$((n+1)); done; echo answered" + std::to_string(number) + "=$n");
        QElapsedTimer timer;
        for (timer.start(); timer.elapsed() < 30'000; m->client->waitForEvents(base::Duration::milliseconds(50))) {
            const std::string all = line("pc1/" + guest, "show console");
            const std::size_t at = all.find('\n' + mark);
            if (at == std::string::npos)
                continue;
            return std::size_t(std::stoi(all.substr(at + 1 + mark.size()))) == 1 + static_cast<std::size_t>(std::count(targets.begin(), targets.end(), ' '));
        }
        return false;
    }
    Json capture(const QString &file, Json where)
    {
        where["file"] = file.toStdString();
        const auto started = m->ask("capture.start", std::move(where));
        if (!started)
            qWarning("%s", started.error().message.c_str());
        return started ? (*started)["capture"] : Json();
    }

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

    void datagramsInsideStayInside_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("guest");
        QTest::newRow("qemu") << int(lab::NodeKind::qemu) << "kind: qemu, memory: 96MiB, machine: {accel: tcg}";
        QTest::newRow("uml") << int(lab::NodeKind::uml) << "kind: uml, memory: 64MiB";
    }
    void datagramsInsideStayInside()
    {
        QFETCH(int, kind);
        QFETCH(QString, guest);
        if (const auto missing = support::missingForMachine(static_cast<lab::NodeKind>(kind)))
            QSKIP(missing->c_str());
        start(labWith(guest.toStdString(), "direct"));
        if (QTest::currentTestFailed())
            return;
        const QDir dir(m->directory());
        std::map<std::string, Json> captures;
        for (const std::string g : {"g1", "g2", "g3"})
            captures[g] = capture(dir.filePath(QString::fromStdString(g)), {{"at", "pc1/" + g + ":eth0"}});
        captures["adapter"] = capture(dir.filePath("adapter"), {{"at", "pc1:eth0"}});
        captures["outside"] = capture(dir.filePath("outside"), {{"node", "out"}, {"interface", "eth0"}});
        for (const auto &[name, id] : captures)
            QVERIFY2(id.is_number(), name.c_str());
        QCOMPARE(m->code("run.resume"), 0);
        QVERIFY2(isReady("g1") && isReady("g2"), line("pc1/g1", "show console").c_str());

        QVERIFY2(pings("g1", "g2 g3 out"), line("pc1/g1", "show console").c_str());
        QVERIFY2(pings("g2", "g1 g3 out"), line("pc1/g2", "show console").c_str());
        QCOMPARE(m->code("telemetry.subscribe", {{"topics", {"log"}}}), 0);
        for (const char *target : {"g1", "g2", "out"}) {
            line("pc1/g3", std::string("ping ") + target + " count 2");
            std::string log;
            while (log.find("2 received") == std::string::npos) {
                const auto batch = m->take("telemetry");
                QVERIFY2(batch, (target + log).c_str());
                log += (*batch)["log"].dump();
            }
        }
        for (const char *target : {"10.0.0.11", "10.0.0.12", "10.0.0.13"}) {
            const auto ran = m->run("out", {"ping", "-c", "2", "-i", "0.2", target});
            QVERIFY2(ran.status == 0, ran.output.c_str());
        }
        const std::string table = line("pc1", "show guests");
        QVERIFY2(table.find(kind == int(lab::NodeKind::qemu) ? "qemu    running" : "uml     running") != std::string::npos, table.c_str());

        for (const auto &[name, id] : captures)
            QCOMPARE(m->code("capture.stop", {{"capture", id}}), 0);
        std::map<std::string, std::set<std::string>> seen;
        for (const auto &[name, id] : captures)
            seen[name] = datagramsIn(dir.filePath(QString::fromStdString(name)));
        // Inside: both ends have the same addresses, and nowhere else is it seen.
        for (const auto &[from, to, datagram] : {std::tuple("g1", "g2", "10.0.0.11>10.0.0.12"), std::tuple("g2", "g1", "10.0.0.12>10.0.0.11"),
                                                 std::tuple("g1", "g3", "10.0.0.11>10.0.0.13"), std::tuple("g3", "g2", "10.0.0.13>10.0.0.12")}) {
            QVERIFY2(seen[from].contains(datagram) && seen[to].contains(datagram), datagram);
            QVERIFY2(!seen["adapter"].contains(datagram) && !seen["outside"].contains(datagram), datagram);
        }
        for (const char *point : {"adapter", "outside"})
            for (const std::string &datagram : seen[point])
                QVERIFY2(!isInside(datagram), datagram.c_str());
        // To the outside and back: the same addresses at the guest, at the adapter and in the namespace.
        for (const std::string guestName : {"g1", "g2", "g3"})
            for (const std::string &datagram : seen[guestName])
                if (!isInside(datagram))
                    QVERIFY2(seen["adapter"].contains(datagram) && seen["outside"].contains(datagram), datagram.c_str());
        QVERIFY(seen["outside"].contains("10.0.0.11>10.0.0.1") && seen["outside"].contains("10.0.0.1>10.0.0.12"));
    }

    void carriedInTheOtherModes_data()
    {
        QTest::addColumn<QString>("mode");
        QTest::newRow("bridged") << "bridged";
        QTest::newRow("nat") << "nat";
    }
    void carriedInTheOtherModes()
    {
        QFETCH(QString, mode);
        if (const auto missing = support::missingForMachine(lab::NodeKind::uml))
            QSKIP(missing->c_str());
        start(labWith("kind: uml, memory: 64MiB", mode.toStdString()));
        QCOMPARE(m->code("run.resume"), 0);
        QVERIFY(isReady("g1") && isReady("g2"));
        QVERIFY2(pings("g1", "g2 g3 out"), line("pc1/g1", "show console").c_str());
        if (mode == "nat") {
            const std::string rows = line("pc1", "show nat");
            QVERIFY2(rows.find("192.168.7.11") != std::string::npos, rows.c_str());
        }
    }

    /// The base portion controls its real guests as its others.
    void livesAsTheBasePortionHasIt()
    {
        if (const auto missing = support::missingForMachine(lab::NodeKind::uml))
            QSKIP(missing->c_str());
        start(labWith("kind: uml, memory: 64MiB", "direct"));
        QCOMPARE(m->code("run.resume"), 0);
        QVERIFY(isReady("g1") && isReady("g2"));
        QVERIFY(sees("pc1/g1", "show machine", "State:        running"));
        QVERIFY(line("pc1", "on g1 show interface").find("error: guest g1 is a machine of its own") == 0);
        const std::string share = line("pc1", "guest g1 share 150"); // its machine's, where control groups can be had
        QVERIFY2(share.starts_with("guest g1 has a share of 150\n"), share.c_str());
        QVERIFY2(share.find("its machine has a control group of weight 150") != std::string::npos
                     || share.find("it counts among the engine's guests only: ") != std::string::npos, share.c_str());
        QCOMPARE(line("pc1", "guest g3 share 50"), std::string("guest g3 has a share of 50\n"));
        QCOMPARE(line("pc1", "guest g1 pause"), std::string("guest g1 is paused\n"));
        QVERIFY(sees("pc1/g1", "show machine", "State:        paused"));
        QCOMPARE(line("pc1/g1", "resume"), std::string("guest g1 runs\n"));
        QVERIFY(sees("pc1/g1", "show machine", "State:        running"));
        QVERIFY(pings("g1", "g2"));
        QCOMPARE(line("pc1", "guest g1 stop"), std::string("guest g1 is stopped, its memory cleared\n"));
        QVERIFY(sees("pc1/g1", "show machine", "error: guest g1 is stopped"));
        QCOMPARE(line("pc1", "guest g1 start"), std::string("guest g1 runs\n"));
        QVERIFY(isReady("g1"));
        // One that ends by itself is stopped for the base portion, too.
        const Json about = (*m->ask("console.run", {{"node", "pc1/g2"}, {"line", "show machine"}}))["json"];
        const auto pid = static_cast<pid_t>(rpc::intMember(about, "pid").value_or(0));
        QVERIFY(pid > 1);
        ::kill(pid, SIGKILL);
        const auto problem = m->take("problem");
        QVERIFY(problem && problem->dump().find("pc1/g2 was ended by signal 9") != std::string::npos);
        QVERIFY(sees("pc1", "show guest g2", "is stopped"));
        QVERIFY(pings("g1", "g3"));
        QCOMPARE(line("pc1", "verify").find("error"), std::string::npos);
    }

    void killedEngineTakesItsGuestsAlong()
    {
        if (const auto missing = support::missingForMachine(lab::NodeKind::uml))
            QSKIP(missing->c_str());
        start(labWith("kind: uml, memory: 64MiB, machine: {append: hopyard_test=alone}", "direct"));
        QCOMPARE(m->code("run.resume"), 0);
        QVERIFY(isReady("g1") && isReady("g2"));
        QVERIFY(processesWith("hopyard_test=alone") >= 2);
        ::kill(static_cast<pid_t>(m->process.processId()), SIGKILL);
        QVERIFY(m->process.waitForFinished());
        QTRY_COMPARE_WITH_TIMEOUT(processesWith("hopyard_test=alone"), 0, 5000);
    }

    void virtualTimeIsRefusedWithAReason()
    {
        QCOMPARE(m->code("lab.load", {{"text", labWith("kind: uml, memory: 64MiB", "direct")}, {"time", "virtual"}}), int(rpc::labHasErrors));
        const std::string said = m->lastError.data.dump();
        QVERIFY2(said.find("guest pc1/g1 is a machine of kind uml, whose clock is this computer's") != std::string::npos, said.c_str());
    }

    void consentIsNeeded()
    {
        QCOMPARE(m->code("lab.load", {{"text", labWith("kind: uml, memory: 64MiB", "direct")}}), 0);
        QCOMPARE(m->code("run.start"), int(rpc::needsConsent));
        QCOMPARE(m->lastError.data["programs"][1].dump(), std::string("{\"command\":\"linux.uml\",\"node\":\"pc1/g2\"}"));
    }
};

int main(int argc, char **argv)
{
    return engine::mainOfEngineTest<TestRealGuests>(argc, argv);
}
#include "tst_real_guests.moc"
