// hop explain of a lab file and of a run, and `write memory` at a router of a run.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/hop_process.h"

#include <QJsonArray>
#include <QtTest>

using namespace hopyard::test;

namespace {

/// h1 — r1 — r2 — h2, OSPF between the routers, and a floating static route that loses.
constexpr const char *kLab =
    "# why\nhopyard: 1\nnodes:\n"
    "  h1: {kind: host, interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1}\n"
    "  r1:  # the left one\n    kind: router\n    config: |\n"
    "      interface eth0\n       ip address 10.0.1.1/24\n      exit\n"
    "      interface eth1\n       ip address 10.0.12.1/24\n      exit\n"
    "      ip route 10.0.2.0/24 10.0.12.2 250\n"
    "      router ospf\n       network 10.0.0.0/8 area 0\n      exit\n"
    "  r2:\n    kind: router\n    config: |\n"
    "      interface eth0\n       ip address 10.0.12.2/24\n      exit\n"
    "      interface eth1\n       ip address 10.0.2.1/24\n      exit\n"
    "      router ospf\n       network 10.0.0.0/8 area 0\n      exit\n"
    "  h2: {kind: host, interfaces: {eth0: {address: 10.0.2.10/24}}, gateway: 10.0.2.1}\n"
    "links:\n  - {ends: [h1:eth0, r1:eth0]}\n  - {ends: [r1:eth1, r2:eth0]}\n  - {ends: [r2:eth1, h2:eth0]}\n";

} // namespace

class TestExplain : public QObject {
    Q_OBJECT
private:
    HopProcess m_hop;
    QString m_lab;

private slots:
    void init() { m_lab = m_hop.write("lab.yaml", kLab); }
    void cleanup() { m_hop.run({"stop", "--all"}); }

    void prefix()
    {
        const Outcome said = m_hop.run({"explain", m_lab, "r1", "10.0.2.0/24", "--at", "60s"});
        QCOMPARE(said.code, 0);
        QVERIFY2(said.out.contains("> ospf [110/20] counts") && said.out.contains("static [250/0]")
                     && said.out.contains("distance 250 is more than 110"), said.out.constData());
        QVERIFY2(said.out.contains("OSPF's tree of shortest paths from r1"), said.out.constData());
        QVERIFY(!said.out.contains("The path"));
    }
    void path()
    {
        const Outcome said = m_hop.run({"explain", m_lab, "h1", "h2", "--at", "60s", "--json"});
        QCOMPARE(said.code, 0);
        const QJsonObject path = said.json()["path"].toObject();
        QVERIFY(path["arrives"].toBool() && path["clean"].toBool());
        QStringList hops;
        for (const QJsonValue &hop : path["nodes"].toArray())
            hops += hop["node"].toString() + " " + hop["matched"].toString();
        QCOMPARE(hops.join(", "), QString("h1 0.0.0.0/0, r1 10.0.2.0/24, r2 10.0.2.0/24, h2 10.0.2.10/32"));
        QCOMPARE(said.json()["route"].toArray().first()["candidates"].toArray().first()["protocol"].toString(),
                 QString("static"));
    }
    void mistakes()
    {
        QCOMPARE(m_hop.run({"explain", m_lab, "r9", "10.0.2.1"}).code, 5);
        QCOMPARE(m_hop.run({"explain", m_lab, "r1", "192.0.2.0/24", "--at", "60s"}).code, 1);
        QCOMPARE(m_hop.run({"explain", m_lab, "r1", "nowhere"}).code, 1);
        QCOMPARE(m_hop.run({"explain", "r1"}).code, 2);
        QCOMPARE(m_hop.run({"explain", "some-run", "r1", "10.0.2.1", "--at", "5s"}).code, 2);
        QCOMPARE(m_hop.run({"explain", "r1", "10.0.2.1"}).code, 5); // nothing runs
    }
    void ofRunAndWritten()
    {
        const Outcome started = m_hop.run({"run", m_lab, "--detach", "--name", "lesson"});
        QVERIFY2(started.code == 0, started.err.constData());
        const Outcome said = m_hop.run({"explain", "lesson", "h1", "10.0.1.1"});
        QVERIFY2(said.code == 0 && said.out.contains("arrives"), (said.out + said.err).constData());
        QCOMPARE(m_hop.run({"explain", "h1", "10.0.1.1"}).code, 0);

        // Nothing has changed, nothing is written.
        const Outcome same = m_hop.run({"console", "r1", "write memory"});
        QVERIFY2(same.code == 0 && same.out.contains("already"), (same.out + same.err).constData());
        QCOMPARE(m_hop.read("lab.yaml"), QByteArray(kLab));

        QCOMPARE(m_hop.run({"console", "r1", "configure interface eth1; ip ospf cost 77"}).code, 0);
        const Outcome written = m_hop.run({"console", "r1", "copy run start"});
        QVERIFY2(written.code == 0 && written.out.contains("[OK]"), (written.out + written.err).constData());
        const QByteArray text = m_hop.read("lab.yaml");
        QVERIFY2(text.contains("ip ospf cost 77") && text.startsWith("# why\n")
                     && text.contains("  r1:  # the left one\n"),
                 text.constData());
        QCOMPARE(m_hop.run({"validate", m_lab}).code, 0);
        QVERIFY(m_hop.run({"console", "r1", "wr"}).out.contains("already"));

        const Outcome host = m_hop.run({"console", "h1", "write memory"});
        QVERIFY(host.code == 1 && host.err.contains("only a router's configuration"));
        QCOMPARE(m_hop.run({"manager", "create", "router", "r9"}).code, 0);
        QVERIFY(m_hop.run({"console", "r9", "write memory"}).err.contains("no node 'r9'"));
    }
};

QTEST_GUILESS_MAIN(TestExplain)
#include "tst_explain.moc"
