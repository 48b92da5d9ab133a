// Urgent data (RFC 9293 section 3.8.5, RFC 6093): the pointer names the byte behind the urgent one, as everybody does
// it; the last urgent byte can be had apart (MSG_OOB) or in line (SO_OOBINLINE).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tcp_bench.h"

#include <QTest>

using namespace hopyard;
using namespace hopyard::test;

namespace {
QString q(const std::string &s) { return QString::fromStdString(s); }
constexpr tcp::ReceiveFlags kUrgent{false, true};
} // namespace

class UrgentTest : public QObject {
    Q_OBJECT
private slots:
    void sending()
    {
        TcpBench b;
        b.accept("mss 1000");
        b.write(10, {true, false});
        QCOMPARE(q(b.next()).section(" win", 0, 0), "PUA 1 len 10 ack 1");
        QCOMPARE(int(b.last.urgentPointer), 10);
        b.write(5, {true, false}); // urgent data does not wait for an ACK (Nagle)
        QCOMPARE(q(b.nextShort()), "PUA 11 len 5 ack 1");
        QCOMPARE(int(b.last.urgentPointer), 5);
        b.inject("A 1 ack 16");
        b.write(5);
        QCOMPARE(q(b.nextShort()), "PA 16 len 5 ack 1");
    }

    void announcedAheadOfTheData()
    {
        TcpBench b;
        b.accept("mss 1000", 500);
        b.write(400);
        b.allShort();
        b.write(300, {true, false}); // 100 fit the window at most
        b.inject("A 1 ack 401 win 250");
        b.allShort();
        b.inject("A 1 ack 651 win 500");
        const std::string text = b.nextShort();
        QVERIFY(q(text).contains("U"));
    }

    void receiving_data()
    {
        QTest::addColumn<bool>("inLine");
        QTest::addColumn<int>("pointer");
        QTest::addColumn<QList<int>>("reads"); ///< sizes of what read(100) gives, 0 for none
        QTest::addColumn<int>("urgentByte");   ///< its index in the stream, -1: invalid
        QTest::newRow("in the middle") << false << 4 << QList<int>{3, 6, 0} << 3;
        QTest::newRow("at the end") << false << 10 << QList<int>{9, 0} << 9;
        QTest::newRow("at the beginning") << false << 1 << QList<int>{9, 0} << 0;
        QTest::newRow("in line") << true << 4 << QList<int>{3, 7, 0} << -1;
        QTest::newRow("pointer of zero means nothing") << false << 0 << QList<int>{10, 0} << -1;
    }
    void receiving()
    {
        QFETCH(bool, inLine);
        QFETCH(int, pointer);
        QFETCH(QList<int>, reads);
        QFETCH(int, urgentByte);
        TcpBench b;
        b.settings.urgentInline = inLine;
        b.accept("mss 1000");
        b.inject("PUA 1 len 10 ack 1 urg " + std::to_string(pointer));
        QCOMPARE(b.stack.readiness(b.connection).priority, pointer > 0);
        for (const int n : reads) {
            const auto count = b.read(100);
            QCOMPARE(count ? int(*count) : 0, n);
        }
        const auto urgent = b.read(1, kUrgent);
        QCOMPARE(urgent.has_value(), urgentByte >= 0);
        if (urgentByte >= 0)
            QCOMPARE(b.readBytes[0], streamByte(static_cast<std::uint64_t>(urgentByte)));
        QCOMPARE(q(errorOf(b.read(1, kUrgent))), "EINVAL"); // once
    }

    void announcedAndNotThereYet()
    {
        TcpBench b;
        b.accept("mss 1000");
        b.inject("PUA 1 len 10 ack 1 urg 100");
        QVERIFY(b.stack.readiness(b.connection).priority);
        QCOMPARE(q(errorOf(b.read(1, kUrgent))), "EAGAIN");
        b.inject("PA 11 len 90 ack 1");
        QCOMPARE(*b.read(1, kUrgent), std::size_t(1));
        QCOMPARE(b.readBytes[0], streamByte(99));
        QCOMPARE(*b.read(200), std::size_t(99));
        QCOMPARE(q(errorOf(b.read(200))), "EAGAIN");
    }

    void withoutAnyThereIsNone()
    {
        TcpBench b;
        b.accept("mss 1000");
        QCOMPARE(q(errorOf(b.read(1, kUrgent))), "EINVAL");
    }

    void anOldPointerIsNotNews()
    {
        TcpBench b;
        b.accept("mss 1000");
        b.inject("PUA 1 len 10 ack 1 urg 4");
        QCOMPARE(*b.read(1, kUrgent), std::size_t(1));
        b.read(100);
        b.read(100);
        b.inject("PUA 1 len 10 ack 1 urg 4"); // sent again
        QCOMPARE(q(errorOf(b.read(1, kUrgent))), "EINVAL");
    }

    void betweenTwoStacks()
    {
        TcpPair pair;
        const auto listener = *pair.sides[1].stack.listen({}, pair.sides[1].at, 4);
        const auto client = *pair.sides[0].stack.connect(*pair.sides[0].ip, {}, pair.sides[0].at, pair.sides[1].at);
        pair.run(base::Duration::seconds(1));
        const auto server = pair.sides[1].stack.accept(listener);
        const std::vector<std::uint8_t> data{1, 2, 3, 4, 5};
        pair.sides[0].stack.send(*pair.sides[0].ip, client, data, {true, false});
        pair.run(base::Duration::seconds(1));
        std::uint8_t byte = 0;
        QCOMPARE(*pair.sides[1].stack.receive(*pair.sides[1].ip, server, base::MutableBytes(&byte, 1), kUrgent),
                 std::size_t(1));
        QCOMPARE(int(byte), 5);
        std::vector<std::uint8_t> rest(10);
        QCOMPARE(*pair.sides[1].stack.receive(*pair.sides[1].ip, server, rest), std::size_t(4));
    }
};

QTEST_APPLESS_MAIN(UrgentTest)
#include "tst_urgent.moc"
