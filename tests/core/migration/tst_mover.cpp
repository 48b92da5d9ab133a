// Movers of several machines and a client, in virtual time: connections leave the sockets of one program and come to
// those of another, control messages are lost, destinations refuse, die or never were; the client sees one connection.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/mover_rig.h"

#include <QTest>

using namespace hopyard;
using namespace hopyard::test;
using namespace hopyard::migration;
using base::Duration;
using base::TimePoint;

class MoverTest : public QObject {
    Q_OBJECT
private slots:
    void aProgramElsewhereAcceptsIt()
    {
        Rig rig;
        rig.connect();
        rig.write(0, rig.client, "hello ");
        rig.run(Duration::milliseconds(20)); // nobody has read it
        QVERIFY(rig[1].mover.move(rig[1].around(), rig.server, rig[2].address));
        rig.write(0, rig.client, "world");
        rig.run(Duration::milliseconds(300));
        QCOMPARE(rig.phases(1), std::string("decided, frozen, compiled, sent, released"));
        QCOMPARE(rig.phases(2), std::string("received, prepared, injected"));
        // The destination's program accepts it with its peer's address and what was unread.
        const auto accepted = rig[2].sockets.accept(rig[2].listener);
        QVERIFY(accepted);
        QCOMPARE(accepted->peer.port, rig[1].events[0].mapping.flow.sourcePort);
        QCOMPARE(rig.text(2, accepted->socket), std::string("hello world"));
        rig.write(2, accepted->socket, "and back");
        rig.run(Duration::milliseconds(100));
        QCOMPARE(rig.text(0, rig.client), std::string("and back"));
        // The source's program finds an end, and no error.
        std::uint8_t byte;
        QCOMPARE(rig[1].sockets.read(*rig[1].ip, rig.server, {&byte, 1}).value_or(9), std::size_t(0));
        QVERIFY(!rig[1].sockets.takeError(rig.server));
        QVERIFY(rig[1].sockets.close(*rig[1].ip, rig.server));
        // Closing goes on there.
        QVERIFY(rig[0].sockets.close(*rig[0].ip, rig.client));
        rig.run(Duration::milliseconds(100));
        QVERIFY(rig[2].sockets.readiness(accepted->socket).peerClosed);
        QCOMPARE(rig.resets, 0);
        QCOMPARE(rig[0].sockets.tcp().counters().timeouts, std::uint64_t(0));
        QCOMPARE(rig[1].mover.leaving() + rig[2].mover.arriving(), std::size_t(0));
    }

    void aNamedProgramGetsIt()
    {
        Rig rig;
        rig.connect();
        rig[2].mover.giveTo(kPort, transport::ApplicationId(7));
        QVERIFY(rig[1].mover.move(rig[1].around(), rig.server, rig[2].address));
        rig.run(Duration::milliseconds(100));
        const SocketId socket = rig[2].events.back().socket;
        const auto ready = rig[2].sockets.takeReady();
        QCOMPARE(ready.size(), std::size_t(1));
        QVERIFY(ready[0].socket == socket && ready[0].owner == transport::ApplicationId(7));
        rig.write(2, socket, "x");
        rig.run(Duration::milliseconds(100));
        QCOMPARE(rig.text(0, rig.client), std::string("x"));
    }

    void onAndOnAndBack()
    {
        Rig rig;
        rig.connect();
        std::size_t at = 1;
        SocketId socket = rig.server;
        std::string said;
        for (const std::size_t next : {2, 3, 1, 3, 2, 1, 2, 1}) {
            said += char('a' + said.size());
            rig.write(at, socket, said.substr(said.size() - 1));
            QVERIFY(rig[at].mover.move(rig[at].around(), socket, rig[next].address));
            QVERIFY(!rig[at].mover.move(rig[at].around(), socket, rig[next].address)); // one move at a time
            rig.run(Duration::milliseconds(60));
            QCOMPARE(rig.owner, next);
            QVERIFY(rig[at].sockets.close(*rig[at].ip, socket));
            socket = rig[next].sockets.accept(rig[next].listener)->socket;
            at = next;
        }
        rig.run(Duration::milliseconds(100));
        QCOMPARE(rig.text(0, rig.client), said);
        QCOMPARE(rig[1].mover.find({kClient, rig[1].events[0].mapping.flow.sourcePort, kService, kPort})->epoch, 8u);
        QCOMPARE(rig.resets, 0);
    }

    void whatNobodyTakesStays_data()
    {
        QTest::addColumn<int>("why");
        QTest::addRow("nobody listens there") << 0;
        QTest::addRow("it was restarted") << 1;
        QTest::addRow("it died once it was frozen") << 2;
        QTest::addRow("it never answers") << 3;
    }
    void whatNobodyTakesStays()
    {
        QFETCH(int, why);
        Rig rig;
        rig.connect();
        if (why == 0)
            QVERIFY(rig[2].sockets.close(*rig[2].ip, rig[2].listener));
        if (why == 1 || why == 2) { // it is known already
            QVERIFY(rig[1].mover.move(rig[1].around(), rig.server, rig[2].address));
            rig.run(Duration::milliseconds(60));
            const SocketId there = rig[2].sockets.accept(rig[2].listener)->socket;
            QVERIFY(rig[2].mover.move(rig[2].around(), there, rig[1].address));
            rig.run(Duration::milliseconds(60));
            QVERIFY(rig[1].sockets.close(*rig[1].ip, rig.server));
            rig.server = rig[1].sockets.accept(rig[1].listener)->socket;
            rig[1].events.clear();
        }
        if (why == 1) {
            rig[2].mover = Mover(base::Random(4'711));
            rig[2].mover.configure(rig[2].address, kKey);
        }
        rig[2].isDead = why >= 2;
        QVERIFY(rig[1].mover.move(rig[1].around(), rig.server, rig[2].address));
        rig.write(0, rig.client, "still here?");
        rig.run(Duration::seconds(10));
        QCOMPARE(rig.phases(1), std::string(why == 3 ? "decided, failed" : why == 0 ? "decided, frozen, compiled, sent, taken back"
                                                                                    : "decided, frozen, compiled, taken back"));
        QCOMPARE(rig.text(1, rig.server), std::string("still here?"));
        rig.write(1, rig.server, "yes");
        rig.run(Duration::seconds(1));
        QCOMPARE(rig.text(0, rig.client), std::string("yes"));
        QCOMPARE(rig.resets, 0);
        // After a restart it is known anew, and the next try works.
        if (why != 1)
            return;
        QVERIFY(rig[1].mover.move(rig[1].around(), rig.server, rig[2].address));
        rig.run(Duration::milliseconds(60));
        QCOMPARE(rig.owner, std::size_t(2));
    }

    /// The destination refuses, and before its word is there the source is killed, or killed and started again empty: nobody has
    /// the connection then, and nobody brings its old state to life.
    void refusedWhileTheSourceWasKilled_data()
    {
        QTest::addColumn<bool>("restarted");
        QTest::addRow("killed") << false;
        QTest::addRow("killed, and started again empty") << true;
    }
    void refusedWhileTheSourceWasKilled()
    {
        QFETCH(bool, restarted);
        Rig rig;
        rig.connect();
        QVERIFY(rig[2].sockets.close(*rig[2].ip, rig[2].listener));
        QVERIFY(rig[1].mover.move(rig[1].around(), rig.server, rig[2].address));
        while (rig.phases(2) != "received, refused")
            QVERIFY(rig.step(rig.now + Duration::seconds(1)));
        const std::string before = rig.phases(1);
        QVERIFY(before.find("taken back") == std::string::npos);
        if (restarted) {
            rig[1].mover = Mover(base::Random(815));
            rig[1].mover.configure(rig[1].address, kKey);
            rig[1].sockets = SocketLayer(base::Random(816));
            rig[1].listen();
        } else {
            rig[1].isDead = true;
        }
        rig.write(0, rig.client, "anybody?");
        rig.holds = false; // the forwarder's packets go to who has the address
        rig.run(Duration::seconds(30));
        QCOMPARE(rig.phases(1), before);
        QCOMPARE(rig.phases(2), std::string("received, refused"));
        QCOMPARE(rig[1].mover.leaving() + rig[1].mover.arriving() + rig[2].mover.leaving() + rig[2].mover.arriving(), std::size_t(0) + !restarted);
        for (std::size_t i = restarted ? 1 : 2; i <= 2; ++i)
            for (const transport::SocketInfo &info : rig[i].sockets.sockets())
                QVERIFY(!info.connection.isValid());
        QCOMPARE(rig.resets > 0, restarted); // who began anew says that it does not know it
    }

    /// What came for it while it was away is answered by who has it again, and it can go elsewhere at once.
    void takenBackItGoesOn()
    {
        Rig rig;
        rig.connect();
        QVERIFY(rig[2].sockets.close(*rig[2].ip, rig[2].listener));
        rig.write(1, rig.server, "before ");
        QVERIFY(rig[1].mover.move(rig[1].around(), rig.server, rig[2].address));
        rig.write(0, rig.client, "up");
        rig.run(Duration::milliseconds(60));
        QVERIFY(rig.phases(1).find("taken back") != std::string::npos);
        QCOMPARE(rig.text(1, rig.server), std::string("up"));
        rig.write(1, rig.server, "after");
        QVERIFY(rig[1].mover.move(rig[1].around(), rig.server, rig[3].address));
        rig.run(Duration::milliseconds(60));
        QCOMPARE(rig.owner, std::size_t(3));
        QCOMPARE(rig.text(0, rig.client), std::string("before after"));
        // Of the refused move nothing is left: the epochs went on, and a late word of it changes nothing.
        const MoveEvent &refused = rig[2].events.back();
        const HandoverMessage late{MessageKind::refused, refused.mapping.id, refused.mapping.epoch, {}, {}, refused.mapping.forwarder};
        for (std::size_t i : {1, 3})
            QVERIFY(rig[i].mover.receive(rig[i].around(), rig[2].address, late.encode(kKey)));
        const auto accepted = rig[3].sockets.accept(rig[3].listener);
        rig.write(3, accepted->socket, "!");
        rig.run(Duration::milliseconds(60));
        QCOMPARE(rig.text(0, rig.client), std::string("!"));
        QCOMPARE(rig.resets, 0);
    }

    void controlMessagesAreLost()
    {
        int moved = 0;
        for (std::uint64_t seed = 1; seed <= 60; ++seed) {
            Rig rig(seed);
            rig.connect();
            rig.controlLoss = 0.3;
            const std::string text(30'000, 'x');
            rig.write(1, rig.server, text);
            QVERIFY(rig[1].mover.move(rig[1].around(), rig.server, rig[2].address));
            rig.run(Duration::seconds(20));
            const bool there = rig.owner == 2;
            moved += there;
            const SocketId socket = there ? rig[2].sockets.accept(rig[2].listener)->socket : rig.server;
            rig.write(rig.owner, socket, "end");
            rig.run(Duration::seconds(2));
            QCOMPARE(rig.text(0, rig.client), text + "end");
            QCOMPARE(rig.resets, 0);
            QCOMPARE(rig[1].mover.leaving() + rig[2].mover.arriving(), std::size_t(0));
        }
        QVERIFY(moved > 50);
    }

    /// What its program does while it is under way.
    void usedWhileFrozen()
    {
        Rig rig;
        rig.connect();
        rig[2].isDead = true;
        rig[1].mover.receive(rig[1].around(), rig[2].address, seal(kKey, MessageKind::here, std::vector<std::uint8_t>{0, 0, 0, 9}));
        QVERIFY(rig[1].mover.move(rig[1].around(), rig.server, rig[2].address));
        rig.carry();
        std::uint8_t byte = 'x';
        QCOMPARE(errorOf(rig[1].sockets.write(*rig[1].ip, rig.server, {&byte, 1})), std::string("EAGAIN"));
        QCOMPARE(errorOf(rig[1].sockets.read(*rig[1].ip, rig.server, {&byte, 1})), std::string("EAGAIN"));
        QVERIFY(!rig[1].sockets.readiness(rig.server).writable);
        QVERIFY(rig[1].sockets.close(*rig[1].ip, rig.server)); // as if it closed it when it is back
        rig.run(Duration::seconds(12));
        QVERIFY(rig[0].sockets.readiness(rig.client).peerClosed);
        QCOMPARE(rig.resets, 0);
    }

    void shutWhileFrozen()
    {
        Rig rig;
        rig.connect();
        rig[2].isDead = true;
        rig[1].mover.receive(rig[1].around(), rig[2].address, seal(kKey, MessageKind::here, std::vector<std::uint8_t>{0, 0, 0, 9}));
        rig.write(1, rig.server, "last words");
        QVERIFY(rig[1].mover.move(rig[1].around(), rig.server, rig[2].address));
        rig.carry();
        QVERIFY(rig[1].sockets.shutdown(*rig[1].ip, rig.server, tcp::Direction::send));
        rig.run(Duration::seconds(12));
        QCOMPARE(rig.phases(1), std::string("decided, frozen, compiled, taken back"));
        QCOMPARE(rig.text(0, rig.client), std::string("last words"));
        QVERIFY(rig[0].sockets.readiness(rig.client).peerClosed);
        // The other direction is open still.
        rig.write(0, rig.client, "heard");
        rig.run(Duration::milliseconds(50));
        QCOMPARE(rig.text(1, rig.server), std::string("heard"));
        QCOMPARE(rig.resets, 0);
    }

    void strangersAreNotHeard()
    {
        Rig rig;
        rig.connect();
        const std::vector<std::uint8_t> nonsense(40, 1);
        QVERIFY(!rig[2].mover.receive(rig[2].around(), rig[1].address, nonsense));
        QVERIFY(!rig[2].mover.receive(rig[2].around(), rig[1].address, seal({9, 9}, MessageKind::hello, nonsense)));
        QCOMPARE(rig[2].mover.counters().forged, std::uint64_t(2));
        // A sealed piece of nonsense is a whole that is no blob.
        BlobSender sender(1, rig[2].address, 0, nonsense, {});
        std::vector<Outgoing> out;
        sender.output({}, kKey, out);
        QVERIFY(rig[2].mover.receive(rig[2].around(), rig[1].address, out[0].bytes)); // for no instance
        QCOMPARE(rig[2].mover.counters().refused, std::uint64_t(0));
        QVERIFY(!rig[1].mover.move(rig[1].around(), rig[1].listener, rig[2].address));
        QVERIFY(!rig[1].mover.move(rig[1].around(), rig.server, rig[1].address));
    }

    /// A forwarder's table decides where a flow has a forwarder.
    void theForwardersTableDecides()
    {
        Rig rig;
        rig.connect();
        FlowTable table{base::Random(3)};
        const FourTuple flow{kClient, rig[1].sockets.peerName(rig.server)->port, kService, kPort};
        const FlowTable::Entry *entry = table.insert(rig.now, flow, rig[1].address, Encapsulation::ports);
        const Mapping mapping{entry->id(), entry->epoch(), flow, rig[3].address};
        Mover::Around forwarder{rig[3].sockets, *rig[3].ip, &table};
        QVERIFY(rig[1].mover.move(rig[1].around(), rig.server, rig[2].address, mapping));
        const TimePoint end = rig.now + Duration::milliseconds(60);
        while (rig.now < end) { // its datagrams go to the forwarder's mover with the table
            rig.carry();
            for (auto at = rig.flying.begin(); at != rig.flying.end();) {
                const auto here = at++;
                if (here->second.to != 3 || !here->second.isControl)
                    continue;
                rig[3].mover.receive(forwarder, here->second.from, here->second.control);
                rig.flying.erase(here);
            }
            if (!rig.step(end))
                break;
        }
        QCOMPARE(rig.owner, std::size_t(2));
        QVERIFY(table.find(mapping.id)->host() == rig[2].address);
        QCOMPARE(table.find(mapping.id)->epoch(), 1u);
        QCOMPARE(rig[2].mover.find(flow)->epoch, 1u);
    }
};

QTEST_APPLESS_MAIN(MoverTest)
#include "tst_mover.moc"
