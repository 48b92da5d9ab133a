// The micro-guest under KVM: thousands of packets in pages that are remapped under it while it runs, and not one
// stale read; what it touches and does not have is a named fault; its program's file is read with care. Without KVM
// all but the last are skipped. That a kick is no exit needs no count: an exit for that port would be the guest's
// end.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/micro_guest/micro_guest.h"
#include "emulation/micro_guest/program.h"

#include <QElapsedTimer>
#include <QtTest>

#include <cstring>
#include <deque>
#include <functional>

using namespace hopyard;
using namespace hopyard::micro_guest;
using guest_memory::MemoryFile;

namespace {

constexpr std::size_t kPages = 96; // 0 and 1 the guest's own; the rest takes turns at being lent
constexpr std::uint32_t kBuffers = 16;

struct Machine {
    MemoryFile file = std::move(*MemoryFile::create(kPages * kPage));
    std::unique_ptr<MicroGuest> guest;
    Machine()
    {
        auto made = MicroGuest::create(file, 0, 1, kBuffers);
        if (!made)
            qFatal("%s", toString(made.error()).c_str());
        guest = std::move(*made);
        guest->start();
    }
    std::uint8_t *page(std::size_t number) { return file.data() + number * kPage; }
    void lend(std::uint32_t buffer, std::size_t page)
    {
        guest->window().show(MicroGuest::placeOf(buffer), page, false);
        QVERIFY(guest->window().settleAll());
    }
    /// Waits for what a thread does; generous, because the machine may be busy.
    bool until(const std::function<bool()> &done)
    {
        QElapsedTimer timer;
        timer.start();
        while (!done()) {
            if (timer.elapsed() > 60'000)
                return false;
            (void)guest->waitForKick(5);
        }
        return true;
    }
};

/// A packet that no other is like, of a length of its own.
std::uint32_t write(std::uint8_t *page, std::uint64_t number)
{
    const auto length = static_cast<std::uint32_t>(64 + number * 37 % (kPage - 63));
    std::memset(page, static_cast<int>(number % 251 + 1), length);
    std::memcpy(page, &number, sizeof number);
    return length;
}

} // namespace

#define NEEDS_KVM()                                                                                                    \
    if (const auto why = missing())                                                                                    \
    QSKIP(why->c_str())

class MicroGuestTest : public QObject {
    Q_OBJECT
private slots:
    void itAnswersAndGoesIdle()
    {
        NEEDS_KVM();
        Machine m;
        const std::uint32_t length = write(m.page(5), 77);
        m.lend(3, 5);
        QVERIFY(m.guest->post(3, length));
        std::optional<Answer> answer;
        QVERIFY2(m.until([&] { return (answer = m.guest->takeAnswer()).has_value(); }), m.guest->why().c_str());
        const Answer expected = answerTo(m.page(5), length);
        QCOMPARE(answer->first, 77u);
        QCOMPARE(answer->sum, expected.sum);
        QCOMPARE(answer->checksum, expected.checksum);
        QCOMPARE(answer->length, length);
        QVERIFY(m.until([&] { return m.guest->state() == MicroGuest::State::idle; }));
        QVERIFY(m.guest->post(3, 8)); // it wakes up again
        QVERIFY(m.until([&] { return m.guest->takeAnswer().has_value(); }));
        QCOMPARE(m.guest->faults(), 0u);
    }

    /// The page of every buffer is another each time, its old one is cleared at once and carries another packet soon.
    void notOneStaleReadInThousandsOfRemaps()
    {
        NEEDS_KVM();
        Machine m;
        constexpr std::uint64_t kPackets = 8'000;
        struct Lent {
            std::uint32_t buffer;
            std::size_t page;
            Answer expected;
        };
        std::deque<Lent> lent;
        std::deque<std::size_t> free;
        for (std::size_t page = 2; page < kPages; ++page)
            free.push_back(page);
        std::uint64_t sent = 0, answered = 0, stale = 0;
        QElapsedTimer timer;
        timer.start();
        while (answered < kPackets) {
            QVERIFY2(timer.elapsed() < 200'000, m.guest->why().c_str());
            while (sent < kPackets && lent.size() < kBuffers) {
                const auto buffer = static_cast<std::uint32_t>(sent % kBuffers);
                const std::size_t page = free.front();
                free.pop_front();
                const std::uint32_t length = write(m.page(page), sent);
                m.lend(buffer, page); // over the one before: the guest has it still in its processor's tables
                lent.push_back({buffer, page, answerTo(m.page(page), length)});
                QVERIFY(m.guest->post(buffer, length));
                ++sent;
            }
            const auto answer = m.guest->takeAnswer();
            if (!answer) {
                (void)m.guest->waitForKick(5);
                continue;
            }
            const Lent done = lent.front();
            lent.pop_front();
            stale += answer->first != answered || answer->sum != done.expected.sum
                             || answer->checksum != done.expected.checksum
                         ? 1
                         : 0;
            ++answered;
            if (answered % 3 == 0) { // some places show nothing in between
                m.guest->window().hide(MicroGuest::placeOf(done.buffer));
                QVERIFY(m.guest->window().settleAll());
            }
            std::memset(m.page(done.page), 0, kPage);
            free.push_back(done.page);
        }
        QCOMPARE(stale, 0u);
        QCOMPARE(m.guest->faults(), 0u);
        QVERIFY(m.guest->window().counters().calls >= kPackets);
        QVERIFY(!m.guest->window().verify());
    }

    void aTouchOfWhatIsNotMappedIsAFaultAndItGoesOnAfterwards()
    {
        NEEDS_KVM();
        Machine m;
        QVERIFY(m.guest->post(4, 100)); // nothing was lent there
        QVERIFY2(m.until([&] { return m.guest->state() == MicroGuest::State::faulted; }), m.guest->why().c_str());
        QCOMPARE(m.guest->faults(), 1u);
        QVERIFY(!m.guest->takeAnswer());
        const auto fault = m.guest->fault();
        QVERIFY(fault);
        if (fault->inWindow) // else the kernel is older than 6.7 and does not say where
            QCOMPARE(fault->address, std::uint64_t(MicroGuest::placeOf(4) * kPage));
        const std::uint32_t length = write(m.page(9), 5);
        m.lend(4, 9); // it comes late; the same instruction finds it
        m.guest->resume();
        std::optional<Answer> answer;
        QVERIFY(m.until([&] { return (answer = m.guest->takeAnswer()).has_value(); }));
        QCOMPARE(answer->sum, answerTo(m.page(9), 100).sum);
        QVERIFY(length >= 64);
        QCOMPARE(m.guest->faults(), 1u);
    }

    void anAddressOutsideItsMemoryIsTheEndOfItAndNotOurs()
    {
        NEEDS_KVM();
        Machine m;
        QVERIFY(m.guest->post(kBuffers + 1000, 64));
        QVERIFY(m.until([&] { return m.guest->state() == MicroGuest::State::ended; }));
        QVERIFY2(m.guest->why().find("where it has no memory") != std::string::npos, m.guest->why().c_str());
        QCOMPARE(m.guest->faults(), 1u);
        QVERIFY(m.guest->fault() && !m.guest->fault()->inWindow);
    }

    void itCanBeTakenAwayWheneverOneLikes()
    {
        NEEDS_KVM();
        for (int i = 0; i < 10; ++i) {
            Machine m;
            m.lend(0, 7);
            for (int n = 0; n < i; ++n)
                QVERIFY(m.guest->post(0, kPage));
        }
        Machine full;
        full.lend(0, 7);
        std::uint32_t posted = 0;
        while (full.guest->post(0, 64))
            ++posted;
        QCOMPARE(posted, kRing); // what it has answered and nobody took counts, too
    }

    void itsProgramIsReadWithCare()
    {
        std::vector<std::uint8_t> memory(kPrivate);
        if (programFile().empty())
            QSKIP("the micro-guest's program was not built here");
        const auto entry = loadProgram(programFile(), memory);
        QVERIFY(entry && *entry >= kProgramAt && *entry < kPrivate);
        const std::vector<std::uint8_t> file(programFile().begin(), programFile().end());
        for (std::size_t length = 0; length < file.size(); length += 7)
            (void)loadProgram({file.data(), length}, memory); // whatever it says: nothing outside is touched
        QVERIFY(!loadProgram({file.data(), 63}, memory));
        QVERIFY(!loadProgram(file, base::MutableBytes(memory).first(kProgramAt + 16)));
        std::vector<std::uint8_t> other = file;
        other[18] = 0x28; // for another processor
        QVERIFY(!loadProgram(other, memory));
    }
};

QTEST_APPLESS_MAIN(MicroGuestTest)
#include "tst_micro_guest.moc"
