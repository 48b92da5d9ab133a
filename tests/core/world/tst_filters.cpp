// NAT and packet filters by configuration in a whole network, and what the console shows of them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/compare.h"
#include "tests/support/worlds.h"

#include <QtTest>

#include <string>

using namespace hopyard;
using support::Lines;
using support::seconds;

namespace {

/// Two hosts at home behind a router that translates; a server outside knows nothing of 10.0.1.0/24.
constexpr const char *kHome = "hopyard: 1\n"
                              "nodes:\n"
                              "  a: {kind: host, interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1, start: [http-server]}\n"
                              "  web: {kind: host, interfaces: {eth0: {address: 192.0.2.9/24}}, start: [http-server]}\n"
                              "  r:\n"
                              "    kind: router\n"
                              "    config: |\n"
                              "      interface eth0\n"
                              "       ip address 10.0.1.1/24\n"
                              "       ip nat inside\n"
                              "      interface eth1\n"
                              "       ip address 192.0.2.1/24\n"
                              "       ip nat outside\n"
                              "      ip access-list standard HOME\n"
                              "       permit 10.0.1.0 0.0.0.255\n"
                              "      ip nat inside source list HOME interface eth1 overload\n"
                              "      ip nat inside source static tcp 10.0.1.10 80 interface eth1 8080\n"
                              "links:\n"
                              "  - {ends: [a:eth0, r:eth0]}\n"
                              "  - {ends: [r:eth1, web:eth0]}\n";

std::string run(world::World &world, const char *node, const std::string &line, const char *part)
{
    Lines lines(world);
    const auto started = world.command(world.findNode(node), line);
    if (!started.ok)
        return started.text;
    world.runUntil(world.now() + base::Duration::seconds(40));
    world.trace().remove(&lines);
    return lines.with(part);
}

std::string show(world::World &world, const char *node, const char *line)
{
    return world.command(world.findNode(node), line).text;
}

} // namespace

#define VERIFY_HAS(text, part) \
    do { \
        const std::string has = (text); \
        QVERIFY2(has.find(part) != std::string::npos, has.c_str()); \
    } while (false)

class TestFilters : public QObject {
    Q_OBJECT
private slots:
    void outByTranslation()
    {
        world::World world = support::worldFrom(kHome);
        VERIFY_HAS(run(world, "a", "http 192.0.2.9", "200 OK"), "200 OK");
        VERIFY_HAS(run(world, "a", "ping 192.0.2.9 count 3", "received"), "3 received");
        const std::string rows = show(world, "r", "show ip nat translations");
        VERIFY_HAS(rows, "tcp   192.0.2.1:8080        10.0.1.10:80");
        VERIFY_HAS(rows, "static");
        VERIFY_HAS(rows, "icmp  192.0.2.1:");
        QVERIFY(world.command(world.findNode("r"), "clear ip nat translation *").ok);
        QVERIFY(show(world, "r", "show ip nat translations").find("icmp") == std::string::npos);
        VERIFY_HAS(show(world, "r", "show ip nat translations"), "static");
    }

    void inByAForwardedPort()
    {
        world::World world = support::worldFrom(kHome);
        VERIFY_HAS(run(world, "web", "http 192.0.2.1:8080", "200 OK"), "200 OK");
    }

    void aFilterAndItsCounters()
    {
        world::World world = support::worldFrom(kHome);
        const auto configure = [&](const char *line) { return world.command(world.findNode("r"), line).ok; };
        QVERIFY(configure("configure ip access-list extended F; deny icmp any any echo; permit ip any any; exit; interface eth0; ip access-group F in"));
        VERIFY_HAS(run(world, "a", "ping 192.0.2.9 count 3", "received"), " 0 received");
        VERIFY_HAS(run(world, "a", "http 192.0.2.9", "200 OK"), "200 OK");
        VERIFY_HAS(show(world, "r", "show access-lists F"), "10 deny icmp any any echo (3 matches)");
        VERIFY_HAS(show(world, "r", "show access-lists F"), "20 permit ip any any (");
        QVERIFY(configure("clear access-list counters"));
        VERIFY_HAS(show(world, "r", "show access-lists F"), "10 deny icmp any any echo\n");
        QVERIFY(!world.command(world.findNode("r"), "show access-lists G").ok);
        QVERIFY(configure("configure interface eth0; no ip access-group F in"));
        VERIFY_HAS(run(world, "a", "ping 192.0.2.9 count 3", "received"), "3 received");
    }
};

QTEST_APPLESS_MAIN(TestFilters)
#include "tst_filters.moc"
