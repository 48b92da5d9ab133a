// Explicit congestion notification (RFC 3168 section 6.1): asking for it, marking, echoing, answering the echo.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tcp_transfer.h"

#include <QTest>

using namespace hopyard;
using namespace hopyard::test;

namespace {
QString q(const std::string &s) { return QString::fromStdString(s); }
} // namespace

class EcnTest : public QObject {
    Q_OBJECT
private slots:
    void passive_data()
    {
        QTest::addColumn<int>("setting");
        QTest::addColumn<QString>("syn");
        QTest::addColumn<QString>("synAck");
        QTest::newRow("by default where they ask") << 2 << "SEW 0 mss 1460" << "SEA 0 ack 1";
        QTest::newRow("not where they do not") << 2 << "S 0 mss 1460" << "SA 0 ack 1";
        QTest::newRow("half a question") << 2 << "SE 0 mss 1460" << "SA 0 ack 1";
        QTest::newRow("off") << 0 << "SEW 0 mss 1460" << "SA 0 ack 1";
    }
    void passive()
    {
        QFETCH(int, setting);
        QFETCH(QString, syn);
        QFETCH(QString, synAck);
        TcpBench b;
        b.stack.nodeSettings().ecn = static_cast<std::uint8_t>(setting);
        b.listener = *b.stack.listen(b.settings, b.own, 8);
        b.inject(syn.toStdString());
        QCOMPARE(q(b.nextShort()), synAck);
        QCOMPARE(b.lastTos & 3, 0);
    }

    void active_data()
    {
        QTest::addColumn<int>("setting");
        QTest::addColumn<QString>("syn");
        QTest::addColumn<QString>("synAck");
        QTest::addColumn<bool>("agreed");
        QTest::newRow("asks and gets it") << 1 << "SEW 0" << "SEA 0 ack 1 mss 1460" << true;
        QTest::newRow("asks and does not") << 1 << "SEW 0" << "SA 0 ack 1 mss 1460" << false;
        QTest::newRow("a reflected question is no answer") << 1 << "SEW 0" << "SEWA 0 ack 1 mss 1460" << false;
        QTest::newRow("does not ask") << 2 << "S 0" << "SEA 0 ack 1 mss 1460" << false;
    }
    void active()
    {
        QFETCH(int, setting);
        QFETCH(QString, syn);
        QFETCH(QString, synAck);
        QFETCH(bool, agreed);
        TcpBench b;
        b.stack.nodeSettings().ecn = static_cast<std::uint8_t>(setting);
        b.connection = *b.stack.connect(b.ip, b.settings, b.own, b.peer);
        QCOMPARE(q(b.nextShort()), syn);
        b.inject(synAck.toStdString());
        b.ip.sent.clear();
        QCOMPARE(b.stack.info(b.connection, b.now)->ecn, agreed);
        b.write(100);
        b.next();
        QCOMPARE(b.lastTos & 3, agreed ? 2 : 0); // ECT(0)
    }

    void aMarkIsEchoedUntilItIsAnswered()
    {
        TcpBench b;
        ecn(b);
        b.peerTos = 3;
        b.inject("PA 1 len 10 ack 1");
        QCOMPARE(q(b.allShort()), "EA 1 ack 11"); // at once
        b.peerTos = 2;
        b.inject("PA 11 len 10 ack 1");
        QCOMPARE(q(b.allShort()), "EA 1 ack 21");
        b.inject("PWA 21 len 10 ack 1");
        b.advanceMs(300);
        QCOMPARE(q(b.allShort()), "A 1 ack 31");
        b.peerTos = 3;
        b.inject("PWA 31 len 10 ack 1"); // answered, and marked again
        b.advanceMs(300);
        QCOMPARE(q(b.allShort()), "EA 1 ack 41");
    }

    void anEchoReducesTheWindowOnce()
    {
        TcpBench b;
        ecn(b);
        b.write(20'000);
        b.allShort();
        const std::uint32_t before = b.stack.info(b.connection, b.now)->congestionWindow;
        b.inject("EA 1 ack 1001");
        b.inject("EA 1 ack 2001");
        b.inject("EA 1 ack 10001");
        bool answered = false;
        while (!b.ip.sent.empty())
            answered |= q(b.nextShort()).section(' ', 0, 0).contains('W');
        QVERIFY(answered);
        QVERIFY(b.stack.info(b.connection, b.now)->congestionWindow < before);
        QVERIFY(b.stack.info(b.connection, b.now)->congestionWindow >= before / 2);
        QCOMPARE(b.stack.counters().retransmittedSegments, 0u);
    }

    void onlyNewDataIsMarkedCapable()
    {
        TcpBench b;
        ecn(b);
        b.inject("PA 1 len 10 ack 1");
        b.advanceMs(300);
        b.next();
        QCOMPARE(b.lastTos & 3, 0); // a pure ACK
        b.write(100);
        b.next();
        QCOMPARE(b.lastTos & 3, 2);
        b.advanceMs(2'000);
        b.next();
        QVERIFY(!b.lastPayload.empty());
        QCOMPARE(b.lastTos & 3, 0); // again
    }

    void theUsersServiceStays()
    {
        TcpBench b;
        b.settings.tos = 0xb8;
        ecn(b);
        b.write(100);
        b.next();
        QCOMPARE(int(b.lastTos), 0xb8 | 2);
    }

    void aMarkedPathLosesNothing()
    {
        TestPath path;
        path.mark = 0.05;
        TcpPair pair(path, 3);
        pair.sides[0].stack.nodeSettings().ecn = 1;
        TcpTransfer transfer{pair, 500'000};
        transfer.begin();
        QVERIFY(transfer.run(base::Duration::seconds(100)));
        QCOMPARE(pair.sides[0].stack.counters().retransmittedSegments, 0u);
    }

private:
    static void ecn(TcpBench &b)
    {
        b.stack.nodeSettings().ecn = 1;
        b.connection = *b.stack.connect(b.ip, b.settings, b.own, b.peer);
        b.next();
        b.inject("SEA 0 ack 1 mss 1000 sackOK wscale 7");
        b.ip.sent.clear();
    }
};

QTEST_APPLESS_MAIN(EcnTest)
#include "tst_ecn.moc"
