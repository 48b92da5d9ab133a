// Where a packet is drawn at a moment, and what the clock between two batches shows: tables.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/packets/flight.h"
#include "app/gui/packets/drop_kind.h"
#include "app/gui/packets/flight_store.h"
#include "app/gui/packets/flow_colours.h"
#include "app/gui/packets/link_load.h"
#include "app/gui/packets/link_meters.h"
#include "app/gui/packets/link_pictures.h"
#include "app/gui/packets/packet_overlay.h"
#include "app/gui/packets/thinning.h"
#include "app/gui/packets/world_clock.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <iterator>

using namespace hopyard;
using namespace hopyard::packets;
using base::Duration;
using base::TimePoint;

namespace {
TimePoint ms(std::int64_t n) { return TimePoint::fromNs(n * 1'000'000); }
Duration wallMs(std::int64_t n) { return Duration::milliseconds(n); }

client::PacketEvent packet(std::int64_t departs, std::int64_t arrives, std::string outcome = {})
{
    client::PacketEvent p;
    p.link = base::LinkId(0);
    p.departs = ms(departs);
    p.arrives = ms(arrives);
    p.protocol = client::Protocol::tcp;
    p.size = 1500;
    p.outcome = std::move(outcome);
    return p;
}
} // namespace

class TestFlight : public QObject {
    Q_OBJECT

private slots:
    void loadIsWhatTheCountersGrewBy()
    {
        LinkLoads loads;
        loads.setRates({{base::BitRate::bitsPerSecond(8'000'000), base::BitRate::unlimited()}});
        const auto count = [&loads](int atMs, std::uint64_t forward, std::uint64_t backward) {
            client::Batch batch;
            batch.now = ms(atMs);
            client::LinkCounters counters;
            counters.id = base::LinkId(0);
            counters.forward.bytes = forward;
            counters.backward.bytes = backward;
            batch.links.push_back(counters);
            loads.take(batch);
        };
        count(0, 5'000'000, 0); // ran before we came
        QCOMPARE(loads.of(0), 0.0);
        for (int i = 1; i <= 30; ++i) // half of a megabyte a second, and as much as it likes the other way
            count(i * 100, 5'000'000 + std::uint64_t(i) * 50'000, std::uint64_t(i) * 9'000'000);
        QVERIFY2(std::abs(loads.of(0) - 0.5) < 0.01, qPrintable(QString::number(loads.of(0))));
        client::Batch idle;
        idle.now = ms(8000);
        loads.take(idle);
        QCOMPARE(loads.of(0), 0.0);
        QVERIFY(!loads.areAny());
        QCOMPARE(loads.of(7), 0.0);
    }

    void eachDirectionKeepsToItsRight()
    {
        using base::Direction;
        QCOMPARE(rightOf({10, 0}, Direction::forward), QPointF(0, 1)); // y grows downwards
        QCOMPARE(rightOf({10, 0}, Direction::backward), QPointF(0, -1));
        QCOMPARE(rightOf({0, 10}, Direction::forward), QPointF(-1, 0));
        QCOMPARE(rightOf({0, 0}, Direction::forward), QPointF());
    }

    void aDenseStreamIsDrawnAsSingleDots()
    {
        FlightStore store;
        for (int i = 0; i < 1000; ++i) { // one a millisecond, a second under way
            client::PacketEvent p = packet(i, i + 1000);
            p.size = i % 2 ? 60 : 1500;
            store.add(p, 1);
        }
        Thinning thinning;
        const auto shown = [&] {
            std::vector<std::int64_t> departures;
            thinning.begin();
            for (const Flight &flight : store.flights())
                if (thinning.isShown(flight, 20, 1))
                    departures.push_back(flight.departs.ns());
            return departures;
        };
        const auto first = shown();
        QVERIFY2(first.size() >= 10 && first.size() <= 20, qPrintable(QString::number(first.size())));
        // What is drawn once is drawn until it ends: the next frame picks the same ones.
        store.expire(ms(1500), 1);
        auto later = shown();
        std::vector<std::int64_t> both;
        std::set_intersection(first.begin(), first.end(), later.begin(), later.end(), std::back_inserter(both));
        QVERIFY(later.size() - both.size() <= 1); // but for the slot whose first dot has just arrived
    }

    void bothDirectionsAndFewPacketsAreDrawnWhole()
    {
        FlightStore store;
        for (int i = 0; i < 5; ++i) {
            client::PacketEvent p = packet(i * 200, i * 200 + 1000);
            store.add(p, 1);
            p.direction = base::Direction::backward;
            store.add(p, 1);
        }
        Thinning thinning;
        thinning.begin();
        for (const Flight &flight : store.flights())
            QVERIFY(thinning.isShown(flight, 20, 1));
    }

    void progress_data()
    {
        QTest::addColumn<int>("departs");
        QTest::addColumn<int>("arrives");
        QTest::addColumn<bool>("lost");
        QTest::addColumn<double>("speed");
        QTest::addColumn<int>("shown");
        QTest::addColumn<double>("expected"); // -1: not drawn
        QTest::newRow("before") << 100 << 1100 << false << 1.0 << 99 << -1.0;
        QTest::newRow("departs") << 100 << 1100 << false << 1.0 << 100 << 0.0;
        QTest::newRow("half way") << 100 << 1100 << false << 1.0 << 600 << 0.5;
        QTest::newRow("arrived") << 100 << 1100 << false << 1.0 << 1100 << -1.0;
        QTest::newRow("half way is half way at any speed") << 100 << 1100 << false << 0.01 << 600 << 0.5;
        QTest::newRow("no delay: a flash of 140 ms") << 0 << 0 << false << 1.0 << 70 << 0.5;
        QTest::newRow("the flash ends") << 0 << 0 << false << 1.0 << 140 << -1.0;
        QTest::newRow("slow: the flash is short in the world") << 0 << 0 << false << 0.1 << 7 << 0.5;
        QTest::newRow("slow: so 14 ms of the world end it") << 0 << 0 << false << 0.1 << 14 << -1.0;
        QTest::newRow("slow: what was a flash is now its real way") << 0 << 50 << false << 0.1 << 25 << 0.5;
        QTest::newRow("lost: half the way") << 0 << 1000 << true << 1.0 << 500 << 0.25;
        QTest::newRow("lost: ends there") << 0 << 1000 << true << 1.0 << 1000 << -1.0;
    }
    void progress()
    {
        QFETCH(int, departs);
        QFETCH(int, arrives);
        QFETCH(bool, lost);
        QFETCH(double, speed);
        QFETCH(int, shown);
        QFETCH(double, expected);
        Flight flight;
        flight.departs = ms(departs);
        flight.arrives = ms(arrives);
        flight.lost = lost;
        QCOMPARE(packets::progress(flight, ms(shown), speed).value_or(-1), expected);
    }

    void placesOnTheLink()
    {
        QCOMPARE(alongPath(0.25, base::Direction::forward), 0.25);
        QCOMPARE(alongPath(0.25, base::Direction::backward), 0.75);
        QCOMPARE(clearOfNodes(0, 0.1), 0.1);
        QCOMPARE(clearOfNodes(1, 0.1), 0.9);
        QVERIFY(sizeScale(60) < sizeScale(600) && sizeScale(600) < sizeScale(1500));
        QCOMPARE(sizeScale(1500), sizeScale(9000));
    }

    void clockRunsAtTheLabsSpeed()
    {
        WorldClock clock;
        clock.update(wallMs(1000), ms(500), 0.1);
        QCOMPARE(clock.now(wallMs(1000)).ns(), ms(500).ns());
        QCOMPARE(clock.now(wallMs(2000)).ns(), ms(600).ns());
        QCOMPARE(clock.shown(wallMs(2000)).ns(), ms(594).ns()); // 60 ms of wall time behind
    }

    void clockStandsWhilePaused()
    {
        WorldClock clock;
        clock.update(wallMs(0), ms(0), 1);
        clock.update(wallMs(500), ms(510), 0);
        QVERIFY(clock.stands());
        QCOMPARE(clock.shown(wallMs(500)).ns(), ms(510).ns());
        QCOMPARE(clock.shown(wallMs(90'000)).ns(), ms(510).ns());
        clock.update(wallMs(95'000), ms(511), 0); // a step
        QCOMPARE(clock.shown(wallMs(95'000)).ns(), ms(511).ns());
    }

    void clockNeverRunsBackwardsOverUnevenBatches()
    {
        WorldClock clock;
        TimePoint last;
        std::int64_t wall = 0;
        for (const int unevenness : {0, 12, -9, 20, -15, 3, -20, 18, 0, -4}) {
            clock.update(wallMs(wall), ms(1000 + wall + unevenness), 1);
            for (int i = 0; i < 3; ++i) {
                const TimePoint shown = clock.shown(wallMs(wall + i * 11));
                QVERIFY(shown >= last);
                last = shown;
            }
            wall += 33;
        }
        const Duration error = clock.now(wallMs(wall)) - ms(1000 + wall);
        QVERIFY(std::abs(error.inMilliseconds()) < 15);
    }

    void clockJumpsWhereTheWorldDid()
    {
        WorldClock clock;
        clock.update(wallMs(0), ms(0), 1);
        clock.update(wallMs(33), ms(90'000), 1);
        QCOMPARE(clock.now(wallMs(33)).ns(), ms(90'000).ns());
    }

    void storeForgetsWhatHasEnded()
    {
        FlightStore store;
        store.add(packet(0, 1000), 1);
        store.add(packet(0, 0), 1);
        store.expire(ms(139), 1);
        QCOMPARE(store.flights().size(), 2u);
        store.expire(ms(140), 1);
        QCOMPARE(store.flights().size(), 1u);
        store.expire(ms(1000), 1);
        QVERIFY(store.isEmpty());
        QVERIFY(store.seen()[std::size_t(client::Protocol::tcp)]);
        QVERIFY(!store.seen()[std::size_t(client::Protocol::udp)]);
    }

    void storeIsBounded()
    {
        FlightStore store;
        for (int i = 0; i < 20'000; ++i)
            store.add(packet(i, i + 1000, i % 2 ? "" : "loss"), 1);
        QCOMPARE(store.flights().size(), FlightStore::kMostFlights);
        QVERIFY(store.drops().size() <= FlightStore::kMostDrops);
    }

    void dropsGatherAndExpire()
    {
        FlightStore store;
        for (int i = 0; i < 5; ++i)
            store.add(packet(i, i, "queue full"), 1); // never set out
        store.add(packet(0, 1000, "loss"), 1);        // lost on the way
        QCOMPARE(store.flights().size(), 1u);
        QCOMPARE(store.drops().size(), 2u);
        QCOMPARE(store.drops()[0].count, 5);
        QCOMPARE(store.drops()[0].progress, 0.0);
        QCOMPARE(store.drops()[1].progress, 0.5);
        QCOMPARE(store.drops()[1].time.ns(), ms(1000).ns());
        store.expire(ms(kMarkMs), 1);
        QCOMPARE(store.drops().size(), 1u);
        store.expire(ms(1000 + kMarkMs), 1);
        QVERIFY(store.isEmpty());
    }

    void overlayAsksForFramesOnlyWhileSomethingMoves()
    {
        Duration wall;
        PacketOverlay overlay([&wall] { return wall; });
        QVERIFY(!overlay.isActive());
        client::Batch batch;
        batch.now = ms(100);
        batch.packets = {packet(100, 200)};
        overlay.take(batch);
        QVERIFY(overlay.isActive());
        batch.phase = client::Phase::paused;
        batch.packets.clear();
        overlay.take(batch);
        QVERIFY(!overlay.isActive());
        QCOMPARE(overlay.flights().flights().size(), 1u); // stands, but is not gone
        batch.phase = client::Phase::running;
        wall = wallMs(1000);
        overlay.take(batch);
        QVERIFY(overlay.isActive());
        wall = wallMs(1400);
        batch.now = ms(500);
        overlay.take(batch);
        QVERIFY(!overlay.isActive());
    }

    void flowsHaveColoursOfTheirOwn()
    {
        FlowColours colours;
        client::Batch batch;
        batch.flows = {{7, "10.0.1.10:4000 – 10.0.2.10:80"}, {8, "10.0.1.11 – 10.0.2.10"}};
        for (const std::uint32_t flow : {7u, 8u, 7u, 0u}) {
            client::PacketEvent p = packet(0, 10);
            p.flow = flow;
            batch.packets.push_back(p);
        }
        colours.take(batch);
        QVERIFY(colours.slotOf(7) >= 0 && colours.slotOf(8) >= 0 && colours.slotOf(7) != colours.slotOf(8));
        QCOMPARE(colours.slotOf(0), -1);
        QCOMPARE(colours.slotOf(9), -1);
        QCOMPARE(colours.seen().size(), std::size_t(2));
        QVERIFY(FlowColours::colour(colours.slotOf(7), false) != FlowColours::colour(colours.slotOf(8), false));
        const int kept = colours.slotOf(8);
        // More than there are colours: the oldest gives its own away, those that go on keep theirs.
        for (std::uint32_t flow = 100; flow < 100 + FlowColours::kColours - 1; ++flow) {
            client::Batch next;
            client::PacketEvent p = packet(0, 10);
            p.flow = flow;
            next.packets = {p, p};
            next.packets[1].flow = 8;
            colours.take(next);
        }
        QCOMPARE(colours.slotOf(8), kept);
        QCOMPARE(colours.slotOf(7), -1);
    }

    void theLegendFollowsTheColouring()
    {
        Duration wall;
        PacketOverlay overlay([&wall] { return wall; });
        client::Batch batch;
        batch.now = ms(100);
        batch.packets = {packet(100, 200)};
        batch.packets[0].flow = 7;
        batch.flows = {{7, "10.0.1.10:4000 – 10.0.2.10:80"}};
        overlay.take(batch);
        QCOMPARE(overlay.legendTexts(), QStringList("TCP"));
        overlay.setColouring(Colouring::flow);
        QCOMPARE(overlay.legendTexts(), QStringList(QString::fromUtf8("10.0.1.10:4000 – 10.0.2.10:80")));
        overlay.setHeat(Heat::errors);
        QCOMPARE(overlay.legendTexts().last(), QString("Errors"));
        overlay.setColouring(Colouring::protocol);
        overlay.setHeat(Heat::load);
        QCOMPARE(overlay.legendTexts(), (QStringList{"TCP", "Load"}));
        batch.drops = {{0, ms(100), 1, client::Protocol::icmp, 98, "TTL exceeded", 0}};
        batch.packets.clear();
        overlay.take(batch);
        QVERIFY(overlay.legendTexts().contains(sentenceOf(DropKind::ttl)));
    }

    void dropsOfNodesAreMarkedAtTheNode()
    {
        Duration wall;
        PacketOverlay overlay([&wall] { return wall; });
        overlay.setNodePlaces({{QPointF(100, 60), "r1"}});
        client::Batch batch;
        batch.now = ms(1000);
        batch.drops = {{0, ms(990), 1, client::Protocol::udp, 98, "no route", 0}, {0, ms(990), 2, client::Protocol::udp, 98, "not for us", 0},
                       {7, ms(990), 3, client::Protocol::udp, 98, "no route", 0}}; // of a node that is not drawn
        overlay.take(batch);
        wall = wallMs(100);
        QImage image(200, 120, QImage::Format_ARGB32_Premultiplied);
        QPainter painter(&image);
        overlay.paint(painter, {QTransform(), 1, 1, QRect(0, 0, 200, 120)});
        const QString tip = overlay.tipAt({73, 33});
        QVERIFY2(tip.contains("r1") && tip.contains(sentenceOf(DropKind::route)), qPrintable(tip));
        QVERIFY(!tip.contains("not for us"));
    }

    void metersCountPacketsDropsAndQueues()
    {
        LinkMeters meters;
        const auto count = [&meters](int atMs, std::uint64_t packets, std::uint64_t dropped, std::uint64_t queued) {
            client::Batch batch;
            batch.now = ms(atMs);
            client::LinkCounters counters;
            counters.id = base::LinkId(0);
            counters.forward = {packets, packets * 1000, dropped, queued, queued * 1000};
            batch.links.push_back(counters);
            meters.take(batch);
        };
        count(0, 1'000'000, 500, 0); // ran before we came
        QCOMPARE(meters.of(0, base::Direction::forward).packetsPerSecond, 0.0);
        for (int i = 1; i <= 30; ++i) // a thousand a second, a tenth of them dropped besides
            count(i * 100, 1'000'000 + std::uint64_t(i) * 100, 500 + std::uint64_t(i) * 10, 5);
        const LinkMeters::Direction &now = meters.of(0, base::Direction::forward);
        QVERIFY2(std::abs(now.packetsPerSecond - 1000) < 10, qPrintable(QString::number(now.packetsPerSecond)));
        QVERIFY(std::abs(now.bitsPerSecond - 8e6) < 1e5);
        QVERIFY(std::abs(meters.dropShare(0) - 1.0 / 11) < 0.01);
        QCOMPARE(now.queuedPackets, std::uint64_t(5));
        client::Batch idle;
        idle.now = ms(10'000);
        meters.take(idle);
        QCOMPARE(meters.dropShare(0), 0.0);
        QCOMPARE(meters.of(7, base::Direction::forward).packetsPerSecond, 0.0);
    }

    void aFastStreamBecomesAFlow()
    {
        Duration wall;
        PacketOverlay overlay([&wall] { return wall; });
        overlay.setPaths({scene::LinkPath{{0, 0}, {100, 0}, {200, 0}}});
        const auto run = [&](int packetsPerTenth) {
            overlay.clear();
            QImage image(200, 100, QImage::Format_ARGB32_Premultiplied);
            for (int i = 0; i <= 20; ++i) {
                client::Batch batch;
                batch.now = ms(1000 + i * 100);
                wall = wallMs(i * 100);
                batch.packets = {packet(1000 + i * 100, 1005 + i * 100)};
                client::LinkCounters counters;
                counters.id = base::LinkId(0);
                counters.forward.packets = std::uint64_t(i) * std::uint64_t(packetsPerTenth);
                batch.links = {counters};
                overlay.take(batch);
            }
            QPainter painter(&image);
            overlay.paint(painter, {QTransform(), 1, 1, QRect(0, 0, 200, 100)});
        };
        run(5); // fifty a second: single packets
        QVERIFY(!overlay.isDense(base::LinkId(0), base::Direction::forward));
        run(10'000); // a hundred thousand
        QVERIFY(overlay.isDense(base::LinkId(0), base::Direction::forward));
        QVERIFY(!overlay.isDense(base::LinkId(0), base::Direction::backward));
        QVERIFY(densityOf(100, 0.01, 10) < kDense); // in slow motion each can be seen again
    }

    void heatIsOfLoadOrErrors()
    {
        LinkLoads loads;
        LinkMeters meters;
        QCOMPARE(heatOf(Heat::none, 0, loads, meters, 0), -1.0);
        QCOMPARE(heatOf(Heat::busy, 0, loads, meters, 0), -1.0); // not busy: no tint
        QCOMPARE(heatOf(Heat::load, 0, loads, meters, 0), 0.0);  // shown, and cold
        QCOMPARE(heatOf(Heat::errors, 0, loads, meters, 0), 0.0);
        QVERIFY(heatColour(0).green() > heatColour(0).red());
        QVERIFY(heatColour(1).red() > heatColour(1).green());
    }

    void theLegendGoesWhereItCoversLeast()
    {
        Duration wall;
        PacketOverlay overlay([&wall] { return wall; });
        client::Batch batch;
        batch.now = ms(100);
        batch.packets = {packet(100, 200)};
        overlay.take(batch);
        QImage image(400, 300, QImage::Format_ARGB32_Premultiplied);
        QPainter painter(&image);
        const QRectF all(0, 0, 400, 300);
        const auto boxOver = [&](const std::vector<QRectF> &taken, const QTransform &to = {}, double scale = 1) {
            scene::LabelGrid grid(all);
            for (const QRectF &box : taken)
                grid.addBox(box);
            overlay.paint(painter, {to, scale, 1, all.toRect(), &grid});
            return overlay.legendBox();
        };
        const QRectF usual = boxOver({});
        QVERIFY(usual.center().x() < 200 && usual.center().y() > 150);
        const QRectF lowerLeft(0, 200, 150, 100);
        QCOMPARE(boxOver({QRectF(usual.topLeft(), QSizeF(8, 8))}), usual); // it may cover a little
        const QRectF moved = boxOver({lowerLeft});
        QVERIFY(!moved.intersects(lowerLeft));
        QCOMPARE(boxOver({}), moved); // it does not come back for nothing
        // While the canvas is panned it stays, whatever comes below it; at the next zoom it looks again.
        QCOMPARE(boxOver({moved.translated(-40, 0)}, QTransform::fromTranslate(40, 0)), moved);
        QVERIFY(boxOver({moved.translated(-40, 0)}, QTransform::fromTranslate(40, 0), 1.2) != moved);
        // Nothing is free: it goes nowhere, for nowhere is it better.
        const QRectF there = overlay.legendBox();
        QCOMPARE(boxOver({all}, {}, 1.3), there);
        // Of a small canvas it would take too much.
        overlay.paint(painter, {{}, 1, 1, QRect(0, 0, 90, 60), nullptr});
        QVERIFY(overlay.legendBox().isEmpty());
    }

    void overlayTellsWhyAtTheMark()
    {
        Duration wall;
        PacketOverlay overlay([&wall] { return wall; });
        overlay.setPaths({scene::LinkPath{{0, 0}, {100, 0}, {200, 0}}});
        overlay.setLinkNames({"r1:eth0 – r2:eth0"});
        client::Batch batch;
        batch.now = ms(1000);
        batch.packets = {packet(900, 1000, "loss")};
        overlay.take(batch);
        wall = wallMs(500);
        QImage image(200, 100, QImage::Format_ARGB32_Premultiplied);
        QPainter painter(&image);
        overlay.paint(painter, {QTransform(), 1, 1, QRect(0, 0, 200, 100)});
        QVERIFY(overlay.tipAt({103, 2}).contains("loss"));
        QVERIFY(overlay.tipAt({103, 2}).contains("r1:eth0"));
        QVERIFY(overlay.tipAt({30, 2}).isEmpty());
    }
};

QTEST_MAIN(TestFlight)
#include "tst_flight.moc"
