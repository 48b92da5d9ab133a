// Heads and details of literal frames.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dissect/details.h"
#include "core/dissect/head.h"
#include "core/dissect/protocol_of.h"
#include "core/dissect/streams.h"
#include "core/filter/filter.h"
#include "core/filter/head_text.h"
#include "tests/support/hex.h"

#include <QtTest>

#include <algorithm>

using namespace hopyard;
using filter::Layer;
using filter::PacketHead;
using test::hex;

#define ETHER "02 48 00 00 00 02 02 48 00 00 00 01 "
#define BRIDGES "01 80 c2 00 00 00 02 48 00 00 00 01 "
#define IP(LENGTH, PROTOCOL) ETHER "08 00 45 00 00 " LENGTH " 1c 46 40 00 40 " PROTOCOL " 00 00 0a 00 01 0a 0a 00 02 0a "

namespace {

PacketHead headOf(base::Bytes frame)
{
    PacketHead head;
    dissect::fillHead(frame, head);
    return head;
}

const dissect::Detail *find(const std::vector<dissect::Detail> &all, std::string_view label)
{
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto &d) { return d.label == label; });
    return found == all.end() ? nullptr : &*found;
}

} // namespace

class TestDissect : public QObject {
    Q_OBJECT
private slots:
    void heads_data()
    {
        QTest::addColumn<QString>("frame");
        QTest::addColumn<QString>("protocol");
        QTest::addColumn<QString>("info");
        const auto row = [](const char *name, const char *frame, const char *protocol, const char *info) {
            QTest::newRow(name) << frame << protocol << info;
        };
        row("arp", ETHER "08 06 00 01 08 00 06 04 00 01 02 48 00 00 00 01 0a 00 00 02 00 00 00 00 00 00 0a 00 00 01", "ARP",
            "who has 10.0.0.1? tell 10.0.0.2");
        row("echo", IP("1c", "01") "08 00 00 00 00 07 00 01", "ICMP", "echo request id 7 seq 1");
        row("port unreachable",
            IP("38", "01") "03 03 00 00 00 00 00 00 45 00 00 20 1c 46 40 00 40 11 07 74 0a 00 01 0a 0a 00 02 0a 9c 40 82 9a 00 0c 05 21",
            "ICMP", "port unreachable (to 10.0.2.10 udp port 33434)");
        row("udp", IP("1f", "11") "9c 40 13 89 00 0b 00 00 61 62 63", "UDP", "40000 → 5001 len 3");
        row("tcp syn", IP("28", "06") "9c 40 00 50 00 00 00 05 00 00 00 00 50 02 01 f6 00 00 00 00", "TCP",
            "40000 → 80 [SYN] seq 5 win 502 len 0");
        row("http", IP("38", "06") "9c 40 1f 90 00 00 00 05 00 00 00 01 50 18 01 f6 00 00 00 00 47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a",
            "HTTP", "GET / HTTP/1.1");
        row("dns", IP("35", "11") "9c 40 00 35 00 21 00 00 12 34 01 00 00 01 00 00 00 00 00 00 03 77 77 77 02 61 62 00 00 01 00 01 00 00 00",
            "DNS", "query www.ab");
        row("ospf", IP("2c", "59") "02 01 00 2c 01 01 01 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00", "OSPF", "hello from router 1.1.1.1");
        row("bgp", IP("3b", "06") "9c 40 00 b3 00 00 00 05 00 00 00 01 50 18 01 f6 00 00 00 00 ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff 00 13 04",
            "BGP", "keepalive");
        row("rip", IP("20", "11") "02 08 02 08 00 0c 00 00 01 02 00 00", "RIP", "request");
        row("cut", IP("18", "11") "9c 40 13 89", "IPv4", "UDP malformed");
        row("short", "02 48", "?", "Ethernet malformed");
        row("bpdu", BRIDGES "00 26 42 42 03 00 00 00 00 81 80 01 02 00 00 00 00 01 00 00 00 13 80 0a 02 00 00 00 00 02 80 03 01 00 14 00 02 00 0f 00 00 00 00 00 00 00 00 00", "STP",
            "root 32769.02:00:00:00:00:01, cost 19, from 32778.02:00:00:00:00:02 port 0x8003, topology change, change acknowledged");
        row("rapid bpdu", BRIDGES "00 27 42 42 03 00 00 02 02 0e 80 01 02 00 00 00 00 01 00 00 00 00 80 01 02 00 00 00 00 01 80 01 00 00 14 00 02 00 0f 00 00", "STP",
            "rapid, root 32769.02:00:00:00:00:01, cost 0, from 32769.02:00:00:00:00:01 port 0x8001, designated, proposal");
        row("topology change", BRIDGES "00 07 42 42 03 00 00 00 80", "STP", "topology change notification");
        row("bpdu cut", BRIDGES "00 26 42 42 03 00 00 00 00 81 80 01", "Ethernet", "BPDU malformed");
        row("another LLC", BRIDGES "00 03 aa aa 03", "Ethernet", "type 0x0003");
        row("another type", ETHER "88 cc 01", "Ethernet", "type 0x88cc");
    }
    void heads()
    {
        QFETCH(QString, frame);
        const auto bytes = hex(frame.toStdString());
        const PacketHead head = headOf(bytes);
        QCOMPARE(head.length, static_cast<std::uint32_t>(bytes.size()));
        QTEST(QString::fromUtf8(filter::protocolName(head).data(), qsizetype(filter::protocolName(head).size())), "protocol");
        QTEST(QString::fromStdString(filter::infoText(head)), "info");
        // The class of a frame is that of its head, where there is one.
        if (!head.layers.has(Layer::malformed))
            QVERIFY(dissect::protocolOf(bytes) == filter::protocolOf(head));
    }

    void classes_data()
    {
        QTest::addColumn<QString>("frame");
        QTest::addColumn<QString>("protocol");
        const auto row = [](const char *protocol, const char *frame) { QTest::newRow(frame) << frame << protocol; };
        row("arp", ETHER "08 06");
        row("arp", ETHER "81 00 00 07 08 06");
        row("icmp", IP("1c", "01") "08 00 00 00 00 07 00 01");
        row("igmp", IP("1c", "02") "16 00 00 00 e0 00 00 09");
        row("ospf", IP("1c", "59") "02 01");
        row("udp", IP("1c", "11") "9c 40 13 89 00 08 00 00");
        row("rip", IP("1c", "11") "02 08 02 08 00 08 00 00");
        row("dhcp", IP("1c", "11") "00 44 00 43 00 08 00 00");
        row("dns", IP("1c", "11") "00 35 9c 40 00 08 00 00");
        row("dns", IP("28", "06") "9c 40 00 35");
        row("tcp", IP("28", "06") "9c 40 13 89");
        row("bgp", IP("28", "06") "9c 40 00 b3"); // its SYN as well
        row("http", IP("28", "06") "00 50 9c 40");
        row("http", IP("28", "06") "9c 40 1f 90");
        row("tcp", IP("28", "06") "00"); // cut short
        row("other", IP("28", "04") "45 00");
        row("http", ETHER "81 00 00 07 08 00 45 00 00 28 1c 46 40 00 40 06 00 00 0a 00 01 0a 0a 00 02 0a 9c 40 00 50");
        row("udp", ETHER "08 00 45 00 00 28 1c 46 00 b9 40 11 00 00 0a 00 01 0a 0a 00 02 0a 02 08 02 08"); // a later fragment
        row("icmpv6", ETHER "86 dd 60 00 00 00 00 08 3a ff fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01 "
                            "ff 02 00 00 00 00 00 00 00 00 00 00 00 00 00 01 87 00");
        row("icmpv6", ETHER "86 dd 60 00 00 00 00 10 00 01 fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01 "
                            "ff 02 00 00 00 00 00 00 00 00 00 00 00 00 00 16 3a 00 05 02 00 00 01 00 8f 00"); // behind options
        row("stp", BRIDGES "00 26 42 42 03 00 00");
        row("other", ETHER "00 26 aa aa 03");
        row("other", ETHER "88 cc 02 07");
        row("other", "02 48 00");
    }
    void classes()
    {
        QFETCH(QString, frame);
        const std::string_view name = filter::toString(dissect::protocolOf(hex(frame.toStdString())));
        QTEST(QString::fromUtf8(name.data(), qsizetype(name.size())), "protocol");
    }

    /// By its first line, on any port; bytes that nearly look so are not of it. The head says the same.
    void httpOnAnyPort_data()
    {
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<QString>("protocol");
        const auto row = [](const char *protocol, const char *data) { QTest::newRow(data) << QByteArray(data) << protocol; };
        row("http", "GET / HTTP/1.1\r\nHost: h2\r\n\r\n");
        row("http", "GET http://h2/ HTTP/1.0\n");
        row("http", "POST /a HTTP/1.1\r\n");
        row("http", "PUT /a HTTP/1.1\r\n");
        row("http", "PATCH /a HTTP/1.1\r\n");
        row("http", "HEAD / HTTP/1.1\r\n");
        row("http", "DELETE /a HTTP/1.1\r\n");
        row("http", "OPTIONS * HTTP/1.1\r\n");
        row("http", "TRACE / HTTP/1.1\r\n");
        row("http", "CONNECT h2:443 HTTP/1.1\r\n");
        row("http", "HTTP/1.1 200 OK\r\n");
        row("http", "GET /a-long-name-that-goes-on-in-the-next-seg");
        row("http", "CONNECT h2:4");
        row("tcp", "GET key\r\n");         // of a cache
        row("tcp", "GET / HTTP/2.0\r\n");
        row("tcp", "GET /HTTP/1.1\r\n");   // no version behind what is asked for
        row("tcp", "GET /old\r\n");        // HTTP/0.9
        row("tcp", "GET ");
        row("tcp", "GET");
        row("tcp", "GETS / HTTP/1.1\r\n");
        row("tcp", "get / HTTP/1.1\r\n");
        row("tcp", " GET / HTTP/1.1\r\n");
        row("tcp", "HEAD 4711\r\n");       // of a news server
        row("tcp", "POST\r\n");
        row("tcp", "HTTP/2 200\r\n");
        row("tcp", "HTTP/1");
        row("tcp", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        row("tcp", "\x16\x03\x01\x02GET / HTTP/1.1\r\n"); // TLS
    }
    void httpOnAnyPort()
    {
        QFETCH(QByteArray, data);
        QFETCH(QString, protocol);
        const auto text = [](filter::Protocol p) {
            const std::string_view name = filter::toString(p);
            return QString::fromUtf8(name.data(), qsizetype(name.size()));
        };
        constexpr char kPorts[] = "9c 40 13 89 00 00 00 05 00 00 00 01 ";
        const std::string segment = std::string(kPorts) + "50 18 01 f6 00 00 00 00";
        const std::string withOptions = std::string(kPorts) + "80 18 01 f6 00 00 00 00 01 01 08 0a 00 00 00 01 00 00 00 02";
        for (const std::string &header : {segment, withOptions}) {
            std::vector<std::uint8_t> frame = hex(IP("00", "06") + header);
            frame.insert(frame.end(), data.begin(), data.end());
            frame[17] = static_cast<std::uint8_t>(frame.size() - 14);
            QCOMPARE(text(dissect::protocolOf(frame)), protocol);
            QCOMPARE(text(filter::protocolOf(headOf(frame))), protocol);
        }
        // What fills up a short frame is no data, and of a header that is cut off there is none.
        std::vector<std::uint8_t> filled = hex(IP("28", "06") + segment);
        filled.insert(filled.end(), data.begin(), data.end());
        QCOMPARE(text(dissect::protocolOf(filled)), QString("tcp"));
        std::vector<std::uint8_t> broken = hex(IP("28", "06") + std::string(kPorts) + "f0 18 01 f6 00 00 00 00");
        QCOMPARE(text(dissect::protocolOf(broken)), QString("tcp"));
    }

    /// The names are Wireshark's; rapid BPDUs have flags that configuration BPDUs have not, and a notification has none.
    void spanningTree()
    {
        const PacketHead rapid = headOf(hex(BRIDGES "00 27 42 42 03 00 00 02 02 3d 70 05 02 00 00 00 00 01 00 00 4e 20 80 0a 02 00 00 00 00 02 80 03 01 00 14 00 02 00 0f 00 00"));
        const PacketHead configuration = headOf(hex(BRIDGES "00 26 42 42 03 00 00 00 00 80 80 01 02 00 00 00 00 01 00 00 00 13 80 0a 02 00 00 00 00 02 80 03 01 00 14 00 02 00 0f 00"));
        const PacketHead notification = headOf(hex(BRIDGES "00 07 42 42 03 00 00 00 80"));
        const auto accepts = [](const char *text, const PacketHead &head) {
            const auto parsed = filter::Filter::parse(text);
            return parsed && parsed->accepts(head);
        };
        for (const char *text : {"stp", "stp.type == 2", "stp.flags == 0x3d", "stp.flags.tc == 1", "stp.flags.tcack == 0", "stp.flags.learning == 1",
                                 "stp.flags.forwarding == 1", "stp.flags.agreement == 0", "stp.flags.proposal == 0", "stp.flags.port_role == 3",
                                 "stp.root.prio == 28672", "stp.root.ext == 5", "stp.root.hw == 02:00:00:00:00:01", "stp.root.cost == 20000",
                                 "stp.bridge.prio == 32768", "stp.bridge.ext == 10", "stp.bridge.hw == 02:00:00:00:00:02", "stp.port == 0x8003"})
            QVERIFY2(accepts(text, rapid), text);
        for (const char *text : {"stp.type == 0", "stp.flags.tc == 0", "stp.flags.tcack == 1", "stp.root.cost == 19", "!stp.flags.proposal", "!stp.flags.port_role"})
            QVERIFY2(accepts(text, configuration), text);
        for (const char *text : {"stp.type == 0x80", "!stp.flags", "!stp.flags.tc", "!stp.root.hw", "!stp.root.cost", "!stp.bridge.prio", "!stp.port"})
            QVERIFY2(accepts(text, notification), text);
        QVERIFY(!accepts("stp", headOf(hex(IP("1c", "01") "08 00 00 00 00 07 00 01"))));
        for (const PacketHead &head : {rapid, configuration, notification}) {
            std::vector<std::uint8_t> bytes;
            filter::append(bytes, head);
            base::ByteReader in(bytes);
            PacketHead back;
            QVERIFY(filter::read(in, back));
            QVERIFY(back == head);
        }
    }

    void spanningTreeInDetail()
    {
        const auto all = dissect::details(hex(BRIDGES "00 27 42 42 03 00 00 02 02 3d 70 05 02 00 00 00 00 01 00 00 4e 20 80 0a 02 00 00 00 00 02 80 03 01 00 14 00 02 00 0f 00 00 00 00"));
        const auto at = [&](std::string_view label) {
            const auto *found = find(all, label);
            return found ? std::pair<int, int>(int(found->offset), int(found->length)) : std::pair<int, int>(-1, -1);
        };
        const auto is = [](int offset, int length) { return std::pair<int, int>(offset, length); };
        QCOMPARE(at("Spanning tree, rapid"), is(17, 36));
        QCOMPARE(at("Type: 0x02 (rapid)"), is(20, 1));
        QCOMPARE(at("Port role: 3 (designated)"), is(21, 1));
        QCOMPARE(at("Root: 28677.02:00:00:00:00:01"), is(22, 8));
        QCOMPARE(at("Priority: 28672"), is(22, 2));
        QCOMPARE(at("Cost of the way to the root: 20000"), is(30, 4));
        QCOMPARE(at("Port: 0x8003"), is(42, 2));
        QCOMPARE(at("Message age: 1 s"), is(44, 2));
        QCOMPARE(at("Forward delay: 15 s"), is(50, 2));
        QCOMPARE(at("Padding: 2 bytes"), is(53, 2));
    }

    void dhcp()
    {
        // A discover that asks for 10.0.0.77, and the offer of 10.0.0.9; options 53 and 50 behind one that is longer.
        const auto message = [](const char *yourAddress, const char *options) {
            std::vector<std::uint8_t> frame = hex(ETHER "08 00 45 00 01 23 00 00 00 00 40 11 00 00 00 00 00 00 ff ff ff ff 00 44 00 43 01 0f 00 00");
            std::vector<std::uint8_t> payload(240, 0);
            const auto your = hex(yourAddress), last = hex(options), cookie = hex("63 82 53 63");
            std::copy(your.begin(), your.end(), payload.begin() + 16);
            std::copy(cookie.begin(), cookie.end(), payload.begin() + 236);
            payload.insert(payload.end(), last.begin(), last.end());
            payload.resize(263);
            frame.insert(frame.end(), payload.begin(), payload.end());
            return frame;
        };
        const PacketHead discover = headOf(message("00 00 00 00", "37 03 01 03 06 35 01 01 32 04 0a 00 00 4d ff"));
        QVERIFY(discover.layers.has(Layer::dhcp));
        QCOMPARE(discover.message, std::uint8_t(1));
        QVERIFY(discover.router == base::Ipv4Address(10, 0, 0, 77));
        const PacketHead offer = headOf(message("0a 00 00 09", "35 01 02 ff"));
        QCOMPARE(offer.message, std::uint8_t(2));
        QVERIFY(offer.router == base::Ipv4Address(10, 0, 0, 9));
        std::vector<std::uint8_t> bytes;
        filter::append(bytes, offer);
        base::ByteReader in(bytes);
        PacketHead back;
        QVERIFY(filter::read(in, back));
        QVERIFY(back == offer);
        const auto accepts = [](const char *text, const PacketHead &head) {
            const auto parsed = filter::Filter::parse(text);
            return parsed && parsed->accepts(head);
        };
        QVERIFY(accepts("dhcp.option.dhcp == 2 && dhcp.ip.your == 10.0.0.0/28", offer));
        QVERIFY(!accepts("dhcp.option.dhcp == 2", discover));
        QVERIFY(accepts("dhcp.ip.your == 10.0.0.77", discover));
        // An option that says it is longer than the message.
        QVERIFY(headOf(message("00 00 00 00", "32 ff 0a")).router == base::Ipv4Address());
    }

    void conversations()
    {
        dissect::Streams streams;
        const auto tcp = [&](std::uint16_t from, std::uint16_t to, std::uint8_t flags, std::uint32_t sequence) {
            PacketHead head;
            head.layers.add(Layer::tcp);
            head.source = base::Ipv4Address(10, 0, 0, from < to ? 1 : 2);
            head.destination = base::Ipv4Address(10, 0, 0, from < to ? 2 : 1);
            head.sourcePort = from;
            head.destinationPort = to;
            head.tcpFlags = flags;
            head.tcpSequence = sequence;
            streams.number(head);
            return head.stream;
        };
        QCOMPARE(tcp(80, 1000, 0x02, 1), 0u);
        QCOMPARE(tcp(1000, 80, 0x12, 9), 0u);  // the other way
        QCOMPARE(tcp(80, 1000, 0x02, 1), 0u);  // the same SYN again, at the next hop or sent again
        QCOMPARE(tcp(80, 1001, 0x10, 1), 1u);
        QCOMPARE(tcp(80, 1000, 0x02, 70), 2u); // the ports used again
        QCOMPARE(tcp(1000, 80, 0x10, 10), 2u);
        PacketHead other;
        streams.number(other);
        QCOMPARE(other.stream, PacketHead::kNoStream);
    }

    void fieldsHaveTheirBytes()
    {
        const auto frame = hex(IP("30", "06") "9c 40 00 50 00 00 00 05 00 00 00 00 70 02 01 f6 00 00 00 00 02 04 05 b4 01 03 03 07");
        const auto all = dissect::details(frame);
        const auto at = [&](std::string_view label) {
            const auto *found = find(all, label);
            return found ? std::pair<int, int>(int(found->offset), int(found->length)) : std::pair<int, int>(-1, -1);
        };
        const auto is = [](int offset, int length) { return std::pair<int, int>(offset, length); };
        QCOMPARE(at("Destination: 02:48:00:00:00:02"), is(0, 6));
        QCOMPARE(at("Type: 0x0800 (IPv4)"), is(12, 2));
        QCOMPARE(at("Time to live: 64"), is(22, 1));
        QCOMPARE(at("Protocol: 6 (TCP)"), is(23, 1));
        QCOMPARE(at("Source: 10.0.1.10"), is(26, 4));
        QCOMPARE(at("Source port: 40000"), is(34, 2));
        QCOMPARE(at("Sequence number: 5"), is(38, 4));
        QCOMPARE(at("SYN: set"), is(47, 1));
        QCOMPARE(at("ACK: not set"), is(47, 1));
        QCOMPARE(at("Maximum segment size: 1460"), is(54, 4));
        QCOMPARE(at("Window scale: 7 (times 128)"), is(59, 3));
        std::vector<std::string> layers;
        for (const auto &detail : all)
            if (detail.depth == 0)
                layers.push_back(detail.label);
        QCOMPARE(layers, (std::vector<std::string>{"Ethernet, 02:48:00:00:00:01 → 02:48:00:00:00:02", "IPv4, 10.0.1.10 → 10.0.2.10",
                                                   "TCP, 40000 → 80 [SYN]"}));
    }

    void routingProtocols()
    {
        const auto bgp = dissect::details(hex(IP("50", "06") "9c 40 00 b3 00 00 00 05 00 00 00 01 50 18 01 f6 00 00 00 00"
                                              "ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff 00 28 02 00 00 00 0d"
                                              "40 01 01 00 40 02 06 02 01 00 00 fd e9 18 c0 00 02"));
        QVERIFY(find(bgp, "ORIGIN (1): IGP"));
        QVERIFY(find(bgp, "AS_PATH (2): 65001"));
        QVERIFY(find(bgp, "Prefix: 192.0.2.0/24"));
        const auto rip = dissect::details(hex(IP("34", "11") "02 08 02 08 00 20 00 00 02 02 00 00"
                                              "00 02 00 00 0a 01 00 00 ff ff 00 00 00 00 00 00 00 00 00 10"));
        QVERIFY(find(rip, "Route 10.1.0.0/16, metric 16"));
        QVERIFY(find(rip, "Metric: 16 (unreachable)"));
    }

    /// However a frame is cut or bent: nothing outside its bytes, and every depth reached step by step.
    void staysInsideItsBytes()
    {
        const auto whole = hex(IP("34", "11") "02 08 02 08 00 20 00 00 02 02 00 00 00 02 00 00 0a 01 00 00 ff ff 00 00 00 00 00 00 00 00 00 10");
        for (std::size_t size = 0; size <= whole.size(); ++size) {
            const base::Bytes frame = base::Bytes(whole).first(size);
            int depth = -1;
            for (const dissect::Detail &detail : dissect::details(frame)) {
                QVERIFY(detail.offset + detail.length <= size);
                QVERIFY(detail.depth <= depth + 1);
                depth = detail.depth;
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestDissect)
#include "tst_dissect.moc"
