// The DHCP client's states, one after the other (RFC 2131 figure 5): what it sends, when, and what it has meanwhile.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dhcp/client.h"
#include "tests/support/compare.h"
#include "tests/support/hex.h"

#include <QtTest>

#include <string>

using namespace hopyard;
using namespace hopyard::base::literals;
using base::Ipv4Address;
using base::TimePoint;
using dhcp::Client;
using wire::DhcpRepr;
using wire::DhcpType;
using State = Client::State;

namespace {

Ipv4Address v4(const char *text) { return *Ipv4Address::parse(text); }
const base::MacAddress kMac = base::MacAddress::local(1);

struct Bench {
    Bench() { client.setCarrier(now, true, out); }
    std::string type(const Client::Message &m)
    {
        return std::string(wire::toString(m.repr.type)) + ' ' + toString(m.source) + " > " + toString(m.destination);
    }
    /// What it sends at its next deadline, one line; "nothing".
    std::string next()
    {
        now = client.nextDeadline();
        out.clear();
        client.expire(now, out);
        return out.empty() ? "nothing" : type(out.back());
    }
    DhcpRepr answer(DhcpType type, std::uint32_t leaseTime = 600)
    {
        DhcpRepr m;
        m.type = type;
        m.transaction = transaction;
        m.clientMac = kMac;
        m.serverIdentifier = v4("10.0.1.1");
        if (type != DhcpType::nak) {
            m.yourAddress = v4("10.0.1.10");
            m.prefixLength = std::uint8_t(24);
            m.leaseTime = leaseTime;
            m.routers = {v4("10.0.1.1")};
        }
        return m;
    }
    std::string hear(const DhcpRepr &message)
    {
        out.clear();
        client.receive(now, message, out);
        return out.empty() ? "nothing" : type(out.back());
    }
    /// Until it is bound.
    void bind(std::uint32_t leaseTime = 600)
    {
        next();
        transaction = out.back().repr.transaction;
        hear(answer(DhcpType::offer, leaseTime));
        hear(answer(DhcpType::ack, leaseTime));
        QVERIFY(client.state() == State::bound);
    }
    Client client{base::Random(3), kMac, "h1"};
    Client::Output out;
    TimePoint now;
    std::uint32_t transaction = 0;
};

} // namespace

class TestClient : public QObject {
    Q_OBJECT
private slots:
    void theDiscoverByItsBytes()
    {
        Bench b;
        QVERIFY(b.client.state() == State::init);
        QVERIFY(b.client.nextDeadline() <= TimePoint() + 1_s);
        QCOMPARE(b.next(), std::string("DHCPDISCOVER 0.0.0.0 > 255.255.255.255"));
        DhcpRepr sent = b.out.back().repr;
        sent.transaction = 0x11223344;
        const std::vector<std::uint8_t> bytes = sent.emit();
        QCOMPARE(test::toHex(base::Bytes(bytes).first(34)),
                 std::string("01 01 06 00 11 22 33 44 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02 48 00 00 00 01"));
        QCOMPARE(test::toHex(base::Bytes(bytes).subspan(236, 28)),
                 std::string("63 82 53 63 35 01 01 0c 02 68 31 3d 07 01 02 48 00 00 00 01 37 04 01 03 06 0f ff 00"));
    }

    void theFourMessages()
    {
        Bench b;
        b.next();
        b.transaction = b.out.back().repr.transaction;
        QVERIFY(b.client.state() == State::selecting);
        QCOMPARE(b.hear(b.answer(DhcpType::offer)), std::string("DHCPREQUEST 0.0.0.0 > 255.255.255.255"));
        QVERIFY(b.client.state() == State::requesting);
        const DhcpRepr &request = b.out.back().repr;
        QVERIFY(request.requestedAddress == v4("10.0.1.10") && request.serverIdentifier == v4("10.0.1.1"));
        QVERIFY(request.clientAddress.isUnspecified() && request.transaction == b.transaction);
        QVERIFY(!b.client.lease());
        QCOMPARE(b.hear(b.answer(DhcpType::ack)), std::string("nothing"));
        QVERIFY(b.client.state() == State::bound);
        const dhcp::Lease &lease = *b.client.lease();
        QCOMPARE(toString(lease.address), std::string("10.0.1.10/24"));
        QVERIFY(lease.routers == std::vector{v4("10.0.1.1")});
        QVERIFY(lease.renewAt == b.now + 300_s && lease.rebindAt == b.now + 525_s && lease.expires == b.now + 600_s);
        QVERIFY(b.client.nextDeadline() == lease.renewAt);
    }

    void itAsksAgainLessAndLessOften()
    {
        Bench b;
        b.next();
        std::vector<double> waits;
        for (int i = 0; i < 7; ++i) {
            const TimePoint before = b.now;
            QCOMPARE(b.next(), std::string("DHCPDISCOVER 0.0.0.0 > 255.255.255.255"));
            waits.push_back((b.now - before).inSeconds());
        }
        const double wanted[] = {4, 8, 16, 32, 64, 64, 64};
        for (int i = 0; i < 7; ++i)
            QVERIFY2(std::abs(waits[std::size_t(i)] - wanted[i]) <= 1, qPrintable(QString::number(waits[std::size_t(i)])));
        QVERIFY(b.out.back().repr.seconds > 180);
    }

    void theFirstOfTwoServersIsTaken()
    {
        Bench b;
        b.next();
        b.transaction = b.out.back().repr.transaction;
        b.hear(b.answer(DhcpType::offer));
        DhcpRepr second = b.answer(DhcpType::offer);
        second.serverIdentifier = v4("10.0.1.2");
        second.yourAddress = v4("10.0.1.99");
        QCOMPARE(b.hear(second), std::string("nothing"));
        b.hear(b.answer(DhcpType::ack));
        QCOMPARE(toString(b.client.lease()->address), std::string("10.0.1.10/24"));
    }

    void answersForOthersAreNotHeard()
    {
        Bench b;
        b.next();
        b.transaction = b.out.back().repr.transaction;
        DhcpRepr offer = b.answer(DhcpType::offer);
        offer.transaction += 1;
        QCOMPARE(b.hear(offer), std::string("nothing"));
        offer = b.answer(DhcpType::offer);
        offer.clientMac = base::MacAddress::local(2);
        QCOMPARE(b.hear(offer), std::string("nothing"));
        offer = b.answer(DhcpType::offer);
        offer.serverIdentifier.reset();
        QCOMPARE(b.hear(offer), std::string("nothing"));
        QCOMPARE(b.hear(b.answer(DhcpType::ack)), std::string("nothing")); // nobody asked yet
        QVERIFY(b.client.state() == State::selecting);
    }

    void aServerThatIsSilentIsGivenUp()
    {
        Bench b;
        b.next();
        b.transaction = b.out.back().repr.transaction;
        b.hear(b.answer(DhcpType::offer));
        for (int i = 0; i < 3; ++i)
            QCOMPARE(b.next(), std::string("DHCPREQUEST 0.0.0.0 > 255.255.255.255"));
        QCOMPARE(b.next(), std::string("nothing"));
        QVERIFY(b.client.state() == State::init);
        QCOMPARE(b.next(), std::string("DHCPDISCOVER 0.0.0.0 > 255.255.255.255"));
    }

    void renewingAndRebinding()
    {
        Bench b;
        b.bind();
        const TimePoint since = b.client.lease()->since;
        QCOMPARE(b.next(), std::string("DHCPREQUEST 10.0.1.10 > 10.0.1.1"));
        QVERIFY(b.now == since + 300_s && b.client.state() == State::renewing);
        const DhcpRepr &request = b.out.back().repr;
        QVERIFY(request.clientAddress == v4("10.0.1.10") && !request.requestedAddress && !request.serverIdentifier && !request.broadcast);
        b.next(); // half of what is left, and 60 s at least
        QVERIFY(b.now == since + 412_s + 500_ms);
        b.next();
        QVERIFY(b.now == since + 472_s + 500_ms);
        QCOMPARE(b.next(), std::string("DHCPREQUEST 10.0.1.10 > 255.255.255.255"));
        QVERIFY(b.now == since + 525_s && b.client.state() == State::rebinding);
        b.transaction = b.out.back().repr.transaction;
        b.hear(b.answer(DhcpType::ack));
        QVERIFY(b.client.state() == State::bound && b.client.lease()->expires == since + 1'125_s);
    }

    void theLeaseEnds()
    {
        Bench b;
        b.bind();
        const TimePoint since = b.client.lease()->since;
        while (b.client.lease() && b.now < since + 700_s)
            b.next();
        QVERIFY(!b.client.lease() && b.now == since + 600_s && b.client.state() == State::init);
        QCOMPARE(b.next(), std::string("DHCPDISCOVER 0.0.0.0 > 255.255.255.255"));
        QVERIFY(b.out.back().repr.requestedAddress == v4("10.0.1.10")); // it liked it there
    }

    void aLeaseWithoutEnd()
    {
        Bench b;
        b.bind(0xffffffff);
        QVERIFY(b.client.nextDeadline().isNever());
    }

    void aRefusalTakesTheAddress()
    {
        Bench b;
        b.bind();
        b.next();
        b.transaction = b.out.back().repr.transaction;
        b.hear(b.answer(DhcpType::nak));
        QVERIFY(!b.client.lease() && b.client.state() == State::init);
        b.next();
        QVERIFY(!b.out.back().repr.requestedAddress);
    }

    void aCarrierThatComesBack()
    {
        Bench b;
        b.bind();
        b.out.clear();
        b.client.setCarrier(b.now + 10_s, false, b.out);
        QVERIFY(b.client.state() == State::down && b.client.lease() && b.out.empty());
        b.now = b.now + 20_s;
        b.client.setCarrier(b.now, true, b.out);
        QVERIFY(b.client.state() == State::rebooting);
        const DhcpRepr &request = b.out.back().repr;
        QVERIFY(request.type == DhcpType::request && request.requestedAddress == v4("10.0.1.10") && !request.serverIdentifier
                && request.clientAddress.isUnspecified());
        b.transaction = request.transaction;
        b.hear(b.answer(DhcpType::ack));
        QVERIFY(b.client.state() == State::bound);
        b.client.setCarrier(b.now, false, b.out);
        b.next();
        QVERIFY(b.client.state() == State::down && !b.client.lease()); // its time is over all the same
    }

    void releaseAndRenewByHand()
    {
        Bench b;
        b.bind();
        b.out.clear();
        b.client.release(b.now, b.out);
        QCOMPARE(b.type(b.out.back()), std::string("DHCPRELEASE 10.0.1.10 > 10.0.1.1"));
        QVERIFY(b.client.state() == State::released && b.client.lease());
        b.next(); // who takes the message had to be found first
        QVERIFY(!b.client.lease() && b.client.nextDeadline().isNever());
        b.client.renew(b.now, b.out);
        QCOMPARE(b.next(), std::string("DHCPDISCOVER 0.0.0.0 > 255.255.255.255"));
    }
};

QTEST_APPLESS_MAIN(TestClient)
#include "tst_client.moc"
