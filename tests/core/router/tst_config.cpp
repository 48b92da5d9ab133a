// RouterConfig as a value: order, equality, replacing a path.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/config.h"

#include <QtTest/QTest>

using namespace hopyard;
using router::RouterConfig;
using router::StaticRoute;

namespace {

StaticRoute route(const char *prefix, const char *gateway, std::uint8_t distance = 1, int line = 0)
{
    StaticRoute r;
    r.prefix = *base::IpPrefix::parse(prefix);
    r.gateway = *base::IpAddress::parse(gateway);
    r.distance = distance;
    r.line = {line};
    return r;
}

} // namespace

class TestConfig : public QObject {
    Q_OBJECT
private slots:
    void interfaceNamesSortAsPeopleCount()
    {
        const router::InterfaceNameLess less;
        QVERIFY(less("eth2", "eth10"));
        QVERIFY(!less("eth10", "eth2"));
        QVERIFY(less("eth0", "lo"));
        QVERIFY(less("eth", "eth0"));
        QVERIFY(less("eth1", "eth1.5"));
        QVERIFY(!less("eth1", "eth1"));
        // Two spellings of one number are two names, and exactly one is less.
        QVERIFY(less("eth01", "eth1") != less("eth1", "eth01"));
    }

    void orderOfWritingIsNoDifference()
    {
        RouterConfig a, b;
        a.addRoute(route("10.0.0.0/8", "192.0.2.1", 1, 5));
        a.addRoute(route("10.1.0.0/16", "192.0.2.2", 1, 6));
        b.addRoute(route("10.1.0.0/16", "192.0.2.2", 1, 1));
        b.addRoute(route("10.0.0.0/8", "192.0.2.1", 1, 2));
        QVERIFY(a == b);
        QCOMPARE(a.staticRoutes.front().line.number, 5);
    }

    void samePathIsReplaced()
    {
        RouterConfig config;
        config.addRoute(route("10.0.0.0/8", "192.0.2.1", 1));
        config.addRoute(route("10.0.0.0/8", "192.0.2.1", 50));
        config.addRoute(route("10.0.0.0/8", "192.0.2.2", 1)); // equal-cost path: another one
        QCOMPARE(config.staticRoutes.size(), std::size_t(2));
        QVERIFY(config.removeRoute(route("10.0.0.0/8", "192.0.2.1")));
        QVERIFY(!config.removeRoute(route("10.0.0.0/8", "192.0.2.1")));
        QCOMPARE(config.staticRoutes.size(), std::size_t(1));
    }
};

QTEST_APPLESS_MAIN(TestConfig)
#include "tst_config.moc"
