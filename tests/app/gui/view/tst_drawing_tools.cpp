// Shapes, groups and bends with the mouse and the keys: each gesture, and the edit it makes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/clipboard.h"
#include "app/gui/document/drawing_operations.h"
#include "app/gui/document/ospf_costs.h"
#include "app/gui/scene/drawing_items.h"
#include "app/gui/scene/items.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/scene/painters.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/view/shape_editor.h"

#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <memory>

using namespace hopyard;
using lab::ShapeKind;

namespace {

struct Bench {
    document::LabDocument document;
    scene::LabScene picture{document};
    std::unique_ptr<view::CanvasView> canvas = std::make_unique<view::CanvasView>(document, picture);

    Bench()
    {
        canvas->resize(800, 600);
        canvas->show();
        document::addNode(document, lab::NodeKind::router, {-200, -200}); // r1
        document::addNode(document, lab::NodeKind::router, {0, -200});    // r2
        document::addLink(document, "r1", "r2");
        document.undoStack().clear();
        canvas->centerOn(0, 0);
    }
    QPoint at(double x, double y) const { return canvas->mapFromScene(x, y); }
    void mouse(QEvent::Type type, const QPoint &p, Qt::KeyboardModifiers m = {}) const
    {
        QWidget *port = canvas->viewport();
        const Qt::MouseButton button = type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton;
        QMouseEvent event(type, p, port->mapToGlobal(p), button, type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton, m);
        QCoreApplication::sendEvent(port, &event);
    }
    void drag(const QPoint &from, const QPoint &to, Qt::KeyboardModifiers m = {}) const
    {
        mouse(QEvent::MouseButtonPress, from, m);
        for (int i = 1; i <= 8; ++i)
            mouse(QEvent::MouseMove, from + (to - from) * i / 8, m);
        mouse(QEvent::MouseButtonRelease, to, m);
    }
    /// The pointer's form there, with no button pressed.
    Qt::CursorShape hover(const QPoint &p) const
    {
        QWidget *port = canvas->viewport();
        QMouseEvent event(QEvent::MouseMove, p, port->mapToGlobal(p), Qt::NoButton, Qt::NoButton, {});
        QCoreApplication::sendEvent(port, &event);
        return port->cursor().shape();
    }
    void click(const QPoint &p) const
    {
        mouse(QEvent::MouseButtonPress, p);
        mouse(QEvent::MouseButtonRelease, p);
    }
    std::string add(ShapeKind kind, lab::Position at, lab::Position size)
    {
        lab::Shape shape;
        shape.kind = kind;
        shape.at = at;
        shape.size = size;
        const std::string id = document::addShape(document, shape);
        document.undoStack().clear();
        return id;
    }
    const lab::Shape &shape(const std::string &id) const { return *document.drawing().findShape(id); }
    QString undoText() { return document.undoStack().undoText(); }
};

} // namespace

class TstDrawingTools : public QObject {
    Q_OBJECT

private slots:
    void eachToolDrawsItsShape_data()
    {
        QTest::addColumn<int>("kind");
        for (std::size_t i = 0; i < lab::shapeKindNames().size(); ++i)
            QTest::newRow(lab::shapeKindNames()[i].data()) << int(i);
    }
    void eachToolDrawsItsShape()
    {
        QFETCH(const int, kind);
        Bench b;
        QSignalSpy activated(b.canvas.get(), &view::CanvasView::shapeActivated);
        b.canvas->useShapeTool(ShapeKind(kind));
        QVERIFY(b.canvas->toolId().startsWith(QLatin1String("shape.")));
        b.drag(b.at(-97, 3), b.at(103, 98));
        QCOMPARE(b.document.drawing().shapes.size(), 1u);
        const lab::Shape drawn = b.document.drawing().shapes[0];
        QCOMPARE(int(drawn.kind), kind);
        QVERIFY((drawn.at == lab::Position{-100, 0}));
        QVERIFY((drawn.size == lab::Position{200, 100}));
        QCOMPARE(b.document.undoStack().count(), 1);
        QCOMPARE(b.undoText(), QStringLiteral("Add %1").arg(QString::fromStdString(drawn.id)));
        QTRY_COMPARE(b.canvas->toolId(), QStringLiteral("pointer"));
        QCOMPARE(activated.count(), 1);
        QVERIFY(b.picture.picked().shapes == std::vector<std::string>{drawn.id});
        b.document.undoStack().undo();
        QVERIFY(b.document.drawing().shapes.empty());
        QVERIFY(!b.picture.shapeItem(drawn.id));
    }

    void thePointerSaysWhatAHandleDoes()
    {
        Bench b;
        const std::string box = b.add(ShapeKind::rectangle, {0, 0}, {100, 60});
        QCOMPARE(b.hover(b.at(100, 60)), Qt::PointingHandCursor); // not picked: a click picks it
        b.picture.pick({{}, {}, {box}, {}});
        QCOMPARE(b.hover(b.at(100, 60)), Qt::SizeFDiagCursor);
        QCOMPARE(b.hover(b.at(100, 0)), Qt::SizeBDiagCursor);
        QCOMPARE(b.hover(b.at(50, 0)), Qt::SizeVerCursor);
        QCOMPARE(b.hover(b.at(0, 30)), Qt::SizeHorCursor);
        QCOMPARE(b.hover(b.at(230, -230)), Qt::ArrowCursor);
        const std::string line = b.add(ShapeKind::line, {0, 150}, {100, 40});
        b.picture.pick({{}, {}, {line}, {}});
        QCOMPARE(b.hover(b.at(100, 190)), Qt::SizeAllCursor);
    }

    void aClickAndReturnMakeOnesOfTheUsualSize()
    {
        Bench b;
        b.canvas->useShapeTool(ShapeKind::note);
        b.click(b.at(100, 100));
        QVERIFY((b.document.drawing().shapes[0].size == lab::Position{200, 100}));
        QTRY_COMPARE(b.canvas->toolId(), QStringLiteral("pointer"));
        b.canvas->useShapeTool(ShapeKind::line);
        QTest::keyClick(b.canvas.get(), Qt::Key_Return);
        QCOMPARE(b.document.drawing().shapes.size(), 2u);
    }

    void escapeGivesTheGestureUpThenTheTool()
    {
        Bench b;
        b.canvas->useShapeTool(ShapeKind::ellipse);
        b.mouse(QEvent::MouseButtonPress, b.at(0, 0));
        b.mouse(QEvent::MouseMove, b.at(80, 80));
        QTest::keyClick(b.canvas.get(), Qt::Key_Escape);
        QCOMPARE(b.canvas->toolId(), QStringLiteral("shape.ellipse"));
        QTest::keyClick(b.canvas.get(), Qt::Key_Escape);
        QCOMPARE(b.canvas->toolId(), QStringLiteral("pointer"));
        QVERIFY(b.document.drawing().shapes.empty());
    }

    void aDragMovesShapesAndNodesInOneStep()
    {
        Bench b;
        const std::string id = b.add(ShapeKind::rectangle, {-100, 0}, {200, 100});
        b.drag(b.at(0, 50), b.at(41, 92));
        QVERIFY((b.shape(id).at == lab::Position{-60, 40}));
        QCOMPARE(b.undoText(), QStringLiteral("Move rectangle1"));
        QCOMPARE(b.document.undoStack().count(), 1);
        b.picture.pick({{"r1"}, {}, {id}, {}});
        b.drag(b.at(-200, -200), b.at(-180, -200));
        QCOMPARE(b.undoText(), QStringLiteral("Move 2 things"));
        QVERIFY((b.shape(id).at == lab::Position{-40, 40}));
        QVERIFY((b.document.lab().findNode("r1")->at == lab::Position{-180, -200}));
    }

    void handlesResize()
    {
        Bench b;
        const std::string id = b.add(ShapeKind::note, {-100, 0}, {200, 100});
        b.picture.pick({{}, {}, {id}, {}});
        b.drag(b.at(100, 100), b.at(161, 141));
        QVERIFY((b.shape(id).size == lab::Position{260, 140}));
        QCOMPARE(b.document.undoStack().count(), 1);
        b.drag(b.at(-100, 70), b.at(-140, 70)); // the left side
        QVERIFY((b.shape(id).at == lab::Position{-140, 0}));
        QVERIFY((b.shape(id).size == lab::Position{300, 140}));
        b.drag(b.at(-140, 0), b.at(900, 900)); // never beyond the other side
        QVERIFY(b.shape(id).size.x >= 20 && b.shape(id).size.y >= 20);
        b.document.undoStack().undo();
        b.click(b.at(-140, 0)); // a click on a handle is no edit
        QCOMPARE(b.document.undoStack().count(), 3);
        QCOMPARE(b.document.undoStack().index(), 2);
    }

    void aCancelledResizeLeavesNoTrace()
    {
        Bench b;
        const std::string id = b.add(ShapeKind::note, {-100, 0}, {200, 100});
        b.picture.pick({{}, {}, {id}, {}});
        b.mouse(QEvent::MouseButtonPress, b.at(100, 100));
        b.mouse(QEvent::MouseMove, b.at(200, 200));
        QVERIFY((b.shape(id).size == lab::Position{300, 200}));
        QTest::keyClick(b.canvas.get(), Qt::Key_Escape);
        QVERIFY((b.shape(id).size == lab::Position{200, 100}));
        QCOMPARE(b.document.undoStack().count(), 0);
    }

    void theEndsOfALineMove()
    {
        Bench b;
        const std::string id = b.add(ShapeKind::line, {0, 0}, {100, 60});
        b.picture.pick({{}, {}, {id}, {}});
        b.drag(b.at(0, 0), b.at(-40, 20));
        QVERIFY((b.shape(id).at == lab::Position{-40, 20}));
        QVERIFY((b.shape(id).size == lab::Position{140, 40}));
        b.drag(b.at(100, 60), b.at(-100, -20));
        QVERIFY((b.shape(id).size == lab::Position{-60, -40}));
    }

    void keysMoveAndResize()
    {
        Bench b;
        const std::string id = b.add(ShapeKind::ellipse, {0, 0}, {100, 60});
        b.picture.pick({{}, {}, {id}, {}});
        QTest::keyClick(b.canvas.get(), Qt::Key_Right);
        QTest::keyClick(b.canvas.get(), Qt::Key_Down);
        QVERIFY((b.shape(id).at == lab::Position{20, 20}));
        QCOMPARE(b.document.undoStack().count(), 1); // a row of nudges
        QTest::keyClick(b.canvas.get(), Qt::Key_Right, Qt::ShiftModifier);
        QTest::keyClick(b.canvas.get(), Qt::Key_Up, Qt::ShiftModifier);
        QVERIFY((b.shape(id).size == lab::Position{120, 40}));
        QCOMPARE(b.document.undoStack().count(), 2);
        QSignalSpy activated(b.canvas.get(), &view::CanvasView::shapeActivated);
        QTest::keyClick(b.canvas.get(), Qt::Key_Return);
        QCOMPARE(activated.count(), 1);
    }

    void tabGoesToShapesAfterTheNodes()
    {
        Bench b;
        const std::string id = b.add(ShapeKind::note, {0, 0}, {100, 60});
        b.canvas->setFocus();
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(b.canvas.get(), Qt::Key_Tab);
        QVERIFY(b.picture.picked().shapes == std::vector<std::string>{id});
        QVERIFY(b.canvas->accessibleDescription().contains(QLatin1String("note1, Note")));
        QTest::keyClick(b.canvas.get(), Qt::Key_Backtab);
        QVERIFY(b.picture.picked().nodes == std::vector<std::string>{"r2"});
    }

    void textIsEditedInPlace()
    {
        Bench b;
        const std::string id = b.add(ShapeKind::note, {0, 0}, {200, 100});
        auto *editor = view::ShapeEditor::open(*b.canvas, id);
        QVERIFY(editor);
        editor->setPlainText("# Hello\n- one");
        QTest::keyClick(editor, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(b.shape(id).text, "# Hello\n- one");
        QCOMPARE(b.undoText(), QStringLiteral("Set text of note1"));
        editor = view::ShapeEditor::open(*b.canvas, id);
        editor->setPlainText("no");
        QTest::keyClick(editor, Qt::Key_Escape);
        QCOMPARE(b.shape(id).text, "# Hello\n- one");
    }

    void layersHideAndAreUndone()
    {
        Bench b;
        const std::string id = b.add(ShapeKind::note, {0, 0}, {200, 100});
        const std::string layer = document::addLayer(b.document, "Hints");
        document::putOnLayer(b.document, {{}, {}, {id}, {}}, layer);
        document::setLayerHidden(b.document, layer, true);
        QVERIFY(!b.picture.shapeItem(id)->isVisible());
        QVERIFY(!b.picture.shapeAt({100, 50}, 2));
        QCOMPARE(b.undoText(), QStringLiteral("Hide layer Hints"));
        document::renameLayer(b.document, "Hints", "Answers");
        QCOMPARE(b.shape(id).layer, "Answers");
        QVERIFY(!b.picture.shapeItem(id)->isVisible());
        document::removeLayer(b.document, "Answers");
        QVERIFY(b.picture.shapeItem(id)->isVisible());
        b.document.undoStack().undo();
        QVERIFY(!b.picture.shapeItem(id)->isVisible());
    }

    void nodesOnAHiddenLayerAreNotDrawn()
    {
        Bench b;
        document::addNode(b.document, lab::NodeKind::router, {200, -200}); // r3
        const document::LinkEnds ends = document::endsOf(b.document.lab().links.front());
        const document::LinkEnds other = *document::addLink(b.document, "r2", "r3");
        document::addLayer(b.document, "Backup");
        document::putOnLayer(b.document, {{"r1"}, {}}, "Backup");
        QVERIFY(b.picture.isShown("r1"));
        document::setLayerHidden(b.document, "Backup", true);
        QVERIFY(!b.picture.isShown("r1"));
        QVERIFY(b.picture.isShown("r2"));
        QVERIFY(!b.picture.nodeItem("r1")->isVisible());
        QVERIFY(!b.picture.nodeAt({-200, -200}));
        QVERIFY(!b.picture.linkPath(ends)); // so nothing runs along it either
        QVERIFY(b.picture.linkPath(other));
        const auto labels = b.picture.labelInputs();
        QVERIFY(std::ranges::none_of(labels->nodes, [](const auto &node) { return node.name.text == QLatin1String("r1"); }));
        b.picture.pickAll(); // what is seen
        QVERIFY(!std::ranges::count(b.picture.picked().nodes, "r1"));
        b.picture.pickNode("r1"); // by name, as the tables do
        QCOMPARE(b.picture.picked().nodes, std::vector<std::string>{"r1"});
        b.picture.pickNone();
        QVERIFY(b.picture.picked().nodes.empty());

        const document::LinkEnds late = *document::addLink(b.document, "r3", "r1"); // one that comes later is hidden as well
        QVERIFY(!b.picture.linkPath(late));
        document::renameNode(b.document, "r1", "spare");
        QVERIFY(!b.picture.isShown("spare"));
        document::putOnLayer(b.document, {{"spare"}, {}}, {});
        QVERIFY(b.picture.isShown("spare"));
        QVERIFY(b.picture.linkPath(document::LinkEnds{late.a, {"spare", late.b.interface}}));
        b.document.undoStack().undo();
        QVERIFY(!b.picture.isShown("spare"));
        const std::string group = document::addGroup(b.document, {"spare", "r2"});
        document::setFolded(b.document, {group}, true); // stands where the one stands that is seen
        QCOMPARE(b.picture.placeOf("r2"), QPointF(0, -200));
        QVERIFY(!b.picture.isShown("spare"));
        document::removeLayer(b.document, "Backup");
        QVERIFY(b.picture.isShown("spare"));
    }

    void stackingChangesTheOrder()
    {
        Bench b;
        for (int i = 0; i < 3; ++i)
            b.add(ShapeKind::note, {0, 0}, {200, 100});
        const auto order = [&] {
            QStringList ids;
            for (const lab::Shape &s : b.document.drawing().shapes)
                ids += QString::fromStdString(s.id);
            return ids.join(QLatin1Char(' '));
        };
        document::restack(b.document, {"note1"}, document::Stack::up);
        QCOMPARE(order(), QStringLiteral("note2 note1 note3"));
        document::restack(b.document, {"note3"}, document::Stack::bottom);
        QCOMPARE(order(), QStringLiteral("note3 note2 note1"));
        QCOMPARE(b.picture.shapeAt({100, 50}, 0)->shapeValue().id, "note1");
        document::restack(b.document, {"note1"}, document::Stack::up); // already there: no edit
        QCOMPARE(b.document.undoStack().count(), 2);
    }

    void groupsFold()
    {
        Bench b;
        document::addNode(b.document, lab::NodeKind::host, {200, 0}); // h1
        document::addLink(b.document, "r2", "h1");
        const std::string group = document::addGroup(b.document, {"r1", "r2"});
        QVERIFY(b.picture.groupItem(group));
        document::setFolded(b.document, {group}, true);
        QVERIFY(!b.picture.nodeItem("r1")->isVisible());
        QCOMPARE(b.picture.placeOf("r1"), QPointF(-100, -200));
        QCOMPARE(b.picture.linkPath(lab::End{"h1", "eth0"})->from, QPointF(-100, -200));
        QVERIFY(!b.picture.nodeAt({-200, -200}));
        b.drag(b.at(-100, -200), b.at(-60, -160)); // the folded group moves its nodes
        QVERIFY((b.document.lab().findNode("r1")->at == lab::Position{-160, -160}));
        QVERIFY((b.document.lab().findNode("r2")->at == lab::Position{40, -160}));
        QSignalSpy activated(b.canvas.get(), &view::CanvasView::groupActivated);
        b.mouse(QEvent::MouseButtonDblClick, b.at(-60, -160));
        QCOMPARE(activated.count(), 1);
        document::renameNode(b.document, "r1", "core");
        QVERIFY(b.document.drawing().groupOf("core"));
        b.document.undoStack().undo();
        QVERIFY(b.document.drawing().groupOf("r1"));
        document::removePicked(b.document, {{}, {}, {}, {group}});
        QCOMPARE(b.document.lab().nodes.size(), 1u);
        QVERIFY(b.document.drawing().groups.empty());
        b.document.undoStack().undo();
        QCOMPARE(b.document.lab().nodes.size(), 3u);
        QVERIFY(!b.picture.nodeItem("r2")->isVisible());
    }

    void linksBendByTheirHandles()
    {
        Bench b;
        const document::LinkEnds ends{{"r1", "eth0"}, {"r2", "eth0"}};
        b.picture.pick({{}, {ends}});
        b.click(b.at(-100, -200)); // a click on the handle bends nothing
        QCOMPARE(b.document.undoStack().count(), 0);
        b.drag(b.at(-100, -200), b.at(-100, -120));
        QVERIFY(document::wayOf(b.document, ends).bends == (std::vector<lab::Position>{{-100, -120}}));
        QCOMPARE(b.document.undoStack().count(), 1);
        const auto path = b.picture.linkPath(ends);
        QCOMPARE(path->pointAt(0.5), QPointF(-100, -120));
        QVERIFY(b.picture.linkAt({-100, -120}, 3));
        b.drag(b.at(-100, -120), b.at(-60, -120));
        QVERIFY(document::wayOf(b.document, ends).bends == (std::vector<lab::Position>{{-60, -120}}));
        b.mouse(QEvent::MouseButtonDblClick, b.at(-60, -120));
        QVERIFY(document::wayOf(b.document, ends).isUsual());
    }

    void orthogonalLinksHaveRightAngles()
    {
        Bench b;
        document::movePlaces(b.document, {.nodes = {{"r2", {0, 0}}}});
        const document::LinkEnds ends{{"r1", "eth0"}, {"r2", "eth0"}};
        document::setRoute(b.document, {ends}, lab::LinkRoute::orthogonal);
        scene::LinkPath path = *b.picture.linkPath(ends);
        QPointF here = path.from;
        path.bends.push_back(path.to);
        for (const QPointF &next : path.bends) {
            QVERIFY(next.x() == here.x() || next.y() == here.y());
            here = next;
        }
        document::straighten(b.document, {ends});
        QVERIFY(b.picture.linkPath(ends)->bends.empty());
        b.document.undoStack().undo();
        QCOMPARE(b.picture.linkPath(ends)->bends.size(), 2u);
    }

    void copiesTakeShapesAndWaysAlong()
    {
        Bench b;
        const document::LinkEnds ends{{"r1", "eth0"}, {"r2", "eth0"}};
        document::setWay(b.document, {ends.a, ends.b, lab::LinkRoute::straight, {{-100, -100}}}, "Bend");
        const std::string id = b.add(ShapeKind::note, {0, 0}, {200, 100});
        const document::Picked picked{{"r1", "r2"}, {ends}, {id}, {}};
        const std::unique_ptr<QMimeData> mime(document::toMime(document::extract(b.document.lab(), picked),
                                                               document::extractDrawing(b.document.lab(), b.document.drawing(), picked)));
        const auto part = document::fromMime(mime.get());
        QVERIFY(part);
        const document::Picked came = document::insertPart(b.document, part->lab, part->drawing, {80, 80}, "Paste");
        QCOMPARE(b.document.undoStack().count(), 1);
        QVERIFY(came.shapes == std::vector<std::string>{"note2"});
        QVERIFY((b.shape("note2").at == lab::Position{80, 80}));
        const auto way = document::wayOf(b.document, {{came.nodes[0], "eth0"}, {came.nodes[1], "eth0"}});
        QVERIFY(way.bends == (std::vector<lab::Position>{{-20, -20}}));
        b.document.undoStack().undo();
        QCOMPARE(b.document.lab().nodes.size(), 2u);
        QCOMPARE(b.document.drawing().shapes.size(), 1u);
    }

    void picturesComeFromTheLabsFolderOnly()
    {
        const QTemporaryDir folder, elsewhere;
        QImage(8, 8, QImage::Format_RGB32).save(folder.filePath("in.png"));
        QImage(8, 8, QImage::Format_RGB32).save(elsewhere.filePath("out.png"));
        QFile::link(elsewhere.filePath("out.png"), folder.filePath("link.png"));
        QVERIFY(scene::pictureFile(folder.path(), "in.png").endsWith(QLatin1String("/in.png")));
        QVERIFY(scene::pictureFile(folder.path(), "link.png").isEmpty());
        QVERIFY(scene::pictureFile(folder.path(), "../" + elsewhere.path().toStdString()).isEmpty());
        QVERIFY(scene::pictureFile(folder.path(), "gone.png").isEmpty());
        QVERIFY(scene::pictureFile({}, "in.png").isEmpty());
    }

    void drawingsAreSavedWithTheLab()
    {
        const QTemporaryDir folder;
        Bench b;
        b.add(ShapeKind::note, {0, 0}, {200, 100});
        QVERIFY(b.document.saveAs(folder.filePath("a.yaml")));
        document::LabDocument other;
        QVERIFY(other.open(folder.filePath("a.yaml")));
        QVERIFY(other.drawing() == b.document.drawing());
        QVERIFY(other.lab() == b.document.lab());
    }

    void costsAreReadFromConfigurations()
    {
        const auto frr = document::ospfCosts("interface eth0\n ip ospf cost 10\n!\ninterface eth1\n ip address 10.0.0.1/24\nrouter ospf\n cost 7\n");
        QCOMPARE(frr.size(), 1u);
        QCOMPARE(frr.at("eth0"), 10u);
        const auto bird = document::ospfCosts("protocol ospf {\n  area 0 {\n    interface \"eth1\" { cost 25; };\n  };\n}\n");
        QCOMPARE(bird.at("eth1"), 25u);
    }

    void labelsAreSwitched()
    {
        Bench b;
        const scene::LabelLayers usual = b.picture.labels();
        scene::LabelLayers layers = usual;
        layers.costs = true;
        layers.names = false;
        b.picture.setLabels(layers);
        QVERIFY(b.picture.labels() == layers);
        b.picture.setLabels(usual);
    }
};

QTEST_MAIN(TstDrawingTools)
#include "tst_drawing_tools.moc"
