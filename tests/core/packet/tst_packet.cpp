// Packet pages: sharing, copy on write, headroom, and that steady state takes nothing new from the heap.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/packet/packet.h"
#include "tests/support/compare.h"

#include <QtTest>

#include <numeric>

using namespace hopyard;
using packet::Packet;
using packet::PacketPool;

namespace {
std::vector<std::uint8_t> counting(std::size_t n)
{
    std::vector<std::uint8_t> bytes(n);
    std::iota(bytes.begin(), bytes.end(), std::uint8_t(0));
    return bytes;
}
bool same(base::Bytes a, base::Bytes b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }
} // namespace

class PacketTest : public QObject {
    Q_OBJECT
private slots:
    void aCopySharesUntilOneWrites()
    {
        PacketPool pool;
        const auto bytes = counting(60);
        Packet a = pool.copyOf(bytes);
        a.setId(7);
        Packet b = a;
        QCOMPARE(pool.pagesInUse(), std::size_t(1));
        QCOMPARE(b.bytes().data(), a.bytes().data());
        b.writable()[0] = 99;
        QCOMPARE(pool.pagesInUse(), std::size_t(2));
        QVERIFY(same(a.bytes(), bytes));
        QCOMPARE(b.bytes()[0], std::uint8_t(99));
        QCOMPARE(b.id(), std::uint64_t(7));
    }

    void writingAloneStaysInPlace()
    {
        PacketPool pool;
        Packet a = pool.copyOf(counting(60));
        const auto *where = a.bytes().data();
        QCOMPARE(static_cast<const std::uint8_t *>(a.writable().data()), where);
        Packet b = std::move(a);
        QVERIFY(a.isNull());
        QCOMPARE(static_cast<const std::uint8_t *>(b.writable().data()), where);
    }

    void headersComeAndGoInHeadroom()
    {
        PacketPool pool;
        const auto bytes = counting(100);
        Packet a = pool.copyOf(bytes);
        const auto *where = a.bytes().data();
        a.popFront(14);
        QVERIFY(same(a.bytes(), base::Bytes(bytes).subspan(14)));
        QCOMPARE(a.pushFront(14).data(), const_cast<std::uint8_t *>(where));
        QVERIFY(same(a.bytes(), bytes));
        QCOMPARE(a.pushFront(PacketPool::kDefaultHeadroom).size(), PacketPool::kDefaultHeadroom);
        QCOMPARE(a.headroom(), std::size_t(0));
    }

    void pushingBeyondHeadroomOrSharedTakesAnotherPage()
    {
        PacketPool pool;
        const auto bytes = counting(64);
        Packet a = pool.copyOf(bytes, 4);
        a.pushFront(14)[0] = 1;
        QVERIFY(same(a.bytes().subspan(14), bytes));
        Packet b = a;
        b.popFront(14);
        b.pushFront(14)[0] = 2; // must not write into a's header
        QCOMPARE(a.bytes()[0], std::uint8_t(1));
        QCOMPARE(b.bytes()[0], std::uint8_t(2));
        QVERIFY(same(b.bytes().subspan(14), bytes));
    }

    void sizes_data()
    {
        QTest::addColumn<qulonglong>("size");
        for (const qulonglong size : {0ull, 1ull, 60ull, 1'514ull, 1'900ull, 2'048ull, 9'014ull, 10'240ull, 65'535ull + 64})
            QTest::addRow("%llu bytes", size) << size;
    }
    void sizes()
    {
        QFETCH(qulonglong, size);
        PacketPool pool;
        const auto bytes = counting(size);
        Packet a = pool.copyOf(bytes);
        QCOMPARE(a.size(), std::size_t(size));
        QVERIFY(same(a.bytes(), bytes));
        Packet b = a;
        b.pushFront(14);
        QVERIFY(same(b.bytes().subspan(14), bytes));
    }

    void tooLargeIsNull()
    {
        PacketPool pool;
        QVERIFY(pool.make(PacketPool::kMaxPacket + 1).isNull());
        QCOMPARE(pool.pagesInUse(), std::size_t(0));
    }

    void steadyStateAllocatesNothing()
    {
        PacketPool pool;
        std::vector<Packet> flying(100);
        for (std::size_t i = 0; i < 100; ++i)
            flying[i] = pool.make(1'500);
        const auto total = pool.pagesTotal();
        for (std::size_t i = 0; i < 10'000; ++i) {
            flying[i % 100] = pool.make(1'500);
            flying[i % 100].pushFront(14);
        }
        QCOMPARE(pool.pagesTotal(), total);
        flying.clear();
        QCOMPARE(pool.pagesInUse(), std::size_t(0));
    }

    void packetsOutliveTheirPool()
    {
        Packet a;
        {
            PacketPool pool;
            a = pool.copyOf(counting(60));
        }
        QVERIFY(same(a.bytes(), counting(60)));
        a.pushFront(500); // takes from and gives back to the orphaned pool
        QVERIFY(same(a.bytes().subspan(500), counting(60)));
    }

    void aCloneIsOnAPageOfTheOtherPool()
    {
        PacketPool one, other;
        Packet a = one.copyOf(counting(60));
        a.setId(3);
        const Packet b = other.clone(a);
        QCOMPARE(other.pagesInUse(), std::size_t(1));
        QVERIFY(same(b.bytes(), a.bytes()));
        QCOMPARE(b.id(), std::uint64_t(3));
    }
};

QTEST_APPLESS_MAIN(PacketTest)
#include "tst_packet.moc"
