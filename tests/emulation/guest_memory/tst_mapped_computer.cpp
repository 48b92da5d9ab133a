// A hypervisor whose memory is a memory file and whose guests look through windows: after every step the kernel is
// asked what each window shows, and it must be what the page tables say; faults are the processor's own; a checkpoint
// is plain.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/guest_memory/mapped_page_store.h"
#include "tests/core/hypervisor/random_days.h"

#include <fmt/format.h>

using namespace hopyard;
using namespace hopyard::hypervisor;
using guest_memory::MappedPageStore;

namespace {

std::unique_ptr<PageStore> makeStore(std::size_t pages)
{
    auto store = MappedPageStore::create(pages);
    if (!store)
        qFatal("%s", toString(store.error()).c_str());
    return std::move(*store);
}

Computer makeComputer(const HypervisorSpec &spec)
{
    return Computer(spec, "10.0.0.5/24", "10.0.0.100/24", makeStore(spec.memory / kPageSize));
}

const MappedPageStore &storeOf(const Computer &pc)
{
    return dynamic_cast<const MappedPageStore &>(pc.hv.pages().store());
}

} // namespace

class MappedComputerTest : public QObject {
    Q_OBJECT
private slots:
    void aLentPageIsSeenThroughTheWindowAndGoneAfterwards()
    {
        HypervisorSpec spec = remapping();
        spec.dmaPages = 1; // every packet lands in the same page
        Computer pc = makeComputer(spec);
        GuestSpec holder = guestAt("a", "10.0.0.11/24");
        holder.release = ReleasePolicy::whenAsked;
        const GuestId a = pc.start(holder), b = pc.start(guestAt("b", "10.0.0.12/24"));
        pc.run(1_s);
        pc.inject(datagramFor("10.0.0.11", 1000, 0xaa));
        QCOMPARE(pc.hv.guest(a)->loans.size(), std::size_t(1));
        const auto [at, loan] = *pc.hv.guest(a)->loans.begin();
        guest_memory::Window *window = storeOf(pc).window(a);
        QVERIFY(window);
        // Not by the store's word: by the address in the guest's window.
        const std::uint8_t *place = window->at(at.index());
        QCOMPARE(place[12 + 42], 0xaa);
        QVERIFY(pc.hv.guest(a)->memory.read(pc.hv.pages(), addressOf(at), 1)->data() == place);

        pc.inject(datagramFor("10.0.0.12", 10, 0xbb)); // none left: a is asked
        pc.run(1_ms);
        QVERIFY(pc.hv.setReleasePolicy(b, ReleasePolicy::whenAsked));
        pc.inject(datagramFor("10.0.0.12", 10, 0xbb));
        QVERIFY(pc.hv.guest(b)->loans.begin()->second.page == loan.page); // the very page
        QCOMPARE(storeOf(pc).window(b)->at(pc.hv.guest(b)->loans.begin()->first.index())[12 + 42], 0xbb);
        QCOMPARE(window->at(at.index())[12 + 42], 0); // and at the old address there is a's own page
        QCOMPARE(storeOf(pc).faults(), 0u);
    }

    void theProcessorCatchesWhatThePageTableForbids()
    {
        Computer pc = makeComputer(remapping());
        GuestSpec holder = guestAt("a", "10.0.0.11/24");
        holder.release = ReleasePolicy::never;
        const GuestId a = pc.start(holder);
        pc.run(1_s);
        pc.inject(datagramFor("10.0.0.11", 1000, 0xaa));
        const auto [at, loan] = *pc.hv.guest(a)->loans.begin();
        link::Context c = pc.context();

        QCOMPARE(*pc.hv.touch(c, a, addressOf(at) + 12 + 42), 0xaa);
        QVERIFY(pc.hv.touch(c, a, 8, 0x77)); // page 0 is its own
        QCOMPARE(*pc.hv.touch(c, a, 8), 0x77);
        QCOMPARE(storeOf(pc).faults(), 0u);

        const auto written = pc.hv.touch(c, a, addressOf(at) + 100, 1);
        QVERIFY(!written && written.error().kind == Fault::Kind::readOnly);
        QCOMPARE(storeOf(pc).faults(), 1u); // caught by the processor, named by the table
        QCOMPARE(pc.hv.pages().read(loan.page)[100], 0xaa);

        const auto beyond = pc.hv.touch(c, a, 0x400'0000); // far behind its 2 MiB
        QVERIFY(!beyond && beyond.error().kind == Fault::Kind::outOfRange && beyond.error().address == 0x400'0000);
        QCOMPARE(storeOf(pc).faults(), 2u);
        const auto nowhere = pc.hv.touch(c, a, ~std::uint64_t(0) - 5); // no address of ours stands for that
        QVERIFY(!nowhere && nowhere.error().kind == Fault::Kind::outOfRange);
        QCOMPARE(storeOf(pc).faults(), 2u);

        QCOMPARE(pc.hv.guest(a)->faults, 3u);
        QVERIFY(holds(pc.steps.states,
                      "a fault: wrote to a page lent for reading at " + fmt::format("{:#x}", addressOf(at) + 100)));
        QVERIFY(holds(pc.steps.states, "a fault: outside its memory at 0x4000000"));
        pc.check();

        // A stray pointer of the guest's own code, past all our checks: caught, and told when its turn ends.
        const std::uint64_t before = pc.hv.guest(a)->faults;
        const volatile std::uint8_t *stray = storeOf(pc).window(a)->data() + (100ull << 20);
        QCOMPARE(*stray, 0);
        pc.inject(datagramFor("10.0.0.11", 10));
        QCOMPARE(pc.hv.guest(a)->faults, before + 1);
        QCOMPARE(pc.hv.guest(a)->lastFault->address, GuestAddress(100ull << 20));
        pc.check();
    }

    void aBatchIsFewCalls()
    {
        HypervisorSpec spec = remapping();
        spec.dmaPages = 128;
        spec.lendLimit = 128;
        Computer pc = makeComputer(spec);
        pc.checks = false; // asking the kernel settles what is deferred
        const GuestId a = pc.start(guestAt("a", "10.0.0.11/24"));
        pc.run(1_s);
        const std::uint64_t lent = pc.hv.guest(a)->nics[0].counters.lent;
        const guest_memory::WindowCounters before = storeOf(pc).counters();
        link::Context c = pc.context();
        constexpr std::uint64_t kRounds = 32, kPackets = 32;
        for (std::uint64_t round = 0; round < kRounds; ++round) { // packets come while the guest is busy elsewhere
            QVERIFY(pc.hv.pauseGuest(c, a));
            for (std::uint64_t i = 0; i < kPackets; ++i)
                pc.inject(datagramFor("10.0.0.11", 1'000));
            QVERIFY(pc.hv.resumeGuest(c, a));
            pc.flush();
            pc.run(1_ms);
        }
        QVERIFY(pc.hv.guest(a)->nics[0].counters.lent >= lent + kRounds * kPackets);
        const guest_memory::WindowCounters now = storeOf(pc).counters();
        // One at a time it would be a call for the loan and one for its end.
        QVERIFY2(now.calls - before.calls < kRounds * kPackets / 4,
                 qPrintable(QString::number(now.calls - before.calls)));
        pc.checks = true;
        pc.check();
    }

    void onlyTouchedPagesTakeMemory()
    {
        HypervisorSpec spec = remapping();
        spec.memory = 64u << 20;
        Computer pc = makeComputer(spec);
        std::vector<GuestId> ids;
        for (int i = 0; i < 3; ++i) {
            GuestSpec guest = guestAt("g" + std::to_string(i), ("10.0.0." + std::to_string(11 + i) + "/24").c_str());
            guest.memory = 16u << 20;
            ids.push_back(pc.start(guest));
        }
        pc.run(1_s);
        QVERIFY2(pc.hv.pages().store().residentPages() < 100,
                 qPrintable(QString::number(pc.hv.pages().store().residentPages())));
        link::Context c = pc.context();
        const std::size_t before = pc.hv.pages().store().residentPages();
        for (GuestAddress at = 4u << 20; at < 8u << 20; at += kPageSize)
            QVERIFY(pc.hv.touch(c, ids[0], at, 1));
        QVERIFY(pc.hv.pages().store().residentPages() >= before + 1024);
        QVERIFY(pc.hv.stopGuest(c, ids[0])); // the kernel has it back
        QVERIFY(pc.hv.pages().store().residentPages() <= before);
        pc.check();
        QCOMPARE(*pc.hv.touch(c, ids[0], 4u << 20), 0);
    }

    /// And of the tables: a window notes only the places that a guest has.
    void aHundredGuestsTakeWhatTheyTouch()
    {
        HypervisorSpec spec = remapping();
        spec.memory = 2u << 30;
        Computer pc = makeComputer(spec);
        pc.checks = false;
        for (int i = 0; i < 100; ++i) {
            GuestSpec guest = guestAt("g" + std::to_string(i), ("10.0.0." + std::to_string(101 + i) + "/24").c_str());
            guest.memory = 16u << 20;
            pc.start(guest);
        }
        pc.run(1_s);
        QVERIFY2(pc.hv.pages().store().residentPages() < 500,
                 qPrintable(QString::number(pc.hv.pages().store().residentPages())));
        QVERIFY(storeOf(pc).counters().calls < 200); // a guest's memory is a call or two
    }

    void aCheckpointIsPlainAndGoesItsOwnWay()
    {
        Computer pc = makeComputer(remapping());
        const GuestId a = pc.start(guestAt("a", "10.0.0.11/24"));
        pc.run(1_s);
        link::Context c = pc.context();
        QVERIFY(pc.hv.touch(c, a, 16, 0x11));
        Hypervisor copy(pc.hv);
        QVERIFY(pc.hv.touch(c, a, 16, 0x22));
        QCOMPARE(*copy.touch(c, a, 16), 0x11);
        QCOMPARE(*pc.hv.touch(c, a, 16), 0x22);
        QVERIFY(!copy.verify());
        QVERIFY(copy.pages().store().describe().starts_with("plain memory"));
    }

    /// The property test of the pure core, over real mappings, the kernel asked after every step.
    void noByteEverGoesAstray_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 3; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }
    void noByteEverGoesAstray()
    {
        QFETCH(int, seed);
        noByteGoesAstray(static_cast<std::uint64_t>(seed), makeStore);
    }
};

QTEST_APPLESS_MAIN(MappedComputerTest)
#include "tst_mapped_computer.moc"
