// Names over real stacks: the lab's, those of a name server, servers that fail, and the cache.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/compare.h"
#include "tests/support/service_bench.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::base::literals;
using test::ServiceBench;

class TestNames : public QObject {
    Q_OBJECT
private slots:
    void namesOfTheLab()
    {
        ServiceBench b;
        b.addName("web", "10.9.9.9"); // no way there
        b.addName("web", b.server());
        b.onClient("ping Web count 1");
        b.net.runFor(1_s);
        QCOMPARE(b.lines("ping").value(0), QString("PING Web (10.0.2.2) 56(84) bytes of data."));
        QVERIFY(b.lines("ping").join('\n').contains("1 received"));
        b.onClient("traceroute web icmp probes 1");
        b.net.runFor(1_s);
        QCOMPARE(b.lines("traceroute").value(0), QString("traceroute to web (10.0.2.2), 30 hops max, 60 byte packets"));
        b.onClient("host web");
        b.onClient("host " + b.server());
        QCOMPARE(b.lines("host"), (QStringList{"web has address 10.9.9.9", "web has address 10.0.2.2",
                                               "2.2.0.10.in-addr.arpa domain name pointer web."}));
    }

    void localhost()
    {
        ServiceBench b;
        b.onClient("ping localhost count 1");
        b.net.runFor(1_s);
        QCOMPARE(b.lines("ping").value(0), QString("PING localhost (127.0.0.1) 56(84) bytes of data."));
    }

    void aNameNobodyKnows()
    {
        ServiceBench b;
        const auto id = b.onClient("ping nobody");
        QVERIFY(!b.isRunning(b.clientNode(), id));
        QCOMPARE(b.lines("ping"), QStringList("ping: nobody: Name or service not known"));
        b.onClient("host nobody");
        QCOMPARE(b.lines("host"), QStringList("Host nobody not found: no node of the lab, and no name server is "
                                              "configured (ip name-server ADDRESS)"));
    }

    void aNameServerIsAskedOnceAndRemembered()
    {
        ServiceBench b;
        const auto server = b.onServer("dns-server zone www.lab=alias.lab zone alias.lab=10.0.2.2");
        b.useNameServers({b.server()});
        b.onClient("ping www.lab count 1");
        b.net.runFor(1_s);
        QVERIFY(b.lines("ping").join('\n').contains("PING www.lab (10.0.2.2)"));
        QCOMPARE(b.lines("dns-server").size(), 2);
        QVERIFY(b.lines("dns-server").at(1).endsWith("asks for A www.lab: NOERROR, 2 answers"));
        b.onClient("ping www.lab count 1");
        b.net.runFor(1_s);
        QCOMPARE(b.lines("dns-server").size(), 2); // from the cache
        b.net.runFor(60_s);
        b.onClient("ping www.lab count 1");
        b.net.runFor(1_s);
        QCOMPARE(b.lines("dns-server").size(), 3); // its time to live is over
        b.onClient("ping nobody.lab");
        b.net.runFor(1_s);
        QVERIFY(b.lines("ping").contains("ping: nobody.lab: Name or service not known"));
        b.stop(b.serverNode(), server);
        QVERIFY(b.lines("dns-server").contains("dns-server: 3 questions, 1 for names that do not exist"));
    }

    void aServerThatIsNotThereIsPassedOver()
    {
        ServiceBench b;
        b.onServer("dns-server zone www.lab=10.0.2.2 quiet");
        b.useNameServers({"10.0.0.1", b.server()}); // r1 has no name server: port unreachable
        b.onClient("ping www.lab count 1");
        b.net.runFor(200_ms);
        QVERIFY(b.lines("ping").join('\n').contains("1 received"));
    }

    void nobodyAnswers()
    {
        ServiceBench b;
        b.useNameServers({b.server()});
        b.net.disconnect({b.serverNode(), base::PortIndex(0)});
        const auto id = b.onClient("ping www.lab");
        const auto other = b.onClient("host www.lab");
        b.net.runFor(4_s);
        QVERIFY(b.isRunning(b.clientNode(), id));
        b.net.runFor(7_s);
        QVERIFY(!b.isRunning(b.clientNode(), id) && !b.isRunning(b.clientNode(), other));
        QCOMPARE(b.lines("ping"), QStringList("ping: www.lab: Temporary failure in name resolution"));
        QCOMPARE(b.lines("host"), QStringList(";; connection timed out; no servers could be reached"));
    }

    void anAnswerThatWasCutIsFetchedOverTcp()
    {
        ServiceBench b;
        std::string zone;
        for (int i = 1; i <= 60; ++i)
            zone += " zone many.lab=10.9.0." + std::to_string(i);
        b.onServer("dns-server" + zone);
        b.useNameServers({b.server()});
        b.onClient("host many.lab");
        b.net.runFor(3_s);
        QCOMPARE(b.lines("host").size(), 60);
        QCOMPARE(b.lines("host").last(), QString("many.lab has address 10.9.0.60"));
        QCOMPARE(b.lines("dns-server").size(), 3); // it was asked twice, over UDP and TCP
        b.net.runFor(120_s);
        QVERIFY(b.net.node(b.clientNode()).sockets().sockets().empty());
        QCOMPARE(b.net.node(b.serverNode()).sockets().sockets().size(), std::size_t(2));
    }

    void stoppedWhileItAsks()
    {
        ServiceBench b;
        b.useNameServers({"10.0.2.99"});
        const auto id = b.onClient("ping www.lab");
        QVERIFY(b.isRunning(b.clientNode(), id));
        b.stop(b.clientNode(), id);
        QVERIFY(!b.isRunning(b.clientNode(), id));
        QVERIFY(b.net.node(b.clientNode()).sockets().sockets().empty());
    }

    void whatHostPrints()
    {
        ServiceBench b;
        b.onServer("dns-server zone www.lab=web.lab zone web.lab=10.0.2.2 zone six.lab=2001:db8::1 quiet");
        for (const char *line : {"host www.lab", "host six.lab type aaaa", "host six.lab", "host 10.0.2.2", "host gone.lab"}) {
            b.onClient(std::string(line) + " server " + b.server());
            b.net.runFor(1_s);
        }
        QCOMPARE(b.lines("host"), (QStringList{
            "www.lab is an alias for web.lab.", "web.lab has address 10.0.2.2", "six.lab has IPv6 address 2001:db8::1",
            "six.lab has no A record", "2.2.0.10.in-addr.arpa domain name pointer web.lab.",
            "Host gone.lab not found: 3(NXDOMAIN)"}));
    }
};

QTEST_APPLESS_MAIN(TestNames)
#include "tst_names.moc"
