// soft-reconfiguration inbound: what came is kept, and policies see it again without asking the neighbour.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/routing/bgp/simulator.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::routing::bgp;
using namespace hopyard::routing::bgp::test;

namespace {

/// 0 filters what comes from 1 by the list L, which permits `permitted` and no others.
struct Pair : Simulator {
    explicit Pair(bool keeps)
    {
        Config a = config(65001, "10.0.0.1"), b = config(65002, "10.0.0.2");
        NeighbourConfig &n = neighbour(a, "10.0.0.2", 65002);
        n.families[0].in.prefixList = "L";
        n.families[0].softReconfiguration = keeps;
        neighbour(b, "10.0.0.1", 65001);
        network(b, "192.168.1.0/24");
        network(b, "192.168.2.0/24");
        add("10.0.0.1", a), add("10.0.0.2", b);
        permit("192.168.1.0/24");
        start();
        run(Duration::seconds(10));
    }
    void permit(const std::string &prefix)
    {
        PolicyHook hook;
        hook.prefixList = [permitted = net(prefix)](const std::string &, const base::IpPrefix &p) { return p == permitted; };
        speakers[0].bgp.setPolicies(hook);
    }
    void clearIn()
    {
        call(0, [](Bgp &bgp, TimePoint t, Output &out) { bgp.clear(t, ip("10.0.0.2"), Clear::softIn, out); });
    }
    /// "192.168.1.0/24 192.168.2.0/24-": what is kept; with a minus, what policies do not let pass.
    std::string received() const
    {
        std::string text;
        for (const PrefixInfo &info : speakers[0].bgp.received(ip("10.0.0.2"), Afi::ipv4))
            text += (text.empty() ? "" : " ") + toString(info.prefix) + (info.paths.front().filtered ? "-" : "");
        return text;
    }
    std::uint64_t asked() { return info(0, "10.0.0.2").messagesSent.refreshes; }
    void reconfigure(std::size_t n, const Config &c)
    {
        call(n, [&](Bgp &bgp, TimePoint t, Output &out) { bgp.configure(t, c, out); });
        run(Duration::seconds(5));
    }
};

} // namespace

class TestBgpReceived : public QObject {
    Q_OBJECT
private slots:
    void policiesSeeItAgain()
    {
        Pair net(true);
        QCOMPARE(net.received(), std::string("192.168.1.0/24 192.168.2.0/24-"));
        QVERIFY(net.best(0, "192.168.1.0/24"));
        QVERIFY(!net.best(0, "192.168.2.0/24"));
        net.permit("192.168.2.0/24");
        net.clearIn();
        QVERIFY(!net.best(0, "192.168.1.0/24")); // at once
        QVERIFY(net.best(0, "192.168.2.0/24"));
        QCOMPARE(net.asked(), std::uint64_t(0));
        QCOMPARE(net.received(), std::string("192.168.1.0/24- 192.168.2.0/24"));
        Config b = net[1].bgp.config();
        b.families[0].networks.erase(test::net("192.168.1.0/24"));
        net.reconfigure(1, b);
        QCOMPARE(net.received(), std::string("192.168.2.0/24"));
        net.cut(0, 1);
        net.run(Duration::milliseconds(10));
        QCOMPARE(net.received(), std::string());
    }

    void withoutItTheNeighbourIsAsked()
    {
        Pair net(false);
        QCOMPARE(net.received(), std::string());
        net.permit("192.168.2.0/24");
        net.clearIn();
        QVERIFY(!net.best(0, "192.168.2.0/24"));
        net.run(Duration::seconds(1));
        QVERIFY(net.best(0, "192.168.2.0/24"));
        QCOMPARE(net.asked(), std::uint64_t(1));
    }

    void switchedOnAndOff()
    {
        Pair net(false);
        Config a = net[0].bgp.config();
        a.neighbours[ip("10.0.0.2")].families[0].softReconfiguration = true;
        net.reconfigure(0, a); // asks once for what it is to keep
        QCOMPARE(net.asked(), std::uint64_t(1));
        QCOMPARE(net.received(), std::string("192.168.1.0/24 192.168.2.0/24-"));
        a.neighbours[ip("10.0.0.2")].families[0].weight = 7; // no need to ask
        net.reconfigure(0, a);
        QCOMPARE(net.asked(), std::uint64_t(1));
        QCOMPARE(net.best(0, "192.168.1.0/24")->weight, 7u);
        a.neighbours[ip("10.0.0.2")].families[0].softReconfiguration = false;
        net.reconfigure(0, a);
        QCOMPARE(net.received(), std::string());
        QVERIFY(net.best(0, "192.168.1.0/24"));
    }

    void whatARefreshDoesNotConfirmGoes()
    {
        Pair net(true);
        const auto say = [&](wire::BgpRouteRefresh::Kind kind) {
            std::vector<std::uint8_t> bytes;
            wire::BgpRouteRefresh{wire::kBgpIpv4Unicast, kind}.append(bytes);
            const SessionId session = net[0].ends.begin()->first;
            net.call(0, [&](Bgp &bgp, TimePoint t, Output &out) { bgp.received(t, session, bytes, out); });
        };
        say(wire::BgpRouteRefresh::Kind::begin);
        QCOMPARE(net.received(), std::string("192.168.1.0/24 192.168.2.0/24-"));
        say(wire::BgpRouteRefresh::Kind::end);
        QCOMPARE(net.received(), std::string());
        QVERIFY(!net.best(0, "192.168.1.0/24"));
    }
};

QTEST_APPLESS_MAIN(TestBgpReceived)
#include "tst_received.moc"
