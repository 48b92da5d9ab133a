// A lab's checks in virtual time: each kind passes where it should and fails where it should, with what was seen; combinations,
// failures of links, limits; the same report every time.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/checks.h"
#include "core/lab/read.h"

#include <QtTest/QTest>

using namespace hopyard;
using checks::Verdict;

namespace {

/// h1 — r1 = r2 — h2 with OSPF between the routers, twice over; h2 serves pages.
const std::string kLab =
    "hopyard: 1\nnodes:\n"
    "  h1: {kind: host, interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1}\n"
    "  h2: {kind: host, interfaces: {eth0: {address: 10.0.2.10/24}}, gateway: 10.0.2.1, start: [http-server]}\n"
    "  r1:\n    kind: router\n    config: |\n"
    "      interface eth0\n       ip address 10.0.1.1/24\n"
    "      interface eth1\n       ip address 10.0.12.1/30\n       ip ospf network point-to-point\n"
    "      interface eth2\n       ip address 10.0.21.1/30\n       ip ospf network point-to-point\n       ip ospf cost 50\n"
    "      router ospf\n       network 10.0.0.0/8 area 0\n"
    "  r2:\n    kind: router\n    config: |\n"
    "      interface eth0\n       ip address 10.0.2.1/24\n"
    "      interface eth1\n       ip address 10.0.12.2/30\n       ip ospf network point-to-point\n"
    "      interface eth2\n       ip address 10.0.21.2/30\n       ip ospf network point-to-point\n       ip ospf cost 50\n"
    "      router ospf\n       network 10.0.0.0/8 area 0\n"
    "links:\n  - {ends: [h1:eth0, r1:eth0]}\n  - {ends: [r1:eth1, r2:eth1], rate: 50mbit}\n  - {ends: [r1:eth2, r2:eth2]}\n"
    "  - {ends: [r2:eth0, h2:eth0]}\n";

/// Frames whose EtherType is that of ARP, whatever the filter's text.
base::Result<checks::FrameFilter, base::Error> arpOnly(const std::string &text)
{
    if (text != "arp")
        return base::fail(base::Error{"'" + text + "' is no filter"});
    return checks::FrameFilter([](base::Bytes frame) { return frame.size() > 13 && frame[12] == 0x08 && frame[13] == 0x06; });
}

checks::Report report(const std::string &checkLines, const checks::Limits &limits = {}, const std::string &text = kLab)
{
    const auto lab = lab::read(text + "checks:\n" + checkLines);
    if (!lab) {
        for (const auto &problem : lab.error())
            qWarning("%s", lab::toString(problem).c_str());
        return {};
    }
    checks::Options options;
    options.limits = limits;
    options.filters = arpOnly;
    const auto made = checks::runChecks(*lab, lab->teaching.checks, options);
    return made ? *made : checks::Report();
}

checks::CheckResult result(const std::string &condition)
{
    const checks::Report made = report("  c: {" + condition + "}\n");
    return made.results.empty() ? checks::CheckResult() : made.results.front();
}

} // namespace

class TestChecks : public QObject {
    Q_OBJECT
private slots:
    void pagesThatDoNotComeBack()
    {
        const std::string lab = "hopyard: 1\nnodes:\n  h1: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}, start: [ping g1 interval 1s, ping g2 interval 1s]}\n"
                                "  pc1:\n    kind: hypervisor\n    interfaces: {eth0: {address: 10.0.0.2/24}}\n    computer: {memory: 16MiB, dma: 12, lend: 4, receive: remap}\n"
                                "    guests:\n      g1: {memory: 4MiB, address: 10.0.0.11/24}\n      g2: {memory: 4MiB, address: 10.0.0.12/24, release: never}\n"
                                "links:\n  - {ends: [h1:eth0, pc1:eth0]}\n";
        const checks::Report made = report("  g1: {at: 10s, no-page-leaked: {on: pc1/g1}}\n  g2: {at: 10s, no-page-leaked: {on: pc1/g2, within: 2s}}\n"
                                           "  all: {at: 10s, no-page-leaked: {on: pc1, within: 2s}}\n",
                                           {}, lab);
        QCOMPARE(made.results.size(), std::size_t(3));
        QVERIFY(made.results[0].verdict == Verdict::passed);
        QVERIFY(made.results[1].verdict == Verdict::failed);
        QCOMPARE(made.results[1].seen, std::string("4 pages of pc1/g2 on their way"));
        QVERIFY(made.results[2].verdict == Verdict::failed);
    }
    void conditions_data()
    {
        QTest::addColumn<QString>("condition");
        QTest::addColumn<bool>("passes");
        QTest::addColumn<QString>("seen");
        const auto row = [](const char *name, const char *condition, bool passes, const char *seen) {
            QTest::newRow(name) << QString(condition) << passes << QString(seen);
        };
        row("ping", "ping: {from: h1, to: h2}", true, "3 of 3 echo requests from h1 to h2");
        row("ping fails", "ping: {from: h1, to: 10.9.9.9}", false, "0 of 3");
        row("no ping", "no-ping: {from: h1, to: 10.9.9.9, count: 1}", true, "0 of 1");
        row("no ping fails", "no-ping: {from: h1, to: h2}", false, "3 of 3");
        row("traceroute", "traceroute: {from: h1, to: h2, path: [r1, 10.0.12.2, h2]}", true, "goes by r1, r2, h2");
        row("traceroute any", "traceroute: {from: h1, to: h2, path: [r1, \"*\", h2]}", true, "r2");
        row("traceroute fails", "traceroute: {from: h1, to: h2, path: [r1, h2]}", false, "goes by r1, r2, h2");
        row("route", "route: {on: r1, to: 10.0.2.0/24, via: 10.0.12.2, protocol: ospf}", true, "10.0.2.0/24 by ospf via 10.0.12.2");
        row("route via a node", "route: {on: r1, to: 10.0.2.0/24, via: r2}", true, "ospf");
        row("route fails", "route: {on: r1, to: 10.0.2.0/24, via: 10.0.21.2}", false, "via 10.0.12.2");
        row("no route", "route: {on: r1, to: 10.77.0.0/16}", false, "r1 has no route for 10.77.0.0/16");
        row("absent route", "route: {on: r1, to: 10.77.0.0/16, absent: true}", true, "no route");
        row("adjacency", "adjacency: {on: r1, protocol: ospf, with: r2}", true, "Full");
        row("adjacency by address", "adjacency: {on: r1, protocol: ospf, with: 10.0.21.2}", true, "Full");
        row("adjacency fails", "adjacency: {on: r1, protocol: ospf, with: h1}", false, "r1 knows no ospf neighbour h1");
        row("adjacency absent", "adjacency: {on: r1, protocol: ospf, with: h1, absent: true}", true, "");
        row("config", "config: {on: r1, below: interface eth2, contains: ip ospf cost 50}", true, "as asked");
        row("config elsewhere", "config: {on: r1, below: interface eth1, contains: ip ospf cost 50}", false, "lacks \"ip ospf cost 50\"");
        row("config absent", "config: {on: r1, contains: router rip, absent: true}", true, "as asked");
        row("http", "http: {from: h1, url: \"http://10.0.2.10/\"}", true, "200");
        row("http fails", "http: {from: h2, url: \"http://10.0.1.10/\"}", false, "no answer");
        row("throughput", "throughput: {from: h1, to: h2, for: 2s, at-least: 20mbit, at-most: 50mbit}", true, "Mbit/s from h1 to h2");
        row("throughput fails", "throughput: {from: h1, to: h2, for: 2s, at-least: 60mbit}", false, "Mbit/s");
        row("loss", "throughput: {from: h1, to: h2, for: 2s, rate: 10mbit, loss: 0%}", true, "0 % lost");
        row("loss fails", "throughput: {from: h1, to: h2, for: 2s, rate: 90mbit, loss: 5%}", false, "% lost");
        row("not seen", "not-seen: {at: \"h2:eth0\", filter: arp, since: check}", true, "0 frames of \"arp\" at h2:eth0");
        row("seen", "after: [\"run h1: ping 10.0.2.10 count 1\", wait 2s], seen: {at: \"h2:eth0\", filter: arp}", true, "frames of \"arp\"");
        row("not", "not: {ping: {from: h1, to: h2}}", false, "3 of 3");
        row("all", "all: [{ping: {from: h1, to: h2}}, {no-ping: {from: h1, to: h2}}]", false, "3 of 3");
        row("any", "any: [{no-ping: {from: h1, to: h2}}, {ping: {from: h1, to: h2}}]", true, "3 of 3");
        row("a node that is not there", "ping: {from: h9, to: h2}", false, "there is no node 'h9'");
    }
    void conditions()
    {
        QFETCH(QString, condition);
        QFETCH(bool, passes);
        QFETCH(QString, seen);
        const checks::CheckResult made = result(condition.toStdString());
        QVERIFY2(QString::fromStdString(made.seen).contains(seen), made.seen.c_str());
        QCOMPARE(checks::toString(made.verdict), passes ? std::string_view("passed") : std::string_view("failed"));
        QCOMPARE(made.earned, passes ? 1u : 0u);
        QCOMPARE(made.sentence.empty(), passes);
    }

    void afterALinkFailsAndHeals()
    {
        const checks::Report made = report("  cut: {after: [fail r1:eth1, wait 60s], traceroute: {from: h1, to: h2, path: [r1, r2, h2]}}\n"
                                           "  way: {after: [fail r1:eth1, wait 60s], route: {on: r1, to: 10.0.2.0/24, via: 10.0.21.2}}\n"
                                           "  healed: {after: [fail r1:eth1, wait 60s, heal r1:eth1, wait 60s], route: {on: r1, to: 10.0.2.0/24, via: 10.0.12.2}}\n"
                                           "  whole: {route: {on: r1, to: 10.0.2.0/24, via: 10.0.12.2}}\n"
                                           "  off: {after: [stop r2, wait 1s], no-ping: {from: h1, to: 10.0.2.10}}\n"
                                           "  nowhere: {after: [fail r7:eth1], ping: {from: h1, to: h2}}\n");
        QCOMPARE(made.results.size(), std::size_t(6));
        for (std::size_t i = 0; i < 5; ++i)
            QVERIFY2(made.results[i].verdict == Verdict::passed, made.results[i].seen.c_str());
        QVERIFY(made.results[5].verdict == Verdict::failed);
        QCOMPARE(made.results[5].sentence, std::string("no link is plugged at r7:eth1"));
        QCOMPARE(made.earned, 5u);
        QCOMPARE(made.possible, 6u);
    }

    void timesAreOfTheLab()
    {
        const checks::Report made = report("  later: {at: 60s, adjacency: {on: r1, protocol: ospf, with: r2}}\n"
                                           "  early: {at: 0s, points: 3, failure: not yet, adjacency: {on: r1, protocol: ospf, with: r2}}\n");
        QVERIFY(made.results[0].verdict == Verdict::passed);
        QVERIFY(made.results[1].verdict == Verdict::failed);
        QCOMPARE(made.results[1].sentence, std::string("not yet"));
        QCOMPARE(made.results[1].points, 3u);
        QVERIFY(!made.isAllPassed());
    }

    void tableIsComparedByItsWords()
    {
        const checks::Report made = report("  same: {table: {on: h1, command: show applications, equals: \"Number  State Command\"}}\n"
                                           "  other: {table: {on: h1, command: show applications, equals: \"Number State\"}}\n");
        QVERIFY2(made.results[0].verdict == Verdict::passed, made.results[0].seen.c_str());
        QVERIFY2(made.results[1].seen.starts_with("line 1 is \"Number State Command\""), made.results[1].seen.c_str());
    }

    void everyReportIsTheSame()
    {
        const std::string lines = "  a: {ping: {from: h1, to: h2}}\n  b: {throughput: {from: h1, to: h2, for: 1s, at-least: 1mbit}}\n";
        QVERIFY(report(lines) == report(lines));
    }
    /// Each looks at a world of its own: in another order the same is seen.
    void noneDisturbsAnother()
    {
        const std::string a = "  a: {after: [fail r1:eth1, fail r1:eth2], no-ping: {from: h1, to: h2}}\n", b = "  b: {ping: {from: h1, to: h2}}\n";
        const checks::Report one = report(a + b), other = report(b + a);
        QVERIFY(one.results[0] == other.results[1] && one.results[1] == other.results[0]);
        QVERIFY(one.isAllPassed());
    }

    void whatHasNoEndIsAnError()
    {
        // Three switches in a ring: one broadcast circles for ever.
        const std::string ring = "hopyard: 1\nnodes:\n  h1: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}, start: [ping 10.0.0.2]}\n"
                                 "  s1: {kind: hub}\n  s2: {kind: hub}\n  s3: {kind: hub}\nlinks:\n  - {ends: [h1:eth0, s1:a]}\n"
                                 "  - {ends: [s1:b, s2:a]}\n  - {ends: [s2:b, s3:a]}\n  - {ends: [s3:b, s1:c]}\n";
        checks::Limits limits;
        limits.events = 100'000;
        const checks::Report made = report("  c: {at: 3600s, ping: {from: h1, to: 10.0.0.2}}\n  d: {at: 3601s, ping: {from: h1, to: 10.0.0.2}}\n", limits, ring);
        QCOMPARE(made.results.size(), std::size_t(2));
        for (const checks::CheckResult &each : made.results) {
            QVERIFY(each.verdict == Verdict::error);
            QVERIFY2(each.seen.find("limit of events") != std::string::npos, each.seen.c_str());
        }
    }
    void whatTakesTooLongIsAnError()
    {
        checks::Limits limits;
        limits.time = base::Duration::seconds(100);
        const checks::Report made = report("  c: {after: [wait 50s], ping: {from: h1, to: h2}}\n  d: {ping: {from: h1, to: h2}}\n", limits);
        QVERIFY(made.results[0].verdict == Verdict::error);
        QVERIFY(made.results[1].verdict == Verdict::passed);
    }
    void badFilterIsAnErrorOfItsCheck()
    {
        const checks::Report made = report("  c: {seen: {at: \"h1:eth0\", filter: nonsense}}\n  d: {ping: {from: h1, to: h2}}\n");
        QVERIFY(made.results[0].verdict == Verdict::error);
        QCOMPARE(made.results[0].sentence, std::string("This could not be checked: 'nonsense' is no filter"));
        QVERIFY(made.results[1].verdict == Verdict::passed);
    }
    void subjectsAreNamed()
    {
        const checks::CheckResult made = result("all: [{ping: {from: h1, to: h2}}, {seen: {at: \"r1:eth0\", filter: arp}}, {ping: {from: h1, to: 10.0.0.9}}]");
        QCOMPARE(made.nodes, (std::vector<std::string>{"h1", "h2"}));
        QCOMPARE(made.ends, (std::vector<lab::End>{{"r1", "eth0"}}));
    }
};

QTEST_APPLESS_MAIN(TestChecks)
#include "tst_checks.moc"
