// A link's direction: the times at which packets leave and arrive, the queue, every impairment, and changes of them
// while packets are under way.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/link_direction.h"
#include "tests/support/compare.h"

#include <QtTest>

#include <cmath>
#include <vector>

using namespace hopyard;
using namespace base::literals;
using base::BitRate;
using base::DropReason;
using base::Duration;
using base::Impairment;
using base::TimePoint;
using link::LinkDirection;

namespace {

struct Arrival {
    TimePoint when;
    std::uint64_t id;
    bool operator==(const Arrival &) const = default;
};

/// One direction with its pool, its sequence and packets numbered from 1.
struct Bench {
    explicit Bench(const Impairment &impairment, std::uint64_t seed = 1) : line(impairment, base::Random(seed)) {}
    LinkDirection::Fate send(TimePoint now, std::size_t size = 1'000)
    {
        packet::Packet p = pool.make(size);
        std::fill(p.writable().begin(), p.writable().end(), std::uint8_t(0));
        p.setId(++sent);
        return line.transmit(now, std::move(p), sequence);
    }
    std::vector<Arrival> drain(TimePoint until = TimePoint::never())
    {
        std::vector<Arrival> out;
        while (!line.nextDeadline().isNever() && line.nextDeadline() <= until) {
            const TimePoint when = line.nextDeadline();
            out.push_back({when, line.takeArrival().id()});
        }
        return out;
    }
    packet::PacketPool pool;
    LinkDirection line;
    std::uint64_t sequence = 0;
    std::uint64_t sent = 0;
};

TimePoint at(Duration d) { return TimePoint() + d; }

Impairment with(auto set)
{
    Impairment i;
    set(i);
    return i;
}

} // namespace

class LinkDirectionTest : public QObject {
    Q_OBJECT
private slots:
    void aPlainLinkDeliversAtOnce()
    {
        Bench b({});
        b.send(at(5_ms));
        QCOMPARE(b.drain(), (std::vector<Arrival>{{at(5_ms), 1}}));
    }

    void whatComesNextCanBeSeen()
    {
        Bench b({});
        QVERIFY(!b.line.upcoming(0));
        b.send(at(1_ms));
        b.send(at(2_ms));
        QCOMPARE(b.line.upcoming(0)->id(), std::uint64_t(1));
        QCOMPARE(b.line.upcoming(1)->id(), std::uint64_t(2));
        QVERIFY(!b.line.upcoming(2));
        b.line.takeArrival();
        QCOMPARE(b.line.upcoming(0)->id(), std::uint64_t(2));
        QVERIFY(!b.line.upcoming(1));
    }

    void rateThenDelay()
    {
        // 1,000 bytes at 8 Mbit/s occupy the line for 1 ms; then 10 ms of way.
        Bench b(with([](Impairment &i) { i.rate = BitRate::bitsPerSecond(8'000'000); i.delay = 10_ms; }));
        b.send(at(0_ms));
        b.send(at(0_ms));
        b.send(at(5_ms));
        QCOMPARE(b.drain(), (std::vector<Arrival>{{at(11_ms), 1}, {at(12_ms), 2}, {at(16_ms), 3}}));
    }

    void aDelayIsAPlaceInTime()
    {
        // 100 ms at 1 Gbit/s: a second of full load arrives in 1.1 s, 100 ms of it being under way at once.
        Bench b(with([](Impairment &i) { i.rate = BitRate::bitsPerSecond(1'000'000'000); i.delay = 100_ms; }));
        const Duration each = 12_us; // 1,500 bytes
        std::size_t most = 0;
        std::uint64_t arrived = 0;
        for (int n = 0; n < 83'333; ++n) {
            const TimePoint now = at(each * n);
            arrived += b.drain(now).size();
            QVERIFY(!b.send(now, 1'500).dropped);
            most = std::max(most, b.line.inFlight());
        }
        const auto rest = b.drain();
        QCOMPARE(arrived + rest.size(), std::uint64_t(83'333));
        QCOMPARE(rest.back().when, at(each * 83'333 + 100_ms));
        QVERIFY(most >= 8'333);
    }

    void theQueueDropsAtItsTail()
    {
        Bench b(with([](Impairment &i) {
            i.rate = BitRate::bitsPerSecond(8'000'000);
            i.queue = {2, base::QueueLimit::Unit::packets};
        }));
        QVERIFY(!b.send(at(0_ms)).dropped); // on the line
        QVERIFY(!b.send(at(0_ms)).dropped); // waiting
        QVERIFY(!b.send(at(0_ms)).dropped); // waiting
        QCOMPARE(b.send(at(0_ms)).dropped.value(), DropReason::queueFull);
        QCOMPARE(b.line.waiting(at(0_ms)).packets, std::uint64_t(2));
        QCOMPARE(b.line.waiting(at(0_ms)).bytes, std::uint64_t(2'000));
        QVERIFY(!b.send(at(1_ms)).dropped); // one has begun
        QCOMPARE(b.line.waiting(at(2_ms)).packets, std::uint64_t(1));
    }

    void theQueueCountsBytesWhereAsked()
    {
        Bench b(with([](Impairment &i) {
            i.rate = BitRate::bitsPerSecond(8'000'000);
            i.queue = {1'500, base::QueueLimit::Unit::bytes};
        }));
        b.send(at(0_ms));
        QVERIFY(!b.send(at(0_ms), 1'000).dropped);
        QCOMPARE(b.send(at(0_ms), 501).dropped.value(), DropReason::queueFull);
        QVERIFY(!b.send(at(0_ms), 500).dropped);
    }

    void downLosesAllAndRefusesMore()
    {
        Bench b(with([](Impairment &i) { i.delay = 10_ms; }));
        b.send(at(0_ms));
        b.send(at(1_ms));
        Impairment down = b.line.impairment();
        down.down = true;
        QCOMPARE(b.line.configure(at(2_ms), down).size(), std::size_t(2));
        QVERIFY(b.line.nextDeadline().isNever());
        QCOMPARE(b.send(at(3_ms)).dropped.value(), DropReason::linkDown);
        down.down = false;
        b.line.configure(at(4_ms), down);
        b.send(at(5_ms));
        QCOMPARE(b.drain(), (std::vector<Arrival>{{at(15_ms), 4}}));
    }

    void waitingPacketsFollowANewRate()
    {
        Bench b(with([](Impairment &i) { i.rate = BitRate::bitsPerSecond(8'000'000); i.delay = 10_ms; }));
        for (int n = 0; n < 4; ++n)
            b.send(at(0_ms));
        Impairment slow = b.line.impairment();
        slow.rate = BitRate::bitsPerSecond(800'000); // 10 ms a packet
        b.line.configure(at(500_us), slow);          // the first is on the line and keeps its time
        b.send(at(600_us));
        QCOMPARE(b.drain(), (std::vector<Arrival>{{at(11_ms), 1}, {at(21_ms), 2}, {at(31_ms), 3}, {at(41_ms), 4},
                                                  {at(51_ms), 5}}));
    }

    void aLiftedRateLetsTheQueueGo()
    {
        Bench b(with([](Impairment &i) { i.rate = BitRate::bitsPerSecond(800'000); }));
        for (int n = 0; n < 3; ++n)
            b.send(at(0_ms));
        b.line.configure(at(1_ms), {});
        QCOMPARE(b.drain(), (std::vector<Arrival>{{at(10_ms), 1}, {at(10_ms), 2}, {at(10_ms), 3}}));
    }

    void aShorterDelayOvertakesWhatIsUnderWay()
    {
        Bench b(with([](Impairment &i) { i.delay = 100_ms; }));
        b.send(at(0_ms));
        b.line.configure(at(1_ms), with([](Impairment &i) { i.delay = 1_ms; }));
        b.send(at(1_ms));
        QCOMPARE(b.drain(), (std::vector<Arrival>{{at(2_ms), 2}, {at(100_ms), 1}}));
    }

    /// Each kind of chance comes out at its probability within four standard deviations, with nothing else disturbed.
    void chances_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<double>("probability");
        for (const char *what : {"loss", "duplicate", "corrupt", "reorder"})
            for (const double p : {0.001, 0.1, 0.5, 1.0})
                QTest::addRow("%s %g", what, p) << what << p;
    }
    void chances()
    {
        QFETCH(QString, what);
        QFETCH(double, probability);
        Impairment i;
        i.delay = 1_ms;
        (what == "loss" ? i.loss : what == "duplicate" ? i.duplicate : what == "corrupt" ? i.corrupt : i.reorder) = probability;
        Bench b(i, 42);
        const int n = 20'000;
        int hits = 0;
        for (int k = 0; k < n; ++k) {
            const TimePoint now = at(10_ms * k);
            const auto fate = b.send(now, 64);
            if (what == "loss") {
                hits += fate.dropped == DropReason::loss;
            } else if (what == "duplicate") {
                hits += b.drain().size() == 2;
            } else if (what == "reorder") {
                hits += fate.arrives == now;
                b.drain();
            } else {
                const packet::Packet p = b.line.takeArrival();
                int ones = 0;
                for (const std::uint8_t byte : p.bytes())
                    ones += __builtin_popcount(byte);
                QVERIFY(ones <= 1);
                hits += ones;
            }
        }
        const double deviation = std::sqrt(n * probability * (1 - probability));
        QVERIFY2(std::abs(hits - n * probability) <= 4 * deviation + 1e-9, qPrintable(QString::number(hits)));
    }

    void burstsHaveTheLengthAndShareOfTheChain()
    {
        // Mean burst 1/leaveBad = 5 packets; share of the bad state enter/(enter+leave) = 1/21.
        Bench b(with([](Impairment &i) { i.burst = base::BurstLoss{0.01, 0.2, 0, 1}; }), 3);
        int lost = 0, bursts = 0;
        bool before = false;
        const int n = 200'000;
        for (int k = 0; k < n; ++k) {
            const bool now = b.send(at(1_us * k), 64).dropped == DropReason::burstLoss;
            lost += now;
            bursts += now && !before;
            before = now;
            b.drain();
        }
        QVERIFY(std::abs(double(lost) / n - 1.0 / 21) < 0.005);
        QVERIFY(std::abs(double(lost) / bursts - 5) < 0.4);
    }

    void jitterStaysInItsBandAndMayOvertake()
    {
        Bench b(with([](Impairment &i) { i.delay = 10_ms; i.jitter = 3_ms; }));
        for (int n = 0; n < 2'000; ++n) {
            const auto fate = b.send(at(1_ms * n));
            const Duration travel = fate.arrives - at(1_ms * n);
            QVERIFY(travel >= 7_ms && travel <= 13_ms);
        }
        const auto arrivals = b.drain();
        QVERIFY(std::is_sorted(arrivals.begin(), arrivals.end(), [](auto &x, auto &y) { return x.when < y.when; }));
        QVERIFY(!std::is_sorted(arrivals.begin(), arrivals.end(), [](auto &x, auto &y) { return x.id < y.id; }));
    }

    void jitterNeverReachesIntoThePast()
    {
        Bench b(with([](Impairment &i) { i.delay = 1_ms; i.jitter = 5_ms; }));
        for (int n = 0; n < 500; ++n) {
            const TimePoint now = at(10_ms * n);
            QVERIFY(b.send(now).arrives >= now);
        }
    }

    void oneSeedOneFuture()
    {
        const Impairment rough = with([](Impairment &i) {
            i.delay = 5_ms; i.jitter = 2_ms; i.loss = 0.1; i.duplicate = 0.1; i.corrupt = 0.1; i.reorder = 0.1;
        });
        const auto run = [&](std::uint64_t seed) {
            Bench b(rough, seed);
            for (int n = 0; n < 1'000; ++n)
                b.send(at(100_us * n));
            return b.drain();
        };
        QCOMPARE(run(5), run(5));
        QVERIFY(run(5) != run(6));
    }

    void aCopyIsACheckpoint()
    {
        Bench b(with([](Impairment &i) { i.delay = 5_ms; i.jitter = 2_ms; }));
        for (int n = 0; n < 10; ++n)
            b.send(at(1_ms * n));
        LinkDirection copy = b.line;
        const auto first = b.drain();
        std::swap(copy, b.line);
        QCOMPARE(b.drain(), first);
    }
};

QTEST_APPLESS_MAIN(LinkDirectionTest)
#include "tst_link_direction.moc"
