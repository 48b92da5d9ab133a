// What the hypervisor's and the migration's views are pictures of: the buffer map as a model, the way of a page, rates,
// moves put together from phases, the flow table's history, and the protocol's objects that they are made from.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/client/protocol.h"
#include "app/gui/models/buffer_map_model.h"
#include "app/gui/models/moves.h"
#include "app/gui/models/page_steps.h"
#include "app/gui/models/rate_history.h"

#include <QAbstractItemModelTester>
#include <QFloat16> // QCOMPARE of Json tries every overload, one of which needs it complete
#include <QSignalSpy>
#include <QTest>

using namespace hopyard;
using client::BufferStep;
using client::MoveStep;
using client::PageState;
using models::BufferMapModel;
using rpc::Json;

namespace {

base::TimePoint at(std::int64_t ns) { return base::TimePoint::fromNs(ns); }

Json mapJson(const char *stateOfNine = "in DMA table")
{
    return {{"pages", 20},
            {"pageSize", 4096},
            {"counts", {{"free", 4}, {"guest memory", 5}, {"in DMA table", 10}, {"mapped", 1}}},
            {"runs",
             {{{"first", 0}, {"count", 5}, {"state", "guest memory"}, {"guest", "g1"}, {"guestPage", 100}, {"shared", false}},
              {{"first", 5}, {"count", 4}, {"state", "in DMA table"}, {"guest", nullptr}},
              {{"first", 9}, {"count", 1}, {"state", stateOfNine}},
              {{"first", 10}, {"count", 1}, {"state", "mapped"}, {"guest", "g2"}, {"guestPage", 7}, {"shared", false}, {"packet", 42}, {"since", 1'500'000'000}},
              {{"first", 11}, {"count", 9}, {"state", "free"}}}}};
}

BufferStep step(std::int64_t time, const char *what, std::optional<std::uint32_t> page, std::uint64_t packet = 0, const char *guest = "",
                std::optional<std::uint32_t> guestPage = {})
{
    return {at(time), "pc1", what, guest, page, guestPage, packet};
}

/// Two packets one after the other through page 10, another one through page 11 meanwhile.
std::vector<BufferStep> twoRounds()
{
    return {step(10, "landed", 10, 1),  step(11, "named", 10, 1, "g1"),   step(12, "mapped", 10, 1, "g1", 5), step(13, "landed", 11, 2),
            step(14, "released", {}, 0, "g1", 5), step(15, "unmapped", 10, 0, "g1", 5), step(16, "cleared", 10), step(17, "listed", 10),
            step(20, "landed", 10, 3), step(21, "copied", 10, 3, "g2", 9), step(22, "listed", 10)};
}

MoveStep phase(std::int64_t time, const char *node, const char *what, std::uint32_t epoch, const char *host, const char *detail = "")
{
    return {at(time), node, what, "f4c2001a", epoch, "10.0.1.10:40000", "10.0.0.80:80", host, detail};
}

std::vector<MoveStep> oneMove(std::int64_t start, const char *from, const char *to, std::uint32_t epoch)
{
    return {phase(start, from, "decided", epoch, to),
            phase(start + 10, from, "frozen", epoch, to),
            phase(start + 11, from, "compiled", epoch, to, "1212 bytes: state 212, unsent 0, under way 1000, unread 0, ahead 0"),
            phase(start + 50, to, "received", epoch, from, "bytes 1212, pieces 2, repeats 0"),
            phase(start + 50, to, "prepared", epoch, from),
            phase(start + 60, from, "sent", epoch, to, "pieces 2, repeats 0"),
            phase(start + 70, to, "injected", epoch + 1, from),
            phase(start + 75, from, "released", epoch, to)};
}

} // namespace

class TestInsightModels : public QObject {
    Q_OBJECT

private slots:
    void bufferMapIsAModel()
    {
        BufferMapModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setMap(client::parseBufferMap(mapJson()));
        QCOMPARE(model.rowCount(), 20);
        QCOMPARE(model.describe(2), "Host page 2: guest memory of g1, there page 102");
        QCOMPARE(model.describe(10), "Host page 10: lent to g2, there page 7, packet 42, since 1.500000 s");
        QCOMPARE(model.index(6).data().toString(), "Host page 6: in the DMA table");
        QCOMPARE(model.index(10).data(BufferMapModel::StateRole).toInt(), static_cast<int>(PageState::mapped));
        QCOMPARE(model.index(10).data(BufferMapModel::GuestRole).toString(), "g2");

        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy painted(&model, &BufferMapModel::mapChanged);
        model.setMap(client::parseBufferMap(mapJson()));
        QCOMPARE(changed.size() + painted.size(), 0); // the same
        model.setMap(client::parseBufferMap(mapJson("filled")));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].toModelIndex().row(), 9);
        QCOMPARE(changed[0][1].toModelIndex().row(), 9);
        model.clear();
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.describe(3), QString());
    }

    void bufferMapOfAnEngineThatErrs()
    {
        Json json = mapJson();
        json["runs"][2]["first"] = 12; // a gap: what follows cannot be placed
        QCOMPARE(client::parseBufferMap(json).pages, 9u);
        json["runs"][0]["count"] = 4'000'000'000u;
        QCOMPARE(client::parseBufferMap(json).pages, 0u);
        QCOMPARE(client::parseBufferMap(Json("nonsense")).pages, 0u);
        QCOMPARE(client::parseBufferMap({{"pages", 3}, {"runs", {{{"first", -1}, {"count", 1}}, 7, nullptr}}}).pages, 0u);
    }

    void aPageIsFollowedThroughItsStations()
    {
        models::PageSteps steps;
        for (const BufferStep &each : twoRounds())
            steps.add(each);
        QCOMPARE(steps.latestPacket(), std::uint64_t(3));
        const auto ofPage = steps.ofPage(10);
        QCOMPARE(ofPage.size(), std::size_t(10)); // the guest's giving back its place is the page's, another page's packet is not
        QCOMPARE(steps.ofPage(10, 3).size(), std::size_t(3));
        const auto stays = models::staysOf(ofPage);
        using models::Station;
        const std::vector<Station> expected{Station::filled, Station::guest, Station::clearing, Station::dmaTable, Station::filled, Station::dmaTable};
        QCOMPARE(stays.size(), expected.size());
        for (std::size_t i = 0; i < stays.size(); ++i)
            QCOMPARE(stays[i].station, expected[i]);
        QCOMPARE(stays[1].guest, std::string("g1"));
        QCOMPARE(stays[1].to.ns(), 15);
        QVERIFY(stays.back().to.isNever());
    }

    void aPacketIsFollowedUntilItsPageIsListedAgain()
    {
        models::PageSteps steps;
        for (const BufferStep &each : twoRounds())
            steps.add(each);
        const auto first = steps.ofPacket(1);
        QCOMPARE(first.size(), std::size_t(7));
        QCOMPARE(first.back().step, std::string("listed"));
        QCOMPARE(first.back().time.ns(), 17);
        QCOMPARE(steps.ofPacket(3).size(), std::size_t(3));
        QVERIFY(steps.ofPacket(99).empty());
        for (std::size_t i = 0; i < models::PageSteps::kMost; ++i)
            steps.add(step(100, "landed", 11, 4));
        QVERIFY(steps.ofPacket(1).empty()); // forgotten
    }

    /// Of a moment of the past nothing later is told, and what is told once more is there once.
    void stepsGoToTheMomentThatIsShown()
    {
        models::PageSteps steps;
        for (const BufferStep &each : twoRounds())
            steps.add(each);
        const auto all = steps.ofPage(10);
        steps.setMoment(at(15));
        for (const BufferStep &each : twoRounds())
            steps.add(each, true);
        const auto before = steps.ofPage(10);
        QVERIFY(before.size() < all.size());
        QVERIFY(std::all_of(before.begin(), before.end(), [](const BufferStep &each) { return each.time.ns() <= 15; }));
        QCOMPARE(steps.latestPacket(), std::uint64_t(2));
        steps.setMoment({});
        QVERIFY(steps.ofPage(10) == all);
        steps.cutAfter(at(15)); // another way
        QVERIFY(steps.ofPage(10) == before);
        for (std::size_t i = 0; i < models::PageSteps::kMost; ++i)
            steps.add(step(100, "landed", 11, 4));
        steps.add(step(50, "landed", 10, 9), true); // from before all that is kept: there somebody looks
        QCOMPARE(steps.ofPage(10).size(), std::size_t(1));
    }

    void ratesBeginAnewWhereCountersGoBack()
    {
        models::RateHistory<2> rates;
        rates.add(at(0), {0, 0});
        rates.add(at(500'000'000), {50, 1});
        rates.add(at(500'000'000), {50, 1}); // time stands
        QCOMPARE(rates.points().size(), std::size_t(1));
        QCOMPARE(rates.points().back().rates[0], 100.0);
        QCOMPARE(rates.points().back().rates[1], 2.0);
        rates.add(at(1'000'000'000), {10, 1});
        QVERIFY(rates.points().empty());
        for (int i = 0; i < 1'000; ++i)
            rates.add(at(std::int64_t(2'000'000'000) + i * std::int64_t(1'000'000)), {20u + static_cast<unsigned>(i), 1});
        QCOMPARE(rates.points().size(), models::RateHistory<2>::kMost);
    }

    void movesArePutTogetherFromPhases()
    {
        models::Moves moves;
        for (const MoveStep &each : oneMove(1'000, "a", "b", 3))
            QVERIFY(moves.add(each));
        for (const MoveStep &each : oneMove(1'000, "a", "b", 3))
            QVERIFY(!moves.add(each)); // told again by "show moves"
        QVERIFY(moves.add(phase(1'090, "b", "first packet", 4, "b")));
        QCOMPARE(moves.all().size(), std::size_t(1));
        const models::Move &move = moves.all().front();
        QCOMPARE(move.from, std::string("a"));
        QCOMPARE(move.to, std::string("b"));
        QCOMPARE(move.pause()->ns(), 60);
        QCOMPARE(move.bytes(), std::uint64_t(1'212));
        QCOMPARE(move.parts().size(), std::size_t(5));
        QCOMPARE(move.parts()[2].name, std::string("under way"));
        QVERIFY(move.outcome() == models::Move::Outcome::moved);
        QCOMPARE(move.steps.size(), std::size_t(9));
        QVERIFY(std::is_sorted(move.steps.begin(), move.steps.end(), [](const auto &a, const auto &b) { return a.time < b.time; }));
    }

    void movesAsFarAsTheyHadCome()
    {
        models::Moves moves;
        for (const MoveStep &each : oneMove(1'000, "a", "b", 3))
            moves.add(each);
        for (const MoveStep &each : oneMove(5'000, "b", "a", 4))
            moves.add(each);
        const auto &first = moves.all()[0];
        const base::TimePoint frozen = first.find("frozen")->time;
        const auto known = moves.upTo(frozen);
        QCOMPARE(known.size(), std::size_t(1));
        QVERIFY(known[0].outcome() == models::Move::Outcome::underWay);
        QCOMPARE(known[0].steps.back().time.ns(), frozen.ns());
        QCOMPARE(moves.all().size(), std::size_t(2));
        moves.cutAfter(frozen);
        QCOMPARE(moves.all().size(), std::size_t(1));
        QVERIFY(moves.upTo(at(0)).empty());
    }

    void movesThatOverlapAreKeptApart()
    {
        models::Moves moves;
        auto first = oneMove(1'000, "a", "b", 3), second = oneMove(1'072, "b", "a", 4);
        const MoveStep late = first.back(); // the first is released when the second has begun
        first.pop_back();
        for (const MoveStep &each : first)
            moves.add(each);
        moves.add(second[0]);
        moves.add(second[1]);
        moves.add(late);
        for (std::size_t i = 2; i < second.size(); ++i)
            moves.add(second[i]);
        QCOMPARE(moves.all().size(), std::size_t(2));
        QCOMPARE(moves.all()[0].steps.size(), std::size_t(8));
        QVERIFY(moves.all()[0].find("released"));
        QCOMPARE(moves.all()[1].steps.size(), std::size_t(8));
        QCOMPARE(moves.all()[1].from, std::string("b"));
        QCOMPARE(moves.all()[1].to, std::string("a"));
    }

    void aMoveThatFailed()
    {
        models::Moves moves;
        moves.add(phase(10, "a", "decided", 1, "b"));
        QVERIFY(moves.all()[0].outcome() == models::Move::Outcome::underWay);
        QVERIFY(!moves.all()[0].pause());
        moves.add(phase(20, "a", "frozen", 1, "b"));
        moves.add(phase(30, "b", "refused", 1, "a", "nobody listens there"));
        moves.add(phase(40, "a", "taken back", 1, "b"));
        QCOMPARE(moves.all().size(), std::size_t(1));
        QVERIFY(moves.all()[0].outcome() == models::Move::Outcome::takenBack);
        moves.add(phase(50, "a", "decided", 1, "b")); // another try
        QCOMPARE(moves.all().size(), std::size_t(2));
    }

    void theFlowTableIsRemembered()
    {
        models::FlowHistory history;
        models::Moves moves;
        for (const MoveStep &each : oneMove(1'000, "a", "b", 3))
            moves.add(each);
        client::FlowEntry entry{"f4c2001a", "10.0.1.10:40000", "10.0.0.80:80", "a", 3, "ports", "open"};
        history.add(at(900), "lb", entry);
        history.add(at(950), "lb", entry);
        entry.host = "b";
        entry.epoch = 4;
        history.add(at(1'100), "lb", entry);
        entry.state = "closed";
        history.add(at(1'200), "lb", entry);
        const models::Move &move = moves.all()[0];
        QCOMPARE(history.find(move, 3)->entry.host, std::string("a"));
        QCOMPARE(history.find(move, 3)->at.ns(), 900);
        QCOMPARE(history.find(move, 4)->entry.state, std::string("closed"));
        QVERIFY(!history.find(move, 5));
    }

    void protocolOfMoves()
    {
        const auto told = client::parseMoveSteps(
            {{1'000, "a", "decided", "f4c2001a", 3, "10.0.0.80:80", "10.0.1.10:40000", "10.0.0.12", "b, by default"}, {1, 2}, "x"});
        QCOMPARE(told.size(), std::size_t(1));
        QCOMPARE(told[0].client, std::string("10.0.1.10:40000"));
        QCOMPARE(told[0].service, std::string("10.0.0.80:80"));
        const auto shown = client::parseMoves({{{"at", 1'000}, {"flow", "f4c2001a"}, {"epoch", 3}, {"connection", "10.0.1.10:40000 > 10.0.0.80:80"},
                                                {"phase", "decided"}, {"host", "b"}, {"detail", "b, by default"}}},
                                              "a");
        QCOMPARE(shown[0].client, told[0].client);
        QCOMPARE(shown[0].epoch, told[0].epoch);
        QVERIFY(client::parseBlobParts("pieces 2, repeats 0").empty());
        QVERIFY(client::parseBlobParts("it does not answer").empty());
        QVERIFY(client::parseBlobParts("x: y z").empty());
        QVERIFY(client::parseBlobParts("x: y 1,").size() == 1);
        const auto before = client::parseBlobParts("212 bytes: state 212, ahead 0; sent before 1000, program 28");
        QCOMPARE(before.size(), std::size_t(4));
        QCOMPARE(before[2].name, std::string("sent before"));
        const auto blob = client::parseBlob({{"bytes", "48420100"}, {"fields", {{{"depth", 0}, {"label", "Send"}, {"offset", 1}, {"length", 2}}}}});
        QCOMPARE(blob.bytes.size(), std::size_t(4));
        QCOMPARE(blob.fields[0].label, std::string("Send"));
        QVERIFY(client::parseBlob({{"bytes", "4g"}}).bytes.empty());
        const client::Batch batch = client::parseBatch({{"now", 5}, {"state", "running"},
                                                        {"buffers", {{7, "pc1", "landed", "", 10, nullptr, 3}, {7, "pc1", 9}}}});
        QCOMPARE(batch.buffers.size(), std::size_t(1));
        QCOMPARE(*batch.buffers[0].hostPage, 10u);
        QVERIFY(!batch.buffers[0].guestPage);
    }
};

QTEST_GUILESS_MAIN(TestInsightModels)
#include "tst_insight_models.moc"
