// Connections that are watched (tcp.watch of docs/rpc.md): samples in lab time, segments with what was sent again, the past,
// steps, limits, and the table of connections.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/emulation/engine/harness.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <csignal>
#include <set>

using namespace hopyard;
using namespace hopyard::engine;
using rpc::Json;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kGrid = kSecond / 20;

/// A download over a line that loses three packets of a hundred.
constexpr const char *kLossyLab = R"(hopyard: 1
title: A lossy line
nodes:
  h1: {kind: host, interfaces: {eth0: {address: 10.0.1.10/24}}}
  h2: {kind: host, interfaces: {eth0: {address: 10.0.1.20/24}}, start: [iperf3 server quiet]}
links:
  - {ends: [h1:eth0, h2:eth0], delay: 10ms, rate: 20mbit, loss: 3%}
)";

} // namespace

class TestTcpWatch : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<Harness> m;

    Json ask(const char *method, Json params = Json::object())
    {
        const auto answer = m->ask(method, std::move(params));
        if (!answer)
            qWarning("%s: %s", method, answer.error().message.c_str());
        return answer ? *answer : Json();
    }
    void runUntil(std::int64_t time)
    {
        ask("run.until", {{"time", time}});
        QVERIFY(m->until([&] { return m->engine->session().state() == State::paused; }));
    }
    void start()
    {
        QCOMPARE(m->code("lab.load", {{"text", kLossyLab}, {"seed", 3}, {"time", "virtual"}}), 0);
        QCOMPARE(m->code("run.start", {{"paused", true}, {"history", true}}), 0);
        runUntil(kSecond);
        ask("console.run", {{"node", "h1"}, {"line", "iperf3 10.0.1.20 time 20 quiet"}});
        runUntil(2 * kSecond);
    }
    /// Of the connection that carries the data.
    Json place()
    {
        const Json table = ask("table.get", {{"node", "h1"}, {"table", "tcp"}});
        const auto column = [&](const char *name) {
            return static_cast<std::size_t>(std::find(table["columns"].begin(), table["columns"].end(), name) - table["columns"].begin());
        };
        Json best;
        std::int64_t most = -1;
        for (const Json &row : table["rows"])
            if (row[column("bytesSent")].is_number() && row[column("bytesSent")].get<std::int64_t>() > most) {
                most = row[column("bytesSent")].get<std::int64_t>();
                best = {{"node", "h1"}, {"local", row[column("local")]}, {"peer", row[column("peer")]}};
            }
        return best;
    }
    Json told(const char *member)
    {
        Json all = Json::array();
        for (const auto &[method, params] : m->notifications)
            if (method == "tcp")
                for (const Json &each : params[member])
                    all.push_back(each);
        return all;
    }
    /// The engine tells at its own times.
    void settle()
    {
        const auto batches = [this] { return std::count_if(m->notifications.begin(), m->notifications.end(), [](const auto &n) { return n.first == "tcp"; }); };
        QElapsedTimer timer;
        timer.start();
        for (auto before = batches(); timer.elapsed() < 5'000; before = batches()) {
            int turns = 0;
            m->until([&] { return ++turns > 150; });
            if (batches() == before)
                return;
        }
    }

private slots:
    void init()
    {
        ::signal(SIGPIPE, SIG_IGN);
        m = std::make_unique<Harness>();
    }
    void cleanup() { m.reset(); }

    void samplesAreOfTheLabsTime()
    {
        start();
        const Json where = place();
        QVERIFY(!where.is_null());
        const Json answer = ask("tcp.watch", where);
        QVERIFY(answer["watch"].is_number());
        QCOMPARE(answer["sampleColumns"].size(), std::size_t(20));
        runUntil(5 * kSecond);
        settle();
        const Json samples = told("samples");
        std::set<std::int64_t> times;
        std::set<std::string> phases;
        std::int64_t last = -1;
        for (const Json &sample : samples) {
            QCOMPARE(sample.size(), std::size_t(20));
            const auto time = sample[0].get<std::int64_t>();
            QVERIFY(time > last);
            last = time;
            times.insert(time);
            phases.insert(sample[2].get<std::string>());
            QCOMPARE(sample[1], Json("ESTABLISHED"));
            QVERIFY(sample[3].get<std::int64_t>() > 0); // congestion window, in bytes
        }
        for (std::int64_t at = 2 * kSecond; at <= 5 * kSecond; at += kGrid)
            QVERIFY2(times.contains(at), qPrintable(QString::number(at)));
        QVERIFY2(phases.contains("recovery") && phases.contains("avoidance"), "a line that loses packets");
        // The smoothed round trip is the line's, in nanoseconds, and so is the latest.
        QVERIFY(samples.back()[8].get<std::int64_t>() >= 20'000'000 && samples.back()[8].get<std::int64_t>() < 500'000'000);
        QVERIFY(samples.back()[19].get<std::int64_t>() >= 20'000'000);
    }

    void segmentsAreThoseThatPassed()
    {
        start();
        Json where = place();
        where["budget"] = 5'000;
        ask("tcp.watch", where);
        runUntil(4 * kSecond);
        settle();
        int data = 0, again = 0, lost = 0, acknowledgements = 0, sacks = 0;
        std::int64_t last = -1;
        std::set<std::int64_t> lostOnes;
        for (const Json &segment : told("segments")) {
            QCOMPARE(segment.size(), std::size_t(9));
            QVERIFY(segment[0].get<std::int64_t>() >= last);
            last = segment[0].get<std::int64_t>();
            const int kind = segment[1].get<int>();
            if (kind == 0 && segment[3].get<int>() > 0) {
                ++data;
                again += segment[7].get<int>();
            } else if (kind == 1) {
                ++acknowledgements;
                QVERIFY(segment[5].get<std::int64_t>() > 65'535); // the window is scaled
                sacks += !segment[8].empty();
            } else if (kind == 2) {
                ++lost;
            }
        }
        QVERIFY2(data > 500 && acknowledgements > 100, qPrintable(QStringLiteral("%1 %2").arg(data).arg(acknowledgements)));
        QVERIFY2(again > 0 && lost > 0 && sacks > 0, qPrintable(QStringLiteral("%1 %2 %3").arg(again).arg(lost).arg(sacks)));
    }

    void stepsAndThePast()
    {
        start();
        ask("tcp.watch", place());
        runUntil(4 * kSecond);
        settle();
        m->notifications.clear();
        for (int i = 0; i < 3; ++i) {
            ask("run.step", {{"count", 5}});
            settle();
        }
        QVERIFY(told("samples").size() >= 3); // one for each place where it stood
        m->notifications.clear();
        ask("run.seek", {{"time", 3 * kSecond}});
        settle();
        const Json past = told("samples");
        QVERIFY(!past.empty());
        QCOMPARE(past.back()[0], Json(3 * kSecond));
        QVERIFY(past.front()[0].get<std::int64_t>() > 2 * kSecond);
        // The same moment says the same, however often it is gone to.
        m->notifications.clear();
        ask("run.seek", {{"time", 2 * kSecond + kSecond / 2}});
        settle();
        m->notifications.clear();
        ask("run.seek", {{"time", 3 * kSecond}});
        settle();
        QCOMPARE(told("samples").back(), past.back());
    }

    void whatCannotBeWatched()
    {
        start();
        const Json where = place();
        const auto with = [&where](const char *key, const Json &value) {
            Json other = where;
            other[key] = value;
            return other;
        };
        QCOMPARE(m->code("tcp.watch", with("node", "nobody")), int(rpc::noSuchNode));
        QCOMPARE(m->code("tcp.watch", with("local", "10.0.0.1")), int(rpc::invalidParams));
        QCOMPARE(m->code("tcp.watch", with("peer", "somewhere:80")), int(rpc::invalidParams));
        QCOMPARE(m->code("tcp.watch", with("rate", 0)), int(rpc::invalidParams));
        QCOMPARE(m->code("tcp.watch", with("budget", -1)), int(rpc::invalidParams));
        QCOMPARE(m->code("tcp.unwatch", {{"watch", 99}}), int(rpc::noSuchId));
        // A connection that is not there is told of as such.
        const Json number = ask("tcp.watch", with("local", "10.0.1.10:1"))["watch"];
        settle();
        const Json *batch = m->notification("tcp");
        QVERIFY(batch);
        QCOMPARE((*batch)["there"], Json(false));
        QCOMPARE((*batch)["watch"], number);
        QCOMPARE(m->code("tcp.unwatch", {{"watch", number}}), 0);
        for (std::size_t i = 0; i < Engine::kMostTcpWatches; ++i)
            QCOMPARE(m->code("tcp.watch", where), 0);
        QCOMPARE(m->code("tcp.watch", where), int(rpc::limitReached));
    }
};

QTEST_GUILESS_MAIN(TestTcpWatch)
#include "tst_tcp_watch.moc"
