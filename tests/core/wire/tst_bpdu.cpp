// Bridge protocol data units against literal bytes, and what is refused.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/bpdu.h"
#include "tests/support/compare.h"
#include "tests/support/hex.h"

#include <QtTest>

#include <vector>

using namespace hopyard;
using namespace base::literals;
using test::hex;
using wire::BpduRepr;
using wire::BpduType;
using wire::BpduView;
using wire::ParseError;

namespace {

// Root 4096.00:11:22:33:44:55 at cost 20000, from 32768.00:aa:bb:cc:dd:ee by port 128.3; age 1 s of 20 s, hello 2 s,
// forward delay 15 s. Designated, learning, a proposal.
constexpr const char *kRapid = "00 00 02 02 1e  10 00 00 11 22 33 44 55  00 00 4e 20  80 00 00 aa bb cc dd ee  80 03 "
                               "01 00 14 00 02 00 0f 00  00";
// The same from a bridge without rapid spanning tree, with a topology change and its acknowledgement.
constexpr const char *kConfiguration = "00 00 00 00 81  10 00 00 11 22 33 44 55  00 00 4e 20  80 00 00 aa bb cc dd ee  "
                                       "80 03 01 00 14 00 02 00 0f 00";
constexpr const char *kNotification = "00 00 00 80";

BpduRepr configuration()
{
    BpduRepr repr;
    repr.type = BpduType::configuration;
    repr.topologyChange = true;
    repr.topologyChangeAcknowledgement = true;
    repr.root = {4096, *base::MacAddress::parse("00:11:22:33:44:55")};
    repr.rootPathCost = 20'000;
    repr.bridge = {32'768, *base::MacAddress::parse("00:aa:bb:cc:dd:ee")};
    repr.port = 0x8003;
    repr.messageAge = 1_s;
    return repr;
}

BpduRepr rapid()
{
    BpduRepr repr = configuration();
    repr.type = BpduType::rapid;
    repr.topologyChange = false;
    repr.topologyChangeAcknowledgement = false;
    repr.proposal = true;
    repr.role = wire::BpduPortRole::designated;
    repr.learning = true;
    return repr;
}

void compareBothWays(const BpduRepr &repr, const char *text)
{
    std::vector<std::uint8_t> bytes(repr.length());
    repr.emit(bytes);
    QCOMPARE(test::toHex(bytes), test::toHex(hex(text)));
    const auto view = BpduView::parse(bytes);
    QVERIFY(view.has_value());
    QVERIFY(BpduRepr::parse(*view) == repr);
}

ParseError errorOf(std::vector<std::uint8_t> bytes)
{
    const auto view = BpduView::parse(bytes);
    return view ? ParseError{255} : view.error();
}

} // namespace

class TestBpdu : public QObject {
    Q_OBJECT
private slots:
    void rapidMessage() { compareBothWays(rapid(), kRapid); }
    void configurationMessage() { compareBothWays(configuration(), kConfiguration); }
    void notification()
    {
        BpduRepr repr;
        repr.type = BpduType::topologyChangeNotification;
        compareBothWays(repr, kNotification);
    }

    void allFlags()
    {
        BpduRepr repr = rapid();
        repr.topologyChange = repr.forwarding = repr.agreement = true;
        repr.role = wire::BpduPortRole::root;
        std::vector<std::uint8_t> bytes(repr.length());
        repr.emit(bytes);
        QCOMPARE(bytes[4], std::uint8_t(0x7b));
        QVERIFY(BpduRepr::parse(*BpduView::parse(bytes)) == repr);
    }

    void fractionsOfASecond()
    {
        auto bytes = hex(kRapid);
        bytes[32] = 0x80; // hello time 2.5 s
        QCOMPARE(BpduView::parse(bytes)->helloTime(), 2'500_ms);
    }

    void inAFrame()
    {
        const BpduRepr repr = rapid();
        std::vector<std::uint8_t> frame(60, 0); // padded, as a card sends it
        repr.emitFrame(frame, base::MacAddress::local(1));
        QCOMPARE(test::toHex(base::Bytes(frame).first(17)), std::string("01 80 c2 00 00 00 02 48 00 00 00 01 00 27 42 42 03"));
        const auto view = BpduView::parseFrame(frame);
        QVERIFY(view.has_value());
        QVERIFY(BpduRepr::parse(*view) == repr);
    }

    void framesOfOthersAreNone()
    {
        std::vector<std::uint8_t> frame(60, 0);
        rapid().emitFrame(frame, base::MacAddress::local(1));
        auto other = frame;
        other[14] = 0xaa; // SNAP
        QVERIFY(BpduView::parseFrame(other).error() == ParseError::unsupported);
        other = frame;
        other[12] = 0x08; // IPv4
        QVERIFY(BpduView::parseFrame(other).error() == ParseError::unsupported);
        other = frame;
        other[13] = 2;
        QVERIFY(BpduView::parseFrame(other).error() == ParseError::badLength);
        other.resize(13);
        QVERIFY(BpduView::parseFrame(other).error() == ParseError::truncated);
        other = frame;
        other.resize(40);
        QVERIFY(BpduView::parseFrame(other).error() == ParseError::truncated);
    }

    void whatIsRefused()
    {
        for (const char *text : {kRapid, kConfiguration, kNotification}) {
            auto bytes = hex(text);
            bytes.pop_back();
            QVERIFY(errorOf(bytes) == ParseError::truncated);
            bytes = hex(text);
            bytes[1] = 1; // another protocol
            QVERIFY(errorOf(bytes) == ParseError::unsupported);
        }
        auto bytes = hex(kRapid);
        bytes[3] = 3;
        QVERIFY(errorOf(bytes) == ParseError::unsupported);
        bytes = hex(kRapid);
        bytes[2] = 1;
        QVERIFY(errorOf(bytes) == ParseError::badVersion);
        bytes = hex(kConfiguration);
        bytes[27] = 20; // as old as it may become
        QVERIFY(errorOf(bytes) == ParseError::badLength);
    }

    void newerVersionsAreReadAsFarAsKnown()
    {
        auto bytes = hex(kRapid);
        bytes[2] = 3;
        bytes.resize(60, 0x55);
        QVERIFY(BpduRepr::parse(*BpduView::parse(bytes)) == rapid());
    }

    void reservedAddresses()
    {
        QVERIFY(wire::isReservedBridgeAddress(wire::kBridgeGroup.bytes().data()));
        QVERIFY(wire::isReservedBridgeAddress(base::MacAddress::parse("01:80:c2:00:00:0f")->bytes().data()));
        QVERIFY(!wire::isReservedBridgeAddress(base::MacAddress::parse("01:80:c2:00:00:10")->bytes().data()));
        QVERIFY(!wire::isReservedBridgeAddress(base::MacAddress::parse("01:00:5e:00:00:00")->bytes().data()));
    }

    void idsCompareByPriorityFirst()
    {
        const wire::BridgeId low{4096, base::MacAddress::local(9)}, high{32'768, base::MacAddress::local(1)};
        QVERIFY(low < high);
        QCOMPARE(toString(high), std::string("32768.02:48:00:00:00:01"));
    }
};

QTEST_APPLESS_MAIN(TestBpdu)
#include "tst_bpdu.moc"
