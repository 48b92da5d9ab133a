// The connection is a value: it is taken out of its stack and put back after every single event of a transfer under
// loss, on alternating sides, and nobody notices: not one packet differs from the run in which nothing is moved.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tcp_transfer.h"

#include <QTest>

using namespace hopyard;
using namespace hopyard::test;

namespace {

TestPath roughPath()
{
    TestPath path;
    path.loss = 0.03;
    path.duplicate = 0.02;
    path.reorder = 0.05;
    return path;
}

/// Takes the connection out and puts it back; false where that fails.
bool move(TcpPair::Side &side, tcp::ConnectionId &id)
{
    auto state = side.stack.extract(id);
    if (!state)
        return false;
    const auto back = side.stack.insert(*side.ip, std::move(*state));
    if (back)
        id = *back;
    return back.has_value();
}

} // namespace

class StateValueTest : public QObject {
    Q_OBJECT
private slots:
    void takenOutAndPutBackAtEveryPoint_data()
    {
        QTest::addColumn<quint64>("seed");
        for (quint64 seed = 1; seed <= 8; ++seed)
            QTest::addRow("seed %d", int(seed)) << seed;
    }
    void takenOutAndPutBackAtEveryPoint()
    {
        QFETCH(quint64, seed);
        std::vector<std::string> logs[2];
        int moves = 0;
        for (int moved = 0; moved < 2; ++moved) {
            TcpPair pair(roughPath(), seed);
            pair.keepLog = true;
            TcpTransfer transfer{pair, 200'000};
            transfer.begin();
            transfer.pump();
            const base::TimePoint end = pair.now + base::Duration::seconds(600);
            for (int i = 0; pair.step(end); ++i) {
                transfer.pump();
                if (moved == 0)
                    continue;
                if (i % 2 == 0 && !transfer.closed) {
                    QVERIFY(move(pair.sides[0], transfer.client));
                    ++moves;
                } else if (i % 2 == 1 && transfer.server.isValid() && !transfer.ended) {
                    QVERIFY(move(pair.sides[1], transfer.server));
                    ++moves;
                }
            }
            QVERIFY(transfer.ended && transfer.right);
            QCOMPARE(transfer.read, transfer.size);
            logs[moved] = pair.log;
        }
        QVERIFY(moves > 100);
        QCOMPARE(logs[1].size(), logs[0].size());
        for (std::size_t i = 0; i < logs[0].size(); ++i)
            QCOMPARE(QString::fromStdString(logs[1][i]), QString::fromStdString(logs[0][i]));
    }

    void goesOnInAnotherStack()
    {
        TcpPair pair({}, 2);
        TcpTransfer transfer{pair, 300'000};
        transfer.begin();
        while (transfer.read < 100'000) {
            QVERIFY(pair.step());
            transfer.pump();
        }
        // The same host's address, on a Tcp that never saw the handshake.
        tcp::Tcp other(base::Random(99));
        auto state = pair.sides[1].stack.extract(transfer.server);
        QVERIFY(state);
        QVERIFY(!pair.sides[1].stack.state(transfer.server));
        transfer.server = *other.insert(*pair.sides[1].ip, std::move(*state));
        pair.sides[1].stack = other;
        QVERIFY(transfer.run(base::Duration::seconds(60)));
    }

    void aPairCannotBeThereTwice()
    {
        TcpBench bench;
        bench.accept();
        tcp::ConnectionState copy = *bench.stack.state(bench.connection);
        const auto refused = bench.stack.insert(bench.ip, copy);
        QCOMPARE(errorOf(refused), std::string("EADDRINUSE"));
    }

    void takenOutInTimeWait()
    {
        TcpBench bench;
        bench.accept();
        bench.stack.shutdown(bench.ip, bench.connection, tcp::Direction::send);
        bench.inject("A 1 ack 2");
        bench.inject("FA 1 ack 2");
        QCOMPARE(bench.stateName(), std::string("TIME-WAIT"));
        bench.ip.sent.clear();
        bench.advanceMs(10'000);
        auto state = bench.stack.extract(bench.connection);
        QVERIFY(state);
        bench.inject("FA 1 ack 2");
        QCOMPARE(bench.nextShort(), std::string("R 2")); // nobody is there; the listener refuses
        bench.connection = *bench.stack.insert(bench.ip, std::move(*state));
        bench.inject("FA 1 ack 2");
        QCOMPARE(bench.nextShort(), std::string("A 2 ack 2"));
        bench.advanceMs(59'999);
        QCOMPARE(bench.stateName(), std::string("TIME-WAIT"));
        bench.advanceMs(2);
        QCOMPARE(bench.stateName(), std::string("CLOSED"));
    }

    void aCopyOfTheStackIsACheckpoint()
    {
        TcpPair pair(roughPath(), 4);
        TcpTransfer transfer{pair, 100'000};
        transfer.begin();
        for (int i = 0; i < 60; ++i) {
            QVERIFY(pair.step());
            transfer.pump();
        }
        const tcp::Tcp checkpoint = pair.sides[1].stack;
        const auto before = pair.sides[1].stack.info(transfer.server, pair.now);
        for (int i = 0; i < 100; ++i) {
            pair.step();
            transfer.pump();
        }
        const auto then = checkpoint.info(transfer.server, pair.now);
        QCOMPARE(then->bytesReceived, before->bytesReceived);
        QVERIFY(pair.sides[1].stack.info(transfer.server, pair.now)->bytesReceived > before->bytesReceived);
    }
};

QTEST_APPLESS_MAIN(StateValueTest)
#include "tst_state_value.moc"
