// What is under way and the SACK scoreboard on it (RFC 2018, 6675): marks, splits, counts; and against a naive model
// that keeps a state for every piece.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/transport/tcp/sent_segments.h"

#include <QtTest>

#include <vector>

using namespace hopyard;
using namespace transport::tcp;
using base::TimePoint;

namespace {
constexpr std::uint32_t kMss = 100;

Sequence at(std::int64_t piece) { return Sequence(0xfffff000u + static_cast<std::uint32_t>(piece * kMss)); }
TimePoint time(std::int64_t ns) { return TimePoint::fromNs(ns); }

SentSegments filled(const std::vector<int> &entries)
{
    SentSegments s;
    int next = 0;
    for (const int pieces : entries) {
        s.append({at(next), at(next + pieces)}, kMss, time(next), {});
        next += pieces;
    }
    return s;
}

std::uint32_t sack(SentSegments &s, int from, int to)
{
    return s.sack({at(from), at(to)}, [](const SentSegment &) {});
}

void acknowledge(SentSegments &s, int to)
{
    s.acknowledge(at(to), [](const SentSegment &, std::uint32_t) {});
}

/// "01.R" and so on: one letter a piece: . under way, S sacked, L lost, R lost and sent again, T sent again only.
std::string picture(const SentSegments &s)
{
    std::string text;
    for (std::size_t i = 0; i < s.size(); ++i) {
        const char c = s[i].sacked ? 'S' : s[i].lost ? (s[i].retransmitted ? 'R' : 'L') : s[i].retransmitted ? 'T' : '.';
        text.append(s[i].pieces, c);
    }
    return text;
}

std::uint32_t counted(const std::string &picture, const char *letters)
{
    std::uint32_t n = 0;
    for (const char c : picture)
        n += std::string(letters).find(c) != std::string::npos;
    return n;
}

bool countsAgree(const SentSegments &s)
{
    const std::string p = picture(s);
    return s.out() == p.size() && s.sacked() == counted(p, "S") && s.lost() == counted(p, "LR")
           && s.inFlight() + counted(p, "SL") == p.size() + counted(p, "T");
}
} // namespace

class SentSegmentsTest : public QObject {
    Q_OBJECT
private slots:
    void emptyTakesNoMemoryAndNothing()
    {
        SentSegments s = filled({1});
        acknowledge(s, 1);
        QVERIFY(s.isEmpty());
        QCOMPARE(s.inFlight(), 0u);
        QCOMPARE(s.find(at(0)), std::size_t(0));
    }

    void aLargeSendIsSplitAsItsPartsDiffer()
    {
        SentSegments s = filled({10});
        QCOMPARE(s.size(), std::size_t(1));
        QCOMPARE(s.out(), 10u);
        QCOMPARE(sack(s, 3, 5), 200u);
        QCOMPARE(picture(s), std::string("...SS....."));
        QCOMPARE(s.size(), std::size_t(3));
        acknowledge(s, 1);
        QCOMPARE(picture(s), std::string("..SS....."));
        QVERIFY(countsAgree(s));
    }

    void ofAPieceNothingLessThanAllIsSacked()
    {
        SentSegments s = filled({4, 1});
        const std::uint32_t bytes = s.sack({at(0) + 50, at(3) + 50}, [](const SentSegment &) {});
        QCOMPARE(bytes, 200u);
        QCOMPARE(picture(s), std::string(".SS.."));
        QCOMPARE(s.sack({at(4) + 10, at(5)}, [](const SentSegment &) {}), 0u);
        QVERIFY(countsAgree(s));
    }

    void aPieceAcknowledgedInPartIsUnderWay()
    {
        SentSegments s = filled({3});
        std::uint32_t pieces = 0;
        const auto count = [&](const SentSegment &, std::uint32_t n) { pieces += n; };
        s.acknowledge(at(0) + 30, count);
        QCOMPARE(pieces, 0u);
        QCOMPARE(s.front().length, 270u);
        s.acknowledge(at(1) + 10, count);
        QCOMPARE(s.front().from, at(1) + 10);
        QCOMPARE(s.out(), 2u);
        s.acknowledge(at(3), count);
        QCOMPARE(pieces, 3u);
        QVERIFY(s.isEmpty());
    }

    void sackingTwiceCountsOnce()
    {
        SentSegments s = filled({1, 1, 1, 1, 1, 1});
        QCOMPARE(sack(s, 1, 3), 200u);
        QCOMPARE(sack(s, 1, 4), 100u);
        QCOMPARE(sack(s, 1, 6), 200u);
        QCOMPARE(sack(s, 0, 6), 100u);
        QCOMPARE(s.sacked(), 6u);
        QCOMPARE(s.highestSacked(), at(6));
        QCOMPARE(s.skipSacked(0), std::size_t(6));
    }

    void lossAndWhatIsSentAgain()
    {
        SentSegments s = filled({1, 1, 1, 1});
        QCOMPARE(s.markLost(1), 1u);
        QCOMPARE(s.markLost(1), 0u); // known
        QCOMPARE(s.inFlight(), 3u);
        QCOMPARE(s.markRetransmitted({at(1), at(2)}, time(9), {}), 1u);
        QCOMPARE(s.inFlight(), 4u);
        QCOMPARE(s[1].sentAt.ns(), std::int64_t(9));
        QCOMPARE(s[1].firstSentAt.ns(), std::int64_t(1));
        QCOMPARE(s.markLost(1), 1u); // the second one too
        QCOMPARE(s.retransmitted(), 0u);
        sack(s, 1, 2);
        QCOMPARE(s.lost(), 0u);
        QVERIFY(countsAgree(s));
    }

    void aPromiseBroken() // RFC 2018 section 8
    {
        SentSegments s = filled({1, 1, 1});
        sack(s, 1, 3);
        s.clearSacked();
        QCOMPARE(picture(s), std::string("..."));
        QCOMPARE(sack(s, 2, 3), 100u);
        QCOMPARE(s.highestSacked(), at(3));
    }

    void whatIsSackedIsSteppedOverAtOnce()
    {
        // A hundred thousand segments, every second ACK with one more block at the end: were each a walk over what is
        // sacked already, this would take minutes.
        SentSegments s;
        constexpr int kCount = 100'000;
        for (int i = 0; i < kCount; ++i)
            s.append({at(i), at(i + 1)}, kMss, time(i), {});
        for (int i = 2; i <= kCount; ++i)
            QCOMPARE(sack(s, 1, i), kMss);
        QCOMPARE(s.sacked(), std::uint32_t(kCount - 1));
    }

    void againstAModelOfSinglePieces_data()
    {
        QTest::addColumn<quint64>("seed");
        for (quint64 seed = 1; seed <= 40; ++seed)
            QTest::addRow("%d", int(seed)) << seed;
    }
    void againstAModelOfSinglePieces()
    {
        QFETCH(quint64, seed);
        base::Random random(seed);
        SentSegments s;
        std::string model; // a letter a piece, as picture() has them
        std::int64_t una = 0, next = 0;
        for (int step = 0; step < 2'000; ++step) {
            const auto any = [&](std::int64_t bound) { return static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(bound))); };
            const std::int64_t out = next - una;
            const std::int64_t from = out > 0 ? any(out) : 0;
            const std::int64_t to = out > 0 ? from + 1 + any(std::min<std::int64_t>(out - from, 12)) : 0;
            switch (random.below(7)) {
            case 0:
            case 1: {
                const std::int64_t pieces = 1 + any(random.chance(0.3) ? 45 : 1);
                s.append({at(next), at(next + pieces)}, kMss, time(step), {});
                next += pieces;
                model.append(static_cast<std::size_t>(pieces), '.');
                break;
            }
            case 2:
                if (out > 0) {
                    s.sack({at(una + from), at(una + to)}, [](const SentSegment &) {});
                    for (auto i = from; i < to; ++i) {
                        char &c = model[static_cast<std::size_t>(i)];
                        c = c == 'T' || c == 't' ? 't' : 'S'; // t: sacked, and its second copy under way
                    }
                }
                break;
            case 3: // a whole entry is lost
                if (out > 0) {
                    const std::size_t i = s.find(at(una + from));
                    const auto first = static_cast<std::size_t>((s[i].from - at(una)) / std::int32_t(kMss));
                    const auto count = s[i].pieces;
                    s.markLost(i);
                    for (std::size_t k = first; k < first + count; ++k) {
                        char &c = model[k];
                        if (c == '.' || c == 'T' || c == 'R')
                            c = 'L';
                    }
                }
                break;
            case 4:
                if (out > 0) {
                    s.markRetransmitted({at(una + from), at(una + to)}, time(step), {});
                    for (auto i = from; i < to; ++i) {
                        char &c = model[static_cast<std::size_t>(i)];
                        if (c == 'L')
                            c = 'R';
                        else if (c == '.')
                            c = 'T';
                    }
                }
                break;
            case 5:
                if (out > 0 && random.chance(0.3)) {
                    s.acknowledge(at(una + to), [](const SentSegment &, std::uint32_t) {});
                    una += to;
                    model.erase(0, static_cast<std::size_t>(to));
                }
                break;
            default:
                if (random.chance(0.02)) {
                    s.clearLost();
                    for (char &c : model)
                        c = c == 'L' ? '.' : c == 'R' ? 'T' : c;
                }
                break;
            }
            std::string visible = model;
            std::replace(visible.begin(), visible.end(), 't', 'S');
            QCOMPARE(picture(s), visible);
            QCOMPARE(s.out(), std::uint32_t(model.size()));
            QCOMPARE(s.sacked(), counted(model, "St"));
            QCOMPARE(s.lost(), counted(model, "LR"));
            QCOMPARE(s.retransmitted(), counted(model, "RTt"));
            QCOMPARE(s.inFlight(), std::uint32_t(model.size()) - counted(model, "StLR") + counted(model, "RTt"));
            const auto highest = model.find_last_of("St");
            if (highest != std::string::npos)
                QCOMPARE(s.highestSacked(), at(una + std::int64_t(highest) + 1));
            for (std::size_t i = 1; i < s.size(); ++i)
                QCOMPARE(s[i].from, s[i - 1].to());
            const auto firstOpen = visible.find_first_not_of('S');
            const std::size_t skipped = s.skipSacked(0);
            QCOMPARE(skipped < s.size(), firstOpen != std::string::npos);
            if (skipped < s.size())
                QCOMPARE(s[skipped].from, at(una + std::int64_t(firstOpen)));
        }
    }
};

QTEST_APPLESS_MAIN(SentSegmentsTest)
#include "tst_sent_segments.moc"
