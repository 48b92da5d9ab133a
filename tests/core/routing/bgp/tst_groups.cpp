// Update groups: members that do not keep up, and members that are alone.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/routing/bgp/simulator.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::routing::bgp;
using namespace hopyard::routing::bgp::test;

namespace {

/// `count` host routes from 20.0.0.0 + first on.
void networks(Config &c, std::uint32_t first, std::uint32_t count)
{
    for (std::uint32_t n = first; n < first + count; ++n)
        c.families[0].networks[base::IpPrefix(base::Ipv4Address(0x14000000u + n), 32)] = {};
}

/// 0 has two neighbours in one group: 1 and 2.
struct Hub : Simulator {
    Hub()
    {
        Config hub = config(65001, "10.0.0.1");
        neighbour(hub, "10.0.0.2", 65002);
        neighbour(hub, "10.0.0.3", 65003);
        Config b = config(65002, "10.0.0.2"), c = config(65003, "10.0.0.3");
        neighbour(b, "10.0.0.1", 65001);
        neighbour(c, "10.0.0.1", 65001);
        add("10.0.0.1", hub), add("10.0.0.2", b), add("10.0.0.3", c);
        lines = hub;
        speakers[0].room = 65'536;
    }
    void configure(std::size_t n, const Config &c)
    {
        call(n, [&](Bgp &bgp, TimePoint t, Output &out) { bgp.configure(t, c, out); });
    }
    std::uint32_t groups() const { return speakers[0].bgp.process().updateGroups; }
    Config lines;
};

} // namespace

class TestBgpGroups : public QObject {
    Q_OBJECT
private slots:
    void oneThatDoesNotReadDelaysNobody()
    {
        Hub net;
        net.start();
        net.run(Duration::seconds(10));
        QVERIFY(net.state(0, "10.0.0.2") == State::established);
        QVERIFY(net.state(0, "10.0.0.3") == State::established);
        QCOMPARE(net.groups(), 1u);
        net.stall(0, 2);
        // More than what waits for one before nothing more is made for it.
        Config c = net.lines;
        networks(c, 0, 90'000);
        net.configure(0, c);
        net.run(Duration::seconds(5));
        QCOMPARE(net[1].rib.size(), std::size_t(90'000));
        QVERIFY(net[2].rib.size() < 80'000);
        // What it has not heard of goes, what it has heard of changes, and numbers of prefixes are not given again meanwhile.
        Config later = net.lines;
        networks(later, 60'000, 30'000);
        networks(later, 500'000, 30'000);
        net.configure(0, later);
        net.run(Duration::seconds(5));
        QCOMPARE(net[1].rib.size(), std::size_t(60'000));
        QVERIFY(net[2].rib != net[1].rib);
        QCOMPARE(net.groups(), 1u);
        net.resume(0, 2);
        net.run(Duration::seconds(5));
        QVERIFY(net[2].rib == net[1].rib);
        QCOMPARE(net.info(0, "10.0.0.3").families[0].advertised, 60'000u);
        QCOMPARE(net.info(0, "10.0.0.3").queued, std::size_t(0));
    }

    void oneThatNeverReadsAgainIsForgotten()
    {
        Hub net;
        net.start();
        net.run(Duration::seconds(10));
        net.stall(0, 2);
        Config c = net.lines;
        networks(c, 0, 90'000);
        net.configure(0, c);
        net.run(Duration::seconds(2));
        net.configure(0, net.lines); // all of them go
        net.run(Duration::seconds(2));
        QCOMPARE(net[1].rib.size(), std::size_t(0));
        net.cut(0, 2);
        net.run(Duration::seconds(1));
        net.resume(0, 2);
        net.run(Duration::seconds(60));
        QVERIFY(net.state(0, "10.0.0.3") == State::established);
        QCOMPARE(net[2].rib.size(), std::size_t(0));
        networks(c = net.lines, 0, 10);
        net.configure(0, c);
        net.run(Duration::seconds(2));
        QCOMPARE(net[2].rib.size(), std::size_t(10));
        QVERIFY(net[2].rib == net[1].rib);
    }

    void whoIsAloneHearsNothingOfItsOwn()
    {
        Hub net;
        Config b = net[1].bgp.config();
        network(b, "192.168.1.0/24");
        net.call(1, [&](Bgp &bgp, TimePoint t, Output &out) { bgp.configure(t, b, out); });
        Config c = net[2].bgp.config();
        c.neighbours[ip("10.0.0.1")].shutdown = true;
        net.call(2, [&](Bgp &bgp, TimePoint t, Output &out) { bgp.configure(t, c, out); });
        net.start();
        net.run(Duration::seconds(10));
        QVERIFY(net.best(0, "192.168.1.0/24"));
        QCOMPARE(net.info(1, "10.0.0.1").messagesReceived.updates, std::uint64_t(1)); // the mark of the end
        QCOMPARE(net.info(0, "10.0.0.2").families[0].advertised, 0u);
        // Somebody joins the group, and hears of what the first one alone was never told.
        c.neighbours[ip("10.0.0.1")].shutdown = false;
        net.configure(2, c);
        net.run(Duration::seconds(200));
        QCOMPARE(net.groups(), 1u);
        QCOMPARE(net.asPath(2, "192.168.1.0/24"), std::string("65001 65002"));
        // And goes again; what it left behind is not withdrawn from the first one, who never had it.
        c.neighbours[ip("10.0.0.1")].shutdown = true;
        net.configure(2, c);
        net.run(Duration::seconds(5));
        const auto before = net.info(1, "10.0.0.1").messagesReceived.updates;
        b.families[0].networks.clear();
        net.configure(1, b);
        net.run(Duration::seconds(5));
        QVERIFY(!net.best(0, "192.168.1.0/24"));
        QCOMPARE(net.info(1, "10.0.0.1").messagesReceived.updates, before);
    }
};

QTEST_APPLESS_MAIN(TestBgpGroups)
#include "tst_groups.moc"
