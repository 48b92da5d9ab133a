// Memory in pages for the sets of attributes: what is put down stays as it is, whatever comes and goes beside it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/routing/bgp/byte_arena.h"

#include <QtTest>

#include <algorithm>
#include <map>

using namespace hopyard;
using routing::bgp::ByteArena;

class TestByteArena : public QObject {
    Q_OBJECT
private slots:
    void whatIsThereStays()
    {
        struct Thing {
            std::size_t size;
            std::uint8_t fill;
        };
        ByteArena arena;
        std::map<ByteArena::Place, Thing> things;
        base::Random random(5);
        const auto isWhole = [](const ByteArena &in, const auto &thing) {
            const std::uint8_t *from = in.at(thing.first);
            return std::all_of(from, from + thing.second.size, [&](std::uint8_t byte) { return byte == thing.second.fill; });
        };
        for (int i = 0; i < 20'000; ++i) {
            if (things.empty() || random.below(5) < 3) {
                const std::size_t size = 1 + (random.below(100) == 0 ? random.below(40'000) : random.below(300));
                const auto fill = static_cast<std::uint8_t>(random.next());
                const ByteArena::Place place = arena.allocate(size);
                QCOMPARE(reinterpret_cast<std::uintptr_t>(arena.at(place)) % 8, std::uintptr_t(0));
                QVERIFY(things.emplace(place, Thing{size, fill}).second);
                std::fill_n(arena.at(place), size, fill);
            } else {
                auto at = things.lower_bound(static_cast<ByteArena::Place>(random.below(things.rbegin()->first + 1)));
                QVERIFY(isWhole(arena, *at));
                arena.release(at->first, at->second.size);
                things.erase(at);
            }
        }
        const ByteArena copy = arena;
        for (const auto &thing : things)
            QVERIFY(isWhole(copy, thing));
        for (const auto &[place, thing] : things)
            arena.release(place, thing.size);
        QCOMPARE(arena.heapBytes(), std::size_t(0));
        for (const auto &thing : things)
            QVERIFY(isWhole(copy, thing));
    }

    void freedMemoryIsUsedAgain()
    {
        ByteArena arena;
        (void)arena.allocate(8);
        const ByteArena::Place a = arena.allocate(100), b = arena.allocate(97);
        arena.release(a, 100);
        arena.release(b, 97);
        QCOMPARE(arena.allocate(101), b);
        QCOMPARE(arena.allocate(104), a);
        const std::size_t bytes = arena.heapBytes();
        for (int i = 0; i < 1000; ++i)
            arena.release(arena.allocate(5000), 5000);
        QVERIFY(arena.heapBytes() < bytes + 16'384 + 4096);
    }
};

QTEST_APPLESS_MAIN(TestByteArena)
#include "tst_byte_arena.moc"
