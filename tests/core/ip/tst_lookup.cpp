// Lookups in the forwarding table against the plain definition of a longest match, while routes come, change and go:
// each structure, each width, each way of a batch.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/ip/forwarding_table.h"
#include "tests/support/frames.h"

#include <QtTest>

#include <algorithm>
#include <bit>
#include <map>

using namespace hopyard;
using ip::ForwardingTable;
using ip::lookup::Simd;

namespace {

base::Ipv4Address v4(std::uint32_t value) { return base::Ipv4Address(value); }

/// Few different upper bits, so that prefixes nest and neighbour each other.
base::IpAddress crowdedAddress(base::Random &random, bool v6)
{
    const auto crowded = [&random](unsigned bits) {
        return random.below(8) == 0 ? static_cast<std::uint32_t>(random.next()) : static_cast<std::uint32_t>(random.below(64) << random.below(bits));
    };
    const std::uint32_t first = static_cast<std::uint32_t>(random.below(4)) << 29 | static_cast<std::uint32_t>(random.below(3)) << 15;
    if (!v6)
        return v4(first ^ crowded(20));
    std::array<std::uint8_t, 16> bytes;
    for (std::size_t i = 0; i < 16; i += 4)
        base::storeU32(&bytes[i], (i == 0 ? first : 0) ^ crowded(26));
    if (random.below(40) == 0)
        std::fill(bytes.begin(), bytes.begin() + 8, std::uint8_t(0xff));
    return base::Ipv6Address(bytes);
}

/// The table beside a map that is searched length by length.
struct Compared {
    ForwardingTable table;
    std::map<base::IpPrefix, std::uint32_t> model; // which next hop
    base::Random random;

    explicit Compared(std::uint64_t seed) : random(seed) {}

    static base::IpAddress hop(std::uint32_t number) { return v4(0xc0000000 + number); }

    void set(const base::IpPrefix &prefix, std::uint32_t number)
    {
        ip::Route route;
        route.prefix = prefix;
        route.metric = number % 3;
        route.paths.push_back({hop(number), base::PortIndex(0), 1, {}});
        QVERIFY(table.set(route));
        model[prefix] = number;
    }
    /// Several at once with the same next hop, in order or not; one may be there twice.
    template <class Make>
    void setMany(std::size_t count, std::uint32_t number, Make make)
    {
        std::vector<base::IpPrefix> prefixes(count);
        for (base::IpPrefix &prefix : prefixes)
            model[prefix = make()] = number;
        if (random.below(2) == 0)
            std::sort(prefixes.begin(), prefixes.end());
        ip::Route route;
        route.metric = number % 3;
        route.paths.push_back({hop(number), base::PortIndex(0), 1, {}});
        QVERIFY(table.set(prefixes, route));
        QCOMPARE(table.size(), model.size());
    }
    void remove(const base::IpPrefix &prefix)
    {
        QVERIFY(table.remove(prefix));
        QVERIFY(!table.remove(prefix));
        model.erase(prefix);
    }
    std::map<base::IpPrefix, std::uint32_t>::iterator any()
    {
        const auto at = model.lower_bound(base::IpPrefix(crowdedAddress(random, random.below(2) == 0), 20));
        return at == model.end() ? model.begin() : at;
    }
    /// The next hop by the definition; not valid: no route.
    base::IpAddress defined(const base::IpAddress &address, base::IpPrefix *matched = nullptr) const
    {
        for (unsigned length = base::addressBits(address.family()) + 1; length-- > 0;) {
            if (const auto found = model.find(base::IpPrefix(address, length)); found != model.end()) {
                if (matched)
                    *matched = found->first;
                return hop(found->second);
            }
        }
        return {};
    }
    static base::IpAddress nextHop(const ip::NextHopGroup *group) { return group ? group->paths.front().nextHop : base::IpAddress(); }

    void check(const base::IpAddress &address) const
    {
        base::IpPrefix matched;
        const base::IpAddress expected = defined(address, &matched);
        QCOMPARE(toString(nextHop(table.lookup(address))), toString(expected));
        const auto match = table.match(address);
        QCOMPARE(match.has_value(), expected.isValid());
        if (match)
            QCOMPARE(toString(match->prefix), toString(matched));
    }
    /// Batches of any length, all ways that this processor has.
    void checkBatch(std::size_t count)
    {
        std::vector<base::Ipv4Address> four(count);
        std::vector<base::Ipv6Address> six(count);
        for (std::size_t i = 0; i < count; ++i) {
            four[i] = random.below(3) == 0 ? v4(static_cast<std::uint32_t>(random.next())) : crowdedAddress(random, false).v4();
            six[i] = crowdedAddress(random, true).v6();
        }
        for (const Simd simd : {Simd::plain, Simd::avx2, Simd::avx512}) {
            if (!ip::lookup::isSupported(simd))
                continue;
            std::vector<ForwardingTable::GroupId> out(count);
            table.lookup(four, out, simd);
            for (std::size_t i = 0; i < count; ++i)
                QCOMPARE(toString(nextHop(table.group(out[i]))), toString(defined(four[i])));
            table.lookup(six, out, simd);
            for (std::size_t i = 0; i < count; ++i)
                QCOMPARE(toString(nextHop(table.group(out[i]))), toString(defined(six[i])));
        }
    }
};

} // namespace

class TestLookup : public QObject {
    Q_OBJECT
private slots:
    void bitsAreCountedAlike()
    {
        base::Random random(5);
        for (int i = 0; i < 10'000; ++i) {
            const auto bits = static_cast<std::uint32_t>(random.next() & random.next());
            QCOMPARE(ip::lookup::LeafTable::countBitsPlain(bits), static_cast<std::uint32_t>(std::popcount(bits)));
            QCOMPARE(ip::lookup::LeafTable::countBits(bits), static_cast<std::uint32_t>(std::popcount(bits)));
        }
        QCOMPARE(ip::lookup::LeafTable::countBitsPlain(0xffffffff), 32u);
    }

    void aFewRoutes_data()
    {
        QTest::addColumn<quint64>("seed");
        for (quint64 seed = 1; seed <= 8; ++seed)
            QTest::addRow("seed %d", int(seed)) << seed;
    }
    void aFewRoutes()
    {
        QFETCH(quint64, seed);
        Compared c(seed);
        base::Random &random = c.random;
        for (int i = 0; i < 1500; ++i) {
            const bool v6 = random.below(2) == 0;
            const base::IpAddress address = crowdedAddress(random, v6);
            const base::IpPrefix prefix(address, static_cast<unsigned>(random.below(v6 ? 129 : 33)));
            if (c.model.size() > 80 && random.below(2) == 0)
                c.remove(c.any()->first);
            else if (random.below(16) == 0)
                c.setMany(1 + random.below(12), static_cast<std::uint32_t>(random.below(20)), [&] {
                    const bool six = random.below(2) == 0;
                    return base::IpPrefix(crowdedAddress(random, six), static_cast<unsigned>(random.below(six ? 129 : 33)));
                });
            else
                c.set(prefix, static_cast<std::uint32_t>(random.below(20)));
            QCOMPARE(c.table.size(), c.model.size());
            for (int j = 0; j < 4; ++j)
                c.check(crowdedAddress(random, v6));
            c.check(prefix.address());
            c.check(v4(0));
            c.check(v4(0xffffffff));
            if (i % 50 == 0)
                c.checkBatch(random.below(70));
        }
        std::size_t seen = 0;
        auto at = c.model.begin();
        c.table.forEach([&](const ip::Route &route) { // the map sorts both families by their bytes: compare each alone
            if (route.prefix.family() == base::Family::ipv4)
                QVERIFY(c.model.contains(route.prefix));
            ++seen;
        });
        QCOMPARE(seen, c.model.size());
        while (!c.model.empty()) {
            at = c.model.begin();
            c.remove(base::IpPrefix(at->first));
        }
        QCOMPARE(c.table.size(), std::size_t(0));
        QVERIFY(!c.table.lookup(v4(0x0a000001)));
        QCOMPARE(c.table.groups(), std::size_t(0));
    }

    // Up across the size at which the structure changes, across the number of groups at which leaves become wide, and
    // down again; with prefixes of all lengths, crowded and spread.
    void manyRoutes_data()
    {
        QTest::addColumn<quint32>("hops");
        QTest::newRow("one byte a leaf") << 200u;
        QTest::newRow("two bytes a leaf") << 3000u;
    }
    void manyRoutes()
    {
        QFETCH(quint32, hops);
        Compared c(hops);
        base::Random &random = c.random;
        const auto prefix = [&random]() -> base::IpPrefix {
            const bool v6 = random.below(4) == 0;
            if (random.below(2) == 0) {
                const unsigned shortest = random.below(100) == 0 ? 0 : 12;
                return base::IpPrefix(crowdedAddress(random, v6), shortest + static_cast<unsigned>(random.below((v6 ? 129 : 33) - shortest)));
            }
            if (v6) {
                auto bytes = crowdedAddress(random, true).v6().bytes();
                base::storeU32(&bytes[1], static_cast<std::uint32_t>(random.next()));
                return base::IpPrefix(base::Ipv6Address(bytes), 29 + static_cast<unsigned>(random.below(20)));
            }
            return base::IpPrefix(v4(static_cast<std::uint32_t>(random.next())), 8 + static_cast<unsigned>(random.below(25)));
        };
        const auto probe = [&](int count) {
            for (int i = 0; i < count; ++i) {
                c.check(crowdedAddress(random, i % 2 == 0));
                const base::IpPrefix near = c.any()->first;
                c.check(near.address());
                if (near.address().isV4()) {
                    const std::uint32_t first = near.address().v4().value();
                    c.check(v4(first - 1));
                    c.check(v4(first | ~base::netmask4(near.length())));
                    c.check(v4((first | ~base::netmask4(near.length())) + 1));
                }
            }
        };
        const auto reach = [&](std::size_t size) {
            for (int i = 0; c.model.size() != size; ++i) {
                const bool grow = c.model.size() < size;
                if (random.below(400) == 0 && c.model.size() + 600 < size)
                    c.setMany(1 + random.below(500), static_cast<std::uint32_t>(random.below(hops)), prefix);
                if (random.below(20) < (grow ? 17u : 3u))
                    c.set(prefix(), static_cast<std::uint32_t>(random.below(hops)));
                else if (!c.model.empty())
                    c.remove(base::IpPrefix(c.any()->first));
                if (i % 100 == 0)
                    probe(2);
                if (i % 2000 == 0)
                    c.checkBatch(random.below(200));
            }
            probe(2000);
            c.checkBatch(2000);
        };
        reach(ForwardingTable::kManyPrefixes * 3 / 2);
        QCOMPARE(c.table.groups() > ip::lookup::LeafTable::kMaxNarrow, hops > ip::lookup::LeafTable::kMaxNarrow);
        const std::size_t many = c.table.heapBytes();
        QVERIFY(c.table.lookupBytes() > 4 << 20); // the structure for many
        const Compared copy = c;
        reach(300);
        QVERIFY2(c.table.heapBytes() < many / 4, QByteArray::number(qulonglong(c.table.heapBytes())));
        reach(ForwardingTable::kManyPrefixes * 29 / 20);
        for (int i = 0; i < 2000; ++i)
            copy.check(crowdedAddress(random, i % 2 == 0));
    }

    // Thousands at once, as a routing protocol brings them: nested, some there already, the default route among them;
    // into nothing, beyond the size at which the structure changes, and over what came before.
    void portions()
    {
        Compared c(11);
        base::Random &random = c.random;
        const auto prefix = [&random]() -> base::IpPrefix {
            if (random.below(4) != 0)
                return {v4(static_cast<std::uint32_t>(random.next())), 14 + static_cast<unsigned>(random.below(19))};
            return {crowdedAddress(random, false), static_cast<unsigned>(random.below(33))};
        };
        for (std::uint32_t n = 0; n < 6; ++n) {
            c.setMany(ForwardingTable::kManyPrefixes / 4 * (n + 1) / 2, n, prefix);
            for (int i = 0; i < 500; ++i) {
                const base::IpPrefix near = c.model.lower_bound(prefix()) == c.model.end() ? c.model.begin()->first : c.model.lower_bound(prefix())->first;
                c.check(near.address());
                c.check(v4(near.address().v4().value() | ~base::netmask4(near.length())));
                c.check(v4((near.address().v4().value() | ~base::netmask4(near.length())) + 1));
            }
            c.checkBatch(300);
            for (int i = 0; i < 3000; ++i)
                c.remove(base::IpPrefix(c.any()->first));
        }
        auto expected = c.model.begin();
        c.table.forEach([&](const ip::Route &route) { QCOMPARE(toString(route.prefix), toString((expected++)->first)); });
    }

    // One network with all its hosts, which come and go in no order.
    void hostRoutes()
    {
        Compared c(7);
        std::vector<std::uint32_t> hosts(ForwardingTable::kManyPrefixes + 1000);
        for (std::uint32_t i = 0; i < hosts.size(); ++i)
            hosts[i] = 0x0a010000 + i * 13;
        for (std::size_t i = hosts.size(); i > 1; --i)
            std::swap(hosts[i - 1], hosts[c.random.below(i)]);
        c.set(test::prefix("0.0.0.0/0"), 9);
        c.set(test::prefix("10.1.0.0/16"), 1);
        c.set(test::prefix("10.1.128.0/17"), 2);
        for (const std::uint32_t host : hosts)
            c.set(base::IpPrefix(v4(host), 32), host % 5);
        for (int i = 0; i < 5000; ++i)
            c.check(v4(0x0a010000 + static_cast<std::uint32_t>(c.random.below(1 << 19))));
        c.checkBatch(500);
        for (const std::uint32_t host : hosts)
            if (host % 2 == 0)
                c.remove(base::IpPrefix(v4(host), 32));
        c.remove(test::prefix("10.1.128.0/17"));
        c.remove(test::prefix("0.0.0.0/0"));
        for (int i = 0; i < 5000; ++i)
            c.check(v4(0x0a010000 + static_cast<std::uint32_t>(c.random.below(1 << 19))));
    }
};

QTEST_APPLESS_MAIN(TestLookup)
#include "tst_lookup.moc"
