// Labs for other tools: what is read back is what was written, and each text is what its format says.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/export.h"
#include "core/exchange/import.h"
#include "core/lab/read.h"
#include "core/lab/write.h"

#include <QTest>

using namespace hopyard;
using exchange::Format;
using exchange::Target;

namespace {

lab::Lab sample()
{
    const auto lab = lab::read(R"(hopyard: 1
title: Small one
nodes:
  r1:
    kind: router
    at: [-100, 0]
    interfaces: {eth0: {address: 10.0.0.1/24}}
    config: |
      interface eth1
       ip address 10.0.1.1/30
      router ospf
       network 10.0.0.0/8 area 0
  r2: {kind: router, at: [100, 0], interfaces: {eth0: {address: 10.0.1.2/30}, eth1: {address: 10.0.2.1/24}}}
  pc: {kind: host, at: [-200, 0], interfaces: {eth0: {address: 10.0.0.2/24, mac: 02:00:00:00:00:07}}, gateway: 10.0.0.1, routes: [10.9.0.0/16 via 10.0.0.3]}
  web: {kind: namespace, at: [200, 100], interfaces: {eth0: {address: 10.0.2.2/24}}, gateway: 10.0.2.1, start: ["nginx -g 'daemon off;'"]}
  sw: {kind: switch, at: [-150, 90]}
links:
  - {ends: [r1:eth1, r2:eth0], delay: 5ms, rate: 10mbit}
  - {ends: [pc:eth0, sw:p1]}
  - {ends: [r1:eth0, sw:p2]}
  - {ends: [r2:eth1, web:eth0]}
)");
    if (!lab)
        qFatal("%s", toString(lab.error().front()).c_str());
    return *lab;
}

/// What the round trip is about: kinds, addresses, gateways, routes, configurations, links; not what formats cannot say.
std::string essence(const lab::Lab &lab)
{
    std::string text;
    for (const lab::Node &node : lab.nodes) {
        if (node.kind == lab::NodeKind::hub || node.kind == lab::NodeKind::switch_)
            continue;
        text += node.name + ' ' + std::string(toString(node.kind));
        for (const lab::Interface &interface : node.interfaces)
            for (const base::InterfaceAddress &address : interface.addresses)
                text += ' ' + interface.name + '=' + toString(address);
        if (node.gateway)
            text += " via " + toString(*node.gateway);
        for (const lab::HostRoute &route : node.routes)
            text += ' ' + toString(route);
        for (const std::string &line : node.start)
            text += " runs " + line;
        text += '\n' + node.config;
    }
    return text;
}

exchange::Imported back(const exchange::Exported &made, Format format, const std::string &main)
{
    const exchange::FileSetFolder folder(made.files);
    return exchange::readLab(format, made.files.at(main), {main, &folder, {}});
}

/// The addresses at interfaces move into the configuration on the way out.
const std::string kAfter = "r1 router\ninterface eth0\n ip address 10.0.0.1/24\n!\ninterface eth1\n ip address 10.0.1.1/30\nrouter ospf\n network 10.0.0.0/8 area 0\n"
                           "r2 router\ninterface eth0\n ip address 10.0.1.2/30\n!\ninterface eth1\n ip address 10.0.2.1/24\n!\n"
                           "pc host eth0=10.0.0.2/24 via 10.0.0.1 10.9.0.0/16 via 10.0.0.3\n"
                           "web namespace eth0=10.0.2.2/24 via 10.0.2.1 runs nginx -g 'daemon off;'\n";

} // namespace

class TestExport : public QObject {
    Q_OBJECT
private slots:
    void containerlabReadsBack()
    {
        const exchange::Exported made = exchange::exportLab(sample(), Target::containerlab);
        QVERIFY(made.files.contains("r1/frr.conf") && made.files.contains("r1/daemons"));
        QVERIFY(made.files.at("r1/daemons").find("ospfd=yes") != std::string::npos);
        const auto imported = back(made, Format::containerlab, "small-one.clab.yml");
        QVERIFY(imported.lab);
        QCOMPARE(essence(*imported.lab), kAfter);
        QCOMPARE(imported.lab->links.size(), sample().links.size());
        QVERIFY(imported.lab->findNode("r1")->at == sample().findNode("r1")->at);
        QVERIFY(imported.lab->findNode("sw")->kind == lab::NodeKind::switch_);
        // And once more the same.
        const exchange::Exported again = exchange::exportLab(*imported.lab, Target::containerlab);
        QCOMPARE(again.files.at("r1/frr.conf"), made.files.at("r1/frr.conf"));
        QCOMPARE(again.files.at("small-one.clab.yml"), made.files.at("small-one.clab.yml"));
    }

    void katharaReadsBack()
    {
        const exchange::Exported made = exchange::exportLab(sample(), Target::kathara);
        const auto imported = back(made, Format::kathara, "lab.conf");
        QVERIFY(imported.lab);
        QCOMPARE(essence(*imported.lab), kAfter);
        QCOMPARE(imported.lab->title, std::string("Small one"));
        QCOMPARE(imported.lab->findNode("pc")->interfaces[0].mac, sample().findNode("pc")->interfaces[0].mac);
        // The switch between two nodes is a domain of two: a link.
        QCOMPARE(imported.lab->links.size(), std::size_t(3));
    }

    void hostsOnTwoNetworksStayHostsInKathara()
    {
        lab::Lab lab = sample();
        lab.nodes[1].kind = lab::NodeKind::host;
        const auto imported = back(exchange::exportLab(lab, Target::kathara), Format::kathara, "lab.conf");
        QVERIFY(imported.lab);
        QVERIFY(imported.lab->findNode("r2")->kind == lab::NodeKind::host);
    }

    void katharaRenamesInterfaces()
    {
        lab::Lab lab = sample();
        for (lab::Node &node : lab.nodes)
            if (node.name == "r2")
                for (lab::Interface &interface : node.interfaces)
                    interface.name = interface.name == "eth0" ? "wan" : "lan";
        lab.links[0].b.interface = "wan";
        lab.links[3].a.interface = "lan";
        const exchange::Exported made = exchange::exportLab(lab, Target::kathara);
        QCOMPARE(made.files.at("r2/etc/frr/frr.conf"), std::string("interface eth0\n ip address 10.0.1.2/30\n!\ninterface eth1\n ip address 10.0.2.1/24\n!\n"));
    }

    void coreReadsBack()
    {
        const exchange::Exported made = exchange::exportLab(sample(), Target::coreXml);
        const auto imported = back(made, Format::coreXml, "small-one.xml");
        QVERIFY(imported.lab);
        QCOMPARE(imported.lab->links.size(), sample().links.size());
        for (const lab::Link &link : imported.lab->links)
            if (link.a.node == "r1" && link.b.node == "r2")
                QVERIFY(link.forward == sample().links[0].forward);
        const lab::Node *r1 = imported.lab->findNode("r1"), *pc = imported.lab->findNode("pc");
        QVERIFY(r1 && pc);
        QVERIFY(r1->config.find("router ospf") != std::string::npos);
        QVERIFY(pc->gateway == sample().findNode("pc")->gateway && pc->routes == sample().findNode("pc")->routes);
    }

    void graphmlAndDotReadBack()
    {
        for (const Target target : {Target::graphml, Target::dot}) {
            const exchange::Exported made = exchange::exportLab(sample(), target);
            const auto &[name, text] = *made.files.begin();
            const auto format = exchange::guessFormat(text, name);
            QVERIFY(format);
            const auto parsed = exchange::readTopology(*format, text, name);
            QVERIFY(parsed.topology);
            QCOMPARE(parsed.topology->nodes.size(), std::size_t(5));
            QCOMPARE(parsed.topology->links.size(), std::size_t(4));
        }
    }

    void mermaid()
    {
        QCOMPARE(exchange::exportLab(sample(), Target::mermaid).files.begin()->second,
                 std::string("graph LR\n  n0([\"r1\"])\n  n1([\"r2\"])\n  n2[\"pc\"]\n  n3[\"web\"]\n  n4{\"sw\"}\n"
                             "  n0 ---|\"5ms, 10mbit\"| n1\n  n2 --- n4\n  n0 --- n4\n  n1 --- n3\n"));
    }

    void namesAreEscaped()
    {
        lab::Lab lab = sample();
        lab.title = "<a & \"b\">";
        lab.nodes[0].label = "<script>\"x\"";
        for (const Target target : {Target::svg, Target::graphml, Target::coreXml})
            for (const auto &[name, text] : exchange::exportLab(lab, target).files)
                QVERIFY(text.find("<script>") == std::string::npos);
        QVERIFY(exchange::exportLab(lab, Target::dot).files.begin()->second.find("\\\"x\\\"") != std::string::npos);
    }

    void whatIsLostIsSaid()
    {
        QCOMPARE(exchange::exportLab(sample(), Target::containerlab).left.size(), std::size_t(2)); // the bridge, the line's delay
        QCOMPARE(exchange::exportLab(sample(), Target::frr).left.size(), std::size_t(3));
    }
};

QTEST_APPLESS_MAIN(TestExport)
#include "tst_export.moc"
