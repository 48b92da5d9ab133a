// The console of a router in a small network: what FRR 8.4.4 printed for the same configuration, letter by letter, its
// JSON keys, and Hopyard's own commands.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_text.h"
#include "core/console/console.h"
#include "tests/support/network.h"

#include <QtTest/QTest>

#include <nlohmann/json.hpp>

using namespace hopyard;
using namespace hopyard::base::literals;
using console::Answer;
using Json = nlohmann::json;

namespace {

/// r1 with two interfaces, h1 behind eth1; configured as the router that FRR's answers were taken from.
class Fixture {
public:
    Fixture()
    {
        m_r1 = m_network.add("r1", true);
        const auto a = m_network.port(m_r1, {}), b = m_network.port(m_r1, {});
        m_h1 = m_network.add("h1", false);
        const auto c = m_network.port(m_h1, {"10.0.12.2/30"});
        const auto d = m_network.port(m_network.add("h2", false), {"10.0.1.9/24"});
        m_network.connect(a, d);
        m_network.connect(b, c);
        const auto config = console::parseConfig(R"(
interface eth0
 bandwidth 100
 description To the lan
 ip address 10.0.1.1/24
 ip address 10.0.5.1/24
interface eth1
 ip address 10.0.12.1/30
ip route 10.0.2.0/24 10.0.12.2
ip route 10.0.2.0/24 10.0.1.7 5 tag 7
ip route 10.9.0.0/16 Null0
ip route 10.8.0.0/16 blackhole 200
ip route 10.7.0.0/16 reject
ip route 10.6.0.0/16 eth1
ip route 10.5.0.0/16 10.0.12.2 eth1
ip route 10.4.0.0/16 10.0.2.77
ip route 0.0.0.0/0 10.0.12.2
ip route 0.0.0.0/0 10.0.1.9
)");
        m_network.move(m_r1, [&](link::Context &c2, router::VirtualRouter &r) { r.configure(c2, *config); });
        m_network.runFor(1_s);
    }

    Answer say(std::string_view line, bool atHost = false)
    {
        Answer answer;
        m_network.move(atHost ? m_h1 : m_r1, [&](link::Context &c, router::VirtualRouter &r) {
            answer = console::execute(c, r, line);
        });
        return answer;
    }
    QString text(std::string_view line) { return QString::fromStdString(say(line).text); }
    Json json(std::string_view line) { return Json::parse(say(line).json); }
    test::Network &network() { return m_network; }

private:
    test::Network m_network;
    std::size_t m_r1 = 0, m_h1 = 0;
};

} // namespace

class TestConsole : public QObject {
    Q_OBJECT
private slots:
    void routesAsFrrPrintsThem()
    {
        Fixture f;
        QCOMPARE(f.text("show ip route"), QString(R"(Codes: K - kernel route, C - connected, S - static, R - RIP,
       O - OSPF, I - IS-IS, B - BGP, E - EIGRP, N - NHRP,
       T - Table, v - VNC, V - VNC-Direct, A - Babel, F - PBR,
       f - OpenFabric,
       > - selected route, * - FIB route, q - queued, r - rejected, b - backup
       t - trapped, o - offload failure

S>* 0.0.0.0/0 [1/0] via 10.0.1.9, eth0, weight 1, 00:00:01
  *                 via 10.0.12.2, eth1, weight 1, 00:00:01
C>* 10.0.1.0/24 is directly connected, eth0, 00:00:01
S>* 10.0.2.0/24 [1/0] via 10.0.12.2, eth1, weight 1, 00:00:01
S   10.0.2.0/24 [5/0] via 10.0.1.7, eth0, weight 1, 00:00:01
C>* 10.0.5.0/24 is directly connected, eth0, 00:00:01
C>* 10.0.12.0/30 is directly connected, eth1, 00:00:01
S>  10.4.0.0/16 [1/0] via 10.0.2.77 (recursive), weight 1, 00:00:01
  *                     via 10.0.12.2, eth1, weight 1, 00:00:01
S>* 10.5.0.0/16 [1/0] via 10.0.12.2, eth1, weight 1, 00:00:01
S>* 10.6.0.0/16 [1/0] is directly connected, eth1, weight 1, 00:00:01
S>* 10.7.0.0/16 [1/0] unreachable (ICMP unreachable), weight 1, 00:00:01
S>* 10.8.0.0/16 [200/0] unreachable (blackhole), weight 1, 00:00:01
S>* 10.9.0.0/16 [1/0] unreachable (blackhole), weight 1, 00:00:01
)"));
        QVERIFY(f.text("sh ip ro connected").endsWith("C>* 10.0.12.0/30 is directly connected, eth1, 00:00:01\n"));
        QVERIFY(!f.text("show ip route connected").contains("S>"));
    }

    void routesToAnAddressAsFrrPrintsThem()
    {
        Fixture f;
        const QString expected = "Routing entry for 10.0.2.0/24\n"
                                 "  Known via \"static\", distance 1, metric 0, best\n"
                                 "  Last update 00:00:01 ago\n"
                                 "  * 10.0.12.2, via eth1, weight 1\n"
                                 "\n"
                                 "Routing entry for 10.0.2.0/24\n"
                                 "  Known via \"static\", distance 5, metric 0, tag 7\n"
                                 "  Last update 00:00:01 ago\n"
                                 "    10.0.1.7, via eth0, weight 1\n"
                                 "\n";
        QCOMPARE(f.text("show ip route 10.0.2.9"), expected);
        QCOMPARE(f.text("show ip route 10.0.2.0/24"), expected);
        QCOMPARE(f.text("show ip route 10.9.0.0/16"), QString("Routing entry for 10.9.0.0/16\n"
                                                              "  Known via \"static\", distance 1, metric 0, best\n"
                                                              "  Last update 00:00:01 ago\n"
                                                              "  * unreachable (blackhole), weight 1\n\n"));
        QCOMPARE(f.text("show ip route 10.4.1.1"), QString("Routing entry for 10.4.0.0/16\n"
                                                           "  Known via \"static\", distance 1, metric 0, best\n"
                                                           "  Last update 00:00:01 ago\n"
                                                           "    10.0.2.77 (recursive), weight 1\n"
                                                           "  *   10.0.12.2, via eth1, weight 1\n\n"));
        QCOMPARE(f.text("show ip route 10.3.0.0/16"), QString("% Network not in table\n"));
        QVERIFY(!f.say("show ip route 10.3.0.0/16").ok);
    }

    void routesInFrrsJson()
    {
        Fixture f;
        const Json all = f.json("show ip route json");
        QCOMPARE(all.size(), std::size_t(11));
        const Json &hops = all["0.0.0.0/0"][0]["nexthops"];
        QVERIFY(hops[0] == Json::parse(R"({"fib":true,"ip":"10.0.1.9","afi":"ipv4","interfaceName":"eth0","active":true,"weight":1})"));
        QVERIFY(all["10.0.2.0/24"][1]["tag"] == Json(7));
        QVERIFY(!all["10.0.2.0/24"][1].contains("selected"));
        QVERIFY(all["10.0.1.0/24"][0]["nexthops"][0] == Json::parse(R"({"fib":true,"directlyConnected":true,"interfaceName":"eth0","active":true})"));
        QVERIFY(all["10.4.0.0/16"][0]["nexthops"][0] == Json::parse(R"({"ip":"10.0.2.77","afi":"ipv4","active":true,"recursive":true,"weight":1})"));
        QVERIFY(all["10.4.0.0/16"][0]["nexthops"][1]["resolver"] == Json(true));
        QVERIFY(all["10.7.0.0/16"][0]["nexthops"][0] == Json::parse(R"({"fib":true,"unreachable":true,"reject":true,"active":true,"weight":1})"));
        QCOMPARE(f.json("show ip route 10.0.2.9 json").size(), std::size_t(1));
        QVERIFY(f.text("show ip route json").startsWith("{\n  \"0.0.0.0/0\": ["));
        QVERIFY(!f.say("show ip route").json.empty()); // for the engine, whatever the person asked for
    }

    void routesWhoseWayIsGone()
    {
        Fixture f;
        QVERIFY(f.say("configure interface eth1; shutdown").ok);
        QVERIFY(!f.text("show ip route").contains("10.5.0.0/16")); // as FRR, whose staticd keeps it to itself
        QCOMPARE(f.text("explain route 10.5.0.0/16"), QString("10.5.0.0/16: 1 candidate, none counts\n"
                                                               "    static [1/0] inactive: no next hop can be used\n"
                                                               "      via 10.0.12.2, eth1 inactive: eth1 is down\n"));
        QVERIFY(!f.text("show ip route").contains("10.0.12.0/30 is directly"));
    }

    void theWholeRibWithReasons()
    {
        Fixture f;
        const Json rib = f.json("explain rib");
        QCOMPARE(rib["left"].get<int>(), 0);
        QCOMPARE(rib["prefixes"].size(), f.json("show ip route json").size());
        const Json within = f.json("explain rib within 10.0.2.0/23");
        QCOMPARE(within["prefixes"].size(), std::size_t(1));
        const Json &candidates = within["prefixes"][0]["candidates"];
        QCOMPARE(candidates.size(), std::size_t(2));
        QVERIFY(candidates[0]["verdict"] == Json("counts") && candidates[1]["verdict"] == Json("distance"));
        QVERIFY(candidates[1]["why"] == Json("distance 5 is more than 1"));
        QVERIFY(candidates[1]["tag"] == Json(7));
        QCOMPARE(f.json("explain rib most 2")["left"].get<std::size_t>(), rib["prefixes"].size() - 2);
        QVERIFY(f.say("configure interface eth1; shutdown").ok);
        const Json gone = f.json("explain rib within 10.5.0.0/16")["prefixes"][0]["candidates"][0];
        QVERIFY(gone["verdict"] == Json("unreachable"));
        QVERIFY(gone["nexthops"][0]["why"] == Json("eth1 is down"));
    }

    void theTrieOfTheForwardingTable()
    {
        Fixture f;
        const Json json = f.json("show ip fib trie to 10.0.2.9 json");
        QVERIFY(json["structure"]["kind"] == Json("intervals"));
        QCOMPARE(json["structure"]["prefixes"].get<std::size_t>(), f.json("show ip fib json").size());
        QVERIFY(json["nodes"][0][0] == Json("0.0.0.0/0"));
        QVERIFY(json["lookup"]["containing"] == Json::parse(R"(["10.0.2.0/24", "0.0.0.0/0"])"));
        QVERIFY(json["lookup"]["matched"]["paths"][0]["interface"] == Json("eth1"));
        QVERIFY(json["lookup"]["reads"].size() >= 1);
        std::size_t lit = 0;
        for (const Json &node : json["nodes"])
            lit += node[4].get<bool>() && node[7].is_object();
        QCOMPARE(lit, std::size_t(2));
        const Json folded = f.json("show ip fib trie most 1 open 0.0.0.0/0 fold 10.0.0.0/12");
        QVERIFY(folded["nodes"].size() < json["nodes"].size());
        QVERIFY(f.text("show ip fib trie to 10.0.2.9").contains("10.0.2.9 matches 10.0.2.0/24\n  0.0.0.0/0 contains it as well, but is shorter\n"));
        QCOMPARE(f.text("show ip fib trie to 2001:db8::1"), QString("the address is not of that family\n"));
        QVERIFY(!f.say("show ip fib trie open everything").ok);
        QCOMPARE(f.json("show ip fib trie ipv6")["nodes"].size(), std::size_t(1));
    }

    void whyARouteCounts()
    {
        Fixture f;
        QCOMPARE(f.text("explain route 10.0.2.9"), QString("10.0.2.0/24: 2 candidates\n"
                                                            "  > static [1/0] counts: the lowest distance and metric of those that are active\n"
                                                            "      via 10.0.12.2\n"
                                                            "    static [5/0] distance 5 is more than 1\n"
                                                            "      via 10.0.1.7\n"));
        QVERIFY(f.text("explain route 10.4.0.0/16").contains("      via 10.0.2.77: 10.0.2.77 is resolved by 10.0.2.0/24 (static)\n"));
        QCOMPARE(f.text("explain route 172.16.0.0/12"), QString("nobody offers a route for that\n"));
        QVERIFY(f.text("show ip nht").contains("10.0.2.77\n resolved via static\n via 10.0.12.2, eth1\n Client list: static\n"));
        QCOMPARE(f.text("show ip route 10.0.0.0/14 longer-prefixes").count("weight"), 2);
        QVERIFY(!f.text("show ip route static").contains("C>*"));
        QCOMPARE(f.text("show ip route ospf"), QString());
        QCOMPARE(f.json("show ip route supernets-only json").size(), std::size_t(1)); // all others are 10.0.0.0/8's
        QVERIFY(f.text("show ip route supernets-only static").contains("S>* 0.0.0.0/0 [1/0]"));
        QCOMPARE(f.text("show ip route supernets-only connected"), QString());
        QCOMPARE(f.text("show ip route tag 7").count(" via "), 1);
        QVERIFY(f.text("show ip route 10.0.0.0/14 longer-prefixes static").contains("S>* 10.0.2.0/24"));
        QVERIFY(!f.text("show ip route 10.0.0.0/14 longer-prefixes static").contains("C>*"));
    }

    void interfaces()
    {
        Fixture f;
        QCOMPARE(f.text("show interface brief"), QString("Interface       Status  VRF             Addresses\n"
                                                         "---------       ------  ---             ---------\n"
                                                         "eth0            up      default         10.0.1.1/24\n"
                                                         "                                        10.0.5.1/24\n"
                                                         "eth1            up      default         10.0.12.1/30\n"
                                                         "lo              up      default         \n\n"));
        const QString eth0 = f.text("show interface eth0");
        QVERIFY(eth0.startsWith("Interface eth0 is up, line protocol is up\n  vrf: default\n  Description: To the lan\n"));
        QVERIFY(eth0.contains("  HWaddr: 02:48:00:00:01:01\n  bandwidth 100 Mbps\n  inet 10.0.1.1/24\n  inet 10.0.5.1/24\n"));
        QVERIFY(f.json("show interface eth1 json")["eth1"]["operationalStatus"] == Json("up"));
        QCOMPARE(f.text("show interface eth9"), QString("% Can't find interface eth9\n"));
    }

    void neighbours()
    {
        Fixture f;
        QCOMPARE(f.json("show ip arp json").size(), std::size_t(0));
        QVERIFY(f.say("ping 10.0.12.2 count 1").ok);
        f.network().runFor(2_s);
        const Json rows = f.json("show arp");
        QCOMPARE(rows.size(), std::size_t(1));
        QVERIFY(rows[0]["address"] == Json("10.0.12.2"));
        QVERIFY(rows[0]["mac"] == Json("02:48:00:00:02:01"));
        QVERIFY(rows[0]["interface"] == Json("eth1"));
        QVERIFY(f.text("show ip arp").contains("10.0.12.2         02:48:00:00:02:01"));
        QVERIFY(f.say("clear arp 10.0.12.2").ok);
        QVERIFY(!f.say("clear arp 10.0.12.2").ok);
        QCOMPARE(f.json("show arp").size(), std::size_t(0));
    }

    void lookupsExplainThemselves()
    {
        Fixture f;
        const QString text = f.text("explain 10.0.2.9");
        QVERIFY2(text.startsWith("10.0.2.9 matches 10.0.2.0/24 (static): unicast, via 10.0.12.2 on eth1\n"), qPrintable(text));
        QVERIFY(text.contains("  10.0.2.9/32             not in the table\n"));
        QVERIFY(text.contains("  10.0.2.0/24             matches\n"));
        QVERIFY(text.contains("  0.0.0.0/0               in the table, but shorter\n"));
        QCOMPARE(f.text("show ip fib 10.0.2.9"), text);
        QVERIFY(f.text("explain 192.0.2.1").contains("2 equal paths; the flow from "));
        const Json json = f.json("explain 10.8.1.1 json");
        QVERIFY(json["matched"]["kind"] == Json("blackhole"));
        QVERIFY(f.text("show ip fib").contains("10.9.0.0/16             static      blackhole\n"));
        QVERIFY(f.say("configure no ip route 0.0.0.0/0 10.0.12.2; no ip route 0.0.0.0/0 10.0.1.9").ok);
        QVERIFY(f.text("explain 192.0.2.1").startsWith("192.0.2.1 matches nothing"));
    }

    void configurationIsShownAndChanged()
    {
        Fixture f;
        const QString before = f.text("show running-config");
        QVERIFY(before.startsWith("Building configuration...\n\nCurrent configuration:\n!\nhostname r1\n"));
        QVERIFY(before.endsWith("exit\n!\nend\n"));
        QVERIFY(f.say("configure interface eth1; ip address 10.0.13.1/24; ip route 10.99.0.0/16 10.0.13.9").ok);
        QVERIFY(f.text("show ip route").contains("S>* 10.99.0.0/16 [1/0] via 10.0.13.9, eth1, weight 1, 00:00:00"));
        // All or nothing.
        const Answer wrong = f.say("configure no ip route 10.99.0.0/16 10.0.13.9; ip ruote 10.0.0.0/8 eth0");
        QVERIFY(!wrong.ok);
        QCOMPARE(wrong.text, std::string("unknown 'ruote' after 'ip'; did you mean 'route'?\n"));
        QVERIFY(f.text("show ip route").contains("10.99.0.0/16"));
        QCOMPARE(f.text("configure interface eth7"), QString("There is no interface eth7; its part waits until there is\n"));
    }

    void programsRunAndStop()
    {
        Fixture f;
        const QString first = f.text("ping 10.0.12.2");
        QVERIFY2(first.startsWith("PING 10.0.12.2"), qPrintable(first));
        QVERIFY(f.text("show applications").contains("running   ping 10.0.12.2"));
        QVERIFY(f.json("show sockets")[0]["kind"] == Json("icmp"));
        QVERIFY(f.text("stop ping").startsWith("Stopped "));
        QVERIFY(f.text("show applications").contains("finished  ping 10.0.12.2"));
        QVERIFY(!f.say("stop ping").ok);
        QVERIFY(!f.say("ping no/where").ok);
        QVERIFY(f.json("show counters")["sent"].get<int>() >= 1);
    }

    void aHostHasTheSameConsole()
    {
        Fixture f;
        QVERIFY(f.say("show ip route", true).text.find("C>* 10.0.12.0/30 is directly connected, eth0") != std::string::npos);
        QVERIFY(f.say("show running-config", true).text.find("no ip forwarding\n") != std::string::npos);
    }

    void helpAndMistakes()
    {
        Fixture f;
        const QString help = f.text("help");
        for (const char *line : {"  show ip route [<bgp|connected|ospf|rip|static>] [json]", "  configure LINE", "  ping ", "  udp-sink "})
            QVERIFY2(help.contains(line), line);
        QVERIFY(!help.contains('$'));
        QCOMPARE(f.text("?"), help);
        QCOMPARE(f.text("show ip ?"), QString("  access-list\n  arp\n  as-path-access-list\n  bgp\n  dhcp\n  fib\n  igmp\n  interface\n  nat\n  nht\n  ospf\n  prefix-list\n  rip\n  route\n  sockets\n"));
        QCOMPARE(f.text("shwo ip route"), QString("unknown 'shwo'; did you mean 'show'?\n"));
        QCOMPARE(f.text("weather"), QString("unknown command 'weather'; \"help\" lists what there is\n"));
        QCOMPARE(f.text("show"), QString("'show' is not complete: access-lists, applications, arp, bgp, blob, connections, counters, debugging, dhcp, flows, interface, ip "
                                         "… follows\n"));
        QVERIFY(f.say("").ok);
        const std::vector<std::string> tab{"route"};
        QVERIFY(console::completions("show ip ro") == tab);
        QVERIFY(console::completions("pi") == std::vector<std::string>{"ping"});
    }
};

QTEST_APPLESS_MAIN(TestConsole)
#include "tst_console.moc"
