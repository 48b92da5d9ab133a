// Labs of other tools: what they become, and what is said to be left out. Each format by a small text of its own, and the real
// files where they are.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/drawing_maker.h"
#include "core/exchange/import.h"
#include "core/exchange/lab_builder.h"
#include "core/lab/lab_text.h"
#include "core/lab/read.h"
#include "core/lab/write.h"
#include "core/world/check_lab.h"

#include <QFile>
#include <QStandardPaths>
#include <QTest>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

using namespace hopyard;
using exchange::Format;

namespace {

QString textOf(const lab::Lab &lab)
{
    // Positions are the layout's affair.
    lab::Lab flat = lab;
    for (lab::Node &node : flat.nodes)
        node.at = {};
    return QString::fromStdString(lab::write(flat));
}

QString said(const exchange::Imported &imported)
{
    std::string all;
    for (const lab::Problem &problem : imported.problems)
        all += fmt::format("{}:{}: {}\n", problem.line, problem.column, problem.message);
    for (const std::string &sentence : imported.left)
        all += "left: " + sentence + '\n';
    return QString::fromStdString(all);
}

exchange::Imported read(Format format, const std::string &text, exchange::FileSet files = {}, const exchange::ConfigCheck &check = {})
{
    const exchange::FileSetFolder folder(std::move(files));
    return exchange::readLab(format, text, {"file", &folder, check});
}

} // namespace

class TestForeignLabs : public QObject {
    Q_OBJECT
private slots:
    void containerlab()
    {
        const auto imported = read(Format::containerlab, R"(name: ring
topology:
  defaults: {kind: linux, image: alpine}
  groups:
    routers: {image: "quay.io/frrouting/frr:10"}
  kinds:
    linux: {exec: [ip link set eth1 up]}
  nodes:
    r1:
      group: routers
      binds: [r1/daemons:/etc/frr/daemons, "r1/frr.conf:/etc/frr/frr.conf:ro", data:/data]
    r2: {group: routers, exec: ["vtysh -c 'conf t' -c 'hostname r2'"]}
    pc: {exec: [ip addr add 10.0.0.2/24 dev eth1, ip route add 10.8.0.0/16 via 10.0.0.1], cmd: sleep}
    web: {exec: ["nginx -g 'daemon off;'"]}
    br: {kind: bridge}
    srl: {kind: nokia_srlinux, image: ghcr.io/nokia/srlinux, startup-config: srl.cfg}
  links:
    - endpoints: ["r1:eth1", "r2:eth1"]
    - endpoints: ["pc:eth1", "br:e1"]
    - type: veth
      mtu: 1400
      endpoints:
        - {node: r1, interface: eth2, mac: "02:00:00:00:00:77", ipv4: 10.0.0.1/24}
        - {node: br, interface: e2}
    - endpoints: ["srl:e1-1", "r2:eth2"]
    - endpoints: ["r2:eth9", "host:veth0"]
)",
                                   {{"r1/frr.conf", "hostname r1\nrouter ospf\n network 10.0.0.0/8 area 0\n"}});
        QCOMPARE(said(imported), QString("left: r1: files bound into the container are left out: data\n"
                                         "left: pc: left out: cmd\n"
                                         "left: srl: the file srl.cfg could not be read\n"
                                         "left: srl: nokia_srlinux has no equivalent; a placeholder stands in its place, to be made a host, a router or another kind\n"
                                         "left: r2:eth9: leads to the computer outside (host); a placeholder stands for it\n"));
        QVERIFY(imported.lab);
        QCOMPARE(textOf(*imported.lab), QString(R"lab(hopyard: 1
title: ring
nodes:
  r1:
    kind: router
    at: [0, 0]
    interfaces: {eth2: {address: 10.0.0.1/24, mac: "02:00:00:00:00:77", mtu: 1400}}
    config: |
      hostname r1
      router ospf
       network 10.0.0.0/8 area 0
    note: "containerlab: linux, image quay.io/frrouting/frr:10"
  r2:
    kind: router
    at: [0, 0]
    config: |
      hostname r2
    note: "containerlab: linux, image quay.io/frrouting/frr:10"
  pc:
    kind: host
    at: [0, 0]
    interfaces: {eth1: {address: 10.0.0.2/24}}
    routes: [10.8.0.0/16 via 10.0.0.1]
    note: "containerlab: linux, image alpine"
  web: {kind: namespace, at: [0, 0], start: [nginx -g 'daemon off;'], note: "containerlab: linux, image alpine"}
  br: {kind: switch, at: [0, 0]}
  srl:
    kind: placeholder
    at: [0, 0]
    note: "containerlab: nokia_srlinux, image ghcr.io/nokia/srlinux"
    was:
      tool: containerlab
      kind: nokia_srlinux
      image: ghcr.io/nokia/srlinux
      properties: |
        kind: nokia_srlinux
        image: ghcr.io/nokia/srlinux
        startup-config: srl.cfg
  host:
    kind: placeholder
    at: [0, 0]
    note: "containerlab: the computer outside (host)"
    was: {tool: containerlab, kind: host}
links:
  - {ends: [r1:eth1, r2:eth1]}
  - {ends: [pc:eth1, br:e1]}
  - {ends: [r1:eth2, br:e2]}
  - {ends: [srl:e1-1, r2:eth2]}
  - {ends: [r2:eth9, host:veth0]}
)lab"));
    }

    void kathara()
    {
        const auto imported = read(Format::kathara, "# a lab\nLAB_NAME=\"Small\"\npc1[0]=\"A\"\npc2[0]='A/02:00:00:00:00:05'\nr1[0]=A\nr1[1]=B\n"
                                                    "r2[0]=\"B\"\nr1[image]=\"kathara/frr\"\nr2[bridged]=true\n",
                                   {{"pc1.startup", "ip address add 10.0.0.1/24 dev eth0\nip route add default via 10.0.0.254 dev eth0\n"},
                                    {"r1.startup", "ifconfig eth0 10.0.0.254/24 up\nifconfig eth1 10.0.1.1/30 up\nsystemctl start frr\n"},
                                    {"r1/etc/frr/frr.conf", "router rip\n network eth1\n"},
                                    {"r1/etc/frr/daemons", "zebra=yes\n"},
                                    {"r2/etc/quagga/zebra.conf", "interface eth0\n ip address 10.0.1.2/30\n"},
                                    {"r2/etc/quagga/ripd.conf", "router rip\n network eth0\n"}});
        QCOMPARE(said(imported), QString("left: r2: its connection to the computer outside (bridged=true) is left out\n"));
        QVERIFY(imported.lab);
        QCOMPARE(textOf(*imported.lab), QString(R"(hopyard: 1
title: Small
nodes:
  pc1: {kind: host, at: [0, 0], interfaces: {eth0: {address: 10.0.0.1/24}}, gateway: 10.0.0.254}
  pc2: {kind: host, at: [0, 0], interfaces: {eth0: {mac: "02:00:00:00:00:05"}}}
  r1:
    kind: router
    at: [0, 0]
    interfaces: {eth0: {address: 10.0.0.254/24}, eth1: {address: 10.0.1.1/30}}
    config: |
      router rip
       network eth1
    note: "Kathara: image kathara/frr"
  r2:
    kind: router
    at: [0, 0]
    interfaces: {eth0: {}}
    config: |
      interface eth0
       ip address 10.0.1.2/30
      router rip
       network eth0
  lan-A: {kind: hub, at: [0, 0], note: collision domain A}
links:
  - {ends: [pc1:eth0, lan-A:p1]}
  - {ends: [pc2:eth0, lan-A:p2]}
  - {ends: [r1:eth0, lan-A:p3]}
  - {ends: [r1:eth1, r2:eth0]}
)"));
    }

    void core()
    {
        const auto imported = read(Format::coreXml, R"(<?xml version='1.0'?>
<scenario name="/tmp/x"><networks><network id="4" name="s" type="SWITCH"><position x="0" y="0"/></network>
<network id="5" name="w" type="WIRELESS_LAN"/></networks>
<devices><device id="1" name="r" type="router"><services><service name="zebra"/><service name="OSPFv2"/><service name="OSPFv3"/></services></device>
<device id="2" name="pc" type="PC"><services><service name="DefaultRoute"/></services></device></devices>
<links><link node1="4" node2="1"><iface2 id="0" name="eth0" mac="00:00:00:aa:00:05" ip4="10.0.1.1" ip4_mask="24"/><options delay="2000" bandwidth="1000000" loss="1.5" dup="2" jitter="100"/></link>
<link node1="4" node2="2"><iface2 name="eth0" ip4="10.0.1.20" ip4_mask="24"/></link>
<link node1="1" node2="5"><iface1 id="1" name="eth1" ip4="10.0.2.1" ip4_mask="32"/></link></links></scenario>)");
        QCOMPARE(said(imported), QString("left: w: a network of type WIRELESS_LAN has no equivalent; a hub carries everything between all its nodes\n"
                                         "left: r: services without an equivalent are left out: OSPFv3\n"));
        QVERIFY(imported.lab);
        QCOMPARE(textOf(*imported.lab), QString(R"(hopyard: 1
title: CORE scenario
nodes:
  s: {kind: switch, at: [0, 0]}
  w: {kind: hub, at: [0, 0]}
  r:
    kind: router
    at: [0, 0]
    interfaces: {eth0: {address: 10.0.1.1/24, mac: 00:00:00:aa:00:05}, eth1: {address: 10.0.2.1/32}}
    config: |
      router ospf
       ospf router-id 10.0.1.1
       network 10.0.1.0/24 area 0
       network 10.0.2.1/32 area 0
  pc: {kind: host, at: [0, 0], interfaces: {eth0: {address: 10.0.1.20/24}}, gateway: 10.0.1.1}
links:
  - {ends: [s:p1, r:eth0], delay: 2ms, jitter: 100us, rate: 1mbit, loss: 1.5%, duplicate: 2%}
  - {ends: [s:p2, pc:eth0]}
  - {ends: [r:eth1, w:p1]}
)"));
    }

    void gns3()
    {
        const auto imported = read(Format::gns3, R"({"name": "p", "project_id": "x", "topology": {"nodes": [
 {"node_id": "a", "name": "PC1", "node_type": "vpcs", "x": -100, "y": 0, "properties": {}},
 {"node_id": "b", "name": "SW", "node_type": "ethernet_switch", "x": 0, "y": 0, "properties": {"ports_mapping": [{"port_number": 0, "type": "access", "vlan": 10}]}},
 {"node_id": "c", "name": "frr", "node_type": "docker", "x": 100, "y": 0, "properties": {"image": "frrouting/frr"}},
 {"node_id": "d", "name": "R 1", "node_type": "dynamips", "x": 200, "y": 0, "properties": {"platform": "c7200"}}],
 "links": [{"nodes": [{"node_id": "a", "adapter_number": 0, "port_number": 0}, {"node_id": "b", "adapter_number": 0, "port_number": 0}]},
 {"nodes": [{"node_id": "b", "adapter_number": 0, "port_number": 1}, {"node_id": "c", "adapter_number": 0, "port_number": 0}], "filters": {"delay": [10, 2], "packet_loss": [5]}},
 {"nodes": [{"node_id": "c", "adapter_number": 1, "port_number": 0}, {"node_id": "d", "adapter_number": 0, "port_number": 0, "label": {"text": "f0/0"}}], "suspend": true}],
 "drawings": [{}]}})",
                                   {{"project-files/vpcs/a/startup.vpc", "set pcname PC1\nip 10.0.0.2 10.0.0.1 24\nip dns 8.8.8.8\n"},
                                    {"project-files/docker/c/etc/network/interfaces",
                                     "auto eth0\niface eth0 inet static\n\taddress 10.0.0.1\n\tnetmask 255.255.255.0\n"}});
        QVERIFY(imported.lab);
        QCOMPARE(said(imported), QString("left: PC1: the line 'ip dns 8.8.8.8' is left out\n"
                                         "left: R 1: dynamips has no equivalent; a placeholder stands in its place, to be made a host, a router or another kind\n"
                                         "left: 1 drawing on the canvas is left out\n"));
        QVERIFY(imported.lab->findNode("R-1")->was.properties.find("\"platform\": \"c7200\"") != std::string::npos);
        lab::Lab flat = *imported.lab;
        flat.findNode("R-1")->was.properties.clear();
        QCOMPARE(QString::fromStdString(lab::write(flat)), QString(R"(hopyard: 1
title: p
nodes:
  PC1: {kind: host, at: [-100, 0], interfaces: {eth0: {address: 10.0.0.2/24}}, gateway: 10.0.0.1}
  SW: {kind: switch, at: [0, 0], interfaces: {p0: {vlan: 10}}}
  frr:
    kind: router
    at: [100, 0]
    interfaces: {eth0: {address: 10.0.0.1/24}}
    note: "GNS3: Docker image frrouting/frr"
  R-1:
    kind: placeholder
    at: [200, 0]
    label: R 1
    note: "GNS3: dynamips, c7200"
    was: {tool: gns3, kind: dynamips, image: c7200, ports: {f0-0: f0/0}}
links:
  - {ends: [PC1:eth0, SW:p0]}
  - {ends: [SW:p1, frr:eth0], delay: 10ms, jitter: 2ms, loss: 5%}
  - {ends: [frr:eth1, R-1:f0-0], down: true}
)"));
    }

    void miniEdit()
    {
        const auto imported = read(Format::miniEdit, R"({"application": {"ipBase": "10.0.0.0/8"}, "controllers": [{"opts": {"hostname": "c0"}}],
 "hosts": [{"number": "1", "opts": {"hostname": "h1", "nodeNum": 1}, "x": "10", "y": "20"},
           {"number": "2", "opts": {"hostname": "h2", "nodeNum": 2, "ip": "192.168.0.2/24", "defaultRoute": "192.168.0.1"}, "x": "10", "y": "300"}],
 "switches": [{"number": "1", "opts": {"hostname": "s1", "switchType": "default"}, "x": "200", "y": "20"}],
 "links": [{"src": "h1", "dest": "s1", "opts": {"bw": 10, "delay": "5ms", "loss": 2}}, {"src": "s1", "dest": "h2", "opts": {}}, {"src": "c0", "dest": "s1", "opts": {}}], "version": "2"})");
        QCOMPARE(said(imported), QString("left: c0: controller has no equivalent; a placeholder stands in its place, to be made a host, a router or another kind\n"));
        QVERIFY(imported.lab);
        lab::Lab flat = *imported.lab;
        flat.findNode("c0")->was.properties.clear();
        QCOMPARE(textOf(flat), QString(R"(hopyard: 1
title: Mininet topology
nodes:
  h1: {kind: host, at: [0, 0], interfaces: {eth0: {address: 10.0.0.1/8}}}
  h2: {kind: host, at: [0, 0], interfaces: {eth0: {address: 192.168.0.2/24}}, gateway: 192.168.0.1}
  s1: {kind: switch, at: [0, 0]}
  c0: {kind: placeholder, at: [0, 0], note: "MiniEdit: controller", was: {tool: miniedit, kind: controller}}
links:
  - {ends: [h1:eth0, s1:p1], delay: 5ms, rate: 10mbit, loss: 2%}
  - {ends: [s1:p2, h2:eth0]}
  - {ends: [c0:eth0, s1:p3]}
)"));
    }

    void containerlabsEditorsKeepPlacesBeside()
    {
        const auto imported = read(Format::containerlab, R"(name: dc
mgmt: {network: m}
topology:
  kinds: {linux: {image: "${IMAGE:=alpine:3}"}}
  nodes:
    a: {kind: linux, memory: 1Gb, mgmt-ipv4: 172.20.20.2}
    b: {kind: linux, binds: ["b/interfaces:/etc/network/interfaces"]}
    sw: {kind: linux, exec: [ip link add br0 type bridge, ip link set eth1 master br0, ip link set eth2 master br0, ip link set br0 up]}
  links:
    - endpoints: ["a:eth1", "sw:eth1"]
    - {endpoints: ["b:eth1", "sw:eth2"], vars: {x: 1}}
    - {type: dummy, endpoint: {node: a, interface: eth2}}
)",
                                   {{"b/interfaces", "iface eth1 inet static\n address 10.0.0.2/24\n"}, {"file.annotations.json", R"({
 "nodeAnnotations": [{"id": "a", "position": {"x": 0, "y": 0}, "group": "g1", "level": "1"}, {"id": "b", "position": {"x": 100, "y": 0}, "groupId": "g1"},
                     {"id": "sw", "position": {"x": 50, "y": 100}}, {"id": "gone", "group": "g1"}],
 "groupStyleAnnotations": [{"id": "g1", "name": "Rack 1"}],
 "freeTextAnnotations": [{"text": "West * 1", "position": {"x": 10, "y": -40}, "fontSize": 20, "fontColor": "blue"}],
 "freeShapeAnnotations": [{"shapeType": "circle", "position": {"x": 50, "y": 50}, "width": 20, "height": 10, "fillColor": "red"}]})"}});
        QVERIFY(imported.lab);
        QCOMPARE(said(imported), QString("left: a: left out: memory\n"
                                         "left: the link b:eth1 - sw:eth2: left out: vars\n"
                                         "left: a:eth2: leads nowhere (dummy); a placeholder stands there\n"
                                         "left: the management network (mgmt) is left out: a lab reaches its machines without one\n"));
        QVERIFY(imported.lab->findNode("sw")->kind == lab::NodeKind::switch_);
        QCOMPARE(imported.lab->findNode("b")->interfaces.at(0).addresses.size(), std::size_t(1));
        QCOMPARE(imported.lab->findNode("a")->note, std::string("containerlab: linux, image alpine:3"));
        QVERIFY((imported.lab->findNode("b")->at == lab::Position{200, 0}));
        QCOMPARE(QString::fromStdString(lab::writeDrawing(*imported.lab, imported.drawing)), QString(R"(drawing:
  shapes:
    ellipse-1: {kind: ellipse, at: [80, 90], size: [40, 20], colour: red}
    text-1: {kind: text, at: [-44, -100], size: [128, 40], colour: blue, text: "West \\* 1"}
  groups: {Rack 1: {nodes: [a, b]}}
)"));
    }

    void colours()
    {
        using enum lab::ShapeColour;
        for (const auto &[foreign, expected] : {std::pair("#dc2626", red), std::pair("#1e40af", blue), std::pair("#ea580c", orange), std::pair("#fc0", yellow),
                                                std::pair("#059669", green), std::pair("#0891b2", teal), std::pair("#7c3aed", purple), std::pair("#c8c9ce", plain),
                                                std::pair("#ffffff", plain), std::pair("#12", plain), std::pair("#gggggg", plain), std::pair("cyan", teal), std::pair("", plain)})
            QCOMPARE(QString::fromUtf8(toString(exchange::colourOf(foreign)).data()), QString::fromUtf8(toString(expected).data()));
    }

    void anchorsThatLeadIntoThemselves()
    {
        // An anchor within its own node, and one that would be written a billion times.
        std::string laughs = "x: &l0 [a, a, a, a, a, a, a, a, a, a]\n";
        for (int i = 1; i < 10; ++i)
            laughs += fmt::format("y{}: &l{} [{}]\n", i, i, fmt::join(std::vector<std::string>(10, fmt::format("*l{}", i - 1)), ", "));
        const auto imported = read(Format::containerlab, laughs + "topology:\n  nodes:\n    a: &a {kind: srl, env: {again: *a}}\n    b: {kind: srl, labels: *l9}\n");
        QVERIFY(imported.lab);
        QVERIFY(imported.lab->findNode("a")->was.properties.empty());
        QVERIFY(imported.lab->findNode("b")->was.properties.empty());
        QVERIFY(said(imported).contains("a: its entry leads into itself or is very long, and is not kept"));
    }

    void katharaAsNetkitHadIt()
    {
        const auto imported = read(Format::kathara, "pc[0]=\"A\" # the first\nr[0]=A   # no quotes\nr[1]=tap,10.9.0.1,10.9.0.2\nserver\nr[mem]=32\npc[mem]=16\ns[image]=kathara/p4\ns[0]=B\n",
                                   {{"r/etc/zebra/zebra.conf", "hostname R\ninterface eth0\n ip address 10.0.0.1/24\n"},
                                    {"r/etc/zebra/ripd.conf", "hostname ripd\nrouter rip\n network eth0\n"},
                                    {"r/etc/openvpn/server.conf", "x"},
                                    {"pc/etc/network/interfaces", "iface eth0 inet static\naddress 10.0.0.2\nnetmask 255.255.255.0\n"},
                                    {"shared/notes.txt", "x"}});
        QVERIFY(imported.lab);
        QCOMPARE(said(imported), QString("4:0: 'server' is no line such as pc1[0]=\"A\" and is left out\n"
                                         "left: r:eth1: its connection to the computer outside (tap,10.9.0.1,10.9.0.2) is left out\n"
                                         "left: the image kathara/p4 is not run: of s only what its files and commands say of the network is here\n"
                                         "left: mem is left out (pc, r)\n"
                                         "left: r: its files are left out: etc/openvpn/server.conf\n"
                                         "left: s:eth0: alone in collision domain B, so there is no link\n"
                                         "left: the files in the folder shared are left out: notes.txt\n"));
        QCOMPARE(imported.lab->links.size(), std::size_t(1));
        QCOMPARE(imported.lab->findNode("r")->config, std::string("hostname R\ninterface eth0\n ip address 10.0.0.1/24\nrouter rip\n network eth0\n"));
        QCOMPARE(toString(imported.lab->findNode("pc")->interfaces.at(0).addresses.at(0)), std::string("10.0.0.2/24"));
    }

    void katharasMachinesForward()
    {
        const auto imported = read(Format::kathara, "r[0]=A\nr[1]=B\npc[0]=A\nnat[0]=B\nnat[1]=C\n",
                                   {{"r.startup", "ifconfig eth0 10.0.0.1/24 up\nifconfig eth1 10.0.1.1/24 up\nroute add -net 10.2.0.0 netmask 255.255.0.0 gw 10.0.1.2\n"},
                                    {"pc.startup", "ifconfig eth0 10.0.0.2/24 up\n"},
                                    {"nat.startup", "ifconfig eth0 10.0.1.2/24 up\nifconfig eth1 10.2.0.1/24 up\niptables -t nat -A POSTROUTING -j MASQUERADE\n"}});
        QVERIFY(imported.lab);
        QVERIFY(imported.lab->findNode("r")->kind == lab::NodeKind::router && imported.lab->findNode("pc")->kind == lab::NodeKind::host);
        QCOMPARE(imported.lab->findNode("r")->config, std::string("ip route 10.2.0.0/16 10.0.1.2\n"));
        QVERIFY(imported.lab->findNode("nat")->kind == lab::NodeKind::namespaceNode);
        QCOMPARE(imported.lab->findNode("nat")->start,
                 (std::vector<std::string>{"sysctl -w net.ipv4.ip_forward=1", "iptables -t nat -A POSTROUTING -j MASQUERADE"}));
    }

    void gns3Canvas()
    {
        const auto imported = read(Format::gns3, R"({"name": "p", "project_id": "x", "topology": {"nodes": [
 {"node_id": "q", "name": "IOSv", "node_type": "qemu", "x": 0, "y": 0, "width": 60, "height": 40, "first_port_name": "Mgmt0", "port_name_format": "Gi{segment0}/{port0}", "port_segment_size": 2,
  "properties": {"adapters": 4, "hda_disk_image": "vios.qcow2"}},
 {"node_id": "d", "name": "R1", "node_type": "dynamips", "x": 200, "y": 0, "properties": {}},
 {"node_id": "u", "name": "Web", "node_type": "docker", "x": 400, "y": 0, "properties": {"image": "nginx", "environment": "A=b"}}],
 "links": [{"nodes": [{"node_id": "q", "adapter_number": 3, "port_number": 0}, {"node_id": "d", "adapter_number": 0, "port_number": 0, "label": {"text": "f0/0"}}]}],
 "drawings": [{"x": 1, "y": 2, "z": 2, "svg": "<svg width='90' height='30'><text fill='black'>Group 5\n  AS50</text></svg>"},
  {"x": -10, "y": 0, "z": 0, "rotation": 45, "svg": "<svg width='200' height='100'><rect fill='green' width='200' height='100'/></svg>"},
  {"x": 5, "y": 5, "z": 1, "svg": "<svg width='100' height='0'><line stroke='blue' x1='0' y1='0' x2='100' y2='0'/></svg>"}, {"svg": "logo.png"}]}, "variables": [{"name": "x"}]})",
                                   {{"project-files/dynamips/d/configs/i1_startup-config.cfg", "hostname R1\n"}, {"project-files/docker/u/etc/nginx.conf", "x"}});
        QVERIFY(imported.lab);
        QCOMPARE(said(imported), QString("left: IOSv: qemu has no equivalent; a placeholder stands in its place, to be made a host, a router or another kind\n"
                                         "left: R1: dynamips has no equivalent; a placeholder stands in its place, to be made a host, a router or another kind\n"
                                         "left: Web: its files are left out: etc/nginx.conf\n"
                                         "left: Web: its environment 'A=b' is left out\n"
                                         "left: the Docker image nginx is not run: of Web only the network is here\n"
                                         "left: the variables of the project are left out\n"
                                         "left: 1 of the drawings is turned; it stands straight here\n"
                                         "left: 1 picture on the canvas is left out\n"));
        const lab::Node &machine = *imported.lab->findNode("IOSv");
        QCOMPARE(machine.interfaces.size(), std::size_t(4));
        QCOMPARE(machine.interfaces[0].name, std::string("Mgmt0"));
        QCOMPARE(machine.interfaces[3].name, std::string("Gi1-0"));
        QCOMPARE(imported.lab->links[0].a.interface, std::string("Gi1-0"));
        QVERIFY((machine.at == lab::Position{30, 20}));
        QCOMPARE(imported.lab->findNode("R1")->was.files.at(0).text, std::string("hostname R1\n"));
        QCOMPARE(QString::fromStdString(lab::writeDrawing(*imported.lab, imported.drawing)), QString(R"(drawing:
  shapes:
    rectangle-1: {kind: rectangle, at: [-10, 0], size: [200, 100], colour: green}
    line-1: {kind: line, at: [5, 5], size: [100, 0], colour: blue}
    text-1: {kind: text, at: [1, 2], size: [90, 30], text: "Group 5  \nAS50"}
)"));
        const auto again = lab::LabText::read(lab::write(*imported.lab) + lab::writeDrawing(*imported.lab, imported.drawing));
        QVERIFY(again);
        QVERIFY(again->drawing() == imported.drawing && again->lab() == *imported.lab);
    }

    void gns3BeforeVersion2()
    {
        const auto imported = read(Format::gns3, R"({"name": "old", "project_id": "x", "version": "1.4.6", "topology": {"nodes": [
 {"id": 1, "type": "VPCSDevice", "vm_id": "v1", "x": 0.0, "y": 0.0, "ports": [{"id": 11, "name": "Ethernet0", "port_number": 0, "adapter_number": 0}],
  "properties": {"name": "PC1", "startup_script": "ip 10.0.0.1/24 10.0.0.254\n"}},
 {"id": 2, "type": "EthernetSwitch", "x": 200.0, "y": 0.0, "ports": [{"id": 21, "name": "1", "port_number": 1, "type": "access", "vlan": 7}], "properties": {"name": "SW1"}},
 {"id": 3, "type": "C3725", "x": 400.0, "y": 0.0, "ports": [{"id": 31, "name": "FastEthernet0/0", "port_number": 0, "slot_number": 0}, {"id": 32, "port_number": 1}], "properties": {"name": "R1"}}],
 "links": [{"id": 1, "source_node_id": 1, "source_port_id": 11, "destination_node_id": 2, "destination_port_id": 21}],
 "notes": [{"text": "PC 1 <LAN>", "x": 10.0, "y": 50.0, "color": "red"}], "ellipses": [{"x": 0.0, "y": 0.0, "width": 100.0, "height": 50.0, "color": "white"}]}})");
        QVERIFY2(imported.lab, qPrintable(said(imported)));
        QCOMPARE(said(imported), QString("left: R1: dynamips has no equivalent; a placeholder stands in its place, to be made a host, a router or another kind\n"));
        QCOMPARE(toString(*imported.lab->findNode("PC1")->gateway), std::string("10.0.0.254"));
        QCOMPARE(toString(imported.lab->links.at(0).b), std::string("SW1:p1"));
        QVERIFY(imported.lab->findNode("SW1")->interfaces.at(0).port.vlan == 7);
        QCOMPARE(imported.drawing.shapes.size(), std::size_t(2));
        QCOMPARE(imported.drawing.shapes[0].text, std::string("PC 1 \\<LAN>"));
        QVERIFY(imported.drawing.shapes[0].colour == lab::ShapeColour::red);
    }

    void coreCanvas()
    {
        const auto imported = read(Format::coreXml, R"(<scenario><devices><device id="1" name="c" class="docker" image="ubuntu"><position x="5" y="6"/></device></devices>
<mobility_configurations><mobility_configuration node="1"/></mobility_configurations><session_metadata>
<configuration name="annotation a0" value="{iconcoords {612.0 492.0}} {type text} {label {wireless network}} {labelcolor black} {fontsize {12}}"/>
<configuration name="annotation a1" value="{iconcoords {142.0 291.0 393.0 112.0}} {type rectangle} {label {}} {color white}"/>
<configuration name="canvas c1" value="{name {Canvas1}} {wallpaper {bg.gif}}"/>
<configuration name="shapes" value="[{&quot;type&quot;: &quot;oval&quot;, &quot;iconcoords&quot;: [10.0, 20.0, 110.0, 220.0], &quot;label&quot;: &quot;AS 1&quot;, &quot;color&quot;: &quot;red&quot;}, {&quot;iconcoords&quot;: 1}]"/>
</session_metadata></scenario>)");
        QVERIFY(imported.lab);
        QCOMPARE(said(imported), QString("left: c: its container (docker, image ubuntu) is not run; only its network is here\n"
                                         "left: the movement and the range of wireless nodes are left out\n"
                                         "left: the picture behind the canvas is left out\n"));
        QCOMPARE(QString::fromStdString(lab::writeDrawing(*imported.lab, imported.drawing)), QString(R"(drawing:
  shapes:
    text-1: {kind: text, at: [537, 478], size: [150, 27], text: wireless network}
    rectangle-1: {kind: rectangle, at: [142, 112], size: [251, 179]}
    ellipse-1: {kind: ellipse, at: [10, 20], size: [100, 200], colour: red, text: AS 1}
)"));
    }

    void miniEditOfContainernet()
    {
        const auto imported = read(Format::miniEdit, R"({"hosts": [
 {"opts": {"hostname": "d1", "ip": "10.0.0.1/24", "nodeType": "Docker", "dimage": "sdwan", "startCommand": "/bin/bash"}},
 {"opts": {"hostname": "h2", "startCommand": "ifconfig h2-eth1 10.2.0.1/24; ping.sh h2-eth0", "stopCommand": "bye"}}],
 "switches": [{"opts": {"hostname": "s1", "dpid": "0001", "netflow": "1"}}], "links": []})");
        QVERIFY(imported.lab);
        QCOMPARE(said(imported), QString("left: h2: what it does at the end is left out: bye\n"
                                         "left: the Docker image sdwan is not run: d1\n"
                                         "left: switches learn by themselves, so settings of OpenFlow are left out: dpid of s1, netflow of s1\n"));
        QVERIFY(imported.lab->findNode("d1")->kind == lab::NodeKind::host);
        QCOMPARE(imported.lab->findNode("h2")->interfaces.at(0).name, std::string("eth1"));
        QCOMPARE(imported.lab->findNode("h2")->start.at(0), std::string("ping.sh eth0"));
    }

    void defaultsOfOtherTimesAreWrittenOut()
    {
        const auto imported = read(Format::kathara, "a[0]=A\nb[0]=A\nc[0]=A\nd[0]=A\ne[0]=A\n",
                                   {{"a/etc/quagga/bgpd.conf", "hostname bgpd\nrouter bgp 1\n neighbor 10.0.0.2 remote-as 2\n"},
                                    {"b/etc/frr/frr.conf", "frr version 8.4.1\nfrr defaults datacenter\nrouter bgp 2\n neighbor 10.0.0.1 remote-as 1\n"},
                                    {"c/etc/frr/frr.conf", "frr version 7.3\nrouter bgp 3\n"}, {"d/etc/frr/frr.conf", "frr version 10.2\nrouter bgp 4\n"},
                                    {"e/etc/frr/frr.conf", "ip community-list 1 permit 1:120\nip as-path access-list A permit ^1$\n"}});
        QVERIFY(imported.lab);
        QCOMPARE(imported.lab->findNode("a")->config, std::string("router bgp 1\n no bgp ebgp-requires-policy\n neighbor 10.0.0.2 remote-as 2\n"));
        QVERIFY(imported.lab->findNode("b")->config.find("router bgp 2\n no bgp ebgp-requires-policy\n timers bgp 3 9\n neighbor") != std::string::npos);
        QVERIFY(imported.lab->findNode("c")->config.find("no bgp ebgp-requires-policy") != std::string::npos);
        QCOMPARE(imported.lab->findNode("d")->config, std::string("frr version 10.2\nrouter bgp 4\n"));
        QCOMPARE(said(imported).count("FRR 8.4 has other defaults"), 3);
        QCOMPARE(imported.lab->findNode("e")->config, std::string("bgp community-list 1 permit 1:120\nbgp as-path access-list A permit ^1$\n"));
    }

    void unknownConfigurationRunsAsFrr()
    {
        const auto imported = read(Format::kathara, "r[0]=A\n", {{"r/etc/frr/frr.conf", "router isis x\n"}},
                                   [](std::string_view) { return std::vector<std::string>{"line 1: isis"}; });
        QVERIFY(imported.lab);
        QVERIFY(imported.lab->nodes[0].kind == lab::NodeKind::frr);
        QVERIFY(said(imported).contains("runs as real FRR"));
    }

    void mistakes_data()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, Format format, const char *text, const char *expected) {
            QTest::newRow(name) << static_cast<int>(format) << QString(text) << QString(expected);
        };
        row("no topology", Format::containerlab, "name: x\n", "has no 'topology'");
        row("not YAML", Format::containerlab, "topology: {nodes: [\n", "not YAML");
        row("link to nowhere", Format::containerlab, "topology:\n  nodes: {a: {kind: linux}}\n  links:\n    - endpoints: [a:e1, b:e1]\n", "4:0: a link leads to 'b'");
        row("plugged twice", Format::containerlab, "topology:\n  nodes: {a: {}, b: {}}\n  links:\n    - endpoints: [a:e1, b:e1]\n    - endpoints: [a:e1, b:e2]\n",
            "has a link already");
        row("no colon", Format::containerlab, "topology:\n  nodes: {a: {}}\n  links:\n    - endpoints: [a, a:e1]\n", "is no end of a link");
        row("no lab.conf", Format::kathara, "hello\n", "1:0: 'hello' is no line");
        row("nothing", Format::kathara, "", "this is no lab.conf");
        row("bad MAC", Format::kathara, "a[0]=A/zz\n", "is no MAC address");
        row("no XML", Format::coreXml, "<scenario>", "not XML");
        row("another XML", Format::coreXml, "<graphml/>", "this is no scenario of CORE");
        row("bad id", Format::coreXml, "<scenario><devices><device id='1' name='a'/></devices><links><link node1='1' node2='7'/></links></scenario>", "node 7");
        row("no JSON", Format::gns3, "{", "not JSON");
        row("another JSON", Format::gns3, "{}", "this is no project of GNS3");
        row("deep JSON", Format::miniEdit, qPrintable(QString("[").repeated(5'000)), "nested too deeply");
        row("huge number", Format::gns3, "{\"topology\": {\"nodes\": 1e999}}", "larger than any number");
        row("no MiniEdit", Format::miniEdit, "{}", "this is no file of MiniEdit");
    }
    void mistakes()
    {
        QFETCH(int, format);
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const auto imported = read(static_cast<Format>(format), text.toStdString());
        QVERIFY(!imported.lab);
        QVERIFY(lab::hasErrors(imported.problems));
        QVERIFY2(said(imported).contains(expected), qPrintable(said(imported)));
    }

    void hostileFoldersAreNotLeft()
    {
        const auto imported = read(Format::containerlab, "topology:\n  nodes:\n    r: {binds: ['../../secret:/etc/frr/frr.conf', '/etc/passwd:/etc/frr/bgpd.conf']}\n");
        QVERIFY(imported.lab);
        QVERIFY(said(imported).contains("../../secret lies outside"));
        QVERIFY(said(imported).contains("/etc/passwd lies outside"));
        QVERIFY(!exchange::insidePath("a/../b") && !exchange::insidePath("/a"));
        QCOMPARE(*exchange::insidePath("./a//b/./c"), std::string("a/b/c"));
    }

    void names()
    {
        QCOMPARE(exchange::interfaceName("ethernet-1/1"), std::string("ethernet-1-1"));
        QCOMPARE(exchange::interfaceName("GigabitEthernet0/0/1"), std::string("GigabitEth0-0-1"));
        exchange::LabBuilder builder("x");
        lab::Node node;
        node.name = "R 1";
        builder.add(node, false);
        builder.add(node, false);
        const lab::Lab lab = builder.finish();
        QCOMPARE(lab.nodes[0].name, std::string("R-1"));
        QCOMPARE(lab.nodes[1].name, std::string("R-1-2"));
        QCOMPARE(lab.nodes[1].label, std::string("R 1"));
        QVERIFY(!(lab.nodes[0].at == lab.nodes[1].at));
    }

    void formatsAreTold_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("format");
        QTest::newRow("clab") << "a.clab.yml" << "name: x\n" << "containerlab";
        QTest::newRow("clab by text") << "-" << "name: x\ntopology:\n  nodes:\n" << "containerlab";
        QTest::newRow("lab.conf") << "x/lab.conf" << "" << "kathara";
        QTest::newRow("core") << "a.xml" << "<?xml version='1.0'?>\n<scenario/>" << "core";
        QTest::newRow("graphml") << "a.xml" << "<graphml/>" << "graphml";
        QTest::newRow("gml") << "a" << "graph [ node [ id 1 ] ]" << "gml";
        QTest::newRow("gml of igraph") << "a" << "Creator \"igraph version 1.2\"\nVersion 1\ngraph\n[ node [ id 1 ] ]" << "gml";
        QTest::newRow("dot with a mark of its bytes") << "a" << "\xef\xbb\xbfgraph { a -- b }" << "dot";
        QTest::newRow("dot") << "a" << "graph { a -- b }" << "dot";
        QTest::newRow("digraph") << "a" << "/* x */ digraph g { a -> b }" << "dot";
        QTest::newRow("gns3") << "a.gns3" << "{}" << "gns3";
        QTest::newRow("netjson") << "a.json" << "{\"type\": \"NetworkGraph\"}" << "netjson";
        QTest::newRow("miniedit") << "a.mn" << "{\"hosts\": []}" << "miniedit";
    }
    void formatsAreTold()
    {
        QFETCH(QString, name);
        QFETCH(QString, text);
        QFETCH(QString, format);
        const auto guessed = exchange::guessFormat(text.toStdString(), name.toStdString());
        QVERIFY(guessed);
        QCOMPARE(QString::fromUtf8(exchange::toString(*guessed).data()), format);
        QVERIFY(exchange::parseFormat(format.toStdString()) == guessed);
    }
};

QTEST_APPLESS_MAIN(TestForeignLabs)
#include "tst_labs.moc"
