// Events in, batches out: what docs/rpc.md says a `telemetry` notification holds.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/telemetry.h"
#include "emulation/rpc/json.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <array>

using namespace hopyard;
using namespace hopyard::engine;
using base::Direction;
using base::LinkId;
using base::NodeId;
using base::TimePoint;
namespace trace = base::trace;
using rpc::Json;

namespace {

/// An ARP request's beginning: enough to be told apart.
constexpr std::array<std::uint8_t, 42> kArp{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0x48, 0, 0, 0, 1, 0x08, 0x06,
                                            0,    1,    0x08, 0,    6,    4,    0, 1};

TimePoint at(std::int64_t ns)
{
    return TimePoint::fromNs(ns);
}

Subscription subscription(Topics topics, std::size_t budget = 100)
{
    SubscriptionOptions options;
    options.topics = topics;
    options.packetBudget = budget;
    return Subscription(options, [](NodeId node) { return "n" + std::to_string(node.value()); });
}

Json batch(Subscription &s, std::int64_t now = 5, std::uint64_t dropped = 0)
{
    const std::string text = s.takeBatch({at(now), "running", 0.5}, nullptr, dropped);
    return text.empty() ? Json() : rpc::parseJson(text).value_or("not JSON");
}

void send(Subscription &s, std::uint64_t id, std::int64_t time)
{
    s.event(at(time), trace::PacketSent{LinkId(3), Direction::backward, id, kArp});
    s.event(at(time), trace::PacketScheduled{LinkId(3), Direction::backward, id, at(time + 1), at(time + 9), 42});
}

} // namespace

class TestTelemetry : public QObject {
    Q_OBJECT
private slots:
    void packets()
    {
        auto s = subscription({.packets = true});
        send(s, 7, 100);
        s.event(at(200), trace::PacketSent{LinkId(3), Direction::forward, 8, kArp});
        s.event(at(200), trace::PacketDropped{NodeId(1), LinkId(3), Direction::forward, base::DropReason::queueFull, 8, {}});
        const Json b = batch(s);
        QCOMPARE(b.dump(), std::string(R"({"now":5,"packets":[[3,1,101,109,7,"arp",42,""],[3,0,200,200,8,"arp",42,"queue full"]],)"
                                       R"("packetsSeen":2,"speed":0.5,"state":"running"})"));
        QVERIFY(batch(s).is_null());
    }

    void aDropByANodeIsOfNoLink()
    {
        auto s = subscription({.packets = true});
        s.event(at(1), trace::PacketDropped{NodeId(1), LinkId(), Direction::forward, base::DropReason::noRoute, 8, kArp});
        QVERIFY(batch(s).is_null());
    }

    void aDropByANodeIsToldToWhoAsks()
    {
        auto s = subscription({.drops = true});
        s.event(at(1), trace::PacketDropped{NodeId(4), LinkId(), Direction::forward, base::DropReason::noRoute, 8, kArp});
        QCOMPARE(batch(s)["drops"].dump(), std::string(R"([[4,1,8,"arp",42,"no route",0]])"));
        QVERIFY(batch(s).is_null());
    }

    void flowsAreTheSameInBothDirections()
    {
        // An IPv4 UDP datagram from 10.0.1.10:4000 to 10.0.2.10:53, and its answer.
        std::array<std::uint8_t, 42> there{2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 0x45, 0, 0, 28, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 1, 10, 10, 0, 2, 10,
                                           0x0f, 0xa0, 0, 53, 0, 8, 0, 0};
        std::array<std::uint8_t, 42> back = there;
        std::swap_ranges(back.begin() + 26, back.begin() + 30, back.begin() + 30);
        std::swap_ranges(back.begin() + 34, back.begin() + 36, back.begin() + 36);
        auto s = subscription({.packets = true, .flows = true});
        std::uint64_t id = 0;
        for (const auto *frame : {&there, &back}) {
            s.event(at(1), trace::PacketSent{LinkId(3), Direction::forward, ++id, *frame});
            s.event(at(1), trace::PacketScheduled{LinkId(3), Direction::forward, id, at(2), at(3), 42});
        }
        s.event(at(1), trace::PacketSent{LinkId(3), Direction::forward, ++id, kArp});
        s.event(at(1), trace::PacketScheduled{LinkId(3), Direction::forward, id, at(2), at(3), 42});
        const Json b = batch(s);
        QCOMPARE(b["packets"].size(), std::size_t(3));
        QVERIFY(b["packets"][0][8] != 0);
        QCOMPARE(b["packets"][0][8].dump(), b["packets"][1][8].dump());
        QCOMPARE(b["packets"][2][8].dump(), std::string("0"));
        QCOMPARE(b["flows"].size(), std::size_t(1));
        QCOMPARE(b["flows"][0][1].get<std::string>(), std::string("10.0.1.10:4000 – 10.0.2.10:53"));
        s.event(at(4), trace::PacketSent{LinkId(3), Direction::forward, ++id, there});
        s.event(at(4), trace::PacketScheduled{LinkId(3), Direction::forward, id, at(5), at(6), 42});
        QVERIFY(batch(s)["flows"].empty()); // told once
    }

    void budget()
    {
        auto s = subscription({.packets = true}, 10);
        for (std::uint64_t i = 0; i < 1'000; ++i)
            send(s, i, static_cast<std::int64_t>(i));
        const Json b = batch(s);
        QCOMPARE(b["packetsSeen"].get<int>(), 1'000);
        QVERIFY(b["packets"].size() <= 10 && b["packets"].size() >= 5);
    }

    void nodesAndLog()
    {
        auto s = subscription({.nodes = true, .log = true});
        s.event(at(1), trace::NodeChanged{NodeId(4), "stopped"});
        s.event(at(2), trace::NodeChanged{NodeId(4), "started"});
        s.event(at(3), trace::ApplicationOutput{NodeId(4), "ping", "64 bytes \"from\" \xff"});
        s.event(at(4), trace::Notice{trace::Notice::Level::warning, NodeId(5), "beware"});
        const Json b = batch(s);
        QCOMPARE(b["nodes"].dump(), std::string(R"([{"node":"n4","state":"started"}])"));
        QCOMPARE(b["log"].size(), std::size_t(2));
        QCOMPARE(b["log"][0]["level"].get<std::string>(), std::string("output"));
        QCOMPARE(b["log"][0]["text"].get<std::string>(), std::string("64 bytes \"from\" \xef\xbf\xbd"));
        QCOMPARE(b["log"][1].dump(), std::string(R"({"level":"warning","node":"n5","text":"beware","time":4})"));
        QVERIFY(batch(s).is_null());
    }

    void aFloodOfLinesIsCutAndCounted()
    {
        auto s = subscription({.log = true});
        for (std::size_t i = 0; i < Subscription::kMaxLines + 5; ++i)
            s.event(at(3), trace::ApplicationOutput{NodeId(4), "yes", "y"});
        const Json b = batch(s);
        QCOMPARE(b["log"].size(), Subscription::kMaxLines);
        QCOMPARE(b["logLost"].get<int>(), 5);
    }

    void timeAloneTellsOfChangesOnly()
    {
        auto s = subscription({.time = true});
        QCOMPARE(batch(s, 5)["now"].get<int>(), 5);
        QVERIFY(batch(s, 5).is_null());
        QCOMPARE(batch(s, 6)["now"].get<int>(), 6);
    }

    void lostBatchesAreTold()
    {
        auto s = subscription({.packets = true, .log = true});
        send(s, 7, 100);
        s.event(at(3), trace::ApplicationOutput{NodeId(4), "ping", "kept"});
        s.skipBatch();
        const Json b = batch(s, 5, 1);
        QCOMPARE(b["dropped"].get<int>(), 1);
        QCOMPARE(b["packetsSeen"].get<int>(), 0);
        QCOMPARE(b["log"].size(), std::size_t(1));
    }

    void movesOfConnections()
    {
        auto s = subscription({.moves = true});
        const auto local = *base::IpAddress::parse("10.0.0.80"), remote = *base::IpAddress::parse("10.0.1.10"), host = *base::IpAddress::parse("10.0.0.12");
        s.event(at(9), trace::MigrationStep{NodeId(2), "frozen", local, 80, remote, 40'000, 0xf4c2001a, 3, host, "of \"a\""});
        const Json b = batch(s);
        QCOMPARE(b["moves"].dump(), std::string("[[9,\"n2\",\"frozen\",\"f4c2001a\",3,\"10.0.0.80:80\",\"10.0.1.10:40000\",\"10.0.0.12\",\"of \\\"a\\\"\"]]"));
        QVERIFY(batch(s).is_null());
        for (std::size_t i = 0; i < Subscription::kMaxLines + 5; ++i)
            s.event(at(10), trace::MigrationStep{NodeId(2), "frozen", local, 80, remote, 40'000, 1, 3, host, ""});
        const Json many = batch(s, 6);
        QCOMPARE(many["moves"].size(), Subscription::kMaxLines);
        QCOMPARE(many["movesLost"].get<int>(), 5);
    }

    void onlyWhatIsWantedIsListenedFor()
    {
        QCOMPARE(subscription({.links = true, .time = true}).kinds(), trace::Kinds(0));
        QVERIFY(subscription({.packets = true}).kinds() & trace::kindOf<trace::PacketScheduled>());
        QVERIFY(!(subscription({.log = true}).kinds() & trace::kindOf<trace::PacketSent>()));
    }
};

QTEST_APPLESS_MAIN(TestTelemetry)
#include "tst_telemetry.moc"
