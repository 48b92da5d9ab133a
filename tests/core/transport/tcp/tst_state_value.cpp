// The connection is a value: it is taken out of its stack and put back after every single event of a transfer under
// loss, on alternating sides, and nobody notices: not one packet differs from the run in which nothing is moved.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/moved_transfer.h"

#include <QTest>

using namespace hopyard;
using namespace hopyard::test;

namespace {

/// Takes the connection out and puts it back; false where that fails.
bool move(TcpPair &pair, int at, tcp::ConnectionId &id)
{
    TcpPair::Side &side = pair.sides[at];
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
    void takenOutAndPutBackAtEveryPoint_data() { addSeeds(8); }
    void takenOutAndPutBackAtEveryPoint()
    {
        QFETCH(quint64, seed);
        compareMoved(seed, move);
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
        TcpTransfer transfer{pair, 1'000'000};
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
        const auto after = pair.sides[1].stack.info(transfer.server, pair.now);
        QVERIFY(before && then && after); // the transfer goes on
        QCOMPARE(then->bytesReceived, before->bytesReceived);
        QVERIFY(after->bytesReceived > before->bytesReceived);
    }
};

QTEST_APPLESS_MAIN(StateValueTest)
#include "tst_state_value.moc"
