// Send queues that go before their connections (core/migration/stock.h): in a rig of movers a download moves while its client
// reads, pieces are lost, the destination refuses, dies or begins anew, and either side is killed at every event. The client
// always gets every byte once, as long as the machine lives that has the connection.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/mover_rig.h"
#include "tests/support/tcp_transfer.h"

#include <QTest>

using namespace hopyard;
using namespace hopyard::test;
using namespace hopyard::migration;
using base::Duration;
using base::TimePoint;

namespace {

constexpr int kQueue = 300'000;

/// Its server writes whenever there is room, its client reads all there is, each millisecond.
struct Download {
    explicit Download(std::uint64_t seed = 1, int receiveBuffer = 40'000) : rig(seed)
    {
        rig.connect(receiveBuffer);
        socket = rig.server;
        static_cast<void>(rig[1].sockets.setOption(*rig[1].ip, socket, transport::SocketOption::sendBuffer, kQueue));
    }
    void pump()
    {
        if (rig.owner != at)
            if (const auto accepted = rig[rig.owner].sockets.accept(rig[rig.owner].listener)) {
                static_cast<void>(rig[at].sockets.close(*rig[at].ip, socket));
                at = rig.owner;
                socket = accepted->socket;
            }
        while (writes && !rig[at].isDead && written < most) {
            std::vector<std::uint8_t> data(std::min<std::uint64_t>(10'000, most - written));
            for (std::size_t i = 0; i < data.size(); ++i)
                data[i] = streamByte(written + i);
            const auto taken = rig[at].sockets.write(*rig[at].ip, socket, data);
            if (!taken || *taken == 0)
                break;
            written += *taken;
        }
        std::uint8_t buffer[10'000];
        for (;;) {
            const auto count = rig[0].sockets.read(*rig[0].ip, rig.client, buffer);
            if (!count || *count == 0)
                break;
            for (std::size_t i = 0; i < *count; ++i)
                right = right && buffer[i] == streamByte(read + i);
            read += *count;
        }
    }
    void run(Duration time)
    {
        for (const TimePoint end = rig.now + time; rig.now < end;) {
            rig.run(std::min(Duration::milliseconds(1), end - rig.now));
            pump();
        }
    }
    /// One event, and the programs after it. False: nothing happens before `until`.
    bool step(TimePoint until)
    {
        const bool any = rig.step(until);
        pump();
        return any;
    }
    bool move(std::size_t to)
    {
        return bool(rig[at].mover.move(rig[at].around(), socket, rig[to].address, {}, connection()));
    }
    transport::tcp::ConnectionId connection()
    {
        for (const transport::SocketInfo &info : rig[at].sockets.sockets())
            if (info.id == socket)
                return info.connection;
        return {};
    }
    /// Nothing more is written; all must arrive.
    bool finish()
    {
        writes = false;
        for (int i = 0; i < 300 && read < written; ++i)
            run(Duration::milliseconds(100));
        return right && read == written && rig.resets == 0;
    }
    std::string detail(std::size_t machine, MovePhase phase)
    {
        for (auto event = rig[machine].events.rbegin(); event != rig[machine].events.rend(); ++event)
            if (event->phase == phase)
                return event->detail;
        return {};
    }

    Rig rig;
    SocketId socket;
    std::size_t at = 1;
    std::uint64_t written = 0, read = 0, most = ~std::uint64_t(0);
    bool writes = true, right = true;
};

} // namespace

class StockTest : public QObject {
    Q_OBJECT
private slots:
    /// While hundreds of kilobytes travel the client goes on reading; frozen it is for as long as a small blob takes.
    void theQueueGoesBefore()
    {
        Download download;
        download.run(Duration::milliseconds(200));
        const std::uint64_t before = download.read;
        QVERIFY(download.move(2));
        download.run(Duration::milliseconds(100));
        QCOMPARE(download.rig.phases(1), std::string("decided, sending, frozen, compiled, sent, released"));
        QCOMPARE(download.rig.phases(2), std::string("received, prepared, injected"));
        QCOMPARE(download.at, std::size_t(2));
        QVERIFY2(download.detail(1, MovePhase::compiled).find("; sent before 300000") != std::string::npos,
                 download.detail(1, MovePhase::compiled).c_str());
        TimePoint sending, frozen, injected;
        for (const MoveEvent &event : download.rig[1].events) {
            sending = event.phase == MovePhase::sending ? event.at : sending;
            frozen = event.phase == MovePhase::frozen ? event.at : frozen;
        }
        for (const MoveEvent &event : download.rig[2].events)
            injected = event.phase == MovePhase::injected ? event.at : injected;
        QVERIFY(frozen - sending > Duration::milliseconds(4)); // the window begins small
        QCOMPARE((injected - frozen).ns(), Duration::milliseconds(3).ns()); // one way, and a round trip to the arbiter
        QVERIFY(download.read > before);
        QVERIFY(download.finish());
        QCOMPARE(download.rig[0].sockets.tcp().counters().timeouts, std::uint64_t(0));
    }

    void onAndOnAndBack()
    {
        Download download;
        for (const std::size_t next : {2, 3, 1, 2, 1}) {
            download.run(Duration::milliseconds(150));
            QVERIFY(download.move(next));
            download.run(Duration::milliseconds(100));
            QCOMPARE(download.at, next);
        }
        QVERIFY(download.finish());
        QVERIFY(download.read > 1'000'000);
    }

    void piecesAreLost()
    {
        int moved = 0;
        for (std::uint64_t seed = 1; seed <= 30; ++seed) {
            Download download(seed);
            download.run(Duration::milliseconds(100));
            download.rig.controlLoss = 0.3;
            QVERIFY(download.move(2));
            download.run(Duration::seconds(15));
            moved += download.at == 2;
            download.rig.controlLoss = 0;
            QVERIFY2(download.finish(), qPrintable(QString::number(seed)));
            QCOMPARE(download.rig[1].mover.leaving() + download.rig[2].mover.arriving(), std::size_t(0));
        }
        QVERIFY2(moved > 25, qPrintable(QString::number(moved)));
    }

    /// All that was queued has been acknowledged by the time at which the connection is frozen: the stock is of no use.
    void acknowledgedMeanwhile()
    {
        Download download(1, 0);
        download.run(Duration::milliseconds(100));
        download.rig.between = Duration::milliseconds(150); // far away
        QVERIFY(download.move(2));
        download.run(Duration::milliseconds(310)); // it has answered that it is there
        QVERIFY(download.rig.phases(1) == "decided, sending");
        download.writes = false;
        download.run(Duration::seconds(3));
        QCOMPARE(download.rig.phases(1), std::string("decided, sending, frozen, compiled, sent, released"));
        QVERIFY2(download.detail(1, MovePhase::compiled).find("sent before") == std::string::npos,
                 download.detail(1, MovePhase::compiled).c_str());
        QCOMPARE(download.at, std::size_t(2));
        download.writes = true;
        download.run(Duration::milliseconds(300));
        QVERIFY(download.finish());
    }

    void whatNobodyTakesStays_data()
    {
        QTest::addColumn<int>("why");
        QTest::addRow("refused after its queue was there") << 0;
        QTest::addRow("restarted meanwhile") << 1;
        QTest::addRow("dead before all was there") << 2;
        QTest::addRow("closed meanwhile") << 3;
    }
    void whatNobodyTakesStays()
    {
        QFETCH(int, why);
        Download download;
        Rig &rig = download.rig;
        download.run(Duration::milliseconds(100));
        QVERIFY(download.move(2));
        download.run(Duration::milliseconds(5));
        QCOMPARE(rig.phases(1), std::string("decided, sending"));
        switch (why) {
        case 0: QVERIFY(rig[2].sockets.close(*rig[2].ip, rig[2].listener)); break;
        case 1:
            rig[2].mover = Mover(base::Random(4'711));
            rig[2].mover.configure(rig[2].address, kKey);
            break;
        case 2: rig[2].isDead = true; break;
        case 3:
            download.writes = false;
            QVERIFY(rig[1].sockets.close(*rig[1].ip, rig.server));
            break;
        }
        download.run(Duration::seconds(8));
        static const char *const kPhases[]{"decided, sending, frozen, compiled, sent, taken back",
                                           "decided, sending, sending, frozen, compiled, sent, released", "decided, sending, failed",
                                           "decided, sending, failed"};
        QCOMPARE(rig.phases(1), std::string(kPhases[why]));
        QCOMPARE(rig[1].mover.leaving() + rig[2].mover.arriving(), std::size_t(0));
        QCOMPARE(download.at, std::size_t(why == 1 ? 2 : 1));
        if (why == 0) { // somewhere else it is welcome
            QVERIFY(download.move(3));
            download.run(Duration::milliseconds(200));
            QCOMPARE(download.at, std::size_t(3));
        }
        QVERIFY(download.finish());
    }

    /// Whatever is killed, and whenever: a third machine is the arbiter and lives.
    void killedAtEveryEvent_data()
    {
        QTest::addColumn<int>("victim");
        QTest::addRow("source") << 1;
        QTest::addRow("destination") << 2;
    }
    void killedAtEveryEvent()
    {
        QFETCH(int, victim);
        int stayed = 0, moved = 0, lost = 0;
        for (std::uint64_t k = 1; k < 900; k += 7) {
            Download download;
            Rig &rig = download.rig;
            download.most = 400'000;
            download.run(Duration::milliseconds(60));
            const FourTuple flow{kClient, rig[1].sockets.peerName(rig.server)->port, kService, kPort};
            rig[3].table.emplace(base::Random(3));
            const FlowTable::Entry *entry = rig[3].table->insert(rig.now, flow, rig[1].address, Encapsulation::ports);
            const Mapping mapping{entry->id(), entry->epoch(), flow, rig[3].address};
            QVERIFY(rig[1].mover.move(rig[1].around(), rig.server, rig[2].address, mapping, download.connection()));
            const std::uint64_t begin = rig.events;
            while (rig.events < begin + k && download.step(rig.now + Duration::seconds(1))) {
            }
            rig[std::size_t(victim)].isDead = true;
            download.run(Duration::seconds(20));
            const bool isThere = rig[3].table->find(mapping.id)->host() == rig[2].address;
            QVERIFY(download.right);
            const std::size_t owner = isThere ? 2 : 1;
            if (rig[owner].isDead) {
                ++lost;
                QCOMPARE(rig[3 - owner].mover.leaving() + rig[3 - owner].mover.arriving(), std::size_t(0));
                continue;
            }
            ++(isThere ? moved : stayed);
            QCOMPARE(rig.owner, owner);
            download.most = download.written + 50'000;
            download.run(Duration::seconds(5));
            QVERIFY2(download.read == download.written && download.read == download.most, qPrintable(QString::number(k)));
        }
        qInfo("stayed %d, moved %d, lost with its owner %d", stayed, moved, lost);
        QVERIFY(victim == 1 ? moved > 0 && lost > 0 : stayed > 0 && lost > 0);
    }
};

QTEST_APPLESS_MAIN(StockTest)
#include "tst_stock.moc"
