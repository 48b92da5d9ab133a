// Numbers of inspectors' tables as places: what is a number, which rows stay the same, what is asked and found again,
// and the menu that offers to plot them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/table_view.h"
#include "app/gui/docks/tables_dock.h"
#include "app/gui/inspect/cell_menu.h"
#include "app/gui/inspect/tree_model.h"
#include "app/gui/inspect/tree_view.h"
#include "tests/app/gui/client/running_engine.h"

#include <QAbstractItemModelTester>
#include <QContextMenuEvent>
#include <QFloat16> // QCOMPARE of Json tries every overload, one of which needs it complete
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

using namespace hopyard;
using namespace hopyard::inspect;
using hopyard::test::FakeEngine;

namespace {

QStringList textsOf(const QMenu &menu)
{
    QStringList texts;
    for (const QAction *action : menu.actions())
        if (!action->isSeparator())
            texts += action->text();
    return texts;
}

client::Table table(std::vector<std::string> columns, std::vector<std::vector<std::string>> rows)
{
    return {std::move(columns), std::move(rows)};
}

} // namespace

class TestCells : public QObject {
    Q_OBJECT

private slots:
    void numbers()
    {
        QCOMPARE(numberIn("12"), std::optional(12.0));
        QCOMPARE(numberIn(" -3.5 "), std::optional(-3.5));
        QCOMPARE(numberIn("+10"), std::optional(10.0));
        QCOMPARE(numberIn("7 s"), std::optional(7.0));
        QCOMPARE(numberIn("50%"), std::optional(50.0));
        QCOMPARE(numberIn("1e3"), std::optional(1000.0));
        for (const char *text :
             {"", "s", "10.0.0.1", "10.0.0.0/8", "2-Way", "0:07", "12 kB", "Full/DR", "16 (unreachable)", "1,2"})
            QVERIFY2(!numberIn(text), text);
    }

    /// A counter's row is the same when it has counted, a connection's when its state is another.
    void rowsKeepTheirKeys()
    {
        const auto counters = rowsOf("counter", table({"counter", "count"}, {{"received", "5"}, {"sent", "7"}}));
        QCOMPARE(counters[0].key, rowsOf("counter", table({"counter", "count"}, {{"received", "6"}})).front().key);
        const auto connections =
            rowsOf("tcp", table({"state", "local", "peer"},
                                {{"SYN-SENT", "10.0.0.1:1", "10.0.0.2:2"}, {"LISTEN", "0.0.0.0:80", ""}}));
        QCOMPARE(connections[0].key, QString("10.0.0.1:1\t10.0.0.2:2"));
        const auto routes = rowsOf("route", table({"prefix", "nextHop", "interface"},
                                                  {{"10.0.0.0/8", "", "eth0"}, {"10.0.0.0/8", "", "eth0"}}));
        QVERIFY(routes[0].key != routes[1].key);
        QVERIFY(!rowsOf("unheard of", table({"a"}, {{"x"}})).front().key.isEmpty());
    }

    void scales()
    {
        using plot::Unit;
        const auto scale = [](const char *table, const char *column, bool perSecond) {
            return scaleOf({"r1", table, {"x"}, column}, perSecond);
        };
        QCOMPARE(scale("interface", "receivedBytes", true).unit, Unit::bitsPerSecond);
        QCOMPARE(scale("interface", "receivedBytes", true).factor, 8.0);
        QCOMPARE(scale("interface", "receivedBytes", false).unit, Unit::bytes);
        QCOMPARE(scale("interface", "sentErrors", true).unit, Unit::perSecond);
        QCOMPARE(scale("tcp", "rttMs", false).unit, Unit::seconds);
        QCOMPARE(scale("tcp", "rttMs", false).factor, 1e-3);
        QCOMPARE(scale("guest", "usedNs", true).unit, Unit::percent);
        QVERIFY(!scale("interface", "receivedPackets", true).mayFall);
        QVERIFY(scale("tcp", "sendQueue", true).mayFall);
    }

    void aCellIsAskedForAgain()
    {
        test::RunningEngine r;
        QVERIFY(r.wait());
        r.engine->answers["table.get"] = [](const rpc::Json &) {
            return FakeEngine::Answer(rpc::Json::parse(
                R"({"columns": ["interface", "receivedPackets"], "rows": [["eth0", 5], ["eth1", 7]], "now": 3000000000})"));
        };
        r.engine->answers["console.run"] = [](const rpc::Json &params) {
            const bool neighbours = params["line"] == "show ip ospf neighbor";
            return FakeEngine::Answer(rpc::Json{
                {"ok", true},
                {"text", ""},
                {"json",
                 neighbours ? rpc::Json::parse(
                     R"({"neighbors": {"2.2.2.2": [{"ifaceName": "eth0:10.0.0.1", "ifaceAddress": "10.0.0.2", "nbrState": "Full/DR", "nbrPriority": 3}]}})")
                            : rpc::Json::parse(R"({"interfaces": {"eth0": {"priority": 1, "state": "DR"}}})")}});
        };
        std::optional<double> found;
        base::TimePoint now;
        const auto ask = [&](const CellPlace &place) {
            bool answered = false;
            found.reset();
            askCells(r.session, place, this, [&, place](const CellTable *cells) {
                answered = true;
                if (cells) {
                    found = cells->at(place);
                    now = cells->now;
                }
            });
            return QTest::qWaitFor([&] { return answered; });
        };
        QVERIFY(ask({"r1", "interface", {"eth1"}, "receivedPackets"}));
        QCOMPARE(found, std::optional(7.0));
        QCOMPARE(now.ns(), 3'000'000'000);
        QVERIFY(ask({"r1", "interface", {"eth2"}, "receivedPackets"})); // no such row
        QVERIFY(!found);
        const CellPlace neighbour{"r1", "ospf.neighbours", {"eth0", "2.2.2.2 10.0.0.2"}, "3"};
        QVERIFY(ask(neighbour));
        QCOMPARE(found, std::optional(3.0));
        QCOMPARE(neighbour.what(), QString("Priority"));
        QVERIFY(neighbour.where().startsWith("r1, OSPF neighbours: eth0"));
        r.engine->answers["table.get"] = [](const rpc::Json &) {
            return FakeEngine::Answer(base::fail(rpc::RpcError{rpc::invalidParams, "no", nullptr}));
        };
        QVERIFY(ask({"r1", "interface", {"eth1"}, "receivedPackets"}));
        QVERIFY(!found);
        QVERIFY(ask({"r1", "rib", {"10.0.0.0/8\tospf"}, "metric"})); // of many prefixes it asks for the one
        QCOMPARE(r.engine->last("table.get")->params["within"], rpc::Json("10.0.0.0/8"));
    }

    /// The menu of the cell below the mouse, and by the menu key that of the current row.
    void theMenu()
    {
        models::TableModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        docks::TableView view("Table");
        view.showTable(&model);
        model.setColumns({"Interface", "MAC", "Received packets", "Received bytes"});
        model.setRows(rowsOf("interface", table({"interface", "mac", "receivedPackets", "receivedBytes"},
                                                {{"eth0", "02:00", "5", "500"}, {"eth1", "02:01", "", ""}})));
        const QStringList columns{"interface", "mac", "receivedPackets", "receivedBytes"};
        CellMenu menu(view, [&](const QModelIndex &index) {
            return std::optional(CellPlace{
                "r1", "interface", {index.data(models::TableModel::KeyRole).toString()}, columns[index.column()]});
        });
        QMenu packets, first, empty;
        menu.fill(packets, view.model()->index(0, 2));
        QCOMPARE(textsOf(packets),
                 (QStringList{"Plot “Received packets”", "Plot “Received packets” per Second", "More of This Row"}));
        menu.fill(first, view.model()->index(0, 0));
        QCOMPARE(textsOf(first).size(), 4);
        menu.fill(empty, view.model()->index(1, 0));
        QCOMPARE(empty.actions().size(), 1);
        QVERIFY(!empty.actions().front()->isEnabled());
        QSignalSpy asked(&menu, &CellMenu::plotAsked);
        packets.actions()[1]->trigger();
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].value<CellPlace>(), (CellPlace{"r1", "interface", {"eth0"}, "receivedPackets"}));
        QCOMPARE(asked[0][1].toBool(), true);

        view.resize(500, 200);
        view.show();
        view.setCurrentIndex(view.model()->index(0, 3));
        QContextMenuEvent key(QContextMenuEvent::Keyboard, QPoint(1, 1), view.mapToGlobal(QPoint(1, 1)));
        QCoreApplication::sendEvent(&view, &key);
        auto *opened = view.findChild<QMenu *>();
        QVERIFY(opened);
        QCOMPARE(textsOf(*opened).first(), QString("Plot “Received bytes”"));
        opened->close();
        QTRY_VERIFY(!view.findChild<QMenu *>());
        const QPoint place = view.visualRect(view.model()->index(0, 2)).center();
        QContextMenuEvent mouse(QContextMenuEvent::Mouse, place, view.viewport()->mapToGlobal(place));
        QCoreApplication::sendEvent(view.viewport(), &mouse);
        opened = view.findChild<QMenu *>();
        QVERIFY(opened);
        QCOMPARE(textsOf(*opened).first(), QString("Plot “Received packets”"));
        opened->close();
    }

    void ofATree()
    {
        TreeModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setColumns({"Prefix", "Cost"});
        model.setRows({{"a", {"10.0.0.0/8", ""}, {}, {}, {}, false, {{"b", {"from r2", "20"}}}}});
        TreeView view("Tree", &model, 1);
        CellMenu menu(view, "bgp.table", [] { return QString("r1"); });
        QMenu shown;
        menu.fill(shown, model.index(0, 1, model.index(0, 0)));
        QSignalSpy asked(&menu, &CellMenu::plotAsked);
        shown.actions().front()->trigger();
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].value<CellPlace>(), (CellPlace{"r1", "bgp.table", {"a", "b"}, "1"}));
    }

    void theTablesDockHandsItOn()
    {
        test::RunningEngine r;
        QVERIFY(r.wait());
        r.engine->answers["table.get"] = [](const rpc::Json &) {
            return FakeEngine::Answer(
                rpc::Json::parse(R"({"columns": ["counter", "count"], "rows": [["received", 5]]})"));
        };
        docks::TablesDock dock(r.session);
        dock.setNodes({{"h1", "host"}});
        QVERIFY(dock.showTable("h1", "counter"));
        dock.show();
        auto *view = dock.findChild<docks::TableView *>();
        QTRY_COMPARE(view->model()->rowCount(), 1);
        QMenu shown;
        dock.findChild<CellMenu *>()->fill(shown, view->model()->index(0, 1));
        QSignalSpy asked(&dock, &docks::TablesDock::cellPlotAsked);
        shown.actions().front()->trigger();
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].value<CellPlace>(), (CellPlace{"h1", "counter", {"received"}, "count"}));
        QCOMPARE(asked[0][0].value<CellPlace>().what(), QString("received"));
    }
};

QTEST_MAIN(TestCells)
#include "tst_cells.moc"
