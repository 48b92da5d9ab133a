// run.seek, run.branch, run.until with conditions, history.* and record.open, over a real socket.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/mrt.h"
#include "emulation/engine/event_condition.h"
#include "emulation/engine/marks.h"
#include "emulation/record/sqlite.h"
#include "emulation/record/summary.h"
#include "tests/emulation/engine/harness.h"

#include <QtTest/QtTest>

#include <csignal>

using namespace hopyard;
using namespace hopyard::engine;
using rpc::Json;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

} // namespace

class TestHistory : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<Harness> m;

    void start(bool history = true)
    {
        QCOMPARE(m->code("lab.load", {{"text", kInsideLab}, {"name", "two.yaml"}, {"seed", 7}, {"time", "virtual"}}), 0);
        QCOMPARE(m->code("run.start", {{"paused", true}, {"history", history}}), 0);
    }
    void runUntil(std::int64_t time)
    {
        QCOMPARE(m->code("run.until", {{"time", time}}), 0);
        QVERIFY(m->until([this] { return m->engine->session().state() == State::paused; }));
    }
    /// Goes on until it pauses by itself; why it did.
    std::string until(Json params)
    {
        const auto started = m->ask("run.until", std::move(params));
        if (!started)
            return "refused: " + started.error().message;
        if (!m->until([this] { return m->engine->session().state() == State::paused; }))
            return "went on";
        return rpc::stringMember(*m->ask("engine.status"), "why").value_or("");
    }
    Json ask(const char *method, Json params = Json::object())
    {
        auto answer = m->ask(method, std::move(params));
        return answer ? *answer : Json{{"refused", answer.error().message}};
    }
    std::string arp() { return rpc::printJson(ask("table.get", {{"node", "r1"}, {"table", "neighbour"}})["rows"]); }
    std::int64_t now() { return rpc::intMember(ask("engine.status"), "now").value_or(-1); }

private slots:
    void init()
    {
        ::signal(SIGPIPE, SIG_IGN);
        m = std::make_unique<Harness>();
    }
    void cleanup() { m.reset(); }

    void theTablesOfThePast()
    {
        start();
        runUntil(2 * kSecond);
        QCOMPARE(arp(), std::string("[]"));
        ask("console.run", {{"node", "h1"}, {"line", "ping 10.0.2.10 count 3"}});
        runUntil(6 * kSecond);
        const std::string later = arp();
        QVERIFY(later != "[]");

        Json status = ask("run.seek", {{"time", kSecond}});
        QCOMPARE(status["past"], Json(true));
        QCOMPARE(status["now"], Json(kSecond));
        QCOMPARE(status["present"], Json(6 * kSecond));
        QCOMPARE(arp(), std::string("[]"));
        status = ask("run.seek", {{"time", 5 * kSecond}});
        QVERIFY(arp() != "[]");
        QCOMPARE(now(), 5 * kSecond);
        // It plays on by itself, up to the present, and stands there.
        QCOMPARE(m->code("run.speed", {{"factor", 1000}}), 0);
        QCOMPARE(m->code("run.resume"), 0);
        QVERIFY(m->until([this] { return !m->engine->session().isPast(); }));
        QCOMPARE(m->state(), std::string("paused"));
        QCOMPARE(now(), 6 * kSecond);
        QCOMPARE(arp(), later);
    }

    void nothingChangesInThePast()
    {
        start();
        runUntil(3 * kSecond);
        ask("run.seek", {{"time", kSecond}});
        const int wrong = rpc::wrongState;
        QCOMPARE(m->code("node.stop", {{"node", "r1"}}), wrong);
        QCOMPARE(m->code("link.set", {{"link", "r1:eth0"}, {"delay", "9ms"}}), wrong);
        QCOMPARE(m->code("lab.apply", {{"text", kInsideLab}}), wrong);
        QCOMPARE(m->code("manager.run", {{"line", "list"}}), wrong);
        QCOMPARE(m->code("record.start", {{"file", m->path("r.hopyard")}}), wrong);
        QCOMPARE(ask("console.run", {{"node", "h1"}, {"line", "ping 10.0.2.10"}})["ok"], Json(false));
        QCOMPARE(ask("console.run", {{"node", "h1"}, {"line", "show ip route"}})["ok"], Json(true));
        QCOMPARE(ask("run.seek", {{"present", true}})["past"], Json(false));
        QCOMPARE(m->code("link.set", {{"link", "r1:eth0"}, {"delay", "9ms"}}), 0);
    }

    void stepByStepBackAndForth()
    {
        start();
        ask("console.run", {{"node", "h1"}, {"line", "ping 10.0.2.10 count 1"}});
        runUntil(kSecond);
        const Json end = ask("engine.status");
        Json status = ask("run.step", {{"count", -1}});
        QCOMPARE(status["past"], Json(true));
        QCOMPARE(status["events"].get<int>(), end["events"].get<int>() - 1);
        status = ask("run.step", {{"count", -2}});
        QCOMPARE(status["events"].get<int>(), end["events"].get<int>() - 3);
        status = ask("run.step");
        QCOMPARE(status["events"].get<int>(), end["events"].get<int>() - 2);
        status = ask("run.step", {{"count", 2}});
        QCOMPARE(status["past"], Json(false));
        QCOMPARE(status["events"], end["events"]);
        QCOMPARE(ask("run.seek", {{"event", 0}})["events"], Json(0));
    }

    void aBranchAndBackAgain()
    {
        start();
        ask("console.run", {{"node", "h1"}, {"line", "ping 10.0.2.10 count 100"}});
        runUntil(20 * kSecond);
        ask("run.seek", {{"time", 5 * kSecond}});
        Json status = ask("run.branch", {{"name", "without r1"}});
        QCOMPARE(status["past"], Json(false));
        QCOMPARE(status["now"], Json(5 * kSecond));
        QCOMPARE(status["line"], Json(2));
        QVERIFY(status["parted"] == Json(5 * kSecond) || status["parted"] == Json(5 * kSecond - 1));
        const Json parted = status["parted"];
        QCOMPARE(m->code("node.stop", {{"node", "r1"}}), 0);
        runUntil(10 * kSecond);
        Json history = ask("history.get");
        QCOMPARE(history["line"], Json(2));
        QCOMPARE(history["lines"].size(), std::size_t(2));
        QCOMPARE(history["lines"][1]["name"], Json("without r1"));
        QCOMPARE(history["lines"][1]["from"], Json(5 * kSecond));
        QCOMPARE(history["lines"][0]["to"], Json(20 * kSecond));
        const auto r1Runs = [this] {
            const Json topology = ask("lab.topology")["topology"];
            for (const Json &node : topology["nodes"])
                if (node["name"] == "r1")
                    return node["running"].get<bool>();
            return false;
        };
        QVERIFY(!r1Runs());
        ask("run.seek", {{"time", 4 * kSecond}});
        QVERIFY(r1Runs());
        status = ask("run.line", {{"line", 1}});
        QCOMPARE(status["now"], Json(20 * kSecond));
        QCOMPARE(status["line"], Json(1));
        QCOMPARE(status["parted"], parted); // from the way that was shown before
        QVERIFY(r1Runs());
        runUntil(21 * kSecond); // each goes on by itself
        QCOMPARE(ask("run.line", {{"line", 2}})["now"], Json(10 * kSecond));
        QVERIFY(!r1Runs());
        QCOMPARE(m->code("run.line", {{"line", 9}}), int(rpc::noSuchId));
        QCOMPARE(m->code("run.branch"), int(rpc::wrongState)); // the present is no past
        // A third way, out of the second before that one had left the first.
        ask("run.seek", {{"time", 3 * kSecond}});
        const Json earlier = ask("run.branch")["parted"];
        QVERIFY(earlier.get<std::int64_t>() <= 3 * kSecond && earlier.get<std::int64_t>() >= 3 * kSecond - 1);
        QCOMPARE(ask("run.line", {{"line", 1}})["parted"], earlier);
        QCOMPARE(ask("run.line", {{"line", 2}})["parted"], parted);
    }

    /// Packets of the way that was left have the numbers of those to come: none is followed into the other's future.
    void aBranchForgetsThePacketsOfTheOtherWay()
    {
        start();
        QCOMPARE(m->code("packets.subscribe"), 0);
        ask("console.run", {{"node", "h1"}, {"line", "ping 10.0.2.10 count 100"}});
        runUntil(3 * kSecond);
        std::int64_t last = 2'000;
        while (last > 0 && m->code("packets.path", {{"packet", last}}) != 0)
            --last;
        QVERIFY(last > 0);
        std::int64_t first = 1;
        while (first < last && m->code("packets.path", {{"packet", first}}) != 0)
            ++first;
        QVERIFY(first < last);
        const Json steps = ask("packets.path", {{"packet", first}})["steps"];
        QVERIFY(rpc::intMember(steps.back(), "time").value_or(kSecond) < kSecond);
        ask("run.seek", {{"time", kSecond}});
        QCOMPARE(m->code("packets.path", {{"packet", last}}), 0); // only shown: it still comes
        ask("run.branch", {{"name", "other"}});
        QVERIFY(m->code("packets.path", {{"packet", last}}) != 0);
        QCOMPARE(ask("packets.path", {{"packet", first}})["steps"], steps); // what both ways have in common stays
        ask("run.line", {{"line", 1}});
        QCOMPARE(ask("packets.path", {{"packet", first}})["steps"], steps);
    }

    void withoutHistory()
    {
        start(false);
        runUntil(kSecond);
        QCOMPARE(m->code("run.seek", {{"time", 0}}), int(rpc::wrongState));
        QCOMPARE(ask("history.get")["kept"], Json(false));
    }

    void untilAPacketComesBy()
    {
        start();
        ask("console.run", {{"node", "h1"}, {"line", "ping 10.0.2.10 count 3"}});
        const std::string why = until({{"packet", {{"where", {"h2"}}, {"filter", "icmp"}}}});
        QVERIFY2(why.starts_with("r1:eth1 – h2:eth0: ICMP"), why.c_str());
        const std::int64_t first = now();
        QVERIFY(first > 0);
        QVERIFY(until({{"packet", {{"where", {"h2:eth0"}}, {"filter", "icmp"}}}}).find("ICMP") != std::string::npos); // the answer
        QVERIFY(now() > first);
        // The same once more, in the past.
        ask("run.seek", {{"time", 0}});
        QCOMPARE(until({{"condition", "icmp && ip.src == 10.0.2.10"}}).substr(0, 9), std::string("r1:eth1 –").substr(0, 9));
        QVERIFY(now() >= first + 2'000'000);
    }

    void untilATableChanges()
    {
        start();
        ask("console.run", {{"node", "h1"}, {"line", "ping 10.0.2.10 count 3"}});
        QCOMPARE(until({{"table", {{"node", "r1"}, {"table", "neighbour"}}}}), std::string("table neighbour of r1 changed"));
        QVERIFY(arp().find("10.0.1.10") != std::string::npos);
        QVERIFY(m->code("run.until", {{"table", {{"node", "r1"}, {"table", "chairs"}}}}) == rpc::invalidParams);
        QVERIFY(m->code("run.until", {{"table", {{"node", "r9"}, {"table", "route"}}}}) == rpc::noSuchNode);
    }

    void untilSomethingHappens()
    {
        start();
        ask("console.run", {{"node", "h1"}, {"line", "ping 10.0.2.99 count 1"}});
        const std::string why = until({{"condition", "kind == PacketDropped && node == R1 && text contains unreachable"}});
        QVERIFY2(why.starts_with("r1: packet dropped: "), why.c_str());
        QCOMPARE(m->code("run.until", {{"condition", "kind == Thunder"}}), int(rpc::invalidParams));
        QCOMPARE(m->lastError.data["position"], Json(8));
        QCOMPARE(m->code("run.until", {{"condition", "ip.adr == 1"}}), int(rpc::invalidParams));
    }

    void conditions_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("answer"); // "yes", "no", or the place of the mistake
        QTest::newRow("kind") << "kind == routechanged" << "yes";
        QTest::newRow("other kind") << "kind == LinkChanged" << "no";
        QTest::newRow("not") << "!(kind == LinkChanged)" << "yes";
        QTest::newRow("and") << "kind == RouteChanged and node == r2" << "no";
        QTest::newRow("or") << "node == r2 or text contains \"10.0.\"" << "yes";
        QTest::newRow("binds closer") << "node == r2 && node == r3 || node == r1" << "yes";
        QTest::newRow("unequal") << "node != r1" << "no";
        QTest::newRow("either end") << "link == r2:eth1" << "yes";
        QTest::newRow("no field") << "kid == x" << "0";
        QTest::newRow("no value") << "node ==" << "7";
        QTest::newRow("too much") << "node == r1 r2" << "11";
        QTest::newRow("open") << "(node == r1" << "11";
    }
    void conditions()
    {
        QFETCH(QString, text);
        QFETCH(QString, answer);
        const auto condition = EventCondition::parse(text.toStdString());
        if (!condition) {
            QCOMPARE(QString::number(condition.error().position), answer);
            return;
        }
        QCOMPARE(condition->holds({"RouteChanged", "r1", "r1:eth0", "r2:eth1", "route 10.0.2.0/24 (ospf) added"}) ? "yes" : "no", answer);
    }

    void marksAndBookmarks()
    {
        start();
        runUntil(kSecond);
        ask("node.stop", {{"node", "r1"}});
        ask("history.mark", {{"text", "h1 reaches h2"}, {"node", "h1"}});
        runUntil(2 * kSecond);
        Json history = ask("history.get", {{"after", 0}});
        QStringList kinds;
        for (const Json &mark : history["marks"])
            kinds += QString::fromStdString(mark[1].get<std::string>());
        QVERIFY(kinds.contains("node"));
        QVERIFY(kinds.contains("link"));
        QVERIFY(kinds.contains("check"));
        QCOMPARE(ask("history.get", {{"after", 2 * kSecond}, {"revision", history["revision"]}})["marks"].size(), std::size_t(0));
        QVERIFY(ask("history.get", {{"after", 2 * kSecond}, {"revision", 999}})["marks"].size() > 0);

        const Json made = ask("history.bookmark", {{"time", kSecond}, {"note", "r1 dies"}});
        ask("history.bookmark", {{"time", 0}, {"note", "begin"}});
        ask("history.bookmark", {{"id", made["id"]}, {"time", kSecond}, {"note", "r1 is switched off"}});
        history = ask("history.get");
        QCOMPARE(history["bookmarks"].size(), std::size_t(2));
        QCOMPARE(history["bookmarks"][1]["note"], Json("r1 is switched off"));
        QCOMPARE(m->code("history.unbookmark", {{"id", made["id"]}}), 0);
        QCOMPARE(m->code("history.unbookmark", {{"id", made["id"]}}), int(rpc::noSuchId));
    }

    void likeMarksAreOne()
    {
        Marks marks;
        const auto at = [](std::int64_t ms) { return base::TimePoint() + base::Duration::milliseconds(ms); };
        const base::trace::PacketDropped drop{base::NodeId(1), {}, {}, base::DropReason::noRoute, 1, {}};
        for (int i = 0; i < 10; ++i)
            marks.event(at(i), drop);
        marks.event(at(100), drop);
        QCOMPARE(marks.all().size(), std::size_t(2));
        QCOMPARE(marks.all()[0].count, std::uint32_t(10));
        QCOMPARE(marks.all()[0].text, std::string("packet dropped: no route"));
        const auto before = marks.revision();
        for (int i = 0; i < 50'000; ++i)
            marks.event(at(1000 + 50 * i), drop);
        QVERIFY(marks.all().size() <= Marks::kMost);
        QVERIFY(marks.revision() != before);
        std::uint64_t all = 0;
        for (const Mark &mark : marks.all())
            all += mark.count;
        QCOMPARE(all, std::uint64_t(50'011));
    }

    /// Somebody else's record: the whole run, without the machine that made it.
    void aRecordIsShownAgain()
    {
        QTemporaryDir directory;
        const std::string file = directory.path().toStdString() + "/run.hopyard";
        start();
        QCOMPARE(m->code("record.start", {{"file", file}}), 0);
        ask("history.bookmark", {{"time", 2 * kSecond}, {"note", "before the change"}});
        runUntil(3 * kSecond);
        ask("console.run", {{"node", "h1"}, {"line", "ping 10.0.2.10 count 3"}});
        ask("link.set", {{"link", "r1:eth1"}, {"delay", "30ms"}, {"loss", "10%"}});
        runUntil(8 * kSecond);
        const Json counters = ask("link.counters");
        const std::string table = arp();
        runUntil(8 * kSecond + kSecond / 2);
        ask("node.stop", {{"node", "h2"}});
        runUntil(9 * kSecond);
        QCOMPARE(m->code("record.stop"), 0);
        m = std::make_unique<Harness>(); // the engine that made it is gone

        const Json opened = ask("record.open", {{"file", file}});
        QVERIFY2(opened.contains("text"), rpc::printJson(opened).c_str());
        Json status = ask("engine.status");
        QCOMPARE(status["state"], Json("paused"));
        QCOMPARE(status["replay"], Json(true));
        QCOMPARE(status["now"], Json(0));
        QCOMPARE(status["present"], Json(9 * kSecond));
        ask("run.seek", {{"time", 8 * kSecond}});
        QCOMPARE(arp(), table);
        QCOMPARE(rpc::printJson(ask("link.counters")["links"]), rpc::printJson(counters["links"]));
        Json history = ask("history.get");
        QCOMPARE(history["to"], Json(9 * kSecond));
        QCOMPARE(history["bookmarks"][0]["note"], Json("before the change"));
        QCOMPARE(m->code("link.set", {{"link", "r1:eth0"}, {"delay", "9ms"}}), int(rpc::wrongState));
        QCOMPARE(m->code("run.start"), int(rpc::wrongState));
        ask("history.bookmark", {{"time", 0}, {"note", "mine"}}); // into the file
        ask("run.seek", {{"present", true}});
        QCOMPARE(m->code("run.resume"), int(rpc::wrongState)); // it ends there
        // Packets are listed as they are played, each once, however often one goes back.
        QCOMPARE(m->code("packets.subscribe"), 0);
        const auto crossings = [this] {
            ask("run.seek", {{"time", 7 * kSecond}});
            QList<std::pair<std::int64_t, std::size_t>> found; // of each packet that is known its steps
            for (std::int64_t packet = 0; packet < 500; ++packet)
                if (const Json path = ask("packets.path", {{"packet", packet}}); path.contains("steps"))
                    found.emplaceBack(packet, path["steps"].size());
            return found;
        };
        QCOMPARE(m->code("run.speed", {{"factor", 1000}}), 0);
        ask("run.seek", {{"time", kSecond}});
        QVERIFY(m->code("run.until", {{"time", 7 * kSecond}}) == 0);
        QVERIFY(m->until([this] { return m->engine->session().state() == State::paused; }));
        const auto once = crossings();
        QVERIFY(!once.empty());
        ask("run.seek", {{"time", 5 * kSecond}});
        QVERIFY(m->code("run.until", {{"time", 7 * kSecond}}) == 0);
        QVERIFY(m->until([this] { return m->engine->session().state() == State::paused; }));
        QCOMPARE(crossings(), once);
        QVERIFY(m->until([this] { return m->engine->session().readUntil() == base::TimePoint::fromNs(9 * kSecond); }));
        // From any of its moments it can take another way.
        ask("run.seek", {{"time", 2 * kSecond}});
        status = ask("run.branch");
        QCOMPARE(status["replay"], Json(false));
        QCOMPARE(m->code("node.stop", {{"node", "r1"}}), 0);
        runUntil(4 * kSecond);
        QCOMPARE(m->code("run.stop"), 0);
        QCOMPARE(ask("record.open", {{"file", file}})["problems"], Json::array());
        QCOMPARE(ask("history.get")["bookmarks"].size(), std::size_t(2));
        // Another version may compute another run from it.
        QCOMPARE(m->code("run.stop"), 0);
        record::Database database;
        QVERIFY(database.open(file, record::Database::Mode::read) && database.execute("UPDATE run SET version = '0.0.9'"));
        const Json problems = ask("record.open", {{"file", file}})["problems"];
        QCOMPARE(problems.size(), std::size_t(1));
        QVERIFY2(rpc::printJson(problems).find("Hopyard 0.0.9") != std::string::npos, rpc::printJson(problems).c_str());
    }

    /// Routes from files are in the record: it is shown where these are not.
    void aRecordHasItsRoutes()
    {
        std::vector<std::uint8_t> table, attributes;
        wire::BgpAttributes of;
        of.asPath = wire::AsPath{65001, 65002};
        wire::appendBgpAttributes(attributes, of);
        wire::appendMrtPeer(table, {base::Ipv4Address(10, 0, 1, 2), 65001, base::Ipv4Address(10, 0, 1, 2)});
        wire::appendMrtRoute(table, 0, {base::Ipv4Address(10, 9, 0, 0), 16}, attributes);
        QFile mrt(QString::fromStdString(m->path("table.mrt")));
        QVERIFY(mrt.open(QIODevice::WriteOnly));
        mrt.write(reinterpret_cast<const char *>(table.data()), qint64(table.size()));
        mrt.close();
        constexpr const char *kLab = R"(hopyard: 1
nodes:
  s: {kind: host, interfaces: {eth0: {address: 10.0.1.2/24}}, start: ["bgp-speaker 10.0.1.1 as 65001 routes table.mrt"]}
  r1:
    kind: router
    config: |
      interface eth0
       ip address 10.0.1.1/24
      router bgp 65000
       no bgp ebgp-requires-policy
       neighbor 10.0.1.2 remote-as 65001
links:
  - {ends: [s:eth0, r1:eth0], delay: 1ms}
)";
        QTemporaryDir elsewhere;
        const std::string file = elsewhere.path().toStdString() + "/run.hopyard";
        const auto route = [this] {
            return rpc::printJson(ask("table.get", {{"node", "r1"}, {"table", "route"}})["rows"]);
        };
        QCOMPARE(m->code("lab.load", {{"text", kLab}, {"path", m->path("lab.yaml")}, {"seed", 7}, {"time", "virtual"}}),
                 0);
        QCOMPARE(m->code("run.start", {{"paused", true}}), 0);
        QCOMPARE(m->code("record.start", {{"file", file}}), 0);
        runUntil(20 * kSecond);
        const std::string there = route();
        QVERIFY2(there.find("10.9.0.0/16") != std::string::npos, there.c_str());
        QCOMPARE(m->code("record.stop"), 0);
        m = std::make_unique<Harness>(); // with it went the folder and what was in it
        QVERIFY(!mrt.exists());

        QCOMPARE(ask("record.open", {{"file", file}})["problems"], Json::array());
        ask("run.seek", {{"time", 0}});
        QVERIFY(route().find("10.9.0.0/16") == std::string::npos);
        ask("run.seek", {{"time", 20 * kSecond}});
        QCOMPARE(route(), there);
        // A run that goes on from there needs the file no more either.
        ask("run.seek", {{"time", 10 * kSecond}});
        ask("run.branch");
        QCOMPARE(m->code("run.speed", {{"factor", 1000}}), 0);
        QCOMPARE(m->code("lab.apply", {{"text", kLab}}), 0);
        runUntil(30 * kSecond);
        QVERIFY(route().find("10.9.0.0/16") != std::string::npos);
        QCOMPARE(m->code("run.stop"), 0);
        // Somebody else's record may say what it wants.
        record::Database database;
        QVERIFY(database.open(file, record::Database::Mode::read)
                && database.execute("UPDATE route_file SET routes = x'1f8b'"));
        QCOMPARE(m->code("record.open", {{"file", file}}), int(rpc::systemError));
        QVERIFY2(m->lastError.message.find("the routes of table.mrt: they are no gzip, or cut off")
                     != std::string::npos,
                 m->lastError.message.c_str());
        QVERIFY(database.execute("DELETE FROM route_file"));
        QCOMPARE(m->code("record.open", {{"file", file}}), int(rpc::systemError));
        QVERIFY2(m->lastError.message.find("input 1 of the run makes no sense") != std::string::npos,
                 m->lastError.message.c_str());
    }

    /// Of version 3, which had no routes from files: they are read from these, where they are.
    void anOlderRecordIsShown()
    {
        const std::string file = m->path("old.hopyard");
        start();
        QCOMPARE(m->code("record.start", {{"file", file}}), 0);
        ask("console.run", {{"node", "h1"}, {"line", "ping 10.0.2.10 count 1"}});
        runUntil(2 * kSecond);
        const std::string table = arp();
        QCOMPARE(m->code("run.stop"), 0);
        {
            record::Database database;
            QVERIFY(database.open(file, record::Database::Mode::read));
            QVERIFY2(database.execute("DROP TABLE route_file; DROP TABLE snapshot; ALTER TABLE run DROP COLUMN most; ALTER TABLE run "
                                      "DROP COLUMN removed; ALTER TABLE run DROP COLUMN since; PRAGMA user_version=3"),
                     database.complaint().c_str());
        }
        QCOMPARE(ask("record.open", {{"file", file}})["problems"], Json::array());
        ask("run.seek", {{"time", 2 * kSecond}});
        QCOMPARE(arp(), table);
        const auto summary = record::readSummary(file);
        QVERIFY2(summary.has_value(), summary ? "" : summary.error().message.c_str());
        QVERIFY(summary->packets > 0 && summary->limit == 0 && summary->since == -1);
    }

    void whatIsNoRecord()
    {
        QCOMPARE(m->code("record.open", {{"file", m->path("nothing")}}), int(rpc::systemError));
        QFile file(QString::fromStdString(m->path("text")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("hello");
        file.close();
        QCOMPARE(m->code("record.open", {{"file", m->path("text")}}), int(rpc::systemError));
    }
};

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"
