// `debug …` at a router's console, in virtual time: which lines come while it is on, and that none come while it is off.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/world.h"
#include "tests/support/worlds.h"

#include <QtTest>

#include <algorithm>

using namespace hopyard;
using support::seconds;
using world::World;

namespace {

/// r1 — r2 with these lines behind their interfaces; r1 has 10.9.0.1/24 besides.
std::string pairLab(const std::string &first, const std::string &second)
{
    const auto router = [](const std::string &name, const std::string &own, const std::string &lines) {
        return "  " + name + ":\n    kind: router\n    config: |\n      interface eth0\n       ip address 10.0.12."
               + own + "/24\n      exit\n" + lines;
    };
    return "hopyard: 1\nnodes:\n"
           + router("r1", "1", "      interface lo\n       ip address 10.9.0.1/24\n      exit\n" + first)
           + router("r2", "2", second) + "links:\n  - {ends: [r1:eth0, r2:eth0], delay: 1ms}\n";
}

const std::string kOspf = "      router ospf\n       network 10.0.0.0/8 area 0\n      exit\n";
const std::string kRip = "      router rip\n       network 10.0.0.0/8\n      exit\n";
std::string bgp(const std::string &as, const std::string &peer, const std::string &peerAs, const std::string &network)
{
    return "      router bgp " + as
           + "\n       no bgp ebgp-requires-policy\n       no bgp network import-check\n       neighbor " + peer
           + " remote-as " + peerAs + "\n" + (network.empty() ? "" : "       network " + network + "\n")
           + "      exit\n";
}

world::CommandAnswer say(World &world, const char *node, std::string_view line)
{
    return world.command(world.findNode(node), line);
}

int count(const support::Lines &lines, std::string_view part)
{
    return static_cast<int>(std::count_if(lines.lines.begin(), lines.lines.end(), [&](const std::string &line) {
        return line.find(part) != std::string::npos;
    }));
}

} // namespace

class TestDebug : public QObject {
    Q_OBJECT
private slots:
    /// A network that comes up tells nothing of itself unless it is asked.
    void silentUnlessAsked()
    {
        World world = support::worldFrom(pairLab(kOspf + kRip, kOspf + kRip));
        const support::Lines lines(world);
        world.runUntil(seconds(60));
        QCOMPARE(count(lines, ""), 0);
    }
    void ospf()
    {
        World world = support::worldFrom(pairLab(kOspf, kOspf));
        const support::Lines lines(world);
        for (const char *line : {"debug ospf nsm", "debug ospf ism", "debug ospf lsa", "debug ospf event",
                                 "debug ospf packet hello send"})
            QVERIFY(say(world, "r1", line).ok);
        world.runUntil(seconds(60));
        QVERIFY(!lines.with("OSPF: ISM[eth0:10.0.12.1]: Waiting -> ").empty());
        QVERIFY(!lines.with("OSPF: NSM[eth0:10.0.12.2:10.0.12.2]: Loading -> Full").empty()
                || !lines.with("OSPF: NSM[eth0:10.0.12.2:10.0.12.2]: Exchange -> Full").empty());
        QVERIFY(!lines.with("LSA[Type1,id(10.9.0.1),area 0.0.0.0]: originated, seq 0x80000001").empty());
        QVERIFY(!lines.with("LSA[Type1,id(10.0.12.2),ar(10.0.12.2)]: received from 10.0.12.2").empty());
        QVERIFY(!lines.with("SPF: full calculation over ").empty());
        QVERIFY(count(lines, "OSPF: Hello sent to 224.0.0.5 via eth0: router 10.9.0.1 area 0.0.0.0") >= 5);
        QCOMPARE(count(lines, "received from 10.0.12.2 via"), 0); // only what is sent was asked for, and only of hellos
    }
    void rip()
    {
        World world = support::worldFrom(pairLab(kRip, kRip));
        const support::Lines lines(world);
        QVERIFY(say(world, "r2", "debug rip packet recv").ok);
        QVERIFY(say(world, "r2", "debug rip events").ok);
        world.runUntil(seconds(40));
        QVERIFY(!lines.with("RIP: RECV from 10.0.12.1 via eth0: RESPONSE version 2").empty());
        QVERIFY(!lines.with("RIP:   10.9.0.0/24 -> 0.0.0.0 family 2 tag 0 metric 1").empty());
        QVERIFY(count(lines, "RIP: regular update") >= 1);
        QCOMPARE(count(lines, "SEND"), 0);
    }
    void bgp()
    {
        World world = support::worldFrom(
            pairLab(::bgp("65001", "10.0.12.2", "65002", "10.9.0.0/24"), ::bgp("65002", "10.0.12.1", "65001", "")));
        const support::Lines lines(world);
        for (const char *line : {"debug bgp updates in", "debug bgp keepalives", "debug bgp neighbor-events"})
            QVERIFY(say(world, "r2", line).ok);
        world.runUntil(seconds(90));
        QVERIFY(!lines.with("BGP: 10.0.12.1 [FSM] OpenConfirm -> Established").empty());
        QVERIFY(!lines.with("BGP: 10.0.12.1 rcvd OPEN").empty());
        QVERIFY(!lines.with("BGP: 10.0.12.1 rcvd UPDATE w/ attr: nexthop 10.0.12.1, origin i").empty());
        QVERIFY(!lines.with("BGP: 10.0.12.1 rcvd UPDATE announces 10.9.0.0/24").empty());
        QVERIFY(count(lines, "BGP: 10.0.12.1 rcvd KEEPALIVE") >= 2);
        QCOMPARE(count(lines, "send UPDATE"), 0);
    }
    void ribAndFib()
    {
        World world = support::worldFrom(pairLab(kOspf, kOspf));
        world.runUntil(seconds(10));
        const support::Lines lines(world);
        QVERIFY(say(world, "r2", "debug zebra rib").ok);
        QVERIFY(say(world, "r2", "debug zebra fib").ok);
        world.runUntil(seconds(70));
        QVERIFY(!lines.with("ZEBRA: rib_process: 10.9.0.1/32: selected ospf [110/").empty()
                || !lines.with("ZEBRA: rib_process: 10.9.0.0/24: selected ospf [110/").empty());
        QVERIFY(!lines.with("ZEBRA: fib: install 10.9.0.").empty());
        QVERIFY(say(world, "r2", "configure ip route 10.5.0.0/16 10.0.12.1").ok);
        QVERIFY(!lines.with("fib: install 10.5.0.0/16 via 10.0.12.1").empty());
        QVERIFY(say(world, "r2", "configure no ip route 10.5.0.0/16 10.0.12.1").ok);
        QVERIFY(!lines.with("fib: uninstall 10.5.0.0/16").empty());
    }
    void furtherWordsOfZebra_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("told");
        for (const char *words : {"nht", "nht detailed", "nexthop", "nexthop detail", "packet", "packet recv detail", "rib detailed"})
            QTest::newRow(words) << QString("debug zebra ") + words << "rib_process: 10.5.0.0/16: selected static [1/0], was none";
        for (const char *words : {"kernel", "kernel msgdump", "kernel msgdump send", "dplane", "dplane detailed"})
            QTest::newRow(words) << QString("debug zebra ") + words << "fib: install 10.5.0.0/16 via 10.0.12.1";
    }
    void furtherWordsOfZebra()
    {
        QFETCH(QString, line);
        QFETCH(QString, told);
        World world = support::worldFrom(pairLab(kOspf, kOspf));
        world.runUntil(seconds(1));
        const support::Lines lines(world);
        QVERIFY(say(world, "r2", line.toStdString()).ok);
        QVERIFY(say(world, "r2", "configure ip route 10.5.0.0/16 10.0.12.1").ok);
        QCOMPARE(count(lines, told.toStdString()), 1);
        QVERIFY(say(world, "r2", "no " + line.toStdString()).ok);
        QVERIFY(say(world, "r2", "configure no ip route 10.5.0.0/16 10.0.12.1").ok);
        QCOMPARE(count(lines, ""), 1);
    }
    void offAgain()
    {
        World world = support::worldFrom(pairLab(kOspf, kOspf));
        const auto shown = [&](const char *line = "show debugging") {
            return QString::fromStdString(say(world, "r1", line).text);
        };
        QVERIFY(say(world, "r1", "debug ospf packet all").ok);
        QVERIFY(say(world, "r1", "debug bgp updates").ok);
        QVERIFY(shown("show debugging ospf").contains("OSPF packet Hello send debugging is on"));
        QVERIFY(!shown("show debugging ospf").contains("BGP"));
        QVERIFY(shown().contains("BGP updates (inbound) debugging is on"));
        QVERIFY(say(world, "r1", "no debug ospf packet hello").ok);
        QVERIFY(!shown().contains("Hello"));
        QVERIFY(shown().contains("Link State Update receive"));
        QVERIFY(say(world, "r1", "undebug all").ok);
        QVERIFY(!shown().contains(" is on"));
        const support::Lines lines(world);
        world.runUntil(seconds(60));
        QCOMPARE(count(lines, ""), 0);
    }
    /// Lines of a configuration hold from the start, survive in it, and are changed with it.
    void configured()
    {
        World world = support::worldFrom(pairLab("      debug ospf nsm\n      debug zebra events\n" + kOspf, kOspf));
        const auto running = [&] { return QString::fromStdString(say(world, "r1", "show running-config").text); };
        QVERIFY(running().contains("\ndebug zebra events\ndebug ospf nsm\n!\n"));
        QVERIFY(say(world, "r1", "show debugging").text.find("OSPF NSM debugging is on") != std::string::npos);
        const support::Lines lines(world);
        world.runUntil(seconds(60));
        QVERIFY(count(lines, "NSM[") > 0);
        QVERIFY(say(world, "r1", "configure interface eth0; shutdown").ok);
        QVERIFY(!lines.with("ZEBRA: interface eth0 is down, addresses 10.0.12.1/24").empty());
        QVERIFY(say(world, "r1", "configure interface eth0; no shutdown; ip address 10.0.13.1/24").ok);
        QVERIFY(!lines.with("ZEBRA: interface eth0 is up, addresses 10.0.12.1/24 10.0.13.1/24").empty());
        // At the console only what runs is changed; in the configuration both are.
        QVERIFY(say(world, "r1", "no debug zebra events").ok);
        QVERIFY(running().contains("debug zebra events"));
        QVERIFY(say(world, "r1", "configure debug ospf ism").ok);
        QVERIFY(say(world, "r1", "show debugging").text.find("Zebra event") == std::string::npos);
        QVERIFY(say(world, "r1", "show debugging").text.find("OSPF ISM debugging is on") != std::string::npos);
        QVERIFY(say(world, "r1", "configure no debug ospf nsm").ok);
        QVERIFY(say(world, "r1", "show debugging").text.find("OSPF NSM") == std::string::npos);
        QVERIFY(!running().contains("nsm"));
    }
    /// A checkpoint goes on telling what the running one did.
    void copied()
    {
        World world = support::worldFrom(pairLab(kOspf, kOspf));
        QVERIFY(say(world, "r1", "debug ospf nsm").ok);
        World copy = world.copy();
        const support::Lines lines(copy);
        copy.runUntil(seconds(60));
        QVERIFY(count(lines, "NSM[") > 0);
    }
};

QTEST_APPLESS_MAIN(TestDebug)
#include "tst_debug.moc"
