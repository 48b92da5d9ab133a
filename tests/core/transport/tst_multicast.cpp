// Multicast on the wire and at the sockets: who hears what, and what routers are told.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/igmp.h"
#include "core/wire/ipv4.h"
#include "tests/core/transport/two_hosts.h"
#include "tests/support/compare.h"
#include "tests/support/hex.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::transport;

namespace {

using Text = std::string;
const base::IpAddress kGroup = base::Ipv4Address(239, 1, 2, 3);
const base::IpAddress kOtherGroup = base::Ipv4Address(239, 9, 9, 9);

/// The IGMP datagrams that arrive anywhere.
struct Igmp final : base::trace::Sink {
    explicit Igmp(world::World &world) { world.trace().add(this, base::trace::kindOf<base::trace::PacketArrived>()); }
    void event(base::TimePoint, const base::trace::Event &event) override
    {
        const base::Bytes frame = std::get<base::trace::PacketArrived>(event).bytes;
        const auto view = wire::Ipv4View::parse(frame.subspan(14));
        if (view && view->protocol() == wire::IpProtocol::igmp)
            frames.emplace_back(frame.begin(), frame.end());
    }
    std::vector<std::vector<std::uint8_t>> frames;
};

SocketId receiver(Host &host, std::uint16_t port = 5000)
{
    const SocketId s = host.open(SocketKind::udp);
    host.set(s, SocketOption::reuseAddress, 1);
    host.bind(s, {kAnywhere, port});
    return s;
}

Text join(Host &host, SocketId s, const base::IpAddress &group)
{
    return host.use([&](SocketLayer &l, IpOutput &ip) { return errnoOf(l.joinGroup(ip, s, group)); });
}
Text leave(Host &host, SocketId s, const base::IpAddress &group)
{
    return host.use([&](SocketLayer &l, IpOutput &ip) { return errnoOf(l.leaveGroup(ip, s, group)); });
}
Text source(Host &host, SocketId s, SocketLayer::SourceChange change, const base::IpAddress &from)
{
    return host.use([&](SocketLayer &l, IpOutput &ip) { return errnoOf(l.changeSource(ip, s, change, kGroup, from)); });
}
void send(TwoHosts &t, Host &host, SocketId s, const base::IpAddress &group, std::string_view text)
{
    const base::Bytes bytes(reinterpret_cast<const std::uint8_t *>(text.data()), text.size());
    host.use([&](SocketLayer &l, IpOutput &ip) { return errnoOf(l.sendTo(ip, s, bytes, {group, 5000})); });
    t.run(0.1);
}

} // namespace

class TestMulticast : public QObject {
    Q_OBJECT
private slots:
    void membersHear()
    {
        TwoHosts t;
        const SocketId from = t.a.open(SocketKind::udp), one = receiver(t.b), two = receiver(t.b);
        send(t, t.a, from, kGroup, "early");
        QCOMPARE(join(t.b, one, kGroup), Text("ok"));
        QCOMPARE(join(t.b, one, kGroup), Text("EADDRINUSE"));
        send(t, t.a, from, kGroup, "hello");
        QCOMPARE(t.b.read(one), Text("hello"));
        QCOMPARE(t.b.read(two), Text("hello")); // did not join, but the node is a member (IP_MULTICAST_ALL)
        t.b.set(two, SocketOption::multicastAll, 0);
        send(t, t.a, from, kGroup, "again");
        QCOMPARE(t.b.read(one), Text("again"));
        QCOMPARE(t.b.read(two), Text("EAGAIN"));
        send(t, t.a, from, kOtherGroup, "other");
        QCOMPARE(t.b.read(one), Text("EAGAIN"));
        QCOMPARE(leave(t.b, one, kOtherGroup), Text("EADDRNOTAVAIL"));
        QCOMPARE(leave(t.b, one, kGroup), Text("ok"));
        send(t, t.a, from, kGroup, "late");
        QCOMPARE(t.b.read(one), Text("EAGAIN"));
    }

    void theNodeIsAMemberWhileOneSocketIs()
    {
        TwoHosts t;
        const SocketId from = t.a.open(SocketKind::udp), one = receiver(t.b), two = receiver(t.b);
        join(t.b, one, kGroup);
        join(t.b, two, kGroup);
        t.b.close(one);
        send(t, t.a, from, kGroup, "still");
        QCOMPARE(t.b.read(two), Text("still"));
        const SocketId all = receiver(t.b);
        t.b.close(two); // closing leaves
        send(t, t.a, from, kGroup, "gone");
        QCOMPARE(t.b.read(all), Text("EAGAIN"));
    }

    void sourcesAreChosen()
    {
        using Change = SocketLayer::SourceChange;
        TwoHosts t;
        const SocketId from = t.a.open(SocketKind::udp), in = receiver(t.b), ex = receiver(t.b);
        QCOMPARE(source(t.b, in, Change::leave, kA), Text("EADDRNOTAVAIL"));
        QCOMPARE(source(t.b, in, Change::join, kB), Text("ok"));
        QCOMPARE(source(t.b, in, Change::join, kB), Text("EADDRNOTAVAIL"));
        QCOMPARE(join(t.b, ex, kGroup), Text("ok"));
        send(t, t.a, from, kGroup, "one");
        QCOMPARE(t.b.read(in), Text("EAGAIN")); // wants b's alone
        QCOMPARE(t.b.read(ex), Text("one"));
        QCOMPARE(source(t.b, in, Change::join, kA), Text("ok"));
        QCOMPARE(source(t.b, ex, Change::join, kA), Text("EINVAL"));
        QCOMPARE(source(t.b, ex, Change::block, kA), Text("ok"));
        send(t, t.a, from, kGroup, "two");
        QCOMPARE(t.b.read(in), Text("two"));
        QCOMPARE(t.b.read(ex), Text("EAGAIN"));
        QCOMPARE(source(t.b, ex, Change::unblock, kA), Text("ok"));
        send(t, t.a, from, kGroup, "three");
        QCOMPARE(t.b.read(ex), Text("three"));
    }

    void theSenderHearsItselfUnlessItWillNot()
    {
        TwoHosts t;
        const SocketId s = receiver(t.a);
        send(t, t.a, s, kGroup, "alone");
        QCOMPARE(t.a.read(s), Text("EAGAIN")); // no member
        join(t.a, s, kGroup);
        send(t, t.a, s, kGroup, "self");
        QCOMPARE(t.a.read(s), Text("self"));
        t.a.set(s, SocketOption::multicastLoop, 0);
        send(t, t.a, s, kGroup, "quiet");
        QCOMPARE(t.a.read(s), Text("EAGAIN"));
    }

    void aSenderHearsItsOwnBroadcast()
    {
        TwoHosts t;
        const SocketId s = receiver(t.a);
        t.a.set(s, SocketOption::broadcast, 1);
        send(t, t.a, s, base::Ipv4Address(10, 0, 0, 255), "all");
        QCOMPARE(t.a.read(s), Text("all"));
        QCOMPARE(t.a.read(s), Text("EAGAIN"));
    }

    void reportsOnTheWire()
    {
        TwoHosts t;
        t.run(1);
        Igmp igmp(t.world);
        const SocketId s = receiver(t.b);
        join(t.b, s, kGroup);
        t.run(2);
        QCOMPARE(igmp.frames.size(), std::size_t(2)); // robustness
        const auto &frame = igmp.frames[0];
        QCOMPARE(test::toHex(base::Bytes(frame).first(6)), std::string("01 00 5e 00 00 16"));
        const auto view = wire::Ipv4View::parse(base::Bytes(frame).subspan(14));
        QVERIFY(view && view->checksumOk());
        QCOMPARE(int(view->ttl()), 1);
        QCOMPARE(int(view->tos()), 0xc0);
        QCOMPARE(test::toHex(view->options()), std::string("94 04 00 00"));
        QCOMPARE(base::IpAddress(view->destination()), base::IpAddress(base::Ipv4Address(224, 0, 0, 22)));
        QCOMPARE(base::IpAddress(view->source()), kB);
        QCOMPARE(test::toHex(view->payload()), std::string("22 00 e8 f9 00 00 00 01 04 00 00 00 ef 01 02 03"));
        igmp.frames.clear();
        t.b.close(s);
        t.run(2);
        QCOMPARE(igmp.frames.size(), std::size_t(2));
        QCOMPARE(int(igmp.frames[0][14 + 24 + 8]), 3); // TO_IN({})
    }

    void aQueryIsAnswered()
    {
        TwoHosts t;
        const SocketId s = receiver(t.b);
        join(t.b, s, kGroup);
        t.run(2);
        Igmp igmp(t.world);
        t.a.use([&](SocketLayer &l, IpOutput &ip) { // a router's daemon asks, with a raw socket of its own
            const SocketId raw = *l.socket(SocketKind::raw, base::Family::ipv4, {}, wire::IpProtocol::igmp);
            std::vector<std::uint8_t> query(12);
            wire::IgmpRepr{wire::IgmpQuery{}}.emit(query);
            return errnoOf(l.sendTo(ip, raw, query, {base::Ipv4Address(224, 0, 0, 1), 0}));
        });
        t.run(11);
        QCOMPARE(igmp.frames.size(), std::size_t(2)); // the query and the answer
        QCOMPARE(int(igmp.frames[1][14 + 24 + 8]), 2); // IS_EX({})
    }

    void aRawSocketSendsItsOwnHeader()
    {
        TwoHosts t;
        const SocketId hears = t.b.open(SocketKind::raw);
        const SocketId raw = t.a.use([&](SocketLayer &l, IpOutput &) {
            return *l.socket(SocketKind::raw, base::Family::ipv4, {}, wire::IpProtocol(255)); // IPPROTO_RAW
        });
        auto datagram = test::hex("45 20 00 00 00 00 00 00 07 01 00 00 00 00 00 00 0a 00 00 02 00 00 ff ff 00 00 00 00");
        QCOMPARE(t.a.use([&](SocketLayer &l, IpOutput &ip) { return errnoOf(l.sendTo(ip, raw, datagram, {kB, 0})); }), Text("ok"));
        datagram[0] = 0x44;
        QCOMPARE(t.a.use([&](SocketLayer &l, IpOutput &ip) { return errnoOf(l.sendTo(ip, raw, datagram, {kB, 0})); }), Text("EINVAL"));
        t.run(1);
        const Text got = t.b.read(hears);
        const base::Bytes bytes(reinterpret_cast<const std::uint8_t *>(got.data()), got.size());
        const auto view = wire::Ipv4View::parse(bytes);
        QVERIFY(view && view->checksumOk());
        QCOMPARE(int(view->totalLength()), 28);
        QCOMPARE(int(view->ttl()), 7);
        QCOMPARE(int(view->tos()), 0x20);
        QCOMPARE(base::IpAddress(view->source()), kA);
    }
};

QTEST_APPLESS_MAIN(TestMulticast)
#include "tst_multicast.moc"
