// Blind attacks and half-open connections (RFC 5961; RFC 9293 sections 3.5.1 to 3.5.3; RFC 5927 for ICMP): what a
// forged or stray segment can do to an established connection, which is: nothing but a challenge.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tcp_bench.h"

#include <QTest>

using namespace hopyard;
using namespace hopyard::test;

namespace {
QString q(const std::string &s) { return QString::fromStdString(s); }
} // namespace

class ResetTest : public QObject {
    Q_OBJECT
private slots:
    void established_data()
    {
        QTest::addColumn<QString>("arrives");
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("state");
        QTest::newRow("RST at RCV.NXT") << "R 1" << "" << "CLOSED";
        QTest::newRow("RST in the window") << "R 2" << "A 1 ack 1" << "ESTABLISHED";
        QTest::newRow("RST at the window's end") << "R 60000" << "A 1 ack 1" << "ESTABLISHED";
        QTest::newRow("RST before the window") << "R 0" << "" << "ESTABLISHED";
        QTest::newRow("RST beyond the window") << "R 100000" << "" << "ESTABLISHED";
        QTest::newRow("RST and ACK of nothing sent") << "RA 1 ack 77777" << "" << "CLOSED"; // only the number counts
        QTest::newRow("SYN at RCV.NXT") << "S 1" << "A 1 ack 1" << "ESTABLISHED";
        QTest::newRow("SYN in the window") << "S 5000" << "A 1 ack 1" << "ESTABLISHED";
        QTest::newRow("SYN outside the window") << "S 1000000" << "A 1 ack 1" << "ESTABLISHED";
        QTest::newRow("the first SYN again") << "S 0 mss 1460" << "A 1 ack 1" << "ESTABLISHED";
        QTest::newRow("ACK of nothing sent") << "A 1 ack 5000" << "A 1 ack 1" << "ESTABLISHED";
        QTest::newRow("data with ACK of nothing sent") << "PA 1 len 5 ack 5000" << "A 1 ack 1" << "ESTABLISHED";
        QTest::newRow("ACK far too old") << "PA 1 len 5 ack 4294867296" << "A 1 ack 1" << "ESTABLISHED";
        QTest::newRow("no ACK at all") << "P 1 len 5" << "" << "ESTABLISHED";
        QTest::newRow("data beyond the window") << "PA 100000 len 5 ack 1" << "A 1 ack 1" << "ESTABLISHED";
        QTest::newRow("data before the window") << "PA 4294967000 len 5 ack 1" << "A 1 ack 1" << "ESTABLISHED";
    }
    void established()
    {
        QFETCH(QString, arrives);
        QFETCH(QString, answer);
        QFETCH(QString, state);
        TcpBench b;
        b.accept("mss 1460");
        b.inject(arrives.toStdString());
        QCOMPARE(q(b.allShort()), answer);
        QCOMPARE(q(b.stateName()), state);
        QCOMPARE(b.stack.receiveQueueSize(b.connection), std::size_t(0));
    }

    void whatTheUserHearsOfAReset()
    {
        TcpBench b;
        b.accept();
        b.inject("PA 1 len 4 ack 1");
        b.write(10);
        b.inject("RA 5 ack 1");
        QCOMPARE(b.stack.takeChanged().size(), std::size_t(1));
        const tcp::Readiness ready = b.stack.readiness(b.connection);
        QVERIFY(ready.error && ready.hangUp && ready.readable && ready.writable);
        QCOMPARE(*b.read(10), std::size_t(4)); // what came before can still be read
        QCOMPARE(q(errorOf(b.read(10))), "ECONNRESET");
        QCOMPARE(*b.read(10), std::size_t(0)); // told once
        QCOMPARE(q(errorOf(b.write(10))), "EPIPE");
    }

    void resetInCloseWaitIsABrokenPipe()
    {
        TcpBench b;
        b.accept();
        b.inject("FA 1 ack 1");
        b.inject("R 2");
        QCOMPARE(q(errorOf(b.write(10))), "EPIPE");
    }

    void rightEdgeOfWhatIsAheadCounts() // behind a gap the peer's SND.NXT may be all it knows
    {
        TcpBench b;
        b.accept();
        b.inject("PA 101 len 100 ack 1");
        b.ip.sent.clear();
        b.inject("R 201");
        QCOMPARE(q(b.stateName()), "CLOSED");
    }

    void challengesAreSeldom()
    {
        TcpBench b;
        b.accept();
        for (int i = 0; i < 10; ++i) {
            b.inject("S 5000");
            b.advanceMs(100);
        }
        QCOMPARE(q(b.allShort()), "A 1 ack 1 | A 1 ack 1"); // one in 500 ms
        QCOMPARE(b.stack.counters().challengeAcks, 2u);
    }

    void challengesOfANodeAreLimited()
    {
        TcpBench b;
        b.listener = *b.stack.listen(b.settings, b.own, 4'000);
        for (std::uint16_t port = 1; port <= 2'000; ++port) {
            b.peer.port = port;
            b.inject("S 0 mss 1460");
            b.next();
            b.inject("A 1 ack 1");
        }
        b.ip.sent.clear();
        for (std::uint16_t port = 1; port <= 2'000; ++port) {
            b.peer.port = port;
            b.inject("S 5000");
        }
        QVERIFY(b.ip.sent.size() >= 500);
        QVERIFY(b.ip.sent.size() < 1'500);
        QCOMPARE(b.stack.counters().challengeAcks, b.ip.sent.size());
    }

    void halfOpenIsDiscovered() // RFC 9293 figure 9: the peer has forgotten us and connects again
    {
        TcpBench b;
        b.accept("mss 1460");
        b.inject("S 400000 mss 1460");
        QCOMPARE(q(b.allShort()), "A 1 ack 1");
        b.inject("R 1"); // it does not know what that is
        QCOMPARE(q(b.stateName()), "CLOSED");
        b.peerFirst = 400'000;
        b.inject("S 0 mss 1460");
        QCOMPARE(q(b.nextShort()), "SA 0 ack 1");
    }

    void icmpAboutNothingUnderWay_data()
    {
        QTest::addColumn<quint32>("sequence");
        QTest::addColumn<bool>("believed");
        QTest::newRow("acknowledged") << quint32(0) << false;
        QTest::newRow("under way") << quint32(1) << true;
        QTest::newRow("the last byte") << quint32(100) << true;
        QTest::newRow("not sent yet") << quint32(101) << false;
    }
    void icmpAboutNothingUnderWay()
    {
        QFETCH(quint32, sequence);
        QFETCH(bool, believed);
        TcpBench b;
        b.accept();
        b.write(100);
        b.icmp(ip::ErrorKind::hostUnreachable, sequence);
        QCOMPARE(b.stack.takeError(b.connection).has_value(), believed);
        QCOMPARE(q(b.stateName()), "ESTABLISHED");
    }

    void noConnectionNoListener_data()
    {
        QTest::addColumn<QString>("arrives");
        QTest::addColumn<QString>("answer");
        QTest::newRow("SYN") << "S 0" << "RA 0 ack 1";
        QTest::newRow("data without ACK") << "P 5 len 10" << "RA 0 ack 15";
        QTest::newRow("FIN without ACK") << "F 5" << "RA 0 ack 6";
        QTest::newRow("ACK") << "A 5 ack 99" << "R 99";
        QTest::newRow("SYN-ACK") << "SA 5 ack 99" << "R 99";
        QTest::newRow("RST") << "R 5" << "";
        QTest::newRow("RST-ACK") << "RA 5 ack 99" << "";
    }
    void noConnectionNoListener()
    {
        QFETCH(QString, arrives);
        QFETCH(QString, answer);
        TcpBench b;
        b.inject(arrives.toStdString());
        QCOMPARE(q(b.allShort()), answer);
    }

    void farAwayIsDropped() // RFC 5082
    {
        TcpBench b;
        b.settings.minTtl = 254;
        b.peerTtl = 255;
        b.accept();
        b.peerTtl = 253;
        b.inject("R 1");
        QCOMPARE(q(b.stateName()), "ESTABLISHED");
        QCOMPARE(b.stack.counters().minTtlDropped, 1u);
        b.peerTtl = 254;
        b.inject("R 1");
        QCOMPARE(q(b.stateName()), "CLOSED");
    }
};

QTEST_APPLESS_MAIN(ResetTest)
#include "tst_reset.moc"
