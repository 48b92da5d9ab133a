// IGMP on the wire: literal messages of all versions, codes, and what is cut off.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/igmp.h"
#include "tests/support/hex.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::wire;

namespace {

const base::Ipv4Address kGroup(239, 1, 2, 3);
const base::Ipv4Address kOne(10, 0, 0, 1), kTwo(10, 0, 0, 2);

struct Row {
    const char *name;
    const char *bytes;
    IgmpRepr repr;
};

const std::vector<Row> kRows{
    {"general query version 1", "11 00 ee ff 00 00 00 00", {IgmpQuery{1, {}, 0, false, 0, 0, {}}}},
    {"general query version 2", "11 64 ee 9b 00 00 00 00", {IgmpQuery{2, {}, 100, false, 0, 0, {}}}},
    {"group query version 2", "11 0a fd f0 ef 01 02 03", {IgmpQuery{2, kGroup, 10, false, 0, 0, {}}}},
    {"general query version 3", "11 64 ec 1e 00 00 00 00 02 7d 00 00", {IgmpQuery{3, {}, 100, false, 2, 125, {}}}},
    {"sources query version 3", "11 0a de 6e ef 01 02 03 0b 7d 00 02 0a 00 00 01 0a 00 00 02",
     {IgmpQuery{3, kGroup, 10, true, 3, 125, {kOne, kTwo}}}},
    {"report version 1", "12 00 fc fa ef 01 02 03", {IgmpMembership{IgmpType::reportV1, kGroup}}},
    {"report version 2", "16 00 f8 fa ef 01 02 03", {IgmpMembership{IgmpType::reportV2, kGroup}}},
    {"leave", "17 00 f7 fa ef 01 02 03", {IgmpMembership{IgmpType::leave, kGroup}}},
    {"report version 3", "22 00 e8 f1 00 00 00 02 04 00 00 00 ef 01 02 03 05 00 00 01 ef 01 02 03 0a 00 00 01",
     {IgmpReport{{{IgmpRecordType::toExclude, kGroup, {}}, {IgmpRecordType::allow, kGroup, {kOne}}}}}},
};

} // namespace

class TestIgmp : public QObject {
    Q_OBJECT
private slots:
    void literalMessages_data()
    {
        QTest::addColumn<int>("row");
        for (std::size_t i = 0; i < kRows.size(); ++i)
            QTest::newRow(kRows[i].name) << int(i);
    }
    void literalMessages()
    {
        QFETCH(int, row);
        const Row &r = kRows[std::size_t(row)];
        const auto bytes = test::hex(r.bytes);
        std::vector<std::uint8_t> out(r.repr.length());
        r.repr.emit(out);
        QCOMPARE(test::toHex(out), test::toHex(bytes));
        const auto view = IgmpView::parse(bytes);
        QVERIFY(view && view->checksumOk());
        const auto parsed = IgmpRepr::parse(*view);
        QVERIFY(parsed && *parsed == r.repr);
        // Cut anywhere it is refused, or is a shorter message: never one with more in it.
        for (std::size_t n = 0; n < bytes.size(); ++n) {
            const auto cut = IgmpView::parse(base::Bytes(bytes).first(n));
            QVERIFY(n < 8 ? !cut : cut.has_value());
            if (n >= 12 || (n >= 8 && bytes[0] == 0x22))
                QVERIFY(!IgmpRepr::parse(*cut));
        }
    }

    void codesGrowExponentially()
    {
        QCOMPARE(igmpCodeValue(127), 127u);
        QCOMPARE(igmpCodeValue(0x80), 128u);
        QCOMPARE(igmpCodeValue(0x8f), 248u);
        QCOMPARE(igmpCodeValue(0xff), 31'744u);
        for (int code = 0; code < 256; ++code)
            QCOMPARE(int(igmpCodeOf(igmpCodeValue(std::uint8_t(code)))), code);
        QCOMPARE(int(igmpCodeOf(1'000'000)), 255);
        QCOMPARE((IgmpQuery{3, {}, 0x80}.responseTime().ns()), std::int64_t(12'800'000'000));
        QCOMPARE((IgmpQuery{2, {}, 0x80}.responseTime().ns()), std::int64_t(12'800'000'000));
        QCOMPARE((IgmpQuery{2, {}, 0xff}.responseTime().ns()), std::int64_t(25'500'000'000));
        QCOMPARE((IgmpQuery{1, {}, 0}.responseTime().ns()), std::int64_t(10'000'000'000));
    }

    void auxiliaryDataIsSteppedOver()
    {
        const auto bytes = test::hex("22 00 00 00 00 00 00 02 04 01 00 00 ef 01 02 03 aa bb cc dd 04 00 00 00 ef 01 02 03");
        const auto parsed = IgmpRepr::parse(*IgmpView::parse(bytes));
        QVERIFY(parsed);
        QCOMPARE(std::get<IgmpReport>(parsed->message).records.size(), std::size_t(2));
    }

    void anUnknownTypeIsUnsupported()
    {
        const auto parsed = IgmpRepr::parse(*IgmpView::parse(test::hex("13 00 00 00 00 00 00 00")));
        QVERIFY(!parsed && parsed.error() == ParseError::unsupported);
    }
};

QTEST_APPLESS_MAIN(TestIgmp)
#include "tst_igmp.moc"
