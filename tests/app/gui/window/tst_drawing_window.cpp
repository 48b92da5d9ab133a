// The assembled editor around the drawing: find, map, layers, templates, several at once, generator, export, presentation,
// start page, tour, quick fixes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/actions/action_registry.h"
#include "app/gui/dialogs/generate_dialog.h"
#include "app/gui/dialogs/place_many.h"
#include "app/gui/docks/layers_dock.h"
#include "app/gui/docks/palette_dock.h"
#include "app/gui/docks/problems_dock.h"
#include "app/gui/document/drawing_operations.h"
#include "app/gui/document/templates.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/scene/painters.h"
#include "app/gui/scene/picture_export.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/view/find_bar.h"
#include "app/gui/view/minimap.h"
#include "app/gui/window/import_file.h"
#include "app/gui/window/tour.h"
#include "core/topology/generate.h"
#include "tests/support/test_window.h"

#include <QAction>
#include <QComboBox>
#include <QDockWidget>
#include <QImage>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

#include <memory>

using namespace hopyard;

class TstDrawingWindow : public QObject {
    Q_OBJECT

    QTemporaryDir m_state;
    std::unique_ptr<window::MainWindow> m_window;

    document::LabDocument &document() { return m_window->workbench().document; }
    scene::LabScene &picture() { return m_window->workbench().scene; }
    view::CanvasView &canvas() { return m_window->workbench().canvas; }
    QAction *action(const char *id) { return m_window->workbench().actions.action(QLatin1String(id)); }

private slots:
    void initTestCase()
    {
        support::prepareApplication("hopyard-test-drawing", m_state);
    }
    void init()
    {
        m_window = support::makeWindow();
    }
    void cleanup()
    {
        document().undoStack().setClean();
        m_window.reset();
    }

    void findGoesFromOneToTheNext()
    {
        document::addNode(document(), lab::NodeKind::host, {-100, 0});
        document::addNode(document(), lab::NodeKind::router, {100, 0});
        document::addNode(document(), lab::NodeKind::router, {200, 0});
        lab::Shape note;
        note.size = {100, 50};
        note.text = "The router's secret";
        document::addShape(document(), note);
        action("edit.find")->trigger();
        auto *bar = m_window->findChild<view::FindBar *>();
        QVERIFY(bar->isVisible());
        bar->field()->setText("router");
        QCOMPARE(picture().picked().nodes.size(), 2u);
        QCOMPARE(picture().picked().shapes.size(), 1u);
        QTest::keyClick(bar->field(), Qt::Key_Return);
        QVERIFY(picture().picked().nodes == std::vector<std::string>{"r1"});
        QTest::keyClick(bar->field(), Qt::Key_Return, Qt::ShiftModifier);
        QVERIFY(picture().picked().shapes == std::vector<std::string>{"note1"});
        QCOMPARE(bar->countText(), QStringLiteral("3 / 3"));
        bar->field()->setText("nothing like it");
        QVERIFY(picture().picked().isEmpty());
        QTest::keyClick(bar->field(), Qt::Key_Escape);
        QVERIFY(!bar->isVisible());
    }

    void kindsArePicked()
    {
        document::addNode(document(), lab::NodeKind::host, {-100, 0});
        document::addNode(document(), lab::NodeKind::router, {100, 0});
        document::addNode(document(), lab::NodeKind::router, {200, 0});
        picture().pickNode("r1");
        action("edit.selectSame")->trigger();
        QVERIFY(picture().picked().nodes == (std::vector<std::string>{"r1", "r2"}));
        QMenu *kinds = action("edit.selectKind")->menu();
        emit kinds->aboutToShow();
        QCOMPARE(kinds->actions().front()->text(), QStringLiteral("Host (1)"));
        kinds->actions().front()->trigger();
        QVERIFY(picture().picked().nodes == std::vector<std::string>{"h1"});
    }

    void theMapGoesThere()
    {
        document::addNode(document(), lab::NodeKind::host, {-1000, 0});
        document::addNode(document(), lab::NodeKind::host, {1000, 0});
        auto *map = m_window->findChild<view::Minimap *>();
        if (!map->isVisible())
            action("view.minimap")->trigger();
        QVERIFY(map->isVisible());
        canvas().centerOn(0, 0);
        const QPointF right = map->sceneAt(QPointF(map->width() - 12, map->height() / 2.0));
        QVERIFY(right.x() > 500);
        QTest::mouseClick(map, Qt::LeftButton, {}, QPoint(map->width() - 12, map->height() / 2));
        QVERIFY(std::abs(canvas().centre().x() - right.x()) < 5);
        action("view.minimap")->trigger();
    }

    void layersAreShownAndHiddenInTheDock()
    {
        auto *dock = m_window->findChild<docks::LayersDock *>();
        document::addLayer(document(), "Hints");
        QTRY_COMPARE(dock->list()->count(), 1);
        dock->list()->item(0)->setCheckState(Qt::Unchecked);
        QVERIFY(document().drawing().layers[0].hidden);
        document().undoStack().undo();
        QTRY_COMPARE(dock->list()->item(0)->checkState(), Qt::Checked);
        QTRY_VERIFY(dock->list()->count() == 1);
        dock->list()->item(0)->setText("Answers");
        QCOMPARE(document().drawing().layers[0].name, "Answers");
        const auto button = [dock](const char *name) {
            for (QToolButton *one : dock->findChildren<QToolButton *>())
                if (one->accessibleName() == QLatin1String(name))
                    return one;
            return static_cast<QToolButton *>(nullptr);
        };
        QTRY_COMPARE(dock->list()->item(0)->data(Qt::UserRole).toString(), QStringLiteral("Answers")); // filled anew
        document::addNode(document(), lab::NodeKind::host, {0, 0});
        picture().pickNone();
        QVERIFY(!button("Put what is picked on this layer")->isEnabled());
        picture().pickNode("h1");
        QVERIFY(!button("Take what is picked off its layer")->isEnabled());
        button("Put what is picked on this layer")->click();
        QCOMPARE(document().drawing().layers[0].nodes, std::vector<std::string>{"h1"});
        QTRY_VERIFY(button("Take what is picked off its layer")->isEnabled());
        button("Take what is picked off its layer")->click();
        QVERIFY(document().drawing().layers[0].nodes.empty());
    }

    void labelsAreSwitchedByActions()
    {
        const bool before = picture().labels().addresses;
        action("label.addresses")->trigger();
        QCOMPARE(picture().labels().addresses, !before);
        action("label.addresses")->trigger();
        QCOMPARE(picture().labels().addresses, before);
    }

    void severalComeInOneStep()
    {
        const auto places = dialogs::formationPlaces(dialogs::Formation::ring, 5, {0, 0});
        QCOMPARE(places.size(), 5u);
        const auto names = dialogs::placeMany(document(), dialogs::modelOf(lab::NodeKind::router), places, dialogs::Cabling::ring);
        QCOMPARE(names.size(), 5u);
        QCOMPARE(document().lab().links.size(), 5u);
        QCOMPARE(document().undoStack().count(), 1);
        document().undoStack().undo();
        QVERIFY(document().lab().nodes.empty());
        dialogs::placeMany(document(), dialogs::modelOf(lab::NodeKind::host), dialogs::formationPlaces(dialogs::Formation::grid, 9, {0, 0}), dialogs::Cabling::mesh);
        QCOMPARE(document().lab().links.size(), 36u);
        QVERIFY((document().lab().nodes[8].at == lab::Position{240, 240}));
    }

    void templatesStandInThePalette()
    {
        lab::Node node;
        node.name = "edge";
        node.kind = lab::NodeKind::router;
        node.config = "hostname edge\n";
        QVERIFY(document::templates::save("My edge", node));
        auto *list = m_window->findChild<docks::PaletteList *>();
        list->showTemplates();
        const auto items = list->findItems("My edge", Qt::MatchExactly | Qt::MatchRecursive);
        QCOMPARE(items.size(), 1);
        emit list->itemDoubleClicked(items.front(), 0);
        QCOMPARE(document().lab().nodes.size(), 1u);
        QCOMPARE(document().lab().nodes[0].config, "hostname edge\n");
        QCOMPARE(document().undoStack().undoText(), QStringLiteral("Add edge"));
        document::templates::remove("My edge");
    }

    void theGeneratorShowsWhatItMakes()
    {
        dialogs::GenerateDialog dialog;
        dialog.choose("leaf-spine");
        QCOMPARE(dialog.lab().nodes.size(), 9u);
        QCOMPARE(dialog.lab().links.size(), 18u);
        QVERIFY(dialog.lab().nodes[0].config.find("router ospf") != std::string::npos);
        for (QSpinBox *box : dialog.findChildren<QSpinBox *>())
            if (box->accessibleName() == QLatin1String("Leaves"))
                box->setValue(2);
        QCOMPARE(dialog.lab().nodes.size(), 5u);
        dialog.choose("waxman");
        QCOMPARE(dialog.lab().nodes.size(), 24u);
        // In words, whatever the generators' own names are.
        auto *kinds = dialog.findChild<QListWidget *>();
        QCOMPARE(std::size_t(kinds->count()), topology::generators().size());
        for (int row = 0; row < kinds->count(); ++row)
            QVERIFY2(kinds->item(row)->text().front().isUpper(), qPrintable(kinds->item(row)->text()));
        auto *plan = dialog.findChild<QComboBox *>();
        for (int i = 0; i < plan->count(); ++i) {
            plan->setCurrentIndex(i);
            QVERIFY2(plan->currentText().contains(QLatin1String("OSPF")) || plan->currentText().contains(QLatin1String("RIP"))
                         || plan->currentText().contains(QLatin1String("BGP")), qPrintable(plan->currentText()));
            const bool isRip = dialog.lab().nodes[0].config.find("router rip") != std::string::npos;
            QCOMPARE(isRip, plan->currentText() == QLatin1String("RIP"));
        }
    }

    void picturesAreWritten()
    {
        const QTemporaryDir folder;
        QVERIFY(!scene::writePicture(picture(), folder.filePath("no.png"), scene::PictureFormat::png).isEmpty());
        document::addNode(document(), lab::NodeKind::host, {-100, 0});
        document::addNode(document(), lab::NodeKind::router, {100, 0});
        picture().pickNode("h1");
        for (const char *name : {"a.png", "a.svg", "a.pdf"}) {
            const QString path = folder.filePath(QLatin1String(name));
            QCOMPARE(scene::writePicture(picture(), path, scene::formatOf(path)), QString());
            QVERIFY(QFileInfo(path).size() > 500);
        }
        const QImage image(folder.filePath("a.png"));
        QCOMPARE(image.size(), (scene::pictureRect(picture()).size() * 2).toSize());
        QFile svg(folder.filePath("a.svg"));
        QVERIFY(svg.open(QIODevice::ReadOnly));
        QVERIFY(svg.readAll().contains("h1"));
        QVERIFY(picture().picked().nodes == std::vector<std::string>{"h1"}); // as it was
        QVERIFY(!scene::writePicture(picture(), "/nowhere/at/all.png", scene::PictureFormat::png).isEmpty());
    }

    void presentationHidesAllButTheCanvas()
    {
        const bool grid = canvas().isGridShown();
        action("view.present")->trigger();
        QVERIFY(!m_window->menuBar()->isVisible());
        QVERIFY(!m_window->dock("palette")->isVisible());
        QVERIFY(!canvas().isGridShown());
        action("view.present")->trigger();
        QVERIFY(m_window->menuBar()->isVisible());
        QVERIFY(m_window->dock("palette")->isVisible());
        QCOMPARE(canvas().isGridShown(), grid);
        QCoreApplication::processEvents();
    }

    void theStartPageOpensSamples()
    {
        auto *page = m_window->findChild<QWidget *>("welcome");
        QVERIFY(page->isVisible());
        const auto buttons = page->findChildren<QToolButton *>();
        QToolButton *ospf = nullptr;
        for (QToolButton *button : buttons)
            if (button->property("sample").toString() == QLatin1String("ospf"))
                ospf = button;
        QVERIFY(ospf);
        QVERIFY(!ospf->icon().isNull());
        for (QToolButton *button : buttons) // whole pictures, the words below them
            if (button->property("sample").isValid())
                QVERIFY2(button->height() > button->iconSize().height() + button->fontMetrics().height(), qPrintable(button->text()));
        const QSize before = m_window->size();
        for (const QSize size : {QSize(1600, 1000), QSize(1280, 800)}) {
            m_window->resize(size);
            QCoreApplication::processEvents();
            QVERIFY2(canvas().rect().contains(page->geometry()), qPrintable(QString::number(size.width())));
        }
        m_window->resize(before);
        ospf->click();
        QVERIFY(!document().lab().nodes.empty());
        QVERIFY(!page->isVisible());
    }

    void theTourHasFiveStepsAndCanBeSkipped()
    {
        action("help.tour")->trigger();
        QPointer<window::Tour> tour = m_window->findChild<window::Tour *>();
        QVERIFY(tour && tour->isVisible());
        QCOMPARE(tour->steps(), 5);
        for (int i = 1; i < 5; ++i) {
            tour->go(tour->step() + 1);
            QCOMPARE(tour->step(), i);
        }
        QTest::keyClick(tour, Qt::Key_Left);
        QCOMPARE(tour->step(), 3);
        QTest::keyClick(tour, Qt::Key_Escape);
        QTRY_VERIFY(!tour);
        QVERIFY(window::Tour::wasSeen());
    }

    void aFixIsOneKeyAway()
    {
        QVERIFY(document().openText("hopyard: 1\nnodes:\n  a: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}\n"
                                    "  b: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}\nlinks: [{ends: [a:eth0, b:eth0]}]\n",
                                    {}, false));
        QVERIFY(!document().problems().empty());
        action("problems.fix")->trigger();
        QTRY_VERIFY(document().problems().empty());
        QCOMPARE(document().undoStack().undoText(), QStringLiteral("Give b:eth0 the address 10.0.0.2/24"));
    }

    void networksOfOtherToolsAreImported()
    {
        const QTemporaryDir folder;
        QFile dot(folder.filePath("net.dot"));
        QVERIFY(dot.open(QIODevice::WriteOnly));
        dot.write("graph net { a -- b; b -- c; }\n");
        dot.close();
        const auto imported = window::importFile(dot.fileName());
        QVERIFY2(imported.lab.has_value(), qPrintable(imported.said.join("\n")));
        QCOMPARE(imported.lab->nodes.size(), 3u);
        QVERIFY(!window::importFile(folder.filePath("gone.dot")).lab);
    }
};

QTEST_MAIN(TstDrawingWindow)
#include "tst_drawing_window.moc"
