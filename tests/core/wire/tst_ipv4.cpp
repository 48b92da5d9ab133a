// The IPv4 header and its options on literal bytes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/ipv4.h"
#include "tests/support/compare.h"
#include "tests/support/hex.h"

#include <QtTest>

using namespace hopyard;
using test::hex;
using test::toHex;
using wire::Ipv4Repr;
using wire::Ipv4View;

namespace {

const base::Ipv4Address kA(10, 0, 1, 10);
const base::Ipv4Address kB(10, 0, 2, 10);

Ipv4Repr plain()
{
    Ipv4Repr repr;
    repr.identification = 0x1c46;
    repr.dontFragment = true;
    repr.source = kA;
    repr.destination = kB;
    return repr;
}

Ipv4Repr fragment()
{
    Ipv4Repr repr = plain();
    repr.tos = 0xb8;
    repr.identification = 0xbeef;
    repr.dontFragment = false;
    repr.moreFragments = true;
    repr.fragmentOffset = 1480;
    repr.ttl = 3;
    repr.payloadLength = 8;
    return repr;
}

Ipv4Repr routerAlert()
{
    Ipv4Repr repr = plain();
    repr.ttl = 1;
    repr.protocol = wire::IpProtocol::igmp;
    repr.destination = base::Ipv4Address(224, 0, 0, 22);
    repr.options.appendRouterAlert();
    return repr;
}

Ipv4Repr recordRoute()
{
    Ipv4Repr repr = plain();
    repr.protocol = wire::IpProtocol::icmp;
    repr.options.append(wire::Ipv4OptionType::recordRoute, hex("04 00 00 00 00"));
    return repr;
}

struct Case {
    const char *name;
    Ipv4Repr repr;
    const char *bytes;
};
const Case kCases[] = {
    {"plain", plain(), "45 00 00 14 1c 46 40 00 40 11 07 80 0a 00 01 0a 0a 00 02 0a"},
    {"fragment", fragment(), "45 b8 00 1c be ef 20 b9 03 11 c0 5d 0a 00 01 0a 0a 00 02 0a 61 62 63 64 65 66 67 68"},
    {"router alert", routerAlert(), "46 00 00 18 1c 46 40 00 01 02 dd 79 0a 00 01 0a e0 00 00 16 94 04 00 00"},
    {"record route", recordRoute(),
     "47 00 00 1c 1c 46 40 00 40 01 fd 7c 0a 00 01 0a 0a 00 02 0a 01 07 07 04 00 00 00 00"},
};

} // namespace

class TestIpv4 : public QObject {
    Q_OBJECT
private slots:
    void parses()
    {
        for (const Case &c : kCases) {
            const auto bytes = hex(c.bytes);
            const auto view = Ipv4View::parse(bytes);
            QVERIFY2(view.has_value(), c.name);
            QVERIFY2(view->checksumOk(), c.name);
            const auto repr = Ipv4Repr::parse(*view);
            QVERIFY2(repr.has_value(), c.name);
            QVERIFY2(*repr == c.repr, c.name);
        }
    }

    void emits()
    {
        for (const Case &c : kCases) {
            std::vector<std::uint8_t> out(c.repr.headerLength());
            c.repr.emit(out);
            const auto view = Ipv4View::parseQuoted(out);
            QVERIFY2(view && view->checksumOk(), c.name);
            QVERIFY2(*Ipv4Repr::parse(*view) == c.repr, c.name);
            if (c.repr.options.isEmpty() || c.repr.options.find(wire::Ipv4OptionType::routerAlert)) // padded our way
                QCOMPARE(toHex(out), toHex(base::Bytes(hex(c.bytes)).first(out.size())));
        }
    }

    void accessors()
    {
        const auto bytes = hex(kCases[1].bytes);
        const auto view = *Ipv4View::parse(bytes);
        QCOMPARE(view.dscp(), std::uint8_t(46));
        QCOMPARE(view.ecn(), std::uint8_t(0));
        QVERIFY(view.isFragment() && view.moreFragments() && !view.dontFragment());
        QCOMPARE(view.fragmentOffset(), std::size_t(1480));
        QCOMPARE(toHex(view.payload()), std::string("61 62 63 64 65 66 67 68"));
        QVERIFY(!Ipv4View::parse(hex(kCases[0].bytes))->isFragment()); // "don't fragment" is none
    }

    void paddingIsCutOff()
    {
        auto bytes = hex(kCases[1].bytes);
        bytes.resize(60, 0xee);
        const auto view = Ipv4View::parse(bytes);
        QCOMPARE(view->payload().size(), std::size_t(8));
        QCOMPARE(view->datagram().size(), std::size_t(28));
    }

    void refused_data()
    {
        QTest::addColumn<QString>("bytes");
        QTest::addColumn<int>("error");
        const QString tail = " 1c 46 40 00 40 11 07 80 0a 00 01 0a 0a 00 02 0a";
        QTest::newRow("empty") << QString() << int(wire::ParseError::truncated);
        QTest::newRow("19 bytes") << ("45 00 00 14" + tail.chopped(3)) << int(wire::ParseError::truncated);
        QTest::newRow("version 6") << ("65 00 00 14" + tail) << int(wire::ParseError::badVersion);
        QTest::newRow("header of 16") << ("44 00 00 14" + tail) << int(wire::ParseError::badLength);
        QTest::newRow("total below header") << ("45 00 00 13" + tail) << int(wire::ParseError::badLength);
        QTest::newRow("total beyond the end") << ("45 00 00 15" + tail) << int(wire::ParseError::truncated);
        QTest::newRow("header beyond the end") << ("46 00 00 18" + tail) << int(wire::ParseError::truncated);
    }
    void refused()
    {
        QFETCH(QString, bytes);
        QFETCH(int, error);
        const auto view = Ipv4View::parse(hex(bytes.toStdString()));
        QVERIFY(!view.has_value());
        QCOMPARE(int(view.error()), error);
    }

    void quotedMayBeCutShort()
    {
        const auto bytes = hex("45 00 05 dc 1c 46 40 00 40 11 01 b8 0a 00 01 0a 0a 00 02 0a 9c 40 13 89");
        QVERIFY(!Ipv4View::parse(bytes).has_value());
        const auto view = Ipv4View::parseQuoted(bytes);
        QVERIFY(view.has_value());
        QCOMPARE(view->totalLength(), std::uint16_t(1500));
        QCOMPARE(view->payload().size(), std::size_t(4));
    }

    void malformedOptions_data()
    {
        QTest::addColumn<QString>("options");
        QTest::newRow("length 0") << "94 00 00 00";
        QTest::newRow("length 1") << "94 01 00 00";
        QTest::newRow("beyond the header") << "07 07 04 00";
        QTest::newRow("no room for a length") << "01 01 01 07";
    }
    void malformedOptions()
    {
        QFETCH(QString, options);
        QCOMPARE(wire::Ipv4Options::parse(hex(options.toStdString())).error(), wire::ParseError::badOption);
    }

    void optionsOneByOne()
    {
        const auto bytes = hex("01 94 04 00 00 44 08 05 00 00 00 00 00 07 03 04 00 ff ff ff");
        wire::Ipv4OptionReader reader{base::Bytes(bytes)};
        const auto alert = reader.next();
        QCOMPARE(alert->type, wire::Ipv4OptionType::routerAlert);
        QCOMPARE(alert->routerAlert(), std::optional<std::uint16_t>(0));
        QVERIFY(alert->isCopied());
        const auto timestamp = reader.next();
        QCOMPARE(timestamp->type, wire::Ipv4OptionType::timestamp);
        QCOMPARE(toHex(timestamp->data), std::string("05 00 00 00 00 00"));
        QCOMPARE(reader.next()->type, wire::Ipv4OptionType::recordRoute);
        QVERIFY(!reader.next().has_value()); // what stands behind the end is not read
        QVERIFY(reader.ok());
    }

    void fragmentsCarryTheCopiedOptions()
    {
        wire::Ipv4Options options;
        QVERIFY(options.append(wire::Ipv4OptionType::recordRoute, hex("04 00 00 00 00")));
        QVERIFY(options.appendRouterAlert(5));
        QCOMPARE(toHex(options.copiedOnFragmentation().bytes()), std::string("94 04 00 05"));
        QCOMPARE(options.paddedLength(), std::size_t(12));
    }

    void optionsEndAtFortyBytes()
    {
        wire::Ipv4Options options;
        const std::vector<std::uint8_t> data(37);
        QVERIFY(options.append(wire::Ipv4OptionType::timestamp, data));
        QVERIFY(!options.append(wire::Ipv4OptionType::timestamp, {}));
        QCOMPARE(options.bytes().size(), std::size_t(39));
        QCOMPARE(options.paddedLength(), std::size_t(40));
    }

    void decrementTtlKeepsTheChecksumRight()
    {
        for (unsigned ident = 0; ident < 0x10000; ident += 13) { // passes through all values that a checksum can have
            Ipv4Repr repr = plain();
            repr.identification = static_cast<std::uint16_t>(ident);
            std::vector<std::uint8_t> header(20);
            for (repr.ttl = 255; repr.ttl > 0; repr.ttl = static_cast<std::uint8_t>(repr.ttl / 2)) {
                repr.emit(header);
                wire::decrementTtl(header);
                const auto view = Ipv4View::parse(header);
                QCOMPARE(view->ttl(), std::uint8_t(repr.ttl - 1));
                if (!view->checksumOk())
                    QFAIL(qPrintable(QString("identification %1, TTL %2").arg(ident).arg(repr.ttl)));
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestIpv4)
#include "tst_ipv4.moc"
