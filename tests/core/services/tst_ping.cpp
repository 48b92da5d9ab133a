// ping over real stacks in virtual time, line by line.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/ping.h"
#include "tests/support/compare.h"
#include "tests/support/service_bench.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::base::literals;
using test::ServiceBench;

class TestPing : public QObject {
    Q_OBJECT
private slots:
    void answers()
    {
        ServiceBench b;
        const auto id = b.onClient("ping " + b.server() + " count 3");
        QVERIFY(b.isRunning(b.clientNode(), id));
        b.net.runFor(5_s);
        QVERIFY(!b.isRunning(b.clientNode(), id));
        QCOMPARE(b.lines("ping"), (QStringList{
            "PING 10.0.2.2 (10.0.2.2) 56(84) bytes of data.",
            "64 bytes from 10.0.2.2: icmp_seq=1 ttl=62 time=30.0 ms",
            "64 bytes from 10.0.2.2: icmp_seq=2 ttl=62 time=30.0 ms",
            "64 bytes from 10.0.2.2: icmp_seq=3 ttl=62 time=30.0 ms",
            "",
            "--- 10.0.2.2 ping statistics ---",
            "3 packets transmitted, 3 received, 0% packet loss, time 2030ms",
            "rtt min/avg/max/mdev = 30.000/30.000/30.000/0.000 ms",
        }));
        QCOMPARE(b.result(b.clientNode(), id),
                 std::string(R"({"destination":"10.0.2.2","transmitted":3,"received":3,"duplicates":0,"errors":0,)"
                             R"("lossPercent":0,"rttMs":{"min":30,"avg":30,"max":30,"mdev":0}})"));
    }

    void options()
    {
        ServiceBench b;
        b.onClient("ping " + b.server() + " count 2 interval 200ms size 1000 ttl 9 quiet");
        b.net.runFor(1_s);
        QCOMPARE(b.lines("ping"), (QStringList{
            "PING 10.0.2.2 (10.0.2.2) 1000(1028) bytes of data.", "", "--- 10.0.2.2 ping statistics ---",
            "2 packets transmitted, 2 received, 0% packet loss, time 230ms",
            "rtt min/avg/max/mdev = 30.000/30.000/30.000/0.000 ms"}));
        QCOMPARE(int(b.net.from({b.clientNode(), base::PortIndex(0)}).at(0).at(14 + 8)), 9);
    }

    void runsUntilStopped()
    {
        ServiceBench b;
        const auto id = b.onClient("ping " + b.server() + " interval 100ms");
        b.net.runFor(950_ms);
        b.stop(b.clientNode(), id);
        QCOMPARE(b.lines("ping").at(b.lines("ping").size() - 2),
                 QString("10 packets transmitted, 10 received, 0% packet loss, time 950ms"));
        QVERIFY(!b.isRunning(b.clientNode(), id));
        b.net.forget();
        b.net.runFor(5_s);
        QVERIFY(b.net.sent.empty());
    }

    void ttlRunsOut()
    {
        ServiceBench b;
        b.onClient("ping " + b.server() + " count 1 ttl 2");
        b.net.runFor(1_s);
        QCOMPARE(b.lines("ping"), (QStringList{
            "PING 10.0.2.2 (10.0.2.2) 56(84) bytes of data.",
            "From 10.0.1.1 icmp_seq=1 Time to live exceeded", "", "--- 10.0.2.2 ping statistics ---",
            "1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 20ms"}));
    }

    void noSuchNetworkAtARouter()
    {
        ServiceBench b;
        router::RouterConfig config = b.net.node(b.clientNode()).config();
        router::StaticRoute everything;
        everything.prefix = *base::IpPrefix::parse("0.0.0.0/0");
        everything.gateway = *base::IpAddress::parse("10.0.0.1");
        config.staticRoutes.push_back(everything);
        b.net.configure(b.clientNode(), config);
        b.onClient("ping 192.0.2.1 count 1");
        b.net.runFor(1_s);
        QCOMPARE(b.lines("ping").at(1), QString("From 10.0.0.1 icmp_seq=1 Destination Net Unreachable"));
    }

    void noRouteHere()
    {
        ServiceBench b;
        const auto id = b.onClient("ping 192.0.2.1 count 1");
        QCOMPARE(b.lines("ping"), QStringList{"ping: connect: Network is unreachable"});
        QVERIFY(!b.isRunning(b.clientNode(), id));
    }

    void aNeighbourThatIsNotThere()
    {
        ServiceBench b;
        b.onClient("ping 10.0.0.77 count 1");
        b.net.runFor(20_s);
        QCOMPARE(b.lines("ping").at(1), QString("From 10.0.0.2 icmp_seq=1 Destination Host Unreachable"));
    }

    void lostAnswersAreWaitedForAndCounted()
    {
        ServiceBench b;
        b.onClient("ping " + b.server() + " count 2 interval 100ms timeout 3s");
        b.net.runFor(60_ms);
        b.net.setCarrier({b.serverNode(), base::PortIndex(0)}, false); // h2 hears nothing, and nobody knows
        b.net.runFor(2_s);
        QCOMPARE(b.lines("ping").size(), 2); // still waiting
        b.net.runFor(2_s);
        QCOMPARE(b.lines("ping").at(4), QString("2 packets transmitted, 1 received, 50% packet loss, time 3100ms"));
    }

    void tooBigForThisLink()
    {
        ServiceBench b;
        b.onClient("ping " + b.server() + " count 1 size 1473 df");
        b.net.runFor(1_s);
        QCOMPARE(b.lines("ping").at(1), QString("ping: local error: message too long, mtu=1500"));
    }

    void tooBigForALinkOnTheWay()
    {
        ServiceBench b(2, 5_ms, 1280);
        b.onClient("ping " + b.server() + " count 2 size 1400 df interval 500ms");
        b.net.runFor(2_s);
        QCOMPARE(b.lines("ping").mid(1, 2), (QStringList{
            "From 10.0.1.1 icmp_seq=1 Frag needed and DF set (mtu = 1280)",
            "ping: local error: message too long, mtu=1280"}));
        b.net.forget();
        b.onClient("ping " + b.server() + " count 1 size 4000"); // may be cut: arrives
        b.net.runFor(2_s);
        QVERIFY(b.lines("ping").at(1).startsWith("4008 bytes from 10.0.2.2: icmp_seq=1"));
    }

    void duplicatesAreMarked()
    {
        ServiceBench b;
        b.onClient("ping " + b.server() + " count 2");
        b.net.runFor(100_ms);
        const auto replies = b.net.from({1, base::PortIndex(0)}); // r1 to h1
        b.net.inject({b.clientNode(), base::PortIndex(0)}, replies.at(0));
        b.net.runFor(2_s);
        QCOMPARE(b.lines("ping").at(2), QString("64 bytes from 10.0.2.2: icmp_seq=1 ttl=62 time=100 ms (DUP!)"));
        QCOMPARE(b.lines("ping").at(6),
                 QString("2 packets transmitted, 2 received, +1 duplicates, 0% packet loss, time 1030ms"));
    }

    void itself()
    {
        ServiceBench b;
        b.onClient("ping 127.0.0.1 count 1");
        b.onClient("ping 10.0.0.2 count 1");
        b.net.runFor(1_s);
        QVERIFY(b.net.sent.empty());
        QCOMPARE(b.lines("ping").filter("64 bytes from").size(), 2);
    }

    void aCopyGoesOnByItself()
    {
        ServiceBench b;
        b.onClient("ping " + b.server() + " count 3");
        b.net.runFor(1500_ms);
        test::Network copy(b.net);
        b.net.runFor(5_s);
        copy.runFor(5_s);
        QCOMPARE(copy.events, b.net.events);
    }

    void sequenceNumbersWrap()
    {
        ServiceBench b(1, 1_ms);
        const auto id = b.onClient("ping " + b.server() + " count 65540 interval 1ms quiet");
        b.net.runFor(70_s);
        QVERIFY(!b.isRunning(b.clientNode(), id));
        QCOMPARE(b.lines("ping").at(3),
                 QString("65540 packets transmitted, 65540 received, 0% packet loss, time 65543ms"));
    }

    void mdevIsTheRootOfTheVariance()
    {
        services::PingStatistics s;
        s.received = 4;
        for (const double ms : {10.0, 12.0, 14.0, 16.0}) {
            s.sumMs += ms;
            s.sumSquaresMs += ms * ms;
        }
        QCOMPARE(s.averageMs(), 13.0);
        QVERIFY(std::abs(s.deviationMs() - std::sqrt(5.0)) < 1e-9);
    }
};

QTEST_APPLESS_MAIN(TestPing)
#include "tst_ping.moc"
