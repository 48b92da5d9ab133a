// The lines of BGP: a text as FRR 8.4 writes it is read and written the same; each `no` undoes its line; what cannot be
// done is refused.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_text.h"

#include <QtTest>

using namespace hopyard;

namespace {

const char *const kAll =
    "router bgp 65001\n"
    " bgp router-id 1.1.1.1\n"
    " bgp log-neighbor-changes\n"
    " bgp always-compare-med\n"
    " no bgp ebgp-requires-policy\n"
    " no bgp default ipv4-unicast\n"
    " bgp default local-preference 200\n"
    " bgp cluster-id 1.2.3.4\n"
    " bgp confederation identifier 100\n"
    " bgp confederation peers 65002 65003\n"
    " bgp deterministic-med\n"
    " bgp graceful-shutdown\n"
    " bgp graceful-restart stalepath-time 300\n"
    " bgp graceful-restart restart-time 100\n"
    " bgp bestpath as-path ignore\n"
    " bgp bestpath as-path confed\n"
    " bgp bestpath as-path multipath-relax\n"
    " bgp bestpath compare-routerid\n"
    " bgp bestpath med confed missing-as-worst\n"
    " no bgp network import-check\n"
    " timers bgp 10 30\n"
    " bgp minimum-holdtime 5\n"
    " neighbor PG peer-group\n"
    " neighbor PG remote-as 65009\n"
    " neighbor PG description group\n"
    " neighbor PG ebgp-multihop 3\n"
    " neighbor 10.0.0.2 remote-as 65002\n"
    " neighbor 10.0.0.2 local-as 65055 no-prepend replace-as\n"
    " neighbor 10.0.0.2 description hello world\n"
    " neighbor 10.0.0.2 shutdown message bye bye\n"
    " neighbor 10.0.0.2 password secret\n"
    " neighbor 10.0.0.2 port 1179\n"
    " neighbor 10.0.0.2 passive\n"
    " neighbor 10.0.0.2 disable-connected-check\n"
    " neighbor 10.0.0.2 enforce-first-as\n"
    " neighbor 10.0.0.2 update-source lo\n"
    " neighbor 10.0.0.2 advertisement-interval 7\n"
    " neighbor 10.0.0.2 timers 5 15\n"
    " neighbor 10.0.0.2 timers connect 10\n"
    " neighbor 10.0.0.2 dont-capability-negotiate\n"
    " neighbor 10.0.0.3 peer-group PG\n"
    " neighbor 10.0.0.4 remote-as external\n"
    " neighbor 10.0.0.4 ttl-security hops 2\n"
    " neighbor 10.0.0.5 remote-as internal\n"
    " bgp listen limit 50\n"
    " bgp listen range 10.1.0.0/16 peer-group PG\n"
    " !\n"
    " address-family ipv4 unicast\n"
    "  distance bgp 21 201 202\n"
    "  network 192.168.0.0/24\n"
    "  network 192.168.1.0/24 route-map X\n"
    "  network 192.168.2.0/24 backdoor\n"
    "  aggregate-address 10.0.0.0/8 as-set summary-only route-map X matching-MED-only\n"
    "  aggregate-address 11.0.0.0/8 origin igp\n"
    "  redistribute connected metric 5 route-map X\n"
    "  redistribute static\n"
    "  redistribute ospf\n"
    "  bgp dampening 10 700 2100 40\n"
    "  neighbor PG activate\n"
    "  neighbor PG route-server-client\n"
    "  neighbor PG allowas-in origin\n"
    "  neighbor 10.0.0.2 activate\n"
    "  neighbor 10.0.0.2 next-hop-self force\n"
    "  neighbor 10.0.0.2 remove-private-AS all replace-AS\n"
    "  neighbor 10.0.0.2 as-override\n"
    "  neighbor 10.0.0.2 default-originate route-map X\n"
    "  neighbor 10.0.0.2 soft-reconfiguration inbound\n"
    "  neighbor 10.0.0.2 maximum-prefix 100 80 restart 5\n"
    "  neighbor 10.0.0.2 allowas-in\n"
    "  neighbor 10.0.0.2 weight 100\n"
    "  neighbor 10.0.0.2 distribute-list D in\n"
    "  neighbor 10.0.0.2 route-map X in\n"
    "  neighbor 10.0.0.2 prefix-list P out\n"
    "  neighbor 10.0.0.2 filter-list F out\n"
    "  neighbor 10.0.0.2 attribute-unchanged as-path med\n"
    "  neighbor 10.0.0.5 activate\n"
    "  neighbor 10.0.0.5 route-reflector-client\n"
    "  neighbor 10.0.0.5 next-hop-self\n"
    "  no neighbor 10.0.0.5 send-community\n"
    "  maximum-paths 4\n"
    "  maximum-paths ibgp 3 equal-cluster-length\n"
    " exit-address-family\n"
    " !\n"
    " address-family ipv6 unicast\n"
    "  network 2001:db8::/32\n"
    "  neighbor 10.0.0.2 activate\n"
    " exit-address-family\n"
    "exit\n"
    "!\n";

std::string written(const std::string &text)
{
    const auto config = console::parseConfig(text);
    if (!config)
        return "line " + std::to_string(config.error().front().line) + ": " + config.error().front().message;
    return console::writeConfig(*config);
}

} // namespace

class TestConfigBgp : public QObject {
    Q_OBJECT
private slots:
    void everythingThereAndBack()
    {
        const std::string out = written(kAll);
        const auto at = out.find("router bgp");
        QVERIFY2(at != std::string::npos, out.c_str());
        const auto lines = QString::fromStdString(out.substr(at)).split('\n'), expected = QString(kAll).split('\n');
        for (qsizetype n = 0; n < expected.size() - 1; ++n)
            QCOMPARE(n < lines.size() ? lines[n] : QString("nothing"), expected[n]);
        QVERIFY(console::parseConfig(out) == console::parseConfig(kAll));
    }

    /// A line between, and after its `no`, the configuration is what it was without.
    void noUndoes_data()
    {
        QTest::addColumn<QString>("line");
        for (const char *line : {
                 "bgp router-id 1.1.1.1", "bgp always-compare-med", "bgp cluster-id 1.1.1.1", "bgp confederation identifier 5",
                 "bgp confederation peers 7 8", "bgp deterministic-med", "bgp bestpath med missing-as-worst", "timers bgp 3 9",
                 "bgp default local-preference 7", "bgp listen limit 7", "bgp graceful-restart restart-time 7", "bgp graceful-restart-disable",
                 "neighbor 10.0.0.9 description a b c", "neighbor 10.0.0.9 password x", "neighbor 10.0.0.9 ebgp-multihop 4",
                 "neighbor 10.0.0.9 ttl-security hops 1", "neighbor 10.0.0.9 local-as 9", "neighbor 10.0.0.9 timers 1 3",
                 "neighbor 10.0.0.9 update-source lo", "neighbor 10.0.0.9 shutdown", "neighbor 10.0.0.9 passive",
                 "neighbor 10.0.0.9 route-reflector-client", "neighbor 10.0.0.9 next-hop-self", "neighbor 10.0.0.9 allowas-in 2",
                 "neighbor 10.0.0.9 remove-private-AS", "neighbor 10.0.0.9 maximum-prefix 5", "neighbor 10.0.0.9 default-originate",
                 "neighbor 10.0.0.9 route-map X in", "neighbor 10.0.0.9 prefix-list X out", "neighbor 10.0.0.9 weight 5",
                 "network 10.1.0.0/16", "aggregate-address 10.0.0.0/8", "redistribute static", "maximum-paths 3", "bgp dampening",
                 "distance bgp 1 2 3", "neighbor 10.0.0.8 remote-as 4", "neighbor G2 peer-group"})
            QTest::newRow(line) << QString(line);
    }
    void noUndoes()
    {
        QFETCH(QString, line);
        const std::string head = "router bgp 1\n neighbor 10.0.0.9 remote-as 2\n";
        const std::string with = head + " " + line.toStdString() + "\n";
        QVERIFY(written(with) != written(head));
        QCOMPARE(QString::fromStdString(written(with + " no " + line.toStdString() + "\n")), QString::fromStdString(written(head)));
    }
    void oppositesOfDefaults()
    {
        for (const char *line : {"bgp ebgp-requires-policy", "bgp network import-check", "bgp default ipv4-unicast", "bgp client-to-client reflection",
                                 "bgp fast-external-failover"}) {
            const std::string no = std::string("router bgp 1\n no ") + line + "\n";
            QVERIFY(written(no) != written("router bgp 1\n"));
            QCOMPARE(written(no + " " + line + "\n"), written("router bgp 1\n"));
        }
        const std::string some = "router bgp 1\n neighbor 10.0.0.9 remote-as 2\n";
        QVERIFY(written(some + " address-family ipv4 unicast\n  no neighbor 10.0.0.9 activate\n").find("no neighbor 10.0.0.9 activate") != std::string::npos);
        QCOMPARE(written(some + " neighbor 10.0.0.9 activate\n"), written(some));
        QCOMPARE(written(std::string(kAll) + "no router bgp 65001\n"), written(""));
    }

    void refused_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("no remote-as") << "router bgp 1\n neighbor 10.0.0.9 passive\n";
        QTest::newRow("no such group") << "router bgp 1\n neighbor 10.0.0.9 peer-group X\n";
        QTest::newRow("range without group") << "router bgp 1\n bgp listen range 10.0.0.0/8 peer-group X\n";
        QTest::newRow("another AS") << "router bgp 1\nexit\nrouter bgp 2\n";
        QTest::newRow("the other family") << "router bgp 1\n address-family ipv4 unicast\n  network 2001:db8::/32\n";
        QTest::newRow("multihop and security") << "router bgp 1\n neighbor 10.0.0.9 remote-as 2\n neighbor 10.0.0.9 ebgp-multihop 2\n neighbor 10.0.0.9 ttl-security hops 1\n";
        QTest::newRow("not supported") << "router bgp 1\n neighbor 10.0.0.9 remote-as 2\n neighbor 10.0.0.9 bfd\n";
        QTest::newRow("not supported either") << "router bgp 1\n address-family l2vpn evpn\n";
        QTest::newRow("not a number") << "router bgp 1\n bgp confederation peers 2 x\n";
    }
    void refused()
    {
        QFETCH(QString, text);
        const auto config = console::parseConfig(text.toStdString());
        QVERIFY(!config);
        QCOMPARE(config.error().front().line, int(text.count('\n')));
    }
};

QTEST_APPLESS_MAIN(TestConfigBgp)
#include "tst_config_bgp.moc"
