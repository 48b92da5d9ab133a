// Ethernet, 802.1Q and ARP on literal bytes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/arp.h"
#include "core/wire/vlan.h"
#include "tests/support/compare.h"
#include "tests/support/hex.h"

#include <QtTest>

using namespace hopyard;
using test::hex;
using test::toHex;

class TestLinkLayer : public QObject {
    Q_OBJECT
private slots:
    void ethernet()
    {
        const auto frame = hex("02 48 00 00 00 02  02 48 00 00 00 01  08 00  45 00");
        const auto view = wire::EthernetView::parse(frame);
        QVERIFY(view.has_value());
        QCOMPARE(base::toString(view->destination()), std::string("02:48:00:00:00:02"));
        QCOMPARE(base::toString(view->source()), std::string("02:48:00:00:00:01"));
        QCOMPARE(view->etherType(), wire::EtherType::ipv4);
        QVERIFY(!view->isLength());
        QCOMPARE(toHex(view->payload()), std::string("45 00"));
        std::vector<std::uint8_t> out(14);
        wire::EthernetRepr::parse(*view).emit(out);
        QCOMPARE(toHex(out), toHex(base::Bytes(frame).first(14)));
    }

    void ethernetLengthFrame()
    {
        const auto frame = hex("01 80 c2 00 00 00  02 48 00 00 00 01  00 26  42 42 03");
        QVERIFY(wire::EthernetView::parse(frame)->isLength());
    }

    void ethernetTooShort()
    {
        const auto frame = hex("02 48 00 00 00 02  02 48 00 00 00 01  08");
        QCOMPARE(wire::EthernetView::parse(frame).error(), wire::ParseError::truncated);
    }

    void vlan()
    {
        const auto tag = hex("b0 64 08 06 aa");
        const auto view = wire::VlanView::parse(tag);
        QVERIFY(view.has_value());
        const wire::VlanRepr expected{5, true, 100, wire::EtherType::arp};
        QVERIFY(wire::VlanRepr::parse(*view) == expected);
        QCOMPARE(toHex(view->payload()), std::string("aa"));
        std::vector<std::uint8_t> out(4);
        expected.emit(out);
        QCOMPARE(toHex(out), std::string("b0 64 08 06"));
        QCOMPARE(wire::VlanView::parse(base::Bytes(tag).first(3)).error(), wire::ParseError::truncated);
    }

    void arp()
    {
        const auto bytes = hex("00 01 08 00 06 04 00 01  02 48 00 00 00 01  0a 00 00 02  00 00 00 00 00 00  0a 00 00 01"
                               "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00");
        const auto view = wire::ArpView::parse(bytes);
        QVERIFY(view.has_value());
        const wire::ArpRepr expected{wire::ArpOperation::request, *base::MacAddress::parse("02:48:00:00:00:01"),
                                     base::Ipv4Address(10, 0, 0, 2), base::MacAddress(),
                                     base::Ipv4Address(10, 0, 0, 1)};
        QVERIFY(wire::ArpRepr::parse(*view) == expected);
        std::vector<std::uint8_t> out(28);
        expected.emit(out);
        QCOMPARE(toHex(out), toHex(base::Bytes(bytes).first(28)));
    }

    void arpRefused_data()
    {
        QTest::addColumn<QString>("bytes");
        QTest::addColumn<int>("error");
        const QString rest = " 02 48 00 00 00 01 0a 00 00 02 00 00 00 00 00 00 0a 00 00 01";
        QTest::newRow("empty") << QString() << int(wire::ParseError::truncated);
        QTest::newRow("one byte short") << ("00 01 08 00 06 04 00 01" + rest.chopped(3))
                                        << int(wire::ParseError::truncated);
        QTest::newRow("token ring") << ("00 06 08 00 06 04 00 01" + rest) << int(wire::ParseError::unsupported);
        QTest::newRow("not IPv4") << ("00 01 86 dd 06 04 00 01" + rest) << int(wire::ParseError::unsupported);
        QTest::newRow("address length") << ("00 01 08 00 08 04 00 01" + rest) << int(wire::ParseError::badLength);
    }
    void arpRefused()
    {
        QFETCH(QString, bytes);
        QFETCH(int, error);
        const auto view = wire::ArpView::parse(hex(bytes.toStdString()));
        QVERIFY(!view.has_value());
        QCOMPARE(int(view.error()), error);
    }
};

QTEST_APPLESS_MAIN(TestLinkLayer)
#include "tst_link_layer.moc"
