// The containerlab lab frr01 (three FRR routers, three PCs) from end to end: it imports without a loss, converges and pings between its PCs in
// virtual time, with Hopyard's own routers, and in real time, with the real FRR in namespaces; and what is exported again is as containerlab's
// JSON Schema wants it. The lab is not part of the project: HOPYARD_DATA names the folder that has containerlab/frr01/. Nor is the schema:
// HOPYARD_CLAB_SCHEMA names it, or it lies in HOPYARD_DATA as containerlab/clab.schema.json.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/nodes/routing_daemons.h"
#include "hop_process.h"
#include "places.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonArray>
#include <QtTest/QTest>

using hopyard::test::HopProcess;
using hopyard::test::Outcome;

namespace {

const QString kData = qEnvironmentVariable("HOPYARD_DATA", HOPYARD_SOURCE_DIR "/../shared/data");
const QStringList kPcs{"192.168.11.2", "192.168.12.2", "192.168.13.2"};

} // namespace

class TestFrr01 : public QObject {
    Q_OBJECT
private:
    HopProcess m_hop;

    /// Says so, where python3-jsonschema accepts or refuses the file.
    Outcome validated(const QString &schema, const QString &file)
    {
        QProcess python;
        python.start("python3", {"-c", "import json,sys,yaml,jsonschema\n"
                                       "jsonschema.Draft7Validator(json.load(open(sys.argv[1]))).validate(yaml.safe_load(open(sys.argv[2])))\n",
                                 schema, file});
        python.waitForFinished();
        return {python.exitCode(), python.readAllStandardOutput(), python.readAllStandardError()};
    }

private slots:
    void initTestCase()
    {
        const QString folder = kData + "/containerlab/frr01";
        if (!QFile::exists(folder + "/frr01.clab.yml"))
            QSKIP("the lab frr01 is not here: HOPYARD_DATA names the folder that has containerlab/frr01/");
        const Outcome made = m_hop.run({"import", folder, "-o", "frr01.yaml"});
        QVERIFY2(made.code == 0, made.err.constData());
        QCOMPARE(made.err, QByteArray()); // nothing is lost
        QVERIFY(made.out.startsWith("frr01.yaml: 6 nodes, 6 links"));
    }
    void cleanup() { m_hop.run({"stop", "--all"}); }

    void virtualTime()
    {
        QByteArray lab = m_hop.read("frr01.yaml");
        QCOMPARE(lab.count("kind: router"), 3);
        QCOMPARE(lab.count("kind: host"), 3);
        lab += "checks:\n";
        for (int from = 0; from < 3; ++from)
            for (int to = 0; to < 3; ++to)
                if (from != to)
                    lab += QString("  p%1%2: {at: 90s, ping: {from: PC%1, to: PC%2}}\n").arg(from + 1).arg(to + 1).toUtf8();
        lab += "  tree: {at: 90s, all: [{adjacency: {on: router1, protocol: ospf, with: router2}}, {adjacency: {on: router1, protocol: ospf, with: router3}},"
               " {adjacency: {on: router2, protocol: ospf, with: router3}}]}\n"
               // The lab's own README says so: with a line cut, there is the way by the third router.
               "  around: {at: 90s, after: [fail router1:eth1, wait 60s], traceroute: {from: PC1, to: PC2, path: [router1, router3, router2, PC2]}}\n";
        QVERIFY(!m_hop.write("checked.yaml", lab).isEmpty());
        const Outcome checked = m_hop.run({"check", "checked.yaml"});
        QVERIFY2(checked.code == 0, (checked.out + checked.err).constData());
        QVERIFY(checked.out.endsWith("8 of 8 points\n"));
    }

    void realTime()
    {
        if (m_hop.run({"doctor"}).code != 0)
            QSKIP("`hop doctor` says that namespaces cannot be made here");
        if (hopyard::nodes::frrMissing("router ospf"))
            QSKIP("FRR is not installed here");
        QByteArray lab = m_hop.read("frr01.yaml");
        lab.replace("kind: router", "kind: frr").replace("kind: host", "kind: namespace");
        QVERIFY(!m_hop.write("real.yaml", lab).isEmpty());
        const Outcome run = m_hop.run({"run", "real.yaml", "--detach", "--name", "frr01"});
        QVERIFY2(run.code == 0, run.err.constData());
        QElapsedTimer clock;
        clock.start();
        for (int from = 0; from < 3; ++from)
            for (const QString &to : kPcs) {
                Outcome ping;
                do // OSPF elects designated routers first, which takes it 40 seconds
                    ping = m_hop.run({"exec", "frr01", "--on", QString("PC%1").arg(from + 1), "--", "ping", "-c", "1", "-W", "2", to});
                while (ping.code != 0 && clock.elapsed() < 150'000);
                QVERIFY2(ping.code == 0, (ping.out + ping.err).constData());
            }
        const Outcome neighbours = m_hop.run({"show", "router1", "ip", "ospf", "neighbor"});
        QCOMPARE(neighbours.out.count("Full/"), 2);
    }

    void exportFitsTheSchema()
    {
        const Outcome made = m_hop.run({"export", "frr01.yaml", "--to", "containerlab", "-o", "out"});
        QVERIFY2(made.code == 0, made.err.constData());
        QCOMPARE(made.err, QByteArray());
        // What is read back is what was written.
        const Outcome back = m_hop.run({"import", "out", "-o", "back.yaml"});
        QVERIFY2(back.code == 0, back.err.constData());
        const Outcome again = m_hop.run({"export", "back.yaml", "--to", "containerlab", "-o", "again"});
        QVERIFY2(again.code == 0, again.err.constData());
        QCOMPARE(m_hop.read("again/frr01.clab.yml"), m_hop.read("out/frr01.clab.yml"));
        for (const char *file : {"router1/frr.conf", "router2/frr.conf", "router3/frr.conf", "router1/daemons"})
            QCOMPARE(m_hop.read(QString("again/%1").arg(file)), m_hop.read(QString("out/%1").arg(file)));

        const QString schema = qEnvironmentVariable("HOPYARD_CLAB_SCHEMA", kData + "/containerlab/clab.schema.json");
        if (!QFile::exists(schema))
            QSKIP("containerlab's JSON Schema is not here: HOPYARD_CLAB_SCHEMA names it");
        QProcess has;
        has.start("python3", {"-c", "import jsonschema, yaml"});
        if (!has.waitForFinished() || has.exitCode() != 0)
            QSKIP("python3-jsonschema and python3-yaml are not installed here");
        const Outcome fits = validated(schema, m_hop.path("out/frr01.clab.yml"));
        QVERIFY2(fits.code == 0, fits.err.constData());
        QVERIFY(!m_hop.write("wrong.yml", "name: x\ntopology: {nodes: {a: {colour: red}}}\n").isEmpty());
        QVERIFY(validated(schema, m_hop.path("wrong.yml")).code != 0); // it does look
    }

    /// The other labs of that folder are read as well, with nothing but sentences lost.
    void otherLabs_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("CORE, two PCs") << "core-xml/tutorial1.xml";
        QTest::newRow("CORE, a wireless network") << "core-xml/sample1.xml";
    }
    void otherLabs()
    {
        QFETCH(QString, file);
        if (!QFile::exists(kData + '/' + file))
            QSKIP("this lab is not here");
        const Outcome made = m_hop.run({"import", kData + '/' + file, "--json"});
        QVERIFY2(made.code == 0, made.err.constData());
        QVERIFY(made.json()["nodes"].toInt() >= 2);
        for (const QJsonValue &sentence : made.json()["left"].toArray())
            QVERIFY2(sentence.toString().contains("left out") || sentence.toString().contains("no equivalent"), qPrintable(sentence.toString()));
        QVERIFY(!m_hop.write("other.yaml", made.json()["lab"].toString().toUtf8()).isEmpty());
        QCOMPARE(m_hop.run({"validate", "other.yaml"}).code, 0);
    }
};

QTEST_GUILESS_MAIN(TestFrr01)
#include "tst_frr01.moc"
