// iperf3 with itself in virtual time: what it measures is what the lines can carry, every time the same.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/compare.h"
#include "tests/support/service_bench.h"
#include "tests/support/worlds.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace hopyard;
using namespace hopyard::base::literals;
using test::ServiceBench;

namespace {

std::string labText(const std::string &link)
{
    return "hopyard: 1\n"
           "nodes:\n"
           "  h1: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}\n"
           "  h2: {kind: host, interfaces: {eth0: {address: 10.0.0.2/24}}, start: [iperf3 server]}\n"
           "links:\n"
           "  - {ends: [h1:eth0, h2:eth0], " + link + "}\n";
}

/// Of the last application of the node.
QJsonObject result(world::World &world, const char *node)
{
    const std::string text = world.command(world.findNode(node), "show applications json").text;
    return QJsonDocument::fromJson(QByteArray::fromStdString(text)).array().last().toObject()["result"].toObject();
}

struct Measured {
    QJsonObject client, server;
    std::vector<std::string> lines;
};
Measured measure(const std::string &link, const std::string &options, double seconds)
{
    world::World world = support::worldFrom(labText(link));
    support::Lines lines(world);
    world.runUntil(support::seconds(1));
    if (!world.command(world.findNode("h1"), "iperf3 h2 " + options).ok)
        qFatal("refused");
    world.runUntil(support::seconds(1 + seconds));
    Measured measured{result(world, "h1"), result(world, "h2"), lines.lines};
    world.trace().remove(&lines);
    return measured;
}
QJsonObject stream(const QJsonObject &result, int i) { return result["streams"].toArray().at(i).toObject(); }

} // namespace

class TestIperf3 : public QObject {
    Q_OBJECT
private slots:
    void tcpFillsTheLine_data()
    {
        QTest::addColumn<QString>("options");
        QTest::addColumn<int>("streams");
        QTest::newRow("there") << "time 10" << 1;
        QTest::newRow("back") << "time 10 reverse" << 1;
        QTest::newRow("four streams") << "time 10 parallel 4" << 4;
        QTest::newRow("both ways") << "time 10 bidirectional" << 2;
    }
    void tcpFillsTheLine()
    {
        QFETCH(QString, options);
        QFETCH(int, streams);
        const Measured m = measure("delay: 5ms, rate: 50mbit", options.toStdString(), 20);
        QCOMPARE(m.client["error"].toString(), QString());
        QCOMPARE(m.client["streams"].toArray().size(), streams);
        // What each side received, over the time that it received: the client's end of the test stands in line behind
        // the data.
        double there = 0, back = 0;
        for (int i = 0; i < streams; ++i) {
            const QJsonObject s = stream(m.client, i);
            QVERIFY(s["received"].toDouble() <= s["sent"].toDouble());
            (s["sends"].toBool() ? there : back)
                += (s["sends"].toBool() ? stream(m.server["last"].toObject(), i) : s)["bitsPerSecond"].toDouble() * 1e-6;
        }
        // 1,448 of 1,514 bytes on the wire are data, and slow start takes its time; both ways share with ACKs.
        const bool bothWays = options.contains("bidirectional");
        for (const double rate : {there, back})
            if (rate > 0 || bothWays)
                QVERIFY2(rate > (bothWays ? 35 : 44) && rate < 47.83, qPrintable(QString::number(rate)));
        QCOMPARE(m.server["tests"].toInt(), 1);
        QCOMPARE(m.server["failed"].toInt(), 0);
        QCOMPARE(m.lines.back(), std::string("-----------------------------------------------------------"));
        QVERIFY(std::ranges::find(m.lines, "iperf Done.") != m.lines.end());
    }

    void asManyBytesAsAsked()
    {
        for (const char *options : {"bytes 3000000", "bytes 3000000 parallel 3"}) {
            const Measured m = measure("delay: 5ms, rate: 50mbit", options, 20);
            double sent = 0;
            for (const QJsonValue &s : m.client["streams"].toArray())
                sent += s.toObject()["sent"].toDouble();
            QCOMPARE(sent, 3'000'000.0);
        }
    }

    void aRateIsKept()
    {
        const Measured m = measure("delay: 5ms, rate: 50mbit", "time 5 rate 8mbit", 10);
        QCOMPARE_LE(std::abs(stream(m.client, 0)["bitsPerSecond"].toDouble() - 8e6), 2.5e5);
    }

    void udp()
    {
        const Measured m = measure("delay: 5ms, rate: 50mbit", "udp rate 8mbit length 1000 time 5", 10);
        const QJsonObject s = stream(m.client, 0);
        QCOMPARE(s["packets"].toInt(), 5'000);
        QCOMPARE(s["lost"].toInt(), 0);
        QCOMPARE(s["jitterMs"].toDouble(), 0.0);
        QCOMPARE(s["sent"].toDouble(), 5e6);
    }

    void udpLossIsTold()
    {
        const Measured m = measure("delay: 5ms, rate: 50mbit, loss: 5%", "udp rate 8mbit length 1000 time 10", 40);
        const QJsonObject s = stream(m.client, 0);
        const double share = s["lost"].toDouble() / s["packets"].toDouble();
        QVERIFY2(share > 0.04 && share < 0.06, qPrintable(QString::number(share)));
        QCOMPARE(stream(m.server["last"].toObject(), 0)["lost"].toInt(), s["lost"].toInt());
    }

    void udpBothWays()
    {
        const Measured m = measure("delay: 5ms, rate: 50mbit", "udp rate 4mbit length 1000 time 5 parallel 2 bidirectional", 10);
        QCOMPARE(m.client["error"].toString(), QString());
        QCOMPARE(m.client["streams"].toArray().size(), 4);
        for (int i = 0; i < 4; ++i)
            QVERIFY(stream(m.client, i)["received"].toDouble() > 2.4e6);
    }

    void theLines()
    {
        const Measured m = measure("delay: 5ms, rate: 50mbit", "udp rate 8mbit length 1000 time 2", 10);
        std::string all;
        for (const std::string &line : m.lines)
            all += line + '\n';
        for (const char *line : {"[ ID] Interval           Transfer     Bitrate         Total Datagrams",
                                 "[  1]   0.00-1.00   sec   977 KBytes  8.00 Mbits/sec  1000",
                                 "[  1]   0.00-2.00   sec  1.91 MBytes  8.00 Mbits/sec  0.000 ms  0/2000 (0%)  sender",
                                 "Server listening on 5201 (test #2)"})
            QVERIFY2(all.find(line) != std::string::npos, all.c_str());
    }

    void theSameEveryTime()
    {
        const Measured one = measure("delay: 5ms, rate: 50mbit, loss: 1%", "time 5 parallel 2", 20);
        const Measured two = measure("delay: 5ms, rate: 50mbit, loss: 1%", "time 5 parallel 2", 20);
        QCOMPARE(one.lines, two.lines);
        QVERIFY(stream(one.client, 0)["retransmits"].toInt() > 0);
    }

    void aSecondClientIsTurnedAway()
    {
        ServiceBench b;
        b.onServer("iperf3 server quiet");
        b.onClient("iperf3 " + b.server() + " time 3 rate 1mbit quiet");
        b.net.runFor(1_s);
        const auto second = b.onClient("iperf3 " + b.server() + " time 3 quiet");
        b.net.runFor(1_s);
        QVERIFY(!b.isRunning(b.clientNode(), second));
        QVERIFY(b.lines("iperf3").contains("iperf3: error - the server is busy running a test. try again later"));
        b.net.runFor(10_s);
        b.onClient("iperf3 " + b.server() + " time 1 rate 1mbit quiet");
        b.net.runFor(5_s);
        QCOMPARE(b.lines("iperf3").count("iperf Done."), 2);
    }

    void stoppingEitherSide()
    {
        ServiceBench b;
        const auto server = b.onServer("iperf3 server quiet");
        const auto client = b.onClient("iperf3 " + b.server() + " rate 1mbit quiet");
        b.net.runFor(2_s);
        b.stop(b.clientNode(), client);
        b.net.runFor(1_s);
        QVERIFY(b.lines("iperf3").contains("iperf3: error - the client has terminated"));
        const auto next = b.onClient("iperf3 " + b.server() + " rate 1mbit quiet");
        b.net.runFor(2_s);
        b.stop(b.serverNode(), server);
        b.net.runFor(1_s);
        QVERIFY(!b.isRunning(b.clientNode(), next));
        QVERIFY(b.lines("iperf3").contains("iperf3: error - the server has terminated"));
    }

    void nobodyListens()
    {
        ServiceBench b;
        b.onClient("iperf3 " + b.server());
        b.net.runFor(2_s);
        QCOMPARE(b.lines("iperf3").last(), QString("iperf3: error - unable to connect to server: Connection refused"));
    }

    void whatIsNoCookieIsLeftWaiting()
    {
        ServiceBench b;
        b.onServer("iperf3 server quiet once");
        b.onClient("netcat " + b.server() + " 5201 keep text nonsense");
        b.net.runFor(1_s);
        const auto client = b.onClient("iperf3 " + b.server() + " time 1 rate 1mbit quiet");
        b.net.runFor(5_s);
        QVERIFY(!b.isRunning(b.clientNode(), client));
        QVERIFY(b.lines("iperf3").contains("iperf Done."));
    }

    void aCopyInMidTransferGoesOnIdentically()
    {
        world::World world = support::worldFrom(labText("delay: 5ms, rate: 20mbit, loss: 1%"));
        world.runUntil(support::seconds(1));
        QVERIFY(world.command(world.findNode("h1"), "iperf3 h2 time 5 parallel 2").ok);
        world.runUntil(support::seconds(3.21));
        world::World one = world.copy(), two = world.copy();
        support::Everything first(one), second(two);
        one.runUntil(support::seconds(20));
        two.runUntil(support::seconds(20));
        QVERIFY(first.count > 1'000 && first.log == second.log);
        QCOMPARE(result(one, "h1")["error"].toString(), QString());
        one.trace().remove(&first);
        two.trace().remove(&second);
    }
};

QTEST_APPLESS_MAIN(TestIperf3)
#include "tst_iperf3.moc"
