// Round-trip estimation clause by clause (RFC 6298), in literal numbers.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/rtt_estimator.h"

#include <QtTest>

using namespace hopyard;
using base::Duration;
using base::TimePoint;
using transport::tcp::RttEstimator;
using transport::tcp::Sequence;

namespace {
Duration ms(std::int64_t n) { return Duration::milliseconds(n); }
TimePoint at(std::int64_t n) { return TimePoint::fromNs(n * 1'000'000); }
RttEstimator estimator(std::int64_t minRto = 200) { return RttEstimator(ms(minRto), Duration::seconds(120)); }
} // namespace

class RttEstimatorTest : public QObject {
    Q_OBJECT
private slots:
    void beforeAnySampleItIsOneSecond() // section 2.1
    {
        QCOMPARE(estimator().rto().ns(), Duration::seconds(1).ns());
        QVERIFY(!estimator().hasSample());
    }

    void theFirstSample() // section 2.2: SRTT = R, RTTVAR = R/2, RTO = SRTT + 4 RTTVAR
    {
        RttEstimator e = estimator();
        e.sample(ms(400), Sequence(1), Sequence(1));
        QCOMPARE(e.smoothed().ns(), ms(400).ns());
        QCOMPARE(e.variation().ns(), ms(200).ns());
        QCOMPARE(e.rto().ns(), ms(1'200).ns());
    }

    void laterSamples() // section 2.3: 7/8 SRTT + 1/8 R, 3/4 RTTVAR + 1/4 |SRTT − R|
    {
        RttEstimator e = estimator();
        e.sample(ms(400), Sequence(1), Sequence(1));
        e.sample(ms(800), Sequence(1), Sequence(1));
        QCOMPARE(e.smoothed().ns(), ms(450).ns());
        QCOMPARE(e.variation().ns(), ms(250).ns());
        QCOMPARE(e.rto().ns(), ms(450 + 4 * 250).ns());
    }

    void theVariationHasAFloor() // as Linux: RTO is SRTT and 200 ms at least
    {
        RttEstimator e = estimator();
        for (std::uint32_t i = 0; i < 100; ++i)
            e.sample(ms(10), Sequence(i), Sequence(i));
        QCOMPARE(e.rto().ns(), ms(210).ns());
        RttEstimator quick = estimator(5);
        for (std::uint32_t i = 0; i < 100; ++i)
            quick.sample(ms(10), Sequence(i), Sequence(i));
        QCOMPARE(quick.rto().ns() / 1'000'000, std::int64_t(15)); // a few µs more: it nears the floor by quarters
    }

    void itFallsOnceARoundTripOnly()
    {
        RttEstimator e = estimator();
        e.sample(ms(400), Sequence(0), Sequence(100));
        const auto before = e.rto().ns();
        for (int i = 0; i < 20; ++i)
            e.sample(ms(400), Sequence(50), Sequence(200)); // the same round
        QCOMPARE(e.rto().ns(), before);
        e.sample(ms(400), Sequence(101), Sequence(300)); // its end: 1/4 of the way to the greatest seen in it
        e.sample(ms(400), Sequence(301), Sequence(500));
        QVERIFY(e.rto().ns() < before);
    }

    void aFallingRttDoesNotRaiseIt()
    {
        RttEstimator e = estimator();
        e.sample(ms(1'000), Sequence(1), Sequence(1'000));
        for (int i = 0; i < 8; ++i)
            e.sample(ms(1'000), Sequence(1), Sequence(1'000));
        const auto before = e.rto().ns();
        e.sample(ms(100), Sequence(1), Sequence(1'000));
        QVERIFY(e.rto().ns() <= before);
    }

    void backOffDoubles_data() // section 5.5, and 2.5: an upper limit
    {
        QTest::addColumn<int>("times");
        QTest::addColumn<qint64>("expected");
        QTest::newRow("none") << 0 << qint64(300);
        QTest::newRow("once") << 1 << qint64(600);
        QTest::newRow("twice") << 2 << qint64(1'200);
        QTest::newRow("eight times") << 8 << qint64(76'800);
        QTest::newRow("nine times: the limit") << 9 << qint64(120'000);
        QTest::newRow("a hundred times") << 100 << qint64(120'000);
    }
    void backOffDoubles()
    {
        QFETCH(int, times);
        QFETCH(qint64, expected);
        RttEstimator e = estimator();
        e.sample(ms(100), Sequence(1), Sequence(1));
        for (int i = 0; i < times; ++i)
            e.backOff();
        QCOMPARE(e.rto().ns(), ms(expected).ns());
        e.sample(ms(100), Sequence(1), Sequence(1)); // a sample ends it
        QVERIFY(e.rto() <= ms(300));
        QCOMPARE(e.backOffCount(), std::uint8_t(0));
    }

    void aLostSynWithoutASample() // section 5.7
    {
        RttEstimator e = estimator();
        e.backOff();
        e.onHandshakeLost();
        QCOMPARE(e.rto().ns(), Duration::seconds(3).ns());
        RttEstimator measured = estimator();
        measured.sample(ms(50), Sequence(1), Sequence(1));
        measured.onHandshakeLost();
        QCOMPARE(measured.rto().ns(), ms(250).ns());
    }

    void theMinimumIsOfFiveMinutes()
    {
        RttEstimator e = estimator();
        QCOMPARE(e.minimum().ns(), std::int64_t(0));
        e.sampleMinimum(at(0), ms(50));
        e.sampleMinimum(at(1'000), ms(10));
        e.sampleMinimum(at(2'000), ms(80));
        QCOMPARE(e.minimum().ns(), ms(10).ns());
        for (std::int64_t t = 3'000; t < 301'000; t += 1'000)
            e.sampleMinimum(at(t), ms(30));
        QCOMPARE(e.minimum().ns(), ms(10).ns());
        for (std::int64_t t = 301'000; t < 303'000; t += 500)
            e.sampleMinimum(at(t), ms(30));
        QCOMPARE(e.minimum().ns(), ms(30).ns()); // the ten are forgotten
        e.sampleMinimum(at(900'000), ms(70));    // after long silence nothing old is left
        QCOMPARE(e.minimum().ns(), ms(70).ns());
    }
};

QTEST_APPLESS_MAIN(RttEstimatorTest)
#include "tst_rtt_estimator.moc"
