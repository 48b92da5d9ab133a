// RIP messages against literal bytes, and what is refused.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/rip.h"
#include "tests/support/compare.h"
#include "tests/support/hex.h"

#include <QtTest>

using namespace hopyard;
using base::Ipv4Address;
using test::hex;
using wire::ParseError;
using wire::RipView;

namespace {

// 10.0.1.0/24, tag 7, by 10.0.0.9, metric 2.
constexpr const char *kEntry = "00 02 00 07 0a 00 01 00 ff ff ff 00 0a 00 00 09 00 00 00 02";
constexpr const char *kResponse = "02 02 00 00";
// A digest of key 5 of sixteen bytes, sequence number 0x0102.
constexpr const char *kDigestHeader = "ff ff 00 03 00 2c 05 10 00 00 01 02 00 00 00 00 00 00 00 00";
constexpr const char *kTrailer = "ff ff 00 01 00 11 22 33 44 55 66 77 88 99 aa bb cc dd ee ff";

wire::RipEntry entry() { return {2, 7, Ipv4Address(10, 0, 1, 0), 0xffffff00, Ipv4Address(10, 0, 0, 9), 2}; }

QString joined(std::initializer_list<const char *> parts)
{
    QStringList all;
    for (const char *part : parts)
        all << part;
    return all.join(' ');
}

} // namespace

class TestRip : public QObject {
    Q_OBJECT
private slots:
    void response()
    {
        std::vector<std::uint8_t> bytes;
        wire::RipHeader{wire::RipCommand::response, 2}.append(bytes);
        entry().append(bytes);
        QCOMPARE(test::toHex(bytes), test::toHex(hex(joined({kResponse, kEntry}).toStdString())));
        const auto view = RipView::parse(bytes);
        QVERIFY(view.has_value());
        QCOMPARE(view->command(), wire::RipCommand::response);
        QCOMPARE(view->version(), std::uint8_t(2));
        QCOMPARE(view->size(), std::size_t(1));
        QVERIFY(view->entry(0) == entry());
        QVERIFY(!view->isAuthenticated());
        QVERIFY(!view->isVersion1Clean(0));
        QCOMPARE(view->mustBeZero(), std::uint16_t(0));
    }

    void requestForEverything()
    {
        const auto bytes = hex("01 01 00 00  00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 10");
        const auto view = RipView::parse(bytes);
        QCOMPARE(view->command(), wire::RipCommand::request);
        QCOMPARE(view->entry(0).family, std::uint16_t(0));
        QCOMPARE(view->entry(0).metric, 16u);
        QVERIFY(view->isVersion1Clean(0));
    }

    void password()
    {
        std::vector<std::uint8_t> bytes;
        wire::RipHeader{wire::RipCommand::response, 2}.append(bytes);
        wire::RipPassword p;
        p.password = {'s', 'e', 'c', 'r', 'e', 't'};
        p.append(bytes);
        entry().append(bytes);
        QCOMPARE(test::toHex(base::Bytes(bytes).subspan(4, 20)),
                 std::string("ff ff 00 02 73 65 63 72 65 74 00 00 00 00 00 00 00 00 00 00"));
        const auto view = RipView::parse(bytes);
        QVERIFY(view->password() == p);
        QVERIFY(!view->digestHeader());
        QCOMPARE(view->size(), std::size_t(1));
        QVERIFY(view->entry(0) == entry());
    }

    void digest()
    {
        std::vector<std::uint8_t> bytes;
        wire::RipHeader{wire::RipCommand::response, 2}.append(bytes);
        const wire::RipDigestHeader header{44, 5, 16, 0x0102};
        header.append(bytes);
        entry().append(bytes);
        wire::appendRipTrailerHeader(bytes);
        const std::size_t isSigned = bytes.size();
        for (int i = 0; i < 16; ++i)
            bytes.push_back(static_cast<std::uint8_t>(i * 0x11));
        QCOMPARE(test::toHex(bytes),
                 test::toHex(hex(joined({kResponse, kDigestHeader, kEntry, kTrailer}).toStdString())));
        const auto view = RipView::parse(bytes);
        QVERIFY(view->digestHeader() == header);
        QCOMPARE(view->signedBytes().size(), isSigned);
        QCOMPARE(test::toHex(view->digest()), std::string("00 11 22 33 44 55 66 77 88 99 aa bb cc dd ee ff"));
        QCOMPARE(view->size(), std::size_t(1));
        QVERIFY(view->entry(0) == entry());
    }

    /// Version 1 knows no authentication: there the first entry is one of an unknown family.
    void version1HasNoAuthentication()
    {
        const auto bytes =
            hex(joined({"02 01 00 00", "ff ff 00 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00"}).toStdString());
        const auto view = RipView::parse(bytes);
        QVERIFY(!view->isAuthenticated());
        QCOMPARE(view->size(), std::size_t(1));
    }

    void refused_data()
    {
        QTest::addColumn<QString>("bytes");
        QTest::addColumn<int>("error");
        const auto row = [](const char *name, const QString &bytes, ParseError error) {
            QTest::newRow(name) << bytes << static_cast<int>(error);
        };
        row("nothing", "", ParseError::truncated);
        row("half a header", "02 02", ParseError::truncated);
        row("version 0", joined({"02 00 00 00", kEntry}), ParseError::badVersion);
        row("command 0", joined({"00 02 00 00", kEntry}), ParseError::unsupported);
        row("trace on", joined({"03 02 00 00", kEntry}), ParseError::unsupported);
        row("half an entry", joined({kResponse, "00 02 00 00"}), ParseError::badLength);
        row("digest beyond the end", joined({kResponse, kDigestHeader, kEntry}), ParseError::truncated);
        row("digest within the header",
            joined({kResponse, "ff ff 00 03 00 04 05 10 00 00 01 02 00 00 00 00 00 00 00 00", kEntry, kTrailer}),
            ParseError::badLength);
        row("no trailer where it should be", joined({kResponse, kDigestHeader, kEntry, kEntry}), ParseError::badOption);
    }
    void refused()
    {
        QFETCH(QString, bytes);
        QFETCH(int, error);
        const auto raw = hex(bytes.toStdString());
        const auto view = RipView::parse(raw);
        QVERIFY(!view);
        QCOMPARE(static_cast<int>(view.error()), error);
    }
};

QTEST_APPLESS_MAIN(TestRip)
#include "tst_rip.moc"
