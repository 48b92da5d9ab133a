// Writing a lab: what is written is read back the same, for random labs; and it reads as a person would write it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/edit.h"
#include "core/lab/programs.h"
#include "core/lab/read.h"
#include "core/lab/write.h"
#include "tests/support/random_lab.h"

#include <QtTest/QTest>

#include <algorithm>

using namespace hopyard;
using lab::Lab;

class TestWrite : public QObject {
    Q_OBJECT
private slots:
    void everyLabIsReadBack()
    {
        for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
            const Lab x = test::RandomLab(seed).lab();
            const std::string text = lab::write(x);
            const auto read = lab::read(text);
            if (!read || *read != x) {
                for (const auto &p : read ? std::vector<lab::Problem>() : read.error())
                    qInfo("%s", lab::toString(p).c_str());
                QFAIL(qPrintable(QString("seed %1:\n%2").arg(seed).arg(QString::fromStdString(text))));
            }
            QCOMPARE(lab::write(*read), text);
        }
    }

    void readsAsAPersonWouldWriteIt()
    {
        const std::string text = R"(hopyard: 1
title: First hops
nodes:
  h1: {kind: host, at: [-300, 0], interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1}
  h2: {kind: host, at: [0, 90], interfaces: {eth0: {address: 10.0.1.11/24}}, routes: [10.9.0.0/16 via 10.0.1.2]}
  r1:
    kind: router
    at: [-100, 0]
    config: |
      interface eth0
       ip address 10.0.1.1/24
      ip route 10.0.2.0/24 10.0.12.2
links:
  - {ends: [h1:eth0, r1:eth0], note: "A note, with a comma"}
  - {ends: [r1:eth1, h1:eth1], delay: 5ms, rate: 100mbit, loss: 0.1%, backward: {delay: 20ms}}
)";
        const auto read = lab::read(text);
        QVERIFY(read);
        // A key that both directions do not share goes to each of them.
        const std::string expected = QString::fromStdString(text)
                                         .replace("delay: 5ms, rate: 100mbit, loss: 0.1%, backward: {delay: 20ms}",
                                                  "rate: 100mbit, loss: 0.1%, forward: {delay: 5ms}, backward: {delay: 20ms}")
                                         .toStdString();
        QCOMPARE(QString::fromStdString(lab::write(*read)), QString::fromStdString(expected));
    }

    void longThingsTakeSeveralLines()
    {
        Lab x;
        lab::Node n;
        n.name = "web";
        n.kind = lab::NodeKind::namespaceNode;
        n.start = {"nginx -g 'daemon off;'", std::string(100, 'a')};
        x.nodes.push_back(n);
        const std::string expected = "hopyard: 1\nnodes:\n  web:\n    kind: namespace\n    at: [0, 0]\n    start:\n"
                                     "      - nginx -g 'daemon off;'\n      - " + std::string(100, 'a') + "\n";
        QCOMPARE(lab::write(x), expected);
    }

    void bytesThatAreNoTextDoNotSpoilTheFile()
    {
        Lab x;
        x.title = std::string("a\0b\xff\xe2\x82", 6);
        const auto read = lab::read(lab::write(x));
        QVERIFY(read);
        QCOMPARE(read->title, std::string("a\0b\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", 12));
    }

    void programsAreThoseOfNamespaces()
    {
        Lab x;
        for (const auto kind : {lab::NodeKind::host, lab::NodeKind::namespaceNode}) {
            lab::Node n;
            n.kind = kind;
            n.name = std::string(lab::toString(kind));
            n.start = {"one", "two"};
            x.nodes.push_back(n);
        }
        const std::vector<lab::Program> expected{{"namespace", "one"}, {"namespace", "two"}};
        QVERIFY(lab::programs(x) == expected);
    }

    void everyDifferenceCanBeApplied()
    {
        for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
            test::RandomLab random(seed);
            Lab from = unique(random.lab());
            Lab to = seed % 2 ? unique(random.lab()) : from;
            if (seed % 2 == 0 && !to.nodes.empty()) { // small changes of the same lab, and another order
                to.nodes[random.random().below(to.nodes.size())].at.x += 1;
                std::rotate(to.nodes.begin(), to.nodes.begin() + 1, to.nodes.end());
                if (!to.links.empty())
                    to.links.back().forward.delay = base::Duration::seconds(9);
            }
            Lab now = from;
            for (const lab::Edit &edit : lab::diff(from, to))
                QVERIFY(lab::apply(now, edit));
            QVERIFY(now == to);
        }
    }

    void differencesAreSmall()
    {
        const auto from = lab::read("hopyard: 1\nnodes:\n  a: {kind: hub}\n  b: {kind: hub}\nlinks:\n  - {ends: [a:0, b:0]}\n");
        QVERIFY(from);
        QVERIFY(lab::diff(*from, *from).empty());
        Lab to = *from;
        to.links[0].forward.loss = 0.5;
        const std::vector<lab::Edit> replaced{lab::ReplaceLink{to.links[0]}};
        QVERIFY(lab::diff(*from, to) == replaced);
        to.links.clear();
        to.nodes.erase(to.nodes.begin());
        const std::vector<lab::Edit> removed{lab::RemoveLink{{"a", "0"}, {"b", "0"}}, lab::RemoveNode{"a"}};
        QVERIFY(lab::diff(*from, to) == removed);
    }

    void whatCannotBeAppliedChangesNothing()
    {
        const auto read = lab::read("hopyard: 1\nnodes:\n  a: {kind: hub}\n  b: {kind: hub}\nlinks:\n  - {ends: [a:0, b:0]}\n");
        Lab x = *read;
        using E = lab::EditError;
        const auto fails = [&](const lab::Edit &edit, E error) {
            const auto done = lab::apply(x, edit);
            return !done && done.error() == error && x == *read;
        };
        lab::Node c = x.nodes[0];
        QVERIFY(fails(lab::AddNode{c, 0}, E::nameTaken));
        QVERIFY(fails(lab::RemoveNode{"a"}, E::nodeHasLinks));
        QVERIFY(fails(lab::RemoveNode{"z"}, E::noSuchNode));
        c.name = "z";
        QVERIFY(fails(lab::ReplaceNode{c}, E::noSuchNode));
        QVERIFY(fails(lab::MoveNode{"z", 0}, E::noSuchNode));
        QVERIFY(fails(lab::AddLink{x.links[0], 0}, E::nameTaken));
        QVERIFY(fails(lab::RemoveLink{{"b", "0"}, {"a", "0"}}, E::noSuchLink));
        QVERIFY(fails(lab::MoveLink{{"b", "0"}, {"a", "0"}, 0}, E::noSuchLink));
    }

private:
    /// No two links with the same ends, as diff() wants it.
    static Lab unique(Lab lab)
    {
        std::vector<lab::Link> links;
        for (const lab::Link &link : lab.links)
            if (std::ranges::none_of(links, [&](const lab::Link &l) { return l.a == link.a && l.b == link.b; }))
                links.push_back(link);
        lab.links = links;
        return lab;
    }
};

QTEST_APPLESS_MAIN(TestWrite)
#include "tst_write.moc"
