// What a conversation said, out of literal frames: order, what comes twice, overlaps, gaps, what was cut off.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dissect/stream_content.h"
#include "tests/support/hex.h"

#include <QtTest>

using namespace hopyard;
using dissect::StreamPacket;
using dissect::StreamPiece;

namespace {

constexpr std::uint8_t kFin = 1, kSyn = 2, kAck = 16;

/// A segment with the header's length made fit; data is text.
struct Segment {
    bool back;
    std::uint32_t sequence;
    const char *data = "";
    std::uint8_t flags = kAck;
    std::uint32_t acknowledgement = 0; ///< 0: none
    std::size_t kept = 1'000;
};

/// The whole conversation as lines: "> GET", "< OK", "> again 3", "< gap 5", "> cut 2".
QStringList said(const std::vector<Segment> &segments)
{
    std::vector<StreamPacket> packets;
    for (const Segment &s : segments) {
        StreamPacket packet;
        packet.number = packets.size() + 1;
        packet.tcp = true;
        packet.back = s.back;
        packet.sequence = s.sequence;
        packet.flags = static_cast<std::uint8_t>(s.acknowledgement == 0 ? s.flags & ~kAck : s.flags | kAck);
        packet.acknowledgement = s.acknowledgement;
        packet.length = static_cast<std::uint32_t>(std::strlen(s.data));
        packet.data = base::Bytes(reinterpret_cast<const std::uint8_t *>(s.data), std::min<std::size_t>(packet.length, s.kept));
        packets.push_back(packet);
    }
    QStringList lines;
    for (const StreamPiece &piece : dissect::streamContent(packets)) {
        const QString sign = piece.back ? "< " : "> ";
        switch (piece.kind) {
        case StreamPiece::Kind::data:
            lines += sign + QString::fromLatin1(reinterpret_cast<const char *>(piece.data.data()), qsizetype(piece.data.size()));
            break;
        case StreamPiece::Kind::again: lines += sign + QStringLiteral("again %1").arg(piece.length); break;
        case StreamPiece::Kind::gap: lines += sign + QStringLiteral("gap %1").arg(piece.length); break;
        case StreamPiece::Kind::cut: lines += sign + QStringLiteral("cut %1").arg(piece.length); break;
        }
    }
    return lines;
}

} // namespace

class TestStreamContent : public QObject {
    Q_OBJECT

private slots:
    void packets()
    {
        const auto tcp = test::hex("02 48 00 00 00 02 02 48 00 00 00 01 08 00 45 00 00 2d 1c 46 40 00 40 06 00 00 0a 00 01 0a 0a 00 02 0a "
                                   "9c 40 00 50 00 00 00 05 00 00 00 07 50 18 01 f6 00 00 00 00 68 65 6c 6c 6f 00 00 00");
        auto packet = dissect::streamPacketOf(tcp);
        QVERIFY(packet && packet->tcp);
        QCOMPARE(base::toString(packet->source), std::string("10.0.1.10"));
        QCOMPARE(packet->destinationPort, std::uint16_t(80));
        QCOMPARE(packet->sequence, 5u);
        QCOMPARE(packet->acknowledgement, 7u);
        QCOMPARE(packet->length, 5u);
        QCOMPARE(packet->data.size(), std::size_t(5)); // without what fills the frame
        packet = dissect::streamPacketOf(base::Bytes(tcp).first(57)); // cut short
        QCOMPARE(packet->length, 5u);
        QCOMPARE(packet->data.size(), std::size_t(3));
        packet = dissect::streamPacketOf(base::Bytes(tcp).first(54));
        QVERIFY(packet && packet->data.empty());
        QVERIFY(!dissect::streamPacketOf(base::Bytes(tcp).first(53)));
        const auto udp = test::hex("02 48 00 00 00 02 02 48 00 00 00 01 81 00 00 07 86 dd 60 00 00 00 00 0b 11 40 "
                                   "fd 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 fd 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02 "
                                   "9c 40 13 89 00 0b 00 00 61 62 63");
        packet = dissect::streamPacketOf(udp);
        QVERIFY(packet && !packet->tcp);
        QCOMPARE(packet->sourcePort, std::uint16_t(40000));
        QCOMPARE(packet->length, 3u);
        const auto fragment = test::hex("02 48 00 00 00 02 02 48 00 00 00 01 08 00 45 00 00 1f 1c 46 20 00 40 11 00 00 0a 00 01 0a 0a 00 02 0a "
                                        "9c 40 13 89 00 0b 00 00 61 62 63");
        QVERIFY(!dissect::streamPacketOf(fragment));
        QVERIFY(!dissect::streamPacketOf(test::hex("02 48 00 00 00 02 02 48 00 00 00 01 08 06 00 01")));
    }

    void content_data()
    {
        QTest::addColumn<std::vector<Segment>>("segments");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *name, std::vector<Segment> segments, QStringList expected) {
            QTest::newRow(name) << std::move(segments) << std::move(expected);
        };
        const std::vector<Segment> open{{false, 99, "", kSyn}, {true, 499, "", kSyn, 100}, {false, 100, "", kAck, 500}};
        const auto with = [&](std::vector<Segment> more) {
            more.insert(more.begin(), open.begin(), open.end());
            return more;
        };
        row("both sides in the order of time", with({{false, 100, "GET", kAck, 500}, {true, 500, "OK", kAck, 103}, {false, 103, "BYE", kAck, 502}}),
            {"> GET", "< OK", "> BYE"});
        row("order of sequence numbers", with({{false, 103, "def"}, {false, 106, "ghi"}, {true, 500, "x"}, {false, 100, "abc"}}),
            {"< x", "> abc", "> def", "> ghi"});
        row("sent again", with({{false, 100, "abc"}, {false, 100, "abc"}, {false, 103, "def"}}), {"> abc", "> again 3", "> def"});
        row("sent again while it waits", with({{false, 103, "def"}, {false, 103, "def"}, {false, 100, "abc"}}), {"> abc", "> def", "> again 3"});
        row("overlap", with({{false, 100, "abc"}, {false, 101, "bcdef"}}), {"> abc", "> again 2", "> def"});
        row("overlap behind a gap", with({{false, 104, "ef"}, {false, 100, "abcdef"}}), {"> abcdef", "> again 2"});
        row("gap that the other side acknowledges", with({{false, 103, "def"}, {true, 500, "OK", kAck, 106}, {false, 106, "ghi"}}),
            {"> gap 3", "> def", "< OK", "> ghi"});
        row("gap with nothing behind it", with({{true, 500, "OK", kAck, 110}}), {"> gap 10", "< OK"});
        row("gap at the end", with({{false, 103, "def"}, {true, 500, "OK"}}), {"< OK", "> gap 3", "> def"});
        row("an acknowledgement of less fills nothing", with({{false, 103, "def"}, {true, 500, "OK", kAck, 100}, {false, 100, "abc"}}),
            {"< OK", "> abc", "> def"});
        row("cut", with({{false, 100, "abcdef", kAck, 0, 2}, {false, 106, "ghi"}}), {"> ab", "> cut 4", "> ghi"});
        row("cut and sent again", with({{false, 100, "abcdef", kAck, 0, 2}, {false, 104, "efgh", kAck, 0, 1}}), {"> ab", "> cut 4", "> again 2", "> cut 2"});
        row("ends", with({{false, 100, "abc", kFin}, {true, 500, "", kAck, 104}, {true, 500, "d", kFin, 104}, {false, 104, "", kAck, 502}}),
            {"> abc", "< d"});
        row("the end is sent again", with({{false, 100, "abc", kFin}, {false, 100, "abc", kFin}, {true, 500, "", kAck, 104}}), {"> abc", "> again 3"});
        row("round the highest number", {{false, 0xfffffffd, "", kSyn}, {false, 0xfffffffe, "abcd"}, {false, 2, "ef"}, {false, 0xffffffff, "bc"}},
            {"> abcd", "> ef", "> again 2"});
        row("from the middle", {{false, 100, "abc"}, {true, 500, "x", kAck, 103}, {false, 103, "def", kAck, 501}}, {"> abc", "< x", "> def"});
        row("from the middle, behind an acknowledgement", {{true, 500, "", kAck, 100}, {false, 103, "def"}, {false, 100, "abc"}}, {"> abc", "> def"});
        row("nothing said", open, {});
    }
    void content()
    {
        QFETCH(std::vector<Segment>, segments);
        QTEST(said(segments), "expected");
    }

    void datagramsStandForThemselves()
    {
        const std::uint8_t text[] = {'a', 'b', 'c'};
        std::vector<StreamPacket> packets(3);
        packets[0].data = text;
        packets[0].length = 3;
        packets[1].back = true;
        packets[1].data = base::Bytes(text).first(1);
        packets[1].length = 3;
        const auto pieces = dissect::streamContent(packets); // the third is empty
        QCOMPARE(pieces.size(), std::size_t(3));
        QCOMPARE(pieces[0].length, 3u);
        QVERIFY(pieces[1].back && pieces[1].kind == StreamPiece::Kind::data && pieces[1].length == 1);
        QVERIFY(pieces[2].back && pieces[2].kind == StreamPiece::Kind::cut && pieces[2].length == 2);
    }
};

QTEST_APPLESS_MAIN(TestStreamContent)
#include "tst_stream_content.moc"
