// Host pages and guests' page tables: each step of a page's life, what is refused, and that nothing is ever lost, shared
// by accident or handed over uncleared, whatever the order of the steps.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/hypervisor/guest_memory.h"

#include <QtTest>

#include <algorithm>
#include <string>

using namespace hopyard;
using namespace hopyard::hypervisor;

namespace {

PagePool makePool(std::size_t pages) { return PagePool(std::make_unique<MemoryPageStore>(pages)); }

template <class T>
std::string said(const base::Result<T, PageError> &result)
{
    return result ? "ok" : std::string(toString(result.error()));
}

constexpr GuestId kA(0), kB(1);

/// Nothing, or what verify() says.
std::string wrong(const PagePool &pool) { return pool.verify().value_or(""); }

} // namespace

class PagesTest : public QObject {
    Q_OBJECT
private slots:
    void aPageGoesRound()
    {
        PagePool pool = makePool(4);
        const HostPage page = *pool.list();
        QVERIFY(pool.info(page).state == PageState::dma);
        QVERIFY(pool.fill() == page);
        QVERIFY(pool.info(page).state == PageState::filled);
        std::fill_n(pool.write(page, 100).data(), 100, 0xaa);
        const Place place{kA, GuestPage(7)};
        QCOMPARE(said(pool.map(page, place, 100)), std::string("ok"));
        QVERIFY(pool.info(page).state == PageState::mapped);
        QVERIFY(pool.isMappedTo(page, place));
        QVERIFY(*pool.unmap(page, place));
        QVERIFY(pool.info(page).state == PageState::clearing);
        QCOMPARE(pool.read(page)[0], 0xaa);
        QCOMPARE(said(pool.clearAndList(page)), std::string("ok"));
        QVERIFY(pool.info(page).state == PageState::dma);
        QCOMPARE(pool.read(page)[0], 0);
        QCOMPARE(pool.counters().maps, 1u);
        QCOMPARE(pool.counters().unmaps, 1u);
        QCOMPARE(pool.counters().clears, 1u);
        QCOMPARE(pool.counters().bytesCleared, 100u); // and no more: the rest was zero
        QCOMPARE(pool.counters().refused, 0u);
        QCOMPARE(wrong(pool), std::string());
    }

    /// Every step from every state: which are allowed, and that the others change nothing and are counted.
    void stepsNotAllowedAreRefused_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("allowed");
        const auto row = [](PageState state, const char *allowed) {
            QTest::newRow(toString(state).data()) << static_cast<int>(state) << allowed;
        };
        row(PageState::free, "");
        row(PageState::guest, "takeFromGuest");
        row(PageState::base, "takeFromBase");
        row(PageState::dma, "");
        row(PageState::filled, "map discard relist");
        row(PageState::mapped, "share unmap");
        row(PageState::clearing, "clear clearAndList");
    }
    void stepsNotAllowedAreRefused()
    {
        QFETCH(int, state);
        QFETCH(QString, allowed);
        const Place place{kA, GuestPage(3)};
        PagePool before = makePool(1);
        const HostPage page(0);
        switch (static_cast<PageState>(state)) {
        case PageState::free: break;
        case PageState::guest: QVERIFY(before.giveToGuest(place)); break;
        case PageState::base: QVERIFY(before.giveToBase()); break;
        case PageState::dma: QVERIFY(before.list()); break;
        case PageState::filled: QVERIFY(before.list() && before.fill()); break;
        case PageState::mapped: QVERIFY(before.list() && before.fill() && before.map(page, place, 0)); break;
        case PageState::clearing: QVERIFY(before.list() && before.fill() && before.discard(page)); break;
        }
        const auto tryStep = [&](const char *name, auto &&step) {
            PagePool pool = before;
            const bool done = step(pool);
            QVERIFY2(done == allowed.split(' ').contains(name), name);
            QCOMPARE(pool.counters().refused, done ? 0u : 1u);
            if (!done)
                QCOMPARE(static_cast<int>(pool.info(page).state), state);
            QCOMPARE(wrong(pool), std::string());
        };
        tryStep("takeFromGuest", [&](PagePool &p) { return p.takeFromGuest(page, kA).has_value(); });
        tryStep("takeFromBase", [&](PagePool &p) { return p.takeFromBase(page).has_value(); });
        tryStep("map", [&](PagePool &p) { return p.map(page, place, 0).has_value(); });
        tryStep("share", [&](PagePool &p) { return p.share(page, {kB, GuestPage(5)}).has_value(); });
        tryStep("unmap", [&](PagePool &p) { return p.unmap(page, place).has_value(); });
        tryStep("discard", [&](PagePool &p) { return p.discard(page).has_value(); });
        tryStep("clear", [&](PagePool &p) { return p.clear(page).has_value(); });
        tryStep("clearAndList", [&](PagePool &p) { return p.clearAndList(page).has_value(); });
        tryStep("relist", [&](PagePool &p) { return p.relist(page).has_value(); });
    }

    void aLentPageIsSharedOnlyOnPurpose()
    {
        PagePool pool = makePool(2);
        QVERIFY(pool.list());
        const HostPage page = *pool.fill();
        const Place a{kA, GuestPage(1)}, b{kB, GuestPage(2)};
        QVERIFY(pool.map(page, a, 0));
        QCOMPARE(said(pool.map(page, b, 0)), std::string("page is mapped already"));
        QVERIFY(pool.share(page, b));
        QCOMPARE(said(pool.share(page, b)), std::string("page is mapped already"));
        QVERIFY(pool.placesOf(page) == (std::vector<Place>{a, b}));
        QVERIFY(!*pool.unmap(page, a)); // the other still has it
        QCOMPARE(said(pool.unmap(page, a)), std::string("page is another's"));
        QVERIFY(pool.placesOf(page) == (std::vector<Place>{b}));
        QVERIFY(*pool.unmap(page, b));
        QCOMPARE(wrong(pool), std::string());
    }

    /// A long packet was copied out of the page; the short one after it is lent. Behind it must be zeros.
    void theTailOfAnOldPacketIsClearedBeforeAnotherIsLent()
    {
        PagePool pool = makePool(1);
        QVERIFY(pool.list());
        const HostPage page = *pool.fill();
        std::fill_n(pool.write(page, 1500).data(), 1500, 0x11);
        QVERIFY(pool.relist(page));
        QVERIFY(pool.fill() == page);
        std::fill_n(pool.write(page, 60).data(), 60, 0x22);
        QVERIFY(pool.map(page, {kA, GuestPage(0)}, 60));
        QCOMPARE(pool.counters().bytesCleared, 1440u);
        QCOMPARE(pool.read(page)[59], 0x22);
        const base::Bytes behind = pool.read(page).subspan(60);
        QVERIFY(std::all_of(behind.begin(), behind.end(), [](auto b) { return b == 0; }));
    }

    void memoryIsPaidForWhenItIsTouchedAndSharedByCheckpoints()
    {
        PagePool pool = makePool(100 * 4096); // 1.6 GiB
        GuestMemory memory(kA);
        QVERIFY(memory.take(pool, 4096));
        QCOMPARE(pool.store().residentPages(), 0u);
        QCOMPARE((*memory.read(pool, 5000, 4))[0], 0); // reading is free
        QCOMPARE(pool.store().residentPages(), 0u);
        (*memory.write(pool, 5000, 1))[0] = 7;
        QCOMPARE(pool.store().residentPages(), 1u);

        PagePool then = pool;
        const GuestMemory memoryThen = memory;
        QCOMPARE((*memoryThen.read(then, 5000, 1)).data(), (*memory.read(pool, 5000, 1)).data());
        (*memory.write(pool, 5000, 1))[0] = 8;
        QCOMPARE((*memoryThen.read(then, 5000, 1))[0], 7);
        QCOMPARE((*memory.read(pool, 5000, 1))[0], 8);
    }

    void faultsHaveNames()
    {
        PagePool pool = makePool(8);
        GuestMemory a(kA), b(kB);
        QVERIFY(a.take(pool, 2));
        QVERIFY(b.take(pool, 2));
        const auto fault = [&](auto result) { return result ? std::string("none") : std::string(toString(result.error().kind)); };
        QCOMPARE(fault(a.read(pool, 0, kPageSize)), std::string("none"));
        QCOMPARE(fault(a.read(pool, 2 * kPageSize, 1)), std::string("outside its memory"));
        QCOMPARE(fault(a.read(pool, ~std::uint64_t(0), 1)), std::string("outside its memory"));
        QCOMPARE(fault(GuestMemory(kA).read(pool, 0, 1)), std::string("no page there"));

        // A page of another in the table: whoever put it there, no byte of it is to be had.
        a.lend(GuestPage(1), b.entry(GuestPage(0)).own);
        QCOMPARE(fault(a.read(pool, kPageSize, 1)), std::string("touched a page of another"));
        QCOMPARE(fault(a.write(pool, kPageSize, 1)), std::string("touched a page of another"));
        QVERIFY(a.verify(pool).has_value());
        a.takeBack(GuestPage(1));

        // A lent page can be read and not written; when it is back the guest sees its own again.
        QVERIFY(pool.list());
        const HostPage page = *pool.fill();
        pool.write(page, 1)[0] = 0x5a;
        QVERIFY(pool.map(page, {kA, GuestPage(1)}, 1));
        a.lend(GuestPage(1), page);
        QCOMPARE((*a.read(pool, kPageSize, 1))[0], 0x5a);
        QCOMPARE(fault(a.write(pool, kPageSize, 1)), std::string("wrote to a page lent for reading"));
        QVERIFY(pool.unmap(page, {kA, GuestPage(1)}));
        QCOMPARE(fault(a.read(pool, kPageSize, 1)), std::string("touched a page of another")); // a table that was not brought up to date
        a.takeBack(GuestPage(1));
        QCOMPARE((*a.read(pool, kPageSize, 1))[0], 0);
        QVERIFY(!a.verify(pool).has_value());
    }

    void aComputerHasWhatItHas()
    {
        PagePool pool = makePool(4);
        GuestMemory a(kA), b(kB);
        QVERIFY(a.take(pool, 3));
        QCOMPARE(said(b.take(pool, 2)), std::string("no page left"));
        QCOMPARE(pool.freePages(), 1u); // all or none
        a.giveBack(pool);
        QCOMPARE(said(b.take(pool, 4)), std::string("ok"));
        QCOMPARE(said(pool.list()), std::string("no page left"));
        QCOMPARE(wrong(pool), std::string());
    }

    /// Guests that come, write their pattern into all they see, and go, among packets that carry their receiver's: no
    /// guest ever reads a byte that is neither zero nor its own.
    void noGuestEverSeesAnothersBytes_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 8; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }
    void noGuestEverSeesAnothersBytes()
    {
        QFETCH(int, seed);
        base::Random random(static_cast<std::uint64_t>(seed));
        constexpr std::uint32_t kGuests = 4, kPagesEach = 6;
        PagePool pool = makePool(48);
        std::vector<GuestMemory> guests;
        for (std::uint32_t g = 0; g < kGuests; ++g)
            guests.emplace_back(GuestId(g));
        std::vector<HostPage> filled, clearing;
        const auto patternOf = [](std::uint32_t g) { return static_cast<std::uint8_t>(0x10 + g); };
        for (int step = 0; step < 400; ++step) {
            const auto g = static_cast<std::uint32_t>(random.below(kGuests));
            GuestMemory &memory = guests[g];
            const GuestPage at(static_cast<std::uint32_t>(random.below(kPagesEach)));
            switch (random.below(10)) {
            case 0:
                if (memory.pageCount() == 0)
                    (void)memory.take(pool, kPagesEach);
                break;
            case 1:
                if (random.below(8) == 0 && memory.pageCount() != 0) {
                    for (std::uint32_t p = 0; p < kPagesEach; ++p)
                        if (const HostPage lent = memory.entry(GuestPage(p)).lent; lent.isValid()) {
                            if (*pool.unmap(lent, {GuestId(g), GuestPage(p)}))
                                clearing.push_back(lent);
                            memory.takeBack(GuestPage(p));
                        }
                    memory.giveBack(pool);
                }
                break;
            case 2:
                if (memory.pageCount() != 0)
                    if (auto bytes = memory.write(pool, addressOf(at), kPageSize))
                        std::fill(bytes->begin(), bytes->end(), patternOf(g));
                break;
            case 3: (void)pool.list(); break;
            case 4:
                if (const auto page = pool.fill()) {
                    filled.push_back(*page);
                    // The packet is for guest g, and its place in `filled` remembers that by its bytes.
                    const std::size_t length = 1 + random.below(kPageSize);
                    std::fill_n(pool.write(*page, length).data(), length, patternOf(g));
                }
                break;
            case 5:
            case 6:
                if (!filled.empty()) {
                    const HostPage page = filled.back();
                    filled.pop_back();
                    const std::uint8_t pattern = pool.read(page)[0];
                    const std::uint32_t to = pattern - 0x10u;
                    const base::Bytes bytes = pool.read(page);
                    const auto used = static_cast<std::size_t>(
                        std::find_if(bytes.begin(), bytes.end(), [&](auto b) { return b != pattern; }) - bytes.begin());
                    if (guests[to].pageCount() != 0 && !guests[to].entry(at).lent.isValid()) {
                        QVERIFY(pool.map(page, {GuestId(to), at}, used));
                        guests[to].lend(at, page);
                    } else if (random.below(2)) {
                        QVERIFY(pool.relist(page));
                    } else {
                        QVERIFY(pool.discard(page));
                        clearing.push_back(page);
                    }
                }
                break;
            case 7:
                if (memory.pageCount() != 0)
                    if (const HostPage lent = memory.entry(at).lent; lent.isValid()) {
                        QVERIFY(*pool.unmap(lent, {GuestId(g), at}));
                        memory.takeBack(at);
                        clearing.push_back(lent);
                    }
                break;
            case 8:
                if (!clearing.empty()) {
                    QVERIFY(random.below(2) ? pool.clear(clearing.back()) : pool.clearAndList(clearing.back()));
                    clearing.pop_back();
                }
                break;
            case 9: (void)pool.unlist(); break;
            }
            QCOMPARE(wrong(pool), std::string());
            for (std::uint32_t who = 0; who < kGuests; ++who) {
                QCOMPARE(guests[who].verify(pool).value_or(""), std::string());
                for (std::uint32_t p = 0; p < guests[who].pageCount(); ++p) {
                    const auto bytes = guests[who].read(pool, addressOf(GuestPage(p)), kPageSize);
                    QVERIFY(bytes);
                    for (const std::uint8_t b : *bytes)
                        QVERIFY2(b == 0 || b == patternOf(who), "a guest sees another's byte");
                }
            }
        }
    }
};

QTEST_APPLESS_MAIN(PagesTest)
#include "tst_pages.moc"
