// echo, discard, chargen and netcat over real stacks, TCP and UDP.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/pattern.h"
#include "tests/support/compare.h"
#include "tests/support/service_bench.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::base::literals;
using test::ServiceBench;

class TestStreamServices : public QObject {
    Q_OBJECT
private slots:
    void echo_data()
    {
        QTest::addColumn<QString>("transport");
        QTest::newRow("TCP") << "";
        QTest::newRow("UDP") << "udp ";
    }
    void echo()
    {
        QFETCH(QString, transport);
        ServiceBench b;
        b.addName("web", b.server());
        const auto server = b.onServer("echo-server");
        const auto id = b.onClient("netcat web 7 " + transport.toStdString() + "text \"one\\ntwo words\"");
        b.net.runFor(5_s);
        QVERIFY(!b.isRunning(b.clientNode(), id));
        const QStringList lines = b.lines("netcat");
        QVERIFY2(lines.contains("one") && lines.contains("two words"), qPrintable(lines.join('\n')));
        QCOMPARE(lines.last(), QString("netcat: 13 B sent, 13 B received"));
        const std::string result = b.result(b.serverNode(), server);
        QVERIFY2(result.find(R"("bytesReceived":13,"bytesSent":13)") != std::string::npos, result.c_str());
        b.net.runFor(120_s);
        QVERIFY(b.net.node(b.clientNode()).sockets().sockets().empty());
        QCOMPARE(b.net.node(b.serverNode()).sockets().sockets().size(), std::size_t(2)); // the listening ones
    }

    void moreThanTheBuffersIsEchoed()
    {
        ServiceBench b;
        b.onServer("echo-server");
        std::string text;
        for (int i = 0; i < 30'000; ++i)
            text += "line " + std::to_string(i) + "\\n";
        b.onClient("netcat " + b.server() + " 7 text \"" + text + '"');
        b.net.runFor(60_s);
        const QStringList lines = b.lines("netcat");
        QCOMPARE(lines.size(), 30'002);
        QCOMPARE(lines.at(30'000), QString("line 29999"));
    }

    void discard()
    {
        ServiceBench b;
        const auto server = b.onServer("discard-server");
        b.onClient("netcat " + b.server() + " 9 text hello");
        b.onClient("netcat " + b.server() + " 9 udp text hello");
        b.net.runFor(5_s);
        const std::string result = b.result(b.serverNode(), server);
        QVERIFY2(result.find(R"("connections":1,"datagrams":1,"bytesReceived":10,"bytesSent":0)") != std::string::npos,
                 result.c_str());
    }

    void chargen()
    {
        ServiceBench b;
        const auto server = b.onServer("chargen-server");
        const auto id = b.onClient("netcat " + b.server() + " 19 keep");
        b.net.runFor(200_ms);
        b.stop(b.clientNode(), id);
        const QStringList lines = b.lines("netcat");
        QVERIFY(lines.size() > 100);
        // RFC 864's own first lines.
        QCOMPARE(lines.at(1), QString(" !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefg"));
        QCOMPARE(lines.at(2), QString("!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefgh"));
        b.net.runFor(5_s);
        b.stop(b.serverNode(), server);
        QVERIFY(b.result(b.serverNode(), server).find(R"("connections":1)") != std::string::npos);
    }

    void chargenOverUdp()
    {
        ServiceBench b;
        b.onServer("chargen-server");
        b.onClient("netcat " + b.server() + " 19 udp text x");
        b.net.runFor(5_s);
        QVERIFY(b.lines("netcat").join('\n').contains("netcat: 1 B sent, "));
    }

    void twoServersDoNotTalkForEver()
    {
        ServiceBench b;
        b.onServer("echo-server");
        // As if an echo server on the client had sent it.
        b.onClient("netcat listen 7 udp keep text loop");
        b.net.forget();
        b.launch(b.serverNode(), "netcat 10.0.0.2 7 udp text loop");
        b.net.runFor(5_s);
        QVERIFY(b.net.sent.size() < 100);
    }

    void netcatWithNetcat()
    {
        ServiceBench b;
        const auto listener = b.onServer("netcat listen 4000 text \"hello client\\n\"");
        const auto id = b.onClient("netcat " + b.server() + " 4000 text \"hello server\\n\"");
        b.net.runFor(5_s);
        QVERIFY(!b.isRunning(b.clientNode(), id) && !b.isRunning(b.serverNode(), listener));
        QStringList lines = b.lines("netcat");
        lines.replaceInStrings(QRegularExpression("10\\.0\\.0\\.2:\\d+"), "h1");
        QCOMPARE(lines, (QStringList{"netcat: listening on TCP port 4000", "netcat: connected to 10.0.2.2:4000",
                                     "netcat: connection from h1", "hello server", "netcat: 13 B sent, 13 B received",
                                     "hello client", "netcat: 13 B sent, 13 B received"}));
    }

    void nobodyListens()
    {
        ServiceBench b;
        b.onClient("netcat " + b.server() + " 4000 text hello");
        b.onClient("netcat " + b.server() + " 4000 udp text hello");
        b.net.runFor(5_s);
        QCOMPARE(b.lines("netcat"), (QStringList{"netcat: Connection refused", "netcat: 0 B sent, 0 B received",
                                                 "netcat: read: Connection refused"}));
    }

    void thePortIsTaken()
    {
        ServiceBench b;
        b.onServer("echo-server");
        const auto second = b.onServer("echo-server");
        QVERIFY(!b.isRunning(b.serverNode(), second));
        QCOMPARE(b.lines("echo-server").last(), QString("echo-server: bind: Address already in use"));
    }

    void thePattern()
    {
        const base::Bytes whole = services::pattern(0);
        QVERIFY(whole.size() >= services::kPatternChunk);
        QVERIFY(std::ranges::equal(services::pattern(65'521).first(1'000), whole.first(1'000)));
        QVERIFY(std::ranges::equal(services::pattern(1'000'000'007).first(9),
                                   services::pattern(1'000'000'007 % 65'521).first(9)));
        QVERIFY(!std::ranges::equal(whole.first(256), whole.subspan(256, 256)));
        std::vector<std::uint8_t> copy(whole.begin() + 5, whole.begin() + 100'005);
        QCOMPARE(services::differences(copy, 5), std::uint64_t(0));
        copy[70'000] ^= 1;
        QCOMPARE(services::differences(copy, 5), std::uint64_t(1));
        QVERIFY(services::differences(base::Bytes(copy).first(1'000), 6) > 900);
    }
};

QTEST_APPLESS_MAIN(TestStreamServices)
#include "tst_stream_services.moc"
