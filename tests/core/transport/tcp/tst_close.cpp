// Closing (RFC 9293 sections 3.6 and 3.10.4): active, passive, both at once, half, by reset; what becomes of a
// connection whose user is gone (orphan), linger, and TIME-WAIT (tst_time_wait.cpp has its rules).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tcp_bench.h"

#include <QTest>

using namespace hopyard;
using namespace hopyard::test;

namespace {
QString q(const std::string &s) { return QString::fromStdString(s); }
} // namespace

class CloseTest : public QObject {
    Q_OBJECT
private slots:
    /// Steps: "close", "shutdown", "read", or a segment that arrives; each with what is sent and the state afterwards.
    void walks_data()
    {
        QTest::addColumn<QStringList>("steps");
        QTest::newRow("active") << QStringList{"shutdown", "FA 1 ack 1", "FIN-WAIT-1", //
                                               "A 1 ack 2", "", "FIN-WAIT-2",          //
                                               "FA 1 ack 2", "A 2 ack 2", "TIME-WAIT"};
        QTest::newRow("active, FIN and ACK at once") << QStringList{"shutdown", "FA 1 ack 1", "FIN-WAIT-1", //
                                                                    "FA 1 ack 2", "A 2 ack 2", "TIME-WAIT"};
        QTest::newRow("both at once") << QStringList{"shutdown", "FA 1 ack 1", "FIN-WAIT-1", //
                                                     "FA 1 ack 1", "A 2 ack 2", "CLOSING",   //
                                                     "A 2 ack 2", "", "TIME-WAIT"};
        QTest::newRow("passive") << QStringList{"FA 1 ack 1", "", "CLOSE-WAIT",       //
                                                "shutdown", "FA 1 ack 2", "LAST-ACK", //
                                                "A 2 ack 2", "", "CLOSED"};
        QTest::newRow("passive, with data") << QStringList{"FPA 1 len 10 ack 1", "", "CLOSE-WAIT",  //
                                                           "shutdown", "FA 1 ack 12", "LAST-ACK"};
        QTest::newRow("half closed: their data still comes")
            << QStringList{"shutdown",          "FA 1 ack 1", "FIN-WAIT-1", //
                           "A 1 ack 2",         "",           "FIN-WAIT-2", //
                           "PA 1 len 10 ack 2", "A 2 ack 11", "FIN-WAIT-2"};
        QTest::newRow("their FIN again") << QStringList{"FA 1 ack 1", "", "CLOSE-WAIT", //
                                                        "FA 1 ack 1", "A 1 ack 2", "CLOSE-WAIT"};
        QTest::newRow("FIN ahead of a gap") << QStringList{"FA 11 ack 1", "A 1 ack 1", "ESTABLISHED", //
                                                           "PA 1 len 10 ack 1", "A 1 ack 12", "CLOSE-WAIT"};
        QTest::newRow("reset while closing") << QStringList{"shutdown", "FA 1 ack 1", "FIN-WAIT-1", //
                                                            "R 1", "", "CLOSED"};
        QTest::newRow("data after their FIN") << QStringList{"FA 1 ack 1", "", "CLOSE-WAIT", //
                                                             "PA 2 len 5 ack 1", "A 1 ack 2", "CLOSE-WAIT"};
    }
    void walks()
    {
        QFETCH(QStringList, steps);
        TcpBench b;
        b.accept("mss 1460");
        for (int i = 0; i + 2 < steps.size(); i += 3) {
            if (steps[i] == "shutdown")
                QVERIFY(b.stack.shutdown(b.ip, b.connection, tcp::Direction::send));
            else
                b.inject(steps[i].toStdString());
            QCOMPARE(q(b.allShort()), steps[i + 1]);
            QCOMPARE(q(b.stateName()), steps[i + 2]);
        }
    }

    void theAckOfAFinWaitsForOurs() // as Linux: a close at once carries it
    {
        TcpBench b;
        b.accept("mss 1460");
        b.inject("FA 1 ack 1");
        QCOMPARE(q(b.allShort()), "");
        b.advanceMs(39);
        QCOMPARE(q(b.allShort()), "");
        b.advanceMs(2);
        QCOMPARE(q(b.allShort()), "A 1 ack 2");
    }

    void finBehindDataThatWaits()
    {
        TcpBench b;
        b.accept("mss 1000", 2'000);
        b.write(3'500); // more than the window
        b.stack.close(b.ip, b.connection);
        QCOMPARE(q(b.allShort()), "PA 1 len 2000 ack 1");
        b.inject("A 1 ack 2001 win 3000");
        QCOMPARE(q(b.allShort()), "FPA 2001 len 1500 ack 1"); // one packet of two segments, the FIN in the last
        QCOMPARE(int(b.lastSegmentSize), 1'000);
    }

    void afterShutdown()
    {
        TcpBench b;
        b.accept();
        b.stack.shutdown(b.ip, b.connection, tcp::Direction::send);
        QCOMPARE(q(errorOf(b.write(1))), "EPIPE");
        QVERIFY(b.stack.shutdown(b.ip, b.connection, tcp::Direction::send)); // again: nothing happens
        QCOMPARE(q(b.allShort()), "FA 1 ack 1");
        QCOMPARE(q(errorOf(b.read(10))), "EAGAIN");
        b.inject("FPA 1 len 3 ack 2");
        QCOMPARE(*b.read(10), std::size_t(3));
        QCOMPARE(*b.read(10), std::size_t(0));
        QCOMPARE(*b.read(10), std::size_t(0));
        QVERIFY(b.stack.readiness(b.connection).hangUp);
    }

    void shutdownOfReceiving()
    {
        TcpBench b;
        b.accept();
        b.stack.shutdown(b.ip, b.connection, tcp::Direction::receive);
        QCOMPARE(*b.read(10), std::size_t(0));
        QVERIFY(b.stack.readiness(b.connection).readable && b.stack.readiness(b.connection).peerClosed);
        QVERIFY(b.write(5));
    }

    void closeWithUnreadDataResets() // RFC 2525 section 2.17
    {
        TcpBench b;
        b.accept();
        b.inject("PA 1 len 10 ack 1");
        b.ip.sent.clear();
        b.stack.close(b.ip, b.connection);
        QCOMPARE(q(b.allShort()), "RA 1 ack 11");
        QCOMPARE(b.stack.connections().size(), std::size_t(1));
    }

    void lingerOfZeroResets()
    {
        TcpBench b;
        b.settings.linger = base::Duration();
        b.accept();
        b.write(10);
        b.ip.sent.clear();
        b.stack.close(b.ip, b.connection);
        QCOMPARE(q(b.allShort()), "RA 11 ack 1");
        QCOMPARE(b.stack.connections().size(), std::size_t(1));
    }

    void abortKeepsTheIdUntilClose()
    {
        TcpBench b;
        b.accept();
        b.stack.abort(b.ip, b.connection);
        QCOMPARE(q(b.allShort()), "RA 1 ack 1");
        QCOMPARE(q(b.stateName()), "CLOSED");
        QVERIFY(b.stack.state(b.connection));
        b.stack.close(b.ip, b.connection);
        QVERIFY(!b.stack.state(b.connection));
    }

    void dataForAnOrphanResets()
    {
        TcpBench b;
        b.accept();
        b.stack.close(b.ip, b.connection);
        QCOMPARE(q(b.allShort()), "FA 1 ack 1");
        b.inject("A 1 ack 2");
        b.inject("PA 1 len 10 ack 2");
        QCOMPARE(q(b.allShort()), "R 2");
        QCOMPARE(b.stack.connections().size(), std::size_t(1));
    }

    void anOrphanDoesNotWaitForever() // FIN-WAIT-2, tcp_fin_timeout
    {
        TcpBench b;
        b.accept();
        b.stack.close(b.ip, b.connection);
        b.inject("A 1 ack 2");
        QCOMPARE(b.stack.connections().back().state == tcp::TcpState::finWait2, true);
        b.advanceMs(59'999);
        QCOMPARE(b.stack.connections().size(), std::size_t(2));
        b.advanceMs(2);
        QCOMPARE(b.stack.connections().size(), std::size_t(1));
    }

    void aHalfClosedConnectionOfAUserDoes()
    {
        TcpBench b;
        b.accept();
        b.stack.shutdown(b.ip, b.connection, tcp::Direction::send);
        b.inject("A 1 ack 2");
        b.advanceMs(3'600'000);
        QCOMPARE(q(b.stateName()), "FIN-WAIT-2");
    }

    void closeInSynSent()
    {
        TcpBench b;
        b.connection = *b.stack.connect(b.ip, b.settings, b.own, b.peer);
        b.next();
        b.stack.close(b.ip, b.connection);
        QVERIFY(b.stack.connections().empty());
        QVERIFY(b.ip.sent.empty());
        QVERIFY(b.stack.nextDeadline().isNever());
    }

    void nothingIsLeftOfAClosedConnection()
    {
        TcpBench b;
        b.accept();
        b.inject("FA 1 ack 1");
        b.stack.close(b.ip, b.connection);
        b.inject("A 2 ack 2");
        QCOMPARE(b.stack.connections().size(), std::size_t(1));
        QVERIFY(!b.stack.state(b.connection));
        QCOMPARE(q(errorOf(b.read(1))), "EBADF");
        b.advanceMs(1'000);
        QVERIFY(b.stack.nextDeadline().isNever());
        QCOMPARE(b.pool->pagesInUse(), b.ip.sent.size());
    }
};

QTEST_APPLESS_MAIN(CloseTest)
#include "tst_close.moc"
