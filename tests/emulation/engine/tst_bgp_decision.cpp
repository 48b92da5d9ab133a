// BGP's decision of FRR and BIRD step by step, of what FRR 8.4 and BIRD 2 showed: where each loser lost, what a configuration changes,
// and a choice that the steps do not lead to.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/bgp_decision.h"

#include <QtTest/QtTest>

using namespace hopyard::engine;
using Json = nlohmann::ordered_json;

namespace {

Json path(const char *peer, std::vector<int> as, bool best, Json more = Json::object())
{
    Json segments = Json::array();
    std::string text;
    for (const int number : as)
        text += (text.empty() ? "" : " ") + std::to_string(number);
    if (!as.empty())
        segments.push_back({{"type", "as-sequence"}, {"list", as}});
    Json json{{"aspath", {{"string", as.empty() ? "Local" : text}, {"segments", segments}, {"length", as.size()}}},
              {"origin", "IGP"},
              {"valid", true},
              {"nexthops", Json::array({{{"ip", peer}, {"metric", 0}, {"accessible", true}}})},
              {"peer", {{"peerId", peer}, {"routerId", peer}, {"type", "external"}}}};
    if (best)
        json["bestpath"] = {{"overall", true}, {"selectionReason", "AS Path"}};
    json.update(more, true);
    return json;
}

Json of(std::initializer_list<Json> paths, const char *configuration = "")
{
    return frrBgpDecision({{"prefix", "10.60.0.0/16"}, {"paths", Json(paths)}}, configuration);
}

QString verdict(const Json &decision, std::size_t candidate)
{
    return QString::fromStdString(decision["candidates"][candidate]["verdict"].get<std::string>());
}

const char *const kProtocols = "b1         BGP        ---        up     12:31:08.511  Established   \n"
                               "    Neighbor address: 10.0.0.1\n    Neighbor AS:      65001\n    Local AS:         65003\n"
                               "    Neighbor ID:      10.1.1.1\n\n"
                               "b2         BGP        ---        up     12:31:08.511  Established   \n"
                               "    Neighbor address: 10.0.0.2\n    Neighbor AS:      65002\n    Local AS:         65003\n"
                               "    Neighbor ID:      2.2.2.2\n";
std::string routes(const char *first, const char *second)
{
    return std::string("Table master4:\n10.60.0.0/16         unicast [b1 12:31:08.961] ") + first
           + " [AS65001i]\n\tvia 10.0.0.1 on eth0\n\tType: BGP univ\n\tBGP.origin: IGP\n\tBGP.as_path: 65001\n"
             "\tBGP.next_hop: 10.0.0.1\n\tBGP.med: 0\n\tBGP.local_pref: 100\n"
             "                     unicast [b2 12:31:15.085] "
           + second
           + " [AS65002i]\n\tvia 10.0.0.2 on eth0\n\tType: BGP univ\n\tBGP.origin: IGP\n\tBGP.as_path: 65002\n"
             "\tBGP.next_hop: 10.0.0.2\n\tBGP.local_pref: 100\n";
}

} // namespace

class TestBgpDecision : public QObject {
    Q_OBJECT

private slots:
    void ofFrr()
    {
        const Json found = of({path("10.0.0.3", {65003, 7}, false), path("10.0.24.2", {65009}, true), path("10.0.0.1", {65001}, false, {{"locPrf", 50}})});
        QCOMPARE(verdict(found, 0), QString("lost at: AS path length"));
        QCOMPARE(verdict(found, 1), QString("best"));
        QCOMPARE(verdict(found, 2), QString("lost at: local preference"));
        QCOMPARE(found["agrees"], Json(true));
        QCOMPARE(found["reason"], Json("AS Path"));
        const Json &steps = found["steps"]; // up to the one that left one path
        QCOMPARE(steps.size(), std::size_t(4));
        QCOMPARE(steps[1]["step"], Json("local preference"));
        QCOMPARE(QString::fromStdString(steps[1]["values"].dump()),
                 QString(R"-([{"candidate":0,"value":"100 (by default)","out":false},{"candidate":1,"value":"100 (by default)","out":false},)-"
                         R"-({"candidate":2,"value":"50","out":true}])-"));
        QCOMPARE(steps[3]["decided"], Json(true));
    }

    void whatAConfigurationChanges()
    {
        const auto med = [](const char *configuration) {
            return of({path("10.0.0.1", {65001}, true, {{"metric", 5}}), path("10.0.0.2", {65002}, false, {{"metric", 9}})}, configuration);
        };
        QCOMPARE(verdict(med(""), 1), QString("lost at: older external path")); // of different neighbours
        QCOMPARE(verdict(med("router bgp 1\n bgp always-compare-med\n"), 1), QString("lost at: MED"));
        QCOMPARE(verdict(med("router bgp 1\n bgp bestpath compare-routerid\n"), 1), QString("lost at: router ID"));
        const auto ignored = of({path("10.0.0.1", {65001, 8}, true), path("10.0.0.2", {65002}, false)}, " bgp bestpath as-path ignore\n");
        QCOMPARE(ignored["agrees"], Json(true));
        QCOMPARE(ignored["steps"][3]["values"][0]["value"], Json("not looked at"));
        // FRR names a later step than age: so age was not asked.
        Json best = path("10.0.0.1", {65001}, true);
        best["bestpath"]["selectionReason"] = "Router ID";
        QCOMPARE(verdict(of({best, path("10.0.0.2", {65002}, false)}), 1), QString("lost at: router ID"));
    }

    /// The daemon's choice stands, and that the steps lead elsewhere is said.
    void aChoiceThatTheStepsDoNotLeadTo()
    {
        const Json found = of({path("10.0.0.1", {65001, 8}, true), path("10.0.0.2", {65002}, false)});
        QCOMPARE(verdict(found, 0), QString("best"));
        QCOMPARE(verdict(found, 1), QString("not chosen, though it would win at: AS path length"));
        QCOMPARE(found["agrees"], Json(false));
        QVERIFY(QString::fromStdString(bgpDecisionText(found)).contains("another path would win"));
    }

    void thoseThatTakeNoPart()
    {
        const Json found = of({path("10.0.0.1", {65001}, true), path("10.0.0.2", {65002}, false, {{"valid", false}}),
                               path("0.0.0.0", {}, false, {{"sourced", true}, {"weight", 32768}})});
        QCOMPARE(verdict(found, 1), QString("takes no part: its next hop cannot be reached"));
        QCOMPARE(found["candidates"][2]["from"], Json("itself"));
        QCOMPARE(verdict(of({path("10.0.0.1", {65001}, false)}), 0), QString("not chosen")); // none is marked
        QVERIFY(of({path("10.0.0.1", {65001}, true)})["steps"].empty());
    }

    void ofBird()
    {
        const Json found = birdBgpDecision(kProtocols, routes("(100)", "* (100)"));
        QCOMPARE(verdict(found, 0), QString("lost at: router ID")); // 10.1.1.1 against 2.2.2.2; MEDs of different neighbours
        QCOMPARE(found["daemon"], Json("BIRD"));
        QCOMPARE(found["steps"].back()["step"], Json("router ID"));
        QCOMPARE(verdict(birdBgpDecision(kProtocols, routes("(100/20)", "* (100/10)")), 0), QString("lost at: IGP metric"));
    }

    /// BIRD compares protocols first: a static route to the same prefix.
    void birdUsesAnotherProtocol()
    {
        const Json found = birdBgpDecision(
            kProtocols, "10.60.0.0/16         blackhole [static1 12:31:03.390] * (200)\n\tType: static univ\n" + routes("(100)", "(100)").substr(15 + 12));
        QCOMPARE(found["candidates"].size(), std::size_t(3));
        QCOMPARE(verdict(found, 0), QString("lost at: preference"));
        QCOMPARE(found["candidates"][2]["from"], Json("static1")); // after those that `show ip bgp` has
        QCOMPARE(verdict(found, 2), QString("best"));
    }

    void whateverComes()
    {
        for (const char *text : {"null", "[]", "{\"paths\": 5}", "{\"paths\": [7, {}, {\"aspath\": {\"segments\": [3]}, \"nexthops\": [4]}]}"})
            (void)bgpDecisionText(frrBgpDecision(Json::parse(text), "bgp default local-preference x"));
        QVERIFY(birdBgpDecision("", "")["candidates"].empty());
    }
};

QTEST_GUILESS_MAIN(TestBgpDecision)
#include "tst_bgp_decision.moc"
