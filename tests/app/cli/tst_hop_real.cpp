// hop with running labs: an engine in the background, changed, asked, captured, stopped; programs in namespaces.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "hop_process.h"

#include <QJsonArray>
#include <QStandardPaths>
#include <QtTest/QTest>

#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

using hopyard::test::HopProcess;
using hopyard::test::Outcome;

namespace {

const char *const kHosts = R"(hopyard: 1
title: Two hosts
nodes:
  h1: {kind: host, interfaces: {eth0: {address: 10.0.1.1/24}}, start: ["ping 10.0.1.2 interval 100ms"]}
  h2: {kind: host, interfaces: {eth0: {address: 10.0.1.2/24}}}
links:
  - {ends: [h1:eth0, h2:eth0], delay: 3ms}
)";

const char *const kNamespaces = R"(hopyard: 1
title: Two namespaces and a router
nodes:
  client: {kind: namespace, interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1}
  r1:
    kind: router
    config: |
      interface eth0
       ip address 10.0.1.1/24
      interface eth1
       ip address 10.0.2.1/24
  web: {kind: namespace, interfaces: {eth0: {address: 10.0.2.10/24}}, gateway: 10.0.2.1, start: ["echo hello from web"]}
links:
  - {ends: [client:eth0, r1:eth0], delay: 2ms}
  - {ends: [r1:eth1, web:eth0], delay: 3ms}
)";

} // namespace

class TestHopReal : public QObject {
    Q_OBJECT
private:
    HopProcess m_hop;

    /// Whether this machine can run namespaces; the sentence otherwise.
    QByteArray whatIsMissing()
    {
        const Outcome doctor = m_hop.run({"doctor"});
        return doctor.code == 0 ? QByteArray() : QByteArray("`hop doctor` says that namespaces cannot be made here");
    }
    bool isRunning(const QString &name)
    {
        for (const QJsonValue &run : m_hop.run({"ps", "--json"}).json()["runs"].toArray())
            if (run.toObject()["run"].toString() == name)
                return true;
        return false;
    }

private slots:
    void initTestCase()
    {
        QVERIFY(!m_hop.write("hosts.yaml", kHosts).isEmpty());
        QVERIFY(!m_hop.write("spaces.yaml", kNamespaces).isEmpty());
    }
    void cleanup() { m_hop.run({"stop", "--all"}); }

    void runsForAWhile()
    {
        const Outcome run = m_hop.run({"run", "hosts.yaml", "--for", "1s", "--json", "--capture", "h1:eth0=real.pcap",
                                       "--record", "real.hopyard"});
        QVERIFY2(run.code == 0, (run.out + run.err).constData());
        const QJsonObject summary = run.json();
        QCOMPARE(summary["type"].toString(), QString("summary"));
        QCOMPARE(summary["time"].toString(), QString("real"));
        QCOMPARE(summary["now"].toDouble(), 1e9);
        QVERIFY(summary["packets"].toInt() >= 18); // ten echoes a second, there and back, and the neighbours' questions
        QVERIFY(summary["captures"].toArray().at(0).toObject()["packets"].toInt() >= 18);
        QVERIFY(m_hop.read("real.pcap").size() > 18 * 98);
        QVERIFY(run.out.contains("\"node\":\"h1\""));
        const Outcome report = m_hop.run({"report", "real.hopyard", "--json"});
        QCOMPARE(report.json()["state"].toString(), QString("complete"));
        QVERIFY(report.json()["packets"].toInt() >= 18);
        QVERIFY(!isRunning("hosts"));
    }

    void detachedRunAnswersAndObeys()
    {
        const Outcome detached = m_hop.run({"run", "hosts.yaml", "--detach", "--name", "lesson"});
        QVERIFY2(detached.code == 0, detached.err.constData());
        QCOMPARE(detached.out, QByteArray("lesson\n"));
        QVERIFY(isRunning("lesson"));
        const Outcome ps = m_hop.run({"ps"});
        QVERIFY2(ps.out.contains("lesson") && ps.out.contains("running") && ps.out.contains("Two hosts"), ps.out.constData());

        QCOMPARE(m_hop.run({"show", "h1", "interface", "--run", "les"}).code, 0); // the beginning is enough
        QCOMPARE(m_hop.run({"show", "h9", "interface"}).code, 5);
        QCOMPARE(m_hop.run({"show", "h1", "interface", "--run", "other"}).code, 5);

        const Outcome paused = m_hop.run({"pause", "lesson", "--json"});
        QCOMPARE(paused.code, 0);
        QCOMPARE(paused.json()["state"].toString(), QString("paused"));
        const double then = paused.json()["now"].toDouble();
        const Outcome stepped = m_hop.run({"step", "--count", "5", "--json"});
        QCOMPARE(stepped.json()["state"].toString(), QString("paused"));
        QVERIFY(stepped.json()["now"].toDouble() > then);
        QCOMPARE(m_hop.run({"speed", "0.5", "--json"}).json()["speed"].toDouble(), 0.5);
        QCOMPARE(m_hop.run({"resume", "--json"}).json()["state"].toString(), QString("running"));

        QCOMPARE(m_hop.run({"link", "h1:eth0", "delay=1ms", "loss=100%"}).code, 0);
        QCOMPARE(m_hop.run({"link", "h1:eth9", "delay=1ms"}).code, 5);
        QCOMPARE(m_hop.run({"link", "h1:eth0", "delay=soon"}).code, 1);
        const Outcome burst = m_hop.run({"link", "h1:eth0", "burst={enter: 1%, leave: 20%}"});
        QVERIFY2(burst.code == 0, burst.err.constData());
        QCOMPARE(m_hop.run({"link", "h1:eth0", "burst={entr: 1%}"}).code, 1);
        const Outcome mistyped = m_hop.run({"link", "h1:eth0", "dely=5ms"});
        QCOMPARE(mistyped.code, 1);
        QVERIFY2(mistyped.err.contains("did you mean 'delay'?"), mistyped.err.constData());
        QCOMPARE(m_hop.run({"link", "h1:eth0", "down"}).code, 0);
        QCOMPARE(m_hop.run({"link", "h1:eth0", "up", "loss=0%"}).code, 0);

        const Outcome stopped = m_hop.run({"stop", "--json"});
        QCOMPARE(stopped.json()["stopped"].toArray(), QJsonArray{"lesson"});
        QVERIFY(!isRunning("lesson"));
    }

    void severalRunsAreToldApart()
    {
        QCOMPARE(m_hop.run({"run", "hosts.yaml", "--detach"}).out, QByteArray("hosts\n"));
        QCOMPARE(m_hop.run({"run", "hosts.yaml", "--detach"}).out, QByteArray("hosts-2\n"));
        const Outcome which = m_hop.run({"pause"});
        QCOMPARE(which.code, 5);
        QVERIFY(which.err.contains("hosts, hosts-2"));
        QCOMPARE(m_hop.run({"pause", "hosts"}).code, 0); // the whole name, though the other begins with it
        QCOMPARE(m_hop.run({"complete", "--", "stop", "hosts-"}).out, QByteArray("hosts-2\n"));
        QCOMPARE(m_hop.run({"complete", "--", "link", "--run", "hosts", "h1"}).out, QByteArray("h1:eth0\n"));
        QCOMPARE(m_hop.run({"complete", "--", "show", "--run", "hosts", ""}).out, QByteArray("h1\nh2\n"));
        QCOMPARE(m_hop.run({"stop", "--all"}).code, 0);
        QVERIFY(!isRunning("hosts") && !isRunning("hosts-2"));
    }

    void capturesWhileItRuns()
    {
        QCOMPARE(m_hop.run({"run", "hosts.yaml", "--detach"}).code, 0);
        const Outcome file = m_hop.run({"capture", "h2:eth0", "-w", "live.pcap", "--for", "500ms", "--json"});
        QVERIFY2(file.code == 0, file.err.constData());
        QVERIFY(file.json()["packets"].toInt() > 0);
        QVERIFY(m_hop.read("live.pcap").size() > 24);
        QCOMPARE(m_hop.run({"capture", "h2:eth9", "-w", "x.pcap"}).code, 5);
        QCOMPARE(m_hop.run({"capture", "h2:eth0", "-w", "x.pcap", "-f", "tcp prot 80"}).code, 1);
        if (QStandardPaths::findExecutable("tshark").isEmpty())
            QSKIP("tshark is not installed, so no live reader can be tried");
        QProcess hop, tshark;
        m_hop.prepare(hop);
        hop.setStandardOutputProcess(&tshark);
        hop.start(HopProcess::program(), {"capture", "h2:eth0", "--filter", "icmp"});
        tshark.start("tshark", {"-i", "-", "-c", "4", "-T", "fields", "-e", "icmp.type"});
        QVERIFY(tshark.waitForFinished(30'000));
        QCOMPARE(tshark.readAllStandardOutput().split('\n').size(), 5); // four lines and the end of the last
        QVERIFY(hop.waitForFinished(30'000)); // its reader has gone
        QCOMPARE(hop.exitCode(), 0);
    }

    void consoleFollowsAPing()
    {
        QCOMPARE(m_hop.run({"run", "hosts.yaml", "--detach"}).code, 0);
        const Outcome ping = m_hop.run({"console", "h2", "ping", "10.0.1.1", "count", "2", "interval", "100ms", "--follow", "1s"});
        QVERIFY2(ping.code == 0, ping.err.constData());
        QVERIFY2(ping.out.contains("10.0.1.1"), ping.out.constData());
        QVERIFY2(ping.out.contains("2 received") || ping.out.contains("2 packets received"), ping.out.constData());
    }

    void ctrlCStopsCleanly()
    {
        QProcess hop;
        m_hop.prepare(hop);
        hop.start(HopProcess::program(), {"run", "hosts.yaml", "--name", "interrupted"});
        QByteArray out;
        QVERIFY(QTest::qWaitFor([&] { return (out += hop.readAllStandardOutput()).contains("h1:"); }, 20'000));
        ::kill(static_cast<pid_t>(hop.processId()), SIGINT);
        QVERIFY(hop.waitForFinished(20'000));
        QCOMPARE(hop.exitCode(), 0);
        QVERIFY(hop.readAllStandardOutput().contains("delivered over"));
        QVERIFY(!isRunning("interrupted"));
    }

    void aReaderThatGoesAwayEndsTheRun()
    {
        QProcess shell;
        m_hop.prepare(shell);
        shell.start("/bin/sh", {"-c", HopProcess::program() + " run hosts.yaml --name unread | head -n 2"});
        QVERIFY(shell.waitForFinished(20'000));
        QVERIFY(shell.readAllStandardOutput().contains("h1:"));
        QVERIFY(QTest::qWaitFor([&] { return !isRunning("unread"); }, 20'000));
    }

    void aRunThatIsStoppedElsewhereEnds()
    {
        QProcess hop;
        m_hop.prepare(hop);
        hop.start(HopProcess::program(), {"run", "hosts.yaml", "--name", "elsewhere"});
        QVERIFY(QTest::qWaitFor([&] { return isRunning("elsewhere"); }, 20'000));
        QCOMPARE(m_hop.run({"stop", "elsewhere"}).code, 0);
        QVERIFY(hop.waitForFinished(20'000));
    }

    void programsRunInNamespaces()
    {
        if (const QByteArray missing = whatIsMissing(); !missing.isEmpty())
            QSKIP(missing.constData());
        const Outcome run = m_hop.run({"run", "spaces.yaml", "--for", "1s", "--allow-programs"});
        QVERIFY2(run.code == 0, (run.out + run.err).constData());
        QVERIFY2(run.out.contains("hello from web"), run.out.constData());

        const Outcome addresses = m_hop.run({"exec", "spaces.yaml", "--on", "client", "--allow-programs", "--", "cat",
                                             "/proc/net/dev"});
        QVERIFY2(addresses.code == 0, (addresses.out + addresses.err).constData());
        QVERIFY(addresses.out.contains("eth0:"));
        QCOMPARE(m_hop.run({"exec", "spaces.yaml", "--on", "client", "--allow-programs", "--", "sh", "-c", "exit 7"}).code, 7);
        QCOMPARE(m_hop.run({"exec", "spaces.yaml", "--on", "nobody", "--allow-programs", "--", "true"}).code, 5);
    }

    void execInARunningLab()
    {
        if (const QByteArray missing = whatIsMissing(); !missing.isEmpty())
            QSKIP(missing.constData());
        QCOMPARE(m_hop.run({"run", "spaces.yaml", "--detach", "--allow-programs"}).code, 0);
        QCOMPARE(m_hop.run({"exec", "spaces", "--on", "client", "--", "no-such-program"}).code, 127);
        QCOMPARE(m_hop.run({"exec", "spaces", "--on", "client", "--", "/etc/passwd"}).code, 126);
        if (QStandardPaths::findExecutable("ping").isEmpty())
            QSKIP("ping is not installed, so no program can cross the lab");
        const Outcome ping = m_hop.run({"exec", "spaces", "--on", "client", "--", "ping", "-c", "3", "-i", "0.2", "10.0.2.10"});
        QVERIFY2(ping.code == 0, (ping.out + ping.err).constData());
        QVERIFY(ping.out.contains(" 0% packet loss"));
        // Signals reach the program, and its end by one is told.
        QProcess hop;
        m_hop.prepare(hop);
        hop.start(HopProcess::program(), {"exec", "spaces", "--on", "client", "--", "sh", "-c", "echo up; exec sleep 60"});
        QByteArray out;
        QVERIFY(QTest::qWaitFor([&] { return (out += hop.readAllStandardOutput()).contains("up"); }, 20'000));
        ::kill(static_cast<pid_t>(hop.processId()), SIGTERM);
        QVERIFY(hop.waitForFinished(20'000));
        QCOMPARE(hop.exitCode(), 128 + SIGTERM);
    }

    void capturesALinuxInterface()
    {
        if (const QByteArray missing = whatIsMissing(); !missing.isEmpty())
            QSKIP(missing.constData());
        QCOMPARE(m_hop.run({"run", "spaces.yaml", "--detach", "--allow-programs"}).code, 0);
        if (QStandardPaths::findExecutable("ping").isEmpty())
            QSKIP("ping is not installed, so nothing crosses the loopback");
        QProcess hop;
        m_hop.prepare(hop);
        hop.start(HopProcess::program(), {"capture", "--on", "web", "--interface", "lo", "-w", "web-lo.pcap", "--json"});
        QByteArray note;
        QVERIFY(QTest::qWaitFor([&] { return (note += hop.readAllStandardError()).contains("Ctrl-C"); }, 20'000));
        QVERIFY2(note.contains("lo of web"), note.constData());
        QCOMPARE(m_hop.run({"exec", "spaces", "--on", "web", "--", "ping", "-c", "1", "127.0.0.1"}).code, 0);
        ::kill(static_cast<pid_t>(hop.processId()), SIGINT);
        QVERIFY(hop.waitForFinished(20'000));
        QCOMPARE(hop.exitCode(), 0);
        QVERIFY(QJsonDocument::fromJson(hop.readAllStandardOutput()).object()["packets"].toInt() >= 2);
        QVERIFY(m_hop.read("web-lo.pcap").size() > 24);
        const Outcome none = m_hop.run({"capture", "--on", "web", "--interface", "eth9", "-w", "x.pcap"});
        QCOMPARE(none.code, 5);
        QVERIFY2(none.err.contains("no such interface"), none.err.constData());
        QCOMPARE(m_hop.run({"capture", "--on", "nobody", "--interface", "lo", "-w", "x.pcap"}).code, 5);
    }

    void aShellHasATerminal()
    {
        if (const QByteArray missing = whatIsMissing(); !missing.isEmpty())
            QSKIP(missing.constData());
        QCOMPARE(m_hop.run({"run", "spaces.yaml", "--detach", "--allow-programs"}).code, 0);
        const winsize size{33, 97, 0, 0};
        int master = -1;
        const QByteArray runtime = m_hop.path("").toLocal8Bit(), program = HopProcess::program().toLocal8Bit();
        const pid_t child = forkpty(&master, nullptr, nullptr, &size);
        if (child == 0) {
            setenv("XDG_RUNTIME_DIR", runtime.constData(), 1);
            execl(program.constData(), "hop", "shell", "client", nullptr);
            _exit(127);
        }
        const QByteArray typed = "stty size; tty; exit 9\n";
        QCOMPARE(::write(master, typed.constData(), std::size_t(typed.size())), ssize_t(typed.size()));
        QByteArray seen;
        char buffer[4096];
        pollfd watched{master, POLLIN, 0};
        while (poll(&watched, 1, 20'000) > 0) {
            const ssize_t size_ = ::read(master, buffer, sizeof buffer);
            if (size_ <= 0)
                break;
            seen.append(buffer, size_);
        }
        int status = 0;
        waitpid(child, &status, 0);
        ::close(master);
        QVERIFY(WIFEXITED(status));
        QVERIFY2(seen.contains("33 97") && seen.contains("/dev/pts/"), seen.constData());
        QCOMPARE(WEXITSTATUS(status), 9);
    }
};

QTEST_GUILESS_MAIN(TestHopReal)
#include "tst_hop_real.moc"
