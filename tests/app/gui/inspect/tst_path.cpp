// The path tool: what it asks the engine, what it shows and lights, and what it says a failure would change; against an engine
// without a network, and once against a real one.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/path_dock.h"
#include "app/gui/inspect/path_rows.h"
#include "app/gui/inspect/tree_view.h"
#include "tests/app/gui/client/real_engine.h"
#include "tests/app/gui/client/running_engine.h"
#include "tests/support/named.h"

#include <QComboBox>
#include <QFloat16> // QCOMPARE of Json tries every overload, one of which needs it complete
#include <QLabel>
#include <QLayout>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace hopyard;
using namespace hopyard::inspect;
using hopyard::support::named;
using hopyard::test::FakeEngine;
using rpc::Json;

namespace {

Json path(const std::string &destination, Json nodes, bool clean = true)
{
    return {{"destination", destination}, {"arrives", clean}, {"clean", clean}, {"nodes", std::move(nodes)}};
}
Json hop(const std::string &node, const std::string &matched, const std::string &end, Json branches = Json::array())
{
    return {{"node", node}, {"matched", matched}, {"protocol", "ospf"}, {"end", end}, {"branches", std::move(branches)}};
}
Json branch(const std::string &interface, const std::string &to, Json links, bool loop = false)
{
    return {{"interface", interface}, {"nextHop", "10.0.0.2"}, {"to", to}, {"loop", loop}, {"links", std::move(links)}};
}

const Json kForth = path("10.0.2.1", Json::array({hop("h1", "0.0.0.0/0", "forwards", Json::array({branch("eth0", "r1", {"h1:eth0"})})),
                                                  hop("r1", "10.0.2.0/24", "forwards", Json::array({branch("eth1", "r2", {"r1:eth1"}), branch("eth2", "r2", {"r1:eth2"})})),
                                                  hop("r2", "10.0.2.1/32", "delivered")}));
const Json kBack = path("10.0.1.1", Json::array({hop("r2", "10.0.1.0/24", "forwards", Json::array({branch("eth1", "", Json::array())}))}), false);

struct Running : test::RunningEngine {
    Running()
    {
        engine->answers["path.trace"] = [](const Json &params) {
            return FakeEngine::Answer(Json{{"from", params["from"]}, {"to", params["to"]}, {"forth", kForth}, {"back", kBack}});
        };
    }
};

void fill(PathDock &dock)
{
    dock.setNodes({{"h1", "host"}, {"r1", "router"}, {"r2", "router"}});
    dock.setLinks({"h1:eth0", "r1:eth1"}, {"h1 – r1", "r1 – r2"});
}

TreeView *pathView(PathDock &dock) { return support::named<TreeView>(dock, "Path, hop by hop"); }

bool isLit(const CanvasMarks &marks, const QString &from, Tone tone)
{
    return std::ranges::any_of(marks.links, [&](const CanvasMarks::Link &link) { return link.from == from && link.tone == tone; });
}

} // namespace

class TestPath : public QObject {
    Q_OBJECT

private slots:
    void rowsAndMarksOfAPath()
    {
        const client::BothWays ways = client::parseBothWays({{"from", "h1"}, {"to", "r2"}, {"forth", kForth}, {"back", kBack}});
        const auto rows = pathRows(ways);
        QCOMPARE(rows.size(), std::size_t(2));
        QCOMPARE(rows[0].cells.front(), QString("There: h1 to r2"));
        QCOMPARE(rows[0].children.size(), std::size_t(2)); // behind r1 the ways part
        QCOMPARE(rows[0].children[0].cells, QStringList({"h1", "0", "0.0.0.0/0", "ospf", "eth0", "10.0.0.2", ""}));
        const std::vector<TreeRow> &parted = rows[0].children[1].children;
        QCOMPARE(parted.size(), std::size_t(2)); // equal cost
        QCOMPARE(parted[0].children.at(0).cells.last(), QString("delivered: the address is its own"));
        QVERIFY(parted[1].children.at(0).cells.last().contains("elsewhere")); // they meet again
        QVERIFY(rows[1].children[0].cells.last().contains("nobody"));
        QVERIFY(rows[1].cells.last().contains("does not arrive"));
        const CanvasMarks marks = pathMarks(ways.forth, &*ways.back);
        QVERIFY(isLit(marks, "h1:eth0", Tone::accent) && isLit(marks, "r1:eth2", Tone::accent));
        QVERIFY(std::ranges::any_of(marks.nodes, [](const auto &node) { return node.name == "r2" && node.tone == Tone::bad; }));
        QVERIFY(pathRows(client::parseBothWays({{"forth", kForth}, {"back", nullptr}}))[1].cells.last().contains("nobody"));
        (void)pathRows(client::parseBothWays(Json::object())); // whatever comes
        (void)summaryOf(client::parseWhatIf(Json::parse("{\"forth\": 5, \"nodes\": [1], \"dropped\": []}")));
    }

    void whatWouldChangeInWords()
    {
        const Json json = {{"failed", {{"links", {"r1:eth1"}}, {"nodes", Json::array()}}},
                           {"settled", true},
                           {"convergence", 1'250'000'000},
                           {"changes", 3},
                           {"forth", {{"before", kForth}, {"after", kBack}, {"outage", 40'000'000}, {"over", false}}},
                           {"nodes", Json::array({{{"node", "r1"}, {"changed", 1}, {"removed", 1}, {"added", 0}, {"last", 5'000'000}}})},
                           {"routes", Json::array({{{"node", "r1"}, {"prefix", "10.0.2.0/24"}, {"before", "10.0.0.2 eth1"}, {"after", "10.0.3.2 eth2"}},
                                                   {{"node", "r1"}, {"prefix", "10.0.9.0/24"}, {"before", "eth1"}, {"after", ""}}})},
                           {"moreRoutes", 4},
                           {"unreachable", Json::array({{{"prefix", "10.0.9.0/24"}, {"nodes", {"r1", "r2"}}}})},
                           {"dropped", {{"link down", 7}}}};
        const client::WhatIf found = client::parseWhatIf(json);
        const auto rows = changeRows(found);
        QCOMPARE(rows.size(), std::size_t(3)); // out of reach, r1, four more
        QCOMPARE(rows[0].children[0].cells.last(), QString("from r1, r2"));
        QCOMPARE(rows[1].children[0].cells, QStringList({"10.0.2.0/24", "10.0.0.2 eth1", "10.0.3.2 eth2"}));
        QCOMPARE(rows[1].children[1].cells.last(), QString("none"));
        const QString text = summaryOf(found);
        QVERIFY2(text.contains("1.2 s") || text.contains("1.3 s"), qPrintable(text));
        QVERIFY(text.contains("Broken from then on"));
        QVERIFY(text.contains("7 (link down)"));
        const CanvasMarks marks = changeMarks(found);
        QVERIFY(isLit(marks, "r1:eth1", Tone::bad));
    }

    /// The question goes below the ends where there is no room beside them; a dock never asks for the width of both.
    void theHeadWraps()
    {
        Running r;
        QWidget window;
        PathDock dock(r.session, &window);
        fill(dock);
        window.show();
        auto *ask = named<QComboBox>(dock, "What fails"), *to = named<QComboBox>(dock, "To: a node or an address");
        const auto at = [&](int width) {
            dock.resize(width, 300);
            dock.layout()->activate();
            return ask->y() - to->y();
        };
        QCOMPARE(at(1200), 0);
        const int least = dock.minimumSizeHint().width();
        QVERIFY2(least < 560, qPrintable(QString::number(least)));
        QVERIFY(at(least) >= to->height());
        QVERIFY(ask->geometry().right() < least);
        QCOMPARE(at(1200), 0);
    }

    void asksWhileItCanBeSeen()
    {
        Running r;
        QVERIFY(r.wait());
        PathDock dock(r.session);
        fill(dock);
        QSignalSpy marked(&dock, &PathDock::marked);
        dock.showPath("h1", "r2");
        QTest::qWait(0);
        QCOMPARE(r.engine->count("path.trace"), 0); // nobody sees it
        dock.show();
        QTRY_COMPARE(pathView(dock)->model()->rowCount(), 2);
        QCOMPARE(r.engine->last("path.trace")->params, (Json{{"from", "h1"}, {"to", "r2"}}));
        QVERIFY(isLit(marked.last()[0].value<CanvasMarks>(), "r1:eth1", Tone::accent));
        QTRY_VERIFY(r.engine->count("path.trace") >= 2); // it is followed
        support::named<QToolButton>(dock, "Swap the ends")->click();
        QTRY_COMPARE(r.engine->last("path.trace")->params, (Json{{"from", "r2"}, {"to", "h1"}}));
        auto *to = support::named<QComboBox>(dock, "To: a node or an address");
        to->setEditText("192.0.2.1");
        QTest::keyClick(to->lineEdit(), Qt::Key_Return);
        QTRY_COMPARE(r.engine->last("path.trace")->params["to"], Json("192.0.2.1"));
        dock.hide();
        QVERIFY(marked.last()[0].value<CanvasMarks>().isEmpty());
    }

    void saysWhyThereIsNone()
    {
        client::EngineSession idle;
        PathDock nothing(idle);
        auto *message = support::named<QLabel>(nothing, "Why there is no path");
        QVERIFY(message->text().contains("Draw a lab"));
        fill(nothing);
        nothing.show();
        Running r;
        QVERIFY(r.wait());
        PathDock dock(r.session);
        fill(dock);
        dock.show();
        message = support::named<QLabel>(dock, "Why there is no path");
        QVERIFY(message->text().contains("pick two nodes"));
        r.engine->answers["path.trace"] = [](const Json &) {
            return FakeEngine::Answer(base::fail(rpc::RpcError{rpc::invalidParams, "'r2' has no address", nullptr}));
        };
        dock.showPath("h1", "r2");
        QTRY_VERIFY(message->text().contains("no address"));
    }

    void tellsWhatAFailureWouldChange()
    {
        Running r;
        QVERIFY(r.wait());
        std::function<void()> answer;
        r.engine->answers["path.whatIf"] = [](const Json &params) {
            return FakeEngine::Answer(Json{{"failed", {{"links", params["links"]}}}, {"settled", true}, {"changes", 0}});
        };
        PathDock dock(r.session);
        fill(dock);
        dock.show();
        dock.showPath("h1", "r2");
        QTRY_COMPARE(pathView(dock)->model()->rowCount(), 2);
        QSignalSpy marked(&dock, &PathDock::marked);
        dock.tryLink("r1:eth1");
        QVERIFY(support::named<QProgressBar>(dock, "How far it is")->isVisible());
        QTRY_VERIFY(support::named<QLabel>(dock, "What would happen")->isVisible());
        QCOMPARE(r.engine->last("path.whatIf")->params, (Json{{"links", {"r1:eth1"}}, {"from", "h1"}, {"to", "r2"}}));
        QVERIFY(support::named<QLabel>(dock, "What would happen")->text().contains("No route would change"));
        QVERIFY(isLit(marked.last()[0].value<CanvasMarks>(), "r1:eth1", Tone::bad));
        support::named<QToolButton>(dock, "Close what was tried")->click();
        QVERIFY(!support::named<QLabel>(dock, "What would happen")->isVisible());
        QVERIFY(!isLit(marked.last()[0].value<CanvasMarks>(), "r1:eth1", Tone::bad));
        r.engine->answers["path.whatIf"] = [](const Json &) {
            return FakeEngine::Answer(base::fail(rpc::RpcError{rpc::limitReached, "needed more time", nullptr}));
        };
        dock.tryNode("r1");
        QTRY_COMPARE(support::named<QLabel>(dock, "What would happen")->text(), QString("needed more time"));
        QCOMPARE(r.engine->last("path.whatIf")->params["nodes"], Json({"r1"}));
    }

    void aRealPathAndARealFailure()
    {
        test::RealEngine real;
        QVERIFY2(real.run("hopyard: 1\nnodes:\n"
                          "  h1: {kind: host, interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1}\n"
                          "  h2: {kind: host, interfaces: {eth0: {address: 10.0.2.10/24}}, gateway: 10.0.2.1}\n"
                          "  r1: {kind: router, interfaces: {eth0: {address: 10.0.1.1/24}, eth1: {address: 10.0.2.1/24}}}\n"
                          "links:\n  - {ends: [h1:eth0, r1:eth0]}\n  - {ends: [h2:eth0, r1:eth1]}\n"),
                 qPrintable(real.error));
        PathDock dock(real.session);
        dock.setNodes({{"h1", "host"}, {"h2", "host"}, {"r1", "router"}});
        dock.setLinks({"h1:eth0", "h2:eth0"}, {"h1 – r1", "h2 – r1"});
        dock.show();
        dock.showPath("h1", "h2");
        QTRY_COMPARE_WITH_TIMEOUT(pathView(dock)->model()->rowCount(), 2, test::RealEngine::kPatienceMs);
        const QAbstractItemModel &model = *pathView(dock)->model();
        QCOMPARE(model.rowCount(model.index(0, 0)), 3);
        QCOMPARE(model.index(1, 2, model.index(0, 0)).data().toString(), QString("10.0.2.0/24"));
        dock.tryLink("h2:eth0");
        QTRY_VERIFY_WITH_TIMEOUT(support::named<QLabel>(dock, "What would happen")->isVisible(), test::RealEngine::kPatienceMs);
        const QString said = support::named<QLabel>(dock, "What would happen")->text();
        QVERIFY2(said.contains("Broken from then on"), qPrintable(said));
    }
};

QTEST_MAIN(TestPath)
#include "tst_path.moc"
