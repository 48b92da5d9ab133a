// hop with machines, as a person uses it: run, look, give orders.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/machines/guest_files.h"
#include "emulation/machines/machine.h"
#include "tests/app/cli/hop_process.h"

#include <QDir>
#include <QElapsedTimer>
#include <QtTest/QtTest>

#include <csignal>

using namespace hopyard;

namespace {

constexpr char kLab[] = "hopyard: 1\nnodes:\n"
                        "  h1: {kind: host, interfaces: {eth0: {address: 10.0.1.10/24}}}\n"
                        "  u1: {kind: uml, machine: {memory: 64MiB}, interfaces: {eth0: {address: 10.0.1.11/24}}, start: [\"ping -c 2 h1\"]}\n"
                        "links:\n  - {ends: [h1:eth0, u1:eth0]}\n";

} // namespace

class TestMachinesCli : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        if (const auto missing = machines::machineMissing(lab::NodeKind::uml))
            QSKIP(missing->c_str());
        if (machines::findBusybox().empty())
            QSKIP("busybox-static is not installed: the tiny guest system is made of it");
    }

    void machineInARun()
    {
        const test::HopProcess hop;
        const QString lab = hop.write("vm.yaml", kLab);
        const test::Outcome refused = hop.run({"run", lab, "--detach"});
        QVERIFY(refused.code != 0);
        QVERIFY2((refused.out + refused.err).contains("linux.uml"), refused.err);
        const test::Outcome started = hop.run({"run", lab, "--detach", "--allow-programs"});
        QVERIFY2(started.code == 0, started.err);
        QByteArray console;
        QElapsedTimer timer;
        for (timer.start(); timer.elapsed() < 60'000 && !console.contains("2 packets received"); QTest::qWait(200))
            console = hop.run({"show", "u1", "console"}).out;
        QVERIFY2(console.contains("2 packets received"), console);

        const test::Outcome shown = hop.run({"show", "u1"});
        QVERIFY2(shown.out.contains("State:        running") && shown.out.contains("tiny guest system"), shown.out + shown.err);
        const QJsonObject about = hop.run({"show", "u1", "--json"}).json()["json"].toObject();
        QCOMPARE(about["state"].toString(), QString("running"));
        QVERIFY(about["interfaces"].toObject()["eth0"].toObject()["framesFromGuest"].toInt() >= 3); // ARP and two pings

        QCOMPARE(hop.run({"console", "u1", "pause"}).code, 0);
        QVERIFY(hop.run({"show", "u1"}).out.contains("State:        paused"));
        QCOMPARE(hop.run({"console", "u1", "resume"}).code, 0);
        const test::Outcome wrong = hop.run({"console", "u1", "dance"});
        QVERIFY(wrong.code != 0 && wrong.err.contains("a machine's console knows"));
        QCOMPARE(hop.run({"stop", "vm"}).code, 0);
    }

    /// Whatever ends the engine ends the machines: none of their processes stays.
    void killedEngineTakesTheMachineAlong()
    {
        const test::HopProcess hop;
        const test::Outcome started = hop.run({"run", hop.write("vm.yaml", kLab), "--detach", "--allow-programs", "--json"});
        QVERIFY2(started.code == 0, started.err);
        const int engine = started.json()["pid"].toInt();
        QVERIFY(engine > 1);
        QElapsedTimer timer;
        for (timer.start(); timer.elapsed() < 60'000 && !hop.run({"show", "u1", "console"}).out.contains("is ready"); QTest::qWait(100)) {
        }
        const int machine = hop.run({"show", "u1", "--json"}).json()["json"].toObject()["pid"].toInt();
        QVERIFY(machine > 1);
        // Its helpers are in its process group, or in its pid namespace: count all that carry its command line.
        const auto processes = [&] {
            int count = 0;
            for (const QString &pid : QDir("/proc").entryList({"[0-9]*"}, QDir::Dirs)) {
                QFile line("/proc/" + pid + "/cmdline");
                if (line.open(QIODevice::ReadOnly) && line.readAll().contains("uml_dir=" + hop.path("hopyard-machines-").toUtf8()))
                    ++count;
            }
            return count;
        };
        QVERIFY(processes() > 1);
        QVERIFY(::kill(engine, SIGKILL) == 0);
        for (timer.start(); timer.elapsed() < 20'000 && processes() > 0; QTest::qWait(20)) {
        }
        QCOMPARE(processes(), 0);
    }

    void virtualTimeHasNone()
    {
        const test::HopProcess hop;
        const test::Outcome outcome = hop.run({"run", hop.write("vm.yaml", kLab), "--time", "virtual", "--for", "1s", "--allow-programs"});
        QVERIFY(outcome.code != 0);
        QVERIFY2(outcome.err.contains("the machine u1 needs real time"), outcome.err);
    }
};

QTEST_GUILESS_MAIN(TestMachinesCli)
#include "tst_machines.moc"
