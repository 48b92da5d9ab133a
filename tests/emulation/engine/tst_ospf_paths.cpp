// Shortest paths out of a link state database: what FRR 8.4 and BIRD 2 wrote of one network of four routers, ways of equal cost,
// links that one end alone advertises, and what is no answer.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/bird_ospf.h"
#include "emulation/engine/ospf_paths.h"

#include <QtTest/QtTest>

using namespace hopyard;
using namespace hopyard::engine;
using Json = nlohmann::ordered_json;

namespace {

/// 1.1.1.1, 2.2.2.2 and 3.3.3.3 (DR) on 10.0.0.0/24; lines 1.1.1.1–3.3.3.3 at cost 20 and 2.2.2.2–4.4.4.4 at 10. FRR of 2.2.2.2.
const char *const kDatabase = R"-({"routerId": "2.2.2.2", "routerLinkStates": {"areas": {"0.0.0.0": [
  {"lsaType": "router-LSA", "linkStateId": "1.1.1.1", "advertisingRouter": "1.1.1.1", "routerLinks": {
    "link0": {"linkType": "a Transit Network", "designatedRouterAddress": "10.0.0.3", "routerInterfaceAddress": "10.0.0.1", "tos0Metric": 10},
    "link1": {"linkType": "another Router (point-to-point)", "neighborRouterId": "3.3.3.3", "routerInterfaceAddress": "10.0.13.1", "tos0Metric": 20},
    "link2": {"linkType": "Stub Network", "networkAddress": "10.1.1.0", "networkMask": "255.255.255.0", "tos0Metric": 10}}},
  {"lsaType": "router-LSA", "linkStateId": "2.2.2.2", "advertisingRouter": "2.2.2.2", "routerLinks": {
    "link0": {"linkType": "a Transit Network", "designatedRouterAddress": "10.0.0.3", "routerInterfaceAddress": "10.0.0.2", "tos0Metric": 10},
    "link1": {"linkType": "another Router (point-to-point)", "neighborRouterId": "4.4.4.4", "routerInterfaceAddress": "10.0.24.1", "tos0Metric": 10}}},
  {"lsaType": "router-LSA", "linkStateId": "3.3.3.3", "advertisingRouter": "3.3.3.3", "routerLinks": {
    "link0": {"linkType": "a Transit Network", "designatedRouterAddress": "10.0.0.3", "routerInterfaceAddress": "10.0.0.3", "tos0Metric": 10},
    "link1": {"linkType": "another Router (point-to-point)", "neighborRouterId": "1.1.1.1", "routerInterfaceAddress": "10.0.13.2", "tos0Metric": 20}}},
  {"lsaType": "router-LSA", "linkStateId": "4.4.4.4", "advertisingRouter": "4.4.4.4", "routerLinks": {
    "link0": {"linkType": "another Router (point-to-point)", "neighborRouterId": "2.2.2.2", "routerInterfaceAddress": "10.0.24.2", "tos0Metric": 10}}},
  {"lsaType": "router-LSA", "linkStateId": "5.5.5.5", "advertisingRouter": "5.5.5.5", "routerLinks": {
    "link0": {"linkType": "another Router (point-to-point)", "neighborRouterId": "4.4.4.4", "tos0Metric": 1}}}]}},
 "networkLinkStates": {"areas": {"0.0.0.0": [
  {"lsaType": "network-LSA", "linkStateId": "10.0.0.3", "advertisingRouter": "3.3.3.3", "networkMask": 24, "attchedRouters": {
    "3.3.3.3": {"attachedRouterId": "3.3.3.3"}, "1.1.1.1": {"attachedRouterId": "1.1.1.1"}, "2.2.2.2": {"attachedRouterId": "2.2.2.2"}}}]}}})-";
const char *const kInterfaces = R"({"interfaces": {
  "eth0": {"ipAddress": "10.0.0.2", "ipAddressPrefixlen": 24, "routerId": "2.2.2.2", "cost": 10},
  "eth1": {"ipAddress": "10.0.24.1", "ipAddressPrefixlen": 30, "routerId": "2.2.2.2", "cost": 10}}})";
const char *const kNeighbours = R"({"neighbors": {
  "1.1.1.1": [{"ifaceAddress": "10.0.0.1", "ifaceName": "eth0:10.0.0.2"}],
  "3.3.3.3": [{"ifaceAddress": "10.0.0.3", "ifaceName": "eth0:10.0.0.2"}],
  "4.4.4.4": [{"ifaceAddress": "10.0.24.2", "ifaceName": "eth1:10.0.24.1"}]}})";

/// The same network as BIRD of 3.3.3.3 shows it.
const char *const kHeads = "\nArea 0.0.0.0\n\n Type   LS ID           Router          Sequence   Age  Checksum\n"
                           " 0001  1.1.1.1         1.1.1.1          80000003    39    047f\n"
                           " 0001  2.2.2.2         2.2.2.2          80000006    37    e0b6\n"
                           " 0001  3.3.3.3         3.3.3.3          80000002    43    5c03\n"
                           " 0001  4.4.4.4         4.4.4.4          80000003    38    b0e6\n"
                           " 0002  10.0.0.3        3.3.3.3          80000002    36    e5fd\n";
const char *const kState =
    "\narea 0.0.0.0\n\n\trouter 1.1.1.1\n\t\tdistance 10\n\t\trouter 3.3.3.3 metric 20\n\t\tnetwork 10.0.0.0/24 metric 10\n"
    "\t\tstubnet 10.0.13.0/30 metric 20\n\n\trouter 2.2.2.2\n\t\tdistance 10\n\t\trouter 4.4.4.4 metric 10\n"
    "\t\tnetwork 10.0.0.0/24 metric 10\n\n\trouter 3.3.3.3\n\t\tdistance 0\n\t\trouter 1.1.1.1 metric 20\n"
    "\t\tnetwork 10.0.0.0/24 metric 10\n\n\trouter 4.4.4.4\n\t\tdistance 20\n\t\trouter 2.2.2.2 metric 10\n\n"
    "\tnetwork 10.0.0.0/24\n\t\tdr 3.3.3.3\n\t\tdistance 10\n\t\trouter 3.3.3.3\n\t\trouter 1.1.1.1\n\t\trouter 2.2.2.2\n";

QString textOf(const Json &tree) { return QString::fromStdString(ospfPathsText(tree)); }

} // namespace

class TestOspfPaths : public QObject {
    Q_OBJECT

private slots:
    void ofFrr()
    {
        const Json tree = ospfPaths(Json::parse(kDatabase), Json::parse(kInterfaces), Json::parse(kNeighbours));
        QCOMPARE(textOf(tree), QString("Shortest paths in area 0.0.0.0, [cost from here] +cost of the last step:\n"
                                       "  router 2.2.2.2 [0] this router\n"
                                       "    network 10.0.0.0/24 [10] +10  out eth0\n"
                                       "      router 1.1.1.1 [10] +0  out via 10.0.0.1 eth0\n"
                                       "      router 3.3.3.3 [10] +0  out via 10.0.0.3 eth0\n"
                                       "    router 4.4.4.4 [10] +10  out via 10.0.24.2 eth1\n"));
        // As a router of ours prints it; 5.5.5.5, to which nobody leads back, is not in it.
        const Json &vertices = tree["areas"]["0.0.0.0"];
        QCOMPARE(vertices.size(), std::size_t(5));
        QCOMPARE(QString::fromStdString(vertices[1].dump()),
                 QString(R"({"type":"network","id":"10.0.0.3","prefix":"10.0.0.0/24","cost":10,"parents":[{"id":"2.2.2.2","type":"router","cost":10}],)"
                         R"("nexthops":[{"ip":" ","directlyAttachedTo":"eth0"}]})"));
    }

    void ofBird()
    {
        const Json interfaces = Json::parse(R"({"interfaces": {"eth0": {"ipAddress": "10.0.0.3", "ipAddressPrefixlen": 24, "cost": 10},
            "eth1": {"ipAddress": "10.0.13.2", "ipAddressPrefixlen": 30, "cost": 20}}})");
        const Json neighbours = Json::parse(R"({"neighbors": {"1.1.1.1": [{"ifaceName": "eth0", "ifaceAddress": "10.0.0.1"},
            {"ifaceName": "eth1", "ifaceAddress": "10.0.13.1"}], "2.2.2.2": [{"ifaceName": "eth0", "ifaceAddress": "10.0.0.2"}]}})");
        const Json tree = ospfPaths(birdOspfDatabase(kHeads, kState, "Router ID is 3.3.3.3\n"), interfaces, neighbours);
        QCOMPARE(textOf(tree), QString("Shortest paths in area 0.0.0.0, [cost from here] +cost of the last step:\n"
                                       "  router 3.3.3.3 [0] this router\n"
                                       "    network 10.0.0.0/24 [10] +10  out eth0\n"
                                       "      router 1.1.1.1 [10] +0  out via 10.0.0.1 eth0\n"
                                       "      router 2.2.2.2 [10] +0  out via 10.0.0.2 eth0\n"
                                       "        router 4.4.4.4 [20] +10  out via 10.0.0.2 eth0\n"));
    }

    /// A square: two ways to the corner opposite, and both next hops.
    void waysOfEqualCost()
    {
        const auto router = [](const char *id, std::initializer_list<const char *> to) {
            Json links = Json::object();
            for (const char *other : to)
                links["link" + std::to_string(links.size())] = {
                    {"linkType", "another Router (point-to-point)"}, {"neighborRouterId", other}, {"tos0Metric", 5}};
            return Json{{"linkStateId", id}, {"routerLinks", links}};
        };
        const Json database{{"routerId", "1.0.0.1"},
                            {"routerLinkStates",
                             {{"areas",
                               {{"0.0.0.7", Json::array({router("1.0.0.1", {"1.0.0.2", "1.0.0.3"}), router("1.0.0.2", {"1.0.0.1", "1.0.0.4"}),
                                                         router("1.0.0.3", {"1.0.0.1", "1.0.0.4"}), router("1.0.0.4", {"1.0.0.2", "1.0.0.3"})})}}}}}};
        const Json interfaces = Json::parse(R"({"interfaces": {"eth0": {"cost": 5}, "eth1": {"cost": 5}}})");
        const Json neighbours = Json::parse(R"({"neighbors": {"1.0.0.2": [{"ifaceName": "eth0", "ifaceAddress": "10.0.0.2"}],
            "1.0.0.3": [{"ifaceName": "eth1", "ifaceAddress": "10.0.1.2"}]}})");
        const Json corner = ospfPaths(database, interfaces, neighbours)["areas"]["0.0.0.7"].back();
        QCOMPARE(corner["id"], Json("1.0.0.4"));
        QCOMPARE(corner["cost"], Json(10));
        QCOMPARE(corner["parents"].size(), std::size_t(2));
        QCOMPARE(QString::fromStdString(corner["nexthops"].dump()),
                 QString(R"([{"ip":"10.0.0.2","via":"eth0"},{"ip":"10.0.1.2","via":"eth1"}])"));
    }

    void whateverComes()
    {
        for (const char *text : {"null", "7", "[]", "{}", "{\"routerLinkStates\": 5}", "{\"routerLinkStates\": {\"areas\": {\"0\": [7, \"x\", {}]}}}",
                                 "{\"routerId\": \"\", \"routerLinkStates\": {\"areas\": {\"0\": [{\"routerLinks\": [3]}]}}}"}) {
            const Json any = Json::parse(text);
            QVERIFY(ospfPaths(any, any, any)["areas"].is_object());
            (void)ospfPathsText(ospfPaths(any, any, any));
        }
    }
};

QTEST_GUILESS_MAIN(TestOspfPaths)
#include "tst_ospf_paths.moc"
