// iperf 3's messages: what iperf 3.12 sends is read, what is written is read again, and the lines look as its own.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/iperf3/protocol.h"
#include "core/services/iperf3/report.h"
#include "tests/support/hex.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::base::literals;
using namespace hopyard::services::iperf3;

class TestProtocol : public QObject {
    Q_OBJECT
private slots:
    void whatIperfAsksFor()
    {
        // Both as iperf 3.12 sent them.
        const auto tcp = parseParameters("{\"tcp\":true,\"omit\":0,\"time\":1,\"num\":0,\"blockcount\":0,\"parallel\":1,"
                                         "\"len\":131072,\"pacing_timer\":1000,\"client_version\":\"3.12\"}");
        Parameters expected;
        expected.seconds = 1;
        QVERIFY(tcp && *tcp == expected);
        const auto udp = parseParameters("{\"udp\":true,\"omit\":0,\"time\":1,\"num\":0,\"blockcount\":0,\"parallel\":1,"
                                         "\"len\":32768,\"bandwidth\":1048576,\"pacing_timer\":1000,\"client_version\":"
                                         "\"3.12\"}");
        expected.udp = true;
        expected.length = 32'768;
        expected.rate = base::BitRate::bitsPerSecond(1'048'576);
        QVERIFY(udp && *udp == expected);
    }

    void parametersComeBack()
    {
        Parameters p;
        p.udp = p.reverse = p.counters64 = p.noDelay = true;
        p.seconds = 0;
        p.bytes = 5'000'000'000;
        p.blocks = 7;
        p.omit = 2;
        p.parallel = 128;
        p.length = 1'000;
        p.rate = base::BitRate::bitsPerSecond(2'000'000'000);
        p.tos = 184;
        QVERIFY(parseParameters(toJson(p)) == p);
        Parameters q;
        q.bidirectional = true;
        QVERIFY(parseParameters(toJson(q)) == q);
    }

    void parametersThatCannotBe_data()
    {
        QTest::addColumn<QString>("json");
        for (const char *json : {"", "{", "[]", "1", "{}", "{\"sctp\":true}", "{\"tcp\":true,\"parallel\":129}",
                                 "{\"tcp\":true,\"len\":1048577}", "{\"udp\":true,\"len\":8}", "{\"udp\":true,\"len\":65508}",
                                 "{\"tcp\":true,\"time\":86401}", "{\"tcp\":true,\"reverse\":true,\"bidirectional\":true}"})
            QTest::newRow(json) << json;
    }
    void parametersThatCannotBe()
    {
        QFETCH(QString, json);
        QVERIFY(!parseParameters(json.toStdString()));
    }

    void valuesOfAnotherKindAreAsIfMissing()
    {
        const auto p = parseParameters("{\"tcp\":1,\"time\":\"x\",\"num\":-5,\"parallel\":[],\"len\":null,\"bandwidth\":1e30}");
        QVERIFY(p && p->seconds == 0 && p->bytes == 0 && p->parallel == 1 && p->length == 131'072 && p->rate.isUnlimited());
    }

    void resultsOfIperf()
    {
        // As iperf 3.12 sent them, with its -1 that lost its sign.
        const auto r = parseResults("{\"cpu_util_total\":5.4,\"cpu_util_user\":0.5,\"cpu_util_system\":4.9,"
                                    "\"sender_has_retransmits\":0,\"streams\":[{\"id\":1,\"bytes\":131072,\"retransmits\":"
                                    "18446744073709551615,\"jitter\":0.001,\"errors\":2,\"packets\":4,\"start_time\":0,"
                                    "\"end_time\":1.000093}]}");
        QVERIFY(r && !r->senderHasRetransmits && r->streams.size() == 1);
        const StreamResult &s = *r->find(1);
        QCOMPARE(s.bytes, std::uint64_t(131'072));
        QCOMPARE(s.retransmits, std::int64_t(-1));
        QCOMPARE(s.lost, std::uint64_t(2));
        QCOMPARE(s.packets, std::uint64_t(4));
        QCOMPARE(s.jitterSeconds, 0.001);
        QCOMPARE(s.endSeconds, 1.000093);
        QVERIFY(!r->find(3));
    }

    void resultsComeBack()
    {
        Results r;
        r.senderHasRetransmits = true;
        r.streams = {{1, 10, 3, 0.5, 1, 9, 0, 10.25}, {3, std::uint64_t(1) << 60, -1, 0, 0, 0, 0, 10}};
        QVERIFY(parseResults(toJson(r)) == r);
        QVERIFY(!parseResults("{\"streams\":{}}") && !parseResults("{\"streams\":[1]}") && !parseResults("nonsense"));
    }

    void datagrams()
    {
        const std::vector<std::uint8_t> real = test::hex("00003d0f 0000bc08 00000001 549868cf2a722695"); // iperf 3.12's
        const auto header = DatagramHeader::parse(real, false);
        QVERIFY(header && header->number == 1 && header->sentAt == base::TimePoint::fromNs(15'631'048'136'000));
        std::vector<std::uint8_t> out(12);
        header->emit(out, false);
        QCOMPARE(test::toHex(out), test::toHex(base::Bytes(real).first(12)));
        const DatagramHeader wide{base::TimePoint::fromNs(1'000'000'001'000), 0x123456789ull};
        std::vector<std::uint8_t> bytes(16);
        wide.emit(bytes, true);
        QVERIFY(DatagramHeader::parse(bytes, true) == wide);
        QVERIFY(!DatagramHeader::parse(base::Bytes(bytes).first(15), true));
        QVERIFY(!DatagramHeader::parse(test::hex("00000000 00000000 00000000"), false)); // counted from 1
    }

    void cookies()
    {
        base::Random random(1);
        const auto a = makeCookie(random), b = makeCookie(random);
        QVERIFY(a != b && a.back() == 0);
        for (std::size_t i = 0; i + 1 < a.size(); ++i)
            QVERIFY((a[i] >= 'a' && a[i] <= 'z') || (a[i] >= '2' && a[i] <= '7'));
    }

    void streamNumbers()
    {
        QCOMPARE(streamId(0), 1u);
        QCOMPARE(streamId(1), 3u);
        QCOMPARE(streamId(2), 4u);
    }

    void units()
    {
        QCOMPARE(bytesText(0), std::string("0.00 Bytes"));
        QCOMPARE(bytesText(1000), std::string("1000 Bytes"));
        QCOMPARE(bytesText(131'072), std::string(" 128 KBytes"));
        QCOMPARE(bytesText(1'106'116'608), std::string("1.03 GBytes"));
        QCOMPARE(rateText(8.84e9), std::string("8.84 Gbits/sec"));
        QCOMPARE(rateText(94.3e6), std::string("94.3 Mbits/sec"));
        QCOMPARE(rateText(1'048'576), std::string("1.05 Mbits/sec"));
    }

    void lines()
    {
        // Each as iperf 3.12 printed it, apart from blanks at the end.
        Line sender;
        sender.id = "5";
        sender.to = 1;
        sender.bytes = 1'105'000'000;
        sender.retransmits = 21;
        sender.tail = "sender";
        QCOMPARE(lineText(sender), std::string("[  5]   0.00-1.00   sec  1.03 GBytes  8.84 Gbits/sec   21             sender"));
        QCOMPARE(headingText(sender), std::string("[ ID] Interval           Transfer     Bitrate         Retr"));
        sender.tail.clear();
        sender.window = 1'436'549;
        QCOMPARE(lineText(sender), std::string("[  5]   0.00-1.00   sec  1.03 GBytes  8.84 Gbits/sec   21   1.37 MBytes"));
        Line receiver;
        receiver.id = "5";
        receiver.to = 1;
        receiver.bytes = 1'000;
        receiver.tail = "receiver";
        QCOMPARE(lineText(receiver),
                 std::string("[  5]   0.00-1.00   sec  1000 Bytes  8.00 Kbits/sec                  receiver"));
        Line udp;
        udp.id = "5";
        udp.to = 1;
        udp.bytes = 131'072;
        udp.packets = 4;
        QCOMPARE(lineText(udp), std::string("[  5]   0.00-1.00   sec   128 KBytes  1.05 Mbits/sec  4"));
        udp.lost = 0;
        udp.jitterMs = 0;
        udp.tail = "sender";
        QCOMPARE(lineText(udp),
                 std::string("[  5]   0.00-1.00   sec   128 KBytes  1.05 Mbits/sec  0.000 ms  0/4 (0%)  sender"));
        QCOMPARE(headingText(udp),
                 std::string("[ ID] Interval           Transfer     Bitrate         Jitter    Lost/Total Datagrams"));
    }
};

QTEST_APPLESS_MAIN(TestProtocol)
#include "tst_protocol.moc"
