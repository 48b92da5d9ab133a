// RIP in a small network in virtual time: distances, split horizon, poison, ageing, counting to infinity,
// reconfiguration.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/routing/rip/simulator.h"
#include "tests/support/compare.h"

#include <QtTest>

using namespace hopyard;
namespace rip = routing::rip;
using test::ip4;
using test::net4;
using test::RipSimulator;

namespace {

/// r0 — r1 — … with a leaf network at r0 (10.100.0.0/24): segment i between i and i+1, the leaf last.
RipSimulator chain(std::size_t n, const RipSimulator::Change &change = nullptr)
{
    RipSimulator net;
    for (std::size_t i = 0; i < n; ++i)
        net.router();
    for (std::size_t i = 0; i + 1 < n; ++i) {
        const std::string base = "10.0." + std::to_string(i) + '.';
        net.connect({{i, base + "1/24"}, {i + 1, base + "2/24"}}, change);
    }
    net.connect({{0, "10.100.0.1/24"}}, change);
    return net;
}

/// Every metric of a prefix that a router sent out of a port, in order.
struct Spy {
    std::vector<std::string> said;
    Spy(RipSimulator &net, std::size_t router, std::size_t port, std::string_view prefix)
    {
        const base::IpPrefix wanted = net4(prefix);
        net.onSent = [=, this](std::size_t from, const RipSimulator::Message &m) {
            const auto view = wire::RipView::parse(m.bytes);
            if (from != router || m.port != port || view->command() != wire::RipCommand::response)
                return;
            for (std::size_t i = 0; i < view->size(); ++i)
                if (view->entry(i).address == wanted.address().v4())
                    said.push_back(std::to_string(view->entry(i).metric));
        };
    }
};

class Lists final : public rip::Filters {
public:
    std::map<std::string, std::vector<base::IpPrefix>> lists;
    std::optional<bool> accessListPermits(const std::string &name, const base::IpPrefix &prefix) const override
    {
        const auto it = lists.find(name);
        if (it == lists.end())
            return {};
        return std::find(it->second.begin(), it->second.end(), prefix) != it->second.end();
    }
    std::optional<bool> prefixListPermits(const std::string &name, const base::IpPrefix &prefix) const override
    {
        return accessListPermits(name, prefix);
    }
    bool routeMapPermits(const std::string &name, rip::MappedRoute &route) const override
    {
        if (name == "DENY")
            return false;
        route.metric = 7;
        route.tag = 77;
        return true;
    }
};

} // namespace

class TestRip : public QObject {
    Q_OBJECT
private slots:
    void chainCountsHops()
    {
        RipSimulator net = chain(5);
        net.start();
        net.runSeconds(20);
        QCOMPARE(net.route(1, "10.100.0.0/24"), std::string("2 10.0.0.1"));
        QCOMPARE(net.route(4, "10.100.0.0/24"), std::string("5 10.0.3.1"));
        QCOMPARE(net.route(0, "10.0.3.0/24"), std::string("4 10.0.0.2"));
        QCOMPARE(net.entry(0, "10.100.0.0/24"), std::string("C(i) 1 0.0.0.0"));
        QCOMPARE(net.entry(4, "10.100.0.0/24"), std::string("R(n) 5 10.0.3.1"));
    }

    /// Fifteen hops is as far as it goes.
    void sixteenIsUnreachable()
    {
        RipSimulator net = chain(17);
        net.start();
        net.runSeconds(120);
        QCOMPARE(net.route(14, "10.100.0.0/24"), std::string("15 10.0.13.1"));
        QCOMPARE(net.route(15, "10.100.0.0/24"), std::string("-"));
        QCOMPARE(net.entry(15, "10.100.0.0/24"), std::string("-"));
    }

    void splitHorizon_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("said"); // by r1 to r0, of the leaf network behind r0
        QTest::newRow("none") << static_cast<int>(rip::SplitHorizon::none) << "2";
        QTest::newRow("simple") << static_cast<int>(rip::SplitHorizon::simple) << "";
        QTest::newRow("poisoned reverse") << static_cast<int>(rip::SplitHorizon::poisonedReverse) << "16";
    }
    void splitHorizon()
    {
        QFETCH(int, kind);
        QFETCH(QString, said);
        RipSimulator net =
            chain(3, [&](rip::InterfaceConfig &c) { c.splitHorizon = static_cast<rip::SplitHorizon>(kind); });
        Spy back(net, 1, 0, "10.100.0.0/24");
        net.start();
        net.runSeconds(100);
        QCOMPARE(back.said.empty(), said.isEmpty());
        for (const std::string &metric : back.said)
            QCOMPARE(QString::fromStdString(metric), said);
    }

    /// RFC 2453 section 3.10.1: poison runs through the network without waiting for regular updates.
    void failureIsPoisoned()
    {
        RipSimulator net = chain(5);
        net.start();
        net.runSeconds(60);
        Spy forth(net, 3, 1, "10.100.0.0/24");
        net.setUp(4, false); // the leaf
        net.runSeconds(21);  // at most 5 s for each router on the way
        QCOMPARE(net.route(4, "10.100.0.0/24"), std::string("-"));
        QCOMPARE(net.entry(4, "10.100.0.0/24"), std::string("R(n) 16 10.0.3.1"));
        QVERIFY(!forth.said.empty());
        QCOMPARE(forth.said.back(), std::string("16"));
        net.runSeconds(140); // garbage collection: 120 s
        QCOMPARE(net.entry(4, "10.100.0.0/24"), std::string("-"));
        net.setUp(4, true);
        net.runSeconds(21);
        QCOMPARE(net.route(4, "10.100.0.0/24"), std::string("5 10.0.3.1"));
    }

    void silentNeighbourAges()
    {
        RipSimulator net = chain(3);
        net.start();
        net.runSeconds(60);
        net.kill(0);
        net.runSeconds(140);
        QCOMPARE(net.route(1, "10.100.0.0/24"), std::string("2 10.0.0.1"));
        net.runSeconds(45); // 180 s after the last update
        QCOMPARE(net.route(1, "10.100.0.0/24"), std::string("-"));
        QCOMPARE(net.route(2, "10.100.0.0/24"), std::string("-"));
        QCOMPARE(net.entry(1, "10.100.0.0/24"), std::string("R(n) 16 10.0.0.1"));
        net.runSeconds(130);
        QCOMPARE(net.entry(1, "10.100.0.0/24"), std::string("-"));
        QVERIFY(net.process(1).peers().size() == 1); // r2
        net.startRouter(0);
        net.runSeconds(10);
        QCOMPARE(net.route(2, "10.100.0.0/24"), std::string("3 10.0.1.1"));
    }

    void ringTakesTheOtherWay()
    {
        RipSimulator net;
        for (int i = 0; i < 4; ++i)
            net.router();
        for (std::size_t i = 0; i < 4; ++i) {
            const std::string base = "10.0." + std::to_string(i) + '.';
            net.connect({{i, base + "1/24"}, {(i + 1) % 4, base + "2/24"}});
        }
        net.connect({{0, "10.100.0.1/24"}});
        net.start();
        net.runSeconds(30);
        QCOMPARE(net.route(1, "10.100.0.0/24"), std::string("2 10.0.0.1"));
        net.setUp(0, false);
        net.runSeconds(40); // the other way is told with the next regular update
        QCOMPARE(net.route(1, "10.100.0.0/24"), std::string("4 10.0.1.2"));
        net.setUp(0, true);
        net.runSeconds(20);
        QCOMPARE(net.route(1, "10.100.0.0/24"), std::string("2 10.0.0.1"));
    }

    /// Three routers in a ring believe each other about a network that is gone; infinity ends it (RFC 2453 section
    /// 3.4).
    void countingToInfinityEnds()
    {
        for (std::uint64_t seed = 1; seed <= 10; ++seed) {
            RipSimulator net(seed);
            for (int i = 0; i < 4; ++i)
                net.router();
            const auto noSplit = [](rip::InterfaceConfig &c) { c.splitHorizon = rip::SplitHorizon::none; };
            net.connect({{0, "10.0.0.1/24"}, {1, "10.0.0.2/24"}}, noSplit);
            net.connect({{1, "10.0.1.1/24"}, {2, "10.0.1.2/24"}}, noSplit);
            net.connect({{2, "10.0.2.1/24"}, {0, "10.0.2.2/24"}}, noSplit);
            net.connect({{0, "10.0.3.1/24"}, {3, "10.0.3.2/24"}}, noSplit);
            net.connect({{3, "10.100.0.1/24"}}, noSplit);
            for (std::size_t s = 0; s < 4; ++s)
                net.setLoss(s, 0.2);
            net.start();
            net.runSeconds(90);
            net.setSilent(3, true); // r3 is gone, and nobody is told
            net.runSeconds(180 + 16 * 30 + 60);
            for (std::size_t r = 0; r < 3; ++r)
                QCOMPARE(net.route(r, "10.100.0.0/24"), std::string("-"));
        }
    }

    void severalWaysWhereAllowed()
    {
        RipSimulator net;
        for (int i = 0; i < 4; ++i)
            net.router();
        net.connect({{0, "10.0.1.1/24"}, {1, "10.0.1.2/24"}});
        net.connect({{0, "10.0.2.1/24"}, {2, "10.0.2.2/24"}});
        net.connect({{1, "10.0.3.1/24"}, {3, "10.0.3.2/24"}});
        net.connect({{2, "10.0.4.1/24"}, {3, "10.0.4.2/24"}});
        net.connect({{3, "10.100.0.1/24"}});
        net.config(0).allowEcmp = true;
        net.start();
        net.runSeconds(60);
        QCOMPARE(net.route(0, "10.100.0.0/24"), std::string("3 10.0.1.2,10.0.2.2"));
        net.setUp(2, false);
        net.runSeconds(10);
        QCOMPARE(net.route(0, "10.100.0.0/24"), std::string("3 10.0.2.2"));
        net.setUp(2, true);
        net.runSeconds(40);
        QCOMPARE(net.route(0, "10.100.0.0/24"), std::string("3 10.0.1.2,10.0.2.2"));
        net.config(0).allowEcmp = false;
        net.reconfigure(0);
        QCOMPARE(net.routes(0).at(net4("10.100.0.0/24")).nextHops.size(), std::size_t(1));
    }

    void externalsAndDefault()
    {
        RipSimulator net = chain(3);
        net.config(0).originatesDefault = true;
        net.config(0).staticRoutes = {net4("99.0.0.0/8")};
        net.start();
        net.move(0, [](rip::Rip &r, const rip::Call &c) {
            r.setExternal(c, {net4("172.16.0.0/12"), 5, 42, {}, {}, 'S'});
        });
        net.runSeconds(20);
        QCOMPARE(net.route(2, "0.0.0.0/0"), std::string("3 10.0.1.1"));
        QCOMPARE(net.route(2, "99.0.0.0/8"), std::string("3 10.0.1.1"));
        QCOMPARE(net.route(2, "172.16.0.0/12"), std::string("7 10.0.1.1"));
        QCOMPARE(net.routes(2).at(net4("172.16.0.0/12")).tag, std::uint16_t(42));
        QCOMPARE(net.entry(0, "0.0.0.0/0"), std::string("R(d) 1 0.0.0.0"));
        QCOMPARE(net.entry(0, "99.0.0.0/8"), std::string("R(s) 1 0.0.0.0"));
        QCOMPARE(net.entry(0, "172.16.0.0/12"), std::string("S(r) 5 0.0.0.0"));
        net.move(0, [](rip::Rip &r, const rip::Call &c) { r.removeExternal(c, net4("172.16.0.0/12")); });
        net.config(0).originatesDefault = false;
        net.reconfigure(0);
        net.runSeconds(12);
        QCOMPARE(net.route(2, "0.0.0.0/0"), std::string("-"));
        QCOMPARE(net.route(2, "172.16.0.0/12"), std::string("-"));
        QCOMPARE(net.route(2, "99.0.0.0/8"), std::string("3 10.0.1.1"));
    }

    /// What others have stands before what was learned in what is told, but the RIB still hears of what was learned.
    void externalBesideLearned()
    {
        RipSimulator net = chain(3);
        net.start();
        net.runSeconds(20);
        net.move(1, [](rip::Rip &r, const rip::Call &c) {
            r.setExternal(c, {net4("10.100.0.0/24"), 9, 0, {}, {}, 'O'});
        });
        net.runSeconds(40);
        QCOMPARE(net.route(2, "10.100.0.0/24"), std::string("10 10.0.1.1"));
        QCOMPARE(net.route(1, "10.100.0.0/24"), std::string("2 10.0.0.1"));
        net.move(1, [](rip::Rip &r, const rip::Call &c) { r.removeExternal(c, net4("10.100.0.0/24")); });
        net.runSeconds(10);
        QCOMPARE(net.route(2, "10.100.0.0/24"), std::string("3 10.0.1.1"));
    }

    void nextHopOfAnotherRouterIsTold()
    {
        RipSimulator net;
        net.router();
        net.router();
        net.connect({{0, "10.0.0.1/24"}, {1, "10.0.0.2/24"}});
        net.start();
        net.move(0, [](rip::Rip &r, const rip::Call &c) {
            r.setExternal(c, {net4("77.0.0.0/8"), 1, 0, ip4("10.0.0.77"), base::PortIndex(0), 'S'});
        });
        net.runSeconds(10);
        QCOMPARE(net.route(1, "77.0.0.0/8"), std::string("2 10.0.0.77"));
    }

    void passiveInterfaceHearsAndIsSilent()
    {
        RipSimulator net = chain(3);
        net.config(1).interfaces.at(base::PortIndex(0)).passive = true; // towards r0
        std::size_t spoken = 0;
        net.onSent = [&](std::size_t router, const RipSimulator::Message &m) { spoken += router == 1 && m.port == 0; };
        net.start();
        net.runSeconds(40);
        QCOMPARE(spoken, std::size_t(0));
        QCOMPARE(net.route(2, "10.100.0.0/24"), std::string("3 10.0.1.1"));
        QCOMPARE(net.route(0, "10.0.1.0/24"), std::string("-"));
        QCOMPARE(net.route(2, "10.0.0.0/24"), std::string("2 10.0.1.1")); // its network is told all the same
        // A neighbour by name is told on a passive interface, too.
        net.config(1).neighbours = {ip4("10.0.0.1")};
        net.reconfigure(1);
        net.runSeconds(40);
        QCOMPARE(net.route(0, "10.0.1.0/24"), std::string("2 10.0.0.2"));
        // Silenced again: r0 hears good-bye nowhere, for r1 was passive already; it ages out.
        net.config(1).neighbours.clear();
        net.reconfigure(1);
        net.runSeconds(200);
        QCOMPARE(net.route(0, "10.0.1.0/24"), std::string("-"));
    }

    void whoTurnsPassiveSaysGoodBye()
    {
        RipSimulator net = chain(3);
        net.start();
        net.runSeconds(20);
        net.config(0).interfaces.at(base::PortIndex(0)).passive = true;
        net.reconfigure(0);
        net.runSeconds(1);
        QCOMPARE(net.route(1, "10.100.0.0/24"), std::string("-"));
    }

    void stopSaysGoodBye()
    {
        RipSimulator net = chain(3);
        net.start();
        net.runSeconds(20);
        net.move(1, [](rip::Rip &r, const rip::Call &c) { r.stop(c); });
        net.runSeconds(1);
        QCOMPARE(net.route(2, "10.100.0.0/24"), std::string("-"));
        QVERIFY(net.routes(1).empty());
        QVERIFY(net.process(1).nextDeadline().isNever());
    }

    void changedTimersCount()
    {
        RipSimulator net = chain(3);
        net.start();
        net.runSeconds(20);
        for (std::size_t r = 0; r < 3; ++r) {
            net.config(r).timers = {base::Duration::seconds(5), base::Duration::seconds(15),
                                    base::Duration::seconds(10)};
            net.reconfigure(r);
        }
        net.runSeconds(20); // everything is timed by the new ones
        net.kill(0);
        net.runSeconds(17);
        QCOMPARE(net.route(1, "10.100.0.0/24"), std::string("-"));
        QCOMPARE(net.entry(1, "10.100.0.0/24"), std::string("R(n) 16 10.0.0.1"));
        net.runSeconds(12);
        QCOMPARE(net.entry(1, "10.100.0.0/24"), std::string("-"));
    }

    void listsMapsAndOffsets_data()
    {
        QTest::addColumn<QString>("which");
        QTest::addColumn<QString>("leaf");  // at r1: 10.100.0.0/24
        QTest::addColumn<QString>("other"); // at r1: 10.101.0.0/24
        QTest::newRow("nothing") << "" << "2 10.0.0.1" << "2 10.0.0.1";
        QTest::newRow("in") << "in" << "2 10.0.0.1" << "-";
        QTest::newRow("in, prefix list") << "in prefix" << "2 10.0.0.1" << "-";
        QTest::newRow("out") << "out" << "2 10.0.0.1" << "-";
        QTest::newRow("of the interface") << "interface" << "2 10.0.0.1" << "-";
        QTest::newRow("a list that is not there") << "missing" << "2 10.0.0.1" << "2 10.0.0.1";
        QTest::newRow("offset in") << "offset in" << "4 10.0.0.1" << "2 10.0.0.1"; // in place of the link's 1
        QTest::newRow("offset out") << "offset out" << "5 10.0.0.1" << "2 10.0.0.1";
        QTest::newRow("offset beyond infinity") << "offset much" << "-" << "2 10.0.0.1";
        QTest::newRow("map in") << "map in" << "8 10.0.0.1" << "8 10.0.0.1";
        QTest::newRow("map denies") << "map deny" << "-" << "-";
    }
    void listsMapsAndOffsets()
    {
        QFETCH(QString, which);
        QFETCH(QString, leaf);
        QFETCH(QString, other);
        RipSimulator net = chain(2);
        net.connect({{0, "10.101.0.1/24"}});
        auto lists = std::make_shared<Lists>();
        lists->lists["L"] = {net4("10.100.0.0/24")};
        net.filters = lists;
        rip::Config &sender = net.config(0), &receiver = net.config(1);
        rip::InterfaceConfig &in = receiver.interfaces.at(base::PortIndex(0));
        if (which == "in") receiver.in.filter.accessList = "L";
        if (which == "in prefix") receiver.in.filter.prefixList = "L";
        if (which == "out") sender.out.filter.accessList = "L";
        if (which == "interface") in.in.filter.accessList = "L";
        if (which == "missing") in.in.filter.accessList = "NONE";
        if (which == "offset in") receiver.in.offset = {"L", 3};
        if (which == "offset out") sender.out.offset = {"L", 3};
        if (which == "offset much") sender.out.offset = {"L", 15};
        if (which == "map in") in.in.routeMap = "SET";
        if (which == "map deny") in.in.routeMap = "DENY";
        net.start();
        net.runSeconds(20);
        QCOMPARE(net.route(1, "10.100.0.0/24"), leaf.toStdString());
        QCOMPARE(net.route(1, "10.101.0.0/24"), other.toStdString());
        if (which == "map in")
            QCOMPARE(net.routes(1).at(net4("10.100.0.0/24")).tag, std::uint16_t(77));
    }

    void distances()
    {
        RipSimulator net = chain(2);
        net.connect({{0, "10.101.0.1/24"}});
        auto lists = std::make_shared<Lists>();
        lists->lists["L"] = {net4("10.100.0.0/24")};
        net.filters = lists;
        net.config(1).distance = 130;
        net.config(1).distances = {{net4("10.0.0.0/16"), 90, "L"}};
        net.start();
        net.runSeconds(20);
        QCOMPARE(net.routes(1).at(net4("10.100.0.0/24")).distance, std::uint8_t(90));
        QCOMPARE(net.routes(1).at(net4("10.101.0.0/24")).distance, std::uint8_t(130));
        net.config(1).distances.clear();
        net.reconfigure(1);
        net.runSeconds(40); // with the next update
        QCOMPARE(net.routes(1).at(net4("10.100.0.0/24")).distance, std::uint8_t(130));
    }

    void manyRoutesInSeveralMessages()
    {
        for (const bool isSigned : {false, true}) {
            RipSimulator net = chain(2, [&](rip::InterfaceConfig &c) {
                if (isSigned)
                    c.authentication = {rip::Authentication::cryptographic,
                                        {{1, rip::KeyAlgorithm::hmacSha512, "secret", true, true}},
                                        true};
            });
            std::size_t longest = 0;
            net.onSent = [&](std::size_t, const RipSimulator::Message &m) {
                longest = std::max(longest, m.bytes.size());
            };
            net.start();
            for (std::uint8_t i = 0; i < 100; ++i)
                net.move(0, [&](rip::Rip &r, const rip::Call &c) {
                    r.setExternal(c, {{base::Ipv4Address(172, 16, i, 0), 24}, 1, 0, {}, {}, 'S'});
                });
            net.runSeconds(10);
            QCOMPARE(net.routes(1).size(), std::size_t(101));
            QVERIFY(longest <= 504);
            QVERIFY(longest > 480);
        }
    }

    /// A copy is a checkpoint: both go on alike.
    void copyGoesOnAlike()
    {
        RipSimulator net = chain(4);
        net.start();
        net.runSeconds(17);
        rip::Rip a = net.process(1), b = a;
        base::TimePoint now = net.now();
        const rip::Filters filters;
        for (int i = 0; i < 50; ++i) {
            QCOMPARE(a.nextDeadline(), b.nextDeadline());
            now = a.nextDeadline();
            rip::Output outA, outB;
            a.expire({now, filters, outA});
            b.expire({now, filters, outB});
            QVERIFY(outA.buffer == outB.buffer);
            QVERIFY(outA.routes == outB.routes);
            QVERIFY(a.nextDeadline() > now);
        }
    }
};

QTEST_APPLESS_MAIN(TestRip)
#include "tst_rip.moc"
