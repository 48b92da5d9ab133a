// Areas: summaries, ranges, stub and NSSA, externals and their metrics, virtual links, what border routers announce.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/area_border.h"
#include "tests/core/routing/ospf/simulator.h"
#include "tests/support/compare.h"

#include <QtTest>

#include <set>

using namespace hopyard;
namespace ospf = routing::ospf;
using ospf::AreaType;
using test::net4;
using test::Simulator;
using wire::LsaType;

#define COMPARE_TEXT(actual, expected) QCOMPARE(QString::fromStdString(actual), QString(expected))

namespace {

/// r1 (backbone) — r2 (border) — r3 (area 1) — r4 (area 1), each with a loopback N.N.N.N/32 in its area; r2's in the
/// backbone.
struct Line {
    Simulator net;
    static constexpr std::size_t r1 = 0, r2 = 1, r3 = 2, r4 = 3;
    std::size_t backbone, border, inner;
    Line()
    {
        for (const char *id : {"1.1.1.1", "2.2.2.2", "3.3.3.3", "4.4.4.4"})
            net.router(id);
        backbone = net.connect({{r1, "10.0.12.1/24"}, {r2, "10.0.12.2/24"}}, {});
        border = net.connect({{r2, "10.1.23.2/24"}, {r3, "10.1.23.3/24"}}, {.area = "0.0.0.1"});
        inner = net.connect({{r3, "10.1.34.3/24"}, {r4, "10.1.34.4/24"}}, {.area = "0.0.0.1"});
        net.loopback(r1, "1.1.1.1/32");
        net.loopback(r2, "2.2.2.2/32");
        net.loopback(r3, "3.3.3.3/32", "0.0.0.1");
        net.loopback(r4, "4.4.4.4/32", "0.0.0.1");
    }
    void area1(const ospf::AreaConfig &area)
    {
        for (const std::size_t r : {r2, r3, r4})
            net.config(r).areas[test::ip4("0.0.0.1")] = area;
    }
    void run(std::int64_t seconds = 60)
    {
        net.start();
        net.runSeconds(seconds);
    }
    void external(std::size_t router, const ospf::ExternalRoute &route)
    {
        net.move(router, [&](ospf::Ospf &o, ospf::Output &out) { o.setExternal(net.now(), route, out); });
        net.runSeconds(20);
    }
};

ospf::ExternalRoute external(const char *prefix, std::uint32_t metric = 20, bool type2 = true, std::uint32_t tag = 0)
{
    ospf::ExternalRoute route;
    route.prefix = net4(prefix);
    route.metric = metric;
    route.type2 = type2;
    route.tag = tag;
    return route;
}

} // namespace

class TestAreas : public QObject {
    Q_OBJECT
private slots:
    void networksOfOtherAreas()
    {
        Line l;
        l.run();
        COMPARE_TEXT(l.net.route(l.r1, "10.1.34.0/24"), "O IA 30 10.0.12.2");
        COMPARE_TEXT(l.net.route(l.r1, "4.4.4.4/32"), "O IA 30 10.0.12.2");
        COMPARE_TEXT(l.net.route(l.r4, "1.1.1.1/32"), "O IA 30 10.1.34.3");
        COMPARE_TEXT(l.net.route(l.r2, "4.4.4.4/32"), "O 20 10.1.23.3");
        QVERIFY(l.net.process(l.r2).process(l.net.now()).areaBorder);
        QVERIFY(!l.net.process(l.r3).process(l.net.now()).areaBorder);
        QCOMPARE(l.net.lsas(l.r1, LsaType::router).size(), std::size_t(2)); // area 1 stays unknown
    }

    void aFailureWithinAnAreaIsWithdrawnOutside()
    {
        Line l;
        l.run();
        l.net.setUp(l.inner, false);
        l.net.runSeconds(20);
        COMPARE_TEXT(l.net.route(l.r1, "4.4.4.4/32"), "-");
        COMPARE_TEXT(l.net.route(l.r1, "3.3.3.3/32"), "O IA 20 10.0.12.2");
        l.net.setUp(l.inner, true);
        l.net.runSeconds(30);
        COMPARE_TEXT(l.net.route(l.r1, "4.4.4.4/32"), "O IA 30 10.0.12.2");
    }

    void rangesStandForTheirNetworks()
    {
        Line l;
        ospf::AreaConfig area;
        area.ranges = {{net4("10.1.0.0/16"), true, {}}, {net4("3.3.3.0/24"), false, {}}, {net4("99.0.0.0/8"), true, {}}};
        l.area1(area);
        l.run();
        COMPARE_TEXT(l.net.route(l.r1, "10.1.0.0/16"), "O IA 30 10.0.12.2"); // as far as its farthest network
        COMPARE_TEXT(l.net.route(l.r1, "10.1.34.0/24"), "-");
        COMPARE_TEXT(l.net.route(l.r1, "3.3.3.3/32"), "-");
        COMPARE_TEXT(l.net.route(l.r1, "4.4.4.4/32"), "O IA 30 10.0.12.2");
        COMPARE_TEXT(l.net.route(l.r1, "99.0.0.0/8"), "-");
        COMPARE_TEXT(l.net.route(l.r2, "10.1.0.0/16"), "O IA 0 discard");
        // With a cost of its own it does not follow what happens within.
        area.ranges = {{net4("10.1.0.0/16"), true, 7}};
        l.net.config(l.r2).areas[test::ip4("0.0.0.1")] = area;
        l.net.reconfigure(l.r2);
        l.net.runSeconds(20);
        COMPARE_TEXT(l.net.route(l.r1, "10.1.0.0/16"), "O IA 17 10.0.12.2");
        COMPARE_TEXT(l.net.route(l.r1, "3.3.3.3/32"), "O IA 20 10.0.12.2");
    }

    void stubAndTotallyStub()
    {
        for (const bool noSummary : {false, true}) {
            Line l;
            ospf::AreaConfig area;
            area.type = AreaType::stub;
            area.noSummary = noSummary;
            area.defaultCost = 5;
            l.area1(area);
            l.run();
            l.external(l.r1, external("192.168.0.0/16"));
            COMPARE_TEXT(l.net.route(l.r2, "192.168.0.0/16"), "O E2 10/20 10.0.12.1");
            COMPARE_TEXT(l.net.route(l.r4, "192.168.0.0/16"), "-");
            COMPARE_TEXT(l.net.route(l.r4, "0.0.0.0/0"), "O IA 25 10.1.34.3");
            COMPARE_TEXT(l.net.route(l.r4, "1.1.1.1/32"), noSummary ? "-" : "O IA 30 10.1.34.3");
            QVERIFY(l.net.lsas(l.r4, LsaType::external).empty());
            QVERIFY(l.net.lsas(l.r4, LsaType::summaryRouter).empty());
            COMPARE_TEXT(l.net.route(l.r1, "0.0.0.0/0"), "-");
        }
    }

    void externalsOfBothTypes()
    {
        Line l;
        l.run();
        l.external(l.r4, external("192.168.1.0/24", 20, true, 77));
        l.external(l.r4, external("192.168.2.0/24", 20, false));
        COMPARE_TEXT(l.net.route(l.r1, "192.168.1.0/24"), "O E2 30/20 10.0.12.2");
        COMPARE_TEXT(l.net.route(l.r1, "192.168.2.0/24"), "O E1 50 10.0.12.2");
        QCOMPARE(l.net.routes(l.r1).at(net4("192.168.1.0/24")).tag, 77u);
        QCOMPARE(l.net.lsas(l.r1, LsaType::summaryRouter), std::vector<std::string>{"4.4.4.4 2.2.2.2"});
        // The smaller external metric counts first, then the way to it; type 1 before type 2.
        l.external(l.r2, external("192.168.1.0/24", 19));
        COMPARE_TEXT(l.net.route(l.r3, "192.168.1.0/24"), "O E2 10/19 10.1.23.2");
        l.external(l.r2, external("192.168.1.0/24", 20));
        COMPARE_TEXT(l.net.route(l.r1, "192.168.1.0/24"), "O E2 10/20 10.0.12.2");
        l.external(l.r4, external("192.168.1.0/24", 5'000, false));
        COMPARE_TEXT(l.net.route(l.r1, "192.168.1.0/24"), "O E1 5030 10.0.12.2");
        l.net.move(l.r4, [&](ospf::Ospf &o, ospf::Output &out) { o.removeExternal(l.net.now(), net4("192.168.1.0/24"), out); });
        l.net.runSeconds(20);
        COMPARE_TEXT(l.net.route(l.r1, "192.168.1.0/24"), "O E2 10/20 10.0.12.2");
    }

    void aForwardingAddressIsGoneToDirectly()
    {
        // r1 and r2 and r3 share a network; r1 announces a route whose next hop is 10.0.0.9 there.
        Simulator net;
        for (const char *id : {"1.1.1.1", "2.2.2.2", "3.3.3.3"})
            net.router(id);
        net.connect({{0, "10.0.0.1/24"}, {1, "10.0.0.2/24"}}, {.type = ospf::NetworkType::broadcast});
        net.connect({{1, "10.0.23.2/24"}, {2, "10.0.23.3/24"}}, {});
        net.start();
        net.runSeconds(60);
        ospf::ExternalRoute route = external("192.168.0.0/16");
        route.nextHop = test::ip4("10.0.0.9");
        net.move(0, [&](ospf::Ospf &o, ospf::Output &out) { o.setExternal(net.now(), route, out); });
        net.runSeconds(20);
        COMPARE_TEXT(net.route(1, "192.168.0.0/16"), "O E2 10/20 10.0.0.9");
        COMPARE_TEXT(net.route(2, "192.168.0.0/16"), "O E2 20/20 10.0.23.2");
    }

    void defaultInformation()
    {
        Line l;
        l.net.config(l.r1).defaultInformation.originate = true;
        l.run();
        COMPARE_TEXT(l.net.route(l.r4, "0.0.0.0/0"), "-");
        l.net.move(l.r1, [&](ospf::Ospf &o, ospf::Output &out) { o.setDefaultPresent(l.net.now(), true, out); });
        l.net.runSeconds(20);
        COMPARE_TEXT(l.net.route(l.r4, "0.0.0.0/0"), "O E2 30/10 10.1.34.3");
        l.net.config(l.r1).defaultInformation.always = true;
        l.net.reconfigure(l.r1);
        l.net.runSeconds(20);
        COMPARE_TEXT(l.net.route(l.r4, "0.0.0.0/0"), "O E2 30/1 10.1.34.3");
    }

    void summaryAddress()
    {
        Line l;
        l.net.config(l.r1).externalRanges = {{net4("192.168.0.0/16"), true, 9}, {net4("172.16.0.0/12"), false, 0}};
        l.run();
        l.external(l.r1, external("192.168.1.0/24"));
        l.external(l.r1, external("192.168.2.0/24"));
        l.external(l.r1, external("172.16.1.0/24"));
        COMPARE_TEXT(l.net.route(l.r2, "192.168.0.0/16"), "O E2 10/20 10.0.12.1");
        COMPARE_TEXT(l.net.route(l.r2, "192.168.1.0/24"), "-");
        COMPARE_TEXT(l.net.route(l.r2, "172.16.1.0/24"), "-");
    }

    void aBorderRouterThatNobodyShallCrossSaysSoToItsAreas()
    {
        Line l;
        l.net.config(l.r2).maxMetric.administrative = true;
        l.run();
        COMPARE_TEXT(l.net.route(l.r4, "1.1.1.1/32"), "O IA 16711700 10.1.34.3"); // 0xff0000, as FRR 8.4 has it
    }

    void nssaIsTranslatedAtItsBorder()
    {
        Line l;
        ospf::AreaConfig area;
        area.type = AreaType::nssa;
        l.area1(area);
        l.run();
        l.external(l.r4, external("192.168.0.0/16", 20, true, 5));
        COMPARE_TEXT(l.net.route(l.r3, "192.168.0.0/16"), "O N2 10/20 10.1.34.4");
        COMPARE_TEXT(l.net.route(l.r2, "192.168.0.0/16"), "O N2 20/20 10.1.23.3");
        COMPARE_TEXT(l.net.route(l.r1, "192.168.0.0/16"), "O E2 30/20 10.0.12.2");
        QCOMPARE(l.net.lsas(l.r1, LsaType::external), std::vector<std::string>{"192.168.0.0 2.2.2.2"});
        QVERIFY(l.net.lsas(l.r1, LsaType::nssa).empty());
        QVERIFY(l.net.lsas(l.r1, LsaType::summaryRouter).empty());
        // Externals of the rest of the AS stay out; a default route is there for them, as FRR 8.4 makes it.
        l.external(l.r1, external("172.16.0.0/12"));
        COMPARE_TEXT(l.net.route(l.r4, "172.16.0.0/12"), "-");
        COMPARE_TEXT(l.net.route(l.r4, "0.0.0.0/0"), "O IA 21 10.1.34.3");
        COMPARE_TEXT(l.net.route(l.r4, "1.1.1.1/32"), "O IA 30 10.1.34.3");
        l.net.move(l.r4, [&](ospf::Ospf &o, ospf::Output &out) { o.removeExternal(l.net.now(), net4("192.168.0.0/16"), out); });
        l.net.runSeconds(20);
        COMPARE_TEXT(l.net.route(l.r1, "192.168.0.0/16"), "-");
    }

    void nssaRangesDefaultsAndNoSummary()
    {
        Line l;
        ospf::AreaConfig area;
        area.type = AreaType::nssa;
        area.noSummary = true;
        area.nssaRanges = {{net4("192.168.0.0/16"), true, {}}, {net4("172.16.0.0/12"), false, {}}};
        l.area1(area);
        l.run();
        l.external(l.r4, external("192.168.1.0/24", 3));
        l.external(l.r4, external("192.168.2.0/24", 9));
        l.external(l.r4, external("172.16.1.0/24"));
        COMPARE_TEXT(l.net.route(l.r1, "192.168.0.0/16"), "O E2 10/9 10.0.12.2");
        COMPARE_TEXT(l.net.route(l.r1, "192.168.1.0/24"), "-");
        COMPARE_TEXT(l.net.route(l.r1, "172.16.1.0/24"), "-");
        COMPARE_TEXT(l.net.route(l.r4, "0.0.0.0/0"), "O IA 21 10.1.34.3");
        COMPARE_TEXT(l.net.route(l.r4, "1.1.1.1/32"), "-");

        Line d;
        area = {};
        area.type = AreaType::nssa;
        area.nssaDefault = true;
        d.area1(area);
        d.run();
        COMPARE_TEXT(d.net.route(d.r4, "0.0.0.0/0"), "O N2 20/1 10.1.34.3");
        COMPARE_TEXT(d.net.route(d.r1, "0.0.0.0/0"), "-");
    }

    void oneOfTwoBordersTranslates()
    {
        // r1 in the backbone; r2 and r3 on the border of NSSA 1; r4 inside announces.
        Simulator net;
        for (const char *id : {"1.1.1.1", "2.2.2.2", "3.3.3.3", "4.4.4.4"})
            net.router(id);
        net.connect({{0, "10.0.12.1/24"}, {1, "10.0.12.2/24"}}, {});
        net.connect({{0, "10.0.13.1/24"}, {2, "10.0.13.3/24"}}, {});
        net.connect({{1, "10.1.24.2/24"}, {3, "10.1.24.4/24"}}, {.area = "0.0.0.1"});
        net.connect({{2, "10.1.34.3/24"}, {3, "10.1.34.4/24"}}, {.area = "0.0.0.1"});
        net.loopback(3, "4.4.4.4/32", "0.0.0.1");
        for (const std::size_t r : {1, 2, 3})
            net.config(r).areas[test::ip4("0.0.0.1")].type = AreaType::nssa;
        net.start();
        net.runSeconds(60);
        net.move(3, [&](ospf::Ospf &o, ospf::Output &out) { o.setExternal(net.now(), external("192.168.0.0/16"), out); });
        net.runSeconds(60);
        QCOMPARE(net.lsas(0, LsaType::external), std::vector<std::string>{"192.168.0.0 3.3.3.3"});
        // The forwarding address is that of r4's first interface, as in FRR, not the highest and not its loopback's: who
        // translates is not on the way.
        COMPARE_TEXT(net.route(0, "192.168.0.0/16"), "O E2 20/20 10.0.12.2");
        net.kill(1);
        net.runSeconds(120);
        COMPARE_TEXT(net.route(0, "192.168.0.0/16"), "O E2 30/20 10.0.13.3"); // the address lies behind r4 now
    }

    void aVirtualLinkReachesAFarArea()
    {
        // Backbone r1-r2; area 1 r2-r3 carries the link; area 2 r3-r4 has no backbone of its own.
        Simulator net;
        for (const char *id : {"1.1.1.1", "2.2.2.2", "3.3.3.3", "4.4.4.4"})
            net.router(id);
        net.connect({{0, "10.0.12.1/24"}, {1, "10.0.12.2/24"}}, {});
        const std::size_t transit = net.connect({{1, "10.1.23.2/24"}, {2, "10.1.23.3/24"}}, {.area = "0.0.0.1"});
        net.connect({{2, "10.2.34.3/24"}, {3, "10.2.34.4/24"}}, {.area = "0.0.0.2"});
        net.loopback(0, "1.1.1.1/32");
        net.loopback(3, "4.4.4.4/32", "0.0.0.2");
        net.config(1).areas[test::ip4("0.0.0.1")].virtualLinks = {{test::ip4("3.3.3.3"), {}, {}}};
        net.config(2).areas[test::ip4("0.0.0.1")].virtualLinks = {{test::ip4("2.2.2.2"), {}, {}}};
        net.start();
        net.runSeconds(90);
        COMPARE_TEXT(net.route(0, "4.4.4.4/32"), "O IA 30 10.0.12.2");
        COMPARE_TEXT(net.route(3, "1.1.1.1/32"), "O IA 30 10.2.34.3");
        COMPARE_TEXT(net.route(2, "1.1.1.1/32"), "O 20 10.1.23.2");
        QCOMPARE(net.process(2).interfaces(net.now()).back().type, ospf::NetworkType::virtualLink);
        net.setUp(transit, false);
        net.runSeconds(60);
        COMPARE_TEXT(net.route(0, "4.4.4.4/32"), "-");
        net.setUp(transit, true);
        net.runSeconds(90);
        COMPARE_TEXT(net.route(0, "4.4.4.4/32"), "O IA 30 10.0.12.2");
    }

    void areaTypeChangesWhileRunning()
    {
        Line l;
        l.run();
        l.external(l.r1, external("192.168.0.0/16"));
        COMPARE_TEXT(l.net.route(l.r4, "192.168.0.0/16"), "O E2 30/20 10.1.34.3");
        for (const std::size_t r : {l.r2, l.r3, l.r4}) {
            l.net.config(r).areas[test::ip4("0.0.0.1")].type = AreaType::stub;
            l.net.reconfigure(r);
        }
        l.net.runSeconds(60);
        COMPARE_TEXT(l.net.route(l.r4, "192.168.0.0/16"), "-");
        COMPARE_TEXT(l.net.route(l.r4, "0.0.0.0/0"), "O IA 21 10.1.34.3");
        COMPARE_TEXT(l.net.route(l.r1, "4.4.4.4/32"), "O IA 30 10.0.12.2");
    }

    void networksThatShareAnAddressGetIdsOfTheirOwn()
    {
        const auto ids = ospf::assignIds({net4("10.0.0.0/16"), net4("10.0.0.0/24"), net4("10.0.0.0/8"), net4("10.0.0.0/32"), net4("0.0.0.0/0")});
        QCOMPARE(ids.size(), std::size_t(5));
        std::set<base::Ipv4Address> different;
        for (const auto &[prefix, id] : ids) {
            different.insert(id);
            QVERIFY(prefix.contains(base::IpAddress(id)));
        }
        QCOMPARE(different.size(), std::size_t(5));
        QCOMPARE(ids.at(net4("10.0.0.0/32")), test::ip4("10.0.0.0"));
        QCOMPARE(ids.at(net4("10.0.0.0/24")), test::ip4("10.0.0.255"));
    }
};

QTEST_APPLESS_MAIN(TestAreas)
#include "tst_areas.moc"
