// World time from wall time, with the wall handed in.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/clock.h"

#include <QtTest/QtTest>

#include <cmath>

using namespace hopyard;
using engine::Clock;
using base::TimePoint;

class TestClock : public QObject {
    Q_OBJECT
private slots:
    void standsUntilItIsResumed()
    {
        Clock clock;
        QCOMPARE(clock.worldAt(5'000).ns(), std::int64_t(0));
        QCOMPARE(clock.wallFor(TimePoint::fromNs(1)), Clock::kNoWall);
        clock.resume(5'000);
        QCOMPARE(clock.worldAt(5'000).ns(), std::int64_t(0));
        QCOMPARE(clock.worldAt(5'007).ns(), std::int64_t(7));
    }

    void neverGoesBackWhenTheWallDoes()
    {
        Clock clock;
        clock.resume(5'000);
        QCOMPARE(clock.worldAt(4'000).ns(), std::int64_t(0));
    }

    void pauseTakesNoWorldTime()
    {
        Clock clock;
        clock.resume(0);
        clock.pause(100);
        QCOMPARE(clock.worldAt(1'000).ns(), std::int64_t(100));
        clock.resume(1'000);
        QCOMPARE(clock.worldAt(1'001).ns(), std::int64_t(101));
        clock.resume(2'000); // again: nothing happens
        QCOMPARE(clock.worldAt(1'001).ns(), std::int64_t(101));
    }

    void speedChangesWithoutAJump()
    {
        Clock clock;
        clock.resume(0);
        clock.setSpeed(1'000, 0.5);
        QCOMPARE(clock.worldAt(1'000).ns(), std::int64_t(1'000));
        QCOMPARE(clock.worldAt(2'000).ns(), std::int64_t(1'500));
        clock.setSpeed(2'000, 100);
        QCOMPARE(clock.worldAt(2'000).ns(), std::int64_t(1'500));
        QCOMPARE(clock.worldAt(2'010).ns(), std::int64_t(2'500));
    }

    void speedWhilePausedCountsFromTheResume()
    {
        Clock clock;
        clock.setSpeed(0, 2);
        clock.resume(500);
        QCOMPARE(clock.worldAt(510).ns(), std::int64_t(20));
    }

    void speedHasLimits()
    {
        Clock clock;
        clock.setSpeed(0, 1e9);
        QCOMPARE(clock.speed(), Clock::kMaxSpeed);
        clock.setSpeed(0, 0);
        QCOMPARE(clock.speed(), Clock::kMinSpeed);
        clock.setSpeed(0, std::nan(""));
        QCOMPARE(clock.speed(), 1.0);
    }

    void moveTo()
    {
        Clock clock;
        clock.resume(0);
        clock.moveTo(1'000, TimePoint::fromNs(10));
        QCOMPARE(clock.worldAt(1'000).ns(), std::int64_t(10));
        QCOMPARE(clock.worldAt(1'005).ns(), std::int64_t(15));
    }

    void wallForIsTheFirstMomentAtWhichItIsReached_data()
    {
        QTest::addColumn<double>("speed");
        for (const double speed : {0.01, 0.1, 1.0 / 3, 0.5, 1.0, 3.0, 7.7, 1000.0})
            QTest::newRow(qPrintable(QString::number(speed))) << speed;
    }
    void wallForIsTheFirstMomentAtWhichItIsReached()
    {
        QFETCH(double, speed);
        Clock clock;
        clock.resume(123);
        clock.setSpeed(456, speed);
        for (const std::int64_t ns : std::initializer_list<std::int64_t>{1, 2, 3, 999, 1'000'000, 86'400'000'000'000}) {
            const TimePoint t = TimePoint::fromNs(333 + ns);
            const auto wall = clock.wallFor(t);
            QVERIFY(clock.worldAt(wall) >= t);
            QVERIFY(clock.worldAt(wall - 1) < t);
        }
    }

    void whatIsOverIsDueAtOnceAndNeverIsNever()
    {
        Clock clock;
        clock.resume(100);
        QVERIFY(clock.wallFor(TimePoint::fromNs(-5)) <= 100);
        QCOMPARE(clock.wallFor(TimePoint::never()), Clock::kNoWall);
        clock.setSpeed(100, 0.01);
        QCOMPARE(clock.wallFor(TimePoint::fromNs(std::numeric_limits<std::int64_t>::max() - 1)), Clock::kNoWall);
        clock.setSpeed(100, 1000);
        QVERIFY(clock.worldAt(std::numeric_limits<std::int64_t>::max() - 1).isNever());
    }
};

QTEST_APPLESS_MAIN(TestClock)
#include "tst_clock.moc"
