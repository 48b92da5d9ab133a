// Sockets on a world's nodes that belong to no application: lent, told of, and copied with the world.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/socket_layer.h"
#include "tests/support/compare.h"
#include "tests/support/worlds.h"

#include <QtTest>

using namespace hopyard;
using support::seconds;
using transport::IpOutput;
using transport::SocketId;
using transport::SocketLayer;
using Ready = world::World::ReadySocket;

namespace {

constexpr std::string_view kLab = R"(
hopyard: 1
nodes:
  a: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}
  b: {kind: host, interfaces: {eth0: {address: 10.0.0.2/24}}}
  s: {kind: switch}
links:
  - {ends: [a:eth0, s:p1], delay: 1ms}
  - {ends: [b:eth0, s:p2], delay: 1ms}
)";

SocketId bound(world::World &world, base::NodeId node, std::uint16_t port)
{
    SocketId id;
    world.useSockets(node, [&](SocketLayer &sockets, IpOutput &ip) {
        id = *sockets.socket(transport::SocketKind::udp, base::Family::ipv4);
        if (!sockets.bind(ip, id, {{}, port}))
            qFatal("cannot bind");
    });
    return id;
}

void send(world::World &world, base::NodeId node, SocketId from, const transport::Endpoint &to)
{
    const std::uint8_t byte = 7;
    world.useSockets(node, [&](SocketLayer &sockets, IpOutput &ip) { (void)sockets.sendTo(ip, from, {&byte, 1}, to); });
}

} // namespace

class TestWorldSockets : public QObject {
    Q_OBJECT
private slots:
    void whatIsSentGoesOutAndWhoBecameReadyIsToldOnceInOrder()
    {
        world::World world = support::worldFrom(kLab);
        const base::NodeId a = world.findNode("a"), b = world.findNode("b");
        const SocketId one = bound(world, a, 1), two = bound(world, b, 2), three = bound(world, b, 3);
        const base::IpAddress toB = base::Ipv4Address(10, 0, 0, 2), toA = base::Ipv4Address(10, 0, 0, 1);
        send(world, a, one, {toB, 3});
        send(world, a, one, {toB, 2});
        send(world, a, one, {toB, 3});
        QVERIFY(!world.hasReadySockets());
        world.runUntil(seconds(1));
        send(world, b, two, {toA, 1});
        world.runUntil(seconds(2));
        QVERIFY(world.hasReadySockets());
        const world::World copy = world.copy();
        QVERIFY(world.takeReadySockets() == (std::vector<Ready>{{b, three}, {b, two}, {a, one}}));
        QVERIFY(world.takeReadySockets().empty() && !world.hasReadySockets());
        QVERIFY(copy.hasReadySockets());
        send(world, a, one, {toB, 2}); // two has not been emptied, and hears of it again
        world.runUntil(seconds(3));
        QVERIFY(world.takeReadySockets() == (std::vector<Ready>{{b, two}}));
    }

    void whatBecomesReadyWhileItIsLentIsToldAsWell()
    {
        world::World world = support::worldFrom(kLab);
        const base::NodeId a = world.findNode("a");
        const SocketId one = bound(world, a, 1);
        world.useSockets(a, [&](SocketLayer &sockets, IpOutput &ip) {
            QVERIFY(sockets.connect(ip, one, {base::IpAddress(base::Ipv4Address(10, 0, 0, 2)), 2}));
            QVERIFY(sockets.shutdown(ip, one, transport::tcp::Direction::both));
        });
        QVERIFY(world.takeReadySockets() == (std::vector<Ready>{{a, one}}));
    }

    void aStoppedNodeAndASwitchHaveNone()
    {
        world::World world = support::worldFrom(kLab);
        const base::NodeId a = world.findNode("a"), b = world.findNode("b");
        const SocketId one = bound(world, a, 1);
        bound(world, b, 2);
        send(world, a, one, {base::Ipv4Address(10, 0, 0, 2), 2});
        world.runUntil(seconds(1));
        world.stopNode(b);
        QVERIFY(world.takeReadySockets().empty());
        const auto never = [](SocketLayer &, IpOutput &) { QFAIL("nobody is there"); };
        QVERIFY(!world.useSockets(b, never) && !world.useSockets(world.findNode("s"), never));
        QVERIFY(!world.useSockets(base::NodeId(77), never));
    }
};

QTEST_APPLESS_MAIN(TestWorldSockets)
#include "tst_world_sockets.moc"
