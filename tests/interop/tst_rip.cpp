// RIP beside FRR and BIRD: networks of Hopyard's virtual routers, of FRR's, and mixed ones on the same segments; every table
// equal to what an all-FRR network of the same text computes.
//
// Where several ways are equally far, RFC 2453 leaves it to a router which it takes (section 3.9.2: the first it hears of,
// unless it likes another better): there the metric must be FRR's, and the next hop one of the equal ones.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/real_routers.h"

using namespace hopyard;
using test::NetworkText;
using test::RoutingLabs;

namespace {

constexpr const char *kShort = "5 15 10";
/// So long that within a test nothing ages: what goes must be said to go.
constexpr const char *kLong = "10 600 400";

std::string rip(const std::string &lines = {}, const std::string &timers = kShort)
{
    return "router rip\n timers basic " + timers + "\n network 10.0.0.0/8\n" + lines;
}

/// So many on one segment, each with a network behind it.
lab::Lab segment(const std::string &interface = {}, const std::string &lines = {}, const std::string &top = {}, const std::string &timers = kShort)
{
    NetworkText text;
    const std::string more = interface.empty() ? "" : "; " + interface;
    for (int i = 1; i <= 4; ++i) {
        const std::string n = std::to_string(i);
        text.router("r" + n, {"eth0 10.0.0." + n + "/24" + more, "lo 10.1.1." + n + "/32"},
                    "ip route 172.16." + n + ".0/24 blackhole\n" + top + rip(lines, timers));
    }
    return text.node("s1: {kind: switch}").wires({"r1:eth0 s1:p1", "r2:eth0 s1:p2", "r3:eth0 s1:p3", "r4:eth0 s1:p4"}).lab();
}

/// A ring. Of five: from each there is one shortest way to each router.
lab::Lab ring(int size, const std::string &interface = {}, const std::string &lines = {}, const std::string &top = {}, const std::string &timers = kShort)
{
    NetworkText text;
    const std::string more = interface.empty() ? "" : "; " + interface;
    std::vector<std::string> wires;
    for (int i = 1; i <= size; ++i) {
        const std::string n = std::to_string(i), next = std::to_string(i % size + 1), before = std::to_string((i + size - 2) % size + 1);
        // The networks between them are not told: the one opposite would be equally far on both ways.
        text.router("r" + n, {"eth0 192.168." + before + ".2/24" + more, "eth1 192.168." + n + ".1/24" + more, "lo 10.1.1." + n + "/32"},
                    top + "ip prefix-list TOLD seq 5 deny 192.168.0.0/16 le 32\nip prefix-list TOLD seq 10 permit any\n" + (i == 1 ? "ip route 172.16.0.0/16 blackhole\n" : "")
                        + rip(" network eth0\n network eth1\n distribute-list prefix TOLD out\n" + lines + (i == 1 ? " redistribute static metric 3\n" : ""), timers));
        wires.push_back("r" + n + ":eth1 r" + next + ":eth0");
    }
    return text.wires(wires).lab();
}

/// r1, r2 and a BIRD on one segment; behind r2 a third router. `word`: BIRD's lines about authentication.
lab::Lab withBird(const std::string &interface = {}, const std::string &word = {}, const std::string &top = {})
{
    const std::string more = interface.empty() ? "" : "; " + interface;
    return NetworkText()
        .router("r1", {"eth0 10.0.0.1/24" + more, "lo 10.1.1.1/32"}, top + rip())
        .router("r2", {"eth0 10.0.0.2/24" + more, "eth1 10.0.9.1/24", "lo 10.1.1.2/32"}, top + rip())
        .router("r3", {"eth0 10.0.9.2/24", "lo 10.1.1.3/32"}, rip())
        .node("s1: {kind: switch}")
        .node("b1:\n    kind: bird\n    interfaces: {eth0: {address: 10.0.0.9/24}}\n    config: |\n"
              "      router id 9.9.9.9;\n      protocol device { scan time 1; }\n      protocol direct { ipv4; }\n"
              "      protocol kernel { ipv4 { export all; }; }\n"
              "      protocol static { ipv4; route 172.16.2.0/24 blackhole; }\n"
              "      protocol rip { ipv4 { import all; export all; };\n"
              "        interface \"eth0\" { update time 5; timeout time 15; garbage time 10; " + word + "}; }")
        .wires({"r1:eth0 s1:p1", "r2:eth0 s1:p2", "b1:eth0 s1:p3", "r2:eth1 r3:eth0"})
        .lab();
}

bool has(const test::Tables &tables, const std::string &router, const char *prefix)
{
    return tables.at(router).contains(*base::IpPrefix::parse(prefix));
}

} // namespace

Q_DECLARE_METATYPE(hopyard::lab::Lab)

class RipInteropTest : public QObject {
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
        const std::string statics = " redistribute static\n", chain = "key chain K\n key 5\n  key-string secret\n exit\nexit\n";
        QTest::newRow("segment") << segment({}, statics);
        QTest::newRow("MD5") << segment("ip rip authentication mode md5; ip rip authentication string word", statics);
        QTest::newRow("key chain, length as the RFC says")
            << segment("ip rip authentication mode md5 auth-length rfc; ip rip authentication key-chain K", statics, chain);
        QTest::newRow("password") << segment("ip rip authentication mode text; ip rip authentication string word");
        QTest::newRow("ring of five") << ring(5);
        QTest::newRow("ring of five, poisoned reverse") << ring(5, "ip rip split-horizon poisoned-reverse");
        QTest::newRow("ring of five, broadcast") << ring(5, "ip rip v2-broadcast");
        QTest::newRow("ring of five, offset list") << ring(5, {}, " offset-list some in 3 eth1\n", "access-list some seq 5 permit any\n");
        QTest::newRow("default route and distribute list")
            << segment({}, statics + " default-information originate\n distribute-list prefix NO out eth0\n",
                       "ip prefix-list NO seq 5 deny 172.16.3.0/24\nip prefix-list NO seq 10 permit any\n");
        QTest::newRow("with BIRD") << withBird();
        QTest::newRow("with BIRD, MD5") << withBird("ip rip authentication mode md5 auth-length rfc; ip rip authentication key-chain K",
                                                     "authentication cryptographic; password \"secret\" { id 5; algorithm keyed md5; }; ", chain);
        QTest::newRow("with BIRD, password") << withBird("ip rip authentication mode text; ip rip authentication string word", "authentication plaintext; password \"word\"; ");
    }
    void everyTableEqualsFrrs()
    {
        QFETCH(lab::Lab, network);
        RoutingLabs labs;
        addMakes(labs, network);
        const QString differences = labs.differences("frr", test::learntBy("rip"));
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
        for (const auto &[name, lab] : labs.all())
            QVERIFY2(lab->problems.isEmpty(), qPrintable(lab->problems.join('\n')));
    }

    /// A ring of four: the router opposite is equally far on both ways. Which are equal says a lab of FRR with `allow-ecmp`.
    void ofEqualWaysOneIsTaken()
    {
        RoutingLabs labs;
        addMakes(labs, ring(4));
        labs.add("all ways", hopyard::compare::withFrr(ring(4, {}, " allow-ecmp\n")));
        const auto isWithin = [](const compare::Route &taken, const compare::Route &all) {
            return taken.protocol == all.protocol && taken.metric == all.metric && taken.distance == all.distance && taken.selected == all.selected
                && std::includes(all.nextHops.begin(), all.nextHops.end(), taken.nextHops.begin(), taken.nextHops.end());
        };
        const auto areRight = [&] {
            const auto &all = labs["all ways"].tables;
            if (!all || all->at("r1").count(*base::IpPrefix::parse("10.1.1.3/32")) == 0 || all->at("r1").at(*base::IpPrefix::parse("10.1.1.3/32")).front().nextHops.size() != 2)
                return false;
            for (const auto &[name, lab] : labs.all()) {
                if (!lab->tables || lab->since.elapsed() < 4000)
                    return false;
                for (const auto &[router, table] : *lab->tables) {
                    if (table.size() != all->at(router).size())
                        return false;
                    for (const auto &[prefix, routes] : table) {
                        const auto found = all->at(router).find(prefix);
                        if (found == all->at(router).end() || found->second.size() != routes.size()
                            || !std::equal(routes.begin(), routes.end(), found->second.begin(), isWithin))
                            return false;
                    }
                }
            }
            return true;
        };
        QVERIFY(labs.until(areRight, 60'000));
    }

    void allEqualWaysAreTaken()
    {
        RoutingLabs labs;
        addMakes(labs, ring(4, {}, " allow-ecmp\n"));
        const QString differences = labs.differences("frr", [](const test::Tables &tables) {
            const auto route = tables.at("r1").find(*base::IpPrefix::parse("10.1.1.3/32"));
            return route != tables.at("r1").end() && route->second.front().nextHops.size() == 2;
        });
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
    }

    void linksAndRoutersFail()
    {
        RoutingLabs labs;
        addMakes(labs, ring(5));
        QString differences = labs.differences("frr", test::learntBy("rip"));
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
        const test::Tables whole = *labs["frr"].tables;
        labs.setDown({"r2", "eth1"}, true);
        differences = labs.differences("frr", [&](const test::Tables &now) { return now != whole; });
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
        labs.setDown({"r2", "eth1"}, false);
        differences = labs.differences("frr", [&](const test::Tables &now) { return now == whole; });
        QVERIFY2(differences.isEmpty(), qPrintable(differences));

        for (const auto &[name, lab] : labs.all()) {
            QVERIFY(lab->session().stopNode("r3"));
            lab->forget("r3");
        }
        differences = labs.differences("frr", [&](const test::Tables &now) { return !has(now, "r1", "10.1.1.3/32") && has(now, "r2", "10.1.1.4/32"); });
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
        for (const auto &[name, lab] : labs.all()) {
            QVERIFY(lab->session().startNode("r3"));
            lab->routers.push_back("r3");
        }
        differences = labs.differences("frr", [&](const test::Tables &now) { return now == whole; });
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
    }

    /// Behind a switch nobody sees that a cable was pulled: what its router told ages (timeout), and is told as unreachable.
    void whatIsNotToldAnyMoreAges()
    {
        RoutingLabs labs;
        addMakes(labs, withBird());
        QString differences = labs.differences("frr", test::learntBy("rip"));
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
        const test::Tables whole = *labs["frr"].tables;
        for (const lab::End &end : {lab::End{"b1", "eth0"}, lab::End{"r1", "eth0"}}) {
            labs.setDown(end, true);
            differences = labs.differences("frr", [&](const test::Tables &now) {
                return !has(now, "r3", end.node == "b1" ? "172.16.2.0/24" : "10.1.1.1/32") && !has(now, "r2", end.node == "b1" ? "172.16.2.0/24" : "10.1.1.1/32");
            });
            QVERIFY2(differences.isEmpty(), qPrintable(differences));
            labs.setDown(end, false);
            differences = labs.differences("frr", [&](const test::Tables &now) { return now == whole; });
            QVERIFY2(differences.isEmpty(), qPrintable(differences));
        }
    }

    /// Who loses a route says so, with the metric 16, and it goes through the whole network long before anything would age;
    /// then a new one is taken where the old was.
    void whatIsLostIsPoisoned_data()
    {
        QTest::addColumn<QString>("interface");
        QTest::newRow("split horizon") << "";
        QTest::newRow("poisoned reverse") << "ip rip split-horizon poisoned-reverse";
    }
    void whatIsLostIsPoisoned()
    {
        QFETCH(QString, interface);
        RoutingLabs labs;
        addMakes(labs, ring(5, interface.toStdString(), {}, {}, kLong));
        QString differences = labs.differences("frr", [](const test::Tables &tables) {
            return test::learntBy("rip")(tables) && has(tables, "r3", "172.16.0.0/16") && has(tables, "r4", "172.16.0.0/16");
        });
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
        const test::Tables whole = *labs["frr"].tables;
        labs.configureAll("r1", {"no ip route 172.16.0.0/16 blackhole"});
        differences = labs.differences("frr", [](const test::Tables &now) { return !has(now, "r3", "172.16.0.0/16") && !has(now, "r4", "172.16.0.0/16"); });
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
        labs.configureAll("r1", {"ip route 172.16.0.0/16 blackhole"});
        differences = labs.differences("frr", [&](const test::Tables &now) { return now == whole; });
        QVERIFY2(differences.isEmpty(), qPrintable(differences));
    }

    /// HMAC-SHA (RFC 4822), which FRR's ripd cannot: Hopyard and BIRD, each knowing what is behind the other. And nothing is
    /// taken from one who signs with another word.
    void birdSignsByHmac_data()
    {
        QTest::addColumn<QString>("algorithm");
        QTest::addColumn<QString>("ofBird");
        for (const char *bits : {"1", "256", "384", "512"})
            QTest::newRow(bits) << QString("hmac-sha-%1").arg(bits) << QString("hmac sha%1").arg(bits);
    }
    void birdSignsByHmac()
    {
        QFETCH(QString, algorithm);
        QFETCH(QString, ofBird);
        const std::string chain = "key chain K\n key 4\n  key-string secret\n  cryptographic-algorithm " + algorithm.toStdString() + "\n exit\nexit\n";
        const std::string mode = "ip rip authentication mode md5 auth-length rfc; ip rip authentication key-chain K";
        const std::string word = "authentication cryptographic; password \"secret\" { id 4; algorithm " + ofBird.toStdString() + "; }; ";
        RoutingLabs labs;
        labs.add("hopyard", hopyard::compare::withHopyard(withBird(mode, word, chain)));
        labs.add("other word", hopyard::compare::withHopyard(withBird(mode, "authentication cryptographic; password \"other\" { id 4; algorithm " + ofBird.toStdString() + "; }; ", chain)));
        const auto &tables = labs["hopyard"].tables, &others = labs["other word"].tables;
        const auto know = [&] { // in the other lab those of the same word know each other: it has had its time too
            return tables && has(*tables, "r1", "172.16.2.0/24") && has(*tables, "r3", "172.16.2.0/24") && has(*tables, "b1", "10.1.1.1/32") && has(*tables, "b1", "10.1.1.3/32")
                && others && has(*others, "r1", "10.1.1.3/32");
        };
        QVERIFY(labs.until(know, 40'000));
        QVERIFY(!has(*others, "r1", "172.16.2.0/24") && !has(*others, "b1", "10.1.1.1/32"));
    }
};

QTEST_GUILESS_MAIN(RipInteropTest)
#include "tst_rip.moc"
