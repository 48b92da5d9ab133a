// The window we offer (RFC 9293 section 3.8.6, RFC 7323 section 2, RFC 1122 section 4.2.3.3): never taken back, closed
// and opened in steps worth telling, grown with the reader; what does not fit is cut off.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tcp_bench.h"

#include <QTest>

using namespace hopyard;
using namespace hopyard::test;

namespace {
QString q(const std::string &s) { return QString::fromStdString(s); }
} // namespace

/// What the window is told in: our scale is 10.
constexpr std::uint32_t kUnit = 1 << 10;

class ReceiveWindowTest : public QObject {
    Q_OBJECT
private slots:
    void first_data()
    {
        QTest::addColumn<int>("receiveBuffer");
        QTest::addColumn<int>("clamp");
        QTest::addColumn<int>("mtu");
        QTest::addColumn<QString>("syn");
        QTest::newRow("by itself") << 0 << 0 << 1500 << "S 0 win 64240 mss 1460 sackOK ts wscale 10";
        QTest::newRow("jumbo frames") << 0 << 0 << 9000 << "S 0 win 62720 mss 8960 sackOK ts wscale 10";
        QTest::newRow("loopback") << 0 << 0 << 65535 << "S 0 win 65495 mss 65495 sackOK ts wscale 10";
        QTest::newRow("SO_RCVBUF 10,000") << 10'000 << 0 << 1500 << "S 0 win 8760 mss 1460 sackOK ts wscale 10";
        QTest::newRow("SO_RCVBUF 8 MB") << 8'388'608 << 0 << 1500 << "S 0 win 65535 mss 1460 sackOK ts wscale 10";
        QTest::newRow("TCP_WINDOW_CLAMP") << 0 << 30'000 << 1500 << "S 0 win 29200 mss 1460 sackOK ts wscale 0";
    }
    void first()
    {
        QFETCH(int, receiveBuffer);
        QFETCH(int, clamp);
        QFETCH(int, mtu);
        QFETCH(QString, syn);
        TcpBench b;
        b.ip.mtu = static_cast<std::uint32_t>(mtu);
        b.settings.receiveBuffer = static_cast<std::uint32_t>(receiveBuffer);
        b.settings.windowClamp = static_cast<std::uint32_t>(clamp);
        QVERIFY(b.stack.connect(b.ip, b.settings, b.own, b.peer));
        QCOMPARE(q(b.next()), syn);
    }

    void closesAndOpens()
    {
        TcpBench b;
        b.settings.receiveBuffer = 10'000;
        b.accept("mss 1000");
        const std::uint32_t offered = b.stack.info(b.connection, b.now)->receiveWindow;
        QVERIFY(offered >= 8'000 && offered <= 10'000);
        std::uint32_t at = 1;
        std::uint32_t edge = 1 + offered;
        while (at + 1'000 <= edge) { // the edge never moves back
            b.inject("A " + std::to_string(at) + " len 1000 ack 1");
            at += 1'000;
            while (!b.ip.sent.empty()) {
                b.next();
                QVERIFY(at + b.last.window >= edge);
                edge = at + b.last.window;
            }
        }
        b.advanceMs(300);
        b.ip.sent.clear();
        b.inject("A " + std::to_string(at) + " len 1000 ack 1"); // beyond: cut or refused
        b.inject("A " + std::to_string(at + 5'000) + " len 1000 ack 1");
        QVERIFY(b.stack.receiveQueueSize(b.connection) <= 10'000);
        b.ip.sent.clear();
        b.read(500);
        QCOMPARE(q(b.allShort()), ""); // not worth telling
        b.read(6'000);
        QVERIFY(q(b.nextShort()).startsWith("A 1 ack "));
        QVERIFY(b.last.window >= 5'000);
    }

    void aProbeOfAShutWindowIsAnswered()
    {
        TcpBench b;
        b.settings.receiveBuffer = 4'000;
        b.accept("mss 1000");
        std::uint32_t at = 1;
        for (; b.stack.info(b.connection, b.now)->receiveWindow > 0 && at < 10'000; at += 500)
            b.inject("A " + std::to_string(at) + " len 500 ack 1");
        b.advanceMs(500);
        const std::uint32_t next = b.stack.state(b.connection)->receive.next - tcp::Sequence(b.peerFirst);
        b.ip.sent.clear();
        b.inject("A " + std::to_string(next) + " len 1 ack 1"); // one byte, as old stacks do
        QVERIFY(q(b.next()).startsWith(q("A 1 ack " + std::to_string(next) + " win 0")));
        b.inject("A " + std::to_string(next - 1) + " ack 1"); // an old number, as Linux does
        QVERIFY(q(b.next()).startsWith(q("A 1 ack " + std::to_string(next) + " win 0")));
    }

    void growsWithTheReader()
    {
        TcpBench b;
        b.accept("mss 1460 sackOK ts 1:0 wscale 10");
        b.advanceMs(50);
        std::uint32_t at = 1;
        std::uint32_t stamp = 200;
        for (int round = 0; round < 12; ++round) {
            const std::uint32_t window = b.stack.info(b.connection, b.now)->receiveWindow;
            std::uint32_t echo = b.last.timestamps->value;
            for (std::uint32_t sent = 0; sent + 1'448 <= window; sent += 1'448) {
                b.inject("A " + std::to_string(at) + " len 1448 ack 1 ts " + std::to_string(stamp) + ':'
                         + std::to_string(echo));
                at += 1'448;
                b.read(1'448);
            }
            b.advanceMs(50);
            stamp += 50;
            while (!b.ip.sent.empty())
                b.next();
        }
        QVERIFY(b.stack.info(b.connection, b.now)->receiveWindow > 1'000'000);
        QVERIFY(b.stack.info(b.connection, b.now)->receiveWindow <= b.stack.nodeSettings().receiveBufferMax / 2 + kUnit);
    }

    void doesNotGrowWithoutAReader()
    {
        TcpBench b;
        b.accept("mss 1460 sackOK ts 1:0 wscale 10");
        std::uint32_t at = 1;
        for (int i = 0; i < 200; ++i) {
            b.inject("A " + std::to_string(at) + " len 1448 ack 1 ts 200:0");
            at += 1'448;
            b.advanceMs(1);
        }
        QVERIFY(b.stack.receiveQueueSize(b.connection) <= 65'536 + kUnit);
    }

    void aByteDoesNotHoldAPage() // many small segments take memory in proportion
    {
        TcpBench b;
        b.accept("mss 1460");
        for (std::uint32_t i = 1; i <= 20'000; ++i)
            b.inject("PA " + std::to_string(i) + " len 1 ack 1");
        b.ip.sent.clear();
        QCOMPARE(b.stack.receiveQueueSize(b.connection), std::size_t(20'000));
        QVERIFY(b.pool->pagesInUse() <= 6);
        std::vector<std::uint8_t> all;
        while (b.read(777) && !b.readBytes.empty())
            all.insert(all.end(), b.readBytes.begin(), b.readBytes.end());
        QCOMPARE(all.size(), std::size_t(20'000));
        for (std::size_t i = 0; i < all.size(); ++i)
            QCOMPARE(all[i], streamByte(i));
        b.ip.sent.clear();
        QCOMPARE(b.pool->pagesInUse(), std::size_t(0));
    }

    void holesDoNotHoldMuch() // every second byte, in a large window
    {
        TcpBench b;
        b.accept("mss 1460 sackOK");
        for (std::uint32_t i = 0; i < 30'000; ++i) {
            b.inject("PA " + std::to_string(3 + 2 * i) + " len 1 ack 1");
            b.ip.sent.clear();
        }
        QVERIFY(b.pool->pagesInUse() * 2'048 <= 2 * 65'536 + 65'536 + 4'096);
        b.inject("PA 1 len 2 ack 1");
        QVERIFY(b.stack.receiveQueueSize(b.connection) >= 3);
    }

    void singleBytesDoNotPushTheEdge()
    {
        TcpBench b;
        b.settings.receiveBuffer = 20'000;
        b.accept("mss 1460 wscale 10");
        for (std::uint32_t i = 1; i <= 30'000; ++i) {
            b.inject("PA " + std::to_string(i) + " len 1 ack 1");
            b.ip.sent.clear();
        }
        QVERIFY(b.stack.receiveQueueSize(b.connection) <= 20'000 + kUnit);
    }

    void peekAndConsume()
    {
        TcpBench b;
        b.accept("mss 1460");
        b.inject("PA 1 len 1000 ack 1");
        QCOMPARE(b.stack.peek(b.connection).size(), std::size_t(1'000));
        QCOMPARE(b.stack.peek(b.connection)[5], streamByte(5));
        b.stack.consume(b.ip, b.connection, 400);
        QCOMPARE(b.stack.peek(b.connection)[0], streamByte(400));
        QCOMPARE(*b.read(10, {true, false}), std::size_t(10)); // MSG_PEEK
        QCOMPARE(*b.read(1'000), std::size_t(600));
        QCOMPARE(b.readBytes[0], streamByte(400));
        QVERIFY(b.stack.peek(b.connection).empty());
    }
};

QTEST_APPLESS_MAIN(ReceiveWindowTest)
#include "tst_receive_window.moc"
