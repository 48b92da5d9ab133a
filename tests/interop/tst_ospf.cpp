// OSPF beside FRR and BIRD: networks of Hopyard's virtual routers, of FRR's, and mixed ones on the same segments; every
// table equal to what an all-FRR network of the same text computes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/real_routers.h"

using namespace hopyard;
using test::NetworkText;
using test::RoutingLabs;

namespace {

/// Short timers, so that a network is done within seconds.
NetworkText ospfNetwork()
{
    NetworkText text;
    text.everyInterface = {"ip ospf hello-interval 1", "ip ospf dead-interval 4"};
    return text;
}

/// The process: its router id, and what else stands in it.
std::string ospf(const std::string &id, const std::string &lines)
{
    return "router ospf\n ospf router-id " + id + "\n timers throttle spf 0 50 200\n timers throttle lsa all 0\n timers lsa min-arrival 0\n"
        + lines;
}

const char *const kP2p = "; ip ospf network point-to-point";

lab::Lab segment()
{
    return ospfNetwork()
        .router("r1", {"eth0 10.0.0.1/24", "eth1 10.1.0.1/24"}, ospf("1.1.1.1", " network 10.0.0.0/8 area 0"))
        .router("r2", {"eth0 10.0.0.2/24", "eth1 10.2.0.1/24"}, ospf("2.2.2.2", " network 10.0.0.0/8 area 0"))
        .router("r3", {"eth0 10.0.0.3/24; ip ospf priority 9", "eth1 10.3.0.1/24; ip ospf cost 7"}, ospf("3.3.3.3", " network 10.0.0.0/8 area 0"))
        .router("r4", {"eth0 10.0.0.4/24; ip ospf priority 0", "lo 4.4.4.4/32"}, ospf("4.4.4.4", " network 0.0.0.0/0 area 0"))
        .node("s1: {kind: switch}")
        .wires({"r1:eth0 s1:p1", "r2:eth0 s1:p2", "r3:eth0 s1:p3", "r4:eth0 s1:p4"})
        .node("h1: {kind: host, interfaces: {eth0: {address: 10.1.0.9/24}}, gateway: 10.1.0.1}")
        .node("h2: {kind: host, interfaces: {eth0: {address: 10.2.0.9/24}}, gateway: 10.2.0.1}")
        .node("h3: {kind: host, interfaces: {eth0: {address: 10.3.0.9/24}}, gateway: 10.3.0.1}")
        .wires({"h1:eth0 r1:eth1", "h2:eth0 r2:eth1", "h3:eth0 r3:eth1"})
        .lab();
}

/// A ring of four with two equal ways across.
lab::Lab ring(const std::string &interface = {}, const std::string &process = {})
{
    const std::string more = kP2p + interface, lines = " network 0.0.0.0/0 area 0\n" + process;
    return ospfNetwork()
        .router("r1", {"eth0 10.0.12.1/24" + more, "eth1 10.0.14.1/24" + more, "lo 1.1.1.1/32"}, ospf("1.1.1.1", lines))
        .router("r2", {"eth0 10.0.12.2/24" + more, "eth1 10.0.23.2/24" + more, "lo 2.2.2.2/32"}, ospf("2.2.2.2", lines))
        .router("r3", {"eth0 10.0.23.3/24" + more, "eth1 10.0.34.3/24" + more, "lo 3.3.3.3/32"}, ospf("3.3.3.3", lines))
        .router("r4", {"eth0 10.0.34.4/24" + more, "eth1 10.0.14.4/24" + more, "lo 4.4.4.4/32"}, ospf("4.4.4.4", lines))
        .wires({"r1:eth0 r2:eth0", "r2:eth1 r3:eth0", "r3:eth1 r4:eth0", "r4:eth1 r1:eth1"})
        .lab();
}

/// r1 - r2 - r3 - r4 in a row, of which r2 and r3 are the borders of the backbone; `left` and `right` are the lines about
/// areas 1 and 2, and `end` what the routers at the ends have besides.
lab::Lab row(const std::string &left, const std::string &right, const std::string &end = {}, const std::string &borders = {})
{
    // The same prefix from two NSSAs is translated by FRR now from the one and now from the other: each end has its own.
    // And FRR 8.4 translates a metric of type 1 to 20, whatever it was (RFC 3101, 3.2: it stays): there it is 20.
    const std::string metric = right.find("nssa") == std::string::npos ? " metric 33" : "";
    const std::string otherEnd = QString::fromStdString(end).replace("172.16.", "172.17.").toStdString();
    return ospfNetwork()
        .router("r1", {std::string("eth0 10.1.12.1/24") + kP2p, "lo 10.1.1.1/32"},
                end + ospf("1.1.1.1", " network 10.1.0.0/16 area 1\n" + left + (end.empty() ? "" : " redistribute static\n")))
        .router("r2", {std::string("eth0 10.1.12.2/24") + kP2p, std::string("eth1 10.0.23.2/24") + kP2p, "lo 10.0.2.2/32"},
                ospf("2.2.2.2", " network 10.1.0.0/16 area 1\n network 10.0.0.0/16 area 0\n" + left + borders))
        .router("r3", {std::string("eth0 10.0.23.3/24") + kP2p, "eth1 10.2.34.3/24", "lo 10.0.3.3/32"},
                ospf("3.3.3.3", " network 10.2.0.0/16 area 2\n network 10.0.0.0/16 area 0\n" + right + borders))
        .router("r4", {"eth0 10.2.34.4/24", "lo 10.2.4.4/32"},
                otherEnd + ospf("4.4.4.4", " network 10.2.0.0/16 area 2\n" + right + (end.empty() ? "" : " redistribute static metric-type 1" + metric + "\n")))
        .wires({"r1:eth0 r2:eth0", "r2:eth1 r3:eth0", "r3:eth1 r4:eth0"})
        .lab();
}

/// Four on a segment without broadcasts: r1 and r3 know all others, the two others find them by that.
lab::Lab nonBroadcast()
{
    NetworkText text = ospfNetwork();
    for (int i = 1; i <= 4; ++i) {
        const std::string n = std::to_string(i);
        std::string neighbours;
        for (int other = 1; other <= 4 && i % 2 == 1; ++other)
            if (other != i)
                neighbours += " neighbor 10.0.0." + std::to_string(other) + " poll-interval 2\n";
        text.router("r" + n, {"eth0 10.0.0." + n + "/24; ip ospf network non-broadcast; ip ospf priority " + (i % 2 == 1 ? std::to_string(10 + i) : "0"), "lo 10.1.1." + n + "/32"},
                    ospf(n + "." + n + "." + n + "." + n, " network 10.0.0.0/8 area 0\n" + neighbours));
    }
    return text.node("s1: {kind: switch}").wires({"r1:eth0 s1:p1", "r2:eth0 s1:p2", "r3:eth0 s1:p3", "r4:eth0 s1:p4"}).lab();
}

/// Three on a segment that is taken for links from each to each, and one behind r3.
lab::Lab pointToMultipoint()
{
    NetworkText text = ospfNetwork();
    for (int i = 1; i <= 3; ++i) {
        const std::string n = std::to_string(i);
        std::vector<std::string> interfaces{"eth0 10.0.0." + n + "/24; ip ospf network point-to-multipoint; ip ospf cost " + n, "lo 10.1.1." + n + "/32"};
        if (i == 3)
            interfaces.push_back(std::string("eth1 10.0.34.3/24") + kP2p);
        text.router("r" + n, interfaces, ospf(n + "." + n + "." + n + "." + n, " network 10.0.0.0/8 area 0\n"));
    }
    return text.router("r4", {std::string("eth0 10.0.34.4/24") + kP2p, "lo 10.1.1.4/32"}, ospf("4.4.4.4", " network 10.0.0.0/8 area 0\n"))
        .node("s1: {kind: switch}")
        .wires({"r1:eth0 s1:p1", "r2:eth0 s1:p2", "r3:eth0 s1:p3", "r3:eth1 r4:eth0"})
        .lab();
}

/// r1 (area 2) - r2 - r3 - r4 (area 0), where area 1 lies between r2 and r3 and carries a virtual link.
lab::Lab virtualLink(const std::string &words = {})
{
    return ospfNetwork()
        .router("r1", {std::string("eth0 10.2.12.1/24") + kP2p, "lo 10.2.1.1/32"}, ospf("1.1.1.1", " network 10.2.0.0/16 area 2\n"))
        .router("r2", {std::string("eth0 10.2.12.2/24") + kP2p, std::string("eth1 10.1.23.2/24") + kP2p},
                ospf("2.2.2.2", " network 10.2.0.0/16 area 2\n network 10.1.0.0/16 area 1\n area 1 virtual-link 3.3.3.3\n area 1 virtual-link 3.3.3.3 hello-interval 1 dead-interval 4\n"
                     + (words.empty() ? "" : " area 1 virtual-link 3.3.3.3 " + words + "\n")))
        .router("r3", {std::string("eth0 10.1.23.3/24") + kP2p, std::string("eth1 10.0.34.3/24") + kP2p},
                ospf("3.3.3.3", " network 10.1.0.0/16 area 1\n network 10.0.0.0/16 area 0\n area 1 virtual-link 2.2.2.2\n area 1 virtual-link 2.2.2.2 hello-interval 1 dead-interval 4\n"
                     + (words.empty() ? "" : " area 1 virtual-link 2.2.2.2 " + words + "\n")))
        .router("r4", {std::string("eth0 10.0.34.4/24") + kP2p, "lo 10.0.4.4/32"}, ospf("4.4.4.4", " network 10.0.0.0/16 area 0\n"))
        .wires({"r1:eth0 r2:eth0", "r2:eth1 r3:eth0", "r3:eth1 r4:eth0"})
        .lab();
}

/// Two halves, r1 r2 and r3 r4, joined by one link, with a way around on each side.
lab::Lab halves()
{
    const std::string lines = " network 0.0.0.0/0 area 0\n", more = kP2p;
    return ospfNetwork()
        .router("r1", {"eth0 10.0.12.1/24" + more, "lo 1.1.1.1/32"}, ospf("1.1.1.1", lines))
        .router("r2", {"eth0 10.0.12.2/24" + more, "eth1 10.0.23.2/24" + more, "lo 2.2.2.2/32"}, ospf("2.2.2.2", lines))
        .router("r3", {"eth0 10.0.23.3/24" + more, "eth1 10.0.34.3/24" + more, "lo 3.3.3.3/32"}, ospf("3.3.3.3", lines))
        .router("r4", {"eth0 10.0.34.4/24" + more, "lo 4.4.4.4/32"}, ospf("4.4.4.4", lines))
        .wires({"r1:eth0 r2:eth0", "r2:eth1 r3:eth0", "r3:eth1 r4:eth0"})
        .lab();
}

/// r1 and a BIRD on a segment, and r2 behind r1. `key`: of the segment, in the words of each.
lab::Lab withBird(const std::string &key = {}, const std::string &ofBird = {}, const std::string &process = {})
{
    return ospfNetwork()
        .router("r1", {"eth0 10.0.0.1/24" + key, std::string("eth1 10.0.12.1/24") + kP2p, "lo 10.1.1.1/32"}, ospf("1.1.1.1", " network 10.0.0.0/8 area 0\n" + process))
        .router("r2", {std::string("eth0 10.0.12.2/24") + kP2p, "lo 10.1.1.2/32"}, ospf("2.2.2.2", " network 10.0.0.0/8 area 0\n"))
        .node("b1:\n    kind: bird\n    interfaces: {eth0: {address: 10.0.0.9/24}}\n    config: |\n"
              "      router id 9.9.9.9;\n      protocol device { scan time 1; }\n      protocol kernel { ipv4 { export all; }; }\n"
              "      protocol static { ipv4; route 172.16.9.0/24 blackhole; }\n"
              "      protocol ospf v2 { tick 1; ipv4 { import all; export where source = RTS_STATIC; };\n"
              "        area 0 { interface \"eth0\" { hello 1; dead 4; cost 10; " + ofBird + "}; }; }")
        .wires({"r1:eth0 b1:eth0", "r1:eth1 r2:eth0"})
        .lab();
}

} // namespace

Q_DECLARE_METATYPE(hopyard::lab::Lab)

class OspfInteropTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        if (const QString missing = test::missingForRealRouters(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
    }

    void everyTableEqualsFrrs_data()
    {
        QTest::addColumn<lab::Lab>("network");
        const std::string statics = "ip route 172.16.0.0/16 blackhole\n";
        QTest::newRow("broadcast segment") << segment();
        QTest::newRow("point-to-point ring, equal costs") << ring();
        QTest::newRow("ring with costs") << ring("; ip ospf cost 25", " auto-cost reference-bandwidth 1000\n");
        QTest::newRow("MD5") << ring("; ip ospf message-digest-key 1 md5 secret", " area 0 authentication message-digest\n");
        QTest::newRow("simple password") << ring("; ip ospf authentication; ip ospf authentication-key word");
        QTest::newRow("passive, and max-metric") << ring({}, " passive-interface lo\n max-metric router-lsa administrative\n");
        QTest::newRow("areas") << row({}, {});
        QTest::newRow("ranges") << row({}, {}, {}, " area 1 range 10.1.0.0/16\n area 2 range 10.2.0.0/16 cost 77\n");
        QTest::newRow("a range that hides") << row({}, {}, {}, " area 1 range 10.1.0.0/16 not-advertise\n");
        QTest::newRow("external routes") << row({}, {}, statics);
        QTest::newRow("stub and totally stub")
            << row(" area 1 stub\n", " area 2 stub no-summary\n area 2 default-cost 5\n", {}, " redistribute connected\n");
        QTest::newRow("NSSA") << row(" area 1 nssa\n", " area 2 nssa no-summary\n", statics);
        QTest::newRow("no broadcasts") << nonBroadcast();
        QTest::newRow("with BIRD") << withBird();
        QTest::newRow("with BIRD, MD5")
            << withBird("; ip ospf authentication message-digest; ip ospf message-digest-key 3 md5 word", "authentication cryptographic; password \"word\" { id 3; }; ");
        QTest::newRow("with BIRD, password") << withBird("; ip ospf authentication; ip ospf authentication-key word", "authentication simple; password \"word\"; ");
        QTest::newRow("default route") << row({}, {}, {}, " default-information originate always metric 3\n");
    }
    void everyTableEqualsFrrs()
    {
        QFETCH(lab::Lab, network);
        RoutingLabs labs;
        addMakes(labs, network);
        const QString differences = labs.differences("frr", test::learntBy("ospf"));
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
        for (const auto &[name, lab] : labs.all())
            QVERIFY2(lab->problems.isEmpty(), qPrintable(lab->problems.join('\n')));
    }

    void linksAndRoutersFail()
    {
        const lab::Lab network = ring();
        RoutingLabs labs;
        addMakes(labs, network);
        QString differences = labs.differences("frr", test::learntBy("ospf"));
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
        const test::Tables whole = *labs["frr"].tables;

        labs.setDown({"r2", "eth1"}, true);
        differences = labs.differences("frr", [&](const test::Tables &now) { return now != whole; });
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
        labs.setDown({"r2", "eth1"}, false);
        differences = labs.differences("frr", [&](const test::Tables &now) { return now == whole; });
        QVERIFY2(differences.isEmpty(), qPrintable(differences));

        // Restarted, it is as before. Then it goes silent for good.
        for (const auto &[name, lab] : labs.all()) {
            QVERIFY(lab->session().stopNode("r4"));
            lab->forget("r4");
        }
        differences = labs.differences("frr", [&](const test::Tables &now) { return now.at("r1") != whole.at("r1"); });
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
        for (const auto &[name, lab] : labs.all()) {
            QVERIFY(lab->session().startNode("r4"));
            lab->routers.push_back("r4");
        }
        differences = labs.differences("frr", [&](const test::Tables &now) { return now == whole; });
        QVERIFY2(differences.isEmpty(), qPrintable(differences));

        // A router goes silent: its neighbours find out by the dead interval, or by the cable.
        for (const auto &[name, lab] : labs.all())
            QVERIFY(lab->session().stopNode("r3"));
        for (const auto &[name, lab] : labs.all())
            lab->forget("r3");
        differences = labs.differences("frr", [&](const test::Tables &now) { return now.at("r1") != whole.at("r1"); });
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
    }

    /// Two halves that live apart, change meanwhile, and agree again when they meet.
    void aPartitionHeals()
    {
        RoutingLabs labs;
        addMakes(labs, halves());
        QString differences = labs.differences("frr", test::learntBy("ospf"));
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
        const test::Tables whole = *labs["frr"].tables;
        labs.setDown({"r2", "eth1"}, true);
        const auto knows = [](const test::Tables &tables, const char *router, const char *prefix) { return tables.at(router).contains(*base::IpPrefix::parse(prefix)); };
        differences = labs.differences("frr", [&](const test::Tables &now) { return !knows(now, "r1", "4.4.4.4/32") && !knows(now, "r4", "1.1.1.1/32"); });
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
        labs.configureAll("r1", {"interface eth0", "ip ospf cost 33"});
        labs.configureAll("r4", {"interface lo", "no ip address 4.4.4.4/32", "ip address 44.4.4.4/32"});
        differences = labs.differences("frr", [&](const test::Tables &now) { return knows(now, "r3", "44.4.4.4/32"); });
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
        labs.setDown({"r2", "eth1"}, false);
        differences = labs.differences("frr", [&](const test::Tables &now) { return knows(now, "r1", "44.4.4.4/32") && !knows(now, "r1", "4.4.4.4/32") && now != whole; });
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
    }

    /// Where FRR 8.4's tables have more than its routers use.
    void theSameWaysAreUsed_data()
    {
        QTest::addColumn<lab::Lab>("network");
        QTest::addColumn<QString>("left");
        // Over a virtual link FRR finds the same next hop twice, or once more at a wrong interface, inactive.
        QTest::newRow("virtual link") << virtualLink() << "";
        QTest::newRow("virtual link, MD5") << virtualLink("authentication message-digest message-digest-key 1 md5 word") << "";
        // And the neighbours of a point-to-multipoint segment are host routes here, which FRR keeps inactive (docs/ospf.md).
        QTest::newRow("point-to-multipoint") << pointToMultipoint() << "10.0.0.0/24";
    }
    void theSameWaysAreUsed()
    {
        QFETCH(lab::Lab, network);
        QFETCH(QString, left);
        const auto leftOut = base::IpPrefix::parse(left.toStdString());
        RoutingLabs labs;
        addMakes(labs, network);
        const auto used = [&](const test::Tables &tables) {
            QStringList lines;
            for (const auto &[router, table] : tables)
                for (const auto &[prefix, routes] : table)
                    for (compare::Route route : routes) {
                        if (route.protocol != "ospf" || (leftOut && leftOut->contains(prefix)))
                            continue;
                        std::erase_if(route.nextHops, [](const compare::NextHop &hop) { return !hop.active; });
                        route.nextHops.erase(std::unique(route.nextHops.begin(), route.nextHops.end()), route.nextHops.end());
                        lines << QString::fromStdString(router + ' ' + toString(prefix) + ' ' + toString(route));
                    }
            return lines;
        };
        QStringList found;
        const auto areEqual = [&] {
            const auto &judge = labs["frr"].tables;
            if (!judge || labs["frr"].since.elapsed() < 4000 || !test::learntBy("ospf")(*judge))
                return false;
            found.clear();
            for (const auto &[name, lab] : labs.all())
                if (!lab->tables || lab->since.elapsed() < 4000 || used(*lab->tables) != used(*judge))
                    found << QString::fromStdString(name) << (lab->tables ? used(*lab->tables) : QStringList()) << "frr" << used(*judge);
            return found.isEmpty();
        };
        QVERIFY2(labs.until(areEqual, 60'000), qPrintable(found.join('\n')));
        // From end to end.
        for (const auto &[name, lab] : labs.all()) {
            const bool isVirtual = left.isEmpty();
            QVERIFY(lab->tables->at("r1").contains(*base::IpPrefix::parse(isVirtual ? "10.0.4.4/32" : "10.1.1.4/32")));
            QVERIFY(lab->tables->at("r4").contains(*base::IpPrefix::parse(isVirtual ? "10.2.1.1/32" : "10.1.1.1/32")));
        }
    }

    /// HMAC-SHA (RFC 5709), which FRR 8.4's ospfd cannot: Hopyard and BIRD; and nothing is taken from one with another word.
    void birdSignsByHmac_data()
    {
        QTest::addColumn<QString>("bits");
        for (const char *bits : {"1", "256", "384", "512"})
            QTest::newRow(bits) << bits;
    }
    void birdSignsByHmac()
    {
        QFETCH(QString, bits);
        const std::string key = "; ip ospf authentication message-digest; ip ospf message-digest-key 4 hmac-sha-" + bits.toStdString() + " secret";
        const auto ofBird = [&](const std::string &word) {
            return "authentication cryptographic; password \"" + word + "\" { id 4; algorithm hmac sha" + bits.toStdString() + "; }; ";
        };
        RoutingLabs labs;
        labs.add("hopyard", compare::withHopyard(withBird(key, ofBird("secret"))));
        labs.add("other word", compare::withHopyard(withBird(key, ofBird("other"))));
        const auto knows = [&](const char *lab, const char *router, const char *prefix) {
            const auto &tables = labs[lab].tables;
            return tables && tables->at(router).contains(*base::IpPrefix::parse(prefix));
        };
        QVERIFY(labs.until([&] { return knows("hopyard", "r2", "172.16.9.0/24") && knows("hopyard", "b1", "10.1.1.2/32"); }, 60'000));
        QVERIFY(knows("other word", "r2", "10.1.1.1/32") && !knows("other word", "r2", "172.16.9.0/24") && !knows("other word", "b1", "10.1.1.2/32"));
    }

    /// The election has one answer where all begin together: the highest priority, then the highest router id.
    void theSegmentAgreesOnItsDesignatedRouter()
    {
        RoutingLabs labs;
        addMakes(labs, segment());
        QVERIFY(labs.differences("frr", test::learntBy("ospf")).isEmpty());
        for (const auto &[name, lab] : labs.all()) {
            for (const char *router : {"r1", "r2", "r4"}) {
                const auto answer = labs.ask(name, router, "show ip ospf neighbor json");
                const auto json = rpc::parseJson(answer.json);
                QVERIFY2(json, answer.text.c_str());
                const rpc::Json *neighbours = rpc::member(*json, "neighbors");
                const rpc::Json *chosen = neighbours ? rpc::member(*neighbours, "3.3.3.3") : nullptr;
                QVERIFY2(chosen && chosen->is_array() && !chosen->empty(), answer.json.c_str());
                const std::string state = (*chosen)[0].value("nbrState", (*chosen)[0].value("state", std::string()));
                QVERIFY2(state == "Full/DR", (name + ' ' + router + ' ' + state).c_str());
            }
        }
    }
};

QTEST_GUILESS_MAIN(OspfInteropTest)
#include "tst_ospf.moc"
