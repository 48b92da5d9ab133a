// Two stacks and a path between them: what one writes the other reads, whatever the path does; and the connection ends
// on both sides.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tcp_bench.h"

#include <QTest>

using namespace hopyard;
using namespace hopyard::test;

namespace {

/// Writes `size` bytes on side 0, reads them on side 1, checks each, closes both.
struct Transfer {
    TcpPair &pair;
    std::uint64_t size;
    tcp::ConnectionId client{}, server{};
    tcp::ListenerId listener{};
    std::uint64_t written = 0, read = 0;
    bool right = true, ended = false, closed = false;

    void begin(const tcp::Settings &settings = {})
    {
        listener = *pair.sides[1].stack.listen(settings, pair.sides[1].at, 16);
        client = *pair.sides[0].stack.connect(*pair.sides[0].ip, settings, pair.sides[0].at, pair.sides[1].at);
    }
    void pump()
    {
        tcp::Tcp &a = pair.sides[0].stack;
        tcp::Tcp &b = pair.sides[1].stack;
        while (!closed && written < size) {
            std::vector<std::uint8_t> data(std::min<std::uint64_t>(size - written, 20'000));
            for (std::size_t i = 0; i < data.size(); ++i)
                data[i] = streamByte(written + i);
            const auto taken = a.send(*pair.sides[0].ip, client, data);
            if (!taken)
                break;
            written += *taken;
        }
        if (!closed && written == size) {
            a.close(*pair.sides[0].ip, client);
            closed = true;
        }
        if (!server.isValid())
            server = b.accept(listener);
        while (server.isValid() && !ended) {
            std::uint8_t buffer[8'192];
            const auto count = b.receive(*pair.sides[1].ip, server, buffer);
            if (!count)
                break;
            if (*count == 0) {
                ended = true;
                b.close(*pair.sides[1].ip, server);
            }
            for (std::size_t i = 0; i < *count; ++i)
                right = right && buffer[i] == streamByte(read + i);
            read += *count;
        }
    }
    bool run(base::Duration limit)
    {
        const base::TimePoint end = pair.now + limit;
        pump();
        while (!(ended && closed) && pair.step(end))
            pump();
        return ended && right && read == size;
    }
};

} // namespace

class TransferTest : public QObject {
    Q_OBJECT
private slots:
    void paths_data()
    {
        QTest::addColumn<int>("delayMs");
        QTest::addColumn<double>("loss");
        QTest::addColumn<double>("duplicate");
        QTest::addColumn<double>("reorder");
        QTest::addColumn<int>("mtu");
        QTest::addColumn<bool>("keepLarge");
        QTest::newRow("clean") << 5 << 0.0 << 0.0 << 0.0 << 1500 << false;
        QTest::newRow("clean, whole") << 5 << 0.0 << 0.0 << 0.0 << 1500 << true;
        QTest::newRow("no delay") << 0 << 0.0 << 0.0 << 0.0 << 1500 << false;
        QTest::newRow("loss 1 %") << 5 << 0.01 << 0.0 << 0.0 << 1500 << false;
        QTest::newRow("loss 10 %") << 5 << 0.1 << 0.0 << 0.0 << 1500 << false;
        QTest::newRow("loss 1 %, whole") << 5 << 0.01 << 0.0 << 0.0 << 1500 << true;
        QTest::newRow("duplicates") << 5 << 0.0 << 0.1 << 0.0 << 1500 << false;
        QTest::newRow("reordering") << 5 << 0.0 << 0.0 << 0.1 << 1500 << false;
        QTest::newRow("everything") << 20 << 0.03 << 0.05 << 0.1 << 1500 << false;
        QTest::newRow("small MTU") << 5 << 0.01 << 0.01 << 0.01 << 296 << false;
        QTest::newRow("jumbo") << 5 << 0.01 << 0.01 << 0.01 << 9000 << false;
        QTest::newRow("far") << 200 << 0.01 << 0.0 << 0.0 << 1500 << false;
    }
    void paths()
    {
        QFETCH(int, delayMs);
        QFETCH(double, loss);
        QFETCH(double, duplicate);
        QFETCH(double, reorder);
        QFETCH(int, mtu);
        QFETCH(bool, keepLarge);
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            TcpPair::Path path;
            path.delay = base::Duration::milliseconds(delayMs) + base::Duration::microseconds(50);
            path.loss = loss;
            path.duplicate = duplicate;
            path.reorder = reorder;
            path.mtu = static_cast<std::uint32_t>(mtu);
            path.keepLarge = keepLarge;
            TcpPair pair(path, seed);
            Transfer transfer{pair, 500'000};
            transfer.begin();
            QVERIFY(transfer.run(base::Duration::seconds(600)));
            pair.run(base::Duration::seconds(200));
            QVERIFY(pair.sides[0].stack.connections().empty()); // TIME-WAIT included
            QCOMPARE(pair.sides[1].stack.connections().size(), std::size_t(1)); // the listener
        }
    }

    void nothingIsLeftInThePool()
    {
        TcpPair pair({}, 3);
        Transfer transfer{pair, 200'000};
        transfer.begin();
        QVERIFY(transfer.run(base::Duration::seconds(60)));
        pair.run(base::Duration::seconds(200));
        QCOMPARE(pair.pool->pagesInUse(), std::size_t(0));
    }
};

QTEST_APPLESS_MAIN(TransferTest)
#include "tst_transfer.moc"
