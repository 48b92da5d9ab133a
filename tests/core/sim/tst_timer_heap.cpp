// The scheduler: order is (time, sequence), cancelling and moving work from any place, copies are independent.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/sim/timer_heap.h"
#include "tests/support/compare.h"

#include <QtTest>

#include <algorithm>
#include <vector>

using namespace hopyard;
using base::TimePoint;

namespace {
TimePoint at(std::int64_t ns) { return TimePoint::fromNs(ns); }
} // namespace

class TimerHeapTest : public QObject {
    Q_OBJECT
private slots:
    void sameMomentKeepsTheOrderOfSetting()
    {
        sim::TimerHeap<int> heap;
        for (int i = 0; i < 50; ++i)
            heap.set(at(i % 2 ? 5 : 7), i);
        std::vector<int> order;
        while (auto due = heap.popDue(at(10)))
            order.push_back(due->payload);
        std::vector<int> expected;
        for (int i = 1; i < 50; i += 2)
            expected.push_back(i);
        for (int i = 0; i < 50; i += 2)
            expected.push_back(i);
        QCOMPARE(order, expected);
    }

    void nothingIsDueBeforeItsTime()
    {
        sim::TimerHeap<int> heap;
        heap.set(at(100), 1);
        QVERIFY(!heap.popDue(at(99)));
        QCOMPARE(heap.nextDeadline(), at(100));
        QVERIFY(heap.popDue(at(100)));
        QVERIFY(heap.nextDeadline().isNever());
    }

    void aStaleHandleIsHarmless()
    {
        sim::TimerHeap<int> heap;
        const auto first = heap.set(at(1), 1);
        QVERIFY(heap.cancel(first));
        const auto second = heap.set(at(2), 2); // takes the same slot
        QVERIFY(!heap.cancel(first));
        QVERIFY(!heap.move(first, at(9)));
        QVERIFY(heap.isSet(second));
        QCOMPARE(heap.size(), std::size_t(1));
        QVERIFY(!heap.cancel(sim::TimerHandle()));
    }

    void neverIsNoTimer()
    {
        sim::TimerHeap<int> heap;
        QVERIFY(!heap.isSet(heap.set(TimePoint::never(), 1)));
        const auto handle = heap.set(at(3), 2);
        QVERIFY(heap.move(handle, TimePoint::never()));
        QVERIFY(heap.isEmpty());
    }

    void movingPutsBehindThoseAlreadySetForThatMoment()
    {
        sim::TimerHeap<int> heap;
        const auto a = heap.set(at(1), 1);
        heap.set(at(5), 2);
        heap.move(a, at(5));
        QCOMPARE(heap.popDue(at(5))->payload, 2);
        QCOMPARE(heap.popDue(at(5))->payload, 1);
    }

    /// Against a plain sorted list, through thousands of seeded operations.
    void agreesWithASortedList()
    {
        struct Reference {
            TimePoint when;
            std::uint64_t sequence;
            int payload;
            sim::TimerHandle handle;
        };
        base::Random random(7);
        sim::TimerHeap<int> heap;
        std::vector<Reference> list;
        std::uint64_t sequence = 0;
        for (int step = 0; step < 20'000; ++step) {
            const auto choice = random.below(10);
            const TimePoint when = at(static_cast<std::int64_t>(random.below(500)));
            if (choice < 5 || list.empty()) {
                list.push_back({when, sequence, step, heap.set(when, sequence, step)});
                ++sequence;
            } else if (choice < 7) {
                Reference &chosen = list[random.below(list.size())];
                chosen.when = when;
                chosen.sequence = sequence;
                QVERIFY(heap.move(chosen.handle, when, sequence++));
            } else if (choice < 9) {
                const auto index = random.below(list.size());
                QVERIFY(heap.cancel(list[index].handle));
                list.erase(list.begin() + static_cast<std::ptrdiff_t>(index));
            } else {
                const auto first = std::min_element(list.begin(), list.end(), [](auto &x, auto &y) {
                    return std::pair(x.when, x.sequence) < std::pair(y.when, y.sequence);
                });
                const auto due = heap.popDue(TimePoint::never());
                QVERIFY(due);
                QCOMPARE(due->payload, first->payload);
                QCOMPARE(due->when, first->when);
                list.erase(first);
            }
            QCOMPARE(heap.size(), list.size());
        }
    }

    void aCopyGoesItsOwnWay()
    {
        sim::TimerHeap<int> heap;
        const auto handle = heap.set(at(1), 1);
        heap.set(at(2), 2);
        sim::TimerHeap<int> copy = heap;
        heap.cancel(handle);
        QCOMPARE(heap.popDue(at(9))->payload, 2);
        QCOMPARE(copy.popDue(at(9))->payload, 1);
        QCOMPARE(copy.popDue(at(9))->payload, 2);
    }
};

QTEST_APPLESS_MAIN(TimerHeapTest)
#include "tst_timer_heap.moc"
