// What BIRD and a kernel say of their routes, in the shape of FRR's JSON and as FRR prints it; and the daemons' own lines.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/bird_routes.h"
#include "emulation/engine/daemon_nodes.h"

#include <QtTest/QtTest>

using namespace hopyard;
using namespace hopyard::engine;
using rpc::Json;

namespace {

const char *const kProtocols = "Name       Proto      Table      State  Since         Info\n"
                               "device1    Device     ---        up     06:13:45.465  \n"
                               "s1         Static     master4    up     06:13:45.465  \n"
                               "direct1    Direct     ---        up     06:13:45.465  \n"
                               "o1         OSPF       master4    up     06:13:45.465  Running\n"
                               "b1         BGP        ---        up     06:13:45.465  Established\n";

const char *const kRoutes = "Table master4:\n"
                            "10.9.0.0/16          unicast [s1 06:13:45.465] * (200)\n"
                            "\tvia 10.0.1.2 on eth1\n"
                            "10.8.0.0/16          blackhole [s1 06:13:45.465] * (200)\n"
                            "10.0.0.0/24          unicast [direct1 06:13:45.466] * (240)\n"
                            "\tdev eth0\n"
                            "                     unicast [o1 06:13:45.565] I (150/10) [1.1.1.1]\n"
                            "\tdev eth0\n"
                            "10.7.0.0/16          unicast [o1 06:13:45.465] * E2 (150/10/20) [2.2.2.2]\n"
                            "\tvia 10.0.0.9 on eth0 weight 1\n"
                            "\tvia 10.0.1.9 on eth1 weight 1\n"
                            "10.6.0.0/16          unicast [b1 06:13:45.465 from 10.0.0.3] * (100) [AS65002i]\n"
                            "\tvia 10.0.0.3 on eth0\n"
                            "\n"
                            "Table master6:\n"
                            "2001:db8::/32        unicast [s1 06:13:45.465] * (200)\n"
                            "\tvia fe80::1 on eth1\n";

Table interfaces()
{
    Table table;
    table.rows = {{"lo", "00:00:00:00:00:00", 65536, true, true, Json::array({"127.0.0.1/8"})},
                  {"eth0", "02:00:00:00:00:01", 1500, true, true, Json::array({"10.0.0.1/24", "fe80::1/64"})},
                  {"eth1", "02:00:00:00:00:02", 1500, true, true, Json::array({"10.0.1.1/24"})},
                  {"eth2", "02:00:00:00:00:03", 1500, true, false, Json::array({"10.0.2.1/24"})}};
    return table;
}

} // namespace

class TestBirdRoutes : public QObject {
    Q_OBJECT
private slots:
    void readsRoutes()
    {
        const rpc::OrderedJson routes = birdRoutes(kProtocols, kRoutes, interfaces());
        QStringList prefixes;
        for (const auto &[prefix, entries] : routes.items())
            prefixes << QString::fromStdString(prefix);
        QCOMPARE(prefixes.join(' '), QString("10.0.0.0/24 10.0.1.0/24 10.6.0.0/16 10.7.0.0/16 10.8.0.0/16 10.9.0.0/16"));
        QCOMPARE(routes["10.0.0.0/24"].size(), std::size_t(2)); // connected, and OSPF's own
        QCOMPARE(routes["10.7.0.0/16"].dump(),
                 std::string(R"([{"prefix":"10.7.0.0/16","protocol":"ospf","selected":true,"distance":150,"metric":20,)"
                             R"("nexthops":[{"ip":"10.0.0.9","interfaceName":"eth0","weight":"1"},)"
                             R"({"ip":"10.0.1.9","interfaceName":"eth1","weight":"1"}]}])"));
        QCOMPARE(routes["10.6.0.0/16"][0]["protocol"].dump(), std::string("\"bgp\""));
    }

    void printsThemAsFrrDoes()
    {
        QCOMPARE(QString::fromStdString(routeText(birdRoutes(kProtocols, kRoutes, interfaces()))),
                 QString("Codes: C - connected, S - static, O - OSPF, B - BGP, > - selected route\n\n"
                         "C>* 10.0.0.0/24 is directly connected, eth0\n"
                         "O   10.0.0.0/24 [150/10] is directly connected, eth0\n"
                         "C>* 10.0.1.0/24 is directly connected, eth1\n"
                         "B>* 10.6.0.0/16 [100/0] via 10.0.0.3, eth0\n"
                         "O>* 10.7.0.0/16 [150/20] via 10.0.0.9, eth0\n"
                         "  *                      via 10.0.1.9, eth1\n"
                         "S>* 10.8.0.0/16 [200/0] blackhole\n"
                         "S>* 10.9.0.0/16 [200/0] via 10.0.1.2, eth1\n"));
    }

    void nonsenseGivesNoRoutes()
    {
        QVERIFY(birdRoutes("", "", Table()).empty());
        QVERIFY(birdRoutes("x", "Table master4:\n\tvia\n   \n10.0.0.0/24\n10.0.0.0/24 unicast\nx unicast [y z] (\n", Table()).empty());
    }

    void aKernelsRoutes()
    {
        Table table;
        table.rows = {{"0.0.0.0/0", "10.0.2.1", "eth0", 0}, {"10.0.2.0/24", nullptr, "eth0", 0}, {"fe80::/64", nullptr, "eth0", 256}};
        QCOMPARE(QString::fromStdString(routeText(kernelRoutes(table))),
                 QString("Codes: K - kernel route, C - connected, > - selected route\n\n"
                         "K>* 0.0.0.0/0 [0/0] via 10.0.2.1, eth0\n"
                         "C>* 10.0.2.0/24 is directly connected, eth0\n"));
    }

    void linesOfDaemons()
    {
        const auto read = [](const char *program, const char *line) {
            const DaemonLine said = readDaemonLine(program, line);
            return QString(said.isMistake ? "mistake: " : "") + QString::fromStdString(said.text);
        };
        QCOMPARE(read("zebra", "2026/11/21 06:02:18 ZEBRA: [NNACN-54BDA][EC 4043309110] Disabling MPLS support (no kernel support)"), QString());
        QCOMPARE(read("ospfd", "2026/11/21 06:02:18 OSPF: something"), QString("OSPF: something"));
        QCOMPARE(read("bird", "2026-11-21 06:20:34.284 <INFO> Started"), QString("<INFO> Started"));
        QCOMPARE(read("vtysh", "line 9: % Unknown command[17]: bogus line here"),
                 QString("mistake: configuration, line 9: % Unknown command[17]: bogus line here"));
        QCOMPARE(read("vtysh", "Configuration file[/etc/frr/frr.conf] processing failure: 2"), QString());
        QCOMPARE(read("bird", "bird: /etc/bird/bird.conf:7:1 syntax error, unexpected CF_SYM_UNDEFINED"),
                 QString("mistake: configuration, line 7:1 syntax error, unexpected CF_SYM_UNDEFINED"));
    }
};

QTEST_APPLESS_MAIN(TestBirdRoutes)
#include "tst_bird_routes.moc"
