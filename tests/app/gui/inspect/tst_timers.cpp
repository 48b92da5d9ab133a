// The inspectors with timers: RIP's routes and neighbours, a switch with its spanning tree and its addresses; bars that run
// down, what is lit on the canvas, and which table each is of.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/table_view.h"
#include "app/gui/docks/tables_dock.h"
#include "app/gui/inspect/install.h"
#include "app/gui/inspect/rip_inspector.h"
#include "app/gui/inspect/switch_inspector.h"
#include "tests/app/gui/client/running_engine.h"
#include "tests/support/named.h"

#include <QAbstractItemModelTester>
#include <QFloat16> // QCOMPARE of Json tries every overload, one of which needs it complete
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>

#include <map>
#include <set>

using namespace hopyard;
using hopyard::test::FakeEngine;
using inspect::TimedTable;
using rpc::Json;
using support::named;

namespace {

/// Answers console.run by the line, of whichever node.
struct Running : test::RunningEngine {
    Running()
    {
        engine->answers["console.run"] = [this](const Json &params) -> FakeEngine::Answer {
            const std::string node = params["node"], line = params["line"];
            asked.insert(node + ": " + line);
            const auto at = said.find(said.contains(node + ": " + line) ? node + ": " + line : line);
            if (at == said.end())
                return Json{{"ok", false}, {"text", "RIP is not running here\n"}};
            return Json{{"ok", true}, {"text", ""}, {"json", at->second}};
        };
    }
    std::map<std::string, Json> said;
    std::set<std::string> asked;
};

Json port(const char *name, const char *role, const char *state)
{
    return {{"port", name}, {"role", role}, {"state", state}, {"cost", 20000}, {"designatedBridge", "32768.02:48:00:00:01:00"}};
}

} // namespace

class TestTimers : public QObject {
    Q_OBJECT
private slots:
    void aBarRunsDown()
    {
        TimedTable table;
        const QAbstractItemModelTester tester(&table);
        table.setColumns({"Network", "Timer"});
        table.setTimerColumn(1);
        table.setTimedRows({{"a", {"10.0.0.0/8", "3:00"}, {}}, {"b", {"11.0.0.0/8", "none"}, {}}}, {{"a", {180'000, 180'000}}});
        QSignalSpy changed(&table, &QAbstractItemModel::dataChanged), inserted(&table, &QAbstractItemModel::rowsInserted);
        table.setTimedRows({{"a", {"10.0.0.0/8", "1:30"}, {}}, {"b", {"11.0.0.0/8", "none"}, {}}}, {{"a", {90'000, 180'000}}});
        QVERIFY(changed.count() > 0);
        QCOMPARE(inserted.count(), 0); // what stays keeps its place
        QCOMPARE(table.index(0, 1).data(TimedTable::TimerRole).value<TimedTable::Timer>().leftMs, qint64(90'000));
        QVERIFY(!table.index(1, 1).data(TimedTable::TimerRole).isValid());
        QVERIFY(!table.index(0, 0).data(TimedTable::TimerRole).isValid());
        QCOMPARE(inspect::countdownText(179'001), QString("3:00"));
        QCOMPARE(inspect::countdownText(-5), QString("0:00"));
        inspect::TimerDelegate delegate;
        QImage image(200, 24, QImage::Format_ARGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        QStyleOptionViewItem option;
        option.rect = image.rect();
        option.palette = QPalette(Qt::white);
        delegate.paint(&painter, option, table.index(0, 1));
        painter.end();
        QVERIFY(image.pixelColor(80, 18) != image.pixelColor(180, 18)); // half of it is left
    }

    void ripWithItsTimers()
    {
        Running r;
        r.said["show ip rip status json"] = {{"updateSecs", 30}, {"timeoutSecs", 180}, {"garbageSecs", 120}, {"nextUpdateSecs", 12},
                                             {"peers", {{"10.0.12.2", {{"interfaceName", "eth1"}, {"version", 2}, {"badPackets", 1}, {"badRoutes", 0},
                                                                       {"lastUpdateSecs", 20}}}}},
                                             {"dropped", {{"bad version", 4}}}};
        r.said["show ip rip json"] = {{"10.0.1.0/24", {{{"code", "C"}, {"kind", "interface"}, {"metric", 1}, {"tag", 0}, {"interfaceName", "eth0"}}}},
                                      {"10.0.2.0/24", {{{"code", "R"}, {"kind", "normal"}, {"metric", 2}, {"tag", 0}, {"nextHop", "10.0.12.2"}, {"from", "10.0.12.2"},
                                                        {"interfaceName", "eth1"}, {"timer", "timeout"}, {"remainingSecs", 165}, {"remainingMs", 165'400}}}},
                                      {"10.0.3.0/24", {{{"code", "R"}, {"kind", "normal"}, {"metric", 16}, {"tag", 0}, {"nextHop", "10.0.12.2"}, {"from", "10.0.12.2"},
                                                        {"interfaceName", "eth1"}, {"timer", "garbage"}, {"remainingSecs", 60}, {"remainingMs", 60'000}}}}};
        QVERIFY(r.wait());
        inspect::RipInspector inspector(r.session);
        inspector.resize(800, 400);
        inspector.show();
        QVERIFY(inspector.shows("router") && !inspector.shows("host"));
        QCOMPARE(inspector.table(), std::string("rip"));
        inspector.setNode("r1");
        inspector.refresh();
        QTRY_COMPARE(inspector.routes().rowCount(), 3);
        const auto timer = [&](int row) { return inspector.routes().index(row, 1).data(TimedTable::TimerRole).value<TimedTable::Timer>(); };
        QVERIFY(timer(1) == (TimedTable::Timer{165'400, 180'000, inspect::Tone::accent}));
        QVERIFY(timer(2) == (TimedTable::Timer{60'000, 120'000, inspect::Tone::bad}));
        QCOMPARE(inspector.routes().index(0, 1).data().toString(), QString("no timer: its own"));
        QCOMPARE(inspector.routes().index(1, 1).data().toString(), QString("2:46 until it times out"));
        QCOMPARE(inspector.routes().index(2, 1).data().toString(), QString("1:00 until it is forgotten"));
        auto *status = named<QLabel>(inspector, "State of RIP");
        QVERIFY(status->text().contains("the next in about 12 s") && status->text().contains("bad version 4"));
        inspector.refresh();
        QTRY_COMPARE(inspector.neighbours().index(0, 3).data().toString(), QString("2")); // routes from it
        QCOMPARE(inspector.neighbours().index(0, 1).data().toString(), QString("2:40, heard 20 s ago"));
        // Where it does not run, it says so.
        r.said.clear();
        inspector.setNode("r2");
        inspector.refresh();
        QTRY_COMPARE(status->text(), QString("RIP is not running here"));
        QCOMPARE(inspector.routes().rowCount(), 0);
    }

    void aSwitchWithItsTree()
    {
        Running r;
        r.engine->topology = {{"nodes", {{{"id", 0}, {"name", "s1"}, {"kind", "switch"}, {"running", true}, {"interfaces", Json::array()}},
                                         {{"id", 1}, {"name", "s2"}, {"kind", "switch"}, {"running", true}, {"interfaces", Json::array()}}}},
                              {"links", Json::array()}};
        r.said["show mac"] = {{{"vlan", 10}, {"address", "02:48:00:00:00:01"}, {"port", "p0"}, {"ageSeconds", 200}}};
        r.said["show vlan"] = {{"looksAtVlans", true}, {"refusedFrames", 2},
                               {"vlans", {{{"vlan", 10}, {"untagged", {"p0"}}, {"tagged", {"p1"}}}, {{"vlan", 20}, {"untagged", {"p1"}}, {"tagged", Json::array()}}}}};
        r.said["show interface"] = {{"ports", {{{"port", "p0"}, {"carrier", true}}, {{"port", "p1"}, {"carrier", true}}, {{"port", "p2"}, {"carrier", true}}}}};
        r.said["s1: show spanning-tree"] = {{"mode", "rapid"}, {"root", "4096.02:48:00:00:02:00"}, {"bridge", "32768.02:48:00:00:01:00"}, {"isRoot", false},
                                            {"rootPathCost", 20000}, {"rootPort", "p1"}, {"topologyChanges", 3},
                                            {"ports", {port("p0", "designated", "forwarding"), port("p1", "root", "forwarding"), port("p2", "alternate", "discarding")}}};
        r.said["s2: show spanning-tree"] = {{"mode", "rapid"}, {"isRoot", true}, {"ports", Json::array()}};
        QVERIFY(r.wait());
        inspect::SwitchInspector inspector(r.session);
        inspector.resize(900, 300);
        inspector.show();
        QVERIFY(inspector.shows("switch") && !inspector.shows("router"));
        QCOMPARE(inspector.table(), std::string("mac"));
        QSignalSpy marks(&inspector, &inspect::Inspector::marked);
        inspector.setNode("s1");
        inspector.refresh();
        QTRY_COMPARE(inspector.ports().rowCount(), 3);
        QCOMPARE(inspector.table(), std::string("spanningTree"));
        QCOMPARE(inspector.ports().rows()[0].cells.mid(0, 5), (QStringList{"p0", "forwarding", "designated", "10", "1"}));
        QCOMPARE(inspector.ports().rows()[1].cells[3], QString("10 tagged; 20 untagged"));
        QCOMPARE(inspector.ports().rows()[2].cells.mid(0, 3), (QStringList{"p2", "blocked", "alternate (another way)"}));
        QCOMPARE(inspector.addresses().index(0, 3).data().toString(), QString("1:40"));
        QVERIFY(named<QLabel>(inspector, "Spanning tree")->text().contains("at cost 20000 by p1"));
        // All of the tree is lit: the root is another switch, which is asked now that there is a tree.
        QTRY_VERIFY(r.asked.contains("s2: show spanning-tree"));
        const auto last = [&] { return marks.last().first().value<inspect::CanvasMarks>(); };
        QTRY_COMPARE(last().nodes.size(), std::size_t(1));
        QCOMPARE(last().nodes[0].name, QString("s2"));
        QCOMPARE(last().links.size(), std::size_t(2));
        QVERIFY(last().links[0].arrow && last().links[0].from == "s1:p1");
        QVERIFY(last().links[1].tone == inspect::Tone::bad && last().links[1].from == "s1:p2" && !last().links[1].arrow);
        inspector.setNode({});
        QVERIFY(last().isEmpty());
    }

    /// "Next change of this table" of an inspector is that of the table it is of.
    void whichTableAnInspectorIsOf()
    {
        Running r;
        QVERIFY(r.wait());
        docks::TablesDock dock(r.session);
        inspect::installInspectors(dock, r.session);
        dock.setNodes({{"r1", "router"}, {"s1", "switch"}});
        dock.show();
        const auto of = [&](const char *node, const char *table) { return dock.showTable(node, table) ? dock.changingTable() : std::string("not there"); };
        QCOMPARE(of("r1", "neighbour"), std::string("neighbour"));
        auto *lookup = named<QLineEdit>(dock, "Address to look up");
        QVERIFY(lookup->isVisible());
        QCOMPARE(of("r1", "trie"), std::string("route"));
        QVERIFY(!lookup->isVisible()); // it has its own
        QCOMPARE(of("r1", "rib"), std::string("rib"));
        QCOMPARE(of("r1", "rip-timers"), std::string("rip"));
        QCOMPARE(of("s1", "switch"), std::string("mac"));
        QCOMPARE(of("s1", "trie"), std::string("not there"));
    }
};

QTEST_MAIN(TestTimers)
#include "tst_timers.moc"
