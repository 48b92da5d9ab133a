// A micro-guest as a guest of a hypervisor: its program drives the rings, reads lent pages in place and gives them back,
// and what it says that it read is what the base portion knows to have been there. Most of it without KVM: the program's
// own code, called by the test on the guest's window. Where there is KVM, on a real virtual processor too.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/micro_guest/driver.h"
#include "emulation/micro_guest/hypervisor_guest.h"
#include "tests/core/hypervisor/random_days.h"

#include <QElapsedTimer>

#include <poll.h>

using namespace hopyard;
using namespace hopyard::hypervisor;
using guest_memory::MappedPageStore;
using micro_guest::Boot;
using micro_guest::Driver;
using micro_guest::HypervisorGuest;
using micro_guest::VirtualProcessor;

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

GuestSpec microAt(const char *address)
{
    GuestSpec spec = guestAt("m", address);
    spec.kind = GuestKind::micro;
    return spec;
}

/// The program without a processor of its own: the test calls it.
struct Played final : guest_memory::WindowUser {
    Computer &pc;
    GuestId id;
    Boot boot{};
    guest_memory::Window *window;
    std::optional<Driver> driver;
    bool isGone = false;

    Played(Computer &computer, GuestId guest) : pc(computer), id(guest), window(store().use(guest, *this))
    {
        if (!window)
            qFatal("no window");
        boot.isDriver = 1;
        const auto mac = pc.hv.guest(id)->nics[0].mac.bytes();
        std::copy(mac.begin(), mac.end(), boot.mac);
        const std::uint8_t address[] = {10, 0, 0, 11};
        std::copy(address, address + 4, boot.address);
        driver.emplace(window->data(), boot);
        driver->begin();
        kick();
    }
    ~Played() override
    {
        if (!isGone)
            store().leave(id);
    }
    MappedPageStore &store() { return dynamic_cast<MappedPageStore &>(pc.hv.pageStore()); }
    void windowGoes() override { isGone = true; }
    void kick()
    {
        link::Context c = pc.context();
        pc.hv.kicked(c, id);
        pc.check();
        pc.flush();
    }
    void work()
    {
        if (driver->work())
            kick();
    }
    void runFor(base::Duration time)
    {
        for (base::TimePoint end = pc.now + time; pc.now < end;) {
            pc.run(100_us);
            work();
        }
    }
};

} // namespace

class HypervisorGuestTest : public QObject {
    Q_OBJECT
private slots:
    void itReadsLentPagesInPlaceAndGivesThemBack()
    {
        Computer pc = makeComputer(remapping());
        const GuestId id = pc.start(microAt("10.0.0.11/24"));
        Played guest(pc, id);
        std::uint64_t bytes = 0;
        constexpr std::uint64_t kPackets = 300; // more than the rings hold, and than there are pages
        for (std::uint64_t i = 0; i < kPackets; ++i) {
            const auto frame = datagramFor("10.0.0.11", 18 + i * 7 % 1400, static_cast<std::uint8_t>(i));
            bytes += frame.size();
            pc.inject(frame);
            QCOMPARE(pc.hv.guest(id)->loans.size(), std::size_t(1));
            const auto [at, loan] = *pc.hv.guest(id)->loans.begin();
            QCOMPARE(guest.window->shown(at.index()), std::optional<std::size_t>(loan.page.index()));
            QCOMPARE(guest.window->data()[at.index() * kPageSize + 12 + 42], static_cast<std::uint8_t>(i)); // settled already
            guest.work();
            QVERIFY(pc.hv.guest(id)->loans.empty());
        }
        const auto reports = pc.hv.reports(id);
        QVERIFY(reports);
        QCOMPARE(reports->packets, kPackets);
        QCOMPARE(reports->bytes, bytes);
        const MicroRecord &record = *pc.hv.guest(id)->micro;
        QCOMPARE(record.packets, kPackets);
        QCOMPARE(record.bytes, bytes);
        QCOMPARE(record.compared, kPackets);
        QCOMPARE(record.stale, 0u);
        QCOMPARE(pc.hv.guest(id)->nics[0].counters.lent, kPackets);
        QCOMPARE(pc.hv.guest(id)->faults, 0u);
        QCOMPARE(reports->answered, 0u);
    }

    void copiedAndLongFramesCountToo()
    {
        HypervisorSpec spec = remapping();
        spec.receive = Receive::copy;
        Computer pc = makeComputer(spec);
        const GuestId id = pc.start(microAt("10.0.0.11/24"));
        Played guest(pc, id);
        for (int i = 0; i < 10; ++i) {
            pc.inject(datagramFor("10.0.0.11", 9'000, 0x40)); // three buffers
            guest.work();
        }
        QCOMPARE(pc.hv.reports(id)->packets, 10u);
        QCOMPARE(pc.hv.guest(id)->micro->compared, 30u);
        QCOMPARE(pc.hv.guest(id)->micro->stale, 0u);
        QCOMPARE(pc.hv.reports(id)->bytes, pc.hv.guest(id)->micro->bytes);
        QCOMPARE(pc.hv.guest(id)->nics[0].counters.lent, 0u);
    }

    /// The count can fail: where the page holds something else at the moment of reading.
    void aStalePageIsCounted()
    {
        Computer pc = makeComputer(remapping());
        pc.checks = false; // what is done here is against the rules
        const GuestId id = pc.start(microAt("10.0.0.11/24"));
        Played guest(pc, id);
        pc.inject(datagramFor("10.0.0.11", 500, 0x11));
        pc.hv.pageStore().write(pc.hv.guest(id)->loans.begin()->second.page)[12 + 42 + 100] = 0x12;
        guest.work();
        QCOMPARE(pc.hv.guest(id)->micro->compared, 1u);
        QCOMPARE(pc.hv.guest(id)->micro->stale, 1u);
    }

    void itAnswersToPing_data()
    {
        QTest::addColumn<int>("mode");
        QTest::newRow("direct") << int(Mode::direct);
        QTest::newRow("bridged") << int(Mode::bridged);
    }
    void itAnswersToPing()
    {
        QFETCH(int, mode);
        HypervisorSpec spec = remapping();
        spec.mode = static_cast<Mode>(mode);
        Computer pc = makeComputer(spec);
        const GuestId id = pc.start(microAt("10.0.0.11/24")), other = pc.start(guestAt("e", "10.0.0.12/24"));
        Played guest(pc, id);
        pc.programOutside("ping 10.0.0.11 count 3 interval 10ms size 1000");
        guest.runFor(1_s);
        QVERIFY2(Computer::allAnswered(pc.resultOutside(), 3), pc.resultOutside().c_str());
        pc.program(other, "ping 10.0.0.11 count 2 interval 10ms");
        guest.runFor(1_s);
        QVERIFY2(Computer::allAnswered(pc.result(other), 2), pc.result(other).c_str());
        QVERIFY(pc.hv.reports(id)->answered >= 5);
        QCOMPARE(pc.hv.guest(id)->micro->stale, 0u);
    }

    void itsProcessorEndsBeforeItsMemoryGoes()
    {
        Computer pc = makeComputer(remapping());
        const GuestId id = pc.start(microAt("10.0.0.11/24"));
        Played guest(pc, id);
        pc.inject(datagramFor("10.0.0.11", 500, 0x11));
        link::Context c = pc.context();
        QVERIFY(!guest.isGone);
        QVERIFY(pc.hv.stopGuest(c, id));
        QVERIFY(guest.isGone);
        QVERIFY(!pc.hv.reports(id));
        pc.check();
        pc.inject(datagramFor("10.0.0.11", 500, 0x11));
        QVERIFY(holds(pc.steps.drops, "node is stopped") || !pc.steps.drops.empty());
        QVERIFY(pc.hv.startGuest(c, id));
        Played again(pc, id);
        pc.inject(datagramFor("10.0.0.11", 500, 0x22));
        again.work();
        QCOMPARE(pc.hv.reports(id)->packets, 1u);
    }

    void withoutMappedMemoryThereIsASentence()
    {
        if (const auto why = micro_guest::missing())
            QSKIP(why->c_str());
        MemoryPageStore plain(1'000);
        const auto made = HypervisorGuest::create(plain, {GuestId(0), 2u << 20, {}, {}});
        QVERIFY(!made);
        QVERIFY(made.error().find("plain memory") != std::string::npos);
    }

    /// On a real virtual processor, thousands of packets, every page of the DMA table many times over.
    void onAVirtualProcessorNotOneStalePage()
    {
        if (const auto why = micro_guest::missing())
            QSKIP(why->c_str());
        Computer pc = makeComputer(remapping());
        pc.checks = false; // asks the kernel for all mappings at each step: the tests above do
        const GuestId id = pc.start(microAt("10.0.0.11/24"));
        const Guest &guest = *pc.hv.guest(id);
        auto made = HypervisorGuest::create(pc.hv.pageStore(), {id, guest.spec.memory, guest.nics[0].mac, {}});
        QVERIFY2(made, made ? "" : made.error().c_str());
        VirtualProcessor *const processor = (*made)->processor();
        (*made)->start();
        QElapsedTimer timer;
        timer.start();
        const auto until = [&](auto done) {
            while (!done() && timer.elapsed() < 200'000) {
                processor->wake();
                pollfd wait{processor->kicks(), POLLIN, 0};
                if (::poll(&wait, 1, 5) > 0 && processor->takeKicks()) {
                    link::Context c = pc.context();
                    pc.hv.kicked(c, id);
                    pc.flush();
                }
            }
            return done();
        };
        QVERIFY2(until([&] { return guest.nics[0].inputLooked == kQueueSize; }), processor->why().c_str());
        constexpr std::uint64_t kPackets = 2'000;
        std::uint64_t bytes = 0;
        for (std::uint64_t i = 0; i < kPackets; ++i) {
            const auto frame = datagramFor("10.0.0.11", 18 + i * 13 % 1400, static_cast<std::uint8_t>(i * 5 + 1));
            bytes += frame.size();
            QVERIFY2(until([&] { return guest.loans.size() < 12; }), processor->why().c_str());
            pc.inject(frame);
        }
        QVERIFY2(until([&] { return guest.loans.empty(); }), processor->why().c_str());
        QCOMPARE(pc.hv.reports(id)->packets, kPackets);
        QCOMPARE(pc.hv.reports(id)->bytes, bytes);
        QCOMPARE(guest.micro->compared, kPackets);
        QCOMPARE(guest.micro->stale, 0u);
        QCOMPARE(guest.nics[0].counters.lent, kPackets);
        QCOMPARE(processor->faults(), 0u);
        QVERIFY(!pc.hv.verify());

        // Paused it reads nothing; then it goes on where it was.
        processor->pause();
        QVERIFY(until([&] { return processor->state() == VirtualProcessor::State::paused; }));
        pc.inject(datagramFor("10.0.0.11", 100, 7));
        processor->wake();
        QVERIFY(!guest.loans.empty());
        QCOMPARE(pc.hv.reports(id)->packets, kPackets);
        processor->resume();
        QVERIFY(until([&] { return guest.loans.empty(); }));
        QCOMPARE(pc.hv.reports(id)->packets, kPackets + 1);

        // Taken away while it runs.
        link::Context c = pc.context();
        QVERIFY(pc.hv.stopGuest(c, id));
        QVERIFY(!(*made)->processor());
        QVERIFY(!pc.hv.verify());
    }
};

QTEST_APPLESS_MAIN(HypervisorGuestTest)
#include "tst_hypervisor_guest.moc"
