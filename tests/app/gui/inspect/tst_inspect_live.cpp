// The inspectors with a real engine behind them: sample labs run, and what their nodes know is explained.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/tables_dock.h"
#include "app/gui/inspect/install.h"
#include "app/gui/inspect/rib_inspector.h"
#include "app/gui/inspect/rip_inspector.h"
#include "app/gui/inspect/switch_inspector.h"
#include "app/gui/inspect/trie_inspector.h"
#include "places.h"
#include "tests/app/gui/client/real_engine.h"
#include "tests/support/named.h"

#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace hopyard;
using hopyard::test::RealEngine;
using support::named;

namespace {

struct Looking {
    explicit Looking(const QByteArray &lab)
    {
        isRunning = engine.run(lab.toStdString());
        inspect::installInspectors(dock, engine.session);
        std::vector<docks::TablesDock::Choice> nodes;
        for (const client::NodeInfo &node : engine.session.topology().nodes)
            nodes.push_back({QString::fromStdString(node.name), QString::fromStdString(node.kind)});
        dock.setNodes(nodes);
        dock.resize(900, 400);
        dock.show();
    }
    template <class T>
    T *inspector() { return dock.findChild<T *>(); }

    RealEngine engine;
    docks::TablesDock dock{engine.session};
    bool isRunning = false;
};

QByteArray sample(const char *lab)
{
    QFile file(QStringLiteral(HOPYARD_SOURCE_DIR "/resources/labs/") + QLatin1String(lab));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

const char *const kRing = "hopyard: 1\ntitle: Ring\nnodes:\n"
                          "  s1: {kind: switch, at: [0, 0], bridge: {spanning-tree: rapid, priority: 4096}}\n"
                          "  s2: {kind: switch, at: [100, 0], bridge: {spanning-tree: rapid}}\n"
                          "  s3: {kind: switch, at: [0, 100], bridge: {spanning-tree: rapid}}\n"
                          "links:\n  - {ends: [s1:eth0, s2:eth0]}\n  - {ends: [s2:eth1, s3:eth1]}\n  - {ends: [s3:eth0, s1:eth1]}\n";

} // namespace

class TestInspectLive : public QObject {
    Q_OBJECT
private slots:
    void aLookupThroughARealTable()
    {
        Looking at(sample("ospf.yaml"));
        QVERIFY2(at.isRunning, qPrintable(at.engine.error));
        QVERIFY(at.dock.showTable("r1", "trie"));
        auto *trie = at.inspector<inspect::TrieInspector>();
        QTRY_VERIFY_WITH_TIMEOUT(trie->model().answer().prefixes > 3, RealEngine::kPatienceMs);
        // Any prefix that the table has matches its own first address, and nothing is guessed by the window.
        const QString prefix = trie->model().answer().nodes.back().prefix;
        auto *box = named<QLineEdit>(*trie, "Address to look up in the trie");
        box->setText(prefix.section('/', 0, 0));
        QTest::keyClick(box, Qt::Key_Return);
        auto *sentence = named<QLabel>(*trie, "Result of the lookup");
        QTRY_VERIFY_WITH_TIMEOUT(sentence->text().contains(" matches "), RealEngine::kPatienceMs);
        QVERIFY(trie->steps().wayLength() > 0);
        QVERIFY(!trie->model().answer().lookup.reads.empty());

        // OSPF offers the networks that it speaks on, and loses them to the router itself.
        QVERIFY(at.dock.showTable("r1", "rib"));
        auto *rib = at.inspector<inspect::RibInspector>();
        const auto loser = [&]() -> const inspect::RibCandidate * {
            for (const inspect::RibPrefix &one : rib->model().prefixes())
                for (const inspect::RibCandidate &candidate : one.candidates)
                    if (!candidate.isSelected)
                        return &candidate;
            return nullptr;
        };
        QTRY_VERIFY_WITH_TIMEOUT(loser(), RealEngine::kPatienceMs);
        QCOMPARE(loser()->protocol, QString("ospf"));
        QCOMPARE(loser()->why, QString("distance 110 is more than 0"));
    }

    void timersOfRip()
    {
        Looking at(sample("rip.yaml"));
        QVERIFY2(at.isRunning, qPrintable(at.engine.error));
        QVERIFY(at.dock.showTable("r1", "rip-timers"));
        auto *rip = at.inspector<inspect::RipInspector>();
        QTRY_VERIFY_WITH_TIMEOUT(rip->routes().rowCount() > 0 && rip->neighbours().rowCount() > 0, RealEngine::kPatienceMs);
        QCOMPARE(at.dock.changingTable(), std::string("rip"));
    }

    void aRingOfSwitches()
    {
        Looking at(kRing);
        QVERIFY2(at.isRunning, qPrintable(at.engine.error));
        QSignalSpy marks(&at.dock, &docks::TablesDock::marked);
        QVERIFY(at.dock.showTable("s3", "switch"));
        auto *ports = at.inspector<inspect::SwitchInspector>();
        QTRY_COMPARE_WITH_TIMEOUT(ports->ports().rowCount(), 2, RealEngine::kPatienceMs);
        // One port of the ring blocks, at the switch that is worst: s3. It is lit, and so is the root.
        const auto last = [&] { return marks.last().first().value<inspect::CanvasMarks>(); };
        const auto blocked = [&] {
            const auto now = last();
            return std::ranges::count(now.links, inspect::Tone::bad, &inspect::CanvasMarks::Link::tone) == 1 &&
                std::ranges::find(now.links, QString("s3:eth1"), &inspect::CanvasMarks::Link::from) != now.links.end() && now.nodes.size() == 1;
        };
        QTRY_VERIFY_WITH_TIMEOUT(blocked(), RealEngine::kPatienceMs);
        QCOMPARE(last().nodes.front().name, QString("s1"));
        QCOMPARE(at.dock.changingTable(), std::string("spanningTree"));
    }
};

QTEST_MAIN(TestInspectLive)
#include "tst_inspect_live.moc"
