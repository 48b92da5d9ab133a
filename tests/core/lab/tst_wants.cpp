// What a lab wants of the computer, which of its files stay in its folder, and how large it may be.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/check_limits.h"
#include "core/lab/read.h"
#include "core/lab/validate.h"
#include "core/lab/wants.h"

#include <QtTest/QTest>

using namespace hopyard;
using lab::Want;

class TestWants : public QObject {
    Q_OBJECT

private slots:
    void files_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<bool>("inside");
        QTest::newRow("beside") << "disk.qcow2" << true;
        QTest::newRow("below") << "images/disk.qcow2" << true;
        QTest::newRow("here") << "./disk" << true;
        QTest::newRow("down and up") << "a/../disk" << true;
        QTest::newRow("absolute") << "/etc/shadow" << false;
        QTest::newRow("above") << "../disk" << false;
        QTest::newRow("down and further up") << "a/../../disk" << false;
        QTest::newRow("up at the end") << "a/../.." << false;
        QTest::newRow("two dots in a name") << "..a/b..c" << true;
    }
    void files()
    {
        QFETCH(QString, file);
        QFETCH(bool, inside);
        QCOMPARE(lab::staysInside(file.toStdString()), inside);
    }

    void listed()
    {
        const auto read = lab::read("hopyard: 1\nnodes:\n"
                                    "  h1: {kind: host, start: [ping 10.0.0.1, 'bgp-speaker 10.0.0.1 as 1 routes \"../a b.mrt\" limit 5']}\n"
                                    "  n1: {kind: namespace, start: [date, nginx]}\n"
                                    "  m1: {kind: qemu, machine: {image: /var/disk.qcow2, kernel: vmlinuz}}\n"
                                    "  f1: {kind: frr}\n"
                                    "  pc: {kind: hypervisor, guests: {g1: {}, g2: {kind: uml, machine: {image: root.img}}}}\n");
        QVERIFY(read.has_value());
        const std::vector<Want> wants = lab::wants(*read);
        const auto is = [&](std::size_t i, Want::Kind kind, const char *node, const char *text, bool outside = false) {
            QCOMPARE(lab::toString(wants[i].kind), lab::toString(kind));
            QCOMPARE(wants[i].node, std::string(node));
            QVERIFY2(wants[i].text.find(text) != std::string::npos, wants[i].text.c_str());
            QCOMPARE(wants[i].isOutsideFolder, outside);
        };
        QCOMPARE(wants.size(), std::size_t(10));
        is(0, Want::Kind::program, "n1", "date");
        is(1, Want::Kind::program, "n1", "nginx");
        is(2, Want::Kind::machine, "m1", "qemu");
        is(3, Want::Kind::machine, "pc/g2", "linux.uml");
        is(4, Want::Kind::image, "m1", "/var/disk.qcow2", true);
        is(5, Want::Kind::image, "m1", "vmlinuz");
        is(6, Want::Kind::image, "pc/g2", "root.img");
        is(7, Want::Kind::file, "h1", "../a b.mrt", true);
        is(8, Want::Kind::port, "n1", "namespace");
        is(9, Want::Kind::port, "f1", "daemon");
    }

    void aNetworkAloneWantsNothing()
    {
        const auto read = lab::read("hopyard: 1\nnodes:\n  h1: {kind: host, start: [http-server]}\n  r1: {kind: router}\n  s1: {kind: switch}\n");
        QVERIFY(lab::wants(*read).empty());
    }

    void limits()
    {
        lab::Lab lab;
        for (std::size_t i = 0; i < lab::kMostNodes; ++i) {
            lab::Node node;
            node.name = "n" + std::to_string(i);
            lab.nodes.push_back(std::move(node));
        }
        QVERIFY(lab::checkLimits(lab, {}).empty());
        lab::Node computer;
        computer.name = "pc";
        computer.kind = lab::NodeKind::hypervisor;
        computer.computer.memory = lab::kMostComputerMemory;
        lab.nodes.push_back(computer);
        auto problems = lab::checkLimits(lab, {});
        QCOMPARE(problems.size(), std::size_t(1));
        QVERIFY(problems[0].message.find("at most 20000 nodes") != std::string::npos);
        lab.nodes.erase(lab.nodes.begin(), lab.nodes.begin() + 10);
        computer.name = "pc2";
        computer.computer.memory = 1;
        lab.nodes.push_back(computer);
        problems = lab::checkLimits(lab, {});
        QCOMPARE(problems.size(), std::size_t(1));
        QCOMPARE(problems[0].node, std::string("pc2"));
    }
};

QTEST_APPLESS_MAIN(TestWants)
#include "tst_wants.moc"
