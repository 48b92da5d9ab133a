// What RIP makes of single messages: each check of RFC 2453 section 3.9.2, authentication, requests; literal bytes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/rip/rip.h"
#include "tests/support/compare.h"
#include "tests/support/hex.h"

#include <QtTest>

using namespace hopyard;
namespace rip = routing::rip;
using base::Ipv4Address;
using base::PortIndex;
using test::hex;

namespace {

const PortIndex kPort(0);
constexpr const char *kNeighbour = "10.0.1.2";
constexpr const char *kHeader = "02 02 00 00";
// 10.9.0.0/16 with metric 3.
constexpr const char *kRoute = "00 02 00 00 0a 09 00 00 ff ff 00 00 00 00 00 00 00 00 00 03";

Ipv4Address ip4(const char *text) { return *Ipv4Address::parse(text); }
base::IpPrefix net4(const char *text) { return *base::IpPrefix::parse(text); }

/// One router with 10.0.1.1/24 and 172.20.5.1/24 on its only port.
struct Router {
    rip::Rip rip;
    rip::Output out;
    rip::Filters filters;
    rip::Config config;
    base::TimePoint now = base::TimePoint::fromNs(1'000'000'000);

    explicit Router(const rip::AuthenticationConfig &authentication = {})
    {
        rip::InterfaceConfig interface;
        interface.name = "eth0";
        interface.addresses = {*base::InterfaceAddress::parse("10.0.1.1/24"),
                               *base::InterfaceAddress::parse("172.20.5.1/24")};
        interface.networks = {net4("10.0.1.0/24"), net4("172.20.5.0/24")};
        interface.authentication = authentication;
        config.interfaces[kPort] = interface;
        rip.setPort(call(), kPort, true);
        configure();
    }
    rip::Call call() { return {now, filters, out}; }
    void configure()
    {
        rip.configure(call(), config);
        out.clear();
    }
    void receive(const std::vector<std::uint8_t> &bytes, const char *source = kNeighbour, std::uint16_t port = 520,
                 PortIndex on = kPort)
    {
        out.clear();
        rip.receive(call(), {on, ip4(source), port, bytes});
    }
    /// "10.9.0.0/16 4 10.0.1.2": what was learned with the last message, or why not.
    QString outcome() const
    {
        QStringList all;
        for (const rip::RouteChange &r : out.routes)
            all << QString::fromStdString(
                base::toString(r.prefix) + ' '
                + (r.nextHops.empty() ? "gone"
                                      : std::to_string(r.metric) + ' ' + base::toString(r.nextHops.front().gateway)));
        for (const rip::Event &e : out.events)
            if (const auto *dropped = std::get_if<rip::event::Dropped>(&e))
                all << QString::fromStdString(std::string(toString(dropped->error)));
        return all.isEmpty() ? "nothing" : all.join("; ");
    }
    /// Bytes of the messages of the last call.
    std::vector<std::string> sent() const
    {
        std::vector<std::string> all;
        for (const rip::SentMessage &m : out.messages)
            all.push_back(base::toString(m.destination) + ':' + std::to_string(m.destinationPort) + ' '
                          + test::toHex(out.bytes(m)));
        return all;
    }
};

std::vector<std::uint8_t> message(std::initializer_list<const char *> parts)
{
    std::string text;
    for (const char *part : parts)
        text += std::string(part) + ' ';
    return hex(text);
}

rip::AuthenticationConfig keyed(rip::KeyAlgorithm algorithm, const char *secret = "secret", std::uint8_t id = 1)
{
    return {rip::Authentication::cryptographic, {{id, algorithm, secret, true, true}}, true};
}

} // namespace

class TestMessages : public QObject {
    Q_OBJECT
private slots:
    void validity_data()
    {
        QTest::addColumn<QString>("header");
        QTest::addColumn<QString>("entry");
        QTest::addColumn<QString>("source");
        QTest::addColumn<int>("port");
        QTest::addColumn<QString>("outcome");
        const auto row = [](const char *name, const char *entry, const char *outcome, const char *header = kHeader,
                            const char *source = kNeighbour, int port = 520) {
            QTest::newRow(name) << header << entry << source << port << outcome;
        };
        row("a good one", kRoute, "10.9.0.0/16 4 10.0.1.2");
        row("from the other network of the port", kRoute, "10.9.0.0/16 4 172.20.5.9", kHeader, "172.20.5.9");
        row("from elsewhere", kRoute, "not from a neighbour", kHeader, "10.0.2.2");
        row("from ourselves", kRoute, "nothing", kHeader, "10.0.1.1");
        row("from another port", kRoute, "not from port 520", kHeader, kNeighbour, 521);
        row("unknown command", kRoute, "malformed", "05 02 00 00");
        row("version 3 is read as 2", kRoute, "10.9.0.0/16 4 10.0.1.2", "02 03 00 00");
        row("metric 0", "00 02 00 00 0a 09 00 00 ff ff 00 00 00 00 00 00 00 00 00 00", "bad route");
        row("metric 15 is 16 here", "00 02 00 00 0a 09 00 00 ff ff 00 00 00 00 00 00 00 00 00 0f", "nothing");
        row("metric 16 of what is unknown", "00 02 00 00 0a 09 00 00 ff ff 00 00 00 00 00 00 00 00 00 10", "nothing");
        row("metric 17", "00 02 00 00 0a 09 00 00 ff ff 00 00 00 00 00 00 00 00 00 11", "bad route");
        row("metric 0x01000001", "00 02 00 00 0a 09 00 00 ff ff 00 00 00 00 00 00 01 00 00 01", "bad route");
        row("another family", "00 03 00 00 0a 09 00 00 ff ff 00 00 00 00 00 00 00 00 00 03", "bad route");
        row("a group", "00 02 00 00 e0 00 00 00 ff 00 00 00 00 00 00 00 00 00 00 03", "bad route");
        row("class E", "00 02 00 00 f0 00 00 00 ff 00 00 00 00 00 00 00 00 00 00 03", "bad route");
        row("loopback", "00 02 00 00 7f 00 00 00 ff 00 00 00 00 00 00 00 00 00 00 03", "bad route");
        row("net 0", "00 02 00 00 00 01 00 00 ff ff 00 00 00 00 00 00 00 00 00 03", "bad route");
        row("0.0.0.0/8", "00 02 00 00 00 00 00 00 ff 00 00 00 00 00 00 00 00 00 00 03", "bad route");
        row("the default route", "00 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 03", "0.0.0.0/0 4 10.0.1.2");
        row("a mask with holes", "00 02 00 00 0a 09 00 00 ff 00 ff 00 00 00 00 00 00 00 00 03", "bad route");
        row("bits beyond the mask", "00 02 00 00 0a 09 00 01 ff ff 00 00 00 00 00 00 00 00 00 03", "bad route");
        row("no mask: the class's", "00 02 00 00 c0 a8 07 00 00 00 00 00 00 00 00 00 00 00 00 03",
            "192.168.7.0/24 4 10.0.1.2");
        row("no mask: the interface's", "00 02 00 00 ac 14 07 00 00 00 00 00 00 00 00 00 00 00 00 03",
            "172.20.7.0/24 4 10.0.1.2");
        row("a network of ours", "00 02 00 00 0a 00 01 00 ff ff ff 00 00 00 00 00 00 00 00 03", "nothing");
        row("next hop on the link", "00 02 00 00 0a 09 00 00 ff ff 00 00 0a 00 01 07 00 00 00 03",
            "10.9.0.0/16 4 10.0.1.7");
        row("next hop elsewhere", "00 02 00 00 0a 09 00 00 ff ff 00 00 0a 00 02 07 00 00 00 03",
            "10.9.0.0/16 4 10.0.1.2");
        row("next hop is us", "00 02 00 00 0a 09 00 00 ff ff 00 00 0a 00 01 01 00 00 00 03", "nothing");
        row("version 1", "00 02 00 00 0b 00 00 00 00 00 00 00 00 00 00 00 00 00 00 03", "11.0.0.0/8 4 10.0.1.2",
            "02 01 00 00");
        row("version 1, a host", "00 02 00 00 ac 14 07 05 00 00 00 00 00 00 00 00 00 00 00 03",
            "172.20.7.5/32 4 10.0.1.2", "02 01 00 00");
        row("version 1 with a mask", kRoute, "fields that must be zero", "02 01 00 00");
        row("version 1, header", "00 02 00 00 0b 00 00 00 00 00 00 00 00 00 00 00 00 00 00 03",
            "fields that must be zero", "02 01 00 01");
        row("a password that nobody asked for", "ff ff 00 02 73 65 63 72 65 74 00 00 00 00 00 00 00 00 00 00",
            "wrong authentication type");
    }
    void validity()
    {
        QFETCH(QString, header);
        QFETCH(QString, entry);
        QFETCH(QString, source);
        QFETCH(int, port);
        Router router;
        router.receive(message({header.toUtf8(), entry.toUtf8()}), source.toUtf8(), static_cast<std::uint16_t>(port));
        QTEST(router.outcome(), "outcome");
    }

    /// One bad route does not spoil the others.
    void badRouteAmongGood()
    {
        Router router;
        router.receive(message({kHeader, "00 02 00 00 7f 00 00 00 ff 00 00 00 00 00 00 00 00 00 00 03", kRoute}));
        QCOMPARE(router.outcome(), QString("10.9.0.0/16 4 10.0.1.2; bad route"));
        QCOMPARE(router.rip.peers().front().badRoutes, 1u);
        QCOMPARE(router.rip.dropped()[static_cast<std::size_t>(rip::PacketError::badRoute)], std::uint64_t(1));
    }

    void versionsThatAreHeard_data()
    {
        QTest::addColumn<bool>("v1");
        QTest::addColumn<bool>("v2");
        QTest::newRow("both") << true << true;
        QTest::newRow("1") << true << false;
        QTest::newRow("2") << false << true;
        QTest::newRow("none") << false << false;
    }
    void versionsThatAreHeard()
    {
        QFETCH(bool, v1);
        QFETCH(bool, v2);
        Router router;
        router.config.interfaces.at(kPort).receive = {v1, v2};
        router.configure();
        router.receive(message({"02 01 00 00", "00 02 00 00 0b 00 00 00 00 00 00 00 00 00 00 00 00 00 00 03"}));
        QCOMPARE(router.outcome(), QString(v1 ? "11.0.0.0/8 4 10.0.1.2" : "wrong version"));
        router.receive(message({kHeader, kRoute}));
        QCOMPARE(router.outcome(), QString(v2 ? "10.9.0.0/16 4 10.0.1.2" : "wrong version"));
    }

    /// RFC 2453 section 3.9.2 row by row: what is known (from 10.0.1.2 with metric 4), who says what, and what follows.
    void known_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<int>("metric"); // as received
        QTest::addColumn<QString>("outcome");
        QTest::addColumn<QString>("refreshed");
        QTest::newRow("the same again") << kNeighbour << 3 << "nothing" << "yes";
        QTest::newRow("the same router, better") << kNeighbour << 1 << "10.9.0.0/16 2 10.0.1.2" << "yes";
        QTest::newRow("the same router, worse") << kNeighbour << 9 << "10.9.0.0/16 10 10.0.1.2" << "yes";
        QTest::newRow("the same router, unreachable") << kNeighbour << 16 << "10.9.0.0/16 gone" << "";
        QTest::newRow("the same router, 15 hops") << kNeighbour << 15 << "10.9.0.0/16 gone" << "";
        QTest::newRow("another router, better") << "10.0.1.3" << 2 << "10.9.0.0/16 3 10.0.1.3" << "yes";
        QTest::newRow("another router, as good") << "10.0.1.3" << 3 << "nothing" << "no";
        QTest::newRow("another router, worse") << "10.0.1.3" << 4 << "nothing" << "no";
        QTest::newRow("another router, unreachable") << "10.0.1.3" << 16 << "nothing" << "no";
    }
    void known()
    {
        QFETCH(QString, source);
        QFETCH(int, metric);
        QFETCH(QString, refreshed);
        Router router;
        router.receive(message({kHeader, kRoute}));
        router.now = router.now + base::Duration::seconds(100);
        auto bytes = message({kHeader, kRoute});
        bytes.back() = static_cast<std::uint8_t>(metric);
        router.receive(bytes, source.toUtf8());
        QTEST(router.outcome(), "outcome");
        const rip::RouteInfo route = router.rip.routes().at(1);
        QCOMPARE(base::toString(route.prefix), std::string("10.9.0.0/16"));
        if (refreshed.isEmpty()) {
            QCOMPARE(route.metric, std::uint8_t(16));
            QCOMPARE(route.expires, router.now + base::Duration::seconds(120));
        } else {
            QCOMPARE(route.expires, router.now + base::Duration::seconds(refreshed == "yes" ? 180 : 80));
        }
    }

    /// While it is told as unreachable it is not touched by more bad news, but by good ones from anybody.
    void unreachable()
    {
        Router router;
        router.receive(message({kHeader, kRoute}));
        auto bytes = message({kHeader, kRoute});
        bytes.back() = 16;
        router.receive(bytes);
        const base::TimePoint forgotten = router.now + base::Duration::seconds(120);
        router.now = router.now + base::Duration::seconds(60);
        router.receive(bytes);
        QCOMPARE(router.outcome(), QString("nothing"));
        QCOMPARE(router.rip.routes().at(1).expires, forgotten);
        bytes.back() = 9;
        router.receive(bytes, "10.0.1.3");
        QCOMPARE(router.outcome(), QString("10.9.0.0/16 10 10.0.1.3"));
    }

    void requests()
    {
        Router router;
        router.config.interfaces.at(kPort).splitHorizon = rip::SplitHorizon::none;
        router.configure();
        router.receive(message({kHeader, kRoute}));
        // Everything, asked by a router.
        const auto everything = message({"01 02 00 00", "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 10"});
        router.receive(everything);
        QCOMPARE(router.sent(), (std::vector<std::string>{
            "10.0.1.2:520 02 02 00 00"
            " 00 02 00 00 0a 00 01 00 ff ff ff 00 00 00 00 00 00 00 00 01"
            " 00 02 00 00 0a 09 00 00 ff ff 00 00 0a 00 01 02 00 00 00 04"
            " 00 02 00 00 ac 14 05 00 ff ff ff 00 00 00 00 00 00 00 00 01"}));
        // Two networks, asked by somebody who looks: in that order, without split horizon.
        router.config.interfaces.at(kPort).splitHorizon = rip::SplitHorizon::simple;
        router.config.interfaces.at(kPort).passive = true;
        router.configure();
        const auto some = message({"01 02 00 00", "00 02 00 00 0a 09 00 00 ff ff 00 00 00 00 00 00 00 00 00 00",
                                   "00 02 00 00 0a 0a 00 00 ff ff 00 00 00 00 00 00 00 00 00 00"});
        router.receive(some, "10.0.1.9", 40000);
        QCOMPARE(router.sent(), (std::vector<std::string>{
            "10.0.1.9:40000 02 02 00 00"
            " 00 02 00 00 0a 09 00 00 ff ff 00 00 00 00 00 00 00 00 00 04"
            " 00 02 00 00 0a 0a 00 00 ff ff 00 00 00 00 00 00 00 00 00 10"}));
        // A passive interface does not answer routers, and nobody an empty request.
        router.receive(everything);
        QVERIFY(router.sent().empty());
        router.receive(message({"01 02 00 00"}), "10.0.1.9", 40000);
        QVERIFY(router.sent().empty());
    }

    void whoComesUpAsks()
    {
        Router router;
        router.rip.setPort(router.call(), kPort, false);
        router.out.clear();
        router.rip.setPort(router.call(), kPort, true);
        QCOMPARE(router.sent(),
                 (std::vector<std::string>(
                     2, "224.0.0.9:520 01 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 10")));
        QCOMPARE(router.out.messages[1].source, ip4("172.20.5.1"));
    }

    /// Both versions, and version 2 by broadcast; version 1 tells only what has no need of masks.
    void versionsThatAreSent()
    {
        Router router;
        router.config.interfaces.at(kPort).send = {true, true};
        router.config.interfaces.at(kPort).v2Broadcast = true;
        router.config.interfaces.at(kPort).addresses.resize(1);
        router.config.staticRoutes = {net4("11.0.0.0/8"), net4("11.5.0.0/16"), net4("10.0.7.0/24"),
                                      net4("10.3.0.0/16")};
        router.configure();
        router.now = router.rip.nextUpdate();
        router.rip.expire(router.call());
        QCOMPARE(router.sent(), (std::vector<std::string>{
            "10.0.1.255:520 02 01 00 00"
            " 00 02 00 00 0a 00 07 00 00 00 00 00 00 00 00 00 00 00 00 01"
            " 00 02 00 00 0b 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01",
            "10.0.1.255:520 02 02 00 00"
            " 00 02 00 00 0a 00 07 00 ff ff ff 00 00 00 00 00 00 00 00 01"
            " 00 02 00 00 0a 03 00 00 ff ff 00 00 00 00 00 00 00 00 00 01"
            " 00 02 00 00 0b 00 00 00 ff 00 00 00 00 00 00 00 00 00 00 01"
            " 00 02 00 00 0b 05 00 00 ff ff 00 00 00 00 00 00 00 00 00 01"
            " 00 02 00 00 ac 14 05 00 ff ff ff 00 00 00 00 00 00 00 00 01"}));
    }

    /// Literal bytes of a signed message, made by another program that knows MD5 and HMAC (RFC 4822 sections 2 and 3).
    void signedMessages_data()
    {
        QTest::addColumn<int>("algorithm");
        QTest::addColumn<QString>("authentication");
        QTest::addColumn<QString>("digest");
        const QString sequence = " 00 00 00 01 00 00 00 00 00 00 00 00";
        QTest::newRow("MD5") << static_cast<int>(rip::KeyAlgorithm::md5) << "ff ff 00 03 00 2c 01 14" + sequence
                             << "d3 13 88 91 61 d7 fc 80 b5 d7 db ec ec 51 f5 b7";
        QTest::newRow("HMAC-SHA-1") << static_cast<int>(rip::KeyAlgorithm::hmacSha1)
                                    << "ff ff 00 03 00 2c 01 14" + sequence
                                    << "f4 66 af a4 af d2 01 de 47 93 02 90 a5 9e 36 8a d7 d3 2c db";
        QTest::newRow("HMAC-SHA-256")
            << static_cast<int>(rip::KeyAlgorithm::hmacSha256) << "ff ff 00 03 00 2c 01 20" + sequence
            << "dc 97 a0 95 45 6e 56 28 63 1f c9 be 33 87 45 7a 8f 8f 44 4d 88 71 d5 92 fd 3f 6b 7a 21 e3 8b b0";
        QTest::newRow("HMAC-SHA-512")
            << static_cast<int>(rip::KeyAlgorithm::hmacSha512) << "ff ff 00 03 00 2c 01 40" + sequence
            << "13 40 b5 2f 5a 97 1f b2 db 4b fb 03 bb bc 6d 10 65 b7 ef f5 39 04 ef 11 03 c6 19 66 7a e8 28 05 a7 aa "
               "6a 40 72 60 f9 1a b8 b4 cc 44 74 bf cb e9 d9 4a 9e 1a 5b c5 98 92 5a e1 56 db 09 1c fa 3a";
    }
    void signedMessages()
    {
        QFETCH(int, algorithm);
        QFETCH(QString, authentication);
        QFETCH(QString, digest);
        Router router(keyed(static_cast<rip::KeyAlgorithm>(algorithm)));
        const auto bytes = message({kHeader, authentication.toUtf8(), kRoute, "ff ff 00 01", digest.toUtf8()});
        router.receive(bytes);
        QCOMPARE(router.outcome(), QString("10.9.0.0/16 4 10.0.1.2"));
        // What is sent is signed the same way.
        Router other(keyed(static_cast<rip::KeyAlgorithm>(algorithm)));
        other.config.interfaces.at(kPort).addresses.resize(1);
        other.config.interfaces.at(kPort).networks.clear();
        other.config.staticRoutes = {net4("10.9.0.0/16")};
        other.configure();
        other.now = other.rip.nextUpdate();
        other.rip.expire(other.call());
        QCOMPARE(other.out.messages.size(), std::size_t(1));
        router.receive({other.out.bytes(other.out.messages[0]).begin(), other.out.bytes(other.out.messages[0]).end()},
                       "10.0.1.7");
        QCOMPARE(router.outcome(), QString("10.9.0.0/16 2 10.0.1.7"));
        // Each byte counts, but not what stands in the length of the digest.
        for (const std::size_t at : {std::size_t(40), bytes.size() - 1, std::size_t(15)}) {
            auto spoiled = bytes;
            spoiled[at] ^= 1;
            Router fresh(keyed(static_cast<rip::KeyAlgorithm>(algorithm)));
            fresh.receive(spoiled);
            QCOMPARE(fresh.outcome(), QString("authentication failed"));
        }
        Router otherKey(keyed(static_cast<rip::KeyAlgorithm>(algorithm), "Secret"));
        otherKey.receive(bytes);
        QCOMPARE(otherKey.outcome(), QString("authentication failed"));
        Router otherId(keyed(static_cast<rip::KeyAlgorithm>(algorithm), "secret", 2));
        otherId.receive(bytes);
        QCOMPARE(otherId.outcome(), QString("authentication failed"));
    }

    void authenticationIsAskedFor()
    {
        for (const auto type : {rip::Authentication::text, rip::Authentication::cryptographic}) {
            Router router({type, {{1, rip::KeyAlgorithm::md5, "secret", true, true}}, true});
            router.receive(message({kHeader, kRoute}));
            QCOMPARE(router.outcome(), QString("wrong authentication type"));
            router.receive(message({"02 01 00 00", "00 02 00 00 0b 00 00 00 00 00 00 00 00 00 00 00 00 00 00 03"}));
            QCOMPARE(router.outcome(), QString("wrong authentication type"));
        }
    }

    void passwords()
    {
        Router router({rip::Authentication::text, {{1, rip::KeyAlgorithm::md5, "secret", true, true}}, true});
        router.receive(message({kHeader, "ff ff 00 02 73 65 63 72 65 74 00 00 00 00 00 00 00 00 00 00", kRoute}));
        QCOMPARE(router.outcome(), QString("10.9.0.0/16 4 10.0.1.2"));
        router.receive(message({kHeader, "ff ff 00 02 73 65 63 72 65 00 00 00 00 00 00 00 00 00 00 00", kRoute}));
        QCOMPARE(router.outcome(), QString("authentication failed"));
        QCOMPARE(router.rip.peers().front().badPackets, 1u);
        router.now = router.rip.nextUpdate();
        router.out.clear();
        router.rip.expire(router.call());
        const std::string expected =
            "224.0.0.9:520 02 02 00 00 ff ff 00 02 73 65 63 72 65 74 00 00 00 00 00 00 00 00 00 00";
        QCOMPARE(router.sent().front().substr(0, expected.size()), expected);
    }

    /// A message that was signed before the last one is not taken; from a neighbour that was forgotten it is.
    void replays()
    {
        Router from(keyed(rip::KeyAlgorithm::md5)), router(keyed(rip::KeyAlgorithm::md5));
        const auto update = [&] {
            from.now = from.rip.nextUpdate();
            from.out.clear();
            from.rip.expire(from.call());
            const base::Bytes bytes = from.out.bytes(from.out.messages[0]);
            return std::vector<std::uint8_t>(bytes.begin(), bytes.end());
        };
        const auto first = update(), second = update();
        router.receive(first, "10.0.1.2");
        router.receive(second, "10.0.1.2");
        QCOMPARE(router.outcome(), QString("nothing"));
        router.receive(first, "10.0.1.2");
        QCOMPARE(router.outcome(), QString("replayed"));
        router.receive(second, "10.0.1.2"); // the same once more: RFC 4822 section 3.2.2 lets it pass
        QCOMPARE(router.outcome(), QString("nothing"));
        while (!router.rip.peers().empty()) {
            router.now = router.rip.nextDeadline();
            router.rip.expire(router.call());
        }
        router.receive(first, "10.0.1.2");
        QCOMPARE(router.outcome(), QString("nothing"));
    }
};

QTEST_APPLESS_MAIN(TestMessages)
#include "tst_messages.moc"
