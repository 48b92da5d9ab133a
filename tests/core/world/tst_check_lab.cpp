// A lab's text checked as a whole: mistakes in routers' configurations have their line in the lab's text, and their
// addresses take part in the checks.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/check_lab.h"

#include <QtTest/QTest>

using namespace hopyard;

class TestCheckLab : public QObject {
    Q_OBJECT
private slots:
    void configurationsHaveTheirPlaces()
    {
        const auto checked = world::checkText("hopyard: 1\n"
                                              "nodes:\n"
                                              "  r1:\n"
                                              "    kind: router\n"
                                              "    config: |\n"
                                              "      interface eth0\n"
                                              "       ip adress 10.0.0.1/24\n"
                                              "  r2:\n"
                                              "    kind: router\n"
                                              "    config: |\n"
                                              "      interface eth0\n"
                                              "       description the left one\n"
                                              "       ip address 10.0.0.1/24\n"
                                              "  h: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}\n",
                                              "lab.yaml");
        QVERIFY(checked.lab);
        QString all;
        for (const lab::Problem &problem : checked.problems)
            all += QString::fromStdString(lab::toString(problem)) + '\n';
        QCOMPARE(all, QString("lab.yaml:7:11: error: 'r1', config line 2: unknown 'adress' after 'ip'; did you mean "
                              "'address'?\n"
                              "lab.yaml:14:39: error: address 10.0.0.1 of h:eth0 belongs to r2:eth0 on line 13 already\n"));
        QCOMPARE(checked.problems[0].node, std::string("r1"));
    }

    void startLinesAreReadBeforehand()
    {
        const auto checked = world::checkText("hopyard: 1\n"
                                              "nodes:\n"
                                              "  h1: {kind: host, start: pong 10.0.0.2}\n"
                                              "  r1:\n"
                                              "    kind: router\n"
                                              "    start:\n"
                                              "      - ping 10.0.0.2 count 3\n"
                                              "      - show ip route\n"
                                              "      - ping\n"
                                              "  n1: {kind: namespace, start: [ping]}\n",
                                              "lab.yaml");
        QVERIFY(checked.lab);
        QString all;
        for (const lab::Problem &problem : checked.problems)
            all += QString::fromStdString(lab::toString(problem)) + '\n';
        QCOMPARE(all, QString("lab.yaml:3:27: warning: start line 'pong 10.0.0.2': unknown command 'pong 10.0.0.2'; "
                              "\"help\" lists what there is\n"
                              "lab.yaml:9:9: warning: start line 'ping': ping: needs an address\n"));
        QVERIFY(!lab::hasErrors(checked.problems));
    }

    /// Mistakes of shape hide none of sense elsewhere, and bring none with them.
    void shapeAndSenseInOneGo()
    {
        const auto checked = world::checkText("hopyard: 1\n"
                                              "nodes:\n"
                                              "  r1:\n"
                                              "    kind: router\n"
                                              "    config: |\n"
                                              "      router osfp\n"
                                              "  h1: {kind: host, interfaces: {eth0: {adress: 10.0.0.1/24}}, gateway: 10.0.0.9}\n"
                                              "  h2: {kind: host, interfaces: {eth0: {address: 10.0.0.2/24}}, gateway: 10.0.0.2}\n"
                                              "links:\n"
                                              "  - {ends: [h1:eth0, r1:eth0]}\n"
                                              "  - {ends: [h2:eth0, r9:eth0]}\n"
                                              "  - {ends: [h2:eth1, r1:eth1], dely: 5ms}\n"
                                              "  - {ends: [h2:eth2, r1:eth2]}\n",
                                              "lab.yaml");
        QVERIFY(!checked.lab);
        QStringList lines;
        for (const lab::Problem &problem : checked.problems) {
            QVERIFY(problem.severity == lab::Problem::Severity::error);
            lines += QString::number(problem.line);
        }
        // 6: the configuration; 7: adress (not its gateway without an address); 8: a gateway that is itself; 11: no r9; 12: dely.
        QCOMPARE(lines.join(' '), QString("6 7 8 11 12"));
    }
    /// What a real guest starts is a line of its own shell.
    void startLinesOfGuests()
    {
        const auto checked = world::checkText("hopyard: 1\n"
                                              "nodes:\n"
                                              "  pc:\n"
                                              "    kind: hypervisor\n"
                                              "    interfaces: {eth0: {address: 10.0.0.5/24}}\n"
                                              "    computer: {memory: 256MiB}\n"
                                              "    guests:\n"
                                              "      g1: {kind: uml, memory: 64MiB, address: 10.0.0.11/24, start: [ping -c 3 g2]}\n"
                                              "      g2: {memory: 16MiB, address: 10.0.0.12/24, start: [ping -c 3 g1]}\n",
                                              "lab.yaml");
        QVERIFY(checked.lab);
        QCOMPARE(checked.problems.size(), std::size_t(1));
        QVERIFY2(checked.problems[0].message.starts_with("start line 'ping -c 3 g1' of guest 'g2'"), checked.problems[0].message.c_str());
    }

    void whatCannotBeRead()
    {
        const auto checked = world::checkText("hopyard: 1\nnodes: []\n", "x");
        QVERIFY(!checked.lab);
        QCOMPARE(checked.problems.size(), std::size_t(1));
    }
};

QTEST_APPLESS_MAIN(TestCheckLab)
#include "tst_check_lab.moc"
