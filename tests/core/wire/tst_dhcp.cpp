// DHCP messages against literal bytes, and what is refused.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/dhcp.h"
#include "tests/support/compare.h"
#include "tests/support/hex.h"

#include <QtTest>

#include <string>
#include <vector>

using namespace hopyard;
using base::Ipv4Address;
using test::hex;
using wire::DhcpRepr;
using wire::DhcpType;
using wire::DhcpView;
using wire::ParseError;

namespace {

using Bytes = std::vector<std::uint8_t>;

/// The fixed part, and options behind it.
Bytes message(const std::string &head, const std::string &options)
{
    Bytes bytes = hex(head);
    bytes.resize(DhcpView::kFixedLength, 0);
    const Bytes behind = hex("63 82 53 63" + options);
    bytes.insert(bytes.end(), behind.begin(), behind.end());
    bytes.resize(std::max<std::size_t>(bytes.size(), DhcpRepr::kMinLength), 0);
    return bytes;
}

// To a client at 02:48:00:00:00:01, transaction 0x11223344, by a relay at 10.0.1.1: 10.0.1.100 is yours.
const std::string kOfferHead = "02 01 06 00 11 22 33 44 00 00 80 00 00 00 00 00 0a 00 01 64 00 00 00 00 0a 00 01 01 02 48 00 00 00 01";
const std::string kOfferOptions = "35 01 02  36 04 0a 00 09 09  33 04 00 00 0e 10  3a 04 00 00 07 08  3b 04 00 00 0c 4e  "
                                  "01 04 ff ff ff 00  03 04 0a 00 01 01  06 08 0a 00 09 09 08 08 08 08  0f 03 6c 61 62  ff";

DhcpRepr offer()
{
    DhcpRepr m;
    m.type = DhcpType::offer;
    m.transaction = 0x11223344;
    m.broadcast = true;
    m.yourAddress = Ipv4Address(10, 0, 1, 100);
    m.relay = Ipv4Address(10, 0, 1, 1);
    m.clientMac = base::MacAddress::local(1);
    m.serverIdentifier = Ipv4Address(10, 0, 9, 9);
    m.leaseTime = 3'600;
    m.renewalTime = 1'800;
    m.rebindingTime = 3'150;
    m.prefixLength = std::uint8_t(24);
    m.routers = {Ipv4Address(10, 0, 1, 1)};
    m.nameServers = {Ipv4Address(10, 0, 9, 9), Ipv4Address(8, 8, 8, 8)};
    m.domainName = "lab";
    return m;
}

ParseError errorOf(const Bytes &bytes)
{
    const auto view = DhcpView::parse(bytes);
    if (!view)
        return view.error();
    const auto repr = DhcpRepr::parse(*view);
    return repr ? ParseError{255} : repr.error();
}

const std::string kDiscoverHead = "01 01 06 00 11 22 33 44 00 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02 48 00 00 00 01";

} // namespace

class TestDhcp : public QObject {
    Q_OBJECT
private slots:
    void offerBothWays()
    {
        const Bytes bytes = offer().emit();
        QCOMPARE(test::toHex(bytes), test::toHex(message(kOfferHead, kOfferOptions)));
        QVERIFY(*DhcpRepr::parse(*DhcpView::parse(bytes)) == offer());
    }

    void discover()
    {
        const Bytes bytes = message(kDiscoverHead, "35 01 01  32 04 0a 00 01 07  0c 02 68 31  3d 07 01 02 48 00 00 00 01  37 03 01 03 06  ff");
        const DhcpRepr m = *DhcpRepr::parse(*DhcpView::parse(bytes));
        QVERIFY(m.type == DhcpType::discover);
        QCOMPARE(m.seconds, std::uint16_t(2));
        QVERIFY(!m.broadcast);
        QVERIFY(m.requestedAddress == Ipv4Address(10, 0, 1, 7));
        QCOMPARE(m.hostName, std::string("h1"));
        QCOMPARE(test::toHex(m.clientIdentifier), std::string("01 02 48 00 00 00 01"));
        QCOMPARE(test::toHex(m.parameterRequests), std::string("01 03 06"));
        QVERIFY(!m.prefixLength && !m.leaseTime && !m.serverIdentifier);
    }

    void optionsInPiecesAndWithPadding()
    {
        const Bytes bytes = message(kDiscoverHead, "00 00 35 01 01 00 0c 02 68 31 0c 02 32 00 ff 0c 01 78");
        QCOMPARE(DhcpRepr::parse(*DhcpView::parse(bytes))->hostName, std::string("h12")); // RFC 3396; the zero is C's end
    }

    void optionsInFileAndServerName()
    {
        Bytes bytes = message(kDiscoverHead, "35 01 01 34 01 03 ff");
        const Bytes name = hex("0c 02 68 31 ff"), address = hex("32 04 0a 00 01 07 ff");
        std::copy(address.begin(), address.end(), bytes.begin() + 108);
        std::copy(name.begin(), name.end(), bytes.begin() + 44);
        const DhcpRepr m = *DhcpRepr::parse(*DhcpView::parse(bytes));
        QCOMPARE(m.hostName, std::string("h1"));
        QVERIFY(m.requestedAddress == Ipv4Address(10, 0, 1, 7));
    }

    void whatIsRefused()
    {
        Bytes bytes = offer().emit();
        bytes.resize(239);
        QVERIFY(errorOf(bytes) == ParseError::truncated);
        bytes = offer().emit();
        bytes[236] = 0; // no cookie: BOOTP of old
        QVERIFY(errorOf(bytes) == ParseError::unsupported);
        bytes = offer().emit();
        bytes[2] = 8; // no Ethernet
        QVERIFY(errorOf(bytes) == ParseError::unsupported);
        bytes = offer().emit();
        bytes[0] = 1; // an offer that asks
        QVERIFY(errorOf(bytes) == ParseError::unsupported);
        QVERIFY(errorOf(message(kDiscoverHead, "0c 02 68 31 ff")) == ParseError::unsupported); // no type
        QVERIFY(errorOf(message(kDiscoverHead, "35 01 09 ff")) == ParseError::unsupported);
        QVERIFY(errorOf(message(kDiscoverHead, "35 01 01 32 03 0a 00 01 ff")) == ParseError::badOption);
        QVERIFY(errorOf(message(kDiscoverHead, "35 01 01 01 04 ff 00 ff 00 ff")) == ParseError::badOption);
        QVERIFY(errorOf(message(kDiscoverHead, "35 01 01 03 05 01 02 03 04 05 ff")) == ParseError::badOption);
        bytes = message(kDiscoverHead, "35 01 01 0c ff");
        bytes.resize(260);
        QVERIFY(errorOf(bytes) == ParseError::badOption); // longer than there are bytes
    }
};

QTEST_APPLESS_MAIN(TestDhcp)
#include "tst_dhcp.moc"
