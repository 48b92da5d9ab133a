// Checks of a network that runs: looked at on a copy, so that nothing of the run changes; before their time they wait; what was seen since the
// run began counts; where part of the network is outside they say what they can.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/live.h"
#include "core/lab/read.h"

#include <QtTest/QTest>

using namespace hopyard;
using checks::Verdict;

namespace {

const std::string kLab =
    "hopyard: 1\nnodes:\n"
    "  h1: {kind: host, interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1}\n"
    "  r1: {kind: router, interfaces: {eth0: {address: 10.0.1.1/24}, eth1: {address: 10.0.2.1/24}}}\n"
    "  h2: {kind: host, interfaces: {eth0: {address: 10.0.2.10/24}}, gateway: 10.0.2.1}\n"
    "links:\n  - {ends: [h1:eth0, r1:eth0]}\n  - {ends: [r1:eth1, h2:eth0]}\n";

base::Result<checks::FrameFilter, base::Error> everything(const std::string &)
{
    return checks::FrameFilter([](base::Bytes) { return true; });
}

std::string withNamespace()
{
    std::string text = kLab + "  - {ends: [r1:eth2, n1:eth0]}\n";
    return text.insert(text.find("links:"), "  n1: {kind: namespace}\n");
}

struct Running {
    explicit Running(const std::string &checkLines, const std::string &text = kLab)
        : lab(*lab::read(text + "checks:\n" + checkLines)), world(*world::World::build(lab, 1)), witness(lab.teaching.checks, everything)
    {
        witness.attach(world);
    }
    ~Running() { witness.detach(); }
    void runUntil(int seconds) { world.runUntil(base::TimePoint() + base::Duration::seconds(seconds)); }
    checks::Report look(const checks::LiveOptions &options = {}) { return lookAt(world, lab.teaching.checks, witness, options); }

    lab::Lab lab;
    world::World world;
    checks::Witness witness;
};

} // namespace

class TestLive : public QObject {
    Q_OBJECT
private slots:
    void theRunIsNotDisturbed()
    {
        Running r("  there: {at: 1s, after: [\"run h1: ping 10.0.2.10 count 3\", wait 5s, stop r1], no-ping: {from: h1, to: h2}}\n");
        r.runUntil(2);
        const std::uint64_t events = r.world.eventCount();
        const auto link = r.world.findLink({"h1", "eth0"});
        const std::uint64_t packets = r.world.counters(link, base::Direction::forward).packets;
        const checks::Report report = r.look();
        QVERIFY2(report.results[0].verdict == Verdict::passed, report.results[0].seen.c_str());
        QCOMPARE(r.world.eventCount(), events);
        QCOMPARE(r.world.counters(link, base::Direction::forward).packets, packets);
        QVERIFY(r.world.isRunning(r.world.findNode("r1")));
        QVERIFY(r.world.now() == base::TimePoint() + base::Duration::seconds(2));
    }

    void itFollowsTheRun()
    {
        Running r("  there: {at: 0s, ping: {from: h1, to: h2}}\n");
        QVERIFY(r.look().isAllPassed());
        const auto link = r.world.findLink({"r1", "eth1"});
        base::Impairment cut;
        cut.down = true;
        r.world.setImpairment(link, base::Direction::forward, cut);
        r.runUntil(1);
        QVERIFY(r.look().results[0].verdict == Verdict::failed);
        r.world.setImpairment(link, base::Direction::forward, {});
        r.runUntil(2);
        QVERIFY(r.look().isAllPassed());
    }

    void beforeItsTimeItWaitsOrIsLookedAtAhead()
    {
        Running r("  later: {at: 30s, points: 4, ping: {from: h1, to: h2}}\n  now: {at: 0s, ping: {from: h2, to: h1}}\n");
        checks::Report report = r.look();
        QVERIFY(report.results[0].verdict == Verdict::waiting);
        QCOMPARE(report.results[0].sentence, std::string("looked at from 30s on"));
        QVERIFY(report.results[1].verdict == Verdict::passed);
        QCOMPARE(report.earned, 1u);
        QCOMPARE(report.possible, 5u);
        report = r.look({.only = {"later"}, .ahead = true});
        QCOMPARE(report.results.size(), std::size_t(1));
        QVERIFY(report.results[0].verdict == Verdict::passed);
        QCOMPARE(report.earned, 4u);
        QVERIFY(r.world.now() == base::TimePoint());
    }

    void whatWasSeenSinceTheRunBegan()
    {
        Running r("  seen: {at: 0s, seen: {at: \"h2:eth0\", filter: x, count: 4}}\n"
                  "  none: {at: 0s, not-seen: {at: \"h2:eth0\", filter: x, since: check}}\n");
        QVERIFY(r.look().results[0].verdict == Verdict::failed);
        r.world.command("h1", "ping 10.0.2.10 count 2");
        r.runUntil(5);
        const checks::Report report = r.look();
        QVERIFY2(report.results[0].verdict == Verdict::passed, report.results[0].seen.c_str());
        QVERIFY2(report.results[1].verdict == Verdict::passed, report.results[1].seen.c_str());
    }

    void halfOfItOutside()
    {
        Running r("  table: {at: 0s, route: {on: r1, to: 10.0.2.0/24}}\n  ping: {at: 0s, ping: {from: h1, to: h2}}\n"
                  "  there: {at: 0s, config: {on: n1, contains: x}}\n  cut: {at: 0s, after: [stop h2], route: {on: r1, to: 10.0.2.0/24}}\n",
                  withNamespace());
        const checks::Report report = r.look();
        QVERIFY2(report.results[0].verdict == Verdict::passed, report.results[0].seen.c_str());
        QVERIFY(report.results[1].verdict == Verdict::error);
        QVERIFY2(report.results[2].seen.find("n1 lives outside") == 0, report.results[2].seen.c_str());
        QVERIFY(report.results[3].verdict == Verdict::error);
    }

    void anEndlessOneIsAnError()
    {
        Running r("  long: {at: 0s, after: [wait 20h], ping: {from: h1, to: h2}}\n");
        const checks::Report report = r.look();
        QVERIFY(report.results[0].verdict == Verdict::error);
    }
};

QTEST_APPLESS_MAIN(TestLive)
#include "tst_live.moc"
