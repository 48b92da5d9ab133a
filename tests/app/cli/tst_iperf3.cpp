// The real iperf3 in a namespace and ours on a virtual host measure together, in both roles; curl and nc meet our web
// and echo servers there, too.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "hop_process.h"

#include <QJsonArray>
#include <QStandardPaths>
#include <QtTest/QTest>

using hopyard::test::HopProcess;
using hopyard::test::Outcome;

namespace {

const char *const kLab = R"(hopyard: 1
title: A namespace and a virtual host
nodes:
  linux: {kind: namespace, interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1}
  r1:
    kind: router
    config: |
      interface eth0
       ip address 10.0.1.1/24
      interface eth1
       ip address 10.0.2.1/24
  h1:
    kind: host
    interfaces: {eth0: {address: 10.0.2.10/24}}
    gateway: 10.0.2.1
    start: ["iperf3 server quiet", "http-server", "echo-server"]
links:
  - {ends: [linux:eth0, r1:eth0], delay: 1ms}
  - {ends: [r1:eth1, h1:eth0], delay: 1ms}
)";

} // namespace

class TestRealIperf3 : public QObject {
    Q_OBJECT
private:
    HopProcess m_hop;

    Outcome inNamespace(const QStringList &command) const
    {
        return m_hop.run(QStringList{"exec", "meet", "--on", "linux", "--"} + command);
    }
    /// The result of the latest program on h1.
    QJsonObject latestOnH1() const
    {
        const Outcome shown = m_hop.run({"show", "h1", "applications", "--json"});
        return shown.json()["json"].toArray().last().toObject();
    }

private slots:
    void initTestCase()
    {
        if (m_hop.run({"doctor"}).code != 0)
            QSKIP("`hop doctor` says that namespaces cannot be made here");
        for (const char *program : {"iperf3", "curl"})
            if (QStandardPaths::findExecutable(program).isEmpty())
                QSKIP(qPrintable(QString("needs %1").arg(program)));
        QVERIFY(!m_hop.write("meet.yaml", kLab).isEmpty());
        const Outcome run = m_hop.run({"run", "meet.yaml", "--detach", "--name", "meet", "--allow-programs"});
        QVERIFY2(run.code == 0, run.err.constData());
    }
    void cleanupTestCase() { m_hop.run({"stop", "--all"}); }

    // What is asked for by size is much more than fits into buffers: the server counts to the moment the client ends.
    void theRealClientMeetsOurServer_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::newRow("TCP") << QStringList{"-t", "2"};
        QTest::newRow("TCP, reverse") << QStringList{"-t", "2", "-R"};
        QTest::newRow("TCP, both ways") << QStringList{"-t", "2", "--bidir"};
        QTest::newRow("TCP, four streams of a size") << QStringList{"-n", "64M", "-P", "4"};
        QTest::newRow("TCP, first second omitted") << QStringList{"-t", "2", "-O", "1"};
        QTest::newRow("UDP") << QStringList{"-t", "2", "-u", "-b", "5M"};
        QTest::newRow("UDP, reverse, two streams") << QStringList{"-t", "2", "-u", "-b", "5M", "-R", "-P", "2"};
        QTest::newRow("UDP, 64-bit counters") << QStringList{"-t", "2", "-u", "-b", "5M", "--udp-counters-64bit"};
    }
    void theRealClientMeetsOurServer()
    {
        QFETCH(QStringList, options);
        const Outcome outcome = inNamespace(QStringList{"iperf3", "-c", "10.0.2.10", "-J"} + options);
        const QJsonObject report = QJsonDocument::fromJson(outcome.out).object();
        QVERIFY2(outcome.code == 0 && !report.contains("error"), (outcome.out.left(2'000) + outcome.err).constData());
        const bool isUdp = options.contains("-u");
        // What our server counted came to the client in the results and is part of its report.
        const QJsonObject sum = report["end"].toObject()[isUdp ? "sum" : "sum_received"].toObject();
        QVERIFY2(sum["bytes"].toDouble() > 1'000'000, outcome.out.right(3'000).constData());
        if (isUdp) {
            QVERIFY(sum["packets"].toInt() > 800);
            QVERIFY2(sum["lost_packets"].toInt() * 20 < sum["packets"].toInt(), outcome.out.right(3'000).constData());
        }
    }

    void ourClientMeetsTheRealServer_data()
    {
        QTest::addColumn<QString>("options");
        QTest::newRow("TCP") << "time 2";
        QTest::newRow("TCP, reverse") << "time 2 reverse";
        QTest::newRow("TCP, both ways") << "time 2 bidirectional";
        QTest::newRow("TCP, four streams of a size") << "bytes 64000000 parallel 4";
        QTest::newRow("UDP") << "udp rate 5mbit time 2";
        QTest::newRow("UDP, reverse, two streams") << "udp rate 5mbit time 2 reverse parallel 2";
    }
    void ourClientMeetsTheRealServer()
    {
        QFETCH(QString, options);
        QProcess server;
        m_hop.prepare(server);
        server.start(HopProcess::program(),
                     {"exec", "meet", "--on", "linux", "--", "iperf3", "-s", "-1", "--forceflush"});
        QVERIFY(server.waitForStarted());
        QByteArray said;
        while (!said.contains("Server listening") && server.waitForReadyRead(20'000))
            said += server.readAllStandardOutput();
        QVERIFY2(said.contains("Server listening"), said.constData());
        const Outcome started
            = m_hop.run(QStringList{"console", "h1", "iperf3", "linux"} + options.split(' ') + QStringList{"quiet"});
        QVERIFY2(started.code == 0, (started.out + started.err).constData());
        QVERIFY(server.waitForFinished(30'000)); // -1: it ends with the test
        said += server.readAllStandardOutput() + server.readAllStandardError();
        QVERIFY2(server.exitCode() == 0, said.constData());
        const QJsonObject program = latestOnH1();
        QVERIFY2(program["command"].toString().startsWith("iperf3 linux"),
                 QJsonDocument(program).toJson().constData());
        const QJsonObject result = program["result"].toObject();
        QVERIFY2(result["error"].toString().isEmpty(), QJsonDocument(result).toJson().constData());
        double received = 0;
        for (const QJsonValue &stream : result["streams"].toArray())
            received += stream.toObject()["received"].toDouble();
        QVERIFY2(received > 1'000'000, (said + QJsonDocument(result).toJson()).constData());
    }

    void curlMeetsOurWebServer()
    {
        const Outcome page = inNamespace({"curl", "-sS", "http://10.0.2.10/", "http://10.0.2.10/headers"});
        QVERIFY2(page.code == 0, page.err.constData());
        QVERIFY2(page.out.contains("<h1>h1</h1>") && page.out.contains("User-Agent: curl/"), page.out.constData());
        const Outcome echo = inNamespace({"curl", "-sS", "-d", "to and fro", "http://10.0.2.10/echo"});
        QCOMPARE(echo.out, QByteArray("to and fro"));
        const Outcome range = inNamespace({"sh", "-c", "curl -sS http://10.0.2.10/bytes/3000000 -o all && "
                                                       "curl -sS -C 1000000 http://10.0.2.10/bytes/3000000 -o rest && "
                                                       "tail -c 2000000 all | cmp - rest && wc -c < all; rm -f all rest"});
        QVERIFY2(range.code == 0 && range.out.trimmed() == "3000000", (range.out + range.err).constData());
        const Outcome missing = inNamespace({"curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "http://10.0.2.10/no"});
        QCOMPARE(missing.out, QByteArray("404"));
    }
};

QTEST_GUILESS_MAIN(TestRealIperf3)
#include "tst_iperf3.moc"
