// Going back in a run: a moment of the past is the world as it was, to the byte, whatever came in from outside since.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/history.h"
#include "tests/support/worlds.h"

#include <QtTest>

using namespace hopyard;
using base::Duration;
using base::TimePoint;
using support::seconds;
using world::History;
using world::Input;
using world::World;

namespace {

constexpr std::string_view kLab = R"(
hopyard: 1
nodes:
  a: {kind: host, interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1}
  r:
    kind: router
    config: |
      interface eth0
       ip address 10.0.1.1/24
      interface eth1
       ip address 10.0.2.1/24
      router ospf
       network 10.0.0.0/8 area 0
  s:
    kind: router
    config: |
      interface eth0
       ip address 10.0.2.2/24
      interface eth1
       ip address 10.0.3.1/24
      router ospf
       network 10.0.0.0/8 area 0
  b: {kind: host, interfaces: {eth0: {address: 10.0.3.10/24}}, gateway: 10.0.3.1}
links:
  - {ends: [a:eth0, r:eth0], delay: 1ms}
  - {ends: [r:eth1, s:eth0], delay: 1ms, loss: 5%}
  - {ends: [s:eth1, b:eth0], delay: 1ms, jitter: 200us}
)";

/// Everything about a moment that can be asked for.
std::string picture(World &world)
{
    std::string all = std::to_string(world.now().ns()) + ' ' + std::to_string(world.eventCount()) + '\n';
    for (const base::NodeId node : world.nodes())
        for (const char *line : {"show ip route json", "show arp json", "show interface json", "show ip ospf neighbor json"})
            all += world.command(node, line).json + '\n';
    for (const base::LinkId link : world.links())
        for (const auto direction : {base::Direction::forward, base::Direction::backward}) {
            const world::DirectionCounters c = world.counters(link, direction);
            all += std::to_string(c.packets) + ' ' + std::to_string(c.bytes) + ' ' + std::to_string(c.dropped) + '\n';
        }
    return all;
}

} // namespace

class HistoryTest : public QObject {
    Q_OBJECT

    /// Two minutes with all that a person may do to a network; `look` is called every ten seconds.
    template <class Look>
    static void live(World &world, Look &&look)
    {
        auto next = [&, t = 0]() mutable {
            world.runUntil(seconds(t += 10));
            look();
            // What comes in belongs to the moment in which it does.
            world.runUntil(world.now() + Duration::milliseconds(1));
        };
        next();
        world.command(world.findNode("a"), "ping 10.0.3.10 count 100 interval 300ms");
        next();
        next();
        world.command(world.findNode("r"), "show ip route");
        base::Impairment slow;
        slow.delay = Duration::milliseconds(40);
        slow.loss = 0.2;
        world.setImpairment(world.links()[1], base::Direction::forward, slow);
        next();
        world.stopNode(world.findNode("s"));
        next();
        world.startNode(world.findNode("s"));
        next();
        next();
        lab::Lab edited = world.lab();
        edited.links[2].forward.delay = Duration::milliseconds(7);
        edited.nodes[0].note = "edited";
        QVERIFY(!lab::hasErrors(world.apply(edited)));
        next();
        for (int i = 0; i < 4; ++i) {
            world.command(world.findNode("b"), "ping 10.0.1.10 count 10");
            next();
        }
    }

private slots:
    void everyMomentIsAsItWas()
    {
        World world = support::worldFrom(kLab, 7);
        History history({8, 500, 1 << 20});
        world.setInputSink(&history);
        history.keep(world);
        std::vector<std::pair<world::Moment, std::string>> seen;
        live(world, [&] {
            seen.emplace_back(world::momentOf(world), picture(world));
            if (history.isDue(world))
                history.keep(world);
        });
        QVERIFY(history.checkpointCount() > 1);
        QVERIFY(history.checkpointCount() <= 8);
        for (auto moment = seen.rbegin(); moment != seen.rend(); ++moment) { // from the end, as one scrubs back
            auto past = history.at(moment->first.time);
            QVERIFY(past);
            QCOMPARE(past->world().eventCount(), moment->first.events);
            QCOMPARE(picture(past->world()), moment->second);
        }
        // The same from the very beginning in one go, and in slices.
        auto past = history.at(TimePoint());
        while (!past->runUntil(seen.back().first.time, 97)) {
        }
        QCOMPARE(picture(past->world()), seen.back().second);
    }

    void whatPassesIsTheSame()
    {
        World world = support::worldFrom(kLab, 3);
        History history;
        world.setInputSink(&history);
        history.keep(world);
        auto again = history.at(TimePoint());
        support::Everything original(world);
        live(world, [] {});
        support::Everything replayed(again->world());
        QVERIFY(again->runUntil(world.now()));
        QVERIFY(original.count > 500);
        QCOMPARE(replayed.count, original.count);
        QVERIFY(replayed.log == original.log);
    }

    void questionsAreNoInput_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<bool>("question");
        QTest::newRow("show") << "show ip route" << true;
        QTest::newRow("short") << "sh ip ro json" << true;
        QTest::newRow("explain") << "  explain 10.0.0.1" << true;
        QTest::newRow("of a guest") << "on g1 show arp" << true;
        QTest::newRow("do") << "do show run" << true;
        QTest::newRow("nothing") << "" << true;
        QTest::newRow("help") << "ping ?" << false;
        QTest::newRow("ping") << "ping 10.0.0.1" << false;
        QTest::newRow("shutdown") << "shutdown" << false;
        QTest::newRow("s") << "s" << false;
        QTest::newRow("guest's ping") << "on g1 ping 10.0.0.1" << false;
    }
    void questionsAreNoInput()
    {
        QFETCH(QString, line);
        QFETCH(bool, question);
        QCOMPARE(world::isQuestion(line.toStdString()), question);
    }

    void eventByEvent()
    {
        World world = support::worldFrom(kLab);
        History history;
        world.setInputSink(&history);
        history.keep(world);
        world.runUntil(seconds(3));
        world.command(world.findNode("a"), "ping 10.0.2.2 count 2");
        std::vector<std::string> pictures;
        const std::uint64_t first = world.eventCount();
        for (int i = 0; i < 40; ++i) {
            pictures.push_back(picture(world));
            QVERIFY(world.step());
        }
        for (int i = 39; i >= 0; --i) {
            auto past = history.atEvent(first + static_cast<std::uint64_t>(i));
            QVERIFY(past);
            QCOMPARE(picture(past->world()), pictures[static_cast<std::size_t>(i)]);
        }
        auto past = history.atEvent(first);
        past->runUntilEvent(first + 39);
        QCOMPARE(picture(past->world()), pictures[39]);
    }

    void anotherFuture()
    {
        World world = support::worldFrom(kLab);
        History history;
        world.setInputSink(&history);
        history.keep(world);
        world.runUntil(seconds(20));
        const std::string then = picture(world);
        world.command(world.findNode("a"), "ping 10.0.3.10 count 5");
        world.runUntil(seconds(60));
        const std::string end = picture(world);

        History other = history;
        auto past = history.at(seconds(20));
        // At that moment it had been typed already: everything at or before it has happened.
        QVERIFY(picture(past->world()) != then);
        other.cutAfter(world::momentOf(past->world()));
        QCOMPARE(other.inputs().size(), std::size_t(1));
        World branch = past->takeWorld();
        branch.setInputSink(&other);
        other.keep(branch);
        branch.stopNode(branch.findNode("s"));
        branch.runUntil(seconds(60));
        const std::string branchEnd = picture(branch);
        QVERIFY(branchEnd != end);
        // Both futures can be seen again.
        QCOMPARE(picture(history.at(seconds(60))->world()), end);
        QCOMPARE(picture(other.at(seconds(60))->world()), branchEnd);
        QVERIFY(other.at(seconds(5))->world().now() == seconds(5));
    }

    void whatIsUnknownIsNotMadeUp()
    {
        World world = support::worldFrom(kLab);
        History history({64, 20'000, 100});
        world.setInputSink(&history);
        history.keep(world);
        world.runUntil(seconds(5));
        const base::PortRef port = world.findPort({"a", "eth0"});
        const std::vector<std::uint8_t> frame(80, 0xff);
        world.inject(port, world.pool().copyOf(frame)); // kept: 80 of 100 bytes
        world.runUntil(seconds(6));
        world.inject(port, world.pool().copyOf(frame)); // not kept
        QVERIFY(history.firstUnknown());
        QVERIFY(history.firstUnknown()->time == seconds(6));
        world.runUntil(seconds(7));
        QVERIFY(history.isDue(world)); // pictures instead
        history.keep(world);
        const std::string at7 = picture(world);
        world.runUntil(seconds(10));

        QVERIFY(history.at(seconds(5.5))->world().now() == seconds(5.5));
        QVERIFY(!history.at(seconds(5.5))->isBlocked());
        auto blocked = history.at(seconds(6.5));
        QVERIFY(blocked->isBlocked());
        QVERIFY(blocked->world().now() == seconds(6)); // as far as it is known
        QVERIFY(history.nextCheckpoint(world::momentOf(blocked->world()))->time == seconds(7));
        QCOMPARE(picture(history.at(seconds(7))->world()), at7);
        QCOMPARE(picture(history.at(seconds(10))->world()), picture(world)); // known again from there on
    }

    void checkpointsStayWithinTheirLimit()
    {
        World world = support::worldFrom(kLab);
        History history({4, 100, 0});
        world.setInputSink(&history);
        history.keep(world);
        for (int i = 1; i < 300; ++i) {
            world.runUntil(seconds(i));
            if (history.isDue(world))
                history.keep(world);
            QVERIFY(history.checkpointCount() <= 4);
        }
        QVERIFY(history.from()->time == TimePoint()); // the whole run can be shown
        QVERIFY(!History().from());
        QVERIFY(!History().at(seconds(1)));
    }

    /// In real time packets may travel as one; somebody who looks on changes that, and so it is an input.
    void lookersOnAreRemembered()
    {
        World world = support::worldFrom(kLab);
        world.setLargePackets(true);
        History history;
        world.setInputSink(&history);
        history.keep(world);
        world.runUntil(seconds(1));
        support::Everything looker(world);
        world.runUntil(seconds(2));
        world.trace().remove(&looker);
        world.runUntil(seconds(3));
        std::vector<bool> said;
        for (const auto &input : history.inputs())
            if (const auto *lookers = std::get_if<Input::LookersChanged>(&input->what))
                said.push_back(lookers->single);
        QCOMPARE(said, (std::vector<bool>{true, false}));
        QCOMPARE(picture(history.at(seconds(3))->world()), picture(world));
    }
};

QTEST_APPLESS_MAIN(HistoryTest)
#include "tst_history.moc"
