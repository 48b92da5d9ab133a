// OSPF packets and advertisements against literal bytes, the Fletcher checksum, and what is refused.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/ospf.h"
#include "tests/support/compare.h"
#include "tests/support/hex.h"

#include <QtTest>

using namespace hopyard;
using base::Ipv4Address;
using test::hex;
using wire::LsaType;
using wire::RouterLink;

namespace {

// Hello of 10.0.0.1 in area 0: mask /24, 10 s, E, priority 1, 40 s, DR 10.0.1.1, no backup, sees 10.0.0.2.
constexpr const char *kHello = "02 01 00 30 0a 00 00 01 00 00 00 00 dd 96 00 00 00 00 00 00 00 00 00 00"
                               " ff ff ff 00 00 0a 02 01 00 00 00 28 0a 00 01 01 00 00 00 00 0a 00 00 02";

// A router advertisement of 1.1.1.1, border router: p2p to 2.2.2.2 and the stub 10.0.12.0/30.
constexpr const char *kRouterLsa = "00 01 02 01 01 01 01 01 01 01 01 01 80 00 00 01 7f 76 00 30"
                                   " 01 00 00 02"
                                   " 02 02 02 02 0a 00 0c 01 01 00 00 0a"
                                   " 0a 00 0c 00 ff ff ff fc 03 00 00 0a";

wire::LsaHeader routerHeader()
{
    wire::LsaHeader h;
    h.age = 1;
    h.options = wire::OspfOptions::e;
    h.key = {LsaType::router, Ipv4Address(1, 1, 1, 1), Ipv4Address(1, 1, 1, 1)};
    return h;
}

wire::RouterLsa routerBody()
{
    return {wire::RouterLsa::kBorder,
            {{RouterLink::Type::pointToPoint, Ipv4Address(2, 2, 2, 2), Ipv4Address(10, 0, 12, 1), 10},
             {RouterLink::Type::stub, Ipv4Address(10, 0, 12, 0), Ipv4Address(255, 255, 255, 252), 10}}};
}

} // namespace

class TestOspf : public QObject {
    Q_OBJECT
private slots:
    void hello()
    {
        wire::OspfHello h;
        h.mask = Ipv4Address(255, 255, 255, 0);
        h.options = wire::OspfOptions::e;
        h.designated = Ipv4Address(10, 0, 1, 1);
        h.neighbours = {Ipv4Address(10, 0, 0, 2)};
        std::vector<std::uint8_t> bytes(wire::OspfView::kHeaderLength);
        h.append(bytes);
        wire::OspfHeader{wire::OspfType::hello, Ipv4Address(10, 0, 0, 1), {}}.emit(bytes);
        QCOMPARE(test::toHex(bytes), test::toHex(hex(kHello)));

        const auto view = wire::OspfView::parse(bytes);
        QVERIFY(view && view->checksumOk());
        QCOMPARE(view->router(), Ipv4Address(10, 0, 0, 1));
        QVERIFY(wire::OspfHello::parse(view->payload()) == h);
        bytes[40] ^= 1;
        QVERIFY(!wire::OspfView::parse(bytes)->checksumOk());
        // The checksum leaves out the authentication data.
        bytes = hex(kHello);
        bytes[20] = 7;
        QVERIFY(wire::OspfView::parse(bytes)->checksumOk());
        QCOMPARE(wire::ospfChecksum(bytes), std::uint16_t(0xdd96));
    }

    void headersRefused_data()
    {
        QTest::addColumn<QString>("bytes");
        QTest::addColumn<QString>("error");
        const QString rest = " 0a 00 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00";
        QTest::newRow("nothing") << "" << "truncated";
        QTest::newRow("half a header") << "02 01 00 18" << "truncated";
        QTest::newRow("OSPFv3") << "03 01 00 18" + rest << "bad version";
        QTest::newRow("shorter than its header") << "02 01 00 17" + rest << "bad length";
        QTest::newRow("longer than the datagram") << "02 01 00 19" + rest << "truncated";
        QTest::newRow("type 0") << "02 00 00 18" + rest << "unsupported";
        QTest::newRow("type 6") << "02 06 00 18" + rest << "unsupported";
    }
    void headersRefused()
    {
        QFETCH(QString, bytes);
        QFETCH(QString, error);
        const auto packet = hex(bytes.toStdString());
        const auto view = wire::OspfView::parse(packet);
        QVERIFY(!view);
        QCOMPARE(QString::fromUtf8(toString(view.error()).data()), error);
    }

    void routerAdvertisement()
    {
        const auto bytes = wire::emitLsa(routerHeader(), routerBody().body());
        QCOMPARE(test::toHex(bytes), test::toHex(hex(kRouterLsa)));
        const auto view = wire::LsaView::parse(bytes);
        QVERIFY(view && view->checksumOk());
        QVERIFY(wire::RouterLsa::load(view->body()) == routerBody());
        QCOMPARE(view->header().sequence, wire::LsaHeader::kInitialSequence);
        std::vector<std::uint8_t> again(20);
        view->header().store(again.data());
        QVERIFY(std::equal(again.begin(), again.end(), bytes.begin()));
    }

    void everyChangedBitFailsTheChecksumExceptTheAge()
    {
        auto bytes = hex(kRouterLsa);
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            if (i == 18 || i == 19)
                continue; // the length decides what is read at all
            bytes[i] ^= 4;
            QCOMPARE(wire::LsaView::trusted(bytes).checksumOk(), i < 2);
            bytes[i] ^= 4;
        }
    }

    void checksumOfEveryLength()
    {
        for (std::size_t size = 0; size < 5'000; size += size < 300 ? 1 : 97) {
            std::vector<std::uint8_t> body(size);
            for (std::size_t i = 0; i < size; ++i)
                body[i] = static_cast<std::uint8_t>(i * 37 + 255 * (i & 1));
            wire::LsaHeader header;
            header.key.type = LsaType::opaqueArea;
            const auto lsa = wire::emitLsa(header, body);
            QVERIFY(wire::LsaView::parse(lsa)->checksumOk());
            QCOMPARE(wire::fletcherChecksum(lsa), base::loadU16(&lsa[16]));
        }
    }

    void metricsByTypeOfServiceArePassedOver()
    {
        const auto body = hex("00 00 00 02"
                              " 02 02 02 02 0a 00 0c 01 01 02 00 0a 04 00 00 05 08 00 00 06"
                              " 0a 00 0c 00 ff ff ff fc 03 00 00 0b");
        const auto lsa = wire::RouterLsa::load(body);
        QCOMPARE(lsa.links.size(), std::size_t(2));
        QCOMPARE(lsa.links[0].metric, std::uint16_t(10));
        QCOMPARE(lsa.links[1].metric, std::uint16_t(11));
        QCOMPARE(lsa.links[1].type, RouterLink::Type::stub);
    }

    void bodiesOfOtherTypes()
    {
        const wire::NetworkLsa network{24, {Ipv4Address(1, 1, 1, 1), Ipv4Address(2, 2, 2, 2)}};
        QCOMPARE(test::toHex(network.body()), std::string("ff ff ff 00 01 01 01 01 02 02 02 02"));
        QVERIFY(wire::NetworkLsa::load(network.body()) == network);
        const wire::SummaryLsa summary{16, 0x10203};
        QCOMPARE(test::toHex(summary.body()), std::string("ff ff 00 00 00 01 02 03"));
        QVERIFY(wire::SummaryLsa::load(summary.body()) == summary);
        const wire::ExternalLsa external{0, true, 20, Ipv4Address(10, 0, 0, 9), 77};
        QCOMPARE(test::toHex(external.body()), std::string("00 00 00 00 80 00 00 14 0a 00 00 09 00 00 00 4d"));
        QVERIFY(wire::ExternalLsa::load(external.body()) == external);
        const wire::GraceLsa grace{120, 1, Ipv4Address(10, 0, 0, 1)};
        QCOMPARE(test::toHex(grace.body()), std::string("00 01 00 04 00 00 00 78 00 02 00 01 01 00 00 00"
                                                        " 00 03 00 04 0a 00 00 01"));
        QVERIFY(wire::GraceLsa::load(grace.body()) == grace);
        QVERIFY(!wire::GraceLsa::load(hex("00 02 00 01 01 00 00 00")));
        QVERIFY(!wire::GraceLsa::load(hex("00 01 00 08 00 00 00 78")));
    }

    void advertisementsRefused_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("error");
        QTest::newRow("type 6") << 6 << "00 00 00 00 00 00 00 00" << "unsupported";
        QTest::newRow("router without flags") << 1 << "" << "bad length";
        QTest::newRow("router with a link missing") << 1 << "00 00 00 01" << "bad length";
        QTest::newRow("router with a metric missing") << 1 << "00 00 00 01 02 02 02 02 0a 00 0c 01 01 01 00 0a"
                                                      << "bad length";
        QTest::newRow("network without routers") << 2 << "ff ff ff 00" << "bad length";
        QTest::newRow("network with holes in its mask") << 2 << "ff 00 ff 00 01 01 01 01" << "bad length";
        QTest::newRow("summary without metric") << 3 << "ff ff ff 00" << "bad length";
        QTest::newRow("external cut") << 5 << "ff ff ff 00 80 00 00 14 00 00 00 00" << "bad length";
        QTest::newRow("external with half a service") << 5 << "ff ff ff 00 80 00 00 14 00 00 00 00 00 00 00 00 00 00"
                                                      << "bad length";
        QTest::newRow("NSSA with holes in its mask") << 7 << "00 ff ff 00 80 00 00 14 00 00 00 00 00 00 00 00"
                                                     << "bad length";
    }
    void advertisementsRefused()
    {
        QFETCH(int, type);
        QFETCH(QString, body);
        QFETCH(QString, error);
        wire::LsaHeader header;
        header.key.type = static_cast<LsaType>(type);
        const auto bytes = wire::emitLsa(header, hex(body.toStdString()));
        const auto view = wire::LsaView::parse(bytes);
        QVERIFY(!view);
        QCOMPARE(QString::fromUtf8(toString(view.error()).data()), error);
        QVERIFY(!wire::LsaView::parse(base::Bytes(bytes).first(19)));
    }

    void descriptionRequestAndAcknowledgment()
    {
        const wire::OspfDescription d{1500, wire::OspfOptions::e, 7, 0x01020304};
        std::vector<std::uint8_t> bytes;
        d.append(bytes);
        QCOMPARE(test::toHex(bytes), std::string("05 dc 02 07 01 02 03 04"));
        wire::LsaHeader header = routerHeader();
        header.length = 48;
        wire::append(bytes, header);
        QVERIFY(wire::OspfDescription::parse(bytes) == d);
        const auto headers = wire::parseLsaHeaders(base::Bytes(bytes).subspan(wire::OspfDescription::kLength));
        QVERIFY(headers && headers->size() == 1 && headers->front() == header);
        bytes.pop_back();
        QVERIFY(!wire::OspfDescription::parse(bytes));
        QVERIFY(!wire::parseLsaHeaders(base::Bytes(bytes).subspan(8)));

        std::vector<std::uint8_t> request;
        wire::append(request, header.key);
        QCOMPARE(test::toHex(request), std::string("00 00 00 01 01 01 01 01 01 01 01 01"));
        const auto keys = wire::parseOspfRequest(request);
        QVERIFY(keys && keys->size() == 1 && keys->front() == header.key);
        request.push_back(0);
        QVERIFY(!wire::parseOspfRequest(request));
        QVERIFY(!wire::parseOspfRequest(hex("00 00 01 01 01 01 01 01 01 01 01 01")));
    }

    void updateIsWalked()
    {
        auto payload = hex("00 00 00 02");
        const auto lsa = hex(kRouterLsa);
        payload.insert(payload.end(), lsa.begin(), lsa.end());
        payload.insert(payload.end(), lsa.begin(), lsa.end());
        wire::OspfUpdateReader two(payload);
        QCOMPARE(two.next().size(), lsa.size());
        QCOMPARE(two.next().size(), lsa.size());
        QVERIFY(two.next().empty() && two.ok());

        wire::OspfUpdateReader cut(base::Bytes(payload).first(payload.size() - 1));
        QCOMPARE(cut.next().size(), lsa.size());
        QVERIFY(cut.next().empty() && !cut.ok());

        payload[4 + 19] = 19; // shorter than a header
        payload[4 + 18] = 0;
        wire::OspfUpdateReader wrong(payload);
        QVERIFY(wrong.next().empty() && !wrong.ok());
        wire::OspfUpdateReader nothing(hex("00 00"));
        QVERIFY(nothing.next().empty() && !nothing.ok());
    }
};

QTEST_APPLESS_MAIN(TestOspf)
#include "tst_ospf.moc"
