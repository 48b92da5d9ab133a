// Nodes of kind frr and bird in a running lab: the real daemons side by side, asked with `hop show`, and gone afterwards.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/nodes/routing_daemons.h"
#include "hop_process.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QtTest/QTest>

using hopyard::test::HopProcess;
using hopyard::test::Outcome;

namespace {

const char *const kLab = R"(hopyard: 1
title: Real routers
nodes:
  h1: {kind: host, interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1}
  r1:
    kind: frr
    config: |
      interface eth0
       ip address 10.0.1.1/24
      interface eth1
       ip address 10.0.12.1/24
       ip ospf network point-to-point
       ip ospf hello-interval 1
       ip ospf dead-interval 4
      ip route 10.77.0.0/16 10.0.12.2
      some words
      router ospf
       network 10.0.0.0/8 area 0
       timers throttle spf 0 50 500
  r2:
    kind: bird
    interfaces: {eth0: {address: 10.0.12.2/24}, eth1: {address: 10.0.2.1/24}}
    config: |
      log stderr all;
      router id 2.2.2.2;
      protocol device {}
      protocol kernel { ipv4 { export all; }; }
      protocol static s1 { ipv4; route 10.99.0.0/16 via 10.0.2.10; }
      protocol ospf v2 {
        tick 1;
        ipv4 { import all; export where source = RTS_STATIC; };
        area 0 {
          interface "eth0" { type ptp; hello 1; dead 4; };
          interface "eth1" { stub yes; };
        };
      }
  web: {kind: namespace, interfaces: {eth0: {address: 10.0.2.10/24}}, gateway: 10.0.2.1}
links:
  - {ends: [h1:eth0, r1:eth0]}
  - {ends: [r1:eth1, r2:eth0]}
  - {ends: [r2:eth1, web:eth0]}
)";

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// True where one that has `mark` in its environment started it, however indirectly: the engines of this test have the
/// test's own folder there. Others may run such daemons on this machine.
bool isStartedBy(QString pid, const QByteArray &mark)
{
    while (pid.toInt() > 1) {
        if (contents("/proc/" + pid + "/environ").contains(mark))
            return true;
        const QByteArray status = contents("/proc/" + pid + "/status");
        const qsizetype at = status.indexOf("\nPPid:");
        pid = at < 0 ? QString() : QString::fromLatin1(status.mid(at + 6, status.indexOf('\n', at + 1) - at - 6).trimmed());
    }
    return false;
}

/// Process ids of the daemons of real routers that an engine of this test started.
QStringList daemons(const QByteArray &mark)
{
    QStringList pids;
    for (const QString &pid : QDir("/proc").entryList({"[0-9]*"}, QDir::Dirs)) {
        const QString program = QFile::symLinkTarget("/proc/" + pid + "/exe");
        if ((program.startsWith("/usr/lib/frr/") || program == "/usr/sbin/bird") && isStartedBy(pid, mark))
            pids << pid;
    }
    return pids;
}

} // namespace

class TestRealRouters : public QObject {
    Q_OBJECT
private:
    HopProcess m_hop;
    QByteArray m_folder;

    /// The route that the node has selected for the prefix, as `hop show NODE ip route --json` has it.
    QJsonObject route(const QString &node, const QString &prefix)
    {
        const QJsonObject routes = m_hop.run({"show", "--json", node, "ip", "route"}).json()["json"].toObject();
        for (const QJsonValue &route : routes[prefix].toArray())
            if (route.toObject()["selected"].toBool())
                return route.toObject();
        return {};
    }
    /// Asks again until there is one; a routing protocol takes its time.
    QJsonObject awaitRoute(const QString &node, const QString &prefix)
    {
        QElapsedTimer clock;
        clock.start();
        QJsonObject found;
        while (found.isEmpty() && clock.elapsed() < 60'000)
            found = route(node, prefix);
        return found;
    }

private slots:
    void initTestCase()
    {
        if (m_hop.run({"doctor"}).code != 0)
            QSKIP("`hop doctor` says that namespaces cannot be made here");
        if (hopyard::nodes::frrMissing("router ospf") || hopyard::nodes::birdMissing())
            QSKIP("FRR or BIRD is not installed here");
        const QString file = m_hop.write("lab.yaml", kLab);
        QVERIFY(!file.isEmpty());
        m_folder = QFileInfo(file).path().toUtf8();
    }
    void cleanup() { m_hop.run({"stop", "--all"}); }

    void virtualTimeSaysNo()
    {
        const Outcome run = m_hop.run({"run", "lab.yaml", "--time", "virtual"});
        QVERIFY(run.code != 0);
        QVERIFY2(run.err.contains("the real router r1 needs real time"), run.err.constData());
    }

    void realDaemonsRouteForALab()
    {
        // No consent is asked for: the daemons are confined.
        const Outcome detached = m_hop.run({"run", "lab.yaml", "--detach", "--name", "real"});
        QVERIFY2(detached.code == 0, detached.err.constData());

        const QJsonObject learned = awaitRoute("r1", "10.0.2.0/24");
        QCOMPARE(learned["protocol"].toString(), QString("ospf"));
        QCOMPARE(learned["distance"].toInt(), 110);
        QCOMPARE(learned["nexthops"].toArray().at(0).toObject()["ip"].toString(), QString("10.0.12.2"));
        const QJsonObject back = awaitRoute("r2", "10.0.1.0/24");
        QCOMPARE(back["protocol"].toString(), QString("ospf"));
        QCOMPARE(back["nexthops"].toArray().at(0).toObject()["interfaceName"].toString(), QString("eth0"));
        QCOMPARE(route("r1", "10.77.0.0/16")["protocol"].toString(), QString("static"));
        QCOMPARE(route("r2", "10.99.0.0/16")["protocol"].toString(), QString("static"));
        QCOMPARE(route("r2", "10.0.12.0/24")["protocol"].toString(), QString("connected"));
        QCOMPARE(route("web", "0.0.0.0/0")["protocol"].toString(), QString("kernel"));

        const Outcome table = m_hop.run({"show", "r1", "ip", "route"});
        QVERIFY2(table.out.contains("O>* 10.0.2.0/24 [110/20] via 10.0.12.2, eth1"), table.out.constData());
        QVERIFY(m_hop.run({"show", "r2", "ip", "route"}).out.contains("O>* 10.0.1.0/24 [150/20] via 10.0.12.1, eth0"));
        QVERIFY(m_hop.run({"show", "r2", "ospf", "neighbors"}).out.contains("Full/PtP"));
        QVERIFY(m_hop.run({"show", "web", "ip", "route"}).out.contains("C>* 10.0.2.0/24 is directly connected, eth0"));
        QVERIFY(m_hop.run({"show", "web", "interface"}).out.contains("inet 10.0.2.10/24"));
        QVERIFY(m_hop.run({"exec", "--on", "r1", "--", "vtysh", "-c", "show ip ospf neighbor"}).out.contains("2.2.2.2"));

        for (const QString node : {"r1", "r2", "web"}) {
            const Outcome unknown = m_hop.run({"show", node, "nonsense"});
            QCOMPARE(unknown.code, 1);
            QVERIFY2(!unknown.err.isEmpty(), qPrintable(node));
        }
        const Outcome configured = m_hop.run({"console", "r1", "configure terminal\nip route 10.66.0.0/16 10.0.12.2"});
        QVERIFY2(configured.code == 0, configured.err.constData());
        QCOMPARE(awaitRoute("r1", "10.66.0.0/16")["protocol"].toString(), QString("static"));
        // Packets cross both.
        const Outcome ping = m_hop.run({"exec", "--on", "web", "--", "ping", "-c", "2", "-W", "5", "10.0.1.10"});
        QVERIFY2(ping.code == 0, ping.out.constData());

        const QStringList running = daemons(m_folder);
        QCOMPARE(running.size(), 4); // zebra, staticd, ospfd, bird
        m_hop.run({"stop", "real"});
        for (const QString &pid : running)
            QVERIFY2(QFile::symLinkTarget("/proc/" + pid + "/exe").isEmpty(), qPrintable(pid));
    }

    void mistakesAndDeathsAreSaid()
    {
        QProcess run;
        m_hop.prepare(run);
        run.start(HopProcess::program(), {"run", "lab.yaml", "--name", "told"});
        QByteArray said;
        const auto waitFor = [&](const char *text) {
            while (!said.contains(text) && run.state() != QProcess::NotRunning && run.waitForReadyRead(60'000))
                said += run.readAllStandardOutput();
            return said.contains(text);
        };
        run.setProcessChannelMode(QProcess::MergedChannels);
        QVERIFY2(waitFor("r1: configuration, line 9: % Unknown command"), said.constData());
        QVERIFY(!awaitRoute("r1", "10.0.2.0/24").isEmpty());
        QCOMPARE(m_hop.run({"exec", "told", "--on", "r1", "--", "sh", "-c",
                            "me=$(readlink /proc/self/ns/net); for p in /proc/[0-9]*; do [ \"$(readlink $p/ns/net)\" = \"$me\" ] "
                            "&& grep -q ospfd $p/comm && kill -9 ${p#/proc/}; done; true"}).code, 0);
        QVERIFY2(waitFor("ospfd was ended by signal 9"), said.constData());
        run.terminate();
        QVERIFY(run.waitForFinished(30'000));
    }

    void anEditElsewhereLeavesItAlone()
    {
        QCOMPARE(m_hop.run({"run", "lab.yaml", "--detach", "--name", "edited"}).code, 0);
        QVERIFY(!awaitRoute("r1", "10.0.2.0/24").isEmpty());
        const Outcome added = m_hop.run({"manager", "create", "router", "r9"}); // an edit that does not touch it
        QCOMPARE(added.code, 0);
        QVERIFY(!route("r1", "10.0.2.0/24").isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestRealRouters)
#include "tst_real_routers.moc"
