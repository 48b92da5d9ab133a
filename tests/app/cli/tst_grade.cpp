// A teacher's day: hop check, hop hand-out and hop grade with good, wrong, hostile and endless answers.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/hop_process.h"

#include <QJsonArray>
#include <QXmlStreamReader>
#include <QtTest>

using namespace hopyard::test;

namespace {

/// h1 — r1 — h2; r1 has no address towards h2, and the solution has.
constexpr const char *kLab =
    "hopyard: 1\ntitle: A <router> & two\nparameters:\n  net: {within: 10.0.0.0/8, length: 24}\nnodes:\n"
    "  h1: {kind: host, at: [-100, 0], interfaces: {eth0: {address: \"${net.10}/24\"}}, gateway: \"${net.1}\"}\n"
    "  r1:\n    kind: router\n    config: |\n      interface eth0\n       ip address ${net.1}/24\n"
    "  h2: {kind: host, at: [100, 0], interfaces: {eth0: {address: 192.168.0.10/24}}, gateway: 192.168.0.1}\n"
    "links:\n  - {ends: [h1:eth0, r1:eth0]}\n  - {ends: [r1:eth1, h2:eth0]}\n"
    "checks:\n"
    "  near: {at: 1s, title: h1 reaches r1, ping: {from: h1, to: \"${net.1}\"}}\n"
    "  far: {at: 1s, title: h1 reaches h2, points: 2, ping: {from: h1, to: h2}, failure: r1 has no address there.}\n"
    "solution:\n  nodes:\n    r1:\n      kind: router\n      config: |\n        interface eth0\n         ip address ${net.1}/24\n"
    "        interface eth1\n         ip address 192.168.0.1/24\n";

} // namespace

class TestGrade : public QObject {
    Q_OBJECT
private:
    HopProcess m_hop;
    QString m_lab;

    QString handOut(const QString &student)
    {
        const QString file = student + ".yaml";
        m_hop.run({"hand-out", m_lab, "--for", student, "-o", m_hop.path(file), "--overwrite"});
        return m_hop.path(file);
    }
    /// The hand-out with r1's second interface: as the lesson asks.
    QString solved(const QString &student)
    {
        QByteArray text = m_hop.read(QFileInfo(handOut(student)).fileName());
        text.replace("/24\n  h2:", "/24\n      interface eth1\n       ip address 192.168.0.1/24\n  h2:");
        return m_hop.write(student + "-solved.yaml", text);
    }

private slots:
    void init() { m_lab = m_hop.write("lab.yaml", kLab); }

    void check()
    {
        const Outcome start = m_hop.run({"check", m_lab});
        QCOMPARE(start.code, 1);
        QVERIFY2(start.out.contains("r1 has no address there.") && start.out.contains("1 of 3 points"), start.out.constData());
        const Outcome solved = m_hop.run({"check", m_lab, "--solution", "--json"});
        QVERIFY2(solved.code == 0, solved.out + solved.err);
        QCOMPARE(solved.json()["earned"].toInt(), 3);
    }
    void handOutHasNoSolution()
    {
        const QByteArray copy = m_hop.read(QFileInfo(handOut("Ada")).fileName());
        QVERIFY2(copy.contains("student: Ada") && !copy.contains("192.168.0.1/24") && !copy.contains("${"), copy.constData());
        QCOMPARE(m_hop.run({"hand-out", m_lab, "--for", "two\nlines"}).code, 2);
    }
    void everyAnswerIsARow()
    {
        const QString good = solved("Ada"), start = handOut("Bob"), copied = solved("Cyd");
        m_hop.write("copied.yaml", m_hop.read("Cyd-solved.yaml").replace("student: Cyd", "student: Dan"));
        const QString broken = m_hop.write("broken.yaml", "hopyard: 1\nnodes: {h1: {kind: toaster}}\n");
        // A broadcast circles among hubs for ever.
        const QString endless = m_hop.write("endless.yaml",
                                            "hopyard: 1\nnodes:\n  h1: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}, start: [ping 10.0.0.2]}\n"
                                            "  s1: {kind: hub}\n  s2: {kind: hub}\n  s3: {kind: hub}\nlinks:\n  - {ends: [h1:eth0, s1:a]}\n"
                                            "  - {ends: [s1:b, s2:a]}\n  - {ends: [s2:b, s3:a]}\n  - {ends: [s3:b, s1:c]}\n");
        const QString huge = m_hop.write("huge.yaml", QByteArray(17 << 20, 'x'));
        const QStringList files{good, start, m_hop.path("copied.yaml"), broken, endless, huge, m_hop.path("nobody.yaml"), "/dev/zero"};
        const QStringList rest{"--json", "--cpu", "5", "--html", m_hop.path("r.html"), "--csv", m_hop.path("r.csv"), "--junit", m_hop.path("r.xml"),
                               "--overwrite"};
        const Outcome graded = m_hop.run(QStringList{"grade", m_lab} + files + rest, 300'000);
        QVERIFY2(graded.code == 0, graded.err.constData());
        const QJsonArray rows = graded.json()["answers"].toArray();
        QCOMPARE(rows.size(), files.size());
        QCOMPARE(rows[0].toObject()["earned"].toInt(), 3);
        QCOMPARE(rows[0].toObject()["student"].toString(), QString("Ada"));
        QCOMPARE(rows[1].toObject()["earned"].toInt(), 1);
        QVERIFY2(rows[2].toObject()["earned"].toInt() < 3, "another's answer does not have one's own values");
        QVERIFY(rows[3].toObject()["mistake"].toString().contains("line 2"));
        for (int i : {4, 5, 6, 7})
            QVERIFY(!rows[i].toObject()["ok"].toBool());
        for (int i : {5, 6, 7})
            QVERIFY2(!rows[i].toObject()["mistake"].toString().isEmpty(), qPrintable(QString::number(i)));

        const QByteArray page = m_hop.read("r.html"), csv = m_hop.read("r.csv");
        QVERIFY(page.contains("A &lt;router&gt; &amp; two") && page.contains("data:image/svg+xml;base64,") && !page.contains("<script"));
        QCOMPARE(csv.count("\r\n"), files.size() + 1);
        QVERIFY(csv.startsWith("answer,student,earned,possible,mistake,near,far\r\n"));
        QXmlStreamReader xml(m_hop.read("r.xml"));
        int suites = 0;
        while (!xml.atEnd())
            suites += xml.readNext() == QXmlStreamReader::StartElement && xml.name() == u"testsuite";
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QCOMPARE(suites, files.size());
    }
    void reportIsReproducible()
    {
        const QStringList line{"grade", m_lab, solved("Ada"), handOut("Bob"), solved("Eve"), "--json"};
        const Outcome one = m_hop.run(line + QStringList{"-j", "1"}), other = m_hop.run(line + QStringList{"-j", "3"});
        QCOMPARE(one.code, 0);
        QCOMPARE(one.out, other.out);
    }
    void sameStudentTwiceIsSaid()
    {
        const QString file = solved("Ada");
        const Outcome graded = m_hop.run({"grade", m_lab, file, file});
        QVERIFY2(graded.out.contains("same student"), graded.out.constData());
    }
};

QTEST_GUILESS_MAIN(TestGrade)
#include "tst_grade.moc"
