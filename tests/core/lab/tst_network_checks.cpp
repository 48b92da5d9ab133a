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
        row("not spoken on the link between", {"router rip\n network 10.1.0.0/16", "router rip\n network 10.0.0.0/8"},
            {"r2:left and r1:right do not fit together in RIP: r2 speaks it there, r1 does not", left, right});
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
        const auto addresses = lab::ownedAddresses(lab);
        const auto hops = lab::Ways(lab, addresses).nextHopsTo(*base::IpPrefix::parse("10.1.1.0/24"));
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

    void neighbours_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *name, const QString &text, const QStringList &expected) { QTest::newRow(name) << text << expected; };
        // r1, r2 and r3 in 10.0.0.0/24 on a switch; `configs`: what follows the interfaces of each
        const auto onSwitch = [](const QStringList &configs, const QString &ports = "{}") {
            QString text = "nodes:\n", links = "links:\n";
            for (int i = 1; i <= configs.size(); ++i) {
                text += QString("  r%1:\n    kind: router\n    config: |\n      interface eth0\n       ip address 10.0.0.%1/24\n").arg(i);
                for (const QString &line : configs[i - 1].split('\n', Qt::SkipEmptyParts))
                    text += "      " + line + '\n';
                links += QString("  - {ends: [r%1:eth0, s:p%1]}\n").arg(i);
            }
            return text + "  s: {kind: switch, interfaces: " + ports + "}\n" + links;
        };
        const QString ospf = "router ospf\n network 10.0.0.0/24 area 0", rip = "router rip\n network 10.0.0.0/24";
        const QString head = "r1:eth0 and r3:eth0 do not fit together in %1: ";
        const auto differ = [&](const char *protocol, const char *what, const char *first, const char *third) {
            return QStringList{head.arg(protocol) + QString("the %1 of r1:eth0 is %2, that of r3:eth0 is %3").arg(what, first, third)};
        };
        row("they fit", onSwitch({ospf, ospf, ospf}), {});
        row("other protocols", onSwitch({ospf, ospf, rip}), {"r1:eth0 and r3:eth0 are on the same network and speak different protocols: r1 speaks ospf, r3 speaks rip"});
        row("the odd one out is the first", onSwitch({rip, ospf, ospf}), {"r2:eth0 and r1:eth0 are on the same network and speak different protocols: r2 speaks ospf, r1 speaks rip"});
        row("in another VLAN", onSwitch({ospf, ospf, rip}, "{p1: {vlan: 10}, p2: {vlan: 10}, p3: {vlan: 20}}"), {});
        row("in one VLAN", onSwitch({ospf, ospf, rip}, "{p1: {vlan: 10}, p2: {vlan: 20}, p3: {vlan: 10}}"),
            {"r1:eth0 and r3:eth0 are on the same network and speak different protocols: r1 speaks ospf, r3 speaks rip"});
        row("two of each are meant", onSwitch({ospf, ospf, rip, rip}), {});
        row("a border between them", onSwitch({ospf, ospf + '\n' + rip, rip}), {});
        row("area", onSwitch({ospf, ospf, "router ospf\n network 10.0.0.0/24 area 1"}), differ("OSPF", "area", "0", "1"));
        row("an area is written in two ways", onSwitch({ospf, ospf, "router ospf\n network 10.0.0.0/8 area 0.0.0.0"}), {});
        row("hello interval", onSwitch({ospf, ospf, "interface eth0\n ip ospf hello-interval 5\n ip ospf dead-interval 40\n" + ospf}), differ("OSPF", "hello interval", "10 s", "5 s"));
        row("dead interval", onSwitch({ospf, ospf, "interface eth0\n ip ospf dead-interval 30\n" + ospf}), differ("OSPF", "dead interval", "40 s", "30 s"));
        row("network type", onSwitch({ospf, ospf, "interface eth0\n ip ospf network point-to-point\n" + ospf}), differ("OSPF", "network type", "broadcast", "point-to-point"));
        row("authentication", onSwitch({ospf, ospf, "interface eth0\n ip ospf authentication\n ip ospf authentication-key x\n" + ospf}),
            differ("OSPF", "authentication", "none", "password"));
        row("authentication of an area", onSwitch({ospf, ospf, ospf + "\n area 0 authentication message-digest"}), differ("OSPF", "authentication", "none", "message-digest"));
        const auto keyed = [&](const char *key) { return QString("interface eth0\n ip ospf authentication message-digest\n ip ospf message-digest-key %1\n").arg(key) + ospf; };
        row("key", onSwitch({keyed("1 md5 a"), keyed("1 md5 a"), keyed("1 md5 b")}), differ("OSPF", "key", "'1 md5 a'", "'1 md5 b'"));
        row("one key of several is enough", onSwitch({keyed("1 md5 a"), keyed("1 md5 a"), keyed("2 md5 b\n ip ospf message-digest-key 1 md5 a")}), {});
        row("kind of area", onSwitch({"router ospf\n network 10.0.0.0/8 area 1", "router ospf\n network 10.0.0.0/8 area 1", "router ospf\n network 10.0.0.0/8 area 1\n area 1 stub"}),
            differ("OSPF", "kind of area", "normal", "stub"));
        row("MTU", onSwitch({ospf, ospf, ospf}).replace("  s: {", "    interfaces: {eth0: {mtu: 1400}}\n  s: {"), differ("OSPF", "MTU", "1500", "1400"));
        row("MTU that is not looked at", onSwitch({ospf, ospf, "interface eth0\n ip ospf mtu-ignore\n" + ospf}).replace("  s: {", "    interfaces: {eth0: {mtu: 1400}}\n  s: {"), {});
        row("prefix length", onSwitch({ospf, ospf, ospf}).replace("10.0.0.3/24", "10.0.0.3/25"),
            {head.arg("OSPF") + "the prefix length of r1:eth0 is 24, that of r3:eth0 is 25"});
        row("one side only", onSwitch({ospf, ospf, "interface eth1\n ip address 10.5.0.1/24\nrouter ospf\n network 10.5.0.0/24 area 0"}),
            {head.arg("OSPF") + "r1 speaks it there, r3 does not", "r3:eth1 has an address"});
        row("passive", onSwitch({ospf, ospf, ospf + "\n passive-interface default"}), {head.arg("OSPF") + "r1 speaks it there, r3 is passive"});
        row("but for that interface", onSwitch({ospf, ospf, ospf + "\n passive-interface default\n no passive-interface eth0"}), {});
        row("a static route leads there", onSwitch({ospf, ospf, "ip route 0.0.0.0/0 10.0.0.1\n" + ospf + "\n passive-interface eth0"}), {});
        row("RIP on one side", onSwitch({rip, rip, "router rip\n network 10.5.0.0/24"}), {head.arg("RIP") + "r1 speaks it there, r3 does not"});
        row("RIP's version", onSwitch({rip, rip, rip + "\n version 1"}), differ("RIP", "version", "2", "1"));
        const QString text = "interface eth0\n ip rip authentication mode text\n ip rip authentication string ";
        row("RIP's password", onSwitch({text + "a\n" + rip, text + "a\n" + rip, text + "b\n" + rip}), differ("RIP", "password", "'a'", "'b'"));
        row("what a router does not say is not judged", onSwitch({ospf, ospf, "vrf red\n" + rip}), {});
        const auto bgp = [](int as, int to, int expected) { return QString("router bgp %1\n neighbor 10.0.0.%2 remote-as %3").arg(as).arg(to).arg(expected); };
        row("BGP fits", onSwitch({bgp(1, 2, 2), bgp(2, 1, 1)}), {});
        row("AS numbers", onSwitch({bgp(1, 2, 3), bgp(2, 1, 1)}), {"r1 and r2 do not fit together in BGP: r1 expects AS 3 at 10.0.0.2, and r2 is in AS 2"});
        row("external is any other", onSwitch({QString("router bgp 1\n neighbor 10.0.0.2 remote-as external"), bgp(2, 1, 1)}), {});
        row("by its group", onSwitch({QString("router bgp 1\n neighbor g peer-group\n neighbor g remote-as 3\n neighbor 10.0.0.2 peer-group g"), bgp(2, 1, 1)}),
            {"r1 and r2 do not fit together in BGP: r1 expects AS 3 at 10.0.0.2, and r2 is in AS 2"});
        row("as another AS", onSwitch({bgp(1, 2, 3), bgp(2, 1, 1) + "\n neighbor 10.0.0.1 local-as 3"}), {});
        row("nobody there", onSwitch({bgp(1, 2, 2), QString("router bgp 2")}), {"r1 and r2 do not fit together in BGP: r1 has the neighbor 10.0.0.2, and r2 has none of r1's addresses as one"});
        row("no BGP there", onSwitch({bgp(1, 2, 2), QString("hostname r2")}), {"r1 and r2 do not fit together in BGP: r1 has the neighbor 10.0.0.2, and r2 speaks no BGP"});
        row("BGP's passwords", onSwitch({bgp(1, 2, 2) + "\n neighbor 10.0.0.2 password a", bgp(2, 1, 1)}),
            {"r1 and r2 do not fit together in BGP: the password of r1 for 10.0.0.2 is 'a', that of r2 for 10.0.0.1 is ''"});
        row("a neighbour that is shut", onSwitch({bgp(1, 2, 3) + "\n neighbor 10.0.0.2 shutdown", bgp(2, 1, 1)}), {});
    }
    void neighbours()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, expected);
        QStringList found = said(text);
        found.erase(std::remove_if(found.begin(), found.end(), [](const QString &each) { return each.contains("neither a route"); }), found.end());
        expected.removeIf([](const QString &each) { return each.contains("has an address"); });
        QCOMPARE(found, expected);
    }

    void manyNetworksOfSilentRoutersAreSaidOnce()
    {
        // r1 … r6 in a row, each with a host: nobody has a route
        QString nodes = "nodes:\n", links = "links:\n";
        for (int i = 1; i <= 6; ++i) {
            nodes += QString("  r%1: {kind: router, interfaces: {lan: {address: 10.1.%1.1/24}, left: {address: 10.2.%2.2/30}, right: {address: 10.2.%1.1/30}}}\n"
                             "  h%1: {kind: host, interfaces: {eth0: {address: 10.1.%1.9/24}}, gateway: 10.1.%1.1}\n").arg(i).arg(i - 1);
            links += QString("  - {ends: [h%1:eth0, r%1:lan]}\n").arg(i);
            if (i < 6)
                links += QString("  - {ends: [r%1:right, r%2:left]}\n").arg(i).arg(i + 1);
        }
        QCOMPARE(said(nodes + links), QStringList{"r1, r2 and 4 more have neither a route nor a routing protocol: networks beyond their own are out of reach, 10.1.2.0/24 is one"});
        const auto found = lab::checkNetwork(labOf(nodes + links));
        QVERIFY(found.front().severity == lab::Problem::Severity::warning);
        // one that speaks is told of by itself
        nodes.replace("r3: {kind: router,", "r3: {kind: router, config: \"router rip\\n network 10.1.3.0/24\\n\",");
        const QStringList all = said(nodes + links);
        QCOMPARE(all.filter("unreachable from r3").size(), 5);
        QCOMPARE(all.filter("neither a route").size(), 1);
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
        QVERIFY(found.networks.empty()); // the core alone has no routes: said once, not of each of 2,000 networks
        QCOMPARE(found.silent.size(), std::size_t(1));
        QCOMPARE(found.silent.front().routers, std::vector<std::string>{"core"});
        QVERIFY(found.silent.front().hasHosts);
    }
};

QTEST_APPLESS_MAIN(TestNetworkChecks)
#include "tst_network_checks.moc"
