// The sender's loss recovery in scripts: timers, states, undo, ECN, windows; each test names its clause.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/transport/tcp/sender_script.h"

#include <QtTest>

using namespace hopyard;
using namespace transport::tcp;

class LossRecoveryTest : public QObject {
    Q_OBJECT
private slots:
    void anIdleConnectionIsSmall()
    {
        QVERIFY(sizeof(LossRecovery) <= 512);
        SenderScript s;
        s.warmUp(100);
        QVERIFY(s.sender.nextDeadline().isNever());
        QVERIFY(s.sender.oldestSentAt().isNever());
        QCOMPARE(s.inFlight(), 0u);
    }

    // --- RTO (RFC 6298 section 5) ---

    void theTimeoutIsSetByTheFirstSegmentAndByProgress() // 5.1, 5.3
    {
        SenderScript s(false);
        s.send(1);
        QCOMPARE(s.sender.nextDeadline().ns(), std::int64_t(1'000'000'000));
        s.to(500);
        s.send(1);
        QCOMPARE(s.sender.nextDeadline().ns(), std::int64_t(1'000'000'000)); // not by the second
        s.to(600);
        s.ack(1);
        QCOMPARE(s.sender.nextDeadline().ns(), std::int64_t(600 + 600 + 4 * 300) * 1'000'000);
        s.ack(2);
        QVERIFY(s.sender.nextDeadline().isNever()); // 5.2
    }

    void aTimeoutTakesAllForLostAndBacksOff() // 5.4, 5.5; RFC 5681 section 3.1
    {
        SenderScript s(false);
        s.warmUp(100, 10);
        s.send(8);
        QCOMPARE(int(s.expire()), int(RecoveryTimer::timeout));
        QCOMPARE(s.state(), std::string("loss"));
        QCOMPARE(s.window(), 1u);
        QCOMPARE(s.threshold(), 10u);
        QCOMPARE(s.inFlight(), 0u);
        const auto rto = s.sender.rto();
        QCOMPARE(s.sendAll(), std::string("r10"));
        QCOMPARE((s.sender.nextDeadline() - s.now).ns(), rto.ns());
        QCOMPARE(int(s.expire()), int(RecoveryTimer::timeout));
        QCOMPARE(s.sender.rto().ns(), rto.ns() * 2);
        QCOMPARE(s.sender.timeoutsInRow(), 2u);
        QCOMPARE(s.threshold(), 10u); // once for one loss
        QCOMPARE(s.sendAll(), std::string("r10"));
        s.to(s.ms() + 100);
        s.newDataWaits = false;
        s.ack(11);
        QCOMPARE(s.sender.timeoutsInRow(), 0u);
        QCOMPARE(s.sendAll(), std::string("r11 r12")); // slow start
        s.to(s.ms() + 100);
        s.ack(13);
        QCOMPARE(s.sendAll(), std::string("r13 r14 r15 r16"));
    }

    void karn() // section 3: no RTT from what was sent twice, unless timestamps tell
    {
        SenderScript s(false);
        s.warmUp(100);
        s.send(1);
        const auto before = s.sender.smoothedRtt();
        s.expire();
        s.sendAll();
        s.to(s.ms() + 900);
        s.ack(2);
        QCOMPARE(s.sender.smoothedRtt().ns(), before.ns());
        s.send(1);
        const int first = s.ms();
        s.expire();
        s.sendAll();
        s.to(s.ms() + 900);
        s.ack(3, {}, first);
        QVERIFY(s.sender.smoothedRtt() > before);
    }

    void stoppedTimersStayStopped()
    {
        SenderScript s;
        s.warmUp(100);
        s.send(3);
        s.sender.stopTimers();
        QVERIFY(s.sender.nextDeadline().isNever());
        QCOMPARE(int(s.sender.expire(base::TimePoint::fromNs(1'000'000'000'000))), int(RecoveryTimer::none));
        s.to(200);
        s.ack(2);
        QVERIFY(!s.sender.nextDeadline().isNever());
    }

    void aHandshakeThatLostItsSyn() // RFC 5681 section 3.1, RFC 6298 section 5.7
    {
        SenderScript s;
        s.settings.handshakeResent = 2;
        s.sender.start(s.now, s.settings);
        QCOMPARE(s.window(), 1u);
        QCOMPARE(s.sender.rto().ns(), base::Duration::seconds(3).ns());
        // The same where the SYN was sent through here.
        SenderScript own(false); // as long as the peer has not answered
        own.send(1);
        own.expire();
        own.sendAll();
        own.expire();
        own.sendAll();
        own.to(own.ms() + 50);
        own.ack(1);
        own.sender.onEstablished(own.now);
        QCOMPARE(own.window(), 1u);
        QCOMPARE(own.threshold(), CongestionWindow::kNoThreshold);
        QCOMPARE(own.state(), std::string("open"));
    }

    // --- F-RTO (RFC 5682) ---

    void aSpuriousTimeoutIsUndone() // section 3.1 with SACK, 2.1 without
    {
        for (const bool sack : {false, true}) {
            SenderScript s(sack);
            s.settings.rackTlp = false;
            s.sender.start(s.now, s.settings);
            s.warmUp(100, 10);
            s.send(10);
            s.expire(); // the path has only become slower
            QCOMPARE(s.sendAll(), std::string("r10"));
            s.to(s.ms() + 30);
            s.ack(11); // of the original
            QCOMPARE(s.sendAll(), std::string("n20 n21")); // step 2b: new data
            s.to(s.ms() + 5);
            const AckOutcome second = s.ack(12);
            QVERIFY(second.undone);
            QVERIFY(s.window() >= 20u);
            QCOMPARE(s.sender.segmentsLost(), 0u);
            QVERIFY(!s.sender.nextRetransmission(10'000));
        }
    }

    void aRealOneIsNot() // step 3a
    {
        SenderScript s(false);
        s.warmUp(100, 10);
        s.send(10);
        s.expire();
        s.sendAll();
        s.to(s.ms() + 100);
        s.ack(11);
        QCOMPARE(s.sendAll(), std::string("n20 n21"));
        s.to(s.ms() + 100);
        QVERIFY(!s.ack(11).undone);
        QVERIFY(s.sendAll().starts_with("r11"));
        QCOMPARE(s.state(), std::string("loss"));
    }

    void withoutNewDataItIsConventional() // step 2b: "if … there is no unsent data"
    {
        SenderScript s;
        s.warmUp(100, 10);
        s.send(3);
        s.expire(); // probe
        s.resend(12);
        s.expire();
        QCOMPARE(s.sendAll(0), std::string("r10"));
        s.newDataWaits = false;
        s.to(s.ms() + 100);
        s.ack(11);
        QVERIFY(s.sendAll(0).starts_with("r11"));
    }

    // --- undo: Eifel (RFC 3522, 4015), DSACK (RFC 3708) ---

    void aTimestampTellsOfANeedlessRetransmission()
    {
        SenderScript s;
        s.warmUp(100, 10);
        const int sent = s.ms();
        s.send(10);
        s.to(200);
        s.ack(10, {{11, 15}}, sent);
        QCOMPARE(s.state(), std::string("recovery"));
        s.sendAll(0);
        s.to(210);
        const AckOutcome outcome = s.ack(20, {}, sent); // answers the original: it was late only
        QVERIFY(outcome.undone);
        QCOMPARE(s.state(), std::string("open"));
        QCOMPARE(s.window(), 20u);
    }

    void theSameAckOfTheRetransmissionDoesNot()
    {
        SenderScript s;
        s.warmUp(100, 10);
        s.send(10);
        s.to(200);
        s.ack(10, {{11, 15}}, 100);
        s.sendAll(0);
        s.to(300);
        const AckOutcome outcome = s.ack(20, {}, 200);
        QVERIFY(!outcome.undone);
        QVERIFY(outcome.leftRecovery);
        QCOMPARE(s.window(), 10u);
    }

    void duplicatesReportedForAllThatWasSentAgainUndo() // RFC 3708
    {
        SenderScript s;
        s.warmUp(100, 10);
        s.send(10);
        s.to(200);
        s.ack(10, {{11, 15}});
        QCOMPARE(s.sendAll(0), std::string("r10"));
        s.to(250);
        QVERIFY(!s.ack(20).undone);
        QCOMPARE(s.window(), 10u);
        s.to(300);
        const AckOutcome outcome = s.ack(20, {{10, 11}}); // nothing is under way any more
        QVERIFY(outcome.dsack);
        QVERIFY(outcome.undone);
        QCOMPARE(s.window(), 20u);
        QCOMPARE(s.sender.duplicatesReported(), 1u);
    }

    void duplicatesOfTheNetworkAreNotBelieved()
    {
        SenderScript s;
        s.warmUp(100, 10);
        s.send(10);
        s.to(200);
        const AckOutcome outcome = s.ack(12, {{10, 11}});
        QVERIFY(!outcome.dsack);
        QCOMPARE(s.sender.duplicatesReported(), 0u);
    }

    // --- SACK that is wrong (RFC 2018 section 8, RFC 6675 section 5.1) ---

    void aPeerThatForgets()
    {
        SenderScript s;
        s.warmUp(100, 10);
        s.send(6);
        s.to(200);
        s.ack(10, {{12, 16}});
        s.sendAll(0);
        s.to(300);
        s.ack(12); // 12 … 15 had been sacked, and are not acknowledged
        QCOMPARE(int(s.sender.timer()), int(RecoveryTimer::timeout));
        QVERIFY(s.sender.nextDeadline() - s.now <= base::Duration::milliseconds(60));
        QCOMPARE(int(s.expire()), int(RecoveryTimer::timeout));
        QCOMPARE(s.sender.segmentsSacked(), 0u);
        QCOMPARE(s.sender.segmentsLost(), 4u);
    }

    void blocksThatCannotBe_data()
    {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        QTest::newRow("beyond what was sent") << 15 << 40;
        QTest::newRow("turned round") << 15 << 12;
        QTest::newRow("empty") << 15 << 15;
        QTest::newRow("long ago") << -5'000 << -4'000;
        QTest::newRow("from the acknowledgement on") << 10 << 12;
    }
    void blocksThatCannotBe()
    {
        QFETCH(int, from);
        QFETCH(int, to);
        SenderScript s;
        s.warmUp(100, 10);
        s.send(10);
        s.ack(10, {{from, to}});
        QCOMPARE(s.sender.segmentsSacked(), 0u);
        QCOMPARE(s.inFlight(), 10u);
    }

    // --- ECN (RFC 3168 section 6.1.2) ---

    void oneReductionARoundTrip()
    {
        SenderScript s;
        s.warmUp(100, 10); // window 20
        s.send(20);
        s.to(200);
        const AckOutcome first = s.ack(12, {}, -1, true);
        QVERIFY(first.reducedByEcn);
        QCOMPARE(s.state(), std::string("cwr"));
        QCOMPARE(s.threshold(), 10u);
        QVERIFY(!s.ack(14, {}, -1, true).reducedByEcn);
        QCOMPARE(s.threshold(), 10u);
        s.ack(30);
        s.send(2);
        s.to(300);
        s.ack(32);
        QCOMPARE(s.state(), std::string("open"));
        QCOMPARE(s.window(), 10u);
        QCOMPARE(s.sender.deliveredMarked(), 4u);
    }

    // --- windows that are not used (RFC 7661, 2861; RFC 5681 section 4.1) ---

    void aWindowThatIsNotUsedDoesNotGrow()
    {
        SenderScript s;
        for (int i = 0; i < 10; ++i)
            s.warmUp(10, 3);
        QCOMPARE(s.window(), 10u);
    }

    void aWindowThatOneWaitsForIsUsed() // a sender of large segments leaves a rest of it
    {
        for (const bool told : {false, true}) {
            SenderScript s;
            s.warmUp(100, 10); // 20
            s.send(20);
            s.to(200);
            s.ack(11, {{12, 16}});
            s.sendAll(0);
            s.to(300);
            s.ack(s.next); // recovered: 10, congestion avoidance
            s.to(310);
            s.send(8);
            if (told)
                s.sender.onHeldBack(s.now);
            const auto window = s.window();
            for (int i = 1; i <= 8; ++i)
                s.ack(s.next - 8 + i);
            s.send(8);
            if (told)
                s.sender.onHeldBack(s.now);
            s.to(410);
            s.ack(s.next);
            QCOMPARE(s.window() > window, told);
        }
    }

    void afterAPauseItStartsAgain()
    {
        SenderScript s;
        s.warmUp(10, 10);
        s.warmUp(10, 20);
        s.warmUp(10, 40);
        QCOMPARE(s.window(), 80u);
        const auto rto = s.sender.rto();
        s.now = s.now + rto / 2;
        s.sender.beforeSending(s.now);
        QCOMPARE(s.window(), 80u);
        s.now = s.now + rto * 2;
        s.sender.beforeSending(s.now);
        QCOMPARE(s.window(), 20u); // halved each RTO
        QCOMPARE(s.threshold(), CongestionWindow::kNoThreshold); // and comes back quickly
        s.now = s.now + rto * 20;
        s.sender.beforeSending(s.now);
        QCOMPARE(s.window(), 10u);
    }

    // --- path MTU (RFC 1191, 4821) ---

    void aSegmentTooBigIsSentAgainAtOnceInSmallerOnes()
    {
        SenderScript s;
        s.warmUp(100, 4);
        s.send(4);
        const auto window = s.sender.congestionWindow();
        s.sender.setMss(400);
        s.sender.onPacketTooBig();
        QCOMPARE(s.sender.segmentsLost(), 12u);
        QCOMPARE(s.inFlight(), 0u);
        const auto first = s.sender.nextRetransmission(400);
        QVERIFY(first.has_value());
        QCOMPARE(*first, (SequenceRange{s.at(4), s.at(4) + 400}));
        QVERIFY(s.sender.congestionWindow() + 400 >= window);
        std::uint32_t bytes = 0;
        while (const auto range = s.sender.nextRetransmission(400)) {
            QVERIFY(range->length() <= 400);
            bytes += range->length();
            s.sender.onSent(s.now, *range, true);
        }
        QCOMPARE(bytes, 4'000u);
    }

    void aLostProbeOfThePathIsNoCongestion() // RFC 4821 section 7.6.1
    {
        SenderScript s;
        s.warmUp(100, 10);
        s.sender.onSent(s.now, {s.at(10), s.at(12)}, false);
        s.sender.setMtuProbe({s.at(10), s.at(12)});
        s.next = 12;
        s.send(6);
        const auto window = s.window();
        s.to(200);
        const AckOutcome outcome = s.ack(10, {{12, 18}});
        QVERIFY(outcome.mtuProbeLost);
        QVERIFY(!outcome.reduced);
        QVERIFY(s.window() >= window);
        QVERIFY(s.sendAll(0).starts_with("r10 r11"));
    }

    // --- large sends ---

    void aLargeSendIsAsManySegments()
    {
        SenderScript s;
        s.warmUp(100, 10);
        s.sendLarge(20);
        QCOMPARE(s.inFlight(), 20u);
        QCOMPARE(s.sender.windowLeft(), 0u);
        s.to(200);
        s.ack(12, {{14, 20}, {25, 27}});
        QCOMPARE(s.sender.segmentsSacked(), 8u);
        QCOMPARE(s.sender.segmentsLost(), 7u); // 12, 13, 20 … 24; those behind were sent with them
        QVERIFY(s.sendAll(0).starts_with("r12"));
    }

    void whatIsLostSideBySideGoesAsOne()
    {
        SenderScript s(false);
        s.warmUp(100, 10);
        s.send(8);
        s.expire();
        s.sendAll(0);
        s.newDataWaits = false;
        s.to(s.ms() + 100);
        s.ack(11);
        QCOMPARE(*s.sender.nextRetransmission(64'000), (SequenceRange{s.at(11), s.at(13)})); // the window's two
        QCOMPARE(*s.sender.nextRetransmission(1'500), (SequenceRange{s.at(11), s.at(12)}));
        QCOMPARE(*s.sender.nextRetransmission(300), (SequenceRange{s.at(11), s.at(11) + 300}));
    }

    // --- rates ---

    void deliveryAndPacingRates()
    {
        SenderScript s;
        QCOMPARE(s.sender.deliveryRate(), std::uint64_t(0));
        s.warmUp(100, 10);
        QCOMPARE(s.sender.totalDelivered(), 10u);
        QCOMPARE(s.sender.deliveryRate(), std::uint64_t(100'000)); // ten thousand bytes in 100 ms
        QCOMPARE(s.sender.pacingRate(), std::uint64_t(20 * 1'000 * 2 * 10));
        s.sender.onApplicationLimited();
        s.send(2);
        QVERIFY(s.sender.isApplicationLimited());
        s.to(300);
        s.ack(12);
        QCOMPARE(s.sender.deliveryRate(), std::uint64_t(100'000)); // the less says nothing of the path
    }
};

QTEST_APPLESS_MAIN(LossRecoveryTest)
#include "tst_loss_recovery.moc"
