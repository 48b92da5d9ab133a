// What comes down on the canvas: kinds and templates of the palette, alone and several, and the files of pictures. And the Arrange
// menu over nodes, shapes and groups together.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/actions/action_registry.h"
#include "app/gui/dialogs/place_many.h"
#include "app/gui/docks/palette_dock.h"
#include "app/gui/document/drawing_operations.h"
#include "app/gui/document/templates.h"
#include "app/gui/scene/drawing_items.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/view/canvas_view.h"
#include "tests/support/test_window.h"

#include <QAbstractButton>
#include <QAction>
#include <QDropEvent>
#include <QImage>
#include <QMessageBox>
#include <QMimeData>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTimer>
#include <QUrl>
#include <QtTest>

#include <memory>

using namespace hopyard;

class TstDropAndArrange : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        support::prepareApplication("hopyard-test-drop", m_state);
        for (const QString &name : document::templates::names())
            document::templates::remove(name);
        lab::Node node;
        node.name = "edge";
        node.kind = lab::NodeKind::router;
        node.interfaces.push_back({"eth0", {*base::InterfaceAddress::parse("10.0.0.1/24")}, {}, {}});
        QVERIFY(document::templates::save("My edge", node));
    }
    void cleanupTestCase() { document::templates::remove("My edge"); }
    void init() { m_window = support::makeWindow(); }
    void cleanup()
    {
        document().undoStack().setClean();
        m_window.reset();
    }

    void aKindIsPlacedWhereItComesDown()
    {
        QVERIFY(drop(view::kNodeKindMime, "router", {40, 30}));
        QCOMPARE(document().lab().nodes.size(), 1u);
        QVERIFY(document().lab().nodes[0].kind == lab::NodeKind::router);
        QVERIFY(isNear(document().lab().nodes[0].at, {40, 30}));
        QVERIFY(picture().picked().nodes == std::vector<std::string>{"r1"});
        QVERIFY(!drop(view::kNodeKindMime, "no such kind", {0, 0}));
        QCOMPARE(document().undoStack().count(), 1);
    }

    void withShiftItIsAskedHowMany()
    {
        QVERIFY(drop(view::kNodeKindMime, "switch", {0, 0}, Qt::ShiftModifier));
        QVERIFY(acceptMany(3));
        QCOMPARE(document().lab().nodes.size(), 3u);
        QVERIFY(document().lab().nodes[2].kind == lab::NodeKind::switch_);
        QCOMPARE(document().undoStack().count(), 1);
    }

    void aTemplateIsPlacedWhereItComesDown()
    {
        QVERIFY(drop(view::kTemplateMime, "My edge", {-60, 20}));
        QCOMPARE(document().lab().nodes.size(), 1u);
        QCOMPARE(document().lab().nodes[0].name, std::string("edge"));
        QVERIFY(isNear(document().lab().nodes[0].at, {-60, 20}));
        QVERIFY(!m_window->findChild<dialogs::PlaceMany *>());
    }

    void severalOfATemplateTakeNamesAndAddressesOfTheirOwn()
    {
        QVERIFY(drop(view::kTemplateMime, "My edge", {0, 0}, Qt::ShiftModifier));
        QVERIFY(document().lab().nodes.empty());
        QVERIFY(acceptMany(3));
        QCOMPARE(document().lab().nodes.size(), 3u);
        QCOMPARE(document().undoStack().count(), 1);
        QCOMPARE(document().undoStack().undoText(), QStringLiteral("Add 3 × My edge"));
        std::set<std::string> names;
        std::set<base::IpAddress> addresses;
        for (const lab::Node &node : document().lab().nodes) {
            names.insert(node.name);
            addresses.insert(node.interfaces.front().addresses.front().address);
        }
        QCOMPARE(names.size(), 3u);
        QCOMPARE(addresses.size(), 3u);
        QCOMPARE(picture().picked().nodes.size(), 3u);
        document().undoStack().undo();
        QVERIFY(document().lab().nodes.empty());
    }

    void theKeyAsksForTheTemplateThatIsCurrent()
    {
        auto *list = m_window->findChild<docks::PaletteList *>();
        list->showTemplates();
        const auto items = list->findItems("My edge", Qt::MatchExactly | Qt::MatchRecursive);
        QCOMPARE(items.size(), 1);
        list->setCurrentItem(items.front());
        action("place.many")->trigger();
        QVERIFY(acceptMany(2));
        QCOMPARE(document().lab().nodes.size(), 2u);
        QVERIFY(document().lab().nodes[1].name.starts_with("edge"));
    }

    void aPictureOfTheLabsFolderIsPlaced()
    {
        const QTemporaryDir folder;
        QVERIFY(QImage(960, 480, QImage::Format_RGB32).save(folder.filePath("map.png")));
        QSignalSpy said(&m_window->workbench(), &window::Workbench::statusRequested);
        QVERIFY(dropFile(folder.filePath("map.png")));
        QTRY_COMPARE(said.size(), 1); // nowhere to keep it yet
        QVERIFY(document().drawing().shapes.empty());
        QVERIFY(document().saveAs(folder.filePath("lab.yaml")));
        QVERIFY(dropFile(folder.filePath("map.png")));
        QTRY_COMPARE(document().drawing().shapes.size(), 1u);
        const lab::Shape &shape = document().drawing().shapes[0];
        QVERIFY(shape.kind == lab::ShapeKind::picture);
        QCOMPARE(shape.file, std::string("map.png"));
        QVERIFY((shape.size == lab::Position{480, 240})); // as it is, but not too large
        QCOMPARE(document().undoStack().undoText(), QStringLiteral("Add picture1"));
        QVERIFY(picture().picked().shapes == std::vector<std::string>{"picture1"});
    }

    void aPictureFromElsewhereIsCopiedIfOneAgrees()
    {
        const QTemporaryDir folder, elsewhere;
        QVERIFY(document().saveAs(folder.filePath("lab.yaml")));
        QVERIFY(QImage(20, 10, QImage::Format_RGB32).save(elsewhere.filePath("logo.png")));
        for (const bool agree : {false, true}) {
            QTimer answer;
            connect(&answer, &QTimer::timeout, this, [&] {
                if (auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget()))
                    box->button(agree ? QMessageBox::Yes : QMessageBox::Cancel)->click();
            });
            answer.start(10);
            QVERIFY(dropFile(elsewhere.filePath("logo.png")));
            QTRY_COMPARE(document().drawing().shapes.size(), agree ? 1u : 0u);
            QTRY_VERIFY(!QApplication::activeModalWidget());
            QCOMPARE(QFileInfo::exists(folder.filePath("logo.png")), agree);
        }
        QCOMPARE(document().drawing().shapes[0].file, std::string("logo.png"));
    }

    void nodesShapesAndFoldedGroupsAreAligned()
    {
        arrange();
        action("arrange.left")->trigger(); // the rectangle's left edge is the leftmost
        QCOMPARE(at("a").x, -200 + 32.0);
        QCOMPARE(shape("rectangle1").x, -200.0);
        QCOMPARE(groupCentre().x(), -200 + 32.0);
        QCOMPARE(at("c").x - at("b").x, 100.0); // as they stood to each other
        QCOMPARE(at("a").y, 0.0);
        QCOMPARE(document().undoStack().count(), 1);
        document().undoStack().undo();
        QCOMPARE(at("a").x, 0.0);
        action("arrange.middle")->trigger(); // all middles in the middle of everything: from -32 to 250
        for (const double middle : {at("a").y, shape("rectangle1").y + 50, groupCentre().y()})
            QCOMPARE(middle, 109.0);
    }

    void nodesShapesAndFoldedGroupsAreDistributed()
    {
        arrange();
        action("arrange.distributeX")->trigger(); // middles: -150, 0, 400
        QCOMPARE(shape("rectangle1").x, -200.0);
        QCOMPARE(at("a").x, 125.0);
        QCOMPARE(groupCentre().x(), 400.0);
        QCOMPARE(document().undoStack().count(), 1);
    }

    void twoThingsOfAnySortCanBeAligned()
    {
        arrange();
        picture().pick({{}, {}, {"rectangle1"}, {}});
        QVERIFY(!action("arrange.left")->isEnabled());
        picture().pick({{"a"}, {}, {"rectangle1"}, {}});
        QVERIFY(action("arrange.left")->isEnabled());
        QVERIFY(!action("arrange.distributeX")->isEnabled());
    }

    void severalGroupsAreOneStep()
    {
        for (int i = 0; i < 4; ++i)
            document::addNode(document(), lab::NodeKind::host, {100.0 * i, 0});
        const std::string first = document::addGroup(document(), {"h1", "h2"}), second = document::addGroup(document(), {"h3", "h4"});
        document().undoStack().clear();
        picture().pick({{"h1", "h3"}, {}, {}, {}});
        action("arrange.fold")->trigger();
        QCOMPARE(document().undoStack().count(), 1);
        QVERIFY(document().drawing().groups[0].folded && document().drawing().groups[1].folded);
        action("arrange.fold")->trigger();
        QVERIFY(!document().drawing().groups[0].folded && !document().drawing().groups[1].folded);
        document::setFolded(document(), {first}, true);
        picture().pick({{"h3"}, {}, {}, {first}});
        action("arrange.fold")->trigger(); // one of them is: all are
        QVERIFY(document().drawing().groups[0].folded && document().drawing().groups[1].folded);
        const int before = document().undoStack().count();
        action("arrange.ungroup")->trigger();
        QCOMPARE(document().undoStack().count(), before + 1);
        QVERIFY(document().drawing().groups.empty());
        document().undoStack().undo();
        QCOMPARE(document().drawing().groups.size(), 2u);
    }

private:
    document::LabDocument &document() { return m_window->workbench().document; }
    scene::LabScene &picture() { return m_window->workbench().scene; }
    QAction *action(const char *id) { return m_window->workbench().actions.action(QLatin1String(id)); }
    lab::Position at(const char *node) { return document().lab().findNode(node)->at; }
    lab::Position shape(const char *id) { return document().drawing().findShape(id)->at; }
    QPointF groupCentre() { return picture().groupItem("Group 1")->look().centre; }
    static bool isNear(const lab::Position &a, const lab::Position &b) { return std::abs(a.x - b.x) + std::abs(a.y - b.y) < 30; } // of the grid

    /// A node at 0, 0; a rectangle of 100 × 100 from -200, 150; a folded group about 400, 60: all picked.
    void arrange()
    {
        QVERIFY(document().openText("hopyard: 1\nnodes:\n  a: {kind: host, at: [0, 0]}\n  b: {kind: host, at: [350, 60]}\n  c: {kind: host, at: [450, 60]}\n"
                                    "drawing:\n  shapes:\n    rectangle1: {kind: rectangle, at: [-200, 150], size: [100, 100]}\n"
                                    "  groups:\n    Group 1: {nodes: [b, c], folded: true}\n",
                                    {}, false));
        picture().pick({{"a"}, {}, {"rectangle1"}, {"Group 1"}});
        QCOMPARE(groupCentre(), QPointF(400, 60));
    }
    bool acceptMany(int count)
    {
        auto *dialog = m_window->findChild<dialogs::PlaceMany *>();
        if (!dialog)
            return false;
        dialog->findChild<QSpinBox *>()->setValue(count);
        dialog->accept();
        return true;
    }
    bool drop(const char *format, const char *what, const QPointF &where, Qt::KeyboardModifiers modifiers = {})
    {
        QMimeData data;
        data.setData(QLatin1String(format), what);
        return send(data, where, modifiers);
    }
    bool dropFile(const QString &path)
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        return send(data, {0, 0}, {});
    }
    /// As the window system does it; false where it was not wanted.
    bool send(QMimeData &data, const QPointF &where, Qt::KeyboardModifiers modifiers)
    {
        view::CanvasView &canvas = m_window->workbench().canvas;
        const QPoint place = canvas.mapFromScene(where);
        QDragEnterEvent enter(place, Qt::CopyAction, &data, Qt::LeftButton, modifiers);
        QApplication::sendEvent(canvas.viewport(), &enter);
        if (!enter.isAccepted())
            return false;
        QDragMoveEvent move(place, Qt::CopyAction, &data, Qt::LeftButton, modifiers);
        QApplication::sendEvent(canvas.viewport(), &move);
        QDropEvent drop(place, Qt::CopyAction, &data, Qt::LeftButton, modifiers);
        drop.setAccepted(false);
        QApplication::sendEvent(canvas.viewport(), &drop);
        return drop.isAccepted();
    }

    QTemporaryDir m_state;
    std::unique_ptr<window::MainWindow> m_window;
};

QTEST_MAIN(TstDropAndArrange)
#include "tst_drop_and_arrange.moc"
