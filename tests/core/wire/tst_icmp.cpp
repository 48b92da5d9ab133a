// Every ICMP message on literal bytes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/icmp.h"
#include "core/wire/ipv4.h"
#include "tests/support/compare.h"
#include "tests/support/hex.h"

#include <QtTest>

using namespace hopyard;
using test::hex;
using test::toHex;
using wire::IcmpRepr;
using wire::IcmpView;

#define QUOTE " 45 00 00 20 1c 46 40 00 40 11 07 74 0a 00 01 0a 0a 00 02 0a 9c 40 82 9a 00 0c 05 21"

namespace {

struct Case {
    const char *name;
    IcmpRepr repr;
    const char *bytes;
};
const Case kCases[] = {
    {"echo request", {wire::IcmpEcho{false, 7, 1}}, "08 00 59 9c 00 07 00 01 68 6f 70 79 61 72 64"},
    {"echo reply", {wire::IcmpEcho{true, 7, 1}}, "00 00 61 9c 00 07 00 01 68 6f 70 79 61 72 64"},
    {"port unreachable", {wire::IcmpUnreachable{wire::UnreachableCode::port, 0}}, "03 03 d8 f4 00 00 00 00" QUOTE},
    {"fragmentation needed", {wire::IcmpUnreachable{wire::UnreachableCode::fragmentationNeeded, 1280}},
     "03 04 d3 f3 00 00 05 00" QUOTE},
    {"time exceeded", {wire::IcmpTimeExceeded{}}, "0b 00 d0 f7 00 00 00 00" QUOTE},
    {"redirect", {wire::IcmpRedirect{wire::RedirectCode::host, base::Ipv4Address(10, 0, 1, 2)}},
     "05 01 cb f4 0a 00 01 02" QUOTE},
    {"parameter problem", {wire::IcmpParameterProblem{0, 20}}, "0c 00 bb f7 14 00 00 00" QUOTE},
    {"timestamp", {wire::IcmpOther{wire::IcmpType::timestampRequest, 0, {0, 1, 0, 2}}},
     "0d 00 f2 fc 00 01 00 02 00 00 00 00 00 00 00 00 00 00 00 00"},
};

} // namespace

class TestIcmp : public QObject {
    Q_OBJECT
private slots:
    void parses()
    {
        for (const Case &c : kCases) {
            const auto bytes = hex(c.bytes);
            const auto view = IcmpView::parse(bytes);
            QVERIFY2(view && view->checksumOk(), c.name);
            QVERIFY2(IcmpRepr::parse(*view) == c.repr, c.name);
        }
    }

    void emits()
    {
        for (const Case &c : kCases) {
            const auto bytes = hex(c.bytes);
            auto out = bytes;
            std::fill(out.begin(), out.begin() + 8, std::uint8_t(0xee)); // emit leaves nothing of what was there
            c.repr.emit(out);
            QCOMPARE(toHex(out), toHex(bytes));
        }
    }

    void everyUnreachableCodeComesBack()
    {
        for (int code = 0; code <= 15; ++code) {
            const IcmpRepr repr{wire::IcmpUnreachable{static_cast<wire::UnreachableCode>(code), 0}};
            std::vector<std::uint8_t> out(8);
            repr.emit(out);
            QCOMPARE(int(out[1]), code);
            QVERIFY(IcmpRepr::parse(*IcmpView::parse(out)) == repr);
            QVERIFY(!wire::toString(static_cast<wire::UnreachableCode>(code)).ends_with("unknown reason"));
        }
        QVERIFY(wire::toString(static_cast<wire::UnreachableCode>(16)).ends_with("unknown reason"));
    }

    void anEchoWithACodeIsNoEcho()
    {
        const auto bytes = hex("08 01 f7 f6 00 07 00 01");
        const auto repr = IcmpRepr::parse(*IcmpView::parse(bytes));
        QVERIFY(std::holds_alternative<wire::IcmpOther>(repr.message));
        std::vector<std::uint8_t> out(8);
        repr.emit(out);
        QCOMPARE(toHex(out), toHex(bytes));
    }

    void theQuoteIsADatagramCutShort()
    {
        const auto bytes = hex(kCases[4].bytes);
        const auto quoted = wire::Ipv4View::parseQuoted(IcmpView::parse(bytes)->payload());
        QVERIFY(quoted.has_value());
        QCOMPARE(quoted->destination(), base::Ipv4Address(10, 0, 2, 10));
        QCOMPARE(quoted->payload().size(), std::size_t(8));
    }

    void whatIsAnError()
    {
        using wire::IcmpType;
        const IcmpType errors[] = {IcmpType::destinationUnreachable, IcmpType::sourceQuench, IcmpType::redirect,
                                   IcmpType::timeExceeded, IcmpType::parameterProblem};
        for (int type = 0; type < 256; ++type) {
            const bool expected = std::ranges::find(errors, static_cast<IcmpType>(type)) != std::end(errors);
            QCOMPARE(wire::isIcmpError(static_cast<IcmpType>(type)), expected);
        }
    }

    void sevenBytesAreTooFew()
    {
        QCOMPARE(IcmpView::parse(hex("08 00 f7 f7 00 07 00")).error(), wire::ParseError::truncated);
    }

    void aFlippedBitShows()
    {
        auto bytes = hex(kCases[0].bytes);
        bytes.back() ^= 0x10;
        QVERIFY(!IcmpView::parse(bytes)->checksumOk());
    }
};

QTEST_APPLESS_MAIN(TestIcmp)
#include "tst_icmp.moc"
