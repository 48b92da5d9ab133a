// Addresses and prefixes: text forms accepted and refused, canonical text (RFC 5952), prefix arithmetic.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/address.h"
#include "core/base/random.h"

#include <QtTest/QTest>

using namespace hopyard::base;

class TestAddress : public QObject {
    Q_OBJECT
private slots:
    void ipText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("printed"); // empty: refused
        const auto row = [](const char *text, const char *printed) { QTest::newRow(text) << text << printed; };
        row("10.0.1.10", "10.0.1.10");
        row("255.255.255.255", "255.255.255.255");
        row("0.0.0.0", "0.0.0.0");
        row("10.0.1", "");
        row("10.0.1.2.3", "");
        row("10.0.1.256", "");
        row("10.0.01.2", ""); // octal to some
        row("10.0.1.", "");
        row("10..1.2", "");
        row("-1.0.0.1", "");
        row(" 10.0.0.1", "");
        row("", "");
        row("::", "::");
        row("::1", "::1");
        row("1::", "1::");
        row("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"); // the first of two equal runs
        row("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"); // a run of one is written out
        row("2001:0db8:0000:0000:0000:ff00:0042:8329", "2001:db8::ff00:42:8329");
        row("::ffff:192.0.2.1", "::ffff:c000:201");
        row("1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:c000:201");
        row("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8");
        row("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0");
        row("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8");
        row("1:2:3:4:5:6:7:8::", "");
        row("1:2:3:4:5:6:7", "");
        row("1:2:3:4:5:6:7:8:9", "");
        row("1::2::3", "");
        row(":::", "");
        row(":1", "");
        row("1:", "");
        row("::1:", "");
        row("12345::", "");
        row("::g", "");
        row("1:2:3:4:5:6:7:192.0.2.1", "");
        row("192.0.2.1::", "");
        row("::192.0.2.1:1", "");
        row("fe80::1%eth0", "");
    }
    void ipText()
    {
        QFETCH(QString, text);
        QFETCH(QString, printed);
        const auto address = IpAddress::parse(text.toStdString());
        QCOMPARE(address.has_value(), !printed.isEmpty());
        if (address)
            QCOMPARE(QString::fromStdString(toString(*address)), printed);
    }

    void everyAddressIsReadBack()
    {
        Random random(3);
        for (int i = 0; i < 20'000; ++i) {
            std::array<std::uint8_t, 16> bytes{};
            for (auto &b : bytes) // many zeros, so that runs of every length and place come up
                b = random.chance(0.7) ? 0 : static_cast<std::uint8_t>(random.next());
            const IpAddress v6{Ipv6Address(bytes)};
            QVERIFY(IpAddress::parse(toString(v6)) == v6);
            const IpAddress v4{Ipv4Address(static_cast<std::uint32_t>(random.next()))};
            QVERIFY(IpAddress::parse(toString(v4)) == v4);
        }
    }

    void macText()
    {
        const auto mac = MacAddress::parse("02:48:0A:0b:00:ff");
        QVERIFY(mac);
        QCOMPARE(toString(*mac), std::string("02:48:0a:0b:00:ff"));
        QVERIFY(MacAddress::parse("02-48-0a-0b-00-ff") == mac);
        for (const char *bad : {"", "02:48:0a:0b:00", "02:48:0a:0b:00:fg", "02:48:0a:0b:00:ff:", "02:48-0a:0b:00:ff",
                                "2:48:0a:0b:00:fff", "0248.0a0b.00ff000"})
            QVERIFY2(!MacAddress::parse(bad), bad);
        QVERIFY(MacAddress::broadcast().isMulticast());
        QVERIFY(!MacAddress::local(0xffffffff).isMulticast());
        QCOMPARE(toString(MacAddress::local(0x01020304)), std::string("02:48:01:02:03:04"));
    }

    void prefixes()
    {
        QCOMPARE(toString(*IpPrefix::parse("10.0.0.0/8")), std::string("10.0.0.0/8"));
        QVERIFY(!IpPrefix::parse("10.0.0.1/8"));
        QCOMPARE(toString(*IpPrefix::parse("10.0.0.1/8", true)), std::string("10.0.0.0/8"));
        QCOMPARE(toString(*IpPrefix::parse("2001:db8:ffff::/33", true)), std::string("2001:db8:8000::/33"));
        QVERIFY(!IpPrefix::parse("10.0.0.0/33"));
        QVERIFY(!IpPrefix::parse("10.0.0.0/"));
        QVERIFY(!IpPrefix::parse("10.0.0.0/-1"));
        QVERIFY(!IpPrefix::parse("10.0.0.0"));
        QVERIFY(!IpPrefix::parse("::/129"));
        QVERIFY(IpPrefix::parse("::/128"));
    }

    void containment()
    {
        const auto prefix = [](const char *text) { return *IpPrefix::parse(text); };
        const auto address = [](const char *text) { return *IpAddress::parse(text); };
        QVERIFY(prefix("10.0.0.0/8").contains(address("10.255.255.255")));
        QVERIFY(!prefix("10.0.0.0/8").contains(address("11.0.0.0")));
        QVERIFY(prefix("10.0.0.128/25").contains(address("10.0.0.129")));
        QVERIFY(!prefix("10.0.0.128/25").contains(address("10.0.0.127")));
        QVERIFY(prefix("0.0.0.0/0").contains(address("255.1.2.3")));
        QVERIFY(!prefix("0.0.0.0/0").contains(address("::1")));
        QVERIFY(!prefix("::/0").contains(address("10.0.0.1")));
        QVERIFY(prefix("2001:db8::/33").contains(address("2001:db8:7fff::1")));
        QVERIFY(!prefix("2001:db8::/33").contains(address("2001:db8:8000::1")));
        QVERIFY(prefix("10.0.0.0/8").contains(prefix("10.1.0.0/16")));
        QVERIFY(!prefix("10.1.0.0/16").contains(prefix("10.0.0.0/8")));
        QVERIFY(!IpPrefix().contains(address("10.0.0.1")));
    }

    void interfaceAddresses()
    {
        const auto a = *InterfaceAddress::parse("10.0.1.10/24");
        QCOMPARE(toString(a), std::string("10.0.1.10/24"));
        QCOMPARE(toString(a.network()), std::string("10.0.1.0/24"));
        QCOMPARE(toString(*a.broadcast()), std::string("10.0.1.255"));
        QVERIFY(!InterfaceAddress::parse("10.0.1.10/31")->broadcast());
        QVERIFY(!InterfaceAddress::parse("10.0.1.10/32")->broadcast());
        QVERIFY(!InterfaceAddress::parse("2001:db8::1/64")->broadcast());
        QVERIFY(!InterfaceAddress::parse("10.0.1.10"));
        QCOMPARE(netmask4(0), 0u);
        QCOMPARE(netmask4(24), 0xffffff00u);
        QCOMPARE(netmask4(32), 0xffffffffu);
    }

    void kinds()
    {
        QVERIFY(IpAddress::parse("127.9.9.9")->isLoopback());
        QVERIFY(IpAddress::parse("::1")->isLoopback());
        QVERIFY(!IpAddress::parse("::2")->isLoopback());
        QVERIFY(IpAddress::parse("224.0.0.5")->isMulticast());
        QVERIFY(IpAddress::parse("239.255.255.255")->isMulticast());
        QVERIFY(!IpAddress::parse("240.0.0.1")->isMulticast());
        QVERIFY(IpAddress::parse("ff02::1")->isMulticast());
        QVERIFY(IpAddress::parse("::")->isUnspecified());
        QVERIFY(!IpAddress().isValid());
    }
};

QTEST_APPLESS_MAIN(TestAddress)
#include "tst_address.moc"
