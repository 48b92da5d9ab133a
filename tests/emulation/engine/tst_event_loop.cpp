// The loop calls back for what is ready, whatever callbacks do to it meanwhile.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/event_loop.h"

#include <QtTest/QtTest>

#include <array>

#include <fcntl.h>
#include <unistd.h>

using namespace hopyard;
using engine::EventLoop;

namespace {

struct Pipe {
    Pipe()
    {
        std::array<int, 2> fds;
        if (::pipe2(fds.data(), O_CLOEXEC | O_NONBLOCK) != 0)
            qFatal("no pipe");
        read = linux::Fd(fds[0]);
        write = linux::Fd(fds[1]);
    }
    void fill() { QCOMPARE(::write(write.get(), "x", 1), ssize_t(1)); }
    linux::Fd read, write;
};

constexpr auto kAtOnce = base::Duration();

} // namespace

class TestEventLoop : public QObject {
    Q_OBJECT
private slots:
    void callsWhatIsReadyAndOnlyThat()
    {
        auto loop = EventLoop::create();
        Pipe a, b;
        int calledA = 0, calledB = 0;
        QVERIFY(loop->watch(a.read.get(), EPOLLIN, [&](std::uint32_t) { ++calledA; }));
        QVERIFY(loop->watch(b.read.get(), EPOLLIN, [&](std::uint32_t) { ++calledB; }));
        QCOMPARE(*loop->runOnce(kAtOnce), std::size_t(0));
        b.fill();
        QCOMPARE(*loop->runOnce(std::nullopt), std::size_t(1));
        QCOMPARE(*loop->runOnce(kAtOnce), std::size_t(1)); // level-triggered
        QCOMPARE(calledA, 0);
        QCOMPARE(calledB, 2);
    }

    void aCallbackMayEndItself()
    {
        auto loop = EventLoop::create();
        Pipe a;
        int called = 0;
        EventLoop::WatchId id = EventLoop::kNoWatch;
        id = *loop->watch(a.read.get(), EPOLLIN, [&, keep = std::string(100, 'x')](std::uint32_t) {
            loop->unwatch(id);
            called += keep.size() == 100; // the function is alive until it returns
        });
        a.fill();
        QCOMPARE(*loop->runOnce(kAtOnce), std::size_t(1));
        QCOMPARE(*loop->runOnce(kAtOnce), std::size_t(0));
        QCOMPARE(called, 1);
    }

    void whatACallbackUnwatchesIsNotCalledInTheSameTurn()
    {
        auto loop = EventLoop::create();
        Pipe a, b;
        std::array<EventLoop::WatchId, 2> ids{};
        int called = 0;
        const auto endOther = [&](std::size_t other) {
            return [&, other](std::uint32_t) {
                ++called;
                loop->unwatch(ids[other]);
            };
        };
        ids[0] = *loop->watch(a.read.get(), EPOLLIN, endOther(1));
        ids[1] = *loop->watch(b.read.get(), EPOLLIN, endOther(0));
        a.fill();
        b.fill();
        QCOMPARE(*loop->runOnce(kAtOnce), std::size_t(1));
        QCOMPARE(called, 1);
    }

    void anOldIdDoesNotTouchTheNextWatchInItsPlace()
    {
        auto loop = EventLoop::create();
        Pipe a;
        const auto old = *loop->watch(a.read.get(), EPOLLIN, [](std::uint32_t) {});
        loop->unwatch(old);
        int called = 0;
        QVERIFY(*loop->watch(a.read.get(), EPOLLIN, [&](std::uint32_t) { ++called; }) != old);
        loop->unwatch(old);
        loop->forget(old);
        loop->unwatch(EventLoop::kNoWatch);
        a.fill();
        loop->runOnce(kAtOnce);
        QCOMPARE(called, 1);
    }

    void forgetLeavesADescriptorThatHasANewOwner()
    {
        auto loop = EventLoop::create();
        auto a = std::make_unique<Pipe>();
        const int number = a->read.get();
        const auto old = *loop->watch(number, EPOLLIN, [](std::uint32_t) {});
        a.reset();
        Pipe b; // takes the lowest numbers, so this one again
        QCOMPARE(b.read.get(), number);
        int called = 0;
        QVERIFY(loop->watch(b.read.get(), EPOLLIN, [&](std::uint32_t) { ++called; }));
        loop->forget(old);
        b.fill();
        loop->runOnce(kAtOnce);
        QCOMPARE(called, 1);
    }

    void changedEvents()
    {
        auto loop = EventLoop::create();
        Pipe a;
        const auto id = *loop->watch(a.read.get(), EPOLLIN, [](std::uint32_t) {});
        a.fill();
        loop->change(id, 0);
        QCOMPARE(*loop->runOnce(kAtOnce), std::size_t(0));
        loop->change(id, EPOLLIN);
        QCOMPARE(*loop->runOnce(kAtOnce), std::size_t(1));
    }

    void aDescriptorThatCannotBeWatchedIsAnError()
    {
        auto loop = EventLoop::create();
        QVERIFY(!loop->watch(-1, EPOLLIN, [](std::uint32_t) {}));
        Pipe a; // and the loop is none the worse
        QVERIFY(loop->watch(a.read.get(), EPOLLIN, [](std::uint32_t) {}));
    }

    // The distant limit is kept by a timer that stays set from wait to wait: a nearer one afterwards must hold, and a
    // wait for a descriptor alone must not end with a limit that was meant for one before it.
    void limitsHoldWhateverWasWaitedForBefore()
    {
        auto loop = EventLoop::create();
        const auto waited = [&](base::Duration limit) {
            const std::int64_t before = linux::monotonicNs();
            std::int64_t past = 0;
            while ((past = linux::monotonicNs() - before) < limit.ns()) // it may wake too early, never too late
                if (!loop->runOnce(base::Duration::nanoseconds(limit.ns() - past)))
                    return std::int64_t(-1);
            return past;
        };
        Pipe a;
        int called = 0;
        QVERIFY(loop->watch(a.read.get(), EPOLLIN, [&](std::uint32_t) { ++called; }));
        a.fill();
        QCOMPARE(*loop->runOnce(base::Duration::seconds(3'600)), std::size_t(1)); // sets the timer far ahead
        char taken;
        QCOMPARE(::read(a.read.get(), &taken, 1), ssize_t(1));
        for (const int ms : {5, 2, 20, 3}) {
            const std::int64_t past = waited(base::Duration::milliseconds(ms));
            QVERIFY(past >= ms * 1'000'000 && past < 600'000'000'000); // in any case before the hour
        }
        QVERIFY(waited(base::Duration::microseconds(100)) >= 100'000);
        QCOMPARE(called, 1);
    }
};

QTEST_APPLESS_MAIN(TestEventLoop)
#include "tst_event_loop.moc"
