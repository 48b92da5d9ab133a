// A move at every point: a transfer both ways, and the server's connection moves as bytes to a stack on another machine,
// whose clock is another, at each single event of it in turn. Packets that arrive meanwhile are held and then delivered.
// Always all bytes, exactly once, no reset; and where the path loses nothing, nothing is ever sent twice.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/blob.h"
#include "tests/support/tcp_transfer.h"

#include <QTest>

using namespace hopyard;
using namespace hopyard::test;

namespace {

/// A client that sends a request, a server that sends a longer answer at the same time; both close.
class Run {
public:
    static constexpr std::uint64_t kUp = 24'000, kDown = 90'000;

    Run(const TestPath &path, std::uint64_t seed) : pair(path, seed)
    {
        pair.hold = [this](int to, const ip::Delivered &packet) {
            if (to != 1 || !moving)
                return false;
            held.push_back(packet);
            return true;
        };
        pair.drop = [this](int from, const wire::TcpRepr &header, std::size_t length) {
            resets += header.flags.has(TcpFlags::rst) && !(clientEnded && serverEnded); // late duplicates may meet one
            return chosenLoss && chosenLoss(from, header, length);
        };
    }

    TcpPair pair;
    std::function<bool(int, const wire::TcpRepr &, std::size_t)> chosenLoss;
    tcp::ConnectionId client, server;
    std::uint64_t up = 0, down = 0, upRead = 0, downRead = 0;
    bool clientEnded = false, serverEnded = false, right = true, moving = false;
    int events = 0, resets = 0, heldInAll = 0, moves = 0;
    std::uint64_t timeoutsAtServers = 0, resentAtServers = 0;

    /// Moves when `at` says so (the number of the event since the server accepted), each time for `pause`.
    bool run(const std::function<bool(int)> &at, base::Duration pause)
    {
        const tcp::ListenerId listener = *pair.sides[1].stack.listen({}, pair.sides[1].at, 4);
        client = *pair.sides[0].stack.connect(*pair.sides[0].ip, {}, pair.sides[0].at, pair.sides[1].at);
        const base::TimePoint end = base::TimePoint() + base::Duration::seconds(300);
        while (!(clientEnded && serverEnded && !moving)) {
            pump();
            if (!server.isValid() && !moving)
                server = pair.sides[1].stack.accept(listener);
            const base::TimePoint until = moving ? back : end;
            if (!pair.step(until)) {
                if (!moving)
                    return false;
                if (!resume())
                    return false;
                continue;
            }
            if (server.isValid() && !moving && !serverEnded && at(++events) && !freeze(pause))
                return false;
        }
        pair.run(base::Duration::seconds(1)); // what is still under way
        return right && upRead == kUp && downRead == kDown;
    }
    std::uint64_t timeouts() const { return pair.sides[0].stack.counters().timeouts; }
    std::uint64_t resent() const { return pair.sides[0].stack.counters().retransmittedSegments; }
    std::uint64_t serverTimeouts() const { return timeoutsAtServers + pair.sides[1].stack.counters().timeouts; }
    std::uint64_t serverResent() const { return resentAtServers + pair.sides[1].stack.counters().retransmittedSegments; }

private:
    void pump()
    {
        transfer(0, client, up, kUp, downRead, clientEnded);
        if (!moving)
            transfer(1, server, down, kDown, upRead, serverEnded);
    }
    void transfer(int side, tcp::ConnectionId id, std::uint64_t &written, std::uint64_t size, std::uint64_t &read, bool &ended)
    {
        if (!id.isValid() || ended)
            return;
        TcpPair::Side &at = pair.sides[side];
        while (written < size) {
            std::vector<std::uint8_t> data(std::min<std::uint64_t>(size - written, 7'001));
            for (std::size_t i = 0; i < data.size(); ++i)
                data[i] = streamByte(written + i);
            const auto taken = at.stack.send(*at.ip, id, data);
            if (!taken)
                break;
            written += *taken;
            if (written == size)
                static_cast<void>(at.stack.shutdown(*at.ip, id, tcp::Direction::send));
        }
        std::uint8_t buffer[4'000];
        for (;;) {
            const auto count = at.stack.receive(*at.ip, id, buffer);
            if (!count)
                break;
            for (std::size_t i = 0; i < *count; ++i)
                right = right && buffer[i] == streamByte(read + i);
            read += *count;
            if (*count > 0)
                continue;
            if (written == size && at.stack.sendQueueSize(id) == 0) {
                ended = true;
                at.stack.close(*at.ip, id);
            }
            break;
        }
    }
    bool freeze(base::Duration pause)
    {
        TcpPair::Side &at = pair.sides[1];
        const auto state = at.stack.extract(server);
        if (!state)
            return false;
        if (state->state == tcp::TcpState::closed) {
            serverEnded = true;
            return true;
        }
        bytes = migration::encodeBlob({}, *state, pair.now + at.clockAhead);
        timeoutsAtServers += at.stack.counters().timeouts;
        resentAtServers += at.stack.counters().retransmittedSegments;
        moving = true;
        lasts = pause;
        back = pair.now + pause;
        ++moves;
        return true;
    }
    bool resume()
    {
        TcpPair::Side &at = pair.sides[1];
        at.stack = tcp::Tcp(base::Random(1'000 + std::uint64_t(moves)));
        at.clockAhead = base::Duration::nanoseconds(98'765'432'123) * (moves % 5 - 2);
        pair.setNow(pair.now);
        auto blob = migration::decodeBlob(bytes, pair.now + at.clockAhead, *pair.pool, lasts);
        if (!blob)
            return false;
        const auto id = at.stack.insert(*at.ip, std::move(blob->state));
        if (!id)
            return false;
        server = *id;
        moving = false;
        heldInAll += int(held.size());
        for (const ip::Delivered &packet : std::exchange(held, {}))
            at.stack.deliver(*at.ip, packet);
        return true;
    }

    std::vector<std::uint8_t> bytes;
    std::vector<ip::Delivered> held;
    base::TimePoint back;
    base::Duration lasts;
};

} // namespace

class InterleavingsTest : public QObject {
    Q_OBJECT
private slots:
    /// Nothing is lost, so nothing may be sent again: not for the move, either.
    void atEveryEventWithoutLoss()
    {
        TestPath path;
        Run still(path, 3);
        QVERIFY(still.run([](int) { return false; }, {}));
        QVERIFY(still.events > 100);
        int held = 0;
        for (int k = 1; k <= still.events; ++k) {
            Run run(path, 3);
            QVERIFY2(run.run([k](int event) { return event == k; }, base::Duration::milliseconds(2)), qPrintable(QString::number(k)));
            QCOMPARE(run.resets, 0);
            QCOMPARE(run.timeouts(), std::uint64_t(0));
            QCOMPARE(run.resent(), std::uint64_t(0));
            QCOMPARE(run.serverResent(), std::uint64_t(0));
            held += run.heldInAll;
        }
        QVERIFY(held > 100);
    }

    /// The same packets are lost whether it moves or not, and fast retransmission alone brings them back.
    void atEveryEventWithChosenLosses()
    {
        const auto losses = [](Run &run) {
            run.chosenLoss = [seen = std::map<std::pair<int, std::uint32_t>, int>(), count = std::array<int, 2>()](
                                 int from, const wire::TcpRepr &header, std::size_t length) mutable {
                if (length == 0 || seen[{from, header.sequence}]++ > 0)
                    return false;
                const int n = ++count[std::size_t(from)];
                return from == 1 ? n == 12 || n == 20 || n == 21 || n == 33 : n == 3;
            };
        };
        Run still({}, 5);
        losses(still);
        QVERIFY(still.run([](int) { return false; }, {}));
        QCOMPARE(still.timeouts() + still.serverTimeouts(), std::uint64_t(0));
        QVERIFY(still.serverResent() >= 4);
        for (int k = 1; k <= still.events; ++k) {
            Run run({}, 5);
            losses(run);
            QVERIFY2(run.run([k](int event) { return event == k; }, base::Duration::milliseconds(3)), qPrintable(QString::number(k)));
            QCOMPARE(run.resets, 0);
            QCOMPARE(run.timeouts(), std::uint64_t(0));
            QCOMPARE(run.serverTimeouts(), std::uint64_t(0));
        }
    }

    void atEveryEventOfARoughPath_data()
    {
        QTest::addColumn<quint64>("seed");
        for (quint64 seed = 1; seed <= 4; ++seed)
            QTest::addRow("seed %d", int(seed)) << seed;
    }
    void atEveryEventOfARoughPath()
    {
        QFETCH(quint64, seed);
        TestPath path;
        path.loss = 0.05;
        path.duplicate = 0.03;
        path.reorder = 0.1;
        Run still(path, seed);
        QVERIFY(still.run([](int) { return false; }, {}));
        for (int k = 1; k <= still.events; ++k) {
            Run run(path, seed);
            QVERIFY2(run.run([k](int event) { return event == k; }, base::Duration::milliseconds(4)), qPrintable(QString::number(k)));
            QCOMPARE(run.resets, 0);
        }
    }

    /// Again and again, as fast as it goes, and back to where it was.
    void manyMoves()
    {
        TestPath path;
        path.loss = 0.02;
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            Run run(path, seed);
            QVERIFY(run.run([](int event) { return event % 3 == 0; }, base::Duration::microseconds(700)));
            QCOMPARE(run.resets, 0);
            QVERIFY2(run.moves >= 8, qPrintable(QString::number(run.moves)));
        }
    }
};

QTEST_APPLESS_MAIN(InterleavingsTest)
#include "tst_interleavings.moc"
