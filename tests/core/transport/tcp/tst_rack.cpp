// RACK-TLP (RFC 8985): loss by time, the reordering window, the timer, tail loss probes and what their answers tell.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/transport/tcp/sender_script.h"

#include <QtTest>

using namespace hopyard;
using namespace transport::tcp;

class RackTest : public QObject {
    Q_OBJECT
private slots:
    void threeSackedTellOfALossAtOnce() // section 6.2 step 4: no reordering seen and DupThresh reached
    {
        SenderScript s;
        s.warmUp(100);
        s.send(10);
        s.to(200);
        QVERIFY(!s.ack(1, {{2, 3}}).enteredRecovery);
        QVERIFY(!s.ack(1, {{2, 4}}).enteredRecovery);
        QVERIFY(s.ack(1, {{2, 5}}).enteredRecovery);
        QVERIFY(s.sendAll(0).starts_with("r1"));
        QCOMPARE(s.sender.segmentsLost(), 1u); // and not those that were sent after what arrived
    }

    void fewerTellAfterAQuarterOfTheRtt() // section 6.2.1
    {
        SenderScript s;
        s.warmUp(100);
        s.send(3);
        s.to(200);
        s.ack(1, {{2, 3}});
        QCOMPARE(s.sender.segmentsLost(), 0u);
        QCOMPARE(int(s.sender.timer()), int(RecoveryTimer::reordering));
        QCOMPARE(s.sender.nextDeadline().ns(), std::int64_t(200 + 25 + 2) * 1'000'000);
        QCOMPARE(int(s.expire()), int(RecoveryTimer::reordering));
        QCOMPARE(s.state(), std::string("recovery"));
        QVERIFY(s.sendAll(0).starts_with("r1"));
    }

    void whatArrivesWithinTheWindowWasOnlyReordered()
    {
        SenderScript s;
        s.warmUp(100);
        s.send(4);
        s.to(200);
        s.ack(1, {{2, 4}});
        s.to(220);
        s.ack(4);
        QCOMPARE(s.sender.segmentsLost(), 0u);
        QCOMPARE(s.state(), std::string("open"));
        QCOMPARE(s.sender.reorderingSeen(), 1u);
        QCOMPARE(s.sender.totalRetransmitted(), 0u);
    }

    void onceReorderingWasSeenThreeDoNotTell() // section 6.2 step 4
    {
        SenderScript s;
        s.warmUp(100);
        s.send(4);
        s.to(200);
        s.ack(1, {{2, 4}});
        s.to(210);
        s.ack(4);
        s.send(8);
        s.to(310);
        QVERIFY(!s.ack(5, {{6, 12}}).enteredRecovery);
        QCOMPARE(s.sender.segmentsLost(), 0u);
        QCOMPARE(int(s.expire()), int(RecoveryTimer::reordering));
        QCOMPARE(s.sender.segmentsLost(), 1u);
    }

    void aRetransmissionIsLostToo() // section 3.1: lost retransmissions are found without a time-out
    {
        SenderScript s;
        s.warmUp(100, 10);
        s.send(10); // 10 … 19, the first is lost
        s.to(210);
        s.ack(10, {{11, 20}});
        QVERIFY(s.sendAll(5).starts_with("r10 n20"));
        s.to(320); // a segment sent after the retransmission arrives: that was lost again
        s.ack(10, {{11, 21}});
        if (s.sender.segmentsLost() == 0 || s.sender.segmentsRetransmitted() > 0)
            QCOMPARE(int(s.expire()), int(RecoveryTimer::reordering));
        QVERIFY(s.sendAll(0).starts_with("r10"));
        QCOMPARE(s.sender.totalRetransmitted(), 2u);
    }

    void dsackWidensTheWindow() // section 6.2.3 step 4
    {
        Rack rack;
        const auto rtt = base::Duration::milliseconds(100);
        const auto smoothed = base::Duration::milliseconds(150);
        QCOMPARE(rack.window(rtt, smoothed).ns(), std::int64_t(25'000'000));
        rack.onDsack();
        rack.adaptWindow(10, 20);
        QCOMPARE(rack.window(rtt, smoothed).ns(), std::int64_t(50'000'000));
        rack.onDsack();
        rack.adaptWindow(15, 25); // of something sent before the last change
        QCOMPARE(rack.window(rtt, smoothed).ns(), std::int64_t(50'000'000));
        for (std::uint32_t i = 0; i < 20; ++i) {
            rack.onDsack();
            rack.adaptWindow(100 + i * 100, 110 + i * 100);
        }
        QCOMPARE(rack.window(rtt, smoothed).ns(), smoothed.ns()); // at most SRTT
        for (int i = 0; i < 16; ++i)
            rack.onRecoveryEnds();
        rack.adaptWindow(5'000, 5'001);
        QCOMPARE(rack.window(rtt, smoothed).ns(), std::int64_t(25'000'000)); // after 16 recoveries
    }

    void anAmbiguousRetransmissionIsNoMeasure() // section 6.2.1 step 2
    {
        Rack rack;
        SentSegment s;
        s.everRetransmitted = true;
        s.sentAt = base::TimePoint::fromNs(100'000'000);
        rack.onDelivered(base::TimePoint::fromNs(110'000'000), s, base::Duration::milliseconds(50));
        QVERIFY(!rack.takeNews());
        rack.onDelivered(base::TimePoint::fromNs(160'000'000), s, base::Duration::milliseconds(50));
        QVERIFY(rack.takeNews());
        QCOMPARE(rack.rtt().ns(), std::int64_t(60'000'000));
    }

    // --- tail loss probes ---

    void theProbeComesAfterTwoRtts() // section 7.2
    {
        SenderScript s;
        s.warmUp(100);
        s.send(4);
        QCOMPARE(int(s.sender.timer()), int(RecoveryTimer::probe));
        QCOMPARE(s.sender.nextDeadline().ns(), std::int64_t(100 + 200 + 2) * 1'000'000);
        QCOMPARE(int(s.expire()), int(RecoveryTimer::probe));
        QVERIFY(s.sender.windowLeft() > 0);
        QCOMPARE(*s.sender.lastSegment(), (SequenceRange{s.at(4), s.at(5)}));
    }

    void forOneSegmentItWaitsForADelayedAck()
    {
        SenderScript s;
        s.settings.minRto = base::Duration::milliseconds(50);
        s.sender.start(s.now, s.settings);
        s.warmUp(100);
        s.send(1);
        QCOMPARE(s.sender.nextDeadline().ns(), std::int64_t(100 + 200 + 50) * 1'000'000);
    }

    void thereIsNoneWithoutSack()
    {
        SenderScript s(false);
        s.warmUp(100);
        s.send(4);
        QCOMPARE(int(s.sender.timer()), int(RecoveryTimer::timeout));
    }

    void theProbeUncoversALossBeforeIt()
    {
        SenderScript s;
        s.warmUp(100);
        s.send(4); // 1 … 4: 2, 3, 4 are lost
        s.to(200);
        s.ack(2);
        QCOMPARE(int(s.expire()), int(RecoveryTimer::probe));
        s.resend(4);
        QCOMPARE(int(s.sender.timer()), int(RecoveryTimer::timeout));
        const int sent = s.ms();
        s.to(sent + 100);
        s.ack(2, {{4, 5}});
        if (s.sender.segmentsLost() == 0)
            s.expire();
        QCOMPARE(s.state(), std::string("recovery"));
        QVERIFY(s.sendAll(0).starts_with("r2"));
    }

    void aLossThatTheProbeRepairedIsALoss() // section 7.4.2
    {
        SenderScript s;
        s.warmUp(100, 10);
        s.send(10);
        s.to(200);
        s.ack(19);
        const auto window = s.window();
        QCOMPARE(int(s.expire()), int(RecoveryTimer::probe));
        s.resend(19);
        s.to(s.ms() + 100);
        s.ack(20); // no DSACK: one of the two was lost, and no one says so yet
        s.send(1);
        s.to(s.ms() + 100);
        QVERIFY(s.ack(21).reduced);
        QVERIFY(s.window() < window);
    }

    void aProbeThatWasNeedlessIsNone_data() // section 7.4.2: DSACK, or a duplicate ACK
    {
        QTest::addColumn<bool>("dsack");
        QTest::newRow("DSACK") << true;
        QTest::newRow("duplicate ACK") << false;
    }
    void aProbeThatWasNeedlessIsNone()
    {
        QFETCH(bool, dsack);
        SenderScript s;
        s.warmUp(100, 10);
        s.send(10);
        s.expire();
        s.resend(19);
        s.to(s.ms() + 50);
        s.ack(20);
        s.send(2);
        s.to(s.ms() + 50);
        if (dsack)
            s.ack(20, {{19, 20}});
        else
            s.ack(20);
        const auto window = s.window();
        s.to(s.ms() + 50);
        QVERIFY(!s.ack(22).reduced);
        QVERIFY(s.window() >= window);
    }

    void newDataIsTheBetterProbe()
    {
        SenderScript s;
        s.warmUp(100, 10);
        s.send(20);
        QCOMPARE(s.sender.windowLeft(), 0u);
        s.expire();
        QCOMPARE(s.sendAll(), std::string("n30")); // beyond the window, one
        s.to(s.ms() + 100);
        QVERIFY(!s.ack(31).reduced);
    }
};

QTEST_APPLESS_MAIN(RackTest)
#include "tst_rack.moc"
