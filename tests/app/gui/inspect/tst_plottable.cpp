// Numbers beside the plain tables that can be plotted: BGP's decision, the hops of a path, the guests of a hypervisor. Their menus,
// and that they are asked for and found again. And columns that share the room of a narrow view.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/computer_dock.h"
#include "app/gui/docks/table_view.h"
#include "app/gui/inspect/bgp_inspector.h"
#include "app/gui/inspect/bgp_rows.h"
#include "app/gui/inspect/bgp_words.h"
#include "app/gui/inspect/cell_menu.h"
#include "app/gui/inspect/path_dock.h"
#include "app/gui/inspect/tree_model.h"
#include "app/gui/inspect/tree_view.h"
#include "tests/app/gui/client/running_engine.h"
#include "tests/support/named.h"

#include <QFloat16> // QCOMPARE of Json tries every overload, one of which needs it complete
#include <QHeaderView>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

using namespace hopyard;
using namespace hopyard::inspect;
using hopyard::test::FakeEngine;
using rpc::Json;
using support::named;

namespace {

const char *const kDecision = R"({"daemon": "FRR", "agrees": false, "reason": "AS Path", "candidates": [
  {"from": "10.0.1.2", "nextHop": "10.0.1.2", "verdict": "lost at: local preference", "best": false},
  {"from": "10.0.3.3", "nextHop": "10.0.3.3", "verdict": "best", "best": true}],
 "steps": [{"step": "local preference", "rule": "the highest local preference, which the whole AS shares", "decided": true,
            "values": [{"candidate": 0, "value": "90", "out": true}, {"candidate": 1, "value": "200", "out": false}]}]})";
const char *const kPaths = R"({"paths": [{"metric": 7}, {"metric": 9}]})";
const char *const kTable = R"({"routes": {"10.60.0.0/16": [{"peerId": "10.0.1.2", "path": "65001"},
  {"peerId": "10.0.3.3", "path": "65002 65003 65004 65005", "bestpath": true, "selectionReason": "Local Pref", "valid": true, "origin": "IGP"}]}})";

Json console(const Json &json) { return {{"ok", true}, {"text", ""}, {"json", json}}; }

QString widthsOf(const TreeView &view)
{
    QStringList widths;
    for (int column = 0; column < view.header()->count(); ++column)
        widths += QString::number(view.columnWidth(column));
    return QStringLiteral("%1 in %2").arg(widths.join(QStringLiteral(" + "))).arg(view.viewport()->width());
}

/// Which of a row of "Plot …" stands first for that cell.
QString firstOffer(CellMenu &menu, const QModelIndex &index)
{
    QMenu offered;
    menu.fill(offered, index);
    return offered.actions().front()->text();
}

} // namespace

class TestPlottable : public QObject {
    Q_OBJECT

    /// Asks as plots do.
    static bool found(client::EngineSession &session, const CellPlace &place, std::optional<double> &number)
    {
        bool answered = false;
        QObject context;
        askCells(session, place, &context, [&](const CellTable *cells) {
            answered = true;
            number = cells ? cells->at(place) : std::nullopt;
        });
        return QTest::qWaitFor([&] { return answered; });
    }

private slots:
    void aDecision()
    {
        test::RunningEngine r;
        QVERIFY(r.wait());
        r.engine->answers["console.run"] = [](const Json &params) {
            const std::string line = params["line"];
            return FakeEngine::Answer(console(Json::parse(line.starts_with("explain")    ? kDecision
                                                          : line == "show ip bgp" ? kTable
                                                                                  : kPaths)));
        };
        BgpInspector inspector(r.session);
        inspector.resize(860, 300);
        inspector.setNode("f1");
        inspector.show();
        inspector.refresh();
        auto *view = named<TreeView>(inspector, "Decision, step by step");
        const auto *model = view->model();
        QTRY_COMPARE(model->rowCount(), 5); // outcome, FRR's reason, the doubt, steps, attributes
        QCOMPARE(model->index(1, 2).data().toString(), QString("AS Path"));
        QVERIFY(model->index(2, 0).data().toString().contains("another path would win"));
        const QModelIndex step = model->index(0, 1, model->index(3, 0));
        QCOMPARE(step.data().toString(), QString("90 – out"));
        auto *menu = view->findChild<CellMenu *>();
        QCOMPARE(firstOffer(*menu, step), QString("Plot “local preference”"));
        QSignalSpy asked(&inspector, &Inspector::cellPlotAsked);
        QMenu offered;
        menu->fill(offered, step);
        offered.actions().front()->trigger();
        const auto place = asked.at(0).at(0).value<CellPlace>();
        QCOMPARE(place, (CellPlace{"f1", "bgp.decision", {"10.60.0.0/16", "steps", "local preference"}, "10.0.1.2 10.0.1.2"}));
        QCOMPARE(place.where(), QString("f1, BGP decision: 10.60.0.0/16 from 10.0.1.2"));
        std::optional<double> number;
        QVERIFY(found(r.session, place, number));
        QCOMPARE(number, std::optional(90.0));
        QVERIFY(found(r.session, {"f1", "bgp.decision", {"10.60.0.0/16", "attributes", "MED"}, "10.0.3.3 10.0.3.3"}, number));
        QCOMPARE(number, std::optional(9.0));
    }

    void aPath()
    {
        test::RunningEngine r;
        QVERIFY(r.wait());
        const Json hop = {{"node", "r1"}, {"end", "delivered"}, {"branches", Json::array()}};
        const Json first = {{"node", "h1"}, {"end", "forwards"}, {"branches", Json::array({{{"interface", "eth0"}, {"to", "r1"}, {"links", Json::array()}}})}};
        r.engine->answers["path.trace"] = [&](const Json &) {
            return FakeEngine::Answer(Json{{"from", "h1"},
                                           {"to", "r1"},
                                           {"forth", {{"destination", "10.0.0.1"}, {"arrives", true}, {"clean", true}, {"nodes", Json::array({first, hop})}}},
                                           {"back", nullptr}});
        };
        PathDock dock(r.session);
        dock.setNodes({{"h1", "host"}, {"r1", "router"}});
        dock.showPath("h1", "r1");
        dock.show();
        auto *view = named<TreeView>(dock, "Path, hop by hop");
        QTRY_COMPARE(view->model()->rowCount(), 2);
        const QModelIndex hops = view->model()->index(0, 1);
        QCOMPARE(hops.data().toString(), QString("1"));
        QSignalSpy asked(&dock, &PathDock::cellPlotAsked);
        QMenu offered;
        view->findChild<CellMenu *>()->fill(offered, hops);
        QCOMPARE(offered.actions().front()->text(), QString("Plot “Hops”"));
        offered.actions().front()->trigger();
        std::optional<double> number;
        QVERIFY(found(r.session, asked.at(0).at(0).value<CellPlace>(), number));
        QCOMPARE(number, std::optional(1.0));
        QCOMPARE(r.engine->last("path.trace")->params, (Json{{"from", "h1"}, {"to", "r1"}}));
    }

    void aGuest()
    {
        test::RunningEngine r;
        QVERIFY(r.wait());
        r.engine->answers["hypervisor.guests"] = [](const Json &) {
            return FakeEngine::Answer(Json::parse(
                R"({"mode": "direct", "receive": "remap", "guests": [{"guest": "g1", "state": "running", "memory": 2097152, "interfaces": []}]})"));
        };
        docks::ComputerDock dock(r.session);
        dock.setComputers({"pc1"});
        dock.show();
        auto *view = named<docks::TableView>(dock, "Guests");
        QTRY_COMPARE(view->model()->rowCount(), 1);
        auto *menu = view->findChild<CellMenu *>();
        QCOMPARE(view->model()->index(0, 2).data().toString(), QString("2 MiB"));
        QCOMPARE(firstOffer(*menu, view->model()->index(0, 2)), QString("Plot “Memory”")); // however it is written
        QVERIFY(!firstOffer(*menu, view->model()->index(0, 1)).contains("State"));
        QSignalSpy asked(&dock, &docks::ComputerDock::cellPlotAsked);
        QMenu offered;
        menu->fill(offered, view->model()->index(0, 7));
        offered.actions().front()->trigger();
        QCOMPARE(asked.at(0).at(0).value<CellPlace>(), (CellPlace{"pc1", "guest", {"g1"}, "copiedInstead"}));
    }

    /// All columns of BGP's table are there in a view that is narrower than what is in them, and as wide as what is in them where
    /// there is room.
    void columnsShareTheRoom()
    {
        TreeModel model;
        model.setColumns(bgpTableColumns());
        TreeView view("BGP table", &model, 0);
        view.shareRoom({16, 0, 11, 0, 0, 0, 0, 8});
        view.resize(1200, 200);
        view.show();
        model.setRows(bgpTableRows(Json::parse(kTable)));
        const auto wide = [&](int column) { return view.columnWidth(column) >= view.sizeHintForIndex(model.index(0, column)).width(); };
        QTRY_VERIFY(wide(2));
        for (int column = 0; column < model.columnCount(); ++column)
            QVERIFY2(wide(column), qPrintable(QString::number(column)));
        const int all = view.header()->length() - view.columnWidth(7) + view.sizeHintForIndex(model.index(0, 7)).width();
        view.resize(all - 100, 200); // of the 200 or so that the longest columns can give
        QTRY_VERIFY2(view.header()->length() <= view.viewport()->width(),
                     qPrintable(widthsOf(view)));
        QVERIFY(!wide(2)); // the longest gives way, numbers and addresses do not
        QVERIFY(wide(1) && wide(3) && wide(4));
        view.resize(1200, 200);
        QTRY_VERIFY(wide(2));
    }

    void wordsOfADecision()
    {
        QCOMPARE(bgpVerdict("lost at: router ID; shares the traffic"), QString("lost at: router ID; shares the traffic"));
        QCOMPARE(bgpVerdict("something newer"), QString("something newer"));
        for (const char *word : {"weight", "older external path", "the lowest router id", "none, as 0", "withdrawn; kept for its penalty"})
            QVERIFY2(isBgpWord(word), word);
    }
};

QTEST_MAIN(TestPlottable)
#include "tst_plottable.moc"
