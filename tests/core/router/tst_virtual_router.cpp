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
        c.sockets().setOption(m_socket, transport::SocketOption::receiveErrors, 1);
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
};

QTEST_APPLESS_MAIN(TestVirtualRouter)
#include "tst_virtual_router.moc"
