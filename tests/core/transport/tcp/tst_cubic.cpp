// CUBIC (RFC 9438): the curve, Reno's window beside it, fast convergence, and slow start's early end.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/congestion/cubic.h"

#include <QtTest>

#include <cmath>

using namespace hopyard;
using namespace transport::tcp;
using base::Duration;
using base::TimePoint;

namespace {
TimePoint ms(std::int64_t n) { return TimePoint::fromNs(n * 1'000'000); }

/// A window's worth of ACKs each `rtt` until `end`; the window at that time.
std::uint32_t grow(Cubic &cubic, CongestionWindow &w, std::int64_t from, std::int64_t end, std::int64_t rtt)
{
    for (std::int64_t t = from; t < end; t += rtt) {
        const std::uint32_t acks = w.segments;
        for (std::uint32_t i = 0; i < acks; ++i)
            cubic.onAcknowledged(TimePoint::fromNs((t * 1'000 + rtt * 1'000 * i / acks) * 1'000), w, 1);
    }
    return w.segments;
}
} // namespace

class CubicTest : public QObject {
    Q_OBJECT
private slots:
    void cubeRootIsExact()
    {
        for (std::uint64_t i : {0ull, 1ull, 2ull, 3ull, 10ull, 999ull, 1'000ull, 65'535ull, 1'000'000ull, 2'642'245ull}) {
            QCOMPARE(std::uint64_t(Cubic::cubeRoot(i * i * i)), i);
            if (i > 0)
                QCOMPARE(std::uint64_t(Cubic::cubeRoot(i * i * i - 1)), i - 1);
        }
        QCOMPARE(Cubic::cubeRoot(~std::uint64_t(0)), 2'642'245u);
    }

    void aLossTakesThreeTenths() // section 4.6
    {
        Cubic cubic;
        QCOMPARE(cubic.thresholdAfterLoss({100, 50, 0}), 70u);
        QCOMPARE(cubic.thresholdAfterLoss({2, 2, 0}), 2u);
    }

    void theCurveComesBackToTheOldWindowAfterK() // section 4.2: K = cbrt((W_max − cwnd) / C)
    {
        Cubic cubic;
        CongestionWindow w{1'000, 0, 0};
        w.segments = w.threshold = cubic.thresholdAfterLoss(w);
        const double k = std::cbrt(300 / 0.4); // 9.09 s
        const std::uint32_t half = grow(cubic, w, 0, std::int64_t(k * 500), 100);
        const double expectedHalf = 1'000 - 0.4 * std::pow(k / 2, 3);
        QVERIFY2(std::abs(half - expectedHalf) < 15, qPrintable(QString::number(half)));
        const std::uint32_t whole = grow(cubic, w, std::int64_t(k * 500), std::int64_t(k * 1'000), 100);
        QVERIFY2(std::abs(double(whole) - 1'000) < 15, qPrintable(QString::number(whole)));
        const std::uint32_t beyond = grow(cubic, w, std::int64_t(k * 1'000), std::int64_t(k * 1'000) + 5'000, 100);
        QVERIFY2(std::abs(double(beyond) - (1'000 + 0.4 * 125)) < 15, qPrintable(QString::number(beyond)));
    }

    void whereRttsAreShortRenoLeads() // section 4.3: W_est = 0.7 W + 9/17 a round trip
    {
        Cubic cubic;
        CongestionWindow w{40, 0, 0};
        w.segments = w.threshold = cubic.thresholdAfterLoss(w); // 28
        const std::uint32_t after = grow(cubic, w, 0, 20, 1);    // 20 round trips
        QVERIFY2(after >= 36 && after <= 40, qPrintable(QString::number(after)));
        const std::uint32_t later = grow(cubic, w, 20, 60, 1); // beyond the old window one segment a round trip
        QVERIFY2(later >= 70 && later <= 80, qPrintable(QString::number(later)));
    }

    void fastConvergenceGivesWay() // section 4.7
    {
        Cubic cubic;
        CongestionWindow w{1'000, 0, 0};
        cubic.thresholdAfterLoss(w);
        w.segments = w.threshold = 800;
        w.segments = w.threshold = cubic.thresholdAfterLoss(w); // 560, and the plateau 680 instead of 800
        const double k = std::cbrt(120 / 0.4);
        const std::uint32_t plateau = grow(cubic, w, 0, std::int64_t(k * 1'000), 100);
        QVERIFY2(std::abs(double(plateau) - 680) < 10, qPrintable(QString::number(plateau)));
    }

    void atMostHalfAsMuchAgainInARoundTrip() // section 4.4
    {
        Cubic cubic;
        CongestionWindow w{1'000, 0, 0};
        w.segments = w.threshold = cubic.thresholdAfterLoss(w);
        cubic.onAcknowledged(ms(0), w, 1);
        w.segments = w.threshold = 10; // far below the curve
        for (std::uint32_t i = 0; i < 10; ++i)
            cubic.onAcknowledged(ms(9'000), w, 1);
        QVERIFY(w.segments <= 15);
    }

    void timeWithoutDataDoesNotCount() // section 5.8
    {
        const auto windowAfterIdle = [](bool told) {
            Cubic cubic;
            CongestionWindow w{1'000, 0, 0};
            w.segments = w.threshold = cubic.thresholdAfterLoss(w);
            grow(cubic, w, 0, 1'000, 100);
            if (told)
                cubic.onIdleEnds(ms(31'000), Duration::seconds(30));
            return grow(cubic, w, 31'000, 31'300, 100);
        };
        QVERIFY(windowAfterIdle(true) < 900);
        QVERIFY(windowAfterIdle(false) > 1'000);
    }

    void slowStartEndsWhereTheRttRises() // HyStart, delay
    {
        Cubic cubic;
        CongestionWindow w{32, CongestionWindow::kNoThreshold, 0};
        for (int i = 0; i < 20; ++i) // the base, one ACK each 5 ms: no train
            cubic.onRtt(ms(i * 5), Duration::milliseconds(40), Sequence(100), Sequence(200), w);
        QVERIFY(w.isInSlowStart());
        for (int i = 0; i < 9; ++i)
            cubic.onRtt(ms(200 + i * 5), Duration::milliseconds(46), Sequence(300), Sequence(400), w);
        QCOMPARE(w.threshold, 32u);
    }

    void orWhereATrainOfAcksIsLong() // HyStart, ACK train
    {
        Cubic cubic;
        CongestionWindow w{64, CongestionWindow::kNoThreshold, 0};
        int t = 0;
        for (; t <= 20; ++t) {
            cubic.onRtt(ms(t), Duration::milliseconds(40), Sequence(100), Sequence(200), w);
            QVERIFY(w.isInSlowStart());
        }
        cubic.onRtt(ms(t), Duration::milliseconds(40), Sequence(100), Sequence(200), w);
        QVERIFY(!w.isInSlowStart());
    }

    void smallWindowsAreLeftAlone()
    {
        Cubic cubic;
        CongestionWindow w{15, CongestionWindow::kNoThreshold, 0};
        for (int i = 0; i < 100; ++i)
            cubic.onRtt(ms(i), Duration::milliseconds(i < 10 ? 20 : 90), Sequence(100), Sequence(200), w);
        QVERIFY(w.isInSlowStart());
    }
};

QTEST_APPLESS_MAIN(CubicTest)
#include "tst_cubic.moc"
