// The scene is a picture of the document: after every edit, undo and redo it shows what the document holds.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/lab_document.h"
#include "app/gui/document/drawing_operations.h"
#include "app/gui/document/operations.h"
#include "app/gui/scene/impairment_text.h"
#include "app/gui/scene/items.h"
#include "app/gui/scene/lab_scene.h"

#include <QSignalSpy>
#include <QtTest>

using namespace hopyard;
using namespace hopyard::document;

namespace {

/// Items one for one with the document, each in its place.
void compare(const LabDocument &document, const scene::LabScene &picture)
{
    int nodes = 0;
    int links = 0;
    for (const QGraphicsItem *item : picture.items()) {
        nodes += item->type() == scene::NodeItem::Type;
        links += item->type() == scene::LinkItem::Type;
    }
    QCOMPARE(std::size_t(nodes), document.lab().nodes.size());
    QCOMPARE(std::size_t(links), document.lab().links.size());
    for (const lab::Node &node : document.lab().nodes) {
        const scene::NodeItem *item = picture.nodeItem(node.name);
        QVERIFY2(item, node.name.c_str());
        QCOMPARE(item->pos(), QPointF(node.at.x, node.at.y));
    }
    for (const lab::Link &link : document.lab().links) {
        const auto path = picture.linkPath(endsOf(link));
        QVERIFY(path.has_value());
        QCOMPARE(path->from, picture.nodeItem(link.a.node)->pos());
        QCOMPARE(path->to, picture.nodeItem(link.b.node)->pos());
        QVERIFY(picture.linkPath(link.b) == path);
    }
}

} // namespace

class TstLabScene : public QObject {
    Q_OBJECT

private slots:
    void followsEdits()
    {
        LabDocument document;
        scene::LabScene picture(document);
        const std::string a = addNode(document, lab::NodeKind::router, {0, 0});
        const std::string b = addNode(document, lab::NodeKind::host, {200, 100});
        const auto ends = addLink(document, a, b);
        compare(document, picture);
        movePlaces(document, {.nodes = {{a, {-40, 60}}}});
        compare(document, picture);
        renameNode(document, a, "core");
        compare(document, picture);
        const LinkEnds renamed{{"core", ends->a.interface}, ends->b};
        addNode(document, lab::NodeKind::switch_, {0, 300});
        replugLink(document, renamed, {renamed.a, {"sw1", "eth0"}});
        compare(document, picture);
        removePicked(document, {{"core"}, {}});
        compare(document, picture);
        while (document.undoStack().canUndo()) {
            document.undoStack().undo();
            compare(document, picture);
        }
        QVERIFY(document.lab().nodes.empty());
        while (document.undoStack().canRedo()) {
            document.undoStack().redo();
            compare(document, picture);
        }
    }

    void parallelLinksFanOut()
    {
        LabDocument document;
        scene::LabScene picture(document);
        addNode(document, lab::NodeKind::router, {0, 0});
        addNode(document, lab::NodeKind::router, {200, 0});
        const auto first = addLink(document, "r1", "r2");
        QCOMPARE(picture.linkPath(*first)->pointAt(0.5), QPointF(100, 0));
        const auto second = addLink(document, "r2", "r1"); // drawn from the other side, and yet beside the first
        const QPointF one = picture.linkPath(*first)->pointAt(0.5);
        const QPointF two = picture.linkPath(*second)->pointAt(0.5);
        QCOMPARE(one.x(), 100.0);
        QCOMPARE(two.x(), 100.0);
        QVERIFY(one.y() * two.y() < 0);
        removePicked(document, {{}, {*second}});
        QCOMPARE(picture.linkPath(*first)->pointAt(0.5), QPointF(100, 0));
    }

    void findsWhatIsUnderAPoint()
    {
        LabDocument document;
        scene::LabScene picture(document);
        addNode(document, lab::NodeKind::router, {0, 0});
        addNode(document, lab::NodeKind::router, {300, 0});
        addLink(document, "r1", "r2");
        QCOMPARE(picture.nodeAt({3, 3}), picture.nodeItem("r1"));
        QVERIFY(!picture.nodeAt({150, 0}));
        QVERIFY(picture.linkAt({150, 4}, 6));
        QVERIFY(!picture.linkAt({150, 40}, 6));
        QVERIFY(!picture.nodeItem("r1")->isOnEdge({5, 5}));
        QVERIFY(picture.nodeItem("r1")->isOnEdge({28, 0}));
    }

    void whatIsPickedStaysPickedUnderANewName()
    {
        LabDocument document;
        scene::LabScene picture(document);
        addNode(document, lab::NodeKind::router, {0, 0});
        addNode(document, lab::NodeKind::router, {300, 0});
        const auto ends = addLink(document, "r1", "r2");
        picture.pick({{"r1"}, {*ends}});
        QSignalSpy picks(&picture, &scene::LabScene::pickedChanged);
        renameNode(document, "r1", "core");
        QCOMPARE(picture.picked().nodes, std::vector<std::string>{"core"});
        QCOMPARE(picture.picked().links.size(), std::size_t(1));
        QCOMPARE(picks.count(), 1);
    }

    void impairmentsInWords_data()
    {
        QTest::addColumn<int>("delayUs");
        QTest::addColumn<double>("mbit");
        QTest::addColumn<double>("loss");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << 0 << 0.0 << 0.0 << QString();
        QTest::newRow("all") << 5000 << 100.0 << 0.001 << QStringLiteral("5 ms · 100 Mbit/s · 0.1 %");
        QTest::newRow("short") << 250 << 0.064 << 0.0 << QStringLiteral("250 µs · 64 kbit/s");
        QTest::newRow("long") << 1'500'000 << 2500.0 << 0.0 << QStringLiteral("1.5 s · 2.5 Gbit/s");
    }
    void impairmentsInWords()
    {
        QFETCH(int, delayUs);
        QFETCH(double, mbit);
        QFETCH(double, loss);
        base::Impairment impairment;
        impairment.delay = base::Duration::microseconds(delayUs);
        impairment.rate = base::BitRate::bitsPerSecond(static_cast<std::uint64_t>(mbit * 1e6 + 0.5));
        impairment.loss = loss;
        QTEST(scene::impairmentText(impairment), "text");
    }

    void directionsThatDifferAreBothSaid()
    {
        lab::Link link;
        link.forward.delay = base::Duration::milliseconds(5);
        QCOMPARE(scene::impairmentText(link), QStringLiteral("→ 5 ms\n← –"));
        link.backward = link.forward;
        QCOMPARE(scene::impairmentText(link), QStringLiteral("5 ms"));
        link.forward.down = link.backward.down = true;
        QCOMPARE(scene::impairmentText(link), QStringLiteral("down · 5 ms"));
    }
};

QTEST_MAIN(TstLabScene)
#include "tst_lab_scene.moc"
