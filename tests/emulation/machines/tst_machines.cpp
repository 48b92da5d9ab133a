// Real machines in an engine: they boot, ping through a virtual router, and are paused, saved, powered off and killed.
//
// QEMU runs with TCG, so that the test is the same with and without KVM. What takes its time is the guest, not a sleep.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/machines/guest_fetch.h"
#include "emulation/machines/machine.h"
#include "emulation/machines/guest_files.h"
#include "tests/emulation/engine/harness.h"
#include "tests/support/machine_parts.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDirIterator>
#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>

#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

using namespace hopyard;
using engine::Harness;
using rpc::Json;

namespace {

std::string labWith(const std::string &machine, const std::string &start = "")
{
    return "hopyard: 1\nnodes:\n"
           "  h1: {kind: host, interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1}\n"
           "  r1:\n    kind: router\n    config: |\n"
           "      interface eth0\n       ip address 10.0.1.1/24\n      interface eth1\n       ip address 10.0.2.1/24\n"
           "  m1: {" + machine + (start.empty() ? "" : ", start: [" + start + "]")
        + ", interfaces: {eth0: {address: 10.0.2.10/24}}, gateway: 10.0.2.1}\n"
          "links:\n  - {ends: [h1:eth0, r1:eth0]}\n  - {ends: [m1:eth0, r1:eth1]}\n";
}

/// Reads and writes a sector through the BIOS, then says "HY" on the serial port, or "!" where that failed.
QByteArray bootImage()
{
    QByteArray code = QByteArray::fromHex("31c08ed88ec0bb007e" // xor ax, ax; ds = es = ax; bx = 7e00
                                          "c7074859b80103b90200b600cd13" // [bx] = "HY"; write sector 2 of the boot disk
                                          "721e"                         // jc failed
                                          "c7070000b80102b90200cd13"     // [bx] = 0; read it again
                                          "7210"                         // jc failed
                                          "baf8038a07ee8a4701eeb00aee"   // out 3f8: both bytes and a line end
                                          "f4ebfd"                       // hlt
                                          "baf803b021eeb00aeef4ebfd");
    code += QByteArray(510 - code.size(), '\0') + QByteArray::fromHex("55aa");
    return code + QByteArray(2 << 20, '\0'); // a cylinder and more, or the BIOS finds no geometry
}

} // namespace

class TestMachines : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<Harness> m;

    void start(const std::string &lab, const std::string &path = {})
    {
        m = std::make_unique<Harness>();
        Json load{{"text", lab}};
        if (!path.empty())
            load["path"] = path;
        QVERIFY2(m->code("lab.load", load) == 0, m->lastError.message.c_str());
        QVERIFY2(m->code("run.start", {{"allowPrograms", true}}) == 0, m->lastError.message.c_str());
    }
    std::string line(const std::string &text)
    {
        const auto answer = m->ask("console.run", {{"node", "m1"}, {"line", text}});
        if (!answer)
            return "refused: " + answer.error().message;
        return (rpc::boolMember(*answer, "ok").value_or(false) ? "" : "error: ") + rpc::stringMember(*answer, "text").value_or("");
    }
    std::string console() { return m->engine->session().machine(m->engine->session().world()->findNode("m1"))->console().text(); }
    std::string machineState()
    {
        const auto *machine = m->engine->session().machine(m->engine->session().world()->findNode("m1"));
        return machine ? std::string(machines::toString(machine->state())) : "none";
    }
    /// Waits for the text on the console, `times` of it.
    bool sees(const std::string &text, int times = 1)
    {
        const auto isThere = [&] {
            const std::string all = console();
            int count = 0;
            for (std::size_t at = 0; (at = all.find(text, at)) != std::string::npos; at += text.size())
                ++count;
            return count >= times;
        };
        for (int i = 0; i < 4; ++i) // the harness waits 20 s at most
            if (m->until([&] { return isThere() || m->notification("problem"); }))
                break;
        if (const Json *problem = m->notification("problem"))
            qInfo("%s", problem->dump().c_str());
        return isThere();
    }

private slots:
    void cleanup() { m.reset(); }

    void umlPingsThroughARouter()
    {
        if (const auto missing = support::missingForMachine(lab::NodeKind::uml))
            QSKIP(missing->c_str());
        start(labWith("kind: uml, machine: {memory: 64MiB}", "ping -c 2 h1"));
        QVERIFY2(sees("2 packets received"), console().c_str());
        QVERIFY(console().find("Hopyard: m1 is ready") != std::string::npos);

        // It stands still while it is paused.
        QCOMPARE(line("pause"), std::string());
        QCOMPARE(machineState(), std::string("paused"));
        QCOMPARE(line("pause"), std::string("error: the machine is paused; resume it first"));
        QCOMPARE(line("type echo $((6 * 7))"), std::string());
        QCOMPARE(line("resume"), std::string());
        QVERIFY(sees("\n42"));

        QVERIFY(line("show machine").find("State:        running") == 0);
        QVERIFY(line("dance").find("a machine's console knows") != std::string::npos);
        QVERIFY(line("snapshot save x").find("error: a User-mode Linux has no snapshots") == 0);
    }

    void umlPowersOff()
    {
        if (const auto missing = support::missingForMachine(lab::NodeKind::uml))
            QSKIP(missing->c_str());
        start(labWith("kind: uml, machine: {memory: 64MiB}"));
        QVERIFY(sees("is ready"));
        QCOMPARE(line("powerdown"), std::string());
        QVERIFY(m->until([&] { return machineState() == "off"; }));
        QVERIFY(!m->notification("problem"));
        QCOMPARE(m->state(), std::string("running"));
        // Stopped and started it boots again.
        QCOMPARE(m->code("node.stop", {{"node", "m1"}}), 0);
        QCOMPARE(machineState(), std::string("none"));
        QCOMPARE(m->code("node.start", {{"node", "m1"}}), 0);
        QVERIFY(sees("is ready"));
    }

    void killedMachineIsToldAndTheRunGoesOn()
    {
        if (const auto missing = support::missingForMachine(lab::NodeKind::uml))
            QSKIP(missing->c_str());
        start(labWith("kind: uml, machine: {memory: 64MiB}"));
        QVERIFY(sees("is ready"));
        const auto *machine = m->engine->session().machine(m->engine->session().world()->findNode("m1"));
        ::kill(machine->pid(), SIGKILL);
        QVERIFY(m->until([&] { return m->notification("problem") != nullptr; }));
        QVERIFY2(m->notification("problem")->dump().find("was ended by signal 9") != std::string::npos, m->notification("problem")->dump().c_str());
        QCOMPARE(machineState(), std::string("off"));
        QCOMPARE(m->state(), std::string("running"));
        QVERIFY(line("pause").find("error: the machine is off") == 0);
    }

    void sittingDownAtTheConsole()
    {
        if (const auto missing = support::missingForMachine(lab::NodeKind::uml))
            QSKIP(missing->c_str());
        start(labWith("kind: uml, machine: {memory: 64MiB}"));
        QVERIFY(sees("is ready"));
        int ends[2];
        QVERIFY(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
        rpc::OwnedFd ours(ends[0]);
        std::vector<rpc::OwnedFd> stdio;
        for (int i = 0; i < 3; ++i)
            stdio.emplace_back(dup(ends[1]));
        ::close(ends[1]);
        const auto exec = m->ask("node.exec", {{"node", "m1"}, {"argv", {"console"}}}, std::move(stdio));
        QVERIFY2(exec, exec ? "" : exec.error().message.c_str());
        QVERIFY(write(ours.get(), "echo $((6 * 7))\n", 16) == 16);
        std::string seen;
        QVERIFY(m->until([&] {
            char buffer[1000];
            const ssize_t n = recv(ours.get(), buffer, sizeof buffer, MSG_DONTWAIT);
            if (n > 0)
                seen.append(buffer, static_cast<std::size_t>(n));
            return seen.find("\n42") != std::string::npos;
        }));
        ours.reset();
        QVERIFY(m->until([&] { return m->notification("exec.exited") != nullptr; }));
        QCOMPARE(rpc::intMember(*m->notification("exec.exited"), "exec"), rpc::intMember(*exec, "exec"));
        QVERIFY(m->code("node.exec", {{"node", "m1"}, {"argv", {"ls"}}}) != 0);
    }

    void qemuLives()
    {
        if (const auto missing = support::missingForMachine(lab::NodeKind::qemu))
            QSKIP(missing->c_str());
        start(labWith("kind: qemu, machine: {accel: tcg}", "ping -c 2 h1"));
        QVERIFY2(sees("2 packets received"), console().c_str());
        QCOMPARE(machineState(), std::string("running"));
        QCOMPARE(line("pause"), std::string());
        QVERIFY(m->until([&] { return machineState() == "paused"; }));
        QCOMPARE(line("resume"), std::string());
        QVERIFY(m->until([&] { return machineState() == "running"; }));

        // What the guest did after the snapshot has not happened once it is loaded.
        QVERIFY(line("snapshot load nothing").find("error: ") == 0);
        QVERIFY(line("snapshot save ../x").find("error: a snapshot's name") == 0);
        QCOMPARE(line("snapshot save one"), std::string());
        QVERIFY(line("show snapshots").find("one") != std::string::npos);
        line("type touch /root/later; echo made-$((40 + 2))");
        QVERIFY(sees("made-42"));
        QCOMPARE(line("snapshot load one"), std::string());
        line("type [ -e /root/later ] || echo never-$((40 + 2))");
        QVERIFY(sees("never-42"));
        QCOMPARE(line("snapshot delete one"), std::string());

        QVERIFY(line("show machine").find("(tcg, network socket)") != std::string::npos);
        QCOMPARE(line("powerdown"), std::string());
        QVERIFY(m->until([&] { return machineState() == "off"; }));
        QVERIFY(!m->notification("problem"));
    }

    /// Taken before the machine ends, restored into the next of the same shape; without any the file goes.
    void snapshotsOutliveTheMachine()
    {
        if (const auto missing = support::missingForMachine(lab::NodeKind::qemu))
            QSKIP(missing->c_str());
        if (machines::findProgram({"qemu-img"}).empty())
            QSKIP("qemu-utils is not installed");
        QTemporaryDir directory;
        qputenv("XDG_STATE_HOME", directory.filePath("state").toUtf8());
        QFile file(directory.filePath("lab.yaml"));
        const std::string text = labWith("kind: qemu, machine: {accel: tcg, memory: 96MiB}");
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text.c_str()) > 0);
        file.close();
        const auto kept = [&] {
            QDirIterator all(directory.filePath("state"), {"m1-*.qcow2"}, QDir::Files, QDirIterator::Subdirectories);
            return all.hasNext() ? all.next() : QString();
        };
        start(text, file.fileName().toStdString());
        QVERIFY2(sees("is ready"), console().c_str());
        QVERIFY(line("show snapshots").starts_with("There is no snapshot"));
        QVERIFY(!kept().isEmpty() && line("show machine").find(kept().toStdString()) != std::string::npos);
        line("type kept=before-$((40 + 2)); echo set-$((40 + 2))");
        QVERIFY(sees("set-42"));
        QCOMPARE(line("snapshot save one"), std::string());
        QCOMPARE(m->code("run.stop"), 0); // the machine ends, and the run
        QVERIFY(!kept().isEmpty());

        start(text, file.fileName().toStdString()); // another engine
        QVERIFY2(sees("is ready"), console().c_str());
        line("type echo now-$kept.");
        QVERIFY(sees("now-.")); // it began anew
        const auto listed = m->ask("machine.snapshots", {{"node", "m1"}});
        QVERIFY(listed && listed->at("json").at("snapshots").size() == 1);
        QCOMPARE(listed->at("json").at("snapshots").at(0).at("name").get<std::string>(), std::string("one"));
        QVERIFY(listed->at("json").at("snapshots").at(0).at("bytes").get<std::uint64_t>() > 1u << 20);
        const auto loaded = m->ask("machine.snapshot", {{"node", "m1"}, {"what", "load"}, {"name", "one"}});
        QVERIFY2(loaded && loaded->at("ok").get<bool>(), loaded ? loaded->dump().c_str() : "refused");
        line("type echo then-$kept.");
        QVERIFY2(sees("then-before-42."), console().c_str());

        // Of a machine that is off.
        QCOMPARE(line("powerdown"), std::string());
        QVERIFY(m->until([&] { return machineState() == "off"; }));
        QVERIFY(line("show snapshots").find("one ") != std::string::npos);
        QCOMPARE(line("snapshot delete one"), std::string());
        QVERIFY(line("snapshot delete one").starts_with("error: "));
        QCOMPARE(m->code("node.stop", {{"node", "m1"}}), 0);
        QVERIFY(kept().isEmpty());
        QCOMPARE(m->code("machine.snapshots", {{"node", "m1"}}), int(rpc::wrongState));
    }

    /// The same machine with its rings served by us; its cable is pulled and put back.
    void qemuOverVhostUser()
    {
        if (const auto missing = support::missingForMachine(lab::NodeKind::qemu))
            QSKIP(missing->c_str());
        start(labWith("kind: qemu, machine: {accel: tcg, network: vhost-user}", "ping -c 2 h1"));
        QVERIFY2(sees("2 packets received"), console().c_str());
        QVERIFY(line("show machine").find("0 bad") != std::string::npos);
        line("type ping -c 1 -s 40000 10.0.1.10 | grep -c 40008"); // fragments, 28 frames each way
        QVERIFY2(sees("\n1\r"), console().c_str());
        QCOMPARE(line("reset"), std::string());
        QVERIFY2(sees("2 packets received", 2), console().c_str());
        QVERIFY(!m->notification("problem"));
        QVERIFY2(line("snapshot save one").starts_with("error: no snapshot can be taken of a machine whose cards"), line("snapshot save one").c_str());
    }

    void qemuOverATap()
    {
        if (const auto missing = support::missingForMachine(lab::NodeKind::qemu))
            QSKIP(missing->c_str());
        if (::access("/dev/net/tun", R_OK | W_OK) != 0 || ::geteuid() != 0)
            QSKIP("a TAP device takes root and /dev/net/tun");
        start(labWith("kind: qemu, machine: {accel: tcg, network: tap}", "ping -c 2 h1"));
        QVERIFY2(sees("2 packets received"), console().c_str());
        QVERIFY(line("show machine").find("network tap") != std::string::npos);
        line("type ping -c 1 -s 40000 10.0.1.10 | grep -c 40008"); // fragments, 28 frames each way
        QVERIFY2(sees("\n1\r"), console().c_str());
        QVERIFY(!m->notification("problem"));
    }

    /// The machine writes to its disk and reads it back; the file is as it was.
    void imageIsNeverWritten()
    {
        if (const auto missing = support::missingForMachine(lab::NodeKind::qemu))
            QSKIP(missing->c_str());
        QTemporaryDir directory;
        QFile image(directory.filePath("disk,1.img"));
        QVERIFY(image.open(QIODevice::ReadWrite) && image.write(bootImage()) > 0 && image.flush());
        const auto sum = [&] {
            image.seek(0);
            return QCryptographicHash::hash(image.readAll(), QCryptographicHash::Sha256);
        };
        const QByteArray before = sum();
        start(labWith("kind: qemu, machine: {accel: tcg, image: \"disk,1.img\"}"), directory.filePath("lab.yaml").toStdString());
        QVERIFY2(sees("HY"), console().c_str());
        QCOMPARE(m->code("run.stop"), 0);
        QCOMPARE(sum(), before);
        QCOMPARE(QDir(directory.path()).entryList(QDir::Files), QStringList{"disk,1.img"});
    }

    void missingImageIsSaid()
    {
        if (const auto missing = support::missingForMachine(lab::NodeKind::qemu))
            QSKIP(missing->c_str());
        start(labWith("kind: qemu, machine: {accel: tcg, image: nothing.img}"));
        QVERIFY(m->until([&] { return m->notification("problem") != nullptr; }));
        QVERIFY2(m->notification("problem")->dump().find("nothing.img: No such file") != std::string::npos, m->notification("problem")->dump().c_str());
        QCOMPARE(m->state(), std::string("running"));
    }

    void consentIsNeeded()
    {
        m = std::make_unique<Harness>();
        QCOMPARE(m->code("lab.load", {{"text", labWith("kind: uml")}}), 0);
        QCOMPARE(m->code("run.start"), int(rpc::needsConsent));
        QVERIFY(m->lastError.data.dump().find("linux.uml") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestMachines)
#include "tst_machines.moc"
