// Comparing tables: what counts as a difference, and the two labs that a comparison runs.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/compare/equal_ways.h"
#include "emulation/compare/route_table.h"
#include "emulation/compare/variants.h"

#include <QtTest/QtTest>

using namespace hopyard;
using namespace hopyard::compare;

namespace {

RouteTable table(const char *json)
{
    return readRouteTable(*rpc::parseJson(json)).value();
}

// FRR 8.4's own words.
const char *const kFrr =
    R"({"10.0.1.0/24":[{"prefix":"10.0.1.0/24","prefixLen":24,"protocol":"ospf","vrfId":0,"vrfName":"default","distance":110,)"
    R"("metric":10,"internalStatus":0,"nexthopGroupId":5,"uptime":"00:00:07","nexthops":[{"flags":1,"directlyConnected":true,)"
    R"("interfaceIndex":2,"interfaceName":"eth0","active":true,"weight":1}]},)"
    R"({"prefix":"10.0.1.0/24","protocol":"connected","selected":true,"destSelected":true,"distance":0,"metric":0,)"
    R"("installed":true,"uptime":"00:00:07","nexthops":[{"flags":3,"fib":true,"directlyConnected":true,"interfaceIndex":2,)"
    R"("interfaceName":"eth0","active":true}]}],)"
    R"("10.0.9.0/24":[{"prefix":"10.0.9.0/24","protocol":"ospf","selected":true,"distance":110,"metric":30,"nexthops":)"
    R"([{"fib":true,"ip":"10.0.12.2","interfaceName":"eth1","active":true},{"fib":true,"ip":"10.0.13.3","interfaceName":"eth2","active":true}]}]})";

/// A table of one network: connected, or by RIP with a metric and a next hop.
RouteTable one(const std::string &protocol, int metric = 0, const std::string &via = {}, const std::string &interface = "eth0")
{
    const std::string hop = via.empty() ? "" : "\"ip\":\"" + via + "\",";
    return table((R"({"10.9.0.0/24":[{"protocol":")" + protocol + R"(","selected":true,"distance":120,"metric":)" + std::to_string(metric)
                  + R"(,"nexthops":[{)" + hop + R"("interfaceName":")" + interface + R"(","active":true}]}]})").c_str());
}

} // namespace

class TestCompare : public QObject {
    Q_OBJECT
private slots:
    void timesAndNumbersAreNoDifference()
    {
        const char *const same =
            R"({"10.0.9.0/24":[{"protocol":"ospf","selected":true,"distance":110,"metric":30,"uptime":"5d","nexthops":)"
            R"([{"ip":"10.0.13.3","interfaceName":"eth2","active":true,"interfaceIndex":77},{"ip":"10.0.12.2","interfaceName":"eth1","active":true}]}],)"
            R"("10.0.1.0/24":[{"protocol":"connected","selected":true,"distance":0,"metric":0,"nexthops":[{"interfaceName":"eth0","active":true}]},)"
            R"({"protocol":"ospf","distance":110,"metric":10,"nexthops":[{"interfaceName":"eth0","active":true}]}]})";
        QVERIFY(table(kFrr) == table(same));
        QVERIFY(differences("r1", table(kFrr), table(same)).empty());
    }

    void everyPartCounts_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::newRow("metric") << "\"metric\":30" << "\"metric\":31";
        QTest::newRow("distance") << "\"distance\":110,\"metric\":30" << "\"distance\":20,\"metric\":30";
        QTest::newRow("protocol") << "[{\"prefix\":\"10.0.9.0/24\",\"protocol\":\"ospf\"" << "[{\"prefix\":\"10.0.9.0/24\",\"protocol\":\"rip\"";
        QTest::newRow("gateway") << "10.0.12.2" << "10.0.12.3";
        QTest::newRow("interface") << "eth2" << "eth3";
        QTest::newRow("selected") << "\"protocol\":\"ospf\",\"selected\":true" << "\"protocol\":\"ospf\"";
        QTest::newRow("prefix") << "10.0.9.0/24" << "10.0.8.0/24";
    }
    void everyPartCounts()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        const QString other = QString(kFrr).replace(from, to);
        QVERIFY(other != kFrr);
        QVERIFY(!differences("r1", table(other.toUtf8().constData()), table(kFrr)).empty());
    }

    void aDifferenceIsReadable()
    {
        const RouteTable frr = table(kFrr);
        RouteTable ours = frr;
        ours.begin()->second.erase(ours.begin()->second.begin()); // of 10.0.1.0/24
        ours.rbegin()->second.front().metric = 40;
        const auto found = differences("r1", ours, frr);
        QCOMPARE(found.size(), std::size_t(2));
        QCOMPARE(toString(found[0].prefix), std::string("10.0.1.0/24"));
        QVERIFY(found[0].hopyard.empty());
        QCOMPARE(toString(found[0].frr.at(0)), std::string("connected [0/0] directly connected, eth0"));
        QCOMPARE(toString(found[1].hopyard.at(0)), std::string("ospf [110/40] via 10.0.12.2, eth1; via 10.0.13.3, eth2"));
        QCOMPARE(toJson(found[1])["frr"][0]["metric"].dump(), std::string("30"));
    }

    /// r1 has the network through r2 here and through r3 there.
    void anotherWayThatIsEquallyFar_data()
    {
        QTest::addColumn<int>("metricThere");
        QTest::addColumn<QString>("protocolOfR3");
        QTest::addColumn<int>("metricOfR3");
        QTest::addColumn<QString>("viaThere");
        QTest::addColumn<bool>("isDifference");
        QTest::newRow("both are as near") << 3 << "rip" << 2 << "10.0.13.3" << false;
        QTest::newRow("another metric") << 4 << "rip" << 3 << "10.0.13.3" << true;
        QTest::newRow("the other is no nearer") << 3 << "rip" << 3 << "10.0.13.3" << true;
        QTest::newRow("the other has it from elsewhere") << 3 << "static" << 2 << "10.0.13.3" << true;
        QTest::newRow("nobody is there") << 3 << "rip" << 2 << "10.0.13.9" << true;
    }
    void anotherWayThatIsEquallyFar()
    {
        QFETCH(int, metricThere);
        QFETCH(QString, protocolOfR3);
        QFETCH(int, metricOfR3);
        QFETCH(QString, viaThere);
        QFETCH(bool, isDifference);
        const Owners owners{{*base::IpAddress::parse("10.0.12.2"), "r2"}, {*base::IpAddress::parse("10.0.13.3"), "r3"}};
        const Tables hopyard{{"r1", one("rip", 3, "10.0.12.2")},
                             {"r2", one("rip", 2, "10.0.24.4")},
                             {"r3", one(protocolOfR3.toStdString(), metricOfR3, "10.0.34.4")}};
        Tables frr = hopyard;
        frr["r1"] = one("rip", metricThere, viaThere.toStdString(), "eth1");
        const Comparison compared = compareTables({"r1", "r2", "r3"}, hopyard, frr, owners);
        QCOMPARE(compared.differences.size(), std::size_t(isDifference ? 1 : 0));
        QCOMPARE(compared.equalWays.size(), std::size_t(isDifference ? 0 : 1));
    }

    void aConnectedNetworkIsOneHopAway()
    {
        const Owners owners{{*base::IpAddress::parse("10.0.12.2"), "r2"}, {*base::IpAddress::parse("10.0.13.3"), "r3"}};
        const Tables hopyard{{"r1", one("rip", 2, "10.0.12.2")}, {"r2", one("connected")}, {"r3", one("connected")}};
        Tables frr = hopyard;
        frr["r1"] = one("rip", 2, "10.0.13.3", "eth1");
        QCOMPARE(compareRouter("r1", hopyard, frr, owners).equalWays.size(), std::size_t(1));
        // OSPF leaves no such choice.
        Tables ours = hopyard;
        ours["r1"] = one("ospf", 2, "10.0.12.2");
        frr["r1"] = one("ospf", 2, "10.0.13.3", "eth1");
        QCOMPARE(compareRouter("r1", ours, frr, owners).differences.size(), std::size_t(1));
    }

    void whoHasAnAddress()
    {
        lab::Lab lab;
        lab.nodes.emplace_back();
        lab.nodes.back().name = "r7";
        lab.nodes.back().kind = lab::NodeKind::router;
        lab.nodes.back().config = "interface eth0\n ip address 10.0.7.1/24\n ip address 10.0.8.1/24\n";
        QCOMPARE(ownersOf(lab), (Owners{{*base::IpAddress::parse("10.0.7.1"), "r7"}, {*base::IpAddress::parse("10.0.8.1"), "r7"}}));
    }

    void whatIsNoTable()
    {
        QVERIFY(!readRouteTable(rpc::Json::array()));
        QVERIFY(!readRouteTable(*rpc::parseJson(R"({"x":[]})")));
        QVERIFY(!readRouteTable(*rpc::parseJson(R"({"10.0.0.0/8":{}})")));
        QVERIFY(readRouteTable(rpc::Json::object())->empty());
    }

    void theTwoLabs()
    {
        lab::Lab lab;
        const auto add = [&lab](const char *name, lab::NodeKind kind) -> lab::Node & {
            lab.nodes.emplace_back();
            lab.nodes.back().name = name;
            lab.nodes.back().kind = kind;
            return lab.nodes.back();
        };
        add("r1", lab::NodeKind::router).config = "router ospf\n";
        add("r2", lab::NodeKind::frr).start = {"touch x"};
        add("n1", lab::NodeKind::namespaceNode);
        add("s1", lab::NodeKind::switch_);
        QCOMPARE(routersOf(lab), (std::vector<std::string>{"r1", "r2"}));
        const lab::Lab frr = withFrr(lab), ours = withHopyard(lab);
        QVERIFY(frr.nodes[0].kind == lab::NodeKind::frr && frr.nodes[0].config == "router ospf\n");
        QVERIFY(frr.nodes[1].start.empty() && frr.nodes[2].kind == lab::NodeKind::namespaceNode);
        QVERIFY(ours.nodes[0].kind == lab::NodeKind::router && ours.nodes[1].kind == lab::NodeKind::router);
        QVERIFY(ours.nodes[2].kind == lab::NodeKind::host && ours.nodes[3].kind == lab::NodeKind::switch_);
    }

    void quietTimes_data()
    {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<int>("seconds");
        QTest::newRow("nothing") << QByteArray("ip route 10.0.0.0/8 10.1.1.1\n") << 2;
        QTest::newRow("ospf") << QByteArray("router ospf\n") << 95;
        QTest::newRow("ospf, short") << QByteArray("interface eth0\n ip ospf dead-interval 4\nrouter ospf\n") << 23;
        QTest::newRow("rip") << QByteArray("router rip\n") << 65;
        QTest::newRow("rip, short") << QByteArray("router rip\n timers basic 2 6 4\n") << 9;
        QTest::newRow("bgp") << QByteArray("router bgp 65000\n") << 130; // ConnectRetryTimer
        QTest::newRow("bgp, short") << QByteArray("router bgp 65000\n timers bgp 3 9\n neighbor 10.0.0.1 timers connect 5\n") << 30;
        QTest::newRow("bgp, slow") << QByteArray("router bgp 65000\n timers bgp 60 180\n neighbor 10.0.0.1 timers connect 5\n neighbor 10.0.0.2 timers connect 200\n") << 210;
    }
    void quietTimes()
    {
        QFETCH(QByteArray, config);
        QFETCH(int, seconds);
        lab::Lab lab;
        lab.nodes.emplace_back();
        lab.nodes.back().kind = lab::NodeKind::router;
        lab.nodes.back().config = config.toStdString();
        QCOMPARE(quietTime(lab).ns(), base::Duration::seconds(seconds).ns());
    }
};

QTEST_APPLESS_MAIN(TestCompare)
#include "tst_compare.moc"
