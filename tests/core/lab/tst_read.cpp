// Reading a lab: the format by example, every kind of mistake with its place and its sentence, hostile input.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/read.h"
#include "core/lab/reader.h"
#include "core/lab/write.h"

#include <QtTest/QTest>

using namespace hopyard;
using lab::Lab;
using lab::Problem;

namespace {

QString asText(const std::vector<Problem> &problems)
{
    QString out;
    for (const Problem &p : problems)
        out += QString::fromStdString(lab::toString(p)) + '\n';
    return out;
}

constexpr const char *kExample = R"(hopyard: 1
title: First hops
nodes:
  h1:  {kind: host, at: [-300, 0], interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1}
  r1:
    kind: router
    at: [-100, 0]
    config: |
      interface eth0
       ip address 10.0.1.1/24
      interface eth1
       ip address 10.0.12.1/30
      ip route 10.0.2.0/24 10.0.12.2
  web: {kind: namespace, at: [300, 0], interfaces: {eth0: {address: 10.0.2.10/24}}, gateway: 10.0.2.1, start: ["nginx …"]}
links:
  - {ends: [h1:eth0, r1:eth0]}
  - {ends: [r1:eth1, r2:eth1], delay: 5ms, rate: 100mbit, loss: 0.1%}
)";

} // namespace

class TestRead : public QObject {
    Q_OBJECT
private slots:
    void example()
    {
        const auto read = lab::read(kExample, "first.yaml");
        QVERIFY2(read, qPrintable(read ? QString() : asText(read.error())));
        const Lab &x = *read;
        QCOMPARE(x.title, std::string("First hops"));
        QCOMPARE(x.nodes.size(), std::size_t(3));
        QCOMPARE(x.nodes[0].at, (lab::Position{-300, 0}));
        QCOMPARE(base::toString(x.nodes[0].interfaces[0].addresses[0]), std::string("10.0.1.10/24"));
        QCOMPARE(base::toString(*x.nodes[0].gateway), std::string("10.0.1.1"));
        QVERIFY(x.nodes[1].kind == lab::NodeKind::router);
        QVERIFY(x.nodes[1].config.starts_with("interface eth0\n ip address 10.0.1.1/24\n"));
        QCOMPARE(x.nodes[2].start, std::vector<std::string>{"nginx …"});
        QVERIFY(x.links[1].b == (lab::End{"r2", "eth1"}));
        QCOMPARE(x.links[1].forward.delay.ns(), std::int64_t(5'000'000));
        QCOMPARE(x.links[1].backward.rate.bps(), std::uint64_t(100'000'000));
        QCOMPARE(x.links[1].forward.loss, 0.001);
        QVERIFY(x.links[1].isSymmetric());
    }

    void everyKey()
    {
        const auto read = lab::read(R"(
hopyard: 1
title: all
description: |
  Two lines
  of text.
nodes:
  a:
    kind: host
    label: The first
    note: null
    interfaces:
      eth0: {addresses: [10.0.0.1/24, "2001:db8::1/64"], mac: "02:00:00:00:00:01", mtu: 1400}
      eth1:
      eth2: {}
    start: ping 10.0.0.2
  s: {kind: switch}
  t: {kind: hub, at: [1.5, -2e2]}
links:
  - ends: [a:eth0, s:p1]
    backward: {delay: 20ms, burst: off}
    delay: 10ms
    jitter: 1ms
    queue: 64kB
    loss: 0.5
    burst: {enter: 1%, leave: 20%, good: 0, bad: 90%}
    duplicate: 1%
    reorder: 2%
    corrupt: 3%
    down: yes
    forward: {queue: 100 packets, down: false}
    note: both
)");
        QVERIFY2(read, qPrintable(read ? QString() : asText(read.error())));
        const lab::Node &a = read->nodes[0];
        QCOMPARE(read->description, std::string("Two lines\nof text.\n"));
        QCOMPARE(a.note, std::string("null")); // a text, whatever it looks like
        QCOMPARE(a.interfaces.size(), std::size_t(3));
        QCOMPARE(base::toString(a.interfaces[0].addresses[1]), std::string("2001:db8::1/64"));
        QCOMPARE(base::toString(*a.interfaces[0].mac), std::string("02:00:00:00:00:01"));
        QCOMPARE(*a.interfaces[0].mtu, 1400u);
        QCOMPARE(a.start, std::vector<std::string>{"ping 10.0.0.2"});
        QCOMPARE(read->nodes[2].at, (lab::Position{1.5, -200}));
        const lab::Link &link = read->links[0];
        QCOMPARE(link.forward.delay.ns(), std::int64_t(10'000'000));
        QCOMPARE(link.backward.delay.ns(), std::int64_t(20'000'000)); // the direction wins, though it stands first
        QCOMPARE(link.forward.queue, (base::QueueLimit{100, base::QueueLimit::Unit::packets}));
        QCOMPARE(link.backward.queue, (base::QueueLimit{64'000, base::QueueLimit::Unit::bytes}));
        QCOMPARE(link.forward.burst->lossBad, 0.9);
        QVERIFY(!link.backward.burst);
        QVERIFY(!link.forward.down);
        QVERIFY(link.backward.down);
        QCOMPARE(link.backward.corrupt, 0.03);
        QCOMPARE(link.note, std::string("both"));
    }

    void anAddressByDhcp()
    {
        const std::string text = "hopyard: 1\nnodes:\n  h1: {kind: host, interfaces: {eth0: {address: dhcp, mtu: 1400}}}\n";
        const auto read = lab::read(text);
        QVERIFY(read && read->nodes[0].interfaces[0].dhcp && read->nodes[0].interfaces[0].addresses.empty());
        const auto again = lab::read(lab::write(*read));
        QVERIFY(again && *again == *read);
        QVERIFY(!lab::read("hopyard: 1\nnodes:\n  h1: {kind: host, interfaces: {eth0: {address: dhcp, addresses: [10.0.0.1/24]}}}\n"));
        QVERIFY(!lab::read("hopyard: 1\nnodes:\n  h1: {kind: host, interfaces: {eth0: {address: DHCP}}}\n"));
    }

    void mistakes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected"); // "line:column: error: message", one a line
        const auto row = [](const char *name, const QString &text, const char *expected) {
            QTest::newRow(name) << text << expected;
        };
        const QString head = "hopyard: 1\n";
        row("empty", "", "1:1: error: a lab begins with \"hopyard: 1\", then title, nodes and links; this text is empty\n");
        row("no version", "title: x\n",
            "1:1: error: the key 'hopyard' is missing; a lab begins with \"hopyard: 1\", the version of its format\n");
        row("another version", "hopyard: 2\nnew-key: [1, 2]\n",
            "1:10: error: this lab is written in format '2' and this Hopyard reads format 1; a newer Hopyard may read it\n");
        row("unknown key", head + "nodes:\n  h1:\n    kind: host\n    interfaces: {eth0: {adress: 10.0.0.1/24}}\n",
            "5:25: error: unknown key 'adress' in interface 'eth0' of node 'h1'; did you mean 'address'?\n");
        row("unknown key, none close", head + "weather: fine\n",
            "2:1: error: unknown key 'weather' in the lab; known are hopyard, title, description, nodes, links, student, parameters, to-find, guide, checks, solution, drawing\n");
        row("key twice", head + "title: a\ntitle: b\n",
            "3:1: error: 'title' stands twice in the lab; the first is on line 2\n");
        row("node twice", head + "nodes:\n  h1: {kind: host}\n  h1: {kind: hub}\n",
            "4:3: error: 'h1' stands twice in 'nodes'; the first is on line 3\n");
        row("no kind", head + "nodes:\n  h1: {at: [0, 0]}\n",
            "3:7: error: node 'h1' has no 'kind'; known are host, router, hub, switch, namespace, frr, bird, qemu, uml, hypervisor, "
            "forwarder, classifier, placeholder\n");
        row("empty node", head + "nodes:\n  h1:\n",
            "3:6: error: node 'h1' has no kind; write h1: {kind: host}\n");
        row("kind", head + "nodes:\n  h1: {kind: ruoter}\n",
            "3:14: error: 'kind': 'ruoter' is no kind of node; did you mean 'router'?\n");
        row("address without length", head + "nodes:\n  h1: {kind: host, interfaces: {e: {address: 10.0.0.1}}}\n",
            "3:46: error: 'address': '10.0.0.1' has no prefix length; write 10.0.0.1/24\n");
        row("address", head + "nodes:\n  h1: {kind: host, interfaces: {e: {address: 10.0.0.256/24}}}\n",
            "3:46: error: 'address': '10.0.0.256/24' is not an address with its prefix length such as 10.0.1.10/24 or "
            "2001:db8::10/64\n");
        row("several in address", head + "nodes:\n  h1: {kind: host, interfaces: {e: {address: [10.0.0.1/8]}}}\n",
            "3:46: error: 'address' is one address; use 'addresses' for several\n");
        row("gateway with length", head + "nodes:\n  h1: {kind: host, gateway: 10.0.0.1/24}\n",
            "3:29: error: 'gateway': '10.0.0.1/24' has a prefix length; a gateway is an address alone: 10.0.0.1\n");
        row("route", head + "nodes:\n  h1: {kind: host, routes: [10.0.0.0/8 10.0.0.1]}\n",
            "3:29: error: a route: '10.0.0.0/8 10.0.0.1' is not a route such as 192.168.0.0/16 via 10.0.1.1\n");
        row("position", head + "nodes:\n  h1: {kind: host, at: [1, two]}\n",
            "3:28: error: 'at': 'two' is not a coordinate, a number such as -300\n");
        row("position shape", head + "nodes:\n  h1: {kind: host, at: [1, 2, 3]}\n",
            "3:24: error: 'at' must be two numbers, [x, y], such as [-300, 0]\n");
        row("mtu", head + "nodes:\n  h1: {kind: host, interfaces: {e: {mtu: 67}}}\n",
            "3:42: error: 'mtu': '67' is not an MTU, a number of bytes from 68 to 65521\n");
        row("mac", head + "nodes:\n  h1: {kind: host, interfaces: {e: {mac: 'ff:ff:ff:ff:ff:ff'}}}\n",
            "3:42: error: 'mac': 'ff:ff:ff:ff:ff:ff' is not a MAC address of one interface (its first byte is even, as in "
            "02:00:00:00:00:01)\n");
        row("wrong shape", head + "nodes: [h1, h2]\n", "2:8: error: 'nodes' must be a mapping, but it is a list\n");
        row("links as a mapping", head + "links: {a: b}\n", "2:8: error: 'links' must be a list, but it is a mapping\n");
        row("title as a list", head + "title: [a]\n", "2:8: error: 'title' must be a single value, but it is a list\n");
        row("link without ends", head + "links:\n  - {delay: 5ms}\n",
            "3:5: error: link 1 has no 'ends'; write ends: [r1:eth0, r2:eth0]\n");
        row("one end", head + "links:\n  - {ends: [h1:eth0]}\n",
            "3:12: error: 'ends' must be two ends, such as [r1:eth0, r2:eth0]\n");
        row("end without interface", head + "links:\n  - {ends: [h1, h2:eth0]}\n",
            "3:13: error: 'ends': 'h1' is not an end of a link, NODE:INTERFACE, such as r1:eth0\n");
        row("delay without unit", head + "links:\n  - {ends: [a:x, b:x], delay: 5}\n",
            "3:31: error: 'delay': '5' has no unit; write 5ms or 5s\n");
        row("negative delay", head + "links:\n  - {ends: [a:x, b:x], delay: -5ms}\n",
            "3:31: error: 'delay': '-5ms' is negative; a time is 0 or more\n");
        row("rate 0", head + "links:\n  - {ends: [a:x, b:x], rate: 0}\n",
            "3:30: error: 'rate': a rate of 0 would let nothing pass; write down: true for that, or unlimited\n");
        row("loss", head + "links:\n  - {ends: [a:x, b:x], forward: {loss: 120%}}\n",
            "3:40: error: 'loss': '120%' is not a probability such as 0.1% or 0.001 (at most 100%)\n");
        row("burst", head + "links:\n  - {ends: [a:x, b:x], burst: {leav: 1%}}\n",
            "3:32: error: unknown key 'leav' in 'burst'; did you mean 'leave'?\n");
        row("direction", head + "links:\n  - {ends: [a:x, b:x], forwards: {loss: 1%}}\n",
            "3:24: error: unknown key 'forwards' in link 1; did you mean 'forward'?\n");
        row("several at once, in order", head + "titel: x\nnodes:\n  a: {kind: hots}\nlinks:\n  - {}\n",
            "2:1: error: unknown key 'titel' in the lab; did you mean 'title'?\n"
            "4:13: error: 'kind': 'hots' is no kind of node; did you mean 'host'?\n"
            "6:5: error: link 1 has no 'ends'; write ends: [r1:eth0, r2:eth0]\n");
        row("column in characters", head + "nodes:\n  h1: {kind: host, label: \"é…é\", gateway: x}\n",
            "3:43: error: 'gateway': 'x' is not an address such as 10.0.1.1\n");
    }
    void mistakes()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const auto read = lab::read(text.toStdString());
        QVERIFY(!read);
        QCOMPARE(asText(read.error()), expected);
    }

    void problemsNameFileAndNode()
    {
        const auto read = lab::read("hopyard: 1\nnodes:\n  h1: {kind: x}\n", "labs/a.yaml");
        QCOMPARE(read.error()[0].node, std::string("h1"));
        QVERIFY(lab::toString(read.error()[0]).starts_with("labs/a.yaml:3:14: error: "));
    }

    void hostile_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("message"); // a part of it
        const auto row = [](const char *name, const QByteArray &text, const char *message) {
            QTest::newRow(name) << text << message;
        };
        const QByteArray head = "hopyard: 1\n";
        row("alias", head + "nodes: &n {a: {kind: hub}}\nlinks: *n\n", "anchors (&name) are not supported");
        row("alias bomb", "a: &a [x,x]\nb: &b [*a,*a]\n", "anchors (&name)");
        row("tag", head + "title: !!binary aGk=\n", "tags (!name)");
        row("deep flow", head + "title: " + QByteArray(10'000, '['), "inside each other");
        row("deep block", head + "title:\n" + QByteArray("- ").repeated(3'000), "inside each other");
        row("deep maps", head + "title: " + QByteArray("{a: ").repeated(3'000), "inside each other");
        row("many values", head + "nodes: [" + QByteArray("1,").repeated(1'100'000) + "1]\n", "more than 1000000 values");
        row("too long", QByteArray(17 << 20, ' '), "a lab has at most 16777216");
        row("NUL", head + QByteArray("title: a\0b\n", 11), "control character 0x00");
        row("end of file mark", head + "title: a\x04" "b\n", "control character 0x04");
        row("latin 1", head + "title: caf\xe9\n", "byte 0xe9 is no UTF-8");
        row("overlong", head + "title: \xc0\xaf\n", "byte 0xc0 is no UTF-8");
        row("surrogate", head + "title: \xed\xa0\x80\n", "byte 0xed is no UTF-8");
        row("cut character", head + "title: \xe2\x82", "byte 0xe2 is no UTF-8");
        row("not YAML", head + "title: [a\n", "not valid YAML");
        row("stray", head + "}: {\n", "not valid YAML");
        row("tabs", head + "nodes:\n\th1: {kind: host}\n", "not valid YAML");
        row("two documents", head + "---\nhopyard: 1\n", "one file holds one lab");
        row("list as key", head + "[a, b]: c\n", "must be a word");
    }
    void hostile()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, message);
        const auto read = lab::read(std::string_view(text.data(), static_cast<std::size_t>(text.size())));
        QVERIFY(!read);
        QVERIFY2(asText(read.error()).contains(message), qPrintable(asText(read.error()).left(2000)));
    }

    void notMoreProblemsThanOneReads()
    {
        std::string text = "hopyard: 1\n";
        for (int i = 0; i < 5'000; ++i)
            text += "key" + std::to_string(i) + ": 1\n";
        const auto read = lab::read(text);
        QCOMPARE(read.error().size(), std::size_t(101));
        QCOMPARE(read.error().back().message, std::string("and 4900 more"));
    }

    void everythingOnOneLineTakesNoLongTime()
    {
        std::string text = "hopyard: 1\nnodes: {";
        for (int i = 0; i < 50'000; ++i) // quadratic would be minutes: ctest's limit fails it
            text += "a" + std::to_string(i) + ": {kind: hub}, ";
        const auto read = lab::readWithPlaces(text + "é: {kind: hub}, z: {kind: hub}}\n", "");
        QVERIFY(read);
        QCOMPARE(read->places.find("nodes/a0"), (lab::Place{2, 9}));
        QCOMPARE(read->places.find("nodes/z").column - read->places.find("nodes/é").column, 16);
    }

    void byteOrderMarkAndLineEndsOfWindows()
    {
        QByteArray text = QByteArray("\xef\xbb\xbf") + QByteArray(kExample).replace("\n", "\r\n");
        const auto read = lab::read(text.toStdString());
        QVERIFY2(read, qPrintable(read ? QString() : asText(read.error())));
        QVERIFY(*read == *lab::read(kExample));
    }

    void placesOfThings()
    {
        const auto read = lab::readWithPlaces(kExample, "x");
        const lab::Places &places = read->places;
        QCOMPARE(places.find("nodes/h1"), (lab::Place{4, 3}));
        QCOMPARE(places.find("nodes/h1/interfaces/eth0/address"), (lab::Place{4, 56}));
        QCOMPARE(places.find("nodes/h1/interfaces/eth0/mtu"), (lab::Place{4, 49})); // not written: the interface
        QCOMPARE(places.find("links/1/ends/1"), (lab::Place{17, 22}));
        QCOMPARE(places.configPlace("r1", 1), (lab::Place{9, 7}));
        QCOMPARE(places.configPlace("r1", 5, 10), (lab::Place{13, 16}));
        QCOMPARE(places.configPlace("h1", 3), (lab::Place{4, 3})); // has none
    }

    void placesInConfigurationsWrittenOtherwise()
    {
        const auto leading = lab::readWithPlaces("hopyard: 1\nnodes:\n  r:\n    kind: router\n    config: |\n\n"
                                                 "        a\n         b\n", "x");
        QCOMPARE(leading->lab.nodes[0].config, std::string("\na\n b\n"));
        QCOMPARE(leading->places.configPlace("r", 2), (lab::Place{7, 9}));
        const auto indicator = lab::readWithPlaces("hopyard: 1\nnodes:\n  r:\n    kind: router\n    config: |2\n"
                                                   "        a\n", "x");
        QCOMPARE(indicator->lab.nodes[0].config, std::string("  a\n"));
        QCOMPARE(indicator->places.configPlace("r", 1, 3), (lab::Place{6, 9}));
        const auto quoted = lab::readWithPlaces("hopyard: 1\nnodes:\n  r: {kind: router, config: \"a\\nb\"}\n", "x");
        QCOMPARE(quoted->places.configPlace("r", 2), (lab::Place{3, 29}));
    }
};

QTEST_APPLESS_MAIN(TestRead)
#include "tst_read.moc"
