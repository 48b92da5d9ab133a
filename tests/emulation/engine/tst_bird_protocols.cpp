// BIRD's OSPF and BGP in the shape of FRR's JSON: what BIRD 2.0.12 wrote in a network of three routers, and what is no
// answer.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/bird_bgp.h"
#include "emulation/engine/bird_ospf.h"

#include <QtTest/QtTest>

using namespace hopyard;
using namespace hopyard::engine;
using rpc::OrderedJson;

namespace {

const char *const kInterfaces =
    "o1:\n"
    "Interface eth0 (10.0.0.0/24)\n"
    "\tType: broadcast\n\tArea: 0.0.0.0 (0)\n\tState: Backup\n\tPriority: 1\n\tCost: 10\n\tECMP weight: 1\n"
    "\tHello timer: 2\n\tWait timer: 8\n\tDead timer: 8\n\tRetransmit timer: 5\n"
    "\tDesignated router (ID): 2.2.2.2\n\tDesignated router (IP): 10.0.0.2\n"
    "\tBackup designated router (ID): 1.1.1.1\n\tBackup designated router (IP): 10.0.0.1\n"
    "Interface eth1 (10.0.1.0/24)\n"
    "\tType: broadcast\n\tArea: 0.0.0.0 (0)\n\tState: Waiting (stub)\n\tPriority: 1\n\tCost: 10\n"
    "\tHello timer: 10\n\tDead timer: 40\n";
const char *const kNeighbours = "o1:\nRouter ID   \tPri\t     State     \tDTime\tInterface  Router IP\n"
                                "2.2.2.2     \t  1\tFull/DR   \t 7.662\teth0       10.0.0.2\n";
const char *const kHeads = "\nGlobal\n\n Type   LS ID           Router          Sequence   Age  Checksum\n"
                           " 0005  10.9.0.0        1.1.1.1          80000001    14    6117\n"
                           " 0005  10.99.0.255     1.1.1.1          80000001    14    9a8f\n"
                           "\nArea 0.0.0.0\n\n Type   LS ID           Router          Sequence   Age  Checksum\n"
                           " 0001  1.1.1.1         1.1.1.1          80000002     5    ae13\n"
                           " 0001  2.2.2.2         2.2.2.2          80000002     5    b123\n"
                           " 0002  10.0.0.2        2.2.2.2          80000001     5    6198\n"
                           "\nArea 0.0.0.1\n\n Type   LS ID           Router          Sequence   Age  Checksum\n"
                           " 0001  1.1.1.1         1.1.1.1          80000001    13    789f\n"
                           " 0004  2.2.2.2         1.1.1.1          80000001     4    8382\n"
                           " 0003  10.0.0.255      1.1.1.1          80000002     4    699a\n";
const char *const kState =
    "\narea 0.0.0.0\n\n"
    "\trouter 1.1.1.1\n\t\tdistance 0\n\t\tnetwork 10.0.0.0/24 metric 10\n\t\tstubnet 10.0.1.0/24 metric 10\n"
    "\t\trouter 4.4.4.4 metric 7\n"
    "\t\texternal 10.9.0.0/16 metric2 10000 via 10.0.0.2 tag 0x0000002a\n\t\texternal 10.99.0.0/24 metric 20\n\n"
    "\trouter 2.2.2.2\n\t\tdistance 10\n\t\tnetwork 10.0.0.0/24 metric 20\n\n"
    "\tnetwork 10.0.0.0/24\n\t\tdr 2.2.2.2\n\t\tdistance 10\n\t\trouter 2.2.2.2\n\t\trouter 1.1.1.1\n\n"
    "area 0.0.0.1\n\n"
    "\trouter 1.1.1.1\n\t\tdistance 0\n\t\txnetwork 10.0.0.0/24 metric 10\n\t\txrouter 2.2.2.2 metric 30\n";
const char *const kStatus =
    "BIRD 2.0.12\nRouter ID is 1.1.1.1\nHostname is vm\nCurrent server time is 2026-11-22 09:20:48.804\n"
    "Last reboot on 2026-11-22 09:20:14.205\n";
const char *const kProtocols =
    "Name       Proto      Table      State  Since         Info\n"
    "device1    Device     ---        up     09:20:14.205  \n\n"
    "o1         OSPF       master4    up     09:20:14.205  Running\n"
    "  Channel ipv4\n    State:          UP\n    Routes:         3 imported, 2 exported, 1 preferred\n\n"
    "up         BGP        ---        start  09:20:14.205  Active        Socket: Connection refused\n"
    "  Description:    to the provider\n  BGP state:          Active\n    Neighbor address: 10.0.1.2\n    Neighbor AS: "
    "     65002\n"
    "    Local AS:         65001\n    Last error:       Socket: Connection refused\n  Channel ipv4\n    State:         "
    " DOWN\n\n"
    "in2        BGP        ---        up     09:20:18.511  Established   \n"
    "  BGP state:          Established\n    Neighbor address: 10.0.0.2\n    Neighbor AS:      65001\n    Local AS:     "
    "    65001\n"
    "    Neighbor ID:      2.2.2.2\n    Hold timer:       189.833/240\n  Channel ipv4\n    State:          UP\n"
    "    Routes:         1 imported, 5 exported, 0 preferred\n    BGP Next hop:   10.0.0.1\n";
const char *const kRoutes =
    "Table master4:\n"
    "10.60.0.0/16         unicast [up 09:20:43.306] * (100) [AS65002i]\n\tvia 10.0.1.2 on eth1\n\tType: BGP univ\n"
    "\tBGP.origin: IGP\n\tBGP.as_path: 65002\n\tBGP.next_hop: 10.0.1.2\n\tBGP.local_pref: 100\n"
    "10.50.0.0/16         unicast [in2 09:20:19.306] (100) [i]\n\tvia 10.0.0.2 on eth0\n\tType: BGP univ\n"
    "\tBGP.origin: IGP\n\tBGP.as_path: \n\tBGP.next_hop: 10.0.0.2\n\tBGP.med: 5\n\tBGP.local_pref: 100\n"
    "\tBGP.community: (65001,77) (65001,78)\n\tBGP.large_community: (65001, 1, 2)\n"
    "                     unicast [up 09:20:43.352] (100) [AS65009i]\n\tvia 10.0.1.2 on eth1\n\tType: BGP univ\n"
    "\tBGP.origin: IGP\n\tBGP.as_path: 65002 65009\n\tBGP.next_hop: 10.0.1.2\n\tBGP.local_pref: 100\n";

QString text(const OrderedJson &json)
{
    return QString::fromStdString(json.dump());
}

} // namespace

class TestBirdProtocols : public QObject {
    Q_OBJECT

private slots:
    void interfacesOfOspf()
    {
        const OrderedJson all =
            birdOspfInterfaces(kInterfaces, [](std::string_view name, const base::IpPrefix &network) {
                return name == "eth0" && toString(network) == "10.0.0.0/24"
                           ? base::InterfaceAddress::parse("10.0.0.1/24")
                           : std::nullopt;
            })["interfaces"];
        QCOMPARE(
            text(all["eth0"]),
            QString(
                R"({"ospfEnabled":true,"ipAddress":"10.0.0.1","ipAddressPrefixlen":24,"area":"0.0.0.0","state":"Backup",)"
                R"("priority":1,"cost":10,"timerMsecs":2000,"timerDeadSecs":8,"drAddress":"10.0.0.2","bdrAddress":"10.0.0.1"})"));
        QCOMPARE(text(all["eth1"]["state"]), QString("\"Waiting\""));
        QCOMPARE(all["eth1"]["timerPassiveIface"], OrderedJson(true));
        QCOMPARE(text(all["eth1"]["ipAddress"]), QString("\"10.0.1.0\"")); // its own address is not known
    }

    void neighboursOfOspf()
    {
        QCOMPARE(
            text(birdOspfNeighbours(kNeighbours)),
            QString(
                R"({"neighbors":{"2.2.2.2":[{"ifaceName":"eth0","ifaceAddress":"10.0.0.2","nbrState":"Full/DR","nbrPriority":1,)"
                R"("routerDeadIntervalTimerDueMsec":7662}]}})"));
    }

    void databaseOfOspf()
    {
        const OrderedJson all = birdOspfDatabase(kHeads, kState, kStatus);
        QCOMPARE(text(all["routerId"]), QString("\"1.1.1.1\""));
        const OrderedJson &routers = all["routerLinkStates"]["areas"]["0.0.0.0"];
        QCOMPARE(routers.size(), std::size_t(2));
        QCOMPARE(
            text(routers[0]),
            QString(
                R"({"lsaAge":5,"lsaType":"router-LSA","linkStateId":"1.1.1.1","advertisingRouter":"1.1.1.1","lsaSeqNumber":"80000002",)"
                R"("abr":false,"asbr":true,"routerLinks":{)"
                R"("link0":{"linkType":"a Transit Network","designatedRouterAddress":"10.0.0.2","tos0Metric":10},)"
                R"("link1":{"linkType":"Stub Network","networkAddress":"10.0.1.0","networkMask":"255.255.255.0","tos0Metric":10},)"
                R"x("link2":{"linkType":"another Router (point-to-point)","neighborRouterId":"4.4.4.4","tos0Metric":7}}})x"));
        const OrderedJson &network = all["networkLinkStates"]["areas"]["0.0.0.0"][0];
        QCOMPARE(network["networkMask"], OrderedJson(24));
        QCOMPARE(network["attachedRouters"].size(), std::size_t(2));
        QCOMPARE(all["routerLinkStates"]["areas"]["0.0.0.1"][0]["abr"], OrderedJson(true));
        const OrderedJson &summary =
            all["summaryLinkStates"]["areas"]["0.0.0.1"][0]; // called by the network's last address
        QCOMPARE(summary["networkMask"], OrderedJson(24));
        QCOMPARE(summary["tos0Metric"], OrderedJson(10));
        QCOMPARE(all["asbrSummaryLinkStates"]["areas"]["0.0.0.1"][0]["tos0Metric"], OrderedJson(30));
        const OrderedJson &outside = all["asExternalLinkStates"];
        QCOMPARE(text(outside[0]["metricType"]), QString("\"E2\""));
        QCOMPARE(outside[0]["metric"], OrderedJson(10000));
        QCOMPARE(outside[0]["externalRouteTag"], OrderedJson(42));
        QCOMPARE(text(outside[0]["forwardAddress"]), QString("\"10.0.0.2\""));
        QCOMPARE(text(outside[1]["metricType"]), QString("\"E1\""));
        QCOMPARE(outside[1]["metric"], OrderedJson(20));
        QCOMPARE(outside[1]["networkMask"], OrderedJson(24));
        // What cannot be reached is not in the graph: its head stands alone.
        QCOMPARE(birdOspfDatabase(kHeads, "", kStatus)["routerLinkStates"]["areas"]["0.0.0.0"].size(), std::size_t(2));
    }

    void tableOfBgp()
    {
        const OrderedJson table = birdBgpTable(kProtocols, kRoutes);
        QCOMPARE(table["localAS"], OrderedJson(65001));
        QCOMPARE(table["routes"].size(), std::size_t(2));
        QCOMPARE(
            text(table["routes"]["10.60.0.0/16"]),
            QString(
                R"([{"prefix":"10.60.0.0/16","peerId":"10.0.1.2","path":"65002","bestpath":true,"valid":true,"locPrf":100,"origin":"IGP",)"
                R"("nexthops":[{"ip":"10.0.1.2","accessible":true}]}])"));
        const OrderedJson &two = table["routes"]["10.50.0.0/16"];
        QCOMPARE(two.size(), std::size_t(2));
        QVERIFY(!two[0].contains("bestpath") && two[0]["metric"] == 5 && two[0]["path"] == "");
        QCOMPARE(text(two[1]["path"]), QString("\"65002 65009\""));
    }

    void pathsOfBgp()
    {
        const std::string_view all(kRoutes);
        const OrderedJson paths = birdBgpPaths(kProtocols, all.substr(all.find("10.50.0.0/16")))["paths"];
        QCOMPARE(paths.size(), std::size_t(2));
        QCOMPARE(text(paths[0]["community"]["string"]), QString("\"65001:77 65001:78\""));
        QCOMPARE(text(paths[0]["largeCommunity"]["string"]), QString("\"65001:1:2\""));
        QCOMPARE(text(paths[0]["peer"]), QString(R"({"peerId":"10.0.0.2","routerId":"2.2.2.2","type":"internal"})"));
        QCOMPARE(text(paths[1]["aspath"]), QString(R"({"string":"65002 65009","length":2})"));
        QCOMPARE(text(paths[1]["peer"]["type"]), QString("\"external\""));
    }

    void sessionsOfBgp()
    {
        const OrderedJson peers = birdBgpSummary(kProtocols, kStatus)["ipv4Unicast"]["peers"];
        QCOMPARE(
            text(peers["10.0.0.2"]),
            QString(
                R"({"remoteAs":65001,"localAs":65001,"peerUptime":"00:00:30","pfxRcd":1,"pfxSnt":5,"state":"Established","desc":""})"));
        QCOMPARE(text(peers["10.0.1.2"]["state"]), QString("\"Active\""));
        QCOMPARE(text(peers["10.0.1.2"]["desc"]), QString("\"to the provider\""));
        QVERIFY(birdBgpSummary("o1         OSPF       master4    up     09:20:14.205  Running\n", kStatus).empty());
    }

    void whatIsNoAnswer()
    {
        const OwnAddress nobody = [](std::string_view,
                                     const base::IpPrefix &) -> std::optional<base::InterfaceAddress> {
            return std::nullopt;
        };
        for (const char *odd : {"", "\n\n", "Interface\n\tState: x", "Interface eth0\n",
                                "Interface eth0 ()\n\tCost: x\n", "\tvia\n", "10.0.0.0/8\n", "10.0.0.0/8 unicast [b\n",
                                "area\narea x\n\trouter\n\t\tnetwork\n\trouter 1\n\t\texternal x\n", "a BGP b c\n",
                                "a BGP b c d\n  Routes: imported\n"}) {
            birdOspfInterfaces(odd, nobody);
            birdOspfNeighbours(odd);
            birdOspfDatabase(odd, odd, odd);
            birdOspfDatabase(kHeads, odd, odd);
            birdOspfDatabase(odd, kState, odd);
            birdBgpTable(odd, kRoutes);
            birdBgpTable(kProtocols, odd);
            birdBgpPaths(odd, odd);
            birdBgpSummary(odd, odd);
        }
    }
};

QTEST_APPLESS_MAIN(TestBirdProtocols)
#include "tst_bird_protocols.moc"
