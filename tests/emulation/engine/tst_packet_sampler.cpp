// A budget of samples spread evenly over a stream whose length nobody knows.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/packet_sampler.h"

#include <QtTest/QtTest>

using hopyard::engine::PacketSampler;

class TestPacketSampler : public QObject {
    Q_OBJECT
private slots:
    void spread_data()
    {
        QTest::addColumn<int>("budget");
        QTest::addColumn<int>("count");
        for (const int budget : {1, 2, 3, 10, 2000})
            for (const int count : {0, 1, 2, 3, 9, 10, 11, 1999, 2000, 2001, 100'000})
                QTest::addRow("%d of %d", budget, count) << budget << count;
    }
    void spread()
    {
        QFETCH(int, budget);
        QFETCH(int, count);
        PacketSampler<int> sampler(static_cast<std::size_t>(budget));
        for (int round = 0; round < 3; ++round) { // later rounds begin with the stride of the one before
            for (int i = 0; i < count; ++i)
                sampler.offer([i] { return i; });
            const auto &kept = sampler.kept();
            const int n = static_cast<int>(kept.size());
            QCOMPARE(sampler.seen(), std::uint64_t(count));
            QVERIFY(n <= budget);
            QVERIFY(n >= std::min(count, (budget + 1) / 2));
            if (round == 0 && count <= budget)
                QCOMPARE(n, count);
            for (int i = 2; i < n; ++i)
                QCOMPARE(kept[i] - kept[i - 1], kept[1] - kept[0]);
            sampler.clear();
            QCOMPARE(sampler.seen(), std::uint64_t(0));
        }
    }

    void afterAFloodAllOfATrickleIsKeptAgain()
    {
        PacketSampler<int> sampler(10);
        for (int i = 0; i < 1'000; ++i)
            sampler.offer([i] { return i; });
        sampler.clear();
        sampler.offer([] { return 1; });
        sampler.clear();
        for (int i = 0; i < 10; ++i)
            sampler.offer([i] { return i; });
        QCOMPARE(sampler.kept().size(), std::size_t(10));
    }

    void noBudgetOnlyCounts()
    {
        PacketSampler<int> sampler(0);
        sampler.offer([]() -> int { qFatal("must not be made"); });
        QCOMPARE(sampler.seen(), std::uint64_t(1));
    }
};

QTEST_APPLESS_MAIN(TestPacketSampler)
#include "tst_packet_sampler.moc"
