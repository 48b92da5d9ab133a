// What leaves when (RFC 9293 sections 3.7.4 and 3.8.6.2.1; RFC 1122 section 4.2.3.4): Nagle as Minshall amended it,
// TCP_NODELAY, TCP_CORK, MSG_MORE, PSH, the peer's window, large segments.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tcp_bench.h"

#include <QTest>

using namespace hopyard;
using namespace hopyard::test;

namespace {
QString q(const std::string &s) { return QString::fromStdString(s); }
} // namespace

class SendingTest : public QObject {
    Q_OBJECT
private slots:
    void nagle_data()
    {
        QTest::addColumn<QList<int>>("writes");
        QTest::addColumn<QString>("sent");
        QTest::addColumn<QString>("afterAck");
        QTest::newRow("one small") << QList<int>{10} << "PA 1 len 10 ack 1" << "";
        QTest::newRow("two small") << QList<int>{10, 20} << "PA 1 len 10 ack 1" << "PA 11 len 20 ack 1";
        QTest::newRow("three small: together") << QList<int>{10, 20, 30} << "PA 1 len 10 ack 1" << "PA 11 len 50 ack 1";
        QTest::newRow("full, then small") << QList<int>{1000, 10} << "PA 1 len 1000 ack 1 | PA 1001 len 10 ack 1" << "";
        QTest::newRow("one and a half") << QList<int>{1500} << "PA 1 len 1500 ack 1" << "";
        QTest::newRow("small, then full") << QList<int>{10, 1000} << "PA 1 len 10 ack 1 | PA 11 len 1000 ack 1" << "";
        QTest::newRow("small, then one and a half")
            << QList<int>{10, 1500} << "PA 1 len 10 ack 1 | A 11 len 1000 ack 1" << "PA 1011 len 500 ack 1";
    }
    void nagle()
    {
        QFETCH(QList<int>, writes);
        QFETCH(QString, sent);
        QFETCH(QString, afterAck);
        TcpBench b;
        b.accept("mss 1000");
        for (const int n : writes)
            QCOMPARE(*b.write(static_cast<std::size_t>(n)), static_cast<std::size_t>(n));
        QCOMPARE(q(b.allShort()), sent);
        b.inject("A 1 ack " + std::to_string(b.stack.state(b.connection)->send.next - tcp::Sequence(b.ourFirst)));
        QCOMPARE(q(b.allShort()), afterAck);
    }

    void noDelay()
    {
        TcpBench b;
        b.settings.noDelay = true;
        b.accept("mss 1000");
        b.write(10);
        b.write(20);
        b.write(30);
        QCOMPARE(q(b.allShort()), "PA 1 len 10 ack 1 | PA 11 len 20 ack 1 | PA 31 len 30 ack 1");
    }

    void noDelayLaterLetsGo()
    {
        TcpBench b;
        b.accept("mss 1000");
        b.write(10);
        b.write(20);
        b.ip.sent.clear();
        b.settings.noDelay = true;
        b.stack.setSettings(b.ip, b.connection, b.settings);
        QCOMPARE(q(b.allShort()), "PA 11 len 20 ack 1");
    }

    void cork()
    {
        TcpBench b;
        b.settings.cork = true;
        b.accept("mss 1000");
        b.write(1'500);
        QCOMPARE(q(b.allShort()), "A 1 len 1000 ack 1");
        b.inject("A 1 ack 1001");
        b.write(100);
        QCOMPARE(q(b.allShort()), "");
        b.settings.cork = false;
        b.stack.setSettings(b.ip, b.connection, b.settings);
        QCOMPARE(q(b.allShort()), "PA 1001 len 600 ack 1");
    }

    void corkHoldsForTwoHundredMilliseconds()
    {
        TcpBench b;
        b.settings.cork = true;
        b.accept("mss 1000");
        b.write(100);
        b.advanceMs(199);
        QCOMPARE(q(b.allShort()), "");
        b.advanceMs(2);
        QCOMPARE(q(b.allShort()), "PA 1 len 100 ack 1");
    }

    void more()
    {
        TcpBench b;
        b.accept("mss 1000");
        b.write(100, {false, true});
        QCOMPARE(q(b.allShort()), "");
        b.write(50);
        QCOMPARE(q(b.allShort()), "PA 1 len 150 ack 1");
    }

    void theWindowIsNotOverrun()
    {
        TcpBench b;
        b.accept("mss 1000", 5'000);
        b.write(20'000);
        QCOMPARE(q(b.allShort()), "PA 1 len 5000 ack 1"); // PSH: half of the largest window is out
        b.advanceMs(2);
        b.inject("A 1 ack 2001 win 4000");
        QCOMPARE(q(b.allShort()), "A 5001 len 1000 ack 1");
        b.inject("A 1 ack 3001 win 3500"); // not a whole segment more
        QCOMPARE(q(b.allShort()), "");
        b.advanceMs(2);
        b.inject("A 1 ack 3001 win 4000");
        QCOMPARE(q(b.allShort()), "A 6001 len 1000 ack 1");
    }

    void anOldSegmentDoesNotChangeTheWindow() // RFC 9293 section 3.10.7.4, SND.WL1 and SND.WL2
    {
        TcpBench b;
        b.accept("mss 1000", 4'000);
        b.inject("PA 1 len 10 ack 1 win 9000");
        QCOMPARE(b.stack.info(b.connection, b.now)->sendWindow, 9'000u);
        b.inject("A 1 ack 1 win 5000"); // older: its number is before
        QCOMPARE(b.stack.info(b.connection, b.now)->sendWindow, 9'000u);
        b.inject("A 11 ack 1 win 7000"); // a newer segment may say less
        QCOMPARE(b.stack.info(b.connection, b.now)->sendWindow, 7'000u);
        b.inject("A 11 ack 1 win 6000"); // of one that is no newer, only the larger window is believed
        QCOMPARE(b.stack.info(b.connection, b.now)->sendWindow, 7'000u);
        b.inject("A 11 ack 1 win 9500");
        QCOMPARE(b.stack.info(b.connection, b.now)->sendWindow, 9'500u);
    }

    void theWindowIsScaled()
    {
        TcpBench b;
        b.accept("mss 1000 wscale 4", 1'000);
        QCOMPARE(b.stack.info(b.connection, b.now)->sendWindow, 16'000u);
    }

    void tinyWindowsGetHalves() // a peer with a buffer smaller than two segments
    {
        TcpBench b;
        b.accept("mss 1460", 1'000);
        b.write(3'000);
        QCOMPARE(q(b.next()).section(' ', 0, 5), "PA 1 len 1000 ack 1");
        QCOMPARE(int(b.lastSegmentSize), 500);
    }

    void initialWindowOfTen()
    {
        TcpBench b;
        b.accept("mss 1000 wscale 7");
        b.write(30'000);
        std::size_t bytes = 0;
        while (!b.ip.sent.empty()) {
            b.next();
            bytes += b.lastPayload.size();
        }
        QCOMPARE(bytes, std::size_t(10'000));
    }

    void largeSegments()
    {
        TcpBench b;
        b.accept("mss 1000 wscale 7");
        b.write(10'000);
        QCOMPARE(q(b.nextShort()), "PA 1 len 10000 ack 1");
        QCOMPARE(int(b.lastSegmentSize), 1'000);
        for (std::size_t i = 0; i < b.lastPayload.size(); ++i)
            QCOMPARE(b.lastPayload[i], streamByte(i));
        QVERIFY(b.ip.sent.empty());
        const auto info = b.stack.info(b.connection, b.now);
        QCOMPARE(info->dataSegmentsOut, 10u);
        QCOMPARE(info->unacknowledged, 10u);
    }

    void theChecksumIsLeftToOthers()
    {
        TcpBench b;
        b.accept("mss 1000");
        b.write(100);
        const ip::Datagram &d = b.ip.sent.back();
        QVERIFY(d.payload.offload().checksumMissing);
        wire::Checksum pseudo;
        pseudo.addPseudoHeader(b.own.address, b.peer.address, wire::IpProtocol::tcp, 120);
        QCOMPARE(wire::TcpView::parse(d.payload.bytes())->checksum(), pseudo.sum());
        QVERIFY(d.dontFragment);
        QCOMPARE(int(d.ttl), 64);
    }

    void aBufferOfTheUsersSize()
    {
        TcpBench b;
        b.settings.sendBuffer = 5'000;
        b.accept("mss 1000", 1'000);
        QCOMPARE(*b.write(10'000), std::size_t(5'000));
        QCOMPARE(q(errorOf(b.write(1))), "EAGAIN");
        QVERIFY(!b.stack.readiness(b.connection).writable);
        QCOMPARE(b.stack.sendQueueSize(b.connection), std::size_t(5'000));
        b.stack.takeChanged();
        b.inject("A 1 ack 1001 win 1000");
        QVERIFY(!b.stack.hasChanged()); // a third must be free
        b.inject("A 1 ack 2001 win 1000");
        QCOMPARE(b.stack.takeChanged().size(), std::size_t(1));
        QVERIFY(b.stack.readiness(b.connection).writable);
    }

    void notSentLow()
    {
        TcpBench b;
        b.settings.notSentLow = 2'000;
        b.accept("mss 1000", 4'000);
        QCOMPARE(*b.write(7'000), std::size_t(7'000));
        QCOMPARE(q(errorOf(b.write(1))), "EAGAIN"); // 3,000 are not sent
        b.stack.takeChanged();
        b.inject("A 1 ack 2001 win 4000");
        QVERIFY(b.stack.readiness(b.connection).writable);
        QCOMPARE(b.stack.takeChanged().size(), std::size_t(1));
    }
};

QTEST_APPLESS_MAIN(SendingTest)
#include "tst_sending.moc"
