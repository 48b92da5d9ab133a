// Static and connected routes: what is active, what counts, what stands in the forwarding table.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/virtual_router.h"
#include "tests/support/frames.h"
#include "tests/support/network.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::base::literals;
using router::StaticRoute;
using test::Network;

namespace {

StaticRoute route(const char *prefix, const char *gateway, const char *interface = "", int distance = 1,
                  StaticRoute::Kind kind = StaticRoute::Kind::nextHop)
{
    StaticRoute r;
    r.prefix = test::prefix(prefix);
    r.kind = kind;
    if (*gateway)
        r.gateway = test::address(gateway);
    r.interface = interface;
    r.distance = static_cast<std::uint8_t>(distance);
    return r;
}

/// One router with eth0 10.0.1.1/24 and eth1 10.0.2.1/24, both up, and these static routes.
struct Bench : Network {
    explicit Bench(const std::vector<StaticRoute> &routes)
    {
        add("r", true);
        a = port(0, {"10.0.1.1/24"});
        b = port(0, {"10.0.2.1/24"});
        config.interfaces["eth0"].addresses = {*base::InterfaceAddress::parse("10.0.1.1/24")};
        config.interfaces["eth1"].addresses = {*base::InterfaceAddress::parse("10.0.2.1/24")};
        for (const StaticRoute &r : routes)
            config.addRoute(r);
        configure(0, config);
        setCarrier(a, true);
        setCarrier(b, true);
    }
    /// The table's answer for a prefix: "via 10.0.1.2 eth0, via …", "eth1", "blackhole", "none".
    std::string table(const char *prefix)
    {
        const std::optional<ip::Route> r = stack(0).forwardingTable().find(test::prefix(prefix));
        if (!r)
            return "none";
        if (r->paths.empty())
            return std::string(toString(r->kind));
        std::string text;
        for (const ip::Path &path : r->paths) {
            text += text.empty() ? "" : ", ";
            if (path.nextHop.isValid())
                text += "via " + toString(path.nextHop) + ' ';
            text += stack(0).interface(path.port)->name;
        }
        return text;
    }
    /// As `show ip route` would: code, '>' selected, '*' installed, prefix, distance, next hops with "inactive".
    QStringList rib()
    {
        QStringList all;
        node(0).rib().forEachCandidate([&](const routing::RouteView &r) {
            QString line = QString(ip::routeCode(r.protocol)) + (r.selected ? ">" : " ") + (r.installed ? "* " : "  ") +
                           QString::fromStdString(toString(r.prefix)) + " [" + QString::number(r.candidate.distance) + "]";
            for (const routing::RouteView::Hop &hop : r.hops) {
                line += hop.hop.gateway.isValid() ? " " + QString::fromStdString(toString(hop.hop.gateway)) : "";
                line += hop.hop.port.isValid() ? " " + QString::fromStdString(stack(0).interface(hop.hop.port)->name) : "";
                line += hop.active ? hop.recursive ? " recursive" : "" : " inactive";
            }
            all << line;
        });
        return all;
    }
    router::RouterConfig config;
    End a, b;
};

} // namespace

class TestRib : public QObject {
    Q_OBJECT
private slots:
    void everyKindOfStaticRoute()
    {
        Bench t({route("10.10.0.0/16", "10.0.1.2"), route("10.11.0.0/16", "", "eth1"), route("10.12.0.0/16", "10.0.2.9", "eth1"),
                 route("10.13.0.0/16", "", "", 1, StaticRoute::Kind::null0), route("10.14.0.0/16", "", "", 1, StaticRoute::Kind::reject),
                 route("10.15.0.0/16", "10.0.2.9", "eth0"), route("10.16.0.0/16", "192.0.2.1"), route("10.17.0.0/16", "", "eth9"),
                 route("10.18.0.0/16", "10.0.1.1"), route("10.19.0.0/16", "10.0.1.2", "", 255)});
        QCOMPARE(t.table("10.10.0.0/16"), "via 10.0.1.2 eth0");
        QCOMPARE(t.table("10.11.0.0/16"), "eth1");
        QCOMPARE(t.table("10.12.0.0/16"), "via 10.0.2.9 eth1");
        QCOMPARE(t.table("10.13.0.0/16"), "blackhole");
        QCOMPARE(t.table("10.14.0.0/16"), "unreachable");
        QCOMPARE(t.table("10.15.0.0/16"), "none"); // that gateway is not on eth0
        QCOMPARE(t.table("10.16.0.0/16"), "none"); // nobody knows the way to the gateway
        QCOMPARE(t.table("10.17.0.0/16"), "none"); // there is no eth9
        QCOMPARE(t.table("10.18.0.0/16"), "none"); // through ourselves
        QCOMPARE(t.table("10.19.0.0/16"), "none"); // distance 255 is never used
        QCOMPARE(t.rib(), (QStringList{"C>* 10.0.1.0/24 [0] eth0", "C>* 10.0.2.0/24 [0] eth1", "S>* 10.10.0.0/16 [1] 10.0.1.2",
                                       "S>* 10.11.0.0/16 [1] eth1", "S>* 10.12.0.0/16 [1] 10.0.2.9 eth1", "S>* 10.13.0.0/16 [1]",
                                       "S>* 10.14.0.0/16 [1]", "S   10.15.0.0/16 [1] 10.0.2.9 eth0 inactive",
                                       "S   10.16.0.0/16 [1] 192.0.2.1 inactive", "S   10.18.0.0/16 [1] 10.0.1.1 inactive", "S   10.19.0.0/16 [255] 10.0.1.2"}));
    }

    void theNearestCountsAndEqualsShare()
    {
        Bench t({route("10.10.0.0/16", "10.0.1.2", "", 5), route("10.10.0.0/16", "10.0.2.2", "", 10),
                 route("10.11.0.0/16", "10.0.1.2"), route("10.11.0.0/16", "10.0.2.2"),
                 route("10.12.0.0/16", "10.0.1.2"), route("10.12.0.0/16", "", "", 200, StaticRoute::Kind::blackhole)});
        QCOMPARE(t.table("10.10.0.0/16"), "via 10.0.1.2 eth0");
        QCOMPARE(t.table("10.11.0.0/16"), "via 10.0.1.2 eth0, via 10.0.2.2 eth1");
        t.setCarrier(t.a, false); // the floating route takes over, and back again
        QCOMPARE(t.table("10.10.0.0/16"), "via 10.0.2.2 eth1");
        QCOMPARE(t.table("10.11.0.0/16"), "via 10.0.2.2 eth1");
        QCOMPARE(t.table("10.12.0.0/16"), "blackhole");
        t.setCarrier(t.a, true);
        QCOMPARE(t.table("10.10.0.0/16"), "via 10.0.1.2 eth0");
        QCOMPARE(t.table("10.12.0.0/16"), "via 10.0.1.2 eth0");
    }

    void gatewaysBehindGateways()
    {
        Bench t({route("10.10.0.0/16", "192.0.2.1"), route("192.0.2.0/24", "10.0.2.2"), route("10.20.0.0/16", "10.10.3.3")});
        QCOMPARE(t.table("10.10.0.0/16"), "via 10.0.2.2 eth1");
        QCOMPARE(t.table("10.20.0.0/16"), "via 10.0.2.2 eth1");
        QVERIFY(t.rib().contains("S>* 10.10.0.0/16 [1] 192.0.2.1 recursive"));
        t.config.removeRoute(route("192.0.2.0/24", "10.0.2.2"));
        t.configure(0, t.config);
        QCOMPARE(t.table("10.10.0.0/16"), "none");
        QCOMPARE(t.table("10.20.0.0/16"), "none");
    }

    // Two routes that lean on each other, and one that leans on itself, lead nowhere.
    void circlesStandOnNothing()
    {
        Bench t({route("10.10.0.0/16", "10.20.0.1"), route("10.20.0.0/16", "10.10.0.1"), route("10.30.0.0/16", "10.30.0.1")});
        QCOMPARE(t.table("10.10.0.0/16"), "none");
        QCOMPARE(t.table("10.20.0.0/16"), "none");
        QCOMPARE(t.table("10.30.0.0/16"), "none");
    }

    void connectedBeatsStaticWhileItIsUp()
    {
        Bench t({route("10.0.1.0/24", "10.0.2.2")});
        QCOMPARE(t.table("10.0.1.0/24"), "eth0");
        QCOMPARE(t.rib(), (QStringList{"C>* 10.0.1.0/24 [0] eth0", "S   10.0.1.0/24 [1] 10.0.2.2", "C>* 10.0.2.0/24 [0] eth1"}));
        t.setCarrier(t.a, false);
        QCOMPARE(t.table("10.0.1.0/24"), "via 10.0.2.2 eth1");
        t.setCarrier(t.a, true);
        QCOMPARE(t.table("10.0.1.0/24"), "eth0");
        t.config.staticRoutes.clear();
        t.configure(0, t.config);
        QCOMPARE(t.table("10.0.1.0/24"), "eth0");
    }

    void aHostRouteGivesWayToAnAddressOfOurs()
    {
        Bench t({route("10.0.9.1/32", "10.0.2.2")});
        QCOMPARE(t.table("10.0.9.1/32"), "via 10.0.2.2 eth1");
        t.config.interfaces["eth0"].addresses.push_back(*base::InterfaceAddress::parse("10.0.9.1/24"));
        t.configure(0, t.config);
        QVERIFY(t.stack(0).isOwnAddress(test::address("10.0.9.1")));
        t.config.interfaces["eth0"].addresses.pop_back();
        t.configure(0, t.config);
        QCOMPARE(t.table("10.0.9.1/32"), "via 10.0.2.2 eth1");
    }

    void agesCountFromTheLastChange()
    {
        Bench t({route("10.10.0.0/16", "10.0.1.2"), route("10.11.0.0/16", "10.0.2.2")});
        t.runFor(10_s);
        t.setCarrier(t.a, false);
        t.setCarrier(t.a, true);
        t.node(0).rib().forEachCandidate([](const routing::RouteView &r) {
            QCOMPARE(r.since.ns(), r.prefix == test::prefix("10.10.0.0/16") || r.prefix == test::prefix("10.0.1.0/24") ? (10_s).ns() : 0);
        });
    }
};

QTEST_APPLESS_MAIN(TestRib)
#include "tst_rib.moc"
