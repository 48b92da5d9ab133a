// Blobs in pieces between a sender and a receiver, over a path that loses, damages, repeats and reorders; and receivers
// that are asked for more than they can give.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/migration/transfer.h"

#include <QTest>

#include <map>

using namespace hopyard;
using namespace hopyard::migration;
using base::Duration;
using base::TimePoint;

namespace {

const base::SipKey kKey{1, 2};
const base::Ipv4Address kSource(10, 0, 0, 1), kDestination(10, 0, 0, 2);

std::vector<std::uint8_t> someBlob(std::size_t size)
{
    std::vector<std::uint8_t> blob(size);
    for (std::size_t i = 0; i < size; ++i)
        blob[i] = static_cast<std::uint8_t>(i * 131 + i / 251);
    return blob;
}

struct Path {
    double loss = 0, damage = 0, duplicate = 0, reorder = 0;
    Duration delay = Duration::milliseconds(2);
};

struct Rig {
    Rig(Path p, std::uint64_t seed, std::size_t size) : path(p), random(seed), sender(7, kDestination, 42, someBlob(size), now) {}

    Path path;
    base::Random random;
    TimePoint now;
    BlobSender sender;
    BlobReceiver receiver{42};
    std::vector<BlobReceiver::Whole> whole;
    std::uint64_t datagrams = 0, damaged = 0;
    std::multimap<TimePoint, std::pair<bool, std::vector<std::uint8_t>>> flying;

    void put(bool toReceiver, std::vector<Outgoing> &out)
    {
        for (Outgoing &o : out) {
            ++datagrams;
            if (random.chance(path.loss))
                continue;
            if (random.chance(path.damage))
                o.bytes[random.below(o.bytes.size())] ^= static_cast<std::uint8_t>(1 + random.below(255));
            const Duration late = random.chance(path.reorder) ? Duration::milliseconds(3) : Duration();
            if (random.chance(path.duplicate))
                flying.emplace(now + path.delay * 2, std::pair(toReceiver, o.bytes));
            flying.emplace(now + path.delay + late, std::pair(toReceiver, std::move(o.bytes)));
        }
        out.clear();
    }
    bool run()
    {
        std::vector<Outgoing> out;
        sender.output(now, kKey, out);
        put(true, out);
        while (sender.state() == BlobSender::State::sending) {
            const TimePoint packet = flying.empty() ? TimePoint::never() : flying.begin()->first;
            now = std::min(packet, sender.nextDeadline());
            if (now.isNever())
                return false;
            if (packet == now) {
                const auto [toReceiver, bytes] = std::move(flying.begin()->second);
                flying.erase(flying.begin());
                const auto message = open(kKey, bytes);
                if (!message) {
                    ++damaged;
                    continue;
                }
                if (!toReceiver)
                    sender.receive(now, message->body);
                else if (auto got = receiver.receive(now, kSource, message->body, kKey, out))
                    whole.push_back(std::move(*got));
                put(false, out);
            } else {
                sender.expire(now);
            }
            sender.output(now, kKey, out);
            put(true, out);
        }
        return sender.state() == BlobSender::State::delivered;
    }
};

std::vector<std::uint8_t> pieceBody(std::uint64_t id, std::uint32_t size, std::uint32_t index, std::size_t length)
{
    std::vector<std::uint8_t> body(20 + length);
    base::storeU64(body.data(), id);
    base::storeU32(body.data() + 8, 42);
    base::storeU32(body.data() + 12, size);
    base::storeU32(body.data() + 16, index);
    return body;
}

} // namespace

class TransferTest : public QObject {
    Q_OBJECT
private slots:
    void arrivesWhole_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<double>("bad");
        for (const int size : {1, 250, 1'200, 1'201, 66'000, 2'000'000})
            for (const double bad : {0.0, 0.2})
                QTest::addRow("%d bytes, %d %%", size, int(bad * 100)) << size << bad;
    }
    void arrivesWhole()
    {
        QFETCH(int, size);
        QFETCH(double, bad);
        for (std::uint64_t seed = 1; seed <= (size > 100'000 ? 2u : 20u); ++seed) {
            Rig rig({bad, bad / 2, bad / 2, bad}, seed, std::size_t(size));
            QVERIFY(rig.run());
            QCOMPARE(rig.whole.size(), std::size_t(1));
            QVERIFY(rig.whole[0].blob == someBlob(std::size_t(size)));
            QCOMPARE(rig.receiver.open(), std::size_t(0));
            QCOMPARE(rig.receiver.announced(), std::size_t(0));
            if (bad == 0)
                QCOMPARE(rig.sender.repeats(), 0u);
            else if (size > 100'000)
                QVERIFY2(rig.damaged > 10 && rig.sender.repeats() < 2 * rig.sender.pieces(), qPrintable(QString::number(rig.sender.repeats())));
        }
    }

    void withoutLossItTakesOneRoundTripForAFewPieces()
    {
        Rig rig({}, 1, 16 * kPieceSize);
        QVERIFY(rig.run());
        QCOMPARE(rig.now.ns(), Duration::milliseconds(4).ns());
        QCOMPARE(rig.datagrams, std::uint64_t(32));
    }

    void whoDoesNotAnswerIsGivenUp()
    {
        Rig rig({1.0, 0, 0, 0}, 1, 500);
        QVERIFY(!rig.run());
        QVERIFY(rig.sender.state() == BlobSender::State::failed);
        QVERIFY(rig.now >= TimePoint() + BlobSender::kGiveUp);
        QVERIFY(rig.now < TimePoint() + BlobSender::kGiveUp + Duration::seconds(2));
        QVERIFY(rig.datagrams < 20); // backing off
    }

    void whatComesAgainIsAnsweredAgain()
    {
        BlobReceiver receiver{42};
        std::vector<Outgoing> out;
        const auto body = pieceBody(5, 10, 0, 10);
        QVERIFY(receiver.receive({}, kSource, body, kKey, out));
        QVERIFY(!receiver.receive({}, kSource, body, kKey, out));
        QCOMPARE(out.size(), std::size_t(2));
        QVERIFY(out[0].bytes == out[1].bytes);
        // Another sender's transfer of that number is another.
        QVERIFY(receiver.receive({}, base::Ipv4Address(10, 0, 0, 3), body, kKey, out));
        // And it is forgotten in the end.
        receiver.expire(TimePoint() + BlobReceiver::kIdle);
        QCOMPARE(receiver.nextDeadline().ns(), BlobReceiver::kRemembered.ns());
        receiver.expire(TimePoint() + BlobReceiver::kRemembered);
        QVERIFY(receiver.nextDeadline().isNever());
        QVERIFY(receiver.receive({}, kSource, body, kKey, out));
    }

    /// One that grows while it is on its way, and then ends: whole, and never does the front show a byte of the end.
    void growsAndArrivesWhole_data()
    {
        QTest::addColumn<double>("bad");
        QTest::addRow("no loss") << 0.0;
        QTest::addRow("20 %% lost") << 0.2;
    }
    void growsAndArrivesWhole()
    {
        QFETCH(double, bad);
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            Rig rig({bad, bad / 2, bad / 2, bad}, seed, 1);
            rig.sender = BlobSender(7, kDestination, 42, rig.now);
            base::Random sizes(seed);
            const std::vector<std::uint8_t> all = someBlob(90'000 + sizes.below(5'000));
            std::size_t given = 0, front = 0;
            std::vector<Outgoing> out;
            const std::size_t end = all.size() - 900;
            while (rig.whole.empty()) {
                if (rig.sender.isGrowing() && sizes.chance(0.3)) {
                    const std::size_t more = std::min<std::size_t>(end - given, sizes.below(9'000));
                    rig.sender.append(rig.now, base::Bytes(all).subspan(given, more));
                    given += more;
                    if (given == end)
                        rig.sender.finish(rig.now, base::Bytes(all).subspan(end));
                }
                rig.sender.output(rig.now, kKey, out);
                rig.put(true, out);
                const TimePoint packet = rig.flying.empty() ? TimePoint::never() : rig.flying.begin()->first;
                rig.now = std::min({packet, rig.sender.nextDeadline(), rig.now + Duration::milliseconds(1)});
                if (rig.sender.nextDeadline() <= rig.now)
                    rig.sender.expire(rig.now);
                if (packet > rig.now)
                    continue;
                const auto [toReceiver, bytes] = std::move(rig.flying.begin()->second);
                rig.flying.erase(rig.flying.begin());
                const auto message = open(kKey, bytes);
                if (message && !toReceiver)
                    rig.sender.receive(rig.now, message->body);
                else if (auto got = message ? rig.receiver.receive(rig.now, kSource, message->body, kKey, out) : std::nullopt)
                    rig.whole.push_back(std::move(*got));
                rig.put(false, out);
                if (!rig.whole.empty())
                    break;
                const base::Bytes shown = rig.receiver.front(kSource, 7);
                QVERIFY(shown.size() >= front && shown.size() <= end);
                QVERIFY(std::equal(shown.begin(), shown.end(), all.begin()));
                front = shown.size();
                QVERIFY(rig.sender.state() == BlobSender::State::sending);
            }
            QVERIFY(rig.whole[0].blob == all);
            QVERIFY(bad > 0 || front > 50'000); // one that is missing hides those behind it
            QCOMPARE(rig.receiver.announced(), std::size_t(0));
            if (bad == 0)
                QCOMPARE(rig.sender.repeats(), 0u);
        }
    }

    /// Nothing is under way, so nothing is waited for: it gives up by what came after.
    void pausesWhileItGrows()
    {
        BlobReceiver receiver{42};
        std::vector<Outgoing> out, answers;
        BlobSender sender(1, kDestination, 42, TimePoint());
        sender.output({}, kKey, out);
        QVERIFY(out.empty() && sender.nextDeadline().isNever());
        sender.append({}, someBlob(kPieceSize + 5));
        sender.output({}, kKey, out);
        QCOMPARE(out.size(), std::size_t(1));
        QVERIFY(!receiver.receive({}, kSource, open(kKey, out[0].bytes)->body, kKey, answers));
        sender.receive({}, open(kKey, answers[0].bytes)->body);
        QVERIFY(sender.nextDeadline().isNever() && !sender.hasUnsent());
        const TimePoint later = TimePoint() + BlobSender::kGiveUp * 2;
        sender.finish(later, someBlob(1));
        out.clear();
        sender.output(later, kKey, out);
        QCOMPARE(out.size(), std::size_t(1));
        sender.expire(sender.nextDeadline());
        QVERIFY(sender.state() == BlobSender::State::sending);
    }

    void whatGrowsHasLimitsToo()
    {
        TransferLimits limits;
        limits.size = 5'000;
        limits.memory = 6'000;
        BlobReceiver receiver(42, limits);
        std::vector<Outgoing> out;
        const auto answerTo = [&](std::uint64_t id, std::uint32_t size, std::uint32_t index, std::size_t length) {
            out.clear();
            receiver.receive({}, kSource, pieceBody(id, size, index, length), kKey, out);
            return out.empty() ? 0 : int(open(kKey, out[0].bytes)->body[8]);
        };
        QCOMPARE(answerTo(1, 0, 0, kPieceSize), 1);
        QCOMPARE(answerTo(1, 0, 3, kPieceSize), 1);
        QCOMPARE(receiver.announced(), std::size_t(4'800));
        QCOMPARE(answerTo(1, 4'700, 1, kPieceSize), 0); // it is longer already
        QCOMPARE(answerTo(1, 0, 1, kPieceSize - 1), 0); // only full ones
        QCOMPARE(answerTo(2, 0, 1, kPieceSize), 3);     // memory
        QCOMPARE(answerTo(1, 4'900, 1, kPieceSize), 1);
        QCOMPARE(answerTo(1, 4'950, 2, kPieceSize), 0); // another end
        QCOMPARE(answerTo(1, 0, 4, kPieceSize), 0);     // behind its end
        QCOMPARE(answerTo(1, 0, 2, kPieceSize), 1);     // sent before the end, and late
        QCOMPARE(answerTo(1, 4'900, 4, 100), 2);
        QCOMPARE(receiver.announced(), std::size_t(0));
        QCOMPARE(answerTo(3, 0, 3, kPieceSize), 1);
        QCOMPARE(answerTo(3, 0, 4, kPieceSize), 3); // too large: it is forgotten
        QCOMPARE(receiver.open(), std::size_t(0));
        QCOMPARE(answerTo(4, 0, 0xffffffff, kPieceSize), 0);
        QCOMPARE(answerTo(4, 0, 0xfffffffe, kPieceSize), 3);
    }

    void limitsHold()
    {
        TransferLimits limits;
        limits.size = 10'000;
        limits.memory = 25'000;
        limits.open = 4;
        limits.openFromOne = 2;
        BlobReceiver receiver(42, limits);
        std::vector<Outgoing> out;
        const auto isRefused = [&](base::Ipv4Address from, std::uint64_t id, std::uint32_t size) {
            out.clear();
            receiver.receive({}, from, pieceBody(id, size, 0, std::min<std::size_t>(size, kPieceSize)), kKey, out);
            return out.size() == 1 && open(kKey, out[0].bytes)->body[8] == 3;
        };
        QVERIFY(isRefused(kSource, 1, 10'001)); // too large
        QVERIFY(!isRefused(kSource, 2, 10'000));
        QVERIFY(!isRefused(kSource, 3, 9'000));
        QVERIFY(isRefused(kSource, 4, 2'000));       // too many of one
        QVERIFY(isRefused(kDestination, 5, 6'001));  // more memory than there is
        QVERIFY(!isRefused(kDestination, 6, 3'000));
        QVERIFY(!isRefused(kDestination, 7, 3'000));
        QVERIFY(isRefused(base::Ipv4Address(10, 0, 0, 9), 8, 1'300)); // too many in all (and no memory)
        receiver.expire(TimePoint() + BlobReceiver::kIdle);
        QCOMPARE(receiver.open(), std::size_t(0));
        QCOMPARE(receiver.announced(), std::size_t(0));
        QVERIFY(!isRefused(kSource, 4, 2'000));
        // A refusal ends the sender.
        BlobSender sender(9, kDestination, 42, someBlob(100), {});
        sender.output({}, kKey, out);
        auto refusal = pieceBody(9, 0, 0, 33); // as long as an answer
        refusal[8] = 3;
        sender.receive({}, refusal);
        QVERIFY(sender.state() == BlobSender::State::refused);
    }

    /// A blob for the machine before it was restarted is not for the one after.
    void anotherInstanceRefuses()
    {
        BlobReceiver receiver{43};
        std::vector<Outgoing> out;
        BlobSender sender(9, kDestination, 42, someBlob(100), {});
        sender.output({}, kKey, out);
        const std::vector<std::uint8_t> piece = out[0].bytes;
        out.clear();
        QVERIFY(!receiver.receive({}, kSource, open(kKey, piece)->body, kKey, out));
        sender.receive({}, open(kKey, out[0].bytes)->body);
        QVERIFY(sender.state() == BlobSender::State::refused);
        QCOMPARE(sender.instance(), 43u);
    }

    void nonsenseIsDropped()
    {
        BlobReceiver receiver{42};
        std::vector<Outgoing> out;
        for (const auto &body : {pieceBody(1, 0, 0, 0), pieceBody(1, 10, 1, 10), pieceBody(1, 10, 0, 9), pieceBody(1, 5'000, 0, 10),
                                 std::vector<std::uint8_t>(15), std::vector<std::uint8_t>()})
            QVERIFY(!receiver.receive({}, kSource, body, kKey, out));
        QVERIFY(out.empty());
        QCOMPARE(receiver.refused(), std::uint64_t(6));
        auto sealed = seal(kKey, MessageKind::piece, pieceBody(1, 10, 0, 10));
        QVERIFY(open(kKey, sealed));
        QVERIFY(!open({1, 3}, sealed));
        for (std::size_t n = 0; n < sealed.size(); ++n)
            QVERIFY(!open(kKey, base::Bytes(sealed).first(n)));
        for (std::size_t i = 0; i < sealed.size() * 8; ++i) {
            sealed[i / 8] ^= static_cast<std::uint8_t>(1u << i % 8);
            QVERIFY(!open(kKey, sealed));
            sealed[i / 8] ^= static_cast<std::uint8_t>(1u << i % 8);
        }
    }
};

QTEST_APPLESS_MAIN(TransferTest)
#include "tst_transfer.moc"
