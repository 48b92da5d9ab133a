// A transfer under loss whose connection is moved after every single event, on alternating sides, beside the same one
// in which nothing is moved: not one packet may differ.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/tcp_transfer.h"

#include <QTest>

#include <string>
#include <vector>

namespace hopyard::test {

inline TestPath roughPath()
{
    TestPath path;
    path.loss = 0.03;
    path.duplicate = 0.02;
    path.reorder = 0.05;
    return path;
}

/// For a test's _data(): rows with a "seed".
inline void addSeeds(quint64 count)
{
    QTest::addColumn<quint64>("seed");
    for (quint64 seed = 1; seed <= count; ++seed)
        QTest::addRow("seed %d", int(seed)) << seed;
}

/// `move(pair, side, connection)` moves the connection of that side; false where that fails.
template <class Move>
void compareMoved(std::uint64_t seed, Move move)
{
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
                QVERIFY(move(pair, 0, transfer.client));
                ++moves;
            } else if (i % 2 == 1 && transfer.server.isValid() && !transfer.ended) {
                QVERIFY(move(pair, 1, transfer.server));
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

} // namespace hopyard::test
