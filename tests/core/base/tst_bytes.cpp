// Byte reader and writer at their ends; random streams against reference values; suggestions.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/bytes.h"
#include "core/base/random.h"
#include "core/base/suggest.h"

#include <QtTest/QTest>

#include <algorithm>
#include <array>

using namespace hopyard::base;

class TestBytes : public QObject {
    Q_OBJECT
private slots:
    void readerTakesBigEndian()
    {
        const std::array<std::uint8_t, 16> bytes{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
        ByteReader reader(bytes);
        QCOMPARE(reader.u8(), std::uint8_t(1));
        QCOMPARE(reader.u16(), std::uint16_t(0x0203));
        QCOMPARE(reader.u32(), 0x04050607u);
        QCOMPARE(reader.u64(), std::uint64_t(0x08090a0b0c0d0e0f));
        QCOMPARE(reader.remaining(), std::size_t(1));
        QVERIFY(reader.ok());
    }

    void readerStopsAtItsEnd()
    {
        const std::array<std::uint8_t, 3> bytes{1, 2, 3};
        ByteReader reader(bytes);
        reader.skip(1);
        QCOMPARE(reader.u32(), 0u);
        QVERIFY(!reader.ok());
        QCOMPARE(reader.u8(), std::uint8_t(0)); // nothing is left after a failure
        QVERIFY(reader.bytes(1).empty());
        QVERIFY(reader.rest().empty());
        ByteReader whole(bytes);
        QCOMPARE(whole.bytes(3).size(), std::size_t(3));
        QVERIFY(whole.bytes(0).empty());
        QVERIFY(whole.ok());
        ByteReader huge(bytes);
        huge.skip(1);
        huge.skip(static_cast<std::size_t>(-1)); // no overflow of the sum
        QVERIFY(!huge.ok());
    }

    void writerDropsWhatDoesNotFit()
    {
        std::array<std::uint8_t, 9> bytes;
        bytes.fill(0xee);
        ByteWriter writer(bytes);
        writer.u16(0x0102);
        writer.u32(0x03040506);
        writer.zeros(1);
        writer.u32(7); // two bytes are left
        QVERIFY(!writer.ok());
        QCOMPARE(writer.position(), std::size_t(7));
        writer.u16(0x0809);
        const std::array<std::uint8_t, 9> expected{1, 2, 3, 4, 5, 6, 0, 8, 9};
        QVERIFY(bytes == expected);
        QCOMPARE(writer.remaining(), std::size_t(0));
    }

    void streamsAreTheSameEverywhere()
    {
        // xoshiro256** seeded by splitmix64(1), computed apart from this program.
        Random random(1);
        const std::array<std::uint64_t, 4> expected{0xb3f2af6d0fc710c5u, 0x853b559647364ceau, 0x92f89756082a4514u, 0x642e1c7bc266a3a7u};
        for (const std::uint64_t value : expected)
            QCOMPARE(random.next(), value);
        QVERIFY(Random::derive(1, "r1") == Random::derive(1, "r1"));
        QVERIFY(!(Random::derive(1, "r1") == Random::derive(1, "r2")));
        QVERIFY(!(Random::derive(1, "r1") == Random::derive(2, "r1")));
    }

    void drawsStayInTheirBounds()
    {
        Random random(2);
        std::array<int, 6> faces{};
        for (int i = 0; i < 60'000; ++i)
            ++faces[random.below(6)];
        for (const int count : faces)
            QVERIFY(std::abs(count - 10'000) < 500); // five sigma; the stream is always the same one
        QCOMPARE(random.below(0), std::uint64_t(0));
        QCOMPARE(random.below(1), std::uint64_t(0));
        for (int i = 0; i < 1000; ++i) {
            const double u = random.unit();
            QVERIFY(u >= 0 && u < 1);
            const Duration d = random.between(Duration::nanoseconds(-3), Duration::nanoseconds(3));
            QVERIFY(d.ns() >= -3 && d.ns() <= 3);
            const auto n = random.below((std::uint64_t(1) << 63) + 1);
            QVERIFY(n <= std::uint64_t(1) << 63);
        }
        QCOMPARE(random.between(Duration::nanoseconds(5), Duration::nanoseconds(1)).ns(), std::int64_t(5));
        // Certainties draw nothing, so that switching an impairment off does not shift the stream of the others.
        Random a(4), b(4);
        QVERIFY(!a.chance(0));
        QVERIFY(a.chance(1));
        QVERIFY(a == b);
    }

    void suggestions()
    {
        constexpr std::array<std::string_view, 4> words{"address", "addresses", "mac", "mtu"};
        QCOMPARE(closestWord("adress", words), std::string_view("address"));
        QCOMPARE(closestWord("Address", words), std::string_view("address"));
        QCOMPARE(closestWord("adresses", words), std::string_view("addresses"));
        QCOMPARE(closestWord("mut", words), std::string_view("mtu")); // a swap is one step
        QCOMPARE(closestWord("gateway", words), std::string_view());
        QCOMPARE(closestWord("x", words), std::string_view());
        QCOMPARE(closestWord("", words), std::string_view());
        QCOMPARE(closestWord(std::string(1000, 'a'), words), std::string_view());
    }
};

QTEST_APPLESS_MAIN(TestBytes)
#include "tst_bytes.moc"
