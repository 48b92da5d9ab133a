// Rapid spanning tree between bridges in virtual time: who is root, what is blocked, how fast it heals, beside older
// bridges, hubs and hosts; and single messages against what a port makes of them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/spanning_tree.h"
#include "tests/support/compare.h"

#include <QtTest>

#include <algorithm>
#include <deque>
#include <string>
#include <vector>

using namespace hopyard;
using namespace base::literals;
using base::PortIndex;
using base::TimePoint;
using link::PortRole;
using link::PortState;
using link::SpanningTree;
using link::SpanningTreePortSettings;
using link::SpanningTreeSettings;

namespace {

/// Bridges and segments between them; a segment with more than two ends is a hub. Messages take a millisecond.
class Network {
public:
    struct End {
        std::size_t bridge;
        std::uint32_t port;
        bool operator==(const End &) const = default;
    };

    std::size_t addBridge(const SpanningTreeSettings &settings = {}, int ports = 4)
    {
        bridges.emplace_back(settings, base::MacAddress::local(static_cast<std::uint32_t>(bridges.size() + 1)));
        for (int i = 0; i < ports; ++i)
            bridges.back().addPort({});
        flushes.emplace_back();
        return bridges.size() - 1;
    }
    /// A segment with these ends; with carrier at once.
    std::size_t join(std::vector<End> ends)
    {
        m_segments.push_back({std::move(ends), false});
        setUp(m_segments.size() - 1, true);
        return m_segments.size() - 1;
    }
    void setUp(std::size_t segment, bool up)
    {
        m_segments[segment].up = up;
        for (const End &end : m_segments[segment].ends) {
            bridges[end.bridge].setCarrier(now, PortIndex(end.port), up);
            collect(end.bridge);
        }
    }
    void runFor(base::Duration time)
    {
        const TimePoint end = now + time;
        for (;;) {
            TimePoint next = m_flying.empty() ? TimePoint::never() : m_flying.front().arrives;
            for (const SpanningTree &bridge : bridges)
                next = std::min(next, bridge.nextDeadline());
            if (next > end)
                break;
            now = next;
            for (std::size_t i = 0; i < bridges.size(); ++i) {
                bridges[i].expire(now);
                collect(i);
            }
            while (!m_flying.empty() && m_flying.front().arrives <= now) {
                const Flying first = m_flying.front();
                m_flying.pop_front();
                if (!m_segments[first.segment].up)
                    continue;
                bridges[first.to.bridge].receive(PortIndex(first.to.port), first.message);
                collect(first.to.bridge);
            }
        }
        now = end;
    }
    void collect(std::size_t from)
    {
        SpanningTree::Outcome outcome = bridges[from].takeOutcome();
        for (const PortIndex port : outcome.flushed)
            flushes[from].push_back(port.value());
        for (const SpanningTree::Message &sent : outcome.messages) {
            ++messages;
            lastSent = sent.message;
            for (std::size_t s = 0; s < m_segments.size(); ++s) {
                const auto &ends = m_segments[s].ends;
                if (std::find(ends.begin(), ends.end(), End{from, sent.port.value()}) == ends.end())
                    continue;
                for (const End &end : ends)
                    if (end != End{from, sent.port.value()})
                        m_flying.push_back({now + 1_ms, s, end, sent.message});
            }
        }
    }
    PortRole role(std::size_t bridge, std::uint32_t port) const { return bridges[bridge].port(PortIndex(port)).role; }
    PortState state(std::size_t bridge, std::uint32_t port) const { return bridges[bridge].port(PortIndex(port)).state; }
    /// Whether traffic passes a segment between two bridges.
    bool passes(std::size_t segment) const
    {
        const Segment &s = m_segments[segment];
        return s.up && std::all_of(s.ends.begin(), s.ends.end(), [&](const End &end) {
            return bridges[end.bridge].forwards(PortIndex(end.port));
        });
    }
    std::size_t passing() const
    {
        std::size_t count = 0;
        for (std::size_t s = 0; s < m_segments.size(); ++s)
            count += passes(s);
        return count;
    }

    TimePoint now;
    std::vector<SpanningTree> bridges;
    std::vector<std::vector<std::uint32_t>> flushes; // by bridge: ports whose addresses were forgotten
    std::size_t messages = 0;
    wire::BpduRepr lastSent;

private:
    struct Segment {
        std::vector<End> ends;
        bool up = false;
    };
    struct Flying {
        TimePoint arrives;
        std::size_t segment;
        End to;
        wire::BpduRepr message;
    };
    std::vector<Segment> m_segments;
    std::deque<Flying> m_flying; // all take equally long, so they are in order
};

/// 0 - 1 - 2 - 0, by ports 0 (to the next) and 1 (from the one before).
Network ring(const SpanningTreeSettings &settings = {}, std::size_t size = 3)
{
    Network net;
    for (std::size_t i = 0; i < size; ++i)
        net.addBridge(settings);
    for (std::size_t i = 0; i < size; ++i)
        net.join({{i, 0}, {(i + 1) % size, 1}});
    return net;
}

SpanningTreeSettings slow()
{
    SpanningTreeSettings settings;
    settings.rapid = false;
    return settings;
}

} // namespace

class TestSpanningTree : public QObject {
    Q_OBJECT
private slots:
    void twoBridgesAgreeAtOnce()
    {
        Network net;
        net.addBridge();
        net.addBridge();
        net.join({{0, 0}, {1, 0}});
        net.runFor(100_ms);
        QVERIFY(net.bridges[0].isRoot());
        QVERIFY(!net.bridges[1].isRoot());
        QVERIFY(net.bridges[1].root() == net.bridges[0].bridgeId());
        QCOMPARE(net.bridges[1].rootPathCost(), 20'000u);
        QCOMPARE(net.bridges[1].rootPort().value(), 0u);
        QVERIFY(net.role(0, 0) == PortRole::designated && net.state(0, 0) == PortState::forwarding);
        QVERIFY(net.role(1, 0) == PortRole::root && net.state(1, 0) == PortState::forwarding);
    }

    void aRingIsCutOnce()
    {
        Network net = ring();
        net.runFor(10_s);
        QCOMPARE(net.passing(), std::size_t(2));
        // The farthest link from the root, at the end of the bridge with the higher address.
        QVERIFY(net.role(1, 0) == PortRole::designated);
        QVERIFY(net.role(2, 1) == PortRole::alternate);
        QVERIFY(net.state(2, 1) == PortState::discarding);
        QVERIFY(net.role(2, 0) == PortRole::root);
    }

    void neverALoopOnTheWay()
    {
        Network net = ring({}, 5);
        for (int step = 0; step < 20'000; ++step) {
            net.runFor(1_ms);
            QVERIFY(net.passing() < 5);
        }
        QCOMPARE(net.passing(), std::size_t(4));
    }

    void aBrokenLinkIsReplacedWithinMilliseconds()
    {
        Network net = ring();
        net.runFor(10_s);
        net.setUp(2, false); // between the root and bridge 2
        net.runFor(50_ms);
        QVERIFY(net.role(2, 1) == PortRole::root);
        QVERIFY(net.passes(0) && net.passes(1));
        net.setUp(2, true);
        net.runFor(10_s);
        QVERIFY(net.role(2, 0) == PortRole::root);
        QCOMPARE(net.passing(), std::size_t(2));
    }

    void silenceIsNoticedAfterThreeHellos()
    {
        SpanningTree bridge({}, base::MacAddress::local(5));
        bridge.addPort({});
        bridge.setCarrier(TimePoint(), PortIndex(0), true);
        wire::BpduRepr message;
        message.role = wire::BpduPortRole::designated;
        message.root = message.bridge = {0, base::MacAddress::local(1)};
        message.port = 0x8001;
        bridge.receive(PortIndex(0), message);
        for (int second = 1; second <= 5; ++second)
            bridge.expire(TimePoint() + 1_s * second);
        QVERIFY(!bridge.isRoot());
        bridge.expire(TimePoint() + 6_s);
        QVERIFY(bridge.isRoot());
        QVERIFY(bridge.port(PortIndex(0)).role == PortRole::designated);
    }

    void theRootIsWhoHasTheBetterPriority()
    {
        Network net = ring();
        net.runFor(10_s);
        SpanningTreeSettings settings;
        settings.priority = 4096;
        net.bridges[2].configure(settings);
        net.collect(2);
        net.runFor(10_s);
        QVERIFY(net.bridges[2].isRoot());
        for (const SpanningTree &bridge : net.bridges)
            QVERIFY(bridge.root() == net.bridges[2].bridgeId());
        QCOMPARE(net.passing(), std::size_t(2));
    }

    void aCheaperWayIsTaken()
    {
        Network net = ring();
        net.bridges[2].configurePort(PortIndex(0), {128, 100'000, false, true, true});
        net.collect(2);
        net.runFor(10_s);
        QVERIFY(net.role(2, 1) == PortRole::root);
        QCOMPARE(net.bridges[2].rootPathCost(), 40'000u);
        QVERIFY(net.role(2, 0) == PortRole::alternate);
    }

    void ofTwoParallelLinksTheLowerPortIsTaken()
    {
        Network net;
        net.addBridge();
        net.addBridge();
        net.join({{0, 0}, {1, 1}});
        net.join({{0, 1}, {1, 0}});
        net.runFor(10_s);
        QVERIFY(net.role(1, 1) == PortRole::root); // the root's port counts first
        QVERIFY(net.role(1, 0) == PortRole::alternate);
        net.bridges[0].configurePort(PortIndex(1), {16, 20'000, false, true, true});
        net.collect(0);
        net.runFor(10_s);
        QVERIFY(net.role(1, 0) == PortRole::root);
        QVERIFY(net.role(1, 1) == PortRole::alternate);
    }

    void twoPortsOnAHubAreDesignatedAndBackup()
    {
        Network net;
        net.addBridge();
        SpanningTreePortSettings shared;
        shared.pointToPoint = false;
        net.bridges[0].configurePort(PortIndex(0), shared);
        net.bridges[0].configurePort(PortIndex(1), shared);
        net.join({{0, 0}, {0, 1}});
        net.runFor(60_s);
        QVERIFY(net.role(0, 0) == PortRole::designated && net.state(0, 0) == PortState::forwarding);
        QVERIFY(net.role(0, 1) == PortRole::backup && net.state(0, 1) == PortState::discarding);
    }

    void aPortWithoutABridgeBehindItBecomesAnEdge()
    {
        Network net;
        net.addBridge();
        net.join({{0, 0}});
        net.runFor(2'500_ms);
        QVERIFY(net.state(0, 0) == PortState::discarding);
        net.runFor(2_s);
        QVERIFY(net.bridges[0].port(PortIndex(0)).edge);
        QVERIFY(net.state(0, 0) == PortState::forwarding);
        QCOMPARE(net.bridges[0].topologyChanges(), std::uint64_t(0)); // nobody need forget anything
    }

    void anEdgeForwardsAtOnceUntilABridgeIsHeard()
    {
        Network net;
        net.addBridge();
        net.addBridge();
        SpanningTreePortSettings edge;
        edge.edge = true;
        net.bridges[1].configurePort(PortIndex(1), edge);
        net.join({{1, 1}});
        net.runFor(1_ms);
        QVERIFY(net.state(1, 1) == PortState::forwarding);
        net.join({{0, 0}, {1, 0}});
        net.runFor(1_s);
        QVERIFY(net.bridges[1].port(PortIndex(1)).edge);
        wire::BpduRepr message;
        message.type = wire::BpduType::rapid;
        message.role = wire::BpduPortRole::designated;
        message.root = message.bridge = {61'440, base::MacAddress::local(99)};
        message.port = 0x8001;
        net.bridges[1].receive(PortIndex(1), message);
        QVERIFY(!net.bridges[1].port(PortIndex(1)).edge);
    }

    void withoutTheRapidProtocolItTakesTwiceTheDelay()
    {
        Network net = ring(slow());
        net.runFor(25_s);
        QCOMPARE(net.passing(), std::size_t(0));
        net.runFor(30_s);
        QCOMPARE(net.passing(), std::size_t(2));
        QVERIFY(net.state(2, 1) == PortState::discarding);
        QVERIFY(net.lastSent.type == wire::BpduType::configuration);
    }

    void besideAnOlderBridgeItSpeaksAsThat()
    {
        Network net;
        net.addBridge();
        net.addBridge(slow());
        net.join({{0, 0}, {1, 0}});
        net.runFor(60_s);
        QVERIFY(!net.bridges[0].port(PortIndex(0)).rapid);
        QVERIFY(net.passes(0));
        SpanningTreeSettings rapid;
        net.bridges[1].configure(rapid);
        net.collect(1);
        net.runFor(60_s);
        QVERIFY(net.bridges[0].port(PortIndex(0)).rapid);
        QVERIFY(net.passes(0));
    }

    void aChangeIsToldAndForgottenEverywhere()
    {
        Network net = ring({}, 4);
        net.runFor(20_s);
        for (auto &of : net.flushes)
            of.clear();
        net.setUp(0, false);
        net.runFor(1_s);
        for (std::size_t bridge = 2; bridge < 4; ++bridge)
            QVERIFY(!net.flushes[bridge].empty());
        net.runFor(10_s);
        for (const SpanningTree &bridge : net.bridges) // the word has gone round and is no longer said
            for (std::uint32_t port = 0; port < 2; ++port)
                QVERIFY(bridge.topologyChanges() > 0);
        QVERIFY(!net.lastSent.topologyChange);
    }

    void aPortSaysNoMoreThanItMay()
    {
        Network net;
        net.addBridge();
        net.join({{0, 0}});
        net.messages = 0;
        SpanningTreeSettings settings;
        for (int i = 0; i < 20; ++i) {
            settings.priority = static_cast<std::uint16_t>(4096 * (i % 8));
            net.bridges[0].configure(settings);
            net.collect(0);
        }
        QVERIFY(net.messages <= std::size_t(settings.transmitHoldCount));
    }

    void changesAreTold()
    {
        SpanningTree bridge({}, base::MacAddress::local(1));
        SpanningTreePortSettings edge;
        edge.edge = true;
        bridge.addPort(edge);
        bridge.setCarrier(TimePoint(), PortIndex(0), true);
        auto outcome = bridge.takeOutcome();
        QCOMPARE(outcome.changes.size(), std::size_t(1));
        QVERIFY(outcome.changes[0].role == PortRole::designated && outcome.changes[0].state == PortState::forwarding);
        bridge.setCarrier(TimePoint(), PortIndex(0), false);
        outcome = bridge.takeOutcome();
        QCOMPARE(outcome.changes.size(), std::size_t(1));
        QVERIFY(outcome.changes[0].role == PortRole::disabled && outcome.changes[0].state == PortState::discarding);
        QVERIFY(outcome.changes[0].fromState == PortState::forwarding);
        QVERIFY(bridge.nextDeadline().isNever());
    }

    void oldInformationIsNotBelieved()
    {
        SpanningTree bridge({}, base::MacAddress::local(5));
        bridge.addPort({});
        bridge.setCarrier(TimePoint(), PortIndex(0), true);
        wire::BpduRepr message;
        message.role = wire::BpduPortRole::designated;
        message.root = message.bridge = {0, base::MacAddress::local(1)};
        message.port = 0x8001;
        message.messageAge = 20_s;
        bridge.receive(PortIndex(0), message);
        QVERIFY(bridge.isRoot());
        message.messageAge = 19_s;
        bridge.receive(PortIndex(0), message);
        QVERIFY(!bridge.isRoot());
    }

    void costs_data()
    {
        QTest::addColumn<quint64>("rate");
        QTest::addColumn<quint32>("cost");
        QTest::newRow("1 Mbit/s") << quint64(1'000'000) << 20'000'000u;
        QTest::newRow("10 Mbit/s") << quint64(10'000'000) << 2'000'000u;
        QTest::newRow("100 Mbit/s") << quint64(100'000'000) << 200'000u;
        QTest::newRow("1 Gbit/s") << quint64(1'000'000'000) << 20'000u;
        QTest::newRow("10 Gbit/s") << quint64(10'000'000'000) << 2'000u;
        QTest::newRow("slowest") << quint64(1) << 200'000'000u;
    }
    void costs()
    {
        QFETCH(quint64, rate);
        QTEST(link::spanningTreeCost(rate), "cost");
    }

    void timesMustFitTogether()
    {
        SpanningTreeSettings settings;
        QVERIFY(settings.isConsistent());
        settings.forwardDelay = 10;
        QVERIFY(!settings.isConsistent());
        settings = {};
        settings.helloTime = 10;
        QVERIFY(!settings.isConsistent());
    }
};

QTEST_APPLESS_MAIN(TestSpanningTree)
#include "tst_spanning_tree.moc"
