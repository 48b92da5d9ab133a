// Routing processes on a virtual router: made, configured, told of things, stopped; with one made for the purpose.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/virtual_router.h"
#include "tests/support/frames.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::base::literals;

namespace {

/// Writes down what it is told into a list that its owner keeps; offers 10.99.0.0/16 by eth0 while it is up, and again
/// whatever static route it hears of, one longer.
class Fake final : public router::RoutingProcess {
public:
    explicit Fake(std::vector<std::string> *list) : m_log(list) {}
    routing::Protocol protocol() const override { return routing::Protocol::rip; }
    void configure(router::ProcessContext &c) override
    {
        m_log->push_back("configure " + c.config.hostname);
        if (!m_socket.isValid()) {
            m_socket = *c.sockets.socket(transport::SocketKind::udp, base::Family::ipv4, c.self);
            (void)c.sockets.bind(c.ip, m_socket, {base::Ipv4Address(), 520});
            c.rib.track(protocol(), test::address("192.0.2.1"));
            m_due = c.now() + 10_s;
        }
    }
    void interfacesChanged(router::ProcessContext &c) override
    {
        const base::PortIndex eth0 = c.stack.findInterface("eth0");
        const bool up = eth0.isValid() && c.stack.interface(eth0)->isUp();
        m_log->push_back(up ? "up" : "down");
        if (up)
            c.rib.offer(test::prefix("10.99.0.0/16"), protocol(),
                        {ip::RouteKind::unicast, 120, 2, 0, {{test::address("10.0.1.2"), eth0, 1, false}}});
        else
            c.rib.withdraw(test::prefix("10.99.0.0/16"), protocol());
    }
    void ready(router::ProcessContext &c, transport::SocketId socket) override
    {
        while (const auto received = c.sockets.receiveFrom(socket))
            m_log->push_back("received " + std::to_string(received->data.size()));
    }
    void expire(router::ProcessContext &c) override
    {
        m_log->push_back("expire");
        m_due = c.now() + 10_s;
    }
    base::TimePoint nextDeadline() const override { return m_due; }
    void ribChanged(router::ProcessContext &c, std::span<const routing::RibChange> changes) override
    {
        for (const routing::RibChange &change : changes) {
            m_log->push_back((change.before ? "- " : "+ ") + toString(change.prefix));
            const base::IpPrefix longer(change.prefix.address(), change.prefix.length() + 1);
            if (change.after && change.after->protocol == routing::Protocol::static_)
                c.rib.offer(longer, protocol(), {ip::RouteKind::blackhole, 120, 0, 0, {}});
            else
                c.rib.withdraw(longer, protocol());
        }
        for (const base::IpAddress &address : c.rib.takeTracked(protocol()))
            m_log->push_back(toString(address) + (c.rib.resolve(address).reachable ? " reachable" : " unreachable"));
    }
    void stop(router::ProcessContext &) override { m_log->push_back("stop"); }
    std::unique_ptr<RoutingProcess> clone() const override { return std::make_unique<Fake>(*this); }

private:
    std::vector<std::string> *m_log;
    transport::SocketId m_socket;
    base::TimePoint m_due = base::TimePoint::never();
};

std::vector<std::string> told;

constexpr router::ProcessMaker kFake[] = {{routing::Protocol::rip, [](const router::RouterConfig &c) { return bool(c.rip); },
                                           [](base::Random) -> std::unique_ptr<router::RoutingProcess> {
                                               return std::make_unique<Fake>(&told);
                                           }}};

struct Bench {
    std::shared_ptr<packet::PacketPool> pool = std::make_shared<packet::PacketPool>();
    base::trace::Hub hub;
    base::TimePoint now;
    router::VirtualRouter router{"r", base::Random(1), {}, kFake};
    router::RouterConfig config;

    template <class F>
    void move(F &&f)
    {
        link::Outbox out;
        link::Context context{now, base::NodeId(0), *pool, out, hub};
        f(context);
    }
    void configure()
    {
        move([&](link::Context &c) { router.configure(c, config); });
    }
    void carrier(bool up)
    {
        move([&](link::Context &c) { router.carrierChanged(c, base::PortIndex(0), up); });
    }
    void runFor(base::Duration time)
    {
        const base::TimePoint end = now + time;
        while (router.nextDeadline() <= end) {
            now = router.nextDeadline();
            move([&](link::Context &c) { router.expire(c); });
        }
        now = end;
    }
    Bench()
    {
        told.clear();
        move([&](link::Context &c) { router.addInterface(c, {"eth0", base::MacAddress::local(1), 1500, {}, true}); });
        config.interfaces["eth0"].addresses = {*base::InterfaceAddress::parse("10.0.1.1/24")};
        config.rip = base::Box<router::RipConfig>(router::RipConfig());
        configure();
    }
    bool counts(const char *prefix) { return router.rib().selected(test::prefix(prefix)).has_value(); }
};

} // namespace

class TestProcessHost : public QObject {
    Q_OBJECT
private slots:
    void configuredToldAndStopped()
    {
        Bench t;
        QCOMPARE(told, (std::vector<std::string>{"configure "}));
        told.clear();
        t.carrier(true); // the connected network, then the interface; its own route is no news to it
        QCOMPARE(told, (std::vector<std::string>{"+ 10.0.1.0/24", "up"}));
        QVERIFY(t.counts("10.99.0.0/16"));
        QVERIFY(t.router.stack().forwardingTable().find(test::prefix("10.99.0.0/16")));
        told.clear();
        t.config.hostname = "x";
        t.configure();
        QCOMPARE(told, (std::vector<std::string>{"configure x"}));
        t.configure(); // nothing new
        QCOMPARE(told.size(), std::size_t(1));
        told.clear();
        t.config.rip.reset();
        t.configure();
        QCOMPARE(told, (std::vector<std::string>{"stop"}));
        QVERIFY(!t.counts("10.99.0.0/16"));
        QVERIFY(!t.router.stack().forwardingTable().find(test::prefix("10.99.0.0/16")));
        QVERIFY(t.router.sockets().sockets().empty()); // its socket went with it
        QCOMPARE(t.router.process(routing::Protocol::rip), nullptr);
    }

    void whatItHearsMakesItOffer()
    {
        Bench t;
        t.carrier(true);
        told.clear();
        router::StaticRoute route;
        route.prefix = test::prefix("192.0.2.0/24");
        route.gateway = test::address("10.0.1.9");
        t.config.addRoute(route);
        t.configure();
        QCOMPARE(told, (std::vector<std::string>{"+ 192.0.2.0/24", "192.0.2.1 reachable", "192.0.2.1 reachable", "configure "}));
        QVERIFY(t.counts("192.0.2.0/25"));
        told.clear();
        t.config.staticRoutes.clear();
        t.configure();
        QVERIFY(!t.counts("192.0.2.0/25"));
        QCOMPARE(told.front(), std::string("- 192.0.2.0/24"));
    }

    void socketsAndTime()
    {
        Bench t;
        t.carrier(true);
        told.clear();
        t.runFor(25_s);
        QCOMPARE(std::count(told.begin(), told.end(), std::string("expire")), 2);
        told.clear();
        t.move([&](link::Context &c) {
            t.router.useSockets(c, [](transport::SocketLayer &sockets, transport::IpOutput &ip) {
                const auto id = *sockets.socket(transport::SocketKind::udp, base::Family::ipv4);
                const std::uint8_t bytes[5] = {};
                QVERIFY(sockets.sendTo(ip, id, bytes, {test::address("10.0.1.1"), 520}));
            });
        });
        t.runFor(1_s);
        QCOMPARE(told, (std::vector<std::string>{"received 5"}));
    }

    void aCopyGoesItsOwnWay()
    {
        Bench t;
        t.carrier(true);
        const auto copy = t.router.clone();
        t.carrier(false);
        QVERIFY(!t.counts("10.99.0.0/16"));
        const auto &other = static_cast<const router::VirtualRouter &>(*copy);
        QVERIFY(other.rib().selected(test::prefix("10.99.0.0/16")));
        QVERIFY(other.process(routing::Protocol::rip) != t.router.process(routing::Protocol::rip));
    }
};

QTEST_APPLESS_MAIN(TestProcessHost)
#include "tst_process_host.moc"
