// Whole nodes in virtual time: conversations on the wire line by line, configuration as a difference, checkpoints.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/virtual_router.h"
#include "tests/support/frames.h"
#include "tests/support/network.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::base::literals;
using test::Frame;
using test::Network;

namespace {

QStringList lines(const std::vector<std::string> &all)
{
    QStringList list;
    for (const std::string &line : all)
        list << QString::fromStdString(line);
    return list;
}

router::StaticRoute route(const char *prefix, const char *gateway, const char *interface = "", std::uint8_t distance = 1)
{
    router::StaticRoute r;
    r.prefix = test::prefix(prefix);
    if (*gateway)
        r.gateway = test::address(gateway);
    r.interface = interface;
    r.distance = distance;
    return r;
}

router::InterfaceConfig interface(const std::vector<const char *> &addresses, bool shutdown = false)
{
    router::InterfaceConfig part;
    for (const char *address : addresses)
        part.addresses.push_back(*base::InterfaceAddress::parse(address));
    part.shutdown = shutdown;
    return part;
}

/// A program that sends echo requests to one address and prints what comes back.
class Pinger final : public transport::Application {
public:
    Pinger(base::IpAddress to, int count, std::size_t size = 8) : m_to(to), m_left(count), m_size(size) {}
    void start(transport::AppContext &c) override
    {
        m_socket = *c.socket(transport::SocketKind::icmpEcho, base::Family::ipv4);
        c.setOption(m_socket, transport::SocketOption::receiveErrors, 1);
        next(c);
    }
    void ready(transport::AppContext &c, transport::SocketId socket) override
    {
        while (const auto got = c.sockets().receiveFrom(socket))
            c.print("reply from " + toString(got->from.address) + " ttl " + std::to_string(got->ttl) + " bytes " +
                    std::to_string(got->data.size()));
        while (const auto error = c.sockets().receiveError(socket))
            c.print("error from " + toString(error->report.reporter) + " type " + std::to_string(error->report.type) +
                    " code " + std::to_string(error->report.code) + " mtu " + std::to_string(error->report.mtu));
    }
    void expire(transport::AppContext &c) override { next(c); }
    base::TimePoint nextDeadline() const override { return m_next; }
    void stop(transport::AppContext &) override { m_left = 0; }
    bool isFinished() const override { return false; }
    std::unique_ptr<Application> clone() const override { return std::make_unique<Pinger>(*this); }
    std::string_view name() const override { return "pinger"; }
    std::string commandLine() const override { return "pinger"; }
    std::string resultJson() const override { return "{}"; }

private:
    void next(transport::AppContext &c)
    {
        if (m_left-- > 0) {
            Frame message = test::echoRequest(0, ++m_sequence, Frame(m_size, 0x42));
            if (const auto sent = c.sendTo(m_socket, message, {m_to, 0}); !sent)
                c.print("cannot send: " + std::string(toString(sent.error())));
        }
        m_next = m_left > 0 ? c.now() + 1_s : base::TimePoint::never();
    }
    base::IpAddress m_to;
    int m_left;
    std::size_t m_size;
    transport::SocketId m_socket;
    std::uint16_t m_sequence = 0;
    base::TimePoint m_next = base::TimePoint::never();
};

void ping(Network &net, std::size_t node, const char *to, int count = 1, std::size_t size = 8)
{
    net.move(node, [&](link::Context &c, router::VirtualRouter &r) {
        r.launch(c, std::make_unique<Pinger>(test::address(to), count, size));
    });
}

/// h1 -- r1 -- r2 -- h2, with static routes.
struct Chain : Network {
    Chain()
    {
        h1 = add("h1", false), r1 = add("r1", true), r2 = add("r2", true), h2 = add("h2", false);
        const End a = port(h1, {"10.0.1.10/24"}), b = port(r1, {"10.0.1.1/24"});
        r1r2 = port(r1, {"10.0.12.1/30"});
        const End d = port(r2, {"10.0.12.2/30"}), e = port(r2, {"10.0.2.1/24"}), f = port(h2, {"10.0.2.10/24"});
        connect(a, b);
        connect(r1r2, d);
        connect(e, f);
        add(h1, "eth0", "10.0.1.10/24", route("0.0.0.0/0", "10.0.1.1"));
        add(h2, "eth0", "10.0.2.10/24", route("0.0.0.0/0", "10.0.2.1"));
        router::RouterConfig c1;
        c1.interfaces["eth0"] = interface({"10.0.1.1/24"});
        c1.interfaces["eth1"] = interface({"10.0.12.1/30"});
        c1.addRoute(route("10.0.2.0/24", "10.0.12.2"));
        configure(r1, c1);
        router::RouterConfig c2;
        c2.interfaces["eth0"] = interface({"10.0.12.2/30"});
        c2.interfaces["eth1"] = interface({"10.0.2.1/24"});
        c2.addRoute(route("10.0.1.0/24", "10.0.12.1"));
        configure(r2, c2);
        runFor(5_s); // announcements are over
        forget();
    }
    using Network::add;
    void add(std::size_t host, const char *name, const char *address, const router::StaticRoute &gateway)
    {
        router::RouterConfig c;
        c.ipForwarding = false;
        c.interfaces[name] = interface({address});
        c.addRoute(gateway);
        configure(host, c);
    }
    std::size_t h1, r1, r2, h2;
    End r1r2;
};

} // namespace

class TestVirtualRouter : public QObject {
    Q_OBJECT
private slots:
    void pingThroughTwoRoutersFrameByFrame()
    {
        Chain net;
        ping(net, net.h1, "10.0.2.10");
        net.runFor(1_s);
        QVERIFY(net.happened("pinger: reply from 10.0.2.10 ttl 62 bytes 16"));
        const QString identifier = QString::number(base::loadU16(net.sent[2].bytes.data() + 14 + 20 + 4));
        const QStringList expected = QString(R"(5.000000000 h1:eth0 02:48:00:00:01:01 > ff:ff:ff:ff:ff:ff ARP who has 10.0.1.1? tell 10.0.1.10
5.001000000 r1:eth0 02:48:00:00:02:01 > 02:48:00:00:01:01 ARP 10.0.1.1 is at 02:48:00:00:02:01
5.002000000 h1:eth0 10.0.1.10 > 10.0.2.10 ICMP echo request id %1 seq 1
5.003000000 r1:eth1 02:48:00:00:02:02 > ff:ff:ff:ff:ff:ff ARP who has 10.0.12.2? tell 10.0.12.1
5.004000000 r2:eth0 02:48:00:00:03:01 > 02:48:00:00:02:02 ARP 10.0.12.2 is at 02:48:00:00:03:01
5.005000000 r1:eth1 10.0.1.10 > 10.0.2.10 ICMP echo request id %1 seq 1
5.006000000 r2:eth1 02:48:00:00:03:02 > ff:ff:ff:ff:ff:ff ARP who has 10.0.2.10? tell 10.0.2.1
5.007000000 h2:eth0 02:48:00:00:04:01 > 02:48:00:00:03:02 ARP 10.0.2.10 is at 02:48:00:00:04:01
5.008000000 r2:eth1 10.0.1.10 > 10.0.2.10 ICMP echo request id %1 seq 1
5.009000000 h2:eth0 10.0.2.10 > 10.0.1.10 ICMP echo reply id %1 seq 1
5.010000000 r2:eth0 10.0.2.10 > 10.0.1.10 ICMP echo reply id %1 seq 1
5.011000000 r1:eth0 10.0.2.10 > 10.0.1.10 ICMP echo reply id %1 seq 1)").arg(identifier).split('\n');
        QCOMPARE(lines(net.log()), expected);
    }

    void pingOneself()
    {
        Chain net;
        ping(net, net.r1, "10.0.12.1");
        ping(net, net.r1, "127.0.0.1");
        net.runFor(1_s);
        QVERIFY(net.happened("pinger: reply from 10.0.12.1 ttl 64 bytes 16"));
        QVERIFY(net.happened("pinger: reply from 127.0.0.1 ttl 64 bytes 16"));
        QCOMPARE(net.sent.size(), std::size_t(0));
        QCOMPARE(net.stack(net.r1).interface(ip::kLoopbackPort)->counters.inPackets, 4u);
    }

    void errorsReachTheProgram()
    {
        Chain net;
        ping(net, net.h1, "192.0.2.1"); // r1 has no route
        ping(net, net.h1, "10.0.2.99"); // nobody there
        ping(net, net.r1, "10.0.1.99"); // not even the own neighbour answers
        net.runFor(5_s);
        QVERIFY(net.happened("pinger: error from 10.0.1.1 type 3 code 0 mtu 0"));
        QVERIFY(net.happened("pinger: error from 10.0.12.2 type 3 code 1 mtu 0"));
        QVERIFY(net.happened("pinger: error from 10.0.1.1 type 3 code 1 mtu 0"));
    }

    void bigPingsAreCutAndPutTogether()
    {
        Chain net;
        ping(net, net.h1, "10.0.2.10", 1, 20'000);
        net.runFor(1_s);
        QVERIFY(net.happened("pinger: reply from 10.0.2.10 ttl 62 bytes 20008"));
        QCOMPARE(net.stack(net.h2).counters().reassembled, 1u);
        QCOMPARE(net.stack(net.r1).counters().reassembled, 0u); // routers pass fragments on
    }

    // A copy in the middle of everything goes on exactly as the original does, and on its own.
    void aCheckpointContinuesIdentically()
    {
        Chain net;
        ping(net, net.h1, "10.0.2.10", 20, 3000);
        ping(net, net.h2, "10.0.1.77", 5);
        net.runFor(3_s + 5_ms);
        const Network copy(net);
        net.runFor(40_s);
        for (int i = 0; i < 2; ++i) {
            Network again(copy);
            again.runFor(40_s);
            QCOMPARE(lines(again.log()), lines(net.log()));
            QCOMPARE(lines(again.events), lines(net.events));
            QCOMPARE(again.stack(net.r1).counters().forwarded, net.stack(net.r1).counters().forwarded);
        }
    }

    void connectedRoutesFollowTheInterfaces()
    {
        Chain net;
        const auto table = [&net](const char *prefix) { return net.stack(net.r1).forwardingTable().find(test::prefix(prefix)); };
        QVERIFY(table("10.0.12.0/30") && table("10.0.12.1/32") && table("10.0.12.3/32") && table("10.0.2.0/24"));
        net.disconnect(net.r1r2);
        QVERIFY(!table("10.0.12.0/30") && !table("10.0.12.3/32") && !table("10.0.2.0/24"));
        QVERIFY(table("10.0.12.1/32")); // its own address stays
        QVERIFY(net.happened("route - 10.0.12.0/30 connected"));
        QVERIFY(net.happened("route - 10.0.2.0/24 static"));
        ping(net, net.h1, "10.0.2.10");
        net.runFor(1_s);
        QVERIFY(net.happened("pinger: error from 10.0.1.1 type 3 code 0 mtu 0"));
        router::RouterConfig config = net.node(net.r1).config();
        config.interfaces["eth1"].shutdown = true;
        net.configure(net.r1, config);
        QVERIFY(!table("10.0.12.1/32"));
    }

    void aConfigurationIsMadeByItsDifference()
    {
        Chain net;
        ping(net, net.h1, "10.0.2.10", 1);
        net.runFor(1_s);
        net.forget();
        net.configure(net.r1, net.node(net.r1).config()); // the same again
        QVERIFY(net.sent.empty() && net.events.empty());
        router::RouterConfig config = net.node(net.r1).config();
        config.addRoute(route("172.16.0.0/12", "10.0.12.2"));
        net.configure(net.r1, config);
        QCOMPARE(lines(net.events), QStringList{"route + 172.16.0.0/12 static"});
        net.forget();
        config.interfaces["eth0"].addresses.push_back(*base::InterfaceAddress::parse("10.0.7.1/24"));
        config.interfaces["eth9"] = interface({"10.9.9.9/24"});
        net.move(net.r1, [&](link::Context &c, router::VirtualRouter &r) {
            QCOMPARE(r.configure(c, config).missingInterfaces, std::vector<std::string>{"eth9"});
        });
        QCOMPARE(lines(net.events), QStringList{"route + 10.0.7.0/24 connected"}); // the neighbours stay known
        config.ipForwarding = false;
        net.configure(net.r1, config);
        net.forget();
        ping(net, net.h1, "10.0.2.10", 1);
        net.runFor(1_s);
        QVERIFY(!net.happened("pinger: reply from 10.0.2.10 ttl 62 bytes 16"));
    }

    void interfacesComeAndGo()
    {
        Network net;
        const std::size_t r = net.add("r", true);
        router::RouterConfig config;
        config.interfaces["eth0"] = interface({"10.0.0.1/24"});
        config.interfaces["lo"] = interface({"192.0.2.1/32"});
        net.configure(r, config);
        QVERIFY(net.stack(r).isOwnAddress(test::address("192.0.2.1")));
        const Network::End end = net.port(r, {}); // takes its address from the configuration
        QVERIFY(net.stack(r).isOwnAddress(test::address("10.0.0.1")));
        net.setCarrier(end, true);
        QVERIFY(net.stack(r).forwardingTable().find(test::prefix("10.0.0.0/24")));
        net.move(r, [&](link::Context &c, router::VirtualRouter &router) {
            ip::InterfaceSpec same;
            same.name = "eth0";
            QVERIFY(!router.addInterface(c, same).isValid());
            router.removeInterface(c, end.port);
            QVERIFY(!router.stack().interface(end.port));
            ip::InterfaceSpec other;
            other.name = "eth7";
            QCOMPARE(router.addInterface(c, other, base::PortIndex(7)).value(), 7u);
            QVERIFY(!router.addInterface(c, same, base::PortIndex(7)).isValid());
        });
        QVERIFY(!net.stack(r).isOwnAddress(test::address("10.0.0.1")));
        QVERIFY(!net.stack(r).forwardingTable().find(test::prefix("10.0.0.0/24")));
        net.inject(end, Frame(60)); // to a port that is gone
        net.runFor(60_s);
        QCOMPARE(net.stack(r).ports(), std::vector<base::PortIndex>{base::PortIndex(7)});
    }

    void anAddressOnTwoInterfaces()
    {
        Network net;
        const std::size_t r = net.add("r", true);
        const Network::End a = net.port(r, {"10.0.0.1/24"}), b = net.port(r, {"10.0.0.1/24"});
        net.setCarrier(a, true);
        net.setCarrier(b, true);
        const auto port = [&] { return net.stack(r).forwardingTable().find(test::prefix("10.0.0.0/24"))->paths.front().port; };
        QCOMPARE(port().value(), a.port.value());
        net.setCarrier(a, false);
        QCOMPARE(port().value(), b.port.value());
        net.move(r, [&](link::Context &c, router::VirtualRouter &router) { router.removeInterface(c, a.port); });
        QVERIFY(net.stack(r).isOwnAddress(test::address("10.0.0.1")));
    }
};

QTEST_APPLESS_MAIN(TestVirtualRouter)
#include "tst_virtual_router.moc"
