// UDP datagrams and TCP headers with their options on literal bytes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/tcp.h"
#include "core/wire/udp.h"
#include "tests/support/compare.h"
#include "tests/support/hex.h"

#include <QtTest>

using namespace hopyard;
using test::hex;
using test::toHex;
using wire::TcpFlags;
using wire::TcpRepr;
using wire::TcpView;
using wire::UdpRepr;
using wire::UdpView;

namespace {

const base::IpAddress kA = base::Ipv4Address(10, 0, 1, 10);
const base::IpAddress kB = base::Ipv4Address(10, 0, 2, 10);
const char *const kUdp = "9c 40 13 89 00 0f 9a 97 68 6f 70 79 61 72 64";

TcpRepr syn()
{
    TcpRepr r;
    r.sourcePort = 40000;
    r.destinationPort = 80;
    r.sequence = 0x11223344;
    r.flags = {TcpFlags::syn};
    r.window = 64240;
    r.maximumSegmentSize = 1460;
    r.sackPermitted = true;
    r.timestamps = {100, 0};
    r.windowScale = 7;
    return r;
}

TcpRepr sack()
{
    TcpRepr r;
    r.sourcePort = 80;
    r.destinationPort = 40000;
    r.sequence = 1;
    r.acknowledgement = 0x11223345;
    r.flags = {TcpFlags::ack};
    r.window = 502;
    r.timestamps = {101, 100};
    r.sackBlocks[0] = {0x11223400, 0x11223500};
    r.sackBlocks[1] = {0x11223600, 0x11223700};
    r.sackCount = 2;
    return r;
}

TcpRepr fastOpenSyn(std::uint8_t cookieLength)
{
    TcpRepr r = syn();
    r.fastOpen.emplace();
    r.fastOpen->length = cookieLength;
    for (std::uint8_t i = 0; i < cookieLength; ++i)
        r.fastOpen->bytes[i] = static_cast<std::uint8_t>(0xa0 + i);
    return r;
}

std::string optionsOf(const TcpRepr &r)
{
    std::vector<std::uint8_t> bytes(r.headerLength());
    r.emit(bytes, kA, kB);
    return toHex(base::Bytes(bytes).subspan(20));
}

} // namespace

class TestUdpTcp : public QObject {
    Q_OBJECT
private slots:
    void tcpFastOpen() // RFC 7413 section 4.1.1
    {
        const std::string before = "02 04 05 b4 04 02 08 0a 00 00 00 64 00 00 00 00 01 03 03 07 ";
        QCOMPARE(optionsOf(fastOpenSyn(0)), before + "22 02 01 01");
        QCOMPARE(optionsOf(fastOpenSyn(8)), before + "22 0a a0 a1 a2 a3 a4 a5 a6 a7 01 01");
        QCOMPARE(optionsOf(fastOpenSyn(16)), before + "22 12 a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 aa ab ac ad ae af 01 01");
        for (const std::uint8_t length : {0, 4, 8, 16}) {
            const TcpRepr r = fastOpenSyn(length);
            std::vector<std::uint8_t> bytes(r.headerLength());
            r.emit(bytes, kA, kB);
            QVERIFY(TcpRepr::parse(*TcpView::parse(bytes)) == r);
        }
        // A cookie of a length that cannot be is none; the rest of the header counts.
        std::vector<std::uint8_t> odd = hex("9c 40 00 50 00 00 00 01 00 00 00 00 60 02 00 00 00 00 00 00 22 03 aa 01");
        QVERIFY(!TcpRepr::parse(*TcpView::parse(odd))->fastOpen);
    }
    void tcpSignature() // RFC 2385 section 3
    {
        TcpRepr r;
        r.signature.emplace();
        r.signature->fill(0x5a);
        r.maximumSegmentSize = 1460;
        r.sackPermitted = true;
        r.windowScale = 7;
        QCOMPARE(optionsOf(r), std::string("01 01 13 12") + " 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a"
                 + " 02 04 05 b4 01 01 04 02 01 03 03 07");
        std::vector<std::uint8_t> bytes(r.headerLength());
        r.emit(bytes, kA, kB);
        QVERIFY(TcpRepr::parse(*TcpView::parse(bytes)) == r);
        const auto shorter = hex("9c 40 00 50 00 00 00 01 00 00 00 00 60 02 00 00 00 00 00 00 13 04 aa 01");
        QVERIFY(!TcpRepr::parse(*TcpView::parse(shorter))); // 16 bytes, or an impossible length
    }
    void tcpUnfinished() // the sum of the pseudo header alone, as for a network card
    {
        TcpRepr r = syn();
        std::vector<std::uint8_t> bytes(r.headerLength());
        r.emitUnfinished(bytes, 5'000, kA, kB);
        wire::Checksum pseudo;
        pseudo.addPseudoHeader(kA, kB, wire::IpProtocol::tcp, 5'000);
        QCOMPARE(TcpView::parse(bytes)->checksum(), pseudo.sum());
        QVERIFY(TcpRepr::parse(*TcpView::parse(bytes)) == r);
    }
    void udp()
    {
        const auto bytes = hex(kUdp);
        const auto view = UdpView::parse(bytes);
        QVERIFY(view && view->checksumOk(kA, kB));
        QVERIFY(!view->checksumOk(kA, kA));
        const UdpRepr expected{40000, 5001};
        QVERIFY(UdpRepr::parse(*view) == expected);
        QCOMPARE(view->payload().size(), std::size_t(7));
        auto out = bytes;
        std::fill(out.begin(), out.begin() + 8, std::uint8_t(0));
        expected.emit(out, kA, kB);
        QCOMPARE(toHex(out), toHex(bytes));
    }

    void udpOverIpv6()
    {
        const base::IpAddress a = *base::IpAddress::parse("2001:db8::1");
        const base::IpAddress b = *base::IpAddress::parse("2001:db8::2");
        auto out = hex("00 00 00 00 00 00 00 00 68 69");
        UdpRepr{1, 2}.emit(out, a, b);
        QVERIFY(UdpView::parse(out)->checksumOk(a, b));
        out[6] = out[7] = 0;
        QVERIFY(!UdpView::parse(out)->checksumOk(a, b)); // IPv6 has no datagrams without a checksum
    }

    void udpWithoutChecksum()
    {
        QVERIFY(UdpView::parse(hex("9c 40 13 89 00 09 00 00 68"))->checksumOk(kA, kB));
    }

    void udpNeverSendsAZeroChecksum()
    {
        std::vector<std::uint8_t> out(10);
        UdpRepr{0, 0}.emit(out, kA, kB);
        const std::uint16_t wanted = base::loadU16(&out[6]); // put into the payload it makes the sum all ones
        base::storeU16(&out[8], wanted);
        UdpRepr{0, 0}.emit(out, kA, kB);
        QCOMPARE(base::loadU16(&out[6]), std::uint16_t(0xffff));
        QVERIFY(UdpView::parse(out)->checksumOk(kA, kB));
    }

    void udpLengths()
    {
        QCOMPARE(UdpView::parse(hex("9c 40 13 89 00 08 00")).error(), wire::ParseError::truncated);
        QCOMPARE(UdpView::parse(hex("9c 40 13 89 00 07 00 00")).error(), wire::ParseError::badLength);
        QCOMPARE(UdpView::parse(hex("9c 40 13 89 00 09 00 00")).error(), wire::ParseError::truncated);
        QVERIFY(UdpView::parse(hex("9c 40 13 89 00 08 00 00 ff ff"))->payload().empty()); // padding
    }

    void tcpSyn()
    {
        const auto bytes = hex("9c 40 00 50 11 22 33 44 00 00 00 00 a0 02 fa f0 54 a1 00 00"
                               "02 04 05 b4 04 02 08 0a 00 00 00 64 00 00 00 00 01 03 03 07");
        const auto view = TcpView::parse(bytes);
        QVERIFY(view && view->checksumOk(kA, kB));
        QVERIFY(view->flags().has(TcpFlags::syn) && !view->flags().has(TcpFlags::ack));
        QVERIFY(TcpRepr::parse(*view).value() == syn());
        std::vector<std::uint8_t> out(syn().headerLength());
        syn().emit(out, kA, kB);
        QCOMPARE(toHex(out), toHex(bytes));
    }

    void tcpSack()
    {
        const auto bytes = hex("00 50 9c 40 00 00 00 01 11 22 33 45 d0 10 01 f6 0b 42 00 00"
                               "01 01 08 0a 00 00 00 65 00 00 00 64"
                               "01 01 05 12 11 22 34 00 11 22 35 00 11 22 36 00 11 22 37 00");
        const auto view = TcpView::parse(bytes);
        QVERIFY(view && view->checksumOk(kB, kA));
        QVERIFY(TcpRepr::parse(*view).value() == sack());
        std::vector<std::uint8_t> out(sack().headerLength());
        sack().emit(out, kB, kA);
        QCOMPARE(toHex(out), toHex(bytes));
    }

    void tcpData()
    {
        const auto bytes = hex("9c 40 00 50 11 22 33 45 00 00 00 01 50 18 01 f6 1a 82 00 00 47 45 54");
        const auto view = TcpView::parse(bytes);
        QVERIFY(view && view->checksumOk(kA, kB));
        QCOMPARE(view->payload().size(), std::size_t(3));
        const auto repr = TcpRepr::parse(*view);
        auto out = bytes;
        std::fill(out.begin(), out.begin() + 20, std::uint8_t(0xee));
        repr->emit(out, kA, kB);
        QCOMPARE(toHex(out), toHex(bytes));
    }

    /// Every set of options that a peer can fit into 40 bytes fits ours too, and comes back.
    void tcpOptionsComeBackInEveryCombination()
    {
        for (unsigned set = 0; set < 16; ++set)
            for (std::uint8_t blocks = 0; blocks <= TcpRepr::kMaxSackBlocks; ++blocks) {
                TcpRepr repr = sack();
                repr.maximumSegmentSize = set & 1 ? std::optional<std::uint16_t>(536) : std::nullopt;
                repr.windowScale = set & 2 ? std::optional<std::uint8_t>(14) : std::nullopt;
                repr.sackPermitted = set & 4;
                repr.timestamps = set & 8 ? std::optional(wire::TcpTimestamps{1, 2}) : std::nullopt;
                repr.sackBlocks = {};
                for (std::uint8_t i = 0; i < blocks; ++i)
                    repr.sackBlocks[i] = {i * 100u, i * 100u + 50u};
                repr.sackCount = blocks;
                const unsigned packed = (set & 1 ? 4 : 0) + (set & 2 ? 3 : 0) + (set & 4 ? 2 : 0) + (set & 8 ? 10 : 0)
                    + (blocks ? 2 + 8 * blocks : 0);
                QCOMPARE(repr.fits(), packed <= 40);
                if (!repr.fits())
                    continue;
                QVERIFY(repr.headerLength() <= 60 && repr.headerLength() % 4 == 0);
                std::vector<std::uint8_t> out(repr.headerLength());
                repr.emit(out, kA, kB);
                const auto view = TcpView::parse(out);
                QVERIFY(view && view->checksumOk(kA, kB));
                QCOMPARE(view->headerLength(), repr.headerLength());
                QVERIFY(TcpRepr::parse(*view).value() == repr);
            }
    }

    void tcpRefused_data()
    {
        QTest::addColumn<QString>("end"); // of the header, from the data offset on
        QTest::addColumn<int>("error");
        QTest::newRow("offset 16") << "40 10 00 00 00 00 00 00" << int(wire::ParseError::badLength);
        QTest::newRow("header beyond the end") << "60 10 00 00 00 00 00 00" << int(wire::ParseError::truncated);
        QTest::newRow("option length 0") << "60 10 00 00 00 00 00 00 02 00 05 b4" << int(wire::ParseError::badOption);
        QTest::newRow("option beyond the header")
            << "60 10 00 00 00 00 00 00 01 01 08 0a" << int(wire::ParseError::badOption);
        QTest::newRow("MSS of three bytes")
            << "70 10 00 00 00 00 00 00 02 05 05 b4 00 00 00 00" << int(wire::ParseError::badOption);
        QTest::newRow("SACK of half a block")
            << "70 10 00 00 00 00 00 00 05 06 00 00 00 01 00 00" << int(wire::ParseError::badOption);
        QTest::newRow("kind without length")
            << "60 10 00 00 00 00 00 00 01 01 01 03" << int(wire::ParseError::badOption);
    }
    void tcpRefused()
    {
        QFETCH(QString, end);
        QFETCH(int, error);
        const auto bytes = hex("9c 40 00 50 11 22 33 45 00 00 00 01" + end.toStdString());
        const auto repr = TcpView::parse(bytes).and_then([](const TcpView &v) { return TcpRepr::parse(v); });
        QVERIFY(!repr.has_value());
        QCOMPARE(int(repr.error()), error);
    }

    void tcpUnknownOptionsAreSteppedOver()
    {
        const auto bytes = hex("9c 40 00 50 11 22 33 45 00 00 00 01 80 10 00 00 00 00 00 00"
                               "22 06 01 02 03 04 03 03 07 00 ff ff");
        const auto repr = TcpRepr::parse(*TcpView::parse(bytes));
        QVERIFY(repr.has_value());
        QCOMPARE(repr->windowScale, std::optional<std::uint8_t>(7));
    }
};

QTEST_APPLESS_MAIN(TestUdpTcp)
#include "tst_udp_tcp.moc"
