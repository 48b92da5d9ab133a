// BGP messages: literal bytes of RFC 4271 and its companions, each read and written again, and each error with the
// NOTIFICATION or the class (RFC 7606) that answers it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/bgp.h"
#include "core/wire/bgp_attributes.h"
#include "core/wire/bgp_update_writer.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::wire;
using Data = std::vector<std::uint8_t>;

namespace {

Data hex(const char *text)
{
    const QByteArray bytes = QByteArray::fromHex(text);
    return Data(bytes.begin(), bytes.end());
}
QByteArray shown(base::Bytes bytes)
{
    return QByteArray(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size())).toHex();
}
const char *const kMarker = "ffffffffffffffffffffffffffffffff";

BgpAttributes everything()
{
    BgpAttributes a;
    a.origin = BgpOrigin::egp;
    a.asPath = AsPath{65001, 4200000001u};
    a.nextHop = base::Ipv4Address(192, 0, 2, 1);
    a.med = 7;
    a.localPreference = 100;
    a.atomicAggregate = true;
    a.aggregator = BgpAggregator{4200000001u, base::Ipv4Address(10, 0, 0, 1)};
    a.communities = {0xfde90064, bgp_community::kNoExport};
    a.extendedCommunities = {0x0002fde900000064};
    a.largeCommunities = {{65001, 1, 2}};
    a.originatorId = base::Ipv4Address(10, 0, 0, 9);
    a.clusterList = {0x0a000001, 0x0a000002};
    a.unknown = hex("e0630101");
    return a;
}

/// The class of what is wrong with these attributes, on an external four-octet session with prefixes.
struct Judged {
    BgpErrorClass error;
    int subcode;
    QByteArray data;
};
Judged judge(const char *text, BgpAttributeContext context = {})
{
    BgpAttributes a;
    const Data bytes = hex(text);
    const BgpParsedAttributes p = parseBgpAttributes(bytes, context, a);
    return {p.error, p.notification.subcode, shown(p.notification.data)};
}
const QByteArray kGood = "40010100" "40020602010000fde9" "400304c0000201";

} // namespace

class TestBgp : public QObject {
    Q_OBJECT
private slots:
    void keepalive()
    {
        Data out;
        appendKeepalive(out);
        QCOMPARE(shown(out), QByteArray(kMarker) + "001304");
        const auto frame = nextBgpMessage(out);
        QVERIFY(frame);
        QCOMPARE(frame->length, std::size_t(19));
        QVERIFY(frame->type == BgpType::keepalive && frame->body.empty());
        QCOMPARE(nextBgpMessage(base::Bytes(out).first(18))->length, std::size_t(0));
    }

    void headerErrors_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("subcode");
        QTest::addColumn<QByteArray>("data");
        QTest::newRow("marker") << QByteArray("00ffffffffffffffffffffffffffffff001304") << 1 << QByteArray();
        QTest::newRow("short") << QByteArray(kMarker) + "001204" << 2 << QByteArray("0012");
        QTest::newRow("long") << QByteArray(kMarker) + "100102" << 2 << QByteArray("1001");
        QTest::newRow("short OPEN") << QByteArray(kMarker) + "001c01" << 2 << QByteArray("001c");
        QTest::newRow("short UPDATE") << QByteArray(kMarker) + "001602" << 2 << QByteArray("0016");
        QTest::newRow("short NOTIFICATION") << QByteArray(kMarker) + "001403" << 2 << QByteArray("0014");
        QTest::newRow("long KEEPALIVE") << QByteArray(kMarker) + "001404" << 2 << QByteArray("0014");
        QTest::newRow("type") << QByteArray(kMarker) + "001309" << 3 << QByteArray("09");
    }
    void headerErrors()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, subcode);
        QFETCH(QByteArray, data);
        const auto frame = nextBgpMessage(hex(bytes.constData()));
        QVERIFY(!frame);
        QVERIFY(frame.error().code == BgpErrorCode::header);
        QCOMPARE(int(frame.error().subcode), subcode);
        QCOMPARE(shown(frame.error().data), data);
    }

    void open()
    {
        BgpOpen open;
        open.as = kAsTrans;
        open.holdTime = 90;
        open.identifier = base::Ipv4Address(10, 0, 0, 1);
        open.families = {kBgpIpv4Unicast, kBgpIpv6Unicast};
        open.routeRefresh = true;
        open.enhancedRefresh = true;
        open.fourOctetAs = 4200000001u;
        open.gracefulRestart = BgpGracefulRestart{true, false, 120, {{kBgpIpv4Unicast, true}}};
        open.others = {{128, {}}, {73, hex("02723100")}};
        Data out;
        open.append(out);
        QCOMPARE(shown(out), QByteArray(kMarker) + "005301" "04" "5ba0" "005a" "0a000001" "36"
                 "0206" "0104" "00010001" "0206" "0104" "00020001" "0202" "0200" "0208" "4006" "8078" "00010180"
                 "0206" "4104" "fa56ea01" "0202" "4600" "0202" "8000" "0206" "4904" "02723100");
        const auto frame = nextBgpMessage(out);
        QVERIFY(frame && frame->type == BgpType::open);
        const auto again = BgpOpen::parse(frame->body);
        QVERIFY(again && *again == open);
        QCOMPARE(again->asNumber(), 4200000001u);
    }

    void openErrors_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("subcode");
        QTest::addColumn<QByteArray>("data");
        QTest::newRow("version") << QByteArray("03fde900b40a00000100") << 1 << QByteArray("0004");
        QTest::newRow("parameters too long") << QByteArray("04fde900b40a00000105") << 0 << QByteArray();
        QTest::newRow("parameter unknown") << QByteArray("04fde900b40a000001020100") << 4 << QByteArray();
        QTest::newRow("capability too long") << QByteArray("04fde900b40a000001040202" "0104") << 0 << QByteArray();
        QTest::newRow("capability of impossible length") << QByteArray("04fde900b40a000001050203" "410100") << 0 << QByteArray();
    }
    void openErrors()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, subcode);
        QFETCH(QByteArray, data);
        const auto open = BgpOpen::parse(hex(body.constData()));
        QVERIFY(!open);
        QVERIFY(open.error().code == BgpErrorCode::open);
        QCOMPARE(int(open.error().subcode), subcode);
        QCOMPARE(shown(open.error().data), data);
    }

    void openWithLongParameters()
    {
        const auto open = BgpOpen::parse(hex("04fde900b40a000001ffff0005" "020002" "0200"));
        QVERIFY(open && open->routeRefresh);
    }

    void notificationAndRefresh()
    {
        const BgpNotification n{BgpErrorCode::cease, bgp_subcode::kMaxPrefix, hex("00010100000064")};
        Data out;
        n.append(out);
        QCOMPARE(shown(out), QByteArray(kMarker) + "001c03" "0601" "00010100000064");
        QVERIFY(BgpNotification::parse(nextBgpMessage(out)->body) == n);
        QCOMPARE(QString::fromStdString(n.toString()), QString("Cease/Maximum Number of Prefixes Reached"));

        const BgpRouteRefresh refresh{kBgpIpv6Unicast, BgpRouteRefresh::Kind::begin};
        out.clear();
        refresh.append(out);
        QCOMPARE(shown(out), QByteArray(kMarker) + "001705" "00020101");
        QVERIFY(*BgpRouteRefresh::parse(nextBgpMessage(out)->body) == refresh);
        QVERIFY(!*BgpRouteRefresh::parse(hex("00010701")));
        QCOMPARE(int(BgpRouteRefresh::parse(hex("0001000100")).error().code), 7);
    }

    void attributes()
    {
        const BgpAttributes a = everything();
        Data out;
        appendBgpAttributes(out, a);
        QCOMPARE(shown(out), QByteArray("40010101" "40020a02020000fde9fa56ea01" "400304c0000201" "80040400000007" "40050400000064"
                                        "400600" "c00708fa56ea010a000001" "c00808fde90064ffffff01" "8009040a000009"
                                        "800a080a0000010a000002" "c010080002fde900000064" "c0200c0000fde90000000100000002"
                                        "e0630101"));
        BgpAttributes again;
        const auto parsed = parseBgpAttributes(out, {true, false, true}, again);
        QVERIFY(parsed.error == BgpErrorClass::none);
        QVERIFY(again == a);
    }

    void fourOctetsOverATwoOctetSession()
    {
        BgpAttributes a = everything();
        a.asPath = AsPath{65001, 4200000001u, 3};
        Data out;
        appendBgpAttributes(out, a, false);
        QVERIFY(shown(out).contains("400208" "0203fde95ba00003"));
        QVERIFY(shown(out).contains("c0110e" "02030000fde9fa56ea0100000003"));
        QVERIFY(shown(out).contains("c00706" "5ba00a000001"));
        QVERIFY(shown(out).contains("c01208" "fa56ea010a000001"));
        BgpAttributes again;
        QVERIFY(parseBgpAttributes(out, {false, false, true}, again).error == BgpErrorClass::none);
        QVERIFY(again == a);
    }

    void as4PathIsShorter()
    {
        // An old speaker, 65010, put itself in front after the AS4_PATH was made (RFC 6793 section 4.2.3).
        BgpAttributes a;
        const Data bytes = hex("40010100" "40020a0204fdf2fde95ba00003" "400304c0000201" "c0110e02030000fde9fa56ea0100000003");
        QVERIFY(parseBgpAttributes(bytes, {false, true, true}, a).error == BgpErrorClass::none);
        QCOMPARE(QString::fromStdString(a.asPath.toString()), QString("65010 65001 4200000001 3"));
    }

    void ipv6NextHops()
    {
        BgpAttributes a;
        a.asPath = AsPath{65001};
        a.nextHop = *base::IpAddress::parse("2001:db8::1");
        a.linkLocalNextHop = *base::IpAddress::parse("fe80::1");
        const Data prefixes = hex("2020010db8");
        Data out;
        appendBgpAttributes(out, a, true, prefixes);
        QCOMPARE(shown(out).left(80), QByteArray("800e2a00020120" "20010db8000000000000000000000001" "fe800000000000000000000000000001" "00"));
        BgpAttributes again;
        const auto parsed = parseBgpAttributes(out, {true, true, false}, again);
        QVERIFY(parsed.error == BgpErrorClass::none && parsed.hasReach && parsed.reachFamily == kBgpIpv6Unicast);
        QCOMPARE(shown(parsed.reachPrefixes), QByteArray("2020010db8"));
        QVERIFY(again == a);
    }

    void attributeErrors_data()
    {
        using Class = BgpErrorClass;
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("error");
        QTest::addColumn<int>("subcode");
        QTest::addColumn<QByteArray>("data");
        const auto row = [](const char *name, const QByteArray &bytes, Class error, int subcode, const char *data) {
            QTest::newRow(name) << bytes << int(error) << subcode << QByteArray(data);
        };
        const QByteArray path = "40020602010000fde9", hop = "400304c0000201";
        row("good", kGood, Class::none, 0, "");
        row("ORIGIN of two octets", "4001020000" + path + hop, Class::treatAsWithdraw, 5, "4001020000");
        row("ORIGIN 3", "40010103" + path + hop, Class::treatAsWithdraw, 6, "40010103");
        row("ORIGIN optional", "c0010100" + path + hop, Class::treatAsWithdraw, 4, "c0010100");
        row("no ORIGIN", path + hop, Class::treatAsWithdraw, 3, "01");
        row("no AS_PATH", "40010100" + hop, Class::treatAsWithdraw, 3, "02");
        row("no NEXT_HOP", "40010100" + path, Class::treatAsWithdraw, 3, "03");
        row("AS_PATH of half a number", "40010100" "400204020100fd" + hop, Class::treatAsWithdraw, 11, "");
        row("AS_PATH with an empty segment", "40010100" "4002020200" + hop, Class::treatAsWithdraw, 11, "");
        row("AS_PATH with segment type 9", "40010100" "40020609010000fde9" + hop, Class::treatAsWithdraw, 11, "");
        row("AS_PATH with AS 0", "40010100" "400206020100000000" + hop, Class::treatAsWithdraw, 11, "");
        row("NEXT_HOP of three octets", "40010100" + path + "400303c00002", Class::treatAsWithdraw, 5, "400303c00002");
        row("NEXT_HOP 0.0.0.0", "40010100" + path + "40030400000000", Class::treatAsWithdraw, 8, "40030400000000");
        row("NEXT_HOP of a group", "40010100" + path + "400304e0000001", Class::treatAsWithdraw, 8, "400304e0000001");
        row("MED of three octets", kGood + "800403000000", Class::treatAsWithdraw, 5, "800403000000");
        row("LOCAL_PREF from outside", kGood + "400503000000", Class::none, 0, "");
        row("ATOMIC_AGGREGATE with a value", kGood + "40060100", Class::attributeDiscard, 5, "40060100");
        row("AGGREGATOR of six octets", kGood + "c00706fde90a000001", Class::attributeDiscard, 5, "c00706fde90a000001");
        row("COMMUNITIES empty", kGood + "c00800", Class::treatAsWithdraw, 5, "c00800");
        row("COMMUNITIES of five octets", kGood + "c008050000000000", Class::treatAsWithdraw, 5, "c008050000000000");
        row("EXTENDED_COMMUNITIES of four octets", kGood + "c0100400000000", Class::treatAsWithdraw, 5, "c0100400000000");
        row("LARGE_COMMUNITY of four octets", kGood + "c0200400000000", Class::treatAsWithdraw, 5, "c0200400000000");
        row("twice the same", kGood + "40010100", Class::attributeDiscard, 1, "40010100");
        row("MP_REACH_NLRI twice", kGood + "800e1a0002011020010db800000000000000000000000100" "2020010db8" "800e050002010000",
            Class::sessionReset, 1, "");
        row("MP_REACH_NLRI with half a next hop", "40010100" + path + "800e0900020104c000020100", Class::sessionReset, 9, "800e0900020104c000020100");
        row("MP_UNREACH_NLRI of two octets", "800f020002", Class::sessionReset, 9, "800f020002");
        row("well-known and unknown", kGood + "406300", Class::sessionReset, 2, "406300");
        row("optional and unknown", kGood + "806300", Class::none, 0, "");
        row("longer than all", "40010100" + path + "4003ff", Class::treatAsWithdraw, 5, "4003ff");
        row("one octet left", kGood + "40", Class::treatAsWithdraw, 1, "");
    }
    void attributeErrors()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, error);
        QFETCH(int, subcode);
        QFETCH(QByteArray, data);
        const Judged j = judge(bytes.constData());
        QCOMPARE(int(j.error), error);
        QCOMPARE(j.subcode, subcode);
        QCOMPARE(j.data, data);
    }
    void internalSessionsNeedLocalPreference()
    {
        const Judged j = judge(kGood.constData(), {true, false, true});
        QVERIFY(j.error == BgpErrorClass::treatAsWithdraw);
        QCOMPARE(j.data, QByteArray("05"));
        QVERIFY(judge((kGood + "40050400000064" "8009030a0000").constData(), {true, false, true}).error == BgpErrorClass::treatAsWithdraw);
    }
    void unknownTransitiveIsPartialFromHereOn()
    {
        BgpAttributes a;
        parseBgpAttributes(hex((kGood + "c06302abcd").constData()), {}, a);
        QCOMPARE(shown(a.unknown), QByteArray("e06302abcd"));
    }

    void prefixes()
    {
        Data out;
        appendBgpPrefix(out, *base::IpPrefix::parse("10.1.128.0/17"));
        appendBgpPrefix(out, *base::IpPrefix::parse("0.0.0.0/0"));
        appendBgpPrefix(out, *base::IpPrefix::parse("192.0.2.1/32"));
        QCOMPARE(shown(out), QByteArray("110a018000" "20c0000201"));
        BgpPrefixReader reader(out, base::Family::ipv4);
        base::IpPrefix prefix;
        for (const char *text : {"10.1.128.0/17", "0.0.0.0/0", "192.0.2.1/32"}) {
            QVERIFY(reader.next(prefix));
            QCOMPARE(base::toString(prefix), std::string(text));
        }
        QVERIFY(!reader.next(prefix) && reader.ok());
        for (const char *bad : {"21c000020101", "18c000"}) {
            const Data bytes = hex(bad);
            BgpPrefixReader wrong(bytes, base::Family::ipv4);
            QVERIFY(!wrong.next(prefix) && !wrong.ok());
            BgpPrefixReader quick(bytes, base::Family::ipv4);
            std::uint32_t address = 0;
            std::uint8_t length = 0;
            QVERIFY(!quick.next(address, length) && !quick.ok());
        }
    }

    void updatesArePacked()
    {
        BgpAttributes a;
        a.asPath = AsPath{65001};
        a.nextHop = base::Ipv4Address(192, 0, 2, 1);
        Data attributes, out;
        appendBgpAttributes(attributes, a);
        BgpUpdateWriter writer(out, kBgpIpv4Unicast);
        QVERIFY(writer.announce(attributes));
        for (unsigned n = 0; n < 2000; ++n)
            writer.add(base::IpPrefix(base::Ipv4Address(10, static_cast<std::uint8_t>(n >> 8), static_cast<std::uint8_t>(n), 0), 24));
        writer.withdraw();
        writer.add(*base::IpPrefix::parse("10.0.0.0/8"));
        writer.endOfRib();
        unsigned prefixes = 0, messages = 0;
        base::Bytes rest = out;
        for (; rest.size() > 25 + 23; ++messages) {
            const auto frame = nextBgpMessage(rest);
            QVERIFY(frame && frame->length > 0 && frame->length <= kBgpMaxMessage);
            const auto view = BgpUpdateView::parse(frame->body);
            QVERIFY(view && std::equal(view->attributes.begin(), view->attributes.end(), attributes.begin(), attributes.end()));
            prefixes += static_cast<unsigned>(view->announced.size() / 4);
            rest = rest.subspan(frame->length);
        }
        QCOMPARE(prefixes, 2000u);
        QCOMPARE(messages, 2u);
        QCOMPARE(shown(rest), QByteArray(kMarker) + "001902" "0002" "080a" "0000" + kMarker + "001702" "0000" "0000");
    }
    void ipv6UpdatesArePacked()
    {
        BgpAttributes a;
        a.asPath = AsPath{65001};
        a.nextHop = *base::IpAddress::parse("2001:db8::1");
        Data attributes, out;
        appendBgpAttributes(attributes, a);
        BgpUpdateWriter writer(out, kBgpIpv6Unicast);
        QVERIFY(writer.announce(attributes));
        for (unsigned n = 0; n < 1000; ++n) {
            std::array<std::uint8_t, 16> address{0x20, 0x01, 0x0d, 0xb8, static_cast<std::uint8_t>(n >> 8), static_cast<std::uint8_t>(n)};
            writer.add(base::IpPrefix(base::Ipv6Address(address), 48));
        }
        writer.finish();
        QCOMPARE(writer.messages(), std::uint64_t(2));
        unsigned prefixes = 0;
        for (base::Bytes rest = out; !rest.empty();) {
            const auto frame = nextBgpMessage(rest);
            QVERIFY(frame && frame->length > 0);
            const auto view = BgpUpdateView::parse(frame->body);
            BgpAttributes again;
            const auto parsed = parseBgpAttributes(view->attributes, {true, true, false}, again);
            QVERIFY(parsed.error == BgpErrorClass::none && again == a);
            prefixes += static_cast<unsigned>(parsed.reachPrefixes.size() / 7);
            rest = rest.subspan(frame->length);
        }
        QCOMPARE(prefixes, 1000u);
        out.clear();
        writer.endOfRib();
        QCOMPARE(shown(out), QByteArray(kMarker) + "001d02" "0000" "0006" "800f03000201");
    }

    void asPaths()
    {
        AsPath path{65001, 3};
        path.append(AsPathView::SegmentType::set, {5, 6});
        path.prependConfederation(65010);
        path.prependConfederation(65011);
        QCOMPARE(QString::fromStdString(path.toString()), QString("(65011 65010) 65001 3 {5,6}"));
        QCOMPARE(path.view().length(), 3u);
        QCOMPARE(path.view().confederationLength(), 2u);
        QCOMPARE(path.view().neighbour(), 65001u);
        QCOMPARE(path.view().first(), 65011u);
        path.removeConfederation();
        path.prepend(7, 2);
        QCOMPARE(QString::fromStdString(path.toString()), QString("7 7 65001 3 {5,6}"));
        AsPath mixed = path;
        mixed.removePrivate(AsPath::PrivateMode::onlyIfAllPrivate, 0, 0);
        QVERIFY(mixed == path);
        mixed.removePrivate(AsPath::PrivateMode::all, 0, 0);
        QCOMPARE(QString::fromStdString(mixed.toString()), QString("7 7 3 {5,6}"));
        path.removePrivate(AsPath::PrivateMode::all, 9, 0);
        QCOMPARE(QString::fromStdString(path.toString()), QString("7 7 9 3 {5,6}"));
        AsPath priv{65001, 65002};
        priv.removePrivate(AsPath::PrivateMode::onlyIfAllPrivate, 0, 65002);
        QCOMPARE(QString::fromStdString(priv.toString()), QString("65002"));
        priv.replace(65002, 1);
        QCOMPARE(QString::fromStdString(priv.toString()), QString("1"));
    }
};

QTEST_APPLESS_MAIN(TestBgp)
#include "tst_bgp.moc"
