// Three ways of encapsulation, byte for byte; what is added; what an ICMP error still says; what is refused.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/encapsulation.h"

#include "core/base/random.h"
#include "core/link/segmentation.h"
#include "core/wire/ipv4.h"
#include "core/wire/tcp.h"
#include "tests/support/hex.h"

#include <QtTest>

using namespace hopyard;
using base::Ipv4Address;
using migration::Claim;
using migration::Encapsulation;
using migration::EncapsulationError;
using migration::FlowId;
using migration::FourTuple;
using migration::Tunnel;
using test::hex;
using test::toHex;

namespace {

const FourTuple kFlow{Ipv4Address(192, 0, 2, 9), 40'000, Ipv4Address(10, 0, 0, 80), 80};
const Tunnel kTunnel{Ipv4Address(10, 0, 0, 5), Ipv4Address(10, 0, 1, 1), FlowId(0x00a10007)};

/// "GET /", 192.0.2.9:40000 > 10.0.0.80:80, made and checked by other means.
constexpr std::string_view kOriginal =
    "45 10 00 2f 12 34 40 00 3d 06 5f 2c c0 00 02 09 0a 00 00 50"
    "9c 40 00 50 01 02 03 04 05 06 07 08 50 18 20 00 42 58 00 00 47 45 54 20 2f 0a 0a";
constexpr std::string_view kPorts =
    "45 10 00 2f 12 34 40 00 3d 06 16 80 0a 00 00 05 0a 00 01 01"
    "00 a1 00 07 01 02 03 04 05 06 07 08 50 18 20 00 95 94 00 00 47 45 54 20 2f 0a 0a";
constexpr std::string_view kShim =
    "45 10 00 37 12 34 40 00 3d fd 15 81 0a 00 00 05 0a 00 01 01"
    "06 01 f9 56 00 a1 00 07"
    "9c 40 00 50 01 02 03 04 05 06 07 08 50 18 20 00 42 58 00 00 47 45 54 20 2f 0a 0a";
constexpr std::string_view kIpip =
    "45 10 00 43 12 34 40 00 40 04 13 6e 0a 00 00 05 0a 00 01 01"
    "45 10 00 2f 12 34 40 00 3d 06 5f 2c c0 00 02 09 0a 00 00 50"
    "9c 40 00 50 01 02 03 04 05 06 07 08 50 18 20 00 42 58 00 00 47 45 54 20 2f 0a 0a";

constexpr Encapsulation kWays[] = {Encapsulation::ports, Encapsulation::shim, Encapsulation::ipip};

bool isRight(base::Bytes datagram)
{
    const auto view = wire::Ipv4View::parse(datagram);
    return view && view->checksumOk() && wire::TcpView::parse(view->payload())->checksumOk(view->source(), view->destination());
}

} // namespace

class EncapsulationTest : public QObject {
    Q_OBJECT
private slots:
    void byteForByte_data()
    {
        QTest::addColumn<int>("way");
        QTest::addColumn<QByteArray>("wire");
        QTest::addColumn<int>("added");
        QTest::newRow("ports") << 0 << QByteArray(kPorts.data(), kPorts.size()) << 0;
        QTest::newRow("shim") << 1 << QByteArray(kShim.data(), kShim.size()) << 8;
        QTest::newRow("ipip") << 2 << QByteArray(kIpip.data(), kIpip.size()) << 20;
    }
    void byteForByte()
    {
        QFETCH(int, way);
        QFETCH(QByteArray, wire);
        QFETCH(int, added);
        packet::PacketPool pool;
        packet::Packet packet = pool.copyOf(hex(kOriginal));
        const packet::Packet shared = packet; // whoever else has it keeps what it has
        QVERIFY(migration::encapsulate(static_cast<Encapsulation>(way), packet, kTunnel));
        QCOMPARE(toHex(packet.bytes()), toHex(hex(wire.toStdString())));
        QCOMPARE(toHex(shared.bytes()), toHex(hex(kOriginal)));
        QCOMPARE(static_cast<int>(packet.size() - shared.size()), added);
        QCOMPARE(static_cast<int>(migration::overheadOf(static_cast<Encapsulation>(way))), added);

        const auto claim = migration::claimOf(packet.bytes());
        QVERIFY(claim);
        QVERIFY(claim->way == static_cast<Encapsulation>(way));
        QVERIFY(claim->forwarder == kTunnel.forwarder);
        if (claim->way == Encapsulation::ipip)
            QVERIFY(claim->flow == kFlow);
        else
            QVERIFY(claim->id == kTunnel.id);
        QVERIFY(migration::restore(*claim, packet, kFlow));
        QCOMPARE(toHex(packet.bytes()), toHex(hex(kOriginal)));
    }

    /// Whatever the bytes, checksums on the wire are right and what comes out is what went in.
    void anyPacketAnyFlow()
    {
        base::Random random(7);
        packet::PacketPool pool;
        for (int i = 0; i < 3'000; ++i) {
            const auto address = [&] { return Ipv4Address(static_cast<std::uint32_t>(random.next())); };
            const auto port = [&] { return static_cast<std::uint16_t>(random.next()); };
            const FourTuple flow{address(), port(), address(), port()};
            const Tunnel tunnel{address(), address(), FlowId(1 + (static_cast<std::uint32_t>(random.next()) & 0x7fff7ffe))};
            wire::TcpRepr tcp;
            tcp.sourcePort = flow.sourcePort;
            tcp.destinationPort = flow.destinationPort;
            tcp.sequence = static_cast<std::uint32_t>(random.next());
            tcp.flags.bits = static_cast<std::uint8_t>(random.next());
            if (random.chance(0.5))
                tcp.timestamps = wire::TcpTimestamps{static_cast<std::uint32_t>(random.next()), 1};
            const std::size_t payload = random.below(64);
            packet::Packet packet = pool.make(tcp.headerLength() + payload);
            for (std::uint8_t &b : packet.writable())
                b = static_cast<std::uint8_t>(random.next());
            tcp.emit(packet.writable(), flow.source, flow.destination);
            wire::Ipv4Repr ip;
            ip.identification = port();
            ip.dontFragment = random.chance(0.5);
            ip.protocol = wire::IpProtocol::tcp;
            ip.source = flow.source;
            ip.destination = flow.destination;
            ip.payloadLength = static_cast<std::uint16_t>(packet.size());
            ip.emit(packet.pushFront(ip.headerLength()));
            const std::string before = toHex(packet.bytes());
            for (const Encapsulation way : kWays) {
                packet::Packet wrapped = packet;
                QVERIFY(migration::encapsulate(way, wrapped, tunnel));
                QVERIFY(wire::Ipv4View::parse(wrapped.bytes())->checksumOk());
                if (way == Encapsulation::ports)
                    QVERIFY(isRight(wrapped.bytes()));
                const auto claim = migration::claimOf(wrapped.bytes());
                QVERIFY(claim && migration::restore(*claim, wrapped, flow));
                QCOMPARE(toHex(wrapped.bytes()), before);
            }
        }
    }

    /// A packet that stands for several and has no checksum yet is finished later, and right then.
    void unfinishedPackets()
    {
        packet::PacketPool pool;
        wire::TcpRepr tcp;
        tcp.sourcePort = kFlow.sourcePort;
        tcp.destinationPort = kFlow.destinationPort;
        tcp.flags.bits = wire::TcpFlags::ack;
        packet::Packet packet = pool.make(20 + 3'000);
        for (std::uint8_t &b : packet.writable())
            b = 0x5a;
        tcp.emitUnfinished(packet.writable().first(20), packet.size(), kFlow.source, kFlow.destination);
        wire::Ipv4Repr ip;
        ip.protocol = wire::IpProtocol::tcp;
        ip.source = kFlow.source;
        ip.destination = kFlow.destination;
        ip.payloadLength = static_cast<std::uint16_t>(packet.size());
        ip.emit(packet.pushFront(20));
        packet.setOffload({1'460, true});
        packet::Packet shim = packet;
        QVERIFY(migration::encapsulate(Encapsulation::shim, shim, kTunnel).error() == EncapsulationError::malformed);
        QVERIFY(migration::encapsulate(Encapsulation::ports, packet, kTunnel));
        int pieces = 0;
        link::splitIntoSegments(
            std::move(packet), pool,
            [&](packet::Packet piece) {
                ++pieces;
                QVERIFY(isRight(piece.bytes()));
                QVERIFY(migration::restore(*migration::claimOf(piece.bytes()), piece, kFlow));
                QVERIFY(isRight(piece.bytes()));
            },
            link::Layer::ip);
        QCOMPARE(pieces, 3);
    }

    void ipOptions()
    {
        // The original with four no-operations as options: ports and shim lose them, ipip keeps them.
        std::vector<std::uint8_t> bytes = hex(kOriginal);
        bytes.insert(bytes.begin() + 20, 4, 1);
        bytes[0] = 0x46;
        bytes[3] = 0x33;
        wire::fillIpv4Checksum(base::MutableBytes(bytes).first(24));
        packet::PacketPool pool;
        for (const Encapsulation way : kWays) {
            packet::Packet packet = pool.copyOf(bytes);
            QVERIFY(migration::encapsulate(way, packet, kTunnel));
            QVERIFY(migration::restore(*migration::claimOf(packet.bytes()), packet, kFlow));
            QCOMPARE(toHex(packet.bytes()), way == Encapsulation::ipip ? toHex(bytes) : toHex(hex(kOriginal)));
        }
    }

    void refused()
    {
        packet::PacketPool pool;
        const auto wrap = [&](std::vector<std::uint8_t> bytes, Encapsulation way) {
            packet::Packet packet = pool.copyOf(bytes);
            return migration::encapsulate(way, packet, kTunnel).has_value();
        };
        for (const Encapsulation way : kWays) {
            std::vector<std::uint8_t> bytes = hex(kOriginal);
            QVERIFY(wrap(bytes, way));
            bytes[9] = 17;
            QVERIFY(!wrap(bytes, way)); // UDP
            bytes = hex(kOriginal);
            bytes[6] = 0x20;
            QVERIFY(!wrap(bytes, way)); // a fragment
            bytes = hex(kOriginal);
            bytes.resize(39);
            QVERIFY(!wrap(bytes, way)); // cut off
        }
        // Length limits: what does not fit 65,535 bytes is refused before anything is changed.
        packet::Packet big = pool.make(65'530);
        std::fill(big.writable().begin(), big.writable().end(), 0);
        wire::Ipv4Repr ip;
        ip.protocol = wire::IpProtocol::tcp;
        ip.payloadLength = 65'510;
        ip.emit(big.writable());
        QVERIFY(migration::encapsulate(Encapsulation::ipip, big, kTunnel).error() == EncapsulationError::tooBig);
        QCOMPARE(big.size(), std::size_t(65'530));
    }

    void claims()
    {
        std::vector<std::uint8_t> bytes = hex(kOriginal);
        QVERIFY(!migration::claimOf(bytes)); // 40000 is an ephemeral port
        bytes = hex(kPorts);
        bytes[20] |= 0x80;
        QVERIFY(!migration::claimOf(bytes));
        bytes[20] = bytes[21] = bytes[22] = bytes[23] = 0;
        QVERIFY(!migration::claimOf(bytes)); // 0 names nothing
        bytes = hex(kShim);
        bytes[21] = 2;
        QVERIFY(!migration::claimOf(bytes)); // another version
        bytes = hex(kShim);
        bytes[27] ^= 1; // forged or damaged: the shim does not add up
        packet::PacketPool pool;
        packet::Packet damaged = pool.copyOf(bytes);
        QVERIFY(migration::restore(*migration::claimOf(bytes), damaged, kFlow).error() == EncapsulationError::badChecksum);
        bytes = hex(kIpip);
        bytes[20 + 8] ^= 1; // the inner TTL
        damaged = pool.copyOf(bytes);
        QVERIFY(migration::restore(*migration::claimOf(bytes), damaged, kFlow).error() == EncapsulationError::badChecksum);
        bytes[20] = 0x65;
        QVERIFY(!migration::claimOf(bytes)); // no IPv4 inside
        bytes = hex(kIpip);
        bytes.resize(50);
        QVERIFY(!migration::claimOf(bytes));
    }

    /// The first eight bytes behind the IP header, as ICMP quotes them, name the flow in two of the three ways.
    void flowOfAnError()
    {
        packet::PacketPool pool;
        for (const Encapsulation way : kWays) {
            packet::Packet packet = pool.copyOf(hex(kOriginal));
            QVERIFY(migration::encapsulate(way, packet, kTunnel));
            ip::ErrorReport report;
            report.protocol = wire::Ipv4View::parse(packet.bytes())->protocol();
            report.transportLength = 8;
            std::copy_n(packet.bytes().begin() + 20, 8, report.transport.begin());
            QVERIFY(migration::flowOfError(report) == (way == Encapsulation::ipip ? FlowId() : kTunnel.id));
        }
    }
};

QTEST_APPLESS_MAIN(EncapsulationTest)
#include "tst_encapsulation.moc"
