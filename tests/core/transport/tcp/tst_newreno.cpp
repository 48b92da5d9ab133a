// NewReno's window (RFC 5681 section 3.1, RFC 3465) and recovery without SACK (RFC 6582).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/congestion/congestion.h"
#include "tests/core/transport/tcp/sender_script.h"

#include <QtTest>

using namespace hopyard;
using namespace transport::tcp;

class NewRenoTest : public QObject {
    Q_OBJECT
private slots:
    void slowStartGrowsByWhatIsAcknowledged()
    {
        CongestionWindow w;
        NewReno reno;
        reno.onAcknowledged(w, 1);
        QCOMPARE(w.segments, 11u);
        reno.onAcknowledged(w, 11); // a whole window in one ACK counts as much as single ones
        QCOMPARE(w.segments, 22u);
    }

    void slowStartEndsAtTheThreshold()
    {
        CongestionWindow w{10, 12, 0};
        NewReno reno;
        reno.onAcknowledged(w, 10);
        QCOMPARE(w.segments, 12u);
        QCOMPARE(w.credit, 8u); // what is left counts for congestion avoidance
    }

    void congestionAvoidanceAddsOneARoundTrip()
    {
        CongestionWindow w{20, 10, 0};
        NewReno reno;
        for (int i = 0; i < 19; ++i)
            reno.onAcknowledged(w, 1);
        QCOMPARE(w.segments, 20u);
        reno.onAcknowledged(w, 1);
        QCOMPARE(w.segments, 21u);
        reno.onAcknowledged(w, 42);
        QCOMPARE(w.segments, 23u);
    }

    void lossHalves()
    {
        NewReno reno;
        QCOMPARE(reno.thresholdAfterLoss({20, 10, 0}), 10u);
        QCOMPARE(reno.thresholdAfterLoss({3, 10, 0}), 2u); // never below two
        QCOMPARE(reno.thresholdAfterLoss({1, 10, 0}), 2u);
    }

    void theAlgorithmIsChangedOnTheWindowAsItIs()
    {
        Congestion c;
        QCOMPARE(int(c.algorithm()), int(CongestionAlgorithm::cubic));
        c.window.segments = 77;
        c.setAlgorithm(CongestionAlgorithm::newReno);
        QCOMPARE(c.window.segments, 77u);
        QCOMPARE(c.thresholdAfterLoss(), 38u);
    }

    // --- recovery where the peer has no SACK ---

    void threeDuplicatesAndNoFewer() // RFC 5681 section 3.2, limited transmit RFC 3042
    {
        SenderScript s(false);
        s.warmUp(100);
        s.send(10);
        s.to(210);
        s.ack(1); // nothing new
        QCOMPARE(s.sendAll(1), std::string("n11")); // limited transmit: one new segment for each of the first two
        s.ack(1);
        QCOMPARE(s.sendAll(1), std::string("n12"));
        QCOMPARE(s.state(), std::string("disorder"));
        const AckOutcome third = s.ack(1);
        QVERIFY(third.enteredRecovery);
        QCOMPARE(s.threshold(), 5u);
        QVERIFY(s.sendAll().starts_with("r1"));
    }

    void aWindowUpdateIsNoDuplicate() // RFC 5681 section 2
    {
        SenderScript s(false);
        s.warmUp(100);
        s.send(10);
        for (int i = 0; i < 5; ++i) {
            AckEvent event;
            event.now = s.now;
            event.acknowledged = SenderScript::at(1);
            (i % 2 ? event.carriesData : event.windowChanged) = true;
            s.sender.onAck(event);
        }
        QCOMPARE(s.state(), std::string("open"));
        QCOMPARE(s.sender.segmentsSacked(), 0u);
    }

    void partialAcksFillOneHoleEach() // RFC 6582 section 3.2 step 4
    {
        SenderScript s(false);
        s.warmUp(100);
        s.send(10);                       // 1 … 10, of which 1 and 4 are lost
        s.to(210);
        for (int i = 0; i < 8; ++i)
            s.ack(1);
        QVERIFY(s.sendAll(0).starts_with("r1"));
        s.to(310);
        const AckOutcome partial = s.ack(4);
        QVERIFY(!partial.leftRecovery);
        QVERIFY(s.sendAll(0).starts_with("r4"));
        s.to(410);
        s.ack(11);
        QCOMPARE(s.state(), std::string("recovery")); // held until something above it is acknowledged
        s.send(1);
        s.to(510);
        const AckOutcome last = s.ack(s.next);
        QVERIFY(last.leftRecovery);
        QCOMPARE(s.state(), std::string("open"));
        QCOMPARE(s.window(), s.threshold());
    }

    void duplicatesAfterRecoveryStartNoOther() // RFC 6582 section 4.1
    {
        SenderScript s(false);
        s.warmUp(100);
        s.send(10);
        s.to(210);
        for (int i = 0; i < 9; ++i)
            s.ack(1);
        s.sendAll(0);
        s.to(310);
        s.ack(11);
        const auto threshold = s.threshold();
        s.send(5);
        for (int i = 0; i < 6; ++i)
            QVERIFY(!s.ack(11).enteredRecovery); // of segments sent again needlessly
        QCOMPARE(s.threshold(), threshold);
    }
};

QTEST_APPLESS_MAIN(NewRenoTest)
#include "tst_newreno.moc"
