// DNS messages against literal bytes: names and their compression, records, cutting, and what is refused.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/dns.h"
#include "tests/support/compare.h"
#include "tests/support/hex.h"

#include <QtTest>

using namespace hopyard;
using test::hex;
using wire::DnsCode;
using wire::DnsRecord;
using wire::DnsRepr;
using wire::DnsType;
using wire::DnsView;

namespace {

base::IpAddress ip(const char *text) { return *base::IpAddress::parse(text); }

// "web.lab A?" as a resolver asks it.
constexpr const char *kQuery = "12 34 01 00 00 01 00 00 00 00 00 00 03 77 65 62 03 6c 61 62 00 00 01 00 01";
// Its answer: web.lab is an alias of www.lab (compressed: "www" and a pointer to "lab"), which has two addresses.
constexpr const char *kAnswer = "12 34 85 80 00 01 00 03 00 00 00 00"
                                " 03 77 65 62 03 6c 61 62 00 00 01 00 01"
                                " c0 0c 00 05 00 01 00 00 00 3c 00 06 03 77 77 77 c0 10"
                                " c0 25 00 01 00 01 00 00 00 3c 00 04 0a 00 02 0a"
                                " c0 25 00 01 00 01 00 00 00 3c 00 04 0a 00 03 0a";

DnsRepr answer()
{
    DnsRepr r;
    r.id = 0x1234;
    r.isResponse = r.authoritative = r.recursionDesired = r.recursionAvailable = true;
    r.questions = {{"web.lab", DnsType::a, 1}};
    r.answers = {DnsRecord::ofName("web.lab", DnsType::cname, "www.lab", 60),
                 DnsRecord::ofAddress("www.lab", ip("10.0.2.10"), 60),
                 DnsRecord::ofAddress("www.lab", ip("10.0.3.10"), 60)};
    return r;
}

DnsRepr parsed(base::Bytes bytes)
{
    const auto view = DnsView::parse(bytes);
    return view ? DnsRepr::parse(*view) : DnsRepr();
}

} // namespace

class TestDns : public QObject {
    Q_OBJECT
private slots:
    void aQuery()
    {
        DnsRepr r;
        r.id = 0x1234;
        r.recursionDesired = true;
        r.questions = {{"web.lab", DnsType::a, 1}};
        QCOMPARE(test::toHex(r.emit()), test::toHex(hex(kQuery)));
        QVERIFY(parsed(hex(kQuery)) == r);
    }

    void anAnswerWithCompressedNames()
    {
        QCOMPARE(test::toHex(answer().emit()), test::toHex(hex(kAnswer)));
        QVERIFY(parsed(hex(kAnswer)) == answer());
    }

    void recordsOfEachKindComeBack_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<QByteArray>("data");
        QTest::newRow("TXT") << 16 << QByteArray("\x05hello\x00", 7);
        QTest::newRow("SRV") << 33 << QByteArray("\x00\x01\x00\x02\x00\x50\x03web\x00", 11);
        QTest::newRow("MX") << 15 << QByteArray("\x00\x0a\x00", 3);
        QTest::newRow("unknown") << 65 << QByteArray();
    }
    void recordsOfEachKindComeBack()
    {
        QFETCH(int, type);
        QFETCH(QByteArray, data);
        DnsRepr r = answer();
        DnsRecord record;
        record.name = "lab";
        record.type = static_cast<DnsType>(type);
        record.timeToLive = 7;
        record.data.assign(data.begin(), data.end());
        r.additionals = {record, DnsRecord::ofAddress("web6.lab", ip("2001:db8::a"), 1)};
        r.authorities = {DnsRecord::ofName("lab", DnsType::ns, "ns.lab", 1)};
        QVERIFY(parsed(r.emit()) == r);
    }

    void namesWithDotsAndCaseComeBack()
    {
        DnsRepr r;
        r.questions = {{"a\\.b.Lab", DnsType::txt, 1}, {"", DnsType::ns, 1}, {"\\\\.LAB.lab", DnsType::any, 1}};
        QVERIFY(parsed(r.emit()) == r);
    }

    void whatIsAName_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("is");
        const QString label63(63, 'a');
        QTest::newRow("root") << "" << true;
        QTest::newRow("dot at the end") << "web.lab." << true;
        QTest::newRow("empty label") << "web..lab" << false;
        QTest::newRow("label of 63") << label63 << true;
        QTest::newRow("label of 64") << label63 + 'a' << false;
        QTest::newRow("255 bytes") << label63 + '.' + label63 + '.' + label63 + '.' + label63.left(61) << true;
        QTest::newRow("256 bytes") << label63 + '.' + label63 + '.' + label63 + '.' + label63.left(62) << false;
    }
    void whatIsAName()
    {
        QFETCH(QString, name);
        QFETCH(bool, is);
        QCOMPARE(wire::isDnsName(name.toStdString()), is);
        DnsRepr r;
        r.questions = {{name.toStdString(), DnsType::a, 1}};
        QVERIFY(DnsView::parse(r.emit()).has_value()); // written as the root where it is none
    }

    void refused_data()
    {
        QTest::addColumn<QString>("bytes");
        QTest::addColumn<QString>("error");
        const QString header = "12 34 01 00 00 01 00 00 00 00 00 00 ";
        QTest::newRow("shorter than a header") << "12 34 01 00 00 01" << "truncated";
        QTest::newRow("a question that is not there") << header << "truncated";
        QTest::newRow("65,535 questions") << "12 34 01 00 ff ff 00 00 00 00 00 00 00 00 01 00 01" << "truncated";
        QTest::newRow("a label beyond the end") << header + "3f 77 65 62 00 00 01 00 01" << "bad length";
        QTest::newRow("a pointer to itself") << header + "c0 0c 00 01 00 01" << "bad length";
        QTest::newRow("a pointer forwards") << header + "c0 10 00 01 00 01 00" << "bad length";
        QTest::newRow("two pointers in a ring") << header + "01 61 c0 0c 00 01 00 01" << "bad length";
        QTest::newRow("half a pointer") << header + "01 61 01 62 c0" << "bad length";
        QTest::newRow("an extended label") << header + "41 61 00 00 01 00 01" << "bad length";
        QTest::newRow("no type behind the name") << header + "01 61 00 00 01" << "bad length";
        const QString one = "12 34 81 80 00 00 00 01 00 00 00 00 00 ";
        QTest::newRow("an address of three bytes") << one + "00 01 00 01 00 00 00 3c 00 03 0a 00 02" << "bad length";
        QTest::newRow("data beyond the end") << one + "00 10 00 01 00 00 00 3c 00 04 0a 00 02" << "bad length";
        QTest::newRow("a name longer than its data") << one + "00 05 00 01 00 00 00 3c 00 01 01 61 00" << "bad length";
    }
    void refused()
    {
        QFETCH(QString, bytes);
        QFETCH(QString, error);
        const std::vector<std::uint8_t> message = hex(bytes.toStdString());
        const auto view = DnsView::parse(message);
        QVERIFY(!view.has_value());
        QCOMPARE(QString::fromUtf8(toString(view.error()).data()), error);
    }

    void aLongAnswerIsCutBetweenRecords()
    {
        DnsRepr r = answer();
        for (int i = 0; i < 100; ++i)
            r.answers.push_back(DnsRecord::ofAddress("www.lab", ip("10.0.4.10"), 60));
        const std::vector<std::uint8_t> cut = r.emit(DnsRepr::kMaxUdp);
        QVERIFY(cut.size() <= DnsRepr::kMaxUdp && cut.size() > DnsRepr::kMaxUdp - 16);
        const DnsRepr read = parsed(cut);
        QVERIFY(read.truncated);
        QCOMPARE(read.answers.size(), (cut.size() - hex(kAnswer).size()) / 16 + 3);
        QVERIFY(!parsed(r.emit()).truncated);
        QCOMPARE(parsed(r.emit()).answers.size(), std::size_t(103));
        // A name that was cut off is not pointed to.
        DnsRepr two;
        two.answers = {DnsRecord::ofAddress("gone.lab", ip("10.0.0.1"), 1)};
        two.additionals = {DnsRecord::ofAddress("gone.lab", ip("10.0.0.1"), 1)};
        QCOMPARE(two.emit(20).size(), DnsView::kHeaderLength);
    }

    void reverseNames()
    {
        QCOMPARE(wire::reverseName(ip("192.0.2.10")), std::string("10.2.0.192.in-addr.arpa"));
        QCOMPARE(wire::reverseName(ip("2001:db8::a")), std::string("a.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8."
                                                                   "b.d.0.1.0.0.2.ip6.arpa"));
        for (const char *address : {"192.0.2.10", "0.0.0.0", "2001:db8::a", "::1"})
            QVERIFY(wire::addressOfReverseName(wire::reverseName(ip(address))) == ip(address));
        QVERIFY(wire::addressOfReverseName("10.2.0.192.IN-ADDR.arpa.") == ip("192.0.2.10"));
        for (const char *name : {"", "in-addr.arpa", "2.0.192.in-addr.arpa", "256.2.0.192.in-addr.arpa",
                                 "010.2.0.192.in-addr.arpa", "10.2.0.192.in-addr.example", "10.2.0.192.ip6.arpa"})
            QVERIFY2(!wire::addressOfReverseName(name), name);
    }
};

QTEST_APPLESS_MAIN(TestDns)
#include "tst_dns.moc"
