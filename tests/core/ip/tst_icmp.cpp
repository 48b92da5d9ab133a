// ICMP rules, each with its clause: what is answered, about what no error may be sent, and what an error looks like.
//
// One router (r: 10.0.1.1/24 on eth0, 10.0.2.1/24 on eth1 with MTU 600) with the test as its neighbours.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/compare.h"
#include "tests/support/frames.h"
#include "tests/support/network.h"

#include <QtTest>

#include <algorithm>

using namespace hopyard;
using namespace hopyard::base::literals;
using test::Frame;
using test::Network;
using wire::IpProtocol;
using wire::UnreachableCode;

namespace {

const base::MacAddress kHost = base::MacAddress::local(0x10);
const base::MacAddress kRight = base::MacAddress::local(0x20);

struct Bench : Network {
    explicit Bench(bool forwarding = true, ip::StackOptions options = {})
    {
        add("r", forwarding, options);
        left = port(0, {"10.0.1.1/24"});
        right = port(0, {"10.0.2.1/24"}, 600);
        router::RouterConfig config;
        config.ipForwarding = forwarding;
        config.interfaces["eth0"].addresses = {*base::InterfaceAddress::parse("10.0.1.1/24")};
        config.interfaces["eth1"].addresses = {*base::InterfaceAddress::parse("10.0.2.1/24")};
        const auto route = [&config](const char *prefix, router::StaticRoute::Kind kind, const char *gateway = "") {
            router::StaticRoute r;
            r.prefix = test::prefix(prefix);
            r.kind = kind;
            if (*gateway)
                r.gateway = test::address(gateway);
            config.addRoute(r);
        };
        route("10.8.0.0/16", router::StaticRoute::Kind::blackhole);
        route("10.9.0.0/16", router::StaticRoute::Kind::reject);
        route("10.7.0.0/16", router::StaticRoute::Kind::nextHop, "10.0.1.2");
        route("10.6.0.0/16", router::StaticRoute::Kind::nextHop, "10.0.2.2");
        configure(0, config);
        setCarrier(left, true);
        setCarrier(right, true);
        move(0, [&](link::Context &c, router::VirtualRouter &r) {
            r.addPermanentNeighbour(c, left.port, test::address("10.0.1.10"), kHost);
            r.addPermanentNeighbour(c, left.port, test::address("10.0.1.2"), base::MacAddress::local(0x12));
            r.addPermanentNeighbour(c, right.port, test::address("10.0.2.2"), kRight);
        });
        runFor(5_s);
        forget();
    }
    void send(const Frame &datagram, const base::MacAddress *to = nullptr)
    {
        inject(left, test::ethernet(to ? *to : mac(left), kHost, wire::EtherType::ipv4, datagram));
    }
    /// The ICMP messages that came out to the left, "type/code" each.
    QStringList answers() const
    {
        QStringList all;
        for (const Frame &frame : from(left)) {
            const auto ethernet = wire::EthernetView::parse(frame);
            if (ethernet->etherType() != wire::EtherType::ipv4)
                continue;
            const auto ip = wire::Ipv4View::parse(ethernet->payload());
            if (ip->protocol() != IpProtocol::icmp)
                continue;
            const auto icmp = wire::IcmpView::parse(ip->payload());
            all << QString("%1/%2").arg(int(icmp->type())).arg(icmp->code());
        }
        return all;
    }
    Frame lastDatagram() const
    {
        const Frame frame = from(left).back();
        return Frame(frame.begin() + 14, frame.end());
    }
    End left, right;
};

const Frame kUdp{0x13, 0x88, 0x00, 0x09, 0x00, 0x08, 0x00, 0x00}; // port 5000 to 9, no checksum

Frame udp(const char *from, const char *to, std::uint8_t ttl = 64, std::size_t more = 0, bool dontFragment = false)
{
    wire::Ipv4Repr header = test::header(from, to, IpProtocol::udp, ttl);
    header.dontFragment = dontFragment;
    Frame payload = kUdp;
    payload.resize(payload.size() + more);
    payload[4] = static_cast<std::uint8_t>(payload.size() >> 8);
    payload[5] = static_cast<std::uint8_t>(payload.size());
    return test::ipv4(header, payload);
}

} // namespace

class TestIcmp : public QObject {
    Q_OBJECT
private slots:
    void echoIsAnswered() // RFC 1122 section 3.2.2.6
    {
        Bench b;
        const Frame request = test::ipv4(test::header("10.0.1.10", "10.0.1.1", IpProtocol::icmp),
                                         test::echoRequest(0x1234, 1, {'a', 'b', 'c', 'd'}));
        b.send(request);
        QCOMPARE(b.answers(), QStringList{"0/0"});
        const Frame reply = b.lastDatagram();
        QCOMPARE(test::toHex(base::Bytes(reply).subspan(20)), "00 00 29 04 12 34 00 01 61 62 63 64");
        const auto view = wire::Ipv4View::parse(reply);
        QVERIFY(view->checksumOk() && view->ttl() == 64 && view->source() == test::v4("10.0.1.1"));
    }

    void rawSocketsHearEchoRequestsToo() // raw(7)
    {
        Bench b;
        transport::SocketId raw;
        b.move(0, [&](link::Context &c, router::VirtualRouter &r) {
            r.useSockets(c, [&](transport::SocketLayer &sockets, transport::IpOutput &) {
                raw = *sockets.socket(transport::SocketKind::raw, base::Family::ipv4, {}, IpProtocol::icmp);
            });
        });
        b.send(test::ipv4(test::header("10.0.1.10", "10.0.1.1", IpProtocol::icmp), test::echoRequest(0x1234, 1, {'a'})));
        QCOMPARE(b.answers(), QStringList{"0/0"});
        b.move(0, [&](link::Context &c, router::VirtualRouter &r) {
            r.useSockets(c, [&](transport::SocketLayer &sockets, transport::IpOutput &) {
                const auto heard = sockets.receiveFrom(raw);
                QVERIFY(heard);
                QCOMPARE(test::toHex(heard->data.bytes().subspan(20)), std::string("08 00 84 ca 12 34 00 01 61"));
            });
        });
    }

    void echoToGroupsAndBrokenEchoAreNot_data()
    {
        QTest::addColumn<QByteArray>("datagram");
        const auto row = [](const char *name, const Frame &d) {
            QTest::addRow("%s", name) << QByteArray(reinterpret_cast<const char *>(d.data()), qsizetype(d.size()));
        };
        row("directed broadcast", test::ipv4(test::header("10.0.1.10", "10.0.1.255", IpProtocol::icmp), test::echoRequest()));
        row("limited broadcast", test::ipv4(test::header("10.0.1.10", "255.255.255.255", IpProtocol::icmp), test::echoRequest()));
        row("all systems", test::ipv4(test::header("10.0.1.10", "224.0.0.1", IpProtocol::icmp), test::echoRequest()));
        row("other group", test::ipv4(test::header("10.0.1.10", "224.0.0.5", IpProtocol::icmp), test::echoRequest()));
        Frame broken = test::echoRequest();
        broken[9] ^= 1;
        row("bad ICMP checksum", test::ipv4(test::header("10.0.1.10", "10.0.1.1", IpProtocol::icmp), broken));
        row("too short", test::ipv4(test::header("10.0.1.10", "10.0.1.1", IpProtocol::icmp), Frame(7)));
        row("unknown type", test::ipv4(test::header("10.0.1.10", "10.0.1.1", IpProtocol::icmp),
                                       test::icmp({wire::IcmpOther{wire::IcmpType(200), 0, {}}})));
    }
    void echoToGroupsAndBrokenEchoAreNot()
    {
        QFETCH(QByteArray, datagram);
        Bench b;
        const auto *bytes = reinterpret_cast<const std::uint8_t *>(datagram.constData());
        b.send(Frame(bytes, bytes + datagram.size()));
        QCOMPARE(b.answers(), QStringList());
    }

    // Which error, and that it is counted as the right drop.
    void errors_data()
    {
        QTest::addColumn<QString>("to");
        QTest::addColumn<int>("ttl");
        QTest::addColumn<int>("more");
        QTest::addColumn<bool>("dontFragment");
        QTest::addColumn<QString>("answer");
        QTest::addRow("port unreachable (RFC 1122 4.1.3.1)") << "10.0.1.1" << 64 << 0 << false << "3/3";
        QTest::addRow("no route: net unreachable (RFC 1812 5.2.7.1)") << "192.0.2.1" << 64 << 0 << false << "3/0";
        QTest::addRow("reject route: host unreachable") << "10.9.1.1" << 64 << 0 << false << "3/1";
        QTest::addRow("blackhole: silence") << "10.8.1.1" << 64 << 0 << false << "";
        QTest::addRow("TTL 1 (RFC 1812 5.3.1)") << "10.0.2.2" << 1 << 0 << false << "11/0";
        QTest::addRow("TTL 0") << "10.0.2.2" << 0 << 0 << false << "11/0";
        QTest::addRow("TTL 1 to us is delivered") << "10.0.1.1" << 1 << 0 << false << "3/3";
        QTest::addRow("too big with DF (RFC 1191 4)") << "10.0.2.2" << 64 << 700 << true << "3/4";
        QTest::addRow("too big without DF is cut") << "10.0.2.2" << 64 << 700 << false << "";
        QTest::addRow("goes back: redirect (RFC 1812 5.2.7.2)") << "10.7.0.1" << 64 << 0 << false << "5/1";
    }
    void errors()
    {
        QFETCH(QString, to);
        QFETCH(int, ttl);
        QFETCH(int, more);
        QFETCH(bool, dontFragment);
        QFETCH(QString, answer);
        Bench b;
        const Frame datagram = udp("10.0.1.10", to.toLatin1(), std::uint8_t(ttl), std::size_t(more), dontFragment);
        b.send(datagram);
        QCOMPARE(b.answers().join(' '), answer);
        if (answer.isEmpty())
            return;
        const auto icmpFrame = b.from(b.left).front();
        const auto error = wire::Ipv4View::parse(base::Bytes(icmpFrame).subspan(14));
        QCOMPARE(error->source(), test::v4("10.0.1.1"));       // RFC 1812 section 4.3.2.4
        QCOMPARE(error->destination(), test::v4("10.0.1.10"));
        QCOMPARE(int(error->tos()), 0xc0);                    // section 4.3.2.5
        QVERIFY(error->totalLength() <= 576);                 // section 4.3.2.3
        const auto icmp = wire::IcmpView::parse(error->payload());
        QVERIFY(icmp->checksumOk());
        QVERIFY(std::ranges::equal(icmp->payload(), base::Bytes(datagram).first(std::min<std::size_t>(datagram.size(), 548))));
        if (answer == "3/4")
            QCOMPARE(int(icmp->nextHopMtu()), 600);
        if (answer == "5/1")
            QCOMPARE(icmp->gateway(), test::v4("10.0.1.2"));
    }

    void unknownProtocolToUs() // RFC 1122 section 3.2.2.1
    {
        Bench b;
        b.send(test::ipv4(test::header("10.0.1.10", "10.0.1.1", IpProtocol(253)), Frame(8)));
        QCOMPARE(b.answers(), QStringList{"3/2"});
    }

    // RFC 1122 section 3.2.2: an error is never sent about …
    void noErrorAbout_data()
    {
        QTest::addColumn<QByteArray>("datagram");
        QTest::addColumn<bool>("linkBroadcast");
        const auto row = [](const char *name, const Frame &d, bool linkBroadcast = false) {
            QTest::addRow("%s", name) << QByteArray(reinterpret_cast<const char *>(d.data()), qsizetype(d.size())) << linkBroadcast;
        };
        const Frame quoted = udp("10.0.1.1", "192.0.2.1");
        row("an ICMP error", test::ipv4(test::header("10.0.1.10", "192.0.2.1", IpProtocol::icmp),
                                        test::icmp({wire::IcmpTimeExceeded{}}, quoted)));
        row("an ICMP error with TTL 1", test::ipv4(test::header("10.0.1.10", "10.0.2.2", IpProtocol::icmp, 1),
                                                   test::icmp({wire::IcmpUnreachable{}}, quoted)));
        wire::Ipv4Repr later = test::header("10.0.1.10", "192.0.2.1");
        later.fragmentOffset = 64;
        row("a later fragment", test::ipv4(later, kUdp));
        row("a broadcast", udp("10.0.1.10", "10.0.1.255"));
        row("a multicast", udp("10.0.1.10", "224.0.0.1"));
        row("a link-layer broadcast to us", udp("10.0.1.10", "10.0.1.1"), true);
        row("a link-layer broadcast to others", udp("10.0.1.10", "192.0.2.1"), true);
        row("a source that is everybody", udp("255.255.255.255", "192.0.2.1"));
        row("a source that is a group", udp("224.0.0.9", "192.0.2.1"));
        row("a source that is nobody", udp("0.0.0.0", "192.0.2.1"));
        row("a source that is loopback", udp("127.0.0.1", "192.0.2.1"));
        row("a source that is the other side's broadcast", udp("10.0.2.255", "192.0.2.1"));
    }
    void noErrorAbout()
    {
        QFETCH(QByteArray, datagram);
        QFETCH(bool, linkBroadcast);
        Bench b;
        const auto *bytes = reinterpret_cast<const std::uint8_t *>(datagram.constData());
        const base::MacAddress everybody = base::MacAddress::broadcast();
        b.send(Frame(bytes, bytes + datagram.size()), linkBroadcast ? &everybody : nullptr);
        b.runFor(5_s);
        QCOMPARE(b.answers(), QStringList());
        QCOMPARE(b.from(b.right).size(), std::size_t(0));
    }

    void anEchoRequestMayHaveErrors()
    {
        Bench b;
        b.send(test::ipv4(test::header("10.0.1.10", "192.0.2.1", IpProtocol::icmp), test::echoRequest()));
        QCOMPARE(b.answers(), QStringList{"3/0"});
    }

    void errorsAreRateLimited() // RFC 1812 section 4.3.2.8
    {
        Bench b;
        for (int i = 0; i < 20; ++i)
            b.send(udp("10.0.1.10", "192.0.2.1"));
        QCOMPARE(b.answers().size(), 6);
        QCOMPARE(b.stack(0).counters().icmpErrorsLimited, 14u);
        for (int i = 0; i < 20; ++i) // path MTU discovery is not held up
            b.send(udp("10.0.1.10", "10.0.2.2", 64, 700, true));
        QCOMPARE(b.answers().count("3/4"), 20);
        b.forget();
        for (int i = 0; i < 20; ++i) // nor are echoes
            b.send(test::ipv4(test::header("10.0.1.10", "10.0.1.1", IpProtocol::icmp), test::echoRequest()));
        QCOMPARE(b.answers().size(), 20);
    }

    // The next hop does not answer ARP: host unreachable to each packet that waited (RFC 1812 section 5.2.7.1).
    void hostUnreachableWhenNobodyAnswers()
    {
        Bench b;
        b.send(udp("10.0.1.10", "10.0.2.77"));
        b.send(udp("10.0.1.10", "10.0.2.77"));
        b.runFor(4_s);
        QCOMPARE(b.answers(), (QStringList{"3/1", "3/1"}));
    }

    void reassemblyTimeExceeded() // RFC 1122 section 3.3.2
    {
        Bench b;
        wire::Ipv4Repr first = test::header("10.0.1.10", "10.0.1.1");
        first.moreFragments = true;
        first.identification = 1;
        b.send(test::ipv4(first, Frame(16)));
        wire::Ipv4Repr second = first; // of another datagram, whose first never comes
        second.identification = 2;
        second.fragmentOffset = 16;
        b.send(test::ipv4(second, Frame(16)));
        b.runFor(29_s);
        QCOMPARE(b.answers(), QStringList());
        b.runFor(2_s);
        QCOMPARE(b.answers(), QStringList{"11/1"});
        QCOMPARE(b.stack(0).counters().dropped(base::DropReason::reassemblyTimeout), 2u);
    }

    void aHostDoesNotForward() // RFC 1122 section 3.3.1
    {
        Bench b(false);
        b.send(udp("10.0.1.10", "10.0.2.2"));
        QCOMPARE(b.sent.size(), std::size_t(0));
        QCOMPARE(b.stack(0).counters().dropped(base::DropReason::notForUs), 1u);
    }

    // RFC 1122 section 3.2.2.2: which redirects a host believes.
    void redirects_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("gateway");
        QTest::addColumn<QString>("about");
        QTest::addColumn<bool>("believed");
        QTest::addRow("from the gateway in use") << "10.0.1.2" << "10.0.1.10" << "10.0.1.1" << true;
        QTest::addRow("from somebody else") << "10.0.1.10" << "10.0.1.2" << "10.0.1.1" << false;
        QTest::addRow("to a gateway elsewhere") << "10.0.1.2" << "192.0.2.1" << "10.0.1.1" << false;
        QTest::addRow("to the host itself") << "10.0.1.2" << "10.0.1.1" << "10.0.1.1" << false;
        QTest::addRow("about what it did not send") << "10.0.1.2" << "10.0.1.10" << "10.0.1.77" << false;
    }
    void redirects()
    {
        QFETCH(QString, from);
        QFETCH(QString, gateway);
        QFETCH(QString, about);
        QFETCH(bool, believed);
        Bench b(false);
        const auto probe = [&b] {
            b.forget();
            b.move(0, [&](link::Context &c, router::VirtualRouter &) {
                ip::Datagram d;
                d.destination = test::address("10.7.0.5");
                d.payload = c.pool.copyOf(kUdp);
                QVERIFY(const_cast<ip::Stack &>(b.stack(0)).send(c, std::move(d)));
            });
            return base::MacAddress::load(b.sent.back().bytes.data());
        };
        QCOMPARE(probe(), base::MacAddress::local(0x12));
        b.send(test::ipv4(test::header(from.toLatin1().constData(), "10.0.1.1", IpProtocol::icmp),
                          test::icmp({wire::IcmpRedirect{wire::RedirectCode::host, test::v4(gateway.toStdString())}},
                                     udp(about.toLatin1(), "10.7.0.5"))));
        QCOMPARE(probe(), believed ? kHost : base::MacAddress::local(0x12));
        b.runFor(301_s);
        QCOMPARE(probe(), base::MacAddress::local(0x12)); // forgotten
    }

    // RFC 1191: a report lowers the path's MTU, and what is sent then fits.
    void pathMtuIsLearnt()
    {
        Bench b;
        const auto mtu = [&b] { return b.stack(0).mtuTo(b.now(), test::address("10.7.0.5")); };
        QCOMPARE(mtu(), 1500u);
        b.send(test::ipv4(test::header("10.0.1.10", "10.0.1.1", IpProtocol::icmp),
                          test::icmp({wire::IcmpUnreachable{UnreachableCode::fragmentationNeeded, 1000}},
                                     udp("10.0.1.1", "10.7.0.5", 64, 1400, true))));
        QCOMPARE(mtu(), 1000u);
        b.forget();
        b.move(0, [&](link::Context &c, router::VirtualRouter &) {
            auto &stack = const_cast<ip::Stack &>(b.stack(0));
            ip::Datagram d;
            d.destination = test::address("10.7.0.5");
            d.payload = c.pool.copyOf(Frame(1200, 1));
            d.dontFragment = true;
            const auto refused = stack.send(c, d);
            QVERIFY(!refused && refused.error() == ip::SendError::tooBig);
            d.dontFragment = false;
            QVERIFY(stack.send(c, std::move(d)));
        });
        QCOMPARE(b.sent.size(), std::size_t(2));
        QVERIFY(b.sent[0].bytes.size() <= 1014);
        b.runFor(601_s);
        QCOMPARE(mtu(), 1500u);
    }
};

QTEST_APPLESS_MAIN(TestIcmp)
#include "tst_icmp.moc"
