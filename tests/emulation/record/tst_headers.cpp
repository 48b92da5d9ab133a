// Where the headers of a frame end, and rows packed into a segment.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/record/headers.h"
#include "emulation/record/segment.h"

#include <QtTest/QTest>

#include <vector>

using namespace hopyard;
using record::Headers;
using record::Protocol;
using record::Segment;

namespace {

using Frame = std::vector<std::uint8_t>;

/// An Ethernet frame of `size` bytes of that type, with or without a tag of 802.1Q before it.
Frame ethernet(std::uint16_t type, std::size_t size, bool tagged = false)
{
    Frame frame(size, 0);
    std::size_t at = 12;
    if (tagged) {
        frame[at] = 0x81;
        at += 4;
    }
    frame[at] = static_cast<std::uint8_t>(type >> 8);
    frame[at + 1] = static_cast<std::uint8_t>(type);
    return frame;
}

Frame ipv4(std::uint8_t protocol, std::size_t size, std::uint8_t words = 5, bool tagged = false)
{
    Frame frame = ethernet(0x0800, size, tagged);
    const std::size_t at = tagged ? 18 : 14;
    frame[at] = static_cast<std::uint8_t>(0x40 | words);
    frame[at + 9] = protocol;
    return frame;
}

Frame tcp(std::uint8_t words)
{
    Frame frame = ipv4(6, 1514);
    frame[14 + 20 + 12] = static_cast<std::uint8_t>(words << 4);
    return frame;
}

Frame ipv6(std::uint8_t protocol, std::size_t size)
{
    Frame frame = ethernet(0x86dd, size);
    frame[14 + 6] = protocol;
    return frame;
}

} // namespace

class TestHeaders : public QObject {
    Q_OBJECT
private slots:
    void end_data()
    {
        QTest::addColumn<Frame>("frame");
        QTest::addColumn<QString>("protocol");
        QTest::addColumn<int>("size");
        QTest::newRow("nothing") << Frame() << "" << 0;
        QTest::newRow("one byte") << Frame(1) << "other" << 1;
        QTest::newRow("Ethernet header only") << ethernet(0x0800, 14) << "other" << 14;
        QTest::newRow("IPv4 cut short") << ipv4(17, 33) << "other" << 33;
        QTest::newRow("ARP") << ethernet(0x0806, 42) << "arp" << 42;
        QTest::newRow("UDP") << ipv4(17, 1042) << "udp" << 42;
        QTest::newRow("UDP cut short") << ipv4(17, 40) << "udp" << 40;
        QTest::newRow("UDP with tag") << ipv4(17, 1042, 5, true) << "udp" << 46;
        QTest::newRow("UDP after IPv4 options") << ipv4(17, 1042, 15) << "udp" << 82;
        QTest::newRow("UDP with a header length that cannot be") << ipv4(17, 1042, 1) << "udp" << 42;
        QTest::newRow("UDP over IPv6") << ipv6(17, 200) << "udp" << 62;
        QTest::newRow("TCP") << tcp(5) << "tcp" << 54;
        QTest::newRow("TCP with time stamps") << tcp(8) << "tcp" << 66;
        QTest::newRow("TCP with a data offset that cannot be") << tcp(0) << "tcp" << 54;
        QTest::newRow("TCP cut short") << ipv4(6, 50) << "tcp" << 50;
        QTest::newRow("ICMP") << ipv4(1, 98) << "icmp" << 98;
        QTest::newRow("ICMP that quotes much") << ipv4(1, 590) << "icmp" << 128;
        QTest::newRow("OSPF") << ipv4(89, 400) << "ospf" << 128;
        QTest::newRow("ICMPv6") << ipv6(58, 86) << "icmp6" << 86;
        QTest::newRow("something else") << ethernet(0x88cc, 300) << "other" << 128;
    }
    void end()
    {
        QFETCH(Frame, frame);
        QFETCH(QString, protocol);
        QFETCH(int, size);
        const Headers headers = record::headersOf(frame);
        QCOMPARE(QString::fromUtf8(toString(headers.protocol).data(), qsizetype(toString(headers.protocol).size())),
                 protocol);
        QCOMPARE(int(headers.size), size);
    }

    void aSegmentIsFullAtAPage()
    {
        Segment segment;
        record::PacketRow row;
        row.time = row.departs = row.arrives = INT64_MAX; // the longest there is
        row.packetId = UINT64_MAX >> 1;
        row.link = base::LinkId(UINT32_MAX - 1);
        row.node = base::NodeId(UINT32_MAX - 1);
        row.place = record::Place::dropped;
        row.reason = base::DropReason::neighbourUnreachable;
        row.protocol = Protocol::other;
        row.headerLength = record::kHeaderBytes;
        const Frame header(record::kHeaderBytes, 1);
        std::size_t added = 0;
        while (segment.add(row, header))
            ++added;
        segment.end();
        QCOMPARE(std::size_t(segment.count()), added);
        QVERIFY(added > 20);
        QVERIFY(segment.rows().size() + segment.headers().size() < Segment::kPageSize);
        QCOMPARE(segment.headers().size(), added * record::kHeaderBytes);
        segment.clear();
        QVERIFY(segment.add(row, header));
    }

    void rowsAreJson()
    {
        Segment segment;
        record::PacketRow row;
        row.time = 1000;
        row.packetId = 7;
        row.link = base::LinkId(2);
        row.direction = base::Direction::backward;
        row.length = 60;
        row.departs = 1010;
        row.arrives = 2010;
        row.protocol = Protocol::udp;
        row.headerLength = 3;
        const Frame header(3, 9);
        QVERIFY(segment.add(row, header));
        row.time = 1500;
        row.link = {};
        row.departs = row.arrives = -1;
        row.place = record::Place::dropped;
        row.reason = base::DropReason::noRoute;
        row.node = base::NodeId(4);
        QVERIFY(segment.add(row, header));
        segment.end();
        QCOMPARE(segment.first(), std::int64_t(1000));
        QCOMPARE(segment.last(), std::int64_t(1500));
        QCOMPARE(std::string(segment.rows()), std::string(R"([[0,7,2,1,60,"udp",0,3,10,1010],)"
                                                          R"([500,7,null,null,60,"udp",3,3,null,null,"dropped","no route",4]])"));
    }
};

QTEST_APPLESS_MAIN(TestHeaders)
#include "tst_headers.moc"
