// RIP of a virtual router, of FRR's ripd and of BIRD on one segment in real time: each knows what is behind the others, with
// and without keyed MD5, and hears at once that one of them ends.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/nodes/routing_daemons.h"
#include "hop_process.h"

#include <QElapsedTimer>
#include <QtTest/QTest>

using hopyard::test::HopProcess;
using hopyard::test::Outcome;

namespace {

/// %1: lines of the interface on the segment; %2: of BIRD's.
const char *const kLab = R"(hopyard: 1
title: RIP of three makers
nodes:
  sw: {kind: switch}
  h1:
    kind: router
    config: |
      interface eth0
       ip address 10.0.0.1/24
%1
      interface lo
       ip address 10.1.1.1/32
      ip route 172.16.1.0/24 blackhole
      router rip
       network 10.0.0.0/8
       redistribute static metric 3
       timers basic 5 15 10
  f1:
    kind: frr
    config: |
      interface eth0
       ip address 10.0.0.2/24
%1
      interface lo
       ip address 10.1.1.2/32
      router rip
       network 10.0.0.0/8
       timers basic 5 15 10
  b1:
    kind: bird
    interfaces: {eth0: {address: 10.0.0.3/24}, eth1: {address: 10.0.3.1/24}}
    config: |
      router id 3.3.3.3;
      protocol device {}
      protocol direct { ipv4; }
      protocol kernel { ipv4 { export all; }; }
      protocol rip {
        ipv4 { import all; export all; };
        interface "eth0" { %2 update time 5; timeout time 15; garbage time 10; };
        interface "eth1" { update time 5; timeout time 15; garbage time 10; };
      }
  h2:
    kind: router
    config: |
      interface eth0
       ip address 10.0.3.2/24
      interface lo
       ip address 10.1.1.4/32
      router rip
       network 10.0.0.0/8
       timers basic 5 15 10
links:
  - {ends: [h1:eth0, sw:p1]}
  - {ends: [f1:eth0, sw:p2]}
  - {ends: [b1:eth0, sw:p3]}
  - {ends: [b1:eth1, h2:eth0]}
)";

} // namespace

class TestRipReal : public QObject {
    Q_OBJECT
private:
    HopProcess m_hop;

    /// Asks again until `show ip route` of the node has the text, or no longer has it.
    bool await(const QString &node, const char *text, bool present = true)
    {
        QElapsedTimer clock;
        clock.start();
        while (clock.elapsed() < 60'000)
            if (m_hop.run({"show", node, "ip", "route"}).out.contains(text) == present)
                return true;
        return false;
    }

private slots:
    void initTestCase()
    {
        if (m_hop.run({"doctor"}).code != 0)
            QSKIP("`hop doctor` says that namespaces cannot be made here");
        if (hopyard::nodes::frrMissing("router rip") || hopyard::nodes::birdMissing())
            QSKIP("FRR or BIRD is not installed here");
    }
    void cleanup() { m_hop.run({"stop", "--all"}); }

    void eachKnowsWhatIsBehindTheOthers_data()
    {
        QTest::addColumn<QString>("interface");
        QTest::addColumn<QString>("bird");
        QTest::newRow("plain") << "" << "";
        QTest::newRow("MD5") << "       ip rip authentication mode md5\n       ip rip authentication string one\n"
                             << "authentication cryptographic; password \"one\" { id 1; algorithm keyed md5; };";
    }
    void eachKnowsWhatIsBehindTheOthers()
    {
        QFETCH(QString, interface);
        QFETCH(QString, bird);
        QVERIFY(!m_hop.write("lab.yaml", QString(kLab).arg(interface, bird).toUtf8()).isEmpty());
        const Outcome run = m_hop.run({"run", "lab.yaml", "--detach", "--name", "rip"});
        QVERIFY2(run.code == 0, run.err.constData());

        QVERIFY(await("h1", "R>* 10.1.1.2/32 [120/2] via 10.0.0.2, eth0"));
        QVERIFY(await("h1", "R>* 10.1.1.4/32 [120/3] via 10.0.0.3, eth0"));
        QVERIFY(await("f1", "R>* 10.1.1.1/32 [120/2] via 10.0.0.1, eth0"));
        QVERIFY(await("f1", "R>* 172.16.1.0/24 [120/4] via 10.0.0.1, eth0"));
        QVERIFY(await("f1", "R>* 10.1.1.4/32 [120/3] via 10.0.0.3, eth0"));
        QVERIFY(await("b1", "R>* 10.1.1.1/32 [120/2] via 10.0.0.1, eth0"));
        QVERIFY(await("h2", "R>* 10.1.1.2/32 [120/3] via 10.0.3.1, eth0"));
        QVERIFY(await("h2", "R>* 172.16.1.0/24 [120/5] via 10.0.3.1, eth0"));

        const Outcome ended = m_hop.run({"console", "h1", "configure no router rip"});
        QVERIFY2(ended.code == 0, ended.err.constData());
        QVERIFY(await("f1", "R>* 10.1.1.1/32", false));
        QVERIFY(await("b1", "R>* 10.1.1.1/32", false));
    }
};

QTEST_GUILESS_MAIN(TestRipReal)
#include "tst_rip_real.moc"
