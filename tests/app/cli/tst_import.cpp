// hop import as scripts see it: files, pipes, exit codes, JSON.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "hop_process.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QtTest/QTest>

using hopyard::test::HopProcess;
using hopyard::test::Outcome;

namespace {

const char *const kNet = "<graphml>\n<key id='a' for='node' attr.name='label'/><key id='s' for='edge' attr.name='LinkLabel'/>\n"
                         "<graph><node id='0'><data key='a'>Bern</data></node><node id='1'/>\n"
                         "<edge source='0' target='1'><data key='s'>1 Gbps</data></edge><edge source='0' target='5'/></graph></graphml>\n";

} // namespace

class TestImport : public QObject {
    Q_OBJECT
private:
    HopProcess m_hop;

private slots:
    void initTestCase() { QVERIFY(!m_hop.write("net.graphml", kNet).isEmpty()); }

    void toAFile()
    {
        const Outcome made = m_hop.run({"import", "net.graphml", "-o", "lab.yaml"});
        QVERIFY2(made.code == 0, made.err.constData());
        QCOMPARE(made.out, "lab.yaml: 2 routers, 1 link, plan ospf\n");
        QVERIFY2(made.err.contains("net.graphml:4:64: warning: there is no node '5'"), made.err.constData());
        QVERIFY(made.err.contains("1 router has no label and is named by the id"));
        const QByteArray lab = m_hop.read("lab.yaml");
        QVERIFY2(lab.startsWith("hopyard: 1\ntitle: net\n"), lab.constData());
        QVERIFY(lab.contains("ends: [Bern:eth0, node-1:eth0]"));
        // Nothing is replaced unasked, and nothing is left beside it.
        const Outcome again = m_hop.run({"import", "net.graphml", "-o", "lab.yaml", "--plan", "ebgp"});
        QCOMPARE(again.code, 1);
        QVERIFY(again.err.contains("--overwrite"));
        QCOMPARE(m_hop.read("lab.yaml"), lab);
        QCOMPARE(m_hop.run({"import", "net.graphml", "-o", "lab.yaml", "--plan", "ebgp", "--overwrite"}).code, 0);
        QVERIFY(m_hop.read("lab.yaml").contains("router bgp 64512"));
        QCOMPARE(QFileInfo(m_hop.path("lab.yaml")).dir().entryList({"lab.yaml*"}), QStringList("lab.yaml"));
    }

    void throughPipes()
    {
        QProcess process;
        m_hop.prepare(process);
        process.setStandardInputFile(m_hop.path("net.graphml"));
        process.start(HopProcess::program(), {"import", "-", "--plan", "rip"});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 0);
        QVERIFY(process.readAllStandardOutput().startsWith("hopyard: 1\n"));
    }

    void json()
    {
        const QJsonObject made = m_hop.run({"import", "net.graphml", "--json", "--plan", "ibgp-rr"}).json();
        QCOMPARE(made["ok"].toBool(), true);
        QCOMPARE(made["nodes"].toInt(), 2);
        QCOMPARE(made["links"].toInt(), 1);
        QCOMPARE(made["facts"].toObject()["reflectors"].toArray().size(), 1);
        QCOMPARE(made["problems"].toArray().size(), 1);
        QVERIFY(made["lab"].toString().contains("router bgp 65000"));
    }

    void mistakes_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("no file") << QStringList{"missing.graphml"} << 5 << QByteArray("cannot read missing.graphml");
        QTest::newRow("a folder") << QStringList{"."} << 2 << QByteArray("is a folder without a lab.conf");
        QTest::newRow("no network") << QStringList{"broken.graphml"} << 3 << QByteArray("broken.graphml:2:");
        QTest::newRow("no plan") << QStringList{"net.graphml", "--plan", "isis"} << 2 << QByteArray("--plan");
        QTest::newRow("no rate") << QStringList{"net.graphml", "--speed", "fast"} << 2 << QByteArray("'fast' is no rate");
        QTest::newRow("cannot be written") << QStringList{"net.graphml", "-o", "missing/lab.yaml"} << 6 << QByteArray("cannot write");
    }
    void mistakes()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QByteArray, message);
        m_hop.write("broken.graphml", "<graphml>\n<graph></graphml>");
        const Outcome outcome = m_hop.run(QStringList{"import"} + arguments);
        QCOMPARE(outcome.code, code);
        QVERIFY2(outcome.err.contains(message), outcome.err.constData());
    }

    void tableOfACollector()
    {
        // TABLE_DUMP: 3.0.0.0/8 of AS 1853.
        m_hop.write("table.mrt", QByteArray::fromHex("3d3c973f 000c 0001 0000002c 0000 0000 03000000 08 01 3d36cbfb c1cb0001 073d 0016"
                                                     "400101 00 400208 0203 073d 02bd 0050 400304 c1cb0001"));
        const QJsonObject account = m_hop.run({"import", "--mrt", "table.mrt", "--json"}).json();
        QCOMPARE(account["routes"].toInt(), 1);
        QCOMPARE(account["ipv4Lengths"].toObject()["8"].toInt(), 1);
        QCOMPARE(account["peers"].toArray()[0].toObject()["as"].toInt(), 1853);
        const Outcome made = m_hop.run({"import", "--mrt", "table.mrt", "-o", "table.yaml"});
        QVERIFY2(made.code == 0, made.err.constData());
        QVERIFY(made.out.endsWith("table.yaml: r1 and 1 speaker\n"));
        const QByteArray lab = m_hop.read("table.yaml");
        QVERIFY2(lab.contains("bgp-speaker 10.0.0.1 as 1853 routes table.mrt peer 193.203.0.1"), lab.constData());
        // The router has the route.
        const Outcome shown = m_hop.run({"show", "--lab", "table.yaml", "--at", "30s", "r1", "ip", "route"});
        QVERIFY2(shown.out.contains("B>* 3.0.0.0/8 [20/0] via 10.0.0.2"), (shown.out + shown.err).constData());
        QCOMPARE(m_hop.run({"import", "--mrt", "table.mrt", "-o", "x.yaml", "--peer", "5"}).code, 5);
        QCOMPARE(m_hop.run({"import", "--mrt", "net.graphml"}).code, 3);
        QCOMPARE(m_hop.run({"import", "--mrt", "missing"}).code, 5);
    }

    void generated()
    {
        const Outcome made = m_hop.run({"generate", "grid", "3", "2", "-o", "grid.yaml", "--delay", "5ms", "--speed", "1gbit"});
        QVERIFY2(made.code == 0, made.err.constData());
        QCOMPARE(made.out, "grid.yaml: 6 routers, 7 links, plan ospf\n");
        QVERIFY(m_hop.read("grid.yaml").contains("{ends: [r1:eth0, r2:eth0], delay: 5ms, rate: 1gbit}"));
        QCOMPARE(m_hop.run({"generate", "grid", "3"}).code, 2);
        QCOMPARE(m_hop.run({"generate", "fat-tree", "3"}).code, 2);
        QCOMPARE(m_hop.run({"generate", "cube", "3"}).code, 2);
    }

    void containerlab()
    {
        QVERIFY(!m_hop.write("lab.clab.yml", "name: two\ntopology:\n  nodes:\n    pc1: {kind: linux, exec: [ip addr add 10.0.0.1/24 dev eth1]}\n"
                                             "    pc2: {kind: linux, exec: [ip addr add 10.0.0.2/24 dev eth1, ./server], ports: [80]}\n"
                                             "  links:\n    - endpoints: [\"pc1:eth1\", \"pc2:eth1\"]\n").isEmpty());
        const Outcome made = m_hop.run({"import", "lab.clab.yml", "-o", "clab.yaml"});
        QVERIFY2(made.code == 0, made.err.constData());
        QCOMPARE(made.out, "clab.yaml: 2 nodes, 1 links; 1 thing could not be carried over\n");
        QCOMPARE(made.err, "pc2: left out: ports\n");
        QVERIFY(m_hop.read("clab.yaml").contains("start: [\"./server\"]"));
        QCOMPARE(m_hop.run({"validate", "clab.yaml"}).code, 0);
        QCOMPARE(m_hop.run({"import", "lab.clab.yml", "--json"}).json()["left"].toArray().size(), 1);
    }

    void placeholdersGoBack()
    {
        QVERIFY(!m_hop.write("srl.clab.yml", "name: srl\ntopology:\n  nodes:\n    s: {kind: nokia_srlinux, image: x, license: key.txt}\n    pc: {kind: linux}\n"
                                             "  links:\n    - endpoints: [\"s:ethernet-1/1\", \"pc:eth1\"]\n").isEmpty());
        const Outcome made = m_hop.run({"import", "srl.clab.yml", "-o", "srl.yaml"});
        QVERIFY2(made.err.contains("s: nokia_srlinux has no equivalent; a placeholder stands in its place"), made.err.constData());
        const Outcome valid = m_hop.run({"validate", "srl.yaml"});
        QCOMPARE(valid.code, 0);
        QVERIFY2(valid.err.contains("warning: 's' is a placeholder: it stands for a nokia_srlinux of containerlab (image x)"), valid.err.constData());
        const Outcome ran = m_hop.run({"run", "srl.yaml", "--time", "virtual", "--for", "2s"});
        QVERIFY2((ran.out + ran.err).contains("which Hopyard has not. It does not run, and its links are down"), (ran.out + ran.err).constData());
        QCOMPARE(m_hop.run({"export", "srl.yaml", "--to", "containerlab", "-o", "srl-back"}).code, 0);
        const QByteArray text = m_hop.read("srl-back/srl.clab.yml");
        QVERIFY2(text.contains("    s:\n      kind: nokia_srlinux\n      image: x\n      license: key.txt\n"), text.constData());
        QVERIFY(text.contains("\"s:ethernet-1/1\""));
    }

    void applianceBecomesATemplate()
    {
        // MD5 of "disk\n" and of "other\n".
        QVERIFY(!m_hop.write("x.gns3a", "{\"name\": \"Vendor X\", \"registry_version\": 3, \"qemu\": {\"adapter_type\": \"e1000\", \"adapters\": 2, \"ram\": 300, "
                                        "\"hda_disk_interface\": \"ide\"}, \"images\": ["
                                        "{\"filename\": \"new.img\", \"version\": \"2\", \"md5sum\": \"00000000000000000000000000000000\", \"filesize\": 5, \"download_url\": \"https://example.org/new\"},"
                                        "{\"filename\": \"old.img\", \"version\": \"1\", \"md5sum\": \"" + QCryptographicHash::hash("disk\n", QCryptographicHash::Md5).toHex() + "\", \"filesize\": 5}],"
                                        "\"versions\": [{\"name\": \"2\", \"images\": {\"hda_disk_image\": \"new.img\"}}, {\"name\": \"1\", \"images\": {\"hda_disk_image\": \"old.img\"}}]}").isEmpty());
        const Outcome none = m_hop.run({"import", "x.gns3a", "-o", "x.yaml"});
        QCOMPARE(none.code, 5);
        QVERIFY2(none.err.contains("version 2: new.img, 5 bytes, MD5 00000000000000000000000000000000, from https://example.org/new was not found"), none.err.constData());
        QVERIFY(none.err.contains("--images FOLDER"));
        // The newest is there and is another file; the older one is right.
        QVERIFY(QDir(m_hop.path("")).mkpath("images"));
        QVERIFY(!m_hop.write("images/new.img", "other\n").isEmpty());
        QVERIFY(!m_hop.write("images/old.img", "disk\n").isEmpty());
        const Outcome made = m_hop.run({"import", "x.gns3a", "--images", "images", "-o", "x.yaml"});
        QVERIFY2(made.code == 0, made.err.constData());
        QCOMPARE(made.out, "x.yaml: Vendor X, version 1, with old.img\n");
        const QByteArray lab = m_hop.read("x.yaml");
        QVERIFY2(lab.contains("machine: {memory: 300MiB, image: images/old.img, card: e1000, disk: ide}"), lab.constData());
        QCOMPARE(m_hop.run({"validate", "x.yaml"}).code, 0);
        QCOMPARE(m_hop.run({"import", "x.gns3a", "--images", "images", "--version", "2"}).code, 5);
        QVERIFY(!m_hop.write("images/new.img", "other").isEmpty());
        QVERIFY(m_hop.run({"import", "x.gns3a", "--images", "images", "--version", "2"}).err.contains("has the MD5 sum"));
        QCOMPARE(m_hop.run({"import", "x.gns3a", "--version", "3"}).code, 2);
        QVERIFY(!m_hop.write("bad.gns3a", "{\"docker\": {}}").isEmpty());
        QCOMPARE(m_hop.run({"import", "bad.gns3a"}).code, 3);
    }

    void exported()
    {
        QVERIFY(m_hop.run({"export", "grid.yaml", "--to", "svg"}).out.startsWith("<svg "));
        QCOMPARE(m_hop.run({"export", "grid.yaml", "--to", "kathara"}).code, 2); // a folder needs -o
        const Outcome made = m_hop.run({"export", "grid.yaml", "--to", "containerlab", "-o", "grid-clab"});
        QVERIFY2(made.code == 0, made.err.constData());
        QVERIFY(m_hop.read("grid-clab/r1/frr.conf").contains("router ospf"));
        QCOMPARE(m_hop.run({"export", "grid.yaml", "--to", "containerlab", "-o", "grid-clab"}).code, 1); // nothing is replaced unasked
        const Outcome back = m_hop.run({"import", "grid-clab", "-o", "back.yaml"});
        QVERIFY2(back.code == 0, back.err.constData());
        QVERIFY(back.out.startsWith("back.yaml: 6 nodes, 7 links"));
        QCOMPARE(m_hop.run({"export", "grid.yaml", "--to", "paper"}).code, 2);
    }

    void gns3InAnArchive()
    {
        QProcess zip;
        zip.setWorkingDirectory(m_hop.path(""));
        QVERIFY(!m_hop.write("project.gns3", "{\"name\": \"p\", \"topology\": {\"nodes\": [{\"node_id\": \"a\", \"name\": \"PC1\", \"node_type\": "
                                             "\"vpcs\", \"x\": 0, \"y\": 0, \"properties\": {}}], \"links\": []}}").isEmpty());
        QDir(m_hop.path("")).mkpath("project-files/vpcs/a");
        QVERIFY(!m_hop.write("project-files/vpcs/a/startup.vpc", "ip 10.0.0.2/24 10.0.0.1\n").isEmpty());
        zip.start("python3", {"-m", "zipfile", "-c", "p.gns3project", "project.gns3", "project-files/"});
        QVERIFY(zip.waitForFinished());
        QCOMPARE(zip.exitCode(), 0);
        const Outcome made = m_hop.run({"import", "p.gns3project"});
        QVERIFY2(made.code == 0, made.err.constData());
        QVERIFY2(made.out.contains("PC1: {kind: host, at: [0, 0], interfaces: {eth0: {address: 10.0.0.2/24}}, gateway: 10.0.0.1}"), made.out.constData());
        QVERIFY(!m_hop.write("cut.gns3project", m_hop.read("p.gns3project").left(100)).isEmpty());
        QCOMPARE(m_hop.run({"import", "cut.gns3project"}).code, 3);
    }

    void completion()
    {
        QVERIFY(m_hop.run({"complete", "--", "import", "--plan", "i"}).out == "ibgp-rr\n");
        QVERIFY(m_hop.run({"complete", "--", "imp"}).out == "import\n");
    }
};

QTEST_GUILESS_MAIN(TestImport)
#include "tst_import.moc"
