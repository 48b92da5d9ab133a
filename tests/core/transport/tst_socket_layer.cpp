// The socket layer alone: what goes down, what comes up to whom, and every errno.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/transport/socket_bench.h"
#include "tests/support/compare.h"

#include <QtTest>

#include <algorithm>
#include <set>

using namespace hopyard;
using namespace hopyard::transport;

class TestSocketLayer : public QObject {
    Q_OBJECT
private slots:
    void udpGoesDownWithItsHeader()
    {
        Bench b;
        const SocketId s = b.udp({kAny, 4000});
        b.sockets.setOption(b.ip, s, SocketOption::ttl, 7);
        b.sockets.setOption(b.ip, s, SocketOption::tos, 0xb8);
        b.sockets.setOption(b.ip, s, SocketOption::dontFragment, 1);
        QCOMPARE(errnoOf(b.sockets.sendTo(b.ip, s, kHello, {kPeer, 5001})), std::string("ok"));
        const ip::Datagram &d = b.ip.sent.at(0);
        QCOMPARE(d.source, kUs);
        QCOMPARE(d.destination, kPeer);
        QCOMPARE(int(d.ttl), 7);
        QCOMPARE(int(d.tos), 0xb8);
        QVERIFY(d.dontFragment && !d.broadcastAllowed);
        const auto view = wire::UdpView::parse(d.payload.bytes());
        QVERIFY(view && view->checksumOk(kUs, kPeer));
        QCOMPARE(int(view->sourcePort()), 4000);
        QCOMPARE(int(view->destinationPort()), 5001);
        QCOMPARE(test::toHex(view->payload()), test::toHex(kHello));
        QVERIFY(d.payload.headroom() >= 64);
    }

    void udpOverIpv6()
    {
        Bench b;
        const SocketId s = b.udp({kUs6, 4000});
        QVERIFY(b.sockets.sendTo(b.ip, s, kHello, {kPeer6, 5001}).has_value());
        QVERIFY(wire::UdpView::parse(b.ip.sent.at(0).payload.bytes())->checksumOk(kUs6, kPeer6));
        b.sockets.deliver(b.ip, b.udpFrom({kPeer6, 5001}, {kUs6, 4000}, "six"));
        QCOMPARE(b.receive(s), std::string("six"));
        QCOMPARE(errnoOf(b.sockets.sendTo(b.ip, s, kHello, {kPeer, 1})), std::string("EAFNOSUPPORT"));
    }

    void multicastHasATtlOfItsOwn()
    {
        Bench b;
        const SocketId s = b.udp({kAny, 520});
        QVERIFY(b.sockets.sendTo(b.ip, s, kHello, {kGroup, 520}).has_value());
        QCOMPARE(int(b.ip.sent.at(0).ttl), 1);
    }

    void whatComesUp()
    {
        Bench b;
        const SocketId s = b.udp({kAny, 4000});
        QCOMPARE(b.receive(s), std::string("EAGAIN"));
        QCOMPARE(b.sockets.deliver(b.ip, b.udpFrom({kPeer, 5001}, {kUs, 4000}, "hi")), Disposition::taken);
        QVERIFY(b.sockets.isReadable(s));
        const auto got = b.sockets.receiveFrom(s);
        QVERIFY(got.has_value());
        QCOMPARE(got->from, (Endpoint{kPeer, 5001}));
        QCOMPARE(got->to, kUs);
        QCOMPARE(int(got->ttl), 61);
        QCOMPARE(int(got->tos), 0x10);
        QCOMPARE(got->when.ns(), std::int64_t(5));
        QCOMPARE(test::toHex(got->data.bytes()), std::string("68 69"));
        QVERIFY(!b.sockets.isReadable(s));
    }

    /// Which of four sockets on one port gets it: the one that says most about the sender and the receiver.
    void theClosestSocketWins()
    {
        Bench b;
        const SocketId first = b.udp({kUs, 4000});
        const SocketId second = b.udp({kUs2, 4000});
        b.sockets.deliver(b.ip, b.udpFrom({kPeer, 1}, {kUs, 4000}, "a"));
        b.sockets.deliver(b.ip, b.udpFrom({kPeer, 1}, {kUs2, 4000}, "b"));
        QCOMPARE(b.receive(first), std::string("a"));
        QCOMPARE(b.receive(second), std::string("b"));
        QVERIFY(b.sockets.connect(b.ip, first, {kPeer, 1}).has_value());
        QCOMPARE(b.sockets.deliver(b.ip, b.udpFrom({kPeer, 2}, {kUs, 4000}, "c")), Disposition::noPort);
        QCOMPARE(b.sockets.deliver(b.ip, b.udpFrom({kOther, 1}, {kUs, 4000}, "d")), Disposition::noPort);
        QCOMPARE(b.sockets.deliver(b.ip, b.udpFrom({kPeer, 1}, {kUs, 4000}, "e")), Disposition::taken);
        QCOMPARE(b.receive(first), std::string("e"));
        b.sockets.connect(b.ip, first, {}); // dissolved
        QCOMPARE(b.sockets.deliver(b.ip, b.udpFrom({kOther, 9}, {kUs, 4000}, "f")), Disposition::taken);
    }

    void groupsReachEverySocket()
    {
        Bench b;
        const SocketId one = b.udp({kAny, 520});
        const SocketId specific = b.udp({kGroup, 521});
        const SocketId bound = b.udp({kUs, 521});
        b.sockets.deliver(b.ip, b.udpFrom({kPeer, 520}, {kGroup, 520}, "x"));
        b.sockets.deliver(b.ip, b.udpFrom({kPeer, 520}, {kGroup, 521}, "y"));
        QCOMPARE(b.receive(one), std::string("x"));
        QCOMPARE(b.receive(specific), std::string("y"));
        QCOMPARE(b.receive(bound), std::string("EAGAIN"));
    }

    void nobodyThere()
    {
        Bench b;
        QCOMPARE(b.sockets.deliver(b.ip, b.udpFrom({kPeer, 1}, {kUs, 4000}, "a")), Disposition::noPort);
        QCOMPARE(b.sockets.deliver(b.ip, b.datagram(kPeer, kUs, wire::IpProtocol::gre, kHello)),
                 Disposition::noProtocol);
        QVERIFY(b.drops == std::vector(2, base::DropReason::noSocket));
        QCOMPARE(b.sockets.counters().noPort, std::uint64_t(1));
    }

    void badDatagramsAreCountedAndTraced()
    {
        Bench b;
        b.udp({kAny, 4000});
        QCOMPARE(b.sockets.deliver(b.ip, b.datagram(kPeer, kUs, wire::IpProtocol::udp, kHello)),
                 Disposition::dropped);
        ip::Delivered flipped = b.udpFrom({kPeer, 1}, {kUs, 4000}, "a");
        flipped.datagram.writable().back() ^= 1;
        QCOMPARE(b.sockets.deliver(b.ip, flipped), Disposition::dropped);
        QVERIFY(b.drops == (std::vector{base::DropReason::malformed, base::DropReason::badChecksum}));
        QCOMPARE(b.sockets.counters().malformed, std::uint64_t(1));
        QCOMPARE(b.sockets.counters().badChecksum, std::uint64_t(1));
    }

    void aFullBufferDropsTheNewest()
    {
        Bench b;
        const SocketId s = b.udp({kAny, 4000});
        b.sockets.setOption(b.ip, s, SocketOption::receiveBuffer, 0); // the least there is: 2,304 bytes
        const std::string text(600, 'x');
        for (int i = 0; i < 4; ++i)
            b.sockets.deliver(b.ip, b.udpFrom({kPeer, 1}, {kUs, 4000}, std::to_string(i) + text));
        QVERIFY(b.drops == std::vector(2, base::DropReason::socketBufferFull));
        QCOMPARE(b.sockets.sockets().at(0).dropped, std::uint64_t(2));
        QCOMPARE(b.receive(s).front(), '0');
        QCOMPARE(b.receive(s).front(), '1');
        QCOMPARE(b.receive(s), std::string("EAGAIN"));
        b.sockets.deliver(b.ip, b.udpFrom({kPeer, 1}, {kUs, 4000}, "room again"));
        QCOMPARE(b.receive(s), std::string("room again"));
    }

    void bindErrors()
    {
        Bench b;
        const auto bind = [&](const Endpoint &to, base::Family family = base::Family::ipv4) {
            return errnoOf(b.sockets.bind(b.ip, *b.sockets.socket(SocketKind::udp, family), to));
        };
        QCOMPARE(bind({kUs, 4000}), std::string("ok"));
        QCOMPARE(bind({kUs, 4000}), std::string("EADDRINUSE"));
        QCOMPARE(bind({kAny, 4000}), std::string("EADDRINUSE"));
        QCOMPARE(bind({kUs2, 4000}), std::string("ok"));
        QCOMPARE(bind({kUs6, 4000}, base::Family::ipv6), std::string("ok"));
        QCOMPARE(bind({kPeer, 1}), std::string("EADDRNOTAVAIL"));
        QCOMPARE(bind({kUs6, 1}), std::string("EAFNOSUPPORT"));
        QCOMPARE(errnoOf(b.sockets.bind(b.ip, SocketId(99), {kUs, 1})), std::string("EBADF"));
        const SocketId twice = b.udp({kUs, 1});
        QCOMPARE(errnoOf(b.sockets.bind(b.ip, twice, {kUs, 2})), std::string("EINVAL"));
    }

    void sendErrors()
    {
        Bench b;
        const SocketId s = b.udp({kAny, 4000});
        const auto to = [&](const Endpoint &e) { return errnoOf(b.sockets.sendTo(b.ip, s, kHello, e)); };
        QCOMPARE(to({kNowhere, 1}), std::string("ENETUNREACH"));
        QCOMPARE(to({kPeer, 0}), std::string("EINVAL"));
        QCOMPARE(to({kPeer6, 1}), std::string("EAFNOSUPPORT"));
        QCOMPARE(errnoOf(b.sockets.send(b.ip, s, kHello)), std::string("EDESTADDRREQ"));
        const std::vector<std::uint8_t> huge(65'508);
        QCOMPARE(errnoOf(b.sockets.sendTo(b.ip, s, huge, {kPeer, 1})), std::string("EMSGSIZE"));
        const std::pair<ip::SendError, const char *> all[] = {
            {ip::SendError::rejected, "EHOSTUNREACH"},      {ip::SendError::tooBig, "EMSGSIZE"},
            {ip::SendError::badSource, "EADDRNOTAVAIL"},    {ip::SendError::badDestination, "EACCES"},
            {ip::SendError::interfaceDown, "ENETDOWN"},
        };
        for (const auto &[error, name] : all) {
            b.ip.fails = error;
            QCOMPARE(to({kPeer, 1}), std::string(name));
        }
        QCOMPARE(b.sockets.counters().sent, std::uint64_t(0));
    }

    void closedIsGone()
    {
        Bench b;
        const SocketId s = b.udp({kAny, 4000});
        b.sockets.deliver(b.ip, b.udpFrom({kPeer, 1}, {kUs, 4000}, "a"));
        QVERIFY(b.sockets.close(b.ip, s).has_value());
        QCOMPARE(b.receive(s), std::string("EBADF"));
        QVERIFY(b.sockets.takeOutsideReady().empty());
        QCOMPARE(b.sockets.deliver(b.ip, b.udpFrom({kPeer, 1}, {kUs, 4000}, "a")), Disposition::noPort);
        QVERIFY(b.udp({kAny, 4000}) != s); // the port is free again, the number is not
    }

    void ephemeralPortsAreInTheirRangeAndDiffer()
    {
        Bench b;
        std::set<std::uint16_t> ports;
        for (int i = 0; i < 200; ++i) {
            const std::uint16_t port = b.sockets.localName(b.udp({kAny, 0}))->port;
            QVERIFY(port >= SocketLayer::kFirstEphemeralPort && port <= SocketLayer::kLastEphemeralPort);
            QVERIFY(ports.insert(port).second);
        }
    }

    void ephemeralPortsRunOut()
    {
        Bench b;
        for (int i = SocketLayer::kFirstEphemeralPort; i <= SocketLayer::kLastEphemeralPort; ++i)
            b.udp({kUs, static_cast<std::uint16_t>(i)});
        const SocketId s = *b.sockets.socket(SocketKind::udp, base::Family::ipv4);
        QCOMPARE(errnoOf(b.sockets.sendTo(b.ip, s, kHello, {kPeer, 1})), std::string("EAGAIN"));
    }

    void connectChoosesAnAddress()
    {
        Bench b;
        const SocketId s = *b.sockets.socket(SocketKind::udp, base::Family::ipv4);
        QCOMPARE(errnoOf(b.sockets.peerName(s)), std::string("ENOTCONN"));
        QCOMPARE(errnoOf(b.sockets.connect(b.ip, s, {kNowhere, 1})), std::string("ENETUNREACH"));
        QCOMPARE(errnoOf(b.sockets.connect(b.ip, s, {kPeer, 0})), std::string("ok")); // resolvers ask for the source so
        QVERIFY(b.sockets.connect(b.ip, s, {kPeer, 9}).has_value());
        QCOMPARE(b.sockets.localName(s)->address, kUs);
        QCOMPARE(*b.sockets.peerName(s), (Endpoint{kPeer, 9}));
        QVERIFY(b.sockets.send(b.ip, s, kHello).has_value());
        b.sockets.connect(b.ip, s, {});
        QCOMPARE(b.sockets.localName(s)->address, kAny);
    }

    void echoSocketsWriteTheirIdentifier()
    {
        Bench b;
        const SocketId s = *b.sockets.socket(SocketKind::icmpEcho, base::Family::ipv4);
        QVERIFY(b.sockets.bind(b.ip, s, {kAny, 7}).has_value());
        QVERIFY(b.sockets.sendTo(b.ip, s, echo(false, 999, 3), {kPeer, 0}).has_value());
        QCOMPARE(test::toHex(b.ip.sent.at(0).payload.bytes()), test::toHex(echo(false, 7, 3)));
        QCOMPARE(errnoOf(b.sockets.sendTo(b.ip, s, echo(true, 7, 3), {kPeer, 0})), std::string("EINVAL"));
        QCOMPARE(errnoOf(b.sockets.sendTo(b.ip, s, kHello, {kPeer, 0})), std::string("EINVAL"));

        const SocketId deaf = *b.sockets.socket(SocketKind::icmpEcho, base::Family::ipv4);
        QVERIFY(b.sockets.bind(b.ip, deaf, {kAny, 8}).has_value());
        QCOMPARE(b.sockets.deliver(b.ip, b.datagram(kPeer, kUs, wire::IpProtocol::icmp, echo(true, 7, 3))),
                 Disposition::taken);
        QCOMPARE(b.sockets.receiveFrom(s)->data.size(), std::size_t(12));
        QVERIFY(!b.sockets.isReadable(deaf));
        QCOMPARE(b.sockets.deliver(b.ip, b.datagram(kPeer, kUs, wire::IpProtocol::icmp, echo(true, 9, 3))),
                 Disposition::dropped);
    }

    void rawSocketsSeeTheHeaderAndCopies()
    {
        Bench b;
        const SocketId ospf = *b.sockets.socket(SocketKind::raw, base::Family::ipv4, {}, wire::IpProtocol::ospf);
        const SocketId udp = *b.sockets.socket(SocketKind::raw, base::Family::ipv4, {}, wire::IpProtocol::udp);
        QCOMPARE(b.sockets.deliver(b.ip, b.datagram(kPeer, kUs, wire::IpProtocol::ospf, kHello)),
                 Disposition::taken);
        const auto got = b.sockets.receiveFrom(ospf);
        QCOMPARE(wire::Ipv4View::parse(got->data.bytes())->payload().size(), kHello.size());
        QCOMPARE(b.sockets.deliver(b.ip, b.udpFrom({kPeer, 1}, {kUs, 4000}, "a")), Disposition::noPort);
        QVERIFY(b.sockets.isReadable(udp)); // a copy, though nobody is bound there
        QVERIFY(b.sockets.sendTo(b.ip, ospf, kHello, {kGroup, 0}).has_value());
        QCOMPARE(b.ip.sent.at(0).protocol, wire::IpProtocol::ospf);
        QCOMPARE(test::toHex(b.ip.sent.at(0).payload.bytes()), test::toHex(kHello));
    }

    /// What an ICMP error does to: a connected socket, an unconnected one, one that asked for errors.
    void icmpErrors_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("connected");
        QTest::addColumn<QString>("queued");
        const auto row = [](const char *name, ip::ErrorKind kind, const char *connected, const char *queued) {
            QTest::newRow(name) << int(kind) << connected << queued;
        };
        row("network", ip::ErrorKind::networkUnreachable, "EAGAIN", "ENETUNREACH");
        row("host", ip::ErrorKind::hostUnreachable, "EAGAIN", "EHOSTUNREACH");
        row("protocol", ip::ErrorKind::protocolUnreachable, "ENOPROTOOPT", "ENOPROTOOPT");
        row("port", ip::ErrorKind::portUnreachable, "ECONNREFUSED", "ECONNREFUSED");
        row("too big", ip::ErrorKind::packetTooBig, "EMSGSIZE", "EMSGSIZE");
        row("source route", ip::ErrorKind::sourceRouteFailed, "EAGAIN", "EHOSTUNREACH");
        row("prohibited", ip::ErrorKind::prohibited, "EHOSTUNREACH", "EHOSTUNREACH");
        row("time exceeded", ip::ErrorKind::timeExceeded, "EAGAIN", "EHOSTUNREACH");
        row("reassembly", ip::ErrorKind::reassemblyTimeExceeded, "EAGAIN", "EHOSTUNREACH");
        row("parameter", ip::ErrorKind::parameterProblem, "EPROTO", "EPROTO");
        row("other", ip::ErrorKind::other, "EAGAIN", "EAGAIN");
    }
    void icmpErrors()
    {
        QFETCH(int, kind);
        QFETCH(QString, connected);
        QFETCH(QString, queued);
        Bench b;
        const SocketId s = b.udp({kAny, 4000});
        QVERIFY(b.sockets.sendTo(b.ip, s, kHello, {kPeer, 5001}).has_value());
        const ip::ErrorReport report = errorAbout(b.ip.sent.at(0), static_cast<ip::ErrorKind>(kind));
        b.sockets.report(b.ip, report);
        QVERIFY(!b.sockets.isReadable(s)); // not connected, did not ask
        b.sockets.connect(b.ip, s, {kPeer, 5001});
        b.sockets.report(b.ip, report);
        QCOMPARE(QString::fromStdString(b.receive(s)), connected);
        QCOMPARE(b.receive(s), std::string("EAGAIN")); // told once
        b.sockets.connect(b.ip, s, {});
        b.sockets.setOption(b.ip, s, SocketOption::receiveErrors, 1);
        b.sockets.report(b.ip, report);
        const auto error = b.sockets.receiveError(s);
        QCOMPARE(QString::fromUtf8(errnoName(error ? error->error : error.error())), queued);
        if (error)
            QCOMPARE(error->destination, (Endpoint{kPeer, 5001}));
    }

    void queuedErrorsStandAsTheSocketsErrorUntilTaken()
    {
        Bench b;
        const SocketId s = b.udp({kAny, 4000});
        b.sockets.setOption(b.ip, s, SocketOption::receiveErrors, 1);
        b.sockets.sendTo(b.ip, s, kHello, {kPeer, 5001});
        b.sockets.report(b.ip, errorAbout(b.ip.sent.at(0), ip::ErrorKind::hostUnreachable));
        b.sockets.report(b.ip, errorAbout(b.ip.sent.at(0), ip::ErrorKind::portUnreachable));
        QVERIFY(b.sockets.readiness(s).error);
        QCOMPARE(b.receive(s), std::string("EHOSTUNREACH")); // SO_ERROR, by the way of a call
        QCOMPARE(b.receive(s), std::string("EAGAIN"));
        QVERIFY(b.sockets.readiness(s).error); // the queue
        QCOMPARE(errnoName(b.sockets.receiveError(s)->error), errnoName(SocketError::hostUnreachable));
        QVERIFY(b.sockets.takeError(s) == SocketError::connectionRefused); // of the next in the queue
        QCOMPARE(errnoName(b.sockets.receiveError(s)->error), errnoName(SocketError::connectionRefused));
        QVERIFY(!b.sockets.readiness(s).error);
    }

    void anErrorConcernsOneSocketOnly()
    {
        Bench b;
        const SocketId s = b.udp({kAny, 4000});
        const SocketId other = b.udp({kAny, 4001});
        const SocketId ping = *b.sockets.socket(SocketKind::icmpEcho, base::Family::ipv4);
        for (const SocketId id : {s, other, ping})
            b.sockets.setOption(b.ip, id, SocketOption::receiveErrors, 1);
        b.sockets.sendTo(b.ip, s, kHello, {kPeer, 5001});
        b.sockets.report(b.ip, errorAbout(b.ip.sent.at(0), ip::ErrorKind::portUnreachable));
        QVERIFY(b.sockets.isReadable(s) && !b.sockets.isReadable(other) && !b.sockets.isReadable(ping));
        b.sockets.sendTo(b.ip, ping, echo(false, 0, 1), {kPeer, 0});
        b.sockets.report(b.ip, errorAbout(b.ip.sent.at(1), ip::ErrorKind::timeExceeded));
        QVERIFY(b.sockets.isReadable(ping) && !b.sockets.isReadable(other));
    }

    void readySocketsAreToldOnceWithTheirOwner()
    {
        Bench b;
        const SocketId s = *b.sockets.socket(SocketKind::udp, base::Family::ipv4, ApplicationId(3));
        QVERIFY(b.sockets.bind(b.ip, s, {kAny, 4000}).has_value());
        for (int i = 0; i < 3; ++i)
            b.sockets.deliver(b.ip, b.udpFrom({kPeer, 1}, {kUs, 4000}, "a"));
        const auto ready = b.sockets.takeReady();
        QCOMPARE(ready.size(), std::size_t(1));
        QCOMPARE(ready[0].socket, s);
        QCOMPARE(ready[0].owner, ApplicationId(3));
        QVERIFY(!b.sockets.hasReady() && !b.sockets.hasOutsideReady());
        b.sockets.closeAllOf(b.ip, ApplicationId(3));
        QVERIFY(b.sockets.sockets().empty());
    }

    void optionsComeBackAndHaveLimits_data()
    {
        QTest::addColumn<int>("option");
        QTest::addColumn<qint64>("good");
        QTest::addColumn<qint64>("bad");
        QTest::newRow("ttl") << int(SocketOption::ttl) << qint64(255) << qint64(0);
        QTest::newRow("multicast ttl") << int(SocketOption::multicastTtl) << qint64(0) << qint64(256);
        QTest::newRow("tos") << int(SocketOption::tos) << qint64(0xb8) << qint64(256);
        QTest::newRow("device") << int(SocketOption::device) << qint64(4) << qint64(-2);
    }
    void optionsComeBackAndHaveLimits()
    {
        QFETCH(int, option);
        QFETCH(qint64, good);
        QFETCH(qint64, bad);
        Bench b;
        const SocketId s = b.udp({kAny, 4000});
        const auto which = static_cast<SocketOption>(option);
        QVERIFY(b.sockets.setOption(b.ip, s, which, good).has_value());
        QCOMPARE(qint64(*b.sockets.option(b.ip, s, which)), good);
        QCOMPARE(errnoOf(b.sockets.setOption(b.ip, s, which, bad)), std::string("EINVAL"));
        QCOMPARE(qint64(*b.sockets.option(b.ip, s, which)), good);
    }

    void aDeviceHearsItsOwnInterfaceOnly()
    {
        Bench b;
        const SocketId s = b.udp({kAny, 4000});
        b.sockets.setOption(b.ip, s, SocketOption::device, 1);
        ip::Delivered d = b.udpFrom({kPeer, 1}, {kUs, 4000}, "a");
        QCOMPARE(b.sockets.deliver(b.ip, d), Disposition::noPort);
        d.in = base::PortIndex(1);
        QCOMPARE(b.sockets.deliver(b.ip, d), Disposition::taken);
        QVERIFY(b.sockets.sendTo(b.ip, s, kHello, {kPeer, 1}).has_value());
        QCOMPARE(b.ip.sent.at(0).out, base::PortIndex(1));
    }

    void aCopyGoesItsOwnWay()
    {
        Bench b;
        const SocketId s = b.udp({kAny, 4000});
        SocketLayer copy = b.sockets;
        b.sockets.deliver(b.ip, b.udpFrom({kPeer, 1}, {kUs, 4000}, "a"));
        QVERIFY(b.sockets.isReadable(s) && !copy.isReadable(s));
        copy.close(b.ip, s);
        QCOMPARE(b.receive(s), std::string("a"));
    }

    void endpointsAsText()
    {
        QCOMPARE(toString(Endpoint{kUs, 80}), std::string("10.0.1.10:80"));
        QCOMPARE(toString(Endpoint{kUs6, 80}), std::string("[2001:db8::1]:80"));
        QCOMPARE(toString(Endpoint{}), std::string("*:0"));
    }
};

QTEST_APPLESS_MAIN(TestSocketLayer)
#include "tst_socket_layer.moc"
