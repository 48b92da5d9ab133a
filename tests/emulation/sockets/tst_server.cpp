// The engine's side with clients that behave and clients that do not: sessions, limits, datagrams, the end of nodes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/socket_layer.h"
#include "tests/emulation/sockets/remote_client.h"

#include <cerrno>
#include <dirent.h>
#include <poll.h>

using namespace hopyard;
using namespace hopyard::remote;

namespace {

int openDescriptors()
{
    int count = 0;
    DIR *folder = ::opendir("/proc/self/fd");
    while (::readdir(folder))
        ++count;
    ::closedir(folder);
    return count;
}

Buffer datagramTo(std::string_view address, std::uint16_t port, std::string_view text)
{
    DatagramHead head{};
    head.flags = DatagramHead::hasAddress;
    head.address = v4(address, port);
    return bufferOf(head) + bufferOf(text);
}

struct Datagram {
    ssize_t size = -1;
    DatagramHead head{};
    std::string text;
};
Datagram receiveDatagram(const linux::Fd &fd)
{
    char bytes[2048];
    Datagram datagram;
    datagram.size = ::recv(fd.get(), bytes, sizeof bytes, MSG_DONTWAIT);
    if (datagram.size < ssize_t(sizeof datagram.head))
        return datagram;
    std::memcpy(&datagram.head, bytes, sizeof datagram.head);
    datagram.text.assign(bytes + sizeof datagram.head, std::size_t(datagram.size) - sizeof datagram.head);
    return datagram;
}

std::size_t socketsOn(Bench &bench, std::string_view node)
{
    std::size_t count = 0;
    bench.world().useSockets(bench.world().findNode(node), [&](transport::SocketLayer &layer, transport::IpOutput &) {
        count = layer.sockets().size();
    });
    return count;
}

} // namespace

class TestServer : public QObject {
    Q_OBJECT
private slots:
    void datagramsGoThereAndBack()
    {
        Bench bench;
        RemoteClient client(bench);
        QCOMPARE(client.greeting, 0);
        const auto there = client.open(Kind::udp, "h2");
        QCOMPARE(there.error, 0);
        QCOMPARE(client.bind(there.name, "0.0.0.0", 5000), 0);
        const auto here = client.open(Kind::udp, "h1");
        const Buffer out = datagramTo("10.0.0.2", 5000, "hello");
        QCOMPARE(::send(here.fd.get(), out.data(), out.size(), 0), ssize_t(out.size()));
        bench.turn(10);
        const Datagram came = receiveDatagram(there.fd);
        QCOMPARE(came.text, std::string("hello"));
        QCOMPARE(int(came.head.kind), int(DatagramHead::data));
        transport::Endpoint from;
        QVERIFY(toEndpoint(came.head.address, from));
        QCOMPARE(base::toString(from.address), std::string("10.0.0.1"));
        // The port that it got by itself is told, too.
        const Reply local = client.ask(Op::localName, here.name);
        Address name{};
        QCOMPARE(local.body.size(), sizeof name);
        std::memcpy(&name, local.body.data(), sizeof name);
        QCOMPARE(name.port, from.port);
        // An answer, on the connected socket.
        QCOMPARE(client.connect(there.name, "10.0.0.1", from.port), 0);
        DatagramHead plain{};
        const Buffer back = bufferOf(plain) + bufferOf("welcome");
        QCOMPARE(::send(there.fd.get(), back.data(), back.size(), 0), ssize_t(back.size()));
        bench.turn(10);
        QCOMPARE(receiveDatagram(here.fd).text, std::string("welcome"));
    }

    void anUnreachablePortIsAnError()
    {
        Bench bench;
        RemoteClient client(bench);
        const auto here = client.open(Kind::udp, "h1");
        QCOMPARE(client.connect(here.name, "10.0.0.2", 9), 0);
        const Buffer out = bufferOf(DatagramHead{}) + bufferOf("x");
        ::send(here.fd.get(), out.data(), out.size(), 0);
        bench.turn(10);
        const Datagram came = receiveDatagram(here.fd);
        QCOMPARE(int(came.head.kind), int(DatagramHead::error));
        QCOMPARE(came.head.errorNumber, ECONNREFUSED);
        // Without a route it is told at once.
        QCOMPARE(client.connect(client.open(Kind::udp, "h1").name, "192.0.2.1", 9), ENETUNREACH);
    }

    void nodesThatAreNoneAndNodesWithoutSockets()
    {
        Bench bench;
        RemoteClient client(bench);
        QCOMPARE(client.open(Kind::udp, "h3").error, ENODEV);
        QCOMPARE(client.open(Kind::udp, "s").error, ENODEV);
        QCOMPARE(client.ask(Op::findNode, {}, bufferOf("h1")).error, 0);
        QCOMPARE(client.ask(Op::findNode, {}, bufferOf("s")).error, ENODEV);
        QCOMPARE(client.ask(Op::interfaces, {}, bufferOf("s")).error, ENODEV);
        const Reply found = client.ask(Op::resolve, {}, bufferOf("h2"));
        QCOMPARE(found.body, bufferOf(v4("10.0.0.2")));
        QCOMPARE(client.ask(Op::resolve, {}, bufferOf("nobody")).error, ENOENT);
    }

    void aSocketLivesAsLongAsItsDescriptor()
    {
        Bench bench;
        RemoteClient client(bench);
        auto socket = client.open(Kind::udp, "h1");
        QCOMPARE(client.bind(socket.name, "0.0.0.0", 53), 0);
        linux::Fd second(::dup(socket.fd.get()));
        QCOMPARE(RemoteClient::nameOf(second).socket, socket.name.socket);
        client.hangUp(); // the process that opened it is gone, its child has it
        bench.turn(2);
        QCOMPARE(bench.server->sessionCount(), std::size_t(0));
        socket.fd.reset();
        bench.turn(2);
        QCOMPARE(bench.server->socketCount(), std::size_t(1));
        RemoteClient child(bench);
        QCOMPARE(child.ask(Op::nodeOf, socket.name).body, bufferOf("h1"));
        second.reset();
        bench.turn(2);
        QCOMPARE(bench.server->socketCount(), std::size_t(0));
        QCOMPARE(socketsOn(bench, "h1"), std::size_t(0));
    }

    void aClosedSocketsPortIsFreeAtOnce()
    {
        Bench bench;
        RemoteClient client(bench);
        auto first = client.open(Kind::udp, "h1");
        QCOMPARE(client.bind(first.name, "0.0.0.0", 53), 0);
        auto second = client.open(Kind::udp, "h1");
        QCOMPARE(client.bind(second.name, "0.0.0.0", 53), EADDRINUSE);
        first.fd.reset();
        QCOMPARE(client.bind(second.name, "0.0.0.0", 53), 0); // nothing happened between
    }

    void aStoppedNodeTakesItsSocketsAlong()
    {
        Bench bench;
        RemoteClient client(bench);
        const auto socket = client.open(Kind::udp, "h1");
        const auto other = client.open(Kind::udp, "h2");
        const base::NodeId node = bench.world().findNode("h1");
        bench.world().stopNode(node);
        bench.world().startNode(node); // its numbers begin again: whoever has one must not find another's socket
        bench.server->nodesChanged(bench.world());
        bench.turn(2);
        QCOMPARE(receiveDatagram(socket.fd).size, ssize_t(0)); // the pair's end
        QCOMPARE(client.ask(Op::takeError, socket.name).value, std::uint64_t(ENETDOWN));
        QCOMPARE(client.ask(Op::takeError, socket.name).value, std::uint64_t(0));
        QCOMPARE(client.ask(Op::nodeOf, other.name).body, bufferOf("h2"));
        QCOMPARE(bench.server->socketCount(), std::size_t(1));
        QCOMPARE(client.open(Kind::udp, "h1").error, 0);
    }

    void withoutARunTheNetworkIsDown()
    {
        Bench bench;
        RemoteClient client(bench);
        const auto socket = client.open(Kind::udp, "h1");
        client.send(RemoteClient::request(Op::nodeOf, socket.name));
        bench.server->attend();
        bench.server->exchange(nullptr, false);
        QCOMPARE(client.receive().error, ENETDOWN);
    }

    void whileTimeStandsSocketsWait()
    {
        Bench bench;
        RemoteClient client(bench);
        const auto there = client.open(Kind::udp, "h2");
        client.bind(there.name, "0.0.0.0", 5000);
        const auto here = client.open(Kind::udp, "h1");
        const Buffer out = datagramTo("10.0.0.2", 5000, "later");
        ::send(here.fd.get(), out.data(), out.size(), 0);
        bench.turn(5, false);
        QCOMPARE(receiveDatagram(there.fd).size, ssize_t(-1));
        QCOMPARE(client.ask(Op::nodeOf, here.name).error, 0); // questions are answered
        bench.turn(10);
        QCOMPARE(receiveDatagram(there.fd).text, std::string("later"));
    }

    void movesToAnotherNode()
    {
        Bench bench;
        RemoteClient client(bench);
        const auto socket = client.open(Kind::udp, "h1");
        QCOMPARE(client.bind(socket.name, "0.0.0.0", 7000), 0);
        QCOMPARE(client.ask(Op::move, socket.name, bufferOf("h2")).error, 0);
        QCOMPARE(client.ask(Op::nodeOf, socket.name).body, bufferOf("h2"));
        QCOMPARE(socketsOn(bench, "h1"), std::size_t(0));
        const auto here = client.open(Kind::udp, "h1");
        const Buffer out = datagramTo("10.0.0.2", 7000, "there");
        ::send(here.fd.get(), out.data(), out.size(), 0);
        bench.turn(10);
        QCOMPARE(receiveDatagram(socket.fd).text, std::string("there")); // its binding went along
        QCOMPARE(client.ask(Op::move, socket.name, bufferOf("nowhere")).error, ENODEV);
        // What was chosen explicitly is not moved by a rule.
        QCOMPARE(client.ask(Op::move, socket.name, bufferOf("kernel"), kUnlessPinned).error, int(kUseKernel));
        QCOMPARE(client.ask(Op::move, socket.name, bufferOf("h1"), kMoveAndPin).error, 0);
        QCOMPARE(client.ask(Op::move, socket.name, bufferOf("h2"), kUnlessPinned).error, 0);
        QCOMPARE(client.ask(Op::nodeOf, socket.name).body, bufferOf("h1"));
    }

    void garbageEndsASessionAndNothingElse()
    {
        Bench bench;
        RemoteClient good(bench);
        const auto socket = good.open(Kind::udp, "h1");
        const Buffer cases[] = {Buffer{1}, Buffer(31, 0xff), Buffer(kMaxMessage, 0xff), bufferOf("GET / HTTP/1.1\r\n\r\n"),
                                RemoteClient::request(static_cast<Op>(999), {}),
                                RemoteClient::request(Op::bind, socket.name, Buffer(3)),
                                RemoteClient::request(Op::hello, {}, bufferOf(Hello{kHelloMagic, kVersion}))};
        for (const Buffer &bytes : cases) {
            RemoteClient bad(bench);
            QVERIFY(bad.send(bytes));
            QVERIFY(bad.isCutOff());
        }
        RemoteClient rude(bench, false); // asks before it greets
        QVERIFY(rude.send(RemoteClient::request(Op::findNode, {}, bufferOf("h1"))));
        QVERIFY(rude.isCutOff());
        QCOMPARE(bench.server->counters().badRequests, std::uint64_t(std::size(cases) + 1));
        QCOMPARE(good.ask(Op::nodeOf, socket.name).error, 0);
    }

    void aSocketsNumberAloneOpensNothing()
    {
        Bench bench;
        RemoteClient owner(bench);
        const auto socket = owner.open(Kind::udp, "h1");
        RemoteClient thief(bench);
        SocketName guess = socket.name;
        guess.token ^= 1;
        for (const Op op : {Op::localName, Op::takeError, Op::nodeOf, Op::listen, Op::takeQueued})
            QCOMPARE(thief.ask(op, guess).error, EBADF);
        QCOMPARE(thief.bind(guess, "0.0.0.0", 80), EBADF);
    }

    void descriptorsThatNobodyAskedForAreClosed()
    {
        Bench bench;
        RemoteClient client(bench);
        const int before = openDescriptors();
        const int gifts[] = {0, 1, 2};
        for (int i = 0; i < 20; ++i) {
            QVERIFY(client.send(RemoteClient::request(Op::findNode, {}, bufferOf("h1")), gifts));
            bench.turn(0);
            QCOMPARE(client.receive().error, 0);
        }
        const auto socket = client.open(Kind::udp, "h1");
        const Buffer out = datagramTo("10.0.0.2", 1, "x");
        QVERIFY(linux::sendMessage(socket.fd.get(), out, gifts));
        bench.turn(2);
        QCOMPARE(openDescriptors(), before + 2); // both ends of the pair
    }

    void limitsOfAClientAndOfAll()
    {
        Limits limits;
        limits.sessions = 3;
        limits.socketsPerSession = 4;
        limits.sockets = 6;
        Bench bench(limits);
        std::vector<RemoteClient::Opened> kept;
        RemoteClient first(bench);
        for (int i = 0; i < 4; ++i) {
            kept.push_back(first.open(Kind::udp, "h1"));
            QCOMPARE(kept.back().error, 0);
        }
        QCOMPARE(first.open(Kind::udp, "h1").error, EMFILE);
        RemoteClient second(bench);
        for (int i = 0; i < 2; ++i) {
            kept.push_back(second.open(Kind::tcp, "h1"));
            QCOMPARE(kept.back().error, 0);
        }
        QCOMPARE(second.open(Kind::udp, "h1").error, ENFILE);
        kept.front().fd.reset();
        bench.turn(2);
        QCOMPARE(second.open(Kind::udp, "h1").error, 0);
        RemoteClient third(bench);
        RemoteClient fourth(bench, false);
        QVERIFY(fourth.isCutOff());
        QCOMPARE(bench.server->counters().refusedSessions, std::uint64_t(1));
        third.hangUp();
        bench.turn(2);
        RemoteClient fifth(bench);
        QCOMPARE(fifth.greeting, 0);
    }

    void aFloodOfRequestsIsTakenInPortions()
    {
        Bench bench;
        RemoteClient flood(bench);
        RemoteClient other(bench);
        const Buffer question = RemoteClient::request(Op::findNode, {}, bufferOf("h1"));
        int asked = 0;
        for (int i = 0; i < 100'000 && flood.send(question); ++i)
            ++asked;
        QVERIFY(asked > 70);
        bench.server->attend();
        const auto before = bench.server->counters().requests;
        bench.server->exchange(&bench.world(), true);
        QVERIFY(bench.server->counters().requests - before <= 64);
        // Answers that are not read stop the questions, and nobody else.
        for (int i = 0; i < 2'000; ++i) {
            flood.send(question);
            bench.turn(0);
        }
        QVERIFY(!flood.send(question));
        QVERIFY(!bench.server->hasWork(true));
        QCOMPARE(other.ask(Op::findNode, {}, bufferOf("h2")).error, 0);
        for (int i = 0; i < asked; ++i) { // once they are read it goes on
            flood.receive();
            bench.turn(0);
        }
        QVERIFY(flood.send(question));
    }

    void aFloodOfDatagramsWaitsInThePair()
    {
        Bench bench;
        RemoteClient client(bench);
        const auto there = client.open(Kind::udp, "h2");
        client.bind(there.name, "0.0.0.0", 5000);
        const auto here = client.open(Kind::udp, "h1");
        const Buffer out = datagramTo("10.0.0.2", 5000, std::string(1000, 'x'));
        for (int round = 0; round < 20; ++round) { // nobody reads
            while (::send(here.fd.get(), out.data(), out.size(), MSG_DONTWAIT) > 0) {
            }
            bench.turn(3);
        }
        int received = 0;
        for (int i = 0; i < 50; ++i) {
            while (receiveDatagram(there.fd).size > 0)
                ++received;
            bench.turn(1);
        }
        QVERIFY(received > 100);
        QCOMPARE(bench.server->socketCount(), std::size_t(2));
    }

    void malformedDatagramsAreIgnored()
    {
        Bench bench;
        RemoteClient client(bench);
        const auto here = client.open(Kind::udp, "h1");
        for (const std::size_t size : {1u, 40u, unsigned(sizeof(DatagramHead)) - 1, unsigned(sizeof(DatagramHead))}) {
            const Buffer bytes(size, 0xff);
            QVERIFY(::send(here.fd.get(), bytes.data(), bytes.size(), 0) > 0);
        }
        bench.turn(2);
        QCOMPARE(client.ask(Op::nodeOf, here.name).error, 0);
    }

    void clientsThatDieWhileTheyAsk()
    {
        Bench bench;
        for (int i = 0; i < 50; ++i) {
            RemoteClient client(bench, i % 2 == 0);
            client.send(RemoteClient::request(Op::socket, {}, bufferOf(SocketBody{4, Kind::udp, 0, 0}) + bufferOf("h1")));
            if (i % 3 == 0)
                bench.turn(0);
        }
        bench.turn(3);
        QCOMPARE(bench.server->sessionCount(), std::size_t(0));
        QCOMPARE(bench.server->socketCount(), std::size_t(0)); // descriptors in answers that nobody took
        QCOMPARE(socketsOn(bench, "h1"), std::size_t(0));
    }
};

QTEST_GUILESS_MAIN(TestServer)
#include "tst_server.moc"
