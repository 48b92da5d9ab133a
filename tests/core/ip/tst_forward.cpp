// Forwarding: the bytes of a forwarded packet, what is refused at the door, options, fragments, equal-cost paths, and
// what this node itself sends.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/options.h"
#include "tests/support/compare.h"
#include "tests/support/frames.h"
#include "tests/support/network.h"

#include <QtTest>

#include <set>

using namespace hopyard;
using namespace hopyard::base::literals;
using base::DropReason;
using test::Frame;
using test::Network;
using wire::IpProtocol;

namespace {

const base::MacAddress kLeft = base::MacAddress::local(0x10);
const base::MacAddress kRight = base::MacAddress::local(0x20);
const base::MacAddress kThird = base::MacAddress::local(0x30);

/// A router with three ports, 10.0.N.1/24, a neighbour 10.0.N.2 on each, and 10.9.0.0/16 by ports 2 and 3.
struct Bench : Network {
    Bench()
    {
        add("r", true);
        router::RouterConfig config;
        const base::MacAddress macs[] = {kLeft, kRight, kThird};
        for (int i = 0; i < 3; ++i) {
            const std::string net = "10.0." + std::to_string(i + 1);
            ends[i] = port(0, {net + ".1/24"}, i == 1 ? 600 : 1500);
            config.interfaces["eth" + std::to_string(i)].addresses = {*base::InterfaceAddress::parse(net + ".1/24")};
            setCarrier(ends[i], true);
            move(0, [&](link::Context &c, router::VirtualRouter &r) {
                r.addPermanentNeighbour(c, ends[i].port, test::address(net + ".2"), macs[i]);
            });
        }
        for (const char *gateway : {"10.0.2.2", "10.0.3.2"}) {
            router::StaticRoute route;
            route.prefix = test::prefix("10.9.0.0/16");
            route.gateway = test::address(gateway);
            config.addRoute(route);
        }
        configure(0, config);
        runFor(5_s);
        forget();
    }
    void send(const Frame &datagram) { inject(ends[0], test::ethernet(mac(ends[0]), kLeft, wire::EtherType::ipv4, datagram)); }
    void setGroup(const End &end, const ip::GroupFilter &filter)
    {
        move(0, [&](link::Context &c, router::VirtualRouter &r) {
            r.useSockets(c, [&](transport::SocketLayer &, transport::IpOutput &ip) {
                ip.setGroupFilter(end.port, test::address("224.0.0.5"), filter);
            });
        });
    }
    std::uint64_t dropped(DropReason reason) { return stack(0).counters().dropped(reason); }
    End ends[3];
};

Frame datagram(const char *from, const char *to, std::size_t size = 12, bool dontFragment = false)
{
    wire::Ipv4Repr header = test::header(from, to);
    header.dontFragment = dontFragment;
    header.identification = 0x4242;
    return test::ipv4(header, Frame(size, 0x55));
}

Frame withOption(wire::Ipv4OptionType type, const Frame &data)
{
    wire::Ipv4Repr header = test::header("10.0.1.2", "10.0.3.2");
    if (!header.options.append(type, data))
        return {};
    return test::ipv4(header, Frame(8));
}

} // namespace

class TestForward : public QObject {
    Q_OBJECT
private slots:
    void theBytesOfAForwardedPacket()
    {
        Bench b;
        b.inject(b.ends[0], test::hex("02 48 00 00 01 01 02 48 00 00 00 10 08 00"
                                      "45 00 00 1c 12 34 00 00 40 11 50 9a 0a 00 01 02 0a 00 03 02"
                                      "13 88 00 09 00 08 00 00"
                                      "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00")); // padded to 60 bytes
        QCOMPARE(b.sent.size(), std::size_t(1));
        QVERIFY(b.sent[0].from == b.ends[2]);
        QCOMPARE(test::toHex(b.sent[0].bytes), "02 48 00 00 00 30 02 48 00 00 01 03 08 00 "
                                               "45 00 00 1c 12 34 00 00 3f 11 51 9a 0a 00 01 02 0a 00 03 02 "
                                               "13 88 00 09 00 08 00 00");
        const ip::InterfaceCounters &in = b.stack(0).interface(b.ends[0].port)->counters;
        const ip::InterfaceCounters &out = b.stack(0).interface(b.ends[2].port)->counters;
        QCOMPARE(in.inPackets, 1u);
        QCOMPARE(in.inBytes, 60u);
        QCOMPARE(out.outBytes, 3 * 42u); // two announcements went out before
        QCOMPARE(b.stack(0).counters().forwarded, 1u);
    }

    void aSharedPacketIsNotWrittenInPlace()
    {
        Bench b;
        packet::Packet mine = b.pool().copyOf(test::ethernet(b.mac(b.ends[0]), kLeft, wire::EtherType::ipv4, datagram("10.0.1.2", "10.0.3.2")));
        const std::string before = test::toHex(mine.bytes());
        b.move(0, [&](link::Context &c, router::VirtualRouter &r) { r.handle(c, b.ends[0].port, mine); });
        QCOMPARE(b.sent.size(), std::size_t(1));
        QCOMPARE(test::toHex(mine.bytes()), before);
    }

    // RFC 1812 section 5.2.2 (validation) and 5.3.7 (martians), RFC 1122 section 3.2.1
    void refusedAtTheDoor_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("reason");
        const auto row = [](const char *name, const Frame &d, DropReason reason) {
            QTest::addRow("%s", name) << QByteArray(reinterpret_cast<const char *>(d.data()), qsizetype(d.size())) << int(reason);
        };
        const Frame good = datagram("10.0.1.2", "10.0.3.2");
        const auto changed = [&good](std::size_t at, std::uint8_t value, bool mend = true) {
            Frame d = good;
            d[at] = value;
            if (mend)
                wire::fillIpv4Checksum(base::MutableBytes(d).first(20));
            return d;
        };
        row("checksum", changed(8, 63, false), DropReason::badChecksum);
        row("version 6", changed(0, 0x65), DropReason::malformed);
        row("header of 16 bytes", changed(0, 0x44, false), DropReason::malformed);
        row("longer than the frame", changed(2, 1), DropReason::malformed);
        row("shorter than the header", changed(3, 19), DropReason::malformed);
        row("empty", {}, DropReason::malformed);
        row("from multicast", datagram("224.1.1.1", "10.0.3.2"), DropReason::malformed);
        row("from class E", datagram("250.1.1.1", "10.0.3.2"), DropReason::malformed);
        row("from broadcast", datagram("255.255.255.255", "10.0.3.2"), DropReason::malformed);
        row("from loopback", datagram("127.0.0.1", "10.0.3.2"), DropReason::malformed);
        row("to loopback", datagram("10.0.1.2", "127.0.0.1"), DropReason::malformed);
        row("from us", datagram("10.0.1.1", "10.0.3.2"), DropReason::malformed);
        row("from our broadcast", datagram("10.0.1.255", "10.0.3.2"), DropReason::malformed);
        row("from nobody, to be forwarded", datagram("0.0.0.0", "10.0.3.2"), DropReason::malformed);
        row("to nobody", datagram("10.0.1.2", "0.0.0.0"), DropReason::malformed);
        row("directed broadcast (RFC 2644)", datagram("10.0.1.2", "10.0.3.255"), DropReason::filtered);
        row("multicast nobody joined", datagram("10.0.1.2", "239.1.1.1"), DropReason::notForUs);
        row("source route (loose)", withOption(wire::Ipv4OptionType::looseSourceRoute, {4, 10, 0, 3, 2}), DropReason::filtered);
        row("source route (strict)", withOption(wire::Ipv4OptionType::strictSourceRoute, {4, 10, 0, 3, 2}), DropReason::filtered);
    }
    void refusedAtTheDoor()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, reason);
        Bench b;
        const auto *p = reinterpret_cast<const std::uint8_t *>(bytes.constData());
        b.send(Frame(p, p + bytes.size()));
        QCOMPARE(b.sent.size(), std::size_t(0));
        QCOMPARE(b.dropped(DropReason(reason)), 1u);
        QVERIFY(b.happened("drop " + std::string(base::toString(DropReason(reason)))));
    }

    void framesForOthersAndOtherProtocols()
    {
        Bench b;
        b.inject(b.ends[0], test::ethernet(kRight, kLeft, wire::EtherType::ipv4, datagram("10.0.1.2", "10.0.3.2")));
        QCOMPARE(b.dropped(DropReason::notForUs), 1u);
        b.inject(b.ends[0], test::ethernet(b.mac(b.ends[0]), kLeft, wire::EtherType::ipv6, Frame(40)));
        QCOMPARE(b.dropped(DropReason::unsupported), 1u);
        // To a group that nobody joined: a card lets it pass by, as a BPDU at a host.
        const auto group = *base::MacAddress::parse("01:80:c2:00:00:00");
        b.inject(b.ends[0], test::ethernet(group, kLeft, wire::EtherType::ipv6, Frame(40)));
        QCOMPARE(b.dropped(DropReason::notForUs), 2u);
        QCOMPARE(b.dropped(DropReason::unsupported), 1u);
        b.inject(b.ends[0], Frame(13));
        QCOMPARE(b.dropped(DropReason::malformed), 1u);
        b.setCarrier(b.ends[0], false);
        b.send(datagram("10.0.1.2", "10.0.3.2"));
        QCOMPARE(b.dropped(DropReason::portDown), 1u);
        QCOMPARE(b.from(b.ends[2]).size(), std::size_t(0));
    }

    void routeAndTimeAreRecorded() // RFC 791 section 3.1, RFC 1812 sections 5.3.13.5 and 5.3.13.6
    {
        Bench b;
        b.send(withOption(wire::Ipv4OptionType::recordRoute, Frame{4, 0, 0, 0, 0, 0, 0, 0, 0}));
        QCOMPARE(test::toHex(base::Bytes(b.sent.back().bytes).subspan(34, 12)), "07 0b 08 0a 00 03 01 00 00 00 00 00");
        QVERIFY(wire::Ipv4View::parse(base::Bytes(b.sent.back().bytes).subspan(14))->checksumOk());
        b.send(withOption(wire::Ipv4OptionType::recordRoute, Frame{8, 1, 2, 3, 4})); // full
        QCOMPARE(test::toHex(base::Bytes(b.sent.back().bytes).subspan(34, 8)), "07 07 08 01 02 03 04 00");
        b.send(withOption(wire::Ipv4OptionType::timestamp, Frame{5, 1, 0, 0, 0, 0, 0, 0, 0, 0})); // address and time
        QCOMPARE(test::toHex(base::Bytes(b.sent.back().bytes).subspan(34, 12)), "44 0c 0d 01 0a 00 03 01 80 00 13 88"); // 5,000 ms
        b.send(withOption(wire::Ipv4OptionType::timestamp, Frame{9, 0, 1, 2, 3, 4})); // full: one more found no room
        QCOMPARE(test::toHex(base::Bytes(b.sent.back().bytes).subspan(34, 8)), "44 08 09 10 01 02 03 04");
        QCOMPARE(b.stack(0).counters().forwarded, 4u);
    }

    void brokenOptionsAreReported_data() // RFC 1812 section 5.3.13.1: parameter problem, with the place
    {
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("pointer");
        QTest::addRow("record route, pointer before the list") << QByteArray("\3\0\0\0\0", 5) << 7 << 22;
        QTest::addRow("record route, room for half an address") << QByteArray("\4\0\0", 3) << 7 << 22;
        QTest::addRow("timestamp, unknown flag") << QByteArray("\5\2\0\0\0\0", 6) << 68 << 22;
        QTest::addRow("timestamp, overflow of the overflow") << QByteArray("\5\xf0", 2) << 68 << 22;
    }
    void brokenOptionsAreReported()
    {
        QFETCH(QByteArray, data);
        QFETCH(int, type);
        QFETCH(int, pointer);
        Bench b;
        b.send(withOption(wire::Ipv4OptionType(type), Frame(data.begin(), data.end())));
        QCOMPARE(b.sent.size(), std::size_t(1));
        const auto icmp = wire::IcmpView::parse(base::Bytes(b.sent[0].bytes).subspan(34));
        QCOMPARE(int(icmp->type()), 12);
        QCOMPARE(int(icmp->pointer()), pointer);
    }

    void anOptionWithoutEndIsReported()
    {
        Bench b;
        Frame d = withOption(wire::Ipv4OptionType::recordRoute, Frame{4, 0, 0, 0, 0, 0});
        d[21] = 40; // longer than the header
        wire::fillIpv4Checksum(base::MutableBytes(d).first(28));
        b.send(d);
        QCOMPARE(int(wire::IcmpView::parse(base::Bytes(b.sent.at(0).bytes).subspan(34))->pointer()), 20);
    }

    void whatIsTooBigIsCut()
    {
        Bench b;
        b.send(datagram("10.0.1.2", "10.0.2.2", 1000));
        QCOMPARE(b.sent.size(), std::size_t(2));
        const auto first = wire::Ipv4View::parse(base::Bytes(b.sent[0].bytes).subspan(14));
        const auto second = wire::Ipv4View::parse(base::Bytes(b.sent[1].bytes).subspan(14));
        QVERIFY(first->moreFragments() && !second->moreFragments());
        QCOMPARE(int(first->totalLength()), 596);
        QCOMPARE(int(second->fragmentOffset()), 576);
        QCOMPARE(int(second->ttl()), 63);
        QCOMPARE(int(second->identification()), 0x4242);
        QCOMPARE(b.stack(0).counters().fragmentsCreated, 2u);
    }

    void flowsAreSpreadAndStayTogether()
    {
        Bench b;
        for (int round = 0; round < 2; ++round) {
            for (std::uint16_t source = 1000; source < 1200; ++source) {
                Frame payload{std::uint8_t(source >> 8), std::uint8_t(source), 0, 9, 0, 8, 0, 0};
                b.send(test::ipv4(test::header("10.0.1.2", "10.9.1.1"), payload));
            }
        }
        std::map<int, std::set<std::size_t>> portsOf;
        for (const Network::Sent &s : b.sent)
            portsOf[base::loadU16(s.bytes.data() + 34)].insert(s.from.port.index());
        std::size_t second = 0;
        for (const auto &[flow, ports] : portsOf) {
            QCOMPARE(ports.size(), std::size_t(1));
            second += ports.contains(1);
        }
        QVERIFY2(second > 70 && second < 130, QByteArray::number(qulonglong(second)));
        // The explanation names the way that the packets went.
        const ip::Explanation e = b.stack(0).explain({test::address("10.0.1.2"), test::address("10.9.1.1"), 17, 1007, 9});
        QCOMPARE(std::size_t(*portsOf[1007].begin()), e.matched->paths[*e.path].port.index());
    }

    void sending_data()
    {
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("result"); // the frame's destination and source address, or the error
        QTest::addRow("by the table") << "10.0.3.2" << "" << "02:48:00:00:00:30 10.0.3.1";
        QTest::addRow("own source") << "10.0.3.2" << "10.0.1.1" << "02:48:00:00:00:30 10.0.1.1";
        QTest::addRow("foreign source") << "10.0.3.2" << "10.0.1.7" << "source is not ours";
        QTest::addRow("no route") << "192.0.2.1" << "" << "no route";
        QTest::addRow("multicast (RFC 1112 6.4)") << "224.129.2.3" << "10.0.3.1" << "01:00:5e:01:02:03 10.0.3.1";
        QTest::addRow("broadcast") << "10.0.3.255" << "" << "ff:ff:ff:ff:ff:ff 10.0.3.1";
        QTest::addRow("limited broadcast") << "255.255.255.255" << "10.0.2.1" << "ff:ff:ff:ff:ff:ff 10.0.2.1";
        QTest::addRow("limited broadcast without address") << "255.255.255.255" << "0.0.0.0" << "ff:ff:ff:ff:ff:ff 0.0.0.0";
        QTest::addRow("to nobody") << "0.0.0.0" << "" << "bad destination";
        QTest::addRow("IPv6 is missing yet") << "2001:db8::1" << "" << "no route";
    }
    void sending()
    {
        QFETCH(QString, to);
        QFETCH(QString, from);
        QFETCH(QString, result);
        Bench b;
        std::string got;
        b.move(0, [&](link::Context &c, router::VirtualRouter &) {
            ip::Datagram d;
            d.destination = test::address(to.toStdString());
            if (!from.isEmpty())
                d.source = test::address(from.toStdString());
            d.broadcastAllowed = true;
            d.payload = c.pool.copyOf(Frame(8));
            const auto sent = const_cast<ip::Stack &>(b.stack(0)).send(c, std::move(d));
            if (!sent)
                got = toString(sent.error());
        });
        if (got.empty() && b.sent.size() == 1) {
            const auto view = wire::Ipv4View::parse(base::Bytes(b.sent[0].bytes).subspan(14));
            got = toString(base::MacAddress::load(b.sent[0].bytes.data())) + ' ' + toString(view->source());
        }
        QCOMPARE(QString::fromStdString(got), result);
    }

    void broadcastNeedsLeave()
    {
        Bench b;
        b.move(0, [&](link::Context &c, router::VirtualRouter &) {
            ip::Datagram d;
            d.destination = test::address("10.0.3.255");
            const auto refused = const_cast<ip::Stack &>(b.stack(0)).send(c, d);
            QVERIFY(!refused && refused.error() == ip::SendError::badDestination);
        });
    }

    void joinedGroupsAreDelivered()
    {
        Bench b;
        const ip::Stack &stack = b.stack(0);
        const Frame hello = test::ipv4(test::header("10.0.1.2", "224.0.0.5", IpProtocol::ospf, 1), Frame(24));
        const Frame frame = test::ethernet(*base::MacAddress::parse("01:00:5e:00:00:05"), kLeft, wire::EtherType::ipv4, hello);
        b.inject(b.ends[0], frame);
        QCOMPARE(stack.counters().delivered, 0u);
        b.setGroup(b.ends[0], ip::GroupFilter::all());
        b.forget(); // IGMP
        b.inject(b.ends[0], frame);
        QCOMPARE(stack.counters().delivered, 1u);
        b.inject(b.ends[1], frame); // joined on one interface is not joined on another
        QCOMPARE(stack.counters().delivered, 1u);
        b.setGroup(b.ends[0], {});
        b.forget();
        b.inject(b.ends[0], frame);
        QCOMPARE(stack.counters().delivered, 1u);
        QCOMPARE(b.sent.size(), std::size_t(0)); // no protocol unreachable about a group
    }

    void tinyTcpFragmentsAreFiltered() // RFC 3128
    {
        Bench b;
        wire::Ipv4Repr header = test::header("10.0.1.2", "10.0.1.1", IpProtocol::tcp);
        header.fragmentOffset = 8;
        b.send(test::ipv4(header, Frame(16)));
        QCOMPARE(b.dropped(DropReason::filtered), 1u);
    }
};

QTEST_APPLESS_MAIN(TestForward)
#include "tst_forward.moc"
