// Timestamps (RFC 7323 sections 3 to 5): what is echoed, PAWS, and what is not asked of segments without them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tcp_bench.h"

#include <QTest>

using namespace hopyard;
using namespace hopyard::test;

namespace {
QString q(const std::string &s) { return QString::fromStdString(s); }
} // namespace

class TimestampsTest : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_bench = std::make_unique<TcpBench>();
        m_bench->accept("mss 1460 sackOK ts 100:0 wscale 7"); // the handshake's ACK said 101
    }

    /// Segments in order, each with the TSecr of what it brings forth; -1: it brings nothing.
    void echo_data()
    {
        QTest::addColumn<QStringList>("segments");
        QTest::addColumn<QList<int>>("echoes");
        QTest::newRow("the newest in order")
            << QStringList{"PA 1 len 10 ack 1 ts 200:0", "PA 11 len 10 ack 1 ts 300:0"} << QList<int>{200, 300};
        // Section 4.3: not of a segment ahead of a gap; of the one that fills it.
        QTest::newRow("a gap") << QStringList{"PA 1 len 10 ack 1 ts 200:0", "PA 21 len 10 ack 1 ts 300:0",
                                              "PA 11 len 10 ack 1 ts 290:0"}
                               << QList<int>{200, 200, 290};
        QTest::newRow("a duplicate with a newer one")
            << QStringList{"PA 1 len 10 ack 1 ts 200:0", "PA 1 len 10 ack 1 ts 300:0"} << QList<int>{200, 300};
    }
    void echo()
    {
        QFETCH(QStringList, segments);
        QFETCH(QList<int>, echoes);
        for (int i = 0; i < segments.size(); ++i) {
            m_bench->inject(segments[i].toStdString());
            QVERIFY(!m_bench->nextShort().empty());
            QCOMPARE(int(m_bench->last.timestamps->echo), echoes[i]);
        }
    }

    void paws_data()
    {
        QTest::addColumn<QString>("arrives");
        QTest::addColumn<QString>("answer");
        QTest::addColumn<int>("queued");
        QTest::newRow("newer") << "PA 1 len 10 ack 1 ts 102:0" << "A 1 ack 11" << 10;
        QTest::newRow("the same") << "PA 1 len 10 ack 1 ts 101:0" << "A 1 ack 11" << 10;
        QTest::newRow("older") << "PA 1 len 10 ack 1 ts 99:0" << "A 1 ack 1" << 0;
        QTest::newRow("wrapped, newer") << "PA 1 len 10 ack 1 ts 2147483000:0" << "A 1 ack 11" << 10;
        QTest::newRow("wrapped, older") << "PA 1 len 10 ack 1 ts 4294967295:0" << "A 1 ack 1" << 0;
        QTest::newRow("without timestamps") << "PA 1 len 10 ack 1" << "A 1 ack 11" << 10;
    }
    void paws()
    {
        QFETCH(QString, arrives);
        QFETCH(QString, answer);
        QFETCH(int, queued);
        m_bench->inject(arrives.toStdString());
        QCOMPARE(q(m_bench->allShort()), answer);
        QCOMPARE(int(m_bench->stack.receiveQueueSize(m_bench->connection)), queued);
        QCOMPARE(m_bench->stack.counters().pawsRejected, queued == 0 ? 1u : 0u);
    }

    void anOldResetIsStillAReset()
    {
        m_bench->inject("R 1 ts 50:0");
        QCOMPARE(q(m_bench->stateName()), "CLOSED");
    }

    void afterTwentyFourDaysNothingIsOld() // section 5.5
    {
        m_bench->advance(base::Duration::seconds(25 * 86'400));
        m_bench->inject("PA 1 len 10 ack 1 ts 5:0");
        QCOMPARE(int(m_bench->stack.receiveQueueSize(m_bench->connection)), 10);
    }

    void theClockHasMilliseconds()
    {
        m_bench->write(1);
        m_bench->next();
        const std::uint32_t first = m_bench->last.timestamps->value;
        m_bench->inject("A 1 ack 2 ts 102:0");
        m_bench->advanceMs(1'234);
        m_bench->write(1);
        m_bench->next();
        QCOMPARE(m_bench->last.timestamps->value - first, 1'234u);
    }

    void oneClockForEachPairOfHosts()
    {
        TcpBench b;
        std::uint32_t values[2];
        for (int i = 0; i < 2; ++i) {
            b.own.port = static_cast<std::uint16_t>(100 + i);
            QVERIFY(b.stack.connect(b.ip, {}, b.own, b.peer));
            b.next();
            values[i] = b.last.timestamps->value;
        }
        QCOMPARE(values[0], values[1]);
        b.peer.address = base::Ipv4Address(192, 0, 2, 9);
        QVERIFY(b.stack.connect(b.ip, {}, b.own, b.peer));
        b.next();
        QVERIFY(b.last.timestamps->value != values[0]);
    }

private:
    std::unique_ptr<TcpBench> m_bench;
};

QTEST_APPLESS_MAIN(TimestampsTest)
#include "tst_timestamps.moc"
