// Which of FRR's daemons a text needs, and that a daemon of a node is confined: it writes to the node's own directories
// and nowhere else.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/nodes/node_launch.h"
#include "emulation/nodes/routing_daemons.h"
#include "tests/emulation/nodes/node_fixture.h"

#include <QTemporaryDir>

using namespace hopyard;
using namespace hopyard::nodes;

class TestRoutingDaemons : public QObject {
    Q_OBJECT
private:
    /// Runs a shell line as a daemon is run.
    Story confined(NamespaceNode &node, const std::string &line, Daemon daemon = {})
    {
        daemon.name = "test";
        daemon.argv = {"/bin/sh", "-c", line};
        daemon.writable = {"/run", "/var/tmp"};
        const auto exec = node.startDaemon(daemon);
        if (!exec)
            return {};
        return followToEnd(node, *exec);
    }

private slots:
    void daemonsThatAreNeeded_data()
    {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QByteArray>("daemons");
        const auto row = [](const char *config, const char *daemons) { QTest::addRow("%s: %s", daemons, QByteArray(config).replace('\n', ';').constData()) << QByteArray(config) << QByteArray(daemons); };
        row("", "zebra");
        row("interface eth0\n ip address 10.0.0.1/24\n", "zebra");
        row("ip route 10.0.0.0/8 10.1.1.1", "zebra staticd");
        row("ipv6 route ::/0 fe80::1 eth0\r\n", "zebra staticd");
        row("router ospf\n network 0.0.0.0/0 area 0", "zebra ospfd");
        row("interface eth0\n ip ospf area 0\n", "zebra ospfd");
        row("router ospf6\n", "zebra ospf6d");
        row("router rip\n", "zebra ripd");
        row("router ripng\n", "zebra ripngd");
        row("router bgp 65001\nrouter ospf\n", "zebra ospfd bgpd");
        row("bgp community-list standard x permit 1:1\n", "zebra bgpd");
        row("! router bgp\nhostname router\n", "zebra");
    }
    void daemonsThatAreNeeded()
    {
        QFETCH(QByteArray, config);
        QFETCH(QByteArray, daemons);
        QByteArrayList names;
        for (const std::string &name : frrDaemons(config.toStdString()))
            names << QByteArray::fromStdString(name);
        QCOMPARE(names.join(' '), daemons);
    }

    void zebraComesFirstAndTheLoaderLast()
    {
        const std::vector<Daemon> programs = frrPrograms("router ospf\nrouter bgp 1");
        QCOMPARE(programs.size(), std::size_t(4));
        QVERIFY(programs[0].waitFor.empty());
        QCOMPARE(programs[1].waitFor, std::vector<std::string>{"/run/frr/zserv.api"});
        QCOMPARE(programs[3].waitFor,
                 (std::vector<std::string>{"/run/frr/zebra.vty", "/run/frr/ospfd.vty", "/run/frr/bgpd.vty"}));
        QCOMPARE(programs[3].input, std::string("router ospf\nrouter bgp 1\n"));
    }

    void aDaemonWritesOnlyToTheNode()
    {
        SKIP_WHERE_NOT_ALLOWED();
        QTemporaryDir outside;
        NamespaceSpec spec = simpleSpec("d1");
        spec.ownDirectories = {"/var/tmp", "/run/d1"};
        auto node = NamespaceNode::create(spec);
        QVERIFY(node);
        const std::string target = outside.filePath("x").toStdString();
        const Story refused = confined(*node, "echo written > " + target);
        QVERIFY2(refused.text().find("Read-only file system") != std::string::npos, refused.text().c_str());
        QVERIFY(!QFile::exists(QString::fromStdString(target)));
        QCOMPARE(confined(*node, "echo a > /run/d1/x && echo b > /var/tmp/y && cat /run/d1/x /var/tmp/y").text(), std::string("a\nb\n"));
        QVERIFY(!QFile::exists("/var/tmp/y"));
        QCOMPARE(confined(*node, "echo 1 > /proc/sys/net/ipv4/ip_forward && cat /proc/sys/net/ipv4/ip_forward").text(), std::string("1\n"));
        // Programs that a person runs in the same node are not confined.
        QCOMPARE(shell(*node, "echo written > " + target + " && echo done").text(), std::string("done\n"));
    }

    void aDaemonWaitsAndFindsItsInput()
    {
        SKIP_WHERE_NOT_ALLOWED();
        auto node = NamespaceNode::create(simpleSpec("d2"));
        QVERIFY(node);
        Daemon daemon;
        daemon.inputFile = "/run/input";
        daemon.input = std::string(300'000, 'x') + "end";
        daemon.emptyFiles = {"/run/empty"};
        daemon.waitFor = {"/run/ready"};
        daemon.name = "waits";
        daemon.argv = {"/bin/sh", "-c", "wc -c < /run/input; cat /run/empty; echo started; cat /run/ready"};
        daemon.writable = {"/run"};
        const auto waiting = node->startDaemon(daemon);
        QVERIFY(waiting);
        QVERIFY(node->startProgram("echo it was waited for > /run/new; mv /run/new /run/ready"));
        const Story story = followToEnd(*node, *waiting);
        QVERIFY2(story.text() == "300003\nstarted\nit was waited for\n", story.text().c_str());
    }

    void whatCannotBeRunIsSaid()
    {
        SKIP_WHERE_NOT_ALLOWED();
        auto node = NamespaceNode::create(simpleSpec("d3"));
        QVERIFY(node);
        Daemon daemon;
        daemon.argv = {"/nowhere/zebra"};
        const auto exec = node->startDaemon(daemon);
        QVERIFY(exec);
        const Story story = followToEnd(*node, *exec);
        QCOMPARE(story.text(), std::string("cannot run /nowhere/zebra: No such file or directory\n"));
        QVERIFY(story.exited && story.exited->status == 127);
    }

    void aNodeForwardsWhereAsked()
    {
        SKIP_WHERE_NOT_ALLOWED();
        NamespaceSpec spec = simpleSpec("d4");
        addFrrNeeds(spec);
        auto node = NamespaceNode::create(spec);
        QVERIFY(node);
        QCOMPARE(shell(*node, "cat /proc/sys/net/ipv4/ip_forward; grep ^frrvty: /etc/group; test -d /run/frr && echo there").text(),
                 std::string("1\nfrrvty:x:0:root\nthere\n"));
        QCOMPARE(shell(*node, "grep -c ^frrvty: /etc/group; grep -c ^root: /etc/group").text(), std::string("1\n1\n"));
    }
};

int main(int argc, char **argv)
{
    takeRights();
    TestRoutingDaemons test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_routing_daemons.moc"
