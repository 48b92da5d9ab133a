// hop what-if of the sample labs and of a run: what is printed, the JSON, exit codes, what a shell offers.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "places.h"
#include "tests/app/cli/hop_process.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QtTest>

using namespace hopyard::test;

namespace {

QString sample(const char *name) { return QStringLiteral(HOPYARD_SOURCE_DIR "/resources/labs/%1.yaml").arg(QLatin1String(name)); }

QStringList namesOf(const QJsonObject &way)
{
    QStringList names;
    for (const QJsonValue &node : way["nodes"].toArray())
        names += node.toObject()["name"].toString() + node.toObject()["node"].toString();
    return names;
}

} // namespace

class TestWhatIf : public QObject {
    Q_OBJECT
private:
    HopProcess m_hop;

private slots:
    void cleanup() { m_hop.run({"stop", "--all"}); }

    void whatALinkIsGoodFor()
    {
        const Outcome said = m_hop.run({"what-if", sample("detour"), "--link", "r1:eth2", "--from", "h1", "--to", "h2"});
        QCOMPARE(said.err, QByteArray());
        QCOMPARE(said.code, 0);
        QVERIFY2(said.out.startsWith("If the link at r1:eth2 failed now:\nrouting would be quiet after "), said.out.constData());
        QVERIFY2(said.out.contains("h1 to h2\n  before  h1 > r1 > r3 > h2\n  after   h1 > r1 > r2 > r3 > h2\n"), said.out.constData());
        QVERIFY2(said.out.contains("and back\n  before  h2 > r3 > r1 > h1\n  after   h2 > r3 > r2 > r1 > h1\n"), said.out.constData());
        QVERIFY2(!said.out.contains("still so"), said.out.constData());
        QVERIFY2(said.out.contains("out of reach: 172.16.13.0/30 from "), said.out.constData());
        QVERIFY2(!QRegularExpression("\\d{4,}(\\.\\d+)?us").match(QString::fromUtf8(said.out)).hasMatch(), said.out.constData());
        QVERIFY(said.out.endsWith('\n') && !said.out.endsWith("\n\n"));
    }

    void ofTwoWaysThatCostTheSame()
    {
        const Outcome said = m_hop.run({"what-if", sample("diamond"), "--at", "60s", "--link", "r1:eth1", "--from", "h1", "--to", "h2"});
        QCOMPARE(said.code, 0);
        QVERIFY2(said.out.contains("quiet at once"), said.out.constData());
        QVERIFY2(said.out.contains("h1 to h2\n  before  h1 > r1 > up > r2 > h2\n          h1 > r1 > down > r2 > h2\n"
                                   "  after   h1 > r1 > down > r2 > h2\n"), said.out.constData());
        QVERIFY2(said.out.contains("  (does not arrive)\n") && said.out.contains(", and still so at the end"), said.out.constData());
    }

    void ofANodeAsJson()
    {
        const Outcome said = m_hop.run({"what-if", sample("diamond"), "--at", "60s", "--node", "r2", "--from", "h1", "--to", "h2", "--json"});
        QCOMPARE(said.code, 0);
        QCOMPARE(said.out.count('\n'), 1);
        const QJsonObject json = said.json();
        QCOMPARE(json["failed"].toObject()["nodes"].toArray(), QJsonArray{"r2"});
        QVERIFY(json["settled"].toBool());
        QCOMPARE(json["at"].toDouble(), 60e9);
        const QJsonObject forth = json["forth"].toObject();
        QCOMPARE(namesOf(forth["before"].toObject()).first(), QString("h1"));
        QVERIFY(forth["before"].toObject()["arrives"].toBool());
        QVERIFY(!forth["after"].toObject()["arrives"].toBool());
        QVERIFY(!forth["over"].toBool(true));
        QVERIFY(json["text"].toString().startsWith("If r2 failed now:\n"));
        QStringList lost;
        for (const QJsonValue &each : json["unreachable"].toArray())
            lost += each.toObject()["prefix"].toString();
        QVERIFY2(lost.contains("10.0.9.0/24"), qPrintable(lost.join(' ')));
    }

    void mistakes()
    {
        const QString lab = sample("diamond");
        QCOMPARE(m_hop.run({"what-if", lab}).code, 2); // nothing fails
        QCOMPARE(m_hop.run({"what-if", lab, "--link", "r1"}).code, 2);
        QCOMPARE(m_hop.run({"what-if", lab, "--node", "r2", "--from", "h1"}).code, 2);
        QCOMPARE(m_hop.run({"what-if", lab, "--node", "r2", "--at", "soon"}).code, 2);
        QCOMPARE(m_hop.run({"what-if", lab, "--node", "r9"}).code, 5);
        QCOMPARE(m_hop.run({"what-if", lab, "--link", "r1:eth9"}).code, 5);
        QCOMPARE(m_hop.run({"what-if", lab, "--node", "r2", "--from", "h9", "--to", "h2"}).code, 5);
        QCOMPARE(m_hop.run({"what-if", lab, "--node", "r2", "--from", "h1", "--to", "nowhere"}).code, 1);
        QCOMPARE(m_hop.run({"what-if", m_hop.path("missing.yaml"), "--node", "r2"}).code, 5);
        QCOMPARE(m_hop.run({"what-if", "--node", "r2"}).code, 5); // nothing runs
    }

    void ofARunThatGoesOn()
    {
        const Outcome started = m_hop.run({"run", sample("diamond"), "--detach", "--name", "lesson"});
        QVERIFY2(started.code == 0, started.err.constData());
        const Outcome said = m_hop.run({"what-if", "lesson", "--link", "r1:eth1", "--from", "h1", "--to", "h2"});
        QVERIFY2(said.code == 0 && said.out.contains("  after   h1 > r1 > down > r2 > h2\n"), (said.out + said.err).constData());
        QVERIFY(m_hop.run({"explain", "lesson", "h1", "h2"}).out.contains("up")); // it did not happen
        QCOMPARE(m_hop.run({"what-if", "--node", "r2"}).code, 0); // the only run
        QCOMPARE(m_hop.run({"what-if", "lesson", "--node", "r9"}).code, 5);
        QCOMPARE(m_hop.run({"what-if", "lesson", "--link", "r9:eth0"}).code, 5);
        QCOMPARE(m_hop.run({"what-if", "lesson", "--node", "r2", "--from", "r9", "--to", "h2"}).code, 5);
        QCOMPARE(m_hop.run({"what-if", "lesson", "--node", "r2", "--at", "5s"}).code, 2);
        QCOMPARE(m_hop.run({"complete", "--", "what-if", "lesson", "--link", "r2:"}).out, QByteArray("r2:eth1\nr2:eth2\nr2:eth0\n"));
        QCOMPARE(m_hop.run({"complete", "--", "what-if", "--node", "u"}).out, QByteArray("up\n"));
    }

    void aShellOffersWhatIsInTheFile()
    {
        QCOMPARE(m_hop.run({"complete", "--", "what-if", sample("detour"), "--node", "r"}).out, QByteArray("r1\nr2\nr3\n"));
        QCOMPARE(m_hop.run({"complete", "--", "what-if", sample("detour"), "--at", "60s", "--from", "h"}).out, QByteArray("h1\nh2\n"));
        QCOMPARE(m_hop.run({"complete", "--", "what-if", sample("detour"), "--link", "r2:"}).out, QByteArray("r2:eth0\nr2:eth1\n"));
        QCOMPARE(m_hop.run({"complete", "--", "what-if", m_hop.path("missing.yaml"), "--node", ""}).out, QByteArray());
    }
};

QTEST_GUILESS_MAIN(TestWhatIf)
#include "tst_what_if.moc"
