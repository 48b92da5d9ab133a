// What the engine keeps of packets: rows with their bytes, heads for those who subscribed, a packet's way with its changes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/packet_feed.h"
#include "emulation/engine/packet_log.h"
#include "emulation/engine/packet_steps.h"
#include "emulation/engine/packet_stream.h"
#include "emulation/rpc/base64.h"
#include "emulation/rpc/json.h"
#include "tests/support/hex.h"

#include <QtTest>

#include <algorithm>

using namespace hopyard;
using engine::FeedOptions;
using engine::PacketFeed;
using engine::PacketLog;
namespace trace = base::trace;

namespace {

const char *kUdp = "02 48 00 00 00 02 02 48 00 00 00 01 08 00 45 00 00 1f 1c 46 40 00 40 11 00 00 0a 00 01 0a 0a 00 02 0a"
                   "9c 40 13 89 00 0b 00 00 61 62 63";
const char *kUdpNextHop = "02 48 00 00 00 04 02 48 00 00 00 03 08 00 45 00 00 1f 1c 46 40 00 3f 11 00 00 c0 00 02 01 0a 00 02 0a"
                          "27 10 13 89 00 0b 00 00 61 62 63";

base::TimePoint at(std::int64_t ns) { return base::TimePoint::fromNs(ns); }

FeedOptions options(const char *filter = "", std::size_t budget = 100)
{
    FeedOptions o;
    o.filter = *filter::Filter::parse(filter);
    o.snap = 64;
    o.budget = budget;
    return o;
}

std::vector<filter::PacketHead> headsOf(const std::string &params)
{
    const auto json = rpc::parseJson(params);
    const auto bytes = rpc::decodeBase64(rpc::stringMember(*json, "heads").value_or(""));
    base::ByteReader in(*bytes);
    std::vector<filter::PacketHead> heads;
    for (filter::PacketHead head; in.remaining() > 0 && filter::read(in, head);)
        heads.push_back(head);
    return heads;
}

} // namespace

class TestPacketLog : public QObject {
    Q_OBJECT
private slots:
    void bytesAsText_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("text");
        for (const char *plain : {"", "f", "fo", "foo", "foob", "fooba", "foobar"}) // RFC 4648 section 10
            QTest::newRow(plain) << QByteArray(plain) << QByteArray(plain).toBase64();
    }
    void bytesAsText()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, text);
        const std::vector<std::uint8_t> plain(bytes.begin(), bytes.end());
        QCOMPARE(QByteArray::fromStdString(rpc::encodeBase64(plain)), text);
        QVERIFY(rpc::decodeBase64(text.toStdString()) == plain);
        QVERIFY(!rpc::decodeBase64("A"));
        QVERIFY(!rpc::decodeBase64("A*=="));
    }

    void rowsAndHeads()
    {
        PacketLog log;
        PacketFeed everything(options());
        PacketFeed dropped(options("packet.dropped"));
        log.add(&everything);
        log.add(&dropped);
        const auto frame = test::hex(kUdp);
        log.event(at(10), trace::PacketSent{base::LinkId(1), base::Direction::forward, 7, frame});
        log.event(at(10), trace::PacketScheduled{base::LinkId(1), base::Direction::forward, 7, at(12), at(20), 45});
        log.event(at(20), trace::PacketForwarded{base::NodeId(3), 7, {}, *base::IpPrefix::parse("10.0.2.0/24"), {}, base::PortIndex(1)});
        log.event(at(20), trace::PacketDropped{base::NodeId(3), {}, {}, base::DropReason::ttlExceeded, 7, frame});

        const auto all = headsOf(everything.takeBatch(at(30)));
        QCOMPARE(all.size(), std::size_t(2));
        QCOMPARE(all[0].number, std::uint64_t(1));
        QCOMPARE(all[0].destinationPort, std::uint16_t(5001));
        QCOMPARE(all[0].stream, 0u);
        QVERIFY(all[1].isDropped() && all[1].node == base::NodeId(3) && all[1].stream == 0);
        const auto batch = dropped.takeBatch(at(30));
        QCOMPARE(headsOf(batch).size(), std::size_t(1));
        QCOMPARE(rpc::intMember(*rpc::parseJson(batch), "seen").value_or(0), 2);
        QCOMPARE(rpc::intMember(*rpc::parseJson(batch), "matched").value_or(0), 1);
        QVERIFY(everything.takeBatch(at(31)).empty());

        const auto *row = log.find(1);
        QVERIFY(row);
        const auto &crossing = std::get<PacketLog::Crossing>(row->what);
        QCOMPARE(crossing.arrives.ns(), 20);
        QVERIFY(std::ranges::equal(log.kept(crossing), frame));
        QVERIFY(!log.find(3));
        QCOMPARE(log.path(7).size(), std::size_t(3));
        QVERIFY(log.path(8).empty());
        log.remove(&everything);
        log.remove(&dropped);
        QVERIFY(!log.isNeeded() && !log.find(1));
    }

    void whatHasNotBeenIsForgottenAndTold()
    {
        PacketLog log;
        PacketFeed feed(options());
        log.add(&feed);
        const auto frame = test::hex(kUdp);
        for (int i = 1; i <= 4; ++i)
            log.event(at(10 * i), trace::PacketSent{base::LinkId(0), base::Direction::forward, static_cast<std::uint64_t>(i), frame});
        (void)feed.takeBatch(at(40));
        log.event(at(41), trace::PacketSent{base::LinkId(0), base::Direction::forward, 5, frame});
        log.cutAfter(at(30));
        QVERIFY(log.find(3) && !log.find(4) && !log.find(5));
        QVERIFY(log.path(4).empty());
        const auto told = *rpc::parseJson(feed.takeBatch(at(30)));
        QCOMPARE(rpc::intMember(told, "cut").value_or(-1), 30);
        QCOMPARE(rpc::intMember(told, "count").value_or(-1), 0);
        QVERIFY(feed.takeBatch(at(30)).empty()); // once
        log.event(at(35), trace::PacketSent{base::LinkId(0), base::Direction::forward, 4, frame});
        QVERIFY(log.find(6)); // numbers go on counting
        QCOMPARE(log.path(4).size(), std::size_t(1));
        log.clear();
        QCOMPARE(rpc::intMember(*rpc::parseJson(feed.takeBatch(at(36))), "cut").value_or(0), -1); // everything
    }

    void leavesOutEvenlyAndForgetsTheOldest()
    {
        PacketLog log;
        PacketFeed feed(options("", 10));
        log.add(&feed);
        const auto frame = test::hex(kUdp);
        const std::uint64_t count = PacketLog::kMaxEntries + 50;
        for (std::uint64_t i = 1; i <= count; ++i)
            log.event(at(1), trace::PacketSent{base::LinkId(0), base::Direction::forward, i, frame});
        const std::string batch = feed.takeBatch(at(2));
        const auto heads = headsOf(batch);
        QVERIFY(heads.size() >= 5 && heads.size() <= 10);
        QCOMPARE(rpc::intMember(*rpc::parseJson(batch), "matched").value_or(0), static_cast<std::int64_t>(count));
        QVERIFY(!log.find(50));
        QVERIFY(log.find(51) && log.find(count));
    }

    void wholePacketsAreKeptWithinABudget()
    {
        PacketLog log;
        FeedOptions whole = options();
        whole.snap = PacketLog::kMaxSnap;
        PacketFeed feed(whole);
        log.add(&feed);
        std::vector<std::uint8_t> frame = test::hex(kUdp);
        frame.resize(1'500);
        const std::uint64_t most = PacketLog::kWholeBytes / frame.size();
        const auto keptOf = [&](std::uint64_t number) { return log.kept(std::get<PacketLog::Crossing>(log.find(number)->what)).size(); };
        for (std::uint64_t i = 1; i <= most + 1; ++i)
            log.event(at(1), trace::PacketSent{base::LinkId(0), base::Direction::forward, i, frame});
        QCOMPARE(keptOf(1), frame.size());
        QCOMPARE(keptOf(most), frame.size());
        QCOMPARE(keptOf(most + 1), PacketLog::kDefaultSnap);
        log.renew();
        log.event(at(1), trace::PacketSent{base::LinkId(0), base::Direction::forward, most + 2, frame});
        QCOMPARE(keptOf(most + 2), frame.size());
    }

    /// Of what crosses several links each packet counts once, and what ended somewhere is no second one.
    void whatAConversationSaid()
    {
        PacketLog log;
        FeedOptions whole = options();
        whole.snap = 64;
        PacketFeed feed(whole);
        log.add(&feed);
        const auto request = test::hex(kUdp);
        const auto answer = test::hex("02 48 00 00 00 01 02 48 00 00 00 02 08 00 45 00 00 2e 1c 46 40 00 40 06 00 00 0a 00 02 0a 0a 00 01 0a "
                                      "00 50 9c 40 00 00 00 05 00 00 00 01 50 10 01 f6 00 00 00 00 61 62 63 64 65 66 67 68");
        const auto send = [&](std::uint32_t link, std::uint64_t packet, const std::vector<std::uint8_t> &frame) {
            log.event(at(static_cast<std::int64_t>(packet) * 10 + link), trace::PacketSent{base::LinkId(link), base::Direction::forward, packet, frame});
        };
        send(1, 1, request);
        send(2, 1, request);
        log.event(at(13), trace::PacketDropped{base::NodeId(3), {}, {}, base::DropReason::noSocket, 1, request});
        send(4, 2, answer); // another conversation
        send(5, 2, answer);
        send(4, 3, answer);
        const auto contentOf = [&](std::uint64_t number, std::size_t most = 100) { return *engine::streamJson(log, *log.find(number), most); };
        for (const std::uint64_t number : {1u, 2u, 3u}) { // on each of its links, and where it ended, it said the same
            const rpc::Json udp = contentOf(number);
            QCOMPARE(udp["protocol"], rpc::Json("udp"));
            QCOMPARE(udp["ends"], (rpc::Json{"10.0.1.10:40000", "10.0.2.10:5001"}));
            QCOMPARE(udp["pieces"].size(), std::size_t(1));
            QCOMPARE(udp["pieces"][0][5], rpc::Json("YWJj"));
        }
        const rpc::Json tcp = contentOf(4);
        QCOMPARE(tcp["packets"], rpc::Json(2)); // on its link
        QCOMPARE(tcp["pieces"], (rpc::Json{{"data", 0, 24, 4, 6, rpc::encodeBase64(base::Bytes(answer).subspan(54, 6))}, {"again", 0, 34, 6, 6, ""}}));
        QCOMPARE(tcp["more"], rpc::Json(false));
        QCOMPARE(contentOf(4, 5)["more"], rpc::Json(true));
        QCOMPARE(contentOf(4, 5)["pieces"].size(), std::size_t(0));
        const auto arp = test::hex("ff ff ff ff ff ff 02 48 00 00 00 01 08 06 00 01 08 00 06 04 00 01 02 48 00 00 00 01 0a 00 00 02 "
                                   "00 00 00 00 00 00 0a 00 00 01");
        send(1, 9, arp);
        QVERIFY(!engine::streamJson(log, *log.find(7), 100));
    }

    void whatChangedBetweenTwoHops()
    {
        const std::vector<std::string> expected{"Ethernet source 02:48:00:00:00:01 → 02:48:00:00:00:03",
                                                "Ethernet destination 02:48:00:00:00:02 → 02:48:00:00:00:04",
                                                "source 10.0.1.10 → 192.0.2.1", "TTL 64 → 63", "source port 40000 → 10000"};
        QCOMPARE(engine::changesBetween(test::hex(kUdp), test::hex(kUdpNextHop)), expected);
        QVERIFY(engine::changesBetween(test::hex(kUdp), test::hex(kUdp)).empty());
    }
};

QTEST_APPLESS_MAIN(TestPacketLog)
#include "tst_packet_log.moc"
