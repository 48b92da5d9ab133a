// The nodes of real routing daemons in a lab: their kinds, and what is read of a frr.conf.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/frr_config.h"
#include "core/world/check_lab.h"

#include <QtTest/QtTest>

using namespace hopyard;

namespace {

QString said(const std::string &nodes)
{
    QStringList lines;
    for (const lab::Problem &problem : world::checkText("hopyard: 1\nnodes:\n" + nodes, {}).problems)
        lines << QString::fromStdString(toString(problem));
    return lines.join('\n');
}

} // namespace

class TestFrrConfig : public QObject {
    Q_OBJECT
private slots:
    void findsInterfacesAndAddresses()
    {
        const lab::ConfigFacts facts = lab::frrFacts("hostname r1\n"
                                                     "interface lo\n"
                                                     " ip address 1.1.1.1/32\n"
                                                     "exit\n"
                                                     "interface eth1\r\n"
                                                     " description to the left\n"
                                                     "  ip address 10.0.0.1/24 label x\n"
                                                     " ipv6 address 2001:db8::1/64\n"
                                                     " ip address dhcp\n"
                                                     "!\n"
                                                     "interface eth0\n"
                                                     "interface eth1\n"
                                                     "router ospf\n"
                                                     " ip address 9.9.9.9/24\n"
                                                     "some words that nobody knows");
        QCOMPARE(facts.interfaces, (std::vector<std::string>{"eth1", "eth0"}));
        QCOMPARE(facts.addresses.size(), std::size_t(3));
        QCOMPARE(facts.addresses[0].interface, std::string("lo"));
        QCOMPARE(facts.addresses[1].interface, std::string("eth1"));
        QCOMPARE(toString(facts.addresses[1].address), std::string("10.0.0.1/24"));
        QCOMPARE(facts.addresses[1].line, 7);
        QCOMPARE(toString(facts.addresses[2].address), std::string("2001:db8::1/64"));
        QVERIFY(facts.issues.empty());
    }

    void addressesOfFrrTakePartInTheChecks()
    {
        const QString problems = said("  r1:\n"
                                      "    kind: frr\n"
                                      "    config: |\n"
                                      "      interface eth0\n"
                                      "       ip address 10.0.0.1/24\n"
                                      "      words of FRR's own\n"
                                      "  h1: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}\n"
                                      "links:\n"
                                      "  - {ends: [h1:eth0, r1:eth0]}\n");
        QCOMPARE(problems, QString("9:40: error: address 10.0.0.1 of h1:eth0 belongs to r1:eth0 on line 7 already"));
    }

    void configIsForRouters()
    {
        QCOMPARE(said("  r1: {kind: frr, config: x}\n  b1: {kind: bird, config: x}\n"), QString());
        QCOMPARE(said("  n1: {kind: namespace, config: x}\n"),
                 QString("3:25: error: 'n1' is a namespace and has no 'config'; only a router is configured so"));
        QVERIFY(said("  b1: {kind: bird, gateway: 10.0.0.1}\n").contains("write a static route into its config"));
        QVERIFY(said("  r1: {kind: frr, gateway: 10.0.0.1}\n").contains("write \"ip route 0.0.0.0/0 10.0.0.1\""));
    }

    void kindsAreRead()
    {
        QCOMPARE(lab::parseNodeKind("frr"), std::optional(lab::NodeKind::frr));
        QCOMPARE(lab::parseNodeKind("bird"), std::optional(lab::NodeKind::bird));
        QCOMPARE(lab::toString(lab::NodeKind::bird), std::string_view("bird"));
        QVERIFY(lab::isOutside(lab::NodeKind::frr) && lab::isOutside(lab::NodeKind::bird) && lab::isOutside(lab::NodeKind::namespaceNode));
        QVERIFY(!lab::isOutside(lab::NodeKind::router) && !lab::isOutside(lab::NodeKind::hub));
        QVERIFY(said("  r1: {kind: fr}\n").contains("did you mean 'frr'?"));
    }
};

QTEST_APPLESS_MAIN(TestFrrConfig)
#include "tst_frr_config.moc"
