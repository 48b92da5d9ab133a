// Receiving without copying: where a packet lands, to whom its page is lent, and how it comes back, step by step; guests
// that do not give back; packets over several pages; and random days on which no byte goes astray.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/hypervisor/computer.h"
#include "tests/core/hypervisor/random_days.h"

using namespace hopyard;
using namespace hopyard::hypervisor;

class RemapTest : public QObject {
    Q_OBJECT
private slots:
    void aPacketsWayStepByStep()
    {
        Computer pc(remapping());
        const GuestId a = pc.start(guestAt("a", "10.0.0.11/24"));
        pc.run(1_s);
        pc.program(a, "ping 10.0.0.100 count 1"); // so that hardware addresses are known on both sides
        pc.run(2_s);
        const Costs before = pc.hv.costs(Mode::direct, Receive::remap);
        const std::uint64_t lent = pc.hv.guest(a)->nics[0].counters.lent;
        const HostPage first = pc.hv.pages().dmaTable().front();
        pc.steps.words.clear();
        pc.inject(datagramFor("10.0.0.11"));
        // The stack answers (port unreachable) in the same go, so there is an output at the end.
        const std::vector<std::string> expected{"landed", "named a", "mapped a", "interrupt a", "exit a", "released a",
                                                "unmapped a", "cleared", "listed", "output a", "sent"};
        std::string words;
        for (const std::string &word : pc.steps.words)
            words += word + ", ";
        QVERIFY2(pc.steps.words == expected, words.c_str());
        QVERIFY(pc.hv.pages().dmaTable().back() == first); // it went to the end of the table
        const Costs &costs = pc.hv.costs(Mode::direct, Receive::remap);
        QCOMPARE(costs.maps, before.maps + 1);
        QCOMPARE(costs.unmaps, before.unmaps + 1);
        QCOMPARE(costs.copies, before.copies + 1); // of the answer
        QCOMPARE(pc.hv.guest(a)->nics[0].counters.lent, lent + 1);
    }

    void theNextPacketInThePageIsAnothersAndNothingIsLeftInIt()
    {
        HypervisorSpec spec = remapping();
        spec.dmaPages = 1; // every packet lands in the same page
        Computer pc(spec);
        GuestSpec holder = guestAt("a", "10.0.0.11/24");
        holder.release = ReleasePolicy::whenAsked;
        const GuestId a = pc.start(holder), b = pc.start(guestAt("b", "10.0.0.12/24"));
        pc.run(1_s);
        pc.inject(datagramFor("10.0.0.11", 1000, 0xaa));
        QCOMPARE(pc.hv.guest(a)->loans.size(), 1u);
        const GuestPage at = pc.hv.guest(a)->loans.begin()->first;
        const HostPage page = pc.hv.guest(a)->loans.begin()->second.page;
        const auto seen = [&](GuestId guest, GuestPage where) {
            return *pc.hv.guest(guest)->memory.read(pc.hv.pages(), addressOf(where), kPageSize);
        };
        QCOMPARE(seen(a, at)[12 + 42], 0xaa); // in place, behind network header and headers
        const auto runs = pc.hv.bufferMap(); // the map shows the loan
        QVERIFY(std::any_of(runs.begin(), runs.end(), [&](const Hypervisor::PageRun &run) {
            return run.first == page && run.state == PageState::mapped && run.guest == a && run.at == at && run.count == 1;
        }));

        pc.inject(datagramFor("10.0.0.12", 10, 0xbb)); // there is no page: the guest is asked, and this one is lost
        QVERIFY(holds(pc.steps.words, "asked a"));
        QVERIFY(holds(pc.steps.drops, "no buffer"));
        pc.run(1_ms);
        QCOMPARE(pc.hv.guest(a)->loans.size(), 0u);
        QCOMPARE(seen(a, at)[12 + 42], 0); // its own page is back: never touched
        QVERIFY(pc.hv.setReleasePolicy(b, ReleasePolicy::whenAsked));
        pc.inject(datagramFor("10.0.0.12", 10, 0xbb));
        QCOMPARE(pc.hv.guest(b)->loans.size(), 1u);
        QVERIFY(pc.hv.guest(b)->loans.begin()->second.page == page); // the very page
        const base::Bytes bytes = seen(b, pc.hv.guest(b)->loans.begin()->first);
        QCOMPARE(bytes[12 + 42], 0xbb);
        QVERIFY(std::all_of(bytes.begin() + 12 + 52, bytes.end(), [](auto x) { return x == 0; }));
        QVERIFY(std::find(bytes.begin(), bytes.end(), 0xaa) == bytes.end());
    }

    void aGuestThatNeverReleasesHarmsNobodyElse()
    {
        HypervisorSpec spec = remapping();
        spec.dmaPages = 24;
        spec.lendLimit = 8;
        Computer pc(spec);
        GuestSpec greedy = guestAt("greedy", "10.0.0.11/24");
        greedy.release = ReleasePolicy::never;
        const GuestId a = pc.start(greedy), b = pc.start(guestAt("b", "10.0.0.12/24"));
        pc.run(1_s);
        for (int i = 0; i < 300; ++i) {
            pc.inject(datagramFor("10.0.0.11"));
            pc.inject(datagramFor("10.0.0.12"));
            pc.run(100_us);
        }
        QCOMPARE(pc.hv.guest(a)->loans.size(), 8u); // its limit, and for ever
        const NicCounters &ofA = pc.hv.guest(a)->nics[0].counters, &ofB = pc.hv.guest(b)->nics[0].counters;
        QCOMPARE(ofA.lent, 8u);
        QVERIFY(ofA.fellBack >= 292); // it is served on, by copying
        QVERIFY(ofA.input >= 300);
        QCOMPARE(ofA.noBuffer + ofB.noBuffer, 0u);
        QVERIFY(ofB.lent >= 300);
        QCOMPARE(pc.hv.dropped(base::DropReason::noBuffer), 0u);
        link::Context c = pc.context();
        QVERIFY(pc.hv.stopGuest(c, a)); // then all comes back
        pc.check();
        QCOMPARE(pc.hv.pages().listedPages(), 24u);
    }

    void aBurstBeyondTheTableIsDroppedWithAReasonAndTheTableRecovers()
    {
        HypervisorSpec spec = remapping();
        spec.dmaPages = 8;
        Computer pc(spec);
        const GuestId a = pc.start(guestAt("a", "10.0.0.11/24"));
        pc.run(1_s);
        link::Context c = pc.context();
        QVERIFY(pc.hv.pauseGuest(c, a)); // so that nothing is given back in between
        for (int i = 0; i < 20; ++i)
            pc.inject(datagramFor("10.0.0.11"));
        QCOMPARE(pc.hv.guest(a)->loans.size(), 8u);
        QCOMPARE(pc.hv.dropped(base::DropReason::noBuffer), 12u);
        QVERIFY(pc.hv.resumeGuest(c, a));
        pc.flush();
        pc.run(1_ms);
        QCOMPARE(pc.hv.guest(a)->loans.size(), 0u);
        QCOMPARE(pc.hv.pages().listedPages(), 8u);
        pc.inject(datagramFor("10.0.0.11"));
        QCOMPARE(pc.hv.dropped(base::DropReason::noBuffer), 12u);
    }

    void aJumboFrameTakesSeveralPagesAndArrivesWhole_data()
    {
        QTest::addColumn<bool>("remap");
        QTest::addColumn<bool>("split");
        QTest::addColumn<int>("pages");
        QTest::newRow("remap") << true << false << 3;
        QTest::newRow("remap, header split") << true << true << 4;
        QTest::newRow("copy") << false << false << 3;
        QTest::newRow("copy, header split") << false << true << 4;
    }
    void aJumboFrameTakesSeveralPagesAndArrivesWhole()
    {
        QFETCH(bool, remap);
        QFETCH(bool, split);
        QFETCH(int, pages);
        HypervisorSpec spec = remapping();
        spec.receive = remap ? Receive::remap : Receive::copy;
        spec.headerSplit = split;
        Computer pc(spec);
        GuestSpec jumbo = guestAt("a", "10.0.0.11/24");
        jumbo.nics[0].mtu = 9000;
        jumbo.release = ReleasePolicy::whenAsked;
        const GuestId a = pc.start(jumbo);
        pc.run(1_s);
        const std::uint64_t delivered = pc.hv.guest(a)->router->stack().counters().delivered;
        std::vector<std::uint8_t> frame = datagramFor("10.0.0.11", 8900);
        pc.inject(frame);
        QCOMPARE(pc.hv.guest(a)->router->stack().counters().delivered, delivered + 1); // its checksum was right
        QCOMPARE(static_cast<int>(pc.hv.guest(a)->loans.size()), remap ? pages : 0);
        if (remap && split) { // the data stands at the start of a page of its own
            const GuestPage second(pc.hv.guest(a)->loans.begin()->first.value() + 1);
            QCOMPARE((*pc.hv.guest(a)->memory.read(pc.hv.pages(), addressOf(second), 1))[0], 0xab);
            QCOMPARE(pc.hv.pages().info(pc.hv.guest(a)->loans.begin()->second.page).dirty, 12 + 42);
        }
    }

    void aGroupsPageIsSharedOnPurpose()
    {
        Computer pc(remapping());
        GuestSpec one = guestAt("a", "10.0.0.11/24"), two = guestAt("b", "10.0.0.12/24");
        one.release = two.release = ReleasePolicy::whenAsked;
        const GuestId a = pc.start(one), b = pc.start(two);
        pc.run(1_s);
        const std::size_t listed = pc.hv.pages().listedPages();
        pc.inject(udpFrame(base::MacAddress::broadcast(), kOutside, "10.0.0.100", "10.0.0.255", 9, 9, 20));
        QCOMPARE(pc.hv.guest(a)->loans.size(), 1u);
        QVERIFY(pc.hv.guest(a)->loans.begin()->second.page == pc.hv.guest(b)->loans.begin()->second.page);
        QCOMPARE(pc.hv.pages().listedPages(), listed - 1);
        QVERIFY(holds(pc.steps.words, "shared b"));
        link::Context c = pc.context();
        QVERIFY(pc.hv.stopGuest(c, a));
        QCOMPARE(pc.hv.pages().listedPages(), listed - 1); // the other reads on
        pc.check();
        QVERIFY(pc.hv.stopGuest(c, b));
        QCOMPARE(pc.hv.pages().listedPages(), listed);
        pc.check();
    }

    void remappingCarriesPingsInEveryMode()
    {
        for (const Mode mode : {Mode::direct, Mode::bridged, Mode::nat}) {
            HypervisorSpec spec = remapping();
            spec.mode = mode;
            Computer pc(spec);
            const GuestId a = pc.start(guestAt("a", "10.0.0.11/24"));
            pc.run(1_s);
            pc.program(a, "ping 10.0.0.100 count 20 interval 10ms size 1400");
            pc.run(3_s);
            QVERIFY2(Computer::allAnswered(pc.result(a), 20), toString(mode).data());
            QVERIFY(pc.hv.guest(a)->nics[0].counters.lent >= 20);
            QCOMPARE(pc.hv.guest(a)->loans.size(), 0u);
        }
    }

    /// Guests that scribble over their own rings, at random: nobody else is touched, nothing is lost.
    void aGuestThatScribblesOverItsRingsHarmsOnlyItself()
    {
        for (std::uint64_t seed = 1; seed <= 6; ++seed) {
            base::Random random(seed);
            Computer pc(remapping());
            const GuestId bad = pc.start(guestAt("bad", "10.0.0.11/24")), good = pc.start(guestAt("good", "10.0.0.12/24"));
            pc.run(1_s);
            for (int i = 0; i < 60; ++i) {
                link::Context c = pc.context();
                for (int n = 0; n < 5; ++n) {
                    const GuestDriver &driver = pc.hv.guest(bad)->nics[0].driver;
                    const GuestPage ring = random.below(2) ? driver.inputRing() : driver.outputRing();
                    (void)pc.hv.touch(c, bad, addressOf(ring) + random.below(3400), static_cast<std::uint8_t>(random.next()));
                }
                pc.inject(datagramFor("10.0.0.11", random.below(1400)));
                pc.inject(datagramFor("10.0.0.12", random.below(1400)));
                pc.program(bad, "ping 10.0.0.12 count 1");
                pc.run(10_ms);
            }
            QVERIFY(pc.hv.guest(good)->nics[0].counters.input >= 60);
            link::Context c = pc.context();
            QVERIFY(pc.hv.stopGuest(c, bad));
            pc.check();
        }
    }

    /// Random days: packets of each guest's own pattern from outside and inside, guests that come, go, pause and hold.
    void noByteEverGoesAstray_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 6; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }
    void noByteEverGoesAstray()
    {
        QFETCH(int, seed);
        noByteGoesAstray(static_cast<std::uint64_t>(seed));
    }
};

QTEST_APPLESS_MAIN(RemapTest)
#include "tst_remap.moc"
