// The sender over a simulated link: it always gets through and never loses count, whatever the link does; and its
// goodput is what the response functions of RFC 5681 and 9438 say.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/transport/tcp/lossy_pipe.h"

#include <QtTest>

#include <cmath>

using namespace hopyard;
using namespace transport::tcp;
using base::Duration;
using base::TimePoint;

namespace {
LossRecoverySettings settingsFor(CongestionAlgorithm algorithm, bool sack = true)
{
    LossRecoverySettings s;
    s.first = Sequence(0xfffe0000u); // wraps early
    s.mss = 1'448;
    s.sack = sack;
    s.timestamps = true;
    s.algorithm = algorithm;
    return s;
}

double megabits(const LossyPipe &pipe, int seconds) { return static_cast<double>(pipe.acknowledged) * 8e-6 / seconds; }
} // namespace

class LossyPipeTest : public QObject {
    Q_OBJECT
private slots:
    void itAlwaysGetsThroughAndNeverLosesCount_data()
    {
        QTest::addColumn<quint64>("seed");
        for (quint64 seed = 1; seed <= 120; ++seed)
            QTest::addRow("%d", int(seed)) << seed;
    }
    void itAlwaysGetsThroughAndNeverLosesCount()
    {
        QFETCH(quint64, seed);
        base::Random random(seed * 7'919);
        PipeSettings link;
        link.bitsPerSecond = 1'000'000 + random.below(200'000'000);
        link.delay = random.between(Duration::microseconds(10), Duration::milliseconds(100));
        link.queueBytes = 5'000 + static_cast<std::uint32_t>(random.below(500'000));
        link.loss = random.chance(0.6) ? random.unit() * 0.15 : 0;
        link.ackLoss = random.chance(0.3) ? random.unit() * 0.2 : 0;
        link.duplicated = random.chance(0.3) ? random.unit() * 0.05 : 0;
        link.reordered = random.chance(0.4) ? random.unit() * 0.3 : 0;
        link.reorderedBy = random.between(Duration::microseconds(10), Duration::milliseconds(80));
        link.renege = random.chance(0.1) ? 0.01 : 0;
        link.dsack = random.chance(0.7);
        link.sendLimit = 1'448 * (random.chance(0.5) ? 1 : 44);
        link.bytes = 400'000 + random.below(800'000);
        LossRecoverySettings settings =
            settingsFor(random.chance(0.5) ? CongestionAlgorithm::cubic : CongestionAlgorithm::newReno, random.chance(0.75));
        settings.timestamps = random.chance(0.6);
        settings.rackTlp = random.chance(0.8);
        settings.forwardRto = random.chance(0.8);
        LossyPipe pipe(link, settings, seed);

        std::uint64_t steps = 0;
        pipe.check = [&] {
            const LossRecovery &r = pipe.sender;
            const SentSegments &sent = r.sent();
            if (!sent.isEmpty())
                QVERIFY2(!r.nextDeadline().isNever(), "data under way and no timer");
            QVERIFY(r.congestionWindowSegments() >= 1);
            if (++steps % 16 != 0)
                return;
            std::uint32_t out = 0, sacked = 0, lost = 0, retransmitted = 0;
            Sequence at = r.unacknowledged();
            for (std::size_t i = 0; i < sent.size(); ++i) {
                QCOMPARE(sent[i].from, at);
                at = sent[i].to();
                out += sent[i].pieces;
                sacked += sent[i].sacked ? sent[i].pieces : 0;
                lost += sent[i].lost ? sent[i].pieces : 0;
                retransmitted += sent[i].retransmitted ? sent[i].pieces : 0;
                QVERIFY(!(sent[i].sacked && sent[i].lost));
            }
            QCOMPARE(at, r.next());
            QCOMPARE(r.segmentsOut(), out);
            QCOMPARE(r.segmentsSacked(), sacked + sent.assumedDelivered());
            QCOMPARE(r.segmentsLost(), lost);
            QCOMPARE(r.segmentsRetransmitted(), retransmitted);
        };
        pipe.runUntil(TimePoint::fromNs(std::int64_t(3'600) * 1'000'000'000));
        QVERIFY2(pipe.isDone(), qPrintable(QString("%1 of %2 bytes").arg(pipe.acknowledged).arg(link.bytes)));
        QVERIFY(pipe.sender.sent().isEmpty());
        QVERIFY(pipe.sender.nextDeadline().isNever());
    }

    void sameSeedSameRun()
    {
        PipeSettings link;
        link.loss = 0.02;
        link.reordered = 0.1;
        std::vector<std::uint64_t> sends;
        for (int i = 0; i < 2; ++i) {
            LossyPipe pipe(link, settingsFor(CongestionAlgorithm::cubic), 5);
            pipe.runUntil(TimePoint::fromNs(5'000'000'000));
            const LossyPipe checkpoint = pipe; // a copy is a checkpoint
            sends.push_back(checkpoint.sends);
        }
        QCOMPARE(sends[0], sends[1]);
    }

    void aCleanLinkIsFull_data()
    {
        QTest::addColumn<int>("algorithm");
        QTest::addColumn<int>("delay");
        for (const int delay : {0, 10, 100}) {
            QTest::addRow("cubic, %d ms", delay) << int(CongestionAlgorithm::cubic) << delay;
            QTest::addRow("newreno, %d ms", delay) << int(CongestionAlgorithm::newReno) << delay;
        }
    }
    void aCleanLinkIsFull()
    {
        QFETCH(int, algorithm);
        QFETCH(int, delay);
        PipeSettings link;
        link.delay = Duration::milliseconds(delay) + Duration::microseconds(20);
        link.queueBytes = 1'250'000;
        LossyPipe pipe(link, settingsFor(CongestionAlgorithm(algorithm)), 1);
        pipe.runUntil(TimePoint::fromNs(30'000'000'000));
        QVERIFY2(megabits(pipe, 30) > 88, qPrintable(QString::number(megabits(pipe, 30))));
        QCOMPARE(pipe.timeouts, std::uint64_t(0));
    }

    void goodputUnderLossIsTheResponseFunctions_data()
    {
        QTest::addColumn<int>("algorithm");
        QTest::addColumn<double>("loss");
        QTest::addColumn<int>("delay");
        for (const double loss : {0.001, 0.01, 0.03}) {
            for (const int delay : {10, 50, 100}) {
                QTest::addRow("newreno, %g, %d ms", loss, delay) << int(CongestionAlgorithm::newReno) << loss << delay;
                QTest::addRow("cubic, %g, %d ms", loss, delay) << int(CongestionAlgorithm::cubic) << loss << delay;
            }
        }
    }
    void goodputUnderLossIsTheResponseFunctions()
    {
        QFETCH(int, algorithm);
        QFETCH(double, loss);
        QFETCH(int, delay);
        PipeSettings link;
        link.bitsPerSecond = 1'000'000'000;
        link.queueBytes = 100'000'000;
        link.delay = Duration::milliseconds(delay);
        link.loss = loss;
        constexpr int kSeconds = 400;
        LossyPipe pipe(link, settingsFor(CongestionAlgorithm(algorithm)), 3);
        pipe.runUntil(TimePoint::fromNs(std::int64_t(kSeconds) * 1'000'000'000));
        const double rtt = 2e-3 * delay;
        // RFC 5681's window under loss p: sqrt(3/2) / sqrt(p) (Mathis 1997); CUBIC: RFC 9438 section 5.1, and in its
        // Reno-friendly region at least Reno's.
        double window = std::sqrt(1.5 / loss);
        if (CongestionAlgorithm(algorithm) == CongestionAlgorithm::cubic)
            window = std::max(window, 1.054 * std::pow(rtt, 0.75) / std::pow(loss, 0.75));
        const double expected = window * 1'448 * 8e-6 / rtt;
        const double got = megabits(pipe, kSeconds);
        QVERIFY2(got > expected * 0.75 && got < expected * 1.45,
                 qPrintable(QString("%1 Mbit/s, expected %2").arg(got).arg(expected)));
        QVERIFY(pipe.sender.totalRetransmitted() < double(pipe.lostInNetwork) * 1.05 + 5); // nothing needlessly
    }

    void reorderingDoesNotHurt() // RFC 8985: the window adapts
    {
        PipeSettings link;
        link.reordered = 0.05;
        link.reorderedBy = Duration::milliseconds(4);
        link.delay = Duration::milliseconds(20);
        LossyPipe pipe(link, settingsFor(CongestionAlgorithm::cubic), 9);
        pipe.runUntil(TimePoint::fromNs(30'000'000'000));
        QVERIFY2(megabits(pipe, 30) > 80, qPrintable(QString::number(megabits(pipe, 30))));
        QVERIFY(pipe.sender.totalRetransmitted() < pipe.sends / 100);
    }
};

QTEST_APPLESS_MAIN(LossyPipeTest)
#include "tst_lossy_pipe.moc"
