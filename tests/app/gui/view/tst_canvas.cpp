// Mouse and keys on the canvas: each gesture, and the edit it makes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/lab_document.h"
#include "app/gui/document/drawing_operations.h"
#include "app/gui/document/operations.h"
#include "app/gui/scene/items.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/view/rename_editor.h"

#include <QDropEvent>
#include <QMimeData>
#include <QSignalSpy>
#include <QtTest>

#include <algorithm>
#include <memory>

using namespace hopyard;
using document::addNode;
using lab::NodeKind;

namespace {

struct Bench {
    document::LabDocument document;
    scene::LabScene picture{document};
    std::unique_ptr<view::CanvasView> canvas = std::make_unique<view::CanvasView>(document, picture);

    Bench()
    {
        canvas->resize(800, 600);
        canvas->show();
        addNode(document, NodeKind::router, {-200, 0}); // r1
        addNode(document, NodeKind::router, {0, 0});    // r2
        addNode(document, NodeKind::host, {200, 0});    // h1
        document.undoStack().clear();
        canvas->centerOn(0, 0);
    }
    QPoint at(double x, double y) const { return canvas->mapFromScene(x, y); }
    QWidget *port() const { return canvas->viewport(); }
    void press(const QPoint &p, Qt::KeyboardModifiers m = {}, Qt::MouseButton b = Qt::LeftButton) const
    {
        QTest::mousePress(port(), b, m, p);
    }
    /// QTest::mouseMove knows no modifiers and no buttons.
    void move(const QPoint &p, Qt::KeyboardModifiers m = {}, Qt::MouseButtons b = Qt::LeftButton) const
    {
        QMouseEvent event(QEvent::MouseMove, p, port()->mapToGlobal(p), Qt::NoButton, b, m);
        QCoreApplication::sendEvent(port(), &event);
    }
    void release(const QPoint &p, Qt::KeyboardModifiers m = {}, Qt::MouseButton b = Qt::LeftButton) const
    {
        QTest::mouseRelease(port(), b, m, p);
    }
    void click(const QPoint &p, Qt::KeyboardModifiers m = {}) const
    {
        press(p, m);
        release(p, m);
    }
    void drag(const QPoint &from, const QPoint &to, Qt::KeyboardModifiers m = {}) const
    {
        press(from, m);
        for (int i = 1; i <= 8; ++i)
            move(from + (to - from) * i / 8, m);
        release(to, m);
    }
    const lab::Node &node(const char *name) const
    {
        return *std::find_if(document.lab().nodes.begin(), document.lab().nodes.end(),
                             [&](const lab::Node &n) { return n.name == name; });
    }
    std::size_t links() const { return document.lab().links.size(); }
    int steps() { return document.undoStack().count(); }
};

} // namespace

class TstCanvas : public QObject {
    Q_OBJECT

private slots:
    void nothingStaysLitWhenThePointerLeaves()
    {
        Bench b;
        b.move(b.at(0, 0), {}, Qt::NoButton);
        QVERIFY(b.picture.nodeItem("r2")->isHovered());
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(b.port(), &leave);
        QVERIFY(!b.picture.nodeItem("r2")->isHovered());
        b.move(b.at(0, 0), {}, Qt::NoButton);
        QVERIFY(b.picture.nodeItem("r2")->isHovered());
    }

    void aDragMovesOntoTheGridInOneStep()
    {
        Bench b;
        b.drag(b.at(0, 0), b.at(47, 33));
        QVERIFY((b.node("r2").at == lab::Position{40, 40}));
        QCOMPARE(b.steps(), 1);
        QCOMPARE(b.document.undoStack().undoText(), QStringLiteral("Move r2"));
        b.document.undoStack().undo();
        QVERIFY((b.node("r2").at == lab::Position{0, 0}));
    }

    void altPlacesFreely()
    {
        Bench b;
        b.drag(b.at(0, 0), b.at(47, 33), Qt::AltModifier);
        QVERIFY((b.node("r2").at == lab::Position{47, 33}));
    }

    void pickedNodesMoveTogether()
    {
        Bench b;
        b.click(b.at(0, 0));
        b.click(b.at(200, 0), Qt::ControlModifier);
        b.drag(b.at(0, 0), b.at(0, 100));
        QVERIFY((b.node("r2").at == lab::Position{0, 100}));
        QVERIFY((b.node("h1").at == lab::Position{200, 100}));
        QVERIFY((b.node("r1").at == lab::Position{-200, 0}));
        QCOMPARE(b.steps(), 1);
    }

    void escapeTakesADragBack()
    {
        Bench b;
        b.press(b.at(0, 0));
        b.move(b.at(60, 60));
        b.move(b.at(80, 80));
        QVERIFY((b.node("r2").at == lab::Position{80, 80}));
        QTest::keyClick(b.canvas.get(), Qt::Key_Escape);
        QVERIFY((b.node("r2").at == lab::Position{0, 0}));
        QCOMPARE(b.steps(), 0);
        b.release(b.at(80, 80));
        QCOMPARE(b.steps(), 0);
    }

    void theLinkToolLinksByTwoClicks()
    {
        Bench b;
        b.canvas->useLinkTool();
        b.click(b.at(-200, 0));
        QCOMPARE(b.links(), std::size_t(0));
        b.move(b.at(-100, 30), {}, Qt::NoButton);
        b.click(b.at(0, 0));
        QCOMPARE(b.links(), std::size_t(1));
        QCOMPARE(b.document.undoStack().undoText(), QStringLiteral("Link r1 and r2"));
        QVERIFY(b.canvas->isLinkToolInUse()); // for the next one
        QTest::keyClick(b.canvas.get(), Qt::Key_Escape);
        QVERIFY(!b.canvas->isLinkToolInUse());
    }

    void theLinkToolTakesFastClicksForWhatTheyAre()
    {
        Bench b;
        b.canvas->useLinkTool();
        b.click(b.at(-200, 0));
        b.click(b.at(0, 0));
        QTest::mouseDClick(b.port(), Qt::LeftButton, {}, b.at(0, 0)); // of the pair the second press comes as a double click
        b.move(b.at(100, 30), {}, Qt::NoButton);
        b.click(b.at(200, 0));
        QCOMPARE(b.links(), std::size_t(2));
        QCOMPARE(b.document.undoStack().undoText(), QStringLiteral("Link r2 and h1"));
    }

    void theLinkToolLinksByOneDrag()
    {
        Bench b;
        b.canvas->useLinkTool();
        b.drag(b.at(-200, 0), b.at(0, 0));
        QCOMPARE(b.links(), std::size_t(1));
    }

    void aDragFromANodesEdgeLinks()
    {
        Bench b;
        b.drag(b.at(28, 0), b.at(200, 0));
        QCOMPARE(b.links(), std::size_t(1));
        QVERIFY((b.document.lab().links[0].a == lab::End{"r2", "eth0"}));
        QVERIFY((b.document.lab().links[0].b == lab::End{"h1", "eth0"}));
        QVERIFY((b.node("r2").at == lab::Position{0, 0})); // it did not move
    }

    void aLinkDrawnToNowhereIsNone()
    {
        Bench b;
        b.drag(b.at(28, 0), b.at(100, 150));
        QCOMPARE(b.links(), std::size_t(0));
        b.press(b.at(28, 0));
        b.move(b.at(150, 0));
        QTest::keyClick(b.canvas.get(), Qt::Key_Escape);
        b.release(b.at(200, 0));
        QCOMPARE(b.links(), std::size_t(0));
        QCOMPARE(b.steps(), 0);
    }

    void aClickOnTheEdgePicks()
    {
        Bench b;
        b.click(b.at(28, 0));
        QCOMPARE(b.picture.picked().nodes, std::vector<std::string>{"r2"});
    }

    void theBandPicksWhatIsInside()
    {
        Bench b;
        document::addLink(b.document, "r1", "r2");
        b.drag(b.at(-280, -80), b.at(60, 80));
        QCOMPARE(b.picture.picked().nodes, (std::vector<std::string>{"r1", "r2"}));
        QCOMPARE(b.picture.picked().links.size(), std::size_t(1));
        b.drag(b.at(120, -80), b.at(280, 80), Qt::ShiftModifier);
        QCOMPARE(b.picture.picked().nodes.size(), std::size_t(3));
        b.click(b.at(0, 200));
        QVERIFY(b.picture.picked().isEmpty());
    }

    void rightAndMiddleDragPan_data()
    {
        QTest::addColumn<Qt::MouseButton>("button");
        QTest::newRow("right") << Qt::RightButton;
        QTest::newRow("middle") << Qt::MiddleButton;
    }
    void whatWasFittedStaysFitted()
    {
        Bench b;
        const auto seesAll = [&] {
            const QRectF seen = b.canvas->mapToScene(b.port()->rect()).boundingRect();
            return seen.contains(QRectF(-230, -30, 460, 60));
        };
        b.canvas->zoomToFit();
        QVERIFY(seesAll());
        b.canvas->resize(420, 300); // the strip of time has come
        QVERIFY(seesAll());
        b.canvas->resize(800, 600);
        const double whole = b.canvas->zoom();
        b.canvas->zoomStep(3);
        b.canvas->resize(420, 300); // a person has gone nearer: it stays as near
        QVERIFY(!seesAll());
        QVERIFY(b.canvas->zoom() > whole);
        b.canvas->zoomToFit();
        b.canvas->panBy({50, 0});
        const double zoom = b.canvas->zoom();
        b.canvas->resize(300, 200);
        QCOMPARE(b.canvas->zoom(), zoom);
    }

    void rightAndMiddleDragPan()
    {
        QFETCH(Qt::MouseButton, button);
        Bench b;
        QSignalSpy menus(b.canvas.get(), &view::CanvasView::contextMenuRequested);
        const QPointF before = b.canvas->centre();
        b.press(b.at(0, 150), {}, button);
        const QPoint from = b.at(0, 150);
        b.move(from + QPoint(30, 10), {}, button);
        b.move(from + QPoint(60, 20), {}, button);
        b.release(from + QPoint(60, 20), {}, button);
        QCOMPARE(b.canvas->centre(), before - QPointF(60, 20));
        QCOMPARE(menus.count(), 0);
    }

    void aRightClickAsksForAMenu()
    {
        Bench b;
        QSignalSpy menus(b.canvas.get(), &view::CanvasView::contextMenuRequested);
        QTest::mouseClick(b.port(), Qt::RightButton, {}, b.at(0, 0));
        QCOMPARE(menus.count(), 1);
        QCOMPARE(b.picture.picked().nodes, std::vector<std::string>{"r2"});
    }

    void theWheelZoomsAtTheCursor()
    {
        Bench b;
        const QPoint cursor = b.at(200, 0);
        for (const int turn : {120, 120, -360}) {
            QWheelEvent wheel(cursor, b.port()->mapToGlobal(cursor), {}, {0, turn}, {}, {}, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(b.port(), &wheel);
            const QPointF under = b.canvas->mapToScene(cursor);
            QVERIFY(QLineF(under, {200, 0}).length() * b.canvas->zoom() < 1.5);
        }
        QVERIFY(b.canvas->zoom() < 1);
    }

    void doubleClickActivates()
    {
        Bench b;
        QSignalSpy activated(b.canvas.get(), &view::CanvasView::nodeActivated);
        QTest::mouseDClick(b.port(), Qt::LeftButton, {}, b.at(0, 0));
        QCOMPARE(activated.count(), 1);
        QCOMPARE(activated[0][0].value<std::string>(), std::string("r2"));
    }

    void keysAlone()
    {
        Bench b;
        b.canvas->setFocus();
        QTest::keyClick(b.canvas.get(), Qt::Key_Tab);
        QCOMPARE(b.picture.picked().nodes, std::vector<std::string>{"r1"});
        QTest::keyClick(b.canvas.get(), Qt::Key_Tab);
        QCOMPARE(b.picture.picked().nodes, std::vector<std::string>{"r2"});
        QVERIFY(b.canvas->accessibleDescription().contains("r2, Router"));
        QTest::keyClick(b.canvas.get(), Qt::Key_Down);
        QTest::keyClick(b.canvas.get(), Qt::Key_Down);
        QVERIFY((b.node("r2").at == lab::Position{0, 40}));
        QCOMPARE(b.steps(), 1); // nudges in a row are one step
        QTest::keyClick(b.canvas.get(), Qt::Key_Left, Qt::AltModifier);
        QVERIFY((b.node("r2").at == lab::Position{-1, 40}));
        // A link: the tool, a node, another.
        b.canvas->useLinkTool();
        QTest::keyClick(b.canvas.get(), Qt::Key_Space);
        QTest::keyClick(b.canvas.get(), Qt::Key_Tab);
        QTest::keyClick(b.canvas.get(), Qt::Key_Space);
        QCOMPARE(b.links(), std::size_t(1));
        QVERIFY((b.document.lab().links[0].b.node == "h1"));
    }

    void renamesInPlace()
    {
        Bench b;
        auto *editor = view::RenameEditor::open(*b.canvas, "r2");
        QVERIFY(editor);
        editor->clear();
        QTest::keyClicks(editor, "r1");
        QTest::keyClick(editor, Qt::Key_Return); // taken: nothing happens
        QCOMPARE(b.steps(), 0);
        editor->clear();
        QTest::keyClicks(editor, "core");
        QTest::keyClick(editor, Qt::Key_Return);
        QCOMPARE(b.document.undoStack().undoText(), QStringLiteral("Rename r2 to core"));
    }

    void aDropPlacesANode()
    {
        Bench b;
        QMimeData data;
        data.setData(view::kNodeKindMime, "switch");
        const QPoint at = b.at(93, 128);
        QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(b.port(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(at, Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(b.port(), &drop);
        QVERIFY((b.node("sw1").at == lab::Position{100, 120}));
        QCOMPARE(b.picture.picked().nodes, std::vector<std::string>{"sw1"});
    }

    void foreignDropsAreRefused()
    {
        Bench b;
        QMimeData data;
        data.setText("hello");
        QDragEnterEvent enter(b.at(90, 120), Qt::CopyAction, &data, Qt::LeftButton, {});
        enter.ignore();
        QCoreApplication::sendEvent(b.port(), &enter);
        QVERIFY(!enter.isAccepted());
    }

    void labelsFollowTheDrawing()
    {
        Bench b;
        const auto boxOf = [&b](const char *text) {
            b.port()->grab(); // a frame
            for (const scene::PlacedLabel &label : b.canvas->labelPlan().labels())
                if (label.text == QLatin1String(text))
                    return label.box;
            return QRectF();
        };
        const QRectF before = boxOf("r1");
        QVERIFY(!before.isEmpty());
        document::renameNode(b.document, "r1", "core");
        QVERIFY(boxOf("r1").isEmpty());
        QCOMPARE(boxOf("core").center(), before.center());
        document::movePlaces(b.document, {.nodes = {{"core", {-200, 100}}}});
        QCOMPARE(boxOf("core").center(), before.center() + QPointF(0, 100));
        b.canvas->panBy({-60, 40}); // the plane stays as it is
        QCOMPARE(boxOf("core").center(), before.center() + QPointF(0, 100));
        b.canvas->setZoom(2);
        QCOMPARE(boxOf("core").center().x(), 2 * before.center().x());
        scene::LabelLayers layers = b.picture.labels();
        const scene::LabelLayers usual = layers;
        layers.names = false;
        b.picture.setLabels(layers);
        QVERIFY(boxOf("core").isEmpty());
        b.picture.setLabels(usual);
    }

    void aLargeLabIsStretchedWhileItIsZoomed()
    {
        Bench b;
        const auto zoomAndPaint = [&b](double zoom) {
            b.canvas->setZoom(zoom);
            b.port()->grab();
        };
        b.port()->grab();
        zoomAndPaint(0.9); // of a small lab every frame is painted anew
        QVERIFY(!b.canvas->isStretched());
        QCOMPARE(b.canvas->labelPlan().zoom(), 0.9);

        for (int i = 0; i < 320; ++i)
            addNode(b.document, NodeKind::host, {i % 20 * 100.0 - 1000, i / 20 * 100.0 - 800});
        zoomAndPaint(0.5);
        QVERIFY(!b.canvas->isStretched()); // there was no picture of this lab yet
        zoomAndPaint(0.6);
        zoomAndPaint(0.55);
        zoomAndPaint(0.4); // and the border is painted
        QVERIFY(b.canvas->isStretched());
        QCOMPARE(b.canvas->labelPlan().zoom(), 0.5);
        zoomAndPaint(2); // too far
        QVERIFY(!b.canvas->isStretched());
        QCOMPARE(b.canvas->labelPlan().zoom(), 2.0);

        zoomAndPaint(1.8);
        QVERIFY(b.canvas->isStretched());
        b.canvas->panBy({30, 20});
        document::renameNode(b.document, "r2", "core");
        b.port()->grab();
        QVERIFY(b.canvas->isStretched());
        QTRY_VERIFY(!b.canvas->isStretched()); // it rests
        b.port()->grab();
        QCOMPARE(b.canvas->labelPlan().zoom(), 1.8);
        QVERIFY(std::ranges::any_of(b.canvas->labelPlan().labels(), [](const auto &label) { return label.text == QLatin1String("core"); }));
    }

    void overlaysArePaintedWhileActive()
    {
        struct Counting : view::Overlay {
            int frames = 0;
            int wanted = 3;
            void paint(QPainter &, const view::ViewTransform &t) override
            {
                ++frames;
                QCOMPARE(t.scale, 1.0);
            }
            bool isActive() const override { return frames < wanted; }
        } overlay;
        Bench b;
        QVERIFY(QTest::qWaitForWindowExposed(b.canvas.get()));
        b.canvas->addOverlay(&overlay);
        QTRY_VERIFY(overlay.frames >= overlay.wanted);
        b.canvas->removeOverlay(&overlay);
    }
};

QTEST_MAIN(TstCanvas)
#include "tst_canvas.moc"
