// `write memory`: a router's running configuration in the lab's text, of which everything else stays.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_text.h"
#include "core/lab/lab_text.h"
#include "core/world/startup_config.h"
#include "tests/support/worlds.h"

#include <QtTest>

using namespace hopyard;

namespace {

constexpr std::string_view kLab = "# The classroom.\n"
                                  "hopyard: 1\n"
                                  "nodes:\n"
                                  "  # on the left\n"
                                  "  r1:\n"
                                  "    kind: router\n"
                                  "    at: [10, 20]   # where it stands\n"
                                  "    config: |\n"
                                  "      interface eth0\n"
                                  "       ip address 10.0.12.1/24\n"
                                  "  # on the right\n"
                                  "  r2: {kind: router, config: \"interface eth0\\n ip address 10.0.12.2/24\"}\n"
                                  "  sw: {kind: switch}\n"
                                  "links:\n"
                                  "  - {ends: [r1:eth0, sw:p1]}  # copper\n"
                                  "  - {ends: [r2:eth0, sw:p2]}\n";

std::string runningOf(world::World &world, const char *node)
{
    return world.command(world.findNode(node), "show running-config").text;
}

} // namespace

class TestStartupConfig : public QObject {
    Q_OBJECT
private slots:
    void nothingChanged()
    {
        world::World world = support::worldFrom(kLab);
        const auto made = world::withStartupConfig(kLab, "lab.yaml", "r1", runningOf(world, "r1"));
        QVERIFY(made.has_value());
        QVERIFY(!made->isChanged);
        QCOMPARE(made->text, std::string(kLab));
    }
    void changed()
    {
        world::World world = support::worldFrom(kLab);
        for (const char *node : {"r1", "r2"})
            QVERIFY(world
                        .command(world.findNode(node),
                                 "configure ip route 10.7.0.0/16 Null0; router ospf; network 10.0.0.0/8 area 0")
                        .ok);
        const auto first = world::withStartupConfig(kLab, "lab.yaml", "r1", runningOf(world, "r1"));
        QVERIFY(first.has_value() && first->isChanged);
        const auto both = world::withStartupConfig(first->text, "lab.yaml", "r2", runningOf(world, "r2"));
        QVERIFY(both.has_value() && both->isChanged);
        for (const char *kept : {"# The classroom.", "  # on the left\n", "at: [10, 20]   # where it stands\n",
                                 "  # on the right\n", "  - {ends: [r1:eth0, sw:p1]}  # copper\n"})
            QVERIFY2(both->text.find(kept) != std::string::npos, kept);
        // The text says what runs, and nothing more: no hostname that nobody gave.
        const auto read = lab::LabText::read(both->text);
        QVERIFY(read.has_value());
        world::World again = support::worldFrom(both->text);
        for (const char *node : {"r1", "r2"}) {
            QCOMPARE(runningOf(again, node), runningOf(world, node));
            QVERIFY(read->lab().findNode(node)->config.find("hostname") == std::string::npos);
            QVERIFY(read->lab().findNode(node)->config.find("ip route 10.7.0.0/16 Null0") != std::string::npos);
        }
    }
    void refused()
    {
        world::World world = support::worldFrom(kLab);
        const std::string running = runningOf(world, "r1");
        QVERIFY(world::withStartupConfig("hopyard: [", "lab.yaml", "r1", running)
                    .error()
                    .starts_with("lab.yaml is not a lab any more"));
        QVERIFY(world::withStartupConfig(kLab, "lab.yaml", "r9", running).error().find("no node 'r9'")
                != std::string::npos);
        QVERIFY(world::withStartupConfig(kLab, "lab.yaml", "sw", running).error().find("no router")
                != std::string::npos);
    }
    /// Where no file is known the console says so.
    void withoutFile()
    {
        world::World world = support::worldFrom(kLab);
        for (const char *line :
             {"write memory", "write", "wr mem", "copy run start", "copy running-config startup-config"}) {
            const auto answer = world.command(world.findNode("r1"), line);
            QVERIFY2(!answer.ok && answer.text.find("lab file") != std::string::npos, answer.text.c_str());
        }
        QVERIFY(world.command(world.findNode("r1"), "write terminal").ok);
    }
};

QTEST_APPLESS_MAIN(TestStartupConfig)
#include "tst_startup_config.moc"
