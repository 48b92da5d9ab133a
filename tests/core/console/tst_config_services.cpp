// The lines of packet filters, NAT and DHCP: what is read is written back; what each line does; what is refused.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_text.h"
#include "tests/support/compare.h"

#include <QtTest>

using namespace hopyard;
using console::parseConfig;
using console::writeConfig;

namespace {

/// As it is written back.
constexpr const char *kEverything = "interface eth0\n"
                                    " ip address 10.0.1.1/24\n"
                                    " ip helper-address 10.0.9.1\n"
                                    " ip helper-address 10.0.9.2\n"
                                    " ip access-group WEB in\n"
                                    " ip access-group 7 out\n"
                                    " ip nat inside\n"
                                    "exit\n"
                                    "!\n"
                                    "interface eth1\n"
                                    " ip address dhcp\n"
                                    " ip nat outside\n"
                                    "exit\n"
                                    "!\n"
                                    "ip access-list extended 7\n"
                                    " 10 permit ip 10.0.1.0 0.0.0.255 any\n"
                                    "exit\n"
                                    "!\n"
                                    "ip access-list extended WEB\n"
                                    " 5 deny tcp host 10.0.1.9 gt 1023 any neq 80\n"
                                    " 10 permit tcp any any eq 80 established\n"
                                    " 20 permit udp any range 1000 2000 10.0.0.0 0.255.255.255 lt 53\n"
                                    " 30 permit icmp any any echo\n"
                                    " 40 permit icmp any any 13\n"
                                    " 50 deny ospf any any\n"
                                    " 60 permit 50 any any\n"
                                    "exit\n"
                                    "!\n"
                                    "ip nat inside source list 7 interface eth1 overload\n"
                                    "ip nat inside source static tcp 10.0.1.9 80 interface eth1 8080\n"
                                    "!\n"
                                    "ip dhcp excluded-address 10.0.1.1\n"
                                    "ip dhcp excluded-address 10.0.1.200 10.0.1.255\n"
                                    "!\n"
                                    "ip dhcp pool LAN\n"
                                    " network 10.0.1.0/24\n"
                                    " default-router 10.0.1.1 10.0.1.2\n"
                                    " dns-server 10.0.9.9\n"
                                    " domain-name lab\n"
                                    " lease 0 1 30\n"
                                    " address 10.0.1.50 hardware-address 02:00:00:00:00:07\n"
                                    "exit\n"
                                    "!\n"
                                    "ip dhcp pool REST\n"
                                    " lease infinite\n"
                                    "exit\n"
                                    "!\n";

/// What remains of the lines of a block, with ';' between them, or the problem.
QString inBlock(const QString &opening, const QString &lines)
{
    const auto config = parseConfig((opening + "\n" + lines + "\nexit\n").toStdString());
    if (!config)
        return QString::fromStdString(config.error().front().message);
    QString text = QString::fromStdString(writeConfig(*config));
    text.remove(opening + "\n").remove("exit\n!\n");
    return text.replace("\n ", ";").trimmed();
}

} // namespace

class TestConfigServices : public QObject {
    Q_OBJECT
private slots:
    void whatIsReadIsWrittenBack()
    {
        const auto config = parseConfig(kEverything);
        QVERIFY2(config.has_value(), config ? "" : config.error().front().message.c_str());
        QCOMPARE(QString::fromStdString(writeConfig(*config)), QString(kEverything));
    }

    void rules_data()
    {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<QString>("result");
        const auto row = [](const char *name, const char *lines, const char *result) { QTest::newRow(name) << QString(lines) << QString(result); };
        row("numbers are given", "permit ip any any\npermit tcp any any", "10 permit ip any any;20 permit tcp any any");
        row("in order", "30 permit ip any any\n20 deny tcp any any\ndeny udp any any", "20 deny tcp any any;30 permit ip any any;40 deny udp any any");
        row("in place of", "10 permit ip any any\n10 deny ip any any", "10 deny ip any any");
        row("twice", "permit ip any any\npermit ip any any", "10 permit ip any any");
        row("prefixes", "permit ip 10.0.0.0/8 10.0.1.7/32", "10 permit ip 10.0.0.0 0.255.255.255 host 10.0.1.7");
        row("bits that do not count", "permit ip 10.0.1.7 0.0.0.255 1.2.3.4 255.255.255.255", "10 permit ip 10.0.1.0 0.0.0.255 any");
        row("names of ports", "permit tcp any any eq www\npermit udp any eq domain any", "10 permit tcp any any eq 80;20 permit udp any eq 53 any");
        row("a range that is all", "permit tcp any any range 0 65535", "10 permit tcp any any");
        row("a range to the end", "permit tcp any any range 1024 65535", "10 permit tcp any any gt 1023");
        row("a number with a name", "permit 6 any any", "10 permit tcp any any");
        row("taken away by number", "permit ip any any\npermit tcp any any\nno 10", "20 permit tcp any any");
        row("taken away by words", "permit ip any any\npermit tcp any any\nno permit tcp any any", "10 permit ip any any");
        row("not there", "no 10", "'no 10': there is no such rule");
        row("no port", "permit tcp any any eq 99999", "'permit tcp any any eq 99999': '99999' is no port: write a number up to 65535, or a name such as www or domain");
        row("ports the wrong way", "permit tcp any any range 5 4", "'permit tcp any any range 5 4': a range of ports begins with the smaller one");
        row("nothing is less", "permit tcp any any lt 0", "'permit tcp any any lt 0': no port is less than 0");
        row("udp knows no connections", "permit udp any any established", "'permit udp any any established': 'established' is about connections: only tcp has them");
        row("standard words", "permit 10.0.1.0 0.0.0.255", "'permit 10.0.1.0 0.0.0.255': an extended list wants a protocol and a destination: permit ip SOURCE DESTINATION");
    }
    void rules()
    {
        QFETCH(QString, lines);
        QTEST(inBlock("ip access-list extended L", lines), "result");
    }

    void standardLists()
    {
        const auto config = parseConfig("ip access-list standard S\n permit 10.0.1.7\n deny 10.0.1.0 0.0.0.255\n permit any\n");
        QVERIFY(config.has_value());
        QCOMPARE(QString::fromStdString(writeConfig(*config)),
                 QString("ip access-list extended S\n 10 permit ip host 10.0.1.7 any\n 20 deny ip 10.0.1.0 0.0.0.255 any\n 30 permit ip any any\nexit\n!\n"));
        QVERIFY(!parseConfig("ip access-list standard S\n permit tcp any any\n"));
    }

    void pools_data()
    {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<QString>("result");
        const auto row = [](const char *name, const char *lines, const char *result) { QTest::newRow(name) << QString(lines) << QString(result); };
        row("a mask", "network 10.0.1.0 255.255.255.0", "network 10.0.1.0/24");
        row("a mask with holes", "network 10.0.1.0 255.0.255.0",
            "'network 10.0.1.0 255.0.255.0': '255.0.255.0' is no netmask: its one bits are not in a row");
        row("a day is usual", "lease 1", "");
        row("days", "lease 2", "lease 2");
        row("hours", "lease 2 3", "lease 2 3");
        row("nothing", "lease 0", "'lease 0': a lease lasts a minute at least: lease DAYS HOURS MINUTES");
        row("back", "network 10.0.1.0/24\ndns-server 1.1.1.1\nlease 3\nno lease\nno dns-server\nno network", "");
        row("once", "dns-server 1.1.1.1 1.1.1.1", "dns-server 1.1.1.1");
        row("a group", "address 10.0.1.7 hardware-address 01:00:5e:00:00:01",
            "'address 10.0.1.7 hardware-address 01:00:5e:00:00:01': '01:00:5e:00:00:01' is no hardware address: write 02:00:00:00:00:01");
    }
    void pools()
    {
        QFETCH(QString, lines);
        QTEST(inBlock("ip dhcp pool P", lines), "result");
    }

    void takenBack()
    {
        const std::string back = "no ip access-list extended WEB\nno ip access-list extended 7\n"
                                 "no ip nat inside source list 7 interface eth1 overload\n"
                                 "no ip nat inside source static tcp 10.0.1.9 80 interface eth1 8080\n"
                                 "no ip dhcp excluded-address 10.0.1.1\nno ip dhcp excluded-address 10.0.1.200 10.0.1.255\n"
                                 "no ip dhcp pool LAN\nno ip dhcp pool REST\n"
                                 "interface eth0\n no ip access-group WEB in\n no ip access-group out\n no ip nat inside\n"
                                 " no ip helper-address 10.0.9.1\n no ip helper-address 10.0.9.2\n no ip address 10.0.1.1/24\n"
                                 "no interface eth1\n";
        const auto config = parseConfig(kEverything + back);
        QVERIFY2(config.has_value(), config ? "" : config.error().front().message.c_str());
        QCOMPARE(QString::fromStdString(writeConfig(*config)), QString("interface eth0\nexit\n!\n"));
        QVERIFY(*config == *parseConfig("interface eth0\n"));
    }

    void oneRowForAPort()
    {
        const auto config = parseConfig("ip nat inside source static tcp 10.0.1.9 80 interface eth1 8080\n"
                                        "ip nat inside source static tcp 10.0.1.8 80 interface eth1 8080\n");
        QVERIFY(!config);
        QCOMPARE(config.error().front().line, 2);
    }
};

QTEST_APPLESS_MAIN(TestConfigServices)
#include "tst_config_services.moc"
