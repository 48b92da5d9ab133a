// Addresses for labs that were drawn: what gets which, what is left alone, and that the lab then makes sense.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/frr_config.h"
#include "core/lab/read.h"
#include "core/lab/validate.h"
#include "core/topology/address_plan.h"
#include "tests/support/lab_parts.h"

#include <QtTest>

using namespace hopyard;
using topology::AddressOptions;
using topology::AddressPlan;
using topology::LearnBy;

namespace {

lab::Lab labOf(const char *text)
{
    const auto lab = lab::read(text);
    if (!lab)
        qFatal("the test's lab cannot be read");
    return *lab;
}

AddressPlan plan(const lab::Lab &lab, LearnBy learnBy = LearnBy::nothing, const char *from = "10.0.0.0/8")
{
    return topology::planAddresses(lab, {*base::IpPrefix::parse(from), learnBy});
}

lab::Lab with(lab::Lab lab, const AddressPlan &plan)
{
    for (const lab::Node &node : plan.nodes)
        *lab.findNode(node.name) = node;
    return lab;
}

/// "10.0.1.0/24: r1:eth0 10.0.1.1/24*, h1:eth0 10.0.1.10/24*", new ones with a star.
QString text(const AddressPlan &plan)
{
    QStringList networks;
    for (const AddressPlan::Network &network : plan.networks) {
        QStringList members;
        for (const AddressPlan::Member &member : network.members)
            members += QString::fromStdString(lab::toString(member.at) + " " + toString(member.address) + (member.isNew ? "*" : ""));
        networks += QString::fromStdString(toString(network.prefix)) + ": " + members.join(", ");
    }
    return networks.join("; ");
}

} // namespace

class AddressPlanTest : public QObject {
    Q_OBJECT
private slots:
    void aHostARouterAHost()
    {
        const lab::Lab lab = labOf("hopyard: 1\nnodes:\n  h1: {kind: host}\n  h2: {kind: host, interfaces: {eth0: {}}}\n  r1: {kind: router}\n"
                                   "links:\n  - {ends: [h1:eth0, r1:eth0]}\n  - {ends: [r1:eth1, h2:eth0]}\n");
        const AddressPlan found = plan(lab);
        QCOMPARE(text(found), "10.0.1.0/24: r1:eth0 10.0.1.1/24*, h1:eth0 10.0.1.10/24*; 10.0.2.0/24: r1:eth1 10.0.2.1/24*, h2:eth0 10.0.2.10/24*");
        QCOMPARE(found.gateways.size(), 2);
        QVERIFY(found.remarks.empty());
        const lab::Lab filled = with(lab, found);
        QCOMPARE(filled.findNode("r1")->config, "interface eth0\n ip address 10.0.1.1/24\ninterface eth1\n ip address 10.0.2.1/24\n");
        QCOMPARE(toString(*filled.findNode("h2")->gateway), "10.0.2.1");
        QVERIFY(lab::validate(filled, {}, lab::frrFacts).empty());
        QVERIFY(plan(filled).nodes.empty()); // nothing is left to do
    }

    void whatIsThereStays()
    {
        const lab::Lab lab = labOf("hopyard: 1\nnodes:\n  a: {kind: host, interfaces: {eth0: {address: 10.0.1.7/28}}, gateway: 10.0.1.1}\n  b: {kind: host}\n"
                                   "  c: {kind: host, interfaces: {eth0: {address: dhcp}}}\n  s: {kind: switch}\n"
                                   "  r: {kind: router, config: \"interface e1\\n ip address 10.0.2.1/24\\n\"}\n"
                                   "links:\n  - {ends: [s:p1, a:eth0]}\n  - {ends: [s:p2, b:eth0]}\n  - {ends: [s:p3, c:eth0]}\n  - {ends: [s:p4, r:e0]}\n");
        const AddressPlan found = plan(lab);
        // The gateway's address is nobody's yet, and not free either; hosts of a small network begin at its beginning.
        QCOMPARE(text(found), "10.0.1.0/28: r:e0 10.0.1.2/28*, a:eth0 10.0.1.7/28, b:eth0 10.0.1.3/28*");
        const lab::Lab filled = with(lab, found);
        QVERIFY(filled.findNode("c")->interfaces.front().addresses.empty());
        QCOMPARE(toString(*filled.findNode("a")->gateway), "10.0.1.1");
        QCOMPARE(filled.findNode("r")->config, "interface e1\n ip address 10.0.2.1/24\ninterface e0\n ip address 10.0.1.2/28\n");
    }

    void newNetworksAreFreeOnes()
    {
        const lab::Lab lab = labOf("hopyard: 1\nnodes:\n  a: {kind: host, interfaces: {eth0: {address: 10.0.1.7/24}, eth1: {}}}\n  b: {kind: host}\n  c: {kind: host}\n"
                                   "links:\n  - {ends: [a:eth0, b:eth0]}\n  - {ends: [a:eth1, c:eth0]}\n");
        QCOMPARE(text(plan(lab)), "10.0.1.0/24: a:eth0 10.0.1.7/24, b:eth0 10.0.1.10/24*; 10.0.2.0/24: a:eth1 10.0.2.10/24*, c:eth0 10.0.2.11/24*");
        const AddressPlan small = plan(lab, LearnBy::nothing, "192.168.5.0/24");
        QCOMPARE(text(small), "10.0.1.0/24: a:eth0 10.0.1.7/24, b:eth0 10.0.1.10/24*; 192.168.5.0/24: a:eth1 192.168.5.10/24*, c:eth0 192.168.5.11/24*");
        const AddressPlan full = plan(lab, LearnBy::nothing, "10.0.1.0/24");
        QCOMPARE(full.networks.size(), 1);
        QVERIFY(QString::fromStdString(full.remarks.front()).contains("no free network left in 10.0.1.0/24"));
    }

    void vlansAreNetworksOfTheirOwn()
    {
        const lab::Lab lab = labOf("hopyard: 1\nnodes:\n"
                                   "  s1: {kind: switch, interfaces: {p1: {vlan: 10}, p2: {vlan: 20}, t: {trunk: \"10,20\"}, u: {trunk: \"10,20\"}}}\n"
                                   "  s2: {kind: switch, interfaces: {p1: {vlan: 10}, p2: {vlan: 20}, t: {trunk: \"10,20\"}}}\n"
                                   "  a: {kind: host}\n  b: {kind: host}\n  c: {kind: host}\n  d: {kind: host}\n  r: {kind: router}\nlinks:\n"
                                   "  - {ends: [s1:t, s2:t]}\n  - {ends: [s1:p1, a:eth0]}\n  - {ends: [s1:p2, b:eth0]}\n"
                                   "  - {ends: [s2:p1, c:eth0]}\n  - {ends: [s2:p2, d:eth0]}\n  - {ends: [s1:u, r:eth0]}\n");
        const AddressPlan found = plan(lab);
        QCOMPARE(text(found), "10.0.1.0/24: a:eth0 10.0.1.10/24*, c:eth0 10.0.1.11/24*; 10.0.2.0/24: b:eth0 10.0.2.10/24*, d:eth0 10.0.2.11/24*");
        QCOMPARE(found.remarks, std::vector<std::string>{"r:eth0 is on a trunk, of several networks: its subinterfaces are yours to give addresses."});
    }

    void routersLearn()
    {
        const lab::Lab lab = labOf("hopyard: 1\nnodes:\n  h: {kind: host}\n  r1: {kind: router}\n  r2: {kind: frr, config: \"hostname r2\"}\n"
                                   "  r3: {kind: router, config: \"router bgp 1\\n\"}\n  alone: {kind: router}\n"
                                   "links:\n  - {ends: [h:eth0, r1:eth0]}\n  - {ends: [r1:eth1, r2:eth0]}\n  - {ends: [r2:eth1, r3:eth0]}\n");
        const AddressPlan found = plan(lab, LearnBy::ospf);
        const lab::Lab filled = with(lab, found);
        QCOMPARE(filled.findNode("r1")->config, "interface eth0\n ip address 10.0.1.1/24\ninterface eth1\n ip address 10.0.2.1/24\n"
                                                "router ospf\n network 10.0.1.0/24 area 0\n passive-interface eth0\n network 10.0.2.0/24 area 0\n");
        QCOMPARE(filled.findNode("r2")->config, "hostname r2\ninterface eth0\n ip address 10.0.2.2/24\ninterface eth1\n ip address 10.0.3.1/24\n"
                                                "router ospf\n network 10.0.2.0/24 area 0\n network 10.0.3.0/24 area 0\n");
        QCOMPARE(filled.findNode("r3")->config, "router bgp 1\ninterface eth0\n ip address 10.0.3.2/24\n");
        QCOMPARE(found.remarks, std::vector<std::string>{"'r3' has \"router bgp 1\" already: its routing stays as it is."});
        QVERIFY(filled.findNode("alone")->config.empty());
        // One more host later: what is there is not said twice.
        lab::Lab more = filled;
        more.nodes.push_back(support::node("h2", lab::NodeKind::host));
        more.links.push_back(support::link({"h2", "eth0"}, {"r2", "eth2"}));
        const lab::Lab again = with(more, plan(more, LearnBy::ospf));
        QCOMPARE(again.findNode("r1")->config, filled.findNode("r1")->config);
        QCOMPARE(again.findNode("r2")->config, "hostname r2\ninterface eth0\n ip address 10.0.2.2/24\ninterface eth1\n ip address 10.0.3.1/24\n"
                                               "router ospf\n network 10.0.2.0/24 area 0\n network 10.0.3.0/24 area 0\n"
                                               " network 10.0.4.0/24 area 0\n passive-interface eth2\ninterface eth2\n ip address 10.0.4.1/24\n");
        const lab::Lab rip = with(lab, plan(lab, LearnBy::rip));
        QVERIFY(rip.findNode("r1")->config.ends_with("router rip\n network 10.0.1.0/24\n passive-interface eth0\n network 10.0.2.0/24\n"));
    }

    void aRingOfManyIsQuick()
    {
        lab::Lab lab;
        constexpr int kNodes = 3000;
        for (int i = 0; i < kNodes; ++i)
            lab.nodes.push_back(support::node("r" + std::to_string(i), lab::NodeKind::router));
        for (int i = 0; i < kNodes; ++i)
            lab.links.push_back(support::link({"r" + std::to_string(i), "eth0"}, {"r" + std::to_string((i + 1) % kNodes), "eth1"}));
        const AddressPlan found = plan(lab, LearnBy::ospf);
        QCOMPARE(found.networks.size(), kNodes);
        QCOMPARE(found.nodes.size(), kNodes);
        QVERIFY(lab::validate(with(lab, found), {}, lab::frrFacts).empty());
    }
};

QTEST_APPLESS_MAIN(AddressPlanTest)
#include "tst_address_plan.moc"
