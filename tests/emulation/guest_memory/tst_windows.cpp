// Windows of real mappings by themselves: what they show is what the kernel says they show; runs, deferral and what is
// spared; and touches of what they do not show, caught and named, with the program going on.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/guest_memory/maps.h"
#include "emulation/guest_memory/window.h"

#include <QtTest>

#include <cstring>

using namespace hopyard::guest_memory;

namespace {

MemoryFile makeFile(std::size_t pages, PageKind kind = PageKind::base)
{
    auto file = MemoryFile::create(pages * 4096, kind);
    if (!file)
        qFatal("%s", toString(file.error()).c_str());
    for (std::size_t page = 0; page < file->size() / file->pageSize(); ++page) // each page begins with its number
        file->data()[page * file->pageSize()] = static_cast<std::uint8_t>(page + 1);
    return std::move(*file);
}

std::uint8_t peek(const std::uint8_t *at)
{
    return *static_cast<const volatile std::uint8_t *>(at);
}
void poke(std::uint8_t *at, std::uint8_t value)
{
    *static_cast<volatile std::uint8_t *>(at) = value;
}

} // namespace

class WindowsTest : public QObject {
    Q_OBJECT
private slots:
    void aRunIsOneCall()
    {
        const MemoryFile file = makeFile(64);
        const auto window = *Window::reserve(file, 64);
        for (std::size_t i = 0; i < 64; ++i)
            window->show(i, i, true);
        QCOMPARE(window->counters().calls, 0u); // nobody has looked yet
        QCOMPARE(peek(window->at(9)), 10);
        QCOMPARE(window->counters().calls, 1u);
        QCOMPARE(window->counters().pages, 64u);
        QVERIFY(!window->verify());
        const auto mappings = mappingsIn(reinterpret_cast<std::uintptr_t>(window->data()), 64 * 4096);
        QCOMPARE(mappings.size(), std::size_t(1)); // and one mapping
        QCOMPARE(mappings[0].inode, file.inode());
    }

    void remappingChangesWhatAnAddressMeans()
    {
        const MemoryFile file = makeFile(16);
        const auto window = *Window::reserve(file, 4);
        window->show(2, 7, false);
        const std::uint8_t *place = window->at(2);
        QCOMPARE(peek(place), 8);
        window->show(2, 11, false);
        QVERIFY(window->at(2) == place); // the address is the same
        QCOMPARE(peek(place), 12);
        poke(file.data() + 11 * 4096, 99); // the base portion writes by its own way, and it is the same page
        QCOMPARE(peek(place), 99);
        QVERIFY(!window->verify());
    }

    void whatComesBackBeforeAnybodyLookedIsSpared()
    {
        const MemoryFile file = makeFile(16);
        const auto window = *Window::reserve(file, 8);
        for (std::size_t i = 0; i < 8; ++i)
            window->show(i, i, true);
        window->show(3, 12, false);
        QCOMPARE(peek(window->at(3)), 13);
        const std::uint64_t calls = window->counters().calls;
        window->show(3, 3, true);   // the loan ends,
        window->show(3, 13, false); // another follows,
        window->show(3, 12, false); // and then the same page as at first
        QCOMPARE(peek(window->at(3)), 13);
        QCOMPARE(window->counters().calls, calls);
        QCOMPARE(window->counters().spared, 1u);
    }

    void unmappingIsDeferredAndThenDoneInRuns()
    {
        const MemoryFile file = makeFile(512);
        const auto window = *Window::reserve(file, 256);
        for (std::size_t i = 0; i < 256; ++i)
            window->show(i, i, true);
        (void)window->at(0);
        for (std::size_t i = 0; i < Window::kDeferred; ++i) { // each a page from elsewhere, in no order
            window->show(i, 511 - 3 * i, false);
            QCOMPARE(peek(window->at(i)), static_cast<std::uint8_t>(512 - 3 * i));
        }
        const std::uint64_t calls = window->counters().calls;
        for (std::size_t i = 0; i < Window::kDeferred; ++i)
            window->show(i, i, true);
        QCOMPARE(window->counters().calls, calls);
        QCOMPARE(window->stale(), Window::kDeferred);
        QVERIFY(window->settle());
        QCOMPARE(window->counters().calls, calls + 1); // the guest's own pages lie side by side again
        QCOMPARE(window->stale(), std::size_t(0));
        QVERIFY(!window->verify());
        // One more than may be deferred is settled by itself.
        for (std::size_t i = 0; i <= Window::kDeferred; ++i)
            window->show(i, 300 + i, false);
        QVERIFY(window->stale() <= Window::kDeferred);
        QVERIFY(!window->verify());
    }

    void aTouchOfWhatIsNotMappedIsCaught_data()
    {
        QTest::addColumn<quint64>("offset");
        QTest::addColumn<bool>("forWriting");
        QTest::newRow("nothing there, read") << quint64(3 * 4096 + 5) << false;
        QTest::newRow("nothing there, written") << quint64(3 * 4096 + 5) << true;
        QTest::newRow("lent for reading, written") << quint64(1 * 4096 + 17) << true;
        QTest::newRow("behind the end") << quint64(8 * 4096) << false;
        QTest::newRow("far behind the end") << quint64(8 * 4096 + Window::kBehind - 1) << true;
    }
    void aTouchOfWhatIsNotMappedIsCaught()
    {
        QFETCH(quint64, offset);
        QFETCH(bool, forWriting);
        const MemoryFile file = makeFile(8);
        const auto window = *Window::reserve(file, 8);
        window->show(0, 0, true);
        window->show(1, 5, false);
        window->show(3, 3, true);
        window->hide(3);
        QVERIFY(window->settleAll());
        for (int round = 1; round <= 3; ++round) { // as often as one likes
            if (forWriting)
                poke(window->data() + offset, 0xee);
            else
                QCOMPARE(peek(window->data() + offset), 0); // zeros: nobody's bytes
            QCOMPARE(window->faults(), std::uint64_t(round));
            const auto fault = window->takeFault();
            QVERIFY(fault);
            QCOMPARE(quint64(fault->offset), offset);
#if defined(__x86_64__)
            QCOMPARE(fault->forWriting, forWriting);
#endif
            QVERIFY(!window->takeFault());
            QVERIFY(!window->verify()); // all is as it was
        }
        QCOMPARE(file.data()[5 * 4096 + 17], 0); // what was written is nowhere
        QCOMPARE(peek(window->at(1)), 6);
        QCOMPARE(peek(window->at(0)), 1);
    }

    void moreFaultsThanAreRememberedLeaveNoTrace()
    {
        const MemoryFile file = makeFile(4);
        const auto window = *Window::reserve(file, 300);
        window->show(0, 1, true);
        (void)window->at(0);
        for (std::size_t place = 1; place < 300; ++place)
            poke(window->data() + place * 4096, 1);
        QCOMPARE(window->faults(), 299u);
        std::size_t taken = 0;
        while (window->takeFault())
            ++taken;
        QCOMPARE(taken, FaultGuard::kRemembered);
        QVERIFY(!window->verify());
        QCOMPARE(mappingsIn(reinterpret_cast<std::uintptr_t>(window->data()), 300 * 4096).size(), std::size_t(2));
        QCOMPARE(peek(window->at(0)), 2);
    }

    void twoGuestsNeverMeet()
    {
        const MemoryFile file = makeFile(8);
        const auto a = *Window::reserve(file, 4), b = *Window::reserve(file, 4);
        a->show(0, 2, false);
        QCOMPARE(peek(a->at(0)), 3);
        a->hide(0); // taken back, and lent to the other
        QVERIFY(a->settle());
        b->show(1, 2, false);
        QCOMPARE(peek(b->at(1)), 3);
        QCOMPARE(peek(a->data()), 0); // the first touches where the page was: a fault, and no byte of it
        QCOMPARE(a->faults(), 1u);
        QCOMPARE(b->faults(), 0u);
        QVERIFY(a->takeFault());
        QVERIFY(!a->verify() && !b->verify());
    }

    void hugePagesWhereThereAreAnyElseItIsSaid()
    {
        const std::size_t huge = 2u << 20;
        const MemoryFile file = makeFile(4 * 512, PageKind::huge);
        if (file.kind() != PageKind::huge) {
            QVERIFY(file.kind() == PageKind::transparent || file.kind() == PageKind::base);
            QCOMPARE(file.pageSize(), std::size_t(4096));
            QSKIP("the kernel has no huge pages in reserve (vm.nr_hugepages)");
        }
        QCOMPARE(file.pageSize(), huge);
        const auto window = *Window::reserve(file, 2);
        QCOMPARE(reinterpret_cast<std::uintptr_t>(window->data()) % huge, std::uintptr_t(0));
        window->show(1, 3, false);
        QCOMPARE(peek(window->at(1)), 4);
        QCOMPARE(peek(window->data() + 17), 0);
        QVERIFY(window->takeFault());
        window->show(1, 0, true);
        QCOMPARE(peek(window->at(1)), 1);
        QVERIFY(!window->verify());
    }

    void whatIsReleasedReadsAsZerosAndTakesNoMemory()
    {
        MemoryFile file = makeFile(16);
        QCOMPARE(file.residentBytes(), std::size_t(16 * 4096));
        QVERIFY(file.release(4 * 4096, 8 * 4096));
        QCOMPARE(file.residentBytes(), std::size_t(8 * 4096));
        QCOMPARE(file.data()[5 * 4096], 0);
        QCOMPARE(file.data()[12 * 4096], 13);
    }
};

QTEST_APPLESS_MAIN(WindowsTest)
#include "tst_windows.moc"
