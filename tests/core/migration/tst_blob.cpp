// A connection as bytes and back: states of running connections in every phase, to the last field; other clocks; and
// what is refused. docs/connection-state.md is the text to it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/blob.h"
#include "places.h"
#include "tests/support/moved_transfer.h"

#include <QTest>

#include <array>

using namespace hopyard;
using namespace hopyard::test;
using migration::BlobError;

namespace {

migration::Mapping someMapping(const tcp::ConnectionState &state)
{
    return {migration::FlowId(0x00f10001), 3,
            {state.remote.address.v4(), state.remote.port, state.local.address.v4(), state.local.port},
            base::Ipv4Address(10, 9, 9, 9)};
}

std::vector<std::uint8_t> encode(const tcp::ConnectionState &state, base::TimePoint now)
{
    return migration::encodeBlob(someMapping(state), state, now);
}

/// "" where all fields are listed, each within the head, and from the head alone the same.
std::string listed(const std::vector<std::uint8_t> &bytes)
{
    const std::size_t head = migration::headOfBlob(bytes);
    const auto fields = migration::listBlob(bytes);
    const auto again = migration::listBlob(base::Bytes(bytes).first(head));
    if (fields.size() < 100 || fields.size() != again.size())
        return "not all of its fields are listed";
    std::size_t values = 0;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].offset + fields[i].length > head || fields[i].label != again[i].label)
            return "wrongly listed: " + fields[i].label;
        values += fields[i].length;
    }
    return values > 8 && values < head ? "" : "the values' bytes are not those of its fields";
}

/// "" where the state comes back as it was: written again it gives the same bytes.
std::string roundTrip(const tcp::ConnectionState &state, base::TimePoint now, packet::PacketPool &pool)
{
    const auto bytes = encode(state, now);
    const auto back = migration::decodeBlob(bytes, now, pool);
    if (!back)
        return std::string(toString(back.error().error)) + ": " + std::string(back.error().what);
    if (encode(back->state, now) != bytes || back->mapping != someMapping(state))
        return "another state came back";
    return listed(bytes);
}

bool moveAsBytes(TcpPair &pair, int side, tcp::ConnectionId &id)
{
    TcpPair::Side &at = pair.sides[side];
    auto state = at.stack.extract(id);
    if (!state)
        return false;
    const auto bytes = encode(*state, pair.now);
    auto blob = migration::decodeBlob(bytes, pair.now, *pair.pool);
    if (!blob)
        return false;
    blob->state.settings.device = state->settings.device;
    const auto back = at.stack.insert(*at.ip, std::move(blob->state));
    if (back)
        id = *back;
    return back.has_value();
}

} // namespace

class BlobTest : public QObject {
    Q_OBJECT
private slots:
    void fieldsAreSaidInWords()
    {
        TcpPair pair(roughPath(), 1);
        TcpTransfer transfer{pair, 20'000};
        transfer.begin({});
        const tcp::ConnectionState *state = nullptr;
        for (int i = 0; i < 1'000 && !state; ++i) {
            transfer.pump();
            QVERIFY(pair.step(pair.now + base::Duration::seconds(60)));
            for (const tcp::ConnectionInfo &line : pair.sides[0].stack.connections())
                if (const auto *found = pair.sides[0].stack.state(line.id);
                    found && found->state == tcp::TcpState::established)
                    state = found;
        }
        QVERIFY(state);
        const auto bytes = encode(*state, pair.now);
        const auto has = [fields = migration::listBlob(bytes), &bytes](const std::string &label, base::Bytes value) {
            for (const migration::BlobField &field : fields)
                if (field.label == label)
                    return std::equal(value.begin(), value.end(), bytes.begin() + field.offset,
                                      bytes.begin() + field.offset + field.length);
            return false;
        };
        std::array<std::uint8_t, 4> una{};
        base::storeU32(una.data(), state->send.una.value);
        QVERIFY(has("SND.UNA: " + std::to_string(state->send.una.value), una));
        QVERIFY(has("state: " + std::string(toString(tcp::TcpState::established)), {}));
        QVERIFY(has("epoch: 3", std::array<std::uint8_t, 1>{3}));
        auto damaged = bytes;
        damaged[2] = 2;
        QVERIFY(migration::listBlob(damaged).empty());
        for (std::size_t length = 0; length < migration::headOfBlob(bytes); ++length)
            QVERIFY(migration::listBlob(base::Bytes(bytes).first(length)).empty());
    }

    void statesOfATransferComeBack_data()
    {
        QTest::addColumn<quint64>("seed");
        QTest::addColumn<double>("loss");
        QTest::addColumn<bool>("stamps");
        QTest::addColumn<bool>("reno");
        for (quint64 seed = 1; seed <= 4; ++seed) {
            QTest::addRow("seed %d", int(seed)) << seed << 0.03 << true << false;
            QTest::addRow("seed %d, much loss", int(seed)) << seed << 0.2 << true << false;
            QTest::addRow("seed %d, no timestamps, Reno", int(seed)) << seed << 0.05 << false << true;
        }
    }
    void statesOfATransferComeBack()
    {
        QFETCH(quint64, seed);
        QFETCH(double, loss);
        QFETCH(bool, stamps);
        QFETCH(bool, reno);
        TestPath path = roughPath();
        path.loss = loss;
        TcpPair pair(path, seed);
        for (auto &side : pair.sides)
            side.stack.nodeSettings().timestamps = side.stack.nodeSettings().sack = stamps;
        tcp::Settings settings;
        settings.congestion = reno ? tcp::CongestionAlgorithm::newReno : tcp::CongestionAlgorithm::cubic;
        settings.keepAlive = true;
        TcpTransfer transfer{pair, 150'000};
        transfer.begin(settings);
        transfer.pump();
        int seen = 0;
        const base::TimePoint end = pair.now + base::Duration::seconds(600);
        for (int i = 0; pair.step(end); ++i) {
            if (i % 3 == 0)
                transfer.pump(); // sometimes the reader is late
            for (int side = 0; side < 2; ++side)
                for (const tcp::ConnectionInfo &line : pair.sides[side].stack.connections()) {
                    const tcp::ConnectionState *state = pair.sides[side].stack.state(line.id);
                    if (!state || state->state == tcp::TcpState::closed)
                        continue;
                    const std::string what = roundTrip(*state, pair.now, *pair.pool);
                    QVERIFY2(what.empty(), (what + " in " + std::string(toString(state->state))).c_str());
                    ++seen;
                }
        }
        transfer.pump();
        QVERIFY(transfer.ended && transfer.right);
        QVERIFY2(seen > 150, qPrintable(QString::number(seen)));
    }

    void notOnePacketDiffers_data() { addSeeds(6); }
    void notOnePacketDiffers()
    {
        QFETCH(quint64, seed);
        compareMoved(seed, moveAsBytes);
    }

    void statesMadeByHandComeBack_data()
    {
        QTest::addColumn<QString>("doing");
        QTest::addColumn<QString>("state");
        QTest::addRow("established") << "" << "ESTABLISHED";
        QTest::addRow("data under way") << "w5000" << "ESTABLISHED";
        QTest::addRow("some of it sacked") << "w9000 iA_1_ack_1_sack_1461-2921" << "ESTABLISHED";
        QTest::addRow("unread") << "iPA_1_len_300_ack_1" << "ESTABLISHED";
        QTest::addRow("ahead of a gap") << "iPA_101_len_300_ack_1 iPA_601_len_50_ack_1" << "ESTABLISHED";
        QTest::addRow("a FIN ahead") << "iFPA_101_len_300_ack_1" << "ESTABLISHED";
        QTest::addRow("zero window") << "iA_1_ack_1_win_0 w3000 t900" << "ESTABLISHED";
        QTest::addRow("urgent to send") << "u100" << "ESTABLISHED";
        QTest::addRow("urgent received") << "iUPA_1_len_10_ack_1_urg_10" << "ESTABLISHED";
        QTest::addRow("timed out") << "w3000 t1500" << "ESTABLISHED";
        QTest::addRow("FIN-WAIT-1") << "w3000 s" << "FIN-WAIT-1";
        QTest::addRow("FIN-WAIT-2") << "s iA_1_ack_2" << "FIN-WAIT-2";
        QTest::addRow("CLOSE-WAIT") << "iFA_1_ack_1" << "CLOSE-WAIT";
        QTest::addRow("CLOSE-WAIT, sending") << "iFA_1_ack_1 w2000" << "CLOSE-WAIT";
        QTest::addRow("CLOSING") << "s iFA_1_ack_1" << "CLOSING";
        QTest::addRow("LAST-ACK") << "iFA_1_ack_1 s" << "LAST-ACK";
    }
    void statesMadeByHandComeBack()
    {
        QFETCH(QString, doing);
        QFETCH(QString, state);
        TcpBench bench;
        act(bench, doing);
        QCOMPARE(QString::fromStdString(bench.stateName()), state);
        QCOMPARE(roundTrip(*bench.stack.state(bench.connection), bench.now, *bench.pool), std::string());

        // And it goes on in another stack, whose clock is another.
        tcp::ConnectionState moved = *bench.stack.extract(bench.connection);
        const std::size_t unread = moved.receive.queue.size();
        const auto bytes = encode(moved, bench.now);
        TcpBench other;
        other.advance(base::Duration::seconds(5'000));
        other.ourFirst = moved.send.iss.value;
        auto blob = migration::decodeBlob(bytes, other.now, *other.pool);
        QVERIFY(blob);
        const auto id = other.stack.insert(other.ip, std::move(blob->state));
        QVERIFY(id);
        other.connection = *id;
        QCOMPARE(QString::fromStdString(other.stateName()), state);
        if (unread > 0) {
            QVERIFY(other.read(unread));
            for (std::size_t i = 0; i < other.readBytes.size(); ++i)
                QCOMPARE(other.readBytes[i], streamByte(i));
        }
    }

    void otherStatesComeBack()
    {
        TcpBench opening;
        opening.connection = *opening.stack.connect(opening.ip, opening.settings, opening.own, opening.peer);
        QCOMPARE(opening.stateName(), std::string("SYN-SENT"));
        QCOMPARE(roundTrip(*opening.stack.state(opening.connection), opening.now, *opening.pool), std::string());

        TcpBench waiting;
        waiting.accept();
        waiting.stack.shutdown(waiting.ip, waiting.connection, tcp::Direction::send);
        waiting.inject("A 1 ack 2");
        waiting.inject("FA 1 ack 2");
        QCOMPARE(waiting.stateName(), std::string("TIME-WAIT"));
        QCOMPARE(roundTrip(*waiting.stack.extract(waiting.connection), waiting.now, *waiting.pool), std::string());
    }

    void settingsComeBack()
    {
        TcpBench bench;
        bench.settings.noDelay = true;
        bench.settings.quickAck = false;
        bench.settings.linger = base::Duration::seconds(3);
        bench.settings.keepAlive = true;
        bench.settings.keepIdle = base::Duration::seconds(10);
        bench.settings.userTimeout = base::Duration::milliseconds(12'345);
        bench.settings.notSentLow = 16'384;
        bench.settings.tos = 0x10;
        bench.settings.ttl = 7;
        bench.settings.dontFragment = false;
        bench.accept();
        const tcp::ConnectionState &state = *bench.stack.state(bench.connection);
        const auto back = migration::decodeBlob(encode(state, bench.now), bench.now, *bench.pool);
        QVERIFY(back);
        QVERIFY(back->state.settings == state.settings);

        tcp::ConnectionState signedOne = state;
        signedOne.settings.signingKeys.push_back({*base::IpPrefix::parse("192.0.2.0/24"), "secret"});
        const auto again = migration::decodeBlob(encode(signedOne, bench.now), bench.now, *bench.pool);
        QVERIFY(again && again->state.settings == signedOne.settings);
    }

    /// Two clocks: what is left of a timer is left of it there; timestamps go on.
    void timesAreRelative()
    {
        TcpBench bench;
        bench.accept("mss 1460 sackOK ts 100:0 wscale 7");
        bench.write(3'000);
        bench.advanceMs(20);
        const tcp::ConnectionState &state = *bench.stack.state(bench.connection);
        const auto bytes = encode(state, bench.now);
        const base::TimePoint there = base::TimePoint::fromNs(7'000'000'000'000);
        const base::Duration pause = base::Duration::milliseconds(3);
        const auto back = migration::decodeBlob(bytes, there, *bench.pool, pause);
        QVERIFY(back);
        const tcp::ConnectionState &moved = back->state;
        QVERIFY(!state.loss.nextDeadline().isNever());
        QCOMPARE((moved.loss.nextDeadline() - there).ns(), (state.loss.nextDeadline() - bench.now).ns());
        QCOMPARE((there - pause - moved.loss.oldestSentAt()).ns(), (bench.now - state.loss.oldestSentAt()).ns());
        QCOMPARE(moved.timestamps.clock(there - pause), state.timestamps.clock(bench.now));
        QCOMPARE(moved.timestamps.clock(there), state.timestamps.clock(bench.now) + 3);
        QVERIFY(moved.keepAlive.deadline.isNever());
        QCOMPARE(moved.loss.congestionWindowSegments(), state.loss.congestionWindowSegments());
        QCOMPARE(moved.loss.smoothedRtt().ns(), state.loss.smoothedRtt().ns());
    }

    void withoutDataItIsSmall()
    {
        std::size_t largest = 0, idle = 0;
        for (std::uint64_t seed = 1; seed <= 6; ++seed) {
            TestPath path = roughPath();
            path.delay = base::Duration::nanoseconds(12'345'678 + std::int64_t(seed) * 1'234'567);
            path.bitsPerSecond = 93'000'000;
            TcpPair pair(path, seed);
            TcpTransfer transfer{pair, 40'000'000};
            transfer.begin();
            for (int i = 0; i < 20'000 && pair.step(); ++i) {
                transfer.pump();
                if (!transfer.server.isValid())
                    continue;
                const tcp::ConnectionState &state = *pair.sides[1].stack.state(transfer.server);
                migration::BlobParts parts;
                const auto bytes = migration::encodeBlob(someMapping(state), state, pair.now, &parts);
                QCOMPARE(parts.total(), bytes.size());
                if (bytes.size() == parts.state && !state.receive.ahead)
                    largest = std::max(largest, bytes.size());
            }
            // The sender, when its data has arrived.
            transfer.size = transfer.written;
            while (pair.sides[0].stack.sendQueueSize(transfer.client) > 0 && pair.step()) {
                if (!transfer.server.isValid())
                    continue;
                std::vector<std::uint8_t> into(100'000);
                while (pair.sides[1].stack.receive(*pair.sides[1].ip, transfer.server, into)) {
                }
            }
            const tcp::ConnectionState &state = *pair.sides[0].stack.state(transfer.client);
            largest = std::max(largest, encode(state, pair.now).size());
            idle = std::max(idle, encode(state, pair.now + base::Duration::seconds(86'400)).size());
        }
        qInfo("largest blob without data: %d bytes, idle for a day: %d", int(largest), int(idle));
        QVERIFY2(idle <= 256 && largest <= 256 && largest > 100, qPrintable(QString::number(largest)));
    }

    void versionOneStaysAsItIs()
    {
        TcpBench bench;
        bench.accept("mss 1460 sackOK ts 100:0 wscale 7");
        bench.inject("PA 1 len 5 ack 1 ts 102:1000");
        bench.write(3);
        tcp::ConnectionState state = *bench.stack.state(bench.connection);
        const auto bytes = encode(state, bench.now);
        QByteArray hex = QByteArray(reinterpret_cast<const char *>(bytes.data()), int(bytes.size())).toHex();
        QFile golden(QStringLiteral(HOPYARD_SOURCE_DIR "/tests/core/migration/blob_version_1.hex"));
        QVERIFY(golden.open(QIODevice::ReadOnly));
        QCOMPARE(hex, golden.readAll().simplified().replace(" ", ""));
        // What was written then is read today.
        const QByteArray raw = QByteArray::fromHex(hex);
        const auto back = migration::decodeBlob(
            {reinterpret_cast<const std::uint8_t *>(raw.data()), std::size_t(raw.size())}, bench.now, *bench.pool);
        QVERIFY(back);
        QCOMPARE(back->state.receive.queue.size(), std::size_t(5));
        QCOMPARE(back->state.send.queue.size(), 3u);
        QCOMPARE(back->mapping.id.value(), 0x00f10001u);
    }

    /// The data of the send queue came before: the blob is small, and the state the same to the last byte; a stock that
    /// is not the one that is meant is refused.
    void theQueueMayComeBefore()
    {
        TcpBench bench;
        act(bench, "w9000");
        const tcp::SendQueue early = bench.stack.state(bench.connection)->send.queue;
        migration::BlobSender sender(1, {}, 0, bench.now);
        migration::StockSent sent(bench.now, early, sender);
        bench.inject("A 1 ack 2921"); // some is acknowledged meanwhile, and more is queued
        bench.write(3'000);
        const tcp::ConnectionState &state = *bench.stack.state(bench.connection);
        QVERIFY(!sent.holdsAllOf(state.send.queue));
        QVERIFY(sent.feed(bench.now, state.send.queue, sender));
        QVERIFY(sent.holdsAllOf(state.send.queue));
        const migration::StockNote note = sent.note();
        migration::BlobParts parts;
        const auto bytes = migration::encodeBlob(someMapping(state), state, bench.now, &parts, &note);
        QCOMPARE(parts.total(), bytes.size());
        QCOMPARE(parts.before, std::size_t(9'000 - 2'920 + 3'000));
        QCOMPARE(parts.unsent + parts.underWay, std::size_t(0));
        QVERIFY2(bytes.size() < 350, qPrintable(QString::number(bytes.size())));

        std::vector<std::uint8_t> front(migration::StockSent::kHead);
        base::storeU32(front.data(), early.begin().value);
        for (std::uint32_t i = 0; i < 12'000; ++i)
            front.push_back(streamByte(i));
        QCOMPARE(front.size(), sent.size());
        const auto stockOf = [&](const std::vector<std::uint8_t> &all, std::size_t step) {
            migration::Stock stock;
            for (std::size_t at = step; at < all.size(); at += step)
                stock.take(*bench.pool, base::Bytes(all).first(at));
            stock.take(*bench.pool, all);
            return stock;
        };
        for (const std::size_t step : {1, 3, 1'200, 100'000}) {
            migration::Stock stock = stockOf(front, step);
            const auto back = migration::decodeBlob(bytes, bench.now, *bench.pool, {}, &stock);
            QVERIFY(back);
            QVERIFY(encode(back->state, bench.now) == encode(state, bench.now));
        }
        const auto errorWith = [&](const std::vector<std::uint8_t> &all) {
            migration::Stock stock = stockOf(all, 1'200);
            const auto back = migration::decodeBlob(bytes, bench.now, *bench.pool, {}, &stock);
            return back ? std::string("taken") : std::string(toString(back.error().error));
        };
        QCOMPARE(errorWith({}), std::string("inconsistent"));
        auto other = front;
        other[5'000] ^= 1;
        QCOMPARE(errorWith(other), std::string("inconsistent"));
        other = front;
        other.pop_back();
        QCOMPARE(errorWith(other), std::string("inconsistent"));
        other = front;
        other[3] ^= 1;
        QCOMPARE(errorWith(other), std::string("inconsistent"));
        QVERIFY(migration::decodeBlob(bytes, bench.now, *bench.pool).error().error == BlobError::inconsistent);
        // A stock that is right, of a queue that is another.
        tcp::ConnectionState less = state;
        less.send.queue.append(*bench.pool, front);
        const auto wrong = migration::encodeBlob(someMapping(less), less, bench.now, nullptr, &note);
        migration::Stock stock = stockOf(front, 1'200);
        QVERIFY(!migration::decodeBlob(wrong, bench.now, *bench.pool, {}, &stock));
        // Cut anywhere it is refused.
        for (std::size_t n = 0; n < bytes.size(); ++n) {
            migration::Stock whole = stockOf(front, 100'000);
            QVERIFY(!migration::decodeBlob(base::Bytes(bytes).first(n), bench.now, *bench.pool, {}, &whole));
        }
    }

    void whatIsCutIsRefused()
    {
        TcpBench bench;
        act(bench, "w5000 iPA_101_len_300_ack_1");
        const auto bytes = encode(*bench.stack.state(bench.connection), bench.now);
        for (std::size_t n = 0; n < bytes.size(); ++n) {
            const auto back = migration::decodeBlob(base::Bytes(bytes).first(n), bench.now, *bench.pool);
            QVERIFY(!back);
            QVERIFY(back.error().error == BlobError::truncated);
        }
        auto longer = bytes;
        longer.push_back(0);
        QVERIFY(migration::decodeBlob(longer, bench.now, *bench.pool).error().error == BlobError::malformed);
    }

    void everyFlippedBitIsRefused()
    {
        TcpBench bench;
        act(bench, "w2000 iPA_101_len_30_ack_1");
        auto bytes = encode(*bench.stack.state(bench.connection), bench.now);
        for (std::size_t i = 0; i < bytes.size() * 8; ++i) {
            bytes[i / 8] ^= static_cast<std::uint8_t>(1u << i % 8);
            QVERIFY(!migration::decodeBlob(bytes, bench.now, *bench.pool));
            bytes[i / 8] ^= static_cast<std::uint8_t>(1u << i % 8);
        }
        bytes[2] = 3;
        QVERIFY(migration::decodeBlob(bytes, bench.now, *bench.pool).error().error == BlobError::newerVersion);
        bytes[0] = 'X';
        QVERIFY(migration::decodeBlob(bytes, bench.now, *bench.pool).error().error == BlobError::notABlob);
    }

    void whatCannotBeIsRefused_data()
    {
        QTest::addColumn<int>("change");
        for (int i = 0; i < int(changes().size()); ++i)
            QTest::addRow("%s", changes()[std::size_t(i)].first) << i;
    }
    void whatCannotBeIsRefused()
    {
        QFETCH(int, change);
        TcpBench bench;
        act(bench, "w5000 iPA_101_len_300_ack_1");
        tcp::ConnectionState state = *bench.stack.state(bench.connection);
        QCOMPARE(roundTrip(state, bench.now, *bench.pool), std::string());
        changes()[std::size_t(change)].second(state);
        const auto back = migration::decodeBlob(encode(state, bench.now), bench.now, *bench.pool);
        QVERIFY(!back);
        QCOMPARE(std::string(toString(back.error().error)), std::string("inconsistent"));
        QVERIFY(!back.error().what.empty());
    }

private:
    /// "w300": writes; "u5": writes urgent data; "i…": a segment comes in ("_" for blanks); "t900": milliseconds; "s":
    /// sending is over.
    static void act(TcpBench &bench, const QString &doing)
    {
        bench.accept();
        for (const QString &word : doing.split(' ', Qt::SkipEmptyParts)) {
            const QString rest = word.mid(1);
            switch (word[0].toLatin1()) {
            case 'w': bench.write(rest.toUInt()); break;
            case 'u': bench.write(rest.toUInt(), {true, false}); break;
            case 'i': bench.inject(QString(rest).replace('_', ' ').toStdString()); break;
            case 't': bench.advanceMs(rest.toInt()); break;
            case 's': bench.stack.shutdown(bench.ip, bench.connection, tcp::Direction::send); break;
            default: QFAIL("no such doing");
            }
        }
    }

    using Change = std::pair<const char *, void (*)(tcp::ConnectionState &)>;
    static const std::vector<Change> &changes()
    {
        using S = tcp::ConnectionState;
        static const std::vector<Change> all{
            {"SND.NXT before SND.UNA", [](S &s) { s.send.next = s.send.una - 1; }},
            {"SND.NXT beyond the queue", [](S &s) { s.send.next += 50'000; }},
            {"SND.UNA elsewhere", [](S &s) { s.send.una += 1; }},
            {"RCV.NXT elsewhere", [](S &s) { s.receive.read = s.receive.next + 1; }},
            {"scale of the peer", [](S &s) { s.agreed.sendScale = 15; }},
            {"own scale", [](S &s) { s.window.scale = 15; }},
            {"no MSS", [](S &s) { s.send.mss = 0; }},
            {"an MSS too large", [](S &s) { s.send.mss = 100'000; }},
            {"no port", [](S &s) { s.local.port = 0; }},
            {"no address", [](S &s) { s.remote.address = base::Ipv4Address(); }},
            {"a group as peer", [](S &s) { s.remote.address = base::Ipv4Address(224, 0, 0, 1); }},
            {"over", [](S &s) { s.state = tcp::TcpState::closed; }},
            {"closing without FIN", [](S &s) { s.state = tcp::TcpState::finWait2; }},
            {"CLOSE-WAIT without FIN", [](S &s) { s.state = tcp::TcpState::closeWait; }},
            {"a FIN that was not queued", [](S &s) { s.send.finSent = true; }},
            {"a window too large", [](S &s) { s.window.told = 0x50000000; }},
            {"TTL 0", [](S &s) { s.settings.ttl = 0; }},
            {"a negative time", [](S &s) { s.settings.keepIdle = base::Duration::seconds(-1); }},
            {"no MTU", [](S &s) { s.path.mtu = 20; }},
            {"a key too long",
             [](S &s) {
                 s.settings.signingKeys.push_back({*base::IpPrefix::parse("0.0.0.0/0"), std::string(81, 'k')});
             }},
            {"a delayed ACK of no segment", [](S &s) { s.delayedAck.segment = 0; }},
            {"nothing under way", [](S &s) { s.loss = tcp::LossRecovery(); }},
            {"data lost", [](S &s) { s.send.queue.clear(); }},
            {"data ahead of no gap",
             [](S &s) {
                 s.receive.next += 100;
                 s.receive.read += 100;
                 s.window.toldAt = s.receive.next;
             }},
        };
        return all;
    }
};

QTEST_APPLESS_MAIN(BlobTest)
#include "tst_blob.moc"
