// Fragments in every order, repeated, overlapping, missing; and the limits. Fragments are made by fragmentIpv4(), so the
// two are tested against each other.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/ip/fragment.h"
#include "core/ip/reassembly.h"
#include "tests/support/compare.h"
#include "tests/support/frames.h"

#include <QtTest>

#include <algorithm>

using namespace hopyard;
using namespace hopyard::base::literals;
using ip::Reassembler;
using test::Frame;
using Outcome = Reassembler::Outcome;

namespace {

const base::TimePoint kStart = base::TimePoint::fromNs(1'000'000'000);

Frame payload(std::size_t size)
{
    Frame bytes(size);
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<std::uint8_t>(i * 7 + i / 256);
    return bytes;
}

Reassembler::Key keyOf(const wire::Ipv4View &view)
{
    return {view.source(), view.destination(), view.identification(), static_cast<std::uint8_t>(view.protocol())};
}

Reassembler::Result give(Reassembler &to, packet::PacketPool &pool, const packet::Packet &piece, base::TimePoint now = kStart)
{
    const auto view = wire::Ipv4View::parse(piece.bytes());
    return to.add(now, keyOf(*view), {static_cast<std::uint32_t>(view->fragmentOffset()),
                                      static_cast<std::uint32_t>(view->headerLength()), view->moreFragments(), piece}, pool);
}

/// A fragment by hand: `begin` and `end` in the payload.
packet::Packet piece(packet::PacketPool &pool, const Frame &whole, std::size_t begin, std::size_t end, bool more,
                     std::uint16_t identification = 1, const char *source = "10.0.0.1")
{
    wire::Ipv4Repr header = test::header(source, "10.0.0.2");
    header.identification = identification;
    header.fragmentOffset = static_cast<std::uint16_t>(begin);
    header.moreFragments = more;
    const auto at = whole.begin();
    return pool.copyOf(test::ipv4(header, Frame(at + long(begin), at + long(end))));
}

} // namespace

class TestReassembly : public QObject {
    Q_OBJECT
private slots:
    void cutAndPutTogetherInAnyOrder_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<quint32>("mtu");
        QTest::addRow("just fits") << 1480 << 1500u;
        QTest::addRow("one byte over") << 1481 << 1500u;
        QTest::addRow("three pieces") << 4000 << 1500u;
        QTest::addRow("smallest MTU") << 1000 << 68u;
        QTest::addRow("odd MTU") << 3001 << 577u;
        QTest::addRow("largest datagram") << 65'515 << 1500u;
    }
    void cutAndPutTogetherInAnyOrder()
    {
        QFETCH(int, size);
        QFETCH(quint32, mtu);
        packet::PacketPool pool;
        const Frame data = payload(std::size_t(size));
        wire::Ipv4Repr header = test::header("10.0.0.1", "10.0.0.2");
        header.identification = 0x1234;
        const Frame whole = test::ipv4(header, data);
        std::vector<packet::Packet> pieces = ip::fragmentIpv4(pool, *wire::Ipv4View::parse(whole), mtu);
        for (const packet::Packet &p : pieces) {
            QVERIFY(p.size() <= mtu);
            QVERIFY(wire::Ipv4View::parse(p.bytes())->checksumOk());
        }
        base::Random random(7);
        for (int round = 0; round < 20; ++round) {
            for (std::size_t i = pieces.size(); i > 1; --i)
                std::swap(pieces[i - 1], pieces[random.below(i)]);
            Reassembler reassembler({});
            for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
                QVERIFY(give(reassembler, pool, pieces[i]).outcome == Outcome::waiting);
                if (random.below(3) == 0)
                    QVERIFY(give(reassembler, pool, pieces[random.below(i + 1)]).outcome == Outcome::duplicate);
            }
            const Reassembler::Result result = give(reassembler, pool, pieces.back());
            QVERIFY(result.outcome == Outcome::complete);
            QVERIFY(std::ranges::equal(result.whole.bytes().subspan(result.headerLength), data));
            QCOMPARE(reassembler.bytesHeld(), std::size_t(0));
            QCOMPARE(reassembler.datagramsHeld(), std::size_t(0));
        }
    }

    void aFragmentCutFurther()
    {
        packet::PacketPool pool;
        const Frame data = payload(6000);
        const Frame whole = test::ipv4(test::header("10.0.0.1", "10.0.0.2"), data);
        Reassembler reassembler({});
        Reassembler::Result last{Outcome::waiting, {}, 0, {}};
        for (const packet::Packet &big : ip::fragmentIpv4(pool, *wire::Ipv4View::parse(whole), 2000))
            for (const packet::Packet &small : ip::fragmentIpv4(pool, *wire::Ipv4View::parse(big.bytes()), 600))
                last = give(reassembler, pool, small);
        QVERIFY(last.outcome == Outcome::complete);
        QVERIFY(std::ranges::equal(last.whole.bytes().subspan(20), data));
    }

    void onlyCopiedOptionsGoIntoLaterFragments()
    {
        packet::PacketPool pool;
        wire::Ipv4Repr header = test::header("10.0.0.1", "10.0.0.2");
        QVERIFY(header.options.append(wire::Ipv4OptionType::recordRoute, Frame(5, 4)));
        QVERIFY(header.options.appendRouterAlert());
        const Frame whole = test::ipv4(header, payload(200));
        const auto pieces = ip::fragmentIpv4(pool, *wire::Ipv4View::parse(whole), 124);
        QCOMPARE(pieces.size(), std::size_t(3));
        const auto first = wire::Ipv4Repr::parse(*wire::Ipv4View::parse(pieces[0].bytes()));
        const auto second = wire::Ipv4Repr::parse(*wire::Ipv4View::parse(pieces[1].bytes()));
        QVERIFY(first->options.find(wire::Ipv4OptionType::recordRoute) && first->options.find(wire::Ipv4OptionType::routerAlert));
        QVERIFY(!second->options.find(wire::Ipv4OptionType::recordRoute) && second->options.find(wire::Ipv4OptionType::routerAlert));
    }

    // RFC 5722, and RFC 1858 for why: whatever overlaps ends the datagram.
    void overlapsAreRefused_data()
    {
        QTest::addColumn<int>("begin");
        QTest::addColumn<int>("end");
        QTest::addColumn<bool>("more");
        QTest::addRow("over the end of the one before") << 8 << 24 << true;
        QTest::addRow("over the beginning of the next") << 24 << 40 << true;
        QTest::addRow("inside") << 8 << 16 << true;
        QTest::addRow("around") << 0 << 24 << true;
        QTest::addRow("same place, but the last") << 0 << 16 << false;
        QTest::addRow("ends before what is there") << 16 << 20 << false;
    }
    void overlapsAreRefused()
    {
        QFETCH(int, begin);
        QFETCH(int, end);
        QFETCH(bool, more);
        packet::PacketPool pool;
        const Frame data = payload(64);
        Reassembler reassembler({});
        QVERIFY(give(reassembler, pool, piece(pool, data, 0, 16, true)).outcome == Outcome::waiting);
        QVERIFY(give(reassembler, pool, piece(pool, data, 32, 48, true)).outcome == Outcome::waiting);
        const auto result = give(reassembler, pool, piece(pool, data, std::size_t(begin), std::size_t(end), more));
        QVERIFY(result.outcome == Outcome::overlap);
        QCOMPARE(result.discarded.size(), std::size_t(3));
        QCOMPARE(reassembler.bytesHeld(), std::size_t(0));
    }

    void theEndCannotMove()
    {
        packet::PacketPool pool;
        const Frame data = payload(64);
        Reassembler a({}), b({}), c({});
        give(a, pool, piece(pool, data, 32, 40, false));
        QVERIFY(give(a, pool, piece(pool, data, 40, 48, false)).outcome == Outcome::overlap);
        give(b, pool, piece(pool, data, 32, 40, false));
        QVERIFY(give(b, pool, piece(pool, data, 40, 48, true)).outcome == Outcome::overlap);
        give(c, pool, piece(pool, data, 40, 48, true));
        QVERIFY(give(c, pool, piece(pool, data, 32, 40, false)).outcome == Outcome::overlap);
    }

    // Whatever arrives, a completed datagram is made of exactly the bytes of its fragments, and nothing leaks.
    void randomPiecesNeverMakeAWrongWhole()
    {
        packet::PacketPool pool;
        const Frame data = payload(256);
        int completed = 0;
        for (std::uint64_t seed = 1; seed <= 400; ++seed) {
            base::Random random(seed);
            Reassembler reassembler({});
            for (int i = 0; i < 60; ++i) {
                const std::size_t begin = random.below(4) * 16 + (random.below(20) == 0 ? 8 : 0);
                const std::size_t end = begin / 16 * 16 + 16;
                const bool more = end < 64;
                const auto result = give(reassembler, pool, piece(pool, data, begin, end, more));
                if (result.outcome != Outcome::complete)
                    continue;
                ++completed;
                QVERIFY(std::ranges::equal(result.whole.bytes().subspan(result.headerLength), base::Bytes(data).first(64)));
            }
            reassembler.expire(kStart + 31_s);
            QCOMPARE(reassembler.bytesHeld(), std::size_t(0));
        }
        QVERIFY(completed > 100);
        QCOMPARE(pool.pagesInUse(), std::size_t(0));
    }

    void impossiblePieces()
    {
        packet::PacketPool pool;
        const Frame data = payload(70'000);
        Reassembler reassembler({});
        QVERIFY(give(reassembler, pool, piece(pool, data, 0, 15, true)).outcome == Outcome::malformed);
        QVERIFY(give(reassembler, pool, piece(pool, data, 8, 8, true)).outcome == Outcome::malformed);
        QVERIFY(give(reassembler, pool, piece(pool, data, 65'512, 65'520, false)).outcome == Outcome::malformed); // ping of death
        QCOMPARE(reassembler.datagramsHeld(), std::size_t(0));
    }

    void whatIsNotCompleteInTimeExpires()
    {
        packet::PacketPool pool;
        const Frame data = payload(64);
        Reassembler reassembler({});
        QVERIFY(reassembler.nextDeadline().isNever());
        give(reassembler, pool, piece(pool, data, 8, 16, true, 1), kStart);
        give(reassembler, pool, piece(pool, data, 0, 8, true, 2), kStart + 10_s);
        give(reassembler, pool, piece(pool, data, 16, 24, true, 1), kStart + 29_s); // does not prolong it
        QCOMPARE(reassembler.nextDeadline(), kStart + 30_s);
        QVERIFY(reassembler.expire(kStart + 30_s - 1_ns).empty());
        const auto first = reassembler.expire(kStart + 30_s);
        QCOMPARE(first.size(), std::size_t(1));
        QCOMPARE(first[0].pieces.size(), std::size_t(2));
        QVERIFY(!first[0].hasFirst);
        const auto second = reassembler.expire(kStart + 40_s);
        QVERIFY(second.size() == 1 && second[0].hasFirst);
    }

    void oneSourceCannotStarveTheOthers()
    {
        packet::PacketPool pool;
        const Frame data = payload(64);
        Reassembler reassembler({30_s, 100'000, 40'000, 65'535});
        int refused = 0;
        for (std::uint16_t i = 0; i < 100; ++i)
            refused += give(reassembler, pool, piece(pool, data, 0, 8, true, i)).outcome == Outcome::limit;
        QCOMPARE(refused, 100 - 19); // each costs a page of 2,048 bytes
        QVERIFY(give(reassembler, pool, piece(pool, data, 0, 8, true, 1, "10.0.0.9")).outcome == Outcome::waiting);
        for (int host = 10; host < 60; ++host)
            for (std::uint16_t i = 0; i < 10; ++i)
                give(reassembler, pool, piece(pool, data, 0, 8, true, i, ("10.0.0." + std::to_string(host)).c_str()));
        QVERIFY(reassembler.bytesHeld() <= 100'000);
    }
};

QTEST_APPLESS_MAIN(TestReassembly)
#include "tst_reassembly.moc"
