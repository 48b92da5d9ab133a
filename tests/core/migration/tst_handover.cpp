// The hand-over of a connection, as a model: source, destination and arbiter with a connection that is running, frozen
// or nowhere, messages that are lost, repeated, late and out of order, and each party killed and restarted empty at each
// step. Never two machines that run it; and it runs on somewhere, unless its owner died.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/migration/handover.h"

#include <QTest>

#include <deque>
#include <set>

using namespace hopyard;
using namespace hopyard::migration;
using base::Duration;
using base::TimePoint;

namespace {

const base::Ipv4Address kS(10, 0, 0, 1), kD(10, 0, 0, 2), kA(10, 0, 0, 3);
const FlowId kFlow(0x00410007);

struct Network {
    double loss = 0, duplicate = 0;
    Duration least = Duration::milliseconds(1), most = Duration::milliseconds(1);
};

/// The blob and handover messages of one move, in virtual time. Copyable: a point from which several futures go on.
struct Model {
    Model(Network n, std::uint64_t seed, std::uint32_t epoch = 4) : network(n), random(seed)
    {
        arbiter.own(kFlow, kS, epoch);
        mapping.id = kFlow;
        mapping.epoch = epoch;
        source.emplace(mapping, kS, kD, kA, now);
        sendBlob();
    }

    struct Packet {
        TimePoint at;
        std::uint64_t order;
        base::Ipv4Address from, to;
        bool isBlob;
        HandoverMessage message;
        bool operator<(const Packet &o) const { return std::pair(at, order) < std::pair(o.at, o.order); }
    };

    Network network;
    base::Random random;
    TimePoint now;
    Mapping mapping;
    std::optional<SourceHandover> source;      // with the frozen connection in it
    std::optional<DestinationHandover> destination;
    Arbiter arbiter;
    bool sRuns = false, dRuns = false;         // lives there
    bool sDied = false, dDied = false;         // with the connection, or a claim to it, in hands
    bool refuses = false;
    int instance = 0, lives = 0; // of the destination; how often it let the connection live
    std::set<Packet> flying;
    std::uint64_t order = 0;
    TimePoint blobAgain = TimePoint::never();
    int steps = 0;

    void put(base::Ipv4Address from, base::Ipv4Address to, bool isBlob, const HandoverMessage &message)
    {
        for (int copies = random.chance(network.duplicate) ? 2 : 1; copies > 0; --copies)
            if (!random.chance(network.loss))
                flying.insert({now + random.between(network.least, network.most), order++, from, to, isBlob, message});
    }
    void putAll(base::Ipv4Address from, std::vector<HandoverOutput> &out)
    {
        for (const HandoverOutput &o : out)
            put(from, o.to, false, o.message);
        out.clear();
    }
    void sendBlob()
    {
        put(kS, kD, true, {});
        blobAgain = now + Duration::milliseconds(50);
    }
    void kill(int who)
    {
        if (who == 0) {
            sDied |= source.has_value();
            source.reset();
            sRuns = false;
        } else if (who == 1) {
            dDied |= destination.has_value();
            destination.reset();
            dRuns = false;
            ++instance;
        } else {
            arbiter = Arbiter();
        }
    }
    void look()
    {
        if (source && source->state() == SourceHandover::State::resumed)
            sRuns = true;
        if (destination && destination->state() == DestinationHandover::State::injected && !dRuns) {
            dRuns = true;
            ++lives;
        }
    }
    bool step()
    {
        ++steps;
        std::vector<HandoverOutput> out;
        TimePoint due = flying.empty() ? TimePoint::never() : flying.begin()->at;
        const bool offering = source && source->state() == SourceHandover::State::offering;
        const TimePoint s = source ? source->nextDeadline() : TimePoint::never();
        const TimePoint d = destination ? destination->nextDeadline() : TimePoint::never();
        const TimePoint again = offering ? blobAgain : TimePoint::never();
        const TimePoint next = std::min({due, s, d, again});
        if (next.isNever())
            return false;
        now = std::max(now, next);
        if (next == due) {
            const Packet p = *flying.begin();
            flying.erase(flying.begin());
            if (p.to == kA) {
                arbiter.receive(p.from, p.message, out);
            } else if (p.to == kS) {
                if (source)
                    source->receive(now, p.message, out);
            } else if (p.isBlob) {
                if (refuses || instance > 0) // the blob was made for the first
                    out.push_back({kS, {MessageKind::refused, kFlow, mapping.epoch, {}, {}}});
                else if (!destination)
                    destination.emplace(mapping, kD, kS, kA, now, out);
            } else if (destination) {
                destination->receive(now, p.message);
            }
            putAll(p.to, out);
        } else if (next == s) {
            source->expire(now, out);
            putAll(kS, out);
        } else if (next == d) {
            destination->expire(now, out);
            putAll(kD, out);
        } else {
            sendBlob();
        }
        look();
        return true;
    }
    /// Two minutes; "" where all held.
    std::string run()
    {
        const TimePoint end = now + Duration::seconds(120);
        while (now < end && step())
            if (sRuns && dRuns)
                return "two owners";
        return {};
    }
    std::string verdict(bool arbiterLives) const
    {
        if (sRuns && dRuns)
            return "two owners";
        if (lives > 1 || (lives > 0 && sRuns))
            return "an old state lived once more";
        if (sRuns || dRuns) {
            const Arbiter::Entry *entry = arbiter.find(kFlow);
            if (arbiterLives && entry->host != (sRuns ? kS : kD))
                return "the arbiter names another";
            return {};
        }
        if (!arbiterLives)
            return {};
        // Its owner is dead: it had it, or its claim was granted when it was no more.
        return arbiter.find(kFlow)->host == kS ? (sDied ? "" : "lost") : (dDied ? "" : "lost");
    }
};

} // namespace

class HandoverTest : public QObject {
    Q_OBJECT
private slots:
    void messagesComeBack()
    {
        const base::SipKey key{3, 4};
        const HandoverMessage message{MessageKind::claim, kFlow, 9, kS, kD, kA};
        const auto bytes = message.encode(key);
        QVERIFY(HandoverMessage::decode(*open(key, bytes)) == message);
        QCOMPARE(bytes.size(), std::size_t(32));
        QVERIFY(!HandoverMessage::decode({MessageKind::piece, base::Bytes(bytes).first(20)}));
        QVERIFY(!HandoverMessage::decode({MessageKind::claim, base::Bytes(bytes).first(19)}));
        const std::vector<std::uint8_t> noFlow(20);
        QVERIFY(!HandoverMessage::decode({MessageKind::claim, noFlow}));
    }

    void itMovesInOneAndAHalfRoundTrips()
    {
        Model m({}, 1);
        while (!m.dRuns)
            QVERIFY(m.step());
        QCOMPARE(m.now.ns(), Duration::milliseconds(3).ns());
        QVERIFY(m.step()); // the source's word, at the same moment
        QVERIFY(m.source->state() == SourceHandover::State::released);
        QCOMPARE(m.destination->epoch(), 5u);
        QVERIFY(m.source->owner() == kD);
    }

    void whatIsRefusedStays()
    {
        Model m({}, 1);
        m.refuses = true;
        QCOMPARE(m.run(), std::string());
        QVERIFY(m.sRuns);
        QCOMPARE(m.source->epoch(), 5u);
    }

    /// One word decides, and the same is said again however often one asks.
    void theArbiterSaysTheSame()
    {
        Arbiter arbiter;
        arbiter.own(kFlow, kS, 4);
        std::vector<HandoverOutput> out;
        const HandoverMessage byD{MessageKind::claim, kFlow, 4, kS, kD}, byS{MessageKind::claim, kFlow, 4, kS, kS};
        const HandoverMessage word{MessageKind::owner, kFlow, 5, {}, kD};
        for (int i = 0; i < 3; ++i)
            arbiter.receive(kD, byD, out);
        QCOMPARE(out.size(), std::size_t(4)); // the source is told once unasked
        arbiter.receive(kS, byS, out);
        for (const HandoverOutput &o : out)
            QVERIFY(o.message == word);
        // Not at another epoch, not from another host.
        arbiter.receive(kS, {MessageKind::claim, kFlow, 5, kS, kS}, out);
        QVERIFY(out.back().message == word);
        arbiter.receive(kD, {MessageKind::claim, FlowId(77), 0, kS, kD}, out);
        QVERIFY(out.back().message.kind == MessageKind::unknown);
    }

    /// The table of docs/handover.md: what is believed in which state.
    void statesAndWords()
    {
        const Mapping mapping{kFlow, 4, {}, kA};
        const auto source = [&](bool doubting, HandoverMessage message) {
            std::vector<HandoverOutput> out;
            SourceHandover s(mapping, kS, kD, kA, {});
            if (doubting)
                s.takeBack({}, out);
            s.receive({}, message, out);
            return s.state();
        };
        using S = SourceHandover::State;
        for (const bool doubting : {false, true}) {
            const S before = doubting ? S::doubting : S::offering;
            QVERIFY(source(doubting, {MessageKind::owner, kFlow, 5, {}, kD}) == S::released);
            QVERIFY(source(doubting, {MessageKind::owner, kFlow, 6, {}, kS}) == S::released); // it came back by another move
            QVERIFY(source(doubting, {MessageKind::owner, kFlow, 5, {}, kS}) == S::resumed);
            QVERIFY(source(doubting, {MessageKind::owner, kFlow, 4, {}, kS}) == before);
            QVERIFY(source(doubting, {MessageKind::owner, kFlow, 3, {}, kD}) == before);
            QVERIFY(source(doubting, {MessageKind::owner, FlowId(9), 5, {}, kD}) == before);
            QVERIFY(source(doubting, {MessageKind::unknown, kFlow, 4, {}, {}}) == before);
            QVERIFY(source(doubting, {MessageKind::refused, kFlow, 4, {}, {}}) == S::doubting);
            QVERIFY(source(doubting, {MessageKind::refused, kFlow, 3, {}, {}}) == before);
        }
        const auto destination = [&](TimePoint now, HandoverMessage message) {
            std::vector<HandoverOutput> out;
            DestinationHandover d(mapping, kD, kS, kA, {}, out);
            d.receive(now, message);
            return d.state();
        };
        using D = DestinationHandover::State;
        QVERIFY(destination({}, {MessageKind::owner, kFlow, 5, {}, kD}) == D::injected);
        QVERIFY(destination({}, {MessageKind::owner, kFlow, 5, {}, kS}) == D::dropped);
        QVERIFY(destination({}, {MessageKind::owner, kFlow, 7, {}, kD}) == D::dropped);
        QVERIFY(destination({}, {MessageKind::owner, kFlow, 4, {}, kS}) == D::prepared);
        QVERIFY(destination({}, {MessageKind::unknown, kFlow, 4, {}, {}}) == D::prepared);
        QVERIFY(destination(TimePoint() + DestinationHandover::kGiveUp, {MessageKind::unknown, kFlow, 4, {}, {}}) == D::dropped);
    }

    void lossAlone()
    {
        int moved = 0, stayed = 0;
        for (std::uint64_t seed = 1; seed <= 2'000; ++seed) {
            Model m({0.4, 0.3, Duration::milliseconds(1), Duration::milliseconds(400)}, seed);
            QCOMPARE(m.run(), std::string());
            QCOMPARE(m.verdict(true), std::string());
            QVERIFY(m.sRuns || m.dRuns);
            moved += m.dRuns;
            stayed += m.sRuns;
        }
        QVERIFY(moved > 1'000);
        // With a path this slow the source's patience sometimes runs out.
        for (std::uint64_t seed = 1; seed <= 2'000; ++seed) {
            Model m({0.6, 0.3, Duration::milliseconds(500), Duration::seconds(9)}, seed);
            QCOMPARE(m.run(), std::string());
            QCOMPARE(m.verdict(true), std::string());
            stayed += m.sRuns;
        }
        QVERIFY(stayed > 100);
    }

    /// Every party, killed at every step; and every pair of them at every pair of steps.
    void killedAtEveryStep_data()
    {
        QTest::addColumn<double>("loss");
        QTest::addColumn<int>("most");
        QTest::addRow("clean") << 0.0 << 1;
        QTest::addRow("lossy") << 0.3 << 40;
        QTest::addRow("slow") << 0.5 << 3'000;
    }
    void killedAtEveryStep()
    {
        QFETCH(double, loss);
        QFETCH(int, most);
        const Network network{loss, loss, Duration::milliseconds(1), Duration::milliseconds(most)};
        int runs = 0, survived = 0;
        for (std::uint64_t seed = 1; seed <= 12; ++seed) {
            Model whole(network, seed);
            static_cast<void>(whole.run());
            const int last = std::min(whole.steps, 40);
            for (int first = 0; first <= last; ++first)
                for (int a = 0; a < 3; ++a)
                    for (int second = first; second <= std::min(first + 12, last + 2); ++second)
                        for (int b = 0; b < 4; ++b) { // 3: nobody else
                            if (b == 3 && second > first)
                                continue;
                            Model m(network, seed);
                            bool arbiterLives = true;
                            for (int i = 0; i <= second; ++i) {
                                if (i == first) {
                                    m.kill(a);
                                    arbiterLives &= a != 2;
                                }
                                if (i == second && b < 3) {
                                    m.kill(b);
                                    arbiterLives &= b != 2;
                                }
                                if (m.sRuns && m.dRuns)
                                    QFAIL("two owners");
                                m.step();
                            }
                            const std::string what = m.run();
                            QVERIFY2(what.empty(), what.c_str());
                            const std::string end = m.verdict(arbiterLives);
                            QVERIFY2(end.empty(), qPrintable(QString("%1: seed %2, %3 at %4, %5 at %6")
                                                                 .arg(end.c_str()).arg(seed).arg(a).arg(first).arg(b).arg(second)));
                            // The destination's death before its claim was granted costs nothing.
                            if (a == 1 && b == 3 && !m.dDied)
                                QVERIFY(m.sRuns || m.dRuns);
                            ++runs;
                            survived += m.sRuns || m.dRuns;
                        }
        }
        QVERIFY(runs > 1'000);
        QVERIFY(survived > runs / 20);
    }
};

QTEST_APPLESS_MAIN(HandoverTest)
#include "tst_handover.moc"
