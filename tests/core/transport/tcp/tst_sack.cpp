// What the receiver tells of data ahead of a gap (RFC 2018 section 4) and of what came twice (RFC 2883); and the queue
// behind it, against a simple model.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tcp_bench.h"

#include <QTest>

using namespace hopyard;
using namespace hopyard::test;

namespace {
QString q(const std::string &s) { return QString::fromStdString(s); }
} // namespace

class SackTest : public QObject {
    Q_OBJECT
private slots:
    void blocks_data()
    {
        QTest::addColumn<QStringList>("arrives");
        QTest::addColumn<QString>("last");
        const QString one = "A 101 len 100 ack 1", two = "A 301 len 100 ack 1", three = "A 501 len 100 ack 1",
                      four = "A 701 len 100 ack 1", five = "A 901 len 100 ack 1";
        QTest::newRow("one block") << QStringList{one} << "A 1 ack 1 sack 101-201";
        QTest::newRow("the newest first") << QStringList{one, two} << "A 1 ack 1 sack 301-401,101-201";
        QTest::newRow("a block grows") << QStringList{one, two, "A 201 len 50 ack 1"}
                                       << "A 1 ack 1 sack 101-251,301-401";
        QTest::newRow("two become one") << QStringList{one, two, "A 201 len 100 ack 1"} << "A 1 ack 1 sack 101-401";
        QTest::newRow("four at most") << QStringList{one, two, three, four, five}
                                      << "A 1 ack 1 sack 901-1001,701-801,501-601,301-401";
        QTest::newRow("a gap is filled") << QStringList{one, two, "A 1 len 100 ack 1"} << "A 1 ack 201 sack 301-401";
        QTest::newRow("all gaps are filled") << QStringList{one, "A 1 len 100 ack 1"} << "A 1 ack 201";
        QTest::newRow("D-SACK of something acknowledged") << QStringList{"A 1 len 100 ack 1", "A 1 len 100 ack 1"}
                                                          << "A 1 ack 101 sack 1-101";
        QTest::newRow("D-SACK of something ahead") << QStringList{one, one} << "A 1 ack 1 sack 101-201,101-201";
        QTest::newRow("D-SACK of a part")
            << QStringList{"A 1 len 100 ack 1", "A 51 len 100 ack 1"} << "A 1 ack 151 sack 51-101";
        QTest::newRow("D-SACK inside a block") << QStringList{"A 101 len 300 ack 1", "A 201 len 100 ack 1"}
                                               << "A 1 ack 1 sack 201-301,101-401";
        QTest::newRow("a FIN twice") << QStringList{"FA 1 ack 1", "FA 1 ack 1"} << "A 1 ack 2 sack 1-2";
    }
    void blocks()
    {
        QFETCH(QStringList, arrives);
        QFETCH(QString, last);
        TcpBench b;
        b.accept("mss 1000 sackOK");
        QString text;
        for (const QString &segment : arrives) {
            b.inject(segment.toStdString());
            while (!b.ip.sent.empty()) {
                const QString whole = q(b.next());
                text = whole.section(" win ", 0, 0);
                if (whole.contains(" sack "))
                    text += " sack " + whole.section(" sack ", 1);
            }
        }
        QCOMPARE(text, last);
    }

    void threeBlocksBesideTimestamps()
    {
        TcpBench b;
        b.accept("mss 1000 sackOK ts 1:0");
        for (int i = 0; i < 5; ++i)
            b.inject("A " + std::to_string(101 + 200 * i) + " len 100 ack 1 ts 200:0");
        while (!b.ip.sent.empty())
            b.next();
        QCOMPARE(int(b.last.sackCount), 3);
    }

    void noneWithoutLeave()
    {
        TcpBench b;
        b.accept("mss 1000");
        b.inject("A 101 len 100 ack 1");
        QVERIFY(!b.next().empty());
        QCOMPARE(int(b.last.sackCount), 0);
    }

    void dsackCanBeTurnedOff()
    {
        TcpBench b;
        b.stack.nodeSettings().dsack = false;
        b.accept("mss 1000 sackOK");
        b.inject("A 1 len 100 ack 1");
        b.inject("A 1 len 100 ack 1");
        while (!b.ip.sent.empty())
            b.next();
        QCOMPARE(int(b.last.sackCount), 0);
    }

    void blocksMakeFullSegmentsShorter()
    {
        TcpBench b;
        b.accept("mss 1000 sackOK");
        b.inject("A 101 len 100 ack 1");
        b.ip.sent.clear();
        b.write(2'000);
        b.next();
        QCOMPARE(int(b.last.sackCount), 1);
        QCOMPARE(int(b.lastSegmentSize), 988);
    }

    void anyOrderGivesTheStream() // against the stream itself: random pieces, overlaps, repeats
    {
        for (std::uint64_t seed = 1; seed <= 40; ++seed) {
            base::Random random(seed);
            TcpBench b;
            b.accept("mss 1460 sackOK wscale 7");
            constexpr std::uint32_t kSize = 20'000;
            std::vector<std::uint8_t> got;
            for (int i = 0; i < 4'000 && got.size() < kSize; ++i) {
                const std::uint32_t behind =
                    static_cast<std::uint32_t>(got.size() + b.stack.receiveQueueSize(b.connection));
                const auto reach = static_cast<std::uint32_t>(
                    std::max<std::int64_t>(1, std::min<std::int64_t>(kSize - 1, behind + 4'000)));
                const auto from = static_cast<std::uint32_t>(random.below(reach + 1));
                const auto length = static_cast<std::uint32_t>(
                    std::min<std::uint64_t>(1 + random.below(900), kSize - std::min(from, kSize - 1)));
                b.inject("A " + std::to_string(1 + from) + " len " + std::to_string(length) + " ack 1");
                while (!b.ip.sent.empty()) {
                    b.next();
                    for (std::size_t k = 0; k < b.last.sackCount;
                         ++k) // what is told is in order and beyond the ACK, or a duplicate
                        QVERIFY(static_cast<std::int32_t>(b.last.sackBlocks[k].right - b.last.sackBlocks[k].left) > 0);
                }
                if (random.chance(0.3))
                    while (b.read(1 + random.below(3'000)) && !b.readBytes.empty())
                        got.insert(got.end(), b.readBytes.begin(), b.readBytes.end());
            }
            for (std::uint32_t at = 0; at < kSize; at += 1'000) // what chance left out
                b.inject("A " + std::to_string(1 + at) + " len 1000 ack 1");
            while (b.read(5'000) && !b.readBytes.empty())
                got.insert(got.end(), b.readBytes.begin(), b.readBytes.end());
            QCOMPARE(got.size(), std::size_t(kSize));
            for (std::size_t i = 0; i < got.size(); ++i)
                if (got[i] != streamByte(i))
                    QFAIL("wrong byte");
            b.ip.sent.clear();
            QCOMPARE(b.pool->pagesInUse(), std::size_t(0));
        }
    }
};

QTEST_APPLESS_MAIN(SackTest)
#include "tst_sack.moc"
