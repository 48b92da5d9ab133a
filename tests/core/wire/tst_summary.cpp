// What the packet list says about a frame.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/summary.h"
#include "tests/support/compare.h"
#include "tests/support/hex.h"

#include <QtTest>

using namespace hopyard;
using test::hex;
using wire::ProtocolClass;

#define ETHER "02 48 00 00 00 02 02 48 00 00 00 01 "
#define ARP_END " 02 48 00 00 00 01 0a 00 00 02 00 00 00 00 00 00 0a 00 00 01"
#define IP_ICMP(LENGTH) ETHER "08 00 45 00 00 " LENGTH " 1c 46 40 00 40 01 00 00 0a 00 01 0a 0a 00 02 0a "
#define IP_UDP(LENGTH) ETHER "08 00 45 00 00 " LENGTH " 1c 46 40 00 40 11 00 00 0a 00 01 0a 0a 00 02 0a "
#define IP_TCP(LENGTH) ETHER "08 00 45 00 00 " LENGTH " 1c 46 40 00 40 06 00 00 0a 00 01 0a 0a 00 02 0a "
#define QUOTE "45 00 00 20 1c 46 40 00 40 11 07 74 0a 00 01 0a 0a 00 02 0a 9c 40 82 9a 00 0c 05 21"
#define IP6 " 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 02 "

class TestSummary : public QObject {
    Q_OBJECT
private slots:
    void line_data()
    {
        QTest::addColumn<QString>("frame");
        QTest::addColumn<QString>("protocol");
        QTest::addColumn<QString>("info");
        const auto row = [](const char *name, const char *frame, const char *protocol, const char *info) {
            QTest::newRow(name) << frame << protocol << info;
        };
        row("arp request", ETHER "08 06 00 01 08 00 06 04 00 01" ARP_END, "arp", "ARP who has 10.0.0.1? tell 10.0.0.2");
        row("arp reply", ETHER "08 06 00 01 08 00 06 04 00 02" ARP_END, "arp", "ARP 10.0.0.2 is at 02:48:00:00:00:01");
        row("arp announcement",
            ETHER "08 06 00 01 08 00 06 04 00 01 02 48 00 00 00 01 0a 00 00 02 00 00 00 00 00 00 0a 00 00 02", "arp",
            "ARP announcement for 10.0.0.2");
        row("arp cut", ETHER "08 06 00 01 08 00 06 04 00 01", "arp", "ARP malformed: truncated");
        row("echo", IP_ICMP("1c") "08 00 00 00 00 07 00 01", "icmp", "ICMP echo request id 7 seq 1");
        row("port unreachable", IP_ICMP("38") "03 03 00 00 00 00 00 00 " QUOTE, "icmp",
            "ICMP port unreachable (to 10.0.2.10 udp port 33434)");
        row("too big", IP_ICMP("38") "03 04 00 00 00 00 05 00 " QUOTE, "icmp",
            "ICMP fragmentation needed, MTU 1280 (to 10.0.2.10 udp port 33434)");
        row("time exceeded", IP_ICMP("38") "0b 00 00 00 00 00 00 00 " QUOTE, "icmp",
            "ICMP time to live exceeded (to 10.0.2.10 udp port 33434)");
        row("udp", IP_UDP("1f") "9c 40 13 89 00 0b 00 00 61 62 63", "udp", "UDP 40000 → 5001 len 3");
        row("udp cut", IP_UDP("18") "9c 40 13 89", "udp", "UDP malformed: truncated");
        row("tcp", IP_TCP("2b") "9c 40 00 50 00 00 00 05 00 00 00 01 50 18 01 f6 00 00 00 00 47 45 54", "tcp",
            "TCP 40000 → 80 [PSH, ACK] seq 5 ack 1 win 502 len 3");
        row("tcp syn", IP_TCP("28") "9c 40 00 50 00 00 00 05 00 00 00 00 50 02 01 f6 00 00 00 00", "tcp",
            "TCP 40000 → 80 [SYN] seq 5 win 502 len 0");
        row("ospf", ETHER "08 00 45 00 00 2c 1c 46 00 00 01 59 00 00 0a 00 01 01 e0 00 00 05"
                          "02 01 00 2c 01 01 01 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00",
            "ospf", "OSPF hello from router 1.1.1.1");
        row("later fragment", ETHER "08 00 45 00 00 16 be ef 20 b9 40 11 00 00 0a 00 01 0a 0a 00 02 0a 61 62", "udp",
            "IPv4 fragment at 1480 of id 48879, protocol 17, len 2");
        row("another protocol", ETHER "08 00 45 00 00 16 be ef 00 00 40 2f 00 00 0a 00 01 0a 0a 00 02 0a 61 62", "ipv4",
            "IP protocol 47 len 2");
        row("bad version", ETHER "08 00 35 00 00 14 be ef 00 00 40 2f 00 00 0a 00 01 0a 0a 00 02 0a", "ipv4",
            "IPv4 malformed: bad version");
        row("tagged", ETHER "81 00 00 64 08 06 00 01 08 00 06 04 00 01" ARP_END, "arp",
            "VLAN 100 ARP who has 10.0.0.1? tell 10.0.0.2");
        row("ipv6 udp", ETHER "86 dd 60 00 00 00 00 09 11 40" IP6 "9c 40 13 89 00 09 00 00 61", "udp",
            "UDP 40000 → 5001 len 1");
        row("listener report", ETHER "86 dd 60 00 00 00 00 0c 00 01" IP6 "3a 00 05 02 00 00 01 00 8f 00 00 00", "icmp",
            "ICMPv6 multicast listener report");
        row("lldp", ETHER "88 cc 02", "other", "LLDP");
        row("unknown type", ETHER "12 34 02", "other", "EtherType 0x1234 len 1");
        row("802.3", ETHER "00 26 42 42 03", "other", "802.3 frame len 3");
        row("stump", "02 48 00", "other", "Ethernet malformed: truncated");
    }
    void line()
    {
        QFETCH(QString, frame);
        QFETCH(QString, protocol);
        QFETCH(QString, info);
        const wire::Summary summary = wire::summarise(hex(frame.toStdString()));
        QCOMPARE(QString::fromStdString(summary.info), info);
        QCOMPARE(std::string(wire::toString(summary.protocol)), protocol.toStdString());
        QCOMPARE(summary.isMalformed, info.contains("malformed"));
    }

    void addressesAreThoseOfTheHighestLayer()
    {
        const auto ip = wire::summarise(hex(IP_ICMP("1c") "08 00 00 00 00 07 00 01"));
        QCOMPARE(ip.source, std::string("10.0.1.10"));
        QCOMPARE(ip.destination, std::string("10.0.2.10"));
        QCOMPARE(wire::summarise(hex(ETHER "88 cc 02")).source, std::string("02:48:00:00:00:01"));
    }
};

QTEST_APPLESS_MAIN(TestSummary)
#include "tst_summary.moc"
