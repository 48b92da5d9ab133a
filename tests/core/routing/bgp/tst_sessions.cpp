// Sessions in virtual time: how they come up, collide, fail and come back, and what that means for the routes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/routing/bgp/simulator.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::routing::bgp;
using namespace hopyard::routing::bgp::test;

namespace {

/// Two speakers, 65001 at 10.0.0.1 and `as` at 10.0.0.2, each with a network.
Simulator pair(AsNumber as = 65002, const std::function<void(Config &, Config &)> &change = {})
{
    Config a = config(65001, "1.1.1.1"), b = config(as, "2.2.2.2");
    neighbour(a, "10.0.0.2", as);
    neighbour(b, "10.0.0.1", 65001);
    network(a, "192.168.1.0/24");
    network(b, "192.168.2.0/24");
    if (change)
        change(a, b);
    Simulator s;
    s.add("10.0.0.1", a);
    s.add("10.0.0.2", b);
    return s;
}

} // namespace

class TestSessions : public QObject {
    Q_OBJECT
private slots:
    void externalSession()
    {
        Simulator s = pair();
        s.start();
        s.run(Duration::seconds(5));
        QVERIFY(s.state(0, "10.0.0.2") == State::established);
        QVERIFY(s.state(1, "10.0.0.1") == State::established);
        QCOMPARE(s.asPath(0, "192.168.2.0/24"), std::string("65002"));
        QCOMPARE(s.asPath(1, "192.168.1.0/24"), std::string("65001"));
        QVERIFY(s[1].rib.at(net("192.168.1.0/24")) == std::vector{ip("10.0.0.1")});
        QVERIFY(!s[0].rib.contains(net("192.168.1.0/24")));
        QCOMPARE(s.info(0, "10.0.0.2").families[0].accepted, 1u);
        QCOMPARE(s.info(0, "10.0.0.2").families[0].advertised, 1u);
        QVERIFY(s.info(0, "10.0.0.2").families[0].endOfRibReceived);
        // Nothing goes back to whom it came from.
        QCOMPARE(s.info(0, "10.0.0.2").messagesReceived.updates, std::uint64_t(2));
    }

    void simultaneousOpensCollide()
    {
        // Both connect in the same moment: the connection of the higher identifier stays (RFC 4271 section 6.8).
        Simulator s = pair();
        s.start();
        s.run(Duration::seconds(30));
        QVERIFY(s.state(0, "10.0.0.2") == State::established && s.state(1, "10.0.0.1") == State::established);
        QCOMPARE(s[0].ends.size(), std::size_t(1));
        QCOMPARE(s[1].ends.size(), std::size_t(1));
        QCOMPARE(s.info(0, "10.0.0.2").established, 1u);
    }

    void collisionIsSettledWhicheverWay_data()
    {
        QTest::addColumn<bool>("oursIsHigher");
        QTest::newRow("ours is higher") << true;
        QTest::newRow("theirs is higher") << false;
    }
    void collisionIsSettledWhicheverWay()
    {
        QFETCH(bool, oursIsHigher);
        Config c = config(65001, oursIsHigher ? "9.9.9.9" : "1.1.1.1");
        neighbour(c, "10.0.0.2", 65002);
        Bgp bgp(c);
        Output out;
        TimePoint now = TimePoint::fromNs(0);
        bgp.start(now, out);
        now = now + Duration::seconds(2);
        bgp.expire(now, out);
        const auto *open = std::get_if<action::Open>(&out.actions.front());
        QVERIFY(open && open->remote == ip("10.0.0.2"));
        const SessionId ours = open->session;
        const SessionPlace place{ip("10.0.0.1"), {}, net("10.0.0.0/24")};
        bgp.connected(now, ours, place, out);
        const auto theirs = bgp.accept(now, place, ip("10.0.0.2"), out);
        QVERIFY(theirs);
        wire::BgpOpen theirOpen;
        theirOpen.as = 65002;
        theirOpen.identifier = id("5.5.5.5");
        theirOpen.fourOctetAs = 65002;
        std::vector<std::uint8_t> bytes;
        theirOpen.append(bytes);
        bgp.received(now, ours, bytes, out);
        out.clear();
        bgp.received(now, *theirs, bytes, out);
        std::vector<SessionId> closed;
        for (const Action &action : out.actions)
            if (const auto *close = std::get_if<action::Close>(&action))
                closed.push_back(close->session);
        QVERIFY(closed == std::vector{oursIsHigher ? *theirs : ours});
        const auto *sent = std::get_if<event::NotificationSent>(&out.events.front());
        QVERIFY(sent && sent->notification == (wire::BgpNotification{wire::BgpErrorCode::cease, wire::bgp_subcode::kCollision, {}}));
        // The other goes on to Established.
        bytes.clear();
        wire::appendKeepalive(bytes);
        bgp.received(now, oursIsHigher ? ours : *theirs, bytes, out);
        QVERIFY(bgp.neighbours().front().state == State::established);
    }

    void holdTimerExpires()
    {
        Simulator s = pair();
        s.start();
        s.run(Duration::seconds(5));
        s.silence(0, 1);
        s.run(Duration::seconds(60));
        QVERIFY(s.state(0, "10.0.0.2") == State::established);
        QVERIFY(s.best(0, "192.168.2.0/24"));
        s.run(Duration::seconds(121));
        QVERIFY(s.state(0, "10.0.0.2") != State::established);
        QVERIFY(!s.best(0, "192.168.2.0/24"));
        QVERIFY(!s[0].rib.contains(net("192.168.2.0/24")));
        const auto sent = s.eventsOf<event::NotificationSent>(0);
        QVERIFY(sent.back().notification == (wire::BgpNotification{wire::BgpErrorCode::holdTimer, 0, {}}));
    }

    void keepalivesKeepItUp()
    {
        Simulator s = pair(65002, [](Config &a, Config &) { a.timers = {1, 3}; });
        s.start();
        s.run(Duration::seconds(100));
        QVERIFY(s.info(0, "10.0.0.2").hold == Duration::seconds(3));
        QVERIFY(s.info(1, "10.0.0.1").keepalive == Duration::seconds(1));
        QCOMPARE(s.info(0, "10.0.0.2").established, 1u);
        QVERIFY(s.info(0, "10.0.0.2").messagesSent.keepalives > 90);
    }

    void comesBackAfterAFailure()
    {
        Simulator s = pair();
        s.start();
        s.run(Duration::seconds(5));
        s.cut(0, 1);
        s.run(Duration::milliseconds(10));
        QVERIFY(!s.best(0, "192.168.2.0/24"));
        s.run(Duration::seconds(10));
        QVERIFY(s.state(0, "10.0.0.2") == State::established);
        QVERIFY(s.best(0, "192.168.2.0/24"));
        QCOMPARE(s.info(0, "10.0.0.2").dropped, 1u);
    }

    void wrongAsIsRefused()
    {
        Simulator s = pair(65002, [](Config &a, Config &) { neighbour(a, "10.0.0.2", 65099); });
        s.start();
        s.run(Duration::seconds(5));
        QVERIFY(s.state(0, "10.0.0.2") != State::established);
        const auto sent = s.eventsOf<event::NotificationSent>(0);
        QVERIFY(!sent.empty());
        QVERIFY(sent.front().notification == (wire::BgpNotification{wire::BgpErrorCode::open, wire::bgp_subcode::kBadPeerAs, {}}));
    }

    void fourOctetNumbers()
    {
        Simulator s = pair(4200000001u);
        s.start();
        s.run(Duration::seconds(5));
        QCOMPARE(s.asPath(0, "192.168.2.0/24"), std::string("4200000001"));
    }

    void withoutCapabilities()
    {
        Simulator s = pair(65002, [](Config &, Config &b) { b.neighbours.begin()->second.dontNegotiate = true; });
        s.start();
        s.run(Duration::seconds(5));
        QVERIFY(s.state(0, "10.0.0.2") == State::established);
        QVERIFY(!s.info(0, "10.0.0.2").received->fourOctetAs);
        QCOMPARE(s.asPath(0, "192.168.2.0/24"), std::string("65002"));
        QCOMPARE(s.asPath(1, "192.168.1.0/24"), std::string("65001"));
    }

    void shutdownAndBack()
    {
        Simulator s = pair();
        s.start();
        s.run(Duration::seconds(5));
        Config c = s[0].bgp.config();
        c.neighbours.begin()->second.shutdown = true;
        c.neighbours.begin()->second.shutdownMessage = "bye";
        s.call(0, [&](Bgp &bgp, TimePoint t, Output &out) { bgp.configure(t, c, out); });
        s.run(Duration::seconds(5));
        QVERIFY(s.state(0, "10.0.0.2") == State::idle);
        const auto heard = s.eventsOf<event::NotificationReceived>(1);
        QVERIFY(heard.back().notification == (wire::BgpNotification{wire::BgpErrorCode::cease, wire::bgp_subcode::kShutdown, {3, 'b', 'y', 'e'}}));
        QVERIFY(!s.best(1, "192.168.1.0/24"));
        c.neighbours.begin()->second.shutdown = false;
        s.call(0, [&](Bgp &bgp, TimePoint t, Output &out) { bgp.configure(t, c, out); });
        s.run(Duration::seconds(5));
        QVERIFY(s.best(1, "192.168.1.0/24"));
    }

    void dynamicNeighbours()
    {
        Simulator s = pair(65002, [](Config &a, Config &) {
            a.neighbours.clear();
            a.groups["LAN"].remoteAs = RemoteAs{RemoteAs::Kind::external, 0};
            a.listenRanges.push_back({net("10.0.0.0/24"), "LAN"});
        });
        s.start();
        s.run(Duration::seconds(5));
        QVERIFY(s.state(0, "10.0.0.2") == State::established);
        QVERIFY(s.info(0, "10.0.0.2").dynamic);
        QVERIFY(s.best(0, "192.168.2.0/24"));
        s.call(1, [](Bgp &bgp, TimePoint t, Output &out) { bgp.stop(t, out); });
        s.run(Duration::seconds(3));
        QVERIFY(s[0].bgp.neighbours().empty());
        QVERIFY(!s.best(0, "192.168.2.0/24"));
    }

    void tooManyPrefixes()
    {
        Simulator s = pair(65002, [](Config &a, Config &b) {
            a.neighbours.begin()->second.families[0].maximumPrefix = MaximumPrefix{2, 75, false, 1};
            network(b, "192.168.3.0/24");
            network(b, "192.168.4.0/24");
        });
        s.start();
        s.run(Duration::seconds(5));
        QVERIFY(s.state(0, "10.0.0.2") != State::established);
        QVERIFY(s.info(0, "10.0.0.2").overLimit);
        const auto sent = s.eventsOf<event::NotificationSent>(0);
        QVERIFY(sent.back().notification == (wire::BgpNotification{wire::BgpErrorCode::cease, wire::bgp_subcode::kMaxPrefix, {0, 1, 1, 0, 0, 0, 2}}));
        QVERIFY(s[0].rib.empty());
        s.run(Duration::seconds(50));
        QCOMPARE(s.eventsOf<event::NotificationSent>(0).size(), sent.size());
        s.run(Duration::seconds(20)); // after a minute it tries again
        QVERIFY(s.eventsOf<event::NotificationSent>(0).size() > sent.size());
    }
    void tooManyPrefixesOnlyWarned()
    {
        Simulator s = pair(65002, [](Config &a, Config &b) {
            a.neighbours.begin()->second.families[0].maximumPrefix = MaximumPrefix{1, 75, true, 0};
            network(b, "192.168.3.0/24");
        });
        s.start();
        s.run(Duration::seconds(5));
        QVERIFY(s.state(0, "10.0.0.2") == State::established);
        const auto limits = s.eventsOf<event::PrefixLimit>(0);
        QVERIFY(!limits.empty() && limits.back().exceeded && limits.back().limit == 1);
        QCOMPARE(s[0].rib.size(), std::size_t(2));
    }

    void gracefulRestartOfThePeer()
    {
        // The peer says that it can restart and kept forwarding: its routes stay, stale, until it told all again.
        Config c = config(65001, "1.1.1.1");
        neighbour(c, "10.0.0.2", 65002);
        Bgp bgp(c);
        Output out;
        TimePoint now = TimePoint::fromNs(0);
        bgp.start(now, out);
        const SessionPlace place{ip("10.0.0.1"), {}, net("10.0.0.0/24")};
        const auto bytesOf = [](const auto &message) {
            std::vector<std::uint8_t> bytes;
            message.append(bytes);
            return bytes;
        };
        wire::BgpOpen open;
        open.as = 65002;
        open.identifier = id("2.2.2.2");
        open.fourOctetAs = 65002;
        open.families = {wire::kBgpIpv4Unicast};
        open.gracefulRestart = wire::BgpGracefulRestart{false, false, 60, {{wire::kBgpIpv4Unicast, true}}};
        std::vector<std::uint8_t> keepalive, endOfRib;
        wire::appendKeepalive(keepalive);
        wire::BgpUpdateWriter(endOfRib, wire::kBgpIpv4Unicast).endOfRib();
        const auto announce = [&](std::initializer_list<const char *> prefixes) {
            wire::BgpAttributes a;
            a.origin = wire::BgpOrigin::igp;
            a.asPath = wire::AsPath{65002};
            a.nextHop = ip("10.0.0.2");
            std::vector<std::uint8_t> attributes, bytes;
            wire::appendBgpAttributes(attributes, a);
            wire::BgpUpdateWriter writer(bytes, wire::kBgpIpv4Unicast);
            writer.announce(attributes);
            for (const char *prefix : prefixes)
                writer.add(net(prefix));
            writer.finish();
            return bytes;
        };
        auto session = bgp.accept(now, place, ip("10.0.0.2"), out);
        QVERIFY(session);
        bgp.received(now, *session, bytesOf(open), out);
        bgp.received(now, *session, keepalive, out);
        bgp.received(now, *session, announce({"20.0.0.0/8", "21.0.0.0/8"}), out);
        bgp.nextHopChanged(now, ip("10.0.0.2"), {true, true, false, 0}, out);
        QVERIFY(bgp.prefix(net("20.0.0.0/8"))->paths.front().best);

        out.clear();
        bgp.connectionClosed(now, *session, out);
        QVERIFY(out.routes.empty());
        QVERIFY(bgp.prefix(net("20.0.0.0/8"))->paths.front().stale);

        now = now + Duration::seconds(30);
        session = bgp.accept(now, place, ip("10.0.0.2"), out);
        QVERIFY(session);
        open.gracefulRestart->restarted = true;
        bgp.received(now, *session, bytesOf(open), out);
        bgp.received(now, *session, keepalive, out);
        bgp.received(now, *session, announce({"20.0.0.0/8"}), out);
        QVERIFY(!bgp.prefix(net("20.0.0.0/8"))->paths.front().stale);
        QVERIFY(bgp.prefix(net("21.0.0.0/8"))->paths.front().stale);
        bgp.received(now, *session, endOfRib, out);
        QVERIFY(bgp.prefix(net("20.0.0.0/8")));
        QVERIFY(!bgp.prefix(net("21.0.0.0/8")));

        // It goes again, and does not come back in the time it asked for.
        bgp.connectionClosed(now, *session, out);
        bgp.expire(now + Duration::seconds(59), out);
        QVERIFY(bgp.prefix(net("20.0.0.0/8")));
        bgp.expire(now + Duration::seconds(60), out);
        QVERIFY(!bgp.prefix(net("20.0.0.0/8")));
    }

    void aCopyIsACheckpoint()
    {
        Simulator s = pair();
        s.start();
        s.run(Duration::seconds(5));
        const Bgp copy = s[0].bgp;
        s.cut(0, 1);
        s.run(Duration::milliseconds(10));
        QVERIFY(!s[0].bgp.prefix(net("192.168.2.0/24")));
        QVERIFY(copy.prefix(net("192.168.2.0/24")));
        QVERIFY(copy.neighbours().front().state == State::established);
    }
};

QTEST_APPLESS_MAIN(TestSessions)
#include "tst_sessions.moc"
