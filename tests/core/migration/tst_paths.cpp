// What each way of encapsulation needs of the path: how many bytes it adds, what a client learns of the path's MTU, and that
// packets arrive which are cut into fragments before the forwarder, or behind it. Only the first fragment has ports: machines of
// the service put packets together before they ask whose they are.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/encapsulation.h"
#include "core/migration/node.h"
#include "core/router/virtual_router.h"
#include "tests/support/worlds.h"

using namespace hopyard;
using base::TimePoint;
using support::seconds;
using transport::SocketId;

namespace {

/// r1 has three arms: the clients', the forwarder's and the hosts', of these MTUs.
std::string labText(const char *way, int toForwarder, int toHosts)
{
    const auto mtu = [](int value) { return ", mtu: " + std::to_string(value) + "}"; };
    return std::string("hopyard: 1\nnodes:\n")
        + "  client: {kind: host, interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1}\n"
          "  r1: {kind: router, interfaces: {eth0: {address: 10.0.1.1/24}, eth1: {address: 10.0.0.1/24" + mtu(toHosts)
        + ", eth2: {address: 10.0.2.1/24" + mtu(toForwarder) + "}, config: \"ip route 10.9.9.80/32 10.0.2.5\\n\"}\n"
          "  sw: {kind: switch}\n"
          "  lb: {kind: forwarder, interfaces: {eth0: {address: 10.0.2.5/24}}, gateway: 10.0.2.1, service: {address: 10.9.9.80, port: 7, "
          "hosts: [a, b], rules: 'default -> a', encapsulation: " + way + "}}\n"
          "  a: {kind: host, interfaces: {eth0: {address: 10.0.0.11/24}}, gateway: 10.0.0.1, start: [echo-server]}\n"
          "  b: {kind: host, interfaces: {eth0: {address: 10.0.0.12/24}}, gateway: 10.0.0.1, start: [echo-server]}\n"
          "links:\n  - {ends: [client:eth0, r1:eth0], delay: 1ms, rate: 1gbit}\n"
          "  - {ends: [r1:eth1, sw:1], delay: 100us, rate: 1gbit}\n  - {ends: [r1:eth2, lb:eth0], delay: 100us, rate: 1gbit}\n"
          "  - {ends: [a:eth0, sw:2], delay: 100us, rate: 1gbit}\n  - {ends: [b:eth0, sw:3], delay: 100us, rate: 1gbit}\n";
}

/// One that says something and expects it back.
struct Client {
    Client(world::World &w, bool mayBeCut) : world(w), node(w.findNode("client"))
    {
        world.useSockets(node, [&](transport::SocketLayer &sockets, transport::IpOutput &ip) {
            socket = *sockets.socket(transport::SocketKind::tcp, base::Family::ipv4);
            if (mayBeCut)
                static_cast<void>(sockets.setOption(ip, socket, transport::SocketOption::mtuDiscovery,
                                                    static_cast<int>(transport::MtuDiscovery::never)));
            static_cast<void>(sockets.connect(ip, socket, {base::Ipv4Address(10, 9, 9, 80), 7}));
        });
    }
    /// True: all of it has come back by then.
    bool say(std::size_t count, TimePoint until)
    {
        std::string out(count, ' '), in;
        for (std::size_t i = 0; i < count; ++i)
            out[i] = char('a' + (i * 7 + i / 251) % 26);
        for (std::size_t sent = 0; world.now() < until && in.size() < count;) {
            world.runUntil(world.now() + base::Duration::milliseconds(1));
            world.useSockets(node, [&](transport::SocketLayer &sockets, transport::IpOutput &ip) {
                sent += sockets.write(ip, socket, {reinterpret_cast<const std::uint8_t *>(out.data()) + sent, count - sent}).value_or(0);
                std::vector<std::uint8_t> into(65'536);
                const std::size_t got = sockets.read(ip, socket, into).value_or(0);
                in.append(reinterpret_cast<const char *>(into.data()), got);
            });
        }
        return in == out;
    }
    std::string peer()
    {
        std::string name;
        world.useSockets(node, [&](transport::SocketLayer &sockets, transport::IpOutput &) {
            name = "10.0.1.10:" + std::to_string(sockets.localName(socket)->port);
        });
        return name;
    }
    std::uint32_t pathMtu()
    {
        std::uint32_t mtu = 0;
        world.useSockets(node, [&](transport::SocketLayer &, transport::IpOutput &ip) { mtu = ip.mtuTo(base::Ipv4Address(10, 9, 9, 80)); });
        return mtu;
    }
    std::uint64_t timeouts()
    {
        std::uint64_t count = 0;
        world.useSockets(node, [&](transport::SocketLayer &sockets, transport::IpOutput &) { count = sockets.tcp().counters().timeouts; });
        return count;
    }
    world::World &world;
    base::NodeId node;
    SocketId socket;
};

std::uint64_t counter(world::World &world, const std::string &node, const std::string &line, const std::string &name)
{
    const std::string all = world.command(world.findNode(node), line + " json").json;
    const std::size_t at = all.find("\"" + name + "\":");
    if (at == std::string::npos)
        qFatal("no %s in %s", name.c_str(), all.c_str());
    return std::stoull(all.substr(at + name.size() + 3));
}

void ways()
{
    QTest::addColumn<QString>("way");
    QTest::addColumn<int>("adds");
    QTest::newRow("ports") << "ports" << 0;
    QTest::newRow("shim") << "shim" << 8;
    QTest::newRow("ipip") << "ipip" << 20;
}

} // namespace

class PathsTest : public QObject {
    Q_OBJECT
private slots:
    /// A narrow link between forwarder and host: its router complains to the forwarder, that tells the client, and the
    /// client sends what fits with what is added. Nothing is lost for longer than that takes.
    void theClientLearnsThePathsMtu_data() { ways(); }
    void theClientLearnsThePathsMtu()
    {
        QFETCH(QString, way);
        QFETCH(int, adds);
        world::World world = support::worldFrom(labText(qPrintable(way), 1'500, 900));
        world.runUntil(seconds(1));
        Client client(world, false);
        QVERIFY(client.say(100'000, seconds(8)));
        QCOMPARE(client.pathMtu(), std::uint32_t(900 - adds));
        const std::string shown = world.command(world.findNode("lb"), "show service").text;
        const std::string expected = "path MTU 900: " + std::to_string(900 - adds) + " for clients (" + way.toStdString() + " adds "
            + std::to_string(adds) + ")";
        QVERIFY2(shown.find(expected) != std::string::npos, shown.c_str());
        QVERIFY(counter(world, "lb", "show service", "tooBig") > 0);
        QVERIFY(counter(world, "lb", "show service", "encapsulated") > 100);
        // It moves, and what was learnt goes with it.
        QCOMPARE(world.command(world.findNode("a"), "migrate " + client.peer() + " to b").text, std::string("moving\n"));
        world.runUntil(world.now() + base::Duration::milliseconds(100));
        QVERIFY(client.say(100'000, world.now() + base::Duration::seconds(8)));
        QVERIFY(counter(world, "b", "show service", "restored") > 100);
    }

    /// Packets that may be cut: by the router before the forwarder, by the one behind it, and by both.
    void fragmentsArrive_data()
    {
        QTest::addColumn<QString>("way");
        QTest::addColumn<int>("toForwarder");
        QTest::addColumn<int>("toHosts");
        for (const char *way : {"ports", "shim", "ipip"}) {
            QTest::addRow("%s, cut before the forwarder", way) << way << 700 << 1'500;
            QTest::addRow("%s, cut behind it", way) << way << 1'500 << 700;
            QTest::addRow("%s, cut on both sides", way) << way << 700 << 640;
        }
    }
    void fragmentsArrive()
    {
        QFETCH(QString, way);
        QFETCH(int, toForwarder);
        QFETCH(int, toHosts);
        world::World world = support::worldFrom(labText(qPrintable(way), toForwarder, toHosts));
        world.runUntil(seconds(1));
        Client client(world, true);
        QVERIFY(client.say(100'000, seconds(8)));
        QCOMPARE(client.timeouts(), std::uint64_t(0));
        QVERIFY(counter(world, "r1", "show counters", "fragmented") > 0);
        QCOMPARE(counter(world, "lb", "show counters", "reassembled") > 0, toForwarder < 1'500);
        if (toHosts < 1'500) // else what went after the connection when it came there, at most
            QVERIFY(counter(world, "a", "show counters", "reassembled") > 50);
        QCOMPARE(counter(world, "a", "show service", "unknownFlow"), std::uint64_t(0));
        // In the middle of a move as well.
        QCOMPARE(world.command(world.findNode("a"), "migrate " + client.peer() + " to b").text, std::string("moving\n"));
        QVERIFY(client.say(100'000, world.now() + base::Duration::seconds(8)));
        QCOMPARE(counter(world, "b", "show service", "movedIn"), std::uint64_t(1));
        if (toHosts < 1'500)
            QVERIFY(counter(world, "b", "show counters", "reassembled") > 0);
    }
};

QTEST_APPLESS_MAIN(PathsTest)
#include "tst_paths.moc"
