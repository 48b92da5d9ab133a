// DHCP in whole networks in virtual time: a host gets its address, gateway and name server; pools run dry; two servers;
// a relay; leases are renewed and end; what consoles show.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/dhcp.h"
#include "core/wire/ipv4.h"
#include "tests/support/compare.h"
#include "tests/support/worlds.h"

#include <QtTest>

#include <string>
#include <vector>

using namespace hopyard;
using support::Lines;
using support::seconds;

namespace {

const std::string kPool = "      interface eth0\n"
                          "       ip address 10.0.1.1/24\n"
                          "      ip dhcp excluded-address 10.0.1.1 10.0.1.99\n"
                          "      ip dhcp pool LAN\n"
                          "       network 10.0.1.0/24\n"
                          "       default-router 10.0.1.1\n"
                          "       dns-server 10.0.9.9\n"
                          "       lease 0 0 10\n";

/// Two hosts at a router that is the server; a host beyond it.
std::string lan(const std::string &more = {})
{
    return "hopyard: 1\n"
           "nodes:\n"
           "  a: {kind: host, interfaces: {eth0: {address: dhcp}}}\n"
           "  b: {kind: host, interfaces: {eth0: {address: dhcp}}}\n"
           "  s: {kind: switch}\n"
           "  far: {kind: host, interfaces: {eth0: {address: 10.0.9.9/24}}, gateway: 10.0.9.1}\n"
           "  r:\n"
           "    kind: router\n"
           "    config: |\n" + kPool + more +
           "      interface eth1\n"
           "       ip address 10.0.9.1/24\n"
           "links:\n"
           "  - {ends: [a:eth0, s:p1]}\n"
           "  - {ends: [b:eth0, s:p2]}\n"
           "  - {ends: [r:eth0, s:p3]}\n"
           "  - {ends: [r:eth1, far:eth0]}\n";
}

/// The clients' network is at a relay, the server beyond.
const char *const kRelayed = "hopyard: 1\n"
                             "nodes:\n"
                             "  a: {kind: host, interfaces: {eth0: {address: dhcp}}}\n"
                             "  r:\n"
                             "    kind: router\n"
                             "    config: |\n"
                             "      interface eth0\n"
                             "       ip address 10.0.2.1/24\n"
                             "       ip helper-address 10.0.1.1\n"
                             "      interface eth1\n"
                             "       ip address 10.0.1.2/24\n"
                             "  d:\n"
                             "    kind: router\n"
                             "    config: |\n"
                             "      interface eth0\n"
                             "       ip address 10.0.1.1/24\n"
                             "      ip route 10.0.2.0/24 10.0.1.2\n"
                             "      ip dhcp pool NEAR\n"
                             "       network 10.0.1.0/24\n"
                             "      ip dhcp pool FAR\n"
                             "       network 10.0.2.0/24\n"
                             "       default-router 10.0.2.1\n"
                             "       lease 0 0 10\n"
                             "links:\n"
                             "  - {ends: [a:eth0, r:eth0], delay: 1ms}\n"
                             "  - {ends: [r:eth1, d:eth0], delay: 1ms}\n";

std::string show(world::World &world, const char *node, const std::string &line)
{
    return world.command(world.findNode(node), line).text;
}

std::string pings(world::World &world, const char *from, const std::string &to)
{
    Lines lines(world);
    const auto started = world.command(world.findNode(from), "ping " + to + " count 3 interval 100ms timeout 1s");
    if (!started.ok)
        return started.text;
    world.runUntil(world.now() + base::Duration::seconds(5));
    world.trace().remove(&lines);
    return lines.with("received");
}

/// DHCP's messages as they arrive, "DISCOVER 0.0.0.0 > 255.255.255.255".
struct Messages final : base::trace::Sink {
    explicit Messages(world::World &w) : world(w) { world.trace().add(this, base::trace::kindOf<base::trace::PacketArrived>()); }
    ~Messages() override { world.trace().remove(this); }
    void event(base::TimePoint, const base::trace::Event &event) override
    {
        const base::Bytes frame = std::get<base::trace::PacketArrived>(event).bytes;
        const auto ip = frame.size() > 14 ? wire::Ipv4View::parse(frame.subspan(14)) : base::fail(wire::ParseError::truncated);
        if (!ip || ip->payload().size() < 8)
            return;
        if (const auto message = wire::DhcpView::parse(ip->payload().subspan(8)))
            seen.push_back(std::string(wire::toString(message->type())).substr(4) + ' ' + toString(ip->source()) + " > "
                           + toString(ip->destination()));
    }
    world::World &world;
    std::vector<std::string> seen;
};

} // namespace

#define VERIFY_HAS(text, part) \
    do { \
        const std::string has = (text); \
        QVERIFY2(has.find(part) != std::string::npos, has.c_str()); \
    } while (false)
#define VERIFY_HAS_NOT(text, part) \
    do { \
        const std::string has = (text); \
        QVERIFY2(has.find(part) == std::string::npos, has.c_str()); \
    } while (false)

class TestDhcp : public QObject {
    Q_OBJECT
private slots:
    void aHostIsGivenAllItNeeds()
    {
        world::World world = support::worldFrom(lan());
        world.runUntil(seconds(10));
        VERIFY_HAS(pings(world, "a", "10.0.9.9"), "3 received"); // by the default route that came with the lease
        VERIFY_HAS(show(world, "a", "show ip route"), "0.0.0.0/0 [254/0] via 10.0.1.1, eth0");
        VERIFY_HAS(show(world, "a", "show dhcp lease"), "eth0: BOUND");
        VERIFY_HAS(show(world, "a", "show dhcp lease"), "from server 10.0.1.1");
        VERIFY_HAS_NOT(show(world, "a", "show running-config"), "10.0.1."); // no configuration
        VERIFY_HAS(show(world, "a", "show running-config"), "ip address dhcp");
        const std::string bindings = show(world, "r", "show ip dhcp binding");
        VERIFY_HAS(bindings, "10.0.1.100");
        VERIFY_HAS(bindings, "10.0.1.101");
        VERIFY_HAS(bindings, "bound");
        VERIFY_HAS(show(world, "r", "show ip dhcp pool"), "Pool LAN: 10.0.1.0/24, 2 of 155 addresses in use");
    }

    void theMessagesInTheirOrder()
    {
        world::World world = support::worldFrom(kRelayed);
        Messages messages(world);
        world.runUntil(seconds(10));
        const std::vector<std::string> wanted{
            "DISCOVER 0.0.0.0 > 255.255.255.255", "DISCOVER 10.0.1.2 > 10.0.1.1", "OFFER 10.0.1.1 > 10.0.2.1",
            "OFFER 10.0.2.1 > 255.255.255.255",   "REQUEST 0.0.0.0 > 255.255.255.255", "REQUEST 10.0.1.2 > 10.0.1.1",
            "ACK 10.0.1.1 > 10.0.2.1",            "ACK 10.0.2.1 > 255.255.255.255"};
        QVERIFY2(messages.seen == wanted, qPrintable(QString::number(messages.seen.size())));
        VERIFY_HAS(show(world, "d", "show ip dhcp binding"), "10.0.2.2 ");
        VERIFY_HAS(pings(world, "a", "10.0.1.1"), "3 received");
        // The renewal goes straight to the server, by the router.
        messages.seen.clear();
        world.runUntil(seconds(310));
        const std::vector<std::string> renewal{"REQUEST 10.0.2.2 > 10.0.1.1", "REQUEST 10.0.2.2 > 10.0.1.1", "ACK 10.0.1.1 > 10.0.2.2",
                                               "ACK 10.0.1.1 > 10.0.2.2"};
        QVERIFY(messages.seen == renewal);
    }

    void thePoolIsEmpty()
    {
        world::World world = support::worldFrom(lan("      ip dhcp excluded-address 10.0.1.101 10.0.1.255\n"));
        world.runUntil(seconds(20));
        const std::string bindings = show(world, "r", "show ip dhcp binding");
        VERIFY_HAS(bindings, "10.0.1.100");
        VERIFY_HAS_NOT(bindings, "10.0.1.101");
        VERIFY_HAS(show(world, "r", "show ip dhcp pool"), "questions found no address left");
        const bool aHas = show(world, "a", "show dhcp lease").find("BOUND") != std::string::npos;
        const char *lucky = aHas ? "a" : "b", *other = aHas ? "b" : "a";
        VERIFY_HAS(show(world, other, "show dhcp lease"), "SELECTING");
        QVERIFY(world.command(world.findNode(lucky), "release dhcp eth0").ok);
        VERIFY_HAS(show(world, lucky, "show dhcp lease"), "RELEASED");
        world.runUntil(seconds(120));
        VERIFY_HAS(show(world, other, "show dhcp lease"), "BOUND");
    }

    void oneOfTwoServersIsEnough()
    {
        lab::Lab lab = support::labFrom(lan());
        lab::Node second = *lab.findNode("r");
        second.name = "r2";
        second.config = "interface eth0\n ip address 10.0.1.2/24\nip dhcp pool LAN\n network 10.0.1.0/24\n"
                        "ip dhcp excluded-address 10.0.1.1 10.0.1.199\n";
        lab.nodes.push_back(second);
        lab.links.push_back({{"r2", "eth0"}, {"s", "p4"}, {}, {}, {}});
        auto built = world::World::build(lab, 1);
        QVERIFY(built.has_value());
        world::World &world = *built;
        world.runUntil(seconds(90)); // the offers that were not chosen are forgotten
        const std::string pools = show(world, "r", "show ip dhcp pool") + show(world, "r2", "show ip dhcp pool");
        const int first = show(world, "r", "show ip dhcp pool").find("2 of") != std::string::npos ? 2
                        : show(world, "r", "show ip dhcp pool").find("1 of") != std::string::npos ? 1 : 0;
        const int other = show(world, "r2", "show ip dhcp pool").find("2 of") != std::string::npos ? 2
                        : show(world, "r2", "show ip dhcp pool").find("1 of") != std::string::npos ? 1 : 0;
        QVERIFY2(first + other == 2, pools.c_str());
        QVERIFY(world.stopNode(world.findNode(first > 0 ? "r" : "r2")));
        world.runUntil(seconds(90 + 2 * 86'400));
        for (const char *host : {"a", "b"})
            VERIFY_HAS(show(world, host, "show dhcp lease"), first > 0 ? "from server 10.0.1.2" : "from server 10.0.1.1");
    }

    void theLeaseEndsWithoutAServer()
    {
        world::World world = support::worldFrom(lan());
        world.runUntil(seconds(10));
        VERIFY_HAS(show(world, "a", "show interface brief"), "10.0.1.10");
        QVERIFY(world.stopNode(world.findNode("r")));
        world.runUntil(seconds(590));
        VERIFY_HAS(show(world, "a", "show dhcp lease"), "REBINDING");
        VERIFY_HAS(show(world, "a", "show interface brief"), "10.0.1.10");
        world.runUntil(seconds(620));
        VERIFY_HAS_NOT(show(world, "a", "show interface brief"), "10.0.1.10");
        VERIFY_HAS_NOT(show(world, "a", "show ip route"), "0.0.0.0/0");
        QVERIFY(world.startNode(world.findNode("r")));
        world.runUntil(seconds(700));
        VERIFY_HAS(pings(world, "a", "10.0.9.9"), "3 received");
    }

    void configuredWhileItRuns()
    {
        world::World world = support::worldFrom(lan());
        world.runUntil(seconds(10));
        const auto run = [&](const char *line) { return world.command(world.findNode("a"), line).ok; };
        QVERIFY(run("configure interface eth0; no ip address dhcp; ip address 10.0.1.7/24"));
        VERIFY_HAS_NOT(show(world, "a", "show interface brief"), "10.0.1.10");
        VERIFY_HAS_NOT(show(world, "a", "show ip route"), "0.0.0.0/0");
        world.runUntil(seconds(20));
        VERIFY_HAS(show(world, "r", "show ip dhcp binding"), "released");
        VERIFY_HAS(pings(world, "a", "10.0.1.1"), "3 received");
        QVERIFY(run("configure interface eth0; ip address dhcp"));
        world.runUntil(seconds(40));
        VERIFY_HAS(show(world, "a", "show dhcp lease"), "BOUND");
        QVERIFY(!run("renew dhcp eth7"));
        QVERIFY(run("renew dhcp eth0"));
        QVERIFY(world.command(world.findNode("r"), "clear ip dhcp binding *").ok);
        VERIFY_HAS_NOT(show(world, "r", "show ip dhcp binding"), "bound");
    }

    void acheckpointGoesOnAlike()
    {
        world::World world = support::worldFrom(lan());
        world.runUntil(seconds(0.3));
        world::World copy = world.copy();
        support::Everything original(world), repeated(copy);
        world.runUntil(seconds(400));
        copy.runUntil(seconds(400));
        QVERIFY(original.count > 10);
        QVERIFY(original.log == repeated.log);
    }

    void whatLabsSay()
    {
        const lab::Lab lab = support::labFrom(lan());
        QVERIFY(lab.findNode("a")->interfaces.front().dhcp && lab.findNode("a")->interfaces.front().addresses.empty());
    }
};

QTEST_APPLESS_MAIN(TestDhcp)
#include "tst_dhcp.moc"
