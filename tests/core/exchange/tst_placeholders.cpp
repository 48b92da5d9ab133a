// Placeholders: what another tool has and Hopyard has not stays in its place, says so, does not run, can be bound to a kind of ours, and goes back
// to its tool as it came.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/export.h"
#include "core/exchange/import.h"
#include "core/lab/lab_text.h"
#include "core/lab/placeholder.h"
#include "core/lab/read.h"
#include "core/lab/validate.h"
#include "core/lab/write.h"
#include "core/world/world.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>

using namespace hopyard;
using exchange::Format;
using exchange::Target;
using lab::NodeKind;

namespace {

const std::string kClab = R"(name: ring
topology:
  defaults: {labels: {site: one}}
  kinds:
    nokia_srlinux: {image: "ghcr.io/nokia/srlinux:24.10", binds: [shared.cfg:/shared.cfg]}
  groups:
    spines: {type: ixrd3}
  nodes:
    srl:
      kind: nokia_srlinux
      group: spines
      startup-config: srl/start.cfg
      env: {A: "1"}
      binds: [own.cfg:/own.cfg]
    r1: {kind: linux, image: quay.io/frrouting/frr, binds: ["r1.conf:/etc/frr/frr.conf"]}
    pc: {kind: linux, exec: [ip addr add 10.0.2.2/24 dev eth1]}
  links:
    - endpoints: ["srl:ethernet-1/1", "r1:eth1"]
    - type: veth
      endpoints:
        - {node: srl, interface: ethernet-1/2, ipv4: 10.0.2.1/24}
        - {node: pc, interface: eth1}
    - endpoints: ["r1:eth2", "host:veth0"]
    - type: vxlan
      endpoint: {node: r1, interface: eth3}
      remote: 10.9.9.9
      vni: 100
)";
const exchange::FileSet kFiles{{"srl/start.cfg", "set / system name srl\n"}, {"own.cfg", "mine\n"}, {"shared.cfg", "all\n"},
                               {"r1.conf", "interface eth1\n ip address 10.0.1.1/24\nrouter ospf\n network 10.0.0.0/8 area 0\n"}};

exchange::Imported read(Format format, const std::string &text, const exchange::FileSet &files = {})
{
    const exchange::FileSetFolder folder(files);
    return exchange::readLab(format, text, {"file", &folder, {}});
}

bool contains(const std::string &text, std::string_view part) { return text.find(part) != std::string::npos; }

} // namespace

class TestPlaceholders : public QObject {
    Q_OBJECT
private slots:
    void containerlabGoesBackAsItCame()
    {
        const auto imported = read(Format::containerlab, kClab, kFiles);
        QVERIFY(imported.lab);
        const lab::Node *srl = imported.lab->findNode("srl");
        QVERIFY(srl && srl->kind == NodeKind::placeholder);
        QCOMPARE(srl->was.kind, std::string("nokia_srlinux"));
        QCOMPARE(srl->was.files.size(), std::size_t(3));
        QCOMPARE(srl->was.ports.size(), std::size_t(2));
        QVERIFY(imported.lab->findNode("host")->kind == NodeKind::placeholder);
        QVERIFY(imported.lab->findNode("vxlan")->kind == NodeKind::placeholder);

        // Through a lab file as well.
        const auto again = lab::read(lab::write(*imported.lab));
        QVERIFY(again.has_value());
        QVERIFY(*again == *imported.lab);
        const exchange::Exported made = exchange::exportLab(*again, Target::containerlab);
        const std::string &text = made.files.at("ring.clab.yml");
        for (const char *part : {"    srl:\n      kind: nokia_srlinux\n", "image: ghcr.io/nokia/srlinux:24.10", "type: ixrd3", "startup-config: srl/start.cfg",
                                 "[shared.cfg:/shared.cfg, own.cfg:/own.cfg]", "A: 1", "site: one", "[\"srl:ethernet-1/1\", \"r1:eth1\"]",
                                 "{node: \"srl\", interface: \"ethernet-1/2\", ipv4: \"10.0.2.1/24\"}", "[\"r1:eth2\", \"host:veth0\"]", "vni: 100"})
            QVERIFY2(contains(text, part), (std::string(part) + " is not in\n" + text).c_str());
        QVERIFY(!contains(text, "    host:"));
        QVERIFY(!contains(text, "    vxlan:"));
        QCOMPARE(made.files.at("srl/start.cfg"), kFiles.at("srl/start.cfg"));
        QCOMPARE(made.files.at("own.cfg"), kFiles.at("own.cfg"));

        // And once more the same.
        const auto back = read(Format::containerlab, text, made.files);
        QVERIFY2(back.lab, back.problems.empty() ? "" : lab::toString(back.problems.front()).c_str());
        QCOMPARE(back.lab->findNode("srl")->was.properties, srl->was.properties);
        const exchange::Exported twice = exchange::exportLab(*back.lab, Target::containerlab);
        // Places are the layout's affair: the tool has none of the placeholders'.
        const auto flat = [](const std::string &yaml) {
            QStringList lines = QString::fromStdString(yaml).split('\n');
            return lines.filter(QRegularExpression("^(?!.*graph-pos)"));
        };
        QCOMPARE(flat(twice.files.at("ring.clab.yml")), flat(text));
    }

    void coreGoesBackAsItCame()
    {
        const auto imported = read(Format::coreXml, "<scenario><networks><network id='7' name='out' type='RJ45' model='x'><position x='5' y='9'/></network></networks>"
                                                    "<devices><device id='3' name='a' type='PC'/></devices>"
                                                    "<links><link node1='7' node2='3'><iface2 name='eth0' ip4='10.0.0.1' ip4_mask='24'/></link></links></scenario>");
        QVERIFY(imported.lab);
        QVERIFY(imported.lab->findNode("out")->kind == NodeKind::placeholder);
        const auto text = exchange::exportLab(*imported.lab, Target::coreXml).files.begin()->second;
        QVERIFY2(contains(text, "name=\"out\" type=\"RJ45\" model=\"x\""), text.c_str());
        const auto back = read(Format::coreXml, text);
        QVERIFY(back.lab);
        QCOMPARE(back.lab->links.size(), std::size_t(1));
        QVERIFY(back.lab->findNode("out")->kind == NodeKind::placeholder);
    }

    void gns3MachinesKeepWhatTheyWereMadeOf()
    {
        const auto imported = read(Format::gns3, R"({"topology": {"nodes": [{"node_id": "a", "name": "v", "node_type": "qemu", "x": 0, "y": 0,
 "properties": {"hda_disk_image": "vios.qcow2", "ram": 512, "cpus": 2, "adapter_type": "e1000", "hda_disk_interface": "virtio"}}], "links": []}})");
        QVERIFY(imported.lab);
        const lab::Node node = lab::bound(imported.lab->nodes[0], NodeKind::qemu);
        QCOMPARE(node.machine.image, std::string("vios.qcow2"));
        QCOMPARE(node.machine.memory, 512u);
        QCOMPARE(node.machine.processors, 2u);
        QVERIFY(node.machine.card == lab::MachineCard::e1000);
        QVERIFY(node.machine.disk == lab::MachineDisk::virtio);
        const lab::Lab lab{"", "", {node}, {}, {}, {}};
        QVERIFY(!lab::hasErrors(lab::validate(lab)));
    }

    void isAProblemAndDoesNotRun()
    {
        const auto imported = read(Format::containerlab, kClab, kFiles);
        QVERIFY(imported.lab);
        const auto problems = lab::validate(*imported.lab);
        QVERIFY(!lab::hasErrors(problems));
        QVERIFY(std::any_of(problems.begin(), problems.end(), [](const lab::Problem &p) {
            return p.node == "srl" && p.severity == lab::Problem::Severity::warning
                && p.message.starts_with("'srl' is a placeholder: it stands for a nokia_srlinux of containerlab (image ghcr.io/nokia/srlinux:24.10)");
        }));
        auto world = world::World::build(*imported.lab, 1);
        QVERIFY(world.has_value());
        const base::NodeId srl = world->findNode("srl"), r1 = world->findNode("r1");
        QVERIFY(world->isRunning(r1));
        QVERIFY(!world->isRunning(srl));
        QVERIFY(!world->isUp(world->findLink({"r1", "eth1"})));
        // Bound to a kind, while it runs: the link comes up.
        lab::Lab changed = *imported.lab;
        *changed.findNode("srl") = lab::bound(*changed.findNode("srl"), NodeKind::router);
        QVERIFY(!lab::hasErrors(world->apply(changed)));
        QVERIFY(world->isRunning(world->findNode("srl")));
        QVERIFY(world->isUp(world->findLink({"r1", "eth1"})));
        // And back.
        QVERIFY(!lab::hasErrors(world->apply(*imported.lab)));
        QVERIFY(!world->isUp(world->findLink({"r1", "eth1"})));
    }

    void boundToEachKind()
    {
        const auto imported = read(Format::containerlab, kClab, kFiles);
        QVERIFY(imported.lab);
        for (const NodeKind kind : lab::placeholderTargets()) {
            lab::Lab changed = *imported.lab;
            lab::Node &node = *changed.findNode("srl");
            const lab::Was was = node.was;
            node = lab::bound(node, kind);
            QVERIFY(node.kind == kind);
            QVERIFY(node.was == was);
            for (const lab::Problem &problem : lab::validate(changed))
                QVERIFY2(problem.severity != lab::Problem::Severity::error, lab::toString(problem).c_str());
            if (kind == NodeKind::host) {
                QCOMPARE(node.interfaces.size(), std::size_t(1)); // the address of its link
            }
            // What is no placeholder any more is written as what it is.
            const auto text = exchange::exportLab(changed, Target::containerlab).files.at("ring.clab.yml");
            QVERIFY(!contains(text, "nokia_srlinux"));
        }
    }

    void edits()
    {
        // Values that are typed by hand: a text that is no entry is not written as one.
        auto lab = lab::read("hopyard: 1\nnodes:\n  x: {kind: placeholder, was: {tool: containerlab, kind: y, properties: \"[\"}}\n");
        QVERIFY(lab.has_value());
        const auto made = exchange::exportLab(*lab, Target::containerlab);
        QVERIFY(contains(made.files.begin()->second, "kind: linux"));
        QVERIFY(!made.left.empty());
        // A file of it that leads elsewhere is not written.
        lab->nodes[0].was.properties = "kind: y\n";
        lab->nodes[0].was.files = {{"../../x", "bad"}};
        QCOMPARE(exchange::exportLab(*lab, Target::containerlab).files.size(), std::size_t(1));
        QVERIFY(!lab::read("hopyard: 1\nnodes:\n  x: {kind: placeholder, was: {files: [{text: a}]}}\n").has_value());
        QVERIFY(!lab::read("hopyard: 1\nnodes:\n  x: {kind: placeholder, was: {what: a}}\n").has_value());
    }
};

QTEST_APPLESS_MAIN(TestPlaceholders)
#include "tst_placeholders.moc"
