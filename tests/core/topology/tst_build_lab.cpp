// Topologies to labs: places, names, costs, reflectors, the texts of configurations.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/read.h"
#include "core/lab/validate.h"
#include "core/lab/write.h"
#include "core/topology/build_lab.h"
#include "core/topology/geo.h"
#include "core/topology/layout.h"

#include <QtTest>

#include <cmath>

using namespace hopyard;
using topology::Plan;
using topology::Topology;

namespace {

Topology line(std::size_t nodes)
{
    Topology t;
    for (std::size_t i = 0; i < nodes; ++i) {
        topology::Node node;
        node.id = std::to_string(i);
        t.nodes.push_back(node);
        if (i > 0)
            t.links.push_back({i - 1, i, {}, {}, {}, {}});
    }
    return t;
}

std::optional<base::BitRate> mbit(std::uint64_t n)
{
    return base::BitRate::bitsPerSecond(n * 1'000'000);
}

double apart(const lab::Position &a, const lab::Position &b)
{
    return std::hypot(a.x - b.x, a.y - b.y);
}

double least(const std::vector<lab::Position> &positions)
{
    double found = 1e9;
    for (std::size_t i = 0; i < positions.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            found = std::min(found, apart(positions[i], positions[j]));
    return found;
}

} // namespace

class BuildLabTest : public QObject {
    Q_OBJECT
private slots:
    void distancesAndDelays()
    {
        const topology::GeoPoint newYork{40.71427, -74.00597}, chicago{41.85003, -87.65005}, auckland{-36.85, 174.76}, lima{-12.05, -77.04};
        QVERIFY(std::abs(topology::distanceKm(newYork, chicago) - 1145) < 2);
        QVERIFY(std::abs(topology::distanceKm(auckland, lima) - 10'769) < 5); // across the date line
        QCOMPARE(topology::distanceKm(lima, lima), 0.0);
        QVERIFY(topology::fibreDelay(2042) == base::Duration::milliseconds(10));
        QVERIFY(topology::fibreDelay(0) == topology::kLeastDelay);
    }

    void missingPlacesLieBetweenNeighbours()
    {
        Topology t = line(6);
        t.nodes[0].where = topology::GeoPoint{0, 0};
        t.nodes[3].where = topology::GeoPoint{0, 30};
        t.nodes.push_back({}); // without links
        const topology::Places places = topology::findPlaces(t);
        QVERIFY(std::abs(places.where[1]->longitude - 10) < 0.01);
        QVERIFY(std::abs(places.where[2]->longitude - 20) < 0.01);
        QVERIFY(std::abs(places.where[5]->longitude - 30) < 0.01); // at the end of a chain
        QVERIFY(!places.where[6]);
        QCOMPARE(places.guesses, 4u);
        QVERIFY(places.guessed[1] && !places.guessed[0]);
    }

    void theMapIsCutWhereItIsEmpty()
    {
        Topology t = line(3);
        t.nodes[0].where = topology::GeoPoint{35, 139};  // Tokyo
        t.nodes[2].where = topology::GeoPoint{37, -122}; // San Francisco
        const topology::Places places = topology::findPlaces(t);
        QVERIFY(std::abs(places.where[1]->longitude - 188.5) < 0.01); // in the Pacific
        const auto positions = topology::layOut(t, places);
        QVERIFY(positions[0].x < positions[1].x && positions[1].x < positions[2].x);
    }

    void nothingStandsOnAnything()
    {
        Topology t = line(40);
        for (std::size_t i = 0; i < 20; ++i) // twenty in one town, one far away, the rest hangs on them
            t.nodes[i].where = topology::GeoPoint{50, 8};
        t.nodes[39].where = topology::GeoPoint{51, 9};
        const auto positions = topology::layOut(t, topology::findPlaces(t));
        QVERIFY(least(positions) >= topology::kNodeSpacing);
        QVERIFY(positions == topology::layOut(t, topology::findPlaces(t)));
    }

    void northIsUp()
    {
        Topology t = line(2);
        t.nodes[0].where = topology::GeoPoint{60, 10};
        t.nodes[1].where = topology::GeoPoint{40, 10};
        const auto positions = topology::layOut(t, topology::findPlaces(t));
        QVERIFY(positions[0].y < positions[1].y);
        QCOMPARE(positions[0].x, positions[1].x);
    }

    void withoutPlacesTheDrawingIsUsedOrMade()
    {
        Topology t = line(3);
        t.nodes[0].drawn = lab::Position{0, 0};
        t.nodes[1].drawn = lab::Position{10, 0};
        const auto drawn = topology::layOut(t, topology::findPlaces(t));
        QCOMPARE(drawn[0].y, drawn[1].y);
        QVERIFY(drawn[0].x < drawn[1].x && drawn[2].y > drawn[0].y); // the one without a place below
        const Topology chain = line(30);
        const auto made = topology::layOut(chain, topology::findPlaces(chain));
        QVERIFY(least(made) >= topology::kNodeSpacing);
        QVERIFY(apart(made[0], made[1]) < apart(made[0], made[29])); // what is linked is close
    }

    void names()
    {
        Topology t = line(9);
        const char *labels[]{"Athens", "athens", "Athens", "Athens-2", "", "None", "?", "A/B", ""};
        for (std::size_t i = 0; i < 9; ++i)
            t.nodes[i].label = labels[i];
        t.nodes[5].isJunction = true;
        t.nodes[8].id = "n 8";
        topology::BuildFacts facts;
        const std::vector<std::string> expected{"Athens", "athens-2", "Athens-3", "Athens-2-2", "node-4", "junction-5", "node-6", "A-B", "n-8"};
        QCOMPARE(topology::nodeNames(t, facts), expected);
        QCOMPARE(facts.namesMade, 4u);
        QCOMPARE(facts.namesNumbered, 3u);
    }

    void costs_data()
    {
        QTest::addColumn<QList<quint64>>("mbits");
        QTest::addColumn<QList<int>>("costs");
        QTest::newRow("one speed") << QList<quint64>{1000, 1000} << QList<int>{1, 1};
        QTest::newRow("none known") << QList<quint64>{0, 0} << QList<int>{10, 10};
        QTest::newRow("one unknown") << QList<quint64>{1000, 0, 100} << QList<int>{1, 1, 10};
        QTest::newRow("kept apart") << QList<quint64>{10'000, 13'000, 2'500} << QList<int>{13, 10, 52};
        QTest::newRow("too far apart") << QList<quint64>{1'000'000, 1} << QList<int>{1, 65'535};
    }
    void costs()
    {
        QFETCH(QList<quint64>, mbits);
        QFETCH(QList<int>, costs);
        std::vector<std::optional<base::BitRate>> speeds;
        for (const quint64 n : mbits)
            speeds.push_back(n > 0 ? mbit(n) : std::nullopt);
        QList<int> found;
        for (const std::uint16_t cost : topology::costsFromSpeeds(speeds))
            found << cost;
        QCOMPARE(found, costs);
    }

    void reflectors()
    {
        Topology t = line(5); // a chain, a pair and a single one
        for (int i = 0; i < 3; ++i)
            t.nodes.push_back({});
        t.links.push_back({5, 6, {}, {}, {}, {}});
        QCOMPARE(topology::chooseReflectors(t), (std::vector<std::size_t>{1, 2, 5}));
        t.nodes[2].isJunction = true;
        QCOMPARE(topology::chooseReflectors(t), (std::vector<std::size_t>{1, 3, 5}));
    }

    void ospfConfiguration()
    {
        Topology t = line(3);
        t.links[0].speed = mbit(1000);
        t.links[1].speed = mbit(100);
        const topology::Built built = topology::buildLab(t, {});
        QCOMPARE(QString::fromStdString(built.lab.nodes[1].config),
                 "hostname node-1\n!\n"
                 "interface eth0\n description to node-0\n ip address 10.0.0.2/30\n ip ospf cost 1\n ip ospf network point-to-point\n!\n"
                 "interface eth1\n description to node-2\n ip address 10.0.0.5/30\n ip ospf cost 10\n ip ospf network point-to-point\n!\n"
                 "interface lo\n ip address 10.255.0.2/32\n!\n"
                 "router ospf\n ospf router-id 10.255.0.2\n network 10.0.0.0/8 area 0\n!\n");
        QVERIFY((built.lab.links[1].a == lab::End{"node-1", "eth1"} && built.lab.links[1].b == lab::End{"node-2", "eth0"}));
        QCOMPARE(built.lab.links[1].forward.rate.bps(), 100'000'000u);
        QVERIFY(built.lab.links[1].forward.delay == topology::kLeastDelay);
    }

    void ripConfiguration()
    {
        const topology::Built built = topology::buildLab(line(2), {.plan = Plan::rip, .speed = {}});
        QCOMPARE(QString::fromStdString(built.lab.nodes[0].config),
                 "hostname node-0\n!\ninterface eth0\n description to node-1\n ip address 10.0.0.1/30\n!\n"
                 "interface lo\n ip address 10.255.0.1/32\n!\nrouter rip\n network 10.0.0.0/8\n passive-interface lo\n version 2\n!\n");
        QVERIFY(built.facts.warnings.empty());
        QVERIFY(topology::buildLab(line(15), {.plan = Plan::rip, .speed = {}}).facts.warnings.empty());
        QCOMPARE(topology::buildLab(line(16), {.plan = Plan::rip, .speed = {}}).facts.warnings.size(), 1u);
    }

    void externalBgpConfiguration()
    {
        const topology::Built built = topology::buildLab(line(2), {.plan = Plan::ebgp, .speed = {}});
        QCOMPARE(QString::fromStdString(built.lab.nodes[1].config),
                 "hostname node-1\n!\ninterface eth0\n description to node-0\n ip address 10.0.0.2/30\n!\n"
                 "interface lo\n ip address 10.255.0.2/32\n ip address 172.16.1.1/32\n!\nip route 172.16.1.0/24 blackhole\n!\n"
                 "router bgp 64513\n bgp router-id 10.255.0.2\n no bgp ebgp-requires-policy\n bgp bestpath compare-routerid\n neighbor 10.0.0.1 remote-as 64512\n"
                 " neighbor 10.0.0.1 description node-0\n !\n address-family ipv4 unicast\n  network 172.16.1.0/24\n"
                 " exit-address-family\n!\n");
        const topology::Built large = topology::buildLab(line(1100), {.plan = Plan::ebgp, .speed = {}});
        QVERIFY(large.lab.nodes[1099].config.find("router bgp 4200001099\n") != std::string::npos);
    }

    void reflectorConfiguration()
    {
        const topology::Built built = topology::buildLab(line(3), {.plan = Plan::ibgpRouteReflectors, .speed = {}});
        QCOMPARE(built.facts.reflectors, (std::vector<std::string>{"node-0", "node-1"}));
        const QString reflector = QString::fromStdString(built.lab.nodes[1].config);
        QVERIFY2(reflector.endsWith("router bgp 65000\n bgp router-id 10.255.0.2\n neighbor CLIENTS peer-group\n neighbor CLIENTS remote-as 65000\n"
                                    " neighbor CLIENTS update-source 10.255.0.2\n neighbor 10.255.0.1 remote-as 65000\n"
                                    " neighbor 10.255.0.1 update-source 10.255.0.2\n neighbor 10.255.0.1 description node-0\n"
                                    " neighbor 10.255.0.3 peer-group CLIENTS\n neighbor 10.255.0.3 description node-2\n !\n"
                                    " address-family ipv4 unicast\n  network 172.16.1.0/24\n  neighbor CLIENTS route-reflector-client\n"
                                    " exit-address-family\n!\n"), qPrintable(reflector));
        const QString client = QString::fromStdString(built.lab.nodes[2].config);
        QCOMPARE(client.count(" remote-as 65000\n"), 2);
        QVERIFY(client.contains(" network 10.0.0.0/8 area 0\n"));
        QVERIFY(!client.contains("CLIENTS"));
    }

    void whatTheFileDoesNotSayIsAssumedAndSaid()
    {
        Topology t = line(4);
        t.links[0].speed = mbit(100);
        t.links[0].label = "100 Mbps";
        t.nodes[0].label = "K\xc3\xb6ln";
        t.nodes[3].isExternal = true;
        const topology::Built built = topology::buildLab(t, {.speed = {}, .withExternal = false});
        QCOMPARE(built.lab.nodes.size(), 3u);
        QCOMPARE(built.facts.externalLeftOut, 1u);
        QCOMPARE(built.facts.speedsAssumed, 1u);
        QCOMPARE(built.lab.links[1].forward.rate.bps(), 100'000'000u);
        QCOMPARE(built.lab.links[1].note, "speed assumed");
        QCOMPARE(built.lab.links[0].note, "100 Mbps");
        QCOMPARE(built.lab.nodes[0].label, "K\xc3\xb6ln");
        const topology::Built free = topology::buildLab(t, {.speed = mbit(10), .withRates = false});
        QVERIFY(free.lab.links[1].forward.rate.isUnlimited());
        QVERIFY(free.facts.assumedSpeed == mbit(10));
    }

    void theLabIsReadBackAndHasNoErrors()
    {
        Topology t = line(50);
        for (std::size_t i = 0; i < 50; ++i) {
            t.nodes[i].label = i % 7 == 0 ? "None" : "\"A: #" + std::to_string(i % 5) + "\"";
            t.nodes[i].where = topology::GeoPoint{double(i), double(i % 9)};
        }
        t.links.push_back({3, 4, mbit(155), {}, {}, "a: [b] # c"});
        t.name = "Net: #1";
        for (const std::string_view plan : topology::planNames()) {
            const lab::Lab built = topology::buildLab(t, {.plan = *topology::parsePlan(plan), .speed = {}}).lab;
            const auto again = lab::read(lab::write(built));
            QVERIFY(again.has_value());
            QVERIFY(*again == built);
            QVERIFY(!lab::hasErrors(lab::validate(built)));
        }
    }
};

QTEST_APPLESS_MAIN(BuildLabTest)
#include "tst_build_lab.moc"
