// What is shown of the forwarding table against the table itself: the rows a lookup reads, what matched and what did not,
// and the trie of the prefixes, folded and unfolded.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/ip/table_anatomy.h"

#include <QtTest>

#include <algorithm>
#include <array>
#include <map>
#include <set>

using namespace hopyard;
using ip::ForwardingTable;
using ip::TablePart;

namespace {

base::IpPrefix prefix(const char *text) { return *base::IpPrefix::parse(text); }
base::IpAddress address(const char *text) { return *base::IpAddress::parse(text); }

void add(ForwardingTable &table, const base::IpPrefix &prefix, std::uint32_t hop)
{
    ip::Route route;
    route.prefix = prefix;
    route.paths.push_back({base::Ipv4Address(0xc0000000 + hop), base::PortIndex(0), 1, {}});
    QVERIFY(table.set(route));
}

ForwardingTable tableOf(std::initializer_list<const char *> prefixes)
{
    ForwardingTable table;
    std::uint32_t hop = 1;
    for (const char *text : prefixes)
        add(table, prefix(text), hop++);
    return table;
}

/// "10.0.0.0/8*(3)": the node, a star for a route, what is inside; '+' where it is folded, '!' where it is lit.
QStringList textOf(const std::vector<ip::TrieNode> &nodes)
{
    QStringList list;
    for (const ip::TrieNode &node : nodes)
        list += QStringLiteral("%1%2(%3)%4%5").arg(QString::fromStdString(toString(node.prefix)), node.route ? "*" : "").arg(node.inside)
                    .arg(node.isFolded ? "+" : "", node.isLit ? "!" : "");
    return list;
}

base::IpAddress crowded(base::Random &random, bool six)
{
    const auto few = [&] { return static_cast<std::uint32_t>(random.below(64) << random.below(20) ^ random.below(3) << 30); };
    if (!six)
        return base::Ipv4Address(few());
    std::array<std::uint8_t, 16> bytes{};
    base::storeU32(bytes.data(), few());
    base::storeU32(bytes.data() + 4, random.below(4) == 0 ? few() : 1);
    base::storeU32(bytes.data() + 8, random.below(2) == 0 ? few() : 0);
    return base::Ipv6Address(bytes);
}

} // namespace

class TestTableAnatomy : public QObject {
    Q_OBJECT
private slots:
    void anEmptyTable()
    {
        const ForwardingTable table;
        const ip::LookupTrace trace = ip::trace(table, address("10.0.0.1"));
        QCOMPARE(int(trace.group), 0);
        QCOMPARE(trace.reads.size(), std::size_t(1));
        QVERIFY(trace.reads[0].part == TablePart::defaultRoute);
        QVERIFY(trace.containing.empty() && trace.misses.empty());
        QCOMPARE(textOf(ip::cutTrie(table, {})), QStringList{"0.0.0.0/0(0)"});
        QVERIFY(ip::describe(table, base::Family::ipv4).structure == ip::TableStructure::intervals);
    }

    void theTrieOfAFew()
    {
        const ForwardingTable table = tableOf({"10.0.0.0/8", "10.0.1.0/24", "10.0.2.0/24", "192.168.0.0/16", "0.0.0.0/0"});
        QCOMPARE(textOf(ip::cutTrie(table, {})),
                 (QStringList{"0.0.0.0/0*(4)", "10.0.0.0/8*(2)", "10.0.0.0/22(2)", "10.0.1.0/24*(0)", "10.0.2.0/24*(0)", "192.168.0.0/16*(0)"}));
        // One level only; the way of an address is there nevertheless, with what it passes by.
        ip::TrieQuestion question{.address = address("10.0.2.9"), .most = 1};
        QCOMPARE(textOf(ip::cutTrie(table, question)),
                 (QStringList{"0.0.0.0/0*(4)!", "10.0.0.0/8*(2)!", "10.0.0.0/22(2)!", "10.0.1.0/24*(0)", "10.0.2.0/24*(0)!", "192.168.0.0/16*(0)"}));
        question = {.folded = {prefix("10.0.0.0/8")}};
        QCOMPARE(textOf(ip::cutTrie(table, question)), (QStringList{"0.0.0.0/0*(4)", "10.0.0.0/8*(2)+", "192.168.0.0/16*(0)"}));
        question = {.open = {prefix("0.0.0.0/0")}, .most = 1};
        QCOMPARE(ip::cutTrie(table, question).size(), std::size_t(6));
        question.folded = {prefix("10.0.0.0/8")};
        QCOMPARE(ip::cutTrie(table, question).size(), std::size_t(3));
        question.address = address("2001:db8::1"); // of the other family: no way
        QCOMPARE(ip::cutTrie(table, question).size(), std::size_t(3));
    }

    void aLookupInSentences()
    {
        const ForwardingTable table = tableOf({"0.0.0.0/0", "10.0.0.0/8", "10.0.1.0/24", "10.0.2.0/24", "10.0.2.128/25", "11.0.0.0/8"});
        const ip::LookupTrace trace = ip::trace(table, address("10.0.2.9"));
        QVERIFY(trace.containing == (std::vector<base::IpPrefix>{prefix("10.0.2.0/24"), prefix("10.0.0.0/8"), prefix("0.0.0.0/0")}));
        QCOMPARE(trace.misses.size(), std::size_t(1));
        QVERIFY(trace.misses[0].prefix == prefix("10.0.2.128/25"));
        QCOMPARE(trace.misses[0].sharedBits, 24u);
        const ip::LookupTrace other = ip::trace(table, address("10.0.3.1"), 2);
        QVERIFY(other.containing.front() == prefix("10.0.0.0/8"));
        QCOMPARE(other.longer, std::size_t(3));
        QCOMPARE(other.misses.size(), std::size_t(2));
        QVERIFY(other.misses[0].prefix == prefix("10.0.2.128/25")); // 23 bits, nearest in order
        QVERIFY(other.misses[1].prefix == prefix("10.0.2.0/24"));
        // What the table read: one block of intervals, in which the address's interval is the /24's first half.
        QCOMPARE(trace.reads.size(), std::size_t(1));
        QVERIFY(trace.reads[0].part == TablePart::blocks);
        QCOMPARE(toString(trace.reads[0].first), std::string("10.0.2.0"));
        QCOMPARE(toString(trace.reads[0].last), std::string("10.0.2.127"));
        QCOMPARE(*trace.reads[0].value, trace.group);
        const ip::LookupTrace outside = ip::trace(table, address("192.0.2.1"));
        QVERIFY(outside.reads.back().part == TablePart::defaultRoute);
        QVERIFY(outside.containing == std::vector<base::IpPrefix>{prefix("0.0.0.0/0")});
        QCOMPARE(outside.longer, std::size_t(5));
    }

    void tracesAgreeWithLookups_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<bool>("six");
        QTest::newRow("few") << 40 << false;
        QTest::newRow("some") << 3000 << false;
        QTest::newRow("many") << 40'000 << false;
        QTest::newRow("IPv6") << 4000 << true;
    }
    void tracesAgreeWithLookups()
    {
        QFETCH(int, size);
        QFETCH(bool, six);
        base::Random random(7);
        ForwardingTable table;
        std::set<base::IpPrefix> model;
        for (int i = 0; i < size; ++i) {
            const bool spread = !six && size > 10'000;
            const base::IpAddress at = spread ? base::IpAddress(base::Ipv4Address(static_cast<std::uint32_t>(random.next()))) : crowded(random, six);
            const unsigned length = spread ? 16 + static_cast<unsigned>(random.below(17)) : static_cast<unsigned>(random.below(six ? 129 : 33));
            model.emplace(at, length);
            add(table, base::IpPrefix(at, length), static_cast<std::uint32_t>(random.below(20)));
        }
        const base::Family family = six ? base::Family::ipv6 : base::Family::ipv4;
        const ip::TableAnatomy anatomy = ip::describe(table, family);
        QCOMPARE(anatomy.prefixes, model.size());
        QVERIFY(anatomy.structure == (six ? ip::TableStructure::ipv6 : size > 32768 ? ip::TableStructure::leaves : ip::TableStructure::intervals));
        for (int i = 0; i < 600; ++i) {
            base::IpAddress at = crowded(random, six);
            if (!six && i % 3 == 0)
                at = base::Ipv4Address(static_cast<std::uint32_t>(random.next()));
            if (i % 5 == 0)
                at = std::next(model.begin(), static_cast<std::ptrdiff_t>(random.below(model.size())))->address();
            if (i == 0)
                at = six ? address("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff") : address("255.255.255.255");
            const ip::LookupTrace trace = ip::trace(table, at, 5);
            QCOMPARE(static_cast<const void *>(table.group(trace.group)), static_cast<const void *>(table.lookup(at)));
            const auto match = table.match(at);
            QCOMPARE(trace.containing.empty(), !match.has_value());
            if (match)
                QVERIFY(trace.containing.front() == match->prefix);
            std::size_t containing = 0;
            for (unsigned length = 0; length <= base::addressBits(family); ++length)
                containing += model.count(base::IpPrefix(at, length));
            QCOMPARE(trace.containing.size(), containing);
            const ip::TableRead *before = nullptr;
            for (const ip::TableRead &read : trace.reads) { // each read leaves fewer addresses, the one among them
                QVERIFY(read.first <= at && at <= read.last);
                if (before)
                    QVERIFY(before->first <= read.first && read.last <= before->last);
                before = &read;
            }
            // What would be answered alike is answered alike.
            QVERIFY(table.lookup(trace.reads.back().first) == table.lookup(at));
            QVERIFY(table.lookup(trace.reads.back().last) == table.lookup(at));
            for (const auto &miss : trace.misses) {
                QVERIFY(model.contains(miss.prefix) && !miss.prefix.contains(at));
                QVERIFY(miss.sharedBits < miss.prefix.length());
                QVERIFY(base::IpPrefix(at, miss.sharedBits).contains(miss.prefix));
                QVERIFY(!base::IpPrefix(at, miss.sharedBits + 1).contains(miss.prefix));
                if (match)
                    QVERIFY(match->prefix.contains(miss.prefix));
            }
        }
    }

    void triesHoldEveryPrefixOnce_data()
    {
        QTest::addColumn<bool>("six");
        QTest::newRow("IPv4") << false;
        QTest::newRow("IPv6") << true;
    }
    void triesHoldEveryPrefixOnce()
    {
        QFETCH(bool, six);
        base::Random random(11);
        for (int round = 0; round < 20; ++round) {
            ForwardingTable table;
            std::set<base::IpPrefix> model;
            for (std::size_t i = random.below(300) + 1; i > 0; --i) {
                const base::IpPrefix one(crowded(random, six), static_cast<unsigned>(random.below(six ? 129 : 33)));
                model.insert(one);
                add(table, one, 1);
            }
            const base::Family family = six ? base::Family::ipv6 : base::Family::ipv4;
            const auto nodes = ip::cutTrie(table, {.family = family, .most = 5000});
            std::set<base::IpPrefix> routes;
            std::map<std::size_t, int> children;
            for (std::size_t i = 0; i < nodes.size(); ++i) {
                QVERIFY(!nodes[i].isFolded);
                if (nodes[i].route)
                    QVERIFY(routes.insert(nodes[i].prefix).second);
                if (i == 0)
                    continue;
                QVERIFY(nodes[i].parent < i && nodes[i - 1].prefix < nodes[i].prefix);
                const ip::TrieNode &parent = nodes[nodes[i].parent];
                QVERIFY(parent.prefix.contains(nodes[i].prefix) && parent.prefix != nodes[i].prefix);
                QVERIFY(parent.firstRow <= nodes[i].firstRow && nodes[i].lastRow <= parent.lastRow);
                ++children[nodes[i].parent];
                QCOMPARE(nodes[i].inside, static_cast<std::size_t>(std::count_if(model.begin(), model.end(), [&](const base::IpPrefix &one) {
                    return nodes[i].prefix.contains(one) && one != nodes[i].prefix;
                })));
            }
            QVERIFY(routes == model);
            for (std::size_t i = 1; i < nodes.size(); ++i)
                QVERIFY(nodes[i].route || children[i] == 2); // a node without a route is there because ways part
            const base::IpAddress at = model.begin()->address();
            std::size_t lit = 0;
            for (const auto &node : ip::cutTrie(table, {.family = family, .address = at, .most = 10}))
                lit += node.isLit && node.route;
            QCOMPARE(lit, ip::trace(table, at).containing.size());
        }
    }

    void aCutIsBounded()
    {
        base::Random random(3);
        ForwardingTable table;
        for (std::uint32_t i = 0; i < 20'000; ++i)
            add(table, base::IpPrefix(base::Ipv4Address(static_cast<std::uint32_t>(random.next())), 24), i % 7);
        const auto size = [&](const ip::TrieQuestion &question) { return ip::cutTrie(table, question).size(); };
        const std::size_t first = size({});
        QVERIFY(first > 150 && first <= 200);
        QVERIFY(size({.most = 100'000}) <= ip::kTrieMost);
        const base::IpAddress at = base::Ipv4Address(static_cast<std::uint32_t>(random.next()));
        QVERIFY(size({.address = at}) <= 200 + 2 * 33);
        QVERIFY(size({.address = at}) >= first);
        // One that is folded, opened.
        const auto nodes = ip::cutTrie(table, {});
        const auto folded = std::find_if(nodes.begin(), nodes.end(), [](const ip::TrieNode &n) { return n.isFolded && n.inside > 40; });
        QVERIFY(folded != nodes.end());
        const std::size_t opened = size({.open = {folded->prefix}});
        QVERIFY(opened > first + ip::kTrieEach - 3 && opened <= first + ip::kTrieEach);
    }
};

QTEST_APPLESS_MAIN(TestTableAnatomy)
#include "tst_table_anatomy.moc"
