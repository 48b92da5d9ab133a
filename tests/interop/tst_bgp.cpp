// BGP beside FRR and BIRD: networks of Hopyard's virtual routers, of FRR's, and mixed ones, some with a BIRD among them; every
// table, and everything BGP says of every path, equal to what an all-FRR network of the same text computes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/real_bgp.h"

using namespace hopyard;
using test::bgp;
using test::NetworkText;
using test::RoutingLabs;

namespace {

std::string advertise(const std::vector<std::string> &prefixes)
{
    std::string text;
    for (const std::string &prefix : prefixes)
        text += "  network " + prefix + '\n';
    return text;
}
std::string own(const std::vector<std::string> &prefixes)
{
    std::string text;
    for (const std::string &prefix : prefixes)
        text += "ip route " + prefix + " blackhole\n";
    return text;
}

/// r1 (65001) - r2 (65002) - r3 (65003), each with networks of its own.
struct LineText {
    std::string left, middle, right;            ///< lines of each family
    std::string lists;                          ///< of all three
    std::string process;                        ///< of all three
    std::string word12, word21, word23, word32; ///< passwords: of r1 for r2, of r2 for r1…
    unsigned rightAs = 65003, rightsPeer = 65002; ///< what r3 is, and what it takes r2 for
    std::string middleProcess;                  ///< of r2 alone
    bool listens = false;                       ///< r2 takes neighbours of a range in place of knowing them
    lab::Lab lab() const
    {
        const auto word = [](const std::string &as, const std::string &peer, const std::string &text) {
            return text.empty() ? std::string() : " neighbor " + peer + " remote-as " + as + "\n neighbor " + peer + " password " + text + '\n';
        };
        return NetworkText()
            .router("r1", {"eth0 10.0.12.1/24", "lo 10.1.1.1/32"},
                    lists + own({"172.16.1.0/24", "172.16.11.0/24"})
                        + bgp(65001, "1.1.1.1", {"10.0.12.2 65002"}, advertise({"172.16.1.0/24", "172.16.11.0/24", "10.1.1.1/32"}) + left,
                              process + word("65002", "10.0.12.2", word12)))
            .router("r2", {"eth0 10.0.12.2/24", "eth1 10.0.23.2/24", "lo 10.1.1.2/32"},
                    lists + own({"172.16.2.0/24"})
                        + bgp(65002, "2.2.2.2", listens ? std::vector<std::string>() : std::vector<std::string>{"10.0.12.1 65001", "10.0.23.3 " + std::to_string(rightAs)}, advertise({"172.16.2.0/24", "10.1.1.2/32"}) + middle,
                              process + middleProcess + word("65001", "10.0.12.1", word21) + word("65003", "10.0.23.3", word23)))
            .router("r3", {"eth0 10.0.23.3/24", "lo 10.1.1.3/32"},
                    lists + own({"172.16.3.0/24"})
                        + bgp(rightAs, "3.3.3.3", {"10.0.23.2 " + std::to_string(rightsPeer)}, advertise({"172.16.3.0/24", "10.1.1.3/32"}) + right,
                              process + word("65002", "10.0.23.2", word32)))
            .wires({"r1:eth0 r2:eth0", "r2:eth1 r3:eth0"})
            .lab();
    }
};

const char *const kOspf = "; ip ospf hello-interval 1; ip ospf dead-interval 4; ip ospf network point-to-point; ip ospf area 0";

std::string ospf(const std::string &id)
{
    return "router ospf\n ospf router-id " + id + "\n timers throttle spf 0 50 200\n timers throttle lsa all 0\n timers lsa min-arrival 0\nexit\n";
}

std::string viaLoopback(const std::string &address, const std::string &as = "65000")
{
    return " neighbor " + address + " remote-as " + as + "\n neighbor " + address + " timers connect 1\n neighbor " + address + " update-source lo\n";
}

/// OSPF inside AS 65000: r2 in the middle reflects between r1, r4 and whoever is r3; e1 (65100) is outside of r1.
/// `bird`: r3 is BIRD.
lab::Lab reflection(bool bird, const std::string &more = {})
{
    const std::string third = bird ? "10.0.23.3" : "10.1.1.3";
    const auto inside = [](const std::string &n, const std::string &lines, const std::string &family) {
        return ospf(n + "." + n + "." + n + "." + n) + bgp(65000, n + "." + n + "." + n + "." + n, {}, family, lines);
    };
    NetworkText text;
    text.router("r1", {std::string("eth0 10.0.12.1/24") + kOspf, "eth1 10.9.0.1/24", "lo 10.1.1.1/32; ip ospf area 0"},
                own({"172.16.1.0/24"}) + inside("1", viaLoopback("10.1.1.2") + " neighbor 10.9.0.2 remote-as 65100\n neighbor 10.9.0.2 timers connect 1\n",
                                              advertise({"172.16.1.0/24"}) + "  neighbor 10.1.1.2 next-hop-self\n"))
        .router("r2", {std::string("eth0 10.0.12.2/24") + kOspf, std::string("eth1 10.0.23.2/24") + kOspf, std::string("eth2 10.0.24.2/24") + kOspf, "lo 10.1.1.2/32; ip ospf area 0"},
                own({"172.16.2.0/24"}) + inside("2", viaLoopback("10.1.1.1") + viaLoopback(third) + viaLoopback("10.1.1.4") + more,
                                              advertise({"172.16.2.0/24"}) + "  neighbor 10.1.1.1 route-reflector-client\n  neighbor 10.1.1.4 route-reflector-client\n"
                                                  + (bird ? "  neighbor " + third + " route-reflector-client\n" : "")));
    if (bird)
        text.node("r3:\n    kind: bird\n    interfaces: {eth0: {address: 10.0.23.3/24}}\n    config: |\n"
                  "      router id 3.3.3.3;\n"
                  "      protocol device { scan time 1; }\n"
                  "      protocol kernel { ipv4 { export all; }; }\n"
                  "      protocol static { ipv4; route 172.16.3.0/24 blackhole; route 172.20.0.0/16 blackhole; }\n"
                  "      protocol ospf v2 { ipv4 { import all; export none; };\n"
                  "        area 0 { interface \"eth0\" { type ptp; hello 1; dead 4; cost 10; }; }; }\n"
                  "      protocol bgp { local 10.0.23.3 as 65000; neighbor 10.1.1.2 as 65000; multihop; connect delay time 1; connect retry time 1;\n"
                  "        hold time 6; keepalive time 2;\n"
                  "        ipv4 { import all; next hop self; export filter { if net ~ [172.16.0.0/12+] && source = RTS_STATIC then {\n"
                  "          bgp_community.add((65000, 77)); bgp_large_community.add((65000, 1, 2)); bgp_local_pref = 150; bgp_med = 9; accept; } reject; }; }; }");
    else
        text.router("r3", {std::string("eth0 10.0.23.3/24") + kOspf, "lo 10.1.1.3/32; ip ospf area 0"},
                    own({"172.16.3.0/24"}) + inside("3", viaLoopback("10.1.1.2"), advertise({"172.16.3.0/24"})));
    text.router("r4", {std::string("eth0 10.0.24.4/24") + kOspf, "lo 10.1.1.4/32; ip ospf area 0"},
                own({"172.16.4.0/24"}) + inside("4", viaLoopback("10.1.1.2"), advertise({"172.16.4.0/24"})))
        .router("e1", {"eth0 10.9.0.2/24", "lo 10.1.1.9/32"},
                own({"172.16.9.0/24"}) + bgp(65100, "9.9.9.9", {"10.9.0.1 65000"}, advertise({"172.16.9.0/24"})))
        .wires({"r1:eth0 r2:eth0", "r2:eth1 r3:eth0", "r2:eth2 r4:eth0", "r1:eth1 e1:eth0"});
    return text.lab();
}

/// r1 (65001) hears the same prefix from r2 and r3 (65002) and r4 (65003), each with a metric of its own.
lab::Lab metrics(const std::string &rules, const std::string &ofR4 = " set metric 10\n")
{
    const auto teller = [](const std::string &n, unsigned as, const std::string &set) {
        const std::string peer = "10.0.1" + n + ".1";
        return own({"172.16.9.0/24", "172.16." + n + ".0/24"}) + "route-map OUT permit 10\n" + set + "exit\n"
            + bgp(as, n + "." + n + "." + n + "." + n, {peer + " 65001"}, advertise({"172.16.9.0/24", "172.16." + n + ".0/24"}) + "  neighbor " + peer + " route-map OUT out\n");
    };
    return NetworkText()
        .router("r1", {"eth0 10.0.12.1/24", "eth1 10.0.13.1/24", "eth2 10.0.14.1/24"},
                own({"172.16.1.0/24"}) + bgp(65001, "1.1.1.1", {"10.0.12.2 65002", "10.0.13.3 65002", "10.0.14.4 65003"}, advertise({"172.16.1.0/24"}), rules))
        .router("r2", {"eth0 10.0.12.2/24"}, teller("2", 65002, " set metric 50\n"))
        .router("r3", {"eth0 10.0.13.3/24"}, teller("3", 65002, " set metric 20\n"))
        .router("r4", {"eth0 10.0.14.4/24"}, teller("4", 65003, ofR4))
        .wires({"r1:eth0 r2:eth0", "r1:eth1 r3:eth0", "r1:eth2 r4:eth0"})
        .lab();
}

/// Two ways out of AS 65000 (r1, r2, with r5 behind both), to r3 (65003) and r4 (65004), which tell the same prefix.
lab::Lab exits(const std::string &r1Family = {}, const std::string &r2Family = {}, const std::string &lists = {}, const std::string &process = {}, bool self = true)
{
    const auto selves = [self](const std::string &a, const std::string &b) {
        return !self ? std::string() : "  neighbor " + a + " next-hop-self\n  neighbor " + b + " next-hop-self\n";
    };
    return NetworkText()
        .router("r1", {"eth0 10.0.12.1/24", "eth1 10.0.13.1/24", "eth2 10.0.15.1/24"},
                lists + own({"172.16.1.0/24"}) + bgp(65000, "1.1.1.1", {"10.0.12.2 65000", "10.0.13.3 65003", "10.0.15.5 65000"},
                                           advertise({"172.16.1.0/24"}) + selves("10.0.12.2", "10.0.15.5") + r1Family, process))
        .router("r2", {"eth0 10.0.12.2/24", "eth1 10.0.24.2/24", "eth2 10.0.25.2/24"},
                lists + own({"172.16.2.0/24"}) + bgp(65000, "2.2.2.2", {"10.0.12.1 65000", "10.0.24.4 65004", "10.0.25.5 65000"},
                                           advertise({"172.16.2.0/24"}) + selves("10.0.12.1", "10.0.25.5") + r2Family, process))
        .router("r3", {"eth0 10.0.13.3/24"}, own({"172.16.9.0/24", "172.16.3.0/24"}) + bgp(65003, "3.3.3.3", {"10.0.13.1 65000"}, advertise({"172.16.9.0/24", "172.16.3.0/24"})))
        .router("r4", {"eth0 10.0.24.4/24"}, own({"172.16.9.0/24"}) + bgp(65004, "4.4.4.4", {"10.0.24.2 65000"}, advertise({"172.16.9.0/24"})))
        .router("r5", {"eth0 10.0.15.5/24", "eth1 10.0.25.5/24"},
                own({"172.16.5.0/24"}) + bgp(65000, "5.5.5.5", {"10.0.15.1 65000", "10.0.25.2 65000"}, advertise({"172.16.5.0/24"}), process))
        .wires({"r1:eth0 r2:eth0", "r1:eth1 r3:eth0", "r2:eth1 r4:eth0", "r1:eth2 r5:eth0", "r2:eth2 r5:eth1"})
        .lab();
}

/// Confederation 65000 of 65011 (r1, r2) and 65012 (r3); r4 (65100) is outside of r3 and e1 (65101) of r1.
lab::Lab confederation()
{
    const std::string both = " bgp confederation identifier 65000\n";
    return NetworkText()
        .router("r1", {"eth0 10.0.12.1/24", "eth1 10.0.19.1/24"},
                own({"172.16.1.0/24"}) + "ip route 10.0.23.0/24 10.0.12.2\nip route 10.0.34.0/24 10.0.12.2\n"
                    + bgp(65011, "1.1.1.1", {"10.0.12.2 65011", "10.0.19.9 65101"}, advertise({"172.16.1.0/24"}), both + " bgp confederation peers 65012\n"))
        .router("r2", {"eth0 10.0.12.2/24", "eth1 10.0.23.2/24"},
                own({"172.16.2.0/24"}) + "ip route 10.0.19.0/24 10.0.12.1\nip route 10.0.34.0/24 10.0.23.3\n"
                    + bgp(65011, "2.2.2.2", {"10.0.12.1 65011", "10.0.23.3 65012"}, advertise({"172.16.2.0/24"}), both + " bgp confederation peers 65012\n"))
        .router("r3", {"eth0 10.0.23.3/24", "eth1 10.0.34.3/24"},
                own({"172.16.3.0/24"}) + "ip route 10.0.19.0/24 10.0.23.2\nip route 10.0.12.0/24 10.0.23.2\n"
                    + bgp(65012, "3.3.3.3", {"10.0.23.2 65011", "10.0.34.4 65100"}, advertise({"172.16.3.0/24"}), both + " bgp confederation peers 65011\n"))
        .router("r4", {"eth0 10.0.34.4/24"}, own({"172.16.4.0/24"}) + bgp(65100, "4.4.4.4", {"10.0.34.3 65000"}, advertise({"172.16.4.0/24"})))
        .router("e1", {"eth0 10.0.19.9/24"}, own({"172.16.9.0/24"}) + bgp(65101, "9.9.9.9", {"10.0.19.1 65000"}, advertise({"172.16.9.0/24"})))
        .wires({"r1:eth0 r2:eth0", "r2:eth1 r3:eth0", "r3:eth1 r4:eth0", "r1:eth1 e1:eth0"})
        .lab();
}

/// Communities that r1 says, r2 acts upon and r3 gets.
LineText communities()
{
    LineText text;
    text.lists = "bgp community-list standard FIVE seq 5 permit 65001:5\n"
                 "bgp community-list expanded SOME seq 5 permit 65001:1.*\n"
                 "bgp large-community-list standard L seq 5 permit 65001:1:2\n"
                 "ip prefix-list ELEVEN seq 5 permit 172.16.11.0/24\nip prefix-list HOST seq 5 permit 10.1.1.1/32\n"
                 "route-map SAY permit 10\n match ip address prefix-list ELEVEN\n set community 65001:5 no-export\nexit\n"
                 "route-map SAY permit 20\n match ip address prefix-list HOST\n set community 65001:12 65001:9 65001:5\n set large-community 65001:1:2 65001:7:8\nexit\n"
                 "route-map SAY permit 30\n set community 65001:100\n set large-community 65001:1:2\nexit\n"
                 "route-map HEAR permit 10\n match community FIVE\n set local-preference 250\n set community 65002:3 additive\n on-match next\nexit\n"
                 "route-map HEAR permit 20\n match large-community L\n set large-community 65002:3:3 additive\n set weight 5\nexit\n"
                 "route-map HEAR permit 30\nexit\n"
                 "route-map TELL permit 10\n set comm-list SOME delete\n set large-comm-list L delete\n set metric 44\nexit\n";
    text.left = "  neighbor 10.0.12.2 route-map SAY out\n";
    text.middle = "  neighbor 10.0.12.1 route-map HEAR in\n  neighbor 10.0.23.3 route-map TELL out\n";
    return text;
}

LineText lists()
{
    LineText text;
    text.lists = "bgp as-path access-list OWN seq 5 permit ^$\nbgp as-path access-list ONE seq 5 permit _65001$\n"
                 "ip prefix-list NETS seq 5 permit 172.16.0.0/16 ge 24 le 24\naccess-list HOSTS seq 5 permit 10.1.1.0/24\n";
    text.left = "  neighbor 10.0.12.2 filter-list OWN out\n";
    text.middle = "  neighbor 10.0.12.1 prefix-list NETS in\n  neighbor 10.0.23.3 filter-list ONE out\n";
    text.right = "  neighbor 10.0.23.2 distribute-list HOSTS out\n";
    return text;
}

/// r1 (65001) - BIRD (65002) - r3 (65003).
lab::Lab birdBetween(const std::string &first = {}, const std::string &ofBird = {})
{
    const std::string timers = "hold time 6; keepalive time 2; connect delay time 1; connect retry time 1; error wait time 1, 2; ";
    return NetworkText()
        .router("r1", {"eth0 10.0.12.1/24"},
                own({"172.16.1.0/24"}) + "route-map SAY permit 10\n set community 65001:5 additive\n set large-community 65001:1:2\n set metric 30\nexit\n"
                    + bgp(65001, "1.1.1.1", {"10.0.12.2 65002"}, advertise({"172.16.1.0/24"}) + "  neighbor 10.0.12.2 route-map SAY out\n", first))
        .node("b2:\n    kind: bird\n    interfaces: {eth0: {address: 10.0.12.2/24}, eth1: {address: 10.0.23.2/24}}\n    config: |\n"
              "      router id 2.2.2.2;\n      protocol device { scan time 1; }\n      protocol kernel { ipv4 { export all; }; }\n"
              "      protocol static { ipv4; route 172.16.2.0/24 blackhole { bgp_community.add((65002, 9)); }; }\n"
              "      protocol bgp left { local 10.0.12.2 as 65002; neighbor 10.0.12.1 as 65001; " + timers + ofBird + "ipv4 { import all; export all; }; }\n"
              "      protocol bgp right { local 10.0.23.2 as 65002; neighbor 10.0.23.3 as 65003; " + timers + "ipv4 { import all; export all; }; }")
        .router("r3", {"eth0 10.0.23.3/24"}, own({"172.16.3.0/24"}) + bgp(65003, "3.3.3.3", {"10.0.23.2 65002"}, advertise({"172.16.3.0/24"})))
        .wires({"r1:eth0 b2:eth0", "b2:eth1 r3:eth0"})
        .lab();
}

} // namespace

Q_DECLARE_METATYPE(hopyard::lab::Lab)

class BgpInteropTest : public QObject {
    Q_OBJECT
private:
    static QString compare(RoutingLabs &labs, const std::function<bool(const test::Tables &)> &enough, const std::vector<std::string> &prefixes = {})
    {
        const QString routes = labs.differences("frr", enough);
        return routes.isEmpty() ? test::bgpDifferences(labs, "frr", prefixes) : routes;
    }

    static bool isOneOf(const QString &text, const QStringList &parts)
    {
        return std::any_of(parts.begin(), parts.end(), [&](const QString &part) { return text.contains(part); });
    }
    /// What FRR says of what Hopyard does not have: capabilities that it does not offer, its own inside, and the routes that it
    /// tells back to whom they came from.
    static bool isOnlyFrrs(const QString &line, const QString &text)
    {
        if (line.endsWith("advertised-routes") && (text.startsWith("*") || text.startsWith("advertisedRoutes.")))
            return true;
        return isOneOf(text, {"ostname", "hostName", "Hostname", "extendedMessage", "Extended Message", "addPath", "AddPath", "RX advertised", "longLived", "Long-lived",
                              "bgpTimerConfiguredConditional", "Configured conditional", "estimatedRtt", "Estimated round", "readThread", "writeThread", "Read thread",
                              "bgpInUpdateElapsedTime", "lastReset", "Last reset", "lastErrorCode", "lastNotification", "Message received that caused", "Advertised to", "advertisedTo"})
            || QRegularExpression("^ +([0-9A-FN]{1,8} ?)+$").match(text).hasMatch() // the message that caused it
            || text == "      Address families by peer:" || text.startsWith("  1") || text.contains("Route refresh");
    }
    /// What Hopyard says besides.
    static bool isOnlyOurs(const QString &line, const QString &text)
    {
        if (line.endsWith("advertised-routes") && text.startsWith("*"))
            return true;
        return isOneOf(text, {"ageMsec", "lostAt", "lastReset", "Last reset", "lastErrorCode", "lastNotification", "Route refresh", "Not advertised to any peer"}) || text.startsWith("  1");
    }

private slots:
    void initTestCase()
    {
        if (const QString missing = test::missingForRealRouters(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
    }

    void everyTableEqualsFrrs_data()
    {
        QTest::addColumn<lab::Lab>("network");
        QTest::addColumn<QStringList>("looked");
        const auto row = [](const char *name, const lab::Lab &network, const QStringList &looked = {}) { QTest::newRow(name) << network << looked; };
        row("line of three", LineText{}.lab(), {"172.16.1.0/24", "172.16.3.0/24"});
        row("reflection", reflection(false), {"172.16.1.0/24", "172.16.9.0/24", "172.16.3.0/24"});
        row("reflection, BIRD is a client", reflection(true), {"172.16.3.0/24", "172.20.0.0/16", "172.16.9.0/24"});
        row("cluster id", reflection(false, " bgp cluster-id 77.0.0.1\n"), {"172.16.4.0/24"});
        row("MED within an AS", metrics(" bgp bestpath compare-routerid\n"), {"172.16.9.0/24"});
        row("MED of all", metrics(" bgp bestpath compare-routerid\n bgp always-compare-med\n"), {"172.16.9.0/24"});
        row("no MED is the worst", metrics(" bgp bestpath compare-routerid\n bgp bestpath med missing-as-worst\n bgp always-compare-med\n", ""), {"172.16.9.0/24"});
        row("deterministic MED, several paths", metrics(" bgp deterministic-med\n bgp bestpath as-path multipath-relax\n bgp bestpath compare-routerid\n", " set metric 20\n"), {"172.16.9.0/24"});
        row("local preference", exits({}, "  neighbor 10.0.24.4 route-map IN in\n", "route-map IN permit 10\n set local-preference 200\nexit\n"), {"172.16.9.0/24"});
        row("two ways out", exits(), {"172.16.9.0/24"});
        row("longer path and weight", exits("  neighbor 10.0.13.3 route-map IN in\n  neighbor 10.0.13.3 weight 70\n", {}, "route-map IN permit 10\n set as-path prepend 65003 65003\nexit\n"), {"172.16.9.0/24"});
        row("confederation", confederation(), {"172.16.4.0/24", "172.16.9.0/24", "172.16.1.0/24"});
        row("several paths", exits({}, {}, {}, " bgp bestpath as-path multipath-relax\n"), {"172.16.9.0/24"});
        row("next hops that nothing leads to", exits({}, {}, {}, {}, false), {"172.16.9.0/24"});
        row("communities", communities().lab(), {"172.16.1.0/24", "172.16.11.0/24", "10.1.1.1/32"});
        row("lists", lists().lab());
        LineText text;
        text.word12 = text.word21 = "one";
        text.word23 = text.word32 = "another";
        row("MD5", text.lab());
        text = {};
        text.listens = true;
        text.middleProcess = " neighbor G peer-group\n neighbor G remote-as external\n bgp listen range 10.0.0.0/16 peer-group G\n";
        row("neighbours of a range", text.lab());
        text = {};
        text.middle = "  aggregate-address 172.16.0.0/20 summary-only\n  aggregate-address 10.1.1.0/24 as-set\n";
        row("aggregates", text.lab(), {"172.16.0.0/20", "10.1.1.0/24"});
        text = {};
        text.middle = "  redistribute connected metric 7\n  redistribute static route-map R\n";
        text.lists = "route-map R permit 10\n set community 65002:1\n set metric 70\nexit\n";
        row("redistribution", text.lab(), {"172.16.2.0/24", "10.0.23.0/24"});
        text = {};
        text.middle = "  neighbor 10.0.23.3 default-originate\n  neighbor 10.0.23.3 remove-private-AS\n";
        text.rightAs = 3;
        row("default route and private numbers", text.lab(), {"0.0.0.0/0", "172.16.1.0/24"});
        text = {};
        text.rightAs = 65001;
        // FRR tells a route also to whom it came from, who takes it here: each is told the other's alone.
        text.lists = "ip prefix-list TO1 seq 5 permit 172.16.3.0/24\nip prefix-list TO3 seq 5 permit 172.16.1.0/24\nip prefix-list TO3 seq 10 permit 172.16.11.0/24\n";
        text.middle = "  neighbor 10.0.12.1 as-override\n  neighbor 10.0.12.1 prefix-list TO1 out\n  neighbor 10.0.23.3 prefix-list TO3 out\n";
        text.right = "  neighbor 10.0.23.2 allowas-in 1\n";
        row("own number in the path", text.lab(), {"172.16.1.0/24", "172.16.3.0/24"});
        text = {};
        text.middleProcess = " neighbor 10.0.23.3 remote-as 65003\n neighbor 10.0.23.3 local-as 65200 no-prepend\n";
        text.rightsPeer = 65200;
        row("another local number", text.lab(), {"172.16.1.0/24", "172.16.3.0/24"});
        row("BIRD between", birdBetween(), {"172.16.1.0/24", "172.16.3.0/24", "172.16.2.0/24"});
        row("BIRD between, MD5", birdBetween(" neighbor 10.0.12.2 remote-as 65002\n neighbor 10.0.12.2 password word\n", "password \"word\"; "), {"172.16.2.0/24"});
    }
    void everyTableEqualsFrrs()
    {
        QFETCH(lab::Lab, network);
        QFETCH(QStringList, looked);
        std::vector<std::string> prefixes;
        for (const QString &prefix : looked)
            prefixes.push_back(prefix.toStdString());
        RoutingLabs labs;
        addMakes(labs, network);
        const QString differences = compare(labs, test::learntBy("bgp"), prefixes);
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
        for (const auto &[name, lab] : labs.all())
            QVERIFY2(lab->problems.isEmpty(), qPrintable(lab->problems.join('\n')));
    }

    /// The same keys in JSON and the same lines and columns in text as FRR has them, of a router in the same place.
    void whatIsShownLooksLikeFrrs_data()
    {
        QTest::addColumn<lab::Lab>("network");
        QTest::newRow("policies") << communities().lab();
        QTest::newRow("reflector") << reflection(false);
        QTest::newRow("confederation") << confederation();
    }
    void whatIsShownLooksLikeFrrs()
    {
        QFETCH(lab::Lab, network);
        RoutingLabs labs;
        labs.add("frr", hopyard::compare::withFrr(network));
        labs.add("hopyard", hopyard::compare::withHopyard(network));
        QString differences = compare(labs, test::learntBy("bgp"));
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
        const QStringList lines{"show ip bgp", "show ip bgp summary", "show bgp ipv4 unicast summary", "show ip bgp neighbors", "show ip bgp 172.16.1.0/24",
                                "show ip bgp 172.16.2.0/24", "show ip bgp neighbors PEER", "show ip bgp neighbors PEER advertised-routes",
                                "show ip bgp neighbors PEER routes"};
        QStringList found;
        for (const std::string router : {"r1", "r2", "r3"}) {
            const auto peers = rpc::parseJson(labs.ask("frr", router, "show ip bgp neighbors json").json);
            QVERIFY(peers && peers->is_object() && !peers->empty());
            for (QString line : lines) {
                line.replace("PEER", QString::fromStdString(peers->begin().key()));
                const auto theirs = labs.ask("frr", router, line.toStdString()), ours = labs.ask("hopyard", router, line.toStdString());
                QVERIFY2(theirs.ok && ours.ok, qPrintable(line));
                const auto theirJson = rpc::parseJson(theirs.json), ourJson = rpc::parseJson(ours.json);
                QVERIFY2(theirJson && ourJson, qPrintable(line));
                QSet<QString> theirKeys, ourKeys;
                test::collectKeys(*theirJson, {}, theirKeys);
                test::collectKeys(*ourJson, {}, ourKeys);
                const QString where = QString::fromStdString(router) + ' ' + line + ": ";
                for (const QString &key : theirKeys - ourKeys)
                    if (!isOnlyFrrs(line, key))
                        found << where + "FRR's key " + key;
                for (const QString &key : ourKeys - theirKeys)
                    if (!isOnlyOurs(line, key))
                        found << where + "our key " + key;
                const QStringList theirText = test::maskedLines(theirs.text), ourText = test::maskedLines(ours.text);
                for (const QString &text : theirText)
                    if (!ourText.contains(text) && !isOnlyFrrs(line, text))
                        found << where + "FRR's line " + text;
                for (const QString &text : ourText)
                    if (!theirText.contains(text) && !isOnlyOurs(line, text))
                        found << where + "our line " + text;
            }
        }
        found.sort();
        QVERIFY2(found.isEmpty(), qPrintable(found.join('\n')));
    }

    /// Two that do not sign alike have no session, and what is behind the one is not known to the other.
    void passwordsMustAgree()
    {
        LineText text;
        text.word12 = text.word21 = "one";
        text.word23 = "another", text.word32 = "third";
        RoutingLabs labs;
        addMakes(labs, text.lab());
        const QString differences = compare(labs, [](const test::Tables &tables) { return test::learntBy("bgp")({{"r1", tables.at("r1")}}); });
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
        for (const auto &[name, lab] : labs.all())
            QVERIFY(!test::learntBy("bgp")({{"r3", lab->tables->at("r3")}}));
    }

    /// What was refused comes again when the policy is another and the neighbour is asked for it (RFC 2918); and the
    /// other way round, what we tell anew.
    void policiesChangeAndRoutesAreRefreshed()
    {
        LineText text;
        text.lists = "ip prefix-list NETS seq 5 deny 172.16.1.0/24\nip prefix-list NETS seq 10 permit any\n"
                     "route-map IN permit 10\n match ip address prefix-list NETS\nexit\nroute-map OUT permit 10\n set metric 5\nexit\n";
        text.middle = "  neighbor 10.0.12.1 route-map IN in\n  neighbor 10.0.23.3 route-map OUT out\n";
        RoutingLabs labs;
        addMakes(labs, text.lab());
        QString differences = compare(labs, test::learntBy("bgp"));
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
        QVERIFY(!labs["frr"].tables->at("r2").contains(*base::IpPrefix::parse("172.16.1.0/24")));

        const auto refreshes = [&](const std::string &router, const std::string &peer, const char *counter) {
            QStringList counts;
            for (const auto &[name, lab] : labs.all())
                counts << QString::number(test::bgpNeighbour(labs, name, router, peer)["messageStats"].value(counter, -1));
            return counts;
        };
        labs.configureAll("r2", {"no ip prefix-list NETS seq 5 deny 172.16.1.0/24"});
        labs.askAll("r2", "clear ip bgp 10.0.12.1 soft in");
        differences = compare(labs, [](const test::Tables &tables) { return tables.at("r2").contains(*base::IpPrefix::parse("172.16.1.0/24")); });
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
        for (const QString &count : refreshes("r2", "10.0.12.1", "routeRefreshSent") + refreshes("r1", "10.0.12.2", "routeRefreshRecv"))
            QVERIFY2(count.toInt() >= 1, qPrintable(count));

        labs.configureAll("r2", {"route-map OUT permit 10", "set metric 99"});
        labs.askAll("r2", "clear ip bgp 10.0.23.3 soft out");
        const auto toldAnew = [&] {
            for (const auto &[name, lab] : labs.all())
                if (test::bgpTable(labs, name, "r3").filter("metric 99").size() != 5)
                    return false;
            return true;
        };
        QVERIFY(labs.until(toldAnew, 30'000));
        differences = test::bgpDifferences(labs, "frr");
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
        for (const auto &[name, lab] : labs.all()) // and no session ended for it
            for (const char *peer : {"10.0.12.1", "10.0.23.3"})
                QCOMPARE(test::bgpNeighbour(labs, name, "r2", peer).value("connectionsDropped", -1), 0);
    }

    /// Too many prefixes end the session, and the neighbour is told why: Cease, Maximum Number of Prefixes Reached (RFC 4486).
    void tooManyPrefixesEndTheSession()
    {
        LineText text;
        text.middle = "  neighbor 10.0.12.1 maximum-prefix 3\n";
        RoutingLabs labs;
        addMakes(labs, text.lab());
        QString differences = compare(labs, test::learntBy("bgp"));
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
        // FRR 8.4 bears one more than the limit until the next comes: two more.
        labs.configureAll("r1", {"ip route 172.16.12.0/24 blackhole", "router bgp 65001", "address-family ipv4 unicast", "network 10.0.12.0/24", "network 172.16.12.0/24"});
        differences = compare(labs, [](const test::Tables &tables) { return !test::learntBy("bgp")({{"r1", tables.at("r1")}}); });
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
        for (const auto &[name, lab] : labs.all()) {
            const rpc::Json said = test::bgpNeighbour(labs, name, "r2", "10.0.12.1"), heard = test::bgpNeighbour(labs, name, "r1", "10.0.12.2");
            QCOMPARE(QString::fromStdString(said.value("bgpState", std::string())), QString("Idle"));
            QVERIFY2(heard.value("lastErrorCodeSubcode", std::string()) == "0601", heard.dump().c_str());
            QVERIFY2(heard.value("lastNotificationReason", std::string()).starts_with("Cease/Maximum Number of Prefixes Reached"), heard.dump().c_str());
        }
        // And comes up again when it is cleared and there are fewer.
        labs.configureAll("r1", {"router bgp 65001", "address-family ipv4 unicast", "no network 10.0.12.0/24", "no network 172.16.12.0/24"});
        labs.askAll("r2", "clear ip bgp 10.0.12.1");
        differences = compare(labs, test::learntBy("bgp"));
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
    }

    void linksAndRoutersFail()
    {
        RoutingLabs labs;
        addMakes(labs, exits());
        QString differences = compare(labs, test::learntBy("bgp"));
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
        const test::Tables whole = *labs["frr"].tables;
        const auto changes = [&](const test::Tables &now) { return now != whole; };
        const auto mends = [&](const test::Tables &now) { return now == whole; };

        labs.setDown({"r1", "eth1"}, true); // to another AS
        differences = compare(labs, changes);
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
        labs.setDown({"r1", "eth1"}, false);
        differences = compare(labs, mends);
        QVERIFY2(differences.isEmpty(), qPrintable(differences));

        for (const auto &[name, lab] : labs.all()) { // one of ours goes silent
            QVERIFY(lab->session().stopNode("r2"));
            lab->forget("r2");
        }
        differences = compare(labs, [&](const test::Tables &now) { return now.at("r5") != whole.at("r5") && !test::learntBy("bgp")({{"r4", now.at("r4")}}); });
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
        for (const auto &[name, lab] : labs.all()) { // and begins anew
            QVERIFY(lab->session().startNode("r2"));
            lab->routers.push_back("r2");
        }
        differences = compare(labs, mends);
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
    }

    /// BIRD in the middle dies and begins anew, as one who restarts gracefully (RFC 4724): its neighbours keep forwarding by
    /// what it told, marked as stale, until it has told everything again.
    void aRestartIsHelped()
    {
        RoutingLabs labs;
        addMakes(labs, birdBetween({}, "graceful restart on; graceful restart time 60; "));
        QString differences = compare(labs, test::learntBy("bgp"));
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
        const test::Tables whole = *labs["frr"].tables;
        for (const auto &[name, lab] : labs.all())
            labs.run(name, "b2", {"/bin/sh", "-c", "kill -9 $(cat /run/bird/bird.pid); rm -f /run/bird/bird.ctl"});
        for (const auto &[name, lab] : labs.all())
            lab->forget("b2");
        const auto isStale = [&] {
            for (const auto &[name, lab] : labs.all())
                if (test::bgpTable(labs, name, "r1").filter("stale").size() != 2)
                    return false;
            return true;
        };
        QVERIFY(labs.until(isStale, 30'000));
        for (const auto &[name, lab] : labs.all())
            QVERIFY2(lab->tables && lab->tables->at("r1") == whole.at("r1"), name.c_str());
        for (const auto &[name, lab] : labs.all()) {
            labs.run(name, "b2", {"bird", "-R", "-c", "/etc/bird/bird.conf", "-s", "/run/bird/bird.ctl", "-P", "/run/bird/bird.pid"});
            lab->routers.push_back("b2");
        }
        const auto isFresh = [&] {
            for (const auto &[name, lab] : labs.all())
                if (test::bgpTable(labs, name, "r1").filter("stale").size() != 0 || test::bgpTable(labs, name, "r1").size() != 3)
                    return false;
            return true;
        };
        QVERIFY(labs.until(isFresh, 60'000));
        differences = compare(labs, [&](const test::Tables &now) { return now == whole; });
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
    }
};

QTEST_GUILESS_MAIN(BgpInteropTest)
#include "tst_bgp.moc"
