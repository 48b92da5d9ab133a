// Command lines of the services: what they mean, and what is said of wrong ones.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/command.h"
#include "core/services/format.h"
#include "core/services/ping.h"
#include "core/services/traceroute.h"
#include "core/services/udp_sink.h"
#include "core/services/udp_source.h"
#include "tests/support/compare.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::base::literals;

class TestCommand : public QObject {
    Q_OBJECT
private slots:
    void whatIsACommand()
    {
        QVERIFY(services::isCommand("ping 10.0.0.1"));
        QVERIFY(services::isCommand("  udp-sink"));
        QVERIFY(!services::isCommand("show ip route"));
        QVERIFY(!services::isCommand("pingx 10.0.0.1"));
        QVERIFY(!services::isCommand(""));
        for (const services::CommandHelp &help : services::commands())
            QVERIFY(services::isCommand(help.name));
    }

    void lettersMeanTheSameAsWords()
    {
        const auto line = [](const char *text) { return services::parseCommand(text).value()->commandLine(); };
        QCOMPARE(line("ping 10.0.2.10 -c 5 -i 0.2 -s 100 -t 5 -W 1 -q"),
                 line("ping 10.0.2.10 count 5 interval 200ms size 100 ttl 5 timeout 1s quiet"));
        QCOMPARE(line("traceroute 10.0.2.10 -I -f 2 -m 9 -q 1 -w 2"),
                 line("traceroute 10.0.2.10 icmp first 2 hops 9 probes 1 timeout 2s"));
    }

    void theCommandLineStartsTheSameAgain_data()
    {
        QTest::addColumn<QString>("line");
        for (const char *line :
             {"ping 10.0.2.10",
              "ping 10.0.2.10 count 5 interval 200ms size 100 ttl 5 tos 16 timeout 1s source 10.0.1.10 df quiet",
              "traceroute 10.0.2.10",
              "traceroute 10.0.2.10 icmp first 2 hops 9 probes 1 timeout 2s port 40000 size 100 tos 16 "
              "source 10.0.1.10 df",
              "udp-sink port 5001", "udp-sink port 7 address 10.0.1.10 for 10s",
              "udp-source 10.0.2.10 port 5001 rate 10mbit size 1000 for 10s",
              "udp-source 10.0.2.10 port 5001 pps 50 size 64 count 7 ttl 3 tos 16 source 10.0.1.10 df",
              "ping web", "traceroute r1.lab icmp", "udp-source web port 5001 rate 10mbit size 1000",
              "echo-server", "discard-server port 90", "chargen-server port 1900",
              "host web", "host 10.0.2.10 server 10.0.0.53", "host web type TXT server 10.0.0.53",
              "dns-server", "dns-server port 5353 quiet zone a.lab=10.0.0.1 zone a.lab=10.0.0.2 zone www.lab=a.lab",
              "http http://web/", "http http://10.0.2.10:8080/x?y count 3 range 0-9 keep-alive show check quiet timeout 5s",
              "http http://web/ head", "http http://web/echo post \"a \\\"b\\\"\"",
              "http-server", "http-server port 8080 quiet path / text hello path /big size 1000000",
              "iperf3 server", "iperf3 server port 5000 once quiet", "iperf3 web", "iperf3 10.0.2.10 port 5000 time 3s parallel 4",
              "iperf3 web bytes 1000000 reverse length 1000 tos 8 quiet", "iperf3 web bidirectional rate 10mbit",
              "netcat 10.0.2.10 7", "netcat web 7 udp text hello wait 5s",
              "netcat listen 4000 text \"two words\" keep", "netcat web 80 text \"GET / HTTP/1.0\\r\\n\\r\\n\""})
            QTest::newRow(line) << line;
    }
    void theCommandLineStartsTheSameAgain()
    {
        QFETCH(QString, line);
        QCOMPARE(QString::fromStdString(services::parseCommand(line.toStdString()).value()->commandLine()), line);
    }

    void optionsArrive()
    {
        const auto parsed = services::parseCommand("udp-source 10.0.2.10 port 5001 rate 10mbit size 1000 for 10s");
        services::UdpSourceOptions expected;
        expected.destination = base::Ipv4Address(10, 0, 2, 10);
        expected.port = 5001;
        expected.rate = base::BitRate::bitsPerSecond(10'000'000);
        expected.size = 1000;
        expected.duration = 10_s;
        QVERIFY(dynamic_cast<const services::UdpSource &>(**parsed).options() == expected);
    }

    void wrongLines_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *line, const char *message) { QTest::newRow(line) << line << message; };
        row("ping", "ping: needs an address");
        row("ping 10.0.0.300", "ping: '10.0.0.300' is neither an IP address, such as 10.0.2.10, nor a name");
        row("ping web_1..lab", "ping: 'web_1..lab' is neither an IP address, such as 10.0.2.10, nor a name");
        row("ping web source h1", "ping: 'h1' is not an IP address, such as 10.0.2.10");
        row("netcat web", "netcat: needs an address");
        row("netcat web 0", "netcat: '0' behind '' is not a number from 1 to 65535");
        row("netcat web 7 text \"two words", "netcat: the quote before 'two words' is not closed");
        row("netcat web 7 text \"two\"words", "netcat: a blank is missing behind the quote that ends 'two'");
        row("host web type spf", "host: 'spf' is none of a, aaaa, any, cname, mx, ns, ptr, soa, txt");
        row("host a/b", "host: 'a/b' is neither a name nor an IP address");
        row("dns-server zone web", "dns-server: 'web' behind 'zone' is not NAME=ADDRESS or NAME=OTHERNAME, or says "
                                   "something else of a name than before");
        row("dns-server zone a=b zone a=10.0.0.1",
            "dns-server: 'a=10.0.0.1' behind 'zone' is not NAME=ADDRESS or NAME=OTHERNAME, or says something else of a "
            "name than before");
        row("http", "http: needs an address");
        row("http web head post x", "http: 'head' and 'post' are two different requests");
        row("http web range x", "http: 'x' behind 'range' is not a range of bytes, such as 0-99, 100- or -100");
        row("http-server path x", "http-server: 'x' behind 'path' does not begin with /");
        row("iperf3 web time 1.5s", "iperf3: the time is of whole seconds, from 1 to 86400");
        row("iperf3 web reverse bidirectional", "iperf3: 'reverse' and 'bidirectional' are two different tests");
        row("iperf3 web udp length 65508", "iperf3: a datagram has at most 65507 bytes");
        row("echo-server 7", "echo-server: unknown word '7'; it takes port");
        row("ping 10.0.0.1 count", "ping: a value is missing behind 'count'");
        row("ping 10.0.0.1 count five", "ping: 'five' behind 'count' is not a number from 1 to 18446744073709551615");
        row("ping 10.0.0.1 count 0", "ping: '0' behind 'count' is not a number from 1 to 18446744073709551615");
        row("ping 10.0.0.1 ttl 256", "ping: '256' behind 'ttl' is not a number from 1 to 255");
        row("ping 10.0.0.1 interval soon", "ping: 'soon' behind 'interval' is not a time, such as 200ms or 10s");
        row("ping 10.0.0.1 interval 0", "ping: the interval is at least 1ms");
        row("ping 10.0.0.1 counter 5",
            "ping: unknown word 'counter'; it takes count, interval, size, ttl, tos, timeout, source, df, quiet");
        row("traceroute 10.0.0.1 first 5 hops 3", "traceroute: the first hop, 5, lies behind the last, 3");
        row("udp-source 10.0.0.1 rate fast", "udp-source: 'fast' behind 'rate' is not a rate, such as 10mbit");
        row("udp-source 10.0.0.1 rate unlimited",
            "udp-source: 'unlimited' behind 'rate' is not a rate, such as 10mbit");
        row("udp-source 10.0.0.1 size 8", "udp-source: '8' behind 'size' is not a number from 32 to 65507");
        row("udp-sink 10.0.0.1", "udp-sink: unknown word '10.0.0.1'; it takes port, address, for");
    }
    void wrongLines()
    {
        QFETCH(QString, line);
        QFETCH(QString, message);
        const auto parsed = services::parseCommand(line.toStdString());
        QVERIFY(!parsed.has_value());
        QCOMPARE(QString::fromStdString(parsed.error().message), message);
    }

    void aLineThatIsNoServiceIsToldWhatThereIs()
    {
        for (const char *line : {"", "pong 10.0.0.1"}) {
            const std::string message = services::parseCommand(line).error().message;
            QVERIFY(message.find("is not a service; there are bgp-speaker, ") != std::string::npos);
            QVERIFY(message.ends_with(" and udp-source"));
        }
    }

    void theListIsSorted()
    {
        QVERIFY(std::ranges::is_sorted(services::commands(), {}, &services::CommandHelp::name));
    }

    void roundTripsAreWrittenWithThreeDigits_data()
    {
        QTest::addColumn<qint64>("ns");
        QTest::addColumn<QString>("text");
        const auto row = [](qint64 ns, const char *text) { QTest::newRow(text) << ns << text; };
        row(0, "0.000");
        row(45'000, "0.045");
        row(999'400, "0.999");
        row(1'234'000, "1.23");
        row(9'994'000, "9.99");
        row(9'995'000, "10.0");
        row(10'240'000, "10.2");
        row(99'949'000, "99.9");
        row(99'950'000, "100");
        row(104'400'000, "104");
        row(2'000'000'000, "2000");
    }
    void roundTripsAreWrittenWithThreeDigits()
    {
        QFETCH(qint64, ns);
        QFETCH(QString, text);
        QCOMPARE(QString::fromStdString(services::roundTripText(base::Duration::nanoseconds(ns))), text);
    }

    void bytesAndPercentages()
    {
        QCOMPARE(services::byteText(999), std::string("999 B"));
        QCOMPARE(services::byteText(12'500'000), std::string("12.5 MB"));
        QCOMPARE(services::byteText(999'600), std::string("1 MB"));
        QCOMPARE(services::percentText(100.0 / 3), std::string("33.33"));
        QCOMPARE(services::percentText(0), std::string("0"));
    }
};

QTEST_APPLESS_MAIN(TestCommand)
#include "tst_command.moc"
