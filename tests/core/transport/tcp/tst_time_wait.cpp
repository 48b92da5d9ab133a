// TIME-WAIT (RFC 9293 sections 3.6.1 and 3.10.7.4): how long, what restarts or ends it, and when a new connection may
// take its place (RFC 6191; RFC 1122 section 4.2.2.13).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tcp_bench.h"

#include <QTest>

using namespace hopyard;
using namespace hopyard::test;

namespace {

QString q(const std::string &s) { return QString::fromStdString(s); }

/// A connection that we closed first: its record waits, nobody else knows it. Numbers: ours 2, theirs 2.
void reach(TcpBench &b, const std::string &options)
{
    const std::string stamps = options.find("ts") == std::string::npos ? "" : " ts 1000:0";
    b.accept(options);
    b.stack.close(b.ip, b.connection);
    b.inject("A 1 ack 2" + stamps);
    b.inject("FA 1 ack 2" + stamps);
    b.ip.sent.clear();
}

bool isWaiting(const TcpBench &b)
{
    const auto all = b.stack.connections();
    return !all.empty() && all.back().state == tcp::TcpState::timeWait;
}

} // namespace

class TimeWaitTest : public QObject {
    Q_OBJECT
private slots:
    void lastsTwoSegmentLifetimes()
    {
        TcpBench b;
        reach(b, "mss 1460");
        b.advanceMs(59'999);
        QVERIFY(isWaiting(b));
        QVERIFY(b.stack.isLocalInUse(b.own));
        b.advanceMs(2);
        QVERIFY(!isWaiting(b));
    }

    void segments_data()
    {
        QTest::addColumn<QString>("options");
        QTest::addColumn<QString>("arrives");
        QTest::addColumn<QString>("answer");
        QTest::addColumn<bool>("stays");
        QTest::newRow("their FIN again") << "mss 1460" << "FA 1 ack 2" << "A 2 ack 2" << true;
        QTest::newRow("the last ACK again") << "mss 1460" << "A 2 ack 2" << "" << true;
        QTest::newRow("old data") << "mss 1460" << "PA 1 len 1 ack 1" << "A 2 ack 2" << true;
        QTest::newRow("data beyond") << "mss 1460" << "PA 5000 len 10 ack 2" << "A 2 ack 2" << true;
        QTest::newRow("RST at RCV.NXT") << "mss 1460" << "R 2" << "" << false;
        QTest::newRow("RST elsewhere") << "mss 1460" << "R 3" << "" << true;
        QTest::newRow("an old SYN") << "mss 1460" << "S 0 mss 1460" << "A 2 ack 2" << true;
        QTest::newRow("a new SYN") << "mss 1460" << "S 70000 mss 1460" << "SA 65539 ack 70001" << false;
        QTest::newRow("a SYN with an old number and a newer timestamp")
            << "mss 1460 ts 1:0" << "S 1 mss 1460 ts 2000:0" << "SA 65539 ack 2" << false;
        QTest::newRow("a SYN with a new number and an older timestamp")
            << "mss 1460 ts 1:0" << "S 70000 mss 1460 ts 500:0" << "A 2 ack 2" << true;
    }
    void segments()
    {
        QFETCH(QString, options);
        QFETCH(QString, arrives);
        QFETCH(QString, answer);
        QFETCH(bool, stays);
        TcpBench b;
        reach(b, options.toStdString());
        const std::uint32_t ours = b.ourFirst;
        b.inject(arrives.toStdString());
        QString text = q(b.nextShort());
        if (!text.isEmpty()
            && b.last.flags.has(TcpFlags::syn)) // told against its own number: say it against the old connection's
            text = "SA " + QString::number(b.last.sequence - ours) + " ack "
                   + QString::number(b.last.acknowledgement - b.peerFirst);
        QCOMPARE(text, answer);
        QCOMPARE(isWaiting(b), stays);
    }

    void aRepeatedFinStartsItAnew()
    {
        TcpBench b;
        reach(b, "mss 1460");
        b.advanceMs(50'000);
        b.inject("FA 1 ack 2");
        b.advanceMs(59'999);
        QVERIFY(isWaiting(b));
        b.advanceMs(2);
        QVERIFY(!isWaiting(b));
    }

    void resetsMayBeIgnored() // RFC 1337, as an option
    {
        TcpBench b;
        b.stack.nodeSettings().timeWaitIgnoresReset = true;
        reach(b, "mss 1460");
        b.inject("R 2");
        QVERIFY(isWaiting(b));
    }

    void answersAreSeldom()
    {
        TcpBench b;
        reach(b, "mss 1460");
        for (int i = 0; i < 10; ++i) {
            b.inject("PA 5000 len 10 ack 2");
            b.advanceMs(100);
        }
        QCOMPARE(q(b.allShort()), "A 2 ack 2 | A 2 ack 2");
    }

    void ourOwnNewConnection() // RFC 6191 section 3, and Linux's tcp_tw_reuse: a second later, with timestamps
    {
        TcpBench b;
        reach(b, "mss 1460 ts 1:0");
        QVERIFY(b.stack.isPairInUse(b.now, b.own, b.peer));
        QCOMPARE(q(errorOf(b.stack.connect(b.ip, {}, b.own, b.peer))), "EADDRINUSE");
        b.advanceMs(1'001);
        QVERIFY(!b.stack.isPairInUse(b.now, b.own, b.peer));
        const std::uint32_t ours = b.ourFirst;
        QVERIFY(b.stack.connect(b.ip, {}, b.own, b.peer));
        b.next();
        QCOMPARE(b.last.sequence - ours, 2u + 65'537u);
        QCOMPARE(b.stack.counters().timeWaitReused, 1u);
    }

    void notWithoutTimestamps()
    {
        TcpBench b;
        reach(b, "mss 1460");
        b.advanceMs(30'000);
        QCOMPARE(q(errorOf(b.stack.connect(b.ip, {}, b.own, b.peer))), "EADDRINUSE");
    }

    void theUserMayStillRead()
    {
        TcpBench b;
        b.accept("mss 1460");
        b.stack.shutdown(b.ip, b.connection, tcp::Direction::send);
        b.inject("A 1 ack 2");
        b.inject("FPA 1 len 10 ack 2");
        QCOMPARE(q(b.stateName()), "TIME-WAIT");
        QCOMPARE(b.stack.connections().size(), std::size_t(2));
        QCOMPARE(*b.read(100), std::size_t(10));
        QCOMPARE(*b.read(100), std::size_t(0));
        b.stack.close(b.ip, b.connection);
        QVERIFY(isWaiting(b));
        b.advanceMs(61'000);
        QVERIFY(!isWaiting(b));
    }

    void thereIsALimit()
    {
        TcpBench b;
        b.stack.nodeSettings().maxTimeWait = 3;
        b.listener = *b.stack.listen(b.settings, b.own, 8);
        for (std::uint16_t port = 1; port <= 5; ++port) {
            b.peer.port = port;
            reach(b, "mss 1460");
        }
        QCOMPARE(b.stack.connections().size(), std::size_t(4));
    }
};

QTEST_APPLESS_MAIN(TimeWaitTest)
#include "tst_time_wait.moc"
