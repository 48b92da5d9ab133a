// The keys of switches: read, written back the same, and what is wrong with them said.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/read.h"
#include "core/lab/validate.h"
#include "core/lab/write.h"
#include "tests/support/compare.h"

#include <QtTest>

#include <string>

using namespace hopyard;

namespace {

constexpr const char *kHead = "hopyard: 1\nnodes:\n";

std::string problemsOf(const std::string &nodes)
{
    const auto lab = lab::read(kHead + nodes, "lab.yaml");
    if (!lab)
        return lab.error().front().message;
    std::string all;
    for (const lab::Problem &problem : lab::validate(*lab, lab::Places(), {}))
        all += problem.message + '\n';
    return all;
}

} // namespace

class TestBridge : public QObject {
    Q_OBJECT
private slots:
    void readAndWritten()
    {
        const auto lab = lab::read(std::string(kHead) +
                                       "  s1:\n"
                                       "    kind: switch\n"
                                       "    bridge: {spanning-tree: rapid, priority: 4096, hello: 1}\n"
                                       "    interfaces:\n"
                                       "      p1: {vlan: 10, edge: true}\n"
                                       "      p2: {trunk: \"10-20,1\", native: none, cost: 200, port-priority: 16, shared: true}\n",
                                   "lab.yaml");
        QVERIFY(lab.has_value());
        const lab::Node &s1 = lab->nodes.front();
        QVERIFY(s1.bridge.tree == lab::TreeMode::rapid);
        QCOMPARE(s1.bridge.priority, std::uint16_t(4'096));
        QCOMPARE(s1.bridge.hello, 1u);
        QVERIFY(s1.interfaces[0].port.vlan == std::uint16_t(10) && s1.interfaces[0].port.edge);
        QCOMPARE(toString(*s1.interfaces[1].port.trunk), std::string("1,10-20"));
        QVERIFY(s1.interfaces[1].port.native == std::uint16_t(0) && s1.interfaces[1].port.shared);
        QVERIFY(s1.interfaces[1].port.cost == 200u);
        const auto again = lab::read(lab::write(*lab), "lab.yaml");
        QVERIFY(again.has_value());
        QVERIFY(*again == *lab);
    }

    void whatIsWrongIsSaid_data()
    {
        QTest::addColumn<QByteArray>("nodes");
        QTest::addColumn<QByteArray>("said");
        const auto row = [](const char *name, const char *nodes, const char *said) {
            QTest::newRow(name) << QByteArray(nodes) << QByteArray(said);
        };
        row("priority", "  s: {kind: switch, bridge: {priority: 5000}}\n", "a number from 0 to 61440 in steps of 4096");
        row("mode", "  s: {kind: switch, bridge: {spanning-tree: fast}}\n", "one of off, rapid, plain");
        row("vlan", "  s: {kind: switch, interfaces: {p: {vlan: 4095}}}\n", "a number from 1 to 4094");
        row("trunk", "  s: {kind: switch, interfaces: {p: {trunk: \"5-2\"}}}\n", "a set of VLANs such as");
        row("both", "  s: {kind: switch, interfaces: {p: {vlan: 1, trunk: all}}}\n", "take out 'vlan' or 'trunk'");
        row("native", "  s: {kind: switch, interfaces: {p: {trunk: \"1-9\", native: 10}}}\n", "is not among those of its trunk");
        row("native alone", "  s: {kind: switch, interfaces: {p: {native: 10}}}\n", "is no trunk");
        row("times", "  s: {kind: switch, bridge: {spanning-tree: rapid, max-age: 40}}\n", "do not fit together");
        row("a host", "  h: {kind: host, interfaces: {p: {vlan: 10}}}\n", "for the ports of a switch");
        row("a hub", "  h: {kind: hub, bridge: {spanning-tree: rapid}}\n", "only a switch is one");
    }
    void whatIsWrongIsSaid()
    {
        QFETCH(QByteArray, nodes);
        QFETCH(QByteArray, said);
        const std::string problems = problemsOf(nodes.toStdString());
        QVERIFY2(problems.find(said.toStdString()) != std::string::npos, problems.c_str());
    }
};

QTEST_APPLESS_MAIN(TestBridge)
#include "tst_bridge.moc"
