// The forwarding table against the plain definition of a longest match, and its explanations.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/ip/forwarding_table.h"
#include "tests/support/frames.h"

#include <QtTest>

#include <map>

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

template <class Key>
Key randomKey(base::Random &random)
{
    // Few different upper bits, so that prefixes nest and neighbour each other.
    Key key = Key(random.below(4)) << (sizeof(Key) * 8 - 3) | Key(random.below(3)) << (sizeof(Key) * 8 - 17);
    for (unsigned shift = 0; shift < sizeof(Key) * 8; shift += 32)
        key ^= Key(random.below(8) == 0 ? random.next() & 0xffffffff : random.below(64) << random.below(20)) << shift;
    return key;
}

template <class Key>
Key cut(Key key, unsigned length)
{
    return length == 0 ? Key(0) : key >> (sizeof(Key) * 8 - length) << (sizeof(Key) * 8 - length);
}

/// Inserts, replaces and erases at random and compares every lookup with the definition.
template <class Key>
void compareWithDefinition(std::uint64_t seed, int steps, std::size_t keepAbout)
{
    base::Random random(seed);
    ip::LongestPrefixMatch<Key> table;
    std::map<std::pair<unsigned, Key>, std::uint32_t> model; // by (length, key)
    const auto defined = [&](Key key) {
        for (unsigned length = sizeof(Key) * 8 + 1; length-- > 0;)
            if (const auto found = model.find({length, cut(key, length)}); found != model.end())
                return found->second;
        return ip::LongestPrefixMatch<Key>::kNone;
    };
    for (int i = 0; i < steps; ++i) {
        const auto length = static_cast<unsigned>(random.below(sizeof(Key) * 8 + 1));
        const Key key = cut(randomKey<Key>(random), length);
        const bool known = model.contains({length, key});
        if (model.size() > keepAbout && random.below(2) == 0) {
            const auto victim = std::next(model.begin(), static_cast<long>(random.below(model.size())));
            QVERIFY(table.erase(victim->first.second, victim->first.first));
            model.erase(victim);
        } else {
            QCOMPARE(table.insert(key, length, static_cast<std::uint32_t>(i)), !known);
            model[{length, key}] = static_cast<std::uint32_t>(i);
        }
        QCOMPARE(table.size(), model.size());
        for (int j = 0; j < 4; ++j) {
            const Key probe = j < 2 ? randomKey<Key>(random) : key ^ Key(random.below(4));
            QCOMPARE(table.lookup(probe), defined(probe));
        }
        QCOMPARE(table.lookup(~Key(0)), defined(~Key(0)));
        QCOMPARE(table.lookup(0), defined(0));
    }
    for (const auto &[at, value] : model)
        QCOMPARE(table.find(at.second, at.first), value);
}

} // namespace

class TestForwardingTable : public QObject {
    Q_OBJECT
private slots:
    void lookupIsTheLongestMatch_data()
    {
        QTest::addColumn<quint64>("seed");
        for (quint64 seed = 1; seed <= 8; ++seed)
            QTest::addRow("seed %d", int(seed)) << seed;
    }
    void lookupIsTheLongestMatch()
    {
        QFETCH(quint64, seed);
        compareWithDefinition<std::uint32_t>(seed, 600, 40);
        compareWithDefinition<unsigned __int128>(seed, 300, 40);
    }

    void alsoWhenItIsSplitAndJoinedAgain()
    {
        base::Random random(3);
        ip::LongestPrefixMatch<std::uint32_t> table;
        std::vector<std::pair<std::uint32_t, unsigned>> all;
        std::map<std::pair<unsigned, std::uint32_t>, std::uint32_t> model;
        const auto check = [&] {
            for (int i = 0; i < 3000; ++i) {
                const std::uint32_t probe = static_cast<std::uint32_t>(random.next());
                std::uint32_t expected = ip::LongestPrefixMatch<std::uint32_t>::kNone;
                for (unsigned length = 33; length-- > 0 && expected == ip::LongestPrefixMatch<std::uint32_t>::kNone;)
                    if (const auto found = model.find({length, cut(probe, length)}); found != model.end())
                        expected = found->second;
                QCOMPARE(table.lookup(probe), expected);
            }
        };
        for (std::uint32_t i = 0; i < 3000; ++i) {
            const unsigned length = random.below(10) == 0 ? static_cast<unsigned>(random.below(17)) : 16 + static_cast<unsigned>(random.below(9));
            const std::uint32_t key = cut(static_cast<std::uint32_t>(random.next()), length);
            table.insert(key, length, i);
            if (model.insert_or_assign({length, key}, i).second)
                all.push_back({key, length});
        }
        QVERIFY(table.isSplit());
        check();
        while (all.size() > 100) {
            QVERIFY(table.erase(all.back().first, all.back().second));
            model.erase({all.back().second, all.back().first});
            all.pop_back();
        }
        QVERIFY(!table.isSplit());
        check();
    }

    void routesAreReplacedAndRemoved()
    {
        ip::ForwardingTable table;
        QVERIFY(!table.set(ip::Route()));
        QVERIFY(table.set(via("10.0.0.0/8", "192.0.2.1", 1)));
        QVERIFY(table.set(via("10.0.0.0/8", "192.0.2.2", 2)));
        QCOMPARE(table.size(), std::size_t(1));
        QCOMPARE(table.lookup(address("10.1.1.1"))->metric, 2u);
        QVERIFY(table.set(via("2001:db8::/32", "fe80::1")));
        QVERIFY(table.lookup(address("2001:db8::7")));
        QVERIFY(!table.lookup(address("2001:db9::7")));
        QVERIFY(!table.remove(prefix("10.0.0.0/9")));
        const ip::ForwardingTable copy = table;
        QVERIFY(table.remove(prefix("10.0.0.0/8")));
        QVERIFY(!table.lookup(address("10.1.1.1")));
        QVERIFY(copy.lookup(address("10.1.1.1")));
        QVERIFY(table.set(via("0.0.0.0/0", "192.0.2.9", 9)));
        QCOMPARE(table.lookup(address("10.1.1.1"))->metric, 9u);
        QCOMPARE(table.routes().size(), std::size_t(2));
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
            second += ip::ForwardingTable::choosePath(route, hash);
        }
        QVERIFY2(second > 29'400 && second < 30'600, QByteArray::number(qulonglong(second))); // three of four
        QCOMPARE(ip::ForwardingTable::choosePath(route, 0), std::size_t(0));
        QCOMPARE(ip::ForwardingTable::choosePath(route, 0x3fffffff), std::size_t(0));
        QCOMPARE(ip::ForwardingTable::choosePath(route, 0x40000000), std::size_t(1));
        QCOMPARE(ip::ForwardingTable::choosePath(route, 0xffffffff), std::size_t(1));
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
