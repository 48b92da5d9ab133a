// TCP of programs outside: connecting, accepting, moving bytes both ways, and every way in which it ends.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/socket_layer.h"
#include "tests/emulation/sockets/remote_client.h"

#include <cerrno>
#include <fcntl.h>
#include <poll.h>

using namespace hopyard;
using namespace hopyard::remote;

namespace {

short eventsOf(const linux::Fd &fd)
{
    pollfd p{fd.get(), POLLIN | POLLOUT | POLLRDHUP, 0};
    ::poll(&p, 1, 0);
    return p.revents;
}

std::string received(const linux::Fd &fd)
{
    std::string all;
    char part[65536];
    for (ssize_t n; (n = ::recv(fd.get(), part, sizeof part, MSG_DONTWAIT)) > 0;)
        all.append(part, static_cast<std::size_t>(n));
    return all;
}

bool sent(const linux::Fd &fd, std::string_view text)
{
    return ::send(fd.get(), text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL) == ssize_t(text.size());
}

/// As the preload library takes it.
linux::Fd acceptFrom(const linux::Fd &listener)
{
    AcceptRecord record{};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))];
    iovec part{&record, sizeof record};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    if (::recvmsg(listener.get(), &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC) != sizeof record || record.magic != kAcceptMagic)
        return {};
    int fd = -1;
    std::memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof fd);
    return linux::Fd(fd);
}

/// A listener on h2:80, and what a connection takes.
struct Streams {
    explicit Streams(Limits limits = {}) : bench(limits), client(bench), listener(client.open(Kind::tcp, "h2"))
    {
        ::fcntl(listener.fd.get(), F_SETFL, O_RDWR | O_NONBLOCK);
        if (client.bind(listener.name, "0.0.0.0", 80) != 0 || client.ask(Op::listen, listener.name, {}, 64).error != 0)
            qFatal("cannot listen");
    }
    /// Connected, and the other end of it.
    std::pair<RemoteClient::Opened, linux::Fd> connected()
    {
        auto here = client.open(Kind::tcp, "h1");
        if (client.connect(here.name, "10.0.0.2", 80) != EINPROGRESS)
            qFatal("cannot connect");
        bench.turn(20);
        return {std::move(here), acceptFrom(listener.fd)};
    }

    Bench bench;
    RemoteClient client;
    RemoteClient::Opened listener;
};

} // namespace

class TestStreams : public QObject {
    Q_OBJECT
private slots:
    void bytesGoBothWays()
    {
        Streams s;
        auto [here, there] = s.connected();
        QVERIFY(there.isValid());
        const SocketName name = RemoteClient::nameOf(there);
        QCOMPARE(int(name.accepted), 1);
        transport::Endpoint local, peer;
        QVERIFY(toEndpoint(name.local, local) && toEndpoint(name.peer, peer));
        QCOMPARE(toString(local), std::string("10.0.0.2:80"));
        QCOMPARE(base::toString(peer.address), std::string("10.0.0.1"));
        QVERIFY(sent(here.fd, "question"));
        s.bench.turn(10);
        QCOMPARE(received(there), std::string("question"));
        QVERIFY(sent(there, "answer"));
        s.bench.turn(10);
        QCOMPARE(received(here.fd), std::string("answer"));
    }

    void aListenerIsReadableWhenSomebodyWaits()
    {
        Streams s;
        QCOMPARE(eventsOf(s.listener.fd) & POLLIN, 0);
        auto here = s.client.open(Kind::tcp, "h1");
        s.client.connect(here.name, "10.0.0.2", 80);
        s.bench.turn(20);
        QCOMPARE(eventsOf(s.listener.fd) & POLLIN, POLLIN);
    }

    void unwritableUntilItIsConnected()
    {
        Streams s;
        auto here = s.client.open(Kind::tcp, "h1");
        const std::string filler(60'000, 'f');
        QVERIFY(sent(here.fd, filler));
        QCOMPARE(s.client.connect(here.name, "10.0.0.2", 80, 60'000), EINPROGRESS);
        QCOMPARE(eventsOf(here.fd), short(0));
        QVERIFY(sent(here.fd, "early")); // behind it: goes out once it can
        s.bench.turn(20);
        QCOMPARE(eventsOf(here.fd), short(POLLOUT));
        const linux::Fd there = acceptFrom(s.listener.fd);
        QCOMPARE(received(there), std::string("early")); // and nothing of the filler
        QCOMPARE(s.client.connect(here.name, "10.0.0.2", 80), 0); // connect() again: how it went, then that it is
        QCOMPARE(s.client.connect(here.name, "10.0.0.2", 80), EISCONN);
    }

    void fillerThatWasPromisedAndNotSent()
    {
        Streams s;
        auto here = s.client.open(Kind::tcp, "h1");
        QCOMPARE(s.client.connect(here.name, "10.0.0.2", 80, 4'000'000'000), EINPROGRESS);
        s.bench.turn(20);
        const linux::Fd there = acceptFrom(s.listener.fd);
        QVERIFY(sent(here.fd, "text"));
        s.bench.turn(10);
        QCOMPARE(received(there), std::string("text"));
    }

    void refusedWithoutWaiting()
    {
        Streams s;
        auto here = s.client.open(Kind::tcp, "h1");
        const std::string filler(60'000, 'f');
        sent(here.fd, filler);
        QCOMPARE(s.client.connect(here.name, "10.0.0.2", 81, 60'000), EINPROGRESS);
        s.bench.turn(20);
        QCOMPARE(eventsOf(here.fd) & (POLLOUT | POLLHUP | POLLERR), POLLOUT | POLLHUP | POLLERR); // as Linux has it
        QCOMPARE(s.client.ask(Op::takeError, here.name).value, std::uint64_t(ECONNREFUSED));
        QCOMPARE(s.client.ask(Op::takeError, here.name).value, std::uint64_t(0));
        QCOMPARE(s.client.ask(Op::peerName, here.name).error, ENOTCONN);
        QCOMPARE(s.bench.server->socketCount(), std::size_t(1)); // the listener
    }

    void refusedToOneThatWaitsMayBeTriedAgain()
    {
        Streams s;
        auto here = s.client.open(Kind::tcp, "h1");
        for (int i = 0; i < 2; ++i) {
            const std::string filler(60'000, 'f');
            sent(here.fd, filler);
            QCOMPARE(s.client.connect(here.name, "10.0.0.2", 81, 60'000, true), EINPROGRESS);
            QCOMPARE(eventsOf(here.fd), short(0));
            s.bench.turn(20);
            QCOMPARE(eventsOf(here.fd), short(POLLOUT));
            QCOMPARE(s.client.ask(Op::takeError, here.name).value, std::uint64_t(ECONNREFUSED));
        }
        QCOMPARE(s.client.connect(here.name, "10.0.0.2", 80, 0, true), EINPROGRESS);
        s.bench.turn(20);
        QCOMPARE(s.client.ask(Op::takeError, here.name).value, std::uint64_t(0));
        QVERIFY(acceptFrom(s.listener.fd).isValid());
    }

    void noRouteIsToldAtOnce()
    {
        Streams s;
        auto here = s.client.open(Kind::tcp, "h1");
        const std::string filler(60'000, 'f');
        sent(here.fd, filler);
        QCOMPARE(s.client.connect(here.name, "192.0.2.1", 80, 60'000), ENETUNREACH);
        QCOMPARE(eventsOf(here.fd), short(POLLOUT)); // the filler is gone again
    }

    void halfClosed()
    {
        Streams s;
        auto [here, there] = s.connected();
        QVERIFY(sent(here.fd, "last words"));
        ::shutdown(here.fd.get(), SHUT_WR);
        s.bench.turn(10);
        QCOMPARE(received(there), std::string("last words"));
        QCOMPARE(eventsOf(there), short(POLLIN | POLLOUT | POLLRDHUP));
        QVERIFY(sent(there, "heard"));
        there.reset();
        s.bench.turn(10);
        QCOMPARE(received(here.fd), std::string("heard"));
        QCOMPARE(eventsOf(here.fd) & POLLRDHUP, POLLRDHUP);
        here.fd.reset();
        s.bench.turn(10);
        QCOMPARE(s.bench.server->socketCount(), std::size_t(1));
    }

    void whatWasWrittenBeforeTheEndArrives()
    {
        Streams s;
        auto [here, there] = s.connected();
        const std::string text(150'000, 't');
        QVERIFY(sent(here.fd, text));
        here.fd.reset(); // and its process is gone
        std::string got;
        for (int i = 0; i < 100 && got.size() < text.size(); ++i) {
            s.bench.turn(5);
            got += received(there);
        }
        QCOMPARE(got.size(), text.size());
        QCOMPARE(eventsOf(there) & POLLRDHUP, POLLRDHUP);
    }

    void closedWithUnreadBytesIsAReset()
    {
        Streams s;
        auto [here, there] = s.connected();
        QVERIFY(sent(here.fd, "nobody reads this"));
        s.bench.turn(10);
        const SocketName name = here.name;
        there.reset();
        s.bench.turn(10);
        QCOMPARE(eventsOf(here.fd) & POLLHUP, POLLHUP);
        QCOMPARE(s.client.ask(Op::takeError, name).value, std::uint64_t(ECONNRESET));
    }

    void whoDoesNotReadStopsHisPeer()
    {
        Streams s;
        auto [here, there] = s.connected();
        auto [quick, quickThere] = s.connected();
        std::size_t written = 0;
        const std::string part(65'536, 'p');
        for (int quiet = 0; quiet < 20 && written < 200'000'000;) {
            const ssize_t n = ::send(here.fd.get(), part.data(), part.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
            quiet = n > 0 ? 0 : quiet + 1;
            written += n > 0 ? std::size_t(n) : 0;
            s.bench.turn(2);
        }
        QVERIFY2(written < 100'000'000, "nothing held the sender back");
        QVERIFY(sent(quick.fd, "not held up"));
        s.bench.turn(5);
        QCOMPARE(received(quickThere), std::string("not held up"));
        std::size_t got = 0;
        for (int i = 0; i < 20'000 && got < written; ++i) {
            got += received(there).size();
            s.bench.turn(1);
        }
        QCOMPARE(got, written);
    }

    void aListenerAtItsLimitGoesOnLater()
    {
        Limits limits;
        limits.socketsPerSession = 6; // the listener, three that connect, two that are accepted
        Streams s(limits);
        std::vector<RemoteClient::Opened> here;
        for (int i = 0; i < 3; ++i) {
            here.push_back(s.client.open(Kind::tcp, "h1"));
            QCOMPARE(s.client.connect(here.back().name, "10.0.0.2", 80), EINPROGRESS);
        }
        s.bench.turn(20);
        linux::Fd first = acceptFrom(s.listener.fd);
        const linux::Fd second = acceptFrom(s.listener.fd);
        QVERIFY(first.isValid() && second.isValid());
        QVERIFY(!acceptFrom(s.listener.fd).isValid()); // waits in the node's backlog
        first.reset();
        s.bench.turn(10);
        QVERIFY(acceptFrom(s.listener.fd).isValid());
    }

    void aListenerThatCloses()
    {
        Streams s;
        auto here = s.client.open(Kind::tcp, "h1");
        s.client.connect(here.name, "10.0.0.2", 80);
        s.bench.turn(20);
        s.listener.fd.reset(); // with one that nobody accepted
        s.bench.turn(20);
        QVERIFY((eventsOf(here.fd) & (POLLRDHUP | POLLHUP)) != 0);
        auto late = s.client.open(Kind::tcp, "h1");
        s.client.connect(late.name, "10.0.0.2", 80);
        s.bench.turn(20);
        QCOMPARE(s.client.ask(Op::takeError, late.name).value, std::uint64_t(ECONNREFUSED));
    }

    void aNodeThatStops()
    {
        Streams s;
        auto [here, there] = s.connected();
        s.bench.world().stopNode(s.bench.world().findNode("h2"));
        s.bench.server->nodesChanged(s.bench.world());
        QCOMPARE(eventsOf(there) & POLLHUP, POLLHUP);
        QCOMPARE(s.client.ask(Op::takeError, RemoteClient::nameOf(there)).value, std::uint64_t(ENETDOWN));
        QVERIFY(sent(here.fd, "into the void"));
        s.bench.turn(20);
        QCOMPARE(s.bench.server->socketCount(), std::size_t(1));
    }

    void connectionsThatDieAtEveryStep()
    {
        Streams s;
        for (int step = 0; step < 40; ++step) { // so many milliseconds after it began
            auto here = s.client.open(Kind::tcp, "h1");
            s.client.connect(here.name, "10.0.0.2", 80);
            s.bench.turn(step / 8);
            sent(here.fd, "x");
            s.bench.turn(step % 8);
            here.fd.reset();
            s.bench.turn(step % 3);
            acceptFrom(s.listener.fd); // and is closed at once
        }
        s.bench.turn(50);
        while (acceptFrom(s.listener.fd).isValid()) {
        }
        s.bench.turn(50);
        QCOMPARE(s.bench.server->socketCount(), std::size_t(1));
        auto [here, there] = s.connected();
        QVERIFY(there.isValid());
    }
};

QTEST_GUILESS_MAIN(TestStreams)
#include "tst_streams.moc"
