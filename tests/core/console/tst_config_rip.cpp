// RIP's lines: what FRR 8.4 prints is read and written back byte for byte; what each line does; what is refused.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_text.h"
#include "tests/support/compare.h"

#include <QtTest>

using namespace hopyard;
using console::parseConfig;
using console::writeConfig;

namespace {

/// As ripd 8.4.4 prints it, interfaces in the order of their names.
constexpr const char *kEverything = "interface eth0\n"
                                    " ip rip authentication string hello\n"
                                    " ip rip authentication mode text\n"
                                    " ip rip receive version none\n"
                                    " ip rip send version 1 2\n"
                                    " ip rip split-horizon poisoned-reverse\n"
                                    "exit\n"
                                    "!\n"
                                    "interface eth1\n"
                                    " ip rip authentication key-chain K\n"
                                    " ip rip authentication mode md5 auth-length rfc\n"
                                    " ip rip receive version 1 2\n"
                                    " ip rip send version 1\n"
                                    " ip rip v2-broadcast\n"
                                    " no ip rip split-horizon\n"
                                    "exit\n"
                                    "!\n"
                                    "router rip\n"
                                    " allow-ecmp\n"
                                    " default-information originate\n"
                                    " default-metric 5\n"
                                    " distance 130\n"
                                    " distance 100 10.0.0.0/8 ACL\n"
                                    " distance 101 9.0.0.0/8\n"
                                    " neighbor 10.0.1.9\n"
                                    " neighbor 10.0.1.2\n"
                                    " network 10.0.0.0/8\n"
                                    " network 9.0.0.0/8\n"
                                    " network eth1\n"
                                    " network eth0\n"
                                    " offset-list OL in 3\n"
                                    " offset-list OL2 out 4 eth1\n"
                                    " offset-list OL3 out 4\n"
                                    " passive-interface default\n"
                                    " no passive-interface eth2\n"
                                    " redistribute static metric 3 route-map RM\n"
                                    " redistribute connected\n"
                                    " redistribute ospf metric 0\n"
                                    " redistribute bgp route-map X\n"
                                    " route 99.0.0.0/8\n"
                                    " timers basic 5 15 10\n"
                                    " version 2\n"
                                    " distribute-list D in \n"
                                    " distribute-list D4 out \n"
                                    " distribute-list prefix P3 in \n"
                                    " distribute-list prefix P4 out \n"
                                    " distribute-list D2 in eth0\n"
                                    " distribute-list D22 out eth0\n"
                                    " distribute-list prefix P2 in eth0\n"
                                    " distribute-list prefix P out eth0\n"
                                    " route-map RM in eth0\n"
                                    " route-map RO out eth0\n"
                                    "exit\n"
                                    "!\n";

/// What remains of the lines in `router rip`, without the block's frame.
QString inRip(const QString &lines)
{
    const auto config = parseConfig(("router rip\n" + lines + "\nexit\n").toStdString());
    if (!config)
        return QString::fromStdString(config.error().front().message);
    QString text = QString::fromStdString(writeConfig(*config));
    text.remove("router rip\n").remove("exit\n!\n");
    return text.replace("\n ", ";").trimmed();
}

QString inInterface(const QString &lines)
{
    const auto config = parseConfig(("interface eth0\n" + lines + "\nexit\n").toStdString());
    if (!config)
        return QString::fromStdString(config.error().front().message);
    QString text = QString::fromStdString(writeConfig(*config));
    text.remove("interface eth0\n").remove("exit\n!\n");
    return text.replace("\n ", ";").trimmed();
}

} // namespace

class TestConfigRip : public QObject {
    Q_OBJECT
private slots:
    void everythingRoundTrips()
    {
        const auto config = parseConfig(kEverything);
        QVERIFY2(config.has_value(), config ? "" : config.error().front().message.c_str());
        QCOMPARE(QString::fromStdString(writeConfig(*config)), QString(kEverything));
        QVERIFY(*parseConfig(writeConfig(*config)) == *config);
    }

    /// The right side is what the real ripd printed after the same lines.
    void lines_data()
    {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<QString>("written");
        const auto row = [](const char *name, const char *lines, const char *written) {
            QTest::newRow(name) << lines << written;
        };
        row("the defaults", "default-metric 1\ntimers basic 30 180 120\nversion 1\nno version 2\nno allow-ecmp", "");
        row("distance is written though it is the default", "distance 120", "distance 120");
        row("no distance", "distance 130\nno distance", "");
        row("host bits are cleared", "network 10.1.1.1/8\nnetwork 10.0.0.0/8\nroute 1.2.3.4/8",
            "network 10.0.0.0/8;route 1.0.0.0/8");
        row("one distance for each network", "distance 3 10.1.1.1/8\ndistance 4 10.0.0.0/8 L\nno distance 4 11.0.0.0/8",
            "distance 4 10.0.0.0/8 L");
        row("whichever distance is named", "distance 7 12.0.0.0/8 U\nno distance 8 12.0.0.0/8", "");
        row("one offset list for each place", "offset-list A in 3\noffset-list B in 4\noffset-list C out 1",
            "offset-list B in 4;offset-list C out 1");
        row("no offset list", "offset-list A in 3\noffset-list B in 4\nno offset-list A in 3", "");
        row("redistribution said anew",
            "redistribute static metric 3\nredistribute static route-map M\nredistribute static",
            "redistribute static");
        row("redistribution keeps its place",
            "redistribute static\nredistribute connected\nredistribute static metric 2",
            "redistribute static metric 2;redistribute connected");
        row("no redistribution",
            "redistribute static metric 0 route-map M\nno redistribute static metric 7\nredistribute connected metric "
            "0",
            "redistribute connected metric 0");
        row("passive by default forgets the others",
            "passive-interface a\npassive-interface default\npassive-interface b\nno passive-interface c",
            "passive-interface default;no passive-interface c");
        row("passive by name", "passive-interface a\npassive-interface b\nno passive-interface a",
            "passive-interface b");
        row("no passive default", "passive-interface default\nno passive-interface c\nno passive-interface default",
            "");
        row("distribute lists", "distribute-list A in\ndistribute-list B in", "distribute-list B in");
        row("another one's distribute list", "distribute-list B in\nno distribute-list A in",
            "'no distribute-list A in': there is no such distribute-list to remove");
        row("another one's route map", "route-map Y in eth0\nno route-map X in eth0",
            "'no route-map X in eth0': there is no such route-map to remove");
        row("removing what is not there",
            "no network 10.0.0.0/8\nno neighbor 1.2.3.4\nno redistribute ospf\nno route 3.0.0.0/8", "");
        row("removing",
            "network 10.0.0.0/8\nnetwork eth0\nneighbor 10.0.0.1\nno network 10.0.0.0/8\nno network eth0\nno neighbor "
            "10.0.0.1",
            "");
    }
    void lines()
    {
        QFETCH(QString, lines);
        QTEST(inRip(lines), "written");
    }

    void interfaceLines_data()
    {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<QString>("written");
        const auto row = [](const char *name, const char *lines, const char *written) {
            QTest::newRow(name) << lines << written;
        };
        row("no split horizon", "ip rip split-horizon poisoned-reverse\nno ip rip split-horizon poisoned-reverse",
            "no ip rip split-horizon");
        row("split horizon", "no ip rip split-horizon\nip rip split-horizon", "");
        row("versions", "ip rip send version 2 1\nip rip receive version 2",
            "ip rip receive version 2;ip rip send version 1 2");
        row("no versions", "ip rip send version none\nno ip rip send version", "");
        row("the old length is the default", "ip rip authentication mode md5 auth-length old-ripd",
            "ip rip authentication mode md5");
        row("no mode", "ip rip authentication mode md5 auth-length rfc\nno ip rip authentication mode md5", "");
        row("password and key chain", "ip rip authentication string abc\nip rip authentication key-chain K",
            "'ip rip authentication key-chain K': there is a password already; remove it with \"no ip rip "
            "authentication string\" first");
        row("key chain and password", "ip rip authentication key-chain K\nip rip authentication string abc",
            "'ip rip authentication string abc': there is a key chain already; remove it with \"no ip rip "
            "authentication key-chain\" first");
        row("a long password", "ip rip authentication string abcdefghijklmnopqrs",
            "'ip rip authentication string abcdefghijklmnopqrs': a RIP password has at most 15 bytes");
    }
    void interfaceLines()
    {
        QFETCH(QString, lines);
        QTEST(inInterface(lines), "written");
    }

    void noRouterRip()
    {
        const auto config = parseConfig("router rip\n network eth0\nexit\nno router rip\n");
        QVERIFY(config && !config->rip);
        QCOMPARE(writeConfig(*config), std::string());
    }

    void sourcesThatAreNotHere()
    {
        for (const char *line : {"router rip\n redistribute isis\n", "router rip\n redistribute rip\n",
                                 "router rip\n redistribute static metric 17\n"})
            QVERIFY(!parseConfig(line));
    }
};

QTEST_APPLESS_MAIN(TestConfigRip)
#include "tst_config_rip.moc"
