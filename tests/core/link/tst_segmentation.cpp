// Large packets cut into those they stand for: literal bytes made by another program, and properties over random ones.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/link/segmentation.h"
#include "core/wire/checksum.h"
#include "core/wire/tcp.h"
#include "core/wire/udp.h"
#include "tests/support/frames.h"
#include "tests/support/hex.h"

#include <QtTest>

#include <vector>

using namespace hopyard;
using test::Frame;
using test::hex;
using test::toHex;

namespace {

Frame toFrame(const packet::Packet &p) { return Frame(p.bytes().begin(), p.bytes().end()); }

struct Bench {
    packet::Packet large(const Frame &bytes, std::uint16_t segmentSize, bool checksumMissing = true)
    {
        packet::Packet p = pool.copyOf(bytes);
        p.setOffload({segmentSize, checksumMissing});
        p.setId(77);
        return p;
    }
    std::vector<packet::Packet> split(const packet::Packet &p, link::Layer layer = link::Layer::ethernet)
    {
        std::vector<packet::Packet> pieces;
        link::splitIntoSegments(p, pool, [&](packet::Packet piece) { pieces.push_back(std::move(piece)); }, layer);
        return pieces;
    }
    void expect(const packet::Packet &p, const std::vector<Frame> &expected)
    {
        const Frame before = toFrame(p);
        const std::vector<packet::Packet> pieces = split(p);
        QCOMPARE(pieces.size(), expected.size());
        std::uint64_t bytes = 0;
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            QCOMPARE(toHex(pieces[i].bytes()), toHex(expected[i]));
            QCOMPARE(pieces[i].offload(), packet::Offload());
            QCOMPARE(pieces[i].id(), std::uint64_t(i == 0 ? 77 : 0));
            bytes += expected[i].size();
        }
        QCOMPARE(link::wireCount(p).bytes, bytes);
        QCOMPARE(link::longestSegment(p), expected.front().size());
        QCOMPARE(toHex(p.bytes()), toHex(before)); // others may hold the whole
    }
    packet::PacketPool pool;
};

/// The transport of a finished frame adds up.
bool verifies(const packet::Packet &frame)
{
    const auto place = wire::findTransport(frame.bytes());
    if (!place || place->end != frame.size())
        return false;
    wire::Checksum c;
    c.addU16(wire::pseudoHeaderSum(frame.bytes(), *place, place->end - place->transport));
    c.add(frame.bytes().subspan(place->transport));
    return c.verifies();
}

} // namespace

class SegmentationTest : public QObject {
    Q_OBJECT
private slots:
    // CWR on the first alone, PSH and FIN on the last alone; sequence and identification go round past their ends.
    void tcpOverIpv4()
    {
        Bench b;
        const Frame whole = hex(
        "02 00 00 00 00 02 02 00 00 00 00 01 08 00 "
        "45 00 00 2d ff ff 40 00 40 06 26 c9 0a 00 00 01 0a 00 00 02 "
        "03 e8 07 d0 ff ff ff ff 11 22 33 44 50 99 02 00 14 22 00 00 41 42 43 44 45 ");
        const packet::Packet large = b.large(whole, 2);
        QCOMPARE(link::wireCount(large).packets, std::uint64_t(3));
        b.expect(large, {
        hex(
            "02 00 00 00 00 02 02 00 00 00 00 01 08 00 "
            "45 00 00 2a ff ff 40 00 40 06 26 cc 0a 00 00 01 0a 00 00 02 "
            "03 e8 07 d0 ff ff ff ff 11 22 33 44 50 90 02 00 07 f0 00 00 41 42 "),
        hex(
            "02 00 00 00 00 02 02 00 00 00 00 01 08 00 "
            "45 00 00 2a 00 00 40 00 40 06 26 cc 0a 00 00 01 0a 00 00 02 "
            "03 e8 07 d0 00 00 00 01 11 22 33 44 50 10 02 00 06 6d 00 00 43 44 "),
        hex(
            "02 00 00 00 00 02 02 00 00 00 00 01 08 00 "
            "45 00 00 29 00 01 40 00 40 06 26 cc 0a 00 00 01 0a 00 00 02 "
            "03 e8 07 d0 00 00 00 03 11 22 33 44 50 19 02 00 04 a7 00 00 45 ")});
    }

    // Each piece is a datagram with a length of its own.
    void udpOverIpv4()
    {
        Bench b;
        const Frame whole = hex(
        "02 00 00 00 00 02 02 00 00 00 00 01 08 00 "
        "45 00 00 21 00 07 40 00 40 11 26 c3 0a 00 00 01 0a 00 00 02 "
        "03 e8 07 d0 00 0d 14 21 41 42 43 44 45 ");
        const packet::Packet large = b.large(whole, 2);
        QCOMPARE(link::wireCount(large).packets, std::uint64_t(3));
        b.expect(large, {
        hex(
            "02 00 00 00 00 02 02 00 00 00 00 01 08 00 "
            "45 00 00 1e 00 07 40 00 40 11 26 c6 0a 00 00 01 0a 00 00 02 "
            "03 e8 07 d0 00 0a 9e dd 41 42 "),
        hex(
            "02 00 00 00 00 02 02 00 00 00 00 01 08 00 "
            "45 00 00 1e 00 08 40 00 40 11 26 c5 0a 00 00 01 0a 00 00 02 "
            "03 e8 07 d0 00 0a 9c db 43 44 "),
        hex(
            "02 00 00 00 00 02 02 00 00 00 00 01 08 00 "
            "45 00 00 1d 00 09 40 00 40 11 26 c5 0a 00 00 01 0a 00 00 02 "
            "03 e8 07 d0 00 09 9b 21 45 ")});
    }

    // No identification and no header checksum there.
    void tcpOverIpv6()
    {
        Bench b;
        const Frame whole = hex(
        "02 00 00 00 00 02 02 00 00 00 00 01 86 dd "
        "60 00 00 00 00 19 06 40 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 02 "
        "03 e8 07 d0 00 00 00 64 11 22 33 44 50 18 02 00 5b 94 00 00 41 42 43 44 45 ");
        const packet::Packet large = b.large(whole, 3);
        QCOMPARE(link::wireCount(large).packets, std::uint64_t(2));
        b.expect(large, {
        hex(
            "02 00 00 00 00 02 02 00 00 00 00 01 86 dd "
            "60 00 00 00 00 17 06 40 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 02 "
            "03 e8 07 d0 00 00 00 64 11 22 33 44 50 10 02 00 7d 98 00 00 41 42 43 "),
        hex(
            "02 00 00 00 00 02 02 00 00 00 00 01 86 dd "
            "60 00 00 00 00 16 06 40 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 02 "
            "03 e8 07 d0 00 00 00 67 11 22 33 44 50 18 02 00 bd 8b 00 00 44 45 ")});
    }

    void aMissingChecksumIsCompleted()
    {
        Bench b;
        const Frame whole = hex("02 00 00 00 00 02 02 00 00 00 00 01 08 00 "
                                "45 00 00 2a ff ff 40 00 40 06 26 cc 0a 00 00 01 0a 00 00 02 "
                                "03 e8 07 d0 ff ff ff ff 11 22 33 44 50 90 02 00 14 1f 00 00 41 42 00 00");
        packet::Packet p = b.large(whole, 0); // two bytes of padding behind it, which count for nothing
        const packet::Packet shared = p;
        link::completeChecksum(p);
        QCOMPARE(p.offload(), packet::Offload());
        Frame expected = whole;
        expected[50] = 0x07;
        expected[51] = 0xf0;
        QCOMPARE(toHex(p.bytes()), toHex(expected));
        QCOMPARE(toHex(shared.bytes()), toHex(whole)); // copy on write
        link::completeChecksum(p);                     // nothing is missing any more
        QCOMPARE(toHex(p.bytes()), toHex(expected));
    }

    void udpNeverWritesZero()
    {
        // Ports chosen so that everything adds up to all ones: the checksum would be 0, which means "none" (RFC 768).
        Bench b;
        Frame datagram = test::ipv4(test::header("10.0.0.1", "10.0.0.2"), hex("00 00 00 00 00 08 00 00"));
        const auto place = wire::findTransportAt(datagram, 0);
        QVERIFY(place);
        const std::uint16_t pseudo = wire::pseudoHeaderSum(datagram, *place, 8);
        base::storeU16(&datagram[26], pseudo);
        base::storeU16(&datagram[20], static_cast<std::uint16_t>(0xffff - pseudo - 8));
        packet::Packet p = b.large(datagram, 0);
        link::completeChecksum(p, link::Layer::ip);
        QCOMPARE(base::loadU16(&p.bytes()[26]), std::uint16_t(0xffff));
    }

    // RFC 9293 section 3.8.5: it counts from the segment's own sequence number.
    void theUrgentPointerStaysWhereItIs()
    {
        Bench b;
        Frame tcp(20 + 30, 0x61);
        wire::TcpRepr repr;
        repr.flags = {wire::TcpFlags::ack | wire::TcpFlags::urg};
        repr.urgentPointer = 15;
        repr.emit(tcp, test::address("10.0.0.1"), test::address("10.0.0.2"));
        const Frame whole = test::ipv4(test::header("10.0.0.1", "10.0.0.2", wire::IpProtocol::tcp), tcp);
        const auto pieces = b.split(b.large(whole, 10), link::Layer::ip);
        QCOMPARE(pieces.size(), std::size_t(3));
        const std::uint16_t expected[] = {15, 5, 0};
        for (std::size_t i = 0; i < 3; ++i) {
            const auto view = wire::TcpView::parse(pieces[i].bytes().subspan(20));
            QCOMPARE(view->urgentPointer(), expected[i]);
            QCOMPARE(view->flags().has(wire::TcpFlags::urg), i < 2);
        }
    }

    void onePieceIsNone()
    {
        Bench b;
        const Frame whole = hex("02 00 00 00 00 02 02 00 00 00 00 01 08 00 "
                                "45 00 00 2a ff ff 40 00 40 06 26 cc 0a 00 00 01 0a 00 00 02 "
                                "03 e8 07 d0 ff ff ff ff 11 22 33 44 50 90 02 00 14 1f 00 00 41 42");
        const packet::Packet p = b.large(whole, 2);
        QCOMPARE(link::wireCount(p).packets, std::uint64_t(1));
        QCOMPARE(link::wireCount(p).bytes, std::uint64_t(whole.size()));
        const auto pieces = b.split(p);
        QCOMPARE(pieces.size(), std::size_t(1));
        QCOMPARE(pieces[0].offload(), packet::Offload());
        QVERIFY(verifies(pieces[0]));
    }

    void whatIsNoTransportIsLeftAlone()
    {
        Bench b;
        Frame fragment = test::ipv4(test::header("10.0.0.1", "10.0.0.2"), Frame(64, 1));
        fragment[6] = 0x20; // more fragments
        QVERIFY(!wire::findTransportAt(fragment, 0));
        const auto pieces = b.split(b.large(fragment, 8), link::Layer::ip);
        QCOMPARE(pieces.size(), std::size_t(1));
        QCOMPARE(toHex(pieces[0].bytes()), toHex(fragment));
        for (const auto &bytes : {Frame(), Frame(3, 0x45), Frame(14, 0), Frame(64, 0x60)}) {
            QVERIFY(!wire::findTransport(bytes));
            QVERIFY(!wire::findTransportAt(bytes, 0));
        }
    }

    // Whatever the headers and sizes: the pieces' data put together is that of the whole, every piece adds up, none is
    // longer than said, and the count is right.
    void piecesMakeTheWhole()
    {
        Bench b;
        base::Random random(7);
        for (int round = 0; round < 300; ++round) {
            const bool tcp = random.chance(0.6), vlan = random.chance(0.3);
            Frame data(1 + random.below(9'000));
            for (std::uint8_t &byte : data)
                byte = static_cast<std::uint8_t>(random.next());
            wire::TcpRepr repr;
            repr.sequence = static_cast<std::uint32_t>(random.next());
            repr.flags = {static_cast<std::uint8_t>(wire::TcpFlags::ack | (random.next() & 0x89))};
            if (random.chance(0.5))
                repr.timestamps = wire::TcpTimestamps{1, 2};
            Frame transport((tcp ? repr.headerLength() : 8) + data.size());
            std::copy(data.begin(), data.end(), transport.end() - static_cast<std::ptrdiff_t>(data.size()));
            const auto a = test::address("10.0.0.1"), z = test::address("10.0.0.2");
            if (tcp)
                repr.emit(transport, a, z);
            else
                wire::UdpRepr{1, 2}.emit(transport, a, z);
            Frame frame = test::ethernet({}, {}, wire::EtherType::ipv4,
                                         test::ipv4(test::header("10.0.0.1", "10.0.0.2",
                                                                 tcp ? wire::IpProtocol::tcp : wire::IpProtocol::udp),
                                                    transport));
            if (vlan) {
                const Frame tag = hex("81 00 00 05");
                frame.insert(frame.begin() + 12, tag.begin(), tag.end());
            }
            const auto where = wire::findTransport(frame);
            base::storeU16(&frame[where->checksum()],
                           wire::pseudoHeaderSum(frame, *where, where->end - where->transport));
            const auto segment = static_cast<std::uint16_t>(1 + random.below(3'000));
            const packet::Packet large = b.large(frame, segment);
            const auto pieces = b.split(large);
            QCOMPARE(pieces.size(), (data.size() + segment - 1) / segment);
            const link::WireCount count = link::wireCount(large);
            QCOMPARE(count.packets, std::uint64_t(pieces.size()));
            Frame together;
            std::uint64_t bytes = 0;
            for (const packet::Packet &piece : pieces) {
                const auto place = wire::findTransport(piece.bytes());
                QVERIFY(place && verifies(piece));
                QVERIFY(place->payloadLength() <= segment);
                if (tcp)
                    QCOMPARE(base::loadU32(&piece.bytes()[place->transport + 4]),
                             static_cast<std::uint32_t>(repr.sequence + together.size()));
                const auto payload = piece.bytes().subspan(place->payload);
                together.insert(together.end(), payload.begin(), payload.end());
                bytes += piece.size();
            }
            QCOMPARE(count.bytes, bytes);
            QVERIFY(together == data);
        }
        QCOMPARE(b.pool.pagesInUse(), std::size_t(0));
    }
};

QTEST_APPLESS_MAIN(SegmentationTest)
#include "tst_segmentation.moc"
