// udp-source and udp-sink over real stacks, and the statistics of a stream on their own.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/probe_payload.h"
#include "core/services/stream_statistics.h"
#include "core/services/udp_source.h"
#include "tests/support/compare.h"
#include "tests/support/service_bench.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::base::literals;
using services::ProbePayload;
using services::StreamStatistics;
using test::ServiceBench;

namespace {

base::TimePoint at(std::int64_t ms) { return base::TimePoint::fromNs(ms * 1'000'000); }

} // namespace

class TestUdpStreams : public QObject {
    Q_OBJECT
private slots:
    void aWholeRun()
    {
        ServiceBench b;
        const auto sink = b.onServer("udp-sink port 5001");
        const auto source = b.onClient("udp-source " + b.server() + " port 5001 rate 10mbit size 1000 for 2s");
        b.net.runFor(3_s);
        QVERIFY(!b.isRunning(b.clientNode(), source));
        QVERIFY(b.isRunning(b.serverNode(), sink));
        QCOMPARE(b.lines("udp-source"), (QStringList{
            "udp-source: datagrams of 1000 bytes to 10.0.2.2:5001, 10mbit",
            "udp-source: 2500 datagrams sent, 2.5 MB in 2.000 s"}));
        QStringList lines = b.lines("udp-sink");
        lines.replaceInStrings(QRegularExpression("from 10\\.0\\.0\\.2:\\d+"), "from h1");
        QCOMPARE(lines, (QStringList{
            "udp-sink: listening on 0.0.0.0:5001",
            "udp-sink: from h1: 2500 of 2500 datagrams, 2.5 MB, 10 Mbit/s, lost 0 (0%), duplicated 0, reordered 0",
            "udp-sink: from h1: delay min/avg/max = 15.000/15.000/15.000 ms, jitter 0.000 ms"}));
        const std::string result = b.result(b.serverNode(), sink);
        QVERIFY(result.find(R"("received":2500,"expected":2500,"lost":0)") != std::string::npos);
        b.stop(b.serverNode(), sink);
        QCOMPARE(b.lines("udp-sink").size(), 3); // nothing is reported twice
    }

    void lossIsSeenAlsoAtTheEnd()
    {
        ServiceBench b;
        const auto sink = b.onServer("udp-sink");
        b.onClient("udp-source " + b.server() + " pps 100 count 100");
        b.net.runFor(505_ms);
        b.net.disconnect({b.serverNode(), base::PortIndex(0)});
        b.net.runFor(2_s);
        b.stop(b.serverNode(), sink); // not one end mark came through: it goes by the numbers it saw
        QVERIFY(b.lines("udp-sink").at(1).contains("50 of 50 datagrams") ||
                b.lines("udp-sink").at(1).contains("49 of 49 datagrams"));

        ServiceBench whole;
        const auto other = whole.onServer("udp-sink");
        whole.onClient("udp-source " + whole.server() + " pps 100 count 100");
        whole.net.runFor(755_ms);
        const test::Network::End end{whole.serverNode(), base::PortIndex(0)};
        whole.net.setCarrier(end, false); // h2 hears nothing for the rest of the data
        whole.net.runFor(300_ms);
        whole.net.setCarrier(end, true);
        whole.net.runFor(2_s);
        const std::string result = whole.result(whole.serverNode(), other);
        QVERIFY2(result.find(R"("expected":100,)") != std::string::npos, result.c_str());
        QVERIFY2(result.find(R"("lost":2)") != std::string::npos, result.c_str());
    }

    void nobodyListens()
    {
        ServiceBench b;
        const auto id = b.onClient("udp-source " + b.server() + " pps 10 count 10");
        b.net.runFor(3_s);
        QVERIFY(!b.isRunning(b.clientNode(), id));
        QCOMPARE(b.lines("udp-source").at(1), QString("udp-source: Connection refused"));
        QVERIFY(b.lines("udp-source").at(2).startsWith("udp-source: 10 datagrams sent, 10 kB in 1.000 s, "));
        QVERIFY(b.lines("udp-source").at(2).endsWith("ICMP errors"));
    }

    void aPortInUse()
    {
        ServiceBench b;
        b.onServer("udp-sink port 7");
        const auto second = b.onServer("udp-sink port 7");
        QCOMPARE(b.lines("udp-sink").at(1), QString("udp-sink: bind: Address already in use"));
        QVERIFY(!b.isRunning(b.serverNode(), second));
    }

    void aSinkForAWhile()
    {
        ServiceBench b;
        const auto id = b.onServer("udp-sink for 2s");
        b.net.runFor(3_s);
        QVERIFY(!b.isRunning(b.serverNode(), id));
        QCOMPARE(b.lines("udp-sink").at(1), QString("udp-sink: nothing received"));
    }

    void datagramsLeaveEvenlyWithoutDrift()
    {
        services::UdpSourceOptions o;
        o.rate = base::BitRate::bitsPerSecond(3'000'000);
        o.size = 1'000;
        QCOMPARE(o.offsetOf(1).ns(), std::int64_t(2'666'666));
        QCOMPARE(o.offsetOf(3).ns(), std::int64_t(8'000'000)); // rounded once, not three times
        QCOMPARE(o.offsetOf(3'000'000'000).ns(), std::int64_t(8'000'000'000'000'000));
        o.packetsPerSecond = 3;
        QCOMPARE(o.offsetOf(2).ns(), std::int64_t(666'666'666));
    }

    void payloadOnTheWire()
    {
        const ProbePayload payload{7, ProbePayload::Kind::end, 100, base::TimePoint::fromNs(5)};
        std::vector<std::uint8_t> bytes(ProbePayload::kLength);
        payload.emit(bytes);
        QCOMPARE(test::toHex(bytes), std::string("48 6f 70 01 00 00 00 07 00 00 00 01 00 00 00 00 "
                                                 "00 00 00 00 00 00 00 64 00 00 00 00 00 00 00 05"));
        QVERIFY(ProbePayload::parse(bytes) == payload);
        QVERIFY(!ProbePayload::parse(base::Bytes(bytes).first(31)));
        bytes[3] = 2; // another version
        QVERIFY(!ProbePayload::parse(bytes));
        bytes[3] = 1;
        bytes[11] = 2; // another kind
        QVERIFY(!ProbePayload::parse(bytes));
        bytes[11] = 0;
        bytes[16] = 0xff; // a number that cannot be counted on from
        QVERIFY(!ProbePayload::parse(bytes));
    }

    void lossDuplicatesAndOrder()
    {
        StreamStatistics s;
        for (const std::uint64_t sequence : {0, 1, 3, 2, 3, 7})
            s.add(sequence, at(0), at(10), 100);
        QCOMPARE(s.received(), std::uint64_t(5));
        QCOMPARE(s.expected(), std::uint64_t(8));
        QCOMPARE(s.lost(), std::uint64_t(3));
        QCOMPARE(s.duplicates(), std::uint64_t(1));
        QCOMPARE(s.reordered(), std::uint64_t(1));
        QCOMPARE(s.bytes(), std::uint64_t(500));
        s.setExpected(10);
        QCOMPARE(s.lost(), std::uint64_t(5));
        QCOMPARE(s.lossPercent(), 50.0);
    }

    void lateDatagramsBeyondTheWindow()
    {
        StreamStatistics s;
        s.add(0, at(0), at(1), 1);
        s.add(100'000, at(0), at(1), 1);
        s.add(100'000 - 65'535, at(0), at(1), 1); // the oldest that is still told apart
        s.add(100'000 - 65'536, at(0), at(1), 1); // too old to know
        QCOMPARE(s.reordered(), std::uint64_t(1));
        QCOMPARE(s.duplicates(), std::uint64_t(1));
        s.add(0 + 65'536, at(0), at(1), 1); // shares a place with 0 and was not seen
        QCOMPARE(s.reordered(), std::uint64_t(2));
    }

    void delayAndJitter()
    {
        StreamStatistics s;
        s.add(0, at(0), at(10), 1'000);
        s.add(1, at(100), at(126), 1'000);  // 16 ms longer under way: J = 16/16 = 1
        s.add(2, at(200), at(210), 1'000);  // 16 ms shorter: J = 1 + (16 - 1)/16 = 1.9375
        QCOMPARE(s.minimumDelay(), 10_ms);
        QCOMPARE(s.maximumDelay(), 26_ms);
        QCOMPARE(s.averageDelay().ns(), std::int64_t(15'333'333));
        QCOMPARE(s.jitter().ns(), std::int64_t(1'937'500));
        QCOMPARE(s.bitsPerSecond(), 80'000.0);
    }
};

QTEST_APPLESS_MAIN(TestUdpStreams)
#include "tst_udp_streams.moc"
