// The size of segments (RFC 6691), path MTU by ICMP (RFC 1191, with the checks of RFC 5927), black holes (RFC 4821).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tcp_transfer.h"

#include <QTest>

using namespace hopyard;
using namespace hopyard::test;

namespace {
QString q(const std::string &s) { return QString::fromStdString(s); }
} // namespace

class PathMtuTest : public QObject {
    Q_OBJECT
private slots:
    void segmentSize_data()
    {
        QTest::addColumn<int>("mtu");
        QTest::addColumn<int>("maxSegment");
        QTest::addColumn<QString>("syn");
        QTest::addColumn<int>("advertised");
        QTest::addColumn<int>("full");
        QTest::newRow("plain") << 1500 << 0 << "S 0 mss 1460" << 1460 << 1460;
        QTest::newRow("their MSS is less") << 1500 << 0 << "S 0 mss 1200" << 1460 << 1200;
        QTest::newRow("our MTU is less") << 1400 << 0 << "S 0 mss 1460" << 1360 << 1360;
        QTest::newRow("no option") << 1500 << 0 << "S 0" << 1460 << 536;
        QTest::newRow("timestamps take their room") << 1500 << 0 << "S 0 mss 1460 ts 1:0" << 1460 << 1448;
        QTest::newRow("TCP_MAXSEG") << 1500 << 1000 << "S 0 mss 1460" << 1000 << 1000;
        QTest::newRow("an absurd MSS") << 1500 << 0 << "S 0 mss 1" << 1460 << 48;
    }
    void segmentSize()
    {
        QFETCH(int, mtu);
        QFETCH(int, maxSegment);
        QFETCH(QString, syn);
        QFETCH(int, advertised);
        QFETCH(int, full);
        TcpBench b;
        b.ip.mtu = static_cast<std::uint32_t>(mtu);
        b.settings.maxSegment = static_cast<std::uint16_t>(maxSegment);
        b.listener = *b.stack.listen(b.settings, b.own, 8);
        b.inject(syn.toStdString());
        b.next();
        QCOMPARE(int(*b.last.maximumSegmentSize), advertised);
        const std::string stamps = b.last.timestamps ? " ts 2:" + std::to_string(b.last.timestamps->value) : "";
        b.inject("A 1 ack 1" + stamps);
        b.connection = b.stack.accept(b.listener);
        QCOMPARE(int(b.stack.info(b.connection, b.now)->sendMss), full);
        b.write(5'000);
        b.next();
        QCOMPARE(int(b.lastSegmentSize), full);
    }

    void tooBig()
    {
        TcpBench b;
        b.accept("mss 1460");
        b.write(2'920);
        QCOMPARE(q(b.allShort()), "PA 1 len 2920 ack 1");
        b.ip.mtu = 1'400; // IP believed it too
        b.icmp(ip::ErrorKind::packetTooBig, 1, 1'400);
        QCOMPARE(int(b.stack.info(b.connection, b.now)->sendMss), 1'360);
        b.next(); // at once again, without waiting for a timer
        QVERIFY(b.last.sequence == b.ourFirst + 1);
        QCOMPARE(int(b.lastSegmentSize ? b.lastSegmentSize : b.lastPayload.size()), 1'360);
        QVERIFY(b.stack.info(b.connection, b.now)->congestionWindow >= 10); // no congestion (RFC 1191 section 6.5)
    }

    void tooBigAboutNothingUnderWay()
    {
        TcpBench b;
        b.accept("mss 1460");
        b.ip.mtu = 600;
        b.icmp(ip::ErrorKind::packetTooBig, 1, 600);
        QCOMPARE(int(b.stack.info(b.connection, b.now)->sendMss), 1'460);
        b.ip.mtu = 1'500;
        b.write(1'460);
        b.inject("A 1 ack 1461");
        b.icmp(ip::ErrorKind::packetTooBig, 1, 600); // acknowledged: it did get through
        QCOMPARE(int(b.stack.info(b.connection, b.now)->sendMss), 1'460);
    }

    void neverLargerByIcmp()
    {
        TcpBench b;
        b.accept("mss 1000");
        b.write(1'000);
        b.icmp(ip::ErrorKind::packetTooBig, 1, 9'000);
        QCOMPARE(int(b.stack.info(b.connection, b.now)->sendMss), 1'000);
    }

    void ipKnowsBetterThanWe() // another connection learnt it: our packet is refused on the way out
    {
        TcpBench b;
        b.accept("mss 1460");
        b.ip.mtu = 1'000;
        b.ip.refuse = ip::SendError::tooBig;
        b.write(2'920);
        b.ip.refuse.reset();
        QCOMPARE(int(b.stack.info(b.connection, b.now)->sendMss), 960);
        b.advanceMs(1'000);
        b.next();
        QVERIFY((b.lastSegmentSize ? b.lastSegmentSize : b.lastPayload.size()) <= 960);
    }

    void aWiderPathIsNoticed()
    {
        TcpBench b;
        b.ip.mtu = 1'000;
        b.accept("mss 1460");
        b.ip.mtu = 1'500;
        b.advanceMs(20'000);
        b.write(100);
        QCOMPARE(int(b.stack.info(b.connection, b.now)->sendMss), 1'460);
    }

    void blackHole_data()
    {
        QTest::addColumn<int>("probing");
        QTest::addColumn<int>("carries"); ///< payload bytes that pass
        QTest::addColumn<bool>("passes");
        QTest::newRow("full segments vanish") << 1 << 1'100 << true;
        QTest::newRow("smaller ones too") << 1 << 300 << true;
        QTest::newRow("turned off") << 0 << 1'100 << false;
    }
    void blackHole()
    {
        QFETCH(int, probing);
        QFETCH(int, carries);
        QFETCH(bool, passes);
        TcpPair pair;
        pair.sides[0].stack.nodeSettings().mtuProbing = static_cast<std::uint8_t>(probing);
        pair.drop = [carries](int, const wire::TcpRepr &, std::size_t length) {
            return static_cast<int>(length) > carries;
        };
        TcpTransfer transfer{pair, 300'000};
        transfer.begin();
        QCOMPARE(transfer.run(base::Duration::seconds(120)), passes);
    }

    void theSearchMayBeginAtOnce() // mtuProbing 2
    {
        TcpPair pair;
        pair.sides[0].stack.nodeSettings().mtuProbing = 2;
        pair.sides[0].stack.nodeSettings().timestamps = false;
        TcpTransfer transfer{pair, 3'000'000};
        transfer.begin();
        pair.run(base::Duration::milliseconds(15));
        QCOMPARE(pair.sides[0].stack.info(transfer.client, pair.now)->sendMss, 1'024u);
        while (transfer.written < transfer.size && pair.step())
            transfer.pump();
        QVERIFY(pair.sides[0].stack.info(transfer.client, pair.now)->sendMss > 1'440); // the last probe may be under way
        QVERIFY(transfer.run(base::Duration::seconds(60)));
        QCOMPARE(pair.sides[0].stack.counters().retransmittedSegments, 0u);
    }

    void theLargestThatPassesIsFound() // RFC 4821 section 7
    {
        TcpPair pair;
        pair.drop = [](int, const wire::TcpRepr &, std::size_t length) { return length > 1'300; };
        TcpTransfer transfer{pair, 3'000'000};
        transfer.begin();
        while (transfer.written < transfer.size && pair.step())
            transfer.pump();
        const auto info = pair.sides[0].stack.info(transfer.client, pair.now);
        QVERIFY(info->sendMss > 1'280 && info->sendMss <= 1'300);
        QVERIFY(pair.sides[0].stack.counters().mtuProbes >= 4);
        QVERIFY(transfer.run(base::Duration::seconds(60)));
    }
};

QTEST_APPLESS_MAIN(PathMtuTest)
#include "tst_path_mtu.moc"
