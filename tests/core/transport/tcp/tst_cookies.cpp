// SYN cookies (RFC 4987 section 3.6): when the backlog is full, the SYN-ACK remembers what the node does not.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tcp_bench.h"

#include <QTest>

using namespace hopyard;
using namespace hopyard::test;

namespace {

QString q(const std::string &s) { return QString::fromStdString(s); }

/// A listener whose SYN queue is full.
void flood(TcpBench &b, std::uint32_t backlog = 2)
{
    b.listener = *b.stack.listen(b.settings, b.own, backlog);
    for (std::uint16_t port = 1; port <= backlog; ++port) {
        b.peer.port = port;
        b.inject("S 0 mss 1460");
        b.next();
    }
    b.peer.port = 777;
}

} // namespace

class CookiesTest : public QObject {
    Q_OBJECT
private slots:
    void remembersTheOptions_data()
    {
        QTest::addColumn<QString>("syn");
        QTest::addColumn<bool>("timestamps");
        QTest::addColumn<bool>("sack");
        QTest::addColumn<int>("scale");
        QTest::addColumn<int>("mss");
        QTest::newRow("all") << "S 0 mss 1460 sackOK ts 5:0 wscale 9" << true << true << 9 << 1448;
        QTest::newRow("no SACK") << "S 0 mss 1460 ts 5:0 wscale 0" << true << false << 0 << 1448;
        QTest::newRow("no scale") << "S 0 mss 1460 sackOK ts 5:0" << true << true << 0 << 1448;
        QTest::newRow("without timestamps only the MSS")
            << "S 0 mss 1460 sackOK wscale 9" << false << false << 0 << 1460;
        QTest::newRow("an MSS between two that it knows") << "S 0 mss 1410 ts 5:0" << true << false << 0 << 1388;
        QTest::newRow("no MSS") << "S 0" << false << false << 0 << 536;
    }
    void remembersTheOptions()
    {
        QFETCH(QString, syn);
        QFETCH(bool, timestamps);
        QFETCH(bool, sack);
        QFETCH(int, scale);
        QFETCH(int, mss);
        TcpBench b;
        flood(b);
        b.inject(syn.toStdString());
        QCOMPARE(q(b.nextShort()), "SA 0 ack 1");
        QCOMPARE(b.stack.counters().synCookiesSent, 1u);
        QCOMPARE(b.stack.connections().size(), std::size_t(3)); // nothing was remembered
        const std::string stamps = timestamps ? " ts 9:" + std::to_string(b.last.timestamps->value) : "";
        b.advanceMs(500);
        b.inject("PA 1 len 10 ack 1" + stamps);
        QCOMPARE(b.stack.counters().synCookiesReceived, 1u);
        b.connection = b.stack.accept(b.listener);
        QVERIFY(b.connection.isValid());
        QCOMPARE(q(b.stateName()), "ESTABLISHED");
        const auto info = b.stack.info(b.connection, b.now);
        QCOMPARE(info->timestamps, timestamps);
        QCOMPARE(info->sack, sack);
        QCOMPARE(int(info->sendScale), scale);
        QCOMPARE(int(info->sendMss), mss);
        QCOMPARE(*b.read(100), std::size_t(10));
    }

    void isNotBelieved_data()
    {
        QTest::addColumn<QString>("ack");
        QTest::addColumn<int>("afterMs");
        QTest::newRow("another number") << "A 1 ack 2" << 0;
        QTest::newRow("another number of theirs") << "A 2 ack 1" << 0;
        QTest::newRow("too late") << "A 1 ack 1" << 200'000;
    }
    void isNotBelieved()
    {
        QFETCH(QString, ack);
        QFETCH(int, afterMs);
        TcpBench b;
        b.settings.synAckRetries = 10; // the flood stays
        flood(b);
        b.inject("S 0 mss 1460");
        b.next();
        b.advanceMs(afterMs);
        b.ip.sent.clear();
        b.inject(ack.toStdString());
        QVERIFY(q(b.allShort()).startsWith("R "));
        QVERIFY(!b.stack.hasWaiting(b.listener));
        QCOMPARE(b.stack.counters().synCookiesReceived, 0u);
    }

    void withoutAnyGivenNoneIsLookedFor()
    {
        TcpBench b;
        b.listener = *b.stack.listen(b.settings, b.own, 2);
        b.inject("A 1 ack 12345");
        QVERIFY(q(b.allShort()).startsWith("R 12345"));
        QCOMPARE(b.stack.counters().synCookiesFailed, 0u);
    }

    void off()
    {
        TcpBench b;
        b.stack.nodeSettings().synCookies = false;
        flood(b);
        b.inject("S 0 mss 1460");
        QCOMPARE(q(b.allShort()), "");
        QCOMPARE(b.stack.counters().listenDrops, 1u);
    }

    void aThousandHosts()
    {
        TcpBench b;
        flood(b, 4);
        int taken = 0;
        for (std::uint32_t i = 0; i < 1'000; ++i) {
            b.peer.address = base::Ipv4Address(0xc6336400u + i);
            b.inject("S 0 mss 1460");
            b.next();
            b.inject("A 1 ack 1");
            taken += b.stack.accept(b.listener).isValid();
            b.ip.sent.clear();
        }
        QCOMPARE(taken, 1'000);
    }
};

QTEST_APPLESS_MAIN(CookiesTest)
#include "tst_cookies.moc"
