// The port table: rows and their times, static rows, ICMP errors turned back, checksums that stay right or stay wrong.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/nat.h"
#include "tests/core/hypervisor/computer.h"

using namespace hopyard;
using namespace hopyard::hypervisor;

namespace {

const base::Ipv4Address kOutside(203, 0, 113, 7), kServer(198, 51, 100, 1), kInside(192, 168, 1, 11), kOther(192, 168, 1, 12);

std::vector<std::uint8_t> udp(base::Ipv4Address from, std::uint16_t fromPort, base::Ipv4Address to, std::uint16_t toPort)
{
    const auto frame = udpFrame({}, {}, base::toString(from).c_str(), base::toString(to).c_str(), fromPort, toPort, 20);
    return {frame.begin() + 14, frame.end()};
}

std::vector<std::uint8_t> tcp(base::Ipv4Address from, std::uint16_t fromPort, base::Ipv4Address to, std::uint16_t toPort, std::uint8_t flags)
{
    std::vector<std::uint8_t> bytes(40);
    wire::Ipv4Repr ip;
    ip.protocol = wire::IpProtocol::tcp;
    ip.source = from;
    ip.destination = to;
    ip.payloadLength = 20;
    ip.emit(bytes);
    base::storeU16(&bytes[20], fromPort);
    base::storeU16(&bytes[22], toPort);
    bytes[32] = 0x50;
    bytes[33] = flags;
    wire::Checksum sum;
    sum.addPseudoHeader(base::IpAddress(from), base::IpAddress(to), wire::IpProtocol::tcp, 20);
    sum.add(base::Bytes(bytes).subspan(20));
    base::storeU16(&bytes[36], sum.value());
    return bytes;
}

std::vector<std::uint8_t> icmp(base::Ipv4Address from, base::Ipv4Address to, const wire::IcmpRepr &message, base::Bytes data)
{
    std::vector<std::uint8_t> bytes(28 + data.size());
    wire::Ipv4Repr ip;
    ip.protocol = wire::IpProtocol::icmp;
    ip.source = from;
    ip.destination = to;
    ip.payloadLength = static_cast<std::uint16_t>(8 + data.size());
    ip.emit(bytes);
    std::copy(data.begin(), data.end(), bytes.begin() + 28);
    message.emit(base::MutableBytes(bytes).subspan(20));
    return bytes;
}

/// "192.168.1.11:40000>198.51.100.1:53", with a word where a checksum is wrong.
std::string said(base::Bytes bytes)
{
    const auto ip = wire::Ipv4View::parse(bytes);
    const base::Bytes t = ip->payload();
    wire::Checksum sum;
    sum.addPseudoHeader(base::IpAddress(ip->source()), base::IpAddress(ip->destination()), ip->protocol(), t.size());
    sum.add(t);
    return base::toString(ip->source()) + ":" + std::to_string(base::loadU16(t.data())) + ">" + base::toString(ip->destination()) + ":"
           + std::to_string(base::loadU16(t.data() + 2)) + (ip->checksumOk() ? "" : " bad IP checksum")
           + (ip->protocol() == wire::IpProtocol::icmp || sum.verifies() ? "" : " bad checksum");
}

std::string error(const base::Result<void, NatError> &r) { return r ? "ok" : std::string(toString(r.error())); }
std::string error(const base::Result<base::Ipv4Address, NatError> &r) { return r ? base::toString(*r) : std::string(toString(r.error())); }

base::TimePoint at(std::int64_t seconds) { return base::TimePoint() + base::Duration::seconds(seconds); }

NatTable table()
{
    NatTable nat;
    nat.setOutside(kOutside);
    return nat;
}

} // namespace

class NatTest : public QObject {
    Q_OBJECT
private slots:
    void aDatagramGoesOutAndItsAnswerComesBack()
    {
        NatTable nat = table();
        auto out = udp(kInside, 40000, kServer, 53);
        QCOMPARE(error(nat.outbound(at(0), out)), std::string("ok"));
        QCOMPARE(said(out), std::string("203.0.113.7:40000>198.51.100.1:53")); // the port is kept where it is free
        auto back = udp(kServer, 53, kOutside, 40000);
        QCOMPARE(error(nat.inbound(at(1), back)), std::string("192.168.1.11"));
        QCOMPARE(said(back), std::string("198.51.100.1:53>192.168.1.11:40000"));
        // Another guest with the same port gets another; the first keeps its own for everybody it talks to.
        auto other = udp(kOther, 40000, kServer, 53);
        QVERIFY(nat.outbound(at(2), other));
        QCOMPARE(said(other), std::string("203.0.113.7:49152>198.51.100.1:53"));
        auto elsewhere = udp(kInside, 40000, base::Ipv4Address(8, 8, 8, 8), 99);
        QVERIFY(nat.outbound(at(2), elsewhere));
        QCOMPARE(said(elsewhere), std::string("203.0.113.7:40000>8.8.8.8:99"));
        QCOMPARE(nat.rows(at(3)).size(), 2u);
    }

    void whatNobodyAskedForIsRefused()
    {
        NatTable nat = table();
        auto in = udp(kServer, 53, kOutside, 8000);
        QCOMPARE(error(nat.inbound(at(0), in)), std::string("no row"));
        QVERIFY(nat.addStatic(wire::IpProtocol::udp, 8000, kInside, 80));
        QCOMPARE(error(nat.addStatic(wire::IpProtocol::udp, 8000, kOther, 80)), std::string("port is taken"));
        QCOMPARE(error(nat.addStatic(wire::IpProtocol::icmp, 8000, kOther, 80)), std::string("cannot be translated"));
        QCOMPARE(error(nat.inbound(at(0), in)), std::string("192.168.1.11"));
        QCOMPARE(said(in), std::string("198.51.100.1:53>192.168.1.11:80"));
        auto answer = udp(kInside, 80, kServer, 53); // the server's answers come from the port that was asked
        QVERIFY(nat.outbound(at(0), answer));
        QCOMPARE(said(answer), std::string("203.0.113.7:8000>198.51.100.1:53"));
        QVERIFY(nat.removeStatic(wire::IpProtocol::udp, 8000));
        auto again = udp(kServer, 53, kOutside, 8000);
        QCOMPARE(error(nat.inbound(at(0), again)), std::string("no row"));
    }

    void rowsLiveAsLongAsTheirProtocolSays_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<int>("seconds");
        QTest::newRow("udp") << "udp" << 300;
        QTest::newRow("tcp, half open") << "syn" << 240;
        QTest::newRow("tcp, open") << "open" << 7440;
        QTest::newRow("tcp, reset") << "rst" << 240;
        QTest::newRow("icmp echo") << "icmp" << 60;
    }
    void rowsLiveAsLongAsTheirProtocolSays()
    {
        QFETCH(QString, what);
        QFETCH(int, seconds);
        NatTable nat = table();
        const auto send = [&](std::vector<std::uint8_t> bytes) { QVERIFY(nat.outbound(at(0), bytes)); };
        const auto receive = [&](std::vector<std::uint8_t> bytes) { QVERIFY(nat.inbound(at(0), bytes)); };
        constexpr std::uint8_t kSyn = 2, kRst = 4, kAck = 16;
        if (what == "udp") {
            send(udp(kInside, 5000, kServer, 53));
        } else if (what == "icmp") {
            wire::IcmpRepr echo;
            echo.message = wire::IcmpEcho{false, 5000, 1};
            send(icmp(kInside, kServer, echo, {}));
        } else {
            send(tcp(kInside, 5000, kServer, 80, kSyn));
            if (what != "syn") {
                receive(tcp(kServer, 80, kOutside, 5000, kSyn | kAck));
                send(tcp(kInside, 5000, kServer, 80, kAck));
            }
            if (what == "rst")
                receive(tcp(kServer, 80, kOutside, 5000, kRst));
        }
        QCOMPARE(nat.rows(at(seconds - 1)).size(), 1u);
        QCOMPARE(nat.rows(at(seconds)).size(), 0u);
        while (!nat.nextDeadline().isNever() && nat.nextDeadline() <= at(seconds + 20))
            nat.expire(nat.nextDeadline());
        QCOMPARE(nat.size(), 0u); // and it is gone, not only hidden
        QVERIFY(nat.nextDeadline().isNever());
    }

    void nobodyOutsideHoldsARowOpen()
    {
        NatTable nat = table();
        auto out = udp(kInside, 5000, kServer, 53);
        QVERIFY(nat.outbound(at(0), out));
        for (int t = 100; t < 300; t += 100) {
            auto in = udp(kServer, 53, kOutside, 5000);
            QVERIFY(nat.inbound(at(t), in));
        }
        auto late = udp(kServer, 53, kOutside, 5000);
        QCOMPARE(error(nat.inbound(at(301), late)), std::string("no row"));
    }

    void anIcmpErrorIsTurnedBackWithWhatItQuotes()
    {
        NatTable nat = table();
        auto out = udp(kInside, 40000, kServer, 53);
        const auto original = out;
        QVERIFY(nat.addStatic(wire::IpProtocol::udp, 40000, kOther, 1)); // so that the port has to change
        QVERIFY(nat.outbound(at(0), out));
        QCOMPARE(said(out), std::string("203.0.113.7:49152>198.51.100.1:53"));
        wire::IcmpRepr unreachable;
        unreachable.message = wire::IcmpUnreachable{wire::UnreachableCode::port, 0};
        auto error4 = icmp(kServer, kOutside, unreachable, out);
        QCOMPARE(error(nat.inbound(at(1), error4)), std::string("192.168.1.11"));
        const auto ip = wire::Ipv4View::parse(error4);
        QVERIFY(ip->checksumOk());
        QVERIFY(ip->destination() == kInside);
        const auto message = wire::IcmpView::parse(ip->payload());
        QVERIFY(message->checksumOk());
        QVERIFY(std::equal(message->payload().begin(), message->payload().end(), original.begin(), original.end())); // byte for byte
    }

    void anEchoIsKnownByItsIdentifier()
    {
        NatTable nat = table();
        wire::IcmpRepr request, reply;
        request.message = wire::IcmpEcho{false, 77, 1}; // below the first port: it gets another
        auto out = icmp(kInside, kServer, request, {});
        QVERIFY(nat.outbound(at(0), out));
        const auto sent = wire::IcmpView::parse(wire::Ipv4View::parse(out)->payload());
        QVERIFY(sent->checksumOk());
        QCOMPARE(sent->identifier(), 49152);
        reply.message = wire::IcmpEcho{true, 49152, 1};
        auto in = icmp(kServer, kOutside, reply, {});
        QCOMPARE(error(nat.inbound(at(0), in)), std::string("192.168.1.11"));
        const auto got = wire::IcmpView::parse(wire::Ipv4View::parse(in)->payload());
        QVERIFY(got->checksumOk());
        QCOMPARE(got->identifier(), 77);
    }

    void checksumsThatAreMissingOrWrongStaySo()
    {
        NatTable nat = table();
        auto none = udp(kInside, 5000, kServer, 53);
        base::storeU16(&none[26], 0);
        QVERIFY(nat.outbound(at(0), none));
        QCOMPARE(base::loadU16(&none[26]), 0);
        auto wrong = udp(kInside, 5000, kServer, 53);
        wrong[40] ^= 1;
        QVERIFY(nat.outbound(at(0), wrong));
        QCOMPARE(said(wrong), std::string("203.0.113.7:5000>198.51.100.1:53 bad checksum"));
        // A checksum that the sender left for later covers the pseudo header alone, which has another source now.
        auto partial = udp(kInside, 5000, kServer, 53);
        wire::Checksum before, after;
        before.addPseudoHeader(base::IpAddress(kInside), base::IpAddress(kServer), wire::IpProtocol::udp, 28);
        after.addPseudoHeader(base::IpAddress(kOutside), base::IpAddress(kServer), wire::IpProtocol::udp, 28);
        base::storeU16(&partial[26], before.sum());
        QVERIFY(nat.outbound(at(0), partial, {0, true}));
        QCOMPARE(base::loadU16(&partial[26]), after.sum());
    }

    void whatHasNoPortsIsRefused()
    {
        NatTable nat = table();
        auto fragment = udp(kInside, 5000, kServer, 53);
        fragment[6] = 0x20;
        QCOMPARE(error(nat.outbound(at(0), fragment)), std::string("cannot be translated"));
        auto gre = udp(kInside, 5000, kServer, 53);
        gre[9] = 47;
        QCOMPARE(error(nat.outbound(at(0), gre)), std::string("cannot be translated"));
        std::vector<std::uint8_t> rubbish(7, 0x45);
        QCOMPARE(error(nat.outbound(at(0), rubbish)), std::string("malformed"));
    }

    void everyPortTakenIsSaid()
    {
        NatTable nat = table();
        std::uint32_t made = 0;
        for (std::uint32_t i = 0; i < 70'000; ++i) {
            auto out = udp(base::Ipv4Address(0x0a000000u + i), 80, kServer, 53); // a port that nobody keeps
            if (!nat.outbound(at(0), out))
                break;
            ++made;
        }
        QCOMPARE(made, 65'536u - NatTable::kFirstDynamic);
        auto later = udp(kOther, 80, kServer, 53);
        QVERIFY(nat.outbound(at(301), later)); // the old ones have gone by
    }
};

QTEST_APPLESS_MAIN(NatTest)
#include "tst_nat.moc"
