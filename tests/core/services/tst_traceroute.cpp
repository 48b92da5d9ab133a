// traceroute over real stacks in virtual time, line by line.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/compare.h"
#include "tests/support/service_bench.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::base::literals;
using test::ServiceBench;

class TestTraceroute : public QObject {
    Q_OBJECT
private slots:
    void everyHop_data()
    {
        QTest::addColumn<QString>("mode");
        QTest::newRow("udp") << "";
        QTest::newRow("icmp") << " icmp";
    }
    void everyHop()
    {
        QFETCH(QString, mode);
        ServiceBench b(3);
        const auto id = b.onClient("traceroute " + b.server() + mode.toStdString());
        b.net.runFor(10_s);
        QCOMPARE(b.lines("traceroute"), (QStringList{
            "traceroute to 10.0.3.2 (10.0.3.2), 30 hops max, 60 byte packets",
            " 1  10.0.0.1  10.000 ms  10.000 ms  10.000 ms",
            " 2  10.0.1.1  20.000 ms  20.000 ms  20.000 ms",
            " 3  10.0.2.1  30.000 ms  30.000 ms  30.000 ms",
            " 4  10.0.3.2  40.000 ms  40.000 ms  40.000 ms"}));
        QVERIFY(!b.isRunning(b.clientNode(), id));
        const std::string result = b.result(b.clientNode(), id);
        QVERIFY(result.starts_with(R"({"destination":"10.0.3.2","hops":[{"hop":1,"probes":[{"from":"10.0.0.1",)"
                                   R"("rttMs":10,"mark":""})"));
    }

    void sizeAndTtlOfProbes()
    {
        ServiceBench b(1);
        b.onClient("traceroute " + b.server() + " probes 1 size 200 first 2 hops 2");
        b.net.runFor(1_s);
        QCOMPARE(b.lines("traceroute").mid(1), QStringList{" 2  10.0.1.2  20.000 ms"});
        const auto frames = b.net.from({b.clientNode(), base::PortIndex(0)});
        QCOMPARE(frames.size(), std::size_t(1));
        QCOMPARE(frames[0].size(), std::size_t(214));
        QCOMPARE(int(frames[0][22]), 2);
    }

    void aRouterWithoutARouteEndsIt()
    {
        ServiceBench b(2);
        b.net.disconnect({2, base::PortIndex(0)}); // r1 and r2 part; h2 is beyond
        const auto id = b.onClient("traceroute " + b.server());
        b.net.runFor(100_ms);
        QCOMPARE(b.lines("traceroute").mid(1), (QStringList{
            " 1  10.0.0.1  10.000 ms  10.000 ms  10.000 ms",
            " 2  10.0.0.1  10.000 ms !N  10.000 ms !N  10.000 ms !N"}));
        QVERIFY(!b.isRunning(b.clientNode(), id));
    }

    void unansweredProbesAreStars()
    {
        ServiceBench b(2);
        b.onClient("traceroute " + b.server() + " hops 3 timeout 1s");
        b.net.runFor(12_ms); // the first hop has answered; now the rest is cut off, and its router cannot answer
        b.net.disconnect({b.clientNode(), base::PortIndex(0)});
        b.net.runFor(5_s);
        QCOMPARE(b.lines("traceroute").mid(1), (QStringList{
            " 1  10.0.0.1  10.000 ms  10.000 ms  10.000 ms", " 2  * * *", " 3  * * *"}));
    }

    void ctrlCPrintsWhatIsKnown()
    {
        ServiceBench b(2);
        const auto id = b.onClient("traceroute " + b.server());
        b.net.runFor(12_ms);
        b.stop(b.clientNode(), id);
        QVERIFY(!b.isRunning(b.clientNode(), id));
        QCOMPARE(b.lines("traceroute").at(1), QString(" 1  10.0.0.1  10.000 ms  10.000 ms  10.000 ms"));
    }

    void noRouteHere()
    {
        ServiceBench b(1);
        const auto id = b.onClient("traceroute 192.0.2.1");
        QCOMPARE(b.lines("traceroute"), QStringList{"traceroute: connect: Network is unreachable"});
        QVERIFY(!b.isRunning(b.clientNode(), id));
    }
};

QTEST_APPLESS_MAIN(TestTraceroute)
#include "tst_traceroute.moc"
