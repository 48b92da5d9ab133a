// Services as a lab has them, in virtual time: decided, moved, moved again, drained, replayed; forged packets dropped.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/node.h"
#include "core/router/virtual_router.h"
#include "core/wire/ethernet.h"
#include "core/wire/tcp.h"
#include "places.h"
#include "tests/support/worlds.h"

#include <QFile>

#include <map>

using namespace hopyard;
using namespace hopyard::base::literals;
using support::seconds;

namespace {

std::string labText(const QString &name)
{
    QFile file(QStringLiteral(HOPYARD_SOURCE_DIR "/resources/labs/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s", qPrintable(name));
    return file.readAll().toStdString();
}

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    const std::size_t at = text.find(from);
    if (at == std::string::npos)
        qFatal("the lab has no '%s'", std::string(from).c_str());
    return text.replace(at, from.size(), to);
}

std::string answer(world::World &world, const std::string &node, const std::string &line)
{
    return world.command(world.findNode(node), line).text;
}

std::string json(world::World &world, const std::string &node, const std::string &line)
{
    return world.command(world.findNode(node), line + " json").json;
}

/// Phases of moves by node, and what went wrong at TCP.
struct Steps final : base::trace::Sink {
    explicit Steps(world::World &of) : world(of)
    {
        world.trace().add(this, base::trace::kindOf<base::trace::MigrationStep>());
    }
    void event(base::TimePoint, const base::trace::Event &event) override
    {
        const auto &step = std::get<base::trace::MigrationStep>(event);
        ++count[std::string(step.phase)];
        last = base::toString(step.remote.v4()) + ":" + std::to_string(step.remotePort);
    }
    int operator[](const char *phase) const
    {
        const auto at = count.find(phase);
        return at == count.end() ? 0 : at->second;
    }
    world::World &world;
    std::map<std::string, int> count;
    std::string last;
};

/// The name of the node that has the client's connection in its TCP; empty: none.
std::string ownerOf(world::World &world, const std::string &client, std::initializer_list<const char *> nodes)
{
    std::string owner;
    for (const char *node : nodes)
        if (answer(world, node, "show connections").find(client) != std::string::npos)
            owner += node;
    return owner;
}

} // namespace

class ServiceTest : public QObject {
    Q_OBJECT
private slots:
    // A hint about frames that come later: whatever they are, nothing changes by it.
    void lookingAheadIsOnlyAHint()
    {
        migration::Service service;
        service.forwarder = {"lb", base::Ipv4Address(10, 0, 0, 5)};
        service.address = base::Ipv4Address(10, 0, 0, 80);
        migration::Forwarder forwarder{base::Random(1)};
        forwarder.configure(service.forwarder.address, {service}, {});
        packet::PacketPool pool;
        packet::Packet packet = pool.make(20);
        wire::TcpRepr tcp;
        tcp.sourcePort = 1'024;
        tcp.destinationPort = 80;
        const base::Ipv4Address client(198, 18, 0, 1);
        tcp.emit(packet.writable(), client, service.address);
        wire::Ipv4Repr ip;
        ip.protocol = wire::IpProtocol::tcp;
        ip.source = client;
        ip.destination = service.address;
        ip.payloadLength = 20;
        ip.emit(packet.pushFront(ip.headerLength()));
        wire::EthernetRepr{base::MacAddress::local(1), base::MacAddress::local(2), wire::EtherType::ipv4}.emit(packet.pushFront(14));
        const std::vector<std::uint8_t> frame(packet.bytes().begin(), packet.bytes().end());
        for (int known = 0; known < 2; ++known) {
            for (std::size_t n = 0; n <= frame.size(); ++n) // cut off anywhere
                for (const auto ahead : {migration::Forwarder::Ahead::place, migration::Forwarder::Ahead::entry})
                    forwarder.lookAhead(base::Bytes(frame).first(n), ahead);
            QCOMPARE(forwarder.table().size(), std::size_t(known));
            forwarder.table().insert(base::TimePoint(), {client, 1'024, service.address, 80}, service.forwarder.address, service.encapsulation);
        }
        QCOMPARE(forwarder.counters().packets + forwarder.counters().unknown, std::uint64_t(0));
    }

    /// The lab "Moving house": ten moves during one download, in each way of encapsulation.
    void downloadMovesTenTimes_data()
    {
        QTest::addColumn<QString>("encapsulation");
        for (const char *way : {"ports", "shim", "ipip"})
            QTest::newRow(way) << way;
    }
    void downloadMovesTenTimes()
    {
        QFETCH(QString, encapsulation);
        world::World world = support::worldFrom(replaced(labText("moving-house.yaml"), "hosts: [a, b, c]}",
                                                         "hosts: [a, b, c], encapsulation: " + encapsulation.toStdString() + "}"));
        support::Lines lines(world);
        Steps steps(world);
        world.runUntil(seconds(0.5));
        QCOMPARE(steps["released"], 1); // from lb to its first host
        const std::string client = steps.last;
        std::string at = ownerOf(world, client, {"lb", "a", "b", "c"});
        QCOMPARE(at.size(), std::size_t(1));
        for (int i = 0; i < 10; ++i) {
            const std::string to = at == "a" ? "b" : at == "b" ? "c" : "a";
            QCOMPARE(answer(world, at, "migrate " + client + " to " + to), std::string("moving\n"));
            if (i >= 3) // it has been there: nobody is asked first, so it is frozen at once
                QVERIFY(answer(world, at, "show connections").find("MIGRATING") != std::string::npos);
            world.runUntil(seconds(0.9 + 0.4 * i));
            QCOMPARE(ownerOf(world, client, {"lb", "a", "b", "c"}), to);
            at = to;
        }
        world.runUntil(seconds(30));
        QCOMPARE(steps["released"], 11);
        QCOMPARE(steps["injected"], 11);
        QCOMPARE(steps["taken back"], 0);
        QVERIFY2(!lines.with("20.0 MB").empty() || !lines.with("20000000").empty(), lines.lines.empty() ? "no lines" : lines.lines.back().c_str());
        QVERIFY(lines.with("differ").empty());
        // No time-out at the client, which would have shown as segments sent again.
        QVERIFY(json(world, "client", "show tcp statistics").find("\"timeouts\":0") != std::string::npos);
        // Entries end with the connection.
        world.runUntil(seconds(300));
        QCOMPARE(answer(world, "lb", "show flows"), std::string("no flows\n"));
    }

    /// The lab "Who should answer?": by path, over classifiers of their own.
    void pathDecides()
    {
        world::World world = support::worldFrom(labText("who-should-answer.yaml"));
        support::Lines lines(world);
        Steps steps(world);
        world.runUntil(seconds(3));
        QVERIFY2(!lines.with("video").empty() && !lines.with("mail").empty() && !lines.with("hello").empty(),
                 lines.lines.empty() ? "" : lines.lines.back().c_str());
        QCOMPARE(steps["injected"], 3);
        // Who printed which request: a the video, b the mail.
        QVERIFY(json(world, "a", "show service").find("\"movedIn\":") != std::string::npos);
        for (const auto &[node, count] : {std::pair("a", 1), std::pair("b", 1)})
            QVERIFY(json(world, node, "show service").find("\"movedIn\":" + std::to_string(count)) != std::string::npos
                    || json(world, node, "show service").find("\"movedIn\":2") != std::string::npos);
        QVERIFY(answer(world, "lb", "show flows").find("shim") != std::string::npos);
    }

    /// Rules change while connections live; those with mistakes are told and change nothing.
    void rulesReload()
    {
        world::World world = support::worldFrom(labText("moving-house.yaml"));
        support::Lines lines(world);
        Steps steps(world);
        world.runUntil(seconds(0.5));
        const std::string client = steps.last;
        QVERIFY(answer(world, "lb", "rules path x -> a; host h -> z").find("rule 1: 'x'") != std::string::npos);
        QCOMPARE(answer(world, "lb", "rules path /other/* -> c; default -> b by weights"), std::string("in force\n"));
        world.command(world.findNode("client"), "http http://10.0.0.80/other/x");
        world.runUntil(seconds(1));
        QVERIFY(json(world, "c", "show service").find("\"movedIn\":1") != std::string::npos);
        world.runUntil(seconds(30));
        QCOMPARE(steps["injected"], 2);
        QVERIFY(lines.with("differ").empty());
    }

    /// A host is drained under load: every connection goes on elsewhere.
    void draining()
    {
        world::World world = support::worldFrom(replaced(labText("moving-house.yaml"), "      - http http://10.0.0.80/bytes/20000000 check\n",
                                                         "      - http http://10.0.0.80/bytes/600000 check quiet\n"));
        support::Lines lines(world);
        Steps steps(world);
        for (int i = 0; i < 20; ++i)
            world.command(world.findNode("client"), "http http://10.0.0.80/bytes/200000 check quiet");
        world.runUntil(seconds(1.2));
        QCOMPARE(steps["injected"], 21);
        QCOMPARE(answer(world, "lb", "drain a"), std::string("draining\n"));
        world.runUntil(seconds(1.6));
        QVERIFY(steps["injected"] >= 21 + 7); // a third of all were there
        QVERIFY(answer(world, "a", "show connections").find("ESTAB") == std::string::npos);
        world.runUntil(seconds(60));
        QCOMPARE(steps["taken back"], 0);
        int good = 0;
        for (const std::string &line : lines.lines)
            good += line.find("differ") == std::string::npos && line.find("200") != std::string::npos;
        QVERIFY(good >= 21);
        QVERIFY(json(world, "client", "show tcp statistics").find("\"estabResets\":0") != std::string::npos);
    }

    /// The older way beside the move.
    void replay()
    {
        world::World world = support::worldFrom(labText("replay-or-move.yaml"));
        support::Lines lines(world);
        Steps steps(world);
        world.runUntil(seconds(5));
        QCOMPARE(steps["handshake replayed"], 1);
        QCOMPARE(steps["request replayed"], 1);
        QCOMPARE(steps["injected"], 1); // the other one moved
        int whole = 0;
        for (const std::string &line : lines.lines)
            whole += line.find("200") != std::string::npos && line.find("differ") == std::string::npos;
        QVERIFY2(whole >= 2, lines.lines.empty() ? "" : lines.lines.back().c_str());
    }

    /// A host that does not take a connection: another one does.
    void deadHostIsPassedOver()
    {
        world::World world = support::worldFrom(replaced(labText("moving-house.yaml"), "hosts: [a, b, c]}",
                                                         "hosts: [a, b, c], check: none}"));
        support::Lines lines(world);
        Steps steps(world);
        QVERIFY(world.stopNode(world.findNode("a")));
        world.runUntil(seconds(40));
        QVERIFY(steps["failed"] >= 1);
        QCOMPARE(steps["injected"], 1);
        QVERIFY(lines.with("differ").empty());
    }

    /// Health: a host that stops answering gets nothing any more, and something again once it answers.
    void healthFallsAndRises()
    {
        world::World world = support::worldFrom(labText("moving-house.yaml"));
        support::Lines lines(world);
        world.runUntil(seconds(1));
        QVERIFY(world.stopNode(world.findNode("c")));
        world.runUntil(seconds(15));
        QVERIFY(json(world, "lb", "show service").find("{\"name\":\"c\",\"address\":\"10.0.0.13\",\"state\":\"down\"}") != std::string::npos);
        QVERIFY(world.startNode(world.findNode("c")));
        world.runUntil(seconds(30));
        QVERIFY(json(world, "lb", "show service").find("{\"name\":\"c\",\"address\":\"10.0.0.13\",\"state\":\"up\"}") != std::string::npos);
    }

    /// A copy of the world goes its own way, moves included.
    void aCheckpointMovesAlike()
    {
        world::World world = support::worldFrom(labText("moving-house.yaml"));
        world.runUntil(seconds(0.1));
        world::World copy = world.copy();
        support::Everything one(world), other(copy);
        world.runUntil(seconds(1));
        copy.runUntil(seconds(1));
        QVERIFY(one.count > 100);
        QVERIFY(one.log == other.log);
    }
};

QTEST_APPLESS_MAIN(ServiceTest)
#include "tst_service.moc"
