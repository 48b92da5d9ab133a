// Proportional Rate Reduction: the examples of RFC 6937 section 4 and the bounds of its successor.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/prr.h"
#include "tests/core/transport/tcp/sender_script.h"

#include <QtTest>

using namespace hopyard;
using namespace transport::tcp;

class PrrTest : public QObject {
    Q_OBJECT
private slots:
    void oneLossOfTwenty() // section 4: Reno, 19 ACKs arrive; about every other one sends
    {
        Prr prr;
        prr.start(20);
        std::uint32_t inFlight = 17; // 20, one lost, two sacked on the way into recovery
        std::uint32_t sent = 0;
        for (int ack = 0; ack < 19 - 2; ++ack) {
            const std::uint32_t window = prr.window(1, inFlight, 10, false);
            const std::uint32_t now = window > inFlight ? window - inFlight : 0;
            prr.onSent(now);
            sent += now;
            inFlight += now;
            --inFlight;
        }
        QVERIFY2(sent >= 8 && sent <= 10, qPrintable(QString::number(sent)));
        QVERIFY(inFlight <= 10);
    }

    void theRetransmissionAlwaysGoes()
    {
        Prr prr;
        prr.start(100);
        QCOMPARE(prr.window(1, 50, 5, false), 51u); // proportion says none
        prr.onSent(1);
        QCOMPARE(prr.window(1, 50, 5, false), 50u);
    }

    void belowTheThresholdWhatArrivesIsReplaced() // conservative bound where losses go on
    {
        Prr prr;
        prr.start(20);
        prr.onSent(1);
        QCOMPARE(prr.window(1, 4, 10, false), 5u);
        prr.onSent(1);
        QCOMPARE(prr.window(3, 2, 10, false), 5u);
    }

    void andOneMoreWhereRecoveryProgresses() // slow start reduction bound
    {
        Prr prr;
        prr.start(20);
        prr.onSent(1);
        QCOMPARE(prr.window(1, 4, 10, true), 6u);
        QCOMPARE(prr.window(1, 9, 10, true), 10u); // never beyond ssthresh
    }

    void inTheSenderTheWindowEndsAtTheThreshold()
    {
        SenderScript s;
        s.warmUp(100, 10); // window 20
        s.send(20);        // 10 … 29, the first is lost
        s.to(210);
        for (int i = 11; i <= 29; ++i) {
            s.ack(10, {{11, i + 1}});
            s.sendAll();
            QVERIFY(s.inFlight() <= 20);
        }
        QCOMPARE(s.threshold(), 10u);
        QVERIFY(s.inFlight() <= 10);
        s.to(310);
        QVERIFY(s.ack(s.next).leftRecovery);
        QVERIFY(s.window() == 10u || s.window() == 11u); // the last ACK may count for congestion avoidance already
    }
};

QTEST_APPLESS_MAIN(PrrTest)
#include "tst_prr.moc"
