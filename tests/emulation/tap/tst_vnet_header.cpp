// The header in front of a TAP's frames: its bytes, what it means for a frame, what is refused, and what is written.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/tap/vnet_header.h"
#include "tests/support/hex.h"
#include "tests/support/large.h"

#include <QTest>

#include <bit>

using namespace hopyard;
using tap::VnetError;
using tap::VnetHeader;
using test::Frame;
using wire::IpProtocol;

namespace {

Frame frameOf(IpProtocol protocol, std::size_t data)
{
    return test::ethernet(base::MacAddress::local(1), base::MacAddress::local(2), wire::EtherType::ipv4,
                          test::unfinishedDatagram(test::header("10.0.0.1", "10.0.0.2", protocol), data));
}

/// As Linux fills it in for a TCP frame of IPv4 without options.
VnetHeader tcpHeader(std::uint16_t segment)
{
    return {VnetHeader::kNeedsChecksum, VnetHeader::tcp4, 54, segment, 34, 16};
}

} // namespace

class TestVnetHeader : public QObject {
    Q_OBJECT
private slots:
    void bytes()
    {
        if constexpr (std::endian::native != std::endian::little)
            QSKIP("the literal bytes are those of a little-endian machine");
        const auto literal = test::hex("01 81 36 00 b4 05 22 00 10 00");
        const VnetHeader header = VnetHeader::load(literal.data());
        QCOMPARE(header, (VnetHeader{1, VnetHeader::tcp4 | VnetHeader::ecn, 54, 1460, 34, 16}));
        Frame written(VnetHeader::kLength);
        header.store(written.data());
        QCOMPARE(test::toHex(written), test::toHex(literal));
    }

    void whatItMeans()
    {
        const Frame tcp = frameOf(IpProtocol::tcp, 3'000), udp = frameOf(IpProtocol::udp, 3'000);
        const auto plain = tap::readVnetHeader({}, tcp);
        QVERIFY(plain && plain->offload == packet::Offload() && !plain->completeNow);
        QCOMPARE(tap::readVnetHeader(tcpHeader(1'460), tcp)->offload, (packet::Offload{1'460, true}));
        VnetHeader uso = {VnetHeader::kNeedsChecksum, VnetHeader::udp, 42, 1'000, 34, 6};
        QCOMPARE(tap::readVnetHeader(uso, udp)->offload, (packet::Offload{1'000, true}));
        VnetHeader checksumOnly = {VnetHeader::kNeedsChecksum, VnetHeader::none, 0, 0, 34, 16};
        QCOMPARE(tap::readVnetHeader(checksumOnly, tcp)->offload, (packet::Offload{0, true}));
        // "Several" of which there is one.
        QCOMPARE(tap::readVnetHeader(tcpHeader(3'000), tcp)->offload, (packet::Offload{0, true}));
        VnetHeader ecn = tcpHeader(1'460);
        ecn.gsoType |= VnetHeader::ecn;
        QCOMPARE(tap::readVnetHeader(ecn, tcp)->offload, (packet::Offload{1'460, true}));
    }

    // The inside of a tunnel, for one: no place that anybody behind us would find.
    void aChecksumElsewhereIsCompletedAtOnce()
    {
        const Frame udp = frameOf(IpProtocol::udp, 200);
        const auto meaning = tap::readVnetHeader({VnetHeader::kNeedsChecksum, VnetHeader::none, 0, 0, 70, 16}, udp);
        QVERIFY(meaning && meaning->completeNow);
        QCOMPARE(meaning->offload, packet::Offload());
        QCOMPARE(meaning->completeNow->start, std::size_t(70));
        QCOMPARE(meaning->completeNow->field, std::size_t(86));
    }

    void whatIsRefused_data()
    {
        QTest::addColumn<int>("flags");
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("start");
        QTest::addColumn<int>("offset");
        QTest::addColumn<int>("error");
        const int gso = int(VnetError::badGso);
        QTest::newRow("UDP fragments") << 1 << 3 << 1460 << 34 << 16 << int(VnetError::unknownGso);
        QTest::newRow("a type nobody knows") << 1 << 9 << 1460 << 34 << 16 << int(VnetError::unknownGso);
        QTest::newRow("IPv6, and it is IPv4") << 1 << 4 << 1460 << 34 << 16 << gso;
        QTest::newRow("UDP, and it is TCP") << 1 << 5 << 1460 << 34 << 16 << gso;
        QTest::newRow("no size") << 1 << 1 << 0 << 34 << 16 << gso;
        QTest::newRow("a size that makes thousands") << 1 << 1 << 7 << 34 << 16 << gso;
        QTest::newRow("no checksum") << 0 << 1 << 1460 << 34 << 16 << gso;
        QTest::newRow("the checksum of something else") << 1 << 1 << 1460 << 34 << 6 << gso;
        QTest::newRow("the transport elsewhere") << 1 << 1 << 1460 << 33 << 17 << gso;
        QTest::newRow("a checksum behind the end") << 1 << 0 << 0 << 34 << 3019 << int(VnetError::badChecksum);
        QTest::newRow("far behind the end") << 1 << 0 << 0 << 65535 << 65535 << int(VnetError::badChecksum);
    }
    void whatIsRefused()
    {
        QFETCH(int, flags);
        QFETCH(int, type);
        QFETCH(int, size);
        QFETCH(int, start);
        QFETCH(int, offset);
        QFETCH(int, error);
        const VnetHeader header = {static_cast<std::uint8_t>(flags), static_cast<std::uint8_t>(type), 54,
                                   static_cast<std::uint16_t>(size), static_cast<std::uint16_t>(start),
                                   static_cast<std::uint16_t>(offset)};
        const auto meaning = tap::readVnetHeader(header, frameOf(IpProtocol::tcp, 3'000));
        QVERIFY(!meaning);
        QCOMPARE(int(meaning.error()), error);
    }

    void framesThatAreNoneAreRefused()
    {
        Frame frame = frameOf(IpProtocol::tcp, 3'000);
        QVERIFY(!tap::readVnetHeader(tcpHeader(1'460), base::Bytes(frame).first(500)));  // shorter than IP says
        frame.push_back(0);
        QVERIFY(!tap::readVnetHeader(tcpHeader(1'460), frame));                          // longer
        frame.pop_back();
        frame[14 + 6] = 0x20; // a fragment
        QVERIFY(!tap::readVnetHeader(tcpHeader(1'460), frame));
        QVERIFY(!tap::readVnetHeader(tcpHeader(1'460), {}));
    }

    void whatIsWrittenIsWhatIsRead()
    {
        packet::PacketPool pool;
        Frame tcp = frameOf(IpProtocol::tcp, 3'000);
        QCOMPARE(tap::vnetHeaderFor(pool.copyOf(tcp)), VnetHeader());
        QCOMPARE(tap::vnetHeaderFor(test::unfinished(pool, tcp, 1'460)), tcpHeader(1'460));
        QCOMPARE(tap::vnetHeaderFor(test::unfinished(pool, tcp, 0)),
                 (VnetHeader{VnetHeader::kNeedsChecksum, VnetHeader::none, 0, 0, 34, 16}));
        QCOMPARE(tap::vnetHeaderFor(test::unfinished(pool, tcp, 3'000)).gsoType, std::uint8_t(VnetHeader::none));
        tcp[34 + 13] |= wire::TcpFlags::cwr;
        QCOMPARE(tap::vnetHeaderFor(test::unfinished(pool, tcp, 1'460)).gsoType,
                 std::uint8_t(VnetHeader::tcp4 | VnetHeader::ecn));
        QCOMPARE(tap::vnetHeaderFor(test::unfinished(pool, frameOf(IpProtocol::udp, 3'000), 1'000)),
                 (VnetHeader{VnetHeader::kNeedsChecksum, VnetHeader::udp, 42, 1'000, 34, 6}));
    }
};

QTEST_APPLESS_MAIN(TestVnetHeader)
#include "tst_vnet_header.moc"
