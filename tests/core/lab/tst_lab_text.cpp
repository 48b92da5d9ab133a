// Saving keeps what was read: unchanged to the byte, a change touches its own lines, comments stay with their entries,
// and whatever the layout, what is saved is read back as the lab it was given.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/lab_text.h"
#include "core/lab/read.h"
#include "core/lab/write.h"
#include "tests/support/random_lab.h"

#include <QtCore/QStringList>
#include <QtTest/QTest>

#include <functional>

using namespace hopyard;
using lab::Lab;
using lab::LabText;

namespace {

constexpr const char *kText = R"(# A lab of mine
hopyard: 1          # the only version

title:   "First hops"     # shown above
nodes:
  # --- clients ---

  # The one who asks
  h1:  {kind: host, at: [-300, 0], interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1}  # left
  h2:  {kind:  host,   at: [-300, 80]}

  # The router
  # in the middle
  r1:
    kind: router      # forwards
    # where it stands
    at: [-100, 0]
    config: |
      interface eth0
       ip address 10.0.1.1/24
      # no comment of YAML

      ip route 10.0.2.0/24 10.0.12.2
    note: a note
  # the end of the nodes

# All the cables
links:
- {ends: [h1:eth0, r1:eth0]}
- ends: [r1:eth1, h2:eth0]   # the slow one
  delay: 5ms
  # as measured
  rate: 100mbit
# nothing more
)";

/// The lines that differ, "-old" and "+new".
QString changes(const std::string &before, const std::string &after)
{
    QStringList a = QString::fromStdString(before).split('\n'), b = QString::fromStdString(after).split('\n');
    while (!a.isEmpty() && !b.isEmpty() && a.first() == b.first()) {
        a.removeFirst();
        b.removeFirst();
    }
    while (!a.isEmpty() && !b.isEmpty() && a.last() == b.last()) {
        a.removeLast();
        b.removeLast();
    }
    QString out;
    for (const QString &line : a)
        out += '-' + line + '\n';
    for (const QString &line : b)
        out += '+' + line + '\n';
    return out;
}

} // namespace

using Change = std::function<void(Lab &)>;
Q_DECLARE_METATYPE(Change)

class TestLabText : public QObject {
    Q_OBJECT
private slots:
    void unchangedToTheByte()
    {
        for (const std::string &text : {std::string(kText), std::string("hopyard: 1"), std::string("{hopyard: 1}"),
                                       std::string("hopyard: 1\r\nnodes:\r\n  a: {kind: hub}\r\n")}) {
            const auto read = LabText::read(text);
            QVERIFY(read);
            QCOMPARE(read->save(read->lab()), text);
        }
    }

    void changes_data()
    {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, Change change, const char *expected) {
            QTest::newRow(name) << change << expected;
        };
        row("delay of a link", [](Lab &x) { x.links[1].forward.delay = x.links[1].backward.delay = base::Duration::milliseconds(7); },
            "-  delay: 5ms\n+  delay: 7ms\n");
        row("a link gets loss", [](Lab &x) { x.links[0].forward.loss = x.links[0].backward.loss = 0.1; },
            "-- {ends: [h1:eth0, r1:eth0]}\n+- {ends: [h1:eth0, r1:eth0], loss: 10%}\n");
        row("a link loses its rate", [](Lab &x) { x.links[1].forward.rate = x.links[1].backward.rate = {}; },
            "-  # as measured\n-  rate: 100mbit\n");
        row("one direction", [](Lab &x) { x.links[0].backward.delay = base::Duration::milliseconds(1); },
            "-- {ends: [h1:eth0, r1:eth0]}\n+- {ends: [h1:eth0, r1:eth0], backward: {delay: 1ms}}\n");
        row("moved in brackets", [](Lab &x) { x.nodes[1].at = {10, -20}; },
            "-  h2:  {kind:  host,   at: [-300, 80]}\n+  h2:  {kind:  host,   at: [10, -20]}\n");
        row("moved in lines", [](Lab &x) { x.nodes[2].at = {0, 0}; }, "-    at: [-100, 0]\n+    at: [0, 0]\n");
        row("address", [](Lab &x) { x.nodes[0].interfaces[0].addresses[0] = *base::InterfaceAddress::parse("10.0.1.11/24"); },
            "-  h1:  {kind: host, at: [-300, 0], interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1}  # left\n"
            "+  h1:  {kind: host, at: [-300, 0], interfaces: {eth0: {address: 10.0.1.11/24}}, gateway: 10.0.1.1}  # left\n");
        row("second address", [](Lab &x) { x.nodes[0].interfaces[0].addresses.push_back(*base::InterfaceAddress::parse("10.0.3.1/24")); },
            "-  h1:  {kind: host, at: [-300, 0], interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1}  # left\n"
            "+  h1:  {kind: host, at: [-300, 0], interfaces: {eth0: {addresses: [10.0.1.10/24, 10.0.3.1/24]}}, gateway: 10.0.1.1}  # left\n");
        row("no gateway", [](Lab &x) { x.nodes[0].gateway.reset(); },
            "-  h1:  {kind: host, at: [-300, 0], interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1}  # left\n"
            "+  h1:  {kind: host, at: [-300, 0], interfaces: {eth0: {address: 10.0.1.10/24}}}  # left\n");
        row("a line of the configuration", [](Lab &x) { x.nodes[2].config += "hostname r1\n"; },
            "+      hostname r1\n");
        row("no note", [](Lab &x) { x.nodes[2].note.clear(); }, "-    note: a note\n");
        row("another note", [](Lab &x) { x.nodes[2].note = "now: this"; }, "-    note: a note\n+    note: \"now: this\"\n");
        row("title", [](Lab &x) { x.title = "Second hops"; },
            "-title:   \"First hops\"     # shown above\n+title:   Second hops     # shown above\n");
        row("no title", [](Lab &x) { x.title.clear(); }, "-title:   \"First hops\"     # shown above\n");
        row("a description", [](Lab &x) { x.description = "Some\nlines\n"; },
            "+description: |\n+  Some\n+  lines\n");
        row("node added", [](Lab &x) {
                x.nodes.push_back({});
                x.nodes.back().name = "s1";
                x.nodes.back().kind = lab::NodeKind::switch_;
            },
            "+  s1: {kind: switch, at: [0, 0]}\n");
        row("link added", [](Lab &x) { x.links.push_back({{"h1", "a"}, {"h2", "b"}, {}, {}, {}}); },
            "+- {ends: [h1:a, h2:b]}\n");
        row("node removed with its comment", [](Lab &x) {
                x.nodes.erase(x.nodes.begin());
                x.links.erase(x.links.begin());
            },
            "-  # The one who asks\n"
            "-  h1:  {kind: host, at: [-300, 0], interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1}  # left\n"
            "-  h2:  {kind:  host,   at: [-300, 80]}\n-\n-  # The router\n-  # in the middle\n-  r1:\n"
            "-    kind: router      # forwards\n-    # where it stands\n-    at: [-100, 0]\n-    config: |\n"
            "-      interface eth0\n-       ip address 10.0.1.1/24\n-      # no comment of YAML\n-\n"
            "-      ip route 10.0.2.0/24 10.0.12.2\n-    note: a note\n-  # the end of the nodes\n-\n-# All the cables\n-links:\n"
            "-- {ends: [h1:eth0, r1:eth0]}\n"
            "+  h2:  {kind:  host,   at: [-300, 80]}\n+\n+  # The router\n+  # in the middle\n+  r1:\n"
            "+    kind: router      # forwards\n+    # where it stands\n+    at: [-100, 0]\n+    config: |\n"
            "+      interface eth0\n+       ip address 10.0.1.1/24\n+      # no comment of YAML\n+\n"
            "+      ip route 10.0.2.0/24 10.0.12.2\n+    note: a note\n+  # the end of the nodes\n+\n+# All the cables\n+links:\n");
        row("last node removed", [](Lab &x) {
                x.nodes.pop_back();
                x.links.clear();
            },
            "-\n-  # The router\n-  # in the middle\n-  r1:\n"
            "-    kind: router      # forwards\n-    # where it stands\n-    at: [-100, 0]\n-    config: |\n"
            "-      interface eth0\n-       ip address 10.0.1.1/24\n-      # no comment of YAML\n-\n"
            "-      ip route 10.0.2.0/24 10.0.12.2\n-    note: a note\n-  # the end of the nodes\n-\n-# All the cables\n-links:\n"
            "-- {ends: [h1:eth0, r1:eth0]}\n-- ends: [r1:eth1, h2:eth0]   # the slow one\n-  delay: 5ms\n-  # as measured\n"
            "-  rate: 100mbit\n"
            "+  # the end of the nodes\n+\n+# All the cables\n+links:\n");
        row("renamed", [](Lab &x) { x.nodes[1].name = "srv"; },
            "-  h2:  {kind:  host,   at: [-300, 80]}\n+  srv:  {kind:  host,   at: [-300, 80]}\n");
        row("renamed with its links", [](Lab &x) {
                x.nodes[2].name = "R";
                x.links[0].b.node = x.links[1].a.node = "R";
            },
            "-  r1:\n"
            "-    kind: router      # forwards\n-    # where it stands\n-    at: [-100, 0]\n-    config: |\n"
            "-      interface eth0\n-       ip address 10.0.1.1/24\n-      # no comment of YAML\n-\n"
            "-      ip route 10.0.2.0/24 10.0.12.2\n-    note: a note\n-  # the end of the nodes\n-\n-# All the cables\n-links:\n"
            "-- {ends: [h1:eth0, r1:eth0]}\n-- ends: [r1:eth1, h2:eth0]   # the slow one\n"
            "+  R:\n"
            "+    kind: router      # forwards\n+    # where it stands\n+    at: [-100, 0]\n+    config: |\n"
            "+      interface eth0\n+       ip address 10.0.1.1/24\n+      # no comment of YAML\n+\n"
            "+      ip route 10.0.2.0/24 10.0.12.2\n+    note: a note\n+  # the end of the nodes\n+\n+# All the cables\n+links:\n"
            "+- {ends: [h1:eth0, R:eth0]}\n+- ends: [R:eth1, h2:eth0]   # the slow one\n");
        row("re-plugged", [](Lab &x) { x.links[1].b = {"h1", "eth9"}; },
            "-- ends: [r1:eth1, h2:eth0]   # the slow one\n+- ends: [r1:eth1, h1:eth9]   # the slow one\n");
        row("another order", [](Lab &x) { std::swap(x.links[0], x.links[1]); },
            "-- {ends: [h1:eth0, r1:eth0]}\n-- ends: [r1:eth1, h2:eth0]   # the slow one\n-  delay: 5ms\n-  # as measured\n"
            "-  rate: 100mbit\n"
            "+- ends: [r1:eth1, h2:eth0]   # the slow one\n+  delay: 5ms\n+  # as measured\n+  rate: 100mbit\n"
            "+- {ends: [h1:eth0, r1:eth0]}\n");
    }
    void changes()
    {
        QFETCH(Change, change);
        QFETCH(QString, expected);
        for (const bool crlf : {false, true}) {
            const std::string text = crlf ? QString(kText).replace("\n", "\r\n").toStdString() : std::string(kText);
            const auto read = LabText::read(text);
            QVERIFY(read);
            Lab x = read->lab();
            change(x);
            const std::string saved = read->save(x);
            const auto again = lab::read(saved);
            QVERIFY(again && *again == x);
            QCOMPARE(::changes(kText, QString::fromStdString(saved).remove('\r').toStdString()), expected);
            if (crlf)
                QCOMPARE(QString::fromStdString(saved).count("\r\n"), QString::fromStdString(saved).count('\n'));
        }
    }

    void layoutsOfOtherPeople_data()
    {
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, const char *text) { QTest::newRow(name) << text; };
        row("all in brackets", "{hopyard: 1, nodes: {a: {kind: hub}, b: {kind: hub}}, links: [{ends: [a:1, b:1]}]}\n");
        row("sections in brackets", "hopyard: 1\nnodes: {a: {kind: hub}, b: {kind: hub}}\nlinks: [{ends: [a:1, b:1]}]\n");
        row("brackets over lines", "hopyard: 1\nnodes:\n  a: {kind: hub,  # it hums\n      at: [1,\n           2],\n     }\n"
                                   "  b: {kind: hub}\nlinks: [\n  {ends: [a:1, b:1]},\n]\n");
        row("dash alone", "hopyard: 1\nnodes:\n  a:\n    kind: hub\n  b:\n    kind: hub\nlinks:\n  -\n    ends:\n      - a:1\n      - b:1\n");
        row("no end of line", "hopyard: 1\nlinks:\n  - {ends: [a:1, b:1]}\nnodes:\n  a: {kind: hub}\n  b: {kind: hub}");
        row("no sections", "hopyard: 1");
        row("empty sections", "hopyard: 1\nnodes:\nlinks:\n");
        row("with document marks", "%YAML 1.2\n---\nhopyard: 1\nnodes:\n  a: {kind: hub}\n  b: {kind: hub}\n...\n");
        row("quoted keys", "\"hopyard\": 1\n'nodes':\n  \"a\": {\"kind\": hub}\n  'b': {kind: 'hub'}\n");
        row("given and default", "hopyard: 1\nnodes:\n  a: {kind: hub, at: [0, 0], note: ''}\n  b: {kind: hub}\n"
                                 "links:\n  - {ends: [a:1, b:1], delay: 0, loss: 0%, burst: off, forward: {}, down: no}\n");
        row("written otherwise", "hopyard: 1\nnodes:\n  a: {kind: host, interfaces: {e: {addresses: [10.0.0.1/8]}}, start: x}\n  b: {kind: hub}\n"
                                 "links:\n  - {ends: [a:1, b:1], forward: {delay: 1ms}, backward: {delay: 1ms}}\n");
        row("texts of several lines", "hopyard: 1\ntitle: plain\n  over lines\ndescription: >\n  folded\n  text\nnodes:\n"
                                      "  a: {kind: hub, note: \"over\n    lines\"}\n  b:\n    kind: hub\n    note: |+\n      kept\n\n\nlinks: []\n");
    }
    void layoutsOfOtherPeople()
    {
        QFETCH(QString, text);
        const auto read = LabText::read(text.toStdString());
        QVERIFY(read);
        QCOMPARE(QString::fromStdString(read->save(read->lab())), text);
        for (std::uint64_t seed = 0; seed < 100; ++seed)
            saveSomethingElse(*read, seed);
    }

    void randomChangesOfRandomLabs()
    {
        for (std::uint64_t seed = 0; seed < 600; ++seed) {
            test::RandomLab random(seed);
            const std::string text = seed % 3 ? lab::write(random.lab()) : std::string(kText);
            const auto read = LabText::read(text);
            QVERIFY(read);
            saveSomethingElse(*read, seed);
        }
    }

    void aLabWithoutText()
    {
        const LabText none;
        Lab x;
        x.title = "new";
        QCOMPARE(none.save(x), lab::write(x));
    }

    void commentsOutliveTheEntryAboveThem()
    {
        const auto read = LabText::read("hopyard: 1\nnodes:\n  # group one\n\n  # a's\n  a: {kind: hub}\n\n  # group two\n\n  b: {kind: hub}\n");
        Lab x = read->lab();
        x.nodes.erase(x.nodes.begin());
        QCOMPARE(read->save(x), std::string("hopyard: 1\nnodes:\n  # group one\n\n\n  # group two\n\n  b: {kind: hub}\n"));
        x.nodes.clear();
        QCOMPARE(read->save(x), std::string("hopyard: 1\nnodes:\n  # group one\n\n\n  # group two\n\n"));
    }

private:
    static void saveSomethingElse(const LabText &text, std::uint64_t seed)
    {
        test::RandomLab random(seed + 1'000'000);
        Lab x = text.lab();
        for (auto i = 1 + random.random().below(4); i > 0; --i)
            changeSomething(x, random);
        const std::string saved = text.save(x);
        const auto again = lab::read(saved);
        if (!again || *again != x)
            QFAIL(qPrintable(QString("seed %1:\n%2").arg(seed).arg(QString::fromStdString(saved))));
    }

    static void changeSomething(Lab &x, test::RandomLab &random)
    {
        auto &r = random.random();
        const auto node = [&]() -> lab::Node & { return x.nodes[r.below(x.nodes.size())]; };
        const auto link = [&]() -> lab::Link & { return x.links[r.below(x.links.size())]; };
        const auto choice = r.below(15);
        if (choice == 0)
            x.title = random.text();
        else if (choice == 1)
            x.description = random.flip() ? random.text() : "";
        else if (choice == 2 || x.nodes.empty())
            x.nodes.insert(x.nodes.begin() + static_cast<std::ptrdiff_t>(r.below(x.nodes.size() + 1)),
                           named(random.node(100 + r.below(1000)), x));
        else if (choice == 3)
            x.nodes.erase(x.nodes.begin() + static_cast<std::ptrdiff_t>(r.below(x.nodes.size())));
        else if (choice == 4)
            node() = named(random.node(100 + r.below(1000)), x);
        else if (choice == 5)
            node().at.x += 1;
        else if (choice == 6)
            node().note = random.text();
        else if (choice == 7)
            node().interfaces = random.node(0).interfaces;
        else if (choice == 8 || x.links.empty())
            x.links.push_back(random.link(x, r.below(100)));
        else if (choice == 9)
            x.links.erase(x.links.begin() + static_cast<std::ptrdiff_t>(r.below(x.links.size())));
        else if (choice == 10)
            link().forward = random.impairment();
        else if (choice == 11)
            x.teaching.checks.push_back(random.check(100 + r.below(1000)));
        else if (choice == 12)
            x.teaching.guide = random.teaching().guide;
        else if (choice == 13)
            x.solution = random.solution(x);
        else
            std::swap(x.links.front(), x.links.back());
    }

    static lab::Node named(lab::Node node, const Lab &x)
    {
        while (x.findNode(node.name))
            node.name += 'x';
        return node;
    }
};

QTEST_APPLESS_MAIN(TestLabText)
#include "tst_lab_text.moc"
