// Timers of a connection that is alive but silent: zero-window probes (RFC 9293 section 3.8.6.1, RFC 1122 section
// 4.2.2.17), keep-alive (RFC 1122 section 4.2.3.6), R2 and TCP_USER_TIMEOUT (RFC 1122 section 4.2.3.5, RFC 5482).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tcp_bench.h"

#include <QTest>

using namespace hopyard;
using namespace hopyard::test;

namespace {

QString q(const std::string &s) { return QString::fromStdString(s); }

/// When segments leave during `seconds`, in whole seconds from now.
QStringList times(TcpBench &b, int seconds, const std::function<void(const std::string &)> &each = {})
{
    QStringList list;
    const base::TimePoint start = b.now;
    for (int ms = 0; ms < seconds * 1'000; ms += 50) {
        b.advanceMs(50);
        while (!b.ip.sent.empty()) {
            const std::string text = b.nextShort();
            list << QString::number((b.now - start).ns() / 1'000'000'000);
            if (each)
                each(text);
        }
    }
    return list;
}

} // namespace

class PersistTest : public QObject {
    Q_OBJECT
private slots:
    void aShutWindowIsProbed()
    {
        TcpBench b;
        b.accept("mss 1000", 1'000);
        b.write(3'000);
        b.allShort();
        b.inject("A 1 ack 1001 win 0");
        QStringList probes;
        const QStringList when = times(b, 400, [&](const std::string &text) {
            probes << q(text);
            b.inject("A 1 ack 1001 win 0"); // it answers: it may go on for ever
        });
        QVERIFY(when.size() >= 8 && when.size() <= 12);
        QCOMPARE(probes.first(), "A 1000 ack 1"); // an old number, no data
        QVERIFY(when.at(1).toInt() <= 1 && when.back().toInt() - when.at(when.size() - 2).toInt() >= 100); // backs off
        QCOMPARE(q(b.stateName()), "ESTABLISHED");
        times(b, 3'600, [&](const std::string &) { b.inject("A 1 ack 1001 win 0"); });
        QCOMPARE(q(b.stateName()), "ESTABLISHED");
        b.inject("A 1 ack 1001 win 1000");
        QCOMPARE(q(b.allShort()), "PA 1001 len 1000 ack 1");
    }

    void anUnansweredProbeIsAnEnd()
    {
        TcpBench b;
        b.settings.retries2 = 4;
        b.accept("mss 1000", 1'000);
        b.write(3'000);
        b.allShort();
        b.inject("A 1 ack 1001 win 0");
        times(b, 300);
        QCOMPARE(q(b.stateName()), "CLOSED");
        QCOMPARE(q(errorOf(b.read(1))), "ETIMEDOUT");
    }

    void aSliverOfAWindowIsUsedInTheEnd() // RFC 1122 section 4.2.3.4, the override
    {
        TcpBench b;
        b.accept("mss 1000", 4'000);
        b.write(6'000);
        b.allShort();
        b.inject("A 1 ack 4001 win 300");
        QCOMPARE(q(b.allShort()), "");
        b.advanceMs(1'500);
        QCOMPARE(q(b.nextShort()).section(" ack", 0, 0), "A 4001 len 300");
    }

    void aFinWaitsForTheWindowToo()
    {
        TcpBench b;
        b.accept("mss 1000", 1'000);
        b.write(1'000);
        b.stack.shutdown(b.ip, b.connection, tcp::Direction::send);
        b.allShort();
        b.inject("A 1 ack 1001 win 0");
        b.advanceMs(1'500);
        QCOMPARE(q(b.nextShort()), "A 1000 ack 1");
        b.ip.sent.clear();
        b.inject("A 1 ack 1001 win 1000");
        QCOMPARE(q(b.allShort()), "FA 1001 ack 1");
    }

    void keepAlive()
    {
        TcpBench b;
        b.settings.keepAlive = true;
        b.settings.keepIdle = base::Duration::seconds(100);
        b.settings.keepInterval = base::Duration::seconds(10);
        b.settings.keepCount = 3;
        b.accept("mss 1000");
        QCOMPARE(times(b, 150, [&](const std::string &text) {
            QCOMPARE(q(text), "A 0 ack 1");
            b.inject("A 1 ack 1"); // it is there
        }).join(' '), "100");
        b.inject("PA 1 len 5 ack 1");
        b.allShort();
        QStringList sent;
        QCOMPARE(times(b, 200, [&](const std::string &text) { sent << q(text); }).join(' '), "100 110 120 130");
        QCOMPARE(sent.join(" | "), "A 0 ack 6 | A 0 ack 6 | A 0 ack 6 | RA 1 ack 6");
        b.read(10);
        QCOMPARE(q(errorOf(b.read(1))), "ETIMEDOUT");
    }

    void keepAliveTurnedOnLater()
    {
        TcpBench b;
        b.accept("mss 1000");
        b.advanceMs(50'000);
        b.settings.keepAlive = true;
        b.settings.keepIdle = base::Duration::seconds(100);
        b.stack.setSettings(b.ip, b.connection, b.settings);
        QVERIFY(times(b, 110).size() >= 1);
    }

    void userTimeout()
    {
        TcpBench b;
        b.settings.userTimeout = base::Duration::milliseconds(3'000);
        b.accept("mss 1000");
        b.write(100);
        b.advanceMs(2'999);
        QCOMPARE(q(b.stateName()), "ESTABLISHED");
        b.advanceMs(2);
        QCOMPARE(q(b.stateName()), "CLOSED");
        QCOMPARE(q(errorOf(b.write(1))), "ETIMEDOUT");
    }

    void retriesEnd() // R2: 15 time-outs from 200 ms on are 924.6 s
    {
        TcpBench b;
        b.accept("mss 1000");
        b.write(100);
        b.advance(base::Duration::seconds(900));
        QCOMPARE(q(b.stateName()), "ESTABLISHED");
        b.advance(base::Duration::seconds(200));
        QCOMPARE(q(b.stateName()), "CLOSED");
        QCOMPARE(q(errorOf(b.write(1))), "ETIMEDOUT");
    }

    void icmpSaysWhyItTimedOut()
    {
        TcpBench b;
        b.settings.retries2 = 2;
        b.accept("mss 1000");
        b.write(100);
        b.icmp(ip::ErrorKind::hostUnreachable, 1);
        b.advance(base::Duration::seconds(100));
        QCOMPARE(q(errorOf(b.write(1))), "EHOSTUNREACH");
    }

    void anOrphanGivesUpSooner()
    {
        TcpBench b;
        b.accept("mss 1000");
        b.write(100);
        b.stack.close(b.ip, b.connection);
        b.advance(base::Duration::seconds(220));
        QCOMPARE(b.stack.connections().size(), std::size_t(1));
    }
};

QTEST_APPLESS_MAIN(PersistTest)
#include "tst_persist.moc"
