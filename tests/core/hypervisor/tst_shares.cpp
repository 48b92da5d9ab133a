// Processor time: under contention guests progress in proportion to their shares; what one leaves others take.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/hypervisor/computer.h"

using namespace hopyard;
using namespace hopyard::hypervisor;

namespace {

/// Lets guests that always want to run have the processor for a second, in goes of `go` each.
std::vector<double> seconds(CreditScheduler &scheduler, std::size_t guests, const std::vector<base::Duration> &go)
{
    base::TimePoint now = base::TimePoint::fromNs(1);
    const base::TimePoint end = now + base::Duration::seconds(1);
    while (now < end) {
        const GuestId id = scheduler.pick(now, [](GuestId) { return true; });
        const base::Duration took = go[id.index()];
        scheduler.charge(id, took);
        now = now + took;
    }
    std::vector<double> used;
    for (std::uint32_t g = 0; g < guests; ++g)
        used.push_back(scheduler.used(GuestId(g)).inSeconds());
    return used;
}

bool near(double value, double wanted) { return value > wanted * 0.97 && value < wanted * 1.03; }

} // namespace

class SharesTest : public QObject {
    Q_OBJECT
private slots:
    void timeIsInProportionToShares()
    {
        CreditScheduler scheduler;
        for (std::uint32_t g = 0; g < 3; ++g) {
            scheduler.add(GuestId(g), g + 1); // 1, 2, 3
            scheduler.setReady(GuestId(g), true);
        }
        // However long each one's goes are.
        const auto used = seconds(scheduler, 3, {70_us, 20_us, 45_us});
        QVERIFY2(near(used[0], 1.0 / 6) && near(used[1], 2.0 / 6) && near(used[2], 3.0 / 6),
                 qPrintable(QString("%1 %2 %3").arg(used[0]).arg(used[1]).arg(used[2])));
        scheduler.setShare(GuestId(0), 3);
        scheduler.setReady(GuestId(1), false); // sleeps: its part is the others'
        const auto before = scheduler.used(GuestId(0)), other = scheduler.used(GuestId(2));
        base::TimePoint now = base::TimePoint::fromNs(1) + 2_s;
        for (int i = 0; i < 20'000; ++i) {
            const GuestId id = scheduler.pick(now, [](GuestId) { return true; });
            QVERIFY(id != GuestId(1));
            scheduler.charge(id, 50_us);
            now = now + 50_us;
        }
        QVERIFY(near((scheduler.used(GuestId(0)) - before).inSeconds(), (scheduler.used(GuestId(2)) - other).inSeconds()));
    }

    void sleepingSavesNothingUp()
    {
        CreditScheduler scheduler;
        scheduler.add(GuestId(0), 1);
        scheduler.add(GuestId(1), 1);
        scheduler.setReady(GuestId(0), true);
        base::TimePoint now = base::TimePoint::fromNs(1);
        for (int i = 0; i < 10'000; ++i, now = now + 100_us)
            scheduler.charge(scheduler.pick(now, [](GuestId) { return true; }), 100_us);
        scheduler.setReady(GuestId(1), true);
        base::Duration alone;
        for (int i = 0; i < 1'000; ++i, now = now + 100_us) {
            const GuestId id = scheduler.pick(now, [](GuestId) { return true; });
            scheduler.charge(id, 100_us);
            if (id == GuestId(1))
                alone += 100_us;
        }
        QVERIFY(near(alone.inSeconds(), 0.05)); // half of what passed, not more
    }

    /// Three guests with shares 1, 2 and 4 are flooded with more than the processor can take in: what they take in is in
    /// proportion, and nobody starves.
    void guestsProgressInProportionUnderContention()
    {
        HypervisorSpec spec = smallComputer();
        spec.costs = CostModel();
        spec.costs.packet = 20'000; // a slow computer: 50,000 packets a second at most
        Computer pc(spec);
        pc.checks = false;
        std::vector<GuestId> ids;
        for (std::uint32_t g = 0; g < 3; ++g)
            ids.push_back(pc.start(guestAt("g" + std::to_string(g), ("10.0.0." + std::to_string(11 + g) + "/24").c_str(), 1u << g)));
        for (const GuestId id : ids)
            pc.program(id, "udp-sink port 9");
        pc.run(1_s);
        std::vector<base::Duration> used;
        std::vector<std::uint64_t> taken;
        for (const GuestId id : ids) {
            used.push_back(pc.hv.scheduler().used(id));
            taken.push_back(pc.hv.guest(id)->router->stack().counters().delivered);
        }
        for (int i = 0; i < 30'000; ++i) {
            for (std::uint32_t g = 0; g < 3; ++g)
                pc.inject(udpFrame(base::MacAddress::local(5), base::MacAddress::local(100), "10.0.0.100",
                                   ("10.0.0." + std::to_string(11 + g)).c_str(), 9, 9, 32));
            pc.run(33_us);
        }
        std::vector<double> part;
        double all = 0;
        for (std::uint32_t g = 0; g < 3; ++g) {
            part.push_back((pc.hv.scheduler().used(ids[g]) - used[g]).inSeconds());
            all += part.back();
            QVERIFY(pc.hv.guest(ids[g])->router->stack().counters().delivered > taken[g]);
        }
        QVERIFY2(near(part[0] / all, 1.0 / 7) && near(part[1] / all, 2.0 / 7) && near(part[2] / all, 4.0 / 7),
                 qPrintable(QString("%1 %2 %3").arg(part[0]).arg(part[1]).arg(part[2])));
        QVERIFY(pc.hv.dropped(base::DropReason::noBuffer) > 0); // more came than could be taken in
        QVERIFY(!pc.hv.verify().has_value());
    }

    void workTakesTime()
    {
        HypervisorSpec spec = smallComputer();
        spec.costs = CostModel();
        Computer pc(spec);
        const GuestId a = pc.start(guestAt("a", "10.0.0.11/24")), b = pc.start(guestAt("b", "10.0.0.12/24"));
        pc.run(1_s);
        pc.program(a, "ping 10.0.0.12 count 1");
        pc.run(2_s);
        QVERIFY(Computer::allAnswered(pc.result(a), 1));
        QVERIFY(pc.hv.scheduler().used(a) > 5_us && pc.hv.scheduler().used(b) > 5_us);
        QVERIFY(pc.hv.costs(Mode::direct, Receive::copy).time > 5_us);
        QVERIFY(pc.hv.scheduler().used(a) < 100_ms);
    }
};

QTEST_APPLESS_MAIN(SharesTest)
#include "tst_shares.moc"
