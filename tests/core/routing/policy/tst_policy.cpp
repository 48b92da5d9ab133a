// Lists, regular expressions, route maps: what they say of routes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_text.h"
#include "core/routing/policy/policy.h"
#include "tests/support/frames.h"

#include <QtTest/QTest>

using namespace hopyard;
using namespace hopyard::routing::policy;

namespace {

/// As the console reads them.
Policies policies(const std::string &lines)
{
    const auto config = console::parseConfig(lines);
    if (!config)
        qFatal("%s", config.error().front().message.c_str());
    return config->policies;
}

struct FakeBgp final : BgpAttributesAccess {
    std::string path;
    std::vector<Community> list;
    std::vector<LargeCommunity> large;
    std::uint8_t o = 2;
    std::optional<std::uint32_t> preference;
    std::uint32_t weight = 0;

    std::string asPathText() const override { return path; }
    void prependAsPath(std::span<const std::uint32_t> as) override
    {
        std::string front;
        for (const std::uint32_t each : as)
            front += std::to_string(each) + ' ';
        path = front + path;
    }
    void prependLastAs(unsigned times) override { path = "last*" + std::to_string(times) + ' ' + path; }
    void excludeFromAsPath(std::span<const std::uint32_t> as) override { path += " without " + std::to_string(as.size()); }
    std::vector<Community> communities() const override { return list; }
    void setCommunities(std::vector<Community> c) override { list = std::move(c); }
    std::vector<LargeCommunity> largeCommunities() const override { return large; }
    void setLargeCommunities(std::vector<LargeCommunity> c) override { large = std::move(c); }
    std::uint8_t origin() const override { return o; }
    void setOrigin(std::uint8_t origin) override { o = origin; }
    std::optional<std::uint32_t> localPreference() const override { return preference; }
    void setLocalPreference(std::uint32_t p) override { preference = p; }
    void setWeight(std::uint32_t w) override { weight = w; }
    void setAtomicAggregate() override {}
    void setAggregator(std::uint32_t, base::Ipv4Address) override {}
    void setOriginatorId(base::Ipv4Address) override {}
};

} // namespace

class TestPolicy : public QObject {
    Q_OBJECT
private slots:
    void regularExpressions_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("found");
        const auto row = [](const char *pattern, const char *text, bool found) {
            QTest::addRow("%s in %s", pattern, text) << pattern << text << found;
        };
        row("^65001_", "65001 65002", true);
        row("^65001_", "650011 65002", false);
        row("_65002$", "65001 65002", true);
        row("_7_", "6 7 8", true);
        row("_7_", "7", true);
        row("_7_", "6 {7,8}", true);
        row("_7_", "67 78", false);
        row("^$", "", true);
        row("^$", "1", false);
        row(".*", "", true);
        row("^(1|23)+$", "12323", true);
        row("^(1|23)+$", "122", false);
        row("^[0-9]{2,3}$", "12", true);
        row("^[0-9]{2,3}$", "1234", false);
        row("^6[^5]", "645", true);
        row("^6[^5]", "655", false);
        row("1\\.2", "1.2", true);
        row("1\\.2", "1x2", false);
        row("a?a?a?aaa", "aaa", true);
        row("65001:.*", "65001:1 no-export", true);
    }
    void regularExpressions()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, text);
        const auto expression = RegularExpression::compile(pattern.toStdString());
        QVERIFY(expression);
        QTEST(expression->matches(text.toStdString()), "found");
    }

    // Patterns that make a backtracking matcher work for years, or ask for a giant automaton.
    void hostilePatterns()
    {
        const auto nested = RegularExpression::compile("^(((a*)*)*)*$");
        QVERIFY(nested);
        QVERIFY(!nested->matches(std::string(20'000, 'a') + 'b'));
        QVERIFY(!RegularExpression::compile("((((a{255}){255}){255}){255})"));
        for (const char *bad : {"", "(", ")", "a)", "[", "[z-a]", "*a", "a{2", "a{3,2}", "a{999}", "\\"})
            QVERIFY2(!RegularExpression::compile(bad), bad);
        QVERIFY(!RegularExpression::compile(std::string(1000, '(') + std::string(1000, ')')));
    }

    void prefixLists()
    {
        const Policies p = policies("ip prefix-list A seq 5 deny 10.1.0.0/16\nip prefix-list A permit 10.0.0.0/8 ge 9 le 24\n"
                                    "ip prefix-list A permit 192.168.0.0/16\nip prefix-list B permit any\nip prefix-list C description x\n");
        QVERIFY(!p.prefixListPermits("A", test::prefix("10.1.0.0/16")));
        QVERIFY(p.prefixListPermits("A", test::prefix("10.1.0.0/17")));
        QVERIFY(!p.prefixListPermits("A", test::prefix("10.0.0.0/8")));
        QVERIFY(!p.prefixListPermits("A", test::prefix("10.0.0.0/25")));
        QVERIFY(p.prefixListPermits("A", test::prefix("192.168.0.0/16")));
        QVERIFY(!p.prefixListPermits("A", test::prefix("192.168.1.0/24")));
        QVERIFY(p.prefixListPermits("B", test::prefix("1.2.3.4/32")));
        QVERIFY(p.prefixListPermits("C", test::prefix("1.2.3.4/32"))); // nothing in it
        QVERIFY(!p.prefixListPermits("D", test::prefix("1.2.3.4/32"))); // no such list
    }

    void accessLists()
    {
        const Policies p = policies("access-list 10 permit 10.0.0.0 0.255.0.255\naccess-list 110 permit ip 10.0.0.0 0.255.255.255 host 255.255.255.0\n"
                                    "access-list N deny 10.1.0.0/16 exact-match\naccess-list N permit 10.0.0.0/8\n");
        QVERIFY(p.accessListPermits("10", test::prefix("10.9.0.0/16")));
        QVERIFY(!p.accessListPermits("10", test::prefix("10.9.1.0/24")));
        QVERIFY(p.accessListPermits("110", test::prefix("10.9.1.0/24")));
        QVERIFY(!p.accessListPermits("110", test::prefix("10.9.0.0/16")));
        QVERIFY(!p.accessListPermits("N", test::prefix("10.1.0.0/16")));
        QVERIFY(p.accessListPermits("N", test::prefix("10.1.1.0/24")));
        QVERIFY(!p.accessListPermits("N", test::prefix("11.0.0.0/8")));
    }

    void theWalkOfARouteMap()
    {
        const Policies p = policies("ip prefix-list TEN permit 10.0.0.0/8 le 32\n"
                                    "route-map M deny 5\n match metric 99\n"
                                    "route-map M permit 10\n match ip address prefix-list TEN\n set metric +5\n on-match goto 30\n"
                                    "route-map M permit 20\n set tag 20\n"
                                    "route-map M permit 30\n set tag 30\n call N\n on-match next\n"
                                    "route-map M deny 40\n match tag 41\n"
                                    "route-map N deny 10\n match interface eth9\nroute-map N permit 20\n set metric-type type-1\n"
                                    "route-map LOOP permit 10\n call LOOP\n");
        RouteContext a;
        a.prefix = test::prefix("10.1.0.0/16");
        a.metric = 7;
        QVERIFY(p.routeMapPermits("M", a));
        QCOMPARE(*a.metric, 12u);
        QVERIFY(a.metricIsSet);
        QCOMPARE(a.tag, 30u);
        QCOMPARE(int(*a.metricType), 1);
        RouteContext b;
        b.prefix = test::prefix("11.1.0.0/16");
        QVERIFY(p.routeMapPermits("M", b));
        QCOMPARE(b.tag, 20u);
        RouteContext c;
        c.prefix = test::prefix("11.1.0.0/16");
        c.metric = 99;
        QVERIFY(!p.routeMapPermits("M", c));
        RouteContext d;
        d.prefix = test::prefix("10.1.0.0/16");
        d.interface = "eth9"; // the called map denies
        QVERIFY(!p.routeMapPermits("M", d));
        QVERIFY(!p.routeMapPermits("LOOP", d));
        QVERIFY(!p.routeMapPermits("NONE", d));
    }

    void bgpAttributes()
    {
        const Policies p = policies("bgp as-path access-list AP permit _65002$\nbgp community-list standard CS permit 65001:1 no-export\n"
                                    "bgp community-list expanded CE permit ^65001:\nbgp large-community-list standard LS permit 1:2:3\n"
                                    "route-map M permit 10\n match as-path AP\n match community CS\n match large-community LS\n match origin igp\n"
                                    " set community 65001:9 additive\n set comm-list CE delete\n set local-preference +50\n set weight 7\n"
                                    " set as-path prepend 1 2\n set large-community none\n set origin egp\n set ip next-hop 1.2.3.4\n"
                                    "route-map EXACT permit 10\n match community CS exact-match\n");
        FakeBgp bgp;
        bgp.path = "65001 65002";
        bgp.list = {*parseCommunity("65001:1"), *parseCommunity("65009:1"), *parseCommunity("no-export")};
        bgp.large = {{1, 2, 3}, {4, 5, 6}};
        bgp.o = 0;
        RouteContext route;
        route.prefix = test::prefix("10.0.0.0/8");
        route.bgp = &bgp;
        QVERIFY(!p.routeMapPermits("EXACT", route));
        QVERIFY(p.routeMapPermits("M", route));
        QCOMPARE(bgp.path, std::string("1 2 65001 65002"));
        QCOMPARE(toString(bgp.list), std::string("65009:1 no-export"));
        QVERIFY(bgp.large.empty());
        QCOMPARE(*bgp.preference, 150u);
        QCOMPARE(bgp.weight, 7u);
        QCOMPARE(int(bgp.o), 1);
        QCOMPARE(toString(route.newNextHop), std::string("1.2.3.4"));
        bgp.path = "65001";
        QVERIFY(!p.routeMapPermits("M", route));
    }

    // As FRR 8.4.4 printed it.
    void whatVtyshShowsIsReadAndWrittenAlike()
    {
        const std::string text = "key chain K\n key 1\n  cryptographic-algorithm hmac-sha-256\n  key-string abc\n exit\nexit\n!\n"
                                 "access-list 10 remark some words\naccess-list 10 seq 5 permit 10.0.0.0 0.255.255.255\naccess-list 10 seq 10 deny any\n"
                                 "access-list 10 seq 15 permit 1.2.3.4\naccess-list 110 seq 5 permit ip 10.0.0.0 0.0.0.255 host 1.1.1.1\n"
                                 "access-list 110 seq 10 deny ip any any\naccess-list N remark foo\naccess-list N seq 7 permit 10.0.0.0/8 exact-match\n"
                                 "access-list N seq 12 deny 10.1.0.0/16\naccess-list N seq 17 permit any\n!\n"
                                 "ip prefix-list A description hello there\nip prefix-list A seq 3 deny 10.1.0.0/16\nip prefix-list A seq 5 permit 10.0.0.0/8 le 24\n"
                                 "ip prefix-list A seq 20 permit any\nip prefix-list B seq 5 permit 10.0.0.0/8 ge 9 le 24\n!\n"
                                 "ipv6 prefix-list C seq 5 permit 2001:db8::/32 ge 48\n!\n"
                                 "bgp as-path access-list AP seq 3 deny _7$\nbgp as-path access-list AP seq 5 permit ^65001_\n!\n"
                                 "bgp community-list 5 seq 5 permit internet\nbgp community-list 105 seq 5 deny ^6\n"
                                 "bgp community-list expanded CE seq 5 permit 65001:.*\nbgp community-list standard CS seq 5 permit 65001:1 no-export\n"
                                 "bgp large-community-list expanded LE seq 5 permit 1:.*\nbgp large-community-list standard LS seq 5 permit 1:2:3 4:5:6\n!\n"
                                 "route-map Z permit 50\n call M1\n description foo\n match interface eth0\n match ip address A\n match metric 5\n match tag 9\n"
                                 " on-match goto 60\n set local-preference 7\n set metric 6\n set tag 4\nexit\n!\nroute-map Z deny 70\nexit\n!\n"
                                 "route-map Y permit 9\n match ip next-hop X\n match ip next-hop address 1.1.1.1\n match ip next-hop prefix-list X\n match peer 1.1.1.1\n"
                                 " set as-path exclude 3\n set as-path prepend last-as 2\n set community accept-own llgr-stale no-llgr blackhole no-export no-peer\n"
                                 " set ip next-hop 1.1.1.1\n set ip next-hop peer-address\nexit\n!\n"
                                 "route-map Y permit 10\n match ip address C\n match ip address prefix-list B\n match metric 5\n set community 2:2 additive\n"
                                 " set large-community none\n set metric +6\nexit\n!\nip nht resolve-via-default\n!\n";
        const auto read = console::parseConfig(text);
        QVERIFY2(read, read ? "" : read.error().front().message.c_str());
        QCOMPARE(QString::fromStdString(console::writeConfig(*read)), QString::fromStdString(text));
    }

    void linesThatTakeThingsOut()
    {
        const auto read = console::parseConfig("ip prefix-list A seq 5 permit 10.0.0.0/8\nip prefix-list A seq 10 permit any\nno ip prefix-list A seq 5\n"
                                               "no ip prefix-list A permit any\naccess-list N permit any\nno access-list N\n"
                                               "route-map M permit 10\n match tag 5\n no match tag\n set metric 5\n no set metric\n description x\n no description\n"
                                               "exit\nno route-map M permit 10\nkey chain K\n key 1\n  no key-string\n exit\n no key 1\nexit\nno key chain K\n"
                                               "bgp as-path access-list P permit 1\nno bgp as-path access-list P permit 1\n"
                                               "bgp community-list 7 permit 1:1\nno bgp community-list 7\n");
        QVERIFY2(read, read ? "" : read.error().front().message.c_str());
        QCOMPARE(console::writeConfig(*read), std::string());
    }

    void whatIsRefused()
    {
        for (const char *line : {"ip prefix-list A permit 10.0.0.0/8 ge 20 le 15", "ip prefix-list A permit 10.0.0.0/8 le 4", "access-list 10 permit 10.0.0.0/8",
                                 "access-list N permit 10.0.0.0 0.0.0.255", "bgp community-list standard S permit 1:99999", "bgp as-path access-list P permit (",
                                 "route-map M permit 10\n set metric five", "route-map M permit 10\n on-match goto 5", "route-map M deny 10\n on-match next",
                                 "route-map M permit 10\n set community", "key chain K\n key 1\n  send-lifetime 25:00:00 Jan 1 2020 infinite",
                                 "route-map M permit 10\n match probability 50"})
            QVERIFY2(!console::parseConfig(line), line);
    }
};

QTEST_APPLESS_MAIN(TestPolicy)
#include "tst_policy.moc"
