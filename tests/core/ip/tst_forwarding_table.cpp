// The forwarding table's routes, groups and explanations. tst_lookup.cpp looks up.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/forwarding_table.h"
#include "tests/support/frames.h"

#include <QtTest>

using namespace hopyard;
using test::address;
using test::prefix;

namespace {

ip::Route via(const char *to, const char *gateway, std::uint32_t metric = 0)
{
    ip::Route route;
    route.prefix = prefix(to);
    route.metric = metric;
    route.paths.push_back({test::address(gateway), base::PortIndex(0), 1, {}});
    return route;
}

} // namespace

class TestForwardingTable : public QObject {
    Q_OBJECT
private slots:
    void routesAreReplacedAndRemoved()
    {
        ip::ForwardingTable table;
        QVERIFY(!table.set(ip::Route()));
        QVERIFY(table.set(via("10.0.0.0/8", "192.0.2.1", 1)));
        QVERIFY(table.set(via("10.0.0.0/8", "192.0.2.2", 2)));
        QCOMPARE(table.size(), std::size_t(1));
        QCOMPARE(table.match(address("10.1.1.1"))->metric, 2u);
        QVERIFY(table.set(via("2001:db8::/32", "fe80::1")));
        QVERIFY(table.lookup(address("2001:db8::7")));
        QVERIFY(!table.lookup(address("2001:db9::7")));
        QVERIFY(!table.remove(prefix("10.0.0.0/9")));
        const ip::ForwardingTable copy = table;
        QVERIFY(table.remove(prefix("10.0.0.0/8")));
        QVERIFY(!table.lookup(address("10.1.1.1")));
        QVERIFY(copy.lookup(address("10.1.1.1")));
        QVERIFY(table.set(via("0.0.0.0/0", "192.0.2.9", 9)));
        QCOMPARE(table.match(address("10.1.1.1"))->metric, 9u);
        QCOMPARE(table.size(), std::size_t(2));
    }

    void flowsShareEqualPathsByWeight()
    {
        ip::Route route = via("10.0.0.0/8", "192.0.2.1");
        route.paths.push_back({address("192.0.2.2"), base::PortIndex(1), 3, {}});
        std::size_t second = 0;
        for (std::uint32_t port = 0; port < 40'000; ++port) {
            const ip::FlowKey flow{address("10.1.0.1"), address("10.2.0.1"), 17, static_cast<std::uint16_t>(port), 53};
            const std::uint32_t hash = ip::flowHash(flow, 42);
            QCOMPARE(hash, ip::flowHash4(0x0a010001, 0x0a020001, 17, port << 16 | 53, 42));
            second += ip::ForwardingTable::choosePath(route.paths, hash);
        }
        QVERIFY2(second > 29'400 && second < 30'600, QByteArray::number(qulonglong(second))); // three of four
        QCOMPARE(ip::ForwardingTable::choosePath(route.paths, 0), std::size_t(0));
        QCOMPARE(ip::ForwardingTable::choosePath(route.paths, 0x3fffffff), std::size_t(0));
        QCOMPARE(ip::ForwardingTable::choosePath(route.paths, 0x40000000), std::size_t(1));
        QCOMPARE(ip::ForwardingTable::choosePath(route.paths, 0xffffffff), std::size_t(1));
    }

    void anExplanationSaysWhatWasTried()
    {
        ip::ForwardingTable table;
        table.set(via("0.0.0.0/0", "192.0.2.1"));
        table.set(via("10.0.0.0/8", "192.0.2.2"));
        table.set(via("10.1.0.0/16", "192.0.2.3"));
        table.set(via("10.2.3.0/24", "192.0.2.4"));
        table.set(via("2001:db8::/32", "fe80::1"));
        ip::Route two = via("10.1.0.0/16", "192.0.2.3");
        two.paths.push_back({address("192.0.2.5"), base::PortIndex(1), 1, {}});
        table.set(two);
        const ip::Explanation e = table.explain(address("10.1.2.3"), 0x80000000);
        QStringList tried;
        for (const auto &attempt : e.tried)
            tried << QString::fromStdString(toString(attempt.prefix)) + (attempt.present ? " yes" : " no");
        QCOMPARE(tried, (QStringList{"10.1.2.0/24 no", "10.1.0.0/16 yes", "10.0.0.0/8 yes", "0.0.0.0/0 yes"}));
        QVERIFY(e.matched && e.matched->prefix == prefix("10.1.0.0/16"));
        QCOMPARE(*e.path, std::size_t(1));
        table.remove(prefix("0.0.0.0/0"));
        const ip::Explanation none = table.explain(address("11.0.0.1"));
        QVERIFY(!none.matched && !none.path);
        QCOMPARE(none.tried.size(), std::size_t(3));
    }

    // Thousands of routers live in one process, each with a table like this.
    void aSmallTableIsSmall()
    {
        ip::ForwardingTable table;
        for (int i = 0; i < 16; ++i)
            table.set(via(("10.0." + std::to_string(i) + ".0/24").c_str(), "192.0.2.1"));
        QVERIFY2(table.heapBytes() < 4096, QByteArray::number(qulonglong(table.heapBytes())));
    }
};

QTEST_APPLESS_MAIN(TestForwardingTable)
#include "tst_forwarding_table.moc"
