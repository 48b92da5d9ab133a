// The inspectors of OSPF and BGP: what they make of what a router's console says, what they ask and light; against an engine
// without a network, and once against a real one.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/bgp_inspector.h"
#include "app/gui/inspect/bgp_rows.h"
#include "app/gui/inspect/ospf_inspector.h"
#include "app/gui/inspect/ospf_rows.h"
#include "app/gui/inspect/tree_view.h"
#include "tests/app/gui/client/real_engine.h"
#include "tests/app/gui/client/running_engine.h"
#include "tests/support/named.h"

#include <QFloat16> // QCOMPARE of Json tries every overload, one of which needs it complete
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

using namespace hopyard;
using namespace hopyard::inspect;
using hopyard::test::FakeEngine;
using rpc::Json;

namespace {

const char *const kTree = "{\"node\": \"r1\", \"routerId\": \"1.1.1.1\", \"areas\": [{\"area\": \"0.0.0.0\", \"vertices\": ["
                          "{\"type\": \"router\", \"id\": \"1.1.1.1\", \"cost\": 0, \"parents\": [], \"nexthops\": [], \"node\": \"r1\", \"links\": []},"
                          "{\"type\": \"network\", \"id\": \"10.0.0.1\", \"prefix\": \"10.0.0.0/24\", \"cost\": 10, \"parents\": [{\"id\": \"1.1.1.1\", \"type\": \"router\", \"cost\": 10}]},"
                          "{\"type\": \"router\", \"id\": \"2.2.2.2\", \"cost\": 10, \"parents\": [{\"id\": \"10.0.0.1\", \"type\": \"network\", \"cost\": 0}],"
                          " \"nexthops\": [{\"ip\": \"10.0.0.2\", \"via\": \"eth0\"}], \"node\": \"r2\", \"links\": [{\"from\": \"r1:eth0\", \"cost\": 10}, {\"from\": \"s:p2\", \"cost\": null}]}]}]}";

const char *const kDecision = "{\"prefix\": \"10.9.0.0/16\", \"candidates\": ["
                              "{\"nextHop\": \"10.0.1.2\", \"from\": \"10.0.1.2\", \"path\": \"65002\", \"verdict\": \"best\", \"best\": true},"
                              "{\"nextHop\": \"10.0.3.3\", \"from\": \"10.0.3.3\", \"path\": \"65003 65002\", \"verdict\": \"lost at: AS path length\", \"best\": false}],"
                              "\"steps\": [{\"step\": \"weight\", \"rule\": \"the highest\", \"decided\": false, \"values\": ["
                              "{\"candidate\": 0, \"value\": \"0\", \"out\": false}, {\"candidate\": 1, \"value\": \"0\", \"out\": false}]},"
                              "{\"step\": \"AS path length\", \"rule\": \"the fewest\", \"decided\": true, \"values\": ["
                              "{\"candidate\": 0, \"value\": \"1\", \"out\": false}, {\"candidate\": 1, \"value\": \"2\", \"out\": true}]}]}";

using Running = test::RunningEngine;

QString cell(const TreeView &view, std::initializer_list<int> rows, int column)
{
    QModelIndex index;
    for (const int row : rows)
        index = view.model()->index(row, 0, index);
    return index.siblingAtColumn(column).data().toString();
}

} // namespace

class TestRoutingInspectors : public QObject {
    Q_OBJECT

private slots:
    void aTreeAsRowsAndAsMarks()
    {
        const Json tree = Json::parse(kTree);
        const auto areas = ospfTreeRows(tree);
        QCOMPARE(areas.size(), std::size_t(1));
        const TreeRow &root = areas[0].children.at(0);
        QCOMPARE(root.cells[0], QString("r1"));
        const TreeRow &network = root.children.at(0);
        QCOMPARE(network.cells, QStringList({"network 10.0.0.0/24", "10", "+10", "r1", ""}));
        QCOMPARE(network.children.at(0).cells, QStringList({"r2", "10", "+0", "network 10.0.0.0/24", "10.0.0.2 eth0"}));
        const CanvasMarks marks = ospfTreeMarks(tree);
        QCOMPARE(marks.links.size(), std::size_t(2));
        QCOMPARE(marks.links[0].from, QString("r1:eth0"));
        QCOMPARE(marks.links[0].label, QString("+10"));
        QCOMPARE(marks.links[1].label, QString());
        QCOMPARE(marks.nodes.size(), std::size_t(2));
        QCOMPARE(marks.nodes[1].label, QString("10"));
        QVERIFY(ospfTreeRows(Json::parse("{\"areas\": [{\"vertices\": [{\"parents\": 5}, 7]}]}")).size() == 1); // whatever comes
    }

    void advertisementsInWords()
    {
        const Json database = Json::parse(
            "{\"routerId\": \"1.1.1.1\", \"routerLinkStates\": {\"areas\": {\"0.0.0.0\": [{\"lsaAge\": 7, \"lsaType\": \"router-LSA\", \"linkStateId\": \"1.1.1.1\","
            " \"advertisingRouter\": \"1.1.1.1\", \"lsaSeqNumber\": \"80000003\", \"abr\": true, \"routerLinks\": {\"link0\": {\"linkType\": \"another Router (point-to-point)\","
            " \"neighborRouterId\": \"2.2.2.2\", \"routerInterfaceAddress\": \"10.0.0.1\", \"tos0Metric\": 10}}}]}},"
            " \"networkLinkStates\": {\"areas\": {\"0.0.0.0\": [{\"linkStateId\": \"10.0.0.1\", \"advertisingRouter\": \"2.2.2.2\", \"networkMask\": 24,"
            " \"attchedRouters\": {\"1.1.1.1\": {}, \"2.2.2.2\": {}}}]}},"
            " \"asExternalLinkStates\": [{\"linkStateId\": \"192.0.2.0\", \"advertisingRouter\": \"2.2.2.2\", \"lsaAge\": 3600, \"networkMask\": 24,"
            " \"metricType\": \"E2 (Larger than any link state path)\", \"metric\": 20, \"forwardAddress\": \"0.0.0.0\", \"externalRouteTag\": 5}]}");
        const auto rows = ospfDatabaseRows(database);
        QCOMPARE(rows.size(), std::size_t(2));
        QCOMPARE(rows[0].cells[0], QString("Area 0.0.0.0"));
        const TreeRow &router = rows[0].children.at(0).children.at(0);
        QCOMPARE(router.cells[1], QString("1.1.1.1 (itself)"));
        QCOMPARE(router.cells[4], QString("links: 1; area border router"));
        QVERIFY(router.children.at(0).cells[4].contains("router 2.2.2.2, out by 10.0.0.1, cost 10"));
        QVERIFY(rows[0].children.at(1).children.at(0).cells[4].contains("routers on it: 2"));
        const TreeRow &external = rows[1].children.at(0).children.at(0);
        QVERIFY(external.cells[4].contains("192.0.2.0/24") && external.cells[4].contains("tag 5"));
        QVERIFY(external.tone == Tone::bad); // being withdrawn
        QVERIFY(ospfDatabaseRows(Json::parse("[]")).empty());
    }

    void neighboursBelowTheirInterfaces()
    {
        const Json interfaces = Json::parse("{\"interfaces\": {\"eth0\": {\"ospfEnabled\": true, \"ipAddress\": \"10.0.0.1\", \"ipAddressPrefixlen\": 24, \"state\": \"DR\","
                                            " \"drAddress\": \"10.0.0.1\", \"bdrAddress\": \"10.0.0.2\", \"cost\": 10, \"priority\": 1, \"area\": \"0.0.0.0\", \"timerMsecs\": 10000, \"timerDeadSecs\": 40},"
                                            " \"eth1\": {\"ospfEnabled\": false}}}");
        const Json neighbours = Json::parse("{\"neighbors\": {\"2.2.2.2\": [{\"nbrState\": \"Full/Backup\", \"nbrPriority\": 1, \"deadTimeMsecs\": 33000, \"upTimeInMsec\": 5000,"
                                            " \"ifaceAddress\": \"10.0.0.2\", \"ifaceName\": \"eth0:10.0.0.1\"}]}}");
        const auto rows = ospfNeighbourRows(interfaces, neighbours);
        QCOMPARE(rows.size(), std::size_t(1));
        QCOMPARE(rows[0].cells[2], QString("DR"));
        QVERIFY(rows[0].cells[5].contains("BDR 10.0.0.2"));
        QCOMPARE(rows[0].children.at(0).cells[2], QString("Full/Backup"));
        QVERIFY(rows[0].children[0].tone == Tone::good);
    }

    void aDecisionStepByStep()
    {
        const Json decision = Json::parse(kDecision);
        QCOMPARE(bgpDecisionColumns(decision), QStringList({"Step", "From 10.0.1.2", "From 10.0.3.3"}));
        const auto rows = bgpDecisionRows(decision, Json::parse("{\"paths\": [{\"aspath\": {\"string\": \"65002\", \"length\": 1}, \"origin\": \"IGP\"}, {\"aspath\": {\"string\": \"65003 65002\", \"length\": 2}}]}"));
        QCOMPARE(rows[0].cells, QStringList({"Outcome", "best", "lost at: AS path length"}));
        const TreeRow &decided = rows[1].children.at(1);
        QCOMPARE(decided.cells, QStringList({"AS path length decides", "1", QString("2 \u2013 out")}));
        QVERIFY(decided.tip.contains("the fewest"));
        const auto path = std::ranges::find(rows[2].children, "AS path", [](const TreeRow &row) { return row.cells[0]; });
        QVERIFY(path != rows[2].children.end());
        QCOMPARE(path->cells[2], QString("65003 65002 (length 2)"));
        (void)bgpDecisionRows(Json::object(), Json());
        (void)bgpTableRows(Json::parse("{\"routes\": {\"a\": 5}}"));
        (void)bgpNeighbourRows(Json::parse("{\"ipv4Unicast\": 5}"));
    }

    void ospfAsksForWhatIsShown()
    {
        Running r;
        QVERIFY(r.wait());
        r.engine->answers["ospf.tree"] = [](const Json &) { return FakeEngine::Answer(Json::parse(kTree)); };
        r.engine->answers["console.run"] = [](const Json &) { return FakeEngine::Answer(Json{{"ok", true}, {"text", "% OSPF instance not found"}}); };
        OspfInspector inspector(r.session);
        QVERIFY(inspector.shows("router") && inspector.shows("frr") && !inspector.shows("switch"));
        inspector.setNode("r1");
        inspector.show();
        QCOMPARE(r.engine->count("console.run"), 0); // only when told to
        inspector.refresh();
        auto *message = support::named<QLabel>(inspector, "Why there is nothing of OSPF");
        QTRY_VERIFY(message->text().contains("OSPF instance not found"));
        QSignalSpy marked(&inspector, &Inspector::marked);
        inspector.showView(OspfInspector::tree);
        auto *view = support::named<TreeView>(inspector, "Tree of shortest paths");
        QTRY_COMPARE(cell(*view, {0, 0, 0, 0}, 0), QString("r2"));
        QVERIFY(view->isVisible());
        QCOMPARE(marked.last()[0].value<CanvasMarks>().links.size(), std::size_t(2));
        inspector.setNode("r2");
        QVERIFY(marked.last()[0].value<CanvasMarks>().isEmpty());
        QCOMPARE(view->model()->rowCount(), 0);
    }

    void bgpShowsTheDecisionOfWhatIsPicked()
    {
        Running r;
        QVERIFY(r.wait());
        r.engine->answers["console.run"] = [](const Json &params) {
            const std::string line = params["line"];
            Json json = Json::object();
            if (line == "show ip bgp")
                json = Json::parse("{\"routes\": {\"10.8.0.0/16\": [{\"valid\": true, \"bestpath\": true, \"peerId\": \"10.0.1.2\", \"nexthops\": [{\"ip\": \"10.0.1.2\"}], \"path\": \"65002\"}],"
                                   " \"10.9.0.0/16\": [{\"valid\": true, \"bestpath\": true, \"peerId\": \"10.0.1.2\"}, {\"valid\": true, \"peerId\": \"10.0.3.3\"}]}}");
            else if (line.starts_with("explain bgp"))
                json = Json::parse(kDecision);
            else if (line.ends_with("summary"))
                json = Json::parse("{\"ipv4Unicast\": {\"peers\": {\"10.0.1.2\": {\"remoteAs\": 65002, \"state\": \"Established\", \"pfxRcd\": 3}}}}");
            return FakeEngine::Answer(Json{{"ok", true}, {"text", ""}, {"json", json}});
        };
        BgpInspector inspector(r.session);
        inspector.setNode("r1");
        inspector.show();
        inspector.refresh();
        auto *table = support::named<TreeView>(inspector, "BGP table");
        QTRY_COMPARE(table->model()->rowCount(), 2);
        QCOMPARE(inspector.prefix(), QString("10.9.0.0/16")); // where there was a choice
        table->setCurrentIndex(table->model()->index(0, 0));
        QCOMPARE(inspector.prefix(), QString("10.8.0.0/16"));
        QCOMPARE(table->model()->rowCount(table->model()->index(1, 0)), 2); // all paths
        table->setCurrentIndex(table->model()->index(1, 0));
        auto *decision = support::named<TreeView>(inspector, "Decision, step by step");
        QTRY_COMPARE(cell(*decision, {1, 1}, 0), QString("AS path length decides"));
        QCOMPARE(r.engine->last("console.run")->params["line"], Json("explain bgp 10.9.0.0/16"));
        inspector.showView(BgpInspector::neighbours);
        auto *neighbours = support::named<TreeView>(inspector, "BGP neighbours");
        QTRY_COMPARE(neighbours->model()->rowCount(), 1);
        QCOMPARE(cell(*neighbours, {0}, 2), QString("Established"));
    }

    void realRouters()
    {
        const auto router = [](const char *name, const char *address, const char *as, const char *peer, const char *peerAs, const char *network) {
            return std::string("  ") + name + ":\n    kind: router\n    config: |\n      interface eth0\n       ip address " + address
                + "/24\n       ip ospf hello-interval 1\n       ip ospf dead-interval 4\n       ip ospf network point-to-point\n"
                  "      router ospf\n       network 0.0.0.0/0 area 0\n"
                  "      router bgp " + as + "\n       no bgp ebgp-requires-policy\n       no bgp network import-check\n       neighbor " + peer + " remote-as " + peerAs
                + "\n       neighbor " + peer + " timers connect 1\n       network " + network + "\n";
        };
        test::RealEngine real;
        QVERIFY2(real.run("hopyard: 1\nnodes:\n" + router("r1", "10.0.0.1", "65001", "10.0.0.2", "65002", "10.1.0.0/16")
                          + router("r2", "10.0.0.2", "65002", "10.0.0.1", "65001", "10.2.0.0/16") + "links:\n  - {ends: [r1:eth0, r2:eth0]}\n"),
                 qPrintable(real.error));
        real.session.setSpeed(100);
        OspfInspector ospf(real.session);
        ospf.setNode("r1");
        ospf.showView(OspfInspector::tree);
        ospf.show();
        QSignalSpy marked(&ospf, &Inspector::marked);
        auto *tree = support::named<TreeView>(ospf, "Tree of shortest paths");
        const auto grown = [&] {
            ospf.refresh();
            QTest::qWait(50);
            return cell(*tree, {0, 0, 0}, 0) == QLatin1String("r2");
        };
        QTRY_VERIFY_WITH_TIMEOUT(grown(), test::RealEngine::kPatienceMs);
        QCOMPARE(marked.last()[0].value<CanvasMarks>().links.at(0).from, QString("r1:eth0"));
        ospf.showView(OspfInspector::database);
        auto *database = support::named<TreeView>(ospf, "Link state database");
        QTRY_VERIFY_WITH_TIMEOUT(cell(*database, {0, 0, 0}, 4).startsWith("links: 2"), test::RealEngine::kPatienceMs);
        ospf.showView(OspfInspector::neighbours);
        auto *neighbours = support::named<TreeView>(ospf, "OSPF interfaces and neighbours");
        QTRY_VERIFY_WITH_TIMEOUT(cell(*neighbours, {0, 0}, 2).startsWith("Full"), test::RealEngine::kPatienceMs);

        BgpInspector bgp(real.session);
        bgp.setNode("r1");
        bgp.show();
        auto *table = support::named<TreeView>(bgp, "BGP table");
        const auto learned = [&] {
            bgp.refresh();
            QTest::qWait(50);
            return table->model()->rowCount() == 2;
        };
        QTRY_VERIFY_WITH_TIMEOUT(learned(), test::RealEngine::kPatienceMs);
        bgp.pickPrefix("10.2.0.0/16");
        auto *decision = support::named<TreeView>(bgp, "Decision, step by step");
        QTRY_COMPARE_WITH_TIMEOUT(cell(*decision, {0}, 1), QString("best"), test::RealEngine::kPatienceMs);
    }
};

QTEST_MAIN(TestRoutingInspectors)
#include "tst_routing_inspectors.moc"
