// What validation finds in labs that have the right shape: each mistake with its place and both places it names.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/reader.h"
#include "core/lab/validate.h"

#include <QtTest/QTest>

using namespace hopyard;
using lab::Problem;

namespace {

/// A stand-in for the console: "IF ADDRESS" a line; "bad" is an issue.
lab::ConfigFacts factsOf(std::string_view config)
{
    lab::ConfigFacts facts;
    int line = 0;
    while (!config.empty()) {
        const std::size_t end = std::min(config.find('\n'), config.size());
        const std::string_view text = config.substr(0, end);
        ++line;
        const std::size_t blank = text.find(' ');
        if (text == "bad")
            facts.issues.push_back({Problem::Severity::error, line, 1, "what is bad?"});
        facts.interfaces.emplace_back(text.substr(0, blank));
        if (blank != std::string_view::npos)
            facts.addresses.push_back({std::string(text.substr(0, blank)),
                                       *base::InterfaceAddress::parse(text.substr(blank + 1)), line});
        config.remove_prefix(std::min(end + 1, config.size()));
    }
    return facts;
}

QString problemsOf(const QString &text)
{
    const auto read = lab::readWithPlaces(text.toStdString(), "");
    QString out;
    if (!read) {
        for (const Problem &p : read.error())
            out += "read: " + QString::fromStdString(lab::toString(p)) + '\n';
        return out;
    }
    for (const Problem &p : lab::validate(read->lab, read->places, factsOf))
        out += QString::fromStdString(lab::toString(p)) + '\n';
    return out;
}

} // namespace

class TestValidate : public QObject {
    Q_OBJECT
private slots:
    void labs_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const QString &text, const char *expected) {
            QTest::newRow(name) << "hopyard: 1\n" + text << expected;
        };
        const QString two = "nodes:\n"
                            "  h1: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}\n"
                            "  h2: {kind: host, interfaces: {eth0: {address: 10.0.0.2/24}}}\n";
        row("nothing to say", two + "links:\n  - {ends: [h1:eth0, h2:eth0]}\n", "");
        row("empty", "", "");
        row("isolated node", "nodes:\n  a: {kind: hub}\n", "");
        row("link to nowhere", two + "links:\n  - {ends: [h1:eth0, h22:eth0]}\n  - {ends: [h2:eth0, web:eth0]}\n",
            "6:22: error: there is no node 'h22'; did you mean 'h2'?\n"
            "7:22: error: there is no node 'web'; add it to 'nodes' or remove the link\n");
        row("end used twice", two + "  s: {kind: switch}\nlinks:\n  - {ends: [h1:eth0, h2:eth0]}\n  - {ends: [h1:eth0, s:1]}\n",
            "8:13: error: h1:eth0 is linked already on line 7; an interface takes one cable, a switch joins several\n");
        row("to itself", two + "links:\n  - {ends: [h1:eth0, h1:eth0]}\n",
            "3:40: hint: h1:eth0 has an address but no link\n"
            "4:40: hint: h2:eth0 has an address but no link\n"
            "6:22: error: h1:eth0 is linked to itself; a link has two ends\n");
        row("address twice", "nodes:\n"
                             "  h1: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}\n"
                             "  h2: {kind: host, interfaces: {eth0: {addresses: [10.0.0.2/24, 10.0.0.1/16]}}}\n",
            "4:65: error: address 10.0.0.1 of h2:eth0 belongs to h1:eth0 on line 3 already\n");
        row("address twice, once in a configuration",
            "nodes:\n"
            "  r1:\n    kind: router\n    config: |\n      eth0 10.0.0.1/24\n      eth1 10.0.0.9/24\n"
            "  h2: {kind: host, interfaces: {eth0: {address: 10.0.0.9/24}}}\n",
            "8:40: error: address 10.0.0.9 of h2:eth0 belongs to r1:eth1 on line 7 already\n");
        row("the same address in both places of a router is one",
            "nodes:\n  r1:\n    kind: router\n    interfaces: {eth0: {address: 10.0.0.1/24}}\n"
            "    config: |\n      eth0 10.0.0.1/24\n", "");
        row("issue of a configuration", "nodes:\n  r1:\n    kind: router\n    config: |\n      eth0\n      bad\n",
            "7:7: error: 'r1', config line 2: what is bad?\n");
        row("MAC twice", "nodes:\n"
                         "  h1: {kind: host, interfaces: {e: {mac: '02:00:00:00:00:01'}}}\n"
                         "  h2: {kind: host, interfaces: {e: {mac: '02:00:00:00:00:01'}}}\n",
            "4:37: error: MAC address 02:00:00:00:00:01 of h2:e belongs to h1:e already on line 3\n");
        row("network and broadcast", "nodes:\n"
                                     "  h1: {kind: host, interfaces: {e: {address: 10.0.0.0/24}}}\n"
                                     "  h2: {kind: host, interfaces: {e: {address: 10.0.1.255/24}}}\n"
                                     "  h3: {kind: host, interfaces: {e: {addresses: [10.0.2.0/31, 10.0.3.255/32]}}}\n"
                                     "  h4: {kind: host, interfaces: {e: {address: 224.0.0.1/24}}}\n",
            "3:37: error: 10.0.0.0/24 of h1:e is the network itself; the first of its addresses is 10.0.0.1\n"
            "4:37: error: 10.0.1.255/24 of h2:e is the network's broadcast address; the one before is 10.0.1.254\n"
            "6:37: error: 224.0.0.1/24 of h4:e is a group, not an address of an interface\n");
        row("different networks", "nodes:\n"
                                  "  h1: {kind: host, interfaces: {e: {address: 10.0.0.1/24}}}\n"
                                  "  h2: {kind: host, interfaces: {e: {address: 10.0.1.1/24}}}\n"
                                  "links:\n  - {ends: [h1:e, h2:e]}\n",
            "6:5: warning: the ends of this link are in different networks: h1:e has 10.0.0.1/24, h2:e has 10.0.1.1/24\n");
        row("gateway", "nodes:\n"
                       "  h1: {kind: host, interfaces: {e: {address: 10.0.0.1/24}}, gateway: 10.0.1.1}\n"
                       "  h2: {kind: host, gateway: 10.0.0.1}\n"
                       "  h3: {kind: namespace, interfaces: {e: {address: 10.0.0.3/24}}, gateway: 10.0.0.3}\n"
                       "  h4: {kind: host, interfaces: {e: {address: 2001:db8::1/64}}, gateway: fe80::1}\n"
                       "  h5: {kind: host, interfaces: {e: {address: 10.0.5.1/24}}, routes: [10.9.0.0/16 via 10.0.5.2, 10.8.0.0/16 via 10.0.6.1]}\n"
                       "  r1: {kind: router, routes: [10.9.0.0/16 via 10.0.5.2]}\n",
            "3:61: error: gateway 10.0.1.1 of 'h1' is in none of its networks (10.0.0.0/24)\n"
            "4:20: error: 'h2' has a gateway but no address; give one of its interfaces an address in the network of "
            "10.0.0.1\n"
            "5:66: error: gateway 10.0.0.3 is an address of 'h3' itself; it is the router's\n"
            "7:96: error: the route of 'h5' to 10.8.0.0/16 goes by 10.0.6.1, which is in none of its networks (10.0.5.0/24)\n"
            "8:22: error: 'r1' is a router and has no 'routes'; write them into its config\n");
        row("address by DHCP", "nodes:\n"
                               "  h1: {kind: host, interfaces: {e: {address: dhcp}}, gateway: 10.0.0.1}\n"
                               "  n1: {kind: namespace, interfaces: {e: {address: dhcp}}}\n",
            "4:42: error: 'n1' is a namespace: 'address: dhcp' is for hosts and routers\n");
        row("keys of other kinds", "nodes:\n"
                                   "  h1: {kind: host, config: hostname x}\n"
                                   "  r1: {kind: router, gateway: 10.0.0.1}\n"
                                   "  s1: {kind: switch, start: [ls], interfaces: {p1: {}, p2: {mtu: 1400}}}\n",
            "3:20: error: 'h1' is a host and has no 'config'; only a router is configured so\n"
            "4:22: error: 'r1' is a router and has no 'gateway'; write \"ip route 0.0.0.0/0 10.0.0.1\" into its config\n"
            "5:22: error: 's1' is a switch and has no 'start'; it runs no commands\n"
            "5:56: error: 's1' is a switch: its ports have neither addresses nor MTU\n");
        row("names", "nodes:\n"
                     "  -a b: {kind: hub}\n"
                     "  h1: {kind: host, interfaces: {a-name-that-is-long: {}}}\n",
            "3:3: error: '-a b' is no name of a node: letters, digits, '-', '_' and '.', beginning with a letter or digit, "
            "at most 63\n"
            "4:33: error: 'a-name-that-is-long' is no name of an interface: at most 15 characters, no blank, '/' or ':'\n");
        row("made by the link", "nodes:\n  h1: {kind: host}\n  r1:\n    kind: router\n    config: |\n      eth0\n  s: {kind: hub}\n"
                                "links:\n  - {ends: [h1:eth0, s:1]}\n  - {ends: [r1:eth0, s:2]}\n  - {ends: [r1:eth1, s:3]}\n",
            "10:13: hint: 'h1' has no interface 'eth0' of its own: the link makes one without an address\n"
            "12:13: hint: 'r1' has no interface 'eth1' of its own: the link makes one without an address\n");
        QString many = "nodes:\n", cables = "links:\n";
        for (int i = 0; i < 12; ++i) {
            many += QString("  r%1: {kind: router}\n").arg(i);
            cables += QString("  - {ends: [r%1:eth0, r%2:eth1]}\n").arg(i).arg((i + 1) % 12);
        }
        row("many made by their links", (many + cables).toUtf8().constData(), "16:13: hint: 24 interfaces of 12 nodes are made by their links alone, without an address; r0:eth0 is one\n");
        row("nobody has an address", "nodes:\n  a: {kind: host, interfaces: {e: {}}}\n  b: {kind: router, interfaces: {e: {}}}\nlinks:\n  - {ends: [a:e, b:e]}\n",
            "6:5: hint: no interface of this lab has an address: nothing can be sent before some have\n");
        row("a start line may give one", "nodes:\n  a: {kind: host, interfaces: {e: {}}, start: [ping 10.0.0.1]}\n  b: {kind: router, interfaces: {e: {}}}\nlinks:\n  - {ends: [a:e, b:e]}\n", "");
        row("address at the wrong interface",
            "nodes:\n  h1: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}\n  s: {kind: hub}\n"
            "links:\n  - {ends: [h1:eht0, s:1]}\n",
            "3:40: hint: h1:eth0 has an address but no link; did you mean 'eht0'?\n"
            "6:13: hint: 'h1' has no interface 'eht0' of its own: the link makes one without an address\n");
        row("loop of switches",
            "nodes:\n  a: {kind: switch}\n  b: {kind: hub}\n  c: {kind: switch}\n  d: {kind: switch}\n"
            "links:\n  - {ends: [a:1, b:1]}\n  - {ends: [b:2, c:1]}\n  - {ends: [c:2, d:1]}\n  - {ends: [c:3, a:2]}\n",
            "11:5: warning: a loop of switches and hubs, a - b - c - a: broadcasts will circle in it without end; remove one "
            "of its links or set it down\n");
        row("two cables between two switches",
            "nodes:\n  a: {kind: switch}\n  b: {kind: switch}\nlinks:\n  - {ends: [a:1, b:1]}\n  - {ends: [b:2, a:2]}\n",
            "7:5: warning: a loop of switches and hubs, a - b - a: broadcasts will circle in it without end; remove one of "
            "its links or set it down\n");
        row("a loop that is cut is none",
            "nodes:\n  a: {kind: switch}\n  b: {kind: switch}\nlinks:\n  - {ends: [a:1, b:1]}\n"
            "  - {ends: [b:2, a:2], down: true}\n", "");
        row("a loop through a router is none",
            "nodes:\n  a: {kind: switch}\n  r: {kind: router}\nlinks:\n  - {ends: [a:1, r:x]}\n  - {ends: [r:y, a:2]}\n",
            "6:18: hint: 'r' has no interface 'x' of its own: the link makes one without an address\n"
            "7:13: hint: 'r' has no interface 'y' of its own: the link makes one without an address\n");
    }
    void labs()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(problemsOf(text), expected);
    }

    void withoutText()
    {
        lab::Lab x;
        lab::Node node;
        node.name = "a";
        x.nodes = {node, node};
        const auto problems = lab::validate(x);
        QCOMPARE(problems.size(), std::size_t(1));
        QCOMPARE(lab::toString(problems[0]), std::string("error: two nodes are called 'a'; a name belongs to one"));
        QCOMPARE(problems[0].node, std::string("a"));
        QVERIFY(lab::hasErrors(problems));
    }

    void largeLabsTakeNoLongTime()
    {
        lab::Lab x;
        for (int i = 0; i < 20'000; ++i) {
            lab::Node node;
            node.name = "h" + std::to_string(i);
            node.interfaces.push_back({"eth0", {{base::Ipv4Address(0x0a000001u + std::uint32_t(i)), 8}}, {}, {}});
            x.nodes.push_back(node);
            x.links.push_back({{node.name, "eth0"}, {"nowhere", "p" + std::to_string(i)}, {}, {}, {}});
        }
        QCOMPARE(lab::validate(x).size(), std::size_t(20'000)); // quadratic would be minutes: ctest's limit fails it
    }
};

QTEST_APPLESS_MAIN(TestValidate)
#include "tst_validate.moc"
