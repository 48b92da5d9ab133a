// MRT on literal bytes: both forms of tables, both families, several paths of a prefix; what is wrong is counted and skipped.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/mrt.h"
#include "tests/support/hex.h"

#include <QtTest>

using namespace hopyard;

namespace {

/// AS 1853 announces 3.0.0.0/8 by way of 701 and 80: the first record of a real file of 2002, with another path.
const char *const kTableDump = "3d3c973f 000c 0001 0000002c 0000 0000 03000000 08 01 3d36cbfb c1cb0001 073d 0016"
                               "400101 00 400208 0203 073d 02bd 0050 400304 c1cb0001";
/// 2001:db8::/32 from 2001:db8:ffff::1, AS 65001.
const char *const kTableDumpV6 = "00000001 000c 0002 00000040 0000 0001 20010db8000000000000000000000000 20 01 00000005"
                                 "20010db8ffff00000000000000000001 fde9 0012 400101 00 400204 0201 fde9 c00804 fde90064";
/// Two peers: 192.0.2.1 of AS 65001 (two octets), 2001:db8::2 of AS 4200000000.
const char *const kPeers = "00000002 000d 0001 00000030 c0000201 0004 76696577 0002"
                           "00 0a000001 c0000201 fde9 03 0a000002 20010db8000000000000000000000002 fa56ea00";
/// 10.1.0.0/16 of both peers, paths of four octets a number.
const char *const kRib4 = "00000002 000d 0002 0000003a 00000007 10 0a01 0002"
                          "0000 00000010 0014 400101 00 400206 0201 0000fde9 400304 c0000201"
                          "0001 00000011 000d 400101 02 400206 0201 fa56ea00";
/// 2001:db8:1::/48, the next hop in an MP_REACH_NLRI that is cut down to it.
const char *const kRib6 = "00000002 000d 0004 00000036 00000008 30 20010db80001 0001"
                          "0001 00000012 0021 400101 00 400206 0201 fa56ea00 800e11 10 20010db8000000000000000000000002";

std::vector<std::uint8_t> bytesOf(std::initializer_list<const char *> records)
{
    std::vector<std::uint8_t> bytes;
    for (const char *record : records) {
        const auto one = test::hex(record);
        bytes.insert(bytes.end(), one.begin(), one.end());
    }
    return bytes;
}

QString textOf(const wire::MrtReader &reader, const wire::MrtEntry &entry)
{
    wire::BgpAttributes attributes;
    if (!wire::parseMrtAttributes(entry, attributes))
        return "malformed";
    return QString("%1 from %2 AS%3 at %4: %5 via %6")
        .arg(QString::fromStdString(toString(entry.prefix)), QString::fromStdString(toString(reader.peers()[entry.peer].address)))
        .arg(reader.peers()[entry.peer].as).arg(entry.originated)
        .arg(QString::fromStdString(attributes.asPath.toString()), QString::fromStdString(toString(attributes.nextHop)));
}

QStringList readAll(wire::MrtReader &reader, const std::vector<std::uint8_t> &bytes, std::size_t piece)
{
    QStringList found;
    wire::MrtEntry entry;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        reader.feed(base::Bytes(bytes).subspan(at, std::min(piece, bytes.size() - at)));
        while (reader.next(entry))
            found << textOf(reader, entry);
    }
    return found;
}

} // namespace

class MrtTest : public QObject {
    Q_OBJECT
private slots:
    void tables_data()
    {
        QTest::addColumn<int>("piece");
        QTest::newRow("at once") << 100'000;
        QTest::newRow("byte by byte") << 1;
        QTest::newRow("by seven") << 7;
    }
    void tables()
    {
        QFETCH(int, piece);
        wire::MrtReader reader;
        const QStringList found = readAll(reader, bytesOf({kTableDump, kTableDumpV6, kTableDump}), std::size_t(piece));
        QCOMPARE(found, (QStringList{"3.0.0.0/8 from 193.203.0.1 AS1853 at 1027001339: 1853 701 80 via 193.203.0.1",
                                     "2001:db8::/32 from 2001:db8:ffff::1 AS65001 at 5: 65001 via none",
                                     "3.0.0.0/8 from 193.203.0.1 AS1853 at 1027001339: 1853 701 80 via 193.203.0.1"}));
        QCOMPARE(reader.peers().size(), 2u);
        QCOMPARE(reader.counters().records, 3u);
        QCOMPARE(reader.counters().time, 0x3d3c973fu);
        QCOMPARE(reader.pending(), 0u);
    }

    void tablesOfTheSecondForm_data() { tables_data(); }
    void tablesOfTheSecondForm()
    {
        QFETCH(int, piece);
        wire::MrtReader reader;
        const QStringList found = readAll(reader, bytesOf({kPeers, kRib4, kRib6}), std::size_t(piece));
        QCOMPARE(found, (QStringList{"10.1.0.0/16 from 192.0.2.1 AS65001 at 16: 65001 via 192.0.2.1",
                                     "10.1.0.0/16 from 2001:db8::2 AS4200000000 at 17: 4200000000 via none",
                                     "2001:db8:1::/48 from 2001:db8::2 AS4200000000 at 18: 4200000000 via 2001:db8::2"}));
        QCOMPARE(reader.counters().entries, 3u);
        QCOMPARE(reader.counters().corruptRecords, 0u);
    }

    /// Files that were put one behind the other.
    void bothFormsInOneFile()
    {
        wire::MrtReader reader;
        const QStringList found = readAll(reader, bytesOf({kTableDump, kTableDumpV6, kPeers, kRib4, kTableDump, kPeers, kRib6}), 11);
        QCOMPARE(found.size(), 6);
        QCOMPARE(found[2], "10.1.0.0/16 from 192.0.2.1 AS65001 at 16: 65001 via 192.0.2.1");
        QCOMPARE(found[4], found[0]);
        QVERIFY(found[5].contains("from 2001:db8::2 "));
        QCOMPARE(reader.peers().size(), 4u);
    }

    void severalPathsOfAPrefix()
    {
        // The record is three octets longer than its entries: what is behind them is passed over.
        wire::MrtReader reader;
        QCOMPARE(readAll(reader, bytesOf({kPeers, "00000002 000d 0008 00000038 00000007 10 0a01 0002"
                                                  "0000 00000010 00000001 000d 400101 00 400206 0201 0000fde9"
                                                  "0000 00000010 00000002 0007 400101 00 400200 ffffff"}), 1000),
                 (QStringList{"10.1.0.0/16 from 192.0.2.1 AS65001 at 16: 65001 via none", "10.1.0.0/16 from 192.0.2.1 AS65001 at 16:  via none"}));
    }

    void wholeReachAttribute()
    {
        wire::MrtEntry entry;
        const auto attributes = test::hex("400101 00 400200 800e1a 0002 01 10 20010db8000000000000000000000002 00 20 20010db8");
        entry.attributes = attributes;
        wire::BgpAttributes found;
        QVERIFY(wire::parseMrtAttributes(entry, found));
        QCOMPARE(QString::fromStdString(toString(found.nextHop)), "2001:db8::2");
    }

    void whatIsWrongIsCounted_data()
    {
        QTest::addColumn<QByteArray>("record");
        QTest::addColumn<int>("corrupt");
        QTest::addColumn<int>("other");
        QTest::newRow("length of prefix 33") << QByteArray("3d3c973f 000c 0001 0000002c 0000 0000 03000000 21 01 3d36cbfb c1cb0001 073d 0016"
                                                           "400101 00 400208 0203 073d 02bd 0050 400304 c1cb0001") << 1 << 0;
        QTest::newRow("attributes longer than the record") << QByteArray("3d3c973f 000c 0001 0000001a 0000 0000 03000000 08 01 3d36cbfb c1cb0001 073d 0016 4001 0100") << 1 << 0;
        QTest::newRow("empty") << QByteArray("00000000 000c 0001 00000000") << 1 << 0;
        QTest::newRow("RIB of a peer that is not there") << QByteArray("00000002 000d 0002 00000011 00000007 08 0a 0001 0009 00000010 0000 00") << 1 << 0;
        QTest::newRow("RIB, length of prefix 40") << QByteArray("00000002 000d 0002 0000000c 00000007 28 0a01020304 0000") << 1 << 0;
        QTest::newRow("peers cut off") << QByteArray("00000002 000d 0001 0000000a c0000201 0000 0001 0000") << 1 << 0;
        QTest::newRow("updates") << QByteArray("00000002 0010 0004 00000002 0000") << 0 << 1;
        QTest::newRow("multicast") << QByteArray("00000002 000d 0003 00000002 0000") << 0 << 1;
        QTest::newRow("unknown") << QByteArray("00000002 4321 0003 00000002 0000") << 0 << 1;
    }
    void whatIsWrongIsCounted()
    {
        QFETCH(QByteArray, record);
        QFETCH(int, corrupt);
        QFETCH(int, other);
        wire::MrtReader reader;
        const QStringList found = readAll(reader, bytesOf({record.constData(), kTableDump}), 1000);
        QCOMPARE(found.size(), 1); // the one behind it
        QCOMPARE(int(reader.counters().corruptRecords), corrupt);
        QCOMPARE(int(reader.counters().otherRecords), other);
        QCOMPARE(reader.counters().records, 2u);
    }

    void lost()
    {
        wire::MrtReader reader;
        QVERIFY(readAll(reader, bytesOf({"00000002 000d 0002 ffffffff", kTableDump}), 5).isEmpty());
        QVERIFY(reader.counters().isLost);
    }

    void cutOff()
    {
        wire::MrtReader reader;
        auto bytes = bytesOf({kTableDump, kTableDump});
        bytes.pop_back();
        QCOMPARE(readAll(reader, bytes, 1000).size(), 1);
        QCOMPARE(reader.pending(), bytes.size() - 56);
    }

    void written()
    {
        std::vector<std::uint8_t> bytes;
        wire::appendMrtPeer(bytes, {base::Ipv4Address(192, 0, 2, 1), 4'200'000'000, base::Ipv4Address(10, 0, 0, 1)});
        const auto attributes = test::hex("400101 00 400206 0201 0000fde9 400304 c0000201");
        wire::appendMrtRoute(bytes, 7, {base::Ipv4Address(10, 1, 128, 0), 17}, attributes);
        wire::appendMrtRoute(bytes, 8, {base::Ipv4Address(), 0}, attributes);
        QCOMPARE(bytes, bytesOf({"00000000 000d 0001 00000015 00000000 0000 0001 02 0a000001 c0000201 fa56ea00",
                                 "00000000 000d 0002 00000026 00000007 11 0a0180 0001 0000 00000000 0014 400101 00 "
                                 "400206 0201 0000fde9 400304 c0000201",
                                 "00000000 000d 0002 00000023 00000008 00 0001 0000 00000000 0014 400101 00 400206 "
                                 "0201 0000fde9 400304 c0000201"}));
        wire::MrtReader reader;
        QCOMPARE(readAll(reader, bytes, 5),
                 (QStringList{"10.1.128.0/17 from 192.0.2.1 AS4200000000 at 0: 65001 via 192.0.2.1",
                              "0.0.0.0/0 from 192.0.2.1 AS4200000000 at 0: 65001 via 192.0.2.1"}));
        QVERIFY(reader.pending() == 0 && reader.counters().corruptRecords == 0);
    }

    void malformedAttributes()
    {
        wire::MrtEntry entry;
        for (const char *hex : {"40", "4001", "400105 00", "400206 0203 0000fde9", "800e01 20"}) {
            const auto bytes = test::hex(hex);
            entry.attributes = bytes;
            wire::BgpAttributes attributes;
            QVERIFY2(!wire::parseMrtAttributes(entry, attributes), hex);
        }
    }
};

QTEST_APPLESS_MAIN(MrtTest)
#include "tst_mrt.moc"
