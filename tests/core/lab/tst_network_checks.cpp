// What is found about a network as a whole: networks that no way leads to, routers that know of nothing but themselves, and interfaces
// that share no network with the others on their switch; and where nothing may be said.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/network_checks.h"
#include "core/lab/reachability.h"
#include "core/lab/reader.h"
#include "core/lab/segments.h"

#include <QtTest/QTest>

#include <fmt/format.h>

using namespace hopyard;

namespace {

lab::Lab labOf(const QString &text)
{
    const auto read = lab::readWithPlaces(("hopyard: 1\n" + text).toStdString(), "");
    return read ? read->lab : lab::Lab();
}

/// h1 - r1 - r2 - h2, or with a third router between them; `configs` is what follows the interfaces of each.
QString line(const QStringList &configs)
{
    QString nodes = "nodes:\n", links = "links:\n";
    const auto count = configs.size();
    for (qsizetype i = 0; i < count; ++i) {
        nodes += QString("  r%1:\n    kind: router\n    config: |\n").arg(i + 1);
        const auto interface = [&](const char *name, const QString &address) {
            nodes += QString("      interface %1\n       ip address %2\n").arg(name, address);
        };
        if (i == 0 || i == count - 1)
            interface("lan", QString("10.1.%1.1/24").arg(i + 1));
        if (i > 0)
            interface("left", QString("10.2.%1.2/30").arg(i));
        if (i < count - 1)
            interface("right", QString("10.2.%1.1/30").arg(i + 1));
        const QStringList lines = configs[i].split('\n', Qt::SkipEmptyParts);
        for (const QString &each : lines)
            nodes += "      " + each + '\n';
        if (i > 0)
            links += QString("  - {ends: [r%1:right, r%2:left]}\n").arg(i).arg(i + 1);
    }
    nodes += QString("  h1: {kind: host, interfaces: {eth0: {address: 10.1.1.9/24}}, gateway: 10.1.1.1}\n"
                     "  h2: {kind: host, interfaces: {eth0: {address: 10.1.%1.9/24}}, gateway: 10.1.%1.1}\n").arg(count);
    links += QString("  - {ends: [h1:eth0, r1:lan]}\n  - {ends: [h2:eth0, r%1:lan]}\n").arg(count);
    return nodes + links;
}

QStringList said(const QString &text)
{
    QStringList all;
    for (const lab::Problem &problem : lab::checkNetwork(labOf(text)))
        all += QString::fromStdString(problem.message);
    return all;
}

QString unreachable(const char *network, const char *owner, const char *from)
{
    return QString("network %1 of %2 is unreachable from %3: no route leads there, and no routing protocol tells of it").arg(network, owner, from);
}

} // namespace

class TestNetworkChecks : public QObject {
    Q_OBJECT
private slots:
    void ways_data()
    {
        QTest::addColumn<QStringList>("configs");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *name, const QStringList &configs, const QStringList &expected) { QTest::newRow(name) << configs << expected; };
        const QString left = unreachable("10.1.1.0/24", "r1:lan", "r2"), right = unreachable("10.1.2.0/24", "r2:lan", "r1");
        row("nothing is configured", {"", ""}, {left, right});
        row("static routes both ways", {"ip route 10.1.2.0/24 10.2.1.2", "ip route 10.1.0.0 255.255.0.0 10.2.1.1"}, {});
        row("a way there and none back", {"ip route 0.0.0.0/0 10.2.1.2", ""}, {left});
        row("into nowhere is a way that was meant", {"ip route 10.1.0.0/16 Null0", "ip route 0.0.0.0/0 10.2.1.1"}, {});
        row("a protocol tells of both", {"router ospf\n network 10.0.0.0/8 area 0", "router ospf\n network 10.0.0.0/8 area 0"}, {});
        row("a protocol at an interface", {"interface right\n ip ospf area 0\ninterface lan\n ip ospf area 0", "router ospf\n network 10.0.0.0/8 area 0"}, {});
        row("a protocol that leaves one out", {"router ospf\n network 10.2.0.0/16 area 0", "router ospf\n network 10.0.0.0/8 area 0"}, {left});
        row("and tells of it otherwise", {"router ospf\n network 10.2.0.0/16 area 0\n redistribute connected", "router ospf\n network 10.0.0.0/8 area 0"}, {});
        row("RIP by the interface's name", {"router rip\n network right\n network lan", "router rip\n network 10.0.0.0/8"}, {});
        row("not spoken on the link between", {"router rip\n network 10.1.0.0/16", "router rip\n network 10.0.0.0/8"}, {left, right});
        row("BGP tells of what it is told to", {"router bgp 1\n neighbor 10.2.1.2 remote-as 2\n network 10.1.1.0/24", "router bgp 2\n neighbor 10.2.1.1 remote-as 1"}, {right});
        row("somebody outside may tell anything", {"router bgp 1\n neighbor 10.2.1.2 remote-as 2\n neighbor 192.0.2.1 remote-as 3\n network 10.1.1.0/24", "router bgp 2\n neighbor 10.2.1.1 remote-as 1"}, {});
        row("a default route told by the protocol", {"router ospf\n network 10.0.0.0/8 area 0", "router ospf\n network 10.2.0.0/16 area 0\n default-information originate always"}, {});
        row("what is not understood is not judged", {"vrf red", "vrf blue"}, {});
        row("a translation hides what is behind it", {"interface lan\n ip nat inside", "ip route 0.0.0.0/0 10.2.1.1"}, {right});
        row("protocols that do not meet, and a border that tells one of the other",
            {"router ospf\n network 10.0.0.0/8 area 0", "router ospf\n network 10.2.1.0/30 area 0\n redistribute rip\nrouter rip\n network 10.2.2.0/30", "router rip\n network 10.0.0.0/8"},
            {unreachable("10.1.1.0/24", "r1:lan", "r3")});
        row("networks between routers alone are not missed", {"ip route 10.1.3.0/24 10.2.1.2", "ip route 10.1.1.0/24 10.2.1.1\nip route 10.1.3.0/24 10.2.2.2", "ip route 10.1.1.0/24 10.2.2.1"}, {});
    }
    void ways()
    {
        QFETCH(QStringList, configs);
        QFETCH(QStringList, expected);
        QCOMPARE(said(line(configs)), expected);
    }

    void nextHopsThatAreNoNeighbours_data()
    {
        QTest::addColumn<QString>("config");
        QTest::addColumn<bool>("isFar");
        QTest::newRow("a neighbour") << "ip route 10.9.0.0/16 10.2.1.2" << false;
        QTest::newRow("far") << "ip route 10.9.0.0/16 10.7.0.1" << true;
        QTest::newRow("far, of IPv6") << "ipv6 route 2001:db8:9::/48 2001:db8:7::1" << true;
        QTest::newRow("link-local") << "ipv6 route 2001:db8:9::/48 fe80::1" << false;
        QTest::newRow("taken away") << "no ip route 10.9.0.0/16 10.7.0.1" << false;
        QTest::newRow("into nowhere") << "ip route 10.9.0.0/16 blackhole" << false;
        QTest::newRow("its address is not known") << "interface up\n ip address dhcp\nip route 10.9.0.0/16 10.7.0.1" << false;
    }
    void nextHopsThatAreNoNeighbours()
    {
        QFETCH(QString, config);
        QFETCH(bool, isFar);
        const QStringList all = said(line({"ip route 0.0.0.0/0 10.2.1.2\n" + config, "ip route 0.0.0.0/0 10.2.1.1"}));
        QCOMPARE(all.size(), isFar ? 1 : 0);
        QVERIFY(!isFar || all.front().contains("is unreachable for 'r1': its next hop"));
    }

    void withoutHostsRoutersAreNamedOnce()
    {
        QString text = line({"", "", "", "", ""});
        text.replace(QRegularExpression("  h[12]: .*\n"), "").replace(QRegularExpression("  - \\{ends: \\[h.*\n"), "");
        QCOMPARE(said(text), QStringList{"r1, r2 and 3 more have neither a route nor a routing protocol: networks beyond their own are out of reach, 10.2.2.0/30 is one"});
        text = text.replace("    config: |", "    config: |\n      ip route 0.0.0.0/0 Null0");
        QCOMPARE(said(text), QStringList());
    }

    void aPrivateNetworkIsNoBusinessOfAProvider()
    {
        const QString text = line({"ip route 0.0.0.0/0 10.2.1.2", "interface other\n ip address 203.0.113.1/24"});
        QCOMPARE(said(text), QStringList());
    }

    void nextHopsLeadToTheNetwork()
    {
        const lab::Lab lab = labOf(line({"", "", ""}));
        const auto hops = lab::nextHopsTo(lab, lab::ownedAddresses(lab), *base::IpPrefix::parse("10.1.1.0/24"));
        QCOMPARE(hops.size(), std::size_t(2));
        QCOMPARE(base::toString(hops.at("r2")), std::string("10.2.1.1"));
        QCOMPARE(base::toString(hops.at("r3")), std::string("10.2.2.1"));
    }

    void onASwitch_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("expected");
        const QString hosts = "nodes:\n  h1: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}\n  h2: {kind: host, interfaces: {eth0: {address: 10.0.0.2/24}}}\n"
                              "  h3: {kind: host, interfaces: {eth0: {address: %1}}}\n";
        const QString three = "links: [{ends: [h1:eth0, s:1]}, {ends: [h2:eth0, s:2]}, {ends: [h3:eth0, s:3]}]\n";
        const QString alone = "h3:eth0 has 10.0.1.3/24 and shares no network with the others on its switch: h1:eth0 has 10.0.0.1/24";
        const auto row = [](const char *name, const QString &text, const QStringList &expected) { QTest::newRow(name) << text << expected; };
        row("all in one", hosts.arg("10.0.0.3/24") + "  s: {kind: switch}\n" + three, {});
        row("one is elsewhere", hosts.arg("10.0.1.3/24") + "  s: {kind: switch}\n" + three, {alone});
        row("across two", hosts.arg("10.0.1.3/24") + "  s: {kind: switch}\n  t: {kind: hub}\nlinks: [{ends: [h1:eth0, s:1]}, {ends: [h2:eth0, s:2]}, {ends: [s:3, t:1]}, {ends: [h3:eth0, t:2]}]\n", {alone});
        row("another length", hosts.arg("10.0.0.3/16") + "  s: {kind: switch}\n" + three, {});
        row("its VLAN is another", hosts.arg("10.0.1.3/24") + "  s: {kind: switch, interfaces: {'1': {vlan: 10}, '2': {vlan: 10}, '3': {vlan: 20}}}\n" + three, {});
        row("its VLAN is the same over a trunk",
            hosts.arg("10.0.1.3/24")
                + "  s: {kind: switch, interfaces: {'1': {vlan: 10}, '2': {vlan: 10}, up: {trunk: '10,20'}}}\n"
                  "  t: {kind: switch, interfaces: {'3': {vlan: 10}, down: {trunk: '10,20'}}}\n"
                  "links: [{ends: [h1:eth0, s:1]}, {ends: [h2:eth0, s:2]}, {ends: [s:up, t:down]}, {ends: [h3:eth0, t:3]}]\n",
            {alone});
        row("two networks of two each are meant",
            hosts.arg("10.0.1.3/24") + "  h4: {kind: host, interfaces: {eth0: {address: 10.0.1.4/24}}}\n  s: {kind: switch}\n" + three.chopped(2) + ", {ends: [h4:eth0, s:4]}]\n", {});
        row("somebody asks for an address", hosts.arg("10.0.1.3/24") + "  h4: {kind: host, interfaces: {eth0: {address: dhcp}}}\n  s: {kind: switch}\n" + three.chopped(2) + ", {ends: [h4:eth0, s:4]}]\n", {});
    }
    void onASwitch()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, expected);
        QCOMPARE(said(text), expected);
    }

    void subinterfacesAreInTheirVlans()
    {
        const lab::Lab lab = labOf("nodes:\n  h: {kind: host}\n  s: {kind: switch, interfaces: {h: {vlan: 10}, r: {trunk: '10,20'}}}\n  r: {kind: router}\n  q: {kind: router}\n"
                                   "links: [{ends: [h:eth0, s:h]}, {ends: [r:eth0, s:r]}, {ends: [r:eth1, q:eth1]}]\n");
        const lab::Segments segments(lab);
        QVERIFY(segments.of({"h", "eth0"}));
        QCOMPARE(segments.of({"h", "eth0"}), segments.of({"r", "eth0.10"}));
        QVERIFY(!segments.of({"r", "eth0.30"}));
        QVERIFY(segments.of({"r", "eth0"}) != segments.of({"r", "eth0.10"})); // VLAN 1 is not among the trunk's: nobody hears it
        QVERIFY(segments.isOnTrunk({"r", "eth0"}));
        QVERIFY(segments.of({"r", "eth1.5"}));
        QCOMPARE(segments.of({"r", "eth1.5"}), segments.of({"q", "eth1.5"}));
        QVERIFY(segments.of({"r", "eth1.5"}) != segments.of({"r", "eth1"}));
        QVERIFY(!segments.of({"r", "lo"}));
        QVERIFY(!segments.hasSwitches(*segments.of({"r", "eth1"})));
    }

    void largeLabsTakeNoLongTime()
    {
        lab::Lab lab; // a star of stars: 2,000 routers, each with a host
        for (int i = 0; i < 2'000; ++i) {
            lab::Node router, host;
            router.name = fmt::format("r{}", i);
            router.kind = lab::NodeKind::router;
            router.config = fmt::format("interface up\n ip address 10.{}.{}.2/30\ninterface lan\n ip address 172.{}.{}.1/24\nip route 0.0.0.0/0 10.{}.{}.1\n",
                                        i / 250, i % 250, 16 + i / 250, i % 250, i / 250, i % 250);
            host.name = fmt::format("h{}", i);
            host.interfaces.push_back({"eth0", {*base::InterfaceAddress::parse(fmt::format("172.{}.{}.9/24", 16 + i / 250, i % 250))}, {}, {}});
            lab.links.push_back({{router.name, "lan"}, {host.name, "eth0"}, {}, {}, {}});
            lab.links.push_back({{router.name, "up"}, {"core", fmt::format("eth{}", i)}, {}, {}, {}});
            lab.nodes.push_back(router);
            lab.nodes.push_back(host);
        }
        lab::Node core;
        core.name = "core";
        core.kind = lab::NodeKind::router;
        for (int i = 0; i < 2'000; ++i)
            core.interfaces.push_back({fmt::format("eth{}", i), {*base::InterfaceAddress::parse(fmt::format("10.{}.{}.1/30", i / 250, i % 250))}, {}, {}});
        lab.nodes.push_back(core);
        const auto found = lab::checkReachability(lab, lab::ownedAddresses(lab));
        QCOMPARE(found.networks.size(), lab::kMostUnreachable); // the core alone has no routes
        QCOMPARE(found.networks.front().from, std::vector<std::string>{"core"});
    }
};

QTEST_APPLESS_MAIN(TestNetworkChecks)
#include "tst_network_checks.moc"
