// Two stacks and a path between them: what one writes the other reads, whatever the path does; and the connection ends
// on both sides.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tcp_transfer.h"

#include <QTest>

using namespace hopyard;
using namespace hopyard::test;

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
        QTest::newRow("two segments do not fit a packet") << 0 << 0.01 << 0.0 << 0.0 << 40'000 << true;
        QTest::newRow("one segment fills a packet") << 0 << 0.01 << 0.0 << 0.0 << 65'535 << true;
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
            TcpTransfer transfer{pair, 500'000};
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
        TcpTransfer transfer{pair, 200'000};
        transfer.begin();
        QVERIFY(transfer.run(base::Duration::seconds(60)));
        pair.run(base::Duration::seconds(200));
        QCOMPARE(pair.pool->pagesInUse(), std::size_t(0));
    }
};

QTEST_APPLESS_MAIN(TransferTest)
#include "tst_transfer.moc"
