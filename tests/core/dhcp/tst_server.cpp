// The DHCP server against RFC 2131: which address, which answer, to whom, and how long it holds.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dhcp/relay.h"
#include "core/dhcp/server.h"
#include "tests/support/compare.h"
#include "tests/support/hex.h"

#include <QtTest>

#include <string>

using namespace hopyard;
using namespace hopyard::base::literals;
using base::Ipv4Address;
using base::MacAddress;
using base::TimePoint;
using dhcp::Binding;
using wire::DhcpRepr;
using wire::DhcpType;

namespace {

Ipv4Address v4(const char *text) { return *Ipv4Address::parse(text); }
TimePoint at(std::int64_t seconds) { return TimePoint::fromNs(seconds * 1'000'000'000); }

/// A server at 10.0.1.1/24 with 10.0.1.10 to 10.0.1.12 to give, for ten minutes each.
struct Bench {
    Bench()
    {
        dhcp::PoolConfig &pool = config.pools["LAN"];
        pool.network = *base::IpPrefix::parse("10.0.1.0/24");
        pool.routers = {v4("10.0.1.1")};
        pool.nameServers = {v4("10.0.9.9")};
        pool.domainName = "lab";
        pool.leaseSeconds = 600;
        config.excluded = {{v4("10.0.1.0"), v4("10.0.1.9")}, {v4("10.0.1.13"), v4("10.0.1.255")}};
        server.configure(config);
    }
    static DhcpRepr from(std::uint32_t client, DhcpType type)
    {
        DhcpRepr m;
        m.type = type;
        m.transaction = 0x1000 + client;
        m.broadcast = true;
        m.clientMac = MacAddress::local(client);
        return m;
    }
    std::optional<dhcp::Reply> ask(const DhcpRepr &message, std::int64_t when = 0)
    {
        return server.receive(at(when), message, {addresses, self});
    }
    /// "offer 10.0.1.10 to 255.255.255.255"; "nothing".
    std::string answer(const DhcpRepr &message, std::int64_t when = 0)
    {
        const auto reply = ask(message, when);
        if (!reply)
            return "nothing";
        const char *type = reply->message.type == DhcpType::offer ? "offer" : reply->message.type == DhcpType::ack ? "ack" : "nak";
        std::string text = type;
        if (!reply->message.yourAddress.isUnspecified())
            text += ' ' + toString(reply->message.yourAddress);
        return text + " to " + toString(reply->destination);
    }
    static DhcpRepr request(std::uint32_t client, const char *address, const char *of = "10.0.1.1")
    {
        DhcpRepr m = from(client, DhcpType::request);
        m.requestedAddress = v4(address);
        if (of)
            m.serverIdentifier = v4(of);
        return m;
    }
    /// The four messages.
    std::string lease(std::uint32_t client, std::int64_t when = 0)
    {
        const auto offer = ask(from(client, DhcpType::discover), when);
        if (!offer)
            return "nothing";
        return answer(request(client, toString(offer->message.yourAddress).c_str()), when);
    }
    dhcp::ServerConfig config;
    dhcp::Server server;
    std::vector<base::InterfaceAddress> addresses{*base::InterfaceAddress::parse("10.0.1.1/24")};
    Ipv4Address self = v4("10.0.1.1");
};

const char *const kAll = "255.255.255.255";

} // namespace

class TestServer : public QObject {
    Q_OBJECT
private slots:
    void anOfferByItsBytes()
    {
        Bench b;
        const auto reply = b.ask(Bench::from(1, DhcpType::discover));
        QVERIFY(reply && toString(reply->destination) == kAll);
        QCOMPARE(reply->port, std::uint16_t(68));
        const std::vector<std::uint8_t> bytes = reply->message.emit();
        const std::string head = "02 01 06 00 00 00 10 01 00 00 80 00 00 00 00 00 0a 00 01 0a 00 00 00 00 00 00 00 00 02 48 00 00 00 01";
        const std::string options = "63 82 53 63 35 01 02 36 04 0a 00 01 01 33 04 00 00 02 58 3a 04 00 00 01 2c 3b 04 00 00 02 0d "
                                    "01 04 ff ff ff 00 03 04 0a 00 01 01 06 04 0a 00 09 09 0f 03 6c 61 62 ff";
        QCOMPARE(test::toHex(base::Bytes(bytes).first(34)), head);
        QCOMPARE(test::toHex(base::Bytes(bytes).subspan(236, 55)), options);
    }

    void theFourMessages()
    {
        Bench b;
        QCOMPARE(b.answer(Bench::from(1, DhcpType::discover)), std::string("offer 10.0.1.10 to 255.255.255.255"));
        QVERIFY(b.server.bindings().at(v4("10.0.1.10")).state == Binding::State::offered);
        QCOMPARE(b.answer(Bench::request(1, "10.0.1.10")), std::string("ack 10.0.1.10 to 255.255.255.255"));
        const Binding &binding = b.server.bindings().at(v4("10.0.1.10"));
        QVERIFY(binding.state == Binding::State::bound && binding.expires == at(600));
        QCOMPARE(b.answer(Bench::from(2, DhcpType::discover)), std::string("offer 10.0.1.11 to 255.255.255.255"));
    }

    void anOfferIsHeldForAMinute()
    {
        Bench b;
        b.ask(Bench::from(1, DhcpType::discover));
        QCOMPARE(b.answer(Bench::from(2, DhcpType::discover), 59), std::string("offer 10.0.1.11 to 255.255.255.255"));
        b.ask(Bench::from(3, DhcpType::discover), 59);
        QCOMPARE(b.answer(Bench::from(4, DhcpType::discover), 59), std::string("nothing"));
        QCOMPARE(b.answer(Bench::from(4, DhcpType::discover), 61), std::string("offer 10.0.1.10 to 255.255.255.255"));
    }

    void aPoolIsEmptyAndFillsAgain()
    {
        Bench b;
        for (std::uint32_t client = 1; client <= 3; ++client)
            b.lease(client, client);
        QCOMPARE(b.lease(4, 10), std::string("nothing"));
        QCOMPARE(b.server.refusedForLack(), std::uint64_t(1));
        QCOMPARE(b.lease(1, 300), std::string("ack 10.0.1.10 to 255.255.255.255")); // the same client has its address
        // The second's lease ended first; then a stranger gets it, and who had it another.
        QCOMPARE(b.lease(4, 603), std::string("ack 10.0.1.11 to 255.255.255.255"));
        QCOMPARE(b.lease(2, 604), std::string("ack 10.0.1.12 to 255.255.255.255"));
    }

    void whoComesBackGetsTheSame()
    {
        Bench b;
        b.lease(1);
        b.lease(2);
        DhcpRepr release = Bench::from(1, DhcpType::release);
        release.clientAddress = v4("10.0.1.10");
        release.serverIdentifier = v4("10.0.1.1");
        QCOMPARE(b.answer(release, 5), std::string("nothing"));
        QVERIFY(b.server.bindings().at(v4("10.0.1.10")).state == Binding::State::released);
        QCOMPARE(b.lease(3, 6), std::string("ack 10.0.1.12 to 255.255.255.255")); // never had by anybody
        QCOMPARE(b.lease(1, 7), std::string("ack 10.0.1.10 to 255.255.255.255"));
    }

    void aWishIsGranted()
    {
        Bench b;
        DhcpRepr discover = Bench::from(1, DhcpType::discover);
        discover.requestedAddress = v4("10.0.1.12");
        QCOMPARE(b.answer(discover), std::string("offer 10.0.1.12 to 255.255.255.255"));
        discover.requestedAddress = v4("10.0.1.200"); // excluded
        discover.clientMac = MacAddress::local(2);
        QCOMPARE(b.answer(discover), std::string("offer 10.0.1.10 to 255.255.255.255"));
    }

    void aReservedAddressIsOneClients()
    {
        Bench b;
        b.config.pools["LAN"].reserved[v4("10.0.1.10")] = MacAddress::local(7);
        b.config.pools["LAN"].reserved[v4("10.0.1.77")] = MacAddress::local(8); // among those excluded
        b.server.configure(b.config);
        QCOMPARE(b.lease(1), std::string("ack 10.0.1.11 to 255.255.255.255"));
        QCOMPARE(b.lease(7), std::string("ack 10.0.1.10 to 255.255.255.255"));
        QCOMPARE(b.lease(8), std::string("ack 10.0.1.77 to 255.255.255.255"));
        QCOMPARE(b.server.sizeOf(b.config.pools["LAN"]), std::uint64_t(4));
    }

    void theOtherServerWasChosen()
    {
        Bench b;
        b.ask(Bench::from(1, DhcpType::discover));
        QCOMPARE(b.answer(Bench::request(1, "10.0.1.10", "10.0.1.2")), std::string("nothing"));
        QVERIFY(b.server.bindings().empty());
    }

    void renewalsGoToTheClientsAddress()
    {
        Bench b;
        b.lease(1);
        DhcpRepr renew = Bench::from(1, DhcpType::request);
        renew.clientAddress = v4("10.0.1.10");
        QCOMPARE(b.answer(renew, 300), std::string("ack 10.0.1.10 to 10.0.1.10"));
        QVERIFY(b.server.bindings().at(v4("10.0.1.10")).expires == at(900));
        renew.clientMac = MacAddress::local(2); // an impostor
        QCOMPARE(b.answer(renew, 301), std::string("nak to 255.255.255.255"));
        renew.clientAddress = v4("10.0.1.12"); // whom another server may know
        QCOMPARE(b.answer(renew, 302), std::string("nothing"));
    }

    void whoRebootsIsAnswered_data()
    {
        QTest::addColumn<QByteArray>("address");
        QTest::addColumn<int>("client");
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("its own") << QByteArray("10.0.1.10") << 1 << QByteArray("ack 10.0.1.10 to 255.255.255.255");
        QTest::newRow("another of here") << QByteArray("10.0.1.11") << 1 << QByteArray("nak to 255.255.255.255");
        QTest::newRow("of another network") << QByteArray("10.0.7.11") << 1 << QByteArray("nak to 255.255.255.255");
        QTest::newRow("a stranger of another network") << QByteArray("10.0.7.11") << 2 << QByteArray("nak to 255.255.255.255");
        QTest::newRow("a stranger") << QByteArray("10.0.1.11") << 2 << QByteArray("nothing");
    }
    void whoRebootsIsAnswered()
    {
        QFETCH(QByteArray, address);
        QFETCH(int, client);
        QFETCH(QByteArray, answer);
        Bench b;
        b.lease(1);
        QCOMPARE(b.answer(Bench::request(static_cast<std::uint32_t>(client), address.constData(), nullptr), 10), answer.toStdString());
    }

    void aDeclinedAddressRests()
    {
        Bench b;
        b.lease(1);
        DhcpRepr decline = Bench::request(1, "10.0.1.10");
        decline.type = DhcpType::decline;
        b.ask(decline, 1);
        QCOMPARE(b.lease(1, 2), std::string("ack 10.0.1.11 to 255.255.255.255"));
        b.lease(2, 2);
        QCOMPARE(b.lease(3, 3'100), std::string("ack 10.0.1.11 to 255.255.255.255"));
        QCOMPARE(b.lease(4, 3'100), std::string("ack 10.0.1.12 to 255.255.255.255"));
        QCOMPARE(b.lease(5, 3'100), std::string("nothing"));
        QCOMPARE(b.lease(5, 3'602), std::string("ack 10.0.1.10 to 255.255.255.255"));
    }

    void whoOnlyAsksIsTold()
    {
        Bench b;
        DhcpRepr inform = Bench::from(1, DhcpType::inform);
        inform.clientAddress = v4("10.0.1.200");
        const auto reply = b.ask(inform);
        QVERIFY(reply && reply->message.type == DhcpType::ack && reply->message.yourAddress.isUnspecified() && !reply->message.leaseTime);
        QCOMPARE(toString(reply->destination), std::string("10.0.1.200"));
        QVERIFY(reply->message.nameServers == std::vector{v4("10.0.9.9")});
        QVERIFY(b.server.bindings().empty());
    }

    void byARelayTheNetworkIsTheRelays()
    {
        Bench b;
        b.config.pools["FAR"].network = *base::IpPrefix::parse("10.0.2.0/24");
        b.server.configure(b.config);
        DhcpRepr discover = Bench::from(1, DhcpType::discover);
        discover.relay = v4("10.0.2.1");
        const auto reply = b.ask(discover);
        QVERIFY(reply && reply->port == 67);
        QCOMPARE(toString(reply->destination), std::string("10.0.2.1"));
        QCOMPARE(toString(reply->message.yourAddress), std::string("10.0.2.2")); // not the relay's own
        QVERIFY(reply->message.relay == v4("10.0.2.1"));
        DhcpRepr lost = Bench::request(1, "10.0.1.10", nullptr);
        lost.relay = v4("10.0.2.1");
        const auto refusal = b.ask(lost);
        QVERIFY(refusal && refusal->message.type == DhcpType::nak && refusal->message.broadcast);
        QCOMPARE(toString(refusal->destination), std::string("10.0.2.1"));
        discover.relay = v4("10.0.3.1"); // of which there is no pool
        QVERIFY(!b.ask(discover));
    }

    void bindingsGoWithTheirPools()
    {
        Bench b;
        b.lease(1);
        b.lease(2);
        b.config.excluded.push_back({v4("10.0.1.10"), v4("10.0.1.10")});
        b.server.configure(b.config);
        QCOMPARE(b.server.bindings().size(), std::size_t(1));
        QVERIFY(b.server.bindings().contains(v4("10.0.1.11")));
        QVERIFY(b.server.clear(v4("10.0.1.11")) && !b.server.clear(v4("10.0.1.11")));
        b.server.configure({});
        QVERIFY(b.server.bindings().empty());
    }

    void aRelayPutsItselfDownOnce()
    {
        DhcpRepr discover = Bench::from(1, DhcpType::discover);
        const auto here = v4("10.0.2.1");
        std::vector<std::uint8_t> bytes = discover.emit();
        const auto once = *dhcp::relayedToServer(*wire::DhcpView::parse(bytes), here);
        QCOMPARE(test::toHex(base::Bytes(once).first(4)), std::string("01 01 06 01"));
        QCOMPARE(test::toHex(base::Bytes(once).subspan(24, 4)), std::string("0a 00 02 01"));
        const auto twice = *dhcp::relayedToServer(*wire::DhcpView::parse(once), v4("10.0.5.1"));
        QCOMPARE(test::toHex(base::Bytes(twice).subspan(24, 4)), std::string("0a 00 02 01"));
        QCOMPARE(int(twice[3]), 2);
        bytes[3] = 16; // in a circle
        QVERIFY(!dhcp::relayedToServer(*wire::DhcpView::parse(bytes), here));
    }
};

QTEST_APPLESS_MAIN(TestServer)
#include "tst_server.moc"
