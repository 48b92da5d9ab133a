// Numbers with units: what people write, what is refused, and that every printed value is read back the same.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/quantity.h"
#include "core/base/random.h"
#include "core/base/time.h"

#include <QtTest/QTest>

using namespace hopyard::base;
using namespace hopyard::base::literals;

class TestQuantity : public QObject {
    Q_OBJECT
private slots:
    void durations_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("ns"); // -1: refused
        QTest::newRow("ms") << "5ms" << qint64(5'000'000);
        QTest::newRow("blank") << " 1.5 s " << qint64(1'500'000'000);
        QTest::newRow("us") << "250us" << qint64(250'000);
        QTest::newRow("micro sign") << "250µs" << qint64(250'000);
        QTest::newRow("min") << "2min" << qint64(120'000'000'000);
        QTest::newRow("h") << "1h" << qint64(3'600'000'000'000);
        QTest::newRow("zero") << "0" << qint64(0);
        QTest::newRow("half a ns rounds up") << "0.5ns" << qint64(1);
        QTest::newRow("less is nothing") << "0.49ns" << qint64(0);
        QTest::newRow("exact where a double is not") << "9007199254740993ns" << qint64(9007199254740993);
        QTest::newRow("exact seconds") << "123456789.123456789s" << qint64(123456789123456789);
        QTest::newRow("largest") << "9223372036854775807ns" << qint64(9223372036854775807);
        QTest::newRow("one more") << "9223372036854775808ns" << qint64(-1);
        QTest::newRow("exponent") << "1e-3s" << qint64(1'000'000);
        QTest::newRow("no unit") << "5" << qint64(-1);
        QTest::newRow("unknown unit") << "5 fortnights" << qint64(-1);
        QTest::newRow("no number") << "ms" << qint64(-1);
        QTest::newRow("empty") << "" << qint64(-1);
        QTest::newRow("infinite") << "inf s" << qint64(-1);
        QTest::newRow("not a number") << "nan" << qint64(-1);
        QTest::newRow("huge") << "1e300h" << qint64(-1);
        QTest::newRow("two points") << "1.2.3s" << qint64(-1);
    }
    void durations()
    {
        QFETCH(QString, text);
        QFETCH(qint64, ns);
        const auto d = parseDuration(text.toStdString());
        QCOMPARE(d.has_value(), ns >= 0);
        if (d)
            QCOMPARE(d->ns(), ns);
    }

    void durationTexts()
    {
        QCOMPARE(toString(5_ms), std::string("5ms"));
        QCOMPARE(toString(1500_ms), std::string("1.5s"));
        QCOMPARE(toString(1500_us), std::string("1.5ms"));
        QCOMPARE(toString(1_ns), std::string("1ns"));
        QCOMPARE(toString(Duration()), std::string("0"));
        QCOMPARE(toString(-(20_ms)), std::string("-20ms"));
        QCOMPARE(toString(Duration::nanoseconds(std::numeric_limits<std::int64_t>::min())),
                 std::string("-9223372036854775.808us"));
    }

    void everyDurationIsReadBack()
    {
        Random random(7);
        for (int i = 0; i < 20'000; ++i) {
            const auto bits = random.below(64);
            auto ns = static_cast<std::int64_t>(random.next() >> bits >> 1);
            if (random.chance(0.3)) // round ones, as people have them
                ns = ns / 1'000'000 * 1'000'000;
            if (random.chance(0.2))
                ns = -ns;
            const Duration d = Duration::nanoseconds(ns);
            QCOMPARE(parseDuration(toString(d))->ns(), ns);
        }
    }

    void timePoints()
    {
        QCOMPARE(toString(TimePoint::fromNs(12'000'350'000)), std::string("12.000350000"));
        QCOMPARE(toString(TimePoint::fromNs(-500'000'000)), std::string("-0.500000000"));
        QCOMPARE(toString(TimePoint::never()), std::string("never"));
        QVERIFY((TimePoint::never() + 1_s).isNever());
        QVERIFY((TimePoint::fromNs(1) + Duration::max()).isNever());
        QVERIFY(!(TimePoint() + Duration::max() - 1_ns).isNever());
    }

    void rates_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<quint64>("bps"); // 0: refused
        QTest::newRow("mbit") << "100mbit" << quint64(100'000'000);
        QTest::newRow("upper case") << "1.5 Gbit/s" << quint64(1'500'000'000);
        QTest::newRow("kbps") << "64kbps" << quint64(64'000);
        QTest::newRow("bare") << "9600" << quint64(9600);
        QTest::newRow("largest") << "18446744073709551615bit" << quint64(18446744073709551615u);
        QTest::newRow("too large") << "18446744073709551616bit" << quint64(0);
        QTest::newRow("zero is not unlimited") << "0" << quint64(0);
        QTest::newRow("negative") << "-1mbit" << quint64(0);
        QTest::newRow("bytes are no rate") << "100MB" << quint64(0);
    }
    void rates()
    {
        QFETCH(QString, text);
        QFETCH(quint64, bps);
        const auto rate = parseBitRate(text.toStdString());
        QCOMPARE(rate.has_value(), bps > 0);
        if (rate)
            QCOMPARE(quint64(rate->bps()), bps);
    }

    void everyRateAndSizeIsReadBack()
    {
        Random random(8);
        for (int i = 0; i < 20'000; ++i) {
            std::uint64_t n = random.next() >> random.below(64);
            if (random.chance(0.5))
                n = n / 1'000 * 1'000;
            const BitRate rate = BitRate::bitsPerSecond(n);
            QVERIFY(parseBitRate(toString(rate)) == rate);
            QVERIFY(parseByteCount(byteCountToString(n)) == n);
        }
        QVERIFY(parseBitRate("unlimited")->isUnlimited());
        QCOMPARE(toString(BitRate::bitsPerSecond(100'000'000)), std::string("100mbit"));
        QCOMPARE(byteCountToString(1'500), std::string("1.5kB"));
        QCOMPARE(*parseByteCount("64 KiB"), std::uint64_t(65'536));
        QVERIFY(!parseByteCount("64 packets"));
    }

    void transmissionTakesAsLongAsTheLineSays()
    {
        QCOMPARE(BitRate::bitsPerSecond(1'000'000'000).transmissionTime(1500).ns(), std::int64_t(12'000));
        QCOMPARE(BitRate::bitsPerSecond(3).transmissionTime(1).ns(), std::int64_t(2'666'666'667)); // rounded up
        QCOMPARE(BitRate::unlimited().transmissionTime(1500).ns(), std::int64_t(0));
        // 2^61 bytes do not overflow on the way.
        QCOMPARE(BitRate::bitsPerSecond(1'000'000'000'000'000).transmissionTime(1u << 30).ns(), std::int64_t(8590));
    }

    void probabilities()
    {
        QCOMPARE(*parseProbability("0.1%"), 0.001);
        QCOMPARE(*parseProbability("0.25"), 0.25);
        QCOMPARE(*parseProbability("1e-4"), 0.0001);
        QCOMPARE(*parseProbability("100%"), 1.0);
        QVERIFY(!parseProbability("100.1%"));
        QVERIFY(!parseProbability("-1%"));
        QVERIFY(!parseProbability("2"));
        QVERIFY(!parseProbability("1 in 5"));
        QCOMPARE(probabilityToString(0.001), std::string("0.1%"));
        QCOMPARE(probabilityToString(0), std::string("0%"));
        QCOMPARE(probabilityToString(1), std::string("100%"));
    }

    void everyProbabilityIsReadBack()
    {
        Random random(9);
        for (int i = 0; i < 20'000; ++i) {
            double p = random.unit();
            for (auto n = random.below(300); n > 0; --n)
                p /= 10;
            QCOMPARE(*parseProbability(probabilityToString(p)), p);
        }
        QCOMPARE(*parseProbability(probabilityToString(1.0 / 3)), 1.0 / 3);
    }
};

QTEST_APPLESS_MAIN(TestQuantity)
#include "tst_quantity.moc"
