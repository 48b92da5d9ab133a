// The trie inspector: what the engine says read into models, where nodes are drawn, keys, folding, and a lookup that is
// lit step by step, with a sentence.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/trie_inspector.h"
#include "app/gui/inspect/trie_view.h"
#include "tests/app/gui/client/running_engine.h"
#include "tests/support/named.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QFloat16> // QCOMPARE of Json tries every overload, one of which needs it complete
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QProxyStyle>
#include <QSignalSpy>
#include <QTest>

#include <set>

using namespace hopyard;
using hopyard::test::FakeEngine;
using rpc::Json;
using support::named;

namespace {

Json route(const char *prefix, const char *via = "10.0.12.2")
{
    return {{"prefix", prefix}, {"kind", "unicast"}, {"protocol", "ospf"}, {"distance", 110},
            {"paths", {{{"nextHop", via}, {"interface", "eth1"}, {"weight", 1}}}}};
}

/// 0.0.0.0/0, 10.0.0.0/8, and in it 10.0.1.0/24 and 10.0.2.0/24; 192.168.0.0/16 folded, with two inside.
Json trie(bool isLookedUp = false, const char *way = "10.0.12.2")
{
    const bool l = isLookedUp;
    Json json{{"family", "ipv4"},
              {"structure", {{"kind", "intervals"}, {"prefixes", 7}, {"groups", 3}, {"default", true}, {"lookupBytes", 128},
                             {"levels", {{{"part", "blocks"}, {"rows", 1}, {"bytes", 128}}}}}},
              {"nodes", {{"0.0.0.0/0", 0, 6, false, l, 0, 0, route("0.0.0.0/0")},
                         {"10.0.0.0/8", 0, 2, false, l, 0, 0, route("10.0.0.0/8")},
                         {"10.0.0.0/22", 1, 2, false, l, 0, 0, nullptr},
                         {"10.0.1.0/24", 2, 0, false, false, 0, 0, route("10.0.1.0/24")},
                         {"10.0.2.0/24", 2, 0, false, l, 0, 0, route("10.0.2.0/24", way)},
                         {"192.168.0.0/16", 0, 2, true, false, 0, 0, route("192.168.0.0/16")}}}};
    if (l)
        json["lookup"] = {{"destination", "10.0.2.10"}, {"containing", {"10.0.2.0/24", "10.0.0.0/8", "0.0.0.0/0"}},
                          {"misses", {{{"prefix", "10.0.2.128/25"}, {"sharedBits", 24}}}}, {"longer", 1}, {"group", 3},
                          {"reads", {{{"part", "blocks"}, {"row", 0}, {"place", 4}, {"first", "10.0.2.0"}, {"last", "10.0.2.127"}, {"group", 3}}}},
                          {"matched", route("10.0.2.0/24", way)}};
    return json;
}

/// Without movement, as who asked the desktop for it has it.
class StillStyle final : public QProxyStyle {
public:
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *data) const override
    {
        return hint == SH_Widget_Animation_Duration ? 0 : QProxyStyle::styleHint(hint, option, widget, data);
    }
};

struct Running : test::RunningEngine {
    Running()
    {
        engine->answers["table.trie"] = [this](const Json &params) -> FakeEngine::Answer {
            asked = params;
            return trie(params.contains("address"));
        };
    }
    Json asked;
};

} // namespace

class TestTrie : public QObject {
    Q_OBJECT
private slots:
    void whatTheEngineSaysIsATree()
    {
        inspect::TrieModel model;
        const QAbstractItemModelTester tester(&model);
        QCOMPARE(model.rowCount(), 0);
        model.setAnswer(inspect::parseTrie(trie(true)));
        QCOMPARE(model.rowCount(), 1);
        const QModelIndex root = model.index(0, 0);
        QCOMPARE(model.rowCount(root), 2);
        QCOMPARE(model.data(model.index(0, 0, root)).toString(), QString("10.0.0.0/8"));
        QCOMPARE(model.data(model.index(0, inspect::TrieModel::State, root)).toString(), QString("contains it, but is shorter"));
        QCOMPARE(model.stateOf(model.find("10.0.2.0/24")), QString("matches"));
        QCOMPARE(model.stateOf(model.find("10.0.1.0/24")), QString()); // not among the nearest
        QVERIFY(model.data(model.index(1, 0, root), Qt::AccessibleTextRole).toString().contains("2 prefixes inside"));
        // The same again is no news; another way out is one of rows, another prefix one of all.
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset), changed(&model, &QAbstractItemModel::dataChanged);
        model.setAnswer(inspect::parseTrie(trie(true)));
        QCOMPARE(changed.count(), 0);
        model.setAnswer(inspect::parseTrie(trie(true, "10.0.12.9")));
        QCOMPARE(reset.count(), 0);
        QVERIFY(changed.count() > 0);
        model.setAnswer({});
        QCOMPARE(reset.count(), 1);
    }

    void nonsenseIsNoTree()
    {
        Json json = trie();
        json["nodes"][2][1] = 5; // a parent that comes later
        QCOMPARE(inspect::parseTrie(json).nodes.size(), std::size_t(2));
        QVERIFY(inspect::parseTrie(Json("words")).nodes.empty());
        json["nodes"] = {{1, 2}, "three"};
        QVERIFY(inspect::parseTrie(json).nodes.empty());
    }

    void sentences()
    {
        const auto answer = inspect::parseTrie(trie(true));
        QCOMPARE(inspect::lookupSentence(answer.lookup),
                 QString("10.0.2.10 matches 10.0.2.0/24 (ospf: 10.0.12.2 on eth1). Shorter prefixes that contain it too lose: 10.0.0.0/8, "
                         "0.0.0.0/0. Longer ones that do not match: 10.0.2.128/25 (bit 25 differs)."));
        inspect::TrieLookup none;
        none.destination = "172.16.0.1";
        none.misses = {{"10.0.0.0/8", 0}};
        none.longer = 12;
        QCOMPARE(inspect::lookupSentence(none),
                 QString("172.16.0.1 matches no prefix: there is no route. Nearest, but not matching: 10.0.0.0/8 (bit 1 differs) and 11 more."));
        QVERIFY(inspect::structureSentence(answer).contains("one read"));
    }

    void theStepsOfALookup()
    {
        inspect::LookupStepsModel steps;
        const QAbstractItemModelTester tester(&steps);
        steps.setAnswer(inspect::parseTrie(trie(true)));
        QCOMPARE(steps.wayLength(), 4);
        QVERIFY(steps.steps()[0].isHeading);
        QCOMPARE(steps.steps()[3].text, QString("10.0.0.0/22: ways part; bit 23 is 1"));
        QVERIFY(steps.steps()[4].text.startsWith("10.0.2.0/24 contains it and is longer"));
        QCOMPARE(steps.steps()[5].text, QString("Nothing is longer here: 10.0.2.0/24 it is"));
        QCOMPARE(steps.steps().back().text, QString("Block 0, interval 5: 10.0.2.0 to 10.0.2.127 → next-hop group 3"));
        QVERIFY(!(steps.flags(steps.index(0)) & Qt::ItemIsSelectable));
        steps.setAnswer(inspect::parseTrie(trie()));
        QCOMPARE(steps.rowCount(), 0);
    }

    void everyLabelHasARowOfItsOwn()
    {
        const auto nodes = inspect::parseTrie(trie()).nodes;
        const inspect::TrieLayout layout = inspect::layOut(nodes);
        std::set<int> rows;
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            if (nodes[i].parent >= 0)
                QVERIFY(layout.places[i].x() > layout.places[static_cast<std::size_t>(nodes[i].parent)].x());
            if (layout.rows[i] >= 0)
                QVERIFY(rows.insert(layout.rows[i]).second);
        }
        QCOMPARE(rows.size(), std::size_t(5)); // all but the place where ways part
        QCOMPARE(layout.places[2].y(), (layout.places[3].y() + layout.places[4].y()) / 2);
        QCOMPARE(layout.columns.size(), std::size_t(5));
        QVERIFY(inspect::layOut({}).places.empty());
    }

    void keysWalkTheTree()
    {
        inspect::TrieModel model;
        inspect::TrieView view(model);
        view.resize(600, 300);
        view.show();
        QTest::keyClick(&view, Qt::Key_Down); // an empty one stands it
        model.setAnswer(inspect::parseTrie(trie(true)));
        QSignalSpy toggled(&view, &inspect::TrieView::toggled);
        QTest::keyClick(&view, Qt::Key_Home);
        QCOMPARE(view.current(), 0);
        QTest::keyClick(&view, Qt::Key_Right);
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(view.current(), 2);
        QTest::keyClick(&view, Qt::Key_Left);
        QCOMPARE(view.current(), 1);
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(toggled.last().first().toString(), QString("10.0.0.0/8"));
        QTest::keyClick(&view, Qt::Key_End);
        QTest::keyClick(&view, Qt::Key_Right); // folded
        QCOMPARE(toggled.last().first().toString(), QString("192.168.0.0/16"));
        QVERIFY(view.accessibleDescription().startsWith("192.168.0.0/16; ospf"));
        QVERIFY(view.accessibleDescription().endsWith("Way of 10.0.2.10: 0.0.0.0/0 → 10.0.0.0/8 → 10.0.0.0/22 → 10.0.2.0/24"));
        const double before = view.zoom();
        QTest::keyClick(&view, Qt::Key_Plus);
        QVERIFY(view.zoom() > before);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.placeOf(3).toPoint());
        QCOMPARE(view.current(), 3);
        QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, view.placeOf(1).toPoint());
        QCOMPARE(toggled.last().first().toString(), QString("10.0.0.0/8"));
        // The prefix stays picked where nodes move.
        view.setCurrent(5);
        Json more = trie();
        more["nodes"].insert(more["nodes"].begin() + 5, Json{"11.0.0.0/8", 0, 0, false, false, 0, 0, route("11.0.0.0/8")});
        model.setAnswer(inspect::parseTrie(more));
        QCOMPARE(view.current(), 6);
        view.setZoom(0.01, {0, 0});
        QCOMPARE(view.zoom(), inspect::TrieView::kLeast);
        view.grab(); // painted without labels
    }

    void anAddressIsLookedUp()
    {
        Running r;
        QVERIFY(r.wait());
        inspect::TrieInspector inspector(r.session);
        inspector.resize(900, 400);
        inspector.show();
        inspector.setNode("r1");
        inspector.refresh();
        QTRY_COMPARE(inspector.model().rowCount(), 1);
        QVERIFY(!r.asked.contains("address"));
        auto *box = named<QLineEdit>(inspector, "Address to look up in the trie");
        auto *sentence = named<QLabel>(inspector, "Result of the lookup");
        QVERIFY(box && sentence && !sentence->isVisible());
        QSignalSpy marks(&inspector, &inspect::Inspector::marked);
        QTest::keyClicks(box, "10.0.2");
        QTest::keyClick(box, Qt::Key_Return);
        QVERIFY(sentence->text().contains("is no address"));
        QTest::keyClicks(box, ".10");
        QTest::keyClick(box, Qt::Key_Return);
        QTRY_VERIFY(sentence->text().startsWith("10.0.2.10 matches 10.0.2.0/24"));
        QVERIFY(r.asked["address"] == Json("10.0.2.10"));
        QCOMPARE(marks.last().first().value<inspect::CanvasMarks>().links.front().from, QString("r1:eth1"));
        QVERIFY(inspector.view()->lit() >= 0); // the way begins
        QTRY_COMPARE(inspector.view()->lit(), -1); // and is lit to its end
        QCOMPARE(inspector.view()->current(), 4);
        auto *list = named<QListView>(inspector, "Steps of the lookup");
        list->setCurrentIndex(inspector.steps().index(2)); // a step by hand
        QCOMPARE(inspector.view()->lit(), 2);
        QCOMPARE(inspector.view()->current(), 1);
        box->clear();
        QTRY_VERIFY(!r.asked.contains("address"));
        QVERIFY(!list->isVisible() && !sentence->isVisible());
        QVERIFY(marks.last().first().value<inspect::CanvasMarks>().isEmpty());
    }

    void withoutMovementTheResultIsThereAtOnce()
    {
        Running r;
        QVERIFY(r.wait());
        inspect::TrieInspector inspector(r.session);
        StillStyle style;
        inspector.setStyle(&style);
        inspector.setNode("r1");
        auto *box = named<QLineEdit>(inspector, "Address to look up in the trie");
        box->setText("10.0.2.10");
        QTest::keyClick(box, Qt::Key_Return);
        QTRY_COMPARE(inspector.view()->current(), 4);
        QCOMPARE(inspector.view()->lit(), -1);
    }

    void foldingIsAskedOfTheEngine()
    {
        Running r;
        QVERIFY(r.wait());
        inspect::TrieInspector inspector(r.session);
        inspector.setNode("r1");
        inspector.refresh();
        QTRY_COMPARE(inspector.model().rowCount(), 1);
        emit inspector.view()->toggled("192.168.0.0/16");
        QTRY_VERIFY(r.asked["open"] == Json::array({"192.168.0.0/16"}));
        emit inspector.view()->toggled("10.0.0.0/8");
        QTRY_VERIFY(r.asked["folded"] == Json::array({"10.0.0.0/8"}));
        named<QComboBox>(inspector, "Family of addresses")->setCurrentIndex(1);
        QTRY_VERIFY(r.asked["family"] == Json("ipv6"));
        QVERIFY(r.asked["open"].empty());
        // What the engine refuses is said.
        r.engine->answers["table.trie"] = [](const Json &) -> FakeEngine::Answer {
            return base::fail(rpc::RpcError{rpc::wrongState, "r1 is stopped", nullptr});
        };
        inspector.refresh();
        QTRY_COMPARE(named<QLabel>(inspector, "Result of the lookup")->text(), QString("r1 is stopped"));
        inspector.setNode("r2"); // nothing of the other one stays
        QCOMPARE(inspector.model().rowCount(), 0);
    }
};

QTEST_MAIN(TestTrie)
#include "tst_trie.moc"
