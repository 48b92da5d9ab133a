// NAT and packet filters of a router: addresses as they leave and come back, errors, forwarded ports, what is refused.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/compare.h"
#include "tests/support/frames.h"
#include "tests/support/network.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::base::literals;
using test::Frame;
using test::Network;
using wire::IpProtocol;

namespace {

const base::MacAddress kInside = base::MacAddress::local(0x10);
const base::MacAddress kOutside = base::MacAddress::local(0x20);

/// A router with 10.0.1.1/24 inside and 192.0.2.1/24 outside, a neighbour 2 on each.
struct Bench : Network {
    Bench()
    {
        add("r", true);
        inside = port(0, {});
        outside = port(0, {});
        config.interfaces["eth0"].addresses = {*base::InterfaceAddress::parse("10.0.1.1/24")};
        config.interfaces["eth1"].addresses = {*base::InterfaceAddress::parse("192.0.2.1/24")};
        setCarrier(inside, true);
        setCarrier(outside, true);
        configure(0, config);
        move(0, [&](link::Context &c, router::VirtualRouter &r) {
            r.addPermanentNeighbour(c, inside.port, test::address("10.0.1.2"), kInside);
            r.addPermanentNeighbour(c, outside.port, test::address("192.0.2.2"), kOutside);
        });
        runFor(5_s);
        sent.clear();
    }
    /// NAT for everybody in 10.0.1.0/24.
    void translate()
    {
        using Nat = ip::PacketGateConfig::Port::Nat;
        router::GateConfig &gate = config.gate.need();
        ip::AccessRule rule;
        rule.sequence = 10;
        rule.source = {test::v4("10.0.1.0"), 0xff};
        gate.lists["1"].name = "1";
        gate.lists["1"].add(rule);
        gate.interfaces["eth0"].nat = Nat::inside;
        gate.interfaces["eth1"].nat = Nat::outside;
        gate.sources.push_back({"1", "eth1"});
        configure(0, config);
    }
    void fromInside(const Frame &datagram) { inject(inside, test::ethernet(mac(inside), kInside, wire::EtherType::ipv4, datagram)); }
    void fromOutside(const Frame &datagram) { inject(outside, test::ethernet(mac(outside), kOutside, wire::EtherType::ipv4, datagram)); }
    /// "out 192.0.2.1:5000 > 192.0.2.2:53" of the last frame sent; its checksums are right, or it says so.
    std::string last()
    {
        if (sent.empty())
            return "nothing";
        const auto view = wire::Ipv4View::parse(base::Bytes(sent.back().bytes).subspan(14));
        if (!view || !view->checksumOk())
            return "bad IP";
        std::string text = sent.back().from == outside ? "out " : "in ";
        const auto udp = wire::UdpView::parse(view->payload());
        const bool isUdp = view->protocol() == IpProtocol::udp && udp;
        if (isUdp && !udp->checksumOk(view->source(), view->destination()))
            return "bad UDP";
        const auto port = [&](std::uint16_t number) { return isUdp ? ':' + std::to_string(number) : std::string(); };
        text += toString(view->source()) + port(isUdp ? udp->sourcePort() : 0) + " > " + toString(view->destination())
            + port(isUdp ? udp->destinationPort() : 0);
        sent.clear();
        return text;
    }
    router::RouterConfig config;
    End inside, outside;
};

Frame udp(const char *from, std::uint16_t fromPort, const char *to, std::uint16_t toPort, std::uint8_t ttl = 64)
{
    Frame bytes(12, 0x55);
    wire::UdpRepr{fromPort, toPort}.emit(bytes, test::address(from), test::address(to));
    return test::ipv4(test::header(from, to, IpProtocol::udp, ttl), bytes);
}

} // namespace

class TestGate : public QObject {
    Q_OBJECT
private slots:
    void withoutAGateNothingIsTouched()
    {
        Bench b;
        b.fromInside(udp("10.0.1.2", 5000, "192.0.2.2", 53));
        QCOMPARE(b.last(), std::string("out 10.0.1.2:5000 > 192.0.2.2:53"));
        QVERIFY(!b.stack(0).gate());
    }

    void aSourceIsTranslatedAndItsAnswersComeBack()
    {
        Bench b;
        b.translate();
        b.fromInside(udp("10.0.1.2", 5000, "192.0.2.2", 53));
        QCOMPARE(b.last(), std::string("out 192.0.2.1:5000 > 192.0.2.2:53"));
        b.fromOutside(udp("192.0.2.2", 53, "192.0.2.1", 5000));
        QCOMPARE(b.last(), std::string("in 192.0.2.2:53 > 10.0.1.2:5000"));
        QCOMPARE(b.stack(0).gate()->tables().at(b.outside.port).rows(b.now()).size(), std::size_t(1));
        b.runFor(400_s);
        QVERIFY(b.stack(0).gate()->tables().at(b.outside.port).rows(b.now()).empty());
    }

    void whoIsNotInTheListIsLeftAlone()
    {
        Bench b;
        b.translate();
        b.fromInside(udp("10.0.7.2", 5000, "192.0.2.2", 53));
        QCOMPARE(b.last(), std::string("out 10.0.7.2:5000 > 192.0.2.2:53"));
    }

    void theRoutersOwnAddressStillAnswers()
    {
        Bench b;
        b.translate();
        b.fromOutside(test::ipv4(test::header("192.0.2.2", "192.0.2.1", IpProtocol::icmp), test::echoRequest()));
        QCOMPARE(b.last(), std::string("out 192.0.2.1 > 192.0.2.2"));
    }

    void theHopIsSeenFromInsideUntranslated()
    {
        Bench b;
        b.translate();
        b.fromInside(udp("10.0.1.2", 5000, "192.0.2.2", 53, 1));
        QCOMPARE(b.last(), std::string("in 10.0.1.1 > 10.0.1.2")); // time exceeded
    }

    void aForwardedPortLeadsInside()
    {
        Bench b;
        b.translate();
        b.config.gate->forwards.push_back({IpProtocol::udp, test::v4("10.0.1.2"), 53, "eth1", 5353});
        b.configure(0, b.config);
        b.fromOutside(udp("192.0.2.2", 999, "192.0.2.1", 5353));
        QCOMPARE(b.last(), std::string("in 192.0.2.2:999 > 10.0.1.2:53"));
        b.fromInside(udp("10.0.1.2", 53, "192.0.2.2", 999));
        QCOMPARE(b.last(), std::string("out 192.0.2.1:5353 > 192.0.2.2:999"));
        b.config.gate->forwards.clear();
        b.configure(0, b.config);
        b.fromOutside(udp("192.0.2.2", 999, "192.0.2.1", 5353));
        QCOMPARE(b.last(), std::string("out 192.0.2.1 > 192.0.2.2")); // port unreachable
    }

    void aNewAddressOutsideIsTakenUp()
    {
        Bench b;
        b.translate();
        b.config.interfaces["eth1"].addresses = {*base::InterfaceAddress::parse("192.0.2.9/24")};
        b.configure(0, b.config);
        b.sent.clear();
        b.fromInside(udp("10.0.1.2", 5000, "192.0.2.2", 53));
        QCOMPARE(b.last(), std::string("out 192.0.2.9:5000 > 192.0.2.2:53"));
    }

    void aFilterRefusesAndSaysSo_data()
    {
        QTest::addColumn<bool>("in");
        QTest::newRow("in") << true;
        QTest::newRow("out") << false;
    }
    void aFilterRefusesAndSaysSo()
    {
        QFETCH(bool, in);
        Bench b;
        router::GateConfig &gate = b.config.gate.need();
        ip::AccessRule deny, rest;
        deny.sequence = 10;
        deny.permit = false;
        deny.destinationPort = {53, 53, false};
        rest.sequence = 20;
        gate.lists["web"].name = "web";
        gate.lists["web"].add(deny);
        gate.lists["web"].add(rest);
        (in ? gate.interfaces["eth0"].filterIn : gate.interfaces["eth1"].filterOut) = "web";
        b.configure(0, b.config);
        b.fromInside(udp("10.0.1.2", 5000, "192.0.2.2", 53));
        QCOMPARE(b.last(), std::string("in 10.0.1.1 > 10.0.1.2")); // administratively prohibited
        b.fromInside(udp("10.0.1.2", 5000, "192.0.2.2", 80));
        QCOMPARE(b.last(), std::string("out 10.0.1.2:5000 > 192.0.2.2:80"));
        const ip::AccessFilter &filter = b.stack(0).gate()->filters().at("web");
        QCOMPARE(filter.hits(0), std::uint64_t(1));
        QCOMPARE(filter.hits(1), std::uint64_t(1));
        QCOMPARE(b.stack(0).counters().dropped(base::DropReason::filtered), std::uint64_t(1));
    }

    void aListThatDoesNotExistPermits()
    {
        Bench b;
        b.config.gate.need().interfaces["eth0"].filterIn = "none";
        b.configure(0, b.config);
        b.fromInside(udp("10.0.1.2", 5000, "192.0.2.2", 53));
        QCOMPARE(b.last(), std::string("out 10.0.1.2:5000 > 192.0.2.2:53"));
    }
};

QTEST_APPLESS_MAIN(TestGate)
#include "tst_gate.moc"
