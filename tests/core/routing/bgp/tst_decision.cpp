// The state machine row by row, the decision step by step, and what becomes of routes between several speakers:
// reflection, confederations, MED, update groups, refresh, aggregates, errors.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/bgp/decision.h"
#include "core/routing/bgp/fsm.h"
#include "tests/core/routing/bgp/simulator.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::routing::bgp;
using namespace hopyard::routing::bgp::test;
using S = State;
using E = FsmEvent;

namespace {

constexpr std::array kEvents{E::start, E::startPassive, E::stop, E::connectRetryExpired, E::holdExpired, E::keepaliveDue, E::tcpOpened, E::tcpFailed, E::open,
                             E::headerError, E::openError, E::collision, E::versionNotification, E::notification, E::keepalive, E::update, E::updateError};

/// A row of the table: the states after each of kEvents, and whether a NOTIFICATION is sent: e of the error, f of the
/// machine, h of the hold timer, c a cease, - none.
struct Row {
    S state;
    const char *next;   // I C A S N E: Idle, Connect, Active, OpenSent, OpenConfirm, Established
    const char *notify;
};
constexpr Row kRows[] = {
    {S::idle, "CAIIIIIIIIIIIIIII", "-----------------"},
    {S::connect, "CCICIISAIIIIIIIII", "-----------------"},
    {S::active, "AAICIISAIIIIIIIII", "-----------------"},
    {S::openSent, "SSIIIISANIIIIIIII", "--cfhf---eee--fff"},
    {S::openConfirm, "NNIIINNIIIIIIIEII", "--cfh---feee---ff"},
    {S::established, "EEIIIEEIIIIIIIEEI", "--cfh---fefe----e"},
};

Contender path(const AttributeFacts &facts)
{
    Contender c;
    c.facts = &facts;
    c.peerAs = facts.neighbourAs;
    c.routerId = 5;
    c.peer = ip("10.0.0.5");
    return c;
}

/// Speakers in a row at 10.0.0.1, 10.0.0.2, …, each a neighbour of those beside it.
Simulator line(std::initializer_list<std::pair<AsNumber, const char *>> speakers)
{
    Simulator s;
    std::vector<Config> configs;
    for (const auto &[as, id] : speakers)
        configs.push_back(config(as, id));
    for (std::size_t i = 0; i < configs.size(); ++i) {
        for (const std::size_t j : {i - 1, i + 1})
            if (j < configs.size())
                neighbour(configs[i], "10.0.0." + std::to_string(j + 1), configs[j].as);
        s.add("10.0.0." + std::to_string(i + 1), configs[i]);
    }
    return s;
}
void change(Simulator &s, std::size_t n, const std::function<void(Config &)> &f)
{
    Config c = s[n].bgp.config();
    f(c);
    s.call(n, [&](Bgp &bgp, TimePoint t, Output &out) { bgp.configure(t, c, out); });
}

} // namespace

class TestDecision : public QObject {
    Q_OBJECT
private slots:
    void stateMachine()
    {
        const std::string letters = "ICASNE";
        const std::string notify = "-efhc";
        for (const Row &row : kRows)
            for (std::size_t e = 0; e < kEvents.size(); ++e) {
                const FsmStep got = step(row.state, kEvents[e]);
                const std::string where = std::string(toString(row.state)) + ", " + std::string(toString(kEvents[e]));
                QVERIFY2(letters[static_cast<std::size_t>(got.next)] == row.next[e], where.c_str());
                QVERIFY2(notify[static_cast<std::size_t>(got.notify)] == row.notify[e], where.c_str());
                QVERIFY2(got.notify == FsmStep::Notify::none || got.drop, where.c_str());
            }
        QVERIFY(step(S::openSent, E::open).agreeTimers && step(S::openSent, E::open).sendKeepalive);
        QVERIFY(step(S::active, E::tcpOpened).sendOpen && step(S::active, E::tcpOpened).startHold);
        QVERIFY(step(S::established, E::update).process && step(S::established, E::update).restartHold);
    }

    void stepByStep()
    {
        Config c;
        AttributeFacts x, y;
        const auto decided = [&](Step expected) {
            const Comparison ab = compare(c, path(x), path(y)), ba = compare(c, path(y), path(x));
            return ab.step == expected && ba.step == expected && ab.firstWins && !ba.firstWins;
        };
        x.weight = 1;
        QVERIFY(decided(Step::weight));
        y.weight = 1;
        y.flags = AttributeFacts::kLocalPreference;
        y.localPreference = 99; // absent: 100
        QVERIFY(decided(Step::localPreference));
        y.flags = 0;
        y.pathLength = 2, x.pathLength = 1;
        QVERIFY(decided(Step::asPathLength));
        c.bestPath.asPathIgnore = true;
        y.origin = 1;
        QVERIFY(decided(Step::origin));
        y.origin = 0;
        x.neighbourAs = y.neighbourAs = 7;
        y.flags = AttributeFacts::kMed;
        y.med = 5;
        QVERIFY(decided(Step::med)); // one that is missing is 0
        c.bestPath.medMissingAsWorst = true;
        QVERIFY(!compare(c, path(x), path(y)).firstWins);
        c.bestPath.medMissingAsWorst = false;
        y.neighbourAs = 8;
        QVERIFY(compare(c, path(x), path(y)).step != Step::med);
        c.bestPath.alwaysCompareMed = true;
        QVERIFY(decided(Step::med));
        y.med = 0;
        Contender a = path(x), b = path(y);
        b.type = PeerType::internal;
        QVERIFY(compare(c, a, b).step == Step::externalPath && compare(c, a, b).firstWins);
        a.type = PeerType::internal;
        b.igpMetric = 1;
        QVERIFY(compare(c, a, b).step == Step::igpMetric && compare(c, a, b).firstWins);
        b.igpMetric = 0;
        b.routerId = 6;
        QVERIFY(compare(c, a, b).step == Step::routerId && compare(c, a, b).firstWins && compare(c, a, b).sharesTraffic);
        y.flags |= AttributeFacts::kOriginator;
        y.originatorId = 5;
        y.clusterLength = 1;
        QVERIFY(compare(c, a, b).step == Step::clusterLength && compare(c, a, b).firstWins);
        y.clusterLength = 0;
        b.peer = ip("10.0.0.6");
        QVERIFY(compare(c, a, b).step == Step::neighbourAddress && compare(c, a, b).firstWins);
        a.type = b.type = PeerType::external;
        b.selected = true;
        QVERIFY(compare(c, a, b).step == Step::oldest && !compare(c, a, b).firstWins);
        a.own = true;
        QVERIFY(compare(c, a, b).step == Step::localOrigin);
    }

    void reflection()
    {
        // 1 and 3 are clients of 2; without that nothing goes from one to the other.
        Simulator s = line({{65001, "1.1.1.1"}, {65001, "2.2.2.2"}, {65001, "3.3.3.3"}});
        change(s, 0, [](Config &c) { network(c, "20.0.0.0/8"); });
        s.start();
        s.run(Duration::seconds(5));
        QVERIFY(s.best(1, "20.0.0.0/8") && !s.best(2, "20.0.0.0/8"));
        change(s, 1, [](Config &c) { c.neighbours[ip("10.0.0.1")].families[0].reflectorClient = true; });
        s.run(Duration::seconds(5));
        const auto path = s.best(2, "20.0.0.0/8");
        QVERIFY(path);
        QVERIFY(path->attributes.originatorId == id("1.1.1.1"));
        QVERIFY(path->attributes.clusterList == std::vector<std::uint32_t>{id("2.2.2.2").value()});
        QVERIFY(path->attributes.nextHop == ip("10.0.0.1"));
        QCOMPARE(s.info(0, "10.0.0.2").families[0].accepted, 0u); // nothing comes back
    }

    void confederation()
    {
        // 65101 and 65102 are one AS, 100, to 200.
        Simulator s = line({{65101, "1.1.1.1"}, {65102, "2.2.2.2"}, {200, "3.3.3.3"}});
        for (const std::size_t n : {0u, 1u})
            change(s, n, [&](Config &c) {
                c.confederation.identifier = 100;
                c.confederation.members = {n == 0 ? 65102u : 65101u};
                if (n == 0)
                    network(c, "20.0.0.0/8");
            });
        change(s, 2, [](Config &c) {
            c.neighbours.clear();
            neighbour(c, "10.0.0.2", 100);
            network(c, "30.0.0.0/8");
        });
        s.start();
        s.run(Duration::seconds(5));
        QCOMPARE(s.asPath(1, "20.0.0.0/8"), std::string("(65101)"));
        QCOMPARE(s.asPath(2, "20.0.0.0/8"), std::string("100"));
        QCOMPARE(s.asPath(0, "30.0.0.0/8"), std::string("(65102) 200"));
    }

    void policyIsAskedFor()
    {
        Simulator s = line({{65001, "1.1.1.1"}, {65002, "2.2.2.2"}});
        change(s, 0, [](Config &c) { network(c, "20.0.0.0/8"); });
        change(s, 1, [](Config &c) { c.ebgpRequiresPolicy = true; });
        s.start();
        s.run(Duration::seconds(5));
        QVERIFY(!s.best(1, "20.0.0.0/8"));
        change(s, 1, [](Config &c) { c.ebgpRequiresPolicy = false; }); // asked for again, without a new session
        s.run(Duration::seconds(1));
        QVERIFY(s.best(1, "20.0.0.0/8"));
        QCOMPARE(s.info(1, "10.0.0.1").established, 1u);
    }

    void oneEncodingForAll()
    {
        // One hub, four others told the same: one update group; a description makes no difference, next-hop-self does.
        Simulator s;
        Config hub = config(65000, "9.9.9.9");
        for (unsigned n = 2; n <= 5; ++n)
            neighbour(hub, "10.0.0." + std::to_string(n), 65000 + n);
        network(hub, "20.0.0.0/8");
        s.add("10.0.0.1", hub);
        for (unsigned n = 2; n <= 5; ++n) {
            Config c = config(65000 + n, "1.1.1." + std::to_string(n));
            neighbour(c, "10.0.0.1", 65000);
            network(c, "30." + std::to_string(n) + ".0.0/16");
            s.add("10.0.0." + std::to_string(n), c);
        }
        s.start();
        s.run(Duration::seconds(5));
        QCOMPARE(s[0].bgp.process().updateGroups, 1u);
        for (std::size_t n = 1; n <= 4; ++n)
            QCOMPARE(s[n].rib.size(), std::size_t(4));
        change(s, 0, [](Config &c) { c.neighbours[ip("10.0.0.2")].families[0].nextHopSelf = NextHopSelf::on; });
        s.run(Duration::seconds(5));
        QCOMPARE(s[0].bgp.process().updateGroups, 2u);
        QVERIFY(s[1].rib.at(net("30.3.0.0/16")) == std::vector{ip("10.0.0.1")});
        QVERIFY(s[2].rib.at(net("30.4.0.0/16")) == std::vector{ip("10.0.0.4")}); // a third party on the same network
        // Withdrawn everywhere, and nothing is left behind.
        for (std::size_t n = 1; n <= 4; ++n)
            change(s, n, [](Config &c) { c.families[0].networks.clear(); });
        s.run(Duration::seconds(5));
        for (std::size_t n = 1; n <= 4; ++n)
            QCOMPARE(s[n].rib.size(), std::size_t(1));
        QCOMPARE(s[0].bgp.process().prefixes[0], 1u);
    }

    void refreshTellsAllAgain()
    {
        Simulator s = line({{65001, "1.1.1.1"}, {65002, "2.2.2.2"}});
        change(s, 0, [](Config &c) { network(c, "20.0.0.0/8"); });
        s.start();
        s.run(Duration::seconds(5));
        const auto before = s.info(1, "10.0.0.1").messagesReceived;
        s.call(1, [](Bgp &bgp, TimePoint t, Output &out) { bgp.clear(t, ip("10.0.0.1"), Clear::softIn, out); });
        s.run(Duration::seconds(1));
        const auto after = s.info(1, "10.0.0.1").messagesReceived;
        QCOMPARE(after.updates, before.updates + 1);
        QCOMPARE(after.refreshes, before.refreshes + 2); // between the marks of RFC 7313
        QVERIFY(s.best(1, "20.0.0.0/8"));
    }

    void aggregates()
    {
        Simulator s = line({{65001, "1.1.1.1"}, {65002, "2.2.2.2"}, {65003, "3.3.3.3"}});
        change(s, 0, [](Config &c) { network(c, "20.1.0.0/16"); network(c, "20.2.0.0/16"); });
        change(s, 1, [](Config &c) { c.families[0].aggregates[net("20.0.0.0/8")] = Aggregate{true, true, false, "", {}}; });
        s.start();
        s.run(Duration::seconds(5));
        QCOMPARE(s.asPath(2, "20.0.0.0/8"), std::string("65002 65001"));
        QVERIFY(!s.best(2, "20.1.0.0/16"));
        change(s, 1, [](Config &c) { c.families[0].aggregates.clear(); });
        s.run(Duration::seconds(1));
        QVERIFY(!s.best(2, "20.0.0.0/8") && s.best(2, "20.1.0.0/16"));
    }

    void nextHopsCount()
    {
        Simulator s = line({{65001, "1.1.1.1"}, {65002, "2.2.2.2"}});
        change(s, 0, [](Config &c) { network(c, "20.0.0.0/8"); });
        s.start();
        s.run(Duration::seconds(5));
        QVERIFY(s[1].tracked.contains(ip("10.0.0.1")));
        s.call(1, [](Bgp &bgp, TimePoint t, Output &out) { bgp.nextHopChanged(t, ip("10.0.0.1"), {}, out); });
        QVERIFY(!s.best(1, "20.0.0.0/8") && s[1].rib.empty());
        s.call(1, [](Bgp &bgp, TimePoint t, Output &out) { bgp.nextHopChanged(t, ip("10.0.0.1"), {true, true, false, 9}, out); });
        QVERIFY(s.best(1, "20.0.0.0/8") && s[1].rib.size() == 1);
    }

    void bothFamiliesOnOneSession()
    {
        Simulator s = line({{65001, "1.1.1.1"}, {65002, "2.2.2.2"}});
        change(s, 0, [](Config &c) { network(c, "2001:db8::/32"); c.neighbours.begin()->second.families[1].activate = true; });
        change(s, 1, [](Config &c) { c.neighbours.begin()->second.families[1].activate = true; });
        s.start();
        s.run(Duration::seconds(5));
        QCOMPARE(s.asPath(1, "2001:db8::/32"), std::string("65001"));
        QVERIFY(s.best(1, "2001:db8::/32")->attributes.nextHop == *base::IpAddress::parse("::ffff:10.0.0.1"));
        change(s, 0, [](Config &c) { c.families[1].networks.clear(); });
        s.run(Duration::seconds(1));
        QVERIFY(!s.best(1, "2001:db8::/32"));
    }

    void flapping()
    {
        Simulator s = line({{65001, "1.1.1.1"}, {65002, "2.2.2.2"}});
        change(s, 1, [](Config &c) { c.families[0].dampening = Dampening{}; });
        s.start();
        s.run(Duration::seconds(5));
        for (int n = 0; n < 3; ++n) {
            change(s, 0, [](Config &c) { network(c, "20.0.0.0/8"); });
            s.run(Duration::seconds(1));
            change(s, 0, [](Config &c) { c.families[0].networks.clear(); });
            s.run(Duration::seconds(1));
        }
        change(s, 0, [](Config &c) { network(c, "20.0.0.0/8"); });
        s.run(Duration::seconds(1));
        QVERIFY(!s.best(1, "20.0.0.0/8"));
        s.run(Duration::seconds(60 * 31)); // two half-lives and a little: from 3000 to below 750
        QVERIFY(s.best(1, "20.0.0.0/8"));
    }
};

QTEST_APPLESS_MAIN(TestDecision)
#include "tst_decision.moc"
