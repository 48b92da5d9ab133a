// The router manager: routers made, wired, configured, stopped and destroyed while the network runs, by calls and by the
// lines of its console.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/manager_console.h"
#include "core/world/router_manager.h"
#include "tests/support/worlds.h"
#include "tests/support/compare.h"

#include <QtTest>

using namespace hopyard;
using support::seconds;
using world::RouterManager;

namespace {

constexpr std::string_view kTwoHosts = R"(
hopyard: 1
nodes:
  a: {kind: host, interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1}
  b: {kind: host, interfaces: {eth0: {address: 10.0.2.10/24}}, gateway: 10.0.2.1}
  n: {kind: namespace, interfaces: {eth0: {address: 10.0.3.10/24}}, gateway: 10.0.3.1}
)";

bool pings(world::World &world, const char *from, const std::string &to)
{
    support::Lines lines(world);
    world.command(world.findNode(from), "ping " + to + " count 1");
    world.runUntil(world.now() + base::Duration::seconds(12));
    world.trace().remove(&lines);
    return !lines.with(" 1 received").empty();
}

} // namespace

class RouterManagerTest : public QObject {
    Q_OBJECT
private slots:
    void aRouterLivesItsLife()
    {
        world::World world = support::worldFrom(kTwoHosts);
        RouterManager manager(world);
        QVERIFY(manager.create("r"));
        QVERIFY(manager.attach("r", "eth0", {"a", "eth0"}));
        QVERIFY(manager.attach("r", "eth1", {"b", "eth0"}));
        QVERIFY(manager.configure("r", "interface eth0\n ip address 10.0.1.1/24\ninterface eth1\n ip address 10.0.2.1/24\n"));
        QVERIFY(pings(world, "a", "10.0.2.10"));
        QVERIFY(manager.stop("r"));
        QVERIFY(!pings(world, "a", "10.0.2.10"));
        QVERIFY(manager.start("r"));
        QVERIFY(pings(world, "a", "10.0.2.10"));
        QVERIFY(manager.detach("r", "eth1"));
        QVERIFY(!pings(world, "a", "10.0.2.10"));
        QVERIFY(manager.attach("r", "eth1", {"b", "eth0"}));
        QVERIFY(pings(world, "a", "10.0.2.10"));
        QVERIFY(manager.destroy("r"));
        QVERIFY(!world.findNode("r").isValid());
        QVERIFY(world.links().empty());
    }

    void anOutsidePortIsAttached()
    {
        world::World world = support::worldFrom(kTwoHosts);
        RouterManager manager(world);
        QVERIFY(manager.create("r"));
        QVERIFY(manager.configure("r", "interface eth0\n ip address 10.0.3.1/24\n"));
        QVERIFY(manager.attach("r", "eth0", {"n", "eth0"}));
        world.command(world.findNode("r"), "ping 10.0.3.10 count 1");
        world.runUntil(seconds(1));
        QVERIFY(!world.outsidePackets().empty());
        QCOMPARE(world.outsidePackets().front().port, world.findPort({"n", "eth0"}));
    }

    void whatCannotBeIsSaid()
    {
        world::World world = support::worldFrom(kTwoHosts);
        RouterManager manager(world);
        QVERIFY(!manager.create("a"));
        QVERIFY(!manager.create("no spaces allowed"));
        QVERIFY(!manager.destroy("nobody"));
        QVERIFY(!manager.stop("n")); // a namespace is not its affair
        QVERIFY(manager.create("r"));
        QVERIFY(!manager.configure("r", "ip route rubbish\n"));
        QVERIFY(!manager.attach("r", "eth0", {"nobody", "eth0"}));
        QVERIFY(manager.attach("r", "eth0", {"a", "eth0"}));
        QVERIFY(!manager.attach("r", "eth1", {"a", "eth0"}));
        QVERIFY(!manager.detach("r", "eth7"));
    }

    void theConsoleDoesTheSame()
    {
        world::World world = support::worldFrom(kTwoHosts);
        for (const char *line : {"create router r", "attach r eth0 to a eth0", "attach r eth1 to b eth0",
                                 "configure r interface eth0; ip address 10.0.1.1/24; interface eth1; ip address 10.0.2.1/24"}) {
            const world::CommandAnswer answer = world::managerCommand(world, line);
            QVERIFY2(answer.ok, answer.text.c_str());
        }
        QVERIFY(pings(world, "a", "10.0.2.10"));
        const world::CommandAnswer list = world::managerCommand(world, "list");
        QVERIFY2(list.text.find("a:eth0") != std::string::npos, list.text.c_str());
        QVERIFY(list.json.find("\"attachedTo\":\"b:eth0\"") != std::string::npos);
        QVERIFY(world::managerCommand(world, "login r show ip route").text.find("10.0.1.0/24") != std::string::npos);
        const world::CommandAnswer both = world::managerCommand(world, "on r,a show ip route");
        QVERIFY(both.ok && both.text.find("r:\n") == 0 && both.text.find("a:\n") != std::string::npos);
        QVERIFY(!world::managerCommand(world, "explode r").ok);
        QVERIFY(!world::managerCommand(world, "attach r eth9").ok);
        QVERIFY(world::managerCommand(world, "help").ok);
    }

    void anMtuChangesWhileRunning()
    {
        world::World world = support::worldFrom("hopyard: 1\nnodes:\n"
                                                "  a: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}\n"
                                                "  b: {kind: host, interfaces: {eth0: {address: 10.0.0.2/24}}}\n"
                                                "links:\n  - {ends: [a:eth0, b:eth0]}\n");
        lab::Lab lab = world.lab();
        lab.findNode("a")->interfaces.front().mtu = 600;
        QVERIFY(world.apply(lab).empty());
        const auto before = world.counters(world.findLink({"a", "eth0"}), base::Direction::forward).packets;
        world.command(world.findNode("a"), "ping 10.0.0.2 count 1 size 1000");
        world.runUntil(seconds(2));
        // The request goes in two fragments (and ARP before it).
        QVERIFY(world.counters(world.findLink({"a", "eth0"}), base::Direction::forward).packets >= before + 3);
    }
};

QTEST_APPLESS_MAIN(RouterManagerTest)
#include "tst_router_manager.moc"
