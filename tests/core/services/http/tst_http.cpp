// http and http-server over real stacks: pages, pipelining, errors, lossy lines, and a world copied in mid-transfer.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/compare.h"
#include "tests/support/service_bench.h"
#include "tests/support/worlds.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::base::literals;
using test::ServiceBench;

namespace {

constexpr const char *kLossyLab = "hopyard: 1\n"
                                  "nodes:\n"
                                  "  h1: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}\n"
                                  "  web: {kind: host, interfaces: {eth0: {address: 10.0.0.2/24}}, start: [http-server]}\n"
                                  "links:\n"
                                  "  - {ends: [h1:eth0, web:eth0], delay: 10ms, rate: 20mbit, loss: 2%, reorder: 2%, "
                                  "duplicate: 1%}\n";

std::string resultOf(world::World &world, const char *node)
{
    return world.command(world.findNode(node), "show applications json").text;
}

} // namespace

class TestHttp : public QObject {
    Q_OBJECT
private slots:
    void aPageByName()
    {
        ServiceBench b;
        b.addName("web", b.server());
        b.onServer("http-server");
        const auto id = b.onClient("http http://web/ show");
        b.net.runFor(5_s);
        QVERIFY(!b.isRunning(b.clientNode(), id));
        const QStringList lines = b.lines("http");
        QCOMPARE(lines.first(), QString("http: GET http://web/ at 10.0.2.2:80"));
        QVERIFY2(lines.contains("<h1>h2</h1>"), qPrintable(lines.join('\n')));
        // Three cables of 5 ms: a round trip to connect, one for the answer.
        QVERIFY2(lines.last().startsWith("http: 200 OK, ") && lines.last().contains(" in 0.060 s (connect 30.0 ms, first byte 60.0 ms), "),
                 qPrintable(lines.last()));
        const QStringList log = b.lines("http-server");
        QVERIFY2(log.last().startsWith("10.0.0.2 - - [") && log.last().contains("\"GET / HTTP/1.1\" 200 "), qPrintable(log.last()));
    }

    void requests_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("answer"); // the end of the first line
        QTest::addColumn<QString>("result");
        const auto row = [](const char *line, const char *answer, const char *result) {
            QTest::newRow(line) << line << answer << result;
        };
        row("/bytes/3000000 check", "200 OK, 3 MB", "\"bytes\":3000000,\"wrongBytes\":0");
        row("/bytes/3000000 check range 70000-2999998", "206 Partial Content, 2.93 MB", "\"bytes\":2929999,\"wrongBytes\":0");
        row("/bytes/3000000 head", "200 OK, 0 B", "\"bytes\":0");
        row("/bytes/5 range 5-", "416 Range Not Satisfiable, 26 B", "\"succeeded\":0");
        row("/nothing", "404 Not Found, 14 B", "\"succeeded\":0,\"failed\":0,\"lastStatus\":404");
        row("/echo post \"to and fro\"", "200 OK, 10 B", "\"succeeded\":1");
        row("/own", "200 OK, 4 B", "\"bytes\":4");
        row("/big", "200 OK, 2 MB", "\"bytes\":2000000");
        row("/bytes/1000 check count 20", "200 OK, 1 kB", "\"requests\":20,\"succeeded\":20,\"failed\":0,\"lastStatus\":200,"
                                                          "\"bytes\":20000,\"wrongBytes\":0");
        row("/bytes/1000 check count 20 keep-alive", "200 OK, 1 kB", "\"requests\":20,\"succeeded\":20,\"failed\":0,"
                                                                     "\"lastStatus\":200,\"bytes\":20000,\"wrongBytes\":0");
    }
    void requests()
    {
        QFETCH(QString, line);
        QFETCH(QString, answer);
        QFETCH(QString, result);
        ServiceBench b;
        const auto server = b.onServer("http-server path /own text \"own\\n\" path /big size 2000000");
        const auto id = b.onClient("http http://" + b.server() + line.toStdString());
        b.net.runFor(60_s);
        QVERIFY(!b.isRunning(b.clientNode(), id));
        QVERIFY2(b.lines("http").value(1).contains(answer), qPrintable(b.lines("http").join('\n')));
        const std::string found = b.result(b.clientNode(), id);
        QVERIFY2(found.find(result.toStdString()) != std::string::npos, found.c_str());
        const std::string served = b.result(b.serverNode(), server);
        const bool oneConnection = !line.contains("count") || line.contains("keep-alive");
        QVERIFY2(served.find(oneConnection ? "\"connections\":1," : "\"connections\":20,") != std::string::npos, served.c_str());
        QVERIFY2(served.find("\"open\":0") != std::string::npos, served.c_str());
    }

    void pipelinedRequestsAreAnsweredInOrder()
    {
        ServiceBench b;
        const auto server = b.onServer("http-server path /a text A path /b size 1000000 path /c text C");
        const char *requests = "GET /a HTTP/1.1\\r\\nHost: x\\r\\n\\r\\nGET /b HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n"
                               "POST /echo HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n"
                               "3\\r\\nabc\\r\\n0\\r\\n\\r\\nGET /c HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n";
        b.onClient("netcat " + b.server() + " 80 text \"" + requests + '"');
        b.net.runFor(20_s);
        QStringList log;
        for (const QString &line : b.lines("http-server"))
            log << line.section('"', 1);
        QCOMPARE(log.mid(1), (QStringList{"GET /a HTTP/1.1\" 200 1", "GET /b HTTP/1.1\" 200 1000000",
                                          "POST /echo HTTP/1.1\" 200 3", "GET /c HTTP/1.1\" 200 1"}));
        QVERIFY(b.lines("netcat").contains("C"));
        QVERIFY(b.result(b.serverNode(), server).find("\"open\":0") != std::string::npos);
    }

    void whatIsWrongIsAnsweredAndTheConnectionEnds_data()
    {
        QTest::addColumn<QString>("request");
        QTest::addColumn<QString>("status");
        QTest::newRow("no host") << "GET / HTTP/1.1\\r\\n\\r\\n" << "HTTP/1.1 400 Bad Request";
        QTest::newRow("HTTP/2") << "GET / HTTP/2.0\\r\\n\\r\\n" << "HTTP/1.1 505 HTTP Version Not Supported";
        QTest::newRow("a long target") << "GET /" + QString(9'000, 'a') + " HTTP/1.1\\r\\n\\r\\n" << "HTTP/1.1 414 URI Too Long";
        QTest::newRow("a big body") << "POST /echo HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 9999999\\r\\n\\r\\n"
                                    << "HTTP/1.1 413 Content Too Large";
        QTest::newRow("expects to be told") << "POST /echo HTTP/1.0\\r\\nContent-Length: 3\\r\\n\\r\\nabc" << "HTTP/1.1 200 OK";
        QTest::newRow("100") << "POST /echo HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\nExpect: 100-continue\\r\\n"
                                "Content-Length: 3\\r\\n\\r\\n" << "HTTP/1.1 100 Continue";
    }
    void whatIsWrongIsAnsweredAndTheConnectionEnds()
    {
        QFETCH(QString, request);
        QFETCH(QString, status);
        ServiceBench b;
        b.onServer("http-server");
        const bool isWaiting = status.contains("100");
        const auto id = b.onClient("netcat " + b.server() + " 80 keep wait 3s text \"" + request.toStdString() + '"');
        b.net.runFor(2_s);
        QVERIFY2(b.lines("netcat").contains(status), qPrintable(b.lines("netcat").join('\n')));
        QCOMPARE(b.isRunning(b.clientNode(), id), isWaiting);
    }

    void nobodyListens()
    {
        ServiceBench b;
        const auto id = b.onClient("http " + b.server());
        b.net.runFor(1_s);
        QVERIFY(!b.isRunning(b.clientNode(), id));
        QCOMPARE(b.lines("http").last(), QString("http: http://10.0.2.2/: Connection refused"));
    }

    void aServerThatSaysNothing()
    {
        ServiceBench b;
        b.onServer("netcat listen 80 keep");
        const auto id = b.onClient("http " + b.server() + " timeout 5s");
        b.net.runFor(6_s);
        QVERIFY(!b.isRunning(b.clientNode(), id));
        QCOMPARE(b.lines("http").last(), QString("http: http://10.0.2.2/: no answer in time"));
    }

    void aServerThatSpeaksSomethingElse()
    {
        ServiceBench b;
        b.onServer("netcat listen 80 text \"SSH-2.0-something\\r\\n\"");
        b.onClient("http " + b.server());
        b.net.runFor(6_s);
        QCOMPARE(b.lines("http").last(), QString("http: http://10.0.2.2/: the answer is not HTTP"));
    }

    void idleConnectionsAreClosed()
    {
        ServiceBench b;
        const auto server = b.onServer("http-server");
        b.onClient("netcat " + b.server() + " 80 keep");
        b.net.runFor(10_s);
        QVERIFY(b.result(b.serverNode(), server).find("\"open\":1") != std::string::npos);
        b.net.runFor(120_s);
        QVERIFY(b.result(b.serverNode(), server).find("\"open\":0") != std::string::npos);
    }

    void theSameBytesOverALossyLine()
    {
        world::World world = support::worldFrom(kLossyLab);
        world.runUntil(support::seconds(1));
        QVERIFY(world.command(world.findNode("h1"), "http http://web/bytes/5000000 check").ok);
        world.runUntil(support::seconds(120));
        const std::string result = resultOf(world, "h1");
        QVERIFY2(result.find("\"wrongBytes\": 0") != std::string::npos && result.find("\"bytes\": 5000000") != std::string::npos,
                 result.c_str());
    }

    void aCopyInMidTransferGoesOnIdentically()
    {
        world::World world = support::worldFrom(kLossyLab);
        world.runUntil(support::seconds(1));
        QVERIFY(world.command(world.findNode("h1"), "http http://web/bytes/2000000 check").ok);
        for (const double at : {1.03, 1.2, 1.5}) { // opening, in slow start, at speed
            world.runUntil(support::seconds(at));
            world::World copy = world.copy();
            world::World other = world.copy();
            support::Everything one(copy), two(other);
            copy.runUntil(support::seconds(at + 30));
            other.runUntil(support::seconds(at + 30));
            QVERIFY(one.count > 1'000);
            QVERIFY(one.log == two.log);
            const std::string result = resultOf(copy, "h1");
            QVERIFY2(result.find("\"bytes\": 2000000") != std::string::npos && result.find("\"wrongBytes\": 0") != std::string::npos,
                     result.c_str());
            copy.trace().remove(&one);
            other.trace().remove(&two);
        }
    }
};

QTEST_APPLESS_MAIN(TestHttp)
#include "tst_http.moc"
