// When an acknowledgement is sent (RFC 1122 section 4.2.3.2, RFC 5681 section 4.2; the timing is Linux's).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tcp_bench.h"

#include <QTest>

using namespace hopyard;
using namespace hopyard::test;

namespace {
QString q(const std::string &s) { return QString::fromStdString(s); }
} // namespace

class DelayedAckTest : public QObject {
    Q_OBJECT
private slots:
    void theFirstSegmentsAreAcknowledgedAtOnce()
    {
        TcpBench b;
        b.accept("mss 1000");
        int quick = 0;
        std::uint32_t at = 1;
        for (int i = 0; i < 40; ++i) {
            b.inject("A " + std::to_string(at) + " len 1000 ack 1");
            at += 1'000;
            b.read(1'000);
            if (b.allShort().empty())
                break;
            ++quick;
            b.advanceMs(1);
        }
        QVERIFY(quick >= 8 && quick <= 16);
    }

    void thenEverySecondFullSegment()
    {
        TcpBench b = quiet();
        b.inject("A 1 len 1000 ack 1");
        QCOMPARE(q(b.allShort()), "");
        b.read(1'000); // who does not read gets no larger window, and the ACK can wait for that
        b.inject("A 1001 len 1000 ack 1");
        b.read(1'000);
        QCOMPARE(q(b.allShort()), "A 1 ack 2001");
        b.inject("A 2001 len 1000 ack 1");
        QCOMPARE(q(b.allShort()), "");
        b.advanceMs(45);
        QCOMPARE(q(b.allShort()), "A 1 ack 3001");
    }

    void atOnce_data()
    {
        QTest::addColumn<QString>("arrives");
        QTest::addColumn<QString>("answer");
        QTest::newRow("one full segment: not yet") << "A 1 len 1000 ack 1" << "";
        QTest::newRow("ahead of a gap") << "A 1001 len 1000 ack 1" << "A 1 ack 1";
        QTest::newRow("again") << "A 4294966796 len 500 ack 1" << "A 1 ack 1";
        QTest::newRow("partly again") << "A 4294966796 len 1000 ack 1" << "A 1 ack 500";
        QTest::newRow("nothing but an ACK") << "A 1 ack 1" << "";
    }
    void atOnce()
    {
        QFETCH(QString, arrives);
        QFETCH(QString, answer);
        TcpBench b = quiet();
        b.inject(arrives.toStdString());
        QCOMPARE(q(b.allShort()), answer);
    }

    void aFilledGapIsAcknowledgedAtOnce()
    {
        TcpBench b = quiet();
        b.inject("A 1001 len 1000 ack 1");
        b.ip.sent.clear();
        b.inject("A 1 len 1000 ack 1");
        QCOMPARE(q(b.allShort()), "A 1 ack 2001");
    }

    void dataTakesItAlong()
    {
        TcpBench b = quiet();
        b.inject("PA 1 len 100 ack 1");
        b.write(50);
        QCOMPARE(q(b.allShort()), "PA 1 len 50 ack 101");
        b.advanceMs(300);
        QVERIFY(b.stack.state(b.connection)->delayedAck.deadline.isNever());
    }

    void readingASmallMessageAcknowledgesIt()
    {
        TcpBench b;
        b.accept("mss 1000");
        while (b.stack.state(b.connection)->delayedAck.quick > 0
               || b.stack.state(b.connection)->delayedAck.delay == base::Duration())
            message(b, 100);
        b.inject("PA " + std::to_string(m_at) + " len 100 ack 1");
        QCOMPARE(q(b.allShort()), "");
        b.read(1'000);
        QCOMPARE(q(b.allShort()), q("A 1 ack " + std::to_string(m_at + 100)));
    }

    void quickAckOption()
    {
        TcpBench b = quiet();
        b.inject("PA 1 len 100 ack 1");
        QCOMPARE(q(b.allShort()), "");
        tcp::Settings settings = *b.stack.settings(b.connection);
        settings.quickAck = true;
        b.stack.setSettings(b.ip, b.connection, settings);
        QCOMPARE(q(b.allShort()), "A 1 ack 101");
        b.inject("PA 101 len 100 ack 1");
        QCOMPARE(q(b.allShort()), "A 1 ack 201");
    }

    void acksThatWaitForData() // TCP_QUICKACK set to 0
    {
        TcpBench b;
        b.accept("mss 1000");
        b.settings.quickAck = false;
        b.stack.setSettings(b.ip, b.connection, b.settings);
        b.inject("PA 1 len 10 ack 1");
        b.read(10);
        QCOMPARE(q(b.allShort()), "");
        b.write(20);
        QCOMPARE(q(b.allShort()), "PA 1 len 20 ack 11");
    }

    void aLargePacketStandsForSeveral()
    {
        TcpBench b = quiet();
        const std::uint32_t before = b.stack.info(b.connection, b.now)->dataSegmentsIn;
        wire::TcpRepr header;
        header.sourcePort = b.peer.port;
        header.destinationPort = b.own.port;
        header.sequence = b.peerFirst + 1;
        header.acknowledgement = b.ourFirst + 1;
        header.flags.bits = TcpFlags::ack;
        header.window = 65'535;
        packet::Packet packet = b.pool->make(20 + 20 + 4'000);
        header.emitUnfinished(packet.writable().subspan(20, 20), 4'020, b.peer.address, b.own.address);
        packet.setOffload({1'000, true}); // the checksum is missing, and that is all right
        b.deliver(std::move(packet));
        b.read(4'000);
        QCOMPARE(q(b.allShort()), "A 1 ack 4001");
        QCOMPARE(b.stack.info(b.connection, b.now)->dataSegmentsIn - before, 4u);
        QCOMPARE(b.stack.state(b.connection)->delayedAck.segment, std::uint16_t(1'000));
    }

private:
    std::uint32_t m_at = 1;
    void message(TcpBench &b, std::uint32_t n)
    {
        b.inject("PA " + std::to_string(m_at) + " len " + std::to_string(n) + " ack 1");
        m_at += n;
        b.read(n);
        b.ip.sent.clear();
        b.advanceMs(1);
    }
    /// A connection whose quick acknowledgements are used up, with a peer of 1,000-byte segments at number 1 again.
    TcpBench quiet()
    {
        TcpBench b;
        b.accept("mss 1000");
        m_at = 1;
        while (b.stack.state(b.connection)->delayedAck.quick > 0
               || b.stack.state(b.connection)->delayedAck.delay == base::Duration()
               || b.stack.state(b.connection)->delayedAck.segment != 1'000) {
            b.inject("A " + std::to_string(m_at) + " len 1000 ack 1");
            m_at += 1'000;
            b.read(1'000);
            b.ip.sent.clear();
            b.advanceMs(1);
        }
        b.advanceMs(100); // no more: after a longer pause it would be quick again
        b.ip.sent.clear();
        b.peerFirst += m_at - 1;
        m_at = 1;
        return b;
    }
};

QTEST_APPLESS_MAIN(DelayedAckTest)
#include "tst_delayed_ack.moc"
