// Movers of several machines and a client, in virtual time: connections leave the sockets of one program and come to
// those of another, control messages are lost, destinations refuse, die or never were; the client sees one connection.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/mover.h"
#include "tests/support/tcp_bench.h"

#include <QTest>

#include <list>

using namespace hopyard;
using namespace hopyard::test;
using namespace hopyard::migration;
using base::Duration;
using base::TimePoint;
using transport::SocketId;
using transport::SocketKind;
using transport::SocketLayer;

namespace {

const base::SipKey kKey{5, 6};
const base::Ipv4Address kClient(192, 0, 2, 1), kService(10, 0, 0, 80);
constexpr std::uint16_t kPort = 80;

struct Machine {
    Machine(std::shared_ptr<packet::PacketPool> pool, base::Ipv4Address own, std::uint64_t seed)
        : address(own), ip(std::make_unique<FakeIp>(pool, own == kClient ? kClient : kService)), sockets(base::Random(seed)), mover(base::Random(seed * 77))
    {
        mover.configure(own, kKey);
    }
    base::Ipv4Address address;
    std::unique_ptr<FakeIp> ip;
    SocketLayer sockets;
    Mover mover;
    SocketId listener;
    std::vector<MoveEvent> events;
    bool isDead = false;

    Mover::Around around() { return {sockets, *ip, nullptr}; }
    void listen()
    {
        listener = *sockets.socket(SocketKind::tcp, base::Family::ipv4);
        QVERIFY(sockets.bind(*ip, listener, {kService, kPort}));
        QVERIFY(sockets.listen(*ip, listener, 64));
    }
};

/// Machine 0 is the client; the others answer at one address. Packets of the client go to who owns the connection, as
/// a forwarder below the stack would have it, and are held while it moves.
struct Rig {
    explicit Rig(std::uint64_t seed = 1) : pool(std::make_shared<packet::PacketPool>()), random(seed)
    {
        add(kClient);
        for (std::uint8_t i = 1; i <= 3; ++i)
            add(base::Ipv4Address(10, 0, 0, i)).listen();
    }
    Machine &add(base::Ipv4Address at)
    {
        machines.push_back(std::make_unique<Machine>(pool, at, 10 + machines.size()));
        machines.back()->ip->setNow(now);
        return *machines.back();
    }
    Machine &operator[](std::size_t i) { return *machines[i]; }

    std::shared_ptr<packet::PacketPool> pool;
    base::Random random;
    TimePoint now;
    std::vector<std::unique_ptr<Machine>> machines;
    std::size_t owner = 1; ///< of the client's packets
    bool holds = false;
    std::vector<ip::Delivered> held;
    double controlLoss = 0;
    int resets = 0;
    Duration delay = Duration::milliseconds(5), between = Duration::milliseconds(1);
    struct Flying {
        std::size_t to;
        bool isControl;
        base::Ipv4Address from;
        std::vector<std::uint8_t> control;
        ip::Delivered packet;
    };
    std::multimap<TimePoint, Flying> flying;
    SocketId client, server;

    void carry()
    {
        for (std::size_t i = 0; i < machines.size(); ++i) {
            Machine &m = *machines[i];
            for (const MoveEvent &event : m.mover.takeEvents()) {
                m.events.push_back(event);
                if (event.phase == MovePhase::frozen)
                    holds = true;
                if (event.phase == MovePhase::injected || event.phase == MovePhase::resumed) {
                    holds = false;
                    owner = i;
                    for (const ip::Delivered &packet : std::exchange(held, {}))
                        m.sockets.deliver(*m.ip, packet);
                }
            }
            for (Outgoing &o : m.mover.takeOutgoing())
                for (std::size_t to = 0; to < machines.size(); ++to)
                    if (machines[to]->address == o.to && !random.chance(controlLoss))
                        flying.emplace(now + between, Flying{to, true, m.address, o.bytes, {}});
            while (!m.ip->sent.empty()) {
                ip::Datagram d = std::move(m.ip->sent.front());
                m.ip->sent.pop_front();
                const auto view = wire::TcpView::parse(d.payload.bytes());
                resets += wire::TcpRepr::parse(*view)->flags.has(TcpFlags::rst);
                ip::Delivered in;
                in.source = i == 0 ? kClient : kService;
                in.destination = d.destination;
                in.protocol = wire::IpProtocol::tcp;
                in.ttl = d.ttl;
                const packet::Offload offload = d.payload.offload();
                in.datagram = std::move(d.payload);
                in.datagram.pushFront(20);
                in.datagram.setOffload(offload);
                in.payloadOffset = 20;
                flying.emplace(now + delay, Flying{i == 0 ? std::size_t(1) : std::size_t(0), false, {}, {}, std::move(in)});
            }
        }
    }
    bool step(TimePoint until)
    {
        carry();
        TimePoint next = flying.empty() ? TimePoint::never() : flying.begin()->first;
        Machine *who = nullptr;
        for (const auto &m : machines)
            if (const TimePoint at = std::min(m->sockets.nextDeadline(), m->mover.nextDeadline()); !m->isDead && at < next) {
                next = at;
                who = m.get();
            }
        if (next > until) {
            setNow(until);
            return false;
        }
        setNow(std::max(now, next));
        if (who) {
            who->sockets.expire(*who->ip);
            who->mover.expire(who->around());
        } else {
            Flying f = std::move(flying.begin()->second);
            flying.erase(flying.begin());
            if (f.isControl) {
                if (Machine &m = *machines[f.to]; !m.isDead)
                    m.mover.receive(m.around(), f.from, f.control);
            } else if (f.to == 0) {
                machines[0]->sockets.deliver(*machines[0]->ip, f.packet);
            } else if (holds) {
                held.push_back(f.packet);
            } else {
                machines[owner]->sockets.deliver(*machines[owner]->ip, f.packet);
            }
        }
        carry();
        return true;
    }
    void run(Duration time)
    {
        const TimePoint end = now + time;
        while (step(end)) {
        }
    }
    void setNow(TimePoint t)
    {
        now = t;
        for (const auto &m : machines)
            m->ip->setNow(t);
    }
    void connect()
    {
        Machine &c = *machines[0];
        client = *c.sockets.socket(SocketKind::tcp, base::Family::ipv4);
        static_cast<void>(c.sockets.connect(*c.ip, client, {kService, kPort}));
        run(Duration::milliseconds(50));
        server = machines[1]->sockets.accept(machines[1]->listener)->socket;
    }
    std::string text(std::size_t machine, SocketId socket)
    {
        std::string all;
        std::uint8_t buffer[2'000];
        for (;;) {
            const auto count = machines[machine]->sockets.read(*machines[machine]->ip, socket, buffer);
            if (!count || *count == 0)
                return all;
            all.append(buffer, buffer + *count);
        }
    }
    void write(std::size_t machine, SocketId socket, const std::string &text)
    {
        const auto taken = machines[machine]->sockets.write(
            *machines[machine]->ip, socket, {reinterpret_cast<const std::uint8_t *>(text.data()), text.size()});
        QVERIFY(taken && *taken == text.size());
    }
    std::string phases(std::size_t machine) const
    {
        std::string all;
        for (const MoveEvent &event : machines[machine]->events)
            all += (all.empty() ? "" : ", ") + std::string(toString(event.phase));
        return all;
    }
};

} // namespace

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
