// The same script of socket calls on the kernel and on nodes: what programs see must not differ.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "places.h"
#include "remote_programs.h"

using namespace hopyard::test;

class TestSocketSemantics : public QObject {
    Q_OBJECT
private slots:
    void asOnTheKernel_data()
    {
        QTest::addColumn<QStringList>("where");
        QTest::newRow("two nodes") << QStringList{"10.0.2.10", "10.0.1.10", "web", "client"};
        QTest::newRow("one node with itself") << QStringList{"10.0.2.10", "10.0.2.10", "web", "web"};
        QTest::newRow("loopback of a node") << QStringList{"127.0.0.1", "127.0.0.1", "r1", "r1"};
    }
    void asOnTheKernel()
    {
        QFETCH(QStringList, where);
        const QString script = QStringLiteral(HOPYARD_SOURCE_DIR "/tests/app/cli/socket_semantics.py");
        RemotePrograms lab;
        QVERIFY2(lab.started.code == 0, lab.started.err.constData());
        QProcess kernel;
        kernel.start("python3", {script, "127.0.0.1", "127.0.0.1"});
        QVERIFY(kernel.waitForFinished(120'000));
        const QList<QByteArray> expected = kernel.readAllStandardOutput().split('\n');
        QVERIFY(expected.size() > 30);
        Background node = lab.start("r1", QStringList{"python3", script} + where);
        QVERIFY2(node.process().waitForFinished(240'000), node.output().constData());
        QByteArray said = node.output();
        const QList<QByteArray> seen = said.split('\n');
        QByteArray differences;
        for (qsizetype i = 0; i < std::max(seen.size(), expected.size()); ++i)
            if (seen.value(i) != expected.value(i))
                differences += "kernel " + expected.value(i) + "\n  node " + seen.value(i) + '\n';
        QVERIFY2(differences.isEmpty(), differences.constData());
    }
};

QTEST_GUILESS_MAIN(TestSocketSemantics)
#include "tst_socket_semantics.moc"
