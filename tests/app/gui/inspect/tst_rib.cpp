// The RIB inspector: candidates as the router explains them, the one that counts on top, the filter, and the explanation.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/client/engine_session.h"
#include "app/gui/inspect/rib_inspector.h"
#include "tests/app/gui/client/fake_engine.h"
#include "tests/support/named.h"

#include <QAbstractItemModelTester>
#include <QFloat16> // QCOMPARE of Json tries every overload, one of which needs it complete
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

using namespace hopyard;
using hopyard::test::FakeEngine;
using rpc::Json;
using support::named;

namespace {

Json candidate(const char *protocol, int distance, bool counts, const char *verdict, const char *why, bool isActive = true)
{
    return {{"protocol", protocol}, {"distance", distance}, {"metric", 20}, {"tag", 0}, {"kind", "unicast"}, {"selected", counts}, {"installed", counts},
            {"active", isActive}, {"verdict", verdict}, {"why", why}, {"uptime", "00:00:07"},
            {"nexthops", {{{"active", isActive}, {"ip", "10.0.12.2"}, {"interfaceName", "eth1"}, {"why", isActive ? "" : "eth1 is down"}, {"paths", Json::array()}}}}};
}

/// As `explain rib` says it: by distance, so that one that cannot be used may stand first.
Json rib(const char *why = "distance 110 is more than 20")
{
    return {{"left", 3}, {"prefixes", {{{"prefix", "10.0.1.0/24"}, {"candidates", {candidate("connected", 0, true, "counts", "counts: it is the only one")}}},
                                       {{"prefix", "10.0.2.0/24"},
                                        {"candidates", {candidate("static", 1, false, "unreachable", "inactive: no next hop can be used", false),
                                                        candidate("bgp", 20, true, "counts", "counts: the lowest distance and metric of those that are active"),
                                                        candidate("ospf", 110, false, "distance", why)}}}}}};
}

} // namespace

class TestRib : public QObject {
    Q_OBJECT
private slots:
    void whatCountsIsOnTop()
    {
        inspect::RibModel model;
        const QAbstractItemModelTester tester(&model);
        const auto answer = inspect::parseRib(rib());
        QCOMPARE(answer.left, qint64(3));
        model.setPrefixes(answer.prefixes);
        QCOMPARE(model.rowCount(), 2);
        const QModelIndex top = model.find("10.0.2.0/24");
        QCOMPARE(model.rowCount(top), 3);
        QCOMPARE(top.siblingAtColumn(inspect::RibModel::Why).data().toString(), QString("bgp counts; 2 lost"));
        const QModelIndex bgp = model.index(0, 0, top), gone = model.index(1, 0, top), ospf = model.index(2, 0, top);
        QCOMPARE(bgp.data().toString(), QString("✓ bgp"));
        QCOMPARE(gone.data().toString(), QString("✗ static"));
        QVERIFY(!model.isLoser(bgp) && model.isLoser(gone) && !model.isLoser(top));
        QCOMPARE(ospf.siblingAtColumn(inspect::RibModel::Why).data().toString(), QString("distance 110 is more than 20"));
        QCOMPARE(model.index(0, inspect::RibModel::Why, gone).data().toString(), QString("eth1 is down"));
        QCOMPARE(model.explanation(ospf), QString("10.0.2.0/24, candidates: 3\n✓ bgp, distance 20, metric 20: counts: the lowest distance and metric of those that are active\n"
                                                  "      10.0.12.2, eth1\n✗ ospf, distance 110, metric 20: distance 110 is more than 20\n"
                                                  "      10.0.12.2, eth1"));
        QCOMPARE(model.explanation(top).count('\n'), 6);
        QCOMPARE(model.explanation({}), QString());
    }

    void whatStaysKeepsItsPlace()
    {
        inspect::RibModel model;
        const QAbstractItemModelTester tester(&model);
        model.setPrefixes(inspect::parseRib(rib()).prefixes);
        const QPersistentModelIndex ospf = model.index(2, 0, model.find("10.0.2.0/24"));
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset), changed(&model, &QAbstractItemModel::dataChanged);
        model.setPrefixes(inspect::parseRib(rib()).prefixes);
        QCOMPARE(changed.count(), 0);
        model.setPrefixes(inspect::parseRib(rib("distance 110 is more than 5")).prefixes);
        QVERIFY(ospf.isValid() && changed.count() > 0 && reset.count() == 0);
        Json other = rib();
        other["prefixes"].erase(0);
        model.setPrefixes(inspect::parseRib(other).prefixes);
        QCOMPARE(reset.count(), 1);
        QVERIFY(inspect::parseRib(Json("words")).prefixes.empty());
    }

    void aFilterKeepsLosersBesideWhatTheyLostTo()
    {
        inspect::RibModel model;
        inspect::RibFilter filter;
        filter.setSourceModel(&model);
        const QAbstractItemModelTester tester(&filter);
        model.setPrefixes(inspect::parseRib(rib()).prefixes);
        filter.setText("OSPF");
        QCOMPARE(filter.rowCount(), 1);
        QCOMPARE(filter.rowCount(filter.index(0, 0)), 3);
        filter.setText("eth1 is down"); // of a next hop
        QCOMPARE(filter.rowCount(), 1);
        filter.setText("rip");
        QCOMPARE(filter.rowCount(), 0);
        filter.setText({});
        QCOMPARE(filter.rowCount(), 2);
    }

    void aClickExplains()
    {
        QTemporaryDir directory;
        FakeEngine engine(directory.filePath("fake.sock"));
        engine.state = "running";
        Json asked;
        engine.answers["table.get"] = [&](const Json &params) -> FakeEngine::Answer {
            asked = params;
            return Json{{"columns", Json::array()}, {"rows", Json::array()}, {"json", rib()}};
        };
        client::EngineSession session;
        session.attach(directory.filePath("fake.sock"));
        QTRY_VERIFY(session.isConnected());
        inspect::RibInspector inspector(session);
        inspector.resize(800, 400);
        inspector.show();
        QCOMPARE(inspector.table(), std::string("rib"));
        QVERIFY(inspector.shows("router") && inspector.shows("host") && !inspector.shows("switch"));
        inspector.setNode("r1");
        inspector.refresh();
        QTRY_COMPARE(inspector.model().rowCount(), 2);
        QVERIFY(asked["table"] == Json("rib"));
        auto *tree = named<QTreeView>(inspector, "Candidates of each prefix");
        auto *why = named<QLabel>(inspector, "Why");
        QVERIFY(tree && why && !why->isVisible());
        QVERIFY(named<QLabel>(inspector, "How much is shown")->text().contains("3 more prefixes"));
        const QModelIndex prefix = tree->model()->index(1, 0);
        QVERIFY(tree->isExpanded(prefix));
        tree->setCurrentIndex(tree->model()->index(2, 0, prefix));
        QVERIFY(why->isVisible() && why->text().contains("distance 110 is more than 20"));
        auto *text = named<QLineEdit>(inspector, "Filter of the RIB");
        text->setText("10.0.2.0/24"); // a prefix is asked of the router
        QTRY_VERIFY(asked.contains("within") && asked["within"] == Json("10.0.2.0/24"));
        text->setText("ospf");
        QTRY_VERIFY(!asked.contains("within"));
        QCOMPARE(tree->model()->rowCount(), 1);
        inspector.setNode("r2"); // nothing of the other one stays
        QCOMPARE(inspector.model().rowCount(), 0);
        QVERIFY(!why->isVisible());
    }
};

QTEST_MAIN(TestRib)
#include "tst_rib.moc"
