// Packets that stand for several at the stack: forwarded whole or as pieces where the way out is narrower, quoted,
// delivered and sent; counted as what they stand for.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/fragment.h"
#include "core/wire/icmp.h"
#include "tests/support/compare.h"
#include "tests/support/large.h"
#include "tests/support/network.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::base::literals;
using base::DropReason;
using test::Frame;
using wire::IpProtocol;

namespace {

constexpr std::uint16_t kSegment = 1'000;

/// One stack: eth0 10.0.1.1/24 and eth1 10.0.2.1/24 (MTU 600), a neighbour .2 on each.
struct Bench {
    Bench() : stack(options(), base::Random(1))
    {
        for (int i = 0; i < 2; ++i) {
            ip::InterfaceSpec spec;
            spec.name = "eth" + std::to_string(i);
            spec.mac = base::MacAddress::local(static_cast<std::uint32_t>(i + 1));
            spec.mtu = i == 0 ? 1500 : 600;
            const std::string net = "10.0." + std::to_string(i + 1);
            spec.addresses = {*base::InterfaceAddress::parse(net + ".1/24")};
            ports[i] = stack.addInterface(spec);
            move([&](link::Context &c) {
                stack.setCarrier(c, ports[i], true);
                stack.addPermanentNeighbour(c, ports[i], test::address(net + ".2"), base::MacAddress::local(0x10));
            });
        }
        announced = out.items().size() / 2; // on each
        out.items().clear();
    }
    static ip::StackOptions options()
    {
        ip::StackOptions o;
        o.forwarding = true;
        return o;
    }
    template <class F>
    void move(F &&f)
    {
        link::Context context{now, base::NodeId(0), pool, out, hub};
        f(context);
    }
    /// A large packet comes in at eth0.
    void handle(wire::Ipv4Repr ip, std::size_t data, std::uint16_t segment = kSegment)
    {
        packet::Packet frame =
            test::unfinished(pool, test::ethernet(base::MacAddress::local(1), base::MacAddress::local(0x10),
                                                  wire::EtherType::ipv4, test::unfinishedDatagram(ip, data)), segment);
        move([&](link::Context &c) { stack.handle(c, ports[0], std::move(frame)); });
    }
    const ip::Interface &interface(int i) const { return *stack.interface(ports[i]); }

    packet::PacketPool pool;
    link::Outbox out;
    base::trace::Hub hub;
    base::TimePoint now;
    ip::Stack stack;
    base::PortIndex ports[2];
    std::uint64_t announced = 0; ///< frames that an interface sent before the test
};

wire::Ipv4Repr from(const char *source, const char *destination, IpProtocol protocol, bool dontFragment = true,
                    std::uint8_t ttl = 64)
{
    wire::Ipv4Repr ip = test::header(source, destination, protocol, ttl);
    ip.dontFragment = dontFragment;
    return ip;
}

} // namespace

class LargePacketsTest : public QObject {
    Q_OBJECT
private slots:
    void forwardedWholeWhereThePiecesFit()
    {
        Bench b;
        b.handle(from("10.0.1.2", "10.0.2.2", IpProtocol::tcp), 1'200, 500); // 540 bytes each, 220 the last
        QCOMPARE(b.out.items().size(), std::size_t(1));
        const packet::Packet &frame = b.out.items()[0].packet;
        QCOMPARE(frame.offload(), (packet::Offload{500, true}));
        QCOMPARE(test::dataOf(frame.bytes()), test::countingBytes(1'200));
        QCOMPARE(b.interface(0).counters.inPackets, std::uint64_t(3));
        QCOMPARE(b.interface(1).counters.outPackets - b.announced, std::uint64_t(3));
        QCOMPARE(b.interface(1).counters.outBytes - b.announced * 42, std::uint64_t(1'200 + 3 * 54));
        QCOMPARE(b.stack.counters().received, std::uint64_t(3));
        QCOMPARE(b.stack.counters().forwarded, std::uint64_t(3));
    }

    void tooBigPiecesAreRefusedOneByOne()
    {
        Bench b;
        b.handle(from("10.0.1.2", "10.0.2.2", IpProtocol::tcp), 2'500); // the last, of 540 bytes, fits
        QCOMPARE(b.out.items().size(), std::size_t(3));
        for (int i = 0; i < 2; ++i) {
            const base::Bytes error = b.out.items()[static_cast<std::size_t>(i)].packet.bytes();
            const auto icmp = wire::IcmpView::parse(error.subspan(34));
            QVERIFY(icmp && icmp->checksumOk());
            QCOMPARE(int(icmp->code()), 4); // fragmentation needed
            QCOMPARE(icmp->nextHopMtu(), std::uint16_t(600));
            const auto quoted = wire::Ipv4View::parseQuoted(icmp->payload());
            QCOMPARE(quoted->totalLength(), std::uint16_t(1'040)); // of the piece
        }
        QVERIFY(test::isFinished(b.out.items()[2].packet.bytes()));
        QCOMPARE(b.stack.counters().dropped(DropReason::fragmentationNeeded), std::uint64_t(2));
        QCOMPARE(b.interface(0).counters.inDrops, std::uint64_t(2));
    }

    void tooBigPiecesAreCutIntoFragments()
    {
        Bench b;
        b.handle(from("10.0.1.2", "10.0.2.2", IpProtocol::udp, false), 2'500);
        // Two of 1,008 bytes of UDP in two fragments each; the third fits.
        QCOMPARE(b.out.items().size(), std::size_t(5));
        Frame udp;
        for (std::size_t i = 0; i < 2; ++i) {
            const auto view = wire::Ipv4View::parse(b.out.items()[i].packet.bytes().subspan(14));
            QVERIFY(view && view->checksumOk());
            QCOMPARE(view->fragmentOffset(), udp.size());
            udp.insert(udp.end(), view->payload().begin(), view->payload().end());
        }
        const Frame whole = test::ipv4(from("10.0.1.2", "10.0.2.2", IpProtocol::udp), udp);
        QVERIFY(test::isFinished(whole, 0));
        QVERIFY(test::isFinished(b.out.items()[4].packet.bytes()));
    }

    void aMissingChecksumIsCompletedBeforeCutting()
    {
        Bench b;
        b.handle(from("10.0.1.2", "10.0.2.2", IpProtocol::udp, false), 1'000, 0);
        QCOMPARE(b.out.items().size(), std::size_t(2));
        Frame udp;
        for (const link::Outbox::Item &item : b.out.items()) {
            const auto payload = wire::Ipv4View::parse(item.packet.bytes().subspan(14))->payload();
            udp.insert(udp.end(), payload.begin(), payload.end());
            QCOMPARE(item.packet.offload(), packet::Offload());
        }
        QVERIFY(test::isFinished(test::ipv4(from("10.0.1.2", "10.0.2.2", IpProtocol::udp), udp), 0));
    }

    void errorsQuoteWhatWasOnTheWire()
    {
        Bench b;
        b.handle(from("10.0.1.2", "10.0.2.2", IpProtocol::tcp, true, 1), 2'500, 500);
        QCOMPARE(b.out.items().size(), std::size_t(1));
        const auto icmp = wire::IcmpView::parse(b.out.items()[0].packet.bytes().subspan(34));
        QCOMPARE(icmp->type(), wire::IcmpType::timeExceeded);
        const auto quoted = wire::Ipv4View::parse(icmp->payload()); // it is short enough to be quoted whole
        QVERIFY(quoted);
        QCOMPARE(quoted->totalLength(), std::uint16_t(540));
        QVERIFY(test::isFinished(icmp->payload(), 0));
        QCOMPARE(b.stack.counters().dropped(DropReason::ttlExceeded), std::uint64_t(5));
    }

    void tcpGetsTheWhole()
    {
        Bench b;
        b.handle(from("10.0.1.2", "10.0.1.1", IpProtocol::tcp), 2'500);
        QCOMPARE(b.stack.delivered().size(), std::size_t(1));
        const ip::Delivered &d = b.stack.delivered()[0];
        QCOMPARE(d.datagram.offload(), (packet::Offload{kSegment, true}));
        QCOMPARE(test::dataOf(d.datagram.bytes(), 0), test::countingBytes(2'500));
        QCOMPARE(b.stack.counters().delivered, std::uint64_t(3));
        // Nobody listens: the answer quotes the first of those on the wire, finished.
        b.move([&](link::Context &c) { b.stack.sendUnreachable(c, d, wire::UnreachableCode::protocol); });
        QCOMPARE(b.out.items().size(), std::size_t(1));
        const auto icmp = wire::IcmpView::parse(b.out.items()[0].packet.bytes().subspan(34));
        QCOMPARE(wire::Ipv4View::parseQuoted(icmp->payload())->totalLength(), std::uint16_t(1'040));
    }

    void udpGetsSingleDatagrams()
    {
        Bench b;
        b.handle(from("10.0.1.2", "10.0.1.1", IpProtocol::udp), 2'500);
        QCOMPARE(b.stack.delivered().size(), std::size_t(3));
        std::size_t at = 0;
        for (const ip::Delivered &d : b.stack.delivered()) {
            QVERIFY(test::isFinished(d.datagram.bytes(), 0));
            const Frame data = test::dataOf(d.datagram.bytes(), 0);
            QCOMPARE(data, test::countingBytes(data.size(), at));
            at += data.size();
        }
        QCOMPARE(at, std::size_t(2'500));
        QCOMPARE(b.stack.counters().delivered, std::uint64_t(3));
    }

    void sentWhole()
    {
        Bench b;
        const auto send = [&](const char *to, std::size_t data, std::uint16_t segment, bool dontFragment) {
            const Frame datagram = test::unfinishedDatagram(from("10.0.1.1", to, IpProtocol::tcp), data);
            ip::Datagram d;
            d.source = test::address("10.0.1.1");
            d.destination = test::address(to);
            d.protocol = IpProtocol::tcp;
            d.dontFragment = dontFragment;
            d.payload = test::unfinished(b.pool, Frame(datagram.begin() + 20, datagram.end()), segment);
            b.out.items().clear();
            base::Result<void, ip::SendError> result;
            b.move([&](link::Context &c) { result = b.stack.send(c, std::move(d)); });
            return result;
        };
        QVERIFY(send("10.0.1.2", 60'000, 1'460, true));
        QCOMPARE(b.out.items().size(), std::size_t(1));
        const packet::Packet first = b.out.items()[0].packet;
        QCOMPARE(first.offload(), (packet::Offload{1'460, true}));
        QCOMPARE(b.interface(0).counters.outPackets - b.announced, std::uint64_t(42));
        QCOMPARE(b.stack.counters().sent, std::uint64_t(42));
        // Its pieces use up as many identifications.
        QVERIFY(send("10.0.1.2", 10, 0, true));
        const auto id = [](const packet::Packet &p) { return wire::Ipv4View::parse(p.bytes().subspan(14))->identification(); };
        QCOMPARE(std::uint16_t(id(b.out.items()[0].packet) - id(first)), std::uint16_t(42));

        const auto tooBig = send("10.0.2.2", 60'000, 1'460, true);
        QVERIFY(!tooBig);
        QCOMPARE(tooBig.error(), ip::SendError::tooBig);
        QVERIFY(send("10.0.2.2", 2'500, 1'460, false)); // 1,480 and 1,060 bytes in fragments of at most 576
        QCOMPARE(b.out.items().size(), std::size_t(5));
    }

    void loopedWhole()
    {
        Bench b;
        const Frame datagram = test::unfinishedDatagram(from("10.0.1.1", "10.0.2.1", IpProtocol::tcp), 60'000);
        ip::Datagram d;
        d.source = test::address("10.0.1.1");
        d.destination = test::address("10.0.2.1");
        d.protocol = IpProtocol::tcp;
        d.dontFragment = true;
        d.payload = test::unfinished(b.pool, Frame(datagram.begin() + 20, datagram.end()), 1'460);
        b.move([&](link::Context &c) { QVERIFY(b.stack.send(c, std::move(d))); });
        b.now = b.stack.nextDeadline();
        b.move([&](link::Context &c) { b.stack.expire(c); });
        QCOMPARE(b.stack.delivered().size(), std::size_t(1));
        QCOMPARE(b.stack.delivered()[0].datagram.offload(), (packet::Offload{1'460, true}));
    }
};

QTEST_APPLESS_MAIN(LargePacketsTest)
#include "tst_large_packets.moc"
