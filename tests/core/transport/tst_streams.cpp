// Stream sockets: every call in every state as Linux answers it, between two hosts in virtual time.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/transport/two_hosts.h"
#include "tests/support/compare.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::transport;
using tcp::Direction;
using tcp::TcpState;

namespace {

using Text = std::string;

} // namespace

class TestStreams : public QObject {
    Q_OBJECT
private slots:
    void acceptAndTalk()
    {
        TwoHosts t;
        const SocketId listener = t.listener(80);
        QCOMPARE(t.b.local(listener), Text("0.0.0.0:80"));
        QCOMPARE(t.b.ready(listener), Text(""));
        QCOMPARE(errnoOf(t.b.accept(listener)), Text("EAGAIN"));
        const SocketId client = t.a.open();
        QCOMPARE(t.a.connect(client, {kB, 80}), Text("EINPROGRESS"));
        QCOMPARE(t.a.ready(client), Text(""));
        t.run(1);
        QCOMPARE(t.ready(), "a" + std::to_string(client.value()) + " b" + std::to_string(listener.value()));
        QCOMPARE(t.a.ready(client), Text("w"));
        QCOMPARE(t.b.ready(listener), Text("r"));
        const auto accepted = t.b.accept(listener);
        QVERIFY(accepted);
        QCOMPARE(toString(accepted->peer), t.a.local(client));
        QCOMPARE(t.b.local(accepted->socket), Text("10.0.0.2:80"));
        QCOMPARE(t.b.peer(accepted->socket), t.a.local(client));
        QCOMPARE(t.a.peer(client), Text("10.0.0.2:80"));
        QCOMPARE(t.a.write(client, "hello"), Text("5"));
        QCOMPARE(t.b.write(accepted->socket, "well"), Text("4"));
        t.run(1);
        QCOMPARE(t.b.ready(accepted->socket), Text("rw"));
        QCOMPARE(t.b.read(accepted->socket, {.peek = true}), Text("hello"));
        QCOMPARE(t.b.read(accepted->socket), Text("hello"));
        QCOMPARE(t.b.read(accepted->socket), Text("EAGAIN"));
        QCOMPARE(t.a.read(client), Text("well"));
    }

    void callsOnAnIdleSocket()
    {
        TwoHosts t;
        const SocketId s = t.a.open();
        QCOMPARE(t.a.ready(s), Text("wh"));
        QCOMPARE(t.a.read(s), Text("ENOTCONN"));
        QCOMPARE(t.a.write(s, "x"), Text("EPIPE"));
        QCOMPARE(t.a.shutdown(s, Direction::both), Text("ENOTCONN"));
        QCOMPARE(t.a.peer(s), Text("ENOTCONN"));
        QCOMPARE(t.a.local(s), Text("0.0.0.0:0"));
        QCOMPARE(errnoOf(t.a.accept(s)), Text("EINVAL"));
        QCOMPARE(t.a.takeError(s), Text("0"));
        QCOMPARE(int(t.a.state(s)), int(TcpState::closed));
        QCOMPARE(t.a.connect(s, {}), Text("ok")); // AF_UNSPEC
        QCOMPARE(t.a.connect(s, {base::Ipv4Address(224, 0, 0, 1), 80}), Text("ENETUNREACH"));
        QCOMPARE(t.a.connect(s, {base::Ipv4Address(192, 0, 2, 1), 80}), Text("ENETUNREACH"));
        QCOMPARE(t.a.connect(s, {*base::IpAddress::parse("::1"), 80}), Text("EAFNOSUPPORT"));
        QCOMPARE(t.a.local(s), Text("0.0.0.0:0"));
        QCOMPARE(t.a.close(s), Text("ok"));
        QCOMPARE(t.a.read(s), Text("EBADF"));
        QCOMPARE(t.a.listen(s), Text("EBADF"));
    }

    void connectTellsHowItWentOnce()
    {
        TwoHosts t;
        const SocketId listener = t.listener(80);
        const SocketId s = t.a.open();
        QCOMPARE(t.a.connect(s, {kB, 80}), Text("EINPROGRESS"));
        QCOMPARE(t.a.connect(s, {kB, 80}), Text("EALREADY"));
        QCOMPARE(t.a.peer(s), Text("ENOTCONN"));
        t.run(1);
        QCOMPARE(t.a.connect(s, {kB, 80}), Text("ok"));
        QCOMPARE(t.a.connect(s, {kB, 80}), Text("EISCONN"));
        QCOMPARE(t.a.listen(s), Text("EINVAL"));
        QCOMPARE(t.a.bind(s, {kAnywhere, 0}), Text("EINVAL"));
        QCOMPARE(t.b.connect(listener, {kA, 1}), Text("EISCONN"));
    }

    void refusedOnceThenFreeToTryAgain()
    {
        TwoHosts t;
        const SocketId s = t.a.open();
        QCOMPARE(t.a.connect(s, {kB, 80}), Text("EINPROGRESS"));
        t.run(1);
        QCOMPARE(t.ready(), "a" + std::to_string(s.value()));
        QVERIFY(t.a.ready(s).find('e') != Text::npos && t.a.ready(s).find('h') != Text::npos);
        QCOMPARE(t.a.takeError(s), Text("ECONNREFUSED"));
        QCOMPARE(t.a.takeError(s), Text("0"));
        QCOMPARE(t.a.peer(s), Text("ENOTCONN"));
        t.listener(80);
        QCOMPARE(t.a.connect(s, {kB, 80}), Text("ECONNABORTED")); // of the first, whose error has been taken
        QCOMPARE(t.a.connect(s, {kB, 80}), Text("EINPROGRESS"));
        t.run(1);
        QCOMPARE(t.a.takeError(s), Text("0"));
        QCOMPARE(t.a.write(s, "x"), Text("1"));
    }

    void nobodyAnswers()
    {
        TwoHosts t;
        const SocketId s = t.a.open(), reset = t.a.open();
        t.a.set(s, SocketOption::synCount, 2);
        t.a.connect(s, {base::Ipv4Address(10, 0, 0, 77), 80}); // no such host: its neighbour does not answer
        t.run(30);
        QCOMPARE(t.a.takeError(s), Text("EHOSTUNREACH"));
        const SocketId listener = t.listener(80);
        t.a.connect(reset, {kB, 80});
        t.b.close(listener);
        t.run(1);
        QCOMPARE(t.a.takeError(reset), Text("ECONNREFUSED"));
    }

    void halfClose()
    {
        TwoHosts t;
        const auto ends = t.connected(t.listener(80), 80);
        t.a.write(ends.client, "question");
        QCOMPARE(t.a.shutdown(ends.client, Direction::send), Text("ok"));
        QCOMPARE(t.a.write(ends.client, "more"), Text("EPIPE"));
        t.run(1);
        QCOMPARE(t.b.ready(ends.server), Text("rwd"));
        QCOMPARE(t.b.read(ends.server), Text("question"));
        QCOMPARE(t.b.read(ends.server), Text(""));
        QCOMPARE(t.b.write(ends.server, "answer"), Text("6"));
        t.b.close(ends.server);
        t.run(1);
        QCOMPARE(t.a.read(ends.client), Text("answer"));
        QCOMPARE(t.a.read(ends.client), Text(""));
        QVERIFY(t.a.ready(ends.client).find('h') != Text::npos);
    }

    void lingerZeroResets()
    {
        TwoHosts t;
        const auto ends = t.connected(t.listener(80), 80);
        t.a.set(ends.client, SocketOption::linger, 0);
        t.a.close(ends.client);
        t.run(1);
        QCOMPARE(t.b.read(ends.server), Text("ECONNRESET"));
        QCOMPARE(t.b.read(ends.server), Text(""));
        QCOMPARE(t.b.write(ends.server, "x"), Text("EPIPE"));
    }

    void disconnectingResetsAndFreesThePort()
    {
        TwoHosts t;
        const SocketId listener = t.listener(80);
        const auto ends = t.connected(listener, 80);
        QCOMPARE(t.a.connect(ends.client, {}), Text("ok"));
        QCOMPARE(t.a.local(ends.client), Text("0.0.0.0:0"));
        t.run(1);
        QCOMPARE(t.b.takeError(ends.server), Text("ECONNRESET"));
        QCOMPARE(t.a.connect(ends.client, {kB, 80}), Text("EINPROGRESS"));
        t.run(1);
        QVERIFY(t.b.accept(listener));
    }

    void aListenerStopsAndStartsAgain()
    {
        TwoHosts t;
        const SocketId listener = t.listener(80);
        QCOMPARE(t.b.listen(listener, 9), Text("ok")); // another backlog
        QCOMPARE(t.b.option(listener, SocketOption::listening), Text("1"));
        QCOMPARE(t.b.shutdown(listener, Direction::receive), Text("ok"));
        QCOMPARE(t.b.option(listener, SocketOption::listening), Text("0"));
        QCOMPARE(t.b.local(listener), Text("0.0.0.0:80"));
        const SocketId s = t.a.open();
        t.a.connect(s, {kB, 80});
        t.run(1);
        QCOMPARE(t.a.takeError(s), Text("ECONNREFUSED"));
        QCOMPARE(t.b.listen(listener), Text("ok"));
        t.connected(listener, 80);
    }

    void listeningWithoutAnAddressTakesAPort()
    {
        TwoHosts t;
        const SocketId s = t.b.open();
        QCOMPARE(t.b.listen(s), Text("ok"));
        QVERIFY(t.b.local(s) != "0.0.0.0:0");
    }

    void closingAListenerResetsWhoWaits()
    {
        TwoHosts t;
        const SocketId listener = t.listener(80);
        const SocketId s = t.a.open();
        t.a.connect(s, {kB, 80});
        t.run(1);
        t.b.close(listener);
        t.run(1);
        QCOMPARE(t.a.takeError(s), Text("ECONNRESET"));
    }

    void theAcceptedHaveTheListenersOptions()
    {
        TwoHosts t;
        const SocketId listener = t.listener(80);
        t.b.set(listener, SocketOption::noDelay, 1);
        t.b.set(listener, SocketOption::keepAlive, 1);
        t.b.set(listener, SocketOption::keepIdle, 33);
        t.b.set(listener, SocketOption::tos, 0x10);
        t.b.set(listener, SocketOption::receiveBuffer, 20'000);
        const auto ends = t.connected(listener, 80);
        QCOMPARE(t.b.option(ends.server, SocketOption::noDelay), Text("1"));
        QCOMPARE(t.b.option(ends.server, SocketOption::keepAlive), Text("1"));
        QCOMPARE(t.b.option(ends.server, SocketOption::keepIdle), Text("33"));
        QCOMPARE(t.b.option(ends.server, SocketOption::tos), Text("16"));
        QCOMPARE(t.b.option(ends.server, SocketOption::receiveBuffer), Text("40000"));
        QCOMPARE(t.b.option(ends.server, SocketOption::listening), Text("0"));
        QCOMPARE(t.b.option(listener, SocketOption::listening), Text("1"));
    }

    void theSegmentSizeIsTheConnections()
    {
        TwoHosts t;
        const auto ends = t.connected(t.listener(80), 80);
        QCOMPARE(t.a.option(ends.client, SocketOption::maxSegment), Text("1448")); // 1,500 less headers and timestamps
        QCOMPARE(t.a.option(ends.client, SocketOption::mtu), Text("1500"));
    }

    void aFullBufferBecomesWritableAgain()
    {
        TwoHosts t;
        const auto ends = t.connected(t.listener(80), 80);
        t.a.set(ends.client, SocketOption::sendBuffer, 8'000);
        const Text block(4'000, 'x');
        int written = 0;
        Text answer;
        while ((answer = t.a.write(ends.client, block)) != "EAGAIN")
            written += std::stoi(answer);
        QVERIFY(written >= 8'000);
        QCOMPARE(t.a.ready(ends.client), Text(""));
        t.run(1);
        QVERIFY(t.ready().find("a" + std::to_string(ends.client.value())) != Text::npos);
        QCOMPARE(t.a.ready(ends.client), Text("w"));
        int read = 0;
        while ((answer = t.b.read(ends.server)) != "EAGAIN")
            read += int(answer.size());
        QCOMPARE(read, written);
    }

    void peekAndConsume()
    {
        TwoHosts t;
        const auto ends = t.connected(t.listener(80), 80);
        t.a.write(ends.client, "abcdef");
        t.run(1);
        const Text seen = t.b.use([&](SocketLayer &s, IpOutput &ip) {
            const base::Bytes bytes = s.peek(ends.server);
            const Text text(bytes.begin(), bytes.end());
            s.consume(ip, ends.server, 2);
            return text;
        });
        QCOMPARE(seen, Text("abcdef"));
        QCOMPARE(countOrErrno(t.b.use([&](SocketLayer &s, IpOutput &) { return s.receiveQueueSize(ends.server); })), Text("4"));
        QCOMPARE(t.b.read(ends.server), Text("cdef"));
    }

    void urgentData()
    {
        TwoHosts t;
        const auto ends = t.connected(t.listener(80), 80);
        QCOMPARE(t.a.write(ends.client, "abc!", {.urgent = true}), Text("4"));
        t.run(1);
        QCOMPARE(t.b.ready(ends.server), Text("rwp"));
        QCOMPARE(t.b.read(ends.server, {.urgent = true}), Text("!"));
        QCOMPARE(t.b.read(ends.server), Text("abc"));
    }

    void theSameAddressTwice()
    {
        // One server port, two clients from one port of theirs to different servers: pairs differ, and so they may.
        TwoHosts t;
        t.listener(80);
        t.listener(81);
        const SocketId one = t.a.open(), two = t.a.open(), three = t.a.open();
        for (const SocketId s : {one, two, three}) {
            QCOMPARE(t.a.set(s, SocketOption::reuseAddress, 1), Text("ok"));
            QCOMPARE(t.a.bind(s, {kA, 5000}), Text("ok"));
        }
        QCOMPARE(t.a.connect(one, {kB, 80}), Text("EINPROGRESS"));
        QCOMPARE(t.a.connect(two, {kB, 81}), Text("EINPROGRESS"));
        QCOMPARE(t.a.connect(three, {kB, 80}), Text("EADDRNOTAVAIL"));
        t.run(1);
        QCOMPARE(t.a.write(one, "x"), Text("1"));
        QCOMPARE(t.a.write(two, "x"), Text("1"));
    }

    void connectedToItself()
    {
        TwoHosts t;
        const SocketId s = t.a.open();
        QCOMPARE(t.a.bind(s, {kA, 5000}), Text("ok"));
        QCOMPARE(t.a.connect(s, {kA, 5000}), Text("EINPROGRESS")); // simultaneous open with itself (RFC 9293 figure 7)
        t.run(1);
        QCOMPARE(t.a.write(s, "echo"), Text("4"));
        t.run(1);
        QCOMPARE(t.a.read(s), Text("echo"));
    }

    void toAnyAddressIsToOneself()
    {
        TwoHosts t;
        const SocketId listener = t.listener(80);
        const SocketId s = t.b.open();
        QCOMPARE(t.b.connect(s, {kAnywhere, 80}), Text("EINPROGRESS"));
        t.run(1);
        QCOMPARE(t.b.peer(s), Text("127.0.0.1:80"));
        QVERIFY(t.b.accept(listener));
    }

    void fastOpenCarriesTheFirstData()
    {
        TwoHosts t;
        const SocketId listener = t.listener(80);
        QCOMPARE(t.b.set(listener, SocketOption::fastOpen, 5), Text("ok"));
        const auto connectWith = [&](SocketId id, std::string_view text) {
            const base::Bytes bytes(reinterpret_cast<const std::uint8_t *>(text.data()), text.size());
            return t.a.use([&](SocketLayer &s, IpOutput &ip) { return countOrErrno(s.connectWith(ip, id, {kB, 80}, bytes)); });
        };
        const SocketId first = t.a.open(), second = t.a.open(), third = t.a.open();
        QCOMPARE(connectWith(first, "hello"), Text("EINPROGRESS")); // asks for a cookie
        t.run(1);
        QVERIFY(t.b.accept(listener));
        QCOMPARE(connectWith(second, "hello"), Text("5"));
        t.run(0.006); // the SYN alone has arrived
        const auto accepted = t.b.accept(listener);
        QVERIFY(accepted);
        QCOMPARE(t.b.read(accepted->socket), Text("hello"));
        // TCP_FASTOPEN_CONNECT: the same with connect() and write().
        QCOMPARE(t.a.set(third, SocketOption::fastOpenConnect, 1), Text("ok"));
        QCOMPARE(t.a.connect(third, {kB, 80}), Text("ok"));
        QCOMPARE(t.a.write(third, "later"), Text("5"));
        t.run(0.006);
        const auto next = t.b.accept(listener);
        QVERIFY(next);
        QCOMPARE(t.b.read(next->socket), Text("later"));
    }

    void datagramsDoNotListen()
    {
        TwoHosts t;
        const SocketId s = t.a.open(SocketKind::udp);
        QCOMPARE(t.a.listen(s), Text("EOPNOTSUPP"));
        QCOMPARE(errnoOf(t.a.accept(s)), Text("EOPNOTSUPP"));
        QCOMPARE(t.a.ready(s), Text("w"));
    }

    void aCopyOfTheWorldGoesItsOwnWay()
    {
        TwoHosts t;
        const auto ends = t.connected(t.listener(80), 80);
        t.a.write(ends.client, "both");
        world::World copy = t.world.copy();
        Host b(copy, "b");
        t.run(1);
        copy.runUntil(t.world.now());
        QCOMPARE(t.b.read(ends.server), Text("both"));
        QCOMPARE(b.read(ends.server), Text("both"));
        b.close(ends.server);
        QCOMPARE(t.b.write(ends.server, "x"), Text("1"));
    }
};

QTEST_APPLESS_MAIN(TestStreams)
#include "tst_streams.moc"
