// FRR's configuration language: what is read, what is refused and where, and that what is written is read back.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/console/config_text.h"

#include <QtTest/QTest>

using namespace hopyard;
using console::parseConfig;
using console::writeConfig;
using router::RouterConfig;
using router::StaticRoute;

namespace {

QString asText(const std::vector<console::ConfigProblem> &problems)
{
    QString out;
    for (const auto &p : problems)
        out += QString("%1:%2: %3\n").arg(p.line).arg(p.column).arg(QString::fromStdString(p.message));
    return out;
}

} // namespace

class TestConfigText : public QObject {
    Q_OBJECT
private slots:
    void whatVtyshShowsIsReadAndWrittenAlike()
    {
        // As FRR 8.4.4 printed it, without its frame.
        const std::string text = R"(hostname r1
no ipv6 forwarding
!
ip route 0.0.0.0/0 10.0.1.9
ip route 0.0.0.0/0 10.0.12.2
ip route 10.0.2.0/24 10.0.1.7 tag 7 5
ip route 10.0.2.0/24 10.0.12.2
ip route 10.5.0.0/16 10.0.12.2 eth1
ip route 10.6.0.0/16 eth1
ip route 10.7.0.0/16 reject
ip route 10.8.0.0/16 blackhole 200
ip route 10.9.0.0/16 Null0
ipv6 route 2001:db8:5::/48 2001:db8::2
!
interface eth0
 bandwidth 100
 description To the lan
 ip address 10.0.1.1/24
 ip address 10.0.5.1/24
 ipv6 address 2001:db8::1/64
exit
!
interface eth1
 ip address 10.0.12.1/30
exit
!
interface eth10
 shutdown
exit
!
)";
        const auto config = parseConfig("Building\n" + text);
        QVERIFY(!config); // the frame of `show running-config` is no configuration
        const auto read = parseConfig(text);
        QVERIFY2(read, qPrintable(read ? QString() : asText(read.error())));
        QCOMPARE(QString::fromStdString(writeConfig(*read)), QString::fromStdString(text));
        QCOMPARE(read->staticRoutes.size(), std::size_t(10));
        QVERIFY(read->interfaces.at("eth10").shutdown);
        QVERIFY(!read->ipv6Forwarding);
        QVERIFY(read->ipForwarding);
    }

    void linesOfFrrItselfArePassedOver()
    {
        const auto read = parseConfig("frr version 8.4.4\nfrr defaults traditional\n# by hand\n! more\n"
                                      "log syslog informational\nservice integrated-vtysh-config\n"
                                      "  interface eth0\r\n\tip   address 10.0.0.1/24  \r\n ! inside\n"
                                      "line vty\n exec-timeout 0 0\n no login\nend\n");
        QVERIFY2(read, qPrintable(read ? QString() : asText(read.error())));
        QCOMPARE(base::toString(read->interfaces.at("eth0").addresses.at(0)), std::string("10.0.0.1/24"));
        QCOMPARE(read->interfaces.at("eth0").line.number, 7);
    }

    void routesInEveryForm()
    {
        const auto route = [](const char *line) {
            const auto read = parseConfig(line);
            return read ? read->staticRoutes.at(0) : StaticRoute();
        };
        QCOMPARE(base::toString(route("ip route 10.1.2.3/16 10.0.0.1").prefix), std::string("10.1.0.0/16"));
        QCOMPARE(base::toString(route("ip route 10.1.0.0 255.255.0.0 10.0.0.1").prefix), std::string("10.1.0.0/16"));
        QCOMPARE(route("ip route 10.0.0.0/8 10.0.0.1 eth0").interface, std::string("eth0"));
        QCOMPARE(route("ip route 10.0.0.0/8 eth0 20").distance, std::uint8_t(20));
        QCOMPARE(route("ip route 10.0.0.0/8 eth0 20 tag 9").tag, 9u);
        QCOMPARE(route("ip route 10.0.0.0/8 eth0 tag 9 20").distance, std::uint8_t(20));
        QVERIFY(route("ip route 10.0.0.0/8 null0").kind == StaticRoute::Kind::null0);
        QVERIFY(route("ip route 10.0.0.0/8 reject").kind == StaticRoute::Kind::reject);
        QVERIFY(route("ip route 10.0.0.0/8 blackhole").kind == StaticRoute::Kind::blackhole);
        QCOMPARE(route("!\nip route 10.0.0.0/8 blackhole").line.number, 2);
    }

    void noTakesAway()
    {
        const auto read = parseConfig("hostname a\nno hostname\ninterface eth0\n ip address 10.0.0.1/24\n"
                                      " ip address 10.0.0.2/24\n ip address 10.0.0.1/24\n no ip address 10.0.0.2/24\n"
                                      " description x y\n no description\n shutdown\n no shutdown\n"
                                      " bandwidth 10\n no bandwidth\ninterface eth1\nno interface eth1\n"
                                      "ip route 10.0.0.0/8 eth0\nno ip route 10.0.0.0/8 eth0\n"
                                      "no ip forwarding\nip forwarding\n");
        QVERIFY2(read, qPrintable(read ? QString() : asText(read.error())));
        RouterConfig expected;
        expected.interfaces["eth0"].addresses = {*base::InterfaceAddress::parse("10.0.0.1/24")};
        QVERIFY(*read == expected);
    }

    void nameServers()
    {
        const auto read = parseConfig("ip name-server 10.0.0.53 2001:db8::53\nip name-server 10.0.0.53 10.0.0.54\n"
                                      "no ip name-server 2001:db8::53\nip name-server 10.0.0.55\n");
        QVERIFY2(read, qPrintable(read ? QString() : asText(read.error())));
        QCOMPARE(QString::fromStdString(writeConfig(*read)), QString("ip name-server 10.0.0.53\n"
                 "ip name-server 10.0.0.54\nip name-server 10.0.0.55\n!\n"));
        QVERIFY(parseConfig(writeConfig(*read)).value() == *read);
        QVERIFY(parseConfig("ip name-server 10.0.0.53\nno ip name-server\n").value() == RouterConfig());
        QVERIFY(!parseConfig("ip name-server 10.0.0.1 10.0.0.2 10.0.0.3\nip name-server 10.0.0.4\n"));
        QVERIFY(!parseConfig("no ip name-server 10.0.0.1\n"));
    }

    void mistakes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *text, const char *expected) {
            QTest::newRow(name) << text << expected;
        };
        row("typo", "interfac eth0\n", "1:1: unknown 'interfac'; did you mean 'interface'?\n");
        row("typo inside", "interface eth0\n ip adress 10.0.0.1/24\n",
            "2:5: unknown 'adress' after 'ip'; did you mean 'address'?\n");
        row("bad address", "interface eth0\n ip address 10.0.0.300/24\n",
            "2:13: '10.0.0.300/24' cannot follow 'ip address': A.B.C.D/M or dhcp is expected\n");
        row("no length", "interface eth0\n ip address 10.0.0.3\n",
            "2:13: '10.0.0.3' cannot follow 'ip address': A.B.C.D/M or dhcp is expected\n");
        row("not complete", "ip route 10.0.0.0/8\n",
            "1:20: 'ip route 10.0.0.0/8' is not complete: A.B.C.D, INTERFACE, Null0, blackhole or reject follows\n");
        row("distance", "ip route 10.0.0.0/8 10.0.0.1 256\n",
            "1:30: '256' cannot follow 'ip route 10.0.0.0/8 10.0.0.1': (1-255), INTERFACE, tag or the end of the line is "
            "expected\n");
        row("distance twice", "ip route 10.0.0.0/8 reject 5 6\n",
            "1:30: '6' cannot follow 'ip route 10.0.0.0/8 reject 5': tag or the end of the line is expected\n");
        row("mask", "ip route 10.0.0.0 255.0.255.0 eth0\n",
            "1:1: 'ip route 10.0.0.0 255.0.255.0 eth0': '255.0.255.0' is no netmask: its one bits are not in a row\n");
        row("outside its block", "ip address 10.0.0.1/24\n",
            "1:1: 'ip address 10.0.0.1/24' belongs into a block; write \"interface NAME\" above it\n");
        row("unknown", "weather fine\n", "1:1: unknown command 'weather fine'\n");
        row("no abbreviations in a file", "int eth0\n", "1:1: unknown command 'int eth0'\n");
        row("protocol", "router isis A\n net 49.0001.00\n is-type level-1\nexit\nhostnam x\n",
            "1:1: 'router isis' is not supported\n"
            "5:1: unknown 'hostnam'; did you mean 'hostname'?\n");
        row("protocol without indentation", "router isis A\nnet 49.0001.00\nhostname x\nrouter babel\n",
            "1:1: 'router isis' is not supported\n"
            "4:1: 'router babel' is not supported\n");
        row("protocol in an interface", "interface eth0\n ip pim hello 5\n ip address 10.0.0.1/8\n",
            "2:2: 'ip pim' is not supported\n");
        row("nothing to remove", "no ip route 10.0.0.0/8 eth0\n",
            "1:1: 'no ip route 10.0.0.0/8 eth0': there is no such route to remove\n");
        row("multicast address", "interface eth0\n ip address 224.0.0.1/24\n",
            "2:2: 'ip address 224.0.0.1/24': '224.0.0.1/24' is no address of an interface\n");
    }
    void mistakes()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const auto read = parseConfig(text.toStdString());
        QVERIFY(!read);
        QCOMPARE(asText(read.error()), expected);
    }

    void debugLines_data()
    {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<QString>("written");
        const auto row = [](const char *name, const char *lines, const char *written) { QTest::newRow(name) << QString(lines) << QString(written); };
        row("words of every daemon", "debug bgp updates\ndebug ospf event\ndebug rip events\ndebug zebra events\ndebug zebra rib detailed\n",
            "debug zebra events\ndebug zebra rib\ndebug rip events\ndebug ospf event\ndebug bgp updates\n");
        row("packets by type", "debug ospf packet hello send detail\ndebug ospf packet dd\ndebug rip packet recv\n",
            "debug rip packet recv\ndebug ospf packet hello send\ndebug ospf packet dd\n");
        row("all packets but some", "debug ospf packet all\nno debug ospf packet hello\nno debug ospf packet ls-ack recv\n",
            "debug ospf packet dd\ndebug ospf packet ls-request\ndebug ospf packet ls-update\ndebug ospf packet ls-ack send\n");
        row("all packets", "debug ospf packet all\n", "debug ospf packet all\n");
        row("one direction", "debug bgp updates\nno debug bgp updates out\n", "debug bgp updates in\n");
        row("more of zebra", "debug zebra nht detailed\ndebug zebra dplane\ndebug zebra kernel msgdump send\ndebug zebra packet recv detail\ndebug zebra nexthop\n",
            "debug zebra packet\ndebug zebra kernel\ndebug zebra nht\ndebug zebra dplane\ndebug zebra nexthop\n");
        row("what only FRR tells of", "debug bgp bestpath 10.0.0.0/8\ndebug ospf te\ndebug ospf sr\nno debug ospf sr\n", "debug bgp bestpath 10.0.0.0/8\ndebug ospf te\n");
    }
    void debugLines()
    {
        QFETCH(QString, lines);
        QFETCH(QString, written);
        const auto read = parseConfig(lines.toStdString());
        QVERIFY2(read, read ? "" : qPrintable(asText(read.error())));
        QCOMPARE(QString::fromStdString(writeConfig(*read)), written + "!\n");
        QVERIFY(*parseConfig(written.toStdString()) == *read);
    }

    void everyConfigurationIsReadBack()
    {
        base::Random random(5);
        const auto v4 = [&] { return base::IpAddress(base::Ipv4Address(10, 0, 0, std::uint8_t(1 + random.below(200)))); };
        const auto v6 = [&] {
            std::array<std::uint8_t, 16> bytes{0x20, 1};
            bytes[15] = static_cast<std::uint8_t>(1 + random.below(200));
            return base::IpAddress(base::Ipv6Address(bytes));
        };
        const auto name = [&] { return "eth" + std::to_string(random.below(12)); };
        for (int round = 0; round < 2000; ++round) {
            RouterConfig config;
            if (random.chance(0.5))
                config.hostname = "r" + std::to_string(round);
            config.ipForwarding = random.chance(0.5);
            config.ipv6Forwarding = random.chance(0.5);
            for (auto i = random.below(4); i > 0; --i) {
                auto &interface = config.interfaces[name()];
                for (auto k = random.below(3); k > 0; --k) {
                    const base::InterfaceAddress a{random.chance(0.5) ? v4() : v6(), std::uint8_t(random.below(33))};
                    if (std::ranges::find(interface.addresses, a) == interface.addresses.end())
                        interface.addresses.push_back(a);
                }
                interface.shutdown = random.chance(0.3);
                if (random.chance(0.3))
                    interface.bandwidth = 1 + random.below(100'000);
                if (random.chance(0.3))
                    interface.description = "to the left # really! \"x\"";
            }
            for (auto i = random.below(6); i > 0; --i) {
                StaticRoute route;
                const bool six = random.chance(0.3);
                route.prefix = base::IpPrefix(six ? v6() : v4(), static_cast<unsigned>(random.below(six ? 129 : 33)));
                route.kind = static_cast<StaticRoute::Kind>(random.below(4));
                if (route.kind == StaticRoute::Kind::nextHop) {
                    if (random.chance(0.6))
                        route.gateway = six ? v6() : v4();
                    if (!route.gateway.isValid() || random.chance(0.3))
                        route.interface = name();
                }
                route.distance = static_cast<std::uint8_t>(1 + random.below(255));
                if (random.chance(0.3))
                    route.tag = static_cast<std::uint32_t>(1 + random.below(4294967295));
                config.addRoute(route);
            }
            const std::string text = writeConfig(config);
            const auto read = parseConfig(text);
            QVERIFY2(read, qPrintable(read ? QString() : asText(read.error()) + QString::fromStdString(text)));
            QVERIFY2(*read == config, text.c_str());
        }
    }

    void notMoreProblemsThanOneReads()
    {
        std::string text;
        for (int i = 0; i < 100'000; ++i)
            text += "nonsense\n";
        const auto read = parseConfig(text);
        QCOMPARE(read.error().size(), std::size_t(101));
    }

    void overWhatIsThere()
    {
        console::ConfigReader reader(*parseConfig("interface eth0\n ip address 10.0.0.1/24\n"));
        QVERIFY(reader.take("interface eth0", 1));
        QVERIFY(reader.take("no ip address 10.0.0.1/24", 2));
        QVERIFY(reader.take("ip address 10.0.0.2/24", 3));
        QVERIFY(!reader.take("ip address", 4));
        QCOMPARE(base::toString(reader.config().interfaces.at("eth0").addresses.at(0)), std::string("10.0.0.2/24"));
    }
};

QTEST_APPLESS_MAIN(TestConfigText)
#include "tst_config_text.moc"
