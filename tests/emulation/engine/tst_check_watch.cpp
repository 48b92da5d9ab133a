// checks.* of the engine: what there is, looking at it when asked, told as it turns green and red, and what becomes of checks that take too much.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/emulation/engine/harness.h"

using namespace hopyard;
using engine::Harness;
using rpc::Json;

namespace {

const std::string kLab =
    "hopyard: 1\nnodes:\n"
    "  h1: {kind: host, interfaces: {eth0: {address: 10.0.1.10/24}}}\n"
    "  h2: {kind: host, interfaces: {eth0: {address: 10.0.1.20/24}}}\n"
    "links:\n  - {ends: [h1:eth0, h2:eth0]}\nchecks:\n";
const std::string kThere = "  there: {title: They talk, points: 3, at: 0s, failure: Not yet., ping: {from: h1, to: h2}}\n";

std::string verdictIn(const Json &params, const std::string &id)
{
    for (const Json &result : params.at("results"))
        if (result.at("id") == id)
            return result.at("verdict");
    return {};
}

} // namespace

class TestCheckWatch : public QObject {
    Q_OBJECT

    /// The verdict of the last notification that tells of the check.
    static std::string told(const Harness &h, const std::string &id)
    {
        std::string last;
        for (const auto &[method, params] : h.notifications)
            if (method == "checks" && !verdictIn(params, id).empty())
                last = verdictIn(params, id);
        return last;
    }

private slots:
    void whatThereIs()
    {
        Harness h;
        QCOMPARE(h.code("checks.list"), int(rpc::noLab));
        QCOMPARE(h.code("checks.run"), int(rpc::noLab));
        QCOMPARE(h.code("lab.load", {{"text", kLab + kThere}}), 0);
        const auto list = h.ask("checks.list");
        QVERIFY(list.has_value());
        QCOMPARE((*list)["possible"], Json(3));
        QCOMPARE((*list)["earned"], Json(0));
        QCOMPARE((*list)["checks"][0]["title"], Json("They talk"));
        QVERIFY(!(*list)["checks"][0].contains("verdict"));
        QCOMPARE(h.code("checks.run", {{"checks", {"nothing"}}}), int(rpc::noSuchId));
        QCOMPARE(h.code("checks.run", {{"checks", 5}}), int(rpc::invalidParams));
        QCOMPARE(h.code("checks.subscribe", {{"every", -1}}), int(rpc::invalidParams));
    }

    void lookedAtWhenAsked()
    {
        Harness h;
        QCOMPARE(h.code("lab.load", {{"text", kLab + kThere + "  later: {at: 60s, ping: {from: h2, to: h1}}\n"}, {"time", "virtual"}}), 0);
        const auto found = h.ask("checks.run");
        QVERIFY2(found.has_value(), found ? "" : found.error().message.c_str());
        QCOMPARE((*found)["earned"], Json(4));
        QCOMPARE((*found)["results"].size(), std::size_t(2));
        QCOMPARE((*found)["results"][0]["nodes"], Json({"h1", "h2"}));
        const auto now = h.ask("checks.run", {{"ahead", false}, {"checks", {"later"}}});
        QCOMPARE(verdictIn(*now, "later"), std::string("waiting"));
        // Nothing happened to the world itself.
        QCOMPARE((*h.ask("engine.status"))["now"], Json(0));
        const auto counters = h.ask("link.counters", {{"link", "h1:eth0"}});
        QCOMPARE((*counters)["links"][0]["forward"]["packets"], Json(0));
    }

    void toldAsTheyTurn()
    {
        Harness h;
        QCOMPARE(h.code("lab.load", {{"text", kLab + kThere}}), 0);
        QCOMPARE(h.code("checks.subscribe", {{"every", 0.2}}), 0);
        QCOMPARE(h.code("run.start"), 0);
        QVERIFY(h.until([&] { return told(h, "there") == "passed"; }));
        QCOMPARE(h.code("link.set", {{"link", "h1:eth0"}, {"direction", "both"}, {"down", true}}), 0);
        QVERIFY(h.until([&] { return told(h, "there") == "failed"; }));
        const auto list = h.ask("checks.list");
        QCOMPARE((*list)["checks"][0]["verdict"], Json("failed"));
        QCOMPARE((*list)["checks"][0]["sentence"], Json("Not yet."));
        QCOMPARE(h.code("link.set", {{"link", "h1:eth0"}, {"direction", "both"}, {"down", false}}), 0);
        QVERIFY(h.until([&] { return told(h, "there") == "passed"; }));
        // On the time line: green, red, green.
        QStringList marks;
        const auto history = h.ask("history.get");
        for (const Json &mark : history->at("marks"))
            if (mark.at(1) == "check")
                marks += QString::fromStdString(mark.at(3));
        QCOMPARE(marks, QStringList({"They talk: passed", "They talk: failed", "They talk: passed"}));
        QCOMPARE(h.code("checks.unsubscribe"), 0);
        h.notifications.clear();
        QCOMPARE(h.code("link.set", {{"link", "h1:eth0"}, {"direction", "both"}, {"down", true}}), 0);
        const auto found = h.ask("checks.run");
        QCOMPARE(verdictIn(*found, "there"), std::string("failed"));
        QCOMPARE(told(h, "there"), std::string());
    }

    void otherChecksWithAnEdit()
    {
        Harness h;
        QCOMPARE(h.code("lab.load", {{"text", kLab + kThere}}), 0);
        QCOMPARE(h.code("run.start"), 0);
        QCOMPARE(h.code("checks.run"), 0);
        QCOMPARE(h.code("lab.apply", {{"text", kLab + "  other: {at: 0s, no-ping: {from: h1, to: h2}}\n"}}), 0);
        const auto list = h.ask("checks.list");
        QCOMPARE((*list)["checks"].size(), std::size_t(1));
        QVERIFY(!(*list)["checks"][0].contains("verdict"));
        QCOMPARE(verdictIn(*h.ask("checks.run"), "other"), std::string("failed"));
    }

    void tooMuchIsSaidAndHangsNobody()
    {
        Harness h;
        const std::string storm = "hopyard: 1\nnodes:\n  h1: {kind: host, interfaces: {eth0: {address: 10.0.1.10/24}}}\n"
                                  "  h2: {kind: host, interfaces: {eth0: {address: 10.0.1.20/24}}, start: [udp-sink]}\n"
                                  "links:\n  - {ends: [h1:eth0, h2:eth0]}\nchecks:\n"
                                  "  long: {at: 0s, after: [\"run h1: udp-source 10.0.1.20 rate 1gbit size 100\", wait 20m], ping: {from: h1, to: h2}}\n";
        QCOMPARE(h.code("lab.load", {{"text", storm}, {"time", "virtual"}}), 0);
        std::optional<rpc::Client::Result> answer;
        h.client->callAsync("checks.run", Json::object(), [&](rpc::Client::Result r) { answer = std::move(r); });
        QCOMPARE(h.code("engine.status"), 0); // answered meanwhile
        for (int patience = 0; patience < 5 && !answer; ++patience) // its own limit comes after a minute at the latest
            h.until([&] { return answer.has_value(); });
        QVERIFY(answer.has_value());
        if (answer->has_value())
            QCOMPARE(verdictIn(**answer, "long"), std::string("error"));
        else
            QCOMPARE(answer->error().code, int(rpc::limitReached));
    }
};

QTEST_GUILESS_MAIN(TestCheckWatch)
#include "tst_check_watch.moc"
