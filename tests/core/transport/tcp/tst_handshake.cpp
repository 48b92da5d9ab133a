// Opening (RFC 9293 sections 3.5 and 3.10.7.2 to 3.10.7.4): what SYN and SYN-ACK say, when they are sent again, and
// what else may arrive meanwhile. RFC 6691, 7323 section 2, 2018 section 2.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tcp_bench.h"

#include <QTest>

using namespace hopyard;
using namespace hopyard::test;

namespace {
QString q(const std::string &s) { return QString::fromStdString(s); }
} // namespace

class HandshakeTest : public QObject {
    Q_OBJECT
private slots:
    void passive_data()
    {
        QTest::addColumn<QString>("syn");
        QTest::addColumn<QString>("synAck");
        QTest::newRow("all options") << "S 0 mss 1460 sackOK ts 5:0 wscale 10"
                                     << "SA 0 ack 1 win 65160 mss 1460 sackOK ts wscale 10";
        QTest::newRow("no timestamps") << "S 0 mss 1460 sackOK wscale 10"
                                       << "SA 0 ack 1 win 64240 mss 1460 sackOK wscale 10";
        QTest::newRow("no scale") << "S 0 mss 1460 sackOK" << "SA 0 ack 1 win 64240 mss 1460 sackOK";
        QTest::newRow("MSS only") << "S 0 mss 536" << "SA 0 ack 1 win 64240 mss 1460";
        QTest::newRow("nothing") << "S 0" << "SA 0 ack 1 win 64240 mss 1460";
        QTest::newRow("timestamps only") << "S 0 ts 5:0" << "SA 0 ack 1 win 65160 mss 1460 ts";
        QTest::newRow("SYN and FIN") << "SF 0" << "";
        QTest::newRow("SYN and RST") << "SR 0" << "";
        QTest::newRow("ACK") << "A 0 ack 7" << "R 7";
        QTest::newRow("SYN and ACK") << "SA 0 ack 7" << "R 7";
        QTest::newRow("RST") << "R 0" << "";
        QTest::newRow("data alone") << "P 0 len 10" << "";
    }
    void passive()
    {
        QFETCH(QString, syn);
        QFETCH(QString, synAck);
        TcpBench b;
        b.listener = *b.stack.listen(b.settings, b.own, 8);
        b.inject(syn.toStdString());
        QCOMPARE(q(b.next()), synAck);
        QCOMPARE(q(b.next()), QString());
    }

    void active()
    {
        TcpBench b;
        b.connection = *b.stack.connect(b.ip, b.settings, b.own, b.peer);
        QCOMPARE(q(b.stateName()), "SYN-SENT");
        QCOMPARE(q(b.next()), "S 0 win 64240 mss 1460 sackOK ts wscale 10");
        QVERIFY(!b.stack.readiness(b.connection).writable);
        QCOMPARE(q(errorOf(b.write(10))), "EAGAIN");
        b.inject("SA 0 ack 1 mss 1000 sackOK ts 77:" + std::to_string(b.last.timestamps->value) + " wscale 3");
        QCOMPARE(q(b.next()), "A 1 ack 1 win 63 ts");
        QCOMPARE(b.last.timestamps->echo, 77u);
        QCOMPARE(q(b.stateName()), "ESTABLISHED");
        QVERIFY(b.stack.readiness(b.connection).writable);
        const auto info = b.stack.info(b.connection, b.now);
        QCOMPARE(info->sendMss, 988u);
        QCOMPARE(int(info->sendScale), 3);
        QVERIFY(info->sack && info->timestamps);
        QCOMPARE(b.stack.takeChanged().size(), std::size_t(1));
    }

    void synSent_data()
    {
        QTest::addColumn<QString>("arrives");
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("error");
        QTest::newRow("SYN-ACK") << "SA 0 ack 1" << "A 1 ack 1" << "ESTABLISHED" << "";
        QTest::newRow("SYN-ACK of nothing sent") << "SA 0 ack 2" << "R 2" << "SYN-SENT" << "";
        QTest::newRow("SYN-ACK of our SYN's own number") << "SA 0 ack 0" << "R 0" << "SYN-SENT" << "";
        QTest::newRow("RST without ACK") << "R 0" << "" << "SYN-SENT" << "";
        QTest::newRow("RST with ACK") << "RA 0 ack 1" << "" << "CLOSED" << "ECONNREFUSED";
        QTest::newRow("RST with a wrong ACK") << "RA 0 ack 5" << "" << "SYN-SENT" << "";
        QTest::newRow("ACK") << "A 0 ack 1" << "" << "SYN-SENT" << "";
        QTest::newRow("ACK of something else") << "A 0 ack 9" << "R 9" << "SYN-SENT" << "";
        QTest::newRow("FIN") << "F 0" << "" << "SYN-SENT" << "";
        QTest::newRow("SYN") << "S 0 mss 1000" << "SA 0 ack 1" << "SYN-RECEIVED" << "";
    }
    void synSent()
    {
        QFETCH(QString, arrives);
        QFETCH(QString, answer);
        QFETCH(QString, state);
        QFETCH(QString, error);
        TcpBench b;
        b.connection = *b.stack.connect(b.ip, b.settings, b.own, b.peer);
        b.next();
        b.inject(arrives.toStdString());
        QCOMPARE(q(b.nextShort()), answer);
        QCOMPARE(q(b.nextShort()), QString());
        QCOMPARE(q(b.stateName()), state);
        const auto e = b.stack.takeError(b.connection);
        QCOMPARE(e ? q(std::string(transport::errnoName(*e))) : QString(), error);
    }

    void synReceived_data()
    {
        QTest::addColumn<QString>("arrives");
        QTest::addColumn<QString>("answer");
        QTest::addColumn<bool>("accepted");
        QTest::newRow("ACK") << "A 1 ack 1" << "" << true;
        QTest::newRow("ACK with data") << "PA 1 len 10 ack 1" << "A 1 ack 11" << true;
        QTest::newRow("FIN") << "FA 1 ack 1" << "" << true;
        QTest::newRow("ACK of nothing sent") << "A 1 ack 2" << "R 2" << false;
        QTest::newRow("the SYN again") << "S 0 mss 1460" << "SA 0 ack 1" << false;
        QTest::newRow("another SYN") << "S 500 mss 1460" << "A 1 ack 1" << false;
        QTest::newRow("RST") << "R 1" << "" << false;
        QTest::newRow("RST elsewhere in the window") << "R 2" << "A 1 ack 1" << false;
        QTest::newRow("ahead of the window") << "A 70000 ack 1" << "A 1 ack 1" << false;
        QTest::newRow("data without ACK") << "P 1 len 5" << "" << false;
    }
    void synReceived()
    {
        QFETCH(QString, arrives);
        QFETCH(QString, answer);
        QFETCH(bool, accepted);
        TcpBench b;
        b.listener = *b.stack.listen(b.settings, b.own, 8);
        b.inject("S 0 mss 1460");
        b.next();
        b.inject(arrives.toStdString());
        QCOMPARE(q(b.nextShort()), answer);
        QCOMPARE(b.stack.hasWaiting(b.listener), accepted);
    }

    void simultaneousOpen() // RFC 9293 figure 8
    {
        TcpBench b;
        b.connection = *b.stack.connect(b.ip, b.settings, b.own, b.peer);
        b.next();
        b.inject("S 0 mss 1460 sackOK wscale 10");
        QCOMPARE(q(b.nextShort()), "SA 0 ack 1");
        b.inject("SA 0 ack 1 mss 1460 sackOK wscale 10");
        QCOMPARE(q(b.stateName()), "ESTABLISHED");
        b.write(10);
        QCOMPARE(q(b.nextShort()), "PA 1 len 10 ack 1");
    }

    void bothOpenAtOnce()
    {
        TcpPair pair;
        tcp::ConnectionId ids[2];
        for (int i = 0; i < 2; ++i)
            ids[i] = *pair.sides[i].stack.connect(*pair.sides[i].ip, {}, pair.sides[i].at, pair.sides[1 - i].at);
        pair.run(base::Duration::seconds(1));
        for (int i = 0; i < 2; ++i)
            QVERIFY(pair.sides[i].stack.state(ids[i])->state == tcp::TcpState::established);
    }

    void synIsSentAgain() // a second apart four times, then backing off, as Linux since 6.5
    {
        TcpBench b;
        b.connection = *b.stack.connect(b.ip, b.settings, b.own, b.peer);
        b.next();
        const base::TimePoint start = b.now;
        QStringList times;
        for (int ms = 0; ms < 140'000; ms += 100) {
            b.advanceMs(100);
            while (!b.ip.sent.empty()) {
                QCOMPARE(q(b.next()).left(3), "S 0");
                times << QString::number((b.now - start).ns() / 1'000'000'000);
            }
        }
        QCOMPARE(times.join(' '), "1 2 3 4 5 7 11 19 35 67");
        QCOMPARE(q(b.stateName()), "CLOSED");
        QCOMPARE(q(errorOf(b.read(1))), "ETIMEDOUT");
        QCOMPARE(b.stack.counters().attemptFails, 1u);
    }

    void synAckIsSentAgain()
    {
        TcpBench b;
        b.listener = *b.stack.listen(b.settings, b.own, 8);
        b.inject("S 0 mss 1460");
        b.next();
        const base::TimePoint start = b.now;
        QStringList times;
        for (int s = 0; s < 70; ++s) {
            b.advanceMs(1'000);
            while (!b.ip.sent.empty()) {
                QCOMPARE(q(b.nextShort()), "SA 0 ack 1");
                times << QString::number((b.now - start).ns() / 1'000'000'000);
            }
        }
        QCOMPARE(times.join(' '), "1 3 7 15 31");
        QCOMPARE(b.stack.connections().size(), std::size_t(1)); // only the listener is left
    }

    void backlogIsOneMoreThanItSays()
    {
        TcpBench b;
        b.listener = *b.stack.listen(b.settings, b.own, 1);
        for (std::uint16_t port = 1; port <= 3; ++port) {
            b.peer.port = port;
            b.inject("S 0 mss 1460");
            const std::string answer = b.nextShort();
            QCOMPARE(answer.empty(), port == 3);
            if (port < 3)
                b.inject("A 1 ack 1");
        }
        QCOMPARE(b.stack.counters().listenOverflows, 1u);
        QVERIFY(b.stack.accept(b.listener).isValid());
        b.inject("S 0 mss 1460"); // the peer tries again
        QCOMPARE(q(b.nextShort()), "SA 0 ack 1");
    }

    void acceptKeepsTheOrder()
    {
        TcpBench b;
        b.listener = *b.stack.listen(b.settings, b.own, 8);
        for (std::uint16_t port = 1; port <= 3; ++port) {
            b.peer.port = port;
            b.inject("S 0 mss 1460");
            b.next();
            b.inject("A 1 ack 1");
        }
        for (std::uint16_t port = 1; port <= 3; ++port)
            QCOMPARE(b.stack.remote(b.stack.accept(b.listener)).port, port);
        QVERIFY(!b.stack.accept(b.listener).isValid());
    }

    void closingAListenerResetsWhoWaits()
    {
        TcpBench b;
        b.listener = *b.stack.listen(b.settings, b.own, 8);
        b.inject("S 0 mss 1460");
        b.next();
        b.inject("A 1 ack 1");
        b.stack.closeListener(b.ip, b.listener);
        QCOMPARE(q(b.nextShort()), "RA 1 ack 1");
        QVERIFY(b.stack.connections().empty());
        b.inject("S 0 mss 1460");
        QCOMPARE(q(b.nextShort()), "RA " + QString::number(0u - b.ourFirst) + " ack 1"); // nobody listens: number 0
    }

    void deferAccept() // TCP_DEFER_ACCEPT: the listener hears of it when there is data
    {
        TcpBench b;
        b.settings.deferAccept = base::Duration::seconds(10);
        b.listener = *b.stack.listen(b.settings, b.own, 8);
        b.inject("S 0 mss 1460");
        b.next();
        b.inject("A 1 ack 1");
        QVERIFY(!b.stack.hasWaiting(b.listener));
        b.inject("PA 1 len 10 ack 1");
        QVERIFY(b.stack.hasWaiting(b.listener));
    }

    void icmpWhileOpening() // RFC 5461
    {
        TcpBench b;
        b.connection = *b.stack.connect(b.ip, b.settings, b.own, b.peer);
        b.next();
        b.icmp(ip::ErrorKind::hostUnreachable, 5); // not about our SYN
        QCOMPARE(q(b.stateName()), "SYN-SENT");
        b.icmp(ip::ErrorKind::hostUnreachable, 0);
        QCOMPARE(q(b.stateName()), "CLOSED");
        QCOMPARE(q(errorOf(b.read(1))), "EHOSTUNREACH");
    }

    void icmpLaterIsSoft() // RFC 1122 section 4.2.3.9
    {
        TcpBench b;
        b.accept();
        b.write(10);
        b.icmp(ip::ErrorKind::portUnreachable, 1);
        QCOMPARE(q(b.stateName()), "ESTABLISHED");
        QCOMPARE(*b.stack.takeError(b.connection) == transport::SocketError::connectionRefused, true);
        QVERIFY(!b.stack.takeError(b.connection));
    }

    void listenersShareAPort()
    {
        TcpBench b;
        QCOMPARE(q(errorOf(b.stack.listen({}, b.own, 8))), "");
        QCOMPARE(q(errorOf(b.stack.listen({}, b.own, 8))), "EADDRINUSE");
        TcpBench c;
        c.settings.reusePort = true;
        const tcp::ListenerId first = *c.stack.listen(c.settings, c.own, 100);
        const tcp::ListenerId second = *c.stack.listen(c.settings, {{}, c.own.port}, 100);
        const tcp::ListenerId third = *c.stack.listen(c.settings, c.own, 100);
        for (std::uint16_t port = 1; port <= 60; ++port) {
            c.peer.port = port;
            c.inject("S 0 mss 1460");
            c.next();
            c.inject("A 1 ack 1");
        }
        int counts[3] = {};
        for (int i = 0; const tcp::ListenerId id : {first, second, third}) {
            while (c.stack.accept(id).isValid())
                ++counts[i];
            ++i;
        }
        QCOMPARE(counts[1], 0); // the one that is bound to the address suits better
        QVERIFY(counts[0] > 15 && counts[2] > 15);
        QCOMPARE(counts[0] + counts[2], 60);
    }

    void groupsAndErrorsAreIgnored()
    {
        TcpBench b;
        b.listener = *b.stack.listen(b.settings, b.own, 8);
        packet::Packet garbage = b.pool->make(20 + 12);
        b.deliver(std::move(garbage));
        QCOMPARE(b.stack.counters().inErrors, 1u);
        QVERIFY(b.ip.sent.empty());
    }
};

QTEST_APPLESS_MAIN(HandshakeTest)
#include "tst_handshake.moc"
