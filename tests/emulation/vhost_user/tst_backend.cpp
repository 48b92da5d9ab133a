// The vhost-user back end against a guest whose every byte the test writes: frames both ways, merged buffers, event
// indices, what is in flight, and all that a hostile guest or front end may try.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/emulation/vhost_user/front_end.h"

#include <QtTest/QTest>

using namespace hopyard;
using namespace vhost_user;
using Took = Backend::Took;
using Delivered = Backend::Delivered;

namespace {

constexpr std::uint64_t kBasic = feature::version1 | feature::protocol;
const std::string kFrame = std::string(60, 'a');

struct Bench {
    FrontEnd guest;
    Backend backend;
    explicit Bench(std::uint64_t features = kBasic) : refusal(guest.setUp(backend, features)) {}
    std::string refusal;
};

} // namespace

class TestBackend : public QObject {
    Q_OBJECT
private slots:
    void featuresAreOfferedAndHeldTo()
    {
        Backend backend;
        const Answer offered = backend.handle({1, 1, 0}, {}, {});
        QVERIFY(offered.hasReply);
        QCOMPARE(offered.payload, FrontEnd::words({feature::offered}));
        QCOMPARE(FrontEnd::say(backend, Request::setFeatures, FrontEnd::words({1ull << 34})), std::string("features that were not offered")); // packed
        QCOMPARE(FrontEnd::say(backend, Request::setFeatures, {1, 2, 3}), std::string("a message has not the size that it must have"));
        QCOMPARE(FrontEnd::say(backend, static_cast<Request>(99), {}), std::string("an unknown request"));
        // Acknowledged where that was agreed on.
        QCOMPARE(FrontEnd::say(backend, Request::setProtocolFeatures, FrontEnd::words({protocol_feature::replyAck})), std::string());
        const Answer done = backend.handle({3, MessageHeader::kVersion | MessageHeader::kNeedReply, 0}, {}, {});
        QVERIFY(done.hasReply && done.payload == FrontEnd::words({0}));
    }

    void outputBuffers()
    {
        Bench b;
        QCOMPARE(b.refusal, std::string());
        QCOMPARE(FrontEnd::take(b.backend), std::string("-"));
        b.guest.sendFrame(3, kFrame);
        // Another in three descriptors: the header is cut, and so is the frame.
        const std::string parts = std::string(12, '\0') + std::string(100, 'b');
        std::memcpy(b.guest.bytes + FrontEnd::buffer(5), parts.data(), parts.size());
        const std::uint64_t at = FrontEnd::kGuest + FrontEnd::buffer(5);
        b.guest.setDescriptor(1, 0, at, 5, 1, 1);
        b.guest.setDescriptor(1, 1, at + 5, 47, 1, 2);
        b.guest.setDescriptor(1, 2, at + 52, 60, 0);
        b.guest.makeAvailable(1, 0);
        QCOMPARE(FrontEnd::take(b.backend), kFrame);
        QCOMPARE(b.guest.usedIndex(1), std::uint16_t(1));
        QCOMPARE(b.guest.usedHead(1, 0), 3u);
        QCOMPARE(FrontEnd::take(b.backend), std::string(100, 'b'));
        QCOMPARE(b.guest.usedHead(1, 1), 0u);
        b.backend.interrupt();
        QCOMPARE(b.guest.interrupts(1), std::uint64_t(1)); // once for both
        b.guest.sendFrame(3, "short");
        QCOMPARE(FrontEnd::take(b.backend), std::string("bad"));
        QCOMPARE(b.guest.usedIndex(1), std::uint16_t(3)); // given back all the same
    }

    void inputBuffers()
    {
        Bench b;
        QVERIFY(b.backend.deliver({}, FrontEnd::asFrame(kFrame)) == Delivered::noBuffer);
        b.guest.postBuffer(2, 1526);
        QVERIFY(b.backend.deliver({}, FrontEnd::asFrame(kFrame)) == Delivered::done);
        QCOMPARE(b.guest.usedIndex(0), std::uint16_t(1));
        QCOMPARE(b.guest.usedHead(0, 0), 2u);
        QCOMPARE(b.guest.usedLength(0, 0), 72u);
        QCOMPARE(b.guest.inputBuffer(2, 72), std::string(10, '\0') + std::string("\1\0", 2) + kFrame); // one buffer
        // Without merging a frame has to fit into one; a buffer too short is not used up.
        b.guest.postBuffer(3, 64);
        QVERIFY(b.backend.deliver({}, FrontEnd::asFrame(kFrame)) == Delivered::tooLong);
        QCOMPARE(b.guest.usedIndex(0), std::uint16_t(1));
        QVERIFY(b.backend.deliver({}, FrontEnd::asFrame(std::string(52, 'c'))) == Delivered::done);
        QCOMPARE(b.guest.usedHead(0, 1), 3u);
    }

    void mergedBuffers()
    {
        Bench b(kBasic | feature::mergeableBuffers);
        b.guest.postBuffer(0, 100);
        b.guest.postBuffer(1, 100);
        QVERIFY(b.backend.deliver({}, FrontEnd::asFrame(std::string(250, 'd'))) == Delivered::noBuffer);
        QCOMPARE(b.guest.usedIndex(0), std::uint16_t(0));
        b.guest.postBuffer(2, 100);
        QVERIFY(b.backend.deliver({}, FrontEnd::asFrame(std::string(250, 'd'))) == Delivered::done);
        QCOMPARE(b.guest.usedIndex(0), std::uint16_t(3));
        for (std::uint16_t i = 0; i < 3; ++i)
            QCOMPARE(b.guest.usedHead(0, i), std::uint32_t(i));
        QCOMPARE(b.guest.usedLength(0, 2), 62u);
        QCOMPARE(b.guest.inputBuffer(0, 100), std::string(10, '\0') + std::string("\3\0", 2) + std::string(88, 'd'));
        QCOMPARE(b.guest.inputBuffer(2, 62), std::string(62, 'd'));
    }

    void eventIndices()
    {
        Bench b(kBasic | feature::eventIndex);
        for (std::uint16_t i = 0; i < 4; ++i)
            b.guest.postBuffer(i, 200);
        b.guest.setUsedEvent(0, 1); // tell me of the second
        b.backend.deliver({}, FrontEnd::asFrame(kFrame));
        b.backend.interrupt();
        b.guest.interrupts(0); // the first is told in any case: nobody knows what was told before
        b.guest.setUsedEvent(0, 2);
        b.backend.deliver({}, FrontEnd::asFrame(kFrame));
        b.backend.interrupt();
        QCOMPARE(b.guest.interrupts(0), std::uint64_t(0));
        b.backend.deliver({}, FrontEnd::asFrame(kFrame));
        b.backend.interrupt();
        QCOMPARE(b.guest.interrupts(0), std::uint64_t(1));
        // The driver is asked to tell of its next entry; what came meanwhile is not missed.
        QVERIFY(!b.backend.endTransmitRound());
        QCOMPARE(b.guest.availEvent(1), std::uint16_t(0));
        b.guest.sendFrame(0, kFrame);
        QVERIFY(b.backend.endTransmitRound());
        QCOMPARE(FrontEnd::take(b.backend), kFrame);
        QVERIFY(!b.backend.endTransmitRound());
        QCOMPARE(b.guest.availEvent(1), std::uint16_t(1));
    }

    void flagsWithoutEventIndices()
    {
        Bench b;
        b.guest.postBuffer(0, 200);
        b.guest.store(FrontEnd::available(0), std::uint16_t(1)); // VIRTQ_AVAIL_F_NO_INTERRUPT
        b.backend.deliver({}, FrontEnd::asFrame(kFrame));
        b.backend.interrupt();
        QCOMPARE(b.guest.interrupts(0), std::uint64_t(0));
        b.backend.wantBuffers(false);
        QCOMPARE(b.guest.load<std::uint16_t>(FrontEnd::used(0)), std::uint16_t(1)); // VIRTQ_USED_F_NO_NOTIFY
        b.backend.wantBuffers(true);
        QCOMPARE(b.guest.load<std::uint16_t>(FrontEnd::used(0)), std::uint16_t(0));
    }

    void indicesGoRound()
    {
        Bench b;
        for (int i = 0; i < 70'000; ++i) {
            b.guest.sendFrame(static_cast<std::uint16_t>(i % FrontEnd::kSize), kFrame);
            if (FrontEnd::take(b.backend) != kFrame)
                QFAIL(qPrintable(QString::number(i)));
        }
        QCOMPARE(b.guest.usedIndex(1), static_cast<std::uint16_t>(70'000));
    }

    void hostileRings_data()
    {
        QTest::addColumn<int>("which");
        for (const auto &[name, which] : {std::pair("a head outside", 0), std::pair("next outside", 1), std::pair("a circle", 2),
                                          std::pair("an address outside", 3), std::pair("a length over the end", 4),
                                          std::pair("an address that wraps", 5), std::pair("an index that jumps", 6),
                                          std::pair("indirect", 7), std::pair("readable after writable", 8), std::pair("much too long", 9)})
            QTest::newRow(name) << which;
    }
    void hostileRings()
    {
        QFETCH(int, which);
        Bench b;
        FrontEnd &g = b.guest;
        const std::uint64_t fine = FrontEnd::kGuest + FrontEnd::buffer(0);
        g.setDescriptor(1, 0, fine, 100, 0);
        switch (which) {
        case 0: g.makeAvailable(1, FrontEnd::kSize); break;
        case 1: g.setDescriptor(1, 0, fine, 100, 1, 200); break;
        case 2:
            g.setDescriptor(1, 0, fine, 100, 1, 1);
            g.setDescriptor(1, 1, fine, 100, 1, 0);
            break;
        case 3: g.setDescriptor(1, 0, 0x42, 100, 0); break;
        case 4: g.setDescriptor(1, 0, FrontEnd::kGuest + FrontEnd::kBytes - 99, 100, 0); break;
        case 5: g.setDescriptor(1, 0, ~0ull - 10, 100, 0); break;
        case 6: g.store(FrontEnd::available(1) + 2, std::uint16_t(FrontEnd::kSize + 1)); break;
        case 7: g.setDescriptor(1, 0, fine, 16, 4); break;
        case 8:
            g.setDescriptor(1, 0, fine, 100, 3, 1);
            g.setDescriptor(1, 1, fine, 100, 0);
            break;
        case 9: g.setDescriptor(1, 0, FrontEnd::kGuest, 0xffffffff, 0); break;
        }
        if (which != 0 && which != 6)
            g.makeAvailable(1, 0);
        QCOMPARE(FrontEnd::take(b.backend), std::string("-"));
        QCOMPARE(b.backend.counters().brokenQueues, std::uint64_t(1));
        QVERIFY(!b.backend.isReady(Backend::transmit));
        QCOMPARE(FrontEnd::take(b.backend), std::string("-")); // it is not touched again
        QCOMPARE(b.backend.counters().brokenQueues, std::uint64_t(1));
        g.postBuffer(0, 200); // the other queue goes on
        QVERIFY(b.backend.deliver({}, FrontEnd::asFrame(kFrame)) == Delivered::done);
    }

    void hostileMessages()
    {
        const auto refused = [](Backend &b, Request r, const std::vector<std::uint8_t> &payload, std::vector<linux::Fd> fds = {}) {
            return !FrontEnd::say(b, r, payload, std::move(fds)).empty();
        };
        FrontEnd guest;
        Backend b;
        const auto table = [&](std::uint64_t address, std::uint64_t size, std::uint64_t user, std::uint64_t offset) {
            return FrontEnd::words({1, address, size, user, offset});
        };
        const auto file = [&] { return FrontEnd::one(FrontEnd::again(guest.file)); };
        QVERIFY(refused(b, Request::setMemoryTable, table(0, FrontEnd::kBytes, 0, 0)));               // no descriptor
        QVERIFY(refused(b, Request::setMemoryTable, table(0, 0, 0, 0), file()));                      // empty
        QVERIFY(refused(b, Request::setMemoryTable, table(0, FrontEnd::kBytes + 1, 0, 0), file()));   // beyond the file
        QVERIFY(refused(b, Request::setMemoryTable, table(0, FrontEnd::kBytes, 0, 4096), file()));    // the same
        QVERIFY(refused(b, Request::setMemoryTable, table(~0ull - 5, FrontEnd::kBytes, 0, 0), file())); // wraps
        QVERIFY(refused(b, Request::setMemoryTable, table(0, ~0ull, 0, ~0ull), file()));
        QVERIFY(refused(b, Request::setMemoryTable, FrontEnd::words({9}), file()));
        linux::Fd loose(memfd_create("loose", MFD_CLOEXEC));
        QVERIFY(ftruncate(loose.get(), FrontEnd::kBytes) == 0);
        QCOMPARE(FrontEnd::say(b, Request::setMemoryTable, table(0, FrontEnd::kBytes, 0, 0), FrontEnd::one(std::move(loose))),
                 std::string("a file of memory is not sealed against shrinking"));
        std::vector<linux::Fd> two = file();
        two.push_back(FrontEnd::again(guest.file));
        QVERIFY(refused(b, Request::setMemoryTable, FrontEnd::words({2, 0, 8192, 0, 0, 4096, 8192, 0, 0}), std::move(two))); // one in another

        QCOMPARE(guest.shareMemory(b), std::string());
        QVERIFY(refused(b, Request::setVringNumber, FrontEnd::state(2, 8)));
        for (const std::uint32_t size : {0u, 7u, 65536u})
            QVERIFY(refused(b, Request::setVringNumber, FrontEnd::state(0, size)));
        const auto kick = [] { return FrontEnd::one(linux::Fd(eventfd(0, EFD_CLOEXEC))); };
        QVERIFY(refused(b, Request::setVringKick, FrontEnd::words({0}), kick())); // nothing is known of it
        QVERIFY(!refused(b, Request::setVringNumber, FrontEnd::state(0, 8)));
        const std::uint64_t end = FrontEnd::kUser + FrontEnd::kBytes;
        QVERIFY(!refused(b, Request::setVringAddress, FrontEnd::words({0, FrontEnd::kUser, end - 10, FrontEnd::kUser + 4096, 0})));
        QVERIFY(refused(b, Request::setVringKick, FrontEnd::words({0}), kick())); // the used ring ends outside
        QVERIFY(!refused(b, Request::setVringAddress, FrontEnd::words({0, FrontEnd::kUser, FrontEnd::kUser + 2049, FrontEnd::kUser + 4096, 0})));
        QVERIFY(refused(b, Request::setVringKick, FrontEnd::words({0}), kick())); // at an odd address
        QVERIFY(refused(b, Request::setVringKick, FrontEnd::words({0x100}))); // polling is not offered
        QVERIFY(!b.isReady(Backend::receive));
    }

    /// Another back end goes on where one was killed with a chain taken and not given back.
    void flightsAreTakenAgain()
    {
        FrontEnd guest;
        linux::Fd record;
        const auto share = [&](Backend &b) {
            std::vector<std::uint8_t> wanted = FrontEnd::words({0, 0, std::uint64_t(FrontEnd::kSize) << 16 | 2});
            if (!record) {
                Answer made = b.handle({31, 1, 24}, wanted, {});
                QVERIFY(made.hasReply && made.descriptor);
                record = std::move(made.descriptor);
            }
            wanted = FrontEnd::words({2 * inflightSize(FrontEnd::kSize), 0, std::uint64_t(FrontEnd::kSize) << 16 | 2});
            QCOMPARE(FrontEnd::say(b, Request::setInflight, wanted, FrontEnd::one(FrontEnd::again(record))), std::string());
        };
        std::vector<std::uint8_t> killedAt;
        {
            Backend b;
            share(b);
            QCOMPARE(guest.setUp(b, kBasic), std::string());
            for (const char c : {'x', 'y', 'z'})
                guest.sendFrame(static_cast<std::uint16_t>(c - 'x'), std::string(60, c));
            QCOMPARE(FrontEnd::take(b), std::string(60, 'x'));
            // In the middle of the second: as the record stands when the process ends there.
            b.takeFrame([&](const tap::VnetHeader &, std::span<const Piece>, std::size_t) {
                killedAt.resize(2 * inflightSize(FrontEnd::kSize));
                const bool read = pread(record.get(), killedAt.data(), killedAt.size(), 0) == ssize_t(killedAt.size());
                // The used ring as it is now, too: the rest of this call must not be seen.
                guest.store(FrontEnd::used(1) + 2, std::uint16_t(1));
                return read;
            });
        }
        guest.store(FrontEnd::used(1) + 2, std::uint16_t(1));
        QVERIFY(pwrite(record.get(), killedAt.data(), killedAt.size(), 0) == ssize_t(killedAt.size()));
        Backend b;
        share(b);
        QCOMPARE(guest.setUp(b, kBasic), std::string());
        QCOMPARE(FrontEnd::take(b), std::string(60, 'y'));
        QCOMPARE(FrontEnd::take(b), std::string(60, 'z'));
        QCOMPARE(FrontEnd::take(b), std::string("-"));
        QCOMPARE(guest.usedIndex(1), std::uint16_t(3));
    }

    /// What was made available before the queue began is not waited for.
    void beginningIsAKick()
    {
        FrontEnd guest;
        std::vector<std::pair<int, int>> kicks;
        Backend backend; // tells of its kicks to the end
        backend.onKick = [&](Backend::Queue queue, int fd) { kicks.emplace_back(queue, fd); };
        QCOMPARE(guest.setUp(backend, kBasic), std::string());
        std::uint64_t count = 0;
        QVERIFY(read(guest.kick[1].get(), &count, sizeof count) == sizeof count);
        backend.drainKick(Backend::transmit);
        QVERIFY(read(guest.kick[1].get(), &count, sizeof count) < 0);
        backend.kickAgain(Backend::transmit);
        QVERIFY(read(guest.kick[1].get(), &count, sizeof count) == sizeof count);
        QCOMPARE(kicks.size(), std::size_t(2));
        backend.reset();
        QCOMPARE(kicks.back().second, -1);
    }

    void stoppedQueueSaysWhereItIs()
    {
        Bench b;
        b.guest.sendFrame(0, kFrame);
        b.guest.sendFrame(1, kFrame);
        FrontEnd::take(b.backend);
        const Answer base = b.backend.handle({11, 1, 8}, FrontEnd::state(1, 0), {});
        QCOMPARE(base.payload, FrontEnd::state(1, 1));
        QVERIFY(!b.backend.isReady(Backend::transmit));
        QCOMPARE(FrontEnd::take(b.backend), std::string("-"));
        QCOMPARE(b.guest.setUp(b.backend, kBasic), std::string());
        QCOMPARE(FrontEnd::take(b.backend), kFrame);
    }
};

QTEST_APPLESS_MAIN(TestBackend)
#include "tst_backend.moc"
